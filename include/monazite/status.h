#ifndef MONAZITE_STATUS_H
#define MONAZITE_STATUS_H

#if defined(__GNUC__)
#define MNZ_NODISCARD __attribute__((warn_unused_result))
#define MNZ_PRINTF(format_at, args_at)                                                 \
    __attribute__((format(printf, format_at, args_at)))
#define MNZ_API __attribute__((visibility("default")))
#else
#define MNZ_NODISCARD
#define MNZ_PRINTF(format_at, args_at)
#define MNZ_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Functions that can fail return one of these; MNZ_OK is 0. */
enum mnz_status {
    MNZ_OK = 0,
    MNZ_ERR_INPUT,   /* the user's files or options are wrong: see the diagnostics */
    MNZ_ERR_IO,      /* reading or writing failed; errno says why                  */
    MNZ_ERR_NOMEM,   /* out of memory                                              */
    MNZ_ERR_STOPPED, /* interrupted on request; the trials until then are valid    */
};

/* A short English phrase for `status`, never NULL: "out of memory". */
MNZ_API const char *mnz_status_text(enum mnz_status status);

#ifdef __cplusplus
}
#endif

#endif
