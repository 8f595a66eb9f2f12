/* SPDX-License-Identifier: MIT */
/*
 * Signals of the process. The C handler only notes the number in a set of atomic bits, writes to the wakeup descriptor, and
 * asks the main interpreter's main thread to look up. ty_signal_run_handlers runs the Python handlers there.
 *
 * The Python handlers are in the main interpreter's roots under "_signal": a list indexed by number.
 */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "interp/interp.h"
#include "interp/signal.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/frame.h"

/* Written by the C handler: the only file-scope data beside interp/runtime.c, because a signal has no argument of ours. */
static atomic_uint_fast64_t pending[2];
static _Atomic int wakeup_fd = -1;
static _Atomic(ty_ctx *) main_thread;

static void noted(int number)
{
    int saved = errno;
    atomic_fetch_or(&pending[number / 64], (uint_fast64_t)1 << (number % 64));
    ty_ctx *ctx = atomic_load(&main_thread);
    if (ctx)
        ty_context_request(ctx, TY_BREAK_SIGNAL);
    int fd = atomic_load(&wakeup_fd);
    if (fd >= 0) {
        unsigned char byte = (unsigned char)number;
        ssize_t ignored = write(fd, &byte, 1);
        (void)ignored;
    }
    errno = saved;
}

int ty_signal_set_wakeup(int fd)
{
    return atomic_exchange(&wakeup_fd, fd);
}

int ty_signal_catch(ty_ctx *ctx, int number)
{
    struct sigaction a = {.sa_handler = noted};
    sigemptyset(&a.sa_mask);
    a.sa_flags = SA_ONSTACK;
    atomic_store(&main_thread, ctx);
    return sigaction(number, &a, NULL);
}

int ty_signal_default(int number, bool ignore)
{
    struct sigaction a = {.sa_handler = ignore ? SIG_IGN : SIG_DFL};
    sigemptyset(&a.sa_mask);
    return sigaction(number, &a, NULL);
}

bool ty_signal_is_main(ty_ctx *ctx)
{
    return ctx->interp == ctx->interp->runtime->main && ty_thread_is_main();
}

void ty_signal_trip(int number)
{
    noted(number);
}

ty_value ty_signal_handlers(ty_ctx *ctx)
{
    ty_value v, roots = ctx->interp->roots;
    int found = ty_dict_get_str(ctx, roots, TY_SYM(_signal), &v);
    if (found)
        return found < 0 ? TY_NULL : v;
    v = ty_list_new(ctx, TY_SIGNAL_COUNT);
    for (int i = 0; v && i < TY_SIGNAL_COUNT; i++)
        if (ty_list_append(ctx, v, TY_NONE) < 0)
            return TY_NULL;
    return v && ty_dict_set(ctx, roots, TY_SYM(_signal), v) == 0 ? v : TY_NULL;
}

int ty_signal_run_handlers(ty_ctx *ctx)
{
    if (!ty_signal_is_main(ctx))
        return 0;
    for (int half = 0; half < 2; half++) {
        uint_fast64_t bits;
        while ((bits = atomic_load(&pending[half])) != 0) {
            int bit = 0;
            while (!(bits >> bit & 1))
                bit++;
            atomic_fetch_and(&pending[half], ~((uint_fast64_t)1 << bit));
            int number = half * 64 + bit;
            ty_value handlers = ty_signal_handlers(ctx), h = handlers ? ty_list_at(handlers, (size_t)number) : TY_NULL;
            if (!h)
                return -1;
            if (number == SIGINT && !ty_is_object(h)) { /* nobody imported the signal module */
                ty_error_set_object(ctx, ty_exception_new(ctx, &ty_KeyboardInterrupt_type, ty_tuple_empty));
                return -1;
            }
            if (!ty_is_object(h)) /* SIG_DFL, SIG_IGN or None: set since */
                continue;
            ty_value frame = ty_frame_get(ctx, 0);
            if (ctx->exc || !ty_call2(ctx, h, ty_small(number), frame ? frame : TY_NONE)) {
                if (atomic_load(&pending[0]) | atomic_load(&pending[1]))
                    ty_context_request(ctx, TY_BREAK_SIGNAL);
                return -1;
            }
        }
    }
    return 0;
}

void ty_signal_install_interrupt(ty_ctx *ctx)
{
    struct sigaction old;
    atomic_store(&main_thread, ctx);
    if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        (void)ty_signal_catch(ctx, SIGINT);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    (void)sigaction(SIGPIPE, &ignore, NULL); /* a write to a closed pipe is an exception */
#ifdef SIGXFSZ
    (void)sigaction(SIGXFSZ, &ignore, NULL);
#endif
}
