/* SPDX-License-Identifier: MIT */
/*
 * Constant expressions. Their values are computed by the very operations of the language and copied into the unit; what
 * raises is left to run time, what would grow large too (the limits are CPython's).
 */
#include <config.h>

#include <math.h>

#include "compile/emit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

enum { MAX_BITS = 128, MAX_ITEMS = 256, MAX_TEXT = 4096 };

ty_value emit_from_const(emitter *E, const ty_const *c)
{
    ty_ctx *ctx = E->ctx;
    ty_unit *u = E->unit;
    ty_value v = TY_NULL;
    switch ((ty_const_kind)c->kind) {
    case TY_CONST_None: return TY_NONE;
    case TY_CONST_True: return TY_TRUE;
    case TY_CONST_False: return TY_FALSE;
    case TY_CONST_Ellipsis: return TY_ELLIPSIS;
    case TY_CONST_Int: v = ty_unit_int64(ctx, u, c->i); break;
    case TY_CONST_BigInt: v = ty_unit_bigint(ctx, u, c->big.data, c->big.len, c->base, c->negative); break;
    case TY_CONST_Float: v = ty_unit_float(ctx, u, c->f); break;
    case TY_CONST_Imag: v = ty_unit_complex(ctx, u, 0.0, c->f); break;
    case TY_CONST_Str: v = ty_unit_str(ctx, u, c->s.data, c->s.len); break;
    case TY_CONST_Bytes: v = ty_unit_bytes(ctx, u, c->s.data, c->s.len); break;
    case TY_CONST_Complex: v = ty_unit_complex(ctx, u, c->c[0], c->c[1]); break;
    case TY_CONST_Tuple:
    case TY_CONST_FrozenSet: {
        ty_value *items = ty_arena_alloc_array(E->arena, c->nitems + 1, sizeof *items);
        if (!items) {
            emit_no_memory(E);
            return TY_NONE;
        }
        for (uint32_t i = 0; i < c->nitems; i++)
            items[i] = emit_from_const(E, &c->items[i]);
        if (!E->failed)
            v = ty_unit_tuple(ctx, u, items, c->nitems);
        break;
    }
    }
    if (!v) {
        emit_fail(E);
        return TY_NONE;
    }
    return v;
}

/* Copies a computed value into the unit; false: it cannot be a constant, or computing it failed. */
static bool take(emitter *E, ty_value v, ty_value *out)
{
    if (!v) {
        if (ty_error_matches(E->ctx, &ty_MemoryError_type))
            emit_fail(E);
        else
            ty_error_clear(E->ctx);
        return false;
    }
    *out = ty_unit_import(E->ctx, E->unit, v);
    if (!*out && ty_error_pending(E->ctx))
        emit_fail(E);
    return *out != TY_NULL;
}

static size_t bits(ty_value v)
{
    if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        size_t n = 0;
        for (uintptr_t u = i < 0 ? 0 - (uintptr_t)i : (uintptr_t)i; u; u >>= 1)
            n++;
        return n;
    }
    intptr_t size = ((const ty_bigint *)v)->size;
    return (size_t)(size < 0 ? -size : size) * GMP_NUMB_BITS;
}

/* Number of items of a sequence constant, or -1. *limit: how long a product may be. */
static intptr_t length(ty_value v, size_t *limit)
{
    *limit = MAX_TEXT;
    if (ty_is_exact_str(v))
        return (intptr_t)ty_str_length(v);
    if (ty_is_bytes(v))
        return (intptr_t)ty_bytes_length(v);
    *limit = MAX_ITEMS;
    return ty_is_exact_tuple(v) ? (intptr_t)ty_tuple_length(v) : -1;
}

/* Whether a op b is cheap enough to be done now. */
static bool sensible(int op, ty_value a, ty_value b)
{
    bool ints = ty_is_exact_int(a) && ty_is_exact_int(b);
    size_t limit;
    switch (op) {
    case TY_OP_Mult:
        if (ints)
            return bits(a) + bits(b) <= MAX_BITS;
        if (ty_is_exact_int(a) && length(b, &limit) >= 0)
            return ty_is_small(a) && (ty_small_value(a) <= 0 || (size_t)length(b, &limit) <= limit / (size_t)ty_small_value(a));
        if (ty_is_exact_int(b) && length(a, &limit) >= 0)
            return ty_is_small(b) && (ty_small_value(b) <= 0 || (size_t)length(a, &limit) <= limit / (size_t)ty_small_value(b));
        return true;
    case TY_OP_LShift:
        return !ints || (ty_is_small(b) && ty_small_value(b) >= 0 && ty_small_value(b) <= MAX_BITS && bits(a) + (size_t)ty_small_value(b) <= MAX_BITS);
    case TY_OP_Pow:
        return !ints || !ty_is_small(b) || ty_small_value(b) <= 0 || bits(a) <= 1 || bits(a) <= MAX_BITS / (size_t)ty_small_value(b);
    case TY_OP_Mod: /* a format, not arithmetic */
        return !ty_is_exact_str(a) && !ty_is_bytes(a);
    default: return true;
    }
}

static bool fold_tuple(emitter *E, ty_expr_seq elts, ty_value *out)
{
    ty_value small[32], *items = small;
    for (uint32_t i = 0; i < elts.len; i++) /* the usual case: decided without work */
        if (elts.at[i]->kind == TY_EXPR_Starred || elts.at[i]->kind == TY_EXPR_Call ||
            (elts.at[i]->kind == TY_EXPR_Name && elts.at[i]->Name.id->text[0] != '_'))
            return false;
    if (elts.len > 32 && !(items = ty_arena_alloc_array(E->arena, elts.len, sizeof *items))) {
        emit_no_memory(E);
        return false;
    }
    for (uint32_t i = 0; i < elts.len; i++)
        if (!emit_const_value(E, elts.at[i], &items[i]))
            return false;
    *out = ty_unit_tuple(E->ctx, E->unit, items, elts.len);
    if (!*out)
        emit_fail(E);
    return *out != TY_NULL;
}

/* a + b and a * n of tuples: heap objects may not refer to a unit that the heap has not adopted, so not by the operators. */
static bool fold_tuples(emitter *E, int op, ty_value a, ty_value b, ty_value *out)
{
    if (op == TY_OP_Mult && ty_is_small(a)) {
        ty_value t = a;
        a = b;
        b = t;
    }
    bool add = op == TY_OP_Add && ty_is_exact_tuple(a) && ty_is_exact_tuple(b);
    if (!add && !(op == TY_OP_Mult && ty_is_exact_tuple(a) && ty_is_small(b)))
        return false;
    size_t n = ty_tuple_length(a), times = add ? 1 : ty_small_value(b) < 0 ? 0 : (size_t)ty_small_value(b), m = add ? ty_tuple_length(b) : 0;
    ty_value *items = ty_arena_alloc_array(E->arena, n * times + m + 1, sizeof *items);
    if (!items) {
        emit_no_memory(E);
        return false;
    }
    for (size_t i = 0; i < times; i++)
        memcpy(items + i * n, ty_tuple_items(a), n * sizeof *items);
    if (m)
        memcpy(items + n, ty_tuple_items(b), m * sizeof *items);
    *out = ty_unit_tuple(E->ctx, E->unit, items, n * times + m);
    if (!*out)
        emit_fail(E);
    return *out != TY_NULL;
}

bool emit_const_value(emitter *E, const ty_expr *e, ty_value *out)
{
    if (E->failed)
        return false;
    ty_value a, b;
    switch (e->kind) {
    case TY_EXPR_Constant: *out = emit_from_const(E, &e->Constant.value); return !E->failed;
    case TY_EXPR_Name:
        if (e->Name.ctx != TY_CTX_Load || e->Name.id->len != 9 || memcmp(e->Name.id->text, "__debug__", 9) != 0)
            return false;
        *out = ty_bool(E->options->optimize == 0);
        return true;
    case TY_EXPR_Tuple: return e->Tuple.ctx == TY_CTX_Load && fold_tuple(E, e->Tuple.elts, out);
    case TY_EXPR_UnaryOp:
        if (!emit_const_value(E, e->UnaryOp.operand, &a))
            return false;
        if (e->UnaryOp.op == TY_UNARY_Not) {
            int truth = ty_op_truth(E->ctx, a);
            *out = ty_bool(truth == 0);
            return truth >= 0;
        }
        if (e->UnaryOp.op == TY_UNARY_Invert && ty_is_bool(a)) /* warns */
            return false;
        if (ty_is_small(a) && ty_small_value(a) != TY_INT_MIN) {
            intptr_t i = ty_small_value(a);
            *out = ty_small(e->UnaryOp.op == TY_UNARY_USub ? -i : e->UnaryOp.op == TY_UNARY_Invert ? ~i : i);
            return true;
        }
        return take(E, e->UnaryOp.op == TY_UNARY_USub ? ty_op_neg(E->ctx, a) : e->UnaryOp.op == TY_UNARY_UAdd ? ty_op_pos(E->ctx, a)
                                                                                       : ty_op_invert(E->ctx, a), out);
    case TY_EXPR_BinOp:
        if (!emit_const_value(E, e->BinOp.right, &b) || !emit_const_value(E, e->BinOp.left, &a) || !sensible(e->BinOp.op, a, b))
            return false;
        if (ty_is_exact_tuple(a) || ty_is_exact_tuple(b))
            return fold_tuples(E, e->BinOp.op, a, b, out);
        return take(E, ty_op_binary(E->ctx, (enum ty_binary)emit_binary_op(e->BinOp.op), a, b), out);
    case TY_EXPR_Subscript:
        if (e->Subscript.ctx != TY_CTX_Load || e->Subscript.slice->kind == TY_EXPR_Slice ||
            !emit_const_value(E, e->Subscript.slice, &b) || !emit_const_value(E, e->Subscript.value, &a))
            return false;
        if (ty_is_exact_tuple(a)) {
            intptr_t n = (intptr_t)ty_tuple_length(a), i = ty_is_small(b) ? ty_small_value(b) : n;
            i += i < 0 ? n : 0;
            if (i >= 0 && i < n)
                *out = ty_tuple_at(a, (size_t)i);
            return i >= 0 && i < n;
        }
        return take(E, ty_op_getitem(E->ctx, a, b), out);
    default: return false;
    }
}

int emit_const_truth(emitter *E, const ty_expr *e)
{
    ty_value v;
    if (!emit_const_value(E, e, &v))
        return -1;
    if (!ty_is_object(v))
        return v != TY_NONE && v != TY_FALSE && v != ty_small(0);
    int truth = ty_op_truth(E->ctx, v);
    if (truth < 0)
        emit_fail(E);
    return truth;
}

/* --- walruses --------------------------------------------------------------------------------------------------------- */

static bool any(emitter *E, ty_expr_seq s)
{
    for (uint32_t i = 0; i < s.len; i++)
        if (s.at[i] && emit_has_walrus(E, s.at[i]))
            return true;
    return false;
}

static bool comprehensions(emitter *E, ty_comprehension_seq s)
{
    for (uint32_t i = 0; i < s.len; i++)
        if (emit_has_walrus(E, s.at[i]->iter) || any(E, s.at[i]->ifs))
            return true;
    return false;
}

/* Whether evaluating `e` may assign to a variable of this function. Free when the source has no := at all. */
bool emit_has_walrus(emitter *E, const ty_expr *e)
{
    if (!E->walrus || !e)
        return false;
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_NamedExpr: return true;
    case TY_EXPR_BoolOp: return any(E, e->BoolOp.values);
    case TY_EXPR_BinOp: return emit_has_walrus(E, e->BinOp.left) || emit_has_walrus(E, e->BinOp.right);
    case TY_EXPR_UnaryOp: return emit_has_walrus(E, e->UnaryOp.operand);
    case TY_EXPR_IfExp:
        return emit_has_walrus(E, e->IfExp.test) || emit_has_walrus(E, e->IfExp.body) || emit_has_walrus(E, e->IfExp.orelse);
    case TY_EXPR_Dict: return any(E, e->Dict.keys) || any(E, e->Dict.values);
    case TY_EXPR_Set: return any(E, e->Set.elts);
    case TY_EXPR_ListComp:
    case TY_EXPR_SetComp:
    case TY_EXPR_GeneratorExp: return emit_has_walrus(E, e->ListComp.elt) || comprehensions(E, e->ListComp.generators);
    case TY_EXPR_DictComp:
        return emit_has_walrus(E, e->DictComp.key) || emit_has_walrus(E, e->DictComp.value) || comprehensions(E, e->DictComp.generators);
    case TY_EXPR_Await: return emit_has_walrus(E, e->Await.value);
    case TY_EXPR_Yield: return emit_has_walrus(E, e->Yield.value);
    case TY_EXPR_YieldFrom: return emit_has_walrus(E, e->YieldFrom.value);
    case TY_EXPR_Compare: return emit_has_walrus(E, e->Compare.left) || any(E, e->Compare.comparators);
    case TY_EXPR_Call:
        if (emit_has_walrus(E, e->Call.func) || any(E, e->Call.args))
            return true;
        for (uint32_t i = 0; i < e->Call.keywords.len; i++)
            if (emit_has_walrus(E, e->Call.keywords.at[i]->value))
                return true;
        return false;
    case TY_EXPR_Lambda: return any(E, e->Lambda.args->defaults) || any(E, e->Lambda.args->kw_defaults);
    case TY_EXPR_FormattedValue: return emit_has_walrus(E, e->FormattedValue.value) || emit_has_walrus(E, e->FormattedValue.format_spec);
    case TY_EXPR_JoinedStr: return any(E, e->JoinedStr.values);
    case TY_EXPR_Attribute: return emit_has_walrus(E, e->Attribute.value);
    case TY_EXPR_Subscript: return emit_has_walrus(E, e->Subscript.value) || emit_has_walrus(E, e->Subscript.slice);
    case TY_EXPR_Starred: return emit_has_walrus(E, e->Starred.value);
    case TY_EXPR_List: return any(E, e->List.elts);
    case TY_EXPR_Tuple: return any(E, e->Tuple.elts);
    case TY_EXPR_Slice: return emit_has_walrus(E, e->Slice.lower) || emit_has_walrus(E, e->Slice.upper) || emit_has_walrus(E, e->Slice.step);
    case TY_EXPR_Constant:
    case TY_EXPR_Name:
    case TY_EXPR__COUNT: break;
    }
    return false;
}
