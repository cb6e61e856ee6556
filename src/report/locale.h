#ifndef MNZ_REPORT_LOCALE_H
#define MNZ_REPORT_LOCALE_H

#include <stddef.h>
#include "report/cells.h"

/* The name of a language or locale in the list ("de", "de_CH"), NULL behind the last.
 */
const char *mnz_locale_name(size_t index);

/*
 * Set decimal point and separator to those that spreadsheets read. `text` has words
 * with blanks between them, each the name of a locale ("de", also as "de_DE.UTF-8"),
 * "decimal=," or "separator=;" ("separator=tab" too). A decimal comma without a
 * separator goes with semicolons. On MNZ_ERR_INPUT *word and *length are the word that
 * is wrong, the last one where decimals and cells would have the same mark.
 */
MNZ_NODISCARD enum mnz_status mnz_locale_read(const char *text,
                                              struct mnz_cells_style *style,
                                              const char **word, size_t *length);

#endif
