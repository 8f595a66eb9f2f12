/* SPDX-License-Identifier: MIT */
/* Frame and traceback objects: made only when somebody looks (sys._getframe, an exception that leaves a frame). */
#ifndef TY_VM_FRAME_H
#define TY_VM_FRAME_H

#include "vm/vm.h"

typedef struct ty_frame {
    ty_object ob;
    ty_function *function;
    ty_value *R;        /* its live window, NULL when the frame is gone */
    ty_value back;      /* frame object, TY_NONE: first; TY_NULL: not asked for yet and still live */
    ty_value locals;    /* dict of variables beyond the registers (PEP 667 extras), or TY_NULL */
    ty_value trace;     /* f_trace, TY_NONE */
    ty_value generator; /* whose frame it is, or TY_NULL: then registers are read there when it is suspended */
    uint32_t pc;        /* word of the current instruction, when not live */
    int32_t line;       /* set by f_lineno, else -1 */
    bool trace_lines, trace_opcodes, cleared;
    uint16_t count;
    ty_value regs[];    /* function->code->nlocals: the variables, copied when the window is popped */
} ty_frame;

typedef struct ty_traceback {
    ty_object ob;
    ty_value next;  /* traceback or TY_NONE */
    ty_value frame; /* frame object */
    uint32_t pc;
    int32_t line;
} ty_traceback;

TY_DECLARE_TYPE(frame);
TY_DECLARE_TYPE(traceback);

/* The frame object of the window `R`, made if need be. */
ty_value ty_frame_of(ty_ctx *ctx, ty_value *R, const uint32_t *pc) TY_RAISES;
/* sys._getframe(depth); TY_NULL without exception: not that deep. */
ty_value ty_frame_get(ty_ctx *ctx, size_t depth);
/* The window is about to be popped: copy its variables into its frame object. */
void ty_frame_detach(ty_ctx *ctx, ty_value *R, const uint32_t *pc);
/* Adds the frame of window R to the traceback of the pending exception. */
void ty_traceback_here(ty_ctx *ctx, ty_value *R, const uint32_t *pc);
/* f_locals (PEP 667) and what locals() returns. */
ty_value ty_frame_locals(ty_ctx *ctx, ty_value *R) TY_RAISES;
ty_value ty_frame_locals_proxy(ty_ctx *ctx, ty_value frame) TY_RAISES;
/* Text of an uncaught exception as the interpreter prints it, with ^^^^ marks, causes, notes, groups. */
ty_value ty_traceback_format(ty_ctx *ctx, ty_value exception) TY_RAISES;

#endif
