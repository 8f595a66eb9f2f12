/* SPDX-License-Identifier: MIT */
/* The matcher for one width of characters; included by re_match.c with CHAR and NAME defined. No include guard. */

static inline bool NAME(is_word)(const CHAR *text, intptr_t i, intptr_t end, bool ascii)
{
    return i >= 0 && i < end && ty_re_is_word(text[i], ascii);
}

static bool NAME(at)(const ty_re_state *s, intptr_t i, uint32_t where)
{
    const CHAR *text = s->text;
    switch (where) {
    case RE_AT_START:
        return i == 0;
    case RE_AT_LINE_START:
        return i == 0 || text[i - 1] == '\n';
    case RE_AT_END:
        return i == s->end || (i == s->end - 1 && text[i] == '\n');
    case RE_AT_LINE_END:
        return i == s->end || text[i] == '\n';
    case RE_AT_TEXT_END:
        return i == s->end;
    }
    bool ascii = where >= RE_AT_ASCII_BOUNDARY;
    bool edge = NAME(is_word)(text, i - 1, s->end, ascii) != NAME(is_word)(text, i, s->end, ascii);
    if (where == RE_AT_BOUNDARY || where == RE_AT_ASCII_BOUNDARY)
        return edge;
    return !edge && s->end > 0; /* not in the empty text, before Python 3.14 */
}

/* The end of the longest run of the item from i on, not beyond `limit`. */
static inline intptr_t NAME(run)(const uint32_t *code, const CHAR *text, intptr_t i, intptr_t limit, uint32_t item, uint32_t arg)
{
    switch (item) {
    case RE_CHAR:
        if (sizeof(CHAR) < 4 && arg > (CHAR)-1)
            return i;
        while (i < limit && text[i] == (CHAR)arg)
            i++;
        return i;
    case RE_ANY:
        if (sizeof(CHAR) == 1) {
            const void *p = i < limit ? memchr(text + i, '\n', (size_t)(limit - i)) : NULL;
            return p ? (const CHAR *)p - text : limit > i ? limit : i;
        }
        while (i < limit && text[i] != '\n')
            i++;
        return i;
    case RE_ANY_ALL:
        return limit > i ? limit : i;
    default: {
        const uint32_t *set = code + arg;
        if (sizeof(CHAR) == 1)
            while (i < limit && set[text[i] >> 5] >> (text[i] & 31) & 1)
                i++;
        else
            while (i < limit && ty_re_set_has(set, text[i]))
                i++;
        return i;
    }
    }
}

/* A bare map: no character from 256 on is in it. */
static inline bool NAME(map_has)(const uint32_t *map, uint32_t c) { return c < 256 && map[c >> 5] >> (c & 31) & 1; }

static int NAME(match)(ty_re_state *s)
{
    const uint32_t *const code = s->program->code, *pc = code;
    const CHAR *const text = s->text;
    const intptr_t end = s->end;
    intptr_t i = s->start;
    int countdown = POLL_EVERY;
    s->used = 0;
    s->last_group = 0;
    for (uint32_t k = 0; k < 2 * (s->program->groups - 1); k++)
        s->marks[k] = -1;
#define PUSH(k, where, x, y)                                                                                            \
    do {                                                                                                                \
        if (TY_UNLIKELY(s->used == s->capacity) && !stack_grow(s))                                                      \
            return -1;                                                                                                  \
        s->stack[s->used++] = (ty_re_entry){.kind = (k), .pc = (where), .a = (x), .b = (y)};                            \
    } while (0)
    for (;;) {
        switch (*pc) {
        case RE_CHAR:
            if (i >= end || text[i] != pc[1])
                goto fail;
            i++;
            pc += 2;
            continue;
        case RE_STRING: {
            uint32_t n = pc[1];
            if (end - i < (intptr_t)n)
                goto fail;
            for (uint32_t k = 0; k < n; k++)
                if (text[i + k] != pc[2 + k])
                    goto fail;
            i += n;
            pc += 2 + n;
            continue;
        }
        case RE_ANY:
            if (i >= end || text[i] == '\n')
                goto fail;
            i++;
            pc++;
            continue;
        case RE_ANY_ALL:
            if (i >= end)
                goto fail;
            i++;
            pc++;
            continue;
        case RE_SET:
            if (i >= end || !ty_re_set_has(code + pc[1], text[i]))
                goto fail;
            i++;
            pc += 2;
            continue;
        case RE_REPEAT1: {
            uint32_t min = pc[2], max = pc[3];
            if (end - i < (intptr_t)min)
                goto fail;
            if (pc[1] == RE_LAZY) {
                intptr_t must = i + min;
                if (NAME(run)(code, text, i, must, pc[4], pc[5]) != must)
                    goto fail;
                i = must;
                if (max > min)
                    PUSH(RUN_LAZY, (uint32_t)(pc - code), i, max == RE_INFINITE ? end : i + (intptr_t)(max - min));
                pc += 7;
                continue;
            }
            intptr_t limit = max == RE_INFINITE || end - i < (intptr_t)max ? end : i + (intptr_t)max;
            intptr_t stop = NAME(run)(code, text, i, limit, pc[4], pc[5]);
            if (stop - i < (intptr_t)min)
                goto fail;
            if (pc[1] == RE_GREEDY && stop - i > (intptr_t)min)
                PUSH(RUN_GREEDY, (uint32_t)(pc - code), stop, i + (intptr_t)min);
            i = stop;
            pc += 7;
            continue;
        }
        case RE_SPLIT:
            PUSH(GO, pc[1], i, 0);
            pc += 2;
            continue;
        case RE_SPLIT_LAZY:
            PUSH(GO, (uint32_t)(pc - code) + 2, i, 0);
            pc = code + pc[1];
            continue;
        case RE_SPLIT_CHAR:
            if (i >= end || text[i] != pc[2]) {
                pc = code + pc[1];
                continue;
            }
            PUSH(GO, pc[1], i, 0);
            pc += 3;
            continue;
        case RE_SPLIT_SET:
            if (i >= end || !NAME(map_has)(code + pc[2], text[i])) {
                pc = code + pc[1];
                continue;
            }
            PUSH(GO, pc[1], i, 0);
            pc += 3;
            continue;
        case RE_JUMP:
            pc = code + pc[1];
            continue;
        case RE_SAVE:
            if (s->used)
                PUSH(UNDO_MARK, pc[1], s->marks[pc[1]], (intptr_t)s->last_group);
            s->marks[pc[1]] = i;
            if (pc[1] & 1)
                s->last_group = pc[1] / 2 + 1;
            pc += 2;
            continue;
        case RE_REF: {
            intptr_t from = s->marks[2 * pc[1]], to = s->marks[2 * pc[1] + 1];
            if (from < 0 || to < from || end - i < to - from || memcmp(text + from, text + i, (size_t)(to - from) * sizeof(CHAR)))
                goto fail;
            i += to - from;
            pc += 2;
            continue;
        }
        case RE_REF_CASE: {
            intptr_t from = s->marks[2 * pc[1]], to = s->marks[2 * pc[1] + 1];
            if (from < 0 || to < from || end - i < to - from)
                goto fail;
            for (; from < to; from++, i++)
                if (text[from] != text[i] && ty_re_lower(text[from], pc[2]) != ty_re_lower(text[i], pc[2]))
                    goto fail;
            pc += 3;
            continue;
        }
        case RE_AT:
            if (!NAME(at)(s, i, pc[1]))
                goto fail;
            pc += 2;
            continue;
        case RE_LOOP_INIT: {
            intptr_t *r = s->registers + 2 * pc[1];
            if (s->used)
                PUSH(UNDO_REGISTER, pc[1], r[0], r[1]);
            r[0] = 0;
            r[1] = -1;
            pc += 2;
            continue;
        }
        case RE_LOOP: {
            intptr_t *r = s->registers + 2 * pc[1];
            bool more = pc[3] == RE_INFINITE || r[0] < (intptr_t)pc[3];
            if (r[0] < (intptr_t)pc[2]) {
                if (s->used)
                    PUSH(UNDO_REGISTER, pc[1], r[0], r[1]);
                r[0]++;
                pc = code + pc[5];
            } else if (!more || i == r[1]) {
                pc += 6;
            } else if (pc[4]) {
                PUSH(LOOP_LAZY, (uint32_t)(pc - code), i, 0);
                pc += 6;
            } else {
                PUSH(UNDO_REGISTER, pc[1], r[0], r[1]);
                PUSH(GO, (uint32_t)(pc - code) + 6, i, 0);
                r[0]++;
                r[1] = i;
                pc = code + pc[5];
            }
            continue;
        }
        case RE_MARK: /* registers: height of the stack, position */
            s->registers[2 * pc[1]] = (intptr_t)s->used;
            s->registers[2 * pc[1] + 1] = i;
            pc += 2;
            continue;
        case RE_LOOK_END:
            i = s->registers[2 * pc[1] + 1];
            TY_FALLTHROUGH;
        case RE_ATOMIC_END:
            stack_commit(s, (size_t)s->registers[2 * pc[1]]);
            pc += 2;
            continue;
        case RE_NOT_LOOK:
            s->registers[2 * pc[1]] = (intptr_t)s->used;
            PUSH(GO, pc[2], i, 0);
            pc += 3;
            continue;
        case RE_NOT_LOOK_END: {
            size_t height = (size_t)s->registers[2 * pc[1]];
            while (s->used > height)
                undo(s, &s->stack[--s->used]);
            goto fail;
        }
        case RE_BACK:
            if (i < (intptr_t)pc[1])
                goto fail;
            i -= pc[1];
            pc += 2;
            continue;
        case RE_COND:
            pc = s->marks[2 * pc[1]] >= 0 && s->marks[2 * pc[1] + 1] >= 0 ? pc + 3 : code + pc[2];
            continue;
        case RE_MATCH:
            if ((s->whole && i != end) || i == s->must_advance)
                goto fail;
            s->position = i;
            return 1;
        default: /* RE_FAIL */
            break;
        }
    fail:
        if (TY_UNLIKELY(--countdown == 0)) {
            countdown = POLL_EVERY;
            if (ty_context_poll(s->ctx) < 0)
                return -1;
        }
    next:
        if (s->used == 0)
            return 0;
        ty_re_entry *e = &s->stack[s->used - 1];
        switch (e->kind) {
        case GO:
            s->used--;
            pc = code + e->pc;
            i = e->a;
            break;
        case RUN_GREEDY: {
            pc = code + e->pc;
            uint32_t want = pc[6];
            i = e->a - 1;
            if (want != NO_CHAR)
                while (i > e->b && !(i < end && text[i] == want))
                    i--;
            e->a = i;
            if (i <= e->b)
                s->used--;
            pc += 7;
            break;
        }
        case RUN_LAZY: {
            pc = code + e->pc;
            uint32_t want = pc[6];
            i = e->a;
            do {
                if (i >= e->b || i >= end || NAME(run)(code, text, i, i + 1, pc[4], pc[5]) == i) {
                    s->used--;
                    goto next;
                }
                i++;
            } while (want != NO_CHAR && !(i < end && text[i] == want));
            e->a = i;
            pc += 7;
            break;
        }
        case LOOP_LAZY: {
            s->used--;
            pc = code + e->pc;
            i = e->a;
            intptr_t *r = s->registers + 2 * pc[1];
            const uint32_t *body = code + pc[5];
            uint32_t loop = pc[1];
            PUSH(UNDO_REGISTER, loop, r[0], r[1]);
            r[0]++;
            r[1] = i;
            pc = body;
            break;
        }
        default:
            s->used--;
            undo(s, e);
            goto next;
        }
    }
#undef PUSH
}

/* The next place from i on where a match may begin, -1: nowhere. */
static intptr_t NAME(candidate)(const ty_re_program *p, const CHAR *text, intptr_t i, intptr_t end, const CHAR *prefix)
{
    if (p->prefix_length) {
        intptr_t found;
        if (p->prefix_length == 1)
            found = ty_search_char(text + i, (size_t)(end - i), sizeof(CHAR), prefix[0]);
        else
            found = ty_search_find(text + i, (size_t)(end - i), sizeof(CHAR), prefix, p->prefix_length, sizeof(CHAR));
        return found < 0 ? -1 : i + found;
    }
    if (!p->use_first)
        return i;
    for (; i < end; i++) {
        uint32_t c = text[i];
        if (c < 256 ? p->first[c >> 5] >> (c & 31) & 1 : p->first_high)
            return i;
    }
    return -1;
}

static int NAME(search)(ty_re_state *s)
{
    const ty_re_program *p = s->program;
    CHAR prefix[TY_COUNTOF(p->prefix)];
    for (uint32_t k = 0; k < p->prefix_length; k++) {
        if (sizeof(CHAR) < 4 && p->prefix[k] > (CHAR)-1)
            return 0;
        prefix[k] = (CHAR)p->prefix[k];
    }
    if (p->anchored && s->start > 0)
        return 0;
    intptr_t last = s->end - (p->min_width > (uint32_t)INT32_MAX ? INT32_MAX : (intptr_t)p->min_width);
    for (intptr_t i = s->start; i <= last; i++) {
        i = NAME(candidate)(p, s->text, i, s->end, prefix);
        if (i < 0 || i > last)
            return 0;
        s->start = i;
        if (p->literal) {
            s->position = i + (intptr_t)p->prefix_length;
            return 1;
        }
        int got = NAME(match)(s);
        if (got)
            return got;
        if (p->anchored)
            return 0;
    }
    return 0;
}
