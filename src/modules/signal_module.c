/* SPDX-License-Identifier: MIT */
/* The module _signal. */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "interp/interp.h"
#include "interp/signal.h"
#include "modules/modules.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

#define UNUSED (void)nargs, (void)kwnames
#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

static int number_argument(ty_ctx *ctx, ty_value v, int *out)
{
    intptr_t n;
    if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &n) < 0)
        return -1;
    if (n < 1 || n >= NSIG) {
        ty_error_set(ctx, &ty_ValueError_type, "signal number out of range");
        return -1;
    }
    *out = (int)n;
    return 0;
}

/* What a handler is shown as: SIG_DFL 0, SIG_IGN 1, a callable, or None for one that is not of Python. */
static ty_value handler_of(ty_ctx *ctx, int number)
{
    ty_value handlers = ty_signal_handlers(ctx), h = handlers ? ty_list_at(handlers, (size_t)number) : TY_NULL;
    if (!h || h != TY_NONE)
        return h;
    struct sigaction a;
    if (sigaction(number, NULL, &a) < 0)
        return TY_NONE;
    return a.sa_handler == SIG_DFL ? ty_small(0) : a.sa_handler == SIG_IGN ? ty_small(1) : TY_NONE;
}

FN(signal_default_int_handler)
{
    UNUSED, (void)args;
    ty_value e = ty_exception_new(ctx, &ty_KeyboardInterrupt_type, ty_tuple_empty);
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

FN(signal_signal)
{
    UNUSED;
    int number;
    if (number_argument(ctx, args[0], &number) < 0)
        return TY_NULL;
    if (!ty_signal_is_main(ctx))
        return ty_error_set(ctx, &ty_ValueError_type, "signal only works in main thread of the main interpreter");
    ty_value h = args[1], old = handler_of(ctx, number), handlers = ty_signal_handlers(ctx);
    if (!old || !handlers || ty_context_poll(ctx) < 0)
        return TY_NULL;
    int r;
    if (ty_is_int(h)) {
        intptr_t n = ty_int_sign(h) == 0 ? 0 : ty_is_small(ty_int_exact(h)) ? ty_small_value(ty_int_exact(h)) : -1;
        if (n != 0 && n != 1)
            goto wrong;
        r = ty_signal_default(number, n == 1);
        h = ty_small(n);
    } else if (ty_op_callable(h)) {
        r = ty_signal_catch(ctx, number);
    } else {
    wrong:
        return ty_error_set(ctx, &ty_TypeError_type, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    if (r < 0)
        return ty_error_os(ctx, errno, TY_NULL);
    ty_list_put(ctx, handlers, (size_t)number, h);
    return old;
}

FN(signal_getsignal)
{
    UNUSED;
    int number;
    return number_argument(ctx, args[0], &number) < 0 ? TY_NULL : handler_of(ctx, number);
}
FN(signal_raise_signal)
{
    UNUSED;
    int number;
    if (number_argument(ctx, args[0], &number) < 0)
        return TY_NULL;
    if (raise(number) != 0)
        return ty_error_os(ctx, errno, TY_NULL);
    return ty_context_poll(ctx) < 0 ? TY_NULL : TY_NONE;
}
FN(signal_strsignal)
{
    UNUSED;
    int number;
    if (number_argument(ctx, args[0], &number) < 0)
        return TY_NULL;
    const char *s = strsignal(number);
    return s && strncmp(s, "Unknown", 7) ? ty_str_from_cstr(ctx, s) : TY_NONE;
}
FN(signal_set_wakeup_fd)
{
    UNUSED;
    intptr_t fd;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &fd) < 0)
        return TY_NULL;
    if (!ty_signal_is_main(ctx))
        return ty_error_set(ctx, &ty_ValueError_type, "set_wakeup_fd only works in main thread of the main interpreter");
    return ty_small(ty_signal_set_wakeup((int)fd));
}
FN(signal_siginterrupt)
{
    UNUSED, (void)args, (void)ctx;
    return TY_NONE;
}
FN(signal_pause)
{
    UNUSED, (void)args;
    ty_context_unlock(ctx);
    pause();
    ty_context_lock(ctx);
    return ty_context_poll(ctx) < 0 ? TY_NULL : TY_NONE;
}
FN(signal_alarm)
{
    UNUSED;
    intptr_t n;
    return ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0 ? TY_NULL : ty_small((intptr_t)alarm((unsigned)n));
}

static void to_timeval(double d, struct timeval *t)
{
    t->tv_sec = (time_t)d;
    t->tv_usec = (suseconds_t)((d - (double)t->tv_sec) * 1e6);
    if (d > 0 && t->tv_sec == 0 && t->tv_usec == 0)
        t->tv_usec = 1;
}
static ty_value timer_value(ty_ctx *ctx, const struct itimerval *v)
{
    return ty_tuple_pack(ctx, 2, ty_float_new(ctx, (double)v->it_value.tv_sec + (double)v->it_value.tv_usec * 1e-6),
                         ty_float_new(ctx, (double)v->it_interval.tv_sec + (double)v->it_interval.tv_usec * 1e-6));
}
/* signal.ItimerError is OSError. */
FN(signal_setitimer)
{
    (void)kwnames;
    intptr_t which;
    double first, every = 0;
    struct itimerval new = {{0, 0}, {0, 0}}, old;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &which) < 0 || ty_op_double(ctx, args[1], &first) < 0 ||
        (TY_ARG(2) && ty_op_double(ctx, args[2], &every) < 0))
        return TY_NULL;
    to_timeval(first, &new.it_value);
    to_timeval(every, &new.it_interval);
    return setitimer((int)which, &new, &old) < 0 ? ty_error_os(ctx, errno, TY_NULL) : timer_value(ctx, &old);
}
FN(signal_getitimer)
{
    UNUSED;
    intptr_t which;
    struct itimerval old;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &which) < 0)
        return TY_NULL;
    return getitimer((int)which, &old) < 0 ? ty_error_os(ctx, errno, TY_NULL) : timer_value(ctx, &old);
}

static ty_value from_set(ty_ctx *ctx, const sigset_t *set)
{
    ty_value s = ty_set_new(ctx, 0);
    for (int i = 1; s && i < NSIG; i++)
        if (sigismember(set, i) == 1 && ty_set_add(ctx, s, ty_small(i)) < 0)
            return TY_NULL;
    return s;
}
static int add_number(ty_ctx *ctx, void *arg, ty_value item)
{
    int number;
    if (number_argument(ctx, item, &number) < 0)
        return -1;
    sigaddset(arg, number);
    return 0;
}
FN(signal_pthread_sigmask)
{
    UNUSED;
    intptr_t how;
    sigset_t set, old;
    sigemptyset(&set);
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &how) < 0 || ty_op_each(ctx, args[1], add_number, &set) < 0)
        return TY_NULL;
    int error = pthread_sigmask((int)how, &set, &old);
    if (error)
        return ty_error_os(ctx, error, TY_NULL);
    return ty_context_poll(ctx) < 0 ? TY_NULL : from_set(ctx, &old);
}
FN(signal_sigpending)
{
    UNUSED, (void)args;
    sigset_t set;
    return sigpending(&set) < 0 ? ty_error_os(ctx, errno, TY_NULL) : from_set(ctx, &set);
}
FN(signal_sigwait)
{
    UNUSED;
    sigset_t set;
    int number, error;
    sigemptyset(&set);
    if (ty_op_each(ctx, args[0], add_number, &set) < 0)
        return TY_NULL;
    ty_context_unlock(ctx);
    error = sigwait(&set, &number);
    ty_context_lock(ctx);
    return error ? ty_error_os(ctx, error, TY_NULL) : ty_small(number);
}
FN(signal_pthread_kill)
{
    UNUSED;
    int64_t thread;
    int number;
    if (!ty_is_int(args[0]) || ty_int_to_int64(ctx, args[0], &thread) < 0)
        return ctx->exc ? TY_NULL : ty_error_set(ctx, &ty_TypeError_type, "an integer is required");
    if (number_argument(ctx, args[1], &number) < 0)
        return TY_NULL;
    int error = pthread_kill((pthread_t)(uintptr_t)thread, number);
    if (error)
        return ty_error_os(ctx, error, TY_NULL);
    return ty_context_poll(ctx) < 0 ? TY_NULL : TY_NONE;
}
FN(signal_valid_signals)
{
    UNUSED, (void)args;
    sigset_t set;
    sigfillset(&set);
    return from_set(ctx, &set);
}

#define MODULE "_signal"
static const ty_native functions[] = {
    TY_FUNCTION(default_int_handler, signal_default_int_handler, 2, 2, "signalnum, frame, /", "Raise KeyboardInterrupt."),
    TY_FUNCTION(signal, signal_signal, 2, 2, "signalnum, handler, /", "Set the handler of a signal; tells the old one."),
    TY_FUNCTION(getsignal, signal_getsignal, 1, 1, "signalnum, /", "The handler of a signal."),
    TY_FUNCTION(raise_signal, signal_raise_signal, 1, 1, "signalnum, /", "Send a signal to this process."),
    TY_FUNCTION(strsignal, signal_strsignal, 1, 1, "signalnum, /", "What the system calls a signal."),
    TY_FUNCTION(set_wakeup_fd, signal_set_wakeup_fd, 1, 1, "fd, /, *, warn_on_full_buffer=True", "Set the descriptor that signal numbers are written to."),
    TY_FUNCTION(siginterrupt, signal_siginterrupt, 2, 2, "signalnum, flag, /", NULL),
    TY_FUNCTION(pause, signal_pause, 0, 0, "", "Wait for a signal."),
    TY_FUNCTION(alarm, signal_alarm, 1, 1, "seconds, /", "Have SIGALRM sent."),
    TY_FUNCTION(setitimer, signal_setitimer, 2, 3, "which, seconds, interval=0.0, /", "Set a timer."),
    TY_FUNCTION(getitimer, signal_getitimer, 1, 1, "which, /", "The state of a timer."),
    TY_FUNCTION(pthread_sigmask, signal_pthread_sigmask, 2, 2, "how, mask, /", "Change this thread's mask of signals."),
    TY_FUNCTION(pthread_kill, signal_pthread_kill, 2, 2, "thread_id, signalnum, /", "Send a signal to a thread."),
    TY_FUNCTION(sigpending, signal_sigpending, 0, 0, "", NULL),
    TY_FUNCTION(sigwait, signal_sigwait, 1, 1, "sigset, /", NULL),
    TY_FUNCTION(valid_signals, signal_valid_signals, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef MODULE

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; int value; } rows[] = {
#define C(n) {#n, n},
        C(SIGHUP) C(SIGINT) C(SIGQUIT) C(SIGILL) C(SIGTRAP) C(SIGABRT) C(SIGBUS) C(SIGFPE) C(SIGKILL) C(SIGUSR1) C(SIGSEGV) C(SIGUSR2)
        C(SIGPIPE) C(SIGALRM) C(SIGTERM) C(SIGCHLD) C(SIGCONT) C(SIGSTOP) C(SIGTSTP) C(SIGTTIN) C(SIGTTOU) C(SIGURG) C(SIGXCPU) C(SIGXFSZ)
        C(SIGVTALRM) C(SIGPROF) C(SIGWINCH) C(SIGIO) C(SIGSYS)
#ifdef __linux__
        C(SIGPWR) C(SIGSTKFLT) C(SIGPOLL) C(SIGCLD)
#endif
        C(ITIMER_REAL) C(ITIMER_VIRTUAL) C(ITIMER_PROF) C(SIG_BLOCK) C(SIG_UNBLOCK) C(SIG_SETMASK)
        {"NSIG", NSIG}, {"SIG_DFL", 0}, {"SIG_IGN", 1},
#undef C
    };
    for (size_t i = 0; i < TY_COUNTOF(rows); i++)
        if (ty_module_add(ctx, module, rows[i].name, ty_small(rows[i].value)) < 0)
            return -1;
#ifdef SIGRTMIN
    if (ty_module_add(ctx, module, "SIGRTMIN", ty_small(SIGRTMIN)) < 0 || ty_module_add(ctx, module, "SIGRTMAX", ty_small(SIGRTMAX)) < 0)
        return -1;
#endif
    ty_value handlers = ty_signal_handlers(ctx), own = TY_NULL;
    struct sigaction a;
    if (!handlers || ty_dict_get_str(ctx, ((ty_module *)module)->dict, TY_SYM(default_int_handler), &own) < 0)
        return -1;
    if (ty_list_at(handlers, SIGINT) == TY_NONE && sigaction(SIGINT, NULL, &a) == 0 && a.sa_handler != SIG_DFL && a.sa_handler != SIG_IGN)
        ty_list_put(ctx, handlers, SIGINT, own);
    return ty_module_add(ctx, module, "ItimerError", TY_VALUE(&ty_OSError_type));
}

const ty_module_def ty_module__signal = {.name = "_signal", .doc = "Signals of the process.", .functions = functions, .init = init};
