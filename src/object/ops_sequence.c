/* SPDX-License-Identifier: MIT */
/* Items, length, membership, iteration. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

intptr_t ty_op_len(ty_ctx *ctx, ty_value v)
{
    ty_length_fn len = ty_type_of(v)->slots.len;
    if (TY_LIKELY(len != NULL))
        return len(ctx, v);
    ty_error_set(ctx, &ty_TypeError_type, "object of type '%T' has no len()", v);
    return -1;
}

intptr_t ty_op_length_hint(ty_ctx *ctx, ty_value v, intptr_t otherwise)
{
    if (ty_type_of(v)->slots.len) {
        intptr_t n = ty_type_of(v)->slots.len(ctx, v);
        if (n >= 0)
            return n;
        if (!ty_error_swallow(ctx, &ty_TypeError_type))
            return -1;
    }
    bool found;
    ty_value hint = ty_call_special(ctx, TY_SYM(__length_hint__), &v, 1, &found);
    if (!found)
        return otherwise;
    if (!hint)
        return ty_error_swallow(ctx, &ty_TypeError_type) ? otherwise : -1;
    if (hint == TY_NOT_IMPLEMENTED)
        return otherwise;
    if (!ty_is_int(hint)) {
        ty_error_set(ctx, &ty_TypeError_type, "__length_hint__ must be an integer, not %T", hint);
        return -1;
    }
    intptr_t n;
    if (ty_op_index_size(ctx, hint, &ty_OverflowError_type, &n) < 0)
        return -1;
    if (n < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "__length_hint__() should return >= 0");
        return -1;
    }
    return n;
}

ty_value ty_op_getitem(ty_ctx *ctx, ty_value o, ty_value k)
{
    const ty_type *t = ty_type_of(o);
    if (TY_LIKELY(t->slots.getitem != NULL))
        return t->slots.getitem(ctx, o, k);
    if (t->flags & TY_TYPE_TYPE) {
        if (o == TY_VALUE(&ty_type_type))
            return ty_genericalias_new(ctx, o, k);
        ty_value subscribe;
        int found = ty_attr_lookup(ctx, o, TY_SYM(__class_getitem__), &subscribe);
        if (found > 0)
            return ty_call1(ctx, subscribe, k);
        return found < 0 ? TY_NULL : ty_error_set(ctx, &ty_TypeError_type, "type '%N' is not subscriptable", ty_type_ptr(o));
    }
    return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not subscriptable", o);
}

int ty_op_setitem(ty_ctx *ctx, ty_value o, ty_value k, ty_value v)
{
    ty_setitem_fn set = ty_type_of(o)->slots.setitem;
    if (TY_LIKELY(set != NULL))
        return set(ctx, o, k, v);
    ty_error_set(ctx, &ty_TypeError_type, "'%T' object does not support item assignment", o);
    return -1;
}

int ty_op_delitem(ty_ctx *ctx, ty_value o, ty_value k)
{
    ty_setitem_fn set = ty_type_of(o)->slots.setitem;
    if (TY_LIKELY(set != NULL))
        return set(ctx, o, k, TY_NULL);
    /* The reference words it one way in its sequence protocol, another elsewhere. */
    bool sequence = ty_has_flag(o, TY_TYPE_HEAP | TY_TYPE_TUPLE | TY_TYPE_STR | TY_TYPE_BYTES | TY_TYPE_SEQUENCE) &&
                    (ty_is_int(k) || ty_type_of(k)->slots.index);
    ty_error_set(ctx, &ty_TypeError_type, "'%T' object %s support item deletion", o, sequence ? "doesn't" : "does not");
    return -1;
}

int ty_op_contains(ty_ctx *ctx, ty_value o, ty_value v)
{
    const ty_type *t = ty_type_of(o);
    if (TY_LIKELY(t->slots.contains != NULL))
        return t->slots.contains(ctx, o, v);
    if (!t->slots.iter && !t->slots.getitem) {
        ty_error_set(ctx, &ty_TypeError_type, "argument of type '%T' is not iterable", o);
        return -1;
    }
    ty_value it = ty_op_iter(ctx, o), item;
    if (!it) {
        if (ty_error_swallow(ctx, &ty_TypeError_type))
            ty_error_set(ctx, &ty_TypeError_type, "argument of type '%T' is not iterable", o);
        return -1;
    }
    while ((item = ty_op_next(ctx, it))) {
        int equal = ty_op_equal(ctx, item, v);
        if (equal || ty_context_poll(ctx) < 0)
            return equal ? equal : -1;
    }
    return ctx->exc ? -1 : 0;
}

/* --- iteration ------------------------------------------------------------------------------------------------------------------ */

ty_value ty_op_iter(ty_ctx *ctx, ty_value v)
{
    const ty_type *t = ty_type_of(v);
    if (TY_LIKELY(t->slots.iter != NULL)) {
        ty_value it = t->slots.iter(ctx, v);
        if (TY_UNLIKELY(it && !ty_type_of(it)->slots.next))
            return ty_error_set(ctx, &ty_TypeError_type, "iter() returned non-iterator of type '%T'", it);
        return it;
    }
    if (t->slots.getitem && !(t->flags & (TY_TYPE_DICT_SUB | TY_TYPE_MAPPING)))
        return ty_iter_new_seq(ctx, &ty_seq_iterator_shape, v, 0);
    return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not iterable", v);
}

ty_value ty_op_next(ty_ctx *ctx, ty_value iterator)
{
    ty_value v = ty_type_of(iterator)->slots.next(ctx, iterator);
    if (TY_UNLIKELY(!v && ctx->exc))
        (void)ty_error_swallow(ctx, &ty_StopIteration_type);
    return v;
}

int ty_op_each(ty_ctx *ctx, ty_value iterable, int (*fn)(ty_ctx *, void *arg, ty_value item), void *arg)
{
    int r;
    if (ty_is_exact_list(iterable)) {
        for (size_t i = 0; i < ty_list_length(iterable); i++)
            if ((r = fn(ctx, arg, ty_list_at(iterable, i))) != 0)
                return r;
        return 0;
    }
    if (ty_is_exact_tuple(iterable)) {
        for (size_t i = 0; i < ty_tuple_length(iterable); i++)
            if ((r = fn(ctx, arg, ty_tuple_at(iterable, i))) != 0)
                return r;
        return 0;
    }
    ty_value it = ty_op_iter(ctx, iterable), item;
    if (!it)
        return -1;
    while ((item = ty_op_next(ctx, it)))
        if ((r = fn(ctx, arg, item)) != 0)
            return r;
    return ctx->exc ? -1 : 0;
}

ty_value ty_op_list(ty_ctx *ctx, ty_value iterable)
{
    if (ty_is_exact_list(iterable))
        return ty_list_slice(ctx, iterable, 0, ty_list_length(iterable));
    if (ty_is_exact_tuple(iterable))
        return ty_list_from(ctx, ty_tuple_items(iterable), ty_tuple_length(iterable));
    ty_value list = ty_list_new(ctx, 0);
    return list && ty_list_extend(ctx, list, iterable) == 0 ? list : TY_NULL;
}

ty_value ty_op_tuple(ty_ctx *ctx, ty_value iterable)
{
    if (ty_is_exact_tuple(iterable))
        return iterable;
    if (ty_is_exact_list(iterable))
        return ty_list_to_tuple(ctx, iterable);
    ty_value list = ty_list_new(ctx, 0);
    return list && ty_list_extend(ctx, list, iterable) == 0 ? ty_list_to_tuple(ctx, list) : TY_NULL;
}
