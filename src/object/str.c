/* SPDX-License-Identifier: MIT */
/*
 * The type str: construction, comparison, items, repetition, iteration. Methods live in the str_*.c files by theme; their
 * rows are all in str_methods.c.
 */
#include <config.h>

#include "object/attr.h"
#include "object/buffer.h"
#include "object/call.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/str_impl.h"
#include "object/tuple.h"

/* --- equality and order ------------------------------------------------------------------------------------------- */

bool ty_str_equal_slow(const ty_str *a, const ty_str *b)
{
    return memcmp(a->data, b->data, a->length * a->kind) == 0;
}

bool ty_str_equal_ascii(ty_value v, const char *text)
{
    const ty_str *s = ty_str_ptr(v);
    return s->ascii && strncmp((const char *)s->data, text, s->length) == 0 && strlen(text) == s->length;
}

int ty_str_compare(ty_value va, ty_value vb)
{
    const ty_str *a = ty_str_ptr(va), *b = ty_str_ptr(vb);
    size_t n = a->length < b->length ? a->length : b->length;
    if (a->kind == 1 && b->kind == 1) {
        int c = memcmp(a->data, b->data, n);
        if (c)
            return c;
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t x = ty_str_at(a, i), y = ty_str_at(b, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return a->length < b->length ? -1 : a->length > b->length;
}

static ty_value str_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    if (!ty_is_str(b))
        return TY_NOT_IMPLEMENTED;
    if (op == TY_EQ || op == TY_NE)
        return ty_bool(ty_str_equal(a, b) == (op == TY_EQ));
    int c = ty_str_compare(a, b);
    return ty_bool(op == TY_LT ? c < 0 : op == TY_LE ? c <= 0 : op == TY_GT ? c > 0 : c >= 0);
}

static intptr_t str_hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_str_hash(v);
}

/* --- construction ------------------------------------------------------------------------------------------------- */

ty_value ty_str_exact(ty_ctx *ctx, ty_value v)
{
    if (ty_is_exact_str(v))
        return v;
    const ty_str *from = ty_str_ptr(v);
    /* The text an instance of a subclass was made from is an exact str, unless a tail stands behind it. */
    if (ty_is_object(from->owner) && ty_is_exact_str(from->owner) && ty_str_length(from->owner) == from->length)
        return from->owner;
    return ty_str_from_ucs(ctx, from->kind, from->data, from->length);
}

/* str(object, encoding, errors) */
static ty_value decode_object(ty_ctx *ctx, ty_value object, ty_value encoding, ty_value errors)
{
    if (ty_is_str(object))
        return ty_error_set(ctx, &ty_TypeError_type, "decoding str is not supported");
    ty_buffer view;
    if (!ty_buffer_supported(object))
        return ty_error_set(ctx, &ty_TypeError_type, "decoding to str: need a bytes-like object, %T found", object);
    if (ty_buffer_get(ctx, object, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    ty_value r = ty_codec_decode(ctx, object, view.data, view.length, encoding, errors);
    ty_buffer_release(ctx, &view);
    return r;
}

static ty_value str_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value text;
    if (TY_LIKELY(nargs == 1 && !kwnames)) {
        text = ty_op_str(ctx, args[0]);
    } else {
        ty_value a[3];
        if (ty_native_bind(ctx, "str", "object='', encoding=None, errors=None", 0, 3, args, nargs, kwnames, a) < 0)
            return TY_NULL;
        for (int i = 1; i < 3; i++)
            if (a[i] && !ty_is_str(a[i]))
                return ty_error_set(ctx, &ty_TypeError_type, "str() argument '%s' must be str, not %T",
                                    i == 1 ? "encoding" : "errors", a[i]);
        if (!a[0])
            text = ty_str_empty;
        else if (!a[1] && !a[2])
            text = ty_op_str(ctx, a[0]);
        else
            text = decode_object(ctx, a[0], a[1], a[2]);
    }
    if (!text || (type == &ty_str_type))
        return text;
    text = ty_str_exact(ctx, text);
    return text ? ty_str_wrap(ctx, type, text) : TY_NULL;
}

static ty_value str_str(ty_ctx *ctx, ty_value v) { return ty_str_exact(ctx, v); }

/* --- items -------------------------------------------------------------------------------------------------------- */

static intptr_t str_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_str_length(v);
}

static ty_value slice(ty_ctx *ctx, ty_value v, ty_value key)
{
    const ty_str *s = ty_str_ptr(v);
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, key, s->length, &start, &stop, &step, &count) < 0)
        return TY_NULL;
    if (step == 1)
        return ty_str_substring(ctx, v, (size_t)start, (size_t)start + count);
    if (count == 0)
        return ty_str_empty;
    uint32_t all = 127;
    if (!s->ascii)
        for (size_t i = 0; i < count; i++)
            all |= ty_str_at(s, (size_t)(start + (intptr_t)i * step));
    if (count == 1)
        return ty_str_char(ctx, ty_str_at(s, (size_t)start));
    ty_str *r = ty_str_new(ctx, count, all);
    if (!r)
        return TY_NULL;
    if (s->kind == 1)
        for (size_t i = 0; i < count; i++)
            r->data[i] = s->data[start + (intptr_t)i * step];
    else
        for (size_t i = 0; i < count; i++)
            ty_str_put(r, i, ty_str_at(s, (size_t)(start + (intptr_t)i * step)));
    return TY_VALUE(r);
}

static ty_value str_getitem(ty_ctx *ctx, ty_value v, ty_value key)
{
    intptr_t i;
    if (TY_LIKELY(ty_is_small(key)))
        i = ty_small_value(key);
    else if (ty_has_shape(key, &ty_slice_shape))
        return slice(ctx, v, key);
    else if (!ty_type_of(key)->slots.index)
        return ty_error_set(ctx, &ty_TypeError_type, "string indices must be integers, not '%T'", key);
    else if (ty_op_index_size(ctx, key, &ty_IndexError_type, &i) < 0)
        return TY_NULL;
    const ty_str *s = ty_str_ptr(v);
    if (i < 0)
        i += (intptr_t)s->length;
    if (i < 0 || (size_t)i >= s->length)
        return ty_error_set(ctx, &ty_IndexError_type, "string index out of range");
    return ty_str_char(ctx, ty_str_at(s, (size_t)i));
}

static int str_contains(ty_ctx *ctx, ty_value v, ty_value item)
{
    if (!ty_is_str(item)) {
        ty_error_set(ctx, &ty_TypeError_type, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    return ty_str_find(v, item, 0, SIZE_MAX) >= 0;
}

static ty_value str_concat(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_str(b))
        return ty_error_set(ctx, &ty_TypeError_type, "can only concatenate str (not \"%T\") to str", b);
    return ty_str_concat(ctx, a, b);
}

static ty_value str_repeat(ty_ctx *ctx, ty_value v, ty_value times)
{
    const ty_str *s = ty_str_ptr(v);
    intptr_t n;
    if (!ty_type_of(times)->slots.index)
        return ty_error_set(ctx, &ty_TypeError_type, "can't multiply sequence by non-int of type '%T'", times);
    if (ty_op_index_size(ctx, times, &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if (n <= 0 || s->length == 0)
        return ty_str_empty;
    if (n == 1)
        return ty_str_exact(ctx, v);
    if (s->length > (size_t)PTRDIFF_MAX / (size_t)n)
        return ty_error_set(ctx, &ty_OverflowError_type, "repeated string is too long");
    ty_str *r = ty_str_new(ctx, s->length * (size_t)n, ty_str_bound(s));
    if (!r)
        return TY_NULL;
    size_t unit = s->length * s->kind, total = unit * (size_t)n;
    if (unit == 1) {
        memset(r->data, s->data[0], total);
    } else {
        memcpy(r->data, s->data, unit);
        for (size_t done = unit; done < total;) {
            size_t more = done < total - done ? done : total - done;
            memcpy(r->data + done, r->data, more);
            done += more;
        }
    }
    return TY_VALUE(r);
}

static ty_value str_mod(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_is_str(a) ? ty_str_percent(ctx, a, b) : TY_NOT_IMPLEMENTED;
}

/* --- iteration ---------------------------------------------------------------------------------------------------- */

static const ty_layout ty_str_iterator_layout = {
    .fixed_size = (sizeof(ty_seq_iterator) + 15) & ~15u, .slots_offset = offsetof(ty_seq_iterator, seq), .slots_count = 1};

static ty_value str_iter(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *it));
    if (!it)
        return ty_error_memory(ctx);
    it->ob.head = (uintptr_t)&ty_str_iterator_shape;
    it->seq = v;
    it->index = 0;
    return TY_VALUE(it);
}

static ty_value iterator_next(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (!it->seq)
        return TY_NULL;
    const ty_str *s = ty_str_ptr(it->seq);
    if (it->index < s->length)
        return ty_str_char(ctx, ty_str_at(s, it->index++));
    it->seq = TY_NULL;
    return TY_NULL;
}

static ty_value iterator_self(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return v;
}

static ty_value iterator_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    return ty_small(it->seq ? (intptr_t)(ty_str_length(it->seq) - it->index) : 0);
}

static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value fn = ctx->objects->builtins ? ty_op_getitem(ctx, ctx->objects->builtins, TY_SYM(iter)) : TY_NONE;
    if (!fn)
        return TY_NULL;
    ty_value arg = ty_tuple_pack(ctx, 1, it->seq ? it->seq : ty_str_empty);
    if (!arg)
        return TY_NULL;
    return it->seq ? ty_tuple_pack(ctx, 3, fn, arg, ty_small((intptr_t)it->index)) : ty_tuple_pack(ctx, 2, fn, arg);
}

static ty_value iterator_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0)
        return TY_NULL;
    if (it->seq) {
        size_t length = ty_str_length(it->seq);
        it->index = i < 0 ? 0 : (size_t)i > length ? length : (size_t)i;
    }
    return TY_NONE;
}

#define OWNER &ty_str_iterator_type
static const ty_native iterator_methods[] = {
    TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", "How many items are left."),
    TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", "For copying and pickling."),
    TY_METHOD(__setstate__, iterator_setstate, 1, 1, "state, /", "Go to a position."),
    TY_NATIVE_END,
};

TY_BUILTIN_TYPE(str_iterator, .name = "str_iterator", .base = &ty_object_type, .basicsize = sizeof(ty_seq_iterator),
                .flags = TY_TYPE_NO_NEW, .methods = iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = iterator_self, .next = iterator_next});

/* --- the type ----------------------------------------------------------------------------------------------------- */

TY_BUILTIN_TYPE(str, .name = "str", .base = &ty_object_type, .basicsize = sizeof(ty_str),
                .flags = TY_TYPE_BASE | TY_TYPE_STR | TY_TYPE_MATCH_SELF, .methods = ty_str_methods,
                .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
                       "The text of an object, or bytes decoded.",
                .slots = {TY_OBJECT_SLOTS,
                          .repr = ty_str_repr,
                          .str = str_str,
                          .hash = str_hash,
                          .iter = str_iter,
                          .new_ = str_new,
                          .compare = str_compare,
                          .mod = str_mod,
                          .len = str_len,
                          .concat = str_concat,
                          .repeat = str_repeat,
                          .getitem = str_getitem,
                          .contains = str_contains});
