/* SPDX-License-Identifier: MIT */
/* Running text in __main__, and what becomes of an exception that nobody caught. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "compile/compile.h"
#include "interp/interp.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "platform/file.h"
#include "vm/frame.h"
#include "object/ops.h"

int ty_run_text(ty_ctx *ctx, const char *source, size_t n, ty_value filename, int mode)
{
    ty_value ns = ((ty_module *)ctx->interp->main_module)->dict;
    ty_compile_options options = {.mode = mode, .optimize = ctx->interp->runtime->settings.optimize, .filename = filename, .first_line = 1};
    ty_value code = ty_compile(ctx, source, n, &options);
    return code && ty_vm_exec(ctx, (ty_code *)code, ns, ns, TY_NULL) ? 0 : -1;
}

/* The stream sys.<name>; TY_NULL: there is none. Raises nothing. */
static ty_value stream(ty_ctx *ctx, ty_value name)
{
    ty_value v;
    if (!ctx->interp->sys_module || ty_dict_get_str(ctx, ((ty_module *)ctx->interp->sys_module)->dict, name, &v) <= 0)
        return TY_NULL;
    return v == TY_NONE ? TY_NULL : v;
}

void ty_run_flush(ty_ctx *ctx)
{
    const ty_value names[] = {TY_SYM(stdout), TY_SYM(stderr)};
    for (size_t i = 0; i < TY_COUNTOF(names); i++) {
        ty_value s = stream(ctx, names[i]);
        if (s && !ty_call_method0(ctx, s, TY_SYM(flush)) && !ctx->killed)
            ty_error_clear(ctx);
    }
}

/* Writes text to sys.stderr, or to descriptor 2 when that does not work. */
static void complain(ty_ctx *ctx, ty_value text)
{
    ty_value err = stream(ctx, TY_SYM(stderr));
    if (err && ty_call_method1(ctx, err, TY_SYM(write), text) && ty_call_method0(ctx, err, TY_SYM(flush)))
        return;
    if (ctx->exc)
        ty_error_clear(ctx);
    size_t n;
    ty_value hold;
    const char *s = ty_str_utf8(ctx, text, &n, &hold);
    if (s)
        ty_file_write_all(2, s, n);
    else
        ty_error_clear(ctx);
}

static int system_exit(ty_ctx *ctx, ty_value exc)
{
    ty_value code = ty_attr_get(ctx, exc, TY_SYM(code));
    if (!code) {
        ty_error_clear(ctx);
        return 1;
    }
    if (code == TY_NONE)
        return 0;
    int64_t status;
    if (ty_is_int(code))
        return ty_int_fits_int64(code, &status) ? (int)status : -1;
    ty_value text = ty_op_str(ctx, code);
    ty_value line = text ? ty_str_format(ctx, "%U\n", text) : TY_NULL;
    if (line)
        complain(ctx, line);
    else
        ty_error_clear(ctx);
    return 1;
}

int ty_run_report(ty_ctx *ctx)
{
    if (ctx->killed || !ctx->exc)
        return 1;
    ty_value exc = ty_error_take(ctx), hook;
    if (ty_is_instance(exc, &ty_SystemExit_type))
        return system_exit(ctx, exc);
    ty_run_flush(ctx);
    hook = stream(ctx, TY_SYM(excepthook));
    if (hook && hook != stream(ctx, TY_SYM(__excepthook__))) {
        if (ty_call3(ctx, hook, TY_VALUE(ty_type_of(exc)), exc, ty_exception_ptr(exc)->traceback))
            goto done;
        ty_value in_hook = ty_error_take(ctx);
        if (ty_is_instance(in_hook, &ty_SystemExit_type))
            return system_exit(ctx, in_hook);
        ty_value text = ty_traceback_format(ctx, in_hook),
                 note = text ? ty_str_format(ctx, "Error in sys.excepthook:\n%U\nOriginal exception was:\n",
                                             text)
                             : TY_NULL;
        if (note)
            complain(ctx, note);
        else
            ty_error_clear(ctx);
    }
    ty_value text = ty_traceback_format(ctx, exc);
    if (text)
        complain(ctx, text);
    else {
        ty_error_clear(ctx);
        ty_value name = ty_str_from_cstr(ctx, ty_type_name(ty_type_of(exc)));
        if (name)
            complain(ctx, name);
    }
done:
    ty_run_flush(ctx);
    return ty_is_instance(exc, &ty_KeyboardInterrupt_type) ? 130 : 1;
}
