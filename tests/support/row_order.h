#ifndef MNZ_TESTS_SUPPORT_ROW_ORDER_H
#define MNZ_TESTS_SUPPORT_ROW_ORDER_H

#include <stdint.h>

/* Trials as a run hands them out: how many, and whether one was out of order. */
struct row_order {
    uint64_t next;
    int out_of_order;
};

/* To be called with each trial; the context is a struct row_order. */
static inline int
row_order_take(void *context, uint64_t trial, const double *draws, const double *values)
{
    struct row_order *rows = context;

    (void)draws;
    (void)values;
    rows->out_of_order |= trial != rows->next++;
    return 0;
}

#endif
