/* SPDX-License-Identifier: MIT */
/* Waiting on many channels: see select.h. */
#include <config.h>

#include "channel/select.h"

#include "channel/spin.h"
#include "platform/assert.h"

ty_channel_status ty_select_try(ty_select_case *cases, size_t n, size_t start, size_t *index) {
    for (size_t k = 0; k < n; k++) {
        size_t i = (start + k) % n;
        ty_select_case *c = &cases[i];
        if (!c->channel) continue;
        ty_channel_status status = c->side == TY_CHANNEL_RECV ? ty_channel_try_recv(c->channel, c->message)
                                                              : ty_channel_try_send(c->channel, c->message);
        if (status != TY_CHANNEL_EMPTY && status != TY_CHANNEL_FULL) {
            *index = i;
            return status;
        }
    }
    return TY_CHANNEL_EMPTY;
}

/* The spinning of a select is as long as its most hopeful channel's. */
static unsigned spin_pauses(const ty_select_case *cases, size_t n) {
    unsigned most = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned pauses = cases[i].channel ? ty_spin_pauses(cases[i].channel) : 0;
        if (pauses > most) most = pauses;
    }
    return most;
}

static void learn(ty_select_case *cases, size_t n, bool hit, unsigned used) {
    for (size_t i = 0; i < n; i++) {
        if (!cases[i].channel) continue;
        if (hit)
            ty_spin_hit(cases[i].channel, used);
        else
            ty_spin_miss(cases[i].channel);
    }
}

/* Called under the list's lock, so that a removed node is not posting still:
 * several nodes share the parker, and its bit does not tell whose post it was. */
static void post(void *parker) {
    ty_parker_post(parker, TY_WAITER_FIRED);
}

static void watch_all(ty_select_case *cases, size_t n, ty_parker *parker) {
    for (size_t i = 0; i < n; i++) {
        if (!cases[i].channel) continue;
        ty_waiter_init_call(&cases[i].waiter, post, parker, true);
        ty_channel_watch(cases[i].channel, cases[i].side, &cases[i].waiter);
    }
}

/* What fired for a case that was not the one done is told to the next waiter
 * of that channel. */
static void unwatch_all(ty_select_case *cases, size_t n, ty_parker *parker) {
    for (size_t i = 0; i < n; i++)
        if (cases[i].channel) ty_channel_unwatch(cases[i].channel, cases[i].side, &cases[i].waiter);
    ty_parker_clear(parker, TY_WAITER_FIRED);
}

static ty_channel_status wait_registered(ty_select_case *cases, size_t n, size_t start, size_t *index,
                                         ty_parker *parker, unsigned stop, const ty_channel_wait *how) {
    for (;;) {
        watch_all(cases, n, parker);
        ty_channel_status status = ty_select_try(cases, n, start, index);
        unsigned hit = TY_WAITER_FIRED;
        bool stay = !how->go_on || how->go_on(how->arg);
        if (status == TY_CHANNEL_EMPTY && stay) {
            unsigned used;
            hit = ty_parker_spin(parker, TY_WAITER_FIRED | stop, spin_pauses(cases, n), &used);
            learn(cases, n, hit != 0, used);
            if (!hit) hit = ty_parker_wait(parker, TY_WAITER_FIRED | stop, how->deadline);
            status = ty_select_try(cases, n, start, index);
        }
        unwatch_all(cases, n, parker);
        if (status != TY_CHANNEL_EMPTY) return status;
        if ((hit & stop) || !stay) return TY_CHANNEL_STOPPED;
        if (!hit) return TY_CHANNEL_TIMEOUT;
    }
}

ty_channel_status ty_select_wait(ty_select_case *cases, size_t n, size_t start, size_t *index,
                                 const ty_channel_wait *wait) {
    static const ty_channel_wait for_ever = {.deadline = TY_CLOCK_NEVER};
    if (!wait) wait = &for_ever;
    ty_channel_status status = ty_select_try(cases, n, start, index);
    if (status != TY_CHANNEL_EMPTY) return status;
    if (wait->deadline == 0) return TY_CHANNEL_TIMEOUT;

    ty_parker own = TY_PARKER_INIT;
    ty_parker *parker = wait->parker ? wait->parker : &own;
    unsigned stop = wait->parker ? wait->stop : 0;
    TY_ASSERT(!(stop & (TY_WAITER_FIRED | TY_PARKER_PARKED)));
    if (ty_parker_peek(parker, stop)) return TY_CHANNEL_STOPPED;

    unsigned pauses = spin_pauses(cases, n);
    if (pauses > TY_SPIN_LOCKED) pauses = TY_SPIN_LOCKED;
    for (unsigned i = 1; i <= pauses; i++) {
        ty_cpu_relax();
        status = ty_select_try(cases, n, start, index);
        if (status != TY_CHANNEL_EMPTY) {
            learn(cases, n, true, i);
            return status;
        }
    }

    if (wait->before_park) wait->before_park(wait->arg);
    status = wait_registered(cases, n, start, index, parker, stop, wait);
    if (wait->after_park) wait->after_park(wait->arg);
    return status;
}
