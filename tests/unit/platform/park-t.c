/* SPDX-License-Identifier: MIT */
/* Parking, event bits and the short lock, between threads. */
#include <config.h>

#include "platform/lock.h"
#include "platform/park.h"
#include "platform/thread.h"
#include "tests/tap/tap.h"

enum { ROUNDS = 2000, THREADS = 4 };

static struct {
    ty_parker ping, pong;
    ty_lock lock;
    long counter; /* under the lock */
    atomic_uint word;
    atomic_int woken;
} s;

static void pong_thread(void *arg) {
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        ty_parker_wait(&s.ping, 1, TY_CLOCK_NEVER);
        ty_parker_clear(&s.ping, 1);
        ty_parker_post(&s.pong, 2);
    }
}

static void count_thread(void *arg) {
    (void)arg;
    for (int i = 0; i < 20000; i++) {
        ty_lock_take(&s.lock);
        s.counter++;
        ty_lock_give(&s.lock);
    }
}

static void sleeper_thread(void *arg) {
    (void)arg;
    while (ty_atomic_load(&s.word) == 0) ty_park_wait(&s.word, 0, TY_CLOCK_NEVER);
    ty_atomic_add(&s.woken, 1);
}

int main(void) {
    ty_thread t[THREADS];

    /* Deadlines. */
    int64_t before = ty_clock_monotonic();
    ok(ty_park_wait(&s.word, 1, before + 1000000000) == TY_PARK_WOKEN, "another value returns at once");
    ok(ty_clock_monotonic() - before < 500000000);
    before = ty_clock_monotonic();
    ty_park_result r;
    do r = ty_park_wait(&s.word, 0, before + 20000000);
    while (r == TY_PARK_WOKEN);
    ok(ty_clock_monotonic() - before >= 19000000, "a timeout comes after its deadline");
    is_int(ty_parker_wait(&s.ping, 1, ty_clock_monotonic() + 5000000), 0, "event bits time out");
    is_hex(s.ping.bits, 0, "and leave no mark");
    is_int(ty_parker_wait(&s.ping, 1, 0), 0, "a deadline long past");

    ty_parker_post(&s.ping, 5);
    is_int(ty_parker_wait(&s.ping, 1, TY_CLOCK_NEVER), 1, "a bit posted before the wait");
    is_int(ty_parker_peek(&s.ping, 4), 4);
    ty_parker_clear(&s.ping, 5);
    unsigned used;
    is_int(ty_parker_spin(&s.ping, 1, 10, &used), 0);
    is_int(used, 10);

    is_int(ty_thread_create(&t[0], pong_thread, NULL, NULL), 0);
    for (int i = 0; i < ROUNDS; i++) {
        ty_parker_post(&s.ping, 1);
        ty_parker_wait(&s.pong, 2, TY_CLOCK_NEVER);
        ty_parker_clear(&s.pong, 2);
    }
    is_int(ty_thread_join(t[0]), 0);
    ok(1, "%d round trips", ROUNDS);

    for (int i = 0; i < THREADS; i++) ty_thread_create(&t[i], count_thread, NULL, NULL);
    for (int i = 0; i < THREADS; i++) ty_thread_join(t[i]);
    is_int(s.counter, THREADS * 20000, "the lock excludes");
    ok(!ty_lock_held(&s.lock));
    ok(ty_lock_try(&s.lock));
    ok(!ty_lock_try(&s.lock), "not recursive");
    ok(!ty_lock_take_until(&s.lock, ty_clock_monotonic() + 3000000), "taking it times out");
    ty_lock_give(&s.lock);
    ok(ty_lock_take_until(&s.lock, 0));
    ty_lock_give(&s.lock);

    for (int i = 0; i < THREADS; i++) ty_thread_create(&t[i], sleeper_thread, NULL, NULL);
    ty_atomic_store(&s.word, 1);
    ty_park_wake(&s.word, THREADS);
    for (int i = 0; i < THREADS; i++) ty_thread_join(t[i]);
    is_int(s.woken, THREADS, "all sleepers woken");
    return done_testing();
}
