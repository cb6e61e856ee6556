/* manual.c - the table of fields as the tables of the reference. */

#include "scenario/manual.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "scenario/distribution_parts.h"
#include "scenario/controls.h"
#include "scenario/policies.h"
#include "scenario/study_file.h"
#include "scenario/top.h"
#include "scenario/selector.h"

static void write_kind(FILE *f, const struct mnz_record_kind *kind, int with_base);
static void write_row(FILE *f, const struct mnz_field *field);
static void write_takes(FILE *f, const struct mnz_field *field);
static void write_acts(FILE *f, const char *heading,
                       const struct mnz_record_kind *common,
                       const struct mnz_act_row *rows);
static void write_selectors(FILE *f);
static void write_distributions(FILE *f);

void
mnz_scenario_manual_write(FILE *f)
{
    for (size_t i = 0; mnz_record_kinds[i]; i++)
        write_kind(f, mnz_record_kinds[i], 1);
    write_acts(f, "controls", &mnz_kind_control, mnz_control_rows);
    write_kind(f, &mnz_kind_licensing, 0);
    write_acts(f, "policies", &mnz_kind_policy, mnz_policy_rows);
    write_selectors(f);
    write_distributions(f);
}

void
mnz_study_manual_write(FILE *f)
{
    for (size_t i = 0; mnz_study_kinds[i]; i++)
        write_kind(f, mnz_study_kinds[i], 1);
}

/* Keys that any record may have: the prose says so once. */
static int
is_origin(const struct mnz_field *field)
{
    return field->type == MNZ_FIELD_ORIGIN && strcmp(field->key, "kind") != 0;
}

static void
write_table(FILE *f, const struct mnz_record_kind *kind, int with_base)
{
    const size_t count = mnz_field_count(kind);

    fputs("| key | takes | default | means |\n|---|---|---|---|\n", f);
    for (size_t i = 0; i < count; i++) {
        const struct mnz_field *field = mnz_field_get(kind, i);
        const struct mnz_field *of_base =
            kind->base ? mnz_field_find(kind->base, field->key) : NULL;

        if ((with_base || field != of_base) &&
            (kind == &mnz_kind_top || !is_origin(field)))
            write_row(f, field);
    }
    fputc('\n', f);
}

static void
write_kind(FILE *f, const struct mnz_record_kind *kind, int with_base)
{
    fprintf(f, "### %s\n\n%s\n\n", kind->name, kind->doc);
    write_table(f, kind, with_base);
}

static void
write_row(FILE *f, const struct mnz_field *field)
{
    fprintf(f, "| `%s` | ", field->key);
    write_takes(f, field);
    if (field->flags & MNZ_FIELD_REQUIRED)
        fputs(" | required", f);
    else if (field->default_text)
        fprintf(f, " | `%s`", field->default_text);
    else
        fputs(" | ", f);
    fprintf(f, " | %s |\n", field->doc);
}

static void
write_choices(FILE *f, const char *const *choices)
{
    for (size_t i = 0; choices[i]; i++)
        fprintf(f, "%s`%s`", i ? ", " : "", choices[i]);
}

static void
write_quantity(FILE *f, const struct mnz_field *field)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    char low[MNZ_NUMBER_TEXT], high[MNZ_NUMBER_TEXT];

    fputs(mnz_dimension_text(demand.dimension), f);
    mnz_number_format(demand.low, low);
    mnz_number_format(demand.high, high);
    if (demand.low == demand.high)
        fprintf(f, ": %s", low);
    else if (isfinite(demand.low) && isfinite(demand.high))
        fprintf(f, ", %s%s to %s", demand.flags & MNZ_FIELD_ABOVE ? "above " : "", low,
                high);
    else if (isfinite(demand.low))
        fprintf(f, ", %s %s", demand.flags & MNZ_FIELD_ABOVE ? "above" : "from", low);
    if (field->type == MNZ_FIELD_QUANTITY && (demand.flags & MNZ_FIELD_CERTAIN))
        fputs("; neither uncertain nor dated", f);
    else if (field->type == MNZ_FIELD_QUANTITY && (demand.flags & MNZ_FIELD_UNDATED))
        fputs("; not dated", f);
}

/* A kind's heading as a link. */
static void
write_link(FILE *f, const char *name)
{
    fprintf(f, "[%s](#", name);
    for (; *name; name++)
        fputc(*name == ' ' ? '-' : *name, f);
    fputc(')', f);
}

/* The values that may be written, in a few words. */
static void
write_takes(FILE *f, const struct mnz_field *field)
{
    switch (field->type) {
    case MNZ_FIELD_QUANTITY:
    case MNZ_FIELD_INTEGER:
    case MNZ_FIELD_LONG:
        write_quantity(f, field);
        break;
    case MNZ_FIELD_DATE:
        fputs("a date, also uncertain", f);
        break;
    case MNZ_FIELD_DAY:
        fputs("a date", f);
        break;
    case MNZ_FIELD_FLAG:
        fputs("`true`, `false`", f);
        break;
    case MNZ_FIELD_CHOICE:
        write_choices(f, field->choices);
        break;
    case MNZ_FIELD_TEXT:
        fputs("a text", f);
        break;
    case MNZ_FIELD_ORIGIN:
        fputs("a text", f);
        break;
    case MNZ_FIELD_PLACE:
        fputs("a country or bloc", f);
        break;
    case MNZ_FIELD_MATERIAL:
        fputs("a material", f);
        break;
    case MNZ_FIELD_FACILITY:
        fputs("a facility", f);
        break;
    case MNZ_FIELD_SELECTOR:
        fprintf(f, "[selector](#selectors) of %s",
                field->role == MNZ_SELECT_GOODS    ? "materials"
                : field->role == MNZ_SELECT_PLACES ? "places"
                                                   : "facilities and industries");
        break;
    case MNZ_FIELD_SPREAD:
        fputs("a number, or ", f);
        write_link(f, field->kind->name);
        break;
    case MNZ_FIELD_RECORD:
        write_link(f, field->kind->name);
        break;
    case MNZ_FIELD_BY_NAME:
        write_link(f, field->kind->name);
        fputs(" records by name", f);
        break;
    case MNZ_FIELD_ROWS:
        fputs("a list of ", f);
        write_link(f, field->kind->name);
        fputs(" rows", f);
        break;
    case MNZ_FIELD_CUSTOM:
        fputs(field->custom->manual, f);
        break;
    }
}

static void
write_acts(FILE *f, const char *heading, const struct mnz_record_kind *common,
           const struct mnz_act_row *rows)
{
    fprintf(f, "### %s\n\n%s\n\n", heading, common->doc);
    write_table(f, common, 0);
    for (size_t i = 0; rows[i].name; i++) {
        fprintf(f, "### %s\n\n`kind: %s`. %s", rows[i].kind->name, rows[i].name,
                rows[i].kind->doc);
        if (rows[i].kind->base == &mnz_kind_licensing) {
            fputs(" Besides what follows it has the keys of ", f);
            write_link(f, "licensing");
            fputs(".", f);
        }
        fputs("\n\n", f);
        write_table(f, rows[i].kind, 0);
    }
}

static void
write_selectors(FILE *f)
{
    fputs("### selectors\n\nAll keys of a selector must match; values of a list are "
          "alternatives.\n\n| key | takes | selects | chooses what |\n"
          "|---|---|---|---|\n",
          f);
    for (const struct mnz_selector_key *k = mnz_selector_keys; k->key; k++) {
        fprintf(f, "| `%s` | ", k->key);
        if (k->choices)
            write_choices(f, k->choices);
        else
            fputs(k->takes, f);
        fprintf(f, " | %s%s%s | %s |\n",
                k->roles & MNZ_SELECT_ACTORS ? "facilities, industries" : "",
                k->roles & MNZ_SELECT_GOODS ? ", materials" : "",
                k->roles & MNZ_SELECT_PLACES ? ", places" : "", k->doc);
    }
    fputc('\n', f);
}

static void
write_distributions(FILE *f)
{
    fputs("### distributions\n\n| name | written | is |\n|---|---|---|\n", f);
    for (size_t i = 0; mnz_distribution_spellings[i].name; i++)
        fprintf(f, "| `%s` | %s | %s |\n", mnz_distribution_spellings[i].name,
                mnz_distribution_spellings[i].written,
                mnz_distribution_spellings[i].meaning);
}
