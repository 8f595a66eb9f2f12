/* SPDX-License-Identifier: MIT */
/* Channels: statuses, waiting, stopping, closing, watching. */
#include <config.h>

#include "channel/channel.h"
#include "platform/thread.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

#define MS INT64_C(1000000)

static atomic_int dropped;
static void count_drop(ty_message *m) {
    (void)m;
    ty_atomic_add(&dropped, 1);
}

static ty_message make(int64_t n, int64_t sender) {
    ty_message m;
    ty_message_init(&m);
    m.in.integer = n;
    m.sender = sender;
    m.drop = count_drop;
    return m;
}

static ty_channel_status send_one(ty_channel *ch, int64_t n) {
    ty_message m = make(n, 0);
    return ty_channel_try_send(ch, &m);
}

static ty_channel_wait within(int64_t ms) {
    return (ty_channel_wait){.deadline = ty_clock_monotonic() + ms * MS};
}

/* ---- one thread ---------------------------------------------------------------------------------- */

static bool not_from(const ty_message *m, void *arg) {
    return m->sender != *(int64_t *)arg;
}
static bool from(const ty_message *m, void *arg) {
    return m->sender == *(int64_t *)arg;
}

static void test_statuses(void) {
    ty_channel *ch = ty_channel_new(&(ty_channel_options){.max_items = 3});
    ty_message m;
    ty_channel_wait wait = {0};
    is_int(ty_channel_try_recv(ch, &m), TY_CHANNEL_EMPTY);
    is_int(ty_channel_recv(ch, &m, &wait), TY_CHANNEL_TIMEOUT, "a deadline of 0 does not wait");
    for (int i = 1; i <= 3; i++) is_int(send_one(ch, i), TY_CHANNEL_OK);
    is_int(send_one(ch, 4), TY_CHANNEL_FULL);
    m = make(4, 0);
    is_int(ty_channel_send(ch, &m, &wait), TY_CHANNEL_TIMEOUT);
    int64_t before = ty_clock_monotonic();
    wait = within(15);
    is_int(ty_channel_send(ch, &m, &wait), TY_CHANNEL_TIMEOUT);
    ok(ty_clock_monotonic() - before >= 15 * MS, "not before the deadline");
    is_int(ty_channel_recv(ch, &m, &wait), TY_CHANNEL_OK, "a past deadline takes what is there");
    is_int(m.in.integer, 1);
    ty_channel_stats st;
    ty_channel_stats_get(ch, &st);
    ok(st.items == 2 && st.sent == 3 && st.received == 1 && !st.closed && st.bytes == 2 * sizeof m);
    ok(st.waiting_senders == 0 && st.waiting_receivers == 0, "no waiter was left behind");

    /* Skipping one's own. */
    ty_message batch[4];
    size_t got;
    is_int(ty_channel_try_recv_many(ch, batch, 4, &got), TY_CHANNEL_OK);
    is_int(got, 2);
    for (int i = 0; i < 3; i++) {
        m = make(i, i == 1 ? 7 : 5);
        ty_channel_try_send(ch, &m);
    }
    int64_t me = 5;
    is_int(ty_channel_try_recv_match(ch, not_from, &me, &m), TY_CHANNEL_OK);
    is_int(m.sender, 7);
    is_int(ty_channel_try_recv_match(ch, not_from, &me, &m), TY_CHANNEL_EMPTY);
    wait = within(5);
    is_int(ty_channel_recv_match(ch, not_from, &me, &m, &wait), TY_CHANNEL_TIMEOUT);
    is_int(ty_channel_count(ch), 2, "those passed over are there still");

    /* Withdrawing. */
    m = make(42, 1);
    is_int(ty_channel_try_send(ch, &m), TY_CHANNEL_OK);
    uint64_t sequence = m.sequence;
    wait = within(5);
    is_int(ty_channel_await_taken(ch, sequence, &wait), TY_CHANNEL_TIMEOUT);
    ok(ty_channel_withdraw(ch, sequence, &m) && m.in.integer == 42);
    ok(!ty_channel_withdraw(ch, sequence, &m), "once");
    is_int(ty_channel_await_taken(ch, sequence, NULL), TY_CHANNEL_OK);

    dropped = 0;
    is_int(ty_channel_drop_match(ch, from, &me), 2);
    is_int(dropped, 2);

    /* Closing: drain first. */
    send_one(ch, 1);
    send_one(ch, 2);
    ty_channel_close(ch);
    is_int(send_one(ch, 3), TY_CHANNEL_CLOSED);
    is_int(ty_channel_recv(ch, &m, NULL), TY_CHANNEL_OK);
    is_int(ty_channel_recv(ch, &m, NULL), TY_CHANNEL_OK);
    is_int(m.in.integer, 2);
    is_int(ty_channel_recv(ch, &m, NULL), TY_CHANNEL_CLOSED);
    is_int(ty_channel_recv_match(ch, from, &me, &m, NULL), TY_CHANNEL_CLOSED);
    ok(ty_channel_is_closed(ch));
    ty_channel_close(ch);
    ty_channel_unref(ch);

    ch = ty_channel_new(NULL);
    for (int i = 0; i < 1000; i++) send_one(ch, i);
    dropped = 0;
    is_int(ty_channel_close_now(ch), 1000);
    is_int(dropped, 1000, "closing now drops");
    is_int(ty_channel_try_recv(ch, &m), TY_CHANNEL_CLOSED);
    ty_channel_unref(ty_channel_ref(ch));
    ty_channel_unref(ch);

    ch = ty_channel_new(NULL);
    for (int i = 0; i < 10; i++) send_one(ch, i);
    dropped = 0;
    ty_channel_unref(ch);
    is_int(dropped, 10, "so does the last reference");
    ty_channel_unref(NULL);

    /* What a message owns is released. */
    ch = ty_channel_new(NULL);
    ty_extbuf *shared = ty_extbuf_new(100);
    ty_message_init(&m);
    m.bytes = malloc(10);
    m.size = 10;
    m.buffers = malloc(sizeof *m.buffers);
    m.buffers[0] = ty_extbuf_ref(shared);
    m.buffer_count = 1;
    m.drop = ty_message_drop_malloc;
    is_int(ty_channel_try_send(ch, &m), TY_CHANNEL_OK);
    is_int(ty_channel_try_recv(ch, &m), TY_CHANNEL_OK);
    ok(m.buffers[0] == shared, "a buffer arrives, not a copy");
    ty_message_drop(&m);
    ok(ty_extbuf_unique(shared) && !m.bytes);
    ty_extbuf_unref(shared);
    ty_channel_unref(ch);
}

/* ---- two threads --------------------------------------------------------------------------------- */

enum { STOP_BIT = 4 };

struct peer {
    ty_channel *ch;
    ty_parker parker;
    int64_t delay;
    ty_channel_status status;
    int64_t value;
    atomic_int parked, unparked;
    atomic_bool entered;
    atomic_bool hopeless;
    int kind;
    uint64_t sequence;
};

static void before_park(void *arg) {
    ty_atomic_add(&((struct peer *)arg)->parked, 1);
}
static void after_park(void *arg) {
    ty_atomic_add(&((struct peer *)arg)->unparked, 1);
}

static bool go_on(void *arg) {
    return !ty_atomic_load(&((struct peer *)arg)->hopeless);
}

static void peer_main(void *arg) {
    struct peer *p = arg;
    ty_channel_wait wait = {.deadline = TY_CLOCK_NEVER,
                            .parker = &p->parker,
                            .stop = STOP_BIT,
                            .before_park = before_park,
                            .after_park = after_park,
                            .go_on = go_on,
                            .arg = p};
    ty_message m = make(77, 3);
    int64_t me = 9;
    ty_atomic_store(&p->entered, true);
    switch (p->kind) {
    case 0: p->status = ty_channel_recv(p->ch, &m, &wait); break;
    case 1: p->status = ty_channel_send(p->ch, &m, &wait); break;
    case 2: p->status = ty_channel_recv_match(p->ch, from, &me, &m, &wait); break;
    case 3: p->status = ty_channel_await_taken(p->ch, p->sequence, &wait); break;
    }
    p->value = m.in.integer;
}

/* Starts a peer and waits until it sleeps. */
static ty_thread start(struct peer *p, ty_channel *ch, int kind) {
    *p = (struct peer){.ch = ch, .kind = kind, .sequence = p->sequence};
    ty_thread t;
    if (ty_thread_create(&t, peer_main, p, NULL)) bail("no thread");
    ty_channel_stats st;
    do {
        ty_thread_yield();
        ty_channel_stats_get(ch, &st);
    } while (!ty_atomic_load(&p->parked) || st.waiting_receivers + st.waiting_senders == 0);
    ty_clock_sleep_until(ty_clock_monotonic() + 2 * MS);
    return t;
}

static void test_waiting(void) {
    static struct peer p;
    ty_channel *ch = ty_channel_new(&(ty_channel_options){.max_items = 1});
    ty_thread t = start(&p, ch, 0);
    send_one(ch, 5);
    ty_thread_join(t);
    ok(p.status == TY_CHANNEL_OK && p.value == 5, "a receiver is woken");
    ok(p.parked == 1 && p.unparked == 1, "the lock hooks are called once each");

    t = start(&p, ch, 0);
    ty_parker_post(&p.parker, STOP_BIT);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_STOPPED, "a stop bit ends the wait");
    is_hex(p.parker.bits, STOP_BIT, "and stays set, alone");

    t = start(&p, ch, 0);
    ty_channel_poke(ch, TY_CHANNEL_RECV);
    ty_clock_sleep_until(ty_clock_monotonic() + 2 * MS);
    is_int(p.unparked, 0, "a poke alone changes nothing");
    ty_atomic_store(&p.hopeless, true);
    ty_channel_poke(ch, TY_CHANNEL_RECV);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_STOPPED, "a wait that makes no sense any more ends");

    t = start(&p, ch, 0);
    ty_channel_close(ch);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_CLOSED, "closing ends the wait");
    ty_channel_unref(ch);

    ch = ty_channel_new(&(ty_channel_options){.max_items = 1});
    send_one(ch, 1);
    t = start(&p, ch, 1);
    ty_message m;
    ty_channel_try_recv(ch, &m);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_OK, "a sender is woken by room");
    is_int(ty_channel_try_recv(ch, &m), TY_CHANNEL_OK);
    is_int(m.in.integer, 77);

    send_one(ch, 1);
    t = start(&p, ch, 1);
    ty_channel_close(ch);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_CLOSED, "closing ends a sender's wait");
    is_int(ty_channel_try_recv(ch, &m), TY_CHANNEL_OK, "what was sent before is there");
    ty_channel_unref(ch);

    ch = ty_channel_new(NULL);
    t = start(&p, ch, 2);
    send_one(ch, 1);
    send_one(ch, 2);
    m = make(3, 9);
    ty_channel_try_send(ch, &m);
    ty_thread_join(t);
    ok(p.status == TY_CHANNEL_OK && p.value == 3, "a picking receiver waits for its own");
    is_int(ty_channel_count(ch), 2);

    m = make(4, 1);
    ty_channel_try_send(ch, &m);
    p.sequence = m.sequence;
    t = start(&p, ch, 3);
    for (int i = 0; i < 3; i++) ty_channel_try_recv(ch, &m);
    ty_thread_join(t);
    is_int(p.status, TY_CHANNEL_OK, "told when the message was taken");
    ty_channel_unref(ch);
}

/* ---- being told ---------------------------------------------------------------------------------- */

static void bump(void *arg) {
    ty_atomic_add((atomic_int *)arg, 1);
}

static void test_watching(void) {
    ty_channel *ch = ty_channel_new(&(ty_channel_options){.max_items = 2});
    static atomic_int events, others;
    ty_waiter standing, once, second;
    ty_waiter_init_call(&standing, bump, &events, false);
    ty_waiter_init_call(&once, bump, &others, true);
    ty_waiter_init_call(&second, bump, &others, true);
    ok(!ty_channel_watch(ch, TY_CHANNEL_RECV, &standing), "not ready");
    send_one(ch, 1);
    is_int(events, 1);
    ok(ty_channel_watch(ch, TY_CHANNEL_RECV, &once), "ready already");
    ty_channel_watch(ch, TY_CHANNEL_RECV, &second);
    send_one(ch, 2);
    is_int(events, 2, "a standing one hears every event");
    is_int(others, 1, "one event, one of the others");
    ty_channel_unwatch(ch, TY_CHANNEL_RECV, &once);
    is_int(others, 2, "an event not used is passed on");
    is_int(events, 3, "to everybody concerned");
    ty_channel_unwatch(ch, TY_CHANNEL_RECV, &second);
    ty_channel_unwatch(ch, TY_CHANNEL_RECV, &standing);
    ty_message m;
    ty_waiter_init_call(&once, bump, &others, true);
    ok(!ty_channel_watch(ch, TY_CHANNEL_SEND, &once), "full");
    others = 0;
    ty_channel_try_recv(ch, &m);
    is_int(others, 1, "room is an event, too");
    ty_channel_unwatch(ch, TY_CHANNEL_SEND, &once);
    ty_channel_watch(ch, TY_CHANNEL_RECV, &once);
    ty_channel_watch(ch, TY_CHANNEL_RECV, &standing);
    events = others = 0;
    ty_channel_close(ch);
    ok(events == 1 && others == 1, "and so is closing");
    ok(ty_channel_ready(ch, TY_CHANNEL_SEND) && ty_channel_ready(ch, TY_CHANNEL_RECV));
    ty_channel_unwatch(ch, TY_CHANNEL_RECV, &once);
    ty_channel_unwatch(ch, TY_CHANNEL_RECV, &standing);
    ty_channel_unref(ch);
}

int main(void) {
    test_statuses();
    test_waiting();
    test_watching();
    return done_testing();
}
