/* SPDX-License-Identifier: MIT */
/* The methods of dict. args[0] is the dict. */
#include <config.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/tuple.h"

#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

METHOD(dict_get)
{
    ty_value v;
    int found = ty_dict_get(ctx, args[0], args[1], &v);
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : nargs > 2 && args[2] ? args[2] : TY_NONE;
}

METHOD(dict_setdefault)
{
    return ty_dict_setdefault(ctx, args[0], args[1], nargs > 2 && args[2] ? args[2] : TY_NONE);
}

METHOD(dict_pop)
{
    ty_value v;
    int found;
    if (ty_dict_length(args[0]) == 0)
        found = 0; /* not even hashed */
    else
        found = ty_dict_del(ctx, args[0], args[1], &v);
    if (found > 0)
        return v;
    if (found < 0)
        return TY_NULL;
    return nargs > 2 && args[2] ? args[2] : ty_error_set_value(ctx, &ty_KeyError_type, args[1]);
}

METHOD(dict_popitem)
{
    ty_value pair[2];
    /* The pair is made first: an entry must not be lost when memory is out. */
    ty_value t = ty_tuple_new(ctx, NULL, 2);
    if (!t)
        return TY_NULL;
    if (!ty_dict_popitem(ctx, args[0], &pair[0], &pair[1]))
        return ty_error_set(ctx, &ty_KeyError_type, "popitem(): dictionary is empty");
    memcpy(ty_tuple_items(t), pair, sizeof pair);
    return t;
}

METHOD(dict_keys)
{
    return ty_dict_view_new(ctx, &ty_dict_keys_shape, args[0]);
}

METHOD(dict_values)
{
    return ty_dict_view_new(ctx, &ty_dict_values_shape, args[0]);
}

METHOD(dict_items)
{
    return ty_dict_view_new(ctx, &ty_dict_items_shape, args[0]);
}

METHOD(dict_update)
{
    return ty_dict_update_args(ctx, "update", args[0], args + 1, nargs - 1, kwnames) ? TY_NULL : TY_NONE;
}

METHOD(dict_clear)
{
    ty_dict_clear(ctx, args[0]);
    return TY_NONE;
}

METHOD(dict_copy)
{
    return ty_dict_copy(ctx, args[0]);
}

METHOD(dict_reversed)
{
    return ty_dict_iter_new(ctx, &ty_dict_reversekeyiterator_shape, args[0]);
}

METHOD(dict_fromkeys)
{
    ty_value value = nargs > 2 && args[2] ? args[2] : TY_NONE, d = ty_call0(ctx, args[0]), key;
    if (!d)
        return TY_NULL;
    if (ty_is_exact_dict(d)) {
        if (ty_is_exact_dict(args[1]) || ty_is_anyset(args[1])) {
            size_t n = ty_is_anyset(args[1]) ? ty_set_length(args[1]) : ty_dict_length(args[1]);
            if (ty_dict_reserve(ctx, d, n))
                return TY_NULL;
        }
    }
    bool exact = ty_is_exact_dict(d);
    if (exact && ty_is_exact_dict(args[1])) {
        const ty_dict *from = ty_dict_ptr(args[1]);
        for (size_t i = 0; from->table && i < from->table->used; i++) {
            ty_dict_entry e = from->table->entries[i];
            if (e.key && ty_dict_set_hashed(ctx, d, e.key, e.hash, value))
                return TY_NULL;
        }
        return d;
    }
    if (exact && (ty_has_shape(args[1], &ty_set_shape) || ty_has_shape(args[1], &ty_frozenset_shape))) {
        const ty_set *from = (const ty_set *)args[1];
        for (size_t i = 0; from->table && i <= from->table->mask; i++) {
            ty_set_entry e = from->table->entries[i];
            if (e.key && e.key != TY_STOP && ty_dict_set_hashed(ctx, d, e.key, e.hash, value))
                return TY_NULL;
        }
        return d;
    }
    ty_value it = ty_op_iter(ctx, args[1]);
    if (!it)
        return TY_NULL;
    while ((key = ty_op_next(ctx, it)) != TY_NULL)
        if (exact ? ty_dict_set(ctx, d, key, value) : ty_op_setitem(ctx, d, key, value))
            return TY_NULL;
    return ty_error_pending(ctx) ? TY_NULL : d;
}

#define OWNER &ty_dict_type
const ty_native ty_dict_methods[] = {
    TY_METHOD(get, dict_get, 1, 2, "key, default=None, /", "Return the value of the key, or default if it is not there."),
    TY_METHOD(setdefault, dict_setdefault, 1, 2, "key, default=None, /",
              "Return the value of the key; if it is not there, insert it with the value default."),
    TY_METHOD(pop, dict_pop, 1, 2, "key, default=<unrepresentable>, /",
              "Remove the key and return its value; if it is not there, return default or raise KeyError."),
    TY_METHOD(popitem, dict_popitem, 0, 0, "", "Remove the item inserted last and return it as a pair; KeyError if empty."),
    TY_METHOD(keys, dict_keys, 0, 0, "", "Return a view of the keys."),
    TY_METHOD(values, dict_values, 0, 0, "", "Return a view of the values."),
    TY_METHOD(items, dict_items, 0, 0, "", "Return a view of the items, pairs of key and value."),
    TY_METHOD_RAW(update, dict_update, "mapping_or_pairs=(), /, **more",
                  "Insert or replace the items of a mapping or of an iterable of pairs, then those given as keywords."),
    TY_METHOD(clear, dict_clear, 0, 0, "", "Remove all items."),
    TY_METHOD(copy, dict_copy, 0, 0, "", "Return a new dict of the same items."),
    TY_METHOD(__reversed__, dict_reversed, 0, 0, "", "Return an iterator over the keys, the last one first."),
    TY_CLASS_METHOD(fromkeys, dict_fromkeys, 1, 2, "iterable, value=None, /",
                    "Return a new dict with the keys of the iterable, all with the same value."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
