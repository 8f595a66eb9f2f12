/* SPDX-License-Identifier: MIT */
/* _functools: partial, reduce, cmp_to_key. functools_lru.c has the cache. */
#include <config.h>

#include "modules/functools.h"
#include "modules/own_dict.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

/* --- partial ------------------------------------------------------------------------------------------------------------ */

typedef struct partial {
    ty_object ob;
    ty_value function;
    ty_value args; /* tuple */
    ty_value kw;   /* dict */
    ty_value attributes; /* __dict__, TY_NULL: none yet */
} partial;
#define PARTIAL(v) ((partial *)(v))
#define FEW 16

static ty_value partial_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames);

static ty_value partial_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs < 1)
        return ty_error_set(ctx, &ty_TypeError_type, "type 'partial' takes at least one argument");
    ty_value function = args[0], given, kw;
    if (!ty_op_callable(function))
        return ty_error_set(ctx, &ty_TypeError_type, "the first argument must be callable");
    given = ty_tuple_new(ctx, args + 1, nargs - 1);
    kw = given ? ty_dict_new(ctx, 0) : TY_NULL;
    if (!kw)
        return TY_NULL;
    /* A partial of a plain partial is one of its function. */
    if (ty_type_of(function)->slots.call == partial_call && ty_is_instance(function, &ty_partial_type)) {
        const partial *inner = PARTIAL(function);
        if (!inner->attributes || ty_dict_length(inner->attributes) == 0) {
            function = inner->function;
            if (!(given = ty_op_binary(ctx, TY_OP_ADD, inner->args, given)) || ty_dict_merge(ctx, kw, inner->kw, true))
                return TY_NULL;
        }
    }
    for (size_t i = 0; kwnames && i < ty_tuple_length(kwnames); i++)
        if (ty_dict_set(ctx, kw, ty_tuple_at(kwnames, i), args[nargs + i]))
            return TY_NULL;
    partial *p = ty_alloc_instance(ctx, type, &ty_partial_type);
    if (!p)
        return TY_NULL;
    p->function = function;
    p->args = given;
    p->kw = kw;
    p->attributes = TY_NULL;
    return TY_VALUE(p);
}

/* With keywords on either side: those of the call replace those of the partial, at their places. */
static ty_value call_with_keywords(ty_ctx *ctx, const partial *p, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value kw = ty_dict_copy(ctx, p->kw), all = kw ? ty_list_new(ctx, ty_tuple_length(p->args) + nargs) : TY_NULL;
    if (!all || ty_list_extend(ctx, all, p->args))
        return TY_NULL;
    for (size_t i = 0; i < nargs; i++)
        if (ty_list_append(ctx, all, args[i]))
            return TY_NULL;
    for (size_t i = 0; kwnames && i < ty_tuple_length(kwnames); i++)
        if (ty_dict_set(ctx, kw, ty_tuple_at(kwnames, i), args[nargs + i]))
            return TY_NULL;
    ty_value t = ty_list_to_tuple(ctx, all);
    return t ? ty_call_tuple(ctx, p->function, t, kw) : TY_NULL;
}

static ty_value partial_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const partial *p = PARTIAL(self);
    size_t n = ty_tuple_length(p->args), nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    if (ty_dict_length(p->kw) || n + nargs + nkw > FEW)
        return call_with_keywords(ctx, p, args, nargs, kwnames);
    if (n == 0)
        return ty_call(ctx, p->function, args, nargs, kwnames);
    ty_value all[FEW];
    memcpy(all, ty_tuple_items(p->args), n * sizeof *all);
    if (nargs + nkw)
        memcpy(all + n, args, (nargs + nkw) * sizeof *all);
    return ty_call(ctx, p->function, all, n + nargs, kwnames);
}

static ty_value partial_get(ty_ctx *ctx, ty_value self, ty_value obj, ty_value type)
{
    (void)type;
    if (obj && obj != TY_NONE &&
        ty_error_warn(ctx, &ty_FutureWarning_type, 1,
                      "functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if "
                      "you want to preserve the old behavior"))
        return TY_NULL;
    return self;
}

static ty_value partial_repr(ty_ctx *ctx, ty_value self)
{
    const partial *p = PARTIAL(self);
    int active = ty_op_repr_enter(ctx, self);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "...", 3) : TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_value name = ty_attr_get(ctx, TY_VALUE(ty_type_of(self)), TY_SYM(__qualname__)), key, v, module = TY_NULL;
    bool good = name && ty_is_str(name);
    if (good && ty_type_of(self) == &ty_partial_type)
        ty_strbuf_cstr(&b, "functools.");
    else if (good && ty_attr_lookup(ctx, TY_VALUE(ty_type_of(self)), TY_SYM(__module__), &module) > 0 && ty_is_str(module)) {
        ty_strbuf_str(&b, module);
        ty_strbuf_char(&b, '.');
    }
    if (good) {
        ty_strbuf_str(&b, name);
        ty_strbuf_char(&b, '(');
        good = ty_strbuf_repr(&b, p->function);
    }
    for (size_t i = 0; good && i < ty_tuple_length(p->args); i++) {
        ty_strbuf_cstr(&b, ", ");
        good = ty_strbuf_repr(&b, ty_tuple_at(p->args, i));
    }
    for (size_t pos = 0; good && ty_dict_next(p->kw, &pos, &key, &v);) {
        ty_value shown = ty_op_str(ctx, key);
        ty_strbuf_cstr(&b, ", ");
        if (shown)
            ty_strbuf_str(&b, shown);
        ty_strbuf_char(&b, '=');
        good = shown && ty_strbuf_repr(&b, v);
    }
    ty_strbuf_char(&b, ')');
    ty_op_repr_leave(ctx, self);
    return good ? ty_strbuf_finish(&b) : TY_NULL;
}

METHOD(partial_reduce)
{
    const partial *p = PARTIAL(args[0]);
    ty_value inner = ty_tuple_pack(ctx, 1, p->function);
    ty_value state = inner ? ty_tuple_pack(ctx, 4, p->function, p->args, p->kw, p->attributes ? p->attributes : TY_NONE) : TY_NULL;
    return state ? ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(args[0])), inner, state) : TY_NULL;
}

METHOD(partial_setstate)
{
    ty_value s = args[1];
    partial *p = PARTIAL(args[0]);
    if (!ty_is_tuple(s) || ty_tuple_length(s) != 4 || !ty_op_callable(ty_tuple_at(s, 0)) || !ty_is_tuple(ty_tuple_at(s, 1)) ||
        !(ty_tuple_at(s, 2) == TY_NONE || ty_is_dict(ty_tuple_at(s, 2))) ||
        !(ty_tuple_at(s, 3) == TY_NONE || ty_is_dict(ty_tuple_at(s, 3))))
        return ty_error_set(ctx, &ty_TypeError_type, "invalid partial state");
    ty_value given = ty_op_tuple(ctx, ty_tuple_at(s, 1));
    ty_value kw = given ? ty_tuple_at(s, 2) : TY_NULL;
    if (kw == TY_NONE)
        kw = ty_dict_new(ctx, 0);
    else if (kw && !ty_is_exact_dict(kw))
        kw = ty_dict_copy(ctx, kw);
    if (!kw)
        return TY_NULL;
    ty_heap_store(ctx->heap, &p->ob, &p->function, ty_tuple_at(s, 0));
    ty_heap_store(ctx->heap, &p->ob, &p->args, given);
    ty_heap_store(ctx->heap, &p->ob, &p->kw, kw);
    ty_heap_store(ctx->heap, &p->ob, &p->attributes, ty_tuple_at(s, 3) == TY_NONE ? TY_NULL : ty_tuple_at(s, 3));
    return TY_NONE;
}

#define FIELD(what)                                                                                                     \
    static ty_value get_##what(ty_ctx *ctx, ty_value v)                                                                  \
    {                                                                                                                   \
        (void)ctx;                                                                                                      \
        return PARTIAL(v)->what;                                                                                        \
    }
FIELD(function)
FIELD(args)
FIELD(kw)

#define OWNER &ty_partial_type
static const ty_native partial_methods[] = {
    TY_METHOD(__reduce__, partial_reduce, 0, 0, "", NULL),
    TY_METHOD(__setstate__, partial_setstate, 1, 1, "state, /", NULL),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset partial_getsets[] = {
    TY_GETSET(func, get_function, NULL, "the function that will be called"),
    TY_GETSET(args, get_args, NULL, "positional arguments that come first"),
    TY_GETSET(keywords, get_kw, NULL, "keyword arguments that are added"),
    TY_OWN_DICT,
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_partial_layout = {
    .fixed_size = TY_FIXED_SIZE(partial), .slots_offset = offsetof(partial, function), .slots_count = 4};
TY_BUILTIN_TYPE(partial, .name = "functools.partial", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(partial),
                .dict_offset = offsetof(partial, attributes),
                .doc = "partial(func, /, *args, **keywords)\n\nThe function with some of its arguments given.",
                .methods = partial_methods, .getsets = partial_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = partial_repr, .call = partial_call, .new_ = partial_new,
                          .descr_get = partial_get});

/* --- reduce ------------------------------------------------------------------------------------------------------------- */

static ty_value reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value total = TY_ARG(2), item, it;
    if (!ty_type_of(args[1])->slots.iter && !ty_type_of(args[1])->slots.getitem)
        return ty_error_set(ctx, &ty_TypeError_type, "reduce() arg 2 must support iteration");
    if (!(it = ty_op_iter(ctx, args[1])))
        return TY_NULL;
    while ((item = ty_op_next(ctx, it)) != TY_NULL)
        if (!(total = total ? ty_call2(ctx, args[0], total, item) : item))
            return TY_NULL;
    if (ty_error_pending(ctx))
        return TY_NULL;
    return total ? total : ty_error_set(ctx, &ty_TypeError_type, "reduce() of empty iterable with no initial value");
}

/* --- cmp_to_key ------------------------------------------------------------------------------------------------------------ */

typedef struct key_object {
    ty_object ob;
    ty_value compare, value; /* value TY_NULL: this makes others */
} key_object;
#define KEY(v) ((key_object *)(v))

static ty_value key_make(ty_ctx *ctx, ty_value compare, ty_value value)
{
    key_object *k = ty_alloc(ctx, &ty_cmp_key_shape, sizeof *k);
    if (!k)
        return TY_NULL;
    k->compare = compare;
    k->value = value;
    return TY_VALUE(k);
}

static ty_value key_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v;
    if (ty_native_bind(ctx, "K", "obj", 1, 1, args, nargs, kwnames, &v))
        return TY_NULL;
    return key_make(ctx, KEY(self)->compare, v);
}

static ty_value key_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_has_shape(a, &ty_cmp_key_shape) || !ty_has_shape(b, &ty_cmp_key_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "other argument must be K instance");
    if (!KEY(a)->value || !KEY(b)->value)
        return ty_error_set(ctx, &ty_AttributeError_type, "object");
    ty_value r = ty_call2(ctx, KEY(a)->compare, KEY(a)->value, KEY(b)->value);
    return r ? ty_op_compare(ctx, r, ty_small(0), op) : TY_NULL;
}

static ty_value key_get_value(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return KEY(v)->value ? KEY(v)->value : ty_error_attribute(ctx, v, TY_SYM(obj));
}

static int key_set_value(ty_ctx *ctx, ty_value v, ty_value value)
{
    ty_heap_store(ctx->heap, ty_object_of(v), &KEY(v)->value, value);
    return 0;
}

static ty_value cmp_to_key(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return key_make(ctx, args[0], TY_NULL);
}

#define OWNER &ty_cmp_key_type
static const ty_getset key_getsets[] = {
    TY_GETSET(obj, key_get_value, key_set_value, "what is compared"),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_cmp_key_layout = {
    .fixed_size = TY_FIXED_SIZE(key_object), .slots_offset = offsetof(key_object, compare), .slots_count = 2};
TY_BUILTIN_TYPE(cmp_key, .name = "functools.KeyWrapper", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(key_object), .getsets = key_getsets,
                .slots = {TY_OBJECT_SLOTS, .hash = NULL, .call = key_call, .compare = key_compare});

/* --- module ------------------------------------------------------------------------------------------------------------------ */

#define MODULE "_functools"
static const ty_native functions[] = {
    TY_FUNCTION(reduce, reduce, 2, 3, "function, iterable, initial=<unrepresentable>, /",
                "Combine the items from left to right: reduce(f, [a, b, c]) is f(f(a, b), c)."),
    TY_FUNCTION(cmp_to_key, cmp_to_key, 1, 1, "mycmp", "Turn a comparing function into a key function."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_partial_type, &ty_lru_cache_wrapper_type, NULL};
const ty_module_def ty_module__functools = {
    .name = "_functools", .doc = "What functools needs to be fast.", .functions = functions, .types = types};
