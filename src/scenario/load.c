/* load.c - from a file's name to records that the network can trust. */

#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "document/document.h"
#include "scenario/controls.h"
#include "scenario/correlations.h"
#include "scenario/draws.h"
#include "scenario/elements.h"
#include "scenario/events.h"
#include "scenario/facilities.h"
#include "scenario/factors.h"
#include "scenario/industries.h"
#include "scenario/links.h"
#include "scenario/materials.h"
#include "scenario/observed_flows.h"
#include "scenario/policies.h"
#include "scenario/price_zones.h"
#include "scenario/section.h"
#include "scenario/top.h"

static enum mnz_status read_sections(struct mnz_scenario *s, struct mnz_diags *diags);
static void keep_files(struct mnz_scenario *s, const struct mnz_diags *diags);
static const char *name_of(struct mnz_arena *arena, const char *path);

/* One merged tree; then names, so that records can refer to each other in any order;
 * then records; then correlations of the inputs that they made. */
enum mnz_status
mnz_scenario_load(const char *path, const struct mnz_setting *settings,
                  size_t num_settings, struct mnz_diags *diags,
                  struct mnz_scenario **out)
{
    return mnz_scenario_read(path, NULL, settings, num_settings, diags, out);
}

enum mnz_status
mnz_scenario_read(const char *path, const char *text,
                  const struct mnz_setting *settings, size_t num_settings,
                  struct mnz_diags *diags, struct mnz_scenario **out)
{
    const struct mnz_document_file file = {path, text};
    const size_t errors_before = mnz_diags_errors(diags);
    struct mnz_scenario *s = calloc(1, sizeof *s);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!s)
        goto out;
    s->path = mnz_arena_strdup(&s->arena, path);
    s->name = name_of(&s->arena, path);
    if (!s->path || !s->name)
        goto out;
    st = mnz_document_read(&file, settings, num_settings, &s->arena, diags, &s->tree);
    /* Faults of the document and of its records come in one run. */
    if (!st || (st == MNZ_ERR_INPUT && s->tree))
        st = read_sections(s, diags);
    if (!st)
        keep_files(s, diags);
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    if (mnz_arena_has_failed(&s->arena) || mnz_diags_lack_memory(diags))
        st = MNZ_ERR_NOMEM; /* the errors may be consequences, or lack words */
    if (st)
        goto out;
    *out = s;
    s = NULL; /* the caller's now */
out:
    mnz_scenario_destroy(s);
    return st;
}

/* The files that were read, which `diags` noted; a failure stays in the arena. */
static void
keep_files(struct mnz_scenario *s, const struct mnz_diags *diags)
{
    size_t count;
    const struct mnz_read_file *files = mnz_diags_files(diags, &count);
    struct mnz_read_file *copies =
        mnz_arena_alloc(&s->arena, count + 1, sizeof *copies);

    for (size_t i = 0; copies && i < count; i++) {
        copies[i] = files[i];
        copies[i].path = mnz_arena_strdup(&s->arena, files[i].path);
    }
    s->files = copies;
    s->num_files = copies ? count : 0;
}

static enum mnz_status
read_sections(struct mnz_scenario *s, struct mnz_diags *diags)
{
    struct mnz_reader r = {
        .s = s, .arena = &s->arena, .diags = diags, .said = {.arena = &s->arena}};
    const struct mnz_tree *root = s->tree;

    (void)mnz_reader_value(&r, &(struct mnz_value){.number = 0.0}); /* none */
    mnz_sections_name(&r, root);
    mnz_draws_note(&r, root);
    if (r.is_out_of_memory)
        return MNZ_ERR_NOMEM;
    mnz_elements_read(&r, root);
    mnz_factors_read(&r, root);
    mnz_top_read(&r, root);
    mnz_materials_read(&r, root);
    mnz_facilities_read(&r, root);
    mnz_industries_read(&r, root);
    mnz_links_read(&r, root);
    mnz_controls_read(&r, root);
    mnz_policies_read(&r, root);
    mnz_triggers_verify(&r, root);
    mnz_events_read(&r, root);
    mnz_price_zones_read(&r, root);
    mnz_observed_flows_read(&r, root);
    mnz_draws_verify(&r);
    mnz_correlations_read(&r, root);
    mnz_factors_verify(&r);
    return r.is_out_of_memory ? MNZ_ERR_NOMEM : MNZ_OK;
}

/* The file's name without folder and ending. */
static const char *
name_of(struct mnz_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *start = slash ? slash + 1 : path;
    const char *dot = strrchr(start, '.');

    char *name = mnz_arena_strndup(
        arena, start, dot && dot > start ? (size_t)(dot - start) : strlen(start));

    if (name)
        mnz_utf8_clean(name); /* it goes to tables and to the screen */
    return name;
}

void
mnz_scenario_destroy(struct mnz_scenario *scenario)
{
    struct mnz_arena arena;

    if (!scenario)
        return;
    arena = scenario->arena;
    mnz_arena_finish(&arena);
    free(scenario);
}
