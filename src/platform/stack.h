/* SPDX-License-Identifier: MIT */
/*
 * The C stack of the calling thread: its bounds, for the recursion limit and
 * for the collector's scan, and the spilling of registers onto it.
 *
 * All supported systems have stacks that grow towards lower addresses;
 * ty_stack_bounds_get refuses others.
 */
#ifndef TY_PLATFORM_STACK_H
#define TY_PLATFORM_STACK_H

#include "platform/attr.h"

typedef struct ty_stack_bounds {
    char *low;  /* lowest usable address (guard pages excluded) */
    char *high; /* one past the highest */
} ty_stack_bounds;

/* Bounds of the calling thread's stack.  Slow on a main thread: keep the
 * result.  False: the system does not tell (or the thread runs on a stack of
 * somebody else's making); then `high` is near the caller's frame, frames
 * above it are not covered, and `low` leaves 256 KiB. */
bool ty_stack_bounds_get(ty_stack_bounds *bounds);

/* An address in the caller's frame, near enough to the stack pointer. */
TY_INLINE char *ty_stack_here(void) {
#if TY_GNUC
    return (char *)TY_FRAME_ADDRESS();
#else
    volatile char here = 0;
    return (char *)(uintptr_t)&here;
#endif
}

/* Calls fn(arg, sp) with every callee-saved register stored in a stack frame
 * above `sp`: scanning [sp, bounds.high) sees all that the callers hold, for
 * as long as fn runs.  fn may block, or release a lock under which another
 * thread scans this stack. */
void ty_spill_call(void (*fn)(void *arg, char *sp), void *arg);

/*
 * The same for later, when somebody else scans the stack while the caller waits: copies the callee-saved registers and
 * returns a stack address at or below the caller's frame, the lower end of what is to be scanned.
 *
 * The caller must stay on the stack until it is scanned: a function that calls this and returns takes with it what its
 * frame had saved of its own caller's registers. So wrappers are to be inlined. As a second line of defence the first
 * words of the stack are copied, too, up to `base`: they cover a small wrapper that is not.
 */
#define TY_SPILL_WORDS 64
void *ty_spill_save(void *to[TY_SPILL_WORDS], const void *base);

#endif
