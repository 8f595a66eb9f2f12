/* SPDX-License-Identifier: MIT */
/* Python functions as objects: attributes, binding. What needs to look into their code goes through the hooks. */
#include <config.h>

#include "object/function.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_function_type

static ty_function *fn(ty_value v)
{
    return (ty_function *)v;
}

static void function_trace(ty_object *o, ty_tracer *t)
{
    ty_function *f = (ty_function *)o;
    ty_trace_slot(t, &f->code);
    ty_trace_slot(t, &f->caches);
    ty_trace_slots(t, &f->globals, (sizeof(ty_function) - offsetof(ty_function, globals)) / sizeof(ty_value));
}

static int store(ty_ctx *ctx, ty_value self, ty_value *slot, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(self), slot, v);
    return 0;
}

/* --- slots ----------------------------------------------------------------------------------------------------------- */

static ty_value function_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ctx->objects->hooks.call_function(ctx, callee, args, nargs, kwnames);
}

static ty_value function_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    return obj ? ty_method_new(ctx, descr, obj) : descr;
}

static ty_value function_repr(ty_ctx *ctx, ty_value self)
{
    return ty_str_format(ctx, "<function %U at %p>", fn(self)->qualname, (void *)self);
}

static ty_value function_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    ty_value a[6];
    if (ty_native_bind(ctx, "function", "code, globals, name=None, argdefs=None, closure=None, kwdefaults=None", 2, 6, args, nargs,
                       kwnames, a) < 0)
        return TY_NULL;
    for (int i = 2; i < 6; i++)
        if (a[i] && ty_is_none(a[i]))
            a[i] = TY_NULL;
    if (strcmp(ty_type_name(ty_type_of(a[0])), "code") != 0)
        return ty_error_set(ctx, &ty_TypeError_type, "function() argument 'code' must be code, not %T", a[0]);
    if (!ty_is_dict(a[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "function() argument 'globals' must be dict, not %T", a[1]);
    if (a[2] && !ty_is_str(a[2]))
        return ty_error_set(ctx, &ty_TypeError_type, "arg 3 (name) must be None or string");
    if (a[3] && !ty_is_tuple(a[3]))
        return ty_error_set(ctx, &ty_TypeError_type, "arg 4 (defaults) must be None or tuple");
    if (a[4] && !ty_is_tuple(a[4]))
        return ty_error_set(ctx, &ty_TypeError_type, "arg 5 (closure) must be None or tuple");
    if (a[5] && !ty_is_dict(a[5]))
        return ty_error_set(ctx, &ty_TypeError_type, "arg 6 (kwdefaults) must be None or dict");
    ty_value f = ctx->objects->hooks.function_new ? ctx->objects->hooks.function_new(ctx, a[0], a[1], a[2], a[4])
                                                  : ty_error_set(ctx, &ty_TypeError_type, "cannot create 'function' instances");
    if (!f)
        return TY_NULL;
    store(ctx, f, &fn(f)->defaults, a[3]);
    store(ctx, f, &fn(f)->kwdefaults, a[5]);
    return f;
}

/* --- attributes ------------------------------------------------------------------------------------------------------- */

#define OR_NONE(id, member)                                                                                             \
    static ty_value get_##id(ty_ctx *ctx, ty_value self)                                                                  \
    {                                                                                                                    \
        (void)ctx;                                                                                                       \
        return fn(self)->member ? fn(self)->member : TY_NONE;                                                             \
    }
OR_NONE(closure, closure)
OR_NONE(defaults, defaults)
OR_NONE(kwdefaults, kwdefaults)
OR_NONE(globals, globals)
OR_NONE(builtins, builtins)
OR_NONE(name, name)
OR_NONE(qualname, qualname)

static ty_value get_code(ty_ctx *ctx, ty_value self) { (void)ctx; return TY_VALUE(fn(self)->code); }

static int set_code(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v || strcmp(ty_type_name(ty_type_of(v)), "code") != 0 || !ctx->objects->hooks.function_set_code) {
        ty_error_set(ctx, &ty_TypeError_type, "__code__ must be set to a code object");
        return -1;
    }
    return ctx->objects->hooks.function_set_code(ctx, self, v);
}

static int set_defaults(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v && !ty_is_none(v) && !ty_is_tuple(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__defaults__ must be set to a tuple object");
        return -1;
    }
    return store(ctx, self, &fn(self)->defaults, v && !ty_is_none(v) ? v : TY_NULL);
}

static int set_kwdefaults(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v && !ty_is_none(v) && !ty_is_dict(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__kwdefaults__ must be set to a dict object");
        return -1;
    }
    return store(ctx, self, &fn(self)->kwdefaults, v && !ty_is_none(v) ? v : TY_NULL);
}

static int set_text(ty_ctx *ctx, ty_value self, ty_value *slot, ty_value v, const char *what)
{
    if (!v || !ty_is_str(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "%s must be set to a string object", what);
        return -1;
    }
    return store(ctx, self, slot, v);
}
static int set_name(ty_ctx *ctx, ty_value self, ty_value v) { return set_text(ctx, self, &fn(self)->name, v, "__name__"); }
static int set_qualname(ty_ctx *ctx, ty_value self, ty_value v)
{
    return set_text(ctx, self, &fn(self)->qualname, v, "__qualname__");
}

static ty_value get_module(ty_ctx *ctx, ty_value self)
{
    ty_function *f = fn(self);
    if (!f->module) {
        ty_value v = TY_NONE;
        if (ty_dict_get(ctx, f->globals, TY_SYM(__name__), &v) < 0)
            return TY_NULL;
        store(ctx, self, &f->module, v);
    }
    return f->module;
}
static int set_module(ty_ctx *ctx, ty_value self, ty_value v) { return store(ctx, self, &fn(self)->module, v ? v : TY_NONE); }

static ty_value get_doc(ty_ctx *ctx, ty_value self)
{
    ty_function *f = fn(self);
    if (!f->doc) {
        ty_value v = ctx->objects->hooks.code_doc ? ctx->objects->hooks.code_doc(ctx, TY_VALUE(f->code)) : TY_NONE;
        if (!v)
            return TY_NULL;
        store(ctx, self, &f->doc, v);
    }
    return f->doc;
}
static int set_doc(ty_ctx *ctx, ty_value self, ty_value v) { return store(ctx, self, &fn(self)->doc, v ? v : TY_NONE); }

/* The compiler leaves annotations as a tuple of names and values: most are never looked at. */
static ty_value get_annotations(ty_ctx *ctx, ty_value self)
{
    ty_function *f = fn(self);
    if (f->annotations && ty_is_dict(f->annotations))
        return f->annotations;
    ty_value pairs = f->annotations, d = ty_dict_new(ctx, 4);
    for (size_t i = 0; d && pairs && i + 1 < ty_tuple_length(pairs); i += 2)
        if (ty_dict_set(ctx, d, ty_tuple_at(pairs, i), ty_tuple_at(pairs, i + 1)) < 0)
            return TY_NULL;
    if (d)
        store(ctx, self, &f->annotations, d);
    return d;
}

static int set_annotations(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v && !ty_is_none(v) && !ty_is_dict(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__annotations__ must be set to a dict object");
        return -1;
    }
    return store(ctx, self, &fn(self)->annotations, v && !ty_is_none(v) ? v : TY_NULL);
}

static ty_value get_type_params(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return fn(self)->type_params ? fn(self)->type_params : ty_tuple_empty;
}
static int set_type_params(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v || !ty_is_tuple(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__type_params__ must be set to a tuple");
        return -1;
    }
    return store(ctx, self, &fn(self)->type_params, v);
}

static ty_value get_dict(ty_ctx *ctx, ty_value self) { return ty_instance_dict(ctx, self); }
static int set_dict(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "cannot delete __dict__");
        return -1;
    }
    return ty_instance_set_dict(ctx, self, v);
}

static const ty_getset getsets[] = {
    TY_GETSET(__code__, get_code, set_code, NULL),
    TY_GETSET(__defaults__, get_defaults, set_defaults, NULL),
    TY_GETSET(__kwdefaults__, get_kwdefaults, set_kwdefaults, NULL),
    TY_GETSET(__annotations__, get_annotations, set_annotations, NULL),
    TY_GETSET(__closure__, get_closure, NULL, NULL),
    TY_GETSET(__globals__, get_globals, NULL, NULL),
    TY_GETSET(__builtins__, get_builtins, NULL, NULL),
    TY_GETSET(__name__, get_name, set_name, NULL),
    TY_GETSET(__qualname__, get_qualname, set_qualname, NULL),
    TY_GETSET(__module__, get_module, set_module, NULL),
    TY_GETSET(__doc__, get_doc, set_doc, NULL),
    TY_GETSET(__dict__, get_dict, set_dict, NULL),
    TY_GETSET(__type_params__, get_type_params, set_type_params, NULL),
    TY_GETSET_END,
};

static const ty_layout ty_function_layout = {.trace = function_trace, .fixed_size = sizeof(ty_function)};
TY_BUILTIN_TYPE(function, .name = "function", .base = &ty_object_type,
                .flags = TY_TYPE_METHOD | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_function),
                .dict_offset = offsetof(ty_function, dict), .doc = "Create a function object.", .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .call = function_call, .descr_get = function_get, .repr = function_repr,
                          .new_ = function_new});
