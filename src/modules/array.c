/* SPDX-License-Identifier: MIT */
/* The module array: the type, its slots, and conversion of items. */
#include <config.h>

#include <wchar.h>

#include "modules/array_impl.h"
#include "modules/modules.h"
#include "object/buffer.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/packing.h"
#include "object/range.h"
#include "object/seq.h"
#include "object/str.h"
#include "object/tuple.h"

static const char letters[] = "bBuwhHiIlLqQfd";

size_t ty_array_letter_size(char letter)
{
    if (!letter || !strchr(letters, letter))
        return 0;
    return letter == 'u' ? sizeof(wchar_t) : letter == 'w' ? 4 : ty_packing_size(letter);
}

/* --- items ------------------------------------------------------------------------------------------------------------------- */

ty_value ty_array_get(ty_ctx *ctx, const ty_array_object *a, size_t i)
{
    const char *p = ty_array_data(a) + i * a->itemsize;
    if (!ty_array_is_text(a))
        return ty_packing_get(ctx, a->letter, p);
    uint32_t c = a->itemsize == 4 ? ty_load32(p) : ty_load16(p);
    if (c > 0x10ffff)
        return ty_error_set(ctx, &ty_ValueError_type, "character U+%x is not in range [U+0000; U+10ffff]", (unsigned)c);
    return ty_str_char(ctx, c);
}

static int out_of_range(ty_ctx *ctx, const ty_array_object *a, ty_value v)
{
    static const struct { char letter; const char *name; } names[] = {
        {'b', "signed char"}, {'B', "unsigned byte integer"}, {'h', "signed short integer"}, {'H', "unsigned short"},
        {'i', "signed integer"}, {'I', "unsigned int"}};
    bool low = ty_int_sign(v) < 0;
    const char *text = NULL;
    switch (a->letter) {
    case 'I': case 'L': text = low ? "can't convert negative value to unsigned int" : NULL; break;
    case 'q': text = "int too big to convert"; break;
    case 'Q': text = low ? "can't convert negative int to unsigned" : "int too big to convert"; break;
    case 'l': text = "Python int too large to convert to C long"; break;
    default: break;
    }
    if (!text && a->letter == 'L')
        text = "Python int too large to convert to C unsigned long";
    for (size_t i = 0; !text && i < TY_COUNTOF(names); i++)
        if (names[i].letter == a->letter) {
            (void)ty_error_set(ctx, &ty_OverflowError_type, "%s is %s", names[i].name,
                               low ? "less than minimum" : "greater than maximum");
            return -1;
        }
    (void)ty_error_set(ctx, &ty_OverflowError_type, "%s", text ? text : "value out of range");
    return -1;
}

int ty_array_convert(ty_ctx *ctx, const ty_array_object *a, ty_value v, void *p)
{
    if (ty_array_is_text(a)) {
        if (!ty_is_str(v) || ty_str_length(v) != 1) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "array item must be unicode character");
            return -1;
        }
        uint32_t c = ty_str_at(ty_str_ptr(v), 0);
        if (a->itemsize == 4)
            ty_store32(p, c);
        else
            ty_store16(p, (uint16_t)c);
        return 0;
    }
    if (ty_packing_is_float(a->letter)) {
        double d;
        if (ty_op_double(ctx, v, &d) < 0)
            return -1;
        if (a->letter == 'd') {
            memcpy(p, &d, sizeof d);
        } else {
            float f = (float)d;
            memcpy(p, &f, sizeof f);
        }
        return 0;
    }
    if (!ty_is_int(v) && !(v = ty_op_index(ctx, v)))
        return -1;
    int r = ty_packing_put(ctx, a->letter, p, v);
    return r == 2 ? out_of_range(ctx, a, v) : r ? -1 : 0;
}

int ty_array_resize(ty_ctx *ctx, ty_array_object *a, size_t n)
{
    size_t size;
    if (ty_mul_overflow(n, (size_t)a->itemsize, &size)) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    return ty_bytearray_resize(ctx, a->store, size);
}

int ty_array_append(ty_ctx *ctx, ty_array_object *a, ty_value v)
{
    char item[16];
    size_t n = 0;
    if (ty_array_convert(ctx, a, v, item) < 0 || (n = ty_array_count(a), ty_array_resize(ctx, a, n + 1) < 0))
        return -1;
    memcpy(ty_array_data(a) + n * a->itemsize, item, a->itemsize);
    return 0;
}

static int append_one(ty_ctx *ctx, void *arg, ty_value item) { return ty_array_append(ctx, arg, item); }

int ty_array_splice(ty_ctx *ctx, ty_array_object *a, size_t from, size_t gone, const void *p, size_t n)
{
    size_t count = ty_array_count(a), size = a->itemsize, tail = count - from - gone;
    if (n > gone && ty_array_resize(ctx, a, count + n - gone) < 0)
        return -1;
    if (n < gone && ty_exports_check(ctx, ((ty_bytearray *)a->store)->exports) < 0)
        return -1;
    char *data = ty_array_data(a);
    if (n != gone && tail)
        memmove(data + (from + n) * size, data + (from + gone) * size, tail * size);
    if (n)
        memcpy(data + from * size, p, n * size);
    return n < gone ? ty_array_resize(ctx, a, count + n - gone) : 0;
}

int ty_array_extend(ty_ctx *ctx, ty_array_object *a, ty_value v)
{
    if (!ty_is_array(v))
        return ty_op_each(ctx, v, append_one, a) == 0 ? 0 : -1;
    ty_array_object *b = (ty_array_object *)v;
    if (a->letter != b->letter) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "can only extend with array of same kind");
        return -1;
    }
    size_t n = ty_array_count(a), more = ty_array_count(b);
    if (ty_array_resize(ctx, a, n + more) < 0)
        return -1;
    if (more)
        memcpy(ty_array_data(a) + n * a->itemsize, ty_array_data(b), more * a->itemsize);
    return 0;
}

/* --- making -------------------------------------------------------------------------------------------------------------------- */

ty_array_object *ty_array_make(ty_ctx *ctx, const ty_type *type, char letter)
{
    ty_value store = ty_bytearray_new(ctx, NULL, 0);
    ty_array_object *a = store ? (ty_array_object *)ty_instance_new(ctx, type) : NULL;
    if (a) {
        ty_heap_store(ctx->heap, &a->ob, &a->store, store);
        a->letter = letter;
        a->itemsize = (uint8_t)ty_array_letter_size(letter);
    }
    return a;
}

ty_value ty_array_copy(ty_ctx *ctx, const ty_array_object *a, size_t from, size_t to)
{
    ty_array_object *r = ty_array_make(ctx, &ty_array_array_type, a->letter);
    if (!r || ty_array_resize(ctx, r, to - from) < 0)
        return TY_NULL;
    if (to > from)
        memcpy(ty_array_data(r), ty_array_data(a) + from * a->itemsize, (to - from) * a->itemsize);
    TY_KEEP(a);
    return TY_VALUE(r);
}

static ty_value array_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (type == &ty_array_array_type && ty_native_no_keywords(ctx, "array.array", kwnames) < 0)
        return TY_NULL;
    if (nargs < 1 || nargs > 2)
        return ty_error_set(ctx, &ty_TypeError_type, "array() takes at %s %d argument%s (%zu given)", nargs ? "most" : "least",
                            nargs ? 2 : 1, nargs ? "s" : "", nargs);
    if (!ty_is_str(args[0]) || ty_str_length(args[0]) != 1)
        return ty_error_set(ctx, &ty_TypeError_type, "array() argument 1 must be a unicode character, not %T", args[0]);
    uint32_t c = ty_str_at(ty_str_ptr(args[0]), 0);
    ty_value from = TY_ARG(1);
    char letter = c < 128 ? (char)c : 0;
    bool text = letter == 'u' || letter == 'w';
    if (letter == 'u' && ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                                       "The 'u' type code is deprecated and will be removed in Python 3.16") < 0)
        return TY_NULL;
    if (from && !text && ty_is_str(from))
        return ty_error_set(ctx, &ty_TypeError_type, "cannot use a str to initialize an array with typecode '%c'", letter);
    if (from && !text && ty_is_array(from) && ty_array_is_text((ty_array_object *)from))
        return ty_error_set(ctx, &ty_TypeError_type, "cannot use a unicode array to initialize an array with typecode '%c'",
                            letter);
    if (!ty_array_letter_size(letter))
        return ty_error_set(ctx, &ty_ValueError_type, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    ty_array_object *a = ty_array_make(ctx, type, letter);
    if (!a || !from)
        return TY_VALUE(a);
    int r;
    if (ty_is_str(from))
        r = ty_array_from_text(ctx, a, from);
    else if (ty_is_bytes(from) || ty_is_bytearray(from))
        r = ty_array_from_bytes(ctx, a, from);
    else if (ty_is_array(from) && ((ty_array_object *)from)->letter != letter)
        r = ty_op_each(ctx, from, append_one, a);
    else
        r = ty_array_extend(ctx, a, from);
    return r == 0 ? TY_VALUE(a) : TY_NULL;
}

/* --- slots ------------------------------------------------------------------------------------------------------------------------ */

#define SELF(v) ((ty_array_object *)(v))

static ty_value array_repr(ty_ctx *ctx, ty_value v)
{
    const ty_array_object *a = SELF(v);
    if (ty_array_count(a) == 0)
        return ty_str_format(ctx, "%T('%c')", v, a->letter);
    ty_value items = ty_array_is_text(a) ? ty_array_to_text(ctx, a) : ty_array_to_list(ctx, a);
    return items ? ty_str_format(ctx, "%T('%c', %R)", v, a->letter, items) : TY_NULL;
}

static intptr_t array_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_array_count(SELF(v));
}

static ty_value array_compare(ty_ctx *ctx, ty_value va, ty_value vb, int op)
{
    if (!ty_is_array(va) || !ty_is_array(vb))
        return TY_NOT_IMPLEMENTED;
    const ty_array_object *a = SELF(va), *b = SELF(vb);
    size_t n = ty_array_count(a), m = ty_array_count(b);
    if (n != m && (op == TY_EQ || op == TY_NE))
        return ty_bool(op == TY_NE);
    if (a->letter == b->letter && !ty_packing_is_float(a->letter) && n == m &&
        memcmp(ty_array_data(a), ty_array_data(b), n * a->itemsize) == 0)
        return ty_bool(op == TY_EQ || op == TY_LE || op == TY_GE);
    for (size_t i = 0; i < ty_array_count(a) && i < ty_array_count(b); i++) {
        ty_value x = ty_array_get(ctx, a, i), y = x ? ty_array_get(ctx, b, i) : TY_NULL;
        int same = y ? ty_op_compare_bool(ctx, x, y, TY_EQ) : -1;
        if (same < 0)
            return TY_NULL;
        if (!same)
            return op == TY_EQ || op == TY_NE ? ty_bool(op == TY_NE) : ty_op_compare(ctx, x, y, op);
    }
    return ty_bool(ty_seq_compare_sizes(ty_array_count(a), ty_array_count(b), op));
}

static ty_value array_concat(ty_ctx *ctx, ty_value va, ty_value vb)
{
    if (!ty_is_array(vb))
        return ty_error_set(ctx, &ty_TypeError_type, "can only append array (not \"%T\") to array", vb);
    if (SELF(va)->letter != SELF(vb)->letter)
        return ty_error_set(ctx, &ty_TypeError_type, "bad argument type for built-in operation");
    ty_value r = ty_array_copy(ctx, SELF(va), 0, ty_array_count(SELF(va)));
    return r && ty_array_extend(ctx, SELF(r), vb) == 0 ? r : TY_NULL;
}

static ty_value array_iconcat(ty_ctx *ctx, ty_value va, ty_value vb)
{
    if (!ty_is_array(vb))
        return ty_error_set(ctx, &ty_TypeError_type, "can only extend with array (not \"%T\")", vb);
    return ty_array_extend(ctx, SELF(va), vb) == 0 ? va : TY_NULL;
}

static ty_value array_irepeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    ty_value store = ty_type_of(SELF(v)->store)->slots.irepeat(ctx, SELF(v)->store, count);
    return store ? v : TY_NULL;
}

static ty_value array_repeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    intptr_t n;
    if (ty_seq_repeat_count(ctx, count, &n) < 0)
        return TY_NULL;
    ty_value r = ty_array_copy(ctx, SELF(v), 0, ty_array_count(SELF(v)));
    return r ? array_irepeat(ctx, r, ty_small(n)) : TY_NULL;
}

static int place(ty_ctx *ctx, const ty_array_object *a, ty_value k, size_t *out, bool set)
{
    intptr_t i;
    if (ty_is_small(k)) {
        i = ty_small_value(k);
    } else {
        if (!ty_type_of(k)->slots.index) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "array indices must be integers");
            return -1;
        }
        if (ty_op_index_size(ctx, k, &ty_IndexError_type, &i) < 0)
            return -1;
    }
    size_t n = ty_array_count(a);
    if (i < 0)
        i += (intptr_t)n;
    if (i < 0 || (size_t)i >= n) {
        (void)ty_error_set(ctx, &ty_IndexError_type, set ? "array assignment index out of range" : "array index out of range");
        return -1;
    }
    *out = (size_t)i;
    return 0;
}

static ty_value array_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    const ty_array_object *a = SELF(v);
    size_t i;
    if (!ty_has_shape(k, &ty_slice_shape))
        return place(ctx, a, k, &i, false) < 0 ? TY_NULL : ty_array_get(ctx, a, i);
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, k, ty_array_count(a), &start, &stop, &step, &count) < 0)
        return TY_NULL;
    if (step == 1)
        return ty_array_copy(ctx, a, (size_t)start, (size_t)start + count);
    ty_array_object *r = ty_array_make(ctx, &ty_array_array_type, a->letter);
    if (!r || ty_array_resize(ctx, r, count) < 0)
        return TY_NULL;
    for (i = 0; i < count; i++, start += step)
        memcpy(ty_array_data(r) + i * a->itemsize, ty_array_data(a) + (size_t)start * a->itemsize, a->itemsize);
    return TY_VALUE(r);
}

static int set_slice(ty_ctx *ctx, ty_array_object *a, ty_value k, ty_value v)
{
    ty_array_object *by = NULL;
    if (v) {
        if (!ty_is_array(v)) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "can only assign array (not \"%T\") to array slice", v);
            return -1;
        }
        by = SELF(v);
        if (by->letter != a->letter) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "bad argument type for built-in operation");
            return -1;
        }
        if (by == a && !(by = SELF(ty_array_copy(ctx, a, 0, ty_array_count(a)))))
            return -1;
    }
    intptr_t start, stop, step;
    size_t count, n = by ? ty_array_count(by) : 0, size = a->itemsize;
    if (ty_slice_indices(ctx, k, ty_array_count(a), &start, &stop, &step, &count) < 0)
        return -1;
    if (step == 1)
        return ty_array_splice(ctx, a, (size_t)start, count, by ? ty_array_data(by) : NULL, n);
    if (n == 0) { /* keep what the slice does not name */
        if (count == 0)
            return 0;
        if (step < 0) {
            start += step * (intptr_t)(count - 1);
            step = -step;
        }
        if (ty_exports_check(ctx, ((ty_bytearray *)a->store)->exports) < 0)
            return -1;
        char *data = ty_array_data(a);
        size_t to = (size_t)start, next = (size_t)start, left = count, total = ty_array_count(a);
        for (size_t i = to; i < total; i++) {
            if (left && i == next) {
                next += (size_t)step;
                left--;
            } else {
                memcpy(data + to++ * size, data + i * size, size);
            }
        }
        return ty_array_resize(ctx, a, to);
    }
    if (n != count) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "attempt to assign array of size %zu to extended slice of size %zu", n, count);
        return -1;
    }
    for (size_t i = 0; i < count; i++, start += step)
        memcpy(ty_array_data(a) + (size_t)start * size, ty_array_data(by) + i * size, size);
    return 0;
}

static int array_setitem(ty_ctx *ctx, ty_value v, ty_value k, ty_value item)
{
    ty_array_object *a = SELF(v);
    if (ty_has_shape(k, &ty_slice_shape))
        return set_slice(ctx, a, k, item);
    size_t i;
    if (place(ctx, a, k, &i, true) < 0)
        return -1;
    if (!item)
        return ty_array_splice(ctx, a, i, 1, NULL, 0);
    char bits[16];
    if (ty_array_convert(ctx, a, item, bits) < 0 || place(ctx, a, k, &i, true) < 0)
        return -1;
    memcpy(ty_array_data(a) + i * a->itemsize, bits, a->itemsize);
    return 0;
}

static int array_contains(ty_ctx *ctx, ty_value o, ty_value v)
{
    const ty_array_object *a = SELF(o);
    for (size_t i = 0; i < ty_array_count(a); i++) {
        ty_value x = ty_array_get(ctx, a, i);
        int same = x ? ty_op_equal(ctx, x, v) : -1;
        if (same)
            return same;
    }
    return 0;
}

static int array_buffer(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    static const char formats[][2] = {"b", "B", "w", "w", "h", "H", "i", "I", "l", "L", "q", "Q", "f", "d"};
    const ty_array_object *a = SELF(o);
    if (ty_type_of(a->store)->slots.buffer_get(ctx, a->store, view, flags) < 0)
        return -1;
    view->owner = o; /* the count stays with the store */
    view->itemsize = a->itemsize;
    view->format = formats[strchr(letters, a->letter) - letters];
    return 0;
}

static ty_value array_iter(ty_ctx *ctx, ty_value v) { return ty_iter_new_seq(ctx, &ty_array_iterator_shape, v, 0); }

static ty_value iterator_next(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (!it->seq)
        return TY_NULL;
    if (it->index < ty_array_count(SELF(it->seq)))
        return ty_array_get(ctx, SELF(it->seq), it->index++);
    it->seq = TY_NULL;
    return TY_NULL;
}

static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter)), inner = fn ? ty_tuple_pack(ctx, 1, it->seq ? it->seq : ty_tuple_empty) : TY_NULL;
    if (!inner)
        return TY_NULL;
    return it->seq ? ty_tuple_pack(ctx, 3, fn, inner, ty_small((intptr_t)it->index)) : ty_tuple_pack(ctx, 2, fn, inner);
}

static ty_value iterator_setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0)
        return TY_NULL;
    ((ty_seq_iterator *)args[0])->index = i < 0 ? 0 : (size_t)i;
    return TY_NONE;
}

#define OWNER &ty_array_iterator_type
static const ty_native iterator_methods[] = {
    TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", "Return state information for pickling."),
    TY_METHOD(__setstate__, iterator_setstate, 1, 1, "state, /", "Set state information for unpickling."),
    TY_NATIVE_END,
};
#undef OWNER
#define ty_array_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(array_iterator, .name = "array.arrayiterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_seq_iterator),
                .methods = iterator_methods, .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = iterator_next});

static ty_value get_typecode(ty_ctx *ctx, ty_value v) { return ty_str_char(ctx, (uint32_t)SELF(v)->letter); }
static ty_value get_itemsize(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_small(SELF(v)->itemsize);
}

#define OWNER &ty_array_array_type
static const ty_getset getsets[] = {
    TY_GETSET(typecode, get_typecode, NULL, "the typecode character used to create the array"),
    TY_GETSET(itemsize, get_itemsize, NULL, "the size, in bytes, of one array item"),
    TY_GETSET_END,
};
#undef OWNER

static const ty_layout ty_array_array_layout = {.fixed_size = TY_ALIGN_UP(sizeof(ty_array_object), TY_GRANULE),
                                                .slots_offset = offsetof(ty_array_object, store), .slots_count = 1};
TY_BUILTIN_TYPE(array_array, .name = "array.array", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE | TY_TYPE_SEQUENCE | TY_TYPE_WEAKREF,
                .basicsize = sizeof(ty_array_object),
                .doc = "array(typecode [, initializer]) -> array\n\nItems of one machine type, packed.",
                .methods = ty_array_methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = array_repr, .hash = NULL, .new_ = array_new, .init = ty_object_init,
                          .compare = array_compare, .len = array_len, .concat = array_concat, .iconcat = array_iconcat,
                          .repeat = array_repeat, .irepeat = array_irepeat, .getitem = array_getitem,
                          .setitem = array_setitem, .contains = array_contains, .iter = array_iter,
                          .buffer_get = array_buffer});

/* --- module ----------------------------------------------------------------------------------------------------------------------------- */

#define MODULE "array"
const ty_native ty_array_functions[] = {
    TY_FUNCTION(_array_reconstructor, ty_array_reconstructor, 4, 4, "arraytype, typecode, mformat_code, items, /",
                "Internal. Used for pickling support."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value codes = ty_str_from_cstr(ctx, letters);
    return codes && ty_module_add(ctx, module, "typecodes", codes) == 0
               ? ty_module_add(ctx, module, "ArrayType", TY_VALUE(&ty_array_array_type))
               : -1;
}

static const ty_type *const types[] = {&ty_array_array_type, NULL};
const ty_module_def ty_module_array = {
    .name = "array", .doc = "Arrays of machine values.", .functions = ty_array_functions, .types = types, .init = init};
