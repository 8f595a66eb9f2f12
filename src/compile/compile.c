/* SPDX-License-Identifier: MIT */
/* From source text to a code object: the stations in order, and the ways their complaints become exceptions. */
#include <config.h>

#include <stdarg.h>

#include "compile/emit.h"
#include "compile/parser.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/attr.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/unicode_names.h"

/* --- errors ------------------------------------------------------------------------------------------------------------ */

static void raise_located(ty_ctx *ctx, const ty_type *type, ty_value message, ty_value filename, const ty_syntax_error *e)
{
    ty_value text = e->text ? ty_str_from_utf8(ctx, e->text, e->text_len) : TY_NONE;
    if (!text) {
        ty_error_clear(ctx);
        text = TY_NONE;
    }
    ty_value details = ty_tuple_pack(ctx, (size_t)6, filename, ty_small(e->lineno), e->col > 0 ? ty_small(e->col) : ty_small(0), text,
                                     ty_small(e->end_lineno), ty_small(e->end_col));
    ty_value args[2] = {message, details};
    ty_value exception = details && message ? ty_call(ctx, TY_VALUE(type), args, e->lineno > 0 ? 2 : 1, TY_NULL) : TY_NULL;
    if (exception)
        ty_error_set_object(ctx, exception);
}

static void raise_error(ty_ctx *ctx, const ty_compile_options *options, const ty_syntax_error *e)
{
    if (ty_error_pending(ctx)) /* raised by a callback */
        return;
    const ty_type *type = &ty_SyntaxError_type;
    switch (e->kind) {
    case TY_SYNTAX_MEMORY: ty_error_memory(ctx); return;
    case TY_SYNTAX_RECURSION: ty_error_set(ctx, &ty_RecursionError_type, "%s", e->message); return;
    case TY_SYNTAX_VALUE: ty_error_set(ctx, &ty_ValueError_type, "%s", e->message); return;
    case TY_SYNTAX_INDENTATION: type = &ty_IndentationError_type; break;
    case TY_SYNTAX_TAB: type = &ty_TabError_type; break;
    case TY_SYNTAX_INCOMPLETE: type = &ty__IncompleteInputError_type; break;
    default: break;
    }
    raise_located(ctx, type, ty_str_from_cstr(ctx, e->message), options->filename, e);
}

static const char *line_of(const ty_source *source, int32_t lineno, size_t *n)
{
    const char *p = source->text, *end = p + source->len;
    for (int32_t i = 1; i < lineno && p < end; i++) {
        const char *next = memchr(p, '\n', (size_t)(end - p));
        if (!next)
            break;
        p = next + 1;
    }
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    *n = stop ? (size_t)(stop - p) + 1 : (size_t)(end - p);
    return p;
}

static int32_t column(const char *line, size_t n, int32_t bytes)
{
    return bytes < 0 ? 0 : (int32_t)ty_syntax_char_count(line, (size_t)bytes < n ? (size_t)bytes : n) + 1;
}

void emit_syntax_error(emitter *E, ty_ast_loc loc, const char *fmt, ...)
{
    if (E->failed)
        return;
    E->failed = true;
    va_list ap;
    va_start(ap, fmt);
    ty_value message = ty_str_formatv(E->ctx, fmt, ap);
    va_end(ap);
    ty_syntax_error e = {.kind = TY_SYNTAX_ERROR, .lineno = loc.lineno, .end_lineno = loc.end_lineno};
    e.text = line_of(E->source, loc.lineno, &e.text_len);
    e.col = column(e.text, e.text_len, loc.col_offset);
    size_t n;
    const char *last = line_of(E->source, loc.end_lineno, &n);
    e.end_col = column(last, n, loc.end_col_offset);
    raise_located(E->ctx, &ty_SyntaxError_type, message, E->options->filename, &e);
}

/* --- warnings -------------------------------------------------------------------------------------------------------------- */

typedef struct warner {
    ty_ctx *ctx;
    const ty_compile_options *options;
    bool failed;
} warner;

/* warnings.warn_explicit(message, category, filename, lineno); false: it became an error. */
static bool warn(void *arg, const ty_syntax_warning *w)
{
    warner *self = arg;
    ty_ctx *ctx = self->ctx;
    if (!ctx->objects->hooks.import)
        return true;
    const ty_type *category = w->kind == TY_WARN_SYNTAX ? &ty_SyntaxWarning_type : &ty_DeprecationWarning_type;
    ty_value module = ctx->objects->hooks.import(ctx, "warnings");
    ty_value function = module ? ty_attr_get(ctx, module, ty_str_intern_utf8(ctx, "warn_explicit", 13)) : TY_NULL;
    ty_value message = function ? ty_str_from_cstr(ctx, w->message) : TY_NULL;
    ty_value args[4] = {message, TY_VALUE(category), self->options->filename, ty_small(w->lineno)};
    if (message && ty_call(ctx, function, args, 4, TY_NULL))
        return true;
    if (ty_error_matches(ctx, category)) { /* an error filter: told as a SyntaxError */
        ty_error_clear(ctx);
        return false;
    }
    if (ty_error_swallow(ctx, &ty_ImportError_type)) /* too early, or a library without it: no warnings then */
        return true;
    self->failed = true;
    return false;
}

/* --- what the parser asks ------------------------------------------------------------------------------------------------- */

/* Decodes a source in an encoding that the parser does not know, by the codec registry. */
static const char *decode(void *arg, ty_arena *arena, const char *encoding, const char *bytes, size_t len, size_t *out_len, bool *known,
                          ty_syntax_error *error)
{
    warner *self = arg;
    ty_ctx *ctx = self->ctx;
    *known = true;
    ty_value name = ty_str_from_cstr(ctx, encoding), text = name ? ty_codec_decode(ctx, TY_NULL, bytes, len, name, TY_NULL) : TY_NULL;
    if (!text) {
        if (ty_error_swallow(ctx, &ty_LookupError_type))
            *known = false;
        else if (ty_error_matches(ctx, &ty_UnicodeDecodeError_type)) {
            ty_value e = ty_error_take(ctx), said = ty_op_str(ctx, e), hold = TY_NULL;
            size_t n;
            const char *p = said ? ty_str_utf8(ctx, said, &n, &hold) : NULL;
            if (!p)
                ty_error_clear(ctx);
            ty_syntax_error_format(error, TY_SYNTAX_ERROR, "(unicode error) %s", p ? p : "cannot decode");
        }
        return NULL;
    }
    ty_value hold = TY_NULL;
    size_t n;
    const char *p = ty_str_utf8(ctx, text, &n, &hold);
    char *copy = p ? ty_arena_strndup(arena, p, n) : NULL;
    *out_len = n;
    return copy;
}

/* --- stations ---------------------------------------------------------------------------------------------------------------- */

ty_code *emit_module(emitter *E)
{
    ty_mod *mod = E->mod;
    fn *f = emit_fn_push(E, mod->scope, emit_ident(E, "<module>"), E->options->first_line ? E->options->first_line : 1, 0);
    if (!f)
        return NULL;
    ty_ast_loc start = {(int32_t)f->first_line, 0, (int32_t)f->first_line, 0};
    switch (mod->kind) {
    case TY_MOD_Expression: {
        f->statement = true;
        reg r = emit_expr(E, mod->Expression.body, ANY);
        emit(E, TY_BC_RET, r, 0, 0, mod->Expression.body->loc);
        f->top = 0;
        break;
    }
    case TY_MOD_Interactive:
        E->interactive = true;
        if (mod->scope->has_annotations)
            emit(E, TY_BC_SETUPANNOT, 0, 0, 0, start);
        emit_body(E, mod->Interactive.body);
        break;
    default: {
        ty_stmt_seq body;
        if (mod->scope->has_annotations)
            emit(E, TY_BC_SETUPANNOT, 0, 0, 0, start);
        ty_value doc = emit_docstring(E, mod->Module.body, &body);
        if (doc) {
            f->statement = true;
            ty_ast_loc loc = mod->Module.body.at[0]->loc;
            reg r = emit_load(E, doc, ANY, loc);
            emit_named(E, TY_BC_STORENAME, r, 0, emit_ident(E, "__doc__"), loc);
            f->top = 0;
            f->doc = doc;
        }
        emit_body(E, body);
        break;
    }
    }
    return emit_fn_pop(E);
}

static ty_code *generate(ty_ctx *ctx, ty_arena *arena, ty_unit *unit, const ty_source *source, ty_mod *mod,
                         const ty_compile_options *options)
{
    emitter E = {.ctx = ctx, .arena = arena, .unit = unit, .options = options, .source = source, .mod = mod, .future = mod->future};
    for (const char *p = source->text; (p = memchr(p, ':', (size_t)(source->text + source->len - p))); p++)
        if (p[1] == '=') {
            E.walrus = true;
            break;
        }
    E.filename = ty_unit_import(ctx, unit, options->filename);
    if (!E.filename)
        return NULL;
    ty_code *c = emit_module(&E);
    return E.failed ? NULL : c;
}

static ty_code *compile(ty_ctx *ctx, ty_arena *arena, ty_unit *unit, const char *text, size_t n, const ty_compile_options *options)
{
    static const ty_parse_mode modes[] = {TY_PARSE_EXEC, TY_PARSE_EVAL, TY_PARSE_SINGLE};
    warner w = {ctx, options, false};
    ty_syntax_error error = {.kind = TY_SYNTAX_OK};
    size_t length;
    ty_value hold = TY_NULL;
    const char *filename = ty_str_utf8(ctx, options->filename, &length, &hold);
    if (!filename)
        return NULL;
    ty_source source;
    ty_source_options source_options = {.origin = options->is_utf8 ? TY_SOURCE_TEXT : TY_SOURCE_BYTES, .filename = filename,
                                        .decode = decode, .decode_arg = &w};
    ty_parse_options parse = {.mode = modes[options->mode], .warn = warn, .warn_arg = &w, .stack_low = (const void *)ctx->c_limit,
                              .find_name = ty_unicode_named, .allow_incomplete = (options->flags & TY_COMPILE_ALLOW_INCOMPLETE) != 0,
                              .dont_imply_dedent = (options->flags & TY_COMPILE_DONT_IMPLY_DEDENT) != 0,
                              .max_int_digits = ctx->objects->int_digits_limit ? ctx->objects->int_digits_limit : UINT32_MAX};
    ty_symtable_options table = {.source = &source, .warn = warn, .warn_arg = &w, .stack_low = (const void *)ctx->c_limit,
                                 .future = options->flags & TY_COMPILE_FUTURE_ANNOTATIONS ? TY_FUTURE_ANNOTATIONS : 0,
                                 .top_level_await = (options->flags & TY_COMPILE_TOP_LEVEL_AWAIT) != 0};
    ty_mod *mod = NULL;
    bool ok = ty_source_init(&source, arena, text, n, &source_options, &error) &&
              (mod = ty_parser_parse(arena, &source, &parse, &error)) != NULL && ty_symtable_build(arena, mod, &table, &error);
    if (!ok || w.failed) {
        raise_error(ctx, options, &error);
        return NULL;
    }
    return generate(ctx, arena, unit, &source, mod, options);
}

ty_value ty_compile(ty_ctx *ctx, const char *source, size_t n, const ty_compile_options *options)
{
    ty_arena arena;
    ty_arena_init(&arena, NULL, 0);
    ty_unit *unit = ty_unit_new(ctx);
    ty_code *code = unit ? compile(ctx, &arena, unit, source, n, options) : NULL;
    ty_arena_free(&arena);
    if (code) {
        unit->main = code;
        if (ty_unit_finish(ctx, unit) < 0)
            code = NULL;
    }
    ty_unit_release(unit);
    if (!code && !ty_error_pending(ctx))
        ty_error_memory(ctx);
    return TY_VALUE(code);
}
