/* SPDX-License-Identifier: MIT */
/*
 * Types and shapes.
 *
 * A builtin type is constant data of the image: its struct is never written, and what varies between interpreters (its
 * dict with method objects, subclasses, weak references) is kept by each interpreter in a side table (ty_type_dict).
 * A class made by Python code is a heap object of the same struct.
 *
 * A shape says what an object's slots mean. Each type has a root shape; instances of Python classes move along a tree
 * of shapes as attributes are added, so that a guard on the shape proves type, keys and slot numbers at once.
 *
 * Slots have CPython's meaning (tp_*, nb_*, sq_*, mp_*): a binary number slot of either operand's type is called with
 * the operands in their order and answers NotImplemented when it does not know them.
 */
#ifndef TY_OBJECT_TYPE_H
#define TY_OBJECT_TYPE_H

#include "object/context.h"

struct ty_native;
struct ty_getset;
struct ty_buffer;

/* --- slot signatures; all may raise ------------------------------------------------------------------------------ */

typedef ty_value (*ty_unary_fn)(ty_ctx *, ty_value);
typedef ty_value (*ty_binary_fn)(ty_ctx *, ty_value, ty_value);
typedef ty_value (*ty_ternary_fn)(ty_ctx *, ty_value, ty_value, ty_value);
typedef int (*ty_inquiry_fn)(ty_ctx *, ty_value);              /* 1, 0, -1 error */
typedef intptr_t (*ty_length_fn)(ty_ctx *, ty_value);          /* -1 error */
typedef intptr_t (*ty_hash_fn)(ty_ctx *, ty_value);            /* -1 error; never returns -1 as a hash */
typedef int (*ty_contains_fn)(ty_ctx *, ty_value, ty_value);   /* 1, 0, -1 error */
typedef int (*ty_setitem_fn)(ty_ctx *, ty_value o, ty_value k, ty_value v); /* v TY_NULL: delete; 0, -1 */
typedef ty_value (*ty_compare_fn)(ty_ctx *, ty_value, ty_value, int op);   /* op: enum ty_compare */
/* Arguments: nargs positional values, then the values of the keywords named in the tuple kwnames (TY_NULL: none).
 * The array belongs to the caller and may not be written; it stays valid during the call. */
typedef ty_value (*ty_call_fn)(ty_ctx *, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames);
typedef int (*ty_init_fn)(ty_ctx *, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames);
typedef ty_value (*ty_new_fn)(ty_ctx *, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames);
/* Next item, or TY_NULL: with ctx->exc unset the end, else an error. StopIteration is never made for the end. */
typedef ty_value (*ty_next_fn)(ty_ctx *, ty_value);
typedef ty_value (*ty_descr_get_fn)(ty_ctx *, ty_value descr, ty_value obj /* TY_NULL: none */, ty_value type);
typedef int (*ty_buffer_get_fn)(ty_ctx *, ty_value o, struct ty_buffer *view, int flags); /* object/buffer.h */
typedef void (*ty_buffer_release_fn)(ty_ctx *, ty_value o, struct ty_buffer *view);

enum ty_compare { TY_LT, TY_LE, TY_EQ, TY_NE, TY_GT, TY_GE };

typedef struct ty_slots {
    ty_unary_fn repr, str;
    ty_hash_fn hash; /* NULL after inheritance: unhashable */
    ty_call_fn call;
    ty_unary_fn iter;
    ty_next_fn next;
    ty_binary_fn getattr; /* NULL after inheritance never: ty_attr_generic_get */
    ty_setitem_fn setattr;
    ty_descr_get_fn descr_get;
    ty_setitem_fn descr_set;
    ty_new_fn new_;
    ty_init_fn init;
    ty_unary_fn del; /* __del__ of Python classes; natives use layout->finalize */
    ty_compare_fn compare;
    /* numbers */
    ty_binary_fn add, sub, mul, matmul, truediv, floordiv, mod, divmod, lshift, rshift, and_, or_, xor;
    ty_ternary_fn pow;
    ty_binary_fn iadd, isub, imul, imatmul, itruediv, ifloordiv, imod, ilshift, irshift, iand, ior, ixor;
    ty_ternary_fn ipow;
    ty_unary_fn neg, pos, abs, invert, int_, float_, index;
    ty_inquiry_fn bool_;
    /* sequences and mappings */
    ty_length_fn len;
    ty_binary_fn concat, iconcat; /* sequence +, += (after the number slots have declined) */
    ty_binary_fn repeat, irepeat; /* sequence *, *=; the second operand is any object with __index__ */
    ty_binary_fn getitem;
    ty_setitem_fn setitem;
    ty_contains_fn contains;
    /* coroutines */
    ty_unary_fn await, aiter, anext;
    /* buffers */
    ty_buffer_get_fn buffer_get;
    ty_buffer_release_fn buffer_release;
} ty_slots;

/* --- flags ------------------------------------------------------------------------------------------------------- */

enum {
    TY_TYPE_HEAP = 1 << 0,        /* made by Python code, a heap object; else image */
    TY_TYPE_BASE = 1 << 1,        /* may be subclassed */
    TY_TYPE_DICT = 1 << 2,        /* instances have attributes of their own (shape keys / __dict__) */
    TY_TYPE_WEAKREF = 1 << 3,     /* instances can be weakly referenced */
    TY_TYPE_ABSTRACT = 1 << 4,    /* __abstractmethods__ is not empty */
    TY_TYPE_METHOD = 1 << 5,      /* instances bind like functions: LDMETH may skip the bound method */
    TY_TYPE_DATA_DESCR = 1 << 6,  /* has descr_set: found on a type it goes before the instance's own attributes */
    TY_TYPE_GETATTR = 1 << 7,     /* __getattribute__ is not the generic one: loads are not cached (stores look at slots.setattr) */
    TY_TYPE_GETATTR_HOOK = 1 << 8, /* Python class with __getattr__ */
    TY_TYPE_FINALIZER = 1 << 9,   /* has __del__ */
    TY_TYPE_SEQUENCE = 1 << 10,   /* matches sequence patterns */
    TY_TYPE_MAPPING = 1 << 11,    /* matches mapping patterns */
    TY_TYPE_MATCH_SELF = 1 << 12, /* class pattern with one positional matches the subject itself */
    TY_TYPE_VAR = 1 << 13,        /* instances have inline items: attribute slots lie behind them */
    TY_TYPE_IMMUTABLE = 1 << 14,  /* attributes of the class cannot be set */
    TY_TYPE_NO_NEW = 1 << 15,     /* "cannot create 'x' instances" */
    TY_TYPE_INTERNAL = 1 << 16,   /* storage of other objects, never a value of Python's: the module gc looks through it */
    /* quick subclass tests */
    TY_TYPE_INT = 1 << 20, TY_TYPE_STR = 1 << 21, TY_TYPE_BYTES = 1 << 22, TY_TYPE_LIST = 1 << 23, TY_TYPE_TUPLE = 1 << 24,
    TY_TYPE_DICT_SUB = 1 << 25, TY_TYPE_EXCEPTION = 1 << 26, TY_TYPE_TYPE = 1 << 27, TY_TYPE_FLOAT = 1 << 28,
    TY_TYPE_SET = 1 << 29, TY_TYPE_FROZENSET = 1 << 30,
};

/* --- type -------------------------------------------------------------------------------------------------------- */

struct TY_ALIGNED(16) ty_type {
    ty_object ob;          /* its shape's type is the metatype */
    const char *name;      /* builtin: full dotted name ("collections.deque"; no dot: builtins). Heap: NULL */
    const ty_type *base;   /* the solid single base; NULL for object only */
    const ty_shape *shape; /* root shape of instances */
    uint32_t flags;        /* TY_TYPE_*; of builtins complete as written (macros inherit nothing) */
    uint32_t basicsize;    /* bytes of the fixed part of an instance, incl. header; heap types: of the builtin base */
    uint32_t dict_offset;  /* builtin with TY_TYPE_DICT: byte offset of the slot that holds an instance's dict (TY_NULL: none
                            * yet); inherited by subclasses. 0: attributes are kept by shape, see object/instance.h */
    const char *doc;       /* builtin: docstring (UTF-8) or NULL */
    const struct ty_native *methods;  /* builtin: table ended by an entry with name TY_NULL; or NULL */
    const struct ty_getset *getsets;  /* builtin: likewise */
    int (*ready)(ty_ctx *, const ty_type *, ty_value dict); /* builtin: adds further attributes to the dict; or NULL */
    /* Heap types only; written under the interpreter's lock with the barrier. */
    ty_value ht_name, ht_qualname; /* str */
    ty_value utf8_hold;            /* the bytes behind utf8_name */
    const char *utf8_name;
    ty_value bases, mro;           /* tuples of types */
    ty_value dict;                 /* dict: the class namespace */
    ty_value subclasses;           /* dict or TY_NULL: id -> weak reference */
    ty_value slot_names;           /* tuple: names of __slots__, in slot order, or TY_NULL */
    ty_value shapes;               /* list of all shapes of this type, for invalidation, or TY_NULL */
    ty_value abstract;             /* __abstractmethods__, or TY_NULL */
    ty_value extra;                /* dict: __type_params__, native state ...; or TY_NULL */
    uint32_t version;              /* changes with the class or a base; 1 for builtins; never 0 */
    uint16_t inobject;             /* attribute slots reserved inside new instances */
    uint16_t member_slots;         /* __slots__ members of it and its bases: the first of the slots */
    ty_slots slots;                /* complete, inherited ones included; NULL: not supported */
};

/* --- shape ------------------------------------------------------------------------------------------------------- */

struct TY_ALIGNED(16) ty_shape {
    ty_object ob;
    const ty_layout *layout; /* with ob: ty_shape_head */
    const ty_type *type;
    uint32_t version;        /* bumped when the class or a base changes: guards method and class-value caches */
    uint16_t count;          /* slots in use: __slots__ members first, then one a key; the number of the next key */
    uint16_t inobject;       /* slots inside instances of this shape; the same along a tree */
    uint16_t extra;          /* byte offset of the extra word; 0: behind the inline items (TY_TYPE_VAR), or none (builtins) */
    uint8_t dict_mode;       /* instances keep their attributes in a dict (in their extra word) */
    uint8_t reserved;
    /* Heap shapes only */
    ty_value key;            /* the attribute added last, TY_NULL: root */
    ty_value parent;         /* shape, TY_NULL: root */
    ty_value next_key, next_shape; /* the only transition, or TY_NULL */
    ty_value transitions;    /* dict key -> shape once there are several, or TY_NULL */
    ty_value index;          /* with many keys: dict in whose first entries they lie in order (shared with later shapes); or TY_NULL */
    ty_value dict_shape;     /* of a root: its counterpart in dict mode, or TY_NULL */
};

/* An instance of a Python class derived from object: extra word, then `shape->inobject` slots. Attribute number i lies
 * in slots[i] while i < inobject, else in the overflow array (object/array.h) in `extra`; in dict mode `extra` is the
 * dict. Subclasses of fixed-size builtins have the same pair at basicsize of the builtin; see object/instance.h. */
typedef struct ty_instance {
    ty_object ob;
    ty_value extra;
    ty_value slots[];
} ty_instance;

/* --- reading ----------------------------------------------------------------------------------------------------- */

extern const ty_type *const ty_type_immediates[8]; /* by (word >> 3) & 7, of ...100 words */
extern const ty_type ty_int_type, ty_float_type;

static inline const ty_shape *ty_shape_of(const ty_object *o) { return ty_head_shape(o); }

static inline const ty_type *ty_type_of(ty_value v)
{
    if (TY_LIKELY(ty_is_object(v)))
        return ty_shape_of(ty_object_of(v))->type;
    if (ty_is_small(v))
        return &ty_int_type;
    if (ty_is_flonum(v))
        return &ty_float_type;
    return ty_type_immediates[((uintptr_t)v >> 3) & 7];
}
/* An object whose shape is exactly the root shape `s` of a builtin type (so: no subclass). */
static inline bool ty_has_shape(ty_value v, const ty_shape *s)
{
    return ty_is_object(v) && ty_head_shape(ty_object_of(v)) == s;
}
static inline bool ty_has_flag(ty_value v, uint32_t flag) { return (ty_type_of(v)->flags & flag) != 0; }
static inline bool ty_is_type(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_TYPE); }
static inline ty_type *ty_type_ptr(ty_value v) { return (ty_type *)v; }

/* --- definition of builtin types (see any object/<type>.c) ---------------------------------------------------------
 *
 *   TY_BUILTIN_TYPE(list, .name = "list", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_LIST | ...,
 *                   .basicsize = sizeof(ty_list), .methods = list_methods, .slots = { .repr = list_repr, ... });
 *
 * defines ty_list_type and ty_list_shape; ty_list_layout is to be defined before. The slots of a builtin type must be
 * complete: write inherited ones out with TY_OBJECT_SLOTS (object's defaults for getattr, setattr, repr, str, hash,
 * compare) as first initialiser; later designators override.
 */
#define TY_BUILTIN_TYPE_META(id, metashape, ...)                                                                        \
    const ty_shape ty_##id##_shape = {.ob = TY_IMAGE_HEAD(&ty_shape_shape), .layout = &ty_##id##_layout,                  \
                                      .type = &ty_##id##_type, .version = 1};                                             \
    const ty_type ty_##id##_type = {.ob = TY_IMAGE_HEAD(metashape), .shape = &ty_##id##_shape, .version = 1, __VA_ARGS__}
#define TY_BUILTIN_TYPE(id, ...) TY_BUILTIN_TYPE_META(id, &ty_type_shape, __VA_ARGS__)
#define TY_DECLARE_TYPE(id) extern const ty_type ty_##id##_type; extern const ty_shape ty_##id##_shape

TY_DECLARE_TYPE(object);
TY_DECLARE_TYPE(type);
TY_DECLARE_TYPE(shape); /* internal: the type of shapes */

ty_value ty_attr_generic_get(ty_ctx *, ty_value o, ty_value name);
int ty_attr_generic_set(ty_ctx *, ty_value o, ty_value name, ty_value v);
ty_value ty_object_repr(ty_ctx *, ty_value o);
ty_value ty_object_str(ty_ctx *, ty_value o);
intptr_t ty_object_hash(ty_ctx *, ty_value o);
ty_value ty_object_compare(ty_ctx *, ty_value a, ty_value b, int op);
ty_value ty_object_new(ty_ctx *, const ty_type *, const ty_value *args, size_t nargs, ty_value kwnames);
int ty_object_init(ty_ctx *, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames);
#define TY_OBJECT_SLOTS                                                                                                 \
    .repr = ty_object_repr, .str = ty_object_str, .hash = ty_object_hash, .getattr = ty_attr_generic_get,                \
    .setattr = ty_attr_generic_set, .compare = ty_object_compare

/* --- operations (object/type.c and friends) ------------------------------------------------------------------------ */

/* The namespace of `t` in this interpreter; of a builtin type built on first use. TY_NULL: error. */
ty_value ty_type_dict(ty_ctx *ctx, const ty_type *t) TY_RAISES;
/* `name` (str) along the MRO, not bound. TY_NULL without exception: absent. Cached per interpreter. */
ty_value ty_type_lookup(ty_ctx *ctx, const ty_type *t, ty_value name);
bool ty_type_is_subtype(const ty_type *t, const ty_type *of); /* real MRO, no hooks */
static inline bool ty_is_instance(ty_value v, const ty_type *t)
{
    const ty_type *vt = ty_type_of(v);
    return vt == t || ty_type_is_subtype(vt, t);
}
/* __name__ as UTF-8 for messages: last dotted part. Valid while the type lives. */
const char *ty_type_name(const ty_type *t);
/* Make a class, as type(name, bases, ns, **kwds): full protocol with __init_subclass__ and __set_name__. */
ty_value ty_type_new(ty_ctx *ctx, const ty_type *meta, ty_value name, ty_value bases, ty_value ns, const ty_value *kwvalues,
                     ty_value kwnames) TY_RAISES;
ty_value ty_type_mro(ty_ctx *ctx, const ty_type *t) TY_RAISES; /* tuple */
/* The class was changed: bump versions of it and its subclasses and of their shapes, refill slots. */
int ty_type_modified(ty_ctx *ctx, ty_type *t, ty_value name) TY_RAISES;
/* Allocates an instance of `t` (builtin with fixed size, or any Python class) with unset slots; size is that of the
 * fixed part plus attribute slots. For TY_TYPE_VAR types use ty_instance_new_var. TY_NULL: MemoryError. */
ty_value ty_instance_new(ty_ctx *ctx, const ty_type *t) TY_RAISES;
ty_value ty_instance_new_var(ty_ctx *ctx, const ty_type *t, size_t fixed_and_items) TY_RAISES;

/* slots.next of an iterator, but a StopIteration that a Python class has raised stays pending, with its value. */
ty_value ty_slot_next_stop(ty_ctx *ctx, ty_value it);
/* `name` in the MRO of `start` behind `after`, as super() looks it up. TY_NULL without exception: absent. */
ty_value ty_type_lookup_after(ty_ctx *ctx, const ty_type *start, const ty_type *after, ty_value name);

#endif
