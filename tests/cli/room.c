/* room.c - a folder of its own for each test program. */

#include "cli/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/program.h"

/* Two countries, a licence that takes long, an uncertain approval. */
static const char world[] =
    "monazite: 1\n"
    "title: A small world\n"
    "time: {start: 2025-01, months: 12}\n"
    "run: {trials: 64, seed: 1}\n"
    "materials:\n"
    "  ore: {stage: mine, composition: {Nd: 0.2}}\n"
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"
    "facilities:\n"
    "  pit: {country: CN, stage: mine, makes: {ore: 1}}\n"
    "  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}\n"
    "industries:\n"
    "  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, value: 1e9}\n"
    "  cn_motors: {country: CN, sector: motors, uses: {nd_oxide: 300}, value: 1e9}\n"
    "links:\n"
    "  - {from: pit, to: plant, material: ore, share: 1}\n"
    "  - {from: plant, to: {sector: motors}, material: nd_oxide, share: 1, lead: 1}\n"
    "controls:\n"
    "  licences: {kind: licence, by: CN, goods: nd_oxide, from: 2025-04,\n"
    "             approval: {beta: {mode: 0.5, concentration: 8}}, processing: 2 "
    "months}\n"
    "events:\n"
    "  talks: {on: 2025-09, branches: {succeed: {probability: 0.5, deactivates: "
    "[licences]}, fail: {}}}\n";

static char folder[64];

int
enter_room(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/mnz-cli-XXXXXX");
    if (!mkdtemp(folder) || chdir(folder))
        return -1;
    write_whole("world.yaml", world);
    return 0;
}

static int
remove_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info;
    (void)type;
    (void)at;
    return remove(path);
}

int
leave_room(void **state)
{
    (void)state;
    if (chdir("/"))
        return -1;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
