/* SPDX-License-Identifier: MIT */
/* posix: files and folders by name. */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/time.h>

#include "modules/posix.h"
#include "object/float.h"

#ifdef __linux__
#include <sys/sysmacros.h>
#endif
#ifdef __APPLE__
#define MTIM(st, x) ((st)->st_##x##timespec)
#else
#define MTIM(st, x) ((st)->st_##x##tim)
#endif

/* --- arguments --------------------------------------------------------------------------------------------------------------------- */

int ty_posix_int(ty_ctx *ctx, ty_value v, int otherwise, int *out)
{
    intptr_t n = otherwise;
    if (v && ty_op_index_size(ctx, v, &ty_OverflowError_type, &n) < 0)
        return -1;
    if (n > INT_MAX || n < INT_MIN) {
        ty_error_set(ctx, &ty_OverflowError_type, n > 0 ? "signed integer is greater than maximum" : "signed integer is less than minimum");
        return -1;
    }
    *out = (int)n;
    return 0;
}

int ty_posix_offset(ty_ctx *ctx, ty_value v, off_t *out)
{
    int64_t n;
    ty_value i = ty_op_index(ctx, v);
    if (!i || ty_int_to_int64(ctx, i, &n) < 0)
        return -1;
    *out = (off_t)n;
    return 0;
}

int ty_posix_dir_fd(ty_ctx *ctx, ty_value v, int *out)
{
    *out = AT_FDCWD;
    if (!v || v == TY_NONE)
        return 0;
    if (!ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "argument should be integer or None, not %T", v);
        return -1;
    }
    return ty_posix_int(ctx, v, 0, out);
}

int ty_posix_again(ty_ctx *ctx, int error)
{
    if (error != EINTR)
        return 0;
    return ty_context_poll(ctx) < 0 ? -1 : 1;
}

static ty_value failed(ty_ctx *ctx, int error, const ty_fs_name *name)
{
    errno = error;
    return ty_fs_error(ctx, name);
}

static int truth(ty_ctx *ctx, ty_value v, int otherwise)
{
    return v ? ty_op_truth(ctx, v) : otherwise;
}

/* --- stat --------------------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field stat_fields[] = {
    {"st_mode", "protection bits"}, {"st_ino", "inode"}, {"st_dev", "device"}, {"st_nlink", "number of hard links"},
    {"st_uid", "user ID of owner"}, {"st_gid", "group ID of owner"}, {"st_size", "total size, in bytes"}, {"", NULL}, {"", NULL}, {"", NULL},
    {"st_atime", "time of last access"}, {"st_mtime", "time of last modification"}, {"st_ctime", "time of last change"},
    {"st_atime_ns", NULL}, {"st_mtime_ns", NULL}, {"st_ctime_ns", NULL}, {"st_blksize", NULL}, {"st_blocks", NULL}, {"st_rdev", NULL}, {NULL, NULL}};
TY_STRUCTSEQ(stat_result, "os.stat_result", "What stat tells about a file.", stat_fields, 10, 19, 0);

static ty_value nanoseconds(ty_ctx *ctx, struct timespec t)
{
    return ty_int_from_int64(ctx, (int64_t)t.tv_sec * 1000000000 + t.tv_nsec);
}

ty_value ty_posix_stat_result(ty_ctx *ctx, const struct stat *st)
{
    struct timespec a = MTIM(st, a), m = MTIM(st, m), c = MTIM(st, c);
    ty_value v[19] = {
        ty_int_from_uint64(ctx, st->st_mode), ty_int_from_uint64(ctx, st->st_ino), ty_int_from_uint64(ctx, st->st_dev),
        ty_int_from_uint64(ctx, st->st_nlink), ty_int_from_uint64(ctx, st->st_uid), ty_int_from_uint64(ctx, st->st_gid),
        ty_int_from_int64(ctx, st->st_size), ty_int_from_int64(ctx, a.tv_sec), ty_int_from_int64(ctx, m.tv_sec), ty_int_from_int64(ctx, c.tv_sec),
        ty_float_new(ctx, (double)a.tv_sec + 1e-9 * (double)a.tv_nsec), ty_float_new(ctx, (double)m.tv_sec + 1e-9 * (double)m.tv_nsec),
        ty_float_new(ctx, (double)c.tv_sec + 1e-9 * (double)c.tv_nsec), nanoseconds(ctx, a), nanoseconds(ctx, m), nanoseconds(ctx, c),
        ty_int_from_int64(ctx, st->st_blksize), ty_int_from_int64(ctx, st->st_blocks), ty_int_from_uint64(ctx, st->st_rdev)};
    ty_value s = ty_structseq_new(ctx, &ty_stat_result_type);
    for (size_t i = 0; s && i < 19; i++) {
        if (!v[i])
            return TY_NULL;
        ty_structseq_put(ctx, s, i, v[i]);
    }
    return s;
}

static ty_value do_stat(ty_ctx *ctx, const char *fname, ty_value path, ty_value dir_fd, bool follow)
{
    ty_fs_name name;
    struct stat st;
    int dir, r, error;
    if (ty_fs_name_get(ctx, &name, fname, "path", path, follow ? TY_FS_FD : 0) < 0 || ty_posix_dir_fd(ctx, dir_fd, &dir) < 0)
        return TY_NULL;
    if (name.text)
        ty_io_flush_path(ctx, name.text);
    else
        ty_io_flush_fd(ctx, name.fd);
    BLOCKING(r = name.text ? fstatat(dir, name.text, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) : fstat(name.fd, &st));
    TY_KEEP(name.bytes);
    return r < 0 ? failed(ctx, error, &name) : ty_posix_stat_result(ctx, &st);
}
FN(posix_stat)
{
    (void)kwnames;
    int follow = truth(ctx, TY_ARG(2), 1);
    return follow < 0 ? TY_NULL : do_stat(ctx, "stat", args[0], TY_ARG(1), follow);
}
FN(posix_lstat)
{
    (void)kwnames;
    return do_stat(ctx, "lstat", args[0], TY_ARG(1), false);
}
FN(posix_fstat)
{
    UNUSED;
    struct stat st;
    int fd, r, error;
    if (ty_posix_int(ctx, args[0], 0, &fd) < 0)
        return TY_NULL;
    ty_io_flush_fd(ctx, fd);
    RETRYING(r < 0, r = fstat(fd, &st));
    return r < 0 ? failed(ctx, error, NULL) : ty_posix_stat_result(ctx, &st);
}

static const ty_structseq_field statvfs_fields[] = {
    {"f_bsize", NULL}, {"f_frsize", NULL}, {"f_blocks", NULL}, {"f_bfree", NULL}, {"f_bavail", NULL}, {"f_files", NULL}, {"f_ffree", NULL},
    {"f_favail", NULL}, {"f_flag", NULL}, {"f_namemax", NULL}, {"f_fsid", NULL}, {NULL, NULL}};
TY_STRUCTSEQ(statvfs_result, "os.statvfs_result", "What statvfs tells about a file system.", statvfs_fields, 10, 11, 0);

FN(posix_statvfs)
{
    UNUSED;
    ty_fs_name name;
    struct statvfs st;
    int r, error;
    if (ty_fs_name_get(ctx, &name, "statvfs", "path", args[0], TY_FS_FD) < 0)
        return TY_NULL;
    BLOCKING(r = name.text ? statvfs(name.text, &st) : fstatvfs(name.fd, &st));
    if (r < 0)
        return failed(ctx, error, &name);
    const uint64_t v[11] = {st.f_bsize, st.f_frsize, st.f_blocks, st.f_bfree,   st.f_bavail, st.f_files,
                            st.f_ffree, st.f_favail, st.f_flag,   st.f_namemax, st.f_fsid};
    ty_value s = ty_structseq_new(ctx, &ty_statvfs_result_type);
    for (size_t i = 0; s && i < 11; i++) {
        ty_value n = ty_int_from_uint64(ctx, v[i]);
        if (!n)
            return TY_NULL;
        ty_structseq_put(ctx, s, i, n);
    }
    return s;
}

FN(posix_access)
{
    (void)kwnames;
    ty_fs_name name;
    int mode, dir, r, error, effective = truth(ctx, TY_ARG(3), 0), follow = truth(ctx, TY_ARG(4), 1);
    if (effective < 0 || follow < 0 || ty_fs_name_get(ctx, &name, "access", "path", args[0], 0) < 0 || ty_posix_int(ctx, args[1], 0, &mode) < 0 ||
        ty_posix_dir_fd(ctx, TY_ARG(2), &dir) < 0)
        return TY_NULL;
    BLOCKING(r = faccessat(dir, name.text, mode, (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW)));
    (void)error;
    TY_KEEP(name.bytes);
    return ty_bool(r == 0);
}

/* --- one or two names and a system call ---------------------------------------------------------------------------------------------- */

FN(posix_chdir)
{
    UNUSED;
    ty_fs_name name;
    int r, error;
    if (ty_fs_name_get(ctx, &name, "chdir", "path", args[0], TY_FS_FD) < 0)
        return TY_NULL;
    BLOCKING(r = name.text ? chdir(name.text) : fchdir(name.fd));
    TY_KEEP(name.bytes);
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_fchdir)
{
    UNUSED;
    int fd, r, error;
    if (ty_posix_int(ctx, args[0], 0, &fd) < 0)
        return TY_NULL;
    BLOCKING(r = fchdir(fd));
    return r < 0 ? failed(ctx, error, NULL) : TY_NONE;
}
static ty_value current_folder(ty_ctx *ctx, bool bytes)
{
    for (size_t n = 1024;; n *= 2) {
        char *p = malloc(n);
        if (!p)
            return ty_error_memory(ctx);
        if (getcwd(p, n)) {
            ty_value v = ty_fs_result(ctx, bytes, p, strlen(p));
            free(p);
            return v;
        }
        int error = errno;
        free(p);
        if (error != ERANGE)
            return failed(ctx, error, NULL);
    }
}
FN(posix_getcwd)
{
    UNUSED, (void)args;
    return current_folder(ctx, false);
}
FN(posix_getcwdb)
{
    UNUSED, (void)args;
    return current_folder(ctx, true);
}

FN(posix_listdir)
{
    (void)kwnames;
    ty_fs_name name;
    if (ty_fs_name_get(ctx, &name, "listdir", "path", TY_ARG(0), TY_FS_FD | TY_FS_NONE) < 0)
        return TY_NULL;
    DIR *d;
    int error;
    if (name.text) {
        BLOCKING(d = opendir(name.text));
    } else {
        int fd = fcntl(name.fd, F_DUPFD_CLOEXEC, 0);
        BLOCKING(d = fd < 0 ? NULL : fdopendir(fd));
        if (d)
            rewinddir(d);
        else if (fd >= 0)
            close(fd);
    }
    if (!d)
        return failed(ctx, error, &name);
    ty_value list = ty_list_new(ctx, 16);
    while (list) {
        errno = 0;
        struct dirent *e = readdir(d);
        if (!e) {
            if (errno)
                list = failed(ctx, errno, &name);
            break;
        }
        const char *s = e->d_name;
        if (s[0] == '.' && (!s[1] || (s[1] == '.' && !s[2])))
            continue;
        ty_value item = ty_fs_result(ctx, name.is_bytes, s, strlen(s));
        if (!item || ty_list_append(ctx, list, item) < 0)
            list = TY_NULL;
    }
    closedir(d);
    TY_KEEP(name.bytes);
    return list;
}

FN(posix_mkdir)
{
    (void)kwnames;
    ty_fs_name name;
    int mode, dir, r, error;
    if (ty_fs_name_get(ctx, &name, "mkdir", "path", args[0], 0) < 0 ||
        ty_posix_int(ctx, TY_ARG(1), 0777, &mode) < 0 || ty_posix_dir_fd(ctx, TY_ARG(2), &dir) < 0)
        return TY_NULL;
    BLOCKING(r = mkdirat(dir, name.text, (mode_t)mode));
    TY_KEEP(name.bytes);
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
static ty_value remove_name(ty_ctx *ctx, const char *fname, ty_value path, ty_value dir_fd, int flags)
{
    ty_fs_name name;
    int dir, r, error;
    if (ty_fs_name_get(ctx, &name, fname, "path", path, 0) < 0 || ty_posix_dir_fd(ctx, dir_fd, &dir) < 0)
        return TY_NULL;
    BLOCKING(r = unlinkat(dir, name.text, flags));
    TY_KEEP(name.bytes);
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_rmdir)
{
    (void)kwnames;
    return remove_name(ctx, "rmdir", args[0], TY_ARG(1), AT_REMOVEDIR);
}
FN(posix_unlink)
{
    (void)kwnames;
    return remove_name(ctx, "unlink", args[0], TY_ARG(1), 0);
}
FN(posix_remove)
{
    (void)kwnames;
    return remove_name(ctx, "remove", args[0], TY_ARG(1), 0);
}

static ty_value failed2(ty_ctx *ctx, int error, const ty_fs_name *a, const ty_fs_name *b)
{
    return ty_error_os2(ctx, error, a->given, b->given);
}
static ty_value move(ty_ctx *ctx, const char *fname, const ty_value *args, size_t nargs)
{
    ty_fs_name a, b;
    int from, to, r, error;
    if (ty_fs_name_get(ctx, &a, fname, "src", args[0], 0) < 0 || ty_fs_name_get(ctx, &b, fname, "dst", args[1], 0) < 0 ||
        ty_posix_dir_fd(ctx, TY_ARG(2), &from) < 0 || ty_posix_dir_fd(ctx, TY_ARG(3), &to) < 0)
        return TY_NULL;
    ty_io_flush_path(ctx, a.text);
    BLOCKING(r = renameat(from, a.text, to, b.text));
    TY_KEEP(a.bytes);
    TY_KEEP(b.bytes);
    return r < 0 ? failed2(ctx, error, &a, &b) : TY_NONE;
}
FN(posix_rename)
{
    (void)kwnames;
    return move(ctx, "rename", args, nargs);
}
FN(posix_replace)
{
    (void)kwnames;
    return move(ctx, "replace", args, nargs);
}
FN(posix_link)
{
    (void)kwnames;
    ty_fs_name a, b;
    int from, to, r, error, follow = truth(ctx, TY_ARG(4), 1);
    if (follow < 0 || ty_fs_name_get(ctx, &a, "link", "src", args[0], 0) < 0 || ty_fs_name_get(ctx, &b, "link", "dst", args[1], 0) < 0 ||
        ty_posix_dir_fd(ctx, TY_ARG(2), &from) < 0 || ty_posix_dir_fd(ctx, TY_ARG(3), &to) < 0)
        return TY_NULL;
    BLOCKING(r = linkat(from, a.text, to, b.text, follow && TY_ARG(4) ? AT_SYMLINK_FOLLOW : 0));
    return r < 0 ? failed2(ctx, error, &a, &b) : TY_NONE;
}
FN(posix_symlink)
{
    (void)kwnames;
    ty_fs_name a, b;
    int dir, r, error;
    if (ty_fs_name_get(ctx, &a, "symlink", "src", args[0], 0) < 0 ||
        ty_fs_name_get(ctx, &b, "symlink", "dst", args[1], 0) < 0 ||
        ty_posix_dir_fd(ctx, TY_ARG(3), &dir) < 0)
        return TY_NULL;
    BLOCKING(r = symlinkat(a.text, dir, b.text));
    return r < 0 ? failed2(ctx, error, &a, &b) : TY_NONE;
}
FN(posix_readlink)
{
    (void)kwnames;
    ty_fs_name name;
    int dir, error;
    ssize_t n;
    char text[4097];
    if (ty_fs_name_get(ctx, &name, "readlink", "path", args[0], 0) < 0 || ty_posix_dir_fd(ctx, TY_ARG(1), &dir) < 0)
        return TY_NULL;
    BLOCKING(n = readlinkat(dir, name.text, text, sizeof text));
    return n < 0 ? failed(ctx, error, &name) : ty_fs_result(ctx, name.is_bytes, text, (size_t)n);
}

FN(posix_chmod)
{
    (void)kwnames;
    ty_fs_name name;
    int mode, dir, r, error, follow = truth(ctx, TY_ARG(3), 1);
    if (follow < 0 || ty_fs_name_get(ctx, &name, "chmod", "path", args[0], TY_FS_FD) < 0 ||
        ty_posix_int(ctx, args[1], 0, &mode) < 0 || ty_posix_dir_fd(ctx, TY_ARG(2), &dir) < 0)
        return TY_NULL;
    BLOCKING(r = name.text ? fchmodat(dir, name.text, (mode_t)mode, follow ? 0 : AT_SYMLINK_NOFOLLOW) : fchmod(name.fd, (mode_t)mode));
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_fchmod)
{
    UNUSED;
    int fd, mode, r, error;
    if (ty_posix_int(ctx, args[0], 0, &fd) < 0 || ty_posix_int(ctx, args[1], 0, &mode) < 0)
        return TY_NULL;
    RETRYING(r < 0, r = fchmod(fd, (mode_t)mode));
    return r < 0 ? failed(ctx, error, NULL) : TY_NONE;
}
static ty_value change_owner(ty_ctx *ctx, const char *fname, ty_value path, ty_value user, ty_value group, ty_value dir_fd, bool follow)
{
    ty_fs_name name;
    int u, g, dir, r, error;
    if (ty_fs_name_get(ctx, &name, fname, "path", path, TY_FS_FD) < 0 || ty_posix_int(ctx, user, 0, &u) < 0 ||
        ty_posix_int(ctx, group, 0, &g) < 0 || ty_posix_dir_fd(ctx, dir_fd, &dir) < 0)
        return TY_NULL;
    BLOCKING(r = name.text ? fchownat(dir, name.text, (uid_t)u, (gid_t)g, follow ? 0 : AT_SYMLINK_NOFOLLOW) : fchown(name.fd, (uid_t)u, (gid_t)g));
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_chown)
{
    (void)kwnames;
    int follow = truth(ctx, TY_ARG(4), 1);
    return follow < 0 ? TY_NULL : change_owner(ctx, "chown", args[0], args[1], args[2], TY_ARG(3), follow);
}
FN(posix_lchown)
{
    UNUSED;
    return change_owner(ctx, "lchown", args[0], args[1], args[2], TY_NULL, false);
}
FN(posix_fchown)
{
    UNUSED;
    return change_owner(ctx, "fchown", args[0], args[1], args[2], TY_NULL, true);
}

/* A time in seconds (int or float) or, `ns`, in nanoseconds. */
static int get_time(ty_ctx *ctx, ty_value v, bool ns, struct timespec *out)
{
    if (ns || ty_is_int(v)) {
        int64_t n;
        ty_value i = ty_op_index(ctx, v);
        if (!i || ty_int_to_int64(ctx, i, &n) < 0)
            return -1;
        int64_t unit = ns ? 1000000000 : 1, rest = n % unit;
        out->tv_sec = (time_t)(n / unit - (rest < 0));
        out->tv_nsec = (long)(rest < 0 ? rest + unit : rest);
        return 0;
    }
    double d;
    if (ty_op_double(ctx, v, &d) < 0)
        return -1;
    double whole = floor(d);
    if (!(whole > -9.2e18 && whole < 9.2e18)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timestamp out of range for platform time_t");
        return -1;
    }
    out->tv_sec = (time_t)whole;
    out->tv_nsec = (long)((d - whole) * 1e9);
    return 0;
}
FN(posix_utime)
{
    (void)kwnames;
    ty_fs_name name;
    ty_value times = TY_ARG(1), ns = TY_ARG(2);
    int dir, r, error, follow = truth(ctx, TY_ARG(4), 1);
    struct timespec t[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    if (follow < 0 || ty_fs_name_get(ctx, &name, "utime", "path", args[0], TY_FS_FD) < 0 || ty_posix_dir_fd(ctx, TY_ARG(3), &dir) < 0)
        return TY_NULL;
    if (times && times != TY_NONE && ns)
        return ty_error_set(ctx, &ty_ValueError_type, "utime: you may specify either 'times' or 'ns' but not both");
    ty_value given = ns ? ns : times && times != TY_NONE ? times : TY_NULL;
    if (given) {
        if (!ty_is_tuple(given) || ty_tuple_length(given) != 2)
            return ty_error_set(ctx, &ty_TypeError_type,
                                ns ? "utime: 'ns' must be a tuple of two ints"
                                   : "utime: 'times' must be either a tuple of two ints or None");
        if (get_time(ctx, ty_tuple_at(given, 0), ns != TY_NULL, &t[0]) < 0 || get_time(ctx, ty_tuple_at(given, 1), ns != TY_NULL, &t[1]) < 0)
            return TY_NULL;
    }
    if (name.text)
        ty_io_flush_path(ctx, name.text);
    BLOCKING(r = name.text ? utimensat(dir, name.text, t, follow ? 0 : AT_SYMLINK_NOFOLLOW) : futimens(name.fd, t));
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_truncate)
{
    UNUSED;
    ty_fs_name name;
    off_t n;
    int r, error;
    if (ty_fs_name_get(ctx, &name, "truncate", "path", args[0], TY_FS_FD) < 0 || ty_posix_offset(ctx, args[1], &n) < 0)
        return TY_NULL;
    if (name.text)
        ty_io_flush_path(ctx, name.text);
    BLOCKING(r = name.text ? truncate(name.text, n) : ftruncate(name.fd, n));
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_mkfifo)
{
    (void)kwnames;
    ty_fs_name name;
    int mode, dir, r, error;
    if (ty_fs_name_get(ctx, &name, "mkfifo", "path", args[0], 0) < 0 ||
        ty_posix_int(ctx, TY_ARG(1), 0666, &mode) < 0 || ty_posix_dir_fd(ctx, TY_ARG(2), &dir) < 0)
        return TY_NULL;
    BLOCKING(r = mkfifoat(dir, name.text, (mode_t)mode));
    return r < 0 ? failed(ctx, error, &name) : TY_NONE;
}
FN(posix_umask)
{
    UNUSED;
    int mode;
    return ty_posix_int(ctx, args[0], 0, &mode) < 0 ? TY_NULL : ty_small((intptr_t)umask((mode_t)mode));
}
FN(posix_sync)
{
    UNUSED, (void)args;
    int error;
    ty_io_flush_dirty(ctx, 0, 0);
    BLOCKING(sync());
    (void)error;
    return TY_NONE;
}
FN(posix_fspath)
{
    UNUSED;
    return ty_fs_path(ctx, args[0]);
}
FN(posix_pathconf)
{
    UNUSED;
    ty_fs_name name;
    int which;
    if (ty_fs_name_get(ctx, &name, "pathconf", "path", args[0], TY_FS_FD) < 0 || ty_posix_int(ctx, args[1], 0, &which) < 0)
        return TY_NULL;
    errno = 0;
    long n = name.text ? pathconf(name.text, which) : fpathconf(name.fd, which);
    return n == -1 && errno ? failed(ctx, errno, &name) : ty_int_from_int64(ctx, n);
}
FN(posix_major) { UNUSED; int64_t d; return ty_int_to_int64(ctx, args[0], &d) < 0 ? TY_NULL : ty_small((intptr_t)major((dev_t)d)); }
FN(posix_minor) { UNUSED; int64_t d; return ty_int_to_int64(ctx, args[0], &d) < 0 ? TY_NULL : ty_small((intptr_t)minor((dev_t)d)); }
FN(posix_makedev)
{
    UNUSED;
    int a, b;
    return ty_posix_int(ctx, args[0], 0, &a) < 0 || ty_posix_int(ctx, args[1], 0, &b) < 0
               ? TY_NULL
               : ty_int_from_uint64(ctx, makedev((unsigned)a, (unsigned)b));
}

#define MODULE "posix"
const ty_native ty_posix_file_functions[] = {
    TY_FUNCTION(stat, posix_stat, 1, 1, "path, *, dir_fd=None, follow_symlinks=True", "Tell about a file."),
    TY_FUNCTION(lstat, posix_lstat, 1, 1, "path, *, dir_fd=None", "Tell about a file or a symbolic link itself."),
    TY_FUNCTION(fstat, posix_fstat, 1, 1, "fd", "Tell about an open file."),
    TY_FUNCTION(statvfs, posix_statvfs, 1, 1, "path", "Tell about a file system."),
    TY_FUNCTION(access, posix_access, 2, 2, "path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True", "Whether the file may be accessed."),
    TY_FUNCTION(chdir, posix_chdir, 1, 1, "path", "Change the working folder."),
    TY_FUNCTION(fchdir, posix_fchdir, 1, 1, "fd", "Change the working folder."),
    TY_FUNCTION(getcwd, posix_getcwd, 0, 0, "", "The working folder."),
    TY_FUNCTION(getcwdb, posix_getcwdb, 0, 0, "", "The working folder as bytes."),
    TY_FUNCTION(listdir, posix_listdir, 0, 1, "path=None", "The names in a folder."),
    TY_FUNCTION(scandir, ty_posix_scandir, 0, 1, "path=None", "An iterator over the entries of a folder."),
    TY_FUNCTION(mkdir, posix_mkdir, 1, 2, "path, mode=511, *, dir_fd=None", "Make a folder."),
    TY_FUNCTION(rmdir, posix_rmdir, 1, 1, "path, *, dir_fd=None", "Remove an empty folder."),
    TY_FUNCTION(unlink, posix_unlink, 1, 1, "path, *, dir_fd=None", "Remove a file."),
    TY_FUNCTION(remove, posix_remove, 1, 1, "path, *, dir_fd=None", "Remove a file."),
    TY_FUNCTION(rename, posix_rename, 2, 2, "src, dst, *, src_dir_fd=None, dst_dir_fd=None", "Rename a file or folder."),
    TY_FUNCTION(replace, posix_replace, 2, 2, "src, dst, *, src_dir_fd=None, dst_dir_fd=None", "Rename a file or folder, over what is there."),
    TY_FUNCTION(link, posix_link, 2, 2, "src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True", "Make a hard link."),
    TY_FUNCTION(symlink, posix_symlink, 2, 3, "src, dst, target_is_directory=False, *, dir_fd=None", "Make a symbolic link."),
    TY_FUNCTION(readlink, posix_readlink, 1, 1, "path, *, dir_fd=None", "Where a symbolic link points."),
    TY_FUNCTION(chmod, posix_chmod, 2, 2, "path, mode, *, dir_fd=None, follow_symlinks=True", "Change permissions."),
    TY_FUNCTION(fchmod, posix_fchmod, 2, 2, "fd, mode", "Change permissions of an open file."),
    TY_FUNCTION(chown, posix_chown, 3, 3, "path, uid, gid, *, dir_fd=None, follow_symlinks=True", "Change the owner."),
    TY_FUNCTION(lchown, posix_lchown, 3, 3, "path, uid, gid", "Change the owner of a symbolic link."),
    TY_FUNCTION(fchown, posix_fchown, 3, 3, "fd, uid, gid", "Change the owner of an open file."),
    TY_FUNCTION(utime, posix_utime, 1, 2, "path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True", "Set the times of a file."),
    TY_FUNCTION(truncate, posix_truncate, 2, 2, "path, length", "Cut or extend a file."),
    TY_FUNCTION(mkfifo, posix_mkfifo, 1, 2, "path, mode=438, *, dir_fd=None", "Make a named pipe."),
    TY_FUNCTION(umask, posix_umask, 1, 1, "mask, /", "Set the mask of permissions for new files; tells the old one."),
    TY_FUNCTION(sync, posix_sync, 0, 0, "", "Write everything to disk."),
    TY_FUNCTION(fspath, posix_fspath, 1, 1, "path", "The path's text: str or bytes."),
    TY_FUNCTION(pathconf, posix_pathconf, 2, 2, "path, name", NULL),
    TY_FUNCTION(major, posix_major, 1, 1, "device, /", NULL),
    TY_FUNCTION(minor, posix_minor, 1, 1, "device, /", NULL),
    TY_FUNCTION(makedev, posix_makedev, 2, 2, "major, minor, /", NULL),
    TY_NATIVE_END,
};
