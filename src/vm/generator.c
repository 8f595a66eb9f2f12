/* SPDX-License-Identifier: MIT */
/*
 * Generator objects: making, resuming from native code, send, throw, close. Coroutines and async generators share the
 * struct; their types are in coroutine.c and async_generator.c.
 */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/exceptions.h"
#include "object/native.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator_impl.h"

size_t ty_generator_size(const ty_object *o)
{
    const ty_generator *g = (const ty_generator *)o;
    return sizeof *g + g->function->code->nregs * sizeof(ty_value);
}

void ty_generator_trace(ty_object *o, ty_tracer *t)
{
    ty_generator *g = (ty_generator *)o;
    ty_trace_slot(t, &g->function);
    ty_trace_slots(t, &g->name, 1);
    ty_trace_slot(t, &g->qualname);
    ty_trace_slot(t, &g->handled);
    ty_trace_slot(t, &g->outer_handled);
    ty_trace_slot(t, &g->origin);
    ty_trace_slot(t, &g->finalizer);
    ty_trace_slot(t, &g->frame);
    /* Registers that are not live may be stale: only the saved ones count, and a running generator's are in its frame. */
    if (g->state <= TY_GEN_SUSPENDED)
        ty_trace_slots(t, g->regs, g->count);
}

ty_value ty_generator_new(ty_ctx *ctx, ty_function *f, const ty_value *window)
{
    const ty_code *c = f->code;
    ty_generator *g = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *g + c->nregs * sizeof(ty_value)));
    if (TY_UNLIKELY(!g))
        return ty_error_memory(ctx);
    const ty_shape *shape = c->flags & TY_CODE_GENERATOR ? &ty_generator_shape
                            : c->flags & TY_CODE_COROUTINE ? &ty_coroutine_shape
                                                           : &ty_async_generator_shape;
    g->ob.head = (uintptr_t)shape;
    g->function = f;
    g->name = f->name;
    g->qualname = f->qualname;
    g->handled = TY_NULL;
    g->outer_handled = TY_NONE;
    g->origin = TY_NONE;
    g->finalizer = g->frame = TY_NULL;
    g->pc = 0;
    g->state = TY_GEN_CREATED;
    g->kind = c->flags & TY_CODE_GENERATOR ? 0 : c->flags & TY_CODE_COROUTINE ? 1 : 2;
    g->async_closed = g->async_running = g->async_hooks_done = false;
    g->sent_to = 0;
    g->count = c->nparams;
    memcpy(g->regs, window, c->nparams * sizeof *window);
    if (c->nhandlers || g->kind) { /* something to unwind: closed when it is abandoned */
        if (ty_heap_register_finalizer(ctx->heap, &g->ob) < 0)
            return ty_error_memory(ctx);
    }
    return TY_VALUE(g);
}

enum ty_resume ty_generator_resume(ty_ctx *ctx, ty_generator *g, ty_value sent, ty_value *out)
{
    if (ty_context_deep(ctx, ""))
        return TY_RESUME_ERROR;
    ty_value exc = TY_NULL;
    if (!sent) { /* throw: taken out of the context while the frame is pushed */
        exc = ctx->exc;
        ctx->exc = TY_NULL;
    }
    if (ty_eval_push_generator(ctx, g, sent, TY_CONT_ENTRY, 0) < 0)
        return TY_RESUME_ERROR;
    ctx->exc = exc;
    ty_value v = ty_eval_run(ctx);
    if (!v)
        return TY_RESUME_ERROR;
    *out = v;
    return g->state == TY_GEN_DONE ? TY_RESUME_RETURN : TY_RESUME_YIELD;
}

ty_value ty_generator_delegate(const ty_generator *g)
{
    if (g->state != TY_GEN_SUSPENDED)
        return TY_NULL;
    uint32_t w = g->function->code->insns[g->pc];
    return TY_BC_OP(w) == TY_BC_SEND ? g->regs[TY_BC_B(w)] : TY_NULL;
}

/* --- stepping ------------------------------------------------------------------------------------------------------------ */

ty_value ty_generator_finish(ty_ctx *ctx, enum ty_resume r, ty_value v)
{
    switch (r) {
    case TY_RESUME_YIELD: return v;
    case TY_RESUME_RETURN: return ty_error_stop_iteration(ctx, v);
    default: return TY_NULL;
    }
}

ty_value ty_generator_next(ty_ctx *ctx, ty_value self)
{
    ty_generator *g = (ty_generator *)self;
    ty_value v;
    if (g->state == TY_GEN_DONE)
        return TY_NULL;
    switch (ty_generator_resume(ctx, g, TY_NONE, &v)) {
    case TY_RESUME_YIELD: return v;
    case TY_RESUME_RETURN: return v == TY_NONE ? TY_NULL : ty_error_stop_iteration(ctx, v);
    default: return TY_NULL;
    }
}

static ty_value exhausted(ty_ctx *ctx, const ty_generator *g)
{
    if (g->kind == 1)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot reuse already awaited coroutine");
    return ty_error_stop_iteration(ctx, TY_NONE);
}

ty_value ty_generator_send_method(ty_ctx *ctx, ty_generator *g, ty_value sent)
{
    ty_value v = TY_NULL;
    if (g->state == TY_GEN_DONE)
        return exhausted(ctx, g);
    enum ty_resume r = ty_generator_resume(ctx, g, sent, &v);
    return ty_generator_finish(ctx, r, v);
}

enum ty_resume ty_generator_send(ty_ctx *ctx, ty_value iterator, ty_value sent, ty_value *out)
{
    if (ty_is_generator_like(iterator)) {
        ty_generator *g = (ty_generator *)iterator;
        if (g->state == TY_GEN_DONE) {
            if (g->kind == 1) {
                exhausted(ctx, g);
                return TY_RESUME_ERROR;
            }
            *out = TY_NONE;
            return TY_RESUME_RETURN;
        }
        return ty_generator_resume(ctx, g, sent, out);
    }
    ty_value v;
    if (sent == TY_NONE && ty_type_of(iterator)->slots.next)
        v = ty_slot_next_stop(ctx, iterator);
    else
        v = ty_call_method1(ctx, iterator, TY_SYM(send), sent);
    if (v) {
        *out = v;
        return TY_RESUME_YIELD;
    }
    return ty_generator_stop_value(ctx, out);
}

/* The end of an iterator in `out`: from a pending StopIteration, which is cleared, or from none. */
enum ty_resume ty_generator_stop_value(ty_ctx *ctx, ty_value *out)
{
    *out = TY_NONE;
    if (!ctx->exc)
        return TY_RESUME_RETURN;
    if (!ty_error_matches(ctx, &ty_StopIteration_type))
        return TY_RESUME_ERROR;
    ty_value e = ty_error_take(ctx);
    ty_value v = ty_attr_get(ctx, e, TY_SYM(value));
    if (!v)
        return TY_RESUME_ERROR;
    *out = v;
    return TY_RESUME_RETURN;
}

/* After the delegate has ended with *out: go on behind the SEND instruction. */
static enum ty_resume continue_behind_send(ty_ctx *ctx, ty_generator *g, ty_value v, ty_value *out)
{
    const uint32_t *insns = g->function->code->insns;
    g->sent_to = (uint16_t)TY_BC_A(insns[g->pc]);
    g->pc = (uint32_t)((int64_t)g->pc + 2 + (int32_t)insns[g->pc + 1]);
    return ty_generator_resume(ctx, g, v, out);
}

/* The pending exception arises at the SEND instruction itself: handlers are looked up for the word before pc. */
static enum ty_resume raise_at(ty_ctx *ctx, ty_generator *g, ty_value *out)
{
    if (g->state == TY_GEN_SUSPENDED && TY_BC_OP(g->function->code->insns[g->pc]) == TY_BC_SEND)
        g->pc += 2;
    return ty_generator_resume(ctx, g, TY_NULL, out);
}

static enum ty_resume throw_into_delegate(ty_ctx *ctx, ty_generator *g, ty_value delegate, ty_value *out)
{
    ty_value exc = ctx->exc;
    enum ty_resume r;
    ty_value v = TY_NULL;
    uint8_t state = g->state;
    if (ty_error_matches(ctx, &ty_GeneratorExit_type)) {
        ty_error_take(ctx);
        g->state = TY_GEN_RUNNING;
        int closed = ty_generator_close_iterator(ctx, delegate);
        g->state = state;
        if (closed == 0)
            ty_error_restore(ctx, exc);
        return raise_at(ctx, g, out);
    }
    if (ty_has_shape(delegate, &ty_generator_shape) || ty_has_shape(delegate, &ty_coroutine_shape)) {
        g->state = TY_GEN_RUNNING;
        r = ty_generator_throw_into(ctx, (ty_generator *)delegate, &v);
        g->state = state;
    } else {
        ty_error_take(ctx);
        ty_value throw;
        int found = ty_attr_lookup(ctx, delegate, TY_SYM(throw), &throw);
        if (found < 0)
            return raise_at(ctx, g, out);
        if (found == 0) {
            ty_error_restore(ctx, exc);
            return raise_at(ctx, g, out);
        }
        g->state = TY_GEN_RUNNING;
        v = ty_call1(ctx, throw, exc);
        g->state = state;
        r = v ? TY_RESUME_YIELD : ty_generator_stop_value(ctx, &v);
    }
    switch (r) {
    case TY_RESUME_YIELD: *out = v; return r; /* still waiting at the same SEND */
    case TY_RESUME_RETURN: return continue_behind_send(ctx, g, v, out);
    default: return raise_at(ctx, g, out);
    }
}

enum ty_resume ty_generator_throw_into(ty_ctx *ctx, ty_generator *g, ty_value *out)
{
    if (g->state == TY_GEN_RUNNING) {
        ty_error_set(ctx, &ty_ValueError_type, "%s already executing", g->kind == 1 ? "coroutine" : "generator");
        return TY_RESUME_ERROR;
    }
    if (g->state == TY_GEN_DONE) {
        if (g->kind == 1) {
            ty_error_clear(ctx);
            exhausted(ctx, g);
        }
        return TY_RESUME_ERROR;
    }
    if (g->state == TY_GEN_CREATED) { /* nothing has run: it just ends */
        g->state = TY_GEN_DONE;
        g->count = 0;
        return TY_RESUME_ERROR;
    }
    ty_value delegate = ty_generator_delegate(g);
    return delegate ? throw_into_delegate(ctx, g, delegate, out) : ty_generator_resume(ctx, g, TY_NULL, out);
}

ty_value ty_generator_throw(ty_ctx *ctx, ty_generator *g)
{
    ty_value v = TY_NULL;
    enum ty_resume r = ty_generator_throw_into(ctx, g, &v); /* first: arguments are evaluated in any order */
    return ty_generator_finish(ctx, r, v);
}

/* Arguments of throw(): sets ctx->exc. -1: they are wrong, which is the exception set instead. */
int ty_generator_throw_arguments(ty_ctx *ctx, const ty_value *args, size_t nargs)
{
    ty_value type = args[0], value = nargs > 1 ? args[1] : TY_NONE, traceback = nargs > 2 ? args[2] : TY_NONE;
    if (nargs > 1 && ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                                   "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.") < 0)
        return -1;
    if (traceback != TY_NONE && !ty_has_shape(traceback, &ty_traceback_shape)) {
        ty_error_set(ctx, &ty_TypeError_type, "throw() third argument must be a traceback object");
        return -1;
    }
    ty_value exc;
    if (ty_is_type(type) && (ty_type_ptr(type)->flags & TY_TYPE_EXCEPTION)) {
        if (value != TY_NONE && ty_is_instance(value, ty_type_ptr(type)))
            exc = value;
        else if (value == TY_NONE)
            exc = ty_call0(ctx, type);
        else
            exc = ty_is_tuple(value) ? ty_call_tuple(ctx, type, value, TY_NULL) : ty_call1(ctx, type, value);
    } else if (ty_is_exception(type)) {
        if (value != TY_NONE) {
            ty_error_set(ctx, &ty_TypeError_type, "instance exception may not have a separate value");
            return -1;
        }
        exc = type;
    } else {
        ty_error_set(ctx, &ty_TypeError_type, "exceptions must be classes or instances deriving from BaseException, not %T", type);
        return -1;
    }
    if (!exc)
        return -1;
    if (traceback != TY_NONE)
        ty_heap_store(ctx->heap, ty_object_of(exc), &ty_exception_ptr(exc)->traceback, traceback);
    ty_error_restore(ctx, exc);
    return 0;
}

/* close(): 0, or -1. *returned: the value of a return statement that GeneratorExit led to, else None. */
int ty_generator_close(ty_ctx *ctx, ty_generator *g, ty_value *returned)
{
    *returned = TY_NONE;
    if (g->state == TY_GEN_DONE)
        return 0;
    if (g->state == TY_GEN_CREATED) {
        g->state = TY_GEN_DONE;
        g->count = 0;
        return 0;
    }
    ty_error_set(ctx, &ty_GeneratorExit_type, NULL);
    ty_value v = TY_NULL;
    switch (ty_generator_throw_into(ctx, g, &v)) {
    case TY_RESUME_YIELD:
        ty_error_set(ctx, &ty_RuntimeError_type, "%s ignored GeneratorExit",
                     g->kind == 0 ? "generator" : g->kind == 1 ? "coroutine" : "async generator");
        return -1;
    case TY_RESUME_RETURN: *returned = v; return 0;
    default: break;
    }
    return ty_error_swallow(ctx, &ty_GeneratorExit_type) || ty_error_swallow(ctx, &ty_StopIteration_type) ? 0 : -1;
}

int ty_generator_close_iterator(ty_ctx *ctx, ty_value iterator)
{
    ty_value returned;
    if (ty_has_shape(iterator, &ty_generator_shape) || ty_has_shape(iterator, &ty_coroutine_shape))
        return ty_generator_close(ctx, (ty_generator *)iterator, &returned);
    ty_value close;
    int found = ty_attr_lookup(ctx, iterator, TY_SYM(close), &close);
    if (found <= 0)
        return found;
    return ty_call0(ctx, close) ? 0 : -1;
}

/* --- the type ------------------------------------------------------------------------------------------------------------ */

static ty_value generator_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_generator_send_method(ctx, (ty_generator *)args[0], args[1]);
}

static ty_value generator_throw(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (ty_generator_throw_arguments(ctx, args + 1, nargs - 1) < 0)
        return TY_NULL;
    return ty_generator_throw(ctx, (ty_generator *)args[0]);
}

static ty_value generator_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v;
    return ty_generator_close(ctx, (ty_generator *)args[0], &v) < 0 ? TY_NULL : v;
}

static ty_value generator_iter(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return self;
}

ty_value ty_generator_repr(ty_ctx *ctx, ty_value self)
{
    const ty_generator *g = (ty_generator *)self;
    static const char *const kinds[] = {"generator", "coroutine", "async_generator"};
    return ty_str_format(ctx, "<%s object %U at %p>", kinds[g->kind], g->qualname, (void *)self);
}

/* --- attributes shared by the three types ---------------------------------------------------------------------------------- */

ty_value ty_generator_get_name(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_generator *)self)->name; }
ty_value ty_generator_get_qualname(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_generator *)self)->qualname; }

static int set_text(ty_ctx *ctx, ty_value self, ty_value *slot, ty_value v, const char *name)
{
    if (!v || !ty_is_str(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "%s must be set to a string object", name);
        return -1;
    }
    ty_heap_store(ctx->heap, ty_object_of(self), slot, v);
    return 0;
}

int ty_generator_set_name(ty_ctx *ctx, ty_value self, ty_value v) { return set_text(ctx, self, &((ty_generator *)self)->name, v, "__name__"); }
int ty_generator_set_qualname(ty_ctx *ctx, ty_value self, ty_value v)
{
    return set_text(ctx, self, &((ty_generator *)self)->qualname, v, "__qualname__");
}
ty_value ty_generator_get_running(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_bool(((ty_generator *)self)->state == TY_GEN_RUNNING);
}
ty_value ty_generator_get_suspended(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_bool(((ty_generator *)self)->state == TY_GEN_SUSPENDED);
}
ty_value ty_generator_get_code(ty_ctx *ctx, ty_value self) { (void)ctx; return TY_VALUE(((ty_generator *)self)->function->code); }
ty_value ty_generator_get_delegate(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    ty_value v = ty_generator_delegate((ty_generator *)self);
    return v ? v : TY_NONE;
}
ty_value ty_generator_get_frame(ty_ctx *ctx, ty_value self)
{
    return ((ty_generator *)self)->state == TY_GEN_DONE ? TY_NONE : ty_frame_of_generator(ctx, (ty_generator *)self);
}

const ty_layout ty_generator_layout = {.size = ty_generator_size, .trace = ty_generator_trace};
#define OWNER &ty_generator_type
static const ty_native generator_methods[] = {
    TY_METHOD(send, generator_send, 1, 1, "value, /", "Resume, with `value` as the result of the yield expression."),
    TY_METHOD(throw, generator_throw, 1, 3, "type, value=None, traceback=None, /", "Raise an exception where the generator waits."),
    TY_METHOD(close, generator_close, 0, 0, "", "Raise GeneratorExit where the generator waits."),
    TY_NATIVE_END,
};
static const ty_getset generator_getsets[] = {
    TY_GETSET(__name__, ty_generator_get_name, ty_generator_set_name, "Name of the generator."),
    TY_GETSET(__qualname__, ty_generator_get_qualname, ty_generator_set_qualname, "Qualified name of the generator."),
    TY_GETSET(gi_running, ty_generator_get_running, NULL, NULL),
    TY_GETSET(gi_suspended, ty_generator_get_suspended, NULL, NULL),
    TY_GETSET(gi_frame, ty_generator_get_frame, NULL, NULL),
    TY_GETSET(gi_code, ty_generator_get_code, NULL, NULL),
    TY_GETSET(gi_yieldfrom, ty_generator_get_delegate, NULL, "The iterator being iterated by yield from, or None."),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(generator, .name = "generator", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF | TY_TYPE_NO_NEW | TY_TYPE_FINALIZER,
                .basicsize = sizeof(ty_generator), .methods = generator_methods, .getsets = generator_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = ty_generator_repr, .iter = generator_iter, .next = ty_generator_next,
                          .del = ty_generator_finalize});

/* Abandoned while suspended: what close() does. An exception is reported, not raised. */
ty_value ty_generator_finalize(ty_ctx *ctx, ty_value self)
{
    ty_generator *g = (ty_generator *)self;
    ty_value v;
    if (g->state == TY_GEN_SUSPENDED && ty_generator_close(ctx, g, &v) < 0)
        return TY_NULL;
    return TY_NONE;
}
