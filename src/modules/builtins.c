/* SPDX-License-Identifier: MIT */
/* The module builtins: its table, its types and constants, and the functions that only hand on to one operation. */
#include <config.h>

#include "modules/builtins.h"

#include "interp/interp.h"
#include "modules/io.h"
#include "object/attr.h"
#include "object/bytes.h"
#include "object/buffer.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/function.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/module.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

#define UNUSED (void)nargs, (void)kwnames

static ty_value builtin_abs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_op_abs(ctx, args[0]);
}

static ty_value builtin_ascii(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_op_ascii(ctx, args[0]);
}

static ty_value in_base(ty_ctx *ctx, ty_value v, int base, const char *prefix)
{
    ty_value i = ty_op_index(ctx, v);
    if (!i)
        return TY_NULL;
    bool negative = ty_int_sign(i) < 0;
    if (negative && !(i = ty_int_neg(ctx, i)))
        return TY_NULL;
    ty_value digits = ty_int_to_str(ctx, i, base);
    return digits ? ty_str_format(ctx, "%s%s%U", negative ? "-" : "", prefix, digits) : TY_NULL;
}
static ty_value builtin_bin(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return in_base(ctx, args[0], 2, "0b");
}
static ty_value builtin_hex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return in_base(ctx, args[0], 16, "0x");
}
static ty_value builtin_oct(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return in_base(ctx, args[0], 8, "0o");
}

static ty_value builtin_callable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return ty_bool(ty_op_callable(args[0]));
}

static ty_value builtin_chr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    intptr_t i;
    if (ty_op_index_size(ctx, args[0], NULL, &i) < 0)
        return TY_NULL;
    if (i < 0 || i > 0x10ffff)
        return ty_error_set(ctx, &ty_ValueError_type, "chr() arg not in range(0x110000)");
    return ty_str_char(ctx, (uint32_t)i);
}

static ty_value builtin_ord(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value v = args[0];
    size_t n;
    if (ty_is_str(v)) {
        if ((n = ty_str_length(v)) == 1)
            return ty_small((intptr_t)ty_str_at(ty_str_ptr(v), 0));
    } else if (ty_is_bytes(v)) {
        if ((n = ty_bytes_length(v)) == 1)
            return ty_small(ty_bytes_data(v)[0]);
    } else if (ty_is_instance(v, &ty_bytearray_type)) {
        if ((n = ((ty_bytearray *)v)->length) == 1)
            return ty_small(((ty_bytearray *)v)->data[0]);
    } else {
        return ty_error_set(ctx, &ty_TypeError_type, "ord() expected string of length 1, but %T found", v);
    }
    return ty_error_set(ctx, &ty_TypeError_type, "ord() expected a character, but string of length %zu found", n);
}

static ty_value builtin_divmod(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_op_divmod(ctx, args[0], args[1]);
}

static ty_value builtin_pow(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value mod = TY_ARG(2);
    if (mod && mod != TY_NONE)
        return ty_op_pow3(ctx, args[0], args[1], mod);
    return ty_op_binary(ctx, TY_OP_POW, args[0], args[1]);
}

static ty_value builtin_round(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value digits = TY_ARG(1), call[2] = {args[0], digits};
    bool found;
    ty_value v = ty_call_special(ctx, TY_SYM(__round__), call, digits && digits != TY_NONE ? 2 : 1, &found);
    if (!v && !found && !ctx->exc)
        return ty_error_set(ctx, &ty_TypeError_type, "type %T doesn't define __round__ method", args[0]);
    return v;
}

static ty_value builtin_format(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value spec = TY_ARG(1);
    if (spec && !ty_is_str(spec))
        return ty_error_set(ctx, &ty_TypeError_type, "format() argument 2 must be str, not %T", spec);
    return ty_op_format(ctx, args[0], spec);
}

static ty_value builtin_repr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_op_repr(ctx, args[0]);
}

static ty_value builtin_hash(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    intptr_t h = ty_op_hash(ctx, args[0]);
    return h == -1 ? TY_NULL : ty_int_from_size(ctx, h);
}

static ty_value builtin_id(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_int_from_uint64(ctx, (uint64_t)(uintptr_t)args[0]);
}

/* --- attributes ------------------------------------------------------------------------------------------------------------ */

static int check_name(ty_ctx *ctx, ty_value *name)
{
    if (TY_UNLIKELY(!ty_is_str(*name))) {
        ty_error_set(ctx, &ty_TypeError_type, "attribute name must be string, not '%T'", *name);
        return -1;
    }
    if (TY_UNLIKELY(!ty_is_exact_str(*name)))
        *name = ty_str_exact(ctx, *name);
    if (*name && !ty_str_ptr(*name)->interned)
        *name = ty_str_intern(ctx, *name);
    return *name ? 0 : -1;
}

static ty_value builtin_getattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value name = args[1], v;
    if (check_name(ctx, &name) < 0)
        return TY_NULL;
    if (nargs < 3)
        return ty_attr_get(ctx, args[0], name);
    int found = ty_attr_lookup(ctx, args[0], name, &v);
    return found > 0 ? v : found == 0 ? args[2] : TY_NULL;
}

static ty_value builtin_hasattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value name = args[1], v;
    if (check_name(ctx, &name) < 0)
        return TY_NULL;
    int found = ty_attr_lookup(ctx, args[0], name, &v);
    return found < 0 ? TY_NULL : ty_bool(found);
}

static ty_value builtin_setattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value name = args[1];
    return check_name(ctx, &name) < 0 || ty_attr_set(ctx, args[0], name, args[2]) < 0 ? TY_NULL : TY_NONE;
}

static ty_value builtin_delattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value name = args[1];
    return check_name(ctx, &name) < 0 || ty_attr_set(ctx, args[0], name, TY_NULL) < 0 ? TY_NULL : TY_NONE;
}

static ty_value builtin_isinstance(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    int r = ty_op_isinstance(ctx, args[0], args[1]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

static ty_value builtin_issubclass(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    int r = ty_op_issubclass(ctx, args[0], args[1]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

/* --- the module -------------------------------------------------------------------------------------------------------------- */

#define MODULE "builtins"
static const ty_native functions[] = {
    TY_FUNCTION_RAW(__build_class__, ty_builtins_build_class, NULL, "__build_class__(func, name, /, *bases, [metaclass], **kwds)"),
    TY_FUNCTION(__import__, ty_builtins_import, 1, 5, "name, globals=None, locals=None, fromlist=(), level=0",
                "Import a module. importlib.import_module() is the better choice."),
    TY_FUNCTION(abs, builtin_abs, 1, 1, "x, /", "The absolute value of the argument."),
    TY_FUNCTION(aiter, ty_builtins_aiter, 1, 1, "async_iterable, /", "An asynchronous iterator of the argument."),
    TY_FUNCTION(all, ty_builtins_all, 1, 1, "iterable, /", "True if bool(x) is True for all items; also when there are none."),
    TY_FUNCTION(anext, ty_builtins_anext, 1, 2, "aiterator, default=None, /", "An awaitable of the next item."),
    TY_FUNCTION(any, ty_builtins_any, 1, 1, "iterable, /", "True if bool(x) is True for one of the items."),
    TY_FUNCTION(ascii, builtin_ascii, 1, 1, "obj, /", "repr() with everything escaped that is not ASCII."),
    TY_FUNCTION(bin, builtin_bin, 1, 1, "number, /", "The binary digits of an integer, behind 0b."),
    TY_FUNCTION_RAW(breakpoint, ty_builtins_breakpoint, "*args, **kws", "Call sys.breakpointhook(*args, **kws)."),
    TY_FUNCTION(callable, builtin_callable, 1, 1, "obj, /", "Whether the object can be called."),
    TY_FUNCTION(chr, builtin_chr, 1, 1, "i, /", "The character of a code point."),
    TY_FUNCTION(compile, ty_builtins_compile, 3, 6,
                "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1",
                "Compile source text into a code object for exec() or eval()."),
    TY_FUNCTION(delattr, builtin_delattr, 2, 2, "obj, name, /", "del obj.name for a name in a str."),
    TY_FUNCTION(dir, ty_builtins_dir, 0, 1, "object=None, /", "Names of the attributes of an object, or of the local variables."),
    TY_FUNCTION(divmod, builtin_divmod, 2, 2, "x, y, /", "The tuple (x//y, x%y)."),
    TY_FUNCTION(eval, ty_builtins_eval, 1, 3, "source, /, globals=None, locals=None", "Evaluate an expression or a code object."),
    TY_FUNCTION(exec, ty_builtins_exec, 1, 3, "source, /, globals=None, locals=None, *, closure=None", "Execute statements or a code object."),
    TY_FUNCTION(format, builtin_format, 1, 2, "value, format_spec='', /", "type(value).__format__(value, format_spec)"),
    TY_FUNCTION(getattr, builtin_getattr, 2, 3, "object, name, default=None, /", "object.name for a name in a str; the default if there is none."),
    TY_FUNCTION(globals, ty_builtins_globals, 0, 0, "", "The dict of the current global variables."),
    TY_FUNCTION(hasattr, builtin_hasattr, 2, 2, "obj, name, /", "Whether the object has the attribute."),
    TY_FUNCTION(hash, builtin_hash, 1, 1, "obj, /", "The hash value; objects that compare equal have the same."),
    TY_FUNCTION(hex, builtin_hex, 1, 1, "number, /", "The hexadecimal digits of an integer, behind 0x."),
    TY_FUNCTION(id, builtin_id, 1, 1, "obj, /", "A number that no other living object has."),
    TY_FUNCTION(input, ty_builtins_input, 0, 1, "prompt='', /", "Read a line from standard input, without its newline."),
    TY_FUNCTION(isinstance, builtin_isinstance, 2, 2, "obj, class_or_tuple, /", "Whether the object is an instance of the class or of one of the classes."),
    TY_FUNCTION(issubclass, builtin_issubclass, 2, 2, "cls, class_or_tuple, /", "Whether the class derives from the other, or is it."),
    TY_FUNCTION(iter, ty_builtins_iter, 1, 2, "object, sentinel=None, /", "An iterator over an object, or over what a callable returns until the sentinel."),
    TY_FUNCTION(len, ty_builtins_len, 1, 1, "obj, /", "The number of items in a container."),
    TY_FUNCTION(locals, ty_builtins_locals, 0, 0, "", "A dict of the current local variables."),
    TY_FUNCTION_RAW(max, ty_builtins_max, NULL, "max(iterable, *[, default=obj, key=func]) or max(arg1, arg2, *args, *[, key=func])"),
    TY_FUNCTION_RAW(min, ty_builtins_min, NULL, "min(iterable, *[, default=obj, key=func]) or min(arg1, arg2, *args, *[, key=func])"),
    TY_FUNCTION(next, ty_builtins_next, 1, 2, "iterator, default=None, /", "The next item; at the end the default, or StopIteration."),
    TY_FUNCTION(oct, builtin_oct, 1, 1, "number, /", "The octal digits of an integer, behind 0o."),
    TY_FUNCTION(ord, builtin_ord, 1, 1, "c, /", "The code point of a character."),
    TY_FUNCTION(pow, builtin_pow, 2, 3, "base, exp, mod=None", "base**exp, or base**exp % mod."),
    TY_FUNCTION_RAW(print, ty_builtins_print, "*args, sep=' ', end='\\n', file=None, flush=False", "Print the values to a stream, sys.stdout by default."),
    TY_FUNCTION(repr, builtin_repr, 1, 1, "obj, /", "The text that shows the object, if possible as Python source."),
    TY_FUNCTION(round, builtin_round, 1, 2, "number, ndigits=None", "Round to so many decimal places; to an integer without them."),
    TY_FUNCTION(setattr, builtin_setattr, 3, 3, "obj, name, value, /", "obj.name = value for a name in a str."),
    TY_FUNCTION_RAW(sorted, ty_builtins_sorted, "iterable, /, *, key=None, reverse=False", "A new list of the items in ascending order."),
    TY_FUNCTION(sum, ty_builtins_sum, 1, 2, "iterable, /, start=0", "The sum of a start value and of all items."),
    TY_FUNCTION(vars, ty_builtins_vars, 0, 1, "object=None, /", "object.__dict__, or locals()."),
    TY_NATIVE_END,
};
#undef MODULE

static const ty_type *const types[] = {
    &ty_object_type, &ty_type_type, &ty_int_type, &ty_float_type, &ty_complex_type, &ty_bool_type, &ty_str_type, &ty_bytes_type,
    &ty_bytearray_type, &ty_memoryview_type, &ty_list_type, &ty_tuple_type, &ty_dict_type, &ty_set_type, &ty_frozenset_type,
    &ty_range_type, &ty_slice_type, &ty_enumerate_type, &ty_zip_type, &ty_map_type, &ty_filter_type, &ty_reversed_type,
    &ty_property_type, &ty_staticmethod_type, &ty_classmethod_type, &ty_super_type,
#define EXCEPTION_ROW(name, base, layout, doc) &ty_##name##_type,
    TY_EXCEPTION_ROWS(EXCEPTION_ROW)
#undef EXCEPTION_ROW
    NULL,
};

static int init(ty_ctx *ctx, ty_value module)
{
    const struct { const char *name; ty_value value; } rows[] = {
        {"None", TY_NONE}, {"True", TY_TRUE}, {"False", TY_FALSE}, {"Ellipsis", TY_ELLIPSIS}, {"NotImplemented", TY_NOT_IMPLEMENTED},
        {"__debug__", ty_bool(ctx->interp->runtime->settings.optimize == 0)}, {"EnvironmentError", TY_VALUE(&ty_OSError_type)},
        {"IOError", TY_VALUE(&ty_OSError_type)}, {"open", TY_VALUE(ty_io_open_function)},
    };
    for (size_t i = 0; i < TY_COUNTOF(rows); i++)
        if (ty_module_add(ctx, module, rows[i].name, rows[i].value) < 0)
            return -1;
    return 0;
}

const ty_module_def ty_module_builtins = {
    .name = "builtins",
    .doc = "The functions, types, exceptions and constants that need no import.",
    .functions = functions,
    .types = types,
    .init = init,
};
