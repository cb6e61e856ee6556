/* label.c - names for people. */

#include "report/label.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/names.h"
#include "base/countries.h"

const char *
mnz_label_place(const struct mnz_scenario *scenario, uint32_t place)
{
    const struct mnz_place *p = &scenario->places[place];

    for (int i = 0; !p->is_bloc && i < MNZ_NUM_COUNTRIES; i++)
        if (strcmp(mnz_countries[i].code, p->code) == 0)
            return mnz_countries[i].name;
    return p->code;
}

/* Whether `text` has the word of `length` bytes, in small or capital letters. */
static int
has_word(const char *text, const char *word, size_t length)
{
    for (const char *t = text; *t; t++) {
        size_t same = 0;

        if (t > text && isalnum((unsigned char)t[-1]))
            continue;
        while (same < length && t[same] &&
               tolower((unsigned char)t[same]) == tolower((unsigned char)word[same]))
            same++;
        if (same == length && !isalnum((unsigned char)t[same]))
            return 1;
    }
    return 0;
}

/* "JP auto motors", and ", hot" of jp_auto_motors_hot where that is asked for. */
static void
write_label(const struct mnz_network *net, uint32_t node, int with_rest, char *text,
            size_t size)
{
    const struct mnz_scenario *s = net->scenario;
    const struct mnz_actor *actor = &s->actors[net->nodes[node].actor];
    const char *separator = ", ";
    int used = snprintf(text, size, "%s %s", s->places[actor->place].code,
                        s->sectors[mnz_ref_at(actor->sector)]);
    char plain[256];

    snprintf(plain, sizeof plain, "%s", text);
    for (const char *word = actor->name; with_rest && *word;) {
        const size_t length = strcspn(word, "_");

        if (length > 0 && !has_word(plain, word, length) && used > 0 &&
            (size_t)used < size) {
            used += snprintf(text + used, size - (size_t)used, "%s%.*s", separator,
                             (int)length, word);
            separator = " ";
        }
        word += length + (word[length] == '_');
    }
}

/* Whether another industry has the same label. */
static int
has_twin(const struct mnz_network *net, uint32_t node, int with_rest)
{
    const struct mnz_actor *actors = net->scenario->actors;
    const struct mnz_actor *actor = &actors[net->nodes[node].actor];
    char mine[256], other[256];

    write_label(net, node, with_rest, mine, sizeof mine);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *a = &actors[net->nodes[i].actor];

        if (i == node || !net->nodes[i].is_industry || a->place != actor->place ||
            mnz_ref_at(a->sector) != mnz_ref_at(actor->sector))
            continue;
        write_label(net, i, with_rest, other, sizeof other);
        if (strcmp(mine, other) == 0)
            return 1;
    }
    return 0;
}

void
mnz_label_industry(const struct mnz_network *network, uint32_t node, char *text,
                   size_t size)
{
    if (!has_twin(network, node, 0))
        write_label(network, node, 0, text, size);
    else if (!has_twin(network, node, 1))
        write_label(network, node, 1, text, size);
    else
        snprintf(text, size, "%s",
                 network->scenario->actors[network->nodes[node].actor].name);
}

/* The identifier nearest to `text`; NULL if none is near. */
static const char *
nearest_industry(const struct mnz_network *net, const char *text)
{
    const char **names = calloc(net->num_nodes + 1, sizeof *names);
    const char *nearest = NULL;
    uint32_t count = 0;

    for (uint32_t i = 0; names && i < net->num_nodes; i++)
        if (net->nodes[i].is_industry)
            names[count++] = mnz_network_node_name(net, i);
    if (names)
        nearest = mnz_nearest(text, names, count);
    free(names);
    return nearest;
}

uint32_t
mnz_label_find_industry(const struct mnz_network *network, const char *text,
                        const char **nearest)
{
    char label[256];

    if (nearest)
        *nearest = NULL;
    for (uint32_t i = 0; i < network->num_nodes; i++)
        if (network->nodes[i].is_industry &&
            strcmp(mnz_network_node_name(network, i), text) == 0)
            return i;
    for (uint32_t i = 0; i < network->num_nodes; i++) {
        if (!network->nodes[i].is_industry)
            continue;
        mnz_label_industry(network, i, label, sizeof label);
        if (strcasecmp(label, text) == 0)
            return i;
    }
    if (nearest)
        *nearest = nearest_industry(network, text);
    return MNZ_NONE;
}

void
mnz_label_buyer(const struct mnz_network *network, const char *scope, const char *name,
                char *text, size_t size)
{
    const struct mnz_scenario *s = network->scenario;

    snprintf(text, size, "%s", strcmp(scope, "total") == 0 ? "all industries" : name);
    if (strcmp(scope, "industry") == 0) {
        for (uint32_t i = 0; i < network->num_nodes; i++)
            if (strcmp(mnz_network_node_name(network, i), name) == 0)
                mnz_label_industry(network, i, text, size);
        return;
    }
    for (uint32_t p = 0; p < s->num_places; p++)
        if (strcmp(s->places[p].code, name) == 0)
            snprintf(text, size, "%s", mnz_label_place(s, p));
}
