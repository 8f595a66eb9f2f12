/* SPDX-License-Identifier: MIT */
/*
 * Clocks, in nanoseconds.  A deadline anywhere in Typhon is a value of the
 * monotonic clock; TY_CLOCK_NEVER means no deadline.
 */
#ifndef TY_PLATFORM_CLOCK_H
#define TY_PLATFORM_CLOCK_H

#include "platform/attr.h"

#define TY_CLOCK_NEVER  ((int64_t)-1)
#define TY_CLOCK_SECOND INT64_C(1000000000)

typedef enum ty_clock_id {
    TY_CLOCK_MONOTONIC,   /* since some start; never goes back */
    TY_CLOCK_REALTIME,    /* since 1970; the administrator may move it */
    TY_CLOCK_PROCESS_CPU, /* user + system time of the process */
    TY_CLOCK_THREAD_CPU,  /* user + system time of the calling thread */
} ty_clock_id;

/* 0 when the clock does not exist here. */
int64_t ty_clock_get(ty_clock_id id);
/* Smallest step of the clock; 0 when unknown. */
int64_t ty_clock_resolution(ty_clock_id id);

TY_INLINE int64_t ty_clock_monotonic(void) {
    return ty_clock_get(TY_CLOCK_MONOTONIC);
}
TY_INLINE int64_t ty_clock_realtime(void) {
    return ty_clock_get(TY_CLOCK_REALTIME);
}
TY_INLINE int64_t ty_clock_process_cpu(void) {
    return ty_clock_get(TY_CLOCK_PROCESS_CPU);
}
TY_INLINE int64_t ty_clock_thread_cpu(void) {
    return ty_clock_get(TY_CLOCK_THREAD_CPU);
}

/* The deadline `timeout` ns from now; a timeout that does not fit (or is
 * negative) gives TY_CLOCK_NEVER. */
int64_t ty_clock_deadline(int64_t timeout);

/* Sleeps until the monotonic clock reaches `deadline`.  False: a signal came
 * first; call again with the same deadline to go on. */
bool ty_clock_sleep_until(int64_t deadline);

#endif
