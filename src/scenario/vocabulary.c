/* vocabulary.c - words of the scenario language as texts. */

#include "scenario/vocabulary.h"

#include <string.h>

#include "base/units.h"

#define SYMBOL(symbol, oxide) #symbol,
#define OXIDE(symbol, oxide) oxide,
#define NAME(id, name) #name,
#define TEXT(id, text) text,
#define STEP(id, name, months, years, parts) #name,
#define MONTHS(id, name, months, years, parts) months,
#define YEARS(id, name, months, years, parts) years,
#define PARTS(id, name, months, years, parts) parts,

const char *const mnz_rare_earth_symbol[] = {MNZ_RARE_EARTHS(SYMBOL) NULL};
const double mnz_rare_earth_oxide[] = {MNZ_RARE_EARTHS(OXIDE)};
const char *const mnz_stage_name[] = {MNZ_STAGES(NAME) NULL};
const char *const mnz_end_use_name[] = {MNZ_END_USES(NAME) NULL};
const char *const mnz_step_name[] = {MNZ_STEPS(STEP) NULL};
const double mnz_step_months[] = {MNZ_STEPS(MONTHS)};
const double mnz_step_years[] = {MNZ_STEPS(YEARS)};
const uint32_t mnz_step_parts[] = {MNZ_STEPS(PARTS)};
const char *const mnz_quota_share_name[] = {MNZ_QUOTA_SHARES(TEXT) NULL};

uint32_t
mnz_word_find(const char *const *words, const char *word)
{
    uint32_t i = 0;

    while (words[i] && strcmp(words[i], word) != 0)
        i++;
    return i;
}
