/* SPDX-License-Identifier: MIT */
/*
 * The block pool.  A chunk has 64 blocks, so one word per state is the whole
 * bookkeeping: a bit of `warm` or `cold` is an idle block; a block in neither
 * is out (or its memory is being given back just now).
 *
 * One short lock guards everything.  It is not held over system calls: a new
 * chunk is mapped before it is taken, and blocks whose memory is given back
 * are taken out of both words meanwhile.
 *
 * Chunks with warm blocks, and those with cold blocks by sort, are on lists;
 * a chunk is found from a block's address by an open-addressed table.
 */
#include <config.h>

#include "mem/pool.h"

#include <stdlib.h>

#include "platform/assert.h"
#include "platform/lock.h"
#include "platform/page.h"
#include "platform/sanitize.h"

enum { WARM_LIST, COLD_SPARSE_LIST, COLD_DENSE_LIST, LISTS };

typedef struct chunk chunk;
struct chunk {
    char *base;
    uint64_t warm;
    uint64_t cold;
    bool dense;     /* mapped for huge pages */
    bool listed[2]; /* on the warm list; on its cold list */
    struct link {
        chunk *next, *prev;
    } link[2];
};

struct ty_pool {
    ty_lock lock;
    bool no_huge;
    size_t max_blocks;
    size_t keep_idle;
    ty_pool_stats stats;
    chunk *lists[LISTS];
    /* By address: size a power of two, at most half full. */
    chunk **table;
    size_t table_size;
};

/* A huge page on the systems that matter: half a chunk. */
enum { GROUP_BLOCKS = 32 };
#define GROUP_MASK UINT64_C(0xffffffff)

ty_pool *ty_pool_new(const ty_pool_options *options) {
    ty_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    ty_lock_init(&pool->lock);
    pool->keep_idle = TY_POOL_CHUNK_BLOCKS;
    if (options) {
        pool->no_huge = options->no_huge;
        pool->max_blocks = options->max_blocks;
        if (options->keep_idle) pool->keep_idle = options->keep_idle;
    }
    return pool;
}

void ty_pool_delete(ty_pool *pool) {
    if (!pool) return;
    TY_ASSERT(pool->stats.in_use == 0);
    for (size_t i = 0; i < pool->table_size; i++) {
        chunk *c = pool->table[i];
        if (!c) continue;
        TY_UNPOISON(c->base, TY_POOL_CHUNK_SIZE);
        ty_page_unmap(c->base, TY_POOL_CHUNK_SIZE);
        free(c);
    }
    free(pool->table);
    free(pool);
}

/* ---- chunks by address ------------------------------------------------------------------------- */

static size_t slot_of(size_t table_size, const char *base) {
    uint64_t h = (uint64_t)((uintptr_t)base / TY_POOL_CHUNK_SIZE) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(h >> 32) & (table_size - 1);
}

static void table_insert(chunk **table, size_t size, chunk *c) {
    size_t i = slot_of(size, c->base);
    while (table[i]) i = (i + 1) & (size - 1);
    table[i] = c;
}

static chunk *chunk_of(ty_pool *pool, const void *p) {
    char *base = (char *)((uintptr_t)p & ~(uintptr_t)(TY_POOL_CHUNK_SIZE - 1));
    if (pool->table_size == 0) return NULL;
    size_t i = slot_of(pool->table_size, base);
    for (chunk *c; (c = pool->table[i]); i = (i + 1) & (pool->table_size - 1))
        if (c->base == base) return c;
    return NULL;
}

/* ---- lists ------------------------------------------------------------------------------------- */

static chunk **list_head(ty_pool *pool, chunk *c, int which) {
    return &pool->lists[which == 0 ? WARM_LIST : c->dense ? COLD_DENSE_LIST : COLD_SPARSE_LIST];
}

/* Puts the chunk on, or takes it off, its lists according to its words. */
static void relist(ty_pool *pool, chunk *c) {
    for (int which = 0; which < 2; which++) {
        bool wanted = which == 0 ? c->warm != 0 : c->cold != 0;
        if (wanted == c->listed[which]) continue;
        chunk **head = list_head(pool, c, which);
        struct link *link = &c->link[which];
        if (wanted) {
            link->prev = NULL;
            link->next = *head;
            if (*head) (*head)->link[which].prev = c;
            *head = c;
        } else {
            if (link->prev)
                link->prev->link[which].next = link->next;
            else
                *head = link->next;
            if (link->next) link->next->link[which].prev = link->prev;
        }
        c->listed[which] = wanted;
    }
}

/* ---- growth ------------------------------------------------------------------------------------ */

/* Called without the lock; two threads may both add a chunk. */
static bool add_chunk(ty_pool *pool, bool dense) {
    chunk *c = calloc(1, sizeof *c);
    if (!c) return false;
    c->base = ty_page_map(TY_POOL_CHUNK_SIZE, TY_POOL_CHUNK_SIZE);
    if (!c->base) {
        free(c);
        return false;
    }
    c->dense = dense;
    c->cold = ~UINT64_C(0);
    if (!pool->no_huge) ty_page_huge(c->base, TY_POOL_CHUNK_SIZE, dense);
    TY_POISON(c->base, TY_POOL_CHUNK_SIZE);

    ty_lock_take(&pool->lock);
    if ((pool->stats.chunks + 1) * 2 > pool->table_size) {
        size_t size = pool->table_size ? pool->table_size * 2 : 16;
        chunk **table = calloc(size, sizeof *table);
        if (!table) {
            ty_lock_give(&pool->lock);
            TY_UNPOISON(c->base, TY_POOL_CHUNK_SIZE);
            ty_page_unmap(c->base, TY_POOL_CHUNK_SIZE);
            free(c);
            return false;
        }
        for (size_t i = 0; i < pool->table_size; i++)
            if (pool->table[i]) table_insert(table, size, pool->table[i]);
        free(pool->table);
        pool->table = table;
        pool->table_size = size;
    }
    table_insert(pool->table, pool->table_size, c);
    pool->stats.chunks++;
    pool->stats.cold += TY_POOL_CHUNK_BLOCKS;
    relist(pool, c);
    ty_lock_give(&pool->lock);
    return true;
}

/* ---- get --------------------------------------------------------------------------------------- */

static ty_pool_block take_block(ty_pool *pool, chunk *c, bool warm) {
    uint64_t *word = warm ? &c->warm : &c->cold;
    int i = ty_ctz64(*word);
    *word &= *word - 1;
    if (warm)
        pool->stats.warm--;
    else
        pool->stats.cold--;
    relist(pool, c);
    char *base = c->base + (size_t)i * TY_POOL_BLOCK_SIZE;
    TY_UNPOISON(base, TY_POOL_BLOCK_SIZE);
    return (ty_pool_block){base, !warm};
}

size_t ty_pool_get(ty_pool *pool, ty_pool_use use, size_t n, ty_pool_block *out) {
    bool dense = use == TY_POOL_DENSE && !pool->no_huge;
    size_t got = 0;
    ty_lock_take(&pool->lock);
    if (pool->max_blocks) {
        size_t left = pool->max_blocks - pool->stats.in_use;
        if (n > left) n = left;
    }
    /* Counted as out before they are, so that the bound holds while the lock
     * is given up below. */
    pool->stats.in_use += n;
    while (got < n) {
        chunk *c = pool->lists[WARM_LIST];
        bool warm = c != NULL;
        if (!c) c = pool->lists[dense ? COLD_DENSE_LIST : COLD_SPARSE_LIST];
        /* Address space of the other sort is used up before more is mapped,
         * but a growing heap should not live on small pages for that. */
        if (!c && (!dense || pool->stats.cold >= 2 * TY_POOL_CHUNK_BLOCKS))
            c = pool->lists[dense ? COLD_SPARSE_LIST : COLD_DENSE_LIST];
        if (c) {
            out[got++] = take_block(pool, c, warm);
            continue;
        }
        ty_lock_give(&pool->lock);
        bool grown = add_chunk(pool, dense);
        ty_lock_take(&pool->lock);
        if (!grown && pool->stats.cold + pool->stats.warm == 0) break;
        if (!grown && dense) dense = false;
    }
    pool->stats.in_use -= n - got;
    if (pool->stats.in_use > pool->stats.peak) pool->stats.peak = pool->stats.in_use;
    ty_lock_give(&pool->lock);
    return got;
}

void *ty_pool_get_one(ty_pool *pool, ty_pool_use use, bool *zeroed) {
    ty_pool_block block;
    if (ty_pool_get(pool, use, 1, &block) == 0) return NULL;
    if (zeroed) *zeroed = block.zeroed;
    return block.base;
}

/* ---- put --------------------------------------------------------------------------------------- */

/* Blocks of `c` whose memory may be given back; whole huge pages first, single
 * blocks of a huge page only if `split`. */
static uint64_t discardable(const chunk *c, bool split) {
    uint64_t idle = c->warm | c->cold, mask = 0;
    for (int g = 0; g < TY_POOL_CHUNK_BLOCKS / GROUP_BLOCKS; g++) {
        uint64_t group = GROUP_MASK << (g * GROUP_BLOCKS);
        if ((idle & group) == group) mask |= group & c->warm;
    }
    return mask || (c->dense && !split) ? mask : c->warm;
}

/* Gives back the memory of the blocks in `mask`, run by run. */
static void discard_blocks(chunk *c, uint64_t mask, uint64_t *zero) {
    *zero = 0;
    while (mask) {
        int first = ty_ctz64(mask);
        uint64_t rest = mask >> first;
        int count = ~rest ? ty_ctz64(~rest) : TY_POOL_CHUNK_BLOCKS;
        uint64_t run = (count == TY_POOL_CHUNK_BLOCKS ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1) << first;
        if (ty_page_discard(c->base + (size_t)first * TY_POOL_BLOCK_SIZE, (size_t)count * TY_POOL_BLOCK_SIZE))
            *zero |= run;
        mask &= ~run;
    }
}

/* With the lock held, which is given up meanwhile: down to `keep` warm blocks. */
static void trim_locked(ty_pool *pool, size_t keep) {
    for (int split = 0; split < 2; split++) {
        chunk *next;
        for (chunk *c = pool->lists[WARM_LIST]; c && pool->stats.warm > keep; c = next) {
            next = c->link[0].next;
            uint64_t mask = discardable(c, split);
            if (!mask) continue;
            while ((size_t)ty_popcount64(mask) > pool->stats.warm - keep && c->dense == false)
                mask &= mask - 1;
            c->warm &= ~mask;
            pool->stats.warm -= (size_t)ty_popcount64(mask);
            relist(pool, c);
            ty_lock_give(&pool->lock);
            uint64_t zero;
            discard_blocks(c, mask, &zero);
            ty_lock_take(&pool->lock);
            c->cold |= zero;
            c->warm |= mask & ~zero;
            pool->stats.cold += (size_t)ty_popcount64(zero);
            pool->stats.warm += (size_t)ty_popcount64(mask & ~zero);
            relist(pool, c);
            /* A system that does not give memory back would keep us here. */
            if (zero != mask) return;
            /* The list may have changed: chunks are never freed, but `next`
             * may have left it. */
            if (next && !next->listed[0]) next = pool->lists[WARM_LIST];
        }
        /* Splitting huge pages is worth it only where much is idle. */
        if (split == 0 && pool->stats.warm <= 2 * keep && keep) return;
    }
}

void ty_pool_put(ty_pool *pool, size_t n, void *const *blocks) {
    ty_lock_take(&pool->lock);
    for (size_t i = 0; i < n; i++) {
        chunk *c = chunk_of(pool, blocks[i]);
        TY_CHECK(c != NULL);
        uint64_t bit = UINT64_C(1) << (((char *)blocks[i] - c->base) / (ptrdiff_t)TY_POOL_BLOCK_SIZE);
        TY_CHECK(((c->warm | c->cold) & bit) == 0);
        TY_POISON(blocks[i], TY_POOL_BLOCK_SIZE);
        c->warm |= bit;
        relist(pool, c);
    }
    pool->stats.in_use -= n;
    pool->stats.warm += n;
    /* What may idle grows with what is in use, so that a heap that breathes
     * does not fault its pages in again each time. */
    size_t keep = pool->stats.in_use / 2;
    if (keep < pool->keep_idle) keep = pool->keep_idle;
    if (TY_UNLIKELY(pool->stats.warm > keep)) trim_locked(pool, keep - keep / 4);
    ty_lock_give(&pool->lock);
}

void ty_pool_put_one(ty_pool *pool, void *block) {
    ty_pool_put(pool, 1, &block);
}

void ty_pool_trim(ty_pool *pool, size_t keep) {
    ty_lock_take(&pool->lock);
    if (pool->stats.warm > keep) trim_locked(pool, keep);
    ty_lock_give(&pool->lock);
}

void ty_pool_stats_get(ty_pool *pool, ty_pool_stats *stats) {
    ty_lock_take(&pool->lock);
    *stats = pool->stats;
    ty_lock_give(&pool->lock);
}

bool ty_pool_contains(ty_pool *pool, const void *p) {
    ty_lock_take(&pool->lock);
    bool found = chunk_of(pool, p) != NULL;
    ty_lock_give(&pool->lock);
    return found;
}
