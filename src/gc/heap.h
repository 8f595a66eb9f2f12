/* SPDX-License-Identifier: MIT */
/*
 * The heap of one interpreter: non-moving mark-region blocks, sticky mark bits, object-logging barrier.
 *
 * All functions are called with the interpreter's lock held, by a thread whose stack is registered. A collection
 * happens only inside ty_heap_alloc* and ty_heap_collect: these are the safepoints, and so is giving up the lock.
 * Between two safepoints a fresh object may be initialised by plain stores; its header and every slot of it must be
 * valid before the next safepoint, also when it is then dropped. Later stores of values into objects go through
 * ty_heap_store or ty_heap_wrote.
 *
 * Roots: C stacks and spilled registers conservatively (plain C locals are roots); everything else through the client's
 * roots callback, which enumerates slots. Interior pointers found on a C stack keep their object alive.
 *
 * Sources: Blackburn and McKinley, Immix (2008); Shahriyar et al., Fast Conservative Garbage Collection (2014); sticky
 * mark bits: Demers et al. (1990).
 */
#ifndef TY_GC_HEAP_H
#define TY_GC_HEAP_H

#include "gc/head.h"
#include "platform/attr.h"
#include "platform/stack.h"

#define TY_GRANULE 16u
#define TY_BLOCK_SIZE ((size_t)65536)
#define TY_SMALL_MAX ((size_t)8192) /* larger objects live in the large-object space */
#define TY_MARK_YOUNG 1u            /* mark byte: start of an object allocated since the last collection */

struct ty_pool; /* mem/pool.h */
struct ty_unit;
typedef struct ty_heap ty_heap;

/* What the runtime above supplies. All callbacks run inside a collection: they may not allocate from the heap. */
typedef struct ty_heap_client {
    void *self; /* passed as first argument */
    /* Enumerate the precise roots: ty_trace_slot on each slot, ty_trace_words on conservative ranges.
     * `minor` collections may skip roots that cannot hold young objects. */
    void (*roots)(void *self, ty_tracer *t, bool minor);
    /* A major collection starts: drop what is only a cache (inline caches). May be NULL. */
    void (*before_major)(void *self);
    /* `dead` was the referent of weak references, head of list `weak` (slot content given at ty_heap_set_weak).
     * Called after marking; `weak` itself may be dead too (ty_heap_is_live tells). May be NULL. */
    void (*weak_dead)(void *self, ty_object *dead, ty_value weak);
    /* `o`, registered with ty_heap_register_finalizer, is unreachable: it has been kept alive for one more cycle and
     * must be queued by the client for finalization at a safepoint. Order: referrers before what they refer to. */
    void (*finalizable)(void *self, ty_object *o);
    /* Asked before, about each: false lets `o` go at once, without its finalizer (a generator that has ended). It may
     * look at `o` only. NULL: all are wanted. */
    bool (*wants_finalizer)(void *self, ty_object *o);
    /* Weak tables of the client (intern table, caches): entries may be tested by ty_heap_is_live and removed. */
    void (*weak_tables)(void *self, bool minor);
    /* This interpreter holds no reference to the unit any more: release it. */
    void (*unit_dead)(void *self, struct ty_unit *unit);
    /* `list`, the weak list of the live object `o`, was set since the last collection, or this one is major: drop those
     * weak references from it that ty_heap_is_live denies, and return the new head (NULL: none left). When this
     * callback is NULL, a list whose head has died is forgotten. */
    ty_value (*weak_prune)(void *self, ty_object *o, ty_value list);
} ty_heap_client;

/* The part of the heap that inlined code touches; struct ty_heap starts with it. */
struct ty_heap_front {
    char *bump;  /* next free byte of the current hole */
    char *limit; /* its end; bump == limit forces the slow path */
};

/* Counters, for gc.get_stats, traces and tests. Bytes and nanoseconds. */
typedef struct ty_heap_stats {
    uint64_t minor, major;                   /* collections */
    uint64_t minor_ns_max, major_ns_max;     /* longest pause */
    uint64_t minor_ns, major_ns;             /* in all */
    uint64_t allocated;                      /* bytes allocated in blocks and large objects since the start */
    uint64_t live;                           /* bytes found live by the last collection */
    uint64_t young;                          /* bytes handed out and charged since then */
    uint64_t blocks, large_objects, large_bytes, external_bytes;
} ty_heap_stats;

/* --- life ------------------------------------------------------------------------------------------------------- */

/* NULL when memory is exhausted. `limit` bytes (0: none) bound blocks, large objects and charged external bytes. */
TY_NODISCARD ty_heap *ty_heap_new(struct ty_pool *pool, const ty_heap_client *client, size_t limit);
/* Runs layout->finalize of all registered objects, then gives every byte back. No tracing. */
void ty_heap_destroy(ty_heap *h);

/* The account of all memory that the heap has, its tables among it: for the process-wide failure switch and for tests. */
struct ty_alloc *ty_heap_account(ty_heap *h);

/* --- allocation ------------------------------------------------------------------------------------------------- */

/* Slow path: next hole, next block, collection, large object. NULL when the limit or memory is exhausted: the caller
 * raises MemoryError. `size` is a multiple of TY_GRANULE. The memory is not cleared. */
TY_NODISCARD void *ty_heap_alloc_slow(ty_heap *h, size_t size);

TY_NODISCARD static inline void *ty_heap_alloc(ty_heap *h, size_t size)
{
    struct ty_heap_front *f = (struct ty_heap_front *)h;
    char *p = f->bump;
    if (TY_LIKELY(size <= (size_t)(f->limit - p))) {
        f->bump = p + size;
        char *block = (char *)((uintptr_t)p & ~(uintptr_t)(TY_BLOCK_SIZE - 1));
        ((unsigned char *)block)[((uintptr_t)p & (TY_BLOCK_SIZE - 1)) / TY_GRANULE] = TY_MARK_YOUNG;
        return p;
    }
    return ty_heap_alloc_slow(h, size);
}

static inline size_t ty_heap_round(size_t size)
{
    return (size + TY_GRANULE - 1) & ~(size_t)(TY_GRANULE - 1);
}

/* Memory outside the heap that hangs on an object counts against the budget and the limit. -1: over the limit. */
TY_NODISCARD int ty_heap_charge(ty_heap *h, size_t bytes);
void ty_heap_discharge(ty_heap *h, size_t bytes);

/* --- stores ----------------------------------------------------------------------------------------------------- */

/* `o` is old and unlogged: remember it (or, for containers over 4 KiB, what was written: see barrier.c). */
TY_NOINLINE void ty_heap_log(ty_heap *h, ty_object *o, void *slot);
TY_NOINLINE void ty_heap_log_store(ty_heap *h, ty_object *o, ty_value *slot, ty_value v);

/* Before or after plain stores into slots of `o` that lie within 64 bytes from `slot` on. */
static inline void ty_heap_wrote(ty_heap *h, ty_object *o, void *slot)
{
    if (TY_UNLIKELY(o->head & TY_HEAD_LOG))
        ty_heap_log(h, o, slot);
}

static inline void ty_heap_store(ty_heap *h, ty_object *o, ty_value *slot, ty_value v)
{
    if (TY_UNLIKELY(o->head & TY_HEAD_LOG))
        ty_heap_log_store(h, o, slot, v);
    *slot = v;
}

/* After plain stores into the `n` slots from `first` on. Words that are no slots may lie between them, when n > 2. */
void ty_heap_wrote_range(ty_heap *h, ty_object *o, ty_value *first, size_t n);

/* --- collection ------------------------------------------------------------------------------------------------- */

/* Collect now; major or minor. The caller's registers are spilled and its stack scanned. A major collection asked for
 * here gives all empty blocks back, one that allocation makes keeps some for what comes. */
void ty_heap_collect(ty_heap *h, bool major);
void ty_heap_stop(ty_heap *h, bool stopped); /* gc.disable(): only cyclic-style explicit collects; memory pressure still collects */
bool ty_heap_is_stopped(const ty_heap *h);
/* Inside callbacks of the collector, after marking: will `o` survive? True for anything outside this heap. */
bool ty_heap_is_live(ty_heap *h, ty_object *o);
void ty_heap_get_stats(ty_heap *h, ty_heap_stats *out);
/* Calls fn on each live object (after a collection), for gc.get_objects and the validator. */
void ty_heap_each(ty_heap *h, void (*fn)(void *arg, ty_object *o), void *arg);

/* A listener; costs nothing when there is none. The callbacks may not allocate from the heap. */
typedef struct ty_heap_event {
    bool major;
    uint64_t number;          /* of this collection, from 1 on */
    int64_t pause_ns;
    size_t allocated;         /* bytes since the collection before */
    size_t live_before;       /* bytes live after the collection before */
    size_t live_after;
    size_t held;              /* bytes of blocks and large objects now */
} ty_heap_event;
typedef struct ty_heap_events {
    void *self;
    void (*start)(void *self, ty_heap *h, bool major);
    void (*end)(void *self, ty_heap *h, const ty_heap_event *event);
} ty_heap_events;
void ty_heap_listen(ty_heap *h, const ty_heap_events *events); /* NULL: nobody; the table must outlive its use */

/* --- side tables ------------------------------------------------------------------------------------------------ */

/* The weak-reference list head of `o` (TY_NULL: none); a slot owned by the heap, not a strong root. */
ty_value ty_heap_get_weak(ty_heap *h, ty_object *o);
TY_NODISCARD int ty_heap_set_weak(ty_heap *h, ty_object *o, ty_value list); /* -1: no memory */
/* `o` has a Python-visible finalizer, to be called once: client->finalizable. */
TY_NODISCARD int ty_heap_register_finalizer(ty_heap *h, ty_object *o);
void ty_heap_unregister_finalizer(ty_heap *h, ty_object *o);
/* layout->finalize must run for `o` (it owns external memory or a descriptor). */
TY_NODISCARD int ty_heap_register_external(ty_heap *h, ty_object *o);

/* --- units: shared, reference-counted memory outside the heaps (code and its constants) ------------------------- */

/* This heap now may hold references into `unit` (found through TY_HEAD_UNIT objects). Idempotent. The caller has taken
 * a reference for it, given back through client->unit_dead. -1: no memory. */
TY_NODISCARD int ty_heap_adopt_unit(ty_heap *h, struct ty_unit *unit);
/* The same, and tells that [low, high) is memory of the unit: then a pointer into it that only a C stack holds keeps the
 * unit, too. To be called for each such piece of memory, once. */
TY_NODISCARD int ty_heap_adopt_unit_range(ty_heap *h, struct ty_unit *unit, const void *low, const void *high);
bool ty_heap_has_unit(ty_heap *h, const struct ty_unit *unit);

/* --- roots ------------------------------------------------------------------------------------------------------ */

/* A registered slot outside of heap objects, for C code that keeps a value beyond its frame. */
typedef struct ty_root ty_root;
TY_NODISCARD ty_root *ty_root_new(ty_heap *h, ty_value v); /* NULL: no memory */
ty_value ty_root_get(const ty_root *r);
void ty_root_set(ty_root *r, ty_value v);
void ty_root_free(ty_heap *h, ty_root *r);

/*
 * Stack segments. A thread that enters the interpreter opens a segment; `base` is the far end of the C stack
 * part that belongs to it: at or above the frame address (TY_FRAME_ADDRESS) of the outermost function whose
 * locals hold values. While the thread is inside and running, the collector scans from its own stack pointer
 * to base; when it waits outside the lock (ty_stack_park) or is buried under another interpreter, from the
 * published top to base.
 */
typedef struct ty_stack {
    struct ty_stack *next, *prev; /* the heap's list; owner: heap */
    void *base;                   /* stack address at entry */
    void *top;                    /* published stack pointer; NULL while running */
    void *fake;                   /* AddressSanitizer's second stack of the thread, or NULL */
    void *spill[TY_SPILL_WORDS];  /* callee-saved registers at the time of parking */
} ty_stack;
void ty_stack_enter(ty_heap *h, ty_stack *s, void *base);
void ty_stack_leave(ty_heap *h, ty_stack *s);
/* Before the lock is given up: spills registers, publishes top. Whoever calls it must stay on the stack until unpark, or
 * be inlined: see ty_spill_save. */
TY_INLINE void ty_stack_park(ty_stack *s)
{
    s->top = ty_spill_save(s->spill, s->base);
}
/* After the lock is held again. */
TY_INLINE void ty_stack_unpark(ty_stack *s)
{
    s->top = NULL;
}

/* TY_KEEP(v), in platform/attr.h, keeps `v` alive although only raw memory taken from it is used. */

/* --- tracing ---------------------------------------------------------------------------------------------------- */

/*
 * What a trace function is given. The marker takes slots by an inlined push (`top`, `end`); other users (validator,
 * barrier verifier, relocation) leave both NULL and get every slot through `visit`.
 *
 * `low` and `high` bound the addresses of the slots that are wanted: a trace function of a big container whose layout
 * has TY_LAYOUT_WINDOW must leave out slots outside of them (ty_trace_window helps), so that a store into a table of a
 * million entries costs one card and not a pass over the table. Other trace functions ignore them.
 */
struct ty_tracer {
    ty_value *top; /* mark stack: next free place */
    ty_value *end; /* its end, minus the room that an n-slot push may need */
    void (*visit)(ty_tracer *t, ty_value *first, size_t n); /* n consecutive slots */
    void (*words)(ty_tracer *t, void *low, void *high);     /* conservative range */
    char *low, *high;
    ty_heap *heap;
    bool major; /* a major collection marks: what is only a cache may be emptied instead of enumerated */
};
static inline void ty_trace_slots(ty_tracer *t, ty_value *first, size_t n)
{
    if (TY_LIKELY(n == 1 && t->top < t->end)) {
        ty_value v = *first;
        *t->top = v;
        t->top += ty_slot_is_object(v);
        return;
    }
    t->visit(t, first, n);
}
/* The indices [*i, *n) of those of `count` items of `stride` bytes from `base` on that meet the tracer's window. */
static inline void ty_trace_window(const ty_tracer *t, const void *base, size_t stride, size_t count, size_t *i, size_t *n)
{
    uintptr_t b = (uintptr_t)base, low = (uintptr_t)t->low, high = (uintptr_t)t->high;
    *i = low > b ? (low - b) / stride : 0;
    *n = high <= b ? 0 : (high - b - 1) / stride >= count ? count : (high - b - 1) / stride + 1;
    if (*i > *n)
        *i = *n;
}
/* `p` points to a pointer-typed slot of any object type. */
#define ty_trace_slot(t, p) ty_trace_slots((t), (ty_value *)(void *)(p), 1)
static inline void ty_trace_words(ty_tracer *t, void *low, void *high)
{
    t->words(t, low, high);
}

/* --- proofs ----------------------------------------------------------------------------------------------------- */

/*
 * Modes for tests, read from the environment by ty_heap_new:
 *   TYPHON_GC_STRESS=N   collect at every Nth allocation, every eighth time a major collection; also poisons
 *   TYPHON_GC_MALLOC=1   each object is a malloc of its own, for address sanitizers and valgrind (default in builds with
 *                        AddressSanitizer, unless 0)
 *   TYPHON_GC_VERIFY=1   after each minor collection check that the barrier has missed no store; also poisons
 */

/* Walks the whole heap and checks headers, sizes, mark bytes and slots; NULL or a message, valid until the next call. */
const char *ty_heap_validate(ty_heap *h);

#endif
