#ifndef MNZ_REPORT_BUILD_INFO_H
#define MNZ_REPORT_BUILD_INFO_H

/* The program that is running: from the same one, the same scenario and seed give the
 * same bytes. Texts are constant. */
struct mnz_build_info {
    const char *version; /* "0.1.0" */
    const char *commit;  /* "4d43781f8a31", "-dirty" behind it if changed; "unknown" */
    const char *commit_date; /* "2026-11-30", or "unknown" */
    const char *compiler;
    const char *instruction_set; /* chosen for this processor */
    const char *gsl, *libyaml;   /* versions */
};

#endif
