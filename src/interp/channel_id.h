/* SPDX-License-Identifier: MIT */
/* ChannelID: the number of a channel and which end of it is meant; shareable. The low-level interpreters modules' type. */
#ifndef TY_INTERP_CHANNEL_ID_H
#define TY_INTERP_CHANNEL_ID_H

#include "object/type.h"

enum ty_channel_end { TY_END_BOTH, TY_END_SEND, TY_END_RECV };

typedef struct ty_channel_id {
    ty_object ob;
    int64_t id;
    int end; /* enum ty_channel_end */
} ty_channel_id;

TY_DECLARE_TYPE(ChannelID);
ty_value ty_channel_id_new(ty_ctx *ctx, int64_t id, int end) TY_RAISES;

#endif
