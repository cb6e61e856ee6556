/* step.c - one batch of trials from the first step to the last. */

#include "engine/step.h"

#include "engine/adapt.h"
#include "engine/environment.h"
#include "engine/floor.h"
#include "engine/licence.h"
#include "engine/order.h"
#include "engine/parameters.h"
#include "engine/recycling.h"
#include "engine/schedule.h"
#include "engine/ship.h"
#include "engine/spot.h"
#include "engine/start.h"
#include "engine/stockpile.h"

/* The same moves every step, in the order of docs/model.md. */
static void
mnz_step_all(struct mnz_batch *b, const struct mnz_observer *observer)
{
    const uint32_t num_steps = b->engine->net->num_steps;

    b->step = 0;
    if (!b->is_initialised)
        mnz_parameters_init(b);
    b->is_initialised = 1;
    mnz_parameters_draw(b);
    mnz_schedule_draw(b);
    mnz_start(b);
    for (b->step = 0; b->step < num_steps; b->step++) {
        mnz_environment_set(b); /* capacity, demand, shares, controls in force   */
        mnz_licence_work(b);    /* what licences mean; offices pass what matured */
        mnz_order_place(b);     /* industries to mines, each order licensed      */
        mnz_ship_make(b);       /* mines to industries, scarce stock is rationed */
        mnz_spot_buy(b);        /* unmet orders go where stock is left           */
        mnz_stockpile_act(b);   /* stockpiles fill gaps, or are filled           */
        mnz_floor_pay(b);       /* price floors pay sellers the difference       */
        mnz_adapt_set_aside(b); /* co-products that nobody takes                 */
        if (observer)
            observer->step(observer->context, b);
        mnz_adapt(b); /* buyers drift toward suppliers that deliver              */
        mnz_recycling_note(b);
    }
}
