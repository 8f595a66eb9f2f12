/* SPDX-License-Identifier: MIT */
/* binascii: hexadecimal, base 64, uuencode, quoted-printable, and checksums. The module's state is (Error, Incomplete). */
#include <config.h>

#include "mem/buf.h"
#include "modules/exception.h"
#include "modules/modules.h"
#include "object/bytes_impl.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static const ty_type *error_class(ty_ctx *ctx)
{
    ty_value state = ty_module_state(ctx, &ty_module_binascii);
    return state ? (const ty_type *)ty_tuple_at(state, 0) : &ty_ValueError_type;
}
#define FAIL(...) ty_error_set(ctx, error_class(ctx), __VA_ARGS__)

/* ASCII str or bytes-like. */
static int text_arg(ty_ctx *ctx, ty_value v, byte_arg *out)
{
    out->held = false;
    if (ty_is_str(v)) {
        if (!ty_str_ptr(v)->ascii) {
            (void)ty_error_set(ctx, &ty_ValueError_type, "string argument should contain only ASCII characters");
            return -1;
        }
        out->run = (byte_run){ty_str_ptr(v)->data, ty_str_length(v)};
        return 0;
    }
    if (!ty_buffer_supported(v)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "argument should be bytes, buffer or ASCII string, not '%T'", v);
        return -1;
    }
    return ty_bytes_arg(ctx, v, out);
}

/* Ends an operation: the buffer as bytes, unless `good` is false with an exception set. */
static ty_value finish(ty_ctx *ctx, ty_buf *b, bool good)
{
    ty_value v = TY_NULL;
    if (good && b->failed)
        (void)ty_error_memory(ctx);
    else if (good)
        v = ty_bytes_new(ctx, b->data, b->size);
    ty_buf_free(b);
    return v;
}

static int flag(ty_ctx *ctx, ty_value v, bool otherwise) { return v ? ty_op_truth(ctx, v) : otherwise; }

/* --- hexadecimal -------------------------------------------------------------------------------------------------------------- */

FUNCTION(m_hexlify)
{
    byte_arg a;
    if (ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_value s = ty_bytes_hex(ctx, a.run.p, a.run.n, TY_ARG(1), TY_ARG(2));
    byte_arg_release(ctx, &a);
    return s ? ty_bytes_new(ctx, ty_str_ptr(s)->data, ty_str_length(s)) : TY_NULL;
}

static int hex_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

FUNCTION(m_unhexlify)
{
    byte_arg a;
    if (text_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_value v = TY_NULL;
    if (a.run.n % 2) {
        (void)FAIL("Odd-length string");
    } else if ((v = ty_bytes_new(ctx, NULL, a.run.n / 2))) {
        for (size_t i = 0; i < a.run.n; i += 2) {
            int high = hex_value(a.run.p[i]), low = hex_value(a.run.p[i + 1]);
            if (high < 0 || low < 0) {
                v = FAIL("Non-hexadecimal digit found");
                break;
            }
            ty_bytes_fill(v)[i / 2] = (unsigned char)(high << 4 | low);
        }
    }
    byte_arg_release(ctx, &a);
    return v;
}

/* --- base 64 --------------------------------------------------------------------------------------------------------------------- */

static const char base64[65] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

FUNCTION(m_b2a_base64)
{
    byte_arg a;
    int newline = flag(ctx, TY_ARG(1), true);
    if (newline < 0 || ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    size_t n = a.run.n;
    ty_value v = n > (size_t)INTPTR_MAX / 2 ? FAIL("Too much data for base64 line")
                                            : ty_bytes_new(ctx, NULL, (n + 2) / 3 * 4 + (size_t)newline);
    if (v && ty_bytes_length(v)) {
        unsigned char *out = ty_bytes_fill(v);
        const unsigned char *p = a.run.p;
        for (; n >= 3; n -= 3, p += 3) {
            uint32_t w = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            *out++ = (unsigned char)base64[w >> 18];
            *out++ = (unsigned char)base64[w >> 12 & 63];
            *out++ = (unsigned char)base64[w >> 6 & 63];
            *out++ = (unsigned char)base64[w & 63];
        }
        if (n) {
            uint32_t w = (uint32_t)p[0] << 16 | (n > 1 ? (uint32_t)p[1] << 8 : 0);
            *out++ = (unsigned char)base64[w >> 18];
            *out++ = (unsigned char)base64[w >> 12 & 63];
            *out++ = n > 1 ? (unsigned char)base64[w >> 6 & 63] : '=';
            *out++ = '=';
        }
        if (newline)
            *out = '\n';
    }
    byte_arg_release(ctx, &a);
    return v;
}

static ty_value decode_base64(ty_ctx *ctx, byte_run r, bool strict)
{
    ty_value v = ty_bytes_new(ctx, NULL, r.n / 4 * 3 + 3);
    if (!v)
        return TY_NULL;
    unsigned char *out = ty_bytes_fill(v), *start = out, left = 0;
    unsigned quad = 0, pads = 0;
    bool padded = false;
    if (strict && r.n && r.p[0] == '=')
        return FAIL("Leading padding not allowed");
    for (size_t i = 0; i < r.n; i++) {
        unsigned char c = r.p[i];
        if (c == '=') {
            padded = true;
            if (strict && quad == 0)
                return FAIL("Excess padding not allowed");
            if (quad >= 2 && quad + ++pads >= 4) { /* a complete quadruple: the end */
                if (strict && i + 1 < r.n)
                    return FAIL("Excess data after padding");
                return ty_bytes_shrink(ctx, v, (size_t)(out - start));
            }
            continue;
        }
        int x = base64_value(c);
        if (x < 0) {
            if (strict)
                return FAIL("Only base64 data is allowed");
            continue;
        }
        if (strict && padded)
            return FAIL("Discontinuous padding not allowed");
        pads = 0;
        switch (quad) {
        case 0: left = (unsigned char)x; break;
        case 1: *out++ = (unsigned char)(left << 2 | x >> 4); left = x & 15; break;
        case 2: *out++ = (unsigned char)(left << 4 | x >> 2); left = x & 3; break;
        default: *out++ = (unsigned char)(left << 6 | x); left = 0; break;
        }
        quad = (quad + 1) & 3;
    }
    if (quad == 1)
        return FAIL("Invalid base64-encoded string: number of data characters (%zd) cannot be 1 more than a multiple of 4",
                    (out - start) / 3 * 4 + 1);
    if (quad)
        return FAIL("Incorrect padding");
    return ty_bytes_shrink(ctx, v, (size_t)(out - start));
}

FUNCTION(m_a2b_base64)
{
    byte_arg a;
    int strict = flag(ctx, TY_ARG(1), false);
    if (strict < 0 || text_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_value v = decode_base64(ctx, a.run, strict);
    byte_arg_release(ctx, &a);
    return v;
}

/* --- uuencode --------------------------------------------------------------------------------------------------------------------- */

static ty_value decode_uu(ty_ctx *ctx, byte_run r)
{
    const unsigned char *p = r.p, *end = r.p + r.n;
    size_t n = p < end ? (size_t)((*p++ - ' ') & 63) : 32, done = 0; /* an empty line starts with NUL, says the tradition */
    ty_value v = ty_bytes_new(ctx, NULL, n);
    if (!v || n == 0)
        return v;
    unsigned bits = 0, have = 0;
    for (; done < n; p++) {
        unsigned char c = p < end ? *p : 0;
        if (c == '\n' || c == '\r' || p >= end) {
            c = 0; /* short lines are filled with zeros */
            p = end;
        } else if (c < ' ' || c > ' ' + 64) {
            return FAIL("Illegal char");
        } else {
            c = (c - ' ') & 63;
        }
        bits = (bits << 6 | c) & 0xffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            ty_bytes_fill(v)[done++] = (unsigned char)(bits >> have);
        }
    }
    for (; p < end; p++)
        if (*p != ' ' && *p != ' ' + 64 && *p != '\n' && *p != '\r')
            return FAIL("Trailing garbage");
    return v;
}

FUNCTION(m_a2b_uu)
{
    byte_arg a;
    if (text_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_value v = decode_uu(ctx, a.run);
    byte_arg_release(ctx, &a);
    return v;
}

FUNCTION(m_b2a_uu)
{
    byte_arg a;
    int backtick = flag(ctx, TY_ARG(1), false);
    if (backtick < 0 || ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_value v = TY_NULL;
    if (a.run.n > 45) {
        (void)FAIL("At most 45 bytes at once");
    } else if ((v = ty_bytes_new(ctx, NULL, 2 + (a.run.n + 2) / 3 * 4))) {
        unsigned char *out = ty_bytes_fill(v), zero = backtick ? '`' : ' ';
        *out++ = a.run.n ? (unsigned char)(' ' + a.run.n) : zero;
        for (size_t i = 0; i < a.run.n; i += 3) {
            uint32_t w = 0;
            for (size_t k = 0; k < 3; k++)
                w = w << 8 | (i + k < a.run.n ? a.run.p[i + k] : 0);
            for (int shift = 18; shift >= 0; shift -= 6)
                *out++ = w >> shift & 63 ? (unsigned char)(' ' + (w >> shift & 63)) : zero;
        }
        *out = '\n';
    }
    byte_arg_release(ctx, &a);
    return v;
}

/* --- quoted-printable --------------------------------------------------------------------------------------------------------------- */

FUNCTION(m_a2b_qp)
{
    byte_arg a;
    int header = flag(ctx, TY_ARG(1), false);
    if (header < 0 || text_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    ty_buf b;
    ty_buf_init(&b, NULL, 0);
    const unsigned char *p = a.run.p;
    size_t n = a.run.n;
    for (size_t i = 0; i < n;) {
        if (p[i] != '=') {
            ty_buf_u8(&b, header && p[i] == '_' ? ' ' : p[i]);
            i++;
            continue;
        }
        if (++i >= n)
            break;
        if (p[i] == '\n' || p[i] == '\r') { /* a soft line break */
            while (i < n && p[i] != '\n')
                i++;
            i += i < n;
        } else if (p[i] == '=') { /* broken: leave it */
            ty_buf_u8(&b, '=');
            i++;
        } else if (i + 1 < n && hex_value(p[i]) >= 0 && hex_value(p[i + 1]) >= 0) {
            ty_buf_u8(&b, (unsigned)(hex_value(p[i]) << 4 | hex_value(p[i + 1])));
            i += 2;
        } else {
            ty_buf_u8(&b, '=');
        }
    }
    byte_arg_release(ctx, &a);
    return finish(ctx, &b, true);
}

#define QP_LINE 76

/* Whether the byte at i is written as =XX. */
static bool qp_escapes(byte_run r, size_t i, size_t column, bool quotetabs, bool text, bool header)
{
    unsigned char c = r.p[i];
    bool last = i + 1 >= r.n;
    if (c > 126 || c == '=' || (header && c == '_'))
        return true;
    if (c == '.' && column == 0)
        return last || r.p[i + 1] == '\n' || r.p[i + 1] == '\r' || r.p[i + 1] == 0;
    if (!text && (c == '\r' || c == '\n'))
        return true;
    if ((c == '\t' || c == ' ') && last)
        return true;
    if (c < 33 && c != '\r' && c != '\n' && c != '\t' && c != ' ')
        return true;
    return c < 33 && c != '\r' && c != '\n' && (quotetabs || (c != '\t' && c != ' '));
}

FUNCTION(m_b2a_qp)
{
    byte_arg a;
    int quotetabs = flag(ctx, TY_ARG(1), false), text = quotetabs < 0 ? -1 : flag(ctx, TY_ARG(2), true);
    int header = text < 0 ? -1 : flag(ctx, TY_ARG(3), false);
    if (header < 0 || ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    byte_run r = a.run;
    const unsigned char *first = r.n ? memchr(r.p, '\n', r.n) : NULL;
    bool crlf = first && first > r.p && first[-1] == '\r'; /* line ends are those of the first line */
    ty_buf b;
    ty_buf_init(&b, NULL, 0);
    size_t column = 0;
    for (size_t i = 0; i < r.n;) {
        unsigned char c = r.p[i];
        if (qp_escapes(r, i, column, quotetabs, text, header)) {
            if (column + 3 >= QP_LINE) {
                ty_buf_str(&b, crlf ? "=\r\n" : "=\n");
                column = 0;
            }
            ty_buf_u8(&b, '=');
            ty_buf_u8(&b, (unsigned char)"0123456789ABCDEF"[c >> 4]);
            ty_buf_u8(&b, (unsigned char)"0123456789ABCDEF"[c & 15]);
            column += 3;
            i++;
            continue;
        }
        if (text && (c == '\n' || (c == '\r' && i + 1 < r.n && r.p[i + 1] == '\n'))) {
            column = 0;
            /* a blank before the end of the line must not stand there bare */
            if (b.size && (b.data[b.size - 1] == ' ' || b.data[b.size - 1] == '\t')) {
                unsigned char blank = (unsigned char)b.data[b.size - 1];
                b.data[b.size - 1] = '=';
                ty_buf_u8(&b, (unsigned char)"0123456789ABCDEF"[blank >> 4]);
                ty_buf_u8(&b, (unsigned char)"0123456789ABCDEF"[blank & 15]);
            }
            ty_buf_str(&b, crlf ? "\r\n" : "\n");
            i += c == '\r' ? 2 : 1;
            continue;
        }
        if (i + 1 != r.n && r.p[i + 1] != '\n' && column + 1 >= QP_LINE) {
            ty_buf_str(&b, crlf ? "=\r\n" : "=\n");
            column = 0;
        }
        column++;
        ty_buf_u8(&b, header && c == ' ' ? '_' : c);
        i++;
    }
    byte_arg_release(ctx, &a);
    return finish(ctx, &b, true);
}

/* --- checksums ------------------------------------------------------------------------------------------------------------------------- */

static uint32_t crc32_step(uint32_t x)
{
    for (int i = 0; i < 8; i++)
        x = x >> 1 ^ (x & 1 ? 0xedb88320u : 0);
    return x;
}

FUNCTION(m_crc32)
{
    byte_arg a;
    uint32_t crc = 0;
    if (TY_ARG(1)) {
        ty_value v = ty_op_index(ctx, args[1]), low = v ? ty_int_and(ctx, v, ty_int_from_uint64(ctx, 0xffffffffu)) : TY_NULL;
        uint64_t u;
        if (!low || ty_int_to_uint64(ctx, low, &u) < 0)
            return TY_NULL;
        crc = (uint32_t)u;
    }
    if (ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    crc = ~crc;
    if (a.run.n < 32) {
        for (size_t i = 0; i < a.run.n; i++)
            crc = crc >> 8 ^ crc32_step((crc ^ a.run.p[i]) & 255);
    } else {
        uint32_t big[256]; /* made each time: it pays from some bytes on */
        for (uint32_t i = 0; i < 256; i++)
            big[i] = crc32_step(i);
        for (size_t i = 0; i < a.run.n; i++)
            crc = crc >> 8 ^ big[(crc ^ a.run.p[i]) & 255];
    }
    byte_arg_release(ctx, &a);
    return ty_int_from_uint64(ctx, ~crc);
}

/* CRC-CCITT, polynomial 0x1021, as binhex used it. */
FUNCTION(m_crc_hqx)
{
    byte_arg a;
    ty_value v = ty_op_index(ctx, args[1]), low = v ? ty_int_and(ctx, v, ty_small(0xffff)) : TY_NULL;
    if (!low || ty_bytes_arg(ctx, args[0], &a) < 0)
        return TY_NULL;
    unsigned crc = (unsigned)ty_small_value(low);
    for (size_t i = 0; i < a.run.n; i++) {
        crc ^= (unsigned)a.run.p[i] << 8;
        for (int k = 0; k < 8; k++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    byte_arg_release(ctx, &a);
    return ty_small((intptr_t)crc);
}

/* --- module ------------------------------------------------------------------------------------------------------------------------------ */

#define MODULE "binascii"
static const ty_native functions[] = {
    TY_FUNCTION(a2b_base64, m_a2b_base64, 1, 1, "data, /, *, strict_mode=False", "Decode a line of base64 data."),
    TY_FUNCTION(a2b_hex, m_unhexlify, 1, 1, "hexstr, /", "Binary data of hexadecimal representation."),
    TY_FUNCTION(a2b_qp, m_a2b_qp, 1, 2, "data, header=False", "Decode a string of quoted-printable data."),
    TY_FUNCTION(a2b_uu, m_a2b_uu, 1, 1, "data, /", "Decode a line of uuencoded data."),
    TY_FUNCTION(b2a_base64, m_b2a_base64, 1, 1, "data, /, *, newline=True", "Base64-code line of data."),
    TY_FUNCTION(b2a_hex, m_hexlify, 1, 3, "data, sep=None, bytes_per_sep=1", "Hexadecimal representation of binary data."),
    TY_FUNCTION(b2a_qp, m_b2a_qp, 1, 4, "data, quotetabs=False, istext=True, header=False", "Encode as quoted-printable."),
    TY_FUNCTION(b2a_uu, m_b2a_uu, 1, 1, "data, /, *, backtick=False", "Uuencode line of data."),
    TY_FUNCTION(crc32, m_crc32, 1, 2, "data, crc=0, /", "Compute CRC-32 incrementally."),
    TY_FUNCTION(crc_hqx, m_crc_hqx, 2, 2, "data, crc, /", "Compute CRC-CCITT incrementally."),
    TY_FUNCTION(hexlify, m_hexlify, 1, 3, "data, sep=None, bytes_per_sep=1", "Hexadecimal representation of binary data."),
    TY_FUNCTION(unhexlify, m_unhexlify, 1, 1, "hexstr, /", "Binary data of hexadecimal representation."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value error = ty_exception_class(ctx, module, "binascii", "Error", &ty_ValueError_type);
    ty_value incomplete = error ? ty_exception_class(ctx, module, "binascii", "Incomplete", &ty_Exception_type) : TY_NULL;
    ty_value state = incomplete ? ty_tuple_pack(ctx, 2, error, incomplete) : TY_NULL;
    if (!state)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, state);
    return 0;
}

const ty_module_def ty_module_binascii = {
    .name = "binascii", .doc = "Conversion between binary data and ASCII.", .functions = functions, .init = init};
