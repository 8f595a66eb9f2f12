/* SPDX-License-Identifier: MIT */
/* See ends.h. */
#include <config.h>

#include <stdlib.h>

#include "interp/channel_id.h"
#include "interp/ends.h"
#include "interp/share.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "platform/clock.h"

/* How often a receiver lets other threads of its own interpreter run before it decides. */
enum { SWITCHES_MAX = 64 };

enum { END_NONE, END_OPEN, END_RELEASED };

/* --- state, under the runtime's mutex ----------------------------------------------------------------------------------------- */

static ty_hub_channel *find(ty_runtime *rt, int64_t id)
{
    ty_hub_channel *c = rt->channels;
    while (c && c->id != id)
        c = c->next;
    return c;
}

static struct ty_hub_end *end_of(ty_hub_channel *c, int64_t interp, bool make)
{
    for (size_t i = 0; i < c->end_count; i++)
        if (c->ends[i].interp == interp)
            return &c->ends[i];
    if (!make)
        return NULL;
    struct ty_hub_end *bigger = realloc(c->ends, (c->end_count + 1) * sizeof *bigger);
    if (!bigger)
        return NULL;
    c->ends = bigger;
    bigger[c->end_count] = (struct ty_hub_end){.interp = interp};
    return &bigger[c->end_count++];
}

/* Binds this interpreter's end; CLOSED when it has been released. */
static enum ty_ends bind(ty_hub_channel *c, int64_t interp, bool send)
{
    struct ty_hub_end *e = end_of(c, interp, true);
    if (!e)
        return TY_ENDS_ERROR;
    uint8_t *state = send ? &e->send : &e->recv;
    if (*state == END_RELEASED)
        return TY_ENDS_CLOSED;
    *state = END_OPEN;
    return TY_ENDS_OK;
}

static bool all_released(const ty_hub_channel *c)
{
    bool any = false;
    for (size_t i = 0; i < c->end_count; i++) {
        if (c->ends[i].send == END_OPEN || c->ends[i].recv == END_OPEN)
            return false;
        any |= c->ends[i].send || c->ends[i].recv;
    }
    return any;
}

/* Takes a reference when the channel can be used. */
static enum ty_ends use(ty_runtime *rt, int64_t id, ty_hub_channel **c)
{
    *c = find(rt, id);
    if (!*c)
        return TY_ENDS_NOT_FOUND;
    if ((*c)->closed)
        return TY_ENDS_CLOSED;
    (*c)->references++;
    return TY_ENDS_OK;
}

/* --- sending -------------------------------------------------------------------------------------------------------------------- */

enum ty_ends ty_ends_send(ty_ctx *ctx, int64_t id, ty_value v)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_hub_channel *c;
    ty_mutex_lock(&rt->mutex);
    enum ty_ends r = use(rt, id, &c);
    if (r == TY_ENDS_OK) {
        r = c->closing ? TY_ENDS_CLOSED : bind(c, ctx->interp->id, true);
        if (r != TY_ENDS_OK)
            c->references--;
    }
    ty_mutex_unlock(&rt->mutex);
    if (r != TY_ENDS_OK)
        return r;
    ty_message m;
    if (ty_share_dump(ctx, v, -1, &m) < 0)
        r = TY_ENDS_ERROR;
    else {
        ty_channel_status status = ty_channel_try_send(c->queue, &m);
        if (status != TY_CHANNEL_OK) {
            ty_message_drop(&m);
            if (status == TY_CHANNEL_CLOSED)
                r = TY_ENDS_CLOSED;
            else {
                ty_error_memory(ctx);
                r = TY_ENDS_ERROR;
            }
        }
    }
    ty_hub_channel_put(ctx, c);
    return r;
}

/* --- receiving -------------------------------------------------------------------------------------------------------------------- */

static bool not_mine(const ty_message *m, void *arg)
{
    return m->sender != ((ty_ctx *)arg)->interp->id;
}

/* Somebody else, bound to the channel or introduced to it, who has a thread that can still do something. */
static bool hope(ty_ctx *ctx, ty_hub_channel *c, bool *others)
{
    ty_runtime *rt = ctx->interp->runtime;
    bool able = false;
    *others = false;
    ty_mutex_lock(&rt->mutex);
    for (size_t e = 0; e < c->end_count; e++) {
        if (c->ends[e].interp == ctx->interp->id)
            continue;
        for (ty_interp *i = rt->first; i; i = i->next)
            if (i->id == c->ends[e].interp) {
                *others = true;
                int inside = (int)atomic_load(&i->context_count), blocked = atomic_load(&i->blocked);
                able |= inside > blocked;
            }
    }
    ty_mutex_unlock(&rt->mutex);
    return able;
}

struct waiting {
    ty_ctx *ctx;
    ty_hub_channel *c;
};

static void before_park(void *arg) { ty_context_unlock(((struct waiting *)arg)->ctx); }
static void after_park(void *arg) { ty_context_lock(((struct waiting *)arg)->ctx); }
static bool go_on(void *arg)
{
    struct waiting *w = arg;
    bool others;
    return atomic_load_explicit(&w->ctx->breaker, memory_order_relaxed) == 0 && hope(w->ctx, w->c, &others);
}

/* Other threads of this interpreter that want to run go first: one of them may be about to hand the channel on. */
static void let_others_run(ty_ctx *ctx)
{
    ty_interp_lock *l = &ctx->interp->lock;
    for (int i = 0; i < SWITCHES_MAX && (ty_interp_lock_wanted(l) || atomic_load(&ctx->interp->starting)); i++) {
        ty_stack_park(&ctx->stack);
        ty_interp_lock_switch(l, ctx);
        ty_stack_unpark(&ctx->stack);
    }
}

static enum ty_ends receive(ty_ctx *ctx, ty_hub_channel *c, bool wait, ty_message *m)
{
    bool others;
    if (wait)
        let_others_run(ctx);
    for (;;) {
        bool able = hope(ctx, c, &others);
        if (!others || !wait)
            return ty_channel_try_recv(c->queue, m) == TY_CHANNEL_OK ? TY_ENDS_OK : TY_ENDS_EMPTY;
        if (ty_channel_try_recv_match(c->queue, not_mine, ctx, m) == TY_CHANNEL_OK)
            return TY_ENDS_OK;
        if (!able)
            return ty_channel_try_recv(c->queue, m) == TY_CHANNEL_OK ? TY_ENDS_OK : TY_ENDS_EMPTY;
        struct waiting w = {ctx, c};
        ty_channel_wait how = {.deadline = TY_CLOCK_NEVER, .before_park = before_park, .after_park = after_park, .go_on = go_on, .arg = &w};
        atomic_fetch_add(&ctx->interp->runtime->receivers_waiting, 1);
        ty_ends_blocked(ctx, +1);
        ty_channel_status status = ty_channel_recv_match(c->queue, not_mine, ctx, m, &how);
        ty_ends_blocked(ctx, -1);
        atomic_fetch_sub(&ctx->interp->runtime->receivers_waiting, 1);
        if (status == TY_CHANNEL_OK)
            return TY_ENDS_OK;
        if (ty_context_poll(ctx) < 0)
            return TY_ENDS_ERROR;
        if (status == TY_CHANNEL_CLOSED)
            return TY_ENDS_CLOSED;
    }
}

enum ty_ends ty_ends_recv(ty_ctx *ctx, int64_t id, bool wait, ty_value *out)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_hub_channel *c;
    ty_mutex_lock(&rt->mutex);
    enum ty_ends r = use(rt, id, &c);
    if (r == TY_ENDS_OK) {
        r = bind(c, ctx->interp->id, false);
        if (r != TY_ENDS_OK)
            c->references--;
    }
    ty_mutex_unlock(&rt->mutex);
    if (r != TY_ENDS_OK)
        return r;
    ty_message m;
    r = receive(ctx, c, wait, &m);
    if (r == TY_ENDS_OK) {
        *out = ty_share_load(ctx, &m);
        ty_message_drop(&m);
        if (!*out)
            r = TY_ENDS_ERROR;
    }
    ty_mutex_lock(&rt->mutex);
    if (c->closing && ty_channel_count(c->queue) == 0)
        c->closed = true;
    ty_mutex_unlock(&rt->mutex);
    ty_hub_channel_put(ctx, c);
    return r;
}

/* --- closing --------------------------------------------------------------------------------------------------------------------- */

enum ty_ends ty_ends_close(ty_ctx *ctx, int64_t id, int end, bool force)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_hub_channel *c;
    ty_mutex_lock(&rt->mutex);
    enum ty_ends r = use(rt, id, &c);
    if (r != TY_ENDS_OK) {
        ty_mutex_unlock(&rt->mutex);
        return r;
    }
    bool drop = false;
    if (!force && end == TY_END_SEND && c->closing)
        r = TY_ENDS_CLOSED;
    else if (!force && ty_channel_count(c->queue)) {
        if (end == TY_END_SEND)
            c->closing = true;
        else
            r = TY_ENDS_NOT_EMPTY;
    } else {
        c->closed = true;
        drop = true;
        for (size_t i = 0; i < c->end_count; i++)
            c->ends[i].send = c->ends[i].recv = END_RELEASED;
    }
    ty_mutex_unlock(&rt->mutex);
    if (drop)
        ty_channel_close_now(c->queue);
    ty_hub_channel_put(ctx, c);
    return r;
}

enum ty_ends ty_ends_release(ty_ctx *ctx, int64_t id, bool send, bool recv)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_hub_channel *c;
    ty_mutex_lock(&rt->mutex);
    enum ty_ends r = use(rt, id, &c);
    bool drop = false;
    if (r == TY_ENDS_OK) {
        struct ty_hub_end *e = end_of(c, ctx->interp->id, true);
        if (e) {
            if (send)
                e->send = END_RELEASED;
            if (recv)
                e->recv = END_RELEASED;
            if (all_released(c))
                c->closed = drop = true;
        }
    }
    ty_mutex_unlock(&rt->mutex);
    if (r == TY_ENDS_OK) {
        if (drop)
            ty_channel_close_now(c->queue);
        ty_hub_channel_put(ctx, c);
        ty_ends_changed(rt);
    }
    return r;
}

enum ty_ends ty_ends_list(ty_ctx *ctx, int64_t id, bool send, ty_value *list)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_hub_channel *c;
    int64_t *ids = NULL;
    size_t n = 0;
    ty_mutex_lock(&rt->mutex);
    enum ty_ends r = use(rt, id, &c);
    if (r == TY_ENDS_OK) {
        ids = malloc((c->end_count + 1) * sizeof *ids);
        for (size_t i = 0; ids && i < c->end_count; i++)
            if ((send ? c->ends[i].send : c->ends[i].recv) == END_OPEN)
                ids[n++] = c->ends[i].interp;
    }
    ty_mutex_unlock(&rt->mutex);
    if (r != TY_ENDS_OK)
        return r;
    ty_hub_channel_put(ctx, c);
    *list = ids ? ty_list_new(ctx, n) : ty_error_memory(ctx);
    for (size_t i = 0; *list && i < n; i++) {
        ty_value v = ty_int_from_int64(ctx, ids[i]);
        if (!v || ty_list_append(ctx, *list, v) < 0)
            *list = TY_NULL;
    }
    free(ids);
    return *list ? TY_ENDS_OK : TY_ENDS_ERROR;
}

enum ty_ends ty_ends_exists(ty_ctx *ctx, int64_t id)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_mutex_lock(&rt->mutex);
    bool found = find(rt, id) != NULL;
    ty_mutex_unlock(&rt->mutex);
    return found ? TY_ENDS_OK : TY_ENDS_NOT_FOUND;
}

/* --- who can progress -------------------------------------------------------------------------------------------------------------- */

void ty_ends_introduce(ty_interp *i, int64_t id)
{
    ty_runtime *rt = i->runtime;
    ty_mutex_lock(&rt->mutex);
    ty_hub_channel *c = find(rt, id);
    if (c)
        (void)end_of(c, i->id, true);
    ty_mutex_unlock(&rt->mutex);
}

void ty_ends_changed(ty_runtime *rt)
{
    if (atomic_load(&rt->receivers_waiting) == 0)
        return;
    ty_mutex_lock(&rt->mutex);
    for (ty_hub_channel *c = rt->channels; c; c = c->next)
        ty_channel_poke(c->queue, TY_CHANNEL_RECV);
    ty_mutex_unlock(&rt->mutex);
}

void ty_ends_blocked(ty_ctx *ctx, int by)
{
    ty_runtime *rt = ctx->interp->runtime;
    atomic_fetch_add(&ctx->interp->blocked, by);
    if (by > 0)
        ty_ends_changed(rt);
}
