/* SPDX-License-Identifier: MIT */
/* posix: processes, users, the system. */
#include <config.h>

#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include "interp/interp.h"
#include "modules/posix.h"
#include "object/float.h"
#include "object/set.h"
#include "platform/file.h"
#include "platform/random.h"

static ty_value failed(ty_ctx *ctx, int error)
{
    return ty_error_os(ctx, error, TY_NULL);
}
#define INT(v, out)                                                                                                      \
    do {                                                                                                                 \
        if (ty_posix_int(ctx, v, 0, &(out)) < 0)                                                                         \
            return TY_NULL;                                                                                              \
    } while (0)

/* --- numbers of the process ------------------------------------------------------------------------------------------------------------ */

#define NUMBER(name) FN(posix_##name) { UNUSED, (void)args; return ty_int_from_int64(ctx, (int64_t)name()); }
NUMBER(getpid)
NUMBER(getppid)
NUMBER(getuid)
NUMBER(geteuid)
NUMBER(getgid)
NUMBER(getegid)
NUMBER(getpgrp)

/* One int argument, -1 fails. */
#define BY_INT(name, result) FN(posix_##name) { UNUSED; int a; INT(args[0], a); int r = (int)name(a); return r < 0 ? failed(ctx, errno) : result; }
BY_INT(getpgid, ty_small(r))
BY_INT(getsid, ty_small(r))
FN(posix_setuid) { UNUSED; int a; INT(args[0], a); return setuid((uid_t)a) < 0 ? failed(ctx, errno) : TY_NONE; }
FN(posix_setgid) { UNUSED; int a; INT(args[0], a); return setgid((gid_t)a) < 0 ? failed(ctx, errno) : TY_NONE; }
FN(posix_setsid) { UNUSED, (void)args; return setsid() < 0 ? failed(ctx, errno) : TY_NONE; }
FN(posix_setpgid)
{
    UNUSED;
    int a, b;
    INT(args[0], a);
    INT(args[1], b);
    return setpgid(a, b) < 0 ? failed(ctx, errno) : TY_NONE;
}
FN(posix_kill)
{
    UNUSED;
    int pid, number;
    INT(args[0], pid);
    INT(args[1], number);
    if (kill(pid, number) < 0)
        return failed(ctx, errno);
    return ty_context_poll(ctx) < 0 ? TY_NULL : TY_NONE;
}
FN(posix_killpg)
{
    UNUSED;
    int pid, number;
    INT(args[0], pid);
    INT(args[1], number);
    return killpg(pid, number) < 0 ? failed(ctx, errno) : TY_NONE;
}
FN(posix_getgroups)
{
    UNUSED, (void)args;
    gid_t groups[1024];
    int n = getgroups((int)TY_COUNTOF(groups), groups);
    if (n < 0)
        return failed(ctx, errno);
    ty_value list = ty_list_new(ctx, (size_t)n);
    for (int i = 0; list && i < n; i++)
        if (ty_list_append(ctx, list, ty_small((intptr_t)groups[i])) < 0)
            return TY_NULL;
    return list;
}
FN(posix_getlogin)
{
    UNUSED, (void)args;
    char name[256];
    int error = getlogin_r(name, sizeof name);
    return error ? failed(ctx, error) : ty_fs_decode_cstr(ctx, name);
}

/* --- starting and waiting ------------------------------------------------------------------------------------------------------------------ */

FN(posix__exit)
{
    UNUSED;
    int status;
    INT(args[0], status);
    _exit(status);
}
FN(posix_abort)
{
    UNUSED, (void)args, (void)ctx;
    abort();
}
FN(posix_fork)
{
    UNUSED, (void)args;
    ty_io_flush_dirty(ctx, 0, 0);
    pid_t pid = fork();
    if (pid == 0) { /* the only thread left: nobody waits for the lock any more */
        ty_thread_context *own = (ty_thread_context *)ctx;
        ty_interp *i = ctx->interp;
        while (i->contexts && i->contexts != ctx) {
            ty_thread_context *gone = (ty_thread_context *)i->contexts;
            ty_stack_leave(i->heap, &gone->ctx.stack);
            i->contexts = gone->next ? &gone->next->ctx : NULL;
        }
        while (own->next) {
            ty_thread_context *gone = own->next;
            ty_stack_leave(i->heap, &gone->ctx.stack);
            own->next = gone->next;
        }
        own->previous = NULL;
        atomic_store(&i->context_count, 1);
        atomic_store(&i->lock.waiters, 0);
        atomic_store(&i->lock.word, 1);
    }
    return pid < 0 ? failed(ctx, errno) : ty_small(pid);
}

/* A NULL-ended array of C strings of a list or tuple of names, or of the pairs of a mapping as "key=value"; NULL: error. */
static char **string_array(ty_ctx *ctx, ty_value items, bool mapping, const char *what)
{
    ty_value list = mapping ? ty_call_method0(ctx, items, TY_SYM(items)) : items;
    if (!list)
        return NULL;
    if (!mapping && !ty_is_list(items) && !ty_is_tuple(items)) {
        ty_error_set(ctx, &ty_TypeError_type, "%s must be a tuple or list", what);
        return NULL;
    }
    list = ty_op_list(ctx, list);
    size_t n = list ? ty_list_length(list) : 0;
    char **array = list ? calloc(n + 1, sizeof *array) : NULL;
    if (list && !array)
        ty_error_memory(ctx);
    for (size_t i = 0; array && i < n; i++) {
        ty_fs_name a, b = {.text = NULL};
        ty_value item = ty_list_at(list, i), pair = mapping ? ty_op_tuple(ctx, item) : TY_NULL;
        bool bad = mapping ? !pair || ty_fs_name_get(ctx, &a, NULL, "key", ty_tuple_at(pair, 0), 0) < 0 ||
                                 ty_fs_name_get(ctx, &b, NULL, "value", ty_tuple_at(pair, 1), 0) < 0
                           : ty_fs_name_get(ctx, &a, NULL, what, item, 0) < 0;
        if (!bad) {
            size_t k = strlen(a.text), m = b.text ? strlen(b.text) + 1 : 0;
            array[i] = malloc(k + m + 1);
            if (!array[i]) {
                ty_error_memory(ctx);
                bad = true;
            } else {
                memcpy(array[i], a.text, k + 1);
                if (b.text) {
                    array[i][k] = '=';
                    memcpy(array[i] + k + 1, b.text, m);
                }
            }
        }
        if (bad) {
            for (size_t j = 0; j < i; j++)
                free(array[j]);
            free(array);
            return NULL;
        }
    }
    return array;
}
static void free_array(char **a)
{
    for (size_t i = 0; a && a[i]; i++)
        free(a[i]);
    free(a);
}

static ty_value execute(ty_ctx *ctx, const char *fname, ty_value path, ty_value argv, ty_value env)
{
    ty_fs_name name;
    if (ty_fs_name_get(ctx, &name, fname, "path", path, 0) < 0)
        return TY_NULL;
    char **a = string_array(ctx, argv, false, "argv");
    if (!a)
        return TY_NULL;
    if (!a[0] || !a[0][0]) {
        bool none = !a[0];
        free_array(a);
        return ty_error_set(ctx, &ty_ValueError_type, none ? "%s() arg 2 must not be empty" : "%s() arg 2 first element cannot be empty", fname);
    }
    char **e = env ? string_array(ctx, env, true, "env") : NULL;
    if (env && !e) {
        free_array(a);
        return TY_NULL;
    }
    ty_io_flush_dirty(ctx, 0, 0);
    if (e)
        execve(name.text, a, e);
    else
        execv(name.text, a);
    int error = errno;
    free_array(a);
    free_array(e);
    errno = error;
    return ty_fs_error(ctx, &name);
}
FN(posix_execv)
{
    UNUSED;
    return execute(ctx, "execv", args[0], args[1], TY_NULL);
}
FN(posix_execve)
{
    UNUSED;
    return execute(ctx, "execve", args[0], args[1], args[2]);
}

FN(posix_waitpid)
{
    UNUSED;
    int pid, options, status = 0, r, error;
    INT(args[0], pid);
    INT(args[1], options);
    RETRYING(r < 0, r = waitpid(pid, &status, options));
    return r < 0 ? failed(ctx, error) : ty_tuple_pack(ctx, 2, ty_small(r), ty_small(status));
}
FN(posix_wait)
{
    UNUSED, (void)args;
    int status = 0, r, error;
    RETRYING(r < 0, r = wait(&status));
    return r < 0 ? failed(ctx, error) : ty_tuple_pack(ctx, 2, ty_small(r), ty_small(status));
}
FN(posix_waitstatus_to_exitcode)
{
    UNUSED;
    int s;
    INT(args[0], s);
    if (WIFEXITED(s))
        return ty_small(WEXITSTATUS(s));
    if (WIFSIGNALED(s))
        return ty_small(-WTERMSIG(s));
    if (WIFSTOPPED(s))
        return ty_error_set(ctx, &ty_ValueError_type, "process stopped by delivery of signal %d", WSTOPSIG(s));
    return ty_error_set(ctx, &ty_ValueError_type, "invalid wait status: %d", s);
}
#define STATUS(name, result) FN(posix_##name) { UNUSED; int s; INT(args[0], s); return result; }
STATUS(WIFEXITED, ty_bool(WIFEXITED(s)))
STATUS(WEXITSTATUS, ty_small(WEXITSTATUS(s)))
STATUS(WIFSIGNALED, ty_bool(WIFSIGNALED(s)))
STATUS(WTERMSIG, ty_small(WTERMSIG(s)))
STATUS(WIFSTOPPED, ty_bool(WIFSTOPPED(s)))
STATUS(WSTOPSIG, ty_small(WSTOPSIG(s)))
STATUS(WIFCONTINUED, ty_bool(WIFCONTINUED(s)))
STATUS(WCOREDUMP, ty_bool(WCOREDUMP(s)))

FN(posix_system)
{
    UNUSED;
    ty_fs_name name;
    int r, error;
    if (ty_fs_name_get(ctx, &name, "system", "command", args[0], 0) < 0)
        return TY_NULL;
    ty_io_flush_dirty(ctx, 0, 0);
    BLOCKING(r = system(name.text));
    (void)error;
    TY_KEEP(name.bytes);
    return ty_small(r);
}

/* --- the system --------------------------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field uname_fields[] = {{"sysname", NULL}, {"nodename", NULL}, {"release", NULL}, {"version", NULL}, {"machine", NULL}, {NULL, NULL}};
TY_STRUCTSEQ(uname_result, "posix.uname_result", "What uname tells about the system.", uname_fields, 5, 5, 0);
FN(posix_uname)
{
    UNUSED, (void)args;
    struct utsname u;
    if (uname(&u) < 0)
        return failed(ctx, errno);
    const char *v[5] = {u.sysname, u.nodename, u.release, u.version, u.machine};
    ty_value s = ty_structseq_new(ctx, &ty_uname_result_type);
    for (size_t i = 0; s && i < 5; i++) {
        ty_value t = ty_fs_decode_cstr(ctx, v[i]);
        if (!t)
            return TY_NULL;
        ty_structseq_put(ctx, s, i, t);
    }
    return s;
}
static const ty_structseq_field times_fields[] = {{"user", NULL},          {"system", NULL},
                                                  {"children_user", NULL}, {"children_system", NULL},
                                                  {"elapsed", NULL},       {NULL, NULL}};
TY_STRUCTSEQ(times_result, "posix.times_result", "Times of the process.", times_fields, 5, 5, 0);
FN(posix_times)
{
    UNUSED, (void)args;
    struct tms t;
    clock_t elapsed = times(&t);
    double unit = (double)sysconf(_SC_CLK_TCK);
    const double v[5] = {(double)t.tms_utime / unit, (double)t.tms_stime / unit, (double)t.tms_cutime / unit,
                         (double)t.tms_cstime / unit, (double)elapsed / unit};
    ty_value s = ty_structseq_new(ctx, &ty_times_result_type);
    for (size_t i = 0; s && i < 5; i++) {
        ty_value d = ty_float_new(ctx, v[i]);
        if (!d)
            return TY_NULL;
        ty_structseq_put(ctx, s, i, d);
    }
    return s;
}
FN(posix_cpu_count)
{
    UNUSED, (void)args, (void)ctx;
    return ty_small(ty_file_cpu_count());
}
FN(posix_sched_yield)
{
    UNUSED, (void)args;
    int error;
    BLOCKING(sched_yield());
    (void)error;
    return TY_NONE;
}
#ifdef __linux__
FN(posix_sched_getaffinity)
{
    UNUSED;
    int pid;
    cpu_set_t set;
    INT(args[0], pid);
    if (sched_getaffinity(pid, sizeof set, &set) < 0)
        return failed(ctx, errno);
    ty_value list = ty_list_new(ctx, 8);
    for (int i = 0; list && i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &set) && ty_list_append(ctx, list, ty_small(i)) < 0)
            return TY_NULL;
    return list ? ty_set_make(ctx, &ty_set_shape, list) : TY_NULL;
}
#endif
FN(posix_getloadavg)
{
    UNUSED, (void)args;
    double v[3];
    if (getloadavg(v, 3) != 3)
        return ty_error_set(ctx, &ty_OSError_type, "Load averages are unobtainable");
    return ty_tuple_pack(ctx, 3, ty_float_new(ctx, v[0]), ty_float_new(ctx, v[1]), ty_float_new(ctx, v[2]));
}
FN(posix_nice)
{
    UNUSED;
    int n;
    INT(args[0], n);
    errno = 0;
    int r = nice(n);
    return r == -1 && errno ? failed(ctx, errno) : ty_small(r);
}
FN(posix_strerror)
{
    UNUSED;
    int n;
    INT(args[0], n);
    return ty_fs_decode_cstr(ctx, strerror(n));
}
FN(posix_urandom)
{
    UNUSED;
    intptr_t n;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if (n < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "negative argument not allowed");
    ty_value bytes = ty_bytes_new(ctx, NULL, (size_t)n);
    if (bytes && !ty_random_bytes(ty_bytes_fill(bytes), (size_t)n))
        return ty_error_set(ctx, &ty_NotImplementedError_type, "the system has no source of random numbers");
    return bytes;
}
static const struct { const char *name; int number; } sysconf_rows[] = {
    {"SC_ARG_MAX", _SC_ARG_MAX}, {"SC_CHILD_MAX", _SC_CHILD_MAX}, {"SC_CLK_TCK", _SC_CLK_TCK}, {"SC_NGROUPS_MAX", _SC_NGROUPS_MAX},
    {"SC_OPEN_MAX", _SC_OPEN_MAX}, {"SC_PAGESIZE", _SC_PAGESIZE}, {"SC_PAGE_SIZE", _SC_PAGESIZE}, {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF},
    {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN}, {"SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX}, {"SC_IOV_MAX", _SC_IOV_MAX},
#ifdef _SC_PHYS_PAGES
    {"SC_PHYS_PAGES", _SC_PHYS_PAGES},
#endif
#ifdef _SC_AVPHYS_PAGES
    {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES},
#endif
};
FN(posix_sysconf)
{
    UNUSED;
    int number = -1;
    if (ty_is_str(args[0])) {
        for (size_t i = 0; i < TY_COUNTOF(sysconf_rows); i++)
            if (ty_str_equal_ascii(args[0], sysconf_rows[i].name))
                number = sysconf_rows[i].number;
        if (number < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "unrecognized configuration name");
    } else if (ty_is_int(args[0])) {
        INT(args[0], number);
    } else {
        return ty_error_set(ctx, &ty_TypeError_type, "configuration names must be strings or integers");
    }
    errno = 0;
    long n = sysconf(number);
    return n == -1 && errno ? failed(ctx, errno) : ty_int_from_int64(ctx, n);
}
ty_value ty_posix_sysconf_names(ty_ctx *ctx);
ty_value ty_posix_sysconf_names(ty_ctx *ctx)
{
    ty_value d = ty_dict_new(ctx, 16);
    for (size_t i = 0; d && i < TY_COUNTOF(sysconf_rows); i++)
        if (ty_dict_set_cstr(ctx, d, sysconf_rows[i].name, ty_small(sysconf_rows[i].number)) < 0)
            return TY_NULL;
    return d;
}

static ty_value change_environment(ty_ctx *ctx, const char *fname, ty_value key, ty_value value)
{
    ty_fs_name k, v = {.text = NULL};
    if (ty_fs_name_get(ctx, &k, fname, "name", key, 0) < 0 || (value && ty_fs_name_get(ctx, &v, fname, "value", value, 0) < 0))
        return TY_NULL;
    if (strchr(k.text, '='))
        return ty_error_set(ctx, &ty_ValueError_type, "illegal environment variable name");
    /* Process-wide state: no other thread of the runtime may read it meanwhile. */
    ty_mutex_lock(&ctx->interp->runtime->mutex);
    int r = value ? setenv(k.text, v.text, 1) : unsetenv(k.text), error = errno;
    ty_mutex_unlock(&ctx->interp->runtime->mutex);
    return r < 0 ? failed(ctx, error) : TY_NONE;
}
FN(posix_putenv) { UNUSED; return change_environment(ctx, "putenv", args[0], args[1]); }
FN(posix_unsetenv) { UNUSED; return change_environment(ctx, "unsetenv", args[0], TY_NULL); }
FN(posix_register_at_fork)
{
    UNUSED, (void)args, (void)ctx;
    return TY_NONE;
}

#define MODULE "posix"
#define ROW0(name, d) TY_FUNCTION(name, posix_##name, 0, 0, "", d)
/* TY_SYMS: getpid getppid getuid geteuid getgid getegid getpgrp getgroups getlogin setsid fork abort wait uname times cpu_count sched_yield getloadavg */
/* TY_SYMS: WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG WIFSTOPPED WSTOPSIG WIFCONTINUED WCOREDUMP */
#define ROW_STATUS(name) TY_FUNCTION(name, posix_##name, 1, 1, "status", NULL)
const ty_native ty_posix_process_functions[] = {
    ROW0(getpid, "The number of this process."), ROW0(getppid, "The number of the parent process."), ROW0(getuid, NULL), ROW0(geteuid, NULL),
    ROW0(getgid, NULL), ROW0(getegid, NULL), ROW0(getpgrp, NULL), ROW0(getgroups, NULL), ROW0(getlogin, NULL), ROW0(setsid, NULL),
    ROW0(fork, "Make a copy of this process; 0 in the child."), ROW0(abort, "End with SIGABRT."), ROW0(wait, NULL), ROW0(uname, NULL),
    ROW0(times, NULL), ROW0(cpu_count, "Processors of the machine."), ROW0(sched_yield, NULL), ROW0(getloadavg, NULL),
    ROW_STATUS(WIFEXITED), ROW_STATUS(WEXITSTATUS), ROW_STATUS(WIFSIGNALED), ROW_STATUS(WTERMSIG), ROW_STATUS(WIFSTOPPED),
    ROW_STATUS(WSTOPSIG), ROW_STATUS(WIFCONTINUED), ROW_STATUS(WCOREDUMP),
    TY_FUNCTION(getpgid, posix_getpgid, 1, 1, "pid", NULL),
    TY_FUNCTION(getsid, posix_getsid, 1, 1, "pid, /", NULL),
    TY_FUNCTION(setuid, posix_setuid, 1, 1, "uid, /", NULL),
    TY_FUNCTION(setgid, posix_setgid, 1, 1, "gid, /", NULL),
    TY_FUNCTION(setpgid, posix_setpgid, 2, 2, "pid, pgrp, /", NULL),
    TY_FUNCTION(kill, posix_kill, 2, 2, "pid, signal, /", "Send a signal."),
    TY_FUNCTION(killpg, posix_killpg, 2, 2, "pgid, signal, /", "Send a signal to a process group."),
    TY_FUNCTION(_exit, posix__exit, 1, 1, "status", "End at once."),
    TY_FUNCTION(execv, posix_execv, 2, 2, "path, argv, /", "Become another program."),
    TY_FUNCTION(execve, posix_execve, 3, 3, "path, argv, env", "Become another program, with an environment."),
    TY_FUNCTION(waitpid, posix_waitpid, 2, 2, "pid, options, /", "Wait for a child."),
    TY_FUNCTION(waitstatus_to_exitcode, posix_waitstatus_to_exitcode, 1, 1, "status", NULL),
    TY_FUNCTION(system, posix_system, 1, 1, "command", "Run a command in a shell."),
#ifdef __linux__
    TY_FUNCTION(sched_getaffinity, posix_sched_getaffinity, 1, 1, "pid, /", NULL),
#endif
    TY_FUNCTION(nice, posix_nice, 1, 1, "increment, /", NULL),
    TY_FUNCTION(strerror, posix_strerror, 1, 1, "code, /", "The text of an error number."),
    TY_FUNCTION(urandom, posix_urandom, 1, 1, "size, /", "Random bytes for secrets."),
    TY_FUNCTION(getrandom, posix_urandom, 1, 2, "size, flags=0", "Random bytes for secrets."),
    TY_FUNCTION(sysconf, posix_sysconf, 1, 1, "name, /", NULL),
    TY_FUNCTION(putenv, posix_putenv, 2, 2, "name, value, /", NULL),
    TY_FUNCTION(unsetenv, posix_unsetenv, 1, 1, "name, /", NULL),
    TY_FUNCTION(register_at_fork, posix_register_at_fork, 0, 0, "*, before=None, after_in_child=None, after_in_parent=None", NULL),
    TY_NATIVE_END,
};
