/* SPDX-License-Identifier: MIT */
/*
 * The host table that is lent to serializers: reading and making values in bulk, limits, memo, references, buffers.
 *
 * struct call begins with the public part. Everything it allocates outside the heap is freed when the call ends; values
 * it holds are on the C stack of the call or in a heap list that is.
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/buf.h"
#include "mem/extbuf.h"
#include "code/code.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "serial/registry.h"

/* Identity map word -> number; open addressing. */
struct memo {
    ty_value *keys; /* NULL: free */
    uint32_t *numbers;
    size_t used, mask;
};

struct call {
    ty_ser_call pub;
    ty_ctx *ctx;
    ty_serial_options *options;
    ty_buf *out;             /* dump */
    const unsigned char *start; /* load: of the input */
    size_t depth, made;      /* containers entered; bytes made */
    size_t objects;
    struct memo memo, counts;
    bool counted;
    ty_value root;           /* dump: what is dumped */
    ty_value refs;           /* load: list of references; TY_UNBOUND: reserved */
    ty_buffer view;          /* of buffer_open */
    uint32_t buffers_room;
};

const ty_serial_limits ty_serial_default_limits = {.depth = 2000};

static inline struct call *of(ty_ser_call *c) { return (struct call *)(void *)c; }

/* --- errors and limits ------------------------------------------------------------------------------------------------------- */

static int host_raise(ty_ser_call *c, enum ty_ser_error kind, const char *format, ...)
{
    ty_ctx *ctx = of(c)->ctx;
    static const ty_type *const types[] = {&ty_ValueError_type, &ty_TypeError_type, &ty_EOFError_type, &ty_OverflowError_type};
    char text[256];
    if (kind >= TY_SER_MEMORY_ERROR) {
        ty_error_memory(ctx);
        return -1;
    }
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    ty_error_set(ctx, types[kind], "%s", text);
    return -1;
}

static int host_unserializable(ty_ser_call *c, ty_value v)
{
    const char *message = of(c)->options->unserializable;
    if (message)
        ty_error_set(of(c)->ctx, &ty_ValueError_type, message, v);
    else
        ty_error_set(of(c)->ctx, &ty_ValueError_type, "unmarshallable object");
    return -1;
}

static int host_enter(ty_ser_call *c)
{
    struct call *k = of(c);
    size_t limit = k->options->limits.depth;
    if (TY_UNLIKELY(limit && k->depth >= limit))
        return host_raise(c, TY_SER_VALUE_ERROR, k->out ? "object too deeply nested to marshal" : "bad marshal data (too deeply nested)");
    if (ty_context_deep(k->ctx, " while serializing"))
        return -1;
    k->depth++;
    return 0;
}

static void host_leave(ty_ser_call *c)
{
    of(c)->depth--;
}

/* Accounts for n bytes about to be made. */
static int charge(struct call *k, size_t n)
{
    k->made += n;
    k->objects++;
    const ty_serial_limits *l = &k->options->limits;
    if (TY_UNLIKELY((l->bytes && k->made > l->bytes) || (l->objects && k->objects > l->objects)))
        return host_raise(&k->pub, TY_SER_VALUE_ERROR, "the data exceeds the limit of %zu bytes or %zu objects", l->bytes, l->objects);
    return 0;
}

/* n items of at least `least` bytes must still be in the input. */
static int plausible(struct call *k, size_t n, size_t least)
{
    size_t left = (size_t)(k->pub.end - k->pub.at);
    if (TY_UNLIKELY(least && n > left / least))
        return host_raise(&k->pub, TY_SER_EOF_ERROR, "marshal data too short");
    return charge(k, 32 + n * sizeof(ty_value));
}

/* --- output -------------------------------------------------------------------------------------------------------------------- */

static int host_grow(ty_ser_call *c, size_t n)
{
    struct call *k = of(c);
    ty_buf *b = k->out;
    b->size = (size_t)((char *)c->at - b->data);
    size_t limit = k->options->limits.bytes;
    if (limit && b->size + n > limit)
        return host_raise(c, TY_SER_VALUE_ERROR, "the data exceeds the limit of %zu bytes", limit);
    if (!ty_buf_reserve(b, n < 64 ? 64 : n)) {
        ty_error_memory(k->ctx);
        return -1;
    }
    c->at = (unsigned char *)b->data + b->size;
    c->end = (unsigned char *)b->data + b->room;
    return 0;
}

/* --- reading values ------------------------------------------------------------------------------------------------------------ */

static enum ty_kind host_kind(ty_value v)
{
    if (!ty_is_object(v)) {
        if (ty_is_small(v))
            return TY_KIND_INT;
        if (ty_is_flonum(v))
            return TY_KIND_FLOAT;
        if (ty_is_bool(v))
            return TY_KIND_BOOL;
        return v == TY_NONE ? TY_KIND_NONE : v == TY_ELLIPSIS ? TY_KIND_ELLIPSIS : TY_KIND_OTHER;
    }
    const ty_shape *s = ty_head_shape(ty_object_of(v));
    if (s == &ty_str_shape)
        return TY_KIND_STR;
    if (s == &ty_list_shape)
        return TY_KIND_LIST;
    if (s == &ty_tuple_shape)
        return TY_KIND_TUPLE;
    if (s == &ty_dict_shape)
        return TY_KIND_DICT;
    if (s == &ty_bytes_shape)
        return TY_KIND_BYTES;
    if (s == &ty_int_shape)
        return TY_KIND_INT;
    if (s == &ty_float_shape)
        return TY_KIND_FLOAT;
    if (s == &ty_set_shape)
        return TY_KIND_SET;
    if (s == &ty_frozenset_shape)
        return TY_KIND_FROZENSET;
    if (s == &ty_complex_shape)
        return TY_KIND_COMPLEX;
    if (s == &ty_bytearray_shape)
        return TY_KIND_BYTEARRAY;
    if (s == &ty_code_shape)
        return TY_KIND_CODE;
    if (v == TY_VALUE(&ty_StopIteration_type))
        return TY_KIND_STOPITERATION;
    return ty_buffer_supported(v) ? TY_KIND_BUFFER : TY_KIND_OTHER;
}

static int host_int64(ty_value v, int64_t *out)
{
    return ty_int_fits_int64(v, out);
}

static size_t bit_digits(size_t bits_in_all, int bits)
{
    return (bits_in_all + (size_t)bits - 1) / (size_t)bits;
}

static size_t host_int_digits(ty_value v, int bits, int *negative)
{
    *negative = ty_int_sign(v) < 0;
    return bit_digits(ty_int_bit_length(v), bits);
}

/* The magnitude's limbs; a small int's in *one. */
static const mp_limb_t *limbs_of(ty_value v, mp_limb_t *one, size_t *n)
{
    if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        *one = i < 0 ? -(mp_limb_t)i : (mp_limb_t)i;
        *n = *one != 0;
        return one;
    }
    const ty_bigint *b = (ty_bigint *)v;
    *n = (size_t)(b->size < 0 ? -b->size : b->size);
    return b->limbs;
}

static void host_int_read(ty_value v, int bits, void *digits)
{
    mp_limb_t one;
    size_t n;
    const mp_limb_t *limbs = limbs_of(v, &one, &n);
    size_t count = bit_digits(ty_int_bit_length(v), bits);
    for (size_t i = 0; i < count; i++) {
        size_t bit = i * (size_t)bits, limb = bit / GMP_NUMB_BITS, shift = bit % GMP_NUMB_BITS;
        uint64_t d = limbs[limb] >> shift;
        if (shift + (size_t)bits > GMP_NUMB_BITS && limb + 1 < n)
            d |= (uint64_t)limbs[limb + 1] << (GMP_NUMB_BITS - shift);
        if (bits < 64)
            d &= ((uint64_t)1 << bits) - 1;
        switch (bits) {
        case 8: ((uint8_t *)digits)[i] = (uint8_t)d; break;
        case 15: ((uint16_t *)digits)[i] = (uint16_t)d; break;
        case 30: ((uint32_t *)digits)[i] = (uint32_t)d; break;
        default: ((uint64_t *)digits)[i] = d; break;
        }
    }
}

static double host_float_value(ty_value v) { return ty_float_value(v); }

static void host_complex_value(ty_value v, double out[2])
{
    out[0] = ((ty_complex *)v)->real;
    out[1] = ((ty_complex *)v)->imag;
}

static void host_text(ty_value v, ty_text *out)
{
    const ty_str *s = ty_str_ptr(v);
    *out = (ty_text){.data = s->data, .length = s->length, .width = s->kind, .ascii = s->ascii};
}

static int host_utf8(ty_ser_call *c, ty_value v, const char **p, size_t *n, ty_value *hold)
{
    *hold = ty_codec_encode_as(of(c)->ctx, TY_CODEC_UTF8, v, TY_SYM(surrogatepass));
    if (!*hold)
        return -1;
    *p = (const char *)ty_bytes_data(*hold);
    *n = ty_bytes_length(*hold);
    return 0;
}

static void host_bytes(ty_value v, const unsigned char **p, size_t *n)
{
    if (ty_has_shape(v, &ty_bytearray_shape)) {
        *p = ((ty_bytearray *)v)->data;
        *n = ((ty_bytearray *)v)->length;
    } else {
        *p = ty_bytes_data(v);
        *n = ty_bytes_length(v);
    }
}

static void host_items(ty_value v, const ty_value **items, size_t *n)
{
    if (ty_is_list(v)) {
        const ty_list *l = ty_list_ptr(v);
        *items = l->array ? l->array->items : NULL;
        *n = l->length;
    } else {
        *items = ty_tuple_items(v);
        *n = ty_tuple_length(v);
    }
}

static size_t host_length(ty_value v) { return ty_is_dict(v) ? ty_dict_length(v) : ty_set_length(v); }
static int host_next_pair(ty_value d, size_t *pos, ty_value *k, ty_value *v) { return ty_dict_next(d, pos, k, v); }
static int host_next_key(ty_value s, size_t *pos, ty_value *k) { return ty_set_next(s, pos, k); }
static int host_is_interned(ty_value v) { return ty_str_ptr(v)->interned; }

/* --- memo ------------------------------------------------------------------------------------------------------------------------- */

static size_t memo_place(const struct memo *m, ty_value v)
{
    size_t i = ((uintptr_t)v >> 4) * (size_t)0x9e3779b97f4a7c15u >> 20 & m->mask;
    while (m->keys[i] && m->keys[i] != v)
        i = (i + 1) & m->mask;
    return i;
}

static void memo_free(struct memo *m)
{
    free(m->keys);
    free(m->numbers);
}

static int memo_grow(struct memo *m)
{
    size_t places = m->keys ? 2 * (m->mask + 1) : 64;
    struct memo bigger = {.keys = calloc(places, sizeof *m->keys), .numbers = malloc(places * sizeof *m->numbers), .used = m->used, .mask = places - 1};
    if (!bigger.keys || !bigger.numbers) {
        memo_free(&bigger);
        return -1;
    }
    if (m->keys)
        for (size_t i = 0; i <= m->mask; i++)
            if (m->keys[i]) {
                size_t p = memo_place(&bigger, m->keys[i]);
                bigger.keys[p] = m->keys[i];
                bigger.numbers[p] = m->numbers[i];
            }
    memo_free(m);
    *m = bigger;
    return 0;
}

static intptr_t host_memo_find(ty_ser_call *c, ty_value v)
{
    const struct memo *m = &of(c)->memo;
    if (!m->keys)
        return -1;
    size_t p = memo_place(m, v);
    return m->keys[p] ? (intptr_t)m->numbers[p] : -1;
}

static int host_memo_add(ty_ser_call *c, ty_value v)
{
    struct call *k = of(c);
    struct memo *m = &k->memo;
    if ((!m->keys || m->used * 2 > m->mask) && memo_grow(m) < 0) {
        ty_error_memory(k->ctx);
        return -1;
    }
    size_t p = memo_place(m, v);
    m->keys[p] = v;
    m->numbers[p] = (uint32_t)m->used++;
    return 0;
}

/* Counts occurrences below v, iteratively: 1 or 2 (more). */
static int count(struct call *k)
{
    struct memo *m = &k->counts;
    size_t top = 0, room = 64;
    ty_value *stack = malloc(room * sizeof *stack);
    if (!stack)
        goto memory;
    stack[top++] = k->root;
    while (top) {
        ty_value v = stack[--top];
        if (!ty_is_object(v))
            continue;
        if ((!m->keys || m->used * 2 > m->mask) && memo_grow(m) < 0)
            goto memory;
        size_t p = memo_place(m, v);
        if (m->keys[p]) {
            m->numbers[p] = 2;
            continue;
        }
        m->keys[p] = v;
        m->numbers[p] = 1;
        m->used++;
        enum ty_kind kind = host_kind(v);
        size_t more = kind == TY_KIND_LIST ? ty_list_length(v) : kind == TY_KIND_TUPLE ? ty_tuple_length(v)
                      : kind == TY_KIND_DICT ? 2 * ty_dict_length(v) : kind == TY_KIND_SET || kind == TY_KIND_FROZENSET ? ty_set_length(v) : 0;
        if (top + more > room) {
            while (top + more > room)
                room *= 2;
            ty_value *bigger = realloc(stack, room * sizeof *stack);
            if (!bigger)
                goto memory;
            stack = bigger;
        }
        size_t pos = 0;
        ty_value key, value;
        if (kind == TY_KIND_LIST || kind == TY_KIND_TUPLE) {
            const ty_value *items;
            size_t n;
            host_items(v, &items, &n);
            if (n)
                memcpy(stack + top, items, n * sizeof *items);
            top += n;
        } else if (kind == TY_KIND_DICT)
            while (ty_dict_next(v, &pos, &key, &value)) {
                stack[top++] = key;
                stack[top++] = value;
            }
        else if (kind == TY_KIND_SET || kind == TY_KIND_FROZENSET)
            while (ty_set_next(v, &pos, &key))
                stack[top++] = key;
    }
    free(stack);
    k->counted = true;
    return 0;
memory:
    free(stack);
    ty_error_memory(k->ctx);
    return -1;
}

static int host_occurs(ty_ser_call *c, ty_value v)
{
    struct call *k = of(c);
    if (!k->counted && count(k) < 0)
        return -1;
    size_t p = memo_place(&k->counts, v);
    return k->counts.keys[p] ? (int)k->counts.numbers[p] : 1;
}

/* --- references ---------------------------------------------------------------------------------------------------------------------- */

static intptr_t host_ref_reserve(ty_ser_call *c)
{
    struct call *k = of(c);
    if (!k->refs && !(k->refs = ty_list_new(k->ctx, 16)))
        return -1;
    if (ty_list_append(k->ctx, k->refs, TY_UNBOUND) < 0)
        return -1;
    return (intptr_t)ty_list_length(k->refs) - 1;
}

static void host_ref_set(ty_ser_call *c, intptr_t number, ty_value v)
{
    ty_list_put(of(c)->ctx, of(c)->refs, (size_t)number, v);
}

static ty_value host_ref_get(ty_ser_call *c, size_t number)
{
    struct call *k = of(c);
    if (!k->refs || number >= ty_list_length(k->refs))
        return TY_NULL;
    ty_value v = ty_list_at(k->refs, number);
    return v == TY_UNBOUND ? TY_NULL : v;
}

/* --- making values --------------------------------------------------------------------------------------------------------------------- */

static ty_value host_new_int64(ty_ser_call *c, int64_t i) { return ty_int_from_int64(of(c)->ctx, i); }
static ty_value host_new_uint64(ty_ser_call *c, uint64_t i) { return ty_int_from_uint64(of(c)->ctx, i); }

static ty_value host_new_int(ty_ser_call *c, int bits, const void *digits, size_t n, int negative)
{
    struct call *k = of(c);
    size_t in_all = n * (size_t)bits, bytes = in_all / 8 + 2;
    if (charge(k, bytes) < 0)
        return TY_NULL;
    unsigned char few[64], *p = bytes <= sizeof few ? few : malloc(bytes);
    if (!p)
        return ty_error_memory(k->ctx);
    memset(p, 0, bytes);
    for (size_t i = 0; i < n; i++) {
        uint64_t d = bits == 8 ? ((const uint8_t *)digits)[i] : bits == 15 ? ((const uint16_t *)digits)[i] : bits == 30 ? ((const uint32_t *)digits)[i]
                                                                                                          : ((const uint64_t *)digits)[i];
        size_t bit = i * (size_t)bits;
        for (int done = 0; done < bits;) {
            size_t at = (bit + (size_t)done) / 8, shift = (bit + (size_t)done) % 8;
            p[at] |= (unsigned char)(d >> done << shift);
            done += (int)(8 - shift);
        }
    }
    ty_value v = ty_int_from_bytes(k->ctx, p, bytes, true, false);
    if (p != few)
        free(p);
    return v && negative ? ty_int_neg(k->ctx, v) : v;
}

static ty_value host_new_float(ty_ser_call *c, double d) { return ty_float_new(of(c)->ctx, d); }
static ty_value host_new_complex(ty_ser_call *c, double re, double im) { return ty_complex_new(of(c)->ctx, re, im); }

static ty_value interned(struct call *k, ty_value s, int intern)
{
    return s && intern ? ty_str_intern(k->ctx, s) : s;
}
static ty_value host_new_ascii(ty_ser_call *c, const char *p, size_t n, int intern)
{
    return charge(of(c), n + 48) < 0 ? TY_NULL : interned(of(c), ty_str_from_ascii(of(c)->ctx, p, n), intern);
}
static ty_value host_new_utf8(ty_ser_call *c, const char *p, size_t n, int intern)
{
    return charge(of(c), n + 48) < 0 ? TY_NULL : interned(of(c), ty_str_from_utf8(of(c)->ctx, p, n), intern);
}
static ty_value host_new_text(ty_ser_call *c, const ty_text *t, int intern)
{
    if (charge(of(c), t->length * (size_t)t->width + 48) < 0)
        return TY_NULL;
    return interned(of(c), ty_str_from_ucs(of(c)->ctx, t->width, t->data, t->length), intern);
}
static ty_value host_new_bytes(ty_ser_call *c, const void *p, size_t n)
{
    return charge(of(c), n + 48) < 0 ? TY_NULL : ty_bytes_new(of(c)->ctx, p, n);
}
static ty_value host_new_bytearray(ty_ser_call *c, const void *p, size_t n)
{
    return charge(of(c), n + 64) < 0 ? TY_NULL : ty_bytearray_new(of(c)->ctx, p, n);
}

static ty_value host_new_list(ty_ser_call *c, size_t n, size_t least)
{
    struct call *k = of(c);
    if (plausible(k, n, least) < 0)
        return TY_NULL;
    ty_value v = ty_list_new(k->ctx, n);
    if (v && n) {
        ty_list *l = ty_list_ptr(v);
        for (size_t i = 0; i < n; i++)
            l->array->items[i] = TY_NONE;
        l->length = n;
    }
    return v;
}

static ty_value host_new_tuple(ty_ser_call *c, size_t n, size_t least)
{
    return plausible(of(c), n, least) < 0 ? TY_NULL : n ? ty_tuple_new(of(c)->ctx, NULL, n) : ty_tuple_empty;
}

static void host_put(ty_ser_call *c, ty_value container, size_t i, ty_value v)
{
    ty_ctx *ctx = of(c)->ctx;
    if (ty_has_shape(container, &ty_list_shape))
        ty_list_put(ctx, container, i, v);
    else
        ty_heap_store(ctx->heap, ty_object_of(container), &ty_tuple_items(container)[i], v);
}

static int host_append(ty_ser_call *c, ty_value list, ty_value v) { return ty_list_append(of(c)->ctx, list, v); }

static ty_value host_new_dict(ty_ser_call *c, size_t expected, size_t least)
{
    return plausible(of(c), expected, least) < 0 ? TY_NULL : ty_dict_new(of(c)->ctx, expected);
}
static int host_set_item(ty_ser_call *c, ty_value d, ty_value key, ty_value v)
{
    return charge(of(c), sizeof(ty_dict_entry)) < 0 ? -1 : ty_dict_set(of(c)->ctx, d, key, v);
}

static ty_value host_new_set(ty_ser_call *c, size_t expected, size_t least, int frozen)
{
    struct call *k = of(c);
    if (plausible(k, expected, least) < 0)
        return TY_NULL;
    return frozen ? ty_frozenset_new(k->ctx, TY_NULL) : ty_set_new(k->ctx, expected);
}
static int host_add(ty_ser_call *c, ty_value s, ty_value v)
{
    return charge(of(c), sizeof(ty_set_entry)) < 0 ? -1 : ty_set_add(of(c)->ctx, s, v);
}
static ty_value host_stop_iteration(ty_ser_call *c)
{
    (void)c;
    return TY_VALUE(&ty_StopIteration_type);
}

/* --- code ------------------------------------------------------------------------------------------------------------------------------------ */

static int host_dump_code(ty_ser_call *c, ty_value code)
{
    (void)code;
    return host_raise(c, TY_SER_VALUE_ERROR, "unmarshallable object");
}

static ty_value host_load_code(ty_ser_call *c)
{
    host_raise(c, TY_SER_VALUE_ERROR, "bad marshal data (code object of another implementation)");
    return TY_NULL;
}

/* --- buffers ----------------------------------------------------------------------------------------------------------------------------------- */

static intptr_t host_buffer_add(ty_ser_call *c, ty_value v)
{
    struct call *k = of(c);
    if (!(c->flags & TY_SER_FLAG_OUT_OF_BAND) || !ty_has_shape(v, &ty_bytes_shape) || !((ty_bytes *)v)->ext)
        return -2;
    if (k->options->buffer_count == k->buffers_room) {
        uint32_t room = k->buffers_room ? 2 * k->buffers_room : 4;
        struct ty_extbuf **bigger = realloc(k->options->buffers, room * sizeof *bigger);
        if (!bigger) {
            ty_error_memory(k->ctx);
            return -1;
        }
        k->options->buffers = bigger;
        k->buffers_room = room;
    }
    struct ty_extbuf *b = ((ty_bytes *)v)->ext;
    (void)ty_extbuf_ref(b);
    k->options->buffers[k->options->buffer_count] = b;
    return (intptr_t)k->options->buffer_count++;
}

static ty_value host_buffer_get(ty_ser_call *c, size_t number, int readonly)
{
    struct call *k = of(c);
    (void)readonly;
    if (number >= k->options->buffer_count) {
        host_raise(c, TY_SER_VALUE_ERROR, "the data refers to a buffer that did not come with it");
        return TY_NULL;
    }
    (void)ty_extbuf_ref(k->options->buffers[number]);
    return ty_bytes_from_ext(k->ctx, k->options->buffers[number]);
}

static int host_buffer_open(ty_ser_call *c, ty_value v, const unsigned char **p, size_t *n, int *readonly)
{
    struct call *k = of(c);
    if (ty_buffer_get(k->ctx, v, &k->view, TY_BUFFER_SIMPLE) < 0)
        return -1;
    *p = k->view.data;
    *n = k->view.length;
    *readonly = k->view.readonly;
    return 0;
}

static void host_buffer_close(ty_ser_call *c, ty_value v)
{
    (void)v;
    ty_buffer_release(of(c)->ctx, &of(c)->view);
}

static const ty_ser_host host = {
    .abi = TY_SERIALIZER_ABI, .size = sizeof(ty_ser_host), .raise = host_raise, .unserializable = host_unserializable, .enter = host_enter,
    .leave = host_leave, .grow = host_grow, .kind = host_kind, .int64 = host_int64, .int_digits = host_int_digits, .int_read = host_int_read,
    .float_value = host_float_value, .complex_value = host_complex_value, .text = host_text, .utf8 = host_utf8, .bytes = host_bytes,
    .items = host_items, .length = host_length, .next_pair = host_next_pair, .next_key = host_next_key, .is_interned = host_is_interned,
    .memo_find = host_memo_find, .memo_add = host_memo_add, .occurs = host_occurs, .ref_reserve = host_ref_reserve, .ref_set = host_ref_set,
    .ref_get = host_ref_get, .new_int64 = host_new_int64, .new_uint64 = host_new_uint64, .new_int = host_new_int, .new_float = host_new_float,
    .new_complex = host_new_complex, .new_ascii = host_new_ascii, .new_utf8 = host_new_utf8, .new_text = host_new_text, .new_bytes = host_new_bytes,
    .new_bytearray = host_new_bytearray, .new_list = host_new_list, .new_tuple = host_new_tuple, .put = host_put, .append = host_append,
    .new_dict = host_new_dict, .set_item = host_set_item, .new_set = host_new_set, .add = host_add, .stop_iteration = host_stop_iteration,
    .dump_code = host_dump_code, .load_code = host_load_code, .buffer_add = host_buffer_add, .buffer_get = host_buffer_get,
    .buffer_open = host_buffer_open, .buffer_close = host_buffer_close,
};

_Static_assert((uintptr_t)1 << 3 == 8 && sizeof(ty_value) == sizeof(uintptr_t), "the value word is one word");

/* --- calls ----------------------------------------------------------------------------------------------------------------------------------------- */

static int begin(struct call *k, ty_ctx *ctx, const ty_serializer *s, ty_serial_options *o)
{
    memset(k, 0, sizeof *k);
    k->ctx = ctx;
    k->options = o;
    k->pub.host = &host;
    k->pub.version = o->version < 0 ? s->version_default : o->version;
    k->pub.flags = o->flags;
    return 0;
}

static void end(struct call *k, const ty_serializer *s)
{
    if (s->size > offsetof(ty_serializer, finish) && s->finish)
        s->finish(&k->pub);
    memo_free(&k->memo);
    memo_free(&k->counts);
}

int ty_serial_dump(ty_ctx *ctx, const ty_serializer *s, ty_value v, ty_serial_options *o, ty_buf *out)
{
    struct call k;
    begin(&k, ctx, s, o);
    size_t before = out->size;
    k.out = out;
    k.root = v;
    k.pub.at = (unsigned char *)out->data + out->size;
    k.pub.end = (unsigned char *)out->data + out->room;
    int r = host_grow(&k.pub, 64);
    if (r == 0)
        r = s->dump(&k.pub, v);
    out->size = r < 0 ? before : (size_t)((char *)k.pub.at - out->data);
    end(&k, s);
    TY_KEEP(v);
    return r < 0 ? -1 : 0;
}

ty_value ty_serial_load(ty_ctx *ctx, const ty_serializer *s, const void *p, size_t n, ty_serial_options *o, size_t *used)
{
    struct call k;
    ty_value v = TY_NULL;
    begin(&k, ctx, s, o);
    k.start = p;
    k.pub.at = (unsigned char *)(uintptr_t)p;
    k.pub.end = k.pub.at + n;
    int r = s->load(&k.pub, &v);
    if (used)
        *used = (size_t)(k.pub.at - k.start);
    end(&k, s);
    return r < 0 ? TY_NULL : v;
}
