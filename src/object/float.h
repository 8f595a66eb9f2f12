/* SPDX-License-Identifier: MIT */
/* float and complex, and text <-> double: shortest correctly rounded, independent of the locale. */
#ifndef TY_OBJECT_FLOAT_H
#define TY_OBJECT_FLOAT_H

#include "object/type.h"

typedef struct ty_float_object {
    ty_object ob;
    double value;
} ty_float_object;
typedef struct ty_complex {
    ty_object ob;
    double real, imag;
} ty_complex;

TY_DECLARE_TYPE(float);
TY_DECLARE_TYPE(complex);
extern const ty_float_object ty_float_zero, ty_float_minus_zero; /* image objects */

ty_value ty_float_box(ty_ctx *ctx, double d) TY_RAISES; /* for what is no flonum */
static inline ty_value ty_float_new(ty_ctx *ctx, double d)
{
    ty_value v = ty_flonum_try(d);
    return TY_LIKELY(ty_is_flonum(v)) ? v : ty_float_box(ctx, d);
}
static inline bool ty_is_float(ty_value v) { return ty_is_flonum(v) || (ty_is_object(v) && ty_has_flag(v, TY_TYPE_FLOAT)); }
static inline bool ty_is_exact_float(ty_value v) { return ty_is_flonum(v) || ty_has_shape(v, &ty_float_shape); }
/* v is a float */
static inline double ty_float_value(ty_value v)
{
    return ty_is_flonum(v) ? ty_flonum_value(v) : ((ty_float_object *)v)->value;
}
ty_value ty_complex_new(ty_ctx *ctx, double real, double imag) TY_RAISES;
static inline bool ty_is_complex(ty_value v) { return ty_is_object(v) && (ty_has_shape(v, &ty_complex_shape) || ty_is_instance(v, &ty_complex_type)); }
/* a ** b; ZeroDivisionError, OverflowError */
ty_value ty_complex_pow(ty_ctx *ctx, double ar, double ai, double br, double bi) TY_RAISES;

/* Python's float % and // */
double ty_float_mod(double a, double b);
double ty_float_floordiv(double a, double b);
intptr_t ty_float_hash(double d); /* a nan hashes as 0 here: ty_float_object_hash tells them apart */
ty_value ty_float_pow(ty_ctx *ctx, double a, double b) TY_RAISES; /* a ** b, complex for negative a and broken b */
/* m * 2**e as the nearest double, half even, sticky meaning a little more than m. */
double ty_float_assemble(uint64_t m, int e, bool sticky);

/* Reads the longest prefix of text[0..n) that is a decimal float literal (digits, '.', exponent; no sign, no underscores,
 * no inf/nan). *end: bytes used, 0: none. Correctly rounded, half even. */
double ty_float_scan(const char *text, size_t n, size_t *end);
/* float(text) of ASCII text with everything Python allows; false: it is no float. */
bool ty_float_parse(const char *text, size_t n, double *out);
/* float(v): what float.__new__ does. */
int ty_float_from_value(ty_ctx *ctx, ty_value v, double *out) TY_RAISES;
/* 1: v is a float or an int, *out its value; 0: neither; -1: OverflowError. */
int ty_float_coerce(ty_ctx *ctx, ty_value v, double *out) TY_RAISES;
/* Rounded to `digits` places behind the point, half even on the exact value. */
double ty_float_round(double d, intptr_t digits);
/* Shortest text that reads back as d, as repr() shows it ("1e+16", "0.1", "inf"). Returns its length (< 32). */
size_t ty_float_repr(double d, char out[32]);
/* `type` e E f F g G as C's printf but exact at any precision, or r: shortest. Appends to buf; -1: no memory. */
enum {
    TY_FLOAT_ALTERNATE = 1,  /* '#': always a point, trailing zeros of g stay */
    TY_FLOAT_POINT_ZERO = 2, /* g, r: at least one digit behind the point, as repr and format(x, '.3') have it */
};
struct ty_buf;
int ty_float_format(struct ty_buf *buf, double d, char type, int precision, int flags);

#endif
