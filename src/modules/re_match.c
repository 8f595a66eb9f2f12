/* SPDX-License-Identifier: MIT */
/*
 * The matcher: a loop over the program with an explicit stack of what to do when it fails: other ways to go, and values
 * to put back. No C recursion; the stack is memory charged to the interpreter. Every so many failures it looks whether
 * somebody wants the thread's attention, so a runaway expression can be interrupted and killed.
 *
 * The loop is compiled three times, for texts of 1, 2 and 4 bytes a character.
 */
#include <config.h>

#include <stdlib.h>

#include "modules/re_impl.h"
#include "object/fastsearch.h"
#include "object/unicode_data.h"

#define NO_CHAR UINT32_MAX
#define POLL_EVERY 20000

/* What to do on failure. Entries from UNDO_MARK on put a value back and fail on. */
enum { GO, RUN_GREEDY, RUN_LAZY, LOOP_LAZY, UNDO_MARK, UNDO_REGISTER };

struct ty_re_entry {
    uint32_t kind, pc; /* pc: where to go on; the mark; the register */
    intptr_t a, b;     /* GO: position; runs: position and how far; UNDO: old values */
};

/* --- state ---------------------------------------------------------------------------------------------------------------- */

int ty_re_begin(ty_re_state *s, ty_ctx *ctx, const ty_re_program *program, int kind, const void *text, intptr_t start,
                intptr_t end)
{
    size_t marks = 2 * (size_t)(program->groups - 1), all = marks + 2 * (size_t)program->registers;
    s->ctx = ctx;
    s->program = program;
    s->text = text;
    s->kind = kind;
    s->start = start;
    s->end = end;
    s->position = start;
    s->whole = false;
    s->must_advance = -1;
    s->last_group = 0;
    s->stack = NULL;
    s->used = s->capacity = s->charged = 0;
    s->large = NULL;
    if (all > TY_COUNTOF(s->small)) {
        s->large = malloc(all * sizeof *s->large);
        if (!s->large) {
            ty_error_memory(ctx);
            return -1;
        }
    }
    s->marks = s->large ? s->large : s->small;
    s->registers = s->marks + marks;
    for (size_t i = 0; i < all; i++)
        s->marks[i] = -1;
    return 0;
}

void ty_re_end(ty_re_state *s)
{
    free(s->large);
    free(s->stack);
    if (s->charged)
        ty_heap_discharge(s->ctx->heap, s->charged);
    s->large = NULL;
    s->stack = NULL;
    s->charged = 0;
}

static bool stack_grow(ty_re_state *s)
{
    size_t capacity = s->capacity ? s->capacity * 2 : 64, more = (capacity - s->capacity) * sizeof(ty_re_entry);
    if (ty_heap_charge(s->ctx->heap, more) < 0) {
        ty_error_memory(s->ctx);
        return false;
    }
    s->charged += more;
    ty_re_entry *stack = realloc(s->stack, capacity * sizeof *stack);
    if (!stack) {
        ty_error_memory(s->ctx);
        return false;
    }
    s->stack = stack;
    s->capacity = capacity;
    return true;
}

/* Removes the ways to go from `base` up but keeps what they changed undoable: what lies behind an atomic group. */
static void stack_commit(ty_re_state *s, size_t base)
{
    size_t to = base;
    for (size_t i = base; i < s->used; i++)
        if (s->stack[i].kind >= UNDO_MARK)
            s->stack[to++] = s->stack[i];
    s->used = to;
}

static void undo(ty_re_state *s, const ty_re_entry *e)
{
    if (e->kind == UNDO_MARK) {
        s->marks[e->pc & 0x7fffffff] = e->a;
        s->last_group = (uint32_t)e->b;
    } else if (e->kind == UNDO_REGISTER) {
        s->registers[2 * e->pc] = e->a;
        s->registers[2 * e->pc + 1] = e->b;
    }
}

#define CHAR uint8_t
#define NAME(x) x##_1
#include "modules/re_match_template.h"
#undef CHAR
#undef NAME
#define CHAR uint16_t
#define NAME(x) x##_2
#include "modules/re_match_template.h"
#undef CHAR
#undef NAME
#define CHAR uint32_t
#define NAME(x) x##_4
#include "modules/re_match_template.h"

int ty_re_match(ty_re_state *s)
{
    if (s->start > s->end)
        return 0;
    return s->kind == 1 ? match_1(s) : s->kind == 2 ? match_2(s) : match_4(s);
}

int ty_re_search(ty_re_state *s)
{
    if (s->start > s->end)
        return 0;
    return s->kind == 1 ? search_1(s) : s->kind == 2 ? search_2(s) : search_4(s);
}
