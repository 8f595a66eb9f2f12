/* SPDX-License-Identifier: MIT */
/* Methods of bytes and bytearray that see them as ASCII text: case, classes, padding, hexadecimal, translation. */
#include <config.h>

#include "object/bytes_impl.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"

enum { UPPER = 1, LOWER = 2, DIGIT = 4, SPACE = 8 };

static unsigned class_of(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return LOWER;
    if (c >= 'A' && c <= 'Z')
        return UPPER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    return c == ' ' || (c >= 9 && c <= 13) ? SPACE : 0;
}

#define METHOD(name)                                                                                                    \
    ty_value ty_bytes_m_##name(ty_ctx *ctx TY_UNUSED, const ty_value *args, size_t nargs TY_UNUSED,                      \
                               ty_value kwnames TY_UNUSED)

/* --- classes --------------------------------------------------------------------------------------------------------------- */

static ty_value all_of(ty_value self, unsigned classes)
{
    byte_run r = byte_run_of(self);
    for (size_t i = 0; i < r.n; i++)
        if (!(class_of(r.p[i]) & classes))
            return TY_FALSE;
    return ty_bool(r.n > 0);
}

METHOD(isalnum) { return all_of(args[0], UPPER | LOWER | DIGIT); }
METHOD(isalpha) { return all_of(args[0], UPPER | LOWER); }
METHOD(isdigit) { return all_of(args[0], DIGIT); }
METHOD(isspace) { return all_of(args[0], SPACE); }

METHOD(isascii)
{
    byte_run r = byte_run_of(args[0]);
    unsigned char any = 0;
    for (size_t i = 0; i < r.n; i++)
        any |= r.p[i];
    return ty_bool(any < 128);
}

static ty_value has_case(ty_value self, unsigned wanted, unsigned forbidden)
{
    byte_run r = byte_run_of(self);
    bool any = false;
    for (size_t i = 0; i < r.n; i++) {
        unsigned c = class_of(r.p[i]);
        if (c & forbidden)
            return TY_FALSE;
        any |= (c & wanted) != 0;
    }
    return ty_bool(any);
}

METHOD(islower) { return has_case(args[0], LOWER, UPPER); }
METHOD(isupper) { return has_case(args[0], UPPER, LOWER); }

METHOD(istitle)
{
    byte_run r = byte_run_of(args[0]);
    bool inside = false, any = false;
    for (size_t i = 0; i < r.n; i++) {
        unsigned c = class_of(r.p[i]);
        if ((c == UPPER && inside) || (c == LOWER && !inside))
            return TY_FALSE;
        inside = (c & (UPPER | LOWER)) != 0;
        any |= inside;
    }
    return ty_bool(any);
}

/* --- case -------------------------------------------------------------------------------------------------------------------- */

static unsigned char to_lower(unsigned char c) { return class_of(c) == UPPER ? c | 0x20 : c; }
static unsigned char to_upper(unsigned char c) { return class_of(c) == LOWER ? c & (unsigned char)~0x20 : c; }

/* how: l, u, s(wap), c(apitalize), t(itle) */
static ty_value change_case(ty_ctx *ctx, ty_value self, char how)
{
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, self, byte_run_of(self).n, &p);
    if (!v)
        return TY_NULL;
    byte_run r = byte_run_of(self);
    bool inside = false;
    for (size_t i = 0; i < r.n; i++) {
        unsigned char c = r.p[i];
        switch (how) {
        case 'l': c = to_lower(c); break;
        case 'u': c = to_upper(c); break;
        case 's': c = class_of(c) == UPPER ? to_lower(c) : to_upper(c); break;
        case 'c': c = i ? to_lower(c) : to_upper(c); break;
        default:
            c = inside ? to_lower(c) : to_upper(c);
            inside = (class_of(c) & (UPPER | LOWER)) != 0;
        }
        p[i] = c;
    }
    TY_KEEP(self);
    return v;
}

METHOD(lower) { return change_case(ctx, args[0], 'l'); }
METHOD(upper) { return change_case(ctx, args[0], 'u'); }
METHOD(swapcase) { return change_case(ctx, args[0], 's'); }
METHOD(capitalize) { return change_case(ctx, args[0], 'c'); }
METHOD(title) { return change_case(ctx, args[0], 't'); }

/* --- padding ------------------------------------------------------------------------------------------------------------------- */

static ty_value pad(ty_ctx *ctx, ty_value self, size_t left, size_t right, unsigned char fill)
{
    size_t n = byte_run_of(self).n, total;
    if (ty_add_overflow(n, left + right, &total))
        return ty_error_memory(ctx);
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, self, total, &p);
    if (!v || !total)
        return v;
    memset(p, fill, left);
    memcpy(p + left, byte_run_of(self).p, n);
    memset(p + left + n, fill, right);
    TY_KEEP(self);
    return v;
}

static ty_value justify(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, char where)
{
    intptr_t width;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &width) < 0)
        return TY_NULL;
    unsigned char fill = ' ';
    ty_value vfill = TY_ARG(2);
    if (vfill) {
        if ((!ty_is_bytes(vfill) && !ty_is_bytearray(vfill)) || byte_run_of(vfill).n != 1)
            return ty_error_set(ctx, &ty_TypeError_type, "%s() argument 2 must be a byte string of length 1, not %T", name,
                                vfill);
        fill = byte_run_of(vfill).p[0];
    }
    size_t n = byte_run_of(args[0]).n;
    if (width <= (intptr_t)n)
        return ty_bytes_same(ctx, args[0]);
    size_t more = (size_t)width - n, left = 0;
    if (where == 'r')
        left = more;
    else if (where == 'c')
        left = more / 2 + (more & (size_t)width & 1);
    return pad(ctx, args[0], left, more - left, fill);
}

ty_value ty_bytes_m_center(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return justify(ctx, args, nargs, "center", 'c');
}
ty_value ty_bytes_m_ljust(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return justify(ctx, args, nargs, "ljust", 'l');
}
ty_value ty_bytes_m_rjust(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return justify(ctx, args, nargs, "rjust", 'r');
}

METHOD(zfill)
{
    intptr_t width;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &width) < 0)
        return TY_NULL;
    size_t n = byte_run_of(args[0]).n;
    if (width <= (intptr_t)n)
        return ty_bytes_same(ctx, args[0]);
    size_t zeros = (size_t)width - n;
    ty_value v = pad(ctx, args[0], zeros, 0, '0');
    if (v && n) {
        unsigned char *p = (unsigned char *)(uintptr_t)byte_run_of(v).p;
        if (p[zeros] == '+' || p[zeros] == '-') {
            p[0] = p[zeros];
            p[zeros] = '0';
        }
    }
    return v;
}

ty_value ty_bytes_m_expandtabs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t size = 8;
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &size) < 0)
        return TY_NULL;
    size_t tab = size > 0 ? (size_t)size : 0;
    unsigned char *p = NULL;
    ty_value v = TY_NULL;
    /* First round: count; second: write. */
    for (int round = 0; round < 2; round++) {
        byte_run r = byte_run_of(args[0]);
        size_t total = 0, column = 0;
        for (size_t i = 0; i < r.n; i++) {
            unsigned char c = r.p[i];
            if (c == '\t') {
                size_t more = tab ? tab - column % tab : 0;
                if (round)
                    memset(p + total, ' ', more);
                column += more;
                if (ty_add_overflow(total, more, &total) || total > (size_t)INTPTR_MAX)
                    return ty_error_set(ctx, &ty_OverflowError_type, "result too long");
            } else {
                column = c == '\n' || c == '\r' ? 0 : column + 1;
                if (round)
                    p[total] = c;
                total++;
            }
        }
        if (!round && !(v = ty_bytes_fresh(ctx, args[0], total, &p)))
            return TY_NULL;
    }
    return v;
}

/* --- hexadecimal ------------------------------------------------------------------------------------------------------------------ */

ty_value ty_bytes_hex(ty_ctx *ctx, const unsigned char *p, size_t n, ty_value sep, ty_value per_sep)
{
    unsigned char separator = 0;
    intptr_t group = 0;
    if (sep && sep != TY_NONE) {
        intptr_t length = ty_op_len(ctx, sep);
        if (length < 0)
            return TY_NULL;
        if (length != 1)
            return ty_error_set(ctx, &ty_ValueError_type, "sep must be length 1.");
        uint32_t c;
        if (ty_is_str(sep))
            c = ty_str_at(ty_str_ptr(sep), 0);
        else if (ty_is_bytes(sep))
            c = ty_bytes_data(sep)[0];
        else
            return ty_error_set(ctx, &ty_TypeError_type, "sep must be str or bytes.");
        if (c > 127)
            return ty_error_set(ctx, &ty_ValueError_type, "sep must be ASCII.");
        separator = (unsigned char)c;
        group = 1;
        if (per_sep && ty_op_index_size(ctx, per_sep, &ty_OverflowError_type, &group) < 0)
            return TY_NULL;
    }
    size_t size = group < 0 ? (size_t)-group : (size_t)group, seps = size && n ? (n - 1) / size : 0;
    if (n > (size_t)INTPTR_MAX / 3)
        return ty_error_memory(ctx);
    ty_str *s = ty_str_new(ctx, 2 * n + seps, 127);
    if (!s)
        return TY_NULL;
    unsigned char *out = s->data;
    for (size_t i = 0; i < n; i++) {
        /* positive groups are counted from the right end */
        if (size && i && (group > 0 ? (n - i) % size == 0 : i % size == 0))
            *out++ = separator;
        *out++ = (unsigned char)"0123456789abcdef"[p[i] >> 4];
        *out++ = (unsigned char)"0123456789abcdef"[p[i] & 15];
    }
    return n ? TY_VALUE(s) : ty_str_empty;
}

ty_value ty_bytes_m_hex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    byte_run r = byte_run_of(args[0]);
    ty_value v = ty_bytes_hex(ctx, r.p, r.n, TY_ARG(1), TY_ARG(2));
    TY_KEEP(args[0]);
    return v;
}

static int hex_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

ty_value ty_bytes_m_fromhex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "fromhex() argument must be str, not %T", args[1]);
    const ty_str *s = ty_str_ptr(args[1]);
    bool array = ty_type_is_subtype((const ty_type *)args[0], &ty_bytearray_type);
    ty_value v = ty_bytes_new(ctx, NULL, s->length / 2);
    if (!v)
        return TY_NULL;
    unsigned char *p = ty_bytes_fill(v);
    size_t n = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c == ' ' || (c >= 9 && c <= 13))
            continue;
        int high = hex_digit(c), low = -1;
        if (high >= 0) {
            i++;
            if (i < s->length)
                low = hex_digit(ty_str_at(s, i));
        }
        if (low < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "non-hexadecimal number found in fromhex() arg at position %zu", i);
        p[n++] = (unsigned char)(high << 4 | low);
    }
    if (n || s->length / 2)
        v = ty_bytes_shrink(ctx, v, n);
    if (!v)
        return TY_NULL;
    if (array) {
        v = ty_bytearray_new(ctx, ty_bytes_data(v), n);
        return !v || args[0] == TY_VALUE(&ty_bytearray_type) ? v : ty_call1(ctx, args[0], v);
    }
    return args[0] == TY_VALUE(&ty_bytes_type) ? v : ty_call1(ctx, args[0], v);
}

/* --- translation ----------------------------------------------------------------------------------------------------------------- */

METHOD(maketrans)
{
    byte_arg from, to;
    if (ty_bytes_arg(ctx, args[0], &from) < 0)
        return TY_NULL;
    ty_value v = TY_NULL;
    if (ty_bytes_arg(ctx, args[1], &to) == 0) {
        if (from.run.n != to.run.n) {
            v = ty_error_set(ctx, &ty_ValueError_type, "maketrans arguments must have same length");
        } else if ((v = ty_bytes_new(ctx, NULL, 256))) {
            unsigned char *table = ty_bytes_fill(v);
            for (unsigned i = 0; i < 256; i++)
                table[i] = (unsigned char)i;
            for (size_t i = 0; i < from.run.n; i++)
                table[from.run.p[i]] = to.run.p[i];
        }
        byte_arg_release(ctx, &to);
    }
    byte_arg_release(ctx, &from);
    return v;
}

ty_value ty_bytes_m_translate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    unsigned char table[256];
    bool gone[256] = {false};
    for (unsigned i = 0; i < 256; i++)
        table[i] = (unsigned char)i;
    if (args[1] != TY_NONE) {
        byte_arg t;
        if (ty_bytes_arg(ctx, args[1], &t) < 0)
            return TY_NULL;
        bool good = t.run.n == 256;
        if (good)
            memcpy(table, t.run.p, 256);
        byte_arg_release(ctx, &t);
        if (!good)
            return ty_error_set(ctx, &ty_ValueError_type, "translation table must be 256 characters long");
    }
    if (TY_ARG(2)) {
        byte_arg d;
        if (ty_bytes_arg(ctx, args[2], &d) < 0)
            return TY_NULL;
        for (size_t i = 0; i < d.run.n; i++)
            gone[d.run.p[i]] = true;
        byte_arg_release(ctx, &d);
    }
    byte_run r = byte_run_of(args[0]);
    size_t n = 0;
    for (size_t i = 0; i < r.n; i++)
        n += !gone[r.p[i]];
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, args[0], n, &p);
    if (!v)
        return TY_NULL;
    for (size_t i = 0; i < r.n; i++)
        if (!gone[r.p[i]])
            *p++ = table[r.p[i]];
    return v;
}

/* --- decode ------------------------------------------------------------------------------------------------------------------------ */

ty_value ty_bytes_m_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value encoding = TY_ARG(1), errors = TY_ARG(2);
    if (encoding && !ty_is_str(encoding))
        return ty_error_set(ctx, &ty_TypeError_type, "decode() argument 'encoding' must be str, not %T", encoding);
    if (errors && !ty_is_str(errors))
        return ty_error_set(ctx, &ty_TypeError_type, "decode() argument 'errors' must be str, not %T", errors);
    ty_buffer view; /* a handler may run code that resizes a bytearray */
    if (ty_buffer_get(ctx, args[0], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    ty_value v = ty_codec_decode(ctx, ty_is_bytes(args[0]) ? args[0] : TY_NULL, view.data, view.length, encoding, errors);
    ty_buffer_release(ctx, &view);
    return v;
}
