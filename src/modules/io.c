/* SPDX-License-Identifier: MIT */
/* The module _io: open, BufferedRWPair, and the table. */
#include <config.h>

#include <stdlib.h>

#include "interp/interp.h"
#include "modules/fs.h"
#include "modules/io_impl.h"

/* --- open ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct open_mode {
    char raw[4];
    bool creating, reading, writing, appending, updating, text, binary;
} open_mode;

static int parse_mode(ty_ctx *ctx, const char *mode, size_t n, open_mode *m)
{
    *m = (open_mode){.text = false};
    for (size_t i = 0; i < n; i++) {
        bool twice = memchr(mode, mode[i], i) != NULL;
        switch (mode[i]) {
        case 'x': m->creating = true; break;
        case 'r': m->reading = true; break;
        case 'w': m->writing = true; break;
        case 'a': m->appending = true; break;
        case '+': m->updating = true; break;
        case 't': m->text = true; break;
        case 'b': m->binary = true; break;
        default: twice = true;
        }
        if (twice) {
            ty_error_set(ctx, &ty_ValueError_type, "invalid mode: '%.*s'", (int)n, mode);
            return -1;
        }
    }
    const char *wrong = NULL;
    if (m->text && m->binary)
        wrong = "can't have text and binary mode at once";
    else if (m->creating + m->reading + m->writing + m->appending > 1)
        wrong = "must have exactly one of create/read/write/append mode";
    else if (m->creating + m->reading + m->writing + m->appending == 0)
        wrong = "Must have exactly one of create/read/write/append mode and at most one plus";
    if (wrong) {
        ty_error_set(ctx, &ty_ValueError_type, "%s", wrong);
        return -1;
    }
    size_t k = 0;
    m->raw[k++] = m->creating ? 'x' : m->reading ? 'r' : m->writing ? 'w' : 'a';
    if (m->updating)
        m->raw[k++] = '+';
    m->raw[k] = 0;
    return 0;
}

ty_value ty_io_open(ty_ctx *ctx, ty_value file, const char *mode, intptr_t buffering, ty_value encoding, ty_value errors,
                    ty_value newline, bool closefd, ty_value opener)
{
    open_mode m;
    if (parse_mode(ctx, mode, strlen(mode), &m) < 0)
        return TY_NULL;
    if (encoding == TY_NONE)
        encoding = TY_NULL;
    if (errors == TY_NONE)
        errors = TY_NULL;
    if (newline == TY_NONE)
        newline = TY_NULL;
    if (m.binary && (encoding || errors || newline))
        return ty_error_set(ctx, &ty_ValueError_type, "binary mode doesn't take %s argument", encoding ? "an encoding" : errors ? "an errors" : "a newline");
    if (m.binary && buffering == 1 &&
        ty_error_warn(ctx, &ty_RuntimeWarning_type, 1, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used") < 0)
        return TY_NULL;
    ty_file_io *raw = (ty_file_io *)ty_io_file_new(ctx, &ty_FileIO_type, file, m.raw, closefd, opener);
    if (!raw)
        return TY_NULL;
    ty_value result = TY_VALUE(raw);
    bool terminal = false;
    if (buffering < 0 && !raw->regular) {
        ty_value t = ty_io_call(ctx, result, TY_SYM(isatty));
        if (!t)
            goto failed;
        terminal = t == TY_TRUE;
    }
    bool line_buffering = !m.binary && (buffering == 1 || terminal);
    if (buffering == 1 || terminal)
        buffering = -1;
    if (buffering < 0)
        buffering = raw->block_size > TY_IO_BUFFER_SIZE && raw->block_size <= 1 << 20 ? (intptr_t)raw->block_size : TY_IO_BUFFER_SIZE;
    if (buffering == 0) {
        if (m.binary)
            return result;
        ty_error_set(ctx, &ty_ValueError_type, "can't have unbuffered text I/O");
        goto failed;
    }
    const ty_type *kind = m.updating ? &ty_BufferedRandom_type : m.reading ? &ty_BufferedReader_type : &ty_BufferedWriter_type;
    if (m.updating) {
        int seekable = ty_io_ask(ctx, result, TY_SYM(seekable));
        if (seekable == 0)
            ty_io_unsupported(ctx, "File or stream is not seekable.");
        if (seekable <= 0)
            goto failed;
    }
    ty_value buffered = ty_io_buffered_new(ctx, kind, result, (size_t)buffering);
    if (!buffered)
        goto failed;
    result = buffered;
    if (m.binary)
        return result;
    ty_value a[6] = {buffered, encoding ? encoding : TY_NONE, errors ? errors : TY_NONE, newline ? newline : TY_NONE, ty_bool(line_buffering), TY_FALSE};
    ty_value text = ty_call(ctx, TY_VALUE(&ty_TextIOWrapper_type), a, 6, TY_NULL), shown = text ? ty_str_from_cstr(ctx, mode) : TY_NULL;
    if (!shown || ty_attr_set(ctx, text, TY_SYM(mode), shown) < 0)
        goto failed;
    return text;
failed:;
    ty_value e = ctx->killed ? TY_NULL : ty_error_take(ctx);
    return e ? ty_io_close_inner(ctx, result, e) : TY_NULL;
}

METHOD(io_open)
{
    (void)kwnames;
    ty_value mode = TY_ARG(1), hold;
    intptr_t buffering = -1;
    size_t n;
    const char *text = "r";
    if (mode) {
        if (!ty_is_str(mode))
            return ty_error_set(ctx, &ty_TypeError_type, "open() argument 'mode' must be str, not %T", mode);
        if (!(text = ty_str_utf8(ctx, mode, &n, &hold)))
            return TY_NULL;
        if (strlen(text) != n)
            return ty_error_set(ctx, &ty_ValueError_type, "embedded null character");
    }
    static const char *const names[] = {"encoding", "errors", "newline"};
    for (ptrdiff_t i = 3; i <= 5; i++)
        if (TY_ARG(i) && TY_ARG(i) != TY_NONE && !ty_is_str(TY_ARG(i)))
            return ty_error_set(ctx, &ty_TypeError_type, "open() argument '%s' must be str or None, not %T", names[i - 3], TY_ARG(i));
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &buffering) < 0)
        return TY_NULL;
    int closefd = TY_ARG(6) ? ty_op_truth(ctx, args[6]) : 1;
    ty_value file = args[0];
    if (closefd < 0)
        return TY_NULL;
    if (!ty_is_str(file) && !ty_is_bytes(file) && !ty_type_of(file)->slots.index && !(file = ty_fs_path(ctx, file)))
        return TY_NULL;
    ty_value r = ty_io_open(ctx, file, text, buffering, TY_ARG(3), TY_ARG(4), TY_ARG(5), closefd, TY_ARG(7));
    TY_KEEP(mode);
    return r;
}

METHOD(io_open_code)
{
    UNUSED;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "open_code() argument 'path' must be str, not %T", args[0]);
    return ty_io_open(ctx, args[0], "rb", -1, TY_NULL, TY_NULL, TY_NULL, true, TY_NULL);
}

METHOD(io_text_encoding)
{
    UNUSED, (void)ctx;
    return args[0] == TY_NONE || !args[0] ? TY_SYM(utf_8) : args[0];
}

/* Registered to be called last of the exit functions. */
METHOD(io_flush_all)
{
    UNUSED, (void)args;
    ty_io_flush_dirty(ctx, 0, 0);
    return TY_NONE;
}

#define MODULE "_io"
static const ty_native open_row = TY_FUNCTION(open, io_open, 1, 8,
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None", "Open a file.");
const ty_native *const ty_io_open_function = &open_row;
static const ty_native flush_all_row = TY_FUNCTION(_flush_all, io_flush_all, 0, 0, "", "Write out what all files have buffered.");
const ty_native *const ty_io_flush_all_function = &flush_all_row;
static const ty_native functions[] = {
    TY_FUNCTION(open_code, io_open_code, 1, 1, "path", "Open a file of code for reading."),
    TY_FUNCTION(text_encoding, io_text_encoding, 1, 2, "encoding, stacklevel=2, /", "The encoding, or 'utf-8' for None."),
    TY_NATIVE_END,
};
#undef MODULE

/* --- BufferedRWPair ---------------------------------------------------------------------------------------------------------------------- */

typedef struct pair {
    ty_io_base base;
    ty_value reader, writer;
} pair;
#define PAIR(v) ((pair *)(v))

static ty_value pair_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return TY_VALUE(ty_io_alloc(ctx, type, &ty_BufferedRWPair_type, false));
}
static int pair_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[3], size;
    if (ty_native_bind(ctx, "BufferedRWPair", "reader, writer, buffer_size=8192, /", 2, 3, args, nargs, kwnames, a) < 0)
        return -1;
    size = a[2] ? a[2] : ty_small(TY_IO_BUFFER_SIZE);
    int r = ty_io_ask(ctx, a[0], TY_SYM(readable)), w = r > 0 ? ty_io_ask(ctx, a[1], TY_SYM(writable)) : 0;
    if (r == 0 || (r > 0 && w == 0))
        ty_io_unsupported(ctx, r == 0 ? "File or stream is not readable." : "File or stream is not writable.");
    if (r <= 0 || w <= 0)
        return -1;
    ty_value reader = ty_call2(ctx, TY_VALUE(&ty_BufferedReader_type), a[0], size);
    ty_value writer = reader ? ty_call2(ctx, TY_VALUE(&ty_BufferedWriter_type), a[1], size) : TY_NULL;
    if (!writer)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(self), &PAIR(self)->reader, reader);
    ty_heap_store(ctx->heap, ty_object_of(self), &PAIR(self)->writer, writer);
    return 0;
}
static ty_value forward(ty_ctx *ctx, ty_value to, ty_value name, const ty_value *args, size_t nargs)
{
    if (!to)
        return ty_error_set(ctx, &ty_ValueError_type, "I/O operation on uninitialized object");
    ty_value f = ty_attr_get(ctx, to, name);
    return f ? ty_call(ctx, f, args + 1, nargs - 1, TY_NULL) : TY_NULL;
}
#define FORWARD(id, half) METHOD(pair_##id) { (void)kwnames; return forward(ctx, PAIR(args[0])->half, TY_SYM(id), args, nargs); }
/* TY_SYMS: read peek read1 readinto readinto1 readable write flush writable isatty */
FORWARD(read, reader)
FORWARD(peek, reader)
FORWARD(read1, reader)
FORWARD(readinto, reader)
FORWARD(readinto1, reader)
FORWARD(readable, reader)
FORWARD(write, writer)
FORWARD(flush, writer)
FORWARD(writable, writer)
METHOD(pair_isatty)
{
    ty_value r = forward(ctx, PAIR(args[0])->writer, TY_SYM(isatty), args, nargs);
    (void)kwnames;
    return r != TY_FALSE ? r : forward(ctx, PAIR(args[0])->reader, TY_SYM(isatty), args, nargs);
}
METHOD(pair_close)
{
    UNUSED;
    pair *p = PAIR(args[0]);
    if (!p->writer)
        return TY_NONE;
    ty_value e = ty_io_call(ctx, p->writer, TY_SYM(close)) || ctx->killed ? TY_NULL : ty_error_take(ctx);
    return ty_io_close_inner(ctx, p->reader, e);
}
static ty_value pair_closed(ty_ctx *ctx, ty_value self)
{
    ty_value w = PAIR(self)->writer;
    return w ? ty_attr_get(ctx, w, TY_SYM(closed)) : ty_error_set(ctx, &ty_RuntimeError_type, "the BufferedRWPair object is being garbage-collected");
}

#define OWNER &ty_BufferedRWPair_type
static const ty_native pair_methods[] = {
    TY_METHOD(read, pair_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(peek, pair_peek, 0, 1, "size=0, /", NULL),
    TY_METHOD(read1, pair_read1, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readinto, pair_readinto, 1, 1, "buffer, /", NULL),
    TY_METHOD(readinto1, pair_readinto1, 1, 1, "buffer, /", NULL),
    TY_METHOD(write, pair_write, 1, 1, "buffer, /", NULL),
    TY_METHOD(flush, pair_flush, 0, 0, "", NULL),
    TY_METHOD(readable, pair_readable, 0, 0, "", NULL),
    TY_METHOD(writable, pair_writable, 0, 0, "", NULL),
    TY_METHOD(close, pair_close, 0, 0, "", NULL),
    TY_METHOD(isatty, pair_isatty, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset pair_getsets[] = {TY_GETSET(closed, pair_closed, NULL, NULL), TY_GETSET_END};
#undef OWNER
static void pair_trace(ty_object *o, ty_tracer *t)
{
    ty_io_base_trace(o, t);
    ty_trace_slots(t, &PAIR(o)->reader, 2);
}
static const ty_layout ty_BufferedRWPair_layout = {.fixed_size = TY_FIXED_SIZE(pair), .trace = pair_trace};
TY_BUILTIN_TYPE(BufferedRWPair, .name = "_io.BufferedRWPair", .base = &ty_BufferedIOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(pair),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "BufferedRWPair(reader, writer, buffer_size=8192, /)\n\nA reader and a writer in one.",
                .methods = pair_methods, .getsets = pair_getsets, .slots = {TY_IO_SLOTS, .new_ = pair_new, .init = pair_init});

/* --- the module ---------------------------------------------------------------------------------------------------------------------------- */

static const ty_type *const types[] = {
    &ty_FileIO_type, &ty_BytesIO_type, &ty_StringIO_type, &ty_BufferedReader_type, &ty_BufferedWriter_type, &ty_BufferedRandom_type,
    &ty_BufferedRWPair_type, &ty_TextIOWrapper_type, &ty_IncrementalNewlineDecoder_type, &ty_IOBase_type, &ty_RawIOBase_type,
    &ty_BufferedIOBase_type, &ty_TextIOBase_type, NULL,
};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_io_state *s = ty_io_state_get(ctx);
    return !s || ty_module_add(ctx, module, "UnsupportedOperation", s->unsupported) < 0 ||
                   ty_module_add(ctx, module, "BlockingIOError", TY_VALUE(&ty_BlockingIOError_type)) < 0 ||
                   ty_module_add(ctx, module, "DEFAULT_BUFFER_SIZE", ty_small(TY_IO_BUFFER_SIZE)) < 0 ||
                   ty_module_add(ctx, module, "open", TY_VALUE(ty_io_open_function)) < 0
               ? -1
               : 0;
}

const ty_module_def ty_module__io = {
    .name = "_io", .doc = "Files.", .functions = functions, .types = types, .init = init,
};
