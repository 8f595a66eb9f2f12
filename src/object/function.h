/* SPDX-License-Identifier: MIT */
/* Python functions, bound methods, cells, and the descriptors staticmethod, classmethod, property. */
#ifndef TY_OBJECT_FUNCTION_H
#define TY_OBJECT_FUNCTION_H

#include "object/type.h"

struct ty_code;   /* code/code.h */
struct ty_caches; /* vm/cache.h */

typedef struct ty_function {
    ty_object ob;
    struct ty_code *code;      /* SHARED, part of a unit */
    struct ty_caches *caches;  /* inline caches of this code in this interpreter; heap object shared by its closures */
    ty_value globals;          /* dict */
    ty_value builtins;         /* dict */
    ty_value closure;          /* tuple of cells, or TY_NULL */
    ty_value defaults;         /* tuple, or TY_NULL */
    ty_value kwdefaults;       /* dict, or TY_NULL */
    ty_value name, qualname;   /* str */
    ty_value module, doc;      /* any, TY_NULL: from globals / code, on demand */
    ty_value annotations;      /* dict, or tuple of names and values not yet made a dict, or TY_NULL */
    ty_value type_params;      /* tuple or TY_NULL */
    ty_value dict;             /* function attributes, or TY_NULL */
} ty_function;

typedef struct ty_method { /* a function bound to its self */
    ty_object ob;
    ty_value function, self;
} ty_method;

typedef struct ty_cell {
    ty_object ob;
    ty_value value; /* TY_UNBOUND: empty */
} ty_cell;

typedef struct ty_wrapper_descriptor { /* staticmethod, classmethod */
    ty_object ob;
    ty_value callable, dict;
} ty_wrapper_descriptor;

typedef struct ty_property {
    ty_object ob;
    ty_value get, set, del, doc, name; /* TY_NONE where absent */
    bool getter_doc;
} ty_property;

TY_DECLARE_TYPE(function);
TY_DECLARE_TYPE(method);
TY_DECLARE_TYPE(cell);
TY_DECLARE_TYPE(staticmethod);
TY_DECLARE_TYPE(classmethod);
TY_DECLARE_TYPE(property);
TY_DECLARE_TYPE(super);

static inline bool ty_is_function(ty_value v) { return ty_has_shape(v, &ty_function_shape); }
ty_value ty_method_new(ty_ctx *ctx, ty_value function, ty_value self) TY_RAISES;
ty_value ty_cell_new(ty_ctx *ctx, ty_value v) TY_RAISES;

/* staticmethod(callable) or classmethod(callable), without running Python code. */
ty_value ty_descr_wrap(ty_ctx *ctx, const ty_type *wrapper, ty_value callable) TY_RAISES;

/* Member descriptors of __slots__: the offset of the slot in the instance. */
typedef struct ty_member {
    ty_object ob;
    ty_value name, owner;
    size_t offset;
} ty_member;
TY_DECLARE_TYPE(member_descriptor);

#endif
