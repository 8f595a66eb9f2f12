/* SPDX-License-Identifier: MIT */
/* Chunks of the arena: see arena.h. */
#include <config.h>

#include "mem/arena.h"

#include "platform/sanitize.h"

struct ty_arena_chunk {
    ty_arena_chunk *older;
    size_t size; /* of the whole chunk, this head included */
};

#ifdef TY_DEBUG_STRESS
enum { FIRST_CHUNK = 256, MOST_CHUNK = 1024 };
#else
enum { FIRST_CHUNK = 8 * 1024, MOST_CHUNK = 256 * 1024 };
#endif
#define HEAD TY_ALIGN_UP(sizeof(ty_arena_chunk), (size_t)TY_ARENA_ALIGN)

void ty_arena_init(ty_arena *arena, ty_alloc *alloc, size_t limit) {
    *arena = (ty_arena){.alloc = alloc, .limit = limit, .next_chunk = FIRST_CHUNK};
}

void ty_arena_free(ty_arena *arena) {
    for (ty_arena_chunk *c = arena->chunks; c;) {
        ty_arena_chunk *older = c->older;
        if (arena->alloc)
            ty_mem_free(arena->alloc, c, c->size);
        else
            free(c);
        c = older;
    }
    ty_arena_init(arena, arena->alloc, arena->limit);
}

static ty_arena_chunk *new_chunk(ty_arena *arena, size_t size) {
    size_t total;
    if (ty_add_overflow(arena->total, size, &total)) return NULL;
    if (arena->limit && total > arena->limit) return NULL;
    ty_arena_chunk *c = arena->alloc ? ty_mem_alloc(arena->alloc, size) : malloc(size);
    if (!c) return NULL;
    c->size = size;
    arena->total = total;
    return c;
}

void *ty_arena_alloc_slow(ty_arena *arena, size_t size) {
    size_t need;
    if (ty_add_overflow(size, HEAD + TY_ARENA_ALIGN, &need)) {
        arena->failed = true;
        return NULL;
    }
    /* Something big gets a chunk of its own behind the current one, which
     * goes on being used. */
    bool alone = need > arena->next_chunk / 2;
    size_t chunk_size = alone ? need : arena->next_chunk;
    ty_arena_chunk *c = new_chunk(arena, chunk_size);
    if (!c && !alone) {
        /* Near the limit a smaller chunk may still do. */
        alone = true;
        c = new_chunk(arena, need);
    }
    if (!c) {
        arena->failed = true;
        return NULL;
    }
    char *p = (char *)c + HEAD;
    if (alone && arena->chunks) {
        c->older = arena->chunks->older;
        arena->chunks->older = c;
        return p;
    }
    c->older = arena->chunks;
    arena->chunks = c;
    arena->cursor = p + TY_ALIGN_UP(size, (size_t)TY_ARENA_ALIGN);
    arena->end = (char *)c + c->size;
    if (arena->cursor > arena->end) arena->cursor = arena->end;
    if (arena->next_chunk < MOST_CHUNK) arena->next_chunk *= 2;
    return p;
}

void *ty_arena_alloc_array(ty_arena *arena, size_t count, size_t size) {
    size_t total;
    if (ty_mul_overflow(count, size, &total)) {
        arena->failed = true;
        return NULL;
    }
    return ty_arena_alloc(arena, total);
}

void *ty_arena_grow(ty_arena *arena, void *p, size_t old_size, size_t new_size) {
    if (new_size <= old_size && p) return p;
    char *old = p;
    if (old && old + TY_ALIGN_UP(old_size, (size_t)TY_ARENA_ALIGN) == arena->cursor &&
        new_size <= (size_t)(arena->end - old) &&
        TY_ALIGN_UP(new_size, (size_t)TY_ARENA_ALIGN) <= (size_t)(arena->end - old)) {
        arena->cursor = old + TY_ALIGN_UP(new_size, (size_t)TY_ARENA_ALIGN);
        return p;
    }
    void *q = ty_arena_alloc(arena, new_size);
    if (q && old_size) memcpy(q, p, old_size);
    return q;
}

char *ty_arena_strndup(ty_arena *arena, const char *s, size_t size) {
    if (size == SIZE_MAX) {
        arena->failed = true;
        return NULL;
    }
    char *copy = ty_arena_alloc(arena, size + 1);
    if (copy) {
        if (size) memcpy(copy, s, size);
        copy[size] = '\0';
    }
    return copy;
}

char *ty_arena_strdup(ty_arena *arena, const char *s) {
    return ty_arena_strndup(arena, s, strlen(s));
}
