/* SPDX-License-Identifier: MIT */
/* Source decoding. UTF-8 is checked in one pass that skips ASCII a word at a time; a source without carriage
 * returns is copied once. */
#include <config.h>

#include "compile/source.h"
#include "mem/arena.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { COOKIE_MAX = 64 };

static bool no_memory(ty_syntax_error *error) {
    ty_syntax_error_format(error, TY_SYNTAX_MEMORY, "%s", "");
    return false;
}

/* ---- cookie ---- */

static void normalise_name(char *name) {
    char low[13];
    size_t i;
    for (i = 0; i < sizeof low - 1 && name[i]; i++)
        low[i] = name[i] == '_' ? '-' : (char)tolower((unsigned char)name[i]);
    low[i] = '\0';
    static const char *const latin[] = {"latin-1", "iso-8859-1", "iso-latin-1"};
    if (strcmp(low, "utf-8") == 0 || strncmp(low, "utf-8-", 6) == 0) {
        memcpy(name, "utf-8", 6);
        return;
    }
    for (i = 0; i < 3; i++) {
        size_t n = strlen(latin[i]);
        if (strncmp(low, latin[i], n) == 0 && (low[n] == '\0' || low[n] == '-')) {
            memcpy(name, "iso-8859-1", 11);
            return;
        }
    }
}

/* A line's cookie. Returns 1 found, 0 none but a later line may have one, -1 none and the line holds code. */
static int line_cookie(const char *line, size_t len, char *name) {
    size_t i = 0;
    while (i < len && (line[i] == ' ' || line[i] == '\t' || line[i] == '\014')) i++;
    if (i == len) return 0;
    if (line[i] != '#') return -1;
    for (; i + 7 <= len; i++) {
        if (memcmp(line + i, "coding", 6) != 0 || (line[i + 6] != ':' && line[i + 6] != '=')) continue;
        size_t t = i + 7, n = 0;
        while (t < len && (line[t] == ' ' || line[t] == '\t')) t++;
        while (t < len && n < COOKIE_MAX - 1 &&
               (isalnum((unsigned char)line[t]) || line[t] == '-' || line[t] == '_' || line[t] == '.'))
            name[n++] = line[t++];
        if (n == 0) continue;
        name[n] = '\0';
        normalise_name(name);
        return 1;
    }
    return 0;
}

bool ty_source_find_cookie(const char *bytes, size_t len, char *name) {
    size_t start = 0;
    for (int line = 0; line < 2 && start < len; line++) {
        size_t end = start;
        while (end < len && bytes[end] != '\n' && bytes[end] != '\r') end++;
        int found = line_cookie(bytes + start, end - start, name);
        if (found != 0) return found > 0;
        start = end + 1;
        if (end < len && bytes[end] == '\r' && start < len && bytes[start] == '\n') start++;
    }
    return false;
}

/* ---- validation ---- */

typedef struct utf8_fault {
    size_t at, len; /* offending bytes */
    const char *why;
} utf8_fault;

/* False at the first invalid sequence, with CPython's account of it. */
static bool check_utf8(const char *text, size_t len, utf8_fault *fault) {
    const unsigned char *s = (const unsigned char *)text;
    size_t i = 0;
    while (i < len) {
        uint64_t word;
        if (len - i >= 8) {
            memcpy(&word, s + i, 8);
            if (!(word & UINT64_C(0x8080808080808080))) {
                i += 8;
                continue;
            }
        }
        unsigned char c = s[i];
        if (c < 0x80) {
            i++;
            continue;
        }
        unsigned need, low = 0x80, high = 0xBF;
        if (c >= 0xC2 && c <= 0xDF)
            need = 1;
        else if (c >= 0xE0 && c <= 0xEF) {
            need = 2;
            if (c == 0xE0)
                low = 0xA0;
            else if (c == 0xED)
                high = 0x9F;
        } else if (c >= 0xF0 && c <= 0xF4) {
            need = 3;
            if (c == 0xF0)
                low = 0x90;
            else if (c == 0xF4)
                high = 0x8F;
        } else {
            *fault = (utf8_fault){i, 1, "invalid start byte"};
            return false;
        }
        for (unsigned k = 1; k <= need; k++, low = 0x80, high = 0xBF) {
            if (i + k >= len) {
                *fault = (utf8_fault){i, len - i, "unexpected end of data"};
                return false;
            }
            if (s[i + k] < low || s[i + k] > high) {
                *fault = (utf8_fault){i, k, "invalid continuation byte"};
                return false;
            }
        }
        i += need + 1;
    }
    return true;
}

static int32_t line_of(const char *text, size_t at) {
    int32_t line = 1;
    for (const char *s = text, *end = text + at; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
        line++;
    return line;
}

/* The line around `at` as the error's text; columns stay unknown. */
static void locate(ty_syntax_error *error, const char *text, size_t len, size_t at) {
    size_t start = at, end = at;
    while (start > 0 && text[start - 1] != '\n') start--;
    while (end < len && text[end] != '\n') end++;
    error->lineno = error->end_lineno = line_of(text, at);
    error->text = text + start;
    error->text_len = end - start;
    error->byte_col = (int32_t)(at - start);
    error->end_byte_col = -1;
    error->col = (int32_t)ty_syntax_char_count(text + start, at - start) + 1;
    error->end_col = -1;
}

static void report_utf8(ty_syntax_error *error, const utf8_fault *fault, const char *text, size_t len,
                        const ty_source_options *options) {
    if (options->origin == TY_SOURCE_FILE) {
        ty_syntax_error_format(
            error, TY_SYNTAX_ERROR,
            "Non-UTF-8 code starting with '\\x%.2x' in file %s on line %d, but no encoding declared; "
            "see https://peps.python.org/pep-0263/ for details",
            (unsigned char)text[fault->at], options->filename ? options->filename : "<string>",
            (int)line_of(text, fault->at));
        return;
    }
    if (fault->len == 1)
        ty_syntax_error_format(error, TY_SYNTAX_ERROR,
                               "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                               (unsigned char)text[fault->at], fault->at, fault->why);
    else
        ty_syntax_error_format(error, TY_SYNTAX_ERROR,
                               "(unicode error) 'utf-8' codec can't decode bytes in position %zu-%zu: %s",
                               fault->at, fault->at + fault->len - 1, fault->why);
    locate(error, text, len, fault->at);
    /* The text itself is not valid UTF-8, so it is not shown. */
    error->text = NULL;
    error->text_len = 0;
}

/* ---- codecs known here ---- */

static const char *decode_latin1(ty_arena *arena, const char *bytes, size_t len, size_t *out_len) {
    size_t n = len;
    for (size_t i = 0; i < len; i++) n += (unsigned char)bytes[i] >= 0x80;
    char *out = ty_arena_alloc(arena, n + 1);
    if (!out) return NULL;
    char *o = out;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x80) {
            *o++ = (char)c;
        } else {
            *o++ = (char)(0xC0 | c >> 6);
            *o++ = (char)(0x80 | (c & 0x3F));
        }
    }
    *out_len = n;
    return out;
}

/* Whether a codec name, as written, is one of `names` (alternatives between bars, in lower case, with '_' for
 * '-'). */
static bool is_codec(const char *name, const char *names) {
    char low[COOKIE_MAX];
    size_t n = 0;
    for (; name[n]; n++)
        low[n] = name[n] == '-' || name[n] == '.' ? '_' : (char)tolower((unsigned char)name[n]);
    low[n] = '\0';
    for (const char *s = names; s; s = strchr(s, '|'), s = s ? s + 1 : NULL)
        if (strncmp(s, low, n) == 0 && (s[n] == '|' || s[n] == '\0')) return true;
    return false;
}

static bool is_ascii_name(const char *name) {
    return is_codec(name, "ascii|us_ascii|646|us|iso646_us|ansi_x3_4_1968");
}

static bool is_latin1_name(const char *name) {
    return is_codec(name, "iso_8859_1|latin_1|latin1|latin|l1|8859|cp819|iso8859_1|iso8859|iso_ir_100");
}

static bool is_utf8_name(const char *name) {
    return is_codec(name, "utf_8|utf8|u8|utf|cp65001");
}

/* Applies the codec `name` (not UTF-8). */
static bool decode_named(const char *name, ty_arena *arena, const char **bytes, size_t *len,
                         const ty_source_options *options, ty_syntax_error *error) {
    const char *out;
    size_t out_len = 0;
    if (is_utf8_name(name)) return true;
    if (is_latin1_name(name)) {
        out = decode_latin1(arena, *bytes, *len, &out_len);
        if (!out) return no_memory(error);
    } else if (is_ascii_name(name)) {
        for (size_t i = 0; i < *len; i++)
            if ((unsigned char)(*bytes)[i] >= 0x80) {
                if (options->origin == TY_SOURCE_FILE)
                    ty_syntax_error_format(error, TY_SYNTAX_ERROR, "encoding problem: %s", name);
                else
                    ty_syntax_error_format(
                        error, TY_SYNTAX_ERROR,
                        "'ascii' codec can't decode byte 0x%02x in position %zu: ordinal not in range(128)",
                        (unsigned char)(*bytes)[i], i);
                return false;
            }
        return true;
    } else {
        bool known = false;
        out = options->decode
                  ? options->decode(options->decode_arg, arena, name, *bytes, *len, &out_len, &known, error)
                  : NULL;
        if (!out) {
            if (!known)
                ty_syntax_error_format(error, TY_SYNTAX_ERROR,
                                       options->origin == TY_SOURCE_FILE ? "encoding problem: %s"
                                                                         : "unknown encoding: %s",
                                       name);
            return false;
        }
    }
    *bytes = out;
    *len = out_len;
    return true;
}

/* ---- entry ---- */

bool ty_source_init(ty_source *source, ty_arena *arena, const char *bytes, size_t len,
                    const ty_source_options *options, ty_syntax_error *error) {
    memset(source, 0, sizeof *source);
    memset(error, 0, sizeof *error);
    source->filename = options->filename;
    bool marked = false, checked = false;
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
        marked = true;
        source->encoding = "utf-8";
    }
    char name[COOKIE_MAX];
    if (options->origin != TY_SOURCE_TEXT && ty_source_find_cookie(bytes, len, name)) {
        bool utf8 = strcmp(name, "utf-8") == 0;
        if (!utf8 && marked) {
            ty_syntax_error_format(error, TY_SYNTAX_ERROR, "encoding problem: %s with BOM", name);
            return false;
        }
        size_t n = strlen(name) + 1;
        char *kept = ty_arena_alloc(arena, n);
        if (!kept) return no_memory(error);
        source->encoding = memcpy(kept, name, n);
        if (!utf8) {
            if (!decode_named(name, arena, &bytes, &len, options, error)) return false;
            checked = is_latin1_name(name);
        }
    }
    if (len > INT32_MAX - 64) return no_memory(error);
    if (memchr(bytes, 0, len)) {
        size_t at = (size_t)((const char *)memchr(bytes, 0, len) - bytes);
        if (options->origin == TY_SOURCE_FILE) {
            ty_syntax_error_format(error, TY_SYNTAX_ERROR, "source code cannot contain null bytes");
            error->lineno = error->end_lineno = line_of(bytes, at);
            error->byte_col = error->end_byte_col = -1;
        } else {
            ty_syntax_error_format(error, TY_SYNTAX_ERROR, "source code string cannot contain null bytes");
        }
        return false;
    }
    utf8_fault fault;
    if (!checked && !check_utf8(bytes, len, &fault)) {
        report_utf8(error, &fault, bytes, len, options);
        return false;
    }
    char *text = ty_arena_alloc(arena, len + 1 + TY_SOURCE_PADDING);
    if (!text) return no_memory(error);
    size_t n = len;
    if (len && memchr(bytes, '\r', len)) {
        n = 0;
        for (size_t i = 0; i < len; i++) {
            if (bytes[i] != '\r') {
                text[n++] = bytes[i];
                continue;
            }
            text[n++] = '\n';
            if (i + 1 < len && bytes[i + 1] == '\n') i++;
        }
    } else if (len) {
        memcpy(text, bytes, len);
    }
    if (n == 0 || text[n - 1] != '\n') {
        text[n++] = '\n';
        source->newline_added = true;
    }
    memset(text + n, 0, TY_SOURCE_PADDING);
    source->text = text;
    source->len = (uint32_t)n;
    return true;
}
