/* The language as analysts write it: every supported key loads with its meaning. */

#include "story.h"

static void
a_story_is_told_in_time_places_and_materials(void **state)
{
    struct loaded l = load_sound(story);
    const struct mnz_scenario *s = l.s;
    const struct mnz_material *m = s->materials;

    (void)state;
    assert_int_equal(mnz_diags_count(l.diags), 0);
    assert_string_equal(s->title, "China's licensing rules of December 2025");
    assert_near(s->start_day, day("2025-10-01"));
    assert_int_equal(s->months, 36);
    assert_int_equal(s->warm_up_months, 9);
    assert_int_equal(s->step, MNZ_STEP_MONTH);
    assert_int_equal(s->trials, 20000);
    assert_int_equal(s->seed, 61);
    assert_int_equal(s->sampler, MNZ_SAMPLER_SOBOL);
    assert_string_equal(s->places[1].code, "allies");
    assert_int_equal(s->places[1].num_members, 9); /* four, EU, and its four */
    assert_true(mnz_place_within(s, s->places[0].members[0], 1));
    assert_near(nominal(s, m[0].content[14]), 0.28 / 1.2699);
    assert_near(nominal(s, m[2].price_usd_per_kg), 230);
    assert_string_equal(m[2].origin.source, "usgs-2026");
    assert_near(nominal(s, m[4].content[8]), 0.03);
    unload(&l);
}

static void
a_story_has_actors_and_links(void **state)
{
    struct loaded l = load_sound(story);
    const struct mnz_scenario *s = l.s;
    const struct mnz_actor *lynas = actor(s, "lynas_kuantan");
    const struct mnz_actor *cars = actor(s, "us_auto_traction");
    const struct mnz_link_row *rows = s->link_rows;

    (void)state;
    assert_int_equal(lynas->stage, MNZ_STAGE_SEPARATION);
    assert_near(nominal(s, lynas->capacity_tpa), 10500);
    assert_near(nominal(s, lynas->output_cover_months), 0.25);
    assert_int_equal(lynas->num_makes, 3);
    assert_near(nominal(s, lynas->makes[0].value), 0.9 * 0.16);
    assert_int_equal(lynas->makes[2].material, material(s, "y_oxide"));
    assert_true(lynas->makes[2].is_byproduct && !lynas->makes[1].is_byproduct);
    assert_near(nominal(s, actor(s, "shin_etsu")->uses[0].value), 0.36);
    assert_string_equal(s->sectors[mnz_ref_at(cars->sector)], "EV traction motors");
    assert_int_equal(cars->priority, 2);
    assert_int_equal(actor(s, "clays")->priority, 3);
    assert_near(nominal(s, cars->value_usd_per_year), 41e9);
    assert_dist(drawn(s, "industries.us_auto_traction.growth"), MNZ_DIST_NORMAL, 0.08,
                0.04, 0);
    assert_dist(drawn(s, "industries.us_auto_traction.stock.input"),
                MNZ_DIST_TRIANGULAR, 0.5, 1.2, 3);
    assert_near(nominal(s, rows[0].backup), 0.4);
    assert_near(nominal(s, rows[1].lead_months), 1.5);
    assert_true(chooses(s, &rows[1].from, "cn_magnets"));
    assert_false(chooses(s, &rows[1].from, "shin_etsu"));
    assert_true(chooses(s, &rows[1].to, "us_auto_traction"));
    unload(&l);
}

static void
a_story_has_a_plot(void **state)
{
    struct loaded l = load_sound(story);
    const struct mnz_scenario *s = l.s;
    const struct mnz_control *c = control(s, "cn_2025_61");
    const struct mnz_regime *r = &s->regimes[c->regime];
    const struct mnz_event *e = s->events;
    const struct mnz_policy *project = policy(s, "estarreja");

    (void)state;
    assert_near(nominal(s, r->in_force.from), day("2025-12-01"));
    assert_near(nominal(s, r->suspensions[0].until), day("2026-11-10"));
    assert_dist(drawn(s, "controls.cn_2025_61.approval.civil"), MNZ_DIST_BETA, 4.3, 3.7,
                0);
    assert_near(nominal(s, c->licence.approval[MNZ_USE_MILITARY]), 0);
    assert_near(nominal(s, c->licence.processing_months), 45 * 1.4 / 30.4375);
    assert_true(concerns(s, &c->goods, "dy_oxide"));
    assert_false(concerns(s, &c->goods, "nd_oxide"));
    assert_near(nominal(s, e->on), day("2026-11-10"));
    assert_near(nominal(s, e->branches[1].probability), 0.4);
    assert_int_equal(e->branches[1].activates[0].regime, c->regime);
    assert_near(nominal(s, policy(s, "jogmec_stockpile")->stockpile.shortfall_above),
                0.1);
    assert_near(nominal(s, project->project.ramp_months), 18);
    assert_dist(drawn(s, "policies.estarreja.online"), MNZ_DIST_TRIANGULAR,
                day("2026-09-01"), day("2027-03-01"), day("2029-01-01"));
    assert_near(nominal(s, s->regimes[project->regime].probability), 0.8);
    assert_int_equal(s->correlations[0].a,
                     input_named(s, "controls.cn_2025_61.approval.civil"));
    assert_near(s->correlations[0].rank, -0.5);
    unload(&l);
}

static void
what_stops_or_caps_exports_is_read(void **state)
{
    struct loaded l = load_story_and(
        "controls:\n"
        "  stop: {kind: ban, by: CN, goods: {element: [Dy, Tb]}, to: {country: JP}, "
        "from: 2025-10-01, until: 2026-01-01, covers: 1, leak: 0.15}\n"
        "  cap: {kind: quota, by: CN, goods: {stage: separation}, to: {not: {country: "
        "CN}}, tonnes: 30000, share_by: past purchases}\n"
        "  cap2: {kind: quota, by: CN, tonnes: 30 kt/yr, share_by: orders}\n"
        "  duty: {kind: tariff, by: US, on: {country: CN}, goods: {stage: magnet}, "
        "rate: 1.0, elasticity: 1.5, pass: 1}\n"
        "  fighting: {kind: outage, facilities: {country: CN, stage: mine}, fraction: "
        "{beta: {mode: 0.6, concentration: 6}}, rate: 0.3 per year, duration: "
        "{lognormal: {median: 4 months, sigma: 0.6}}}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_control *stop = control(s, "stop"), *cap = control(s, "cap");
    const struct mnz_control *duty = control(s, "duty");
    const struct mnz_control *outage = control(s, "fighting");

    (void)state;
    assert_true(concerns(s, &stop->goods, "ndfeb_magnet_sh"));
    assert_false(concerns(s, &stop->goods, "nd_oxide"));
    assert_true(chooses(s, &stop->to, "shin_etsu"));
    assert_near(nominal(s, stop->ban.covers), 1);
    assert_near(nominal(s, stop->leak), 0.15);
    assert_near(nominal(s, s->regimes[stop->regime].in_force.until), day("2026-01-01"));
    assert_near(nominal(s, cap->quota.tonnes_tpa), 30000);
    assert_int_equal(cap->quota.share_by, MNZ_QUOTA_PAST_PURCHASES);
    assert_false(chooses(s, &cap->to, "cn_magnets"));
    assert_near(nominal(s, control(s, "cap2")->quota.tonnes_tpa), 30000);
    assert_int_equal(control(s, "cap2")->quota.share_by, MNZ_QUOTA_ORDERS);
    assert_true(mnz_selector_has_place(s, &duty->tariff.on, actor(s, "clays")->place));
    assert_false(mnz_selector_has_place(s, &duty->tariff.on, mnz_ref_at(duty->by)));
    assert_near(nominal(s, duty->tariff.rate), 1);
    assert_near(nominal(s, duty->tariff.elasticity), 1.5);
    assert_near(nominal(s, duty->tariff.pass), 1);
    assert_true(chooses(s, &outage->facilities, "clays"));
    assert_dist(drawn(s, "controls.fighting.fraction"), MNZ_DIST_BETA, 3.4, 2.6, 0);
    assert_near(nominal(s, outage->outage.onsets_per_year), 0.3);
    assert_dist(&outage->outage.duration_months, MNZ_DIST_LOGNORMAL, log(4), 0.6, 0);
    unload(&l);
}

static void
what_licenses_exports_is_read(void **state)
{
    struct loaded l = load_story_and(
        "controls:\n"
        "  licence: {kind: licence, by: CN, goods: {material: [ndfeb_magnet_sh]}, "
        "approval: {civil: {2025-10: 0.6, 2026-01: {uniform: [0.7, 0.9]}}, military: "
        "0},\n"
        "    processing: 45 working days, spread: 0.3, throughput: {2025-04: 500, "
        "2025-07: 5000}, validity: 6 months, general: 0.1,\n"
        "    order_ahead: 0.5, trim: 1.2, paused: {from: 2026-01-08, until: "
        "2026-04-01}}\n"
        "  reach: {kind: extraterritorial, by: CN, goods: {stage: magnet}, de_minimis: "
        "0.002, compliance: 0.5, approval: 0.25, processing: 2 months,\n"
        "    items: {element: [Dy, Tb, Sm]}, technology_test: true, probability: 30 "
        "%,\n"
        "    suspended: [{until: 2026-01}, {from: 2027-01}]}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_control *c = control(s, "licence"), *reach = control(s, "reach");
    const struct mnz_regime *r = &s->regimes[reach->regime];

    (void)state;
    assert_near(nominal(s, c->licence.approval[MNZ_USE_CIVIL]), 0.6);
    assert_dist(drawn(s, "controls.licence.approval.civil@2026-01"), MNZ_DIST_UNIFORM,
                0.7, 0.9, 0);
    assert_near(nominal(s, c->licence.spread), 0.3);
    assert_near(on_day(s, c->licence.throughput_t_per_month, "2024-01-01"), 500);
    assert_near(on_day(s, c->licence.throughput_t_per_month, "2025-06-30"), 500);
    assert_near(on_day(s, c->licence.throughput_t_per_month, "2025-07-01"), 5000);
    assert_near(nominal(s, c->licence.validity_months), 6);
    assert_near(nominal(s, c->licence.general), 0.1);
    assert_near(nominal(s, c->licence.order_ahead), 0.5);
    assert_near(nominal(s, c->licence.trim), 1.2);
    assert_near(nominal(s, c->licence.pauses[0].from), day("2026-01-08"));
    assert_near(nominal(s, reach->extraterritorial.de_minimis), 0.002);
    assert_near(nominal(s, reach->extraterritorial.compliance), 0.5);
    assert_near(nominal(s, reach->licence.approval[MNZ_USE_MILITARY]), 0.25);
    assert_near(nominal(s, reach->licence.processing_months), 2);
    assert_true(concerns(s, &reach->extraterritorial.items, "dy_oxide"));
    assert_false(concerns(s, &reach->extraterritorial.items, "nd_oxide"));
    assert_true(reach->extraterritorial.technology_test);
    assert_near(nominal(s, r->probability), 0.3);
    assert_int_equal(mnz_ref_at(r->drawn_input),
                     input_named(s, "controls.reach.drawn"));
    assert_int_equal(r->num_suspensions, 2);
    assert_int_equal(r->suspensions[0].from, MNZ_VALUE_NONE);
    unload(&l);
}

static void
an_outage_has_a_duration_with_a_source(void **state)
{
    struct loaded l = load_story_and(
        "controls:\n"
        "  strike: {kind: outage, facilities: shin_etsu, fraction: 1, rate: 0.3 a year,"
        " duration: {value: {lognormal: {median: 4 months, sigma: 0.6}}, source: me}}\n"
        "  fire: {kind: outage, facilities: clays, fraction: 50 %, from: 2026-03,"
        " duration: {value: 6 weeks, source: me}}\n"
        "  port: {kind: outage, by: CN, goods: {stage: magnet}, to: {country: US},"
        " fraction: 0.2, from: 2026-03, until: 2026-05}\n");
    const struct mnz_scenario *s = l.s;

    (void)state;
    assert_dist(&control(s, "strike")->outage.duration_months, MNZ_DIST_LOGNORMAL,
                log(4), 0.6, 0);
    assert_near(nominal(s, control(s, "fire")->outage.duration), 42 / 30.4375);
    assert_near(nominal(s, control(s, "fire")->outage.fraction), 0.5);
    assert_string_equal(s->places[mnz_ref_at(control(s, "port")->by)].code, "CN");
    assert_false(mnz_ref_is_set(control(s, "fire")->by));
    unload(&l);
}

static void
every_kind_of_policy_is_read(void **state)
{
    struct loaded l = load_story_and(
        "industries: {us_arms: {country: US, sector: defence, uses: {dy_oxide: 4}, "
        "end_use: military}}\n"
        "policies:\n"
        "  reserve: {kind: stockpile, at: JP, holds: {dy_oxide: 60 days, nd_oxide: 500 "
        "t, y_oxide: {value: 2 months, source: me}}, for: {country: JP}, release: "
        "{shortfall above: 0.1}, rate: 0.25 per month, refill: true}\n"
        "  plant: {kind: project, facility: lynas_kuantan, adds: 600, online: "
        "{triangular: [2026-09, 2027-03, 2029-01]}, ramp: 18 months, probability: "
        "0.8,\n"
        "    offtake: {to: {country: JP}, share: 0.1}}\n"
        "  return: {kind: recycling, from: {sector: EV traction motors}, to: nd_oxide, "
        "rate: 0.05, after: 10 years, at: jp_recycler, starts: 2026-01}\n"
        "  first: {kind: priority, sectors: [defence, EV traction motors], class: 1}\n"
        "  home: {kind: priority, by: CN, to: {country: CN}, class: 1, from: "
        "2026-01}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_policy *reserve = policy(s, "reserve"),
                            *plant = policy(s, "plant");
    const struct mnz_policy *back = policy(s, "return"), *first = policy(s, "first");
    const struct mnz_policy *home = policy(s, "home");

    (void)state;
    assert_int_equal(reserve->stockpile.num_holdings, 3);
    assert_true(reserve->stockpile.holdings[0].in_months_of_use);
    assert_near(nominal(s, reserve->stockpile.holdings[0].amount), 60 / 30.4375);
    assert_false(reserve->stockpile.holdings[1].in_months_of_use);
    assert_near(nominal(s, reserve->stockpile.holdings[1].amount), 500);
    assert_true(reserve->stockpile.holdings[2].in_months_of_use);
    assert_near(nominal(s, reserve->stockpile.holdings[2].amount), 2);
    assert_near(nominal(s, reserve->stockpile.rate_per_month), 0.25);
    assert_true(reserve->stockpile.refill);
    assert_true(chooses(s, &reserve->stockpile.beneficiaries, "shin_etsu"));
    assert_int_equal(policy(s, "jogmec_stockpile")->stockpile.rate_per_month,
                     MNZ_VALUE_NONE);
    assert_near(nominal(s, plant->project.adds_tpa), 600);
    assert_true(chooses(s, &plant->project.offtake_to, "shin_etsu"));
    assert_near(nominal(s, plant->project.offtake_share), 0.1);
    assert_near(nominal(s, back->recycling.share), 0.05);
    assert_near(nominal(s, back->recycling.after_months), 120);
    assert_int_equal(back->recycling.to_material, material(s, "nd_oxide"));
    assert_ptr_equal(&s->actors[back->recycling.at], actor(s, "jp_recycler"));
    assert_near(nominal(s, s->regimes[back->regime].in_force.from), day("2026-01-01"));
    assert_true(chooses(s, &first->priority.to, "us_arms"));
    assert_true(chooses(s, &first->priority.to, "us_auto_traction"));
    assert_int_equal(first->priority.class_number, 1);
    assert_string_equal(s->places[mnz_ref_at(home->priority.by)].code, "CN");
    assert_true(chooses(s, &home->priority.to, "cn_magnets"));
    unload(&l);
}

static void
optional_keys_of_actors_and_links_are_read(void **state)
{
    struct loaded l = load_story_and(
        "materials:\n"
        "  powder: {stage: product, composition: {Y: 0.5}, basis: oxide}\n"
        "  feed: {stage: mine, composition: {Nd: 0.5}, basis: element}\n"
        "facilities:\n"
        "  lynas_kuantan: {growth: 8 % per year, surge: 0.15, priority: 1, technology: "
        "CN, hold: 2 months, recovery: {Nd: 0.95, Dy: {uniform: [0.7, 0.9]}, Y: 0.5}}\n"
        "industries:\n"
        "  us_auto_traction: {elasticity: 0.3, recovers: 0.5, overtime: 20 %}\n"
        "links:\n"
        "  - {from: clays, to: lynas_kuantan, material: ionic_concentrate, share: 1, "
        "name: feed, capacity: 12 kt/yr}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_actor *a = actor(s, "lynas_kuantan");
    const struct mnz_actor *cars = actor(s, "us_auto_traction");
    const struct mnz_link_row *row = &s->link_rows[s->num_link_rows - 1];

    (void)state;
    assert_near(nominal(s, s->materials[5].content[14]), 0.5 / 1.2699);
    assert_near(nominal(s, s->materials[6].content[3]), 0.5);
    assert_near(nominal(s, a->growth_per_year), 0.08);
    assert_near(nominal(s, a->spare_capacity), 0.15);
    assert_int_equal(a->priority, 1);
    assert_string_equal(s->places[mnz_ref_at(a->technology)].code, "CN");
    assert_near(nominal(s, a->hold_months), 2);
    assert_near(nominal(s, a->makes[0].value), 0.95 * 0.16);
    assert_near(nominal(s, a->makes[1].value), 0.8 * 0.05);
    assert_near(nominal(s, a->makes[2].value), 0.5 * 0.28);
    assert_near(nominal(s, cars->elasticity), 0.3);
    assert_near(nominal(s, cars->recovers), 0.5);
    assert_near(nominal(s, cars->overtime), 0.2);
    assert_string_equal(row->name, "feed");
    assert_near(nominal(s, row->capacity_tpa), 12000);
    unload(&l);
}

static void
behaviour_zones_and_conditions_are_read(void **state)
{
    struct loaded l = load_story_and(
        "behaviour: {adjust: 4 months, expect: 26 weeks, switching: 0.2 per month, "
        "return: 0.6 per year, fill_memory: 0.4 per month, spot: 0.2,\n"
        "            price_smooth: 1.5, premium_cap: 5, short_above: 2 %}\n"
        "price_zones: {inside: [CN], outside: {not: {country: CN}}}\n"
        "controls: {stop: {kind: ban, by: CN}}\n"
        "events:\n"
        "  later: {on: {uniform: [2027-01, 2027-03]}, if: truce_ends.lapses, branches: "
        "{calm: {probability: 0.3, deactivates: [stop, jogmec_stockpile]}, not: {}}}\n"
        "  same: {on: 2027-06, if: {truce_ends: extended}, branches: {yes: }}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_behaviour *b = &s->behaviour;
    const struct mnz_event *later = &s->events[1], *same = &s->events[2];

    (void)state;
    assert_near(nominal(s, b->adjust), 4);
    assert_near(nominal(s, b->expect), 182 / 30.4375);
    assert_near(nominal(s, b->switching), 0.2);
    assert_near(nominal(s, b->return_rate), 0.05);
    assert_near(nominal(s, b->fill_memory), 0.4);
    assert_near(nominal(s, b->spot), 0.2);
    assert_near(nominal(s, b->price_smooth), 1.5);
    assert_near(nominal(s, b->premium_cap), 5);
    assert_near(nominal(s, b->short_above), 0.02);
    assert_int_equal(s->num_zones, 2);
    assert_true(
        mnz_selector_has_place(s, &s->zones[0].places, actor(s, "clays")->place));
    assert_true(
        mnz_selector_has_place(s, &s->zones[1].places, actor(s, "shin_etsu")->place));
    assert_int_equal(mnz_ref_at(later->if_event), 0);
    assert_int_equal(later->if_branch, 1);
    assert_int_equal(later->branches[0].num_deactivates, 2);
    assert_int_equal(later->branches[0].deactivates[1].regime,
                     policy(s, "jogmec_stockpile")->regime);
    assert_near(nominal(s, later->branches[1].probability), 0.7);
    assert_int_equal(same->if_branch, 0);
    assert_string_equal(same->branches[0].name, "yes");
    assert_false(mnz_ref_is_set(same->drawn_input));
    unload(&l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_is_told_in_time_places_and_materials),
        cmocka_unit_test(a_story_has_actors_and_links),
        cmocka_unit_test(a_story_has_a_plot),
        cmocka_unit_test(what_stops_or_caps_exports_is_read),
        cmocka_unit_test(what_licenses_exports_is_read),
        cmocka_unit_test(an_outage_has_a_duration_with_a_source),
        cmocka_unit_test(every_kind_of_policy_is_read),
        cmocka_unit_test(optional_keys_of_actors_and_links_are_read),
        cmocka_unit_test(behaviour_zones_and_conditions_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
