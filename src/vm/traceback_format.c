/* SPDX-License-Identifier: MIT */
/* The text of an uncaught exception: frames with source lines and marks, causes and contexts, notes, groups. */
#include <config.h>

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "object/attr.h"
#include "object/error.h"
#include "object/exceptions.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/file.h"
#include "vm/frame.h"
#include "vm/frame_impl.h"
#include "vm/traceback_source.h"

enum { REPEATS_SHOWN = 3, DEPTH_MAX = 100 };

static void indent(ty_strbuf *b, int depth)
{
    ty_strbuf_fill(b, ' ', (size_t)depth);
}

static void format_frame(ty_ctx *ctx, ty_strbuf *b, const ty_traceback *t, int depth)
{
    const ty_code *c = ((ty_frame *)t->frame)->function->code;
    int32_t line = ty_traceback_line(t);
    indent(b, depth);
    ty_strbuf_cstr(b, "  File \"");
    ty_strbuf_str(b, c->filename);
    char number[32];
    snprintf(number, sizeof number, "\", line %d, in ", (int)line);
    ty_strbuf_cstr(b, number);
    ty_strbuf_str(b, c->qualname ? c->name : c->name);
    ty_strbuf_char(b, '\n');
    ty_code_position p = t->line >= 0 ? (ty_code_position){line, line, -1, -1} : ty_code_position_at(c, t->pc);
    ty_traceback_source(ctx, b, c->filename, line, &p, depth + 4);
}

static bool same_place(const ty_traceback *a, const ty_traceback *b)
{
    return ((ty_frame *)a->frame)->function->code == ((ty_frame *)b->frame)->function->code && ty_traceback_line(a) == ty_traceback_line(b);
}

static void format_frames(ty_ctx *ctx, ty_strbuf *b, ty_value tb, int depth)
{
    if (!tb || tb == TY_NONE)
        return;
    indent(b, depth);
    ty_strbuf_cstr(b, "Traceback (most recent call last):\n");
    const ty_traceback *last = NULL;
    size_t repeats = 0;
    for (; tb != TY_NONE; tb = ((ty_traceback *)tb)->next) {
        const ty_traceback *t = (ty_traceback *)tb;
        repeats = last && same_place(last, t) ? repeats + 1 : 0;
        last = t;
        if (repeats < REPEATS_SHOWN)
            format_frame(ctx, b, t, depth);
        const ty_traceback *next = t->next == TY_NONE ? NULL : (ty_traceback *)t->next;
        if (repeats >= REPEATS_SHOWN && (!next || !same_place(t, next))) {
            char text[64];
            size_t n = repeats - REPEATS_SHOWN + 1;
            snprintf(text, sizeof text, "  [Previous line repeated %zu more time%s]\n", n, n == 1 ? "" : "s");
            indent(b, depth);
            ty_strbuf_cstr(b, text);
        }
    }
}

/* "module.Class: message"; str() that fails is shown as such. */
static void format_only(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth)
{
    const ty_type *t = ty_type_of(exc);
    ty_value module, qualname, text;
    if (ty_is_instance(exc, &ty_SyntaxError_type))
        ty_traceback_syntax(ctx, b, exc, depth);
    indent(b, depth);
    if (ty_attr_lookup(ctx, TY_VALUE(t), TY_SYM(__module__), &module) > 0 && ty_is_str(module) && !ty_str_equal_ascii(module, "builtins") &&
        !ty_str_equal_ascii(module, "__main__")) {
        ty_strbuf_str(b, module);
        ty_strbuf_char(b, '.');
    }
    if (ctx->exc)
        ty_error_clear(ctx);
    if (ty_attr_lookup(ctx, TY_VALUE(t), TY_SYM(__qualname__), &qualname) > 0 && ty_is_str(qualname))
        ty_strbuf_str(b, qualname);
    if (ctx->exc)
        ty_error_clear(ctx);
    text = ty_is_instance(exc, &ty_SyntaxError_type) ? ty_traceback_syntax_message(ctx, exc) : ty_op_str(ctx, exc);
    if (!text) {
        ty_error_clear(ctx);
        ty_strbuf_cstr(b, ": <exception str() failed>");
    } else if (ty_str_length(text)) {
        ty_strbuf_cstr(b, ": ");
        ty_strbuf_str(b, text);
        ty_traceback_suggestion(ctx, b, exc);
    }
    ty_strbuf_char(b, '\n');
    ty_value notes;
    if (ty_attr_lookup(ctx, exc, TY_SYM(__notes__), &notes) > 0 && ty_is_list(notes))
        for (size_t i = 0; i < ty_list_length(notes); i++) {
            ty_value note = ty_op_str(ctx, ty_list_at(notes, i));
            if (!note) {
                ty_error_clear(ctx);
                continue;
            }
            indent(b, depth);
            ty_strbuf_str(b, note);
            ty_strbuf_char(b, '\n');
        }
    if (ctx->exc)
        ty_error_clear(ctx);
}

static bool in_chain(const ty_value *chain, size_t n, ty_value e)
{
    for (size_t i = 0; i < n; i++)
        if (chain[i] == e)
            return true;
    return false;
}

static void format_one(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth);

/* The chain is written from its first exception on. */
static void format_chain(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth)
{
    ty_value chain[DEPTH_MAX];
    bool caused[DEPTH_MAX];
    size_t n = 0;
    for (ty_value e = exc; n < DEPTH_MAX;) {
        chain[n] = e;
        const ty_exception *x = ty_exception_ptr(e);
        ty_value next = TY_NONE;
        caused[n] = x->cause && x->cause != TY_NONE;
        if (caused[n])
            next = x->cause;
        else if (!x->suppress_context && x->context && x->context != TY_NONE)
            next = x->context;
        n++;
        if (next == TY_NONE || in_chain(chain, n, next))
            break;
        e = next;
    }
    for (size_t i = n; i-- > 0;) {
        if (i + 1 < n) {
            ty_strbuf_char(b, '\n');
            indent(b, depth);
            ty_strbuf_cstr(b, caused[i] ? "The above exception was the direct cause of the following exception:\n\n"
                                        : "During handling of the above exception, another exception occurred:\n\n");
        }
        format_one(ctx, b, chain[i], depth);
    }
}

static void format_one(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth)
{
    if (ty_is_instance(exc, &ty_BaseExceptionGroup_type) && ty_traceback_group(ctx, b, exc, depth, format_frames, format_only, format_chain))
        return;
    format_frames(ctx, b, ty_exception_ptr(exc)->traceback, depth);
    format_only(ctx, b, exc, depth);
}

ty_value ty_traceback_format(ty_ctx *ctx, ty_value exception)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    format_chain(ctx, &b, exception, 0);
    return ty_strbuf_finish(&b);
}
