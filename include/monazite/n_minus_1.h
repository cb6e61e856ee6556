#ifndef MONAZITE_N_MINUS_1_H
#define MONAZITE_N_MINUS_1_H

#include "monazite/study.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * N-1: a scenario without one plant, without the exports of one country, or without one
 * corridor, for some months. All of them are ranked by the baseline, the worst
 * of these are tried in a few trials, and those that lose most there are simulated
 * beside the scenario, on the same trials: how much more
 * output is lost, after how many months, and for how long. N-2 is the same for pairs of
 * a kind. docs/model/dependency.md defines every number.
 */
struct mnz_n_minus_1;

/* Kinds of removals; bits of `kinds`. */
enum mnz_gone_kind {
    MNZ_GONE_FACILITY = 1,
    MNZ_GONE_COUNTRY = 2, /* all that it sells abroad */
    MNZ_GONE_CORRIDOR = 4 /* all that one place sells to another */
};

/* How to find it. Everything is borrowed for its time. */
struct mnz_n_minus_1_options {
    struct mnz_run_options run; /* of every run, without strata; `only` and `keep`
                                   are not used */
    const char *file;           /* of the scenario */
    const char *text; /* of the file, as for mnz_model_read(); NULL: it is read */
    /* Settings PATH=VALUE that the model was loaded with. */
    const char *const *settings;
    size_t num_settings;
    unsigned kinds;      /* 0: all */
    const char *outside; /* leave out what stands in this place; NULL: nothing */
    int in_pairs;        /* N-2 */
    uint32_t from;       /* month of the run in which it begins, 0 is the first */
    uint32_t months;     /* for how long; 0: to the end */
    uint32_t most; /* of each kind that are simulated, those that lose most in a few
                      trials; no plant without a capacity */
};

/*
 * Find it. `model` is the scenario as it stands, which is run too; the most numbers
 * that are kept of all trials are MNZ_MOST_KEPT a run.
 *
 * On MNZ_OK, and also when it was stopped after the scenario itself (MNZ_ERR_STOPPED),
 * *out is the caller's to destroy, before the model. Otherwise it is NULL:
 * MNZ_ERR_INPUT for a place or a month that there is not, and for a scenario that has a
 * control "n_minus_1_1" or cannot be read again, with messages in `diags`, which may be
 * NULL; and as mnz_model_run().
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_n_minus_1(const struct mnz_model *model,
                    const struct mnz_n_minus_1_options *options,
                    struct mnz_diags *diags, struct mnz_n_minus_1 **out);

/* Does nothing when `n` is NULL. */
MNZ_API void mnz_n_minus_1_destroy(struct mnz_n_minus_1 *n);

/* The result of the scenario as it stands; it belongs to `n`. */
MNZ_API const struct mnz_result *mnz_n_minus_1_result(const struct mnz_n_minus_1 *n);

/* One of what is taken away. */
struct mnz_gone_part {
    const char *name;    /* of a facility, or of the place that sells */
    const char *country; /* in which it stands; the place itself */
    const char *to;      /* of a corridor: the place that buys; else "" */
    const char *stage;   /* of a facility; else "" */
};

/* A removal, and what follows. Shares of output are of that of all industries,
 * by value; the industries named are those of the model. */
struct mnz_gone {
    enum mnz_gone_kind kind;
    uint32_t num_parts;
    struct mnz_gone_part parts[2];
    /* By the baseline alone, for good and without stocks: the need met, as a mean over
     * industries by value, and of the industry that lacks most. */
    double met_as_bought, met_with_backup;
    const char *worst;
    double worst_met;
    double output_lost; /* share of all output, with backups */
    /* An outage that the scenario has may begin by itself within the run with this
     * probability; 0 without one. */
    double probability;

    int is_simulated; /* the rest is NaN otherwise */
    /* More output lost over the horizon than in the scenario: mean over trials with its
     * 95 % interval, and the 95 % quantile of the difference. */
    double lost, lost_low, lost_high, lost_p95;
    double lost_usd, lost_usd_low, lost_usd_high;
    /* Months from its beginning to the first loss, and from its end until nothing more
     * is lost: medians over the trials in which that comes, and the share of trials in
     * which anything is lost, and in which the loss outlasts the run. */
    double survives, recovers, ever_lost, outlasts;
    const char *hardest; /* the industry that loses most output, in USD; "" if none */
    double hardest_usd;
};

/* More than this share of a month's output of all industries is a loss. */
#define MNZ_LOSS_BEGINS 1e-4

/* All of them, *count: those that were simulated first, by what is lost; then others
 * that were tried, by what a few trials lost; then the rest by output_lost. */
MNZ_API const struct mnz_gone *mnz_n_minus_1_all(const struct mnz_n_minus_1 *n,
                                                 uint32_t *count);

/* Of the i-th, if it was simulated, the mean of the share of a month's output that is
 * lost more; NaN otherwise. */
MNZ_API double mnz_n_minus_1_month(const struct mnz_n_minus_1 *n, uint32_t i,
                                   uint32_t month);

#ifdef __cplusplus
}
#endif

#endif
