/* SPDX-License-Identifier: MIT */
/*
 * The namespace of a builtin type, built when an interpreter first looks into it: the rows of its tables are the objects
 * themselves; the dunders of slots that differ from the base's become slot wrappers.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/type_impl.h"

typedef void (*any_fn)(void);

static any_fn slot_at(const ty_type *t, size_t offset)
{
    any_fn fn;
    memcpy(&fn, (const char *)&t->slots + offset, sizeof fn);
    return fn;
}

static int add_slots(ty_ctx *ctx, const ty_type *t, ty_value dict)
{
    ty_value there;
    for (size_t i = 0; i < ty_slot_rows_count; i++) {
        const ty_slot_row *row = &ty_slot_rows[i];
        any_fn fn = slot_at(t, row->offset);
        if (!fn || !row->doc[0] || (t->base && slot_at(t->base, row->offset) == fn))
            continue;
        int r = ty_dict_get_str(ctx, dict, row->name, &there);
        if (r < 0)
            return -1;
        if (r)
            continue;
        ty_value w = ty_slot_wrapper_new(ctx, row, t);
        if (!w || ty_dict_set(ctx, dict, row->name, w) < 0)
            return -1;
    }
    if (!t->slots.hash && t->base) {
        if (ty_dict_set(ctx, dict, TY_SYM(__hash__), TY_NONE) < 0)
            return -1;
    }
    if (t->slots.new_ && (!t->base || t->base->slots.new_ != t->slots.new_)) {
        ty_value w = ty_new_wrapper_new(ctx, t);
        if (!w || ty_dict_set(ctx, dict, TY_SYM(__new__), w) < 0)
            return -1;
    }
    return 0;
}

static int add_rows(ty_ctx *ctx, const ty_type *t, ty_value dict)
{
    /* Tables may be shared by several types: a row shows in its owner only. */
    for (const ty_native *n = t->methods; n && n->name; n++) {
        if (n->owner != t)
            continue;
        ty_value v = n->flags & TY_STATICMETHOD ? ty_descr_wrap(ctx, &ty_staticmethod_type, TY_VALUE(n)) : TY_VALUE(n);
        if (!v || ty_dict_set(ctx, dict, n->name, v) < 0)
            return -1;
    }
    for (const ty_getset *g = t->getsets; g && g->name; g++)
        if (g->owner == t && ty_dict_set(ctx, dict, g->name, TY_VALUE(g)) < 0)
            return -1;
    return 0;
}

static int add_doc(ty_ctx *ctx, const ty_type *t, ty_value dict)
{
    ty_value there, doc = TY_NONE;
    int r = ty_dict_get_str(ctx, dict, TY_SYM(__doc__), &there);
    if (r)
        return r < 0 ? -1 : 0;
    if (t->doc && !(doc = ty_str_from_cstr(ctx, t->doc)))
        return -1;
    return ty_dict_set(ctx, dict, TY_SYM(__doc__), doc);
}

ty_value ty_type_dict_build(ty_ctx *ctx, const ty_type *t)
{
    ty_value dict = ty_dict_new(ctx, 16);
    if (!dict || ty_type_entry_put(ctx, t, TY_TYPE_ENTRY_DICT, dict) < 0)
        return TY_NULL;
    if (add_rows(ctx, t, dict) < 0 || add_slots(ctx, t, dict) < 0 || (t->ready && t->ready(ctx, t, dict) < 0) ||
        add_doc(ctx, t, dict) < 0) {
        /* Half a namespace would stay for ever: forget it. */
        ty_value error = ty_error_take(ctx);
        if (ty_type_entry_put(ctx, t, TY_TYPE_ENTRY_DICT, TY_NULL) < 0)
            ty_error_clear(ctx);
        ty_error_restore(ctx, error);
        return TY_NULL;
    }
    return dict;
}
