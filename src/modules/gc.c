/* SPDX-License-Identifier: MIT */
/* gc: the collector of this interpreter as Python sees it. Generations 0 and 1 are minor collections, 2 is major. */
#include <config.h>

#include <stdlib.h>

#include "interp/interp.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define MODULE "gc"
#define UNUSED (void)args, (void)nargs, (void)kwnames

typedef struct gc_state { /* module state */
    ty_object ob;
    bool enabled;
    intptr_t debug, thresholds[3];
} gc_state;

TY_DECLARE_TYPE(gc_state);
static const ty_layout ty_gc_state_layout = {.fixed_size = (sizeof(gc_state) + 15) & ~15u};
TY_BUILTIN_TYPE(gc_state, .name = "gc_state", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(gc_state), .slots = {TY_OBJECT_SLOTS});
extern const ty_module_def ty_module_gc;

static gc_state *state_of(ty_ctx *ctx) { return (gc_state *)ty_module_state(ctx, &ty_module_gc); }

static ty_value gc_collect(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t generation = 2;
    if (nargs && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &generation) < 0)
        return TY_NULL;
    if (generation < 0 || generation > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid generation");
    ty_heap_collect(ctx->heap, generation == 2);
    ty_objects_finalize(ctx);
    return ty_small(0);
}

static ty_value gc_enable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_heap_stop(ctx->heap, false);
    state_of(ctx)->enabled = true;
    return TY_NONE;
}
static ty_value gc_disable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_heap_stop(ctx->heap, true);
    state_of(ctx)->enabled = false;
    return TY_NONE;
}
static ty_value gc_isenabled(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_bool(state_of(ctx)->enabled);
}
static ty_value gc_get_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_tuple_pack(ctx, 3, ty_small(0), ty_small(0), ty_small(0));
}
static ty_value gc_get_threshold(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    const gc_state *s = state_of(ctx);
    return ty_tuple_pack(ctx, 3, ty_small(s->thresholds[0]), ty_small(s->thresholds[1]), ty_small(s->thresholds[2]));
}
static ty_value gc_set_threshold(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    for (size_t i = 0; i < nargs && i < 3; i++)
        if (ty_op_index_size(ctx, args[i], &ty_OverflowError_type, &state_of(ctx)->thresholds[i]) < 0)
            return TY_NULL;
    return TY_NONE;
}
static ty_value gc_get_debug(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_small(state_of(ctx)->debug);
}
static ty_value gc_set_debug(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &state_of(ctx)->debug) < 0 ? TY_NULL : TY_NONE;
}

static ty_value gc_get_stats(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_heap_stats s;
    ty_heap_get_stats(ctx->heap, &s);
    const uint64_t collections[] = {s.minor, 0, s.major};
    ty_value list = ty_list_new(ctx, 3);
    for (size_t i = 0; list && i < 3; i++) {
        ty_value d = ty_dict_new(ctx, 3), n = d ? ty_int_from_uint64(ctx, collections[i]) : TY_NULL;
        if (!n || ty_dict_set_cstr(ctx, d, "collections", n) < 0 || ty_dict_set_cstr(ctx, d, "collected", ty_small(0)) < 0 ||
            ty_dict_set_cstr(ctx, d, "uncollectable", ty_small(0)) < 0 || ty_list_append(ctx, list, d) < 0)
            return TY_NULL;
    }
    return list;
}

static ty_value gc_is_tracked(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_bool(ty_is_object(args[0]) && !(ty_object_of(args[0])->head & TY_HEAD_SHARED));
}
static ty_value gc_is_finalized(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, UNUSED;
    return TY_FALSE;
}
static ty_value gc_nothing(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, UNUSED;
    return TY_NONE;
}
static ty_value gc_zero(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, UNUSED;
    return ty_small(0);
}

/* Objects that Python code may see; collected into memory of our own while the heap is walked. */
struct gathered {
    ty_value *items;
    size_t count, room;
    bool failed;
};

static void gather(void *arg, ty_object *o)
{
    struct gathered *g = arg;
    if (!(ty_head_shape(o)->type->flags & TY_TYPE_BASE) && !ty_head_shape(o)->type->name)
        return;
    if (g->count == g->room) {
        size_t room = g->room ? 2 * g->room : 1024;
        ty_value *bigger = realloc(g->items, room * sizeof *bigger);
        if (!bigger) {
            g->failed = true;
            return;
        }
        g->items = bigger;
        g->room = room;
    }
    g->items[g->count++] = TY_VALUE(o);
}

static bool shown(ty_value v)
{
    const ty_type *t = ty_type_of(v);
    return (t->flags & TY_TYPE_HEAP) || ty_has_flag(v, TY_TYPE_LIST | TY_TYPE_TUPLE | TY_TYPE_DICT_SUB | TY_TYPE_SET | TY_TYPE_FROZENSET | TY_TYPE_TYPE);
}

static ty_value gc_get_objects(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    struct gathered g = {0};
    ty_heap_collect(ctx->heap, true);
    ty_heap_each(ctx->heap, gather, &g);
    /* Nothing has been allocated since, so all of it is alive; the list takes it over at once. */
    size_t n = 0;
    for (size_t i = 0; i < g.count; i++)
        if (shown(g.items[i]))
            g.items[n++] = g.items[i];
    ty_heap_stop(ctx->heap, true);
    ty_value list = g.failed ? ty_error_memory(ctx) : ty_list_from(ctx, g.items, n);
    ty_heap_stop(ctx->heap, !state_of(ctx)->enabled);
    free(g.items);
    return list;
}

static void collect_slots(ty_tracer *t, ty_value *first, size_t n);
struct referents {
    ty_tracer t;
    ty_value items[512];
    size_t count;
};
static void collect_slots(ty_tracer *t, ty_value *first, size_t n)
{
    struct referents *r = (struct referents *)(void *)t;
    for (size_t i = 0; i < n; i++)
        if (ty_is_object(first[i]) && r->count < TY_COUNTOF(r->items))
            r->items[r->count++] = first[i];
}
static void no_words(ty_tracer *t, void *low, void *high) { (void)t, (void)low, (void)high; }

static ty_value gc_get_referents(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value list = ty_list_new(ctx, 0);
    for (size_t i = 0; list && i < nargs; i++) {
        if (!ty_is_object(args[i]) || (ty_object_of(args[i])->head & TY_HEAD_SHARED))
            continue;
        const ty_layout *l = ty_head_layout(ty_object_of(args[i]));
        struct referents r = {.t = {.visit = collect_slots, .words = no_words, .high = (char *)UINTPTR_MAX, .heap = ctx->heap}};
        if (l->trace)
            l->trace(ty_object_of(args[i]), &r.t);
        else
            collect_slots(&r.t, (ty_value *)(void *)((char *)args[i] + l->slots_offset), l->slots_count);
        for (size_t k = 0; k < r.count; k++)
            if (shown(r.items[k]) && ty_list_append(ctx, list, r.items[k]) < 0)
                return TY_NULL;
    }
    return list;
}

static ty_value gc_get_referrers(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_list_new(ctx, 0);
}

static const ty_native functions[] = {
    TY_FUNCTION(collect, gc_collect, 0, 1, "generation=2", "Collect now, and run what is to be finalized."),
    TY_FUNCTION(enable, gc_enable, 0, 0, "", "Collect by itself."),
    TY_FUNCTION(disable, gc_disable, 0, 0, "", "Collect only when asked, or when memory runs out."),
    TY_FUNCTION(isenabled, gc_isenabled, 0, 0, "", "Whether it collects by itself."),
    TY_FUNCTION(get_count, gc_get_count, 0, 0, "", "Always zeros: the collector does not count objects."),
    TY_FUNCTION(get_threshold, gc_get_threshold, 0, 0, "", "What set_threshold was told."),
    TY_FUNCTION(set_threshold, gc_set_threshold, 1, 3, "threshold0, threshold1=10, threshold2=10, /", "Kept, without effect: budgets scale with the heap."),
    TY_FUNCTION(get_debug, gc_get_debug, 0, 0, "", "The debugging flags."),
    TY_FUNCTION(set_debug, gc_set_debug, 1, 1, "flags, /", "Keep debugging flags."),
    TY_FUNCTION(get_stats, gc_get_stats, 0, 0, "", "Collections so far, per generation."),
    TY_FUNCTION(get_objects, gc_get_objects, 0, 1, "generation=None", "All containers that are alive."),
    TY_FUNCTION(get_referents, gc_get_referents, 0, 32767, "*objs", "What the objects refer to."),
    TY_FUNCTION(get_referrers, gc_get_referrers, 0, 32767, "*objs", "Always empty: nobody is traced back."),
    TY_FUNCTION(is_tracked, gc_is_tracked, 1, 1, "obj, /", "Whether the object lies in this interpreter's heap."),
    TY_FUNCTION(is_finalized, gc_is_finalized, 1, 1, "obj, /", NULL),
    TY_FUNCTION(freeze, gc_nothing, 0, 0, "", NULL),
    TY_FUNCTION(unfreeze, gc_nothing, 0, 0, "", NULL),
    TY_FUNCTION(get_freeze_count, gc_zero, 0, 0, "", NULL),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    gc_state *s = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *s));
    if (!s) {
        ty_error_memory(ctx);
        return -1;
    }
    *s = (gc_state){.ob = {(uintptr_t)&ty_gc_state_shape}, .enabled = true, .thresholds = {700, 10, 10}};
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, TY_VALUE(s));
    const struct { const char *name; int value; } flags[] = {
        {"DEBUG_STATS", 1}, {"DEBUG_COLLECTABLE", 2}, {"DEBUG_UNCOLLECTABLE", 4}, {"DEBUG_SAVEALL", 32}, {"DEBUG_LEAK", 38}};
    for (size_t i = 0; i < TY_COUNTOF(flags); i++)
        if (ty_module_add(ctx, module, flags[i].name, ty_small(flags[i].value)) < 0)
            return -1;
    return ty_module_add(ctx, module, "garbage", ty_list_new(ctx, 0)) < 0 ? -1 : ty_module_add(ctx, module, "callbacks", ty_list_new(ctx, 0));
}

const ty_module_def ty_module_gc = {.name = "gc", .doc = "The collector of this interpreter.", .functions = functions, .init = init};
