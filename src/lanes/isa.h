#ifndef MNZ_LANES_ISA_H
#define MNZ_LANES_ISA_H

/*
 * The files that work on lanes are compiled once for each instruction set below, with
 * MNZ_ISA naming it, and the best that the processor has is chosen at run time. The
 * source is the same and no contraction is allowed, so the results are the same bytes.
 */
enum mnz_isa {
    MNZ_ISA_PLAIN, /* whatever the compiler targets by default */
    MNZ_ISA_V2,    /* x86-64-v2: SSE4.2                        */
    MNZ_ISA_V3,    /* x86-64-v3: AVX2                          */
    MNZ_ISA_V4,    /* x86-64-v4: AVX-512                       */
    MNZ_NUM_ISAS
};

/* "plain", "x86-64-v2", ... */
extern const char *const mnz_isa_name[MNZ_NUM_ISAS];

/* Apply `X(constant, suffix)` to each instruction set of this build: from one list come
 * the declarations and tables of everything that is compiled once for each. */
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

#ifdef MNZ_ISA
#define MNZ_ISA_JOIN_(name, isa) name##_##isa
#define MNZ_ISA_JOIN(name, isa) MNZ_ISA_JOIN_(name, isa)
#define mnz_adapt MNZ_ISA_JOIN(mnz_adapt, MNZ_ISA)
#define mnz_adapt_set_aside MNZ_ISA_JOIN(mnz_adapt_set_aside, MNZ_ISA)
#define mnz_capacity_set MNZ_ISA_JOIN(mnz_capacity_set, MNZ_ISA)
#define mnz_environment_set MNZ_ISA_JOIN(mnz_environment_set, MNZ_ISA)
#define mnz_fold_lanes MNZ_ISA_JOIN(mnz_fold_lanes, MNZ_ISA)
#define mnz_floor_pay MNZ_ISA_JOIN(mnz_floor_pay, MNZ_ISA)
#define mnz_hold_acts MNZ_ISA_JOIN(mnz_hold_acts, MNZ_ISA)
#define mnz_hold_apply MNZ_ISA_JOIN(mnz_hold_apply, MNZ_ISA)
#define mnz_hold_leak MNZ_ISA_JOIN(mnz_hold_leak, MNZ_ISA)
#define mnz_hold_prepare MNZ_ISA_JOIN(mnz_hold_prepare, MNZ_ISA)
#define mnz_lane_pow MNZ_ISA_JOIN(mnz_lane_pow, MNZ_ISA)
#define mnz_lanes_run MNZ_ISA_JOIN(mnz_lanes_run, MNZ_ISA)
#define mnz_licence_file_by_lane MNZ_ISA_JOIN(mnz_licence_file_by_lane, MNZ_ISA)
#define mnz_licence_set_delays MNZ_ISA_JOIN(mnz_licence_set_delays, MNZ_ISA)
#define mnz_licence_shift_queue MNZ_ISA_JOIN(mnz_licence_shift_queue, MNZ_ISA)
#define mnz_licence_work MNZ_ISA_JOIN(mnz_licence_work, MNZ_ISA)
#define mnz_order_place MNZ_ISA_JOIN(mnz_order_place, MNZ_ISA)
#define mnz_pact_decide MNZ_ISA_JOIN(mnz_pact_decide, MNZ_ISA)
#define mnz_pact_watch MNZ_ISA_JOIN(mnz_pact_watch, MNZ_ISA)
#define mnz_parameters_advance MNZ_ISA_JOIN(mnz_parameters_advance, MNZ_ISA)
#define mnz_parameters_draw MNZ_ISA_JOIN(mnz_parameters_draw, MNZ_ISA)
#define mnz_parameters_init MNZ_ISA_JOIN(mnz_parameters_init, MNZ_ISA)
#define mnz_ramp_share MNZ_ISA_JOIN(mnz_ramp_share, MNZ_ISA)
#define mnz_record_horizon MNZ_ISA_JOIN(mnz_record_horizon, MNZ_ISA)
#define mnz_record_month MNZ_ISA_JOIN(mnz_record_month, MNZ_ISA)
#define mnz_record_part_month MNZ_ISA_JOIN(mnz_record_part_month, MNZ_ISA)
#define mnz_record_step MNZ_ISA_JOIN(mnz_record_step, MNZ_ISA)
#define mnz_recycling_note MNZ_ISA_JOIN(mnz_recycling_note, MNZ_ISA)
#define mnz_recycling_return MNZ_ISA_JOIN(mnz_recycling_return, MNZ_ISA)
#define mnz_recycling_start MNZ_ISA_JOIN(mnz_recycling_start, MNZ_ISA)
#define mnz_schedule_draw MNZ_ISA_JOIN(mnz_schedule_draw, MNZ_ISA)
#define mnz_ship_make MNZ_ISA_JOIN(mnz_ship_make, MNZ_ISA)
#define mnz_ship_send_by_lane MNZ_ISA_JOIN(mnz_ship_send_by_lane, MNZ_ISA)
#define mnz_spot_buy MNZ_ISA_JOIN(mnz_spot_buy, MNZ_ISA)
#define mnz_start MNZ_ISA_JOIN(mnz_start, MNZ_ISA)
#define mnz_stockpile_act MNZ_ISA_JOIN(mnz_stockpile_act, MNZ_ISA)
#define mnz_stockpile_order MNZ_ISA_JOIN(mnz_stockpile_order, MNZ_ISA)
#define mnz_stockpile_receive MNZ_ISA_JOIN(mnz_stockpile_receive, MNZ_ISA)
#define mnz_surge_set MNZ_ISA_JOIN(mnz_surge_set, MNZ_ISA)
#define mnz_thrift_apply MNZ_ISA_JOIN(mnz_thrift_apply, MNZ_ISA)
#define mnz_thrift_base_use MNZ_ISA_JOIN(mnz_thrift_base_use, MNZ_ISA)
#define mnz_thrift_watch MNZ_ISA_JOIN(mnz_thrift_watch, MNZ_ISA)
#define mnz_treatment_set MNZ_ISA_JOIN(mnz_treatment_set, MNZ_ISA)
#endif

#endif
