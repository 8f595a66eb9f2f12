/* SPDX-License-Identifier: MIT */
/*
 * The process: what interpreters share, and the only place with writable file-scope data. The block pool, the secret of
 * the string hash, the numbers and the list of interpreters, the settings of the command line.
 */
#ifndef TY_INTERP_RUNTIME_H
#define TY_INTERP_RUNTIME_H

#include "object/module.h"
#include "platform/stack.h"
#include "platform/thread.h"
#include "serial/registry.h"

struct ty_pool;
typedef struct ty_interp ty_interp;

/* How Python is to behave; the command line's options. Strings live as long as the process. */
typedef struct ty_settings {
    const char *program;          /* argv[0] */
    const char *executable;       /* absolute path of the program, or "" */
    const char *stdlib;           /* folder of a CPython standard library, NULL: none */
    int stdlib_minor;             /* 11 for a 3.11 library; 13 without one */
    char **argv;                  /* sys.argv: NULL-ended, never NULL */
    char **warn_options;          /* -W, NULL-ended or NULL */
    char **x_options;             /* -X, NULL-ended or NULL */
    int optimize, verbose, quiet, dont_write_bytecode, unbuffered, bytes_warning, dev_mode;
    bool isolated, ignore_environment, no_site, no_user_site, safe_path, interactive, inspect, utf8_mode;
    int int_max_str_digits;       /* -1: default */
    size_t recursion_limit;       /* 0: 1000 */
} ty_settings;

/* A Python source embedded in the image. */
typedef struct ty_frozen_module {
    const char *name;          /* dotted; NULL ends the table */
    const unsigned char *data; /* UTF-8, followed by a NUL that size does not count */
    size_t size;
    bool package;
} ty_frozen_module;

typedef struct ty_runtime {
    struct ty_pool *pool;
    ty_mutex mutex;               /* guards all below */
    ty_interp *first;             /* list of live interpreters, by number */
    int64_t next_id;
    ty_interp *main;              /* the one signals belong to */
    size_t alive;
    const ty_module_def *const *modules; /* native modules, NULL-ended */
    const ty_frozen_module *frozen;      /* modules in Python, sorted by name */
    ty_settings settings;
    ty_serial_registry serializers;      /* has its own rules */
    struct ty_hub_channel *channels;     /* interp/hub.h */
    int64_t next_channel;
    _Atomic int receivers_waiting;       /* in interp/ends.c */
    int processors;                      /* usable when the process started */
} ty_runtime;

/* What belongs to an OS thread, whichever interpreter it is in; only that thread touches it. */
typedef struct ty_runtime_thread {
    struct ty_thread_context *innermost; /* the interpreter it is in, with the buried ones behind it; or NULL */
    ty_stack_bounds bounds;              /* of its C stack; all 0 until it enters an interpreter first */
} ty_runtime_thread;

/* The calling thread's. */
ty_runtime_thread *ty_runtime_this_thread(void);
/* The process's runtime; NULL before ty_runtime_start has succeeded. */
ty_runtime *ty_runtime_get(void);
/* Starts it; again: does nothing. NULL: memory or system resources are exhausted. */
ty_runtime *ty_runtime_start(const ty_module_def *const *modules, const ty_frozen_module *frozen, const ty_settings *settings);

#endif
