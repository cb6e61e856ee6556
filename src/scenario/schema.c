/* schema.c - the table of fields as a JSON Schema. */

#include "scenario/schema.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "scenario/distribution_forms.h"
#include "scenario/controls.h"
#include "scenario/correlations.h"
#include "scenario/elements.h"
#include "scenario/events.h"
#include "scenario/policies.h"
#include "scenario/study_file.h"
#include "scenario/top.h"
#include "scenario/selector.h"

#define DATE "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"

#define NAMES                                                                          \
    "    \"names\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", "       \
    "\"items\": {\"type\": \"string\"}}, {\"type\": \"null\"}]},\n"

static const char *const roles[] = {"actors", "goods", "places"};

static void write_common(FILE *f);
static void write_distribution(FILE *f);
static void write_selectors(FILE *f);
static void write_acts(FILE *f, const char *name, const struct mnz_act_row *rows);
static void write_kind(FILE *f, const struct mnz_record_kind *kind);
static void write_properties(FILE *f, const struct mnz_record_kind *kind);
static void write_value(FILE *f, const struct mnz_field *field);

void
mnz_scenario_schema_write(FILE *f)
{
    fputs("{\n"
          "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"monazite scenario\",\n"
          "  \"$ref\": \"#/$defs/scenario\",\n"
          "  \"$defs\": {\n",
          f);
    write_common(f);
    write_distribution(f);
    write_selectors(f);
    write_acts(f, "control", mnz_control_rows);
    write_acts(f, "policy", mnz_policy_rows);
    for (size_t i = 0; mnz_record_kinds[i]; i++) {
        write_kind(f, mnz_record_kinds[i]);
        fputs(mnz_record_kinds[i + 1] ? ",\n" : "\n", f);
    }
    fputs("  }\n}\n", f);
}

void
mnz_study_schema_write(FILE *f)
{
    fputs("{\n"
          "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"monazite study\",\n"
          "  \"$ref\": \"#/$defs/study\",\n"
          "  \"$defs\": {\n" NAMES,
          f);
    for (size_t i = 0; mnz_study_kinds[i]; i++) {
        write_kind(f, mnz_study_kinds[i]);
        fputs(mnz_study_kinds[i + 1] ? ",\n" : "\n", f);
    }
    fputs("  }\n}\n", f);
}

/* A JSON string. */
static void
write_text(FILE *f, const char *text)
{
    fputc('"', f);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', f);
        fputc(*text, f);
    }
    fputc('"', f);
}

/* A kind's name in $defs. */
static void
write_name(FILE *f, const char *name)
{
    for (; *name; name++)
        fputc(*name == ' ' ? '_' : *name, f);
}

static void
write_list(FILE *f, const char *const *words)
{
    fputc('[', f);
    for (size_t i = 0; words[i]; i++) {
        fputs(i ? ", " : "", f);
        write_text(f, words[i]);
    }
    fputc(']', f);
}

static void
write_common(FILE *f)
{
    fputs(
        NAMES
        "    \"table\": {\"type\": \"object\", \"properties\": {\"table\": {\"$ref\": "
        "\"#/$defs/names\"}}, \"required\": [\"table\"], \"additionalProperties\": "
        "false},\n"
        "    \"number_with_unit\": {\"type\": \"string\", \"pattern\": "
        "\"^[-+]?[.0-9][-+.0-9eExX]*( .+|%)?$\"},\n"
        "    \"date\": {\"type\": \"string\", \"pattern\": \"" DATE "\"},\n"
        "    \"certain\": {\"anyOf\": [{\"type\": \"number\"}, {\"$ref\": "
        "\"#/$defs/number_with_unit\"}]},\n"
        "    \"uncertain\": {\"anyOf\": [{\"$ref\": \"#/$defs/distribution\"}, "
        "{\"$ref\": \"#/$defs/sourced\"}]},\n"
        "    \"sourced\": {\"type\": \"object\", \"properties\": {\"value\": "
        "{\"$ref\": "
        "\"#/$defs/quantity\"}, \"source\": {\"$ref\": \"#/$defs/names\"}, "
        "\"verified\": {\"type\": \"string\"}, \"notes\": {\"type\": \"string\"}}, "
        "\"required\": [\"value\"], \"additionalProperties\": false},\n"
        "    \"series\": {\"type\": \"object\", \"minProperties\": 1, "
        "\"patternProperties\": {\"" DATE
        "\": {\"anyOf\": [{\"$ref\": \"#/$defs/certain\"}, {\"$ref\": "
        "\"#/$defs/uncertain\"}]}}, \"additionalProperties\": false},\n"
        "    \"quantity\": {\"anyOf\": [{\"$ref\": \"#/$defs/certain\"}, {\"$ref\": "
        "\"#/$defs/uncertain\"}, {\"$ref\": \"#/$defs/series\"}, {\"$ref\": "
        "\"#/$defs/date\"}, {\"type\": \"null\"}]},\n"
        "    \"months\": {\"$ref\": \"#/$defs/quantity\"},\n"
        "    \"symbol\": {\"enum\": ",
        f);
    write_list(f, mnz_chemical_symbol);
    fputs("},\n", f);
}

static void
write_distribution(FILE *f)
{
    fputs("    \"distribution\": {\n      \"type\": \"object\",\n"
          "      \"minProperties\": 1,\n      \"properties\": {\n",
          f);
    for (size_t n = 0; mnz_distribution_names[n]; n++) {
        const char *name = mnz_distribution_names[n];

        fputs("        ", f);
        write_text(f, name);
        if (mnz_distribution_parameter(name, 0)) {
            fputs(": {\"anyOf\": [{\"type\": [\"array\", \"number\"]}, {\"type\": "
                  "\"object\", \"properties\": {",
                  f);
            for (size_t i = 0; mnz_distribution_parameter(name, i); i++) {
                write_text(f, mnz_distribution_parameter(name, i));
                fputs(": {}, ", f);
            }
            fputs("\"truncate\": {\"type\": \"array\"}}, \"additionalProperties\": "
                  "false}]},\n",
                  f);
        } else {
            fputs(": {\"type\": [\"array\", \"object\"]},\n", f);
        }
    }
    fputs("        \"truncate\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": "
          "2},\n"
          "        \"source\": {\"$ref\": \"#/$defs/names\"},\n"
          "        \"verified\": {\"type\": \"string\"},\n"
          "        \"notes\": {\"type\": \"string\"}\n"
          "      },\n      \"additionalProperties\": false\n    },\n",
          f);
}

static void
write_words(FILE *f, const char *const *words)
{
    fputs("{\"anyOf\": [{\"enum\": ", f);
    write_list(f, words);
    fputs("}, {\"type\": \"array\", \"items\": {\"enum\": ", f);
    write_list(f, words);
    fputs("}}]}", f);
}

static void
write_selector_key(FILE *f, const struct mnz_selector_key *key, size_t role)
{
    fputs("        ", f);
    write_text(f, key->key);
    fputs(": ", f);
    if (key->choices)
        write_words(f, key->choices);
    else if (strcmp(key->key, "not") == 0)
        fprintf(f, "{\"$ref\": \"#/$defs/selector_%s\"}", roles[role]);
    else
        fputs("{\"$ref\": \"#/$defs/names\"}", f);
}

static void
write_selectors(FILE *f)
{
    for (size_t role = 0; role < 3; role++) {
        int is_first = 1;

        fprintf(f,
                "    \"selector_%s\": {\"anyOf\": [{\"$ref\": \"#/$defs/names\"}, {\n"
                "      \"type\": \"object\",\n      \"properties\": {\n",
                roles[role]);
        for (const struct mnz_selector_key *k = mnz_selector_keys; k->key; k++) {
            if (!(k->roles & (1u << role)))
                continue;
            fputs(is_first ? "" : ",\n", f);
            is_first = 0;
            write_selector_key(f, k, role);
        }
        fputs("\n      },\n      \"additionalProperties\": false\n    }]},\n", f);
    }
}

/* By its `kind` a control has the fields of that kind. Without one it only changes a
 * control of the file that is extended. */
static void
write_acts(FILE *f, const char *name, const struct mnz_act_row *rows)
{
    fprintf(f,
            "    \"%s\": {\"type\": [\"object\", \"null\"], \"properties\": {\"kind\": "
            "{\"enum\": [",
            name);
    for (size_t i = 0; rows[i].name; i++)
        fprintf(f, "%s\"%s\"", i ? ", " : "", rows[i].name);
    fputs("]}}, \"allOf\": [", f);
    for (size_t i = 0; rows[i].name; i++)
        fprintf(f,
                "%s\n      {\"if\": {\"properties\": {\"kind\": {\"const\": \"%s\"}}, "
                "\"required\": [\"kind\"]}, \"then\": {\"$ref\": "
                "\"#/$defs/%s_%s\"}}",
                i ? "," : "", rows[i].name, name, rows[i].name);
    fputs("\n    ]},\n", f);
    for (size_t i = 0; rows[i].name; i++) {
        write_kind(f, rows[i].kind);
        fputs(",\n", f);
    }
}

static void
write_kind(FILE *f, const struct mnz_record_kind *kind)
{
    fputs("    \"", f);
    write_name(f, kind->name);
    fputs("\": {\n      \"type\": \"object\",\n      \"description\": ", f);
    write_text(f, kind->doc);
    fputs(",\n      \"properties\": {", f);
    write_properties(f, kind);
    fputs("\n      },\n      \"additionalProperties\": false\n    }", f);
}

static void
write_properties(FILE *f, const struct mnz_record_kind *kind)
{
    const size_t count = mnz_field_count(kind);
    int is_first = 1;

    for (size_t i = 0; i < count; i++) {
        const struct mnz_field *field = mnz_field_get(kind, i);

        fputs(is_first ? "\n        " : ",\n        ", f);
        is_first = 0;
        write_text(f, field->key);
        fputs(": {\"description\": ", f);
        write_text(f, field->doc);
        if (field->default_text) {
            fputs(", \"default\": ", f);
            write_text(f, field->default_text);
        }
        fputs(", ", f);
        write_value(f, field);
        fputc('}', f);
    }
}

static void
write_bounds(FILE *f, const struct mnz_field *field)
{
    char text[MNZ_NUMBER_TEXT];

    if (isfinite(field->low)) {
        mnz_number_format(field->low, text);
        fprintf(f, ", \"%s\": %s",
                field->flags & MNZ_FIELD_ABOVE ? "exclusiveMinimum" : "minimum", text);
    }
    if (isfinite(field->high)) {
        mnz_number_format(field->high, text);
        fprintf(f, ", \"maximum\": %s", text);
    }
}

static void
write_quantity(FILE *f, const struct mnz_field *field)
{
    const int is_date = field->type == MNZ_FIELD_DATE;

    fputs("\"anyOf\": [", f);
    if (is_date) {
        fputs("{\"$ref\": \"#/$defs/date\"}", f);
    } else {
        fputs("{\"type\": \"number\"", f);
        write_bounds(f, field);
        fputs("}, {\"$ref\": \"#/$defs/number_with_unit\"}", f);
    }
    if (!(field->flags & MNZ_FIELD_CERTAIN))
        fputs(", {\"$ref\": \"#/$defs/uncertain\"}", f);
    if (!(field->flags & MNZ_FIELD_UNDATED) && !is_date)
        fputs(", {\"$ref\": \"#/$defs/series\"}", f);
    fputs(", {\"type\": \"null\"}]", f);
}

static void
write_section(FILE *f, const struct mnz_field *field)
{
    const int has_table =
        field->kind != &mnz_kind_event && field->kind != &mnz_kind_correlation;

    if (field->type == MNZ_FIELD_BY_NAME) {
        fputs("\"type\": [\"object\", \"null\"], ", f);
        if (has_table)
            fputs("\"properties\": {\"table\": {\"$ref\": \"#/$defs/names\"}}, ", f);
        fputs("\"additionalProperties\": {\"anyOf\": [{\"$ref\": \"#/$defs/", f);
        write_name(f, field->kind->name);
        fputs("\"}, {\"type\": \"null\"}]}", f);
        return;
    }
    fputs("\"anyOf\": [{\"type\": \"array\", \"items\": {\"anyOf\": [{\"$ref\": "
          "\"#/$defs/",
          f);
    write_name(f, field->kind->name);
    fputs(has_table ? "\"}, {\"$ref\": \"#/$defs/table\"}]}}, {\"$ref\": "
                      "\"#/$defs/table\"}, {\"type\": \"null\"}]"
                    : "\"}]}}, {\"type\": \"null\"}]",
          f);
}

static void
write_nested(FILE *f, const struct mnz_field *field)
{
    fputs("\"anyOf\": [{\"$ref\": \"#/$defs/", f);
    write_name(f, field->kind->name);
    fputs(field->type == MNZ_FIELD_SPREAD ? "\"}, {\"$ref\": \"#/$defs/quantity\"}]"
                                          : "\"}, {\"type\": \"null\"}]",
          f);
}

static void
write_value(FILE *f, const struct mnz_field *field)
{
    switch (field->type) {
    case MNZ_FIELD_QUANTITY:
    case MNZ_FIELD_DATE:
        write_quantity(f, field);
        break;
    case MNZ_FIELD_DAY:
        fputs("\"$ref\": \"#/$defs/date\"", f);
        break;
    case MNZ_FIELD_INTEGER:
    case MNZ_FIELD_LONG:
        fputs("\"type\": [\"integer\", \"null\"]", f);
        write_bounds(f, field);
        break;
    case MNZ_FIELD_FLAG:
        fputs("\"type\": [\"boolean\", \"null\"]", f);
        break;
    case MNZ_FIELD_CHOICE:
        fputs("\"anyOf\": [{\"enum\": ", f);
        write_list(f, field->choices);
        fputs("}, {\"type\": \"null\"}]", f);
        break;
    case MNZ_FIELD_ORIGIN:
        fputs("\"type\": [\"string\", \"number\", \"array\", \"null\"]", f);
        break;
    case MNZ_FIELD_SELECTOR:
        fprintf(f, "\"$ref\": \"#/$defs/selector_%s\"",
                field->role == MNZ_SELECT_ACTORS  ? "actors"
                : field->role == MNZ_SELECT_GOODS ? "goods"
                                                  : "places");
        break;
    case MNZ_FIELD_RECORD:
    case MNZ_FIELD_SPREAD:
        write_nested(f, field);
        break;
    case MNZ_FIELD_BY_NAME:
    case MNZ_FIELD_ROWS:
        write_section(f, field);
        break;
    case MNZ_FIELD_CUSTOM:
        fprintf(f, "\"allOf\": [%s]", field->custom->schema);
        break;
    case MNZ_FIELD_TEXT:
    case MNZ_FIELD_PLACE:
    case MNZ_FIELD_MATERIAL:
    case MNZ_FIELD_FACILITY:
        fputs("\"type\": [\"string\", \"null\"]", f);
        break;
    }
}
