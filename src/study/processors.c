/* processors.c - how many threads are of use here. */

#define _GNU_SOURCE 1 /* sched_getaffinity */

#include "study/processors.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Processors that the process may run on: `taskset`, a batch system and mpirun bind. */
static long
allowed(void)
{
#ifdef CPU_COUNT
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return CPU_COUNT(&set);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}

/* The first line of a file; 0 where there is none. */
static int
read_line(const char *path, char line[128])
{
    FILE *f = fopen(path, "r");
    const int is_read = f && fgets(line, 128, f) != NULL;

    if (f)
        fclose(f);
    return is_read;
}

/* Processors that "MICROSECONDS PERIOD" pays for, rounded up; 0: no limit. */
static long
paid_for(const char *text)
{
    char *end;
    const long quota = strtol(text, &end, 10);
    const long period = strtol(end, NULL, 10);

    return end != text && quota > 0 && period > 0 ? (quota + period - 1) / period : 0;
}

/* The folder of the process's control group below the root, "/user.slice/a.scope". */
static void
find_group(char folder[4096])
{
    FILE *f = fopen("/proc/self/cgroup", "r");
    char line[4096];

    folder[0] = '\0';
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "0::", 3) == 0) {
            line[strcspn(line, "\n")] = '\0';
            strcpy(folder, line + 3);
        }
    if (f)
        fclose(f);
}

/* The least limit of the group and of those above it. */
static long
limit_of_groups(void)
{
    char folder[4096], path[4200], line[128], period[128];
    long least = 0;

    find_group(folder);
    for (;;) {
        char *slash = strrchr(folder, '/');
        long limit = 0;

        snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", folder);
        if (read_line(path, line))
            limit = paid_for(line);
        if (limit > 0 && (least == 0 || limit < least))
            least = limit;
        if (!slash)
            break;
        *slash = '\0';
    }
    if (least == 0 && read_line("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", line) &&
        read_line("/sys/fs/cgroup/cpu/cpu.cfs_period_us", period)) {
        line[strcspn(line, "\n")] = ' ';
        snprintf(path, sizeof path, "%s%s", line, period);
        least = paid_for(path);
    }
    return least;
}

uint32_t
mnz_processors(void)
{
    const long processors = allowed(), limit = limit_of_groups();
    long count = processors > 0 ? processors : 1;

    if (limit > 0 && limit < count)
        count = limit;
    return (uint32_t)count;
}
