/* controls.c - the table of fields, third part: controls. A new kind of
 * control is a list of its fields and a row of mnz_control_rows. */

#include "scenario/acts.h"
#include "scenario/selector.h"

static const char *const quota_shares[] = {"past purchases", "orders", NULL};

static const struct mnz_custom duration = {mnz_field_keep_tree, "time (months)",
                                           "{\"$ref\": \"#/$defs/months\"}"};

static const struct mnz_field window_fields[] = {
    {.key = "from",
     .type = MNZ_FIELD_DATE,
     .offset = offsetof(struct mnz_window, from),
     .doc = "its first day. Left out: since ever"},
    {.key = "until",
     .type = MNZ_FIELD_DATE,
     .offset = offsetof(struct mnz_window, until),
     .doc = "the first day after it. Left out: for ever"},
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
     .custom = &mnz_custom_regime,
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
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_trigger = {
    "trigger", "What `triggered_by` takes: a control or policy that answers another.",
    trigger_fields, NULL};

static const struct mnz_field control_fields[] = {
    SELECTOR("goods", IN_CONTROL(goods), MNZ_SELECT_GOODS, 0,
             "the materials concerned. Left out: all"),
    SELECTOR("to", IN_CONTROL(to), MNZ_SELECT_ACTORS, 0,
             "the buyers concerned. Left out: everybody else"),
    SELECTOR("facilities", IN_CONTROL(facilities), MNZ_SELECT_ACTORS, 0,
             "the sellers concerned, of an outage the plants. Left out: all"),
    FROM_DAY(mnz_draft_control),
    REGIME(mnz_draft_control),
    END,
};
const struct mnz_record_kind mnz_kind_control = {
    "control", "What controls of most kinds have.", control_fields, NULL};

#define BY(need, words)                                                                \
    {                                                                                  \
        .key = "by", .type = MNZ_FIELD_PLACE, IN_CONTROL(by), .flags = need,           \
        .doc = words                                                                   \
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
    SHARE("covers", IN_CONTROL(covers), 1, "1",
          "share of a buyer's purchases that it concerns: listed customers"),
    LEAKS("what is barred"),
    END,
};
static const struct mnz_record_kind ban_kind = {"control ban", "Nothing crosses.",
                                                ban_fields, &mnz_kind_control};

static const struct mnz_field quota_fields[] = {
    BY(NEEDED, "the government that caps exports"),
    QUANTITY("tonnes", MNZ_DIM_MASS_RATE, IN_CONTROL(tonnes_tpa), NEEDED, NULL,
             "what may cross a year, everything concerned together"),
    {.key = "share_by",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_control, share_by),
     .choices = quota_shares,
     .default_text = "past purchases",
     .doc = "how it is divided among buyers"},
    END,
};
static const struct mnz_record_kind quota_kind = {
    "control quota", "At most so many tonnes a year cross.", quota_fields,
    &mnz_kind_control};

/* From the approval of large applicants to that of small ones of the same end use. */
#define BY_SIZE                                                                        \
    (offsetof(struct mnz_control, small_approval) -                                    \
     offsetof(struct mnz_control, approval))
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
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_approval_by_size = {
    "approval by size", "Approval by size of the applicant.", approval_by_size_fields,
    NULL};

#define END_USE(name, use)                                                             \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_SPREAD, .kind = &mnz_kind_approval_by_size,     \
        IN_CONTROL(approval[use]), .flags = NEEDED | MNZ_FIELD_SPREADS,                \
        .doc = "share of buyers of this end use who are ever granted a licence"        \
    }

static const struct mnz_field approval_fields[] = {
    END_USE("civil", MNZ_USE_CIVIL),
    END_USE("military", MNZ_USE_MILITARY),
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
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
    LEAKS("what is refused"),
    QUANTITY("processing", MNZ_DIM_DURATION, IN_CONTROL(processing_months), NEEDED,
             NULL, "the trial's median time from application to licence"),
    QUANTITY("spread", MNZ_DIM_NUMBER, IN_CONTROL(spread), 0, "0.4",
             "how single cases scatter: sd of the logarithm of their time"),
    QUANTITY("throughput", MNZ_DIM_MASS_PER_MONTH, IN_CONTROL(throughput_t_per_month),
             0, NULL, "the most that the office grants. Left out: unlimited"),
    {.key = "validity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN_CONTROL(validity_months),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "life of a licence. Left out: it does not lapse"},
    SHARE("general", IN_CONTROL(general), 1, "0",
          "share of normal purchases under general licences: no application"),
    QUANTITY("order_ahead", MNZ_DIM_NUMBER, IN_CONTROL(order_ahead), 0, "1",
             "how far buyers order ahead for the time that licences take: 1 is fully"),
    QUANTITY("trim", MNZ_DIM_NUMBER, IN_CONTROL(trim), 0, NULL,
             "the most that is granted, in multiples of normal purchases"),
    {.key = "paused",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_control, paused),
     .custom = &mnz_custom_windows,
     .doc = "window or windows in which the office grants nothing"},
    END,
};
const struct mnz_record_kind mnz_kind_licensing = {"licensing", "What licences need.",
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
    SELECTOR("items", IN_CONTROL(items), MNZ_SELECT_GOODS, 0,
             "materials that count as content. Left out: the goods of all export "
             "controls of `by`"),
    SHARE("de_minimis", IN_CONTROL(de_minimis), 1, "0.001",
          "share of value from which content counts"),
    SHARE("compliance", IN_CONTROL(compliance), 1, "1",
          "share of sellers abroad who comply"),
    {.key = "technology_test",
     .type = MNZ_FIELD_FLAG,
     IN_CONTROL(technology_test),
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
     IN_CONTROL(fraction),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share of capacity that is lost"},
    QUANTITY("rate", MNZ_DIM_RATE_PER_YEAR, IN_CONTROL(rate), 0, NULL,
             "how often it strikes, at random. Left out: once, from `from` on"),
    {.key = "duration",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_DURATION,
     IN(mnz_draft_control, duration),
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
    SELECTOR("on", IN_CONTROL(on), MNZ_SELECT_PLACES, 0,
             "the places whose goods are taxed. Left out: everywhere else"),
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_CONTROL(rate),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .doc = "of the duty: 1 doubles the price"},
    QUANTITY("elasticity", MNZ_DIM_NUMBER, IN_CONTROL(elasticity), NEEDED, NULL,
             "of a buyer's share to landed cost, written positive"),
    SHARE("pass", IN_CONTROL(pass), 1, "1", "part of the duty that buyers pay"),
    END,
};
static const struct mnz_record_kind tariff_kind = {
    "control tariff", "Landed cost rises and shares shift.", tariff_fields,
    &mnz_kind_control};

/* When alone: what acts neither on goods nor on buyers has no such keys. */
static const struct mnz_field timing_fields[] = {
    FROM_DAY(mnz_draft_control),
    REGIME(mnz_draft_control),
    END,
};
static const struct mnz_record_kind timing = {"control timing", "When it is in force.",
                                              timing_fields, NULL};

static const struct mnz_field technology_fields[] = {
    BY(NEEDED, "the government that keeps its technology"),
    SELECTOR("facilities", IN_CONTROL(facilities), MNZ_SELECT_ACTORS, 0,
             "the plants that need it; those in `by` never do. Left out: all"),
    QUANTITY("delay", MNZ_DIM_DURATION, IN_CONTROL(delay_months), MNZ_FIELD_UNDATED,
             "0",
             "how much later a project comes online that was to do so while this is in "
             "force"),
    SHARE("availability", IN_CONTROL(availability), 1, "1",
          "the part of capacity that spare parts and know-how keep running"),
    QUANTITY("over", MNZ_DIM_DURATION, IN_CONTROL(over_months), 0, "0",
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
    QUANTITY("size", MNZ_DIM_SHARE, IN_CONTROL(size), NEEDED, NULL,
             "what they order more, in multiples of normal use"),
    END,
};
static const struct mnz_record_kind surge_kind = {
    "control surge",
    "Buyers hoard while it is in force, and live on the hoard afterwards. Of the keys "
    "of controls it takes those that say when, `facilities` and `goods`.",
    surge_fields, &timing};

const struct mnz_act_row mnz_control_rows[] = {
    {"ban", &ban_kind, MNZ_CONTROL_BAN},
    {"quota", &quota_kind, MNZ_CONTROL_QUOTA},
    {"licence", &licence_kind, MNZ_CONTROL_LICENCE},
    {"extraterritorial", &extraterritorial_kind, MNZ_CONTROL_EXTRATERRITORIAL},
    {"outage", &outage_kind, MNZ_CONTROL_OUTAGE},
    {"tariff", &tariff_kind, MNZ_CONTROL_TARIFF},
    {"technology", &technology_kind, MNZ_CONTROL_TECHNOLOGY},
    {"surge", &surge_kind, MNZ_CONTROL_SURGE},
    {NULL, NULL, MNZ_NUM_CONTROL_KINDS},
};
