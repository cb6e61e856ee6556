/* frontier.c - sets of options, by cost and by what they avoid. */

#include "monazite/frontier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "study/comparison.h"
#include "study/model.h"

enum { SETS_BY_DEFAULT = 24, BATCH = 8 };

struct mnz_frontier {
    struct mnz_arena arena;
    const struct mnz_model *model;
    struct mnz_comparison *alone; /* single options; its base is the scenario itself */
    uint32_t num_sets, num_possible, num_industries;
    struct mnz_frontier_set *sets;
    struct mnz_gap *industry_gaps; /* [set][industry] */
    const char **industries;
};

/* A frontier in the making. */
struct weighing {
    struct mnz_frontier *f;
    const struct mnz_frontier_options *o;
    struct mnz_diags *diags;
    struct mnz_measure *measures; /* the loss, the cost, industries' losses */
    uint32_t num_measures;
    uint32_t *chosen; /* members of the sets to run */
    uint32_t num_chosen;
};

static enum mnz_status set_up(struct weighing *w);
static enum mnz_status weigh(struct weighing *w, const uint32_t *members,
                             uint32_t count, struct mnz_comparison **kept);
static enum mnz_status choose(struct weighing *w);
static enum mnz_status draw_frontier(struct mnz_frontier *f);

enum mnz_status
mnz_model_frontier(const struct mnz_model *model,
                   const struct mnz_frontier_options *options, struct mnz_diags *diags,
                   struct mnz_frontier **out)
{
    struct weighing w = {.o = options, .diags = diags};
    uint32_t singles[MNZ_MOST_OPTIONS_WEIGHED];
    enum mnz_status st;

    *out = NULL;
    w.f = calloc(1, sizeof *w.f);
    if (!w.f)
        return MNZ_ERR_NOMEM;
    w.f->model = model;
    st = set_up(&w);
    for (uint32_t i = 0; !st && i < options->num_options; i++)
        singles[i] = 1u << i;
    if (!st)
        st = weigh(&w, singles, options->num_options, &w.f->alone);
    if (!st)
        st = choose(&w);
    for (uint32_t i = 0; !st && i < w.num_chosen; i += BATCH)
        st = weigh(&w, &w.chosen[i],
                   w.num_chosen - i < BATCH ? w.num_chosen - i : BATCH, NULL);
    if (!st)
        st = draw_frontier(w.f);
    if (!st) {
        *out = w.f;
        return MNZ_OK;
    }
    mnz_frontier_destroy(w.f);
    return st;
}

void
mnz_frontier_destroy(struct mnz_frontier *frontier)
{
    if (!frontier)
        return;
    mnz_comparison_destroy(frontier->alone);
    mnz_arena_finish(&frontier->arena);
    free(frontier);
}

static enum mnz_status
refuse(const struct weighing *w, enum mnz_code code, const char *text, const char *name)
{
    const struct mnz_span nowhere = {0};

    if (w->diags)
        mnz_diag_add(w->diags, code, nowhere, NULL, text, name);
    return MNZ_ERR_INPUT;
}

/* The loss and the cost, then the output lost of each industry. */
static enum mnz_status
list_measures(struct weighing *w)
{
    const struct mnz_model *model = w->f->model;
    const uint32_t groups = mnz_model_num_groups(model);
    struct mnz_measure m;

    w->measures = mnz_arena_alloc(&w->f->arena, groups + 2, sizeof *w->measures);
    w->f->industries =
        mnz_arena_alloc(&w->f->arena, groups + 2, sizeof *w->f->industries);
    if (!w->measures || !w->f->industries)
        return MNZ_ERR_NOMEM;
    w->measures[w->num_measures++] = w->o->loss;
    if (mnz_model_find_measure(model, "total", "all", "policy_cost_usd", &m))
        return refuse(w, MNZ_E2203, "%s has no costs of policies",
                      mnz_model_name(model));
    w->measures[w->num_measures++] = m;
    for (uint32_t g = 0; g < groups; g++) {
        const char *name = mnz_model_group_name(model, g);

        if (strcmp(mnz_model_group_scope(model, g), "industry") != 0 ||
            mnz_model_find_measure(model, "industry", name, "output_lost_usd", &m))
            continue;
        w->f->industries[w->f->num_industries++] = name;
        w->measures[w->num_measures++] = m;
    }
    return MNZ_OK;
}

static enum mnz_status
set_up(struct weighing *w)
{
    const struct mnz_frontier_options *o = w->o;
    const uint32_t most = 1 + o->num_options + MNZ_MOST_SETS;
    enum mnz_status st;

    if (o->num_options < 1 || o->num_options > MNZ_MOST_OPTIONS_WEIGHED)
        return refuse(w, MNZ_E2204, "a frontier takes 1 to 12 options%s", "");
    st = list_measures(w);
    if (st)
        return st;
    w->chosen = mnz_arena_alloc(&w->f->arena, MNZ_MOST_SETS, sizeof *w->chosen);
    w->f->sets = mnz_arena_alloc(&w->f->arena, most, sizeof *w->f->sets);
    w->f->industry_gaps =
        mnz_arena_alloc(&w->f->arena, (size_t)most * (w->f->num_industries + 1),
                        sizeof *w->f->industry_gaps);
    if (mnz_arena_has_failed(&w->f->arena))
        return MNZ_ERR_NOMEM;
    w->f->num_sets = 1; /* the scenario itself, of which nothing differs */
    return MNZ_OK;
}

/* The scenario with the options of a set. Only errors are told. */
static enum mnz_status
load(const struct weighing *w, uint32_t members, struct mnz_model **model)
{
    const struct mnz_frontier_options *o = w->o;
    size_t count = o->num_settings;
    const char **settings;
    enum mnz_status st;

    for (uint32_t i = 0; i < o->num_options; i++)
        count += o->options[i].num_settings;
    settings = calloc(count + 1, sizeof *settings);
    if (!settings)
        return MNZ_ERR_NOMEM;
    count = 0;
    for (size_t i = 0; i < o->num_settings; i++)
        settings[count++] = o->settings[i];
    for (uint32_t i = 0; i < o->num_options; i++)
        for (size_t k = 0; (members >> i & 1u) && k < o->options[i].num_settings; k++)
            settings[count++] = o->options[i].settings[k];
    st = mnz_model_read(o->file, o->text, settings, count, NULL, model);
    if (st == MNZ_ERR_INPUT && w->diags)
        st = mnz_model_read(o->file, o->text, settings, count, w->diags, model);
    free(settings);
    return st;
}

/* The tail's difference as the sum of single options has it. */
static double
predicted_tail(const struct mnz_frontier *f, uint32_t members)
{
    double sum = 0.0;

    for (uint32_t i = 0; members >> i; i++)
        if (members >> i & 1u)
            sum += mnz_comparison_difference(f->alone, i, 0, 0)->cvar95.difference;
    return sum;
}

static double
predicted_cost(const struct mnz_frontier *f, uint32_t members)
{
    double sum = 0.0;

    for (uint32_t i = 0; members >> i; i++)
        if (members >> i & 1u)
            sum += mnz_comparison_difference(f->alone, i, 0, 1)->mean.difference;
    return sum;
}

static void
take_set(struct weighing *w, const struct mnz_comparison *c, uint32_t a,
         uint32_t members)
{
    struct mnz_frontier *f = w->f;
    const uint32_t at = f->num_sets++;
    struct mnz_frontier_set *set = &f->sets[at];

    *set = (struct mnz_frontier_set){
        .members = members,
        .tail = mnz_comparison_difference(c, a, 0, 0)->cvar95,
        .mean = mnz_comparison_difference(c, a, 0, 0)->mean,
        .cost = mnz_comparison_difference(c, a, 0, 1)->mean,
    };
    set->is_affordable = set->cost.difference <= w->o->budget;
    for (uint32_t i = 0; i < f->num_industries; i++)
        f->industry_gaps[(size_t)at * f->num_industries + i] =
            mnz_comparison_difference(c, a, 0, 2 + i)->mean;
}

/* The same base beside itself. */
static struct mnz_gap
no_change(struct mnz_gap gap)
{
    return (struct mnz_gap){.base = gap.base, .other = gap.base};
}

/* Run sets beside the scenario itself; their comparison is the caller's if asked for.
 */
static enum mnz_status
weigh(struct weighing *w, const uint32_t *members, uint32_t count,
      struct mnz_comparison **kept)
{
    struct mnz_alternative alternatives[MNZ_MOST_OPTIONS_WEIGHED] = {0};
    struct mnz_model *models[MNZ_MOST_OPTIONS_WEIGHED] = {0};
    const struct mnz_point base = {"base", w->f->model};
    const struct mnz_compare_options how = {
        .run = w->o->run, .measures = w->measures, .num_measures = w->num_measures};
    struct mnz_comparison *c = NULL;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < count; i++) {
        st = load(w, members[i], &models[i]);
        alternatives[i] =
            (struct mnz_alternative){{"set", models[i]}, MNZ_ALTERNATIVE_SCENARIO};
    }
    if (!st)
        st = mnz_compare_create(&base, alternatives, count, &how, &c);
    for (uint32_t i = 0; !st && i < count; i++)
        take_set(w, c, i, members[i]);
    if (!st && kept) {
        struct mnz_frontier_set *first = &w->f->sets[0];

        *first = (struct mnz_frontier_set){.cost = no_change(w->f->sets[1].cost),
                                           .tail = no_change(w->f->sets[1].tail),
                                           .mean = no_change(w->f->sets[1].mean),
                                           .is_affordable = w->o->budget >= 0.0};
        *kept = c;
    } else {
        mnz_comparison_destroy(c);
    }
    for (uint32_t i = 0; i < count; i++)
        mnz_model_destroy(models[i]);
    return st;
}

/* Whether two options of a set have a path in common: they cannot be made together. */
static int
sets_one_path_twice(const struct mnz_frontier_option *a,
                    const struct mnz_frontier_option *b)
{
    for (size_t i = 0; i < a->num_settings; i++)
        for (size_t k = 0; k < b->num_settings; k++) {
            const size_t length = strcspn(a->settings[i], "=");

            if (strncmp(a->settings[i], b->settings[k], length) == 0 &&
                b->settings[k][length] == '=')
                return 1;
        }
    return 0;
}

static int
is_possible(const struct mnz_frontier_options *o, uint32_t members)
{
    for (uint32_t i = 0; i < o->num_options; i++)
        for (uint32_t k = i + 1; k < o->num_options; k++)
            if ((members >> i & 1u) && (members >> k & 1u) &&
                sets_one_path_twice(&o->options[i], &o->options[k]))
                return 0;
    return 1;
}

/* Options that change the loss: of others nothing can come but their cost. */
static uint32_t
find_useful(const struct weighing *w)
{
    uint32_t useful = 0;

    for (uint32_t i = 0; i < w->o->num_options; i++) {
        const struct mnz_difference *d =
            mnz_comparison_difference(w->f->alone, i, 0, 0);

        if (d->cvar95.difference < 0.0 || d->mean.difference < 0.0)
            useful |= 1u << i;
    }
    return useful;
}

/* A set and how much less it is predicted to avoid than the best of those that are
 * predicted to cost no more. */
struct candidate {
    uint32_t members;
    double cost, tail, behind;
};

static int
by_cost(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->cost != y->cost)
        return (x->cost > y->cost) - (x->cost < y->cost);
    return (x->members > y->members) - (x->members < y->members);
}

static int
by_behind(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->behind != y->behind)
        return (x->behind > y->behind) - (x->behind < y->behind);
    return by_cost(a, b);
}

/* Sets of two or more useful options within the budget, those first that the sum of
 * single effects puts on the frontier or least behind it. */
static enum mnz_status
choose(struct weighing *w)
{
    const uint32_t useful = find_useful(w), all = 1u << w->o->num_options;
    const uint32_t most = w->o->most_sets ? w->o->most_sets : SETS_BY_DEFAULT;
    struct candidate *list = calloc(all, sizeof *list);
    uint32_t count = 0;
    double best = 0.0;

    if (!list)
        return MNZ_ERR_NOMEM;
    w->f->num_possible = 1 + w->o->num_options;
    for (uint32_t members = 1; members < all; members++) {
        const double cost = predicted_cost(w->f, members);

        if ((members & (members - 1)) == 0 || !(cost <= w->o->budget) ||
            !is_possible(w->o, members))
            continue;
        w->f->num_possible++;
        if (!(members & ~useful))
            list[count++] =
                (struct candidate){members, cost, predicted_tail(w->f, members), 0.0};
    }
    qsort(list, count, sizeof *list, by_cost);
    for (uint32_t i = 0; i < count; i++) {
        best = fmin(best, list[i].tail);
        list[i].behind = list[i].tail - best;
    }
    qsort(list, count, sizeof *list, by_behind);
    for (uint32_t i = 0; i < count && i < most && i < MNZ_MOST_SETS; i++)
        w->chosen[w->num_chosen++] = list[i].members;
    free(list);
    return MNZ_OK;
}

/* A set with its place among the gaps of industries. */
struct ranked {
    struct mnz_frontier_set set;
    uint32_t at;
};

static int
by_set_cost(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    const double p = x->set.cost.difference, q = y->set.cost.difference;

    if (p != q)
        return (p > q) - (p < q);
    if (x->set.tail.difference != y->set.tail.difference)
        return x->set.tail.difference > y->set.tail.difference ? 1 : -1;
    return (x->set.members > y->set.members) - (x->set.members < y->set.members);
}

/* Sort the sets by cost, with their gaps of industries. */
static int
sort_sets(struct mnz_frontier *f)
{
    const size_t width = f->num_industries;
    struct ranked *ranked = calloc(f->num_sets, sizeof *ranked);
    struct mnz_gap *gaps = calloc(f->num_sets * width + 1, sizeof *gaps);

    for (uint32_t i = 0; ranked && i < f->num_sets; i++)
        ranked[i] = (struct ranked){f->sets[i], i};
    if (ranked && gaps) {
        qsort(ranked, f->num_sets, sizeof *ranked, by_set_cost);
        memcpy(gaps, f->industry_gaps, f->num_sets * width * sizeof *gaps);
        for (uint32_t i = 0; i < f->num_sets; i++) {
            f->sets[i] = ranked[i].set;
            memcpy(&f->industry_gaps[i * width], &gaps[ranked[i].at * width],
                   width * sizeof *gaps);
        }
    }
    free(ranked);
    free(gaps);
    return ranked && gaps;
}

/* Of sets by cost, those that avoid more than all that cost no more. */
static enum mnz_status
draw_frontier(struct mnz_frontier *f)
{
    const struct mnz_frontier_set *before = NULL;

    for (uint32_t i = 0; i < f->num_sets; i++)
        f->sets[i].predicted = predicted_tail(f, f->sets[i].members);
    if (!sort_sets(f))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < f->num_sets; i++) {
        struct mnz_frontier_set *set = &f->sets[i];
        double millions;

        set->per_million = (double)NAN;
        set->is_on_frontier =
            set->is_affordable &&
            (!before || set->tail.difference < before->tail.difference);
        if (!set->is_on_frontier)
            continue;
        millions =
            before ? 1e-6 * (set->cost.difference - before->cost.difference) : 0.0;
        if (millions > 0.0)
            set->per_million =
                (before->tail.difference - set->tail.difference) / millions;
        before = set;
    }
    return MNZ_OK;
}

const struct mnz_result *
mnz_frontier_result(const struct mnz_frontier *frontier)
{
    return mnz_comparison_result(frontier->alone, 0);
}

uint32_t
mnz_frontier_num_sets(const struct mnz_frontier *frontier)
{
    return frontier->num_sets;
}

const struct mnz_frontier_set *
mnz_frontier_set(const struct mnz_frontier *frontier, uint32_t i)
{
    return &frontier->sets[i];
}

uint32_t
mnz_frontier_num_possible(const struct mnz_frontier *frontier)
{
    return frontier->num_possible;
}

uint32_t
mnz_frontier_gains(const struct mnz_frontier *frontier, uint32_t i,
                   struct mnz_frontier_gain *out, uint32_t most)
{
    const struct mnz_gap *gaps =
        &frontier->industry_gaps[(size_t)i * frontier->num_industries];
    uint32_t count = 0;

    for (uint32_t k = 0; k < frontier->num_industries; k++) {
        uint32_t at = count;

        if (!(gaps[k].high < 0.0))
            continue;
        while (at > 0 && out[at - 1].mean.difference > gaps[k].difference)
            at--;
        if (at == most)
            continue;
        count += count < most;
        memmove(&out[at + 1], &out[at], (count - at - 1) * sizeof *out);
        out[at] = (struct mnz_frontier_gain){frontier->industries[k], gaps[k]};
    }
    return count;
}
