#ifndef MNZ_STUDY_WHY_H
#define MNZ_STUDY_WHY_H

#include "monazite/why.h"
#include "study/blame.h"
#include "study/model.h"

/* The causes of a loss in one month or over the horizon. */
struct mnz_why_list {
    double loss;
    uint32_t count;
    struct mnz_blamed *blamed;    /* [count], with numbers for names */
    struct mnz_why_cause *causes; /* [count] */
};

/* The structure behind the opaque type of monazite/why.h, for reports. */
struct mnz_why {
    const struct mnz_model *model; /* borrowed */
    uint32_t group, node;
    struct mnz_result *result;
    struct mnz_why_list *lists; /* [loss][month, then the horizon] */
    int is_of_trial;            /* of one trial, whose draws follow */
    uint64_t trial;
    double *draws; /* [input] */
};

/* The causes of a loss in a month, or over the horizon: MNZ_HORIZON. */
const struct mnz_why_list *mnz_why_list(const struct mnz_why *why,
                                        enum mnz_loss_kind loss, uint32_t month);

/* An industry's losses over the horizon as measures. */
void mnz_why_measures(uint32_t group, struct mnz_measure measures[MNZ_NUM_LOSSES]);

/* The series of an industry's losses over the horizon, in the order of the losses; how
 * many there are. */
uint32_t mnz_why_series(const struct mnz_model *model, uint32_t group,
                        uint32_t series[MNZ_NUM_LOSSES]);

#endif
