/* SPDX-License-Identifier: MIT */
/* Attributes of classes: __name__, __bases__, __dict__ and the others that type itself defines. */
#include <config.h>

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

#define OWNER &ty_type_type

static bool writable(ty_ctx *ctx, ty_type *t, ty_value v, const char *name)
{
    if (!(t->flags & TY_TYPE_HEAP) || (t->flags & TY_TYPE_IMMUTABLE)) {
        ty_error_set(ctx, &ty_TypeError_type, "cannot set '%s' attribute of immutable type '%N'", name, t);
        return false;
    }
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "cannot delete '%s' attribute of immutable type '%N'", name, t);
        return false;
    }
    return true;
}

/* In the class's own namespace: 1, 0, -1. */
static int own(ty_ctx *ctx, ty_value self, ty_value name, ty_value *out)
{
    return ty_type_own(ctx, ty_type_ptr(self), name, out);
}

static int set_own(ty_ctx *ctx, ty_value self, ty_value name, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    return ty_dict_set(ctx, t->dict, name, v) < 0 ? -1 : ty_type_modified(ctx, t, name);
}

/* --- names --------------------------------------------------------------------------------------------------------------- */

static ty_value get_name(ty_ctx *ctx, ty_value self) { return ty_type_name_str(ctx, ty_type_ptr(self)); }

int ty_type_set_name(ty_ctx *ctx, ty_type *t, ty_value name)
{
    size_t n;
    ty_value hold = TY_NULL;
    const char *utf8 = ty_str_utf8(ctx, name, &n, &hold);
    if (!utf8)
        return -1;
    if (memchr(utf8, 0, n)) {
        ty_error_set(ctx, &ty_ValueError_type, "type name must not contain null characters");
        return -1;
    }
    ty_heap_store(ctx->heap, &t->ob, &t->ht_name, name);
    ty_heap_store(ctx->heap, &t->ob, &t->utf8_hold, hold);
    t->utf8_name = utf8;
    return 0;
}

static int set_name(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    if (!writable(ctx, t, v, "__name__"))
        return -1;
    if (!ty_is_str(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "can only assign string to %N.__name__, not '%T'", t, v);
        return -1;
    }
    return ty_type_set_name(ctx, t, v);
}

ty_value ty_type_qualname(ty_ctx *ctx, const ty_type *t)
{
    return t->flags & TY_TYPE_HEAP ? t->ht_qualname : ty_type_name_str(ctx, t);
}

static ty_value get_qualname(ty_ctx *ctx, ty_value self) { return ty_type_qualname(ctx, ty_type_ptr(self)); }

static int set_qualname(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    if (!writable(ctx, t, v, "__qualname__"))
        return -1;
    if (!ty_is_str(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "can only assign string to %N.__qualname__, not '%T'", t, v);
        return -1;
    }
    ty_heap_store(ctx->heap, &t->ob, &t->ht_qualname, v);
    return 0;
}

ty_value ty_type_module(ty_ctx *ctx, const ty_type *t)
{
    if (t->flags & TY_TYPE_HEAP) {
        ty_value v;
        int r = ty_type_own(ctx, t, TY_SYM(__module__), &v);
        if (r < 0)
            return TY_NULL;
        return r ? v : TY_SYM(builtins);
    }
    const char *dot = strrchr(t->name, '.');
    return dot ? ty_str_intern_utf8(ctx, t->name, (size_t)(dot - t->name)) : TY_SYM(builtins);
}

static ty_value get_module(ty_ctx *ctx, ty_value self)
{
    ty_type *t = ty_type_ptr(self);
    ty_value v;
    if (!(t->flags & TY_TYPE_HEAP))
        return ty_type_module(ctx, t);
    int r = own(ctx, self, TY_SYM(__module__), &v);
    if (r > 0)
        return v;
    return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "__module__");
}

static int set_module(ty_ctx *ctx, ty_value self, ty_value v)
{
    return writable(ctx, ty_type_ptr(self), v, "__module__") ? set_own(ctx, self, TY_SYM(__module__), v) : -1;
}

/* --- bases ------------------------------------------------------------------------------------------------------------------ */

static ty_value get_base(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    const ty_type *b = ty_type_ptr(self)->base;
    return b ? TY_VALUE(b) : TY_NONE;
}

static ty_value get_bases(ty_ctx *ctx, ty_value self) { return ty_type_bases(ctx, ty_type_ptr(self)); }
static ty_value get_mro(ty_ctx *ctx, ty_value self) { return ty_type_mro(ctx, ty_type_ptr(self)); }

/* Recomputes the MRO of t and of all classes below. */
static int update_below(ty_ctx *ctx, ty_type *t)
{
    if (ty_context_deep(ctx, " in __bases__ assignment") || ty_type_mro_set(ctx, t) < 0)
        return -1;
    ty_value subs = ty_type_subclass_list(ctx, t);
    for (size_t i = 0; subs && i < ty_list_length(subs); i++)
        if (update_below(ctx, ty_type_ptr(ty_list_at(subs, i))) < 0)
            return -1;
    return subs ? 0 : -1;
}

static int set_bases(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    if (!writable(ctx, t, v, "__bases__"))
        return -1;
    if (!ty_is_tuple(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "can only assign tuple to %N.__bases__, not %T", t, v);
        return -1;
    }
    size_t n = ty_tuple_length(v);
    if (n == 0) {
        ty_error_set(ctx, &ty_TypeError_type, "can only assign non-empty tuple to %N.__bases__, not ()", t);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        ty_value b = ty_tuple_at(v, i);
        if (!ty_is_type(b)) {
            ty_error_set(ctx, &ty_TypeError_type, "%N.__bases__ must be tuple of classes, not '%T'", t, b);
            return -1;
        }
        if (ty_type_is_subtype(ty_type_ptr(b), t)) {
            ty_error_set(ctx, &ty_TypeError_type, "a __bases__ item causes an inheritance cycle");
            return -1;
        }
    }
    const ty_type *base = ty_type_best_base(ctx, v);
    if (!base)
        return -1;
    if (ty_type_builtin_base(base) != ty_type_builtin_base(t->base) || base->member_slots != t->base->member_slots ||
        ((base->flags ^ t->base->flags) & TY_TYPE_DICT && !(t->flags & TY_TYPE_DICT))) {
        ty_error_set(ctx, &ty_TypeError_type, "__bases__ assignment: '%N' %s differs from '%N'", base,
                     (base->flags ^ t->base->flags) & TY_TYPE_HEAP ? "deallocator" : "object layout", t->base);
        return -1;
    }
    ty_value old_bases = t->bases;
    const ty_type *old_base = t->base;
    ty_heap_store(ctx->heap, &t->ob, &t->bases, v);
    ty_heap_store(ctx->heap, &t->ob, (ty_value *)(void *)&t->base, TY_VALUE(base));
    if (update_below(ctx, t) < 0) {
        ty_value error = ty_error_take(ctx);
        ty_heap_store(ctx->heap, &t->ob, &t->bases, old_bases);
        ty_heap_store(ctx->heap, &t->ob, (ty_value *)(void *)&t->base, TY_VALUE(old_base));
        if (update_below(ctx, t) < 0)
            ty_error_clear(ctx);
        ty_error_restore(ctx, error);
        return -1;
    }
    for (size_t i = 0; i < ty_tuple_length(old_bases); i++)
        ty_type_subclass_remove(ctx, ty_type_ptr(ty_tuple_at(old_bases, i)), t);
    for (size_t i = 0; i < n; i++)
        if (ty_type_subclass_add(ctx, ty_type_ptr(ty_tuple_at(v, i)), t) < 0)
            return -1;
    return ty_type_modified(ctx, t, TY_NULL);
}

/* --- the rest ---------------------------------------------------------------------------------------------------------------- */

static ty_value get_dict(ty_ctx *ctx, ty_value self)
{
    ty_value d = ty_type_dict(ctx, ty_type_ptr(self));
    return d ? ty_mappingproxy_new(ctx, d) : TY_NULL;
}

static ty_value get_doc(ty_ctx *ctx, ty_value self)
{
    ty_type *t = ty_type_ptr(self);
    if (!(t->flags & TY_TYPE_HEAP) && t->doc)
        return ty_str_from_cstr(ctx, t->doc);
    ty_value v;
    int r = own(ctx, self, TY_SYM(__doc__), &v);
    if (r <= 0)
        return r < 0 ? TY_NULL : TY_NONE;
    return t->flags & TY_TYPE_HEAP ? ty_attr_bind(ctx, v, TY_NULL, self) : TY_NONE;
}

static int set_doc(ty_ctx *ctx, ty_value self, ty_value v)
{
    return writable(ctx, ty_type_ptr(self), v, "__doc__") ? set_own(ctx, self, TY_SYM(__doc__), v) : -1;
}

static ty_value get_flags(ty_ctx *ctx, ty_value self)
{
    /* The bits that Python code looks at, at the reference's places. */
    static const struct { uint32_t ours; uint8_t bit; } bits[] = {
        {TY_TYPE_SEQUENCE, 5}, {TY_TYPE_MAPPING, 6}, {TY_TYPE_HEAP, 9}, {TY_TYPE_BASE, 10}, {TY_TYPE_METHOD, 17},
        {TY_TYPE_ABSTRACT, 20}, {TY_TYPE_MATCH_SELF, 22}, {TY_TYPE_INT, 24}, {TY_TYPE_LIST, 25}, {TY_TYPE_TUPLE, 26},
        {TY_TYPE_BYTES, 27}, {TY_TYPE_STR, 28}, {TY_TYPE_DICT_SUB, 29}, {TY_TYPE_EXCEPTION, 30}, {TY_TYPE_TYPE, 31},
    };
    uint32_t flags = ty_type_ptr(self)->flags;
    int64_t out = 1 << 12 | 1 << 14; /* ready, collected */
    for (size_t i = 0; i < TY_COUNTOF(bits); i++)
        if (flags & bits[i].ours)
            out |= (int64_t)1 << bits[i].bit;
    if (!(flags & TY_TYPE_HEAP) || (flags & TY_TYPE_IMMUTABLE))
        out |= 1 << 8;
    return ty_int_from_int64(ctx, out);
}

static ty_value get_basicsize(ty_ctx *ctx, ty_value self)
{
    const ty_type *t = ty_type_ptr(self);
    return ty_int_from_size(ctx, (intptr_t)(t->basicsize + sizeof(ty_value) * t->member_slots));
}

static ty_value get_itemsize(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_small(ty_type_ptr(self)->flags & TY_TYPE_VAR ? (intptr_t)sizeof(ty_value) : 0);
}

static ty_value get_dictoffset(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    const ty_type *t = ty_type_ptr(self);
    return ty_small(t->dict_offset ? (intptr_t)t->dict_offset : t->flags & TY_TYPE_DICT ? -1 : 0);
}

static ty_value get_weakrefoffset(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_small(ty_type_ptr(self)->flags & TY_TYPE_WEAKREF ? -1 : 0);
}

static ty_value get_abstract(ty_ctx *ctx, ty_value self)
{
    ty_type *t = ty_type_ptr(self);
    if ((t->flags & TY_TYPE_HEAP) && t->abstract)
        return t->abstract;
    return ty_error_set(ctx, &ty_AttributeError_type, "type object '%N' has no attribute '__abstractmethods__'", t);
}

static int set_abstract(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    if (!(t->flags & TY_TYPE_HEAP)) {
        writable(ctx, t, v, "__abstractmethods__");
        return -1;
    }
    int on = 0;
    if (v) {
        on = ty_op_truth(ctx, v);
        if (on < 0)
            return -1;
    } else if (!t->abstract) {
        get_abstract(ctx, self);
        return -1;
    }
    ty_heap_store(ctx->heap, &t->ob, &t->abstract, v);
    t->flags = on ? t->flags | TY_TYPE_ABSTRACT : t->flags & ~(uint32_t)TY_TYPE_ABSTRACT;
    return 0;
}

static ty_value get_annotations(ty_ctx *ctx, ty_value self)
{
    ty_type *t = ty_type_ptr(self);
    if (!(t->flags & TY_TYPE_HEAP))
        return ty_error_set(ctx, &ty_AttributeError_type, "type object '%N' has no attribute '__annotations__'", t);
    ty_value v;
    int r = own(ctx, self, TY_SYM(__annotations__), &v);
    if (r < 0)
        return TY_NULL;
    if (r)
        return ty_attr_bind(ctx, v, TY_NULL, self);
    v = ty_dict_new(ctx, 0);
    return v && set_own(ctx, self, TY_SYM(__annotations__), v) == 0 ? v : TY_NULL;
}

static int set_annotations(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_type *t = ty_type_ptr(self);
    if (!(t->flags & TY_TYPE_HEAP)) {
        ty_error_set(ctx, &ty_TypeError_type, "cannot set '__annotations__' attribute of immutable type '%N'", t);
        return -1;
    }
    if (v)
        return set_own(ctx, self, TY_SYM(__annotations__), v);
    int r = ty_dict_del(ctx, t->dict, TY_SYM(__annotations__), NULL);
    if (r == 0)
        ty_error_set(ctx, &ty_AttributeError_type, "__annotations__");
    return r > 0 ? ty_type_modified(ctx, t, TY_SYM(__annotations__)) : -1;
}

static ty_value get_type_params(ty_ctx *ctx, ty_value self)
{
    ty_value v;
    if (!(ty_type_ptr(self)->flags & TY_TYPE_HEAP))
        return ty_tuple_empty;
    int r = own(ctx, self, TY_SYM(__type_params__), &v);
    return r < 0 ? TY_NULL : r ? v : ty_tuple_empty;
}

static int set_type_params(ty_ctx *ctx, ty_value self, ty_value v)
{
    return writable(ctx, ty_type_ptr(self), v, "__type_params__") ? set_own(ctx, self, TY_SYM(__type_params__), v) : -1;
}

static ty_value get_text_signature(ty_ctx *ctx, ty_value self)
{
    (void)ctx, (void)self;
    return TY_NONE;
}

const ty_getset ty_type_getsets[] = {
    TY_GETSET(__name__, get_name, set_name, NULL),
    TY_GETSET(__qualname__, get_qualname, set_qualname, NULL),
    TY_GETSET(__module__, get_module, set_module, NULL),
    TY_GETSET(__base__, get_base, NULL, NULL),
    TY_GETSET(__bases__, get_bases, set_bases, NULL),
    TY_GETSET(__mro__, get_mro, NULL, NULL),
    TY_GETSET(__dict__, get_dict, NULL, NULL),
    TY_GETSET(__doc__, get_doc, set_doc, NULL),
    TY_GETSET(__flags__, get_flags, NULL, NULL),
    TY_GETSET(__basicsize__, get_basicsize, NULL, NULL),
    TY_GETSET(__itemsize__, get_itemsize, NULL, NULL),
    TY_GETSET(__dictoffset__, get_dictoffset, NULL, NULL),
    TY_GETSET(__weakrefoffset__, get_weakrefoffset, NULL, NULL),
    TY_GETSET(__abstractmethods__, get_abstract, set_abstract, NULL),
    TY_GETSET(__annotations__, get_annotations, set_annotations, NULL),
    TY_GETSET(__type_params__, get_type_params, set_type_params, NULL),
    TY_GETSET(__text_signature__, get_text_signature, NULL, NULL),
    TY_GETSET_END,
};
