/* SPDX-License-Identifier: MIT */
/* The Test Anything Protocol for unit tests in C.
 *
 * A test program calls the checks below and ends with `return done_testing();`, or says the number of checks before with
 * plan(). Every check returns whether it held, so that what makes no sense after a failure can be left out. Checks may be
 * called from several threads: a mutex orders the lines. The last argument is a printf format that names the check. */
#ifndef TY_TESTS_TAP_H
#define TY_TESTS_TAP_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
/* A check without a name has an empty format. */
#pragma GCC diagnostic ignored "-Wformat-zero-length"
#define TAP_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define TAP_PRINTF(f, a)
#endif

void plan(int checks);
/* Prints the plan if plan() was not called; returns what main shall return. */
int done_testing(void);

#define ok(cond, ...) tap_ok(__FILE__, __LINE__, !!(cond), #cond, "" __VA_ARGS__)
#define is_int(got, want, ...) tap_is_int(__FILE__, __LINE__, (long long)(got), (long long)(want), "" __VA_ARGS__)
#define is_hex(got, want, ...)                                                                                 \
    tap_is_hex(__FILE__, __LINE__, (unsigned long long)(got), (unsigned long long)(want), "" __VA_ARGS__)
#define is_double(got, want, ...) tap_is_double(__FILE__, __LINE__, got, want, "" __VA_ARGS__)
#define is_ptr(got, want, ...) tap_is_ptr(__FILE__, __LINE__, got, want, "" __VA_ARGS__)
/* Either string may be NULL. */
#define is_str(got, want, ...) tap_is_str(__FILE__, __LINE__, got, want, "" __VA_ARGS__)
#define is_mem(got, want, size, ...) tap_is_mem(__FILE__, __LINE__, got, want, size, "" __VA_ARGS__)

/* One check that was not made, and why. */
void skip(const char *reason, ...) TAP_PRINTF(1, 2);
/* The whole program makes no sense here: ends it, as skipped. */
_Noreturn void skip_all(const char *reason, ...) TAP_PRINTF(1, 2);
/* A remark, on its own lines. */
void diag(const char *format, ...) TAP_PRINTF(1, 2);
/* Nothing more can be tested: ends the program, as an error. */
_Noreturn void bail(const char *format, ...) TAP_PRINTF(1, 2);

bool tap_ok(const char *file, int line, bool held, const char *what, const char *format, ...) TAP_PRINTF(5, 6);
bool tap_is_int(const char *file, int line, long long got, long long want, const char *format, ...)
    TAP_PRINTF(5, 6);
bool tap_is_hex(const char *file, int line, unsigned long long got, unsigned long long want, const char *format,
    ...) TAP_PRINTF(5, 6);
/* The same number, or both NaN; zeros differ by sign. */
bool tap_is_double(const char *file, int line, double got, double want, const char *format, ...)
    TAP_PRINTF(5, 6);
bool tap_is_ptr(const char *file, int line, const void *got, const void *want, const char *format, ...)
    TAP_PRINTF(5, 6);
bool tap_is_str(const char *file, int line, const char *got, const char *want, const char *format, ...)
    TAP_PRINTF(5, 6);
bool tap_is_mem(const char *file, int line, const void *got, const void *want, size_t size, const char *format,
    ...) TAP_PRINTF(6, 7);

#endif
