/* SPDX-License-Identifier: MIT */
/* super: attribute access that starts behind a class in the MRO. */
#include <config.h>

#include "object/attr.h"
#include "object/error.h"
#include "object/function.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_super_type

typedef struct super_object {
    ty_object ob;
    ty_value type;     /* the class behind which the search starts; TY_NULL: not initialised */
    ty_value obj;      /* bound to; TY_NULL: unbound */
    ty_value obj_type; /* whose MRO is searched; TY_NULL: unbound */
} super_object;

/* The type whose MRO is searched for obj: type(obj), or obj itself if it is a class below `type`. */
static ty_value check(ty_ctx *ctx, ty_value type, ty_value obj)
{
    const ty_type *t = ty_type_ptr(type);
    if (ty_is_type(obj) && ty_type_is_subtype(ty_type_ptr(obj), t))
        return obj;
    if (ty_is_instance(obj, t))
        return TY_VALUE(ty_type_of(obj));
    ty_value c;
    int r = ty_attr_lookup(ctx, obj, TY_SYM(__class__), &c);
    if (r < 0)
        return TY_NULL;
    if (r && ty_is_type(c) && c != TY_VALUE(ty_type_of(obj)) && ty_type_is_subtype(ty_type_ptr(c), t))
        return c;
    return ty_error_set(ctx, &ty_TypeError_type,
                        "super(type, obj): obj (%s %N) is not an instance or subtype of type (%N).",
                        ty_is_type(obj) ? "type" : "instance of", ty_is_type(obj) ? ty_type_ptr(obj) : ty_type_of(obj), t);
}

static int super_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    super_object *s = (super_object *)self;
    if (ty_native_no_keywords(ctx, "super", kwnames) < 0 || ty_native_check_count(ctx, "super", nargs, 0, 2) < 0)
        return -1;
    ty_value type = nargs > 0 ? args[0] : TY_NULL, obj = nargs > 1 ? args[1] : TY_NULL, obj_type = TY_NULL;
    if (nargs == 0) {
        if (!ctx->objects->hooks.frame_super) {
            ty_error_set(ctx, &ty_RuntimeError_type, "super(): no current frame");
            return -1;
        }
        if (ctx->objects->hooks.frame_super(ctx, &type, &obj) < 0)
            return -1;
    }
    if (!ty_is_type(type)) {
        ty_error_set(ctx, &ty_TypeError_type, "super() argument 1 must be a type, not %T", type);
        return -1;
    }
    if (obj && ty_is_none(obj) && nargs)
        obj = TY_NULL;
    if (obj && !(obj_type = check(ctx, type, obj)))
        return -1;
    ty_heap_store(ctx->heap, &s->ob, &s->type, type);
    ty_heap_store(ctx->heap, &s->ob, &s->obj, obj);
    ty_heap_store(ctx->heap, &s->ob, &s->obj_type, obj_type);
    return 0;
}

static ty_value super_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_instance_new(ctx, type);
}

static ty_value super_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    super_object *s = (super_object *)self;
    if (s->obj_type && name != TY_SYM(__class__)) {
        ty_value v = ty_type_lookup_after(ctx, ty_type_ptr(s->obj_type), ty_type_ptr(s->type), name);
        if (v)
            return ty_attr_bind(ctx, v, s->obj == s->obj_type ? TY_NULL : s->obj, s->obj_type);
        if (ty_error_pending(ctx))
            return TY_NULL;
    }
    return ty_attr_generic_get(ctx, self, name);
}

static ty_value super_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    super_object *s = (super_object *)descr;
    if (!obj || s->obj)
        return descr;
    if (!s->type)
        return ty_error_set(ctx, &ty_RuntimeError_type, "super(): uninitialized");
    ty_value obj_type = check(ctx, s->type, obj), v = obj_type ? ty_instance_new(ctx, ty_type_of(descr)) : TY_NULL;
    if (!v)
        return TY_NULL;
    super_object *n = (super_object *)v;
    n->type = s->type;
    n->obj = obj;
    n->obj_type = obj_type;
    return v;
}

static ty_value super_repr(ty_ctx *ctx, ty_value self)
{
    super_object *s = (super_object *)self;
    if (!s->type)
        return ty_str_from_cstr(ctx, "<super: <class 'NULL'>, NULL>");
    if (s->obj_type)
        return ty_str_format(ctx, "<super: <class '%N'>, <%N object>>", ty_type_ptr(s->type), ty_type_ptr(s->obj_type));
    return ty_str_format(ctx, "<super: <class '%N'>, NULL>", ty_type_ptr(s->type));
}

#define FIELD(id, member)                                                                                               \
    static ty_value get_##id(ty_ctx *ctx, ty_value self)                                                                  \
    {                                                                                                                    \
        (void)ctx;                                                                                                       \
        ty_value v = ((super_object *)self)->member;                                                                     \
        return v ? v : TY_NONE;                                                                                          \
    }
FIELD(thisclass, type)
FIELD(self, obj)
FIELD(self_class, obj_type)
static const ty_getset getsets[] = {
    TY_GETSET(__thisclass__, get_thisclass, NULL, "the class invoking super()"),
    TY_GETSET(__self__, get_self, NULL, "the instance invoking super(); may be None"),
    TY_GETSET(__self_class__, get_self_class, NULL, "the type of the instance invoking super(); may be None"),
    TY_GETSET_END,
};
static const ty_layout ty_super_layout = {.fixed_size = sizeof(super_object), .slots_offset = offsetof(super_object, type),
                                          .slots_count = 3};
TY_BUILTIN_TYPE(super, .name = "super", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_GETATTR,
                .basicsize = sizeof(super_object), .getsets = getsets,
                .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
                       "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
                       "super(type, type2) -> bound super object; requires issubclass(type2, type)",
                .slots = {TY_OBJECT_SLOTS, .new_ = super_new, .init = super_init, .getattr = super_getattr,
                          .descr_get = super_get, .repr = super_repr});
