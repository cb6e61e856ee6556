/* actors.c - the table of fields, second part: materials, facilities, industries
 * and the links between them. */

#include "scenario/rows.h"
#include "scenario/selector.h"

static const char *const bases[] = {"oxide", "element", NULL};
static const char *const end_uses[] = {"civil", "military", NULL};
static const char *const material_stages[] = {"mine",   "separation", "metal", "alloy",
                                              "magnet", "product",    NULL};
static const char *const facility_stages[] = {
    "mine", "separation", "metal", "alloy", "magnet", "product", "recycling", NULL};
static const char *const elements[] = {"La", "Ce", "Pr", "Nd", "Sm", "Eu",
                                       "Gd", "Tb", "Dy", "Ho", "Er", "Tm",
                                       "Yb", "Lu", "Y",  "Sc", NULL};

#define SHARE(name, record, member, least, most, text, words)                          \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE,           \
        IN(record, member), .low = least, .high = most, .default_text = text,          \
        .doc = words                                                                   \
    }

/* One row per element for what is given element by element. */
#define PER_ELEMENT(record, member, most, flag, words)                                 \
    ROW("La", record, member[0], most, flag, words),                                   \
        ROW("Ce", record, member[1], most, flag, words),                               \
        ROW("Pr", record, member[2], most, flag, words),                               \
        ROW("Nd", record, member[3], most, flag, words),                               \
        ROW("Sm", record, member[4], most, flag, words),                               \
        ROW("Eu", record, member[5], most, flag, words),                               \
        ROW("Gd", record, member[6], most, flag, words),                               \
        ROW("Tb", record, member[7], most, flag, words),                               \
        ROW("Dy", record, member[8], most, flag, words),                               \
        ROW("Ho", record, member[9], most, flag, words),                               \
        ROW("Er", record, member[10], most, flag, words),                              \
        ROW("Tm", record, member[11], most, flag, words),                              \
        ROW("Yb", record, member[12], most, flag, words),                              \
        ROW("Lu", record, member[13], most, flag, words),                              \
        ROW("Y", record, member[14], most, flag, words),                               \
        ROW("Sc", record, member[15], most, flag, words)
#define ROW(symbol, record, member, most, flag, words)                                 \
    {                                                                                  \
        .key = symbol, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE,         \
        IN(record, member), .low = 0, .high = most, .flags = flag, .doc = words        \
    }

static const struct mnz_field composition_fields[] = {
    PER_ELEMENT(mnz_draft_material, composition, 1, 0, "t per t of the material"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_composition = {
    "composition", "What a tonne of a material holds, element by element.",
    composition_fields, NULL};

static const struct mnz_field material_fields[] = {
    {.key = "stage",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_material, stage),
     .choices = material_stages,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the stage that makes it"},
    {.key = "composition",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_composition,
     .doc = "t of each element per t; at stages mine and separation t of oxide. "
            "What is left out is not followed"},
    {.key = "element",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_material, element),
     .choices = elements,
     .doc = "instead of `composition`: it is this element's pure oxide, from stage "
            "metal on the pure metal"},
    {.key = "basis",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_material, basis),
     .choices = bases,
     .doc = "whether the composition counts oxide or element, where "
            "it differs from the stage's habit"},
    {.key = "price",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_PRICE,
     IN(mnz_draft_material, price),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "the base price"},
    {.key = "elasticity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_material, elasticity),
     .low = 0,
     .high = INF,
     .default_text = "0.25",
     .doc = "of short-run demand, written positive. The default is an assumption"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_material = {
    "material", "What is traded: concentrate, oxide, metal, alloy, magnet, product.",
    material_fields, NULL};

#define COVER(name, member, flag, text, words)                                         \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_DURATION,        \
        IN(mnz_draft_actor, actor.member), .low = 0, .high = INF, .flags = flag,       \
        .default_text = text, .doc = words                                             \
    }

static const struct mnz_field facility_stock_fields[] = {
    COVER("input", input_cover_months, MNZ_FIELD_SPREADS, "1",
          "months of use held of every input"),
    COVER("output", output_cover_months, 0, "0.5",
          "months of orders held of every output"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_facility_stock = {
    "facility stock", "Cover that is aimed at. The defaults are assumptions.",
    facility_stock_fields, NULL};

static const struct mnz_field recovery_fields[] = {
    PER_ELEMENT(mnz_draft_actor, recovery, 1, MNZ_FIELD_SPREADS,
                "part of the element in the feed that becomes oxide"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_recovery = {
    "recovery", "What part of the feed is recovered. An element left out is lost.",
    recovery_fields, NULL};

/* Shared by facilities and industries. */
#define COUNTRY(words)                                                                 \
    {                                                                                  \
        .key = "country", .type = MNZ_FIELD_PLACE, IN(mnz_draft_actor, actor.place),   \
        .flags = MNZ_FIELD_REQUIRED, .doc = words                                      \
    }
#define AMOUNTS(name, member, flag, words)                                             \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_CUSTOM, .dimension = MNZ_DIM_NUMBER,            \
        IN(mnz_draft_actor, member), .low = 0, .high = INF, .flags = flag,             \
        .custom = &mnz_custom_amounts, .doc = words                                    \
    }
#define GROWTH(words)                                                                  \
    {                                                                                  \
        .key = "growth", .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_GROWTH,      \
        IN(mnz_draft_actor, actor.growth_per_year), .low = -1, .high = 10,             \
        .flags = MNZ_FIELD_OPEN | MNZ_FIELD_ABOVE, .default_text = "0", .doc = words   \
    }
#define PRIORITY                                                                       \
    {                                                                                  \
        .key = "priority", .type = MNZ_FIELD_INTEGER, .dimension = MNZ_DIM_COUNT,      \
        IN(mnz_draft_actor, actor.priority), .low = 1, .high = 9, .default_text = "3", \
        .doc = "its class when supply is rationed: 1 is served first"                  \
    }

static const struct mnz_field facility_fields[] = {
    COUNTRY("the country, or bloc, where it stands"),
    {.key = "stage",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_actor, stage),
     .choices = facility_stages,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "what it does"},
    {.key = "capacity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(mnz_draft_actor, actor.capacity_tpa),
     .low = 0,
     .high = INF,
     .doc = "of activity: of feed where it separates, of product where it makes 1 of "
            "it. Left out, it is unlimited"},
    AMOUNTS("uses", uses, 0, "t of each material per unit of activity"),
    AMOUNTS("makes", makes, 0, "t of each material per unit of activity"),
    {.key = "separates",
     .type = MNZ_FIELD_MATERIAL,
     IN(mnz_draft_actor, separates),
     .doc = "instead of `makes`: a unit of activity is a tonne of this feed, and the "
            "outputs are the oxides of its elements"},
    {.key = "recovery",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_recovery,
     .doc = "with `separates`: the part recovered, one number or element by element"},
    {.key = "byproducts",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_actor, byproducts),
     .custom = &mnz_custom_materials,
     .doc = "outputs that it would not run for; every other output drives it"},
    {.key = "stock",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_facility_stock,
     .doc = "months of cover; one number is the cover of inputs"},
    GROWTH("of capacity, a year, compound, from the first step of the run"),
    SHARE("surge", mnz_draft_actor, actor.surge, 0, INF, "0",
          "share of capacity that can be used above it"),
    PRIORITY,
    SHARE(
        "small_firms", mnz_draft_actor, actor.small_firms, 0, 1, "0",
        "share of its purchases that small applicants make, whom a licence office may "
        "treat differently"),
    {.key = "technology",
     .type = MNZ_FIELD_PLACE,
     IN(mnz_draft_actor, actor.technology),
     .doc = "the country whose technology it runs on"},
    COVER("hold", hold_months, 0, "3",
          "months of own output kept of a co-product that nobody takes; by-products "
          "are not kept"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_facility = {
    "facility", "A plant, or a country's plants together, at one stage.",
    facility_fields, NULL};

static const struct mnz_field industry_stock_fields[] = {
    COVER("input", input_cover_months, MNZ_FIELD_SPREADS, "1",
          "months of use held of every input"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_industry_stock = {
    "industry stock", "Cover that is aimed at. The default is an assumption.",
    industry_stock_fields, NULL};

static const struct mnz_field industry_fields[] = {
    COUNTRY("the country, or bloc, where it produces"),
    {.key = "sector",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_actor, sector),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "its sector, any text; selectors use it"},
    {.key = "uses",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(mnz_draft_actor, uses),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_REQUIRED,
     .custom = &mnz_custom_amounts,
     .doc = "t of each material a year"},
    GROWTH("of demand, a year, compound, from the first step of the run"),
    {.key = "stock",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_industry_stock,
     .doc = "months of cover of inputs"},
    PRIORITY,
    SHARE(
        "small_firms", mnz_draft_actor, actor.small_firms, 0, 1, "0",
        "share of its purchases that small applicants make, whom a licence office may "
        "treat differently"),
    {.key = "end_use",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_actor, end_use),
     .choices = end_uses,
     .default_text = "civil",
     .doc = "decides which approval a licence office gives"},
    {.key = "value",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MONEY_RATE,
     IN(mnz_draft_actor, actor.value_usd_per_year),
     .low = 0,
     .high = INF,
     .doc = "output at stake"},
    {.key = "elasticity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_actor, actor.elasticity),
     .low = 0,
     .high = INF,
     .default_text = "0",
     .doc = "of its demand to the price of its inputs, written positive"},
    SHARE("recovers", mnz_draft_actor, actor.recovers, 0, 1, "0",
          "part of lost output that it makes up for later"),
    SHARE("overtime", mnz_draft_actor, actor.overtime, 0, INF, "0.1",
          "how much above normal it can run to do so"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_industry = {
    "industry", "A consuming sector in a country.", industry_fields, NULL};

static const struct mnz_field link_fields[] = {
    {.key = "from",
     .type = MNZ_FIELD_SELECTOR,
     IN(mnz_draft_link, row.from),
     .flags = MNZ_FIELD_REQUIRED,
     .role = MNZ_SELECT_ACTORS,
     .doc = "the seller; several share the row's share, capacity and backup by their "
            "capacity"},
    {.key = "to",
     .type = MNZ_FIELD_SELECTOR,
     IN(mnz_draft_link, row.to),
     .flags = MNZ_FIELD_REQUIRED,
     .role = MNZ_SELECT_ACTORS,
     .doc = "the buyer; the row holds for each of several"},
    {.key = "material",
     .type = MNZ_FIELD_MATERIAL,
     IN(mnz_draft_link, row.material),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "what is bought"},
    {.key = "share",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN(mnz_draft_link, row.share),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_REQUIRED | MNZ_FIELD_NULLABLE,
     .doc = "weight in the buyer's purchases of the material, rescaled to sum 1; null "
            "removes the link"},
    {.key = "lead",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN(mnz_draft_link, row.lead_months),
     .low = 0,
     .high = 60,
     .default_text = "0",
     .doc = "lead time: from order shipped to goods received"},
    SHARE("backup", mnz_draft_link, row.backup, 0, INF, "0",
          "further share of the buyer's need that the link can take over"),
    {.key = "capacity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(mnz_draft_link, row.capacity_tpa),
     .low = 0,
     .high = INF,
     .doc = "the most that it can carry. Left out, it is unlimited"},
    {.key = "name",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_link, name),
     .doc = "what `--set links.NAME.share=...` and the names of its inputs call it"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_link = {
    "link", "A row of `links`: who buys what from whom.", link_fields, NULL};
