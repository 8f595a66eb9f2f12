/* SPDX-License-Identifier: MIT */
/* Names: globals with their caches, namespaces of classes and exec, cells, and the errors of unbound ones. */
#include <config.h>

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/module.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

TY_COLD void ty_eval_unbound_local(ty_ctx *ctx, ty_value *R, unsigned local)
{
    const ty_code *c = ((ty_function *)R[-4])->code;
    ty_value name = ty_tuple_at(c->local_names, local);
    ty_error_set(ctx, &ty_UnboundLocalError_type, "cannot access local variable '%U' where it is not associated with a value", name);
}

TY_COLD void ty_eval_unbound_free(ty_ctx *ctx, ty_value *R, unsigned index)
{
    const ty_code *c = ((ty_function *)R[-4])->code;
    ty_error_name(ctx, "cannot access free variable '%U' where it is not associated with a value in enclosing scope",
                  ty_tuple_at(c->free_names, index));
}

/* A namespace that may be any mapping: 1, 0, -1. */
static int lookup(ty_ctx *ctx, ty_value mapping, ty_value name, ty_value *out)
{
    if (TY_LIKELY(ty_is_exact_dict(mapping)))
        return ty_dict_get_str(ctx, mapping, name, out);
    *out = ty_op_getitem(ctx, mapping, name);
    if (*out)
        return 1;
    return ty_error_swallow(ctx, &ty_KeyError_type) ? 0 : -1;
}

static ty_value not_defined(ty_ctx *ctx, ty_value name)
{
    return ty_error_name(ctx, "name '%U' is not defined", name);
}

ty_value ty_eval_global(ty_ctx *ctx, const ty_function *f, ty_value name, ty_cache *cache)
{
    cache->kind = TY_CACHE_EMPTY;
    if (TY_LIKELY(ty_is_exact_dict(f->globals) && ty_is_exact_dict(f->builtins))) {
        intptr_t i = ty_dict_entry_of(f->globals, name);
        if (i >= 0) {
            cache->version = ty_dict_version(ctx, f->globals);
            cache->offset = (uint32_t)i;
            cache->kind = TY_CACHE_GLOBAL;
            return ty_dict_ptr(f->globals)->table->entries[i].value;
        }
        ty_value v;
        int found = ty_dict_get_str(ctx, f->globals, name, &v);
        if (found)
            return found > 0 ? v : TY_NULL;
        i = ty_dict_entry_of(f->builtins, name);
        if (i >= 0) {
            cache->version = ty_dict_version(ctx, f->globals);
            cache->version2 = ty_dict_version(ctx, f->builtins);
            cache->offset = (uint32_t)i;
            cache->kind = TY_CACHE_BUILTIN;
            return ty_dict_ptr(f->builtins)->table->entries[i].value;
        }
    }
    ty_value v;
    int found = ty_dict_get_str(ctx, f->globals, name, &v);
    if (found == 0)
        found = lookup(ctx, f->builtins, name, &v);
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : not_defined(ctx, name);
}

ty_value ty_eval_name(ty_ctx *ctx, ty_value *R, ty_value name)
{
    const ty_function *f = (ty_function *)R[-4];
    ty_value v;
    int found = lookup(ctx, R[0], name, &v);
    if (found == 0)
        found = ty_dict_get_str(ctx, f->globals, name, &v);
    if (found == 0)
        found = lookup(ctx, f->builtins, name, &v);
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : not_defined(ctx, name);
}

ty_value ty_eval_class_free(ty_ctx *ctx, ty_value *R, ty_value name, unsigned index)
{
    ty_value v;
    int found = lookup(ctx, R[0], name, &v);
    if (found)
        return found > 0 ? v : TY_NULL;
    v = ((ty_cell *)ty_tuple_at(((ty_function *)R[-4])->closure, index))->value;
    if (v == TY_UNBOUND) {
        ty_eval_unbound_free(ctx, R, index);
        return TY_NULL;
    }
    return v;
}

ty_value ty_eval_class_global(ty_ctx *ctx, ty_value *R, ty_value mapping, ty_value name)
{
    const ty_function *f = (ty_function *)R[-4];
    ty_value v;
    int found = lookup(ctx, mapping, name, &v);
    if (found == 0)
        found = ty_dict_get_str(ctx, f->globals, name, &v);
    if (found == 0)
        found = lookup(ctx, f->builtins, name, &v);
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : not_defined(ctx, name);
}

int ty_eval_store_global(ty_ctx *ctx, ty_value globals, ty_value name, ty_value v, ty_cache *cache)
{
    cache->kind = TY_CACHE_EMPTY;
    if (ty_dict_set(ctx, globals, name, v) < 0)
        return -1;
    intptr_t i = ty_is_exact_dict(globals) ? ty_dict_entry_of(globals, name) : -1;
    if (i >= 0) {
        cache->version = ty_dict_version(ctx, globals);
        cache->offset = (uint32_t)i;
        cache->kind = TY_CACHE_GLOBAL;
    }
    return 0;
}

int ty_eval_delete_name(ty_ctx *ctx, ty_value mapping, ty_value name)
{
    if (ty_is_exact_dict(mapping)) {
        int found = ty_dict_del(ctx, mapping, name, NULL);
        if (found == 0)
            not_defined(ctx, name);
        return found > 0 ? 0 : -1;
    }
    if (ty_op_delitem(ctx, mapping, name) == 0)
        return 0;
    if (ty_error_swallow(ctx, &ty_KeyError_type))
        not_defined(ctx, name);
    return -1;
}

ty_value ty_eval_build_class(ty_ctx *ctx, ty_value *R)
{
    ty_value v;
    int found = lookup(ctx, ((ty_function *)R[-4])->builtins, TY_SYM(__build_class__), &v);
    if (found > 0)
        return v;
    return found < 0 ? TY_NULL : ty_error_set(ctx, &ty_NameError_type, "__build_class__ not found");
}

int ty_eval_setup_annotations(ty_ctx *ctx, ty_value mapping)
{
    ty_value v;
    int found = lookup(ctx, mapping, TY_SYM(__annotations__), &v);
    if (found)
        return found > 0 ? 0 : -1;
    v = ty_dict_new(ctx, 0);
    return v ? ty_op_setitem(ctx, mapping, TY_SYM(__annotations__), v) : -1;
}
