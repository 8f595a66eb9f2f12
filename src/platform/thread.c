/* SPDX-License-Identifier: MIT */
/* Threads over POSIX: see thread.h. */
#include <config.h>

#include "platform/thread.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
# include <sys/syscall.h>
#elif defined(__FreeBSD__)
# include <pthread_np.h>
#endif

#include "platform/page.h"

/* Linux shows 15 characters and refuses more. */
enum { NAME_SIZE = 16 };

struct start {
    ty_thread_fn fn;
    void *arg;
    char name[NAME_SIZE];
};

static void *thread_main(void *p) {
    struct start s = *(struct start *)p;
    free(p);
    if (s.name[0]) ty_thread_set_name(s.name);
    s.fn(s.arg);
    return NULL;
}

size_t ty_thread_min_stack(void) {
#ifdef _SC_THREAD_STACK_MIN
    long n = sysconf(_SC_THREAD_STACK_MIN);
    if (n > 0) return (size_t)n;
#endif
#ifdef PTHREAD_STACK_MIN
    return (size_t)PTHREAD_STACK_MIN;
#else
    return 64 * 1024;
#endif
}

int ty_thread_create(ty_thread *thread, ty_thread_fn fn, void *arg, const ty_thread_options *options) {
    struct start *s = malloc(sizeof *s);
    if (!s) return ENOMEM;
    s->fn = fn;
    s->arg = arg;
    s->name[0] = '\0';
    if (options && options->name) {
        strncpy(s->name, options->name, NAME_SIZE - 1);
        s->name[NAME_SIZE - 1] = '\0';
    }

    pthread_attr_t attr;
    int err = pthread_attr_init(&attr);
    if (err) {
        free(s);
        return err;
    }
    if (options && options->stack_size) {
        size_t size = options->stack_size, least = ty_thread_min_stack();
        if (size < least) size = least;
        size_t page = ty_page_size();
        if (size > SIZE_MAX - page)
            err = EINVAL;
        else
            err = pthread_attr_setstacksize(&attr, TY_ALIGN_UP(size, page));
    }
    if (!err && options && options->detached)
        err = pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    if (!err) err = pthread_create(&thread->handle, &attr, thread_main, s);
    pthread_attr_destroy(&attr);
    if (err) free(s);
    return err;
}

int ty_thread_join(ty_thread thread) {
    return pthread_join(thread.handle, NULL);
}
int ty_thread_detach(ty_thread thread) {
    return pthread_detach(thread.handle);
}

uint64_t ty_thread_ident(void) {
    /* pthread_t is an integer or a pointer on every system we know; its
     * bytes identify the thread either way. */
    pthread_t self = pthread_self();
    uint64_t id = 0;
    memcpy(&id, &self, sizeof self < sizeof id ? sizeof self : sizeof id);
    return id;
}

uint64_t ty_thread_native_id(void) {
#if defined(__linux__)
    return (uint64_t)syscall(SYS_gettid);
#elif defined(__APPLE__)
    uint64_t id = 0;
    pthread_threadid_np(NULL, &id);
    return id;
#elif defined(__FreeBSD__)
    return (uint64_t)pthread_getthreadid_np();
#elif defined(__OpenBSD__)
    return (uint64_t)getthrid();
#else
    return ty_thread_ident();
#endif
}

bool ty_thread_is_main(void) {
#if defined(__linux__)
    return (uint64_t)getpid() == ty_thread_native_id();
#elif defined(__APPLE__) || defined(__FreeBSD__)
    return pthread_main_np() != 0;
#else
    return false;
#endif
}

void ty_thread_set_name(const char *name) {
#if defined(__linux__)
    char cut[NAME_SIZE];
    strncpy(cut, name, NAME_SIZE - 1);
    cut[NAME_SIZE - 1] = '\0';
    pthread_setname_np(pthread_self(), cut);
#elif defined(__APPLE__)
    pthread_setname_np(name);
#elif defined(__FreeBSD__) || defined(__OpenBSD__)
    pthread_set_name_np(pthread_self(), name);
#else
    (void)name;
#endif
}

void ty_thread_yield(void) {
    sched_yield();
}

int ty_mutex_init(ty_mutex *m) {
    return pthread_mutex_init(&m->native, NULL);
}
void ty_mutex_destroy(ty_mutex *m) {
    pthread_mutex_destroy(&m->native);
}

#if defined(__APPLE__)
# define COND_MONOTONIC 0
#else
# define COND_MONOTONIC 1
#endif

int ty_cond_init(ty_cond *c) {
#if COND_MONOTONIC
    pthread_condattr_t attr;
    int err = pthread_condattr_init(&attr);
    if (err) return err;
    err = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    if (!err) err = pthread_cond_init(&c->native, &attr);
    pthread_condattr_destroy(&attr);
    return err;
#else
    return pthread_cond_init(&c->native, NULL);
#endif
}

void ty_cond_destroy(ty_cond *c) {
    pthread_cond_destroy(&c->native);
}

bool ty_cond_wait(ty_cond *c, ty_mutex *m, int64_t deadline) {
    if (deadline < 0) {
        pthread_cond_wait(&c->native, &m->native);
        return true;
    }
    int64_t until = deadline;
    if (!COND_MONOTONIC) until += ty_clock_realtime() - ty_clock_monotonic();
    struct timespec ts = {
        .tv_sec = (time_t)(until / TY_CLOCK_SECOND),
        .tv_nsec = (long)(until % TY_CLOCK_SECOND),
    };
    return pthread_cond_timedwait(&c->native, &m->native, &ts) != ETIMEDOUT;
}
