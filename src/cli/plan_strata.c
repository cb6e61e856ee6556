/* plan_strata.c - the option --strata. */

#include "cli/plan_strata.h"

#include "cli/streams.h"
#include "monazite/figure.h"

/* Read what the option names; an exit status. */
static int
read_measures(struct mnz_job *job, const struct mnz_option_texts *texts,
              struct mnz_measure *measures)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    for (size_t i = 0; !st && i < texts->count; i++)
        st = mnz_measure_read(job->models[0], "--strata", texts->items[i], diags,
                              &measures[i]);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure("--strata", st) : MNZ_EXIT_DONE;
}

int
mnz_plan_strata(struct mnz_job *job, const struct mnz_option_texts *texts,
                struct mnz_strata **out)
{
    struct mnz_run_options run;
    struct mnz_measure *measures;
    enum mnz_status st;
    int status;

    *out = NULL;
    if (texts->count == 0)
        return MNZ_EXIT_DONE;
    if (mnz_job_trials(job, 0) < MNZ_LEAST_STRATA_TRIALS) {
        mnz_say("monazite %s: --strata needs at least %d trials (-n)\n",
                job->call->command->name, (int)MNZ_LEAST_STRATA_TRIALS);
        return MNZ_EXIT_INPUT;
    }
    measures = mnz_arena_alloc(&job->arena, texts->count + 1, sizeof *measures);
    if (!measures)
        return mnz_report_failure("--strata", MNZ_ERR_NOMEM);
    status = read_measures(job, texts, measures);
    if (status)
        return status;
    run = mnz_job_begin(job);
    st = mnz_strata_create(job->models[0], &run, measures, (uint32_t)texts->count, out);
    if (st)
        st = mnz_job_end(job, 0, st, NULL);
    if (st == MNZ_ERR_STOPPED)
        return MNZ_EXIT_STOPPED;
    return st ? mnz_report_failure("--strata", st) : MNZ_EXIT_DONE;
}
