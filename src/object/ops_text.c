/* SPDX-License-Identifier: MIT */
/* Text of values: repr, str, ascii, format; the guard against endless repr of containers that hold themselves. */
#include <config.h>

#include <stdio.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/str_impl.h"

ty_value ty_op_repr(ty_ctx *ctx, ty_value v)
{
    if (ty_context_deep(ctx, " while getting the repr of an object") || ty_context_poll(ctx) < 0)
        return TY_NULL;
    ty_value s = ty_type_of(v)->slots.repr(ctx, v);
    if (TY_UNLIKELY(s && !ty_is_str(s)))
        return ty_error_set(ctx, &ty_TypeError_type, "__repr__ returned non-string (type %T)", s);
    return s;
}

ty_value ty_op_str(ty_ctx *ctx, ty_value v)
{
    if (ty_is_exact_str(v))
        return v;
    if (ty_is_small(v))
        return ty_int_to_str(ctx, v, 10);
    if (ty_context_deep(ctx, " while getting the str of an object"))
        return TY_NULL;
    ty_value s = ty_type_of(v)->slots.str(ctx, v);
    if (TY_UNLIKELY(s && !ty_is_str(s)))
        return ty_error_set(ctx, &ty_TypeError_type, "__str__ returned non-string (type %T)", s);
    return s;
}

/* Characters beyond ASCII as \x, \u, \U. */
static ty_value escape(ty_ctx *ctx, ty_value text)
{
    const ty_str *s = ty_str_ptr(text);
    if (s->ascii)
        return text;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        char escaped[12];
        if (c < 128)
            ty_strbuf_char(&b, c);
        else {
            int n = snprintf(escaped, sizeof escaped, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
            ty_strbuf_ascii(&b, escaped, (size_t)n);
        }
    }
    return ty_strbuf_finish(&b);
}

ty_value ty_op_ascii(ty_ctx *ctx, ty_value v)
{
    if (ty_is_exact_str(v))
        return ty_str_ascii(ctx, v);
    ty_value s = ty_op_repr(ctx, v);
    return s ? escape(ctx, s) : TY_NULL;
}

ty_value ty_op_format(ty_ctx *ctx, ty_value v, ty_value spec)
{
    if (!spec || ty_str_length(spec) == 0) {
        if (ty_is_exact_str(v))
            return v;
        if (ty_is_exact_int(v))
            return ty_op_str(ctx, v);
        spec = ty_str_empty;
    }
    bool found;
    ty_value args[2] = {v, spec};
    ty_value s = ty_call_special(ctx, TY_SYM(__format__), args, 2, &found);
    if (!found)
        return ty_error_set(ctx, &ty_TypeError_type, "Type %T doesn't define __format__", v);
    if (TY_UNLIKELY(s && !ty_is_str(s)))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__ must return a str, not %T", s);
    return s;
}

ty_value ty_op_bytes(ty_ctx *ctx, ty_value v)
{
    return ty_call1(ctx, TY_VALUE(&ty_bytes_type), v);
}

/* --- recursive repr ---------------------------------------------------------------------------------------------------------- */

int ty_op_repr_enter(ty_ctx *ctx, ty_value v)
{
    if (!ctx->repr_active) {
        ctx->repr_active = ty_list_new(ctx, 4);
        if (!ctx->repr_active)
            return -1;
    }
    for (size_t i = ty_list_length(ctx->repr_active); i-- > 0;)
        if (ty_list_at(ctx->repr_active, i) == v)
            return 1;
    return ty_list_append(ctx, ctx->repr_active, v);
}

void ty_op_repr_leave(ty_ctx *ctx, ty_value v)
{
    ty_list *active = ty_list_ptr(ctx->repr_active);
    for (size_t i = active->length; i-- > 0;)
        if (ty_list_at(ctx->repr_active, i) == v) {
            active->length = i; /* what was entered later has been left, or an error has skipped it */
            active->array->items[i] = TY_NONE;
            return;
        }
}
