/* SPDX-License-Identifier: MIT */
/* operator.itemgetter, attrgetter, methodcaller: callables that ask their argument for something. */
#include <config.h>

#include "modules/operator.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* itemgetter: the keys. attrgetter: the names; with dots in them, parts has for each the tuple of its parts, else
 * TY_NULL. methodcaller: name, arguments and keywords. */
typedef struct getter {
    ty_object ob;
    ty_value items; /* tuple */
    ty_value parts; /* attrgetter: tuple of tuples, or TY_NULL; methodcaller: dict of keywords */
    ty_value name;  /* methodcaller: interned str */
} getter;
#define GETTER(v) ((getter *)(v))

static ty_value make(ty_ctx *ctx, const ty_type *type, const ty_type *own, ty_value items, ty_value parts, ty_value name)
{
    getter *g = ty_alloc_instance(ctx, type, own);
    if (!g)
        return TY_NULL;
    g->items = items;
    g->parts = parts;
    g->name = name;
    return TY_VALUE(g);
}

/* The single argument of a call. */
static int one(ty_ctx *ctx, const char *name, size_t nargs, ty_value kwnames)
{
    return ty_native_no_keywords(ctx, name, kwnames) || ty_native_check_count(ctx, name, nargs, 1, 1) ? -1 : 0;
}

/* What get makes of each of the items: it alone, or a tuple of all. */
static ty_value collect(ty_ctx *ctx, ty_value self, ty_value obj, ty_value (*get)(ty_ctx *, const getter *, size_t, ty_value))
{
    const getter *g = GETTER(self);
    size_t n = ty_tuple_length(g->items);
    if (n == 1)
        return get(ctx, g, 0, obj);
    ty_value t = ty_tuple_new(ctx, NULL, n);
    for (size_t i = 0; t && i < n; i++) {
        ty_value v = get(ctx, g, i, obj);
        if (!v)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i], v);
    }
    return t;
}

/* --- itemgetter ----------------------------------------------------------------------------------------------------------- */

static ty_value itemgetter_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "itemgetter", kwnames) ||
        (nargs == 0 && ty_native_check_count(ctx, "itemgetter", nargs, 1, 1)))
        return TY_NULL;
    ty_value items = ty_tuple_new(ctx, args, nargs);
    return items ? make(ctx, type, &ty_itemgetter_type, items, TY_NULL, TY_NULL) : TY_NULL;
}

static ty_value get_item(ty_ctx *ctx, const getter *g, size_t i, ty_value obj)
{
    ty_value k = ty_tuple_at(g->items, i);
    if (ty_is_small(k) && ty_is_exact_tuple(obj) && (size_t)ty_small_value(k) < ty_tuple_length(obj))
        return ty_tuple_at(obj, (size_t)ty_small_value(k));
    return ty_op_getitem(ctx, obj, k);
}

static ty_value itemgetter_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return one(ctx, "itemgetter", nargs, kwnames) ? TY_NULL : collect(ctx, self, args[0], get_item);
}

/* --- attrgetter ----------------------------------------------------------------------------------------------------------- */

static ty_value split(ty_ctx *ctx, ty_value name)
{
    ty_value list = ty_list_new(ctx, 0);
    size_t n = ty_str_length(name), start = 0;
    for (size_t i = 0; list && i <= n; i++)
        if (i == n || ty_str_at(ty_str_ptr(name), i) == '.') {
            ty_value part = ty_str_substring(ctx, name, start, i);
            if (!part || !(part = ty_str_intern(ctx, part)) || ty_list_append(ctx, list, part))
                return TY_NULL;
            start = i + 1;
        }
    return list ? ty_list_to_tuple(ctx, list) : TY_NULL;
}

static ty_value attrgetter_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "attrgetter", kwnames) ||
        (nargs == 0 && ty_native_check_count(ctx, "attrgetter", nargs, 1, 1)))
        return TY_NULL;
    ty_value items = ty_tuple_new(ctx, args, nargs), parts = items ? ty_tuple_new(ctx, NULL, nargs) : TY_NULL;
    for (size_t i = 0; parts && i < nargs; i++) {
        if (!ty_is_str(args[i]))
            return ty_error_set(ctx, &ty_TypeError_type, "attribute name must be a string");
        ty_value names = split(ctx, args[i]);
        if (!names)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(parts), &ty_tuple_items(parts)[i], names);
    }
    return parts ? make(ctx, type, &ty_attrgetter_type, items, parts, TY_NULL) : TY_NULL;
}

static ty_value get_attr(ty_ctx *ctx, const getter *g, size_t i, ty_value obj)
{
    ty_value names = ty_tuple_at(g->parts, i);
    for (size_t k = 0; obj && k < ty_tuple_length(names); k++)
        obj = ty_attr_get(ctx, obj, ty_tuple_at(names, k));
    return obj;
}

static ty_value attrgetter_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return one(ctx, "attrgetter", nargs, kwnames) ? TY_NULL : collect(ctx, self, args[0], get_attr);
}

/* --- methodcaller ----------------------------------------------------------------------------------------------------------- */

static ty_value methodcaller_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs < 1)
        return ty_error_set(ctx, &ty_TypeError_type, "methodcaller needs at least one argument, the method name");
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "method name must be a string");
    ty_value name = ty_is_exact_str(args[0]) ? ty_str_intern(ctx, args[0]) : args[0];
    ty_value items = name ? ty_tuple_new(ctx, args + 1, nargs - 1) : TY_NULL, kw = items ? ty_dict_new(ctx, 0) : TY_NULL;
    for (size_t i = 0; kw && kwnames && i < ty_tuple_length(kwnames); i++)
        if (ty_dict_set(ctx, kw, ty_tuple_at(kwnames, i), args[nargs + i]))
            return TY_NULL;
    return kw ? make(ctx, type, &ty_methodcaller_type, items, kw, name) : TY_NULL;
}

#define FEW 7
static ty_value methodcaller_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (one(ctx, "methodcaller", nargs, kwnames))
        return TY_NULL;
    const getter *g = GETTER(self);
    size_t n = ty_tuple_length(g->items);
    if (n <= FEW && ty_dict_length(g->parts) == 0) {
        ty_value all[FEW + 1];
        all[0] = args[0];
        memcpy(all + 1, ty_tuple_items(g->items), n * sizeof *all);
        return ty_call_method(ctx, g->name, all, n + 1);
    }
    ty_value method = ty_attr_get(ctx, args[0], g->name);
    return method ? ty_call_tuple(ctx, method, g->items, ty_dict_length(g->parts) ? g->parts : TY_NULL) : TY_NULL;
}

/* --- common ------------------------------------------------------------------------------------------------------------------- */

static ty_value getter_repr(ty_ctx *ctx, ty_value self)
{
    const getter *g = GETTER(self);
    int active = ty_op_repr_enter(ctx, self);
    if (active)
        return active > 0 ? ty_str_format(ctx, "operator.%T(...)", self) : TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    if (!(ty_type_of(self)->flags & TY_TYPE_HEAP))
        ty_strbuf_cstr(&b, "operator.");
    ty_strbuf_cstr(&b, ty_type_name(ty_type_of(self)));
    ty_strbuf_char(&b, '(');
    bool good = true, first = !g->name;
    if (g->name)
        good = ty_strbuf_repr(&b, g->name);
    for (size_t i = 0; good && i < ty_tuple_length(g->items); i++, first = false) {
        if (!first)
            ty_strbuf_cstr(&b, ", ");
        good = ty_strbuf_repr(&b, ty_tuple_at(g->items, i));
    }
    if (g->name) {
        ty_value key, v;
        for (size_t pos = 0; good && ty_dict_next(g->parts, &pos, &key, &v);) {
            ty_strbuf_cstr(&b, ", ");
            ty_strbuf_str(&b, key);
            ty_strbuf_char(&b, '=');
            good = ty_strbuf_repr(&b, v);
        }
    }
    ty_strbuf_char(&b, ')');
    ty_op_repr_leave(ctx, self);
    return good ? ty_strbuf_finish(&b) : TY_NULL;
}

/* (type, arguments); a methodcaller with keywords as (partial(type, name, **keywords), arguments). */
static ty_value getter_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const getter *g = GETTER(args[0]);
    ty_value type = TY_VALUE(ty_type_of(args[0])), list, inner;
    if (!g->name)
        return ty_tuple_pack(ctx, 2, type, g->items);
    if (ty_dict_length(g->parts)) {
        ty_value module = ctx->objects->hooks.import ? ctx->objects->hooks.import(ctx, "functools") : TY_NULL;
        ty_value partial = module ? ty_attr_get(ctx, module, TY_SYM(partial)) : TY_NULL;
        ty_value two = partial ? ty_tuple_pack(ctx, 2, type, g->name) : TY_NULL;
        ty_value made = two ? ty_call_tuple(ctx, partial, two, g->parts) : TY_NULL;
        return made ? ty_tuple_pack(ctx, 2, made, g->items) : TY_NULL;
    }
    if (!(list = ty_list_from(ctx, &g->name, 1)) || ty_list_extend(ctx, list, g->items) || !(inner = ty_list_to_tuple(ctx, list)))
        return TY_NULL;
    return ty_tuple_pack(ctx, 2, type, inner);
}

#define OWNER &ty_itemgetter_type
static const ty_native itemgetter_methods[] = {TY_METHOD(__reduce__, getter_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
#define OWNER &ty_attrgetter_type
static const ty_native attrgetter_methods[] = {TY_METHOD(__reduce__, getter_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
#define OWNER &ty_methodcaller_type
static const ty_native methodcaller_methods[] = {TY_METHOD(__reduce__, getter_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout getter_layout = {
    .fixed_size = TY_FIXED_SIZE(getter), .slots_offset = offsetof(getter, items), .slots_count = 3};
#define ty_itemgetter_layout getter_layout
#define ty_attrgetter_layout getter_layout
#define ty_methodcaller_layout getter_layout
#define GETTER_TYPE(id, text)                                                                                           \
    TY_BUILTIN_TYPE(id, .name = "operator." #id, .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE,     \
                    .basicsize = sizeof(getter), .doc = text, .methods = id##_methods,                                  \
                    .slots = {TY_OBJECT_SLOTS, .repr = getter_repr, .call = id##_call, .new_ = id##_new})
GETTER_TYPE(itemgetter, "itemgetter(item, /, *items)\n\nA callable that returns its argument's items.");
GETTER_TYPE(attrgetter, "attrgetter(attr, /, *attrs)\n\nA callable that returns its argument's attributes; names may have dots.");
GETTER_TYPE(methodcaller, "methodcaller(name, /, *args, **kwargs)\n\nA callable that calls the method of its argument.");
