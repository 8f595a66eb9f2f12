/* SPDX-License-Identifier: MIT */
/*
 * The block pool: 64 KiB blocks, each aligned to its size, for the heaps of
 * all interpreters of a process.
 *
 * Blocks are cut out of 4 MiB chunks of address space that stay mapped until
 * the pool is deleted.  A returned block is kept "warm" (its memory stays)
 * up to a bound; beyond it memory goes back to the system and the block is
 * "cold": it reads as zeros when handed out again.
 *
 * A fresh page costs a fault, 20 us for a block where huge pages make it 1;
 * but a huge page is wasted on a block of which little is touched.  So the
 * caller says how it will use the block, and there are two sorts of chunks.
 * Which sort a warm block comes from does not matter.
 *
 * Every function may be called from any thread.
 */
#ifndef TY_MEM_POOL_H
#define TY_MEM_POOL_H

#include "platform/attr.h"

#define TY_POOL_BLOCK_SIZE   ((size_t)64 * 1024)
#define TY_POOL_CHUNK_BLOCKS 64
#define TY_POOL_CHUNK_SIZE   (TY_POOL_BLOCK_SIZE * TY_POOL_CHUNK_BLOCKS)

/* The block that an address lies in. */
#define TY_POOL_BLOCK_OF(p) ((void *)((uintptr_t)(p) & ~(uintptr_t)(TY_POOL_BLOCK_SIZE - 1)))

typedef struct ty_pool ty_pool;

typedef enum ty_pool_use {
    TY_POOL_SPARSE, /* little of the block will be touched soon: an interpreter's first block */
    TY_POOL_DENSE,  /* the block will be filled: a growing heap */
} ty_pool_use;

typedef struct ty_pool_options {
    size_t max_blocks; /* most blocks out at a time; 0: no bound */
    size_t keep_idle;  /* warm idle blocks always allowed; 0: 64 (4 MiB) */
    bool no_huge;      /* never ask for huge pages */
} ty_pool_options;

typedef struct ty_pool_stats {
    size_t in_use; /* blocks out, exact */
    size_t warm;   /* idle, memory kept */
    size_t cold;   /* idle, no memory behind */
    size_t chunks; /* address space, in chunks */
    size_t peak;   /* most blocks out at a time */
} ty_pool_stats;

typedef struct ty_pool_block {
    void *base;
    bool zeroed; /* every byte is known to be 0 */
} ty_pool_block;

/* `options` may be NULL.  NULL: no memory. */
TY_NODISCARD ty_pool *ty_pool_new(const ty_pool_options *options);
/* All blocks must be back. */
void ty_pool_delete(ty_pool *pool);

/* Takes up to `n` blocks; returns how many there are in `out`. */
size_t ty_pool_get(ty_pool *pool, ty_pool_use use, size_t n, ty_pool_block *out);
void ty_pool_put(ty_pool *pool, size_t n, void *const *blocks);

/* One block, NULL when there is none; `zeroed` may be NULL. */
TY_NODISCARD void *ty_pool_get_one(ty_pool *pool, ty_pool_use use, bool *zeroed);
void ty_pool_put_one(ty_pool *pool, void *block);

/* Gives the memory of all idle blocks back to the system, except `keep` blocks. */
void ty_pool_trim(ty_pool *pool, size_t keep);
void ty_pool_stats_get(ty_pool *pool, ty_pool_stats *stats);
/* True when the address lies in a chunk of this pool. */
bool ty_pool_contains(ty_pool *pool, const void *p);

#endif
