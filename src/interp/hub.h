/* SPDX-License-Identifier: MIT */
/*
 * What interpreters know of each other: the numbered interpreters and channels of the process. Every function takes the
 * context of the calling interpreter and raises there.
 */
#ifndef TY_INTERP_HUB_H
#define TY_INTERP_HUB_H

#include "channel/channel.h"
#include "interp/interp.h"

/* A numbered channel. `queue` is used without a lock; the rest under the runtime's mutex. */
typedef struct ty_hub_channel {
    struct ty_hub_channel *next;
    int64_t id;
    ty_channel *queue;
    size_t references;      /* of Python objects and of calls under way */
    struct ty_hub_end { int64_t interp; uint8_t send, recv; /* 0 not bound, 1 bound, 2 released */ } *ends;
    size_t end_count;
    bool closing, closed;   /* nothing can be sent, but drained; all over. Used by interp/ends.c only */
} ty_hub_channel;

/* --- interpreters -------------------------------------------------------------------------------------------------------- */
/* A new interpreter, ready to run. NULL: exception. */
ty_interp *ty_hub_create(ty_ctx *ctx) TY_RAISES;
/* Ends it. -1: unknown, current, or running. */
int ty_hub_destroy(ty_ctx *ctx, int64_t id) TY_RAISES;
/* Claims the right to run in __main__ of `id`; released by ty_hub_done. NULL: unknown or running already. */
ty_interp *ty_hub_claim(ty_ctx *ctx, int64_t id) TY_RAISES;
void ty_hub_done(ty_interp *i);

/* --- channels --------------------------------------------------------------------------------------------------------------- */
ty_hub_channel *ty_hub_channel_new(ty_ctx *ctx, size_t max_items, size_t max_bytes) TY_RAISES; /* one reference */
/* Takes a reference. NULL: none of this number; nothing is raised. */
ty_hub_channel *ty_hub_channel_get(ty_ctx *ctx, int64_t id);
void ty_hub_channel_put(ty_ctx *ctx, ty_hub_channel *c); /* gives it back */
bool ty_hub_channel_remove(ty_ctx *ctx, int64_t id);     /* closes it and takes it off the list; false: unknown */
/* OK, CLOSED, TIMEOUT; -1: exception (interrupted, killed). The interpreter's lock is given up only to sleep. */
int ty_hub_send(ty_ctx *ctx, ty_hub_channel *c, ty_message *m, int64_t deadline) TY_RAISES;
int ty_hub_recv(ty_ctx *ctx, ty_hub_channel *c, ty_message *m, int64_t deadline) TY_RAISES;

#endif
