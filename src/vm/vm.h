/* SPDX-License-Identifier: MIT */
/*
 * The virtual machine of one thread: its stack of register windows.
 *
 * A frame is a window of registers on the VM stack behind a header of four words:
 *
 *   R[-4]  the function (object/function.h); after return, in the caller's window, the result
 *   R[-3]  the caller's R, NULL for the first frame of the thread
 *   R[-2]  the caller's pc: where it goes on
 *   R[-1]  info: continuation (bits 0-3), flags (4-7), destination register of the caller (8-15), depth (16...)
 *   R[0]   arguments, other locals, temporaries, and the windows of calls under way
 *
 * The callee's window begins inside the caller's (its arguments are already in place). Frames pushed for a getter, an
 * operator, a generator lie behind the caller's registers. A Python-to-Python call uses no C stack. The stack is a list
 * of segments; a frame never crosses two.
 *
 * `vm->R` is the innermost frame at every safepoint, and `vm->pc` points behind the instruction it is executing, so
 * positions and handlers are looked up for pc - 1.
 */
#ifndef TY_VM_VM_H
#define TY_VM_VM_H

#include "code/code.h"
#include "object/function.h"
#include "vm/cache.h"

enum { TY_FRAME_HEADER = 4 };

enum ty_continuation { /* what happens with a frame's result */
    TY_CONT_CALL,      /* it replaces the function in the caller's window: R[-4] */
    TY_CONT_STORE,     /* caller's R[destination] */
    TY_CONT_DISCARD,   /* attribute or item stores */
    TY_CONT_INIT,      /* __init__: must be None; the instance lies in the caller's window already */
    TY_CONT_BINARY,    /* NotImplemented: try the rest; else R[destination] */
    TY_CONT_COMPARE,   /* the same for a comparison */
    TY_CONT_BRANCH,    /* the same for a compare-and-jump instruction */
    TY_CONT_TRUTH,     /* JT, JF, NOT: __bool__ */
    TY_CONT_FOR,       /* generator stepped by NEXT */
    TY_CONT_SEND,      /* generator stepped by SEND */
    TY_CONT_ENTRY,     /* called from C: leave the loop */
    TY_CONT_NEXT,      /* __next__ called by NEXT: StopIteration is the end */
};
#define TY_INFO_CONT ((uintptr_t)15)
#define TY_INFO_FRAME ((uintptr_t)1 << 4)     /* a frame object refers to this window: vm->frames */
#define TY_INFO_GENERATOR ((uintptr_t)1 << 5) /* R[-5] is the generator */
#define TY_INFO_SEGMENT ((uintptr_t)1 << 6)   /* first frame of a segment: popping it leaves the segment */
#define TY_INFO_TRACE ((uintptr_t)1 << 7)     /* a trace function watches this frame */
#define TY_INFO_PLAIN ((uintptr_t)0xff)       /* none of these bits: the fast return */
#define TY_INFO_DEST(info) ((info) >> 8 & 0xff)
#define TY_INFO_DEPTH_ONE ((uintptr_t)1 << 16)
#define TY_INFO_DEPTH(info) ((info) >> 16)

typedef struct ty_vm_segment {
    struct ty_vm_segment *previous;
    ty_value *end;
    ty_value words[];
} ty_vm_segment;

typedef struct ty_vm {
    ty_value *R;               /* innermost frame, NULL: none */
    const uint32_t *pc;        /* behind its current instruction */
    ty_value *limit;           /* last word a window of the current segment may use */
    ty_vm_segment *segment;
    ty_value frames;           /* list of live frame objects, innermost last; TY_NULL: none */
    ty_value trace, profile;   /* sys.settrace, sys.setprofile functions; TY_NULL: none */
    size_t segment_bytes;      /* of all segments */
} ty_vm;

ty_vm *ty_vm_new(ty_ctx *ctx) TY_RAISES;
void ty_vm_destroy(ty_vm *vm);
void ty_vm_trace(ty_vm *vm, ty_tracer *t);
/* Fills the hooks of the object floor. */
void ty_vm_install(ty_ctx *ctx);
void ty_function_hooks_install(ty_ctx *ctx); /* part of it */

/* A function of `code` without defaults and closure. */
ty_value ty_vm_function(ty_ctx *ctx, ty_code *code, ty_value globals, ty_value closure /* tuple or TY_NULL */) TY_RAISES;
/* Calls a Python function from native code (the hook behind ty_call). */
ty_value ty_vm_call(ty_ctx *ctx, ty_value function, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;
/* Runs module-like code (TY_CODE_NAMESPACE) in the given globals dict and namespace mapping: exec, import, run. */
ty_value ty_vm_exec(ty_ctx *ctx, ty_code *code, ty_value globals, ty_value locals, ty_value closure) TY_RAISES;

/* --- walking (traceback, sys._getframe, warnings) ---------------------------------------------------------------- */
typedef struct ty_vm_walk {
    ty_value *R;
    const uint32_t *pc;
} ty_vm_walk;
bool ty_vm_walk_first(ty_ctx *ctx, ty_vm_walk *w); /* false: no frame */
bool ty_vm_walk_next(ty_vm_walk *w);
static inline ty_function *ty_vm_walk_function(const ty_vm_walk *w) { return (ty_function *)w->R[-4]; }
static inline uint32_t ty_vm_walk_index(const ty_vm_walk *w) /* word of the current instruction */
{
    return (uint32_t)(w->pc - ty_vm_walk_function(w)->code->insns) - 1;
}
/* globals of the innermost Python frame, TY_NULL: none */
ty_value ty_vm_globals(ty_ctx *ctx);

#endif
