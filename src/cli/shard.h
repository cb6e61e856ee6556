#ifndef MNZ_CLI_SHARD_H
#define MNZ_CLI_SHARD_H

#include "cli/job.h"

/* A part of a study, for another machine. */
struct mnz_shard {
    uint32_t shard,
        shards; /* number `shard` of so many, from 0 on; 0 shards: the whole */
};

/* Read K/N of --shard, which needs a folder; an exit status, with a message. */
int mnz_shard_read(const struct mnz_call *call, const struct mnz_option_texts *texts,
                   const char *folder, struct mnz_shard *out);

/* Say how much of a run or comparison its part holds, in place of a picture. */
void mnz_shard_say(const struct mnz_job *job, const struct mnz_shard *shard);

/* The row of the option, at this offset of a command's fields. */
#define MNZ_OPTION_SHARD(at)                                                           \
    {                                                                                  \
        MNZ_OPTION_TEXTS, .name = "shard", .value = "K/N",                             \
                          .help = "with -o: run only part K of N, for another "        \
                                  "machine; 'merge' puts the parts together",          \
                          .offset = (at)                                               \
    }

#endif
