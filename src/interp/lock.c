/* SPDX-License-Identifier: MIT */
/* See lock.h. The word is a futex-style mutex: 2 means that a release must wake somebody. */
#include <config.h>

#include "interp/lock.h"
#include "platform/clock.h"
#include "platform/park.h"

int ty_interp_lock_init(ty_interp_lock *l)
{
    atomic_init(&l->word, 0);
    atomic_init(&l->waiters, 0);
    atomic_init(&l->returning, 0);
    atomic_init(&l->acquisitions, 0);
    atomic_init(&l->owner, NULL);
    atomic_init(&l->interval, 5 * 1000 * 1000);
    atomic_init(&l->waits, 0);
    return ty_mutex_init(&l->mutex);
}

void ty_interp_lock_destroy(ty_interp_lock *l)
{
    ty_mutex_destroy(&l->mutex);
}

TY_COLD void ty_interp_lock_wake(ty_interp_lock *l)
{
    ty_park_wake(&l->word, 1);
}

static void request_switch(ty_interp_lock *l)
{
    ty_mutex_lock(&l->mutex);
    ty_ctx *owner = atomic_load_explicit(&l->owner, memory_order_relaxed);
    if (owner)
        ty_context_request(owner, TY_BREAK_SWITCH);
    ty_mutex_unlock(&l->mutex);
}

TY_COLD void ty_interp_lock_acquire_slow(ty_interp_lock *l, ty_ctx *ctx)
{
    (void)ctx;
    atomic_fetch_add_explicit(&l->waiters, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&l->waits, 1, memory_order_relaxed);
    unsigned seen = atomic_load_explicit(&l->acquisitions, memory_order_relaxed);
    int64_t deadline = ty_clock_monotonic() + atomic_load_explicit(&l->interval, memory_order_relaxed);
    while (atomic_exchange_explicit(&l->word, 2, memory_order_acquire) != 0) {
        if (ty_park_wait(&l->word, 2, deadline) != TY_PARK_TIMEOUT && ty_clock_monotonic() < deadline)
            continue;
        /* Only if nobody else got it meanwhile: then the interval has begun anew. */
        unsigned now = atomic_load_explicit(&l->acquisitions, memory_order_relaxed);
        if (now == seen)
            request_switch(l);
        seen = now;
        deadline = ty_clock_monotonic() + atomic_load_explicit(&l->interval, memory_order_relaxed);
    }
    atomic_fetch_add_explicit(&l->acquisitions, 1, memory_order_relaxed);
    atomic_fetch_sub_explicit(&l->waiters, 1, memory_order_relaxed);
    ty_park_wake(&l->acquisitions, INT32_MAX);
}

void ty_interp_lock_switch(ty_interp_lock *l, ty_ctx *ctx)
{
    if (!ty_interp_lock_wanted(l))
        return;
    unsigned before = atomic_load_explicit(&l->acquisitions, memory_order_relaxed);
    atomic_fetch_add_explicit(&l->returning, 1, memory_order_relaxed); /* seen by whoever gets the lock next */
    ty_interp_lock_release(l);
    /* A waiter may give up its place only by getting the lock, so this wait ends; the bound is for a lost race. */
    int64_t deadline = ty_clock_monotonic() + 100 * 1000 * 1000;
    while (atomic_load_explicit(&l->acquisitions, memory_order_relaxed) == before &&
           (atomic_load_explicit(&l->waiters, memory_order_relaxed) || atomic_load_explicit(&l->returning, memory_order_relaxed) > 1))
        if (ty_park_wait(&l->acquisitions, before, deadline) == TY_PARK_TIMEOUT)
            break;
    ty_interp_lock_acquire(l, ctx);
    atomic_fetch_add_explicit(&l->acquisitions, 1, memory_order_relaxed);
    atomic_fetch_sub_explicit(&l->returning, 1, memory_order_relaxed);
    ty_park_wake(&l->acquisitions, INT32_MAX);
}
