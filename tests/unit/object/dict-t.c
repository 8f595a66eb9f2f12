/* SPDX-License-Identifier: MIT */
/* dict: against a plain array of pairs, by random operations; order, iteration, moves, copies. */
#include <config.h>

#include "object/dict.h"

#include "object/error.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

#define KEYS 200
#define NOT_THERE INTPTR_MIN

static uint64_t seed = 88172645463325252u;
static uint64_t rnd(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

/* Key number k, in one of several kinds. */
static ty_value key_of(ty_ctx *ctx, unsigned kind, size_t k)
{
    if (kind == 0)
        return ty_small((intptr_t)k * 64 - 512);
    ty_value s = ty_str_format(ctx, "key %zu", k);
    if (kind == 1)
        return s;
    return k % 3 == 0 ? s : k % 3 == 1 ? ty_small((intptr_t)k) : ty_tuple_pack(ctx, 2, s, ty_small((intptr_t)k));
}

struct model {
    size_t n;
    size_t keys[KEYS * 2];
    intptr_t values[KEYS * 2];
};

static size_t model_find(const struct model *m, size_t k)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->keys[i] == k)
            return i;
    return SIZE_MAX;
}

static void model_take(struct model *m, size_t i)
{
    m->n--;
    memmove(m->keys + i, m->keys + i + 1, (m->n - i) * sizeof *m->keys);
    memmove(m->values + i, m->values + i + 1, (m->n - i) * sizeof *m->values);
}

static void model_put(struct model *m, size_t i, size_t k, intptr_t v)
{
    memmove(m->keys + i + 1, m->keys + i, (m->n - i) * sizeof *m->keys);
    memmove(m->values + i + 1, m->values + i, (m->n - i) * sizeof *m->values);
    m->keys[i] = k;
    m->values[i] = v;
    m->n++;
}

static bool agrees(ty_ctx *ctx, ty_value d, const struct model *m, unsigned kind)
{
    size_t pos = 0, i = 0;
    ty_value key, v;
    if (ty_dict_length(d) != m->n)
        return false;
    for (; ty_dict_next(d, &pos, &key, &v); i++)
        if (i >= m->n || ty_op_equal(ctx, key, key_of(ctx, kind, m->keys[i])) != 1 || v != ty_small(m->values[i]))
            return false;
    return i == m->n;
}

static bool random_run(ty_ctx *ctx, unsigned kind, int steps)
{
    struct model m = {0};
    ty_value d = ty_dict_new(ctx, 0), v;
    for (int step = 0; step < steps; step++) {
        size_t k = rnd(KEYS), at = model_find(&m, k);
        ty_value key = key_of(ctx, kind, k);
        intptr_t value = step;
        switch (rnd(12)) {
        case 0: case 1: case 2: case 3:
            if (ty_dict_set(ctx, d, key, ty_small(value)))
                return false;
            if (at == SIZE_MAX)
                model_put(&m, m.n, k, value);
            else
                m.values[at] = value;
            break;
        case 4: case 5: case 6: {
            int r = ty_dict_del(ctx, d, key, &v);
            if (r != (at != SIZE_MAX) || (r && v != ty_small(m.values[at])))
                return false;
            if (r)
                model_take(&m, at);
            break;
        }
        case 7: {
            ty_value pk, pv;
            int r = ty_dict_popitem(ctx, d, &pk, &pv);
            if (r != (m.n > 0) || (r && pv != ty_small(m.values[m.n - 1])))
                return false;
            m.n -= (size_t)r;
            break;
        }
        case 8: {
            bool last = rnd(2);
            int r = ty_dict_move_to_end(ctx, d, key, last);
            if (r != (at != SIZE_MAX))
                return false;
            if (r) {
                intptr_t old = m.values[at];
                model_take(&m, at);
                model_put(&m, last ? m.n : 0, k, old);
            }
            break;
        }
        case 9: {
            int r = ty_dict_get(ctx, d, key, &v);
            if (r != (at != SIZE_MAX) || (r && v != ty_small(m.values[at])))
                return false;
            break;
        }
        case 10:
            v = ty_dict_setdefault(ctx, d, key, ty_small(value));
            if (at == SIZE_MAX)
                model_put(&m, m.n, k, value);
            else
                value = m.values[at];
            if (v != ty_small(value))
                return false;
            break;
        default:
            if (rnd(40) == 0) {
                ty_dict_clear(ctx, d);
                m.n = 0;
            } else if (rnd(10) == 0) {
                ty_value copy = ty_dict_copy(ctx, d);
                if (!copy || ty_dict_equal(ctx, d, copy) != 1 || !agrees(ctx, copy, &m, kind))
                    return false;
                d = copy;
            } else if (rnd(20) == 0) {
                ty_heap_collect(ctx->heap, rnd(2));
            }
        }
        if (rnd(16) == 0 && !agrees(ctx, d, &m, kind))
            return false;
    }
    return agrees(ctx, d, &m, kind);
}

static void test_order(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (int i = 0; i < 6; i++)
        ok(ty_dict_set(ctx, d, ty_small(i), ty_small(i * i)) == 0);
    is_repr(ctx, d, "{0: 0, 1: 1, 2: 4, 3: 9, 4: 16, 5: 25}");
    is_int(ty_dict_del(ctx, d, ty_small(0), NULL), 1);
    is_int(ty_dict_del(ctx, d, ty_small(1), NULL), 1);
    is_int(ty_dict_move_to_end(ctx, d, ty_small(4), false), 1);
    is_repr(ctx, d, "{4: 16, 2: 4, 3: 9, 5: 25}");
    is_int(ty_dict_move_to_end(ctx, d, ty_small(2), true), 1);
    is_repr(ctx, d, "{4: 16, 3: 9, 5: 25, 2: 4}");
    is_repr(ctx, ty_dict_view_new(ctx, &ty_dict_keys_shape, d), "dict_keys([4, 3, 5, 2])");
    is_repr(ctx, ty_dict_view_new(ctx, &ty_dict_items_shape, d), "dict_items([(4, 16), (3, 9), (5, 25), (2, 4)])");
    ty_value it = ty_dict_iter_new(ctx, &ty_dict_reversekeyiterator_shape, d);
    is_repr(ctx, ty_op_list(ctx, it), "[2, 5, 3, 4]");
    ok(ty_dict_set(ctx, d, ty_small(1), d) == 0);
    is_repr(ctx, d, "{4: 16, 3: 9, 5: 25, 2: 4, 1: {...}}");
}

static void test_iteration(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (int i = 0; i < 4; i++)
        ok(ty_dict_set(ctx, d, ty_small(i), TY_NONE) == 0);
    ty_value it = ty_op_iter(ctx, d);
    is_ptr(ty_op_next(ctx, it), ty_small(0));
    ok(ty_dict_set(ctx, d, ty_small(9), TY_NONE) == 0);
    is_ptr(ty_op_next(ctx, it), TY_NULL);
    raises(ctx, &ty_RuntimeError_type, "dictionary changed size during iteration");
    is_ptr(ty_op_next(ctx, it), TY_NULL);
    raises(ctx, &ty_RuntimeError_type, "dictionary changed size during iteration");
    is_ptr(ty_op_getitem(ctx, d, ty_small(77)), TY_NULL);
    raises(ctx, &ty_KeyError_type, "77");
    ok(ty_dict_set(ctx, d, ty_list_new(ctx, 0), TY_NONE) < 0);
    raises(ctx, &ty_TypeError_type, "unhashable type: 'list'");
    uint32_t version = ty_dict_version(ctx, d);
    ok(version && ty_dict_version(ctx, d) == version);
    ok(ty_dict_set(ctx, d, ty_small(9), TY_TRUE) == 0);
    is_int(ty_dict_version(ctx, d), version, "a value changes no version");
    ok(ty_dict_set(ctx, d, ty_small(10), TY_TRUE) == 0);
    ok(ty_dict_version(ctx, d) != version, "a new key does");
}

static void test_many(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 0), v;
    bool good = true;
    for (intptr_t i = 0; i < 300000; i++)
        good &= ty_dict_set(ctx, d, ty_small(i * 7919), ty_tuple_pack(ctx, 1, ty_small(i))) == 0;
    for (intptr_t i = 0; i < 300000; i += 2)
        good &= ty_dict_del(ctx, d, ty_small(i * 7919), NULL) == 1;
    for (intptr_t i = 0; i < 300000; i++) {
        int found = ty_dict_get(ctx, d, ty_small(i * 7919), &v);
        good &= found == (i & 1) && (!found || ty_tuple_at(v, 0) == ty_small(i));
    }
    ok(good, "300000 keys, collections in between");
    /* A queue: the front must not cost a walk over what is gone. */
    for (intptr_t i = 0; i < 300000; i++) {
        size_t pos = 0;
        ty_value key;
        good &= ty_dict_next(d, &pos, &key, NULL) && ty_dict_del(ctx, d, key, NULL) == 1 &&
                ty_dict_set(ctx, d, ty_small(-i - 1), TY_NONE) == 0;
    }
    ok(good && ty_dict_length(d) == 150000, "used as a queue");
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    for (unsigned kind = 0; kind < 3; kind++)
        for (int i = 0; i < 10; i++)
            ok(random_run(ctx, kind, 3000), "random operations, kind %u", kind);
    no_error(ctx);
    test_order(ctx);
    test_iteration(ctx);
    test_many(ctx);
    harness_end();
    return done_testing();
}
