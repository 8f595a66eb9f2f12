/* SPDX-License-Identifier: MIT */
/*
 * What a channel costs beside what the machine allows: round trips of two
 * threads awake and asleep against a bare futex, and throughput.
 *
 *     channel-bench [SECONDS-PER-LINE]
 *
 * Each line is the best and the median of many short runs; lines to be
 * compared are run in turn.
 */
#include <config.h>

#include "channel/channel.h"
#include "mem/recycle.h"
#include "platform/file.h"
#include "platform/thread.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNS_MOST = 200 };

static int64_t run_time = 300 * INT64_C(1000000);

/* ---- measuring ------------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* `run(n)` does n operations and returns ns for all. */
static void measure(const char *name, int64_t (*run)(int n), int n) {
    static double per_op[RUNS_MOST];
    int runs = 0;
    int64_t until = ty_clock_monotonic() + run_time;
    do per_op[runs++] = (double)run(n) / n;
    while (runs < RUNS_MOST && (runs < 3 || ty_clock_monotonic() < until));
    qsort(per_op, (size_t)runs, sizeof *per_op, by_value);
    printf("%-58s %9.1f %9.1f\n", name, per_op[0], per_op[runs / 2]);
    fflush(stdout);
}

/* ---- round trips ---------------------------------------------------------------------------------- */

static struct {
    int n;
    ty_channel *there, *back;
    atomic_uint ping, pong;
} s;

static void echo(void *arg) {
    (void)arg;
    for (int i = 0; i < s.n; i++) {
        ty_message m;
        ty_channel_recv(s.there, &m, NULL);
        ty_channel_try_send(s.back, &m);
    }
}

static int64_t round_trips(int n, int processors) {
    s.n = n;
    s.there = ty_channel_new(&(ty_channel_options){.max_items = 16, .processors = processors});
    s.back = ty_channel_new(&(ty_channel_options){.max_items = 16, .processors = processors});
    ty_thread t;
    ty_thread_create(&t, echo, NULL, NULL);
    ty_message m;
    ty_message_init(&m);
    ty_channel_try_send(s.there, &m);
    ty_channel_recv(s.back, &m, NULL);
    s.n = n;
    int64_t start = ty_clock_monotonic();
    for (int i = 1; i < n; i++) {
        ty_channel_try_send(s.there, &m);
        ty_channel_recv(s.back, &m, NULL);
    }
    int64_t ns = ty_clock_monotonic() - start;
    ty_thread_join(t);
    ty_channel_unref(s.there);
    ty_channel_unref(s.back);
    return ns;
}

static int64_t awake(int n) {
    return round_trips(n, 0);
}
/* A channel that believes in one processor never spins. */
static int64_t asleep(int n) {
    return round_trips(n, 1);
}

static void futex_echo(void *arg) {
    (void)arg;
    for (unsigned i = 1; i <= (unsigned)s.n; i++) {
        while (ty_atomic_load_acquire(&s.ping) != i) ty_park_wait(&s.ping, i - 1, TY_CLOCK_NEVER);
        ty_atomic_store_release(&s.pong, i);
        ty_park_wake(&s.pong, 1);
    }
}

static int64_t futex_round_trips(int n) {
    s.n = n;
    s.ping = s.pong = 0;
    ty_thread t;
    ty_thread_create(&t, futex_echo, NULL, NULL);
    int64_t start = ty_clock_monotonic();
    for (unsigned i = 1; i <= (unsigned)n; i++) {
        ty_atomic_store_release(&s.ping, i);
        ty_park_wake(&s.ping, 1);
        while (ty_atomic_load_acquire(&s.pong) != i) ty_park_wait(&s.pong, i - 1, TY_CLOCK_NEVER);
    }
    int64_t ns = ty_clock_monotonic() - start;
    ty_thread_join(t);
    return ns;
}

static void spin_echo(void *arg) {
    (void)arg;
    for (unsigned i = 1; i <= (unsigned)s.n; i++) {
        while (ty_atomic_load_acquire(&s.ping) != i) ty_cpu_relax();
        ty_atomic_store_release(&s.pong, i);
    }
}

static int64_t spin_round_trips(int n) {
    s.n = n;
    s.ping = s.pong = 0;
    ty_thread t;
    ty_thread_create(&t, spin_echo, NULL, NULL);
    int64_t start = ty_clock_monotonic();
    for (unsigned i = 1; i <= (unsigned)n; i++) {
        ty_atomic_store_release(&s.ping, i);
        while (ty_atomic_load_acquire(&s.pong) != i) ty_cpu_relax();
    }
    int64_t ns = ty_clock_monotonic() - start;
    ty_thread_join(t);
    return ns;
}

/* ---- throughput ----------------------------------------------------------------------------------- */

static int64_t same_thread(int n) {
    ty_channel *ch = ty_channel_new(&(ty_channel_options){.max_items = 16});
    ty_message m;
    ty_message_init(&m);
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < n; i++) {
        ty_channel_try_send(ch, &m);
        ty_channel_try_recv(ch, &m);
    }
    int64_t ns = ty_clock_monotonic() - start;
    ty_channel_unref(ch);
    return ns;
}

static int64_t fill_and_drain(int n) {
    ty_channel *ch = ty_channel_new(NULL);
    ty_message m;
    ty_message_init(&m);
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < n; i++) ty_channel_try_send(ch, &m);
    for (int i = 0; i < n; i++) ty_channel_try_recv(ch, &m);
    int64_t ns = ty_clock_monotonic() - start;
    ty_channel_unref(ch);
    return ns;
}

static struct {
    ty_channel *ch;
    int each;
    bool payload, recycle;
} f;

static ty_recycle recycle;

static void drop_recycled(ty_message *m) {
    ty_recycle_put(&recycle, m->bytes, m->size);
}

static void produce(void *arg) {
    (void)arg;
    for (int i = 0; i < f.each; i++) {
        ty_message m;
        ty_message_init(&m);
        if (f.payload) {
            m.bytes = f.recycle ? ty_recycle_get(&recycle, 64, &m.size) : malloc(64);
            m.size = 64;
            m.bytes[0] = 1;
            m.drop = f.recycle ? drop_recycled : ty_message_drop_malloc;
        }
        ty_channel_send(f.ch, &m, NULL);
    }
}

static int64_t flow(int n, int producers, int consumers_batch, size_t max_items, bool payload) {
    f.ch = ty_channel_new(&(ty_channel_options){.max_items = max_items});
    f.each = n / producers;
    f.payload = payload;
    ty_thread t[8];
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < producers; i++) ty_thread_create(&t[i], produce, NULL, NULL);
    ty_message m[32];
    for (int left = f.each * producers; left > 0;) {
        size_t got;
        ty_channel_recv_many(f.ch, m, (size_t)consumers_batch, &got, NULL);
        for (size_t i = 0; i < got; i++) ty_message_drop(&m[i]);
        left -= (int)got;
    }
    int64_t ns = ty_clock_monotonic() - start;
    for (int i = 0; i < producers; i++) ty_thread_join(t[i]);
    ty_channel_unref(f.ch);
    return ns;
}

static int64_t flow_1(int n) {
    return flow(n, 1, 1, 1024, false);
}
static int64_t flow_1_batch(int n) {
    return flow(n, 1, 32, 1024, false);
}
static int64_t flow_1_payload(int n) {
    return flow(n, 1, 1, 1024, true);
}
static int64_t flow_1_recycled(int n) {
    f.recycle = true;
    int64_t ns = flow(n, 1, 1, 1024, true);
    f.recycle = false;
    return ns;
}
static int64_t flow_1_unbounded(int n) {
    return flow(n, 1, 32, 0, false);
}
static int64_t flow_1_small(int n) {
    return flow(n, 1, 1, 1, false);
}
static int64_t flow_4(int n) {
    return flow(n, 4, 32, 1024, false);
}

static int64_t create(int n) {
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < n; i++) ty_channel_unref(ty_channel_new(NULL));
    return ty_clock_monotonic() - start;
}

int main(int argc, char **argv) {
    if (argc > 1 && atof(argv[1]) > 0) run_time = (int64_t)(atof(argv[1]) * 1e9);
    printf("%d processors; ns an operation%29s %9s %9s\n", ty_file_cpu_usable(), "", "best", "median");
    for (int round = 0; round < 2; round++) {
        measure("round trip, bare spinning", spin_round_trips, 20000);
        measure("round trip, channel, awake", awake, 20000);
        measure("round trip, bare futex", futex_round_trips, 1000);
        measure("round trip, channel, asleep", asleep, 1000);
    }
    measure("send + receive, one thread", same_thread, 100000);
    measure("send, then receive, 100,000 messages, one thread", fill_and_drain, 100000);
    measure("1 sender, 1 receiver, a message", flow_1, 200000);
    measure("1 sender, 1 receiver in batches of 32", flow_1_batch, 200000);
    measure("1 sender, 1 receiver, 64 bytes from malloc", flow_1_payload, 200000);
    measure("1 sender, 1 receiver, 64 bytes recycled", flow_1_recycled, 200000);
    measure("1 sender, unbounded, receiver in batches of 32", flow_1_unbounded, 200000);
    measure("1 sender, 1 receiver, room for 1", flow_1_small, 20000);
    measure("4 senders, 1 receiver in batches of 32", flow_4, 200000);
    measure("create + destroy", create, 10000);
    return 0;
}
