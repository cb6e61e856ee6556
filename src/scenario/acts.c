/* acts.c - controls, and when controls and policies are in force. */

#include "scenario/section.h"

#include <math.h>
#include <string.h>

#include "scenario/distribution.h"
#include "scenario/quantity.h"

/* The engine keeps a regime's days as spans; this bounds how many there can be. */
enum { MOST_WINDOWS = 60 };

static void read_control(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                         uint32_t id);
static void read_duration(struct mnz_reader *r, const struct mnz_where *where,
                          struct mnz_draft_control *draft);
static void check_order(struct mnz_reader *r, const struct mnz_where *where,
                        const struct mnz_window *window, struct mnz_span at);

void
mnz_decode_controls(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_decode_section(root, "controls");

    for (uint32_t i = 0; section && r->s->controls && i < r->s->num_controls; i++)
        read_control(r, &section->entries[i], i);
}

static void
read_control(struct mnz_reader *r, const struct mnz_tree_entry *entry, uint32_t id)
{
    const struct mnz_where section = {.key = "controls"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    const struct mnz_act_row *row =
        mnz_decode_kind(r, mnz_control_rows, "control", entry, &where);
    struct mnz_draft_control draft = {.control = {.by = MNZ_NONE}};
    struct mnz_control *c = &draft.control;
    mnz_value_id *const optional[] = {&c->covers,
                                      &c->leak,
                                      &c->leak_rises,
                                      &c->leak_most,
                                      &c->tonnes_tpa,
                                      &c->approval[MNZ_USE_CIVIL],
                                      &c->approval[MNZ_USE_MILITARY],
                                      &c->small_approval[MNZ_USE_CIVIL],
                                      &c->small_approval[MNZ_USE_MILITARY],
                                      &c->processing_months,
                                      &c->spread,
                                      &c->throughput_t_per_month,
                                      &c->validity_months,
                                      &c->general,
                                      &c->order_ahead,
                                      &c->trim,
                                      &c->de_minimis,
                                      &c->compliance,
                                      &c->rate,
                                      &c->elasticity,
                                      &c->pass,
                                      &c->fraction,
                                      &c->duration,
                                      &c->delay_months,
                                      &c->availability,
                                      &c->over_months,
                                      &c->size};

    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        *optional[i] = MNZ_VALUE_NONE;
    draft.regime = mnz_regime_always();
    if (row)
        mnz_record_read(r, row->kind, entry->value, &where, &draft);
    if (row && row->id == MNZ_CONTROL_OUTAGE)
        read_duration(r, &where, &draft);
    c->name = entry->key;
    c->kind = row ? (enum mnz_control_kind)row->id : MNZ_CONTROL_BAN;
    c->regime = id;
    c->share_by = (enum mnz_quota_share)draft.share_by;
    c->pauses = draft.paused.items;
    c->num_pauses = draft.paused.count;
    c->origin = mnz_where_origin(&where);
    r->s->controls[id] = *c;
    mnz_decode_regime(r, id, &where, &draft.regime, &draft.suspended);
}

const struct mnz_act_row *
mnz_decode_kind(struct mnz_reader *r, const struct mnz_act_row *rows, const char *what,
                const struct mnz_tree_entry *entry, const struct mnz_where *where)
{
    const struct mnz_tree *kind = mnz_tree_find(entry->value, "kind");
    const struct mnz_where inner = {where, "kind", entry->key_at, NULL, NULL};
    const char *names[32] = {NULL}, *text;
    size_t count = 0;

    if (entry->value->kind != MNZ_TREE_MAPPING && !mnz_tree_is_null(entry->value)) {
        mnz_reader_error(
            r, entry->value->at,
            mnz_arena_printf(r->arena, "for example '{kind: %s, ...}'", rows->name),
            "%s must be a mapping of keys to values", mnz_where_path(r, where));
        return NULL;
    }
    if (!kind || mnz_tree_is_null(kind)) {
        mnz_reader_error(
            r, entry->key_at,
            mnz_arena_printf(r->arena, "for example 'kind: %s'", rows->name),
            "%s lacks 'kind'", mnz_where_path(r, where));
        return NULL;
    }
    text = mnz_reader_text(r, kind, &inner, "one word");
    if (!text)
        return NULL;
    for (; rows->name; rows++) {
        if (strcmp(rows->name, text) == 0)
            break;
        names[count++] = rows->name;
    }
    if (!rows->name)
        mnz_reader_error(r, kind->at, mnz_reader_nearest(r, text, names, count),
                         "%s: no kind of %s is called '%.60s'",
                         mnz_where_path(r, where), what, text);
    else if (!rows->kind)
        mnz_reader_error(r, kind->at, NULL,
                         "%s: kind '%s' is not supported by this version",
                         mnz_where_path(r, where), text);
    return rows->name && rows->kind ? rows : NULL;
}

/* An outage that strikes at random lasts anew each time; any other has one duration. */
static void
read_duration(struct mnz_reader *r, const struct mnz_where *where,
              struct mnz_draft_control *draft)
{
    const struct mnz_demand demand = {
        .dimension = MNZ_DIM_DURATION, .low = 0.0, .high = INFINITY};
    struct mnz_where inner = {.up = where,
                              .key = "duration",
                              .at = draft->duration ? draft->duration->at : where->at};
    const int is_random = draft->control.rate != MNZ_VALUE_NONE;
    const struct mnz_tree *tree;
    const char *text;

    if (!draft->duration) {
        if (is_random)
            mnz_reader_error(r, where->at, "how long it lasts each time",
                             "%s has a 'rate' but lacks 'duration'",
                             mnz_where_path(r, where));
        return;
    }
    if (is_random) {
        tree = mnz_quantity_unwrap(r, draft->duration, &inner);
        if (tree)
            (void)mnz_distribution_read(r, tree, &inner, &demand,
                                        &draft->control.duration_months, &text);
        return;
    }
    draft->control.duration = mnz_quantity_read(r, draft->duration, &inner, &demand);
    if (draft->regime.in_force.from == MNZ_VALUE_NONE)
        mnz_reader_error(r, where->at, "when it strikes, or a 'rate' at which it does",
                         "%s has a 'duration' but lacks 'from'",
                         mnz_where_path(r, where));
}

struct mnz_regime
mnz_regime_always(void)
{
    return (struct mnz_regime){.in_force = {MNZ_VALUE_NONE, MNZ_VALUE_NONE},
                               .probability = MNZ_VALUE_NONE,
                               .trigger_regime = MNZ_NONE,
                               .trigger_after_months = MNZ_VALUE_NONE,
                               .trigger_probability = MNZ_VALUE_NONE};
}

/* Whether something with this probability needs a draw: it is not surely 1. */
static int
is_drawn(const struct mnz_reader *r, mnz_value_id probability)
{
    double number;

    return probability != MNZ_VALUE_NONE &&
           !(mnz_reader_is_constant(r, probability, &number) && number == 1.0);
}

void
mnz_decode_regime(struct mnz_reader *r, uint32_t id, const struct mnz_where *where,
                  struct mnz_regime *regime, const struct mnz_windows *suspended)
{
    regime->name = mnz_where_path(r, where);
    regime->at = where->at;
    regime->suspensions = suspended->items;
    regime->num_suspensions = suspended->count;
    regime->drawn_input = regime->trigger_input = MNZ_NONE;
    if (is_drawn(r, regime->probability))
        regime->drawn_input = mnz_reader_chance(r, where, "drawn");
    if (regime->trigger_regime != MNZ_NONE && is_drawn(r, regime->trigger_probability))
        regime->trigger_input = mnz_reader_chance(r, where, "triggered");
    check_order(r, where, &regime->in_force, where->at);
    r->s->regimes[id] = *regime;
}

static void
check_order(struct mnz_reader *r, const struct mnz_where *where,
            const struct mnz_window *window, struct mnz_span at)
{
    double from, until;

    if (mnz_reader_is_constant(r, window->from, &from) &&
        mnz_reader_is_constant(r, window->until, &until) && until <= from)
        mnz_reader_error(r, at, "'until' is the first day after it",
                         "%s ends before it begins", mnz_where_path(r, where));
}

static void
read_window(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, struct mnz_windows *windows)
{
    struct mnz_where inner = *where;
    struct mnz_window window = {MNZ_VALUE_NONE, MNZ_VALUE_NONE};

    inner.at = tree->at;
    mnz_record_read(r, &mnz_kind_window, tree, &inner, &window);
    check_order(r, where, &window, tree->at);
    windows->items[windows->count++] = window;
}

static void
read_windows(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    struct mnz_windows *windows = target;
    const int is_list = tree->kind == MNZ_TREE_SEQUENCE;
    const size_t count = is_list ? tree->num_children : 1;

    (void)field;
    if (count > MOST_WINDOWS) {
        mnz_reader_error(r, tree->at, NULL, "%s has more than %d windows",
                         mnz_where_path(r, where), MOST_WINDOWS);
        return;
    }
    windows->items = mnz_reader_alloc(r, count, sizeof *windows->items);
    for (size_t i = 0; windows->items && i < count; i++) {
        struct mnz_where inner = {where, "[1]", tree->at, NULL, NULL};

        inner.key = mnz_arena_printf(r->arena, "[%u]", (unsigned)i + 1);
        if (!inner.key)
            r->is_out_of_memory = 1;
        else
            read_window(r, is_list ? tree->items[i] : tree, is_list ? &inner : where,
                        windows);
    }
}

const struct mnz_custom mnz_custom_windows = {
    read_windows, "a [window](#window), or a list of them",
    "{\"anyOf\": [{\"$ref\": \"#/$defs/window\"}, {\"type\": \"array\", \"items\": "
    "{\"$ref\": \"#/$defs/window\"}}, {\"type\": \"null\"}]}"};
