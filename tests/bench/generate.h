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

#endif
