/* SPDX-License-Identifier: MIT */
/*
 * The waiting operations of a channel: see channel.h for the steps.
 *
 * One loop serves all of them; an operation says how to attempt it.  The
 * waiter node and, without a parker of the caller's, the parker live in the
 * loop's frame: ty_waiter_remove makes sure that nobody touches them later.
 */
#include <config.h>

#include "channel/channel.h"
#include "channel/spin.h"
#include "platform/assert.h"

typedef struct operation operation;
struct operation {
    ty_channel *ch;
    ty_channel_side side;
    /* Told of every event, not of one that is meant for it alone: for an
     * operation that can pass over messages, or takes none. */
    bool standing;
    /* EMPTY or FULL: wait and try again; anything else is the result. */
    ty_channel_status (*attempt)(operation *op);
    ty_message *messages;
    size_t n, got;
    ty_queue_match match;
    void *match_arg;
    uint64_t sequence;
};

static bool must_wait(ty_channel_status status) {
    return status == TY_CHANNEL_EMPTY || status == TY_CHANNEL_FULL;
}

/* The state of one wait. */
typedef struct waiting {
    ty_parker *parker;
    unsigned stop;
    const ty_channel_wait *how;
    ty_waiter node;
} waiting;

/* Registered and off the caller's lock: until the operation is done, the
 * deadline has passed, or a stop bit is set. */
static ty_channel_status wait_registered(operation *op, waiting *w) {
    ty_channel *ch = op->ch;
    unsigned mask = TY_WAITER_FIRED | w->stop;
    for (;;) {
        ty_channel_watch(ch, op->side, &w->node);
        ty_channel_status status = op->attempt(op);
        /* Asked while registered: a change made later fires the node. */
        bool stay = must_wait(status) && (!w->how->go_on || w->how->go_on(w->how->arg));
        if (!stay) {
            ty_channel_unwatch(ch, op->side, &w->node);
            ty_parker_clear(w->parker, TY_WAITER_FIRED);
            return must_wait(status) ? TY_CHANNEL_STOPPED : status;
        }
        unsigned used, pauses = ty_spin_pauses(ch);
        unsigned hit = ty_parker_spin(w->parker, mask, pauses, &used);
        if (hit) {
            ty_spin_hit(ch, used);
        } else {
            ty_spin_miss(ch);
            ty_atomic_add_relaxed(&ch->parks, 1);
            hit = ty_parker_wait(w->parker, mask, w->how->deadline);
        }
        if ((hit & TY_WAITER_FIRED) && w->node.once) {
            /* The node is off the list already. */
            ty_parker_clear(w->parker, TY_WAITER_FIRED);
            status = op->attempt(op);
            if (!must_wait(status)) return status;
        } else {
            ty_channel_unwatch(ch, op->side, &w->node);
            ty_parker_clear(w->parker, TY_WAITER_FIRED);
            status = op->attempt(op);
            if (!must_wait(status)) return status;
        }
        if (hit & w->stop) return TY_CHANNEL_STOPPED;
        if (!hit) return TY_CHANNEL_TIMEOUT;
    }
}

TY_NOINLINE static ty_channel_status wait_slow(operation *op, const ty_channel_wait *wait) {
    static const ty_channel_wait for_ever = {.deadline = TY_CLOCK_NEVER};
    if (!wait) wait = &for_ever;
    if (wait->deadline == 0) return TY_CHANNEL_TIMEOUT;
    ty_parker own = TY_PARKER_INIT;
    waiting w = {
        .parker = wait->parker ? wait->parker : &own,
        .stop = wait->parker ? wait->stop : 0,
        .how = wait,
    };
    TY_ASSERT(!(w.stop & (TY_WAITER_FIRED | TY_PARKER_PARKED)));
    if (ty_parker_peek(w.parker, w.stop)) return TY_CHANNEL_STOPPED;

    unsigned pauses = ty_spin_pauses(op->ch);
    if (pauses > TY_SPIN_LOCKED) pauses = TY_SPIN_LOCKED;
    for (unsigned i = 1; i <= pauses; i++) {
        ty_cpu_relax();
        ty_channel_status status = op->attempt(op);
        if (!must_wait(status)) {
            ty_spin_hit(op->ch, i);
            return status;
        }
    }

    ty_waiter_init_parker(&w.node, w.parker, !op->standing);
    if (wait->before_park) wait->before_park(wait->arg);
    ty_channel_status status = wait_registered(op, &w);
    if (wait->after_park) wait->after_park(wait->arg);
    return status;
}

/* ---- operations ---------------------------------------------------------------------------------- */

static ty_channel_status attempt_send(operation *op) {
    return ty_channel_try_send(op->ch, op->messages);
}

ty_channel_status ty_channel_send(ty_channel *ch, ty_message *m, const ty_channel_wait *wait) {
    ty_channel_status status = ty_channel_try_send(ch, m);
    if (TY_LIKELY(status != TY_CHANNEL_FULL)) return status;
    operation op = {.ch = ch, .side = TY_CHANNEL_SEND, .attempt = attempt_send, .messages = m};
    return wait_slow(&op, wait);
}

static ty_channel_status attempt_recv(operation *op) {
    return ty_channel_try_recv_many(op->ch, op->messages, op->n, &op->got);
}

ty_channel_status ty_channel_recv_many(ty_channel *ch, ty_message *m, size_t n, size_t *got,
                                       const ty_channel_wait *wait) {
    ty_channel_status status = ty_channel_try_recv_many(ch, m, n, got);
    if (TY_LIKELY(status != TY_CHANNEL_EMPTY)) return status;
    operation op = {.ch = ch, .side = TY_CHANNEL_RECV, .attempt = attempt_recv, .messages = m, .n = n};
    status = wait_slow(&op, wait);
    *got = op.got;
    return status;
}

ty_channel_status ty_channel_recv(ty_channel *ch, ty_message *m, const ty_channel_wait *wait) {
    size_t got;
    return ty_channel_recv_many(ch, m, 1, &got, wait);
}

static ty_channel_status attempt_match(operation *op) {
    return ty_channel_try_recv_match(op->ch, op->match, op->match_arg, op->messages);
}

ty_channel_status ty_channel_recv_match(ty_channel *ch, ty_queue_match match, void *arg, ty_message *m,
                                        const ty_channel_wait *wait) {
    ty_channel_status status = ty_channel_try_recv_match(ch, match, arg, m);
    if (status != TY_CHANNEL_EMPTY) return status;
    operation op = {.ch = ch,
                    .side = TY_CHANNEL_RECV,
                    .standing = true,
                    .attempt = attempt_match,
                    .messages = m,
                    .match = match,
                    .match_arg = arg};
    return wait_slow(&op, wait);
}

struct search {
    uint64_t sequence;
    bool found;
};

static bool search_sequence(ty_message *m, void *arg) {
    struct search *s = arg;
    s->found = m->sequence == s->sequence;
    /* They are in order: a greater one ends the search. */
    return m->sequence < s->sequence;
}

static ty_channel_status attempt_taken(operation *op) {
    struct search s = {.sequence = op->sequence};
    ty_channel_visit(op->ch, search_sequence, &s);
    return s.found ? TY_CHANNEL_FULL : TY_CHANNEL_OK;
}

ty_channel_status ty_channel_await_taken(ty_channel *ch, uint64_t sequence, const ty_channel_wait *wait) {
    operation op = {
        .ch = ch, .side = TY_CHANNEL_SEND, .standing = true, .attempt = attempt_taken, .sequence = sequence};
    ty_channel_status status = attempt_taken(&op);
    return status == TY_CHANNEL_FULL ? wait_slow(&op, wait) : status;
}
