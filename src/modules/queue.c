/* SPDX-License-Identifier: MIT */
/*
 * _queue: SimpleQueue, a queue without bounds for the threads of one interpreter.
 *
 * The items are in a deque, guarded by the interpreter's lock. `puts` counts the items put in: a thread that finds nothing
 * gives the lock up and sleeps while the count is what it was, so that a put in between is not missed. It wakes up now
 * and then by itself, to see whether it is asked to end.
 */
#include <config.h>

#include "modules/collections.h"
#include "modules/modules.h"

#include "object/alloc.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/park.h"

#define NAP INT64_C(100000000) /* nanoseconds */

typedef struct simple_queue {
    ty_object ob;
    ty_value items; /* deque */
    atomic_uint puts;
    uint32_t sleepers; /* threads in get(), under the interpreter's lock */
} simple_queue;
TY_DECLARE_TYPE(SimpleQueue);
#define QUEUE(v) ((simple_queue *)(v))
#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static ty_value queue_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    if ((nargs || kwnames) && type == &ty_SimpleQueue_type)
        return ty_error_set(ctx, &ty_TypeError_type, "SimpleQueue() takes no arguments");
    ty_value items = ty_deque_make(ctx);
    simple_queue *q = items ? ty_alloc_instance(ctx, type, &ty_SimpleQueue_type) : NULL;
    if (!q)
        return TY_NULL;
    q->items = items;
    atomic_init(&q->puts, 0);
    q->sleepers = 0;
    return TY_VALUE(q);
}

static ty_value put(ty_ctx *ctx, ty_value self, ty_value item)
{
    simple_queue *q = QUEUE(self);
    if (ty_deque_append(ctx, q->items, item))
        return TY_NULL;
    atomic_fetch_add(&q->puts, 1);
    if (q->sleepers)
        ty_park_wake(&q->puts, 1);
    return TY_NONE;
}

METHOD(queue_put)
{
    return put(ctx, args[0], args[1]);
}

static ty_value raise_empty(ty_ctx *ctx)
{
    ty_value type = ty_module_state(ctx, &ty_module__queue);
    if (!type)
        return ty_error_set(ctx, &ty_RuntimeError_type, "_queue is not imported");
    return ty_error_set(ctx, ty_type_ptr(type), NULL);
}

/* Waits until there is an item, at most until the deadline. -1: error. */
static int await(ty_ctx *ctx, simple_queue *q, int64_t deadline)
{
    while (ty_deque_length(q->items) == 0) {
        int64_t now = ty_clock_monotonic(), until = now + NAP;
        unsigned seen = atomic_load(&q->puts);
        if (now >= deadline)
            return 0;
        q->sleepers++;
        ty_context_unlock(ctx);
        ty_park_wait(&q->puts, seen, until < deadline ? until : deadline);
        ty_context_lock(ctx);
        q->sleepers--;
        if (ty_context_poll(ctx))
            return -1;
    }
    return 0;
}

static ty_value get(ty_ctx *ctx, ty_value self, bool block, int64_t deadline)
{
    simple_queue *q = QUEUE(self);
    if (block && await(ctx, q, deadline))
        return TY_NULL;
    ty_value item = ty_deque_popleft(q->items);
    return item ? item : raise_empty(ctx);
}

METHOD(queue_get)
{
    int block = TY_ARG(1) ? ty_op_truth(ctx, args[1]) : 1;
    int64_t deadline = TY_CLOCK_NEVER;
    if (block < 0)
        return TY_NULL;
    if (block && TY_ARG(2) && args[2] != TY_NONE) {
        double seconds;
        if (ty_op_double(ctx, args[2], &seconds))
            return TY_NULL;
        if (seconds < 0)
            return ty_error_set(ctx, &ty_ValueError_type, "'timeout' must be a non-negative number");
        if (seconds > 9e9)
            return ty_error_set(ctx, &ty_OverflowError_type, "timeout value is too large");
        deadline = ty_clock_monotonic() + (int64_t)(seconds * 1e9);
    }
    return get(ctx, args[0], block, deadline);
}

METHOD(queue_get_nowait)
{
    return get(ctx, args[0], false, 0);
}

METHOD(queue_empty)
{
    return ty_bool(ty_deque_length(QUEUE(args[0])->items) == 0);
}

METHOD(queue_qsize)
{
    return ty_int_from_size(ctx, (intptr_t)ty_deque_length(QUEUE(args[0])->items));
}

#define OWNER &ty_SimpleQueue_type
static const ty_native queue_methods[] = {
    TY_METHOD(put, queue_put, 1, 3, "item, block=True, timeout=None", "Put the item into the queue; never waits."),
    TY_METHOD(put_nowait, queue_put, 1, 1, "item", "The same as put(item)."),
    TY_METHOD(get, queue_get, 0, 2, "block=True, timeout=None",
              "Take an item out. If there is none, wait for it, at most timeout seconds, or raise Empty."),
    TY_METHOD(get_nowait, queue_get_nowait, 0, 0, "", "The same as get(False)."),
    TY_METHOD(word_empty, queue_empty, 0, 0, "", "Return True if there is no item now."),
    TY_METHOD(qsize, queue_qsize, 0, 0, "", "Return how many items there are now."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_layout ty_SimpleQueue_layout = {
    .fixed_size = TY_FIXED_SIZE(simple_queue), .slots_offset = offsetof(simple_queue, items), .slots_count = 1};
TY_BUILTIN_TYPE(SimpleQueue, .name = "_queue.SimpleQueue", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_WEAKREF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(simple_queue),
                .doc = "A queue without bounds between threads, first in, first out.", .methods = queue_methods,
                .slots = {TY_OBJECT_SLOTS, .new_ = queue_new});

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value bases = ty_tuple_pack(ctx, 1, TY_VALUE(&ty_Exception_type)), ns = bases ? ty_dict_new(ctx, 2) : TY_NULL;
    ty_value name = ns ? ty_str_intern_utf8(ctx, "Empty", 5) : TY_NULL;
    if (!name || ty_dict_set_cstr(ctx, ns, "__module__", ((ty_module *)module)->name) ||
        ty_dict_set_cstr(ctx, ns, "__doc__", ty_str_from_cstr(ctx, "Raised by get() of a queue without items.")))
        return -1;
    ty_value type = ty_type_new(ctx, &ty_type_type, name, bases, ns, NULL, TY_NULL);
    if (!type)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, type);
    return ty_module_add(ctx, module, "Empty", type);
}

static const ty_type *const types[] = {&ty_SimpleQueue_type, NULL};
const ty_module_def ty_module__queue = {
    .name = "_queue", .doc = "The queue that queue.SimpleQueue is.", .types = types, .init = init};
