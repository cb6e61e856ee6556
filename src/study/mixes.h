#ifndef MNZ_STUDY_MIXES_H
#define MNZ_STUDY_MIXES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Mixes of labels, each made of earlier ones: shares that sum to 1, see
 * docs/model/blame.md. A mix does not hold its labels but the shares of the mixes it
 * was made of, so making one costs as much as it has parts, however many labels there
 * are. Looking backwards from a mix, all its labels are found in one pass.
 */
typedef uint32_t mnz_mix; /* a label, a mix, or MNZ_NO_MIX: the empty one */
#define MNZ_NO_MIX UINT32_MAX
#define MNZ_MIX_LABEL 0x80000000u

struct mnz_mix_part {
    mnz_mix of;
    double share;
};

/* Zeroed it is empty and ready. One mix is made at a time. */
struct mnz_mixes {
    uint32_t num_mixes, num_parts;
    uint32_t most_mixes, most_parts;
    uint32_t *ends; /* [mix] end of its parts */
    struct mnz_mix_part *parts;
    uint32_t first; /* part of the mix that is being made */
    double weight;  /* of its parts so far */
    int has_failed; /* memory ran out: mixes made since are empty */
};

/* The mix that is the label with this number alone. */
static inline mnz_mix
mnz_mix_of_label(uint32_t label)
{
    return label | MNZ_MIX_LABEL;
}

/* Forget all mixes, keep the memory. */
void mnz_mixes_clear(struct mnz_mixes *mixes);

/* Free the memory. */
void mnz_mixes_finish(struct mnz_mixes *mixes);

/* Begin a mix, give it parts with weights above 0 (others are left out, empty mixes
 * too), and end it: MNZ_NO_MIX without parts. */
void mnz_mix_begin(struct mnz_mixes *mixes);
void mnz_mix_add(struct mnz_mixes *mixes, double weight, mnz_mix of);
mnz_mix mnz_mix_end(struct mnz_mixes *mixes);

/*
 * Share `amounts` [mix], which has room for every mix, out to labels: `take` is called
 * with each label and its part of all amounts of mixes below `end`, perhaps several
 * times a label. The amounts are 0 afterwards.
 */
void mnz_mixes_share_out(const struct mnz_mixes *mixes, double *amounts, uint32_t end,
                         void (*take)(void *context, uint32_t label, double amount),
                         void *context);

#endif
