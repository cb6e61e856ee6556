#ifndef MNZ_TESTS_MODELS_H
#define MNZ_TESTS_MODELS_H

#include "monazite/monazite.h"

/*
 * Models for tests, the caller's to destroy. A scenario that cannot be read fails the
 * test and prints its diagnostics.
 */

/* The scenario in `text`, as if it stood in the file `path`. */
struct mnz_model *model_of_text(const char *path, const char *text,
                                const char *const *settings, size_t count);

/* The scenario in a file; `path` begins at the top of the source tree. */
struct mnz_model *model_of_file(const char *path, const char *const *settings,
                                size_t count);

/* A small world with every kind of control and policy, and events; `setting` may be
 * NULL. */
struct mnz_model *model_of_everything(const char *setting);

/* Write the path of a file of the source tree. */
void source_path(const char *name, char path[1024]);

/* Whether two results of one model have the same trials, and the same summaries of all
 * measures that they recorded, by month and over the horizon and in each branch, byte
 * by byte. */
int results_are_equal(const struct mnz_model *model, const struct mnz_result *a,
                      const struct mnz_result *b);

#endif
