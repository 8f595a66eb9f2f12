/* SPDX-License-Identifier: MIT */
/*
 * Memory that is freed all at once: what one compilation makes.
 *
 * Allocation moves a pointer; chunks double in size up to a bound.  Nothing
 * is ever freed alone.  A failure (no memory, or the limit reached) is NULL
 * and stays: `failed` tells it at the end.  One owner, no lock.
 */
#ifndef TY_MEM_ARENA_H
#define TY_MEM_ARENA_H

#include "mem/alloc.h"

#define TY_ARENA_ALIGN 16

typedef struct ty_arena_chunk ty_arena_chunk;

typedef struct ty_arena {
    char *cursor;           /* next free byte, a multiple of TY_ARENA_ALIGN */
    char *end;              /* end of the current chunk */
    ty_arena_chunk *chunks; /* newest first */
    ty_alloc *alloc;        /* account for the chunks; NULL: plain malloc */
    size_t total;           /* bytes in chunks */
    size_t limit;           /* most bytes in chunks; 0: no limit */
    size_t next_chunk;      /* size of the next chunk */
    bool failed;            /* some allocation returned NULL */
} ty_arena;

/* Costs nothing until the first allocation. */
void ty_arena_init(ty_arena *arena, ty_alloc *alloc, size_t limit);
/* Frees everything; the arena may be used again. */
void ty_arena_free(ty_arena *arena);

TY_NOINLINE void *ty_arena_alloc_slow(ty_arena *arena, size_t size);

/* Aligned to TY_ARENA_ALIGN, not zeroed. */
TY_INLINE TY_NODISCARD void *ty_arena_alloc(ty_arena *arena, size_t size) {
    /* The distance first: rounding up a huge size would wrap. */
    size_t room = (size_t)(arena->end - arena->cursor);
    if (TY_LIKELY(size <= room && size + (TY_ARENA_ALIGN - 1) <= room)) {
        void *p = arena->cursor;
        arena->cursor += TY_ALIGN_UP(size, (size_t)TY_ARENA_ALIGN);
        return p;
    }
    return ty_arena_alloc_slow(arena, size);
}
TY_INLINE TY_NODISCARD void *ty_arena_alloc_zero(ty_arena *arena, size_t size) {
    void *p = ty_arena_alloc(arena, size);
    return TY_LIKELY(p != NULL) ? memset(p, 0, size) : NULL;
}
TY_NODISCARD void *ty_arena_alloc_array(ty_arena *arena, size_t count, size_t size);
/* Grows the newest allocation in place when it can, else copies it. */
TY_NODISCARD void *ty_arena_grow(ty_arena *arena, void *p, size_t old_size, size_t new_size);
/* A copy with a zero byte after it. */
TY_NODISCARD char *ty_arena_strdup(ty_arena *arena, const char *s);
TY_NODISCARD char *ty_arena_strndup(ty_arena *arena, const char *s, size_t size);

#define TY_ARENA_NEW(arena, type) ((type *)ty_arena_alloc_zero((arena), sizeof(type)))

#endif
