/* SPDX-License-Identifier: MIT */
/* The type float: construction and methods. Arithmetic is in float_arith.c, text in float_text.c and float_parse.c. */
#include <config.h>

#include "object/float.h"

#include <float.h>
#include <math.h>

#include "object/buffer.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float_digits.h"
#include "object/float_impl.h"
#include "object/float_parse.h"
#include "object/format_spec.h"
#include "object/int.h"
#include "object/native.h"
#include "object/number_text.h"
#include "object/ops.h"
#include "object/tuple.h"

const ty_float_object ty_float_zero = {.ob = TY_IMAGE_HEAD(&ty_float_shape), .value = 0.0};
const ty_float_object ty_float_minus_zero = {.ob = TY_IMAGE_HEAD(&ty_float_shape), .value = -0.0};

ty_value ty_float_box(ty_ctx *ctx, double d)
{
    if (d == 0)
        return TY_VALUE(signbit(d) ? &ty_float_minus_zero : &ty_float_zero);
    ty_float_object *o = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *o));
    if (TY_UNLIKELY(!o))
        return ty_error_memory(ctx);
    o->ob.head = (uintptr_t)&ty_float_shape;
    o->value = d;
    return TY_VALUE(o);
}

/* --- construction ---------------------------------------------------------------------------------------------------- */

static int from_text(ty_ctx *ctx, ty_value v, double *out)
{
    bool good;
    size_t n;
    if (ty_is_str(v)) {
        char buf[64];
        ty_value hold = TY_NULL;
        const char *p = ty_number_text(ctx, v, &n, buf, sizeof buf, &hold);
        if (!p)
            return -1;
        good = ty_float_parse(p, n, out);
        TY_KEEP(hold);
        TY_KEEP(v);
    } else {
        ty_buffer view;
        if (ty_buffer_get(ctx, v, &view, TY_BUFFER_SIMPLE) < 0)
            return -1;
        good = ty_float_parse(view.data, view.length, out);
        ty_buffer_release(ctx, &view);
    }
    if (good)
        return 0;
    ty_value shown = ty_number_shown(ctx, v);
    if (shown)
        (void)ty_error_set(ctx, &ty_ValueError_type, "could not convert string to float: %U", shown);
    return -1;
}

int ty_float_from_value(ty_ctx *ctx, ty_value v, double *out)
{
    if (ty_is_exact_float(v)) {
        *out = ty_float_value(v);
        return 0;
    }
    if (ty_is_exact_int(v))
        return ty_int_to_double(ctx, v, out);
    if (ty_is_exact_str(v))
        return from_text(ctx, v, out);
    const ty_type *t = ty_type_of(v);
    if (t->slots.float_) {
        ty_value f = t->slots.float_(ctx, v);
        if (!f)
            return -1;
        if (!ty_is_float(f)) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "%T.__float__ returned non-float (type %T)", v, f);
            return -1;
        }
        if (!ty_is_exact_float(f) &&
            ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                          "%T.__float__ returned non-float (type %T).  The ability to return an instance of a strict "
                          "subclass of float is deprecated, and may be removed in a future version of Python.",
                          v, f) < 0)
            return -1;
        *out = ty_float_value(f);
        return 0;
    }
    if (t->slots.index) {
        ty_value i = ty_op_index(ctx, v);
        return i ? ty_int_to_double(ctx, i, out) : -1;
    }
    if (ty_is_str(v) || ty_buffer_supported(v))
        return from_text(ctx, v, out);
    (void)ty_error_set(ctx, &ty_TypeError_type, "float() argument must be a string or a real number, not '%T'", v);
    return -1;
}

static ty_value wrap(ty_ctx *ctx, const ty_type *type, double d)
{
    if (type == &ty_float_type)
        return ty_float_new(ctx, d);
    ty_value o = ty_instance_new(ctx, type);
    if (o)
        ((ty_float_object *)o)->value = d;
    return o;
}

static ty_value float_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (TY_UNLIKELY(kwnames || nargs != 1)) {
        if ((type == &ty_float_type && ty_native_no_keywords(ctx, "float", kwnames) < 0) ||
            ty_native_check_count(ctx, "float", nargs, 0, 1) < 0)
            return TY_NULL;
        if (nargs == 0)
            return wrap(ctx, type, 0);
    }
    double d;
    return ty_float_from_value(ctx, args[0], &d) < 0 ? TY_NULL : wrap(ctx, type, d);
}

/* --- methods ----------------------------------------------------------------------------------------------------------- */

static ty_value float_repr(ty_ctx *ctx, ty_value v)
{
    char buf[32];
    return ty_str_from_ascii(ctx, buf, ty_float_repr(ty_float_value(v), buf));
}

static ty_value float_self(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_float_slot_exact(ctx, args[0]);
}

static ty_value float_trunc(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_int_from_double(ctx, ty_float_value(args[0]));
}

static ty_value float_floor(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_int_from_double(ctx, floor(ty_float_value(args[0])));
}

static ty_value float_ceil(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_int_from_double(ctx, ceil(ty_float_value(args[0])));
}

static ty_value float_is_integer(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    double d = ty_float_value(args[0]);
    return ty_bool(isfinite(d) && floor(d) == d);
}

static ty_value float_as_integer_ratio(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    double d = ty_float_value(args[0]);
    if (isinf(d))
        return ty_error_set(ctx, &ty_OverflowError_type, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return ty_error_set(ctx, &ty_ValueError_type, "cannot convert NaN to integer ratio");
    int e;
    int64_t m = (int64_t)ldexp(frexp(d, &e), DBL_MANT_DIG);
    e -= DBL_MANT_DIG;
    while (m && (m & 1) == 0 && e < 0) {
        m /= 2;
        e++;
    }
    if (m == 0)
        e = 0;
    ty_value n = ty_int_from_int64(ctx, m);
    if (n && e > 0)
        n = ty_int_shift(ctx, n, e);
    ty_value q = n ? ty_int_shift(ctx, ty_small(1), e < 0 ? -e : 0) : TY_NULL;
    return q ? ty_tuple_pack(ctx, 2, n, q) : TY_NULL;
}

double ty_float_round(double d, intptr_t digits)
{
    if (!isfinite(d) || d == 0 || digits > 340)
        return d;
    if (digits < -DBL_MAX_10_EXP - 1)
        return copysign(0, d);
    ty_float_digits v;
    ty_float_digits_fixed(d, digits, &v);
    if (v.n == 0)
        return copysign(0, d);
    /* With more than 17 digits the nearest decimal reads back as the same double. */
    if (v.point + digits > 17)
        return d;
    uint64_t m = 0;
    for (int i = 0; i < v.n; i++)
        m = m * 10 + (unsigned)(v.digits[i] - '0');
    bool sure;
    double r = ty_float_digits_scale(m, v.point - v.n, &sure);
    if (!sure) {
        char text[64];
        size_t n = (size_t)v.n, end;
        memcpy(text, v.digits, n);
        int e = v.point - v.n;
        text[n++] = 'e';
        if (e < 0)
            text[n++] = '-';
        e = e < 0 ? -e : e;
        for (int div = 1000; div; div /= 10)
            text[n++] = (char)('0' + e / div % 10);
        r = ty_float_scan(text, n, &end);
    }
    return copysign(r, d);
}

static ty_value float_round(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    double d = ty_float_value(args[0]);
    ty_value digits = TY_ARG(1);
    if (!digits || digits == TY_NONE) {
        double r = round(d);
        if (fabs(d - r) == 0.5)
            r = 2 * round(d / 2);
        return ty_int_from_double(ctx, r);
    }
    intptr_t n;
    if (ty_op_index_size(ctx, digits, NULL, &n) < 0)
        return TY_NULL;
    double r = ty_float_round(d, n);
    if (isinf(r) && isfinite(d))
        return ty_error_set(ctx, &ty_OverflowError_type, "rounded value too large to represent");
    return ty_float_new(ctx, r);
}

static ty_value float_hex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    double d = ty_float_value(args[0]);
    if (!isfinite(d))
        return float_repr(ctx, args[0]);
    char buf[48], *p = buf;
    uint64_t bits = ty_double_bits(d), fraction = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    if (signbit(d))
        *p++ = '-';
    if (d == 0) {
        memcpy(p, "0x0.0p+0", 8);
        return ty_str_from_ascii(ctx, buf, (size_t)(p + 8 - buf));
    }
    *p++ = '0';
    *p++ = 'x';
    *p++ = exponent ? '1' : '0';
    *p++ = '.';
    for (int shift = 48; shift >= 0; shift -= 4)
        *p++ = "0123456789abcdef"[fraction >> shift & 15];
    int e = exponent ? exponent - 1023 : -1022;
    *p++ = 'p';
    *p++ = e < 0 ? '-' : '+';
    e = e < 0 ? -e : e;
    for (int div = 1000; div; div /= 10)
        if (e >= div || div == 1)
            *p++ = (char)('0' + e / div % 10);
    return ty_str_from_ascii(ctx, buf, (size_t)(p - buf));
}

static ty_value float_fromhex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "bad argument type for built-in operation");
    size_t n;
    ty_value hold = TY_NULL;
    const char *p = ty_str_utf8(ctx, args[1], &n, &hold);
    double d;
    if (!p || !ty_float_from_hex(ctx, p, n, &d))
        return TY_NULL;
    TY_KEEP(hold);
    ty_value v = ty_float_new(ctx, d);
    return !v || args[0] == TY_VALUE(&ty_float_type) ? v : ty_call1(ctx, args[0], v);
}

static ty_value float_getformat(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__getformat__() argument must be str, not %T", args[1]);
    if (!ty_str_equal_ascii(args[1], "double") && !ty_str_equal_ascii(args[1], "float"))
        return ty_error_set(ctx, &ty_ValueError_type, "__getformat__() argument 1 must be 'double' or 'float'");
    return ty_str_from_cstr(ctx, TY_BIG_ENDIAN ? "IEEE, big-endian" : "IEEE, little-endian");
}

static ty_value float_getnewargs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = ty_float_slot_exact(ctx, args[0]);
    return v ? ty_tuple_pack(ctx, 1, v) : TY_NULL;
}

static ty_value float_format(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__() argument must be str, not %T", args[1]);
    return ty_format_float(ctx, args[0], args[1]);
}

#define OWNER &ty_float_type
static const ty_native float_methods[] = {
    TY_METHOD(conjugate, float_self, 0, 0, "", "Return self, the complex conjugate of any float."),
    TY_METHOD(as_integer_ratio, float_as_integer_ratio, 0, 0, "", "Return a pair of integers whose ratio is the number."),
    TY_METHOD(is_integer, float_is_integer, 0, 0, "", "Return True if the float is an integer."),
    TY_METHOD(hex, float_hex, 0, 0, "", "Return a hexadecimal representation of a floating-point number."),
    TY_CLASS_METHOD(fromhex, float_fromhex, 1, 1, "string, /", "Create a floating-point number from hexadecimal text."),
    TY_METHOD(__trunc__, float_trunc, 0, 0, "", "Return the Integral closest to x between 0 and x."),
    TY_METHOD(__floor__, float_floor, 0, 0, "", "Return the floor as an Integral."),
    TY_METHOD(__ceil__, float_ceil, 0, 0, "", "Return the ceiling as an Integral."),
    TY_METHOD(__round__, float_round, 0, 1, "ndigits=None, /", "Round half to even, to ndigits decimal places."),
    TY_METHOD(__getnewargs__, float_getnewargs, 0, 0, "", NULL),
    TY_METHOD(__format__, float_format, 1, 1, "format_spec, /", "Formats the float according to format_spec."),
    TY_CLASS_METHOD(__getformat__, float_getformat, 1, 1, "typestr, /", "How 'double' or 'float' is kept in memory."),
    TY_NATIVE_END,
};

static ty_value get_imag(ty_ctx *ctx, ty_value v)
{
    (void)ctx, (void)v;
    return TY_VALUE(&ty_float_zero);
}

static const ty_getset float_getsets[] = {
    TY_GETSET(real, ty_float_slot_exact, NULL, "the real part of a complex number"),
    TY_GETSET(imag, get_imag, NULL, "the imaginary part of a complex number"),
    TY_GETSET_END,
};
#undef OWNER

static const ty_layout ty_float_layout = {.fixed_size = sizeof(ty_float_object)};

TY_BUILTIN_TYPE(float, .name = "float", .base = &ty_object_type,
                     .flags = TY_TYPE_BASE | TY_TYPE_FLOAT | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                     .basicsize = sizeof(ty_float_object),
                     .doc = "float(x=0, /)\n--\n\nA double precision number, from a number or from text.",
                     .methods = float_methods, .getsets = float_getsets,
                     .slots = {TY_OBJECT_SLOTS, .repr = float_repr, .hash = ty_float_slot_hash, .init = ty_object_init,
                               .new_ = float_new, .compare = ty_float_slot_compare, .add = ty_float_slot_add,
                               .sub = ty_float_slot_sub, .mul = ty_float_slot_mul, .truediv = ty_float_slot_truediv,
                               .floordiv = ty_float_slot_floordiv, .mod = ty_float_slot_mod,
                               .divmod = ty_float_slot_divmod, .pow = ty_float_slot_pow, .neg = ty_float_slot_neg,
                               .pos = ty_float_slot_exact, .abs = ty_float_slot_abs, .int_ = ty_float_slot_int,
                               .float_ = ty_float_slot_exact, .bool_ = ty_float_slot_bool});
