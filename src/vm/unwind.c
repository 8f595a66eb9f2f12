/* SPDX-License-Identifier: MIT */
/*
 * Raising, finding handlers, popping frames. The exception tables cost nothing until something is raised.
 *
 * An ending interpreter (ctx->killed) unwinds like an exception that no handler sees: nothing runs on the way out.
 */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator.h"

/* StopIteration may not leave a generator: it would look like its end. */
static TY_COLD void convert_stop(ty_ctx *ctx, const ty_generator *g)
{
    static const char *const kinds[] = {"generator", "coroutine", "async generator"};
    if (ctx->killed)
        return;
    if (ty_error_matches(ctx, &ty_StopIteration_type))
        ty_error_set_from(ctx, &ty_RuntimeError_type, "%s raised StopIteration", kinds[g->kind]);
    else if (g->kind == 2 && ty_error_matches(ctx, &ty_StopAsyncIteration_type))
        ty_error_set_from(ctx, &ty_RuntimeError_type, "async generator raised StopAsyncIteration");
}

const uint32_t *ty_eval_unwind(ty_ctx *ctx)
{
    ty_vm *vm = ctx->vm;
    for (;;) {
        ty_value *R = vm->R;
        const ty_code *c = ((ty_function *)R[-4])->code;
        if (TY_LIKELY(!ctx->killed)) {
            const ty_code_handler *h = ty_code_handler_at(c, (uint32_t)(vm->pc - c->insns) - 1);
            if (h) {
                R[h->reg] = ctx->exc;
                ctx->exc = TY_NULL;
                return c->insns + h->target;
            }
        }
        uintptr_t info = (uintptr_t)R[-1];
        const uint32_t *pc = (const uint32_t *)R[-2];
        ty_value *caller = (ty_value *)R[-3];
        if (TY_UNLIKELY(info & TY_INFO_GENERATOR)) {
            ty_generator *g = (ty_generator *)R[-5];
            convert_stop(ctx, g);
        }
        if (info & (TY_INFO_FRAME | TY_INFO_GENERATOR | TY_INFO_SEGMENT))
            ty_eval_leave_frame(ctx, R, info);
        vm->R = caller;
        vm->pc = pc;
        if ((info & TY_INFO_CONT) == TY_CONT_ENTRY)
            return NULL;
        ty_traceback_here(ctx, caller, pc);
    }
}

bool ty_eval_raise(ty_ctx *ctx, unsigned count, ty_value exc, ty_value cause)
{
    if (count == 0) {
        if (ctx->handled == TY_NONE || ctx->handled == TY_NULL) {
            ty_error_set(ctx, &ty_RuntimeError_type, "No active exception to reraise");
            return false;
        }
        ctx->exc = ctx->handled;
        return true;
    }
    ty_error_raise(ctx, exc, count > 1 ? cause : TY_NULL);
    return false;
}

/* --- except ------------------------------------------------------------------------------------------------------------- */

static bool is_exception_class(ty_value v)
{
    return ty_is_type(v) && (ty_type_ptr(v)->flags & TY_TYPE_EXCEPTION);
}

static int bad_handler(ty_ctx *ctx)
{
    ty_error_set(ctx, &ty_TypeError_type, "catching classes that do not inherit from BaseException is not allowed");
    return -1;
}

int ty_eval_except_match(ty_ctx *ctx, ty_value exc, ty_value type)
{
    if (TY_LIKELY(is_exception_class(type)))
        return ty_is_instance(exc, ty_type_ptr(type));
    if (!ty_is_tuple(type))
        return bad_handler(ctx);
    size_t n = ty_tuple_length(type);
    for (size_t i = 0; i < n; i++)
        if (!is_exception_class(ty_tuple_at(type, i)) && !ty_is_tuple(ty_tuple_at(type, i)))
            return bad_handler(ctx);
    for (size_t i = 0; i < n; i++) {
        int match = ty_eval_except_match(ctx, exc, ty_tuple_at(type, i));
        if (match)
            return match;
    }
    return 0;
}

static int check_group_types(ty_ctx *ctx, ty_value type)
{
    if (ty_is_tuple(type)) {
        for (size_t i = 0; i < ty_tuple_length(type); i++)
            if (check_group_types(ctx, ty_tuple_at(type, i)) < 0)
                return -1;
        return 0;
    }
    if (!is_exception_class(type))
        return bad_handler(ctx);
    if (ty_type_is_subtype(ty_type_ptr(type), &ty_BaseExceptionGroup_type)) {
        ty_error_set(ctx, &ty_TypeError_type, "catching ExceptionGroup with except* is not allowed. Use except instead.");
        return -1;
    }
    return 0;
}

int ty_eval_group_match(ty_ctx *ctx, ty_value group, ty_value type, ty_value out[2])
{
    out[0] = TY_NONE;
    if (check_group_types(ctx, type) < 0)
        return -1;
    if (group == TY_NONE) {
        out[1] = TY_NONE;
        return 0;
    }
    int match = ty_eval_except_match(ctx, group, type);
    if (match < 0)
        return -1;
    if (match) {
        out[1] = TY_NONE;
        if (ty_is_instance(group, &ty_BaseExceptionGroup_type)) {
            out[0] = group;
            return 0;
        }
        /* a naked exception is wrapped */
        ty_value list = ty_tuple_pack(ctx, 1, group);
        ty_value wrapped = list ? ty_call2(ctx, TY_VALUE(&ty_BaseExceptionGroup_type), ty_str_empty, list) : TY_NULL;
        if (!wrapped)
            return -1;
        ty_exception_ptr(wrapped)->traceback = ty_exception_ptr(group)->traceback;
        out[0] = wrapped;
        return 0;
    }
    out[1] = group;
    if (!ty_is_instance(group, &ty_BaseExceptionGroup_type))
        return 0;
    ty_value pair = ty_call_method1(ctx, group, TY_SYM(split), type);
    if (!pair)
        return -1;
    if (!ty_is_tuple(pair) || ty_tuple_length(pair) < 2) {
        ty_error_set(ctx, &ty_TypeError_type, "%T.split must return a 2-tuple, got %T", group, pair);
        return -1;
    }
    out[0] = ty_tuple_at(pair, 0);
    out[1] = ty_tuple_at(pair, 1);
    return 0;
}

/* Whether `e` is a part of the group that try* caught: then it was re-raised as it was. */
static bool same_origin(ty_value e, ty_value original)
{
    const ty_exception *a = ty_exception_ptr(e), *b = ty_exception_ptr(original);
    return a->traceback == b->traceback && a->context == b->context && a->cause == b->cause && a->notes == b->notes;
}

ty_value ty_eval_group_raise(ty_ctx *ctx, ty_value original, ty_value raised)
{
    size_t n = ty_list_length(raised);
    ty_value kept = ty_list_new(ctx, n), fresh = ty_list_new(ctx, n);
    if (!kept || !fresh)
        return TY_NULL;
    for (size_t i = 0; i < n; i++) {
        ty_value e = ty_list_at(raised, i);
        if (e == TY_NONE)
            continue;
        if (ty_list_append(ctx, ty_is_instance(original, &ty_BaseExceptionGroup_type) && same_origin(e, original) ? kept : fresh, e) < 0)
            return TY_NULL;
    }
    if (ty_list_length(kept) == 0 && ty_list_length(fresh) == 0)
        return TY_NONE;
    if (!ty_is_instance(original, &ty_BaseExceptionGroup_type)) {
        /* a naked exception: whatever was raised is all there is */
        if (ty_list_length(fresh) == 1)
            return ty_list_at(fresh, 0);
    }
    ty_value rest = TY_NULL;
    if (ty_list_length(kept)) {
        rest = ty_exception_group_projection(ctx, original, kept);
        if (!rest)
            return TY_NULL;
        if (ty_list_length(fresh) == 0)
            return rest;
        if (ty_list_append(ctx, fresh, rest) < 0)
            return TY_NULL;
    }
    return ty_call2(ctx, TY_VALUE(&ty_BaseExceptionGroup_type), ty_str_empty, fresh);
}

/* --- the exception being handled ------------------------------------------------------------------------------------------ */

ty_value ty_eval_outer_handled(ty_ctx *ctx, ty_value *R)
{
    if (TY_UNLIKELY((uintptr_t)R[-1] & TY_INFO_GENERATOR) && ((ty_generator *)R[-5])->outer_handled == ctx->handled)
        return TY_UNBOUND;
    return ctx->handled;
}

ty_value ty_eval_restore_handled(ty_ctx *ctx, ty_value *R, ty_value saved)
{
    (void)ctx;
    return TY_UNLIKELY(saved == TY_UNBOUND) ? ((ty_generator *)R[-5])->outer_handled : saved;
}
