/* SPDX-License-Identifier: MIT */
/*
 * _io.FileIO: a descriptor. System calls run without the interpreter's lock, and again after EINTR unless a signal's
 * handler raised (PEP 475).
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/fs.h"
#include "modules/io_impl.h"

#define FILE_OF(v) ((ty_file_io *)(v))
#define READ_MAX ((size_t)0x7ffff000)

/* --- system calls ------------------------------------------------------------------------------------------------------------------ */

/* After a call that failed: 1 try again, 0 it would block, -1 exception. */
static int again(ty_ctx *ctx, int error, bool *blocked)
{
    if (error == EINTR)
        return ty_context_poll(ctx) < 0 ? -1 : 1;
    if (error == EAGAIN || error == EWOULDBLOCK) {
        *blocked = true;
        return 0;
    }
    ty_error_os(ctx, error, TY_NULL);
    return -1;
}

intptr_t ty_io_file_read(ty_ctx *ctx, ty_file_io *f, void *p, size_t n, bool *blocked)
{
    *blocked = false;
    for (;;) {
        int fd = f->fd;
        ty_context_unlock(ctx);
        ssize_t got = read(fd, p, n > READ_MAX ? READ_MAX : n);
        int error = errno;
        ty_context_lock(ctx);
        if (got >= 0)
            return got;
        int r = again(ctx, error, blocked);
        if (r <= 0)
            return r;
    }
}

intptr_t ty_io_file_write(ty_ctx *ctx, ty_file_io *f, const void *p, size_t n, bool *blocked)
{
    *blocked = false;
    for (;;) {
        int fd = f->fd;
        ty_context_unlock(ctx);
        ssize_t put = write(fd, p, n > READ_MAX ? READ_MAX : n);
        int error = errno;
        ty_context_lock(ctx);
        if (put >= 0)
            return put;
        int r = again(ctx, error, blocked);
        if (r <= 0)
            return r;
    }
}

ty_value ty_io_file_close(ty_ctx *ctx, ty_file_io *f)
{
    int fd = f->fd;
    f->fd = -1;
    if (fd < 0 || !f->closefd)
        return TY_NONE;
    ty_context_unlock(ctx);
    int r = close(fd), error = errno;
    ty_context_lock(ctx);
    return r < 0 && error != EINTR && error != EINPROGRESS ? ty_error_os(ctx, error, TY_NULL) : TY_NONE;
}

static void file_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_file_io *f = (ty_file_io *)o;
    if (f->fd >= 0 && f->closefd)
        close(f->fd);
    f->fd = -1;
}

/* --- opening -------------------------------------------------------------------------------------------------------------------------- */

/* Flags of open(2) of the mode; -1: ValueError. */
static int parse_mode(ty_ctx *ctx, ty_file_io *f, const char *mode, int *flags)
{
    bool plus = false, chosen = false;
    int access = 0;
    for (const char *p = mode; *p; p++)
        switch (*p) {
        case 'x': case 'r': case 'w': case 'a':
            if (chosen) {
                ty_error_set(ctx, &ty_ValueError_type, "Must have exactly one of create/read/write/append mode and at most one plus");
                return -1;
            }
            chosen = true;
            f->readable |= *p == 'r';
            f->writable |= *p != 'r';
            f->created |= *p == 'x';
            f->appending |= *p == 'a';
            access = *p == 'x' ? O_EXCL | O_CREAT : *p == 'w' ? O_CREAT | O_TRUNC : *p == 'a' ? O_CREAT | O_APPEND : 0;
            break;
        case 'b':
            break;
        case '+':
            if (plus) {
                ty_error_set(ctx, &ty_ValueError_type, "Must have exactly one of create/read/write/append mode and at most one plus");
                return -1;
            }
            plus = true;
            break;
        default:
            ty_error_set(ctx, &ty_ValueError_type, "invalid mode: %s", mode);
            return -1;
        }
    if (!chosen) {
        ty_error_set(ctx, &ty_ValueError_type, "Must have exactly one of create/read/write/append mode and at most one plus");
        return -1;
    }
    if (plus)
        f->readable = f->writable = true;
    *flags = access | O_CLOEXEC | (f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY);
    return 0;
}

static int open_path(ty_ctx *ctx, const ty_fs_name *name, int flags)
{
    bool collected = false;
    ty_io_flush_path(ctx, name->text);
    for (;;) {
        ty_context_unlock(ctx);
        int fd = open(name->text, flags, 0666), error = errno;
        ty_context_lock(ctx);
        if (fd >= 0)
            return fd;
        if (error == EINTR) {
            if (ty_context_poll(ctx) < 0)
                return -1;
        } else if (error == EMFILE && !collected) { /* files that nobody refers to are still open */
            collected = true;
            ty_heap_collect(ctx->heap, true);
            if (ty_context_poll(ctx) < 0)
                return -1;
        } else {
            ty_error_os(ctx, error, name->given);
            return -1;
        }
    }
}

static int file_setup(ty_ctx *ctx, ty_file_io *f, ty_value name, const char *mode, bool closefd, ty_value opener)
{
    int flags, fd = -1;
    if (f->fd >= 0 && !ty_io_file_close(ctx, f))
        return -1;
    f->created = f->readable = f->writable = f->appending = false;
    f->seekable = -1;
    f->closefd = true;
    ty_fs_name path = {.fd = -1};
    bool by_number = ty_is_int(name) || (!ty_is_str(name) && !ty_is_bytes(name) && ty_type_of(name)->slots.index);
    if (ty_is_bool(name) && ty_error_warn(ctx, &ty_RuntimeWarning_type, 1, "bool is used as a file descriptor") < 0)
        return -1;
    if (by_number) {
        intptr_t n;
        if (ty_op_index_size(ctx, name, &ty_OverflowError_type, &n) < 0)
            return -1;
        if (n < 0 || n > INT_MAX) {
            ty_error_set(ctx, n < 0 ? &ty_ValueError_type : &ty_OverflowError_type,
                         n < 0 ? "negative file descriptor" : "Python int too large to convert to C int");
            return -1;
        }
        fd = (int)n;
    } else if (ty_fs_name_get(ctx, &path, NULL, "path", name, 0) < 0) {
        if (ty_error_matches(ctx, &ty_TypeError_type)) {
            ty_error_clear(ctx);
            ty_error_set(ctx, &ty_TypeError_type, "expected str, bytes or os.PathLike object, not %T", name);
        } else if (ty_error_matches(ctx, &ty_ValueError_type) && !ty_error_matches(ctx, &ty_UnicodeError_type)) {
            ty_error_clear(ctx);
            ty_error_set(ctx, &ty_ValueError_type, "embedded null byte");
        }
        return -1;
    }
    if (parse_mode(ctx, f, mode, &flags) < 0)
        return -1;
    bool opened = false;
    if (by_number) {
        f->closefd = closefd;
    } else {
        if (!closefd) {
            ty_error_set(ctx, &ty_ValueError_type, "Cannot use closefd=False with file name");
            return -1;
        }
        if (opener && opener != TY_NONE) {
            ty_value got = ty_call2(ctx, opener, name, ty_small(flags));
            intptr_t n;
            if (!got)
                return -1;
            if (!ty_is_int(got)) {
                ty_error_set(ctx, &ty_TypeError_type, "expected integer from opener");
                return -1;
            }
            if (ty_op_index_size(ctx, got, &ty_OverflowError_type, &n) < 0)
                return -1;
            if (n < 0) {
                ty_error_set(ctx, &ty_ValueError_type, "opener returned %zd", n);
                return -1;
            }
            fd = (int)n;
            (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
        } else if ((fd = open_path(ctx, &path, flags)) < 0) {
            return -1;
        }
        opened = true;
    }
    struct stat st;
    int failed = fstat(fd, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
    if (failed == EISDIR || (failed == EBADF)) {
        if (opened)
            close(fd);
        ty_error_os(ctx, failed, name);
        return -1;
    }
    f->fd = fd;
    f->block_size = TY_IO_BUFFER_SIZE;
    f->regular = false;
    if (!failed) {
        if (st.st_blksize > 1)
            f->block_size = (uint32_t)st.st_blksize;
        f->regular = S_ISREG(st.st_mode);
        if (f->regular) {
            f->seekable = 1;
            f->device = (uint64_t)st.st_dev;
            f->inode = (uint64_t)st.st_ino;
        }
    }
    if (ty_attr_set(ctx, TY_VALUE(f), TY_SYM(name), name) < 0)
        return -1;
    if (f->appending)
        (void)lseek(fd, 0, SEEK_END);
    return 0;
}

ty_value ty_io_file_new(ty_ctx *ctx, const ty_type *type, ty_value name, const char *mode, bool closefd, ty_value opener)
{
    ty_file_io *f = ty_io_alloc(ctx, type, &ty_FileIO_type, true);
    if (!f)
        return TY_NULL;
    f->fd = -1;
    return file_setup(ctx, f, name, mode, closefd, opener) < 0 ? TY_NULL : TY_VALUE(f);
}

static ty_value file_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_file_io *f = ty_io_alloc(ctx, type, &ty_FileIO_type, true);
    if (f)
        f->fd = -1;
    return TY_VALUE(f);
}

static int file_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[4], hold;
    size_t n;
    if (ty_native_bind(ctx, "FileIO", "file, mode='r', closefd=True, opener=None", 1, 4, args, nargs, kwnames, a) < 0)
        return -1;
    const char *mode = "r";
    if (a[1]) {
        if (!ty_is_str(a[1])) {
            ty_error_set(ctx, &ty_TypeError_type, "FileIO() argument 'mode' must be str, not %T", a[1]);
            return -1;
        }
        if (!(mode = ty_str_utf8(ctx, a[1], &n, &hold)))
            return -1;
    }
    int closefd = a[2] ? ty_op_truth(ctx, a[2]) : 1;
    int r = closefd < 0 ? -1 : file_setup(ctx, FILE_OF(self), a[0], mode, closefd, a[3]);
    TY_KEEP(a[1]);
    return r;
}

/* --- methods ----------------------------------------------------------------------------------------------------------------------------- */

static ty_file_io *opened(ty_ctx *ctx, ty_value self)
{
    if (TY_LIKELY(FILE_OF(self)->fd >= 0))
        return FILE_OF(self);
    ty_error_set(ctx, &ty_ValueError_type, "I/O operation on closed file");
    return NULL;
}

static ty_file_io *can_read(ty_ctx *ctx, ty_value self)
{
    ty_file_io *f = opened(ctx, self);
    if (f && !f->readable) {
        ty_io_unsupported(ctx, "File not open for reading");
        return NULL;
    }
    return f;
}

METHOD(file_readall)
{
    UNUSED;
    ty_file_io *f = can_read(ctx, args[0]);
    if (!f)
        return TY_NULL;
    /* The rest of a regular file is known: one read, and one that finds the end. */
    struct stat st;
    off_t at;
    size_t size = TY_IO_BUFFER_SIZE, n = 0;
    if (fstat(f->fd, &st) == 0 && (at = lseek(f->fd, 0, SEEK_CUR)) >= 0 && st.st_size > at && (uint64_t)(st.st_size - at) < SIZE_MAX / 2)
        size = (size_t)(st.st_size - at) + 1;
    ty_value bytes = ty_bytes_new(ctx, NULL, size);
    while (bytes) {
        if (n == size) {
            size_t more = size + (size >> 1) + TY_IO_BUFFER_SIZE;
            ty_value bigger = ty_bytes_new(ctx, NULL, more);
            if (!bigger)
                return TY_NULL;
            memcpy(ty_bytes_fill(bigger), ty_bytes_data(bytes), n);
            bytes = bigger;
            size = more;
        }
        bool blocked;
        intptr_t got = ty_io_file_read(ctx, f, ty_bytes_fill(bytes) + n, size - n, &blocked);
        if (got < 0)
            return TY_NULL;
        if (blocked && n == 0)
            return TY_NONE;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return bytes ? ty_bytes_shrink(ctx, bytes, n) : TY_NULL;
}

METHOD(file_read)
{
    (void)kwnames;
    ty_file_io *f = can_read(ctx, args[0]);
    intptr_t n;
    bool blocked;
    if (!f || ty_io_size(ctx, TY_ARG(1), &n) < 0)
        return TY_NULL;
    if (n < 0)
        return file_readall(ctx, args, 1, TY_NULL);
    ty_value bytes = ty_bytes_new(ctx, NULL, (size_t)n);
    intptr_t got = bytes ? ty_io_file_read(ctx, f, ty_bytes_fill(bytes), (size_t)n, &blocked) : -1;
    if (got < 0)
        return TY_NULL;
    return blocked ? TY_NONE : ty_bytes_shrink(ctx, bytes, (size_t)got);
}

METHOD(file_readinto)
{
    UNUSED;
    ty_file_io *f = can_read(ctx, args[0]);
    ty_buffer view;
    bool blocked;
    if (!f || ty_buffer_get(ctx, args[1], &view, TY_BUFFER_WRITABLE) < 0)
        return TY_NULL;
    intptr_t got = ty_io_file_read(ctx, f, view.data, view.length, &blocked);
    ty_buffer_release(ctx, &view);
    return got < 0 ? TY_NULL : blocked ? TY_NONE : ty_int_from_size(ctx, got);
}

METHOD(file_write)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    ty_buffer view;
    bool blocked;
    if (f && !f->writable)
        return ty_io_unsupported(ctx, "File not open for writing");
    if (!f || ty_buffer_get(ctx, args[1], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    intptr_t put = ty_io_file_write(ctx, f, view.data, view.length, &blocked);
    ty_buffer_release(ctx, &view);
    return put < 0 ? TY_NULL : blocked ? TY_NONE : ty_int_from_size(ctx, put);
}

static ty_value seek_to(ty_ctx *ctx, ty_file_io *f, int64_t offset, int whence)
{
    ty_context_unlock(ctx);
    off_t at = lseek(f->fd, (off_t)offset, whence);
    int error = errno;
    ty_context_lock(ctx);
    if (at < 0)
        return ty_error_os(ctx, error, TY_NULL);
    return ty_int_from_int64(ctx, at);
}

METHOD(file_seek)
{
    (void)kwnames;
    ty_file_io *f = opened(ctx, args[0]);
    int64_t offset;
    intptr_t whence = 0;
    ty_value i = f ? ty_op_index(ctx, args[1]) : TY_NULL;
    if (!i || ty_int_to_int64(ctx, i, &offset) < 0 || (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &whence) < 0))
        return TY_NULL;
    return seek_to(ctx, f, offset, (int)whence);
}
METHOD(file_tell)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    return f ? seek_to(ctx, f, 0, SEEK_CUR) : TY_NULL;
}

METHOD(file_truncate)
{
    (void)kwnames;
    ty_file_io *f = opened(ctx, args[0]);
    if (!f)
        return TY_NULL;
    if (!f->writable)
        return ty_io_unsupported(ctx, "File not open for writing");
    ty_value size = TY_ARG(1);
    if (!size || size == TY_NONE)
        size = seek_to(ctx, f, 0, SEEK_CUR);
    int64_t n;
    ty_value i = size ? ty_op_index(ctx, size) : TY_NULL;
    if (!i || ty_int_to_int64(ctx, i, &n) < 0)
        return TY_NULL;
    for (;;) {
        ty_context_unlock(ctx);
        int r = ftruncate(f->fd, (off_t)n), error = errno;
        ty_context_lock(ctx);
        if (r == 0)
            return size;
        if (error != EINTR)
            return ty_error_os(ctx, error, TY_NULL);
        if (ty_context_poll(ctx) < 0)
            return TY_NULL;
    }
}

METHOD(file_close)
{
    UNUSED;
    ty_io_base *b = (ty_io_base *)args[0];
    ty_value e = TY_NULL;
    if (!b->closed && ty_type_of(args[0]) != &ty_FileIO_type && !ty_io_call(ctx, args[0], TY_SYM(flush))) /* a subclass may have one */
        e = ty_error_take(ctx);
    b->closed = true;
    ty_value r = ty_io_file_close(ctx, FILE_OF(args[0]));
    if (e && !ctx->exc)
        ty_error_restore(ctx, e);
    return e ? TY_NULL : r;
}

METHOD(file_fileno)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    return f ? ty_small(f->fd) : TY_NULL;
}
METHOD(file_readable)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    return f ? ty_bool(f->readable) : TY_NULL;
}
METHOD(file_writable)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    return f ? ty_bool(f->writable) : TY_NULL;
}
METHOD(file_seekable)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    if (f && f->seekable < 0)
        f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return f ? ty_bool(f->seekable) : TY_NULL;
}
METHOD(file_isatty)
{
    UNUSED;
    ty_file_io *f = opened(ctx, args[0]);
    return f ? ty_bool(!f->regular && isatty(f->fd)) : TY_NULL;
}

static const char *mode_of(const ty_file_io *f)
{
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}
static ty_value file_mode(ty_ctx *ctx, ty_value self) { return ty_str_from_cstr(ctx, mode_of(FILE_OF(self))); }
static ty_value file_closed(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(FILE_OF(self)->fd < 0); }
static ty_value file_closefd(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(FILE_OF(self)->closefd); }
static ty_value file_block_size(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_small(FILE_OF(self)->block_size); }

static ty_value file_repr(ty_ctx *ctx, ty_value self)
{
    ty_file_io *f = FILE_OF(self);
    if (f->fd < 0)
        return ty_str_from_cstr(ctx, "<_io.FileIO [closed]>");
    ty_value name;
    int found = ty_attr_lookup(ctx, self, TY_SYM(name), &name);
    if (found < 0)
        return TY_NULL;
    const char *closes = f->closefd ? "True" : "False";
    if (!found)
        return ty_str_format(ctx, "<_io.FileIO fd=%d mode='%s' closefd=%s>", f->fd, mode_of(f), closes);
    int active = ty_op_repr_enter(ctx, self);
    if (active)
        return active < 0 ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "reentrant call inside _io.FileIO.__repr__");
    ty_value r = ty_str_format(ctx, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_of(f), closes);
    ty_op_repr_leave(ctx, self);
    return r;
}

#define OWNER &ty_FileIO_type
static const ty_native file_methods[] = {
    TY_METHOD(read, file_read, 0, 1, "size=-1, /", "Read at most size bytes, with one system call; all without a size."),
    TY_METHOD(readall, file_readall, 0, 0, "", "Read until the end."),
    TY_METHOD(readinto, file_readinto, 1, 1, "buffer, /", "Read into a writable buffer."),
    TY_METHOD(write, file_write, 1, 1, "b, /", "Write bytes; tells how many were written."),
    TY_METHOD(seek, file_seek, 1, 2, "pos, whence=0, /", "Move to a position."),
    TY_METHOD(tell, file_tell, 0, 0, "", "The position."),
    TY_METHOD(truncate, file_truncate, 0, 1, "size=None, /", "Cut or extend the file."),
    TY_METHOD(close, file_close, 0, 0, "", "Close the descriptor."),
    TY_METHOD(seekable, file_seekable, 0, 0, "", NULL),
    TY_METHOD(readable, file_readable, 0, 0, "", NULL),
    TY_METHOD(writable, file_writable, 0, 0, "", NULL),
    TY_METHOD(fileno, file_fileno, 0, 0, "", NULL),
    TY_METHOD(isatty, file_isatty, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset file_getsets[] = {
    TY_GETSET(closed, file_closed, NULL, NULL),
    TY_GETSET(closefd, file_closefd, NULL, NULL),
    TY_GETSET(mode, file_mode, NULL, NULL),
    TY_GETSET(_blksize, file_block_size, NULL, NULL),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_FileIO_layout = {.fixed_size = TY_FIXED_SIZE(ty_file_io), .slots_offset = offsetof(ty_io_base, dict), .slots_count = 1,
                                           .finalize = file_finalize};
TY_BUILTIN_TYPE(FileIO, .name = "_io.FileIO", .base = &ty_RawIOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_file_io),
                .dict_offset = offsetof(ty_io_base, dict), .doc = "FileIO(file, mode='r', closefd=True, opener=None)\n\nA file without a buffer.",
                .methods = file_methods, .getsets = file_getsets,
                .slots = {TY_IO_SLOTS, .new_ = file_new, .init = file_init, .repr = file_repr});
