/* SPDX-License-Identifier: MIT */
/*
 * ty_strbuf: text that grows on the C stack. Starts with one byte a character in its own storage, moves to a heap leaf
 * when that is full, and widens when a wider character arrives. A failure shuts the buffer: capacity becomes length, so
 * that the inlined fast path ends in the slow one, which does nothing.
 */
#include <config.h>

#include "object/ops.h"
#include "object/str_impl.h"

void ty_strbuf_init(ty_strbuf *b, ty_ctx *ctx)
{
    b->ctx = ctx;
    b->length = 0;
    b->capacity = sizeof b->inline_data;
    b->kind = 1;
    b->failed = false;
    b->max_char = 0;
    b->data = b->inline_data;
    b->hold = TY_NULL;
}

void ty_strbuf_fail(ty_strbuf *b)
{
    b->failed = true;
    b->capacity = b->length;
}

static bool grow(ty_strbuf *b, size_t n, unsigned kind)
{
    if (b->failed)
        return false;
    size_t needed = b->length + n;
    if (needed < n || needed > (size_t)PTRDIFF_MAX / 16) {
        ty_error_memory(b->ctx);
        ty_strbuf_fail(b);
        return false;
    }
    if (kind < b->kind)
        kind = b->kind;
    size_t capacity = b->capacity;
    if (needed > capacity)
        capacity = needed > capacity * 2 ? needed : capacity * 2;
    if (b->data == b->inline_data && kind > b->kind && needed * kind <= sizeof b->inline_data) {
        unsigned char copy[sizeof b->inline_data]; /* widening in place needs the old text elsewhere */
        memcpy(copy, b->data, b->length * b->kind);
        ty_str_copy_chars((int)kind, b->data, b->kind, copy, b->length);
        b->capacity = sizeof b->inline_data / kind;
    } else {
        ty_str_tail *t = ty_str_tail_new(b->ctx, capacity * kind);
        if (!t) {
            ty_strbuf_fail(b);
            return false;
        }
        ty_str_copy_chars((int)kind, t->data, b->kind, b->data, b->length);
        b->data = t->data;
        b->hold = TY_VALUE(t);
        b->capacity = capacity;
    }
    b->kind = (uint8_t)kind;
    return true;
}

bool ty_strbuf_reserve(ty_strbuf *b, size_t n, uint32_t max_char)
{
    unsigned kind = max_char < 256 ? 1 : max_char < 65536 ? 2 : 4;
    b->max_char |= max_char;
    if (TY_LIKELY(kind <= b->kind && n <= b->capacity - b->length && !b->failed))
        return true;
    return grow(b, n, kind);
}

static inline void put(ty_strbuf *b, size_t i, uint32_t ch)
{
    if (b->kind == 1)
        b->data[i] = (unsigned char)ch;
    else if (b->kind == 2)
        ((uint16_t *)(void *)b->data)[i] = (uint16_t)ch;
    else
        ((uint32_t *)(void *)b->data)[i] = ch;
}

void ty_strbuf_char_slow(ty_strbuf *b, uint32_t ch)
{
    if (ty_strbuf_reserve(b, 1, ch))
        put(b, b->length++, ch);
}

void ty_strbuf_fill(ty_strbuf *b, uint32_t ch, size_t n)
{
    if (!n || !ty_strbuf_reserve(b, n, ch))
        return;
    if (b->kind == 1)
        memset(b->data + b->length, (int)ch, n);
    else
        for (size_t i = 0; i < n; i++)
            put(b, b->length + i, ch);
    b->length += n;
}

static inline void append(ty_strbuf *b, int kind, uint32_t max_char, const void *p, size_t n)
{
    if (!n || !ty_strbuf_reserve(b, n, max_char))
        return;
    ty_str_copy_chars(b->kind, b->data + b->length * b->kind, kind, p, n);
    b->length += n;
}

void ty_strbuf_ascii(ty_strbuf *b, const char *p, size_t n) { append(b, 1, 127, p, n); }

void ty_strbuf_ucs(ty_strbuf *b, int kind, const void *p, size_t n)
{
    append(b, kind, ty_str_max_char(kind, p, n), p, n);
}

void ty_strbuf_utf8(ty_strbuf *b, const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    while (n && !b->failed) {
        ty_utf8_extent e;
        bool good = ty_utf8_measure(p, n, true, &e);
        if (e.chars && ty_strbuf_reserve(b, e.chars, e.max)) {
            ty_utf8_decode(p, e.valid, b->kind, b->data + b->length * b->kind);
            b->length += e.chars;
        }
        if (good)
            return;
        ty_strbuf_char(b, 0xfffd);
        p += e.valid + e.bad;
        n -= e.valid + e.bad;
    }
}

void ty_strbuf_cstr(ty_strbuf *b, const char *p)
{
    size_t n = strlen(p);
    if (ty_utf8_ascii_run((const unsigned char *)p, n) == n)
        ty_strbuf_ascii(b, p, n);
    else
        ty_strbuf_utf8(b, p, n);
}

void ty_strbuf_str(ty_strbuf *b, ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    append(b, s->kind, ty_str_bound(s), s->data, s->length);
}

void ty_strbuf_part(ty_strbuf *b, ty_value v, size_t start, size_t end)
{
    const ty_str *s = ty_str_ptr(v);
    if (end > s->length)
        end = s->length;
    if (start >= end)
        return;
    const unsigned char *p = s->data + start * s->kind;
    append(b, s->kind, s->ascii ? 127 : ty_str_max_char(s->kind, p, end - start), p, end - start);
}

bool ty_strbuf_repr(ty_strbuf *b, ty_value v)
{
    if (b->failed)
        return false;
    ty_value r = ty_op_repr(b->ctx, v);
    if (!r) {
        ty_strbuf_fail(b);
        return false;
    }
    ty_strbuf_str(b, r);
    return !b->failed;
}

ty_value ty_strbuf_finish(ty_strbuf *b)
{
    ty_value r = TY_NULL;
    if (!b->failed) {
        if (b->length <= 1) {
            r = ty_str_from_ucs(b->ctx, b->kind, b->data, b->length);
        } else {
            ty_str *s = ty_str_new(b->ctx, b->length, b->max_char < 128 ? 127 : b->max_char < 256 ? 255
                                                    : b->max_char < 65536 ? 0xffff : 0x10ffff);
            if (s) {
                ty_str_copy_chars(s->kind, s->data, b->kind, b->data, b->length);
                r = TY_VALUE(s);
            }
        }
    }
    ty_strbuf_init(b, b->ctx);
    return r;
}
