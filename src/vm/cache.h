/* SPDX-License-Identifier: MIT */
/*
 * Inline caches: what the sites of one code object have learnt in one interpreter. Private to the interpreter, beside
 * the shared immutable code. A cache only memoises the generic lookup; every entry is guarded, so it may be dropped at
 * any time, and a major collection empties all (they are not roots then, and are ordinary slots for minor ones).
 */
#ifndef TY_VM_CACHE_H
#define TY_VM_CACHE_H

#include "code/code.h"

enum ty_cache_kind {
    TY_CACHE_EMPTY,
    TY_CACHE_SLOT,      /* instance attribute at byte `offset`; guard: shape */
    TY_CACHE_OVERFLOW,  /* instance attribute number `offset` of the overflow array; guard: shape */
    TY_CACHE_ADD,       /* store that adds a key: shape -> value (a shape), slot at `offset`; guards: shape, version */
    TY_CACHE_METHOD,    /* value: a function or method_descriptor of the type; guards: shape, version */
    TY_CACHE_VALUE,     /* value: a class attribute that needs no binding; guards: shape, version */
    TY_CACHE_MEMBER,    /* __slots__ member at byte `offset`; guards: shape, version */
    TY_CACHE_PROPERTY,  /* value: getter function; guards: shape, version */
    TY_CACHE_GETSET,    /* value: native getset; guards: shape, version */
    TY_CACHE_TYPE,      /* attribute of the class object itself: shape is the class, `version` its own; value as is */
    TY_CACHE_TYPE_METHOD, /* the same, where value came from the class's MRO and LDMETH calls it unbound */
    TY_CACHE_MODULE,    /* entry number `offset` of the module's dict; guards: shape is the module object, keys version */
    TY_CACHE_GLOBAL,    /* entry `offset` of globals; guard: keys version */
    TY_CACHE_BUILTIN,   /* entry `offset` of builtins; guards: keys versions of both */
    TY_CACHE_FUNCTION,  /* FUNCTION site: value is the ty_caches object its closures share */
    TY_CACHE_GENERIC,   /* gave up: `misses` are many */
};

typedef struct ty_cache {
    const void *guard;  /* shape, or object as the kind says; a slot (may be TY_NULL) */
    ty_value value;     /* a slot */
    uint32_t version;
    uint32_t version2;
    uint32_t offset;
    uint16_t kind;
    uint16_t misses;
} ty_cache;

typedef struct ty_caches {
    ty_object ob;
    const struct ty_code *code;
    struct ty_caches_table *table; /* NULL until the first call */
    size_t reserved;
} ty_caches;

typedef struct ty_caches_table {
    ty_object ob;
    size_t count;
    ty_cache entries[];
} ty_caches_table;

TY_DECLARE_TYPE(caches);
TY_DECLARE_TYPE(caches_table);

ty_caches *ty_caches_new(ty_ctx *ctx, const struct ty_code *code) TY_RAISES;
int ty_caches_open(ty_ctx *ctx, ty_caches *c) TY_RAISES; /* makes the table */

#endif
