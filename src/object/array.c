/* SPDX-License-Identifier: MIT */
/* Storage of lists and of other growable runs of values. See array.h. */
#include <config.h>

#include "object/array.h"

#include "object/alloc.h"

static size_t array_size(const ty_object *o)
{
    return ty_heap_round(sizeof(ty_array) + ((const ty_array *)o)->capacity * sizeof(ty_value));
}

static void array_trace(ty_object *o, ty_tracer *t)
{
    ty_array *a = (ty_array *)o;
    size_t i, n;
    ty_trace_window(t, a->items, sizeof *a->items, a->capacity, &i, &n);
    ty_trace_slots(t, a->items + i, n - i);
}

static const ty_layout ty_array_storage_layout = {.size = array_size, .trace = array_trace, .flags = TY_LAYOUT_WINDOW};
TY_BUILTIN_TYPE(array_storage, .name = "array_storage", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL,
                .basicsize = sizeof(ty_array), .slots = {TY_OBJECT_SLOTS});

ty_array *ty_array_new_raw(ty_ctx *ctx, size_t capacity)
{
    if (TY_UNLIKELY(capacity > (size_t)PTRDIFF_MAX / sizeof(ty_value) - 64)) {
        ty_error_memory(ctx);
        return NULL;
    }
    /* The last granule would be half empty. */
    capacity = (capacity + 1) & ~(size_t)1;
    ty_array *a = ty_alloc(ctx, &ty_array_storage_shape, sizeof(ty_array) + capacity * sizeof(ty_value));
    if (TY_LIKELY(a != NULL)) {
        a->capacity = capacity;
        if (capacity)
            a->items[capacity - 1] = TY_UNBOUND;
    }
    return a;
}

ty_array *ty_array_new(ty_ctx *ctx, size_t capacity)
{
    ty_array *a = ty_array_new_raw(ctx, capacity);
    if (TY_LIKELY(a != NULL))
        for (size_t i = 0; i < a->capacity; i++)
            a->items[i] = TY_UNBOUND;
    return a;
}
