/* SPDX-License-Identifier: MIT */
/* The cache objects: made per code and interpreter, opened on the first call, emptied before a major collection. */
#include <config.h>

#include "object/error.h"
#include "vm/cache.h"

static void trace_caches(ty_object *o, ty_tracer *t)
{
    ty_caches *c = (ty_caches *)o;
    ty_trace_slot(t, &c->code);
    ty_trace_slot(t, &c->table);
}

static size_t table_size(const ty_object *o)
{
    return sizeof(ty_caches_table) + ((const ty_caches_table *)o)->count * sizeof(ty_cache);
}

static void trace_table(ty_object *o, ty_tracer *t)
{
    ty_caches_table *table = (ty_caches_table *)o;
    if (t->major) {
        memset(table->entries, 0, table->count * sizeof(ty_cache));
        return;
    }
    for (size_t i = 0; i < table->count; i++)
        if (table->entries[i].kind != TY_CACHE_EMPTY) {
            ty_trace_slot(t, &table->entries[i].guard);
            ty_trace_slot(t, &table->entries[i].value);
        }
}

static const ty_layout ty_caches_layout = {.trace = trace_caches, .fixed_size = sizeof(ty_caches)};
static const ty_layout ty_caches_table_layout = {.trace = trace_table, .size = table_size};
TY_BUILTIN_TYPE(caches, .name = "caches", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL, .basicsize = sizeof(ty_caches),
                .slots = {TY_OBJECT_SLOTS});
TY_BUILTIN_TYPE(caches_table, .name = "caches_table", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL,
                .basicsize = sizeof(ty_caches_table), .slots = {TY_OBJECT_SLOTS});

ty_caches *ty_caches_new(ty_ctx *ctx, const ty_code *code)
{
    ty_caches *c = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *c));
    if (TY_UNLIKELY(!c)) {
        ty_error_memory(ctx);
        return NULL;
    }
    *c = (ty_caches){.ob = {(uintptr_t)&ty_caches_shape}, .code = code};
    return c;
}

int ty_caches_open(ty_ctx *ctx, ty_caches *c)
{
    size_t n = c->code->ncaches;
    ty_caches_table *t = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *t + n * sizeof(ty_cache)));
    if (TY_UNLIKELY(!t)) {
        ty_error_memory(ctx);
        return -1;
    }
    t->ob.head = (uintptr_t)&ty_caches_table_shape;
    t->count = n;
    memset(t->entries, 0, n * sizeof(ty_cache));
    ty_heap_wrote(ctx->heap, &c->ob, &c->table);
    c->table = t;
    return 0;
}
