/* SPDX-License-Identifier: MIT */
/* Changing case. ASCII goes eight bytes at a time; everything else by the full mappings, with the final sigma. */
#include <config.h>

#include "object/str_impl.h"
#include "object/unicode_data.h"

#define ONES UINT64_C(0x0101010101010101)

/* Flips bit 5 of the bytes between `low` and `high`, all bytes being ASCII: in each byte, 128 - low + c carries into bit
 * 7 when c >= low, and 127 - high + c when c > high. */
static inline uint64_t flip_word(uint64_t w, unsigned low, unsigned high)
{
    uint64_t above = w + ONES * (128 - low), beyond = w + ONES * (127 - high);
    return w ^ ((above & ~beyond & (ONES * 128)) >> 2);
}

void ty_str_flip_ascii(unsigned char *out, const unsigned char *p, size_t n, unsigned low, unsigned high)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        ty_store64(out + i, flip_word(ty_load64(p + i), low, high));
    for (; i < n; i++)
        out[i] = p[i] >= low && p[i] <= high ? p[i] ^ 32 : p[i];
}

static ty_value flip(ty_ctx *ctx, const ty_str *s, unsigned low, unsigned high)
{
    if (s->length <= 1) {
        if (!s->length)
            return ty_str_empty;
        unsigned char c = s->data[0];
        return ty_str_char(ctx, c >= low && c <= high ? c ^ 32u : c);
    }
    ty_str *r = ty_str_new(ctx, s->length, 127);
    if (!r)
        return TY_NULL;
    ty_str_flip_ascii(r->data, s->data, s->length, low, high);
    return TY_VALUE(r);
}

/* A capital sigma at i becomes the final form when a cased letter stands before it and none behind, case-ignorable
 * characters apart. */
static uint32_t lower_sigma(const ty_str *s, size_t i)
{
    size_t j = i;
    while (j > 0 && ty_unicode_is_case_ignorable(ty_str_at(s, j - 1)))
        j--;
    if (j == 0 || !ty_unicode_is_cased_strict(ty_str_at(s, j - 1)))
        return 0x3c3;
    for (j = i + 1; j < s->length && ty_unicode_is_case_ignorable(ty_str_at(s, j));)
        j++;
    return j < s->length && ty_unicode_is_cased_strict(ty_str_at(s, j)) ? 0x3c3 : 0x3c2;
}

/* A buffer with room for as many characters, of the same kind. */
static void begin(ty_strbuf *b, ty_ctx *ctx, const ty_str *s)
{
    ty_strbuf_init(b, ctx);
    if (ty_strbuf_reserve(b, s->length, ty_str_bound(s)))
        b->max_char = 0; /* nothing is in it yet */
}

static void append_lower(ty_strbuf *b, const ty_str *s, size_t i)
{
    uint32_t c = ty_str_at(s, i), out[3];
    if (c < 128) {
        ty_strbuf_char(b, c >= 'A' && c <= 'Z' ? c + 32 : c);
        return;
    }
    if (c == 0x3a3) {
        ty_strbuf_char(b, lower_sigma(s, i));
        return;
    }
    int n = ty_unicode_lower_full(c, out);
    for (int k = 0; k < n; k++)
        ty_strbuf_char(b, out[k]);
}

/* Characters from `low` to `high` are the ASCII letters that the mapping changes; no other ASCII character is one. */
static inline void append_mapped(ty_strbuf *b, uint32_t c, int (*map)(uint32_t, uint32_t[3]), uint32_t low, uint32_t high)
{
    uint32_t out[3];
    if (c < 128) {
        ty_strbuf_char(b, c >= low && c <= high ? c ^ 32 : c);
        return;
    }
    int n = map(c, out);
    for (int k = 0; k < n; k++)
        ty_strbuf_char(b, out[k]);
}

TY_STR_METHOD(lower)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    if (s->ascii)
        return flip(ctx, s, 'A', 'Z');
    ty_strbuf b;
    begin(&b, ctx, s);
    for (size_t i = 0; i < s->length; i++)
        append_lower(&b, s, i);
    return ty_strbuf_finish(&b);
}

TY_STR_METHOD(upper)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    if (s->ascii)
        return flip(ctx, s, 'a', 'z');
    ty_strbuf b;
    begin(&b, ctx, s);
    for (size_t i = 0; i < s->length; i++)
        append_mapped(&b, ty_str_at(s, i), ty_unicode_upper_full, 'a', 'z');
    return ty_strbuf_finish(&b);
}

TY_STR_METHOD(casefold)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    if (s->ascii)
        return flip(ctx, s, 'A', 'Z');
    ty_strbuf b;
    begin(&b, ctx, s);
    for (size_t i = 0; i < s->length; i++)
        append_mapped(&b, ty_str_at(s, i), ty_unicode_fold_full, 'A', 'Z');
    return ty_strbuf_finish(&b);
}

TY_STR_METHOD(capitalize)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    if (s->length == 0)
        return ty_str_empty;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    append_mapped(&b, ty_str_at(s, 0), ty_unicode_title_full, 'a', 'z');
    for (size_t i = 1; i < s->length; i++)
        append_lower(&b, s, i);
    return ty_strbuf_finish(&b);
}

TY_STR_METHOD(title)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    bool inside = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (inside)
            append_lower(&b, s, i);
        else
            append_mapped(&b, c, ty_unicode_title_full, 'a', 'z');
        inside = c < 128 ? ty_ascii_is(c, TY_ASCII_ALPHA) : ty_unicode_is_cased(c);
    }
    return ty_strbuf_finish(&b);
}

TY_STR_METHOD(swapcase)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (ty_unicode_is_upper(c))
            append_lower(&b, s, i);
        else if (ty_unicode_is_lower(c))
            append_mapped(&b, c, ty_unicode_upper_full, 'a', 'z');
        else
            ty_strbuf_char(&b, c);
    }
    return ty_strbuf_finish(&b);
}
