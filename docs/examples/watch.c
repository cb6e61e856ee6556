/* watch.c - a run of a million trials that is watched, and stopped as soon as the
 * standard error of the mean is small enough; it keeps the trials done. */
#include <math.h>
#include <monazite/monazite.h>

struct watcher {
    mnz_stop_flag stop;
    uint32_t column; /* of the measure, among those of each trial */
    double count, sum, squares;
};

/* Called once a trial, in order. */
static int
take_trial(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    struct watcher *w = context;
    const double value = horizon[w->column];

    (void)trial, (void)draws;
    w->count += 1.0;
    w->sum += value;
    w->squares += value * value;
    const double mean = w->sum / w->count;
    const double variance = w->squares / w->count - mean * mean;
    if (w->count >= 100.0 && sqrt(variance / w->count) < 0.01 * mean)
        atomic_store(&w->stop, 1);
    return 0;
}

static void
show_progress(void *context, uint64_t done, uint64_t trials)
{
    (void)context;
    fprintf(stderr, "%.0f of %.0f\n", (double)done, (double)trials);
}

int
main(int argc, char **argv)
{
    struct watcher w = {0};
    const struct mnz_run_options options = {.trials = 1000000,
                                            .stop = &w.stop,
                                            .progress = show_progress,
                                            .trial = take_trial,
                                            .trial_context = &w};
    struct mnz_model *model;
    struct mnz_result *result = NULL;
    struct mnz_measure m;
    enum mnz_status st;

    if (mnz_model_load(argv[argc - 1], NULL, 0, NULL, &model) ||
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &m))
        return 1;
    w.column = mnz_model_horizon_position(model, m);
    st = mnz_model_run(model, &options, &result);
    printf("%s: trials %s\n", mnz_status_text(st),
           result && mnz_result_trials(result) < options.trials ? "spared"
                                                                : "all done");
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    return st != MNZ_ERR_STOPPED;
}
