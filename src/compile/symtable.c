/* SPDX-License-Identifier: MIT */
/* Scopes and symbols: making, finding, mangling; errors; the dump. */
#include <config.h>

#include "compile/symtable_impl.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- errors ---- */

bool ty_symtab_no_memory(ty_symtab *st) {
    ty_syntax_error_format(st->error, TY_SYNTAX_MEMORY, "%s", "");
    return false;
}

bool ty_symtab_too_deep(ty_symtab *st) {
    ty_syntax_error_format(st->error, TY_SYNTAX_RECURSION,
                           "maximum recursion depth exceeded during compilation");
    return false;
}

static const char *find_line(const ty_source *source, int32_t lineno) {
    const char *s = source->text;
    for (int32_t line = 1; line < lineno; line++) {
        const char *next = strchr(s, '\n');
        if (!next || next[1] == '\0') break;
        s = next + 1;
    }
    return s;
}

static int32_t char_column(const char *line, int32_t col) {
    size_t len = strcspn(line, "\n");
    return (int32_t)ty_syntax_char_count(line, (size_t)col < len ? (size_t)col : len) + 1;
}

static void locate(ty_symtab *st, ty_ast_loc loc) {
    ty_syntax_error *error = st->error;
    error->lineno = loc.lineno;
    error->end_lineno = loc.end_lineno;
    error->byte_col = loc.col_offset;
    error->end_byte_col = loc.end_col_offset;
    error->col = loc.col_offset + 1;
    error->end_col = loc.end_col_offset + 1;
    if (!st->options->source) return;
    const char *line = find_line(st->options->source, loc.lineno);
    error->text = line;
    error->text_len = strcspn(line, "\n") + 1;
    error->col = char_column(line, loc.col_offset);
    error->end_col = char_column(find_line(st->options->source, loc.end_lineno), loc.end_col_offset);
}

bool ty_symtab_fail(ty_symtab *st, ty_ast_loc loc, const char *format, ...) {
    char message[TY_SYNTAX_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ty_syntax_error_format(st->error, TY_SYNTAX_ERROR, "%s", message);
    locate(st, loc);
    return false;
}

bool ty_symtab_warn(ty_symtab *st, ty_ast_loc loc, const char *format, ...) {
    if (!st->options->warn) return true;
    char message[TY_SYNTAX_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ty_syntax_warning warning = {TY_WARN_SYNTAX, loc.lineno,         loc.col_offset,
                                 loc.end_lineno, loc.end_col_offset, message};
    if (st->options->warn(st->options->warn_arg, &warning)) return true;
    return ty_symtab_fail(st, loc, "%s", message);
}

void *ty_symtab_alloc(ty_symtab *st, size_t size) {
    void *memory = ty_arena_alloc(st->arena, size);
    if (!memory) {
        ty_symtab_no_memory(st);
        return NULL;
    }
    return memset(memory, 0, size);
}

/* ---- symbols ---- */

static bool grow_current(ty_symtab *st, uint32_t index) {
    uint32_t cap = st->current_cap ? st->current_cap : 256;
    while (cap <= index) cap *= 2;
    ty_symbol **current = ty_symtab_alloc(st, cap * sizeof *current);
    if (!current) return false;
    if (st->current_cap) memcpy(current, st->current, st->current_cap * sizeof *current);
    st->current = current;
    st->current_cap = cap;
    return true;
}

ty_symbol *ty_symtab_find(ty_symtab *st, const ty_scope *scope, const ty_ident *name) {
    if (name->index >= st->current_cap) return NULL;
    ty_symbol *s = st->current[name->index];
    while (s && s->scope->depth > scope->depth) s = s->shadow;
    return s && s->scope == scope ? s : NULL;
}

static ty_symbol *new_symbol(ty_symtab *st, ty_scope *scope, const ty_ident *name) {
    ty_symbol *s = ty_symtab_alloc(st, sizeof *s);
    if (!s) return NULL;
    s->name = name;
    s->scope = scope;
    s->reg = UINT32_MAX;
    return s;
}

ty_symbol *ty_symtab_hidden(ty_symtab *st, ty_scope *scope, const ty_ident *name) {
    return new_symbol(st, scope, name);
}

ty_symbol *ty_symtab_symbol(ty_symtab *st, ty_scope *scope, const ty_ident *name) {
    if (name->index >= st->current_cap && !grow_current(st, name->index)) return NULL;
    ty_symbol **at = &st->current[name->index];
    while (*at && (*at)->scope->depth > scope->depth) at = &(*at)->shadow;
    if (*at && (*at)->scope == scope) return *at;
    ty_symbol *s = new_symbol(st, scope, name);
    if (!s) return NULL;
    s->shadow = *at;
    *at = s;
    s->index = scope->nsymbols++;
    if (scope->last_symbol)
        scope->last_symbol->next = s;
    else
        scope->symbols = s;
    scope->last_symbol = s;
    return s;
}

const ty_ident *ty_symtable_mangle(ty_ident_table *idents, const ty_ident *private_class,
                                   const ty_ident *name) {
    if (!private_class || name->len < 3 || name->text[0] != '_' || name->text[1] != '_') return name;
    if (name->text[name->len - 1] == '_' && name->text[name->len - 2] == '_') return name;
    if (memchr(name->text, '.', name->len)) return name;
    const char *text = private_class->text;
    size_t len = private_class->len;
    while (len && *text == '_') {
        text++;
        len--;
    }
    if (len == 0) return name;
    char small[256];
    if (1 + len + name->len <= sizeof small) {
        small[0] = '_';
        memcpy(small + 1, text, len);
        memcpy(small + 1 + len, name->text, name->len);
        return ty_ident_intern(idents, small, 1 + len + name->len);
    }
    return ty_ident_intern_pair(idents, "_", text, len, name->text, name->len);
}

/* The type parameters of a class are mangled by its name already in the scope around it, other names there
 * are not. */
static const ty_ident *mangle_type_param(ty_symtab *st, const ty_ident *name) {
    const ty_scope *scope = st->scope;
    while (!scope->own_params) scope = scope->parent;
    const ty_ident *mangled = ty_symtable_mangle(st->idents, scope->param_class, name);
    if (!mangled || mangled == name) return mangled;
    const ty_symbol *s = ty_symtab_find(st, scope, mangled);
    return s && (s->flags & TY_SYM_TYPE_PARAM) ? mangled : name;
}

const ty_ident *ty_symtab_mangle(ty_symtab *st, const ty_ident *name) {
    const ty_scope *scope = st->scope;
    if (name->text[0] != '_' || (!scope->private_class && !scope->param_class)) return name;
    const ty_ident *mangled = name;
    if (scope->param_class) mangled = mangle_type_param(st, name);
    if (mangled == name && scope->private_class)
        mangled = ty_symtable_mangle(st->idents, scope->private_class, name);
    if (!mangled) ty_symtab_no_memory(st);
    return mangled;
}

/* ---- scopes ---- */

ty_scope *ty_symtab_enter(ty_symtab *st, ty_scope_kind kind, const ty_ident *name, ty_ast_loc loc) {
    ty_scope *scope = ty_symtab_alloc(st, sizeof *scope), *parent = st->scope;
    if (!scope) return NULL;
    scope->kind = (uint8_t)kind;
    scope->name = name;
    scope->loc = loc;
    scope->id = st->nscopes++;
    scope->parent = parent;
    scope->host = scope;
    if (parent) {
        scope->depth = (uint16_t)(parent->depth + 1);
        scope->private_class = parent->private_class;
        if (kind != TY_SCOPE_CLASS && kind != TY_SCOPE_FUNCTION) scope->param_class = parent->param_class;
        scope->nested = parent->nested || ty_scope_is_function(parent);
        if (parent->last_child)
            parent->last_child->sibling = scope;
        else
            parent->first_child = scope;
        parent->last_child = scope;
        parent->nchildren++;
        if (ty_scope_is_annotation(scope) && kind != TY_SCOPE_ANNOTATION)
            scope->sees_class = parent->kind == TY_SCOPE_CLASS || parent->sees_class;
        if (kind >= TY_SCOPE_LISTCOMP && kind <= TY_SCOPE_DICTCOMP && parent->kind != TY_SCOPE_CLASS &&
            !parent->sees_class) {
            scope->inlined = true;
            scope->host = parent->host;
        }
    }
    st->scope = scope;
    return scope;
}

void ty_symtab_leave(ty_symtab *st) {
    ty_scope *scope = st->scope;
    for (ty_symbol *s = scope->symbols; s; s = s->next) st->current[s->name->index] = s->shadow;
    st->scope = scope->parent;
}

void ty_symtab_reenter(ty_symtab *st, ty_scope *scope) {
    for (ty_symbol *s = scope->symbols; s; s = s->next) {
        s->shadow = st->current[s->name->index];
        st->current[s->name->index] = s;
    }
    st->scope = scope;
}

/* ---- entry ---- */

static bool intern_names(ty_symtab *st) {
    const struct {
        const ty_ident **to;
        const char *text;
    } names[] = {
        {&st->id_super, "super"},   {&st->id_class, "__class__"}, {&st->id_classdict, "__classdict__"},
        {&st->id_iter, ".0"},       {&st->id_debug, "__debug__"}, {&st->id_self, "self"},
        {&st->id_locals, "locals"}, {&st->id_vars, "vars"},       {&st->id_dir, "dir"},
        {&st->id_eval, "eval"},     {&st->id_exec, "exec"},       {&st->id_star, "*"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!(*names[i].to = ty_ident_intern(st->idents, names[i].text, strlen(names[i].text))))
            return ty_symtab_no_memory(st);
    return true;
}

/* At the statement, without an end. */
static bool fail_future(ty_symtab *st, const ty_stmt *stmt, const char *format, const char *name) {
    ty_symtab_fail(st, stmt->loc, format, name);
    st->error->end_lineno = st->error->end_col = 0;
    st->error->end_byte_col = -1;
    return false;
}

static bool scan_future(ty_symtab *st, ty_mod *mod) {
    const ty_ast_alias *alias = NULL;
    const ty_stmt *stmt = NULL;
    uint32_t bits;
    switch (ty_future_scan(mod, &bits, &alias, &stmt)) {
    case TY_FUTURE_UNKNOWN:
        if (strcmp(alias->name->text, "braces") == 0) return fail_future(st, stmt, "not a chance", "");
        return fail_future(st, stmt, "future feature %s is not defined", alias->name->text);
    case TY_FUTURE_LATE:
        return ty_symtab_fail(st, stmt->loc,
                              "from __future__ imports must occur at the beginning of the file");
    default: break;
    }
    mod->future = st->future = bits | st->options->future;
    return true;
}

bool ty_symtable_build(ty_arena *arena, ty_mod *mod, const ty_symtable_options *options,
                       ty_syntax_error *error) {
    static const ty_symtable_options defaults = {.top_level_await = false};
    ty_symtab table, *st = &table;
    memset(st, 0, sizeof *st);
    memset(error, 0, sizeof *error);
    st->arena = arena;
    st->idents = mod->idents;
    st->options = options ? options : &defaults;
    st->error = error;
    if (!intern_names(st) || !scan_future(st, mod) || !grow_current(st, ty_ident_count(st->idents)))
        return false;
    if (!ty_symtab_walk(st, mod)) return false;
    return ty_symtab_resolve(st, mod->scope);
}

/* ---- dump ---- */

static const char *const kind_names[] = {"module",     "class",     "function", "lambda",
                                         "listcomp",   "setcomp",   "dictcomp", "genexpr",
                                         "typeparams", "typealias", "typevar",  "annotation"};
static const char *const binding_names[] = {"name", "local", "cell", "free", "global", "implicit", "alias"};

void ty_symtable_dump(const ty_scope *scope, void (*write)(void *arg, const char *text, size_t len),
                      void *arg) {
    char line[512];
    int n =
        snprintf(line, sizeof line, "%*s%s %.200s%s%s%s%s%s\n", scope->depth * 2, "", kind_names[scope->kind],
                 scope->name ? scope->name->text : "", scope->inlined ? " inlined" : "",
                 scope->generator ? " generator" : "", scope->coroutine ? " coroutine" : "",
                 scope->class_cell ? " __class__" : "", scope->classdict_cell ? " __classdict__" : "");
    write(arg, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
    for (const ty_symbol *s = scope->symbols; s; s = s->next) {
        n = snprintf(line, sizeof line, "%*s- %.200s %s%s\n", scope->depth * 2, "", s->name->text,
                     binding_names[s->binding], s->flags & TY_SYM_PARAM ? " param" : "");
        write(arg, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
    }
    for (const ty_scope *child = scope->first_child; child; child = child->sibling)
        ty_symtable_dump(child, write, arg);
}
