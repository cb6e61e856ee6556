/* isa.c - which instruction sets the processor has. */

#include "lanes/isa.h"

const char *const mnz_isa_name[MNZ_NUM_ISAS] = {"plain", "x86-64-v2", "x86-64-v3",
                                                "x86-64-v4"};

#ifdef MNZ_HAVE_X86_LEVELS

static int
has_v2(void)
{
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("ssse3") &&
           __builtin_cpu_supports("popcnt");
}

/* The compiler's own names for the levels are younger than compilers in use. */
static int
has_v3(void)
{
    return has_v2() && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

static int
has_v4(void)
{
    return has_v3() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
}

int
mnz_isa_is_usable(enum mnz_isa isa)
{
    __builtin_cpu_init();
    switch (isa) {
    case MNZ_ISA_V2:
        return has_v2();
    case MNZ_ISA_V3:
        return has_v3();
    case MNZ_ISA_V4:
        return has_v4();
    default:
        return isa == MNZ_ISA_PLAIN;
    }
}

#else

int
mnz_isa_is_usable(enum mnz_isa isa)
{
    return isa == MNZ_ISA_PLAIN;
}

#endif

enum mnz_isa
mnz_isa_best(void)
{
    int best = MNZ_NUM_ISAS - 1;

    while (!mnz_isa_is_usable((enum mnz_isa)best))
        best--;
    return (enum mnz_isa)best;
}
