/* SPDX-License-Identifier: MIT */
/* Pattern matching (PEP 634): mapping and class patterns. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

ty_value ty_eval_match_keys(ty_ctx *ctx, ty_value subject, ty_value keys)
{
    size_t n = ty_tuple_length(keys);
    ty_value seen = ty_set_new(ctx, n), values = ty_tuple_new(ctx, NULL, n), get = TY_NULL, absent = TY_NULL;
    if (!seen || !values)
        return TY_NULL;
    for (size_t i = 0; i < n; i++) {
        ty_value key = ty_tuple_at(keys, i), v;
        int twice = ty_set_contains(ctx, seen, key);
        if (twice < 0 || (!twice && ty_set_add(ctx, seen, key) < 0))
            return TY_NULL;
        if (twice)
            return ty_error_set(ctx, &ty_ValueError_type, "mapping pattern checks duplicate key (%R)", key);
        if (ty_is_exact_dict(subject)) {
            int found = ty_dict_get(ctx, subject, key, &v);
            if (found <= 0)
                return found < 0 ? TY_NULL : TY_NONE;
        } else { /* get() with a marker, so that __missing__ is not asked */
            if (!get) {
                get = ty_attr_get(ctx, subject, TY_SYM(get));
                absent = ty_list_new(ctx, 0);
                if (!get || !absent)
                    return TY_NULL;
            }
            v = ty_call2(ctx, get, key, absent);
            if (!v)
                return TY_NULL;
            if (v == absent)
                return TY_NONE;
        }
        ty_heap_store(ctx->heap, ty_object_of(values), &ty_tuple_items(values)[i], v);
    }
    return values;
}

ty_value ty_eval_match_rest(ty_ctx *ctx, ty_value subject, ty_value keys)
{
    ty_value rest = ty_dict_new(ctx, 0);
    if (!rest || ty_dict_update(ctx, rest, subject) < 0)
        return TY_NULL;
    for (size_t i = 0; i < ty_tuple_length(keys); i++)
        if (ty_dict_del(ctx, rest, ty_tuple_at(keys, i), NULL) < 0)
            return TY_NULL;
    return rest;
}

/* The attribute for a sub-pattern: 1, 0 absent, -1. The same name twice is an error. */
static int attribute(ty_ctx *ctx, ty_value subject, ty_value cls, ty_value name, ty_value seen, ty_value *out)
{
    int twice = ty_set_contains(ctx, seen, name);
    if (twice < 0 || (!twice && ty_set_add(ctx, seen, name) < 0))
        return -1;
    if (twice) {
        ty_error_set(ctx, &ty_TypeError_type, "%N() got multiple sub-patterns for attribute %R", ty_type_ptr(cls), name);
        return -1;
    }
    return ty_attr_lookup(ctx, subject, name, out);
}

ty_value ty_eval_match_class(ty_ctx *ctx, ty_value subject, ty_value cls, ty_value names, uint32_t positional)
{
    if (!ty_is_type(cls))
        return ty_error_set(ctx, &ty_TypeError_type, "called match pattern must be a class");
    int is = ty_op_isinstance(ctx, subject, cls);
    if (is <= 0)
        return is < 0 ? TY_NULL : TY_NONE;
    size_t nkw = ty_tuple_length(names);
    ty_value out = ty_tuple_new(ctx, NULL, positional + nkw), seen = ty_set_new(ctx, 0), v;
    if (!out || !seen)
        return TY_NULL;
    if (positional) {
        ty_value match_args;
        bool match_self = false;
        int found = ty_attr_lookup(ctx, cls, TY_SYM(__match_args__), &match_args);
        if (found < 0)
            return TY_NULL;
        if (found && !ty_is_exact_tuple(match_args))
            return ty_error_set(ctx, &ty_TypeError_type, "%N.__match_args__ must be a tuple (got %T)", ty_type_ptr(cls), match_args);
        if (!found) {
            match_args = ty_tuple_empty;
            match_self = (ty_type_ptr(cls)->flags & TY_TYPE_MATCH_SELF) != 0;
        }
        size_t allowed = match_self ? 1 : ty_tuple_length(match_args);
        if (allowed < positional)
            return ty_error_set(ctx, &ty_TypeError_type, "%N() accepts %zu positional sub-pattern%s (%u given)", ty_type_ptr(cls), allowed,
                                allowed == 1 ? "" : "s", positional);
        for (size_t i = 0; i < positional; i++) {
            if (match_self)
                v = subject;
            else {
                ty_value name = ty_tuple_at(match_args, i);
                if (!ty_is_exact_str(name))
                    return ty_error_set(ctx, &ty_TypeError_type, "__match_args__ elements must be strings (got %T)", name);
                int has = attribute(ctx, subject, cls, name, seen, &v);
                if (has <= 0)
                    return has < 0 ? TY_NULL : TY_NONE;
            }
            ty_heap_store(ctx->heap, ty_object_of(out), &ty_tuple_items(out)[i], v);
        }
    }
    for (size_t i = 0; i < nkw; i++) {
        int has = attribute(ctx, subject, cls, ty_tuple_at(names, i), seen, &v);
        if (has <= 0)
            return has < 0 ? TY_NULL : TY_NONE;
        ty_heap_store(ctx->heap, ty_object_of(out), &ty_tuple_items(out)[positional + i], v);
    }
    return out;
}
