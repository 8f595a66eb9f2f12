/* SPDX-License-Identifier: MIT */
/* What each name means, once all bindings are known. Scopes are visited from the outside in, so that the
 * answers of the scopes around are there; using a variable of one of them makes it a cell and adds passing
 * symbols to the frames between. */
#include <config.h>

#include "compile/symtable_impl.h"

#include <string.h>

static bool analyze(ty_symtab *st, ty_symbol *s);

static ty_ast_loc directive_loc(const ty_symtab *st, const ty_symbol *s) {
    ty_ast_loc loc = s->scope->loc;
    for (const ty_directive *d = st->directives; d; d = d->next) /* newest first: the oldest counts */
        if (d->symbol == s) loc = d->loc;
    return loc;
}

static bool add_free(ty_symtab *st, ty_scope *scope, ty_symbol *s) {
    if (scope->nfrees == scope->free_cap) {
        uint32_t cap = scope->free_cap ? scope->free_cap * 2 : 4;
        ty_symbol **frees = ty_symtab_alloc(st, cap * sizeof(ty_symbol *));
        if (!frees) return false;
        if (scope->nfrees) memcpy(frees, scope->frees, scope->nfrees * sizeof(ty_symbol *));
        scope->frees = frees;
        scope->free_cap = cap;
    }
    s->binding = TY_BIND_FREE;
    s->free_index = scope->nfrees;
    scope->frees[scope->nfrees++] = s;
    return true;
}

/* The symbol of frame `frame` that holds the cell of `t`, which belongs to `frame` or to one around. */
static ty_symbol *provide(ty_symtab *st, ty_scope *frame, ty_symbol *t) {
    if (t->scope->host == frame) {
        if (t->binding == TY_BIND_LOCAL) t->binding = TY_BIND_CELL;
        return t;
    }
    ty_symbol *passing = NULL;
    if (frame->kind == TY_SCOPE_CLASS) {
        for (uint32_t i = 0; i < frame->nfrees && !passing; i++)
            if (frame->frees[i]->name == t->name) passing = frame->frees[i];
        if (passing) return passing;
        passing = ty_symtab_hidden(st, frame, t->name);
    } else {
        passing = ty_symtab_symbol(st, frame, t->name);
        if (passing && passing->outer) return passing;
    }
    if (!passing || !(passing->outer = provide(st, frame->parent->host, t)) || !add_free(st, frame, passing))
        return NULL;
    return passing;
}

static bool make_free(ty_symtab *st, ty_symbol *s, ty_symbol *t) {
    return (s->outer = provide(st, s->scope->parent->host, t)) != NULL && add_free(st, s->scope, s);
}

/* The implicit cell of the nearest class around, for __class__ and __classdict__. NULL: none, or no memory.
 */
static ty_symbol *class_cell(ty_symtab *st, const ty_symbol *s) {
    for (ty_scope *scope = s->scope->parent; scope; scope = scope->parent) {
        if (scope->kind != TY_SCOPE_CLASS) {
            ty_symbol *t = ty_symtab_find(st, scope, s->name);
            if (t && (t->flags & (TY_SYM_BOUND | TY_SYM_GLOBAL))) return NULL;
            continue;
        }
        ty_symbol **cell = s->name == st->id_class ? &scope->class_cell : &scope->classdict_cell;
        if (!*cell) {
            *cell = ty_symtab_hidden(st, scope, s->name);
            if (!*cell) return NULL;
            (*cell)->binding = TY_BIND_CELL;
        }
        return *cell;
    }
    return NULL;
}

/* The variable of a function around that the unbound name s refers to; NULL: none. *global: one of them says
 * it is global. */
static ty_symbol *find_variable(ty_symtab *st, const ty_symbol *s) {
    if (s->name == st->id_class || s->name == st->id_classdict) {
        ty_symbol *cell = class_cell(st, s);
        if (cell) return cell;
    }
    for (ty_symbol *t = s->shadow; t; t = t->shadow) {
        switch ((ty_binding)t->binding) {
        case TY_BIND_LOCAL:
        case TY_BIND_CELL: return t;
        case TY_BIND_FREE: return t;
        case TY_BIND_GLOBAL:
        case TY_BIND_GLOBAL_IMPLICIT:
            if (t->scope->kind == TY_SCOPE_CLASS) break;
            return NULL;
        case TY_BIND_NAME: break;  /* a module's or a class's: not visible this way */
        case TY_BIND_ALIAS: break; /* the symbol itself comes later in the chain */
        }
    }
    return NULL;
}

static bool analyze_nonlocal(ty_symtab *st, ty_symbol *s) {
    const char *name = s->name->text;
    if (s->scope->kind == TY_SCOPE_MODULE)
        return ty_symtab_fail(st, directive_loc(st, s), "nonlocal declaration not allowed at module level");
    ty_symbol *t = find_variable(st, s);
    if (!t) return ty_symtab_fail(st, directive_loc(st, s), "no binding for nonlocal '%s' found", name);
    ty_symbol *origin = t;
    while (origin->binding == TY_BIND_FREE && origin->outer) origin = origin->outer;
    if (origin->flags & TY_SYM_TYPE_PARAM)
        return ty_symtab_fail(st, directive_loc(st, s),
                              "nonlocal binding not allowed for type parameter '%s'", name);
    return make_free(st, s, t);
}

/* In an inlined comprehension: the name of the scope around. */
static bool make_alias(ty_symtab *st, ty_symbol *s) {
    ty_scope *around = s->scope->parent;
    ty_symbol *t = ty_symtab_find(st, around, s->name);
    if (!t) {
        t = ty_symtab_symbol(st, around, s->name);
        if (!t) return false;
        t->flags |= TY_SYM_USED | (s->flags & TY_SYM_WALRUS);
        if (!analyze(st, t)) return false;
    }
    s->binding = TY_BIND_ALIAS;
    s->outer = t;
    return true;
}

/* In an annotation scope that sees a class: a name that the class binds is looked up there when the code
 * runs, and is then global, whatever the functions around have. */
static bool class_decides(ty_symtab *st, ty_symbol *s) {
    const ty_scope *scope = s->scope;
    while (scope->kind != TY_SCOPE_CLASS) scope = scope->parent;
    const ty_symbol *t = ty_symtab_find(st, scope, s->name);
    if (!t || (t->flags & TY_SYM_NONLOCAL) || !(t->flags & (TY_SYM_BOUND | TY_SYM_GLOBAL))) return false;
    s->binding = t->flags & TY_SYM_GLOBAL ? TY_BIND_GLOBAL : TY_BIND_GLOBAL_IMPLICIT;
    return true;
}

static bool analyze(ty_symtab *st, ty_symbol *s) {
    ty_scope *scope = s->scope;
    if (s->flags & TY_SYM_GLOBAL) {
        if (s->flags & TY_SYM_NONLOCAL)
            return ty_symtab_fail(st, directive_loc(st, s), "name '%s' is nonlocal and global",
                                  s->name->text);
        s->binding = TY_BIND_GLOBAL;
        return true;
    }
    if (s->flags & TY_SYM_NONLOCAL) return analyze_nonlocal(st, s);
    if (scope->kind == TY_SCOPE_MODULE) {
        s->binding = s->flags & TY_SYM_GLOBAL_WITHIN ? TY_BIND_GLOBAL : TY_BIND_NAME;
        return true;
    }
    if (s->flags & TY_SYM_BOUND) {
        s->binding = scope->kind == TY_SCOPE_CLASS ? TY_BIND_NAME : TY_BIND_LOCAL;
        return true;
    }
    if (scope->inlined) return make_alias(st, s);
    if (scope->sees_class && class_decides(st, s)) return true;
    ty_symbol *t = find_variable(st, s);
    if (t) return make_free(st, s, t);
    if (scope->kind == TY_SCOPE_CLASS)
        s->binding = TY_BIND_NAME;
    else
        s->binding = s->flags & TY_SYM_WALRUS ? TY_BIND_GLOBAL : TY_BIND_GLOBAL_IMPLICIT;
    return true;
}

bool ty_symtab_resolve(ty_symtab *st, ty_scope *scope) {
    ty_symtab_reenter(st, scope);
    for (ty_symbol *s = scope->symbols; s; s = s->next)
        if (!analyze(st, s)) return false;
    for (ty_scope *child = scope->first_child; child; child = child->sibling)
        if (child->kind != TY_SCOPE_ANNOTATION && !ty_symtab_resolve(st, child)) return false;
    ty_symtab_leave(st);
    return true;
}
