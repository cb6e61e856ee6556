#ifndef MNZ_STUDY_BLAME_LABELS_H
#define MNZ_STUDY_BLAME_LABELS_H

#include "base/arena.h"
#include "scenario/scenario.h"

/* Causes of a missing tonne, see docs/model/blame.md: id, name, and the sentence that
 * tells it: tonnes "were refused". */
#define MNZ_BLAME_CAUSES(X)                                                            \
    X(REFUSED, refused, "refused a licence under")                                     \
    X(WAITING, waiting, "waiting for licences under")                                  \
    X(LAPSED, lapsed, "lost with licences that ran out under")                         \
    X(UNASKED, unasked, "beyond what buyers may apply for under")                      \
    X(BANNED, banned, "banned by")                                                     \
    X(OVER_QUOTA, over_quota, "over the quota of")                                     \
    X(CORRIDOR, corridor, "held up on the way by")                                     \
    X(OUTAGE, outage, "not made because of")                                           \
    X(TECHNOLOGY, technology, "not made for want of service under")                    \
    X(TARIFF, tariff, "not bought because of the duty of")                             \
    X(HOARDED, hoarded, "taken by orders ahead of a date in")                          \
    X(DIVERTED, diverted, "kept for members of")                                       \
    X(STOCKPILED, stockpiled, "taken by the stockpile")                                \
    X(LINK_CAPACITY, link_capacity, "above the capacity of the way from")              \
    X(CAPACITY, capacity, "above the capacity of")                                     \
    X(BYPRODUCT, byproduct, "a by-product of which too little is made at")             \
    X(SCRAP, scrap, "not recycled for want of scrap at")                               \
    X(PRICE, price, "not bought because of high prices by")                            \
    X(OTHER, other, "missing through growth and timing at")

#define MNZ_BLAME_CAUSE_ID(id, name, text) MNZ_BLAME_##id,
enum mnz_blame_cause { MNZ_BLAME_CAUSES(MNZ_BLAME_CAUSE_ID) MNZ_NUM_BLAME_CAUSES };
extern const char *const mnz_blame_cause_name[MNZ_NUM_BLAME_CAUSES];
extern const char *const mnz_blame_cause_text[MNZ_NUM_BLAME_CAUSES];

struct mnz_blame_label {
    enum mnz_blame_cause cause;
    uint32_t act;  /* control of the scenario, or policy; MNZ_NONE */
    uint32_t node; /* plant, or the industry itself */
};

/* Whether the act of a cause is a policy; else it is a control. */
static inline int
mnz_blame_is_of_policy(enum mnz_blame_cause cause)
{
    return cause == MNZ_BLAME_DIVERTED || cause == MNZ_BLAME_STOCKPILED;
}

/* The name of its control or policy; "" without one. */
const char *mnz_blame_act_name(const struct mnz_scenario *scenario,
                               const struct mnz_blame_label *label);

/* By cause, act, node: for sorting. */
int mnz_blame_compare(const struct mnz_blame_label *a, const struct mnz_blame_label *b);

/* Labels with dense numbers in the order in which they were first seen. Zeroed it is
 * empty and ready. */
struct mnz_blame_labels {
    uint32_t count, most, num_slots;
    struct mnz_blame_label *items;
    uint32_t *slots; /* open addressing: number + 1, or 0 when free */
    int has_failed;  /* memory ran out */
};

/* The number of a label, which is added when new; 0 without memory. */
uint32_t mnz_blame_label_number(struct mnz_blame_labels *labels,
                                struct mnz_blame_label label);

void mnz_blame_labels_finish(struct mnz_blame_labels *labels);

#endif
