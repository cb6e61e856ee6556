#ifndef MNZ_GENERATE_FITTED_TABLE_H
#define MNZ_GENERATE_FITTED_TABLE_H

/* The table of what was fitted, from a posterior.csv of `monazite calibrate`. */

void fitted_table_head(void);

/* Returns 0, or 1 with a message printed. */
int fitted_table_rows(const char *path);

#endif
