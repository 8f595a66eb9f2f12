/* SPDX-License-Identifier: MIT */
/*
 * Properties of characters, as str's methods, the lexer, repr and regular expressions need them. ASCII never gets here on
 * a hot path: see ty_ascii_class.
 */
#ifndef TY_OBJECT_UNICODE_DATA_H
#define TY_OBJECT_UNICODE_DATA_H

#include "platform/attr.h"

enum {
    TY_ASCII_UPPER = 1, TY_ASCII_LOWER = 2, TY_ASCII_DIGIT = 4, TY_ASCII_SPACE = 8, TY_ASCII_PRINTABLE = 16, TY_ASCII_UNDERSCORE = 32,
    TY_ASCII_ALPHA = TY_ASCII_UPPER | TY_ASCII_LOWER, TY_ASCII_ALNUM = TY_ASCII_ALPHA | TY_ASCII_DIGIT,
    TY_ASCII_WORD = TY_ASCII_ALNUM | TY_ASCII_UNDERSCORE
};
extern const uint8_t ty_ascii_class[128];

static inline bool ty_ascii_is(uint32_t c, unsigned classes) { return c < 128 && (ty_ascii_class[c] & classes); }

/* Any character; beyond U+10FFFF nothing holds. */
bool ty_unicode_is_space(uint32_t c);      /* str.isspace, split, strip */
bool ty_unicode_is_alpha(uint32_t c);
bool ty_unicode_is_decimal(uint32_t c);
bool ty_unicode_is_digit(uint32_t c);
bool ty_unicode_is_numeric(uint32_t c);
bool ty_unicode_is_alnum(uint32_t c);
bool ty_unicode_is_upper(uint32_t c);
bool ty_unicode_is_lower(uint32_t c);
bool ty_unicode_is_title(uint32_t c);      /* category Lt */
bool ty_unicode_is_cased(uint32_t c);
bool ty_unicode_is_cased_strict(uint32_t c); /* cased and not case-ignorable: for the final sigma */
bool ty_unicode_is_case_ignorable(uint32_t c);
bool ty_unicode_is_printable(uint32_t c);
bool ty_unicode_is_id_start(uint32_t c);   /* XID_Start or '_' */
bool ty_unicode_is_id_continue(uint32_t c);
static inline bool ty_unicode_is_linebreak(uint32_t c) /* str.splitlines */
{
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

int ty_unicode_decimal(uint32_t c);        /* 0 to 9, or -1 */
int ty_unicode_digit(uint32_t c);          /* 0 to 9, or -1 */
bool ty_unicode_numeric(uint32_t c, double *value);

/* What the tables hold of a character. */
typedef struct ty_unicode_record {
    uint16_t flags;
    uint8_t category, bidi, combining, width; /* the first two and the last: index into the names below */
    int8_t digit;                              /* 0 to 9, or -1 */
    int32_t upper, lower, title;               /* differences to the character */
} ty_unicode_record;
const ty_unicode_record *ty_unicode_record_of(uint32_t c);
bool ty_unicode_is_mirrored(uint32_t c);
extern const char ty_unicode_version[], ty_unicode_categories[][3], ty_unicode_bidi[][4], ty_unicode_widths[][3];

/* Simple, one to one. */
uint32_t ty_unicode_lower(uint32_t c);
uint32_t ty_unicode_upper(uint32_t c);
uint32_t ty_unicode_title(uint32_t c);
/* Full mappings into up to three characters; returns how many. Final sigma is the caller's matter. */
int ty_unicode_lower_full(uint32_t c, uint32_t out[3]);
int ty_unicode_upper_full(uint32_t c, uint32_t out[3]);
int ty_unicode_title_full(uint32_t c, uint32_t out[3]);
int ty_unicode_fold_full(uint32_t c, uint32_t out[3]);

#endif
