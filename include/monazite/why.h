#ifndef MONAZITE_WHY_H
#define MONAZITE_WHY_H

#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Why an industry is short: its losses, traced to the controls, plants and capacities
 * that held the missing goods back, as docs/model/blame.md defines it. It never
 * changes; any number of threads may read it.
 */
struct mnz_why;

/* Losses that are explained: "shortfall" and "output_lost". */
enum mnz_loss_kind { MNZ_LOSS_SHORTFALL, MNZ_LOSS_OUTPUT, MNZ_NUM_LOSSES };
MNZ_API const char *mnz_loss_name(enum mnz_loss_kind loss);

/* A cause and its part of a loss. Texts are those of the model. */
struct mnz_why_cause {
    const char *cause;   /* "waiting"; see docs/model/blame.md for all */
    const char *act;     /* the control or policy; "" if there is none */
    const char *plant;   /* that did not deliver; the industry itself for its prices */
    const char *stage;   /* of the plant: "separation"; "" of the industry */
    const char *country; /* of the plant */
    double of_need;      /* mean over trials, as a share of what the industry wants */
    double of_loss;      /* share of the loss: those of all causes sum to 1 */
};

/*
 * Run `model` and trace the losses of an industry, a group of the scope "industry" (see
 * mnz_model_find_measure()). `options` may be NULL, its `keep` is not used.
 *
 * On MNZ_OK, and also when the run was stopped (MNZ_ERR_STOPPED), *out is the caller's
 * to destroy, before the model. Otherwise it is NULL: MNZ_ERR_INPUT where the group is
 * no industry, and as for mnz_model_run(); MNZ_ERR_IO or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_why(const struct mnz_model *model, uint32_t group,
              const struct mnz_run_options *options, struct mnz_why **out);

/*
 * The same of one trial, counted from 0 as in `trials.csv`; `trials` of the options is
 * not used. Its causes and losses are those of that trial.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_why_trial(const struct mnz_model *model, uint32_t group, uint64_t trial,
                    const struct mnz_run_options *options, struct mnz_why **out);

/* Does nothing when `why` is NULL. */
MNZ_API void mnz_why_destroy(struct mnz_why *why);

/* The industry, a group of the model. */
MNZ_API uint32_t mnz_why_group(const struct mnz_why *why);

/* The result of the run; it belongs to `why`. */
MNZ_API const struct mnz_result *mnz_why_result(const struct mnz_why *why);

/* The loss in a month of the run (MNZ_HORIZON: over all), as a share of what the
 * industry wants: the mean over trials. NaN for a month that there is not. */
MNZ_API double mnz_why_loss(const struct mnz_why *why, enum mnz_loss_kind loss,
                            uint32_t month);

/* Its causes, *count of them, the largest first; they belong to `why`. */
MNZ_API const struct mnz_why_cause *mnz_why_causes(const struct mnz_why *why,
                                                   enum mnz_loss_kind loss,
                                                   uint32_t month, uint32_t *count);

/* The input that one trial lacks most in a month, "" if it lacks none, and how many
 * tonnes of it. MNZ_ERR_INPUT where `why` is of many trials, or for a month that there
 * is not. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_why_scarcest(const struct mnz_why *why,
                                                       uint32_t month,
                                                       const char **material,
                                                       double *tonnes);

/* The losses of an industry in another model, beside those in the one that was
 * explained. */
struct mnz_why_without {
    uint64_t trials;              /* that both have */
    double loss[MNZ_NUM_LOSSES];  /* in the other model: mean over trials */
    double saved[MNZ_NUM_LOSSES]; /* by how much it is smaller there */
    /* 95 % interval of `saved`, of pairs of trials with equal draws; NaN where there
     * are too few. */
    double low[MNZ_NUM_LOSSES], high[MNZ_NUM_LOSSES];
};

/*
 * Run `other`, a variant of the model that was explained in which something is taken
 * away, on the same trials. A control is taken away by the setting
 * "controls.NAME.probability=0", which leaves the draws of all other inputs as they
 * are. `options` are those of the explained run, or NULL if that had none; what they
 * keep and watch is not used.
 *
 * MNZ_ERR_INPUT where `other` has no industry of this name, and as for mnz_model_run();
 * MNZ_ERR_STOPPED leaves *out unset.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_why_compare(const struct mnz_why *why, const struct mnz_model *other,
                const struct mnz_run_options *options, struct mnz_why_without *out);

#ifdef __cplusplus
}
#endif

#endif
