/* SPDX-License-Identifier: MIT */
/* What the files of types share with each other and with attribute access; not for other users. */
#ifndef TY_OBJECT_TYPE_IMPL_H
#define TY_OBJECT_TYPE_IMPL_H

#include "object/native.h"
#include "object/slots.def.h"
#include "object/type.h"

/* What an interpreter knows of a builtin type. */
enum ty_type_entry_part { TY_TYPE_ENTRY_DICT, TY_TYPE_ENTRY_MRO, TY_TYPE_ENTRY_SUBCLASSES, TY_TYPE_ENTRY_PARTS };
typedef struct ty_type_entry {
    ty_value type;
    ty_value part[TY_TYPE_ENTRY_PARTS];
} ty_type_entry;

ty_type_entry *ty_type_entry_find(ty_ctx *ctx, const ty_type *t); /* NULL: nothing yet */
int ty_type_entry_put(ty_ctx *ctx, const ty_type *t, enum ty_type_entry_part part, ty_value v) TY_RAISES;

/* --- lookups ------------------------------------------------------------------------------------------------------ */

ty_value ty_type_dict_build(ty_ctx *ctx, const ty_type *t) TY_RAISES;            /* type_dict.c */
int ty_type_own(ty_ctx *ctx, const ty_type *t, ty_value name, ty_value *out) TY_RAISES;
int ty_type_find(ty_ctx *ctx, const ty_type *t, ty_value name, ty_value *out, const ty_type **where) TY_RAISES;
void ty_type_cache_clear(ty_ctx *ctx);                                           /* type_cache.c */
void ty_type_cache_trace(struct ty_objects *o, ty_tracer *t);

ty_value ty_type_name_str(ty_ctx *ctx, const ty_type *t) TY_RAISES;              /* __name__ */
int ty_type_set_name(ty_ctx *ctx, ty_type *t, ty_value name) TY_RAISES;
ty_value ty_type_qualname(ty_ctx *ctx, const ty_type *t) TY_RAISES;              /* __qualname__ */
ty_value ty_type_module(ty_ctx *ctx, const ty_type *t) TY_RAISES;                /* __module__ */
ty_value ty_type_bases(ty_ctx *ctx, const ty_type *t) TY_RAISES;
const ty_type *ty_type_builtin_base(const ty_type *t); /* itself if it is no heap type */
int ty_type_mro_compute(ty_ctx *ctx, ty_type *t, ty_value *mro) TY_RAISES;      /* type_mro.c: by t->bases */
int ty_type_mro_set(ty_ctx *ctx, ty_type *t) TY_RAISES;                          /* honours a metaclass's mro() */
int ty_type_subclass_add(ty_ctx *ctx, const ty_type *base, ty_type *sub) TY_RAISES;   /* type_subclasses.c */
void ty_type_subclass_remove(ty_ctx *ctx, const ty_type *base, ty_type *sub);
ty_value ty_type_subclass_list(ty_ctx *ctx, const ty_type *t) TY_RAISES;          /* list of the live ones */

bool ty_type_same_layout(const ty_type *a, const ty_type *b); /* instances of one may become instances of the other */
/* The slot `new_` of type: type(name, bases, ns). */
ty_value ty_type_slot_new(ty_ctx *ctx, const ty_type *meta, const ty_value *args, size_t nargs, ty_value kwnames);
/* The most derived of meta and the metaclasses of the bases (a tuple). NULL: TypeError */
const ty_type *ty_type_metaclass(ty_ctx *ctx, const ty_type *meta, ty_value bases) TY_RAISES;
/* The base whose instance layout ours extends. NULL: TypeError */
const ty_type *ty_type_best_base(ty_ctx *ctx, ty_value bases) TY_RAISES;
extern const ty_getset ty_type_getsets[];
/* __slots__ (type_members.c): the names of new members, or TY_NULL: the class has no __slots__. */
typedef struct ty_type_members {
    ty_value names;     /* tuple, mangled */
    bool declared;      /* the namespace has __slots__ */
    bool dict, weakref; /* named among them */
} ty_type_members;
int ty_type_members_read(ty_ctx *ctx, ty_type_members *m, ty_value class_name, ty_value ns, const ty_type *base) TY_RAISES;
int ty_type_members_add(ty_ctx *ctx, ty_type *t, const ty_type_members *m) TY_RAISES; /* the descriptors, to t's dict */

/* --- slots and dunders -------------------------------------------------------------------------------------------- */

/* One dunder of a slot: rows are in slots.def.h. Several rows may share a slot (__add__, __radd__), and one dunder may
 * have rows of several slots (number add, sequence concat). */
typedef struct ty_slot_row ty_slot_row;
/* fn is the slot function of the wrapper's owner; args[0] is self, already checked, as is the number of arguments. */
typedef ty_value (*ty_slot_wrap_fn)(ty_ctx *ctx, const ty_slot_row *row, void (*fn)(void), const ty_value *args, size_t nargs,
                                    ty_value kwnames);
struct ty_slot_row {
    ty_value name;
    size_t offset;         /* of the slot in ty_slots */
    void (*generic)(void); /* slot function that calls the dunder; NULL: never filled from Python code */
    const char *params, *doc; /* doc empty: builtin types do not have this dunder */
    int8_t op, min, max;   /* see slots.def.h */
};
extern const ty_slot_row ty_slot_rows[];
extern const size_t ty_slot_rows_count;

/* wrapper_descriptor: the dunder of a builtin type's slot as an object. */
typedef struct ty_slot_wrapper {
    ty_object ob;
    const ty_slot_row *row;
    ty_value owner; /* the type whose slot it calls */
} ty_slot_wrapper;
TY_DECLARE_TYPE(wrapper_descriptor);
TY_DECLARE_TYPE(method_wrapper);
/* __new__ of a builtin type. */
typedef struct ty_new_wrapper {
    ty_object ob;
    ty_value owner;
} ty_new_wrapper;
TY_DECLARE_TYPE(new_wrapper);
ty_value ty_slot_wrapper_new(ty_ctx *ctx, const ty_slot_row *row, const ty_type *owner) TY_RAISES;
ty_value ty_slot_wrapper_call(ty_ctx *ctx, const ty_slot_wrapper *w, const ty_value *args, size_t nargs,
                              ty_value kwnames) TY_RAISES;
ty_value ty_new_wrapper_new(ty_ctx *ctx, const ty_type *owner) TY_RAISES;

/* Fills t->slots and the flags that follow from them, from the namespaces along the MRO. name: only what this dunder can
 * have changed; TY_NULL: everything. */
int ty_type_slots_fill(ty_ctx *ctx, ty_type *t, ty_value name) TY_RAISES;

/* Slot functions of Python classes that others need to recognise. */
ty_value ty_slot_getattr(ty_ctx *ctx, ty_value o, ty_value name);      /* __getattribute__ is overridden */
ty_value ty_slot_getattr_hook(ty_ctx *ctx, ty_value o, ty_value name); /* only __getattr__ is defined */
ty_value ty_slot_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames);
int ty_slot_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_slot_iter(ty_ctx *ctx, ty_value o);

#endif
