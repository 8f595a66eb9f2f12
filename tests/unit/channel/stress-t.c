/* SPDX-License-Identifier: MIT */
/*
 * Many threads on one channel: nothing is lost, doubled or out of order, and
 * everybody comes home, whatever is closed, stopped or dropped meanwhile.
 * Meant for ThreadSanitizer; TYPHON_TEST_SCALE=n makes it longer.
 */
#include <config.h>

#include "channel/channel.h"
#include "platform/thread.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

enum { SENDERS = 4, RECEIVERS = 3, STOP_BIT = 2 };

static struct {
    ty_channel *ch;
    int each;
    atomic_llong sum_sent, sum_received;
    atomic_int sent, received, dropped, disorder, odd;
    ty_parker parkers[RECEIVERS];
} s;

static void on_drop(ty_message *m) {
    (void)m;
    ty_atomic_add(&s.dropped, 1);
}

static void sender(void *arg) {
    int64_t id = (int64_t)(intptr_t)arg;
    for (int i = 1; i <= s.each; i++) {
        ty_message m;
        ty_message_init(&m);
        m.sender = id;
        m.in.integer = i;
        m.drop = on_drop;
        ty_channel_wait wait = {.deadline = i % 5 ? TY_CLOCK_NEVER : ty_clock_monotonic() + 20000};
        ty_channel_status status;
        do status = ty_channel_send(s.ch, &m, &wait);
        while (status == TY_CHANNEL_TIMEOUT);
        if (status == TY_CHANNEL_CLOSED) return;
        if (status != TY_CHANNEL_OK) ty_atomic_add(&s.odd, 1);
        ty_atomic_add(&s.sent, 1);
        ty_atomic_add(&s.sum_sent, i * id);
    }
}

static bool even(const ty_message *m, void *arg) {
    (void)arg;
    return m->in.integer % 2 == 0;
}

static void receiver(void *arg) {
    int me = (int)(intptr_t)arg;
    int64_t last[SENDERS + 1] = {0};
    for (int k = 0;; k++) {
        ty_message m[5];
        size_t got = 1;
        ty_channel_wait wait = {.deadline = k % 3 ? TY_CLOCK_NEVER : ty_clock_monotonic() + 15000,
                                .parker = &s.parkers[me],
                                .stop = STOP_BIT};
        ty_channel_status status;
        bool picked = me == 0 && k % 4 == 1;
        if (picked) {
            wait.deadline = ty_clock_monotonic() + 30000;
            status = ty_channel_recv_match(s.ch, even, NULL, &m[0], &wait);
        } else if (k % 2) {
            status = ty_channel_recv(s.ch, &m[0], &wait);
        } else {
            status = ty_channel_recv_many(s.ch, m, 5, &got, &wait);
        }
        if (status == TY_CHANNEL_TIMEOUT) continue;
        if (status == TY_CHANNEL_STOPPED) {
            ty_parker_clear(&s.parkers[me], STOP_BIT);
            continue;
        }
        if (status == TY_CHANNEL_CLOSED) {
            if (ty_channel_count(s.ch) == 0) return;
            continue;
        }
        for (size_t i = 0; i < got; i++) {
            /* Receiver 0 picks, which changes the order for itself only. */
            if (me != 0 && m[i].in.integer <= last[m[i].sender]) ty_atomic_add(&s.disorder, 1);
            last[m[i].sender] = m[i].in.integer;
            ty_atomic_add(&s.sum_received, m[i].in.integer * m[i].sender);
            ty_atomic_add(&s.received, 1);
        }
    }
}

static void run(const char *name, const ty_channel_options *options, int each, bool disturb) {
    s.ch = ty_channel_new(options);
    s.each = each;
    s.sum_sent = s.sum_received = 0;
    s.sent = s.received = s.dropped = s.disorder = s.odd = 0;
    for (int i = 0; i < RECEIVERS; i++) ty_parker_init(&s.parkers[i]);
    ty_thread out[SENDERS], in[RECEIVERS];
    for (intptr_t i = 0; i < SENDERS; i++) ty_thread_create(&out[i], sender, (void *)(i + 1), NULL);
    for (intptr_t i = 0; i < RECEIVERS; i++) ty_thread_create(&in[i], receiver, (void *)i, NULL);
    if (disturb)
        for (int i = 0; i < 50; i++) {
            ty_parker_post(&s.parkers[i % RECEIVERS], STOP_BIT);
            ty_clock_sleep_until(ty_clock_monotonic() + 100000);
        }
    for (int i = 0; i < SENDERS; i++) ty_thread_join(out[i]);
    ty_channel_close(s.ch);
    for (int i = 0; i < RECEIVERS; i++) ty_thread_join(in[i]);
    is_int(s.received, SENDERS * each, "%s: each message once", name);
    ok(s.sum_sent == s.sum_received, "%s: the right ones", name);
    is_int(s.disorder, 0, "%s: in the order of their senders", name);
    is_int(s.odd, 0, "%s: no other status", name);
    ty_channel_stats st;
    ty_channel_stats_get(s.ch, &st);
    ok(st.items == 0 && st.bytes == 0 && !st.waiting_receivers && !st.waiting_senders, "%s: nothing left",
       name);
    ty_channel_unref(s.ch);
}

/* Closing and dropping in the middle: what was sent was received or dropped. */
static bool third(const ty_message *m, void *arg) {
    (void)arg;
    return m->in.integer % 3 == 0;
}

static void run_close(int round) {
    s.ch = ty_channel_new(&(ty_channel_options){.max_items = round % 2 ? 4 : 0});
    s.each = 3000;
    s.sent = s.received = s.dropped = s.disorder = s.odd = 0;
    ty_thread out[SENDERS], in[RECEIVERS];
    for (intptr_t i = 0; i < SENDERS; i++) ty_thread_create(&out[i], sender, (void *)(i + 1), NULL);
    for (intptr_t i = 0; i < RECEIVERS; i++) ty_thread_create(&in[i], receiver, (void *)i, NULL);
    for (int i = 0; i < 5; i++) {
        ty_clock_sleep_until(ty_clock_monotonic() + 200000);
        ty_channel_drop_match(s.ch, third, NULL);
    }
    ty_channel_close_now(s.ch);
    for (int i = 0; i < SENDERS; i++) ty_thread_join(out[i]);
    for (int i = 0; i < RECEIVERS; i++) ty_thread_join(in[i]);
    if (s.received + s.dropped != s.sent || s.disorder || s.odd)
        ok(0, "round %d: sent %d, received %d, dropped %d, disorder %d", round, s.sent, s.received, s.dropped,
           s.disorder);
    ty_channel_unref(s.ch);
}

int main(void) {
    const char *scale_text = getenv("TYPHON_TEST_SCALE");
    int scale = scale_text ? atoi(scale_text) : 1;
    if (scale < 1) scale = 1;
    run("one cell", &(ty_channel_options){.max_items = 1}, 1500 * scale, false);
    run("four cells", &(ty_channel_options){.max_items = 4}, 5000 * scale, true);
    run("unbounded", NULL, 20000 * scale, true);
    run("few bytes", &(ty_channel_options){.max_bytes = 1000}, 3000 * scale, false);
    run("one processor", &(ty_channel_options){.max_items = 16, .processors = 1}, 3000 * scale, false);
    for (int i = 0; i < 10 * scale; i++) run_close(i);
    ok(1, "closing in the middle: everything sent is received or dropped");
    return done_testing();
}
