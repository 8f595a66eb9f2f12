/* SPDX-License-Identifier: MIT */
/* See share.h. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "interp/channel_id.h"
#include "interp/ends.h"
#include "interp/share.h"
#include "mem/buf.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/str.h"

static void drop(ty_message *m)
{
    free(m->bytes);
    for (uint32_t i = 0; i < m->buffer_count; i++)
        ty_extbuf_unref(m->buffers[i]);
    free(m->buffers);
}

static int no_memory(ty_ctx *ctx)
{
    ty_error_memory(ctx);
    return -1;
}

static int put_text(ty_ctx *ctx, ty_message *m, int kind, const void *p, size_t n)
{
    m->kind = (uint8_t)kind;
    if (n <= TY_MESSAGE_INLINE) {
        memcpy(m->in.text, p, n);
        m->inline_size = (uint8_t)n;
        return 0;
    }
    m->bytes = malloc(n);
    if (!m->bytes)
        return no_memory(ctx);
    memcpy(m->bytes, p, n);
    m->size = n;
    return 0;
}

static int put_bytes(ty_ctx *ctx, ty_message *m, ty_value v)
{
    const ty_bytes *b = (ty_bytes *)v;
    if (b->length <= TY_MESSAGE_INLINE)
        return put_text(ctx, m, TY_SHARE_BYTES, b->data, b->length);
    ty_extbuf *buffer = b->ext ? ty_extbuf_ref(b->ext) : ty_extbuf_copy(b->data, b->length, true);
    m->buffers = malloc(sizeof *m->buffers);
    if (!buffer || !m->buffers) {
        ty_extbuf_unref(buffer);
        return no_memory(ctx);
    }
    m->kind = TY_SHARE_BUFFER;
    m->buffers[0] = buffer;
    m->buffer_count = 1;
    return 0;
}

int ty_share_dump(ty_ctx *ctx, ty_value v, int serializer, ty_message *m)
{
    ty_message_init(m);
    m->sender = ctx->interp->id;
    m->drop = drop;
    if (!ty_is_object(v)) {
        m->kind = TY_SHARE_WORD;
        m->in.words[0] = (uint64_t)(uintptr_t)v;
        return 0;
    }
    int r;
    if (ty_has_shape(v, &ty_bytes_shape))
        r = put_bytes(ctx, m, v);
    else if (ty_is_exact_str(v)) {
        size_t n;
        ty_value hold;
        const char *p = ty_str_utf8(ctx, v, &n, &hold);
        r = p ? put_text(ctx, m, TY_SHARE_STR, p, n) : -1;
        TY_KEEP(hold);
    } else if (ty_has_shape(v, &ty_ChannelID_shape)) {
        m->kind = TY_SHARE_CHANNEL;
        m->in.words[0] = (uint64_t)((ty_channel_id *)v)->id;
        m->in.words[1] = (uint64_t)((ty_channel_id *)v)->end;
        return 0;
    } else {
        const ty_serializer *s = serializer < 0 && !ty_is_exact_int(v) && !ty_is_exact_float(v)
                                     ? NULL
                                     : ty_serial_at(&ctx->interp->runtime->serializers, serializer < 0 ? 0 : (size_t)serializer);
        if (!s) {
            ty_error_set(ctx, &ty_ValueError_type, "%R does not support cross-interpreter data", v);
            return -1;
        }
        ty_buf out;
        ty_buf_init(&out, NULL, SIZE_MAX / 2);
        ty_serial_options options = {.version = -1, .flags = TY_SER_FLAG_OUT_OF_BAND, .limits = ty_serial_default_limits};
        r = ty_serial_dump(ctx, s, v, &options, &out);
        if (r == 0) {
            m->kind = TY_SHARE_SERIALIZED;
            m->encoding = (uint8_t)(serializer < 0 ? 0 : serializer);
            m->bytes = ty_buf_steal(&out, &m->size);
            m->buffers = options.buffers;
            m->buffer_count = options.buffer_count;
        } else {
            for (uint32_t i = 0; i < options.buffer_count; i++)
                ty_extbuf_unref(options.buffers[i]);
            free(options.buffers);
        }
        ty_buf_free(&out);
    }
    if (r < 0)
        ty_message_drop(m);
    return r;
}

ty_value ty_share_load(ty_ctx *ctx, const ty_message *m)
{
    const char *p = m->bytes ? m->bytes : m->in.text;
    size_t n = m->bytes ? m->size : m->inline_size;
    switch (m->kind) {
    case TY_SHARE_WORD: return (ty_value)(uintptr_t)m->in.words[0];
    case TY_SHARE_STR: return ty_str_from_utf8(ctx, p, n);
    case TY_SHARE_BYTES: return ty_bytes_new(ctx, p, n);
    case TY_SHARE_BUFFER: return ty_bytes_from_ext(ctx, ty_extbuf_ref(m->buffers[0]));
    case TY_SHARE_CHANNEL:
        ty_ends_introduce(ctx->interp, (int64_t)m->in.words[0]);
        return ty_channel_id_new(ctx, (int64_t)m->in.words[0], (int)m->in.words[1]);
    default: break;
    }
    const ty_serializer *s = ty_serial_at(&ctx->interp->runtime->serializers, m->encoding);
    ty_serial_options options = {.version = -1, .limits = ty_serial_default_limits, .buffers = m->buffers, .buffer_count = m->buffer_count};
    return ty_serial_load(ctx, s, m->bytes, m->size, &options, NULL);
}
