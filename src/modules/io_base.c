/* SPDX-License-Identifier: MIT */
/*
 * _io: the abstract classes, the state of the module, the list of dirty writers.
 *
 * The methods here work on any object by calling its methods, because Python classes derive from these; classes of this
 * module override what they can do directly.
 */
#include <config.h>

#include <stdlib.h>
#include <sys/stat.h>

#include "modules/io_impl.h"
#include "interp/interp.h"
#include "object/objects.h"

/* --- state ----------------------------------------------------------------------------------------------------------------------- */

static void state_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_io_list *l = ((ty_io_state *)o)->list;
    if (l && --l->references == 0)
        free(l);
}

TY_DECLARE_TYPE(io_state);
static const ty_layout ty_io_state_layout = {.fixed_size = TY_FIXED_SIZE(ty_io_state), .slots_offset = offsetof(ty_io_state, unsupported),
                                             .slots_count = 1, .finalize = state_finalize};
TY_BUILTIN_TYPE(io_state, .name = "_io._state", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(ty_io_state),
                .slots = {TY_OBJECT_SLOTS});

/* sys opens its streams before anybody imports _io, so the state hangs on the interpreter's roots. */
ty_io_state *ty_io_state_get(ty_ctx *ctx)
{
    ty_value v, roots = ctx->interp->roots;
    int found = ty_dict_get_str(ctx, roots, TY_SYM(_io), &v);
    if (found)
        return found < 0 ? NULL : (ty_io_state *)v;
    ty_value bases = ty_tuple_pack(ctx, 2, TY_VALUE(&ty_OSError_type), TY_VALUE(&ty_ValueError_type)), ns = bases ? ty_dict_new(ctx, 2) : TY_NULL;
    if (!ns || ty_dict_set(ctx, ns, TY_SYM(__module__), TY_SYM(io)) < 0)
        return NULL;
    ty_value cls = ty_type_new(ctx, &ty_type_type, TY_SYM(UnsupportedOperation), bases, ns, NULL, TY_NULL);
    ty_io_state *s = cls ? ty_alloc(ctx, &ty_io_state_shape, sizeof *s) : NULL;
    if (!s)
        return NULL;
    s->unsupported = cls;
    s->list = calloc(1, sizeof *s->list);
    if (!s->list || ty_heap_register_external(ctx->heap, &s->ob) < 0) {
        free(s->list);
        s->list = NULL;
        ty_error_memory(ctx);
        return NULL;
    }
    s->list->references = 1;
    /* The first exit function is called last: what open files still hold is written then. */
    ty_interp *i = ctx->interp;
    ty_value call = ty_tuple_pack(ctx, 3, TY_VALUE(ty_io_flush_all_function), ty_tuple_empty, TY_NONE);
    if (!i->exit_functions)
        i->exit_functions = ty_list_new(ctx, 4);
    if (!call || !i->exit_functions || ty_list_insert(ctx, i->exit_functions, 0, call) < 0)
        return NULL;
    return ty_dict_set(ctx, roots, TY_SYM(_io), TY_VALUE(s)) < 0 ? NULL : s;
}

/* --- dirty writers ------------------------------------------------------------------------------------------------------------------ */

ty_io_node *ty_io_node_new(ty_ctx *ctx, ty_object *owner)
{
    ty_io_state *s = ty_io_state_get(ctx);
    ty_io_node *n = s ? calloc(1, sizeof *n) : NULL;
    if (!n) {
        if (s)
            ty_error_memory(ctx);
        return NULL;
    }
    n->list = s->list;
    n->owner = owner;
    s->list->references++;
    return n;
}

void ty_io_node_link(ty_io_node *n, ty_object *owner)
{
    if (n->linked)
        return;
    ty_io_list *l = n->list;
    n->owner = owner;
    n->previous = NULL;
    n->next = l->first;
    if (n->next)
        n->next->previous = n;
    l->first = n;
    l->regular += n->inode != 0;
    n->linked = true;
}

void ty_io_node_unlink(ty_io_node *n)
{
    if (!n->linked)
        return;
    if (n->previous)
        n->previous->next = n->next;
    else
        n->list->first = n->next;
    if (n->next)
        n->next->previous = n->previous;
    n->list->regular -= n->inode != 0;
    n->linked = false;
}

void ty_io_node_free(ty_io_node *n)
{
    if (!n)
        return;
    ty_io_node_unlink(n);
    if (--n->list->references == 0)
        free(n->list);
    free(n);
}

void ty_io_flush_dirty(ty_ctx *ctx, uint64_t device, uint64_t inode)
{
    ty_value v;
    ty_value pending = ctx->exc ? ty_error_take(ctx) : TY_NULL;
    if (ctx->interp->roots && ty_dict_get_str(ctx, ctx->interp->roots, TY_SYM(_io), &v) > 0) {
        ty_io_list *l = ((ty_io_state *)v)->list;
        /* Flushing text makes its buffered file dirty, so the walk starts again; `left` bounds it if writing fails. */
        for (size_t left = 4096; left > 0; left--) {
            ty_io_node *n = l->first;
            while (n && inode && (n->inode != inode || n->device != device))
                n = n->next;
            if (!n)
                break;
            ty_value owner = TY_VALUE(n->owner);
            ty_io_node_unlink(n);
            if (!ty_io_call(ctx, owner, TY_SYM(flush)) && ctx->exc)
                ty_error_clear(ctx);
        }
    }
    if (pending)
        ty_error_restore(ctx, pending);
}

static bool any_regular(ty_ctx *ctx)
{
    ty_value v;
    return ctx->interp->roots && ty_dict_get_str(ctx, ctx->interp->roots, TY_SYM(_io), &v) > 0 && ((ty_io_state *)v)->list->regular;
}

void ty_io_flush_path(ty_ctx *ctx, const char *path)
{
    struct stat st;
    if (any_regular(ctx) && stat(path, &st) == 0 && S_ISREG(st.st_mode))
        ty_io_flush_dirty(ctx, (uint64_t)st.st_dev, (uint64_t)st.st_ino);
}

void ty_io_flush_fd(ty_ctx *ctx, int fd)
{
    struct stat st;
    if (any_regular(ctx) && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        ty_io_flush_dirty(ctx, (uint64_t)st.st_dev, (uint64_t)st.st_ino);
}

/* --- helpers ------------------------------------------------------------------------------------------------------------------------- */

ty_value ty_io_unsupported(ty_ctx *ctx, const char *message)
{
    ty_io_state *s = ty_io_state_get(ctx);
    ty_value text = s ? ty_str_from_cstr(ctx, message) : TY_NULL, e = text ? ty_call1(ctx, s->unsupported, text) : TY_NULL;
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

ty_value ty_io_closed(ty_ctx *ctx)
{
    return ty_error_set(ctx, &ty_ValueError_type, "I/O operation on closed file.");
}

ty_value ty_io_call(ty_ctx *ctx, ty_value o, ty_value name)
{
    return ty_call_method0(ctx, o, name);
}

int ty_io_ask(ty_ctx *ctx, ty_value o, ty_value name)
{
    ty_value v = ty_call_method0(ctx, o, name);
    return v ? ty_op_truth(ctx, v) : -1;
}

int ty_io_is_closed(ty_ctx *ctx, ty_value o)
{
    ty_value v = ty_attr_get(ctx, o, TY_SYM(closed));
    return v ? ty_op_truth(ctx, v) : -1;
}

int ty_io_size(ty_ctx *ctx, ty_value v, intptr_t *out)
{
    *out = -1;
    if (!v || v == TY_NONE)
        return 0;
    if (ty_is_small(v)) {
        *out = ty_small_value(v);
        return 0;
    }
    if (!ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "argument should be integer or None, not '%T'", v);
        return -1;
    }
    return ty_op_index_size(ctx, v, &ty_OverflowError_type, out);
}

void *ty_io_alloc(ty_ctx *ctx, const ty_type *type, const ty_type *own, bool external)
{
    ty_object *o = ty_alloc_instance(ctx, type, own);
    if (!o)
        return NULL;
    if (type == own)
        memset(o + 1, 0, own->basicsize - sizeof *o);
    if ((type == own && ty_heap_register_finalizer(ctx->heap, o) < 0) || (external && ty_heap_register_external(ctx->heap, o) < 0)) {
        ty_error_memory(ctx);
        return NULL;
    }
    return o;
}

ty_value ty_io_close_inner(ty_ctx *ctx, ty_value inner, ty_value e)
{
    ty_value r = ty_io_call(ctx, inner, TY_SYM(close));
    if (e) {
        if (ctx->exc && !ctx->killed) {
            ty_value second = ty_error_take(ctx);
            if (!ty_exception_ptr(second)->context || ty_exception_ptr(second)->context == TY_NONE)
                ty_heap_store(ctx->heap, ty_object_of(second), &ty_exception_ptr(second)->context, e);
            ty_error_restore(ctx, second);
        } else if (!ctx->exc) {
            ty_error_restore(ctx, e);
        }
        return TY_NULL;
    }
    return r;
}

ty_value ty_io_repr_named(ty_ctx *ctx, ty_value self, ty_value mode)
{
    ty_value name;
    const ty_type *t = ty_type_of(self);
    const char *type = t->flags & TY_TYPE_HEAP ? ty_type_name(t) : t->name;
    int found = ty_attr_lookup(ctx, self, TY_SYM(name), &name);
    if (found < 0 && !ty_error_swallow(ctx, &ty_ValueError_type))
        return TY_NULL;
    int active = found > 0 ? ty_op_repr_enter(ctx, self) : 0;
    if (active < 0)
        return TY_NULL;
    if (active)
        return ty_error_set(ctx, &ty_RuntimeError_type, "reentrant call inside %s.__repr__", type);
    ty_value r = found > 0 ? mode ? ty_str_format(ctx, "<%s name=%R mode='%U'>", type, name, mode) : ty_str_format(ctx, "<%s name=%R>", type, name)
                           : ty_str_format(ctx, "<%s>", type);
    if (found > 0)
        ty_op_repr_leave(ctx, self);
    return r;
}

/* --- _IOBase ----------------------------------------------------------------------------------------------------------------------------- */

void ty_io_base_trace(ty_object *o, ty_tracer *t)
{
    ty_trace_slot(t, &((ty_io_base *)o)->dict);
}

ty_value ty_io_base_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    const ty_type *own = type;
    while (own->flags & TY_TYPE_HEAP)
        own = own->base;
    return TY_VALUE(ty_io_alloc(ctx, type, own, false));
}

static int check_open(ty_ctx *ctx, ty_value self)
{
    int closed = ty_io_is_closed(ctx, self);
    if (closed > 0)
        ty_io_closed(ctx);
    return closed ? -1 : 0;
}

METHOD(base_seek)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "seek");
}
METHOD(base_truncate)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "truncate");
}
METHOD(base_fileno)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "fileno");
}
METHOD(base_tell)
{
    UNUSED;
    ty_value a[3] = {args[0], ty_small(0), ty_small(1)};
    return ty_call_method(ctx, TY_SYM(seek), a, 3);
}
METHOD(base_flush)
{
    UNUSED;
    if (((ty_io_base *)args[0])->closed)
        return ty_io_closed(ctx);
    return TY_NONE;
}
METHOD(base_close)
{
    UNUSED;
    ty_io_base *b = (ty_io_base *)args[0];
    if (b->closed)
        return TY_NONE;
    ty_value r = ty_io_call(ctx, args[0], TY_SYM(flush));
    b->closed = true;
    return r ? TY_NONE : TY_NULL;
}
METHOD(base_false)
{
    UNUSED;
    return check_open(ctx, args[0]) < 0 ? TY_NULL : TY_FALSE;
}
METHOD(base_not)
{
    UNUSED, (void)args, (void)ctx;
    return TY_FALSE;
}
METHOD(base_check_closed)
{
    UNUSED;
    return check_open(ctx, args[0]) < 0 ? TY_NULL : TY_NONE;
}
static ty_value check(ty_ctx *ctx, ty_value self, ty_value question, const char *message)
{
    ty_value v = ty_io_call(ctx, self, question);
    return !v ? TY_NULL : v == TY_TRUE ? v : ty_io_unsupported(ctx, message);
}
METHOD(base_check_seekable)
{
    UNUSED;
    return check(ctx, args[0], TY_SYM(seekable), "File or stream is not seekable.");
}
METHOD(base_check_readable)
{
    UNUSED;
    return check(ctx, args[0], TY_SYM(readable), "File or stream is not readable.");
}
METHOD(base_check_writable)
{
    UNUSED;
    return check(ctx, args[0], TY_SYM(writable), "File or stream is not writable.");
}
METHOD(base_enter)
{
    UNUSED;
    return check_open(ctx, args[0]) < 0 ? TY_NULL : args[0];
}
METHOD(base_exit)
{
    UNUSED;
    return ty_io_call(ctx, args[0], TY_SYM(close)) ? TY_NONE : TY_NULL;
}

METHOD(base_readline)
{
    (void)kwnames;
    intptr_t limit;
    if (ty_io_size(ctx, TY_ARG(1), &limit) < 0)
        return TY_NULL;
    ty_value peek;
    int has_peek = ty_attr_lookup(ctx, args[0], TY_SYM(peek), &peek);
    ty_value line = has_peek < 0 ? TY_NULL : ty_bytearray_new(ctx, NULL, 0);
    if (!line)
        return TY_NULL;
    ty_bytearray *l = (ty_bytearray *)line;
    while (limit < 0 || l->length < (size_t)limit) {
        intptr_t n = 1;
        if (has_peek) {
            ty_value ahead = ty_call1(ctx, peek, ty_small(1));
            if (!ahead)
                return TY_NULL;
            if (!ty_is_bytes(ahead))
                return ty_error_set(ctx, &ty_OSError_type, "peek() should have returned a bytes object, not '%T'", ahead);
            if (ty_bytes_length(ahead)) {
                const unsigned char *p = ty_bytes_data(ahead), *nl = memchr(p, '\n', ty_bytes_length(ahead));
                n = nl ? nl - p + 1 : (intptr_t)ty_bytes_length(ahead);
                if (limit >= 0 && n > limit - (intptr_t)l->length)
                    n = limit - (intptr_t)l->length;
            }
        }
        ty_value got = ty_call_method1(ctx, args[0], TY_SYM(read), ty_small(n));
        if (!got)
            return TY_NULL;
        if (!ty_is_bytes(got))
            return ty_error_set(ctx, &ty_OSError_type, "read() should have returned a bytes object, not '%T'", got);
        size_t more = ty_bytes_length(got), old = l->length;
        if (more == 0)
            break;
        if (ty_bytearray_resize(ctx, line, old + more) < 0)
            return TY_NULL;
        memcpy(l->data + old, ty_bytes_data(got), more);
        if (l->data[old + more - 1] == '\n')
            break;
    }
    return ty_bytes_new(ctx, l->data, l->length);
}

ty_value ty_io_base_iter(ty_ctx *ctx, ty_value self)
{
    return check_open(ctx, self) < 0 ? TY_NULL : self;
}

ty_value ty_io_base_next(ty_ctx *ctx, ty_value self)
{
    ty_value line = ty_io_call(ctx, self, TY_SYM(readline));
    if (!line)
        return TY_NULL;
    intptr_t n = ty_op_len(ctx, line);
    return n > 0 ? line : TY_NULL;
}

METHOD(base_readlines)
{
    (void)kwnames;
    intptr_t hint, total = 0;
    if (ty_io_size(ctx, TY_ARG(1), &hint) < 0)
        return TY_NULL;
    ty_value list = ty_list_new(ctx, 0), it = list ? ty_op_iter(ctx, args[0]) : TY_NULL, line;
    if (!it)
        return TY_NULL;
    while ((line = ty_op_next(ctx, it))) {
        if (ty_list_append(ctx, list, line) < 0)
            return TY_NULL;
        if (hint > 0) {
            intptr_t n = ty_op_len(ctx, line);
            if (n < 0)
                return TY_NULL;
            if (n > hint - total)
                break;
            total += n;
        }
    }
    return ctx->exc ? TY_NULL : list;
}

METHOD(base_writelines)
{
    UNUSED;
    if (check_open(ctx, args[0]) < 0)
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[1]), line;
    if (!it)
        return TY_NULL;
    while ((line = ty_op_next(ctx, it)))
        if (!ty_call_method1(ctx, args[0], TY_SYM(write), line) || ty_context_poll(ctx) < 0)
            return TY_NULL;
    return ctx->exc ? TY_NULL : TY_NONE;
}

/* The descriptor below a chain of this module's own wrappers is open: then leaving it to the collector is worth a warning. */
static bool holds_descriptor(ty_value v)
{
    for (int depth = 0; depth < 3 && v; depth++) {
        if (ty_is_instance(v, &ty_FileIO_type))
            return ((ty_file_io *)v)->fd >= 0 && ((ty_file_io *)v)->closefd;
        if (ty_is_instance(v, &ty_TextIOWrapper_type))
            v = ty_io_text_buffer(v);
        else if (ty_is_instance(v, &ty_BufferedReader_type) || ty_is_instance(v, &ty_BufferedWriter_type) || ty_is_instance(v, &ty_BufferedRandom_type))
            v = ((ty_buffered *)v)->raw;
        else
            return false;
    }
    return false;
}

ty_value ty_io_base_del(ty_ctx *ctx, ty_value self)
{
    ty_io_base *b = (ty_io_base *)self;
    ty_value saved = ctx->exc ? ty_error_take(ctx) : TY_NULL;
    int closed = ty_io_is_closed(ctx, self);
    if (closed < 0) {
        ty_error_clear(ctx);
        closed = 0;
    }
    if (!closed) {
        b->finalizing = true;
        if (holds_descriptor(self) && ty_error_warn(ctx, &ty_ResourceWarning_type, 1, "unclosed file %R", self) < 0)
            ty_error_unraisable(ctx, NULL, self);
        if (!ty_io_call(ctx, self, TY_SYM(close)) && ctx->exc) {
            if (ctx->interp->runtime->settings.dev_mode)
                ty_error_unraisable(ctx, NULL, self);
            else
                ty_error_clear(ctx);
        }
    }
    if (saved)
        ty_error_restore(ctx, saved);
    return TY_NONE;
}

static ty_value base_closed(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_bool(((ty_io_base *)self)->closed);
}
static ty_value base_dict(ty_ctx *ctx, ty_value self)
{
    return ty_attr_dict(ctx, self);
}

#define OWNER &ty_IOBase_type
static const ty_native base_methods[] = {
    TY_METHOD(seek, base_seek, 1, 2, "offset, whence=0, /", "Change the position."),
    TY_METHOD(tell, base_tell, 0, 0, "", "The position."),
    TY_METHOD(truncate, base_truncate, 0, 1, "size=None, /", "Change the size."),
    TY_METHOD(flush, base_flush, 0, 0, "", "Write out what is buffered."),
    TY_METHOD(close, base_close, 0, 0, "", "Flush and close."),
    TY_METHOD(seekable, base_not, 0, 0, "", "Whether the position can be changed."),
    TY_METHOD(readable, base_not, 0, 0, "", "Whether it was opened for reading."),
    TY_METHOD(writable, base_not, 0, 0, "", "Whether it was opened for writing."),
    TY_METHOD(_checkClosed, base_check_closed, 0, 1, "msg=None", NULL),
    TY_METHOD(_checkSeekable, base_check_seekable, 0, 1, "msg=None", NULL),
    TY_METHOD(_checkReadable, base_check_readable, 0, 1, "msg=None", NULL),
    TY_METHOD(_checkWritable, base_check_writable, 0, 1, "msg=None", NULL),
    TY_METHOD(fileno, base_fileno, 0, 0, "", "The file descriptor."),
    TY_METHOD(isatty, base_false, 0, 0, "", "Whether it is a terminal."),
    TY_METHOD(__enter__, base_enter, 0, 0, "", NULL),
    TY_METHOD(__exit__, base_exit, 0, 3, "type=None, value=None, traceback=None, /", NULL),
    TY_METHOD(readline, base_readline, 0, 1, "size=-1, /", "Read one line."),
    TY_METHOD(readlines, base_readlines, 0, 1, "hint=-1, /", "Read lines into a list, until there are about `hint` bytes."),
    TY_METHOD(writelines, base_writelines, 1, 1, "lines, /", "Write each of the lines; no newlines are added."),
    TY_NATIVE_END,
};
static const ty_getset base_getsets[] = {
    TY_GETSET(closed, base_closed, NULL, "Whether it is closed."),
    TY_GETSET(__dict__, base_dict, NULL, NULL),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout io_base_layout = {.fixed_size = TY_FIXED_SIZE(ty_io_base), .slots_offset = offsetof(ty_io_base, dict), .slots_count = 1};
#define ty_IOBase_layout io_base_layout
#define ty_RawIOBase_layout io_base_layout
#define ty_BufferedIOBase_layout io_base_layout
#define ty_TextIOBase_layout io_base_layout
TY_BUILTIN_TYPE(IOBase, .name = "_io._IOBase", .base = &ty_object_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_io_base),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "The base of all file classes.", .methods = base_methods,
                .getsets = base_getsets, .slots = {TY_IO_SLOTS, .new_ = ty_io_base_new});

/* --- _RawIOBase --------------------------------------------------------------------------------------------------------------------------- */

METHOD(raw_readall)
{
    UNUSED;
    ty_value all = ty_bytearray_new(ctx, NULL, 0);
    if (!all)
        return TY_NULL;
    ty_bytearray *a = (ty_bytearray *)all;
    for (;;) {
        ty_value got = ty_call_method1(ctx, args[0], TY_SYM(read), ty_small(TY_IO_BUFFER_SIZE));
        if (!got)
            return TY_NULL;
        if (got == TY_NONE && a->length == 0)
            return got;
        if (got == TY_NONE)
            break;
        if (!ty_is_bytes(got))
            return ty_error_set(ctx, &ty_TypeError_type, "read() should return bytes");
        size_t n = ty_bytes_length(got), old = a->length;
        if (n == 0)
            break;
        if (ty_bytearray_resize(ctx, all, old + n) < 0)
            return TY_NULL;
        memcpy(a->data + old, ty_bytes_data(got), n);
    }
    return ty_bytes_new(ctx, a->data, a->length);
}

METHOD(raw_read)
{
    (void)kwnames;
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0)
        return TY_NULL;
    if (n < 0)
        return ty_io_call(ctx, args[0], TY_SYM(readall));
    ty_value room = ty_bytearray_new(ctx, NULL, (size_t)n);
    if (!room)
        return TY_NULL;
    if (n)
        memset(((ty_bytearray *)room)->data, 0, (size_t)n);
    ty_value got = ty_call_method1(ctx, args[0], TY_SYM(readinto), room);
    intptr_t count;
    if (!got || got == TY_NONE)
        return got;
    if (ty_op_index_size(ctx, got, &ty_ValueError_type, &count) < 0)
        return TY_NULL;
    if (count < 0 || (size_t)count > ((ty_bytearray *)room)->length)
        return ty_error_set(ctx, &ty_ValueError_type, "readinto returned %zd outside buffer size %zd", count, n);
    return ty_bytes_new(ctx, ((ty_bytearray *)room)->data, (size_t)count);
}

#define OWNER &ty_RawIOBase_type
static const ty_native raw_methods[] = {
    TY_METHOD(read, raw_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readall, raw_readall, 0, 0, "", "Read until the end."),
    TY_NATIVE_END,
};
#undef OWNER
TY_BUILTIN_TYPE(RawIOBase, .name = "_io._RawIOBase", .base = &ty_IOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_io_base),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "The base of unbuffered binary files.", .methods = raw_methods,
                .slots = {TY_IO_SLOTS, .new_ = ty_io_base_new});

/* --- _BufferedIOBase ----------------------------------------------------------------------------------------------------------------------- */

METHOD(buf_unsupported_read)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "read");
}
METHOD(buf_unsupported_read1)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "read1");
}
METHOD(buf_unsupported_write)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "write");
}
METHOD(buf_unsupported_detach)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "detach");
}

static ty_value read_into(ty_ctx *ctx, ty_value self, ty_value target, ty_value how)
{
    ty_buffer view;
    if (ty_buffer_get(ctx, target, &view, TY_BUFFER_WRITABLE) < 0)
        return TY_NULL;
    ty_value got = ty_call_method1(ctx, self, how, ty_int_from_size(ctx, (intptr_t)view.length)), r = TY_NULL;
    if (got && !ty_is_bytes(got))
        ty_error_set(ctx, &ty_TypeError_type, "read() should return bytes");
    else if (got && ty_bytes_length(got) > view.length)
        ty_error_set(ctx, &ty_ValueError_type, "read() returned too much data: %zu bytes requested, %zu returned", view.length, ty_bytes_length(got));
    else if (got) {
        memcpy(view.data, ty_bytes_data(got), ty_bytes_length(got));
        r = ty_small((intptr_t)ty_bytes_length(got));
    }
    ty_buffer_release(ctx, &view);
    return r;
}
METHOD(buf_readinto)
{
    UNUSED;
    return read_into(ctx, args[0], args[1], TY_SYM(read));
}
METHOD(buf_readinto1)
{
    UNUSED;
    return read_into(ctx, args[0], args[1], TY_SYM(read1));
}

#define OWNER &ty_BufferedIOBase_type
static const ty_native buffered_base_methods[] = {
    TY_METHOD(detach, buf_unsupported_detach, 0, 0, "", NULL),
    TY_METHOD(read, buf_unsupported_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(read1, buf_unsupported_read1, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readinto, buf_readinto, 1, 1, "buffer, /", NULL),
    TY_METHOD(readinto1, buf_readinto1, 1, 1, "buffer, /", NULL),
    TY_METHOD(write, buf_unsupported_write, 1, 1, "b, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
TY_BUILTIN_TYPE(BufferedIOBase, .name = "_io._BufferedIOBase", .base = &ty_IOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_io_base),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "The base of buffered binary files.", .methods = buffered_base_methods,
                .slots = {TY_IO_SLOTS, .new_ = ty_io_base_new});

/* --- _TextIOBase ---------------------------------------------------------------------------------------------------------------------------- */

METHOD(text_unsupported_readline)
{
    UNUSED, (void)args;
    return ty_io_unsupported(ctx, "readline");
}
static ty_value text_none(ty_ctx *ctx, ty_value self)
{
    (void)ctx, (void)self;
    return TY_NONE;
}

#define OWNER &ty_TextIOBase_type
static const ty_native text_base_methods[] = {
    TY_METHOD(detach, buf_unsupported_detach, 0, 0, "", NULL),
    TY_METHOD(read, buf_unsupported_read, 0, 1, "size=-1, /", NULL),
    TY_METHOD(readline, text_unsupported_readline, 0, 1, "size=-1, /", NULL),
    TY_METHOD(write, buf_unsupported_write, 1, 1, "s, /", NULL),
    TY_NATIVE_END,
};
static const ty_getset text_base_getsets[] = {
    TY_GETSET(encoding, text_none, NULL, "The encoding's name."),
    TY_GETSET(newlines, text_none, NULL, "The kinds of newlines met so far."),
    TY_GETSET(errors, text_none, NULL, "The error handler's name."),
    TY_GETSET_END,
};
#undef OWNER
TY_BUILTIN_TYPE(TextIOBase, .name = "_io._TextIOBase", .base = &ty_IOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_io_base),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "The base of text files.", .methods = text_base_methods,
                .getsets = text_base_getsets, .slots = {TY_IO_SLOTS, .new_ = ty_io_base_new});
