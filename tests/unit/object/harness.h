/* SPDX-License-Identifier: MIT */
/*
 * A context for unit tests of floors from objects up, without VM and interpreter: heap, context and this floor's state.
 *
 *   int main(void)
 *   {
 *       ty_ctx *ctx = harness_begin();
 *       ... checks ...
 *       harness_end();
 *       return done_testing();
 *   }
 */
#ifndef TY_TESTS_HARNESS_H
#define TY_TESTS_HARNESS_H

#include "object/context.h"
#include "tests/tap/tap.h"

ty_ctx *harness_begin(void);
/* Tests of higher floors: who gives back the references to units that the heap held (ty_unit_release). */
struct ty_unit;
void harness_units(void (*release)(struct ty_unit *unit));
void harness_end(void); /* complains of an exception that is still pending */

/* No exception is pending; else shows it and clears it. */
bool harness_no_error(ty_ctx *ctx, const char *file, int line, const char *what);
/* The pending exception is of `type` and its str() is `text` (NULL: any); clears it. */
bool harness_error(ty_ctx *ctx, const char *file, int line, const ty_type *type, const char *text);
/* repr(v) equals text. v TY_NULL with an exception fails and shows it. */
bool harness_repr(ty_ctx *ctx, const char *file, int line, ty_value v, const char *text);
/* The UTF-8 text of a str, in a buffer that lasts for a few calls. */
const char *harness_text(ty_ctx *ctx, ty_value str);

#define no_error(ctx) harness_no_error(ctx, __FILE__, __LINE__, "no error")
#define raises(ctx, type, text) harness_error(ctx, __FILE__, __LINE__, type, text)
#define is_repr(ctx, v, text) harness_repr(ctx, __FILE__, __LINE__, v, text)

#endif
