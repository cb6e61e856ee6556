/* two_at_once.c - one model, two runs with different seeds in two threads. */
#include <pthread.h>
#include <monazite/monazite.h>

struct job {
    const struct mnz_model *model;
    uint64_t seed;
    double mean;
    enum mnz_status status;
};

static void *
run(void *context)
{
    struct job *job = context;
    const struct mnz_run_options options = {
        .trials = 500, .seed = &job->seed, .threads = 1};
    struct mnz_result *result = NULL;
    struct mnz_measure m;
    struct mnz_summary s = {0};

    job->status = mnz_model_run(job->model, &options, &result);
    if (!job->status)
        job->status =
            mnz_model_find_measure(job->model, "total", "all", "shortfall_share", &m);
    if (!job->status)
        job->status = mnz_result_summary(result, m, 0, &s);
    job->mean = s.mean;
    mnz_result_destroy(result);
    return NULL;
}

int
main(int argc, char **argv)
{
    struct mnz_model *model;
    pthread_t other;

    if (mnz_model_load(argv[argc - 1], NULL, 0, NULL, &model))
        return 1;
    struct job jobs[2] = {{.model = model, .seed = 1}, {.model = model, .seed = 2}};
    if (pthread_create(&other, NULL, run, &jobs[1]))
        return 1;
    run(&jobs[0]);
    pthread_join(other, NULL);
    for (int i = 0; i < 2; i++)
        printf("seed %d: %s, mean %.4f\n", (int)jobs[i].seed,
               mnz_status_text(jobs[i].status), jobs[i].mean);
    mnz_model_destroy(model);
    return jobs[0].status || jobs[1].status;
}
