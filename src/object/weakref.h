/* SPDX-License-Identifier: MIT */
/*
 * Weak references. The collector keeps for each object with weak references the head of their list (ty_heap_set_weak),
 * linked through `next`; neither referent nor next are slots: the collector's callbacks clear and prune them.
 */
#ifndef TY_OBJECT_WEAKREF_H
#define TY_OBJECT_WEAKREF_H

#include "object/type.h"

typedef struct ty_weakref {
    ty_object ob;
    ty_value callback;       /* or TY_NULL */
    ty_value referent;       /* weak; TY_NULL: dead */
    struct ty_weakref *next; /* weak: next reference of the same object; or of the queue of due callbacks (then strong) */
    intptr_t hash;           /* -1: not computed */
} ty_weakref;

TY_DECLARE_TYPE(weakref);
TY_DECLARE_TYPE(weakproxy);
TY_DECLARE_TYPE(weakcallableproxy);

/* The plain reference (shared when there is one without callback). TypeError "cannot create weak reference to 'x' object" */
ty_value ty_weakref_new(ty_ctx *ctx, ty_value o, ty_value callback /* or TY_NULL */) TY_RAISES;
ty_value ty_weakref_proxy(ty_ctx *ctx, ty_value o, ty_value callback /* or TY_NULL */) TY_RAISES;
/* One of the three types (or a subclass of weakref); share: one without callback may be had already. */
ty_value ty_weakref_make(ty_ctx *ctx, const ty_type *type, ty_value o, ty_value callback, bool share) TY_RAISES;
extern const ty_layout ty_weakref_layout;
/* The object, TY_NULL: dead. Raises nothing. */
static inline ty_value ty_weakref_get(ty_value ref) { return ((ty_weakref *)ref)->referent; }
/* How many there are, and a list of them. */
size_t ty_weakref_count(ty_ctx *ctx, ty_value o);
ty_value ty_weakref_list(ty_ctx *ctx, ty_value o) TY_RAISES;

#endif
