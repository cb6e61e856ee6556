#ifndef TESTS_BENCH_GENERATE_H
#define TESTS_BENCH_GENERATE_H

#include <stdint.h>
#include <stdio.h>

enum { BENCH_LINKS_OF_MODULE = 250 };

/*
 * Write a scenario of `num_modules` chains side by side, each of 250 links from mines
 * to industries over five stages, so that size alone differs: depth, markets and
 * mixture are the same. With `has_licences` China licenses its metals and magnets.
 */
void bench_generate(FILE *stream, uint32_t num_modules, int has_licences);

/*
 * Write such a scenario, without licences, into the files of a folder as analysts keep
 * large ones: BENCH_SCENARIO_FILE over CSV tables. All modules share one material a
 * stage, buyers at the end are chosen by their sector, and their stocks are uncertain.
 */
#define BENCH_SCENARIO_FILE "scenario.yaml"
extern const char *const bench_table_files[]; /* all of them; NULL ends the list */
void bench_generate_tables(const char *folder, uint32_t num_modules);

#endif
