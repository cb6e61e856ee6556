#ifndef MNZ_DOCUMENT_YAML_READ_H
#define MNZ_DOCUMENT_YAML_READ_H

#include <stddef.h>
#include "document/text.h"
#include "document/tree.h"

enum {
    MNZ_YAML_MOST_DEPTH = 64,
    MNZ_YAML_MOST_NODES = 2000000,    /* as written                        */
    MNZ_YAML_MOST_EXPANDED = 4000000, /* counting targets of aliases */
    MNZ_YAML_MOST_BYTES = 16 << 20,
    MNZ_YAML_MOST_KEY = 1000 /* bytes of a key, which paths and messages repeat */
};

/*
 * Read one YAML document into a tree in `arena`. The text may be anything at all:
 * depth, size and the expansion of aliases are bounded, keys are plain and given once,
 * and each way of going wrong is a message at its place in `diags`. A leading byte
 * order mark is passed over (and so must be left out of the source that `diags` shows).
 *
 * MNZ_ERR_INPUT when `diags` has new errors; an empty document is one. *out is the
 * document all the same where it could be read to its end and each key with it, so that
 * more can be said of it, else NULL.
 */
MNZ_NODISCARD enum mnz_status mnz_yaml_read(const struct mnz_text *text,
                                            struct mnz_arena *arena,
                                            struct mnz_diags *diags,
                                            const struct mnz_tree **out);

/*
 * A value that stands alone: a table's cell, or the text after the '=' of a setting.
 * YAML if it starts with '{' or '[' (or a quote, where `reads_quotes`), else a plain
 * scalar as it is, blanks around it apart. `text` must live as long as `arena`.
 */
MNZ_NODISCARD enum mnz_status
mnz_yaml_read_value(const char *text, struct mnz_span start, int reads_quotes,
                    struct mnz_arena *arena, struct mnz_diags *diags,
                    const struct mnz_tree **out);

#endif
