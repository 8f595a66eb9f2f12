/* SPDX-License-Identifier: MIT */
/* Coroutines, their __await__ iterator, and what `await` accepts. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/str.h"
#include "vm/frame.h"
#include "vm/generator_impl.h"

/* The iterator that coroutine.__await__() returns. */
typedef struct ty_coroutine_wrapper {
    ty_object ob;
    ty_value coroutine;
} ty_coroutine_wrapper;
TY_DECLARE_TYPE(coroutine_wrapper);

static ty_value coroutine_await(ty_ctx *ctx, ty_value self)
{
    ty_coroutine_wrapper *w = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *w));
    if (!w)
        return ty_error_memory(ctx);
    *w = (ty_coroutine_wrapper){.ob = {(uintptr_t)&ty_coroutine_wrapper_shape}, .coroutine = self};
    return TY_VALUE(w);
}

ty_value ty_generator_await(ty_ctx *ctx, ty_value v, int where)
{
    static const char *const plain = "object %T can't be used in 'await' expression";
    if (ty_has_shape(v, &ty_coroutine_shape)) {
        if (ty_generator_delegate((ty_generator *)v) || ((ty_generator *)v)->state == TY_GEN_RUNNING) {
            if (((ty_generator *)v)->state == TY_GEN_SUSPENDED)
                return ty_error_set(ctx, &ty_RuntimeError_type, "coroutine is being awaited already");
        }
        return v;
    }
    if (ty_has_shape(v, &ty_generator_shape) && (((ty_generator *)v)->function->code->flags & TY_CODE_ITERABLE_COROUTINE))
        return v;
    ty_unary_fn await = ty_type_of(v)->slots.await;
    if (!await) {
        if (where == 0)
            return ty_error_set(ctx, &ty_TypeError_type, plain, v);
        return ty_error_set(ctx, &ty_TypeError_type, "'async with' received an object from %s that does not implement __await__: %T",
                            where == 1 ? "__aenter__" : "__aexit__", v);
    }
    ty_value it = await(ctx, v);
    if (!it)
        return TY_NULL;
    if (ty_has_shape(it, &ty_coroutine_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "__await__() returned a coroutine");
    if (!ty_type_of(it)->slots.next)
        return ty_error_set(ctx, &ty_TypeError_type, "__await__() returned non-iterator of type '%T'", it);
    return it;
}

/* --- the wrapper -------------------------------------------------------------------------------------------------------------- */

static ty_value wrapper_next(ty_ctx *ctx, ty_value self)
{
    return ty_generator_send_method(ctx, (ty_generator *)((ty_coroutine_wrapper *)self)->coroutine, TY_NONE);
}
static ty_value wrapper_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_generator_send_method(ctx, (ty_generator *)((ty_coroutine_wrapper *)args[0])->coroutine, args[1]);
}
static ty_value wrapper_throw(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (ty_generator_throw_arguments(ctx, args + 1, nargs - 1) < 0)
        return TY_NULL;
    return ty_generator_throw(ctx, (ty_generator *)((ty_coroutine_wrapper *)args[0])->coroutine);
}
static ty_value wrapper_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v;
    return ty_generator_close(ctx, (ty_generator *)((ty_coroutine_wrapper *)args[0])->coroutine, &v) < 0 ? TY_NULL : TY_NONE;
}

static const ty_layout ty_coroutine_wrapper_layout = {
    .fixed_size = sizeof(ty_coroutine_wrapper), .slots_offset = offsetof(ty_coroutine_wrapper, coroutine), .slots_count = 1};
#define OWNER &ty_coroutine_wrapper_type
static const ty_native wrapper_methods[] = {
    TY_METHOD(send, wrapper_send, 1, 1, "value, /", "Resume the coroutine."),
    TY_METHOD(throw, wrapper_throw, 1, 3, "type, value=None, traceback=None, /", "Raise an exception in the coroutine."),
    TY_METHOD(close, wrapper_close, 0, 0, "", "Raise GeneratorExit in the coroutine."),
    TY_NATIVE_END,
};
TY_BUILTIN_TYPE(coroutine_wrapper, .name = "coroutine_wrapper", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW,
                .basicsize = sizeof(ty_coroutine_wrapper), .methods = wrapper_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = wrapper_next});

/* --- coroutine ------------------------------------------------------------------------------------------------------------------ */

static ty_value coroutine_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_generator_send_method(ctx, (ty_generator *)args[0], args[1]);
}
static ty_value coroutine_throw(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (ty_generator_throw_arguments(ctx, args + 1, nargs - 1) < 0)
        return TY_NULL;
    return ty_generator_throw(ctx, (ty_generator *)args[0]);
}
static ty_value coroutine_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v;
    return ty_generator_close(ctx, (ty_generator *)args[0], &v) < 0 ? TY_NULL : TY_NONE;
}
static ty_value coroutine_origin(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_generator *)self)->origin; }

/* A coroutine that was never awaited is told about. */
static ty_value coroutine_finalize(ty_ctx *ctx, ty_value self)
{
    const ty_generator *g = (ty_generator *)self;
    if (g->state == TY_GEN_CREATED)
        return ty_error_warn(ctx, &ty_RuntimeWarning_type, 1, "coroutine '%U' was never awaited", g->qualname) < 0 ? TY_NULL : TY_NONE;
    return ty_generator_finalize(ctx, self);
}

#define ty_coroutine_layout ty_generator_layout
#undef OWNER
#define OWNER &ty_coroutine_type
static const ty_native coroutine_methods[] = {
    TY_METHOD(send, coroutine_send, 1, 1, "value, /", "Resume, with `value` as the result of what is awaited."),
    TY_METHOD(throw, coroutine_throw, 1, 3, "type, value=None, traceback=None, /", "Raise an exception where the coroutine waits."),
    TY_METHOD(close, coroutine_close, 0, 0, "", "Raise GeneratorExit where the coroutine waits."),
    TY_NATIVE_END,
};
static const ty_getset coroutine_getsets[] = {
    TY_GETSET(__name__, ty_generator_get_name, ty_generator_set_name, "Name of the coroutine."),
    TY_GETSET(__qualname__, ty_generator_get_qualname, ty_generator_set_qualname, "Qualified name of the coroutine."),
    TY_GETSET(cr_running, ty_generator_get_running, NULL, NULL),
    TY_GETSET(cr_suspended, ty_generator_get_suspended, NULL, NULL),
    TY_GETSET(cr_frame, ty_generator_get_frame, NULL, NULL),
    TY_GETSET(cr_code, ty_generator_get_code, NULL, NULL),
    TY_GETSET(cr_await, ty_generator_get_delegate, NULL, "What is being awaited, or None."),
    TY_GETSET(cr_origin, coroutine_origin, NULL, NULL),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(coroutine, .name = "coroutine", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF | TY_TYPE_NO_NEW | TY_TYPE_FINALIZER,
                .basicsize = sizeof(ty_generator), .methods = coroutine_methods, .getsets = coroutine_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = ty_generator_repr, .await = coroutine_await, .del = coroutine_finalize});
