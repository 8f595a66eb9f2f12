/* SPDX-License-Identifier: MIT */
/*
 * Where blocks and large chunks come from. All are aligned to TY_BLOCK_SIZE, but in malloc mode.
 * Invariant: the first page of a block is zero when it is handed out.
 */
#ifndef TY_GC_SPACE_H
#define TY_GC_SPACE_H

#include "gc/impl.h"

#include <stdlib.h>
#include <string.h>

static inline ty_block *ty_space_get(ty_heap *h)
{
    void *p;
    (void)h;
    if (posix_memalign(&p, TY_BLOCK_SIZE, TY_BLOCK_SIZE))
        return NULL;
    memset(p, 0, BLOCK_HEADER);
    return p;
}

static inline void ty_space_put(ty_heap *h, ty_block *b)
{
    (void)h;
    free(b);
}

static inline void *ty_space_get_large(ty_heap *h, size_t total)
{
    void *p;
    if (h->malloc_mode)
        return malloc(total);
    return posix_memalign(&p, TY_BLOCK_SIZE, total) ? NULL : p;
}

static inline void ty_space_put_large(ty_heap *h, void *p, size_t total)
{
    (void)h;
    (void)total;
    free(p);
}

#endif
