/* SPDX-License-Identifier: MIT */
/*
 * Symbols: the strings of the image. TY_SYM(append) is the interned str "append", an address constant. The list of all
 * that the sources use is made at build time (symbols.sh); texts that are no identifiers have a row in symbols.extra.
 * Characters U+0000 to U+00FF and the empty string are symbols too: ty_str_char, ty_str_empty. At run time: ty_symbols_find.
 */
#ifndef TY_OBJECT_SYMBOLS_H
#define TY_OBJECT_SYMBOLS_H

#include "object/symbols.gen.h"
#include "object/value.h"

#define TY_SYM(ident) TY_VALUE(&ty_sym_##ident)

/* Each has a type of its own, which symbols.c completes: struct ty_str with room for the text. */
#define TY_SYMBOL_DECLARE(ident, text, length, hash) extern struct ty_symbol_##ident ty_sym_##ident;
TY_SYMBOLS(TY_SYMBOL_DECLARE)
#undef TY_SYMBOL_DECLARE

#endif
