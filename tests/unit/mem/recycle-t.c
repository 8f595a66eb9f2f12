/* SPDX-License-Identifier: MIT */
/* Recycled blocks: sizes, reuse, bounds, and a thread on each side. */
#include <config.h>

#include "mem/recycle.h"
#include "platform/thread.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

static ty_recycle shared;
static _Atomic(void *) handed;
static atomic_bool good = true;
enum { ROUNDS = 20000 };

static void taker(void *arg) {
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        void *p;
        while (!(p = ty_atomic_xchg(&handed, NULL))) ty_thread_yield();
        if (((unsigned char *)p)[99] != (i & 255)) ty_atomic_store(&good, false);
        ty_recycle_put(&shared, p, 128);
    }
}

int main(void) {
    static ty_recycle r;
    ty_recycle_init(&r);
    size_t room;
    void *p = ty_recycle_get(&r, 1, &room);
    is_int(room, 64);
    ty_recycle_put(&r, p, room);
    is_ptr(ty_recycle_get(&r, 64, &room), p, "comes back");
    is_int(room, 64);
    free(p);
    static const size_t sizes[][2] = {{0, 64}, {65, 128}, {128, 128}, {129, 256}, {8192, 8192}, {8193, 8193}};
    for (size_t i = 0; i < TY_COUNTOF(sizes); i++) {
        p = ty_recycle_get(&r, sizes[i][0], &room);
        is_int(room, sizes[i][1], "room for %zu", sizes[i][0]);
        memset(p, 1, room);
        ty_recycle_put(&r, p, room);
    }
    ty_recycle_put(&r, malloc(100), 100);
    ty_recycle_put(&r, NULL, 64);
    is_int(r.classes[1].count, 1, "a size of no class is freed");
    for (int i = 0; i < 100; i++) ty_recycle_put(&r, malloc(64), 64);
    is_int(r.classes[0].count, TY_RECYCLE_KEEP, "a bounded number is kept");
    ty_recycle_clear(&r);
    is_int(r.classes[0].count, 0);

    ty_thread t;
    ty_thread_create(&t, taker, NULL, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        unsigned char *q = ty_recycle_get(&shared, 100, &room);
        q[99] = (unsigned char)i;
        void *none = NULL;
        while (!ty_atomic_cas(&handed, &none, q)) {
            none = NULL;
            ty_thread_yield();
        }
    }
    ty_thread_join(t);
    ok(good, "a block is with one side at a time");
    ty_recycle_clear(&shared);
    return done_testing();
}
