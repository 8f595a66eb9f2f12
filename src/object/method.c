/* SPDX-License-Identifier: MIT */
/* Bound methods, and cells. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/function.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- method ----------------------------------------------------------------------------------------------------------- */

#define OWNER &ty_method_type

ty_value ty_method_new(ty_ctx *ctx, ty_value function, ty_value self)
{
    ty_method *m = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *m));
    if (TY_UNLIKELY(!m))
        return ty_error_memory(ctx);
    m->ob.head = (uintptr_t)&ty_method_shape;
    m->function = function;
    m->self = self;
    return TY_VALUE(m);
}

static ty_value method_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    if (ty_native_no_keywords(ctx, "method", kwnames) < 0 || ty_native_check_count(ctx, "method", nargs, 2, 2) < 0)
        return TY_NULL;
    if (!ty_op_callable(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "first argument must be callable");
    if (ty_is_none(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "instance must not be None");
    return ty_method_new(ctx, args[0], args[1]);
}

static ty_value method_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_call(ctx, callee, args, nargs, kwnames); /* knows bound methods */
}

static ty_value method_repr(ty_ctx *ctx, ty_value self)
{
    ty_method *m = (ty_method *)self;
    ty_value name;
    int r = ty_attr_lookup(ctx, m->function, TY_SYM(__qualname__), &name);
    if (r == 0)
        r = ty_attr_lookup(ctx, m->function, TY_SYM(__name__), &name);
    if (r < 0)
        return TY_NULL;
    if (!r || !ty_is_str(name))
        name = ty_str_char(ctx, '?');
    return name ? ty_str_format(ctx, "<bound method %U of %R>", name, m->self) : TY_NULL;
}

static ty_value method_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_has_shape(b, &ty_method_shape))
        return TY_NOT_IMPLEMENTED;
    ty_method *x = (ty_method *)a, *y = (ty_method *)b;
    int r = ty_op_equal(ctx, x->function, y->function);
    if (r < 0)
        return TY_NULL;
    return ty_bool((r && x->self == y->self) == (op == TY_EQ));
}

static intptr_t method_hash(ty_ctx *ctx, ty_value self)
{
    ty_method *m = (ty_method *)self;
    intptr_t h = ty_op_hash(ctx, m->function);
    if (h == -1)
        return -1;
    h ^= ty_object_hash(ctx, m->self);
    return h == -1 ? -2 : h;
}

/* What a method lacks, its function may have. */
static ty_value method_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value v;
    int r = ty_attr_generic_lookup(ctx, self, name, &v);
    if (r > 0)
        return v;
    return r < 0 ? TY_NULL : ty_attr_get(ctx, ((ty_method *)self)->function, name);
}

static ty_value method_func(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_method *)self)->function; }
static ty_value method_self(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_method *)self)->self; }
static ty_value method_doc(ty_ctx *ctx, ty_value self) { return ty_attr_get(ctx, ((ty_method *)self)->function, TY_SYM(__doc__)); }

static ty_value method_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_method *m = (ty_method *)args[0];
    ty_value getattr, name = ty_attr_get(ctx, m->function, TY_SYM(__name__));
    int r = name ? ty_attr_builtin(ctx, TY_SYM(getattr), &getattr) : -1;
    if (r <= 0)
        return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "getattr");
    ty_value pair = ty_tuple_pack(ctx, 2, m->self, name);
    return pair ? ty_tuple_pack(ctx, 2, getattr, pair) : TY_NULL;
}

static const ty_getset method_getsets[] = {
    TY_GETSET(__func__, method_func, NULL, "the function (or other callable) implementing a method"),
    TY_GETSET(__self__, method_self, NULL, "the instance to which a method is bound"),
    TY_GETSET(__doc__, method_doc, NULL, NULL),
    TY_GETSET_END,
};
static const ty_native method_methods[] = {TY_METHOD(__reduce__, method_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_layout ty_method_layout = {.fixed_size = sizeof(ty_method), .slots_offset = offsetof(ty_method, function),
                                           .slots_count = 2};
TY_BUILTIN_TYPE(method, .name = "method", .base = &ty_object_type,
                .flags = TY_TYPE_WEAKREF | TY_TYPE_IMMUTABLE | TY_TYPE_GETATTR, .basicsize = sizeof(ty_method),
                .doc = "Create a bound instance method object.", .getsets = method_getsets, .methods = method_methods,
                .slots = {TY_OBJECT_SLOTS, .new_ = method_new, .call = method_call, .repr = method_repr,
                          .compare = method_compare, .hash = method_hash, .getattr = method_getattr});
#undef OWNER

/* --- cell -------------------------------------------------------------------------------------------------------------- */

#define OWNER &ty_cell_type

ty_value ty_cell_new(ty_ctx *ctx, ty_value v)
{
    ty_cell *c = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *c));
    if (TY_UNLIKELY(!c))
        return ty_error_memory(ctx);
    c->ob.head = (uintptr_t)&ty_cell_shape;
    c->value = v;
    return TY_VALUE(c);
}

static ty_value cell_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    if (ty_native_no_keywords(ctx, "cell", kwnames) < 0 || ty_native_check_count(ctx, "cell", nargs, 0, 1) < 0)
        return TY_NULL;
    return ty_cell_new(ctx, nargs ? args[0] : TY_UNBOUND);
}

static ty_value cell_repr(ty_ctx *ctx, ty_value self)
{
    ty_value v = ((ty_cell *)self)->value;
    if (v == TY_UNBOUND)
        return ty_str_format(ctx, "<cell at %p: empty>", (void *)self);
    return ty_str_format(ctx, "<cell at %p: %T object at %p>", (void *)self, v, (void *)v);
}

static ty_value cell_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_has_shape(b, &ty_cell_shape))
        return TY_NOT_IMPLEMENTED;
    ty_value x = ((ty_cell *)a)->value, y = ((ty_cell *)b)->value;
    if (x != TY_UNBOUND && y != TY_UNBOUND)
        return ty_op_compare(ctx, x, y, op);
    int l = x != TY_UNBOUND, r = y != TY_UNBOUND; /* an empty cell is the smallest */
    bool results[] = {l < r, l <= r, l == r, l != r, l > r, l >= r};
    return ty_bool(results[op]);
}

static ty_value cell_get(ty_ctx *ctx, ty_value self)
{
    ty_value v = ((ty_cell *)self)->value;
    return v == TY_UNBOUND ? ty_error_set(ctx, &ty_ValueError_type, "cell is empty") : v;
}

static int cell_set(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(self), &((ty_cell *)self)->value, v ? v : TY_UNBOUND);
    return 0;
}

static const ty_getset cell_getsets[] = {TY_GETSET(cell_contents, cell_get, cell_set, NULL), TY_GETSET_END};
static const ty_layout ty_cell_layout = {.fixed_size = sizeof(ty_cell), .slots_offset = offsetof(ty_cell, value), .slots_count = 1};
TY_BUILTIN_TYPE(cell, .name = "cell", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_cell),
                .doc = "Create a new cell object.", .getsets = cell_getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = cell_new, .repr = cell_repr, .compare = cell_compare, .hash = NULL});
