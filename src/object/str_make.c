/* SPDX-License-Identifier: MIT */
/*
 * Making strings: allocation, constructors from bytes and characters, substrings, concatenation.
 *
 * Texts of length 0 and single Latin-1 characters are always the image's, whoever makes them, but for ty_str_new, which
 * hands out a fresh object.
 *
 * Concatenation in a loop is linear. Nobody knows whether `s += t` is the last use of s, so s cannot be extended in
 * place; instead a tail, a growable buffer, is shared by all the strings of the chain, each of which is a prefix of it.
 * A concat whose left operand ends exactly where the tail is used up writes behind it and makes only a new header.
 * The first concat makes a plain string, marked `chain`; only the second in a row pays for spare room.
 */
#include <config.h>

#include "object/str_impl.h"

/* --- layout ------------------------------------------------------------------------------------------------------- */

static size_t str_size(const ty_object *o)
{
    const ty_str *s = (const ty_str *)o;
    if (!ty_str_is_inline(s))
        return sizeof(ty_str);
    size_t n = ty_heap_round(offsetof(ty_str, inline_data) + (s->length + 1) * s->kind);
    return n < sizeof(ty_str) ? sizeof(ty_str) : n;
}

static void str_trace(ty_object *o, ty_tracer *t)
{
    ty_str *s = (ty_str *)o;
    if (!ty_str_is_inline(s))
        ty_trace_slot(t, &s->owner);
}

const ty_layout ty_str_layout = {.size = str_size, .trace = str_trace};

static size_t tail_size(const ty_object *o)
{
    return ty_heap_round(sizeof(ty_str_tail) + ((const ty_str_tail *)o)->capacity);
}
static const ty_layout ty_str_tail_layout = {.size = tail_size};
TY_DECLARE_TYPE(str_tail);
TY_BUILTIN_TYPE(str_tail, .name = "str_tail", .base = &ty_object_type, .basicsize = sizeof(ty_str_tail),
                .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL | TY_TYPE_IMMUTABLE, .slots = {TY_OBJECT_SLOTS});

/* --- allocation --------------------------------------------------------------------------------------------------- */

ty_str *ty_str_new(ty_ctx *ctx, size_t length, uint32_t max_char)
{
    unsigned kind = max_char < 256 ? 1 : max_char < 65536 ? 2 : 4;
    if (TY_UNLIKELY(length > (size_t)PTRDIFF_MAX / 4 - sizeof(ty_str))) {
        ty_error_memory(ctx);
        return NULL;
    }
    size_t size = ty_heap_round(offsetof(ty_str, inline_data) + (length + 1) * kind);
    if (size < sizeof(ty_str))
        size = sizeof(ty_str);
    ty_str *s = ty_heap_alloc(ctx->heap, size);
    if (TY_UNLIKELY(!s)) {
        ty_error_memory(ctx);
        return NULL;
    }
    s->ob.head = (uintptr_t)&ty_str_shape;
    s->hash = 0;
    s->kind = (uint8_t)kind;
    s->ascii = max_char < 128;
    s->interned = 0;
    s->chain = 0;
    s->length = length;
    s->data = s->inline_data;
    memset(s->data + length * kind, 0, kind);
    return s;
}

ty_str_tail *ty_str_tail_new(ty_ctx *ctx, size_t capacity)
{
    ty_str_tail *t = capacity > (size_t)PTRDIFF_MAX ? NULL : ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *t + capacity));
    if (!t) {
        ty_error_memory(ctx);
        return NULL;
    }
    t->ob.head = (uintptr_t)&ty_str_tail_shape;
    t->used = 0;
    t->capacity = capacity;
    return t;
}

ty_value ty_str_wrap(ty_ctx *ctx, const ty_type *type, ty_value text)
{
    ty_value v = ty_instance_new(ctx, type);
    if (!v)
        return TY_NULL;
    ty_str *s = ty_str_ptr(v);
    const ty_str *from = ty_str_ptr(text);
    s->hash = from->hash;
    s->kind = from->kind;
    s->ascii = from->ascii;
    s->interned = 0;
    s->chain = 0;
    s->length = from->length;
    s->data = from->data;
    s->owner = from->ob.head & TY_HEAD_SHARED || ty_str_is_inline(from) ? text : from->owner;
    return v;
}

/* --- from bytes and characters ------------------------------------------------------------------------------------ */

ty_value ty_str_char(ty_ctx *ctx, uint32_t ch)
{
    if (TY_LIKELY(ch < 256))
        return ty_symbols_at(1 + ch);
    ty_str *s = ty_str_new(ctx, 1, ch);
    if (!s)
        return TY_NULL;
    ty_str_put(s, 0, ch);
    return TY_VALUE(s);
}

ty_value ty_str_from_ascii(ty_ctx *ctx, const char *p, size_t n)
{
    if (n <= 1)
        return ty_symbols_find_ascii((const unsigned char *)p, n);
    ty_str *s = ty_str_new(ctx, n, 127);
    if (!s)
        return TY_NULL;
    memcpy(s->data, p, n);
    return TY_VALUE(s);
}

ty_value ty_str_from_latin1(ty_ctx *ctx, const unsigned char *p, size_t n)
{
    if (n <= 1)
        return ty_symbols_find_ascii(p, n);
    ty_str *s = ty_str_new(ctx, n, ty_utf8_ascii_run(p, n) == n ? 127 : 255);
    if (!s)
        return TY_NULL;
    memcpy(s->data, p, n);
    return TY_VALUE(s);
}

ty_value ty_str_from_utf8(ty_ctx *ctx, const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    if (n <= 1 ? !n || p[0] < 0x80 : ty_utf8_ascii_run(p, n) == n)
        return ty_str_from_ascii(ctx, text, n);
    ty_utf8_extent e;
    if (!ty_utf8_measure(p, n, true, &e))
        return ty_codec_decode_error(ctx, TY_NULL, "utf-8", p, n, e.valid, e.valid + e.bad, e.why);
    if (e.chars == 1 && e.max < 256)
        return ty_symbols_at(1 + e.max);
    ty_str *s = ty_str_new(ctx, e.chars, e.max);
    if (!s)
        return TY_NULL;
    ty_utf8_decode(p, n, s->kind, s->data);
    return TY_VALUE(s);
}

ty_value ty_str_from_cstr(ty_ctx *ctx, const char *p)
{
    return ty_str_from_utf8(ctx, p, strlen(p));
}

uint32_t ty_str_max_char(int kind, const void *p, size_t n)
{
    /* OR is enough to tell the classes of width apart; whole blocks at a time, so that wide texts stop early. */
    if (kind == 1)
        return ty_utf8_ascii_run(p, n) == n ? 127 : 255;
    uint32_t all = 0;
    if (kind == 2) {
        const uint16_t *s = p;
        for (size_t i = 0; i < n && all < 256;) {
            size_t stop = n - i > 64 ? i + 64 : n;
            for (; i < stop; i++)
                all |= s[i];
        }
        return all < 128 ? 127 : all < 256 ? 255 : 0xffff;
    }
    const uint32_t *s = p;
    for (size_t i = 0; i < n && all < 65536;) {
        size_t stop = n - i > 64 ? i + 64 : n;
        for (; i < stop; i++)
            all |= s[i];
    }
    return all < 128 ? 127 : all < 256 ? 255 : all < 65536 ? 0xffff : 0x10ffff;
}

#define COPY(T, U)                                                                                                      \
    do {                                                                                                                \
        T *q = to;                                                                                                      \
        const U *p = from;                                                                                              \
        for (size_t i = 0; i < n; i++)                                                                                  \
            q[i] = (T)p[i];                                                                                             \
    } while (0)

void ty_str_copy_chars(int to_kind, void *to, int from_kind, const void *from, size_t n)
{
    if (to_kind == from_kind)
        memcpy(to, from, n * (size_t)to_kind);
    else if (to_kind == 2 && from_kind == 1)
        COPY(uint16_t, uint8_t);
    else if (to_kind == 4 && from_kind == 1)
        COPY(uint32_t, uint8_t);
    else if (to_kind == 4)
        COPY(uint32_t, uint16_t);
    else if (to_kind == 1 && from_kind == 2)
        COPY(uint8_t, uint16_t);
    else if (to_kind == 1)
        COPY(uint8_t, uint32_t);
    else
        COPY(uint16_t, uint32_t);
}

ty_value ty_str_from_ucs(ty_ctx *ctx, int kind, const void *p, size_t n)
{
    if (n == 0)
        return ty_str_empty;
    if (n == 1)
        return ty_str_char(ctx, kind == 1 ? *(const uint8_t *)p : kind == 2 ? *(const uint16_t *)p : *(const uint32_t *)p);
    ty_str *s = ty_str_new(ctx, n, ty_str_max_char(kind, p, n));
    if (!s)
        return TY_NULL;
    ty_str_copy_chars(s->kind, s->data, kind, p, n);
    return TY_VALUE(s);
}

ty_value ty_str_substring(ty_ctx *ctx, ty_value v, size_t start, size_t end)
{
    const ty_str *s = ty_str_ptr(v);
    if (end > s->length)
        end = s->length;
    if (start >= end)
        return ty_str_empty;
    size_t n = end - start;
    if (n == s->length && ty_is_exact_str(v))
        return v;
    if (n == 1)
        return ty_str_char(ctx, ty_str_at(s, start));
    const unsigned char *p = s->data + start * s->kind;
    ty_str *r = ty_str_new(ctx, n, s->ascii ? 127 : ty_str_max_char(s->kind, p, n));
    if (!r)
        return TY_NULL;
    ty_str_copy_chars(r->kind, r->data, s->kind, s->data + start * s->kind, n);
    return TY_VALUE(r);
}

/* --- concatenation ------------------------------------------------------------------------------------------------ */

#define TAIL_MIN 256 /* bytes; below, copying is as cheap as a tail */

/* A header for the first `length` characters of the tail. */
static ty_value prefix_new(ty_ctx *ctx, ty_str_tail *tail, size_t length, unsigned kind, bool ascii)
{
    ty_str *s = ty_heap_alloc(ctx->heap, sizeof(ty_str));
    if (!s)
        return ty_error_memory(ctx);
    s->ob.head = (uintptr_t)&ty_str_shape;
    s->hash = 0;
    s->kind = (uint8_t)kind;
    s->ascii = ascii;
    s->interned = 0;
    s->chain = 1;
    s->length = length;
    s->data = tail->data;
    s->owner = TY_VALUE(tail);
    return TY_VALUE(s);
}

/* a continues a chain and the result has a's kind. */
static ty_value concat_chain(ty_ctx *ctx, ty_str *a, ty_str *b, size_t total)
{
    size_t kind = a->kind, bytes = total * kind, old = a->length * kind;
    ty_str_tail *tail = ty_str_is_inline(a) ? NULL : (ty_str_tail *)a->owner;
    if (!tail || tail->used != old || tail->capacity < bytes) {
        size_t capacity = bytes + bytes / 2 + 64;
        tail = ty_str_tail_new(ctx, capacity);
        if (!tail)
            return TY_NULL;
        memcpy(tail->data, a->data, old);
    }
    ty_str_copy_chars((int)kind, tail->data + old, b->kind, b->data, b->length);
    tail->used = bytes;
    return prefix_new(ctx, tail, total, (unsigned)kind, a->ascii & b->ascii);
}

ty_value ty_str_concat(ty_ctx *ctx, ty_value va, ty_value vb)
{
    ty_str *a = ty_str_ptr(va), *b = ty_str_ptr(vb);
    if (b->length == 0 && ty_is_exact_str(va))
        return va;
    if (a->length == 0 && ty_is_exact_str(vb))
        return vb;
    size_t total = a->length + b->length;
    if (total > (size_t)PTRDIFF_MAX)
        return ty_error_set(ctx, &ty_OverflowError_type, "strings are too large to concat");
    if (a->chain && a->kind >= b->kind && total * a->kind >= TAIL_MIN && ty_is_exact_str(va))
        return concat_chain(ctx, a, b, total);
    uint32_t ba = ty_str_bound(a), bb = ty_str_bound(b);
    ty_str *s = ty_str_new(ctx, total, ba > bb ? ba : bb);
    if (!s)
        return TY_NULL;
    if (s->kind == 1) {
        memcpy(s->data, a->data, a->length);
        memcpy(s->data + a->length, b->data, b->length);
    } else {
        ty_str_copy_chars(s->kind, s->data, a->kind, a->data, a->length);
        ty_str_copy_chars(s->kind, s->data + a->length * s->kind, b->kind, b->data, b->length);
    }
    s->chain = total * s->kind >= TAIL_MIN / 2;
    return TY_VALUE(s);
}
