/* SPDX-License-Identifier: MIT */
/*
 * The module unicodedata. Properties and names come from the tables of object/unicode_*.c; normal forms and decompositions
 * from utf8proc.
 */
#include <config.h>

#include <stdlib.h>
#include <utf8proc.h>

#include "object/error.h"
#include "object/float.h"
#include "object/module.h"
#include "object/str.h"
#include "object/unicode_data.h"
#include "object/unicode_names.h"

/* The only character of an argument; -1: TypeError. */
static int64_t char_of(ty_ctx *ctx, const char *fname, const char *which, ty_value v)
{
    if (!ty_is_str(v) || ty_str_length(v) != 1)
        ty_error_set(ctx, &ty_TypeError_type, "%s() argument%s must be a unicode character, not %T", fname, which, v);
    else
        return ty_str_at(ty_str_ptr(v), 0);
    return -1;
}

#define PROPERTY(name, expression)                                                                                      \
    static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                             \
    {                                                                                                                   \
        (void)nargs, (void)kwnames;                                                                                     \
        int64_t c = char_of(ctx, #name, "", args[0]);                                                                   \
        if (c < 0)                                                                                                      \
            return TY_NULL;                                                                                             \
        const ty_unicode_record *r = ty_unicode_record_of((uint32_t)c);                                                 \
        (void)r;                                                                                                        \
        return expression;                                                                                              \
    }
PROPERTY(category, ty_str_from_cstr(ctx, ty_unicode_categories[r->category]))
PROPERTY(bidirectional, ty_str_from_cstr(ctx, ty_unicode_bidi[r->bidi]))
PROPERTY(east_asian_width, ty_str_from_cstr(ctx, ty_unicode_widths[r->width]))
PROPERTY(combining, ty_small(r->combining))
PROPERTY(mirrored, ty_small(ty_unicode_is_mirrored((uint32_t)c)))

static ty_value number(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, const char *lack, bool exact,
                       int (*value)(uint32_t))
{
    int64_t c = char_of(ctx, name, " 1", args[0]);
    double x;
    if (c < 0)
        return TY_NULL;
    if (exact) {
        int v = value((uint32_t)c);
        if (v >= 0)
            return ty_small(v);
    } else if (ty_unicode_numeric((uint32_t)c, &x)) {
        return ty_float_new(ctx, x);
    }
    return TY_ARG(1) ? args[1] : ty_error_set(ctx, &ty_ValueError_type, "%s", lack);
}

static ty_value decimal(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return number(ctx, args, nargs, "decimal", "not a decimal", true, ty_unicode_decimal);
}
static ty_value digit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return number(ctx, args, nargs, "digit", "not a digit", true, ty_unicode_digit);
}
static ty_value numeric(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return number(ctx, args, nargs, "numeric", "not a numeric character", false, NULL);
}

/* --- normal forms ----------------------------------------------------------------------------------------------------------- */

typedef struct buffer {
    int32_t *data;
    size_t length, capacity;
} buffer;

static bool decompose(buffer *b, uint32_t c, int options)
{
    for (;;) {
        int last = 0;
        size_t room = b->capacity - b->length;
        utf8proc_ssize_t n = utf8proc_decompose_char((int32_t)c, b->data + b->length, (utf8proc_ssize_t)room, options, &last);
        if (n >= 0 && (size_t)n <= room) {
            b->length += (size_t)n;
            return true;
        }
        size_t capacity = b->capacity * 2 + 64;
        int32_t *data = realloc(b->data, capacity * sizeof *data);
        if (!data)
            return false;
        b->data = data;
        b->capacity = capacity;
    }
}

/* Sorts marks behind a base by their class, equal ones staying in order. */
static void reorder(buffer *b)
{
    for (size_t i = 1; i < b->length; i++) {
        int32_t c = b->data[i];
        unsigned class = ty_unicode_record_of((uint32_t)c)->combining;
        size_t j = i;
        while (class && j > 0 && ty_unicode_record_of((uint32_t)b->data[j - 1])->combining > class) {
            b->data[j] = b->data[j - 1];
            j--;
        }
        b->data[j] = c;
    }
}

enum { COMPOSED = 1, COMPATIBLE = 2 };

static bool normal_form(buffer *b, const ty_str *s, int form)
{
    int options = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE | (form & COMPATIBLE ? UTF8PROC_COMPAT : 0);
    for (size_t i = 0; i < s->length; i++)
        if (!decompose(b, ty_str_at(s, i), options))
            return false;
    reorder(b);
    if (form & COMPOSED)
        b->length = (size_t)utf8proc_normalize_utf32(b->data, (utf8proc_ssize_t)b->length, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return true;
}

static int form_of(ty_ctx *ctx, ty_value form)
{
    static const char *const names[] = {"NFD", "NFC", "NFKD", "NFKC"};
    for (int i = 0; i < 4; i++)
        if (ty_str_equal_ascii(form, names[i]))
            return i;
    ty_error_set(ctx, &ty_ValueError_type, "invalid normalization form");
    return -1;
}

static bool check_arguments(ty_ctx *ctx, const char *fname, const ty_value *args)
{
    for (int i = 0; i < 2; i++)
        if (!ty_is_str(args[i])) {
            ty_error_set(ctx, &ty_TypeError_type, "%s() argument %d must be str, not %T", fname, i + 1, args[i]);
            return false;
        }
    return true;
}

static ty_value normalize(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!check_arguments(ctx, "normalize", args))
        return TY_NULL;
    const ty_str *s = ty_str_ptr(args[1]);
    if (s->length == 0)
        return args[1];
    int form = form_of(ctx, args[0]);
    if (form < 0 || s->ascii)
        return form < 0 ? TY_NULL : args[1];
    buffer b = {0};
    ty_value r = normal_form(&b, s, form) ? ty_str_from_ucs(ctx, 4, b.data, b.length) : ty_error_memory(ctx);
    free(b.data);
    return r;
}

static ty_value is_normalized(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (!check_arguments(ctx, "is_normalized", args))
        return TY_NULL;
    ty_value r = normalize(ctx, args, nargs, kwnames);
    return r ? ty_bool(ty_str_equal(r, args[1])) : TY_NULL;
}

static const char *const decomposition_tags[] = {
    "", "<font> ", "<noBreak> ", "<initial> ", "<medial> ", "<final> ", "<isolated> ", "<circle> ", "<super> ", "<sub> ",
    "<vertical> ", "<wide> ", "<narrow> ", "<small> ", "<square> ", "<fraction> ", "<compat> ",
};

/* All of what a canonical decomposition gives, back to its first step: another single character, or a pair. */
static void compose_back(buffer *b, int32_t c)
{
    int32_t last = b->data[b->length - 1];
    utf8proc_ssize_t n = utf8proc_normalize_utf32(b->data, (utf8proc_ssize_t)b->length - 1, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    b->data[n] = last;
    b->length = (size_t)n + 1;
    int32_t pair[2] = {b->data[0], last};
    if (b->length == 2 && utf8proc_normalize_utf32(pair, 2, UTF8PROC_STABLE | UTF8PROC_COMPOSE) == 1 && pair[0] != c) {
        b->data[0] = pair[0];
        b->length = 1;
    }
}

/* One step of it. utf8proc decomposes to the end; of a canonical pair the first part is composed again. */
static ty_value decomposition(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t c = char_of(ctx, "decomposition", "", args[0]);
    if (c < 0)
        return TY_NULL;
    unsigned tag = utf8proc_get_property((int32_t)c)->decomp_type;
    buffer b = {0};
    if ((c >= 0xac00 && c <= 0xd7a3) || !decompose(&b, (uint32_t)c, UTF8PROC_DECOMPOSE | (tag ? UTF8PROC_COMPAT : 0)))
        return ty_str_empty;
    ty_strbuf out;
    ty_strbuf_init(&out, ctx);
    if (b.length > 1 || (b.length == 1 && b.data[0] != (int32_t)c)) {
        if (!tag && b.length > 1)
            compose_back(&b, (int32_t)c);
        ty_strbuf_cstr(&out, tag < TY_COUNTOF(decomposition_tags) ? decomposition_tags[tag] : "");
        for (size_t i = 0; i < b.length; i++)
            ty_strbuf_format(&out, "%s%04X", i ? " " : "", (unsigned)b.data[i]);
    }
    free(b.data);
    return ty_strbuf_finish(&out);
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    char text[TY_UNICODE_NAME_MAX];
    int64_t c = char_of(ctx, "name", " 1", args[0]);
    if (c < 0)
        return TY_NULL;
    if (ty_unicode_name((uint32_t)c, text))
        return ty_str_from_cstr(ctx, text);
    return TY_ARG(1) ? args[1] : ty_error_set(ctx, &ty_ValueError_type, "no such name");
}

static ty_value lookup(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    size_t n;
    ty_value hold;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "lookup() argument must be str, not %T", args[0]);
    const char *text = ty_str_utf8(ctx, args[0], &n, &hold);
    if (!text)
        return TY_NULL;
    int32_t c = ty_unicode_named(text, n);
    if (c >= 0)
        return ty_str_char(ctx, (uint32_t)c);
    ty_value message = ty_str_format(ctx, "undefined character name '%U'", args[0]);
    return message ? ty_error_set_value(ctx, &ty_KeyError_type, message) : TY_NULL;
}

/* --- module ----------------------------------------------------------------------------------------------------------------- */

#define MODULE "unicodedata"
#define ROW(n, doc) TY_FUNCTION(n, n, 1, 1, "chr, /", doc)
/* TY_SYMS: category bidirectional east_asian_width combining mirrored decomposition */
static const ty_native functions[] = {
    ROW(category, "The general category."),
    ROW(bidirectional, "The class for bidirectional text."),
    ROW(east_asian_width, "The width in East Asian text."),
    ROW(combining, "The combining class."),
    ROW(mirrored, "1 if it is mirrored in bidirectional text."),
    ROW(decomposition, "The decomposition mapping."),
    TY_FUNCTION(decimal, decimal, 1, 2, "chr, default=<unrepresentable>, /", "The value as a decimal digit."),
    TY_FUNCTION(digit, digit, 1, 2, "chr, default=<unrepresentable>, /", "The value as a digit."),
    TY_FUNCTION(numeric, numeric, 1, 2, "chr, default=<unrepresentable>, /", "The numeric value."),
    TY_FUNCTION(normalize, normalize, 2, 2, "form, unistr, /", "The text in a normal form."),
    TY_FUNCTION(is_normalized, is_normalized, 2, 2, "form, unistr, /", "Whether the text is in a normal form."),
    TY_FUNCTION(name, name, 1, 2, "chr, default=<unrepresentable>, /", "The name of the character."),
    TY_FUNCTION(lookup, lookup, 1, 1, "name, /", "The character with that name."),
    TY_NATIVE_END,
};

/* What IDNA asks for: the same facts under the number of the version it was made for. */
static ty_value old_version(ty_ctx *ctx)
{
    ty_value name = ty_str_from_cstr(ctx, "unicodedata.ucd_3_2_0"), m = name ? ty_module_new(ctx, name) : TY_NULL;
    ty_value version = m ? ty_str_from_cstr(ctx, "3.2.0") : TY_NULL;
    if (!version || ty_module_add(ctx, m, "unidata_version", version) < 0)
        return TY_NULL;
    for (const ty_native *f = functions; f->name; f++)
        if (ty_module_add(ctx, m, (const char *)ty_str_ptr(f->name)->data, TY_VALUE(f)) < 0)
            return TY_NULL;
    return m;
}

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value version = ty_str_from_cstr(ctx, ty_unicode_version);
    if (!version || ty_module_add(ctx, module, "unidata_version", version) < 0)
        return -1;
    ty_value old = old_version(ctx);
    return old ? ty_module_add(ctx, module, "ucd_3_2_0", old) : -1;
}

const ty_module_def ty_module_unicodedata = {.name = "unicodedata", .doc = "Facts about characters.", .functions = functions,
                                             .init = init};
