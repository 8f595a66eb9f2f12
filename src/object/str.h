/* SPDX-License-Identifier: MIT */
/*
 * str: immutable text, 1, 2 or 4 bytes a character, the narrowest that fits (so equal strings have equal kinds).
 *
 * Read characters through `data`. It points
 *  - at inline_data: the common case, text and header are one object;
 *  - into another object, which `owner` keeps alive: a str tail (a growable buffer that the strings of a `s += t` loop
 *    share: each is a prefix of it, so extending costs only the added part), or, for instances of subclasses, the exact
 *    str they were made from. So an instance of a subclass has the fixed size sizeof(ty_str).
 * Only inline text is followed by a NUL character; ty_str_utf8 always gives one.
 *
 * The hash is filled on first use; for image strings by a relaxed store that writes the same value from every thread.
 */
#ifndef TY_OBJECT_STR_H
#define TY_OBJECT_STR_H

#include <stdarg.h>

#include "object/symbols.h"
#include "object/type.h"
#include "platform/atomic.h"

typedef struct TY_ALIGNED(16) ty_str {
    ty_object ob;
    uint32_t hash;       /* 0: not computed yet */
    uint8_t kind;        /* 1, 2, 4: bytes a character */
    uint8_t ascii;       /* all < 128: data is UTF-8 as it stands */
    uint8_t interned;    /* canonical in its interpreter, or a symbol of the image */
    uint8_t chain;       /* made by ty_str_concat: the next concat to it makes a tail */
    size_t length;       /* characters */
    unsigned char *data; /* see above; never written once anybody has seen the string */
    union {
        ty_value owner;                /* when data != inline_data; a slot */
        unsigned char inline_data[16]; /* goes on behind the struct; followed by a NUL character of the same kind */
    };
} ty_str;

TY_DECLARE_TYPE(str);
TY_DECLARE_TYPE(str_iterator); /* a ty_seq_iterator */

static inline bool ty_is_exact_str(ty_value v) { return ty_has_shape(v, &ty_str_shape); }
static inline bool ty_is_str(ty_value v)
{
    return TY_LIKELY(ty_is_exact_str(v)) || (ty_is_object(v) && ty_has_flag(v, TY_TYPE_STR));
}
static inline ty_str *ty_str_ptr(ty_value v) { return (ty_str *)v; }
static inline size_t ty_str_length(ty_value v) { return ty_str_ptr(v)->length; }
static inline uint32_t ty_str_at(const ty_str *s, size_t i)
{
    return s->kind == 1 ? s->data[i] : s->kind == 2 ? ((const uint16_t *)(const void *)s->data)[i]
                                                    : ((const uint32_t *)(const void *)s->data)[i];
}
/* Writes into a fresh string. */
static inline void ty_str_put(ty_str *s, size_t i, uint32_t ch)
{
    if (s->kind == 1)
        s->data[i] = (unsigned char)ch;
    else if (s->kind == 2)
        ((uint16_t *)(void *)s->data)[i] = (uint16_t)ch;
    else
        ((uint32_t *)(void *)s->data)[i] = ch;
}
/* The largest character the kind can hold, for ty_str_new. */
static inline uint32_t ty_str_bound(const ty_str *s)
{
    return s->ascii ? 127 : s->kind == 1 ? 255 : s->kind == 2 ? 0xffff : 0x10ffff;
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
ty_value ty_symbols_find(const ty_str *s);                         /* the symbol with this text, or TY_NULL */
ty_value ty_symbols_find_ascii(const unsigned char *p, size_t n);  /* the same for Latin-1 text */
ty_value ty_symbols_at(size_t i); /* by number, TY_NULL behind the last: row 0 is "", row 1 + c the character c < 256 */

/* This interpreter's own interned strings (objects->intern). Weak: a collection drops those nobody holds. */
typedef struct ty_intern ty_intern;
ty_intern *ty_intern_new(void); /* NULL: no memory */
void ty_intern_free(ty_intern *t);
void ty_intern_sweep(ty_intern *t, ty_heap *h, bool minor); /* from the collector's weak_tables callback */

/* --- reading ----------------------------------------------------------------------------------------------------- */
/* UTF-8 bytes, NUL behind: of most ASCII strings the data itself, else of an object made for the purpose and kept alive
 * by *hold (a C local). NULL: UnicodeEncodeError for lone surrogates. */
const char *ty_str_utf8(ty_ctx *ctx, ty_value s, size_t *n, ty_value *hold) TY_RAISES;
/* The process-wide key (mem/hash.h), in symbols.c: the runtime sets it before the first string is hashed. */
extern struct ty_hash_key ty_symbols_hash_key;
intptr_t ty_str_hash_slow(const ty_str *s);
static inline intptr_t ty_str_hash(ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    uint32_t h = ty_plain_load32(&s->hash);
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
ty_value ty_str_replace(ty_ctx *ctx, ty_value s, ty_value from, ty_value to, intptr_t max /* < 0: all */) TY_RAISES;
ty_value ty_str_pad(ty_ctx *ctx, ty_value s, size_t left, size_t right, uint32_t fill) TY_RAISES;
bool ty_str_is_identifier(ty_value s);
ty_value ty_str_percent(ty_ctx *ctx, ty_value format, ty_value args) TY_RAISES; /* format % args */

ty_value ty_str_exact(ty_ctx *ctx, ty_value s) TY_RAISES;  /* the same text as an exact str */
ty_value ty_str_repr(ty_ctx *ctx, ty_value s) TY_RAISES;
ty_value ty_str_ascii(ty_ctx *ctx, ty_value s) TY_RAISES;  /* ascii(s), with quotes */
ty_value ty_str_escape(ty_ctx *ctx, ty_value s) TY_RAISES; /* what is not ASCII backslashed, no quotes: ascii() of a repr */

/* --- building ---------------------------------------------------------------------------------------------------- */
/* A growable text on the C stack: widens by itself. After an error all calls do nothing and finish returns TY_NULL. */
typedef struct ty_strbuf {
    ty_ctx *ctx;
    size_t length, capacity; /* characters */
    uint8_t kind;
    bool failed;
    uint32_t max_char;       /* all characters ORed: tells their width class */
    unsigned char *data;     /* points into inline_data or into a heap leaf kept by `hold` */
    ty_value hold;
    unsigned char inline_data[232];
} ty_strbuf;
void ty_strbuf_init(ty_strbuf *b, ty_ctx *ctx);
/* Room for n more characters of the kind that max_char needs; false: failed. */
bool ty_strbuf_reserve(ty_strbuf *b, size_t n, uint32_t max_char);
void ty_strbuf_char_slow(ty_strbuf *b, uint32_t ch);
static inline void ty_strbuf_char(ty_strbuf *b, uint32_t ch)
{
    if (TY_LIKELY(b->kind == 1 && ch < 256 && b->length < b->capacity)) {
        b->data[b->length++] = (unsigned char)ch;
        b->max_char |= ch;
    } else if (b->kind == 2 && ch < 65536 && b->length < b->capacity) {
        ((uint16_t *)(void *)b->data)[b->length++] = (uint16_t)ch;
        b->max_char |= ch;
    } else {
        ty_strbuf_char_slow(b, ch);
    }
}
void ty_strbuf_ascii(ty_strbuf *b, const char *p, size_t n);
void ty_strbuf_cstr(ty_strbuf *b, const char *p); /* UTF-8 */
void ty_strbuf_utf8(ty_strbuf *b, const char *p, size_t n); /* what is ill-formed becomes U+FFFD */
void ty_strbuf_ucs(ty_strbuf *b, int kind, const void *p, size_t n);
void ty_strbuf_format(ty_strbuf *b, const char *fmt, ...); /* language of object/error.h */
void ty_strbuf_formatv(ty_strbuf *b, const char *fmt, va_list ap);
void ty_strbuf_str(ty_strbuf *b, ty_value s);
void ty_strbuf_part(ty_strbuf *b, ty_value s, size_t start, size_t end);
void ty_strbuf_fill(ty_strbuf *b, uint32_t ch, size_t n);
bool ty_strbuf_repr(ty_strbuf *b, ty_value v); /* appends repr(v); false: error */
void ty_strbuf_fail(ty_strbuf *b); /* an exception was set elsewhere: finish shall return TY_NULL */
ty_value ty_strbuf_finish(ty_strbuf *b) TY_RAISES; /* the buffer is empty again afterwards */

#endif
