/* SPDX-License-Identifier: MIT */
/*
 * Names: from symbols to registers, cells, free variables, namespaces.
 *
 * Registers of a frame: parameters in their order, other cells, other variables; variables of inlined comprehensions are
 * added as these are met.
 */
#include <config.h>

#include "compile/emit.h"
#include "object/str.h"
#include "object/tuple.h"

const ty_ident *emit_ident(emitter *E, const char *text)
{
    const ty_ident *i = ty_ident_intern(E->mod->idents, text, strlen(text));
    if (!i)
        emit_no_memory(E);
    return i;
}

const ty_ident *emit_mangle(emitter *E, const ty_ident *name)
{
    if (name->len < 3 || name->text[0] != '_' || name->text[1] != '_' || !E->fn->scope->private_class)
        return name;
    const ty_ident *mangled = ty_symtable_mangle(E->mod->idents, E->fn->scope->private_class, name);
    if (!mangled)
        emit_no_memory(E);
    return mangled ? mangled : name;
}

bool emit_in_function(const fn *f)
{
    return f->scope->kind != TY_SCOPE_MODULE && f->scope->kind != TY_SCOPE_CLASS;
}

uint32_t emit_add_local(emitter *E, const ty_ident *name, uint8_t flags)
{
    fn *f = E->fn;
    if (E->failed || !emit_grow(E, &f->locals, &f->locals_room, f->nlocals, sizeof *f->locals))
        return 0;
    f->locals[f->nlocals] = (local_info){name, flags};
    return f->nlocals++;
}

static void add_symbol(emitter *E, ty_symbol *s, uint8_t flags)
{
    s->reg = emit_add_local(E, s->name, (uint8_t)(flags | (s->binding == TY_BIND_CELL ? TY_LOCAL_CELL : 0)));
    if (s->flags & TY_SYM_DELETED)
        emit_set_unbound(E, s->reg);
}

static bool is_far(reg local)
{
    return local >= TY_BC_FAR_LOCALS;
}

static void make_cell(emitter *E, reg local, ty_ast_loc loc)
{
    if (!is_far(local)) {
        emit(E, TY_BC_MAKECELL, local, 0, 0, loc);
        return;
    }
    reg t = emit_push(E);
    emit(E, TY_BC_LOADFAR, t, local, 0, loc);
    emit(E, TY_BC_MAKECELL, t, 0, 0, loc);
    emit(E, TY_BC_STOREFAR, t, local, 0, loc);
    E->fn->top--;
}

/* An empty cell for a variable of an inlined comprehension. */
void emit_fresh_cell(emitter *E, reg local, ty_ast_loc loc)
{
    if (!is_far(local)) {
        emit(E, TY_BC_UNBIND, local, 0, 0, loc);
        emit(E, TY_BC_MAKECELL, local, 0, 0, loc);
        return;
    }
    reg t = emit_push(E);
    emit(E, TY_BC_UNBIND, t, 0, 0, loc);
    emit(E, TY_BC_MAKECELL, t, 0, 0, loc);
    emit(E, TY_BC_STOREFAR, t, local, 0, loc);
    E->fn->top--;
}

/* A register that can be named by any instruction, for a value in `value`. */
static reg near(emitter *E, reg value, ty_ast_loc loc)
{
    if (is_temp(value) || !is_far(value))
        return value;
    reg t = emit_push(E);
    emit(E, TY_BC_LOADFAR, t, value, 0, loc);
    return t;
}

void emit_scope_begin(emitter *E, uint32_t given)
{
    fn *f = E->fn;
    ty_scope *scope = f->scope;
    if (!emit_in_function(f))
        given = 1; /* the namespace */
    for (uint32_t i = 0; i < given; i++)
        emit_add_local(E, NULL, TY_LOCAL_HIDDEN);
    f->nparams = (uint16_t)(given + (emit_in_function(f) ? scope->nparams : 0));
    /* Parameters 192 to 255 arrive where temporaries will be: they get other registers, behind all parameters. */
    uint32_t n = 0;
    for (ty_symbol *s = scope->symbols; s && n < scope->nparams; s = s->next, n++) {
        if (given + n >= TY_BC_FAR_LOCALS && given + n < 256) {
            f->gap[given + n - TY_BC_FAR_LOCALS] = s->name;
            continue;
        }
        add_symbol(E, s, 0);
        if (s->binding == TY_BIND_LOCAL)
            emit_set_bound(E, s->reg);
    }
    n = 0;
    for (ty_symbol *s = scope->symbols; s && n < scope->nparams; s = s->next, n++)
        if (given + n >= TY_BC_FAR_LOCALS && given + n < 256) {
            add_symbol(E, s, 0);
            emit_need(E, 64);
            emit(E, TY_BC_STOREFAR, TEMP | (given + n - TY_BC_FAR_LOCALS), s->reg, 0, emit_nowhere);
            if (s->binding == TY_BIND_LOCAL)
                emit_set_bound(E, s->reg);
        }
    n = 0;
    for (ty_symbol *s = scope->symbols; s; s = s->next)
        if (n++ >= scope->nparams && s->binding == TY_BIND_CELL)
            add_symbol(E, s, 0);
    ty_symbol *own[2] = {scope->class_cell, scope->classdict_cell};
    for (int i = 0; i < 2; i++)
        if (own[i] && own[i]->reg == UINT32_MAX)
            own[i]->reg = emit_add_local(E, own[i]->name, TY_LOCAL_CELL | TY_LOCAL_HIDDEN);
    n = 0;
    for (ty_symbol *s = scope->symbols; s; s = s->next)
        if (n++ >= scope->nparams && s->binding == TY_BIND_LOCAL)
            add_symbol(E, s, 0);
    for (uint32_t i = 0; i < scope->nfrees && !E->failed; i++) {
        ty_value name = emit_str(E, scope->frees[i]->name);
        if (!emit_grow(E, &f->frees.items, &f->frees.capacity, f->frees.count, sizeof *f->frees.items))
            return;
        f->frees.items[f->frees.count++] = name;
    }
    ty_ast_loc loc = {(int32_t)f->first_line, 0, (int32_t)f->first_line, 0};
    for (uint32_t i = 0; i < f->nlocals && !E->failed; i++)
        if (f->locals[i].flags & TY_LOCAL_CELL)
            make_cell(E, i, emit_nowhere);
    if (scope->classdict_cell && scope->kind == TY_SCOPE_CLASS)
        emit(E, TY_BC_STORECELL, scope->classdict_cell->reg, 0, 0, loc);
}

name_ref emit_resolve(emitter *E, ty_symbol *symbol)
{
    ty_symbol *s = ty_symbol_resolve(symbol);
    name_ref r = {.name = s->name};
    switch ((ty_binding)s->binding) {
    case TY_BIND_LOCAL: r.kind = NAME_LOCAL; break;
    case TY_BIND_CELL: r.kind = NAME_CELL; break;
    case TY_BIND_FREE:
        r.kind = E->fn->scope->kind == TY_SCOPE_CLASS || E->fn->scope->sees_class ? NAME_CLASS_FREE : NAME_FREE;
        r.index = s->free_index;
        return r;
    case TY_BIND_NAME: r.kind = emit_in_function(E->fn) ? NAME_GLOBAL : NAME_NAMESPACE; return r;
    case TY_BIND_GLOBAL_IMPLICIT: r.kind = E->fn->scope->sees_class ? NAME_CLASS_GLOBAL : NAME_GLOBAL; return r;
    default: r.kind = NAME_GLOBAL; return r;
    }
    if (s->reg == UINT32_MAX) /* a variable of an inlined comprehension, met first here */
        add_symbol(E, s, TY_LOCAL_HIDDEN);
    r.index = s->reg;
    return r;
}

/* The free variable __classdict__ of an annotation scope in a class, in `dest`; false: there is none. */
static bool load_classdict(emitter *E, reg dest, ty_ast_loc loc)
{
    ty_scope *scope = E->fn->scope;
    for (uint32_t i = 0; i < scope->nfrees; i++)
        if (strcmp(scope->frees[i]->name->text, "__classdict__") == 0) {
            emit(E, TY_BC_LOADFREE, dest, i, 0, loc);
            return true;
        }
    return false;
}

/* A free variable seen through the namespace of the class around an annotation scope. */
static void load_through_class(emitter *E, const name_ref *r, reg dest, ty_ast_loc loc)
{
    uint32_t save = E->fn->top;
    reg dict = emit_push(E), key = emit_push(E);
    if (load_classdict(E, dict, loc)) {
        label absent = emit_label(E), end = emit_label(E);
        emit_load(E, emit_str(E, r->name), key, loc);
        emit_branch(E, TY_BC_JIN, key, dict, 0, absent, loc);
        emit(E, TY_BC_GETITEM, dest, dict, key, loc);
        emit_jump_to(E, end, loc);
        emit_bind(E, absent);
        emit(E, TY_BC_LOADFREE, dest, r->index, 0, loc);
        emit_bind(E, end);
    } else {
        emit(E, TY_BC_LOADFREE, dest, r->index, 0, loc);
    }
    E->fn->top = save;
}

reg emit_load_symbol(emitter *E, ty_symbol *symbol, reg dest, ty_ast_loc loc)
{
    name_ref r = emit_resolve(E, symbol);
    if (r.kind == NAME_LOCAL) {
        bool bound = emit_is_bound(E->fn, r.index);
        if (is_far(r.index)) {
            reg to = emit_dest(E, dest), t = is_temp(to) ? to : emit_push(E);
            emit(E, TY_BC_LOADFAR, t, r.index, 0, loc);
            if (!bound)
                emit(E, TY_BC_CHECK, t, 0, 0, loc);
            emit_move(E, to, t, loc);
            if (t != to)
                E->fn->top--;
        } else if (!bound) {
            emit(E, TY_BC_CHECK, r.index, 0, 0, loc);
        }
        if (!bound && !E->fn->dead)
            emit_set_bound(E, r.index);
        if (is_far(r.index))
            return dest == ANY ? TEMP | (E->fn->top - 1) : dest;
        if (dest == ANY)
            return r.index;
        emit_move(E, dest, r.index, loc);
        return dest;
    }
    dest = emit_dest(E, dest);
    switch (r.kind) {
    case NAME_CELL: {
        uint32_t save = E->fn->top;
        emit(E, TY_BC_LOADCELL, dest, near(E, r.index, loc), 0, loc);
        E->fn->top = save;
        break;
    }
    case NAME_FREE: emit(E, TY_BC_LOADFREE, dest, r.index, 0, loc); break;
    case NAME_CLASS_FREE:
        if (E->fn->scope->kind == TY_SCOPE_CLASS)
            emit_w(E, TY_BC_LOADCLASSFREE, dest, r.index, 0, E->fn->dead ? 0 : emit_name(E, r.name), loc);
        else if (strcmp(r.name->text, "__classdict__") == 0)
            emit(E, TY_BC_LOADFREE, dest, r.index, 0, loc);
        else
            load_through_class(E, &r, dest, loc);
        break;
    case NAME_CLASS_GLOBAL: {
        uint32_t save = E->fn->top;
        reg dict = emit_push(E);
        if (load_classdict(E, dict, loc))
            emit_named(E, TY_BC_LOADCLASSGLOBAL, dest, dict, r.name, loc);
        else
            emit_named(E, TY_BC_LOADGLOBAL, dest, 0, r.name, loc);
        E->fn->top = save;
        break;
    }
    case NAME_GLOBAL: emit_named(E, TY_BC_LOADGLOBAL, dest, 0, r.name, loc); break;
    default: emit_named(E, TY_BC_LOADNAME, dest, 0, r.name, loc); break;
    }
    return dest;
}

reg emit_symbol_local(emitter *E, ty_symbol *symbol)
{
    if (!symbol)
        return ANY;
    name_ref r = emit_resolve(E, symbol);
    return r.kind == NAME_LOCAL && !is_far(r.index) ? r.index : ANY;
}

void emit_store_symbol(emitter *E, ty_symbol *symbol, reg value, ty_ast_loc loc)
{
    name_ref r = emit_resolve(E, symbol);
    uint32_t save = E->fn->top;
    if (r.kind != NAME_LOCAL)
        value = near(E, value, loc);
    switch (r.kind) {
    case NAME_LOCAL:
        if (is_far(r.index)) {
            if (value != r.index)
                emit(E, TY_BC_STOREFAR, value, r.index, 0, loc);
        } else
            emit_move(E, r.index, value, loc);
        if (!E->fn->dead)
            emit_set_bound(E, r.index);
        break;
    case NAME_CELL: emit(E, TY_BC_STORECELL, near(E, r.index, loc), value, 0, loc); break;
    case NAME_FREE:
    case NAME_CLASS_FREE: emit(E, TY_BC_STOREFREE, value, r.index, 0, loc); break;
    case NAME_GLOBAL:
    case NAME_CLASS_GLOBAL: emit_named(E, TY_BC_STOREGLOBAL, value, 0, r.name, loc); break;
    default: emit_named(E, TY_BC_STORENAME, value, 0, r.name, loc); break;
    }
    E->fn->top = save;
}

void emit_delete_symbol(emitter *E, ty_symbol *symbol, ty_ast_loc loc)
{
    name_ref r = emit_resolve(E, symbol);
    uint32_t save = E->fn->top;
    switch (r.kind) {
    case NAME_LOCAL:
        if (is_far(r.index)) {
            reg t = emit_push(E);
            emit(E, TY_BC_LOADFAR, t, r.index, 0, loc);
            emit(E, TY_BC_DELLOCAL, t, 0, 0, loc);
            emit(E, TY_BC_STOREFAR, t, r.index, 0, loc);
        } else
            emit(E, TY_BC_DELLOCAL, r.index, 0, 0, loc);
        emit_set_unbound(E, r.index);
        break;
    case NAME_CELL: emit(E, TY_BC_DELCELL, near(E, r.index, loc), 0, 0, loc); break;
    case NAME_FREE:
    case NAME_CLASS_FREE: emit(E, TY_BC_DELFREE, 0, r.index, 0, loc); break;
    case NAME_GLOBAL:
    case NAME_CLASS_GLOBAL: emit_named(E, TY_BC_DELGLOBAL, 0, 0, r.name, loc); break;
    default: emit_named(E, TY_BC_DELNAME, 0, 0, r.name, loc); break;
    }
    E->fn->top = save;
}

/* At the end of an except clause: the variable is set to None, then deleted, so that its deletion cannot fail. */
void emit_unbind_symbol(emitter *E, ty_symbol *symbol, ty_ast_loc loc)
{
    name_ref r = emit_resolve(E, symbol);
    if (r.kind == NAME_LOCAL && !is_far(r.index)) {
        emit(E, TY_BC_UNBIND, r.index, 0, 0, loc);
        emit_set_unbound(E, r.index);
        return;
    }
    uint32_t save = E->fn->top;
    reg none = emit_load(E, TY_NONE, ANY, loc);
    emit_store_symbol(E, symbol, none, loc);
    emit_delete_symbol(E, symbol, loc);
    E->fn->top = save;
}

void emit_make_vague(emitter *E, ty_symbol *symbol)
{
    name_ref r = emit_resolve(E, symbol);
    if (r.kind == NAME_LOCAL)
        emit_set_unbound(E, r.index);
}

static void move_cell(emitter *E, reg to, reg local, ty_ast_loc loc)
{
    if (is_far(local))
        emit(E, TY_BC_LOADFAR, to, local, 0, loc);
    else
        emit_move(E, to, local, loc);
}

bool emit_closure(emitter *E, ty_scope *inner, ty_ast_loc loc)
{
    uint32_t n = inner->nfrees;
    if (n == 0)
        return false;
    reg tuple = emit_push(E);
    uint32_t save = E->fn->top;
    E->fn->top--;
    if (n > 60) { /* a list first */
        reg list = emit_push(E), t = emit_push(E);
        emit(E, TY_BC_LIST, list, list, 0, loc);
        for (uint32_t i = 0; i < n; i++) {
            ty_symbol *outer = ty_symbol_resolve(inner->frees[i]->outer);
            if (outer->binding == TY_BIND_FREE)
                emit(E, TY_BC_FREECELL, t, outer->free_index, 0, loc);
            else
                move_cell(E, t, emit_resolve(E, outer).index, loc);
            emit(E, TY_BC_LISTAPPEND, list, t, 0, loc);
        }
        emit(E, TY_BC_LISTTUPLE, tuple, list, 0, loc);
        E->fn->top = save;
        return true;
    }
    reg first = emit_push_n(E, n);
    for (uint32_t i = 0; i < n; i++) {
        ty_symbol *outer = ty_symbol_resolve(inner->frees[i]->outer);
        if (outer->binding == TY_BIND_FREE)
            emit(E, TY_BC_FREECELL, first + i, outer->free_index, 0, loc);
        else
            move_cell(E, first + i, emit_resolve(E, outer).index, loc);
    }
    emit(E, TY_BC_TUPLE, tuple, first, n, loc);
    E->fn->top = save;
    return true;
}

/* --- super() -------------------------------------------------------------------------------------------------------------- */

bool emit_super_is_global(emitter *E, ty_expr *name)
{
    ty_symbol *s = ty_symbol_resolve(name->Name.symbol);
    if (s->binding != TY_BIND_GLOBAL_IMPLICIT || E->fn->scope->sees_class)
        return false;
    for (ty_symbol *m = E->mod->scope->symbols; m; m = m->next)
        if (m->name == s->name)
            return !(m->flags & TY_SYM_BOUND);
    return true;
}

bool emit_class_cell(emitter *E, uint32_t *index)
{
    ty_scope *scope = E->fn->scope;
    if (scope->kind != TY_SCOPE_FUNCTION && scope->kind != TY_SCOPE_LAMBDA)
        return false;
    for (uint32_t i = 0; i < scope->nfrees; i++)
        if (strcmp(scope->frees[i]->name->text, "__class__") == 0) {
            *index = i;
            return true;
        }
    return false;
}

void emit_load_first_local(emitter *E, reg dest, ty_ast_loc loc)
{
    emit_load_symbol(E, E->fn->scope->symbols, dest, loc);
}
