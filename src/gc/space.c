/* SPDX-License-Identifier: MIT */
/*
 * Blocks come from the process-wide pool. A chunk for a large object comes from the pool when it fits into a block,
 * from the C library up to MAP_FROM, so that freed memory is used again without page faults, and from the system, in
 * huge pages where it has them, beyond. In malloc mode every object is a malloc of its own, which a sanitizer watches.
 *
 * All is charged to the heap's account, so that a test can make any of it fail.
 */
#include <config.h>

#include "gc/space.h"

#include "mem/pool.h"
#include "platform/page.h"

#include <stdlib.h>
#include <string.h>

#define MAP_FROM ((size_t)2 * 1024 * 1024)
#define SPARSE_BLOCKS 16u /* a heap with fewer blocks does not ask for huge pages */

_Static_assert(TY_POOL_BLOCK_SIZE == TY_BLOCK_SIZE, "a block of the pool is a block of the heap");

ty_block *ty_space_get(ty_heap *h)
{
    bool zeroed;
    if (!ty_alloc_charge(&h->account, TY_BLOCK_SIZE))
        return NULL;
    void *p = ty_pool_get_one(h->pool, h->block_count < SPARSE_BLOCKS ? TY_POOL_SPARSE : TY_POOL_DENSE, &zeroed);
    if (!p)
        ty_alloc_refund(&h->account, TY_BLOCK_SIZE);
    else if (!zeroed)
        memset(p, 0, BLOCK_HEADER);
    return p;
}

void ty_space_put(ty_heap *h, ty_block *b)
{
    ty_pool_put_one(h->pool, b);
    ty_alloc_refund(&h->account, TY_BLOCK_SIZE);
}

void ty_space_put_some(ty_heap *h, size_t n, void *const *blocks)
{
    ty_pool_put(h->pool, n, blocks);
    ty_alloc_refund(&h->account, n * TY_BLOCK_SIZE);
}

void *ty_space_get_large(ty_heap *h, size_t total)
{
    void *p = NULL;
    if (!ty_alloc_charge(&h->account, total))
        return NULL;
    if (h->malloc_mode) {
        p = malloc(total);
    } else if (total <= TY_BLOCK_SIZE) {
        p = ty_pool_get_one(h->pool, TY_POOL_DENSE, NULL);
    } else if (total < MAP_FROM) {
        if (posix_memalign(&p, TY_BLOCK_SIZE, total))
            p = NULL;
    } else {
        p = ty_page_map(total, TY_BLOCK_SIZE);
        if (p)
            ty_page_huge(p, total, true);
    }
    if (!p)
        ty_alloc_refund(&h->account, total);
    return p;
}

void ty_space_put_large(ty_heap *h, void *p, size_t total)
{
    if (h->malloc_mode)
        free(p);
    else if (total <= TY_BLOCK_SIZE)
        ty_pool_put_one(h->pool, p);
    else if (total < MAP_FROM)
        free(p);
    else
        ty_page_unmap(p, total);
    ty_alloc_refund(&h->account, total);
}
