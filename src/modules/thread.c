/* SPDX-License-Identifier: MIT */
/*
 * The module _thread: locks, threads, thread-local objects.
 *
 * A lock is one word that threads park on; it is changed under the interpreter's lock, which a waiter gives up meanwhile.
 * A new thread enters the interpreter with a context of its own; what it shall call waits in a registered root.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "interp/ends.h"
#include "interp/interp.h"
#include "interp/signal.h"
#include "modules/modules.h"
#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/structseq.h"
#include "platform/park.h"
#include "platform/thread.h"

#define UNUSED (void)nargs, (void)kwnames
#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
#define TIMEOUT_MAX 9223372036.0

/* --- parking ------------------------------------------------------------------------------------------------------------------------ */

/* The word: 0 free, 1 held, 2 held and somebody may wait. 1 taken, 0 not by the deadline, -1 a signal's handler raised. */
static int take(ty_ctx *ctx, atomic_uint *word, int64_t deadline, bool wait)
{
    unsigned is_free = 0;
    if (atomic_compare_exchange_strong(word, &is_free, 1))
        return 1;
    if (!wait)
        return 0;
    for (;;) {
        bool taken = false, late = false, forever = deadline == TY_CLOCK_NEVER;
        if (forever)
            ty_ends_blocked(ctx, +1);
        ty_context_unlock(ctx);
        while (!(taken = atomic_exchange(word, 2) == 0)) {
            late = ty_park_wait(word, 2, deadline) == TY_PARK_TIMEOUT;
            if (late || atomic_load_explicit(&ctx->breaker, memory_order_relaxed))
                break;
        }
        ty_context_lock(ctx);
        if (forever)
            ty_ends_blocked(ctx, -1);
        if (taken)
            return 1;
        if (ty_context_poll(ctx) < 0)
            return -1;
        if (late)
            return 0;
    }
}
static void give(atomic_uint *word)
{
    if (atomic_exchange(word, 0) == 2)
        ty_park_wake(word, 1);
}

/* Reads blocking=True, timeout=-1. */
static int acquire_arguments(ty_ctx *ctx, const char *name, const ty_value *args, size_t nargs, ty_value kwnames, bool *wait, int64_t *deadline)
{
    ty_value a[2];
    double seconds = -1;
    *deadline = TY_CLOCK_NEVER;
    if (ty_native_bind(ctx, name, "blocking=True, timeout=-1", 0, 2, args + 1, nargs - 1, kwnames, a) < 0)
        return -1;
    int blocking = a[0] ? ty_op_truth(ctx, a[0]) : 1;
    if (blocking < 0 || (a[1] && ty_op_double(ctx, a[1], &seconds) < 0))
        return -1;
    if (!blocking && seconds != -1) {
        ty_error_set(ctx, &ty_ValueError_type, "can't specify a timeout for a non-blocking call");
        return -1;
    }
    if (seconds < 0 && seconds != -1) {
        ty_error_set(ctx, &ty_ValueError_type, "timeout value must be a non-negative number");
        return -1;
    }
    if (seconds > TIMEOUT_MAX || isnan(seconds)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timeout value is too large");
        return -1;
    }
    *wait = blocking && seconds != 0;
    if (seconds > 0)
        *deadline = ty_clock_deadline((int64_t)ceil(seconds * 1e9));
    return 0;
}

/* --- lock -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct lock {
    ty_object ob;
    atomic_uint word;
} lock;
#define LOCK(v) ((lock *)(v))
TY_DECLARE_TYPE(thread_lock);

static ty_value lock_make(ty_ctx *ctx)
{
    lock *l = ty_alloc(ctx, &ty_thread_lock_shape, sizeof *l);
    if (l)
        atomic_init(&l->word, 0);
    return TY_VALUE(l);
}
static ty_value lock_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type, (void)args;
    if (ty_native_no_keywords(ctx, "lock", kwnames) < 0 || ty_native_check_count(ctx, "lock", nargs, 0, 0) < 0)
        return TY_NULL;
    return lock_make(ctx);
}
FN(lock_acquire)
{
    bool wait;
    int64_t deadline;
    if (acquire_arguments(ctx, "acquire", args, nargs, kwnames, &wait, &deadline) < 0)
        return TY_NULL;
    int r = take(ctx, &LOCK(args[0])->word, deadline, wait);
    return r < 0 ? TY_NULL : ty_bool(r);
}
FN(lock_release)
{
    UNUSED;
    if (atomic_load(&LOCK(args[0])->word) == 0)
        return ty_error_set(ctx, &ty_RuntimeError_type, "release unlocked lock");
    give(&LOCK(args[0])->word);
    return TY_NONE;
}
FN(lock_locked)
{
    UNUSED, (void)ctx;
    return ty_bool(atomic_load(&LOCK(args[0])->word) != 0);
}
FN(lock_enter)
{
    UNUSED;
    int r = take(ctx, &LOCK(args[0])->word, TY_CLOCK_NEVER, true);
    return r < 0 ? TY_NULL : TY_TRUE;
}
FN(lock_reinit)
{
    UNUSED, (void)ctx;
    atomic_store(&LOCK(args[0])->word, 0);
    return TY_NONE;
}
static ty_value lock_repr(ty_ctx *ctx, ty_value self)
{
    return ty_str_format(ctx, "<%s _thread.lock object at %p>", atomic_load(&LOCK(self)->word) ? "locked" : "unlocked", (void *)self);
}
#define OWNER &ty_thread_lock_type
static const ty_native lock_methods[] = {
    TY_METHOD_RAW(acquire, lock_acquire, "blocking=True, timeout=-1", "Take the lock; tells whether it was taken."),
    TY_METHOD_RAW(acquire_lock, lock_acquire, "blocking=True, timeout=-1", NULL),
    TY_METHOD(release, lock_release, 0, 0, "", "Give the lock back; any thread may."),
    TY_METHOD(release_lock, lock_release, 0, 0, "", NULL),
    TY_METHOD(locked, lock_locked, 0, 0, "", "Whether it is taken."),
    TY_METHOD(locked_lock, lock_locked, 0, 0, "", NULL),
    TY_METHOD(__enter__, lock_enter, 0, 0, "", NULL),
    TY_METHOD(__exit__, lock_release, 0, 3, "type=None, value=None, traceback=None, /", NULL),
    TY_METHOD(_at_fork_reinit, lock_reinit, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_thread_lock_layout = {.fixed_size = TY_FIXED_SIZE(lock)};
TY_BUILTIN_TYPE(thread_lock, .name = "_thread.lock", .base = &ty_object_type, .flags = TY_TYPE_WEAKREF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(lock),
                .doc = "A lock that one thread at a time can hold.", .methods = lock_methods, .slots = {TY_OBJECT_SLOTS, .repr = lock_repr, .new_ = lock_new});

/* --- RLock -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct rlock {
    ty_object ob;
    atomic_uint word;
    uint64_t owner;
    size_t count;
} rlock;
#define RLOCK(v) ((rlock *)(v))
TY_DECLARE_TYPE(RLock);

static ty_value rlock_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    rlock *l = ty_alloc_instance(ctx, type, &ty_RLock_type);
    if (l) {
        atomic_init(&l->word, 0);
        l->owner = 0;
        l->count = 0;
    }
    return TY_VALUE(l);
}
static int rlock_take(ty_ctx *ctx, rlock *l, bool wait, int64_t deadline)
{
    uint64_t me = ty_thread_ident();
    if (l->count && l->owner == me) {
        l->count++;
        return 1;
    }
    int r = take(ctx, &l->word, deadline, wait);
    if (r > 0) {
        l->owner = me;
        l->count = 1;
    }
    return r;
}
FN(rlock_acquire)
{
    bool wait;
    int64_t deadline;
    if (acquire_arguments(ctx, "acquire", args, nargs, kwnames, &wait, &deadline) < 0)
        return TY_NULL;
    int r = rlock_take(ctx, RLOCK(args[0]), wait, deadline);
    return r < 0 ? TY_NULL : ty_bool(r);
}
FN(rlock_enter)
{
    UNUSED;
    return rlock_take(ctx, RLOCK(args[0]), true, TY_CLOCK_NEVER) < 0 ? TY_NULL : TY_TRUE;
}
FN(rlock_release)
{
    UNUSED;
    rlock *l = RLOCK(args[0]);
    if (l->count == 0 || l->owner != ty_thread_ident())
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot release un-acquired lock");
    if (--l->count == 0) {
        l->owner = 0;
        give(&l->word);
    }
    return TY_NONE;
}
FN(rlock_is_owned)
{
    UNUSED, (void)ctx;
    return ty_bool(RLOCK(args[0])->count && RLOCK(args[0])->owner == ty_thread_ident());
}
FN(rlock_recursion_count)
{
    UNUSED, (void)ctx;
    rlock *l = RLOCK(args[0]);
    return ty_small(l->owner == ty_thread_ident() ? (intptr_t)l->count : 0);
}
FN(rlock_release_save)
{
    UNUSED;
    rlock *l = RLOCK(args[0]);
    if (l->count == 0)
        return ty_error_set(ctx, &ty_RuntimeError_type, "cannot release un-acquired lock");
    ty_value state = ty_tuple_pack(ctx, 2, ty_small((intptr_t)l->count), ty_int_from_uint64(ctx, l->owner));
    if (state) {
        l->count = 0;
        l->owner = 0;
        give(&l->word);
    }
    return state;
}
FN(rlock_acquire_restore)
{
    UNUSED;
    rlock *l = RLOCK(args[0]);
    intptr_t count;
    int64_t owner;
    if (!ty_is_tuple(args[1]) || ty_tuple_length(args[1]) != 2)
        return ty_error_set(ctx, &ty_TypeError_type, "_acquire_restore() argument 1 must be 2-item tuple, not %T", args[1]);
    if (ty_op_index_size(ctx, ty_tuple_at(args[1], 0), &ty_OverflowError_type, &count) < 0 || !ty_int_fits_int64(ty_tuple_at(args[1], 1), &owner))
        return ctx->exc ? TY_NULL : ty_error_set(ctx, &ty_TypeError_type, "an integer is required");
    if (take(ctx, &l->word, TY_CLOCK_NEVER, true) < 0)
        return TY_NULL;
    l->count = (size_t)count;
    l->owner = (uint64_t)owner;
    return TY_NONE;
}
FN(rlock_reinit)
{
    UNUSED, (void)ctx;
    rlock *l = RLOCK(args[0]);
    atomic_store(&l->word, 0);
    l->count = 0;
    l->owner = 0;
    return TY_NONE;
}
static ty_value rlock_repr(ty_ctx *ctx, ty_value self)
{
    rlock *l = RLOCK(self);
    return ty_str_format(ctx, "<%s %s object owner=%llu count=%zu at %p>", l->count ? "locked" : "unlocked",
                         "_thread.RLock", (unsigned long long)l->owner, l->count, (void *)self);
}
#define OWNER &ty_RLock_type
static const ty_native rlock_methods[] = {
    TY_METHOD_RAW(acquire, rlock_acquire, "blocking=True, timeout=-1", "Take the lock, once more if this thread has it."),
    TY_METHOD(release, rlock_release, 0, 0, "", "Give the lock back as often as it was taken."),
    TY_METHOD(__enter__, rlock_enter, 0, 0, "", NULL),
    TY_METHOD(__exit__, rlock_release, 0, 3, "type=None, value=None, traceback=None, /", NULL),
    TY_METHOD(_is_owned, rlock_is_owned, 0, 0, "", NULL),
    TY_METHOD(_recursion_count, rlock_recursion_count, 0, 0, "", NULL),
    TY_METHOD(_release_save, rlock_release_save, 0, 0, "", NULL),
    TY_METHOD(_acquire_restore, rlock_acquire_restore, 1, 1, "state, /", NULL),
    TY_METHOD(_at_fork_reinit, rlock_reinit, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_RLock_layout = {.fixed_size = TY_FIXED_SIZE(rlock)};
TY_BUILTIN_TYPE(RLock, .name = "_thread.RLock", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_WEAKREF, .basicsize = sizeof(rlock),
                .doc = "A lock that its holder can take again.", .methods = rlock_methods, .slots = {TY_OBJECT_SLOTS, .repr = rlock_repr, .new_ = rlock_new});

/* --- thread-local objects ---------------------------------------------------------------------------------------------------------------- */

typedef struct local {
    ty_object ob;
    ty_value args, kwargs; /* for __init__ in each thread; kwargs may be TY_NULL */
} local;
TY_DECLARE_TYPE(thread_local);

static ty_value local_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    if ((nargs || nkw) && type->slots.init == ty_object_init)
        return ty_error_set(ctx, &ty_TypeError_type, "Initialization arguments are not supported");
    ty_value all = ty_tuple_new(ctx, args, nargs), kw = nkw ? ty_dict_new(ctx, nkw) : TY_NULL;
    for (size_t i = 0; i < nkw; i++)
        if (!kw || ty_dict_set(ctx, kw, ty_tuple_at(kwnames, i), args[nargs + i]) < 0)
            return TY_NULL;
    local *l = all ? ty_alloc_instance(ctx, type, &ty_thread_local_type) : NULL;
    if (!l)
        return TY_NULL;
    l->args = all;
    l->kwargs = kw;
    /* The thread that makes it runs __init__ as for any class. */
    if (!ctx->thread_dict && !(ctx->thread_dict = ty_dict_new(ctx, 1)))
        return TY_NULL;
    ty_value d = ty_dict_new(ctx, 0), key = d ? ty_int_from_uint64(ctx, (uintptr_t)l) : TY_NULL, pair = key ? ty_tuple_pack(ctx, 2, TY_VALUE(l), d) : TY_NULL;
    return pair && ty_dict_set(ctx, ctx->thread_dict, key, pair) == 0 ? TY_VALUE(l) : TY_NULL;
}

/* This thread's attributes. The thread's dict holds the local object, too, so that its address stays its own. */
static ty_value local_dict(ty_ctx *ctx, ty_value self)
{
    ty_value key = ty_int_from_uint64(ctx, (uintptr_t)self), pair;
    if (!key || (!ctx->thread_dict && !(ctx->thread_dict = ty_dict_new(ctx, 1))))
        return TY_NULL;
    int found = ty_dict_get(ctx, ctx->thread_dict, key, &pair);
    if (found)
        return found < 0 ? TY_NULL : ty_tuple_at(pair, 1);
    ty_value d = ty_dict_new(ctx, 0);
    pair = d ? ty_tuple_pack(ctx, 2, self, d) : TY_NULL;
    if (!pair || ty_dict_set(ctx, ctx->thread_dict, key, pair) < 0)
        return TY_NULL;
    if (ty_type_of(self)->slots.init != ty_object_init) {
        ty_value init = ty_attr_special(ctx, self, TY_SYM(__init__));
        if (!init || !ty_call_tuple(ctx, init, ((local *)self)->args, ((local *)self)->kwargs)) {
            ty_value e = ty_error_take(ctx);
            if (ty_dict_del(ctx, ctx->thread_dict, key, NULL) < 0)
                ty_error_clear(ctx);
            ty_error_restore(ctx, e);
            return TY_NULL;
        }
    }
    return d;
}

static ty_value local_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value d = local_dict(ctx, self), v;
    if (!d)
        return TY_NULL;
    if (ty_is_str(name) && ty_str_equal_ascii(name, "__dict__"))
        return d;
    /* A data descriptor of the class goes first, the thread's attributes next, the class's others last. */
    ty_value cls = ty_type_lookup(ctx, ty_type_of(self), name);
    if (ctx->exc)
        return TY_NULL;
    if (!cls || !ty_type_of(cls)->slots.descr_set) {
        int found = ty_dict_get(ctx, d, name, &v);
        if (found)
            return found < 0 ? TY_NULL : v;
    }
    return ty_attr_generic_get(ctx, self, name);
}
static int local_setattr(ty_ctx *ctx, ty_value self, ty_value name, ty_value v)
{
    ty_value d = local_dict(ctx, self);
    if (!d)
        return -1;
    if (ty_is_str(name) && ty_str_equal_ascii(name, "__dict__")) {
        ty_error_set(ctx, &ty_AttributeError_type, "'%T' object attribute '__dict__' is read-only", self);
        return -1;
    }
    ty_value cls = ty_type_lookup(ctx, ty_type_of(self), name);
    if (ctx->exc)
        return -1;
    if (cls && ty_type_of(cls)->slots.descr_set)
        return ty_type_of(cls)->slots.descr_set(ctx, cls, self, v);
    if (v)
        return ty_dict_set(ctx, d, name, v);
    int found = ty_dict_del(ctx, d, name, NULL);
    if (found == 0)
        ty_error_attribute(ctx, self, name);
    return found > 0 ? 0 : -1;
}
static const ty_layout ty_thread_local_layout = {.fixed_size = TY_FIXED_SIZE(local), .slots_offset = offsetof(local, args), .slots_count = 2};
TY_BUILTIN_TYPE(thread_local, .name = "_thread._local", .base = &ty_object_type, .flags = TY_TYPE_BASE | TY_TYPE_WEAKREF | TY_TYPE_GETATTR,
                .basicsize = sizeof(local), .doc = "Attributes that each thread has for itself.",
                .slots = {TY_OBJECT_SLOTS, .new_ = local_new, .init = ty_object_init, .getattr = local_getattr, .setattr = local_setattr});

/* --- threads -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct start {
    ty_interp *interp;
    ty_root *call; /* (function, args, kwargs or None) */
    atomic_uint *count;
} start;

static void run(void *arg)
{
    start s = *(start *)arg;
    free(arg);
    ty_ctx *ctx = ty_interp_enter(s.interp);
    atomic_fetch_sub(&s.interp->starting, 1);
    if (!ctx)
        return;
    ty_value call = ty_root_get(s.call), function = ty_tuple_at(call, 0), kwargs = ty_tuple_at(call, 2);
    ty_root_free(ctx->heap, s.call);
    if (!ty_call_tuple(ctx, function, ty_tuple_at(call, 1), kwargs == TY_NONE ? TY_NULL : kwargs) && !ctx->killed &&
        !ty_error_swallow(ctx, &ty_SystemExit_type))
        ty_error_unraisable(ctx, "Exception ignored in thread started by", function);
    /* threading waits for this lock to learn that the thread is gone. */
    ty_value sentinel;
    if (ctx->thread_dict && !ctx->killed && ty_dict_get_str(ctx, ctx->thread_dict, TY_SYM(_sentinel), &sentinel) > 0 &&
        ty_has_shape(sentinel, &ty_thread_lock_shape))
        give(&LOCK(sentinel)->word);
    TY_KEEP(call);
    ty_interp_leave(ctx);
}

static size_t stack_bytes(ty_ctx *ctx)
{
    ty_value v;
    return ty_dict_get_str(ctx, ctx->interp->roots, TY_SYM(stack_size), &v) > 0 && ty_is_small(v) ? (size_t)ty_small_value(v) : 0;
}

FN(thread_start_new_thread)
{
    (void)kwnames;
    ty_value kwargs = TY_ARG(2);
    if (!ty_op_callable(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "first arg must be callable");
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "2nd arg must be a tuple");
    if (kwargs && kwargs != TY_NONE && !ty_is_dict(kwargs))
        return ty_error_set(ctx, &ty_TypeError_type, "optional 3rd arg must be a dictionary");
    if (ctx->interp->finishing)
        return ty_error_set(ctx, &ty_PythonFinalizationError_type, "can't create new thread at interpreter shutdown");
    ty_value call = ty_tuple_pack(ctx, 3, args[0], args[1], kwargs ? kwargs : TY_NONE);
    start *s = call ? malloc(sizeof *s) : NULL;
    if (!s)
        return ctx->exc ? TY_NULL : ty_error_memory(ctx);
    *s = (start){.interp = ctx->interp, .call = ty_root_new(ctx->heap, call)};
    if (!s->call) {
        free(s);
        return ty_error_memory(ctx);
    }
    ty_root *root = s->call;
    ty_thread t;
    ty_thread_options options = {.stack_size = stack_bytes(ctx), .detached = true};
    atomic_fetch_add(&ctx->interp->starting, 1);
    int error = ty_thread_create(&t, run, s, &options);
    if (error) {
        atomic_fetch_sub(&ctx->interp->starting, 1);
        ty_root_free(ctx->heap, root);
        free(s);
        return ty_error_set(ctx, &ty_RuntimeError_type, "can't start new thread");
    }
    return ty_int_from_uint64(ctx, (uint64_t)(uintptr_t)t.handle);
}
FN(thread_allocate_lock)
{
    UNUSED, (void)args;
    return lock_make(ctx);
}
FN(thread_get_ident)
{
    UNUSED, (void)args;
    return ty_int_from_uint64(ctx, ty_thread_ident());
}
FN(thread_get_native_id)
{
    UNUSED, (void)args;
    return ty_int_from_uint64(ctx, ty_thread_native_id());
}
FN(thread_count)
{
    UNUSED, (void)args;
    uint32_t n = atomic_load(&ctx->interp->context_count);
    return ty_small(n ? (intptr_t)n - 1 : 0);
}
FN(thread_exit)
{
    UNUSED, (void)args;
    ty_value e = ty_exception_new(ctx, &ty_SystemExit_type, ty_tuple_empty);
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}
FN(thread_interrupt_main)
{
    (void)kwnames;
    intptr_t n = 2;
    if (nargs && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if (n < 1 || n >= TY_SIGNAL_COUNT)
        return ty_error_set(ctx, &ty_ValueError_type, "signal number out of range");
    ty_signal_trip((int)n);
    return ty_context_poll(ctx) < 0 ? TY_NULL : TY_NONE;
}
FN(thread_stack_size)
{
    (void)kwnames;
    intptr_t n = 0;
    size_t old = stack_bytes(ctx);
    if (nargs) {
        if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0)
            return TY_NULL;
        if (n < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "size must be 0 or a positive value");
        if (n && (size_t)n < 32768)
            return ty_error_set(ctx, &ty_ValueError_type, "size not valid: %zd bytes", n);
        /* A recursion check needs more than the smallest stack. */
        if (n && n < 512 * 1024)
            n = 512 * 1024;
        if (ty_dict_set(ctx, ctx->interp->roots, TY_SYM(stack_size), ty_small(n)) < 0)
            return TY_NULL;
    }
    return ty_small((intptr_t)old);
}
FN(thread_set_sentinel)
{
    UNUSED, (void)args;
    ty_value l = lock_make(ctx);
    if (!l || (!ctx->thread_dict && !(ctx->thread_dict = ty_dict_new(ctx, 1))) || ty_dict_set(ctx, ctx->thread_dict, TY_SYM(_sentinel), l) < 0)
        return TY_NULL;
    return l;
}
FN(thread_true)
{
    UNUSED, (void)args, (void)ctx;
    return TY_TRUE;
}
FN(thread_is_main_interpreter)
{
    UNUSED, (void)args;
    return ty_bool(ctx->interp == ctx->interp->runtime->main);
}

static const ty_structseq_field hook_fields[] = {
    {"exc_type", "Exception type"}, {"exc_value", "Exception value"}, {"exc_traceback", "Exception traceback"}, {"thread", "Thread"}, {NULL, NULL}};
TY_STRUCTSEQ(ExceptHookArgs, "_thread._ExceptHookArgs", "What threading.excepthook is given.", hook_fields, 4, 4, 0);

FN(thread_excepthook)
{
    UNUSED;
    if (!ty_has_shape(args[0], &ty_ExceptHookArgs_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "_thread.excepthook argument type must be ExceptHookArgs");
    const ty_value *v = ty_tuple_items(args[0]);
    if (v[0] == TY_VALUE(&ty_SystemExit_type))
        return TY_NONE;
    ty_value sys = ctx->interp->sys_module, err, hook, name = TY_NULL;
    if (ty_attr_lookup(ctx, sys, TY_SYM(stderr), &err) > 0 && err != TY_NONE) {
        if (v[3] != TY_NONE && ty_attr_lookup(ctx, v[3], TY_SYM(name), &name) < 0)
            ty_error_clear(ctx);
        ty_value text =
            name ? ty_str_format(ctx, "Exception in thread %S:\n", name)
                 : ty_str_format(ctx, "Exception in thread %llu:\n", (unsigned long long)ty_thread_ident());
        if (!text || !ty_call_method1(ctx, err, TY_SYM(write), text))
            return TY_NULL;
    }
    int found = ty_attr_lookup(ctx, sys, TY_SYM(__excepthook__), &hook);
    return found < 0 ? TY_NULL : found ? ty_call3(ctx, hook, v[0], v[1], v[2]) : TY_NONE;
}

#define MODULE "_thread"
static const ty_native functions[] = {
    TY_FUNCTION(start_new_thread, thread_start_new_thread, 2, 3, "function, args, kwargs={}, /", "Start a thread; tells its identifier."),
    TY_FUNCTION(start_new, thread_start_new_thread, 2, 3, "function, args, kwargs={}, /", NULL),
    TY_FUNCTION(allocate_lock, thread_allocate_lock, 0, 0, "", "A new lock."),
    TY_FUNCTION(allocate, thread_allocate_lock, 0, 0, "", NULL),
    TY_FUNCTION(get_ident, thread_get_ident, 0, 0, "", "The identifier of this thread."),
    TY_FUNCTION(get_native_id, thread_get_native_id, 0, 0, "", "The system's number of this thread."),
    TY_FUNCTION(_count, thread_count, 0, 0, "", "How many threads there are beside the first."),
    TY_FUNCTION(exit, thread_exit, 0, 0, "", "Raise SystemExit."),
    TY_FUNCTION(exit_thread, thread_exit, 0, 0, "", NULL),
    TY_FUNCTION(interrupt_main, thread_interrupt_main, 0, 1, "signum=2, /", "Have a signal's handler run in the main thread."),
    TY_FUNCTION(stack_size, thread_stack_size, 0, 1, "size=0, /", "The stack of new threads in bytes; sets it."),
    TY_FUNCTION(_set_sentinel, thread_set_sentinel, 0, 0, "", "A lock that is released when this thread ends."),
    TY_FUNCTION(daemon_threads_allowed, thread_true, 0, 0, "", NULL),
    TY_FUNCTION(_is_main_interpreter, thread_is_main_interpreter, 0, 0, "", NULL),
    TY_FUNCTION(_excepthook, thread_excepthook, 1, 1, "args, /", "Print what a thread did not catch."),
    TY_NATIVE_END,
};
#undef MODULE
static const ty_type *const types[] = {&ty_RLock_type, &ty_thread_local_type, &ty_ExceptHookArgs_type, NULL};

static int init(ty_ctx *ctx, ty_value module)
{
    return ty_module_add(ctx, module, "LockType", TY_VALUE(&ty_thread_lock_type)) < 0 ||
                   ty_module_add(ctx, module, "lock", TY_VALUE(&ty_thread_lock_type)) < 0 ||
                   ty_module_add(ctx, module, "error", TY_VALUE(&ty_RuntimeError_type)) < 0 ||
                   ty_module_add(ctx, module, "TIMEOUT_MAX", ty_float_new(ctx, TIMEOUT_MAX)) < 0
               ? -1
               : 0;
}
const ty_module_def ty_module__thread = {.name = "_thread", .doc = "Threads and locks.", .functions = functions, .types = types, .init = init};
