/* SPDX-License-Identifier: MIT */
/*
 * One collection from start to end. Order of its phases:
 *
 *   remembered objects (minor) or unmarking (major); roots; marking; weak references to what was not reached; Python
 *   finalizers, which keep what they need for one more cycle; native finalizers; the client's weak tables; units;
 *   sweep; the next budget.
 */
#include <config.h>

#include "gc/impl.h"

#include "platform/clock.h"
#include "platform/stack.h"

#define BUDGET_MIN ((size_t)1024 * 1024)
#define BUDGET_MAX ((size_t)16 * 1024 * 1024)
#define SURVIVORS_MAX ((size_t)3 * 1024 * 1024)
#define MAJOR_MIN ((size_t)2 * 1024 * 1024)

/* The budget follows the live set, but a minor collection with many survivors, which cost what there is to its pause,
 * asks for smaller ones. */
static void plan(ty_heap *h, bool major, size_t survived)
{
    size_t live = h->old_bytes + h->external_bytes, budget = live / 4;
    if (budget < BUDGET_MIN)
        budget = BUDGET_MIN;
    if (budget > BUDGET_MAX)
        budget = BUDGET_MAX;
    if (budget > h->budget * 2)
        budget = h->budget * 2; /* a fresh heap grows into it */
    if (!major)
        h->survived = survived;
    if (h->survived > SURVIVORS_MAX / 2 && budget > h->budget)
        budget = h->budget;
    if (!major && survived > SURVIVORS_MAX) {
        size_t less = (size_t)((double)h->young_bytes * (SURVIVORS_MAX * 3 / 4) / (double)survived);
        budget = less < BUDGET_MIN ? BUDGET_MIN : less < budget ? less : budget;
    }
    h->budget = budget;
    h->young_bytes = 0;
    if (major) {
        size_t growth = live - live / 4;
        h->major_at = live + (growth > MAJOR_MIN ? growth : MAJOR_MIN);
    }
    /* Nursery blocks for one cycle stay. */
    ty_block_trim(h, budget / (BLOCK_GRANULES * TY_GRANULE) + 2);
}

static TY_NOINLINE void collect(ty_heap *h, bool major, void *stack_pointer)
{
    ty_marker m;
    int64_t start = ty_clock_monotonic();
    TY_CHECK(!h->collecting);
    h->collecting = major ? 2 : 1;
    if (TY_UNLIKELY(h->events) && h->events->start)
        h->events->start(h->events->self, h, major);
    size_t live_before = h->old_bytes, allocated = h->young_bytes;
    ty_block_retire(h);
    ty_large_sort(h);
    ty_mark_init(&m, h, !major);
    if (major) {
        if (h->client.before_major)
            h->client.before_major(h->client.self);
        ty_barrier_forget(h);
        ty_block_unmark(h);
        ty_large_unmark(h);
        h->unit_epoch++;
    } else {
        ty_block_map_young(h);
        ty_barrier_mark(&m);
    }
    ty_units_prepare(&m);
    ty_roots_mark(&m, stack_pointer);
    ty_mark_drain(&m);
    ty_weaktab_clear(h, !major);
    ty_finalize_python(&m);
    ty_finalize_external(h, !major);
    if (h->client.weak_tables)
        h->client.weak_tables(h->client.self, !major);
    if (major)
        ty_units_sweep(h);
    if (TY_UNLIKELY(h->verify) && !major) {
        const char *missed = ty_validate_barrier(h);
        if (missed && h->verify == TY_VERIFY_PANIC)
            TY_PANIC("%s", missed);
    }
    ty_mark_finish(&m);
    ty_large_unsort(h);
    size_t live = ty_block_sweep(h);
    h->old_bytes = live + ty_large_sweep(h);
    h->last_major = major;
    h->force &= (unsigned char)~FORCE_BUDGET;
    plan(h, major, h->old_bytes > live_before ? h->old_bytes - live_before : 0);
    uint64_t pause = (uint64_t)(ty_clock_monotonic() - start);
    if (major) {
        h->stats.major++;
        h->stats.major_ns += pause;
        if (pause > h->stats.major_ns_max)
            h->stats.major_ns_max = pause;
    } else {
        h->stats.minor++;
        h->stats.minor_ns += pause;
        if (pause > h->stats.minor_ns_max)
            h->stats.minor_ns_max = pause;
    }
    if (TY_UNLIKELY(h->events) && h->events->end) {
        ty_heap_event e = { .major = major, .number = h->stats.minor + h->stats.major, .pause_ns = (int64_t)pause,
                            .allocated = allocated, .live_before = live_before, .live_after = h->old_bytes,
                            .held = h->held };
        h->events->end(h->events->self, h, &e);
    }
    TY_TRACE(TY_TRACE_GC, "%s %zu: %zu + %zu KiB, live %zu KiB, held %zu KiB, %.3f ms", major ? "major" : "minor",
             (size_t)(h->stats.minor + h->stats.major), live_before >> 10, allocated >> 10, h->old_bytes >> 10,
             h->held >> 10, (double)pause / 1e6);
    h->collecting = 0;
}

typedef struct request {
    ty_heap *heap;
    bool major;
} request;

static void run(void *arg, char *sp)
{
    const request *r = arg;
    collect(r->heap, r->major, sp);
}

void ty_collect(ty_heap *h, bool major)
{
    if (!major && (h->remember_lost || h->old_bytes + h->external_bytes > h->major_at))
        major = true;
    request r = { .heap = h, .major = major };
    ty_spill_call(run, &r);
}

void ty_heap_collect(ty_heap *h, bool major)
{
    ty_collect(h, major);
    if (major && !h->stress)
        ty_block_trim(h, 0);
}
