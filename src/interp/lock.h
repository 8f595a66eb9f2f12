/* SPDX-License-Identifier: MIT */
/*
 * The lock of one interpreter: whoever holds it runs Python code there. Compare-and-swap when nobody competes, parking
 * otherwise. A waiter asks for a switch when the switch interval has passed; the holder gives the lock up at its next
 * safepoint and does not take it again before a waiter had it. No immediate hand-off: that is the convoy effect.
 */
#ifndef TY_INTERP_LOCK_H
#define TY_INTERP_LOCK_H

#include <stdatomic.h>
#include <stdint.h>

#include "object/context.h"
#include "platform/thread.h"

typedef struct ty_interp_lock {
    atomic_uint word;              /* 0 free, 1 held, 2 held and somebody parks */
    atomic_uint waiters;           /* threads in the slow path of acquire */
    atomic_uint returning;         /* threads inside ty_interp_lock_switch: not waiting at the moment, but about to */
    atomic_uint acquisitions;      /* by way of the slow path; a switching holder waits for it to change */
    _Atomic(ty_ctx *) owner;       /* for the switch request; read and cleared under `mutex` when a context goes */
    _Atomic int64_t interval;      /* sys.setswitchinterval, nanoseconds */
    _Atomic uint64_t waits;        /* times somebody had to wait, for statistics */
    ty_mutex mutex;                /* guards the owner against being freed while it is asked */
} ty_interp_lock;

int ty_interp_lock_init(ty_interp_lock *l); /* -1: the system has no mutex left */
void ty_interp_lock_destroy(ty_interp_lock *l);
void ty_interp_lock_acquire_slow(ty_interp_lock *l, ty_ctx *ctx);
void ty_interp_lock_wake(ty_interp_lock *l);

static inline void ty_interp_lock_acquire(ty_interp_lock *l, ty_ctx *ctx)
{
    unsigned free = 0;
    if (TY_UNLIKELY(!atomic_compare_exchange_strong_explicit(&l->word, &free, 1, memory_order_acquire, memory_order_relaxed)))
        ty_interp_lock_acquire_slow(l, ctx);
    atomic_store_explicit(&l->owner, ctx, memory_order_relaxed);
}

static inline void ty_interp_lock_release(ty_interp_lock *l)
{
    atomic_store_explicit(&l->owner, NULL, memory_order_relaxed);
    if (TY_UNLIKELY(atomic_exchange_explicit(&l->word, 0, memory_order_release) == 2))
        ty_interp_lock_wake(l);
}

/* Whether some thread wants the lock, or is about to. */
static inline bool ty_interp_lock_wanted(ty_interp_lock *l)
{
    return atomic_load_explicit(&l->waiters, memory_order_relaxed) || atomic_load_explicit(&l->returning, memory_order_relaxed);
}

/* The holder lets a waiter run, if there is one, and comes back. */
void ty_interp_lock_switch(ty_interp_lock *l, ty_ctx *ctx);

#endif
