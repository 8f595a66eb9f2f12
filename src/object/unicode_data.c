/* SPDX-License-Identifier: MIT */
/*
 * Properties of characters. A two-stage table leads from a character to one of some hundred records; what a record
 * cannot hold (mappings to several characters, numeric values beyond digits) is found by binary search. The tables are
 * made by unicode_tables.py.
 */
#include <config.h>

#include "object/unicode_data.h"

enum {
    ALPHA = 1 << 0, DECIMAL = 1 << 1, DIGIT = 1 << 2, NUMERIC = 1 << 3, SPACE = 1 << 4, UPPER = 1 << 5, LOWER = 1 << 6,
    TITLE = 1 << 7, CASED = 1 << 8, IGNORABLE = 1 << 9, PRINTABLE = 1 << 10, ID_START = 1 << 11, ID_CONTINUE = 1 << 12,
    SPECIAL = 1 << 13, MIRRORED = 1 << 14
};

typedef struct special_row { uint32_t c, upper[3], lower[3], title[3], fold[3]; } special_row;
typedef struct numeric_run { uint32_t start; uint16_t count; int64_t first; int64_t step; uint16_t denominator; } numeric_run;

#include "object/unicode_tables.inc"

static const ty_unicode_record *record(uint32_t c)
{
    return &records[c < 0x110000 ? record_of[(size_t)pages[c >> 7] << 7 | (c & 127)] : 0];
}
static inline bool has(uint32_t c, unsigned flag) { return c < 0x110000 && (record(c)->flags & flag) != 0; }

const ty_unicode_record *ty_unicode_record_of(uint32_t c) { return record(c); }
bool ty_unicode_is_mirrored(uint32_t c) { return has(c, MIRRORED); }
bool ty_unicode_is_space(uint32_t c) { return has(c, SPACE); }
bool ty_unicode_is_alpha(uint32_t c) { return has(c, ALPHA); }
bool ty_unicode_is_decimal(uint32_t c) { return has(c, DECIMAL); }
bool ty_unicode_is_digit(uint32_t c) { return has(c, DIGIT); }
bool ty_unicode_is_numeric(uint32_t c) { return has(c, NUMERIC); }
bool ty_unicode_is_alnum(uint32_t c) { return has(c, ALPHA | DECIMAL | DIGIT | NUMERIC); }
bool ty_unicode_is_upper(uint32_t c) { return has(c, UPPER); }
bool ty_unicode_is_lower(uint32_t c) { return has(c, LOWER); }
bool ty_unicode_is_title(uint32_t c) { return has(c, TITLE); }
bool ty_unicode_is_cased(uint32_t c) { return has(c, CASED | UPPER | LOWER | TITLE); }
bool ty_unicode_is_cased_strict(uint32_t c) { return has(c, CASED); }
bool ty_unicode_is_case_ignorable(uint32_t c) { return has(c, IGNORABLE); }
bool ty_unicode_is_printable(uint32_t c) { return has(c, PRINTABLE); }
bool ty_unicode_is_id_start(uint32_t c) { return has(c, ID_START); }
bool ty_unicode_is_id_continue(uint32_t c) { return has(c, ID_CONTINUE); }

/* --- numbers ------------------------------------------------------------------------------------------------------ */

int ty_unicode_digit(uint32_t c) { return record(c)->digit; }
int ty_unicode_decimal(uint32_t c) { return has(c, DECIMAL) ? record(c)->digit : -1; }

bool ty_unicode_numeric(uint32_t c, double *value)
{
    if (!has(c, NUMERIC))
        return false;
    size_t low = 0, high = TY_COUNTOF(runs);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (runs[middle].start <= c)
            low = middle;
        else
            high = middle;
    }
    const numeric_run *r = &runs[low];
    if (c - r->start >= r->count)
        return false;
    *value = (double)(r->first + (int64_t)(c - r->start) * r->step) / r->denominator;
    return true;
}

/* --- case --------------------------------------------------------------------------------------------------------- */

uint32_t ty_unicode_lower(uint32_t c) { return c + (uint32_t)record(c)->lower; }
uint32_t ty_unicode_upper(uint32_t c) { return c + (uint32_t)record(c)->upper; }
uint32_t ty_unicode_title(uint32_t c) { return c + (uint32_t)record(c)->title; }

static const special_row *special(uint32_t c)
{
    size_t low = 0, high = TY_COUNTOF(specials);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (specials[middle].c <= c)
            low = middle;
        else
            high = middle;
    }
    return &specials[low];
}

static int copy(const uint32_t from[3], uint32_t out[3])
{
    int n = 0;
    while (n < 3 && from[n]) {
        out[n] = from[n];
        n++;
    }
    return n;
}

int ty_unicode_lower_full(uint32_t c, uint32_t out[3])
{
    if (TY_UNLIKELY(has(c, SPECIAL)))
        return copy(special(c)->lower, out);
    out[0] = ty_unicode_lower(c);
    return 1;
}
int ty_unicode_upper_full(uint32_t c, uint32_t out[3])
{
    if (TY_UNLIKELY(has(c, SPECIAL)))
        return copy(special(c)->upper, out);
    out[0] = ty_unicode_upper(c);
    return 1;
}
int ty_unicode_title_full(uint32_t c, uint32_t out[3])
{
    if (TY_UNLIKELY(has(c, SPECIAL)))
        return copy(special(c)->title, out);
    out[0] = ty_unicode_title(c);
    return 1;
}
int ty_unicode_fold_full(uint32_t c, uint32_t out[3])
{
    if (TY_UNLIKELY(has(c, SPECIAL)))
        return copy(special(c)->fold, out);
    out[0] = ty_unicode_lower(c);
    return 1;
}

/* --- ASCII -------------------------------------------------------------------------------------------------------- */

#define P TY_ASCII_PRINTABLE
#define S TY_ASCII_SPACE
#define B (TY_ASCII_SPACE | TY_ASCII_PRINTABLE)
#define D (TY_ASCII_DIGIT | TY_ASCII_PRINTABLE)
#define U (TY_ASCII_UPPER | TY_ASCII_PRINTABLE)
#define L (TY_ASCII_LOWER | TY_ASCII_PRINTABLE)
#define W (TY_ASCII_UNDERSCORE | TY_ASCII_PRINTABLE)
const uint8_t ty_ascii_class[128] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, S, S, S, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, S, S,
    B, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
    P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, P, P, P, P, W,
    P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, 0,
};
