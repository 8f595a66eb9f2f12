/* SPDX-License-Identifier: MIT */
/* Errors and warnings that CPython's compiler gives after parsing and that need no scopes. */
#include <config.h>

#include "compile/symtable_impl.h"

#include <stdio.h>
#include <string.h>

/* ---- warnings about expressions that cannot work ---- */

static const char *constant_type(const ty_const *c) {
    switch ((ty_const_kind)c->kind) {
    case TY_CONST_None: return "NoneType";
    case TY_CONST_True:
    case TY_CONST_False: return "bool";
    case TY_CONST_Ellipsis: return "ellipsis";
    case TY_CONST_Int:
    case TY_CONST_BigInt: return "int";
    case TY_CONST_Float: return "float";
    case TY_CONST_Imag:
    case TY_CONST_Complex: return "complex";
    case TY_CONST_Str: return "str";
    case TY_CONST_Bytes: return "bytes";
    case TY_CONST_Tuple: return "tuple";
    case TY_CONST_FrozenSet: return "frozenset";
    }
    return NULL;
}

/* The type that the value of e is known to have, or NULL. */
static const char *known_type(const ty_expr *e) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_Tuple: return "tuple";
    case TY_EXPR_List:
    case TY_EXPR_ListComp: return "list";
    case TY_EXPR_Dict:
    case TY_EXPR_DictComp: return "dict";
    case TY_EXPR_Set:
    case TY_EXPR_SetComp: return "set";
    case TY_EXPR_GeneratorExp: return "generator";
    case TY_EXPR_Lambda: return "function";
    case TY_EXPR_JoinedStr:
    case TY_EXPR_FormattedValue: return "str";
    case TY_EXPR_Constant: return constant_type(&e->Constant.value);
    default: return NULL;
    }
}

bool ty_symtab_check_call(ty_symtab *st, const ty_expr *e) {
    const ty_expr *func = e->Call.func;
    const char *type = func->kind == TY_EXPR_Lambda ? NULL : known_type(func);
    return !type ||
           ty_symtab_warn(st, e->loc, "'%s' object is not callable; perhaps you missed a comma?", type);
}

bool ty_symtab_check_subscript(ty_symtab *st, const ty_expr *e) {
    const ty_expr *value = e->Subscript.value, *index = e->Subscript.slice;
    const char *type = known_type(value), *by = known_type(index);
    if (!type) return true;
    bool sequence = strcmp(type, "str") == 0 || strcmp(type, "bytes") == 0 || strcmp(type, "tuple") == 0 ||
                    strcmp(type, "list") == 0;
    if (!sequence && strcmp(type, "dict") != 0)
        return ty_symtab_warn(st, e->loc, "'%s' object is not subscriptable; perhaps you missed a comma?",
                              type);
    if (!sequence || !by || strcmp(by, "int") == 0 || strcmp(by, "bool") == 0) return true;
    return ty_symtab_warn(
        st, e->loc, "%s indices must be integers or slices, not %s; perhaps you missed a comma?", type, by);
}

static bool all_constant(const ty_expr *e) {
    if (e->kind == TY_EXPR_Constant) return true;
    if (e->kind != TY_EXPR_Tuple) return false;
    for (uint32_t i = 0; i < e->Tuple.elts.len; i++)
        if (!all_constant(e->Tuple.elts.at[i])) return false;
    return true;
}

/* A literal whose identity says nothing. */
static bool is_odd_literal(const ty_expr *e) {
    if (e->kind == TY_EXPR_Constant) return e->Constant.value.kind > TY_CONST_Ellipsis;
    return e->kind == TY_EXPR_Tuple && all_constant(e);
}

bool ty_symtab_check_compare(ty_symtab *st, const ty_expr *e) {
    const ty_expr *left = e->Compare.left;
    for (uint32_t i = 0; i < e->Compare.ops.len; i++) {
        const ty_expr *right = e->Compare.comparators.at[i];
        uint8_t op = e->Compare.ops.at[i];
        if ((op == TY_CMP_Is || op == TY_CMP_IsNot) && (is_odd_literal(left) || is_odd_literal(right))) {
            const char *type = known_type(is_odd_literal(left) ? left : right);
            return ty_symtab_warn(st, e->loc, "\"%s\" with '%s' literal. Did you mean \"%s\"?",
                                  op == TY_CMP_Is ? "is" : "is not", type, op == TY_CMP_Is ? "==" : "!=");
        }
        left = right;
    }
    return true;
}

bool ty_symtab_check_assert(ty_symtab *st, const ty_stmt *s) {
    const ty_expr *test = s->Assert.test;
    if (test->kind != TY_EXPR_Tuple || test->Tuple.elts.len == 0) return true;
    return ty_symtab_warn(st, s->loc, "assertion is always true, perhaps remove parentheses?");
}

/* ---- errors ---- */

bool ty_symtab_check_keywords(ty_symtab *st, ty_keyword_seq keywords) {
    for (uint32_t i = 1; i < keywords.len; i++) {
        if (!keywords.at[i]->arg) continue;
        for (uint32_t k = 0; k < i; k++)
            if (keywords.at[k]->arg == keywords.at[i]->arg)
                return ty_symtab_fail(st, keywords.at[i]->loc, "keyword argument repeated: %s",
                                      keywords.at[i]->arg->text);
    }
    return true;
}

bool ty_symtab_check_handlers(ty_symtab *st, ty_excepthandler_seq handlers) {
    for (uint32_t i = 0; i + 1 < handlers.len; i++)
        if (!handlers.at[i]->type)
            return ty_symtab_fail(st, handlers.at[i]->loc, "default 'except:' must be last");
    return true;
}

bool ty_symtab_check_targets(ty_symtab *st, ty_expr_seq elts, ty_ast_loc loc) {
    bool seen = false;
    for (uint32_t i = 0; i < elts.len; i++) {
        if (elts.at[i]->kind != TY_EXPR_Starred) continue;
        if (seen) return ty_symtab_fail(st, loc, "multiple starred expressions in assignment");
        if (i >= 256 || elts.len - i - 1 >= 1 << 23)
            return ty_symtab_fail(st, loc, "too many expressions in star-unpacking assignment");
        seen = true;
    }
    return true;
}

/* ---- patterns ---- */

typedef struct name_list {
    const ty_ident **at;
    uint32_t len, cap;
} name_list;

typedef struct pattern_check {
    ty_symtab *st;
    name_list names; /* bound so far */
    bool irrefutable_ok;
} pattern_check;

static bool check_pattern(pattern_check *c, const ty_pattern *p);

static bool contains(const name_list *list, const ty_ident *name) {
    for (uint32_t i = 0; i < list->len; i++)
        if (list->at[i] == name) return true;
    return false;
}

static bool bind(pattern_check *c, const ty_ident *name, ty_ast_loc loc) {
    name_list *list = &c->names;
    if (!name) return true;
    if (contains(list, name))
        return ty_symtab_fail(c->st, loc, "multiple assignments to name '%s' in pattern", name->text);
    if (list->len == list->cap) {
        uint32_t cap = list->cap ? list->cap * 2 : 8;
        const ty_ident **at = ty_symtab_alloc(c->st, cap * sizeof *at);
        if (!at) return false;
        if (list->len) memcpy(at, list->at, list->len * sizeof *at);
        list->at = at;
        list->cap = cap;
    }
    list->at[list->len++] = name;
    return true;
}

static bool check_subpatterns(pattern_check *c, ty_pattern_seq seq) {
    bool kept = c->irrefutable_ok;
    c->irrefutable_ok = true;
    for (uint32_t i = 0; i < seq.len; i++)
        if (!check_pattern(c, seq.at[i])) return false;
    c->irrefutable_ok = kept;
    return true;
}

static bool check_or(pattern_check *c, const ty_pattern *p) {
    bool kept = c->irrefutable_ok;
    ty_pattern_seq alternatives = p->MatchOr.patterns;
    name_list before = c->names, first = {NULL, 0, 0};
    for (uint32_t i = 0; i < alternatives.len; i++) {
        c->irrefutable_ok = kept && i == alternatives.len - 1;
        c->names = (name_list){NULL, 0, 0};
        if (!check_pattern(c, alternatives.at[i])) return false;
        if (i == 0) {
            first = c->names;
            continue;
        }
        bool same = first.len == c->names.len;
        for (uint32_t k = 0; k < first.len && same; k++) same = contains(&c->names, first.at[k]);
        if (!same) return ty_symtab_fail(c->st, p->loc, "alternative patterns bind different names");
    }
    c->irrefutable_ok = kept;
    c->names = before;
    for (uint32_t i = 0; i < first.len; i++)
        if (!bind(c, first.at[i], p->loc)) return false;
    return true;
}

static bool check_class(pattern_check *c, const ty_pattern *p) {
    ty_ident_seq attrs = p->MatchClass.kwd_attrs;
    for (uint32_t i = 1; i < attrs.len; i++)
        for (uint32_t k = 0; k < i; k++)
            if (attrs.at[i] == attrs.at[k])
                return ty_symtab_fail(c->st, p->MatchClass.kwd_patterns.at[i]->loc,
                                      "attribute name repeated in class pattern: %s", attrs.at[i]->text);
    return check_subpatterns(c, p->MatchClass.patterns) && check_subpatterns(c, p->MatchClass.kwd_patterns);
}

/* Literal keys only, and only those spelled alike: numbers of different types are compared when the code
 * runs. */
static bool same_key(const ty_expr *a, const ty_expr *b) {
    if (a->kind != TY_EXPR_Constant || b->kind != TY_EXPR_Constant) return false;
    const ty_const *x = &a->Constant.value, *y = &b->Constant.value;
    if (x->kind != y->kind) return false;
    switch ((ty_const_kind)x->kind) {
    case TY_CONST_None:
    case TY_CONST_True:
    case TY_CONST_False: return true;
    case TY_CONST_Int: return x->i == y->i;
    case TY_CONST_Float:
    case TY_CONST_Imag: return x->f == y->f;
    case TY_CONST_Str:
    case TY_CONST_Bytes: return x->s.len == y->s.len && memcmp(x->s.data, y->s.data, x->s.len) == 0;
    default: return false;
    }
}

static bool fail_key(ty_symtab *st, const ty_pattern *p, const ty_const *key) {
    switch ((ty_const_kind)key->kind) {
    case TY_CONST_Int:
        return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (%lld)", (long long)key->i);
    case TY_CONST_None: return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (None)");
    case TY_CONST_True: return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (True)");
    case TY_CONST_False: return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (False)");
    case TY_CONST_Float:
        return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (%.17g)", key->f);
    case TY_CONST_Imag:
        return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (%.17gj)", key->f);
    default:
        return ty_symtab_fail(st, p->loc, "mapping pattern checks duplicate key (%s'%.*s')",
                              key->kind == TY_CONST_Bytes ? "b" : "",
                              (int)(key->s.len > 200 ? 200 : key->s.len), key->s.data);
    }
}

static bool check_mapping(pattern_check *c, const ty_pattern *p) {
    ty_expr_seq keys = p->MatchMapping.keys;
    for (uint32_t i = 1; i < keys.len; i++)
        for (uint32_t k = 0; k < i; k++)
            if (same_key(keys.at[i], keys.at[k])) return fail_key(c->st, p, &keys.at[i]->Constant.value);
    return check_subpatterns(c, p->MatchMapping.patterns) && bind(c, p->MatchMapping.rest, p->loc);
}

static bool check_as(pattern_check *c, const ty_pattern *p) {
    if (p->MatchAs.pattern) return bind(c, p->MatchAs.name, p->loc) && check_pattern(c, p->MatchAs.pattern);
    if (!c->irrefutable_ok) {
        if (p->MatchAs.name)
            return ty_symtab_fail(c->st, p->loc, "name capture '%s' makes remaining patterns unreachable",
                                  p->MatchAs.name->text);
        return ty_symtab_fail(c->st, p->loc, "wildcard makes remaining patterns unreachable");
    }
    return bind(c, p->MatchAs.name, p->loc);
}

static bool check_sequence(pattern_check *c, const ty_pattern *p) {
    bool seen = false;
    for (uint32_t i = 0; i < p->MatchSequence.patterns.len; i++) {
        if (p->MatchSequence.patterns.at[i]->kind != TY_PATTERN_MatchStar) continue;
        if (seen) return ty_symtab_fail(c->st, p->loc, "multiple starred names in sequence pattern");
        seen = true;
    }
    return check_subpatterns(c, p->MatchSequence.patterns);
}

static bool check_pattern(pattern_check *c, const ty_pattern *p) {
    if (!ty_symtab_enter_node(c->st)) return false;
    bool ok = true;
    switch ((ty_pattern_kind)p->kind) {
    case TY_PATTERN_MatchValue:
        if (p->MatchValue.value->kind == TY_EXPR_JoinedStr)
            ok = ty_symtab_fail(c->st, p->loc, "patterns may only match literals and attribute lookups");
        break;
    case TY_PATTERN_MatchSequence: ok = check_sequence(c, p); break;
    case TY_PATTERN_MatchMapping: ok = check_mapping(c, p); break;
    case TY_PATTERN_MatchClass: ok = check_class(c, p); break;
    case TY_PATTERN_MatchStar: ok = bind(c, p->MatchStar.name, p->loc); break;
    case TY_PATTERN_MatchAs: ok = check_as(c, p); break;
    case TY_PATTERN_MatchOr: ok = check_or(c, p); break;
    default: break;
    }
    ty_symtab_leave_node(c->st);
    return ok;
}

bool ty_symtab_check_match(ty_symtab *st, const ty_stmt *s) {
    for (uint32_t i = 0; i < s->Match.cases.len; i++) {
        const ty_ast_match_case *one = s->Match.cases.at[i];
        pattern_check c = {.st = st, .irrefutable_ok = one->guard || i == s->Match.cases.len - 1};
        if (!check_pattern(&c, one->pattern)) return false;
    }
    return true;
}
