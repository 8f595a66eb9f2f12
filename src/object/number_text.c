/* SPDX-License-Identifier: MIT */
/* Reduces text to ASCII for the readers of numbers. */
#include <config.h>

#include "object/number_text.h"

#include "object/int_impl.h"
#include "object/ops.h"
#include "object/unicode_data.h"

static char reduce(uint32_t ch)
{
    if (ch < 128)
        return (char)ch;
    int digit = ty_unicode_decimal(ch);
    if (digit >= 0)
        return (char)('0' + digit);
    if (ty_unicode_is_space(ch))
        return ' ';
    return '?';
}

const char *ty_number_text(ty_ctx *ctx, ty_value v, size_t *n, char *buf, size_t room, ty_value *hold)
{
    const ty_str *s = ty_str_ptr(v);
    *n = s->length;
    if (s->ascii)
        return (const char *)s->data;
    if (s->length > room) {
        ty_bigint *scratch = ty_int_alloc(ctx, s->length / sizeof(mp_limb_t) + 1);
        if (!scratch)
            return NULL;
        *hold = TY_VALUE(scratch);
        buf = (char *)scratch->limbs;
    }
    for (size_t i = 0; i < s->length; i++)
        buf[i] = reduce(ty_str_at(s, i));
    return buf;
}

ty_value ty_number_shown(ty_ctx *ctx, ty_value v)
{
    ty_value shown = ty_op_repr(ctx, v);
    return shown && ty_str_length(shown) > 200 ? ty_str_substring(ctx, shown, 0, 200) : shown;
}
