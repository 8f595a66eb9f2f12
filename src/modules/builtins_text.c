/* SPDX-License-Identifier: MIT */
/* print, input, breakpoint: builtin functions that work on the standard streams. */
#include <config.h>

#include "interp/interp.h"
#include "modules/builtins.h"
#include "modules/io.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* sys.NAME; TY_NULL without exception: deleted. */
static ty_value sys_attribute(ty_ctx *ctx, ty_value name)
{
    ty_value v, sys = ctx->interp->sys_module;
    return sys && ty_dict_get_str(ctx, ((ty_module *)sys)->dict, name, &v) > 0 ? v : TY_NULL;
}

static int write_to(ty_ctx *ctx, ty_value file, ty_value write, ty_value text)
{
    if (TY_LIKELY(!write))
        return ty_io_text_write(ctx, file, text);
    return ty_call1(ctx, write, text) ? 0 : -1;
}

static int check_separator(ty_ctx *ctx, const char *name, ty_value *v)
{
    if (*v == TY_NONE)
        *v = TY_NULL;
    if (!*v || ty_is_str(*v))
        return 0;
    ty_error_set(ctx, &ty_TypeError_type, "%s must be None or a string, not %T", name, *v);
    return -1;
}

ty_value ty_builtins_print(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value options[4] = {TY_NULL}, sep, end, file; /* sep, end, file, flush */
    if (kwnames && ty_native_bind(ctx, "print", "*, sep=' ', end='\\n', file=None, flush=False", 0, 0, args + nargs, 0, kwnames, options) < 0)
        return TY_NULL;
    sep = options[0];
    end = options[1];
    file = options[2];
    if (!file || file == TY_NONE) {
        file = sys_attribute(ctx, TY_SYM(stdout));
        if (!file)
            return ctx->exc ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "lost sys.stdout");
        if (file == TY_NONE)
            return TY_NONE;
    }
    if (check_separator(ctx, "sep", &sep) < 0 || check_separator(ctx, "end", &end) < 0)
        return TY_NULL;
    ty_value write = TY_NULL;
    if (!ty_io_is_text(file) && !(write = ty_attr_get(ctx, file, TY_SYM(write))))
        return TY_NULL;
    for (size_t i = 0; i < nargs; i++) {
        if (i && write_to(ctx, file, write, sep ? sep : ty_str_char(ctx, ' ')) < 0)
            return TY_NULL;
        ty_value text = ty_is_exact_str(args[i]) ? args[i] : ty_op_str(ctx, args[i]);
        if (!text || write_to(ctx, file, write, text) < 0)
            return TY_NULL;
    }
    if (write_to(ctx, file, write, end ? end : ty_str_char(ctx, '\n')) < 0)
        return TY_NULL;
    int flush = options[3] ? ty_op_truth(ctx, options[3]) : 0;
    if (flush < 0)
        return TY_NULL;
    return flush && !ty_call_method0(ctx, file, TY_SYM(flush)) ? TY_NULL : TY_NONE;
}

/* Flushes a stream, whatever comes of it. */
static void flush_quietly(ty_ctx *ctx, ty_value file)
{
    if (!ty_call_method0(ctx, file, TY_SYM(flush)) && ctx->exc)
        ty_error_clear(ctx);
}

ty_value ty_builtins_input(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value in = sys_attribute(ctx, TY_SYM(stdin)), out = sys_attribute(ctx, TY_SYM(stdout)), err = sys_attribute(ctx, TY_SYM(stderr));
    if (!in || in == TY_NONE)
        return ty_error_set(ctx, &ty_RuntimeError_type, "input(): lost sys.stdin");
    if (!out || out == TY_NONE)
        return ty_error_set(ctx, &ty_RuntimeError_type, "input(): lost sys.stdout");
    if (!err || err == TY_NONE)
        return ty_error_set(ctx, &ty_RuntimeError_type, "input(): lost sys.stderr");
    flush_quietly(ctx, err);
    if (nargs) {
        ty_value text = ty_op_str(ctx, args[0]);
        if (!text || !ty_call_method1(ctx, out, TY_SYM(write), text))
            return TY_NULL;
    }
    flush_quietly(ctx, out);
    ty_value line = ty_call_method0(ctx, in, TY_SYM(readline));
    if (!line)
        return TY_NULL;
    if (!ty_is_str(line))
        return ty_error_set(ctx, &ty_TypeError_type, "object.readline() returned non-string");
    size_t n = ty_str_length(line);
    if (n == 0)
        return ty_error_set(ctx, &ty_EOFError_type, "EOF when reading a line");
    return ty_str_at(ty_str_ptr(line), n - 1) == '\n' ? ty_str_substring(ctx, line, 0, n - 1) : line;
}

ty_value ty_builtins_breakpoint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value hook = sys_attribute(ctx, TY_SYM(breakpointhook));
    if (!hook)
        return ctx->exc ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "lost sys.breakpointhook");
    return ty_call(ctx, hook, args, nargs, kwnames);
}
