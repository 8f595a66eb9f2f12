/* SPDX-License-Identifier: MIT */
/*
 * Builtin functions that walk over iterables. An exact list or tuple is walked in place, and numbers are added and compared
 * without objects for as long as they are of one plain kind.
 */
#include <config.h>

#include <math.h>

#include "modules/builtins.h"
#include "object/alloc.h"
#include "object/attr.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- a walk ----------------------------------------------------------------------------------------------------------------- */

typedef struct walk {
    ty_value list; /* an exact list, or TY_NULL */
    ty_value iterator;
    size_t i;
} walk;

static int walk_start(ty_ctx *ctx, walk *w, ty_value iterable)
{
    w->i = 0;
    w->list = ty_is_exact_list(iterable) ? iterable : TY_NULL;
    w->iterator = w->list ? TY_NULL : ty_op_iter(ctx, iterable);
    return w->list || w->iterator ? 0 : -1;
}

/* TY_NULL: the end, or an error when ctx->exc is set. */
static inline ty_value walk_next(ty_ctx *ctx, walk *w)
{
    if (w->list)
        return w->i < ty_list_length(w->list) ? ty_list_at(w->list, w->i++) : TY_NULL;
    ty_value v = ty_op_next(ctx, w->iterator);
    if (TY_UNLIKELY(v && ty_context_poll(ctx) < 0))
        return TY_NULL;
    return v;
}

/* --- all, any, len ------------------------------------------------------------------------------------------------------------ */

static ty_value truths(ty_ctx *ctx, ty_value iterable, bool wanted)
{
    walk w;
    ty_value v;
    if (walk_start(ctx, &w, iterable) < 0)
        return TY_NULL;
    while ((v = walk_next(ctx, &w))) {
        int t = ty_is_bool(v) ? v == TY_TRUE : ty_op_truth(ctx, v);
        if (t < 0)
            return TY_NULL;
        if (t == wanted)
            return ty_bool(wanted);
    }
    return ctx->exc ? TY_NULL : ty_bool(!wanted);
}

ty_value ty_builtins_all(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return truths(ctx, args[0], false);
}

ty_value ty_builtins_any(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return truths(ctx, args[0], true);
}

ty_value ty_builtins_len(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t n = ty_op_len(ctx, args[0]);
    return n < 0 ? TY_NULL : ty_int_from_size(ctx, n);
}

/* --- iter, next ----------------------------------------------------------------------------------------------------------------- */

ty_value ty_builtins_iter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (nargs < 2)
        return ty_op_iter(ctx, args[0]);
    if (!ty_op_callable(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "iter(v, w): v must be callable");
    return ty_iter_new_callable(ctx, args[0], args[1]);
}

ty_value ty_builtins_next(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_next_fn next = ty_type_of(args[0])->slots.next;
    if (TY_UNLIKELY(!next))
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not an iterator", args[0]);
    ty_value v = ty_slot_next_stop(ctx, args[0]);
    if (TY_LIKELY(v))
        return v;
    if (nargs > 1)
        return !ctx->exc || ty_error_swallow(ctx, &ty_StopIteration_type) ? args[1] : TY_NULL;
    return ctx->exc ? TY_NULL : ty_error_stop_iteration(ctx, TY_NULL);
}

ty_value ty_builtins_aiter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_unary_fn fn = ty_type_of(args[0])->slots.aiter;
    if (!fn)
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not an async iterable", args[0]);
    ty_value it = fn(ctx, args[0]);
    if (it && !ty_type_of(it)->slots.anext)
        return ty_error_set(ctx, &ty_TypeError_type, "aiter() returned not an async iterator of type '%T'", it);
    return it;
}

/* --- min, max --------------------------------------------------------------------------------------------------------------------- */

/* Whether a goes before b: 1, 0, -1. */
static inline int before(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return op == TY_LT ? (intptr_t)a < (intptr_t)b : (intptr_t)a > (intptr_t)b;
    if (ty_is_flonum(a) && ty_is_flonum(b)) {
        double x = ty_flonum_value(a), y = ty_flonum_value(b);
        return op == TY_LT ? x < y : x > y;
    }
    return ty_op_compare_bool(ctx, a, b, op);
}

static ty_value extreme(ty_ctx *ctx, const char *name, int op, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value key = TY_NULL, otherwise = TY_NULL, best = TY_NULL, best_key = TY_NULL, v;
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    for (size_t i = 0; i < nkw; i++) {
        ty_value k = ty_tuple_at(kwnames, i);
        if (ty_str_equal_ascii(k, "key"))
            key = args[nargs + i] == TY_NONE ? TY_NULL : args[nargs + i];
        else if (ty_str_equal_ascii(k, "default"))
            otherwise = args[nargs + i];
        else
            return ty_error_set(ctx, &ty_TypeError_type, "%s() got an unexpected keyword argument '%U'", name, k);
    }
    if (nargs == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "%s expected at least 1 argument, got 0", name);
    if (nargs > 1 && otherwise)
        return ty_error_set(ctx, &ty_TypeError_type, "Cannot specify a default for %s() with multiple positional arguments", name);
    walk w = {TY_NULL, TY_NULL, 0};
    if (nargs == 1 && walk_start(ctx, &w, args[0]) < 0)
        return TY_NULL;
    for (size_t i = 0;; i++) {
        v = nargs > 1 ? (i < nargs ? args[i] : TY_NULL) : walk_next(ctx, &w);
        if (!v)
            break;
        ty_value k = v;
        if (key && !(k = ty_call1(ctx, key, v)))
            return TY_NULL;
        int better = best ? before(ctx, k, best_key, op) : 1;
        if (better < 0)
            return TY_NULL;
        if (better) {
            best = v;
            best_key = k;
        }
    }
    if (ctx->exc)
        return TY_NULL;
    if (best)
        return best;
    return otherwise ? otherwise : ty_error_set(ctx, &ty_ValueError_type, "%s() iterable argument is empty", name);
}

ty_value ty_builtins_max(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return extreme(ctx, "max", TY_GT, args, nargs, kwnames);
}

ty_value ty_builtins_min(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return extreme(ctx, "min", TY_LT, args, nargs, kwnames);
}

/* --- sorted, sum --------------------------------------------------------------------------------------------------------------------- */

ty_value ty_builtins_sorted(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v[3];
    if (ty_native_check_count(ctx, "sorted", nargs, 1, 1) ||
        ty_native_bind(ctx, "sorted", "iterable, /, *, key=None, reverse=False", 1, 1, args, nargs, kwnames, v))
        return TY_NULL;
    ty_value key = v[1] ? v[1] : TY_NONE;
    int backwards = v[2] ? ty_op_truth(ctx, v[2]) : 0;
    ty_value list = backwards < 0 ? TY_NULL : ty_op_list(ctx, args[0]);
    return list && ty_list_sort(ctx, list, key == TY_NONE ? TY_NULL : key, backwards) == 0 ? list : TY_NULL;
}

/* A sum of floats with the lost low-order parts collected apart (Neumaier 1974). */
typedef struct exact { double sum, lost; } exact;
static inline void exact_add(exact *e, double x)
{
    double t = e->sum + x;
    if (fabs(e->sum) >= fabs(x))
        e->lost += (e->sum - t) + x;
    else
        e->lost += (x - t) + e->sum;
    e->sum = t;
}
static double exact_get(const exact *e)
{
    return e->lost != 0 && isfinite(e->lost) ? e->sum + e->lost : e->sum;
}

/* Adds floats and small ints from `v` on; returns the first item that is neither (TY_NULL: none), *sum what was summed. */
static ty_value sum_floats(ty_ctx *ctx, walk *w, ty_value v, double start, ty_value *sum)
{
    exact e = {start, 0};
    for (; v; v = walk_next(ctx, w)) {
        if (TY_LIKELY(ty_is_exact_float(v)))
            exact_add(&e, ty_float_value(v));
        else if (ty_is_small(v))
            exact_add(&e, (double)ty_small_value(v));
        else
            break;
    }
    *sum = ctx->exc ? TY_NULL : ty_float_new(ctx, exact_get(&e));
    return v;
}

ty_value ty_builtins_sum(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value sum = nargs > 1 && args[1] ? args[1] : ty_small(0), v;
    if (ty_is_str(sum))
        return ty_error_set(ctx, &ty_TypeError_type, "sum() can't sum strings [use ''.join(seq) instead]");
    if (ty_is_bytes(sum))
        return ty_error_set(ctx, &ty_TypeError_type, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (ty_is_instance(sum, &ty_bytearray_type))
        return ty_error_set(ctx, &ty_TypeError_type, "sum() can't sum bytearray [use b''.join(seq) instead]");
    walk w;
    if (walk_start(ctx, &w, args[0]) < 0)
        return TY_NULL;
    v = walk_next(ctx, &w);
    if (ty_is_small(sum)) {
        intptr_t total = ty_small_value(sum), next;
        while (v && (ty_is_small(v) || ty_is_bool(v)) &&
               !ty_add_overflow(total, ty_is_small(v) ? ty_small_value(v) : (intptr_t)(v == TY_TRUE), &next)) {
            total = next;
            v = walk_next(ctx, &w);
        }
        sum = ty_int_from_size(ctx, total);
        if (!sum)
            return TY_NULL;
        if (v && ty_is_exact_float(v) && ty_is_small(sum))
            v = sum_floats(ctx, &w, v, (double)ty_small_value(sum), &sum);
    } else if (ty_is_exact_float(sum) && v) {
        v = sum_floats(ctx, &w, v, ty_float_value(sum), &sum);
    }
    if (!sum)
        return TY_NULL;
    for (; v; v = walk_next(ctx, &w))
        if (!(sum = ty_op_binary(ctx, TY_OP_ADD, sum, v)))
            return TY_NULL;
    return ctx->exc ? TY_NULL : sum;
}

/* --- anext ------------------------------------------------------------------------------------------------------------------------------ */

/* anext(it, default): an awaitable that runs the inner one and turns StopAsyncIteration into the default. */
typedef struct anext_awaitable {
    ty_object ob;
    ty_value wrapped, otherwise;
} anext_awaitable;
TY_DECLARE_TYPE(anext_awaitable);
static const ty_layout ty_anext_awaitable_layout = {
    .fixed_size = TY_FIXED_SIZE(anext_awaitable), .slots_offset = offsetof(anext_awaitable, wrapped), .slots_count = 2};

/* The iterator behind the wrapped awaitable. */
static ty_value inner(ty_ctx *ctx, ty_value self)
{
    ty_value w = ((anext_awaitable *)self)->wrapped;
    ty_unary_fn await = ty_type_of(w)->slots.await;
    if (!await)
        return ty_type_of(w)->slots.next ? w : ty_error_set(ctx, &ty_TypeError_type, "'%T' object can't be awaited", w);
    ty_value it = await(ctx, w);
    if (it && !ty_type_of(it)->slots.next)
        return ty_error_set(ctx, &ty_TypeError_type, "__await__() returned non-iterator of type '%T'", it);
    return it;
}

static ty_value anext_done(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v)
        return v;
    if (!ctx->exc)
        return ty_error_stop_iteration(ctx, TY_NONE);
    if (ty_error_swallow(ctx, &ty_StopAsyncIteration_type))
        return ty_error_stop_iteration(ctx, ((anext_awaitable *)self)->otherwise);
    return TY_NULL;
}

static ty_value anext_next(ty_ctx *ctx, ty_value self)
{
    ty_value it = inner(ctx, self);
    return it ? anext_done(ctx, self, ty_type_of(it)->slots.next(ctx, it)) : TY_NULL;
}
static ty_value anext_delegate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value name)
{
    ty_value it = inner(ctx, args[0]), method = it ? ty_attr_get(ctx, it, name) : TY_NULL;
    return method ? anext_done(ctx, args[0], ty_call(ctx, method, args + 1, nargs - 1, TY_NULL)) : TY_NULL;
}
static ty_value anext_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return anext_delegate(ctx, args, nargs, TY_SYM(send));
}
static ty_value anext_throw(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return anext_delegate(ctx, args, nargs, TY_SYM(throw));
}
static ty_value anext_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return anext_delegate(ctx, args, nargs, TY_SYM(close));
}

#define OWNER &ty_anext_awaitable_type
static const ty_native anext_methods[] = {
    TY_METHOD(send, anext_send, 1, 1, "value, /", NULL),
    TY_METHOD(throw, anext_throw, 1, 3, "typ, val=None, tb=None, /", NULL),
    TY_METHOD(close, anext_close, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
TY_BUILTIN_TYPE(anext_awaitable, .name = "anext_awaitable", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(anext_awaitable), .methods = anext_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = anext_next, .await = ty_iter_self});

ty_value ty_builtins_anext(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_unary_fn fn = ty_type_of(args[0])->slots.anext;
    if (!fn)
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not an async iterator", args[0]);
    ty_value v = fn(ctx, args[0]);
    if (!v || nargs < 2)
        return v;
    anext_awaitable *a = ty_alloc(ctx, &ty_anext_awaitable_shape, sizeof *a);
    if (!a)
        return TY_NULL;
    a->wrapped = v;
    a->otherwise = args[1];
    return TY_VALUE(a);
}
