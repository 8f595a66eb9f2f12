/* SPDX-License-Identifier: MIT */
/* Functions, lambdas, classes: code objects of inner scopes and the instructions that make objects of them. */
#include <config.h>

#include "compile/emit.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- frames ---------------------------------------------------------------------------------------------------------------- */

static bool is_function_like(const ty_scope *s)
{
    return s->kind != TY_SCOPE_MODULE && s->kind != TY_SCOPE_CLASS;
}

/* __qualname__: the path from the module; a name declared global in the scope around stands alone. */
static ty_value qualified(emitter *E, const fn *f, const ty_ident *name)
{
    const fn *parent = f->outer;
    uint8_t kind = f->scope->kind;
    if (parent && parent->scope->kind == TY_SCOPE_TYPE_PARAMS)
        parent = parent->outer;
    if (!parent || parent->scope->kind == TY_SCOPE_MODULE)
        return emit_str(E, name);
    if (kind == TY_SCOPE_FUNCTION || kind == TY_SCOPE_CLASS) {
        const ty_ident *mangled = name;
        if (parent->scope->private_class)
            mangled = ty_symtable_mangle(E->mod->idents, parent->scope->private_class, name);
        for (const ty_symbol *s = parent->scope->symbols; s; s = s->next)
            if (s->name == mangled && s->binding == TY_BIND_GLOBAL)
                return emit_str(E, name);
    }
    /* The parent's text again: units hold it as a str. */
    const char *middle = is_function_like(parent->scope) ? ".<locals>." : ".";
    size_t n;
    ty_value hold;
    const char *base = ty_str_utf8(E->ctx, parent->qualname, &n, &hold);
    if (!base) { /* a lone surrogate cannot be in an identifier */
        emit_fail(E);
        return TY_NULL;
    }
    size_t m = strlen(middle);
    char *text = ty_arena_alloc(E->arena, n + m + name->len);
    if (!text) {
        emit_no_memory(E);
        return TY_NULL;
    }
    memcpy(text, base, n);
    memcpy(text + n, middle, m);
    memcpy(text + n + m, name->text, name->len);
    ty_value v = ty_unit_str(E->ctx, E->unit, text, n + m + name->len);
    if (!v)
        emit_fail(E);
    return v;
}

fn *emit_fn_push(emitter *E, ty_scope *scope, const ty_ident *name, uint32_t first_line, uint32_t given)
{
    fn *f = ty_arena_alloc_zero(E->arena, sizeof *f);
    if (!f) {
        emit_no_memory(E);
        return NULL;
    }
    f->outer = E->fn;
    f->scope = scope;
    f->first_line = first_line;
    f->name = emit_str(E, name);
    f->qualname = qualified(E, f, name);
    bool namespace = !is_function_like(scope);
    f->flags = namespace ? TY_CODE_NAMESPACE : TY_CODE_OPTIMIZED | TY_CODE_NEWLOCALS;
    if (scope->kind == TY_SCOPE_CLASS)
        f->flags |= TY_CODE_CLASS;
    f->flags |= E->future & TY_FUTURE_ANNOTATIONS ? TY_CODE_FUTURE_ANNOTATIONS : 0;
    if (scope->vararg)
        f->flags |= TY_CODE_VARARGS;
    if (scope->kwarg)
        f->flags |= TY_CODE_VARKEYWORDS;
    if (scope->is_method)
        f->flags |= TY_CODE_METHOD;
    f->is_async = scope->coroutine;
    if (!namespace || scope->coroutine)
        f->suspends = !scope->coroutine ? (scope->generator ? TY_CODE_GENERATOR : 0)
                      : scope->generator ? TY_CODE_ASYNC_GENERATOR : TY_CODE_COROUTINE;
    E->fn = f;
    emit_scope_begin(E, given);
    return f;
}

ty_code *emit_fn_pop(emitter *E)
{
    fn *f = E->fn;
    if (!E->failed) {
        emit_load(E, TY_NONE, TEMP | 0, emit_nowhere);
        emit_need(E, 1);
        emit(E, TY_BC_RET, TEMP | 0, 0, 0, emit_nowhere);
    }
    ty_code *c = E->failed ? NULL : emit_assemble(E, f);
    E->fn = f->outer;
    return c;
}

void emit_make_function(emitter *E, ty_code *code, reg dest, reg base, uint32_t which, ty_ast_loc loc)
{
    if (!code || E->failed)
        return;
    emit_w(E, TY_BC_FUNCTION, dest, base, which, E->fn->dead ? 0 : emit_const(E, TY_VALUE(code)), loc);
}

/* --- docstrings --------------------------------------------------------------------------------------------------------------- */

static size_t blanks(const char *p, const char *end)
{
    const char *start = p;
    while (p < end && *p == ' ')
        p++;
    return (size_t)(p - start);
}

/* The docstring without the indentation that all lines but the first share, as CPython 3.13 does it. */
static ty_value clean(emitter *E, const char *p, size_t n)
{
    /* tabs become blanks first, up to columns of 8 */
    char *text = ty_arena_alloc(E->arena, n * 8 + 1), *out = text;
    char *result = ty_arena_alloc(E->arena, n * 8 + 1), *to = result;
    if (!text || !result) {
        emit_no_memory(E);
        return TY_NULL;
    }
    size_t column = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\t') {
            do
                *out++ = ' ';
            while (++column % 8);
        } else {
            *out++ = p[i];
            column = p[i] == '\n' || p[i] == '\r' ? 0 : column + ((unsigned char)p[i] < 0x80 || (unsigned char)p[i] >= 0xc0);
        }
    }
    const char *at = text + blanks(text, out), *end = out, *line = memchr(at, '\n', (size_t)(end - at));
    size_t margin = SIZE_MAX;
    for (const char *q = line; q;) {
        q++;
        size_t indent = blanks(q, end);
        const char *next = memchr(q, '\n', (size_t)(end - q));
        if (q + indent < end && q[indent] != '\n' && indent < margin)
            margin = indent;
        q = next;
    }
    if (margin == SIZE_MAX)
        margin = 0;
    for (bool first = true;; first = false) {
        const char *next = memchr(at, '\n', (size_t)(end - at)), *stop = next ? next : end;
        if (!first) {
            size_t indent = blanks(at, end);
            at += indent < margin ? indent : margin;
            if (at > stop)
                at = stop;
        }
        memcpy(to, at, (size_t)(stop - at));
        to += stop - at;
        if (!next)
            break;
        *to++ = '\n';
        at = next + 1;
    }
    ty_value v = ty_unit_str(E->ctx, E->unit, result, (size_t)(to - result));
    if (!v)
        emit_fail(E);
    return v;
}

ty_value emit_docstring(emitter *E, ty_stmt_seq body, ty_stmt_seq *rest)
{
    *rest = body;
    if (body.len == 0 || body.at[0]->kind != TY_STMT_Expr)
        return TY_NULL;
    const ty_expr *e = body.at[0]->Expr.value;
    if (e->kind != TY_EXPR_Constant || e->Constant.value.kind != TY_CONST_Str)
        return TY_NULL;
    rest->at++;
    rest->len--;
    if (E->options->optimize >= 2)
        return TY_NULL;
    return clean(E, e->Constant.value.s.data, e->Constant.value.s.len);
}

/* --- functions ------------------------------------------------------------------------------------------------------------------- */

static uint32_t first_line(const ty_stmt *s, ty_expr_seq decorators)
{
    return (uint32_t)(decorators.len ? decorators.at[0]->loc.lineno : s->loc.lineno);
}

static void set_arguments(fn *f, const ty_ast_arguments *a)
{
    f->posonly = (uint16_t)a->posonlyargs.len;
    f->argcount = (uint16_t)(a->posonlyargs.len + a->args.len);
    f->kwonly = (uint16_t)a->kwonlyargs.len;
}

static ty_code *function_code(emitter *E, ty_stmt *s)
{
    fn *f = emit_fn_push(E, s->FunctionDef.scope, s->FunctionDef.name, first_line(s, s->FunctionDef.decorator_list), 0);
    if (!f)
        return NULL;
    set_arguments(f, s->FunctionDef.args);
    ty_stmt_seq body;
    f->doc = emit_docstring(E, s->FunctionDef.body, &body);
    if (f->doc)
        f->flags |= TY_CODE_HAS_DOCSTRING;
    if (f->scope->is_method && strcmp(s->FunctionDef.name->text, "__init__") == 0)
        f->self_attrs = f->scope->parent->self_attributes.len;
    emit_body(E, body);
    return emit_fn_pop(E);
}

/* Defaults and keyword-only defaults into pushed registers; returns the bits of FUNCTION. */
static uint32_t defaults(emitter *E, ty_ast_arguments *a, ty_ast_loc loc)
{
    uint32_t which = 0;
    if (a->defaults.len) {
        ty_expr tuple = {.kind = TY_EXPR_Tuple, .loc = loc};
        tuple.Tuple.elts = a->defaults;
        tuple.Tuple.ctx = TY_CTX_Load;
        reg r = emit_push(E);
        emit_expr(E, &tuple, r);
        which |= 1;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->kw_defaults.len; i++)
        n += a->kw_defaults.at[i] != NULL;
    if (n) {
        reg dict = emit_push(E);
        uint32_t save = E->fn->top;
        if (n > 30)
            emit(E, TY_BC_DICT, dict, dict, 0, loc);
        ty_value *names = ty_arena_alloc_array(E->arena, n, sizeof *names);
        if (!names) {
            emit_no_memory(E);
            return which;
        }
        reg first = emit_top(E);
        uint32_t at = 0;
        for (uint32_t i = 0; i < a->kwonlyargs.len; i++) {
            if (!a->kw_defaults.at[i])
                continue;
            reg r = emit_push(E);
            emit_expr(E, a->kw_defaults.at[i], r);
            names[at] = emit_str(E, emit_mangle(E, a->kwonlyargs.at[i]->arg));
            if (n > 30) {
                reg key = emit_load(E, names[at], ANY, loc);
                emit(E, TY_BC_DICTSET, dict, key, r, loc);
                E->fn->top = save;
            }
            at++;
        }
        E->fn->top = save;
        if (n <= 30 && !E->failed) {
            ty_value keys = ty_unit_tuple(E->ctx, E->unit, names, n);
            if (!keys)
                emit_fail(E);
            emit_w(E, TY_BC_DICTKEYS, dict, first, n, E->fn->dead || !keys ? 0 : emit_const(E, keys), loc);
        }
        which |= 2;
    }
    return which;
}

typedef struct annotations {
    reg list;    /* tuple under construction, as a list when long */
    uint32_t count;
    bool as_list;
} annotations;

static void annotation(emitter *E, annotations *n, const ty_ident *name, ty_expr *e, ty_ast_loc loc)
{
    if (!e)
        return;
    uint32_t save = E->fn->top;
    ty_value key = emit_str(E, emit_mangle(E, name));
    reg k = emit_push(E), v = emit_push(E);
    emit_load(E, key, k, loc);
    if (e->kind == TY_EXPR_Starred && !(E->future & TY_FUTURE_ANNOTATIONS)) { /* *args: *Ts */
        reg it = emit_expr(E, e->Starred.value, ANY);
        emit_w(E, TY_BC_UNPACK, v, it, 1, 0, loc);
        E->fn->top = save + 2;
    } else
        emit_annotation(E, e, v);
    if (n->as_list) {
        emit(E, TY_BC_LISTAPPEND, n->list, k, 0, loc);
        emit(E, TY_BC_LISTAPPEND, n->list, v, 0, loc);
        E->fn->top = save;
    }
    n->count++;
}

static void all_annotations(emitter *E, annotations *n, const ty_ast_arguments *a, ty_expr *returns, ty_ast_loc loc)
{
    for (uint32_t i = 0; i < a->posonlyargs.len; i++)
        annotation(E, n, a->posonlyargs.at[i]->arg, a->posonlyargs.at[i]->annotation, loc);
    for (uint32_t i = 0; i < a->args.len; i++)
        annotation(E, n, a->args.at[i]->arg, a->args.at[i]->annotation, loc);
    if (a->vararg)
        annotation(E, n, a->vararg->arg, a->vararg->annotation, loc);
    for (uint32_t i = 0; i < a->kwonlyargs.len; i++)
        annotation(E, n, a->kwonlyargs.at[i]->arg, a->kwonlyargs.at[i]->annotation, loc);
    if (a->kwarg)
        annotation(E, n, a->kwarg->arg, a->kwarg->annotation, loc);
    annotation(E, n, emit_ident(E, "return"), returns, loc);
}

static uint32_t count_annotations(const ty_ast_arguments *a, const ty_expr *returns)
{
    uint32_t n = returns != NULL;
    for (uint32_t i = 0; i < a->posonlyargs.len; i++)
        n += a->posonlyargs.at[i]->annotation != NULL;
    for (uint32_t i = 0; i < a->args.len; i++)
        n += a->args.at[i]->annotation != NULL;
    for (uint32_t i = 0; i < a->kwonlyargs.len; i++)
        n += a->kwonlyargs.at[i]->annotation != NULL;
    return n + (a->vararg && a->vararg->annotation) + (a->kwarg && a->kwarg->annotation);
}

static uint32_t function_annotations(emitter *E, ty_ast_arguments *a, ty_expr *returns, ty_ast_loc loc)
{
    uint32_t count = count_annotations(a, returns);
    if (!count)
        return 0;
    reg tuple = emit_push(E);
    uint32_t save = E->fn->top;
    annotations n = {.list = emit_top(E), .as_list = count > 20};
    if (n.as_list) {
        n.list = emit_push(E);
        emit(E, TY_BC_LIST, n.list, n.list, 0, loc);
    }
    all_annotations(E, &n, a, returns, loc);
    if (n.as_list)
        emit(E, TY_BC_LISTTUPLE, tuple, n.list, 0, loc);
    else
        emit(E, TY_BC_TUPLE, tuple, n.list, 2 * n.count, loc);
    E->fn->top = save;
    return 4;
}

static void decorators(emitter *E, ty_expr_seq list)
{
    for (uint32_t i = 0; i < list.len; i++) {
        reg w = emit_push(E);
        emit_expr(E, list.at[i], w);
        emit_push_n(E, 3); /* the window's header: what is decorated goes to its first argument */
    }
}

static void decorate(emitter *E, ty_expr_seq list, reg value)
{
    for (uint32_t i = list.len; i-- > 0;) {
        reg w = value - 4;
        emit_need(E, (value & 0xffff) + 1 + 2);
        if (E->fn->nlocals > TY_BC_FAR_LOCALS)
            emit_w(E, TY_BC_CALLKW, w, 1, 0, emit_const(E, ty_tuple_empty), list.at[i]->loc);
        else
            emit(E, TY_BC_CALL, w, 1, 0, list.at[i]->loc);
        value = w;
    }
}

void emit_function(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_ast_loc loc = s->loc;
    ty_scope *types = s->FunctionDef.type_scope;
    decorators(E, s->FunctionDef.decorator_list);
    reg value = emit_push(E);
    reg base = emit_top(E);
    uint32_t which = defaults(E, s->FunctionDef.args, loc);
    f->top = base & 0xffff;
    if (types) {
        /* A function around it holds the type parameters; defaults are handed to it. */
        uint32_t given = (which & 1) + (which >> 1 & 1);
        fn *t = emit_fn_push(E, types, types->name, first_line(s, s->FunctionDef.decorator_list), given);
        if (!t)
            return;
        t->argcount = (uint16_t)given;
        emit_type_params(E, s->FunctionDef.type_params);
        reg params = emit_top(E) - 1;
        reg start = emit_top(E);
        if (which & 1)
            emit_move(E, emit_push(E), 0, loc);
        if (which & 2)
            emit_move(E, emit_push(E), which & 1, loc);
        uint32_t bits = which | function_annotations(E, s->FunctionDef.args, s->FunctionDef.returns, loc);
        ty_code *code = function_code(E, s);
        if (emit_closure(E, s->FunctionDef.scope, loc))
            bits |= 8;
        reg function = emit_push_n(E, 2);
        emit_make_function(E, code, function, start, bits, loc);
        emit_move(E, function + 1, params, loc);
        emit(E, TY_BC_INTRINSIC, function, function, TY_IN_SET_TYPE_PARAMS, loc);
        emit(E, TY_BC_RET, function, 0, 0, loc);
        ty_code *around = emit_fn_pop(E);
        /* call it: value is the window */
        f->top = (base & 0xffff) + given;
        reg closure = emit_top(E);
        bits = emit_closure(E, types, loc) ? 8 : 0;
        f->top = (value & 0xffff) + 4 + given + 8;
        emit_need(E, f->top + 2);
        reg made = emit_push(E);
        emit_make_function(E, around, made, closure, bits, loc);
        for (uint32_t i = given; i-- > 0;)
            emit_move(E, value + 4 + i, base + i, loc);
        emit_move(E, value, made, loc);
        emit_w(E, TY_BC_CALLKW, value, given, 0, f->dead ? 0 : emit_const(E, ty_tuple_empty), loc);
    } else {
        f->top = (base & 0xffff) + (which & 1) + (which >> 1 & 1);
        which |= function_annotations(E, s->FunctionDef.args, s->FunctionDef.returns, loc);
        ty_code *code = function_code(E, s);
        if (emit_closure(E, s->FunctionDef.scope, loc))
            which |= 8;
        reg direct = s->FunctionDef.decorator_list.len ? ANY : emit_symbol_local(E, s->FunctionDef.symbol);
        emit_make_function(E, code, direct != ANY ? direct : value, base, which, loc);
        if (direct != ANY) {
            emit_store_symbol(E, s->FunctionDef.symbol, direct, loc);
            f->top = save;
            return;
        }
    }
    f->top = (value & 0xffff) + 1;
    decorate(E, s->FunctionDef.decorator_list, value);
    f->top = save + 1;
    emit_store_symbol(E, s->FunctionDef.symbol, TEMP | save, loc);
    f->top = save;
}

reg emit_lambda(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    reg base = emit_top(E);
    uint32_t which = defaults(E, e->Lambda.args, e->loc);
    fn *f = emit_fn_push(E, e->Lambda.scope, e->Lambda.scope->name, (uint32_t)e->loc.lineno, 0);
    if (!f)
        return emit_dest(E, dest);
    set_arguments(f, e->Lambda.args);
    f->statement = true;
    reg value = emit_expr(E, e->Lambda.body, ANY);
    emit(E, TY_BC_RET, value, 0, 0, e->Lambda.body->loc);
    ty_code *code = emit_fn_pop(E);
    if (emit_closure(E, e->Lambda.scope, e->loc))
        which |= 8;
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit_make_function(E, code, dest, base, which, e->loc);
    return dest;
}

/* --- classes ------------------------------------------------------------------------------------------------------------------------ */

static void store_text(emitter *E, const char *name, ty_value v, ty_ast_loc loc)
{
    uint32_t save = E->fn->top;
    emit_named(E, TY_BC_STORENAME, emit_load(E, v, ANY, loc), 0, emit_ident(E, name), loc);
    E->fn->top = save;
}

static ty_code *class_code(emitter *E, ty_stmt *s)
{
    uint32_t line = first_line(s, s->ClassDef.decorator_list);
    ty_scope *scope = s->ClassDef.scope;
    fn *f = emit_fn_push(E, scope, s->ClassDef.name, line, 0);
    if (!f)
        return NULL;
    ty_ast_loc loc = {(int32_t)line, 0, (int32_t)line, 0};
    f->statement = true;
    reg r = emit_push(E);
    emit_named(E, TY_BC_LOADNAME, r, 0, emit_ident(E, "__name__"), loc);
    emit_named(E, TY_BC_STORENAME, r, 0, emit_ident(E, "__module__"), loc);
    f->top = 0;
    store_text(E, "__qualname__", f->qualname, loc);
    store_text(E, "__firstlineno__", ty_small((intptr_t)line), loc);
    ty_stmt_seq body;
    if (scope->has_annotations)
        emit(E, TY_BC_SETUPANNOT, 0, 0, 0, loc);
    ty_value doc = emit_docstring(E, s->ClassDef.body, &body);
    if (doc) {
        f->statement = true;
        store_text(E, "__doc__", doc, s->ClassDef.body.at[0]->loc);
    }
    emit_body(E, body);
    uint32_t n = scope->self_attributes.len;
    ty_value *names = ty_arena_alloc_array(E->arena, n + 1, sizeof *names);
    if (!names)
        emit_no_memory(E);
    else {
        for (uint32_t i = 0; i < n; i++)
            names[i] = emit_str(E, scope->self_attributes.at[i]);
        ty_value t = E->failed ? TY_NULL : ty_unit_tuple(E->ctx, E->unit, names, n);
        if (!t)
            emit_fail(E);
        store_text(E, "__static_attributes__", t, emit_nowhere);
    }
    f->self_attrs = n;
    if (scope->classdict_cell) {
        r = emit_push(E);
        emit_move(E, r, scope->classdict_cell->reg, emit_nowhere);
        emit_named(E, TY_BC_STORENAME, r, 0, emit_ident(E, "__classdictcell__"), emit_nowhere);
        f->top = 0;
    }
    if (scope->class_cell) {
        r = emit_push(E);
        emit_move(E, r, scope->class_cell->reg, emit_nowhere);
        emit_named(E, TY_BC_STORENAME, r, 0, emit_ident(E, "__classcell__"), emit_nowhere);
        emit(E, TY_BC_RET, r, 0, 0, emit_nowhere);
        f->top = 0;
    }
    return emit_fn_pop(E);
}

/* BUILDCLASS, the body function, the name and what `bases` and `keywords` say; `generic`: a register with one more base. */
static reg build_class(emitter *E, ty_stmt *s, reg w, reg dest, reg generic)
{
    ty_ast_loc loc = s->loc;
    ty_expr_seq bases = s->ClassDef.bases;
    emit(E, TY_BC_BUILDCLASS, w, 0, 0, loc);
    E->fn->top = (w & 0xffff) + 4;
    reg function = emit_push(E), base = emit_top(E);
    ty_code *code = class_code(E, s);
    uint32_t which = emit_closure(E, s->ClassDef.scope, loc) ? 8 : 0;
    emit_make_function(E, code, function, base, which, loc);
    E->fn->top = (function & 0xffff) + 1;
    reg name = emit_push(E);
    emit_load(E, emit_str(E, s->ClassDef.name), name, loc);
    uint32_t given = 2;
    if (generic != ANY) {
        /* `Generic[...]` comes behind the written bases: they are evaluated here when that is simple */
        ty_expr **all = ty_arena_alloc_array(E->arena, bases.len + 1, sizeof *all);
        ty_expr *last = ty_arena_alloc_zero(E->arena, sizeof *last);
        if (!all || !last) {
            emit_no_memory(E);
            return w;
        }
        for (uint32_t i = 0; i < bases.len; i++)
            all[i] = bases.at[i];
        *last = (ty_expr){.kind = TY_EXPR_Name, .loc = loc};
        last->Name.id = emit_ident(E, ".generic_base");
        last->Name.ctx = TY_CTX_Load;
        last->Name.symbol = ty_arena_alloc_zero(E->arena, sizeof *last->Name.symbol);
        if (!last->Name.symbol) {
            emit_no_memory(E);
            return w;
        }
        /* a variable of its own for the generic base */
        last->Name.symbol->name = last->Name.id;
        last->Name.symbol->binding = TY_BIND_LOCAL;
        last->Name.symbol->reg = generic;
        all[bases.len] = last;
        bases = (ty_expr_seq){bases.len + 1, all};
    }
    return emit_call_rest(E, w, given, false, bases, s->ClassDef.keywords, dest, loc);
}

void emit_class(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_ast_loc loc = s->loc;
    ty_scope *types = s->ClassDef.type_scope;
    decorators(E, s->ClassDef.decorator_list);
    reg value = emit_push(E);
    if (types) {
        fn *t = emit_fn_push(E, types, types->name, first_line(s, s->ClassDef.decorator_list), 0);
        if (!t)
            return;
        emit_type_params(E, s->ClassDef.type_params);
        reg params = emit_top(E) - 1;
        uint32_t generic = emit_add_local(E, emit_ident(E, ".generic_base"), TY_LOCAL_HIDDEN);
        emit(E, TY_BC_INTRINSIC, generic, params, TY_IN_GENERIC_BASE, loc);
        emit_set_bound(E, generic);
        reg w = emit_push_n(E, 2);
        E->fn->top--;
        build_class(E, s, w, w, generic);
        E->fn->top++;
        emit_move(E, w + 1, params, loc);
        emit(E, TY_BC_INTRINSIC, w, w, TY_IN_SET_TYPE_PARAMS, loc);
        emit(E, TY_BC_RET, w, 0, 0, loc);
        ty_code *around = emit_fn_pop(E);
        reg base = emit_top(E);
        uint32_t which = emit_closure(E, types, loc) ? 8 : 0;
        emit_make_function(E, around, value, base, which, loc);
        f->top = (value & 0xffff) + 4;
        emit_need(E, f->top + 2);
        if (f->nlocals > TY_BC_FAR_LOCALS)
            emit_w(E, TY_BC_CALLKW, value, 0, 0, emit_const(E, ty_tuple_empty), loc);
        else
            emit(E, TY_BC_CALL, value, 0, 0, loc);
    } else {
        build_class(E, s, value, value, ANY);
    }
    f->top = (value & 0xffff) + 1;
    decorate(E, s->ClassDef.decorator_list, value);
    f->top = save + 1;
    emit_store_symbol(E, s->ClassDef.symbol, TEMP | save, loc);
    f->top = save;
}
