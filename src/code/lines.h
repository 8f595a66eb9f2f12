/* SPDX-License-Identifier: MIT */
/*
 * The line table: which part of the source each instruction comes from. Runs of instructions that share a position are
 * one entry, coded as differences; a checkpoint every few entries lets a lookup begin near its target.
 *
 * Layout: uint32 number of checkpoints, the checkpoints, then the entries. An entry is a byte
 *   bits 0-2  form: 0 no position; 1 same line; 2 another line; 3 everything; 4 line only (columns unknown)
 *   bit  3    a statement starts here
 *   bits 4-7  words - 1; 15: a varint of words - 16 follows
 * then by form: (1) start column, width; (2) signed line difference, start column, width; (3) signed line difference,
 * lines more, start column, end column; (4) signed line difference, lines more. Numbers are varints of 7 bits, low first.
 */
#ifndef TY_CODE_LINES_H
#define TY_CODE_LINES_H

#include "code/code.h"
#include "mem/buf.h"

typedef struct ty_lines_checkpoint {
    uint32_t pc;     /* first word of the entry */
    uint32_t offset; /* of the entry, from the end of the checkpoints */
    int32_t line;    /* line that the entry's difference refers to */
} ty_lines_checkpoint;

/* Walks the entries in order: begin, then next until it answers false. */
typedef struct ty_lines_walk {
    const uint8_t *at, *end;
    int32_t base;              /* last line told */
    uint32_t start, stop;      /* words of the entry */
    bool statement;            /* begins a statement */
    ty_code_position position; /* line -1: none */
} ty_lines_walk;

void ty_lines_begin(ty_lines_walk *w, const uint8_t *table, size_t size);
bool ty_lines_next(ty_lines_walk *w); /* false at the end, and when the table is damaged */

/* Builds a table: one call for each instruction in order, then finish. */
typedef struct ty_lines_builder {
    ty_buf entries, checkpoints;
    uint32_t pc, run, count; /* next word; words of the run under way; entries written */
    int32_t base;
    bool statement;
    ty_code_position position;
} ty_lines_builder;

void ty_lines_start(ty_lines_builder *b);
void ty_lines_add(ty_lines_builder *b, ty_code_position position, bool statement, uint32_t words);
/* The finished table, in `b->checkpoints`; false: no memory. */
bool ty_lines_finish(ty_lines_builder *b);
void ty_lines_free(ty_lines_builder *b);

#endif
