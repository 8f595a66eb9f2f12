/* SPDX-License-Identifier: MIT */
/* Clocks over POSIX clock_gettime: see clock.h. */
#include <config.h>

#include "platform/clock.h"

#include <errno.h>
#include <time.h>

static bool native_clock(ty_clock_id id, clockid_t *native) {
    switch (id) {
    case TY_CLOCK_MONOTONIC: *native = CLOCK_MONOTONIC; return true;
    case TY_CLOCK_REALTIME: *native = CLOCK_REALTIME; return true;
#ifdef CLOCK_PROCESS_CPUTIME_ID
    case TY_CLOCK_PROCESS_CPU: *native = CLOCK_PROCESS_CPUTIME_ID; return true;
#endif
#ifdef CLOCK_THREAD_CPUTIME_ID
    case TY_CLOCK_THREAD_CPU: *native = CLOCK_THREAD_CPUTIME_ID; return true;
#endif
    default: return false;
    }
}

int64_t ty_clock_get(ty_clock_id id) {
    clockid_t native;
    struct timespec ts;
    if (!native_clock(id, &native) || clock_gettime(native, &ts) != 0) return 0;
    return (int64_t)ts.tv_sec * TY_CLOCK_SECOND + ts.tv_nsec;
}

int64_t ty_clock_resolution(ty_clock_id id) {
    clockid_t native;
    struct timespec ts;
    if (!native_clock(id, &native) || clock_getres(native, &ts) != 0) return 0;
    return (int64_t)ts.tv_sec * TY_CLOCK_SECOND + ts.tv_nsec;
}

int64_t ty_clock_deadline(int64_t timeout) {
    int64_t deadline;
    if (timeout < 0 || ty_add_overflow(ty_clock_monotonic(), timeout, &deadline)) return TY_CLOCK_NEVER;
    return deadline;
}

bool ty_clock_sleep_until(int64_t deadline) {
    struct timespec ts;
#if defined(__APPLE__) || defined(__OpenBSD__)
    int64_t left = deadline - ty_clock_monotonic();
    if (left <= 0) return true;
    ts.tv_sec = (time_t)(left / TY_CLOCK_SECOND);
    ts.tv_nsec = (long)(left % TY_CLOCK_SECOND);
    return nanosleep(&ts, NULL) == 0;
#else
    if (deadline < 0) deadline = 0;
    ts.tv_sec = (time_t)(deadline / TY_CLOCK_SECOND);
    ts.tv_nsec = (long)(deadline % TY_CLOCK_SECOND);
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) != EINTR;
#endif
}
