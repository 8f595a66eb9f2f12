/* SPDX-License-Identifier: MIT */
/* Values of string literals: escape sequences. A literal without a backslash is a view of the source text. */
#include <config.h>

#include "compile/parser_impl.h"
#include "object/unicode_names.h"

#include <string.h>

typedef struct decoder {
    ty_parser *p;
    const ty_token *token;
    const char *s, *end;
    const char *body;
    size_t position; /* as CPython counts for its messages: a character that is not ASCII counts 10 */
    char *out;
    bool warned;
} decoder;

/* "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: …" over the sequence of `len`
 * bytes at d->position. */
static bool fail_escape(decoder *d, size_t len, const char *why) {
    ty_parser *p = d->p;
    const ty_token *at = d->token->kind == TY_TOK_FSTRING_MIDDLE ? p->t : d->token;
    if (len == 1)
        ty_parser_raise_token(
            p, TY_SYNTAX_ERROR, at,
            "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %zu: %s", d->position,
            why);
    else
        ty_parser_raise_token(
            p, TY_SYNTAX_ERROR, at,
            "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s", d->position,
            d->position + len - 1, why);
    return false;
}

/* Only the first bad escape of a literal is told, and only once, though a literal may be parsed twice. */
static bool warn_escape(decoder *d, const char *at, int len, bool octal) {
    ty_parser *p = d->p;
    if (d->warned || p->second || !p->options->warn) return true;
    d->warned = true;
    ty_ast_loc loc = ty_loc_of(d->token);
    for (const char *s = p->source->text + d->token->start; s < at; s++)
        if (*s == '\n') loc.lineno++;
    if (octal)
        return ty_parser_warn(p, TY_WARN_SYNTAX, loc, "invalid octal escape sequence '\\%.*s'", len, at);
    return ty_parser_warn(p, TY_WARN_SYNTAX, loc, "invalid escape sequence '\\%.*s'", len, at);
}

static void put_char(decoder *d, uint32_t c) {
    char *o = d->out;
    if (c < 0x80) {
        *o++ = (char)c;
    } else if (c < 0x800) {
        *o++ = (char)(0xC0 | c >> 6);
        *o++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *o++ = (char)(0xE0 | c >> 12);
        *o++ = (char)(0x80 | (c >> 6 & 0x3F));
        *o++ = (char)(0x80 | (c & 0x3F));
    } else {
        *o++ = (char)(0xF0 | c >> 18);
        *o++ = (char)(0x80 | (c >> 12 & 0x3F));
        *o++ = (char)(0x80 | (c >> 6 & 0x3F));
        *o++ = (char)(0x80 | (c & 0x3F));
    }
    d->out = o;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \x, \u, \U: exactly `want` digits; d->s behind the letter. */
static bool hex_escape(decoder *d, int want, const char *why) {
    uint32_t c = 0;
    int n = 0;
    for (; n < want && d->s < d->end && hex_digit(*d->s) >= 0; n++) c = c << 4 | (uint32_t)hex_digit(*d->s++);
    if (n < want) return fail_escape(d, 2 + (size_t)n, why);
    if (c > 0x10FFFF) return fail_escape(d, 2 + (size_t)n, "illegal Unicode character");
    put_char(d, c);
    d->position += 2 + (size_t)n;
    return true;
}

static bool named_escape(decoder *d) {
    const char *start = d->s;
    if (d->s == d->end || *d->s != '{') return fail_escape(d, 2, "malformed \\N character escape");
    const char *close = memchr(start, '}', (size_t)(d->end - start));
    if (!close || close == start + 1)
        return fail_escape(d, close ? 3 : 2 + (size_t)(d->end - start), "malformed \\N character escape");
    size_t len = (size_t)(close - start - 1);
    int32_t c = d->p->options->find_name ? d->p->options->find_name(start + 1, len) : ty_unicode_named(start + 1, len);
    if (c < 0) return fail_escape(d, len + 4, "unknown Unicode character name");
    put_char(d, (uint32_t)c);
    d->s = close + 1;
    d->position += len + 4;
    return true;
}

/* d->s behind the backslash. */
static bool text_escape(decoder *d) {
    char c = *d->s++;
    switch (c) {
    case '\n': break;
    case '\\':
    case '\'':
    case '"': *d->out++ = c; break;
    case 'a': *d->out++ = '\a'; break;
    case 'b': *d->out++ = '\b'; break;
    case 'f': *d->out++ = '\f'; break;
    case 'n': *d->out++ = '\n'; break;
    case 'r': *d->out++ = '\r'; break;
    case 't': *d->out++ = '\t'; break;
    case 'v': *d->out++ = '\v'; break;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7': {
        const char *start = d->s - 1;
        uint32_t v = (uint32_t)(c - '0');
        for (int n = 1; n < 3 && d->s < d->end && *d->s >= '0' && *d->s <= '7'; n++)
            v = v * 8 + (uint32_t)(*d->s++ - '0');
        if (v > 0377 && !warn_escape(d, start, 3, true)) return false;
        put_char(d, v);
        d->position += (size_t)(d->s - start) - 1;
        break;
    }
    case 'x': return hex_escape(d, 2, "truncated \\xXX escape");
    case 'u': return hex_escape(d, 4, "truncated \\uXXXX escape");
    case 'U': return hex_escape(d, 8, "truncated \\UXXXXXXXX escape");
    case 'N': return named_escape(d);
    default: {
        int len = 1;
        if ((unsigned char)c >= 0x80)
            while (d->s + len - 1 < d->end && ((unsigned char)d->s[len - 1] & 0xC0) == 0x80) len++;
        if (!warn_escape(d, d->s - 1, len, false)) return false;
        *d->out++ = '\\';
        d->s--;
        d->position++;
        return true;
    }
    }
    d->position += 2;
    return true;
}

static bool decode_text(decoder *d) {
    while (d->s < d->end) {
        const char *bs = memchr(d->s, '\\', (size_t)(d->end - d->s));
        const char *stop = bs ? bs : d->end;
        size_t n = (size_t)(stop - d->s);
        memcpy(d->out, d->s, n);
        d->out += n;
        for (; d->s < stop; d->s++)
            d->position += (unsigned char)*d->s < 0x80 ? 1 : ((unsigned char)*d->s & 0xC0) != 0x80 ? 10 : 0;
        if (!bs) break;
        d->s++;
        if (d->s == d->end) {
            /* Only in the text parts of f-strings, in front of a brace. */
            *d->out++ = '\\';
            break;
        }
        if (!text_escape(d)) return false;
    }
    return true;
}

static bool bytes_escape(decoder *d) {
    char c = *d->s++;
    switch (c) {
    case '\n': return true;
    case '\\':
    case '\'':
    case '"': *d->out++ = c; return true;
    case 'a': *d->out++ = '\a'; return true;
    case 'b': *d->out++ = '\b'; return true;
    case 'f': *d->out++ = '\f'; return true;
    case 'n': *d->out++ = '\n'; return true;
    case 'r': *d->out++ = '\r'; return true;
    case 't': *d->out++ = '\t'; return true;
    case 'v': *d->out++ = '\v'; return true;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7': {
        const char *start = d->s - 1;
        unsigned v = (unsigned)(c - '0');
        for (int n = 1; n < 3 && d->s < d->end && *d->s >= '0' && *d->s <= '7'; n++)
            v = v * 8 + (unsigned)(*d->s++ - '0');
        if (v > 0377 && !warn_escape(d, start, 3, true)) return false;
        *d->out++ = (char)v;
        return true;
    }
    case 'x':
        if (d->end - d->s >= 2 && hex_digit(d->s[0]) >= 0 && hex_digit(d->s[1]) >= 0) {
            *d->out++ = (char)(hex_digit(d->s[0]) << 4 | hex_digit(d->s[1]));
            d->s += 2;
            return true;
        }
        ty_parser_raise_token(d->p, TY_SYNTAX_ERROR, d->token,
                              "(value error) invalid \\x escape at position %zu",
                              (size_t)(d->s - 2 - d->body));
        return false;
    default:
        if (!warn_escape(d, d->s - 1, 1, false)) return false;
        *d->out++ = '\\';
        *d->out++ = c;
        return true;
    }
}

static bool decode_bytes(decoder *d) {
    while (d->s < d->end) {
        if (*d->s != '\\') {
            *d->out++ = *d->s++;
            continue;
        }
        d->s++;
        if (!bytes_escape(d)) return false;
    }
    return true;
}

bool ty_parser_decode_string(ty_parser *p, const ty_token *token, const char *body, size_t len,
                             unsigned prefix, ty_const *out) {
    bool bytes = (prefix & TY_STRING_BYTES) != 0;
    memset(out, 0, sizeof *out);
    out->kind = bytes ? TY_CONST_Bytes : TY_CONST_Str;
    unsigned seen = 0;
    for (size_t i = 0; i < len; i++) seen |= (unsigned char)body[i];
    if (bytes && (seen & 0x80)) {
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, token, "bytes can only contain ASCII literal characters");
        return false;
    }
    out->s = (ty_bytes_view){body, len};
    out->ascii = !(seen & 0x80);
    if ((prefix & TY_STRING_RAW) || !memchr(body, '\\', len)) return true;
    /* No escape is shorter than what it stands for, except none: \N{X} is 5 bytes for at most 4, \u1234 6
     * for 3. */
    char *buffer = ty_parser_alloc(p, len + 1);
    if (!buffer) return false;
    decoder d = {p, token, body, body + len, body, 0, buffer, false};
    if (!(bytes ? decode_bytes(&d) : decode_text(&d))) return false;
    out->s = (ty_bytes_view){buffer, (size_t)(d.out - buffer)};
    if (!bytes) {
        seen = 0;
        for (const char *s = buffer; s < d.out; s++) seen |= (unsigned char)*s;
        out->ascii = !(seen & 0x80);
    }
    return true;
}
