/* SPDX-License-Identifier: MIT */
/* Method resolution order: C3 (Barrett et al., A Monotonic Superclass Linearization for Dylan, 1996), metaclasses' mro(). */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

#define BASES_MAX 500

static bool in_tail(ty_value seq, size_t from, ty_value v)
{
    for (size_t i = from + 1; i < ty_tuple_length(seq); i++)
        if (ty_tuple_at(seq, i) == v)
            return true;
    return false;
}

static TY_COLD int no_order(ty_ctx *ctx, ty_value seqs, const size_t *at, size_t n)
{
    ty_value names = ty_list_new(ctx, n);
    for (size_t i = 0; names && i < n; i++) {
        ty_value seq = ty_list_at(seqs, i);
        if (at[i] >= ty_tuple_length(seq))
            continue;
        ty_value name = ty_type_name_str(ctx, ty_type_ptr(ty_tuple_at(seq, at[i])));
        int r = name ? ty_op_contains(ctx, names, name) : -1;
        if (r < 0 || (!r && ty_list_append(ctx, names, name) < 0))
            return -1;
    }
    if (!names)
        return -1;
    ty_value sep = ty_str_from_cstr(ctx, ", ");
    ty_value joined = sep ? ty_str_join(ctx, sep, names && ty_list_length(names) ? ty_list_ptr(names)->array->items : NULL,
                                        ty_list_length(names)) : TY_NULL;
    if (joined)
        ty_error_set(ctx, &ty_TypeError_type, "Cannot create a consistent method resolution order (MRO) for bases %U", joined);
    return -1;
}

int ty_type_mro_compute(ty_ctx *ctx, ty_type *t, ty_value *mro)
{
    ty_value bases = t->bases;
    size_t n = ty_tuple_length(bases);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (ty_tuple_at(bases, i) == ty_tuple_at(bases, k)) {
                ty_value name = ty_type_name_str(ctx, ty_type_ptr(ty_tuple_at(bases, i)));
                if (name)
                    ty_error_set(ctx, &ty_TypeError_type, "duplicate base class %U", name);
                return -1;
            }
    ty_value out = ty_list_new(ctx, 8), seqs = out ? ty_list_new(ctx, n + 1) : TY_NULL;
    if (!seqs || ty_list_append(ctx, out, TY_VALUE(t)) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        ty_value m = ty_type_mro(ctx, ty_type_ptr(ty_tuple_at(bases, i)));
        if (!m || ty_list_append(ctx, seqs, m) < 0)
            return -1;
    }
    if (ty_list_append(ctx, seqs, bases) < 0)
        return -1;
    n++;
    size_t at[BASES_MAX + 1] = {0}; /* how much of each sequence is merged */
    if (n > BASES_MAX + 1) {
        ty_error_set(ctx, &ty_TypeError_type, "too many bases");
        return -1;
    }
    for (;;) {
        ty_value next = TY_NULL;
        bool left = false;
        for (size_t i = 0; i < n && !next; i++) {
            ty_value seq = ty_list_at(seqs, i);
            size_t p = at[i];
            if (p >= ty_tuple_length(seq))
                continue;
            left = true;
            next = ty_tuple_at(seq, p);
            for (size_t k = 0; k < n; k++)
                if (in_tail(ty_list_at(seqs, k), at[k], next)) {
                    next = TY_NULL;
                    break;
                }
        }
        if (!left)
            break;
        if (!next)
            return no_order(ctx, seqs, at, n);
        if (ty_list_append(ctx, out, next) < 0)
            return -1;
        for (size_t i = 0; i < n; i++) {
            ty_value seq = ty_list_at(seqs, i);
            size_t p = at[i];
            if (p < ty_tuple_length(seq) && ty_tuple_at(seq, p) == next)
                at[i] = p + 1;
        }
    }
    *mro = ty_list_to_tuple(ctx, out);
    return *mro ? 0 : -1;
}

/* The solid base of the class and of what its metaclass says must agree. */
static int check_custom(ty_ctx *ctx, ty_type *t, ty_value mro)
{
    for (size_t i = 0; i < ty_tuple_length(mro); i++) {
        ty_value b = ty_tuple_at(mro, i);
        if (!ty_is_type(b)) {
            ty_error_set(ctx, &ty_TypeError_type, "mro() returned a non-class ('%T')", b);
            return -1;
        }
        if (!ty_type_is_subtype(ty_type_builtin_base(t->base), ty_type_builtin_base(ty_type_ptr(b)))) {
            ty_error_set(ctx, &ty_TypeError_type, "mro() returned base with unsuitable layout ('%N')", ty_type_ptr(b));
            return -1;
        }
    }
    return 0;
}

int ty_type_mro_set(ty_ctx *ctx, ty_type *t)
{
    const ty_type *meta = ty_type_of(TY_VALUE(t));
    ty_value mro = TY_NULL;
    if (meta != &ty_type_type) {
        ty_value f = ty_type_lookup(ctx, meta, TY_SYM(mro));
        if (f && !(ty_has_shape(f, &ty_method_descriptor_shape) && ((const ty_native *)f)->owner == &ty_type_type)) {
            ty_value arg = TY_VALUE(t);
            bool found;
            ty_value r = ty_call_special(ctx, TY_SYM(mro), &arg, 1, &found);
            mro = r ? ty_op_tuple(ctx, r) : TY_NULL;
            if (!mro || check_custom(ctx, t, mro) < 0)
                return -1;
        }
    }
    if (!mro && ty_type_mro_compute(ctx, t, &mro) < 0)
        return -1;
    ty_heap_store(ctx->heap, &t->ob, &t->mro, mro);
    return 0;
}
