/* SPDX-License-Identifier: MIT */
/*
 * itertools: product, permutations, combinations, combinations_with_replacement.
 *
 * All four pick from pools by an array of indices. The indices are ints in a value array, so that the heap sizes and
 * traces the state; each result is a fresh tuple.
 */
#include <config.h>

#include "modules/itertools.h"

#include "object/array.h"
#include "object/genericalias.h"
#include "object/int.h"

#define NEW(name)                                                                                                       \
    static ty_value name(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)

typedef struct combine {
    ty_object ob;
    ty_value pool;    /* tuple; product: tuple of tuples */
    ty_array *index;  /* ints: which item of the pool stands at each of the `size` places */
    ty_array *cycles; /* permutations: how many swaps each place has left */
    size_t size;
    int state;        /* 0 not started, 1 running, 2 exhausted */
} combine;

static inline size_t at(const ty_array *a, size_t i)
{
    return (size_t)ty_small_value(a->items[i]);
}

/* Immediates need no barrier. */
static inline void put(ty_array *a, size_t i, size_t v)
{
    a->items[i] = ty_small((intptr_t)v);
}

static ty_value make(ty_ctx *ctx, const ty_type *type, const ty_type *own, ty_value pool, size_t size, size_t cycles, bool exhausted)
{
    ty_array *index = ty_array_new(ctx, size), *swaps = index && cycles ? ty_array_new(ctx, cycles) : NULL;
    if (!index || (cycles && !swaps))
        return TY_NULL;
    combine *c = ty_alloc_instance(ctx, type, own);
    if (!c)
        return TY_NULL;
    c->pool = pool;
    c->index = index;
    c->cycles = swaps;
    c->size = size;
    c->state = exhausted ? 2 : 0;
    return TY_VALUE(c);
}

/* The places that the indices name, of one pool. */
static ty_value picked(ty_ctx *ctx, const combine *c)
{
    ty_value t = ty_tuple_new(ctx, NULL, c->size);
    if (t)
        for (size_t i = 0; i < c->size; i++)
            ty_tuple_items(t)[i] = ty_tuple_at(c->pool, at(c->index, i));
    return t;
}

static ty_value end(combine *c)
{
    c->state = 2;
    return TY_NULL;
}

/* iterable and r of the last three; r may be absent where `optional`. */
static int pool_and_size(ty_ctx *ctx, const char *name, bool optional, const ty_value *args, size_t nargs, ty_value kwnames,
                         ty_value *pool, size_t *size)
{
    ty_value v[2];
    intptr_t r;
    if (ty_native_bind(ctx, name, optional ? "iterable, r=None" : "iterable, r", optional ? 1 : 2, 2, args, nargs, kwnames, v) ||
        !(*pool = ty_op_tuple(ctx, v[0])))
        return -1;
    if (!v[1] || (optional && v[1] == TY_NONE)) {
        *size = ty_tuple_length(*pool);
        return 0;
    }
    if (optional && !ty_is_int(v[1])) {
        ty_error_set(ctx, &ty_TypeError_type, "Expected int as r");
        return -1;
    }
    if (ty_op_index_size(ctx, v[1], &ty_OverflowError_type, &r))
        return -1;
    if (r < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "r must be non-negative");
        return -1;
    }
    *size = (size_t)r;
    return 0;
}

/* --- product ------------------------------------------------------------------------------------------------------------- */

NEW(product_new)
{
    intptr_t times = 1;
    if (kwnames && ty_tuple_length(kwnames)) {
        ty_value v = TY_NULL;
        if (ty_native_bind(ctx, "product", "*, repeat=1", 0, 0, args + nargs, 0, kwnames, &v) ||
            (v && ty_op_index_size(ctx, v, &ty_OverflowError_type, &times)))
            return TY_NULL;
        if (times < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "repeat argument cannot be negative");
    }
    size_t n;
    if (ty_mul_overflow(nargs, (size_t)times, &n) || n > PTRDIFF_MAX / sizeof(ty_value) / 4)
        return ty_error_set(ctx, &ty_OverflowError_type, "repeat argument too large");
    ty_value pools = ty_tuple_new(ctx, NULL, n);
    bool empty = false;
    for (size_t i = 0; pools && i < (times ? nargs : 0); i++) {
        ty_value pool = ty_op_tuple(ctx, args[i]);
        if (!pool)
            return TY_NULL;
        empty |= ty_tuple_length(pool) == 0;
        for (size_t j = i; j < n; j += nargs)
            ty_heap_store(ctx->heap, ty_object_of(pools), &ty_tuple_items(pools)[j], pool);
    }
    return pools ? make(ctx, type, &ty_itertools_product_type, pools, n, 0, empty) : TY_NULL;
}

static ty_value product_next(ty_ctx *ctx, ty_value v)
{
    combine *c = (combine *)v;
    if (c->state == 2)
        return TY_NULL;
    if (c->state == 0) {
        for (size_t i = 0; i < c->size; i++)
            put(c->index, i, 0);
        c->state = 1;
    } else {
        size_t i = c->size;
        for (;;) {
            if (i-- == 0)
                return end(c);
            size_t next = at(c->index, i) + 1;
            if (next < ty_tuple_length(ty_tuple_at(c->pool, i))) {
                put(c->index, i, next);
                break;
            }
            put(c->index, i, 0);
        }
    }
    ty_value t = ty_tuple_new(ctx, NULL, c->size);
    if (t)
        for (size_t i = 0; i < c->size; i++)
            ty_tuple_items(t)[i] = ty_tuple_at(ty_tuple_at(c->pool, i), at(c->index, i));
    return t;
}

TY_ITERTOOLS_TYPE(product, combine, 3, "product(*iterables, repeat=1)\n\nThe cartesian product, as nested for loops would give it.",
                  product_new, product_next, .methods = NULL);

/* --- permutations ----------------------------------------------------------------------------------------------------------- */

NEW(permutations_new)
{
    ty_value pool;
    size_t r;
    if (pool_and_size(ctx, "permutations", true, args, nargs, kwnames, &pool, &r))
        return TY_NULL;
    size_t n = ty_tuple_length(pool);
    if (r > n)
        return make(ctx, type, &ty_itertools_permutations_type, pool, 0, 0, true);
    ty_value v = make(ctx, type, &ty_itertools_permutations_type, pool, n, r ? r : 1, false);
    if (v)
        ((combine *)v)->size = r; /* of the n indices the first r are shown */
    return v;
}

static ty_value permutations_next(ty_ctx *ctx, ty_value v)
{
    combine *c = (combine *)v;
    size_t n = ty_tuple_length(c->pool), r = c->size;
    if (c->state == 2)
        return TY_NULL;
    if (c->state == 0) {
        for (size_t i = 0; i < n; i++)
            put(c->index, i, i);
        for (size_t i = 0; i < r; i++)
            put(c->cycles, i, n - i);
        c->state = 1;
        return picked(ctx, c);
    }
    for (size_t i = r; i-- > 0;) {
        size_t left = at(c->cycles, i) - 1;
        if (left == 0) {
            /* The index at i goes to the end, the others move up. */
            ty_value first = c->index->items[i];
            memmove(&c->index->items[i], &c->index->items[i + 1], (n - i - 1) * sizeof first);
            c->index->items[n - 1] = first;
            put(c->cycles, i, n - i);
        } else {
            put(c->cycles, i, left);
            ty_value other = c->index->items[n - left];
            c->index->items[n - left] = c->index->items[i];
            c->index->items[i] = other;
            return picked(ctx, c);
        }
    }
    return end(c);
}

TY_ITERTOOLS_TYPE(permutations, combine, 3, "permutations(iterable, r=None)\n\nAll arrangements of r items, by position.",
                  permutations_new, permutations_next, .methods = NULL);

/* --- combinations -------------------------------------------------------------------------------------------------------------- */

NEW(combinations_new)
{
    ty_value pool;
    size_t r;
    if (pool_and_size(ctx, "combinations", false, args, nargs, kwnames, &pool, &r))
        return TY_NULL;
    bool none = r > ty_tuple_length(pool);
    return make(ctx, type, &ty_itertools_combinations_type, pool, none ? 0 : r, 0, none);
}

static ty_value combinations_next(ty_ctx *ctx, ty_value v)
{
    combine *c = (combine *)v;
    size_t n = ty_tuple_length(c->pool), r = c->size;
    if (c->state == 2)
        return TY_NULL;
    if (c->state == 0) {
        for (size_t i = 0; i < r; i++)
            put(c->index, i, i);
        c->state = 1;
        return picked(ctx, c);
    }
    /* The rightmost index that is not at its end moves, those behind follow it. */
    for (size_t i = r; i-- > 0;) {
        size_t k = at(c->index, i);
        if (k != i + n - r) {
            for (; i < r; i++)
                put(c->index, i, ++k);
            return picked(ctx, c);
        }
    }
    return end(c);
}

TY_ITERTOOLS_TYPE(combinations, combine, 3, "combinations(iterable, r)\n\nAll selections of r items in their order.",
                  combinations_new, combinations_next, .methods = NULL);

NEW(replacement_new)
{
    ty_value pool;
    size_t r;
    if (pool_and_size(ctx, "combinations_with_replacement", false, args, nargs, kwnames, &pool, &r))
        return TY_NULL;
    bool none = ty_tuple_length(pool) == 0 && r > 0;
    return make(ctx, type, &ty_itertools_combinations_with_replacement_type, pool, none ? 0 : r, 0, none);
}

static ty_value replacement_next(ty_ctx *ctx, ty_value v)
{
    combine *c = (combine *)v;
    size_t n = ty_tuple_length(c->pool), r = c->size;
    if (c->state == 2)
        return TY_NULL;
    if (c->state == 0) {
        for (size_t i = 0; i < r; i++)
            put(c->index, i, 0);
        c->state = 1;
        return picked(ctx, c);
    }
    for (size_t i = r; i-- > 0;) {
        size_t k = at(c->index, i) + 1;
        if (k < n) {
            for (; i < r; i++)
                put(c->index, i, k);
            return picked(ctx, c);
        }
    }
    return end(c);
}

TY_ITERTOOLS_TYPE(combinations_with_replacement, combine, 3,
                  "combinations_with_replacement(iterable, r)\n\nAll selections of r items, an item any number of times.",
                  replacement_new, replacement_next, .methods = NULL);
