/* SPDX-License-Identifier: MIT */
/*
 * _thread: threads within this interpreter, and the locks they wait for. The interpreter's own lock is given up only to
 * sleep. A lock's state lies in the object, which does not move; who waits for it keeps it alive.
 */
#include <config.h>

#include <stdlib.h>

#include "interp/ends.h"
#include "interp/interp.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/clock.h"
#include "platform/park.h"
#include "platform/thread.h"

#define MODULE "_thread"
#define UNUSED (void)args, (void)nargs, (void)kwnames
#define TIMEOUT_MAX_SECONDS 9223372036.0

/* --- lock ------------------------------------------------------------------------------------------------------------------------ */

typedef struct ty_py_lock {
    ty_object ob;
    atomic_uint word;      /* 0 free, 1 held, 2 held and somebody may sleep */
    uint32_t count;        /* RLock: how often the owner holds it */
    _Atomic uint64_t owner; /* RLock: thread, 0 none */
} ty_py_lock;

TY_DECLARE_TYPE(lock);
TY_DECLARE_TYPE(RLock);

static bool try_lock(ty_py_lock *l)
{
    unsigned free = 0;
    return atomic_compare_exchange_strong_explicit(&l->word, &free, 1, memory_order_acquire, memory_order_relaxed);
}

/* 1 acquired, 0 time is up, -1 exception. deadline: TY_CLOCK_NEVER or monotonic time. */
static int wait_lock(ty_ctx *ctx, ty_py_lock *l, int64_t deadline)
{
    int got = 0;
    bool never = deadline == TY_CLOCK_NEVER;
    while (got == 0) {
        if (never)
            ty_ends_blocked(ctx, +1);
        ty_context_unlock(ctx);
        bool late = false;
        while (!(got = atomic_exchange_explicit(&l->word, 2, memory_order_acquire) == 0)) {
            late = ty_park_wait(&l->word, 2, deadline) == TY_PARK_TIMEOUT;
            if (late || atomic_load_explicit(&ctx->breaker, memory_order_relaxed))
                break;
        }
        ty_context_lock(ctx);
        if (never)
            ty_ends_blocked(ctx, -1);
        if (got)
            return 1;
        if (ty_context_poll(ctx) < 0)
            return -1;
        if (late)
            return 0;
    }
    return got;
}

static void unlock(ty_py_lock *l)
{
    if (atomic_exchange_explicit(&l->word, 0, memory_order_release) == 2)
        ty_park_wake(&l->word, 1);
}

/* The arguments of acquire(): whether to wait, and until when. */
static int acquire_arguments(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames, bool *blocking, int64_t *deadline)
{
    ty_value a[2] = {TY_NULL, TY_NULL};
    double seconds = -1;
    *blocking = true;
    *deadline = TY_CLOCK_NEVER;
    if (ty_native_bind(ctx, "acquire", "blocking=True, timeout=-1", 0, 2, args, nargs, kwnames, a) < 0)
        return -1;
    if (a[0]) {
        int truth = ty_op_truth(ctx, a[0]);
        if (truth < 0)
            return -1;
        *blocking = truth;
    }
    if (a[1] && ty_op_double(ctx, a[1], &seconds) < 0)
        return -1;
    if (!*blocking && seconds != -1) {
        ty_error_set(ctx, &ty_ValueError_type, "can't specify a timeout for a non-blocking call");
        return -1;
    }
    if (seconds < 0 && seconds != -1) {
        ty_error_set(ctx, &ty_ValueError_type, "timeout value must be a non-negative number");
        return -1;
    }
    if (!(seconds <= TIMEOUT_MAX_SECONDS)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timestamp too large to convert to C PyTime_t");
        return -1;
    }
    if (seconds >= 0)
        *deadline = ty_clock_deadline((int64_t)(seconds * 1e9));
    return 0;
}

static ty_value new_lock(ty_ctx *ctx, const ty_shape *shape)
{
    ty_py_lock *l = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *l));
    if (!l)
        return ty_error_memory(ctx);
    l->ob.head = (uintptr_t)shape;
    atomic_init(&l->word, 0);
    atomic_init(&l->owner, 0);
    l->count = 0;
    return TY_VALUE(l);
}

static ty_value lock_acquire(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_py_lock *l = (ty_py_lock *)args[0];
    bool blocking;
    int64_t deadline;
    if (nargs == 1 && !kwnames) {
        if (TY_LIKELY(try_lock(l)))
            return TY_TRUE;
        blocking = true, deadline = TY_CLOCK_NEVER;
    } else {
        if (acquire_arguments(ctx, args + 1, nargs - 1, kwnames, &blocking, &deadline) < 0)
            return TY_NULL;
        if (try_lock(l))
            return TY_TRUE;
    }
    int got = blocking ? wait_lock(ctx, l, deadline) : 0;
    return got < 0 ? TY_NULL : ty_bool(got);
}

static ty_value lock_release(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_py_lock *l = (ty_py_lock *)args[0];
    if (atomic_load_explicit(&l->word, memory_order_relaxed) == 0)
        return ty_error_set(ctx, &ty_RuntimeError_type, "release unlocked lock");
    unlock(l);
    return TY_NONE;
}

static ty_value lock_exit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return lock_release(ctx, args, nargs, kwnames);
}

static ty_value lock_locked(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_bool(atomic_load_explicit(&((ty_py_lock *)args[0])->word, memory_order_relaxed) != 0);
}

static ty_value lock_reset(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    ty_py_lock *l = (ty_py_lock *)args[0];
    atomic_store(&l->word, 0);
    atomic_store(&l->owner, 0);
    l->count = 0;
    return TY_NONE;
}

static ty_value lock_repr(ty_ctx *ctx, ty_value self)
{
    return ty_str_format(ctx, "<%s %s object at %p>", atomic_load(&((ty_py_lock *)self)->word) ? "locked" : "unlocked", "_thread.lock", (void *)self);
}

static ty_value lock_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED, (void)type;
    return new_lock(ctx, &ty_lock_shape);
}

static const ty_layout ty_lock_layout = {.fixed_size = (sizeof(ty_py_lock) + 15) & ~15u};
#define OWNER &ty_lock_type
static const ty_native lock_methods[] = {
    TY_METHOD_RAW(acquire, lock_acquire, "blocking=True, timeout=-1", "Take the lock; wait for it unless told otherwise."),
    TY_METHOD_RAW(acquire_lock, lock_acquire, "blocking=True, timeout=-1", "Old name of acquire()."),
    TY_METHOD(release, lock_release, 0, 0, "", "Give the lock up."),
    TY_METHOD(release_lock, lock_release, 0, 0, "", "Old name of release()."),
    TY_METHOD(locked, lock_locked, 0, 0, "", "Whether somebody holds the lock."),
    TY_METHOD(locked_lock, lock_locked, 0, 0, "", "Old name of locked()."),
    TY_METHOD(__enter__, lock_acquire, 0, 0, "", NULL),
    TY_METHOD(__exit__, lock_exit, 0, 3, "type=None, value=None, traceback=None, /", NULL),
    TY_METHOD(_at_fork_reinit, lock_reset, 0, 0, "", NULL),
    TY_NATIVE_END,
};
TY_BUILTIN_TYPE(lock, .name = "_thread.lock", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF, .basicsize = sizeof(ty_py_lock), .methods = lock_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = lock_repr, .new_ = lock_new});

/* --- RLock ----------------------------------------------------------------------------------------------------------------------- */

static ty_value rlock_acquire(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_py_lock *l = (ty_py_lock *)args[0];
    uint64_t me = ((ty_thread_context *)ctx)->thread_ident;
    bool blocking;
    int64_t deadline;
    if (acquire_arguments(ctx, args + 1, nargs - 1, kwnames, &blocking, &deadline) < 0)
        return TY_NULL;
    if (atomic_load_explicit(&l->owner, memory_order_relaxed) == me) {
        l->count++;
        return TY_TRUE;
    }
    int got = try_lock(l) ? 1 : blocking ? wait_lock(ctx, l, deadline) : 0;
    if (got > 0) {
        atomic_store_explicit(&l->owner, me, memory_order_relaxed);
        l->count = 1;
    }
    return got < 0 ? TY_NULL : ty_bool(got);
}

static ty_value rlock_release(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_py_lock *l = (ty_py_lock *)args[0];
    if (atomic_load_explicit(&l->owner, memory_order_relaxed) != ((ty_thread_context *)ctx)->thread_ident)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot release un-acquired lock");
    if (--l->count == 0) {
        atomic_store_explicit(&l->owner, 0, memory_order_relaxed);
        unlock(l);
    }
    return TY_NONE;
}

static ty_value rlock_is_owned(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_bool(atomic_load_explicit(&((ty_py_lock *)args[0])->owner, memory_order_relaxed) == ((ty_thread_context *)ctx)->thread_ident);
}

static ty_value rlock_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_py_lock *l = (ty_py_lock *)args[0];
    return rlock_is_owned(ctx, args, nargs, kwnames) == TY_TRUE ? ty_small(l->count) : ty_small(0);
}

/* For Condition.wait: gives it up whatever the count, and takes it back. */
static ty_value rlock_release_save(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_py_lock *l = (ty_py_lock *)args[0];
    if (l->count == 0)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot release un-acquired lock");
    ty_value owner = ty_int_from_uint64(ctx, atomic_load(&l->owner)), state = owner ? ty_tuple_pack(ctx, 2, ty_small(l->count), owner) : TY_NULL;
    if (!state)
        return TY_NULL;
    l->count = 0;
    atomic_store_explicit(&l->owner, 0, memory_order_relaxed);
    unlock(l);
    return state;
}

static ty_value rlock_acquire_restore(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_py_lock *l = (ty_py_lock *)args[0];
    uint64_t owner;
    if (!ty_is_tuple(args[1]) || ty_tuple_length(args[1]) != 2 || !ty_is_small(ty_tuple_at(args[1], 0)))
        return ty_error_set(ctx, &ty_TypeError_type, "_acquire_restore() argument 1 must be a state of _release_save()");
    if (ty_int_to_uint64(ctx, ty_tuple_at(args[1], 1), &owner) < 0 || (!try_lock(l) && wait_lock(ctx, l, TY_CLOCK_NEVER) < 0))
        return TY_NULL;
    atomic_store_explicit(&l->owner, owner, memory_order_relaxed);
    l->count = (uint32_t)ty_small_value(ty_tuple_at(args[1], 0));
    return TY_NONE;
}

static ty_value rlock_repr(ty_ctx *ctx, ty_value self)
{
    const ty_py_lock *l = (ty_py_lock *)self;
    return ty_str_format(ctx, "<%s _thread.RLock object owner=%llu count=%u at %p>", l->count ? "locked" : "unlocked",
                         (unsigned long long)atomic_load(&l->owner), (unsigned)l->count, (void *)self);
}

static ty_value rlock_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    if (type == &ty_RLock_type)
        return new_lock(ctx, &ty_RLock_shape);
    ty_value v = ty_instance_new(ctx, type);
    if (v)
        lock_reset(ctx, &v, 1, TY_NULL);
    return v;
}

#define ty_RLock_layout ty_lock_layout
#undef OWNER
#define OWNER &ty_RLock_type
static const ty_native rlock_methods[] = {
    TY_METHOD_RAW(acquire, rlock_acquire, "blocking=True, timeout=-1", "Take the lock, once more if this thread holds it."),
    TY_METHOD(release, rlock_release, 0, 0, "", "Give the lock up once."),
    TY_METHOD_RAW(__enter__, rlock_acquire, "", NULL),
    TY_METHOD(__exit__, rlock_release, 0, 3, "type=None, value=None, traceback=None, /", NULL),
    TY_METHOD(_is_owned, rlock_is_owned, 0, 0, "", NULL),
    TY_METHOD(_recursion_count, rlock_count, 0, 0, "", NULL),
    TY_METHOD(_release_save, rlock_release_save, 0, 0, "", NULL),
    TY_METHOD(_acquire_restore, rlock_acquire_restore, 1, 1, "state, /", NULL),
    TY_METHOD(_at_fork_reinit, lock_reset, 0, 0, "", NULL),
    TY_NATIVE_END,
};
TY_BUILTIN_TYPE(RLock, .name = "_thread.RLock", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF | TY_TYPE_BASE, .basicsize = sizeof(ty_py_lock),
                .methods = rlock_methods, .slots = {TY_OBJECT_SLOTS, .repr = rlock_repr, .new_ = rlock_new});

/* --- threads ------------------------------------------------------------------------------------------------------------------------- */

typedef struct start {
    ty_interp *interp;
    ty_root *call; /* (function, args, kwargs) */
} start;

/* Module state: thread number -> lock that is released when the thread ends (_set_sentinel). */
extern const ty_module_def ty_module__thread;

static void release_sentinel(ty_ctx *ctx)
{
    ty_value table = ty_module_state(ctx, &ty_module__thread), key = ty_int_from_uint64(ctx, ((ty_thread_context *)ctx)->thread_ident), l;
    if (table && key && ty_dict_get(ctx, table, key, &l) > 0) {
        if (ty_dict_del(ctx, table, key, NULL) >= 0 && atomic_load(&((ty_py_lock *)l)->word))
            unlock((ty_py_lock *)l);
    }
    if (ctx->exc && !ctx->killed)
        ty_error_clear(ctx);
}

static void report(ty_ctx *ctx, ty_value function)
{
    if (ctx->killed)
        return;
    if (!ty_error_swallow(ctx, &ty_SystemExit_type))
        ty_error_unraisable(ctx, "Exception ignored in thread started by", function);
}

static void thread_main(void *arg)
{
    start s = *(start *)arg;
    free(arg);
    ty_ctx *ctx = ty_interp_enter(s.interp);
    atomic_fetch_sub(&s.interp->starting, 1);
    if (!ctx)
        return;
    ty_value call = ty_root_get(s.call);
    ty_root_free(ctx->heap, s.call);
    ty_value kwargs = ty_tuple_at(call, 2);
    if (!ty_call_tuple(ctx, ty_tuple_at(call, 0), ty_tuple_at(call, 1), kwargs == TY_NONE ? TY_NULL : kwargs))
        report(ctx, ty_tuple_at(call, 0));
    TY_KEEP(call);
    release_sentinel(ctx);
    ty_interp_leave(ctx);
}

static ty_value thread_start(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (!ty_op_callable(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "first arg must be callable");
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "2nd arg must be a tuple");
    if (nargs > 2 && !ty_is_dict(args[2]))
        return ty_error_set(ctx, &ty_TypeError_type, "optional 3rd arg must be a dictionary");
    if (ctx->interp->finishing)
        return ty_error_set(ctx, &ty_PythonFinalizationError_type, "can't create new thread at interpreter shutdown");
    ty_value call = ty_tuple_pack(ctx, 3, args[0], args[1], nargs > 2 ? args[2] : TY_NONE);
    start *s = call ? malloc(sizeof *s) : NULL;
    if (!s)
        return call ? ty_error_memory(ctx) : TY_NULL;
    *s = (start){.interp = ctx->interp, .call = ty_root_new(ctx->heap, call)};
    if (!s->call) {
        free(s);
        return ty_error_memory(ctx);
    }
    ty_thread thread;
    atomic_fetch_add(&ctx->interp->starting, 1);
    if (ty_thread_create(&thread, thread_main, s, NULL) != 0) {
        atomic_fetch_sub(&ctx->interp->starting, 1);
        ty_root_free(ctx->heap, s->call);
        free(s);
        return ty_error_set(ctx, &ty_RuntimeError_type, "can't start new thread");
    }
    uint64_t ident = (uint64_t)(uintptr_t)thread.handle;
    ty_thread_detach(thread);
    return ty_int_from_uint64(ctx, ident);
}

static ty_value thread_allocate_lock(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return new_lock(ctx, &ty_lock_shape);
}
static ty_value thread_get_ident(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_int_from_uint64(ctx, ((ty_thread_context *)ctx)->thread_ident);
}
static ty_value thread_get_native_id(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_int_from_uint64(ctx, ty_thread_native_id());
}
static ty_value thread_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    uint32_t n = atomic_load(&ctx->interp->context_count);
    return ty_small(n > 0 ? (intptr_t)n - 1 : 0);
}
static ty_value thread_exit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_error_set(ctx, &ty_SystemExit_type, NULL);
}
static ty_value thread_stack_size(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t size = 0;
    if (nargs && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &size) < 0)
        return TY_NULL;
    if (size < 0 || (size > 0 && (size_t)size < ty_thread_min_stack()))
        return ty_error_set(ctx, &ty_ValueError_type, "size not valid: %zd bytes", size);
    return ty_small(0);
}
static ty_value thread_set_sentinel(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value l = new_lock(ctx, &ty_lock_shape), table = ty_module_state(ctx, &ty_module__thread);
    ty_value key = l ? ty_int_from_uint64(ctx, ((ty_thread_context *)ctx)->thread_ident) : TY_NULL;
    return key && table && ty_dict_set(ctx, table, key, l) == 0 ? l : TY_NULL;
}
static ty_value thread_interrupt_main(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_context_request(ctx, TY_BREAK_SIGNAL);
    return TY_NONE;
}
static ty_value thread_true(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, UNUSED;
    return TY_TRUE;
}
static ty_value thread_is_main_interpreter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_bool(ctx->interp == ctx->interp->runtime->main);
}

static const ty_native functions[] = {
    TY_FUNCTION(start_new_thread, thread_start, 2, 3, "function, args, kwargs=None, /", "Call a function in a new thread; the thread's number."),
    TY_FUNCTION(start_new, thread_start, 2, 3, "function, args, kwargs=None, /", "Old name of start_new_thread()."),
    TY_FUNCTION(allocate_lock, thread_allocate_lock, 0, 0, "", "A new lock."),
    TY_FUNCTION(allocate, thread_allocate_lock, 0, 0, "", "Old name of allocate_lock()."),
    TY_FUNCTION(get_ident, thread_get_ident, 0, 0, "", "The number of this thread."),
    TY_FUNCTION(get_native_id, thread_get_native_id, 0, 0, "", "The operating system's number of this thread."),
    TY_FUNCTION(_count, thread_count, 0, 0, "", "Threads in this interpreter but the main one."),
    TY_FUNCTION(exit, thread_exit, 0, 0, "", "End this thread by SystemExit."),
    TY_FUNCTION(exit_thread, thread_exit, 0, 0, "", "Old name of exit()."),
    TY_FUNCTION(stack_size, thread_stack_size, 0, 1, "size=0, /", "Always the system's own."),
    TY_FUNCTION(_set_sentinel, thread_set_sentinel, 0, 0, "", "A lock that is released when this thread ends."),
    TY_FUNCTION(interrupt_main, thread_interrupt_main, 0, 1, "signum=2, /", "As if a signal had come."),
    TY_FUNCTION(daemon_threads_allowed, thread_true, 0, 0, "", NULL),
    TY_FUNCTION(_is_main_interpreter, thread_is_main_interpreter, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_lock_type, &ty_RLock_type, NULL};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value table = ty_dict_new(ctx, 0), max = table ? ty_float_new(ctx, TIMEOUT_MAX_SECONDS) : TY_NULL;
    if (!max)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, table);
    return ty_module_add(ctx, module, "LockType", TY_VALUE(&ty_lock_type)) < 0 || ty_module_add(ctx, module, "TIMEOUT_MAX", max) < 0 ||
                   ty_module_add(ctx, module, "error", TY_VALUE(&ty_RuntimeError_type)) < 0
               ? -1
               : 0;
}

const ty_module_def ty_module__thread = {.name = "_thread", .doc = "Threads and locks.", .functions = functions, .types = types, .init = init};
