/* SPDX-License-Identifier: MIT */
/*
 * str: immutable text, 1, 2 or 4 bytes a character inline, the narrowest that fits (so equal strings have equal kinds).
 * The hash is filled on first use; for image strings by a relaxed store that writes the same value from every thread.
 */
#ifndef TY_OBJECT_STR_H
#define TY_OBJECT_STR_H

#include <stdarg.h>

#include "object/symbols.h"
#include "object/type.h"

typedef struct TY_ALIGNED(16) ty_str {
    ty_object ob;
    uintptr_t hash;      /* 0: not computed yet */
    size_t length;       /* characters */
    uint8_t kind;        /* 1, 2, 4: bytes a character */
    uint8_t ascii;       /* all < 128: data is UTF-8 as it stands */
    uint8_t interned;    /* canonical in its interpreter, or a symbol of the image */
    uint8_t reserved;
    uint32_t capacity;   /* spare characters behind the text (see ty_str_concat_grow); usually 0 */
    unsigned char data[]; /* followed by a NUL character of the same kind */
} ty_str;

TY_DECLARE_TYPE(str);

static inline bool ty_is_str(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_STR); }
static inline bool ty_is_exact_str(ty_value v) { return ty_has_shape(v, &ty_str_shape); }
static inline ty_str *ty_str_ptr(ty_value v) { return (ty_str *)v; }
static inline size_t ty_str_length(ty_value v) { return ty_str_ptr(v)->length; }
static inline uint32_t ty_str_at(const ty_str *s, size_t i)
{
    return s->kind == 1 ? s->data[i] : s->kind == 2 ? ((const uint16_t *)(const void *)s->data)[i]
                                                    : ((const uint32_t *)(const void *)s->data)[i];
}

#define ty_str_empty TY_SYM(empty)
ty_value ty_str_char(ty_ctx *ctx, uint32_t ch) TY_RAISES; /* one character; Latin-1 ones are symbols */

/* --- making ------------------------------------------------------------------------------------------------------ */
/* All may return a shared string for length 0 and 1. */
ty_value ty_str_from_utf8(ty_ctx *ctx, const char *p, size_t n) TY_RAISES; /* valid UTF-8 (or WTF-8: lone surrogates kept); invalid: UnicodeDecodeError */
ty_value ty_str_from_cstr(ty_ctx *ctx, const char *p) TY_RAISES;
ty_value ty_str_from_ascii(ty_ctx *ctx, const char *p, size_t n) TY_RAISES;
ty_value ty_str_from_latin1(ty_ctx *ctx, const unsigned char *p, size_t n) TY_RAISES;
ty_value ty_str_from_ucs(ty_ctx *ctx, int kind, const void *p, size_t n) TY_RAISES; /* narrows when possible */
/* A fresh string of exactly this kind whose data the caller fills before anybody sees it; `max_char` decides kind and ascii. */
ty_str *ty_str_new(ty_ctx *ctx, size_t length, uint32_t max_char) TY_RAISES;
ty_value ty_str_format(ty_ctx *ctx, const char *fmt, ...) TY_RAISES; /* language of object/error.h */
ty_value ty_str_formatv(ty_ctx *ctx, const char *fmt, va_list ap) TY_RAISES;

/* The canonical string equal to s (exact str): a symbol of the image, else this interpreter's. */
ty_value ty_str_intern(ty_ctx *ctx, ty_value s) TY_RAISES;
ty_value ty_str_intern_utf8(ty_ctx *ctx, const char *p, size_t n) TY_RAISES;

/* --- reading ----------------------------------------------------------------------------------------------------- */
/* UTF-8 bytes: of ASCII strings the data itself, else of a bytes object made for the purpose and kept alive by *hold
 * (a C local). NULL: UnicodeEncodeError for lone surrogates. */
const char *ty_str_utf8(ty_ctx *ctx, ty_value s, size_t *n, ty_value *hold) TY_RAISES;
intptr_t ty_str_hash_slow(const ty_str *s);
static inline intptr_t ty_str_hash(ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    uintptr_t h = __atomic_load_n(&s->hash, __ATOMIC_RELAXED);
    return TY_LIKELY(h != 0) ? (intptr_t)h : ty_str_hash_slow(s);
}
bool ty_str_equal_slow(const ty_str *a, const ty_str *b); /* same length and kind */
static inline bool ty_str_equal(ty_value va, ty_value vb)
{
    const ty_str *a = ty_str_ptr(va), *b = ty_str_ptr(vb);
    return a == b || (a->length == b->length && a->kind == b->kind && ty_str_equal_slow(a, b));
}
bool ty_str_equal_ascii(ty_value s, const char *text);
int ty_str_compare(ty_value a, ty_value b); /* by code points: <0, 0, >0 */

/* --- working ----------------------------------------------------------------------------------------------------- */
ty_value ty_str_concat(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES; /* both str. May extend a's spare tail: a += b in a loop is linear */
ty_value ty_str_substring(ty_ctx *ctx, ty_value s, size_t start, size_t end) TY_RAISES;
ty_value ty_str_join(ty_ctx *ctx, ty_value sep, const ty_value *items, size_t n) TY_RAISES;
intptr_t ty_str_find(ty_value s, ty_value sub, size_t start, size_t end); /* -1: absent; raises nothing */
ty_value ty_str_percent(ty_ctx *ctx, ty_value format, ty_value args) TY_RAISES; /* format % args */

/* --- building ---------------------------------------------------------------------------------------------------- */
/* A growable text on the C stack: widens by itself. After an error all calls do nothing and finish returns TY_NULL. */
typedef struct ty_strbuf {
    ty_ctx *ctx;
    size_t length, capacity; /* characters */
    uint8_t kind;
    bool failed;
    uint32_t max_char;
    unsigned char *data;     /* points into inline_data or at a ty_bytes-like heap leaf kept by `hold` */
    ty_value hold;
    unsigned char inline_data[232];
} ty_strbuf;
void ty_strbuf_init(ty_strbuf *b, ty_ctx *ctx);
void ty_strbuf_char(ty_strbuf *b, uint32_t ch);
void ty_strbuf_ascii(ty_strbuf *b, const char *p, size_t n);
void ty_strbuf_cstr(ty_strbuf *b, const char *p);
void ty_strbuf_str(ty_strbuf *b, ty_value s);
void ty_strbuf_part(ty_strbuf *b, ty_value s, size_t start, size_t end);
void ty_strbuf_fill(ty_strbuf *b, uint32_t ch, size_t n);
bool ty_strbuf_repr(ty_strbuf *b, ty_value v); /* appends repr(v); false: error */
ty_value ty_strbuf_finish(ty_strbuf *b) TY_RAISES;

#endif
