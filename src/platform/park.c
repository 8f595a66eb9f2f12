/* SPDX-License-Identifier: MIT */
/*
 * Parking: the futex layer, its portable stand-in, and event bits.
 *
 * The portable stand-in keeps a table of locks, the only writable process
 * data on this floor: sleepers of one bucket share a condition variable, all
 * are woken, and those meant for another word go back to sleep.
 */
#include <config.h>

#include "platform/park.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

#if defined(__linux__) && !defined(TY_PARK_PORTABLE)

# include <linux/futex.h>
# include <sys/syscall.h>
# include <unistd.h>

/* Where time is wider than a register, the old call would misread it. */
static long futex_call(void) {
# if !defined(SYS_futex)
    return SYS_futex_time64;
# elif defined(SYS_futex_time64)
    return sizeof(time_t) > sizeof(long) ? SYS_futex_time64 : SYS_futex;
# else
    return SYS_futex;
# endif
}

ty_park_result ty_park_wait(atomic_uint *word, unsigned expected, int64_t deadline) {
    struct timespec ts, *limit = NULL;
    if (deadline >= 0) {
        ts.tv_sec = (time_t)(deadline / TY_CLOCK_SECOND);
        ts.tv_nsec = (long)(deadline % TY_CLOCK_SECOND);
        limit = &ts;
    }
    /* The bitset form takes an absolute monotonic time. */
    long r = syscall(futex_call(), word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected, limit, NULL,
                     FUTEX_BITSET_MATCH_ANY);
    return r != 0 && errno == ETIMEDOUT ? TY_PARK_TIMEOUT : TY_PARK_WOKEN;
}

void ty_park_wake(atomic_uint *word, int n) {
    syscall(futex_call(), word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, n, NULL, NULL, 0);
}

#else

# include <pthread.h>

# define BUCKET \
  { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER }
# define BUCKETS4  BUCKET, BUCKET, BUCKET, BUCKET
# define BUCKETS16 BUCKETS4, BUCKETS4, BUCKETS4, BUCKETS4

static struct bucket {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
} buckets[64] = {BUCKETS16, BUCKETS16, BUCKETS16, BUCKETS16};

static struct bucket *bucket_of(const void *word) {
    uint64_t h = (uint64_t)(uintptr_t)word * UINT64_C(0x9e3779b97f4a7c15);
    return &buckets[h >> 58];
}

ty_park_result ty_park_wait(atomic_uint *word, unsigned expected, int64_t deadline) {
    struct bucket *b = bucket_of(word);
    ty_park_result result = TY_PARK_WOKEN;
    pthread_mutex_lock(&b->mutex);
    if (ty_atomic_load(word) == expected) {
        if (deadline < 0) {
            pthread_cond_wait(&b->cond, &b->mutex);
        } else {
            /* A statically made condition variable counts real time; what
             * passed is judged by the monotonic clock. */
            int64_t left = deadline - ty_clock_monotonic();
            if (left > 0) {
                int64_t until = ty_clock_realtime() + left;
                struct timespec ts = {
                    .tv_sec = (time_t)(until / TY_CLOCK_SECOND),
                    .tv_nsec = (long)(until % TY_CLOCK_SECOND),
                };
                pthread_cond_timedwait(&b->cond, &b->mutex, &ts);
            }
            if (ty_atomic_load(word) == expected && ty_clock_monotonic() >= deadline)
                result = TY_PARK_TIMEOUT;
        }
    }
    pthread_mutex_unlock(&b->mutex);
    return result;
}

void ty_park_wake(atomic_uint *word, int n) {
    (void)n;
    struct bucket *b = bucket_of(word);
    pthread_mutex_lock(&b->mutex);
    pthread_cond_broadcast(&b->cond);
    pthread_mutex_unlock(&b->mutex);
}

#endif

unsigned ty_parker_spin(ty_parker *p, unsigned mask, unsigned pauses, unsigned *used) {
    unsigned i = 0, hit;
    while (!(hit = ty_parker_peek(p, mask)) && i < pauses) {
        ty_cpu_relax();
        i++;
    }
    if (used) *used = i;
    return hit;
}

unsigned ty_parker_wait(ty_parker *p, unsigned mask, int64_t deadline) {
    unsigned v = ty_atomic_load_acquire(&p->bits);
    ty_park_result r = TY_PARK_WOKEN;
    while (!(v & mask)) {
        if (r == TY_PARK_TIMEOUT) {
            v = atomic_fetch_and_explicit(&p->bits, ~TY_PARKER_PARKED, memory_order_acq_rel);
            return v & mask;
        }
        if (!(v & TY_PARKER_PARKED)) {
            if (!ty_atomic_cas_weak(&p->bits, &v, v | TY_PARKER_PARKED)) continue;
            v |= TY_PARKER_PARKED;
        }
        r = ty_park_wait(&p->bits, v, deadline);
        v = ty_atomic_load_acquire(&p->bits);
    }
    if (v & TY_PARKER_PARKED) ty_parker_clear(p, TY_PARKER_PARKED);
    return v & mask;
}
