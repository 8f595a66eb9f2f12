/* SPDX-License-Identifier: MIT */
/* Characters of regular expressions: classes, case, sets. */
#include <config.h>

#include "modules/re_tree.h"
#include "object/unicode_data.h"

/* --- case --------------------------------------------------------------------------------------------------------------- */

/* Characters that are one letter but for case: what lower() and upper() of one of them do not tell. Zero ends a row. */
static const uint16_t families[][4] = {
    {'k', 'K', 0x212a}, {'s', 'S', 0x17f}, {'i', 'I', 0x130, 0x131}, {0xb5, 0x39c, 0x3bc}, {0xc5, 0xe5, 0x212b},
    {0xdf, 0x1e9e}, {0x1c4, 0x1c5, 0x1c6}, {0x1c7, 0x1c8, 0x1c9}, {0x1ca, 0x1cb, 0x1cc}, {0x1f1, 0x1f2, 0x1f3},
    {0x345, 0x399, 0x3b9, 0x1fbe}, {0x390, 0x1fd3}, {0x3b0, 0x1fe3}, {0x392, 0x3b2, 0x3d0}, {0x395, 0x3b5, 0x3f5},
    {0x398, 0x3b8, 0x3d1, 0x3f4}, {0x39a, 0x3ba, 0x3f0}, {0x3a0, 0x3c0, 0x3d6}, {0x3a1, 0x3c1, 0x3f1},
    {0x3a3, 0x3c2, 0x3c3}, {0x3a6, 0x3c6, 0x3d5}, {0x3a9, 0x3c9, 0x2126}, {0x412, 0x432, 0x1c80}, {0x414, 0x434, 0x1c81},
    {0x41e, 0x43e, 0x1c82}, {0x421, 0x441, 0x1c83}, {0x422, 0x442, 0x1c84, 0x1c85}, {0x42a, 0x44a, 0x1c86},
    {0x462, 0x463, 0x1c87}, {0x1e60, 0x1e61, 0x1e9b}, {0x1c88, 0xa64a, 0xa64b}, {0xfb05, 0xfb06},
};

uint32_t ty_re_lower(uint32_t c, bool ascii)
{
    if (c < 128 || ascii)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return ty_unicode_lower(c);
}

int ty_re_case_variants(uint32_t c, bool ascii, uint32_t out[4])
{
    int n = 0;
    out[n++] = c;
    if (ascii) {
        if (ty_ascii_is(c, TY_ASCII_ALPHA))
            out[n++] = c ^ 32;
        return n;
    }
    if (c < 128 && !ty_ascii_is(c, TY_ASCII_ALPHA))
        return n;
    if (c < 0x10000)
        for (size_t i = 0; i < TY_COUNTOF(families); i++)
            for (int j = 0; j < 4 && families[i][j]; j++)
                if (families[i][j] == c) {
                    for (int k = 0; k < 4 && families[i][k]; k++)
                        if (families[i][k] != c)
                            out[n++] = families[i][k];
                    return n;
                }
    uint32_t low = ty_unicode_lower(c), up = ty_unicode_upper(low);
    if (low != c)
        out[n++] = low;
    if (up != c && up != low && ty_unicode_lower(up) == low)
        out[n++] = up;
    return n;
}

/* --- classes -------------------------------------------------------------------------------------------------------------- */

bool ty_re_is_word(uint32_t c, bool ascii)
{
    return c < 128 ? ty_ascii_is(c, TY_ASCII_WORD) : !ascii && ty_unicode_is_alnum(c);
}

static bool in_classes(uint32_t classes, uint32_t c, bool ascii)
{
    if (classes & (RE_DIGIT | RE_NOT_DIGIT)) {
        bool digit = c < 128 ? ty_ascii_is(c, TY_ASCII_DIGIT) : !ascii && ty_unicode_is_decimal(c);
        if (classes & (digit ? RE_DIGIT : RE_NOT_DIGIT))
            return true;
    }
    if (classes & (RE_SPACE | RE_NOT_SPACE)) {
        /* For bytes and ASCII the separators U+001C to U+001F are no blanks. */
        bool space = c < 128 ? ty_ascii_is(c, TY_ASCII_SPACE) && !(ascii && c >= 0x1c && c <= 0x1f)
                             : !ascii && ty_unicode_is_space(c);
        if (classes & (space ? RE_SPACE : RE_NOT_SPACE))
            return true;
    }
    return classes & (RE_WORD | RE_NOT_WORD) && classes & (ty_re_is_word(c, ascii) ? RE_WORD : RE_NOT_WORD);
}

/* --- sets ----------------------------------------------------------------------------------------------------------------- */

static bool raw_has(const uint32_t *set, uint32_t c)
{
    if (c < 256)
        return set[RE_SET_RAW + (c >> 5)] >> (c & 31) & 1;
    const uint32_t *r = set + RE_SET_RANGES;
    for (uint32_t i = 0; i < set[RE_SET_COUNT]; i++, r += 2)
        if (c >= r[0] && c <= r[1])
            return true;
    uint32_t flags = set[RE_SET_FLAGS];
    return (flags & 63) && in_classes(flags & 63, c, (flags & RE_SET_ASCII) != 0);
}

static bool set_has(const uint32_t *set, uint32_t c)
{
    uint32_t flags = set[RE_SET_FLAGS];
    bool in = raw_has(set, c);
    if (!in && flags & RE_SET_CASE) {
        uint32_t variants[4];
        int n = ty_re_case_variants(c, (flags & RE_SET_ASCII) != 0, variants);
        for (int i = 1; i < n && !in; i++)
            in = raw_has(set, variants[i]);
    }
    return in != ((flags & RE_SET_NEGATE) != 0);
}

TY_NOINLINE bool ty_re_set_high(const uint32_t *set, uint32_t c) { return set_has(set, c); }

size_t ty_re_set_words(const ty_re_set *s)
{
    size_t high = 0;
    for (size_t i = 0; i < s->count; i++)
        high += s->ranges[i].high >= 256;
    return RE_SET_RANGES + 2 * high;
}

void ty_re_set_write(const ty_re_set *s, uint32_t *out)
{
    memset(out, 0, RE_SET_RANGES * sizeof *out);
    out[RE_SET_FLAGS] = s->classes | (s->negate ? RE_SET_NEGATE : 0) | (s->ascii ? RE_SET_ASCII : 0) | (s->ignore_case ? RE_SET_CASE : 0);
    uint32_t *high = out + RE_SET_RANGES;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t low = s->ranges[i].low, top = s->ranges[i].high;
        for (uint32_t c = low; c <= top && c < 256; c++)
            out[RE_SET_RAW + (c >> 5)] |= 1u << (c & 31);
        if (top >= 256) {
            *high++ = low < 256 ? 256 : low;
            *high++ = top;
            out[RE_SET_COUNT]++;
        }
    }
    for (uint32_t c = 0; c < 256; c++)
        if (in_classes(s->classes, c, s->ascii))
            out[RE_SET_RAW + (c >> 5)] |= 1u << (c & 31);
    for (uint32_t c = 0; c < 256; c++)
        if (set_has(out, c))
            out[RE_SET_MAP + (c >> 5)] |= 1u << (c & 31);
}
