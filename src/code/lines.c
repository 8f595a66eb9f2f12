/* SPDX-License-Identifier: MIT */
/* Line tables: see lines.h. Readers trust nothing: a damaged table gives wrong positions, never a crash. */
#include <config.h>

#include "code/lines.h"

enum { FORM_NONE, FORM_SAME, FORM_LINE, FORM_FULL, FORM_PLAIN, BETWEEN_CHECKPOINTS = 32 };

/* --- writing ------------------------------------------------------------------------------------------------------- */

static void put(ty_buf *b, uint32_t n)
{
    for (; n >= 0x80; n >>= 7)
        ty_buf_u8(b, n | 0x80);
    ty_buf_u8(b, n);
}

static void put_signed(ty_buf *b, int32_t n)
{
    put(b, (uint32_t)n << 1 ^ (uint32_t)(n >> 31));
}

void ty_lines_start(ty_lines_builder *b)
{
    *b = (ty_lines_builder){.pc = 0};
    ty_buf_init(&b->entries, NULL, 0);
    ty_buf_init(&b->checkpoints, NULL, 0);
}

void ty_lines_free(ty_lines_builder *b)
{
    ty_buf_free(&b->entries);
    ty_buf_free(&b->checkpoints);
}

static void flush(ty_lines_builder *b)
{
    if (!b->run)
        return;
    ty_buf *e = &b->entries;
    const ty_code_position *p = &b->position;
    if (b->count++ % BETWEEN_CHECKPOINTS == 0) {
        ty_lines_checkpoint c = {b->pc - b->run, (uint32_t)e->size, b->base};
        ty_buf_bytes(&b->checkpoints, &c, sizeof c);
    }
    int form = p->line < 0 ? FORM_NONE
               : p->column < 0 || p->end_column < 0 || p->end_line < p->line ? FORM_PLAIN
               : p->end_line != p->line || p->end_column < p->column ? FORM_FULL
               : p->line == b->base ? FORM_SAME : FORM_LINE;
    unsigned head = (unsigned)form | (b->statement ? 8u : 0) | (b->run < 16 ? b->run - 1 : 15) << 4;
    ty_buf_u8(e, head);
    if (b->run >= 16)
        put(e, b->run - 16);
    if (form == FORM_NONE)
        return;
    if (form != FORM_SAME)
        put_signed(e, p->line - b->base);
    if (form == FORM_FULL || form == FORM_PLAIN)
        put(e, p->end_line < p->line ? 0 : (uint32_t)(p->end_line - p->line));
    if (form != FORM_PLAIN) {
        put(e, (uint32_t)p->column);
        put(e, (uint32_t)(form == FORM_FULL ? p->end_column : p->end_column - p->column));
    }
    b->base = p->line;
}

void ty_lines_add(ty_lines_builder *b, ty_code_position position, bool statement, uint32_t words)
{
    const ty_code_position *p = &b->position;
    if (!b->run || statement || p->line != position.line || p->end_line != position.end_line || p->column != position.column ||
        p->end_column != position.end_column) {
        flush(b);
        b->run = 0;
        b->position = position;
        b->statement = statement;
    }
    b->run += words;
    b->pc += words;
}

bool ty_lines_finish(ty_lines_builder *b)
{
    flush(b);
    uint32_t n = (uint32_t)(b->checkpoints.size / sizeof(ty_lines_checkpoint));
    size_t old = b->checkpoints.size;
    char *room = ty_buf_extend(&b->checkpoints, sizeof n);
    if (!room || b->entries.failed || b->checkpoints.failed)
        return false;
    memmove(b->checkpoints.data + sizeof n, b->checkpoints.data, old);
    memcpy(b->checkpoints.data, &n, sizeof n);
    if (b->entries.size)
        ty_buf_bytes(&b->checkpoints, b->entries.data, b->entries.size);
    return !b->checkpoints.failed;
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static uint32_t get(ty_lines_walk *w)
{
    uint32_t n = 0;
    for (int shift = 0; w->at < w->end; shift += 7) {
        uint8_t byte = *w->at++;
        n |= (uint32_t)(byte & 0x7f) << (shift & 31);
        if (byte < 0x80)
            break;
    }
    return n;
}

static int32_t get_signed(ty_lines_walk *w)
{
    uint32_t n = get(w);
    return (int32_t)(n >> 1 ^ (0 - (n & 1)));
}

static const ty_lines_checkpoint *checkpoints(const uint8_t *table, size_t size, uint32_t *n)
{
    *n = 0;
    if (size < sizeof *n)
        return NULL;
    memcpy(n, table, sizeof *n);
    if (*n > (size - sizeof *n) / sizeof(ty_lines_checkpoint))
        *n = 0;
    return (const ty_lines_checkpoint *)(const void *)(table + sizeof *n);
}

void ty_lines_begin(ty_lines_walk *w, const uint8_t *table, size_t size)
{
    uint32_t n;
    const ty_lines_checkpoint *c = checkpoints(table, size, &n);
    *w = (ty_lines_walk){.position = {-1, -1, -1, -1}};
    if (n) {
        w->at = (const uint8_t *)(c + n);
        w->end = table + size;
    }
}

bool ty_lines_next(ty_lines_walk *w)
{
    if (w->at >= w->end)
        return false;
    unsigned head = *w->at++, form = head & 7;
    uint32_t words = head >> 4;
    words = words == 15 ? get(w) + 16 : words + 1;
    w->statement = head & 8;
    w->start = w->stop;
    w->stop += words;
    if (form == FORM_NONE || form > FORM_PLAIN) {
        w->position = (ty_code_position){-1, -1, -1, -1};
        return form == FORM_NONE;
    }
    int32_t line = (int32_t)((uint32_t)w->base + (form == FORM_SAME ? 0 : (uint32_t)get_signed(w)));
    uint32_t more = form == FORM_FULL || form == FORM_PLAIN ? get(w) : 0;
    w->base = line;
    w->position = (ty_code_position){line, (int32_t)((uint32_t)line + more), -1, -1};
    if (form != FORM_PLAIN) {
        uint32_t column = get(w), second = get(w);
        w->position.column = (int32_t)column;
        w->position.end_column = (int32_t)(form == FORM_FULL ? second : column + second);
    }
    return true;
}

ty_code_position ty_code_position_at(const ty_code *c, uint32_t pc)
{
    ty_lines_walk w;
    ty_lines_begin(&w, c->lines, c->lines_size);
    uint32_t n;
    const ty_lines_checkpoint *all = checkpoints(c->lines, c->lines_size, &n);
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (all[middle].pc <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    if (low) {
        const ty_lines_checkpoint *p = &all[low - 1];
        if (p->offset < (size_t)(w.end - w.at)) {
            w.at += p->offset;
            w.stop = p->pc;
            w.base = p->line;
        }
    }
    while (ty_lines_next(&w))
        if (pc < w.stop)
            return w.position;
    return (ty_code_position){-1, -1, -1, -1};
}
