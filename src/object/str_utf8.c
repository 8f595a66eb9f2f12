/* SPDX-License-Identifier: MIT */
/* The UTF-8 bytes of a string for native callers. */
#include <config.h>

#include "object/bytes.h"
#include "object/str_impl.h"

const char *ty_str_utf8(ty_ctx *ctx, ty_value v, size_t *n, ty_value *hold)
{
    const ty_str *s = ty_str_ptr(v);
    /* A NUL stands behind inline text, and the text that an instance of a subclass refers to; not in a tail, where the
     * next string of the chain goes on. */
    if (s->ascii && (ty_str_is_inline(s) || ty_is_str(s->owner))) {
        *hold = v;
        if (n)
            *n = s->length;
        return (const char *)s->data;
    }
    if (s->kind != 1)
        for (size_t i = 0; i < s->length; i++) {
            uint32_t c = ty_str_at(s, i);
            if (c >= 0xd800 && c <= 0xdfff) {
                size_t end = i + 1;
                while (end < s->length && ty_str_at(s, end) >= 0xd800 && ty_str_at(s, end) <= 0xdfff)
                    end++;
                ty_codec_encode_error(ctx, v, "utf-8", i, end, "surrogates not allowed");
                return NULL;
            }
        }
    size_t size = ty_utf8_size(s->kind, s->data, s->length);
    ty_str_tail *t = ty_str_tail_new(ctx, size + 1);
    if (!t)
        return NULL;
    ty_utf8_encode(s->kind, s->data, s->length, t->data);
    t->data[size] = 0;
    *hold = TY_VALUE(t);
    if (n)
        *n = size;
    return (const char *)t->data;
}
