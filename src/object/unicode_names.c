/* SPDX-License-Identifier: MIT */
/*
 * The names of characters. Words have codes of one to three printable characters, the frequent ones the short ones; the
 * stream holds the codes of each name behind a '!', in the order of characters (unicode_names.py makes it). A name is
 * looked up by searching the stream for its codes. Hangul syllables and ideographs have names by rule.
 */
#include <config.h>

#include "object/unicode_names.h"

#include <stdio.h>

#include "object/fastsearch.h"

typedef struct run { uint32_t c, first; } run;     /* characters from c on have the names from number `first` on */
typedef struct alias { uint32_t c; const char *name; } alias;

#include "object/unicode_names.inc"

/* --- names by rule -------------------------------------------------------------------------------------------------------- */

static const char *const leads[] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
static const char *const vowels[] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE",
                                     "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"};
static const char *const tails[] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT",
                                    "LP", "LH", "M", "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H"};

static const struct { uint32_t first, last; const char *prefix; } numbered[] = {
    {0x3400, 0x4dbf, "CJK UNIFIED IDEOGRAPH-"},    {0x4e00, 0x9fff, "CJK UNIFIED IDEOGRAPH-"},
    {0x20000, 0x2a6df, "CJK UNIFIED IDEOGRAPH-"},  {0x2a700, 0x2b739, "CJK UNIFIED IDEOGRAPH-"},
    {0x2b740, 0x2b81d, "CJK UNIFIED IDEOGRAPH-"},  {0x2b820, 0x2cea1, "CJK UNIFIED IDEOGRAPH-"},
    {0x2ceb0, 0x2ebe0, "CJK UNIFIED IDEOGRAPH-"},  {0x2ebf0, 0x2ee5d, "CJK UNIFIED IDEOGRAPH-"},
    {0x30000, 0x3134a, "CJK UNIFIED IDEOGRAPH-"},  {0x31350, 0x323af, "CJK UNIFIED IDEOGRAPH-"},
    {0xf900, 0xfa6d, "CJK COMPATIBILITY IDEOGRAPH-"}, {0xfa70, 0xfad9, "CJK COMPATIBILITY IDEOGRAPH-"},
    {0x2f800, 0x2fa1d, "CJK COMPATIBILITY IDEOGRAPH-"}, {0x18b00, 0x18cd5, "KHITAN SMALL SCRIPT CHARACTER-"},
    {0x1b170, 0x1b2fb, "NUSHU CHARACTER-"},
};

static int32_t find_numbered(const char *p, size_t n)
{
    for (size_t i = 0; i < TY_COUNTOF(numbered); i++) {
        size_t k = strlen(numbered[i].prefix);
        if (n <= k || n - k > 5 || memcmp(p, numbered[i].prefix, k) != 0)
            continue;
        uint32_t c = 0;
        for (; k < n; k++) {
            char d = p[k];
            if (!((d >= '0' && d <= '9') || (d >= 'A' && d <= 'F')) || (c == 0 && d == '0'))
                return -1;
            c = c << 4 | (uint32_t)(d <= '9' ? d - '0' : d - 'A' + 10);
        }
        if (c >= numbered[i].first && c <= numbered[i].last)
            return (int32_t)c;
    }
    return -1;
}

/* The longest part of `parts` that p begins with; its index, -1: none. */
static int longest(const char *const *parts, size_t count, const char **p, size_t *n)
{
    int best = -1;
    size_t best_size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(parts[i]);
        if (size <= *n && memcmp(*p, parts[i], size) == 0 && (best < 0 || size > best_size)) {
            best = (int)i;
            best_size = size;
        }
    }
    *p += best_size;
    *n -= best_size;
    return best;
}

static int32_t find_hangul(const char *p, size_t n)
{
    if (n <= 16 || memcmp(p, "HANGUL SYLLABLE ", 16) != 0)
        return -1;
    p += 16;
    n -= 16;
    int lead = longest(leads, TY_COUNTOF(leads), &p, &n), vowel = longest(vowels, TY_COUNTOF(vowels), &p, &n);
    int tail = longest(tails, TY_COUNTOF(tails), &p, &n);
    return lead < 0 || vowel < 0 || tail < 0 || n ? -1 : 0xac00 + (lead * 21 + vowel) * 28 + tail;
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

/* Writes the code of a word; its length, 0: no name has the word. */
static size_t encode_word(const char *p, size_t n, char out[3])
{
    char padded[TY_UNICODE_NAME_MAX + 2];
    padded[0] = padded[n + 1] = ' ';
    memcpy(padded + 1, p, n);
    intptr_t at = ty_search_find(lexicon, sizeof lexicon - 1, 1, padded, n + 2, 1);
    if (at < 0)
        return 0;
    size_t low = 0, high = TY_COUNTOF(word_starts);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (word_starts[middle] <= (size_t)at)
            low = middle;
        else
            high = middle;
    }
    size_t i = low * 64 + ty_search_count_char(lexicon + word_starts[low], (size_t)at - word_starts[low], 1, ' ');
    if (i < ONE) {
        out[0] = symbols[i];
        return 1;
    }
    i -= ONE;
    if (i < (size_t)TWO * SYMBOL_COUNT) {
        out[0] = symbols[ONE + i / SYMBOL_COUNT];
        out[1] = symbols[i % SYMBOL_COUNT];
        return 2;
    }
    i -= (size_t)TWO * SYMBOL_COUNT;
    out[0] = symbols[ONE + TWO + i / (SYMBOL_COUNT * SYMBOL_COUNT)];
    out[1] = symbols[i / SYMBOL_COUNT % SYMBOL_COUNT];
    out[2] = symbols[i % SYMBOL_COUNT];
    return 3;
}

static size_t symbol_number(char c) { return (size_t)(strchr(symbols, c) - symbols); }

/* Appends the word whose code stands at p, with a blank before it unless it is the first; returns what follows the code. */
static const char *decode_word(const char *p, char *out, size_t *n)
{
    size_t i = symbol_number(*p++);
    if (i >= ONE + TWO) {
        i = ((i - ONE - TWO) * SYMBOL_COUNT + symbol_number(p[0])) * SYMBOL_COUNT + symbol_number(p[1]) + ONE + (size_t)TWO * SYMBOL_COUNT;
        p += 2;
    } else if (i >= ONE) {
        i = (i - ONE) * SYMBOL_COUNT + symbol_number(*p++) + ONE;
    }
    const char *word = lexicon + word_starts[i / 64];
    for (size_t k = i % 64; k; k--)
        word = strchr(word + 1, ' ');
    size_t size = (size_t)(strchr(word + 1, ' ') - word);
    if (*n + size < TY_UNICODE_NAME_MAX) {
        memcpy(out + *n, *n ? word : word + 1, *n ? size : size - 1);
        *n += *n ? size : size - 1;
    }
    return p;
}

/* --- both ways ---------------------------------------------------------------------------------------------------------------- */

size_t ty_unicode_name(uint32_t c, char out[TY_UNICODE_NAME_MAX])
{
    if (c >= 0xac00 && c <= 0xd7a3) {
        uint32_t i = c - 0xac00;
        return (size_t)snprintf(out, TY_UNICODE_NAME_MAX, "HANGUL SYLLABLE %s%s%s", leads[i / 588], vowels[i % 588 / 28], tails[i % 28]);
    }
    for (size_t i = 0; i < TY_COUNTOF(numbered); i++)
        if (c >= numbered[i].first && c <= numbered[i].last)
            return (size_t)snprintf(out, TY_UNICODE_NAME_MAX, "%s%X", numbered[i].prefix, (unsigned)c);
    size_t low = 0, high = TY_COUNTOF(runs), n = 0;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (runs[middle].c <= c)
            low = middle;
        else
            high = middle;
    }
    uint32_t number = runs[low].first + (c - runs[low].c), end = low + 1 < TY_COUNTOF(runs) ? runs[low + 1].first : NAME_COUNT;
    if (c < runs[low].c || number >= end)
        return 0;
    const char *p = stream + name_starts[number / 64];
    for (uint32_t k = number % 64; k; k--)
        p = strchr(p + 1, '!');
    for (p++; *p != '!';)
        p = decode_word(p, out, &n);
    out[n] = 0;
    return n;
}

int32_t ty_unicode_named(const char *name, size_t n)
{
    char upper[TY_UNICODE_NAME_MAX], codes[TY_UNICODE_NAME_MAX * 3 + 2];
    if (n == 0 || n >= sizeof upper)
        return -1;
    for (size_t i = 0; i < n; i++)
        upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 32) : name[i];
    upper[n] = 0;
    for (size_t i = 0; i < TY_COUNTOF(aliases); i++)
        if (strcmp(aliases[i].name, upper) == 0)
            return (int32_t)aliases[i].c;
    int32_t c = find_numbered(upper, n);
    if (c < 0)
        c = find_hangul(upper, n);
    if (c >= 0)
        return c;
    size_t size = 0;
    codes[size++] = '!';
    for (size_t i = 0; i <= n;) {
        const char *blank = memchr(upper + i, ' ', n - i);
        size_t word = blank ? (size_t)(blank - upper) - i : n - i, got = word ? encode_word(upper + i, word, codes + size) : 0;
        if (!got)
            return -1;
        size += got;
        i += word + 1;
    }
    codes[size++] = '!';
    intptr_t at = ty_search_find(stream, sizeof stream - 1, 1, codes, size, 1);
    if (at < 0)
        return -1;
    size_t low = 0, high = TY_COUNTOF(name_starts);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (name_starts[middle] <= (size_t)at)
            low = middle;
        else
            high = middle;
    }
    uint32_t number = (uint32_t)(low * 64 + ty_search_count_char(stream + name_starts[low], (size_t)at - name_starts[low], 1, '!'));
    for (low = 0, high = TY_COUNTOF(runs); high - low > 1;) {
        size_t middle = (low + high) / 2;
        if (runs[middle].first <= number)
            low = middle;
        else
            high = middle;
    }
    return (int32_t)(runs[low].c + (number - runs[low].first));
}
