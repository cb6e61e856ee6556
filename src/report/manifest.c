/* manifest.c - what a run's folder says of how it was made. */

#include "report/manifest.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "report/json_write.h"
#include "scenario/print.h"

void
mnz_manifest_hash(const char *text, size_t length, char hex[17])
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    for (int i = 0; i < 16; i++)
        hex[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15u];
    hex[16] = '\0';
}

static enum mnz_status
write_scenario(struct mnz_json *json, const struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    char *text = NULL;
    size_t length = 0;
    char hex[17];
    FILE *memory = open_memstream(&text, &length);

    if (!memory)
        return MNZ_ERR_NOMEM;
    if (mnz_tree_print(s->tree, memory) != MNZ_OK || fclose(memory) != 0 || !text) {
        free(text);
        return MNZ_ERR_NOMEM;
    }
    mnz_manifest_hash(text, length, hex);
    mnz_json_open(json, NULL, '{');
    mnz_json_text(json, "name", s->name);
    mnz_json_text(json, "title", s->title ? s->title : "");
    mnz_json_text(json, "file", s->path);
    mnz_json_count(json, "trials_done", run->trials_done);
    mnz_json_count(json, "nodes", run->net->num_nodes);
    mnz_json_count(json, "links", run->net->num_links);
    mnz_json_count(json, "uncertain_inputs", s->pool.num_inputs);
    mnz_json_text(json, "merged_fnv1a", hex);
    mnz_json_text(json, "merged", text);
    mnz_json_close(json, '}');
    free(text);
    return MNZ_OK;
}

static void
write_time(struct mnz_json *json)
{
    const time_t now = time(NULL);
    struct tm parts;
    char text[32] = "";

    if (gmtime_r(&now, &parts))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    mnz_json_text(json, "written", text);
}

enum mnz_status
mnz_manifest_write(const struct mnz_manifest *m, FILE *stream)
{
    struct mnz_json json = {.stream = stream};
    enum mnz_status st = MNZ_OK;

    mnz_json_open(&json, NULL, '{');
    mnz_json_text(&json, "program", "monazite");
    mnz_json_text(&json, "version", m->version);
    mnz_json_open(&json, "arguments", '[');
    for (int i = 0; i < m->argc; i++)
        mnz_json_text(&json, NULL, m->argv[i]);
    mnz_json_close(&json, ']');
    mnz_json_count(&json, "seed", m->seed);
    mnz_json_text(&json, "sampler",
                  m->sampler == MNZ_SAMPLER_SOBOL ? "sobol" : "plain");
    mnz_json_count(&json, "trials_asked", m->trials_asked);
    mnz_json_truth(&json, "partial", m->is_partial);
    mnz_json_number(&json, "wall_seconds", m->wall_seconds);
    write_time(&json);
    mnz_json_open(&json, "scenarios", '[');
    for (uint32_t i = 0; !st && i < m->num_runs; i++)
        if (m->runs[i])
            st = write_scenario(&json, m->runs[i]);
    mnz_json_close(&json, ']');
    mnz_json_close(&json, '}');
    if (!st && (fflush(stream) != 0 || ferror(stream)))
        st = MNZ_ERR_IO;
    return st;
}
