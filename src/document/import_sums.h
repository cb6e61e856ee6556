#ifndef MNZ_DOCUMENT_IMPORT_SUMS_H
#define MNZ_DOCUMENT_IMPORT_SUMS_H

#include <stdio.h>
#include "base/names.h"
#include "document/import_formats.h"

/* Rows of one period, from, to and material (or of one country and sector) together. */
struct mnz_import_sum {
    const char *period, *from, *to, *material; /* in the map's arena */
    double tonnes, usd;
    uint64_t rows;
    uint32_t file; /* the first of them: its source */
    int is_left_out;
};

/* Places of files that the map does not know, with the rows that named them. */
enum { MNZ_IMPORT_MOST_UNKNOWN = 24 };

struct mnz_import_sums {
    struct mnz_import_map *map;
    enum mnz_import_format format;
    enum mnz_import_as as;
    struct mnz_names keys; /* period, from, to, material: ids are positions in `sums` */
    struct mnz_import_sum *sums;
    size_t num_sums, room;
    uint64_t num_read, num_used, num_dropped[MNZ_NUM_DROPS];
    double usd_dropped[MNZ_NUM_DROPS];
    struct mnz_names unknown;
    uint64_t unknown_rows[MNZ_IMPORT_MOST_UNKNOWN];
    const char **sources; /* of each file: name, edition, SHA-256 */
    uint32_t file;        /* that is read */
};

MNZ_NODISCARD enum mnz_status mnz_import_sums_start(struct mnz_import_sums *sums,
                                                    size_t num_files);
void mnz_import_sums_finish(struct mnz_import_sums *sums);

/* Count a row that is used, or one that is left out. */
MNZ_NODISCARD enum mnz_status mnz_import_add(struct mnz_import_sums *sums,
                                             const struct mnz_import_row *row);
MNZ_NODISCARD enum mnz_status mnz_import_drop(struct mnz_import_sums *sums,
                                              enum mnz_drop drop,
                                              const struct mnz_import_row *row);

/* Note where the rows of the file at hand come from. */
MNZ_NODISCARD enum mnz_status mnz_import_name_source(struct mnz_import_sums *sums,
                                                     const char *path,
                                                     const char *digest);

/* Leave out years beside months, and years where months are asked for; then sort. */
void mnz_import_settle(struct mnz_import_sums *sums);

/* The table as CSV; MNZ_ERR_IO. And the report as text. */
MNZ_NODISCARD enum mnz_status mnz_import_write_table(struct mnz_import_sums *sums,
                                                     FILE *f);
void mnz_import_write_report(const struct mnz_import_sums *sums, FILE *f);

/* Whether two words are the same but for capitals; whether a text is UTF-8 without
 * control characters, fit to be shown. */
int mnz_import_same_word(const char *a, const char *b);
int mnz_import_is_text(const char *text);

#endif
