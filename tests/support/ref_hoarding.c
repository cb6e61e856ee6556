/* ref_hoarding.c - hoards of buyers. */

#include "support/ref_state.h"

static int
acts_on_port(const struct ref *r, uint32_t control, uint32_t port)
{
    const struct mnz_net_control *C = &r->net->controls[control];

    if (r->s->controls[control].kind != MNZ_CONTROL_SURGE)
        return 0;
    for (uint32_t i = 0; i < C->num_ports; i++)
        if (r->net->control_ports[C->first_port + i] == port)
            return 1;
    return 0;
}

/* hoarded = sum of phi size u X; where no surge acts the hoard is there to be used up.
 */
void
ref_set_hoards(struct ref *r)
{
    for (uint32_t p = 0; p < r->net->num_ports; p++) {
        int is_surging = 0;

        r->ports[p].hoarded = 0.0;
        for (uint32_t c = 0; c < r->s->num_controls; c++) {
            if (!acts_on_port(r, c, p) || !(r->controls[c].phi > 0.0))
                continue;
            is_surging = 1;
            r->ports[p].hoarded += r->controls[c].phi *
                                   ref_value(r, r->s->controls[c].surge.size) *
                                   ref_normal_use(r, p);
        }
        if (!is_surging)
            r->ports[p].hoard = 0.0;
    }
}
