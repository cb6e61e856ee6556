#ifndef MNZ_GENERATE_VALIDATION_TABLES_H
#define MNZ_GENERATE_VALIDATION_TABLES_H

/* A back-test is a prior; what scenarios/backtests/fit.sh makes of it is its posterior.
 */
struct validation_backtest {
    const char *prior, *posterior, *table;
};
enum { VALIDATION_NUM_BACKTESTS = 2 };
extern const struct validation_backtest validation_backtests[VALIDATION_NUM_BACKTESTS];

/* Each writes one table to standard output, from the scenarios in `folder`. Returns 0,
 * or 1 with a message printed. */
typedef int validation_write(const char *folder);
validation_write validation_write_verdict, validation_write_before,
    validation_write_fitted, validation_write_scores, validation_write_paths,
    validation_write_years, validation_write_sensitivity, validation_write_elements;

/* Frees the runs that several tables share. */
void validation_finish(void);

#endif
