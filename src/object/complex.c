/* SPDX-License-Identifier: MIT */
/* complex: pairs of doubles. Arithmetic in the textbook way, division by the larger component (Smith). */
#include <config.h>

#include <errno.h>
#include <math.h>

#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/float_parse.h"
#include "object/format_spec.h"
#include "object/int.h"
#include "object/native.h"
#include "object/number_text.h"
#include "object/ops.h"
#include "object/tuple.h"

#include <stdlib.h>

static const ty_layout ty_complex_layout = {.fixed_size = sizeof(ty_complex)};

ty_value ty_complex_new(ty_ctx *ctx, double real, double imag)
{
    ty_complex *c = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *c));
    if (TY_UNLIKELY(!c))
        return ty_error_memory(ctx);
    c->ob.head = (uintptr_t)&ty_complex_shape;
    c->real = real;
    c->imag = imag;
    return TY_VALUE(c);
}

static ty_value wrap(ty_ctx *ctx, const ty_type *type, double real, double imag)
{
    if (type == &ty_complex_type)
        return ty_complex_new(ctx, real, imag);
    ty_value o = ty_instance_new(ctx, type);
    if (o) {
        ((ty_complex *)o)->real = real;
        ((ty_complex *)o)->imag = imag;
    }
    return o;
}

typedef struct pair { double r, i; } pair;

/* 1: a number; 0: not for complex; -1: error */
static int coerce(ty_ctx *ctx, ty_value v, pair *out)
{
    if (ty_is_complex(v)) {
        *out = (pair){((ty_complex *)v)->real, ((ty_complex *)v)->imag};
        return 1;
    }
    out->i = 0;
    return ty_float_coerce(ctx, v, &out->r);
}

#define OPERANDS(va, vb)                                                                                                \
    pair x, y;                                                                                                          \
    int known = coerce(ctx, va, &x);                                                                                    \
    if (known > 0)                                                                                                      \
        known = coerce(ctx, vb, &y);                                                                                    \
    if (known <= 0)                                                                                                     \
        return known < 0 ? TY_NULL : TY_NOT_IMPLEMENTED

/* --- arithmetic ------------------------------------------------------------------------------------------------------ */

static pair multiply(pair a, pair b) { return (pair){a.r * b.r - a.i * b.i, a.r * b.i + a.i * b.r}; }

/* b is not zero */
static pair divide(pair a, pair b)
{
    if (fabs(b.r) >= fabs(b.i)) {
        double ratio = b.i / b.r, whole = b.r + b.i * ratio;
        return (pair){(a.r + a.i * ratio) / whole, (a.i - a.r * ratio) / whole};
    }
    if (fabs(b.i) >= fabs(b.r)) {
        double ratio = b.r / b.i, whole = b.r * ratio + b.i;
        return (pair){(a.r * ratio + a.i) / whole, (a.i * ratio - a.r) / whole};
    }
    return (pair){NAN, NAN};
}

static ty_value complex_add(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return ty_complex_new(ctx, x.r + y.r, x.i + y.i);
}

static ty_value complex_sub(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return ty_complex_new(ctx, x.r - y.r, x.i - y.i);
}

static ty_value complex_mul(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    pair p = multiply(x, y);
    return ty_complex_new(ctx, p.r, p.i);
}

static ty_value complex_truediv(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    if (y.r == 0 && y.i == 0)
        return ty_error_set(ctx, &ty_ZeroDivisionError_type, "complex division by zero");
    pair p = divide(x, y);
    return ty_complex_new(ctx, p.r, p.i);
}

static pair power_whole(pair a, long n)
{
    pair r = {1, 0};
    unsigned long u = n < 0 ? -(unsigned long)n : (unsigned long)n;
    for (; u; u >>= 1, a = multiply(a, a))
        if (u & 1)
            r = multiply(r, a);
    return n < 0 ? divide((pair){1, 0}, r) : r;
}

ty_value ty_complex_pow(ty_ctx *ctx, double ar, double ai, double br, double bi)
{
    pair a = {ar, ai}, r;
    if (br == 0 && bi == 0) {
        r = (pair){1, 0};
    } else if (bi == 0 && br == floor(br) && fabs(br) <= 100 && !(ar == 0 && ai == 0 && br < 0)) {
        r = power_whole(a, (long)br);
    } else if (ar == 0 && ai == 0) {
        if (bi != 0 || br < 0)
            return ty_error_set(ctx, &ty_ZeroDivisionError_type, "0.0 to a negative or complex power");
        r = (pair){0, 0};
    } else {
        double magnitude = hypot(ar, ai), length = pow(magnitude, br), angle = atan2(ai, ar), phase = angle * br;
        if (bi != 0) {
            length *= exp(-angle * bi);
            phase += bi * log(magnitude);
        }
        r = (pair){length * cos(phase), length * sin(phase)};
    }
    if (isfinite(ar) && isfinite(ai) && isfinite(br) && isfinite(bi) && (isinf(r.r) || isinf(r.i)))
        return ty_error_set(ctx, &ty_OverflowError_type, "complex exponentiation");
    return ty_complex_new(ctx, r.r, r.i);
}

static ty_value complex_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    OPERANDS(a, b);
    if (mod != TY_NONE)
        return ty_error_set(ctx, &ty_ValueError_type, "complex modulo");
    return ty_complex_pow(ctx, x.r, x.i, y.r, y.i);
}

static ty_value complex_neg(ty_ctx *ctx, ty_value v)
{
    return ty_complex_new(ctx, -((ty_complex *)v)->real, -((ty_complex *)v)->imag);
}

static ty_value complex_pos(ty_ctx *ctx, ty_value v)
{
    return ty_has_shape(v, &ty_complex_shape) ? v : ty_complex_new(ctx, ((ty_complex *)v)->real, ((ty_complex *)v)->imag);
}

static ty_value complex_abs(ty_ctx *ctx, ty_value v)
{
    double re = ((ty_complex *)v)->real, im = ((ty_complex *)v)->imag, d = hypot(re, im);
    if (isinf(d) && isfinite(re) && isfinite(im))
        return ty_error_set(ctx, &ty_OverflowError_type, "absolute value too large");
    return ty_float_new(ctx, d);
}

static int complex_bool(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ((ty_complex *)v)->real != 0 || ((ty_complex *)v)->imag != 0;
}

static intptr_t complex_hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    double re = ((ty_complex *)v)->real, im = ((ty_complex *)v)->imag;
    uintptr_t h = (uintptr_t)(isnan(re) ? (intptr_t)((uintptr_t)v >> 4) : ty_float_hash(re));
    h += 1000003u * (uintptr_t)(isnan(im) ? (intptr_t)((uintptr_t)v >> 4) : ty_float_hash(im));
    return h == (uintptr_t)-1 ? -2 : (intptr_t)h;
}

static ty_value complex_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_complex(a))
        return TY_NOT_IMPLEMENTED;
    double re = ((ty_complex *)a)->real, im = ((ty_complex *)a)->imag;
    bool equal;
    (void)ctx;
    if (ty_is_int(b))
        equal = im == 0 && !isnan(re) && ty_int_compare_double(b, re) == 0;
    else if (ty_is_float(b))
        equal = im == 0 && re == ty_float_value(b);
    else if (ty_is_complex(b))
        equal = re == ((ty_complex *)b)->real && im == ((ty_complex *)b)->imag;
    else
        return TY_NOT_IMPLEMENTED;
    return ty_bool(equal == (op == TY_EQ));
}

/* --- text -------------------------------------------------------------------------------------------------------------- */

/* repr of one part: shortest, without ".0" */
static char *put_part(char *p, double d, bool plus)
{
    if (plus && !signbit(d))
        *p++ = '+';
    if (isnan(d) && plus && signbit(d))
        *p++ = '+';
    size_t n = ty_float_repr(d, p);
    if (n > 2 && p[n - 1] == '0' && p[n - 2] == '.')
        n -= 2;
    return p + n;
}

static ty_value complex_repr(ty_ctx *ctx, ty_value v)
{
    double re = ((ty_complex *)v)->real, im = ((ty_complex *)v)->imag;
    char buf[80], *p = buf;
    bool both = re != 0 || signbit(re);
    if (both) {
        *p++ = '(';
        p = put_part(p, re, false);
    }
    p = put_part(p, im, both);
    *p++ = 'j';
    if (both)
        *p++ = ')';
    return ty_str_from_ascii(ctx, buf, (size_t)(p - buf));
}

/* [real][+-imag j], either may be missing, but not both; parentheses around. */
static bool parse(const char *p, size_t n, double *re, double *im)
{
    ty_number_strip(&p, &n);
    if (n >= 2 && *p == '(' && p[n - 1] == ')') {
        p++;
        n -= 2;
        ty_number_strip(&p, &n);
    }
    *re = *im = 0;
    if (n == 0)
        return false;
    double d;
    size_t used = ty_float_parse_prefix(p, n, &d);
    const char *end = p + n;
    if (used) {
        p += used;
        if (p < end && (*p == '+' || *p == '-')) {
            *re = d;
            used = ty_float_parse_prefix(p, (size_t)(end - p), im);
            if (used) {
                p += used;
            } else { /* a bare sign: one */
                *im = *p == '-' ? -1 : 1;
                p++;
            }
            if (p == end || (*p | 0x20) != 'j')
                return false;
            p++;
        } else if (p < end && (*p | 0x20) == 'j') {
            p++;
            *im = d;
        } else {
            *re = d;
        }
    } else {
        *im = 1;
        if (*p == '+' || *p == '-')
            *im = *p++ == '-' ? -1 : 1;
        if (p == end || (*p | 0x20) != 'j')
            return false;
        p++;
    }
    return p == end;
}

static ty_value from_text(ty_ctx *ctx, const ty_type *type, ty_value v)
{
    char buf[64], small[256];
    ty_value hold = TY_NULL;
    size_t n;
    const char *p = ty_number_text(ctx, v, &n, buf, sizeof buf, &hold);
    if (!p)
        return TY_NULL;
    double re, im;
    bool good;
    if (n && memchr(p, '_', n)) {
        char *plain = n <= sizeof small ? small : malloc(n);
        if (!plain)
            return ty_error_memory(ctx);
        size_t m = ty_float_parse_plain(p, n, plain);
        good = m && parse(plain, m, &re, &im);
        if (plain != small)
            free(plain);
        if (!m) {
            ty_value shown = ty_number_shown(ctx, v);
            return shown ? ty_error_set(ctx, &ty_ValueError_type, "could not convert string to complex: %U", shown) : TY_NULL;
        }
    } else {
        good = parse(p, n, &re, &im);
    }
    TY_KEEP(hold);
    TY_KEEP(v);
    return good ? wrap(ctx, type, re, im) : ty_error_set(ctx, &ty_ValueError_type, "complex() arg is a malformed string");
}

/* --- construction ------------------------------------------------------------------------------------------------------ */

/* v as a complex by __complex__; 1 done, 0 it has none, -1 error */
static int by_method(ty_ctx *ctx, ty_value v, pair *out)
{
    bool found;
    ty_value c = ty_call_special(ctx, TY_SYM(__complex__), &v, 1, &found);
    if (!c && (found || ty_error_pending(ctx)))
        return -1;
    if (!found)
        return 0;
    if (!ty_is_complex(c)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "__complex__ returned non-complex (type %T)", c);
        return -1;
    }
    if (!ty_has_shape(c, &ty_complex_shape) &&
        ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                      "__complex__ returned non-complex (type %T).  The ability to return an instance of a strict subclass "
                      "of complex is deprecated, and may be removed in a future version of Python.",
                      c) < 0)
        return -1;
    *out = (pair){((ty_complex *)c)->real, ((ty_complex *)c)->imag};
    return 1;
}

/* One argument as a number; *is_complex: it has an imaginary part of its own. */
static int argument(ty_ctx *ctx, ty_value v, const char *which, pair *out, bool *is_complex)
{
    *is_complex = ty_is_complex(v);
    if (*is_complex)
        return coerce(ctx, v, out) < 0 ? -1 : 0;
    const ty_type *t = ty_type_of(v);
    if (!t->slots.float_ && !t->slots.index) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "complex() %s argument must be %s, not '%T'", which,
                           which[0] == 'f' ? "a string or a number" : "a number", v);
        return -1;
    }
    out->i = 0;
    return ty_float_from_value(ctx, v, &out->r);
}

static ty_value complex_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value bound[2] = {TY_NULL, TY_NULL};
    if (nargs > 2)
        return ty_error_set(ctx, &ty_TypeError_type, "complex() takes at most 2 arguments (%zu given)", nargs);
    if (ty_native_bind(ctx, "complex", "real=0, imag=0", 0, 2, args, nargs, kwnames, bound) < 0)
        return TY_NULL;
    ty_value vr = bound[0], vi = bound[1];
    if (vr && !vi && type == &ty_complex_type && ty_has_shape(vr, &ty_complex_shape))
        return vr;
    if (vr && ty_is_str(vr)) {
        if (vi)
            return ty_error_set(ctx, &ty_TypeError_type, "complex() can't take second arg if first is a string");
        return from_text(ctx, type, vr);
    }
    if (vi && ty_is_str(vi))
        return ty_error_set(ctx, &ty_TypeError_type, "complex() second arg can't be a string");
    pair re = {0, 0}, im = {0, 0};
    bool re_complex = false, im_complex = false;
    if (vr) {
        int got = ty_has_shape(vr, &ty_complex_shape) ? 0 : by_method(ctx, vr, &re);
        if (got < 0 || (got == 0 && argument(ctx, vr, "first", &re, &re_complex) < 0))
            return TY_NULL;
        re_complex |= got > 0;
    }
    if (vi && argument(ctx, vi, "second", &im, &im_complex) < 0)
        return TY_NULL;
    /* real + imag * 1j, adding only what is there, so that signs of zeros stay */
    if (im_complex)
        re.r -= im.i;
    if (re_complex && vi)
        im.r += re.i;
    else if (re_complex)
        im.r = re.i;
    return wrap(ctx, type, re.r, im.r);
}

/* --- methods ------------------------------------------------------------------------------------------------------------ */

static ty_value complex_conjugate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_complex_new(ctx, ((ty_complex *)args[0])->real, -((ty_complex *)args[0])->imag);
}

static ty_value complex_self(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return complex_pos(ctx, args[0]);
}

static ty_value complex_getnewargs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value re = ty_float_new(ctx, ((ty_complex *)args[0])->real);
    ty_value im = re ? ty_float_new(ctx, ((ty_complex *)args[0])->imag) : TY_NULL;
    return im ? ty_tuple_pack(ctx, 2, re, im) : TY_NULL;
}

static ty_value complex_format(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__() argument must be str, not %T", args[1]);
    return ty_format_complex(ctx, args[0], args[1]);
}

#define OWNER &ty_complex_type
static const ty_native complex_methods[] = {
    TY_METHOD(conjugate, complex_conjugate, 0, 0, "", "Return the complex conjugate of its argument."),
    TY_METHOD(__complex__, complex_self, 0, 0, "", "Convert this value to exact type complex."),
    TY_METHOD(__getnewargs__, complex_getnewargs, 0, 0, "", NULL),
    TY_METHOD(__format__, complex_format, 1, 1, "format_spec, /", "Convert to a string according to format_spec."),
    TY_NATIVE_END,
};

static ty_value get_real(ty_ctx *ctx, ty_value v) { return ty_float_new(ctx, ((ty_complex *)v)->real); }
static ty_value get_imag(ty_ctx *ctx, ty_value v) { return ty_float_new(ctx, ((ty_complex *)v)->imag); }

static const ty_getset complex_getsets[] = {
    TY_GETSET(real, get_real, NULL, "the real part of a complex number"),
    TY_GETSET(imag, get_imag, NULL, "the imaginary part of a complex number"),
    TY_GETSET_END,
};
#undef OWNER

TY_BUILTIN_TYPE(complex, .name = "complex", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_complex),
                .doc = "complex(real=0, imag=0)\n--\n\nA complex number, from a string or numbers.",
                .methods = complex_methods, .getsets = complex_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = complex_repr, .hash = complex_hash, .init = ty_object_init,
                          .new_ = complex_new, .compare = complex_compare, .add = complex_add, .sub = complex_sub,
                          .mul = complex_mul, .truediv = complex_truediv, .pow = complex_pow, .neg = complex_neg,
                          .pos = complex_pos, .abs = complex_abs, .bool_ = complex_bool});
