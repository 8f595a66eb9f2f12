/* SPDX-License-Identifier: MIT */
/* The methods of array.array, and its pickled form. */
#include <config.h>

#include "modules/array_impl.h"
#include "object/attr.h"
#include "object/buffer.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/packing.h"
#include "object/seq.h"
#include "object/str.h"
#include "object/tuple.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)
#define SELF ((ty_array_object *)args[0])
#define DONE(r) ((r) < 0 ? TY_NULL : TY_NONE)

/* --- whole contents --------------------------------------------------------------------------------------------------------- */

int ty_array_from_bytes(ty_ctx *ctx, ty_array_object *a, ty_value v)
{
    ty_buffer view;
    if (ty_buffer_get(ctx, v, &view, TY_BUFFER_SIMPLE) < 0)
        return -1;
    int r = -1;
    if (view.length % a->itemsize) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "bytes length not a multiple of item size");
    } else {
        size_t n = ty_array_count(a);
        r = ty_array_resize(ctx, a, n + view.length / a->itemsize);
        if (r == 0 && view.length)
            memcpy(ty_array_data(a) + n * a->itemsize, view.data, view.length);
    }
    ty_buffer_release(ctx, &view);
    return r;
}

int ty_array_from_text(ty_ctx *ctx, ty_array_object *a, ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    size_t n = ty_array_count(a);
    if (ty_array_resize(ctx, a, n + s->length) < 0)
        return -1;
    char *p = ty_array_data(a) + n * a->itemsize;
    for (size_t i = 0; i < s->length; i++, p += a->itemsize)
        if (a->itemsize == 4)
            ty_store32(p, ty_str_at(s, i));
        else
            ty_store16(p, (uint16_t)ty_str_at(s, i));
    return 0;
}

ty_value ty_array_to_text(ty_ctx *ctx, const ty_array_object *a)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < ty_array_count(a); i++) {
        ty_value c = ty_array_get(ctx, a, i);
        if (!c)
            return TY_NULL;
        ty_strbuf_str(&b, c);
    }
    return ty_strbuf_finish(&b);
}

ty_value ty_array_to_list(ty_ctx *ctx, const ty_array_object *a)
{
    ty_value list = ty_list_new(ctx, ty_array_count(a));
    for (size_t i = 0; list && i < ty_array_count(a); i++) {
        ty_value v = ty_array_get(ctx, a, i);
        if (!v || ty_list_append(ctx, list, v) < 0)
            return TY_NULL;
    }
    return list;
}

FUNCTION(array_tolist) { return ty_array_to_list(ctx, SELF); }
FUNCTION(array_tobytes) { return ty_bytes_new(ctx, ty_array_data(SELF), ty_array_count(SELF) * SELF->itemsize); }
FUNCTION(array_frombytes) { return DONE(ty_array_from_bytes(ctx, SELF, args[1])); }
FUNCTION(array_extend) { return DONE(ty_array_extend(ctx, SELF, args[1])); }
FUNCTION(array_append) { return DONE(ty_array_append(ctx, SELF, args[1])); }
FUNCTION(array_clear) { return DONE(ty_array_resize(ctx, SELF, 0)); }
FUNCTION(array_copy) { return ty_array_copy(ctx, SELF, 0, ty_array_count(SELF)); }

FUNCTION(array_fromlist)
{
    if (!ty_is_list(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "arg must be list");
    size_t before = ty_array_count(SELF);
    for (size_t i = 0; i < ty_list_length(args[1]); i++)
        if (ty_array_append(ctx, SELF, ty_list_at(args[1], i)) < 0) {
            ty_value e = ty_error_take(ctx);
            if (ty_array_resize(ctx, SELF, before) < 0)
                ty_error_clear(ctx);
            ty_error_restore(ctx, e);
            return TY_NULL;
        }
    return TY_NONE;
}

FUNCTION(array_fromunicode)
{
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "fromunicode() argument must be str, not %T", args[1]);
    if (!ty_array_is_text(SELF))
        return ty_error_set(ctx, &ty_ValueError_type, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
    return DONE(ty_array_from_text(ctx, SELF, args[1]));
}

FUNCTION(array_tounicode)
{
    if (!ty_array_is_text(SELF))
        return ty_error_set(ctx, &ty_ValueError_type, "tounicode() may only be called on unicode type arrays ('u' or 'w')");
    return ty_array_to_text(ctx, SELF);
}

FUNCTION(array_fromfile)
{
    intptr_t n;
    if (ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if (n < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "negative count");
    if (n > INTPTR_MAX / SELF->itemsize)
        return ty_error_memory(ctx);
    ty_value b = ty_call_method1(ctx, args[1], TY_SYM(read), ty_small(n * SELF->itemsize));
    if (!b)
        return TY_NULL;
    if (!ty_is_bytes(b))
        return ty_error_set(ctx, &ty_TypeError_type, "read() didn't return bytes");
    bool enough = ty_bytes_length(b) == (size_t)n * SELF->itemsize;
    if (ty_array_from_bytes(ctx, SELF, b) < 0)
        return TY_NULL;
    return enough ? TY_NONE : ty_error_set(ctx, &ty_EOFError_type, "read() didn't return enough bytes");
}

FUNCTION(array_tofile)
{
    for (size_t at = 0; at < ty_array_count(SELF) * SELF->itemsize;) {
        size_t n = ty_array_count(SELF) * SELF->itemsize - at;
        if (n > 65536)
            n = 65536;
        ty_value b = ty_bytes_new(ctx, ty_array_data(SELF) + at, n);
        if (!b || !ty_call_method1(ctx, args[1], TY_SYM(write), b))
            return TY_NULL;
        at += n;
    }
    return TY_NONE;
}

/* --- items -------------------------------------------------------------------------------------------------------------------- */

FUNCTION(array_insert)
{
    intptr_t i, n;
    char item[16];
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0 || ty_array_convert(ctx, SELF, args[2], item) < 0)
        return TY_NULL;
    n = (intptr_t)ty_array_count(SELF);
    if (i < 0)
        i = i + n < 0 ? 0 : i + n;
    return DONE(ty_array_splice(ctx, SELF, (size_t)(i > n ? n : i), 0, item, 1));
}

FUNCTION(array_pop)
{
    intptr_t i = -1;
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0)
        return TY_NULL;
    intptr_t n = (intptr_t)ty_array_count(SELF);
    if (n == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "pop from empty array");
    if (i < 0)
        i += n;
    if (i < 0 || i >= n)
        return ty_error_set(ctx, &ty_IndexError_type, "pop index out of range");
    ty_value v = ty_array_get(ctx, SELF, (size_t)i);
    return v && ty_array_splice(ctx, SELF, (size_t)i, 1, NULL, 0) == 0 ? v : TY_NULL;
}

/* Place of the first item equal to v; -1: none, -2: error */
static intptr_t search(ty_ctx *ctx, const ty_array_object *a, ty_value v, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < ty_array_count(a); i++) {
        ty_value x = ty_array_get(ctx, a, i);
        int same = x ? ty_op_equal(ctx, x, v) : -1;
        if (same)
            return same < 0 ? -2 : (intptr_t)i;
    }
    return -1;
}

FUNCTION(array_index)
{
    size_t from, to;
    if (ty_seq_bounds(ctx, TY_ARG(2), TY_ARG(3), ty_array_count(SELF), &from, &to) < 0)
        return TY_NULL;
    intptr_t i = search(ctx, SELF, args[1], from, to);
    if (i == -1)
        return ty_error_set(ctx, &ty_ValueError_type, "array.index(x): x not in array");
    return i < 0 ? TY_NULL : ty_small(i);
}

FUNCTION(array_remove)
{
    intptr_t i = search(ctx, SELF, args[1], 0, SIZE_MAX);
    if (i == -1)
        return ty_error_set(ctx, &ty_ValueError_type, "array.remove(x): x not in array");
    return i < 0 ? TY_NULL : DONE(ty_array_splice(ctx, SELF, (size_t)i, 1, NULL, 0));
}

FUNCTION(array_count)
{
    intptr_t count = 0, i = -1;
    while ((i = search(ctx, SELF, args[1], (size_t)(i + 1), SIZE_MAX)) >= 0)
        count++;
    return i == -2 ? TY_NULL : ty_small(count);
}

FUNCTION(array_reverse)
{
    (void)ctx;
    size_t size = SELF->itemsize, n = ty_array_count(SELF);
    char *data = ty_array_data(SELF), t[16];
    for (size_t i = 0, j = n; i + 1 < j; i++) {
        j--;
        memcpy(t, data + i * size, size);
        memcpy(data + i * size, data + j * size, size);
        memcpy(data + j * size, t, size);
    }
    return TY_NONE;
}

static void swap_bytes(char *p, size_t n, size_t size)
{
    for (; n; n--, p += size)
        for (size_t i = 0; i < size / 2; i++) {
            char t = p[i];
            p[i] = p[size - 1 - i];
            p[size - 1 - i] = t;
        }
}

FUNCTION(array_byteswap)
{
    (void)ctx;
    swap_bytes(ty_array_data(SELF), ty_array_count(SELF), SELF->itemsize);
    return TY_NONE;
}

FUNCTION(array_buffer_info)
{
    ty_value address = ty_int_from_uint64(ctx, (uintptr_t)ty_array_data(SELF));
    return address ? ty_tuple_pack(ctx, 2, address, ty_small((intptr_t)ty_array_count(SELF))) : TY_NULL;
}

FUNCTION(array_sizeof)
{
    (void)ctx;
    return ty_small((intptr_t)(sizeof(ty_array_object) + ty_array_count(SELF) * SELF->itemsize));
}

/* --- pickling ----------------------------------------------------------------------------------------------------------------- */

/* How items lie in the bytes: kind, size and byte order make a number that pickles know. */
static int machine_format(const ty_array_object *a)
{
    if (a->letter == 'f' || a->letter == 'd')
        return (a->letter == 'f' ? 14 : 16) + TY_BIG_ENDIAN;
    if (ty_array_is_text(a))
        return (a->itemsize == 2 ? 18 : 20) + TY_BIG_ENDIAN;
    bool is_signed = ty_packing_is_signed(a->letter);
    if (a->itemsize == 1)
        return is_signed;
    return (a->itemsize == 2 ? 2 : a->itemsize == 4 ? 6 : 10) + 2 * is_signed + TY_BIG_ENDIAN;
}

FUNCTION(array_reduce_ex)
{
    intptr_t protocol;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &protocol) < 0)
        return TY_NULL;
    ty_value cls = TY_VALUE(ty_type_of(args[0])), code = ty_str_char(ctx, (uint32_t)SELF->letter), dict = ty_attr_dict(ctx, args[0]);
    if (!code || (!dict && ty_error_pending(ctx)))
        return TY_NULL;
    if (!dict)
        dict = TY_NONE;
    if (protocol < 3) {
        ty_value items = ty_array_is_text(SELF) ? ty_array_to_text(ctx, SELF) : ty_array_to_list(ctx, SELF);
        ty_value inner = items ? ty_tuple_pack(ctx, 2, code, items) : TY_NULL;
        return inner ? ty_tuple_pack(ctx, 3, cls, inner, dict) : TY_NULL;
    }
    ty_value bytes = array_tobytes(ctx, args, 1, TY_NULL);
    ty_value inner = bytes ? ty_tuple_pack(ctx, 4, cls, code, ty_small(machine_format(SELF)), bytes) : TY_NULL;
    return inner ? ty_tuple_pack(ctx, 3, TY_VALUE(&ty_array_functions[0]), inner, dict) : TY_NULL;
}

/* One item of a foreign format. */
static ty_value decode(ty_ctx *ctx, const unsigned char *p, int format, size_t size)
{
    char item[8];
    bool big = format >= 2 && (format & 1);
    memcpy(item, p, size);
    if (format < 14)
        return ty_int_from_bytes(ctx, p, size, !big, format == 1 || (format >= 2 && (format & ~1) % 4 == 0));
    if (big != TY_BIG_ENDIAN)
        swap_bytes(item, 1, size);
    if (format < 18)
        return ty_packing_get(ctx, size == 4 ? 'f' : 'd', item);
    return ty_str_char(ctx, size == 4 ? ty_load32(item) : ty_load16(item));
}

ty_value ty_array_reconstructor(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    static const uint8_t sizes[] = {1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 8, 8, 2, 2, 4, 4};
    (void)nargs, (void)kwnames;
    if (!ty_is_type(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "first argument must be a type object, not %T", args[0]);
    const ty_type *type = (const ty_type *)args[0];
    if (!ty_type_is_subtype(type, &ty_array_array_type))
        return ty_error_set(ctx, &ty_TypeError_type, "%N is not a subtype of array.array", type);
    if (!ty_is_str(args[1]) || ty_str_length(args[1]) != 1)
        return ty_error_set(ctx, &ty_TypeError_type, "_array_reconstructor() argument 2 must be a unicode character, not %T",
                            args[1]);
    uint32_t letter = ty_str_at(ty_str_ptr(args[1]), 0);
    intptr_t format;
    if (ty_op_index_size(ctx, args[2], NULL, &format) < 0)
        return TY_NULL;
    if (letter > 127 || !ty_array_letter_size((char)letter))
        return ty_error_set(ctx, &ty_ValueError_type, "second argument must be a valid type code");
    if (format < 0 || format > 21)
        return ty_error_set(ctx, &ty_ValueError_type, "third argument must be a valid machine format code.");
    if (!ty_is_bytes(args[3]))
        return ty_error_set(ctx, &ty_TypeError_type, "fourth argument should be bytes, not %T", args[3]);
    ty_array_object *a = ty_array_make(ctx, type, (char)letter);
    if (!a)
        return TY_NULL;
    if (machine_format(a) == (int)format)
        return ty_array_from_bytes(ctx, a, args[3]) < 0 ? TY_NULL : TY_VALUE(a);
    size_t size = sizes[format], n = ty_bytes_length(args[3]);
    if (n % size)
        return ty_error_set(ctx, &ty_ValueError_type, "string length not a multiple of item size");
    bool text = format >= 18;
    if (text != ty_array_is_text(a))
        return ty_error_set(ctx, &ty_TypeError_type, "bad argument type for built-in operation");
    for (size_t i = 0; i < n; i += size) {
        ty_value v = decode(ctx, ty_bytes_data(args[3]) + i, (int)format, size);
        if (!v || ty_array_append(ctx, a, v) < 0)
            return TY_NULL;
    }
    return TY_VALUE(a);
}

#define OWNER &ty_array_array_type
const ty_native ty_array_methods[] = {
    TY_METHOD(append, array_append, 1, 1, "v, /", "Append new value v to the end of the array."),
    TY_METHOD(buffer_info, array_buffer_info, 0, 0, "", "Address and length in items of the memory."),
    TY_METHOD(byteswap, array_byteswap, 0, 0, "", "Swap the bytes of all items."),
    TY_METHOD(clear, array_clear, 0, 0, "", "Remove all items."),
    TY_METHOD(count, array_count, 1, 1, "v, /", "Number of occurrences of v."),
    TY_METHOD(extend, array_extend, 1, 1, "bb, /", "Append items from an iterable."),
    TY_METHOD(frombytes, array_frombytes, 1, 1, "buffer, /", "Append items from a bytes-like object."),
    TY_METHOD(fromfile, array_fromfile, 2, 2, "f, n, /", "Append n items read from the file."),
    TY_METHOD(fromlist, array_fromlist, 1, 1, "list, /", "Append items of the list."),
    TY_METHOD(fromunicode, array_fromunicode, 1, 1, "ustr, /", "Append the characters of a string."),
    TY_METHOD(index, array_index, 1, 3, "v, start=0, stop=None, /", "Index of the first occurrence of v."),
    TY_METHOD(insert, array_insert, 2, 2, "i, v, /", "Insert v before position i."),
    TY_METHOD(pop, array_pop, 0, 1, "i=-1, /", "Take the item at i out."),
    TY_METHOD(remove, array_remove, 1, 1, "v, /", "Remove the first occurrence of v."),
    TY_METHOD(reverse, array_reverse, 0, 0, "", "Reverse the order of the items."),
    TY_METHOD(tobytes, array_tobytes, 0, 0, "", "The machine values as bytes."),
    TY_METHOD(tofile, array_tofile, 1, 1, "f, /", "Write all items to the file."),
    TY_METHOD(tolist, array_tolist, 0, 0, "", "The items as a list."),
    TY_METHOD(tounicode, array_tounicode, 0, 0, "", "The characters as a string."),
    TY_METHOD(__copy__, array_copy, 0, 0, "", "Return a copy of the array."),
    TY_METHOD(__deepcopy__, array_copy, 1, 1, "unused, /", "Return a copy of the array."),
    TY_METHOD(__reduce_ex__, array_reduce_ex, 1, 1, "value, /", "Return state information for pickling."),
    TY_METHOD(__sizeof__, array_sizeof, 0, 0, "", "Size of the array in memory, in bytes."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
