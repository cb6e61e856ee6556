#ifndef MNZ_REPORT_LOSSES_H
#define MNZ_REPORT_LOSSES_H

#include "study/run_data.h"

/* The share of output whose loss counts: of "P>1%". */
#define MNZ_LOST_ABOVE 0.01

/* A group with the figures of its line. */
struct mnz_loss {
    uint32_t group;
    struct mnz_summary share; /* of output lost; of an element, missing */
    struct mnz_exceedance above;
    double first_month; /* median, of the trials that are short */
    double lost_usd;    /* mean; NaN where it is not reported */
};

/* The groups of a scope, worst first: by mean output lost, USD, then by its share;
 * *out is the caller's to free. */
MNZ_NODISCARD enum mnz_status mnz_losses_of_scope(const struct mnz_run *run,
                                                  enum mnz_scope scope,
                                                  struct mnz_loss **out,
                                                  uint32_t *count);

/* The actor of an industry's group. */
const struct mnz_actor *mnz_loss_actor(const struct mnz_run *run, uint32_t group);

/* The port of an industry's group that limits it most often, or MNZ_NONE; in *share,
 * unless that is NULL, its part of all the steps in which an input limits it. */
uint32_t mnz_limiting_port(const struct mnz_run *run, uint32_t group, double *share);

/* The material of a port. */
const struct mnz_material *mnz_port_material(const struct mnz_network *network,
                                             uint32_t port);

/* The date, "2025-11", of a first short month as figures count it, from 1; "" of
 * NaN. */
void mnz_month_of_figure(const struct mnz_scenario *scenario, double month,
                         char text[16]);

/* The day that is `days` after the run's first, YYYY-MM-DD; empty where there is none.
 */
void mnz_day_of_figure(const struct mnz_scenario *scenario, double days, char text[16]);

#endif
