/* SPDX-License-Identifier: MIT */
/* posix: scandir and DirEntry. */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>

#include "modules/posix.h"
#include "object/genericalias.h"

/* --- DirEntry ----------------------------------------------------------------------------------------------------------------------- */

typedef struct entry {
    ty_object ob;
    ty_value name, path;  /* str or bytes */
    ty_value stat, lstat; /* stat_result, TY_NULL: not asked yet */
    ino_t inode;
    int dir_fd; /* of scandir(fd), else -1 */
    unsigned char type;
} entry;
#define ENTRY(v) ((entry *)(v))

static ty_value entry_stat_of(ty_ctx *ctx, entry *e, bool follow)
{
    ty_value *slot = follow ? &e->stat : &e->lstat;
    if (*slot)
        return *slot;
    if (follow && e->type != DT_LNK && e->type != DT_UNKNOWN)
        return entry_stat_of(ctx, e, false);
    struct stat st;
    int error, r;
    ty_value bytes = ty_fs_encode(ctx, e->dir_fd >= 0 ? e->name : e->path);
    if (!bytes)
        return TY_NULL;
    ty_io_flush_path(ctx, (const char *)ty_bytes_data(bytes));
    BLOCKING(r = fstatat(e->dir_fd >= 0 ? e->dir_fd : AT_FDCWD, (const char *)ty_bytes_data(bytes), &st, follow ? 0 : AT_SYMLINK_NOFOLLOW));
    TY_KEEP(bytes);
    if (r < 0)
        return ty_error_os(ctx, error, e->path);
    ty_value v = ty_posix_stat_result(ctx, &st);
    if (v)
        ty_heap_store(ctx->heap, &e->ob, slot, v);
    return v;
}

/* Whether the entry is of this kind: 1, 0, -1. */
static int is_kind(ty_ctx *ctx, entry *e, bool follow, unsigned char type, mode_t mode)
{
    if (e->type != DT_UNKNOWN && !(follow && e->type == DT_LNK))
        return e->type == type;
    ty_value st = entry_stat_of(ctx, e, follow);
    if (!st)
        return ty_error_swallow(ctx, &ty_FileNotFoundError_type) ? 0 : -1;
    return ((mode_t)ty_small_value(ty_tuple_at(st, 0)) & S_IFMT) == mode;
}

static int follow_argument(ty_ctx *ctx, const ty_value *args, size_t nargs)
{
    return TY_ARG(1) ? ty_op_truth(ctx, args[1]) : 1;
}
FN(entry_is_dir)
{
    (void)kwnames;
    int follow = follow_argument(ctx, args, nargs), r = follow < 0 ? -1 : is_kind(ctx, ENTRY(args[0]), follow, DT_DIR, S_IFDIR);
    return r < 0 ? TY_NULL : ty_bool(r);
}
FN(entry_is_file)
{
    (void)kwnames;
    int follow = follow_argument(ctx, args, nargs), r = follow < 0 ? -1 : is_kind(ctx, ENTRY(args[0]), follow, DT_REG, S_IFREG);
    return r < 0 ? TY_NULL : ty_bool(r);
}
FN(entry_is_symlink)
{
    UNUSED;
    int r = is_kind(ctx, ENTRY(args[0]), false, DT_LNK, S_IFLNK);
    return r < 0 ? TY_NULL : ty_bool(r);
}
FN(entry_is_junction)
{
    UNUSED, (void)args, (void)ctx;
    return TY_FALSE;
}
FN(entry_stat)
{
    (void)kwnames;
    int follow = follow_argument(ctx, args, nargs);
    return follow < 0 ? TY_NULL : entry_stat_of(ctx, ENTRY(args[0]), follow);
}
FN(entry_inode)
{
    UNUSED;
    return ty_int_from_uint64(ctx, ENTRY(args[0])->inode);
}
FN(entry_fspath)
{
    UNUSED, (void)ctx;
    return ENTRY(args[0])->path;
}
static ty_value entry_name(ty_ctx *ctx, ty_value self) { (void)ctx; return ENTRY(self)->name; }
static ty_value entry_path(ty_ctx *ctx, ty_value self) { (void)ctx; return ENTRY(self)->path; }
static ty_value entry_repr(ty_ctx *ctx, ty_value self) { return ty_str_format(ctx, "<DirEntry %R>", ENTRY(self)->name); }

#define OWNER &ty_DirEntry_type
static const ty_native entry_methods[] = {
    TY_METHOD(is_dir, entry_is_dir, 0, 0, "*, follow_symlinks=True", "Whether it is a folder."),
    TY_METHOD(is_file, entry_is_file, 0, 0, "*, follow_symlinks=True", "Whether it is a file."),
    TY_METHOD(is_symlink, entry_is_symlink, 0, 0, "", "Whether it is a symbolic link."),
    TY_METHOD(is_junction, entry_is_junction, 0, 0, "", "False."),
    TY_METHOD(stat, entry_stat, 0, 0, "*, follow_symlinks=True", "Its stat_result, asked for once."),
    TY_METHOD(inode, entry_inode, 0, 0, "", "Its inode number."),
    TY_METHOD(__fspath__, entry_fspath, 0, 0, "", "Its path."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset entry_getsets[] = {
    TY_GETSET(name, entry_name, NULL, "The name in its folder."),
    TY_GETSET(path, entry_path, NULL, "The name joined to scandir's path."),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_DirEntry_layout = {.fixed_size = TY_FIXED_SIZE(entry), .slots_offset = offsetof(entry, name), .slots_count = 4};
TY_BUILTIN_TYPE(DirEntry, .name = "posix.DirEntry", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(entry),
                .methods = entry_methods, .getsets = entry_getsets, .slots = {TY_OBJECT_SLOTS, .repr = entry_repr});

/* --- the iterator ------------------------------------------------------------------------------------------------------------------------ */

typedef struct scan {
    ty_object ob;
    ty_value path; /* str or bytes; TY_NULL for a descriptor */
    DIR *dir;      /* NULL: closed */
    int fd;
    bool is_bytes;
} scan;
#define SCAN(v) ((scan *)(v))

static void scan_finalize(void *client, ty_object *o)
{
    (void)client;
    if (SCAN(o)->dir)
        closedir(SCAN(o)->dir);
    SCAN(o)->dir = NULL;
}

static ty_value scan_next(ty_ctx *ctx, ty_value self)
{
    scan *s = SCAN(self);
    while (s->dir) {
        errno = 0;
        struct dirent *d = readdir(s->dir);
        if (!d) {
            int error = errno;
            scan_finalize(NULL, &s->ob);
            return error ? ty_error_os(ctx, error, s->path) : TY_NULL;
        }
        const char *n = d->d_name;
        if (n[0] == '.' && (!n[1] || (n[1] == '.' && !n[2])))
            continue;
        unsigned char type = d->d_type;
        ino_t inode = d->d_ino;
        ty_value name = ty_fs_result(ctx, s->is_bytes, n, strlen(n)), path = name;
        if (name && s->path) {
            ty_value base = ty_fs_encode(ctx, s->path);
            size_t k = base ? ty_bytes_length(base) : 0;
            char sep[2] = {k && ty_bytes_data(base)[k - 1] != '/' ? '/' : 0, 0};
            if (!base)
                return TY_NULL;
            if (s->is_bytes) {
                ty_value joined = ty_bytes_new(ctx, NULL, k + (sep[0] != 0) + strlen(n));
                if (!joined)
                    return TY_NULL;
                unsigned char *p = ty_bytes_fill(joined);
                memcpy(p, ty_bytes_data(base), k);
                if (sep[0])
                    p[k] = '/';
                memcpy(p + k + (sep[0] != 0), n, strlen(n));
                path = joined;
            } else {
                path = ty_str_format(ctx, "%U%s%U", s->path, sep, name);
            }
        }
        entry *e = path ? ty_alloc(ctx, &ty_DirEntry_shape, sizeof *e) : NULL;
        if (!e)
            return TY_NULL;
        e->name = name;
        e->path = path;
        e->stat = e->lstat = TY_NULL;
        e->inode = inode;
        e->type = type;
        e->dir_fd = s->fd;
        return TY_VALUE(e);
    }
    return TY_NULL;
}

static ty_value scan_iter(ty_ctx *ctx, ty_value self) { (void)ctx; return self; }
FN(scan_close)
{
    UNUSED, (void)ctx;
    scan_finalize(NULL, ty_object_of(args[0]));
    return TY_NONE;
}
FN(scan_enter)
{
    UNUSED, (void)ctx;
    return args[0];
}

TY_DECLARE_TYPE(ScandirIterator);
#define OWNER &ty_ScandirIterator_type
static const ty_native scan_methods[] = {
    TY_METHOD(close, scan_close, 0, 0, "", NULL),
    TY_METHOD(__enter__, scan_enter, 0, 0, "", NULL),
    TY_METHOD(__exit__, scan_close, 3, 3, "type, value, traceback, /", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_ScandirIterator_layout = {.fixed_size = TY_FIXED_SIZE(scan),
                                                    .slots_offset = offsetof(scan, path),
                                                    .slots_count = 1,
                                                    .finalize = scan_finalize};
TY_BUILTIN_TYPE(ScandirIterator, .name = "posix.ScandirIterator", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(scan), .methods = scan_methods, .slots = {TY_OBJECT_SLOTS, .iter = scan_iter, .next = scan_next});

ty_value ty_posix_scandir(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_fs_name name;
    int error;
    if (ty_fs_name_get(ctx, &name, "scandir", "path", TY_ARG(0), TY_FS_FD | TY_FS_NONE) < 0)
        return TY_NULL;
    scan *s = ty_alloc(ctx, &ty_ScandirIterator_shape, sizeof *s);
    if (!s)
        return TY_NULL;
    s->path = !name.text ? TY_NULL : name.given ? name.given : ty_str_char(ctx, '.');
    s->dir = NULL;
    s->fd = name.text ? -1 : name.fd;
    s->is_bytes = name.is_bytes;
    if (ty_heap_register_external(ctx->heap, &s->ob) < 0)
        return ty_error_memory(ctx);
    DIR *d;
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
    TY_KEEP(name.bytes);
    if (!d) {
        errno = error;
        return ty_fs_error(ctx, &name);
    }
    s->dir = d;
    return TY_VALUE(s);
}
