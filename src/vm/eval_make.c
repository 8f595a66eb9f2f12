/* SPDX-License-Identifier: MIT */
/* Displays, functions, formatted values, unpacking. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

ty_value ty_eval_set(ty_ctx *ctx, const ty_value *items, size_t n)
{
    ty_value s = ty_set_new(ctx, n);
    for (size_t i = 0; s && i < n; i++)
        if (ty_set_add(ctx, s, items[i]) < 0)
            return TY_NULL;
    return s;
}

ty_value ty_eval_set_of(ty_ctx *ctx, ty_value constant)
{
    ty_value s = ty_set_new(ctx, 0);
    return s && ty_set_update(ctx, s, constant) == 0 ? s : TY_NULL;
}

ty_value ty_eval_dict(ty_ctx *ctx, const ty_value *pairs, size_t n)
{
    ty_value d = ty_dict_new(ctx, n);
    for (size_t i = 0; d && i < n; i++)
        if (ty_dict_set(ctx, d, pairs[2 * i], pairs[2 * i + 1]) < 0)
            return TY_NULL;
    return d;
}

ty_value ty_eval_dict_keys(ty_ctx *ctx, ty_value keys, const ty_value *values, size_t n)
{
    ty_value d = ty_dict_new(ctx, n);
    for (size_t i = 0; d && i < n; i++)
        if (ty_dict_set(ctx, d, ty_tuple_at(keys, i), values[i]) < 0)
            return TY_NULL;
    return d;
}

int ty_eval_list_extend(ty_ctx *ctx, ty_value list, ty_value iterable)
{
    if (ty_list_extend(ctx, list, iterable) == 0)
        return 0;
    if (ty_error_matches(ctx, &ty_TypeError_type) && !ty_type_of(iterable)->slots.iter && !ty_type_of(iterable)->slots.getitem) {
        ty_error_clear(ctx);
        ty_error_set(ctx, &ty_TypeError_type, "Value after * must be an iterable, not %T", iterable);
    }
    return -1;
}

int ty_eval_dict_update(ty_ctx *ctx, ty_value dict, ty_value mapping)
{
    if (!ty_is_dict(mapping)) {
        ty_value keys;
        int found = ty_attr_lookup(ctx, mapping, TY_SYM(keys), &keys);
        if (found == 0)
            ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not a mapping", mapping);
        if (found <= 0)
            return -1;
    }
    return ty_dict_update(ctx, dict, mapping);
}

ty_value ty_eval_callee_name(ty_ctx *ctx, ty_value callee)
{
    ty_value name, module;
    int found = ty_attr_lookup(ctx, callee, TY_SYM(__qualname__), &name);
    if (found <= 0)
        return found < 0 ? TY_NULL : ty_op_str(ctx, callee);
    found = ty_attr_lookup(ctx, callee, TY_SYM(__module__), &module);
    if (found < 0)
        return TY_NULL;
    if (found == 0 || module == TY_NONE || (ty_is_str(module) && ty_str_equal_ascii(module, "builtins")))
        return ty_str_format(ctx, "%S()", name);
    return ty_str_format(ctx, "%S.%S()", module, name);
}

int ty_eval_dict_merge(ty_ctx *ctx, ty_value dict, ty_value mapping, ty_value callee)
{
    if (!ty_is_dict(mapping)) {
        ty_value keys;
        int found = ty_attr_lookup(ctx, mapping, TY_SYM(keys), &keys);
        if (found < 0)
            return -1;
        if (found == 0) {
            ty_value name = ty_eval_callee_name(ctx, callee);
            if (name)
                ty_error_set(ctx, &ty_TypeError_type, "%U argument after ** must be a mapping, not %T", name, mapping);
            return -1;
        }
        ty_value plain = ty_dict_new(ctx, 0);
        if (!plain || ty_dict_update(ctx, plain, mapping) < 0)
            return -1;
        mapping = plain;
    }
    size_t pos = 0;
    ty_value k, v;
    while (ty_dict_next(mapping, &pos, &k, &v)) {
        ty_value present;
        if (TY_UNLIKELY(!ty_is_str(k))) {
            ty_error_set(ctx, &ty_TypeError_type, "keywords must be strings");
            return -1;
        }
        int found = ty_dict_get(ctx, dict, k, &present);
        if (found < 0)
            return -1;
        if (TY_UNLIKELY(found)) {
            ty_value name = ty_eval_callee_name(ctx, callee);
            if (name)
                ty_error_set(ctx, &ty_TypeError_type, "%U got multiple values for keyword argument '%S'", name, k);
            return -1;
        }
        if (ty_dict_set(ctx, dict, k, v) < 0)
            return -1;
    }
    return 0;
}

ty_value ty_eval_format(ty_ctx *ctx, const ty_value *operands, unsigned how)
{
    ty_value v = operands[0], spec = how & 4 ? operands[1] : TY_NULL;
    switch (how & 3) {
    case 1: v = ty_op_str(ctx, v); break;
    case 2: v = ty_op_repr(ctx, v); break;
    case 3: v = ty_op_ascii(ctx, v); break;
    default: break;
    }
    if (!v || (ty_is_exact_str(v) && (!spec || ty_str_length(spec) == 0)))
        return v;
    return ty_op_format(ctx, v, spec);
}

ty_value ty_eval_function(ty_ctx *ctx, ty_value *R, ty_code *code, ty_cache *cache, const ty_value *attributes, unsigned which)
{
    const ty_function *outer = (ty_function *)R[-4];
    ty_caches *caches;
    if (TY_LIKELY(cache->kind == TY_CACHE_FUNCTION))
        caches = (ty_caches *)cache->value;
    else {
        caches = ty_caches_new(ctx, code);
        if (!caches)
            return TY_NULL;
        /* The cache may be shared by several sites when a code has very many: then it just misses. */
        ty_heap_wrote(ctx->heap, &outer->caches->table->ob, &cache->value);
        cache->value = TY_VALUE(caches);
        cache->kind = TY_CACHE_FUNCTION;
    }
    if (TY_UNLIKELY(caches->code != code)) {
        cache->kind = TY_CACHE_EMPTY;
        caches = ty_caches_new(ctx, code);
        if (!caches)
            return TY_NULL;
    }
    ty_function *f = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *f));
    if (TY_UNLIKELY(!f))
        return ty_error_memory(ctx);
    f->ob.head = (uintptr_t)&ty_function_shape;
    f->code = code;
    f->caches = caches;
    f->globals = outer->globals;
    f->builtins = outer->builtins;
    f->name = code->name;
    f->qualname = code->qualname;
    f->module = f->doc = f->dict = TY_NULL;
    f->defaults = which & 1 ? *attributes++ : TY_NULL;
    f->kwdefaults = which & 2 ? *attributes++ : TY_NULL;
    f->annotations = which & 4 ? *attributes++ : TY_NULL;
    f->closure = which & 8 ? *attributes++ : TY_NULL;
    f->type_params = which & 16 ? *attributes++ : TY_NULL;
    return TY_VALUE(f);
}

/* --- unpacking ------------------------------------------------------------------------------------------------------ */

static int unpack_error(ty_ctx *ctx, ty_value v)
{
    if (ty_error_matches(ctx, &ty_TypeError_type) && !ty_type_of(v)->slots.iter && !ty_type_of(v)->slots.getitem) {
        ty_error_clear(ctx);
        ty_error_set(ctx, &ty_TypeError_type, "cannot unpack non-iterable %T object", v);
    }
    return -1;
}

int ty_eval_unpack(ty_ctx *ctx, ty_value v, ty_value *out, size_t n)
{
    if (ty_is_exact_list(v) || ty_is_exact_tuple(v)) {
        bool list = ty_is_exact_list(v);
        size_t length = list ? ty_list_length(v) : ty_tuple_length(v);
        if (TY_LIKELY(length == n)) {
            for (size_t i = 0; i < n; i++)
                out[i] = list ? ty_list_at(v, i) : ty_tuple_at(v, i);
            return 0;
        }
        if (length > n)
            ty_error_set(ctx, &ty_ValueError_type, "too many values to unpack (expected %zu)", n);
        else
            ty_error_set(ctx, &ty_ValueError_type, "not enough values to unpack (expected %zu, got %zu)", n, length);
        return -1;
    }
    ty_value it = ty_op_iter(ctx, v);
    if (!it)
        return unpack_error(ctx, v);
    /* `out` may be variables: they change only when all is well (the code generator does so for up to 16) */
    ty_value few[16], *to = n <= 16 ? few : out;
    for (size_t i = 0; i < n; i++) {
        ty_value item = ty_op_next(ctx, it);
        if (!item) {
            if (!ctx->exc)
                ty_error_set(ctx, &ty_ValueError_type, "not enough values to unpack (expected %zu, got %zu)", n, i);
            return -1;
        }
        to[i] = item;
    }
    ty_value more = ty_op_next(ctx, it);
    if (!more) {
        if (!ctx->exc && to != out)
            memcpy(out, few, n * sizeof *out);
        return ctx->exc ? -1 : 0;
    }
    ty_error_set(ctx, &ty_ValueError_type, "too many values to unpack (expected %zu)", n);
    return -1;
}

int ty_eval_unpack_star(ty_ctx *ctx, ty_value v, ty_value *out, size_t before, size_t after)
{
    ty_value all = ty_op_list(ctx, v);
    if (!all)
        return unpack_error(ctx, v);
    size_t n = ty_list_length(all);
    if (n < before + after) {
        ty_error_set(ctx, &ty_ValueError_type, "not enough values to unpack (expected at least %zu, got %zu)", before + after, n);
        return -1;
    }
    ty_value middle = ty_list_slice(ctx, all, before, n - after);
    if (!middle)
        return -1;
    for (size_t i = 0; i < before; i++)
        out[i] = ty_list_at(all, i);
    out[before] = middle;
    for (size_t i = 0; i < after; i++)
        out[before + 1 + i] = ty_list_at(all, n - after + i);
    return 0;
}

/* sys.displayhook(v) of the interactive prompt. */
int ty_eval_display(ty_ctx *ctx, ty_value v)
{
    ty_value sys = ctx->objects->hooks.import(ctx, "sys"), hook;
    if (!sys)
        return -1;
    int found = ty_attr_lookup(ctx, sys, TY_SYM(displayhook), &hook);
    if (found == 0)
        ty_error_set(ctx, &ty_RuntimeError_type, "lost sys.displayhook");
    return found > 0 && ty_call1(ctx, hook, v) ? 0 : -1;
}
