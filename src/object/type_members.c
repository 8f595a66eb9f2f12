/* SPDX-License-Identifier: MIT */
/*
 * __slots__: reading the declaration, and the member descriptors. A member is one of the first slots of an instance; its
 * offset is the same in instances of subclasses, since what they add comes behind.
 */
#include <config.h>

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

/* __x in class _C is _C__x. */
static ty_value mangle(ty_ctx *ctx, ty_value class_name, ty_value name)
{
    const ty_str *s = ty_str_ptr(name), *c = ty_str_ptr(class_name);
    if (s->length < 3 || ty_str_at(s, 0) != '_' || ty_str_at(s, 1) != '_' ||
        (ty_str_at(s, s->length - 1) == '_' && ty_str_at(s, s->length - 2) == '_'))
        return name;
    size_t from = 0;
    while (from < c->length && ty_str_at(c, from) == '_')
        from++;
    if (from == c->length)
        return name;
    ty_value stem = ty_str_substring(ctx, class_name, from, c->length);
    return stem ? ty_str_format(ctx, "_%U%U", stem, name) : TY_NULL;
}

int ty_type_members_read(ty_ctx *ctx, ty_type_members *m, ty_value class_name, ty_value ns, const ty_type *base)
{
    ty_value slots;
    memset(m, 0, sizeof *m);
    int r = ty_dict_get_str(ctx, ns, TY_SYM(__slots__), &slots);
    if (r <= 0)
        return r;
    m->declared = true;
    ty_value items = ty_is_str(slots) ? ty_tuple_pack(ctx, 1, slots) : ty_op_tuple(ctx, slots);
    ty_value names = items ? ty_list_new(ctx, ty_tuple_length(items)) : TY_NULL;
    if (!names)
        return -1;
    size_t n = ty_tuple_length(items);
    if (n && (base->flags & (TY_TYPE_VAR | TY_TYPE_TYPE | TY_TYPE_INT | TY_TYPE_BYTES))) { /* as in the reference */
        ty_error_set(ctx, &ty_TypeError_type, "nonempty __slots__ not supported for subtype of '%N'", base);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        ty_value name = ty_tuple_at(items, i), there;
        if (!ty_is_str(name)) {
            ty_error_set(ctx, &ty_TypeError_type, "__slots__ items must be strings, not '%T'", name);
            return -1;
        }
        name = ty_attr_name(ctx, name);
        if (!name)
            return -1;
        if (!ty_str_is_identifier(name)) {
            ty_error_set(ctx, &ty_TypeError_type, "__slots__ must be identifiers");
            return -1;
        }
        if (name == TY_SYM(__dict__)) {
            if (m->dict || (base->flags & TY_TYPE_DICT)) {
                ty_error_set(ctx, &ty_TypeError_type, "__dict__ slot disallowed: we already got one");
                return -1;
            }
            m->dict = true;
            continue;
        }
        if (name == TY_SYM(__weakref__)) {
            if (m->weakref || (base->flags & TY_TYPE_WEAKREF)) {
                ty_error_set(ctx, &ty_TypeError_type, "__weakref__ slot disallowed: we already got one");
                return -1;
            }
            m->weakref = true;
            continue;
        }
        name = mangle(ctx, class_name, name);
        if (!name || !(name = ty_str_intern(ctx, name)))
            return -1;
        r = ty_dict_get_str(ctx, ns, name, &there);
        if (r < 0)
            return -1;
        if (r && name != TY_SYM(__qualname__) && name != TY_SYM(__classcell__)) {
            ty_error_set(ctx, &ty_ValueError_type, "%R in __slots__ conflicts with class variable", name);
            return -1;
        }
        if (ty_list_append(ctx, names, name) < 0)
            return -1;
    }
    if (ty_list_length(names) > UINT16_MAX / 2) {
        ty_error_set(ctx, &ty_TypeError_type, "too many __slots__");
        return -1;
    }
    if (ty_list_sort(ctx, names, TY_NULL, false) < 0)
        return -1;
    m->names = ty_list_to_tuple(ctx, names);
    return m->names ? 0 : -1;
}

int ty_type_members_add(ty_ctx *ctx, ty_type *t, const ty_type_members *m)
{
    if (!m->names)
        return 0;
    size_t extra = TY_ALIGN_UP(t->basicsize, sizeof(ty_value)), first = t->base->flags & TY_TYPE_HEAP ? t->base->member_slots : 0;
    for (size_t i = 0; i < ty_tuple_length(m->names); i++) {
        ty_member *d = (ty_member *)ty_instance_new(ctx, &ty_member_descriptor_type);
        if (!d)
            return -1;
        d->name = ty_tuple_at(m->names, i);
        d->owner = TY_VALUE(t);
        d->offset = extra + sizeof(ty_value) * (1 + first + i);
        if (ty_dict_set(ctx, t->dict, d->name, TY_VALUE(d)) < 0)
            return -1;
    }
    return 0;
}

/* --- member_descriptor ------------------------------------------------------------------------------------------------------ */

static ty_value *member_slot(const ty_member *m, ty_value obj)
{
    return (ty_value *)(void *)((char *)obj + m->offset);
}

static bool fits(ty_ctx *ctx, const ty_member *m, ty_value obj)
{
    if (ty_is_instance(obj, ty_type_ptr(m->owner)))
        return true;
    ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", m->name,
                 ty_type_ptr(m->owner), obj);
    return false;
}

static ty_value member_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    ty_member *m = (ty_member *)descr;
    if (!obj)
        return descr;
    if (!fits(ctx, m, obj))
        return TY_NULL;
    ty_value v = *member_slot(m, obj);
    return v != TY_UNBOUND ? v : ty_error_attribute(ctx, obj, m->name);
}

static int member_set(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value v)
{
    ty_member *m = (ty_member *)descr;
    if (!fits(ctx, m, obj))
        return -1;
    ty_value *slot = member_slot(m, obj);
    if (!v && *slot == TY_UNBOUND) {
        ty_error_attribute(ctx, obj, m->name);
        return -1;
    }
    ty_heap_store(ctx->heap, ty_object_of(obj), slot, v ? v : TY_UNBOUND);
    return 0;
}

static ty_value member_repr(ty_ctx *ctx, ty_value self)
{
    ty_member *m = (ty_member *)self;
    return ty_str_format(ctx, "<member '%U' of '%N' objects>", m->name, ty_type_ptr(m->owner));
}

#define OWNER &ty_member_descriptor_type
static ty_value member_name(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_member *)self)->name; }
static ty_value member_owner(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_member *)self)->owner; }
static ty_value member_doc(ty_ctx *ctx, ty_value self) { (void)ctx, (void)self; return TY_NONE; }
static ty_value member_qualname(ty_ctx *ctx, ty_value self)
{
    ty_member *m = (ty_member *)self;
    ty_value q = ty_type_qualname(ctx, ty_type_ptr(m->owner));
    return q ? ty_str_format(ctx, "%U.%U", q, m->name) : TY_NULL;
}
static ty_value member_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_member *m = (ty_member *)args[0];
    ty_value getattr;
    int r = ty_attr_builtin(ctx, TY_SYM(getattr), &getattr);
    if (r <= 0)
        return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "getattr");
    ty_value pair = ty_tuple_pack(ctx, 2, m->owner, m->name);
    return pair ? ty_tuple_pack(ctx, 2, getattr, pair) : TY_NULL;
}
static const ty_getset member_getsets[] = {
    TY_GETSET(__name__, member_name, NULL, NULL), TY_GETSET(__qualname__, member_qualname, NULL, NULL),
    TY_GETSET(__objclass__, member_owner, NULL, NULL), TY_GETSET(__doc__, member_doc, NULL, NULL), TY_GETSET_END,
};
static const ty_native member_methods[] = {TY_METHOD(__reduce__, member_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_layout ty_member_descriptor_layout = {.fixed_size = sizeof(ty_member), .slots_offset = offsetof(ty_member, name),
                                                      .slots_count = 2};
TY_BUILTIN_TYPE(member_descriptor, .name = "member_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW | TY_TYPE_DATA_DESCR, .basicsize = sizeof(ty_member),
                .getsets = member_getsets, .methods = member_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = member_repr, .descr_get = member_get, .descr_set = member_set});
