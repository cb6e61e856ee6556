/* why_parts.c - causes of a loss put together by a name. */

#include "report/why_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/label.h"

void
mnz_why_name_cause(const struct mnz_why *why, const struct mnz_blame_label *label,
                   char *text, size_t size)
{
    const struct mnz_network *net = why->model->network;

    snprintf(text, size, "%s %s", mnz_blame_cause_text[label->cause],
             label->act == MNZ_NONE ? mnz_network_node_name(net, label->node)
                                    : mnz_blame_act_name(net->scenario, label));
}

void
mnz_why_name_plant(const struct mnz_why *why, const struct mnz_blame_label *label,
                   char *text, size_t size)
{
    snprintf(text, size, "%s", mnz_network_node_name(why->model->network, label->node));
}

void
mnz_why_name_country(const struct mnz_why *why, const struct mnz_blame_label *label,
                     char *text, size_t size)
{
    const struct mnz_network *net = why->model->network;

    snprintf(text, size, "%s",
             mnz_label_place(net->scenario, mnz_network_place(net, label->node)));
}

void
mnz_why_name_stage(const struct mnz_why *why, const struct mnz_blame_label *label,
                   char *text, size_t size)
{
    const struct mnz_network *net = why->model->network;
    const struct mnz_actor *actor =
        &net->scenario->actors[net->nodes[label->node].actor];

    snprintf(text, size, "%s",
             actor->is_industry ? "industry" : mnz_stage_name[actor->stage]);
}

static struct mnz_why_part *
find_part(struct mnz_why_parts *parts, const char *text)
{
    for (uint32_t k = 0; k < parts->count; k++)
        if (strcmp(parts->items[k].text, text) == 0)
            return &parts->items[k];
    snprintf(parts->items[parts->count].text, sizeof parts->items->text, "%s", text);
    return &parts->items[parts->count++];
}

/* The largest first; equal ones by their text. */
static int
compare_parts(const void *a, const void *b)
{
    const struct mnz_why_part *x = a, *y = b;

    if (x->of_need != y->of_need)
        return x->of_need > y->of_need ? -1 : 1;
    return strcmp(x->text, y->text);
}

enum mnz_status
mnz_why_collect(const struct mnz_why *why, enum mnz_loss_kind loss, uint32_t month,
                mnz_why_namer name, struct mnz_why_parts *parts)
{
    const struct mnz_why_list *list = mnz_why_list(why, loss, month);
    const uint32_t months = mnz_model_months(why->model);
    char text[320];

    *parts = (struct mnz_why_parts){0};
    parts->items = calloc(list->count + 1, sizeof *parts->items);
    if (!parts->items)
        return MNZ_ERR_NOMEM;
    for (uint32_t k = 0; k < list->count; k++) {
        name(why, &list->blamed[k].label, text, sizeof text);
        find_part(parts, text)->of_need += list->blamed[k].part;
    }
    for (uint32_t m = 0; m < months && m < MNZ_WHY_MONTHS; m++) {
        const struct mnz_why_list *monthly = mnz_why_list(why, loss, m);

        for (uint32_t k = 0; k < monthly->count; k++) {
            name(why, &monthly->blamed[k].label, text, sizeof text);
            for (uint32_t j = 0; j < parts->count; j++)
                if (strcmp(parts->items[j].text, text) == 0)
                    parts->items[j].months[m] += monthly->blamed[k].part;
        }
    }
    qsort(parts->items, parts->count, sizeof *parts->items, compare_parts);
    return MNZ_OK;
}
