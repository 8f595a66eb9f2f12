/* SPDX-License-Identifier: MIT */
/* set and frozenset: open addressing over {key, hash} entries. A frozenset caches its hash. */
#ifndef TY_OBJECT_SET_H
#define TY_OBJECT_SET_H

#include "object/native.h"

typedef struct ty_set_entry {
    ty_value key; /* TY_NULL: never used; TY_STOP: deleted */
    intptr_t hash;
} ty_set_entry;
typedef struct ty_set_table {
    ty_object ob;
    size_t mask; /* places - 1 */
    ty_set_entry entries[];
} ty_set_table;
typedef struct ty_set {
    ty_object ob;
    size_t length, fill; /* live entries; live and deleted */
    ty_set_table *table; /* NULL while empty */
    intptr_t hash;       /* frozenset: -1 not computed. set: where pop() looks next */
    size_t mutations;    /* changes of the table or of its entries */
} ty_set;

TY_DECLARE_TYPE(set);
TY_DECLARE_TYPE(frozenset);
static inline bool ty_is_anyset(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_SET | TY_TYPE_FROZENSET); }
static inline size_t ty_set_length(ty_value v) { return ((ty_set *)v)->length; }
ty_value ty_set_new(ty_ctx *ctx, size_t expected) TY_RAISES;
ty_value ty_frozenset_new(ty_ctx *ctx, ty_value iterable /* or TY_NULL */) TY_RAISES;
int ty_set_add(ty_ctx *ctx, ty_value s, ty_value key) TY_RAISES; /* also for a frozenset under construction */
int ty_set_contains(ty_ctx *ctx, ty_value s, ty_value key) TY_RAISES;
int ty_set_discard(ty_ctx *ctx, ty_value s, ty_value key) TY_RAISES; /* 1 removed, 0 absent, -1 */
int ty_set_update(ty_ctx *ctx, ty_value s, ty_value iterable) TY_RAISES;
bool ty_set_next(ty_value s, size_t *pos, ty_value *key);
/* A new set or frozenset (`shape` says which) with the elements of the iterable; TY_NULL: empty. */
ty_value ty_set_make(ty_ctx *ctx, const ty_shape *shape, ty_value iterable) TY_RAISES;
int ty_set_add_hashed(ty_ctx *ctx, ty_value s, ty_value key, intptr_t hash) TY_RAISES;
int ty_set_contains_hashed(ty_ctx *ctx, ty_value s, ty_value key, intptr_t hash) TY_RAISES;
int ty_set_discard_hashed(ty_ctx *ctx, ty_value s, ty_value key, intptr_t hash) TY_RAISES;
void ty_set_clear(ty_ctx *ctx, ty_value s);

typedef struct ty_set_iterator {
    ty_object ob;
    ty_value set;         /* TY_NULL: exhausted */
    size_t pos, left;
    size_t length;        /* of the set when the iteration began; SIZE_MAX: it has changed */
} ty_set_iterator;
TY_DECLARE_TYPE(set_iterator);
ty_value ty_set_iter(ty_ctx *ctx, ty_value s) TY_RAISES;

/* Parts of the types' tables: set_ops.c. */
extern const ty_native ty_set_methods[], ty_frozenset_methods[];
ty_value ty_set_compare(ty_ctx *ctx, ty_value a, ty_value b, int op) TY_RAISES;
ty_value ty_set_or(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_and(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_sub(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_xor(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_ior(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_iand(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_isub(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_set_ixor(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;

#endif
