/* SPDX-License-Identifier: MIT */
/*
 * Which units this heap may refer to: a hash table from unit to the number of the major collection that saw it last.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

static size_t slot_of(const ty_heap *h, const struct ty_unit *unit)
{
    return (size_t)(((uintptr_t)unit / TY_GRANULE * (uintptr_t)0x9E3779B97F4A7C15u) >> (sizeof(uintptr_t) * 4)) & h->unit_mask;
}

static ty_units_entry *find(ty_heap *h, const struct ty_unit *unit)
{
    if (!h->units)
        return NULL;
    for (size_t i = slot_of(h, unit); h->units[i].unit; i = (i + 1) & h->unit_mask)
        if (h->units[i].unit == unit)
            return &h->units[i];
    return NULL;
}

static void put(ty_heap *h, const ty_units_entry *e)
{
    size_t i = slot_of(h, e->unit);
    while (h->units[i].unit)
        i = (i + 1) & h->unit_mask;
    h->units[i] = *e;
}

static int grow(ty_heap *h)
{
    size_t old = h->units ? h->unit_mask + 1 : 0, n = old ? old * 2 : 16;
    ty_units_entry *before = h->units, *now = ty_own_alloc(h, n * sizeof *now);
    if (!now)
        return -1;
    memset(now, 0, n * sizeof *now);
    h->units = now;
    h->unit_mask = n - 1;
    for (size_t i = 0; i < old; i++)
        if (before[i].unit)
            put(h, &before[i]);
    if (before)
        ty_own_free(h, before, old * sizeof *before);
    return 0;
}

int ty_heap_adopt_unit(ty_heap *h, struct ty_unit *unit)
{
    return ty_heap_adopt_unit_range(h, unit, NULL, NULL);
}

int ty_heap_adopt_unit_range(ty_heap *h, struct ty_unit *unit, const void *low, const void *high)
{
    ty_units_entry *e = find(h, unit);
    if (!e) {
        if ((!h->units || h->unit_count * 2 > h->unit_mask) && grow(h) < 0)
            return -1;
        put(h, &(ty_units_entry){ .unit = unit, .epoch = h->unit_epoch });
        h->unit_count++;
        e = find(h, unit);
    }
    if (low) {
        e->low = (uintptr_t)low;
        e->high = (uintptr_t)high;
    }
    return 0;
}

bool ty_heap_has_unit(ty_heap *h, const struct ty_unit *unit)
{
    return find(h, unit) != NULL;
}

void ty_units_mark(ty_marker *m, const ty_object *o)
{
    struct ty_unit *unit = ((struct ty_unit *const *)(const void *)o)[-1];
    if (unit == m->unit)
        return;
    ty_units_entry *e = find(m->heap, unit);
    TY_ASSERT(e); /* referred to, but not adopted */
    if (e)
        e->epoch = m->heap->unit_epoch;
    m->unit = unit;
}

/* Bounds of all units' memory, for the first test of the conservative scan. */
void ty_units_prepare(ty_marker *m)
{
    ty_heap *h = m->heap;
    uintptr_t low = UINTPTR_MAX, high = 0;
    if (m->minor || !h->units)
        return;
    for (size_t i = 0; i <= h->unit_mask; i++) {
        const ty_units_entry *e = &h->units[i];
        if (!e->unit || !e->high)
            continue;
        if (e->low < low)
            low = e->low;
        if (e->high > high)
            high = e->high;
    }
    if (high) {
        m->unit_low = low;
        m->unit_span = high - low;
    }
}

void ty_units_scan(ty_marker *m, uintptr_t word)
{
    ty_heap *h = m->heap;
    for (size_t i = 0; i <= h->unit_mask; i++) {
        ty_units_entry *e = &h->units[i];
        if (e->unit && word - e->low < e->high - e->low)
            e->epoch = h->unit_epoch;
    }
}

void ty_units_sweep(ty_heap *h)
{
    if (!h->units)
        return;
    size_t n = h->unit_mask + 1;
    ty_units_entry *all = h->units;
    for (size_t i = 0; i < n; i++)
        if (all[i].unit && all[i].epoch != h->unit_epoch) {
            struct ty_unit *unit = all[i].unit;
            /* Close the gap, then look at this place again. */
            size_t gap = i;
            for (size_t j = (i + 1) & h->unit_mask; all[j].unit; j = (j + 1) & h->unit_mask)
                if (((j - slot_of(h, all[j].unit)) & h->unit_mask) >= ((j - gap) & h->unit_mask)) {
                    all[gap] = all[j];
                    gap = j;
                }
            all[gap].unit = NULL;
            h->unit_count--;
            i--;
            if (h->client.unit_dead)
                h->client.unit_dead(h->client.self, unit);
        }
}

void ty_units_release(ty_heap *h)
{
    if (!h->units)
        return;
    for (size_t i = 0; i <= h->unit_mask; i++)
        if (h->units[i].unit && h->client.unit_dead)
            h->client.unit_dead(h->client.self, h->units[i].unit);
    ty_own_free(h, h->units, (h->unit_mask + 1) * sizeof *h->units);
    h->units = NULL;
}
