/* SPDX-License-Identifier: MIT */
/*
 * Roots that the heap knows itself: stack segments with their spilled registers, and registered slots.
 */
#include <config.h>

#include "gc/impl.h"

#include <setjmp.h>
#include <string.h>

/* --- stack segments ------------------------------------------------------------------------------------------------ */

void ty_stack_enter(ty_heap *h, ty_stack *s, void *base)
{
    s->base = base;
    s->top = NULL;
    s->prev = NULL;
    s->next = h->stacks;
    if (s->next)
        s->next->prev = s;
    h->stacks = s;
}

void ty_stack_leave(ty_heap *h, ty_stack *s)
{
    if (s->prev)
        s->prev->next = s->next;
    else
        h->stacks = s->next;
    if (s->next)
        s->next->prev = s->prev;
}

/*
 * The callee-saved registers of the caller are still in registers here, or in this frame, which is gone when the
 * collector looks: hence the copies. Caller-saved ones are in the caller's frame, above `top`.
 */
TY_NOINLINE TY_NO_SANITIZE void ty_stack_park(ty_stack *s)
{
#if TY_GNUC && defined(__x86_64__) && !defined(_WIN32)
    __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
                     "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)"
                     : : "r"(s->spill) : "memory");
    void **frame = TY_FRAME_ADDRESS();
    s->spill[6] = frame[0]; /* the caller's frame pointer register, replaced above */
    s->top = frame + 2;     /* the caller's stack pointer */
#elif TY_GNUC && defined(__aarch64__)
    __asm__ volatile("stp x19, x20, [%0, #0]\n\tstp x21, x22, [%0, #16]\n\tstp x23, x24, [%0, #32]\n\t"
                     "stp x25, x26, [%0, #48]\n\tstp x27, x28, [%0, #64]\n\tstr x29, [%0, #80]"
                     : : "r"(s->spill) : "memory");
    s->top = TY_FRAME_ADDRESS();
#else
    jmp_buf registers;
    size_t n = sizeof registers < sizeof s->spill ? sizeof registers : sizeof s->spill;
    memset(&registers, 0, sizeof registers);
    (void)setjmp(registers);
    memcpy(s->spill, &registers, n);
    s->top = (void *)&registers;
#endif
}

void ty_stack_unpark(ty_stack *s)
{
    s->top = NULL;
}

/* [a, b) on a stack that grows either way. */
static void mark_stack(ty_marker *m, void *a, void *b)
{
    if ((uintptr_t)a < (uintptr_t)b)
        ty_mark_conservative(m, a, b);
    else
        ty_mark_conservative(m, b, a);
}

/* --- registered slots ---------------------------------------------------------------------------------------------- */

ty_root *ty_root_new(ty_heap *h, ty_value v)
{
    ty_root *r = ty_own_alloc(h, sizeof *r);
    if (!r)
        return NULL;
    r->value = v;
    r->prev = NULL;
    r->next = h->roots;
    if (r->next)
        r->next->prev = r;
    h->roots = r;
    return r;
}

ty_value ty_root_get(const ty_root *r)
{
    return r->value;
}

void ty_root_set(ty_root *r, ty_value v)
{
    r->value = v;
}

void ty_root_free(ty_heap *h, ty_root *r)
{
    if (r->prev)
        r->prev->next = r->next;
    else
        h->roots = r->next;
    if (r->next)
        r->next->prev = r->prev;
    ty_own_free(h, r, sizeof *r);
}

void ty_roots_release(ty_heap *h)
{
    for (ty_root *r = h->roots, *next; r; r = next) {
        next = r->next;
        ty_own_free(h, r, sizeof *r);
    }
    h->roots = NULL;
}

/* --- all ----------------------------------------------------------------------------------------------------------- */

void ty_roots_mark(ty_marker *m, void *stack_pointer)
{
    ty_heap *h = m->heap;
    for (ty_stack *s = h->stacks; s; s = s->next) {
        if (s->top) {
            ty_mark_conservative(m, s->spill, s->spill + TY_COUNTOF(s->spill));
            mark_stack(m, s->top, s->base);
        } else {
            mark_stack(m, stack_pointer, s->base);
        }
    }
    for (ty_root *r = h->roots; r; r = r->next)
        ty_trace_slots(&m->t, &r->value, 1);
    if (h->client.roots)
        h->client.roots(h->client.self, &m->t, m->minor);
}
