/* state.c - a result on disk, and its way back into a run that goes on. */

#include "monazite/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "study/model.h"
#include "study/scenario_hash.h"

/* Of the layout below; raised whenever it changes. */
enum { FORMAT = 2 };
static const char magic[] = "monazite run state\n";

/* A larger file is no state: 2^32 bytes are some twenty million series. */
#define MOST_BYTES ((size_t)1 << 32)

/* A state while it is read. */
struct state {
    const struct mnz_model *model;
    const char *path;
    struct mnz_diags *diags; /* the caller's, or own */
    struct mnz_diags *own;
    struct mnz_arena arena;
    struct mnz_byte_reader reader;
    char note[MNZ_STATE_TEXT];
    uint64_t asked;       /* trials of the run */
    const char *settings; /* of its model, in the bytes of the file */
    size_t settings_length;
};

static enum mnz_status open_state(struct state *s);
static void close_state(struct state *s);
static enum mnz_status refuse_damaged(const struct state *s);
static enum mnz_status refuse_figures(const struct state *s);
static enum mnz_status match(struct state *s, const struct mnz_result *r,
                             const char *maker);
static enum mnz_status read_result(struct state *s, struct mnz_result *r,
                                   const struct mnz_run_options *o);
static enum mnz_status read_part(struct state *s, struct mnz_result *r);

/* Series whose values are kept, [count]; one more than their number, 0 for none. */
static void
write_kept(const struct mnz_keep *keep, struct mnz_byte_writer *w)
{
    mnz_put_count(w, keep->num_series);
    for (uint32_t i = 0; i < keep->num_series; i++)
        mnz_put_count(w, keep->series[i] == MNZ_NONE ? 0 : keep->series[i] + 1);
}

static int
kept_matches(const struct mnz_keep *keep, struct mnz_byte_reader *r)
{
    if (mnz_take_count(r) != keep->num_series)
        return 0;
    for (uint32_t i = 0; i < keep->num_series; i++)
        if (mnz_take_count(r) !=
            (keep->series[i] == MNZ_NONE ? 0 : keep->series[i] + 1))
            return 0;
    return !r->is_broken;
}

enum mnz_status
mnz_result_save(const struct mnz_result *result, const char *maker, const char *note,
                FILE *stream)
{
    const struct mnz_run_setup setup = mnz_result_setup(result);
    struct mnz_byte_writer *w;
    char hex[MNZ_SHA256_TEXT];
    enum mnz_status st;

    if (strlen(maker) >= MNZ_STATE_TEXT || strlen(note) >= MNZ_STATE_TEXT)
        return MNZ_ERR_INPUT;
    w = malloc(sizeof *w);
    if (!w)
        return MNZ_ERR_NOMEM;
    mnz_scenario_hash(result->model->scenario, hex);
    mnz_bytes_begin(w, stream);
    mnz_put_bytes(w, magic, strlen(magic));
    mnz_put_count(w, FORMAT);
    mnz_put_text(w, maker);
    mnz_put_text(w, hex);
    mnz_put_count(w, result->seed);
    mnz_put_text(w, mnz_sampler_names[result->sampler]);
    mnz_put_text(w, note);
    mnz_put_count(w, result->trials_asked);
    mnz_put_count(w, mnz_strata_hash(result->strata));
    mnz_put_text(w, result->model->settings);
    write_kept(&result->keep, w);
    mnz_selection_write(result->run->selection, w);
    mnz_put_count(w, result->sample.trials > 0);
    st = mnz_run_write(result->run, &setup, w);
    if (!st)
        st = mnz_bytes_end(w);
    free(w);
    return st;
}

enum mnz_status
mnz_result_restore(const struct mnz_model *model, const struct mnz_run_options *options,
                   const char *maker, const char *path, struct mnz_diags *diags,
                   char *note, struct mnz_result **out)
{
    struct mnz_kept_series series = {.takes_strata = 1};
    uint32_t *kept;
    enum mnz_status st = mnz_list_kept(model, options, &kept);

    *out = NULL;
    if (!st) {
        mnz_kept_series_set(model, options, kept, &series);
        st = mnz_result_restore_keeping(model, options, &series, maker, path, diags,
                                        note, out);
    }
    free(kept);
    return st;
}

enum mnz_status
mnz_result_restore_keeping(const struct mnz_model *model,
                           const struct mnz_run_options *options,
                           const struct mnz_kept_series *series, const char *maker,
                           const char *path, struct mnz_diags *diags, char *note,
                           struct mnz_result **out)
{
    struct state s = {.model = model, .path = path, .diags = diags};
    struct mnz_result *r = NULL;
    enum mnz_status st = open_state(&s);

    *out = NULL;
    if (!st)
        st = mnz_result_prepare(model, options, series, &r);
    if (!st)
        st = match(&s, r, maker);
    if (!st)
        st = read_result(&s, r, options);
    if (!st && note)
        memcpy(note, s.note, sizeof s.note);
    if (st)
        mnz_result_destroy(r);
    else
        *out = r;
    close_state(&s);
    return st;
}

/* Open a state and read its head, up to the series kept. */
static enum mnz_status
open_facts(struct state *s, struct mnz_state_facts *out)
{
    struct mnz_byte_reader *r = &s->reader;
    char hex[MNZ_SHA256_TEXT];
    const enum mnz_status st = open_state(s);

    *out = (struct mnz_state_facts){.seed = 0};
    if (st)
        return st;
    mnz_take_text(r, out->maker, sizeof out->maker);
    mnz_take_text(r, hex, sizeof hex);
    out->seed = mnz_take_count(r);
    mnz_take_text(r, out->sampler, sizeof out->sampler);
    mnz_take_text(r, out->note, sizeof out->note);
    out->trials = mnz_take_count(r);
    mnz_take_count(r);
    s->settings = mnz_take_long_text(r, &s->settings_length);
    out->num_kept = (uint32_t)mnz_take_count_to(r, MNZ_MOST_KEPT);
    return r->is_broken ? refuse_damaged(s) : MNZ_OK;
}

enum mnz_status
mnz_state_read(const char *path, struct mnz_diags *diags, struct mnz_state_facts *out)
{
    struct state s = {.path = path, .diags = diags};
    const enum mnz_status st = open_facts(&s, out);

    close_state(&s);
    return st;
}

enum mnz_status
mnz_state_settings(const char *path, struct mnz_diags *diags, char **out)
{
    struct state s = {.path = path, .diags = diags};
    struct mnz_state_facts facts;
    enum mnz_status st = open_facts(&s, &facts);

    *out = NULL;
    if (!st) {
        *out = strndup(s.settings, s.settings_length);
        st = *out ? MNZ_OK : MNZ_ERR_NOMEM;
    }
    close_state(&s);
    return st;
}

/* The measure of a series. */
static enum mnz_status
find_measure(const struct mnz_model *model, uint64_t series, struct mnz_measure *out)
{
    for (out->group = 0; out->group < mnz_model_num_groups(model); out->group++)
        for (out->metric = 0; out->metric < mnz_metric_count(); out->metric++) {
            out->month = MNZ_HORIZON;
            if (mnz_model_series(model, *out) == series)
                return MNZ_OK;
            for (out->month = 0; out->month < mnz_model_months(model); out->month++)
                if (mnz_model_series(model, *out) == series)
                    return MNZ_OK;
        }
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_state_measures(const struct mnz_model *model, const char *path,
                   struct mnz_diags *diags, struct mnz_measure *out)
{
    struct state s = {.path = path, .diags = diags};
    struct mnz_state_facts facts;
    enum mnz_status st = open_facts(&s, &facts);

    for (uint32_t i = 0; !st && i < facts.num_kept; i++)
        if (find_measure(model, mnz_take_count(&s.reader) - 1, &out[i]))
            st = refuse_figures(&s);
    close_state(&s);
    return st;
}

enum mnz_status
mnz_result_add(struct mnz_result *result, const char *maker, const char *path,
               struct mnz_diags *diags)
{
    struct state s = {.model = result->model, .path = path, .diags = diags};
    enum mnz_status st = open_state(&s);

    if (!st)
        st = match(&s, result, maker);
    if (!st)
        st = read_part(&s, result);
    close_state(&s);
    return st;
}

static enum mnz_status
refuse(const struct state *s, enum mnz_code code, const char *text, const char *advice)
{
    if (!text)
        return MNZ_ERR_NOMEM;
    mnz_diag_add(s->diags, code,
                 (struct mnz_span){mnz_diags_keep(s->diags, s->path), 0, 0}, advice,
                 "%s", text);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
refuse_damaged(const struct state *s)
{
    return refuse(s, MNZ_E1903, "this state of a run is damaged",
                  "begin the run anew, without --resume");
}

/* The bytes of the file, those of a state and whole. Ends with close_state(). */
static enum mnz_status
open_state(struct state *s)
{
    char *bytes;
    const char *why;
    size_t length;
    enum mnz_status st = s->diags ? MNZ_OK : mnz_diags_create(&s->own);

    if (st)
        return st;
    if (!s->diags)
        s->diags = s->own;
    st = mnz_file_read(s->path, MOST_BYTES, &s->arena, &bytes, &length, &why);
    if (st == MNZ_ERR_IO)
        return refuse(
            s, MNZ_E1901,
            mnz_arena_printf(&s->arena, "cannot read this state of a run: %s", why),
            "begin the run anew, without --resume");
    if (st)
        return st;
    if (length < sizeof magic || memcmp(bytes, magic, sizeof magic - 1) != 0 ||
        bytes[sizeof magic - 1] != FORMAT)
        return refuse(s, MNZ_E1902,
                      "this is no state of a run that this program can go on with",
                      "begin the run anew, without --resume");
    s->reader.at = (const unsigned char *)bytes;
    s->reader.end = s->reader.at + length;
    if (!mnz_bytes_are_whole(&s->reader))
        return refuse_damaged(s);
    s->reader.at += sizeof magic;
    return MNZ_OK;
}

static void
close_state(struct state *s)
{
    mnz_arena_finish(&s->arena);
    mnz_diags_destroy(s->own);
}

/* Whether the state is of the run that options ask for. */
static enum mnz_status
match(struct state *s, const struct mnz_result *r, const char *maker)
{
    char text[MNZ_STATE_TEXT], hex[MNZ_SHA256_TEXT];
    uint64_t seed, plan;
    size_t length;

    mnz_scenario_hash(s->model->scenario, hex);
    mnz_take_text(&s->reader, text, sizeof text);
    if (!s->reader.is_broken && strcmp(text, maker) != 0)
        return refuse(s, MNZ_E1905,
                      mnz_arena_printf(&s->arena,
                                       "this state was written by %s, and this is %s",
                                       text, maker),
                      "go on with that program, or begin the run anew");
    mnz_take_text(&s->reader, text, sizeof text);
    if (!s->reader.is_broken && strcmp(text, hex) != 0)
        return refuse(s, MNZ_E1904, "this is the state of a run of another scenario",
                      "give the same scenario with the same --set, or another folder");
    seed = mnz_take_count(&s->reader);
    mnz_take_text(&s->reader, text, sizeof text);
    mnz_take_text(&s->reader, s->note, sizeof s->note);
    s->asked = mnz_take_count(&s->reader);
    plan = mnz_take_count(&s->reader);
    mnz_take_long_text(&s->reader, &length);
    if (s->reader.is_broken)
        return refuse_damaged(s);
    if (plan != mnz_strata_hash(r->strata))
        return refuse(s, MNZ_E1906, "this run has other strata",
                      "give the same --strata and -n, or another folder");
    if (seed == r->seed && strcmp(text, mnz_sampler_names[r->sampler]) == 0)
        return MNZ_OK;
    return refuse(
        s, MNZ_E1906,
        mnz_arena_printf(&s->arena,
                         "this run has seed %llu and sampler %s, not seed %llu and %s",
                         (unsigned long long)seed, text, (unsigned long long)r->seed,
                         mnz_sampler_names[r->sampler]),
        "give the same --seed and --sampler, or another folder");
}

static enum mnz_status
refuse_figures(const struct state *s)
{
    return refuse(s, MNZ_E1908, "this run counted other figures than are asked for",
                  "ask for the same, or begin the run anew");
}

/* Whether links would be asked for that the run did not follow. */
static int
lacks_flows(const struct mnz_run *run, const struct mnz_run_options *o)
{
    return o->keeps_flows && !run->link_flows &&
           (size_t)run->net->num_links * run->net->num_months <= MNZ_MOST_LINK_FLOWS;
}

static enum mnz_status
refuse_more(struct state *s, const struct mnz_result *r)
{
    return refuse(s, MNZ_E1907,
                  mnz_arena_printf(&s->arena,
                                   "this run has made %llu trials, more than the %llu "
                                   "asked for",
                                   (unsigned long long)mnz_run_peek(&s->reader),
                                   (unsigned long long)r->trials_asked),
                  "ask for more with -n, or begin the run anew");
}

/* Whether the state counted what the run counts, and whether it has a sample. */
static enum mnz_status
match_figures(struct state *s, const struct mnz_result *r, int *has_sample)
{
    if (!kept_matches(&r->keep, &s->reader) ||
        !mnz_selection_matches(r->run->selection, &s->reader))
        return s->reader.is_broken ? refuse_damaged(s) : refuse_figures(s);
    *has_sample = mnz_take_count_to(&s->reader, 1) != 0;
    return s->reader.is_broken ? refuse_damaged(s) : MNZ_OK;
}

/* The trials at the end of a state. */
static enum mnz_status
read_trials(struct state *s, struct mnz_result *r)
{
    const struct mnz_run_setup setup = mnz_result_setup(r);
    const enum mnz_status st = mnz_run_read(r->run, &setup, &s->reader);

    if (!st)
        mnz_run_count_trials(r->run, &setup);
    return st == MNZ_ERR_INPUT || (!st && s->reader.at != s->reader.end)
               ? refuse_damaged(s)
               : st;
}

static enum mnz_status
read_result(struct state *s, struct mnz_result *r, const struct mnz_run_options *o)
{
    const uint32_t carriers = mnz_model_carrier_series(s->model, o);
    int has_sample = 0;
    enum mnz_status st = match_figures(s, r, &has_sample);

    if (st)
        return st;
    if (!has_sample && carriers != MNZ_NONE)
        return refuse_figures(s);
    if (mnz_run_peek(&s->reader) > r->trials_asked)
        return refuse_more(s, r);
    if (has_sample)
        st = mnz_result_make_sample(r);
    if (!st)
        st = read_trials(s, r);
    if (!st && lacks_flows(r->run, o))
        return refuse_figures(s);
    return st;
}

/* The rest of a state, whose trials the result has not. */
static enum mnz_status
read_part(struct state *s, struct mnz_result *r)
{
    const struct mnz_run_setup setup = mnz_result_setup(r);
    int has_sample = 0;
    enum mnz_status st;

    if (s->asked != r->trials_asked)
        return refuse(s, MNZ_E1909,
                      mnz_arena_printf(&s->arena,
                                       "this part is of a run of %llu trials, not %llu",
                                       (unsigned long long)s->asked,
                                       (unsigned long long)r->trials_asked),
                      "leave it out, or run it again");
    st = match_figures(s, r, &has_sample);
    if (st)
        return st;
    if (has_sample != (r->sample.trials > 0))
        return refuse_figures(s);
    if (mnz_run_overlaps(r->run, &setup, &s->reader))
        return refuse(s, MNZ_E1910, "this part has trials that another one has too",
                      "name each part once");
    return read_trials(s, r);
}
