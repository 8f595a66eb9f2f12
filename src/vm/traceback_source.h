/* SPDX-License-Identifier: MIT */
/* Parts of the text of an exception: source lines with marks, syntax errors, suggestions, groups. */
#ifndef TY_VM_TRACEBACK_SOURCE_H
#define TY_VM_TRACEBACK_SOURCE_H

#include "object/str.h"
#include "vm/frame.h"

/* The line of a file, stripped, with ^^^^ below where the position says so. Nothing when the file cannot be read. */
void ty_traceback_source(ty_ctx *ctx, ty_strbuf *b, ty_value filename, int32_t line, const ty_code_position *p, int depth);
/* File, line and caret of a SyntaxError, and its message without them. */
void ty_traceback_syntax(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth);
ty_value ty_traceback_syntax_message(ty_ctx *ctx, ty_value exc) TY_RAISES;
/* ". Did you mean: 'x'?" of NameError, AttributeError, ImportError. */
void ty_traceback_suggestion(ty_ctx *ctx, ty_strbuf *b, ty_value exc);
/* An exception group with its tree; false: write it like any other. */
bool ty_traceback_group(ty_ctx *ctx, ty_strbuf *b, ty_value exc, int depth, void (*frames)(ty_ctx *, ty_strbuf *, ty_value, int),
                        void (*only)(ty_ctx *, ty_strbuf *, ty_value, int), void (*chain)(ty_ctx *, ty_strbuf *, ty_value, int));

#endif
