/* SPDX-License-Identifier: MIT */
/* Pickling of any object: object.__reduce__, __reduce_ex__ and __getstate__. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/instance.h"
#include "object/int.h"
#include "object/list.h"
#include "object/object_impl.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

static ty_value copyreg(ty_ctx *ctx, ty_value name)
{
    if (!ctx->objects->hooks.import)
        return ty_error_set(ctx, &ty_RuntimeError_type, "copyreg is not available");
    ty_value module = ctx->objects->hooks.import(ctx, "copyreg");
    return module ? ty_attr_get(ctx, module, name) : TY_NULL;
}

/* --- state --------------------------------------------------------------------------------------------------------------- */

/* A dict of the values in __slots__ members (mangled names as they are), TY_NONE: no members or none set. */
static ty_value slots_state(ty_ctx *ctx, ty_value self)
{
    const ty_type *t = ty_type_of(self);
    if (!(t->flags & TY_TYPE_HEAP) || t->member_slots == 0)
        return TY_NONE;
    ty_value d = ty_dict_new(ctx, t->member_slots);
    if (!d)
        return TY_NULL;
    for (size_t i = 0; i < ty_tuple_length(t->mro); i++) {
        const ty_type *b = ty_type_ptr(ty_tuple_at(t->mro, i));
        if (!(b->flags & TY_TYPE_HEAP) || !b->slot_names)
            continue;
        for (size_t k = 0; k < ty_tuple_length(b->slot_names); k++) {
            ty_value name = ty_tuple_at(b->slot_names, k), v;
            int r = ty_attr_lookup(ctx, self, name, &v);
            if (r < 0 || (r && ty_dict_set(ctx, d, name, v) < 0))
                return TY_NULL;
        }
    }
    return ty_dict_length(d) ? d : TY_NONE;
}

static ty_value default_state(ty_ctx *ctx, ty_value self, bool required)
{
    const ty_type *t = ty_type_of(self);
    const ty_type *base = ty_type_builtin_base(t);
    bool plain = base == &ty_object_type || base->slots.new_ == NULL || (base->flags & TY_TYPE_EXCEPTION) ||
                 base == &ty_int_type || base->flags & (TY_TYPE_STR | TY_TYPE_BYTES | TY_TYPE_LIST | TY_TYPE_TUPLE |
                                                        TY_TYPE_DICT_SUB | TY_TYPE_FLOAT | TY_TYPE_SET | TY_TYPE_FROZENSET);
    if (required && !plain)
        return ty_error_set(ctx, &ty_TypeError_type, "cannot pickle '%T' object", self);
    ty_value state = TY_NONE, d;
    int r = ty_attr_lookup(ctx, self, TY_SYM(__dict__), &d);
    if (r < 0)
        return TY_NULL;
    if (r)
        state = d;
    ty_value slots = slots_state(ctx, self);
    if (!slots)
        return TY_NULL;
    return ty_is_none(slots) ? state : ty_tuple_pack(ctx, 2, state, slots);
}

ty_value ty_object_getstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return default_state(ctx, args[0], false);
}

static ty_value state_of(ty_ctx *ctx, ty_value self, bool required)
{
    ty_value f = ty_type_lookup(ctx, ty_type_of(self), TY_SYM(__getstate__));
    if (f && ty_is_object(f) && ty_has_shape(f, &ty_method_descriptor_shape) &&
        ((const ty_native *)f)->fn == ty_object_getstate)
        return default_state(ctx, self, required);
    return ty_call_method0(ctx, self, TY_SYM(__getstate__));
}

/* --- constructor arguments --------------------------------------------------------------------------------------------------- */

static int new_arguments(ty_ctx *ctx, ty_value self, ty_value *args, ty_value *kwargs)
{
    *args = *kwargs = TY_NULL;
    ty_value f = ty_attr_special(ctx, self, TY_SYM(__getnewargs_ex__));
    if (f) {
        ty_value pair = ty_call0(ctx, f);
        if (!pair)
            return -1;
        if (!ty_is_tuple(pair)) {
            ty_error_set(ctx, &ty_TypeError_type, "__getnewargs_ex__ should return a tuple, not '%T'", pair);
            return -1;
        }
        if (ty_tuple_length(pair) != 2) {
            ty_error_set(ctx, &ty_ValueError_type, "__getnewargs_ex__ should return a tuple of length 2, not %zu",
                         ty_tuple_length(pair));
            return -1;
        }
        *args = ty_tuple_at(pair, 0);
        *kwargs = ty_tuple_at(pair, 1);
        if (!ty_is_tuple(*args)) {
            ty_error_set(ctx, &ty_TypeError_type,
                         "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'", *args);
            return -1;
        }
        if (!ty_is_dict(*kwargs)) {
            ty_error_set(ctx, &ty_TypeError_type,
                         "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'", *kwargs);
            return -1;
        }
        return 0;
    }
    if (ty_error_pending(ctx))
        return -1;
    f = ty_attr_special(ctx, self, TY_SYM(__getnewargs__));
    if (!f)
        return ty_error_pending(ctx) ? -1 : 0;
    *args = ty_call0(ctx, f);
    if (!*args)
        return -1;
    if (!ty_is_tuple(*args)) {
        ty_error_set(ctx, &ty_TypeError_type, "__getnewargs__ should return a tuple, not '%T'", *args);
        return -1;
    }
    return 0;
}

static ty_value reduce_newobj(ty_ctx *ctx, ty_value self)
{
    const ty_type *t = ty_type_of(self);
    if (!t->slots.new_)
        return ty_error_set(ctx, &ty_TypeError_type, "cannot pickle '%T' object", self);
    ty_value args, kwargs, maker, made, cls = TY_VALUE(t);
    if (new_arguments(ctx, self, &args, &kwargs) < 0)
        return TY_NULL;
    bool has_args = args != TY_NULL;
    if (!kwargs || ty_dict_length(kwargs) == 0) {
        maker = copyreg(ctx, TY_SYM(__newobj__));
        size_t n = args ? ty_tuple_length(args) : 0;
        made = maker ? ty_tuple_new(ctx, NULL, n + 1) : TY_NULL;
        if (!made)
            return TY_NULL;
        ty_tuple_items(made)[0] = cls;
        for (size_t i = 0; i < n; i++)
            ty_tuple_items(made)[i + 1] = ty_tuple_at(args, i);
    } else {
        maker = copyreg(ctx, TY_SYM(__newobj_ex__));
        made = maker ? ty_tuple_pack(ctx, 3, cls, args, kwargs) : TY_NULL;
        if (!made)
            return TY_NULL;
    }
    bool list = ty_is_list(self), dict = ty_is_dict(self);
    ty_value state = state_of(ctx, self, !(has_args || list || dict));
    if (!state)
        return TY_NULL;
    ty_value items = TY_NONE, pairs = TY_NONE;
    if (list && !(items = ty_op_iter(ctx, self)))
        return TY_NULL;
    if (dict) {
        pairs = ty_call_method0(ctx, self, TY_SYM(items));
        if (!pairs || !(pairs = ty_op_iter(ctx, pairs)))
            return TY_NULL;
    }
    return ty_tuple_pack(ctx, 5, maker, made, state, items, pairs);
}

static ty_value reduce_old(ty_ctx *ctx, ty_value self, int protocol)
{
    ty_value f = copyreg(ctx, TY_SYM(_reduce_ex));
    return f ? ty_call2(ctx, f, self, ty_small(protocol)) : TY_NULL;
}

ty_value ty_object_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return reduce_old(ctx, args[0], 0);
}

ty_value ty_object_reduce_ex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t protocol;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &protocol) < 0)
        return TY_NULL;
    /* A __reduce__ of its own goes before ours. */
    ty_value f = ty_type_lookup(ctx, ty_type_of(args[0]), TY_SYM(__reduce__));
    if (f && !(ty_has_shape(f, &ty_method_descriptor_shape) && ((const ty_native *)f)->fn == ty_object_reduce))
        return ty_call_method0(ctx, args[0], TY_SYM(__reduce__));
    return protocol >= 2 ? reduce_newobj(ctx, args[0]) : reduce_old(ctx, args[0], (int)protocol);
}
