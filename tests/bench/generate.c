/* generate.c - worlds of any size, as text. */

#include "generate.h"

#include <stdlib.h>

/* A stage of a chain: how many plants it has, from how many sellers each of them
 * buys, and the amounts of each input. */
struct stage {
    const char *name, *material, *content;
    uint32_t plants, sellers;
    double use, price, lead_months;
};

enum { NUM_STAGES = 6 };
static const struct stage stages[NUM_STAGES] = {
    {"mine", "ore", "composition: {Nd: 0.5}", 5, 0, 0.0, 5.0, 0.0},
    {"separation", "oxide", "element: Nd", 8, 4, 2.0, 60.0, 1.0},
    {"metal", "metal", "element: Nd", 8, 6, 1.2, 80.0, 0.25},
    {"alloy", "alloy", "composition: {Nd: 0.3}", 10, 5, 0.31, 30.0, 0.5},
    {"magnet", "magnet", "composition: {Nd: 0.3}", 10, 6, 1.1, 70.0, 1.5},
    {"industry", "", "", 20, 3, 100.0, 0.0, 1.0},
};
static const char *const country[] = {"CN", "JP", "CN", "US", "CN"};
enum { NUM_COUNTRIES = sizeof country / sizeof *country };

static void
write_plant(FILE *f, uint32_t module, uint32_t s, uint32_t i)
{
    const struct stage *stage = &stages[s];
    const double cover = 0.75 + 0.25 * (double)(i % 4);

    fprintf(f, "  %s_%u_%u: {country: %s, ", stage->name, module, i,
            country[i % NUM_COUNTRIES]);
    if (s == NUM_STAGES - 1) {
        fprintf(f, "sector: sector %u, stock: {input: %g}, uses: {%s_%u: %g}}\n", i % 5,
                cover, stages[s - 1].material, module, stage->use);
        return;
    }
    fprintf(f, "stage: %s, capacity: 100000, stock: {input: %g, output: 0.5}, ",
            stage->name, cover);
    if (s > 0)
        fprintf(f, "uses: {%s_%u: %g}, ", stages[s - 1].material, module, stage->use);
    fprintf(f, "makes: {%s_%u: 1}}\n", stage->material, module);
}

static void
write_links(FILE *f, uint32_t module, uint32_t s)
{
    const struct stage *seller = &stages[s - 1], *buyer = &stages[s];

    for (uint32_t i = 0; i < buyer->plants; i++)
        for (uint32_t j = 0; j < buyer->sellers; j++)
            fprintf(f,
                    "  - {from: %s_%u_%u, to: %s_%u_%u, material: %s_%u, share: %u, "
                    "lead: %g, backup: 0.1}\n",
                    seller->name, module, (i + j) % seller->plants, buyer->name, module,
                    i, seller->material, module, j + 1, buyer->lead_months);
}

static void
write_licence(FILE *f, uint32_t num_modules, uint32_t s)
{
    fprintf(f,
            "  %s_licence: {kind: licence, by: CN, from: 2025-03-01, approval: {beta: "
            "{mode: 0.6, concentration: 8}}, processing: 2 months, validity: 6 months, "
            "goods: {material: [",
            stages[s].name);
    for (uint32_t k = 0; k < num_modules; k++)
        fprintf(f, "%s%s_%u", k ? ", " : "", stages[s].material, k);
    fprintf(f, "]}}\n");
}

void
bench_generate(FILE *f, uint32_t num_modules, int has_licences)
{
    fprintf(f, "monazite: 1\ntime: {start: 2025-01, months: 36}\nmaterials:\n");
    for (uint32_t k = 0; k < num_modules; k++)
        for (uint32_t s = 0; s + 1 < NUM_STAGES; s++)
            fprintf(f, "  %s_%u: {stage: %s, %s, price: %g}\n", stages[s].material, k,
                    stages[s].name, stages[s].content, stages[s].price);
    fprintf(f, "facilities:\n");
    for (uint32_t k = 0; k < num_modules; k++)
        for (uint32_t s = 0; s + 1 < NUM_STAGES; s++)
            for (uint32_t i = 0; i < stages[s].plants; i++)
                write_plant(f, k, s, i);
    fprintf(f, "industries:\n");
    for (uint32_t k = 0; k < num_modules; k++)
        for (uint32_t i = 0; i < stages[NUM_STAGES - 1].plants; i++)
            write_plant(f, k, NUM_STAGES - 1, i);
    fprintf(f, "links:\n");
    for (uint32_t k = 0; k < num_modules; k++)
        for (uint32_t s = 1; s < NUM_STAGES; s++)
            write_links(f, k, s);
    if (has_licences) {
        fprintf(f, "controls:\n");
        write_licence(f, num_modules, 2);
        write_licence(f, num_modules, 4);
    }
    fprintf(f, "behaviour: {spot: {uniform: [0.1, 0.5]}}\n");
}

/* ---- the same in tables ---------------------------------------------------------- */

const char *const bench_table_files[] = {BENCH_SCENARIO_FILE, "materials.csv",
                                         "facilities.csv",    "industries.csv",
                                         "links.csv",         NULL};

static FILE *
create(const char *folder, const char *name)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

static void
close_file(FILE *f)
{
    if (fclose(f) != 0) {
        perror("bench: a table");
        exit(1);
    }
}

/* One material a stage, for any number of modules. */
static void
tabulate_materials(FILE *f)
{
    fprintf(f, "name,stage,element,composition.Nd,price,source,verified\n");
    for (uint32_t s = 0; s + 1 < NUM_STAGES; s++) {
        double content;
        const int is_mixed =
            sscanf(stages[s].content, "composition: {Nd: %lf}", &content) == 1;

        fprintf(f, "%s,%s,%s,", stages[s].material, stages[s].name,
                is_mixed ? "" : "Nd");
        if (is_mixed)
            fprintf(f, "%g", content);
        fprintf(f, ",%g,bench,assumption\n", stages[s].price);
    }
}

static void
tabulate_facilities(FILE *f, uint32_t num_modules)
{
    fprintf(f, "name,country,stage,capacity,stock.input,stock.output");
    for (uint32_t s = 0; s + 2 < NUM_STAGES; s++)
        fprintf(f, ",uses.%s", stages[s].material);
    for (uint32_t s = 0; s + 1 < NUM_STAGES; s++)
        fprintf(f, ",makes.%s", stages[s].material);
    fprintf(f, ",source,verified\n");
    for (uint32_t i = 0; i < num_modules * (NUM_STAGES - 1); i++) {
        const uint32_t module = i / (NUM_STAGES - 1), s = i % (NUM_STAGES - 1);

        for (uint32_t j = 0; j < stages[s].plants; j++) {
            fprintf(f, "%s_%u_%u,%s,%s,100000,%g,0.5", stages[s].name, module, j,
                    country[j % NUM_COUNTRIES], stages[s].name,
                    0.75 + 0.25 * (double)(j % 4));
            for (uint32_t k = 0; k + 2 < NUM_STAGES; k++) {
                fputc(',', f);
                if (k + 1 == s)
                    fprintf(f, "%g", stages[s].use);
            }
            for (uint32_t k = 0; k + 1 < NUM_STAGES; k++)
                fprintf(f, k == s ? ",1" : ",");
            fprintf(f, ",bench,assumption\n");
        }
    }
}

static void
tabulate_industries(FILE *f, uint32_t num_modules)
{
    const struct stage *stage = &stages[NUM_STAGES - 1];

    fprintf(f, "name,country,sector,stock.input,uses.%s,source,verified\n",
            stages[NUM_STAGES - 2].material);
    for (uint32_t k = 0; k < num_modules; k++)
        for (uint32_t i = 0; i < stage->plants; i++)
            fprintf(f,
                    "industry_%u_%u,%s,sector %u of %u,\"{triangular: [0.5, 1, "
                    "2]}\",%g,bench,assumption\n",
                    k, i, country[i % NUM_COUNTRIES], i % 5, k, stage->use);
}

/* Industries are chosen by sector and country, as in a table written by hand. */
static void
tabulate_links(FILE *f, uint32_t num_modules)
{
    fprintf(f, "from,to,material,share,lead,backup,source,verified\n");
    for (uint32_t i = 0; i < num_modules * (NUM_STAGES - 1); i++) {
        const uint32_t module = i / (NUM_STAGES - 1), s = 1 + i % (NUM_STAGES - 1);
        const struct stage *seller = &stages[s - 1], *buyer = &stages[s];
        const int is_last = s == NUM_STAGES - 1;

        for (uint32_t j = 0; j < (is_last ? 5 : buyer->plants); j++)
            for (uint32_t k = 0; k < buyer->sellers; k++) {
                fprintf(f, "%s_%u_%u,", seller->name, module, (j + k) % seller->plants);
                if (is_last)
                    fprintf(f, "{sector: sector %u of %u}", j, module);
                else
                    fprintf(f, "%s_%u_%u", buyer->name, module, j);
                fprintf(f, ",%s,%u,%g,0.1,bench,assumption\n", seller->material, k + 1,
                        buyer->lead_months);
            }
    }
}

void
bench_generate_tables(const char *folder, uint32_t num_modules)
{
    FILE *f = create(folder, BENCH_SCENARIO_FILE);

    fprintf(f, "monazite: 1\ntime: {start: 2025-01, months: 36}\n"
               "sources:\n  bench: {title: generated}\n"
               "materials: {table: materials.csv}\n"
               "facilities: {table: facilities.csv}\n"
               "industries: {table: industries.csv}\n"
               "links:\n  - {table: links.csv}\n"
               "behaviour: {spot: {uniform: [0.1, 0.5]}}\n");
    close_file(f);
    f = create(folder, "materials.csv");
    tabulate_materials(f);
    close_file(f);
    f = create(folder, "facilities.csv");
    tabulate_facilities(f, num_modules);
    close_file(f);
    f = create(folder, "industries.csv");
    tabulate_industries(f, num_modules);
    close_file(f);
    f = create(folder, "links.csv");
    tabulate_links(f, num_modules);
    close_file(f);
}
