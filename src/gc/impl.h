/* SPDX-License-Identifier: MIT */
/*
 * What the files of the collector share; nobody else includes it.
 *
 * A block is 64 KiB, aligned to its size. Its first page holds one mark byte per granule of the whole block; as the page
 * covers itself, the first 256 of these bytes are free for struct ty_block. So no object in a block lies at an offset
 * below 4096. A large object has a chunk of its own, aligned like a block, and starts at offset 128 of it: its struct
 * ty_large is laid out so that the same computation finds its mark byte (`mark`). Hence one expression gives the mark
 * byte of any object, and one comparison tells large from small:
 *
 *     mark byte = (o & mask) + ((o & ~mask) >> 4) + displacement      mask = ~0xffff, displacement = 0
 *
 * In the malloc-per-object mode every object has a ty_large, at any 16-byte aligned address: mask = ~15, and the
 * displacement leads back to `mark`.
 *
 * Mark bytes: 0 free or inside of a young object, 1 start of a young object, 0x80 start of a marked object (0x20: it is
 * on the list of objects with dirty cards), 0xC0 inside of a marked object. Between collections marked means old.
 * Invariant at the end of a collection: in every block, the bytes of free granules are 0.
 */
#ifndef TY_GC_IMPL_H
#define TY_GC_IMPL_H

#include "gc/heap.h"
#include "mem/alloc.h"
#include "platform/assert.h"
#include "platform/trace.h"

#define MARK_FREE 0u
#define MARK_START 0x80u
#define MARK_INNER 0xC0u
#define MARK_DIRTY 0x20u /* with START: has dirty cards and is in the remembered list */

#define BLOCK_HEADER 4096u                                      /* offset of the first object */
#define BLOCK_GRANULES ((TY_BLOCK_SIZE - BLOCK_HEADER) / TY_GRANULE)
#define BLOCK_FIRST (BLOCK_HEADER / TY_GRANULE)                 /* index of the first mark byte in use */
#define BLOCK_END (TY_BLOCK_SIZE / TY_GRANULE)
#define CARD 512u
#define CARD_SHIFT 9
#define CARD_OBJECT 4096u /* objects above this size log cards, others are remembered whole */
#define MIN_HOLE 64u      /* bytes; smaller holes are not worth the visit */
#define MIN_BLOCK_FREE (BLOCK_GRANULES / 8)
#define LARGE_OFFSET 128u
#define MEDIUM_MAX ((size_t)32768) /* above TY_SMALL_MAX and up to this: in blocks, by the overflow hole */

typedef struct ty_block {
    ty_heap *heap;
    uint32_t index; /* in heap->blocks */
    char spare[TY_BLOCK_SIZE / CARD - sizeof(ty_heap *) - sizeof(uint32_t)];
    unsigned char cards[TY_BLOCK_SIZE / CARD]; /* see barrier.c; meant for the objects on the remembered list only */
} ty_block;
_Static_assert(sizeof(ty_block) == BLOCK_HEADER / TY_GRANULE, "the block's record fills the unused mark bytes");

typedef struct ty_block_entry {
    ty_block *block;
    uint32_t free; /* granules, as of the last sweep */
    bool young;    /* allocated into since */
} ty_block_entry;

/* In front of a large object, LARGE_OFFSET bytes. The cards lie behind the object. */
typedef struct ty_large {
    uint64_t size;           /* of the object, as asked for */
    unsigned char mark;
    bool cards_clean;        /* the card bytes have been initialised */
    size_t card_low, card_high; /* dirty cards lie in [low, high) */
    struct ty_large *next, *prev; /* heap->large_young or large_old */
    size_t total;            /* bytes of the chunk */
} ty_large;
_Static_assert(sizeof(ty_large) <= LARGE_OFFSET, "the record fits in front of a large object");
_Static_assert(offsetof(ty_large, mark) == LARGE_OFFSET / TY_GRANULE, "the mark of a large object is where a block has it");

/* Address >> 16 of each block (object NULL) and of each 64 KiB piece of a large object. Open addressing, linear. */
typedef struct ty_chunk_entry {
    uintptr_t chunk; /* 0: empty */
    ty_large *large;
} ty_chunk_entry;

/* A growable array of objects. */
typedef struct ty_object_list {
    ty_object **items;
    size_t count, capacity;
} ty_object_list;

typedef struct ty_weaktab_entry {
    ty_object *referent; /* NULL: empty */
    ty_value list;
} ty_weaktab_entry;

typedef struct ty_units_entry {
    struct ty_unit *unit; /* NULL: empty */
    uint32_t epoch;       /* of the last major collection that saw it */
} ty_units_entry;

typedef struct ty_units_range {
    uintptr_t low, high;
    struct ty_unit *unit;
} ty_units_range;

struct ty_root {
    ty_value value;
    struct ty_root *next, *prev;
};

struct ty_heap {
    struct ty_heap_front front;
    char *hole_end;           /* real end of the current hole; front.limit is lower when the slow path is forced */
    char *over, *over_end;    /* overflow hole: medium objects that do not fit into the current one */
    unsigned char force;      /* FORCE_X: why front.limit == front.bump */
    unsigned char collecting; /* 0 no, 1 minor, 2 major */
    bool stopped, last_major;
    bool remember_lost; /* the remembered list is incomplete: no minor collection */
    bool weak_all;      /* weak_young is incomplete */
    bool malloc_mode;
    bool poison; /* overwrite what is freed */
    uint8_t verify; /* TY_VERIFY_X */
    uint32_t stress, stress_count; /* collect at every stress-th allocation; 0: off */
    size_t young_bytes;            /* handed out or charged since the last collection */
    size_t budget;
    size_t survived;               /* bytes that outlived the last minor collection */
    size_t old_bytes;              /* live after the last collection */
    size_t major_at;               /* old_bytes that asks for a major collection */
    size_t held;                   /* bytes of blocks and large objects, against `limit` */
    size_t limit;
    size_t mark_stack_max; /* for tests: words beyond which a mark stack may not grow; 0: none */
    uintptr_t mark_mask;
    ptrdiff_t mark_displacement;

    ty_block_entry *blocks;
    size_t block_count, block_capacity;
    size_t cursor;       /* block being allocated into */
    size_t over_at;      /* the search for an empty block to overflow into goes on below this one */
    size_t cursor_at;    /* mark byte index where the search for its next hole goes on */

    ty_chunk_entry *chunks;
    size_t chunk_count, chunk_mask; /* mask + 1 entries; chunks NULL: none */
    uintptr_t low, high;            /* all blocks and large objects lie in [low, high) */

    /* In a minor collection, one byte for each 64 KiB of [young_low, young_low + young_span), which holds all blocks:
     * whether there is a block with young objects. So most edges to old objects cost no look at these. */
    unsigned char *young_map;
    uintptr_t young_low, young_span;
    size_t young_map_size;

    ty_large *large_young, *large_old;
    ty_large **large_sorted; /* malloc mode: room for all records; by address, during a collection */
    size_t large_sorted_count, large_sorted_capacity;
    size_t large_count, large_bytes, external_bytes;

    ty_object_list remembered;
    ty_object_list slots; /* addresses of single slots of big objects */
    ty_object_list finalizers_young, finalizers_old;
    ty_object_list externals_young, externals_old;
    ty_object_list weak_young; /* referents that are young or whose list was set since the last collection */
    ty_weaktab_entry *weak;
    size_t weak_count, weak_mask;
    ty_units_entry *units;
    size_t unit_count, unit_mask;
    uint32_t unit_epoch;
    ty_units_range *ranges; /* memory of units */
    size_t range_count, range_capacity;
    bool ranges_sorted;

    ty_stack *stacks;
    ty_root *roots;
    struct ty_pool *pool;
    ty_heap_client client;
    const struct ty_heap_events *events;
    char *message;    /* of the validator or verifier, MESSAGE_SIZE bytes; NULL: none so far */
    ty_alloc account; /* of all memory the heap has; without limit, see own.c */
    ty_heap_stats stats;
};

#define TY_VERIFY_PANIC 1u /* check the barrier after each minor collection, stop the process when it was missed */
#define TY_VERIFY_KEEP 2u  /* the same, but leave the message in heap->message: for the tests */

#define FORCE_MODE 1u   /* stress or malloc mode */
#define FORCE_BUDGET 2u /* charged bytes have used up the budget */

/* --- small helpers ---------------------------------------------------------------------------------------------- */

static inline size_t object_size(const ty_object *o, const ty_layout *l)
{
    return l->size ? l->size(o) : l->fixed_size;
}

static inline unsigned char *mark_byte(const ty_heap *h, const ty_object *o)
{
    uintptr_t p = (uintptr_t)o;
    return (unsigned char *)(p & h->mark_mask) + ((p & ~h->mark_mask) / TY_GRANULE) + h->mark_displacement;
}

static inline bool is_marked(const ty_heap *h, const ty_object *o)
{
    return *mark_byte(h, o) >= MARK_START;
}

/* Whether the object has a ty_large. */
static inline bool is_large(const ty_heap *h, const ty_object *o)
{
    return ((uintptr_t)o & (TY_BLOCK_SIZE - 1)) < BLOCK_HEADER || h->malloc_mode;
}

static inline ty_large *large_of(const ty_object *o)
{
    return (ty_large *)(void *)((char *)(uintptr_t)o - LARGE_OFFSET);
}

static inline ty_object *large_object(const ty_large *l)
{
    return (ty_object *)(void *)((char *)(uintptr_t)l + LARGE_OFFSET);
}

static inline unsigned char *large_cards(const ty_large *l)
{
    return (unsigned char *)(uintptr_t)l + LARGE_OFFSET + l->size;
}

static inline unsigned char *block_marks(const ty_block *b)
{
    return (unsigned char *)(uintptr_t)b;
}

static inline ty_block *block_of(const void *p)
{
    return (ty_block *)((uintptr_t)p & ~(uintptr_t)(TY_BLOCK_SIZE - 1));
}

static inline size_t granule_of(const void *p)
{
    return ((uintptr_t)p & (TY_BLOCK_SIZE - 1)) / TY_GRANULE;
}

/* --- own.c: the collector's own memory; NULL: exhausted ----------------------------------------------------------- */

TY_NODISCARD static inline void *ty_own_alloc(ty_heap *h, size_t size)
{
    return ty_mem_alloc(&h->account, size);
}
TY_NODISCARD static inline void *ty_own_resize(ty_heap *h, void *p, size_t old, size_t size)
{
    return ty_mem_realloc(&h->account, p, old, size);
}
static inline void ty_own_free(ty_heap *h, void *p, size_t size)
{
    ty_mem_free(&h->account, p, size);
}
TY_NODISCARD int ty_own_push(ty_heap *h, ty_object_list *l, ty_object *o); /* -1: no memory */
void ty_own_drop(ty_heap *h, ty_object_list *l);

/* --- block.c ---------------------------------------------------------------------------------------------------- */

/* Makes the next hole of at least `size` bytes the current one; false: none in the blocks there are. */
bool ty_block_next_hole(ty_heap *h, size_t size);
/* A new block becomes the last one and the cursor goes there. False: limit or memory exhausted. */
bool ty_block_add(ty_heap *h);
/* `count` bytes from an overflow block; NULL: no empty block. */
void *ty_block_overflow(ty_heap *h, size_t size);
void ty_block_map_young(ty_heap *h); /* makes young_map; without memory there is none */
void ty_block_retire(ty_heap *h);             /* forget the current holes */
void ty_block_unmark(ty_heap *h);             /* before a major collection: every object is young */
size_t ty_block_sweep(ty_heap *h); /* free what is not marked; live bytes in blocks */
void ty_block_trim(ty_heap *h, size_t keep);  /* give back empty blocks beyond `keep` */
void ty_block_release_all(ty_heap *h);
/* --- chunk map --- */
TY_NODISCARD int ty_chunk_insert(ty_heap *h, uintptr_t chunk, ty_large *large);
void ty_chunk_remove(ty_heap *h, uintptr_t chunk);
const ty_chunk_entry *ty_chunk_find(const ty_heap *h, uintptr_t chunk);

/* --- large.c ---------------------------------------------------------------------------------------------------- */

void *ty_large_alloc(ty_heap *h, size_t size); /* NULL: exhausted; never collects */
void ty_large_unmark(ty_heap *h);
size_t ty_large_sweep(ty_heap *h); /* live bytes of large objects */
void ty_large_release_all(ty_heap *h);
/* Malloc mode: table for the conservative test; the record at or before the address. */
void ty_large_sort(ty_heap *h);
void ty_large_unsort(ty_heap *h);
ty_large *ty_large_find(ty_heap *h, uintptr_t address);

/* --- mark.c ----------------------------------------------------------------------------------------------------- */

#define MARK_STACK 480 /* words on the collector's C stack to begin with */

typedef struct ty_marker {
    ty_tracer t; /* t.top, t.end: the mark stack; t.end is NULL when it cannot be used inline */
    ty_value *base, *limit, *soft; /* soft: limit minus a reserve for pushes without a test of their own */
    ty_heap *heap;
    uintptr_t skip;            /* header flags of objects that need no visit: SHARED, in a minor collection LOG too */
    const ty_object *shape;    /* last one marked */
    struct ty_unit *unit;      /* last one seen */
    uintptr_t unit_low, unit_span; /* memory of units, for the conservative test */
    bool minor, draining, overflow, windowed;
    size_t allocated;          /* bytes of a mark stack in own memory; 0: on the C stack */
    ty_value local[MARK_STACK];
} ty_marker;

void ty_mark_init(ty_marker *m, ty_heap *h, bool minor);
void ty_mark_finish(ty_marker *m);
void ty_mark_push(ty_marker *m, ty_object *o); /* a root */
void ty_mark_slots_of(ty_marker *m, ty_object *o); /* the slots of `o`, its shape among them, as roots */
void ty_mark_shape_of(ty_marker *m, ty_object *o);
/* Those of the slots of `o` that lie in [low, high). */
void ty_mark_window(ty_marker *m, ty_object *o, char *low, char *high);
void ty_mark_conservative(ty_marker *m, void *low, void *high);
void ty_mark_drain(ty_marker *m); /* mark all that is reachable from what was pushed */
/* The live object that contains the address, or NULL. */
ty_object *ty_mark_find(ty_heap *h, uintptr_t address);

/* --- barrier.c: roots of a minor collection ----------------------------------------------------------------------- */

void ty_barrier_mark(ty_marker *m);   /* minor: trace what is remembered, and forget it */
void ty_barrier_forget(ty_heap *h);   /* major: forget it */

/* --- roots.c ---------------------------------------------------------------------------------------------------- */

void ty_roots_mark(ty_marker *m, void *stack_pointer);
void ty_roots_release(ty_heap *h);

/* --- weaktab.c, finalize.c, order.c, units.c ----------------------------------------------------------------------------------- */

void ty_weaktab_clear(ty_heap *h, bool minor);
void ty_weaktab_release(ty_heap *h);
void ty_finalize_python(ty_marker *m);
void ty_order_sort(ty_heap *h, ty_object_list *list); /* order.c: candidates, none of them marked */
void ty_finalize_external(ty_heap *h, bool minor);
void ty_finalize_release(ty_heap *h);
void ty_units_prepare(ty_marker *m);
void ty_units_mark(ty_marker *m, const ty_object *o);
void ty_units_scan(ty_marker *m, uintptr_t word);
void ty_units_sweep(ty_heap *h);
void ty_units_release(ty_heap *h);

/* --- validate.c ------------------------------------------------------------------------------------------------- */

#define MESSAGE_SIZE 200
/* After the marking of a minor collection: what the barrier missed, or NULL. */
const char *ty_validate_barrier(ty_heap *h);

/* --- stress.c --------------------------------------------------------------------------------------------------- */

#define POISON 0xDB
void ty_stress_init(ty_heap *h);     /* modes from the environment */
void ty_stress_poison(ty_block *b);  /* overwrites what is free */
void ty_stress_step(ty_heap *h);     /* at each allocation, when stress is on */

/* --- collect.c -------------------------------------------------------------------------------------------------- */

/* Collects with the registers spilled. */
void ty_collect(ty_heap *h, bool major);

#endif
