/* SPDX-License-Identifier: MIT */
/*
 * The rows of native tables as Python objects: builtin_function_or_method (functions of modules, static methods, and
 * natives bound to their self), method_descriptor, classmethod_descriptor, getset_descriptor.
 *
 * Functions of modules and bound natives are one type with two shapes.
 */
#include <config.h>

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/module.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

static const ty_native *row_of(ty_value v)
{
    return ty_has_shape(v, &ty_bound_native_shape) ? (const ty_native *)((ty_bound_native *)v)->native : (const ty_native *)v;
}

/* --- attributes of all of them ---------------------------------------------------------------------------------------- */

static ty_value get_name(ty_ctx *ctx, ty_value self) { (void)ctx; return row_of(self)->name; }
static ty_value get_doc(ty_ctx *ctx, ty_value self)
{
    const char *doc = row_of(self)->doc;
    return doc ? ty_str_from_cstr(ctx, doc) : TY_NONE;
}
static ty_value get_owner(ty_ctx *ctx, ty_value self) { (void)ctx; return TY_VALUE(row_of(self)->owner); }

static ty_value get_qualname(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = row_of(self);
    if (!n->owner)
        return n->name;
    /* A bound native is named after the type of its self: bool.from_bytes. */
    const ty_type *t = n->owner;
    if (ty_has_shape(self, &ty_bound_native_shape)) {
        ty_value s = ((ty_bound_native *)self)->self;
        t = ty_is_type(s) ? ty_type_ptr(s) : ty_type_of(s);
    }
    ty_value q = ty_type_qualname(ctx, t);
    return q ? ty_str_format(ctx, "%U.%U", q, n->name) : TY_NULL;
}

static ty_value get_signature(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = row_of(self);
    if (!n->params)
        return TY_NONE;
    bool none = n->params[0] == 0;
    if (n->flags & TY_MODULE_FN) {
        /* The module stands first, as in the reference's texts. */
        return ty_str_format(ctx, none ? "($module)" : strchr(n->params, '/') ? "($module, %s)" : "($module, /, %s)", n->params);
    }
    const char *first = n->flags & TY_CLASSMETHOD ? "$type" : "$self";
    if (n->flags & TY_STATICMETHOD)
        return ty_str_format(ctx, "(%s)", n->params);
    if (none)
        return ty_str_format(ctx, "(%s, /)", first);
    return ty_str_format(ctx, strchr(n->params, '/') ? "(%s, %s)" : "(%s, /, %s)", first, n->params);
}

static ty_value get_attr_of_owner(ty_ctx *ctx, const ty_native *n, ty_value owner)
{
    ty_value getattr;
    int r = ty_attr_builtin(ctx, TY_SYM(getattr), &getattr);
    if (r <= 0)
        return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "getattr");
    ty_value pair = ty_tuple_pack(ctx, 2, owner, n->name);
    return pair ? ty_tuple_pack(ctx, 2, getattr, pair) : TY_NULL;
}

static ty_value descr_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_native *n = row_of(args[0]);
    return get_attr_of_owner(ctx, n, TY_VALUE(n->owner));
}

/* --- builtin_function_or_method ----------------------------------------------------------------------------------------- */

static ty_value function_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (!ty_has_shape(callee, &ty_bound_native_shape))
        return ty_native_call(ctx, (const ty_native *)callee, args, nargs, kwnames);
    ty_bound_native *b = (ty_bound_native *)callee;
    size_t all = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
    ty_value few[8], *array = few, hold = TY_NULL;
    if (all + 1 > TY_COUNTOF(few)) {
        hold = ty_tuple_new(ctx, NULL, all + 1);
        if (!hold)
            return TY_NULL;
        array = ty_tuple_items(hold);
        ty_heap_wrote_range(ctx->heap, ty_object_of(hold), array, all + 1);
    }
    array[0] = b->self;
    if (all)
        memcpy(array + 1, args, all * sizeof *args);
    ty_value r = ty_native_call(ctx, (const ty_native *)b->native, array, nargs + 1, kwnames);
    TY_KEEP(hold);
    return r;
}

static ty_value function_repr(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = row_of(self);
    if (!ty_has_shape(self, &ty_bound_native_shape))
        return n->owner ? ty_str_format(ctx, "<built-in method %U of type object at %p>", n->name, (const void *)n->owner)
                        : ty_str_format(ctx, "<built-in function %U>", n->name);
    ty_value s = ((ty_bound_native *)self)->self;
    return ty_str_format(ctx, "<built-in method %U of %T object at %p>", n->name, s, (void *)s);
}

static ty_value function_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    if ((op != TY_EQ && op != TY_NE) || ty_type_of(b) != &ty_builtin_function_type)
        return TY_NOT_IMPLEMENTED;
    bool same = a == b;
    if (!same && ty_has_shape(a, &ty_bound_native_shape) && ty_has_shape(b, &ty_bound_native_shape))
        same = row_of(a) == row_of(b) && ((ty_bound_native *)a)->self == ((ty_bound_native *)b)->self;
    return ty_bool(same == (op == TY_EQ));
}

static intptr_t function_hash(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    uintptr_t h = (uintptr_t)row_of(self) >> 4;
    if (ty_has_shape(self, &ty_bound_native_shape))
        h ^= (uintptr_t)((ty_bound_native *)self)->self * 31;
    return (intptr_t)h == -1 ? -2 : (intptr_t)h;
}

static ty_value function_self(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = row_of(self);
    if (ty_has_shape(self, &ty_bound_native_shape))
        return ((ty_bound_native *)self)->self;
    if (n->owner)
        return TY_VALUE(n->owner);
    ty_value module = TY_NULL, name = n->module ? ty_str_from_cstr(ctx, n->module) : TY_NULL;
    if (name && ctx->objects->modules && ty_dict_get(ctx, ctx->objects->modules, name, &module) < 0)
        return TY_NULL;
    return module ? module : TY_NONE;
}

static ty_value function_module(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = row_of(self);
    return n->module && !ty_has_shape(self, &ty_bound_native_shape) ? ty_str_intern_utf8(ctx, n->module, strlen(n->module))
                                                                    : TY_NONE;
}

static ty_value function_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_native *n = row_of(args[0]);
    if (ty_has_shape(args[0], &ty_bound_native_shape))
        return get_attr_of_owner(ctx, n, ((ty_bound_native *)args[0])->self);
    return n->owner ? get_attr_of_owner(ctx, n, TY_VALUE(n->owner)) : n->name;
}

#define OWNER &ty_builtin_function_type
static const ty_getset function_getsets[] = {
    TY_GETSET(__name__, get_name, NULL, NULL), TY_GETSET(__qualname__, get_qualname, NULL, NULL),
    TY_GETSET(__doc__, get_doc, NULL, NULL), TY_GETSET(__self__, function_self, NULL, NULL),
    TY_GETSET(__module__, function_module, NULL, NULL), TY_GETSET(__text_signature__, get_signature, NULL, NULL),
    TY_GETSET_END,
};
static const ty_native function_methods[] = {TY_METHOD(__reduce__, function_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
/* Rows are never in a heap; subclasses do not exist. */
static const ty_layout ty_builtin_function_layout = {.fixed_size = sizeof(ty_native)};
TY_BUILTIN_TYPE(builtin_function, .name = "builtin_function_or_method", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW | TY_TYPE_WEAKREF, .basicsize = sizeof(ty_native),
                .getsets = function_getsets, .methods = function_methods,
                .slots = {TY_OBJECT_SLOTS, .call = function_call, .repr = function_repr, .compare = function_compare,
                          .hash = function_hash});
static const ty_layout bound_layout = {.fixed_size = sizeof(ty_bound_native), .slots_offset = offsetof(ty_bound_native, native),
                                       .slots_count = 2};
const ty_shape ty_bound_native_shape = {.ob = TY_IMAGE_HEAD(&ty_shape_shape), .layout = &bound_layout,
                                        .type = &ty_builtin_function_type, .version = 1};

static ty_value bind(ty_ctx *ctx, ty_value native, ty_value self)
{
    ty_bound_native *b = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *b));
    if (!b)
        return ty_error_memory(ctx);
    b->ob.head = (uintptr_t)&ty_bound_native_shape;
    b->native = native;
    b->self = self;
    return TY_VALUE(b);
}

ty_value ty_native_bound(ty_ctx *ctx, const ty_native *n, ty_value self)
{
    return bind(ctx, TY_VALUE(n), self);
}

/* --- method_descriptor -------------------------------------------------------------------------------------------------- */

static ty_value descr_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_native_call(ctx, (const ty_native *)callee, args, nargs, kwnames);
}

static ty_value method_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    const ty_native *n = (const ty_native *)descr;
    if (!obj)
        return descr;
    if (!ty_is_instance(obj, n->owner))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", n->name,
                            n->owner, obj);
    return bind(ctx, descr, obj);
}

static ty_value method_repr(ty_ctx *ctx, ty_value self)
{
    const ty_native *n = (const ty_native *)self;
    return ty_str_format(ctx, "<method '%U' of '%N' objects>", n->name, n->owner);
}

#define OWNER &ty_method_descriptor_type
static const ty_getset method_getsets[] = {
    TY_GETSET(__name__, get_name, NULL, NULL), TY_GETSET(__qualname__, get_qualname, NULL, NULL),
    TY_GETSET(__doc__, get_doc, NULL, NULL), TY_GETSET(__objclass__, get_owner, NULL, NULL),
    TY_GETSET(__text_signature__, get_signature, NULL, NULL), TY_GETSET_END,
};
static const ty_native method_methods[] = {TY_METHOD(__reduce__, descr_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout ty_method_descriptor_layout = {.fixed_size = sizeof(ty_native)};
TY_BUILTIN_TYPE(method_descriptor, .name = "method_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW | TY_TYPE_METHOD, .basicsize = sizeof(ty_native),
                .getsets = method_getsets, .methods = method_methods,
                .slots = {TY_OBJECT_SLOTS, .call = descr_call, .repr = method_repr, .descr_get = method_get});

/* --- classmethod_descriptor ---------------------------------------------------------------------------------------------- */

static ty_value classmethod_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    const ty_native *n = (const ty_native *)descr;
    if (!type)
        type = TY_VALUE(ty_type_of(obj));
    if (!ty_is_type(type))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for type '%N' needs a type, not a '%T' as arg 2", n->name,
                            n->owner, type);
    if (!ty_type_is_subtype(ty_type_ptr(type), n->owner))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' requires a subtype of '%N' but received '%N'", n->name,
                            n->owner, ty_type_ptr(type));
    return bind(ctx, descr, type);
}

#define OWNER &ty_classmethod_descriptor_type
static const ty_getset classmethod_getsets[] = {
    TY_GETSET(__name__, get_name, NULL, NULL), TY_GETSET(__qualname__, get_qualname, NULL, NULL),
    TY_GETSET(__doc__, get_doc, NULL, NULL), TY_GETSET(__objclass__, get_owner, NULL, NULL),
    TY_GETSET(__text_signature__, get_signature, NULL, NULL), TY_GETSET_END,
};
static const ty_native classmethod_methods[] = {TY_METHOD(__reduce__, descr_reduce, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
static const ty_layout ty_classmethod_descriptor_layout = {.fixed_size = sizeof(ty_native)};
TY_BUILTIN_TYPE(classmethod_descriptor, .name = "classmethod_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_native), .getsets = classmethod_getsets,
                .methods = classmethod_methods,
                .slots = {TY_OBJECT_SLOTS, .call = descr_call, .repr = method_repr, .descr_get = classmethod_get});

/* --- getset_descriptor ---------------------------------------------------------------------------------------------------- */

static bool fits(ty_ctx *ctx, const ty_getset *g, ty_value obj)
{
    if (ty_is_instance(obj, g->owner))
        return true;
    ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", g->name, g->owner,
                 obj);
    return false;
}

static ty_value getset_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    const ty_getset *g = (const ty_getset *)descr;
    if (!obj)
        return descr;
    if (!fits(ctx, g, obj))
        return TY_NULL;
    if (g->get)
        return g->get(ctx, obj);
    return ty_error_set(ctx, &ty_AttributeError_type, "attribute '%U' of '%N' objects is not readable", g->name, g->owner);
}

static int getset_set(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value v)
{
    const ty_getset *g = (const ty_getset *)descr;
    if (!fits(ctx, g, obj))
        return -1;
    if (g->set)
        return g->set(ctx, obj, v);
    ty_error_set(ctx, &ty_AttributeError_type, "attribute '%U' of '%N' objects is not writable", g->name, g->owner);
    return -1;
}

static ty_value getset_repr(ty_ctx *ctx, ty_value self)
{
    const ty_getset *g = (const ty_getset *)self;
    return ty_str_format(ctx, "<attribute '%U' of '%N' objects>", g->name, g->owner);
}

static ty_value getset_name(ty_ctx *ctx, ty_value self) { (void)ctx; return ((const ty_getset *)self)->name; }
static ty_value getset_owner(ty_ctx *ctx, ty_value self) { (void)ctx; return TY_VALUE(((const ty_getset *)self)->owner); }
static ty_value getset_doc(ty_ctx *ctx, ty_value self)
{
    const char *doc = ((const ty_getset *)self)->doc;
    return doc ? ty_str_from_cstr(ctx, doc) : TY_NONE;
}
static ty_value getset_qualname(ty_ctx *ctx, ty_value self)
{
    const ty_getset *g = (const ty_getset *)self;
    return ty_str_format(ctx, "%N.%U", g->owner, g->name);
}

#define OWNER &ty_getset_descriptor_type
static const ty_getset getset_getsets[] = {
    TY_GETSET(__name__, getset_name, NULL, NULL), TY_GETSET(__qualname__, getset_qualname, NULL, NULL),
    TY_GETSET(__doc__, getset_doc, NULL, NULL), TY_GETSET(__objclass__, getset_owner, NULL, NULL), TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_getset_descriptor_layout = {.fixed_size = sizeof(ty_getset)};
TY_BUILTIN_TYPE(getset_descriptor, .name = "getset_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW | TY_TYPE_DATA_DESCR, .basicsize = sizeof(ty_getset),
                .getsets = getset_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set});
