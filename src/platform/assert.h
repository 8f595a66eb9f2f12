/* SPDX-License-Identifier: MIT */
/*
 * TY_ASSERT states an invariant: checked in debug builds (TY_DEBUG), nothing
 * otherwise.  TY_CHECK is always checked: for what would corrupt memory and
 * cannot be reported.  Both print file, line and text, and abort.  Neither is
 * for bad input: bad input gets an exception.
 */
#ifndef TY_PLATFORM_ASSERT_H
#define TY_PLATFORM_ASSERT_H

#include "platform/attr.h"

TY_COLD TY_NORETURN void ty_assert_fail(const char *file, int line, const char *text);
/* Like ty_assert_fail with a formatted text. */
TY_COLD TY_NORETURN TY_PRINTF(3, 4) void ty_assert_panic(const char *file, int line, const char *format, ...);

#define TY_CHECK(cond) (TY_LIKELY(cond) ? (void)0 : ty_assert_fail(__FILE__, __LINE__, #cond))
#define TY_PANIC(...)  ty_assert_panic(__FILE__, __LINE__, __VA_ARGS__)

#ifdef TY_DEBUG
# define TY_ASSERT(cond)  TY_CHECK(cond)
# define TY_NOT_REACHED() ty_assert_fail(__FILE__, __LINE__, "not reached")
#else
/* sizeof keeps the names used and the condition unevaluated. */
# define TY_ASSERT(cond)  ((void)sizeof(!!(cond)))
# define TY_NOT_REACHED() TY_UNREACHABLE()
#endif

#endif
