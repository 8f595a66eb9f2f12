/* SPDX-License-Identifier: MIT */
/* Allocation of objects of builtin types whose size the caller knows. */
#ifndef TY_OBJECT_ALLOC_H
#define TY_OBJECT_ALLOC_H

#include "object/error.h"
#include "object/type.h"

/* For ty_layout.fixed_size. */
#define TY_FIXED_SIZE(type) ((uint32_t)((sizeof(type) + TY_GRANULE - 1) & ~(size_t)(TY_GRANULE - 1)))

/* `size` bytes with the header set. The caller fills every slot before the next safepoint. NULL: MemoryError is set. */
TY_NODISCARD static inline void *ty_alloc(ty_ctx *ctx, const ty_shape *shape, size_t size)
{
    ty_object *o = ty_heap_alloc(ctx->heap, ty_heap_round(size));
    if (TY_UNLIKELY(!o)) {
        ty_error_memory(ctx);
        return NULL;
    }
    o->head = (uintptr_t)shape;
    return o;
}

/* For `new` slots: an instance of exactly the builtin type `own`, or of a subclass of it (then by ty_instance_new). */
TY_NODISCARD static inline void *ty_alloc_instance(ty_ctx *ctx, const ty_type *type, const ty_type *own)
{
    if (TY_LIKELY(type == own))
        return ty_alloc(ctx, own->shape, own->basicsize);
    return (void *)ty_instance_new(ctx, type);
}

#endif
