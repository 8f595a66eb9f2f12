/* SPDX-License-Identifier: MIT */
/*
 * gc: the collector as Python code may see it. There are two generations, young and old; thresholds and counts are kept
 * for the programs that set them, but the collector goes by bytes and takes no notice.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/int.h"
#include "object/list.h"
#include "object/module.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define MODULE "gc"

/* The module's state: [enabled, debug flags, three thresholds]. */
enum { ENABLED, DEBUG, THRESHOLDS, STATE_SIZE = THRESHOLDS + 3 };
extern const ty_module_def ty_module_gc; /* below */

static ty_value state(ty_ctx *ctx)
{
    return ty_module_state(ctx, &ty_module_gc);
}

static ty_value collect(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t generation = 2;
    if (TY_ARG(0) && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &generation) < 0)
        return TY_NULL;
    if (generation < 0 || generation > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid generation");
    size_t found = ctx->objects->finalize_count;
    ty_heap_collect(ctx->heap, generation == 2);
    found = ctx->objects->finalize_count - found;
    ty_objects_finalize(ctx);
    return ty_error_pending(ctx) ? TY_NULL : ty_int_from_size(ctx, (intptr_t)found);
}

static ty_value set_enabled(ty_ctx *ctx, bool on)
{
    ty_list_put(ctx, state(ctx), ENABLED, ty_bool(on));
    ty_heap_stop(ctx->heap, !on);
    return TY_NONE;
}

static ty_value enable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return set_enabled(ctx, true);
}

static ty_value disable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return set_enabled(ctx, false);
}

static ty_value isenabled(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_list_at(state(ctx), ENABLED);
}

static ty_value get_debug(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_list_at(state(ctx), DEBUG);
}

static ty_value set_debug(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = ty_op_index(ctx, args[0]);
    if (!v)
        return TY_NULL;
    ty_list_put(ctx, state(ctx), DEBUG, v);
    return TY_NONE;
}

static ty_value get_threshold(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value s = state(ctx);
    return ty_tuple_pack(ctx, 3, ty_list_at(s, THRESHOLDS), ty_list_at(s, THRESHOLDS + 1), ty_list_at(s, THRESHOLDS + 2));
}

static ty_value set_threshold(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    for (size_t i = 0; i < nargs; i++) {
        ty_value v = ty_op_index(ctx, args[i]);
        if (!v)
            return TY_NULL;
        ty_list_put(ctx, state(ctx), THRESHOLDS + i, v);
    }
    return TY_NONE;
}

static ty_value get_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_tuple_pack(ctx, 3, ty_small(0), ty_small(0), ty_small(0));
}

static ty_value get_stats(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_heap_stats stats;
    ty_heap_get_stats(ctx->heap, &stats);
    ty_value list = ty_list_new(ctx, 3);
    for (int i = 0; list && i < 3; i++) {
        uint64_t n = i == 0 ? stats.minor : i == 2 ? stats.major : 0;
        ty_value d = ty_dict_new(ctx, 3), v = ty_int_from_uint64(ctx, n);
        if (!d || !v || ty_dict_set_cstr(ctx, d, "collections", v) < 0 || ty_dict_set_cstr(ctx, d, "collected", ty_small(0)) < 0 ||
            ty_dict_set_cstr(ctx, d, "uncollectable", ty_small(0)) < 0 || ty_list_append(ctx, list, d) < 0)
            return TY_NULL;
    }
    return list;
}

/* --- objects and what they refer to ----------------------------------------------------------------------------------- */

/* Storage behind objects, which Python code never sees: its type is builtin, final and has no namespace of its own. */
static bool is_hidden(ty_value v)
{
    static const char *const names[] = {"array_storage", "dict_table", "set_table", "shape", "caches", "caches_table",
                                        "type_side", "method_cache", "str_tail"};
    const ty_type *t = ty_type_of(v);
    if (t->flags & TY_TYPE_HEAP)
        return false;
    for (size_t i = 0; i < TY_COUNTOF(names); i++)
        if (strcmp(t->name, names[i]) == 0)
            return true;
    return false;
}

static bool is_container(ty_value v)
{
    const ty_layout *l = ty_head_layout(ty_object_of(v));
    return (l->trace || l->slots_count) && !ty_has_flag(v, TY_TYPE_STR | TY_TYPE_BYTES | TY_TYPE_INT | TY_TYPE_FLOAT);
}

typedef struct walk {
    ty_value *items;
    size_t count, capacity;
} walk;

static void note(void *arg, ty_object *o)
{
    walk *w = arg;
    ty_value v = TY_VALUE(o);
    if (is_hidden(v) || !is_container(v))
        return;
    if (w->count < w->capacity)
        w->items[w->count] = v;
    w->count++;
}

static ty_value get_objects(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    walk w = {0};
    ty_heap_each(ctx->heap, note, &w);
    ty_value list = ty_list_new(ctx, w.count + 64);
    if (!list)
        return TY_NULL;
    ty_list *l = ty_list_ptr(list);
    w = (walk){.items = l->array->items, .capacity = l->array->capacity};
    ty_heap_each(ctx->heap, note, &w);
    l->length = w.count < w.capacity ? w.count : w.capacity;
    ty_heap_wrote_range(ctx->heap, &l->array->ob, l->array->items, l->length);
    return list;
}

typedef struct collector {
    ty_tracer tracer;
    ty_ctx *ctx;
    ty_value list;  /* TY_NULL: only look for `wanted` */
    ty_value wanted; /* tuple */
    bool found, failed;
    int depth;
} collector;

static void enumerate(collector *c, ty_object *o);

static void visit(ty_tracer *t, ty_value *first, size_t n)
{
    collector *c = (collector *)t;
    for (size_t i = 0; i < n && !c->failed; i++) {
        ty_value v = first[i];
        if (!ty_is_object(v))
            continue;
        if (is_hidden(v)) {
            if (c->depth < 4)
                enumerate(c, ty_object_of(v));
        } else if (c->list) {
            c->failed = ty_list_append(c->ctx, c->list, v) < 0;
        } else {
            for (size_t k = 0; k < ty_tuple_length(c->wanted); k++)
                c->found |= ty_tuple_at(c->wanted, k) == v;
        }
    }
}

static void words(ty_tracer *t, void *low, void *high)
{
    (void)t, (void)low, (void)high;
}

static void enumerate(collector *c, ty_object *o)
{
    const ty_layout *l = ty_head_layout(o);
    c->depth++;
    if (l->trace)
        l->trace(o, &c->tracer);
    else if (l->slots_count)
        visit(&c->tracer, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
    c->depth--;
}

static collector begin(ty_ctx *ctx, ty_value list, ty_value wanted)
{
    collector c = {.ctx = ctx, .list = list, .wanted = wanted};
    c.tracer.visit = visit;
    c.tracer.words = words;
    c.tracer.heap = ctx->heap;
    c.tracer.high = (char *)UINTPTR_MAX;
    return c;
}

static ty_value get_referents(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value list = ty_list_new(ctx, 8);
    collector c = begin(ctx, list, TY_NULL);
    for (size_t i = 0; list && i < nargs && !c.failed; i++)
        if (ty_is_object(args[i]) && is_container(args[i]))
            enumerate(&c, ty_object_of(args[i]));
    return c.failed ? TY_NULL : list;
}

static ty_value get_referrers(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value all = get_objects(ctx, NULL, 0, kwnames), list = all ? ty_list_new(ctx, 8) : TY_NULL;
    ty_value wanted = list ? ty_tuple_new(ctx, args, nargs) : TY_NULL;
    if (!wanted)
        return TY_NULL;
    for (size_t i = 0; i < ty_list_length(all); i++) {
        ty_value v = ty_list_at(all, i);
        collector c = begin(ctx, TY_NULL, wanted);
        if (v == wanted || v == all || v == list)
            continue;
        enumerate(&c, ty_object_of(v));
        if (c.found && ty_list_append(ctx, list, v) < 0)
            return TY_NULL;
    }
    return list;
}

static ty_value is_tracked(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_bool(ty_is_object(args[0]) && is_container(args[0]));
}

static ty_value is_finalized(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return TY_FALSE;
}

static ty_value nothing(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return TY_NONE;
}

static ty_value zero(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return ty_small(0);
}

static const ty_native functions[] = {
    TY_FUNCTION(collect, collect, 0, 1, "generation=2", "Run the collector, then the finalizers that are due."),
    TY_FUNCTION(enable, enable, 0, 0, "", "Enable automatic garbage collection."),
    TY_FUNCTION(disable, disable, 0, 0, "", "Disable automatic garbage collection."),
    TY_FUNCTION(isenabled, isenabled, 0, 0, "", "Tell whether automatic collection is enabled."),
    TY_FUNCTION(get_debug, get_debug, 0, 0, "", "Get the debugging flags."),
    TY_FUNCTION(set_debug, set_debug, 1, 1, "flags, /", "Set the debugging flags, which have no effect."),
    TY_FUNCTION(get_threshold, get_threshold, 0, 0, "", "Return the thresholds set last."),
    TY_FUNCTION(set_threshold, set_threshold, 1, 3, "threshold0, threshold1=None, threshold2=None, /", "Set the thresholds, which have no effect."),
    TY_FUNCTION(get_count, get_count, 0, 0, "", "Return a tuple of three zeros."),
    TY_FUNCTION(get_stats, get_stats, 0, 0, "", "Return a list of dicts with statistics of the generations."),
    TY_FUNCTION(get_objects, get_objects, 0, 1, "generation=None", "Return a list of the containers in the heap."),
    TY_FUNCTION_RAW(get_referents, get_referents, "*objs", "Return the objects that these refer to directly."),
    TY_FUNCTION_RAW(get_referrers, get_referrers, "*objs", "Return the objects that refer to these directly."),
    TY_FUNCTION(is_tracked, is_tracked, 1, 1, "obj, /", "Tell whether the object can hold others."),
    TY_FUNCTION(is_finalized, is_finalized, 1, 1, "obj, /", "Always False."),
    TY_FUNCTION(freeze, nothing, 0, 0, "", "Does nothing."),
    TY_FUNCTION(unfreeze, nothing, 0, 0, "", "Does nothing."),
    TY_FUNCTION(get_freeze_count, zero, 0, 0, "", "Always 0."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; int value; } flags[] = {
        {"DEBUG_STATS", 1}, {"DEBUG_COLLECTABLE", 2}, {"DEBUG_UNCOLLECTABLE", 4}, {"DEBUG_SAVEALL", 32}, {"DEBUG_LEAK", 38}};
    ty_value s = ty_list_from(ctx, (ty_value[]){TY_TRUE, ty_small(0), ty_small(2000), ty_small(10), ty_small(0)}, STATE_SIZE);
    if (!s)
        return -1;
    ty_module *m = (ty_module *)module;
    ty_heap_store(ctx->heap, &m->ob, &m->state, s);
    for (size_t i = 0; i < TY_COUNTOF(flags); i++)
        if (ty_module_add(ctx, module, flags[i].name, ty_small(flags[i].value)) < 0)
            return -1;
    return ty_module_add(ctx, module, "garbage", ty_list_new(ctx, 0)) < 0 ||
                   ty_module_add(ctx, module, "callbacks", ty_list_new(ctx, 0)) < 0
               ? -1
               : 0;
}

const ty_module_def ty_module_gc = {.name = "gc", .doc = "Access to the garbage collector.", .functions = functions, .init = init};
