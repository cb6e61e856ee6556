/* hoarding.c - buyers stock up ahead of a date. */

#include "engine/hoarding.h"

#include <string.h>

#include "engine/schedule.h"

static void
mnz_hoarding_set(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_scenario *s = net->scenario;

    memset(b->hoarding, 0, sizeof *b->hoarding * net->num_ports);
    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];

        if (s->controls[c].kind != MNZ_CONTROL_SURGE)
            continue;
        for (uint32_t j = 0; j < scope->num_ports; j++)
            b->hoarding[net->control_ports[scope->first_port + j]] +=
                mnz_phi(b, s->controls[c].regime);
    }
    /* First the flag whether any is in force: a surge of size 0 keeps the hoard. */
    for (uint32_t p = 0; p < net->num_ports; p++) {
        b->hoard[p] = lane_where((mnz_mask)(b->hoarding[p] > 0.0), b->hoard[p]);
        b->hoarding[p] = lane_of(0.0);
    }
    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];

        if (s->controls[c].kind != MNZ_CONTROL_SURGE)
            continue;
        for (uint32_t j = 0; j < scope->num_ports; j++)
            b->hoarding[net->control_ports[scope->first_port + j]] +=
                mnz_phi(b, s->controls[c].regime) * b->value[s->controls[c].surge.size];
    }
}
