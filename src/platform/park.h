/* SPDX-License-Identifier: MIT */
/*
 * Putting a thread to sleep until another one wakes it.
 *
 * Lowest layer, the futex contract: ty_park_wait sleeps only if *word still
 * equals `expected`, and may also return for no reason, so callers loop.
 * ty_park_wake does not touch the memory at `word`, only its address: it may
 * be called when the sleeper has already freed the word.
 *
 * Above it, ty_parker: a set of event bits one thread sleeps on.  Anybody
 * posts bits; the owner waits for some of them.  A post costs a system call
 * only if the owner really sleeps.  After the post of the last bit that the
 * owner waits for, the poster does not touch the parker again: the owner may
 * free it as soon as it has seen that bit.
 *
 * Linux futex; elsewhere, or with TY_PARK_PORTABLE defined, a fixed table of
 * mutex and condition variable pairs hashed by address.
 */
#ifndef TY_PLATFORM_PARK_H
#define TY_PLATFORM_PARK_H

#include "platform/atomic.h"
#include "platform/clock.h"

typedef enum ty_park_result {
    TY_PARK_WOKEN,   /* woken, or *word had changed, or for no reason */
    TY_PARK_TIMEOUT, /* the deadline has passed */
} ty_park_result;

/* Sleep while *word == expected, at most until `deadline` (monotonic ns, or
 * TY_CLOCK_NEVER). */
ty_park_result ty_park_wait(atomic_uint *word, unsigned expected, int64_t deadline);
/* Wake up to `n` threads sleeping on `word`. */
void ty_park_wake(atomic_uint *word, int n);

/* ---- event bits ---------------------------------------------------------- */

typedef struct ty_parker {
    /* Event bits, set by anybody, cleared by the owner; the top bit says that
     * the owner sleeps. */
    atomic_uint bits;
} ty_parker;

#define TY_PARKER_INIT \
 { 0 }
#define TY_PARKER_PARKED 0x80000000u

TY_INLINE void ty_parker_init(ty_parker *p) {
    atomic_init(&p->bits, 0);
}

/* Any thread: set bits and wake the owner if it sleeps. */
TY_INLINE void ty_parker_post(ty_parker *p, unsigned bits) {
    unsigned old = atomic_fetch_or_explicit(&p->bits, bits, memory_order_acq_rel);
    if (TY_UNLIKELY(old & TY_PARKER_PARKED)) ty_park_wake(&p->bits, 1);
}
/* Owner: the bits of `mask` that are set now. */
TY_INLINE unsigned ty_parker_peek(ty_parker *p, unsigned mask) {
    return ty_atomic_load_acquire(&p->bits) & mask;
}
/* Owner: forget bits. */
TY_INLINE void ty_parker_clear(ty_parker *p, unsigned bits) {
    atomic_fetch_and_explicit(&p->bits, ~bits, memory_order_acq_rel);
}
/* Owner: look up to `pauses` times, without sleeping. `*used` (may be NULL)
 * receives the number of pauses made. */
unsigned ty_parker_spin(ty_parker *p, unsigned mask, unsigned pauses, unsigned *used);
/* Owner: sleep until one of the bits of `mask` is set; returns those set, or 0
 * when the deadline passed first. Does not clear them. */
unsigned ty_parker_wait(ty_parker *p, unsigned mask, int64_t deadline);

#endif
