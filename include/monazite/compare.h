#ifndef MONAZITE_COMPARE_H
#define MONAZITE_COMPARE_H

#include "monazite/study.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A comparison: how much each figure of an alternative differs from that of a base, on
 * the same trials. Differences of paired trials are much surer than those of two
 * independent runs, for most of the chance is the same in both.
 *
 * Alternatives are scenarios of their own, or measures: changes of the base that may be
 * made together. With several measures a last alternative may be all of them at once;
 * its difference less the sum of theirs is their interaction, also with an interval.
 */
struct mnz_comparison;

enum mnz_alternative_kind {
    MNZ_ALTERNATIVE_SCENARIO,
    MNZ_ALTERNATIVE_MEASURE, /* a change of the base */
    MNZ_ALTERNATIVE_TOGETHER /* all measures before it at once; the last alternative */
};

struct mnz_alternative {
    struct mnz_point point;
    enum mnz_alternative_kind kind;
};

struct mnz_compare_options {
    struct mnz_run_options run; /* trials, seed, sampler: else those of the base;
                                   `only`, `keep` and `trial` are not used; of a shard
                                   differences stay 0, and `save` has its results */
    const struct mnz_measure *measures; /* of the base's model; NULL: all over the
                                           horizon */
    uint32_t num_measures;
    /* Results by mnz_compare_restore() to go on with, and where results are stored, as
     * in struct mnz_study_options: [1 + alternatives], the base first. */
    struct mnz_result **begun;
    int (*save)(void *context, uint32_t point, const struct mnz_result *result);
    void *save_context;
};

/*
 * Compare alternatives with `base`. All points are borrowed and must outlive the
 * comparison. Values of measures and trials are at most MNZ_MOST_KEPT a point.
 *
 * On MNZ_OK, and also when it was stopped after the base and some trials of an
 * alternative (MNZ_ERR_STOPPED), *out is the caller's to destroy. Otherwise it is NULL:
 * MNZ_ERR_INPUT for a measure that the base does not report or for too many values, or
 * as mnz_model_run().
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_compare_create(const struct mnz_point *base,
                   const struct mnz_alternative *alternatives,
                   uint32_t num_alternatives, const struct mnz_compare_options *options,
                   struct mnz_comparison **out);

/* Read back a result of the base or an alternative, that mnz_result_save() wrote of it:
 * as mnz_study_restore(). */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_compare_restore(const struct mnz_point *base, const struct mnz_point *point,
                    const struct mnz_compare_options *options, const char *maker,
                    const char *path, struct mnz_diags *diags, char *note,
                    struct mnz_result **out);

/* Does nothing when `comparison` is NULL. */
MNZ_API void mnz_comparison_destroy(struct mnz_comparison *comparison);

/* The measures compared, of the base's model. */
MNZ_API uint32_t mnz_comparison_num_measures(const struct mnz_comparison *comparison);
MNZ_API struct mnz_measure
mnz_comparison_measure(const struct mnz_comparison *comparison, uint32_t i);

/* Alternatives compared: as many as were asked for, unless it was stopped; and whether
 * their interaction follows them, under the next number. */
MNZ_API uint32_t
mnz_comparison_num_alternatives(const struct mnz_comparison *comparison);
MNZ_API int mnz_comparison_has_interaction(const struct mnz_comparison *comparison);

/* The result of a point, 0 being the base, with the measures compared and nothing else.
 * NULL for one that was not run. */
MNZ_API const struct mnz_result *
mnz_comparison_result(const struct mnz_comparison *comparison, uint32_t point);

/*
 * Measure `i` of an alternative, or of the interaction, over the trials of `branch` of
 * the base (mnz_result_branch_name(); where an alternative has a branch of that name,
 * its trials are in both). Of the interaction the base is the sum of the measures, and
 * the other all of them at once. Belongs to the comparison.
 */
MNZ_API const struct mnz_difference *
mnz_comparison_difference(const struct mnz_comparison *comparison, uint32_t alternative,
                          uint32_t branch, uint32_t i);

/*
 * How probable it is that the alternative is worse than the base in a trial, with a 95
 * % interval. More is worse, but for stock_months, granted_tonnes, in_hand_tonnes,
 * shipped_tonnes and first_short_month.
 */
MNZ_API void mnz_comparison_worse(const struct mnz_comparison *comparison,
                                  uint32_t alternative, uint32_t branch, uint32_t i,
                                  struct mnz_exceedance *out);

#ifdef __cplusplus
}
#endif

#endif
