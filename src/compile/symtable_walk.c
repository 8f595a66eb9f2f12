/* SPDX-License-Identifier: MIT */
/* The walk over the tree: opens scopes, notes what each name is used for, and links nodes to their symbols.
 */
#include <config.h>

#include "compile/symtable_impl.h"

#include <string.h>

static bool visit_expr(ty_symtab *st, ty_expr *e);
static bool visit_stmts(ty_symtab *st, ty_stmt_seq stmts);

/* ---- names ---- */

static const char *annotation_scope_name(const ty_scope *scope) {
    switch ((ty_scope_kind)scope->kind) {
    case TY_SCOPE_TYPE_PARAMS: return "the definition of a generic";
    case TY_SCOPE_TYPE_ALIAS: return "a type alias";
    case TY_SCOPE_TYPE_VAR: return "a TypeVar bound";
    default: return "an annotation";
    }
}

static ty_symbol *add_name(ty_symtab *st, const ty_ident *name, unsigned flags) {
    const ty_ident *mangled = ty_symtab_mangle(st, name);
    ty_symbol *s = mangled ? ty_symtab_symbol(st, st->scope, mangled) : NULL;
    if (s) s->flags |= (uint16_t)flags;
    return s;
}

/* A binding; `__debug__` cannot be bound. */
static ty_symbol *bind_name(ty_symtab *st, const ty_ident *name, unsigned flags, ty_ast_loc loc) {
    if (name == st->id_debug) {
        ty_symtab_fail(st, loc,
                       flags & TY_SYM_DELETED ? "cannot delete __debug__" : "cannot assign to __debug__");
        return NULL;
    }
    ty_symbol *s = add_name(st, name, 0);
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
        return add_name(st, st->id_class, TY_SYM_USED) != NULL;
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
        e->Name.symbol = add_name(st, e->Name.id, TY_SYM_USED);
        if (!e->Name.symbol || !note_use(st, e->Name.id)) return false;
        return !st->scope->sees_class || add_name(st, st->id_classdict, TY_SYM_USED);
    case TY_CTX_Store: return (e->Name.symbol = bind_name(st, e->Name.id, TY_SYM_ASSIGNED, e->loc)) != NULL;
    default:
        return (e->Name.symbol = bind_name(st, e->Name.id, TY_SYM_DELETED | TY_SYM_USED, e->loc)) != NULL;
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
    } else if (!visit_expr(st, target)) {
        return false;
    }
    return visit_expr(st, e->NamedExpr.value);
}

/* ---- expressions ---- */

static bool visit_exprs(ty_symtab *st, ty_expr_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++)
        if (seq.at[i] && !visit_expr(st, seq.at[i])) return false;
    return true;
}

/* Where `*x` is allowed. */
static bool visit_starred_exprs(ty_symtab *st, ty_expr_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++) {
        ty_expr *e = seq.at[i];
        if (!visit_expr(st, e->kind == TY_EXPR_Starred ? e->Starred.value : e)) return false;
    }
    return true;
}

static bool visit_keywords(ty_symtab *st, ty_keyword_seq keywords) {
    if (!ty_symtab_check_keywords(st, keywords)) return false;
    for (uint32_t i = 0; i < keywords.len; i++) {
        if (keywords.at[i]->arg == st->id_debug)
            return ty_symtab_fail(st, keywords.at[i]->loc, "cannot assign to __debug__");
        if (!visit_expr(st, keywords.at[i]->value)) return false;
    }
    return true;
}

static bool comp_clause(ty_symtab *st, ty_ast_comprehension *c, bool first) {
    bool target = st->comp_target;
    st->comp_target = true;
    bool ok = visit_expr(st, c->target);
    st->comp_target = target;
    if (!ok) return false;
    if (!first) {
        st->comp_iterables++;
        ok = visit_expr(st, c->iter);
        st->comp_iterables--;
    }
    if (c->is_async) st->scope->coroutine = st->scope->iterates_async = true;
    return ok && visit_exprs(st, c->ifs);
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
    bool ok = visit_expr(st, clauses.at[0]->iter);
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
    ok = ok && visit_expr(st, dict ? e->DictComp.key : e->ListComp.elt);
    ok = ok && (!dict || visit_expr(st, e->DictComp.value));
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
    if (value && !visit_expr(st, value)) return false;
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
    if (!visit_expr(st, e->Await.value)) return false;
    scope->coroutine = true;
    return true;
}

static bool add_params(ty_symtab *st, const ty_ast_arguments *args);

static bool visit_lambda(ty_symtab *st, ty_expr *e) {
    if (!visit_exprs(st, e->Lambda.args->defaults) || !visit_exprs(st, e->Lambda.args->kw_defaults))
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
    bool ok = add_params(st, e->Lambda.args) && visit_expr(st, e->Lambda.body);
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
    bool ok = visit_expr(st, e->Attribute.value);
    st->comp_target = target;
    return ok;
}

static bool visit_subscript(ty_symtab *st, ty_expr *e) {
    if (e->Subscript.ctx == TY_CTX_Load && !ty_symtab_check_subscript(st, e)) return false;
    bool target = st->comp_target;
    st->comp_target = false;
    bool ok = visit_expr(st, e->Subscript.value) && visit_expr(st, e->Subscript.slice);
    st->comp_target = target;
    return ok;
}

static bool visit_call(ty_symtab *st, ty_expr *e) {
    return ty_symtab_check_call(st, e) && visit_expr(st, e->Call.func) &&
           visit_starred_exprs(st, e->Call.args) && visit_keywords(st, e->Call.keywords);
}

static bool visit_expr_inner(ty_symtab *st, ty_expr *e) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_BoolOp: return visit_exprs(st, e->BoolOp.values);
    case TY_EXPR_NamedExpr: return visit_walrus(st, e);
    case TY_EXPR_BinOp: return visit_expr(st, e->BinOp.left) && visit_expr(st, e->BinOp.right);
    case TY_EXPR_UnaryOp: return visit_expr(st, e->UnaryOp.operand);
    case TY_EXPR_Lambda: return visit_lambda(st, e);
    case TY_EXPR_IfExp:
        return visit_expr(st, e->IfExp.test) && visit_expr(st, e->IfExp.body) &&
               visit_expr(st, e->IfExp.orelse);
    case TY_EXPR_Dict: return visit_exprs(st, e->Dict.keys) && visit_exprs(st, e->Dict.values);
    case TY_EXPR_Set: return visit_starred_exprs(st, e->Set.elts);
    case TY_EXPR_ListComp:
    case TY_EXPR_SetComp:
    case TY_EXPR_DictComp:
    case TY_EXPR_GeneratorExp: return visit_comprehension(st, e);
    case TY_EXPR_Await: return visit_await(st, e);
    case TY_EXPR_Yield: return visit_yield(st, e, false);
    case TY_EXPR_YieldFrom: return visit_yield(st, e, true);
    case TY_EXPR_Compare:
        return ty_symtab_check_compare(st, e) && visit_expr(st, e->Compare.left) &&
               visit_exprs(st, e->Compare.comparators);
    case TY_EXPR_Call: return visit_call(st, e);
    case TY_EXPR_FormattedValue:
        return visit_expr(st, e->FormattedValue.value) &&
               (!e->FormattedValue.format_spec || visit_expr(st, e->FormattedValue.format_spec));
    case TY_EXPR_JoinedStr: return visit_exprs(st, e->JoinedStr.values);
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
               visit_starred_exprs(st, e->List.elts);
    case TY_EXPR_Tuple:
        return (e->Tuple.ctx != TY_CTX_Store || ty_symtab_check_targets(st, e->Tuple.elts, e->loc)) &&
               visit_starred_exprs(st, e->Tuple.elts);
    case TY_EXPR_Slice:
        return (!e->Slice.lower || visit_expr(st, e->Slice.lower)) &&
               (!e->Slice.upper || visit_expr(st, e->Slice.upper)) &&
               (!e->Slice.step || visit_expr(st, e->Slice.step));
    default: return true;
    }
}

static bool visit_expr(ty_symtab *st, ty_expr *e) {
    if (!ty_symtab_enter_node(st)) return false;
    bool ok = visit_expr_inner(st, e);
    ty_symtab_leave_node(st);
    return ok;
}

/* ---- parameters and annotations ---- */

static bool add_param(ty_symtab *st, ty_ast_arg *arg) {
    const ty_ident *name = ty_symtab_mangle(st, arg->arg);
    if (!name) return false;
    if (name == st->id_debug) return ty_symtab_fail(st, arg->loc, "cannot assign to __debug__");
    ty_symbol *s = ty_symtab_symbol(st, st->scope, name);
    if (!s) return false;
    if (s->flags & TY_SYM_PARAM)
        return ty_symtab_fail(st, arg->loc, "duplicate argument '%s' in function definition", arg->arg->text);
    s->flags |= TY_SYM_PARAM;
    st->scope->nparams++;
    arg->symbol = s;
    return true;
}

static bool add_param_seq(ty_symtab *st, ty_arg_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++)
        if (!add_param(st, seq.at[i])) return false;
    return true;
}

static bool add_params(ty_symtab *st, const ty_ast_arguments *args) {
    ty_scope *scope = st->scope;
    scope->vararg = args->vararg != NULL;
    scope->kwarg = args->kwarg != NULL;
    if (scope->is_method)
        scope->self_name = args->posonlyargs.len ? args->posonlyargs.at[0]->arg
                           : args->args.len      ? args->args.at[0]->arg
                                                 : NULL;
    return add_param_seq(st, args->posonlyargs) && add_param_seq(st, args->args) &&
           add_param_seq(st, args->kwonlyargs) && (!args->vararg || add_param(st, args->vararg)) &&
           (!args->kwarg || add_param(st, args->kwarg));
}

/* An annotation is evaluated in the current scope, or never if annotations are kept as text. */
static bool visit_annotation(ty_symtab *st, ty_expr *e) {
    if (!e) return true;
    ty_expr *inner = e->kind == TY_EXPR_Starred ? e->Starred.value : e;
    if (!(st->future & TY_FUTURE_ANNOTATIONS)) return visit_expr(st, inner);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_ANNOTATION, st->scope->name, e->loc);
    if (!scope) return false;
    bool ok = visit_expr(st, inner);
    ty_symtab_leave(st);
    return ok;
}

static bool annotate_seq(ty_symtab *st, ty_arg_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++)
        if (!visit_annotation(st, seq.at[i]->annotation)) return false;
    return true;
}

static bool visit_annotations(ty_symtab *st, const ty_ast_arguments *args, ty_expr *returns) {
    return annotate_seq(st, args->posonlyargs) && annotate_seq(st, args->args) &&
           (!args->vararg || visit_annotation(st, args->vararg->annotation)) &&
           (!args->kwarg || visit_annotation(st, args->kwarg->annotation)) &&
           annotate_seq(st, args->kwonlyargs) && visit_annotation(st, returns);
}

/* ---- type parameters ---- */

/* An expression that is evaluated on demand, in a scope of its own. */
static bool visit_lazy(ty_symtab *st, ty_expr *e, ty_scope_kind kind, const ty_ident *name, ty_scope **out) {
    ty_scope *scope = ty_symtab_enter(st, kind, name, e->loc);
    if (!scope) return false;
    *out = scope;
    bool ok = !scope->sees_class || add_name(st, st->id_classdict, TY_SYM_USED);
    ok = ok && visit_expr(st, e->kind == TY_EXPR_Starred ? e->Starred.value : e);
    ty_symtab_leave(st);
    return ok;
}

static ty_symbol *add_type_param(ty_symtab *st, const ty_ident *name, ty_ast_loc loc) {
    const ty_ident *mangled = st->scope->own_params
                                  ? ty_symtable_mangle(st->idents, st->scope->param_class, name)
                                  : ty_symtab_mangle(st, name);
    if (!mangled) ty_symtab_no_memory(st);
    ty_symbol *s = mangled ? ty_symtab_symbol(st, st->scope, mangled) : NULL;
    if (!s) return NULL;
    if (s->flags & TY_SYM_TYPE_PARAM) {
        ty_symtab_fail(st, loc, "duplicate type parameter '%s'", name->text);
        return NULL;
    }
    s->flags |= TY_SYM_TYPE_PARAM | TY_SYM_ASSIGNED;
    return s;
}

static bool visit_type_param(ty_symtab *st, ty_type_param *param, bool *default_seen) {
    const ty_ident *name;
    ty_expr *value;
    ty_symbol **symbol;
    ty_scope **scope;
    switch ((ty_type_param_kind)param->kind) {
    case TY_TYPE_PARAM_TypeVar:
        name = param->TypeVar.name;
        value = param->TypeVar.default_value;
        symbol = &param->TypeVar.symbol;
        scope = &param->TypeVar.default_scope;
        break;
    case TY_TYPE_PARAM_ParamSpec:
        name = param->ParamSpec.name;
        value = param->ParamSpec.default_value;
        symbol = &param->ParamSpec.symbol;
        scope = &param->ParamSpec.default_scope;
        break;
    default:
        name = param->TypeVarTuple.name;
        value = param->TypeVarTuple.default_value;
        symbol = &param->TypeVarTuple.symbol;
        scope = &param->TypeVarTuple.default_scope;
        break;
    }
    if (!(*symbol = add_type_param(st, name, param->loc))) return false;
    if (param->kind == TY_TYPE_PARAM_TypeVar && param->TypeVar.bound &&
        !visit_lazy(st, param->TypeVar.bound, TY_SCOPE_TYPE_VAR, name, &param->TypeVar.bound_scope))
        return false;
    if (!value) {
        if (*default_seen)
            return ty_symtab_fail(
                st, param->loc, "non-default type parameter '%s' follows default type parameter", name->text);
        return true;
    }
    *default_seen = true;
    return visit_lazy(st, value, TY_SCOPE_TYPE_VAR, name, scope);
}

/* Opens the scope around a generic definition, if it is one; the caller leaves it. */
static bool enter_type_params(ty_symtab *st, ty_type_param_seq params, const ty_ident *name, ty_ast_loc loc,
                              bool class, ty_scope **out) {
    *out = NULL;
    if (params.len == 0) return true;
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_TYPE_PARAMS, name, loc);
    if (!scope) return false;
    *out = scope;
    scope->own_params = class;
    scope->param_class = class ? name : NULL;
    if (scope->sees_class && !add_name(st, st->id_classdict, TY_SYM_USED)) return false;
    bool default_seen = false;
    for (uint32_t i = 0; i < params.len; i++)
        if (!visit_type_param(st, params.at[i], &default_seen)) return false;
    return true;
}

/* ---- functions and classes ---- */

static bool has_docstring(ty_stmt_seq body) {
    return body.len && body.at[0]->kind == TY_STMT_Expr && body.at[0]->Expr.value->kind == TY_EXPR_Constant &&
           body.at[0]->Expr.value->Constant.value.kind == TY_CONST_Str;
}

static bool directly_in_class(const ty_scope *scope) {
    if (scope->kind == TY_SCOPE_TYPE_PARAMS) scope = scope->parent;
    return scope->kind == TY_SCOPE_CLASS;
}

static bool visit_function(ty_symtab *st, ty_stmt *s) {
    ty_ast_arguments *args = s->FunctionDef.args;
    if (!(s->FunctionDef.symbol = bind_name(st, s->FunctionDef.name, TY_SYM_ASSIGNED, s->loc))) return false;
    if (!visit_exprs(st, args->defaults) || !visit_exprs(st, args->kw_defaults) ||
        !visit_exprs(st, s->FunctionDef.decorator_list))
        return false;
    ty_scope *type_scope;
    if (!enter_type_params(st, s->FunctionDef.type_params, s->FunctionDef.name, s->loc, false, &type_scope))
        return false;
    s->FunctionDef.type_scope = type_scope;
    if (!visit_annotations(st, args, s->FunctionDef.returns)) return false;
    bool method = directly_in_class(st->scope);
    ty_flow flow = st->flow;
    memset(&st->flow, 0, sizeof st->flow);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_FUNCTION, s->FunctionDef.name, s->loc);
    if (!scope) return false;
    s->FunctionDef.scope = scope;
    scope->is_method = method;
    scope->coroutine = s->kind == TY_STMT_AsyncFunctionDef;
    scope->has_docstring = has_docstring(s->FunctionDef.body);
    if (!add_params(st, args) || !visit_stmts(st, s->FunctionDef.body)) return false;
    if (scope->coroutine && scope->generator && scope->returns_value)
        return ty_symtab_fail(st, scope->return_loc, "'return' with value in async generator");
    ty_symtab_leave(st);
    if (type_scope) ty_symtab_leave(st);
    st->flow = flow;
    return true;
}

static bool visit_class(ty_symtab *st, ty_stmt *s) {
    if (!(s->ClassDef.symbol = bind_name(st, s->ClassDef.name, TY_SYM_ASSIGNED, s->loc))) return false;
    if (!visit_exprs(st, s->ClassDef.decorator_list)) return false;
    ty_scope *type_scope;
    if (!enter_type_params(st, s->ClassDef.type_params, s->ClassDef.name, s->loc, true, &type_scope))
        return false;
    s->ClassDef.type_scope = type_scope;
    if (!visit_starred_exprs(st, s->ClassDef.bases) || !visit_keywords(st, s->ClassDef.keywords))
        return false;
    ty_flow flow = st->flow;
    memset(&st->flow, 0, sizeof st->flow);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_CLASS, s->ClassDef.name, s->loc);
    if (!scope) return false;
    s->ClassDef.scope = scope;
    scope->private_class = s->ClassDef.name;
    scope->has_docstring = has_docstring(s->ClassDef.body);
    if (!visit_stmts(st, s->ClassDef.body)) return false;
    ty_symtab_leave(st);
    if (type_scope) ty_symtab_leave(st);
    st->flow = flow;
    return true;
}

static bool visit_type_alias(ty_symtab *st, ty_stmt *s) {
    const ty_ident *name = s->TypeAlias.name->Name.id;
    if (!visit_expr(st, s->TypeAlias.name)) return false;
    ty_scope *type_scope;
    if (!enter_type_params(st, s->TypeAlias.type_params, name, s->loc, false, &type_scope)) return false;
    s->TypeAlias.type_scope = type_scope;
    if (!visit_lazy(st, s->TypeAlias.value, TY_SCOPE_TYPE_ALIAS, name, &s->TypeAlias.scope)) return false;
    if (type_scope) ty_symtab_leave(st);
    return true;
}

/* ---- simple statements ---- */

static bool note_directive(ty_symtab *st, ty_symbol *symbol, ty_ast_loc loc) {
    ty_directive *d = ty_symtab_alloc(st, sizeof *d);
    if (!d) return false;
    *d = (ty_directive){st->directives, symbol, loc};
    st->directives = d;
    return true;
}

static bool visit_directive(ty_symtab *st, ty_stmt *s, ty_ident_seq names, bool global) {
    const char *what = global ? "global" : "nonlocal";
    for (uint32_t i = 0; i < names.len; i++) {
        ty_symbol *symbol = add_name(st, names.at[i], 0);
        if (!symbol) return false;
        const char *name = names.at[i]->text;
        if (symbol->flags & TY_SYM_PARAM)
            return ty_symtab_fail(st, s->loc, "name '%s' is parameter and %s", name, what);
        if (symbol->flags & TY_SYM_USED)
            return ty_symtab_fail(st, s->loc, "name '%s' is used prior to %s declaration", name, what);
        if (symbol->flags & TY_SYM_ANNOTATED)
            return ty_symtab_fail(st, s->loc, "annotated name '%s' can't be %s", name, what);
        if (symbol->flags & TY_SYM_BOUND)
            return ty_symtab_fail(st, s->loc, "name '%s' is assigned to before %s declaration", name, what);
        symbol->flags |= global ? TY_SYM_GLOBAL : TY_SYM_NONLOCAL;
        if (!note_directive(st, symbol, s->loc)) return false;
    }
    return true;
}

static bool visit_alias(ty_symtab *st, const ty_stmt *s, ty_ast_alias *alias, bool from) {
    if (from && alias->name == st->id_star) {
        if (st->scope->kind != TY_SCOPE_MODULE)
            return ty_symtab_fail(st, alias->loc, "import * only allowed at module level");
        st->scope->star_import = true;
        return true;
    }
    const ty_ident *name = alias->asname ? alias->asname : alias->name;
    const char *dot = alias->asname || from ? NULL : memchr(name->text, '.', name->len);
    if (dot && !(name = ty_ident_intern(st->idents, name->text, (size_t)(dot - name->text))))
        return ty_symtab_no_memory(st);
    alias->symbol = bind_name(st, name, TY_SYM_IMPORTED | TY_SYM_ASSIGNED, s->loc);
    return alias->symbol != NULL;
}

static bool visit_aliases(ty_symtab *st, const ty_stmt *s, ty_alias_seq names, bool from) {
    for (uint32_t i = 0; i < names.len; i++)
        if (!visit_alias(st, s, names.at[i], from)) return false;
    return true;
}

static bool visit_annotated(ty_symtab *st, ty_stmt *s) {
    ty_expr *target = s->AnnAssign.target;
    if (target->kind == TY_EXPR_Name) {
        ty_symbol *symbol = add_name(st, target->Name.id, 0);
        if (!symbol) return false;
        if ((symbol->flags & (TY_SYM_GLOBAL | TY_SYM_NONLOCAL)) && st->scope->kind != TY_SCOPE_MODULE &&
            s->AnnAssign.simple)
            return ty_symtab_fail(st, s->loc, "annotated name '%s' can't be %s", target->Name.id->text,
                                  symbol->flags & TY_SYM_GLOBAL ? "global" : "nonlocal");
        unsigned flags = s->AnnAssign.simple  ? TY_SYM_ANNOTATED | TY_SYM_ASSIGNED
                         : s->AnnAssign.value ? TY_SYM_ASSIGNED
                                              : 0;
        if (s->AnnAssign.simple && !ty_scope_is_function(st->scope)) st->scope->has_annotations = true;
        if (!bind_name(st, target->Name.id, flags, target->loc)) return false;
        target->Name.symbol = symbol;
    } else if (!visit_expr(st, target)) {
        return false;
    }
    return visit_annotation(st, s->AnnAssign.annotation) &&
           (!s->AnnAssign.value || visit_expr(st, s->AnnAssign.value));
}

static bool visit_return(ty_symtab *st, ty_stmt *s) {
    ty_scope *scope = st->scope;
    if (scope->kind != TY_SCOPE_FUNCTION) return ty_symtab_fail(st, s->loc, "'return' outside function");
    if (st->flow.except_star)
        return ty_symtab_fail(st, s->loc,
                              "'break', 'continue' and 'return' cannot appear in an except* block");
    if (!s->Return.value) return true;
    if (!scope->returns_value) scope->return_loc = s->loc;
    scope->returns_value = true;
    return visit_expr(st, s->Return.value);
}

static bool visit_jump(ty_symtab *st, const ty_stmt *s) {
    if (st->flow.except_star && st->flow.star_loops == 0)
        return ty_symtab_fail(st, s->loc,
                              "'break', 'continue' and 'return' cannot appear in an except* block");
    if (st->flow.loops) return true;
    return ty_symtab_fail(
        st, s->loc, s->kind == TY_STMT_Break ? "'break' outside loop" : "'continue' not properly in loop");
}

/* ---- compound statements ---- */

static bool visit_loop_body(ty_symtab *st, ty_stmt_seq body, ty_stmt_seq orelse) {
    st->flow.loops++;
    st->flow.star_loops++;
    bool ok = visit_stmts(st, body);
    st->flow.loops--;
    st->flow.star_loops--;
    return ok && visit_stmts(st, orelse);
}

static bool check_async(ty_symtab *st, const ty_stmt *s, const char *what) {
    if (st->scope->coroutine && st->scope->kind == TY_SCOPE_FUNCTION) return true;
    if (st->scope->kind == TY_SCOPE_MODULE && st->options->top_level_await) {
        st->scope->coroutine = true;
        return true;
    }
    return ty_symtab_fail(st, s->loc, "'%s' outside async function", what);
}

static bool visit_for(ty_symtab *st, ty_stmt *s) {
    if (s->kind == TY_STMT_AsyncFor && !check_async(st, s, "async for")) return false;
    return visit_expr(st, s->For.target) && visit_expr(st, s->For.iter) &&
           visit_loop_body(st, s->For.body, s->For.orelse);
}

/* An elif chain is walked by a loop. */
static bool visit_if(ty_symtab *st, ty_stmt *s) {
    for (;;) {
        if (!visit_expr(st, s->If.test) || !visit_stmts(st, s->If.body)) return false;
        if (s->If.orelse.len != 1 || s->If.orelse.at[0]->kind != TY_STMT_If)
            return visit_stmts(st, s->If.orelse);
        s = s->If.orelse.at[0];
    }
}

static bool visit_with(ty_symtab *st, ty_stmt *s) {
    if (s->kind == TY_STMT_AsyncWith && !check_async(st, s, "async with")) return false;
    for (uint32_t i = 0; i < s->With.items.len; i++) {
        ty_ast_withitem *item = s->With.items.at[i];
        if (!visit_expr(st, item->context_expr) ||
            (item->optional_vars && !visit_expr(st, item->optional_vars)))
            return false;
    }
    return visit_stmts(st, s->With.body);
}

static bool visit_handler(ty_symtab *st, ty_ast_excepthandler *h, bool star) {
    if (h->type && !visit_expr(st, h->type)) return false;
    if (h->name && !(h->symbol = bind_name(st, h->name, TY_SYM_ASSIGNED, h->loc))) return false;
    if (!star) return visit_stmts(st, h->body);
    ty_flow flow = st->flow;
    st->flow.except_star = true;
    st->flow.star_loops = 0;
    bool ok = visit_stmts(st, h->body);
    st->flow = flow;
    return ok;
}

static bool visit_try(ty_symtab *st, ty_stmt *s) {
    if (!ty_symtab_check_handlers(st, s->Try.handlers) || !visit_stmts(st, s->Try.body)) return false;
    for (uint32_t i = 0; i < s->Try.handlers.len; i++)
        if (!visit_handler(st, s->Try.handlers.at[i], s->kind == TY_STMT_TryStar)) return false;
    return visit_stmts(st, s->Try.orelse) && visit_stmts(st, s->Try.finalbody);
}

static bool visit_pattern(ty_symtab *st, ty_pattern *p);

static bool visit_patterns(ty_symtab *st, ty_pattern_seq seq) {
    for (uint32_t i = 0; i < seq.len; i++)
        if (!visit_pattern(st, seq.at[i])) return false;
    return true;
}

static bool capture(ty_symtab *st, const ty_ident *name, ty_ast_loc loc, ty_symbol **out) {
    return !name || (*out = bind_name(st, name, TY_SYM_ASSIGNED, loc)) != NULL;
}

static bool visit_pattern(ty_symtab *st, ty_pattern *p) {
    if (!ty_symtab_enter_node(st)) return false;
    bool ok = true;
    switch ((ty_pattern_kind)p->kind) {
    case TY_PATTERN_MatchValue: ok = visit_expr(st, p->MatchValue.value); break;
    case TY_PATTERN_MatchSequence: ok = visit_patterns(st, p->MatchSequence.patterns); break;
    case TY_PATTERN_MatchMapping:
        ok = visit_exprs(st, p->MatchMapping.keys) && visit_patterns(st, p->MatchMapping.patterns) &&
             capture(st, p->MatchMapping.rest, p->loc, &p->MatchMapping.symbol);
        break;
    case TY_PATTERN_MatchClass:
        ok = visit_expr(st, p->MatchClass.cls) && visit_patterns(st, p->MatchClass.patterns) &&
             visit_patterns(st, p->MatchClass.kwd_patterns);
        break;
    case TY_PATTERN_MatchStar: ok = capture(st, p->MatchStar.name, p->loc, &p->MatchStar.symbol); break;
    case TY_PATTERN_MatchAs:
        ok = (!p->MatchAs.pattern || visit_pattern(st, p->MatchAs.pattern)) &&
             capture(st, p->MatchAs.name, p->loc, &p->MatchAs.symbol);
        break;
    case TY_PATTERN_MatchOr: ok = visit_patterns(st, p->MatchOr.patterns); break;
    default: break;
    }
    ty_symtab_leave_node(st);
    return ok;
}

static bool visit_match(ty_symtab *st, ty_stmt *s) {
    if (!ty_symtab_check_match(st, s) || !visit_expr(st, s->Match.subject)) return false;
    for (uint32_t i = 0; i < s->Match.cases.len; i++) {
        ty_ast_match_case *c = s->Match.cases.at[i];
        if (!visit_pattern(st, c->pattern) || (c->guard && !visit_expr(st, c->guard)) ||
            !visit_stmts(st, c->body))
            return false;
    }
    return true;
}

static bool visit_stmt(ty_symtab *st, ty_stmt *s) {
    switch ((ty_stmt_kind)s->kind) {
    case TY_STMT_FunctionDef:
    case TY_STMT_AsyncFunctionDef: return visit_function(st, s);
    case TY_STMT_ClassDef: return visit_class(st, s);
    case TY_STMT_Return: return visit_return(st, s);
    case TY_STMT_Delete: return visit_exprs(st, s->Delete.targets);
    case TY_STMT_Assign: return visit_exprs(st, s->Assign.targets) && visit_expr(st, s->Assign.value);
    case TY_STMT_TypeAlias: return visit_type_alias(st, s);
    case TY_STMT_AugAssign: return visit_expr(st, s->AugAssign.target) && visit_expr(st, s->AugAssign.value);
    case TY_STMT_AnnAssign: return visit_annotated(st, s);
    case TY_STMT_For:
    case TY_STMT_AsyncFor: return visit_for(st, s);
    case TY_STMT_While:
        return visit_expr(st, s->While.test) && visit_loop_body(st, s->While.body, s->While.orelse);
    case TY_STMT_If: return visit_if(st, s);
    case TY_STMT_With:
    case TY_STMT_AsyncWith: return visit_with(st, s);
    case TY_STMT_Match: return visit_match(st, s);
    case TY_STMT_Raise:
        return (!s->Raise.exc || visit_expr(st, s->Raise.exc)) &&
               (!s->Raise.cause || visit_expr(st, s->Raise.cause));
    case TY_STMT_Try:
    case TY_STMT_TryStar: return visit_try(st, s);
    case TY_STMT_Assert:
        return ty_symtab_check_assert(st, s) && visit_expr(st, s->Assert.test) &&
               (!s->Assert.msg || visit_expr(st, s->Assert.msg));
    case TY_STMT_Import: return visit_aliases(st, s, s->Import.names, false);
    case TY_STMT_ImportFrom: return visit_aliases(st, s, s->ImportFrom.names, true);
    case TY_STMT_Global: return visit_directive(st, s, s->Global.names, true);
    case TY_STMT_Nonlocal: return visit_directive(st, s, s->Nonlocal.names, false);
    case TY_STMT_Expr: return visit_expr(st, s->Expr.value);
    case TY_STMT_Break:
    case TY_STMT_Continue: return visit_jump(st, s);
    default: return true;
    }
}

static bool visit_stmts(ty_symtab *st, ty_stmt_seq stmts) {
    if (!ty_symtab_enter_node(st)) return false;
    for (uint32_t i = 0; i < stmts.len; i++)
        if (!visit_stmt(st, stmts.at[i])) return false;
    ty_symtab_leave_node(st);
    return true;
}

bool ty_symtab_walk(ty_symtab *st, ty_mod *mod) {
    const ty_ident *name = ty_ident_intern(st->idents, "<module>", 8);
    if (!name) return ty_symtab_no_memory(st);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_MODULE, name, (ty_ast_loc){1, 0, 1, 0});
    if (!scope) return false;
    mod->scope = scope;
    bool ok;
    switch ((ty_mod_kind)mod->kind) {
    case TY_MOD_Expression: ok = visit_expr(st, mod->Expression.body); break;
    case TY_MOD_Interactive: ok = visit_stmts(st, mod->Interactive.body); break;
    default:
        scope->has_docstring = has_docstring(mod->Module.body);
        ok = visit_stmts(st, mod->Module.body);
        break;
    }
    if (ok) ty_symtab_leave(st);
    return ok;
}
