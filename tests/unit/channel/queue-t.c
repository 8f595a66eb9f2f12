/* SPDX-License-Identifier: MIT */
/* The queue on one thread: order, limits, growth, removal, against a plain array as the model. */
#include <config.h>

#include "channel/queue.h"
#include "tests/tap/tap.h"

static int dropped;
static void count_drop(ty_message *m) {
    (void)m;
    dropped++;
}

static ty_message make(int64_t n) {
    ty_message m;
    ty_message_init(&m);
    m.in.integer = n;
    m.drop = count_drop;
    return m;
}

static ty_channel_status push(ty_queue *q, int64_t n) {
    ty_message m = make(n);
    size_t sent;
    return ty_queue_push(q, &m, 1, &sent);
}

static int64_t pop(ty_queue *q) {
    ty_message m;
    return ty_queue_pop(q, &m, 1) ? m.in.integer : -1;
}

static bool divides(const ty_message *m, void *arg) {
    return m->in.integer % *(int64_t *)arg == 0;
}

static bool add_up(ty_message *m, void *arg) {
    *(int64_t *)arg += m->in.integer;
    m->flags = 1;
    return m->in.integer != 3;
}

static void test_basics(void) {
    ty_queue q;
    ty_queue_init(&q, 0, 0);
    is_int(pop(&q), -1, "empty");
    for (int i = 1; i <= 2000; i++) push(&q, i);
    is_int(ty_queue_count(&q), 2000);
    is_int(ty_queue_bytes(&q), 2000 * sizeof(ty_message));
    bool order = true;
    for (int i = 1; i <= 2000; i++)
        if (pop(&q) != i) order = false;
    ok(order, "first in, first out, over many segments");
    is_int(ty_queue_bytes(&q), 0);

    ty_message batch[64];
    for (int i = 0; i < 64; i++) batch[i] = make(i);
    size_t sent;
    is_int(ty_queue_push(&q, batch, 64, &sent), TY_CHANNEL_OK);
    is_int(sent, 64);
    is_int(ty_queue_pop(&q, batch, 40), 40);
    ok(batch[0].sequence == 2001 && batch[39].sequence == 2040, "sequence numbers count sends");
    is_int(ty_queue_pop(&q, batch, 64), 24);
    is_int(batch[23].in.integer, 63);

    for (int i = 1; i <= 5; i++) push(&q, i);
    int64_t sum = 0;
    ty_queue_visit(&q, add_up, &sum);
    is_int(sum, 6, "a visit stops when told");
    is_int(ty_queue_pop_soon(&q, batch, 1), 1);
    is_int(batch[0].flags, 1, "and may change messages");
    ty_queue_shut(&q);
    is_int(push(&q, 9), TY_CHANNEL_CLOSED);
    while (pop(&q) >= 0) {
    }
    ty_queue_destroy(&q);
}

static void test_limits(void) {
    ty_queue q;
    ty_queue_init(&q, 5, 0);
    ty_message batch[10];
    for (int i = 0; i < 10; i++) batch[i] = make(i);
    size_t sent;
    is_int(ty_queue_push(&q, batch, 10, &sent), TY_CHANNEL_FULL);
    is_int(sent, 5, "the limit on items is exact");
    for (int round = 0; round < 20; round++) {
        if (pop(&q) < 0) ok(0, "nothing there");
        if (push(&q, round) != TY_CHANNEL_OK || push(&q, 99) != TY_CHANNEL_FULL) ok(0, "round %d", round);
    }
    is_int(ty_queue_count(&q), 5);
    while (pop(&q) >= 0) {
    }
    ty_queue_destroy(&q);

    ty_queue_init(&q, 0, 1000);
    char bytes[600];
    ty_message big = make(1);
    big.bytes = bytes;
    big.size = sizeof bytes;
    is_int(ty_queue_push(&q, &big, 1, &sent), TY_CHANNEL_OK);
    is_int(ty_queue_push(&q, &big, 1, &sent), TY_CHANNEL_OK, "below the mark one more passes");
    is_int(ty_queue_push(&q, &big, 1, &sent), TY_CHANNEL_FULL);
    is_int(ty_queue_bytes(&q), 2 * (600 + sizeof(ty_message)));
    pop(&q);
    is_int(push(&q, 2), TY_CHANNEL_OK);
    pop(&q);
    pop(&q);
    ty_extbuf *buffer = ty_extbuf_new(5000);
    big.buffers = &buffer;
    big.buffer_count = 1;
    is_int(ty_message_charge(&big), 5600 + sizeof(ty_message));
    is_int(ty_queue_push(&q, &big, 1, &sent), TY_CHANNEL_OK, "any size passes when it is alone");
    is_int(push(&q, 2), TY_CHANNEL_FULL);
    pop(&q);
    ty_extbuf_unref(buffer);
    ty_queue_destroy(&q);
}

/* Random operations; the model is an array. */
static void test_model(unsigned seed, size_t max_items) {
    enum { ROOM = 4000 };
    static int64_t model[ROOM];
    size_t n = 0;
    int64_t next = 1;
    bool good = true;
    ty_queue q;
    ty_queue_init(&q, max_items, 0);
    for (int step = 0; step < 60000 && good; step++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned r = seed >> 24, k = seed >> 8 & 15;
        /* Phases of filling and draining. */
        bool filling = step / 3000 % 2 == 0;
        if (r < (filling ? 130u : 60u)) {
            for (unsigned i = 0; i < k && n < ROOM; i++) {
                ty_channel_status want = max_items && n >= max_items ? TY_CHANNEL_FULL : TY_CHANNEL_OK;
                if (push(&q, next) != want) good = false;
                if (want == TY_CHANNEL_OK) model[n++] = next++;
            }
        } else if (r < 230) {
            ty_message m[16];
            size_t got = ty_queue_pop(&q, m, k);
            if (got != (k < n ? k : n)) good = false;
            for (size_t i = 0; i < got; i++)
                if (m[i].in.integer != model[i]) good = false;
            n -= got;
            memmove(model, model + got, n * sizeof *model);
        } else if (r < 250) {
            int64_t d = 2 + (int64_t)k * 3;
            ty_message m;
            size_t i = 0;
            while (i < n && model[i] % d) i++;
            bool found = ty_queue_pop_match(&q, divides, &d, &m);
            if (found != (i < n)) good = false;
            if (found && i < n) {
                if (m.in.integer != model[i]) good = false;
                memmove(model + i, model + i + 1, (--n - i) * sizeof *model);
            }
        } else {
            int64_t d = 2 + (int64_t)k;
            size_t kept = 0;
            for (size_t i = 0; i < n; i++)
                if (model[i] % d) model[kept++] = model[i];
            dropped = 0;
            size_t gone = ty_queue_drop_match(&q, divides, &d);
            if (gone != n - kept || (size_t)dropped != gone) good = false;
            n = kept;
        }
        if (ty_queue_count(&q) != n) good = false;
    }
    ok(good, "60,000 random steps, limit %zu", max_items);
    for (size_t i = 0; i < n; i++)
        if (pop(&q) != model[i]) good = false;
    ok(good && pop(&q) < 0, "and the rest");
    is_int(ty_queue_bytes(&q), 0);
    ty_queue_destroy(&q);
}

int main(void) {
    test_basics();
    test_limits();
    test_model(1, 0);
    test_model(2, 0);
    test_model(3, 1);
    test_model(4, 7);
    test_model(5, 1500);
    return done_testing();
}
