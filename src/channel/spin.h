/* SPDX-License-Identifier: MIT */
/*
 * How long a waiter spins before it sleeps: learnt per channel.
 *
 * A wait that ended while spinning moves the budget towards twice what it
 * took; one that ended in sleep lowers it by an eighth.  A budget worn down
 * to nothing is tried out again every 16th wait, with the most: two threads
 * that answer each other only through sleep get out of that state when one of
 * them spins for as long as it takes to wake the other.
 */
#ifndef TY_CHANNEL_SPIN_H
#define TY_CHANNEL_SPIN_H

#include "channel/channel.h"

enum {
    TY_SPIN_LEAST = 16,   /* below it, do not spin at all */
    TY_SPIN_MOST = 2000,  /* about as long as waking a thread takes */
    TY_SPIN_LOCKED = 100, /* at most this much before before_park */
};

TY_INLINE unsigned ty_spin_pauses(ty_channel *ch) {
    if (!ch->spins) return 0;
    unsigned budget = ty_atomic_load_relaxed(&ch->spin_budget);
    if (TY_LIKELY(budget >= TY_SPIN_LEAST)) return budget;
    return (ty_atomic_load_relaxed(&ch->spin_misses) & 15) == 0 ? TY_SPIN_MOST : 0;
}
/* The counters may lose an update to another thread: they are estimates. */
TY_INLINE void ty_spin_hit(ty_channel *ch, unsigned used) {
    unsigned budget = ty_atomic_load_relaxed(&ch->spin_budget), target = 2 * used + 64;
    budget = budget - budget / 8 + target / 8;
    ty_atomic_store_relaxed(&ch->spin_budget, budget < TY_SPIN_MOST ? budget : TY_SPIN_MOST);
}
TY_INLINE void ty_spin_miss(ty_channel *ch) {
    unsigned budget = ty_atomic_load_relaxed(&ch->spin_budget);
    ty_atomic_store_relaxed(&ch->spin_budget, budget - (budget + 7) / 8);
    ty_atomic_store_relaxed(&ch->spin_misses, ty_atomic_load_relaxed(&ch->spin_misses) + 1);
}

#endif
