/* SPDX-License-Identifier: MIT */
/* Names and numbers. A name without bytes from 0x80 on is interned as it stands; others are checked against
 * XID_Start and XID_Continue and NFKC-normalised. */
#include <config.h>

#include "compile/lexer.h"
#include "compile/lexer_chars.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- names ---- */

/* Categories of the identifier grammar, with Unicode's Other_ID_Start and Other_ID_Continue. */
static bool is_id_start(int32_t c) {
    switch (c) {
    case '_':
    case 0x1885:
    case 0x1886:
    case 0x2118:
    case 0x212E:
    case 0x309B:
    case 0x309C: return true;
    default: break;
    }
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return true;
    default: return false;
    }
}

static bool is_id_continue(int32_t c) {
    if (is_id_start(c) || c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA) return true;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC: return true;
    default: return false;
    }
}

static bool is_printable(int32_t c) {
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS: return c == ' ';
    default: return true;
    }
}

/* XID_Start and XID_Continue: a character belongs only if its NFKC form does. */
static bool is_xid(int32_t c, bool first) {
    if (!(first ? is_id_start(c) : is_id_continue(c))) return false;
    if (c < 0x80) return true;
    int32_t form[32];
    int last = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(c, form, 32, UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_STABLE, &last);
    if (n <= 0 || n > 32) return true;
    if (first && !is_id_start(form[0])) return false;
    for (utf8proc_ssize_t i = first; i < n; i++)
        if (!is_id_continue(form[i])) return false;
    return true;
}

static const ty_ident *wide_name(ty_lexer *lexer, const char *start, size_t len) {
    const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)start;
    for (size_t i = 0; i < len;) {
        int32_t c = 0;
        utf8proc_ssize_t n = utf8proc_iterate(s + i, (utf8proc_ssize_t)(len - i), &c);
        if (n <= 0) { /* cannot be: the source was checked */
            n = 1;
            c = s[i];
        }
        if (!is_xid(c, i == 0)) {
            lexer->cur = start + i + n;
            if (is_printable(c))
                ty_lexer_fail(lexer, "invalid character '%.*s' (U+%04X)", (int)n, start + i, (unsigned)c);
            else
                ty_lexer_fail(lexer, "invalid non-printable character U+%04X", (unsigned)c);
            return NULL;
        }
        i += (size_t)n;
    }
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t n =
        utf8proc_map(s, (utf8proc_ssize_t)len, &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    const ty_ident *ident = n < 0 ? NULL : ty_ident_intern(lexer->idents, (const char *)normal, (size_t)n);
    free(normal);
    if (!ident) {
        ty_syntax_error_format(lexer->error, TY_SYNTAX_MEMORY, "%s", "");
        lexer->failed = lexer->outranks = true;
    }
    return ident;
}

bool ty_lexer_name(ty_lexer *lexer) {
    const char *start = lexer->cur, *s = start;
    unsigned seen = 0;
    while (TY_CH_IS(*s, TY_CH_CONT)) seen |= (unsigned char)*s++;
    lexer->cur = s;
    const ty_ident *ident;
    if (seen & 0x80) {
        ident = wide_name(lexer, start, (size_t)(s - start));
        if (!ident) return false;
    } else {
        ident = ty_ident_intern(lexer->idents, start, (size_t)(s - start));
        if (!ident) {
            ty_syntax_error_format(lexer->error, TY_SYNTAX_MEMORY, "%s", "");
            lexer->failed = lexer->outranks = true;
            return false;
        }
    }
    /* A keyword is one only as written: a normalised form that spells one stays a name, which CPython also
     * treats so. */
    ty_token_kind kind =
        ident->index < TY_TOKEN_KEYWORDS && !(seen & 0x80) ? (ty_token_kind)ident->index : TY_TOK_NAME;
    ty_token *token = ty_lexer_emit(lexer, kind, start, s);
    if (!token) return false;
    token->ident = ident->index;
    return true;
}

/* ---- numbers ---- */

/* What may follow a number directly: a keyword, with a warning. cur is at the byte after the number. */
static bool number_end(ty_lexer *lexer, const char *kind) {
    const char *s = lexer->cur;
    bool keyword = false;
    switch (*s) {
    case 'a': keyword = s[1] == 'n' && s[2] == 'd'; break;
    case 'e': keyword = s[1] == 'l' && s[2] == 's' && s[3] == 'e'; break;
    case 'f': keyword = s[1] == 'o' && s[2] == 'r'; break;
    case 'i': keyword = s[1] == 'n' || s[1] == 'f' || s[1] == 's'; break;
    case 'o': keyword = s[1] == 'r'; break;
    case 'n': keyword = s[1] == 'o' && s[2] == 't'; break;
    default: break;
    }
    if (keyword) return ty_lexer_warn(lexer, TY_WARN_SYNTAX, s, "invalid %s literal", kind);
    if (TY_CH_IS(*s, TY_CH_CONT)) return ty_lexer_fail(lexer, "invalid %s literal", kind);
    return true;
}

/* Digits with single underscores between; cur at the first digit. */
static bool digits(ty_lexer *lexer) {
    for (;;) {
        while (TY_CH_IS(*lexer->cur, TY_CH_DIGIT)) lexer->cur++;
        if (*lexer->cur != '_') return true;
        lexer->cur++;
        if (!TY_CH_IS(*lexer->cur, TY_CH_DIGIT)) return ty_lexer_fail(lexer, "invalid decimal literal");
    }
}

static bool is_base_digit(char c, int base) {
    return base == 16 ? TY_CH_IS(c, TY_CH_HEX) != 0 : c >= '0' && c < '0' + base;
}

static bool based_number(ty_lexer *lexer, int base, const char *kind) {
    lexer->cur++;
    do {
        if (*lexer->cur == '_') lexer->cur++;
        if (!is_base_digit(*lexer->cur, base)) {
            if (base != 16 && TY_CH_IS(*lexer->cur, TY_CH_DIGIT)) {
                char c = *lexer->cur++;
                return ty_lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
            }
            return ty_lexer_fail(lexer, "invalid %s literal", kind);
        }
        while (is_base_digit(*lexer->cur, base)) lexer->cur++;
    } while (*lexer->cur == '_');
    if (base != 16 && TY_CH_IS(*lexer->cur, TY_CH_DIGIT)) {
        char c = *lexer->cur++;
        return ty_lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
    }
    return number_end(lexer, kind);
}

static bool fail_leading_zeros(ty_lexer *lexer, const char *start, const char *zeros_end) {
    ty_lexer_fail(
        lexer,
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
    ty_lexer_fail_at(lexer, TY_SYNTAX_ERROR, lexer->line, lexer->lineno, (int32_t)(start - lexer->line),
                     (int32_t)(zeros_end - lexer->line));
    return false;
}

static bool scan_number(ty_lexer *lexer) {
    const char *start = lexer->cur, *zeros_end = NULL;
    bool nonzero = false;
    if (*start == '0') {
        switch (start[1]) {
        case 'x':
        case 'X': lexer->cur++; return based_number(lexer, 16, "hexadecimal");
        case 'o':
        case 'O': lexer->cur++; return based_number(lexer, 8, "octal");
        case 'b':
        case 'B': lexer->cur++; return based_number(lexer, 2, "binary");
        default: break;
        }
        for (;;) {
            while (*lexer->cur == '0') lexer->cur++;
            if (*lexer->cur != '_') break;
            if (lexer->cur[1] != '0') {
                if (!TY_CH_IS(lexer->cur[1], TY_CH_DIGIT)) {
                    lexer->cur++;
                    return ty_lexer_fail(lexer, "invalid decimal literal");
                }
                lexer->cur++;
                break;
            }
            lexer->cur++;
        }
        zeros_end = lexer->cur;
        if (TY_CH_IS(*lexer->cur, TY_CH_DIGIT)) {
            nonzero = true;
            if (!digits(lexer)) return false;
        }
    } else if (*start != '.') {
        if (!digits(lexer)) return false;
    }
    if (*lexer->cur == '.') {
        nonzero = false;
        lexer->cur++;
        if (TY_CH_IS(*lexer->cur, TY_CH_DIGIT) && !digits(lexer)) return false;
    }
    if (*lexer->cur == 'e' || *lexer->cur == 'E') {
        const char *s = lexer->cur + 1;
        bool sign = *s == '+' || *s == '-';
        if (TY_CH_IS(s[sign], TY_CH_DIGIT)) {
            nonzero = false;
            lexer->cur = s + sign;
            if (!digits(lexer)) return false;
        } else if (sign) {
            lexer->cur = s + 1;
            return ty_lexer_fail(lexer, "invalid decimal literal");
        } else {
            return number_end(lexer, "decimal");
        }
    }
    if (*lexer->cur == 'j' || *lexer->cur == 'J') {
        lexer->cur++;
        return number_end(lexer, "imaginary");
    }
    if (nonzero) return fail_leading_zeros(lexer, start, zeros_end);
    return number_end(lexer, "decimal");
}

bool ty_lexer_number(ty_lexer *lexer) {
    const char *start = lexer->cur;
    return scan_number(lexer) && ty_lexer_emit(lexer, TY_TOK_NUMBER, start, lexer->cur);
}
