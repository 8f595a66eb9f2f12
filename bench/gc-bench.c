/* SPDX-License-Identifier: MIT */
/*
 * The collector alone: allocation rates with a small and a large live set, and the longest pauses.
 *
 *   short     allocate, traverse and drop 6.1 million nodes in trees of 2047 while a tree of 2^10 or 2^19 leaves lives
 *   mutate    allocate a node and now and then store it into the old tree
 *   append    a list that grows to 10 million items by doubling
 *   store     random stores of fresh nodes into a table of a million entries
 *   create    a heap made, used for one object, and destroyed
 *
 * Prints the minimum of several runs.
 */
#include "tests/unit/gc/kit.h"

#include "platform/clock.h"

#include <inttypes.h>

typedef struct bench {
    ty_heap *h;
    ty_root *root;
    uint64_t random;
} bench;

static uint32_t next_random(bench *b)
{
    b->random = b->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(b->random >> 33);
}

static TY_NOINLINE int64_t run_short(bench *b)
{
    int64_t start = ty_clock_monotonic();
    size_t sum = 0;
    for (int i = 0; i < 3000; i++)
        sum += count_tree(make_tree(b->h, 10));
    if (sum != (size_t)3000 * 2047)
        abort();
    return ty_clock_monotonic() - start;
}

static TY_NOINLINE int64_t run_mutate(bench *b, int depth)
{
    int64_t start = ty_clock_monotonic();
    node *top = (node *)(void *)ty_root_get(b->root);
    for (int i = 0; i < 6000000; i++) {
        node *n = make_node(b->h, NULL, NULL);
        if (i % 64 == 0) {
            node *at = top;
            uint32_t path = next_random(b);
            for (int k = 0; k < depth - 1; k++, path >>= 1)
                at = path & 1 ? at->left : at->right;
            set_left(b->h, at, n);
        }
    }
    return ty_clock_monotonic() - start;
}

static TY_NOINLINE int64_t run_append(bench *b)
{
    int64_t start = ty_clock_monotonic();
    ty_heap *h = b->h;
    size_t capacity = 8;
    array *a = make_array(h, capacity);
    ty_root_set(b->root, (ty_value)(void *)a);
    for (size_t i = 0; i < 10000000; i++) {
        if (i == capacity) {
            array *old = a;
            a = make_array(h, capacity *= 2);
            memcpy(a->items, old->items, i * sizeof(ty_value));
            ty_root_set(b->root, (ty_value)(void *)a);
        }
        /* Every eighth item is a new object, as in a list of mixed values. */
        set_item(h, a, i, i % 8 ? (void *)(uintptr_t)(i * 2 + 1) : (void *)make_node(h, NULL, NULL));
    }
    return ty_clock_monotonic() - start;
}

static TY_NOINLINE int64_t run_store(bench *b, const ty_shape_head *shape)
{
    array *a = make_array_of(b->h, shape, 1000000);
    ty_root_set(b->root, (ty_value)(void *)a);
    ty_heap_collect(b->h, true);
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < 3000000; i++)
        set_item(b->h, a, next_random(b) % 1000000, make_node(b->h, NULL, NULL));
    return ty_clock_monotonic() - start;
}

static TY_NOINLINE int64_t run_create(bench *b, ty_pool *pool)
{
    (void)b;
    int64_t start = ty_clock_monotonic();
    for (int i = 0; i < 10000; i++) {
        ty_heap *h = ty_heap_new(pool, NULL, 0);
        if (!h || !make_node(h, NULL, NULL))
            abort();
        ty_heap_destroy(h);
    }
    return ty_clock_monotonic() - start;
}

static void report(const char *name, int64_t ns, double count, ty_heap *h)
{
    ty_heap_stats s;
    ty_heap_get_stats(h, &s);
    printf("%-28s %7.2f ns  minor %5" PRIu64 " max %7.3f ms  major %3" PRIu64 " max %7.3f ms\n", name, (double)ns / count,
           s.minor, (double)s.minor_ns_max / 1e6, s.major, (double)s.major_ns_max / 1e6);
    fflush(stdout);
}

static void measure(int what, const char *name, double count, int depth)
{
    int64_t best = INT64_MAX;
    ty_pool *pool = ty_pool_new(NULL);
    for (int run = 0; run < 5; run++) {
        ty_stack stack;
        bench b = { .h = ty_heap_new(pool, NULL, 0), .random = 1 };
        ty_stack_enter(b.h, &stack, TY_FRAME_ADDRESS());
        b.root = ty_root_new(b.h, NULL);
        if (depth) {
            ty_root_set(b.root, (ty_value)(void *)make_tree(b.h, depth));
            ty_heap_collect(b.h, true);
        }
        int64_t ns = what == 0   ? run_short(&b)
                     : what == 1 ? run_mutate(&b, depth)
                     : what == 2 ? run_append(&b)
                     : what == 3 ? run_store(&b, &array_shape)
                     : what == 4 ? run_store(&b, &table_shape)
                                 : run_create(&b, pool);
        best = ns < best ? ns : best;
        if (run == 4)
            report(name, best, count, b.h);
        if (run == 4 && depth == 19) {
            int64_t start = ty_clock_monotonic();
            ty_heap_collect(b.h, true);
            printf("  a major collection of 1 M live objects: %.3f ms\n", (double)(ty_clock_monotonic() - start) / 1e6);
        }
        ty_stack_leave(b.h, &stack);
        ty_heap_destroy(b.h);
    }
    ty_pool_delete(pool);
}

int main(void)
{
    measure(0, "short, 2 K live", 3000 * 2047.0, 10);
    measure(0, "short, 1 M live", 3000 * 2047.0, 19);
    measure(1, "mutate, 1 M live", 6e6, 19);
    measure(2, "append to 10 M", 1e7, 0);
    measure(3, "store into array of 1 M", 3e6, 0);
    measure(4, "store into table of 1 M", 3e6, 0);
    measure(5, "create and destroy", 1e4, 0);
    return 0;
}
