/* SPDX-License-Identifier: MIT */
/*
 * The registry behind the codecs module: search functions, their cached answers, error handlers with a name. One object
 * per interpreter, objects->codecs: a tuple (list of search functions, dict of answers, dict of handlers).
 */
#include <config.h>

#include "object/buffer.h"
#include "object/call.h"
#include "object/codec_impl.h"
#include "object/dict.h"
#include "object/list.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"
#include "object/unicode_data.h"

static ty_value registry(ty_ctx *ctx, size_t part)
{
    ty_value r = ctx->objects->codecs;
    if (!r) {
        ty_value a = ty_list_new(ctx, 0), b = a ? ty_dict_new(ctx, 0) : TY_NULL, c = b ? ty_dict_new(ctx, 0) : TY_NULL;
        r = c ? ty_tuple_pack(ctx, 3, a, b, c) : TY_NULL;
        if (!r)
            return TY_NULL;
        ctx->objects->codecs = r;
    }
    return ty_tuple_at(r, part);
}

/* --- encodings ---------------------------------------------------------------------------------------------------- */

int ty_codec_register(ty_ctx *ctx, ty_value search)
{
    if (!ty_op_callable(search)) {
        ty_error_set(ctx, &ty_TypeError_type, "argument must be callable");
        return -1;
    }
    ty_value path = registry(ctx, 0);
    return path ? ty_list_append(ctx, path, search) : -1;
}

int ty_codec_unregister(ty_ctx *ctx, ty_value search)
{
    ty_value path = registry(ctx, 0);
    if (!path)
        return -1;
    for (size_t i = 0; i < ty_list_length(path); i++)
        if (ty_list_at(path, i) == search) {
            if (ty_op_delitem(ctx, path, ty_small((intptr_t)i)) < 0)
                return -1;
            ty_dict_clear(ctx, registry(ctx, 1));
            return 0;
        }
    return 0;
}

/* Lower case; everything that is not a letter, a digit or a dot becomes an underscore (runs of it one). */
static ty_value normalise(ty_ctx *ctx, ty_value encoding)
{
    const ty_str *s = ty_str_ptr(encoding);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    bool gap = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c >= 128)
            continue;
        if (!ty_ascii_is(c, TY_ASCII_ALNUM) && c != '.') {
            gap = true;
            continue;
        }
        if (gap && b.length)
            ty_strbuf_char(&b, '_');
        gap = false;
        ty_strbuf_char(&b, ty_ascii_is(c, TY_ASCII_UPPER) ? c + 32 : c);
    }
    return ty_strbuf_finish(&b);
}

ty_value ty_codec_lookup(ty_ctx *ctx, ty_value encoding)
{
    ty_value path = registry(ctx, 0), cache = path ? registry(ctx, 1) : TY_NULL;
    ty_value name = cache ? normalise(ctx, encoding) : TY_NULL, found;
    if (!name)
        return TY_NULL;
    name = ty_str_intern(ctx, name);
    if (!name)
        return TY_NULL;
    int got = ty_dict_get(ctx, cache, name, &found);
    if (got)
        return got < 0 ? TY_NULL : found;
    /* The library's package of encodings registers its search function when it is imported first. */
    if (ty_list_length(path) == 0 && ctx->objects->hooks.import && !ctx->objects->hooks.import(ctx, "encodings") &&
        !ty_error_swallow(ctx, &ty_ImportError_type))
        return TY_NULL;
    for (size_t i = 0; i < ty_list_length(path); i++) {
        found = ty_call1(ctx, ty_list_at(path, i), name);
        if (!found)
            return TY_NULL;
        if (ty_is_none(found))
            continue;
        if (!ty_is_tuple(found) || ty_tuple_length(found) != 4)
            return ty_error_set(ctx, &ty_TypeError_type, "codec search functions must return 4-tuples");
        return ty_dict_set(ctx, cache, name, found) < 0 ? TY_NULL : found;
    }
    return ty_error_set(ctx, &ty_LookupError_type, "unknown encoding: %U", encoding);
}

/* --- error handlers as functions ---------------------------------------------------------------------------------- */

/* What a handler learns from its exception. */
typedef struct incident {
    bool decoding, translating;
    ty_value object, encoding;
    size_t start, end;
} incident;

static bool read_incident(ty_ctx *ctx, ty_value exc, bool decode_allowed, bool translate_allowed, incident *in)
{
    in->decoding = ty_is_instance(exc, &ty_UnicodeDecodeError_type);
    in->translating = ty_is_instance(exc, &ty_UnicodeTranslateError_type);
    if ((!in->decoding && !in->translating && !ty_is_instance(exc, &ty_UnicodeEncodeError_type)) ||
        (in->decoding && !decode_allowed) || (in->translating && !translate_allowed)) {
        ty_error_set(ctx, &ty_TypeError_type, "don't know how to handle %T in error callback", exc);
        return false;
    }
    in->encoding = TY_NULL;
    if (!(in->object = ty_attr_get(ctx, exc, TY_SYM(object))))
        return false;
    if (!in->translating && !(in->encoding = ty_attr_get(ctx, exc, TY_SYM(encoding))))
        return false;
    ty_value start = ty_attr_get(ctx, exc, TY_SYM(start)), end = start ? ty_attr_get(ctx, exc, TY_SYM(end)) : TY_NULL;
    intptr_t s, e, n = end ? ty_op_len(ctx, in->object) : -1;
    if (n < 0 || ty_op_index_size(ctx, start, NULL, &s) < 0 || ty_op_index_size(ctx, end, NULL, &e) < 0)
        return false;
    in->start = s < 0 ? 0 : s > n ? (size_t)n : (size_t)s;
    in->end = e < (intptr_t)in->start ? in->start : e > n ? (size_t)n : (size_t)e;
    return true;
}

static ty_value answer(ty_ctx *ctx, ty_value replacement, size_t next)
{
    return replacement ? ty_tuple_pack(ctx, 2, replacement, ty_small((intptr_t)next)) : TY_NULL;
}

static ty_value strict_handler(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (ty_is_instance(args[0], &ty_BaseException_type))
        return ty_error_set_object(ctx, args[0]);
    return ty_error_set(ctx, &ty_TypeError_type, "codec must pass exception instance");
}

static ty_value ignore_handler(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    incident in;
    return read_incident(ctx, args[0], true, true, &in) ? answer(ctx, ty_str_empty, in.end) : TY_NULL;
}

static ty_value replace_handler(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    incident in;
    if (!read_incident(ctx, args[0], true, true, &in))
        return TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_fill(&b, in.decoding || in.translating ? 0xfffd : '?', in.decoding ? 1 : in.end - in.start);
    return answer(ctx, ty_strbuf_finish(&b), in.end);
}

/* Decoding and encoding errors alike are handled by the codecs' own code: run it over just the piece in question. */
static ty_value run_handler(ty_ctx *ctx, ty_value exc, bool decode_allowed, const char *name)
{
    incident in;
    if (!read_incident(ctx, exc, decode_allowed, decode_allowed && strcmp(name, "backslashreplace") == 0, &in))
        return TY_NULL;
    ty_value errors = ty_str_from_cstr(ctx, name), hold;
    const char *encoding = !errors ? NULL : in.encoding ? ty_str_utf8(ctx, in.encoding, NULL, &hold) : "utf-8";
    if (!encoding)
        return TY_NULL;
    size_t next;
    bool pass = strcmp(name, "surrogatepass") == 0, escape = strcmp(name, "surrogateescape") == 0;
    char plain[16];
    if (pass) { /* which codec it is counts, not how it is spelt */
        static const char *const names[] = {"", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
                                            "utf-32-be"};
        enum ty_codec codec = ty_codec_named(encoding, strlen(encoding));
        memcpy(plain, codec <= TY_CODEC_UTF32_BE ? names[codec] : "", 1 + strlen(codec <= TY_CODEC_UTF32_BE ? names[codec] : ""));
        encoding = plain;
    }
    if (in.decoding) {
        ty_decoder d;
        ty_buffer view;
        if (ty_buffer_get(ctx, in.object, &view, TY_BUFFER_SIMPLE) < 0)
            return TY_NULL;
        ty_decoder_init(&d, ctx, encoding, in.object, view.data, view.length, errors);
        bool good = ty_decoder_error(&d, in.start, in.end, "", &next);
        ty_buffer_release(ctx, &view);
        if (!good) {
            if (pass || escape) { /* it does not apply: the error itself */
                ty_error_clear(ctx);
                return ty_error_set_object(ctx, exc);
            }
            return TY_NULL;
        }
        return answer(ctx, ty_strbuf_finish(&d.out), next);
    }
    ty_encoder e;
    bool wide = pass && (strstr(encoding, "16") || strstr(encoding, "32"));
    ty_encoder_init(&e, ctx, encoding, in.object, errors, !wide ? 1 : strstr(encoding, "16") ? 2 : 4, 0x110000);
    e.big = strstr(encoding, "-be") != NULL;
    if (!ty_encoder_error(&e, in.start, in.end, "", &next)) {
        if (pass || escape) {
            ty_error_clear(ctx);
            return ty_error_set_object(ctx, exc);
        }
        return TY_NULL;
    }
    return answer(ctx, pass || escape ? ty_encoder_finish(&e) : ty_strbuf_finish(&e.out), next);
}

#define HANDLER(fn, decode_allowed, name)                                                                               \
    static ty_value fn(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                               \
    {                                                                                                                   \
        (void)nargs, (void)kwnames;                                                                                     \
        return run_handler(ctx, args[0], decode_allowed, name);                                                         \
    }
HANDLER(backslash_handler, true, "backslashreplace")
HANDLER(xml_handler, false, "xmlcharrefreplace")
HANDLER(name_handler, false, "namereplace")
HANDLER(escape_handler, true, "surrogateescape")
HANDLER(pass_handler, true, "surrogatepass")

#define MODULE "_codecs"
static const ty_native handlers[] = {
    TY_FUNCTION(strict_errors, strict_handler, 1, 1, "exception, /", "Raises the exception."),
    TY_FUNCTION(ignore_errors, ignore_handler, 1, 1, "exception, /", "Leaves out what is malformed."),
    TY_FUNCTION(replace_errors, replace_handler, 1, 1, "exception, /", "Puts a replacement character."),
    TY_FUNCTION(backslashreplace_errors, backslash_handler, 1, 1, "exception, /", "Puts backslashed escapes."),
    TY_FUNCTION(xmlcharrefreplace_errors, xml_handler, 1, 1, "exception, /", "Puts XML character references."),
    TY_FUNCTION(namereplace_errors, name_handler, 1, 1, "exception, /", "Puts \\N{...} escapes."),
    TY_FUNCTION(surrogateescape_errors, escape_handler, 1, 1, "exception, /", "Maps bytes to lone surrogates and back."),
    TY_FUNCTION(surrogatepass_errors, pass_handler, 1, 1, "exception, /", "Lets surrogates through."),
};

int ty_codec_register_error(ty_ctx *ctx, ty_value name, ty_value handler)
{
    if (!ty_op_callable(handler)) {
        ty_error_set(ctx, &ty_TypeError_type, "handler must be callable");
        return -1;
    }
    ty_value table = registry(ctx, 2);
    return table ? ty_dict_set(ctx, table, name, handler) : -1;
}

ty_value ty_codec_lookup_error(ty_ctx *ctx, ty_value name)
{
    ty_value table = registry(ctx, 2), found;
    if (!table)
        return TY_NULL;
    int got = name ? ty_dict_get(ctx, table, name, &found) : 0;
    if (got)
        return got < 0 ? TY_NULL : found;
    enum ty_codec_errors errors = ty_codec_errors_named(name);
    if (errors < TY_COUNTOF(handlers)) /* in the order of the enumeration */
        return TY_VALUE(&handlers[errors]);
    return ty_error_set(ctx, &ty_LookupError_type, "unknown error handler name '%U'", name);
}
