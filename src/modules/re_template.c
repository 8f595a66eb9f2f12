/* SPDX-License-Identifier: MIT */
/*
 * Replacement texts with \1, \g<name> and escapes. Read into a tuple that alternates texts (of the pattern's type) and
 * group numbers, beginning and ending with a text. The pattern remembers the last one.
 */
#include <config.h>

#include "modules/re_impl.h"
#include "object/dict.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/tuple.h"
#include "object/unicode_data.h"

#define END UINT32_MAX

typedef struct reader {
    ty_ctx *ctx;
    ty_re_pattern *pattern;
    ty_value text;
    ty_re_subject subject;
    size_t at;
    ty_value parts;   /* list */
    ty_strbuf literal;
} reader;

static uint32_t char_at(const reader *r, size_t i)
{
    const ty_re_subject *s = &r->subject;
    return i >= s->length ? END : s->kind == 1 ? ((const uint8_t *)s->data)[i]
         : s->kind == 2 ? ((const uint16_t *)s->data)[i] : ((const uint32_t *)s->data)[i];
}

static ty_value piece(reader *r, size_t start, size_t end)
{
    return ty_str_from_ucs(r->ctx, r->subject.kind, (const char *)r->subject.data + start * (size_t)r->subject.kind, end - start);
}

static int fail(reader *r, size_t at, ty_value message)
{
    if (message)
        ty_re_error(r->ctx, message, r->text, (intptr_t)at);
    return -1;
}

static int flush(reader *r)
{
    ty_value text = r->literal.failed ? TY_NULL
                  : r->pattern->is_bytes ? ty_bytes_new(r->ctx, r->literal.data, r->literal.length) : ty_strbuf_finish(&r->literal);
    ty_strbuf_init(&r->literal, r->ctx);
    return text ? ty_list_append(r->ctx, r->parts, text) : -1;
}

static int add_group(reader *r, intptr_t group, size_t at)
{
    if (group > (intptr_t)r->pattern->groups)
        return fail(r, at, ty_str_format(r->ctx, "invalid group reference %zd", group));
    return flush(r) < 0 ? -1 : ty_list_append(r->ctx, r->parts, ty_small(group));
}

static bool is_octal(uint32_t c) { return c >= '0' && c <= '7'; }
static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* \g<name>; r->at is behind the g. */
static int named(reader *r)
{
    if (char_at(r, r->at) != '<')
        return fail(r, r->at, ty_str_from_cstr(r->ctx, "missing <"));
    size_t from = ++r->at;
    while (char_at(r, r->at) != END && char_at(r, r->at) != '>')
        r->at++;
    if (r->at == from)
        return fail(r, from, ty_str_from_cstr(r->ctx, "missing group name"));
    if (char_at(r, r->at) == END)
        return fail(r, from, ty_str_from_cstr(r->ctx, "missing >, unterminated name"));
    ty_value name = piece(r, from, r->at), number;
    r->at++;
    if (!name)
        return -1;
    intptr_t group = 0;
    bool digits = true;
    for (size_t i = 0; i < ty_str_length(name); i++) {
        uint32_t c = ty_str_at(ty_str_ptr(name), i);
        digits &= is_digit(c);
        if (digits && group <= (intptr_t)RE_MAX_GROUPS)
            group = group * 10 + (intptr_t)(c - '0');
    }
    if (digits)
        return group > (intptr_t)RE_MAX_GROUPS ? fail(r, from, ty_str_format(r->ctx, "invalid group reference %U", name))
                                               : add_group(r, group, from);
    if (r->pattern->is_bytes && !ty_str_ptr(name)->ascii)
        return fail(r, from, ty_str_format(r->ctx, "bad character in group name %A", name));
    if (!ty_str_is_identifier(name))
        return fail(r, from, ty_str_format(r->ctx, "bad character in group name %R", name));
    int got = ty_dict_get(r->ctx, r->pattern->names, name, &number);
    if (got == 0)
        ty_error_set(r->ctx, &ty_IndexError_type, "unknown group name %R", name);
    return got <= 0 ? -1 : add_group(r, ty_small_value(number), from);
}

static int escape(reader *r)
{
    static const char letters[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
    size_t start = r->at - 1;
    uint32_t c = char_at(r, r->at++);
    if (c == END)
        return fail(r, start, ty_str_from_cstr(r->ctx, "bad escape (end of pattern)"));
    if (c == 'g')
        return named(r);
    if (c == '0') {
        uint32_t v = 0;
        for (int i = 0; i < 2 && is_octal(char_at(r, r->at)); i++)
            v = v * 8 + (char_at(r, r->at++) - '0');
        ty_strbuf_char(&r->literal, v & 255);
        return 0;
    }
    if (is_digit(c)) {
        uint32_t group = c - '0', second = char_at(r, r->at), third = char_at(r, r->at + 1);
        if (is_digit(second)) {
            r->at++;
            if (is_octal(c) && is_octal(second) && is_octal(third)) {
                uint32_t v = (c - '0') * 64 + (second - '0') * 8 + (third - '0');
                r->at++;
                if (v > 0377) {
                    ty_value text = piece(r, start, r->at);
                    return text ? fail(r, start, ty_str_format(r->ctx, "octal escape value %U outside of range 0-0o377", text)) : -1;
                }
                ty_strbuf_char(&r->literal, v);
                return 0;
            }
            group = group * 10 + (second - '0');
        }
        return add_group(r, (intptr_t)group, start + 1);
    }
    const char *found = c && c < 128 ? strchr(letters, (int)c) : NULL;
    if (found) {
        ty_strbuf_char(&r->literal, (unsigned char)values[found - letters]);
        return 0;
    }
    if (c < 128 && ty_ascii_is(c, TY_ASCII_ALPHA)) {
        ty_value text = piece(r, start, r->at);
        return text ? fail(r, start, ty_str_format(r->ctx, "bad escape %U", text)) : -1;
    }
    ty_strbuf_char(&r->literal, '\\');
    ty_strbuf_char(&r->literal, c);
    return 0;
}

ty_value ty_re_template(ty_ctx *ctx, ty_re_pattern *p, ty_value text)
{
    if (p->template_text && p->template_text == text && (ty_is_str(text) || ty_has_shape(text, &ty_bytes_shape)))
        return p->template;
    reader r = {.ctx = ctx, .pattern = p, .text = text};
    /* A text of the other kind is read all the same; using it will be the error. */
    if (ty_re_subject_open(ctx, &r.subject, text, !ty_is_str(text)) < 0)
        return TY_NULL;
    ty_strbuf_init(&r.literal, ctx);
    r.parts = ty_list_new(ctx, 4);
    int good = r.parts ? 0 : -1;
    while (good == 0 && r.at < r.subject.length) {
        uint32_t c = char_at(&r, r.at++);
        if (c == '\\')
            good = escape(&r);
        else
            ty_strbuf_char(&r.literal, c);
    }
    ty_re_subject_close(ctx, &r.subject);
    if (good < 0 || flush(&r) < 0)
        return TY_NULL;
    ty_value parts = ty_list_to_tuple(ctx, r.parts);
    if (parts) {
        ty_heap_store(ctx->heap, &p->ob, &p->template_text, text);
        ty_heap_store(ctx->heap, &p->ob, &p->template, parts);
    }
    return parts;
}

ty_value ty_re_template_expand(ty_ctx *ctx, ty_value parts, const ty_re_match_object *m)
{
    const ty_re_pattern *p = (const ty_re_pattern *)m->pattern;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < ty_tuple_length(parts); i++) {
        ty_value part = ty_tuple_at(parts, i);
        if (i & 1) {
            part = ty_re_match_group(ctx, m, (size_t)ty_small_value(part), TY_NONE);
            if (!part)
                return TY_NULL;
            if (ty_is_none(part))
                continue;
        }
        if (p->is_bytes)
            ty_strbuf_ucs(&b, 1, ty_bytes_data(part), ty_bytes_length(part));
        else
            ty_strbuf_str(&b, part);
    }
    return b.failed ? TY_NULL : p->is_bytes ? ty_bytes_new(ctx, b.data, b.length) : ty_strbuf_finish(&b);
}
