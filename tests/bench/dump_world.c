/*
 * dump_world.c - a scenario as plain arrays: its structure, its values, the draws of
 * some trials, and the engine's results of the first of them. A model written in
 * another language can then be compared with the engine, trial by trial.
 *
 * dump_world SCENARIO FOLDER TRIALS CHECKED
 *
 * Links are numbered as in the network, by output; the file meta.txt has the scalars.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "npy.h"
#include "world.h"

struct dump {
    const char *dir;
    struct bench_world world;
    const struct mnz_network *net;
    const struct mnz_scenario *scenario;
    size_t num_trials, num_checked;
    double *activity, *shipped; /* [step][node or link][checked trial] */
    uint64_t first_trial;       /* of the batch that runs */
};

static void dump_scalars(struct dump *d);
static void dump_nodes(struct dump *d);
static void dump_values(struct dump *d);
static void dump_controls(struct dump *d);
static void dump_policies(struct dump *d);
static void dump_trials(struct dump *d);

int
main(int argc, char **argv)
{
    struct dump d = {0};

    if (argc != 5) {
        fprintf(stderr, "usage: dump_world SCENARIO FOLDER TRIALS CHECKED\n");
        return 2;
    }
    d.dir = argv[2];
    d.num_trials = strtoul(argv[3], NULL, 10) / MNZ_LANES * MNZ_LANES;
    d.num_checked = strtoul(argv[4], NULL, 10) / MNZ_LANES * MNZ_LANES;
    bench_world_load(&d.world, argv[1], MNZ_SAMPLER_SOBOL);
    d.net = d.world.net;
    d.scenario = d.world.scenario;
    dump_scalars(&d);
    dump_nodes(&d);
    dump_values(&d);
    dump_controls(&d);
    dump_policies(&d);
    dump_trials(&d);
    bench_world_finish(&d.world);
    return 0;
}

/* A member of every record of an array. */
#define FIELD(name, type, array, count, member)                                        \
    npy_write_field(d->dir, name, type, &(array)[0].member, sizeof *(array), count)

static void
put(const struct dump *d, const char *name, enum npy_type type, const void *data,
    size_t count)
{
    const size_t shape[3] = {count};

    npy_write(d->dir, name, type, data, shape);
}

/* Features of the scenario that another model may not know. */
static void
dump_features(const struct dump *d, FILE *f)
{

    for (uint32_t c = 0; c < d->scenario->num_controls; c++)
        fprintf(f, "control %s\n",
                mnz_control_kind_name[d->scenario->controls[c].kind]);
    for (uint32_t i = 0; i < d->scenario->num_policies; i++)
        fprintf(f, "policy %s\n", mnz_policy_kind_name[d->scenario->policies[i].kind]);
    for (uint32_t i = 0; i < d->net->num_stockpiles; i++) {
        const struct mnz_policy *p =
            &d->scenario->policies[d->net->stockpiles[i].policy];

        if (p->stockpile.refill || p->stockpile.competes)
            fprintf(f, "feature refill\n");
    }
    for (uint32_t r = 0; r < d->scenario->num_regimes; r++) {
        if (d->scenario->regimes[r].num_suspensions > 0)
            fprintf(f, "feature suspension\n");
        if (mnz_ref_is_set(d->scenario->regimes[r].trigger_regime))
            fprintf(f, "feature trigger\n");
    }
    if (d->scenario->num_events > 0)
        fprintf(f, "feature event\n");
    for (uint32_t o = 0; o < d->net->num_outputs; o++)
        if (d->world.engine->num_classes[o] > 1)
            fprintf(f, "feature class\n");
}

static void
dump_scalars(struct dump *d)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s/meta.txt", d->dir);
    f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    fprintf(f, "scenario %s\n", d->scenario->name);
    fprintf(f, "num_steps %u\nwarm_steps %u\nnum_months %u\n", d->net->num_steps,
            d->net->warm_steps, d->net->num_months);
    fprintf(f, "months_per_step %.17g\nyears_per_step %.17g\n", d->net->months_per_step,
            d->net->years_per_step);
    fprintf(f, "num_markets %u\nmax_delay %u\n", d->net->num_markets,
            d->world.engine->max_delay);
    fprintf(f, "num_trials %zu\nnum_checked %zu\n", d->num_trials, d->num_checked);
    dump_features(d, f);
    if (fclose(f) != 0) {
        perror(path);
        exit(1);
    }
    put(d, "step_day", NPY_U4, d->net->step_day, d->net->num_steps + 1);
    put(d, "month_of_step", NPY_U4, d->net->month_of_step, d->net->num_steps);
}

static void
dump_actors(struct dump *d)
{
    const struct mnz_actor *actors = d->scenario->actors;
    const size_t n = d->net->num_nodes; /* node i is actor i */

    FIELD("node_capacity", NPY_U4, actors, n, capacity_tpa);
    FIELD("node_growth", NPY_U4, actors, n, growth_per_year);
    FIELD("node_surge", NPY_U4, actors, n, spare_capacity);
    FIELD("node_hold", NPY_U4, actors, n, hold_months);
    FIELD("node_elasticity", NPY_U4, actors, n, elasticity);
    FIELD("node_recovers", NPY_U4, actors, n, recovers);
    FIELD("node_overtime", NPY_U4, actors, n, overtime);
    FIELD("node_small_firms", NPY_U4, actors, n, small_firms);
    FIELD("node_end_use", NPY_U4, actors, n, end_use);
}

static void
dump_nodes(struct dump *d)
{
    const struct mnz_network *net = d->net;

    dump_actors(d);
    FIELD("node_is_industry", NPY_U4, net->nodes, net->num_nodes, is_industry);
    FIELD("node_is_recycler", NPY_U4, net->nodes, net->num_nodes, is_recycler);
    put(d, "node_level", NPY_U4, net->level, net->num_nodes);
    FIELD("port_node", NPY_U4, net->ports, net->num_ports, node);
    FIELD("port_material", NPY_U4, net->ports, net->num_ports, material);
    FIELD("port_use", NPY_U4, net->ports, net->num_ports, use);
    FIELD("port_cover", NPY_U4, net->ports, net->num_ports, cover_months);
    FIELD("port_market", NPY_U4, net->ports, net->num_ports, market);
    FIELD("output_node", NPY_U4, net->outputs, net->num_outputs, node);
    FIELD("output_material", NPY_U4, net->outputs, net->num_outputs, material);
    FIELD("output_yield", NPY_U4, net->outputs, net->num_outputs, yield);
    FIELD("output_cover", NPY_U4, net->outputs, net->num_outputs, cover_months);
    FIELD("output_is_driving", NPY_U4, net->outputs, net->num_outputs, is_driving);
    FIELD("link_output", NPY_U4, net->links, net->num_links, output);
    FIELD("link_port", NPY_U4, net->links, net->num_links, port);
    FIELD("link_share", NPY_U4, net->links, net->num_links, share);
    FIELD("link_split", NPY_F8, net->links, net->num_links, split);
    FIELD("link_lead", NPY_U4, net->links, net->num_links, lead_months);
    FIELD("link_capacity", NPY_U4, net->links, net->num_links, capacity_tpa);
    FIELD("link_backup", NPY_U4, net->links, net->num_links, backup);
    FIELD("link_first_control", NPY_U4, net->links, net->num_links, first_control);
    FIELD("link_num_controls", NPY_U4, net->links, net->num_links, num_controls);
    FIELD("link_home_market", NPY_U4, net->links, net->num_links, home_market);
    FIELD("market_material", NPY_U4, net->markets, net->num_markets, material);
}

static void
dump_values(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const struct mnz_value_pool *pool = &s->pool;
    const struct mnz_behaviour *b = &s->behaviour;
    const mnz_value_id behaviour[] = {b->adjust,       b->expect,      b->switching,
                                      b->return_rate,  b->fill_memory, b->spot,
                                      b->price_smooth, b->premium_cap};
    const size_t contents[3] = {s->num_materials, MNZ_MOST_ELEMENTS};
    uint32_t *content = calloc(contents[0] * contents[1] + 1, sizeof *content);

    if (!content)
        abort();
    FIELD("value_kind", NPY_U4, pool->values, pool->num_values, kind);
    FIELD("value_number", NPY_F8, pool->values, pool->num_values, number);
    FIELD("value_a", NPY_U4, pool->values, pool->num_values, a);
    FIELD("value_b", NPY_U4, pool->values, pool->num_values, b);
    FIELD("point_day", NPY_U4, pool->points, pool->num_points, day);
    FIELD("point_value", NPY_U4, pool->points, pool->num_points, value);
    put(d, "behaviour", NPY_U4, behaviour, sizeof behaviour / sizeof *behaviour);
    FIELD("material_price", NPY_U4, s->materials, s->num_materials, price_usd_per_kg);
    FIELD("material_elasticity", NPY_U4, s->materials, s->num_materials, elasticity);
    for (uint32_t m = 0; m < s->num_materials; m++)
        memcpy(&content[m * contents[1]], s->materials[m].content,
               sizeof s->materials[m].content);
    npy_write(d->dir, "material_content", NPY_U4, content, contents);
    free(content);
}

/* Who stands in the country of an extraterritorial control, whose technology is its,
 * and which materials count as its goods. */
static void
dump_content_rules(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const size_t nodes[3] = {s->num_controls, d->net->num_nodes};
    const size_t materials[3] = {s->num_controls, s->num_materials};
    uint8_t *is_home = calloc(nodes[0] * nodes[1] + 1, 1);
    uint8_t *is_caught = calloc(nodes[0] * nodes[1] + 1, 1);
    uint8_t *is_item = calloc(materials[0] * materials[1] + 1, 1);

    if (!is_home || !is_caught || !is_item)
        abort();
    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_control *control = &s->controls[c];
        const struct mnz_net_control *scope = &d->net->controls[c];

        if (control->kind != MNZ_CONTROL_EXTRATERRITORIAL)
            continue;
        for (uint32_t i = 0; i < d->net->num_nodes; i++) {
            const struct mnz_actor *a = &s->actors[d->net->nodes[i].actor];

            is_home[c * nodes[1] + i] =
                mnz_place_within(s, a->place, mnz_ref_at(control->by)) != 0;
            is_caught[c * nodes[1] + i] =
                control->extraterritorial.technology_test &&
                mnz_ref_is_set(a->technology) &&
                mnz_place_within(s, mnz_ref_at(a->technology), mnz_ref_at(control->by));
        }
        for (uint32_t j = 0; j < scope->num_items; j++)
            is_item[c * materials[1] + d->net->control_items[scope->first_item + j]] =
                1;
    }
    npy_write(d->dir, "control_is_home", NPY_U1, is_home, nodes);
    npy_write(d->dir, "control_is_caught", NPY_U1, is_caught, nodes);
    npy_write(d->dir, "control_is_item", NPY_U1, is_item, materials);
    free(is_home);
    free(is_caught);
    free(is_item);
}

/* Pauses of all controls, control by control. */
/* Whether a control is a licence office's, which can pause. */
static int
has_office(const struct mnz_control *control)
{
    return control->kind == MNZ_CONTROL_LICENCE ||
           control->kind == MNZ_CONTROL_EXTRATERRITORIAL;
}

static void
dump_pauses(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    size_t count = 0;
    uint32_t *rows;
    size_t shape[3] = {0, 3};

    for (uint32_t c = 0; c < s->num_controls; c++)
        count += has_office(&s->controls[c]) ? s->controls[c].licence.num_pauses : 0;
    rows = calloc(3 * count + 1, sizeof *rows);
    if (!rows)
        abort();
    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_licensing *office = &s->controls[c].licence;

        if (!has_office(&s->controls[c]))
            continue;
        for (uint32_t j = 0; j < office->num_pauses; j++, shape[0]++) {
            rows[3 * shape[0]] = c;
            rows[3 * shape[0] + 1] = office->pauses[j].from;
            rows[3 * shape[0] + 2] = office->pauses[j].until;
        }
    }
    npy_write(d->dir, "pauses", NPY_U4, rows, shape);
    free(rows);
}

/* The values of a control that the peers read, MNZ_VALUE_NONE where its kind has no
 * such value. */
struct control_values {
    mnz_value_id covers, civil, military, small_civil, small_military, processing,
        spread, throughput, validity, general, ahead, trim, de_minimis, compliance;
};

static struct control_values
values_of(const struct mnz_control *control)
{
    struct control_values v = {0};

    if (control->kind == MNZ_CONTROL_BAN)
        v.covers = control->ban.covers;
    if (control->kind == MNZ_CONTROL_EXTRATERRITORIAL) {
        v.de_minimis = control->extraterritorial.de_minimis;
        v.compliance = control->extraterritorial.compliance;
    }
    if (has_office(control)) {
        const struct mnz_licensing *office = &control->licence;

        v.civil = office->approval[MNZ_USE_CIVIL];
        v.military = office->approval[MNZ_USE_MILITARY];
        v.small_civil = office->small_approval[MNZ_USE_CIVIL];
        v.small_military = office->small_approval[MNZ_USE_MILITARY];
        v.processing = office->processing_months;
        v.spread = office->spread;
        v.throughput = office->throughput_t_per_month;
        v.validity = office->validity_months;
        v.general = office->general;
        v.ahead = office->order_ahead;
        v.trim = office->trim;
    }
    return v;
}

static void
dump_control_values(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const size_t n = s->num_controls;
    struct control_values *values = calloc(n + 1, sizeof *values);

    if (!values)
        abort();
    for (size_t c = 0; c < n; c++)
        values[c] = values_of(&s->controls[c]);
    FIELD("control_covers", NPY_U4, values, n, covers);
    FIELD("control_leak", NPY_U4, s->controls, n, leak);
    FIELD("control_leak_rises", NPY_U4, s->controls, n, leak_rises);
    FIELD("control_leak_most", NPY_U4, s->controls, n, leak_most);
    FIELD("control_civil", NPY_U4, values, n, civil);
    FIELD("control_military", NPY_U4, values, n, military);
    FIELD("control_small_civil", NPY_U4, values, n, small_civil);
    FIELD("control_small_military", NPY_U4, values, n, small_military);
    FIELD("control_processing", NPY_U4, values, n, processing);
    FIELD("control_spread", NPY_U4, values, n, spread);
    FIELD("control_throughput", NPY_U4, values, n, throughput);
    FIELD("control_validity", NPY_U4, values, n, validity);
    FIELD("control_general", NPY_U4, values, n, general);
    FIELD("control_ahead", NPY_U4, values, n, ahead);
    FIELD("control_trim", NPY_U4, values, n, trim);
    FIELD("control_de_minimis", NPY_U4, values, n, de_minimis);
    FIELD("control_compliance", NPY_U4, values, n, compliance);
    free(values);
}

static void
dump_controls(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const struct mnz_control *controls = s->controls;
    const size_t n = s->num_controls;
    size_t pairs = 0;

    for (uint32_t l = 0; l < d->net->num_links; l++)
        pairs += d->net->links[l].num_controls;
    put(d, "link_controls", NPY_U4, d->net->link_controls, pairs);
    FIELD("regime_from", NPY_U4, s->regimes, s->num_regimes, in_force.from);
    FIELD("regime_until", NPY_U4, s->regimes, s->num_regimes, in_force.until);
    FIELD("regime_probability", NPY_U4, s->regimes, s->num_regimes, probability);
    FIELD("regime_input", NPY_U4, s->regimes, s->num_regimes, drawn_input);
    FIELD("control_kind", NPY_U4, controls, n, kind);
    FIELD("control_regime", NPY_U4, controls, n, regime);
    dump_control_values(d);
    dump_content_rules(d);
    dump_pauses(d);
}

/* The values of a policy that the peers read, likewise. */
struct policy_values {
    mnz_value_id above, rate, starts_with, share, after;
};

static struct policy_values
policy_values_of(const struct mnz_policy *policy)
{
    if (policy->kind == MNZ_POLICY_STOCKPILE)
        return (struct policy_values){.above = policy->stockpile.shortfall_above,
                                      .rate = policy->stockpile.rate_per_month,
                                      .starts_with = policy->stockpile.starts_with};
    if (policy->kind == MNZ_POLICY_RECYCLING)
        return (struct policy_values){.share = policy->recycling.share,
                                      .after = policy->recycling.after_months};
    return (struct policy_values){0};
}

static void
dump_policy_values(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const size_t n = s->num_policies;
    struct policy_values *values = calloc(n + 1, sizeof *values);

    if (!values)
        abort();
    for (size_t i = 0; i < n; i++)
        values[i] = policy_values_of(&s->policies[i]);
    FIELD("policy_above", NPY_U4, values, n, above);
    FIELD("policy_rate", NPY_U4, values, n, rate);
    FIELD("policy_starts_with", NPY_U4, values, n, starts_with);
    FIELD("policy_share", NPY_U4, values, n, share);
    FIELD("policy_after", NPY_U4, values, n, after);
    free(values);
}

static void
dump_policies(struct dump *d)
{
    const struct mnz_scenario *s = d->scenario;
    const struct mnz_network *net = d->net;
    size_t ports = 0, nodes = 0;

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        ports += net->stockpiles[i].num_ports;
    for (uint32_t i = 0; i < net->num_recyclings; i++)
        nodes += net->recyclings[i].num_nodes;
    FIELD("policy_regime", NPY_U4, s->policies, s->num_policies, regime);
    dump_policy_values(d);
    FIELD("pile_policy", NPY_U4, net->stockpiles, net->num_stockpiles, policy);
    FIELD("pile_amount", NPY_U4, net->stockpiles, net->num_stockpiles, amount);
    FIELD("pile_in_months", NPY_U4, net->stockpiles, net->num_stockpiles,
          in_months_of_use);
    FIELD("pile_first_port", NPY_U4, net->stockpiles, net->num_stockpiles, first_port);
    FIELD("pile_num_ports", NPY_U4, net->stockpiles, net->num_stockpiles, num_ports);
    put(d, "pile_ports", NPY_U4, net->stockpile_ports, ports);
    FIELD("recycling_policy", NPY_U4, net->recyclings, net->num_recyclings, policy);
    FIELD("recycling_output", NPY_U4, net->recyclings, net->num_recyclings, output);
    FIELD("recycling_first_node", NPY_U4, net->recyclings, net->num_recyclings,
          first_node);
    FIELD("recycling_num_nodes", NPY_U4, net->recyclings, net->num_recyclings,
          num_nodes);
    put(d, "recycling_nodes", NPY_U4, net->recycling_nodes, nodes);
}

static void
keep_step(void *context, const struct mnz_batch *b)
{
    struct dump *d = context;
    const size_t nodes = d->net->num_nodes, links = d->net->num_links;

    for (size_t i = 0; i < nodes; i++)
        memcpy(&d->activity[(b->step * nodes + i) * d->num_checked + d->first_trial],
               &b->activity[i], sizeof b->activity[i]);
    for (size_t l = 0; l < links; l++) {
        const mnz_lane sent =
            b->link[b->engine->link_at[l]].shipped + b->spot[b->engine->link_at[l]];

        memcpy(&d->shipped[(b->step * links + l) * d->num_checked + d->first_trial],
               &sent, sizeof sent);
    }
}

/* The draws of all trials, and the engine's account of the checked ones. */
static void
dump_trials(struct dump *d)
{
    const struct mnz_network *net = d->net;
    const struct mnz_observer observer = {.step = keep_step, .context = d};
    const uint32_t inputs = d->scenario->pool.num_inputs;
    const size_t steps = net->num_steps;
    mnz_lane *lanes = bench_lanes(inputs);
    double *draws = calloc(inputs * d->num_trials + 1, sizeof *draws);
    struct mnz_batch *batch;

    d->activity =
        calloc(steps * net->num_nodes * d->num_checked + 1, sizeof *d->activity);
    d->shipped =
        calloc(steps * net->num_links * d->num_checked + 1, sizeof *d->shipped);
    if (!draws || !d->activity || !d->shipped ||
        mnz_batch_create(d->world.engine, &batch))
        abort();
    for (size_t first = 0; first < d->num_trials; first += MNZ_LANES) {
        bench_world_draw(&d->world, first, lanes);
        for (uint32_t i = 0; i < inputs; i++)
            memcpy(&draws[i * d->num_trials + first], &lanes[i], sizeof lanes[i]);
        d->first_trial = first;
        if (first < d->num_checked)
            mnz_batch_run(batch, (struct mnz_lane_trials){.first = first, .stride = 1},
                          lanes, &observer);
    }
    npy_write(d->dir, "draws", NPY_F8, draws, (const size_t[3]){inputs, d->num_trials});
    npy_write(d->dir, "engine_activity", NPY_F8, d->activity,
              (const size_t[3]){steps, net->num_nodes, d->num_checked});
    npy_write(d->dir, "engine_shipped", NPY_F8, d->shipped,
              (const size_t[3]){steps, net->num_links, d->num_checked});
    mnz_batch_destroy(batch);
    free(d->activity);
    free(d->shipped);
    free(draws);
    free(lanes);
}
