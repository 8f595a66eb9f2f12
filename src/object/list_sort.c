/* SPDX-License-Identifier: MIT */
/*
 * list.sort: a stable merge sort of natural runs with galloping (Tim Peters' timsort, 2002) and the merge order of
 * powersort (Munro and Wild, 2018).
 *
 * While it runs the list is empty, so that Python code called by a comparison cannot see or disturb the items; what it
 * puts into the list makes the sort fail with ValueError in the end. The items stay in the list's array, the keys (when
 * there is a key function) in another, and half-merged ones in a third: all are heap objects, every item is at each
 * moment in one of them or in a C local, so a collection may come at any comparison. One barrier call at the start
 * covers all moves: values that a collection has seen are old, and the moves bring no new ones.
 *
 * Many shuffled ints, floats or texts are not compared at all: list_sort_words.c.
 *
 * The merging code is compiled once for each kind of key (list_sort_template.h), so that comparing ints, floats and str
 * costs no call and cannot fail.
 */
#include <config.h>

#include "object/call.h"
#include "object/error.h"
#include "object/equal.h"
#include "object/float.h"
#include "object/list_sort.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define GALLOP_MIN 7
#define RUNS_MAX 85

struct run {
    size_t base, length;
    int power; /* depth of the boundary to the next run in the merge tree */
};

struct sorter {
    ty_ctx *ctx;
    ty_value *keys;   /* compared */
    ty_value *values; /* moved along with them; NULL: the keys are the items */
    size_t n;
    ty_array *spare_keys, *spare_values; /* buffers of the merges */
    size_t gallop;    /* wins in a row after which galloping pays; adapts */
    size_t runs_count;
    struct run runs[RUNS_MAX];
    const ty_type *type;     /* of all keys, for the generic kind; NULL: they differ */
    ty_compare_fn compare;   /* its slot */
};

/* Buffers for `n` items. */
static int reserve(struct sorter *s, size_t n)
{
    if (!s->spare_keys || s->spare_keys->capacity < n) {
        /* Grown at least twofold: merges get larger and larger. */
        size_t room = s->spare_keys && s->spare_keys->capacity * 2 > n ? s->spare_keys->capacity * 2 : n;
        if (room > s->n)
            room = s->n;
        if (!(s->spare_keys = ty_array_new(s->ctx, room < 64 ? 64 : room)))
            return -1;
    }
    if (s->values && (!s->spare_values || s->spare_values->capacity < n))
        if (!(s->spare_values = ty_array_new(s->ctx, s->spare_keys->capacity)))
            return -1;
    return 0;
}

static void reverse_part(ty_value *v, size_t n)
{
    for (size_t i = 0, j = n; i + 1 < j; i++) {
        ty_value t = v[i];
        v[i] = v[--j];
        v[j] = t;
    }
}

/* Runs shorter than this are lengthened by insertion: n / minimum is a power of two or a little less. */
static size_t minimal_run(size_t n)
{
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

/* The depth at which the boundary between two neighbouring runs lies in a perfectly balanced tree over n items. */
static int boundary_power(size_t base, size_t n1, size_t n2, size_t n)
{
    size_t a = 2 * base + n1, b = a + n1 + n2;
    for (int power = 1;; power++) {
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* --- the kinds of keys ------------------------------------------------------------------------------------------------- */

/* LESS(s, a, b): 1, 0, -1 error. */
#define NAME(x) int_##x
#define LESS(s, a, b) ((intptr_t)(a) < (intptr_t)(b))
#define CANNOT_FAIL 1
#include "object/list_sort_template.h"

#define NAME(x) float_##x
#define LESS(s, a, b) (ty_float_value(a) < ty_float_value(b))
#define CANNOT_FAIL 1
#include "object/list_sort_template.h"

TY_INLINE bool str_less(ty_value va, ty_value vb)
{
    const ty_str *a = ty_str_ptr(va), *b = ty_str_ptr(vb);
    if (TY_LIKELY(a->kind == 1 && b->kind == 1)) {
        size_t n = a->length < b->length ? a->length : b->length;
        int c = (int)a->data[0] - b->data[0]; /* a NUL stands behind the text */
        if (c)
            return c < 0;
        c = memcmp(a->data, b->data, n);
        return c ? c < 0 : a->length < b->length;
    }
    return ty_str_compare(va, vb) < 0;
}
#define NAME(x) str_##x
#define LESS(s, a, b) str_less(a, b)
#define CANNOT_FAIL 1
#include "object/list_sort_template.h"

/* Both of the sorter's one type. */
TY_NOINLINE static int generic_less(struct sorter *s, ty_value a, ty_value b)
{
    /* Comparing may have changed the class of an item. */
    if (s->compare && ty_type_of(a)->slots.compare == s->compare && ty_type_of(a) == ty_type_of(b)) {
        ty_value v = s->compare(s->ctx, a, b, TY_LT);
        if (TY_LIKELY(v == TY_TRUE))
            return 1;
        if (TY_LIKELY(v == TY_FALSE))
            return 0;
        if (!v)
            return -1;
        if (v != TY_NOT_IMPLEMENTED)
            return ty_op_truth(s->ctx, v);
    }
    return ty_op_compare_bool(s->ctx, a, b, TY_LT);
}
#define NAME(x) generic_##x
#define LESS(s, a, b) generic_less(s, a, b)
#define CANNOT_FAIL 0
#include "object/list_sort_template.h"

/* Tuples that start with ints, floats or str: mostly the first items decide. */
static inline int tuple_int_less(struct sorter *s, ty_value a, ty_value b)
{
    intptr_t x = (intptr_t)ty_tuple_at(a, 0), y = (intptr_t)ty_tuple_at(b, 0);
    return TY_LIKELY(x != y) ? x < y : generic_less(s, a, b);
}
#define NAME(x) tuple_int_##x
#define LESS(s, a, b) tuple_int_less(s, a, b)
#define CANNOT_FAIL 0
#include "object/list_sort_template.h"

static inline int tuple_other_less(struct sorter *s, ty_value a, ty_value b)
{
    ty_value x = ty_tuple_at(a, 0), y = ty_tuple_at(b, 0);
    if (ty_is_exact_str(x)) {
        if (!ty_str_equal(x, y))
            return str_less(x, y);
    } else {
        double d = ty_float_value(x), e = ty_float_value(y);
        if (d < e)
            return 1;
        if (d > e)
            return 0;
    }
    return generic_less(s, a, b);
}
#define NAME(x) tuple_other_##x
#define LESS(s, a, b) tuple_other_less(s, a, b)
#define CANNOT_FAIL 0
#include "object/list_sort_template.h"

static enum ty_sort_kind kind_of(ty_value v)
{
    return ty_is_small(v)         ? TY_SORT_INT
           : ty_is_exact_float(v) ? TY_SORT_FLOAT
           : ty_is_exact_str(v)   ? TY_SORT_STR
                                  : TY_SORT_OTHER;
}

/* Finishes what sorting by words has left: the runs of equal images. */
static int sort_ties(struct sorter *s, const struct ty_sort_ties *ties, int (*sort)(struct sorter *))
{
    for (size_t i = 0; i < s->n; i++) {
        size_t start = i;
        while (ties->each[i])
            i++;
        if (i == start)
            continue;
        struct sorter part = {.ctx = s->ctx, .keys = s->keys + start, .values = s->values ? s->values + start : NULL,
                              .n = i + 1 - start, .gallop = GALLOP_MIN, .type = s->type, .compare = s->compare};
        if (sort(&part))
            return -1;
    }
    return 0;
}

/* Keys of one kind, or tuples that start with it: `merge` compares them, `ties` those of equal images. */
static int sort_kind(struct sorter *s, enum ty_sort_kind kind, bool tuples, int (*merge)(struct sorter *),
                     int (*finish)(struct sorter *))
{
    struct ty_sort_ties ties = {NULL, NULL, 0};
    int done = s->n < TY_SORT_WORDS_MIN ? 0 : ty_list_sort_words(s->ctx, s->keys, s->values, s->n, kind, tuples, &ties);
    if (done <= 0)
        return done < 0 ? -1 : merge(s);
    int failed = ties.each ? sort_ties(s, &ties, finish) : 0;
    ty_list_sort_ties_free(s->ctx, &ties);
    return failed;
}

static int sort_keys(struct sorter *s)
{
    const ty_value *keys = s->keys;
    enum ty_sort_kind kind = kind_of(keys[0]);
    size_t i = 1;
    if (kind != TY_SORT_OTHER) {
        while (i < s->n && kind_of(keys[i]) == kind)
            i++;
        if (i == s->n)
            return kind == TY_SORT_INT     ? sort_kind(s, kind, false, int_sort, int_sort)
                   : kind == TY_SORT_FLOAT ? sort_kind(s, kind, false, float_sort, float_sort)
                                           : sort_kind(s, kind, false, str_sort, str_sort);
    } else if (ty_is_exact_tuple(keys[0]) && ty_tuple_length(keys[0])) {
        kind = kind_of(ty_tuple_at(keys[0], 0));
        while (kind != TY_SORT_OTHER && i < s->n && ty_is_exact_tuple(keys[i]) && ty_tuple_length(keys[i]) &&
               kind_of(ty_tuple_at(keys[i], 0)) == kind)
            i++;
        if (i == s->n && kind != TY_SORT_OTHER) {
            s->compare = ty_tuple_type.slots.compare;
            return sort_kind(s, kind, true, kind == TY_SORT_INT ? tuple_int_sort : tuple_other_sort, generic_sort);
        }
    }
    s->type = ty_type_of(keys[0]);
    for (i = 1; i < s->n && ty_type_of(keys[i]) == s->type; i++)
        ;
    s->compare = i == s->n ? s->type->slots.compare : NULL;
    return generic_sort(s);
}

/* --- the list ------------------------------------------------------------------------------------------------------------ */

static int sort_array(ty_ctx *ctx, ty_array *a, size_t n, ty_value key, bool reverse)
{
    struct sorter s = {.ctx = ctx, .keys = a->items, .n = n, .gallop = GALLOP_MIN};
    ty_array *keys = NULL;
    ty_heap_wrote_range(ctx->heap, &a->ob, a->items, n);
    if (key) {
        if (!(keys = ty_array_new(ctx, n)))
            return -1;
        for (size_t i = 0; i < n; i++) {
            ty_value k = ty_call1(ctx, key, a->items[i]);
            if (!k)
                return -1;
            ty_heap_store(ctx->heap, &keys->ob, &keys->items[i], k);
        }
        s.keys = keys->items;
        s.values = a->items;
        ty_heap_wrote_range(ctx->heap, &keys->ob, keys->items, n);
    }
    /* Equal items keep their order in descending sorts too: so not the result is reversed, but before and after. */
    if (reverse) {
        reverse_part(s.keys, n);
        if (s.values)
            reverse_part(s.values, n);
    }
    int failed = n > 1 ? sort_keys(&s) : 0;
    if (reverse)
        reverse_part(a->items, n);
    TY_KEEP(keys);
    TY_KEEP(a);
    return failed;
}

int ty_list_sort(ty_ctx *ctx, ty_value list, ty_value key, bool reverse)
{
    ty_list *l = ty_list_ptr(list);
    ty_array *a = l->array;
    size_t n = l->length;
    if (n == 0)
        return 0;
    ty_list_clear(ctx, list);
    int failed = sort_array(ctx, a, n, key, reverse);
    bool modified = l->array != NULL;
    ty_heap_wrote(ctx->heap, &l->ob, &l->array);
    l->array = a;
    l->length = n;
    if (!failed && modified) {
        ty_error_set(ctx, &ty_ValueError_type, "list modified during sort");
        failed = -1;
    }
    return failed;
}
