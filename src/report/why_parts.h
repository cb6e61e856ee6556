#ifndef MNZ_REPORT_WHY_PARTS_H
#define MNZ_REPORT_WHY_PARTS_H

#include "study/why.h"

enum { MNZ_WHY_MONTHS = 1200 }; /* of a run, at most */

/* Parts of a loss that have one text in common. */
struct mnz_why_part {
    char text[320];
    double of_need;
    double months[MNZ_WHY_MONTHS]; /* of need, by month */
};

struct mnz_why_parts {
    uint32_t count;
    struct mnz_why_part *items;
};

/* Makes the text by which causes are put together. */
typedef void (*mnz_why_namer)(const struct mnz_why *why,
                              const struct mnz_blame_label *label, char *text,
                              size_t size);

/* "waiting for licences under a18_dy_jp", "above the capacity of my_lynas". */
void mnz_why_name_cause(const struct mnz_why *why, const struct mnz_blame_label *label,
                        char *text, size_t size);
/* The plant, its country, its stage. */
void mnz_why_name_plant(const struct mnz_why *why, const struct mnz_blame_label *label,
                        char *text, size_t size);
void mnz_why_name_country(const struct mnz_why *why,
                          const struct mnz_blame_label *label, char *text, size_t size);
void mnz_why_name_stage(const struct mnz_why *why, const struct mnz_blame_label *label,
                        char *text, size_t size);

/* Put the causes of a month or of the horizon together by their names, the largest
 * first; free the items. */
MNZ_NODISCARD enum mnz_status mnz_why_collect(const struct mnz_why *why,
                                              enum mnz_loss_kind loss, uint32_t month,
                                              mnz_why_namer name,
                                              struct mnz_why_parts *parts);

#endif
