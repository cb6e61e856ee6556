#ifndef MNZ_DOCUMENT_SETTINGS_H
#define MNZ_DOCUMENT_SETTINGS_H

#include "document/tree.h"

/* One `--set path=value`; `origin` names it in messages ("--set 'run.seed=7'"). */
struct mnz_setting {
    const char *text;
};

/*
 * Apply one `path=value` to a merged document. The path is keys with dots between them
 * (a name that holds dots is found as it is, or stands in double quotes); a link is
 * meant by its `name`: links.NAME.share. Where no keys lead there, it is a path as the
 * program prints it, see spelling.h, or the name of a draw: events.E.drawn. The value
 * is read as YAML if it starts with a bracket or a quote, else it is plain; null
 * removes. Merging is that of layers.
 *
 * Problems are reported at "--set 'text'":1:column and *out is then `document`.
 * MNZ_ERR_NOMEM or MNZ_OK.
 */
MNZ_NODISCARD enum mnz_status mnz_setting_apply(const struct mnz_setting *setting,
                                                const struct mnz_tree *document,
                                                struct mnz_arena *arena,
                                                struct mnz_diags *diags,
                                                const struct mnz_tree **out);

/* The end of a value in a list of settings or values: the comma after it, or the end of
 * the text. A comma inside brackets, braces or quotes belongs to the value. */
const char *mnz_setting_end(const char *text);

#endif
