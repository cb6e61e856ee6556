/* mixes.c - mixes of labels, made forwards and shared out backwards. */

#include "study/mixes.h"

#include <stdlib.h>

enum { FIRST_ROOM = 1024 };

void
mnz_mixes_clear(struct mnz_mixes *mixes)
{
    mixes->num_mixes = mixes->num_parts = 0;
}

void
mnz_mixes_finish(struct mnz_mixes *mixes)
{
    free(mixes->ends);
    free(mixes->parts);
    *mixes = (struct mnz_mixes){0};
}

/* Room for one more element; the rest stays as it was without memory. */
static void *
grow(void *elements, uint32_t count, uint32_t *most, size_t size)
{
    const uint32_t wanted = *most > 0 ? 2 * *most : FIRST_ROOM;
    void *larger;

    if (count < *most)
        return elements;
    larger = wanted < MNZ_MIX_LABEL ? realloc(elements, wanted * size) : NULL;
    if (larger)
        *most = wanted;
    return larger;
}

void
mnz_mix_begin(struct mnz_mixes *mixes)
{
    mixes->first = mixes->num_parts;
    mixes->weight = 0.0;
}

void
mnz_mix_add(struct mnz_mixes *mixes, double weight, mnz_mix of)
{
    struct mnz_mix_part *parts;

    if (!(weight > 0.0) || of == MNZ_NO_MIX)
        return;
    parts = grow(mixes->parts, mixes->num_parts, &mixes->most_parts, sizeof *parts);
    if (!parts) {
        mixes->has_failed = 1;
        return;
    }
    mixes->parts = parts;
    parts[mixes->num_parts++] = (struct mnz_mix_part){of, weight};
    mixes->weight += weight;
}

mnz_mix
mnz_mix_end(struct mnz_mixes *mixes)
{
    uint32_t *ends;

    if (mixes->num_parts == mixes->first)
        return MNZ_NO_MIX;
    if (mixes->num_parts == mixes->first + 1) {
        mixes->num_parts = mixes->first;
        return mixes->parts[mixes->first].of;
    }
    ends = grow(mixes->ends, mixes->num_mixes, &mixes->most_mixes, sizeof *ends);
    if (!ends) {
        mixes->has_failed = 1;
        mixes->num_parts = mixes->first;
        return MNZ_NO_MIX;
    }
    mixes->ends = ends;
    for (uint32_t k = mixes->first; k < mixes->num_parts; k++)
        mixes->parts[k].share /= mixes->weight;
    ends[mixes->num_mixes] = mixes->num_parts;
    return mixes->num_mixes++;
}

void
mnz_mixes_share_out(const struct mnz_mixes *mixes, double *amounts, uint32_t end,
                    void (*take)(void *context, uint32_t label, double amount),
                    void *context)
{
    for (uint32_t m = end; m-- > 0;) {
        const double amount = amounts[m];
        const uint32_t first = m > 0 ? mixes->ends[m - 1] : 0;

        if (amount == 0.0)
            continue;
        amounts[m] = 0.0;
        for (uint32_t k = first; k < mixes->ends[m]; k++) {
            const struct mnz_mix_part *part = &mixes->parts[k];

            if (part->of & MNZ_MIX_LABEL)
                take(context, part->of & ~MNZ_MIX_LABEL, amount * part->share);
            else
                amounts[part->of] += amount * part->share;
        }
    }
}
