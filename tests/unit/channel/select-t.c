/* SPDX-License-Identifier: MIT */
/* Waiting on many channels. */
#include <config.h>

#include "channel/select.h"
#include "platform/thread.h"
#include "tests/tap/tap.h"

#define MS INT64_C(1000000)
enum { CHANNELS = 5, SENDERS = 3, EACH = 4000, SELECTORS = 2 };

static ty_channel *chans[CHANNELS];
static atomic_int received, failures;

static void sender(void *arg) {
    unsigned seed = (unsigned)(uintptr_t)arg;
    for (int i = 0; i < EACH; i++) {
        seed = seed * 1664525u + 1013904223u;
        ty_message m;
        ty_message_init(&m);
        m.in.integer = i;
        if (ty_channel_send(chans[seed >> 16 & 3], &m, NULL) != TY_CHANNEL_OK) ty_atomic_add(&failures, 1);
    }
}

static void selector(void *arg) {
    (void)arg;
    ty_select_case cases[CHANNELS];
    ty_message messages[CHANNELS];
    for (size_t i = 0; i < CHANNELS; i++)
        cases[i] = (ty_select_case){.channel = chans[i], .side = TY_CHANNEL_RECV, .message = &messages[i]};
    for (size_t k = 0;; k++) {
        size_t index;
        ty_channel_wait wait = {.deadline = k % 7 ? TY_CLOCK_NEVER : ty_clock_monotonic() + 10000};
        ty_channel_status status = ty_select_wait(cases, CHANNELS, k, &index, &wait);
        if (status == TY_CHANNEL_TIMEOUT) continue;
        if (status == TY_CHANNEL_CLOSED) {
            /* The last channel tells the end. */
            if (index != CHANNELS - 1) ty_atomic_add(&failures, 1);
            return;
        }
        if (status != TY_CHANNEL_OK) ty_atomic_add(&failures, 1);
        ty_atomic_add(&received, 1);
    }
}

int main(void) {
    for (int i = 0; i < CHANNELS; i++) chans[i] = ty_channel_new(&(ty_channel_options){.max_items = 3});
    ty_message in, out;
    ty_message_init(&out);
    out.in.integer = 8;
    ty_select_case cases[3] = {
        {.channel = chans[0], .side = TY_CHANNEL_RECV, .message = &in},
        {.channel = NULL},
        {.channel = chans[1], .side = TY_CHANNEL_SEND, .message = &out},
    };
    size_t index;
    is_int(ty_select_try(cases, 2, 0, &index), TY_CHANNEL_EMPTY);
    is_int(ty_select_wait(cases, 3, 0, &index, NULL), TY_CHANNEL_OK);
    is_int(index, 2, "a send that can go goes");
    is_int(ty_channel_count(chans[1]), 1);
    int64_t before = ty_clock_monotonic();
    ty_channel_wait wait = {.deadline = before + 5 * MS};
    is_int(ty_select_wait(cases, 2, 0, &index, &wait), TY_CHANNEL_TIMEOUT);
    ok(ty_clock_monotonic() - before >= 5 * MS);
    ty_parker parker = TY_PARKER_INIT;
    ty_parker_post(&parker, 8);
    wait = (ty_channel_wait){.deadline = TY_CLOCK_NEVER, .parker = &parker, .stop = 8};
    is_int(ty_select_wait(cases, 2, 0, &index, &wait), TY_CHANNEL_STOPPED);
    ty_channel_stats st;
    ty_channel_stats_get(chans[0], &st);
    is_int(st.waiting_receivers, 0, "no node left behind");
    is_int(ty_channel_try_recv(chans[1], &in), TY_CHANNEL_OK);
    is_int(in.in.integer, 8);

    ty_thread s[SENDERS], r[SELECTORS];
    for (uintptr_t i = 0; i < SENDERS; i++) ty_thread_create(&s[i], sender, (void *)(i + 1), NULL);
    for (int i = 0; i < SELECTORS; i++) ty_thread_create(&r[i], selector, NULL, NULL);
    for (int i = 0; i < SENDERS; i++) ty_thread_join(s[i]);
    while (ty_atomic_load(&received) < SENDERS * EACH) ty_thread_yield();
    ty_channel_close(chans[CHANNELS - 1]);
    for (int i = 0; i < SELECTORS; i++) ty_thread_join(r[i]);
    is_int(received, SENDERS * EACH, "each message to one selector");
    is_int(failures, 0);
    for (int i = 0; i < CHANNELS; i++) ty_channel_unref(chans[i]);
    return done_testing();
}
