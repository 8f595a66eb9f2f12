/* SPDX-License-Identifier: MIT */
/*
 * bytearray: storage, slots, and the methods that change it; those it shares with bytes are in bytes_*.c.
 *
 * The contents lie in an external buffer, from `data` on: deleting at the front only moves `data`. Behind the contents
 * there is always a NUL byte within the buffer. While views exist the buffer neither moves nor changes its size.
 */
#include <config.h>

#include "mem/buf.h"
#include "mem/extbuf.h"
#include "object/attr.h"
#include "object/bytes_impl.h"
#include "object/codec.h"
#include "object/fastsearch.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/seq.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- storage --------------------------------------------------------------------------------------------------------- */

static const unsigned char nothing[1];

static void bytearray_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_bytearray *a = (ty_bytearray *)o;
    if (a->ext) {
        ty_heap_discharge(a->heap, a->ext->size);
        ty_extbuf_unref(a->ext);
    }
    ty_exports_drop_holder(a->exports);
}

static const ty_layout ty_bytearray_layout = {.fixed_size = (sizeof(ty_bytearray) + TY_GRANULE - 1) / TY_GRANULE * TY_GRANULE, .finalize = bytearray_finalize};

static void init_empty(ty_ctx *ctx, ty_bytearray *a)
{
    a->data = (unsigned char *)(uintptr_t)nothing;
    a->length = 0;
    a->ext = NULL;
    a->exports = NULL;
    a->heap = ctx->heap;
    a->registered = false;
}

static int registered(ty_ctx *ctx, ty_bytearray *a)
{
    if (!a->registered) {
        if (ty_heap_register_external(ctx->heap, &a->ob) < 0) {
            (void)ty_error_memory(ctx);
            return -1;
        }
        a->registered = true;
    }
    return 0;
}

static size_t room_of(const ty_bytearray *a)
{
    return a->ext ? a->ext->size - (size_t)((char *)a->data - a->ext->data) : 0;
}

/* A buffer of `size` bytes that starts with the first `keep` bytes of the contents. */
static int move_to(ty_ctx *ctx, ty_bytearray *a, size_t size, size_t keep)
{
    if (registered(ctx, a) < 0)
        return -1;
    size_t old = a->ext ? a->ext->size : 0;
    if (ty_heap_charge(ctx->heap, size) < 0) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    ty_extbuf *ext = NULL;
    if (a->ext && (char *)a->data == a->ext->data && ty_extbuf_unique(a->ext)) {
        ext = ty_extbuf_resize(a->ext, size);
    } else if ((ext = ty_extbuf_new(size))) {
        memcpy(ext->data, a->data, keep);
        ty_extbuf_unref(a->ext);
    }
    if (!ext) {
        ty_heap_discharge(ctx->heap, size);
        (void)ty_error_memory(ctx);
        return -1;
    }
    ty_heap_discharge(ctx->heap, old);
    a->ext = ext;
    a->data = (unsigned char *)ext->data;
    return 0;
}

int ty_bytearray_resize(ty_ctx *ctx, ty_value v, size_t n)
{
    ty_bytearray *a = (ty_bytearray *)v;
    if (n == a->length)
        return 0;
    if (ty_exports_check(ctx, a->exports) < 0)
        return -1;
    if (TY_UNLIKELY(n > (size_t)INTPTR_MAX - 64)) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    size_t room = room_of(a);
    if (n + 1 > room || n < room / 4) {
        size_t want = n + 1;
        if (a->length && n > a->length)
            want += n / 8 + 8; /* growing again is likely */
        if (move_to(ctx, a, want, n < a->length ? n : a->length) < 0)
            return -1;
    }
    a->length = n;
    a->data[n] = 0;
    TY_KEEP(v);
    return 0;
}

static ty_value new_of(ty_ctx *ctx, const ty_type *type)
{
    ty_bytearray *a = (ty_bytearray *)ty_instance_new(ctx, type);
    if (a)
        init_empty(ctx, a);
    return a ? TY_VALUE(a) : TY_NULL;
}

ty_value ty_bytearray_new(ty_ctx *ctx, const void *p, size_t n)
{
    ty_value v = new_of(ctx, &ty_bytearray_type);
    if (!v || ty_bytearray_resize(ctx, v, n) < 0)
        return TY_NULL;
    if (p && n)
        memcpy(((ty_bytearray *)v)->data, p, n);
    return v;
}

/* Replaces [from, from + gone) by the run, which does not lie in the array. */
static int splice(ty_ctx *ctx, ty_value v, size_t from, size_t gone, byte_run by)
{
    ty_bytearray *a = (ty_bytearray *)v;
    size_t tail = a->length - from - gone;
    if (by.n != gone) {
        if (ty_exports_check(ctx, a->exports) < 0)
            return -1;
        if (from == 0 && by.n < gone && tail) { /* at the front only the start moves */
            a->data += gone - by.n;
            a->length -= gone - by.n;
            if (room_of(a) < a->ext->size / 2 && move_to(ctx, a, a->length + 1, a->length) < 0)
                return -1;
            a->data[a->length] = 0;
        } else if (by.n < gone) {
            memmove(a->data + from + by.n, a->data + from + gone, tail);
            if (ty_bytearray_resize(ctx, v, a->length - (gone - by.n)) < 0)
                return -1;
        } else {
            if (by.n - gone > (size_t)INTPTR_MAX - a->length) {
                (void)ty_error_memory(ctx);
                return -1;
            }
            if (ty_bytearray_resize(ctx, v, a->length + (by.n - gone)) < 0)
                return -1;
            memmove(a->data + from + by.n, a->data + from + gone, tail);
        }
    }
    if (by.n)
        memcpy(a->data + from, by.p, by.n);
    return 0;
}

/* --- construction ---------------------------------------------------------------------------------------------------- */

static ty_value bytearray_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return new_of(ctx, type);
}

static int set_contents(ty_ctx *ctx, ty_value self, const void *p, size_t n)
{
    if (ty_bytearray_resize(ctx, self, n) < 0)
        return -1;
    if (n)
        memcpy(((ty_bytearray *)self)->data, p, n);
    return 0;
}

static int from_iterable(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_buf buf;
    ty_buf_init(&buf, NULL, 0);
    int r = ty_bytes_collect(ctx, v, "byte must be in range(0, 256)", &buf);
    if (r == 0)
        r = set_contents(ctx, self, buf.data, buf.size);
    ty_buf_free(&buf);
    return r;
}

static int bytearray_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value bound[3] = {TY_NULL, TY_NULL, TY_NULL};
    if (nargs > 3) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "bytearray() takes at most 3 arguments (%zu given)", nargs);
        return -1;
    }
    if (ty_native_bind(ctx, "bytearray", "source=b'', encoding=None, errors=None", 0, 3, args, nargs, kwnames, bound) < 0)
        return -1;
    ty_value v = bound[0];
    for (int i = 1; i < 3; i++)
        if (bound[i] && !ty_is_str(bound[i])) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "bytearray() argument '%s' must be str, not %T",
                               i == 1 ? "encoding" : "errors", bound[i]);
            return -1;
        }
    if (ty_bytearray_resize(ctx, self, 0) < 0)
        return -1;
    if (v && ty_is_str(v)) {
        if (!bound[1]) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "string argument without an encoding");
            return -1;
        }
        ty_value b = ty_codec_encode(ctx, v, bound[1], bound[2]);
        return b ? set_contents(ctx, self, ty_bytes_data(b), ty_bytes_length(b)) : -1;
    }
    if (bound[1] || bound[2]) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "%s without a string argument", bound[1] ? "encoding" : "errors");
        return -1;
    }
    if (!v)
        return 0;
    if (ty_type_of(v)->slots.index) {
        intptr_t n;
        if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &n) < 0) {
            if (!ty_error_swallow(ctx, &ty_TypeError_type))
                return -1;
        } else {
            if (n < 0) {
                (void)ty_error_set(ctx, &ty_ValueError_type, "negative count");
                return -1;
            }
            if (ty_bytearray_resize(ctx, self, (size_t)n) < 0)
                return -1;
            if (n)
                memset(((ty_bytearray *)self)->data, 0, (size_t)n);
            return 0;
        }
    }
    if (ty_buffer_supported(v)) {
        byte_arg a;
        if (ty_bytes_arg(ctx, v, &a) < 0)
            return -1;
        int r = set_contents(ctx, self, a.run.p, a.run.n);
        byte_arg_release(ctx, &a);
        return r;
    }
    if (!ty_type_of(v)->slots.iter && !ty_type_of(v)->slots.getitem) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "cannot convert '%T' object to bytearray", v);
        return -1;
    }
    return from_iterable(ctx, self, v);
}

/* --- slots ------------------------------------------------------------------------------------------------------------ */

static ty_value bytearray_repr(ty_ctx *ctx, ty_value v)
{
    char before[80];
    const char *name = ty_type_name(ty_type_of(v));
    size_t n = strlen(name);
    if (n > sizeof before - 2)
        n = sizeof before - 2;
    memcpy(before, name, n);
    memcpy(before + n, "(", 2);
    return ty_bytes_repr_run(ctx, before, ")", byte_run_of(v));
}

static intptr_t bytearray_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)((ty_bytearray *)v)->length;
}

static ty_value bytearray_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_buffer_supported(a) || !ty_buffer_supported(b))
        return TY_NOT_IMPLEMENTED;
    byte_arg x, y;
    if (ty_bytes_arg(ctx, a, &x) < 0)
        return TY_NULL;
    if (ty_bytes_arg(ctx, b, &y) < 0) {
        byte_arg_release(ctx, &x);
        return TY_NULL;
    }
    size_t n = x.run.n < y.run.n ? x.run.n : y.run.n;
    int c = memcmp(x.run.p, y.run.p, n);
    bool r = c ? (op == TY_NE || (c < 0 ? op == TY_LT || op == TY_LE : op == TY_GT || op == TY_GE))
               : ty_seq_compare_sizes(x.run.n, y.run.n, op);
    byte_arg_release(ctx, &x);
    byte_arg_release(ctx, &y);
    return ty_bool(r);
}

static ty_value bytearray_concat(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_buffer_supported(b))
        return ty_error_set(ctx, &ty_TypeError_type, "can't concat %T to %T", b, a);
    byte_arg y;
    if (ty_bytes_arg(ctx, b, &y) < 0)
        return TY_NULL;
    size_t n = byte_run_of(a).n, total;
    ty_value v = ty_add_overflow(n, y.run.n, &total) ? ty_error_memory(ctx) : ty_bytearray_new(ctx, NULL, total);
    if (v && total) {
        memcpy(((ty_bytearray *)v)->data, byte_run_of(a).p, n);
        memcpy(((ty_bytearray *)v)->data + n, y.run.p, y.run.n);
    }
    byte_arg_release(ctx, &y);
    return v;
}

/* Appends a bytes-like object, itself too. */
static int append_run(ty_ctx *ctx, ty_value self, ty_value other)
{
    byte_arg y;
    if (ty_bytes_arg(ctx, other, &y) < 0)
        return -1;
    ty_bytearray *a = (ty_bytearray *)self;
    size_t n = a->length, total;
    int r = -1;
    if (ty_add_overflow(n, y.run.n, &total))
        (void)ty_error_memory(ctx);
    else if ((r = ty_bytearray_resize(ctx, self, total)) == 0 && y.run.n)
        memcpy(a->data + n, other == self ? a->data : y.run.p, y.run.n);
    byte_arg_release(ctx, &y);
    return r;
}

static ty_value bytearray_iconcat(ty_ctx *ctx, ty_value self, ty_value other)
{
    if (!ty_buffer_supported(other))
        return ty_error_set(ctx, &ty_TypeError_type, "can't concat %T to %T", other, self);
    return append_run(ctx, self, other) < 0 ? TY_NULL : self;
}

static ty_value bytearray_irepeat(ty_ctx *ctx, ty_value self, ty_value vcount)
{
    intptr_t count;
    if (ty_seq_repeat_count(ctx, vcount, &count) < 0)
        return TY_NULL;
    ty_bytearray *a = (ty_bytearray *)self;
    size_t n = a->length, total;
    if (ty_mul_overflow(n, (size_t)count, &total))
        return ty_error_memory(ctx);
    if (ty_bytearray_resize(ctx, self, total) < 0)
        return TY_NULL;
    for (size_t done = n; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(a->data + done, a->data, more);
        done += more;
    }
    return self;
}

/* The place a subscript names; -1: error */
static int place(ty_ctx *ctx, ty_value o, ty_value k, size_t *out)
{
    intptr_t i;
    if (ty_is_small(k))
        i = ty_small_value(k);
    else if (ty_seq_index(ctx, "bytearray", k, &i) < 0)
        return -1;
    size_t n = ((ty_bytearray *)o)->length;
    if (i < 0)
        i += (intptr_t)n;
    if (i < 0 || (size_t)i >= n) {
        (void)ty_error_set(ctx, &ty_IndexError_type, "bytearray index out of range");
        return -1;
    }
    *out = (size_t)i;
    return 0;
}

static ty_value bytearray_getitem(ty_ctx *ctx, ty_value o, ty_value k)
{
    if (ty_has_shape(k, &ty_slice_shape))
        return ty_bytes_slice(ctx, o, k);
    size_t i;
    return place(ctx, o, k, &i) < 0 ? TY_NULL : ty_small(((ty_bytearray *)o)->data[i]);
}

static int delete_slice(ty_ctx *ctx, ty_value o, intptr_t start, intptr_t step, size_t count)
{
    ty_bytearray *a = (ty_bytearray *)o;
    if (count == 0)
        return 0;
    if (step < 0) {
        start += step * (intptr_t)(count - 1);
        step = -step;
    }
    if (step == 1)
        return splice(ctx, o, (size_t)start, count, (byte_run){NULL, 0});
    if (ty_exports_check(ctx, a->exports) < 0)
        return -1;
    size_t to = (size_t)start, next = (size_t)start, left = count;
    for (size_t i = to; i < a->length; i++) {
        if (left && i == next) {
            next += (size_t)step;
            left--;
        } else {
            a->data[to++] = a->data[i];
        }
    }
    return ty_bytearray_resize(ctx, o, to);
}

static int set_slice(ty_ctx *ctx, ty_value o, ty_value slice, ty_value v)
{
    intptr_t start, stop, step;
    size_t count;
    ty_bytearray *a = (ty_bytearray *)o;
    ty_value copy = v; /* what is stored: bytes-like, and not in this array */
    if (v && (v == o || (!ty_is_bytes(v) && !ty_is_bytearray(v)))) {
        if (v != o && !ty_buffer_supported(v)) {
            if (ty_is_str(v) || ty_is_int(v) || (!ty_type_of(v)->slots.iter && !ty_type_of(v)->slots.getitem)) {
                (void)ty_error_set(ctx, &ty_TypeError_type,
                                   "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
                return -1;
            }
            if (!(copy = ty_bytearray_new(ctx, NULL, 0)) || from_iterable(ctx, copy, v) < 0)
                return -1;
        } else {
            byte_arg whole;
            if (ty_bytes_arg(ctx, v, &whole) < 0)
                return -1;
            copy = ty_bytes_new(ctx, whole.run.p, whole.run.n);
            byte_arg_release(ctx, &whole);
            if (!copy)
                return -1;
        }
    }
    if (ty_slice_indices(ctx, slice, a->length, &start, &stop, &step, &count) < 0)
        return -1;
    if (!copy)
        return delete_slice(ctx, o, start, step, count);
    byte_run by = byte_run_of(copy);
    if (step == 1) {
        int r = splice(ctx, o, (size_t)start, count, by);
        TY_KEEP(copy);
        return r;
    }
    if (by.n == 0)
        return delete_slice(ctx, o, start, step, count);
    if (by.n != count) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "attempt to assign bytes of size %zu to extended slice of size %zu", by.n,
                           count);
        return -1;
    }
    for (size_t i = 0; i < count; i++, start += step)
        a->data[start] = by.p[i];
    TY_KEEP(copy);
    return 0;
}

static int bytearray_setitem(ty_ctx *ctx, ty_value o, ty_value k, ty_value v)
{
    if (ty_has_shape(k, &ty_slice_shape))
        return set_slice(ctx, o, k, v);
    size_t i;
    if (!v)
        return place(ctx, o, k, &i) < 0 ? -1 : splice(ctx, o, i, 1, (byte_run){NULL, 0});
    intptr_t unused;
    if (!ty_is_small(k) && ty_seq_index(ctx, "bytearray", k, &unused) < 0)
        return -1;
    int b = ty_bytes_byte(ctx, v);
    if (b < 0 || place(ctx, o, k, &i) < 0)
        return -1;
    ((ty_bytearray *)o)->data[i] = (unsigned char)b;
    return 0;
}

static int bytearray_buffer(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    ty_bytearray *a = (ty_bytearray *)o;
    if (registered(ctx, a) < 0 || ty_buffer_fill(ctx, view, o, a->data, a->length, false, flags) < 0)
        return -1;
    return ty_exports_count(ctx, &a->exports, view);
}

static ty_value bytearray_iter(ty_ctx *ctx, ty_value v) { return ty_iter_new_seq(ctx, &ty_bytearray_iterator_shape, v, 0); }

/* --- methods ----------------------------------------------------------------------------------------------------------- */

static ty_value bytearray_append(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int b = ty_bytes_byte(ctx, args[1]);
    ty_bytearray *a = (ty_bytearray *)args[0];
    if (b < 0 || ty_bytearray_resize(ctx, args[0], a->length + 1) < 0)
        return TY_NULL;
    a->data[a->length - 1] = (unsigned char)b;
    return TY_NONE;
}

static ty_value bytearray_clear(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_bytearray_resize(ctx, args[0], 0) < 0 ? TY_NULL : TY_NONE;
}

static ty_value bytearray_copy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_bytes_same(ctx, args[0]);
}

static ty_value bytearray_extend(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = args[1];
    if (ty_buffer_supported(v))
        return append_run(ctx, args[0], v) < 0 ? TY_NULL : TY_NONE;
    if (ty_is_str(v))
        return ty_error_set(ctx, &ty_TypeError_type, "expected iterable of integers; got: 'str'");
    if (!ty_type_of(v)->slots.iter && !ty_type_of(v)->slots.getitem)
        return ty_error_set(ctx, &ty_TypeError_type, "can't extend bytearray with %T", v);
    ty_value more = ty_bytearray_new(ctx, NULL, 0);
    if (!more || from_iterable(ctx, more, v) < 0 || append_run(ctx, args[0], more) < 0)
        return TY_NULL;
    return TY_NONE;
}

static ty_value bytearray_insert(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0)
        return TY_NULL;
    int b = ty_bytes_byte(ctx, args[2]);
    if (b < 0)
        return TY_NULL;
    intptr_t n = (intptr_t)((ty_bytearray *)args[0])->length;
    if (i < 0)
        i = i + n < 0 ? 0 : i + n;
    if (i > n)
        i = n;
    unsigned char byte = (unsigned char)b;
    return splice(ctx, args[0], (size_t)i, 0, (byte_run){&byte, 1}) < 0 ? TY_NULL : TY_NONE;
}

static ty_value bytearray_pop(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t i = -1;
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i) < 0)
        return TY_NULL;
    ty_bytearray *a = (ty_bytearray *)args[0];
    if (a->length == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "pop from empty bytearray");
    if (i < 0)
        i += (intptr_t)a->length;
    if (i < 0 || (size_t)i >= a->length)
        return ty_error_set(ctx, &ty_IndexError_type, "pop index out of range");
    int b = a->data[i];
    return splice(ctx, args[0], (size_t)i, 1, (byte_run){NULL, 0}) < 0 ? TY_NULL : ty_small(b);
}

static ty_value bytearray_remove(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int b = ty_bytes_byte(ctx, args[1]);
    if (b < 0)
        return TY_NULL;
    byte_run r = byte_run_of(args[0]);
    intptr_t i = ty_search_char(r.p, r.n, 1, (uint32_t)b);
    if (i < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "value not found in bytearray");
    return splice(ctx, args[0], (size_t)i, 1, (byte_run){NULL, 0}) < 0 ? TY_NULL : TY_NONE;
}

static ty_value bytearray_reverse(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    ty_bytearray *a = (ty_bytearray *)args[0];
    for (size_t i = 0, j = a->length; i + 1 < j; i++) {
        unsigned char c = a->data[i];
        a->data[i] = a->data[--j];
        a->data[j] = c;
    }
    return TY_NONE;
}

static ty_value bytearray_alloc(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_small((intptr_t)room_of((ty_bytearray *)args[0]));
}

static ty_value bytearray_sizeof(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_small((intptr_t)(sizeof(ty_bytearray) + room_of((ty_bytearray *)args[0])));
}

static ty_value reduce(ty_ctx *ctx, ty_value self, intptr_t protocol)
{
    ty_bytearray *a = (ty_bytearray *)self;
    ty_value inner, dict = ty_attr_dict(ctx, self);
    if (!dict && ty_error_pending(ctx))
        return TY_NULL;
    if (protocol < 3) {
        ty_value text = ty_str_from_latin1(ctx, a->data, a->length), encoding = text ? ty_str_from_cstr(ctx, "latin-1") : TY_NULL;
        inner = encoding ? ty_tuple_pack(ctx, 2, text, encoding) : TY_NULL;
    } else {
        ty_value b = a->length ? ty_bytes_new(ctx, a->data, a->length) : TY_NULL;
        if (a->length && !b)
            return TY_NULL;
        inner = b ? ty_tuple_pack(ctx, 1, b) : ty_tuple_empty;
    }
    return inner ? ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(self)), inner, dict ? dict : TY_NONE) : TY_NULL;
}

static ty_value bytearray_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return reduce(ctx, args[0], 2);
}

static ty_value bytearray_reduce_ex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t protocol = 0;
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &protocol) < 0)
        return TY_NULL;
    return reduce(ctx, args[0], protocol);
}

#define OWNER &ty_bytearray_type
static const ty_native bytearray_methods[] = {
    BYTES_METHODS,
    TY_METHOD(append, bytearray_append, 1, 1, "item, /", "Append a single item to the end."),
    TY_METHOD(clear, bytearray_clear, 0, 0, "", "Remove all items."),
    TY_METHOD(copy, bytearray_copy, 0, 0, "", "Return a copy."),
    TY_METHOD(extend, bytearray_extend, 1, 1, "iterable_of_ints, /", "Append all the items from the iterable."),
    TY_METHOD(insert, bytearray_insert, 2, 2, "index, item, /", "Insert a single item before the given index."),
    TY_METHOD(pop, bytearray_pop, 0, 1, "index=-1, /", "Remove and return a single item."),
    TY_METHOD(remove, bytearray_remove, 1, 1, "value, /", "Remove the first occurrence of a value."),
    TY_METHOD(reverse, bytearray_reverse, 0, 0, "", "Reverse the order of the values in place."),
    TY_METHOD(__alloc__, bytearray_alloc, 0, 0, "", "Number of bytes allocated."),
    TY_METHOD(__sizeof__, bytearray_sizeof, 0, 0, "", "Size in memory, in bytes."),
    TY_METHOD(__reduce__, bytearray_reduce, 0, 0, "", "Return state information for pickling."),
    TY_METHOD(__reduce_ex__, bytearray_reduce_ex, 0, 1, "proto=0, /", "Return state information for pickling."),
    TY_NATIVE_END,
};
#undef OWNER

TY_BUILTIN_TYPE(bytearray, .name = "bytearray", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_bytearray),
                .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
                       "bytearray(bytes_or_buffer) -> a copy\nbytearray(int) -> that many zero bytes\n"
                       "bytearray() -> empty bytearray",
                .methods = bytearray_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = bytearray_repr, .str = bytearray_repr, .hash = NULL,
                          .init = bytearray_init, .new_ = bytearray_new, .compare = bytearray_compare, .len = bytearray_len,
                          .concat = bytearray_concat, .iconcat = bytearray_iconcat, .repeat = ty_bytes_repeat,
                          .irepeat = bytearray_irepeat, .getitem = bytearray_getitem, .setitem = bytearray_setitem,
                          .contains = ty_bytes_contains, .mod = ty_bytes_mod, .iter = bytearray_iter,
                          .buffer_get = bytearray_buffer});
