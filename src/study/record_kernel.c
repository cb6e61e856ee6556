/* record_kernel.c - from the steps of a batch to the values of series, in one unit;
 * compiled once for each instruction set, which MNZ_ISA names. */

#include "study/record_kernel.h"

#include "study/record_flows.c"
#include "study/record_industries.c"

#include "study/record_step.c"

const struct mnz_record_kernel MNZ_ISA_NAME(mnz_record_kernel) = {
    .step = mnz_record_step};
