/* acts.c - kinds of controls and policies, and when they are in force. */

#include "scenario/acts.h"

#include <string.h>

#include "scenario/condition.h"
#include "scenario/draws.h"
#include "scenario/section.h"
#include "scenario/selector.h"

/* The engine keeps a regime's days as spans; this bounds how many there can be. */
enum { MOST_WINDOWS = 60 };

static void
read_regime(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const char *text = mnz_reader_text(r, tree, where, "one name");

    (void)field;
    if (text)
        *(struct mnz_ref *)target = mnz_ref_to(mnz_regime_resolve(r, text, tree->at));
}

static const struct mnz_custom control_or_policy = {
    read_regime, "a control or policy", "{\"type\": [\"string\", \"null\"]}"};

struct draft_window {
    struct mnz_window window;
    const struct mnz_tree *condition;
};

static const struct mnz_field window_fields[] = {
    {.key = "from",
     .type = MNZ_FIELD_DATE,
     IN(draft_window, window.from),
     .doc = "its first day. Left out: since ever"},
    {.key = "until",
     .type = MNZ_FIELD_DATE,
     IN(draft_window, window.until),
     .doc = "the first day after it. Left out: for ever"},
    {.key = "if",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_window, condition),
     .custom = &mnz_custom_event_and_branch,
     .doc = "the branch of an event without which the window does not count: "
            "EVENT.BRANCH"},
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it is announced"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_window = {
    "window", "A span of days, one or a list of which `suspended` and `paused` take.",
    window_fields, NULL};

static const struct mnz_field trigger_fields[] = {
    {.key = "control",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_regime, trigger_regime),
     .flags = NEEDED,
     .custom = &control_or_policy,
     .doc = "the control, or policy, that it answers"},
    {.key = "after",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN(mnz_regime, trigger_after_months),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_UNDATED,
     .default_text = "0",
     .doc = "how long after the first day on which that is in force"},
    {.key = "probability",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN(mnz_regime, trigger_probability),
     .low = 0,
     .high = 1,
     .flags = MNZ_FIELD_UNDATED,
     .default_text = "1",
     .doc = "that it answers at all; drawn once a trial"},
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_trigger = {
    "trigger",
    "The value of `triggered_by`, by which a control or policy answers another.",
    trigger_fields, NULL};

const struct mnz_act_row *
mnz_act_find(struct mnz_reader *r, const struct mnz_act_row *rows, const char *noun,
             const struct mnz_tree_entry *entry, const struct mnz_where *where)
{
    const struct mnz_tree *kind = mnz_tree_find(entry->value, "kind");
    const struct mnz_where inner = {where, "kind", entry->key_at, NULL, NULL};
    const char *names[32] = {NULL}, *text;
    size_t count = 0;

    if (entry->value->kind != MNZ_TREE_MAPPING && !mnz_tree_is_null(entry->value)) {
        mnz_reader_error(
            r, MNZ_E0305, entry->value->at,
            mnz_arena_printf(r->arena, "for example '{kind: %s, ...}'", rows->name),
            "%s must be a mapping of keys to values", mnz_where_path(r, where));
        return NULL;
    }
    if (!kind || mnz_tree_is_null(kind)) {
        mnz_reader_error(
            r, MNZ_E0302, entry->key_at,
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
        mnz_reader_error(r, MNZ_E0312, kind->at,
                         mnz_reader_nearest(r, text, names, count),
                         "%s: no kind of %s is called '%.60s'",
                         mnz_where_path(r, where), noun, text);
    return rows->name ? rows : NULL;
}

/* Whether something with this probability needs a draw: it is not surely 1. */
static int
is_drawn(const struct mnz_reader *r, mnz_value_id probability)
{
    double number;

    return probability != MNZ_VALUE_NONE &&
           !(mnz_reader_is_constant(r, probability, &number) && number == 1.0);
}

static void
check_order(struct mnz_reader *r, const struct mnz_where *where,
            const struct mnz_window *window, struct mnz_span at)
{
    double from, until;

    if (mnz_reader_is_constant(r, window->from, &from) &&
        mnz_reader_is_constant(r, window->until, &until) && until <= from)
        mnz_reader_error(r, MNZ_E0902, at, "'until' is the first day after it",
                         "%s ends before it begins", mnz_where_path(r, where));
}

void
mnz_regime_finish(struct mnz_reader *r, uint32_t id, const struct mnz_where *where,
                  struct mnz_regime *regime, const struct mnz_windows *suspended)
{
    regime->name = mnz_where_path(r, where);
    regime->at = where->at;
    regime->suspensions = suspended->items;
    regime->num_suspensions = suspended->count;
    if (is_drawn(r, regime->probability))
        regime->drawn_input = mnz_ref_to(mnz_draw_read(r, where, "drawn"));
    if (mnz_ref_is_set(regime->trigger_regime) &&
        is_drawn(r, regime->trigger_probability))
        regime->trigger_input = mnz_ref_to(mnz_draw_read(r, where, "triggered"));
    check_order(r, where, &regime->in_force, where->at);
    r->s->regimes[id] = *regime;
}

static void
read_window(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, struct mnz_windows *windows)
{
    struct mnz_where inner = *where;
    struct draft_window draft = {.window = {.from = MNZ_VALUE_NONE}};
    struct mnz_window *window = &draft.window;

    inner.at = tree->at;
    mnz_record_read(r, &mnz_kind_window, tree, &inner, &draft);
    check_order(r, where, window, tree->at);
    if (draft.condition)
        mnz_condition_read(r, draft.condition, &inner, UINT32_MAX, &window->if_event,
                           &window->if_branch);
    windows->items[windows->count++] = *window;
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
        mnz_reader_error(r, MNZ_E0903, tree->at, NULL, "%s has more than %d windows",
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

/* Where a control's or policy's `triggered_by` stands. */
static struct mnz_span
span_of(const struct mnz_reader *r, const struct mnz_tree *root, uint32_t regime)
{
    const uint32_t num_controls = r->s->num_controls;
    const int is_control = regime < num_controls;
    const struct mnz_tree *section =
        mnz_section_find(root, is_control ? "controls" : "policies");
    const uint32_t i = is_control ? regime : regime - num_controls;

    return mnz_tree_find(section->entries[i].value, "triggered_by")->at;
}

/* "controls.a waits for controls.b, controls.b for controls.a" */
static const char *
spell_circle(struct mnz_reader *r, uint32_t first)
{
    const struct mnz_regime *regimes = r->s->regimes;
    const char *text = "";
    uint32_t i = first;

    do {
        text = mnz_arena_printf(r->arena, "%s%s%s %sfor %s", text, *text ? ", " : "",
                                regimes[i].name, i == first ? "waits " : "",
                                regimes[mnz_ref_at(regimes[i].trigger_regime)].name);
        if (!text) {
            r->is_out_of_memory = 1;
            return "";
        }
        i = mnz_ref_at(regimes[i].trigger_regime);
    } while (i != first);
    return text;
}

/* Whether the chain of triggers from a regime comes back to it, and never passes one
 * that stands before it in the file: so that each circle is told of once. */
static int
begins_circle(const struct mnz_scenario *s, uint32_t regime)
{
    uint32_t at = mnz_ref_at(s->regimes[regime].trigger_regime);

    for (uint32_t i = 0; i < s->num_regimes && at != MNZ_NONE && at > regime; i++)
        at = mnz_ref_at(s->regimes[at].trigger_regime);
    return at == regime;
}

void
mnz_triggers_verify(struct mnz_reader *r, const struct mnz_tree *root)
{
    for (uint32_t i = 0; r->s->regimes && i < r->s->num_regimes; i++)
        if (begins_circle(r->s, i))
            mnz_reader_error(r, MNZ_E0912, span_of(r, root, i),
                             "one of them must come first", "a circle of triggers: %s",
                             spell_circle(r, i));
}
