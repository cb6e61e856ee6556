#ifndef MNZ_SCENARIO_SCENARIO_H
#define MNZ_SCENARIO_SCENARIO_H

#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/sampler.h"
#include "document/settings.h"
#include "scenario/ref.h"
#include "scenario/value.h"
#include "scenario/vocabulary.h"

/*
 * The records of one scenario, names resolved to positions, units standard, selectors
 * not yet applied: that is the network's work. All memory is the scenario's arena's.
 * Optional values that the analyst left out hold their default as a constant; where
 * leaving out means "none" (capacity, price, until) they hold MNZ_VALUE_NONE, and
 * references that may be left out are a struct mnz_ref. So a cleared record is valid:
 * it has no values and refers to nothing but what every record of its kind must name
 * (place, material, regime), which its reader sets.
 */

/* A country, or a bloc of places. Facilities may stand in a bloc as a whole. */
struct mnz_place {
    const char *code; /* ISO 3166 alpha-2, or the bloc's name */
    int is_bloc;
    uint32_t
        num_members; /* of a bloc: every place in it, nested ones too, itself not */
    const uint32_t *members;
};

/* Origin of a record's numbers. */
struct mnz_origin {
    struct mnz_span at;
    const char *source, *verified; /* "" if not said */
};

/* An element whose content the scenario follows. */
struct mnz_element {
    const char *symbol;
    double oxide; /* t of oxide per t of element; 1 where it is not traded as one */
};

/* Sets of elements are bits of a word. */
#define MNZ_MOST_ELEMENTS 32

struct mnz_material {
    const char *name;
    enum mnz_stage stage;
    /* t of element per t of material, by position among the scenario's elements; NONE
     * where it holds none of the element. */
    mnz_value_id content[MNZ_MOST_ELEMENTS];
    int counts_itself;             /* `element: none`: its tonnes are its content */
    mnz_value_id price_usd_per_kg; /* or NONE */
    mnz_value_id elasticity;       /* positive; default 0.25 is an assumption */
    struct mnz_origin origin;
};

/* A material with a value: t a year used by an industry, t per unit of activity else.
 */
struct mnz_amount {
    uint32_t material;
    mnz_value_id value;
    int is_byproduct; /* outputs */
    struct mnz_span at;
};

/* The share of an industry's output that cannot be made without an input; it may fall
 * with the months since the first shortage. */
struct mnz_essential {
    uint32_t material;
    mnz_value_id share;
    mnz_value_id falls_to, takes_months; /* or NONE: it does not fall */
    struct mnz_span at;
};

/* A facility or an industry. */
struct mnz_actor {
    const char *name;
    int is_industry;
    uint32_t place;
    enum mnz_stage stage;  /* facilities */
    int has_unknown_feeds; /* facilities: may make more than the uses hold */
    struct mnz_ref sector; /* industries: position in sectors */
    struct mnz_ref group;  /* industries: position in groups */
    enum mnz_end_use end_use;
    uint32_t priority;         /* class, 1 is served first; default 3 */
    struct mnz_ref technology; /* place whose technology a facility uses */
    uint32_t num_uses, num_makes;
    const struct mnz_amount *uses, *makes; /* `separates` is already spelled out here */
    mnz_value_id capacity_tpa;             /* or NONE: no limit */
    mnz_value_id growth_per_year;          /* of capacity, or of an industry's demand */
    mnz_value_id spare_capacity;     /* share of capacity usable above it; default 0 */
    mnz_value_id input_cover_months; /* default 1 */
    uint32_t num_covers; /* industries: covers of single inputs, in months */
    const struct mnz_amount *covers;
    mnz_value_id output_cover_months; /* defaults: facilities 0.5, industries 0 */
    mnz_value_id hold_months;         /* default 3 */
    mnz_value_id elasticity;          /* industries: default 0 */
    mnz_value_id value_usd_per_year;  /* industries: or NONE */
    mnz_value_id value_added;         /* industries: share of that value, or NONE */
    mnz_value_id firm_spread; /* industries: of covers across firms; default 0 */
    uint32_t num_essentials;  /* industries */
    const struct mnz_essential *essentials;
    mnz_value_id recovers, overtime; /* industries: defaults 0, 0.1 */
    mnz_value_id small_firms; /* share of its purchases that small applicants make; 0 */
    struct mnz_origin origin;
};

/* All keys must match, values of a list are alternatives; no key at all matches all. */
struct mnz_selector {
    uint32_t num_places, num_materials, num_sectors, num_actors;
    const uint32_t *places, *sectors;
    const uint32_t *materials, *actors; /* ascending; actors: facilities, industries by
                                           name */
    uint32_t stages;                    /* bits; 0: any */
    uint32_t elements;                  /* bits by position; 0: any */
    uint32_t end_uses;                  /* bits; 0: any */
    const struct mnz_selector *not_selector; /* or NULL */
    struct mnz_span at;                      /* line 0: not written */
};

struct mnz_link_row {
    const char *name; /* or NULL */
    struct mnz_selector from, to;
    uint32_t material;
    int is_removed;            /* share: null */
    mnz_value_id share;        /* relative weight */
    int is_tonnes;             /* which is the row's t a year */
    mnz_value_id lead_months;  /* default 0 */
    mnz_value_id capacity_tpa; /* or NONE */
    mnz_value_id backup;       /* share of need; default 0 */
    struct mnz_origin origin;
};

struct mnz_window {
    mnz_value_id from, until; /* days; NONE: open */
    struct mnz_ref if_event;  /* only in trials in which this event takes this branch */
    uint32_t if_branch;
};

/* When a control or policy acts. */
struct mnz_regime {
    const char *name; /* "controls.cn_2025_61" */
    struct mnz_window in_force;
    uint32_t num_suspensions;
    const struct mnz_window *suspensions;
    mnz_value_id probability;   /* drawn once a trial */
    struct mnz_ref drawn_input; /* the uniform input compared with it; none if it is
                                   surely 1 */
    /* `triggered_by`: off until `after` a control first is in force. */
    struct mnz_ref trigger_regime;
    mnz_value_id trigger_after_months, trigger_probability;
    struct mnz_ref trigger_input; /* as drawn_input */
    struct mnz_span at;
};

#define MNZ_CONTROL_KINDS(X)                                                           \
    X(BAN, ban)                                                                        \
    X(QUOTA, quota)                                                                    \
    X(LICENCE, licence)                                                                \
    X(EXTRATERRITORIAL, extraterritorial)                                              \
    X(OUTAGE, outage)                                                                  \
    X(TARIFF, tariff)                                                                  \
    X(TECHNOLOGY, technology)                                                          \
    X(SURGE, surge)
#define MNZ_CONTROL_ID(id, name) MNZ_CONTROL_##id,
enum mnz_control_kind { MNZ_CONTROL_KINDS(MNZ_CONTROL_ID) MNZ_NUM_CONTROL_KINDS };
extern const char *const mnz_control_kind_name[MNZ_NUM_CONTROL_KINDS + 1];

/* The terms of a licence office. */
struct mnz_licensing {
    mnz_value_id approval[MNZ_NUM_END_USES];
    mnz_value_id small_approval[MNZ_NUM_END_USES]; /* of small applicants; the same
                                                      value if not told apart */
    mnz_value_id processing_months, spread;
    mnz_value_id throughput_t_per_month; /* or NONE */
    mnz_value_id validity_months;        /* or NONE */
    mnz_value_id general, order_ahead, headroom;
    mnz_value_id trim; /* or NONE */
    uint32_t num_pauses;
    const struct mnz_window *pauses;
};

struct mnz_control {
    const char *name;
    enum mnz_control_kind kind;
    uint32_t regime;
    struct mnz_ref by; /* place; outages and surges may have none */
    struct mnz_selector goods, to, facilities;
    mnz_value_id leak, leak_rises, leak_most; /* ban, licence, extraterritorial */
    union {                                   /* by kind */
        struct {
            mnz_value_id covers;
        } ban;
        struct {
            mnz_value_id tonnes_tpa;
            enum mnz_quota_share share_by;
        } quota;
        struct { /* licence, extraterritorial */
            struct mnz_licensing licence;
            struct {
                struct mnz_selector items;
                mnz_value_id de_minimis, compliance;
                int technology_test;
            } extraterritorial;
        };
        struct {
            mnz_value_id fraction;
            mnz_value_id onsets_per_year;    /* or NONE: once                    */
            struct mnz_dist duration_months; /* with onsets: one draw an onset   */
            mnz_value_id duration;           /* without: months from `from`, or NONE */
        } outage;
        struct {
            struct mnz_selector on; /* places */
            mnz_value_id rate, elasticity, pass;
        } tariff;
        struct {
            mnz_value_id delay_months, availability, over_months;
        } technology;
        struct {
            mnz_value_id size;
        } surge;
    };
    struct mnz_origin origin;
};

#define MNZ_POLICY_KINDS(X)                                                            \
    X(STOCKPILE, stockpile)                                                            \
    X(PROJECT, project)                                                                \
    X(PRIORITY, priority)                                                              \
    X(RECYCLING, recycling)                                                            \
    X(PACT, pact)                                                                      \
    X(SUBSTITUTION, substitution)                                                      \
    X(PRICE_FLOOR, price_floor)
#define MNZ_POLICY_ID(id, name) MNZ_POLICY_##id,
enum mnz_policy_kind { MNZ_POLICY_KINDS(MNZ_POLICY_ID) MNZ_NUM_POLICY_KINDS };
extern const char *const mnz_policy_kind_name[MNZ_NUM_POLICY_KINDS + 1];

/* One material in a stockpile: tonnes, or days of the beneficiaries' own baseline use.
 */
struct mnz_holding {
    uint32_t material;
    mnz_value_id amount;
    int in_months_of_use; /* amount is months of use, else tonnes */
    struct mnz_span at;
};

/* A need of a project before it comes online: a price of a material in USD/kg. */
struct mnz_need {
    uint32_t material;
    mnz_value_id price;
};

/* Costs of a policy to those who pay for it; MNZ_VALUE_NONE: nothing. */
struct mnz_costs {
    mnz_value_id fixed_usd, usd_per_year;
    /* Of a stockpile: the price paid, of 1 as the market's; a share of its value. */
    mnz_value_id purchase_price_ratio, carrying_share_per_year, storage_usd_per_t_year;
    mnz_value_id capital_usd_per_tpa, output_usd_per_kg; /* of a project */
    mnz_value_id scrap_usd_per_kg;                       /* of recycling */
};

struct mnz_policy {
    const char *name;
    enum mnz_policy_kind kind;
    uint32_t regime;
    union { /* by kind */
        struct {
            uint32_t at; /* place */
            uint32_t num_holdings;
            const struct mnz_holding *holdings;
            struct mnz_selector beneficiaries; /* `for` */
            mnz_value_id shortfall_above;
            mnz_value_id rate_per_month; /* or NONE */
            mnz_value_id starts_with;    /* share of the holding in store at first */
            int refill;
            int competes; /* its refill is ordered beside the buyers' */
        } stockpile;
        struct {
            uint32_t facility; /* actor */
            mnz_value_id adds_tpa, online, ramp_months;
            struct mnz_selector offtake_to; /* line 0: no offtake */
            mnz_value_id offtake_share;
            uint32_t num_needs;
            const struct mnz_need *needs;
        } project;
        struct {
            struct mnz_ref by;      /* place of the sellers; none: any */
            struct mnz_selector to; /* buyers; `sectors: [..]` is {sector: [..]} */
            uint32_t class_number;
        } priority;
        struct {
            uint32_t at; /* actor */
            struct mnz_selector from;
            uint32_t to_material;
            mnz_value_id share, after_months;
        } recycling;
        struct {
            uint32_t num_members;
            const uint32_t *members; /* places */
            int shares_stockpiles;
            mnz_value_id diverted, answers_in_months, shortfall_above;
        } pact;
        struct {
            uint32_t material;
            struct mnz_selector in; /* whose input; line 0: everybody's */
            mnz_value_id saves, after_premium, takes_months;
            uint32_t num_by; /* t of another input per t saved */
            const struct mnz_amount *replaced_by;
        } substitution;
        struct {
            struct mnz_selector goods;
            mnz_value_id floor_usd_per_kg;
            struct mnz_selector payees; /* `for`, the sellers */
        } price_floor;
    };
    struct mnz_costs costs;
    int has_costs; /* any of them */
    struct mnz_origin origin;
};

/* A regime that a branch switches, perhaps. */
struct mnz_switch {
    uint32_t regime;
    mnz_value_id probability;   /* NONE: surely */
    struct mnz_ref drawn_input; /* the uniform input compared with it */
};

/* A branch that switches regimes from the event's date on. */
struct mnz_branch {
    const char *name;
    mnz_value_id probability;
    uint32_t num_activates, num_deactivates;
    const struct mnz_switch *activates, *deactivates;
};

struct mnz_event {
    const char *name;
    mnz_value_id on;         /* day */
    struct mnz_ref if_event; /* an earlier one */
    uint32_t if_branch;      /* of that event */
    uint32_t num_branches;
    const struct mnz_branch *branches;
    int takes_rest; /* the last branch has the rest, drawn anew: its own probability
                       does not count */
    struct mnz_ref
        drawn_input; /* uniform on (0,1), compared with cumulated probabilities */
    struct mnz_span at;
};

struct mnz_rank_correlation {
    uint32_t a, b; /* inputs */
    double rank;
    struct mnz_span at;
};

/* A flow to report: shipments of sellers within `by` to buyers outside it. */
struct mnz_observed {
    const char *name;
    uint32_t by; /* place */
    struct mnz_selector from, to, goods;
    /* Reported of it: a factor, its growth, the log-sd of single months. */
    mnz_value_id scale, growth_per_year, scatter;
    mnz_value_id season[12]; /* factors by calendar month; NONE: 1 */
    struct mnz_origin origin;
};

struct mnz_price_zone {
    const char *name;
    struct mnz_selector places;
};

/* Rates per month as written; durations in months. */
struct mnz_behaviour {
    mnz_value_id adjust, expect, switching, return_rate, fill_memory, spot,
        price_smooth, premium_cap, short_above;
};

struct mnz_scenario {
    struct mnz_arena arena;
    const char *path, *name; /* name: its own, or the file's without its ending */
    const char *title;
    const struct mnz_tree *tree; /* the merged document, with origins */
    size_t num_files;            /* that it was read from */
    const struct mnz_read_file *files;

    int32_t start_day;
    uint32_t months, warm_up_months; /* whole months; warm-up rounded up */
    enum mnz_step_kind step;
    uint64_t trials, seed;
    enum mnz_sampler sampler;

    struct mnz_value_pool pool;
    struct mnz_behaviour behaviour;
    uint32_t num_elements;
    struct mnz_element elements[MNZ_MOST_ELEMENTS];
    uint32_t num_places, num_sectors, num_groups, num_materials, num_actors,
        num_link_rows, num_regimes, num_controls, num_policies, num_events,
        num_correlations, num_zones, num_observed;
    struct mnz_place *places;
    const char **sectors, **groups;
    struct mnz_material *materials;
    struct mnz_actor *actors; /* facilities in file order, then industries */
    struct mnz_link_row *link_rows;
    struct mnz_regime *regimes;
    struct mnz_control *controls;
    struct mnz_policy *policies;
    struct mnz_event *events;
    struct mnz_rank_correlation *correlations;
    struct mnz_price_zone *zones; /* 0: the default partition */
    struct mnz_observed *observed;
};

/*
 * Read the scenario at `path` with `settings` applied. On MNZ_OK *out is the caller's
 * to destroy; else NULL, with every problem in `diags`.
 */
MNZ_NODISCARD enum mnz_status mnz_scenario_load(const char *path,
                                                const struct mnz_setting *settings,
                                                size_t num_settings,
                                                struct mnz_diags *diags,
                                                struct mnz_scenario **out);

/* The same of a file at `path` that holds `text`; it is read where that is NULL. */
MNZ_NODISCARD enum mnz_status mnz_scenario_read(const char *path, const char *text,
                                                const struct mnz_setting *settings,
                                                size_t num_settings,
                                                struct mnz_diags *diags,
                                                struct mnz_scenario **out);

/* Let a scenario follow the rare earths, as one does that declares no elements. */
void mnz_elements_follow_rare_earths(struct mnz_scenario *scenario);

/* Does nothing when `scenario` is NULL. */
void mnz_scenario_destroy(struct mnz_scenario *scenario);

/* Whether place `inner` is `outer` itself or lies in that bloc. */
int mnz_place_within(const struct mnz_scenario *scenario, uint32_t inner,
                     uint32_t outer);

/* Whether a selector chooses an actor (place, stage, sector, name, end use; a material
 * or element key means that it uses or makes one of them) or a material. */
int mnz_selector_has_actor(const struct mnz_scenario *scenario,
                           const struct mnz_selector *selector, uint32_t actor);
int mnz_selector_has_material(const struct mnz_scenario *scenario,
                              const struct mnz_selector *selector, uint32_t material);
int mnz_selector_has_place(const struct mnz_scenario *scenario,
                           const struct mnz_selector *selector, uint32_t place);

#endif
