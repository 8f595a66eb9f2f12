/* SPDX-License-Identifier: MIT */
/* _io.BytesIO: a binary file in memory. While views of the memory exist it cannot change its size. */
#include <config.h>

#include <stdlib.h>

#include "modules/io_impl.h"

typedef struct bytes_io {
    ty_io_base base;
    unsigned char *data; /* malloc'd */
    size_t length, room, at, exports;
} bytes_io;
#define BY(v) ((bytes_io *)(v))

static bytes_io *opened(ty_ctx *ctx, ty_value self)
{
    if (TY_LIKELY(!BY(self)->base.closed))
        return BY(self);
    ty_io_closed(ctx);
    return NULL;
}

static int resize(ty_ctx *ctx, bytes_io *b, size_t n)
{
    if (b->exports) {
        ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    if (n > b->room) {
        size_t room = n < 64 ? 64 : n + n / 4;
        if (room < n || room > PTRDIFF_MAX) {
            ty_error_set(ctx, &ty_OverflowError_type, "new buffer size too large");
            return -1;
        }
        unsigned char *p = realloc(b->data, room);
        if (!p) {
            ty_error_memory(ctx);
            return -1;
        }
        if (ty_heap_charge(ctx->heap, room - b->room) < 0) {
            b->data = p;
            ty_error_memory(ctx);
            return -1;
        }
        b->data = p;
        b->room = room;
    }
    if (n > b->length)
        memset(b->data + b->length, 0, n - b->length);
    b->length = n;
    return 0;
}

static int put(ty_ctx *ctx, bytes_io *b, const void *p, size_t n)
{
    if (b->exports) {
        ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    if (n == 0)
        return 0;
    if (n > PTRDIFF_MAX - b->at) {
        ty_error_set(ctx, &ty_OverflowError_type, "new position too large");
        return -1;
    }
    if (b->at + n > b->length && resize(ctx, b, b->at + n) < 0)
        return -1;
    memcpy(b->data + b->at, p, n);
    b->at += n;
    return 0;
}

METHOD(bytes_write)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    ty_buffer view;
    if (!b || ty_buffer_get(ctx, args[1], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    size_t n = view.length;
    int r = put(ctx, b, view.data, n);
    ty_buffer_release(ctx, &view);
    return r < 0 ? TY_NULL : ty_int_from_size(ctx, (intptr_t)n);
}

METHOD(bytes_writelines)
{
    UNUSED;
    if (!opened(ctx, args[0]))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[1]), line;
    if (!it)
        return TY_NULL;
    while ((line = ty_op_next(ctx, it))) {
        ty_value a[2] = {args[0], line};
        if (!bytes_write(ctx, a, 2, TY_NULL))
            return TY_NULL;
    }
    return ctx->exc ? TY_NULL : TY_NONE;
}

static size_t rest(const bytes_io *b) { return b->at < b->length ? b->length - b->at : 0; }
static ty_value take(ty_ctx *ctx, bytes_io *b, size_t n)
{
    if (n > rest(b))
        n = rest(b);
    ty_value r = ty_bytes_new(ctx, n ? b->data + b->at : (const unsigned char *)"", n);
    b->at += r ? n : 0;
    return r;
}

METHOD(bytes_read)
{
    (void)kwnames;
    bytes_io *b = opened(ctx, args[0]);
    intptr_t n;
    return !b || ty_io_size(ctx, TY_ARG(1), &n) < 0 ? TY_NULL : take(ctx, b, n < 0 ? SIZE_MAX : (size_t)n);
}
static ty_value line(ty_ctx *ctx, bytes_io *b, intptr_t limit)
{
    size_t n = rest(b);
    const unsigned char *nl = n ? memchr(b->data + b->at, '\n', n) : NULL;
    if (nl)
        n = (size_t)(nl - (b->data + b->at)) + 1;
    return take(ctx, b, limit >= 0 && (size_t)limit < n ? (size_t)limit : n);
}
METHOD(bytes_readline)
{
    (void)kwnames;
    bytes_io *b = opened(ctx, args[0]);
    intptr_t n;
    return !b || ty_io_size(ctx, TY_ARG(1), &n) < 0 ? TY_NULL : line(ctx, b, n);
}
static ty_value bytes_next(ty_ctx *ctx, ty_value self)
{
    bytes_io *b = opened(ctx, self);
    return b && rest(b) ? line(ctx, b, -1) : TY_NULL;
}
METHOD(bytes_readlines)
{
    (void)kwnames;
    bytes_io *b = opened(ctx, args[0]);
    intptr_t hint;
    size_t total = 0;
    if (!b || ty_io_size(ctx, TY_ARG(1), &hint) < 0)
        return TY_NULL;
    ty_value list = ty_list_new(ctx, 0);
    while (list && rest(b)) {
        ty_value l = line(ctx, b, -1);
        if (!l || ty_list_append(ctx, list, l) < 0)
            return TY_NULL;
        total += ty_bytes_length(l);
        if (hint > 0 && total >= (size_t)hint)
            break;
    }
    return list;
}
METHOD(bytes_readinto)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    ty_buffer view;
    if (!b || ty_buffer_get(ctx, args[1], &view, TY_BUFFER_WRITABLE) < 0)
        return TY_NULL;
    size_t n = rest(b) < view.length ? rest(b) : view.length;
    if (n)
        memcpy(view.data, b->data + b->at, n);
    b->at += n;
    ty_buffer_release(ctx, &view);
    return ty_int_from_size(ctx, (intptr_t)n);
}

METHOD(bytes_seek)
{
    (void)kwnames;
    bytes_io *b = opened(ctx, args[0]);
    intptr_t at, whence = 0;
    if (!b || ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &at) < 0 ||
        (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &whence) < 0))
        return TY_NULL;
    if (whence < 0 || whence > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid whence (%zd, should be 0, 1 or 2)", whence);
    if (whence == 0 && at < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "negative seek value %zd", at);
    intptr_t base = whence == 1 ? (intptr_t)b->at : whence == 2 ? (intptr_t)b->length : 0;
    if (at > PTRDIFF_MAX - base)
        return ty_error_set(ctx, &ty_OverflowError_type, "new position too large");
    at += base;
    b->at = at < 0 ? 0 : (size_t)at;
    return ty_int_from_size(ctx, (intptr_t)b->at);
}
METHOD(bytes_tell)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    return b ? ty_int_from_size(ctx, (intptr_t)b->at) : TY_NULL;
}
METHOD(bytes_truncate)
{
    (void)kwnames;
    bytes_io *b = opened(ctx, args[0]);
    if (!b)
        return TY_NULL;
    if (b->exports)
        return ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
    intptr_t n = (intptr_t)b->at;
    if (TY_ARG(1) && args[1] != TY_NONE) {
        if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &n) < 0)
            return TY_NULL;
        if (n < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "negative size value %zd", n);
    }
    if ((size_t)n < b->length)
        b->length = (size_t)n;
    return ty_int_from_size(ctx, n);
}
METHOD(bytes_getvalue)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    return b ? ty_bytes_new(ctx, b->data ? b->data : (const unsigned char *)"", b->length) : TY_NULL;
}
METHOD(bytes_close)
{
    UNUSED;
    bytes_io *b = BY(args[0]);
    if (b->exports)
        return ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
    b->base.closed = true;
    free(b->data);
    ty_heap_discharge(ctx->heap, b->room);
    b->data = NULL;
    b->length = b->room = 0;
    return TY_NONE;
}
METHOD(bytes_true)
{
    UNUSED;
    return opened(ctx, args[0]) ? TY_TRUE : TY_NULL;
}
METHOD(bytes_false)
{
    UNUSED;
    return opened(ctx, args[0]) ? TY_FALSE : TY_NULL;
}
METHOD(bytes_flush)
{
    UNUSED;
    return opened(ctx, args[0]) ? TY_NONE : TY_NULL;
}
METHOD(bytes_getstate)
{
    UNUSED;
    ty_value v = bytes_getvalue(ctx, args, 1, TY_NULL);
    if (!v)
        return TY_NULL;
    ty_value dict = BY(args[0])->base.dict, copy = dict ? ty_dict_copy(ctx, dict) : TY_NONE;
    return copy ? ty_tuple_pack(ctx, 3, v, ty_int_from_size(ctx, (intptr_t)BY(args[0])->at), copy) : TY_NULL;
}
METHOD(bytes_setstate)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    if (!b)
        return TY_NULL;
    if (!ty_is_tuple(args[1]) || ty_tuple_length(args[1]) < 3)
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__setstate__ argument should be 3-tuple, got %T", ty_type_of(args[0]), args[1]);
    intptr_t at;
    ty_value a[2] = {args[0], ty_tuple_at(args[1], 0)}, dict = ty_tuple_at(args[1], 2);
    b->at = 0;
    b->length = 0;
    if (!bytes_write(ctx, a, 2, TY_NULL))
        return TY_NULL;
    if (!ty_is_int(ty_tuple_at(args[1], 1)))
        return ty_error_set(ctx, &ty_TypeError_type, "second item of state must be an integer, not %T", ty_tuple_at(args[1], 1));
    if (ty_op_index_size(ctx, ty_tuple_at(args[1], 1), &ty_OverflowError_type, &at) < 0)
        return TY_NULL;
    if (at < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "position value cannot be negative");
    b->at = (size_t)at;
    if (dict != TY_NONE) {
        if (!ty_is_dict(dict))
            return ty_error_set(ctx, &ty_TypeError_type, "third item of state should be a dict, got a %T", dict);
        ty_value own = ty_attr_dict(ctx, args[0]);
        if (!own || ty_dict_update(ctx, own, dict) < 0)
            return TY_NULL;
    }
    return TY_NONE;
}

/* --- the memory as a buffer --------------------------------------------------------------------------------------------------------------- */

typedef struct bytes_buffer { /* what getbuffer()'s memoryview looks at */
    ty_object ob;
    ty_value source;
} bytes_buffer;

static int buffer_get(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    (void)ctx, (void)flags;
    bytes_io *b = BY(((bytes_buffer *)o)->source);
    *view = (ty_buffer){.data = b->data ? b->data : (unsigned char *)&b->length, .length = b->length, .itemsize = 1, .ndim = 1, .owner = o};
    b->exports++;
    return 0;
}
static void buffer_release(ty_ctx *ctx, ty_value o, ty_buffer *view)
{
    (void)ctx, (void)view;
    BY(((bytes_buffer *)o)->source)->exports--;
}
TY_DECLARE_TYPE(BytesIOBuffer);
static const ty_layout ty_BytesIOBuffer_layout = {.fixed_size = TY_FIXED_SIZE(bytes_buffer), .slots_offset = offsetof(bytes_buffer, source), .slots_count = 1};
TY_BUILTIN_TYPE(BytesIOBuffer, .name = "_io._BytesIOBuffer", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(bytes_buffer),
                .slots = {TY_OBJECT_SLOTS, .buffer_get = buffer_get, .buffer_release = buffer_release});

METHOD(bytes_getbuffer)
{
    UNUSED;
    bytes_io *b = opened(ctx, args[0]);
    bytes_buffer *v = b ? ty_alloc(ctx, &ty_BytesIOBuffer_shape, sizeof *v) : NULL;
    if (!v)
        return TY_NULL;
    v->source = args[0];
    return ty_memoryview_new(ctx, TY_VALUE(v));
}

static ty_value bytes_io_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    /* Closing says nothing here: no finalizer, unless a subclass has one. */
    bytes_io *b = ty_alloc_instance(ctx, type, &ty_BytesIO_type);
    if (!b)
        return TY_NULL;
    if (type == &ty_BytesIO_type)
        memset(&b->base.ob + 1, 0, sizeof *b - sizeof b->base.ob);
    if (ty_heap_register_external(ctx->heap, &b->base.ob) < 0)
        return ty_error_memory(ctx);
    return TY_VALUE(b);
}
static int bytes_io_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[1];
    if (ty_native_bind(ctx, "BytesIO", "initial_bytes=b''", 0, 1, args, nargs, kwnames, a) < 0)
        return -1;
    bytes_io *b = BY(self);
    if (b->exports) {
        ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    b->length = b->at = 0;
    b->base.closed = false;
    if (!a[0] || a[0] == TY_NONE)
        return 0;
    ty_value w[2] = {self, a[0]};
    if (!bytes_write(ctx, w, 2, TY_NULL))
        return -1;
    b->at = 0;
    return 0;
}
static void bytes_finalize(void *client, ty_object *o)
{
    (void)client;
    free(BY(o)->data);
    BY(o)->data = NULL;
}

#define OWNER &ty_BytesIO_type
static const ty_native bytes_methods[] = {
    TY_METHOD(read, bytes_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(read1, bytes_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readinto, bytes_readinto, 1, 1, "buffer, /", NULL),
    TY_METHOD(readinto1, bytes_readinto, 1, 1, "buffer, /", NULL),
    TY_METHOD(readline, bytes_readline, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readlines, bytes_readlines, 0, 1, "size=None, /", NULL),
    TY_METHOD(write, bytes_write, 1, 1, "b, /", NULL),
    TY_METHOD(writelines, bytes_writelines, 1, 1, "lines, /", NULL),
    TY_METHOD(seek, bytes_seek, 1, 2, "pos, whence=0, /", NULL),
    TY_METHOD(tell, bytes_tell, 0, 0, "", NULL),
    TY_METHOD(truncate, bytes_truncate, 0, 1, "size=None, /", NULL),
    TY_METHOD(getvalue, bytes_getvalue, 0, 0, "", "The whole contents."),
    TY_METHOD(getbuffer, bytes_getbuffer, 0, 0, "", "A view of the contents."),
    TY_METHOD(close, bytes_close, 0, 0, "", NULL),
    TY_METHOD(flush, bytes_flush, 0, 0, "", NULL),
    TY_METHOD(isatty, bytes_false, 0, 0, "", NULL),
    TY_METHOD(readable, bytes_true, 0, 0, "", NULL),
    TY_METHOD(writable, bytes_true, 0, 0, "", NULL),
    TY_METHOD(seekable, bytes_true, 0, 0, "", NULL),
    TY_METHOD(__getstate__, bytes_getstate, 0, 0, "", NULL),
    TY_METHOD(__setstate__, bytes_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_BytesIO_layout = {.fixed_size = TY_FIXED_SIZE(bytes_io), .slots_offset = offsetof(ty_io_base, dict), .slots_count = 1,
                                            .finalize = bytes_finalize};
TY_BUILTIN_TYPE(BytesIO, .name = "_io.BytesIO", .base = &ty_BufferedIOBase_type, .flags = TY_IO_FLAGS & ~TY_TYPE_FINALIZER, .basicsize = sizeof(bytes_io),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "BytesIO(initial_bytes=b'')\n\nA binary file in memory.", .methods = bytes_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_io_base_iter, .next = bytes_next, .new_ = bytes_io_new, .init = bytes_io_init});
