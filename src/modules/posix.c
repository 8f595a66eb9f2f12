/* SPDX-License-Identifier: MIT */
/* The module posix: its tables joined, and its constants. */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "modules/posix.h"

extern char **environ;
ty_value ty_posix_sysconf_names(ty_ctx *ctx) TY_RAISES;

static const struct { const char *name; long value; } constants[] = {
#define C(name) {#name, name},
    C(F_OK) C(R_OK) C(W_OK) C(X_OK) C(O_RDONLY) C(O_WRONLY) C(O_RDWR) C(O_NONBLOCK) C(O_APPEND) C(O_CREAT) C(O_EXCL) C(O_TRUNC) C(O_NOCTTY)
    C(O_SYNC) C(O_CLOEXEC) C(O_DIRECTORY) C(O_NOFOLLOW) C(O_ACCMODE) C(SEEK_SET) C(SEEK_CUR) C(SEEK_END) C(WNOHANG) C(WUNTRACED) C(WCONTINUED)
    C(EX_OK) C(EX_USAGE) C(EX_DATAERR) C(EX_NOINPUT) C(EX_NOUSER) C(EX_NOHOST) C(EX_UNAVAILABLE) C(EX_SOFTWARE) C(EX_OSERR) C(EX_OSFILE)
    C(EX_CANTCREAT) C(EX_IOERR) C(EX_TEMPFAIL) C(EX_PROTOCOL) C(EX_NOPERM) C(EX_CONFIG) C(ST_RDONLY) C(ST_NOSUID)
    C(SCHED_OTHER) C(SCHED_FIFO) C(SCHED_RR)
#ifdef O_DSYNC
    C(O_DSYNC)
#endif
#ifdef O_RSYNC
    C(O_RSYNC)
#endif
#ifdef O_NDELAY
    C(O_NDELAY)
#endif
#ifdef O_DIRECT
    C(O_DIRECT)
#endif
#ifdef O_PATH
    C(O_PATH)
#endif
#ifdef O_TMPFILE
    C(O_TMPFILE)
#endif
#ifdef O_NOATIME
    C(O_NOATIME)
#endif
#ifdef O_LARGEFILE
    C(O_LARGEFILE)
#endif
#ifdef SEEK_DATA
    C(SEEK_DATA) C(SEEK_HOLE)
#endif
    {"NGROUPS_MAX", 65536}, {"TMP_MAX", 238328}, {"P_PID", P_PID}, {"P_PGID", P_PGID}, {"P_ALL", P_ALL}, {"WEXITED", WEXITED},
    {"WSTOPPED", WSTOPPED}, {"WNOWAIT", WNOWAIT}, {"P_NOWAIT", 1}, {"P_NOWAITO", 1}, {"P_WAIT", 0},
#undef C
};

static ty_value environment(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 32), there;
    for (char **e = environ; d && e && *e; e++) {
        const char *equals = strchr(*e, '=');
        if (!equals || equals == *e)
            continue;
        ty_value k = ty_bytes_new(ctx, *e, (size_t)(equals - *e)), v = k ? ty_bytes_new(ctx, equals + 1, strlen(equals + 1)) : TY_NULL;
        int found = v ? ty_dict_get(ctx, d, k, &there) : -1;
        if (found < 0 || (!found && ty_dict_set(ctx, d, k, v) < 0))
            return TY_NULL;
    }
    return d;
}

static ty_value have_functions(ty_ctx *ctx)
{
    static const char *const names[] = {"HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT", "HAVE_FDOPENDIR",
        "HAVE_FPATHCONF", "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_LINKAT", "HAVE_LCHOWN", "HAVE_LSTAT", "HAVE_MKDIRAT",
        "HAVE_MKFIFOAT", "HAVE_OPENAT", "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"};
    ty_value list = ty_list_new(ctx, TY_COUNTOF(names));
    for (size_t i = 0; list && i < TY_COUNTOF(names); i++) {
        ty_value s = ty_str_from_cstr(ctx, names[i]);
        if (!s || ty_list_append(ctx, list, s) < 0)
            return TY_NULL;
    }
    return list;
}

static int init(ty_ctx *ctx, ty_value module)
{
    static const ty_native *const tables[] = {ty_posix_file_functions, ty_posix_fd_functions, ty_posix_process_functions};
    ty_value dict = ((ty_module *)module)->dict;
    for (size_t t = 0; t < TY_COUNTOF(tables); t++)
        for (const ty_native *n = tables[t]; n->name; n++)
            if (ty_dict_set(ctx, dict, n->name, TY_VALUE(n)) < 0)
                return -1;
    for (size_t i = 0; i < TY_COUNTOF(constants); i++)
        if (ty_module_add(ctx, module, constants[i].name, ty_small(constants[i].value)) < 0)
            return -1;
    ty_value env = environment(ctx), have = env ? have_functions(ctx) : TY_NULL, names = have ? ty_posix_sysconf_names(ctx) : TY_NULL;
    return !names || ty_module_add(ctx, module, "environ", env) < 0 || ty_module_add(ctx, module, "_have_functions", have) < 0 ||
                   ty_module_add(ctx, module, "sysconf_names", names) < 0 || ty_module_add(ctx, module, "error", TY_VALUE(&ty_OSError_type)) < 0
               ? -1
               : 0;
}

static const ty_type *const types[] = {&ty_DirEntry_type, &ty_stat_result_type, &ty_statvfs_result_type, &ty_terminal_size_type,
                                       &ty_uname_result_type, &ty_times_result_type, NULL};
const ty_module_def ty_module_posix = {.name = "posix", .doc = "The system's calls; see os.", .types = types, .init = init};
