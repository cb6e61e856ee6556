/* shard.c - the option --shard. */

#include "cli/shard.h"

#include <stdio.h>

#include "cli/streams.h"

int
mnz_shard_read(const struct mnz_call *call, const struct mnz_option_texts *texts,
               const char *folder, struct mnz_shard *out)
{
    unsigned k = 0, n = 0;
    char end;

    *out = (struct mnz_shard){0};
    if (texts->count == 0)
        return MNZ_EXIT_DONE;
    if (sscanf(texts->items[texts->count - 1], "%7u/%7u%c", &k, &n, &end) != 2 ||
        k < 1 || k > n) {
        mnz_say("monazite %s: --shard takes a part and how many there are, such as "
                "2/8\n",
                call->command->name);
        return MNZ_EXIT_INPUT;
    }
    if (!folder) {
        mnz_say(
            "monazite %s: --shard needs -o DIR, a folder of its own for each part\n",
            call->command->name);
        return MNZ_EXIT_INPUT;
    }
    *out = (struct mnz_shard){k - 1, n};
    return MNZ_EXIT_DONE;
}

void
mnz_shard_say(const struct mnz_job *job, const struct mnz_shard *shard)
{
    if (job->options->load.quiet || !mnz_job_is_first(job))
        return;
    for (uint32_t i = 0; i < job->outcome.num_results; i++)
        if (job->outcome.results[i])
            mnz_say("%s: part %u of %u, %llu trials\n",
                    mnz_outcome_name(&job->outcome, i), shard->shard + 1, shard->shards,
                    (unsigned long long)mnz_result_trials(job->outcome.results[i]));
}
