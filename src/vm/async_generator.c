/* SPDX-License-Identifier: MIT */
/*
 * Asynchronous generators (PEP 525): the object, the awaitables of asend, athrow and aclose, and the wrapped values by
 * which a `yield` is told from what an inner `await` passes through.
 */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/str.h"
#include "vm/frame.h"
#include "vm/generator_impl.h"

typedef struct ty_async_wrapped { /* internal: what `yield v` hands out */
    ty_object ob;
    ty_value value;
} ty_async_wrapped;

enum async_step { STEP_SEND, STEP_THROW, STEP_CLOSE };
enum async_state { ASYNC_INIT, ASYNC_ITER, ASYNC_CLOSED };

typedef struct ty_async_step { /* asend(), athrow(), aclose(): awaitables that step the generator */
    ty_object ob;
    ty_generator *generator;
    ty_value argument; /* value to send, or exception to throw (TY_NULL for aclose) */
    uint8_t step, state;
} ty_async_step;

TY_DECLARE_TYPE(async_wrapped);
TY_DECLARE_TYPE(async_step);

static const ty_layout ty_async_wrapped_layout = {
    .fixed_size = sizeof(ty_async_wrapped), .slots_offset = offsetof(ty_async_wrapped, value), .slots_count = 1};
TY_BUILTIN_TYPE(async_wrapped, .name = "async_generator_wrapped_value", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW,
                .basicsize = sizeof(ty_async_wrapped), .slots = {TY_OBJECT_SLOTS});

ty_value ty_generator_asyncgen_wrap(ty_ctx *ctx, ty_value v)
{
    ty_async_wrapped *w = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *w));
    if (!w)
        return ty_error_memory(ctx);
    *w = (ty_async_wrapped){.ob = {(uintptr_t)&ty_async_wrapped_shape}, .value = v};
    return TY_VALUE(w);
}

static ty_value new_step(ty_ctx *ctx, ty_generator *g, enum async_step step, ty_value argument)
{
    ty_async_step *s = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *s));
    if (!s)
        return ty_error_memory(ctx);
    *s = (ty_async_step){.ob = {(uintptr_t)&ty_async_step_shape}, .generator = g, .argument = argument, .step = (uint8_t)step};
    return TY_VALUE(s);
}

/* --- stepping --------------------------------------------------------------------------------------------------------------------- */

/* A yielded value is the result of the await; anything else belongs to an await inside and is passed on. */
static ty_value outcome(ty_ctx *ctx, ty_async_step *s, enum ty_resume r, ty_value v)
{
    ty_generator *g = s->generator;
    if (r == TY_RESUME_YIELD) {
        if (!ty_has_shape(v, &ty_async_wrapped_shape))
            return v;
        s->state = ASYNC_CLOSED;
        g->async_running = false;
        if (s->step == STEP_CLOSE)
            return ty_error_set(ctx, &ty_RuntimeError_type, "async generator ignored GeneratorExit");
        return ty_error_stop_iteration(ctx, ((ty_async_wrapped *)v)->value);
    }
    s->state = ASYNC_CLOSED;
    g->async_running = false;
    if (r == TY_RESUME_RETURN) {
        g->async_closed = true;
        if (s->step == STEP_CLOSE)
            return ty_error_stop_iteration(ctx, TY_NONE);
        return ty_error_set(ctx, &ty_StopAsyncIteration_type, NULL);
    }
    if (s->step == STEP_CLOSE &&
        (ty_error_swallow(ctx, &ty_StopAsyncIteration_type) || ty_error_swallow(ctx, &ty_GeneratorExit_type)))
        return ty_error_stop_iteration(ctx, TY_NONE);
    return TY_NULL;
}

static const char *const step_names[] = {"__anext__()/asend()", "athrow()", "aclose()"};
static const char *const busy_names[] = {"anext(): asynchronous generator is already running", "athrow(): asynchronous generator is already running",
                                         "aclose(): asynchronous generator is already running"};

static ty_value advance(ty_ctx *ctx, ty_async_step *s, ty_value sent)
{
    ty_generator *g = s->generator;
    ty_value v = TY_NULL;
    if (s->state == ASYNC_CLOSED)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot reuse already awaited %s", step_names[s->step]);
    if (s->state == ASYNC_INIT) {
        if (g->async_running)
            return ty_error_set(ctx, &ty_RuntimeError_type, "%s", busy_names[s->step]);
        if (sent != TY_NONE && s->step != STEP_SEND)
            return ty_error_set(ctx, &ty_RuntimeError_type, "can't send non-None value to a just-started async generator");
        if (g->state == TY_GEN_DONE || g->async_closed) {
            s->state = ASYNC_CLOSED;
            if (s->step == STEP_CLOSE)
                return ty_error_stop_iteration(ctx, TY_NONE);
            if (s->step == STEP_SEND || g->async_closed)
                return ty_error_set(ctx, &ty_StopAsyncIteration_type, NULL);
        }
        s->state = ASYNC_ITER;
        g->async_running = true;
        if (s->step == STEP_SEND) {
            if (sent == TY_NONE)
                sent = s->argument;
        } else {
            if (s->step == STEP_CLOSE) {
                g->async_closed = true;
                ty_error_set(ctx, &ty_GeneratorExit_type, NULL);
            } else
                ty_error_restore(ctx, s->argument);
            enum ty_resume r = ty_generator_throw_into(ctx, g, &v);
            return outcome(ctx, s, r, v);
        }
    }
    enum ty_resume r = ty_generator_resume(ctx, g, sent, &v);
    return outcome(ctx, s, r, v);
}

static ty_value step_next(ty_ctx *ctx, ty_value self)
{
    return advance(ctx, (ty_async_step *)self, TY_NONE);
}

static ty_value step_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return advance(ctx, (ty_async_step *)args[0], args[1]);
}

static ty_value step_throw(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_async_step *s = (ty_async_step *)args[0];
    ty_value v = TY_NULL;
    if (s->state == ASYNC_CLOSED)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot reuse already awaited %s", step_names[s->step]);
    if (ty_generator_throw_arguments(ctx, args + 1, nargs - 1) < 0)
        return TY_NULL;
    if (s->state == ASYNC_INIT) {
        if (s->generator->async_running) {
            ty_error_clear(ctx);
            s->state = ASYNC_CLOSED;
            return ty_error_set(ctx, &ty_RuntimeError_type, "%s", busy_names[s->step]);
        }
        s->state = ASYNC_ITER;
        s->generator->async_running = true;
    }
    enum ty_resume r = ty_generator_throw_into(ctx, s->generator, &v);
    return outcome(ctx, s, r, v);
}

static ty_value step_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    ty_async_step *s = (ty_async_step *)args[0];
    if (s->state == ASYNC_ITER)
        s->generator->async_running = false;
    s->state = ASYNC_CLOSED;
    return TY_NONE;
}

static const ty_layout ty_async_step_layout = {
    .fixed_size = sizeof(ty_async_step), .slots_offset = offsetof(ty_async_step, generator), .slots_count = 2};
#define OWNER &ty_async_step_type
static const ty_native step_methods[] = {
    TY_METHOD(send, step_send, 1, 1, "value, /", "Resume the asynchronous generator."),
    TY_METHOD(throw, step_throw, 1, 3, "type, value=None, traceback=None, /", "Raise an exception in the asynchronous generator."),
    TY_METHOD(close, step_close, 0, 0, "", "Give the step up."),
    TY_NATIVE_END,
};
TY_BUILTIN_TYPE(async_step, .name = "async_generator_asend", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(ty_async_step),
                .methods = step_methods, .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = step_next, .await = ty_iter_self});

/* --- the generator -------------------------------------------------------------------------------------------------------------------- */

static ty_value async_anext(ty_ctx *ctx, ty_value self)
{
    return new_step(ctx, (ty_generator *)self, STEP_SEND, TY_NONE);
}
static ty_value async_asend(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return new_step(ctx, (ty_generator *)args[0], STEP_SEND, args[1]);
}
static ty_value async_athrow(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (ty_generator_throw_arguments(ctx, args + 1, nargs - 1) < 0)
        return TY_NULL;
    return new_step(ctx, (ty_generator *)args[0], STEP_THROW, ty_error_take(ctx));
}
static ty_value async_aclose(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return new_step(ctx, (ty_generator *)args[0], STEP_CLOSE, TY_NULL);
}
static ty_value async_running(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(((ty_generator *)self)->async_running); }

#define ty_async_generator_layout ty_generator_layout
#undef OWNER
#define OWNER &ty_async_generator_type
static const ty_native async_methods[] = {
    TY_METHOD(asend, async_asend, 1, 1, "value, /", "An awaitable that resumes the generator with a value."),
    TY_METHOD(athrow, async_athrow, 1, 3, "type, value=None, traceback=None, /", "An awaitable that raises an exception in the generator."),
    TY_METHOD(aclose, async_aclose, 0, 0, "", "An awaitable that closes the generator."),
    TY_NATIVE_END,
};
static const ty_getset async_getsets[] = {
    TY_GETSET(__name__, ty_generator_get_name, ty_generator_set_name, "Name of the generator."),
    TY_GETSET(__qualname__, ty_generator_get_qualname, ty_generator_set_qualname, "Qualified name of the generator."),
    TY_GETSET(ag_running, async_running, NULL, NULL),
    TY_GETSET(ag_suspended, ty_generator_get_suspended, NULL, NULL),
    TY_GETSET(ag_frame, ty_generator_get_frame, NULL, NULL),
    TY_GETSET(ag_code, ty_generator_get_code, NULL, NULL),
    TY_GETSET(ag_await, ty_generator_get_delegate, NULL, "What is being awaited, or None."),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(async_generator, .name = "async_generator", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF | TY_TYPE_NO_NEW | TY_TYPE_FINALIZER,
                .basicsize = sizeof(ty_generator), .methods = async_methods, .getsets = async_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = ty_generator_repr, .aiter = ty_iter_self, .anext = async_anext, .del = ty_generator_finalize});
