/* SPDX-License-Identifier: MIT */
/* Every search of every kind against the obvious loop, on texts that make prefixes and periods likely. */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>

#include "object/fastsearch.h"
#include "tests/tap/tap.h"

static uint32_t seed = 1;
static uint32_t rnd(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * n) >> 32);
}

static void put(void *p, size_t i, int kind, uint32_t c)
{
    if (kind == 1)
        ((uint8_t *)p)[i] = (uint8_t)c;
    else if (kind == 2)
        ((uint16_t *)p)[i] = (uint16_t)c;
    else
        ((uint32_t *)p)[i] = c;
}

static bool same(const uint32_t *a, const uint32_t *b, size_t m)
{
    for (size_t i = 0; i < m; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

int main(void)
{
    enum { N = 5000 };
    static uint32_t hay[N], needle[N], shay[N], sneedle[N];
    static const int kinds[][2] = {{1, 1}, {2, 1}, {2, 2}, {4, 1}, {4, 2}, {4, 4}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int hk = kinds[k][0], nk = kinds[k][1], bad = 0;
        for (int round = 0; round < 3000; round++) {
            size_t n = round % 50 == 0 ? N : rnd(80), m = rnd(round % 50 == 0 ? 400 : 12);
            uint32_t letters = 1 + rnd(3), base = nk == 4 ? 0x10000 : nk == 2 ? 0x300 : 'a';
            for (size_t i = 0; i < n; i++)
                put(shay, i, hk, hay[i] = base + (rnd(9) ? 0 : rnd(letters)));
            for (size_t i = 0; i < m; i++)
                needle[i] = base + (rnd(9) ? 0 : rnd(letters));
            if (n > m && rnd(2)) {
                size_t at = rnd((uint32_t)(n - m));
                for (size_t i = 0; i < m; i++)
                    needle[i] = hay[at + i];
            }
            for (size_t i = 0; i < m; i++)
                put(sneedle, i, nk, needle[i]);
            intptr_t first = -1, last = -1;
            size_t count = 0, next = 0;
            for (size_t i = 0; i + m <= n; i++)
                if (same(hay + i, needle, m)) {
                    first = first < 0 ? (intptr_t)i : first;
                    last = (intptr_t)i;
                    if (i >= next) {
                        count++;
                        next = i + (m ? m : 1);
                    }
                }
            bad += ty_search_find(shay, n, hk, sneedle, m, nk) != first;
            bad += ty_search_rfind(shay, n, hk, sneedle, m, nk) != last;
            bad += ty_search_count(shay, n, hk, sneedle, m, nk, SIZE_MAX) != count;
            bad += ty_search_count(shay, n, hk, sneedle, m, nk, 2) != (count < 2 ? count : 2);
        }
        is_int(bad, 0, "kinds %d in %d", nk, hk);
    }
    is_int(ty_search_find("abc", 3, 1, sneedle, 1, 2), -1, "a wider needle is not there");
    return done_testing();
}
