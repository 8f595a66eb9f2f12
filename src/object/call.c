/* SPDX-License-Identifier: MIT */
/* Calling from native code: the common kinds of callables directly, all others through the call slot of their type. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/tuple.h"

enum { ON_STACK = 8 }; /* arguments that are put together on the C stack */

/* callee(self, *args): the array is copied, since the caller's may not be written. */
static ty_value call_with_self(ty_ctx *ctx, ty_value callee, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    size_t words = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
    ty_value few[ON_STACK + 1], *all = few, held = TY_NULL;
    if (TY_UNLIKELY(words > ON_STACK)) {
        held = ty_tuple_new(ctx, NULL, words + 1);
        if (!held)
            return TY_NULL;
        all = ty_tuple_items(held);
        ty_heap_wrote_range(ctx->heap, ty_object_of(held), all, words + 1);
    }
    all[0] = self;
    memcpy(all + 1, args, words * sizeof *all);
    ty_value v = ty_call(ctx, callee, all, nargs + 1, kwnames);
    TY_KEEP(held);
    return v;
}

ty_value ty_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (TY_LIKELY(ty_is_object(callee))) {
        const ty_shape *s = ty_head_shape(ty_object_of(callee));
        if (TY_LIKELY(s == &ty_function_shape))
            return ctx->objects->hooks.call_function(ctx, callee, args, nargs, kwnames);
        if (s == &ty_builtin_function_shape || s == &ty_method_descriptor_shape || s == &ty_classmethod_descriptor_shape)
            return ty_native_call(ctx, (const ty_native *)callee, args, nargs, kwnames);
        if (s == &ty_bound_native_shape) {
            const ty_bound_native *b = (ty_bound_native *)callee;
            return call_with_self(ctx, b->native, b->self, args, nargs, kwnames);
        }
        if (s == &ty_method_shape) {
            const ty_method *m = (ty_method *)callee;
            return call_with_self(ctx, m->function, m->self, args, nargs, kwnames);
        }
        ty_call_fn call = s->type->slots.call;
        if (TY_LIKELY(call != NULL)) {
            if (ty_context_deep(ctx, " while calling a Python object"))
                return TY_NULL;
            return call(ctx, callee, args, nargs, kwnames);
        }
    }
    return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not callable", callee);
}

ty_value ty_call0(ty_ctx *ctx, ty_value callee) { return ty_call(ctx, callee, NULL, 0, TY_NULL); }
ty_value ty_call1(ty_ctx *ctx, ty_value callee, ty_value a) { return ty_call(ctx, callee, &a, 1, TY_NULL); }
ty_value ty_call2(ty_ctx *ctx, ty_value callee, ty_value a, ty_value b)
{
    ty_value args[2] = {a, b};
    return ty_call(ctx, callee, args, 2, TY_NULL);
}
ty_value ty_call3(ty_ctx *ctx, ty_value callee, ty_value a, ty_value b, ty_value c)
{
    ty_value args[3] = {a, b, c};
    return ty_call(ctx, callee, args, 3, TY_NULL);
}

ty_value ty_call_tuple(ty_ctx *ctx, ty_value callee, ty_value args, ty_value kwargs)
{
    size_t n = ty_tuple_length(args), nkw;
    if (!kwargs || (ty_is_exact_dict(kwargs) && ty_dict_length(kwargs) == 0))
        return ty_call(ctx, callee, ty_tuple_items(args), n, TY_NULL);
    if (!ty_is_exact_dict(kwargs)) {
        ty_value plain = ty_dict_new(ctx, 0);
        if (!plain || ty_dict_update(ctx, plain, kwargs) < 0)
            return TY_NULL;
        kwargs = plain;
    }
    nkw = ty_dict_length(kwargs);
    ty_value names = ty_tuple_new(ctx, NULL, nkw);
    ty_value all = names ? ty_tuple_new(ctx, NULL, n + nkw) : TY_NULL;
    if (!all)
        return TY_NULL;
    ty_value *to = ty_tuple_items(all), *name = ty_tuple_items(names), k, v;
    memcpy(to, ty_tuple_items(args), n * sizeof *to);
    for (size_t pos = 0, i = 0; i < nkw && ty_dict_next(kwargs, &pos, &k, &v); i++) {
        if (TY_UNLIKELY(!ty_has_flag(k, TY_TYPE_STR)))
            return ty_error_set(ctx, &ty_TypeError_type, "keywords must be strings");
        name[i] = k;
        to[n + i] = v;
    }
    ty_heap_wrote_range(ctx->heap, ty_object_of(names), name, nkw);
    ty_heap_wrote_range(ctx->heap, ty_object_of(all), to, n + nkw);
    v = ty_call(ctx, callee, to, n, names);
    TY_KEEP(all);
    return v;
}

/* --- methods --------------------------------------------------------------------------------------------------------------- */

/* A function or native of the type that may be called with self in front, where the instance cannot hide it. */
static ty_value direct_method(ty_ctx *ctx, ty_value o, ty_value name)
{
    const ty_type *t = ty_type_of(o);
    if (t->flags & (TY_TYPE_DICT | TY_TYPE_GETATTR | TY_TYPE_TYPE))
        return TY_NULL;
    ty_value f = ty_type_lookup(ctx, t, name);
    return f && (ty_is_function(f) || ty_has_shape(f, &ty_method_descriptor_shape)) ? f : TY_NULL;
}

ty_value ty_call_method(ty_ctx *ctx, ty_value name, const ty_value *args, size_t nargs)
{
    ty_value f = direct_method(ctx, args[0], name);
    if (f)
        return ty_call(ctx, f, args, nargs, TY_NULL);
    if (ctx->exc)
        return TY_NULL;
    f = ty_attr_get(ctx, args[0], name);
    return f ? ty_call(ctx, f, args + 1, nargs - 1, TY_NULL) : TY_NULL;
}

ty_value ty_call_method1(ty_ctx *ctx, ty_value o, ty_value name, ty_value a)
{
    ty_value args[2] = {o, a};
    return ty_call_method(ctx, name, args, 2);
}

ty_value ty_call_special(ty_ctx *ctx, ty_value name, const ty_value *args, size_t nargs, bool *found)
{
    ty_value f = ty_type_lookup(ctx, ty_type_of(args[0]), name);
    *found = f || ctx->exc;
    if (!f)
        return TY_NULL;
    if (ty_is_function(f) || ty_has_shape(f, &ty_method_descriptor_shape))
        return ty_call(ctx, f, args, nargs, TY_NULL);
    ty_descr_get_fn get = ty_type_of(f)->slots.descr_get;
    if (get) {
        f = get(ctx, f, args[0], TY_VALUE(ty_type_of(args[0])));
        if (!f)
            return TY_NULL;
    }
    return ty_call(ctx, f, args + 1, nargs - 1, TY_NULL);
}
