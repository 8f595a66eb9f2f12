/* SPDX-License-Identifier: MIT */
/*
 * From the tree to the program, and what can be known before a search: a literal prefix, the characters a match can
 * begin with, its least width.
 *
 * Instructions (words behind the code; targets count from the start of the program):
 *   CHAR c | STRING n c... | ANY | ANY_ALL | SET at             one item, or fail
 *   REPEAT1 mode min max item arg next                          a run of one item (CHAR, ANY, ANY_ALL, SET); `next` is the
 *                                                               character that must follow, or NO_CHAR
 *   SPLIT to | SPLIT_LAZY to                                    go on here, later there | the other way round
 *   SPLIT_CHAR to c | SPLIT_SET to at                           as SPLIT, but only if such a character is here, else there
 *   JUMP to | SAVE mark | REF group | REF_CASE group ascii | AT where
 *   LOOP_INIT r | LOOP r min max lazy body                      counted repeats; LOOP stands behind the body
 *   MARK r ... LOOK_END r                                       look ahead or behind; ATOMIC_END r keeps the position
 *   NOT_LOOK r to ... NOT_LOOK_END r                            its negation; `to` is where to go when the inner part fails
 *   BACK n                                                      n characters back, or fail
 *   COND group to                                               go there unless the group took part
 */
#include <config.h>

#include "modules/re_tree.h"
#include "object/bytes.h"

#define NO_CHAR UINT32_MAX

/* A set that is placed behind the instructions, and the word that shall say where. */
typedef struct pending {
    struct pending *next;
    const ty_re_set *set; /* NULL: just the map */
    uint32_t map[8];
    size_t hole;
} pending;

typedef struct compiler {
    ty_ctx *ctx;
    ty_arena *arena;
    uint32_t *code;
    size_t size, capacity;
    uint32_t registers;
    pending *sets;
    bool failed;
} compiler;

static void emit(compiler *c, uint32_t word)
{
    if (c->size == c->capacity) {
        size_t capacity = c->capacity ? c->capacity * 2 : 128;
        uint32_t *code = capacity > UINT32_MAX / 8 ? NULL : ty_arena_grow(c->arena, c->code, c->capacity * 4, capacity * 4);
        if (!code) {
            c->failed = true;
            return;
        }
        c->code = code;
        c->capacity = capacity;
    }
    c->code[c->size++] = word;
}

/* A place to be filled with the present position later. */
static size_t hole(compiler *c)
{
    emit(c, 0);
    return c->size - 1;
}
static void patch(compiler *c, size_t at)
{
    if (!c->failed)
        c->code[at] = (uint32_t)c->size;
}

/* --- widths ------------------------------------------------------------------------------------------------------------- */

static uint32_t add(uint32_t a, uint32_t b) { return a > RE_INFINITE - b ? RE_INFINITE : a + b; }
static uint32_t times(uint32_t a, uint32_t b)
{
    uint64_t r = (uint64_t)a * b;
    return a == 0 || b == 0 ? 0 : a == RE_INFINITE || b == RE_INFINITE || r > RE_INFINITE ? RE_INFINITE : (uint32_t)r;
}

/* Groups' widths are not followed through references: a reference may be anything, but in a look-behind it needs the
 * width of its group, so the tree of it is looked for. */
static const ty_re_node *find_group(const ty_re_node *n, uint32_t group)
{
    if (!n)
        return NULL;
    if (n->kind == RE_N_GROUP && n->value == group)
        return n;
    for (const ty_re_node *k = n->child; k; k = k->next) {
        const ty_re_node *found = find_group(k, group);
        if (found)
            return found;
        if (n->kind != RE_N_SEQ && n->kind != RE_N_ALT)
            break;
    }
    return find_group(n->other, group);
}

static void width(const ty_re_node *root, const ty_re_node *n, uint32_t *min, uint32_t *max)
{
    uint32_t a, b;
    *min = *max = 0;
    switch (n->kind) {
    case RE_N_CHAR:
    case RE_N_ANY:
    case RE_N_ANY_ALL:
    case RE_N_SET:
        *min = *max = 1;
        break;
    case RE_N_SEQ:
        for (const ty_re_node *k = n->child; k; k = k->next) {
            width(root, k, &a, &b);
            *min = add(*min, a);
            *max = add(*max, b);
        }
        break;
    case RE_N_ALT:
        *min = RE_INFINITE;
        for (const ty_re_node *k = n->child; k; k = k->next) {
            width(root, k, &a, &b);
            *min = a < *min ? a : *min;
            *max = b > *max ? b : *max;
        }
        break;
    case RE_N_GROUP:
    case RE_N_ATOMIC:
        width(root, n->child, min, max);
        break;
    case RE_N_REPEAT:
        width(root, n->child, &a, &b);
        *min = times(a, n->min);
        *max = times(b, n->max);
        break;
    case RE_N_REF: {
        const ty_re_node *group = find_group(root, n->value);
        *max = RE_INFINITE;
        if (group)
            width(root, group->child, min, max);
        break;
    }
    case RE_N_COND:
        width(root, n->child, min, max);
        a = b = 0;
        if (n->other)
            width(root, n->other, &a, &b);
        *min = a < *min ? a : *min;
        *max = b > *max ? b : *max;
        break;
    }
}

/* --- what a match begins with ------------------------------------------------------------------------------------------- */

typedef struct first_set {
    uint32_t map[8];
    bool high, unknown;
} first_set;

/* Adds what n may begin with; true: n may be empty, so what follows counts too. */
static bool first_of(const ty_re_node *n, first_set *f)
{
    switch (n->kind) {
    case RE_N_CHAR:
        if (n->value < 256)
            f->map[n->value >> 5] |= 1u << (n->value & 31);
        else
            f->high = true;
        return false;
    case RE_N_ANY:
    case RE_N_ANY_ALL:
        f->unknown = true;
        return false;
    case RE_N_SET: {
        uint32_t words[RE_SET_RANGES + 64];
        if (ty_re_set_words(n->set) > TY_COUNTOF(words)) {
            f->unknown = true;
            return false;
        }
        ty_re_set_write(n->set, words);
        for (int i = 0; i < 8; i++)
            f->map[i] |= words[i];
        f->high |= words[RE_SET_COUNT] || words[RE_SET_FLAGS] & (63 | RE_SET_NEGATE | RE_SET_CASE);
        return false;
    }
    case RE_N_SEQ:
        for (const ty_re_node *k = n->child; k; k = k->next)
            if (!first_of(k, f))
                return false;
        return true;
    case RE_N_ALT: {
        bool empty = false;
        for (const ty_re_node *k = n->child; k; k = k->next)
            empty |= first_of(k, f);
        return empty;
    }
    case RE_N_GROUP:
    case RE_N_ATOMIC:
        return first_of(n->child, f);
    case RE_N_REPEAT:
        return n->max == 0 || first_of(n->child, f) || n->min == 0;
    case RE_N_AT:
    case RE_N_LOOK:
    case RE_N_EMPTY:
        return true;
    case RE_N_FAIL:
        return false;
    }
    f->unknown = true; /* references, conditions */
    return false;
}

/* Appends leading characters that every match has; false: what follows n is not reached this way. */
static bool prefix_of(const ty_re_node *n, ty_re_program *p, bool *whole)
{
    switch (n->kind) {
    case RE_N_CHAR:
        if (p->prefix_length == TY_COUNTOF(p->prefix))
            return *whole = false;
        p->prefix[p->prefix_length++] = n->value;
        return true;
    case RE_N_SEQ:
        for (const ty_re_node *k = n->child; k; k = k->next)
            if (!prefix_of(k, p, whole))
                return false;
        return true;
    case RE_N_EMPTY:
        return true;
    case RE_N_GROUP:
        if (n->value)
            *whole = false;
        return prefix_of(n->child, p, whole);
    case RE_N_REPEAT:
        *whole = false;
        if (n->min && n->child->kind == RE_N_CHAR && p->prefix_length < TY_COUNTOF(p->prefix))
            p->prefix[p->prefix_length++] = n->child->value;
        return false;
    }
    return *whole = false;
}

static bool starts_anchored(const ty_re_node *n)
{
    return n->kind == RE_N_AT ? n->mode == RE_AT_START
         : n->kind == RE_N_SEQ || n->kind == RE_N_GROUP || n->kind == RE_N_ATOMIC ? starts_anchored(n->child) : false;
}

/* --- emission ----------------------------------------------------------------------------------------------------------- */

static bool is_item(const ty_re_node *n)
{
    return n->kind == RE_N_CHAR || n->kind == RE_N_ANY || n->kind == RE_N_ANY_ALL || n->kind == RE_N_SET;
}

/* Emits the word that will be the place of a set: of s, or of a bare map when s is NULL. */
static void refer_to_set(compiler *c, const ty_re_set *s, const uint32_t *map)
{
    pending *k = TY_ARENA_NEW(c->arena, pending);
    if (!k) {
        c->failed = true;
        return;
    }
    k->set = s;
    if (map)
        memcpy(k->map, map, sizeof k->map);
    k->hole = hole(c);
    k->next = c->sets;
    c->sets = k;
}

static void place_sets(compiler *c)
{
    for (const pending *k = c->sets; k && !c->failed; k = k->next) {
        size_t at = c->size, words = k->set ? ty_re_set_words(k->set) : 8;
        patch(c, k->hole);
        for (size_t i = 0; i < words; i++)
            emit(c, i < 8 ? k->map[i] : 0);
        if (k->set && !c->failed)
            ty_re_set_write(k->set, c->code + at);
    }
}

static uint32_t item_op(const ty_re_node *n)
{
    return n->kind == RE_N_CHAR ? RE_CHAR : n->kind == RE_N_ANY ? RE_ANY : n->kind == RE_N_ANY_ALL ? RE_ANY_ALL : RE_SET;
}

/* No character is both an item `a` and a beginning of `b`, and b is not empty: then a run of a needs no backtracking. */
static bool disjoint(const ty_re_node *a, const ty_re_node *b)
{
    first_set fa = {0}, fb = {0};
    if (first_of(a, &fa) || first_of(b, &fb) || fb.unknown || (fa.high && fb.high))
        return false;
    if (a->kind == RE_N_ANY) { /* all but the line feed */
        for (int i = 0; i < 8; i++)
            if (fb.map[i] & ~(i == 0 ? 1u << '\n' : 0u))
                return false;
        return !fb.high;
    }
    if (fa.unknown)
        return false;
    for (int i = 0; i < 8; i++)
        if (fa.map[i] & fb.map[i])
            return false;
    return true;
}

static void compile(compiler *c, const ty_re_node *root, const ty_re_node *n, const ty_re_node *follow);

static void compile_run(compiler *c, const ty_re_node *n, const ty_re_node *follow)
{
    uint32_t mode = n->mode;
    while (follow && follow->kind == RE_N_GROUP)
        follow = follow->child;
    while (follow && follow->kind == RE_N_SEQ)
        follow = follow->child;
    if (mode == RE_GREEDY && follow && disjoint(n->child, follow))
        mode = RE_POSSESSIVE;
    emit(c, RE_REPEAT1);
    emit(c, mode);
    emit(c, n->min);
    emit(c, n->max);
    emit(c, item_op(n->child));
    if (n->child->kind == RE_N_SET)
        refer_to_set(c, n->child->set, NULL);
    else
        emit(c, n->child->value);
    emit(c, follow && follow->kind == RE_N_CHAR ? follow->value : NO_CHAR);
}

static void compile_atomic(compiler *c, const ty_re_node *root, const ty_re_node *child, const ty_re_node *as_repeat)
{
    uint32_t r = c->registers++;
    emit(c, RE_MARK);
    emit(c, r);
    if (as_repeat) {
        ty_re_node greedy = *as_repeat;
        greedy.mode = RE_GREEDY;
        compile(c, root, &greedy, NULL);
    } else {
        compile(c, root, child, NULL);
    }
    emit(c, RE_ATOMIC_END);
    emit(c, r);
}

/* An alternative is tried only when the next character can begin it. */
static size_t compile_split(compiler *c, const ty_re_node *branch)
{
    const ty_re_node *n = branch;
    while (n->kind == RE_N_SEQ || (n->kind == RE_N_GROUP && !n->value))
        n = n->child;
    if (n->kind == RE_N_CHAR) {
        emit(c, RE_SPLIT_CHAR);
        size_t at = hole(c);
        emit(c, n->value);
        return at;
    }
    first_set f = {0};
    if (!first_of(branch, &f) && !f.unknown && !f.high) {
        emit(c, RE_SPLIT_SET);
        size_t at = hole(c);
        refer_to_set(c, NULL, f.map);
        return at;
    }
    emit(c, RE_SPLIT);
    return hole(c);
}

/* Whether to take the repeated part once more; returns where the way out is to be patched. */
static size_t compile_choice(compiler *c, const ty_re_node *repeat)
{
    if (repeat->mode != RE_LAZY)
        return compile_split(c, repeat->child);
    emit(c, RE_SPLIT_LAZY);
    return hole(c);
}

static void compile_repeat(compiler *c, const ty_re_node *root, const ty_re_node *n, const ty_re_node *follow)
{
    uint32_t min, max;
    if (n->max == 0)
        return;
    if (is_item(n->child)) {
        if (n->min == 1 && n->max == 1)
            compile(c, root, n->child, follow);
        else
            compile_run(c, n, follow);
        return;
    }
    if (n->mode == RE_POSSESSIVE) {
        compile_atomic(c, root, NULL, n);
        return;
    }
    width(root, n->child, &min, &max);
    if (n->max == 1 && n->min == 0) {
        size_t out = compile_choice(c, n);
        compile(c, root, n->child, follow);
        patch(c, out);
    } else if (n->max == 1) {
        compile(c, root, n->child, follow);
    } else if (n->max == RE_INFINITE && n->min == 0 && min > 0) {
        size_t again = c->size, out = compile_choice(c, n);
        compile(c, root, n->child, NULL);
        emit(c, RE_JUMP);
        emit(c, (uint32_t)again);
        patch(c, out);
    } else {
        uint32_t r = c->registers++;
        emit(c, RE_LOOP_INIT);
        emit(c, r);
        emit(c, RE_JUMP);
        size_t test = hole(c), body = c->size;
        compile(c, root, n->child, NULL);
        patch(c, test);
        emit(c, RE_LOOP);
        emit(c, r);
        emit(c, n->min);
        emit(c, n->max);
        emit(c, n->mode == RE_LAZY);
        emit(c, (uint32_t)body);
    }
}

static void compile_alternatives(compiler *c, const ty_re_node *root, const ty_re_node *n, const ty_re_node *follow)
{
    /* The jumps to the end form a chain through their holes until the end is known. */
    size_t chain = 0;
    for (const ty_re_node *k = n->child; k; k = k->next) {
        size_t out = k->next ? compile_split(c, k) : 0;
        compile(c, root, k, follow);
        if (!k->next)
            break;
        emit(c, RE_JUMP);
        size_t end = hole(c);
        if (c->failed)
            return;
        c->code[end] = (uint32_t)chain;
        chain = end;
        patch(c, out);
    }
    while (chain && !c->failed) {
        size_t before = c->code[chain];
        patch(c, chain);
        chain = before;
    }
}

static void compile_look(compiler *c, const ty_re_node *root, const ty_re_node *n)
{
    uint32_t r = c->registers++;
    size_t out = 0;
    emit(c, n->mode & 2 ? RE_NOT_LOOK : RE_MARK);
    emit(c, r);
    if (n->mode & 2)
        out = hole(c);
    if (n->mode & 1) {
        uint32_t min, max;
        width(root, n->child, &min, &max);
        if (min != max || max == RE_INFINITE) {
            if (!ty_error_pending(c->ctx)) {
                ty_value text = ty_str_from_cstr(c->ctx, "look-behind requires fixed-width pattern");
                if (text)
                    ty_re_error(c->ctx, text, TY_NULL, -1);
            }
            c->failed = true;
            return;
        }
        emit(c, RE_BACK);
        emit(c, min);
    }
    compile(c, root, n->child, NULL);
    emit(c, n->mode & 2 ? RE_NOT_LOOK_END : RE_LOOK_END);
    emit(c, r);
    if (out)
        patch(c, out);
}

static void compile_sequence(compiler *c, const ty_re_node *root, const ty_re_node *n, const ty_re_node *follow)
{
    for (const ty_re_node *k = n->child; k; k = k->next) {
        size_t run = 0;
        for (const ty_re_node *r = k; r && r->kind == RE_N_CHAR; r = r->next)
            run++;
        if (run < 2) {
            compile(c, root, k, k->next ? k->next : follow);
            continue;
        }
        emit(c, RE_STRING);
        emit(c, (uint32_t)run);
        for (;; k = k->next) {
            emit(c, k->value);
            if (--run == 0)
                break;
        }
    }
}

/* `follow`: what is matched next for certain, or NULL when that is not known. */
static void compile(compiler *c, const ty_re_node *root, const ty_re_node *n, const ty_re_node *follow)
{
    if (c->failed || ty_context_deep(c->ctx, " during compilation of a regular expression")) {
        c->failed = true;
        return;
    }
    switch (n->kind) {
    case RE_N_CHAR:
        emit(c, RE_CHAR);
        emit(c, n->value);
        break;
    case RE_N_ANY:
    case RE_N_ANY_ALL:
        emit(c, item_op(n));
        break;
    case RE_N_SET:
        emit(c, RE_SET);
        refer_to_set(c, n->set, NULL);
        break;
    case RE_N_SEQ:
        compile_sequence(c, root, n, follow);
        break;
    case RE_N_ALT:
        compile_alternatives(c, root, n, follow);
        break;
    case RE_N_GROUP:
        if (n->value) {
            emit(c, RE_SAVE);
            emit(c, 2 * (n->value - 1));
        }
        compile(c, root, n->child, follow);
        if (n->value) {
            emit(c, RE_SAVE);
            emit(c, 2 * (n->value - 1) + 1);
        }
        break;
    case RE_N_REPEAT:
        compile_repeat(c, root, n, follow);
        break;
    case RE_N_AT:
        emit(c, RE_AT);
        emit(c, n->mode);
        break;
    case RE_N_REF:
        emit(c, n->mode & 1 ? RE_REF_CASE : RE_REF);
        emit(c, n->value - 1);
        if (n->mode & 1)
            emit(c, n->mode >> 1);
        break;
    case RE_N_LOOK:
        compile_look(c, root, n);
        break;
    case RE_N_ATOMIC:
        compile_atomic(c, root, n->child, NULL);
        break;
    case RE_N_COND: {
        emit(c, RE_COND);
        emit(c, n->value - 1);
        size_t no = hole(c);
        compile(c, root, n->child, follow);
        if (n->other) {
            emit(c, RE_JUMP);
            size_t end = hole(c);
            patch(c, no);
            compile(c, root, n->other, follow);
            patch(c, end);
        } else {
            patch(c, no);
        }
        break;
    }
    case RE_N_FAIL:
        emit(c, RE_FAIL);
        break;
    }
}

static ty_value compile_parsed(ty_ctx *ctx, ty_re_parsed *parsed)
{
    compiler c = {.ctx = ctx, .arena = &parsed->arena};
    compile(&c, parsed->root, parsed->root, NULL);
    emit(&c, RE_MATCH);
    place_sets(&c);
    if (c.failed) {
        if (!ty_error_pending(ctx))
            ty_error_memory(ctx);
        return TY_NULL;
    }
    ty_value v = ty_bytes_new(ctx, NULL, sizeof(ty_re_program) + c.size * 4);
    if (!v)
        return TY_NULL;
    ty_re_program *p = (ty_re_program *)(void *)ty_bytes_fill(v);
    memset(p, 0, sizeof *p);
    p->flags = parsed->flags;
    p->groups = parsed->groups;
    p->registers = c.registers;
    p->size = (uint32_t)c.size;
    memcpy(p->code, c.code, c.size * 4);
    uint32_t max;
    width(parsed->root, parsed->root, &p->min_width, &max);
    p->anchored = starts_anchored(parsed->root);
    bool whole = true;
    prefix_of(parsed->root, p, &whole);
    p->literal = whole && p->prefix_length && p->groups == 1;
    if (!p->prefix_length) {
        first_set f = {0};
        p->use_first = !first_of(parsed->root, &f) && !f.unknown;
        p->first_high = f.high;
        memcpy(p->first, f.map, sizeof f.map);
    }
    return v;
}

ty_value ty_re_compile(ty_ctx *ctx, ty_value pattern, uint32_t flags, ty_value *names)
{
    ty_re_parsed parsed;
    ty_value program = ty_re_parse(ctx, pattern, flags, &parsed) < 0 ? TY_NULL : compile_parsed(ctx, &parsed);
    *names = parsed.names;
    ty_arena_free(&parsed.arena);
    return program;
}
