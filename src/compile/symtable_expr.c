/* SPDX-License-Identifier: MIT */
/* The walk over the tree, expressions: notes what each name is used for, opens the scopes of comprehensions
 * and lambdas, and links nodes to their symbols.
 */
#include <config.h>

#include "compile/symtable_impl.h"

#include <string.h>

/* ---- names ---- */

static const char *annotation_scope_name(const ty_scope *scope) {
    switch ((ty_scope_kind)scope->kind) {
    case TY_SCOPE_TYPE_PARAMS: return "the definition of a generic";
    case TY_SCOPE_TYPE_ALIAS: return "a type alias";
    case TY_SCOPE_TYPE_VAR: return "a TypeVar bound";
    default: return "an annotation";
    }
}

ty_symbol *ty_symtab_add_name(ty_symtab *st, const ty_ident *name, unsigned flags) {
    const ty_ident *mangled = ty_symtab_mangle(st, name);
    ty_symbol *s = mangled ? ty_symtab_symbol(st, st->scope, mangled) : NULL;
    if (s) s->flags |= (uint16_t)flags;
    return s;
}

ty_symbol *ty_symtab_bind_name(ty_symtab *st, const ty_ident *name, unsigned flags, ty_ast_loc loc) {
    if (name == st->id_debug) {
        ty_symtab_fail(st, loc,
                       flags & TY_SYM_DELETED ? "cannot delete __debug__" : "cannot assign to __debug__");
        return NULL;
    }
    ty_symbol *s = ty_symtab_add_name(st, name, 0);
    if (!s) return NULL;
    if (st->comp_target) {
        if (s->flags & TY_SYM_WALRUS) {
            ty_symtab_fail(st, loc,
                           "comprehension inner loop cannot rebind assignment expression target '%s'",
                           s->name->text);
            return NULL;
        }
        flags |= TY_SYM_COMP_TARGET;
    }
    s->flags |= (uint16_t)flags;
    return s;
}

static bool note_use(ty_symtab *st, const ty_ident *name) {
    ty_scope *scope = st->scope;
    if (name == st->id_super && ty_scope_is_function(scope)) {
        scope->uses_super = true;
        return ty_symtab_add_name(st, st->id_class, TY_SYM_USED) != NULL;
    }
    if (name == st->id_class && ty_scope_is_function(scope)) scope->uses_super = true;
    if (name == st->id_locals || name == st->id_vars || name == st->id_dir || name == st->id_eval ||
        name == st->id_exec)
        scope->uses_namespace = scope->host->uses_namespace = true;
    return true;
}

static bool visit_name(ty_symtab *st, ty_expr *e) {
    switch (e->Name.ctx) {
    case TY_CTX_Load:
        e->Name.symbol = ty_symtab_add_name(st, e->Name.id, TY_SYM_USED);
        if (!e->Name.symbol || !note_use(st, e->Name.id)) return false;
        return !st->scope->sees_class || ty_symtab_add_name(st, st->id_classdict, TY_SYM_USED);
    case TY_CTX_Store:
        return (e->Name.symbol = ty_symtab_bind_name(st, e->Name.id, TY_SYM_ASSIGNED, e->loc)) != NULL;
    default:
        return (e->Name.symbol = ty_symtab_bind_name(st, e->Name.id, TY_SYM_DELETED | TY_SYM_USED, e->loc)) !=
               NULL;
    }
}

/* ---- assignment expressions ---- */

static bool fail_walrus(ty_symtab *st, ty_ast_loc loc, const char *where) {
    return ty_symtab_fail(st, loc, "assignment expression within a comprehension cannot be used in %s",
                          where);
}

/* The target of := within a comprehension belongs to the function around. */
static bool bind_outside(ty_symtab *st, ty_expr *target) {
    const ty_ident *name = ty_symtab_mangle(st, target->Name.id);
    if (!name) return false;
    for (ty_scope *scope = st->scope;; scope = scope->parent) {
        switch ((ty_scope_kind)scope->kind) {
        case TY_SCOPE_LISTCOMP:
        case TY_SCOPE_SETCOMP:
        case TY_SCOPE_DICTCOMP:
        case TY_SCOPE_GENEXP: {
            ty_symbol *s = ty_symtab_symbol(st, scope, name);
            if (!s) return false;
            if (s->flags & TY_SYM_COMP_TARGET)
                return ty_symtab_fail(
                    st, target->loc,
                    "assignment expression cannot rebind comprehension iteration variable '%s'", name->text);
            s->flags |= TY_SYM_USED | TY_SYM_WALRUS;
            break;
        }
        case TY_SCOPE_CLASS: return fail_walrus(st, target->loc, "a class body");
        case TY_SCOPE_TYPE_PARAMS:
        case TY_SCOPE_TYPE_ALIAS:
        case TY_SCOPE_TYPE_VAR:
        case TY_SCOPE_ANNOTATION: return fail_walrus(st, target->loc, annotation_scope_name(scope));
        default: {
            ty_symbol *s = ty_symtab_symbol(st, scope, name);
            if (!s) return false;
            s->flags |= TY_SYM_ASSIGNED;
            if (scope->kind == TY_SCOPE_MODULE) s->flags |= TY_SYM_WALRUS;
            target->Name.symbol = ty_symtab_find(st, st->scope, name);
            return true;
        }
        }
    }
}

static bool visit_walrus(ty_symtab *st, ty_expr *e) {
    ty_expr *target = e->NamedExpr.target;
    if (st->comp_iterables > 0)
        return ty_symtab_fail(st, e->loc,
                              "assignment expression cannot be used in a comprehension iterable expression");
    if (ty_scope_is_annotation(st->scope))
        return ty_symtab_fail(st, e->loc, "named expression cannot be used within %s",
                              annotation_scope_name(st->scope));
    if (target->Name.id == st->id_debug) return ty_symtab_fail(st, e->loc, "cannot assign to __debug__");
    if (ty_scope_is_comprehension(st->scope)) {
        if (!bind_outside(st, target)) return false;
    } else if (!ty_symtab_expr(st, target)) {
        return false;
    }
    return ty_symtab_expr(st, e->NamedExpr.value);
}

/* ---- expressions ---- */

bool ty_symtab_exprs(ty_symtab *st, ty_expr_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++)
        if (seq.at[i] && !ty_symtab_expr(st, seq.at[i])) return false;
    return true;
}

bool ty_symtab_starred_exprs(ty_symtab *st, ty_expr_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++) {
        ty_expr *e = seq.at[i];
        if (!ty_symtab_expr(st, e->kind == TY_EXPR_Starred ? e->Starred.value : e)) return false;
    }
    return true;
}

bool ty_symtab_keywords(ty_symtab *st, ty_keyword_seq keywords) {
    if (!ty_symtab_check_keywords(st, keywords)) return false;
    for (uint32_t i = 0; i < keywords.len; i++) {
        if (keywords.at[i]->arg == st->id_debug)
            return ty_symtab_fail(st, keywords.at[i]->loc, "cannot assign to __debug__");
        if (!ty_symtab_expr(st, keywords.at[i]->value)) return false;
    }
    return true;
}

static bool comp_clause(ty_symtab *st, ty_ast_comprehension *c, bool first) {
    bool target = st->comp_target;
    st->comp_target = true;
    bool ok = ty_symtab_expr(st, c->target);
    st->comp_target = target;
    if (!ok) return false;
    if (!first) {
        st->comp_iterables++;
        ok = ty_symtab_expr(st, c->iter);
        st->comp_iterables--;
    }
    if (c->is_async) st->scope->coroutine = st->scope->iterates_async = true;
    return ok && ty_symtab_exprs(st, c->ifs);
}

static bool visit_comprehension(ty_symtab *st, ty_expr *e) {
    static const struct {
        ty_scope_kind kind;
        const char *name;
    } kinds[] = {
        {TY_SCOPE_LISTCOMP, "<listcomp>"},
        {TY_SCOPE_SETCOMP, "<setcomp>"},
        {TY_SCOPE_DICTCOMP, "<dictcomp>"},
        {TY_SCOPE_GENEXP, "<genexpr>"},
    };
    unsigned k = (unsigned)(e->kind - TY_EXPR_ListComp);
    bool dict = e->kind == TY_EXPR_DictComp;
    ty_comprehension_seq clauses = dict ? e->DictComp.generators : e->ListComp.generators;
    st->comp_iterables++;
    bool ok = ty_symtab_expr(st, clauses.at[0]->iter);
    st->comp_iterables--;
    if (!ok) return false;
    const ty_ident *name = ty_ident_intern(st->idents, kinds[k].name, strlen(kinds[k].name));
    if (!name) return ty_symtab_no_memory(st);
    int iterables = st->comp_iterables;
    st->comp_iterables = 0;
    ty_scope *scope = ty_symtab_enter(st, kinds[k].kind, name, e->loc);
    if (!scope) return false;
    if (kinds[k].kind == TY_SCOPE_GENEXP) scope->generator = true;
    if (!scope->inlined) {
        scope->iterator = ty_symtab_symbol(st, scope, st->id_iter);
        if (!scope->iterator) return false;
        scope->iterator->flags |= TY_SYM_PARAM | TY_SYM_USED;
        scope->nparams = 1;
    }
    if (dict)
        e->DictComp.scope = scope;
    else
        e->ListComp.scope = scope;
    for (uint32_t i = 0; i < clauses.len && ok; i++) ok = comp_clause(st, clauses.at[i], i == 0);
    ok = ok && ty_symtab_expr(st, dict ? e->DictComp.key : e->ListComp.elt);
    ok = ok && (!dict || ty_symtab_expr(st, e->DictComp.value));
    ty_symtab_leave(st);
    st->comp_iterables = iterables;
    if (!ok) return false;
    if (scope->coroutine && kinds[k].kind != TY_SCOPE_GENEXP) {
        ty_scope *outer = st->scope;
        bool allowed = outer->coroutine || ty_scope_is_comprehension(outer) ||
                       (outer->kind == TY_SCOPE_MODULE && st->options->top_level_await);
        if (!allowed)
            return ty_symtab_fail(st, e->loc,
                                  "asynchronous comprehension outside of an asynchronous function");
        outer->coroutine = true;
        outer->host->coroutine = true;
    }
    return true;
}

/* yield and await have no place in some scopes. `what`: "yield expression", "await expression". */
static bool check_annotation_scope(ty_symtab *st, const ty_expr *e, const char *what) {
    if (!ty_scope_is_annotation(st->scope)) return true;
    return ty_symtab_fail(st, e->loc, "%s cannot be used within %s", what, annotation_scope_name(st->scope));
}

static bool visit_yield(ty_symtab *st, ty_expr *e, bool from) {
    static const char *const places[] = {"list comprehension", "set comprehension", "dict comprehension",
                                         "generator expression"};
    ty_scope *scope = st->scope;
    if (!check_annotation_scope(st, e, "yield expression")) return false;
    ty_expr *value = from ? e->YieldFrom.value : e->Yield.value;
    if (value && !ty_symtab_expr(st, value)) return false;
    if (ty_scope_is_comprehension(scope))
        return ty_symtab_fail(st, e->loc, "'yield' inside %s", places[scope->kind - TY_SCOPE_LISTCOMP]);
    if (!ty_scope_is_function(scope))
        return ty_symtab_fail(st, e->loc,
                              from ? "'yield from' outside function" : "'yield' outside function");
    if (from && scope->coroutine && scope->kind == TY_SCOPE_FUNCTION)
        return ty_symtab_fail(st, e->loc, "'yield from' inside async function");
    scope->generator = true;
    return true;
}

static bool visit_await(ty_symtab *st, ty_expr *e) {
    ty_scope *scope = st->scope;
    if (!check_annotation_scope(st, e, "await expression")) return false;
    bool top = scope->kind == TY_SCOPE_MODULE && st->options->top_level_await;
    if (!top) {
        if (!ty_scope_is_function(scope)) return ty_symtab_fail(st, e->loc, "'await' outside function");
        if (!scope->coroutine && !ty_scope_is_comprehension(scope))
            return ty_symtab_fail(st, e->loc, "'await' outside async function");
    }
    if (!ty_symtab_expr(st, e->Await.value)) return false;
    scope->coroutine = true;
    return true;
}

static bool visit_lambda(ty_symtab *st, ty_expr *e) {
    if (!ty_symtab_exprs(st, e->Lambda.args->defaults) || !ty_symtab_exprs(st, e->Lambda.args->kw_defaults))
        return false;
    const ty_ident *name = ty_ident_intern(st->idents, "<lambda>", 8);
    if (!name) return ty_symtab_no_memory(st);
    int iterables = st->comp_iterables;
    ty_flow flow = st->flow;
    st->comp_iterables = 0;
    memset(&st->flow, 0, sizeof st->flow);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_LAMBDA, name, e->loc);
    if (!scope) return false;
    e->Lambda.scope = scope;
    bool ok = ty_symtab_add_params(st, e->Lambda.args) && ty_symtab_expr(st, e->Lambda.body);
    ty_symtab_leave(st);
    st->comp_iterables = iterables;
    st->flow = flow;
    return ok;
}

/* An attribute that a method assigns to its instance is noted in the class. */
static bool note_self_attribute(ty_symtab *st, const ty_expr *e) {
    const ty_ident *of = e->Attribute.value->Name.id;
    ty_scope *scope = st->scope;
    if (of != st->id_self && of != scope->self_name) return true;
    while (scope && scope->kind != TY_SCOPE_CLASS) scope = scope->parent;
    if (!scope || scope == st->scope) return true;
    const ty_ident *name = e->Attribute.attr; /* as it is written: CPython does not mangle here */
    ty_ident_seq *seq = &scope->self_attributes;
    for (uint32_t i = 0; i < seq->len; i++)
        if (seq->at[i] == name) return true;
    if (seq->len == scope->self_cap) {
        uint32_t cap = scope->self_cap ? scope->self_cap * 2 : 8;
        if (cap > 4096) return true; /* a hint has its limits */
        const ty_ident **at = ty_symtab_alloc(st, cap * sizeof *at);
        if (!at) return false;
        if (seq->len) memcpy(at, seq->at, seq->len * sizeof *at);
        seq->at = at;
        scope->self_cap = cap;
    }
    seq->at[seq->len++] = name;
    return true;
}

static bool visit_attribute(ty_symtab *st, ty_expr *e) {
    if (e->Attribute.ctx != TY_CTX_Load) {
        if (e->Attribute.attr == st->id_debug)
            return ty_symtab_fail(st, e->loc,
                                  e->Attribute.ctx == TY_CTX_Store ? "cannot assign to __debug__"
                                                                   : "cannot delete __debug__");
        if (e->Attribute.ctx == TY_CTX_Store && e->Attribute.value->kind == TY_EXPR_Name &&
            !note_self_attribute(st, e))
            return false;
    }
    bool target = st->comp_target;
    st->comp_target = false;
    bool ok = ty_symtab_expr(st, e->Attribute.value);
    st->comp_target = target;
    return ok;
}

static bool visit_subscript(ty_symtab *st, ty_expr *e) {
    if (e->Subscript.ctx == TY_CTX_Load && !ty_symtab_check_subscript(st, e)) return false;
    bool target = st->comp_target;
    st->comp_target = false;
    bool ok = ty_symtab_expr(st, e->Subscript.value) && ty_symtab_expr(st, e->Subscript.slice);
    st->comp_target = target;
    return ok;
}

static bool visit_call(ty_symtab *st, ty_expr *e) {
    return ty_symtab_check_call(st, e) && ty_symtab_expr(st, e->Call.func) &&
           ty_symtab_starred_exprs(st, e->Call.args) && ty_symtab_keywords(st, e->Call.keywords);
}

static bool visit_expr_inner(ty_symtab *st, ty_expr *e) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_BoolOp: return ty_symtab_exprs(st, e->BoolOp.values);
    case TY_EXPR_NamedExpr: return visit_walrus(st, e);
    case TY_EXPR_BinOp: return ty_symtab_expr(st, e->BinOp.left) && ty_symtab_expr(st, e->BinOp.right);
    case TY_EXPR_UnaryOp: return ty_symtab_expr(st, e->UnaryOp.operand);
    case TY_EXPR_Lambda: return visit_lambda(st, e);
    case TY_EXPR_IfExp:
        return ty_symtab_expr(st, e->IfExp.test) && ty_symtab_expr(st, e->IfExp.body) &&
               ty_symtab_expr(st, e->IfExp.orelse);
    case TY_EXPR_Dict: return ty_symtab_exprs(st, e->Dict.keys) && ty_symtab_exprs(st, e->Dict.values);
    case TY_EXPR_Set: return ty_symtab_starred_exprs(st, e->Set.elts);
    case TY_EXPR_ListComp:
    case TY_EXPR_SetComp:
    case TY_EXPR_DictComp:
    case TY_EXPR_GeneratorExp: return visit_comprehension(st, e);
    case TY_EXPR_Await: return visit_await(st, e);
    case TY_EXPR_Yield: return visit_yield(st, e, false);
    case TY_EXPR_YieldFrom: return visit_yield(st, e, true);
    case TY_EXPR_Compare:
        return ty_symtab_check_compare(st, e) && ty_symtab_expr(st, e->Compare.left) &&
               ty_symtab_exprs(st, e->Compare.comparators);
    case TY_EXPR_Call: return visit_call(st, e);
    case TY_EXPR_FormattedValue:
        return ty_symtab_expr(st, e->FormattedValue.value) &&
               (!e->FormattedValue.format_spec || ty_symtab_expr(st, e->FormattedValue.format_spec));
    case TY_EXPR_JoinedStr: return ty_symtab_exprs(st, e->JoinedStr.values);
    case TY_EXPR_Constant: return true;
    case TY_EXPR_Attribute: return visit_attribute(st, e);
    case TY_EXPR_Subscript: return visit_subscript(st, e);
    case TY_EXPR_Starred:
        return ty_symtab_fail(st, e->loc,
                              e->Starred.ctx == TY_CTX_Store
                                  ? "starred assignment target must be in a list or tuple"
                                  : "can't use starred expression here");
    case TY_EXPR_Name: return visit_name(st, e);
    case TY_EXPR_List:
        return (e->List.ctx != TY_CTX_Store || ty_symtab_check_targets(st, e->List.elts, e->loc)) &&
               ty_symtab_starred_exprs(st, e->List.elts);
    case TY_EXPR_Tuple:
        return (e->Tuple.ctx != TY_CTX_Store || ty_symtab_check_targets(st, e->Tuple.elts, e->loc)) &&
               ty_symtab_starred_exprs(st, e->Tuple.elts);
    case TY_EXPR_Slice:
        return (!e->Slice.lower || ty_symtab_expr(st, e->Slice.lower)) &&
               (!e->Slice.upper || ty_symtab_expr(st, e->Slice.upper)) &&
               (!e->Slice.step || ty_symtab_expr(st, e->Slice.step));
    default: return true;
    }
}

bool ty_symtab_expr(ty_symtab *st, ty_expr *e) {
    if (!ty_symtab_enter_node(st)) return false;
    bool ok = visit_expr_inner(st, e);
    ty_symtab_leave_node(st);
    return ok;
}
