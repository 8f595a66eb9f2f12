/* SPDX-License-Identifier: MIT */
/*
 * The strings of the image. They are the only image objects in writable memory: their hash is filled on first use, the
 * same value from every thread. Everything else about them is constant. They are found by text through an index that
 * the build made, so nothing is set up at start.
 */
#include <config.h>

#include "mem/hash.h"
#include "object/str.h"
#include "object/symbols.gen.c"

#define DEFINE(ident, literal, n, h)                                                                                    \
    struct TY_ALIGNED(16) ty_symbol_##ident {                                                                           \
        ty_object ob;                                                                                                   \
        uint32_t hash;                                                                                                  \
        uint8_t kind, ascii, interned, chain;                                                                           \
        size_t length;                                                                                                  \
        void *data;                                                                                                     \
        char text[(n) < 16 ? 16 : (n) + 1];                                                                             \
    };                                                                                                                  \
    struct ty_symbol_##ident ty_sym_##ident = {                                                                         \
        TY_IMAGE_HEAD(&ty_str_shape), 0, 1, (n) != 1 || (h) < 128, 1, 0, n, ty_sym_##ident.text, literal};              \
    TY_STATIC_ASSERT(offsetof(struct ty_symbol_##ident, text) == offsetof(ty_str, inline_data), "a symbol is a ty_str");
TY_SYMBOLS(DEFINE)

static const ty_value symbols[TY_SYMBOL_COUNT] = {
#define ADDRESS(ident, literal, n, h) TY_VALUE(&ty_sym_##ident),
    TY_SYMBOLS(ADDRESS)
};
static const int16_t buckets[TY_SYMBOL_INDEX_SIZE] = {TY_SYMBOL_INDEX_ROWS};
TY_STATIC_ASSERT(TY_SYMBOL_COUNT < INT16_MAX, "row numbers fit the index");

static const size_t longest = sizeof(union {
#define LENGTH(ident, literal, n, h) char of_##ident[(n) + 1];
    TY_SYMBOLS(LENGTH)
}) - 1;

ty_value ty_symbols_find_ascii(const unsigned char *p, size_t n)
{
    if (n <= 1)
        return symbols[n ? 1 + p[0] : 0];
    if (n > longest)
        return TY_NULL;
    uint32_t h = 0;
    for (size_t i = 0; i < n; i++)
        h = h * 31 + p[i];
    for (uint32_t at = h & (TY_SYMBOL_INDEX_SIZE - 1); buckets[at] >= 0; at = (at + 1) & (TY_SYMBOL_INDEX_SIZE - 1)) {
        const ty_str *s = ty_str_ptr(symbols[buckets[at]]);
        if (s->length == n && memcmp(s->data, p, n) == 0)
            return TY_VALUE(s);
    }
    return TY_NULL;
}

ty_value ty_symbols_find(const ty_str *s)
{
    return s->kind == 1 && (s->ascii || s->length == 1) ? ty_symbols_find_ascii(s->data, s->length) : TY_NULL;
}

ty_value ty_symbols_at(size_t i)
{
    return i < TY_SYMBOL_COUNT ? symbols[i] : TY_NULL;
}

/* --- the hash of strings ------------------------------------------------------------------------------------------ */

/* One key for the process, because the image's strings keep their hash. Written before the first interpreter starts. */
ty_hash_key ty_symbols_hash_key = {{0}};

intptr_t ty_str_hash_slow(const ty_str *s)
{
    uint64_t h = ty_hash_bytes(&ty_symbols_hash_key, s->data, s->length * s->kind);
    uint32_t folded = (uint32_t)(h ^ h >> 32);
    folded += (folded == 0) - (folded == UINT32_MAX); /* 0 is "unknown", -1 is an error */
    ty_plain_store32(&((ty_str *)(uintptr_t)s)->hash, folded);
    return (intptr_t)folded;
}
