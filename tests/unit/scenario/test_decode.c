#include "load_text.h"

#include "base/dates.h"

static uint32_t
actor_named(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->num_actors; i++)
        if (strcmp(s->actors[i].name, name) == 0)
            return i;
    fail_msg("no actor %s", name);
    return 0;
}

static void
oxide_and_element_become_content(void **state)
{
    struct loaded l = load_sound(
        HEAD "materials:\n"
             "  ore: {stage: mine, composition: {Nd: 0.2, Dy: 0}}\n"
             "  oxide: {stage: separation, element: Dy}\n"
             "  metal: {stage: metal, element: Dy}\n"
             "  magnet: {stage: magnet, composition: {Nd: 0.3}}\n"
             "  powder: {stage: product, composition: {Y: 0.5}, basis: oxide}\n");
    const struct mnz_material *m = l.s->materials;

    (void)state;
    assert_near(nominal(l.s, m[0].content[3]), 0.2 / 1.1664);
    assert_int_equal(m[0].content[8], MNZ_VALUE_NONE);
    assert_int_equal(m[0].content[0], MNZ_VALUE_NONE);
    assert_near(nominal(l.s, m[1].content[8]), 1 / 1.1477);
    assert_near(nominal(l.s, m[2].content[8]), 1.0);
    assert_near(nominal(l.s, m[3].content[3]), 0.3);
    assert_near(nominal(l.s, m[4].content[14]), 0.5 / 1.2699);
    assert_near(nominal(l.s, m[0].elasticity), 0.25);
    assert_int_equal(m[0].price_usd_per_kg, MNZ_VALUE_NONE);
    unload(&l);
    assert_refused(HEAD
                   "materials: {x: {stage: mine, composition: {Nd: 0.7, Dy: 0.4}}}\n",
                   "composition of materials.x sums to 1.1");
    assert_refused(
        HEAD "materials: {x: {stage: mine, element: Nd, composition: {Nd: 0.7}}}\n",
        "both 'composition' and 'element'");
}

static void
separation_makes_the_oxides_of_its_feed(void **state)
{
    struct loaded l = load_sound(
        HEAD
        "materials:\n"
        "  ore: {stage: mine, composition: {Nd: {uniform: [0.1, 0.3]}, Dy: 0.1, La: "
        "0.2}}\n"
        "  nd_oxide: {stage: separation, element: Nd}\n"
        "  dy_oxide: {stage: separation, element: Dy}\n"
        "facilities:\n"
        "  plant: {country: CN, stage: separation, separates: ore, recovery: {Nd: "
        "0.9, Dy: 0.5}, byproducts: dy_oxide}\n");
    const struct mnz_actor *a = &l.s->actors[0];

    (void)state;
    assert_int_equal(a->num_uses, 1);
    assert_int_equal(a->uses[0].material, 0);
    assert_near(nominal(l.s, a->uses[0].value), 1.0);
    assert_int_equal(a->num_makes, 2);
    assert_int_equal(a->makes[0].material, 1);
    assert_near(nominal(l.s, a->makes[0].value), 0.9 * 0.2);
    assert_false(mnz_value_is_certain(&l.s->pool, a->makes[0].value));
    assert_false(a->makes[0].is_byproduct);
    assert_near(nominal(l.s, a->makes[1].value), 0.5 * 0.1);
    assert_true(mnz_value_is_certain(&l.s->pool, a->makes[1].value));
    assert_true(a->makes[1].is_byproduct);
    assert_int_equal(l.s->pool.num_inputs, 1); /* drawn once, used twice */
    unload(&l);
}

static void
what_cannot_be_separated_is_refused(void **state)
{
    (void)state;
    assert_refused(HEAD MATERIALS "facilities: {p: {country: CN, stage: separation, "
                                  "separates: ore}}\n",
                   "facilities.p lacks 'recovery'");
    assert_refused(HEAD MATERIALS "facilities: {p: {country: CN, stage: separation}}\n",
                   "facilities.p lacks 'makes'");
    assert_refused(HEAD MATERIALS
                   "facilities: {p: {country: CN, stage: separation, separates: ore, "
                   "recovery: 0.9, makes: {nd_oxide: 1}}}\n",
                   "both 'separates' and 'makes'");
    assert_refused(HEAD MATERIALS
                   "facilities: {p: {country: CN, stage: separation, separates: ore, "
                   "recovery: 0.9, byproducts: [nd_oxide, dy_oxide]}}\n",
                   "all that facilities.p makes are by-products");
    assert_refused(HEAD MATERIALS
                   "facilities: {p: {country: CN, stage: mine, makes: {ore: 1}, "
                   "byproducts: [dy_oxide]}}\n",
                   "does not make its by-product 'dy_oxide'");
    assert_refused(HEAD
                   "materials:\n"
                   "  ore: {stage: mine, composition: {Nd: 0.1}}\n"
                   "  a: {stage: separation, element: Nd}\n"
                   "  b: {stage: separation, element: Nd}\n"
                   "facilities: {p: {country: CN, stage: separation, separates: ore, "
                   "recovery: 0.9}}\n",
                   "separated Nd could be 'a' or 'b'");
}

static void
what_is_left_out_has_its_default(void **state)
{
    struct loaded l = load_sound(WORLD);
    const struct mnz_scenario *s = l.s;
    const struct mnz_actor *pit = &s->actors[actor_named(s, "pit")];
    const struct mnz_actor *motors = &s->actors[actor_named(s, "jp_motors")];

    (void)state;
    assert_near(nominal(s, pit->capacity_tpa), 1000);
    assert_near(nominal(s, pit->input_cover_months), 1);
    assert_near(nominal(s, pit->output_cover_months), 0.5);
    assert_near(nominal(s, pit->hold_months), 3);
    assert_near(nominal(s, pit->spare_capacity), 0);
    assert_false(mnz_ref_is_set(pit->technology));
    assert_int_equal(pit->priority, 3);
    assert_int_equal(s->actors[1].capacity_tpa, MNZ_VALUE_NONE);
    assert_true(motors->is_industry);
    assert_near(nominal(s, motors->overtime), 0.1);
    assert_near(nominal(s, motors->input_cover_months), 1);
    assert_int_equal(motors->value_usd_per_year, MNZ_VALUE_NONE);
    assert_string_equal(s->sectors[mnz_ref_at(motors->sector)], "motors");
    assert_int_equal(s->actors[3].end_use, MNZ_USE_MILITARY);
    assert_near(nominal(s, s->behaviour.adjust), 3);
    assert_near(nominal(s, s->behaviour.switching), 0.15);
    assert_near(nominal(s, s->behaviour.premium_cap), 4);
    assert_int_equal(s->trials, 10000);
    assert_int_equal(s->seed, 1);
    assert_int_equal(s->sampler, MNZ_SAMPLER_PLAIN);
    assert_int_equal(s->step, MNZ_STEP_MONTH);
    assert_string_equal(s->title, "s");
    unload(&l);
}

static void
time_and_run_are_read(void **state)
{
    struct loaded l =
        load_sound("monazite: 1\ntitle: A story\n"
                   "time: {start: 2025-10, months: 36, step: week, warm_up: 40 weeks}\n"
                   "run: {trials: 20000, seed: 61, sampler: sobol}\n" MATERIALS ACTORS);
    int32_t day;

    (void)state;
    assert_int_equal(mnz_date_parse("2025-10-01", &day), MNZ_OK);
    assert_int_equal(l.s->start_day, day);
    assert_int_equal(l.s->months, 36);
    assert_int_equal(l.s->warm_up_months, 10); /* 9.2 months */
    assert_int_equal(l.s->step, MNZ_STEP_WEEK);
    assert_int_equal(l.s->trials, 20000);
    assert_int_equal(l.s->seed, 61);
    assert_int_equal(l.s->sampler, MNZ_SAMPLER_SOBOL);
    assert_string_equal(l.s->title, "A story");
    unload(&l);
    assert_refused("monazite: 1\ntime: {start: 2025-10-09, months: 3}\n" MATERIALS,
                   "day 9 of a month");
    assert_refused("monazite: 2\ntime: {start: 2025-10, months: 3}\n" MATERIALS,
                   "monazite is 2");
    assert_refused(HEAD "behaviour: {adjust: 1 week}\n" MATERIALS,
                   "shorter than a step");
    assert_refused(HEAD "run: {trials: 2e9}\n" MATERIALS, "run.trials is 2000000000");
}

static void
one_name_for_two_things_points_at_both(void **state)
{
    struct loaded l = load_text(
        HEAD MATERIALS "facilities: {a: {country: CN, stage: mine, makes: {ore: 1}}}\n"
                       "industries: {a: {country: CN, sector: b, uses: {ore: 1}}}\n");

    (void)state;
    assert_int_equal(l.status, MNZ_ERR_INPUT);
    assert_int_equal(mnz_diags_count(l.diags), 2);
    assert_int_equal(mnz_diags_get(l.diags, 0)->at.line, 8);
    assert_int_equal(mnz_diags_get(l.diags, 1)->at.line, 7);
    assert_int_equal(mnz_diags_get(l.diags, 1)->severity, MNZ_SEVERITY_NOTE);
    unload(&l);
}

#define LINK(rest)                                                                     \
    WORLD "links:\n  - {from: plant, to: jp_motors, material: nd_oxide, " rest

static void
link_rows_are_read(void **state)
{
    struct loaded l = load_sound(
        LINK("share: 0.3, lead: 6 weeks, backup: 0.1, capacity: 2 kt/yr, name: "
             "a}\n") "  - {from: {stage: mine, country: CN}, to: [jp_motors, "
                     "us_arms],\n"
                     "     material: ore, share: {beta: {a: 2, b: 2}}}\n");
    const struct mnz_link_row *row = l.s->link_rows;

    (void)state;
    assert_int_equal(l.s->num_link_rows, 2);
    assert_string_equal(row[0].name, "a");
    assert_near(nominal(l.s, row[0].share), 0.3);
    assert_near(nominal(l.s, row[0].lead_months), 42 / 30.4375);
    assert_near(nominal(l.s, row[0].capacity_tpa), 2000);
    assert_int_equal(row[0].from.num_actors, 1);
    assert_null(row[1].name);
    assert_int_equal(row[1].to.num_actors, 2);
    assert_int_equal(row[1].capacity_tpa, MNZ_VALUE_NONE);
    assert_string_equal(
        l.s->pool.inputs[0].name,
        "links[{stage: mine, country: CN}>[jp_motors, us_arms]:ore].share");
    unload(&l);
}

static void
the_last_of_two_equal_rows_wins_whole(void **state)
{
    struct loaded l = load_sound(LINK(
        "share: {uniform: [0.1, 0.2]}}\n") "  - {from: plant, to: jp_motors, material: "
                                           "nd_oxide, share: 0.5, lead: 1}\n");

    (void)state;
    assert_int_equal(l.s->num_link_rows, 1);
    assert_near(nominal(l.s, l.s->link_rows[0].share), 0.5);
    assert_int_equal(l.s->pool.num_inputs, 0);
    assert_int_equal(mnz_diags_warnings(l.diags), 1);
    unload(&l);
}

static void
a_null_share_removes_and_a_missing_one_is_missed(void **state)
{
    struct loaded l = load_sound(LINK("share: null}\n"));

    (void)state;
    assert_true(l.s->link_rows[0].is_removed);
    unload(&l);
    assert_refused(LINK("lead: 1}\n"), "lacks 'share'");
    assert_refused(LINK("share: 1, name: a}\n") "  - {from: pit, to: plant, material: "
                                                "ore, share: 1, name: a}\n",
                   "another link is named 'a'");
}

#define CONTROL(text) WORLD "controls:\n  c: {" text "}\n"

static void
licences_have_approval_by_end_use(void **state)
{
    struct loaded l = load_sound(CONTROL(
        "kind: licence, by: CN, goods: dy_oxide, from: 2025-04-04, approval: "
        "{civil: {uniform: [0.4, 0.6]}, military: 0}, processing: 45 working days, "
        "throughput: {2025-04: 500, 2025-07: 5000}, validity: 6 months, paused: "
        "{from: 2026-01-08, until: 2026-04-01}, suspended: [{from: 2025-05, "
        "until: 2025-06}, {from: 2026-05}]"));
    const struct mnz_control *c = l.s->controls;
    const struct mnz_regime *r = l.s->regimes;

    (void)state;
    assert_int_equal(c->kind, MNZ_CONTROL_LICENCE);
    assert_near(nominal(l.s, c->licence.approval[MNZ_USE_CIVIL]), 0.5);
    assert_near(nominal(l.s, c->licence.approval[MNZ_USE_MILITARY]), 0.0);
    assert_near(nominal(l.s, c->licence.processing_months), 63 / 30.4375);
    assert_near(nominal(l.s, c->licence.spread), 0.4);
    assert_near(nominal(l.s, c->licence.order_ahead), 1);
    assert_near(nominal(l.s, c->licence.throughput_t_per_month), 500);
    assert_int_equal(c->licence.trim, MNZ_VALUE_NONE);
    assert_int_equal(c->licence.num_pauses, 1);
    assert_int_equal(r->num_suspensions, 2);
    assert_int_equal(r->suspensions[1].until, MNZ_VALUE_NONE);
    assert_string_equal(r->name, "controls.c");
    assert_false(mnz_ref_is_set(r->drawn_input));
    assert_int_equal(r->in_force.until, MNZ_VALUE_NONE);
    assert_int_equal(c->goods.num_materials, 1);
    assert_string_equal(l.s->places[mnz_ref_at(c->by)].code, "CN");
    unload(&l);
}

static void
one_approval_holds_for_both_end_uses_in_one_draw(void **state)
{
    struct loaded l =
        load_sound(CONTROL("kind: extraterritorial, by: CN, processing: 2, "
                           "approval: {beta: {a: 2, b: 2}}"));
    const struct mnz_control *c = l.s->controls;

    (void)state;
    assert_int_equal(c->licence.approval[0], c->licence.approval[1]);
    assert_int_equal(l.s->pool.num_inputs, 1);
    assert_string_equal(l.s->pool.inputs[0].name, "controls.c.approval");
    assert_near(nominal(l.s, c->extraterritorial.de_minimis), 0.001);
    assert_near(nominal(l.s, c->extraterritorial.compliance), 1);
    assert_false(c->extraterritorial.technology_test);
    unload(&l);
    assert_refused(
        CONTROL("kind: licence, by: CN, processing: 2, approval: {civil: 1}"),
        "controls.c.approval lacks 'military'");
}

static void
a_probability_adds_the_input_that_decides(void **state)
{
    struct loaded l = load_sound(
        CONTROL("kind: ban, by: CN, probability: {uniform: [0.2, 0.4]}, covers: 0.5"));
    const struct mnz_regime *r = l.s->regimes;

    (void)state;
    assert_int_equal(mnz_ref_at(r->drawn_input), input_named(l.s, "controls.c.drawn"));
    assert_true(mnz_ref_is_set(r->drawn_input));
    assert_true(input_named(l.s, "controls.c.probability") != MNZ_NONE);
    assert_near(nominal(l.s, l.s->controls->ban.covers), 0.5);
    assert_near(nominal(l.s, l.s->controls->leak), 0);
    unload(&l);
    assert_refused(CONTROL("kind: ban, by: CN, probability: {2025-01: 0.5}"),
                   "may not be a dated series");
    assert_refused(CONTROL("kind: ban, by: CN, from: 2025-05, until: 2025-05-01"),
                   "ends before it begins");
}

static void
outages_strike_once_or_at_random(void **state)
{
    struct loaded l = load_sound(
        CONTROL("kind: outage, facilities: pit, fraction: 0.5, rate: 0.3 per year, "
                "duration: {lognormal: {median: 4 months, sigma: 0.6}}"));

    (void)state;
    assert_near(mnz_dist_median(&l.s->controls->outage.duration_months), 4);
    assert_int_equal(l.s->controls->outage.duration, MNZ_VALUE_NONE);
    assert_int_equal(l.s->pool.num_inputs, 0);
    unload(&l);
    l = load_sound(
        CONTROL("kind: outage, facilities: pit, fraction: 0.5, rate: 0.3 per "
                "year, duration: 4"));
    assert_near(mnz_dist_quantile(&l.s->controls->outage.duration_months, 0.99), 4);
    unload(&l);
    l = load_sound(
        CONTROL("kind: outage, facilities: pit, fraction: 0.5, from: 2025-05, "
                "duration: {uniform: [3, 5]}"));
    assert_near(nominal(l.s, l.s->controls->outage.duration), 4);
    assert_int_equal(l.s->pool.num_inputs, 1);
    unload(&l);
    assert_refused(CONTROL("kind: outage, facilities: pit, fraction: 1, rate: 1"),
                   "lacks 'duration'");
    assert_refused(CONTROL("kind: outage, facilities: pit, fraction: 1, duration: 1"),
                   "lacks 'from'");
}

static void
what_is_not_known_is_refused_by_name(void **state)
{
    (void)state;
    assert_refused(CONTROL("kind: embargo, by: CN"), "no kind of control is called");
    assert_refused(WORLD "policies: {p: {kind: wish}}\n",
                   "no kind of policy is called 'wish'");
}

static void
observed_flows_are_read(void **state)
{
    struct loaded l = load_sound(
        WORLD "observe:\n"
              "  all: {by: CN}\n"
              "  arms: {by: CN, to: {country: US}, goods: {stage: separation},"
              " from: plant, source: customs}\n");
    const struct mnz_observed *o = l.s->observed;

    (void)state;
    assert_int_equal(l.s->num_observed, 2);
    assert_string_equal(o[0].name, "all");
    assert_string_equal(l.s->places[o[0].by].code, "CN");
    assert_int_equal(o[0].to.at.line, 0);
    assert_int_equal(o[0].goods.at.line, 0);
    assert_string_equal(o[1].name, "arms");
    assert_int_equal(o[1].to.num_places, 1);
    assert_string_equal(l.s->places[o[1].to.places[0]].code, "US");
    assert_int_equal(o[1].goods.stages, 1u << MNZ_STAGE_SEPARATION);
    assert_int_equal(o[1].from.num_actors, 1);
    assert_string_equal(l.s->actors[o[1].from.actors[0]].name, "plant");
    assert_string_equal(o[1].origin.source, "customs");
    unload(&l);
    l = load_sound(WORLD "observe: {}\n");
    assert_int_equal(l.s->num_observed, 0);
    unload(&l);
    assert_refused(WORLD "observe: {all: {goods: nd_oxide}}\n", "lacks 'by'");
    assert_refused(WORLD "observe: {all: {by: Atlantis}}\n", "Atlantis");
    assert_refused(WORLD "observe: {all: {by: CN, too: {country: US}}}\n",
                   "unknown key 'too' in observe.all");
    assert_refused(WORLD "observe: [all]\n", "observe must be a mapping");
}

static void
policies_are_read(void **state)
{
    struct loaded l = load_sound(
        WORLD
        "policies:\n"
        "  reserve: {kind: stockpile, at: JP, holds: {dy_oxide: 60 days, nd_oxide: "
        "{uniform: [10 t, 20 t]}}, release: {shortfall above: 0.1}, rate: 0.25 per "
        "month, refill: true}\n"
        "  build: {kind: project, facility: plant, adds: 600, online: {triangular: "
        "[2026-09, 2027-03, 2029-01]}, ramp: 18 months, probability: 0.8, offtake: "
        "{to: "
        "{country: JP}, share: 0.1}}\n"
        "  first: {kind: priority, sectors: [arms], class: 1}\n"
        "  return: {kind: recycling, from: jp_motors, to: nd_oxide, rate: 0.05, after: "
        "10 "
        "years, at: plant, starts: 2026-01}\n");
    const struct mnz_policy *p = l.s->policies;
    int32_t early, late;

    (void)state;
    assert_int_equal(mnz_date_parse("2026-09", &early), MNZ_OK);
    assert_int_equal(mnz_date_parse("2029-01", &late), MNZ_OK);
    assert_int_equal(p[0].stockpile.num_holdings, 2);
    assert_true(p[0].stockpile.holdings[0].in_months_of_use);
    assert_near(nominal(l.s, p[0].stockpile.holdings[0].amount), 60 / 30.4375);
    assert_false(p[0].stockpile.holdings[1].in_months_of_use);
    assert_near(nominal(l.s, p[0].stockpile.holdings[1].amount), 15);
    assert_near(nominal(l.s, p[0].stockpile.rate_per_month), 0.25);
    assert_true(p[0].stockpile.refill);
    assert_int_equal(p[0].stockpile.beneficiaries.num_places, 1);
    assert_true(mnz_selector_has_actor(l.s, &p[0].stockpile.beneficiaries,
                                       actor_named(l.s, "jp_motors")));
    assert_int_equal(p[1].project.facility, actor_named(l.s, "plant"));
    assert_near(nominal(l.s, p[1].project.adds_tpa), 600);
    assert_true(nominal(l.s, p[1].project.online) > early &&
                nominal(l.s, p[1].project.online) < late);
    assert_int_equal(mnz_ref_at(l.s->regimes[1].drawn_input),
                     input_named(l.s, "policies.build.drawn"));
    assert_near(nominal(l.s, p[1].project.offtake_share), 0.1);
    assert_int_equal(p[2].priority.to.num_sectors, 1);
    assert_int_equal(p[2].priority.class_number, 1);
    assert_false(mnz_ref_is_set(p[2].priority.by));
    assert_int_equal(p[3].recycling.at, actor_named(l.s, "plant"));
    assert_near(nominal(l.s, p[3].recycling.after_months), 120);
    assert_int_not_equal(l.s->regimes[3].in_force.from, MNZ_VALUE_NONE);
    unload(&l);
    assert_refused(WORLD "policies: {p: {kind: priority, class: 1}}\n",
                   "lacks 'to' or 'sectors'");
    assert_refused(WORLD "policies: {p: {kind: project, facility: jp_motors, adds: 1, "
                         "online: 2026-01}}\n",
                   "'jp_motors' is an industry, not a facility");
}

#define EVENT(branches)                                                                \
    CONTROL("kind: ban, by: CN")                                                       \
    "events:\n  e: {on: 2025-06, branches: {" branches "}}\n"

static void
events_switch_regimes(void **state)
{
    struct loaded l =
        load_sound(EVENT("a: {probability: 0.6}, b: {probability: 0.4, activates: "
                         "[c]}") "  f: {on: {uniform: [2025-07, 2025-09]}, if: "
                                 "e.b, branches: {x: {probability: "
                                 "{uniform: [0.1, 0.3]}}, y: {deactivates: "
                                 "controls.c}}}\n");
    const struct mnz_event *e = l.s->events;

    (void)state;
    assert_int_equal(l.s->num_events, 2);
    assert_int_equal(mnz_ref_at(e[0].drawn_input), input_named(l.s, "events.e.drawn"));
    assert_int_equal(e[0].branches[1].num_activates, 1);
    assert_int_equal(e[0].branches[1].activates[0].regime, 0);
    assert_false(mnz_ref_is_set(e[0].if_event));
    assert_int_equal(mnz_ref_at(e[1].if_event), 0);
    assert_int_equal(e[1].if_branch, 1);
    assert_int_equal(e[1].branches[1].num_deactivates, 1);
    assert_near(nominal(l.s, e[1].branches[1].probability),
                1.0); /* the rest beside x */
    assert_true(input_named(l.s, "events.f.x.probability") != MNZ_NONE);
    unload(&l);
    l = load_sound(EVENT("a: {probability: 0.6, activates: {c: 0.3}}, "
                         "b: {deactivates: {c: {uniform: [0, 1]}, controls.c: 1}}"));
    e = l.s->events;
    assert_near(nominal(l.s, e[0].branches[0].activates[0].probability), 0.3);
    assert_int_equal(mnz_ref_at(e[0].branches[0].activates[0].drawn_input),
                     input_named(l.s, "events.e.a.activates.c.drawn"));
    assert_int_equal(e[0].branches[1].num_deactivates, 2);
    assert_true(input_named(l.s, "events.e.b.deactivates.c") != MNZ_NONE);
    assert_int_equal(e[0].branches[1].deactivates[1].regime, 0);
    assert_false(mnz_ref_is_set(e[0].branches[1].deactivates[1].drawn_input));
    unload(&l);
    l = load_sound(EVENT("a: {probability: 0.6}, b: {}"));
    assert_near(nominal(l.s, l.s->events[0].branches[1].probability), 0.4);
    unload(&l);
    l = load_sound(EVENT("a: {probability: 1}"));
    assert_false(mnz_ref_is_set(l.s->events[0].drawn_input));
    unload(&l);
}

static void
wrong_events_are_refused(void **state)
{
    (void)state;
    assert_refused(EVENT("a: {probability: 0.6}, b: {probability: 0.6}"),
                   "sum to 1.2, not 1");
    assert_refused(EVENT("a: {probability: 0.7}, b: {probability: 0.7}, c: {}"),
                   "sum to 1.4, more than 1");
    assert_refused(EVENT("a: {}, b: {probability: 0.4}"), "lacks 'probability'");
    assert_refused(EVENT("a: {probability: 1, activates: [cc]}"),
                   "no control or policy is named 'cc'");
    assert_refused(EVENT("a: {probability: 1}") "  g: {on: 2025-07, if: e.z, branches: "
                                                "{x: {}}}\n",
                   "event 'e' has no branch 'z'");
    assert_refused(EVENT("a: {probability: 1}") "  g: {on: 2025-07, if: g.x, branches: "
                                                "{x: {}}}\n",
                   "no earlier event is named 'g'");
}

#define TWO_INPUTS                                                                     \
    CONTROL("kind: ban, by: CN, covers: {uniform: [0, 1]}, leak: {uniform: [0, 1]}")

static void
correlations_find_their_inputs(void **state)
{
    struct loaded l = load_sound(
        TWO_INPUTS "correlations:\n"
                   "  - {between: [c.covers, controls.c.leak], rank: -0.5}\n");

    (void)state;
    assert_int_equal(l.s->num_correlations, 1);
    assert_int_equal(l.s->correlations[0].a, input_named(l.s, "controls.c.covers"));
    assert_int_equal(l.s->correlations[0].b, input_named(l.s, "controls.c.leak"));
    assert_near(l.s->correlations[0].rank, -0.5);
    unload(&l);
    assert_refused(TWO_INPUTS
                   "correlations: [{between: [c.covers, c.leek], rank: 0.5}]\n",
                   "no uncertain input is named 'c.leek'");
    assert_refused(TWO_INPUTS
                   "correlations: [{between: [c.covers, c.leak], rank: 1.5}]\n",
                   "must be between -1 and 1");
    assert_refused(TWO_INPUTS "correlations:\n"
                              "  - {between: [c.covers, c.leak], rank: 0.5}\n"
                              "  - {between: [c.leak, c.covers], rank: 0.1}\n",
                   "have a correlation already");
    assert_refused(TWO_INPUTS
                   "correlations: [{between: [c.leak, c.leak], rank: 0.5}]\n",
                   "correlated with itself");
}

static void
all_problems_of_a_file_are_reported_and_none_follow(void **state)
{
    struct loaded l = load_text(
        HEAD
        "materials:\n"
        "  ore: {stage: mine, composition: {Nd: 2}}\n"             /* 1: above 1 */
        "  nd_oxide: {stage: separation, element: Nd, prise: 3}\n" /* 2: key */
        "facilities:\n"
        "  pit: {country: China, stage: mine, makes: {ore: 1}}\n" /* 3: country */
        "  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}\n"
        "links:\n"
        "  - {from: pit, to: plant, material: oro, share: 1}\n" /* 4: material */
        "controls:\n"
        "  c: {kind: bann, by: CN}\n" /* 5: kind; d must not follow */
        "events:\n"
        "  e: {on: 2025-02-30, branches: {a: {probability: 1, activates: c}}}\n");

    (void)state;
    assert_int_equal(l.status, MNZ_ERR_INPUT);
    /* The date is the sixth. That nothing can be separated from `ore` is not told. */
    assert_int_equal(mnz_diags_count(l.diags), 6);
    unload(&l);
}

static void
a_section_that_is_no_mapping_does_not_make_its_names_unknown(void **state)
{
    (void)state;
    assert_refused(HEAD "materials: [ore]\n" ACTORS, "materials must be a mapping");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oxide_and_element_become_content),
        cmocka_unit_test(separation_makes_the_oxides_of_its_feed),
        cmocka_unit_test(what_cannot_be_separated_is_refused),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(time_and_run_are_read),
        cmocka_unit_test(one_name_for_two_things_points_at_both),
        cmocka_unit_test(link_rows_are_read),
        cmocka_unit_test(the_last_of_two_equal_rows_wins_whole),
        cmocka_unit_test(a_null_share_removes_and_a_missing_one_is_missed),
        cmocka_unit_test(licences_have_approval_by_end_use),
        cmocka_unit_test(one_approval_holds_for_both_end_uses_in_one_draw),
        cmocka_unit_test(a_probability_adds_the_input_that_decides),
        cmocka_unit_test(outages_strike_once_or_at_random),
        cmocka_unit_test(what_is_not_known_is_refused_by_name),
        cmocka_unit_test(observed_flows_are_read),
        cmocka_unit_test(policies_are_read),
        cmocka_unit_test(events_switch_regimes),
        cmocka_unit_test(wrong_events_are_refused),
        cmocka_unit_test(correlations_find_their_inputs),
        cmocka_unit_test(all_problems_of_a_file_are_reported_and_none_follow),
        cmocka_unit_test(a_section_that_is_no_mapping_does_not_make_its_names_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
