/* SPDX-License-Identifier: MIT */
/* Channels: life, operations without waiting, closing, watching.  Waiting is in wait.c. */
#include <config.h>

#include "channel/channel.h"

#include <stdlib.h>

#include "platform/file.h"
#include "platform/trace.h"

enum { FIRST_SPIN_BUDGET = 200 };

ty_channel *ty_channel_new(const ty_channel_options *options) {
    static const ty_channel_options none = {0};
    if (!options) options = &none;
    size_t size = TY_ALIGN_UP(sizeof(ty_channel), (size_t)TY_CACHE_LINE);
    ty_channel *ch = aligned_alloc(TY_CACHE_LINE, size);
    if (!ch) return NULL;
    memset(ch, 0, sizeof *ch);
    ty_queue_init(&ch->queue, options->max_items, options->max_bytes);
    atomic_init(&ch->refs, 1);
    int processors = options->processors ? options->processors : ty_file_cpu_usable();
    ch->spins = processors > 1;
    atomic_init(&ch->spin_budget, FIRST_SPIN_BUDGET);
    return ch;
}

static size_t drain(ty_channel *ch) {
    ty_message batch[16];
    size_t total = 0, n;
    while ((n = ty_queue_pop(&ch->queue, batch, TY_COUNTOF(batch)))) {
        for (size_t i = 0; i < n; i++) ty_message_drop(&batch[i]);
        total += n;
    }
    return total;
}

void ty_channel_unref(ty_channel *ch) {
    if (!ch || ty_atomic_sub_acq_rel(&ch->refs, 1) != 1) return;
    drain(ch);
    ty_queue_destroy(&ch->queue);
    free(ch);
}

/* ---- send and receive ---------------------------------------------------------------------------- */

ty_channel_status ty_channel_try_send(ty_channel *ch, ty_message *m) {
    size_t sent;
    ty_channel_status status = ty_queue_push(&ch->queue, m, 1, &sent);
    if (TY_LIKELY(status == TY_CHANNEL_OK)) ty_waiter_fire(&ch->receivers, 1);
    return status;
}

ty_channel_status ty_channel_try_send_many(ty_channel *ch, ty_message *m, size_t n, size_t *sent) {
    ty_channel_status status = ty_queue_push(&ch->queue, m, n, sent);
    if (*sent) ty_waiter_fire(&ch->receivers, *sent);
    return status;
}

/* Nothing was found.  What was sent before the closing is visible after the
 * flag is, so one more look decides. */
TY_NOINLINE static ty_channel_status empty_or_closed(ty_channel *ch, ty_message *m, size_t n, size_t *got) {
    if (!ty_channel_is_closed(ch)) return TY_CHANNEL_EMPTY;
    *got = ty_queue_pop(&ch->queue, m, n);
    return *got ? TY_CHANNEL_OK : TY_CHANNEL_CLOSED;
}

ty_channel_status ty_channel_try_recv_many(ty_channel *ch, ty_message *m, size_t n, size_t *got) {
    ty_channel_status status = TY_CHANNEL_OK;
    *got = ty_queue_pop(&ch->queue, m, n);
    if (TY_UNLIKELY(*got == 0)) status = empty_or_closed(ch, m, n, got);
    if (*got) ty_waiter_fire(&ch->senders, *got);
    return status;
}

ty_channel_status ty_channel_try_recv(ty_channel *ch, ty_message *m) {
    size_t got;
    return ty_channel_try_recv_many(ch, m, 1, &got);
}

ty_channel_status ty_channel_try_recv_match(ty_channel *ch, ty_queue_match match, void *arg, ty_message *m) {
    bool closed = ty_channel_is_closed(ch);
    if (ty_queue_pop_match(&ch->queue, match, arg, m)) {
        ty_waiter_fire(&ch->senders, 1);
        return TY_CHANNEL_OK;
    }
    return closed ? TY_CHANNEL_CLOSED : TY_CHANNEL_EMPTY;
}

/* ---- the queue as a whole ------------------------------------------------------------------------ */

static bool has_sequence(const ty_message *m, void *arg) {
    return m->sequence == *(uint64_t *)arg;
}

bool ty_channel_withdraw(ty_channel *ch, uint64_t sequence, ty_message *m) {
    return ty_channel_try_recv_match(ch, has_sequence, &sequence, m) == TY_CHANNEL_OK;
}

size_t ty_channel_drop_match(ty_channel *ch, ty_queue_match match, void *arg) {
    size_t n = ty_queue_drop_match(&ch->queue, match, arg);
    if (n) ty_waiter_fire(&ch->senders, n);
    return n;
}

void ty_channel_visit(ty_channel *ch, bool (*visit)(ty_message *m, void *arg), void *arg) {
    ty_queue_visit(&ch->queue, visit, arg);
}

void ty_channel_close(ty_channel *ch) {
    /* In this order: who sees the flag may rely on the queue being shut. */
    ty_queue_shut(&ch->queue);
    ty_atomic_store_release(&ch->closed, true);
    TY_TRACE(TY_TRACE_CHAN, "%p closed with %zu messages", (void *)ch, ty_channel_count(ch));
    ty_waiter_fire_all(&ch->receivers);
    ty_waiter_fire_all(&ch->senders);
}

size_t ty_channel_close_now(ty_channel *ch) {
    ty_channel_close(ch);
    size_t n = drain(ch);
    /* For those who wait until their message is taken. */
    if (n) ty_waiter_fire_all(&ch->senders);
    return n;
}

void ty_channel_poke(ty_channel *ch, ty_channel_side side) {
    ty_waiter_fire_all(side == TY_CHANNEL_RECV ? &ch->receivers : &ch->senders);
}

void ty_channel_stats_get(ty_channel *ch, ty_channel_stats *stats) {
    *stats = (ty_channel_stats){
        .items = ty_queue_count(&ch->queue),
        .bytes = ty_queue_bytes(&ch->queue),
        .sent = ty_atomic_load_relaxed(&ch->queue.tail),
        .received = ty_atomic_load_relaxed(&ch->queue.head),
        .parks = ty_atomic_load_relaxed(&ch->parks),
        .waiting_receivers = ty_atomic_load_relaxed(&ch->receivers.count),
        .waiting_senders = ty_atomic_load_relaxed(&ch->senders.count),
        .closed = ty_channel_is_closed(ch),
    };
}

/* ---- being told ---------------------------------------------------------------------------------- */

bool ty_channel_ready(ty_channel *ch, ty_channel_side side) {
    if (ty_channel_is_closed(ch)) return true;
    ty_queue *q = &ch->queue;
    if (side == TY_CHANNEL_RECV) return ty_queue_count(q) != 0;
    if (q->max_items && ty_queue_count(q) >= q->max_items) return false;
    return !q->max_bytes || ty_queue_bytes(q) < q->max_bytes || ty_queue_count(q) == 0;
}

bool ty_channel_watch(ty_channel *ch, ty_channel_side side, ty_waiter *w) {
    if (side == TY_CHANNEL_RECV) {
        ty_waiter_add(&ch->receivers, w);
        ty_queue_sync_senders(&ch->queue);
    } else {
        ty_waiter_add(&ch->senders, w);
        ty_queue_sync_receivers(&ch->queue);
    }
    return ty_channel_ready(ch, side);
}

void ty_channel_unwatch(ty_channel *ch, ty_channel_side side, ty_waiter *w) {
    ty_waiter_list *list = side == TY_CHANNEL_RECV ? &ch->receivers : &ch->senders;
    /* The event may have been meant for another who still waits. */
    if (ty_waiter_remove(list, w) && ty_channel_ready(ch, side)) ty_waiter_fire(list, 1);
}
