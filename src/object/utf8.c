/* SPDX-License-Identifier: MIT */
/* UTF-8 on bare memory. Runs of ASCII are found a few words at a time; everything else goes by character. */
#include <config.h>

#include "object/utf8.h"

size_t ty_utf8_ascii_run(const unsigned char *p, size_t n)
{
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        if ((ty_load64(p + i) | ty_load64(p + i + 8) | ty_load64(p + i + 16) | ty_load64(p + i + 24)) & TY_ASCII_MASK64)
            break;
    for (; i + 8 <= n; i += 8)
        if (ty_load64(p + i) & TY_ASCII_MASK64)
            break;
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

/* Judges the sequence at p (p[0] >= 0x80). Returns its length with *c set, or 0 with the fields of *out about it. */
static int sequence(const unsigned char *p, const unsigned char *end, bool surrogates, uint32_t *c, ty_utf8_extent *out)
{
    unsigned a = p[0];
    int need = a >= 0xf5 || a < 0xc2 ? 0 : a >= 0xf0 ? 4 : a >= 0xe0 ? 3 : 2;
    out->truncated = false;
    if (!need) {
        out->bad = 1;
        out->why = "invalid start byte";
        return 0;
    }
    /* The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
    unsigned low = a == 0xe0 ? 0xa0 : a == 0xf0 ? 0x90 : 0x80, high = a == 0xed && !surrogates ? 0x9f : a == 0xf4 ? 0x8f : 0xbf;
    uint32_t v = need == 2 ? a & 31 : need == 3 ? a & 15 : a & 7;
    for (int i = 1; i < need; i++) {
        if (p + i == end) {
            out->bad = (size_t)i;
            out->truncated = true;
            out->why = "unexpected end of data";
            return 0;
        }
        if (p[i] < low || p[i] > high) {
            out->bad = (size_t)i;
            out->why = "invalid continuation byte";
            return 0;
        }
        v = v << 6 | (p[i] & 63);
        low = 0x80;
        high = 0xbf;
    }
    *c = v;
    return need;
}

bool ty_utf8_measure(const unsigned char *p, size_t n, bool surrogates, ty_utf8_extent *out)
{
    const unsigned char *start = p, *end = p + n;
    size_t chars = 0;
    uint32_t max = 127;
    bool good = true;
    while (p < end) {
        unsigned a = *p;
        if (a < 0x80) {
            size_t run = end - p >= 8 && !(ty_load64(p) & TY_ASCII_MASK64) ? ty_utf8_ascii_run(p, (size_t)(end - p)) : 1;
            chars += run;
            p += run;
            continue;
        }
        uint32_t c;
        if (a < 0xe0 && a >= 0xc2 && end - p >= 2 && (p[1] & 0xc0) == 0x80) {
            c = (a & 31) << 6 | (p[1] & 63);
            max = c > max ? c : max;
            chars++;
            p += 2;
            continue;
        }
        if (a >= 0xe0 && a < 0xf0 && end - p >= 3 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
            c = (a & 15) << 12 | (p[1] & 63u) << 6 | (p[2] & 63);
            if (TY_LIKELY(c >= 0x800 && (c & 0xf800) != 0xd800)) {
                max = c > max ? c : max;
                chars++;
                p += 3;
                continue;
            }
        }
        int len = sequence(p, end, surrogates, &c, out);
        if (!len) {
            good = false;
            break;
        }
        if (c > max)
            max = c;
        p += len;
        chars++;
    }
    out->chars = chars;
    out->max = max;
    out->valid = (size_t)(p - start);
    return good;
}

#define DECODE(T)                                                                                                       \
    do {                                                                                                                \
        T *q = out;                                                                                                     \
        while (p < end) {                                                                                               \
            unsigned a = *p;                                                                                            \
            if (a < 0x80) {                                                                                             \
                *q++ = (T)a;                                                                                            \
                p++;                                                                                                    \
                while (end - p >= 8 && !(ty_load64(p) & TY_ASCII_MASK64)) {                                             \
                    for (int i = 0; i < 8; i++)                                                                         \
                        q[i] = (T)p[i];                                                                                 \
                    q += 8;                                                                                             \
                    p += 8;                                                                                             \
                }                                                                                                       \
            } else if (a < 0xe0) {                                                                                      \
                *q++ = (T)((a & 31) << 6 | (p[1] & 63));                                                                \
                p += 2;                                                                                                 \
            } else if (a < 0xf0) {                                                                                      \
                *q++ = (T)((a & 15) << 12 | (p[1] & 63u) << 6 | (p[2] & 63));                                           \
                p += 3;                                                                                                 \
            } else {                                                                                                    \
                *q++ = (T)((a & 7) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63));                       \
                p += 4;                                                                                                 \
            }                                                                                                           \
        }                                                                                                               \
    } while (0)

void ty_utf8_decode(const unsigned char *p, size_t n, int kind, void *out)
{
    const unsigned char *end = p + n;
    if (kind == 1)
        DECODE(uint8_t);
    else if (kind == 2)
        DECODE(uint16_t);
    else
        DECODE(uint32_t);
}

size_t ty_utf8_size(int kind, const void *p, size_t n)
{
    size_t size = n;
    if (kind == 1) {
        const uint8_t *s = p;
        for (size_t i = 0; i < n; i++)
            size += s[i] >> 7;
    } else if (kind == 2) {
        const uint16_t *s = p;
        for (size_t i = 0; i < n; i++)
            size += (size_t)(s[i] >= 0x80) + (s[i] >= 0x800);
    } else {
        const uint32_t *s = p;
        for (size_t i = 0; i < n; i++)
            size += (size_t)(s[i] >= 0x80) + (s[i] >= 0x800) + (s[i] >= 0x10000);
    }
    return size;
}

void ty_utf8_encode(int kind, const void *p, size_t n, unsigned char *out)
{
    if (kind == 1) {
        const uint8_t *s = p;
        for (size_t i = 0; i < n; i++)
            out += ty_utf8_put(out, s[i]);
    } else if (kind == 2) {
        const uint16_t *s = p;
        for (size_t i = 0; i < n; i++)
            out += ty_utf8_put(out, s[i]);
    } else {
        const uint32_t *s = p;
        for (size_t i = 0; i < n; i++)
            out += ty_utf8_put(out, s[i]);
    }
}
