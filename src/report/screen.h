#ifndef MNZ_REPORT_SCREEN_H
#define MNZ_REPORT_SCREEN_H

#include "report/outcome.h"
#include "report/screen_text.h"

/* Pictures of an outcome. MNZ_ERR_IO when the stream has failed. */

/* Each run on one screen: the headline, the industries that lose most output with a
 * sparkline of months and a bar of quantiles, countries, elements, limiting inputs. */
MNZ_NODISCARD enum mnz_status mnz_screen_runs(const struct mnz_screen *screen,
                                              const struct mnz_outcome *outcome);

/* Alternatives beside the base, ranked by the output lost that they avoid; all measures
 * at once beside the sum of each; where each helps; how many trials pairing spared. */
MNZ_NODISCARD enum mnz_status mnz_screen_compare(const struct mnz_screen *screen,
                                                 const struct mnz_outcome *outcome);

/* For each series, month by month, the simulated band and the observation; its scores
 * by set; then how the probability transforms of all spread. */
MNZ_NODISCARD enum mnz_status mnz_screen_score(const struct mnz_screen *screen,
                                               const struct mnz_outcome *outcome);

/* Fitted months and how well; then the inputs that moved, prior beside posterior. */
MNZ_NODISCARD enum mnz_status mnz_screen_calibration(const struct mnz_screen *screen,
                                                     const struct mnz_outcome *outcome);

/* The suppliers of an industry; then its losses by cause, with a sparkline of months,
 * by country, stage and plant; then its losses without what is to blame. */
MNZ_NODISCARD enum mnz_status mnz_screen_why(const struct mnz_screen *screen,
                                             const struct mnz_outcome *outcome);

/* On whom industries depend: shares by country, concentration by stage, industries that
 * an origin would stop, imports that meet all criteria. */
MNZ_NODISCARD enum mnz_status mnz_screen_dependency(const struct mnz_screen *screen,
                                                    const struct mnz_outcome *outcome);

/* Losses without a plant, a country's exports, a corridor: the need met, bars of
 * the output lost, and when it begins and is over. */
MNZ_NODISCARD enum mnz_status mnz_screen_n_minus_1(const struct mnz_screen *screen,
                                                   const struct mnz_outcome *outcome);

/* For each answer the inputs that move it beyond chance, with their rank correlations,
 * shares and a tornado; the share that no input explains. */
MNZ_NODISCARD enum mnz_status mnz_screen_drivers(const struct mnz_screen *screen,
                                                 const struct mnz_outcome *outcome);

/* For each answer the groups of inputs, the largest effect first. */
MNZ_NODISCARD enum mnz_status mnz_screen_effects(const struct mnz_screen *screen,
                                                 const struct mnz_outcome *outcome);

/* The answer of a search with its interval, then the numbers that were looked at. */
MNZ_NODISCARD enum mnz_status mnz_screen_size(const struct mnz_screen *screen,
                                              const struct mnz_outcome *outcome);

/* The sets on the frontier with their costs, then other sets that were run. */
MNZ_NODISCARD enum mnz_status mnz_screen_frontier(const struct mnz_screen *screen,
                                                  const struct mnz_outcome *outcome);

/* The part of the shortfall that is forced, by trial, and what a tonne was worth. */
MNZ_NODISCARD enum mnz_status mnz_screen_bound(const struct mnz_screen *screen,
                                               const struct mnz_outcome *outcome);

/* The points of a sweep: varied values, each figure with its interval, and a bar of the
 * first one; points that cannot be. Long sweeps are cut. */
MNZ_NODISCARD enum mnz_status mnz_screen_sweep(const struct mnz_screen *screen,
                                               const struct mnz_outcome *outcome);

/*
 * How far a run has come: on a terminal a bar on one line, redrawn at each call;
 * elsewhere a line after 10 seconds, after 20, 40 and so on.
 */
struct mnz_progress {
    struct mnz_screen screen;
    int is_terminal;
    int is_json;    /* lines of JSON, one a second at most, for programs that watch */
    double started; /* seconds, monotonic; set by mnz_progress_begin */
    double silent;  /* seconds until the next line; likewise */
};
void mnz_progress_begin(struct mnz_progress *progress);
void mnz_progress_draw(void *progress, uint64_t done, uint64_t trials);
void mnz_progress_end(struct mnz_progress *progress);

#endif
