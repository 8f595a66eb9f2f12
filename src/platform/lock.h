/* SPDX-License-Identifier: MIT */
/*
 * A four-byte lock for short critical sections: one compare-and-swap to take
 * it, one exchange to give it back, a short spin and then a futex when it is
 * held.  Not recursive, not fair, not tied to the thread that took it.
 * Zeroed memory is a free lock; nothing needs destroying.
 *
 * The word: 0 free, 1 held, 2 held and somebody may sleep.
 */
#ifndef TY_PLATFORM_LOCK_H
#define TY_PLATFORM_LOCK_H

#include "platform/park.h"

typedef struct ty_lock {
    atomic_uint word;
} ty_lock;

#define TY_LOCK_INIT \
 { 0 }

void ty_lock_wait(ty_lock *lock);
bool ty_lock_wait_until(ty_lock *lock, int64_t deadline);

TY_INLINE void ty_lock_init(ty_lock *lock) {
    atomic_init(&lock->word, 0);
}

TY_INLINE bool ty_lock_try(ty_lock *lock) {
    unsigned is_free = 0;
    return ty_atomic_cas_acquire(&lock->word, &is_free, 1);
}
TY_INLINE void ty_lock_take(ty_lock *lock) {
    if (TY_UNLIKELY(!ty_lock_try(lock))) ty_lock_wait(lock);
}
/* False: not free by the deadline. */
TY_INLINE bool ty_lock_take_until(ty_lock *lock, int64_t deadline) {
    return TY_LIKELY(ty_lock_try(lock)) || ty_lock_wait_until(lock, deadline);
}
TY_INLINE void ty_lock_give(ty_lock *lock) {
    if (TY_UNLIKELY(ty_atomic_xchg_release(&lock->word, 0) == 2)) ty_park_wake(&lock->word, 1);
}
TY_INLINE bool ty_lock_held(ty_lock *lock) {
    return ty_atomic_load_relaxed(&lock->word) != 0;
}

#endif
