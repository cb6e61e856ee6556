/* blame_labels.c - causes and their labels. */

#include "study/blame_labels.h"

#include <stdlib.h>
#include <string.h>

#define NAME(id, name, text) [MNZ_BLAME_##id] = #name,
const char *const mnz_blame_cause_name[MNZ_NUM_BLAME_CAUSES] = {MNZ_BLAME_CAUSES(NAME)};
#undef NAME

#define TEXT(id, name, text) [MNZ_BLAME_##id] = text,
const char *const mnz_blame_cause_text[MNZ_NUM_BLAME_CAUSES] = {MNZ_BLAME_CAUSES(TEXT)};
#undef TEXT

const char *
mnz_blame_act_name(const struct mnz_scenario *scenario,
                   const struct mnz_blame_label *label)
{
    if (label->act == MNZ_NONE)
        return "";
    return mnz_blame_is_of_policy(label->cause) ? scenario->policies[label->act].name
                                                : scenario->controls[label->act].name;
}

int
mnz_blame_compare(const struct mnz_blame_label *a, const struct mnz_blame_label *b)
{
    if (a->cause != b->cause)
        return a->cause < b->cause ? -1 : 1;
    if (a->act != b->act)
        return a->act < b->act ? -1 : 1;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return 0;
}

static uint32_t
hash_of(const struct mnz_blame_label *label)
{
    uint32_t h = (uint32_t)label->cause * 2654435761u;

    h = (h ^ label->act) * 2246822519u;
    h = (h ^ label->node) * 3266489917u;
    return h ^ (h >> 15);
}

/* The slot of a label: its own, or the free one where it belongs. */
static uint32_t *
find_slot(const struct mnz_blame_labels *labels, const struct mnz_blame_label *label)
{
    uint32_t s = hash_of(label) & (labels->num_slots - 1);

    while (labels->slots[s] != 0 &&
           mnz_blame_compare(&labels->items[labels->slots[s] - 1], label) != 0)
        s = (s + 1) & (labels->num_slots - 1);
    return &labels->slots[s];
}

/* Twice the room, with all labels in their new slots. */
static int
grow(struct mnz_blame_labels *labels)
{
    const uint32_t most = labels->most > 0 ? 2 * labels->most : 64;
    struct mnz_blame_label *items = realloc(labels->items, most * sizeof *items);
    uint32_t *slots = calloc(4 * (size_t)most, sizeof *slots);

    if (items)
        labels->items = items;
    if (!items || !slots) {
        free(slots);
        return 0;
    }
    free(labels->slots);
    labels->slots = slots;
    labels->most = most;
    labels->num_slots = 4 * most;
    for (uint32_t i = 0; i < labels->count; i++)
        *find_slot(labels, &items[i]) = i + 1;
    return 1;
}

uint32_t
mnz_blame_label_number(struct mnz_blame_labels *labels, struct mnz_blame_label label)
{
    uint32_t *slot;

    if (labels->count == labels->most && !grow(labels)) {
        labels->has_failed = 1;
        return 0;
    }
    slot = find_slot(labels, &label);
    if (*slot == 0) {
        labels->items[labels->count++] = label;
        *slot = labels->count;
    }
    return *slot - 1;
}

void
mnz_blame_labels_finish(struct mnz_blame_labels *labels)
{
    free(labels->items);
    free(labels->slots);
    *labels = (struct mnz_blame_labels){0};
}
