/* SPDX-License-Identifier: MIT */
/*
 * Dynamic loading.  Errors are text, copied at once into the caller's buffer
 * (dlerror's own text is per thread or per process, and short-lived).
 */
#ifndef TY_PLATFORM_DL_H
#define TY_PLATFORM_DL_H

#include "platform/attr.h"

typedef struct ty_dl ty_dl;

/* Opens a shared object with private symbols, all resolved now.  `path` NULL:
 * the program itself.  NULL on failure, with the reason in `error`. */
ty_dl *ty_dl_open(const char *path, char *error, size_t error_size);
/* The same with the loader's own flags (RTLD_...), for ctypes. */
ty_dl *ty_dl_open_flags(const char *path, int flags, char *error, size_t error_size);
void *ty_dl_symbol(ty_dl *lib, const char *name, char *error, size_t error_size);
/* True when closed; the error buffer is filled otherwise. */
bool ty_dl_close(ty_dl *lib, char *error, size_t error_size);

/* A data pointer from ty_dl_symbol as a function pointer. */
typedef void (*ty_dl_function)(void);
TY_INLINE ty_dl_function ty_dl_as_function(void *symbol) {
    ty_dl_function f;
    TY_STATIC_ASSERT(sizeof f == sizeof symbol, "function pointers fit void *");
    memcpy(&f, &symbol, sizeof f);
    return f;
}

#endif
