/* SPDX-License-Identifier: MIT */
/* Filling dicts from other mappings, from pairs and from keyword arguments: constructor, update, |, |=. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/tuple.h"

/* --- dict to dict ---------------------------------------------------------------------------------------------------- */

int ty_dict_merge(ty_ctx *ctx, ty_value v, ty_value other, bool replace)
{
    const ty_dict *from = ty_dict_ptr(other);
    ty_dict *d = ty_dict_ptr(v);
    if (v == other || from->length == 0)
        return 0;
    if (d->length == 0 && from->table->used == from->length) {
        /* A copy of the table, taken over. */
        ty_value copy = ty_dict_copy(ctx, other);
        if (!copy)
            return -1;
        ty_heap_wrote(ctx->heap, &d->ob, &d->table);
        d->table = ty_dict_ptr(copy)->table;
        d->length = ty_dict_length(copy);
        d->mutations++;
        d->keys_version = 0;
        return 0;
    }
    if (!d->table || d->table->capacity < from->length)
        if (ty_dict_reserve(ctx, v, d->length + from->length))
            return -1;
    uint32_t mutations = from->mutations;
    for (size_t i = 0; i < from->table->used; i++) {
        ty_dict_entry e = from->table->entries[i];
        if (!e.key)
            continue;
        if (!replace) {
            ty_value present;
            int found = ty_dict_get_hashed(ctx, v, e.key, e.hash, &present);
            if (found < 0)
                return -1;
            if (found)
                goto next;
        }
        if (ty_dict_set_hashed(ctx, v, e.key, e.hash, e.value))
            return -1;
    next:
        if (from->mutations != mutations) {
            ty_error_set(ctx, &ty_RuntimeError_type, "dict mutated during update");
            return -1;
        }
        if (!from->table)
            break;
    }
    return 0;
}

/* --- any mapping ------------------------------------------------------------------------------------------------------- */

static bool iterates_as_dict(ty_value v)
{
    return ty_is_dict(v) && ty_type_of(v)->slots.iter == ty_dict_iter;
}

/* Calls put(ctx, arg, key, value) for each key of keys(). */
static int each_of_mapping(ty_ctx *ctx, ty_value keys, ty_value mapping, int (*put)(ty_ctx *, void *, ty_value, ty_value),
                           void *arg)
{
    ty_value list = ty_call0(ctx, keys), it = list ? ty_op_iter(ctx, list) : TY_NULL, key;
    if (!it)
        return -1;
    while ((key = ty_op_next(ctx, it)) != TY_NULL) {
        ty_value value = ty_op_getitem(ctx, mapping, key);
        if (!value || put(ctx, arg, key, value))
            return -1;
    }
    return ty_error_pending(ctx) ? -1 : 0;
}

static int put_into_dict(ty_ctx *ctx, void *arg, ty_value key, ty_value value)
{
    return ty_dict_set(ctx, *(ty_value *)arg, key, value);
}

/* --- pairs ------------------------------------------------------------------------------------------------------------- */

struct pairs {
    ty_value d;
    intptr_t count;
};

static int add_pair(ty_ctx *ctx, void *arg, ty_value pair)
{
    struct pairs *p = arg;
    ty_value key, value;
    size_t n;
    if (ty_is_exact_tuple(pair)) {
        n = ty_tuple_length(pair);
        key = n == 2 ? ty_tuple_at(pair, 0) : TY_NULL;
        value = n == 2 ? ty_tuple_at(pair, 1) : TY_NULL;
    } else {
        ty_value list = ty_is_exact_list(pair) ? pair : ty_op_list(ctx, pair);
        if (!list) {
            if (ty_error_swallow(ctx, &ty_TypeError_type))
                ty_error_set(ctx, &ty_TypeError_type, "cannot convert dictionary update sequence element #%zd to a sequence",
                             p->count);
            return -1;
        }
        n = ty_list_length(list);
        key = n == 2 ? ty_list_at(list, 0) : TY_NULL;
        value = n == 2 ? ty_list_at(list, 1) : TY_NULL;
    }
    if (n != 2) {
        ty_error_set(ctx, &ty_ValueError_type, "dictionary update sequence element #%zd has length %zu; 2 is required",
                     p->count, n);
        return -1;
    }
    p->count++;
    return ty_dict_set(ctx, p->d, key, value);
}

int ty_dict_update(ty_ctx *ctx, ty_value d, ty_value other)
{
    if (iterates_as_dict(other))
        return ty_dict_merge(ctx, d, other, true);
    ty_value keys;
    int found = ty_attr_lookup(ctx, other, TY_SYM(keys), &keys);
    if (found < 0)
        return -1;
    if (found)
        return each_of_mapping(ctx, keys, other, put_into_dict, &d);
    struct pairs p = {d, 0};
    return ty_op_each(ctx, other, add_pair, &p) ? -1 : 0;
}

/* --- f(**mapping) ------------------------------------------------------------------------------------------------------- */

struct unique {
    ty_value d;
    const char *fname;
};

static int put_unique(ty_ctx *ctx, void *arg, ty_value key, ty_value value)
{
    const struct unique *u = arg;
    ty_value present;
    int found = ty_dict_get(ctx, u->d, key, &present);
    if (found == 0)
        return ty_dict_set(ctx, u->d, key, value);
    if (found > 0) {
        if (ty_is_str(key))
            ty_error_set(ctx, &ty_TypeError_type, "%s got multiple values for keyword argument '%U'", u->fname, key);
        else
            ty_error_set(ctx, &ty_TypeError_type, "keywords must be strings");
    }
    return -1;
}

int ty_dict_merge_unique(ty_ctx *ctx, ty_value d, ty_value other, const char *fname)
{
    struct unique u = {d, fname};
    if (iterates_as_dict(other)) {
        ty_value key, value;
        if (ty_dict_length(d) == 0)
            return ty_dict_merge(ctx, d, other, true);
        for (size_t pos = 0; ty_dict_next(other, &pos, &key, &value);)
            if (put_unique(ctx, &u, key, value))
                return -1;
        return 0;
    }
    ty_value keys;
    int found = ty_attr_lookup(ctx, other, TY_SYM(keys), &keys);
    if (found < 0)
        return -1;
    if (!found) {
        ty_error_set(ctx, &ty_TypeError_type, "%s argument after ** must be a mapping, not %T", fname, other);
        return -1;
    }
    return each_of_mapping(ctx, keys, other, put_unique, &u);
}

/* --- constructor, update(), | ---------------------------------------------------------------------------------------------- */

int ty_dict_update_args(ty_ctx *ctx, const char *fname, ty_value d, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_check_count(ctx, fname, nargs, 0, 1) || (nargs && ty_dict_update(ctx, d, args[0])))
        return -1;
    size_t n = kwnames ? ty_tuple_length(kwnames) : 0;
    for (size_t i = 0; i < n; i++)
        if (ty_dict_set(ctx, d, ty_tuple_at(kwnames, i), args[nargs + i]))
            return -1;
    return 0;
}

int ty_dict_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_dict_update_args(ctx, "dict", self, args, nargs, kwnames);
}

ty_value ty_dict_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_dict(a) || !ty_is_dict(b))
        return TY_NOT_IMPLEMENTED;
    ty_value d = ty_dict_copy(ctx, a);
    return d && ty_dict_update(ctx, d, b) == 0 ? d : TY_NULL;
}

ty_value ty_dict_ior(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_dict_update(ctx, a, b) ? TY_NULL : a;
}
