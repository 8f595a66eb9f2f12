/* SPDX-License-Identifier: MIT */
/* Iterators over list, tuple and anything with __getitem__, and over calls (iter(callable, sentinel)). */
#include <config.h>

#include "object/iter.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"

const ty_layout ty_seq_iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_seq_iterator), .slots_offset = offsetof(ty_seq_iterator, seq), .slots_count = 1};
#define ITERATOR_FLAGS TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE

ty_value ty_iter_self(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return v;
}

ty_value ty_iter_new_seq(ty_ctx *ctx, const ty_shape *shape, ty_value seq, size_t index)
{
    ty_seq_iterator *it = ty_alloc(ctx, shape, sizeof *it);
    if (TY_UNLIKELY(!it))
        return TY_NULL;
    it->seq = seq;
    it->index = index;
    return TY_VALUE(it);
}

ty_value ty_iter_builtin(ty_ctx *ctx, ty_value name)
{
    ty_value v;
    int found = ctx->objects->builtins ? ty_dict_get_str(ctx, ctx->objects->builtins, name, &v) : 0;
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : ty_error_name(ctx, "name '%U' is not defined", name);
}

/* --- common methods ------------------------------------------------------------------------------------------------ */

static size_t seq_length(ty_value seq)
{
    return ty_is_list(seq) ? ty_list_length(seq) : ty_tuple_length(seq);
}

static ty_value seq_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    size_t n = it->seq ? seq_length(it->seq) : 0;
    return ty_int_from_size(ctx, n > it->index ? (intptr_t)(n - it->index) : 0);
}

/* (iter, (seq,), index); when exhausted (iter, (empty,)) */
static ty_value seq_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter));
    if (!fn)
        return TY_NULL;
    ty_value seq = it->seq;
    if (!seq && !(seq = ty_type_of(args[0]) == &ty_list_iterator_type ? ty_list_new(ctx, 0) : ty_tuple_empty))
        return TY_NULL;
    ty_value inner = ty_tuple_pack(ctx, 1, seq);
    if (!inner)
        return TY_NULL;
    if (!it->seq)
        return ty_tuple_pack(ctx, 2, fn, inner);
    return ty_tuple_pack(ctx, 3, fn, inner, ty_small((intptr_t)it->index));
}

static ty_value seq_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i))
        return TY_NULL;
    ((ty_seq_iterator *)args[0])->index = i < 0 ? 0 : (size_t)i;
    return TY_NONE;
}

#define SEQ_METHODS                                                                                                     \
    TY_METHOD(__length_hint__, seq_length_hint, 0, 0, "", "Private: how many items are left, as list() is told."),       \
    TY_METHOD(__reduce__, seq_reduce, 0, 0, "", "Return state information for pickling."),                               \
    TY_METHOD(__setstate__, seq_setstate, 1, 1, "state, /", "Set state information for unpickling.")

/* --- list, tuple ---------------------------------------------------------------------------------------------------- */

ty_value ty_list_iter(ty_ctx *ctx, ty_value list)
{
    return ty_iter_new_seq(ctx, &ty_list_iterator_shape, list, 0);
}

ty_value ty_tuple_iter(ty_ctx *ctx, ty_value tuple)
{
    return ty_iter_new_seq(ctx, &ty_tuple_iterator_shape, tuple, 0);
}

static ty_value list_iterator_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_list_iterator_next(v);
}

static ty_value tuple_iterator_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_tuple_iterator_next(v);
}

#define OWNER &ty_list_iterator_type
static const ty_native list_iterator_methods[] = {SEQ_METHODS, TY_NATIVE_END};
#undef OWNER
#define OWNER &ty_tuple_iterator_type
static const ty_native tuple_iterator_methods[] = {SEQ_METHODS, TY_NATIVE_END};
#undef OWNER

#define ty_list_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(list_iterator, .name = "list_iterator", .base = &ty_object_type, .flags = ITERATOR_FLAGS,
                .basicsize = sizeof(ty_seq_iterator), .methods = list_iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = list_iterator_next});
#define ty_tuple_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(tuple_iterator, .name = "tuple_iterator", .base = &ty_object_type, .flags = ITERATOR_FLAGS,
                .basicsize = sizeof(ty_seq_iterator), .methods = tuple_iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = tuple_iterator_next});

/* --- list, backwards -------------------------------------------------------------------------------------------------- */

static ty_value list_reverse_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (it->seq) {
        const ty_list *l = ty_list_ptr(it->seq);
        if (it->index && it->index <= l->length)
            return l->array->items[--it->index];
        it->seq = TY_NULL;
        it->index = 0;
    }
    return TY_NULL;
}

static ty_value reverse_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    return ty_int_from_size(ctx, it->seq && it->index <= seq_length(it->seq) ? (intptr_t)it->index : 0);
}

static ty_value reverse_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value fn = ty_iter_builtin(ctx, it->seq ? TY_SYM(reversed) : TY_SYM(iter));
    ty_value seq = !fn ? TY_NULL : it->seq ? it->seq : ty_list_new(ctx, 0);
    ty_value inner = seq ? ty_tuple_pack(ctx, 1, seq) : TY_NULL;
    if (!inner)
        return TY_NULL;
    if (!it->seq)
        return ty_tuple_pack(ctx, 2, fn, inner);
    return ty_tuple_pack(ctx, 3, fn, inner, ty_small((intptr_t)it->index - 1));
}

static ty_value reverse_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i))
        return TY_NULL;
    if (it->seq) {
        intptr_t n = (intptr_t)seq_length(it->seq);
        it->index = (size_t)((i < -1 ? -1 : i >= n ? n - 1 : i) + 1);
    }
    return TY_NONE;
}

#define OWNER &ty_list_reverseiterator_type
static const ty_native list_reverse_methods[] = {
    TY_METHOD(__length_hint__, reverse_length_hint, 0, 0, "", NULL),
    TY_METHOD(__reduce__, reverse_reduce, 0, 0, "", NULL),
    TY_METHOD(__setstate__, reverse_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
#define ty_list_reverseiterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(list_reverseiterator, .name = "list_reverseiterator", .base = &ty_object_type, .flags = ITERATOR_FLAGS,
                .basicsize = sizeof(ty_seq_iterator), .methods = list_reverse_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = list_reverse_next});

/* --- anything with __getitem__ ------------------------------------------------------------------------------------------ */

static ty_value seq_iterator_next(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (!it->seq)
        return TY_NULL;
    if (it->index >= (size_t)TY_INT_MAX)
        return ty_error_set(ctx, &ty_OverflowError_type, "iter index too large");
    ty_value item = ty_op_getitem(ctx, it->seq, ty_small((intptr_t)it->index));
    if (item) {
        it->index++;
        return item;
    }
    if (ty_error_swallow(ctx, &ty_IndexError_type) || ty_error_swallow(ctx, &ty_StopIteration_type))
        it->seq = TY_NULL;
    return TY_NULL;
}

static ty_value any_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    if (!it->seq)
        return ty_small(0);
    if (!ty_type_of(it->seq)->slots.len)
        return TY_NOT_IMPLEMENTED;
    intptr_t n = ty_op_len(ctx, it->seq);
    if (n < 0)
        return TY_NULL;
    return ty_int_from_size(ctx, (size_t)n > it->index ? n - (intptr_t)it->index : 0);
}

#define OWNER &ty_seq_iterator_type
static const ty_native seq_iterator_methods[] = {
    TY_METHOD(__length_hint__, any_length_hint, 0, 0, "", NULL),
    TY_METHOD(__reduce__, seq_reduce, 0, 0, "", NULL),
    TY_METHOD(__setstate__, seq_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
TY_BUILTIN_TYPE(seq_iterator, .name = "iterator", .base = &ty_object_type, .flags = ITERATOR_FLAGS,
                .basicsize = sizeof(ty_seq_iterator), .methods = seq_iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = seq_iterator_next});

/* --- calls until a sentinel ----------------------------------------------------------------------------------------------- */

typedef struct callable_iterator {
    ty_object ob;
    ty_value callable, sentinel; /* TY_NULL: exhausted */
} callable_iterator;

ty_value ty_iter_new_callable(ty_ctx *ctx, ty_value callable, ty_value sentinel)
{
    callable_iterator *it = ty_alloc(ctx, &ty_callable_iterator_shape, sizeof *it);
    if (!it)
        return TY_NULL;
    it->callable = callable;
    it->sentinel = sentinel;
    return TY_VALUE(it);
}

static ty_value callable_next(ty_ctx *ctx, ty_value v)
{
    callable_iterator *it = (callable_iterator *)v;
    if (!it->callable)
        return TY_NULL;
    ty_value item = ty_call0(ctx, it->callable);
    if (!item) {
        if (ty_error_swallow(ctx, &ty_StopIteration_type))
            it->callable = it->sentinel = TY_NULL;
        return TY_NULL;
    }
    if (!it->callable)
        return TY_NULL; /* the call used it up */
    int same = ty_op_equal(ctx, it->sentinel, item);
    if (same == 0)
        return item;
    if (same > 0)
        it->callable = it->sentinel = TY_NULL;
    return TY_NULL;
}

static ty_value callable_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const callable_iterator *it = (callable_iterator *)args[0];
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter));
    ty_value inner = !fn ? TY_NULL
                     : it->callable ? ty_tuple_pack(ctx, 2, it->callable, it->sentinel)
                                    : ty_tuple_pack(ctx, 1, ty_tuple_empty);
    return inner ? ty_tuple_pack(ctx, 2, fn, inner) : TY_NULL;
}

#define OWNER &ty_callable_iterator_type
static const ty_native callable_methods[] = {TY_METHOD(__reduce__, callable_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout ty_callable_iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(callable_iterator), .slots_offset = offsetof(callable_iterator, callable), .slots_count = 2};
TY_BUILTIN_TYPE(callable_iterator, .name = "callable_iterator", .base = &ty_object_type, .flags = ITERATOR_FLAGS,
                .basicsize = sizeof(callable_iterator), .methods = callable_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = callable_next});
