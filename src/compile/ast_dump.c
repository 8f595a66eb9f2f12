/* SPDX-License-Identifier: MIT */
/* The tree as text, in the form of CPython's ast.dump: for tests and debugging. Recursion is bounded by a
 * counter of its own, since a tree may be dumped before the symbol table has refused a deep one. */
#include <config.h>

#include "compile/ast.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct dumper {
    void (*write)(void *arg, const char *text, size_t len);
    void *arg;
    int attributes;
    int depth;
    bool comma; /* something was written within the current parentheses */
} dumper;

enum { MAX_DEPTH = 20000 };

static void put(dumper *d, const char *text) {
    d->write(d->arg, text, strlen(text));
}

/* ---- values ---- */

static void put_float(dumper *d, double f, const char *suffix) {
    char text[40];
    if (isinf(f)) {
        snprintf(text, sizeof text, "inf%s", suffix);
        put(d, text);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, f);
        if (strtod(text, NULL) == f) break;
    }
    /* From d.ddde±xx to Python's repr. */
    char digits[24];
    int n = 0, exponent = atoi(strchr(text, 'e') + 1);
    for (const char *s = text; *s != 'e'; s++)
        if (*s != '.') digits[n++] = *s;
    digits[n] = '\0';
    char out[64];
    if (exponent < -4 || exponent >= 16) {
        snprintf(out, sizeof out, "%c%s%se%c%02d%s", digits[0], n > 1 ? "." : "", digits + 1,
                 exponent < 0 ? '-' : '+', abs(exponent), suffix);
    } else if (exponent < 0) {
        snprintf(out, sizeof out, "0.%.*s%s%s", -exponent - 1, "0000", digits, suffix);
    } else {
        int o = 0;
        for (int i = 0; i <= exponent; i++) out[o++] = i < n ? digits[i] : '0';
        if (n > exponent + 1) {
            out[o++] = '.';
            for (int i = exponent + 1; i < n; i++) out[o++] = digits[i];
            out[o] = '\0';
        } else {
            out[o] = '\0';
            if (!*suffix) strcpy(out + o, ".0");
        }
        strcat(out, suffix);
    }
    put(d, out);
}

/* Strings are written with every character that is not printable ASCII escaped, as ascii(repr) would. */
static void put_string(dumper *d, ty_bytes_view s, bool bytes) {
    bool single = memchr(s.data ? s.data : "", '\'', s.len) != NULL,
         twice = memchr(s.data ? s.data : "", '"', s.len) != NULL;
    char quote = single && !twice ? '"' : '\'', text[16];
    text[0] = quote;
    text[1] = '\0';
    if (bytes) put(d, "b");
    put(d, text);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        uint32_t u = c;
        if (!bytes && c >= 0x80) {
            int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            u = c & (0x3F >> more);
            while (more-- && i + 1 < s.len) u = u << 6 | ((unsigned char)s.data[++i] & 0x3F);
        }
        if (u == (unsigned char)quote || u == '\\')
            snprintf(text, sizeof text, "\\%c", (char)u);
        else if (u == '\n')
            memcpy(text, "\\n", 3);
        else if (u == '\r')
            memcpy(text, "\\r", 3);
        else if (u == '\t')
            memcpy(text, "\\t", 3);
        else if (u >= 0x20 && u < 0x7F)
            snprintf(text, sizeof text, "%c", (char)u);
        else if (u < 0x100)
            snprintf(text, sizeof text, "\\x%02" PRIx32, u);
        else if (u < 0x10000)
            snprintf(text, sizeof text, "\\u%04" PRIx32, u);
        else
            snprintf(text, sizeof text, "\\U%08" PRIx32, u);
        put(d, text);
    }
    text[0] = quote;
    text[1] = '\0';
    put(d, text);
}

static void put_constant(dumper *d, const ty_const *c) {
    char text[32];
    switch ((ty_const_kind)c->kind) {
    case TY_CONST_None: put(d, "None"); break;
    case TY_CONST_True: put(d, "True"); break;
    case TY_CONST_False: put(d, "False"); break;
    case TY_CONST_Ellipsis: put(d, "Ellipsis"); break;
    case TY_CONST_Int:
        snprintf(text, sizeof text, "%" PRId64, c->i);
        put(d, text);
        break;
    case TY_CONST_BigInt:
        if (c->negative) put(d, "-");
        put(d, c->base == 2 ? "0b" : c->base == 8 ? "0o" : c->base == 16 ? "0x" : "");
        d->write(d->arg, c->big.data, c->big.len);
        break;
    case TY_CONST_Float: put_float(d, c->f, ""); break;
    case TY_CONST_Imag: put_float(d, c->f, "j"); break;
    case TY_CONST_Complex:
        put(d, "(");
        put_float(d, c->c[0], "+");
        put_float(d, c->c[1], "j)");
        break;
    case TY_CONST_Str: put_string(d, c->s, false); break;
    case TY_CONST_Bytes: put_string(d, c->s, true); break;
    case TY_CONST_Tuple:
    case TY_CONST_FrozenSet:
        put(d, c->kind == TY_CONST_Tuple ? "(" : "frozenset({");
        for (uint32_t i = 0; i < c->nitems; i++) {
            if (i) put(d, ", ");
            put_constant(d, &c->items[i]);
        }
        put(d, c->kind == TY_CONST_Tuple ? (c->nitems == 1 ? ",)" : ")") : "})");
        break;
    }
}

/* ---- fields ---- */

static void begin_field(dumper *d, const char *name) {
    if (d->comma) put(d, ", ");
    d->comma = true;
    put(d, name);
    put(d, "=");
}

static void put_location(dumper *d, const ty_ast_loc *loc) {
    char text[120];
    snprintf(text, sizeof text, "%slineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d",
             d->comma ? ", " : "", (int)loc->lineno, (int)loc->col_offset, (int)loc->end_lineno,
             (int)loc->end_col_offset);
    put(d, text);
}

#define TY_AST_PRODUCT(name, located, fields) static void put_##name(dumper *d, const ty_ast_##name *node);
#include "compile/ast_nodes.def"
static void put_stmt(dumper *d, const ty_stmt *node);
static void put_expr(dumper *d, const ty_expr *node);
static void put_pattern(dumper *d, const ty_pattern *node);
static void put_type_param(dumper *d, const ty_type_param *node);

static void put_identifier(dumper *d, const ty_ident *ident) {
    put_string(d, (ty_bytes_view){ident->text, ident->len}, false);
}

static void put_string_field(dumper *d, const char *text) {
    put_string(d, (ty_bytes_view){text, strlen(text)}, false);
}

static void put_int(dumper *d, int32_t i) {
    char text[16];
    snprintf(text, sizeof text, "%d", (int)i);
    put(d, text);
}

#define DEFINE_ENUM(type)                           \
 static void put_##type(dumper *d, uint8_t value) { \
  put(d, type##_names[value]);                      \
  put(d, "()");                                     \
 }

#define TY_AST_OPERATOR(kind, text) #kind,
static const char *const operator_names[] = {
#include "compile/ast_nodes.def"
};
#define TY_AST_UNARYOP(kind, text) #kind,
static const char *const unaryop_names[] = {
#include "compile/ast_nodes.def"
};
#define TY_AST_BOOLOP(kind, text) #kind,
static const char *const boolop_names[] = {
#include "compile/ast_nodes.def"
};
#define TY_AST_CMPOP(kind, text) #kind,
static const char *const cmpop_names[] = {
#include "compile/ast_nodes.def"
};
#define TY_AST_CONTEXT(kind, text) #kind,
static const char *const expr_context_names[] = {
#include "compile/ast_nodes.def"
};
DEFINE_ENUM(operator)
DEFINE_ENUM(unaryop)
DEFINE_ENUM(boolop)
DEFINE_ENUM(cmpop)
DEFINE_ENUM(expr_context)

/* How one value of each ASDL type is written. */
#define PUT_stmt(d, v)          put_stmt(d, v)
#define PUT_expr(d, v)          put_expr(d, v)
#define PUT_pattern(d, v)       put_pattern(d, v)
#define PUT_type_param(d, v)    put_type_param(d, v)
#define PUT_identifier(d, v)    put_identifier(d, v)
#define PUT_constant(d, v)      put_constant(d, &(v))
#define PUT_string(d, v)        put_string_field(d, v)
#define PUT_int(d, v)           put_int(d, v)
#define PUT_operator(d, v)      put_operator(d, v)
#define PUT_unaryop(d, v)       put_unaryop(d, v)
#define PUT_boolop(d, v)        put_boolop(d, v)
#define PUT_cmpop(d, v)         put_cmpop(d, v)
#define PUT_expr_context(d, v)  put_expr_context(d, v)
#define PUT_comprehension(d, v) put_comprehension(d, v)
#define PUT_excepthandler(d, v) put_excepthandler(d, v)
#define PUT_arguments(d, v)     put_arguments(d, v)
#define PUT_arg(d, v)           put_arg(d, v)
#define PUT_keyword(d, v)       put_keyword(d, v)
#define PUT_alias(d, v)         put_alias(d, v)
#define PUT_withitem(d, v)      put_withitem(d, v)
#define PUT_match_case(d, v)    put_match_case(d, v)

/* An absent value in a list (Dict.keys, kw_defaults) is None; an empty list is left out, as 3.13 does. */
#define IS_NULL_expr(v)          ((v) == NULL)
#define IS_NULL_cmpop(v)         false
#define IS_NULL_stmt(v)          false
#define IS_NULL_pattern(v)       false
#define IS_NULL_type_param(v)    false
#define IS_NULL_identifier(v)    false
#define IS_NULL_comprehension(v) false
#define IS_NULL_excepthandler(v) false
#define IS_NULL_arg(v)           false
#define IS_NULL_keyword(v)       false
#define IS_NULL_alias(v)         false
#define IS_NULL_withitem(v)      false
#define IS_NULL_match_case(v)    false

#define FIELD_one(type, name, v) \
 begin_field(d, name);           \
 d->comma = false;               \
 PUT_##type(d, v);               \
 d->comma = true;
#define FIELD_opt(type, name, v) \
 if (v) {                        \
  FIELD_one(type, name, v)       \
 }
#define FIELD_seq(type, name, v)         \
 if (v.len) {                            \
  begin_field(d, name);                  \
  put(d, "[");                           \
  for (uint32_t i = 0; i < v.len; i++) { \
   if (i) put(d, ", ");                  \
   d->comma = false;                     \
   if (IS_NULL_##type(v.at[i]))          \
    put(d, "None");                      \
   else                                  \
    PUT_##type(d, v.at[i]);              \
  }                                      \
  put(d, "]");                           \
  d->comma = true;                       \
 }

#define ENTER(d)                 \
 if (++(d)->depth > MAX_DEPTH) { \
  (d)->depth--;                  \
  put((d), "...");               \
  return;                        \
 }
#define LEAVE(d) (d)->depth--

/* Product types. */
#define LOCATED_1 \
 if (d->attributes) put_location(d, &node->loc);
#define LOCATED_0
#define F(owner, quantity, type, name) FIELD_##quantity(type, #name, node->name)
#define TY_AST_PRODUCT(name, located, fields)                                 \
 static void put_##name(dumper *d, const ty_ast_##name *node) {               \
  ENTER(d)                                                                    \
  put(d, strcmp(#name, "excepthandler") == 0 ? "ExceptHandler(" : #name "("); \
  d->comma = false;                                                           \
  fields LOCATED_##located put(d, ")");                                       \
  LEAVE(d);                                                                   \
 }
#include "compile/ast_nodes.def"

/* Sum types. */
#define CASE(prefix, kind_, fields) \
 case prefix##kind_: {              \
  put(d, #kind_ "(");               \
  d->comma = false;                 \
  fields break;                     \
 }

static void put_stmt(dumper *d, const ty_stmt *node) {
    ENTER(d)
    switch ((ty_stmt_kind)node->kind) {
#define F(owner, quantity, type, name) FIELD_##quantity(type, #name, node->owner.name)
#define TY_AST_STMT(kind, fields)      CASE(TY_STMT_, kind, fields)
#define TY_AST_STMT0(kind)             CASE(TY_STMT_, kind, )
#include "compile/ast_nodes.def"
    default: break;
    }
    if (d->attributes) put_location(d, &node->loc);
    put(d, ")");
    LEAVE(d);
}

static void put_expr(dumper *d, const ty_expr *node) {
    ENTER(d)
    switch ((ty_expr_kind)node->kind) {
#define F(owner, quantity, type, name) FIELD_##quantity(type, #name, node->owner.name)
#define TY_AST_EXPR(kind, fields)      CASE(TY_EXPR_, kind, fields)
#include "compile/ast_nodes.def"
    default: break;
    }
    if (d->attributes) put_location(d, &node->loc);
    put(d, ")");
    LEAVE(d);
}

static void put_pattern(dumper *d, const ty_pattern *node) {
    ENTER(d)
    switch ((ty_pattern_kind)node->kind) {
#define F(owner, quantity, type, name) FIELD_##quantity(type, #name, node->owner.name)
#define TY_AST_PATTERN(kind, fields)   CASE(TY_PATTERN_, kind, fields)
#include "compile/ast_nodes.def"
    default: break;
    }
    if (d->attributes) put_location(d, &node->loc);
    put(d, ")");
    LEAVE(d);
}

static void put_type_param(dumper *d, const ty_type_param *node) {
    ENTER(d)
    switch ((ty_type_param_kind)node->kind) {
#define F(owner, quantity, type, name)  FIELD_##quantity(type, #name, node->owner.name)
#define TY_AST_TYPE_PARAM(kind, fields) CASE(TY_TYPE_PARAM_, kind, fields)
#include "compile/ast_nodes.def"
    default: break;
    }
    if (d->attributes) put_location(d, &node->loc);
    put(d, ")");
    LEAVE(d);
}

void ty_ast_dump(const ty_mod *mod, int attributes, void (*write)(void *arg, const char *text, size_t len),
                 void *arg) {
    dumper dumper = {write, arg, attributes, 0, false}, *d = &dumper;
    switch ((ty_mod_kind)mod->kind) {
#define F(owner, quantity, type, name) FIELD_##quantity(type, #name, mod->owner.name)
#define TY_AST_MOD(kind, fields)       CASE(TY_MOD_, kind, fields)
#include "compile/ast_nodes.def"
    default: break;
    }
    put(d, ")");
}
