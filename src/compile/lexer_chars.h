/* SPDX-License-Identifier: MIT */
/* Classes of bytes in source text. Bytes from 0x80 count as part of a name; names with such bytes are checked
 * as a whole later. */
#ifndef TY_COMPILE_LEXER_CHARS_H
#define TY_COMPILE_LEXER_CHARS_H

#include <stdint.h>

enum { TY_CH_START = 1, TY_CH_CONT = 2, TY_CH_DIGIT = 4, TY_CH_HEX = 8 };

extern const uint8_t ty_lexer_chars[256];

#define TY_CH_IS(c, bits) (ty_lexer_chars[(unsigned char)(c)] & (bits))

#endif
