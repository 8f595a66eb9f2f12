/* SPDX-License-Identifier: MIT */
/*
 * The queue of a channel, without waiting: many senders, many receivers,
 * first in first out.
 *
 * A ring of cells, each with a sequence word ("turn") by which a sender hands
 * the cell to a receiver, so that neither side writes the other's cache line.
 * Senders exclude each other by one short lock, receivers by another; a
 * sender and a receiver never wait for each other.  An uncontended lock costs
 * what the compare-and-swap of a lock-free index would, and buys exact
 * limits, growth, batches, a sequence number in sending order, and the
 * removal of messages from the middle.
 *
 * The ring grows up to the limit: when it is full, senders go on in a new,
 * bigger segment; receivers finish the old one, follow, and free it.  Nothing
 * is copied, and an unbounded queue gives its memory back as it drains.
 *
 * The limit on bytes is a high-water mark: a message is accepted while the
 * bytes inside are below it, so one message may pass it, of any size.
 *
 * Positions count messages modulo the word size; only differences are used.
 * Lock order: send_lock, then recv_lock.
 */
#ifndef TY_CHANNEL_QUEUE_H
#define TY_CHANNEL_QUEUE_H

#include "channel/message.h"
#include "platform/lock.h"

typedef enum ty_channel_status {
    TY_CHANNEL_OK,
    TY_CHANNEL_EMPTY,   /* nothing to receive now */
    TY_CHANNEL_FULL,    /* no room now */
    TY_CHANNEL_TIMEOUT, /* the deadline has passed */
    TY_CHANNEL_CLOSED,  /* closed to this operation for good */
    TY_CHANNEL_STOPPED, /* one of the waiter's stop bits is set (kill, signal) */
    TY_CHANNEL_NOMEM,
} ty_channel_status;

typedef struct ty_queue_segment ty_queue_segment;

typedef struct ty_queue {
    /* Senders' line: under send_lock; `tail` and `bytes_in` may be read by
     * anybody. */
    TY_ALIGNED(TY_CACHE_LINE) ty_lock send_lock;
    bool shut;                      /* no more sending */
    ty_queue_segment *tail_segment; /* NULL before the first message */
    atomic_size_t tail;             /* position of the next message to be sent */
    size_t head_seen;               /* `head` when a sender last looked */
    atomic_size_t bytes_in;         /* sum of charges ever sent */
    uint64_t sequence;              /* of the last message sent */

    /* Receivers' line: under recv_lock; `head` and `bytes_out` may be read by
     * anybody. */
    TY_ALIGNED(TY_CACHE_LINE) ty_lock recv_lock;
    ty_queue_segment *head_segment; /* NULL before the first message */
    atomic_size_t head;             /* position of the next message to be received */
    atomic_size_t bytes_out;        /* sum of charges ever received */

    /* Rarely written. */
    TY_ALIGNED(TY_CACHE_LINE) size_t max_items; /* 0: no limit */
    size_t max_bytes;                           /* 0: no limit */
    _Atomic(ty_queue_segment *) spare;          /* one used-up segment, kept for the next growth */
} ty_queue;

typedef bool (*ty_queue_match)(const ty_message *m, void *arg);

void ty_queue_init(ty_queue *q, size_t max_items, size_t max_bytes);
/* Frees the cells; the queue must be empty. */
void ty_queue_destroy(ty_queue *q);

/* Sends up to `n` messages in order; *sent tells how many the queue took over.
 * The status is OK if all went, else why the next one did not. */
ty_channel_status ty_queue_push(ty_queue *q, ty_message *messages, size_t n, size_t *sent);
/* Receives up to `n` messages; returns how many. */
size_t ty_queue_pop(ty_queue *q, ty_message *messages, size_t n);
/* The same, but gives up (returns 0) when another receiver is at it. */
size_t ty_queue_pop_soon(ty_queue *q, ty_message *messages, size_t n);
/* Receives the first message that matches, passing over others, which keep
 * their order.  `match` runs under the receivers' lock and may not use the
 * queue. */
bool ty_queue_pop_match(ty_queue *q, ty_queue_match match, void *arg, ty_message *out);
/* Drops every message that matches; returns how many. */
size_t ty_queue_drop_match(ty_queue *q, ty_queue_match match, void *arg);
/* Calls `visit` on the messages in order, under the receivers' lock, until it
 * returns false.  It may change a message (not its charge) but not use the queue. */
void ty_queue_visit(ty_queue *q, bool (*visit)(ty_message *m, void *arg), void *arg);
/* No message is accepted from now on. */
void ty_queue_shut(ty_queue *q);

/* Messages and bytes in it now. */
TY_INLINE size_t ty_queue_count(ty_queue *q) {
    /* The head first: the difference is never negative. */
    size_t head = ty_atomic_load_acquire(&q->head);
    return ty_atomic_load_acquire(&q->tail) - head;
}
TY_INLINE size_t ty_queue_bytes(ty_queue *q) {
    size_t out = ty_atomic_load_acquire(&q->bytes_out);
    return ty_atomic_load_acquire(&q->bytes_in) - out;
}

/* Waits out the sender or receiver that is in its section now: what it did is
 * visible afterwards, and whoever enters later sees what we did before. */
TY_INLINE void ty_queue_sync_senders(ty_queue *q) {
    ty_lock_take(&q->send_lock);
    ty_lock_give(&q->send_lock);
}
TY_INLINE void ty_queue_sync_receivers(ty_queue *q) {
    ty_lock_take(&q->recv_lock);
    ty_lock_give(&q->recv_lock);
}

#endif
