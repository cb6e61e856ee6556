/* step.c - a batch of trials from the first step to the last. */

#include "engine/step.h"

#include "engine/adapt.h"
#include "engine/environment.h"
#include "engine/licence.h"
#include "engine/order.h"
#include "engine/parameters.h"
#include "engine/schedule.h"
#include "engine/settle.h"
#include "engine/ship.h"
#include "engine/spot.h"
#include "engine/start.h"
#include "engine/stockpile.h"

static void show_orders(const struct mnz_batch *b, const struct mnz_observer *observer);
static void mnz_step_record(const struct mnz_batch *b,
                            const struct mnz_observer *observer);

/* The nine moves of docs/model/step.md, in its order and with its names. */
static void
take_step(struct mnz_batch *b, const struct mnz_observer *observer)
{
    mnz_step_environment(b); /* capacity, demand, base shares, days in force    */
    mnz_step_offices(b);     /* terms of licences; offices pass matured cases */
    mnz_step_order(b);       /* industries to mines; controls limit each order  */
    show_orders(b, observer);
    mnz_step_ship(b);       /* mines to industries; scarce stock is rationed   */
    mnz_step_spot(b);       /* unmet orders go where stock is left             */
    mnz_step_stockpiles(b); /* stockpiles fill gaps, or are refilled           */
    mnz_step_settle(b);     /* price floors, surplus, scrap that will return   */
    mnz_step_record(b, observer);
    mnz_step_adapt(b); /* shares, expectations and prices follow                */
}

static void
mnz_run_steps(struct mnz_batch *b, const struct mnz_observer *observer)
{
    b->step = 0;
    if (!b->is_initialised)
        mnz_parameters_init(b);
    b->is_initialised = 1;
    mnz_parameters_draw(b);
    mnz_schedule_draw(b);
    mnz_start(b);
    for (; b->step < b->engine->net->num_steps; b->step++)
        take_step(b, observer);
}

/* The observer reads prices and shares as they stood while goods moved. */
static void
mnz_step_record(const struct mnz_batch *b, const struct mnz_observer *observer)
{
    if (observer)
        observer->step(observer->context, b);
}

/* Shipments take the place of what controls allow, so some observers look before. */
static void
show_orders(const struct mnz_batch *b, const struct mnz_observer *observer)
{
    if (observer && observer->ordered)
        observer->ordered(observer->context, b);
}
