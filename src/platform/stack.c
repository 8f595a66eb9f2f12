/* SPDX-License-Identifier: MIT */
/* Stack bounds per system, and register spilling: see stack.h. */
#include <config.h>

#include "platform/stack.h"

#include <pthread.h>
#include <setjmp.h>
#include <string.h>
#include <sys/resource.h>

#if defined(__linux__)
# include <sys/auxv.h>

# include "platform/page.h"
# include "platform/thread.h"
#elif defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__)
# include <pthread_np.h>
# include <sys/signal.h>
#elif defined(__sun)
# include <thread.h>
# include <signal.h>
#endif

enum { UNKNOWN_BELOW = 256 * 1024 };

/* Where a main thread's stack has no limit, a limit is put here: recursion
 * must end before it meets a mapping. */
#define MAIN_STACK_MOST ((size_t)64 * 1024 * 1024)

#if defined(__linux__)
/* The C library finds the main thread's stack by reading the list of all
 * mappings, 90 us of a start that should take 1,000.  The kernel puts the
 * program's path at its very top, and keeps below it what RLIMIT_STACK says. */
static bool main_stack(char **low, char **high) {
    if (!ty_thread_is_main()) return false;
    const char *path = (const char *)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (!path || getrlimit(RLIMIT_STACK, &limit) != 0) return false;
    size_t page = ty_page_size(), size = MAIN_STACK_MOST;
    uintptr_t end = TY_ALIGN_UP((uintptr_t)path + strlen(path) + 1 + sizeof(void *), (uintptr_t)page);
    uintptr_t here = (uintptr_t)ty_stack_here();
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < size) size = (size_t)limit.rlim_cur;
    /* A debugger or an emulator may have arranged it otherwise. */
    if (here >= end || end - here > size / 2) return false;
    *high = (char *)end;
    *low = *high - TY_ALIGN_DOWN(size, page) + page;
    return true;
}
#endif

static bool from_system(char **low, char **high) {
#if defined(__linux__)
    if (main_stack(low, high)) return true;
#endif
#if defined(__linux__) || defined(__NetBSD__) || defined(__FreeBSD__)
    pthread_attr_t attr;
    void *base = NULL;
    size_t size = 0, guard = 0;
# if defined(__FreeBSD__)
    if (pthread_attr_init(&attr) != 0) return false;
    int err = pthread_attr_get_np(pthread_self(), &attr);
# else
    int err = pthread_getattr_np(pthread_self(), &attr);
    if (err) return false;
# endif
    if (!err) err = pthread_attr_getstack(&attr, &base, &size);
    if (!err) pthread_attr_getguardsize(&attr, &guard);
    pthread_attr_destroy(&attr);
    if (err || !base || size == 0) return false;
    *low = base;
    *high = (char *)base + size;
# if !defined(__GLIBC__)
    /* Elsewhere than in glibc the guard lies inside the reported range. */
    if (guard < size) *low += guard;
# else
    (void)guard;
# endif
    return true;
#elif defined(__APPLE__)
    pthread_t self = pthread_self();
    *high = pthread_get_stackaddr_np(self);
    *low = *high - pthread_get_stacksize_np(self);
    return true;
#elif defined(__OpenBSD__)
    stack_t seg;
    if (pthread_stackseg_np(pthread_self(), &seg) != 0) return false;
    *high = seg.ss_sp;
    *low = *high - seg.ss_size;
    return true;
#elif defined(__sun)
    stack_t seg;
    if (thr_stksegment(&seg) != 0) return false;
    *high = seg.ss_sp;
    *low = *high - seg.ss_size;
    return true;
#else
    (void)low;
    (void)high;
    return false;
#endif
}

TY_NOINLINE static bool grows_down(const char *caller) {
    return ty_stack_here() <= caller;
}

bool ty_stack_bounds_get(ty_stack_bounds *bounds) {
    char *here = ty_stack_here();
    char *low = NULL, *high = NULL;
    if (grows_down(here) && from_system(&low, &high) && low < here && here < high) {
        if ((size_t)(high - low) > MAIN_STACK_MOST && (size_t)(high - here) < MAIN_STACK_MOST / 2) {
            struct rlimit limit;
            if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
                low = high - MAIN_STACK_MOST;
        }
        bounds->low = low;
        bounds->high = high;
        return true;
    }
    bounds->high = here + 256;
    bounds->low = here - UNKNOWN_BELOW;
    return false;
}

/* The registers are still registers here, or in this frame, which is gone afterwards: hence the copies. */
TY_NOINLINE TY_NO_SANITIZE void *ty_spill_save(void *to[TY_SPILL_WORDS], const void *base) {
    void **top, **all = to + TY_SPILL_WORDS;
#if TY_GNUC && defined(__x86_64__) && !defined(_WIN32)
    void **frame = TY_FRAME_ADDRESS();
    __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%r12, 8(%0)\n\tmovq %%r13, 16(%0)\n\t"
                     "movq %%r14, 24(%0)\n\tmovq %%r15, 32(%0)"
                     :
                     : "r"(to)
                     : "memory");
    to[5] = frame[0]; /* this function has put its own frame into the register */
    to += 6;
    top = frame + 2;
#elif TY_GNUC && defined(__aarch64__)
    void **frame = TY_FRAME_ADDRESS();
    __asm__ volatile("stp x19, x20, [%0, #0]\n\tstp x21, x22, [%0, #16]\n\tstp x23, x24, [%0, #32]\n\t"
                     "stp x25, x26, [%0, #48]\n\tstp x27, x28, [%0, #64]"
                     :
                     : "r"(to)
                     : "memory");
    to[10] = frame[0];
    to += 11;
    top = frame;
#else
    jmp_buf registers;
    size_t n = sizeof registers < 32 * sizeof *to ? sizeof registers : 32 * sizeof *to;
    memset(&registers, 0, sizeof registers);
    (void)setjmp(registers);
    memcpy(to, &registers, n);
    to += n / sizeof *to;
    top = (void **)(void *)ty_stack_here();
#endif
    for (void **from = top; to < all; from++) *to++ = (const void *)from < base ? *from : NULL;
    return top;
}

/* Its own frame lies below the one holding the registers. */
TY_NOINLINE TY_NO_SANITIZE_ADDRESS static void call_below(void (*fn)(void *arg, char *sp), void *arg) {
    fn(arg, ty_stack_here());
    TY_COMPILER_BARRIER();
}

TY_NOINLINE TY_NO_SANITIZE_ADDRESS void ty_spill_call(void (*fn)(void *arg, char *sp), void *arg) {
    /* setjmp alone is not enough: the C library mangles the frame pointer
     * register, which may hold a value.  The builtin makes this function save
     * every callee-saved register in its frame. */
#if TY_GNUC
    __builtin_unwind_init();
#endif
    jmp_buf registers;
    /* It leaves a part of the buffer alone: words of earlier calls, which the scan would take for values. */
    memset(&registers, 0, sizeof registers);
    (void)setjmp(registers);
    TY_KEEP(&registers);
    call_below(fn, arg);
    TY_KEEP(&registers);
}
