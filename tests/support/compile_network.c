/* compile_network.c - compiling in tests. */

#include "support/compile_network.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

struct mnz_network *
compile_network(const struct build *b)
{
    struct mnz_network *net = NULL;
    struct mnz_diags *diags = NULL;

    MNZ_BUG_IF(mnz_diags_create(&diags));
    if (mnz_network_create(b->scenario, diags, &net)) {
        mnz_diags_print(diags, stderr, 0);
        abort();
    }
    mnz_diags_destroy(diags);
    return net;
}

static int
says(const struct build *b, enum mnz_severity severity, const char *part)
{
    struct mnz_network *net = NULL;
    struct mnz_diags *diags = NULL;
    enum mnz_status st;
    int found = 0;

    MNZ_BUG_IF(mnz_diags_create(&diags));
    st = mnz_network_create(b->scenario, diags, &net);
    for (size_t i = 0; i < mnz_diags_count(diags); i++) {
        const struct mnz_diag *d = mnz_diags_get(diags, i);

        found |= d->severity == severity && strstr(d->text, part) != NULL;
    }
    if (severity == MNZ_SEVERITY_ERROR)
        found &= st == MNZ_ERR_INPUT && net == NULL;
    else
        found &= st == MNZ_OK && net != NULL;
    if (!found)
        mnz_diags_print(diags, stderr, 0);
    mnz_network_destroy(net);
    mnz_diags_destroy(diags);
    return found;
}

int
compile_errs(const struct build *b, const char *part)
{
    return says(b, MNZ_SEVERITY_ERROR, part);
}

int
compile_warns(const struct build *b, const char *part)
{
    return says(b, MNZ_SEVERITY_WARNING, part);
}

uint32_t
find_link(const struct mnz_network *net, uint32_t from, uint32_t to, uint32_t material)
{
    for (uint32_t l = 0; l < net->num_links; l++)
        if (mnz_network_seller(net, l) == from && mnz_network_buyer(net, l) == to &&
            mnz_network_material(net, l) == material)
            return l;
    return MNZ_NONE;
}

void
draw_inputs(const struct mnz_network *net, double u, double *draws)
{
    const struct mnz_value_pool *pool = &net->scenario->pool;

    for (uint32_t i = 0; i < pool->num_inputs; i++)
        draws[i] = mnz_dist_quantile(&pool->inputs[i].dist, u);
}
