#ifndef MNZ_DOCUMENT_PRINT_H
#define MNZ_DOCUMENT_PRINT_H

#include <stdio.h>
#include "document/tree.h"

/*
 * Write a merged document as YAML in which every value is followed by the place that it
 * came from, "# file:line". The text is itself a scenario with the same records. Values
 * written on one line stay on one line.
 *
 * MNZ_ERR_IO when the stream fails, MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_tree_print(const struct mnz_tree *tree, FILE *stream);

/* The same without origins, as a file for people: records and their keys on lines of
 * their own, values on one line where that is short enough. */
MNZ_NODISCARD enum mnz_status mnz_tree_print_plain(const struct mnz_tree *tree,
                                                   FILE *stream);

/* A tree as YAML on one line, "{stage: magnet, country: CN}": in `arena`, or the text
 * of the tree itself. NULL without memory. */
const char *mnz_tree_flow(struct mnz_arena *arena, const struct mnz_tree *tree);

#endif
