/* generate.c - worlds of any size, as text. */

#include "generate.h"

/* A stage of a chain: how many plants it has, from how many sellers each of them buys,
 * and how much of what. */
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
