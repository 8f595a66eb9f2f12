/* SPDX-License-Identifier: MIT */
/* Substring search over all pairs of character kinds; the algorithm is in fastsearch_template.h. */
#include <config.h>

#include "object/fastsearch.h"

#define HAY uint8_t
#define NEEDLE uint8_t
#define NAME(x) x##_1_1
#include "object/fastsearch_template.h"

#define HAY uint16_t
#define NEEDLE uint8_t
#define NAME(x) x##_2_1
#include "object/fastsearch_template.h"

#define HAY uint16_t
#define NEEDLE uint16_t
#define NAME(x) x##_2_2
#include "object/fastsearch_template.h"

#define HAY uint32_t
#define NEEDLE uint8_t
#define NAME(x) x##_4_1
#include "object/fastsearch_template.h"

#define HAY uint32_t
#define NEEDLE uint16_t
#define NAME(x) x##_4_2
#include "object/fastsearch_template.h"

#define HAY uint32_t
#define NEEDLE uint32_t
#define NAME(x) x##_4_4
#include "object/fastsearch_template.h"

static uint32_t char_at(const void *p, size_t i, int kind)
{
    return kind == 1 ? ((const uint8_t *)p)[i] : kind == 2 ? ((const uint16_t *)p)[i] : ((const uint32_t *)p)[i];
}

/* --- one character ------------------------------------------------------------------------------------------------- */

intptr_t ty_search_char(const void *hay, size_t n, int kind, uint32_t ch)
{
    if (kind == 1) {
        if (ch > 0xff || !n)
            return -1;
        const uint8_t *s = hay, *hit = memchr(s, (int)ch, n);
        return hit ? hit - s : -1;
    }
    if (kind == 2) {
        const uint16_t *s = hay;
        for (size_t i = 0; i < n; i++)
            if (s[i] == ch)
                return (intptr_t)i;
        return -1;
    }
    const uint32_t *s = hay;
    for (size_t i = 0; i < n; i++)
        if (s[i] == ch)
            return (intptr_t)i;
    return -1;
}

intptr_t ty_search_rchar(const void *hay, size_t n, int kind, uint32_t ch)
{
    if (kind == 1) {
        const uint8_t *s = hay;
        while (n-- > 0)
            if (s[n] == ch)
                return (intptr_t)n;
        return -1;
    }
    if (kind == 2) {
        const uint16_t *s = hay;
        while (n-- > 0)
            if (s[n] == ch)
                return (intptr_t)n;
        return -1;
    }
    const uint32_t *s = hay;
    while (n-- > 0)
        if (s[n] == ch)
            return (intptr_t)n;
    return -1;
}

/* Eight bytes at a time: each byte of `sum` counts the hits in its column, up to 255. */
static size_t count_byte(const uint8_t *s, size_t n, uint8_t ch)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f, wanted = ones * ch;
    size_t count = 0, i = 0;
    while (i + 8 <= n) {
        uint64_t sum = 0;
        size_t stop = n - i > 255 * 8 ? i + 255 * 8 : n;
        for (; i + 8 <= stop; i += 8) {
            uint64_t x = ty_load64(s + i) ^ wanted;
            sum += ~(((x & low) + low) | x | low) >> 7;
        }
        const uint64_t pairs = UINT64_C(0x00ff00ff00ff00ff);
        count += (size_t)((((sum & pairs) + (sum >> 8 & pairs)) * UINT64_C(0x0001000100010001)) >> 48);
    }
    for (; i < n; i++)
        count += s[i] == ch;
    return count;
}

size_t ty_search_count_char(const void *hay, size_t n, int kind, uint32_t ch)
{
    size_t count = 0;
    if (kind == 1) {
        return ch < 256 ? count_byte(hay, n, (uint8_t)ch) : 0;
    } else if (kind == 2) {
        const uint16_t *s = hay;
        for (size_t i = 0; i < n; i++)
            count += s[i] == ch;
    } else {
        const uint32_t *s = hay;
        for (size_t i = 0; i < n; i++)
            count += s[i] == ch;
    }
    return count;
}

/* --- any needle ----------------------------------------------------------------------------------------------------- */

/* How common a byte is in text, roughly; 0 for what is rare. */
static unsigned commonness(unsigned char c)
{
    static const char by_frequency[] = "zqjxkvbywgpfmucdlhrsnioate "; /* the later the more frequent */
    const char *letter = c ? strchr(by_frequency, c) : NULL;
    return letter ? 6 + (unsigned)(letter - by_frequency) : c == 0 || c == '\n' ? 16 : c >= '0' && c <= '9' ? 8 : c >= 128 ? 4 : 2;
}

/* Bytes: memchr finds the needle's rarest byte faster than any loop here can go. When it turns up too often, the rest is
 * left to the general search. */
static intptr_t find_bytes(const unsigned char *s, size_t n, const unsigned char *p, size_t m)
{
    size_t rare = 0;
    unsigned least = UINT32_MAX;
    for (size_t i = 0; i < m && i < 64; i++)
        if (commonness(p[i]) < least) {
            least = commonness(p[i]);
            rare = i;
        }
    size_t i = 0, last = n - m;
    for (unsigned tries = 0; i <= last; tries++) {
        if (TY_UNLIKELY(tries >= 16) && i < 24u * tries) {
            intptr_t at = find_1_1(s + i, n - i, p, m);
            return at < 0 ? -1 : at + (intptr_t)i;
        }
        const unsigned char *hit = memchr(s + i + rare, p[rare], last - i + 1);
        if (!hit)
            return -1;
        i = (size_t)(hit - s) - rare;
        if (s[i] == p[0] && s[i + m - 1] == p[m - 1] && memcmp(s + i, p, m) == 0)
            return (intptr_t)i;
        i++;
    }
    return -1;
}

intptr_t ty_search_find(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind)
{
    if (m > n)
        return -1;
    if (m == 0)
        return 0;
    if (needle_kind > kind)
        return -1;
    if (m == 1)
        return ty_search_char(hay, n, kind, char_at(needle, 0, needle_kind));
    switch (kind * 8 + needle_kind) {
    case 8 + 1: return n < 32 ? find_1_1(hay, n, needle, m) : find_bytes(hay, n, needle, m);
    case 16 + 1: return find_2_1(hay, n, needle, m);
    case 16 + 2: return find_2_2(hay, n, needle, m);
    case 32 + 1: return find_4_1(hay, n, needle, m);
    case 32 + 2: return find_4_2(hay, n, needle, m);
    default: return find_4_4(hay, n, needle, m);
    }
}

intptr_t ty_search_rfind(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind)
{
    if (m > n)
        return -1;
    if (m == 0)
        return (intptr_t)n;
    if (needle_kind > kind)
        return -1;
    if (m == 1)
        return ty_search_rchar(hay, n, kind, char_at(needle, 0, needle_kind));
    switch (kind * 8 + needle_kind) {
    case 8 + 1: return rfind_1_1(hay, n, needle, m);
    case 16 + 1: return rfind_2_1(hay, n, needle, m);
    case 16 + 2: return rfind_2_2(hay, n, needle, m);
    case 32 + 1: return rfind_4_1(hay, n, needle, m);
    case 32 + 2: return rfind_4_2(hay, n, needle, m);
    default: return rfind_4_4(hay, n, needle, m);
    }
}

size_t ty_search_count(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind, size_t max)
{
    if (m == 0)
        return n + 1 < max ? n + 1 : max;
    if (m == 1 && max >= n && needle_kind <= kind)
        return ty_search_count_char(hay, n, kind, char_at(needle, 0, needle_kind));
    size_t count = 0;
    const char *p = hay;
    while (count < max) {
        intptr_t at = ty_search_find(p, n, kind, needle, m, needle_kind);
        if (at < 0)
            break;
        count++;
        p += ((size_t)at + m) * (size_t)kind;
        n -= (size_t)at + m;
    }
    return count;
}
