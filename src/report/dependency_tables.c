/* dependency_tables.c - on whom industries depend, as rows. */

#include "report/label.h"
#include "report/table.h"

/* The name of the last buyer as people say it: rows of one buyer follow each other. */
struct label {
    const char *scope, *name;
    char text[256];
};

static void
start_row(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
}

static void
buyer_cells(const struct mnz_outcome *outcome, const char *scope, const char *name,
            struct label *last, struct mnz_cells *cells)
{
    if (scope != last->scope || name != last->name) {
        last->scope = scope;
        last->name = name;
        mnz_label_buyer(outcome->models[0]->network, scope, name, last->text,
                        sizeof last->text);
    }
    start_row(outcome, cells);
    mnz_cells_text(cells, scope);
    mnz_cells_text(cells, name);
    mnz_cells_text(cells, last->text);
}

static void
write_dependency(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    struct label label = {NULL, NULL, ""};
    uint32_t count;
    const struct mnz_dependence *rows =
        mnz_dependency_shares(outcome->dependency, &count);

    for (uint32_t i = 0; i < count && !cells->has_failed; i++) {
        buyer_cells(outcome, rows[i].scope, rows[i].name, &label, cells);
        mnz_cells_text(cells, rows[i].element);
        mnz_cells_text(cells, rows[i].stage);
        mnz_cells_text(cells, rows[i].is_facility ? "facility" : "country");
        mnz_cells_text(cells, rows[i].origin);
        mnz_cells_text(cells, rows[i].country);
        mnz_cells_number(cells, rows[i].direct);
        mnz_cells_number(cells, rows[i].share);
        mnz_cells_number(cells, rows[i].passed);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_dependency = {
    .name = "dependency",
    .rows = "a part of a buyer's supply of an element: bought directly from an origin, "
            "by the last plant of a stage (these shares sum to the part that passes "
            "the stage, those of the stage 'origin' to 1), or passed at least once; "
            "an empty stage: anywhere in the chain",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"label", ""},
                                           {"element", ""},
                                           {"stage", ""},
                                           {"kind", ""},
                                           {"origin", ""},
                                           {"origin_country", ""},
                                           {"direct", "share"},
                                           {"share", "share"},
                                           {"passed", "share"},
                                           {NULL, NULL}},
    .write_rows = write_dependency,
};

static void
write_concentration(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    struct label label = {NULL, NULL, ""};
    uint32_t count;
    const struct mnz_concentration *rows =
        mnz_dependency_concentrations(outcome->dependency, &count);

    for (uint32_t i = 0; i < count && !cells->has_failed; i++) {
        buyer_cells(outcome, rows[i].scope, rows[i].name, &label, cells);
        mnz_cells_text(cells, rows[i].element);
        mnz_cells_text(cells, rows[i].stage);
        mnz_cells_text(cells, rows[i].of_facilities ? "facility" : "country");
        mnz_cells_number(cells, rows[i].reach);
        mnz_cells_count(cells, rows[i].origins);
        mnz_cells_number(cells, rows[i].hhi);
        mnz_cells_text(cells, rows[i].largest_origin);
        mnz_cells_number(cells, rows[i].largest);
        mnz_cells_number(cells, rows[i].top_three);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_concentration = {
    .name = "concentration",
    .rows = "how concentrated a buyer's supply of an element is at a stage, over the "
            "part that passes the stage",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"label", ""},
                                           {"element", ""},
                                           {"stage", ""},
                                           {"kind", ""},
                                           {"reach", "share"},
                                           {"origins", "origins"},
                                           {"hhi", "0 to 1"},
                                           {"largest_origin", ""},
                                           {"largest", "share"},
                                           {"top_three", "share"},
                                           {NULL, NULL}},
    .write_rows = write_concentration,
};

static void
write_reliance(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    struct label label = {NULL, NULL, ""};
    uint32_t count;
    const struct mnz_reliance *rows =
        mnz_dependency_reliances(outcome->dependency, &count);

    for (uint32_t i = 0; i < count && !cells->has_failed; i++) {
        buyer_cells(outcome, "industry", rows[i].industry, &label, cells);
        mnz_cells_text(cells, rows[i].is_facility ? "facility" : "country");
        mnz_cells_text(cells, rows[i].origin);
        mnz_cells_text(cells, rows[i].country);
        mnz_cells_number(cells, rows[i].met_as_bought);
        mnz_cells_number(cells, rows[i].met_with_backup);
        mnz_cells_text(cells, rows[i].has_path ? "yes" : "no");
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_reliance = {
    .name = "reliance",
    .rows = "an industry that lacks part of its need without a facility or without the "
            "exports of a country, for good and without stocks",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"label", ""},
                                           {"kind", ""},
                                           {"without", ""},
                                           {"origin_country", ""},
                                           {"met_as_bought", "share"},
                                           {"met_with_backup", "share"},
                                           {"has_path", ""},
                                           {NULL, NULL}},
    .write_rows = write_reliance,
};

static void
write_imports(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    struct label label = {NULL, NULL, ""};
    uint32_t count;
    const struct mnz_import_test *rows =
        mnz_dependency_import_tests(outcome->dependency, &count);

    for (uint32_t i = 0; i < count && !cells->has_failed; i++) {
        const struct mnz_import_test *r = &rows[i];

        buyer_cells(outcome, r->scope, r->place, &label, cells);
        mnz_cells_text(cells, r->material);
        mnz_cells_number(cells, r->imports);
        mnz_cells_number(cells, r->domestic);
        mnz_cells_number(cells, r->exports);
        mnz_cells_number(cells, r->import_hhi);
        mnz_cells_text(cells, r->largest_supplier);
        mnz_cells_number(cells, r->largest);
        mnz_cells_number(cells, r->import_share);
        mnz_cells_number(cells, r->imports_over_exports);
        mnz_cells_number(cells, r->export_hhi);
        mnz_cells_count(cells, r->criteria_met);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_imports = {
    .name = "imports",
    .rows = "a material that a place imports in the baseline, with the tests of trade "
            "economists; imports over exports is empty without exports",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"label", ""},
                                           {"material", ""},
                                           {"imports", "t/yr"},
                                           {"domestic", "t/yr"},
                                           {"exports", "t/yr"},
                                           {"import_hhi", "0 to 1"},
                                           {"largest_supplier", ""},
                                           {"largest", "share"},
                                           {"import_share", "share"},
                                           {"imports_over_exports", "ratio"},
                                           {"export_hhi", "0 to 1"},
                                           {"criteria_met", "criteria"},
                                           {NULL, NULL}},
    .write_rows = write_imports,
};
