/* SPDX-License-Identifier: MIT */
/*
 * match statements. The parts of the subject that a pattern takes apart stay in temporaries until its case is decided;
 * what it captures is stored into variables only when the whole pattern has matched.
 */
#include <config.h>

#include "compile/emit.h"
#include "object/symbols.h"
#include "object/tuple.h"

typedef struct capture {
    struct ty_symbol *symbol;
    reg reg;
    ty_ast_loc loc;
} capture;

typedef struct captures {
    capture *items;
    uint32_t count, room;
} captures;

static void pattern(emitter *E, ty_pattern *p, reg subject, label fail, captures *c);

static void take(emitter *E, captures *c, struct ty_symbol *symbol, const ty_ident *name, reg r, ty_ast_loc loc)
{
    if (!name)
        return;
    for (uint32_t i = 0; i < c->count; i++)
        if (ty_symbol_resolve(c->items[i].symbol) == ty_symbol_resolve(symbol)) {
            emit_syntax_error(E, loc, "multiple assignments to name %s%s%s in pattern", "'", name->text, "'");
            return;
        }
    if (emit_grow(E, &c->items, &c->room, c->count, sizeof *c->items))
        c->items[c->count++] = (capture){symbol, r, loc};
}

static bool is_wildcard(const ty_pattern *p)
{
    return p->kind == TY_PATTERN_MatchAs && !p->MatchAs.name && !p->MatchAs.pattern;
}

static bool is_wild_star(const ty_pattern *p)
{
    return p->kind == TY_PATTERN_MatchStar && !p->MatchStar.name;
}

/* Jumps to fail unless the int in `r` is n (at_least: or more). */
static void check_length(emitter *E, reg r, uint32_t n, bool at_least, label fail, ty_ast_loc loc)
{
    if (n <= 127) {
        emit_branch(E, at_least ? TY_BC_JGEI : TY_BC_JEQI, r, n, 0, fail, loc);
        return;
    }
    reg k = emit_load(E, ty_small((intptr_t)n), ANY, loc);
    emit_branch(E, at_least ? TY_BC_JGE : TY_BC_JEQ, r, k, 0, fail, loc);
}

static void sequence(emitter *E, ty_pattern *p, reg subject, label fail, captures *c)
{
    ty_pattern_seq all = p->MatchSequence.patterns;
    uint32_t n = all.len, star = n;
    bool only_wild = true;
    for (uint32_t i = 0; i < n; i++) {
        if (all.at[i]->kind == TY_PATTERN_MatchStar) {
            if (star < n) {
                emit_syntax_error(E, p->loc, "multiple starred expressions in sequence pattern");
                return;
            }
            star = i;
            only_wild = only_wild && is_wild_star(all.at[i]);
        } else
            only_wild = only_wild && is_wildcard(all.at[i]);
    }
    reg t = emit_push(E);
    emit(E, TY_BC_MATCHSEQ, t, subject, 0, p->loc);
    emit_branch(E, TY_BC_JF, t, 0, 0, fail, p->loc);
    if (star == n || n > 1) {
        emit(E, TY_BC_LEN, t, subject, 0, p->loc);
        check_length(E, t, star < n ? n - 1 : n, star < n, fail, p->loc);
    }
    if (only_wild)
        return;
    if (star < n && is_wild_star(all.at[star])) { /* item by item */
        for (uint32_t i = 0; i < n; i++) {
            if (i == star || is_wildcard(all.at[i]))
                continue;
            reg item = emit_push(E);
            if (i < star)
                emit_load(E, ty_small((intptr_t)i), item, all.at[i]->loc);
            else {
                emit(E, TY_BC_LEN, item, subject, 0, all.at[i]->loc);
                if (n - i <= 127)
                    emit(E, TY_BC_SUBI, item, item, n - i, all.at[i]->loc);
                else
                    emit(E, TY_BC_SUB, item, item, emit_load(E, ty_small((intptr_t)(n - i)), ANY, p->loc), all.at[i]->loc);
            }
            emit(E, TY_BC_GETITEM, item, subject, item, all.at[i]->loc);
            pattern(E, all.at[i], item, fail, c);
        }
        return;
    }
    if (n > 120) {
        emit_syntax_error(E, p->loc, "too many expressions in sequence pattern");
        return;
    }
    reg first = emit_push_n(E, n);
    if (star < n)
        emit_w(E, TY_BC_UNPACKEX, first, subject, 0, star << 16 | (n - 1 - star), p->loc);
    else
        emit(E, TY_BC_UNPACK, first, subject, n, p->loc);
    for (uint32_t i = 0; i < n; i++) {
        ty_pattern *q = all.at[i];
        if (i == star)
            take(E, c, q->MatchStar.symbol, q->MatchStar.name, first + i, q->loc);
        else
            pattern(E, q, first + i, fail, c);
    }
}

static void mapping(emitter *E, ty_pattern *p, reg subject, label fail, captures *c)
{
    uint32_t n = p->MatchMapping.keys.len;
    reg t = emit_push(E);
    emit(E, TY_BC_MATCHMAP, t, subject, 0, p->loc);
    emit_branch(E, TY_BC_JF, t, 0, 0, fail, p->loc);
    if (!n && !p->MatchMapping.rest)
        return;
    if (n) {
        emit(E, TY_BC_LEN, t, subject, 0, p->loc);
        check_length(E, t, n, true, fail, p->loc);
    }
    if (n > 60) {
        emit_syntax_error(E, p->loc, "too many sub-patterns in mapping pattern");
        return;
    }
    ty_expr tuple = {.kind = TY_EXPR_Tuple, .loc = p->loc};
    tuple.Tuple.elts = p->MatchMapping.keys;
    tuple.Tuple.ctx = TY_CTX_Load;
    reg keys = emit_push(E), values = emit_push(E);
    emit_expr(E, &tuple, keys);
    emit(E, TY_BC_MATCHKEYS, values, subject, keys, p->loc);
    emit_branch(E, TY_BC_JISIMM, values, 1, 1, fail, p->loc);
    if (n) {
        reg first = emit_push_n(E, n);
        emit(E, TY_BC_UNPACK, first, values, n, p->loc);
        for (uint32_t i = 0; i < n; i++)
            pattern(E, p->MatchMapping.patterns.at[i], first + i, fail, c);
    }
    if (p->MatchMapping.rest) {
        reg rest = emit_push(E);
        emit(E, TY_BC_MATCHREST, rest, subject, keys, p->loc);
        take(E, c, p->MatchMapping.symbol, p->MatchMapping.rest, rest, p->loc);
    }
}

static void class_pattern(emitter *E, ty_pattern *p, reg subject, label fail, captures *c)
{
    ty_ident_seq attrs = p->MatchClass.kwd_attrs;
    uint32_t positional = p->MatchClass.patterns.len, n = positional + attrs.len;
    for (uint32_t i = 0; i < attrs.len; i++)
        for (uint32_t j = i + 1; j < attrs.len; j++)
            if (attrs.at[i] == attrs.at[j]) {
                emit_syntax_error(E, p->MatchClass.kwd_patterns.at[j]->loc, "attribute name repeated in class pattern: %s",
                                  attrs.at[j]->text);
                return;
            }
    ty_value *names = ty_arena_alloc_array(E->arena, attrs.len + 1, sizeof *names);
    if (!names || n > 100) {
        if (names)
            emit_syntax_error(E, p->loc, "too many sub-patterns in class pattern");
        else
            emit_no_memory(E);
        return;
    }
    for (uint32_t i = 0; i < attrs.len; i++)
        names[i] = emit_str(E, attrs.at[i]);
    ty_value tuple = E->failed ? TY_NULL : ty_unit_tuple(E->ctx, E->unit, names, attrs.len);
    if (!tuple) {
        emit_fail(E);
        return;
    }
    reg cls = emit_push_n(E, 2), got = emit_push(E);
    emit_expr(E, p->MatchClass.cls, cls);
    emit_load(E, tuple, cls + 1, p->loc);
    emit_w(E, TY_BC_MATCHCLASS, got, subject, cls, positional, p->loc);
    emit_branch(E, TY_BC_JISIMM, got, 1, 1, fail, p->loc);
    reg first = emit_push_n(E, n);
    if (n == 0) {
        emit_need(E, E->fn->top + 1);
        return;
    }
    emit(E, TY_BC_UNPACK, first, got, n, p->loc);
    for (uint32_t i = 0; i < n; i++)
        pattern(E, i < positional ? p->MatchClass.patterns.at[i] : p->MatchClass.kwd_patterns.at[i - positional], first + i, fail, c);
}

static void alternatives(emitter *E, ty_pattern *p, reg subject, label fail, captures *c)
{
    fn *f = E->fn;
    ty_pattern_seq all = p->MatchOr.patterns;
    label end = emit_label(E);
    captures first = {0};
    reg homes = 0;
    uint32_t save = f->top, after = save;
    for (uint32_t i = 0; i < all.len && !E->failed; i++) {
        label next = i + 1 < all.len ? emit_label(E) : fail;
        captures own = {0};
        f->top = after;
        pattern(E, all.at[i], subject, next, &own);
        if (i == 0) { /* where all alternatives leave their captures: behind the first one's temporaries */
            first = own;
            homes = emit_push_n(E, own.count);
            after = f->top;
            for (uint32_t j = 0; j < own.count; j++)
                emit_move(E, homes + j, own.items[j].reg, own.items[j].loc);
        } else {
            bool same = own.count == first.count;
            for (uint32_t j = 0; j < own.count && same; j++) {
                uint32_t k = 0;
                while (k < first.count && ty_symbol_resolve(first.items[k].symbol) != ty_symbol_resolve(own.items[j].symbol))
                    k++;
                same = k < first.count;
                if (same)
                    emit_move(E, homes + k, own.items[j].reg, own.items[j].loc);
            }
            if (!same) {
                emit_syntax_error(E, p->loc, "alternative patterns bind different names");
                return;
            }
        }
        if (i + 1 < all.len) {
            emit_jump_to(E, end, emit_nowhere);
            emit_bind(E, next);
        }
    }
    emit_bind(E, end);
    f->top = after;
    for (uint32_t j = 0; j < first.count && !E->failed; j++)
        take(E, c, first.items[j].symbol, ty_symbol_resolve(first.items[j].symbol)->name, homes + j, first.items[j].loc);
}

static void value(emitter *E, ty_pattern *p, reg subject, label fail)
{
    uint32_t save = E->fn->top;
    ty_value k;
    ty_expr *e = p->MatchValue.value;
    if (emit_const_value(E, e, &k)) {
        if (ty_is_small(k) && ty_small_value(k) >= -128 && ty_small_value(k) <= 127) {
            emit_branch(E, TY_BC_JEQI, subject, (reg)(uint8_t)ty_small_value(k), 0, fail, p->loc);
            return;
        }
        uint32_t n = E->fn->dead ? 0 : emit_const(E, k);
        if (n < 256) {
            emit_branch(E, TY_BC_JEQK, subject, n, 0, fail, p->loc);
            return;
        }
    }
    reg r = emit_expr(E, e, ANY);
    emit_branch(E, TY_BC_JEQ, subject, r, 0, fail, p->loc);
    E->fn->top = save;
}

static void pattern(emitter *E, ty_pattern *p, reg subject, label fail, captures *c)
{
    if (E->failed || ty_context_deep(E->ctx, " during compilation")) {
        emit_fail(E);
        return;
    }
    switch ((ty_pattern_kind)p->kind) {
    case TY_PATTERN_MatchValue: value(E, p, subject, fail); break;
    case TY_PATTERN_MatchSingleton: {
        ty_value v = emit_from_const(E, &p->MatchSingleton.value);
        emit_branch(E, TY_BC_JISIMM, subject, (reg)((uintptr_t)v >> 3), 0, fail, p->loc);
        break;
    }
    case TY_PATTERN_MatchSequence: sequence(E, p, subject, fail, c); break;
    case TY_PATTERN_MatchMapping: mapping(E, p, subject, fail, c); break;
    case TY_PATTERN_MatchClass: class_pattern(E, p, subject, fail, c); break;
    case TY_PATTERN_MatchAs:
        if (p->MatchAs.pattern)
            pattern(E, p->MatchAs.pattern, subject, fail, c);
        if (p->MatchAs.name)
            take(E, c, p->MatchAs.symbol, p->MatchAs.name, subject, p->loc);
        break;
    case TY_PATTERN_MatchOr: alternatives(E, p, subject, fail, c); break;
    case TY_PATTERN_MatchStar:
    case TY_PATTERN__COUNT: break;
    }
}

void emit_match(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    reg subject = emit_push(E);
    emit_expr(E, s->Match.subject, subject);
    label end = emit_label(E);
    for (uint32_t i = 0; i < s->Match.cases.len && !E->failed; i++) {
        ty_ast_match_case *m = s->Match.cases.at[i];
        label next = emit_label(E);
        captures c = {0};
        f->statement = true;
        if (is_wildcard(m->pattern))
            emit_nop(E, m->pattern->loc);
        pattern(E, m->pattern, subject, next, &c);
        for (uint32_t j = 0; j < c.count && !E->failed; j++)
            emit_store_symbol(E, c.items[j].symbol, c.items[j].reg, c.items[j].loc);
        f->top = save + 1;
        if (m->guard)
            emit_jump_if(E, m->guard, next, false);
        emit_body(E, m->body);
        emit_jump_to(E, end, emit_nowhere);
        emit_bind(E, next);
        f->top = save + 1;
    }
    f->top = save;
    emit_bind(E, end);
}
