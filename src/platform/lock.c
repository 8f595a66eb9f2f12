/* SPDX-License-Identifier: MIT */
/* The slow path of the short lock: see lock.h. */
#include <config.h>

#include "platform/lock.h"

/* About one microsecond: longer than any section this lock guards. */
enum { SPIN_PAUSES = 40 };

void ty_lock_wait(ty_lock *lock) {
    (void)ty_lock_wait_until(lock, TY_CLOCK_NEVER);
}

bool ty_lock_wait_until(ty_lock *lock, int64_t deadline) {
    for (int i = 0; i < SPIN_PAUSES; i++) {
        if (ty_atomic_load_relaxed(&lock->word) == 0 && ty_lock_try(lock)) return true;
        ty_cpu_relax();
    }
    /* Taking the lock with 2 may wake nobody once too often; it never leaves
     * a sleeper behind. */
    while (ty_atomic_xchg_acquire(&lock->word, 2) != 0)
        if (ty_park_wait(&lock->word, 2, deadline) == TY_PARK_TIMEOUT) return false;
    return true;
}
