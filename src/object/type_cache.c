/* SPDX-License-Identifier: MIT */
/*
 * The method cache: what a name means on a type, found along the MRO once.
 *
 * A direct-mapped table keyed by type and interned name. An entry holds while the type's version is the one it was made
 * with (versions of heap types are never reused, those of builtin types never change). Entries are strong while they
 * last: the roots trace them, and a major collection starts by emptying the table. Absent names are entries too.
 */
#include <config.h>

#include "object/error.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/type_impl.h"

#define PLACES 512

typedef struct cache_entry {
    ty_value type, name, value; /* type TY_NULL: unused; value TY_NULL: absent */
    uintptr_t version;
} cache_entry;

typedef struct ty_method_cache {
    ty_object ob;
    size_t reserved;
    cache_entry entries[PLACES];
} ty_method_cache;

/* For the collector a leaf: ty_type_cache_trace enumerates the entries at every collection, so stores need no barrier. */
static const ty_layout cache_layout = {.fixed_size = sizeof(ty_method_cache)};
static const ty_shape cache_shape;
static const ty_type cache_type = {.ob = TY_IMAGE_HEAD(&ty_type_shape), .shape = &cache_shape, .version = 1,
                                   .name = "method_cache", .base = &ty_object_type, .flags = TY_TYPE_INTERNAL, .slots = {TY_OBJECT_SLOTS}};
static const ty_shape cache_shape = {.ob = TY_IMAGE_HEAD(&ty_shape_shape), .layout = &cache_layout, .type = &cache_type,
                                     .version = 1};

static ty_method_cache *make(ty_ctx *ctx)
{
    ty_method_cache *c = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *c));
    if (!c) {
        ty_error_memory(ctx);
        return NULL;
    }
    memset(c, 0, sizeof *c);
    c->ob.head = (uintptr_t)&cache_shape;
    ctx->objects->methods = c;
    return c;
}

ty_value ty_type_lookup(ty_ctx *ctx, const ty_type *t, ty_value name)
{
    ty_method_cache *c = ctx->objects->methods;
    if (TY_UNLIKELY(!c) && !(c = make(ctx)))
        return TY_NULL;
    size_t h = ((uintptr_t)t >> 4) ^ ((uintptr_t)t >> 11) ^ (size_t)ty_str_hash(name);
    cache_entry *e = &c->entries[h & (PLACES - 1)];
    if (TY_LIKELY(e->type == TY_VALUE(t) && e->version == t->version)) {
        if (TY_LIKELY(e->name == name) || (e->name && ty_str_equal(e->name, name)))
            return e->value;
    }
    ty_value v = TY_NULL;
    if (ty_type_find(ctx, t, name, &v, NULL) < 0)
        return TY_NULL;
    /* Building a builtin type's dict may have run a collection, but the table stays where it is. */
    e->type = TY_VALUE(t);
    e->name = name;
    e->value = v;
    e->version = t->version;
    return v;
}

void ty_type_cache_clear(ty_ctx *ctx)
{
    if (ctx->objects->methods)
        memset(ctx->objects->methods->entries, 0, sizeof ctx->objects->methods->entries);
}

void ty_objects_before_major(ty_objects *o)
{
    if (o->methods)
        memset(o->methods->entries, 0, sizeof o->methods->entries);
}

void ty_type_cache_trace(ty_objects *o, ty_tracer *t)
{
    if (!o->methods)
        return;
    ty_trace_slot(t, &o->methods);
    for (size_t i = 0; i < PLACES; i++)
        if (o->methods->entries[i].type)
            ty_trace_slots(t, &o->methods->entries[i].type, 3);
}
