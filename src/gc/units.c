/* SPDX-License-Identifier: MIT */
/*
 * Which units this heap may refer to: a hash table from unit to the number of the major collection that saw it last,
 * and a list of the memory that they told of, sorted when a major collection needs it.
 */
#include <config.h>

#include "gc/impl.h"

#include <stdlib.h>
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
    if (find(h, unit))
        return 0;
    if ((!h->units || h->unit_count * 2 > h->unit_mask) && grow(h) < 0)
        return -1;
    put(h, &(ty_units_entry){ .unit = unit, .epoch = h->unit_epoch });
    h->unit_count++;
    return 0;
}

int ty_heap_adopt_unit_range(ty_heap *h, struct ty_unit *unit, const void *low, const void *high)
{
    if (ty_heap_adopt_unit(h, unit) < 0)
        return -1;
    if (h->range_count == h->range_capacity) {
        size_t n = h->range_capacity ? h->range_capacity * 2 : 8;
        ty_units_range *r = ty_own_resize(h, h->ranges, h->range_capacity * sizeof *r, n * sizeof *r);
        if (!r)
            return -1;
        h->ranges = r;
        h->range_capacity = n;
    }
    h->ranges[h->range_count++] = (ty_units_range){ .low = (uintptr_t)low, .high = (uintptr_t)high, .unit = unit };
    h->ranges_sorted = false;
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

static int compare(const void *a, const void *b)
{
    uintptr_t x = ((const ty_units_range *)a)->low, y = ((const ty_units_range *)b)->low;
    return (x > y) - (x < y);
}

/* Sorts the ranges and tells the conservative scan their bounds. */
void ty_units_prepare(ty_marker *m)
{
    ty_heap *h = m->heap;
    if (m->minor || !h->range_count)
        return;
    if (!h->ranges_sorted)
        qsort(h->ranges, h->range_count, sizeof *h->ranges, compare);
    h->ranges_sorted = true;
    m->unit_low = h->ranges[0].low;
    m->unit_span = h->ranges[h->range_count - 1].high - m->unit_low;
}

void ty_units_scan(ty_marker *m, uintptr_t word)
{
    ty_heap *h = m->heap;
    size_t low = 0, high = h->range_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->ranges[middle].low <= word)
            low = middle + 1;
        else
            high = middle;
    }
    if (low && word < h->ranges[low - 1].high) {
        ty_units_entry *e = find(h, h->ranges[low - 1].unit);
        if (e)
            e->epoch = h->unit_epoch;
    }
}

void ty_units_sweep(ty_heap *h)
{
    if (!h->units)
        return;
    size_t n = h->unit_mask + 1, kept = 0;
    ty_units_entry *all = h->units;
    for (size_t i = 0; i < h->range_count; i++)
        if (find(h, h->ranges[i].unit)->epoch == h->unit_epoch)
            h->ranges[kept++] = h->ranges[i];
    h->range_count = kept;
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
    if (h->ranges)
        ty_own_free(h, h->ranges, h->range_capacity * sizeof *h->ranges);
    h->ranges = NULL;
}
