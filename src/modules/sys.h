/* SPDX-License-Identifier: MIT */
/* What the files sys_<theme>.c give to the module's table. */
#ifndef TY_MODULES_SYS_H
#define TY_MODULES_SYS_H

#include "object/module.h"
#include "object/native.h"

/* The module's state: a list of these places. */
enum { TY_SYS_AUDIT_HOOKS, TY_SYS_FIRSTITER, TY_SYS_FINALIZER, TY_SYS_ORIGIN_DEPTH, TY_SYS_STATE_COUNT };

extern const char ty_sys_stdlib_names[];
/* sys_info.c: adds version, flags, limits, paths. */
int ty_sys_add_info(ty_ctx *ctx, ty_value module) TY_RAISES;
/* sys_streams.c: stdin, stdout, stderr */
int ty_sys_add_streams(ty_ctx *ctx, ty_value module) TY_RAISES;

#define TY_SYS_DECLARE(name) ty_value ty_sys_##name(ty_ctx *, const ty_value *args, size_t nargs, ty_value kwnames)
/* sys_hooks.c */
TY_SYS_DECLARE(displayhook);
TY_SYS_DECLARE(excepthook);
TY_SYS_DECLARE(unraisablehook);
TY_SYS_DECLARE(breakpointhook);
TY_SYS_DECLARE(addaudithook);
TY_SYS_DECLARE(audit);
/* sys_thread.c: what concerns the running thread and its frames */
TY_SYS_DECLARE(exc_info);
TY_SYS_DECLARE(exception);
TY_SYS_DECLARE(getframe);
TY_SYS_DECLARE(getframemodulename);
TY_SYS_DECLARE(current_frames);
TY_SYS_DECLARE(current_exceptions);
TY_SYS_DECLARE(getrecursionlimit);
TY_SYS_DECLARE(setrecursionlimit);
TY_SYS_DECLARE(getswitchinterval);
TY_SYS_DECLARE(setswitchinterval);
TY_SYS_DECLARE(gettrace);
TY_SYS_DECLARE(settrace);
TY_SYS_DECLARE(getprofile);
TY_SYS_DECLARE(setprofile);
TY_SYS_DECLARE(call_tracing);
TY_SYS_DECLARE(get_asyncgen_hooks);
TY_SYS_DECLARE(set_asyncgen_hooks);
TY_SYS_DECLARE(get_coroutine_origin_tracking_depth);
TY_SYS_DECLARE(set_coroutine_origin_tracking_depth);

#endif
