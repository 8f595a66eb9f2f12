/* SPDX-License-Identifier: MIT */
/* See channel_id.h. */
#include <config.h>

#include "interp/channel_id.h"
#include "object/error.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"

static const ty_layout ty_ChannelID_layout = {.fixed_size = sizeof(ty_channel_id)};

ty_value ty_channel_id_new(ty_ctx *ctx, int64_t id, int end)
{
    ty_channel_id *c = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *c));
    if (!c)
        return ty_error_memory(ctx);
    *c = (ty_channel_id){.ob = {(uintptr_t)&ty_ChannelID_shape}, .id = id, .end = end};
    return TY_VALUE(c);
}

static ty_value id_repr(ty_ctx *ctx, ty_value self)
{
    const ty_channel_id *c = (ty_channel_id *)self;
    static const char *const ends[] = {"", ", send=True", ", recv=True"};
    return ty_str_format(ctx, "ChannelID(%lld%s)", (long long)c->id, ends[c->end]);
}

static ty_value id_str(ty_ctx *ctx, ty_value self) { return ty_str_format(ctx, "%lld", (long long)((ty_channel_id *)self)->id); }
static ty_value id_int(ty_ctx *ctx, ty_value self) { return ty_int_from_int64(ctx, ((ty_channel_id *)self)->id); }
static intptr_t id_hash(ty_ctx *ctx, ty_value self)
{
    ty_value v = id_int(ctx, self);
    return v ? ty_int_hash(v) : -1;
}

static ty_value id_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    const ty_channel_id *x = (ty_channel_id *)a;
    if (op != TY_EQ && op != TY_NE)
        return TY_NOT_IMPLEMENTED;
    bool equal;
    if (ty_is_instance(b, &ty_ChannelID_type)) {
        const ty_channel_id *y = (ty_channel_id *)b;
        equal = x->id == y->id && x->end == y->end;
    } else if (ty_is_int(b)) {
        int64_t i;
        equal = ty_int_fits_int64(b, &i) && i == x->id;
    } else {
        double d;
        if (ty_op_double(ctx, b, &d) < 0) {
            ty_error_clear(ctx);
            return TY_NOT_IMPLEMENTED;
        }
        equal = d == (double)x->id;
    }
    return ty_bool(equal == (op == TY_EQ));
}

static ty_value id_end(ty_ctx *ctx, ty_value self)
{
    static const char *const names[] = {"both", "send", "recv"};
    return ty_str_from_cstr(ctx, names[((ty_channel_id *)self)->end]);
}
static ty_value id_send(ty_ctx *ctx, ty_value self) { return ty_channel_id_new(ctx, ((ty_channel_id *)self)->id, TY_END_SEND); }
static ty_value id_recv(ty_ctx *ctx, ty_value self) { return ty_channel_id_new(ctx, ((ty_channel_id *)self)->id, TY_END_RECV); }

#define OWNER &ty_ChannelID_type
static const ty_getset id_getsets[] = {
    TY_GETSET(end, id_end, NULL, "'send', 'recv', or 'both'"),
    TY_GETSET(send, id_send, NULL, "the 'send' end of the channel"),
    TY_GETSET(recv, id_recv, NULL, "the 'recv' end of the channel"),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(ChannelID, .name = "_xxsubinterpreters.ChannelID", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW, .basicsize = sizeof(ty_channel_id),
                .getsets = id_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = id_repr, .str = id_str, .hash = id_hash, .compare = id_compare, .int_ = id_int, .index = id_int});
