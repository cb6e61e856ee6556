#ifndef MNZ_LANES_ISA_H
#define MNZ_LANES_ISA_H

/*
 * Units that work on lanes (kernels) are compiled once for each instruction set below,
 * with MNZ_ISA naming it, and the best that the processor has is chosen at run time.
 * The source is the same and no contraction is allowed, so the results are the same
 * bytes.
 */
enum mnz_isa {
    MNZ_ISA_PLAIN, /* the compiler's default target */
    MNZ_ISA_V2,    /* x86-64-v2: SSE4.2                        */
    MNZ_ISA_V3,    /* x86-64-v3: AVX2                          */
    MNZ_ISA_V4,    /* x86-64-v4: AVX-512                       */
    MNZ_NUM_ISAS
};

/* "plain", "x86-64-v2", ... */
extern const char *const mnz_isa_name[MNZ_NUM_ISAS];

/* Apply `X(constant, suffix)` to each instruction set of this build: from one list come
 * the declarations and tables of kernels. */
#ifdef MNZ_HAVE_X86_LEVELS
#define MNZ_ISAS(X)                                                                    \
    X(MNZ_ISA_PLAIN, plain) X(MNZ_ISA_V2, v2) X(MNZ_ISA_V3, v3) X(MNZ_ISA_V4, v4)
#else
#define MNZ_ISAS(X) X(MNZ_ISA_PLAIN, plain)
#endif

/* The best that this processor and this build have. */
enum mnz_isa mnz_isa_best(void);

/* Whether this processor and this build have it; plain always. */
int mnz_isa_is_usable(enum mnz_isa isa);

/* In a unit that is compiled for one instruction set: the name of that set's `name`. */
#ifdef MNZ_ISA
#define MNZ_ISA_JOIN_(name, isa) name##_##isa
#define MNZ_ISA_JOIN(name, isa) MNZ_ISA_JOIN_(name, isa)
#define MNZ_ISA_NAME(name) MNZ_ISA_JOIN(name, MNZ_ISA)
#endif

#endif
