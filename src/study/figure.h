#ifndef MNZ_STUDY_FIGURE_H
#define MNZ_STUDY_FIGURE_H

#include "monazite/figure.h"
#include "study/model.h"

/* Reading texts that name figures, piece by piece; monazite/figure.h has the grammar.
 */

/* A text that is read. Errors go to `diags`. */
struct mnz_figure_reader {
    const struct mnz_model *model;
    struct mnz_diags *diags; /* not NULL */
    const char *text, *next; /* next: not yet read */
    const char *file;        /* as messages call it; lives as long as `diags` */
};

/* Begin to read `text` (borrowed), which messages call `what`: "--until". */
MNZ_NODISCARD enum mnz_status mnz_figure_reader_init(struct mnz_figure_reader *reader,
                                                     const struct mnz_model *model,
                                                     const char *what, const char *text,
                                                     struct mnz_diags *diags);

/* Read one figure, or MNZ_ERR_INPUT with a message. */
MNZ_NODISCARD enum mnz_status mnz_figure_read_next(struct mnz_figure_reader *reader,
                                                   struct mnz_figure *out);

/*
 * Read METRIC, of all groups, or METRIC.GROUP, of one, from a text that messages call
 * `what`: over the horizon, and with `months` of every month too. Measures are appended
 * to *list, [*count], which the caller frees. MNZ_ERR_INPUT with a message.
 */
MNZ_NODISCARD enum mnz_status mnz_measures_read(const struct mnz_model *model,
                                                const char *what, const char *text,
                                                int months, struct mnz_diags *diags,
                                                struct mnz_measure **list,
                                                uint32_t *count);

/* Skip spaces; whether `character` comes next, which is then read. */
int mnz_figure_accept(struct mnz_figure_reader *reader, char character);

/* Append E1501: `expected` should stand where the reader is. Returns MNZ_ERR_INPUT. */
enum mnz_status mnz_figure_expected(struct mnz_figure_reader *reader,
                                    const char *expected);

/* The place of `at`, a part of the text. */
struct mnz_span mnz_figure_span(const struct mnz_figure_reader *reader, const char *at);

/* Read up to one of `ends` or the end, without spaces around; the text is copied. */
const char *mnz_figure_word(struct mnz_figure_reader *reader, const char *ends,
                            char text[MNZ_FIGURE_TEXT]);

/* Read a number that ends before one of `ends`, in the unit of `metric`. */
MNZ_NODISCARD enum mnz_status mnz_figure_number(struct mnz_figure_reader *reader,
                                                const char *ends, uint32_t metric,
                                                double *out);

/*
 * Find names, each standing at `at` of the text: METRIC; GROUP or SCOPE.GROUP that
 * reports the metric; YYYY-MM; EVENT=BRANCH. MNZ_ERR_INPUT with a message.
 */
MNZ_NODISCARD enum mnz_status mnz_figure_find_metric(struct mnz_figure_reader *reader,
                                                     const char *name, const char *at,
                                                     uint32_t *metric);
MNZ_NODISCARD enum mnz_status mnz_figure_find_group(struct mnz_figure_reader *reader,
                                                    const char *name, const char *at,
                                                    struct mnz_measure *measure);
MNZ_NODISCARD enum mnz_status mnz_figure_find_month(struct mnz_figure_reader *reader,
                                                    const char *name, const char *at,
                                                    struct mnz_measure *measure);
MNZ_NODISCARD enum mnz_status mnz_figure_find_branch(struct mnz_figure_reader *reader,
                                                     const char *name, const char *at,
                                                     uint32_t *branch);

#endif
