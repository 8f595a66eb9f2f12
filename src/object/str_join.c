/* SPDX-License-Identifier: MIT */
/* Joining: the sizes are summed first, so that the result is allocated once. */
#include <config.h>

#include "object/list.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"

ty_value ty_str_join(ty_ctx *ctx, ty_value vsep, const ty_value *items, size_t n)
{
    if (n == 0)
        return ty_str_empty;
    if (n == 1 && ty_is_exact_str(items[0]))
        return items[0];
    const ty_str *sep = ty_str_ptr(vsep);
    size_t total = 0, gap = n > 1 ? sep->length : 0;
    uint32_t max = gap ? ty_str_bound(sep) : 0;
    for (size_t i = 0; i < n; i++) {
        if (TY_UNLIKELY(!ty_is_str(items[i])))
            return ty_error_set(ctx, &ty_TypeError_type, "sequence item %zu: expected str instance, %T found", i, items[i]);
        const ty_str *s = ty_str_ptr(items[i]);
        uint32_t bound = ty_str_bound(s);
        if (bound > max)
            max = bound;
        if (ty_add_overflow(total, s->length, &total) || (i && ty_add_overflow(total, gap, &total)) ||
            total > (size_t)PTRDIFF_MAX)
            return ty_error_set(ctx, &ty_OverflowError_type, "join() result is too long for a Python string");
    }
    ty_str *r = ty_str_new(ctx, total, max);
    if (!r)
        return TY_NULL;
    size_t kind = r->kind;
    unsigned char *at = r->data;
    for (size_t i = 0; i < n; i++) {
        const ty_str *s = ty_str_ptr(items[i]);
        if (gap && i) {
            if (gap == 1 && kind == 1)
                *at = sep->data[0];
            else
                ty_str_copy_chars((int)kind, at, sep->kind, sep->data, gap);
            at += gap * kind;
        }
        if (s->kind == kind)
            memcpy(at, s->data, s->length * kind);
        else
            ty_str_copy_chars((int)kind, at, s->kind, s->data, s->length);
        at += s->length * kind;
    }
    return TY_VALUE(r);
}

TY_STR_METHOD(join)
{
    (void)nargs, (void)kwnames;
    ty_value items = args[1];
    if (!ty_is_exact_list(items) && !ty_is_exact_tuple(items)) {
        if (!ty_type_of(items)->slots.iter && !ty_type_of(items)->slots.getitem)
            return ty_error_set(ctx, &ty_TypeError_type, "can only join an iterable");
        items = ty_op_list(ctx, items);
        if (!items)
            return TY_NULL;
    }
    if (ty_is_tuple(items))
        return ty_str_join(ctx, args[0], ty_tuple_items(items), ty_tuple_length(items));
    size_t n = ty_list_length(items);
    return ty_str_join(ctx, args[0], n ? ty_list_ptr(items)->array->items : NULL, n);
}
