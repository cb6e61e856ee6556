#ifndef MNZ_SCENARIO_KINDS_H
#define MNZ_SCENARIO_KINDS_H

#include "scenario/fields.h"

/* The record kinds: what the tables of fields describe, and the drafts they fill. */

/* A list that a custom field fills, in the arena. */
struct mnz_ids {
    uint32_t count;
    uint32_t *items;
    struct mnz_span *at; /* of each */
};

struct mnz_amounts {
    uint32_t count;
    struct mnz_amount *items;
};

struct mnz_windows {
    uint32_t count;
    struct mnz_window *items;
};

struct mnz_draft_top {
    uint32_t version;
    const char *title;
    int32_t start_day;
    uint32_t months;
    unsigned step;
    mnz_value_id warm_up;
    uint64_t trials, seed;
    unsigned sampler;
    struct mnz_behaviour behaviour;
};

struct mnz_draft_material {
    unsigned stage, basis; /* basis: MNZ_NONE where not said */
    unsigned element;      /* MNZ_NONE where not said        */
    mnz_value_id composition[MNZ_NUM_ELEMENTS];
    mnz_value_id price, elasticity;
};

enum { MNZ_BASIS_OXIDE, MNZ_BASIS_ELEMENT };

struct mnz_draft_actor {
    struct mnz_actor actor;
    uint32_t separates;
    mnz_value_id recovery[MNZ_NUM_ELEMENTS];
    struct mnz_amounts uses, makes;
    struct mnz_ids byproducts;
    const char *sector;
    unsigned stage, end_use;
};

struct mnz_draft_link {
    struct mnz_link_row row;
    const char *name;
};

struct mnz_draft_control {
    struct mnz_control control;
    struct mnz_regime regime;
    struct mnz_windows suspended, paused;
    const struct mnz_tree *duration;
    unsigned share_by;
};

struct mnz_draft_policy {
    struct mnz_policy policy;
    struct mnz_regime regime;
    struct mnz_windows suspended;
    const struct mnz_tree *holds;
    struct mnz_ids sectors, members;
    struct mnz_amounts needs, replaced_by;
    uint32_t facility; /* of a project, or where a recycler works */
};

struct mnz_draft_event {
    mnz_value_id on;
    const struct mnz_tree *branches, *condition;
};

struct mnz_draft_branch {
    mnz_value_id probability;
    struct mnz_ids activates, deactivates;
};

struct mnz_draft_correlation {
    const struct mnz_tree *between;
    mnz_value_id rank;
};

extern const struct mnz_record_kind mnz_kind_top, mnz_kind_time, mnz_kind_run,
    mnz_kind_behaviour, mnz_kind_material, mnz_kind_composition, mnz_kind_facility,
    mnz_kind_recovery, mnz_kind_facility_stock, mnz_kind_industry,
    mnz_kind_industry_stock, mnz_kind_link, mnz_kind_correlation, mnz_kind_observed;
extern const struct mnz_record_kind mnz_kind_window, mnz_kind_trigger,
    mnz_kind_approval, mnz_kind_approval_by_size, mnz_kind_release, mnz_kind_offtake,
    mnz_kind_needs, mnz_kind_pact_shares, mnz_kind_pact, mnz_kind_substitution,
    mnz_kind_price_floor, mnz_kind_event, mnz_kind_branch;

/* One kind of control or policy: its name, and its fields. */
struct mnz_act_row {
    const char *name;                   /* as `kind:` has it; NULL ends the table */
    const struct mnz_record_kind *kind; /* NULL: not supported yet                */
    int id;                             /* enum mnz_control_kind or mnz_policy_kind */
};
extern const struct mnz_act_row mnz_control_rows[], mnz_policy_rows[];

/* Every record kind that a scenario can hold, in the manual's order, NULL-terminated;
 * those of controls and policies come from their rows. */
extern const struct mnz_record_kind *const mnz_record_kinds[];
extern const struct mnz_record_kind mnz_kind_control, mnz_kind_policy,
    mnz_kind_licensing; /* what several kinds have in common */

/* Custom fields. Those of one word are read when the record's other fields are known:
 * they leave the tree itself in the draft. */
extern const struct mnz_custom mnz_custom_amounts, mnz_custom_materials,
    mnz_custom_windows, mnz_custom_sectors, mnz_custom_regimes, mnz_custom_regime,
    mnz_custom_members;

#endif
