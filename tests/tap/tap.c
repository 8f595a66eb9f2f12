/* SPDX-License-Identifier: MIT */
/* The Test Anything Protocol: numbered result lines on stdout, what went wrong as comment lines after them. */
#include <config.h>

#include "tests/tap/tap.h"

#include "main/sanitizer.h"

#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows, and stdout */
static int planned = -1;
static int made;
static int failed;

/* Prints text as comment lines, whatever newlines it has. */
static void comment(const char *text) {
    while (*text) {
        size_t n = strcspn(text, "\n");
        printf("# %.*s\n", (int)n, text);
        text += n;
        if (*text == '\n') text++;
    }
}

/* Prints one result line; the caller holds the mutex and goes on with what was wrong. */
static void result(bool held, const char *file, int line, const char *what, const char *format, va_list args) {
    made++;
    if (!held) failed++;
    printf("%sok %d", held ? "" : "not ", made);
    if (*format) {
        char name[512];
        vsnprintf(name, sizeof name, format, args);
        for (char *p = name; *p; p++)
            if (*p == '#' || *p == '\n') *p = '.';
        printf(" - %s", name);
    } else if (what) {
        printf(" - ");
        for (const char *p = what; *p; p++) putchar(*p == '#' ? '.' : *p);
    }
    putchar('\n');
    if (!held) printf("# failed at %s:%d\n", file, line);
}

#define REPORT(held, what)                                                                                     \
    do {                                                                                                       \
        va_list args;                                                                                          \
        va_start(args, format);                                                                                \
        pthread_mutex_lock(&mutex);                                                                            \
        result(held, file, line, what, format, args);                                                          \
        va_end(args);                                                                                          \
    } while (0)

static bool finish(bool held) {
    fflush(stdout);
    pthread_mutex_unlock(&mutex);
    return held;
}

void plan(int checks) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    planned = checks;
    printf("1..%d\n", checks);
}

int done_testing(void) {
    pthread_mutex_lock(&mutex);
    if (planned < 0) printf("1..%d\n", made);
    if (failed) printf("# %d of %d failed\n", failed, made);
    bool good = !failed && (planned < 0 || planned == made);
    finish(good);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

bool tap_ok(const char *file, int line, bool held, const char *what, const char *format, ...) {
    REPORT(held, what);
    if (!held && *format) printf("# %s\n", what);
    return finish(held);
}

bool tap_is_int(const char *file, int line, long long got, long long want, const char *format, ...) {
    bool held = got == want;
    REPORT(held, NULL);
    if (!held) printf("#  got: %lld\n# want: %lld\n", got, want);
    return finish(held);
}

bool tap_is_hex(const char *file, int line, unsigned long long got, unsigned long long want, const char *format,
    ...) {
    bool held = got == want;
    REPORT(held, NULL);
    if (!held) printf("#  got: 0x%llx\n# want: 0x%llx\n", got, want);
    return finish(held);
}

bool tap_is_double(const char *file, int line, double got, double want, const char *format, ...) {
    bool held = isnan(want) ? isnan(got) : got == want && !signbit(got) == !signbit(want);
    REPORT(held, NULL);
    if (!held) printf("#  got: %.17g (%a)\n# want: %.17g (%a)\n", got, got, want, want);
    return finish(held);
}

bool tap_is_ptr(const char *file, int line, const void *got, const void *want, const char *format, ...) {
    bool held = got == want;
    REPORT(held, NULL);
    if (!held) printf("#  got: %p\n# want: %p\n", got, want);
    return finish(held);
}

bool tap_is_str(const char *file, int line, const char *got, const char *want, const char *format, ...) {
    bool held = got && want ? strcmp(got, want) == 0 : got == want;
    REPORT(held, NULL);
    if (!held) {
        comment(" got:");
        comment(got ? got : "(NULL)");
        comment("want:");
        comment(want ? want : "(NULL)");
    }
    return finish(held);
}

static void dump_around(const char *who, const unsigned char *bytes, size_t at, size_t size) {
    size_t from = at & ~(size_t)15, to = size - from < 16 ? size : from + 16;
    printf("# %s", who);
    for (size_t i = from; i < to; i++) printf("%s%02x", i == at ? ">" : " ", bytes[i]);
    putchar('\n');
}

bool tap_is_mem(const char *file, int line, const void *got, const void *want, size_t size, const char *format,
    ...) {
    bool held = size == 0 || (got && want && memcmp(got, want, size) == 0);
    REPORT(held, NULL);
    if (!held && got && want) {
        size_t at = 0;
        while (((const unsigned char *)got)[at] == ((const unsigned char *)want)[at]) at++;
        printf("# byte %zu of %zu differs\n", at, size);
        dump_around(" got:", got, at, size);
        dump_around("want:", want, at, size);
    }
    return finish(held);
}

void skip(const char *reason, ...) {
    va_list args;
    va_start(args, reason);
    pthread_mutex_lock(&mutex);
    printf("ok %d # SKIP ", ++made);
    vprintf(reason, args);
    putchar('\n');
    finish(true);
    va_end(args);
}

_Noreturn void skip_all(const char *reason, ...) {
    va_list args;
    va_start(args, reason);
    printf("1..0 # SKIP ");
    vprintf(reason, args);
    putchar('\n');
    va_end(args);
    exit(EXIT_SUCCESS);
}

void diag(const char *format, ...) {
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    pthread_mutex_lock(&mutex);
    comment(text);
    finish(true);
}

_Noreturn void bail(const char *format, ...) {
    va_list args;
    va_start(args, format);
    printf("Bail out! ");
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    exit(99);
}
