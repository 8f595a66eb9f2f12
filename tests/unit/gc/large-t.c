/* SPDX-License-Identifier: MIT */
/* Arrays of all sizes: cards, objects in blocks above 4 KiB, medium and large ones, their death, the mark stack's limit. */
#include "kit.h"

static TY_NOINLINE void fill(ty_heap *h, array *a, size_t step, intptr_t number)
{
    for (size_t i = 0; i < a->length; i += step) {
        node *n = make_node(h, NULL, NULL);
        n->number = number + (intptr_t)i;
        set_item(h, a, i, n);
    }
}

static TY_NOINLINE bool check(const array *a, size_t step, intptr_t number)
{
    for (size_t i = 0; i < a->length; i++) {
        const node *n = (const node *)(const void *)a->items[i];
        if (i % step ? n != NULL : !n || n->ob.head >> 4 != (uintptr_t)&node_shape >> 4 || n->number != number + (intptr_t)i)
            return false;
    }
    return true;
}

/* Old arrays of this length, three rounds of stores with collections in between. */
static TY_NOINLINE void check_stores(world *w, const ty_shape_head *shape, size_t length, size_t step)
{
    bool good = true;
    array *all = make_array(w->h, 3);
    root_set(w, all);
    for (int k = 0; k < 3; k++)
        set_item(w->h, all, (size_t)k, make_array_of(w->h, shape, length));
    ty_heap_collect(w->h, false);
    for (intptr_t round = 0; round < 3; round++) {
        for (int k = 0; k < 3; k++)
            fill(w->h, (array *)(void *)all->items[k], step, round * 1000000 + k);
        ty_heap_collect(w->h, round == 1);
        (void)make_tree(w->h, 12); /* takes the place of what was freed in error */
        for (int k = 0; k < 3; k++)
            good &= check((array *)(void *)all->items[k], step, round * 1000000 + k);
    }
    ok(good, "%s of %zu with every %zuth item set", shape == &array_shape ? "array" : "table", length, step);
    valid(w->h, "after stores into arrays");
    root_set(w, NULL);
}

static TY_NOINLINE void check_range(world *w, size_t length)
{
    ty_heap *h = w->h;
    array *a = make_array(h, length), *b;
    root_set(w, a);
    ty_heap_collect(h, false);
    b = make_array(h, length);
    fill(h, b, 1, 77);
    memcpy(a->items, b->items, length * sizeof(ty_value));
    ty_heap_wrote_range(h, &a->ob, a->items, length);
    b = NULL;
    ty_heap_collect(h, false);
    (void)make_tree(h, 12);
    ok(check(a, 1, 77), "a range of %zu stores is seen", length);
    root_set(w, NULL);
}

static TY_NOINLINE void check_young_death(world *w)
{
    ty_heap_stats s;
    ty_heap_get_stats(w->h, &s);
    uint64_t before = s.major;
    for (int i = 0; i < 200; i++)
        (void)make_leaf(w->h, 1 << 20);
    scrub_stack();
    ty_heap_get_stats(w->h, &s);
    ok(s.large_bytes < (size_t)40 << 20, "young large objects die in minor collections: %zu KiB left",
       (size_t)s.large_bytes >> 10);
    ok(s.major - before < 80 || w->h->stress, "not in major ones: %d", (int)(s.major - before));
}

static TY_NOINLINE void check_append(world *w)
{
    ty_heap *h = w->h;
    array *a = make_array(h, 1000000);
    bool good = true;
    root_set(w, a);
    ty_heap_collect(h, false);
    for (size_t i = 0; i < 1000000; i++)
        set_item(h, a, i, i % 4 ? (void *)immediate((intptr_t)i) : (void *)make_node(h, NULL, NULL));
    for (size_t i = 0; i < 1000000; i += 4)
        good &= ((node *)(void *)a->items[i])->number == 1;
    ok(good, "appending a million");
    root_set(w, NULL);
}

/* A mark stack that may not grow. */
static TY_NOINLINE void check_overflow(world *w)
{
    ty_heap *h = w->h;
    h->mark_stack_max = 1;
    array *a = make_array_of(h, &table_shape, 5000);
    root_set(w, a);
    for (size_t i = 0; i < 5000; i++)
        set_item(h, a, i, make_array_of(h, &table_shape, 60));
    for (size_t i = 0; i < 5000; i++)
        fill(h, (array *)(void *)a->items[i], 1, (intptr_t)i);
    ty_heap_collect(h, true);
    bool good = true;
    for (size_t i = 0; i < 5000; i++)
        good &= check((array *)(void *)a->items[i], 1, (intptr_t)i);
    ok(good, "marking is complete without room for the mark stack");
    is_int(count_objects(h), 5000 * 61 + 1, "and all objects are counted");
    valid(h, "after an overflow");
    root_set(w, NULL);
    h->mark_stack_max = 0;
}

int main(void)
{
    static const size_t lengths[] = { 1, 100, 520, 600, 1000, 1500, 3000, 8000, 8171, 20000, 300000 };
    world w;
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, 0);
    for (size_t i = 0; i < TY_COUNTOF(lengths); i++)
        for (size_t step = w.h->stress && lengths[i] > 1000 ? 1000 : 1; step < 400; step *= 17) {
            APART(check_stores, &w, &array_shape, lengths[i], step);
            APART(check_stores, &w, &table_shape, lengths[i], step);
        }
    APART(check_range, &w, 10);
    APART(check_range, &w, 700);
    APART(check_range, &w, 100000);
    ty_heap_collect(w.h, true);
    ty_heap_stats s;
    ty_heap_get_stats(w.h, &s);
    if (!w.h->malloc_mode)
        is_int(s.large_objects, 0, "no large object is left");
    APART(check_young_death, &w);
    if (!w.h->stress)
        APART(check_append, &w);
    ty_heap_collect(w.h, true);
    APART(check_overflow, &w);
    world_end(&w);
    return done_testing();
}
