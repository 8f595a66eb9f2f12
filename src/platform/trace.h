/* SPDX-License-Identifier: MIT */
/*
 * Trace output by subject, chosen at run time in debug builds:
 * TYPHON_TRACE=gc,compile,eval,chan,serial or "all".
 *
 *     TY_TRACE(TY_TRACE_GC, "minor: %zu blocks", n);
 *
 * Release builds contain no trace code.  There is no writable process state:
 * the environment is looked at on every use, so keep TY_TRACE out of loops
 * that debug builds must run fast, or test ty_trace_on once.
 */
#ifndef TY_PLATFORM_TRACE_H
#define TY_PLATFORM_TRACE_H

#include "platform/attr.h"

enum {
    TY_TRACE_GC = 1 << 0,
    TY_TRACE_COMPILE = 1 << 1,
    TY_TRACE_EVAL = 1 << 2,
    TY_TRACE_CHAN = 1 << 3,
    TY_TRACE_SERIAL = 1 << 4,
};

/* The bits named by a list such as "gc,chan"; unknown words are ignored. */
unsigned ty_trace_parse(const char *list);
/* The bits asked for in the environment. */
unsigned ty_trace_bits(void);
void ty_trace_print(unsigned bit, const char *format, ...) TY_PRINTF(2, 3);

#ifdef TY_DEBUG
# define ty_trace_on(bit) TY_UNLIKELY(ty_trace_bits() & (bit))
# define TY_TRACE(bit, ...)                                  \
  do {                                                       \
   if (ty_trace_on(bit)) ty_trace_print((bit), __VA_ARGS__); \
  } while (0)
#else
# define ty_trace_on(bit) (0)
# define TY_TRACE(bit, ...)                   \
  do {                                        \
   if (0) ty_trace_print((bit), __VA_ARGS__); \
  } while (0)
#endif

#endif
