/* cmd_dependency.c - on whom industries depend, before anything happens. */

#include <stdio.h>
#include <string.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "report/label.h"
#include "study/dependency.h"

struct fields {
    struct mnz_job_options job; /* those of tables and of loading */
    struct mnz_option_texts of, element;
    struct mnz_option_amount least;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "of", .value = "BUYER",
     .help = "show the supply of an industry stage by stage, or the industries of a "
             "country (default: all countries)",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "element", .letter = 'e', .value = "ELEMENT",
     .help = "show shares of this element; none: materials without one; value: of the "
             "value of goods (default: the element that most industries need)",
     .offset = FIELD(element, struct mnz_option_texts)},
    {MNZ_OPTION_SHARE, .name = "least", .value = "SHARE",
     .help = "count an industry as stopped below this share of its need (default: 50 "
             "%)",
     .offset = FIELD(least, struct mnz_option_amount), .most = 1.0,
     .wants = "a share from 0 to 1"},
    {MNZ_OPTION_GROUP, .group = mnz_output_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    {MNZ_OPTION_GROUP, .group = mnz_load_option_rows,
     .offset = FIELD(job.load, struct mnz_load_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"dependency.csv", .table = &mnz_table_dependency},
    {"concentration.csv", .table = &mnz_table_concentration},
    {"reliance.csv", .table = &mnz_table_reliance},
    {"imports.csv", .table = &mnz_table_imports},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

/* The last value of an option, or NULL. */
static const char *
last_of(const struct mnz_option_texts *texts)
{
    return texts->count > 0 ? texts->items[texts->count - 1] : NULL;
}

/* The place or the industry that --of names. */
static int
find_buyer(const struct mnz_network *net, const char *text,
           struct mnz_dependency_view *view)
{
    const struct mnz_scenario *s = net->scenario;
    const char *nearest = NULL;

    for (uint32_t p = 0; p < s->num_places; p++)
        if (strcmp(s->places[p].code, text) == 0 ||
            strcmp(mnz_label_place(s, p), text) == 0) {
            view->place = p;
            return MNZ_EXIT_DONE;
        }
    view->node = mnz_label_find_industry(net, text, &nearest);
    if (view->node != MNZ_NONE)
        return MNZ_EXIT_DONE;
    mnz_say("monazite dependency: there is no industry or country '%s'", text);
    if (nearest)
        mnz_say("; did you mean '%s'?", nearest);
    fputc('\n', stderr);
    return MNZ_EXIT_INPUT;
}

static int
find_element(const struct mnz_scenario *s, const char *text,
             struct mnz_dependency_view *view)
{
    view->element = text;
    if (strcmp(text, "none") == 0 || strcmp(text, "value") == 0)
        return MNZ_EXIT_DONE;
    for (uint32_t e = 0; e < s->num_elements; e++)
        if (strcmp(s->elements[e].symbol, text) == 0)
            return MNZ_EXIT_DONE;
    mnz_say("monazite dependency: the scenario has no element '%s'; --element takes a "
            "symbol such as %s, none or value\n",
            text, s->num_elements > 0 ? s->elements[0].symbol : "Nd");
    return MNZ_EXIT_INPUT;
}

static int
read_view(const struct fields *f, const struct mnz_network *net,
          struct mnz_dependency_view *view)
{
    const char *of = last_of(&f->of), *element = last_of(&f->element);
    int status = MNZ_EXIT_DONE;

    *view =
        (struct mnz_dependency_view){.place = MNZ_NONE,
                                     .node = MNZ_NONE,
                                     .least = f->least.is_given ? f->least.value : 0.5};
    if (of)
        status = find_buyer(net, of, view);
    if (!status && element)
        status = find_element(net->scenario, element, view);
    return status;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_job job = {0};
    struct mnz_dependency_view view;
    struct mnz_dependency *dependency = NULL;
    enum mnz_status st;
    int status = mnz_job_load(&job, call, &f->job);

    if (!status)
        status = read_view(f, job.models[0]->network, &view);
    if (!status)
        status = mnz_job_make_folder(&job);
    if (!status) {
        st = mnz_model_dependency(job.models[0], &dependency);
        if (st)
            status = mnz_report_failure(mnz_model_name(job.models[0]), st);
        job.outcome.dependency = dependency;
        job.outcome.dependency_view = &view;
    }
    if (!status)
        status = mnz_job_write(&job);
    mnz_dependency_destroy(dependency);
    mnz_job_finish(&job);
    return status;
}

const struct mnz_command mnz_command_dependency = {
    .name = "dependency",
    .summary = "on whom industries depend, directly and further upstream",
    .description =
        "Follows each element, and value, through the baseline of a scenario at the "
        "medians of its uncertain inputs; no trial is run. Prints which part of the "
        "supply of industries has passed through each country, directly and anywhere "
        "upstream, how concentrated it is at each stage, which industries an origin "
        "would stop, and which imports meet the criteria of the European Commission "
        "for strategic dependencies.\n\n"
        "With -o it writes the share of every country and facility for every industry, "
        "element and stage; monazite chart dependency draws them.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite dependency scenarios/china-licensing-2025-12.yaml",
            "monazite dependency scenarios/china-licensing-2025-12.yaml -e Dy",
            "monazite dependency scenarios/china-licensing-2025-12.yaml --of "
            "jp_ev_traction -e Dy",
            "monazite dependency scenarios/china-licensing-2025-12.yaml -o out", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_dependency,
    .run = run,
};
