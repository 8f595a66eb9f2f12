/* SPDX-License-Identifier: MIT */
/* The type bytes: making, slots, construction; the methods are in bytes_*.c. */
#include <config.h>

#include "mem/buf.h"
#include "mem/extbuf.h"
#include "mem/hash.h"
#include "object/bytes_impl.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/seq.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- layout ------------------------------------------------------------------------------------------------------------ */

static size_t bytes_size(const ty_object *o)
{
    const ty_bytes *b = (const ty_bytes *)o;
    if (ty_head_shape(o) != &ty_bytes_shape || b->data != b->inline_data)
        return sizeof(ty_bytes);
    return sizeof(ty_bytes) + (b->length < sizeof b->inline_data ? 0 : b->length + 1 - sizeof b->inline_data);
}

static void bytes_trace(ty_object *o, ty_tracer *t)
{
    if (ty_head_shape(o) != &ty_bytes_shape)
        ty_trace_slot(t, &((ty_bytes *)o)->owner);
}

/* Registered only for exact bytes with external data. */
static void bytes_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_bytes *b = (ty_bytes *)o;
    if (ty_head_shape(o) == &ty_bytes_shape && b->data != b->inline_data)
        ty_extbuf_unref(b->ext);
}

static const ty_layout ty_bytes_layout = {.size = bytes_size, .trace = bytes_trace, .finalize = bytes_finalize};

const ty_bytes ty_bytes_empty_object = {.ob = TY_IMAGE_HEAD(&ty_bytes_shape), .data = ty_bytes_empty_object.inline_data};

/* Not object/alloc.h: its function has the name of a type of mem/buf.h. */
static ty_bytes *alloc_bytes(ty_ctx *ctx, size_t size)
{
    ty_bytes *b = ty_heap_alloc(ctx->heap, ty_heap_round(size));
    if (TY_LIKELY(b != NULL))
        b->ob.head = (uintptr_t)&ty_bytes_shape;
    else
        (void)ty_error_memory(ctx);
    return b;
}

/* --- making ------------------------------------------------------------------------------------------------------------ */

ty_value ty_bytes_new(ty_ctx *ctx, const void *p, size_t n)
{
    if (n == 0)
        return ty_bytes_empty;
    if (TY_UNLIKELY(n > (size_t)INTPTR_MAX - 64))
        return ty_error_memory(ctx);
    size_t size = sizeof(ty_bytes) + (n < sizeof ((ty_bytes *)0)->inline_data ? 0 : n + 1 - sizeof ((ty_bytes *)0)->inline_data);
    ty_bytes *b = alloc_bytes(ctx, size);
    if (!b)
        return TY_NULL;
    b->length = n;
    b->data = b->inline_data;
    b->hash = 0;
    b->ext = NULL;
    if (p)
        memcpy(b->inline_data, p, n);
    b->inline_data[n] = 0;
    return TY_VALUE(b);
}

ty_value ty_bytes_shrink(ty_ctx *ctx, ty_value v, size_t n)
{
    ty_bytes *b = (ty_bytes *)v;
    if (n == b->length)
        return v;
    if (n == 0)
        return ty_bytes_empty;
    if (b->length - n > b->length / 4 + 64)
        return ty_bytes_new(ctx, b->inline_data, n);
    b->length = n;
    b->inline_data[n] = 0;
    return v;
}

ty_value ty_bytes_from_ext(ty_ctx *ctx, ty_extbuf *ext)
{
    if (ext->size < 64) { /* not worth a finalizer */
        ty_value v = ty_bytes_new(ctx, ext->data, ext->size);
        ty_extbuf_unref(ext);
        return v;
    }
    ty_bytes *b = alloc_bytes(ctx, sizeof(ty_bytes));
    if (!b) {
        ty_extbuf_unref(ext);
        return TY_NULL;
    }
    b->length = ext->size;
    b->data = (const unsigned char *)ext->data;
    b->hash = 0;
    b->ext = ext;
    if (ty_heap_register_external(ctx->heap, &b->ob) < 0) {
        b->length = 0;
        b->data = b->inline_data;
        ty_extbuf_unref(ext);
        return ty_error_memory(ctx);
    }
    return TY_VALUE(b);
}

int ty_bytes_arg(ty_ctx *ctx, ty_value v, byte_arg *out)
{
    out->held = false;
    if (ty_is_bytes(v) || ty_is_bytearray(v)) {
        out->run = byte_run_of(v);
        return 0;
    }
    if (ty_buffer_get(ctx, v, &out->view, TY_BUFFER_SIMPLE) < 0)
        return -1;
    out->held = true;
    out->run = (byte_run){out->view.data, out->view.length};
    return 0;
}

ty_value ty_bytes_fresh(ty_ctx *ctx, ty_value like, size_t n, unsigned char **p)
{
    if (ty_is_bytes(like)) {
        ty_value v = ty_bytes_new(ctx, NULL, n);
        if (v)
            *p = ty_bytes_fill(v);
        return v;
    }
    ty_value v = ty_bytearray_new(ctx, NULL, n);
    if (v)
        *p = ((ty_bytearray *)v)->data;
    return v;
}

ty_value ty_bytes_like(ty_ctx *ctx, ty_value like, const unsigned char *p, size_t n)
{
    ty_value v = ty_is_bytes(like) ? ty_bytes_new(ctx, p, n) : ty_bytearray_new(ctx, p, n);
    TY_KEEP(like);
    return v;
}

ty_value ty_bytes_same(ty_ctx *ctx, ty_value v)
{
    if (ty_has_shape(v, &ty_bytes_shape))
        return v;
    if (ty_is_bytes(v))
        return ((ty_bytes *)v)->owner;
    byte_run r = byte_run_of(v);
    return ty_bytearray_new(ctx, r.p, r.n);
}

int ty_bytes_byte(ty_ctx *ctx, ty_value v)
{
    intptr_t i;
    if (ty_is_small(v))
        i = ty_small_value(v);
    else if (ty_op_index_size(ctx, v, NULL, &i) < 0)
        return -1;
    if (i >= 0 && i <= 255)
        return (int)i;
    (void)ty_error_set(ctx, &ty_ValueError_type, "byte must be in range(0, 256)");
    return -1;
}

/* --- construction ------------------------------------------------------------------------------------------------------ */

typedef struct collector {
    ty_buf *out;
    const char *message;
} collector;

static int collect_one(ty_ctx *ctx, void *arg, ty_value item)
{
    collector *c = arg;
    intptr_t i;
    if (ty_is_small(item))
        i = ty_small_value(item);
    else if (ty_op_index_size(ctx, item, NULL, &i) < 0)
        return -1;
    if (i < 0 || i > 255) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "%s", c->message);
        return -1;
    }
    ty_buf_u8(c->out, (unsigned)i);
    return 0;
}

int ty_bytes_collect(ty_ctx *ctx, ty_value iterable, const char *message, ty_buf *out)
{
    collector c = {out, message};
    if (ty_op_each(ctx, iterable, collect_one, &c) != 0)
        return -1;
    if (out->failed) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    return 0;
}

ty_value ty_bytes_from_value(ty_ctx *ctx, ty_value v)
{
    if (ty_has_shape(v, &ty_bytes_shape))
        return v;
    if (ty_is_bytes(v) && !ty_type_of(v)->slots.buffer_get)
        return ((ty_bytes *)v)->owner;
    if (ty_buffer_supported(v)) {
        ty_buffer view;
        if (ty_buffer_get(ctx, v, &view, TY_BUFFER_SIMPLE) < 0)
            return TY_NULL;
        ty_value r = ty_bytes_new(ctx, view.data, view.length);
        ty_buffer_release(ctx, &view);
        return r;
    }
    bool iterable = !ty_is_str(v) && (ty_type_of(v)->slots.iter || ty_has_flag(v, TY_TYPE_LIST | TY_TYPE_TUPLE) ||
                                      ty_type_of(v)->slots.getitem);
    if (!iterable)
        return ty_error_set(ctx, &ty_TypeError_type, "cannot convert '%T' object to bytes", v);
    ty_buf buf;
    ty_buf_init(&buf, NULL, 0);
    ty_value r = TY_NULL;
    if (ty_bytes_collect(ctx, v, "bytes must be in range(0, 256)", &buf) == 0)
        r = ty_bytes_new(ctx, buf.data, buf.size);
    ty_buf_free(&buf);
    return r;
}

ty_value ty_bytes_convert(ty_ctx *ctx, ty_value v)
{
    if (ty_has_shape(v, &ty_bytes_shape))
        return v;
    bool found;
    ty_value r = ty_call_special(ctx, TY_SYM(__bytes__), &v, 1, &found);
    if (!r && (found || ty_error_pending(ctx)))
        return TY_NULL;
    if (!found)
        return ty_bytes_from_value(ctx, v);
    if (!ty_is_bytes(r))
        return ty_error_set(ctx, &ty_TypeError_type, "__bytes__ returned non-bytes (type %T)", r);
    return r;
}

static ty_value wrap(ty_ctx *ctx, const ty_type *type, ty_value v)
{
    if (!v || type == &ty_bytes_type)
        return v;
    v = ty_is_bytes(v) ? ty_bytes_same(ctx, v) : v;
    ty_bytes *o = (ty_bytes *)ty_instance_new(ctx, type);
    if (!o)
        return TY_NULL;
    o->length = ty_bytes_length(v);
    o->data = ty_bytes_data(v);
    o->hash = 0;
    ty_heap_store(ctx->heap, &o->ob, &o->owner, v);
    return TY_VALUE(o);
}

static int check_text_argument(ty_ctx *ctx, ty_value v, const char *name)
{
    if (!v || ty_is_str(v))
        return 0;
    (void)ty_error_set(ctx, &ty_TypeError_type, "bytes() argument '%s' must be str, not %T", name, v);
    return -1;
}

static ty_value bytes_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value bound[3] = {TY_NULL, TY_NULL, TY_NULL};
    if (nargs > 3)
        return ty_error_set(ctx, &ty_TypeError_type, "bytes() takes at most 3 arguments (%zu given)", nargs);
    if (ty_native_bind(ctx, "bytes", "source=b'', encoding=None, errors=None", 0, 3, args, nargs, kwnames, bound) < 0)
        return TY_NULL;
    ty_value v = bound[0], encoding = bound[1], errors = bound[2];
    if (check_text_argument(ctx, encoding, "encoding") < 0 || check_text_argument(ctx, errors, "errors") < 0)
        return TY_NULL;
    if (v && ty_is_str(v) && (encoding || errors)) {
        if (!encoding)
            return ty_error_set(ctx, &ty_TypeError_type, "string argument without an encoding");
        return wrap(ctx, type, ty_codec_encode(ctx, v, encoding, errors));
    }
    if (encoding || errors)
        return ty_error_set(ctx, &ty_TypeError_type, "%s without a string argument", encoding ? "encoding" : "errors");
    if (!v)
        return wrap(ctx, type, ty_bytes_empty);
    if (ty_has_shape(v, &ty_bytes_shape))
        return wrap(ctx, type, v);
    bool found;
    ty_value r = ty_call_special(ctx, TY_SYM(__bytes__), &v, 1, &found);
    if (!r && (found || ty_error_pending(ctx)))
        return TY_NULL;
    if (found) {
        if (!ty_is_bytes(r))
            return ty_error_set(ctx, &ty_TypeError_type, "__bytes__ returned non-bytes (type %T)", r);
        return wrap(ctx, type, r);
    }
    if (ty_is_str(v))
        return ty_error_set(ctx, &ty_TypeError_type, "string argument without an encoding");
    if (ty_is_int(v) || ty_type_of(v)->slots.index) {
        intptr_t n;
        if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &n) < 0) {
            if (!ty_error_swallow(ctx, &ty_TypeError_type))
                return TY_NULL;
        } else {
            if (n < 0)
                return ty_error_set(ctx, &ty_ValueError_type, "negative count");
            r = ty_bytes_new(ctx, NULL, (size_t)n);
            if (r && n)
                memset(ty_bytes_fill(r), 0, (size_t)n);
            return wrap(ctx, type, r);
        }
    }
    return wrap(ctx, type, ty_bytes_from_value(ctx, v));
}

/* --- text ---------------------------------------------------------------------------------------------------------------- */

ty_value ty_bytes_repr_run(ty_ctx *ctx, const char *before, const char *after, byte_run r)
{
    size_t size = 2, head = strlen(before), tail = strlen(after);
    bool single = false, dbl = false;
    for (size_t i = 0; i < r.n; i++) {
        unsigned char c = r.p[i];
        single |= c == '\'';
        dbl |= c == '"';
        size += c == '\\' || c == '\t' || c == '\n' || c == '\r' ? 2 : c >= ' ' && c < 127 ? 1 : 4;
    }
    char quote = single && !dbl ? '"' : '\'';
    bool all = *before; /* bytearray escapes single quotes even between double ones */
    if ((quote == '\'' || all) && single)
        for (size_t i = 0; i < r.n; i++)
            size += r.p[i] == '\'';
    ty_str *s = ty_str_new(ctx, head + 1 + size + tail, 127);
    if (!s)
        return TY_NULL;
    unsigned char *p = s->data;
    memcpy(p, before, head);
    p += head;
    *p++ = 'b';
    *p++ = (unsigned char)quote;
    for (size_t i = 0; i < r.n; i++) {
        unsigned char c = r.p[i];
        const char *special = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : NULL;
        if (special) {
            *p++ = (unsigned char)special[0];
            *p++ = (unsigned char)special[1];
        } else if (c == quote || (all && c == '\'')) {
            *p++ = '\\';
            *p++ = c;
        } else if (c >= ' ' && c < 127) {
            *p++ = c;
        } else {
            *p++ = '\\';
            *p++ = 'x';
            *p++ = (unsigned char)"0123456789abcdef"[c >> 4];
            *p++ = (unsigned char)"0123456789abcdef"[c & 15];
        }
    }
    *p++ = (unsigned char)quote;
    memcpy(p, after, tail);
    return TY_VALUE(s);
}

static ty_value bytes_repr(ty_ctx *ctx, ty_value v)
{
    ty_value r = ty_bytes_repr_run(ctx, "", "", byte_run_of(v));
    TY_KEEP(v);
    return r;
}

/* --- slots --------------------------------------------------------------------------------------------------------------- */

extern struct ty_hash_key ty_symbols_hash_key;

/* That of the str with the same characters. */
uint32_t ty_bytes_hash_run(const void *p, size_t n)
{
    uint64_t h = ty_hash_bytes(&ty_symbols_hash_key, p, n);
    uint32_t folded = (uint32_t)(h ^ h >> 32);
    return folded + (folded == 0) - (folded == UINT32_MAX);
}

static intptr_t bytes_hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    ty_bytes *b = (ty_bytes *)v;
    if (b->hash)
        return (intptr_t)b->hash;
    uint32_t folded = ty_bytes_hash_run(b->data, b->length);
    if (!(b->ob.head & TY_HEAD_SHARED))
        b->hash = folded;
    return (intptr_t)folded;
}

static ty_value bytes_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    if (!ty_is_bytes(a) || !ty_is_bytes(b))
        return TY_NOT_IMPLEMENTED;
    byte_run x = byte_run_of(a), y = byte_run_of(b);
    if (op == TY_EQ || op == TY_NE)
        return ty_bool((x.n == y.n && memcmp(x.p, y.p, x.n) == 0) == (op == TY_EQ));
    int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return c ? ty_bool((op == TY_LT || op == TY_LE) == (c < 0)) : ty_bool(ty_seq_compare_sizes(x.n, y.n, op));
}

static intptr_t bytes_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)((ty_bytes *)v)->length;
}

ty_value ty_bytes_concat(ty_ctx *ctx, ty_value a, ty_value b)
{
    byte_run x = byte_run_of(a), y = byte_run_of(b);
    if (y.n == 0 && ty_has_shape(a, &ty_bytes_shape))
        return a;
    if (x.n == 0 && ty_has_shape(b, &ty_bytes_shape))
        return b;
    ty_value r = ty_bytes_new(ctx, NULL, x.n + y.n);
    if (r && x.n + y.n) {
        memcpy(ty_bytes_fill(r), x.p, x.n);
        memcpy(ty_bytes_fill(r) + x.n, y.p, y.n);
    }
    TY_KEEP(a);
    TY_KEEP(b);
    return r;
}

static ty_value bytes_concat(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (ty_is_bytes(b))
        return ty_bytes_concat(ctx, a, b);
    if (!ty_buffer_supported(b))
        return ty_error_set(ctx, &ty_TypeError_type, "can't concat %T to %T", b, a);
    byte_arg arg;
    if (ty_bytes_arg(ctx, b, &arg) < 0)
        return TY_NULL;
    byte_run x = byte_run_of(a);
    ty_value r = ty_bytes_new(ctx, NULL, x.n + arg.run.n);
    if (r && x.n + arg.run.n) {
        memcpy(ty_bytes_fill(r), x.p, x.n);
        memcpy(ty_bytes_fill(r) + x.n, arg.run.p, arg.run.n);
    }
    byte_arg_release(ctx, &arg);
    return r;
}

ty_value ty_bytes_repeat(ty_ctx *ctx, ty_value o, ty_value vcount)
{
    intptr_t count;
    if (ty_seq_repeat_count(ctx, vcount, &count) < 0)
        return TY_NULL;
    byte_run r = byte_run_of(o);
    size_t total;
    if (ty_mul_overflow(r.n, (size_t)count, &total) || total > (size_t)INTPTR_MAX - 64)
        return ty_error_memory(ctx);
    if (total == r.n && ty_has_shape(o, &ty_bytes_shape))
        return o;
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, o, total, &p);
    if (!v || !total)
        return v;
    r = byte_run_of(o);
    if (r.n == 1) {
        memset(p, r.p[0], total);
    } else {
        memcpy(p, r.p, r.n);
        for (size_t done = r.n; done < total;) {
            size_t more = done < total - done ? done : total - done;
            memcpy(p + done, p, more);
            done += more;
        }
    }
    TY_KEEP(o);
    return v;
}

ty_value ty_bytes_slice(ty_ctx *ctx, ty_value o, ty_value slice)
{
    intptr_t start, stop, step;
    size_t count;
    byte_run r = byte_run_of(o);
    /* indices may run code that resizes a bytearray: clip to what is there afterwards */
    if (ty_slice_indices(ctx, slice, r.n, &start, &stop, &step, &count) < 0)
        return TY_NULL;
    if (byte_run_of(o).n != r.n && ty_slice_indices(ctx, slice, byte_run_of(o).n, &start, &stop, &step, &count) < 0)
        return TY_NULL;
    r = byte_run_of(o);
    if (count == r.n && step == 1 && ty_has_shape(o, &ty_bytes_shape))
        return o;
    if (step == 1)
        return ty_bytes_like(ctx, o, count ? r.p + start : r.p, count);
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, o, count, &p);
    if (!v)
        return TY_NULL;
    for (size_t i = 0; i < count; i++, start += step)
        p[i] = r.p[start];
    TY_KEEP(o);
    return v;
}

static ty_value bytes_getitem(ty_ctx *ctx, ty_value o, ty_value k)
{
    intptr_t i;
    if (TY_LIKELY(ty_is_small(k)))
        i = ty_small_value(k);
    else if (ty_has_shape(k, &ty_slice_shape))
        return ty_bytes_slice(ctx, o, k);
    else if (ty_seq_index(ctx, "byte", k, &i) < 0)
        return TY_NULL;
    const ty_bytes *b = (ty_bytes *)o;
    if (i < 0)
        i += (intptr_t)b->length;
    if (TY_UNLIKELY(i < 0 || (size_t)i >= b->length))
        return ty_error_set(ctx, &ty_IndexError_type, "index out of range");
    return ty_small(b->data[i]);
}

static int bytes_buffer(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    const ty_bytes *b = (ty_bytes *)o;
    return ty_buffer_fill(ctx, view, o, b->data, b->length, true, flags);
}

static ty_value bytes_iter(ty_ctx *ctx, ty_value v) { return ty_iter_new_seq(ctx, &ty_bytes_iterator_shape, v, 0); }

static ty_value bytes_getnewargs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = ty_bytes_same(ctx, args[0]);
    return v ? ty_tuple_pack(ctx, 1, v) : TY_NULL;
}

static ty_value bytes_bytes(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_bytes_same(ctx, args[0]);
}

#define OWNER &ty_bytes_type
static const ty_native bytes_methods[] = {
    BYTES_METHODS,
    TY_METHOD(__getnewargs__, bytes_getnewargs, 0, 0, "", NULL),
    TY_METHOD(__bytes__, bytes_bytes, 0, 0, "", "Convert this value to exact type bytes."),
    TY_NATIVE_END,
};
#undef OWNER

TY_BUILTIN_TYPE(bytes, .name = "bytes", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_BYTES | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_bytes),
                .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
                       "bytes(bytes_or_buffer) -> bytes\nbytes(int) -> that many zero bytes\nbytes() -> empty bytes",
                .methods = bytes_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = bytes_repr, .str = bytes_repr, .hash = bytes_hash, .init = ty_object_init,
                          .new_ = bytes_new, .compare = bytes_compare, .len = bytes_len, .concat = bytes_concat,
                          .repeat = ty_bytes_repeat, .getitem = bytes_getitem, .contains = ty_bytes_contains,
                          .mod = ty_bytes_mod, .iter = bytes_iter, .buffer_get = bytes_buffer});

/* --- iterator -------------------------------------------------------------------------------------------------------------- */

static ty_value bytes_iterator_next(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (!it->seq)
        return TY_NULL;
    byte_run r = byte_run_of(it->seq);
    if (it->index < r.n)
        return ty_small(r.p[it->index++]);
    it->seq = TY_NULL;
    return TY_NULL;
}

static ty_value iterator_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames, (void)ctx;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    size_t n = it->seq ? byte_run_of(it->seq).n : 0;
    return ty_small(n > it->index ? (intptr_t)(n - it->index) : 0);
}

static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_seq_iterator *it = (ty_seq_iterator *)args[0];
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter));
    ty_value inner = fn ? ty_tuple_pack(ctx, 1, it->seq ? it->seq : ty_bytes_empty) : TY_NULL;
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

#define ITERATOR_METHODS                                                                                                \
    TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", "Private: how many items are left, as list() is told."),  \
    TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", "Return state information for pickling."),                          \
    TY_METHOD(__setstate__, iterator_setstate, 1, 1, "state, /", "Set state information for unpickling.")
#define OWNER &ty_bytes_iterator_type
static const ty_native bytes_iterator_methods[] = {ITERATOR_METHODS, TY_NATIVE_END};
#undef OWNER
#define OWNER &ty_bytearray_iterator_type
static const ty_native bytearray_iterator_methods[] = {ITERATOR_METHODS, TY_NATIVE_END};
#undef OWNER

#define ty_bytes_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(bytes_iterator, .name = "bytes_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_seq_iterator),
                .methods = bytes_iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = bytes_iterator_next});
#define ty_bytearray_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(bytearray_iterator, .name = "bytearray_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_seq_iterator),
                .methods = bytearray_iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = bytes_iterator_next});
