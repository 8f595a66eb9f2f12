/* SPDX-License-Identifier: MIT */
/*
 * Attribute access. Order: data descriptor on the type, the instance's own attribute, other descriptor or value on the
 * type, __getattr__. Names are exact strs; ty_attr_name makes them so.
 */
#include <config.h>

#include "object/attr.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/module.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/type_impl.h"

ty_value ty_attr_name(ty_ctx *ctx, ty_value name)
{
    if (TY_LIKELY(ty_is_exact_str(name)))
        return TY_LIKELY(ty_str_ptr(name)->interned) ? name : ty_str_intern(ctx, name);
    if (!ty_is_str(name))
        return ty_error_set(ctx, &ty_TypeError_type, "attribute name must be string, not '%T'", name);
    const ty_str *s = ty_str_ptr(name);
    name = ty_str_from_ucs(ctx, s->kind, s->data, s->length);
    return name ? ty_str_intern(ctx, name) : TY_NULL;
}

ty_value ty_attr_bind(ty_ctx *ctx, ty_value descr, ty_value o, ty_value type)
{
    ty_descr_get_fn get = ty_type_of(descr)->slots.descr_get;
    return get ? get(ctx, descr, o, type) : descr;
}

int ty_attr_builtin(ty_ctx *ctx, ty_value name, ty_value *out)
{
    ty_value d = ctx->objects->builtins;
    if (!d)
        return 0;
    return ty_dict_get_str(ctx, ty_is_dict(d) ? d : ((ty_module *)d)->dict, name, out);
}

/* --- the generic protocol -------------------------------------------------------------------------------------------- */

int ty_attr_generic_lookup(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out)
{
    const ty_type *t = ty_type_of(o);
    ty_value descr = ty_type_lookup(ctx, t, name);
    ty_descr_get_fn get = NULL;
    if (descr) {
        const ty_slots *s = &ty_type_of(descr)->slots;
        get = s->descr_get;
        if (get && s->descr_set) {
            *out = get(ctx, descr, o, TY_VALUE(t));
            return *out ? 1 : -1;
        }
    } else if (TY_UNLIKELY(ty_error_pending(ctx))) {
        return -1;
    }
    if (t->flags & TY_TYPE_DICT) {
        int r = ty_instance_get(ctx, o, name, out);
        if (r)
            return r;
    }
    if (!descr)
        return 0;
    *out = get ? get(ctx, descr, o, TY_VALUE(t)) : descr;
    return *out ? 1 : -1;
}

ty_value ty_attr_generic_get(ty_ctx *ctx, ty_value o, ty_value name)
{
    if (TY_UNLIKELY(!ty_is_exact_str(name)) && !(name = ty_attr_name(ctx, name)))
        return TY_NULL;
    ty_value v;
    int r = ty_attr_generic_lookup(ctx, o, name, &v);
    if (TY_LIKELY(r > 0))
        return v;
    if (r == 0)
        return ty_error_attribute(ctx, o, name);
    ty_error_attribute_note(ctx, o, name);
    return TY_NULL;
}

static TY_COLD int no_attribute(ty_ctx *ctx, ty_value o, ty_value name, bool on_type, bool has_own)
{
    if (has_own)
        ty_error_attribute(ctx, o, name);
    else if (on_type)
        ty_error_set(ctx, &ty_AttributeError_type, "'%T' object attribute '%U' is read-only", o, name);
    else
        ty_error_set(ctx, &ty_AttributeError_type, "'%T' object has no attribute '%U' and no __dict__ for setting new attributes",
                     o, name);
    ty_error_attribute_note(ctx, o, name);
    return -1;
}

int ty_attr_generic_set(ty_ctx *ctx, ty_value o, ty_value name, ty_value v)
{
    const ty_type *t = ty_type_of(o);
    if (!(name = ty_attr_name(ctx, name)))
        return -1;
    ty_value descr = ty_type_lookup(ctx, t, name);
    if (descr) {
        ty_setitem_fn set = ty_type_of(descr)->slots.descr_set;
        if (set)
            return set(ctx, descr, o, v);
    } else if (TY_UNLIKELY(ty_error_pending(ctx))) {
        return -1;
    }
    if (!t->dict_offset && !ty_instance_has_shape(t))
        return no_attribute(ctx, o, name, descr != TY_NULL, false);
    if (v)
        return ty_instance_set(ctx, o, name, v);
    int r = ty_instance_del(ctx, o, name);
    if (r == 0)
        return no_attribute(ctx, o, name, descr != TY_NULL, true);
    return r < 0 ? -1 : 0;
}

/* --- any object ------------------------------------------------------------------------------------------------------- */

ty_value ty_attr_get(ty_ctx *ctx, ty_value o, ty_value name)
{
    if (TY_UNLIKELY(!ty_is_exact_str(name)) && !(name = ty_attr_name(ctx, name)))
        return TY_NULL;
    return ty_type_of(o)->slots.getattr(ctx, o, name);
}

int ty_attr_lookup(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out)
{
    if (TY_UNLIKELY(!ty_is_exact_str(name)) && !(name = ty_attr_name(ctx, name)))
        return -1;
    ty_binary_fn getattr = ty_type_of(o)->slots.getattr;
    int r;
    if (TY_LIKELY(getattr == ty_attr_generic_get)) {
        r = ty_attr_generic_lookup(ctx, o, name, out);
    } else if (getattr == ty_attr_type_get) {
        r = ty_attr_type_lookup(ctx, o, name, out);
    } else {
        *out = getattr(ctx, o, name);
        r = *out ? 1 : -1;
    }
    return r < 0 && ty_error_swallow(ctx, &ty_AttributeError_type) ? 0 : r;
}

int ty_attr_set(ty_ctx *ctx, ty_value o, ty_value name, ty_value v)
{
    if (TY_UNLIKELY(!ty_is_exact_str(name)) && !(name = ty_attr_name(ctx, name)))
        return -1;
    return ty_type_of(o)->slots.setattr(ctx, o, name, v);
}

ty_value ty_attr_special(ty_ctx *ctx, ty_value o, ty_value name)
{
    const ty_type *t = ty_type_of(o);
    ty_value descr = ty_type_lookup(ctx, t, name);
    return descr ? ty_attr_bind(ctx, descr, o, TY_VALUE(t)) : TY_NULL;
}

ty_value ty_attr_dict(ty_ctx *ctx, ty_value o)
{
    return ty_instance_dict(ctx, o);
}

/* --- classes ------------------------------------------------------------------------------------------------------------ */

int ty_attr_type_lookup(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out)
{
    const ty_type *t = ty_type_ptr(o), *meta = ty_type_of(o);
    ty_value on_meta = ty_type_lookup(ctx, meta, name);
    ty_descr_get_fn get = NULL;
    if (on_meta) {
        const ty_slots *s = &ty_type_of(on_meta)->slots;
        get = s->descr_get;
        if (get && s->descr_set) {
            *out = get(ctx, on_meta, o, TY_VALUE(meta));
            return *out ? 1 : -1;
        }
    }
    ty_value v = ty_type_lookup(ctx, t, name);
    if (v) {
        *out = ty_attr_bind(ctx, v, TY_NULL, o);
        return *out ? 1 : -1;
    }
    if (TY_UNLIKELY(ty_error_pending(ctx)))
        return -1;
    if (!on_meta)
        return 0;
    *out = get ? get(ctx, on_meta, o, TY_VALUE(meta)) : on_meta;
    return *out ? 1 : -1;
}

ty_value ty_attr_type_get(ty_ctx *ctx, ty_value type, ty_value name)
{
    if (TY_UNLIKELY(!ty_is_exact_str(name)) && !(name = ty_attr_name(ctx, name)))
        return TY_NULL;
    ty_value v;
    int r = ty_attr_type_lookup(ctx, type, name, &v);
    if (TY_LIKELY(r > 0))
        return v;
    return r == 0 ? ty_error_attribute(ctx, type, name) : TY_NULL;
}

int ty_attr_type_set(ty_ctx *ctx, ty_value o, ty_value name, ty_value v)
{
    ty_type *t = ty_type_ptr(o);
    if (!(name = ty_attr_name(ctx, name)))
        return -1;
    if (!(t->flags & TY_TYPE_HEAP) || (t->flags & TY_TYPE_IMMUTABLE)) {
        ty_error_set(ctx, &ty_TypeError_type, "cannot set '%U' attribute of immutable type '%N'", name, t);
        return -1;
    }
    ty_value on_meta = ty_type_lookup(ctx, ty_type_of(o), name);
    if (on_meta) {
        ty_setitem_fn set = ty_type_of(on_meta)->slots.descr_set;
        if (set)
            return set(ctx, on_meta, o, v);
    } else if (ty_error_pending(ctx)) {
        return -1;
    }
    if (v) {
        if (ty_dict_set(ctx, t->dict, name, v) < 0)
            return -1;
    } else {
        int r = ty_dict_del(ctx, t->dict, name, NULL);
        if (r < 0)
            return -1;
        if (r == 0) {
            ty_error_attribute(ctx, o, name);
            return -1;
        }
    }
    return ty_type_modified(ctx, t, name);
}
