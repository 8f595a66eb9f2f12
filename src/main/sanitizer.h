/* SPDX-License-Identifier: MIT */
/* What sanitizers must know about every program that has our collector in it; included by one file of each program.
 *
 * C frames are roots, scanned conservatively: with detect_stack_use_after_return the address sanitizer would keep locals
 * in a heap of its own, where the collector does not look. */
#ifndef TY_MAIN_SANITIZER_H
#define TY_MAIN_SANITIZER_H

#if defined(TY_WITH_ASAN)
__attribute__((visibility("default"), used)) const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_stack_use_after_return=0:allocator_may_return_null=1:strict_string_checks=1";
}
#endif
#if defined(TY_WITH_SANITIZERS)
__attribute__((visibility("default"), used)) const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) {
    return "print_stacktrace=1";
}
#endif

/* Keeps the file from being empty without sanitizers. */
enum { TY_SANITIZER_OPTIONS_INCLUDED = 1 };

#endif
