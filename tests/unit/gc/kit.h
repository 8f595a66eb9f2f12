/* SPDX-License-Identifier: MIT */
/*
 * Toy object kinds for the collector's tests and benchmark: nodes with two children, arrays, leaves.
 */
#ifndef TY_TESTS_GC_KIT_H
#define TY_TESTS_GC_KIT_H

#include <config.h>

#include "gc/heap.h"
#include "gc/impl.h"

#include "mem/pool.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- kinds --------------------------------------------------------------------------------------------------------- */

typedef struct node {
    ty_object ob;
    struct node *left, *right;
    intptr_t number;
} node;

typedef struct array {
    ty_object ob;
    size_t length;
    ty_value items[];
} array;

typedef struct leaf {
    ty_object ob;
    size_t bytes;
} leaf;

static size_t array_size(const ty_object *o)
{
    return ty_heap_round(sizeof(array) + ((const array *)o)->length * sizeof(ty_value));
}

static void array_trace(ty_object *o, ty_tracer *t)
{
    array *a = (array *)o;
    ty_trace_slots(t, a->items, a->length);
}

/* The same one by one, as a table with other things between its slots does it. */
static void table_trace(ty_object *o, ty_tracer *t)
{
    array *a = (array *)o;
    size_t i, n;
    for (ty_trace_window(t, a->items, sizeof(ty_value), a->length, &i, &n); i < n; i++)
        ty_trace_slot(t, &a->items[i]);
}

static size_t leaf_size(const ty_object *o)
{
    return ty_heap_round(sizeof(leaf) + ((const leaf *)o)->bytes);
}

static const ty_layout node_layout = { .fixed_size = sizeof(node), .slots_offset = 8, .slots_count = 2 };
static const ty_layout array_layout = { .size = array_size, .trace = array_trace, .flags = TY_LAYOUT_WINDOW };
static const ty_layout table_layout = { .size = array_size, .trace = table_trace, .flags = TY_LAYOUT_WINDOW };
static const ty_layout leaf_layout = { .size = leaf_size };
static const ty_layout shape_layout = { .fixed_size = 16 };

TY_UNUSED static const _Alignas(16) ty_shape_head meta_shape = { TY_IMAGE_HEAD(&meta_shape), &shape_layout };
TY_UNUSED static const _Alignas(16) ty_shape_head node_shape = { TY_IMAGE_HEAD(&meta_shape), &node_layout };
TY_UNUSED static const _Alignas(16) ty_shape_head array_shape = { TY_IMAGE_HEAD(&meta_shape), &array_layout };
TY_UNUSED static const _Alignas(16) ty_shape_head table_shape = { TY_IMAGE_HEAD(&meta_shape), &table_layout };
TY_UNUSED static const _Alignas(16) ty_shape_head leaf_shape = { TY_IMAGE_HEAD(&meta_shape), &leaf_layout };

TY_UNUSED static node *make_node(ty_heap *h, node *left, node *right)
{
    node *n = ty_heap_alloc(h, sizeof *n);
    if (!n)
        return NULL;
    n->ob.head = (uintptr_t)&node_shape;
    n->left = left;
    n->right = right;
    n->number = 1;
    return n;
}

TY_UNUSED static array *make_array_of(ty_heap *h, const ty_shape_head *shape, size_t length)
{
    array *a = ty_heap_alloc(h, ty_heap_round(sizeof *a + length * sizeof(ty_value)));
    if (!a)
        return NULL;
    a->ob.head = (uintptr_t)shape;
    a->length = length;
    memset(a->items, 0, length * sizeof(ty_value));
    return a;
}

TY_UNUSED static array *make_array(ty_heap *h, size_t length)
{
    return make_array_of(h, &array_shape, length);
}

TY_UNUSED static leaf *make_leaf(ty_heap *h, size_t bytes)
{
    leaf *l = ty_heap_alloc(h, ty_heap_round(sizeof *l + bytes));
    if (!l)
        return NULL;
    l->ob.head = (uintptr_t)&leaf_shape;
    l->bytes = bytes;
    return l;
}

TY_UNUSED static node *make_tree(ty_heap *h, int depth)
{
    node *left = NULL, *right = NULL;
    if (depth > 0) {
        left = make_tree(h, depth - 1);
        right = make_tree(h, depth - 1);
        if (!left || !right)
            return NULL;
    }
    return make_node(h, left, right);
}

TY_UNUSED static size_t count_tree(const node *n)
{
    return n ? (size_t)n->number + count_tree(n->left) + count_tree(n->right) : 0;
}

static inline void set_left(ty_heap *h, node *n, node *child)
{
    ty_heap_store(h, &n->ob, (ty_value *)(void *)&n->left, (ty_value)(void *)child);
}

static inline void set_item(ty_heap *h, array *a, size_t i, void *value)
{
    ty_heap_store(h, &a->ob, &a->items[i], (ty_value)value);
}

/* A pool, a heap, a root and the stack of main. */
typedef struct world {
    ty_pool *pool;
    ty_heap *h;
    ty_root *root;
    ty_stack stack;
} world;

static inline ty_heap *world_begin(world *w, void *base, const ty_heap_client *client, size_t limit)
{
    w->pool = ty_pool_new(NULL);
    w->h = w->pool ? ty_heap_new(w->pool, client, limit) : NULL;
    if (!w->h)
        bail("no memory for a heap");
    ty_stack_enter(w->h, &w->stack, base);
    w->root = ty_root_new(w->h, NULL);
    return w->h;
}

static inline void world_end(world *w)
{
    ty_root_free(w->h, w->root);
    ty_stack_leave(w->h, &w->stack);
    ty_heap_destroy(w->h);
    ty_pool_stats s;
    ty_pool_stats_get(w->pool, &s);
    is_int(s.in_use, 0, "every block is back in the pool");
    ty_pool_delete(w->pool);
}

TY_UNUSED static void *root_get(world *w)
{
    return (void *)ty_root_get(w->root);
}

TY_UNUSED static void root_set(world *w, void *o)
{
    ty_root_set(w->root, (ty_value)o);
}

static inline ty_value immediate(intptr_t i)
{
    return (ty_value)(void *)(uintptr_t)((uintptr_t)i * 2 + 1);
}

static inline void valid(ty_heap *h, const char *when)
{
    const char *message = ty_heap_validate(h);
    ok(!message, "the heap is well formed %s", when);
    if (message)
        diag("%s", message);
}

/* A count of dead objects. Old words in the frames, of instrumented code above all, may keep a few alive. */
static inline void died(long got, long want, const char *what)
{
    ok(got <= want && got >= want - 8, "%s: %ld", what, got);
}

static void count_one(void *arg, ty_object *o)
{
    (void)o;
    ++*(size_t *)arg;
}

TY_UNUSED static size_t count_objects(ty_heap *h)
{
    size_t n = 0;
    ty_heap_each(h, count_one, &n);
    return n;
}

/* Overwrites the part of the C stack that earlier calls have used, so that no stale word keeps a dead object. */
TY_UNUSED static TY_NOINLINE TY_NO_SANITIZE_ADDRESS void scrub_stack(void)
{
    volatile char page[16384];
    memset((void *)(uintptr_t)page, 0, sizeof page);
    TY_KEEP(page);
}

/* Runs `call` in a frame below the present one and wipes it afterwards. */
#define APART(function, ...)                                                                                           \
    do {                                                                                                               \
        function(__VA_ARGS__);                                                                                         \
        scrub_stack();                                                                                                 \
    } while (0)

#endif
