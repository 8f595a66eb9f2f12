/* SPDX-License-Identifier: MIT */
/* list and tuple: against a plain array, by random operations; sorting of all kinds of keys; slices; changes meanwhile. */
#include <config.h>

#include "object/list.h"

#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

#include <stdlib.h>

static uint64_t seed = 2463534242u;
static uint64_t rnd(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

/* --- random operations ------------------------------------------------------------------------------------------------ */

#define MAX 4000
static bool same(ty_value l, const ty_value *m, size_t n)
{
    if (ty_list_length(l) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ty_list_at(l, i) != m[i])
            return false;
    return true;
}

static bool random_run(ty_ctx *ctx, int steps)
{
    static ty_value m[MAX];
    size_t n = 0;
    ty_value l = ty_list_new(ctx, 0);
    for (int step = 0; step < steps; step++) {
        ty_value v = rnd(2) ? ty_small(step) : ty_tuple_pack(ctx, 1, ty_small(step));
        size_t a = rnd(n + 1), b = a + rnd(n - a + 1);
        switch (rnd(8)) {
        case 0: case 1: case 2:
            if (n == MAX)
                break;
            if (ty_list_append(ctx, l, v))
                return false;
            m[n++] = v;
            break;
        case 3:
            if (n == MAX)
                break;
            if (ty_list_insert(ctx, l, (intptr_t)a, v))
                return false;
            memmove(m + a + 1, m + a, (n - a) * sizeof *m);
            m[a] = v;
            n++;
            break;
        case 4:
            if (a >= n)
                break;
            if (ty_list_pop(ctx, l, a) != m[a])
                return false;
            memmove(m + a, m + a + 1, (n - a - 1) * sizeof *m);
            n--;
            break;
        case 5: {
            ty_value items[20];
            size_t k = rnd(20);
            for (size_t i = 0; i < k; i++)
                items[i] = ty_tuple_pack(ctx, 1, ty_small((intptr_t)i));
            if (n - (b - a) + k > MAX)
                break;
            if (ty_list_replace(ctx, l, a, b, items, k))
                return false;
            memmove(m + a + k, m + b, (n - b) * sizeof *m);
            memcpy(m + a, items, k * sizeof *m);
            n = n - (b - a) + k;
            break;
        }
        case 6:
            if (rnd(30) == 0) {
                ty_list_clear(ctx, l);
                n = 0;
            } else if (n * 2 < MAX && rnd(3) == 0) {
                if (ty_list_extend(ctx, l, l))
                    return false;
                memcpy(m + n, m, n * sizeof *m);
                n *= 2;
            }
            break;
        default:
            if (ty_list_reverse(ctx, l))
                return false;
            for (size_t i = 0, j = n; i + 1 < j; i++) {
                ty_value t = m[i];
                m[i] = m[--j];
                m[j] = t;
            }
            if (rnd(100) == 0)
                ty_heap_collect(ctx->heap, rnd(2));
        }
        if (rnd(20) == 0 && !same(l, m, n))
            return false;
    }
    return same(l, m, n);
}

/* --- sorting ---------------------------------------------------------------------------------------------------------- */

enum { SMALL, FLOAT, STR, TUPLE_INT, TUPLE_STR, MIXED, KINDS };

static ty_value make(ty_ctx *ctx, int kind, size_t i, size_t range)
{
    ty_value n = ty_small((intptr_t)rnd(range) - (intptr_t)range / 2);
    switch (kind) {
    case SMALL: return n;
    case FLOAT: return ty_float_new(ctx, (double)ty_small_value(n) / 3);
    case STR: return ty_str_format(ctx, "%zd", ty_small_value(n));
    case TUPLE_INT: return ty_tuple_pack(ctx, 2, n, ty_small((intptr_t)i));
    case TUPLE_STR: return ty_tuple_pack(ctx, 2, ty_str_format(ctx, "%zd", ty_small_value(n)), ty_small((intptr_t)i));
    default: return i % 3 ? n : ty_float_new(ctx, (double)ty_small_value(n) + 0.5);
    }
}

static bool is_sorted(ty_ctx *ctx, ty_value l, bool reverse)
{
    for (size_t i = 1; i < ty_list_length(l); i++) {
        ty_value a = ty_list_at(l, i - 1), b = ty_list_at(l, i);
        if (ty_op_compare_bool(ctx, reverse ? a : b, reverse ? b : a, TY_LT) != 0)
            return false;
    }
    return true;
}

/* The sum of the words: nothing got lost. */
static uintptr_t sum(ty_value l)
{
    uintptr_t s = 0;
    for (size_t i = 0; i < ty_list_length(l); i++)
        s += (uintptr_t)ty_list_at(l, i) * 31;
    return s;
}

static void test_sort(ty_ctx *ctx)
{
    static const size_t sizes[] = {1, 2, 3, 10, 31, 64, 65, 200, 1000, 5000};
    for (int kind = 0; kind < KINDS; kind++)
        for (int order = 0; order < 5; order++) {
            bool good = true;
            for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
                size_t n = sizes[k];
                ty_value l = ty_list_new(ctx, n);
                for (size_t i = 0; i < n; i++)
                    good &= ty_list_append(ctx, l, make(ctx, kind, i, order == 0 ? 10 : 100000)) == 0;
                bool reverse = rnd(2);
                if (order >= 2) {
                    good &= ty_list_sort(ctx, l, TY_NULL, order == 3) == 0;
                    /* Nearly sorted: long runs, some out of place, and a tail. */
                    for (size_t i = 0; order == 4 && i < n / 50 + 1; i++)
                        ty_list_put(ctx, l, rnd(n), make(ctx, kind, i, 100000));
                }
                uintptr_t before = sum(l);
                good &= ty_list_sort(ctx, l, TY_NULL, reverse) == 0 && is_sorted(ctx, l, reverse) && sum(l) == before &&
                        ty_list_length(l) == n;
            }
            ok(good, "sort: kind %d, order %d", kind, order);
        }
}

/* A key function: the first item of a pair. */
static ty_value first_of(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (rnd(500) == 0)
        ty_heap_collect(ctx->heap, rnd(2));
    return ty_tuple_at(args[0], 0);
}
static const ty_native key_function = {.ob = TY_IMAGE_HEAD(&ty_builtin_function_shape), .fn = first_of, .min = 1, .max = 1,
                                       .flags = TY_MODULE_FN};

static void test_stable(ty_ctx *ctx)
{
    for (int reverse = 0; reverse < 2; reverse++) {
        ty_value l = ty_list_new(ctx, 0);
        bool good = true;
        for (intptr_t i = 0; i < 3000; i++)
            good &= ty_list_append(ctx, l, ty_tuple_pack(ctx, 2, ty_small((intptr_t)rnd(50)), ty_small(i))) == 0;
        good &= ty_list_sort(ctx, l, TY_VALUE(&key_function), reverse) == 0;
        for (size_t i = 1; good && i < ty_list_length(l); i++) {
            ty_value a = ty_list_at(l, i - 1), b = ty_list_at(l, i);
            intptr_t x = ty_small_value(ty_tuple_at(a, 0)), y = ty_small_value(ty_tuple_at(b, 0));
            good &= x == y ? ty_small_value(ty_tuple_at(a, 1)) < ty_small_value(ty_tuple_at(b, 1)) : reverse ? x > y : x < y;
        }
        ok(good, "equal keys keep their order%s", reverse ? ", descending too" : "");
    }
}

static void test_sort_errors(ty_ctx *ctx)
{
    ty_value items[] = {ty_small(2), ty_small(1), TY_NONE, ty_small(0)}, l = ty_list_from(ctx, items, 4);
    ok(ty_list_sort(ctx, l, TY_NULL, false) < 0);
    raises(ctx, &ty_TypeError_type, "'<' not supported between instances of 'NoneType' and 'int'");
    is_int(ty_list_length(l), 4, "the items are still there");
}

/* --- slices ------------------------------------------------------------------------------------------------------------- */

static void test_slices(ty_ctx *ctx)
{
    bool good = true;
    for (int round = 0; round < 3000; round++) {
        intptr_t n = (intptr_t)rnd(12), start = (intptr_t)rnd(30) - 15, stop = (intptr_t)rnd(30) - 15, step = (intptr_t)rnd(9) - 4;
        if (step == 0)
            step = 1;
        ty_value l = ty_list_new(ctx, 0);
        for (intptr_t i = 0; i < n; i++)
            good &= ty_list_append(ctx, l, ty_small(i)) == 0;
        ty_value slice = ty_slice_new(ctx, ty_small(start), ty_small(stop), ty_small(step));
        /* What it means, walked naively. */
        intptr_t from = start < 0 ? start + n : start, to = stop < 0 ? stop + n : stop, want[64];
        size_t count = 0;
        if (step > 0)
            for (intptr_t i = from < 0 ? 0 : from; i < (to > n ? n : to); i += step)
                want[count++] = i;
        else
            for (intptr_t i = from >= n ? n - 1 : from; i > (to < -1 ? -1 : to) && i >= 0; i += step)
                want[count++] = i;
        ty_value got = ty_op_getitem(ctx, l, slice), t = ty_op_getitem(ctx, ty_list_to_tuple(ctx, l), slice);
        good &= got && t && ty_list_length(got) == count && ty_tuple_length(t) == count;
        for (size_t i = 0; good && i < count; i++)
            good &= ty_list_at(got, i) == ty_small(want[i]) && ty_tuple_at(t, i) == ty_small(want[i]);
        if (round & 1) {
            good &= ty_op_delitem(ctx, l, slice) == 0 && ty_list_length(l) == (size_t)n - count;
            for (size_t i = 0; i < ty_list_length(l); i++)
                for (size_t k = 0; k < count; k++)
                    good &= ty_list_at(l, i) != ty_small(want[k]);
        } else {
            ty_value with = ty_list_new(ctx, 0);
            for (size_t i = 0; i < count; i++)
                good &= ty_list_append(ctx, with, ty_small(100 + (intptr_t)i)) == 0;
            good &= ty_op_setitem(ctx, l, slice, with) == 0;
            for (size_t i = 0; good && i < count; i++)
                good &= ty_list_at(l, (size_t)want[i]) == ty_small(100 + (intptr_t)i);
        }
    }
    ok(good, "random slices");
    ty_value l = ty_op_list(ctx, ty_range_new(ctx, ty_small(0), ty_small(5), ty_small(1)));
    is_repr(ctx, l, "[0, 1, 2, 3, 4]");
    ok(ty_op_setitem(ctx, l, ty_slice_new(ctx, TY_NONE, TY_NONE, ty_small(2)), ty_tuple_pack(ctx, 1, TY_NONE)) < 0);
    raises(ctx, &ty_ValueError_type, "attempt to assign sequence of size 1 to extended slice of size 3");
    ok(ty_op_setitem(ctx, l, ty_slice_new(ctx, ty_small(1), ty_small(2), TY_NONE), ty_small(1)) < 0);
    raises(ctx, &ty_TypeError_type, "can only assign an iterable");
    is_ptr(ty_op_getitem(ctx, l, TY_NONE), TY_NULL);
    raises(ctx, &ty_TypeError_type, "list indices must be integers or slices, not NoneType");
    is_ptr(ty_op_getitem(ctx, l, ty_small(5)), TY_NULL);
    raises(ctx, &ty_IndexError_type, "list index out of range");
    ok(ty_list_append(ctx, l, l) == 0);
    is_repr(ctx, l, "[0, 1, 2, 3, 4, [...]]");
}

static void test_tuples(ty_ctx *ctx)
{
    ty_value t = ty_tuple_pack(ctx, 3, ty_small(1), ty_small(2), ty_small(3));
    is_repr(ctx, t, "(1, 2, 3)");
    is_repr(ctx, ty_tuple_pack(ctx, 1, t), "((1, 2, 3),)");
    is_int(ty_op_hash(ctx, t), 529344067295497451);
    is_int(ty_op_hash(ctx, ty_tuple_empty), 5740354900026072187);
    is_repr(ctx, ty_op_binary(ctx, TY_OP_ADD, t, t), "(1, 2, 3, 1, 2, 3)");
    is_repr(ctx, ty_op_binary(ctx, TY_OP_MUL, ty_small(2), t), "(1, 2, 3, 1, 2, 3)");
    is_ptr(ty_op_binary(ctx, TY_OP_MUL, t, ty_small(-1)), ty_tuple_empty);
    ty_value u = ty_tuple_pack(ctx, 2, ty_small(1), ty_small(3));
    is_ptr(ty_op_compare(ctx, t, u, TY_LT), TY_TRUE);
    is_ptr(ty_op_compare(ctx, t, u, TY_EQ), TY_FALSE);
    is_ptr(ty_op_binary(ctx, TY_OP_ADD, t, ty_list_new(ctx, 0)), TY_NULL);
    raises(ctx, &ty_TypeError_type, "can only concatenate tuple (not \"list\") to tuple");
}

static void test_ranges(ty_ctx *ctx)
{
    ty_value r = ty_range_new(ctx, ty_small(10), ty_small(-5), ty_small(-4));
    is_repr(ctx, r, "range(10, -5, -4)");
    is_repr(ctx, ty_op_list(ctx, r), "[10, 6, 2, -2]");
    is_int(ty_op_contains(ctx, r, ty_small(6)), 1);
    is_int(ty_op_contains(ctx, r, ty_small(7)), 0);
    is_int(ty_op_contains(ctx, r, ty_float_new(ctx, 2.0)), 1);
    is_repr(ctx, ty_op_getitem(ctx, r, ty_slice_new(ctx, TY_NONE, TY_NONE, ty_small(-1))), "range(-2, 14, 4)");
    is_repr(ctx, ty_op_list(ctx, ty_reversed_new(ctx, r)), "[-2, 2, 6, 10]");
    ty_value big = ty_int_lshift(ctx, ty_small(1), ty_small(100));
    r = ty_range_new(ctx, big, ty_int_add(ctx, big, ty_small(5)), ty_small(2));
    is_int(ty_op_len(ctx, r), 3);
    is_repr(ctx, ty_op_list(ctx, r),
            "[1267650600228229401496703205376, 1267650600228229401496703205378, 1267650600228229401496703205380]");
    is_ptr(ty_range_new(ctx, ty_small(0), ty_small(1), ty_small(0)), TY_NULL);
    raises(ctx, &ty_ValueError_type, "range() arg 3 must not be zero");
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    for (int i = 0; i < 20; i++)
        ok(random_run(ctx, 3000), "random operations");
    test_sort(ctx);
    test_stable(ctx);
    test_sort_errors(ctx);
    test_slices(ctx);
    test_tuples(ctx);
    test_ranges(ctx);
    no_error(ctx);
    harness_end();
    return done_testing();
}
