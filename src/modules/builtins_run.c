/* SPDX-License-Identifier: MIT */
/* Builtin functions that run code or look into the running frame: compile, eval, exec, import, classes, namespaces. */
#include <config.h>

#include "compile/compile.h"
#include "interp/interp.h"
#include "modules/builtins.h"
#include "modules/fs.h"
#include "object/attr.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/frame.h"

/* --- classes ---------------------------------------------------------------------------------------------------------------- */

/* Replaces bases that are no classes by what their __mro_entries__ says. */
static ty_value resolve_bases(ty_ctx *ctx, ty_value bases)
{
    ty_value list = TY_NULL;
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        ty_value base = ty_tuple_at(bases, i), method;
        if (!ty_is_type(base)) {
            int found = ty_attr_lookup(ctx, base, TY_SYM(__mro_entries__), &method);
            if (found < 0)
                return TY_NULL;
            if (found) {
                ty_value more = ty_call1(ctx, method, bases);
                if (!more)
                    return TY_NULL;
                if (!ty_is_tuple(more))
                    return ty_error_set(ctx, &ty_TypeError_type, "__mro_entries__ must return a tuple");
                if ((!list && !(list = ty_list_from(ctx, ty_tuple_items(bases), i))) || ty_list_extend(ctx, list, more) < 0)
                    return TY_NULL;
                continue;
            }
        }
        if (list && ty_list_append(ctx, list, base) < 0)
            return TY_NULL;
    }
    return list ? ty_list_to_tuple(ctx, list) : bases;
}

/* The most derived of the metaclass and those of all bases. */
static ty_value winner(ty_ctx *ctx, ty_value meta, ty_value bases)
{
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        const ty_type *other = ty_type_of(ty_tuple_at(bases, i));
        if (ty_type_is_subtype(ty_type_ptr(meta), other))
            continue;
        if (ty_type_is_subtype(other, ty_type_ptr(meta))) {
            meta = TY_VALUE(other);
            continue;
        }
        return ty_error_set(ctx, &ty_TypeError_type,
                            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                            "metaclasses of all its bases");
    }
    return meta;
}

ty_value ty_builtins_build_class(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs < 2)
        return ty_error_set(ctx, &ty_TypeError_type, "__build_class__: not enough arguments");
    ty_value function = args[0], name = args[1], meta = TY_NULL;
    if (!ty_is_function(function))
        return ty_error_set(ctx, &ty_TypeError_type, "__build_class__: func must be a function");
    if (!ty_is_str(name))
        return ty_error_set(ctx, &ty_TypeError_type, "__build_class__: name is not a string");
    ty_value given = ty_tuple_new(ctx, args + 2, nargs - 2), bases = given ? resolve_bases(ctx, given) : TY_NULL;
    if (!bases)
        return TY_NULL;
    /* Keyword arguments but for metaclass go on to __prepare__ and to the metaclass. */
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0, n = 0;
    ty_value names = TY_NULL, call = ty_tuple_new(ctx, NULL, 3 + nkw);
    if (!call)
        return TY_NULL;
    ty_value *v = ty_tuple_items(call);
    for (size_t i = 0; i < nkw; i++)
        if (ty_str_equal_ascii(ty_tuple_at(kwnames, i), "metaclass"))
            meta = args[nargs + i];
        else
            v[3 + n++] = args[nargs + i];
    if (n) {
        names = kwnames;
        if (meta) {
            names = ty_tuple_new(ctx, NULL, n);
            if (!names)
                return TY_NULL;
            for (size_t i = 0, k = 0; i < nkw; i++)
                if (!ty_str_equal_ascii(ty_tuple_at(kwnames, i), "metaclass"))
                    ty_tuple_items(names)[k++] = ty_tuple_at(kwnames, i);
        }
    }
    if (!meta)
        meta = ty_tuple_length(bases) ? TY_VALUE(ty_type_of(ty_tuple_at(bases, 0))) : TY_VALUE(&ty_type_type);
    bool is_class = ty_is_type(meta);
    if (is_class && !(meta = winner(ctx, meta, bases)))
        return TY_NULL;
    ty_value ns = TY_NULL;
    if (meta == TY_VALUE(&ty_type_type)) {
        ns = ty_dict_new(ctx, 8);
    } else {
        ty_value prepare;
        int found = ty_attr_lookup(ctx, meta, TY_SYM(__prepare__), &prepare);
        if (found < 0)
            return TY_NULL;
        v[1] = name;
        v[2] = bases;
        ns = found ? ty_call(ctx, prepare, v + 1, 2, names) : ty_dict_new(ctx, 8);
        if (ns && !ty_type_of(ns)->slots.getitem)
            return ty_error_set(ctx, &ty_TypeError_type, "%s.__prepare__() must return a mapping, not %T",
                                is_class ? ty_type_name(ty_type_ptr(meta)) : "<metaclass>", ns);
    }
    if (!ns)
        return TY_NULL;
    ty_value cell = ty_vm_call(ctx, function, &ns, 1, TY_NULL);
    if (!cell || (bases != given && ty_op_setitem(ctx, ns, TY_SYM(__orig_bases__), given) < 0))
        return TY_NULL;
    v[0] = name;
    v[1] = bases;
    v[2] = ns;
    ty_heap_wrote_range(ctx->heap, ty_object_of(call), v, 3 + n);
    /* The keyword values stand behind the third argument already. */
    ty_value cls = ty_call(ctx, meta, v, 3, names);
    TY_KEEP(call);
    if (cls && ty_has_shape(cell, &ty_cell_shape) && ty_is_type(cls)) {
        ty_value set = ((ty_cell *)cell)->value;
        if (set == TY_UNBOUND)
            return ty_error_set(ctx, &ty_RuntimeError_type,
                                "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?", name, cls);
        if (set != cls)
            return ty_error_set(ctx, &ty_TypeError_type, "__class__ set to %R defining %R as %R", set, name, cls);
    }
    return cls;
}

/* --- namespaces ---------------------------------------------------------------------------------------------------------------- */

static ty_value current_locals(ty_ctx *ctx)
{
    if (!ctx->vm || !ctx->vm->R)
        return ty_error_set(ctx, &ty_SystemError_type, "frame does not exist");
    return ty_frame_locals(ctx, ctx->vm->R);
}

ty_value ty_builtins_globals(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value globals = ty_vm_globals(ctx);
    return globals ? globals : TY_NONE;
}

ty_value ty_builtins_locals(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return current_locals(ctx);
}

ty_value ty_builtins_vars(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (nargs == 0)
        return current_locals(ctx);
    ty_value dict;
    int found = ty_attr_lookup(ctx, args[0], TY_SYM(__dict__), &dict);
    if (found == 0)
        ty_error_set(ctx, &ty_TypeError_type, "vars() argument must have __dict__ attribute");
    return found > 0 ? dict : TY_NULL;
}

ty_value ty_builtins_dir(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value names;
    if (nargs == 0) {
        names = current_locals(ctx);
        if (names && !ty_is_exact_dict(names))
            names = ty_call_method0(ctx, names, TY_SYM(keys));
    } else {
        bool found;
        names = ty_call_special(ctx, TY_SYM(__dir__), args, 1, &found);
        if (!names && !found && !ctx->exc)
            ty_error_set(ctx, &ty_TypeError_type, "object does not provide __dir__");
    }
    ty_value list = names ? ty_op_list(ctx, names) : TY_NULL;
    return list && ty_list_sort(ctx, list, TY_NULL, false) == 0 ? list : TY_NULL;
}

ty_value ty_builtins_import(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value globals = TY_ARG(1), fromlist = TY_ARG(3), level = TY_ARG(4);
    intptr_t depth = 0;
    if (level && ty_op_index_size(ctx, level, &ty_OverflowError_type, &depth) < 0)
        return TY_NULL;
    if (depth < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "level must be >= 0");
    return ty_import(ctx, args[0], globals ? globals : TY_NONE, fromlist ? fromlist : ty_tuple_empty, (int)depth);
}

/* --- source text ------------------------------------------------------------------------------------------------------------------- */

enum { /* CPython's numbers of compile() flags */
    PYCF_DONT_IMPLY_DEDENT = 0x200, PYCF_ONLY_AST = 0x400, PYCF_IGNORE_COOKIE = 0x800, PYCF_TYPE_COMMENTS = 0x1000,
    PYCF_TOP_LEVEL_AWAIT = 0x2000, PYCF_ALLOW_INCOMPLETE = 0x4000, PYCF_OPTIMIZED_AST = 0x8400,
    FUTURE_ALL = 0x20000 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x800000 | 0x1000000,
};

/* Compiles the str or bytes-like `source`. `what` heads the TypeError. */
static ty_value compile_value(ty_ctx *ctx, ty_value source, ty_value filename, enum ty_compile_mode mode, uint32_t flags,
                              int optimize, const char *what)
{
    ty_compile_options options = {.mode = mode, .flags = flags, .optimize = optimize, .filename = filename, .first_line = 1};
    ty_value code, hold;
    size_t n;
    if (ty_is_str(source)) {
        const char *text = ty_str_utf8(ctx, source, &n, &hold);
        if (!text)
            return TY_NULL;
        options.is_utf8 = true;
        if (mode == TY_COMPILE_EVAL)
            while (n && (*text == ' ' || *text == '\t'))
                text++, n--;
        if (memchr(text, 0, n))
            return ty_error_set(ctx, &ty_SyntaxError_type, "source code string cannot contain null bytes");
        code = ty_compile(ctx, text, n, &options);
        TY_KEEP(hold);
        TY_KEEP(source);
        return code;
    }
    if (!ty_buffer_supported(source))
        return ty_error_set(ctx, &ty_TypeError_type, "%s", what);
    ty_buffer view;
    if (ty_buffer_get(ctx, source, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    const char *text = view.data;
    n = view.length;
    if (mode == TY_COMPILE_EVAL)
        while (n && (*text == ' ' || *text == '\t'))
            text++, n--;
    if (n && memchr(text, 0, n))
        code = ty_error_set(ctx, &ty_SyntaxError_type, "source code string cannot contain null bytes");
    else
        code = ty_compile(ctx, text, n, &options);
    ty_buffer_release(ctx, &view);
    return code;
}

/* What the calling code's __future__ imports mean for code compiled by it. */
static uint32_t inherited(ty_ctx *ctx)
{
    if (!ctx->vm || !ctx->vm->R)
        return 0;
    const ty_code *c = ((ty_function *)ctx->vm->R[-4])->code;
    return c->flags & TY_CODE_FUTURE_ANNOTATIONS ? TY_COMPILE_FUTURE_ANNOTATIONS : 0;
}

ty_value ty_builtins_compile(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value flags_arg = TY_ARG(3), dont = TY_ARG(4), optimize_arg = TY_ARG(5);
    intptr_t flags = 0, optimize = -1;
    ty_value filename = ty_fs_decode_path(ctx, args[1]);
    if (!filename)
        return TY_NULL;
    if (!ty_is_str(args[2]))
        return ty_error_set(ctx, &ty_TypeError_type, "compile() argument 'mode' must be str, not %T", args[2]);
    if ((flags_arg && ty_op_index_size(ctx, flags_arg, &ty_OverflowError_type, &flags) < 0) ||
        (optimize_arg && ty_op_index_size(ctx, optimize_arg, &ty_OverflowError_type, &optimize) < 0))
        return TY_NULL;
    int dont_inherit = dont ? ty_op_truth(ctx, dont) : 0;
    if (dont_inherit < 0)
        return TY_NULL;
    if (flags & ~(intptr_t)(FUTURE_ALL | 0x10 | PYCF_DONT_IMPLY_DEDENT | PYCF_OPTIMIZED_AST | PYCF_IGNORE_COOKIE |
                            PYCF_TYPE_COMMENTS | PYCF_TOP_LEVEL_AWAIT | PYCF_ALLOW_INCOMPLETE))
        return ty_error_set(ctx, &ty_ValueError_type, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "compile(): invalid optimize value");
    if (optimize < 0)
        optimize = ctx->interp->runtime->settings.optimize > 2 ? 2 : ctx->interp->runtime->settings.optimize;
    enum ty_compile_mode mode;
    if (ty_str_equal_ascii(args[2], "exec"))
        mode = TY_COMPILE_EXEC;
    else if (ty_str_equal_ascii(args[2], "eval"))
        mode = TY_COMPILE_EVAL;
    else if (ty_str_equal_ascii(args[2], "single"))
        mode = TY_COMPILE_SINGLE;
    else if (ty_str_equal_ascii(args[2], "func_type"))
        return ty_error_set(ctx, &ty_ValueError_type, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    else
        return ty_error_set(ctx, &ty_ValueError_type, "compile() mode must be 'exec', 'eval' or 'single'");
    if (flags & PYCF_ONLY_AST)
        return ty_error_set(ctx, &ty_NotImplementedError_type, "compile() to an abstract syntax tree");
    uint32_t wanted = dont_inherit ? 0 : inherited(ctx);
    wanted |= flags & 0x1000000 ? TY_COMPILE_FUTURE_ANNOTATIONS : 0;
    wanted |= flags & PYCF_DONT_IMPLY_DEDENT ? TY_COMPILE_DONT_IMPLY_DEDENT : 0;
    wanted |= flags & PYCF_ALLOW_INCOMPLETE ? TY_COMPILE_ALLOW_INCOMPLETE : 0;
    wanted |= flags & PYCF_TOP_LEVEL_AWAIT ? TY_COMPILE_TOP_LEVEL_AWAIT : 0;
    if (ty_is_code(args[0]))
        return args[0];
    return compile_value(ctx, args[0], filename, mode, wanted, (int)optimize, "compile() arg 1 must be a string, bytes or AST object");
}

/* --- eval, exec ---------------------------------------------------------------------------------------------------------------------- */

static bool is_mapping(ty_value v)
{
    return ty_type_of(v)->slots.getitem != NULL;
}

/* Settles globals and locals; *globals a dict with __builtins__. */
static int namespaces(ty_ctx *ctx, ty_value *globals, ty_value *locals, const char *fname)
{
    bool is_exec = fname[1] == 'x';
    if (*globals == TY_NONE)
        *globals = TY_NULL;
    if (*locals == TY_NONE)
        *locals = TY_NULL;
    if (*locals && !is_mapping(*locals)) {
        if (is_exec)
            ty_error_set(ctx, &ty_TypeError_type, "locals must be a mapping or None, not %T", *locals);
        else
            ty_error_set(ctx, &ty_TypeError_type, "locals must be a mapping");
        return -1;
    }
    if (*globals && !ty_is_dict(*globals)) {
        if (is_exec)
            ty_error_set(ctx, &ty_TypeError_type, "exec() globals must be a dict, not %T", *globals);
        else
            ty_error_set(ctx, &ty_TypeError_type, "%s", is_mapping(*globals) ? "globals must be a real dict; try eval(code, {}, mapping)"
                                                                              : "globals must be a dict");
        return -1;
    }
    if (!*globals) {
        *globals = ty_vm_globals(ctx);
        if (!*globals) {
            ty_error_set(ctx, &ty_TypeError_type, "%s must be given globals and locals when called without a frame", fname);
            return -1;
        }
        if (!*locals && !(*locals = current_locals(ctx)))
            return -1;
    } else if (!*locals) {
        *locals = *globals;
    }
    ty_value builtins;
    int found = ty_dict_get_str(ctx, *globals, TY_SYM(__builtins__), &builtins);
    if (found < 0 || (!found && ty_dict_set(ctx, *globals, TY_SYM(__builtins__), ctx->objects->builtins) < 0))
        return -1;
    return 0;
}

static ty_value current_optimize_compile(ty_ctx *ctx, ty_value source, enum ty_compile_mode mode, const char *what)
{
    int optimize = ctx->interp->runtime->settings.optimize;
    return compile_value(ctx, source, TY_SYM(lt_string_gt), mode, inherited(ctx), optimize > 2 ? 2 : optimize, what);
}

ty_value ty_builtins_eval(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value globals = TY_ARG(1), locals = TY_ARG(2), code = args[0];
    if (namespaces(ctx, &globals, &locals, "eval") < 0)
        return TY_NULL;
    if (!ty_is_code(code))
        code = current_optimize_compile(ctx, code, TY_COMPILE_EVAL, "eval() arg 1 must be a string, bytes or code object");
    else if (((ty_code *)code)->nfree)
        return ty_error_set(ctx, &ty_TypeError_type, "code object passed to eval() may not contain free variables");
    return code ? ty_vm_exec(ctx, (ty_code *)code, globals, locals, TY_NULL) : TY_NULL;
}

ty_value ty_builtins_exec(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value globals = TY_ARG(1), locals = TY_ARG(2), closure = TY_ARG(3), code = args[0];
    if (closure == TY_NONE)
        closure = TY_NULL;
    if (namespaces(ctx, &globals, &locals, "exec") < 0)
        return TY_NULL;
    if (ty_is_code(code)) {
        size_t nfree = ((ty_code *)code)->nfree;
        if (nfree == 0 && closure)
            return ty_error_set(ctx, &ty_TypeError_type, "cannot use a closure with this code object");
        bool fits = nfree == 0 || (closure && ty_is_exact_tuple(closure) && ty_tuple_length(closure) == nfree);
        for (size_t i = 0; fits && i < nfree; i++)
            fits = ty_has_shape(ty_tuple_at(closure, i), &ty_cell_shape);
        if (!fits)
            return ty_error_set(ctx, &ty_TypeError_type, "code object requires a closure of exactly length %zu", nfree);
    } else {
        if (closure)
            return ty_error_set(ctx, &ty_TypeError_type, "closure can only be used when source is a code object");
        code = current_optimize_compile(ctx, code, TY_COMPILE_EXEC, "exec() arg 1 must be a string, bytes or code object");
    }
    return code && ty_vm_exec(ctx, (ty_code *)code, globals, locals, closure) ? TY_NONE : TY_NULL;
}
