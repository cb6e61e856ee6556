/* controls.c - governments' acts. A kind of control is a list of its fields and a
 * row of MNZ_CONTROL_KINDS. */

#include "scenario/controls.h"

#include "scenario/distribution.h"
#include "scenario/quantity.h"
#include "scenario/section.h"
#include "scenario/selector.h"

struct draft_control {
    struct mnz_control control;
    struct mnz_regime regime;
    struct mnz_windows suspended, paused;
    const struct mnz_tree *duration;
};

#define IN_CONTROL(member) IN(draft_control, control.member)

static const struct mnz_custom duration = {mnz_field_keep_tree, "time (months)",
                                           "{\"$ref\": \"#/$defs/months\"}"};

static const struct mnz_field control_fields[] = {
    SELECTOR("goods", IN_CONTROL(goods), MNZ_SELECT_GOODS, 0,
             "the materials concerned. Left out: all"),
    SELECTOR("to", IN_CONTROL(to), MNZ_SELECT_ACTORS, 0,
             "the buyers concerned. Left out: everybody else"),
    SELECTOR("facilities", IN_CONTROL(facilities), MNZ_SELECT_ACTORS, 0,
             "the sellers concerned, of an outage the plants. Left out: all"),
    FROM_DAY(draft_control),
    REGIME(draft_control),
    END,
};
const struct mnz_record_kind mnz_kind_control = {
    "control", "Keys of most kinds of control.", control_fields, NULL};

#define BY(need, words)                                                                \
    {                                                                                  \
        .key = "by", .type = MNZ_FIELD_PLACE, IN_CONTROL(by),                          \
        .flags = MNZ_FIELD_REF | (need), .doc = words                                  \
    }

/* Grey trade, which grows as prices on the two sides part. */
#define LEAKS(whole)                                                                   \
    SHARE("leak", IN_CONTROL(leak), 1, "0", "share of " whole " that crosses anyway"), \
        SHARE("leak_rises", IN_CONTROL(leak_rises), INF, "0",                          \
              "how much more of it crosses per unit by which the buyer's premium is "  \
              "above that at the seller's"),                                           \
        SHARE("leak_most", IN_CONTROL(leak_most), 1, "1",                              \
              "the share up to which `leak_rises` can raise it")

static const struct mnz_field ban_fields[] = {
    BY(NEEDED, "the government that bans exports"),
    SHARE("covers", IN_CONTROL(ban.covers), 1, "1",
          "share of a buyer's purchases that it concerns: listed customers"),
    LEAKS("barred trade"),
    END,
};
static const struct mnz_record_kind ban_kind = {"control ban", "Nothing crosses.",
                                                ban_fields, &mnz_kind_control};

static const struct mnz_field quota_fields[] = {
    BY(NEEDED, "the government that caps exports"),
    QUANTITY("tonnes", MNZ_DIM_MASS_RATE, IN_CONTROL(quota.tonnes_tpa), NEEDED, NULL,
             "tonnes that may cross a year, everything concerned together"),
    {.key = "share_by",
     .type = MNZ_FIELD_CHOICE,
     IN_CONTROL(quota.share_by),
     .choices = mnz_quota_share_name,
     .default_text = "past purchases",
     .doc = "how it is divided among buyers"},
    END,
};
static const struct mnz_record_kind quota_kind = {
    "control quota", "At most so many tonnes a year cross.", quota_fields,
    &mnz_kind_control};

/* From the approval of large applicants to that of small ones of the same end use. */
#define BY_SIZE                                                                        \
    (offsetof(struct mnz_licensing, small_approval) -                                  \
     offsetof(struct mnz_licensing, approval))
#define APPROVAL(name, past, words)                                                    \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE,           \
        .offset = past, .low = 0, .high = 1, .flags = NEEDED | MNZ_FIELD_SPREADS,      \
        .doc = words                                                                   \
    }

static const struct mnz_field approval_by_size_fields[] = {
    APPROVAL("large", 0, "share of large applicants who are ever granted a licence"),
    APPROVAL("small", BY_SIZE,
             "share of small ones; a buyer's `small_firms` says how many it has"),
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_approval_by_size = {
    "approval by size", "Approval by size of the applicant.", approval_by_size_fields,
    NULL};

#define END_USE(name, use)                                                             \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_SPREAD, .kind = &mnz_kind_approval_by_size,     \
        IN_CONTROL(licence.approval[use]), .flags = NEEDED | MNZ_FIELD_SPREADS,        \
        .doc = "share of buyers of this end use who are ever granted a licence"        \
    }

static const struct mnz_field approval_fields[] = {
    END_USE("civil", MNZ_USE_CIVIL),
    END_USE("military", MNZ_USE_MILITARY),
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_approval = {"approval", "Approval by end use.",
                                                  approval_fields, NULL};

static const struct mnz_field licensing_fields[] = {
    {.key = "approval",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_approval,
     .flags = NEEDED,
     .doc = "share of buyers who are ever granted a licence: one number, or one per "
            "end use. Delay belongs in `processing`"},
    LEAKS("refused trade"),
    {.key = "processing",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN_CONTROL(licence.processing_months),
     .low = 0,
     .high = INF,
     .unusual = 24,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the trial's median time from application to licence"},
    QUANTITY("spread", MNZ_DIM_NUMBER, IN_CONTROL(licence.spread), 0, "0.4",
             "how single cases scatter: sd of the logarithm of their time"),
    QUANTITY("throughput", MNZ_DIM_MASS_PER_MONTH,
             IN_CONTROL(licence.throughput_t_per_month), 0, NULL,
             "the most that the office grants. Left out: unlimited"),
    {.key = "validity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN_CONTROL(licence.validity_months),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "life of a licence. Left out: it does not lapse"},
    SHARE("general", IN_CONTROL(licence.general), 1, "0",
          "share of normal purchases under general licences: no application"),
    QUANTITY("order_ahead", MNZ_DIM_NUMBER, IN_CONTROL(licence.order_ahead), 0, "1",
             "how far buyers order ahead for the time that licences take: 1 is fully"),
    QUANTITY("trim", MNZ_DIM_NUMBER, IN_CONTROL(licence.trim), 0, NULL,
             "the most that is granted, in multiples of normal purchases"),
    QUANTITY("headroom", MNZ_DIM_SHARE, IN_CONTROL(licence.headroom), 0, "0",
             "how far above their normal purchases those approved may be granted a "
             "licence in a step, if they need more: 0.5 is half as much again"),
    {.key = "paused",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_control, paused),
     .custom = &mnz_custom_windows,
     .doc = "window or windows in which the office grants nothing"},
    END,
};
const struct mnz_record_kind mnz_kind_licensing = {"licensing", "Terms of licences.",
                                                   licensing_fields, &mnz_kind_control};

static const struct mnz_field licence_fields[] = {
    BY(NEEDED, "the government that licenses exports"),
    END,
};
static const struct mnz_record_kind licence_kind = {
    "control licence", "Orders become applications.", licence_fields,
    &mnz_kind_licensing};

static const struct mnz_field extraterritorial_fields[] = {
    BY(NEEDED, "the government whose content or technology makes goods need a licence"),
    SELECTOR("items", IN_CONTROL(extraterritorial.items), MNZ_SELECT_GOODS, 0,
             "materials that count as content. Left out: the goods of all export "
             "controls of `by`"),
    SHARE("de_minimis", IN_CONTROL(extraterritorial.de_minimis), 1, "0.001",
          "share of value from which content counts"),
    SHARE("compliance", IN_CONTROL(extraterritorial.compliance), 1, "1",
          "share of sellers abroad who comply"),
    {.key = "technology_test",
     .type = MNZ_FIELD_FLAG,
     IN_CONTROL(extraterritorial.technology_test),
     .default_text = "false",
     .doc = "whether goods made with its technology need a licence whatever they "
            "contain"},
    END,
};
static const struct mnz_record_kind extraterritorial_kind = {
    "control extraterritorial",
    "Goods made in third countries need the licence too, by content or technology.",
    extraterritorial_fields, &mnz_kind_licensing};

static const struct mnz_field outage_fields[] = {
    BY(0, "the country whose exports a corridor carries"),
    {.key = "fraction",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_CONTROL(outage.fraction),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share of capacity that is lost"},
    QUANTITY("rate", MNZ_DIM_RATE_PER_YEAR, IN_CONTROL(outage.onsets_per_year), 0, NULL,
             "how often it strikes, at random. Left out: once, from `from` on"),
    {.key = "duration",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_DURATION,
     IN(draft_control, duration),
     .low = 0,
     .high = INF,
     .custom = &duration,
     .doc = "how long it lasts; with `rate` drawn anew each time"},
    END,
};
static const struct mnz_record_kind outage_kind = {
    "control outage",
    "Capacity falls, of `facilities` or of the corridor that `by`, `goods` and `to` "
    "describe.",
    outage_fields, &mnz_kind_control};

static const struct mnz_field tariff_fields[] = {
    BY(NEEDED, "the government that taxes imports"),
    SELECTOR("on", IN_CONTROL(tariff.on), MNZ_SELECT_PLACES, 0,
             "the places whose goods are taxed. Left out: everywhere else"),
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_CONTROL(tariff.rate),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .doc = "of the duty: 1 doubles the price"},
    QUANTITY("elasticity", MNZ_DIM_NUMBER, IN_CONTROL(tariff.elasticity), NEEDED, NULL,
             "of a buyer's share to landed cost, written positive"),
    SHARE("pass", IN_CONTROL(tariff.pass), 1, "1", "part of the duty that buyers pay"),
    END,
};
static const struct mnz_record_kind tariff_kind = {
    "control tariff", "Landed cost rises and shares shift.", tariff_fields,
    &mnz_kind_control};

/* When alone: a control that acts neither on goods nor on buyers has no such keys. */
static const struct mnz_field timing_fields[] = {
    FROM_DAY(draft_control),
    REGIME(draft_control),
    END,
};
static const struct mnz_record_kind timing = {"control timing", "When it is in force.",
                                              timing_fields, NULL};

static const struct mnz_field technology_fields[] = {
    BY(NEEDED, "the government that keeps its technology"),
    SELECTOR("facilities", IN_CONTROL(facilities), MNZ_SELECT_ACTORS, 0,
             "the plants that need it; those in `by` never do. Left out: all"),
    QUANTITY("delay", MNZ_DIM_DURATION, IN_CONTROL(technology.delay_months),
             MNZ_FIELD_UNDATED, "0",
             "how much later a project comes online that was to do so while this is in "
             "force"),
    SHARE("availability", IN_CONTROL(technology.availability), 1, "1",
          "the part of capacity that spare parts and know-how keep running"),
    QUANTITY("over", MNZ_DIM_DURATION, IN_CONTROL(technology.over_months), 0, "0",
             "the time in force over which capacity falls that far"),
    END,
};
static const struct mnz_record_kind technology_kind = {
    "control technology",
    "Plants abroad lack know-how, equipment and spare parts. Of the keys of controls "
    "it "
    "takes those that say when, and `facilities`.",
    technology_fields, &timing};

static const struct mnz_field surge_fields[] = {
    SELECTOR("facilities", IN_CONTROL(facilities), MNZ_SELECT_ACTORS, 0,
             "the buyers, facilities or industries. Left out: all"),
    SELECTOR("goods", IN_CONTROL(goods), MNZ_SELECT_GOODS, 0,
             "the materials that they hoard. Left out: all that they use"),
    QUANTITY("size", MNZ_DIM_SHARE, IN_CONTROL(surge.size), NEEDED, NULL,
             "their additional orders, in multiples of normal use"),
    END,
};
static const struct mnz_record_kind surge_kind = {
    "control surge",
    "Buyers hoard while it is in force, and live on the hoard afterwards. Of the keys "
    "of controls it takes those that say when, `facilities` and `goods`.",
    surge_fields, &timing};

#define NAME(id, name) #name,
const char *const mnz_control_kind_name[] = {MNZ_CONTROL_KINDS(NAME) NULL};

#define ROW(id, name) {#name, &name##_kind, MNZ_CONTROL_##id},
const struct mnz_act_row mnz_control_rows[] = {
    MNZ_CONTROL_KINDS(ROW){NULL, NULL, MNZ_NUM_CONTROL_KINDS}};

static void read_control(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                         uint32_t id);
static void read_duration(struct mnz_reader *r, const struct mnz_where *where,
                          struct draft_control *draft);

void
mnz_controls_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "controls");

    for (uint32_t i = 0; section && r->s->controls && i < r->s->num_controls; i++)
        read_control(r, &section->entries[i], i);
}

static void
read_control(struct mnz_reader *r, const struct mnz_tree_entry *entry, uint32_t id)
{
    const struct mnz_where section = {.key = "controls"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    const struct mnz_act_row *row =
        mnz_act_find(r, mnz_control_rows, "control", entry, &where);
    struct draft_control draft = {.duration = NULL};
    struct mnz_control *c = &draft.control;

    if (row)
        mnz_record_read(r, row->kind, entry->value, &where, &draft);
    if (row && row->id == MNZ_CONTROL_OUTAGE)
        read_duration(r, &where, &draft);
    c->name = entry->key;
    c->kind = row ? (enum mnz_control_kind)row->id : MNZ_CONTROL_BAN;
    c->regime = id;
    if (draft.paused.count > 0) {
        c->licence.pauses = draft.paused.items;
        c->licence.num_pauses = draft.paused.count;
    }
    c->origin = mnz_where_origin(&where);
    r->s->controls[id] = *c;
    mnz_regime_finish(r, id, &where, &draft.regime, &draft.suspended);
}

/* An outage that strikes at random lasts anew each time; any other has one duration. */
static void
read_duration(struct mnz_reader *r, const struct mnz_where *where,
              struct draft_control *draft)
{
    const struct mnz_demand demand = {
        .dimension = MNZ_DIM_DURATION, .low = 0.0, .high = INFINITY};
    struct mnz_where inner = {.up = where,
                              .key = "duration",
                              .at = draft->duration ? draft->duration->at : where->at};
    const int is_random = draft->control.outage.onsets_per_year != MNZ_VALUE_NONE;
    const struct mnz_tree *tree;
    const char *text;

    if (!draft->duration) {
        if (is_random)
            mnz_reader_error(r, MNZ_E0904, where->at, "how long it lasts each time",
                             "%s has a 'rate' but lacks 'duration'",
                             mnz_where_path(r, where));
        return;
    }
    if (is_random) {
        tree = mnz_quantity_unwrap(r, draft->duration, &inner);
        if (tree)
            (void)mnz_distribution_read(r, tree, &inner, &demand,
                                        &draft->control.outage.duration_months, &text);
        return;
    }
    draft->control.outage.duration =
        mnz_quantity_read(r, draft->duration, &inner, &demand);
    if (draft->regime.in_force.from == MNZ_VALUE_NONE)
        mnz_reader_error(
            r, MNZ_E0905, where->at, "when it strikes, or a 'rate' at which it does",
            "%s has a 'duration' but lacks 'from'", mnz_where_path(r, where));
}
