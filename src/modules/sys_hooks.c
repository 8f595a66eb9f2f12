/* SPDX-License-Identifier: MIT */
/* sys: the hooks that show values and exceptions, and auditing. */
#include <config.h>

#include <stdlib.h>

#include "interp/interp.h"
#include "interp/signal.h"
#include "modules/sys.h"
#include "object/attr.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/structseq.h"
#include "platform/file.h"
#include "vm/frame.h"

static ty_value sys_get(ty_ctx *ctx, ty_value name)
{
    ty_value v, sys = ctx->interp->sys_module;
    return sys && ty_dict_get_str(ctx, ((ty_module *)sys)->dict, name, &v) > 0 ? v : TY_NULL;
}

/* To sys.stderr, or to descriptor 2 when that does not work. */
static void complain(ty_ctx *ctx, ty_value text)
{
    ty_value file = sys_get(ctx, TY_SYM(stderr));
    if (file && file != TY_NONE) {
        if (ty_call_method1(ctx, file, TY_SYM(write), text)) {
            if (!ty_call_method0(ctx, file, TY_SYM(flush)))
                ty_error_clear(ctx);
            return;
        }
        ty_error_clear(ctx);
    }
    size_t n;
    ty_value hold;
    const char *p = ty_str_utf8(ctx, text, &n, &hold);
    if (!p)
        ty_error_clear(ctx);
    else if (ty_file_write_all(2, p, n) != 0)
        return;
}

/* --- displayhook ------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_displayhook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = args[0], builtins = ctx->objects->builtins;
    if (v == TY_NONE)
        return TY_NONE;
    if (ty_dict_set(ctx, builtins, TY_SYM(_), TY_NONE) < 0)
        return TY_NULL;
    ty_value out = sys_get(ctx, TY_SYM(stdout));
    if (!out || out == TY_NONE)
        return ctx->exc ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "lost sys.stdout");
    ty_value text = ty_op_repr(ctx, v);
    if (!text)
        return TY_NULL;
    if (!ty_call_method1(ctx, out, TY_SYM(write), text)) {
        /* The stream's encoding lacks a character: show that escaped. */
        if (!ty_error_swallow(ctx, &ty_UnicodeEncodeError_type))
            return TY_NULL;
        ty_value encoding = ty_attr_get(ctx, out, TY_SYM(encoding)), bytes, again;
        if (!encoding || !ty_is_str(encoding) || !(bytes = ty_codec_encode(ctx, text, encoding, TY_SYM(backslashreplace))) ||
            !(again = ty_codec_decode(ctx, bytes, ty_bytes_data(bytes), ty_bytes_length(bytes), encoding, TY_NULL)) ||
            !ty_call_method1(ctx, out, TY_SYM(write), again))
            return TY_NULL;
    }
    if (!ty_call_method1(ctx, out, TY_SYM(write), ty_str_char(ctx, '\n')))
        return TY_NULL;
    return ty_dict_set(ctx, builtins, TY_SYM(_), v) < 0 ? TY_NULL : TY_NONE;
}

/* --- excepthook ----------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_excepthook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value e = args[1];
    if (!ty_is_exception(e)) {
        ty_value text = ty_str_format(ctx, "TypeError: print_exception(): Exception expected for value, %T found\n", e);
        if (text)
            complain(ctx, text);
        return text ? TY_NONE : TY_NULL;
    }
    if (args[2] != TY_NONE && ty_has_shape(args[2], &ty_traceback_shape))
        ty_heap_store(ctx->heap, ty_object_of(e), &ty_exception_ptr(e)->traceback, args[2]);
    ty_value out = sys_get(ctx, TY_SYM(stdout));
    if (out && out != TY_NONE && !ty_call_method0(ctx, out, TY_SYM(flush)))
        ty_error_clear(ctx);
    ty_value text = ty_traceback_format(ctx, e);
    if (!text)
        return TY_NULL;
    complain(ctx, text);
    return TY_NONE;
}

/* --- unraisablehook --------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field unraisable_fields[] = {
    {"exc_type", "Exception type"}, {"exc_value", "Exception value"}, {"exc_traceback", "Exception traceback"},
    {"err_msg", "Error message"}, {"object", "Object causing the exception"}, {NULL, NULL}};
TY_STRUCTSEQ(UnraisableHookArgs, "UnraisableHookArgs", "What sys.unraisablehook is given.", unraisable_fields, 5, 5, 0);

ty_value ty_sys_unraisable_args(ty_ctx *ctx, const ty_value args[3])
{
    ty_value s = ty_structseq_new(ctx, &ty_UnraisableHookArgs_type);
    if (!s)
        return TY_NULL;
    ty_value traceback = ty_exception_ptr(args[0])->traceback;
    ty_structseq_put(ctx, s, 0, TY_VALUE(ty_type_of(args[0])));
    ty_structseq_put(ctx, s, 1, args[0]);
    ty_structseq_put(ctx, s, 2, traceback ? traceback : TY_NONE);
    ty_structseq_put(ctx, s, 3, args[1]);
    ty_structseq_put(ctx, s, 4, args[2]);
    return s;
}

ty_value ty_sys_unraisablehook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_has_shape(args[0], &ty_UnraisableHookArgs_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "sys.unraisablehook argument type must be UnraisableHookArgs");
    const ty_value *v = ty_tuple_items(args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    if (v[4] != TY_NONE) {
        ty_value shown = ty_op_repr(ctx, v[4]);
        if (!shown) {
            ty_error_clear(ctx);
            shown = ty_str_from_cstr(ctx, "<object repr() failed>");
        }
        if (v[3] != TY_NONE)
            ty_strbuf_format(&b, "%S: %U\n", v[3], shown);
        else
            ty_strbuf_format(&b, "Exception ignored in: %U\n", shown);
    } else if (v[3] != TY_NONE) {
        ty_strbuf_format(&b, "%S:\n", v[3]);
    }
    ty_value text = v[1] != TY_NONE && ty_is_exception(v[1]) ? ty_traceback_format(ctx, v[1]) : TY_NONE;
    if (text == TY_NONE)
        ty_strbuf_format(&b, "%S\n", v[0]);
    else if (text)
        ty_strbuf_str(&b, text);
    else
        return TY_NULL;
    text = ty_strbuf_finish(&b);
    if (!text)
        return TY_NULL;
    complain(ctx, text);
    return TY_NONE;
}

/* --- breakpointhook ------------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_breakpointhook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const char *where = ctx->interp->runtime->settings.ignore_environment ? NULL : getenv("PYTHONBREAKPOINT");
    if (where && strcmp(where, "0") == 0)
        return TY_NONE;
    if (!where || !*where)
        where = "pdb.set_trace";
    const char *dot = strrchr(where, '.');
    char name[256] = "builtins";
    if (dot && (size_t)(dot - where) < sizeof name) {
        memcpy(name, where, (size_t)(dot - where));
        name[dot - where] = 0;
    }
    ty_value module = ty_import_cstr(ctx, name), attr = ty_str_from_cstr(ctx, dot ? dot + 1 : where);
    ty_value hook = module && attr ? ty_attr_get(ctx, module, attr) : TY_NULL;
    if (!hook) {
        if (!ty_error_swallow(ctx, &ty_ImportError_type) && !ty_error_swallow(ctx, &ty_AttributeError_type))
            return TY_NULL;
        return ty_error_warn(ctx, &ty_RuntimeWarning_type, 0, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", where) < 0 ? TY_NULL : TY_NONE;
    }
    return ty_call(ctx, hook, args, nargs, kwnames);
}

/* --- auditing ---------------------------------------------------------------------------------------------------------------------------- */

static ty_value audit_hooks(ty_ctx *ctx)
{
    ty_value state = ((ty_module *)ctx->interp->sys_module)->state;
    return state ? ty_list_at(state, TY_SYS_AUDIT_HOOKS) : TY_NONE;
}

ty_value ty_sys_audit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "audit", kwnames) < 0)
        return TY_NULL;
    if (nargs == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "audit() missing 1 required positional argument: 'event'");
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "expected str for argument 'event', not %T", args[0]);
    ty_value hooks = audit_hooks(ctx);
    if (hooks == TY_NONE || ty_list_length(hooks) == 0)
        return TY_NONE;
    ty_value rest = ty_tuple_new(ctx, args + 1, nargs - 1);
    for (size_t i = 0; rest && i < ty_list_length(hooks); i++)
        if (!ty_call2(ctx, ty_list_at(hooks, i), args[0], rest))
            return TY_NULL;
    return rest ? TY_NONE : TY_NULL;
}

ty_value ty_sys_addaudithook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value event[2] = {ty_str_from_cstr(ctx, "sys.addaudithook"), TY_NULL}, hooks = audit_hooks(ctx);
    if (!event[0] || hooks == TY_NONE)
        return event[0] ? TY_NONE : TY_NULL;
    if (!ty_sys_audit(ctx, event, 1, TY_NULL)) /* a hook's exception says no, silently if it is an Exception */
        return ty_error_swallow(ctx, &ty_RuntimeError_type) ? TY_NONE : TY_NULL;
    return ty_list_append(ctx, hooks, args[0]) < 0 ? TY_NULL : TY_NONE;
}
