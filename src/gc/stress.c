/* SPDX-License-Identifier: MIT */
/*
 * Modes that make mistakes of the collector's users show: collections at every Nth allocation, objects in memory of
 * their own, freed memory overwritten. They keep bump == limit, so that every allocation takes the slow path.
 */
#include <config.h>

#include "gc/impl.h"

#include <stdlib.h>
#include <string.h>

#define MAJOR_EVERY 8

static uint32_t number_of(const char *name, uint32_t otherwise)
{
    const char *s = getenv(name);
    if (!s || !*s)
        return otherwise;
    unsigned long n = strtoul(s, NULL, 10);
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

void ty_stress_init(ty_heap *h)
{
    h->stress = number_of("TYPHON_GC_STRESS", 0);
    h->malloc_mode = number_of("TYPHON_GC_MALLOC", TY_ASAN) != 0;
    h->verify = number_of("TYPHON_GC_VERIFY", 0) ? TY_VERIFY_PANIC : 0;
    h->poison = h->stress || h->verify;
    if (h->stress || h->malloc_mode)
        h->force = FORCE_MODE;
    if (h->malloc_mode) {
        h->mark_mask = ~(uintptr_t)(TY_GRANULE - 1);
        h->mark_displacement = (ptrdiff_t)offsetof(ty_large, mark) - (ptrdiff_t)LARGE_OFFSET;
    }
}

void ty_stress_step(ty_heap *h)
{
    if (++h->stress_count < h->stress)
        return;
    h->stress_count = 0;
    ty_collect(h, (h->stats.minor + h->stats.major) % MAJOR_EVERY == MAJOR_EVERY - 1);
}

void ty_stress_poison(ty_block *b)
{
    const unsigned char *marks = block_marks(b);
    for (size_t i = BLOCK_FIRST; i < BLOCK_END; i++)
        if (marks[i] == MARK_FREE)
            memset((char *)b + i * TY_GRANULE, POISON, TY_GRANULE);
}
