/* SPDX-License-Identifier: MIT */
/*
 * Filling the slots of a Python class from what its dunders are along the MRO.
 *
 * For each slot: if every dunder found for it is the wrapper of that very slot of builtin types, and they agree, the
 * builtin function itself is taken; as soon as one is something else, the slot function that looks the dunder up.
 */
#include <config.h>

#include "object/attr.h"
#include "object/error.h"
#include "object/function.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/type_impl.h"
#include "platform/assert.h"

typedef void (*any_fn)(void);

static any_fn read_slot(const ty_type *t, size_t offset)
{
    any_fn fn;
    memcpy(&fn, (const char *)&t->slots + offset, sizeof fn);
    return fn;
}

static void write_slot(ty_type *t, size_t offset, any_fn fn)
{
    memcpy((char *)&t->slots + offset, &fn, sizeof fn);
}


static int fill_group(ty_ctx *ctx, ty_type *t, size_t first, size_t last)
{
    size_t offset = ty_slot_rows[first].offset;
    any_fn specific = NULL, generic = NULL;
    bool use_generic = false;
    for (size_t i = first; i < last; i++) {
        const ty_slot_row *row = &ty_slot_rows[i];
        ty_value descr = TY_NULL;
        int r = ty_type_find(ctx, t, row->name, &descr, NULL);
        if (r < 0)
            return -1;
        if (r == 0)
            continue;
        if (ty_has_shape(descr, &ty_wrapper_descriptor_shape)) {
            ty_slot_wrapper *w = (ty_slot_wrapper *)descr;
            /* A wrapper of another slot of that name (list's concat for __add__) is no matter of this one; and one that
             * belongs to a type elsewhere would not accept our instances. */
            if (w->row->offset == offset && w->row->name == row->name && ty_type_is_subtype(t, ty_type_ptr(w->owner))) {
                any_fn fn = read_slot(ty_type_ptr(w->owner), offset);
                if (specific && specific != fn)
                    use_generic = true;
                specific = fn;
                generic = row->generic;
                continue;
            }
            if (w->row->name == row->name && w->row->offset != offset)
                continue;
        }
        if (row->name == TY_SYM(__hash__) && ty_is_none(descr))
            continue; /* unhashable: the slot stays empty */
        if (row->generic) {
            generic = row->generic;
            use_generic = true;
        }
    }
    write_slot(t, offset, use_generic ? generic : specific);
    return 0;
}

static int fill_new(ty_ctx *ctx, ty_type *t)
{
    ty_value descr = TY_NULL;
    int r = ty_type_find(ctx, t, TY_SYM(__new__), &descr, NULL);
    if (r < 0)
        return -1;
    if (r == 0)
        t->slots.new_ = ty_type_builtin_base(t)->slots.new_;
    else if (ty_has_shape(descr, &ty_new_wrapper_shape))
        t->slots.new_ = ty_type_ptr(((ty_new_wrapper *)descr)->owner)->slots.new_;
    else
        t->slots.new_ = ty_slot_new;
    return 0;
}

/* Where only __getattr__ is defined in Python, attribute access stays the generic one for what is there. */
static int fill_getattr(ty_ctx *ctx, ty_type *t)
{
    if (t->slots.getattr != ty_slot_getattr)
        return 0;
    ty_value descr = TY_NULL;
    int r = ty_type_find(ctx, t, TY_SYM(__getattribute__), &descr, NULL);
    if (r < 0)
        return -1;
    if (r && ty_has_shape(descr, &ty_wrapper_descriptor_shape) &&
        ty_type_ptr(((ty_slot_wrapper *)descr)->owner)->slots.getattr == ty_attr_generic_get)
        t->slots.getattr = ty_slot_getattr_hook;
    return 0;
}

static void set_flag(ty_type *t, uint32_t flag, bool on)
{
    t->flags = on ? t->flags | flag : t->flags & ~flag;
}

static void derive_flags(ty_type *t)
{
    const ty_slots *s = &t->slots;
    set_flag(t, TY_TYPE_DATA_DESCR, s->descr_set != NULL);
    set_flag(t, TY_TYPE_GETATTR_HOOK, s->getattr == ty_slot_getattr_hook);
    set_flag(t, TY_TYPE_GETATTR, s->getattr != ty_attr_generic_get && s->getattr != ty_slot_getattr_hook);
    set_flag(t, TY_TYPE_FINALIZER, s->del != NULL);
}

int ty_type_slots_fill(ty_ctx *ctx, ty_type *t, ty_value name)
{
    TY_ASSERT(t->flags & TY_TYPE_HEAP);
    for (size_t first = 0, last; first < ty_slot_rows_count; first = last) {
        bool concerned = !name;
        for (last = first; last < ty_slot_rows_count && ty_slot_rows[last].offset == ty_slot_rows[first].offset; last++)
            concerned |= ty_slot_rows[last].name == name;
        if (concerned && fill_group(ctx, t, first, last) < 0)
            return -1;
    }
    if ((!name || name == TY_SYM(__new__)) && fill_new(ctx, t) < 0)
        return -1;
    if (fill_getattr(ctx, t) < 0)
        return -1;
    if (!name) {
        if (!t->slots.getattr)
            t->slots.getattr = ty_attr_generic_get;
        if (!t->slots.setattr)
            t->slots.setattr = ty_attr_generic_set;
    }
    derive_flags(t);
    return 0;
}
