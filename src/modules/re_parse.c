/* SPDX-License-Identifier: MIT */
/*
 * Parsing regular expressions. Messages and their positions are those of CPython's re. Recursion is bounded by the C
 * stack. Nodes live in the arena of the result.
 */
#include <config.h>

#include "modules/re_tree.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/unicode_data.h"
#include "object/unicode_names.h"

#define END UINT32_MAX /* no character: the end of the pattern */

typedef struct parser {
    ty_ctx *ctx;
    ty_re_parsed *out;
    ty_value pattern;
    const void *text;
    int kind;
    size_t n, at;
    bool is_bytes;
    uint32_t flags;           /* in force here */
    uint8_t *open;            /* per group: still being read */
    size_t open_capacity;
    uint32_t lookbehind;      /* groups when the outermost look-behind began; 0: not in one */
    struct reference { struct reference *next; uint32_t group; size_t at; } *references; /* of conditions, checked at the end */
} parser;

static uint32_t char_at(const parser *p, size_t i)
{
    return p->kind == 1 ? ((const uint8_t *)p->text)[i] : p->kind == 2 ? ((const uint16_t *)p->text)[i] : ((const uint32_t *)p->text)[i];
}

static uint32_t peek(const parser *p) { return p->at < p->n ? char_at(p, p->at) : END; }

static uint32_t next(parser *p)
{
    uint32_t c = peek(p);
    if (c != END)
        p->at++;
    return c;
}

static bool take(parser *p, uint32_t c)
{
    if (peek(p) != c)
        return false;
    p->at++;
    return true;
}

/* A piece of the pattern as a str, for messages and names. */
static ty_value piece(parser *p, size_t start, size_t end)
{
    return ty_str_from_ucs(p->ctx, p->kind, (const char *)p->text + start * (size_t)p->kind, end - start);
}

/* --- errors ------------------------------------------------------------------------------------------------------------- */

static void *fail_value(parser *p, size_t at, ty_value message)
{
    /* A backslash at the end is found out before anything else there. */
    size_t slashes = 0;
    while (slashes < p->n && char_at(p, p->n - 1 - slashes) == '\\')
        slashes++;
    if (slashes & 1 && p->at + 1 >= p->n) {
        at = p->n - 1;
        message = ty_str_from_cstr(p->ctx, "bad escape (end of pattern)");
    }
    if (message)
        ty_re_error(p->ctx, message, p->pattern, (intptr_t)at);
    return NULL;
}
static void *fail(parser *p, size_t at, const char *message)
{
    return fail_value(p, at, ty_str_from_cstr(p->ctx, message));
}
/* message + the piece of the pattern from `from` to here, where the error is. */
static void *fail_piece(parser *p, size_t from, const char *format)
{
    ty_value text = piece(p, from, p->at);
    return text ? fail_value(p, from, ty_str_format(p->ctx, format, text)) : NULL;
}

/* c, just read, makes no sense behind "(?" and `kind`; shown with it is what a backslash escapes. */
static void *unknown_extension(parser *p, const char *kind, uint32_t c)
{
    size_t at = p->at - 2 - strlen(kind);
    const char *format = c == '\\' && p->at < p->n ? "unknown extension ?%s%c%c" : "unknown extension ?%s%c";
    int escaped = c == '\\' && p->at < p->n ? (int)next(p) : 0;
    return fail_value(p, at, ty_str_format(p->ctx, format, kind, (int)c, escaped));
}

static ty_re_node *make(parser *p, int kind)
{
    ty_re_node *n = TY_ARENA_NEW(&p->out->arena, ty_re_node);
    if (!n) {
        ty_error_memory(p->ctx);
        return NULL;
    }
    n->kind = (uint8_t)kind;
    return n;
}

/* --- sets ----------------------------------------------------------------------------------------------------------------- */

static bool ascii_rules(const parser *p) { return p->is_bytes || p->flags & RE_ASCII; }

static ty_re_node *make_set(parser *p)
{
    ty_re_node *n = make(p, RE_N_SET);
    if (!n)
        return NULL;
    n->set = TY_ARENA_NEW(&p->out->arena, ty_re_set);
    if (!n->set) {
        ty_error_memory(p->ctx);
        return NULL;
    }
    n->set->ascii = ascii_rules(p);
    n->set->ignore_case = (p->flags & RE_IGNORECASE) != 0;
    return n;
}

static bool set_add(parser *p, ty_re_set *s, uint32_t low, uint32_t high)
{
    if (s->count == s->capacity) {
        size_t capacity = s->capacity ? s->capacity * 2 : 4;
        ty_re_range *r = ty_arena_grow(&p->out->arena, s->ranges, s->capacity * sizeof *r, capacity * sizeof *r);
        if (!r) {
            ty_error_memory(p->ctx);
            return false;
        }
        s->ranges = r;
        s->capacity = capacity;
    }
    s->ranges[s->count++] = (ty_re_range){low, high};
    return true;
}

static ty_re_node *make_char(parser *p, uint32_t c)
{
    uint32_t variants[4];
    if (p->flags & RE_IGNORECASE && ty_re_case_variants(c, ascii_rules(p), variants) > 1) {
        ty_re_node *n = make_set(p);
        return n && set_add(p, n->set, c, c) ? n : NULL;
    }
    ty_re_node *n = make(p, RE_N_CHAR);
    if (n)
        n->value = c;
    return n;
}

static uint32_t class_of(uint32_t c)
{
    return c == 'd' ? RE_DIGIT : c == 'D' ? RE_NOT_DIGIT : c == 's' ? RE_SPACE : c == 'S' ? RE_NOT_SPACE
         : c == 'w' ? RE_WORD : c == 'W' ? RE_NOT_WORD : 0;
}

/* --- escapes -------------------------------------------------------------------------------------------------------------- */

static int hex_value(uint32_t c)
{
    return c >= '0' && c <= '9' ? (int)c - '0' : c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : c >= 'A' && c <= 'F' ? (int)c - 'A' + 10 : -1;
}
static bool is_octal(uint32_t c) { return c >= '0' && c <= '7'; }
static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Escapes that mean a character both in sets and outside. `start` is where the backslash stands, p->at is behind the
 * letter c. 1: *out is set, 0: it is none of them, -1: error. */
static int char_escape(parser *p, size_t start, uint32_t c, uint32_t *out)
{
    static const char letters[] = "afnrtv\\", values[] = "\a\f\n\r\t\v\\";
    const char *found = c && c < 128 ? strchr(letters, (int)c) : NULL;
    if (found) {
        *out = (unsigned char)values[found - letters];
        return 1;
    }
    int digits = c == 'x' ? 2 : c == 'u' && !p->is_bytes ? 4 : c == 'U' && !p->is_bytes ? 8 : 0;
    if (digits) {
        uint32_t v = 0;
        int got = 0;
        for (; got < digits && p->at < p->n && hex_value(peek(p)) >= 0; got++)
            v = v << 4 | (uint32_t)hex_value(next(p));
        if (got < digits) {
            fail_piece(p, start, "incomplete escape %U");
            return -1;
        }
        if (v > 0x10ffff) {
            fail_piece(p, start, "bad escape %U");
            return -1;
        }
        *out = v;
        return 1;
    }
    if (c == 'N' && !p->is_bytes) {
        if (!take(p, '{')) {
            fail(p, p->at, "missing {");
            return -1;
        }
        size_t from = p->at;
        while (peek(p) != END && peek(p) != '}')
            p->at++;
        if (peek(p) == END) {
            if (p->at == from)
                fail(p, p->at, "missing character name");
            else
                fail(p, from, "missing }, unterminated name");
            return -1;
        }
        ty_value name = piece(p, from, p->at);
        p->at++;
        if (name && ty_str_length(name) == 0)
            fail(p, p->at - 1, "missing character name");
        else if (name) {
            size_t n;
            ty_value hold;
            const char *text = ty_str_utf8(p->ctx, name, &n, &hold);
            int32_t found = text ? ty_unicode_named(text, n) : -1;
            if (found >= 0) {
                *out = (uint32_t)found;
                return 1;
            }
            if (text)
                fail_value(p, start, ty_str_format(p->ctx, "undefined character name %R", name));
        }
        return -1;
    }
    return 0;
}

static bool octal_value(parser *p, size_t start, uint32_t value, uint32_t *out)
{
    *out = value;
    if (value <= 0377)
        return true;
    ty_value text = piece(p, start, p->at);
    if (text)
        fail_value(p, start, ty_str_format(p->ctx, "octal escape value %U outside of range 0-0o377", text));
    return false;
}

/* An escape in a set: a class (*classes) or a character. p->at is behind the backslash. */
static bool set_escape(parser *p, size_t start, uint32_t *c, uint32_t *classes)
{
    uint32_t letter = next(p);
    *classes = class_of(letter);
    if (*classes)
        return true;
    if (letter == 'b') {
        *c = '\b';
        return true;
    }
    int simple = char_escape(p, start, letter, c);
    if (simple)
        return simple > 0;
    if (is_octal(letter)) {
        uint32_t v = letter - '0';
        for (int i = 0; i < 2 && is_octal(peek(p)); i++)
            v = v * 8 + (next(p) - '0');
        return octal_value(p, start, v, c);
    }
    if (letter < 128 && ty_ascii_is(letter, TY_ASCII_ALNUM)) {
        fail_piece(p, start, "bad escape %U");
        return false;
    }
    *c = letter;
    return true;
}

static bool check_backslash(parser *p)
{
    if (p->at < p->n)
        return true;
    fail(p, p->n - 1, "bad escape (end of pattern)");
    return false;
}

/* One member of a set; p->at is at it. */
static bool set_member(parser *p, uint32_t *c, uint32_t *classes)
{
    size_t start = p->at;
    *c = next(p);
    *classes = 0;
    return *c != '\\' || (check_backslash(p) && set_escape(p, start, c, classes));
}

static ty_re_node *parse_set(parser *p)
{
    size_t start = p->at - 1;
    ty_re_node *n = make_set(p);
    if (!n)
        return NULL;
    ty_re_set *s = n->set;
    s->negate = take(p, '^');
    for (bool first = true;; first = false) {
        size_t from = p->at;
        if (peek(p) == END)
            return fail(p, start, "unterminated character set");
        if (peek(p) == ']' && !first) {
            p->at++;
            break;
        }
        uint32_t low, high, low_class, high_class;
        if (!set_member(p, &low, &low_class))
            return NULL;
        size_t middle = p->at;
        if (take(p, '-')) {
            if (peek(p) == END)
                return fail(p, start, "unterminated character set");
            if (peek(p) == ']') {
                p->at++;
                s->classes |= low_class;
                if ((!low_class && !set_add(p, s, low, low)) || !set_add(p, s, '-', '-'))
                    return NULL;
                break;
            }
            if (!set_member(p, &high, &high_class))
                return NULL;
            if (low_class || high_class || high < low) {
                ty_value a = piece(p, from, middle), b = a ? piece(p, middle + 1, p->at) : TY_NULL;
                return b ? fail_value(p, from, ty_str_format(p->ctx, "bad character range %U-%U", a, b)) : NULL;
            }
            if (!set_add(p, s, low, high))
                return NULL;
        } else {
            s->classes |= low_class;
            if (!low_class && !set_add(p, s, low, low))
                return NULL;
        }
    }
    if (!s->negate && !s->classes && s->count == 1 && s->ranges[0].low == s->ranges[0].high)
        return make_char(p, s->ranges[0].low);
    return n;
}

/* --- groups --------------------------------------------------------------------------------------------------------------- */

static bool group_is_closed(const parser *p, uint32_t group) { return group < p->out->groups && !p->open[group]; }

/* A reference is allowed here? `at` is where the error would be. */
static bool check_reference(parser *p, uint32_t group, size_t at)
{
    if (!group_is_closed(p, group)) {
        fail(p, at, "cannot refer to an open group");
        return false;
    }
    if (p->lookbehind && group >= p->lookbehind) {
        fail(p, p->at, "cannot refer to group defined in the same lookbehind subpattern");
        return false;
    }
    return true;
}

static ty_re_node *make_reference(parser *p, uint32_t group)
{
    ty_re_node *n = make(p, RE_N_REF);
    if (n) {
        n->value = group;
        n->mode = (uint8_t)((p->flags & RE_IGNORECASE ? 1 : 0) | (ascii_rules(p) ? 2 : 0));
    }
    return n;
}

static ty_re_node *parse_escape(parser *p, size_t start)
{
    if (!check_backslash(p))
        return NULL;
    uint32_t letter = next(p), c;
    uint32_t classes = class_of(letter);
    if (classes) {
        ty_re_node *n = make_set(p);
        if (n) {
            n->set->classes = classes;
            n->set->ignore_case = false;
        }
        return n;
    }
    bool ascii = ascii_rules(p);
    int at = letter == 'A' ? RE_AT_START : letter == 'Z' ? RE_AT_TEXT_END
           : letter == 'b' ? (ascii ? RE_AT_ASCII_BOUNDARY : RE_AT_BOUNDARY)
           : letter == 'B' ? (ascii ? RE_AT_ASCII_NOT_BOUNDARY : RE_AT_NOT_BOUNDARY) : -1;
    if (at >= 0) {
        ty_re_node *n = make(p, RE_N_AT);
        if (n)
            n->mode = (uint8_t)at;
        return n;
    }
    int simple = char_escape(p, start, letter, &c);
    if (simple)
        return simple > 0 ? make_char(p, c) : NULL;
    if (letter == '0') {
        uint32_t v = 0;
        for (int i = 0; i < 2 && is_octal(peek(p)); i++)
            v = v * 8 + (next(p) - '0');
        return make_char(p, v);
    }
    if (is_digit(letter)) {
        uint32_t group = letter - '0';
        if (is_digit(peek(p))) {
            uint32_t second = next(p);
            if (is_octal(letter) && is_octal(second) && is_octal(peek(p))) {
                uint32_t v = (letter - '0') * 64 + (second - '0') * 8 + (next(p) - '0');
                return octal_value(p, start, v, &c) ? make_char(p, c) : NULL;
            }
            group = group * 10 + (second - '0');
        }
        if (group >= p->out->groups)
            return fail_value(p, start + 1, ty_str_format(p->ctx, "invalid group reference %u", group));
        return check_reference(p, group, start) ? make_reference(p, group) : NULL;
    }
    if (ty_ascii_is(letter, TY_ASCII_ALPHA))
        return fail_piece(p, start, "bad escape %U");
    return make_char(p, letter);
}

/* The text up to `end`, which is skipped: a group's name. TY_NULL: error */
static ty_value read_name(parser *p, uint32_t end)
{
    size_t from = p->at;
    while (peek(p) != END && peek(p) != end)
        p->at += peek(p) == '\\' && p->at + 1 < p->n ? 2 : 1;
    if (p->at == from) {
        fail(p, p->at, "missing group name");
        return TY_NULL;
    }
    if (peek(p) == END) {
        fail_value(p, from, ty_str_format(p->ctx, "missing %c, unterminated name", (int)end));
        return TY_NULL;
    }
    ty_value name = piece(p, from, p->at);
    p->at++;
    return name;
}

static bool check_name(parser *p, ty_value name)
{
    size_t at = p->at - 1 - ty_str_length(name);
    if (p->is_bytes && !ty_str_ptr(name)->ascii) {
        fail_value(p, at, ty_str_format(p->ctx, "bad character in group name %A", name));
        return false;
    }
    if (!ty_str_is_identifier(name)) {
        fail_value(p, at, ty_str_format(p->ctx, "bad character in group name %R", name));
        return false;
    }
    return true;
}

/* The number of a name that was read up to p->at; 0: error. */
static uint32_t named_group(parser *p, ty_value name)
{
    ty_value v;
    int found = ty_dict_get(p->ctx, p->out->names, name, &v);
    if (found == 0)
        fail_value(p, p->at - 1 - ty_str_length(name), ty_str_format(p->ctx, "unknown group name %R", name));
    return found > 0 ? (uint32_t)ty_small_value(v) : 0;
}

static uint32_t open_group(parser *p, ty_value name)
{
    uint32_t group = p->out->groups;
    size_t at = name ? p->at - 1 - ty_str_length(name) : p->at;
    if (group >= RE_MAX_GROUPS) {
        fail(p, at, "too many groups");
        return 0;
    }
    if (name) {
        ty_value old;
        int found = ty_dict_get(p->ctx, p->out->names, name, &old);
        if (found > 0)
            fail_value(p, at, ty_str_format(p->ctx, "redefinition of group name %R as group %u; was group %d", name, group,
                                            (int)ty_small_value(old)));
        if (found || ty_dict_set(p->ctx, p->out->names, name, ty_small((intptr_t)group)) < 0)
            return 0;
    }
    if (group >= p->open_capacity) {
        size_t capacity = p->open_capacity * 2;
        uint8_t *open = ty_arena_grow(&p->out->arena, p->open, p->open_capacity, capacity);
        if (!open) {
            ty_error_memory(p->ctx);
            return 0;
        }
        p->open = open;
        p->open_capacity = capacity;
    }
    p->open[group] = 1;
    p->out->groups++;
    return group;
}

static ty_re_node *parse_alternatives(parser *p);
static ty_re_node *parse_sequence(parser *p, bool outermost);

static bool close_paren(parser *p, size_t start)
{
    if (take(p, ')'))
        return true;
    fail(p, start, "missing ), unterminated subpattern");
    return false;
}

static ty_re_node *parse_look(parser *p, size_t start, uint32_t c)
{
    bool behind = c == '<';
    uint32_t outer = p->lookbehind;
    if (behind) {
        c = next(p);
        if (c == END)
            return fail(p, p->at, "unexpected end of pattern");
        if (c != '=' && c != '!')
            return unknown_extension(p, "<", c);
        if (!p->lookbehind)
            p->lookbehind = p->out->groups;
    }
    ty_re_node *n = make(p, RE_N_LOOK), *child = n ? parse_alternatives(p) : NULL;
    if (!child || !close_paren(p, start))
        return NULL;
    p->lookbehind = outer;
    n->mode = (uint8_t)((behind ? 1 : 0) | (c == '!' ? 2 : 0));
    n->child = child;
    if (c == '!' && child->kind == RE_N_EMPTY)
        n->kind = RE_N_FAIL;
    return n;
}

static ty_re_node *parse_condition(parser *p, size_t start)
{
    size_t from = p->at;
    ty_value name = read_name(p, ')');
    if (!name)
        return NULL;
    uint32_t group = 0;
    if (ty_str_is_identifier(name)) {
        if (!check_name(p, name) || !(group = named_group(p, name)))
            return NULL;
    } else {
        const ty_str *s = ty_str_ptr(name);
        for (size_t i = 0; i < s->length; i++) {
            if (!is_digit(ty_str_at(s, i)))
                return fail_value(p, from, ty_str_format(p->ctx, "bad character in group name %R", name));
            if (group < RE_MAX_GROUPS)
                group = group * 10 + (ty_str_at(s, i) - '0');
        }
        if (!group)
            return fail(p, from, "bad group number");
        if (group >= RE_MAX_GROUPS)
            return fail_value(p, from, ty_str_format(p->ctx, "invalid group reference %U", name));
        struct reference *r = TY_ARENA_NEW(&p->out->arena, struct reference);
        if (!r) {
            ty_error_memory(p->ctx);
            return NULL;
        }
        *r = (struct reference){p->references, group, from};
        p->references = r;
    }
    if (p->lookbehind && !check_reference(p, group, p->at))
        return NULL;
    ty_re_node *n = make(p, RE_N_COND);
    if (!n || !(n->child = parse_sequence(p, false)))
        return NULL;
    n->value = group;
    if (take(p, '|')) {
        if (!(n->other = parse_sequence(p, false)))
            return NULL;
        if (peek(p) == '|')
            return fail(p, p->at, "conditional backref with more than two branches");
    }
    return close_paren(p, start) ? n : NULL;
}

static uint32_t flag_of(uint32_t c)
{
    return c == 'i' ? RE_IGNORECASE : c == 'L' ? RE_LOCALE : c == 'm' ? RE_MULTILINE : c == 's' ? RE_DOTALL
         : c == 'x' ? RE_VERBOSE : c == 'a' ? RE_ASCII : c == 'u' ? RE_UNICODE : 0;
}

static bool bad_flag(parser *p, uint32_t c, const char *otherwise)
{
    if (c == END)
        fail(p, p->at, otherwise);
    else
        fail(p, p->at - 1, c < 128 ? (ty_ascii_is(c, TY_ASCII_ALPHA) ? "unknown flag" : otherwise)
                                   : ty_unicode_is_alpha(c) ? "unknown flag" : otherwise);
    return false;
}

/* Flags behind "(?", the first character being c. *add, *del; *global: they ended in ')'. */
static bool parse_flags(parser *p, uint32_t c, uint32_t *add, uint32_t *del, bool *global)
{
    *add = *del = 0;
    *global = false;
    if (c != '-') {
        for (;;) {
            uint32_t flag = flag_of(c);
            if (!p->is_bytes && flag == RE_LOCALE) {
                fail(p, p->at, "bad inline flags: cannot use 'L' flag with a str pattern");
                return false;
            }
            if (p->is_bytes && flag == RE_UNICODE) {
                fail(p, p->at, "bad inline flags: cannot use 'u' flag with a bytes pattern");
                return false;
            }
            *add |= flag;
            if (flag & RE_TYPE_FLAGS && (*add & RE_TYPE_FLAGS) != flag) {
                fail(p, p->at, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
                return false;
            }
            c = next(p);
            if (c == ')' || c == '-' || c == ':')
                break;
            if (c == END || !flag_of(c))
                return bad_flag(p, c, "missing -, : or )");
        }
    }
    if (c == ')') {
        *global = true;
        return true;
    }
    if (c == '-') {
        c = next(p);
        if (c == END || !flag_of(c))
            return bad_flag(p, c, "missing flag");
        for (;;) {
            uint32_t flag = flag_of(c);
            if (flag & RE_TYPE_FLAGS) {
                fail(p, p->at, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
                return false;
            }
            *del |= flag;
            c = next(p);
            if (c == ':')
                break;
            if (c == END || !flag_of(c))
                return bad_flag(p, c, "missing :");
        }
    }
    if (*add & *del) {
        fail(p, p->at - 1, "bad inline flags: flag turned on and off");
        return false;
    }
    return true;
}

/* Behind '('. *skip: it was a comment or set flags, and there is no node. */
static ty_re_node *parse_paren(parser *p, bool first, bool *skip)
{
    size_t start = p->at - 1;
    bool capture = true, atomic = false, plain = true;
    uint32_t add = 0, del = 0;
    ty_value name = TY_NULL;
    *skip = false;
    if (take(p, '?')) {
        uint32_t c = next(p);
        capture = false;
        switch (c) {
        case END:
            return fail(p, p->at, "unexpected end of pattern");
        case 'P':
            if (take(p, '<')) {
                name = read_name(p, '>');
                if (!name || !check_name(p, name))
                    return NULL;
                capture = true;
                break;
            }
            if (take(p, '=')) {
                name = read_name(p, ')');
                if (!name || !check_name(p, name))
                    return NULL;
                uint32_t group = named_group(p, name);
                return group && check_reference(p, group, p->at - 1 - ty_str_length(name)) ? make_reference(p, group) : NULL;
            }
            c = next(p);
            if (c == END)
                return fail(p, p->at, "unexpected end of pattern");
            return unknown_extension(p, "P", c);
        case ':':
            break;
        case '#':
            do {
                c = next(p);
                if (c == END)
                    return fail(p, start, "missing ), unterminated comment");
                if (c == '\\' && next(p) == END)
                    return fail(p, p->n - 1, "bad escape (end of pattern)");
            } while (c != ')');
            *skip = true;
            return make(p, RE_N_EMPTY);
        case '=':
        case '!':
        case '<':
            return parse_look(p, start, c);
        case '(':
            return parse_condition(p, start);
        case '>':
            atomic = true;
            break;
        default:
            if (!flag_of(c) && c != '-')
                return unknown_extension(p, "", c);
            if (!parse_flags(p, c, &add, &del, skip))
                return NULL;
            if (*skip) {
                if (!first)
                    return fail(p, start, "global flags not at the start of the expression");
                p->flags |= add;
                p->out->flags |= add;
                return make(p, RE_N_EMPTY);
            }
            plain = !add && !del;
        }
    }
    ty_re_node *n = make(p, atomic ? RE_N_ATOMIC : RE_N_GROUP);
    if (!n || (capture && !(n->value = open_group(p, name))))
        return NULL;
    uint32_t outer = p->flags;
    if (add & RE_TYPE_FLAGS)
        p->flags &= ~(uint32_t)RE_TYPE_FLAGS;
    p->flags = (p->flags | add) & ~del;
    n->child = parse_alternatives(p);
    p->flags = outer;
    if (!n->child || !close_paren(p, start))
        return NULL;
    if (capture)
        p->open[n->value] = 0;
    n->bare = !capture && !atomic && plain;
    return n;
}

/* --- repeats -------------------------------------------------------------------------------------------------------------- */

static bool read_count(parser *p, uint32_t *out, bool *any)
{
    uint64_t v = 0;
    *any = false;
    for (; is_digit(peek(p)); *any = true) {
        v = v * 10 + (next(p) - '0');
        if (v >= RE_INFINITE)
            v = RE_INFINITE; /* judged when all digits are read */
    }
    if (*any)
        *out = (uint32_t)v;
    return true;
}

/* {min,max} behind the brace. 1: read, 0: it is just a brace, -1: error. */
static int parse_braces(parser *p, uint32_t *min, uint32_t *max)
{
    size_t here = p->at;
    bool any_min, any_max;
    *min = 0;
    *max = RE_INFINITE;
    if (peek(p) == '}')
        return 0;
    read_count(p, min, &any_min);
    if (take(p, ',')) {
        read_count(p, max, &any_max);
    } else {
        any_max = any_min;
        if (any_min)
            *max = *min;
    }
    if (!take(p, '}')) {
        p->at = here;
        return 0;
    }
    if ((any_min && *min == RE_INFINITE) || (any_max && *max == RE_INFINITE)) {
        ty_error_set(p->ctx, &ty_OverflowError_type, "the repetition number is too large");
        return -1;
    }
    if (any_max && *max < *min) {
        fail(p, here, "min repeat greater than max repeat");
        return -1;
    }
    return 1;
}

/* Behind the sign c, which may be a brace that means itself: then *literal. */
static ty_re_node *parse_repeat(parser *p, uint32_t c, ty_re_node *item, bool *literal)
{
    size_t sign = p->at - 1;
    uint32_t min = c == '+', max = c == '?' ? 1 : RE_INFINITE;
    *literal = false;
    if (c == '{') {
        int braces = parse_braces(p, &min, &max);
        if (braces <= 0) {
            *literal = braces == 0;
            return NULL;
        }
    }
    if (!item || item->kind == RE_N_AT)
        return fail(p, sign, "nothing to repeat");
    if (item->kind == RE_N_REPEAT)
        return fail(p, sign, "multiple repeat");
    ty_re_node *n = make(p, RE_N_REPEAT);
    if (!n)
        return NULL;
    n->mode = take(p, '?') ? RE_LAZY : take(p, '+') ? RE_POSSESSIVE : RE_GREEDY;
    n->min = min;
    n->max = max;
    n->child = item->kind == RE_N_GROUP && item->bare ? item->child : item;
    return n;
}

/* --- sequences ------------------------------------------------------------------------------------------------------------ */

static void append(ty_re_node *seq, ty_re_node *n)
{
    if (seq->last)
        seq->last->next = n;
    else
        seq->child = n;
    seq->last = n;
}

static ty_re_node *simplify(ty_re_node *seq)
{
    if (!seq->child) {
        seq->kind = RE_N_EMPTY;
        return seq;
    }
    return seq->child->next ? seq : seq->child;
}

static ty_re_node *parse_sequence(parser *p, bool outermost)
{
    ty_re_node *seq = make(p, RE_N_SEQ), *before = NULL;
    if (!seq)
        return NULL;
    bool first = outermost;
    for (;;) {
        uint32_t c = peek(p);
        if (c == END || c == '|' || c == ')')
            return simplify(seq);
        size_t start = p->at++;
        if (p->flags & RE_VERBOSE) {
            if (c < 128 && ty_ascii_is(c, TY_ASCII_SPACE) && c < 0x1c + (c == ' ') * 0x20u)
                continue;
            if (c == '#') {
                do {
                    c = next(p);
                    if (c == '\\' && next(p) == END)
                        return fail(p, p->n - 1, "bad escape (end of pattern)");
                } while (c != END && c != '\n');
                continue;
            }
        }
        ty_re_node *n;
        bool skip = false, literal;
        switch (c) {
        case '\\':
            n = parse_escape(p, start);
            break;
        case '[':
            n = parse_set(p);
            break;
        case '.':
            n = make(p, p->flags & RE_DOTALL ? RE_N_ANY_ALL : RE_N_ANY);
            break;
        case '^':
        case '$':
            n = make(p, RE_N_AT);
            if (n)
                n->mode = c == '^' ? (p->flags & RE_MULTILINE ? RE_AT_LINE_START : RE_AT_START)
                                   : (p->flags & RE_MULTILINE ? RE_AT_LINE_END : RE_AT_END);
            break;
        case '(':
            n = parse_paren(p, first, &skip);
            if (n && skip)
                continue;
            break;
        case '*':
        case '+':
        case '?':
        case '{':
            n = parse_repeat(p, c, seq->last, &literal);
            if (n) { /* it takes the place of what it repeats */
                if (before)
                    before->next = n;
                else
                    seq->child = n;
                seq->last = n;
                continue;
            }
            n = literal ? make_char(p, c) : NULL;
            break;
        default:
            n = make_char(p, c);
        }
        if (!n)
            return NULL;
        first = false;
        before = seq->last;
        append(seq, n);
    }
}

static ty_re_node *parse_branches(parser *p, bool outermost)
{
    if (ty_context_deep(p->ctx, " during compilation of a regular expression"))
        return NULL;
    ty_re_node *n = parse_sequence(p, outermost);
    if (!n || peek(p) != '|')
        return n;
    ty_re_node *alt = make(p, RE_N_ALT);
    if (!alt)
        return NULL;
    /* A sequence reduced to its only item may still be linked to nothing: items have no next here. */
    append(alt, n);
    while (take(p, '|')) {
        if (!(n = parse_sequence(p, false)))
            return NULL;
        append(alt, n);
    }
    return alt;
}

static ty_re_node *parse_alternatives(parser *p) { return parse_branches(p, false); }

static int fix_flags(ty_ctx *ctx, bool is_bytes, uint32_t *flags)
{
    const char *wrong = NULL;
    if (!is_bytes) {
        if (*flags & RE_LOCALE)
            wrong = "cannot use LOCALE flag with a str pattern";
        else if (*flags & RE_ASCII && *flags & RE_UNICODE)
            wrong = "ASCII and UNICODE flags are incompatible";
        else if (!(*flags & RE_ASCII))
            *flags |= RE_UNICODE;
    } else if (*flags & RE_UNICODE) {
        wrong = "cannot use UNICODE flag with a bytes pattern";
    } else if (*flags & RE_LOCALE && *flags & RE_ASCII) {
        wrong = "ASCII and LOCALE flags are incompatible";
    }
    if (wrong)
        ty_error_set(ctx, &ty_ValueError_type, "%s", wrong);
    return wrong ? -1 : 0;
}

int ty_re_parse(ty_ctx *ctx, ty_value pattern, uint32_t flags, ty_re_parsed *out)
{
    parser p = {.ctx = ctx, .out = out, .pattern = pattern, .flags = flags, .is_bytes = !ty_is_str(pattern), .open_capacity = 32};
    ty_arena_init(&out->arena, NULL, 0);
    out->flags = flags;
    out->groups = 1;
    out->names = ty_dict_new(ctx, 0);
    p.open = ty_arena_alloc(&out->arena, p.open_capacity);
    if (!out->names)
        return -1;
    if (!p.open) {
        ty_error_memory(ctx);
        return -1;
    }
    p.open[0] = 1; /* the whole match is open until the end */
    if (p.is_bytes) {
        p.text = ty_bytes_data(pattern);
        p.kind = 1;
        p.n = ty_bytes_length(pattern);
    } else {
        p.text = ty_str_ptr(pattern)->data;
        p.kind = ty_str_ptr(pattern)->kind;
        p.n = ty_str_length(pattern);
    }
    out->root = parse_branches(&p, true);
    if (!out->root)
        return -1;
    if (p.at < p.n) {
        fail(&p, p.at, "unbalanced parenthesis");
        return -1;
    }
    for (struct reference *r = p.references; r; r = r->next)
        if (r->group >= out->groups) {
            fail_value(&p, r->at, ty_str_format(ctx, "invalid group reference %u", r->group));
            return -1;
        }
    return fix_flags(ctx, p.is_bytes, &out->flags);
}
