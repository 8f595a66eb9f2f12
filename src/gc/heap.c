/* SPDX-License-Identifier: MIT */
/*
 * The heap's life, the slow path of allocation, budget and limit.
 *
 * The budget is the number of bytes handed out (holes when they are taken, large objects, charged external memory)
 * between two collections. A fresh heap starts with 128 KiB, doubled by each collection up to the share of the live
 * set that collect.c computes.
 */
#include <config.h>

#include "gc/impl.h"
#include "gc/space.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BUDGET ((size_t)128 * 1024)
#define FIRST_MAJOR ((size_t)2 * 1024 * 1024)
#define STOPPED_BUDGET ((size_t)64 * 1024 * 1024) /* gc.disable(): allocation that counts as memory pressure */
#define OVERFLOW_FROM 512u /* a bigger object that does not fit leaves the current hole to smaller ones */

ty_heap *ty_heap_new(struct ty_pool *pool, const ty_heap_client *client, size_t limit)
{
    ty_heap *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    ty_alloc_init(&h->account, TY_ALLOC_NO_LIMIT, NULL);
    h->pool = pool;
    if (client)
        h->client = *client;
    h->limit = limit;
    h->budget = FIRST_BUDGET;
    h->major_at = FIRST_MAJOR;
    h->cursor_at = BLOCK_FIRST;
    h->unit_epoch = 1;
    h->mark_mask = ~(uintptr_t)(TY_BLOCK_SIZE - 1);
    ty_stress_init(h);
    return h;
}

void ty_heap_destroy(ty_heap *h)
{
    if (!h)
        return;
    ty_finalize_release(h); /* runs the native finalizers: before any memory goes */
    ty_weaktab_release(h);
    ty_units_release(h);
    ty_roots_release(h);
    ty_own_drop(h, &h->remembered);
    ty_own_drop(h, &h->slots);
    if (h->message)
        ty_own_free(h, h->message, MESSAGE_SIZE);
    ty_large_release_all(h);
    ty_block_release_all(h);
    free(h);
}

/* --- allocation -------------------------------------------------------------------------------------------------- */

static bool due(const ty_heap *h, size_t more)
{
    if (TY_UNLIKELY(h->stopped)) {
        size_t pressure = h->old_bytes > STOPPED_BUDGET ? h->old_bytes : STOPPED_BUDGET;
        return h->young_bytes + more > pressure;
    }
    return h->young_bytes + more > h->budget;
}

static void *take(ty_heap *h, size_t size)
{
    char *p = h->front.bump;
    h->front.bump = p + size;
    h->front.limit = h->force ? h->front.bump : h->hole_end;
    block_marks(block_of(p))[granule_of(p)] = TY_MARK_YOUNG;
    return p;
}

static TY_NOINLINE void *alloc_large(ty_heap *h, size_t size)
{
    bool collected = false;
    if (due(h, size)) {
        ty_collect(h, false);
        collected = true;
    }
    for (;;) {
        void *p = size <= MEDIUM_MAX && !h->malloc_mode ? ty_block_overflow(h, size) : ty_large_alloc(h, size);
        if (p)
            return p;
        if (collected && h->last_major)
            return NULL;
        ty_collect(h, true);
        collected = true;
    }
}

/* Small objects. */
static void *alloc_small(ty_heap *h, size_t size)
{
    bool collected = false;
    for (;;) {
        if (size <= (size_t)(h->hole_end - h->front.bump))
            return take(h, size);
        if (due(h, 0) && !collected) {
            ty_collect(h, false);
            collected = true;
            continue;
        }
        if (size > OVERFLOW_FROM && (size_t)(h->hole_end - h->front.bump) > OVERFLOW_FROM) {
            void *p = ty_block_overflow(h, size);
            if (p)
                return p;
        }
        if (ty_block_next_hole(h, size))
            continue;
        if (ty_block_add(h))
            continue;
        if (collected && h->last_major)
            return NULL;
        ty_collect(h, true);
        collected = true;
    }
}

void *ty_heap_alloc_slow(ty_heap *h, size_t size)
{
    TY_ASSERT(!h->collecting);
    TY_ASSERT(size && size % TY_GRANULE == 0);
    if (TY_UNLIKELY(h->force)) {
        if (h->force & FORCE_BUDGET) {
            h->force &= (unsigned char)~FORCE_BUDGET;
            h->front.limit = h->force ? h->front.bump : h->hole_end;
            if (due(h, 0))
                ty_collect(h, false);
        }
        if (h->stress)
            ty_stress_step(h);
        if (h->malloc_mode)
            return alloc_large(h, size);
    }
    return TY_LIKELY(size <= TY_SMALL_MAX) ? alloc_small(h, size) : alloc_large(h, size);
}

int ty_heap_charge(ty_heap *h, size_t bytes)
{
    if (h->limit && (bytes > h->limit || h->held + h->external_bytes > h->limit - bytes))
        return -1;
    h->external_bytes += bytes;
    h->young_bytes += bytes;
    if (due(h, 0) && !(h->force & FORCE_BUDGET)) {
        h->force |= FORCE_BUDGET;
        h->front.limit = h->front.bump;
    }
    return 0;
}

void ty_heap_discharge(ty_heap *h, size_t bytes)
{
    TY_ASSERT(bytes <= h->external_bytes);
    h->external_bytes -= bytes;
}

ty_alloc *ty_heap_account(ty_heap *h)
{
    return &h->account;
}

/* --- the rest ------------------------------------------------------------------------------------------------------ */

void ty_heap_stop(ty_heap *h, bool stopped)
{
    h->stopped = stopped;
}

bool ty_heap_is_stopped(const ty_heap *h)
{
    return h->stopped;
}

void ty_heap_listen(ty_heap *h, const ty_heap_events *events)
{
    h->events = events;
}

bool ty_heap_is_live(ty_heap *h, ty_object *o)
{
    return (o->head & TY_HEAD_SHARED) || is_marked(h, o);
}

void ty_heap_get_stats(ty_heap *h, ty_heap_stats *out)
{
    *out = h->stats;
    out->live = h->old_bytes;
    out->young = h->young_bytes;
    out->blocks = h->block_count;
    out->large_objects = h->large_count;
    out->large_bytes = h->large_bytes;
    out->external_bytes = h->external_bytes;
}

void ty_heap_each(ty_heap *h, void (*fn)(void *arg, ty_object *o), void *arg)
{
    for (size_t k = 0; k < h->block_count; k++) {
        ty_block *b = h->blocks[k].block;
        const unsigned char *marks = block_marks(b);
        for (size_t i = BLOCK_FIRST; i < BLOCK_END; i++) {
            if (i % 8 == 0 && ty_load64(marks + i) == 0) {
                i += 7;
                continue;
            }
            if (marks[i] == TY_MARK_YOUNG || (marks[i] & MARK_INNER) == MARK_START)
                fn(arg, (ty_object *)((char *)b + i * TY_GRANULE));
        }
    }
    for (ty_large *l = h->large_young, *next; l; l = next) {
        next = l->next;
        fn(arg, large_object(l));
    }
    for (ty_large *l = h->large_old, *next; l; l = next) {
        next = l->next;
        fn(arg, large_object(l));
    }
}
