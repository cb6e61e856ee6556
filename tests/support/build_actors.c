/* build_actors.c - who trades in small scenarios, and worlds in a line. */

#include "support/build_scenario.h"

#include "base/bug.h"
#include "support/build_parts.h"

static uint32_t
add_actor(struct build *b, const char *name, uint32_t place)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_actor *a = &s->actors[s->num_actors];

    MNZ_BUG_IF(s->num_actors >= BUILD_MAX_ACTORS);
    *a = (struct mnz_actor){
        .name = build_keep(b, name),
        .place = place,
        .priority = 3,
        .uses = build_room(b, BUILD_MAX_AMOUNTS, sizeof *a->uses),
        .makes = build_room(b, BUILD_MAX_AMOUNTS, sizeof *a->makes),
        .growth_per_year = build_constant(b, 0.0),
        .spare_capacity = build_constant(b, 0.0),
        .input_cover_months = build_constant(b, 1.0),
        .output_cover_months = build_constant(b, 0.5),
        .hold_months = build_constant(b, 3.0),
        .elasticity = build_constant(b, 0.0),
        .essentials = build_room(b, BUILD_MAX_AMOUNTS, sizeof *a->essentials),
        .recovers = build_constant(b, 0.0),
        .overtime = build_constant(b, 0.1),
        .small_firms = build_constant(b, 0.0),
        .origin = build_origin(b),
    };
    return s->num_actors++;
}

uint32_t
build_facility(struct build *b, const char *name, uint32_t place, enum mnz_stage stage,
               double capacity_tpa)
{
    const struct mnz_scenario *s = b->scenario;
    uint32_t actor;

    MNZ_BUG_IF(s->num_actors > 0 && s->actors[s->num_actors - 1].is_industry);
    actor = add_actor(b, name, place);
    build_actor(b, actor)->stage = stage;
    if (capacity_tpa > 0.0)
        build_actor(b, actor)->capacity_tpa = build_constant(b, capacity_tpa);
    return actor;
}

uint32_t
build_industry(struct build *b, const char *name, uint32_t place, const char *sector)
{
    const uint32_t actor = add_actor(b, name, place);

    build_actor(b, actor)->is_industry = 1;
    build_actor(b, actor)->output_cover_months = build_constant(b, 0.0);
    build_actor(b, actor)->sector = mnz_ref_to(build_sector(b, sector));
    return actor;
}

struct mnz_actor *
build_actor(struct build *b, uint32_t actor)
{
    MNZ_BUG_IF(actor >= b->scenario->num_actors);
    return &b->scenario->actors[actor];
}

static struct mnz_amount *
add_amount(struct build *b, const struct mnz_amount *amounts, uint32_t *count,
           uint32_t material, double amount)
{
    /* The room is ours; only readers see it as constant. */
    struct mnz_amount *a = (struct mnz_amount *)(uintptr_t)&amounts[*count];

    MNZ_BUG_IF(*count >= BUILD_MAX_AMOUNTS);
    *a = (struct mnz_amount){
        .material = material, .value = build_constant(b, amount), .at = build_span(b)};
    (*count)++;
    return a;
}

struct mnz_amount *
build_uses(struct build *b, uint32_t actor, uint32_t material, double amount)
{
    struct mnz_actor *a = build_actor(b, actor);

    return add_amount(b, a->uses, &a->num_uses, material, amount);
}

struct mnz_amount *
build_makes(struct build *b, uint32_t actor, uint32_t material, double amount)
{
    struct mnz_actor *a = build_actor(b, actor);

    return add_amount(b, a->makes, &a->num_makes, material, amount);
}

struct mnz_essential *
build_essential(struct build *b, uint32_t industry, uint32_t material, double share)
{
    struct mnz_actor *a = build_actor(b, industry);
    /* The room is ours; only readers see it as constant. */
    struct mnz_essential *x =
        (struct mnz_essential *)(uintptr_t)&a->essentials[a->num_essentials++];

    MNZ_BUG_IF(a->num_essentials > BUILD_MAX_AMOUNTS);
    *x = (struct mnz_essential){.material = material,
                                .share = build_constant(b, share),
                                .falls_to = MNZ_VALUE_NONE,
                                .takes_months = MNZ_VALUE_NONE,
                                .at = build_span(b)};
    return x;
}

void
build_covers(struct build *b, uint32_t actor, double input_months, double output_months)
{
    build_actor(b, actor)->input_cover_months = build_constant(b, input_months);
    build_actor(b, actor)->output_cover_months = build_constant(b, output_months);
}

struct mnz_link_row *
build_row(struct build *b, struct mnz_selector from, struct mnz_selector to,
          uint32_t material, double share)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_link_row *row = &s->link_rows[s->num_link_rows++];

    MNZ_BUG_IF(s->num_link_rows > BUILD_MAX_ROWS);
    *row = (struct mnz_link_row){
        .from = from,
        .to = to,
        .material = material,
        .share = build_constant(b, share),
        .lead_months = build_constant(b, 0.0),
        .backup = build_constant(b, 0.0),
        .origin = build_origin(b),
    };
    return row;
}

struct mnz_link_row *
build_link(struct build *b, uint32_t from, uint32_t to, uint32_t material, double share,
           double lead_months)
{
    struct mnz_link_row *row = build_row(b, build_select_actor(b, from),
                                         build_select_actor(b, to), material, share);

    row->lead_months = build_constant(b, lead_months);
    return row;
}

/* Facility `i` of a chain, which uses the product of the one before. */
static void
add_plant(struct build *b, const char *name, uint32_t place, enum mnz_stage stage)
{
    static const char *const goods[] = {"ore", "oxide", "metal"};
    const uint32_t i = b->scenario->num_actors;

    build_material(b, goods[i], stage, "Nd", 0.5);
    build_facility(b, name, place, stage, 0.0);
    build_makes(b, i, i, 1.0);
    build_covers(b, i, 1.0, 0.0);
    if (i == 0)
        return;
    build_uses(b, i, i - 1, 1.0);
    build_link(b, i - 1, i, i - 1, 1.0, 0.0);
}

static void
add_user(struct build *b)
{
    const uint32_t i = b->scenario->num_actors;

    build_industry(b, "user", b->us, "users");
    build_uses(b, i, i - 1, 1200.0);
    build_covers(b, i, 1.0, 0.0);
    build_link(b, i - 1, i, i - 1, 1.0, 0.0);
}

void
build_two_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_user(b);
}

void
build_three_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_plant(b, "plant", b->my, MNZ_STAGE_SEPARATION);
    add_user(b);
}

void
build_four_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_plant(b, "separator", b->cn, MNZ_STAGE_SEPARATION);
    add_plant(b, "plant", b->jp, MNZ_STAGE_METAL);
    add_user(b);
}
