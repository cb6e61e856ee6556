#ifndef MONAZITE_SEARCH_H
#define MONAZITE_SEARCH_H

#include "monazite/criterion.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A search: the number nearest to `from` for which criteria hold in a scenario, such as
 * the smallest stock that keeps a risk below a limit. Numbers that are looked at are
 * `from`, `from` + step and so on up to `to`, all on the same trials: five that divide
 * the range first, then by bisection.
 *
 * The answer has a 95 % interval: numbers for which the interval of a figure holds the
 * limit are in it. It says how surely the trials tell the number, not how sure the
 * scenario is.
 */
struct mnz_search;

/* How to search. All is borrowed for its time. */
struct mnz_search_options {
    struct mnz_run_options run; /* of every number; `only` and `keep` are not used */
    const char *file;           /* of the scenario */
    const char *text; /* of the file, as for mnz_model_read(); NULL: it is read */
    /* Settings PATH=VALUE of all numbers, as for mnz_model_load(). */
    const char *const *settings;
    size_t num_settings;
    /* The values that take the number, [num_paths], as settings name them. */
    const char *const *paths;
    size_t num_paths;
    const char *unit; /* that follows the number: "days"; "" where it has none */
    double from, to;  /* `to` may be below `from` */
    double step;      /* 0: a 256th of the range */
    /* Of figures of the model that is `file` with `settings`; of no errors ci(...). */
    const struct mnz_criteria *criteria;
};

/* Numbers that a range may have. */
enum { MNZ_MOST_SEARCHED = 1 << 20 };

enum mnz_search_state {
    MNZ_SEARCH_FOUND,
    MNZ_SEARCH_AT_ONCE, /* `from` is the answer: nothing is needed */
    MNZ_SEARCH_NEVER    /* the criteria do not hold at `to`        */
};

struct mnz_search_answer {
    enum mnz_search_state state;
    double number; /* NaN where there is none */
    /* The interval, from its end nearest to `from` on. NaN where no number is far
     * enough to be sure, or the figure's interval is not known. */
    double near, far;
    double step;
    /*
     * Whether all criteria come nearer to their limits from each number to the next, up
     * to half the width of a figure's interval. If not, `better` and `worse` are two
     * numbers, the second farther from `from` and yet worse; the answer is then the one
     * from which on all numbers that were looked at suffice.
     */
    int is_monotone;
    double better, worse;
    uint32_t runs; /* with that of the scenario as it stands */
};

/*
 * Search. `model` is the scenario as it stands, which is run too.
 *
 * On MNZ_OK *out is the caller's to destroy, before the model. Otherwise it is NULL:
 * MNZ_ERR_INPUT for a range or criteria that cannot be, and for numbers that the
 * scenario does not take, with messages in `diags`, which may be NULL; MNZ_ERR_STOPPED,
 * and as mnz_model_run().
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_search(const struct mnz_model *model,
                 const struct mnz_search_options *options, struct mnz_diags *diags,
                 struct mnz_search **out);

/* Does nothing when `search` is NULL. */
MNZ_API void mnz_search_destroy(struct mnz_search *search);

MNZ_API void mnz_search_answer(const struct mnz_search *search,
                               struct mnz_search_answer *out);

/* The result of the scenario as it stands; it belongs to the search. */
MNZ_API const struct mnz_result *mnz_search_result(const struct mnz_search *search);

/* A number that was looked at. */
struct mnz_searched {
    double number; /* NaN of the scenario as it stands, which is the first */
    int holds;     /* all criteria do */
    /* The figure of each criterion, in their order; they belong to the search. */
    const struct mnz_estimate *figures;
};

/*
 * Read an end of a range: "60 days" is 60, and *unit is then "days", a part of `text`;
 * "" where there is none. MNZ_ERR_INPUT where it does not begin with a finite number.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_search_read_number(const char *text, double *number, const char **unit);

/* How many were looked at, and the i-th of them in the order of runs. */
MNZ_API uint32_t mnz_search_num_runs(const struct mnz_search *search);
MNZ_API void mnz_search_run(const struct mnz_search *search, uint32_t i,
                            struct mnz_searched *out);

#ifdef __cplusplus
}
#endif

#endif
