/* SPDX-License-Identifier: MIT */
/* The walk over the tree, statements: opens the scopes of functions, classes and type parameters, and notes
 * what each name is used for. */
#include <config.h>

#include "compile/symtable_impl.h"

#include <string.h>

static bool visit_stmts(ty_symtab *st, ty_stmt_seq stmts);

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

bool ty_symtab_add_params(ty_symtab *st, const ty_ast_arguments *args) {
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
    if (!(st->future & TY_FUTURE_ANNOTATIONS)) return ty_symtab_expr(st, inner);
    ty_scope *scope = ty_symtab_enter(st, TY_SCOPE_ANNOTATION, st->scope->name, e->loc);
    if (!scope) return false;
    bool ok = ty_symtab_expr(st, inner);
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
    bool ok = !scope->sees_class || ty_symtab_add_name(st, st->id_classdict, TY_SYM_USED);
    ok = ok && ty_symtab_expr(st, e->kind == TY_EXPR_Starred ? e->Starred.value : e);
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
    if (scope->sees_class && !ty_symtab_add_name(st, st->id_classdict, TY_SYM_USED)) return false;
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
    if (!(s->FunctionDef.symbol = ty_symtab_bind_name(st, s->FunctionDef.name, TY_SYM_ASSIGNED, s->loc)))
        return false;
    if (!ty_symtab_exprs(st, args->defaults) || !ty_symtab_exprs(st, args->kw_defaults) ||
        !ty_symtab_exprs(st, s->FunctionDef.decorator_list))
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
    if (!ty_symtab_add_params(st, args) || !visit_stmts(st, s->FunctionDef.body)) return false;
    if (scope->coroutine && scope->generator && scope->returns_value)
        return ty_symtab_fail(st, scope->return_loc, "'return' with value in async generator");
    ty_symtab_leave(st);
    if (type_scope) ty_symtab_leave(st);
    st->flow = flow;
    return true;
}

static bool visit_class(ty_symtab *st, ty_stmt *s) {
    if (!(s->ClassDef.symbol = ty_symtab_bind_name(st, s->ClassDef.name, TY_SYM_ASSIGNED, s->loc)))
        return false;
    if (!ty_symtab_exprs(st, s->ClassDef.decorator_list)) return false;
    ty_scope *type_scope;
    if (!enter_type_params(st, s->ClassDef.type_params, s->ClassDef.name, s->loc, true, &type_scope))
        return false;
    s->ClassDef.type_scope = type_scope;
    if (!ty_symtab_starred_exprs(st, s->ClassDef.bases) || !ty_symtab_keywords(st, s->ClassDef.keywords))
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
    if (!ty_symtab_expr(st, s->TypeAlias.name)) return false;
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
        ty_symbol *symbol = ty_symtab_add_name(st, names.at[i], 0);
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
        if (global) {
            ty_scope *module = st->scope;
            while (module->parent) module = module->parent;
            ty_symbol *there = ty_symtab_symbol(st, module, symbol->name);
            if (!there) return false;
            there->flags |= TY_SYM_GLOBAL_WITHIN;
        }
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
    alias->symbol = ty_symtab_bind_name(st, name, TY_SYM_IMPORTED | TY_SYM_ASSIGNED, s->loc);
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
        ty_symbol *symbol = ty_symtab_add_name(st, target->Name.id, 0);
        if (!symbol) return false;
        if ((symbol->flags & (TY_SYM_GLOBAL | TY_SYM_NONLOCAL)) && st->scope->kind != TY_SCOPE_MODULE &&
            s->AnnAssign.simple)
            return ty_symtab_fail(st, s->loc, "annotated name '%s' can't be %s", target->Name.id->text,
                                  symbol->flags & TY_SYM_GLOBAL ? "global" : "nonlocal");
        unsigned flags = s->AnnAssign.simple  ? TY_SYM_ANNOTATED | TY_SYM_ASSIGNED
                         : s->AnnAssign.value ? TY_SYM_ASSIGNED
                                              : 0;
        if (s->AnnAssign.simple && !ty_scope_is_function(st->scope)) st->scope->has_annotations = true;
        if (!ty_symtab_bind_name(st, target->Name.id, flags, target->loc)) return false;
        target->Name.symbol = symbol;
    } else if (!ty_symtab_expr(st, target)) {
        return false;
    }
    return visit_annotation(st, s->AnnAssign.annotation) &&
           (!s->AnnAssign.value || ty_symtab_expr(st, s->AnnAssign.value));
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
    return ty_symtab_expr(st, s->Return.value);
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
    return ty_symtab_expr(st, s->For.target) && ty_symtab_expr(st, s->For.iter) &&
           visit_loop_body(st, s->For.body, s->For.orelse);
}

/* An elif chain is walked by a loop. */
static bool visit_if(ty_symtab *st, ty_stmt *s) {
    for (;;) {
        if (!ty_symtab_expr(st, s->If.test) || !visit_stmts(st, s->If.body)) return false;
        if (s->If.orelse.len != 1 || s->If.orelse.at[0]->kind != TY_STMT_If)
            return visit_stmts(st, s->If.orelse);
        s = s->If.orelse.at[0];
    }
}

static bool visit_with(ty_symtab *st, ty_stmt *s) {
    if (s->kind == TY_STMT_AsyncWith && !check_async(st, s, "async with")) return false;
    for (uint32_t i = 0; i < s->With.items.len; i++) {
        ty_ast_withitem *item = s->With.items.at[i];
        if (!ty_symtab_expr(st, item->context_expr) ||
            (item->optional_vars && !ty_symtab_expr(st, item->optional_vars)))
            return false;
    }
    return visit_stmts(st, s->With.body);
}

static bool visit_handler(ty_symtab *st, ty_ast_excepthandler *h, bool star) {
    if (h->type && !ty_symtab_expr(st, h->type)) return false;
    if (h->name && !(h->symbol = ty_symtab_bind_name(st, h->name, TY_SYM_ASSIGNED, h->loc))) return false;
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
    return !name || (*out = ty_symtab_bind_name(st, name, TY_SYM_ASSIGNED, loc)) != NULL;
}

static bool visit_pattern(ty_symtab *st, ty_pattern *p) {
    if (!ty_symtab_enter_node(st)) return false;
    bool ok = true;
    switch ((ty_pattern_kind)p->kind) {
    case TY_PATTERN_MatchValue: ok = ty_symtab_expr(st, p->MatchValue.value); break;
    case TY_PATTERN_MatchSequence: ok = visit_patterns(st, p->MatchSequence.patterns); break;
    case TY_PATTERN_MatchMapping:
        ok = ty_symtab_exprs(st, p->MatchMapping.keys) && visit_patterns(st, p->MatchMapping.patterns) &&
             capture(st, p->MatchMapping.rest, p->loc, &p->MatchMapping.symbol);
        break;
    case TY_PATTERN_MatchClass:
        ok = ty_symtab_expr(st, p->MatchClass.cls) && visit_patterns(st, p->MatchClass.patterns) &&
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
    if (!ty_symtab_check_match(st, s) || !ty_symtab_expr(st, s->Match.subject)) return false;
    for (uint32_t i = 0; i < s->Match.cases.len; i++) {
        ty_ast_match_case *c = s->Match.cases.at[i];
        if (!visit_pattern(st, c->pattern) || (c->guard && !ty_symtab_expr(st, c->guard)) ||
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
    case TY_STMT_Delete: return ty_symtab_exprs(st, s->Delete.targets);
    case TY_STMT_Assign: return ty_symtab_exprs(st, s->Assign.targets) && ty_symtab_expr(st, s->Assign.value);
    case TY_STMT_TypeAlias: return visit_type_alias(st, s);
    case TY_STMT_AugAssign:
        return ty_symtab_expr(st, s->AugAssign.target) && ty_symtab_expr(st, s->AugAssign.value);
    case TY_STMT_AnnAssign: return visit_annotated(st, s);
    case TY_STMT_For:
    case TY_STMT_AsyncFor: return visit_for(st, s);
    case TY_STMT_While:
        return ty_symtab_expr(st, s->While.test) && visit_loop_body(st, s->While.body, s->While.orelse);
    case TY_STMT_If: return visit_if(st, s);
    case TY_STMT_With:
    case TY_STMT_AsyncWith: return visit_with(st, s);
    case TY_STMT_Match: return visit_match(st, s);
    case TY_STMT_Raise:
        return (!s->Raise.exc || ty_symtab_expr(st, s->Raise.exc)) &&
               (!s->Raise.cause || ty_symtab_expr(st, s->Raise.cause));
    case TY_STMT_Try:
    case TY_STMT_TryStar: return visit_try(st, s);
    case TY_STMT_Assert:
        return ty_symtab_check_assert(st, s) && ty_symtab_expr(st, s->Assert.test) &&
               (!s->Assert.msg || ty_symtab_expr(st, s->Assert.msg));
    case TY_STMT_Import: return visit_aliases(st, s, s->Import.names, false);
    case TY_STMT_ImportFrom: return visit_aliases(st, s, s->ImportFrom.names, true);
    case TY_STMT_Global: return visit_directive(st, s, s->Global.names, true);
    case TY_STMT_Nonlocal: return visit_directive(st, s, s->Nonlocal.names, false);
    case TY_STMT_Expr: return ty_symtab_expr(st, s->Expr.value);
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
    case TY_MOD_Expression: ok = ty_symtab_expr(st, mod->Expression.body); break;
    case TY_MOD_Interactive: ok = visit_stmts(st, mod->Interactive.body); break;
    default:
        scope->has_docstring = has_docstring(mod->Module.body);
        ok = visit_stmts(st, mod->Module.body);
        break;
    }
    if (ok) ty_symtab_leave(st);
    return ok;
}
