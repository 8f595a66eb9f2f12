/* SPDX-License-Identifier: MIT */
/*
 * _typhon: interpreters and channels by number, the primitives under every interpreters module. Only those modules use
 * it; its functions check their arguments all the same.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "interp/channel_id.h"
#include "interp/ends.h"
#include "interp/hub.h"
#include "interp/share.h"
#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/clock.h"
#include "platform/file.h"

#define MODULE "_typhon"

static int number(ty_ctx *ctx, ty_value v, int64_t *out)
{
    ty_value i = ty_op_index(ctx, v);
    return i ? ty_int_to_int64(ctx, i, out) : -1;
}

/* Seconds, None for ever; a deadline. */
static int deadline_of(ty_ctx *ctx, ty_value timeout, int64_t *deadline)
{
    double seconds;
    *deadline = TY_CLOCK_NEVER;
    if (!timeout || timeout == TY_NONE)
        return 0;
    if (ty_op_double(ctx, timeout, &seconds) < 0)
        return -1;
    if (!(seconds >= 0)) {
        ty_error_set(ctx, &ty_ValueError_type, "timeout value must be non-negative");
        return -1;
    }
    if (seconds < 9e9)
        *deadline = ty_clock_deadline((int64_t)(seconds * 1e9));
    return 0;
}

/* --- interpreters ------------------------------------------------------------------------------------------------------------- */

static ty_value create(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_interp *i = ty_hub_create(ctx);
    return i ? ty_int_from_int64(ctx, i->id) : TY_NULL;
}

static ty_value destroy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    return number(ctx, args[0], &id) < 0 || ty_hub_destroy(ctx, id) < 0 ? TY_NULL : TY_NONE;
}

static ty_value list_all(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_runtime *rt = ctx->interp->runtime;
    int64_t *ids;
    size_t n = 0;
    ty_mutex_lock(&rt->mutex);
    ids = malloc((rt->alive + 1) * sizeof *ids);
    for (ty_interp *i = rt->first; i && ids; i = i->next)
        ids[n++] = i->id;
    ty_mutex_unlock(&rt->mutex);
    ty_value list = ids ? ty_list_new(ctx, n) : ty_error_memory(ctx);
    for (size_t i = 0; list && i < n; i++) {
        ty_value id = ty_int_from_int64(ctx, ids[i]);
        if (!id || ty_list_append(ctx, list, id) < 0)
            list = TY_NULL;
    }
    free(ids);
    return list;
}

static ty_value get_current(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_int_from_int64(ctx, ctx->interp->id);
}

static ty_value get_main(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_int_from_int64(ctx, ctx->interp->runtime->main ? ctx->interp->runtime->main->id : 0);
}

static ty_value is_running(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    if (number(ctx, args[0], &id) < 0)
        return TY_NULL;
    ty_runtime *rt = ctx->interp->runtime;
    ty_mutex_lock(&rt->mutex);
    ty_interp *i = rt->first;
    while (i && i->id != id)
        i = i->next;
    bool running = i && (atomic_load(&i->running) || i == rt->main);
    ty_mutex_unlock(&rt->mutex);
    if (!i)
        return ty_error_set(ctx, &ty_RuntimeError_type, "unrecognized interpreter ID %lld", (long long)id);
    return ty_bool(running);
}

/* "<class 'ValueError'>: boo" of the exception in `inside`, as malloc'd UTF-8; NULL: no memory. */
static char *describe(ty_ctx *inside)
{
    ty_value exc = ty_error_take(inside), text, hold;
    size_t n = 0;
    text = ty_str_format(inside, "%R: %S", TY_VALUE(ty_type_of(exc)), exc);
    const char *p = text ? ty_str_utf8(inside, text, &n, &hold) : NULL;
    if (inside->exc)
        ty_error_clear(inside);
    return p ? strndup(p, n) : strdup(ty_type_name(ty_type_of(exc)));
}

/* Shared values on their way: names and messages. */
typedef struct shared {
    ty_message *names, *values;
    size_t count;
} shared;

static void shared_drop(shared *s)
{
    for (size_t i = 0; i < s->count; i++) {
        ty_message_drop(&s->names[i]);
        ty_message_drop(&s->values[i]);
    }
    free(s->names);
    free(s->values);
}

static int shared_take(ty_ctx *ctx, ty_value mapping, int serializer, ty_interp *target, shared *s)
{
    *s = (shared){0};
    if (!mapping || mapping == TY_NONE)
        return 0;
    ty_value d = ty_dict_new(ctx, 8), k, v;
    if (!d || ty_dict_update(ctx, d, mapping) < 0)
        return -1;
    size_t n = ty_dict_length(d), pos = 0;
    s->names = calloc(n + 1, sizeof *s->names);
    s->values = calloc(n + 1, sizeof *s->values);
    if (!s->names || !s->values) {
        ty_error_memory(ctx);
        return -1;
    }
    while (ty_dict_next(d, &pos, &k, &v)) {
        if (!ty_is_str(k)) {
            ty_error_set(ctx, &ty_TypeError_type, "the names of shared values must be str, not %T", k);
            return -1;
        }
        if (ty_share_dump(ctx, k, -1, &s->names[s->count]) < 0)
            return -1;
        if (target && ty_has_shape(v, &ty_ChannelID_shape)) /* before this interpreter's lock is given up */
            ty_ends_introduce(target, ((ty_channel_id *)v)->id);
        if (ty_share_dump(ctx, v, serializer, &s->values[s->count]) < 0) {
            ty_message_drop(&s->names[s->count]);
            return -1;
        }
        s->count++;
    }
    return 0;
}

static int shared_give(ty_ctx *inside, const shared *s)
{
    ty_value ns = ((ty_module *)inside->interp->main_module)->dict;
    for (size_t i = 0; i < s->count; i++) {
        ty_value k = ty_share_load(inside, &s->names[i]), v = k ? ty_share_load(inside, &s->values[i]) : TY_NULL;
        if (!v || ty_dict_set(inside, ns, k, v) < 0)
            return -1;
    }
    return 0;
}

/* run(id, text, shared, serializer): None, or the description of an uncaught exception. */
static ty_value run(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    int64_t id, serializer = -1;
    size_t n;
    ty_value hold;
    if (number(ctx, args[0], &id) < 0 || (nargs > 3 && number(ctx, args[3], &serializer) < 0))
        return TY_NULL;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "argument 2 must be str, not %T", args[1]);
    const char *text = ty_str_utf8(ctx, args[1], &n, &hold);
    if (!text)
        return TY_NULL;
    if (strlen(text) != n)
        return ty_error_set(ctx, &ty_ValueError_type, "source code string cannot contain null bytes");
    ty_interp *i = ty_hub_claim(ctx, id);
    if (!i)
        return TY_NULL;
    shared s;
    char *failure = NULL;
    bool failed = false;
    ty_ctx *inside = shared_take(ctx, nargs > 2 ? args[2] : TY_NONE, (int)serializer, i, &s) < 0 ? NULL : ty_interp_enter(i);
    if (inside) {
        if (shared_give(inside, &s) < 0 || ty_run_text(inside, text, n, TY_SYM(lt_string_gt), 0) < 0) {
            failed = true;
            failure = inside->killed ? strdup("killed") : describe(inside);
        }
        ty_run_flush(inside);
        ty_interp_leave(inside);
    }
    shared_drop(&s);
    ty_hub_done(i);
    TY_KEEP(hold);
    if (!inside)
        return ctx->exc ? TY_NULL : ty_error_memory(ctx);
    ty_value result = !failed ? TY_NONE : failure ? ty_str_from_cstr(ctx, failure) : ty_error_memory(ctx);
    free(failure);
    return result;
}

/* --- channels -------------------------------------------------------------------------------------------------------------------- */

static ty_hub_channel *channel(ty_ctx *ctx, ty_value v)
{
    int64_t id;
    if (number(ctx, v, &id) < 0)
        return NULL;
    ty_hub_channel *c = ty_hub_channel_get(ctx, id);
    if (!c)
        ty_error_set(ctx, &ty_LookupError_type, "channel %lld not found", (long long)id);
    return c;
}

static ty_value channel_create(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    int64_t items = 0, bytes = 0;
    if ((nargs > 0 && number(ctx, args[0], &items) < 0) || (nargs > 1 && number(ctx, args[1], &bytes) < 0))
        return TY_NULL;
    if (items < 0 || bytes < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "a channel's limits must not be negative");
    ty_hub_channel *c = ty_hub_channel_new(ctx, (size_t)items, (size_t)bytes);
    return c ? ty_int_from_int64(ctx, c->id) : TY_NULL;
}

/* send(cid, value, timeout, serializer): True, False at the end of the time, None when the channel is closed. */
static ty_value channel_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    int64_t deadline, serializer = 0;
    if (deadline_of(ctx, TY_ARG(2), &deadline) < 0 || (nargs > 3 && number(ctx, args[3], &serializer) < 0))
        return TY_NULL;
    ty_hub_channel *c = channel(ctx, args[0]);
    if (!c)
        return TY_NULL;
    ty_message m;
    int status = ty_share_dump(ctx, args[1], (int)serializer, &m);
    if (status == 0) {
        status = ty_hub_send(ctx, c, &m, deadline);
        if (status != TY_CHANNEL_OK)
            ty_message_drop(&m);
        status = status < 0 ? -1 : status == TY_CHANNEL_OK ? 1 : status == TY_CHANNEL_CLOSED ? 2 : 3;
    }
    ty_hub_channel_put(ctx, c);
    return status < 0 ? TY_NULL : status == 1 ? TY_TRUE : status == 2 ? TY_NONE : TY_FALSE;
}

/* recv(cid, timeout): (value,), False at the end of the time, None when the channel is closed and empty. */
static ty_value channel_recv(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    int64_t deadline;
    if (deadline_of(ctx, TY_ARG(1), &deadline) < 0)
        return TY_NULL;
    ty_hub_channel *c = channel(ctx, args[0]);
    if (!c)
        return TY_NULL;
    ty_message m;
    int status = ty_hub_recv(ctx, c, &m, deadline);
    ty_hub_channel_put(ctx, c);
    if (status < 0)
        return TY_NULL;
    if (status != TY_CHANNEL_OK)
        return status == TY_CHANNEL_CLOSED ? TY_NONE : TY_FALSE;
    ty_value v = ty_share_load(ctx, &m);
    ty_message_drop(&m);
    return v ? ty_tuple_pack(ctx, 1, v) : TY_NULL;
}

static ty_value channel_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_hub_channel *c = channel(ctx, args[0]);
    if (!c)
        return TY_NULL;
    ty_channel_close(c->queue);
    ty_hub_channel_put(ctx, c);
    return TY_NONE;
}

static ty_value channel_destroy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    return number(ctx, args[0], &id) < 0 ? TY_NULL : ty_bool(ty_hub_channel_remove(ctx, id));
}

static ty_value channel_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_hub_channel *c = channel(ctx, args[0]);
    if (!c)
        return TY_NULL;
    size_t n = ty_channel_count(c->queue);
    ty_hub_channel_put(ctx, c);
    return ty_int_from_int64(ctx, (int64_t)n);
}

/* --- ends: the results are numbers of enum ty_ends, or (value,) ------------------------------------------------------------ */

static ty_value ends_send(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    if (number(ctx, args[0], &id) < 0)
        return TY_NULL;
    enum ty_ends r = ty_ends_send(ctx, id, args[1]);
    return r == TY_ENDS_ERROR ? TY_NULL : ty_small(r);
}

static ty_value ends_recv(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    ty_value v = TY_NONE;
    if (number(ctx, args[0], &id) < 0)
        return TY_NULL;
    enum ty_ends r = ty_ends_recv(ctx, id, args[1] == TY_TRUE, &v);
    return r == TY_ENDS_ERROR ? TY_NULL : r == TY_ENDS_OK ? ty_tuple_pack(ctx, 1, v) : ty_small(r);
}

static ty_value ends_close(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id, end;
    if (number(ctx, args[0], &id) < 0 || number(ctx, args[1], &end) < 0)
        return TY_NULL;
    return ty_small(ty_ends_close(ctx, id, (int)end, args[2] == TY_TRUE));
}

static ty_value ends_release(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    if (number(ctx, args[0], &id) < 0)
        return TY_NULL;
    return ty_small(ty_ends_release(ctx, id, args[1] == TY_TRUE, args[2] == TY_TRUE));
}

static ty_value ends_list(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id;
    ty_value list = TY_NULL;
    if (number(ctx, args[0], &id) < 0)
        return TY_NULL;
    enum ty_ends r = ty_ends_list(ctx, id, args[1] == TY_TRUE, &list);
    return r == TY_ENDS_ERROR ? TY_NULL : r == TY_ENDS_OK ? list : ty_small(r);
}

static ty_value channel_ids(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_runtime *rt = ctx->interp->runtime;
    int64_t *ids = NULL;
    size_t n = 0, count = 0;
    ty_mutex_lock(&rt->mutex);
    for (ty_hub_channel *c = rt->channels; c; c = c->next)
        count++;
    ids = malloc((count + 1) * sizeof *ids);
    for (ty_hub_channel *c = rt->channels; c && ids; c = c->next)
        ids[n++] = c->id;
    ty_mutex_unlock(&rt->mutex);
    ty_value list = ids ? ty_list_new(ctx, n) : ty_error_memory(ctx);
    while (list && n-- > 0) {
        ty_value id = ty_int_from_int64(ctx, ids[n]);
        if (!id || ty_list_append(ctx, list, id) < 0)
            list = TY_NULL;
    }
    free(ids);
    return list;
}

/* channel_id(number, end): a ChannelID. */
static ty_value channel_id(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t id, end;
    if (number(ctx, args[0], &id) < 0 || number(ctx, args[1], &end) < 0)
        return TY_NULL;
    return ty_channel_id_new(ctx, id, end == 1 ? TY_END_SEND : end == 2 ? TY_END_RECV : TY_END_BOTH);
}

static ty_value cpu_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return ty_small(ty_file_cpu_usable());
}

static ty_value serializers(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value list = ty_list_new(ctx, 4);
    const ty_serializer *s;
    for (size_t i = 0; list && (s = ty_serial_at(&ctx->interp->runtime->serializers, i)); i++) {
        ty_value name = ty_str_from_cstr(ctx, s->name);
        if (!name || ty_list_append(ctx, list, name) < 0)
            return TY_NULL;
    }
    return list;
}

static const ty_native functions[] = {
    TY_FUNCTION(create, create, 0, 0, "", "A new interpreter; its number."),
    TY_FUNCTION(destroy, destroy, 1, 1, "id, /", "End an interpreter."),
    TY_FUNCTION(list_all, list_all, 0, 0, "", "The numbers of all interpreters."),
    TY_FUNCTION(get_current, get_current, 0, 0, "", "The number of this interpreter."),
    TY_FUNCTION(get_main, get_main, 0, 0, "", "The number of the main interpreter."),
    TY_FUNCTION(is_running, is_running, 1, 1, "id, /", "Whether code runs in its __main__."),
    TY_FUNCTION(run, run, 2, 4, "id, text, shared=None, serializer=-1, /", "Run text in __main__; what went wrong, or None."),
    TY_FUNCTION(channel_create, channel_create, 0, 2, "items=0, bytes=0, /", "A new channel; its number."),
    TY_FUNCTION(channel_send, channel_send, 2, 4, "cid, value, timeout=None, serializer=0, /", "True sent, False time is up, None closed."),
    TY_FUNCTION(channel_recv, channel_recv, 1, 2, "cid, timeout=None, /", "(value,), False time is up, None closed."),
    TY_FUNCTION(channel_close, channel_close, 1, 1, "cid, /", "Nothing more can be sent."),
    TY_FUNCTION(channel_destroy, channel_destroy, 1, 1, "cid, /", "Drop it with what is in it."),
    TY_FUNCTION(channel_count, channel_count, 1, 1, "cid, /", "Items in it."),
    TY_FUNCTION(ends_send, ends_send, 2, 2, "cid, value, /", NULL),
    TY_FUNCTION(ends_recv, ends_recv, 2, 2, "cid, wait, /", NULL),
    TY_FUNCTION(ends_close, ends_close, 3, 3, "cid, end, force, /", NULL),
    TY_FUNCTION(ends_release, ends_release, 3, 3, "cid, send, recv, /", NULL),
    TY_FUNCTION(ends_list, ends_list, 2, 2, "cid, send, /", NULL),
    TY_FUNCTION(channel_ids, channel_ids, 0, 0, "", "The numbers of all channels."),
    TY_FUNCTION(channel_id, channel_id, 2, 2, "number, end, /", NULL),
    TY_FUNCTION(cpu_count, cpu_count, 0, 0, "", "Usable processors."),
    TY_FUNCTION(serializers, serializers, 0, 0, "", "Names of the serializers, by number."),
    TY_NATIVE_END,
};

static const ty_type *const types[] = {&ty_ChannelID_type, NULL};

const ty_module_def ty_module__typhon = {.name = "_typhon", .doc = "Interpreters and channels by number.", .functions = functions, .types = types};
