/* SPDX-License-Identifier: MIT */
/*
 * The VM stack of a thread: segments, entry from native code, walking, tracing by the collector.
 *
 * The first segment is small (an idle interpreter pays little); later ones double up to a limit. One segment beyond the
 * current is not kept: a call that crosses a boundary in a loop reuses the memory through malloc's own cache.
 */
#include <config.h>

#include <stdlib.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/assert.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include "object/attr.h"

enum {
    FIRST_SEGMENT_WORDS = 1000,
    LARGEST_SEGMENT_WORDS = 1 << 20,
};
#define STACK_LIMIT_BYTES ((size_t)512 << 20)

/* --- segments -------------------------------------------------------------------------------------------------------- */

static ty_vm_segment *new_segment(ty_ctx *ctx, ty_vm *vm, size_t words)
{
    size_t bytes = sizeof(ty_vm_segment) + words * sizeof(ty_value);
    if (vm->segment_bytes + bytes > STACK_LIMIT_BYTES) {
        ty_error_set(ctx, &ty_RecursionError_type, "maximum recursion depth exceeded");
        return NULL;
    }
    ty_vm_segment *s = malloc(bytes);
    if (!s) {
        ty_error_memory(ctx);
        return NULL;
    }
    s->previous = vm->segment;
    s->end = s->words + words;
    vm->segment_bytes += bytes;
    vm->segment = s;
    vm->limit = s->end;
    return s;
}

void ty_vm_leave_segment(ty_vm *vm)
{
    ty_vm_segment *s = vm->segment;
    vm->segment = s->previous;
    vm->limit = s->previous->end;
    vm->segment_bytes -= sizeof *s + (size_t)(s->end - s->words) * sizeof(ty_value);
    free(s);
}

ty_value *ty_vm_reserve(ty_ctx *ctx, size_t words, uintptr_t *info)
{
    ty_vm *vm = ctx->vm;
    ty_value *start = vm->R ? vm->R + ((ty_function *)vm->R[-4])->code->nregs : vm->segment->words;
    if (TY_UNLIKELY(start + words > vm->limit)) {
        size_t size = 2 * (size_t)(vm->segment->end - vm->segment->words);
        if (size > LARGEST_SEGMENT_WORDS)
            size = LARGEST_SEGMENT_WORDS;
        if (size < words)
            size = words;
        ty_vm_segment *s = new_segment(ctx, vm, size);
        if (!s)
            return NULL;
        *info |= TY_INFO_SEGMENT;
        start = s->words;
    }
    return start + TY_FRAME_HEADER + 1; /* a word in front for the generator */
}

ty_vm *ty_vm_new(ty_ctx *ctx)
{
    ty_vm *vm = calloc(1, sizeof *vm);
    if (!vm || !new_segment(ctx, vm, FIRST_SEGMENT_WORDS)) {
        free(vm);
        ty_error_memory(ctx);
        return NULL;
    }
    return vm;
}

void ty_vm_destroy(ty_vm *vm)
{
    for (ty_vm_segment *s = vm->segment, *previous; s; s = previous) {
        previous = s->previous;
        free(s);
    }
    free(vm);
}

/* How many registers of the innermost frame, at `pc`, hold anything: when a call instruction runs a native, its window ends
 * with the arguments, and whatever lies above would be overwritten by any Python function called from there. (Windows of
 * Python functions are still being filled when the frame is not there yet.) Words behind an instruction cannot be told
 * from instructions backwards, so the code is walked up to it; long code is not. */
static size_t live_registers(const ty_code *c, const uint32_t *pc, const ty_value *R)
{
    static const uint8_t lengths[] = {
#define LENGTH(name, words, a, b, c, w) words,
        TY_OPCODE_ROWS(LENGTH)
#undef LENGTH
    };
    if (!pc || pc <= c->insns || pc > c->insns + c->ninsns || c->ninsns > 4096)
        return c->nregs;
    const uint32_t *p = c->insns;
    while (p + lengths[TY_BC_OP(*p)] < pc)
        p += lengths[TY_BC_OP(*p)];
    if (TY_BC_OP(*p) != TY_BC_CALL && TY_BC_OP(*p) != TY_BC_CALLM)
        return c->nregs;
    const ty_value *W = R + TY_BC_A(*p);
    ty_value callee = W[0] != TY_UNBOUND || TY_BC_OP(*p) == TY_BC_CALL ? W[0] : W[1];
    if (!ty_is_object(callee) || ty_type_of(callee) != &ty_builtin_function_type)
        return c->nregs;
    /* Arguments may have been moved up, but for functions of modules, where ty_eval_call_shifted clears what is left. */
    bool plain = (((const ty_object *)callee)->head & TY_HEAD_SHARED) && (((const ty_native *)callee)->flags & TY_MODULE_FN);
    size_t n = TY_BC_A(*p) + TY_FRAME_HEADER + TY_BC_B(*p) + (plain ? 0u : 2u);
    return n < c->nregs ? n : c->nregs;
}

void ty_vm_trace(ty_vm *vm, ty_tracer *t)
{
    ty_trace_slot(t, &vm->frames);
    ty_trace_slot(t, &vm->trace);
    ty_trace_slot(t, &vm->profile);
    ty_value *callee = NULL;
    for (ty_value *R = vm->R; R; R = (ty_value *)R[-3]) {
        ty_function *f = (ty_function *)R[-4];
        ty_trace_slot(t, &R[-4]);
        if ((uintptr_t)R[-1] & TY_INFO_GENERATOR)
            ty_trace_slot(t, &R[-5]);
        /* Variables precisely; temporaries above may be stale and are only ranged over, up to the callee's window. */
        size_t n = callee ? f->code->nregs : live_registers(f->code, vm->pc, R);
        if (callee && callee >= R && (size_t)(callee - R) < n + TY_FRAME_HEADER)
            n = (size_t)(callee - R) - TY_FRAME_HEADER;
        ty_trace_slots(t, R, f->code->nlocals);
        if (n > f->code->nlocals)
            ty_trace_words(t, R + f->code->nlocals, R + n);
        callee = R;
    }
}

/* --- entry from native code -------------------------------------------------------------------------------------------- */

ty_value ty_vm_call(ty_ctx *ctx, ty_value function, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_context_deep(ctx, ""))
        return TY_NULL;
    ty_value v = TY_NULL;
    switch (ty_eval_enter(ctx, (ty_function *)function, NULL, args, nargs, kwnames, TY_CONT_ENTRY, &v)) {
    case TY_CALL_PUSHED: return ty_eval_run(ctx);
    case TY_CALL_RESULT: return v;
    case TY_CALL_ERROR: break;
    }
    return TY_NULL;
}

ty_value ty_vm_function(ty_ctx *ctx, ty_code *code, ty_value globals, ty_value closure)
{
    if (ty_unit_adopt(ctx, code->unit) < 0)
        return TY_NULL;
    ty_caches *caches = ty_caches_new(ctx, code);
    ty_function *f = caches ? ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *f)) : NULL;
    if (!f)
        return ctx->exc ? TY_NULL : ty_error_memory(ctx);
    *f = (ty_function){.ob = {(uintptr_t)&ty_function_shape}, .code = code, .caches = caches, .globals = globals,
                       .builtins = ctx->objects->builtins, .closure = closure, .name = code->name, .qualname = code->qualname};
    ty_value builtins;
    int found = ty_dict_get_str(ctx, globals, TY_SYM(__builtins__), &builtins);
    if (found < 0)
        return TY_NULL;
    if (found && ty_is_object(builtins)) {
        if (!ty_is_dict(builtins))
            builtins = ty_attr_module_dict(builtins);
        if (builtins)
            f->builtins = builtins;
    }
    return TY_VALUE(f);
}

ty_value ty_vm_exec(ty_ctx *ctx, ty_code *code, ty_value globals, ty_value locals, ty_value closure)
{
    ty_value f = ty_vm_function(ctx, code, globals, closure);
    if (!f)
        return TY_NULL;
    if (code->flags & TY_CODE_NAMESPACE)
        return ty_vm_call(ctx, f, &locals, 1, TY_NULL);
    return ty_vm_call(ctx, f, NULL, 0, TY_NULL);
}

void ty_vm_install(ty_ctx *ctx)
{
    ctx->objects->hooks.call_function = ty_vm_call;
    ty_function_hooks_install(ctx);
}

/* --- walking -------------------------------------------------------------------------------------------------------------- */

bool ty_vm_walk_first(ty_ctx *ctx, ty_vm_walk *w)
{
    w->R = ctx->vm ? ctx->vm->R : NULL;
    w->pc = ctx->vm ? ctx->vm->pc : NULL;
    return w->R != NULL;
}

bool ty_vm_walk_next(ty_vm_walk *w)
{
    w->pc = (const uint32_t *)w->R[-2];
    w->R = (ty_value *)w->R[-3];
    return w->R != NULL;
}

ty_value ty_vm_globals(ty_ctx *ctx)
{
    return ctx->vm && ctx->vm->R ? ((ty_function *)ctx->vm->R[-4])->globals : TY_NULL;
}
