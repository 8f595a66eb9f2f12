/* SPDX-License-Identifier: MIT */
/* Handing blocks back to the thread that allocates: see recycle.h. */
#include <config.h>

#include "mem/recycle.h"

#include <stdlib.h>

void ty_recycle_init(ty_recycle *r) {
    memset(r, 0, sizeof *r);
}

void ty_recycle_clear(ty_recycle *r) {
    for (int i = 0; i < TY_RECYCLE_CLASSES; i++) {
        ty_recycle_class *c = &r->classes[i];
        ty_lock_take(&c->lock);
        unsigned n = ty_atomic_load_relaxed(&c->count);
        while (n) free(c->blocks[--n]);
        ty_atomic_store_relaxed(&c->count, 0);
        ty_lock_give(&c->lock);
    }
}

/* The smallest class with room for `size`, or TY_RECYCLE_CLASSES. */
static unsigned class_for(size_t size) {
    if (size <= TY_RECYCLE_LEAST) return 0;
    if (size > (size_t)TY_RECYCLE_LEAST << (TY_RECYCLE_CLASSES - 1)) return TY_RECYCLE_CLASSES;
    return (unsigned)ty_bit_width64(size - 1) - (unsigned)ty_ctz32(TY_RECYCLE_LEAST);
}

void *ty_recycle_get(ty_recycle *r, size_t size, size_t *room) {
    unsigned k = class_for(size);
    if (k == TY_RECYCLE_CLASSES) {
        *room = size;
        return malloc(size);
    }
    *room = (size_t)TY_RECYCLE_LEAST << k;
    ty_recycle_class *c = &r->classes[k];
    void *block = NULL;
    if (ty_atomic_load_relaxed(&c->count) && ty_lock_try(&c->lock)) {
        unsigned n = ty_atomic_load_relaxed(&c->count);
        if (n) {
            block = c->blocks[n - 1];
            ty_atomic_store_relaxed(&c->count, n - 1);
        }
        ty_lock_give(&c->lock);
    }
    return block ? block : malloc(*room);
}

void ty_recycle_put(ty_recycle *r, void *block, size_t room) {
    unsigned k = class_for(room);
    if (block && k < TY_RECYCLE_CLASSES && room == (size_t)TY_RECYCLE_LEAST << k) {
        ty_recycle_class *c = &r->classes[k];
        if (ty_atomic_load_relaxed(&c->count) < TY_RECYCLE_KEEP && ty_lock_try(&c->lock)) {
            unsigned n = ty_atomic_load_relaxed(&c->count);
            if (n < TY_RECYCLE_KEEP) {
                c->blocks[n] = block;
                ty_atomic_store_relaxed(&c->count, n + 1);
                block = NULL;
            }
            ty_lock_give(&c->lock);
        }
    }
    free(block);
}
