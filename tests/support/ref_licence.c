/* ref_licence.c - move 2 of a step, licences and offices, and the controls of move 3:
 * licences, bans and quotas limit an order. */

#include <math.h>

#include "support/ref_state.h"

static int
is_licence(const struct mnz_control *k)
{
    return k->kind == MNZ_CONTROL_LICENCE || k->kind == MNZ_CONTROL_EXTRATERRITORIAL;
}

/* The i-th control of a link. */
static uint32_t
link_control(const struct ref *r, uint32_t link, uint32_t i)
{
    return r->net->link_controls[r->net->links[link].first_control + i];
}

/* Whether an extraterritorial control reaches the goods of a link's seller. */
static int
is_caught(const struct ref *r, uint32_t control, uint32_t link)
{
    const struct mnz_control *k = &r->s->controls[control];
    const uint32_t seller = mnz_network_seller(r->net, link);
    const uint32_t technology = mnz_ref_at(ref_actor(r, seller)->technology);

    if (r->controls[control].chi[seller] >=
        ref_value(r, k->extraterritorial.de_minimis))
        return 1;
    return k->extraterritorial.technology_test && technology != MNZ_NONE &&
           mnz_place_within(r->s, technology, mnz_ref_at(k->by));
}

/* phi_i: the part of the step in which a control acts on a link. */
static double
phi_on(const struct ref *r, uint32_t control, uint32_t link)
{
    if (r->s->controls[control].kind == MNZ_CONTROL_EXTRATERRITORIAL &&
        !is_caught(r, control, link))
        return 0.0;
    return r->controls[control].phi;
}

/* The mean over a buyer's large and small firms. */
static double
approval_for(const struct ref *r, const struct mnz_control *k, enum mnz_end_use use,
             uint32_t buyer)
{
    const double sm = ref_value(r, ref_actor(r, buyer)->small_firms);

    return (1.0 - sm) * ref_value(r, k->licence.approval[use]) +
           sm * ref_value(r, k->licence.small_approval[use]);
}

static double
approval_on(const struct ref *r, const struct mnz_control *k, uint32_t link)
{
    const uint32_t buyer = mnz_network_buyer(r->net, link);
    const double ms = r->nodes[buyer].ms;

    return (1.0 - ms) * approval_for(r, k, MNZ_USE_CIVIL, buyer) +
           ms * approval_for(r, k, MNZ_USE_MILITARY, buyer);
}

/* g, of an extraterritorial control with those who do not comply. */
static double
general_of(const struct ref *r, const struct mnz_control *k)
{
    const double g = ref_value(r, k->licence.general);

    if (k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        return 1.0 - ref_value(r, k->extraterritorial.compliance) * (1.0 - g);
    return g;
}

static double
Phi(double z)
{
    return 0.5 * erfc(-z / sqrt(2.0));
}

/* The integral of the distribution function of the time that a case takes. */
static double
H(double x, double med, double s)
{
    if (s <= 0.0 || med <= 0.0)
        return fmax(0.0, x - fmax(0.0, med));
    if (x <= 0.0)
        return 0.0;
    return x * Phi((log(x) - log(med)) / s) -
           med * exp(s * s / 2.0) * Phi((log(x) - log(med) - s * s) / s);
}

/* k_j, the part of an application that matures in j steps, and M. */
static void
set_kernel(struct ref *r, uint32_t control)
{
    const struct mnz_control *k = &r->s->controls[control];
    const double med = ref_steps(r, k->licence.processing_months);
    const double s = ref_value(r, k->licence.spread);
    struct ref_control *c = &r->controls[control];
    double left = 1.0, mean = 0.0;
    uint32_t J_dash = r->J;

    for (uint32_t j = 0; j <= r->J; j++) {
        if (left <= 1e-4 && j < J_dash)
            J_dash = j;
        if (j < J_dash)
            c->k[j] =
                fmax(0.0, H(j + 1.0, med, s) - 2.0 * H(j, med, s) + H(j - 1.0, med, s));
        else
            c->k[j] = j == J_dash ? fmax(0.0, left) : 0.0;
        left -= c->k[j];
        mean += j * c->k[j];
    }
    c->M = ref_value(r, k->licence.order_ahead) * mean;
}

/* All licences on a link as one: phi, g and a together, the rest from the slowest. */
static void
merge_licences(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    const uint32_t num_controls = r->net->links[link].num_controls;
    double longest = -1.0;

    l->phi = 0.0;
    l->lambda = 0.0;
    l->slowest = MNZ_NONE;
    for (uint32_t i = 0; i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const struct mnz_control *k = &r->s->controls[c];

        if (!is_licence(k) || !(phi_on(r, c, link) > 0.0))
            continue;
        l->phi = fmax(l->phi, phi_on(r, c, link));
        l->lambda = fmax(l->lambda, ref_lambda(r, c, link));
        if (ref_value(r, k->licence.processing_months) > longest) {
            longest = ref_value(r, k->licence.processing_months);
            l->slowest = c;
        }
    }
    l->alpha = 1.0;
    l->g = 1.0;
    for (uint32_t i = 0; l->phi > 0.0 && i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const struct mnz_control *k = &r->s->controls[c];

        if (!is_licence(k))
            continue;
        l->alpha *= 1.0 - phi_on(r, c, link) / l->phi * (1.0 - approval_on(r, k, link));
        l->g *= 1.0 - phi_on(r, c, link) / l->phi * (1.0 - general_of(r, k));
    }
    l->alpha_dash = l->phi * (1.0 - l->g) * l->alpha;
    l->M = l->phi > 0.0 ? r->controls[l->slowest].M : 0.0;
}

static void
mark_controlled(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];

    l->is_controlled = l->phi > 0.0;
    for (uint32_t i = 0; i < r->net->links[link].num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const enum mnz_control_kind kind = r->s->controls[c].kind;

        if ((kind == MNZ_CONTROL_BAN || kind == MNZ_CONTROL_QUOTA) &&
            r->controls[c].phi > 0.0)
            l->is_controlled = 1;
    }
}

static void
set_licences(struct ref *r)
{
    for (uint32_t i = 0; i < r->s->num_controls; i++) {
        r->controls[i].applied = 0.0;
        r->controls[i].granted = 0.0;
        if (is_licence(&r->s->controls[i]) && r->controls[i].phi > 0.0)
            set_kernel(r, i);
    }
    for (uint32_t l = 0; l < r->net->num_links; l++) {
        r->links[l].last_phi = r->links[l].phi;
        merge_licences(r, l);
        mark_controlled(r, l);
    }
}

static int
is_paused(const struct ref *r, uint32_t control)
{
    const struct mnz_control *k = &r->s->controls[control];
    const double day = r->net->step_day[r->t];

    for (uint32_t i = 0; i < k->licence.num_pauses; i++) {
        const struct ref_interval pause = ref_window(r, &k->licence.pauses[i]);

        if (day >= pause.from && day < pause.until)
            return 1;
    }
    return 0;
}

/* Matured applications become ready; where no licence is needed, all that wait are
 * void. */
static void
mature(struct ref *r, struct ref_link *l)
{
    if (!(l->phi > 0.0)) {
        for (uint32_t j = 0; j < r->J; j++)
            l->Q[j] = 0.0;
        l->ready = 0.0;
    } else if (!is_paused(r, l->slowest)) {
        l->ready += l->Q[0];
        for (uint32_t j = 0; j + 1 < r->J; j++)
            l->Q[j] = l->Q[j + 1];
        l->Q[r->J - 1] = 0.0;
    }
}

/* Share of the ready licences that an office passes in a step. */
static double
share_passed(const struct ref *r, uint32_t control)
{
    const mnz_value_id throughput =
        r->s->controls[control].licence.throughput_t_per_month;
    double ready = 0.0;

    if (throughput == MNZ_VALUE_NONE)
        return 1.0;
    for (uint32_t l = 0; l < r->net->num_links; l++)
        if (r->links[l].slowest == control)
            ready += r->links[l].ready;
    return ready > 0.0 ? fmin(1.0, ref_value(r, throughput) * r->Delta / ready) : 0.0;
}

static void
work_offices(struct ref *r)
{
    for (uint32_t l = 0; l < r->net->num_links; l++)
        mature(r, &r->links[l]);
    for (uint32_t c = 0; c < r->s->num_controls; c++) {
        const double share = share_passed(r, c);

        for (uint32_t i = 0; i < r->net->num_links; i++) {
            struct ref_link *l = &r->links[i];

            if (l->slowest != c)
                continue;
            r->controls[c].granted += l->ready * share;
            l->in_hand += l->ready * share;
            l->ready -= l->ready * share;
        }
    }
}

void
ref_offices(struct ref *r)
{
    set_licences(r);
    work_offices(r);
}

/* Approved applications take their time. */
static void
file_applications(struct ref *r, struct ref_link *l, double applied)
{
    struct ref_control *c = &r->controls[l->slowest];
    const uint32_t J = r->J;

    c->applied += applied;
    if (is_paused(r, l->slowest)) {
        for (uint32_t j = 0; j <= J; j++)
            l->Q[j < J ? j : J - 1] += applied * c->k[j];
        return;
    }
    if (r->s->controls[l->slowest].licence.throughput_t_per_month == MNZ_VALUE_NONE) {
        c->granted += applied * c->k[0];
        l->in_hand += applied * c->k[0];
    } else {
        l->ready += applied * c->k[0];
    }
    for (uint32_t j = 1; j <= J; j++)
        l->Q[j - 1] += applied * c->k[j];
}

static void
apply_for_licences(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    const struct ref_port *p = &r->ports[r->net->links[link].port];
    const double o = l->o, nu = l->nu, phi = l->phi, g = l->g,
                 alpha_dash = l->alpha_dash;
    const double d = fmax(l->w, l->omega) * p->need;
    const mnz_value_id trim =
        phi > 0.0 ? r->s->controls[l->slowest].licence.trim : MNZ_VALUE_NONE;
    double general, bound, applied, grey, h;

    if (!(phi > 0.0)) {
        l->credit = 0.0;
        l->free = o;
        l->A = o + l->in_hand;
        return;
    }
    if (!(l->last_phi > 0.0)) {
        l->credit = 0.0;
        l->b0 = alpha_dash * nu;
    }
    general = phi * fmin(o, g * fmin(d, nu));
    l->credit += alpha_dash * nu;
    bound = fmax(0.0, l->credit + l->M * alpha_dash * nu +
                          (p->c + l->L) * fmax(0.0, alpha_dash * nu - l->b0));
    h = ref_value(r, r->s->controls[l->slowest].licence.headroom);
    applied = fmin(phi * o - general, alpha_dash * d);
    applied = fmin(applied, bound + h * alpha_dash * nu);
    if (trim != MNZ_VALUE_NONE)
        applied = fmin(applied, ref_value(r, trim) * alpha_dash * nu);
    applied = fmax(0.0, applied);
    l->credit -= fmin(applied, bound);
    file_applications(r, l, applied);
    /* Refused goods that cross anyway. */
    grey = fmax(0.0, fmin(phi * (1.0 - g) * (1.0 - l->alpha) * l->lambda * fmin(d, nu),
                          phi * o - general - applied));
    l->free = (1.0 - phi) * o + general + grey;
    l->A = l->free + l->in_hand;
}

/* Allotment of quota `control` to a link in this step. */
static double
allotment(const struct ref *r, uint32_t control, uint32_t link)
{
    const struct mnz_control *k = &r->s->controls[control];
    const struct mnz_net_control *C = &r->net->controls[control];
    const int by_orders = k->quota.share_by == MNZ_QUOTA_ORDERS;
    const struct ref_link *own = &r->links[link];
    double sum = 0.0;

    for (uint32_t i = 0; i < C->num_links; i++) {
        const struct ref_link *l = &r->links[r->net->control_links[C->first_link + i]];

        sum += by_orders ? l->last_o : l->baseline;
    }
    return ref_value(r, k->quota.tonnes_tpa) * r->yps *
           ref_ratio(by_orders ? own->last_o : own->baseline, sum);
}

void
ref_license(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    const uint32_t num_controls = r->net->links[link].num_controls;
    const double need = r->ports[r->net->links[link].port].need;
    const double d = fmax(l->w, l->omega) * need;

    apply_for_licences(r, link);
    for (uint32_t i = 0; i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const struct mnz_control *k = &r->s->controls[c];
        const double phi = r->controls[c].phi;

        if (k->kind == MNZ_CONTROL_BAN) {
            const double covers = ref_value(r, k->ban.covers);
            const double lambda = ref_lambda(r, c, link);

            l->A = (1.0 - phi) * l->A +
                   phi * fmin(l->A, (1.0 - covers + covers * lambda) * fmin(d, l->nu));
        }
    }
    for (uint32_t i = 0; i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const double phi = r->controls[c].phi;

        if (r->s->controls[c].kind == MNZ_CONTROL_QUOTA && phi > 0.0)
            l->A = fmin(l->A, (1.0 - phi) * l->o + phi * allotment(r, c, link));
    }
    l->A = fmin(l->A, l->capacity);
    l->A = fmin(l->A, l->corridor);
    l->allowed = l->A;
    ref_limit_purchases(r, link);
}

/* After shipping: licences in hand are used, and some of the rest lapse. */
void
ref_use_licences(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    mnz_value_id validity;

    if (!(l->phi > 0.0)) {
        l->in_hand = 0.0;
        return;
    }
    validity = r->s->controls[l->slowest].licence.validity_months;
    l->in_hand = fmax(0.0, l->in_hand - fmax(0.0, l->shipped - fmin(l->free, l->A)));
    if (validity != MNZ_VALUE_NONE)
        l->in_hand *= 1.0 - fmin(1.0, 1.0 / ref_steps(r, validity));
}

/* reach: the share of its buyer's need that controls let a link carry. */
double
ref_reach(const struct ref *r, uint32_t link)
{
    const struct ref_link *l = &r->links[link];
    const struct mnz_net_port *P = &r->net->ports[r->net->links[link].port];
    const double uX = r->ports[r->net->links[link].port].u * r->nodes[P->node].X;
    const uint32_t num_controls = r->net->links[link].num_controls;
    double reach = l->omega;

    reach *= 1.0 - l->phi +
             l->phi * (l->g + (1.0 - l->g) * (l->alpha + (1.0 - l->alpha) * l->lambda));
    for (uint32_t i = 0; i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const struct mnz_control *k = &r->s->controls[c];

        if (k->kind == MNZ_CONTROL_BAN)
            reach *= 1.0 - r->controls[c].phi * ref_value(r, k->ban.covers) *
                               (1.0 - ref_lambda(r, c, link));
    }
    for (uint32_t i = 0; i < num_controls; i++) {
        const uint32_t c = link_control(r, link, i);
        const double phi = r->controls[c].phi;

        if (r->s->controls[c].kind == MNZ_CONTROL_QUOTA && phi > 0.0 && uX > 0.0)
            reach =
                fmin(reach, (1.0 - phi) * l->omega + phi * allotment(r, c, link) / uX);
    }
    return reach;
}
