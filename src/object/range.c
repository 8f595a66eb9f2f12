/* SPDX-License-Identifier: MIT */
/*
 * range. The four ints never change. When all of them are immediate, iteration and item access work on machine words:
 * then start + i * step fits a word for every i in range, though maybe no immediate one step behind the end.
 */
#include <config.h>

#include "object/alloc.h"
#include "object/equal.h"
#include "object/error.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/seq.h"
#include "object/tuple.h"

#define RANGE(v) ((ty_range *)(v))

static bool is_small_range(const ty_range *r)
{
    return ty_is_small(r->start) && ty_is_small(r->stop) && ty_is_small(r->step) && ty_is_small(r->length);
}

/* --- making ----------------------------------------------------------------------------------------------------------- */

static ty_value small_length(ty_ctx *ctx, intptr_t start, intptr_t stop, intptr_t step)
{
    uintptr_t n;
    if (step > 0)
        n = start < stop ? ((uintptr_t)stop - (uintptr_t)start - 1) / (uintptr_t)step + 1 : 0;
    else
        n = stop < start ? ((uintptr_t)start - (uintptr_t)stop - 1) / (0 - (uintptr_t)step) + 1 : 0;
    return n <= (uintptr_t)TY_INT_MAX ? ty_small((intptr_t)n) : ty_int_from_uint64(ctx, n);
}

static ty_value big_length(ty_ctx *ctx, ty_value start, ty_value stop, ty_value step)
{
    ty_value low = start, high = stop, n;
    if (ty_int_sign(step) < 0) {
        low = stop;
        high = start;
        if (!(step = ty_int_neg(ctx, step)))
            return TY_NULL;
    }
    if (ty_int_compare(low, high) >= 0)
        return ty_small(0);
    if (!(n = ty_int_sub(ctx, high, low)) || !(n = ty_int_sub(ctx, n, ty_small(1))) || !(n = ty_int_floordiv(ctx, n, step)))
        return TY_NULL;
    return ty_int_add(ctx, n, ty_small(1));
}

ty_value ty_range_new(ty_ctx *ctx, ty_value start, ty_value stop, ty_value step)
{
    ty_value length;
    if (step == ty_small(0))
        return ty_error_set(ctx, &ty_ValueError_type, "range() arg 3 must not be zero");
    if (TY_LIKELY(ty_is_small(start) && ty_is_small(stop) && ty_is_small(step)))
        length = small_length(ctx, ty_small_value(start), ty_small_value(stop), ty_small_value(step));
    else
        length = big_length(ctx, start, stop, step);
    if (!length)
        return TY_NULL;
    ty_range *r = ty_alloc(ctx, &ty_range_shape, sizeof *r);
    if (!r)
        return TY_NULL;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    return TY_VALUE(r);
}

static ty_value range_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    ty_value v[3] = {ty_small(0), TY_NULL, ty_small(1)};
    if (ty_native_no_keywords(ctx, "range", kwnames) || ty_native_check_count(ctx, "range", nargs, 1, 3))
        return TY_NULL;
    for (size_t i = 0; i < nargs; i++) {
        ty_value n = args[i];
        if (!ty_is_small(n) && !(n = ty_op_index(ctx, n)))
            return TY_NULL;
        if (ty_is_bool(n))
            n = ty_small(n == TY_TRUE);
        v[nargs == 1 ? 1 : i] = n;
    }
    return ty_range_new(ctx, v[0], v[1], v[2]);
}

/* --- items ------------------------------------------------------------------------------------------------------------- */

/* start + i * step */
static ty_value item_at(ty_ctx *ctx, const ty_range *r, ty_value i)
{
    ty_value v = ty_int_mul(ctx, i, r->step);
    return v ? ty_int_add(ctx, r->start, v) : TY_NULL;
}

static ty_value range_getslice(ty_ctx *ctx, ty_value v, ty_value slice)
{
    const ty_range *r = RANGE(v);
    const ty_native *indices = ty_slice_type.methods; /* its first row */
    ty_value args[2] = {slice, r->length}, parts = indices->fn(ctx, args, 2, TY_NULL), start, stop, step;
    if (!parts)
        return TY_NULL;
    if (!(step = ty_int_mul(ctx, r->step, ty_tuple_at(parts, 2))) || !(start = item_at(ctx, r, ty_tuple_at(parts, 0))) ||
        !(stop = item_at(ctx, r, ty_tuple_at(parts, 1))))
        return TY_NULL;
    return ty_range_new(ctx, start, stop, step);
}

static ty_value range_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    const ty_range *r = RANGE(v);
    if (ty_has_shape(k, &ty_slice_shape))
        return range_getslice(ctx, v, k);
    if (!ty_is_small(k)) {
        if (!ty_type_of(k)->slots.index)
            return ty_error_set(ctx, &ty_TypeError_type, "range indices must be integers or slices, not %T", k);
        if (!(k = ty_op_index(ctx, k)))
            return TY_NULL;
    }
    if (TY_LIKELY(ty_is_small(k) && is_small_range(r))) {
        intptr_t i = ty_small_value(k), n = ty_small_value(r->length);
        if (i < 0)
            i += n;
        if (i >= 0 && i < n)
            return ty_small(ty_small_value(r->start) + i * ty_small_value(r->step));
    } else {
        if (ty_int_sign(k) < 0 && !(k = ty_int_add(ctx, k, r->length)))
            return TY_NULL;
        if (ty_int_sign(k) >= 0 && ty_int_compare(k, r->length) < 0)
            return item_at(ctx, r, k);
    }
    return ty_error_set(ctx, &ty_IndexError_type, "range object index out of range");
}

static intptr_t range_len(ty_ctx *ctx, ty_value v)
{
    intptr_t n;
    if (ty_is_small(RANGE(v)->length))
        return ty_small_value(RANGE(v)->length);
    int64_t wide;
    if (ty_int_fits_int64(RANGE(v)->length, &wide) && wide <= INTPTR_MAX) {
        n = (intptr_t)wide;
        return n;
    }
    ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C ssize_t");
    return -1;
}

static int range_bool(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return RANGE(v)->length != ty_small(0);
}

/* The place of the int `v`, or TY_STOP: not there. TY_NULL: error */
static ty_value place_of(ty_ctx *ctx, const ty_range *r, ty_value v)
{
    if (TY_LIKELY(ty_is_small(v) && is_small_range(r))) {
        intptr_t i = ty_small_value(v), start = ty_small_value(r->start), step = ty_small_value(r->step);
        intptr_t away = i - start; /* of two immediates: no overflow */
        if (ty_small_value(r->length) == 0 || away % step)
            return TY_STOP;
        intptr_t n = away / step;
        return n >= 0 && n < ty_small_value(r->length) ? ty_small(n) : TY_STOP;
    }
    ty_value away = ty_int_sub(ctx, v, r->start), rest, n;
    if (!away || !(rest = ty_int_mod(ctx, away, r->step)))
        return TY_NULL;
    if (rest != ty_small(0))
        return TY_STOP;
    if (!(n = ty_int_floordiv(ctx, away, r->step)))
        return TY_NULL;
    return ty_int_sign(n) >= 0 && ty_int_compare(n, r->length) < 0 ? n : TY_STOP;
}

static bool is_plain_int(ty_value v)
{
    return ty_is_exact_int(v) || ty_is_bool(v);
}

/* Compares item by item: for what is no int. The place, TY_STOP, or TY_NULL; *count, if asked for, counts all. */
static ty_value search(ty_ctx *ctx, ty_value range, ty_value wanted, intptr_t *count)
{
    ty_value it = ty_op_iter(ctx, range), item, place = TY_STOP, n = ty_small(0);
    if (!it)
        return TY_NULL;
    while ((item = ty_op_next(ctx, it)) != TY_NULL) {
        int same = ty_op_equal(ctx, item, wanted);
        if (same < 0)
            return TY_NULL;
        if (same) {
            if (!count)
                return n;
            ++*count;
        }
        if (!(n = ty_int_add(ctx, n, ty_small(1))) || ty_context_poll(ctx))
            return TY_NULL;
    }
    return ty_error_pending(ctx) ? TY_NULL : place;
}

static ty_value as_int(ty_value v)
{
    return ty_is_bool(v) ? ty_small(v == TY_TRUE) : v;
}

static int range_contains(ty_ctx *ctx, ty_value v, ty_value wanted)
{
    ty_value n = is_plain_int(wanted) ? place_of(ctx, RANGE(v), as_int(wanted)) : search(ctx, v, wanted, NULL);
    return !n ? -1 : n != TY_STOP;
}

static ty_value range_index(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    bool plain = is_plain_int(args[1]);
    ty_value n = plain ? place_of(ctx, RANGE(args[0]), as_int(args[1])) : search(ctx, args[0], args[1], NULL);
    if (n != TY_STOP)
        return n;
    if (plain)
        return ty_error_set(ctx, &ty_ValueError_type, "%R is not in range", args[1]);
    return ty_error_set(ctx, &ty_ValueError_type, "sequence.index(x): x not in sequence");
}

static ty_value range_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (is_plain_int(args[1])) {
        ty_value n = place_of(ctx, RANGE(args[0]), as_int(args[1]));
        return n ? ty_small(n != TY_STOP) : TY_NULL;
    }
    intptr_t count = 0;
    return search(ctx, args[0], args[1], &count) ? ty_int_from_size(ctx, count) : TY_NULL;
}

/* --- comparison, text ---------------------------------------------------------------------------------------------------- */

static ty_value range_compare(ty_ctx *ctx, ty_value va, ty_value vb, int op)
{
    (void)ctx;
    if ((op != TY_EQ && op != TY_NE) || !ty_has_shape(va, &ty_range_shape) || !ty_has_shape(vb, &ty_range_shape))
        return TY_NOT_IMPLEMENTED;
    const ty_range *a = RANGE(va), *b = RANGE(vb);
    bool same = ty_int_equal(a->length, b->length);
    if (same && a->length != ty_small(0)) {
        same = ty_int_equal(a->start, b->start);
        if (same && a->length != ty_small(1))
            same = ty_int_equal(a->step, b->step);
    }
    return ty_bool(same == (op == TY_EQ));
}

static intptr_t range_hash(ty_ctx *ctx, ty_value v)
{
    const ty_range *r = RANGE(v);
    bool empty = r->length == ty_small(0), one = r->length == ty_small(1);
    ty_value t = ty_tuple_pack(ctx, 3, r->length, empty ? TY_NONE : r->start, empty || one ? TY_NONE : r->step);
    return t ? ty_op_hash(ctx, t) : -1;
}

static ty_value range_repr(ty_ctx *ctx, ty_value v)
{
    const ty_range *r = RANGE(v);
    if (r->step == ty_small(1))
        return ty_str_format(ctx, "range(%R, %R)", r->start, r->stop);
    return ty_str_format(ctx, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

/* --- iteration ------------------------------------------------------------------------------------------------------------- */

typedef struct long_iterator {
    ty_object ob;
    ty_value next, step, left; /* ints */
} long_iterator;
TY_DECLARE_TYPE(longrange_iterator);

static ty_value iterate(ty_ctx *ctx, ty_value start, ty_value step, ty_value length)
{
    intptr_t i, by, n, behind;
    if (TY_LIKELY(ty_is_small(start) && ty_is_small(step) && ty_is_small(length))) {
        i = ty_small_value(start);
        by = ty_small_value(step);
        n = ty_small_value(length);
        if (TY_LIKELY(!ty_mul_overflow(by, n, &behind) && !ty_add_overflow(behind, i, &behind) &&
                      (n == 0 || ty_fits_small(behind - by)))) {
            ty_range_iterator *it = ty_alloc(ctx, &ty_range_iterator_shape, sizeof *it);
            if (!it)
                return TY_NULL;
            it->next = i;
            it->step = by;
            it->left = (size_t)n;
            return TY_VALUE(it);
        }
    }
    long_iterator *it = ty_alloc(ctx, &ty_longrange_iterator_shape, sizeof *it);
    if (!it)
        return TY_NULL;
    it->next = start;
    it->step = step;
    it->left = length;
    return TY_VALUE(it);
}

static ty_value range_iter(ty_ctx *ctx, ty_value v)
{
    return iterate(ctx, RANGE(v)->start, RANGE(v)->step, RANGE(v)->length);
}

static ty_value range_reversed(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_range *r = RANGE(args[0]);
    ty_value last = ty_int_sub(ctx, r->length, ty_small(1)), step = last ? ty_int_neg(ctx, r->step) : TY_NULL;
    if (!step || !(last = item_at(ctx, r, last)))
        return TY_NULL;
    return iterate(ctx, last, step, r->length);
}

static ty_value iterator_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    ty_range_iterator *it = (ty_range_iterator *)v;
    if (it->left == 0)
        return TY_NULL;
    it->left--;
    ty_value item = ty_small(it->next);
    it->next += it->step;
    return item;
}

static ty_value long_next(ty_ctx *ctx, ty_value v)
{
    long_iterator *it = (long_iterator *)v;
    if (it->left == ty_small(0))
        return TY_NULL;
    ty_value item = it->next, left = ty_int_sub(ctx, it->left, ty_small(1));
    ty_value next = left ? ty_int_add(ctx, item, it->step) : TY_NULL;
    if (!next)
        return TY_NULL;
    ty_heap_store(ctx->heap, &it->ob, &it->next, next);
    ty_heap_store(ctx->heap, &it->ob, &it->left, left);
    return item;
}

static void parts(ty_ctx *ctx, ty_value v, ty_value out[3])
{
    if (ty_has_shape(v, &ty_range_iterator_shape)) {
        const ty_range_iterator *it = (ty_range_iterator *)v;
        out[0] = ty_int_from_size(ctx, it->next);
        out[1] = ty_small(it->step);
        out[2] = ty_int_from_size(ctx, (intptr_t)it->left);
    } else {
        const long_iterator *it = (long_iterator *)v;
        out[0] = it->next;
        out[1] = it->step;
        out[2] = it->left;
    }
}

static ty_value iterator_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value p[3];
    parts(ctx, args[0], p);
    return p[2];
}

/* (iter, (range(next, stop, step),), 0) */
static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value p[3], stop, r, fn, inner;
    parts(ctx, args[0], p);
    if (!p[0] || !p[2] || !(stop = ty_int_mul(ctx, p[1], p[2])) || !(stop = ty_int_add(ctx, stop, p[0])) ||
        !(r = ty_range_new(ctx, p[0], stop, p[1])) || !(fn = ty_iter_builtin(ctx, TY_SYM(iter))) ||
        !(inner = ty_tuple_pack(ctx, 1, r)))
        return TY_NULL;
    return ty_tuple_pack(ctx, 3, fn, inner, ty_small(0));
}

static ty_value iterator_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value p[3], n = ty_op_index(ctx, args[1]);
    if (!n)
        return TY_NULL;
    parts(ctx, args[0], p);
    if (!p[0] || !p[2])
        return TY_NULL;
    if (ty_int_sign(n) < 0)
        n = ty_small(0);
    else if (ty_int_compare(n, p[2]) > 0)
        n = p[2];
    if (ty_has_shape(args[0], &ty_range_iterator_shape)) {
        ty_range_iterator *it = (ty_range_iterator *)args[0];
        it->next += ty_small_value(n) * it->step;
        it->left -= (size_t)ty_small_value(n);
        return TY_NONE;
    }
    long_iterator *it = (long_iterator *)args[0];
    ty_value away = ty_int_mul(ctx, n, p[1]), next = away ? ty_int_add(ctx, p[0], away) : TY_NULL;
    ty_value left = next ? ty_int_sub(ctx, p[2], n) : TY_NULL;
    if (!left)
        return TY_NULL;
    ty_heap_store(ctx->heap, &it->ob, &it->next, next);
    ty_heap_store(ctx->heap, &it->ob, &it->left, left);
    return TY_NONE;
}

static ty_value range_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_range *r = RANGE(args[0]);
    ty_value t = ty_tuple_pack(ctx, 3, r->start, r->stop, r->step);
    return t ? ty_tuple_pack(ctx, 2, TY_VALUE(&ty_range_type), t) : TY_NULL;
}

#define GETTER(name)                                                                                                    \
    static ty_value get_##name(ty_ctx *ctx, ty_value v)                                                                 \
    {                                                                                                                   \
        (void)ctx;                                                                                                      \
        return RANGE(v)->name;                                                                                          \
    }
GETTER(start)
GETTER(stop)
GETTER(step)

#define OWNER &ty_range_type
static const ty_native range_methods[] = {
    TY_METHOD(count, range_count, 1, 1, "object, /", "Return how many items are equal to the object."),
    TY_METHOD(index, range_index, 1, 1, "object, /", "Return the place of the object; ValueError if it is not there."),
    TY_METHOD(__reversed__, range_reversed, 0, 0, "", "Return an iterator from the last item to the first."),
    TY_METHOD(__reduce__, range_reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset range_getsets[] = {
    TY_GETSET(start, get_start, NULL, NULL),
    TY_GETSET(stop, get_stop, NULL, NULL),
    TY_GETSET(step, get_step, NULL, NULL),
    TY_GETSET_END,
};
#undef OWNER
#define ITERATOR_METHODS                                                                                                \
    {TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", NULL),                                                  \
     TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", NULL), TY_METHOD(__setstate__, iterator_setstate, 1, 1, "state, /", NULL), \
     TY_NATIVE_END}
#define OWNER &ty_range_iterator_type
static const ty_native iterator_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_longrange_iterator_type
static const ty_native long_methods[] = ITERATOR_METHODS;
#undef OWNER

static const ty_layout ty_range_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_range), .slots_offset = offsetof(ty_range, start), .slots_count = 4};
TY_BUILTIN_TYPE(range, .name = "range", .base = &ty_object_type, .flags = TY_TYPE_SEQUENCE | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_range),
                .doc = "The ints from start to before stop by step.\n\nrange(stop)\nrange(start, stop, step=1)",
                .methods = range_methods, .getsets = range_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = range_repr, .hash = range_hash, .iter = range_iter, .new_ = range_new,
                          .compare = range_compare, .bool_ = range_bool, .len = range_len, .getitem = range_getitem,
                          .contains = range_contains});
static const ty_layout ty_range_iterator_layout = {.fixed_size = TY_FIXED_SIZE(ty_range_iterator)};
TY_BUILTIN_TYPE(range_iterator, .name = "range_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_range_iterator),
                .methods = iterator_methods, .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = iterator_next});
static const ty_layout ty_longrange_iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(long_iterator), .slots_offset = offsetof(long_iterator, next), .slots_count = 3};
TY_BUILTIN_TYPE(longrange_iterator, .name = "longrange_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(long_iterator), .methods = long_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = long_next});
