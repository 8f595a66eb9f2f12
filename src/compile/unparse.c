/* SPDX-License-Identifier: MIT */
/* Expressions back to source text, for annotations under `from __future__ import annotations`: one line, single spaces, only
 * the parentheses that are needed. */
#include <config.h>

#include "compile/emit.h"
#include "object/error.h"
#include "object/ops.h"
#include "object/str.h"

/* How tightly the place where a text is put binds. */
enum level { NAMED, TUPLE, TEST, OR, AND, NOT, CMP, BOR, BXOR, BAND, SHIFT, ARITH, TERM, FACTOR, POWER, AWAIT, ATOM };

typedef struct writer {
    emitter *E;
    ty_strbuf b;
} writer;

static void expr(writer *w, const ty_expr *e, int level);

static void text(writer *w, const char *s)
{
    ty_strbuf_cstr(&w->b, s);
}

static void ident(writer *w, const ty_ident *i)
{
    ty_strbuf_utf8(&w->b, i->text, i->len);
}

static void open(writer *w, bool needed)
{
    if (needed)
        text(w, "(");
}

static void close(writer *w, bool needed)
{
    if (needed)
        text(w, ")");
}

static void list(writer *w, ty_expr_seq s, int level)
{
    for (uint32_t i = 0; i < s.len; i++) {
        if (i)
            text(w, ", ");
        expr(w, s.at[i], level);
    }
}

static void arguments(writer *w, const ty_ast_arguments *a)
{
    bool any = false;
    uint32_t positional = a->posonlyargs.len + a->args.len, without = positional - a->defaults.len;
    for (uint32_t i = 0; i < positional; i++) {
        if (any)
            text(w, ", ");
        any = true;
        ident(w, i < a->posonlyargs.len ? a->posonlyargs.at[i]->arg : a->args.at[i - a->posonlyargs.len]->arg);
        if (i >= without) {
            text(w, "=");
            expr(w, a->defaults.at[i - without], TEST);
        }
        if (a->posonlyargs.len && i + 1 == a->posonlyargs.len)
            text(w, ", /");
    }
    if (a->vararg || a->kwonlyargs.len) {
        text(w, any ? ", *" : "*");
        any = true;
        if (a->vararg)
            ident(w, a->vararg->arg);
    }
    for (uint32_t i = 0; i < a->kwonlyargs.len; i++) {
        text(w, ", ");
        ident(w, a->kwonlyargs.at[i]->arg);
        if (a->kw_defaults.at[i]) {
            text(w, "=");
            expr(w, a->kw_defaults.at[i], TEST);
        }
    }
    if (a->kwarg) {
        text(w, any ? ", **" : "**");
        ident(w, a->kwarg->arg);
    }
}

static void comprehensions(writer *w, ty_comprehension_seq s)
{
    for (uint32_t i = 0; i < s.len; i++) {
        const ty_ast_comprehension *c = s.at[i];
        text(w, c->is_async ? " async for " : " for ");
        expr(w, c->target, TUPLE);
        text(w, " in ");
        expr(w, c->iter, TEST + 1);
        for (uint32_t j = 0; j < c->ifs.len; j++) {
            text(w, " if ");
            expr(w, c->ifs.at[j], TEST + 1);
        }
    }
}

static void binary(writer *w, const ty_expr *e, int level)
{
    static const uint8_t levels[] = {
        [TY_OP_Add] = ARITH, [TY_OP_Sub] = ARITH, [TY_OP_Mult] = TERM, [TY_OP_MatMult] = TERM, [TY_OP_Div] = TERM, [TY_OP_Mod] = TERM,
        [TY_OP_LShift] = SHIFT, [TY_OP_RShift] = SHIFT, [TY_OP_BitOr] = BOR, [TY_OP_BitXor] = BXOR, [TY_OP_BitAnd] = BAND,
        [TY_OP_FloorDiv] = TERM, [TY_OP_Pow] = POWER};
    int own = levels[e->BinOp.op];
    bool right = e->BinOp.op == TY_OP_Pow, parens = level > own;
    open(w, parens);
    expr(w, e->BinOp.left, own + right);
    text(w, " ");
    text(w, ty_ast_operator_text((ty_operator)e->BinOp.op));
    text(w, " ");
    expr(w, e->BinOp.right, own + !right);
    close(w, parens);
}

static void compare(writer *w, const ty_expr *e, int level)
{
    static const char *const signs[] = {
        [TY_CMP_Eq] = " == ", [TY_CMP_NotEq] = " != ", [TY_CMP_Lt] = " < ", [TY_CMP_LtE] = " <= ", [TY_CMP_Gt] = " > ",
        [TY_CMP_GtE] = " >= ", [TY_CMP_Is] = " is ", [TY_CMP_IsNot] = " is not ", [TY_CMP_In] = " in ", [TY_CMP_NotIn] = " not in "};
    open(w, level > CMP);
    expr(w, e->Compare.left, CMP + 1);
    for (uint32_t i = 0; i < e->Compare.ops.len; i++) {
        text(w, signs[e->Compare.ops.at[i]]);
        expr(w, e->Compare.comparators.at[i], CMP + 1);
    }
    close(w, level > CMP);
}

static void call(writer *w, const ty_expr *e)
{
    expr(w, e->Call.func, ATOM);
    if (e->Call.args.len == 1 && !e->Call.keywords.len && e->Call.args.at[0]->kind == TY_EXPR_GeneratorExp) {
        expr(w, e->Call.args.at[0], TEST); /* brings its own parentheses */
        return;
    }
    text(w, "(");
    list(w, e->Call.args, TEST);
    for (uint32_t i = 0; i < e->Call.keywords.len; i++) {
        const ty_ast_keyword *k = e->Call.keywords.at[i];
        if (i || e->Call.args.len)
            text(w, ", ");
        if (k->arg) {
            ident(w, k->arg);
            text(w, "=");
            expr(w, k->value, TEST);
        } else {
            text(w, "**");
            expr(w, k->value, BOR);
        }
    }
    text(w, ")");
}

/* --- constants and f-strings ------------------------------------------------------------------------------------------------- */

static void constant(writer *w, const ty_expr *e)
{
    if (e->Constant.value.kind == TY_CONST_Ellipsis) {
        text(w, "...");
        return;
    }
    if (e->Constant.kind)
        text(w, e->Constant.kind);
    ty_value v = emit_from_const(w->E, &e->Constant.value);
    ty_value s = w->E->failed ? TY_NULL : ty_op_repr(w->E->ctx, v);
    if (!s) {
        emit_fail(w->E);
        ty_strbuf_fail(&w->b);
        return;
    }
    if (e->Constant.value.kind != TY_CONST_Float && e->Constant.value.kind != TY_CONST_Imag) {
        ty_strbuf_str(&w->b, s);
        return;
    }
    for (size_t i = 0; i < ty_str_length(s); i++) /* "inf" is no literal */
        if (ty_str_at(ty_str_ptr(s), i) == 'i' && ty_str_at(ty_str_ptr(s), i + 1) == 'n') {
            text(w, "1e309");
            i += 2;
        } else
            ty_strbuf_char(&w->b, ty_str_at(ty_str_ptr(s), i));
}

static void fstring_parts(writer *w, const ty_expr *e, bool spec);

static void fstring_part(writer *w, const ty_expr *e)
{
    if (e->kind == TY_EXPR_Constant) {
        ty_bytes_view s = e->Constant.value.s;
        ty_value v = ty_unit_str(w->E->ctx, w->E->unit, s.data, s.len);
        if (!v) {
            emit_fail(w->E);
            return;
        }
        for (size_t i = 0; i < ty_str_length(v); i++) {
            uint32_t ch = ty_str_at(ty_str_ptr(v), i);
            ty_strbuf_char(&w->b, ch);
            if (ch == '{' || ch == '}')
                ty_strbuf_char(&w->b, ch);
        }
    } else if (e->kind == TY_EXPR_JoinedStr) {
        fstring_parts(w, e, true);
    } else if (e->kind == TY_EXPR_FormattedValue) {
        writer inner = {.E = w->E};
        ty_strbuf_init(&inner.b, w->E->ctx);
        expr(&inner, e->FormattedValue.value, TEST + 1);
        ty_value s = ty_strbuf_finish(&inner.b);
        if (!s) {
            emit_fail(w->E);
            return;
        }
        text(w, ty_str_length(s) && ty_str_at(ty_str_ptr(s), 0) == '{' ? "{ " : "{");
        ty_strbuf_str(&w->b, s);
        if (e->FormattedValue.conversion > 0) {
            text(w, "!");
            ty_strbuf_char(&w->b, (uint32_t)e->FormattedValue.conversion);
        }
        if (e->FormattedValue.format_spec) {
            text(w, ":");
            fstring_part(w, e->FormattedValue.format_spec);
        }
        text(w, "}");
    }
}

static void fstring_parts(writer *w, const ty_expr *e, bool spec)
{
    (void)spec;
    for (uint32_t i = 0; i < e->JoinedStr.values.len; i++)
        fstring_part(w, e->JoinedStr.values.at[i]);
}

static void fstring(writer *w, const ty_expr *e)
{
    writer inner = {.E = w->E};
    ty_strbuf_init(&inner.b, w->E->ctx);
    fstring_part(&inner, e);
    ty_value s = ty_strbuf_finish(&inner.b);
    ty_value quoted = s ? ty_str_repr(w->E->ctx, s) : TY_NULL;
    if (!quoted) {
        emit_fail(w->E);
        return;
    }
    text(w, "f");
    ty_strbuf_str(&w->b, quoted);
}

/* --- dispatch -------------------------------------------------------------------------------------------------------------------- */

static void tuple(writer *w, ty_expr_seq elts, int level)
{
    if (elts.len == 0) {
        text(w, "()");
        return;
    }
    open(w, level > TUPLE);
    list(w, elts, TEST);
    if (elts.len == 1)
        text(w, ",");
    close(w, level > TUPLE);
}

static void slice(writer *w, const ty_expr *e)
{
    if (e->Slice.lower)
        expr(w, e->Slice.lower, TEST);
    text(w, ":");
    if (e->Slice.upper)
        expr(w, e->Slice.upper, TEST);
    if (e->Slice.step) {
        text(w, ":");
        expr(w, e->Slice.step, TEST);
    }
}

static void around(writer *w, const char *before, const ty_expr *elt, ty_comprehension_seq generators, const char *after)
{
    text(w, before);
    expr(w, elt, TEST);
    comprehensions(w, generators);
    text(w, after);
}

static void expr(writer *w, const ty_expr *e, int level)
{
    if (w->E->failed || ty_context_deep(w->E->ctx, " during compilation")) {
        emit_fail(w->E);
        return;
    }
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_BoolOp: {
        int own = e->BoolOp.op == TY_BOOL_And ? AND : OR;
        open(w, level > own);
        for (uint32_t i = 0; i < e->BoolOp.values.len; i++) {
            if (i)
                text(w, own == AND ? " and " : " or ");
            expr(w, e->BoolOp.values.at[i], own + 1);
        }
        close(w, level > own);
        break;
    }
    case TY_EXPR_NamedExpr:
        open(w, level > NAMED);
        expr(w, e->NamedExpr.target, ATOM);
        text(w, " := ");
        expr(w, e->NamedExpr.value, ATOM);
        close(w, level > NAMED);
        break;
    case TY_EXPR_BinOp: binary(w, e, level); break;
    case TY_EXPR_UnaryOp: {
        static const char *const signs[] = {[TY_UNARY_Invert] = "~", [TY_UNARY_Not] = "not ", [TY_UNARY_UAdd] = "+", [TY_UNARY_USub] = "-"};
        int own = e->UnaryOp.op == TY_UNARY_Not ? NOT : FACTOR;
        open(w, level > own);
        text(w, signs[e->UnaryOp.op]);
        expr(w, e->UnaryOp.operand, own);
        close(w, level > own);
        break;
    }
    case TY_EXPR_Lambda: {
        const ty_ast_arguments *a = e->Lambda.args;
        bool any = a->posonlyargs.len || a->args.len || a->vararg || a->kwonlyargs.len || a->kwarg;
        open(w, level > TEST);
        text(w, any ? "lambda " : "lambda");
        arguments(w, a);
        text(w, ": ");
        expr(w, e->Lambda.body, TEST);
        close(w, level > TEST);
        break;
    }
    case TY_EXPR_IfExp:
        open(w, level > TEST);
        expr(w, e->IfExp.body, TEST + 1);
        text(w, " if ");
        expr(w, e->IfExp.test, TEST + 1);
        text(w, " else ");
        expr(w, e->IfExp.orelse, TEST);
        close(w, level > TEST);
        break;
    case TY_EXPR_Dict:
        text(w, "{");
        for (uint32_t i = 0; i < e->Dict.values.len; i++) {
            if (i)
                text(w, ", ");
            if (e->Dict.keys.at[i]) {
                expr(w, e->Dict.keys.at[i], TEST);
                text(w, ": ");
                expr(w, e->Dict.values.at[i], TEST);
            } else {
                text(w, "**");
                expr(w, e->Dict.values.at[i], BOR);
            }
        }
        text(w, "}");
        break;
    case TY_EXPR_Set:
        text(w, "{");
        list(w, e->Set.elts, TEST);
        text(w, "}");
        break;
    case TY_EXPR_ListComp: around(w, "[", e->ListComp.elt, e->ListComp.generators, "]"); break;
    case TY_EXPR_SetComp: around(w, "{", e->SetComp.elt, e->SetComp.generators, "}"); break;
    case TY_EXPR_GeneratorExp: around(w, "(", e->GeneratorExp.elt, e->GeneratorExp.generators, ")"); break;
    case TY_EXPR_DictComp:
        text(w, "{");
        expr(w, e->DictComp.key, TEST);
        text(w, ": ");
        expr(w, e->DictComp.value, TEST);
        comprehensions(w, e->DictComp.generators);
        text(w, "}");
        break;
    case TY_EXPR_Await:
        open(w, level > AWAIT);
        text(w, "await ");
        expr(w, e->Await.value, ATOM);
        close(w, level > AWAIT);
        break;
    case TY_EXPR_Yield:
        text(w, e->Yield.value ? "(yield " : "(yield");
        if (e->Yield.value)
            expr(w, e->Yield.value, TUPLE);
        text(w, ")");
        break;
    case TY_EXPR_YieldFrom:
        text(w, "(yield from ");
        expr(w, e->YieldFrom.value, TEST);
        text(w, ")");
        break;
    case TY_EXPR_Compare: compare(w, e, level); break;
    case TY_EXPR_Call: call(w, e); break;
    case TY_EXPR_FormattedValue:
    case TY_EXPR_JoinedStr: fstring(w, e); break;
    case TY_EXPR_Constant: constant(w, e); break;
    case TY_EXPR_Attribute: {
        const ty_expr *v = e->Attribute.value;
        expr(w, v, ATOM);
        bool number = v->kind == TY_EXPR_Constant && (v->Constant.value.kind == TY_CONST_Int || v->Constant.value.kind == TY_CONST_BigInt);
        text(w, number ? " ." : "."); /* 1 .real */
        ident(w, e->Attribute.attr);
        break;
    }
    case TY_EXPR_Subscript:
        expr(w, e->Subscript.value, ATOM);
        text(w, "[");
        expr(w, e->Subscript.slice, TUPLE);
        text(w, "]");
        break;
    case TY_EXPR_Starred:
        text(w, "*");
        expr(w, e->Starred.value, BOR);
        break;
    case TY_EXPR_Name: ident(w, e->Name.id); break;
    case TY_EXPR_List:
        text(w, "[");
        list(w, e->List.elts, TEST);
        text(w, "]");
        break;
    case TY_EXPR_Tuple: tuple(w, e->Tuple.elts, level); break;
    case TY_EXPR_Slice: slice(w, e); break;
    case TY_EXPR__COUNT: break;
    }
}

ty_value emit_unparse(emitter *E, const ty_expr *e)
{
    writer w = {.E = E};
    ty_strbuf_init(&w.b, E->ctx);
    expr(&w, e, TEST);
    ty_value s = ty_strbuf_finish(&w.b);
    ty_value v = s && !E->failed ? ty_unit_import(E->ctx, E->unit, s) : TY_NULL;
    if (!v)
        emit_fail(E);
    return v;
}
