/* SPDX-License-Identifier: MIT */
/*
 * Where blocks and large chunks come from. All are aligned to TY_BLOCK_SIZE, but in malloc mode.
 * Invariant: the first page of a block is zero when it is handed out.
 */
#ifndef TY_GC_SPACE_H
#define TY_GC_SPACE_H

#include "gc/impl.h"

ty_block *ty_space_get(ty_heap *h); /* NULL: exhausted */
void ty_space_put(ty_heap *h, ty_block *b);
void ty_space_put_some(ty_heap *h, size_t n, void *const *blocks);
void *ty_space_get_large(ty_heap *h, size_t total); /* contents unspecified; NULL: exhausted */
void ty_space_put_large(ty_heap *h, void *p, size_t total);

#endif
