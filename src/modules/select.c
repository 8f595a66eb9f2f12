/* SPDX-License-Identifier: MIT */
/* The module select: waiting for descriptors with select() and poll(). Waits go on after EINTR with the time that is left. */
#include <config.h>

#include <math.h>
#include <poll.h>
#include <stdlib.h>

#include "modules/posix.h"
#include "object/float.h"
#include "platform/clock.h"

/* An int, or what fileno() says. */
static int descriptor(ty_ctx *ctx, ty_value v, int *out)
{
    if (!ty_is_int(v)) {
        ty_value method;
        int found = ty_attr_lookup(ctx, v, TY_SYM(fileno), &method);
        if (found <= 0) {
            if (!found)
                ty_error_set(ctx, &ty_TypeError_type, "argument must be an int, or have a fileno() method.");
            return -1;
        }
        if (!(v = ty_call0(ctx, method)))
            return -1;
        if (!ty_is_int(v)) {
            ty_error_set(ctx, &ty_TypeError_type, "fileno() returned a non-integer");
            return -1;
        }
    }
    if (ty_posix_int(ctx, v, 0, out) < 0)
        return -1;
    if (*out < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "file descriptor cannot be a negative integer (%d)", *out);
        return -1;
    }
    return 0;
}

/* Polls until the deadline (TY_CLOCK_NEVER: for ever); the number of ready ones, -1: exception. */
static int wait_for(ty_ctx *ctx, struct pollfd *fds, size_t n, int64_t deadline, bool at_once)
{
    for (;;) {
        int ms = 0, r, error;
        if (!at_once) {
            ms = -1;
            if (deadline != TY_CLOCK_NEVER) {
                int64_t left = deadline - ty_clock_monotonic();
                ms = left <= 0 ? 0 : left > (int64_t)INT_MAX * 1000000 ? INT_MAX : (int)((left + 999999) / 1000000);
            }
        }
        BLOCKING(r = poll(fds, (nfds_t)n, ms));
        if (r > 0 || (r == 0 && (at_once || deadline == TY_CLOCK_NEVER || ty_clock_monotonic() >= deadline)))
            return r;
        if (r < 0 && error != EINTR) {
            ty_error_os(ctx, error, TY_NULL);
            return -1;
        }
        if (ty_context_poll(ctx) < 0)
            return -1;
    }
}

static int timeout_argument(ty_ctx *ctx, ty_value v, double unit, int64_t *deadline, bool *at_once)
{
    double d;
    *deadline = TY_CLOCK_NEVER;
    *at_once = false;
    if (!v || v == TY_NONE)
        return 0;
    if (!ty_is_int(v) && !ty_is_float(v) && !ty_type_of(v)->slots.float_ && !ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "timeout must be a real number or None");
        return -1;
    }
    if (ty_op_double(ctx, v, &d) < 0)
        return -1;
    *at_once = d == 0;
    *deadline = d < 0 ? TY_CLOCK_NEVER : ty_clock_deadline((int64_t)fmin(ceil(d * unit), 9e18));
    return 0;
}

FN(select_select)
{
    (void)kwnames;
    static const short events[3] = {POLLIN, POLLOUT, POLLPRI};
    ty_value lists[3], result[3];
    size_t n = 0, total;
    int64_t deadline;
    bool at_once;
    if (timeout_argument(ctx, TY_ARG(3), 1e9, &deadline, &at_once) < 0)
        return TY_NULL;
    if (nargs > 3 && args[3] != TY_NONE && deadline == TY_CLOCK_NEVER && !at_once)
        return ty_error_set(ctx, &ty_ValueError_type, "timeout must be non-negative");
    for (int k = 0; k < 3; k++) {
        if (!ty_type_of(args[k])->slots.iter && !ty_type_of(args[k])->slots.getitem)
            return ty_error_set(ctx, &ty_TypeError_type, "arguments 1-3 must be sequences");
        if (!(lists[k] = ty_op_tuple(ctx, args[k])))
            return TY_NULL;
        n += ty_tuple_length(lists[k]);
    }
    total = n;
    struct pollfd *fds = calloc(total + 1, sizeof *fds);
    if (!fds)
        return ty_error_memory(ctx);
    n = 0;
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < ty_tuple_length(lists[k]); i++, n++) {
            if (descriptor(ctx, ty_tuple_at(lists[k], i), &fds[n].fd) < 0) {
                free(fds);
                return TY_NULL;
            }
            fds[n].events = events[k];
        }
    int r = wait_for(ctx, fds, total, deadline, at_once);
    n = 0;
    for (int k = 0; k < 3 && r >= 0; k++) {
        if (!(result[k] = ty_list_new(ctx, 0)))
            r = -1;
        for (size_t i = 0; r >= 0 && i < ty_tuple_length(lists[k]); i++, n++) {
            short got = fds[n].revents;
            if (got & POLLNVAL) {
                ty_error_os(ctx, EBADF, TY_NULL);
                r = -1;
            } else if (got & (events[k] | (k < 2 ? POLLERR | POLLHUP : 0))) {
                if (ty_list_append(ctx, result[k], ty_tuple_at(lists[k], i)) < 0)
                    r = -1;
            }
        }
    }
    free(fds);
    return r < 0 ? TY_NULL : ty_tuple_pack(ctx, 3, result[0], result[1], result[2]);
}

/* --- poll objects ----------------------------------------------------------------------------------------------------------------------- */

typedef struct poll_object {
    ty_object ob;
    ty_value events; /* dict: descriptor -> event mask */
} poll_object;
TY_DECLARE_TYPE(select_poll);

static int mask_argument(ty_ctx *ctx, ty_value v, int *out)
{
    if (ty_posix_int(ctx, v, POLLIN | POLLPRI | POLLOUT, out) < 0)
        return -1;
    if (*out < 0 || *out > 0xffff) {
        ty_error_set(ctx, *out < 0 ? &ty_ValueError_type : &ty_OverflowError_type,
                     *out < 0 ? "value must be positive" : "Python int too large for C unsigned short");
        return -1;
    }
    return 0;
}
FN(poll_register)
{
    (void)kwnames;
    int fd, mask;
    if (descriptor(ctx, args[1], &fd) < 0 || mask_argument(ctx, TY_ARG(2), &mask) < 0)
        return TY_NULL;
    return ty_dict_set(ctx, ((poll_object *)args[0])->events, ty_small(fd), ty_small(mask)) < 0 ? TY_NULL : TY_NONE;
}
FN(poll_modify)
{
    UNUSED;
    int fd, mask;
    ty_value there;
    if (descriptor(ctx, args[1], &fd) < 0 || mask_argument(ctx, args[2], &mask) < 0)
        return TY_NULL;
    int found = ty_dict_get(ctx, ((poll_object *)args[0])->events, ty_small(fd), &there);
    if (found == 0)
        return ty_error_os(ctx, ENOENT, TY_NULL);
    return found < 0 || ty_dict_set(ctx, ((poll_object *)args[0])->events, ty_small(fd), ty_small(mask)) < 0 ? TY_NULL : TY_NONE;
}
FN(poll_unregister)
{
    UNUSED;
    int fd;
    if (descriptor(ctx, args[1], &fd) < 0)
        return TY_NULL;
    int r = ty_dict_del(ctx, ((poll_object *)args[0])->events, ty_small(fd), NULL);
    return r > 0 ? TY_NONE : r < 0 ? TY_NULL : ty_error_set_value(ctx, &ty_KeyError_type, ty_small(fd));
}
FN(poll_poll)
{
    (void)kwnames;
    int64_t deadline;
    bool at_once;
    ty_value d = ((poll_object *)args[0])->events, k, v;
    if (timeout_argument(ctx, TY_ARG(1), 1e6, &deadline, &at_once) < 0)
        return TY_NULL;
    size_t n = ty_dict_length(d), i = 0;
    struct pollfd *fds = calloc(n + 1, sizeof *fds);
    if (!fds)
        return ty_error_memory(ctx);
    for (size_t pos = 0; i < n && ty_dict_next(d, &pos, &k, &v); i++)
        fds[i] = (struct pollfd){.fd = (int)ty_small_value(k), .events = (short)ty_small_value(v)};
    int r = wait_for(ctx, fds, n, deadline, at_once);
    ty_value list = r < 0 ? TY_NULL : ty_list_new(ctx, (size_t)r);
    for (i = 0; list && i < n; i++) {
        if (!fds[i].revents)
            continue;
        ty_value pair = ty_tuple_pack(ctx, 2, ty_small(fds[i].fd), ty_small((unsigned short)fds[i].revents));
        if (!pair || ty_list_append(ctx, list, pair) < 0)
            list = TY_NULL;
    }
    free(fds);
    return list;
}
#define OWNER &ty_select_poll_type
static const ty_native poll_methods[] = {
    TY_METHOD(register, poll_register, 1, 2, "fd, eventmask=7, /", "Watch a descriptor."),
    TY_METHOD(modify, poll_modify, 2, 2, "fd, eventmask, /", "Watch a descriptor for other events."),
    TY_METHOD(unregister, poll_unregister, 1, 1, "fd, /", "Watch a descriptor no more."),
    TY_METHOD(poll, poll_poll, 0, 1, "timeout=None, /", "Wait; a list of (descriptor, events)."),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_select_poll_layout = {.fixed_size = TY_FIXED_SIZE(poll_object), .slots_offset = offsetof(poll_object, events), .slots_count = 1};
TY_BUILTIN_TYPE(select_poll, .name = "select.poll", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(poll_object),
                .methods = poll_methods, .slots = {TY_OBJECT_SLOTS});

FN(select_poll)
{
    UNUSED, (void)args;
    ty_value d = ty_dict_new(ctx, 4);
    poll_object *p = d ? ty_alloc(ctx, &ty_select_poll_shape, sizeof *p) : NULL;
    if (p)
        p->events = d;
    return TY_VALUE(p);
}

#define MODULE "select"
static const ty_native functions[] = {
    TY_FUNCTION(select, select_select, 3, 4, "rlist, wlist, xlist, timeout=None, /", "Wait until files can be read or written."),
    TY_FUNCTION(poll, select_poll, 0, 0, "", "An object that watches descriptors."),
    TY_NATIVE_END,
};
static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; int value; } rows[] = {
        {"POLLIN", POLLIN}, {"POLLPRI", POLLPRI}, {"POLLOUT", POLLOUT}, {"POLLERR", POLLERR}, {"POLLHUP", POLLHUP}, {"POLLNVAL", POLLNVAL},
        {"POLLRDNORM", POLLRDNORM}, {"POLLRDBAND", POLLRDBAND}, {"POLLWRNORM", POLLWRNORM}, {"POLLWRBAND", POLLWRBAND}, {"PIPE_BUF", 4096}};
    for (size_t i = 0; i < TY_COUNTOF(rows); i++)
        if (ty_module_add(ctx, module, rows[i].name, ty_small(rows[i].value)) < 0)
            return -1;
    return ty_module_add(ctx, module, "error", TY_VALUE(&ty_OSError_type));
}
const ty_module_def ty_module_select = {.name = "select", .doc = "Waiting for descriptors.", .functions = functions, .init = init};
