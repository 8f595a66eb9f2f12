/* SPDX-License-Identifier: MIT */
/*
 * Channels: bounded (or unbounded) queues of opaque messages between threads,
 * with waiting.  Any number of senders and receivers.
 *
 * Order: messages of one sending thread are received in the order sent (and
 * all messages in the order of their sequence numbers, unless a receiver
 * picks by ty_channel_recv_match).
 *
 * Waiting.  A call that cannot go on at once
 *   1. looks again for a microsecond or so (never on a machine with one
 *      processor, nor when that has not helped lately),
 *   2. calls before_park: an interpreter gives up its lock here, so a channel
 *      that is kept busy costs it no lock traffic,
 *   3. registers, looks again, spins on its own flag, and sleeps,
 *   4. calls after_park and returns.
 * A deadline of TY_CLOCK_NEVER waits for ever; one in the past looks once.
 * Bits in `stop` that anybody posts to `parker` end the wait with
 * TY_CHANNEL_STOPPED; they stay set, for the owner to look at and clear.
 * That is how an interpreter is killed and how a signal gets through.
 *
 * Closing.  After ty_channel_close nothing can be sent; receivers drain what
 * is there and then get TY_CHANNEL_CLOSED.  ty_channel_close_now also drops
 * what is there.
 *
 * A message that is not sent stays the caller's; see message.h.
 */
#ifndef TY_CHANNEL_CHANNEL_H
#define TY_CHANNEL_CHANNEL_H

#include "channel/queue.h"
#include "channel/waiter.h"

typedef struct ty_channel {
    ty_queue queue;
    /* Close to the queue's rarely written line. */
    ty_waiter_list receivers;
    ty_waiter_list senders;
    atomic_size_t refs;
    atomic_bool closed;      /* set under the queue's send_lock, never cleared */
    bool spins;              /* more than one processor */
    atomic_uint spin_budget; /* pauses worth making before a sleep; adapts */
    atomic_uint spin_misses; /* waits that ended in sleep, to try spinning again now and then */
    atomic_uint parks;       /* times a thread slept, a counter */
} ty_channel;

typedef struct ty_channel_options {
    size_t max_items; /* 0: no limit */
    size_t max_bytes; /* 0: no limit; else sends wait while this much or more is inside */
    int processors;   /* usable by this process; 0: ask the system */
} ty_channel_options;

typedef enum ty_channel_side {
    TY_CHANNEL_RECV, /* interested in messages */
    TY_CHANNEL_SEND, /* interested in room */
} ty_channel_side;

/* How a thread waits. All members may be 0, except that a `deadline` of 0 does not wait. */
typedef struct ty_channel_wait {
    int64_t deadline;  /* monotonic ns; TY_CLOCK_NEVER: none */
    ty_parker *parker; /* the calling thread's own; NULL: one on the stack, which nobody can stop */
    unsigned stop;     /* bits of `parker`, TY_WAITER_FIRED not among them */
    void (*before_park)(void *arg);
    void (*after_park)(void *arg);
    /* Asked, between before_park and after_park, each time before the thread
     * sleeps; false ends the wait with STOPPED.  Whoever changes what it
     * looks at calls ty_channel_poke afterwards.  NULL: go on. */
    bool (*go_on)(void *arg);
    void *arg;
} ty_channel_wait;

typedef struct ty_channel_stats {
    size_t items, bytes;   /* in it now */
    size_t sent, received; /* ever, modulo the word size */
    unsigned parks;
    unsigned waiting_receivers, waiting_senders;
    bool closed;
} ty_channel_stats;

/* One reference.  `options` may be NULL.  NULL: no memory. */
TY_NODISCARD ty_channel *ty_channel_new(const ty_channel_options *options);
TY_INLINE ty_channel *ty_channel_ref(ty_channel *ch) {
    ty_atomic_add_relaxed(&ch->refs, 1);
    return ch;
}
/* The last one drops what is left.  NULL is allowed. */
void ty_channel_unref(ty_channel *ch);

/* ---- without waiting ----------------------------------------------------------------------------- */

/* OK, FULL, CLOSED, NOMEM. */
ty_channel_status ty_channel_try_send(ty_channel *ch, ty_message *m);
/* In order, as many as go; *sent of them were. */
ty_channel_status ty_channel_try_send_many(ty_channel *ch, ty_message *m, size_t n, size_t *sent);
/* OK, EMPTY, CLOSED. */
ty_channel_status ty_channel_try_recv(ty_channel *ch, ty_message *m);
/* OK when *got > 0. */
ty_channel_status ty_channel_try_recv_many(ty_channel *ch, ty_message *m, size_t n, size_t *got);
/* The first message that matches, in place of the first of all; slow.  EMPTY
 * when none does, CLOSED when none does and none will come.  `match` may not use
 * this channel. */
ty_channel_status ty_channel_try_recv_match(ty_channel *ch, ty_queue_match match, void *arg, ty_message *m);

/* ---- waiting ------------------------------------------------------------------------------------- */

/* These return OK, TIMEOUT, CLOSED, STOPPED, and a send also NOMEM. */
ty_channel_status ty_channel_send(ty_channel *ch, ty_message *m, const ty_channel_wait *wait);
ty_channel_status ty_channel_recv(ty_channel *ch, ty_message *m, const ty_channel_wait *wait);
/* Waits for one, then takes up to `n` of what is there. */
ty_channel_status ty_channel_recv_many(ty_channel *ch, ty_message *m, size_t n, size_t *got,
                                       const ty_channel_wait *wait);
ty_channel_status ty_channel_recv_match(ty_channel *ch, ty_queue_match match, void *arg, ty_message *m,
                                        const ty_channel_wait *wait);
/* Waits until the message with this sequence number is in the queue no more.
 * TIMEOUT or STOPPED: it still is, unless someone took it meanwhile:
 * ty_channel_withdraw decides. */
ty_channel_status ty_channel_await_taken(ty_channel *ch, uint64_t sequence, const ty_channel_wait *wait);

/* ---- the queue as a whole ------------------------------------------------------------------------ */

TY_INLINE size_t ty_channel_count(ty_channel *ch) {
    return ty_queue_count(&ch->queue);
}
/* Takes back a message that was sent; false: it has been received or dropped. */
bool ty_channel_withdraw(ty_channel *ch, uint64_t sequence, ty_message *m);
/* Drops every message that matches: those of a dead sender, say. */
size_t ty_channel_drop_match(ty_channel *ch, ty_queue_match match, void *arg);
/* Looks at the messages in order until `visit` returns false; it may change
 * one in place. */
void ty_channel_visit(ty_channel *ch, bool (*visit)(ty_message *m, void *arg), void *arg);

void ty_channel_close(ty_channel *ch);
/* Returns how many messages were dropped. */
size_t ty_channel_close_now(ty_channel *ch);
TY_INLINE bool ty_channel_is_closed(ty_channel *ch) {
    return ty_atomic_load_acquire(&ch->closed);
}
/* Makes all who wait on this side look again, and ask their `go_on`. */
void ty_channel_poke(ty_channel *ch, ty_channel_side side);
void ty_channel_stats_get(ty_channel *ch, ty_channel_stats *stats);

/* ---- being told ---------------------------------------------------------------------------------- */

/* Could the operation go on now, or fail at once? */
bool ty_channel_ready(ty_channel *ch, ty_channel_side side);
/* Registers a waiter.  True: it is ready already, an event may never come;
 * the node is registered all the same. A node fires when the side may have
 * become ready, and when the channel is closed. */
bool ty_channel_watch(ty_channel *ch, ty_channel_side side, ty_waiter *w);
/* Takes the waiter off; nothing fires it afterwards.  If it had fired and the
 * channel is ready still, the next waiter is told in its place. */
void ty_channel_unwatch(ty_channel *ch, ty_channel_side side, ty_waiter *w);

#endif
