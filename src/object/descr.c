/* SPDX-License-Identifier: MIT */
/* staticmethod, classmethod, property. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/genericalias.h"
#include "object/instance.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

/* --- staticmethod, classmethod ---------------------------------------------------------------------------------------- */

static ty_wrapper_descriptor *wd(ty_value v)
{
    return (ty_wrapper_descriptor *)v;
}

ty_value ty_descr_wrap(ty_ctx *ctx, const ty_type *wrapper, ty_value callable)
{
    ty_value v = ty_instance_new(ctx, wrapper);
    if (v)
        wd(v)->callable = callable;
    return v;
}

static ty_value wrapper_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value v = ty_instance_new(ctx, type);
    if (v)
        wd(v)->callable = TY_NONE;
    return v;
}

/* The wrapper looks like what it wraps: names, doc, annotations. */
static int copy_names(ty_ctx *ctx, ty_value self, ty_value from)
{
    static const ty_value names[] = {TY_SYM(__module__), TY_SYM(__name__), TY_SYM(__qualname__), TY_SYM(__doc__)};
    for (size_t i = 0; i < TY_COUNTOF(names); i++) {
        ty_value v, d;
        int r = ty_attr_lookup(ctx, from, names[i], &v);
        if (r < 0)
            return -1;
        if (r == 0)
            continue;
        d = ty_instance_dict(ctx, self);
        if (!d || ty_dict_set(ctx, d, names[i], v) < 0)
            return -1;
    }
    return 0;
}

static int wrapper_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const char *name = ty_type_is_subtype(ty_type_of(self), &ty_staticmethod_type) ? "staticmethod" : "classmethod";
    if (ty_native_no_keywords(ctx, name, kwnames) < 0 || ty_native_check_count(ctx, name, nargs, 1, 1) < 0)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(self), &wd(self)->callable, args[0]);
    return copy_names(ctx, self, args[0]);
}

static ty_value wrapper_repr(ty_ctx *ctx, ty_value self)
{
    const char *name = ty_type_is_subtype(ty_type_of(self), &ty_staticmethod_type) ? "staticmethod" : "classmethod";
    return ty_str_format(ctx, "<%s(%R)>", name, wd(self)->callable);
}

static ty_value static_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)ctx, (void)obj, (void)type;
    return wd(descr)->callable;
}

static ty_value static_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_call(ctx, wd(callee)->callable, args, nargs, kwnames);
}

static ty_value class_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    if (!type)
        type = TY_VALUE(ty_type_of(obj));
    return ty_method_new(ctx, wd(descr)->callable, type);
}

static ty_value wrapped(ty_ctx *ctx, ty_value self) { (void)ctx; return wd(self)->callable; }
static ty_value wrapper_dict(ty_ctx *ctx, ty_value self) { return ty_instance_dict(ctx, self); }
static int wrapper_set_dict(ty_ctx *ctx, ty_value self, ty_value v) { return ty_instance_set_dict(ctx, self, v); }

static ty_value wrapper_abstract(ty_ctx *ctx, ty_value self)
{
    ty_value v;
    int r = ty_attr_lookup(ctx, wd(self)->callable, TY_SYM(__isabstractmethod__), &v);
    if (r > 0)
        r = ty_op_truth(ctx, v);
    return r < 0 ? TY_NULL : ty_bool(r);
}

/* Names and annotations that the function computes on demand are asked for when they are wanted. */
static ty_value wrapper_annotations(ty_ctx *ctx, ty_value self)
{
    return ty_attr_get(ctx, wd(self)->callable, TY_SYM(__annotations__));
}
static ty_value wrapper_doc(ty_ctx *ctx, ty_value self)
{
    ty_value v, d = wd(self)->dict;
    int r = d ? ty_dict_get_str(ctx, d, TY_SYM(__doc__), &v) : 0;
    if (r)
        return r < 0 ? TY_NULL : v;
    r = ty_attr_lookup(ctx, wd(self)->callable, TY_SYM(__doc__), &v);
    return r < 0 ? TY_NULL : r ? v : TY_NONE;
}
static int wrapper_set_doc(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_value d = ty_instance_dict(ctx, self);
    return d ? ty_dict_set(ctx, d, TY_SYM(__doc__), v ? v : TY_NONE) : -1;
}

#define WRAPPER_GETSETS                                                                                                 \
    TY_GETSET(__func__, wrapped, NULL, NULL), TY_GETSET(__wrapped__, wrapped, NULL, NULL),                                \
        TY_GETSET(__isabstractmethod__, wrapper_abstract, NULL, NULL), TY_GETSET(__dict__, wrapper_dict, wrapper_set_dict, NULL), \
        TY_GETSET(__annotations__, wrapper_annotations, NULL, NULL), TY_GETSET(__doc__, wrapper_doc, wrapper_set_doc, NULL),  \
        TY_GETSET_END
/* TY_SYMS: __func__ __wrapped__ __isabstractmethod__ __dict__ __annotations__ __doc__ */
#define OWNER &ty_staticmethod_type
static const ty_getset static_getsets[] = {WRAPPER_GETSETS};
#undef OWNER
#define OWNER &ty_classmethod_type
static const ty_getset class_getsets[] = {WRAPPER_GETSETS};
#undef OWNER

static const ty_layout wrapper_layout = {.fixed_size = sizeof(ty_wrapper_descriptor),
                                         .slots_offset = offsetof(ty_wrapper_descriptor, callable), .slots_count = 2};
#define ty_staticmethod_layout wrapper_layout
static const ty_layout ty_classmethod_layout = {.fixed_size = sizeof(ty_wrapper_descriptor),
                                                .slots_offset = offsetof(ty_wrapper_descriptor, callable), .slots_count = 2};
TY_BUILTIN_TYPE(staticmethod, .name = "staticmethod", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF, .basicsize = sizeof(ty_wrapper_descriptor),
                .dict_offset = offsetof(ty_wrapper_descriptor, dict),
                .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.", .getsets = static_getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = wrapper_new, .init = wrapper_init, .repr = wrapper_repr,
                          .descr_get = static_get, .call = static_call});
TY_BUILTIN_TYPE(classmethod, .name = "classmethod", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF, .basicsize = sizeof(ty_wrapper_descriptor),
                .dict_offset = offsetof(ty_wrapper_descriptor, dict),
                .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.", .getsets = class_getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = wrapper_new, .init = wrapper_init, .repr = wrapper_repr, .descr_get = class_get});

/* --- property ----------------------------------------------------------------------------------------------------------- */

#define OWNER &ty_property_type

static ty_property *prop(ty_value v)
{
    return (ty_property *)v;
}

static ty_value property_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value v = ty_instance_new(ctx, type);
    if (v) {
        ty_property *p = prop(v);
        p->get = p->set = p->del = p->doc = p->name = TY_NONE;
    }
    return v;
}

static int property_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[4], doc = TY_NULL;
    if (ty_native_bind(ctx, "property", "fget=None, fset=None, fdel=None, doc=None", 0, 4, args, nargs, kwnames, a) < 0)
        return -1;
    ty_property *p = prop(self);
    ty_heap_store(ctx->heap, &p->ob, &p->get, a[0] ? a[0] : TY_NONE);
    ty_heap_store(ctx->heap, &p->ob, &p->set, a[1] ? a[1] : TY_NONE);
    ty_heap_store(ctx->heap, &p->ob, &p->del, a[2] ? a[2] : TY_NONE);
    p->getter_doc = false;
    doc = a[3] && !ty_is_none(a[3]) ? a[3] : TY_NONE;
    if (ty_is_none(doc) && a[0] && !ty_is_none(a[0])) {
        ty_value v;
        int r = ty_attr_lookup(ctx, a[0], TY_SYM(__doc__), &v);
        if (r < 0)
            return -1;
        if (r && !ty_is_none(v)) {
            doc = v;
            p->getter_doc = true;
        }
    }
    ty_heap_store(ctx->heap, &p->ob, &p->doc, doc);
    /* A subclass has its own __doc__ on the class: the instance needs one that shadows it. */
    if (ty_type_of(self) != &ty_property_type && !ty_is_none(doc)) {
        if (ty_instance_has_shape(ty_type_of(self)) && ty_instance_set(ctx, self, TY_SYM(__doc__), doc) < 0)
            return -1;
    }
    return 0;
}

static TY_COLD ty_value no_accessor(ty_ctx *ctx, ty_property *p, ty_value obj, const char *what)
{
    ty_value q = ty_type_qualname(ctx, ty_type_of(obj));
    if (!q)
        return TY_NULL;
    if (!ty_is_none(p->name))
        return ty_error_set(ctx, &ty_AttributeError_type, "property %R of %R object has no %s", p->name, q, what);
    return ty_error_set(ctx, &ty_AttributeError_type, "property of %R object has no %s", q, what);
}

static ty_value property_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    if (!obj)
        return descr;
    ty_property *p = prop(descr);
    return ty_is_none(p->get) ? no_accessor(ctx, p, obj, "getter") : ty_call1(ctx, p->get, obj);
}

static int property_set(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value v)
{
    ty_property *p = prop(descr);
    ty_value f = v ? p->set : p->del;
    if (ty_is_none(f)) {
        no_accessor(ctx, p, obj, v ? "setter" : "deleter");
        return -1;
    }
    return (v ? ty_call2(ctx, f, obj, v) : ty_call1(ctx, f, obj)) ? 0 : -1;
}

/* A copy with one of the functions replaced. */
static ty_value copy(ty_ctx *ctx, ty_value self, ty_value get, ty_value set, ty_value del)
{
    ty_property *p = prop(self);
    ty_value args[4] = {get ? get : p->get, set ? set : p->set, del ? del : p->del,
                        p->getter_doc ? TY_NONE : p->doc};
    ty_value v = ty_call(ctx, TY_VALUE(ty_type_of(self)), args, 4, TY_NULL);
    if (v && ty_is_instance(v, &ty_property_type))
        ty_heap_store(ctx->heap, ty_object_of(v), &prop(v)->name, p->name);
    return v;
}

static ty_value getter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return copy(ctx, args[0], args[1], TY_NULL, TY_NULL);
}
static ty_value setter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return copy(ctx, args[0], TY_NULL, args[1], TY_NULL);
}
static ty_value deleter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return copy(ctx, args[0], TY_NULL, TY_NULL, args[1]);
}
static ty_value set_name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (nargs != 3)
        return ty_error_set(ctx, &ty_TypeError_type, "__set_name__() takes 2 positional arguments but %zu were given", nargs - 1);
    ty_heap_store(ctx->heap, ty_object_of(args[0]), &prop(args[0])->name, args[2]);
    return TY_NONE;
}

#define FIELD(id, member)                                                                                               \
    static ty_value get_##id(ty_ctx *ctx, ty_value self) { (void)ctx; return prop(self)->member; }
FIELD(fget, get)
FIELD(fset, set)
FIELD(fdel, del)
FIELD(doc, doc)

static int set_doc(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(self), &prop(self)->doc, v ? v : TY_NONE);
    return 0;
}

static ty_value get_name(ty_ctx *ctx, ty_value self)
{
    ty_property *p = prop(self);
    if (!ty_is_none(p->name))
        return p->name;
    ty_value v;
    int r = ty_is_none(p->get) ? 0 : ty_attr_lookup(ctx, p->get, TY_SYM(__name__), &v);
    if (r < 0)
        return TY_NULL;
    return r ? v : ty_error_attribute(ctx, self, TY_SYM(__name__));
}
static int set_own_name(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(self), &prop(self)->name, v ? v : TY_NONE);
    return 0;
}

static ty_value get_abstract(ty_ctx *ctx, ty_value self)
{
    ty_value parts[] = {prop(self)->get, prop(self)->set, prop(self)->del};
    for (size_t i = 0; i < TY_COUNTOF(parts); i++) {
        ty_value v;
        int r = ty_is_none(parts[i]) ? 0 : ty_attr_lookup(ctx, parts[i], TY_SYM(__isabstractmethod__), &v);
        if (r > 0)
            r = ty_op_truth(ctx, v);
        if (r < 0)
            return TY_NULL;
        if (r)
            return TY_TRUE;
    }
    return TY_FALSE;
}

static const ty_native property_methods[] = {
    TY_METHOD(getter, getter, 1, 1, "object, /", "Descriptor to obtain a copy of the property with a different getter."),
    TY_METHOD(setter, setter, 1, 1, "object, /", "Descriptor to obtain a copy of the property with a different setter."),
    TY_METHOD(deleter, deleter, 1, 1, "object, /", "Descriptor to obtain a copy of the property with a different deleter."),
    TY_METHOD_RAW(__set_name__, set_name, "owner, name, /", "Note the name of a property."),
    TY_NATIVE_END,
};
static const ty_getset property_getsets[] = {
    TY_GETSET(fget, get_fget, NULL, NULL), TY_GETSET(fset, get_fset, NULL, NULL), TY_GETSET(fdel, get_fdel, NULL, NULL),
    TY_GETSET(__doc__, get_doc, set_doc, NULL), TY_GETSET(__name__, get_name, set_own_name, NULL),
    TY_GETSET(__isabstractmethod__, get_abstract, NULL, NULL), TY_GETSET_END,
};
static const ty_layout ty_property_layout = {.fixed_size = sizeof(ty_property), .slots_offset = offsetof(ty_property, get),
                                             .slots_count = 5};
TY_BUILTIN_TYPE(property, .name = "property", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DATA_DESCR, .basicsize = sizeof(ty_property),
                .doc = "Property attribute.\n\nTypical use is to define a managed attribute x.", .methods = property_methods,
                .getsets = property_getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = property_new, .init = property_init, .descr_get = property_get,
                          .descr_set = property_set});
