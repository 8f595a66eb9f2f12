/* SPDX-License-Identifier: MIT */
/*
 * Byte blocks that one thread allocates and another frees, again and again:
 * the bodies of messages.
 *
 * malloc is at its worst there: what a receiver frees goes back, under a
 * lock, to the arena of the sender, 120-400 ns a message and erratic, where
 * handing the block back takes 100.  So a receiver puts blocks here and a
 * sender takes them, a bounded number per size class.  A class whose lock is
 * held just now counts as empty (or full): nobody ever waits here, malloc is
 * always the way out.
 *
 * Blocks are from malloc, so that free() suits them, too.  Any thread.
 */
#ifndef TY_MEM_RECYCLE_H
#define TY_MEM_RECYCLE_H

#include "platform/lock.h"

enum {
    TY_RECYCLE_LEAST = 64,  /* bytes of the smallest class; classes double */
    TY_RECYCLE_CLASSES = 8, /* so the greatest is 8 KiB */
    TY_RECYCLE_KEEP = 32,   /* blocks kept of each */
};

typedef struct ty_recycle_class {
    TY_ALIGNED(TY_CACHE_LINE) ty_lock lock;
    atomic_uint count; /* written under the lock */
    void *blocks[TY_RECYCLE_KEEP];
} ty_recycle_class;

typedef struct ty_recycle {
    ty_recycle_class classes[TY_RECYCLE_CLASSES];
} ty_recycle;

/* Zeroed memory, aligned to TY_CACHE_LINE, is an empty one, too. */
void ty_recycle_init(ty_recycle *r);
/* Frees what is kept. */
void ty_recycle_clear(ty_recycle *r);

/* A block of at least `size` bytes; *room says how many it has.  NULL: no memory. */
TY_NODISCARD void *ty_recycle_get(ty_recycle *r, size_t size, size_t *room);
/* Gives a block back with the room it came with.  A block with any other room
 * (from malloc) is welcome and freed.  NULL is allowed. */
void ty_recycle_put(ty_recycle *r, void *block, size_t room);

#endif
