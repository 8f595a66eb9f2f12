/* SPDX-License-Identifier: MIT */
/*
 * Containers without the VM: what one operation costs, in nanoseconds, the best of several runs. The same work in Python
 * is in object-bench.py, whose loops cost too: compare with care.
 */
#include <config.h>

#include "object/dict.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/clock.h"
#include "tests/unit/object/harness.h"

#include <stdio.h>
#include <stdlib.h>

#define N 100000
#define RUNS 7

static uint64_t seed = 88172645463325252u;
static uint64_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static ty_value strs, others, ints, floats, full, full_ints;

static void fail(const char *what)
{
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}
#define MUST(x) do { if (x) fail(#x); } while (0)

static void dict_build_str(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_set(ctx, d, ty_list_at(strs, i), ty_small(1)));
}
static void dict_build_int(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_set(ctx, d, ty_small((intptr_t)i), ty_small(1)));
}
static void dict_build_random_int(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_set(ctx, d, ty_list_at(ints, i), ty_small(1)));
}
static void dict_get_str(ty_ctx *ctx)
{
    ty_value v;
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_get(ctx, full, ty_list_at(strs, i), &v) != 1);
}
static void dict_get_equal_str(ty_ctx *ctx)
{
    ty_value v;
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_get(ctx, full, ty_list_at(others, i), &v) != 1);
}
static void dict_get_int(ty_ctx *ctx)
{
    ty_value v;
    for (size_t i = 0; i < N; i++)
        MUST(ty_dict_get(ctx, full_ints, ty_small((intptr_t)i), &v) != 1);
}
static void dict_iterate(ty_ctx *ctx)
{
    ty_value it = ty_op_iter(ctx, full), v;
    while ((v = ty_op_next(ctx, it)) != TY_NULL)
        ;
}
static void dict_copy(ty_ctx *ctx)
{
    MUST(!ty_dict_copy(ctx, full));
}
static void dict_small(ty_ctx *ctx)
{
    for (size_t i = 0; i < N / 4; i++) {
        ty_value d = ty_dict_new(ctx, 0);
        for (size_t j = 0; j < 4; j++)
            MUST(ty_dict_set(ctx, d, ty_list_at(strs, j), ty_small(1)));
    }
}
static void list_append(ty_ctx *ctx)
{
    ty_value l = ty_list_new(ctx, 0);
    for (size_t i = 0; i < N; i++)
        MUST(ty_list_append(ctx, l, ty_small((intptr_t)i)));
}
static void list_iterate(ty_ctx *ctx)
{
    ty_value it = ty_op_iter(ctx, ints), v;
    while ((v = ty_op_next(ctx, it)) != TY_NULL)
        ;
}
static void list_contains(ty_ctx *ctx)
{
    MUST(ty_op_contains(ctx, ints, TY_NONE));
}
static void list_contains_str(ty_ctx *ctx)
{
    MUST(ty_op_contains(ctx, strs, ty_list_at(others, 0)) != 1);
    MUST(ty_op_contains(ctx, strs, TY_SYM(append)));
}
static void list_copy(ty_ctx *ctx)
{
    MUST(!ty_list_slice(ctx, ints, 0, N));
}
static void sort_of(ty_ctx *ctx, ty_value from)
{
    ty_value l = ty_list_slice(ctx, from, 0, N);
    MUST(ty_list_sort(ctx, l, TY_NULL, false));
}
static void sort_int(ty_ctx *ctx) { sort_of(ctx, ints); }
static void sort_float(ty_ctx *ctx) { sort_of(ctx, floats); }
static void sort_str(ty_ctx *ctx) { sort_of(ctx, strs); }
static void set_build(ty_ctx *ctx)
{
    ty_value s = ty_set_new(ctx, 0);
    for (size_t i = 0; i < N; i++)
        MUST(ty_set_add(ctx, s, ty_list_at(ints, i)));
}
static void tuple_make(ty_ctx *ctx)
{
    for (size_t i = 0; i < N; i++)
        MUST(!ty_tuple_pack(ctx, 2, ty_small(1), ty_small(2)));
}
static void tuple_hash(ty_ctx *ctx)
{
    for (size_t i = 0; i < N; i++)
        MUST(ty_op_hash(ctx, ty_tuple_pack(ctx, 2, ty_small(1), ty_small((intptr_t)i))) == -1);
}

static const struct {
    const char *name;
    void (*run)(ty_ctx *);
} benches[] = {
    {"dict_build_str", dict_build_str}, {"dict_build_int", dict_build_int}, {"dict_build_random_int", dict_build_random_int},
    {"dict_get_str", dict_get_str}, {"dict_get_equal_str", dict_get_equal_str}, {"dict_get_int", dict_get_int},
    {"dict_iterate", dict_iterate}, {"dict_copy", dict_copy}, {"dict_small", dict_small}, {"list_append", list_append},
    {"list_iterate", list_iterate}, {"list_contains", list_contains}, {"list_contains_str", list_contains_str},
    {"list_copy", list_copy}, {"sort_int", sort_int}, {"sort_float", sort_float}, {"sort_str", sort_str},
    {"set_build", set_build}, {"tuple_make", tuple_make}, {"tuple_hash", tuple_hash},
};

int main(int argc, char **argv)
{
    ty_ctx *ctx = harness_begin();
    strs = ty_list_new(ctx, 0);
    others = ty_list_new(ctx, 0);
    ints = ty_list_new(ctx, 0);
    floats = ty_list_new(ctx, 0);
    full = ty_dict_new(ctx, 0);
    full_ints = ty_dict_new(ctx, 0);
    ty_root *root = ty_root_new(ctx->heap, ty_tuple_pack(ctx, 6, strs, others, ints, floats, full, full_ints));
    MUST(!root);
    for (size_t i = 0; i < N; i++) {
        uint64_t r = rnd();
        MUST(ty_list_append(ctx, strs, ty_str_format(ctx, "key%llu", (unsigned long long)(r >> 30))));
        MUST(ty_list_append(ctx, others, ty_str_format(ctx, "key%llu", (unsigned long long)(r >> 30))));
        MUST(ty_list_append(ctx, ints, ty_small((intptr_t)(r >> 30))));
        MUST(ty_list_append(ctx, floats, ty_float_new(ctx, (double)(r >> 11) * 0x1p-53 + 1e-9)));
        MUST(ty_dict_set(ctx, full, ty_list_at(strs, i), TY_NONE));
        MUST(ty_dict_set(ctx, full_ints, ty_small((intptr_t)i), TY_NONE));
    }
    for (size_t k = 0; k < sizeof benches / sizeof *benches; k++) {
        if (argc > 1 && strcmp(argv[1], benches[k].name))
            continue;
        uint64_t best = UINT64_MAX;
        for (int run = 0; run < RUNS; run++) {
            int64_t start = ty_clock_monotonic();
            benches[k].run(ctx);
            uint64_t took = (uint64_t)(ty_clock_monotonic() - start);
            best = took < best ? took : best;
        }
        printf("%-24s %8.2f ns\n", benches[k].name, (double)best / N);
    }
    exit(0);
}
