/* SPDX-License-Identifier: MIT */
/*
 * Signals: the C handler notes the number and wakes the main interpreter's main thread by its breaker; Python handlers
 * run there, at a safepoint. Nothing is installed unless the command line or the signal module asks.
 */
#ifndef TY_INTERP_SIGNAL_H
#define TY_INTERP_SIGNAL_H

#include "object/context.h"

/* Runs the handlers of pending signals. -1: one of them raised. */
int ty_signal_run_handlers(ty_ctx *ctx) TY_RAISES;
/* The default action of SIGINT becomes KeyboardInterrupt in the main thread. For the command line. */
void ty_signal_install_interrupt(ty_ctx *ctx);
enum { TY_SIGNAL_COUNT = 128 }; /* numbers below it can be noted */
/* For the module _signal. The main interpreter's main thread is inside. */
bool ty_signal_is_main(ty_ctx *ctx);
ty_value ty_signal_handlers(ty_ctx *ctx) TY_RAISES; /* list by number: callable, 0, 1, or None: not set by Python */
int ty_signal_catch(ty_ctx *ctx, int number);       /* 0, -1 with errno */
int ty_signal_default(int number, bool ignore);
int ty_signal_set_wakeup(int fd);                   /* the old one */
void ty_signal_trip(int number);                    /* as if it had come */
/* The SimpleNamespace-like arguments of sys.unraisablehook: {exception, message, object}. In modules/sys. */
ty_value ty_sys_unraisable_args(ty_ctx *ctx, const ty_value args[3]) TY_RAISES;

#endif
