/* SPDX-License-Identifier: MIT */
/* Reads and writes single items of memory in native formats. */
#include <config.h>

#include "object/packing.h"

#include <math.h>

#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"

size_t ty_packing_size(char letter)
{
    switch (letter) {
    case 'c': case 'b': case 'B': return 1;
    case '?': return sizeof(bool);
    case 'h': case 'H': return sizeof(short);
    case 'i': case 'I': return sizeof(int);
    case 'l': case 'L': return sizeof(long);
    case 'q': case 'Q': return sizeof(long long);
    case 'n': case 'N': return sizeof(size_t);
    case 'P': return sizeof(void *);
    case 'e': return 2;
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    default: return 0;
    }
}

/* --- half precision: 1 sign, 5 exponent, 10 fraction bits --------------------------------------------------------------- */

double ty_packing_from_half(uint16_t bits)
{
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double d = exponent == 31 ? (fraction ? NAN : INFINITY)
               : exponent     ? ldexp(1024 + fraction, exponent - 25)
                              : ldexp(fraction, -24);
    return bits & 0x8000 ? -d : d;
}

uint16_t ty_packing_to_half(double d, bool *overflow)
{
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    *overflow = false;
    if (isnan(d))
        return sign | 0x7e00;
    if (isinf(d))
        return sign | 0x7c00;
    int e;
    double f = frexp(fabs(d), &e); /* 0.5 <= f < 1 */
    if (d == 0)
        return sign;
    int shift = e < -13 ? 24 : 11 - e; /* the unit of the result is 2**-shift */
    double scaled = rint(ldexp(f, e + shift));
    uint32_t m = (uint32_t)scaled;
    uint32_t bits = e < -13 ? m : ((uint32_t)(e + 14) << 10) + (m - 1024);
    if (bits >= 0x7c00)
        *overflow = true;
    return (uint16_t)(sign | bits);
}

/* --- items ----------------------------------------------------------------------------------------------------------------- */

#define READ(type, x)                                                                                                   \
    type x;                                                                                                             \
    memcpy(&x, p, sizeof x)

ty_value ty_packing_get(ty_ctx *ctx, char letter, const void *p)
{
    switch (letter) {
    case 'c': return ty_bytes_new(ctx, p, 1);
    case 'b': return ty_small(*(const signed char *)p);
    case 'B': return ty_small(*(const unsigned char *)p);
    case '?': return ty_bool(*(const unsigned char *)p != 0);
    case 'h': { READ(short, x); return ty_small(x); }
    case 'H': { READ(unsigned short, x); return ty_small(x); }
    case 'i': { READ(int, x); return ty_int_from_int64(ctx, x); }
    case 'I': { READ(unsigned, x); return ty_int_from_uint64(ctx, x); }
    case 'l': { READ(long, x); return ty_int_from_int64(ctx, x); }
    case 'L': { READ(unsigned long, x); return ty_int_from_uint64(ctx, x); }
    case 'q': { READ(long long, x); return ty_int_from_int64(ctx, x); }
    case 'Q': { READ(unsigned long long, x); return ty_int_from_uint64(ctx, x); }
    case 'n': { READ(intptr_t, x); return ty_int_from_int64(ctx, x); }
    case 'N': case 'P': { READ(uintptr_t, x); return ty_int_from_uint64(ctx, x); }
    case 'e': { READ(uint16_t, x); return ty_float_new(ctx, ty_packing_from_half(x)); }
    case 'f': { READ(float, x); return ty_float_new(ctx, (double)x); }
    case 'd': { READ(double, x); return ty_float_new(ctx, x); }
    default: return ty_error_set(ctx, &ty_NotImplementedError_type, "unsupported format %c", letter);
    }
}

static int put_float(ty_ctx *ctx, char letter, void *p, ty_value v)
{
    double d;
    if (ty_is_exact_float(v)) {
        d = ty_float_value(v);
    } else if (!ty_type_of(v)->slots.float_ && !ty_type_of(v)->slots.index) {
        return 1;
    } else if (ty_op_double(ctx, v, &d) < 0) {
        return -1;
    }
    if (letter == 'd') {
        memcpy(p, &d, sizeof d);
    } else if (letter == 'f') {
        float f = (float)d;
        if (isinf(f) && !isinf(d))
            return 2;
        memcpy(p, &f, sizeof f);
    } else {
        bool overflow;
        uint16_t bits = ty_packing_to_half(d, &overflow);
        if (overflow)
            return 2;
        memcpy(p, &bits, sizeof bits);
    }
    return 0;
}

int ty_packing_put(ty_ctx *ctx, char letter, void *p, ty_value v)
{
    if (ty_packing_is_float(letter))
        return put_float(ctx, letter, p, v);
    if (letter == '?') {
        int truth = ty_op_truth(ctx, v);
        if (truth < 0)
            return -1;
        *(unsigned char *)p = (unsigned char)truth;
        return 0;
    }
    if (letter == 'c') {
        if (!ty_is_bytes(v))
            return 1;
        if (ty_bytes_length(v) != 1)
            return 2;
        *(unsigned char *)p = ty_bytes_data(v)[0];
        return 0;
    }
    size_t size = ty_packing_size(letter);
    if (!ty_is_int(v)) {
        if (!ty_type_of(v)->slots.index)
            return 1;
        if (!(v = ty_op_index(ctx, v)))
            return -1;
    }
    unsigned bits = (unsigned)size * 8;
    if (ty_packing_is_signed(letter)) {
        int64_t i;
        if (!ty_int_fits_int64(v, &i) || (bits < 64 && (i < -((int64_t)1 << (bits - 1)) || i >= (int64_t)1 << (bits - 1))))
            return 2;
        uint64_t u = (uint64_t)i;
        memcpy(p, (char *)&u + (TY_BIG_ENDIAN ? 8 - size : 0), size);
        return 0;
    }
    uint64_t u;
    int64_t i;
    if (ty_int_fits_int64(v, &i)) {
        if (i < 0)
            return 2;
        u = (uint64_t)i;
    } else {
        if (ty_int_sign(v) < 0 || ty_int_bit_length(v) > 64)
            return 2;
        if (ty_int_to_uint64(ctx, v, &u) < 0)
            return -1;
    }
    if (bits < 64 && u >> bits)
        return 2;
    memcpy(p, (char *)&u + (TY_BIG_ENDIAN ? 8 - size : 0), size);
    return 0;
}
