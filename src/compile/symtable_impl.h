/* SPDX-License-Identifier: MIT */
/* Shared by the symbol table's files: symtable.c (scopes and symbols), symtable_expr.c and symtable_walk.c (the walk),
 * symtable_resolve.c (what names mean), symtable_check.c (errors that need no scopes).
 *
 * `current` holds, by identifier index, the symbol of the innermost open scope that has one; older ones hang
 * behind it by `shadow`, in order of falling depth. Leaving a scope pops its symbols. The walk and the
 * resolution both keep it so. All functions return false (or NULL) after an error, which is in st->error. */
#ifndef TY_COMPILE_SYMTABLE_IMPL_H
#define TY_COMPILE_SYMTABLE_IMPL_H

#include "compile/future.h"
#include "compile/symtable.h"
#include "mem/arena.h"

typedef struct ty_directive {
    struct ty_directive *next;
    ty_symbol *symbol;
    ty_ast_loc loc;
} ty_directive;

/* What a break, continue or return may refer to. */
typedef struct ty_flow {
    uint16_t loops;      /* loops around, within the function */
    bool except_star;    /* in the body of an except*; a loop within makes break and continue fine again */
    uint16_t star_loops; /* loops since then */
} ty_flow;

typedef struct ty_symtab {
    ty_arena *arena;
    ty_ident_table *idents;
    const ty_symtable_options *options;
    ty_syntax_error *error;
    ty_scope *scope;
    ty_symbol **current;
    uint32_t current_cap;
    uint32_t nscopes;
    uint32_t future;
    int depth;
    int comp_iterables; /* iterables of comprehensions around */
    bool comp_target;   /* in the target of a comprehension's clause */
    bool module_is_eval;
    ty_flow flow;
    ty_directive *directives;
    const ty_ident *id_super, *id_class, *id_classdict, *id_iter, *id_debug, *id_self, *id_star;
    const ty_ident *id_locals, *id_vars, *id_dir, *id_eval, *id_exec;
} ty_symtab;

#if defined(__GNUC__)
# define TY_SYMTAB_FORMAT(a, b) __attribute__((format(printf, a, b)))
#else
# define TY_SYMTAB_FORMAT(a, b)
#endif

/* Always false. */
bool ty_symtab_fail(ty_symtab *st, ty_ast_loc loc, const char *format, ...) TY_SYMTAB_FORMAT(3, 4);
bool ty_symtab_no_memory(ty_symtab *st);
bool ty_symtab_too_deep(ty_symtab *st);
bool ty_symtab_warn(ty_symtab *st, ty_ast_loc loc, const char *format, ...) TY_SYMTAB_FORMAT(3, 4);
void *ty_symtab_alloc(ty_symtab *st, size_t size);

static inline bool ty_symtab_enter_node(ty_symtab *st) {
    if (++st->depth > TY_AST_MAX_DEPTH || (const char *)st->options->stack_low > (const char *)&st)
        return ty_symtab_too_deep(st);
    return true;
}

static inline void ty_symtab_leave_node(ty_symtab *st) {
    st->depth--;
}

static inline bool ty_scope_is_comprehension(const ty_scope *scope) {
    return scope->kind >= TY_SCOPE_LISTCOMP && scope->kind <= TY_SCOPE_GENEXP;
}

static inline bool ty_scope_is_annotation(const ty_scope *scope) {
    return scope->kind >= TY_SCOPE_TYPE_PARAMS;
}

static inline bool ty_scope_is_function(const ty_scope *scope) {
    return scope->kind >= TY_SCOPE_FUNCTION;
}

/* ---- symtable.c ---- */
ty_scope *ty_symtab_enter(ty_symtab *st, ty_scope_kind kind, const ty_ident *name, ty_ast_loc loc);
void ty_symtab_leave(ty_symtab *st);
/* For the second pass: opens a finished scope again. */
void ty_symtab_reenter(ty_symtab *st, ty_scope *scope);
ty_symbol *ty_symtab_find(ty_symtab *st, const ty_scope *scope, const ty_ident *name); /* NULL: none */
ty_symbol *ty_symtab_symbol(ty_symtab *st, ty_scope *scope,
                            const ty_ident *name); /* made if missing; `scope` is open */
const ty_ident *ty_symtab_mangle(ty_symtab *st, const ty_ident *name);
/* A symbol that no name refers to (class cells, passed variables). */
ty_symbol *ty_symtab_hidden(ty_symtab *st, ty_scope *scope, const ty_ident *name);

/* ---- symtable_expr.c ---- */
ty_symbol *ty_symtab_add_name(ty_symtab *st, const ty_ident *name, unsigned flags);
/* A binding; `__debug__` cannot be bound. */
ty_symbol *ty_symtab_bind_name(ty_symtab *st, const ty_ident *name, unsigned flags, ty_ast_loc loc);
bool ty_symtab_expr(ty_symtab *st, ty_expr *e);
bool ty_symtab_exprs(ty_symtab *st, ty_expr_seq seq);         /* NULL items are skipped */
bool ty_symtab_starred_exprs(ty_symtab *st, ty_expr_seq seq); /* where `*x` is allowed */
bool ty_symtab_keywords(ty_symtab *st, ty_keyword_seq keywords);

/* ---- symtable_walk.c ---- */
bool ty_symtab_walk(ty_symtab *st, ty_mod *mod);
bool ty_symtab_add_params(ty_symtab *st, const ty_ast_arguments *args);

/* ---- symtable_resolve.c ---- */
bool ty_symtab_resolve(ty_symtab *st, ty_scope *module);

/* ---- symtable_check.c ---- */
bool ty_symtab_check_call(ty_symtab *st, const ty_expr *e);
bool ty_symtab_check_keywords(ty_symtab *st, ty_keyword_seq keywords);
bool ty_symtab_check_compare(ty_symtab *st, const ty_expr *e);
bool ty_symtab_check_subscript(ty_symtab *st, const ty_expr *e);
bool ty_symtab_check_assert(ty_symtab *st, const ty_stmt *s);
bool ty_symtab_check_handlers(ty_symtab *st, ty_excepthandler_seq handlers);
bool ty_symtab_check_targets(ty_symtab *st, ty_expr_seq elts, ty_ast_loc loc);
bool ty_symtab_check_match(ty_symtab *st, const ty_stmt *s);

#endif
