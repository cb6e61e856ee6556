/* events.c - events, their branches, and the controls and policies that these switch.
 */

#include "scenario/events.h"

#include "base/number.h"
#include "scenario/condition.h"
#include "scenario/draws.h"
#include "scenario/quantity.h"
#include "scenario/rows.h"
#include "scenario/section.h"
#include "scenario/selector.h"

struct draft_event {
    mnz_value_id on;
    const struct mnz_tree *branches, *condition;
};

struct switches {
    struct mnz_switch *items;
    uint32_t count;
};

struct draft_branch {
    mnz_value_id probability;
    struct switches activates, deactivates;
};

static void
add_regime(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct switches *switches = context;
    const uint32_t regime = mnz_regime_resolve(r, item->text, item->at);

    if (regime != MNZ_NONE)
        switches->items[switches->count++] = (struct mnz_switch){.regime = regime};
}

/* One name with the probability that the branch switches it. */
static void
add_chance(struct mnz_reader *r, const struct mnz_tree_entry *entry,
           const struct mnz_where *above, struct switches *switches)
{
    const struct mnz_demand demand = {.dimension = MNZ_DIM_SHARE,
                                      .low = 0.0,
                                      .high = 1.0,
                                      .flags = MNZ_FIELD_UNDATED};
    const struct mnz_where where = {above, entry->key, entry->key_at, NULL, NULL};
    const uint32_t regime = mnz_regime_resolve(r, entry->key, entry->key_at);
    struct mnz_switch s = {.regime = regime};
    double number;

    /* Another file may take it back. */
    if (mnz_tree_is_null(entry->value))
        return;
    s.probability = mnz_quantity_read(r, entry->value, &where, &demand);
    if (regime == MNZ_NONE || s.probability == MNZ_VALUE_NONE)
        return;
    if (!mnz_reader_is_constant(r, s.probability, &number) || number < 1.0)
        s.drawn_input = mnz_ref_to(mnz_draw_read(r, &where, "drawn"));
    switches->items[switches->count++] = s;
}

static void
read_switches(struct mnz_reader *r, const struct mnz_tree *tree,
              const struct mnz_where *where, const struct mnz_field *field,
              void *target)
{
    struct switches *switches = target;

    (void)field;
    switches->items =
        mnz_reader_alloc(r, tree->num_children + 1, sizeof *switches->items);
    if (!switches->items)
        return;
    if (tree->kind != MNZ_TREE_MAPPING)
        mnz_reader_each_text(r, tree, where, "a list of controls and policies",
                             add_regime, switches);
    for (size_t i = 0; tree->kind == MNZ_TREE_MAPPING && i < tree->num_children; i++)
        add_chance(r, &tree->entries[i], where, switches);
}

static const struct mnz_custom list_of_regimes = {
    read_switches, "list of controls and policies, or of names with a probability each",
    "{\"anyOf\": [{\"$ref\": \"#/$defs/names\"}, {\"type\": \"object\", "
    "\"additionalProperties\": {\"$ref\": \"#/$defs/quantity\"}}]}"};
static const struct mnz_custom branches_by_name = {
    mnz_field_keep_tree, "[branches](#branch) by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"#/$defs/branch\"}]}}"};
static const struct mnz_field branch_fields[] = {
    {.key = "probability",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN(draft_branch, probability),
     .low = 0,
     .high = 1,
     .flags = MNZ_FIELD_UNDATED,
     .doc = "of this branch; those of an event sum to 1. The last branch may leave it "
            "out and takes the rest"},
    {.key = "activates",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_branch, activates),
     .custom = &list_of_regimes,
     .doc = "controls and policies that are off until then and come into force: "
            "`[a, b]`, or each with the probability that it does, a draw of its own: "
            "`{a: 0.3}`"},
    {.key = "deactivates",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_branch, deactivates),
     .custom = &list_of_regimes,
     .doc = "controls and policies that are on until then and end, likewise"},
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_branch = {
    "branch", "One way that an event can go.", branch_fields, NULL};

static const struct mnz_field event_fields[] = {
    {.key = "on",
     .type = MNZ_FIELD_DATE,
     IN(draft_event, on),
     .flags = NEEDED,
     .doc = "when it is decided"},
    {.key = "branches",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_event, branches),
     .custom = &branches_by_name,
     .flags = NEEDED,
     .doc = "the ways it can go: one is drawn a trial"},
    {.key = "if",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_event, condition),
     .custom = &mnz_custom_event_and_branch,
     .doc = "the branch of an earlier event that it takes place in: EVENT.BRANCH"},
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_event = {"event", "A dated branch in the story.",
                                               event_fields, NULL};

static void read_event(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                       uint32_t id);
static void read_branches(struct mnz_reader *r, const struct mnz_where *where,
                          const struct mnz_tree *tree, struct mnz_event *event);
static void settle_probabilities(struct mnz_reader *r, const struct mnz_where *where,
                                 struct mnz_branch *branches, uint32_t count,
                                 int takes_rest);

void
mnz_events_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "events");

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0303, tree->at,
                         "each record stands after its name and a colon, without '-'",
                         "events must be a mapping of names to event records");
        return;
    }
    r->s->events = mnz_reader_alloc(r, tree->num_children, sizeof *r->s->events);
    for (uint32_t i = 0; r->s->events && i < tree->num_children; i++) {
        r->s->num_events = i + 1;
        read_event(r, &tree->entries[i], i);
    }
}

static void
read_event(struct mnz_reader *r, const struct mnz_tree_entry *entry, uint32_t id)
{
    const struct mnz_where section = {.key = "events"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct draft_event draft = {.on = MNZ_VALUE_NONE};
    struct mnz_event *event = &r->s->events[id];
    int is_sure = 0;

    mnz_record_read(r, &mnz_kind_event, entry->value, &where, &draft);
    *event =
        (struct mnz_event){.name = entry->key, .on = draft.on, .at = entry->key_at};
    if (draft.branches)
        read_branches(r, &where, draft.branches, event);
    if (draft.condition)
        mnz_condition_read(r, draft.condition, &where, id, &event->if_event,
                           &event->if_branch);
    for (uint32_t i = 0; i < event->num_branches; i++) {
        double p;

        is_sure |= mnz_reader_is_constant(r, event->branches[i].probability, &p) &&
                   p == 1.0 && event->num_branches == 1;
    }
    if (!is_sure)
        event->drawn_input = mnz_ref_to(mnz_draw_read(r, &where, "drawn"));
}

static void
read_branches(struct mnz_reader *r, const struct mnz_where *above,
              const struct mnz_tree *tree, struct mnz_event *event)
{
    const struct mnz_where section = {.up = above, .key = "branches", .at = tree->at};
    struct mnz_branch *branches;

    if (tree->kind != MNZ_TREE_MAPPING || tree->num_children == 0) {
        mnz_reader_error(r, MNZ_E0303, tree->at,
                         "for example {extended: {probability: 0.6}, lapses: "
                         "{probability: 0.4, activates: [a_control]}}",
                         "%s must be a mapping of names to branches",
                         mnz_where_path(r, &section));
        return;
    }
    branches = mnz_reader_alloc(r, tree->num_children, sizeof *branches);
    for (size_t i = 0; branches && i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        /* Inputs of a branch are named events.EVENT.BRANCH.probability. */
        struct mnz_where where = {above, entry->key, entry->key_at, NULL, NULL};
        struct draft_branch draft = {.probability = MNZ_VALUE_NONE};

        mnz_record_read(r, &mnz_kind_branch, entry->value, &where, &draft);
        branches[i] = (struct mnz_branch){.name = entry->key,
                                          .probability = draft.probability,
                                          .num_activates = draft.activates.count,
                                          .activates = draft.activates.items,
                                          .num_deactivates = draft.deactivates.count,
                                          .deactivates = draft.deactivates.items};
        if (draft.probability == MNZ_VALUE_NONE && i + 1 < tree->num_children &&
            !mnz_tree_find(entry->value, "probability"))
            mnz_reader_error(r, MNZ_E1101, entry->key_at,
                             "only the last branch may leave it out and takes the rest",
                             "%s lacks 'probability'", mnz_where_path(r, &where));
    }
    if (!branches)
        return;
    event->branches = branches;
    event->num_branches = (uint32_t)tree->num_children;
    event->takes_rest =
        !mnz_tree_find(tree->entries[tree->num_children - 1].value, "probability");
    settle_probabilities(r, above, branches, event->num_branches, event->takes_rest);
}

/* Certain ones must sum to 1; the last branch takes the rest of uncertain ones. */
static void
settle_probabilities(struct mnz_reader *r, const struct mnz_where *where,
                     struct mnz_branch *branches, uint32_t count, int takes_rest)
{
    struct mnz_branch *last = &branches[count - 1];
    char text[MNZ_NUMBER_TEXT];
    double sum = 0.0, p;
    int is_certain = 1;

    for (uint32_t i = 0; i < count; i++) {
        if (branches[i].probability == MNZ_VALUE_NONE && (i + 1 < count || !takes_rest))
            return;
        if (branches[i].probability == MNZ_VALUE_NONE)
            continue;
        is_certain &= mnz_reader_is_constant(r, branches[i].probability, &p);
        sum += mnz_reader_nominal(r, branches[i].probability);
    }
    mnz_number_format(round(sum * 1e9) / 1e9, text);
    if (last->probability == MNZ_VALUE_NONE) {
        last->probability =
            mnz_reader_constant(r, is_certain ? fmax(0.0, 1.0 - sum) : 1.0);
        if (sum > 1.0 + 1e-9)
            mnz_diag_add(r->diags, is_certain ? MNZ_E1102 : MNZ_W1103, where->at,
                         "the last branch takes what the others leave",
                         "the %sprobabilities of %s sum to %s, more than 1",
                         is_certain ? "" : "median ", mnz_where_path(r, where), text);
        return;
    }
    if (is_certain && fabs(sum - 1.0) > 1e-9)
        mnz_reader_error(r, MNZ_E1104, where->at,
                         "leave out that of the last branch: it takes the rest",
                         "the probabilities of %s sum to %s, not 1",
                         mnz_where_path(r, where), text);
    else if (!is_certain && fabs(sum - 1.0) > 0.02)
        mnz_diag_add(r->diags, MNZ_W1105, where->at,
                     "leave out that of the last branch: it takes the rest",
                     "the median probabilities of %s sum to %s, not 1",
                     mnz_where_path(r, where), text);
}
