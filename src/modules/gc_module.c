/* SPDX-License-Identifier: MIT */
/*
 * gc: Python's view of the collector. There are two generations: 0 and 1 are a minor collection, 2 is a major one.
 *
 * Objects that the heap has only for its own sake (TY_TYPE_INTERNAL: tables, arrays, caches) are not shown; what a list
 * or dict refers to through its storage is. Listings are made in two passes, counting and filling, with the list made in
 * between: nothing is allocated while the heap is walked. They begin with a collection, so that what is dead is not seen.
 *
 * gc.callbacks are called for gc.collect() only, and it returns 0: nobody counts what dies.
 */
#include <config.h>

#include <stdlib.h>

#include "modules/modules.h"
#include "object/array.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

TY_DECLARE_TYPE(dict_table);
TY_DECLARE_TYPE(set_table);

enum { DEBUG_STATS = 1, DEBUG_COLLECTABLE = 2, DEBUG_UNCOLLECTABLE = 4, DEBUG_SAVEALL = 32 };
enum { GARBAGE, CALLBACKS, DEBUG, THRESHOLD }; /* items of the module's state, a list; THRESHOLD: three of them */
#define ROUNDS 3 /* collections of gc.collect(): finalizers may let go of more */

#define FUNCTION(name)                                                                                                  \
    static ty_value name(TY_UNUSED ty_ctx *ctx, TY_UNUSED const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static ty_value state_of(ty_ctx *ctx)
{
    return ty_module_state(ctx, &ty_module_gc);
}

/* --- collecting -------------------------------------------------------------------------------------------------------- */

static int call_back(ty_ctx *ctx, ty_value phase, intptr_t generation)
{
    ty_value state = state_of(ctx), list = state ? ty_list_at(state, CALLBACKS) : TY_NULL;
    if (!list || !ty_is_list(list) || !ty_list_length(list))
        return 0;
    ty_value info = ty_dict_new(ctx, 3);
    if (!info || ty_dict_set_cstr(ctx, info, "generation", ty_small(generation)) < 0 ||
        ty_dict_set_cstr(ctx, info, "collected", ty_small(0)) < 0 || ty_dict_set_cstr(ctx, info, "uncollectable", ty_small(0)) < 0)
        return -1;
    for (size_t i = 0; i < ty_list_length(list); i++) {
        ty_value callback = ty_list_at(list, i);
        if (!ty_call2(ctx, callback, phase, info))
            ty_error_unraisable(ctx, "while calling gc callback", callback);
    }
    return 0;
}

static bool is_finalizer_due(const ty_ctx *ctx)
{
    return ctx->objects->weak_queue || ctx->objects->finalize_count;
}

FUNCTION(gc_collect)
{
    intptr_t generation = 2;
    if (TY_ARG(0) && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &generation) < 0)
        return TY_NULL;
    if (generation < 0 || generation > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid generation");
    if (call_back(ctx, TY_SYM(start), generation) < 0)
        return TY_NULL;
    for (int i = 0; i < ROUNDS; i++) {
        ty_heap_collect(ctx->heap, generation == 2);
        if (!is_finalizer_due(ctx))
            break;
        ty_objects_finalize(ctx);
        if (ctx->exc)
            return TY_NULL;
    }
    return call_back(ctx, TY_SYM(stop), generation) < 0 ? TY_NULL : ty_small(0);
}

FUNCTION(gc_enable)
{
    ty_heap_stop(ctx->heap, false);
    return TY_NONE;
}
FUNCTION(gc_disable)
{
    ty_heap_stop(ctx->heap, true);
    return TY_NONE;
}
FUNCTION(gc_isenabled)
{
    return ty_bool(!ty_heap_is_stopped(ctx->heap));
}

/* --- what is known of an object ---------------------------------------------------------------------------------------- */

/* Whether CPython would call it a container; of those that hold nothing but atoms, tuples and dicts are none. */
static bool is_tracked(ty_value v)
{
    if (!ty_is_object(v))
        return false;
    const ty_type *t = ty_type_of(v);
    if (t == &ty_int_type || t == &ty_str_type || t == &ty_float_type || t == &ty_complex_type || t == &ty_bytes_type ||
        t == &ty_bytearray_type || t == &ty_range_type || t == &ty_object_type)
        return false;
    if (t->flags & TY_TYPE_TYPE)
        return ((const ty_type *)v)->flags & TY_TYPE_HEAP;
    if (t == &ty_tuple_type) {
        for (size_t i = 0; i < ty_tuple_length(v); i++)
            if (is_tracked(ty_tuple_items(v)[i]))
                return true;
        return false;
    }
    if (t == &ty_dict_type) {
        size_t at = 0;
        ty_value key, value;
        while (ty_dict_next(v, &at, &key, &value))
            if (is_tracked(key) || is_tracked(value))
                return true;
        return false;
    }
    return true;
}

/* A tracer that gives what an object refers to, as Python sees it, to `see`. It begins like a ty_tracer. */
typedef struct viewer {
    ty_tracer t;
    void (*see)(struct viewer *v, ty_value what);
    ty_value *items; /* what is looked for, or room for what is found */
    size_t count, room;
    bool found;
    ty_value except; /* never shown: the list that is being filled */
    ty_ctx *ctx;
} viewer;

static void look_into(viewer *v, ty_object *o)
{
    const ty_layout *l = ty_head_layout(o);
    if (l->trace)
        l->trace(o, &v->t);
    else if (l->slots_count)
        v->t.visit(&v->t, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
}

static void visit(ty_tracer *t, ty_value *first, size_t n)
{
    viewer *v = (viewer *)(void *)t;
    for (size_t i = 0; i < n; i++) {
        ty_value what = first[i];
        if (!what || what == TY_UNBOUND || what == TY_STOP)
            continue;
        if (!ty_is_object(what) || !ty_has_flag(what, TY_TYPE_INTERNAL)) {
            v->see(v, what);
        } else {
            const ty_type *type = ty_type_of(what);
            if (type == &ty_array_storage_type || type == &ty_dict_table_type || type == &ty_set_table_type)
                look_into(v, (ty_object *)what);
        }
    }
}

static void skip_words(ty_tracer *t, void *low, void *high)
{
    (void)t, (void)low, (void)high;
}

static viewer viewer_make(ty_ctx *ctx, void (*see)(viewer *v, ty_value what))
{
    return (viewer){.t = {.visit = visit, .words = skip_words, .high = (char *)UINTPTR_MAX, .heap = ctx->heap}, .see = see, .ctx = ctx};
}

static void view(viewer *v, ty_value o)
{
    if (!ty_is_object(o))
        return;
    const ty_type *type = ty_type_of(o);
    if (type->flags & TY_TYPE_HEAP)
        v->see(v, TY_VALUE(type));
    look_into(v, ty_object_of(o));
}

/* --- listings ------------------------------------------------------------------------------------------------------------ */

static void see_count(viewer *v, TY_UNUSED ty_value what)
{
    v->count++;
}

static void see_append(viewer *v, ty_value what)
{
    ty_list *l = ty_list_ptr(v->except);
    if (l->length < v->room)
        (void)!ty_list_append(v->ctx, v->except, what);
}

static void see_match(viewer *v, ty_value what)
{
    for (size_t i = 0; i < v->count && !v->found; i++)
        v->found = v->items[i] == what;
}

FUNCTION(gc_get_referents)
{
    viewer v = viewer_make(ctx, see_count);
    for (size_t i = 0; i < nargs; i++)
        view(&v, args[i]);
    v.except = ty_list_new(ctx, v.count);
    if (!v.except)
        return TY_NULL;
    v.room = v.count;
    v.see = see_append;
    for (size_t i = 0; i < nargs; i++)
        view(&v, args[i]);
    return v.except;
}

typedef struct listing {
    viewer match; /* match.count == 0: every object */
    size_t count, room;
    ty_value list; /* TY_NULL: count only */
} listing;

static void list_one(void *arg, ty_object *o)
{
    listing *l = arg;
    ty_value v = TY_VALUE(o);
    if (ty_has_flag(v, TY_TYPE_INTERNAL) || !is_tracked(v) || v == l->list)
        return;
    if (l->match.count) {
        l->match.found = false;
        view(&l->match, v);
        if (!l->match.found)
            return;
    }
    l->count++;
    if (l->list && ty_list_length(l->list) < l->room)
        (void)!ty_list_append(l->match.ctx, l->list, v);
}

static ty_value list_objects(ty_ctx *ctx, const ty_value *wanted, size_t n)
{
    listing l = {.match = viewer_make(ctx, see_match)};
    l.match.items = (ty_value *)(uintptr_t)wanted;
    l.match.count = n;
    ty_heap_collect(ctx->heap, true);
    ty_heap_each(ctx->heap, list_one, &l);
    ty_value list = ty_list_new(ctx, l.count);
    if (!list)
        return TY_NULL;
    l.room = l.count;
    l.list = list;
    ty_heap_each(ctx->heap, list_one, &l);
    return list;
}

FUNCTION(gc_get_objects)
{
    intptr_t generation = 2;
    ty_value v = TY_ARG(0);
    if (v && v != TY_NONE) {
        if (!ty_is_int(v) && !ty_type_of(v)->slots.index)
            return ty_error_set(ctx, &ty_TypeError_type, "argument should be integer or None, not '%T'", v);
        if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &generation) < 0)
            return TY_NULL;
        if (generation < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "generation parameter cannot be negative");
        if (generation > 2)
            return ty_error_set(ctx, &ty_ValueError_type, "generation parameter must be less than the number of available generations (3)");
    }
    /* All that is left after a collection is old. */
    return generation == 2 ? list_objects(ctx, NULL, 0) : ty_list_new(ctx, 0);
}

FUNCTION(gc_get_referrers)
{
    if (ty_native_no_keywords(ctx, "gc.get_referrers", kwnames) < 0)
        return TY_NULL;
    return nargs ? list_objects(ctx, args, nargs) : ty_list_new(ctx, 0);
}

FUNCTION(gc_is_tracked)
{
    return ty_bool(is_tracked(args[0]));
}
FUNCTION(gc_is_finalized)
{
    return TY_FALSE; /* the heap forgets a finalizer when it is due, and whose it was */
}

/* --- numbers ------------------------------------------------------------------------------------------------------------- */

static ty_value row(ty_ctx *ctx, uint64_t collections)
{
    ty_value d = ty_dict_new(ctx, 3), n = ty_int_from_uint64(ctx, collections);
    if (!d || !n || ty_dict_set_cstr(ctx, d, "collections", n) < 0 || ty_dict_set_cstr(ctx, d, "collected", ty_small(0)) < 0 ||
        ty_dict_set_cstr(ctx, d, "uncollectable", ty_small(0)) < 0)
        return TY_NULL;
    return d;
}

FUNCTION(gc_get_stats)
{
    ty_heap_stats s;
    ty_heap_get_stats(ctx->heap, &s);
    ty_value rows[3] = {row(ctx, s.minor)};
    if (!rows[0] || !(rows[1] = row(ctx, 0)) || !(rows[2] = row(ctx, s.major)))
        return TY_NULL;
    return ty_list_from(ctx, rows, 3);
}

/* Objects of 64 bytes since the last collection, and collections. */
FUNCTION(gc_get_count)
{
    ty_heap_stats s;
    ty_heap_get_stats(ctx->heap, &s);
    return ty_tuple_pack(ctx, 3, ty_small((intptr_t)(s.young / 64)), ty_small((intptr_t)(s.minor % 10)), ty_small((intptr_t)(s.major % 10)));
}

FUNCTION(gc_get_threshold)
{
    ty_value s = state_of(ctx);
    return ty_tuple_pack(ctx, 3, ty_list_at(s, THRESHOLD), ty_list_at(s, THRESHOLD + 1), ty_list_at(s, THRESHOLD + 2));
}

/* Kept, and only whether the first is 0 means anything: the heap has its own budget. */
FUNCTION(gc_set_threshold)
{
    ty_value s = state_of(ctx);
    if (ty_native_no_keywords(ctx, "gc.set_threshold", kwnames) < 0)
        return TY_NULL;
    if (nargs < 1 || nargs > 3)
        return ty_error_set(ctx, &ty_TypeError_type, "gc.set_threshold requires 1 to 3 arguments");
    for (size_t i = 0; i < nargs; i++) {
        intptr_t n;
        if (ty_op_index_size(ctx, args[i], &ty_OverflowError_type, &n) < 0)
            return TY_NULL;
        if (i == 0)
            ty_heap_stop(ctx->heap, n == 0);
        ty_list_put(ctx, s, THRESHOLD + i, ty_small(n));
    }
    return TY_NONE;
}

FUNCTION(gc_get_debug)
{
    return ty_list_at(state_of(ctx), DEBUG);
}
FUNCTION(gc_set_debug)
{
    intptr_t n;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    ty_list_put(ctx, state_of(ctx), DEBUG, ty_small(n));
    return TY_NONE;
}

FUNCTION(gc_freeze)
{
    return TY_NONE;
}
FUNCTION(gc_get_freeze_count)
{
    return ty_small(0);
}

/* --- the module ------------------------------------------------------------------------------------------------------------ */

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value items[] = {ty_list_new(ctx, 0), ty_list_new(ctx, 0), ty_small(0), ty_small(2000), ty_small(10), ty_small(10)};
    if (!items[GARBAGE] || !items[CALLBACKS])
        return -1;
    ty_value state = ty_list_from(ctx, items, TY_COUNTOF(items));
    if (!state)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, state);
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"DEBUG_STATS", DEBUG_STATS},       {"DEBUG_COLLECTABLE", DEBUG_COLLECTABLE}, {"DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE},
        {"DEBUG_SAVEALL", DEBUG_SAVEALL},   {"DEBUG_LEAK", DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL},
    };
    for (size_t i = 0; i < TY_COUNTOF(constants); i++)
        if (ty_module_add(ctx, module, constants[i].name, ty_small(constants[i].value)) < 0)
            return -1;
    return ty_module_add(ctx, module, "garbage", items[GARBAGE]) < 0 ? -1 : ty_module_add(ctx, module, "callbacks", items[CALLBACKS]);
}

#define MODULE "gc"
static const ty_native functions[] = {
    TY_FUNCTION(collect, gc_collect, 0, 1, "generation=2", "Collect now, the young objects only or (2) all, and run the finalizers that are due."),
    TY_FUNCTION(enable, gc_enable, 0, 0, "", "Let the collector run by itself."),
    TY_FUNCTION(disable, gc_disable, 0, 0, "", "Do not let the collector run by itself, unless memory is short."),
    TY_FUNCTION(isenabled, gc_isenabled, 0, 0, "", "Return whether the collector runs by itself."),
    TY_FUNCTION(get_objects, gc_get_objects, 0, 1, "generation=None", "Return a list of the containers there are."),
    TY_FUNCTION_RAW(get_referrers, gc_get_referrers, NULL, "get_referrers(*objs)\n\nReturn a list of the containers that refer to one of objs."),
    TY_FUNCTION_RAW(get_referents, gc_get_referents, NULL, "get_referents(*objs)\n\nReturn a list of what objs refer to."),
    TY_FUNCTION(is_tracked, gc_is_tracked, 1, 1, "obj, /", "Return whether obj is a container, of more than atoms."),
    TY_FUNCTION(is_finalized, gc_is_finalized, 1, 1, "obj, /", "Return False: that is not recorded."),
    TY_FUNCTION(get_stats, gc_get_stats, 0, 0, "", "Return the numbers of collections as a list of dicts, one for each generation."),
    TY_FUNCTION(get_count, gc_get_count, 0, 0, "", "Return about how much there was to do since the last collections."),
    TY_FUNCTION(get_threshold, gc_get_threshold, 0, 0, "", "Return what set_threshold() has set."),
    TY_FUNCTION_RAW(set_threshold, gc_set_threshold, NULL,
                    "set_threshold(threshold0, [threshold1, [threshold2]])\n\nA threshold0 of 0 disables the collector."),
    TY_FUNCTION(get_debug, gc_get_debug, 0, 0, "", "Return what set_debug() has set."),
    TY_FUNCTION(set_debug, gc_set_debug, 1, 1, "flags, /", "Note the flags, which have no effect."),
    TY_FUNCTION(freeze, gc_freeze, 0, 0, "", "Do nothing: old objects cost minor collections nothing."),
    TY_FUNCTION(unfreeze, gc_freeze, 0, 0, "", "Do nothing."),
    TY_FUNCTION(get_freeze_count, gc_get_freeze_count, 0, 0, "", "Return 0."),
    TY_NATIVE_END,
};
const ty_module_def ty_module_gc = {.name = "gc", .doc = "The garbage collector, as far as programs may look at it.", .functions = functions, .init = init};
