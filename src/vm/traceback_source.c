/* SPDX-License-Identifier: MIT */
/* See traceback_source.h. Source files are read anew: errors are rare, and the file may be gone. */
#include <config.h>

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "object/attr.h"
#include "object/error.h"
#include "object/exceptions.h"
#include "object/int.h"
#include "object/ops.h"
#include "platform/file.h"
#include "vm/traceback_source.h"
#include "object/tuple.h"

#define SOURCE_MAX ((size_t)32 << 20)

/* Start and length of line number `line` in text. */
static const char *find_line(const char *text, size_t n, int32_t line, size_t *length)
{
    const char *p = text, *end = text + n;
    for (int32_t i = 1; i < line; i++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            return NULL;
        p++;
    }
    if (p >= end)
        return NULL;
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    *length = (size_t)((stop ? stop : end) - p);
    if (*length && p[*length - 1] == '\r')
        --*length;
    return p;
}

/* Characters of the UTF-8 bytes [p, p + n). */
static size_t characters(const char *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += (p[i] & 0xc0) != 0x80;
    return count;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

void ty_traceback_source(ty_ctx *ctx, ty_strbuf *b, ty_value filename, int32_t line, const ty_code_position *p, int depth)
{
    size_t n, size, length;
    ty_value hold;
    char *text = NULL;
    const char *name = ty_str_utf8(ctx, filename, &n, &hold);
    if (!name) {
        ty_error_clear(ctx);
        return;
    }
    if (line < 1 || name[0] == '<' || strlen(name) != n || ty_file_read_whole(name, SOURCE_MAX, &text, &size) != 0)
        return;
    const char *start = find_line(text, size, line, &length);
    if (start) {
        const char *from = start, *to = start + length;
        while (from < to && blank(*from))
            from++;
        while (to > from && blank(to[-1]))
            to--;
        ty_value shown = from < to ? ty_str_from_utf8(ctx, from, (size_t)(to - from)) : TY_NULL;
        if (shown) {
            ty_strbuf_fill(b, ' ', (size_t)depth);
            ty_strbuf_str(b, shown);
            ty_strbuf_char(b, '\n');
            const char *mark = start + p->column, *mark_end = p->end_line == p->line ? start + p->end_column : to;
            if (p->column >= 0 && mark >= from && mark_end > mark && mark_end <= to && !(mark == from && mark_end == to)) {
                ty_strbuf_fill(b, ' ', (size_t)depth + characters(from, (size_t)(mark - from)));
                ty_strbuf_fill(b, '^', characters(mark, (size_t)(mark_end - mark)));
                ty_strbuf_char(b, '\n');
            }
        } else if (ctx->exc)
            ty_error_clear(ctx);
    }
    free(text);
}

static ty_value field(ty_ctx *ctx, ty_value exc, ty_value name)
{
    ty_value v;
    int found = ty_attr_lookup(ctx, exc, name, &v);
    if (found < 0)
        ty_error_clear(ctx);
    return found > 0 ? v : TY_NONE;
}

ty_value ty_traceback_syntax_message(ty_ctx *ctx, ty_value exc)
{
    ty_value message = field(ctx, exc, TY_SYM(msg));
    return ty_is_str(message) ? message : message == TY_NONE ? ty_str_from_cstr(ctx, "<no detail available>") : ty_op_str(ctx, message);
}

void ty_traceback_syntax(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth)
{
    ty_value filename = field(ctx, exc, TY_SYM(filename)), line = field(ctx, exc, TY_SYM(lineno)), text = field(ctx, exc, TY_SYM(text));
    ty_value offset = field(ctx, exc, TY_SYM(offset)), end_offset = field(ctx, exc, TY_SYM(end_offset)),
             end_line = field(ctx, exc, TY_SYM(end_lineno));
    if (!ty_is_small(line))
        return;
    ty_value place = ty_str_format(ctx, "  File \"%U\", line %d\n", ty_is_str(filename) ? filename : TY_SYM(lt_string_gt), (int)ty_small_value(line));
    if (!place) {
        ty_error_clear(ctx);
        return;
    }
    ty_strbuf_fill(b, ' ', (size_t)depth);
    ty_strbuf_str(b, place);
    if (!ty_is_str(text))
        return;
    const ty_str *s = ty_str_ptr(text);
    size_t from = 0, to = s->length;
    while (to > from && (ty_str_at(s, to - 1) == '\n' || ty_str_at(s, to - 1) == '\r'))
        to--;
    while (from < to && (ty_str_at(s, from) == ' ' || ty_str_at(s, from) == '\t' || ty_str_at(s, from) == '\f'))
        from++;
    ty_strbuf_fill(b, ' ', (size_t)depth + 4);
    ty_strbuf_part(b, text, from, to);
    ty_strbuf_char(b, '\n');
    if (!ty_is_small(offset) || ty_small_value(offset) < 1)
        return;
    intptr_t first = ty_small_value(offset) - 1, last = ty_is_small(end_offset) ? ty_small_value(end_offset) - 1 : 0;
    if (ty_is_small(end_line) && end_line != line)
        last = (intptr_t)to;
    if (first < (intptr_t)from)
        first = (intptr_t)from;
    if (last <= first)
        last = first + 1;
    ty_strbuf_fill(b, ' ', (size_t)depth + 4);
    for (intptr_t i = (intptr_t)from; i < first; i++)
        ty_strbuf_char(b, i < (intptr_t)to && ty_str_at(s, (size_t)i) == '\t' ? '\t' : ' ');
    ty_strbuf_fill(b, '^', (size_t)(last - first));
    ty_strbuf_char(b, '\n');
}

void ty_traceback_suggestion(ty_ctx *ctx, ty_strbuf *b, ty_value exc)
{
    (void)ctx, (void)b, (void)exc;
}

bool ty_traceback_group(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth, void (*frames)(ty_ctx *, ty_strbuf *, ty_value, int),
                        void (*only)(ty_ctx *, ty_strbuf *, ty_value, int), void (*chain)(ty_ctx *, ty_strbuf *, ty_value, int))
{
    ty_value parts = field(ctx, exc, TY_SYM(exceptions));
    if (!ty_is_tuple(parts))
        return false;
    (void)frames, (void)only;
    ty_strbuf_fill(b, ' ', (size_t)depth);
    ty_strbuf_cstr(b, "  + Exception Group ");
    frames(ctx, b, ty_exception_ptr(exc)->traceback, depth + 2);
    only(ctx, b, exc, depth + 2);
    for (size_t i = 0; i < ty_tuple_length(parts); i++) {
        char title[64];
        snprintf(title, sizeof title, "  +-+---------------- %zu ----------------\n", i + 1);
        ty_strbuf_fill(b, ' ', (size_t)depth);
        ty_strbuf_cstr(b, title);
        chain(ctx, b, ty_tuple_at(parts, i), depth + 4);
    }
    return true;
}
