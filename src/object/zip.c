/* SPDX-License-Identifier: MIT */
/* zip, map and filter. Items are gathered in C locals: a tuple would have to be stored into across safepoints. */
#include <config.h>

#include "object/alloc.h"
#include "object/call.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"

#define FEW 8 /* so many items fit the C frame */

/* A tuple of iterators over the arguments. */
static ty_value iterators(ty_ctx *ctx, const ty_value *args, size_t n)
{
    ty_value t = ty_tuple_new(ctx, NULL, n);
    for (size_t i = 0; t && i < n; i++) {
        ty_value it = ty_op_iter(ctx, args[i]);
        if (!it)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i], it);
    }
    return t;
}

/* --- zip ----------------------------------------------------------------------------------------------------------------- */

typedef struct zip {
    ty_object ob;
    ty_value iterators; /* tuple */
    uintptr_t strict;
} zip;
#define ZIP(v) ((zip *)(v))

static ty_value zip_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    int strict = 0;
    if (kwnames) {
        ty_value v = TY_NULL;
        if (ty_native_bind(ctx, "zip", "*, strict=False", 0, 0, args + nargs, 0, kwnames, &v) ||
            (v && (strict = ty_op_truth(ctx, v)) < 0))
            return TY_NULL;
    }
    ty_value its = iterators(ctx, args, nargs);
    zip *z = its ? ty_alloc_instance(ctx, type, &ty_zip_type) : NULL;
    if (!z)
        return TY_NULL;
    z->iterators = its;
    z->strict = (uintptr_t)strict;
    return TY_VALUE(z);
}

static ty_value uneven(ty_ctx *ctx, const char *what, size_t i)
{
    if (i == 1)
        return ty_error_set(ctx, &ty_ValueError_type, "zip() argument 2 is %s than argument 1", what);
    return ty_error_set(ctx, &ty_ValueError_type, "zip() argument %zu is %s than arguments 1-%zu", i + 1, what, i);
}

/* Iterator number i has ended. */
static ty_value zip_end(ty_ctx *ctx, const zip *z, size_t i)
{
    if (ty_error_pending(ctx) || !z->strict)
        return TY_NULL;
    if (i > 0)
        return uneven(ctx, "shorter", i);
    for (i = 1; i < ty_tuple_length(z->iterators); i++) {
        if (ty_op_next(ctx, ty_tuple_at(z->iterators, i)))
            return uneven(ctx, "longer", i);
        if (ty_error_pending(ctx))
            return TY_NULL;
    }
    return TY_NULL;
}

static ty_value zip_next(ty_ctx *ctx, ty_value v)
{
    const zip *z = ZIP(v);
    size_t n = ty_tuple_length(z->iterators);
    if (n == 0)
        return TY_NULL;
    if (n <= FEW) {
        ty_value items[FEW];
        for (size_t i = 0; i < n; i++)
            if (!(items[i] = ty_op_next(ctx, ty_tuple_at(z->iterators, i))))
                return zip_end(ctx, z, i);
        return ty_tuple_new(ctx, items, n);
    }
    ty_value t = ty_tuple_new(ctx, NULL, n);
    for (size_t i = 0; t && i < n; i++) {
        ty_value item = ty_op_next(ctx, ty_tuple_at(z->iterators, i));
        if (!item)
            return zip_end(ctx, z, i);
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i], item);
    }
    return t;
}

static ty_value zip_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const zip *z = ZIP(args[0]);
    ty_value type = TY_VALUE(ty_type_of(args[0]));
    return z->strict ? ty_tuple_pack(ctx, 3, type, z->iterators, TY_TRUE) : ty_tuple_pack(ctx, 2, type, z->iterators);
}

static ty_value zip_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int strict = ty_op_truth(ctx, args[1]);
    if (strict < 0)
        return TY_NULL;
    ZIP(args[0])->strict = (uintptr_t)strict;
    return TY_NONE;
}

#define OWNER &ty_zip_type
static const ty_native zip_methods[] = {
    TY_METHOD(__reduce__, zip_reduce, 0, 0, "", NULL),
    TY_METHOD(__setstate__, zip_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_zip_layout = {
    .fixed_size = TY_FIXED_SIZE(zip), .slots_offset = offsetof(zip, iterators), .slots_count = 1};
TY_BUILTIN_TYPE(zip, .name = "zip", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE, .basicsize = sizeof(zip),
                .doc = "zip(*iterables, strict=False)\n\nTuples of one item of each, until one of the iterables ends; with\n"
                       "strict=True it is an error if not all end at once.",
                .methods = zip_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = zip_next, .new_ = zip_new});

/* --- map ------------------------------------------------------------------------------------------------------------------- */

typedef struct map {
    ty_object ob;
    ty_value function;
    ty_value iterators; /* tuple */
} map;
#define MAP(v) ((map *)(v))

static ty_value map_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (type == &ty_map_type && ty_native_no_keywords(ctx, "map", kwnames))
        return TY_NULL;
    if (nargs < 2)
        return ty_error_set(ctx, &ty_TypeError_type, "map() must have at least two arguments.");
    ty_value its = iterators(ctx, args + 1, nargs - 1);
    map *m = its ? ty_alloc_instance(ctx, type, &ty_map_type) : NULL;
    if (!m)
        return TY_NULL;
    m->function = args[0];
    m->iterators = its;
    return TY_VALUE(m);
}

static ty_value map_next(ty_ctx *ctx, ty_value v)
{
    const map *m = MAP(v);
    size_t n = ty_tuple_length(m->iterators);
    if (TY_LIKELY(n <= FEW)) {
        ty_value items[FEW];
        for (size_t i = 0; i < n; i++)
            if (!(items[i] = ty_op_next(ctx, ty_tuple_at(m->iterators, i))))
                return TY_NULL;
        return ty_call(ctx, m->function, items, n, TY_NULL);
    }
    ty_value list = ty_list_new(ctx, n);
    for (size_t i = 0; list && i < n; i++) {
        ty_value item = ty_op_next(ctx, ty_tuple_at(m->iterators, i));
        if (!item || ty_list_append(ctx, list, item))
            return TY_NULL;
    }
    return list ? ty_call(ctx, m->function, ty_list_ptr(list)->array->items, n, TY_NULL) : TY_NULL;
}

static ty_value map_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const map *m = MAP(args[0]);
    ty_value list = ty_list_from(ctx, &m->function, 1);
    if (!list || ty_list_extend(ctx, list, m->iterators))
        return TY_NULL;
    ty_value inner = ty_list_to_tuple(ctx, list);
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define OWNER &ty_map_type
static const ty_native map_methods[] = {TY_METHOD(__reduce__, map_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout ty_map_layout = {
    .fixed_size = TY_FIXED_SIZE(map), .slots_offset = offsetof(map, function), .slots_count = 2};
TY_BUILTIN_TYPE(map, .name = "map", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE, .basicsize = sizeof(map),
                .doc = "map(function, iterable, /, *iterables)\n\nThe results of calling the function with one item of each\n"
                       "iterable, until one of them ends.",
                .methods = map_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = map_next, .new_ = map_new});

/* --- filter ------------------------------------------------------------------------------------------------------------------ */

typedef struct filter {
    ty_object ob;
    ty_value function; /* None: truth of the item itself */
    ty_value iterator;
} filter;
#define FILTER(v) ((filter *)(v))

static ty_value filter_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (type == &ty_filter_type && ty_native_no_keywords(ctx, "filter", kwnames))
        return TY_NULL;
    if (ty_native_check_count(ctx, "filter", nargs, 2, 2))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[1]);
    filter *f = it ? ty_alloc_instance(ctx, type, &ty_filter_type) : NULL;
    if (!f)
        return TY_NULL;
    f->function = args[0];
    f->iterator = it;
    return TY_VALUE(f);
}

static ty_value filter_next(ty_ctx *ctx, ty_value v)
{
    const filter *f = FILTER(v);
    bool plain = f->function == TY_NONE || f->function == TY_VALUE(&ty_bool_type);
    ty_value item;
    while ((item = ty_op_next(ctx, f->iterator)) != TY_NULL) {
        ty_value answer = plain ? item : ty_call1(ctx, f->function, item);
        int yes = answer ? ty_op_truth(ctx, answer) : -1;
        if (yes)
            return yes < 0 ? TY_NULL : item;
    }
    return TY_NULL;
}

static ty_value filter_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value inner = ty_tuple_pack(ctx, 2, FILTER(args[0])->function, FILTER(args[0])->iterator);
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define OWNER &ty_filter_type
static const ty_native filter_methods[] = {TY_METHOD(__reduce__, filter_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout ty_filter_layout = {
    .fixed_size = TY_FIXED_SIZE(filter), .slots_offset = offsetof(filter, function), .slots_count = 2};
TY_BUILTIN_TYPE(filter, .name = "filter", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(filter),
                .doc = "filter(function_or_None, iterable, /)\n\nThe items for which the function, or the item itself, is true.",
                .methods = filter_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = filter_next, .new_ = filter_new});
