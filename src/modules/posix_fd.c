/* SPDX-License-Identifier: MIT */
/* posix: file descriptors. */
#include <config.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "modules/posix.h"

#ifdef __linux__
#include <sys/sendfile.h>
#endif

#define FD_ARGUMENT(v, fd)                                                                                               \
    do {                                                                                                                 \
        if (ty_posix_int(ctx, v, 0, &(fd)) < 0)                                                                          \
            return TY_NULL;                                                                                              \
    } while (0)

static ty_value failed(ty_ctx *ctx, int error)
{
    return ty_error_os(ctx, error, TY_NULL);
}

FN(posix_open)
{
    (void)kwnames;
    ty_fs_name name;
    int flags, mode, dir, fd, error;
    if (ty_fs_name_get(ctx, &name, "open", "path", args[0], 0) < 0 || ty_posix_int(ctx, args[1], 0, &flags) < 0 ||
        ty_posix_int(ctx, TY_ARG(2), 0777, &mode) < 0 || ty_posix_dir_fd(ctx, TY_ARG(3), &dir) < 0)
        return TY_NULL;
    ty_io_flush_path(ctx, name.text);
    RETRYING(fd < 0, fd = openat(dir, name.text, flags | O_CLOEXEC, mode));
    TY_KEEP(name.bytes);
    errno = error;
    return fd < 0 ? ty_fs_error(ctx, &name) : ty_small(fd);
}
FN(posix_close)
{
    UNUSED;
    int fd, r, error;
    FD_ARGUMENT(args[0], fd);
    BLOCKING(r = close(fd));
    return r < 0 && error != EINTR ? failed(ctx, error) : TY_NONE;
}
FN(posix_closerange)
{
    UNUSED;
    int low, high, error;
    FD_ARGUMENT(args[0], low);
    FD_ARGUMENT(args[1], high);
    long most = sysconf(_SC_OPEN_MAX);
    if (most > 0 && high > most)
        high = (int)most;
    BLOCKING(for (int fd = low < 0 ? 0 : low; fd < high; fd++) close(fd));
    (void)error;
    return TY_NONE;
}
static ty_value read_bytes(ty_ctx *ctx, int fd, intptr_t n, off_t at, bool positioned)
{
    ssize_t got;
    int error;
    if (n < 0)
        return failed(ctx, EINVAL);
    ty_value bytes = ty_bytes_new(ctx, NULL, (size_t)n);
    if (!bytes)
        return TY_NULL;
    RETRYING(got < 0, got = positioned ? pread(fd, ty_bytes_fill(bytes), (size_t)n, at) : read(fd, ty_bytes_fill(bytes), (size_t)n));
    return got < 0 ? failed(ctx, error) : ty_bytes_shrink(ctx, bytes, (size_t)got);
}
FN(posix_read)
{
    UNUSED;
    int fd;
    intptr_t n;
    FD_ARGUMENT(args[0], fd);
    return ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &n) < 0 ? TY_NULL : read_bytes(ctx, fd, n, 0, false);
}
FN(posix_pread)
{
    UNUSED;
    int fd;
    intptr_t n;
    off_t at;
    FD_ARGUMENT(args[0], fd);
    return ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &n) < 0 || ty_posix_offset(ctx, args[2], &at) < 0 ? TY_NULL
                                                                                                                   : read_bytes(ctx, fd, n, at, true);
}
static ty_value write_bytes(ty_ctx *ctx, int fd, ty_value data, off_t at, bool positioned)
{
    ty_buffer view;
    ssize_t put;
    int error, again;
    if (ty_buffer_get(ctx, data, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    do {
        BLOCKING(put = positioned ? pwrite(fd, view.data, view.length, at) : write(fd, view.data, view.length));
        again = put < 0 ? ty_posix_again(ctx, error) : 0;
    } while (again > 0);
    ty_buffer_release(ctx, &view);
    return again < 0 ? TY_NULL : put < 0 ? failed(ctx, error) : ty_int_from_size(ctx, put);
}
FN(posix_write)
{
    UNUSED;
    int fd;
    FD_ARGUMENT(args[0], fd);
    return write_bytes(ctx, fd, args[1], 0, false);
}
FN(posix_pwrite)
{
    UNUSED;
    int fd;
    off_t at;
    FD_ARGUMENT(args[0], fd);
    return ty_posix_offset(ctx, args[2], &at) < 0 ? TY_NULL : write_bytes(ctx, fd, args[1], at, true);
}
FN(posix_lseek)
{
    UNUSED;
    int fd, whence, error;
    off_t at;
    FD_ARGUMENT(args[0], fd);
    FD_ARGUMENT(args[2], whence);
    if (ty_posix_offset(ctx, args[1], &at) < 0)
        return TY_NULL;
    BLOCKING(at = lseek(fd, at, whence));
    return at < 0 ? failed(ctx, error) : ty_int_from_int64(ctx, at);
}
FN(posix_dup)
{
    UNUSED;
    int fd, error;
    FD_ARGUMENT(args[0], fd);
    BLOCKING(fd = fcntl(fd, F_DUPFD_CLOEXEC, 0));
    return fd < 0 ? failed(ctx, error) : ty_small(fd);
}
FN(posix_dup2)
{
    (void)kwnames;
    int fd, to, r, error, inheritable = TY_ARG(2) ? ty_op_truth(ctx, args[2]) : 1;
    FD_ARGUMENT(args[0], fd);
    FD_ARGUMENT(args[1], to);
    if (inheritable < 0)
        return TY_NULL;
    RETRYING(r < 0, r = dup2(fd, to));
    if (r < 0)
        return failed(ctx, error);
    if (!inheritable && fd != to)
        (void)fcntl(to, F_SETFD, FD_CLOEXEC);
    return ty_small(r);
}
FN(posix_pipe)
{
    UNUSED, (void)args;
    int fds[2], r, error;
    BLOCKING(r = pipe(fds));
    if (r < 0)
        return failed(ctx, error);
    (void)fcntl(fds[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(fds[1], F_SETFD, FD_CLOEXEC);
    return ty_tuple_pack(ctx, 2, ty_small(fds[0]), ty_small(fds[1]));
}
#ifdef __linux__
FN(posix_pipe2)
{
    UNUSED;
    int fds[2], flags, r, error;
    FD_ARGUMENT(args[0], flags);
    BLOCKING(r = pipe2(fds, flags));
    return r < 0 ? failed(ctx, error) : ty_tuple_pack(ctx, 2, ty_small(fds[0]), ty_small(fds[1]));
}
FN(posix_sendfile)
{
    UNUSED;
    int out, in, error;
    intptr_t n;
    off_t at = 0;
    ssize_t sent;
    FD_ARGUMENT(args[0], out);
    FD_ARGUMENT(args[1], in);
    bool positioned = args[2] != TY_NONE;
    if ((positioned && ty_posix_offset(ctx, args[2], &at) < 0) || ty_op_index_size(ctx, args[3], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    RETRYING(sent < 0, sent = sendfile(out, in, positioned ? &at : NULL, (size_t)n));
    return sent < 0 ? failed(ctx, error) : ty_int_from_size(ctx, sent);
}
#endif
FN(posix_isatty)
{
    UNUSED;
    int fd;
    FD_ARGUMENT(args[0], fd);
    return ty_bool(isatty(fd));
}
FN(posix_ttyname)
{
    UNUSED;
    int fd;
    char name[256];
    FD_ARGUMENT(args[0], fd);
    int error = ttyname_r(fd, name, sizeof name);
    return error ? failed(ctx, error) : ty_fs_decode_cstr(ctx, name);
}
FN(posix_fsync)
{
    UNUSED;
    int fd, r, error;
    ty_value v = args[0];
    if (!ty_type_of(v)->slots.index) { /* an object with fileno() */
        v = ty_call_method0(ctx, v, TY_SYM(fileno));
        if (!v)
            return TY_NULL;
    }
    FD_ARGUMENT(v, fd);
    RETRYING(r < 0, r = fsync(fd));
    return r < 0 ? failed(ctx, error) : TY_NONE;
}
FN(posix_ftruncate)
{
    UNUSED;
    int fd, r, error;
    off_t n;
    FD_ARGUMENT(args[0], fd);
    if (ty_posix_offset(ctx, args[1], &n) < 0)
        return TY_NULL;
    RETRYING(r < 0, r = ftruncate(fd, n));
    return r < 0 ? failed(ctx, error) : TY_NONE;
}
FN(posix_get_inheritable)
{
    UNUSED;
    int fd;
    FD_ARGUMENT(args[0], fd);
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? failed(ctx, errno) : ty_bool(!(flags & FD_CLOEXEC));
}
FN(posix_set_inheritable)
{
    UNUSED;
    int fd, on;
    FD_ARGUMENT(args[0], fd);
    FD_ARGUMENT(args[1], on);
    int flags = fcntl(fd, F_GETFD);
    if (flags < 0 || fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC) < 0)
        return failed(ctx, errno);
    return TY_NONE;
}
FN(posix_get_blocking)
{
    UNUSED;
    int fd;
    FD_ARGUMENT(args[0], fd);
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? failed(ctx, errno) : ty_bool(!(flags & O_NONBLOCK));
}
FN(posix_set_blocking)
{
    UNUSED;
    int fd, on = ty_op_truth(ctx, args[1]);
    FD_ARGUMENT(args[0], fd);
    if (on < 0)
        return TY_NULL;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) < 0)
        return failed(ctx, errno);
    return TY_NONE;
}
FN(posix_device_encoding)
{
    UNUSED;
    int fd;
    FD_ARGUMENT(args[0], fd);
    return isatty(fd) ? TY_SYM(utf_8) : TY_NONE;
}

static const ty_structseq_field terminal_fields[] = {{"columns", "width in characters"}, {"lines", "height in characters"}, {NULL, NULL}};
TY_STRUCTSEQ(terminal_size, "os.terminal_size", "The size of a terminal.", terminal_fields, 2, 2, 0);
FN(posix_get_terminal_size)
{
    (void)kwnames;
    int fd;
    struct winsize w;
    if (ty_posix_int(ctx, TY_ARG(0), 1, &fd) < 0)
        return TY_NULL;
    if (ioctl(fd, TIOCGWINSZ, &w) < 0)
        return failed(ctx, errno);
    ty_value s = ty_structseq_new(ctx, &ty_terminal_size_type);
    if (s) {
        ty_structseq_put(ctx, s, 0, ty_small(w.ws_col));
        ty_structseq_put(ctx, s, 1, ty_small(w.ws_row));
    }
    return s;
}

#define MODULE "posix"
const ty_native ty_posix_fd_functions[] = {
    TY_FUNCTION(open, posix_open, 2, 3, "path, flags, mode=511, *, dir_fd=None", "Open a file; tells its descriptor."),
    TY_FUNCTION(close, posix_close, 1, 1, "fd", "Close a descriptor."),
    TY_FUNCTION(closerange, posix_closerange, 2, 2, "fd_low, fd_high, /", "Close descriptors, whatever comes of it."),
    TY_FUNCTION(read, posix_read, 2, 2, "fd, length, /", "Read bytes."),
    TY_FUNCTION(pread, posix_pread, 3, 3, "fd, length, offset, /", "Read bytes at a position."),
    TY_FUNCTION(write, posix_write, 2, 2, "fd, data, /", "Write bytes."),
    TY_FUNCTION(pwrite, posix_pwrite, 3, 3, "fd, buffer, offset, /", "Write bytes at a position."),
    TY_FUNCTION(lseek, posix_lseek, 3, 3, "fd, position, whence, /", "Move to a position."),
    TY_FUNCTION(dup, posix_dup, 1, 1, "fd, /", "A copy of a descriptor."),
    TY_FUNCTION(dup2, posix_dup2, 2, 3, "fd, fd2, inheritable=True", "Copy a descriptor to another."),
    TY_FUNCTION(pipe, posix_pipe, 0, 0, "", "A pipe: descriptors to read and to write."),
#ifdef __linux__
    TY_FUNCTION(pipe2, posix_pipe2, 1, 1, "flags, /", "A pipe with flags."),
    TY_FUNCTION(sendfile, posix_sendfile, 4, 4, "out_fd, in_fd, offset, count", "Copy bytes between descriptors."),
#endif
    TY_FUNCTION(isatty, posix_isatty, 1, 1, "fd, /", "Whether it is a terminal."),
    TY_FUNCTION(ttyname, posix_ttyname, 1, 1, "fd, /", "The terminal's name."),
    TY_FUNCTION(fsync, posix_fsync, 1, 1, "fd", "Write a file to disk."),
    TY_FUNCTION(fdatasync, posix_fsync, 1, 1, "fd", "Write a file's contents to disk."),
    TY_FUNCTION(ftruncate, posix_ftruncate, 2, 2, "fd, length, /", "Cut or extend a file."),
    TY_FUNCTION(get_inheritable, posix_get_inheritable, 1, 1, "fd, /", NULL),
    TY_FUNCTION(set_inheritable, posix_set_inheritable, 2, 2, "fd, inheritable, /", NULL),
    TY_FUNCTION(get_blocking, posix_get_blocking, 1, 1, "fd, /", NULL),
    TY_FUNCTION(set_blocking, posix_set_blocking, 2, 2, "fd, blocking, /", NULL),
    TY_FUNCTION(device_encoding, posix_device_encoding, 1, 1, "fd", NULL),
    TY_FUNCTION(get_terminal_size, posix_get_terminal_size, 0, 1, "fd=1, /", "The size of the terminal."),
    TY_NATIVE_END,
};
