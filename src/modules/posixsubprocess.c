/* SPDX-License-Identifier: MIT */
/*
 * _posixsubprocess.fork_exec: everything is turned into C strings and numbers before the fork, and the child calls only what
 * is safe after a fork in a program with threads, unless there is a preexec_fn. A failure goes as text through errpipe_write.
 */
#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "modules/posix.h"

typedef struct plan {
    char **programs, **argv, **env;
    const char *cwd;
    int *keep;
    size_t nkeep;
    int p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, pipe_read, pipe_write;
    bool close_fds, restore_signals, new_session;
    int group_to_set, gid, uid, mask;
    bool set_gid, set_uid, set_groups;
    gid_t *groups;
    size_t ngroups;
} plan;

static void free_strings(char **a)
{
    for (size_t i = 0; a && a[i]; i++)
        free(a[i]);
    free(a);
}

static char **strings(ty_ctx *ctx, ty_value items)
{
    ty_value list = ty_op_list(ctx, items);
    size_t n = list ? ty_list_length(list) : 0;
    char **a = list ? calloc(n + 1, sizeof *a) : NULL;
    if (list && !a)
        ty_error_memory(ctx);
    for (size_t i = 0; a && i < n; i++) {
        ty_fs_name name;
        if (ty_fs_name_get(ctx, &name, NULL, "argument", ty_list_at(list, i), 0) < 0 || !(a[i] = strdup(name.text))) {
            if (!ctx->exc)
                ty_error_memory(ctx);
            free_strings(a);
            return NULL;
        }
    }
    return a;
}

/* A descriptor of a standard stream may not lie among the standard streams' own numbers. */
static int place(int from, int to)
{
    if (from == to)
        return fcntl(from, F_SETFD, 0);
    return from == -1 ? 0 : dup2(from, to);
}

static void close_others(const plan *p)
{
    long most = sysconf(_SC_OPEN_MAX);
    if (most < 0 || most > 65536)
        most = 65536;
#if defined(__linux__) && defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
    unsigned start = 3;
    for (size_t i = 0; i <= p->nkeep; i++) {
        unsigned next = i < p->nkeep ? (unsigned)p->keep[i] : ~0u;
        if (next < start)
            continue;
        if (next > start && close_range(start, next - 1 + (i == p->nkeep), 0) < 0)
            goto one_by_one;
        start = next + 1;
    }
    return;
one_by_one:
#endif
    for (int fd = 3; fd < most; fd++) {
        bool kept = false;
        for (size_t i = 0; i < p->nkeep; i++)
            kept |= p->keep[i] == fd;
        if (!kept)
            close(fd);
    }
}

static void child(ty_ctx *ctx, plan *p, ty_value preexec)
{
    const char *where = "";
    char text[128];
    for (size_t i = 0; i < p->nkeep; i++)
        if (p->keep[i] != p->pipe_write && fcntl(p->keep[i], F_SETFD, 0) < 0)
            goto failed;
    if (p->p2cwrite != -1)
        close(p->p2cwrite);
    if (p->c2pread != -1)
        close(p->c2pread);
    if (p->errread != -1)
        close(p->errread);
    close(p->pipe_read);
    if (p->c2pwrite == 0 && (p->c2pwrite = dup(0)) < 0)
        goto failed;
    while (p->errwrite == 0 || p->errwrite == 1)
        if ((p->errwrite = dup(p->errwrite)) < 0)
            goto failed;
    if (place(p->p2cread, 0) < 0 || place(p->c2pwrite, 1) < 0 || place(p->errwrite, 2) < 0)
        goto failed;
    if (p->cwd && chdir(p->cwd) < 0) {
        where = "noexec:chdir";
        goto failed;
    }
    if (p->mask >= 0)
        umask((mode_t)p->mask);
    if (p->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
#ifdef SIGXFSZ
        signal(SIGXFSZ, SIG_DFL);
#endif
    }
    if (p->new_session)
        (void)setsid();
    if (p->group_to_set >= 0 && setpgid(0, p->group_to_set) < 0)
        goto failed;
    if (p->set_groups && setgroups(p->ngroups, p->groups) < 0)
        goto failed;
    if (p->set_gid && setregid((gid_t)p->gid, (gid_t)p->gid) < 0)
        goto failed;
    if (p->set_uid && setreuid((uid_t)p->uid, (uid_t)p->uid) < 0)
        goto failed;
    if (preexec != TY_NONE && !ty_call0(ctx, preexec)) {
        static const char message[] = "SubprocessError:0:Exception occurred in preexec_fn.";
        ssize_t ignored = write(p->pipe_write, message, sizeof message - 1);
        (void)ignored;
        _exit(255);
    }
    if (p->close_fds)
        close_others(p);
    int saved = 0;
    for (size_t i = 0; p->programs[i]; i++) {
        if (p->env)
            execve(p->programs[i], p->argv, p->env);
        else
            execv(p->programs[i], p->argv);
        if (errno != ENOENT && errno != ENOTDIR && !saved)
            saved = errno;
    }
    if (saved)
        errno = saved;
failed:;
    int n = snprintf(text, sizeof text, "OSError:%x:%s", (unsigned)errno, where);
    ssize_t ignored = write(p->pipe_write, text, (size_t)n);
    (void)ignored;
    _exit(255);
}

static int number(ty_ctx *ctx, ty_value v, int *out)
{
    return ty_posix_int(ctx, v, 0, out);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* 21 arguments as 3.8 to 3.10 have them, 22 with process_group of 3.11, 23 with allow_vfork. */
static ty_value fork_exec(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "fork_exec", kwnames) < 0 || ty_native_check_count(ctx, "fork_exec", nargs, 21, 23) < 0)
        return TY_NULL;
    plan p = {.mask = -1, .group_to_set = -1};
    size_t i = 16;
    ty_fs_name cwd = {.text = NULL};
    ty_value result = TY_NULL, groups, preexec;
    int close_fds = ty_op_truth(ctx, args[2]), restore = ty_op_truth(ctx, args[14]), session = ty_op_truth(ctx, args[15]);
    int *const fds[8] = {&p.p2cread, &p.p2cwrite, &p.c2pread, &p.c2pwrite, &p.errread, &p.errwrite, &p.pipe_read, &p.pipe_write};
    if (close_fds < 0 || restore < 0 || session < 0)
        return TY_NULL;
    p.close_fds = close_fds;
    p.restore_signals = restore;
    p.new_session = session;
    for (size_t k = 0; k < 8; k++)
        if (number(ctx, args[6 + k], fds[k]) < 0)
            return TY_NULL;
    if (nargs >= 22 && number(ctx, args[i++], &p.group_to_set) < 0)
        return TY_NULL;
    if (args[i] != TY_NONE) {
        p.set_gid = true;
        if (number(ctx, args[i], &p.gid) < 0)
            return TY_NULL;
    }
    groups = args[i + 1];
    if (args[i + 2] != TY_NONE) {
        p.set_uid = true;
        if (number(ctx, args[i + 2], &p.uid) < 0)
            return TY_NULL;
    }
    if (number(ctx, args[i + 3], &p.mask) < 0)
        return TY_NULL;
    preexec = args[i + 4];
    if (args[4] != TY_NONE && ty_fs_name_get(ctx, &cwd, NULL, "cwd", args[4], 0) < 0)
        return TY_NULL;
    p.cwd = cwd.text;
    ty_value keep = ty_op_tuple(ctx, args[3]);
    if (!keep)
        return TY_NULL;
    p.nkeep = ty_tuple_length(keep);
    p.keep = calloc(p.nkeep + 1, sizeof *p.keep);
    for (size_t k = 0; p.keep && k < p.nkeep; k++)
        if (number(ctx, ty_tuple_at(keep, k), &p.keep[k]) < 0)
            goto out;
    if (p.keep)
        qsort(p.keep, p.nkeep, sizeof *p.keep, by_value);
    if (groups != TY_NONE) {
        ty_value g = ty_op_tuple(ctx, groups);
        if (!g)
            goto out;
        p.set_groups = true;
        p.ngroups = ty_tuple_length(g);
        p.groups = calloc(p.ngroups + 1, sizeof *p.groups);
        for (size_t k = 0; p.groups && k < p.ngroups; k++) {
            int n;
            if (number(ctx, ty_tuple_at(g, k), &n) < 0)
                goto out;
            p.groups[k] = (gid_t)n;
        }
    }
    p.argv = strings(ctx, args[0]);
    p.programs = p.argv ? strings(ctx, args[1]) : NULL;
    if (!p.programs || (args[5] != TY_NONE && !(p.env = strings(ctx, args[5]))) || !p.keep)
        goto out;
    ty_io_flush_dirty(ctx, 0, 0);
    pid_t pid = fork();
    if (pid == 0)
        child(ctx, &p, preexec);
    result = pid < 0 ? ty_error_os(ctx, errno, TY_NULL) : ty_small(pid);
out:
    if (!result && !ctx->exc)
        ty_error_memory(ctx);
    free_strings(p.argv);
    free_strings(p.programs);
    free_strings(p.env);
    free(p.keep);
    free(p.groups);
    TY_KEEP(cwd.bytes);
    return result;
}

#define MODULE "_posixsubprocess"
static const ty_native functions[] = {
    TY_FUNCTION_RAW(fork_exec, fork_exec, NULL, "Start another program in a child process."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__posixsubprocess = {.name = "_posixsubprocess", .doc = "For the module subprocess.", .functions = functions};
