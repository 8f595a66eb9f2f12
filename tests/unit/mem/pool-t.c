/* SPDX-License-Identifier: MIT */
/* The block pool: exact counts, zeroed blocks, bounds, and many threads. */
#include <config.h>

#include "mem/pool.h"
#include "platform/thread.h"
#include "tests/tap/tap.h"

enum { MANY = 300, THREADS = 4 };

static bool all_zero(const void *block) {
    const uint64_t *p = block;
    for (size_t i = 0; i < TY_POOL_BLOCK_SIZE / sizeof *p; i++)
        if (p[i]) return false;
    return true;
}

static ty_pool *shared;

static void churn(void *arg) {
    unsigned seed = (unsigned)(uintptr_t)arg;
    bool *good = arg;
    void *held[40];
    size_t n = 0;
    for (int round = 0; round < 3000; round++) {
        seed = seed * 1664525u + 1013904223u;
        size_t want = seed >> 28;
        if ((seed >> 20 & 3) && n + want <= TY_COUNTOF(held)) {
            ty_pool_block got[16];
            size_t k = ty_pool_get(shared, seed & 1 << 19 ? TY_POOL_DENSE : TY_POOL_SPARSE, want, got);
            for (size_t i = 0; i < k; i++) {
                uintptr_t *words = got[i].base;
                if (got[i].zeroed && (words[0] || words[8191])) *good = false;
                words[0] = words[8191] = (uintptr_t)arg;
                held[n++] = got[i].base;
            }
        } else {
            size_t k = want < n ? want : n;
            for (size_t i = n - k; i < n; i++) {
                uintptr_t *words = held[i];
                if (words[0] != (uintptr_t)arg || words[8191] != (uintptr_t)arg) *good = false;
            }
            ty_pool_put(shared, k, held + n - k);
            n -= k;
        }
    }
    ty_pool_put(shared, n, held);
}

int main(void) {
    ty_pool *pool = ty_pool_new(NULL);
    ty_pool_stats st;
    ty_pool_stats_get(pool, &st);
    is_int(st.chunks, 0, "no address space before the first block");

    static ty_pool_block b[MANY];
    is_int(ty_pool_get(pool, TY_POOL_SPARSE, MANY, b), MANY);
    bool aligned = true, zero = true, contained = true;
    static void *blocks[MANY];
    for (int i = 0; i < MANY; i++) {
        blocks[i] = b[i].base;
        if ((uintptr_t)b[i].base % TY_POOL_BLOCK_SIZE) aligned = false;
        if (!b[i].zeroed || !all_zero(b[i].base)) zero = false;
        if (!ty_pool_contains(pool, (char *)b[i].base + 12345)) contained = false;
        memset(b[i].base, 0xa5, TY_POOL_BLOCK_SIZE);
    }
    ok(aligned && zero && contained, "fresh blocks are aligned, zero and known");
    ok(!ty_pool_contains(pool, &st));
    is_ptr(TY_POOL_BLOCK_OF((char *)blocks[0] + 999), blocks[0]);
    ty_pool_stats_get(pool, &st);
    is_int(st.in_use, MANY);
    is_int(st.chunks, (MANY + 63) / 64);
    is_int(st.in_use + st.warm + st.cold, st.chunks * 64, "every block is somewhere");

    ty_pool_put(pool, MANY, blocks);
    ty_pool_stats_get(pool, &st);
    is_int(st.in_use, 0);
    ok(st.warm <= 64, "no more than 64 idle blocks keep their memory: %zu", st.warm);
    is_int(st.warm + st.cold, st.chunks * 64);

    is_int(ty_pool_get(pool, TY_POOL_DENSE, MANY, b), MANY);
    zero = true;
    int known = 0;
    for (int i = 0; i < MANY; i++) {
        known += b[i].zeroed;
        if (b[i].zeroed && !all_zero(b[i].base)) zero = false;
        blocks[i] = b[i].base;
    }
    ok(zero, "what is said to be zero is: %d of %d", known, MANY);
    ty_pool_put(pool, MANY, blocks);
    ty_pool_trim(pool, 0);
    ty_pool_stats_get(pool, &st);
    ok(st.warm == 0 || st.cold == 0, "trimmed: %zu warm", st.warm);
    is_int(st.peak, MANY);
    bool zeroed;
    void *one = ty_pool_get_one(pool, TY_POOL_SPARSE, &zeroed);
    ok(one && (!zeroed || all_zero(one)));
    ty_pool_put_one(pool, one);
    is_ptr(ty_pool_get_one(pool, TY_POOL_SPARSE, &zeroed), one, "a warm block comes first");
    ok(!zeroed);
    ty_pool_put_one(pool, one);
    ty_pool_delete(pool);

    pool = ty_pool_new(&(ty_pool_options){.max_blocks = 10, .no_huge = true});
    is_int(ty_pool_get(pool, TY_POOL_DENSE, 20, b), 10, "the bound holds");
    ok(!ty_pool_get_one(pool, TY_POOL_DENSE, NULL));
    for (int i = 0; i < 10; i++) blocks[i] = b[i].base;
    ty_pool_put(pool, 10, blocks);
    ty_pool_delete(pool);

    shared = ty_pool_new(&(ty_pool_options){.keep_idle = 4});
    ty_thread t[THREADS];
    bool good[THREADS];
    for (int i = 0; i < THREADS; i++) {
        good[i] = true;
        ty_thread_create(&t[i], churn, &good[i], NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        ty_thread_join(t[i]);
        ok(good[i], "no block was given to two");
    }
    ty_pool_stats_get(shared, &st);
    is_int(st.in_use, 0);
    is_int(st.warm + st.cold, st.chunks * 64);
    ty_pool_delete(shared);
    return done_testing();
}
