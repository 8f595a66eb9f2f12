/* SPDX-License-Identifier: MIT */
/*
 * _struct: values to packed bytes and back. A format is compiled once into a Struct: an array of codes with offsets, kept
 * in a bytes object; module functions keep their Structs in a dict, the module's state being (error class, dict).
 */
#include <config.h>

#include <math.h>

#include "modules/exception.h"
#include "modules/modules.h"
#include "object/bytes_impl.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/float.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/packing.h"
#include "object/str.h"
#include "object/tuple.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, TY_UNUSED const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)
#define CACHE_MAX 100

/* --- formats --------------------------------------------------------------------------------------------------------------- */

typedef struct code {
    size_t offset, size; /* of the first item; of one item (s, p: of all) */
    size_t repeat;       /* items; 1 for s and p */
    char letter;
} code;

typedef struct ty_struct {
    ty_object ob;
    ty_value format; /* str */
    ty_value codes;  /* bytes that hold `code`s */
    size_t size, items;
    bool native;     /* C's sizes and alignment */
    bool swap;       /* byte order other than this machine's */
} ty_struct;
TY_DECLARE_TYPE(struct_struct);
TY_DECLARE_TYPE(struct_iterator);

static const code *codes_of(const ty_struct *s, size_t *n)
{
    *n = ty_bytes_length(s->codes) / sizeof(code);
    return (const code *)(const void *)ty_bytes_data(s->codes);
}

static const ty_type *error_class(ty_ctx *ctx)
{
    ty_value state = ty_module_state(ctx, &ty_module__struct);
    return state ? (const ty_type *)ty_tuple_at(state, 0) : &ty_ValueError_type;
}
#define FAIL(...) ty_error_set(ctx, error_class(ctx), __VA_ARGS__)

static size_t standard_size(char letter)
{
    switch (letter) {
    case 'x': case 'c': case 'b': case 'B': case '?': case 's': case 'p': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'l': case 'L': case 'f': return 4;
    case 'q': case 'Q': case 'd': return 8;
    default: return 0;
    }
}

#define ALIGN_OF(T) offsetof(struct { char c; T x; }, x)
static size_t native_alignment(char letter)
{
    switch (letter) {
    case 'h': case 'H': case 'e': return ALIGN_OF(short);
    case 'i': case 'I': return ALIGN_OF(int);
    case 'l': case 'L': return ALIGN_OF(long);
    case 'q': case 'Q': return ALIGN_OF(long long);
    case 'n': case 'N': return ALIGN_OF(size_t);
    case 'P': return ALIGN_OF(void *);
    case 'f': return ALIGN_OF(float);
    case 'd': return ALIGN_OF(double);
    default: return 1;
    }
}

/* Compiles text into s; `out` NULL: only counts codes. -1: error */
static int compile(ty_ctx *ctx, const char *p, size_t n, ty_struct *s, code *out, size_t *count)
{
    const char *end = p + n;
    s->native = true;
    s->swap = false;
    if (p < end && strchr("@=<>!", *p) && *p) {
        s->native = *p == '@';
        s->swap = *p == '<' ? TY_BIG_ENDIAN : *p == '>' || *p == '!' ? !TY_BIG_ENDIAN : false;
        p++;
    }
    size_t offset = 0, items = 0;
    *count = 0;
    while (p < end) {
        char c = *p++;
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        size_t repeat = 1;
        if (c >= '0' && c <= '9') {
            repeat = (size_t)(c - '0');
            while (p < end && *p >= '0' && *p <= '9') {
                if (repeat > ((size_t)INTPTR_MAX - 9) / 10) {
                    (void)FAIL("total struct size too long");
                    return -1;
                }
                repeat = repeat * 10 + (size_t)(*p++ - '0');
            }
            if (p == end) {
                (void)FAIL("repeat count given without format specifier");
                return -1;
            }
            c = *p++;
        }
        size_t size = s->native && c != 'x' && c != 's' && c != 'p' ? ty_packing_size(c) : standard_size(c);
        if (!size) {
            (void)FAIL("bad char in struct format");
            return -1;
        }
        if (s->native)
            offset = TY_ALIGN_UP(offset, native_alignment(c));
        size_t total;
        if (ty_mul_overflow(size, repeat, &total) || ty_add_overflow(offset, total, &total) || total > (size_t)INTPTR_MAX) {
            (void)FAIL("total struct size too long");
            return -1;
        }
        bool run = c == 's' || c == 'p';
        if (c != 'x' && (run || repeat)) {
            if (out)
                out[*count] = (code){.offset = offset, .size = run ? repeat : size, .repeat = run ? 1 : repeat, .letter = c};
            ++*count;
            items += run ? 1 : repeat;
        }
        offset = total;
    }
    s->size = offset;
    s->items = items;
    return 0;
}

static int struct_set(ty_ctx *ctx, ty_struct *s, ty_value format)
{
    if (ty_is_bytes(format)) {
        format = ty_str_from_latin1(ctx, ty_bytes_data(format), ty_bytes_length(format));
        if (!format)
            return -1;
    } else if (!ty_is_str(format)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "Struct() argument 1 must be a str or bytes object, not %T", format);
        return -1;
    }
    const ty_str *text = ty_str_ptr(format);
    if (!text->ascii) {
        size_t at = 0;
        while (ty_str_at(text, at) < 128)
            at++;
        (void)ty_codec_encode_error(ctx, format, "ascii", at, at + 1, "ordinal not in range(128)");
        return -1;
    }
    size_t count;
    ty_struct probe;
    if (compile(ctx, (const char *)text->data, text->length, &probe, NULL, &count) < 0)
        return -1;
    ty_value codes = ty_bytes_new(ctx, NULL, count * sizeof(code));
    if (!codes)
        return -1;
    code *out = count ? (code *)(void *)ty_bytes_fill(codes) : NULL;
    if (count && compile(ctx, (const char *)text->data, text->length, &probe, out, &count) < 0)
        return -1;
    s->size = probe.size;
    s->items = probe.items;
    s->native = probe.native;
    s->swap = probe.swap;
    ty_heap_store(ctx->heap, &s->ob, &s->format, format);
    ty_heap_store(ctx->heap, &s->ob, &s->codes, codes);
    return 0;
}

static ty_value struct_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_struct *s = (ty_struct *)ty_instance_new(ctx, type);
    if (s) {
        s->format = ty_str_empty;
        s->codes = ty_bytes_empty;
        s->size = s->items = 0;
        s->native = true;
        s->swap = false;
    }
    return TY_VALUE(s);
}

static int struct_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value format = TY_NULL;
    if (ty_native_bind(ctx, "Struct", "format", 1, 1, args, nargs, kwnames, &format) < 0)
        return -1;
    return struct_set(ctx, (ty_struct *)self, format);
}

/* The Struct of a format, from the cache. */
static ty_struct *cached(ty_ctx *ctx, ty_value format)
{
    ty_value state = ty_module_state(ctx, &ty_module__struct), cache = state ? ty_tuple_at(state, 1) : TY_NULL, v;
    bool usable = cache && (ty_is_exact_str(format) || ty_has_shape(format, &ty_bytes_shape));
    if (usable) {
        int found = ty_dict_get(ctx, cache, format, &v);
        if (found)
            return found < 0 ? NULL : (ty_struct *)v;
    }
    v = struct_new(ctx, &ty_struct_struct_type, NULL, 0, TY_NULL);
    if (!v || struct_set(ctx, (ty_struct *)v, format) < 0)
        return NULL;
    if (usable) {
        if (ty_dict_length(cache) >= CACHE_MAX)
            ty_dict_clear(ctx, cache);
        if (ty_dict_set(ctx, cache, format, v) < 0)
            return NULL;
    }
    return (ty_struct *)v;
}

/* --- items -------------------------------------------------------------------------------------------------------------------- */

/* The native letter whose item has this size: what standard formats are read and written as. */
static char native_letter(char letter, size_t size)
{
    if (letter == 'e' || letter == 'f' || letter == 'd' || letter == 'c' || letter == '?' || size == 1)
        return letter;
    bool is_signed = ty_packing_is_signed(letter);
    return size == sizeof(short) ? (is_signed ? 'h' : 'H') : size == sizeof(int) ? (is_signed ? 'i' : 'I') : is_signed ? 'q' : 'Q';
}

static void reverse(char *p, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        char t = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = t;
    }
}

static ty_value unpack_item(ty_ctx *ctx, const ty_struct *s, const code *c, const char *p)
{
    if (c->letter == 's')
        return ty_bytes_new(ctx, p, c->size);
    if (c->letter == 'p') {
        size_t n = c->size ? (unsigned char)*p : 0;
        return ty_bytes_new(ctx, p + 1, n < c->size ? n : c->size ? c->size - 1 : 0);
    }
    char item[16];
    if (s->native)
        return ty_packing_get(ctx, c->letter, p);
    memcpy(item, p, c->size);
    if (s->swap)
        reverse(item, c->size);
    return ty_packing_get(ctx, native_letter(c->letter, c->size), item);
}

static ty_value unpack(ty_ctx *ctx, const ty_struct *s, const char *p)
{
    ty_value t = ty_tuple_new(ctx, NULL, s->items);
    if (!t)
        return TY_NULL;
    size_t n, at = 0;
    const code *c = codes_of(s, &n);
    for (; n; n--, c++) {
        const char *q = p + c->offset;
        for (size_t i = 0; i < c->repeat; i++, q += c->size) {
            ty_value v = unpack_item(ctx, s, c, q);
            if (!v)
                return TY_NULL;
            ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[at++], v);
        }
    }
    return t;
}

static int pack_run(ty_ctx *ctx, const code *c, char *p, ty_value v)
{
    if (!ty_is_bytes(v) && !ty_is_bytearray(v)) {
        (void)FAIL("argument for '%c' must be a bytes object", c->letter);
        return -1;
    }
    byte_run r = byte_run_of(v);
    memset(p, 0, c->size);
    if (c->letter == 's') {
        memcpy(p, r.p, r.n < c->size ? r.n : c->size);
    } else if (c->size) {
        size_t n = r.n < c->size - 1 ? r.n : c->size - 1;
        memcpy(p + 1, r.p, n);
        *p = (char)(n < 255 ? n : 255);
    }
    return 0;
}

static int range_error(ty_ctx *ctx, const code *c)
{
    unsigned bits = (unsigned)c->size * 8;
    if (ty_packing_is_signed(c->letter)) {
        long long high = bits == 64 ? INT64_MAX : ((long long)1 << (bits - 1)) - 1;
        (void)FAIL("'%c' format requires %lld <= number <= %lld", c->letter, -high - 1, high);
    } else {
        uint64_t high = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
        ty_value v = ty_int_from_uint64(ctx, high);
        if (v)
            (void)FAIL("'%c' format requires 0 <= number <= %S", c->letter, v);
    }
    return -1;
}

static int pack_item(ty_ctx *ctx, const ty_struct *s, const code *c, char *p, ty_value v)
{
    if (c->letter == 's' || c->letter == 'p')
        return pack_run(ctx, c, p, v);
    char item[16], letter = s->native ? c->letter : native_letter(c->letter, c->size);
    if (letter == 'P') { /* negative addresses wrap */
        if (!ty_is_int(v)) {
            (void)FAIL("required argument is not an integer");
            return -1;
        }
        if (ty_int_sign(v) < 0)
            letter = sizeof(void *) == 8 ? 'q' : 'i';
    }
    if (letter == 'f' && s->native && ty_is_float(v)) { /* native floats overflow to infinity */
        float f = (float)ty_float_value(v);
        memcpy(p, &f, sizeof f);
        return 0;
    }
    int r = ty_packing_put(ctx, letter, item, v);
    if (r < 0)
        return -1;
    if (r == 1 || (r == 2 && letter == 'c')) {
        (void)FAIL(letter == 'c'                   ? "char format requires a bytes object of length 1"
                   : ty_packing_is_float(letter) ? "required argument is not a float"
                                                   : "required argument is not an integer");
        return -1;
    }
    if (r == 2) {
        if (ty_packing_is_float(letter))
            (void)ty_error_set(ctx, &ty_OverflowError_type, "float too large to pack with %c format", letter);
        else if (c->letter == 'P')
            (void)FAIL("int too large to convert");
        else
            (void)range_error(ctx, c);
        return -1;
    }
    if (s->swap)
        reverse(item, c->size);
    memcpy(p, item, c->size);
    return 0;
}

/* Exactly s->items values into s->size bytes at p. */
static int pack(ty_ctx *ctx, const ty_struct *s, char *p, const ty_value *values)
{
    size_t n;
    const code *c = codes_of(s, &n);
    memset(p, 0, s->size);
    for (; n; n--, c++) {
        char *q = p + c->offset;
        for (size_t i = 0; i < c->repeat; i++, q += c->size)
            if (pack_item(ctx, s, c, q, *values++) < 0)
                return -1;
    }
    return 0;
}

/* --- operations ---------------------------------------------------------------------------------------------------------------- */

static ty_value do_pack(ty_ctx *ctx, const ty_struct *s, const ty_value *values, size_t n)
{
    if (n != s->items)
        return FAIL("pack expected %zu items for packing (got %zu)", s->items, n);
    if (s->size == 0)
        return ty_bytes_empty;
    ty_value b = ty_bytes_new(ctx, NULL, s->size);
    return b && pack(ctx, s, (char *)ty_bytes_fill(b), values) == 0 ? b : TY_NULL;
}

/* values: buffer, offset, items. */
static ty_value do_pack_into(ty_ctx *ctx, const ty_struct *s, const ty_value *values, size_t n)
{
    if (n < 2)
        return FAIL("pack_into expected %s argument", n == 0 ? "buffer" : "offset");
    if (n - 2 != s->items)
        return FAIL("pack_into expected %zu items for packing (got %zu)", s->items, n - 2);
    intptr_t offset;
    ty_buffer view;
    if (!ty_buffer_supported(values[0]) || ty_buffer_get(ctx, values[0], &view, TY_BUFFER_WRITABLE) < 0) {
        if (ty_error_pending(ctx))
            ty_error_clear(ctx);
        return ty_error_set(ctx, &ty_TypeError_type, "argument must be read-write bytes-like object, not %T", values[0]);
    }
    ty_value r = TY_NULL;
    if (ty_op_index_size(ctx, values[1], &ty_IndexError_type, &offset) == 0) {
        intptr_t given = offset;
        if (offset < 0)
            offset += (intptr_t)view.length;
        if (given < 0 && given + (intptr_t)s->size > 0)
            (void)FAIL("no space to pack %zu bytes at offset %zd", s->size, given);
        else if (offset < 0)
            (void)FAIL("offset %zd out of range for %zu-byte buffer", given, view.length);
        else if ((size_t)offset > view.length || view.length - (size_t)offset < s->size)
            (void)FAIL("pack_into requires a buffer of at least %zu bytes for packing %zu bytes at offset %zd (actual buffer "
                       "size is %zu)",
                       s->size + (size_t)offset, s->size, offset, view.length);
        else if (pack(ctx, s, (char *)view.data + offset, values + 2) == 0)
            r = TY_NONE;
    }
    ty_buffer_release(ctx, &view);
    return r;
}

static ty_value do_unpack(ty_ctx *ctx, const ty_struct *s, ty_value buffer)
{
    byte_arg a;
    if (ty_bytes_arg(ctx, buffer, &a) < 0)
        return TY_NULL;
    ty_value r = a.run.n != s->size ? FAIL("unpack requires a buffer of %zu bytes", s->size)
                                    : unpack(ctx, s, (const char *)a.run.p);
    byte_arg_release(ctx, &a);
    TY_KEEP(buffer);
    return r;
}

static ty_value do_unpack_from(ty_ctx *ctx, const ty_struct *s, ty_value buffer, ty_value voffset)
{
    intptr_t offset = 0;
    byte_arg a;
    if ((voffset && ty_op_index_size(ctx, voffset, &ty_IndexError_type, &offset) < 0) || ty_bytes_arg(ctx, buffer, &a) < 0)
        return TY_NULL;
    intptr_t given = offset;
    if (offset < 0)
        offset += (intptr_t)a.run.n;
    ty_value r;
    if (given < 0 && given + (intptr_t)s->size > 0)
        r = FAIL("not enough data to unpack %zu bytes at offset %zd", s->size, given);
    else if (offset < 0)
        r = FAIL("offset %zd out of range for %zu-byte buffer", given, a.run.n);
    else if ((size_t)offset > a.run.n || a.run.n - (size_t)offset < s->size)
        r = FAIL("unpack_from requires a buffer of at least %zu bytes for unpacking %zu bytes at offset %zd (actual buffer "
                 "size is %zu)",
                 s->size + (size_t)offset, s->size, offset, a.run.n);
    else
        r = unpack(ctx, s, (const char *)a.run.p + offset);
    byte_arg_release(ctx, &a);
    TY_KEEP(buffer);
    return r;
}

/* --- iterator ---------------------------------------------------------------------------------------------------------------------- */

typedef struct struct_iterator {
    ty_object ob;
    ty_value plan;   /* Struct */
    ty_value view;   /* memoryview, TY_NULL: exhausted */
    size_t at;
} struct_iterator;

static ty_value do_iter_unpack(ty_ctx *ctx, ty_struct *s, ty_value buffer)
{
    if (s->size == 0)
        return FAIL("cannot iteratively unpack with a struct of length 0");
    byte_arg a;
    if (ty_bytes_arg(ctx, buffer, &a) < 0)
        return TY_NULL;
    size_t n = a.run.n;
    byte_arg_release(ctx, &a);
    if (n % s->size)
        return FAIL("iterative unpacking requires a buffer of a multiple of %zu bytes", s->size);
    ty_value view = ty_memoryview_new(ctx, buffer);
    struct_iterator *it = view ? (struct_iterator *)ty_instance_new(ctx, &ty_struct_iterator_type) : NULL;
    if (it) {
        it->plan = TY_VALUE(s);
        it->view = view;
        it->at = 0;
    }
    return TY_VALUE(it);
}

static ty_value iterator_next(ty_ctx *ctx, ty_value v)
{
    struct_iterator *it = (struct_iterator *)v;
    const ty_struct *s = (ty_struct *)it->plan;
    byte_arg a;
    if (!it->view || ty_bytes_arg(ctx, it->view, &a) < 0)
        return TY_NULL;
    ty_value r = TY_NULL;
    if (a.run.n - it->at >= s->size) {
        r = unpack(ctx, s, (const char *)a.run.p + it->at);
        it->at += s->size;
    }
    byte_arg_release(ctx, &a);
    if (!r && !ty_error_pending(ctx))
        it->view = TY_NULL;
    return r;
}

FUNCTION(iterator_length_hint)
{
    const struct_iterator *it = (struct_iterator *)args[0];
    if (!it->view)
        return ty_small(0);
    intptr_t n = ty_op_len(ctx, it->view);
    return n < 0 ? TY_NULL : ty_small((n - (intptr_t)it->at) / (intptr_t)((ty_struct *)it->plan)->size);
}

#define OWNER &ty_struct_iterator_type
static const ty_native iterator_methods[] = {
    TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_struct_iterator_layout = {
    .fixed_size = TY_ALIGN_UP(sizeof(struct_iterator), TY_GRANULE), .slots_offset = offsetof(struct_iterator, plan), .slots_count = 2};
TY_BUILTIN_TYPE(struct_iterator, .name = "_struct.unpack_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(struct_iterator),
                .methods = iterator_methods, .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = iterator_next});

/* --- the type Struct ------------------------------------------------------------------------------------------------------------- */

#define SELF ((ty_struct *)args[0])

FUNCTION(struct_pack)
{
    if (ty_native_no_keywords(ctx, "Struct.pack", kwnames) < 0)
        return TY_NULL;
    return do_pack(ctx, SELF, args + 1, nargs - 1);
}
FUNCTION(struct_pack_into)
{
    if (ty_native_no_keywords(ctx, "Struct.pack_into", kwnames) < 0)
        return TY_NULL;
    return do_pack_into(ctx, SELF, args + 1, nargs - 1);
}
FUNCTION(struct_unpack) { return do_unpack(ctx, SELF, args[1]); }
FUNCTION(struct_unpack_from) { return do_unpack_from(ctx, SELF, args[1], TY_ARG(2)); }
FUNCTION(struct_iter_unpack) { return do_iter_unpack(ctx, SELF, args[1]); }

static ty_value struct_repr(ty_ctx *ctx, ty_value v)
{
    return ty_str_format(ctx, "%T(%R)", v, ((ty_struct *)v)->format);
}
static ty_value get_size(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_small((intptr_t)((ty_struct *)v)->size);
}
static ty_value get_format(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ((ty_struct *)v)->format;
}

#define OWNER &ty_struct_struct_type
static const ty_native struct_methods[] = {
    TY_METHOD_RAW(pack, struct_pack, "*values", "Pack the values into bytes."),
    TY_METHOD_RAW(pack_into, struct_pack_into, "buffer, offset, *values", "Pack the values into a writable buffer."),
    TY_METHOD(unpack, struct_unpack, 1, 1, "buffer, /", "Unpack a buffer of exactly the size of the format."),
    TY_METHOD(unpack_from, struct_unpack_from, 1, 2, "buffer, offset=0", "Unpack from a place in a buffer."),
    TY_METHOD(iter_unpack, struct_iter_unpack, 1, 1, "buffer, /", "Unpack one part of a buffer after the other."),
    TY_NATIVE_END,
};
static const ty_getset struct_getsets[] = {
    TY_GETSET(size, get_size, NULL, "struct size in bytes"),
    TY_GETSET(format, get_format, NULL, "struct format string"),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_struct_struct_layout = {
    .fixed_size = TY_ALIGN_UP(sizeof(ty_struct), TY_GRANULE), .slots_offset = offsetof(ty_struct, format), .slots_count = 2};
TY_BUILTIN_TYPE(struct_struct, .name = "_struct.Struct", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE | TY_TYPE_WEAKREF, .basicsize = sizeof(ty_struct),
                .doc = "Struct(format)\n--\n\nA compiled format.", .methods = struct_methods, .getsets = struct_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = struct_repr, .new_ = struct_new, .init = struct_init});

/* --- module functions -------------------------------------------------------------------------------------------------------------- */

static ty_struct *first_format(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, name, kwnames) < 0)
        return NULL;
    if (nargs == 0) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "missing format argument");
        return NULL;
    }
    return cached(ctx, args[0]);
}

FUNCTION(m_calcsize)
{
    ty_struct *s = cached(ctx, args[0]);
    return s ? ty_small((intptr_t)s->size) : TY_NULL;
}
FUNCTION(m_pack)
{
    ty_struct *s = first_format(ctx, args, nargs, "pack", kwnames);
    return s ? do_pack(ctx, s, args + 1, nargs - 1) : TY_NULL;
}
FUNCTION(m_pack_into)
{
    ty_struct *s = first_format(ctx, args, nargs, "pack_into", kwnames);
    return s ? do_pack_into(ctx, s, args + 1, nargs - 1) : TY_NULL;
}
FUNCTION(m_unpack)
{
    ty_struct *s = cached(ctx, args[0]);
    return s ? do_unpack(ctx, s, args[1]) : TY_NULL;
}
FUNCTION(m_unpack_from)
{
    ty_struct *s = cached(ctx, args[0]);
    return s ? do_unpack_from(ctx, s, args[1], TY_ARG(2)) : TY_NULL;
}
FUNCTION(m_iter_unpack)
{
    ty_struct *s = cached(ctx, args[0]);
    return s ? do_iter_unpack(ctx, s, args[1]) : TY_NULL;
}
FUNCTION(m_clearcache)
{
    ty_value state = ty_module_state(ctx, &ty_module__struct);
    if (state)
        ty_dict_clear(ctx, ty_tuple_at(state, 1));
    return TY_NONE;
}

#define MODULE "_struct"
static const ty_native functions[] = {
    TY_FUNCTION(calcsize, m_calcsize, 1, 1, "format, /", "Size in bytes of the struct described by the format."),
    TY_FUNCTION_RAW(pack, m_pack, "format, /, *values", "Pack the values into bytes."),
    TY_FUNCTION_RAW(pack_into, m_pack_into, "format, buffer, offset, /, *values", "Pack into a writable buffer."),
    TY_FUNCTION(unpack, m_unpack, 2, 2, "format, buffer, /", "Unpack a buffer of exactly the size of the format."),
    TY_FUNCTION(unpack_from, m_unpack_from, 2, 3, "format, /, buffer, offset=0", "Unpack from a place in a buffer."),
    TY_FUNCTION(iter_unpack, m_iter_unpack, 2, 2, "format, buffer, /", "Unpack one part of a buffer after the other."),
    TY_FUNCTION(_clearcache, m_clearcache, 0, 0, "", "Clear the internal cache."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value error = ty_exception_class(ctx, module, "struct", "error", &ty_Exception_type);
    ty_value cache = error ? ty_dict_new(ctx, 8) : TY_NULL, state = cache ? ty_tuple_pack(ctx, 2, error, cache) : TY_NULL;
    if (!state)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, state);
    return 0;
}

static const ty_type *const types[] = {&ty_struct_struct_type, NULL};
const ty_module_def ty_module__struct = {
    .name = "_struct", .doc = "Values to packed bytes and back.", .functions = functions, .types = types, .init = init};
