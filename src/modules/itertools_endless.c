/* SPDX-License-Identifier: MIT */
/* itertools: count, cycle, repeat, accumulate. */
#include <config.h>

#include "modules/itertools.h"

#include "object/call.h"
#include "object/genericalias.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"

#define NEW(name)                                                                                                       \
    static ty_value name(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)

/* --- count ------------------------------------------------------------------------------------------------------------- */

typedef struct count {
    ty_object ob;
    ty_value next, step;
} count;

static bool is_number(ty_value v)
{
    const ty_slots *s = &ty_type_of(v)->slots;
    return s->index || s->int_ || s->float_ || ty_has_shape(v, ty_complex_type.shape);
}

NEW(count_new)
{
    ty_value v[2];
    if (ty_native_bind(ctx, "count", "start=0, step=1", 0, 2, args, nargs, kwnames, v))
        return TY_NULL;
    if (!v[0])
        v[0] = ty_small(0);
    if (!v[1])
        v[1] = ty_small(1);
    if (!is_number(v[0]) || !is_number(v[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "a number is required");
    count *c = ty_alloc_instance(ctx, type, &ty_itertools_count_type);
    if (!c)
        return TY_NULL;
    c->next = v[0];
    c->step = v[1];
    return TY_VALUE(c);
}

static ty_value count_next(ty_ctx *ctx, ty_value v)
{
    count *c = (count *)v;
    ty_value item = c->next, next;
    if (TY_LIKELY(ty_both_small(item, c->step)))
        next = ty_int_from_size(ctx, ty_small_value(item) + ty_small_value(c->step));
    else
        next = ty_op_binary(ctx, TY_OP_ADD, item, c->step);
    if (!next)
        return TY_NULL;
    ty_heap_store(ctx->heap, &c->ob, &c->next, next);
    return item;
}

static ty_value count_repr(ty_ctx *ctx, ty_value v)
{
    const count *c = (count *)v;
    if (c->step == ty_small(1))
        return ty_str_format(ctx, "%T(%R)", v, c->next);
    return ty_str_format(ctx, "%T(%R, %R)", v, c->next, c->step);
}

static ty_value count_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const count *c = (count *)args[0];
    ty_value inner = c->step == ty_small(1) ? ty_tuple_pack(ctx, 1, c->next) : ty_tuple_pack(ctx, 2, c->next, c->step);
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define OWNER &ty_itertools_count_type
static const ty_native count_methods[] = {TY_METHOD(__reduce__, count_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
TY_ITERTOOLS_TYPE(count, count, 2, "count(start=0, step=1)\n\nNumbers without end.", count_new, count_next,
                  .methods = count_methods, .slots.repr = count_repr);

/* --- cycle ---------------------------------------------------------------------------------------------------------------- */

typedef struct cycle {
    ty_object ob;
    ty_value iterator; /* TY_NULL: all items are in saved */
    ty_value saved;    /* list */
    size_t index;
} cycle;

NEW(cycle_new)
{
    if (ty_native_no_keywords(ctx, "cycle", kwnames) || ty_native_check_count(ctx, "cycle", nargs, 1, 1))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[0]), saved = it ? ty_list_new(ctx, 0) : TY_NULL;
    cycle *c = saved ? ty_alloc_instance(ctx, type, &ty_itertools_cycle_type) : NULL;
    if (!c)
        return TY_NULL;
    c->iterator = it;
    c->saved = saved;
    c->index = 0;
    return TY_VALUE(c);
}

static ty_value cycle_next(ty_ctx *ctx, ty_value v)
{
    cycle *c = (cycle *)v;
    if (c->iterator) {
        ty_value item = ty_op_next(ctx, c->iterator);
        if (item)
            return ty_list_append(ctx, c->saved, item) ? TY_NULL : item;
        if (ty_error_pending(ctx))
            return TY_NULL;
        c->iterator = TY_NULL;
    }
    size_t n = ty_list_length(c->saved);
    if (n == 0)
        return TY_NULL;
    ty_value item = ty_list_at(c->saved, c->index);
    c->index = c->index + 1 < n ? c->index + 1 : 0;
    return item;
}

TY_ITERTOOLS_TYPE(cycle, cycle, 2, "cycle(iterable, /)\n\nThe items again and again.", cycle_new, cycle_next, .methods = NULL);

/* --- repeat ----------------------------------------------------------------------------------------------------------------- */

typedef struct repeat {
    ty_object ob;
    ty_value item;
    intptr_t left; /* -1: without end */
} repeat;

NEW(repeat_new)
{
    ty_value v[2];
    intptr_t left = -1;
    if (ty_native_bind(ctx, "repeat", "object, times=0", 1, 2, args, nargs, kwnames, v))
        return TY_NULL;
    if (v[1]) {
        if (ty_op_index_size(ctx, v[1], &ty_OverflowError_type, &left))
            return TY_NULL;
        if (left < 0)
            left = 0;
    }
    repeat *r = ty_alloc_instance(ctx, type, &ty_itertools_repeat_type);
    if (!r)
        return TY_NULL;
    r->item = v[0];
    r->left = left;
    return TY_VALUE(r);
}

static ty_value repeat_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    repeat *r = (repeat *)v;
    if (r->left == 0)
        return TY_NULL;
    r->left -= r->left > 0;
    return r->item;
}

static ty_value repeat_repr(ty_ctx *ctx, ty_value v)
{
    const repeat *r = (repeat *)v;
    if (r->left < 0)
        return ty_str_format(ctx, "%T(%R)", v, r->item);
    return ty_str_format(ctx, "%T(%R, %zd)", v, r->item, r->left);
}

static ty_value repeat_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const repeat *r = (repeat *)args[0];
    if (r->left < 0)
        return ty_error_set(ctx, &ty_TypeError_type, "len() of unsized object");
    return ty_int_from_size(ctx, r->left);
}

static ty_value repeat_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const repeat *r = (repeat *)args[0];
    ty_value inner = r->left < 0 ? ty_tuple_pack(ctx, 1, r->item) : ty_tuple_pack(ctx, 2, r->item, ty_small(r->left));
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define OWNER &ty_itertools_repeat_type
static const ty_native repeat_methods[] = {
    TY_METHOD(__length_hint__, repeat_length_hint, 0, 0, "", NULL),
    TY_METHOD(__reduce__, repeat_reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
TY_ITERTOOLS_TYPE(repeat, repeat, 1, "repeat(object[, times])\n\nThe same object, times times or without end.", repeat_new,
                  repeat_next, .methods = repeat_methods, .slots.repr = repeat_repr);

/* --- accumulate ---------------------------------------------------------------------------------------------------------------- */

typedef struct accumulate {
    ty_object ob;
    ty_value iterator;
    ty_value function; /* None: + */
    ty_value total;    /* TY_NULL: none yet */
    ty_value initial;  /* TY_NULL: none, or given out */
} accumulate;

NEW(accumulate_new)
{
    ty_value v[3];
    if (ty_native_bind(ctx, "accumulate", "iterable, func=None, *, initial=None", 1, 2, args, nargs, kwnames, v))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, v[0]);
    accumulate *a = it ? ty_alloc_instance(ctx, type, &ty_itertools_accumulate_type) : NULL;
    if (!a)
        return TY_NULL;
    a->iterator = it;
    a->function = v[1] ? v[1] : TY_NONE;
    a->total = TY_NULL;
    a->initial = v[2] != TY_NONE ? v[2] : TY_NULL;
    return TY_VALUE(a);
}

static ty_value accumulate_next(ty_ctx *ctx, ty_value v)
{
    accumulate *a = (accumulate *)v;
    ty_value item;
    if (a->initial) {
        item = a->initial;
        a->initial = TY_NULL;
        ty_heap_store(ctx->heap, &a->ob, &a->total, item);
        return item;
    }
    if (!(item = ty_op_next(ctx, a->iterator)))
        return TY_NULL;
    if (a->total)
        item = a->function == TY_NONE ? ty_op_binary(ctx, TY_OP_ADD, a->total, item) : ty_call2(ctx, a->function, a->total, item);
    if (!item)
        return TY_NULL;
    ty_heap_store(ctx->heap, &a->ob, &a->total, item);
    return item;
}

TY_ITERTOOLS_TYPE(accumulate, accumulate, 4,
                  "accumulate(iterable, func=None, *, initial=None)\n\nRunning totals, or what func(total, item) makes of them.",
                  accumulate_new, accumulate_next, .methods = NULL);
