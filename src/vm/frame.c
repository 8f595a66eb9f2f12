/* SPDX-License-Identifier: MIT */
/*
 * Frame objects: a view of a window while it lives, a copy of its variables afterwards.
 *
 * A window that has one carries TY_INFO_FRAME, and vm->frames lists them innermost last, so that whoever pops the window
 * finds it. The frame object of a suspended generator reads the registers in the generator.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/frame.h"
#include "vm/frame_impl.h"
#include "vm/generator_impl.h"

static size_t frame_size(const ty_object *o)
{
    const ty_frame *f = (const ty_frame *)o;
    return sizeof *f + f->count * sizeof(ty_value);
}

static void frame_trace(ty_object *o, ty_tracer *t)
{
    ty_frame *f = (ty_frame *)o;
    ty_trace_slot(t, &f->function);
    ty_trace_slot(t, &f->back);
    ty_trace_slot(t, &f->locals);
    ty_trace_slot(t, &f->trace);
    ty_trace_slot(t, &f->generator);
    ty_trace_slots(t, f->regs, f->count);
}

static ty_frame *new_frame(ty_ctx *ctx, ty_function *function)
{
    uint16_t n = function->code->nlocals;
    ty_frame *f = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *f + n * sizeof(ty_value)));
    if (TY_UNLIKELY(!f)) {
        ty_error_memory(ctx);
        return NULL;
    }
    *f = (ty_frame){.ob = {(uintptr_t)&ty_frame_shape}, .function = function, .trace = TY_NONE, .line = -1, .trace_lines = true, .count = n};
    for (size_t i = 0; i < n; i++)
        f->regs[i] = TY_UNBOUND;
    return f;
}

ty_value ty_frame_of(ty_ctx *ctx, ty_value *R, const uint32_t *pc)
{
    ty_vm *vm = ctx->vm;
    uintptr_t info = (uintptr_t)R[-1];
    ty_generator *g = info & TY_INFO_GENERATOR ? (ty_generator *)R[-5] : NULL;
    if (info & TY_INFO_FRAME) {
        if (g)
            return g->frame;
        for (size_t i = ty_list_length(vm->frames); i-- > 0;)
            if (((ty_frame *)ty_list_at(vm->frames, i))->R == R)
                return ty_list_at(vm->frames, i);
    }
    ty_frame *f = new_frame(ctx, (ty_function *)R[-4]);
    if (!f)
        return TY_NULL;
    f->R = R;
    f->pc = (uint32_t)(pc - f->function->code->insns) - 1;
    if (g) {
        f->generator = TY_VALUE(g);
        ty_heap_store(ctx->heap, &g->ob, &g->frame, TY_VALUE(f));
    } else {
        if (!vm->frames)
            vm->frames = ty_list_new(ctx, 4);
        if (!vm->frames || ty_list_append(ctx, vm->frames, TY_VALUE(f)) < 0)
            return TY_NULL;
    }
    R[-1] = (ty_value)(info | TY_INFO_FRAME);
    return TY_VALUE(f);
}

ty_value ty_frame_of_generator(ty_ctx *ctx, ty_generator *g)
{
    if (g->frame)
        return g->frame;
    if (g->state == TY_GEN_RUNNING) {
        ty_vm_walk w;
        for (bool more = ty_vm_walk_first(ctx, &w); more; more = ty_vm_walk_next(&w))
            if (((uintptr_t)w.R[-1] & TY_INFO_GENERATOR) && w.R[-5] == TY_VALUE(g))
                return ty_frame_of(ctx, w.R, w.pc);
    }
    ty_frame *f = new_frame(ctx, g->function);
    if (!f)
        return TY_NULL;
    f->generator = TY_VALUE(g);
    f->back = TY_NONE;
    f->pc = g->pc ? g->pc - 1 : 0;
    ty_heap_store(ctx->heap, &g->ob, &g->frame, TY_VALUE(f));
    return TY_VALUE(f);
}

void ty_frame_detach(ty_ctx *ctx, ty_value *R, const uint32_t *pc)
{
    ty_vm *vm = ctx->vm;
    bool generator = (uintptr_t)R[-1] & TY_INFO_GENERATOR;
    ty_frame *f = NULL;
    if (generator)
        f = (ty_frame *)((ty_generator *)R[-5])->frame;
    else if (vm->frames)
        for (size_t i = ty_list_length(vm->frames); i-- > 0 && !f;)
            if (((ty_frame *)ty_list_at(vm->frames, i))->R == R) {
                f = (ty_frame *)ty_list_at(vm->frames, i);
                ty_list_ptr(vm->frames)->length = i; /* those behind it are gone already */
            }
    if (!f)
        return;
    ty_heap_wrote_range(ctx->heap, &f->ob, f->regs, f->count);
    memcpy(f->regs, R, f->count * sizeof *R);
    f->pc = (uint32_t)(pc - f->function->code->insns) - 1;
    f->R = NULL;
    R[-1] = (ty_value)((uintptr_t)R[-1] & ~TY_INFO_FRAME);
    /* f_back of a frame that has been popped: the caller's frame object exists only if somebody asked */
    if (!f->back && !generator) {
        ty_value *caller = (ty_value *)R[-3];
        if (!caller)
            f->back = TY_NONE;
        else {
            ty_value back = ty_frame_of(ctx, caller, (const uint32_t *)R[-2]);
            if (!back)
                ty_error_clear(ctx);
            ty_heap_store(ctx->heap, &f->ob, &f->back, back ? back : TY_NONE);
        }
    }
}

ty_value ty_frame_get(ty_ctx *ctx, size_t depth)
{
    ty_vm_walk w;
    bool more = ty_vm_walk_first(ctx, &w);
    while (more && depth-- > 0)
        more = ty_vm_walk_next(&w);
    return more ? ty_frame_of(ctx, w.R, w.pc) : TY_NULL;
}

/* --- tracebacks -------------------------------------------------------------------------------------------------------------- */

void ty_traceback_here(ty_ctx *ctx, ty_value *R, const uint32_t *pc)
{
    if (ctx->killed || !ctx->exc)
        return;
    ty_value exc = ty_error_take(ctx);
    const ty_code *c = ((ty_function *)R[-4])->code;
    ty_frame *f = (ty_frame *)ty_frame_of(ctx, R, pc);
    ty_traceback *t = f ? ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *t)) : NULL;
    if (t) {
        uint32_t index = (uint32_t)(pc - c->insns) - 1;
        ty_value next = ty_exception_ptr(exc)->traceback;
        *t = (ty_traceback){.ob = {(uintptr_t)&ty_traceback_shape}, .next = next ? next : TY_NONE, .frame = TY_VALUE(f), .pc = index, .line = -1};
        ty_heap_store(ctx->heap, ty_object_of(exc), &ty_exception_ptr(exc)->traceback, TY_VALUE(t));
    } else
        ctx->exc = TY_NULL; /* no memory for it: the traceback is shorter */
    ty_error_restore(ctx, exc);
}

static void traceback_trace(ty_object *o, ty_tracer *t)
{
    ty_trace_slot(t, &((ty_traceback *)o)->next);
    ty_trace_slot(t, &((ty_traceback *)o)->frame);
}

/* --- attributes ------------------------------------------------------------------------------------------------------------------ */

/* Word of the current instruction. */
uint32_t ty_frame_pc(ty_ctx *ctx, const ty_frame *f)
{
    if (f->R) {
        ty_vm_walk w;
        for (bool more = ty_vm_walk_first(ctx, &w); more; more = ty_vm_walk_next(&w))
            if (w.R == f->R)
                return ty_vm_walk_index(&w);
    }
    if (f->generator && ((ty_generator *)f->generator)->state == TY_GEN_SUSPENDED) {
        uint32_t pc = ((ty_generator *)f->generator)->pc;
        return TY_BC_OP(f->function->code->insns[pc]) == TY_BC_SEND ? pc : pc - 1;
    }
    return f->pc;
}

/* The register of variable i as it is now. */
ty_value *ty_frame_register(ty_frame *f, size_t i)
{
    if (f->R)
        return &f->R[i];
    ty_generator *g = (ty_generator *)f->generator;
    if (g && g->state <= TY_GEN_SUSPENDED)
        return &g->regs[i];
    return &f->regs[i];
}

static ty_value frame_back(ty_ctx *ctx, ty_value self)
{
    ty_frame *f = (ty_frame *)self;
    if (f->back)
        return f->back;
    if (!f->R || !(ty_value *)f->R[-3])
        return TY_NONE;
    return ty_frame_of(ctx, (ty_value *)f->R[-3], (const uint32_t *)f->R[-2]);
}
static ty_value frame_code(ty_ctx *ctx, ty_value self) { (void)ctx; return TY_VALUE(((ty_frame *)self)->function->code); }
static ty_value frame_globals(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_frame *)self)->function->globals; }
static ty_value frame_builtins(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_frame *)self)->function->builtins; }
/* CPython's unit: libraries halve it. */
static ty_value frame_lasti(ty_ctx *ctx, ty_value self)
{
    return ty_small(2 * (intptr_t)ty_frame_pc(ctx, (ty_frame *)self));
}
static ty_value frame_line(ty_ctx *ctx, ty_value self)
{
    ty_frame *f = (ty_frame *)self;
    int32_t line = f->line >= 0 ? f->line : ty_code_line(f->function->code, ty_frame_pc(ctx, f));
    return line > 0 ? ty_small(line) : TY_NONE;
}
static ty_value frame_trace_get(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_frame *)self)->trace; }
static int frame_trace_set(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_frame *f = (ty_frame *)self;
    ty_heap_store(ctx->heap, &f->ob, &f->trace, v ? v : TY_NONE);
    return 0;
}
static ty_value frame_trace_lines(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(((ty_frame *)self)->trace_lines); }
static ty_value frame_trace_opcodes(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(((ty_frame *)self)->trace_opcodes); }
static int set_bool(ty_ctx *ctx, bool *to, ty_value v)
{
    if (!v || !ty_is_bool(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "attribute value type must be bool");
        return -1;
    }
    *to = v == TY_TRUE;
    return 0;
}
static int frame_set_trace_lines(ty_ctx *ctx, ty_value self, ty_value v) { return set_bool(ctx, &((ty_frame *)self)->trace_lines, v); }
static int frame_set_trace_opcodes(ty_ctx *ctx, ty_value self, ty_value v) { return set_bool(ctx, &((ty_frame *)self)->trace_opcodes, v); }
static ty_value frame_locals(ty_ctx *ctx, ty_value self) { return ty_frame_locals_proxy(ctx, self); }

static ty_value frame_clear(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_frame *f = (ty_frame *)args[0];
    ty_generator *g = (ty_generator *)f->generator;
    if (f->R)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot clear an executing frame");
    if (g && g->state == TY_GEN_SUSPENDED)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot clear a suspended frame");
    for (size_t i = 0; i < f->count; i++)
        f->regs[i] = TY_UNBOUND;
    f->locals = TY_NULL;
    f->cleared = true;
    return TY_NONE;
}

static ty_value frame_repr(ty_ctx *ctx, ty_value self)
{
    ty_frame *f = (ty_frame *)self;
    const ty_code *c = f->function->code;
    return ty_str_format(ctx, "<frame at %p, file %R, line %d, code %U>", (void *)self, c->filename,
                         (int)ty_code_line(c, ty_frame_pc(ctx, f)), c->name);
}

static const ty_layout ty_frame_layout = {.size = frame_size, .trace = frame_trace};
#define OWNER &ty_frame_type
static const ty_native frame_methods[] = {
    TY_METHOD(clear, frame_clear, 0, 0, "", "Clear all references held by the frame."),
    TY_NATIVE_END,
};
static const ty_getset frame_getsets[] = {
    TY_GETSET(f_back, frame_back, NULL, NULL),
    TY_GETSET(f_code, frame_code, NULL, NULL),
    TY_GETSET(f_globals, frame_globals, NULL, NULL),
    TY_GETSET(f_builtins, frame_builtins, NULL, NULL),
    TY_GETSET(f_lasti, frame_lasti, NULL, NULL),
    TY_GETSET(f_lineno, frame_line, NULL, NULL),
    TY_GETSET(f_locals, frame_locals, NULL, NULL),
    TY_GETSET(f_trace, frame_trace_get, frame_trace_set, NULL),
    TY_GETSET(f_trace_lines, frame_trace_lines, frame_set_trace_lines, NULL),
    TY_GETSET(f_trace_opcodes, frame_trace_opcodes, frame_set_trace_opcodes, NULL),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(frame, .name = "frame", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(ty_frame),
                .methods = frame_methods, .getsets = frame_getsets, .slots = {TY_OBJECT_SLOTS, .repr = frame_repr});

/* --- traceback objects ---------------------------------------------------------------------------------------------------------- */

static ty_value traceback_next(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_traceback *)self)->next; }
static int traceback_set_next(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_traceback *t = (ty_traceback *)self;
    if (!v || (v != TY_NONE && !ty_has_shape(v, &ty_traceback_shape))) {
        if (v)
            ty_error_set(ctx, &ty_TypeError_type, "expected traceback object, got '%T'", v);
        else
            ty_error_set(ctx, &ty_TypeError_type, "can't delete tb_next attribute");
        return -1;
    }
    for (ty_value p = v; p != TY_NONE; p = ((ty_traceback *)p)->next)
        if (p == self) {
            ty_error_set(ctx, &ty_ValueError_type, "traceback loop detected");
            return -1;
        }
    ty_heap_store(ctx->heap, &t->ob, &t->next, v);
    return 0;
}
static ty_value traceback_frame(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_traceback *)self)->frame; }
static ty_value traceback_lasti(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_small(2 * (intptr_t)((ty_traceback *)self)->pc); }
int32_t ty_traceback_line(const ty_traceback *t)
{
    return t->line >= 0 ? t->line : ty_code_line(((ty_frame *)t->frame)->function->code, t->pc);
}
static ty_value traceback_line(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_small(ty_traceback_line((ty_traceback *)self)); }

static ty_value traceback_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    ty_value a[4];
    if (ty_native_bind(ctx, "traceback", "tb_next, tb_frame, tb_lasti, tb_lineno", 4, 4, args, nargs, kwnames, a) < 0)
        return TY_NULL;
    if (!ty_has_shape(a[1], &ty_frame_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "traceback() argument 'tb_frame' must be frame, not %T", a[1]);
    if (a[0] != TY_NONE && !ty_has_shape(a[0], &ty_traceback_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "expected traceback object or None, got '%T'", a[0]);
    intptr_t lasti, line;
    if (ty_op_index_size(ctx, a[2], &ty_OverflowError_type, &lasti) < 0 || ty_op_index_size(ctx, a[3], &ty_OverflowError_type, &line) < 0)
        return TY_NULL;
    ty_traceback *t = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *t));
    if (!t)
        return ty_error_memory(ctx);
    uint32_t count = ((ty_frame *)a[1])->function->code->ninsns;
    *t = (ty_traceback){.ob = {(uintptr_t)&ty_traceback_shape}, .next = a[0], .frame = a[1],
                        .pc = lasti < 0 || (size_t)lasti / 2 >= count ? 0 : (uint32_t)(lasti / 2), .line = (int32_t)line};
    return TY_VALUE(t);
}

static const ty_layout ty_traceback_layout = {.trace = traceback_trace, .fixed_size = sizeof(ty_traceback)};
#undef OWNER
#define OWNER &ty_traceback_type
static const ty_getset traceback_getsets[] = {
    TY_GETSET(tb_next, traceback_next, traceback_set_next, NULL),
    TY_GETSET(tb_frame, traceback_frame, NULL, NULL),
    TY_GETSET(tb_lasti, traceback_lasti, NULL, NULL),
    TY_GETSET(tb_lineno, traceback_line, NULL, NULL),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(traceback, .name = "traceback", .base = &ty_object_type, .flags = 0, .basicsize = sizeof(ty_traceback),
                .getsets = traceback_getsets, .slots = {TY_OBJECT_SLOTS, .new_ = traceback_new});
