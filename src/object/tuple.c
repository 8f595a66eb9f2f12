/* SPDX-License-Identifier: MIT */
/*
 * tuple. The items never change once a tuple has been seen by Python code; natives that make one store into it before
 * that. The hash word is filled on first use, by a relaxed store: tuples of code units are shared by threads of several
 * interpreters, which all compute the same value. Image tuples carry their hash from the start.
 */
#include <config.h>

#include "object/tuple.h"

#include "object/alloc.h"
#include "object/equal.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/range.h"
#include "object/seq.h"

#include <stdarg.h>

#define ITEMS_OFFSET offsetof(ty_tuple, items)

static size_t tuple_size(const ty_object *o)
{
    return ty_heap_round(ITEMS_OFFSET + ((const ty_tuple *)o)->length * sizeof(ty_value));
}

static void tuple_trace(ty_object *o, ty_tracer *t)
{
    ty_tuple *u = (ty_tuple *)o;
    size_t i, n;
    ty_trace_window(t, u->items, sizeof *u->items, u->length, &i, &n);
    ty_trace_slots(t, u->items + i, n - i);
}

/* --- hash ------------------------------------------------------------------------------------------------------- */

/* The rounds of xxHash (Yann Collet) with one lane, as Python's tuples use them. */
#if TY_WORD_BITS == 64
#define PRIME_1 UINT64_C(11400714785074694791)
#define PRIME_2 UINT64_C(14029467366897019727)
#define PRIME_5 UINT64_C(2870177450012600261)
#define ROTATE(x) ty_rotl64((x), 31)
#else
#define PRIME_1 2654435761u
#define PRIME_2 2246822519u
#define PRIME_5 374761393u
#define ROTATE(x) ty_rotl32((x), 13)
#endif
#define EMPTY_HASH (PRIME_5 + (0 ^ (PRIME_5 ^ 3527539u)))

const ty_tuple ty_tuple_empty_object = {.ob = TY_IMAGE_HEAD(&ty_tuple_shape), .length = 0, .hash = (intptr_t)EMPTY_HASH};

static intptr_t tuple_hash(ty_ctx *ctx, ty_value v)
{
    ty_tuple *t = ty_tuple_ptr(v);
    intptr_t known = __atomic_load_n(&t->hash, __ATOMIC_RELAXED);
    if (known != -1)
        return known;
    if (ty_context_deep(ctx, " while calling a Python object"))
        return -1;
    uintptr_t acc = PRIME_5;
    for (size_t i = 0; i < t->length; i++) {
        intptr_t lane = ty_hash_quick(ctx, t->items[i]);
        if (lane == -1)
            return -1;
        acc += (uintptr_t)lane * PRIME_2;
        acc = ROTATE(acc);
        acc *= PRIME_1;
    }
    acc += t->length ^ (PRIME_5 ^ 3527539u);
    if (acc == (uintptr_t)-1)
        acc = 1546275796;
    __atomic_store_n(&t->hash, (intptr_t)acc, __ATOMIC_RELAXED);
    return (intptr_t)acc;
}

/* --- making ----------------------------------------------------------------------------------------------------- */

static ty_tuple *tuple_alloc(ty_ctx *ctx, size_t n)
{
    if (TY_UNLIKELY(n > (size_t)PTRDIFF_MAX / sizeof(ty_value) - 64)) {
        ty_error_memory(ctx);
        return NULL;
    }
    ty_tuple *t = ty_alloc(ctx, &ty_tuple_shape, ITEMS_OFFSET + n * sizeof(ty_value));
    if (TY_LIKELY(t != NULL)) {
        t->length = n;
        t->hash = -1;
    }
    return t;
}

ty_value ty_tuple_new(ty_ctx *ctx, const ty_value *items, size_t n)
{
    if (n == 0)
        return ty_tuple_empty;
    ty_tuple *t = tuple_alloc(ctx, n);
    if (TY_UNLIKELY(!t))
        return TY_NULL;
    if (items)
        memcpy(t->items, items, n * sizeof *items);
    else
        for (size_t i = 0; i < n; i++)
            t->items[i] = TY_NONE;
    return TY_VALUE(t);
}

ty_value ty_tuple_pack(ty_ctx *ctx, size_t n, ...)
{
    va_list ap;
    ty_value v = ty_tuple_new(ctx, NULL, n);
    if (v && n) {
        va_start(ap, n);
        for (size_t i = 0; i < n; i++)
            ty_tuple_ptr(v)->items[i] = va_arg(ap, ty_value);
        va_end(ap);
    }
    return v;
}

ty_value ty_tuple_slice(ty_ctx *ctx, ty_value v, size_t start, size_t end)
{
    const ty_tuple *t = ty_tuple_ptr(v);
    if (end > t->length)
        end = t->length;
    if (start >= end)
        return ty_tuple_empty;
    if (start == 0 && end == t->length && ty_is_exact_tuple(v))
        return v;
    return ty_tuple_new(ctx, t->items + start, end - start);
}

static ty_value tuple_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (kwnames && (!type->slots.init || type->slots.init == ty_object_init) && ty_native_no_keywords(ctx, "tuple", kwnames))
        return TY_NULL;
    if (ty_native_check_count(ctx, "tuple", nargs, 0, 1))
        return TY_NULL;
    ty_value v = nargs ? ty_op_tuple(ctx, args[0]) : ty_tuple_empty;
    if (!v || type == &ty_tuple_type)
        return v;
    size_t n = ty_tuple_length(v);
    ty_tuple *t = (ty_tuple *)ty_instance_new_var(ctx, type, ITEMS_OFFSET + n * sizeof(ty_value));
    if (!t)
        return TY_NULL;
    t->length = n;
    t->hash = -1;
    memcpy(t->items, ty_tuple_items(v), n * sizeof(ty_value));
    return TY_VALUE(t);
}

/* --- text, comparison --------------------------------------------------------------------------------------------- */

static ty_value tuple_repr(ty_ctx *ctx, ty_value v)
{
    size_t n = ty_tuple_length(v);
    if (n == 0)
        return ty_str_from_ascii(ctx, "()", 2);
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "(...)", 5) : TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_char(&b, '(');
    for (size_t i = 0; i < n; i++) {
        if (i)
            ty_strbuf_ascii(&b, ", ", 2);
        if (!ty_strbuf_repr(&b, ty_tuple_at(v, i)))
            break;
    }
    ty_strbuf_cstr(&b, n == 1 ? ",)" : ")");
    ty_op_repr_leave(ctx, v);
    return ty_strbuf_finish(&b);
}

static ty_value tuple_compare(ty_ctx *ctx, ty_value va, ty_value vb, int op)
{
    if (!ty_is_tuple(va) || !ty_is_tuple(vb))
        return TY_NOT_IMPLEMENTED;
    if (ty_context_deep(ctx, " in comparison"))
        return TY_NULL;
    const ty_tuple *a = ty_tuple_ptr(va), *b = ty_tuple_ptr(vb);
    size_t n = a->length < b->length ? a->length : b->length, i = 0;
    for (; i < n; i++) {
        int same = ty_equal_quick(ctx, a->items[i], b->items[i]);
        if (same < 0)
            return TY_NULL;
        if (!same)
            break;
    }
    if (i < n) {
        if (op == TY_EQ || op == TY_NE)
            return ty_bool(op == TY_NE);
        return ty_op_compare(ctx, a->items[i], b->items[i], op);
    }
    return ty_bool(ty_seq_compare_sizes(a->length, b->length, op));
}

/* --- sequence ----------------------------------------------------------------------------------------------------- */

static intptr_t tuple_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_tuple_length(v);
}

static int tuple_contains(ty_ctx *ctx, ty_value v, ty_value wanted)
{
    for (size_t i = 0; i < ty_tuple_length(v); i++) {
        int same = ty_equal_quick(ctx, ty_tuple_at(v, i), wanted);
        if (same)
            return same;
    }
    return 0;
}

static ty_value tuple_concat(ty_ctx *ctx, ty_value va, ty_value vb)
{
    if (!ty_is_tuple(vb))
        return ty_error_set(ctx, &ty_TypeError_type, "can only concatenate tuple (not \"%T\") to tuple", vb);
    size_t n = ty_tuple_length(va), m = ty_tuple_length(vb);
    if (n == 0 && ty_is_exact_tuple(vb))
        return vb;
    if (m == 0 && ty_is_exact_tuple(va))
        return va;
    if (n + m == 0)
        return ty_tuple_empty;
    ty_tuple *t = tuple_alloc(ctx, n + m);
    if (!t)
        return TY_NULL;
    memcpy(t->items, ty_tuple_items(va), n * sizeof(ty_value));
    memcpy(t->items + n, ty_tuple_items(vb), m * sizeof(ty_value));
    return TY_VALUE(t);
}

static ty_value tuple_repeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    intptr_t k;
    if (ty_seq_repeat_count(ctx, count, &k))
        return TY_NULL;
    size_t n = ty_tuple_length(v), total;
    if ((n == 0 || k == 1) && ty_is_exact_tuple(v))
        return v;
    if (n == 0 || k <= 0)
        return ty_tuple_empty;
    if (ty_mul_overflow(n, (size_t)k, &total))
        return ty_error_memory(ctx);
    ty_tuple *t = tuple_alloc(ctx, total);
    if (!t)
        return TY_NULL;
    ty_seq_fill_repeated(t->items, ty_tuple_items(v), n, total);
    return TY_VALUE(t);
}

static ty_value tuple_getslice(ty_ctx *ctx, ty_value v, ty_value slice)
{
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, slice, ty_tuple_length(v), &start, &stop, &step, &count))
        return TY_NULL;
    if (count == 0)
        return ty_tuple_empty;
    if (step == 1)
        return ty_tuple_slice(ctx, v, (size_t)start, (size_t)start + count);
    ty_tuple *t = tuple_alloc(ctx, count);
    if (!t)
        return TY_NULL;
    for (size_t i = 0; i < count; i++, start += step)
        t->items[i] = ty_tuple_at(v, (size_t)start);
    return TY_VALUE(t);
}

static ty_value tuple_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    intptr_t i;
    size_t n = ty_tuple_length(v);
    if (ty_is_small(k))
        i = ty_small_value(k);
    else if (ty_has_shape(k, &ty_slice_shape))
        return tuple_getslice(ctx, v, k);
    else if (ty_seq_index(ctx, "tuple", k, &i))
        return TY_NULL;
    if (i < 0)
        i += (intptr_t)n;
    if (TY_UNLIKELY((size_t)i >= n))
        return ty_error_set(ctx, &ty_IndexError_type, "tuple index out of range");
    return ty_tuple_at(v, (size_t)i);
}

/* --- methods ------------------------------------------------------------------------------------------------------ */

static ty_value tuple_index(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    size_t start, stop;
    if (ty_seq_bounds(ctx, TY_ARG(2), TY_ARG(3), ty_tuple_length(args[0]), &start, &stop))
        return TY_NULL;
    for (size_t i = start; i < stop; i++) {
        int same = ty_equal_quick(ctx, ty_tuple_at(args[0], i), args[1]);
        if (same)
            return same < 0 ? TY_NULL : ty_int_from_size(ctx, (intptr_t)i);
    }
    return ty_error_set(ctx, &ty_ValueError_type, "tuple.index(x): x not in tuple");
}

static ty_value tuple_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t count = 0;
    for (size_t i = 0; i < ty_tuple_length(args[0]); i++) {
        int same = ty_equal_quick(ctx, ty_tuple_at(args[0], i), args[1]);
        if (same < 0)
            return TY_NULL;
        count += same;
    }
    return ty_int_from_size(ctx, count);
}

static ty_value tuple_getnewargs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value copy = ty_tuple_new(ctx, ty_tuple_items(args[0]), ty_tuple_length(args[0]));
    return copy ? ty_tuple_new(ctx, &copy, 1) : TY_NULL;
}

#define OWNER &ty_tuple_type
static const ty_native tuple_methods[] = {
    TY_METHOD(index, tuple_index, 1, 3, "value, start=0, stop=9223372036854775807, /",
              "Return the place of the first item equal to value; ValueError if there is none."),
    TY_METHOD(count, tuple_count, 1, 1, "value, /", "Return how many items are equal to value."),
    TY_METHOD(__getnewargs__, tuple_getnewargs, 0, 0, "", NULL),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};

static const ty_layout ty_tuple_layout = {.size = tuple_size, .trace = tuple_trace, .flags = TY_LAYOUT_WINDOW};
TY_BUILTIN_TYPE(tuple, .name = "tuple", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_TUPLE | TY_TYPE_VAR | TY_TYPE_SEQUENCE | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = ITEMS_OFFSET,
                .doc = "An immutable sequence. tuple(iterable) takes its items from the iterable, tuple() is empty.",
                .methods = tuple_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = tuple_repr, .hash = tuple_hash, .iter = ty_tuple_iter, .new_ = tuple_new,
                          .compare = tuple_compare, .len = tuple_len, .concat = tuple_concat, .repeat = tuple_repeat,
                          .getitem = tuple_getitem, .contains = tuple_contains});
