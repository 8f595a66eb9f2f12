/* SPDX-License-Identifier: MIT */
/* The state of this floor in one interpreter: making, tracing, ending. */
#include <config.h>

#include "object/objects.h"

#include <stdlib.h>

#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"
#include "object/weakref.h"

int ty_objects_init(ty_ctx *ctx, ty_objects *o)
{
    o->next_type_version = 2;
    o->next_keys_version = 1;
    o->int_digits_limit = 4300;
    o->intern = ty_intern_new();
    if (!o->intern) {
        ty_error_memory(ctx);
        return -1;
    }
    o->memory_error = ty_exception_new(ctx, &ty_MemoryError_type, ty_tuple_empty);
    return o->memory_error ? 0 : -1;
}

void ty_objects_destroy(ty_objects *o)
{
    ty_intern_free(o->intern);
    o->intern = NULL;
    free(o->finalize_queue);
    o->finalize_queue = NULL;
    o->finalize_head = o->finalize_count = o->finalize_capacity = 0;
}

void ty_objects_trace(ty_objects *o, ty_tracer *t)
{
    if (o->types)
        ty_trace_slot(t, &o->types);
    ty_type_cache_trace(o, t);
    ty_trace_slot(t, &o->memory_error);
    ty_trace_slot(t, &o->builtins);
    ty_trace_slot(t, &o->modules);
    ty_trace_slot(t, &o->codecs);
    ty_trace_slot(t, &o->module_defs);
    ty_trace_slot(t, &o->image_refs);
    ty_trace_slot(t, &o->weak_queue);
    if (o->finalize_count > o->finalize_head)
        ty_trace_slots(t, o->finalize_queue + o->finalize_head, o->finalize_count - o->finalize_head);
}

void ty_objects_weak(ty_objects *o, ty_heap *h, bool minor)
{
    ty_intern_sweep(o->intern, h, minor);
}
