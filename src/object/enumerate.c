/* SPDX-License-Identifier: MIT */
/* enumerate and reversed. */
#include <config.h>

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/ops.h"

/* --- enumerate ------------------------------------------------------------------------------------------------------- */

typedef struct enumerate {
    ty_object ob;
    ty_value iterator;
    ty_value count; /* int: the next number */
} enumerate;
#define ENUMERATE(v) ((enumerate *)(v))

static ty_value enumerate_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v[2];
    if (nargs == 0 && !kwnames)
        return ty_error_set(ctx, &ty_TypeError_type, "enumerate() missing required argument 'iterable'");
    if (ty_native_bind(ctx, "enumerate", "iterable, start=0", 1, 2, args, nargs, kwnames, v))
        return TY_NULL;
    ty_value count = v[1] ? ty_op_index(ctx, v[1]) : ty_small(0), it = count ? ty_op_iter(ctx, v[0]) : TY_NULL;
    enumerate *e = it ? ty_alloc_instance(ctx, type, &ty_enumerate_type) : NULL;
    if (!e)
        return TY_NULL;
    e->iterator = it;
    e->count = count;
    return TY_VALUE(e);
}

static ty_value enumerate_next(ty_ctx *ctx, ty_value v)
{
    enumerate *e = ENUMERATE(v);
    ty_value item = ty_op_next(ctx, e->iterator);
    if (!item)
        return TY_NULL;
    ty_value pair = ty_tuple_new(ctx, NULL, 2);
    if (!pair)
        return TY_NULL;
    ty_tuple_items(pair)[0] = e->count;
    ty_tuple_items(pair)[1] = item;
    if (TY_LIKELY(ty_is_small(e->count) && e->count != ty_small(TY_INT_MAX))) {
        e->count = ty_small(ty_small_value(e->count) + 1);
    } else {
        ty_value next = ty_int_add(ctx, e->count, ty_small(1));
        if (!next)
            return TY_NULL;
        ty_heap_store(ctx->heap, &e->ob, &e->count, next);
    }
    return pair;
}

static ty_value enumerate_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value inner = ty_tuple_pack(ctx, 2, ENUMERATE(args[0])->iterator, ENUMERATE(args[0])->count);
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define OWNER &ty_enumerate_type
static const ty_native enumerate_methods[] = {
    TY_METHOD(__reduce__, enumerate_reduce, 0, 0, "", "Return state information for pickling."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_enumerate_layout = {
    .fixed_size = TY_FIXED_SIZE(enumerate), .slots_offset = offsetof(enumerate, iterator), .slots_count = 2};
TY_BUILTIN_TYPE(enumerate, .name = "enumerate", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(enumerate),
                .doc = "enumerate(iterable, start=0)\n\nPairs of a number, counted from start, and an item.",
                .methods = enumerate_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = enumerate_next, .new_ = enumerate_new});

/* --- reversed ---------------------------------------------------------------------------------------------------------- */

/* Over anything with a length and __getitem__. index: places left. */
static ty_value make_reversed(ty_ctx *ctx, const ty_type *type, ty_value seq)
{
    bool found = false;
    ty_value special = ty_call_special(ctx, TY_SYM(__reversed__), &seq, 1, &found);
    if (special || ty_error_pending(ctx)) {
        /* __reversed__ = None says no. */
        if (!special && found && ty_error_matches(ctx, &ty_TypeError_type)) {
            ty_value method = ty_type_lookup(ctx, ty_type_of(seq), TY_SYM(__reversed__));
            if (method == TY_NONE) {
                ty_error_clear(ctx);
                return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not reversible", seq);
            }
        }
        return special;
    }
    if (!ty_type_of(seq)->slots.len || !ty_type_of(seq)->slots.getitem || ty_is_dict(seq))
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not reversible", seq);
    intptr_t n = ty_op_len(ctx, seq);
    if (n < 0)
        return TY_NULL;
    ty_seq_iterator *it = ty_alloc_instance(ctx, type, &ty_reversed_type);
    if (!it)
        return TY_NULL;
    it->seq = seq;
    it->index = (size_t)n;
    return TY_VALUE(it);
}

ty_value ty_reversed_new(ty_ctx *ctx, ty_value v)
{
    return make_reversed(ctx, &ty_reversed_type, v);
}

static ty_value reversed_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "reversed", kwnames) || ty_native_check_count(ctx, "reversed", nargs, 1, 1))
        return TY_NULL;
    return make_reversed(ctx, type, args[0]);
}

static ty_value reversed_next(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (it->seq && it->index > 0) {
        size_t i = it->index - 1;
        if (ty_is_exact_tuple(it->seq)) {
            it->index = i;
            return ty_tuple_at(it->seq, i);
        }
        ty_value item = ty_op_getitem(ctx, it->seq, ty_small((intptr_t)i));
        if (item) {
            it->index = i;
            return item;
        }
        if (!ty_error_swallow(ctx, &ty_IndexError_type) && !ty_error_swallow(ctx, &ty_StopIteration_type))
            return TY_NULL;
    }
    it->seq = TY_NULL;
    it->index = 0;
    return TY_NULL;
}

static ty_value reversed_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    if (!it->seq)
        return ty_small(0);
    intptr_t n = ty_op_len(ctx, it->seq);
    return n < 0 ? TY_NULL : ty_small((size_t)n < it->index ? 0 : (intptr_t)it->index);
}

static ty_value reversed_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value inner = ty_tuple_pack(ctx, 1, it->seq ? it->seq : ty_tuple_empty), type = TY_VALUE(ty_type_of(args[0]));
    if (!inner)
        return TY_NULL;
    if (!it->seq)
        return ty_tuple_pack(ctx, 2, type, inner);
    return ty_tuple_pack(ctx, 3, type, inner, ty_small((intptr_t)it->index - 1));
}

static ty_value reversed_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i))
        return TY_NULL;
    if (it->seq) {
        intptr_t n = ty_op_len(ctx, it->seq);
        if (n < 0)
            return TY_NULL;
        it->index = (size_t)((i < -1 ? -1 : i > n - 1 ? n - 1 : i) + 1);
    }
    return TY_NONE;
}

#define OWNER &ty_reversed_type
static const ty_native reversed_methods[] = {
    TY_METHOD(__length_hint__, reversed_length_hint, 0, 0, "", NULL),
    TY_METHOD(__reduce__, reversed_reduce, 0, 0, "", NULL),
    TY_METHOD(__setstate__, reversed_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
#define ty_reversed_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(reversed, .name = "reversed", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_seq_iterator), .doc = "reversed(sequence, /)\n\nThe items, the last one first.",
                .methods = reversed_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = reversed_next, .new_ = reversed_new});
