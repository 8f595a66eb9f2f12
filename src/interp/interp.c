/* SPDX-License-Identifier: MIT */
/* Making, preparing and ending an interpreter; its side of the collector's contract; the breaker. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "interp/interp.h"
#include "interp/signal.h"
#include "mem/pool.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include "object/attr.h"
#include "object/tuple.h"

/* --- the collector's client ------------------------------------------------------------------------------------------------ */

static void roots(void *self, ty_tracer *t, bool minor)
{
    (void)minor;
    ty_interp *i = self;
    for (ty_thread_context *c = (ty_thread_context *)i->contexts; c; c = c->next) {
        ty_context_trace(&c->ctx, t);
        if (c->ctx.vm)
            ty_vm_trace(c->ctx.vm, t);
    }
    ty_objects_trace(&i->objects, t);
    ty_trace_slot(t, &i->main_module);
    ty_trace_slot(t, &i->sys_module);
    ty_trace_slot(t, &i->builtins_module);
    ty_trace_slot(t, &i->roots);
    ty_trace_slot(t, &i->exit_functions);
}

static void before_major(void *self)
{
    ty_objects_before_major(&((ty_interp *)self)->objects);
}

/* Something waits for ty_objects_finalize: the running thread looks up soon. */
static void queued(ty_interp *i)
{
    ty_ctx *running = atomic_load_explicit(&i->lock.owner, memory_order_relaxed);
    if (running)
        ty_context_request(running, TY_BREAK_FINALIZE);
}

static void weak_dead(void *self, ty_object *dead, ty_value weak)
{
    ty_interp *i = self;
    if (ty_objects_weak_dead(&i->objects, i->heap, dead, weak))
        queued(i);
}

static ty_value weak_prune(void *self, ty_object *o, ty_value list)
{
    ty_interp *i = self;
    return ty_objects_weak_prune(&i->objects, i->heap, o, list);
}

static void finalizable(void *self, ty_object *o)
{
    ty_interp *i = self;
    if (ty_objects_finalizable(&i->objects, o))
        queued(i);
}

static bool wants_finalizer(void *self, ty_object *o)
{
    (void)self;
    return !ty_is_generator_like(TY_VALUE(o)) || ty_generator_wants_finalizer((const ty_generator *)o);
}

static void weak_tables(void *self, bool minor)
{
    ty_interp *i = self;
    ty_objects_weak(&i->objects, i->heap, minor);
}

static void unit_dead(void *self, struct ty_unit *unit)
{
    (void)self;
    ty_unit_release(unit);
}

/* --- hooks of the object floor ---------------------------------------------------------------------------------------------------- */

static int breaker(ty_ctx *ctx)
{
    uint32_t bits = atomic_exchange_explicit(&ctx->breaker, 0, memory_order_acquire);
    ty_interp *i = ctx->interp;
    if (TY_UNLIKELY(atomic_load_explicit(&i->killed, memory_order_relaxed))) {
        ctx->killed = true;
        ctx->exc = TY_STOP; /* a token nobody can catch */
        return -1;
    }
    if (bits & TY_BREAK_FINALIZE)
        ty_objects_finalize(ctx);
    if (bits & TY_BREAK_SWITCH) {
        ty_stack_park(&ctx->stack);
        ty_interp_lock_switch(&i->lock, ctx);
        ty_stack_unpark(&ctx->stack);
    }
    if ((bits & TY_BREAK_SIGNAL) && ty_signal_run_handlers(ctx) < 0)
        return -1;
    if ((bits & TY_BREAK_ASYNC) && ctx->async_exc) {
        ty_value exc = ctx->async_exc;
        ctx->async_exc = TY_NULL;
        ty_error_raise(ctx, exc, TY_NULL);
        return -1;
    }
    return 0;
}

static void unlock(ty_ctx *ctx)
{
    ty_stack_park(&ctx->stack);
    ty_interp_lock_release(&ctx->interp->lock);
}

static void lock(ty_ctx *ctx)
{
    ty_interp_lock_acquire(&ctx->interp->lock, ctx);
    ty_stack_unpark(&ctx->stack);
}

static ty_value import_hook(ty_ctx *ctx, const char *name)
{
    return ty_import_cstr(ctx, name);
}

static void drop_caches(ty_ctx *ctx)
{
    ty_heap_collect(ctx->heap, true); /* the one walk that meets every cache table */
}

static int self_attrs(ty_ctx *ctx, ty_value function)
{
    (void)ctx;
    return ty_is_function(function) ? ((ty_function *)function)->code->self_attrs : -1;
}

static ty_value frame_globals(ty_ctx *ctx)
{
    return ty_vm_globals(ctx);
}

/* super() without arguments: the __class__ cell is the free variable of that name, the object the first parameter. */
static int frame_super(ty_ctx *ctx, ty_value *type, ty_value *self)
{
    ty_value *R = ctx->vm ? ctx->vm->R : NULL;
    if (!R) {
        ty_error_set(ctx, &ty_RuntimeError_type, "super(): no current frame");
        return -1;
    }
    ty_function *f = (ty_function *)R[-4];
    const ty_code *c = f->code;
    if (c->argcount == 0) {
        ty_error_set(ctx, &ty_RuntimeError_type, "super(): no arguments");
        return -1;
    }
    *self = R[0];
    if (c->local_flags && (c->local_flags[0] & TY_LOCAL_CELL) && ty_has_shape(*self, &ty_cell_shape))
        *self = ((ty_cell *)*self)->value;
    if (*self == TY_UNBOUND) {
        ty_error_set(ctx, &ty_RuntimeError_type, "super(): arg[0] deleted");
        return -1;
    }
    for (size_t i = 0; i < c->nfree; i++)
        if (ty_str_equal(ty_tuple_at(c->free_names, i), TY_SYM(__class__))) {
            *type = ((ty_cell *)ty_tuple_at(f->closure, i))->value;
            if (*type == TY_UNBOUND) {
                ty_error_set(ctx, &ty_RuntimeError_type, "super(): empty __class__ cell");
                return -1;
            }
            return 0;
        }
    ty_error_set(ctx, &ty_RuntimeError_type, "super(): __class__ cell not found");
    return -1;
}

/* sys.unraisablehook, or a plain report while there is none. */
static void unraisable(ty_ctx *ctx, ty_value exception, const char *what, ty_value obj)
{
    ty_value hook = TY_NULL;
    if (ctx->interp->sys_module && !ctx->interp->finishing &&
        ty_dict_get_str(ctx, ((ty_module *)ctx->interp->sys_module)->dict, TY_SYM(unraisablehook), &hook) > 0) {
        ty_value message = what ? ty_str_from_cstr(ctx, what) : TY_NONE;
        ty_value args[] = {exception, message ? message : TY_NONE, obj ? obj : TY_NONE};
        ty_value packed = ty_sys_unraisable_args(ctx, args);
        if (packed && ty_call1(ctx, hook, packed))
            return;
        ty_error_clear(ctx);
    }
}

/* --- life --------------------------------------------------------------------------------------------------------------------------------- */

ty_interp *ty_interp_new(ty_runtime *rt, size_t memory_limit)
{
    static const ty_heap_client shape = {
        .roots = roots, .before_major = before_major, .weak_dead = weak_dead, .weak_prune = weak_prune, .finalizable = finalizable,
        .wants_finalizer = wants_finalizer,
        .weak_tables = weak_tables, .unit_dead = unit_dead,
    };
    ty_interp *i = calloc(1, sizeof *i);
    if (!i || ty_interp_lock_init(&i->lock) < 0) {
        free(i);
        return NULL;
    }
    ty_heap_client client = shape;
    client.self = i;
    i->heap = ty_heap_new(rt->pool, &client, memory_limit);
    if (!i->heap) {
        ty_interp_lock_destroy(&i->lock);
        free(i);
        return NULL;
    }
    i->runtime = rt;
    ty_mutex_lock(&rt->mutex);
    i->id = rt->next_id++;
    ty_interp **p = &rt->first, *previous = NULL;
    while (*p) {
        previous = *p;
        p = &(*p)->next;
    }
    *p = i;
    i->previous = previous;
    if (!rt->main)
        rt->main = i;
    rt->alive++;
    ty_mutex_unlock(&rt->mutex);
    return i;
}

int ty_interp_prepare(ty_ctx *ctx)
{
    ty_interp *i = ctx->interp;
    i->objects.hooks = (ty_object_hooks){
        .breaker = breaker, .unlock = unlock, .lock = lock, .import = import_hook, .drop_caches = drop_caches, .self_attrs = self_attrs,
        .frame_globals = frame_globals, .frame_super = frame_super, .unraisable = unraisable,
    };
    ty_vm_install(ctx);
    if (ty_objects_init(ctx, &i->objects) < 0)
        return -1;
    i->objects.hooks.breaker = breaker;
    i->objects.modules = ty_dict_new(ctx, 16);
    i->objects.module_defs = ty_dict_new(ctx, 16);
    i->roots = ty_dict_new(ctx, 0);
    if (!i->objects.modules || !i->objects.module_defs || !i->roots)
        return -1;
    i->builtins_module = ty_import_cstr(ctx, "builtins");
    if (!i->builtins_module)
        return -1;
    i->objects.builtins = ((ty_module *)i->builtins_module)->dict;
    i->sys_module = ty_import_cstr(ctx, "sys");
    if (!i->sys_module)
        return -1;
    i->main_module = ty_module_new(ctx, TY_SYM(__main__));
    if (!i->main_module || ty_dict_set(ctx, i->objects.modules, TY_SYM(__main__), i->main_module) < 0 ||
        ty_module_add(ctx, i->main_module, "__builtins__", i->builtins_module) < 0)
        return -1;
    i->ready = true;
    return 0;
}

void ty_interp_finish(ty_ctx *ctx)
{
    ty_interp *i = ctx->interp;
    if (!i->ready || i->finishing)
        return;
    ty_value threading, shutdown;
    if (ty_dict_get_str(ctx, i->objects.modules, TY_SYM(threading), &threading) > 0 &&
        ty_attr_lookup(ctx, threading, TY_SYM(_shutdown), &shutdown) > 0 && !ty_call0(ctx, shutdown))
        ty_error_unraisable(ctx, "Exception ignored on threading shutdown", threading);
    if (ctx->exc)
        ty_error_clear(ctx);
    while (i->exit_functions && ty_list_length(i->exit_functions)) { /* last registered, first called */
        size_t last = ty_list_length(i->exit_functions) - 1;
        ty_value call = ty_list_at(i->exit_functions, last); /* (function, args, kwargs) */
        ty_list_ptr(i->exit_functions)->length = last;
        ty_value kwargs = ty_tuple_at(call, 2);
        if (!ty_call_tuple(ctx, ty_tuple_at(call, 0), ty_tuple_at(call, 1), kwargs == TY_NONE ? TY_NULL : kwargs))
            ty_error_unraisable(ctx, "Exception ignored in atexit callback", ty_tuple_at(call, 0));
    }
    ty_run_flush(ctx);
    ty_heap_collect(ctx->heap, true); /* finalizers of what is garbage already run while modules are whole */
    ty_objects_finalize(ctx);
    ty_run_flush(ctx);
    i->finishing = true;
}

bool ty_interp_inhabited(ty_interp *i)
{
    return atomic_load(&i->context_count) > 0 || atomic_load(&i->starting) > 0;
}

void ty_interp_free(ty_interp *i)
{
    ty_runtime *rt = i->runtime;
    ty_mutex_lock(&rt->mutex);
    if (i->previous)
        i->previous->next = i->next;
    else
        rt->first = i->next;
    if (i->next)
        i->next->previous = i->previous;
    if (rt->main == i)
        rt->main = NULL;
    rt->alive--;
    ty_mutex_unlock(&rt->mutex);
    ty_objects_destroy(&i->objects);
    ty_heap_destroy(i->heap);
    ty_interp_lock_destroy(&i->lock);
    free(i);
}

ty_interp *ty_interp_find(int64_t id)
{
    ty_runtime *rt = ty_runtime_get();
    ty_mutex_lock(&rt->mutex);
    ty_interp *i = rt->first;
    while (i && i->id != id)
        i = i->next;
    ty_mutex_unlock(&rt->mutex);
    return i;
}
