/* SPDX-License-Identifier: MIT */
/*
 * Operating system threads, and mutex and condition variable for sections
 * that may be long.  For short ones see lock.h.
 */
#ifndef TY_PLATFORM_THREAD_H
#define TY_PLATFORM_THREAD_H

#include <pthread.h>

#include "platform/attr.h"
#include "platform/clock.h"

typedef struct ty_thread {
    pthread_t handle;
} ty_thread;

typedef void (*ty_thread_fn)(void *arg);

typedef struct ty_thread_options {
    size_t stack_size; /* bytes, rounded up to what the system takes; 0: default */
    const char *name;  /* shown by debuggers, cut to what fits; may be NULL */
    bool detached;     /* nobody will join it */
} ty_thread_options;

/* Returns 0 or an errno value.  `options` may be NULL. */
int ty_thread_create(ty_thread *thread, ty_thread_fn fn, void *arg, const ty_thread_options *options);
int ty_thread_join(ty_thread thread);
int ty_thread_detach(ty_thread thread);
/* Smallest stack a thread may have. */
size_t ty_thread_min_stack(void);

/* A number no other live thread of the process has; never 0. */
uint64_t ty_thread_ident(void);
/* The kernel's number for the thread, as other tools show it. */
uint64_t ty_thread_native_id(void);
/* True on the thread that runs main(). */
bool ty_thread_is_main(void);
void ty_thread_set_name(const char *name);
void ty_thread_yield(void);

/* ---- mutex and condition ------------------------------------------------- */

typedef struct ty_mutex {
    pthread_mutex_t native;
} ty_mutex;
typedef struct ty_cond {
    pthread_cond_t native; /* waits by the monotonic clock where possible */
} ty_cond;

/* The init functions return 0 or an errno value. */
int ty_mutex_init(ty_mutex *m);
void ty_mutex_destroy(ty_mutex *m);
TY_INLINE void ty_mutex_lock(ty_mutex *m) {
    pthread_mutex_lock(&m->native);
}
TY_INLINE bool ty_mutex_try(ty_mutex *m) {
    return pthread_mutex_trylock(&m->native) == 0;
}
TY_INLINE void ty_mutex_unlock(ty_mutex *m) {
    pthread_mutex_unlock(&m->native);
}

int ty_cond_init(ty_cond *c);
void ty_cond_destroy(ty_cond *c);
TY_INLINE void ty_cond_signal(ty_cond *c) {
    pthread_cond_signal(&c->native);
}
TY_INLINE void ty_cond_broadcast(ty_cond *c) {
    pthread_cond_broadcast(&c->native);
}
/* False: the deadline has passed.  TY_CLOCK_NEVER waits without one. */
bool ty_cond_wait(ty_cond *c, ty_mutex *m, int64_t deadline);

#endif
