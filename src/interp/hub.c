/* SPDX-License-Identifier: MIT */
/* See hub.h. */
#include <config.h>

#include <stdlib.h>

#include "interp/hub.h"
#include "object/error.h"

/* --- interpreters -------------------------------------------------------------------------------------------------------------- */

ty_interp *ty_hub_create(ty_ctx *ctx)
{
    ty_interp *i = ty_interp_new(ctx->interp->runtime, 0);
    ty_ctx *inside = i ? ty_interp_enter(i) : NULL;
    if (!inside) {
        if (i)
            ty_interp_free(i);
        ty_error_memory(ctx);
        return NULL;
    }
    int r = ty_interp_prepare(inside);
    if (r < 0)
        inside->exc = TY_NULL;
    ty_interp_leave(inside);
    if (r < 0) {
        ty_interp_free(i);
        ty_error_set(ctx, &ty_RuntimeError_type, "interpreter creation failed");
        return NULL;
    }
    return i;
}

static ty_interp *unknown(ty_ctx *ctx, int64_t id)
{
    ty_error_set(ctx, &ty_RuntimeError_type, "unrecognized interpreter ID %lld", (long long)id);
    return NULL;
}

ty_interp *ty_hub_claim(ty_ctx *ctx, int64_t id)
{
    ty_runtime *rt = ctx->interp->runtime;
    bool busy = false;
    ty_mutex_lock(&rt->mutex);
    ty_interp *i = rt->first;
    while (i && i->id != id)
        i = i->next;
    if (i) {
        int idle = 0;
        busy = !atomic_compare_exchange_strong(&i->running, &idle, 1);
    }
    ty_mutex_unlock(&rt->mutex);
    if (!i)
        return unknown(ctx, id);
    if (busy) {
        ty_error_set(ctx, &ty_RuntimeError_type, "interpreter already running");
        return NULL;
    }
    return i;
}

void ty_hub_done(ty_interp *i)
{
    atomic_store(&i->running, 0);
}

int ty_hub_destroy(ty_ctx *ctx, int64_t id)
{
    if (id == ctx->interp->id) {
        ty_error_set(ctx, &ty_RuntimeError_type, "cannot destroy the current interpreter");
        return -1;
    }
    ty_interp *i = ty_hub_claim(ctx, id);
    if (!i)
        return -1;
    ty_ctx *inside = ty_interp_enter(i);
    if (!inside) {
        ty_hub_done(i);
        ty_error_memory(ctx);
        return -1;
    }
    ty_interp_finish(inside);
    ty_interp_leave(inside);
    if (ty_interp_inhabited(i)) { /* daemon threads: they keep it, and what they hold, until the process ends */
        ty_hub_done(i);
        ty_error_set(ctx, &ty_RuntimeError_type, "interpreter %lld has threads that are still running", (long long)id);
        return -1;
    }
    ty_interp_free(i);
    return 0;
}

/* --- channels --------------------------------------------------------------------------------------------------------------------- */

ty_hub_channel *ty_hub_channel_new(ty_ctx *ctx, size_t max_items, size_t max_bytes)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_channel_options options = {.max_items = max_items, .max_bytes = max_bytes, .processors = rt->processors};
    ty_hub_channel *c = calloc(1, sizeof *c);
    if (c)
        c->queue = ty_channel_new(&options);
    if (!c || !c->queue) {
        free(c);
        ty_error_memory(ctx);
        return NULL;
    }
    c->references = 1;
    ty_mutex_lock(&rt->mutex);
    c->id = rt->next_channel++;
    c->next = rt->channels;
    rt->channels = c;
    ty_mutex_unlock(&rt->mutex);
    return c;
}

static void free_channel(ty_hub_channel *c)
{
    ty_channel_unref(c->queue);
    free(c->ends);
    free(c);
}

ty_hub_channel *ty_hub_channel_get(ty_ctx *ctx, int64_t id)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_mutex_lock(&rt->mutex);
    ty_hub_channel *c = rt->channels;
    while (c && c->id != id)
        c = c->next;
    if (c)
        c->references++;
    ty_mutex_unlock(&rt->mutex);
    return c;
}

void ty_hub_channel_put(ty_ctx *ctx, ty_hub_channel *c)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_mutex_lock(&rt->mutex);
    bool last = --c->references == 0;
    ty_mutex_unlock(&rt->mutex);
    if (last)
        free_channel(c);
}

bool ty_hub_channel_remove(ty_ctx *ctx, int64_t id)
{
    ty_runtime *rt = ctx->interp->runtime;
    ty_mutex_lock(&rt->mutex);
    ty_hub_channel **p = &rt->channels;
    while (*p && (*p)->id != id)
        p = &(*p)->next;
    ty_hub_channel *c = *p;
    if (c)
        *p = c->next;
    ty_mutex_unlock(&rt->mutex);
    if (!c)
        return false;
    ty_channel_close_now(c->queue);
    ty_hub_channel_put(ctx, c);
    return true;
}

/* --- waiting ------------------------------------------------------------------------------------------------------------------------- */

static void before_park(void *arg) { ty_context_unlock(arg); }
static void after_park(void *arg) { ty_context_lock(arg); }
static bool go_on(void *arg)
{
    return atomic_load_explicit(&((ty_ctx *)arg)->breaker, memory_order_relaxed) == 0;
}

static int transfer(ty_ctx *ctx, ty_hub_channel *c, ty_message *m, int64_t deadline, bool send)
{
    for (;;) {
        ty_channel_wait wait = {.deadline = deadline, .before_park = before_park, .after_park = after_park, .go_on = go_on, .arg = ctx};
        ty_channel_status status = send ? ty_channel_send(c->queue, m, &wait) : ty_channel_recv(c->queue, m, &wait);
        if (status == TY_CHANNEL_NOMEM) {
            ty_error_memory(ctx);
            return -1;
        }
        if (status != TY_CHANNEL_STOPPED)
            return (int)status;
        if (ty_context_poll(ctx) < 0)
            return -1;
    }
}

int ty_hub_send(ty_ctx *ctx, ty_hub_channel *c, ty_message *m, int64_t deadline) { return transfer(ctx, c, m, deadline, true); }
int ty_hub_recv(ty_ctx *ctx, ty_hub_channel *c, ty_message *m, int64_t deadline) { return transfer(ctx, c, m, deadline, false); }
