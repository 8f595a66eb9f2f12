/* SPDX-License-Identifier: MIT */
/*
 * collections.OrderedDict: a dict whose order matters to == and can be changed. dict itself is ordered and moves entries
 * to either end at constant cost, so there is no second structure; what differs are the methods, which respect what
 * subclasses override, and the views, which have names of their own.
 */
#include <config.h>

#include "modules/collections.h"
#include "modules/own_dict.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/genericalias.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"

typedef struct odict {
    ty_dict dict;
    ty_value attributes; /* __dict__, TY_NULL: none yet */
} odict;

#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static bool is_exact(ty_value v)
{
    return ty_type_of(v) == &ty_OrderedDict_type;
}

static ty_value odict_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    odict *d = ty_alloc_instance(ctx, type, &ty_OrderedDict_type);
    if (!d)
        return TY_NULL;
    d->dict.length = 0;
    d->dict.table = NULL;
    d->dict.keys_version = d->dict.mutations = 0;
    d->attributes = TY_NULL;
    return TY_VALUE(d);
}

/* --- update ------------------------------------------------------------------------------------------------------------- */

static int put_item(ty_ctx *ctx, ty_value self, ty_value key, ty_value v)
{
    return ty_type_of(self)->slots.setitem == ty_dict_slot_setitem ? ty_dict_set(ctx, self, key, v)
                                                                   : ty_op_setitem(ctx, self, key, v);
}

static int put_pair(ty_ctx *ctx, void *arg, ty_value pair)
{
    ty_value list = ty_op_list(ctx, pair);
    if (!list)
        return -1;
    if (ty_list_length(list) != 2) {
        bool few = ty_list_length(list) < 2;
        ty_error_set(ctx, &ty_ValueError_type,
                     few ? "need more than %zu value%s to unpack" : "too many values to unpack (expected 2)",
                     ty_list_length(list), ty_list_length(list) == 1 ? "" : "s");
        return -1;
    }
    return put_item(ctx, *(ty_value *)arg, ty_list_at(list, 0), ty_list_at(list, 1));
}

static int update(ty_ctx *ctx, const char *fname, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs > 1) {
        ty_error_set(ctx, &ty_TypeError_type, "expected at most 1 arguments, got %zu", nargs);
        return -1;
    }
    if (ty_type_of(self)->slots.setitem == ty_dict_slot_setitem && (nargs == 0 || ty_is_dict(args[0])))
        return ty_dict_update_args(ctx, fname, self, args, nargs, kwnames);
    if (nargs) {
        ty_value keys;
        int found = ty_attr_lookup(ctx, args[0], TY_SYM(keys), &keys);
        if (found < 0)
            return -1;
        if (found) {
            ty_value list = ty_call0(ctx, keys), it = list ? ty_op_iter(ctx, list) : TY_NULL, key, v;
            if (!it)
                return -1;
            while ((key = ty_op_next(ctx, it)) != TY_NULL)
                if (!(v = ty_op_getitem(ctx, args[0], key)) || put_item(ctx, self, key, v))
                    return -1;
            if (ty_error_pending(ctx))
                return -1;
        } else if (ty_op_each(ctx, args[0], put_pair, &self)) {
            return -1;
        }
    }
    for (size_t i = 0; kwnames && i < ty_tuple_length(kwnames); i++)
        if (put_item(ctx, self, ty_tuple_at(kwnames, i), args[nargs + i]))
            return -1;
    return 0;
}

static int odict_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return update(ctx, "OrderedDict", self, args, nargs, kwnames);
}

METHOD(odict_update)
{
    return update(ctx, "update", args[0], args + 1, nargs - 1, kwnames) ? TY_NULL : TY_NONE;
}

/* --- methods --------------------------------------------------------------------------------------------------------------- */

METHOD(odict_move_to_end)
{
    int last = nargs > 2 && args[2] ? ty_op_truth(ctx, args[2]) : 1;
    int found = last < 0 ? -1 : ty_dict_move_to_end(ctx, args[0], args[1], last);
    if (found > 0)
        return TY_NONE;
    return found < 0 ? TY_NULL : ty_error_set_value(ctx, &ty_KeyError_type, args[1]);
}

METHOD(odict_popitem)
{
    int last = nargs > 1 && args[1] ? ty_op_truth(ctx, args[1]) : 1;
    ty_value key, v, pair = last < 0 ? TY_NULL : ty_tuple_new(ctx, NULL, 2);
    size_t pos = 0;
    if (!pair)
        return TY_NULL;
    if (ty_dict_length(args[0]) == 0)
        return ty_error_set(ctx, &ty_KeyError_type, "dictionary is empty");
    if (last) {
        ty_dict_popitem(ctx, args[0], &key, &v);
    } else {
        ty_dict_next(args[0], &pos, &key, &v);
        if (ty_dict_del(ctx, args[0], key, NULL) < 0)
            return TY_NULL;
    }
    ty_heap_store(ctx->heap, ty_object_of(pair), &ty_tuple_items(pair)[0], key);
    ty_heap_store(ctx->heap, ty_object_of(pair), &ty_tuple_items(pair)[1], v);
    return pair;
}

METHOD(odict_pop)
{
    ty_value v, key = args[1];
    int found = ty_dict_del(ctx, args[0], key, &v);
    if (found)
        return found > 0 ? v : TY_NULL;
    return nargs > 2 && args[2] ? args[2] : ty_error_set_value(ctx, &ty_KeyError_type, key);
}

METHOD(odict_setdefault)
{
    ty_value v = nargs > 2 && args[2] ? args[2] : TY_NONE;
    if (is_exact(args[0]))
        return ty_dict_setdefault(ctx, args[0], args[1], v);
    int in = ty_op_contains(ctx, args[0], args[1]);
    if (in)
        return in > 0 ? ty_op_getitem(ctx, args[0], args[1]) : TY_NULL;
    return ty_op_setitem(ctx, args[0], args[1], v) ? TY_NULL : v;
}

METHOD(odict_copy)
{
    ty_value self = args[0], key, v;
    ty_value d = is_exact(self) ? odict_new(ctx, &ty_OrderedDict_type, NULL, 0, TY_NULL)
                                : ty_call0(ctx, TY_VALUE(ty_type_of(self)));
    if (!d)
        return TY_NULL;
    if (is_exact(self))
        return ty_dict_merge(ctx, d, self, true) ? TY_NULL : d;
    for (size_t pos = 0; ty_dict_next(self, &pos, &key, NULL);)
        if (!(v = ty_op_getitem(ctx, self, key)) || ty_op_setitem(ctx, d, key, v))
            return TY_NULL;
    return d;
}

METHOD(odict_fromkeys)
{
    ty_value v = nargs > 2 && args[2] ? args[2] : TY_NONE, d = ty_call0(ctx, args[0]);
    ty_value it = d ? ty_op_iter(ctx, args[1]) : TY_NULL, key;
    if (!it)
        return TY_NULL;
    while ((key = ty_op_next(ctx, it)) != TY_NULL)
        if (ty_op_setitem(ctx, d, key, v))
            return TY_NULL;
    return ty_error_pending(ctx) ? TY_NULL : d;
}

METHOD(odict_reduce)
{
    ty_value state = TY_NULL, items, it;
    if (is_exact(args[0])) {
        state = ((odict *)args[0])->attributes;
        if (state && ty_dict_length(state) == 0)
            state = TY_NULL;
    } else {
        if (!(state = ty_call_method0(ctx, args[0], TY_SYM(__getstate__))))
            return TY_NULL;
        if (ty_is_dict(state) && ty_dict_length(state) == 0)
            state = TY_NULL;
    }
    if (!(items = ty_call_method0(ctx, args[0], TY_SYM(items))) || !(it = ty_op_iter(ctx, items)))
        return TY_NULL;
    return ty_tuple_pack(ctx, 5, TY_VALUE(ty_type_of(args[0])), ty_tuple_empty, state ? state : TY_NONE, TY_NONE, it);
}

METHOD(odict_reversed)
{
    return ty_odict_iter_new(ctx, args[0], TY_ODICT_KEYS, true);
}

METHOD(odict_keys)
{
    return ty_dict_view_new(ctx, &ty_odict_keys_shape, args[0]);
}

METHOD(odict_values)
{
    return ty_dict_view_new(ctx, &ty_odict_values_shape, args[0]);
}

METHOD(odict_items)
{
    return ty_dict_view_new(ctx, &ty_odict_items_shape, args[0]);
}

/* --- slots --------------------------------------------------------------------------------------------------------------------- */

static ty_value odict_repr(ty_ctx *ctx, ty_value v)
{
    if (ty_dict_length(v) == 0)
        return ty_str_format(ctx, "%T()", v);
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "...", 3) : TY_NULL;
    ty_value text = TY_NULL, plain;
    if (is_exact(v)) {
        plain = ty_dict_copy(ctx, v);
    } else {
        ty_value items = ty_call_method0(ctx, v, TY_SYM(items));
        plain = items ? ty_dict_new(ctx, 0) : TY_NULL;
        if (plain && ty_dict_update(ctx, plain, items))
            plain = TY_NULL;
    }
    if (plain)
        text = ty_str_format(ctx, "%T(%R)", v, plain);
    ty_op_repr_leave(ctx, v);
    return text;
}

/* The same keys in the same order: 1, 0, -1 */
static int same_order(ty_ctx *ctx, ty_value a, ty_value b)
{
    size_t i = 0, j = 0;
    uint32_t states[2] = {ty_dict_ptr(a)->mutations, ty_dict_ptr(b)->mutations};
    ty_value x, y;
    while (ty_dict_next(a, &i, &x, NULL) && ty_dict_next(b, &j, &y, NULL)) {
        int same = ty_equal_quick(ctx, x, y);
        if (same < 0)
            return -1;
        if (ty_dict_ptr(a)->mutations != states[0] || ty_dict_ptr(b)->mutations != states[1]) {
            ty_error_set(ctx, &ty_RuntimeError_type, "OrderedDict mutated during iteration");
            return -1;
        }
        if (!same)
            return 0;
    }
    return 1;
}

static ty_value odict_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_dict(a) || !ty_is_dict(b))
        return TY_NOT_IMPLEMENTED;
    int same = ty_dict_equal(ctx, a, b);
    if (same > 0 && ty_is_instance(a, &ty_OrderedDict_type) && ty_is_instance(b, &ty_OrderedDict_type))
        same = same_order(ctx, a, b);
    return same < 0 ? TY_NULL : ty_bool(same == (op == TY_EQ));
}

static ty_value odict_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_dict(a) || !ty_is_dict(b))
        return TY_NOT_IMPLEMENTED;
    ty_value own = ty_is_instance(a, &ty_OrderedDict_type) ? a : b;
    ty_value d = ty_call1(ctx, TY_VALUE(ty_type_of(own)), a);
    return d && update(ctx, "update", d, &b, 1, TY_NULL) == 0 ? d : TY_NULL;
}

static ty_value odict_ior(ty_ctx *ctx, ty_value a, ty_value b)
{
    return update(ctx, "update", a, &b, 1, TY_NULL) ? TY_NULL : a;
}

static ty_value odict_iter(ty_ctx *ctx, ty_value v)
{
    return ty_odict_iter_new(ctx, v, TY_ODICT_KEYS, false);
}

#define OWNER &ty_OrderedDict_type
static const ty_native odict_methods[] = {
    TY_METHOD(move_to_end, odict_move_to_end, 1, 2, "key, last=True", "Move the item to the end, or to the beginning."),
    TY_METHOD(popitem, odict_popitem, 0, 1, "last=True", "Remove the last item, or the first one, and return it as a pair."),
    TY_METHOD(pop, odict_pop, 1, 2, "key, default=<unrepresentable>",
              "Remove the key and return its value; if it is not there, return default or raise KeyError."),
    TY_METHOD(setdefault, odict_setdefault, 1, 2, "key, default=None",
              "Return the value of the key; if it is not there, insert it with the value default."),
    TY_METHOD_RAW(update, odict_update, "mapping_or_pairs=(), /, **more", "Insert or replace items."),
    TY_METHOD(copy, odict_copy, 0, 0, "", "Return a new OrderedDict of the same items."),
    TY_METHOD(keys, odict_keys, 0, 0, "", "Return a view of the keys."),
    TY_METHOD(values, odict_values, 0, 0, "", "Return a view of the values."),
    TY_METHOD(items, odict_items, 0, 0, "", "Return a view of the items."),
    TY_METHOD(__reversed__, odict_reversed, 0, 0, "", "Return an iterator over the keys, the last one first."),
    TY_METHOD(__reduce__, odict_reduce, 0, 0, "", NULL),
    TY_CLASS_METHOD(fromkeys, odict_fromkeys, 1, 2, "iterable, value=None", "Return a new one with the keys of the iterable."),
    TY_NATIVE_END,
};
static const ty_getset odict_getsets[] = {TY_OWN_DICT, TY_GETSET_END};

static void odict_trace(ty_object *o, ty_tracer *t)
{
    ty_trace_slot(t, &((odict *)o)->dict.table);
    ty_trace_slot(t, &((odict *)o)->attributes);
}
static const ty_layout ty_OrderedDict_layout = {.fixed_size = TY_FIXED_SIZE(odict), .trace = odict_trace};
TY_BUILTIN_TYPE(OrderedDict, .name = "collections.OrderedDict", .base = &ty_dict_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT_SUB | TY_TYPE_MAPPING | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_MATCH_SELF |
                         TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(odict), .dict_offset = offsetof(odict, attributes),
                .doc = "A dict whose order can be changed and matters to comparison.", .methods = odict_methods, .getsets = odict_getsets,
                .slots = {TY_DICT_SLOTS, .repr = odict_repr, .iter = odict_iter, .new_ = odict_new, .init = odict_init,
                          .compare = odict_compare, .or_ = odict_or, .ior = odict_ior});
