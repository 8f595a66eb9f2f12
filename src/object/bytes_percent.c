/* SPDX-License-Identifier: MIT */
/* bytes % arguments. Conversions of numbers are those of str, made by it; %b %s %c %a %r are done here. */
#include <config.h>

#include "mem/buf.h"
#include "object/bytes_impl.h"
#include "object/call.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

typedef struct state {
    ty_ctx *ctx;
    ty_buf out;
    byte_run format;
    size_t at;
    ty_value args, mapped; /* tuple or TY_NULL when single; value of %(key) */
    ty_value single;
    size_t used;
    bool keyed;
} state;

static bool fail(state *s, const ty_type *type, const char *text)
{
    (void)ty_error_set(s->ctx, type, "%s", text);
    return false;
}

static ty_value next_argument(state *s)
{
    if (s->mapped) {
        ty_value v = s->mapped;
        s->mapped = TY_NULL;
        return v;
    }
    if (s->args ? s->used < ty_tuple_length(s->args) : s->used == 0 && !s->keyed) {
        s->used++;
        return s->args ? ty_tuple_at(s->args, s->used - 1) : s->single;
    }
    return ty_error_set(s->ctx, &ty_TypeError_type, "not enough arguments for format string");
}

static bool read_key(state *s)
{
    size_t start = ++s->at;
    for (int depth = 1; s->at < s->format.n; s->at++) {
        unsigned char c = s->format.p[s->at];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) {
            ty_value key = ty_bytes_new(s->ctx, s->format.p + start, s->at - start);
            s->at++;
            if (!key || !(s->mapped = ty_op_getitem(s->ctx, s->single, key)))
                return false;
            s->keyed = true;
            return true;
        }
    }
    return fail(s, &ty_ValueError_type, "incomplete format key");
}

/* Digits, or '*' which takes an argument. -1 stays when there are none. */
static bool read_size(state *s, intptr_t *out)
{
    if (s->at < s->format.n && s->format.p[s->at] == '*') {
        s->at++;
        ty_value v = next_argument(s);
        if (!v)
            return false;
        if (!ty_is_int(v))
            return fail(s, &ty_TypeError_type, "* wants int");
        return ty_op_index_size(s->ctx, v, &ty_OverflowError_type, out) == 0;
    }
    for (; s->at < s->format.n && s->format.p[s->at] >= '0' && s->format.p[s->at] <= '9'; s->at++) {
        if (*out > (INTPTR_MAX - 9) / 10)
            return fail(s, &ty_ValueError_type, "width too big");
        *out = (*out < 0 ? 0 : *out * 10) + (s->format.p[s->at] - '0');
    }
    return true;
}

static void put_padded(state *s, const unsigned char *p, size_t n, intptr_t width, bool left)
{
    size_t pad = width > 0 && (size_t)width > n ? (size_t)width - n : 0;
    if (!left)
        ty_buf_fill(&s->out, ' ', pad);
    ty_buf_bytes(&s->out, p, n);
    if (left)
        ty_buf_fill(&s->out, ' ', pad);
}

static bool put_bytes(state *s, ty_value v, intptr_t width, intptr_t precision, bool left)
{
    ty_ctx *ctx = s->ctx;
    if (!ty_is_bytes(v) && !ty_is_bytearray(v)) {
        bool found;
        ty_value r = ty_call_special(ctx, TY_SYM(__bytes__), &v, 1, &found);
        if (!r && (found || ty_error_pending(ctx)))
            return false;
        if (found) {
            if (!ty_is_bytes(r)) {
                (void)ty_error_set(ctx, &ty_TypeError_type, "__bytes__ returned non-bytes (type %T)", r);
                return false;
            }
            v = r;
        } else if (!ty_buffer_supported(v)) {
            (void)ty_error_set(ctx, &ty_TypeError_type,
                               "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v);
            return false;
        }
    }
    byte_arg a;
    if (ty_bytes_arg(ctx, v, &a) < 0)
        return false;
    put_padded(s, a.run.p, precision >= 0 && (size_t)precision < a.run.n ? (size_t)precision : a.run.n, width, left);
    byte_arg_release(ctx, &a);
    return true;
}

static bool put_byte(state *s, ty_value v, intptr_t width, bool left)
{
    unsigned char c;
    if ((ty_is_bytes(v) || ty_is_bytearray(v)) && byte_run_of(v).n == 1) {
        c = byte_run_of(v).p[0];
    } else if (!ty_is_bytes(v) && !ty_is_bytearray(v) && ty_type_of(v)->slots.index) {
        intptr_t i;
        if (ty_op_index_size(s->ctx, v, NULL, &i) < 0)
            return false;
        if (i < 0 || i > 255)
            return fail(s, &ty_OverflowError_type, "%c arg not in range(256)");
        c = (unsigned char)i;
    } else {
        return fail(s, &ty_TypeError_type, "%c requires an integer in range(256) or a single byte");
    }
    put_padded(s, &c, 1, width, left);
    return true;
}

/* A number: the same conversion by str, with the width and precision that were read. */
static bool put_number(state *s, ty_value v, const char *flags, intptr_t width, intptr_t precision, char letter)
{
    char spec[96];
    size_t n = 0;
    spec[n++] = '%';
    for (; *flags; flags++)
        spec[n++] = *flags;
    for (int part = 0; part < 2; part++) {
        intptr_t number = part ? precision : width;
        if (number < 0)
            continue;
        if (part)
            spec[n++] = '.';
        char digits[24];
        size_t d = 0;
        do
            digits[d++] = (char)('0' + number % 10);
        while (number /= 10);
        while (d)
            spec[n++] = digits[--d];
    }
    spec[n++] = letter;
    ty_value format = ty_str_from_ascii(s->ctx, spec, n), tuple = format ? ty_tuple_pack(s->ctx, 1, v) : TY_NULL;
    ty_value text = tuple ? ty_str_percent(s->ctx, format, tuple) : TY_NULL;
    if (!text)
        return false;
    ty_buf_bytes(&s->out, ty_str_ptr(text)->data, ty_str_length(text));
    return true;
}

static bool convert(state *s)
{
    if (s->at < s->format.n && s->format.p[s->at] == '(') {
        if (s->args || ty_is_bytes(s->single) || ty_is_str(s->single) || !ty_type_of(s->single)->slots.getitem)
            return fail(s, &ty_TypeError_type, "format requires a mapping");
        if (!read_key(s))
            return false;
    }
    char flags[6] = "";
    size_t flag_count = 0;
    for (; s->at < s->format.n && s->format.p[s->at] && strchr("-+ #0", s->format.p[s->at]); s->at++)
        if (!strchr(flags, s->format.p[s->at]))
            flags[flag_count++] = (char)s->format.p[s->at];
    intptr_t width = -1, precision = -1;
    bool negative = false;
    if (!read_size(s, &width))
        return false;
    if (width < -1) { /* by '*' */
        negative = true;
        width = -width;
    }
    if (s->at < s->format.n && s->format.p[s->at] == '.') {
        s->at++;
        if (!read_size(s, &precision))
            return false;
        if (precision < 0)
            precision = 0;
    }
    if (s->at < s->format.n && strchr("hlL", s->format.p[s->at]) && s->format.p[s->at])
        s->at++;
    if (s->at >= s->format.n)
        return fail(s, &ty_ValueError_type, "incomplete format");
    unsigned char letter = s->format.p[s->at++];
    if (letter == '%') {
        ty_buf_u8(&s->out, '%');
        return true;
    }
    if (negative && !strchr(flags, '-'))
        flags[flag_count++] = '-';
    flags[flag_count] = 0;
    bool left = strchr(flags, '-') != NULL;
    if (!letter || !strchr("bsarcdiuoxXeEfFgG", letter)) {
        (void)ty_error_set(s->ctx, &ty_ValueError_type, "unsupported format character '%c' (0x%x) at index %zu", letter,
                           (unsigned)letter, s->at - 1);
        return false;
    }
    ty_value v = next_argument(s);
    if (!v)
        return false;
    switch (letter) {
    case 'b': case 's':
        return put_bytes(s, v, width, precision, left);
    case 'c':
        return put_byte(s, v, width, left);
    case 'a': case 'r': {
        ty_value text = ty_op_ascii(s->ctx, v);
        if (!text)
            return false;
        size_t n = ty_str_length(text);
        put_padded(s, ty_str_ptr(text)->data, precision >= 0 && (size_t)precision < n ? (size_t)precision : n, width, left);
        return true;
    }
    default:
        return put_number(s, v, flags, width, precision, (char)letter);
    }
}

ty_value ty_bytes_percent(ty_ctx *ctx, ty_value format, ty_value args)
{
    state s = {.ctx = ctx, .single = args, .args = ty_is_tuple(args) ? args : TY_NULL};
    ty_buffer view;
    if (ty_buffer_get(ctx, format, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    s.format = (byte_run){view.data, view.length};
    ty_buf_init(&s.out, NULL, 0);
    bool good = true;
    while (good && s.at < s.format.n) {
        const unsigned char *p = s.format.p + s.at, *hit = memchr(p, '%', s.format.n - s.at);
        size_t plain = hit ? (size_t)(hit - p) : s.format.n - s.at;
        ty_buf_bytes(&s.out, p, plain);
        s.at += plain;
        if (hit) {
            s.at++;
            good = convert(&s);
        }
    }
    ty_buffer_release(ctx, &view);
    bool mapping = !s.args && !ty_is_bytes(args) && !ty_is_bytearray(args) && !ty_is_str(args) &&
                   ty_type_of(args)->slots.getitem;
    if (good && (s.args ? s.used < ty_tuple_length(s.args) : s.used == 0 && !s.keyed && !mapping))
        good = fail(&s, &ty_TypeError_type, "not all arguments converted during bytes formatting");
    ty_value r = TY_NULL;
    if (good && s.out.failed)
        (void)ty_error_memory(ctx);
    else if (good)
        r = ty_bytes_like(ctx, format, (const unsigned char *)s.out.data, s.out.size);
    ty_buf_free(&s.out);
    return r;
}

ty_value ty_bytes_mod(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_is_bytes(a) || ty_is_bytearray(a) ? ty_bytes_percent(ctx, a, b) : TY_NOT_IMPLEMENTED;
}
