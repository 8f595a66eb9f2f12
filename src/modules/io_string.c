/* SPDX-License-Identifier: MIT */
/* _io.StringIO: a text file in memory, one, two or four bytes a character as the text needs. */
#include <config.h>

#include <stdlib.h>

#include "modules/io_impl.h"

typedef struct string_io {
    ty_io_base base;
    unsigned char *data; /* malloc'd */
    size_t length, room, at; /* characters */
    unsigned kind, seen;
    bool has_newline, universal, translate, ascii;
    char newline[3];
} string_io;
#define S(v) ((string_io *)(v))

static string_io *opened(ty_ctx *ctx, ty_value self)
{
    if (TY_LIKELY(!S(self)->base.closed))
        return S(self);
    ty_error_set(ctx, &ty_ValueError_type, "I/O operation on closed file");
    return NULL;
}

static uint32_t get(const void *data, unsigned kind, size_t i)
{
    return kind == 1 ? ((const unsigned char *)data)[i] : kind == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
}
static void set(void *data, unsigned kind, size_t i, uint32_t c)
{
    if (kind == 1)
        ((unsigned char *)data)[i] = (unsigned char)c;
    else if (kind == 2)
        ((uint16_t *)data)[i] = (uint16_t)c;
    else
        ((uint32_t *)data)[i] = c;
}

/* Room for `n` characters of at least `kind`. */
static int reserve(ty_ctx *ctx, string_io *s, size_t n, unsigned kind)
{
    if (TY_LIKELY(kind <= s->kind && n <= s->room))
        return 0;
    if (kind < s->kind)
        kind = s->kind;
    size_t room = n <= s->room ? s->room : n < 32 ? 64 : n + n / 2;
    if (room > PTRDIFF_MAX / 8) {
        ty_error_set(ctx, &ty_OverflowError_type, "new position too large");
        return -1;
    }
    unsigned char *p = kind == s->kind ? realloc(s->data, room * kind) : malloc(room * kind);
    if (!p) {
        ty_error_memory(ctx);
        return -1;
    }
    if (kind != s->kind) {
        for (size_t i = 0; i < s->length; i++)
            set(p, kind, i, get(s->data, s->kind, i));
        free(s->data);
    }
    s->data = p;
    s->room = room;
    s->kind = kind;
    return 0;
}

static int put(ty_ctx *ctx, string_io *s, ty_value text)
{
    if (s->universal) {
        bool pending = false;
        text = ty_io_newlines(ctx, text, s->translate, true, &pending, &s->seen);
        if (!text)
            return -1;
    }
    if (s->newline[0] == '\r') {
        text = ty_str_replace(ctx, text, ty_str_char(ctx, '\n'), s->newline[1] ? ty_str_from_cstr(ctx, "\r\n") : ty_str_char(ctx, '\r'), -1);
        if (!text)
            return -1;
    }
    const ty_str *t = ty_str_ptr(text);
    size_t n = t->length;
    if (n == 0)
        return 0;
    size_t end = s->at + n;
    if (reserve(ctx, s, end > s->length ? end : s->length, t->kind) < 0)
        return -1;
    for (size_t i = s->length; i < s->at; i++)
        set(s->data, s->kind, i, 0);
    if (s->kind == t->kind)
        memcpy(s->data + s->at * s->kind, t->data, n * s->kind);
    else
        for (size_t i = 0; i < n; i++)
            set(s->data, s->kind, s->at + i, ty_str_at(t, i));
    s->at = end;
    if (end > s->length)
        s->length = end;
    return 0;
}

METHOD(string_write)
{
    UNUSED;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "string argument expected, got '%T'", args[1]);
    string_io *s = opened(ctx, args[0]);
    return s && put(ctx, s, args[1]) == 0 ? ty_int_from_size(ctx, (intptr_t)ty_str_length(args[1])) : TY_NULL;
}

static ty_value part(ty_ctx *ctx, string_io *s, size_t from, size_t n)
{
    if (n == 0)
        return ty_str_empty;
    return s->kind == 1 ? ty_str_from_latin1(ctx, s->data + from, n) : ty_str_from_ucs(ctx, (int)s->kind, s->data + from * s->kind, n);
}
static ty_value take(ty_ctx *ctx, string_io *s, size_t n)
{
    size_t have = s->at < s->length ? s->length - s->at : 0;
    if (n > have)
        n = have;
    ty_value r = part(ctx, s, s->at, n);
    s->at += r ? n : 0;
    return r;
}

METHOD(string_getvalue)
{
    UNUSED;
    string_io *s = opened(ctx, args[0]);
    return s ? part(ctx, s, 0, s->length) : TY_NULL;
}
METHOD(string_read)
{
    (void)kwnames;
    string_io *s = opened(ctx, args[0]);
    intptr_t n;
    return !s || ty_io_size(ctx, TY_ARG(1), &n) < 0 ? TY_NULL : take(ctx, s, n < 0 ? SIZE_MAX : (size_t)n);
}

static ty_value line(ty_ctx *ctx, string_io *s, size_t limit)
{
    if (s->at >= s->length)
        return ty_str_empty;
    size_t end = s->length - s->at > limit ? s->at + limit : s->length;
    ty_str view = {.kind = (uint8_t)s->kind, .length = s->length, .data = s->data};
    intptr_t nl = ty_io_line_end(&view, s->at, end, s->translate || !s->has_newline ? NULL : s->newline, s->has_newline && !s->newline[0]);
    return take(ctx, s, (nl >= 0 ? (size_t)nl : end) - s->at);
}
METHOD(string_readline)
{
    (void)kwnames;
    string_io *s = opened(ctx, args[0]);
    intptr_t n;
    return !s || ty_io_size(ctx, TY_ARG(1), &n) < 0 ? TY_NULL : line(ctx, s, n < 0 ? SIZE_MAX : (size_t)n);
}
static ty_value string_next(ty_ctx *ctx, ty_value self)
{
    if (!ty_has_shape(self, &ty_StringIO_shape))
        return ty_io_base_next(ctx, self);
    string_io *s = opened(ctx, self);
    return s && s->at < s->length ? line(ctx, s, SIZE_MAX) : TY_NULL;
}

METHOD(string_seek)
{
    (void)kwnames;
    string_io *s = opened(ctx, args[0]);
    intptr_t at, whence = 0;
    if (!s || ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &at) < 0 ||
        (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &whence) < 0))
        return TY_NULL;
    if (whence < 0 || whence > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "Invalid whence (%zd, should be 0, 1 or 2)", whence);
    if (whence == 0 && at < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "Negative seek position %zd", at);
    if (whence && at)
        return ty_error_set(ctx, &ty_OSError_type, "Can't do nonzero cur-relative seeks");
    s->at = whence == 1 ? s->at : whence == 2 ? s->length : (size_t)at;
    return ty_int_from_size(ctx, (intptr_t)s->at);
}
METHOD(string_tell)
{
    UNUSED;
    string_io *s = opened(ctx, args[0]);
    return s ? ty_int_from_size(ctx, (intptr_t)s->at) : TY_NULL;
}
METHOD(string_truncate)
{
    (void)kwnames;
    string_io *s = opened(ctx, args[0]);
    intptr_t n = s ? (intptr_t)s->at : 0;
    if (!s)
        return TY_NULL;
    if (TY_ARG(1) && args[1] != TY_NONE && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if (n < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "Negative size value %zd", n);
    if ((size_t)n < s->length)
        s->length = (size_t)n;
    return ty_int_from_size(ctx, n);
}
METHOD(string_close)
{
    UNUSED;
    (void)ctx;
    string_io *s = S(args[0]);
    s->base.closed = true;
    free(s->data);
    s->data = NULL;
    s->length = s->room = 0;
    return TY_NONE;
}
METHOD(string_true)
{
    UNUSED;
    return opened(ctx, args[0]) ? TY_TRUE : TY_NULL;
}
METHOD(string_getstate)
{
    UNUSED;
    string_io *s = opened(ctx, args[0]);
    ty_value text = s ? part(ctx, s, 0, s->length) : TY_NULL, nl = text ? s->has_newline ? ty_str_from_cstr(ctx, s->newline) : TY_NONE : TY_NULL;
    ty_value dict = nl ? s->base.dict ? ty_dict_copy(ctx, s->base.dict) : TY_NONE : TY_NULL;
    return dict ? ty_tuple_pack(ctx, 4, text, nl, ty_int_from_size(ctx, (intptr_t)s->at), dict) : TY_NULL;
}

static int setup(ty_ctx *ctx, string_io *s, ty_value initial, ty_value newline)
{
    const char *nl = "\n";
    ty_value hold = TY_NULL;
    size_t n;
    if (newline == TY_NONE) {
        nl = NULL;
    } else if (newline) {
        if (!ty_is_str(newline)) {
            ty_error_set(ctx, &ty_TypeError_type, "newline must be str or None, not %T", newline);
            return -1;
        }
        if (!(nl = ty_str_utf8(ctx, newline, &n, &hold)))
            return -1;
        if (nl[0] && strcmp(nl, "\n") && strcmp(nl, "\r") && strcmp(nl, "\r\n")) {
            ty_error_set(ctx, &ty_ValueError_type, "illegal newline value: %R", newline);
            return -1;
        }
    }
    if (initial && initial != TY_NONE && !ty_is_str(initial)) {
        ty_error_set(ctx, &ty_TypeError_type, "initial_value must be str or None, not %T", initial);
        return -1;
    }
    s->length = s->at = 0;
    s->seen = 0;
    if (!s->kind)
        s->kind = 1;
    s->base.closed = false;
    s->has_newline = nl != NULL;
    memset(s->newline, 0, sizeof s->newline);
    if (nl)
        memcpy(s->newline, nl, strlen(nl));
    TY_KEEP(hold);
    s->universal = !nl || !nl[0];
    s->translate = !nl;
    if (initial && initial != TY_NONE && put(ctx, s, initial) < 0)
        return -1;
    s->at = 0;
    return 0;
}

METHOD(string_setstate)
{
    UNUSED;
    if (!opened(ctx, args[0]))
        return TY_NULL;
    if (!ty_is_tuple(args[1]) || ty_tuple_length(args[1]) < 4)
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__setstate__ argument should be 4-tuple, got %T", ty_type_of(args[0]), args[1]);
    const ty_value *v = ty_tuple_items(args[1]);
    intptr_t at;
    /* The text is in its final form: put it in without translation. */
    if (setup(ctx, S(args[0]), TY_NONE, v[1]) < 0)
        return TY_NULL;
    string_io *s = S(args[0]), saved = *s;
    s->universal = false;
    s->newline[0] = 0;
    int r = ty_is_str(v[0]) ? put(ctx, s, v[0]) : (ty_error_set(ctx, &ty_TypeError_type, "initial_value must be str or None, not %T", v[0]), -1);
    s->universal = saved.universal;
    s->newline[0] = saved.newline[0];
    if (r < 0 || ty_op_index_size(ctx, v[2], &ty_OverflowError_type, &at) < 0)
        return TY_NULL;
    if (at < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "position value cannot be negative");
    s->at = (size_t)at;
    if (v[3] != TY_NONE) {
        ty_value own = ty_is_dict(v[3])
                           ? ty_attr_dict(ctx, args[0])
                           : ty_error_set(ctx, &ty_TypeError_type,
                                          "fourth item of state should be a dict, got a %T", v[3]);
        if (!own || ty_dict_update(ctx, own, v[3]) < 0)
            return TY_NULL;
    }
    return TY_NONE;
}

static ty_value string_newlines(ty_ctx *ctx, ty_value self) { return ty_io_newlines_value(ctx, S(self)->seen); }
static ty_value string_line_buffering(ty_ctx *ctx, ty_value self) { return opened(ctx, self) ? TY_FALSE : TY_NULL; }

static ty_value string_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    string_io *s = ty_alloc_instance(ctx, type, &ty_StringIO_type);
    if (!s)
        return TY_NULL;
    if (type == &ty_StringIO_type)
        memset(&s->base.ob + 1, 0, sizeof *s - sizeof s->base.ob);
    s->kind = 1;
    if (ty_heap_register_external(ctx->heap, &s->base.ob) < 0)
        return ty_error_memory(ctx);
    return TY_VALUE(s);
}
static int string_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[2];
    if (ty_native_bind(ctx, "StringIO", "initial_value='', newline='\\n'", 0, 2, args, nargs, kwnames, a) < 0)
        return -1;
    return setup(ctx, S(self), a[0], a[1]);
}
static void string_finalize(void *client, ty_object *o)
{
    (void)client;
    free(S(o)->data);
    S(o)->data = NULL;
}

#define OWNER &ty_StringIO_type
static const ty_native string_methods[] = {
    TY_METHOD(read, string_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readline, string_readline, 0, 1, "size=-1, /", NULL),
    TY_METHOD(write, string_write, 1, 1, "s, /", NULL),
    TY_METHOD(seek, string_seek, 1, 2, "pos, whence=0, /", NULL),
    TY_METHOD(tell, string_tell, 0, 0, "", NULL),
    TY_METHOD(truncate, string_truncate, 0, 1, "pos=None, /", NULL),
    TY_METHOD(getvalue, string_getvalue, 0, 0, "", "The whole contents."),
    TY_METHOD(close, string_close, 0, 0, "", NULL),
    TY_METHOD(readable, string_true, 0, 0, "", NULL),
    TY_METHOD(writable, string_true, 0, 0, "", NULL),
    TY_METHOD(seekable, string_true, 0, 0, "", NULL),
    TY_METHOD(__getstate__, string_getstate, 0, 0, "", NULL),
    TY_METHOD(__setstate__, string_setstate, 1, 1, "state, /", NULL),
    TY_NATIVE_END,
};
static const ty_getset string_getsets[] = {
    TY_GETSET(newlines, string_newlines, NULL, NULL),
    TY_GETSET(line_buffering, string_line_buffering, NULL, NULL),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_StringIO_layout = {.fixed_size = TY_FIXED_SIZE(string_io), .slots_offset = offsetof(ty_io_base, dict), .slots_count = 1,
                                             .finalize = string_finalize};
TY_BUILTIN_TYPE(StringIO, .name = "_io.StringIO", .base = &ty_TextIOBase_type, .flags = TY_IO_FLAGS & ~TY_TYPE_FINALIZER, .basicsize = sizeof(string_io),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "StringIO(initial_value='', newline='\\n')\n\nA text file in memory.",
                .methods = string_methods, .getsets = string_getsets,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_io_base_iter, .next = string_next, .new_ = string_new, .init = string_init});
