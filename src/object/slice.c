/* SPDX-License-Identifier: MIT */
/* slice: three values, and what they mean for a sequence of some length. */
#include <config.h>

#include "object/alloc.h"
#include "object/error.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/seq.h"
#include "object/str.h"
#include "object/tuple.h"

#define SLICE(v) ((ty_slice *)(v))

ty_value ty_slice_new(ty_ctx *ctx, ty_value start, ty_value stop, ty_value step)
{
    ty_slice *s = ty_alloc(ctx, &ty_slice_shape, sizeof *s);
    if (TY_UNLIKELY(!s))
        return TY_NULL;
    s->start = start;
    s->stop = stop;
    s->step = step;
    return TY_VALUE(s);
}

static int slice_part(ty_ctx *ctx, ty_value v, intptr_t *out)
{
    if (TY_LIKELY(ty_is_small(v))) {
        *out = ty_small_value(v);
        return 0;
    }
    if (!ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "slice indices must be integers or None or have an __index__ method");
        return -1;
    }
    return ty_op_index_size(ctx, v, NULL, out);
}

static intptr_t clip(intptr_t i, intptr_t n, intptr_t step)
{
    if (i < 0) {
        i += n;
        if (i < 0)
            i = step < 0 ? -1 : 0;
    } else if (i >= n) {
        i = step < 0 ? n - 1 : n;
    }
    return i;
}

int ty_slice_indices(ty_ctx *ctx, ty_value slice, size_t length, intptr_t *start, intptr_t *stop, intptr_t *step, size_t *count)
{
    const ty_slice *s = SLICE(slice);
    intptr_t n = (intptr_t)length, low, high, by = 1;
    if (s->step != TY_NONE) {
        if (slice_part(ctx, s->step, &by))
            return -1;
        if (by == 0) {
            ty_error_set(ctx, &ty_ValueError_type, "slice step cannot be zero");
            return -1;
        }
        if (by < -INTPTR_MAX)
            by = -INTPTR_MAX; /* so that -by exists */
    }
    low = by < 0 ? n - 1 : 0;
    high = by < 0 ? -1 : n;
    if (s->start != TY_NONE) {
        if (slice_part(ctx, s->start, &low))
            return -1;
        low = clip(low, n, by);
    }
    if (s->stop != TY_NONE) {
        if (slice_part(ctx, s->stop, &high))
            return -1;
        high = clip(high, n, by);
    }
    *start = low;
    *stop = high;
    *step = by;
    if (by > 0)
        *count = low < high ? (size_t)((high - low - 1) / by + 1) : 0;
    else
        *count = high < low ? (size_t)((low - high - 1) / -by + 1) : 0;
    return 0;
}

/* --- slice.indices(length), with ints of any size ------------------------------------------------------------------------- */

/* v clipped to [low, high] after length was added to a negative one. TY_NULL: error. */
static ty_value clip_int(ty_ctx *ctx, ty_value v, ty_value length, ty_value low, ty_value high)
{
    if (!ty_type_of(v)->slots.index)
        return ty_error_set(ctx, &ty_TypeError_type, "slice indices must be integers or None or have an __index__ method");
    if (!(v = ty_op_index(ctx, v)))
        return TY_NULL;
    if (ty_int_sign(v) < 0) {
        if (!(v = ty_int_add(ctx, v, length)))
            return TY_NULL;
        return ty_int_compare(v, low) < 0 ? low : v;
    }
    return ty_int_compare(v, high) > 0 ? high : v;
}

static ty_value slice_indices(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_slice *s = SLICE(args[0]);
    ty_value length = ty_op_index(ctx, args[1]), step = ty_small(1), start, stop;
    if (!length)
        return TY_NULL;
    if (ty_int_sign(length) < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "length should not be negative");
    if (s->step != TY_NONE) {
        if (!ty_type_of(s->step)->slots.index)
            return ty_error_set(ctx, &ty_TypeError_type, "slice indices must be integers or None or have an __index__ method");
        if (!(step = ty_op_index(ctx, s->step)))
            return TY_NULL;
        if (ty_int_sign(step) == 0)
            return ty_error_set(ctx, &ty_ValueError_type, "slice step cannot be zero");
    }
    bool down = ty_int_sign(step) < 0;
    ty_value low = ty_small(down ? -1 : 0), high = down ? ty_int_sub(ctx, length, ty_small(1)) : length;
    if (!high)
        return TY_NULL;
    start = s->start == TY_NONE ? (down ? high : low) : clip_int(ctx, s->start, length, low, high);
    if (!start)
        return TY_NULL;
    stop = s->stop == TY_NONE ? (down ? low : high) : clip_int(ctx, s->stop, length, low, high);
    return stop ? ty_tuple_pack(ctx, 3, start, stop, step) : TY_NULL;
}

/* --- type ------------------------------------------------------------------------------------------------------------------ */

static ty_value slice_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    if (ty_native_no_keywords(ctx, "slice", kwnames) || ty_native_check_count(ctx, "slice", nargs, 1, 3))
        return TY_NULL;
    if (nargs == 1)
        return ty_slice_new(ctx, TY_NONE, args[0], TY_NONE);
    return ty_slice_new(ctx, args[0], args[1], nargs > 2 ? args[2] : TY_NONE);
}

static ty_value slice_repr(ty_ctx *ctx, ty_value v)
{
    return ty_str_format(ctx, "slice(%R, %R, %R)", SLICE(v)->start, SLICE(v)->stop, SLICE(v)->step);
}

static ty_value as_tuple(ty_ctx *ctx, ty_value v)
{
    return ty_tuple_pack(ctx, 3, SLICE(v)->start, SLICE(v)->stop, SLICE(v)->step);
}

static intptr_t slice_hash(ty_ctx *ctx, ty_value v)
{
    ty_value t = as_tuple(ctx, v);
    return t ? ty_op_hash(ctx, t) : -1;
}

static ty_value slice_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_has_shape(a, &ty_slice_shape) || !ty_has_shape(b, &ty_slice_shape))
        return TY_NOT_IMPLEMENTED;
    if (a == b)
        return ty_bool(op == TY_EQ || op == TY_LE || op == TY_GE);
    ty_value x = as_tuple(ctx, a), y = x ? as_tuple(ctx, b) : TY_NULL;
    return y ? ty_op_compare(ctx, x, y, op) : TY_NULL;
}

static ty_value slice_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value t = as_tuple(ctx, args[0]);
    return t ? ty_tuple_pack(ctx, 2, TY_VALUE(&ty_slice_type), t) : TY_NULL;
}

static ty_value get_start(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return SLICE(v)->start;
}
static ty_value get_stop(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return SLICE(v)->stop;
}
static ty_value get_step(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return SLICE(v)->step;
}

#define OWNER &ty_slice_type
static const ty_native slice_methods[] = {
    TY_METHOD(indices, slice_indices, 1, 1, "object, /",
              "Return (start, stop, step) that the slice means for a sequence of the given length."),
    TY_METHOD(__reduce__, slice_reduce, 0, 0, "", "Return state information for pickling."),
    TY_NATIVE_END,
};
static const ty_getset slice_getsets[] = {
    TY_GETSET(start, get_start, NULL, NULL),
    TY_GETSET(stop, get_stop, NULL, NULL),
    TY_GETSET(step, get_step, NULL, NULL),
    TY_GETSET_END,
};

static const ty_layout ty_slice_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_slice), .slots_offset = offsetof(ty_slice, start), .slots_count = 3};
TY_BUILTIN_TYPE(slice, .name = "slice", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_slice),
                .doc = "What stands between the brackets of s[start:stop:step].\n\nslice(stop)\nslice(start, stop, step=None)",
                .methods = slice_methods, .getsets = slice_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = slice_repr, .hash = slice_hash, .new_ = slice_new,
                          .compare = slice_compare});
