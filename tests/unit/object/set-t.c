/* SPDX-License-Identifier: MIT */
/* set and frozenset: against a table of flags, by random operations; algebra; order of small ints; frozen hash. */
#include <config.h>

#include "object/set.h"

#include "object/error.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

#define KEYS 300

static uint64_t seed = 362436069u;
static uint64_t rnd(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static ty_value key_of(ty_ctx *ctx, size_t k)
{
    switch (k % 3) {
    case 0: return ty_small((intptr_t)k * 1024);
    case 1: return ty_str_format(ctx, "%zu", k);
    default: return ty_tuple_pack(ctx, 1, ty_small((intptr_t)k));
    }
}

static bool agrees(ty_ctx *ctx, ty_value s, const bool *m)
{
    size_t n = 0;
    for (size_t k = 0; k < KEYS; k++) {
        n += m[k];
        if (ty_set_contains(ctx, s, key_of(ctx, k)) != m[k])
            return false;
    }
    return ty_set_length(s) == n;
}

static ty_value random_set(ty_ctx *ctx, bool *m)
{
    ty_value s = ty_set_new(ctx, 0);
    size_t tenth = rnd(10);
    for (size_t k = 0; k < KEYS; k++)
        if ((m[k] = rnd(10) < tenth) && ty_set_add(ctx, s, key_of(ctx, k)))
            return TY_NULL;
    return s;
}

static void test_random(ty_ctx *ctx)
{
    bool m[KEYS] = {false}, good = true;
    ty_value s = ty_set_new(ctx, 0);
    for (int step = 0; step < 20000; step++) {
        size_t k = rnd(KEYS);
        if (rnd(2)) {
            good &= ty_set_add(ctx, s, key_of(ctx, k)) == 0;
            m[k] = true;
        } else {
            good &= ty_set_discard(ctx, s, key_of(ctx, k)) == m[k];
            m[k] = false;
        }
        if (rnd(2000) == 0) {
            ty_heap_collect(ctx->heap, rnd(2));
            good &= agrees(ctx, s, m);
        }
    }
    ok(good && agrees(ctx, s, m), "random operations");
}

static void test_algebra(ty_ctx *ctx)
{
    bool good = true;
    for (int round = 0; round < 200; round++) {
        bool a[KEYS], b[KEYS], want[KEYS];
        ty_value x = random_set(ctx, a), y = random_set(ctx, b), got;
        static const enum ty_binary ops[] = {TY_OP_OR, TY_OP_AND, TY_OP_SUB, TY_OP_XOR};
        size_t op = rnd(4);
        bool sub = true, super = true;
        for (size_t k = 0; k < KEYS; k++) {
            want[k] = op == 0 ? a[k] || b[k] : op == 1 ? a[k] && b[k] : op == 2 ? a[k] && !b[k] : a[k] != b[k];
            sub &= !a[k] || b[k];
            super &= !b[k] || a[k];
        }
        good &= ty_op_compare(ctx, x, y, TY_LE) == ty_bool(sub) && ty_op_compare(ctx, x, y, TY_GE) == ty_bool(super) &&
                ty_op_compare(ctx, x, y, TY_EQ) == ty_bool(sub && super);
        if (rnd(2)) {
            got = ty_op_binary(ctx, ops[op], x, y);
            good &= agrees(ctx, x, a);
        } else {
            got = ty_op_inplace(ctx, ops[op], x, y);
            good &= got == x;
        }
        good &= got && agrees(ctx, got, want) && agrees(ctx, y, b);
        ty_value f = ty_frozenset_new(ctx, got), g = ty_set_new(ctx, 0);
        for (size_t k = KEYS; k-- > 0;)
            if (want[k])
                good &= ty_set_add(ctx, g, key_of(ctx, k)) == 0;
        g = ty_frozenset_new(ctx, g);
        good &= f && g && ty_op_equal(ctx, f, g) == 1 && ty_op_hash(ctx, f) == ty_op_hash(ctx, g);
    }
    ok(good, "random algebra");
}

static void test_shown(ty_ctx *ctx)
{
    ty_value s = ty_set_new(ctx, 0);
    is_repr(ctx, s, "set()");
    ok(ty_set_update(ctx, s, ty_range_new(ctx, ty_small(9), ty_small(0), ty_small(-1))) == 0);
    is_repr(ctx, s, "{1, 2, 3, 4, 5, 6, 7, 8, 9}");
    ty_value f = ty_frozenset_new(ctx, s);
    is_repr(ctx, f, "frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9})");
    is_int(ty_op_hash(ctx, f), -2802124260297534041);
    is_int(ty_op_hash(ctx, ty_frozenset_new(ctx, TY_NULL)), 133146708735736);
    ok(ty_set_add(ctx, s, f) == 0);
    is_int(ty_op_contains(ctx, s, s), 0);
    is_int(ty_set_discard(ctx, s, f), 1);
    is_int(ty_set_add(ctx, f, s), -1);
    raises(ctx, &ty_TypeError_type, "unhashable type: 'set'");
    ty_value it = ty_op_iter(ctx, s);
    ok(ty_op_next(ctx, it) != TY_NULL);
    ok(ty_set_add(ctx, s, TY_NONE) == 0);
    is_ptr(ty_op_next(ctx, it), TY_NULL);
    raises(ctx, &ty_RuntimeError_type, "Set changed size during iteration");
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    test_random(ctx);
    test_algebra(ctx);
    test_shown(ctx);
    no_error(ctx);
    harness_end();
    return done_testing();
}
