#ifndef MNZ_CLI_ALTERNATIVES_H
#define MNZ_CLI_ALTERNATIVES_H

#include <stddef.h>
#include "base/names.h"
#include "monazite/status.h"

/* A change of a scenario as a command line writes it: NAME:PATH=VALUE,PATH=VALUE. */
struct mnz_change {
    const char *name;
    const char **settings; /* "PATH=VALUE", in order */
    size_t num_settings;
};

/*
 * Take `text` apart; all in the arena of `taken`, the names of other changes, to which
 * this one's is added. A comma inside brackets, braces or quotes belongs to a value.
 * MNZ_ERR_INPUT: *wrong says what is missing, "a name and ':'", or "a name of its own".
 */
MNZ_NODISCARD enum mnz_status mnz_change_read(const char *text, struct mnz_names *taken,
                                              struct mnz_change *out,
                                              const char **wrong);

/* The path that two changes both set, without its value, in `arena`; NULL if there is
 * none. */
const char *mnz_change_clash(const struct mnz_change *a, const struct mnz_change *b,
                             struct mnz_arena *arena);

#endif
