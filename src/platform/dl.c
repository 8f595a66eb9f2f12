/* SPDX-License-Identifier: MIT */
/* Dynamic loading over dlopen: see dl.h. */
#include <config.h>

#include "platform/dl.h"

#include <dlfcn.h>
#include <stdio.h>

/* Always returns NULL, for use in a return statement. */
static void *fail(char *error, size_t error_size, const char *otherwise) {
    const char *text = dlerror();
    if (error && error_size) snprintf(error, error_size, "%s", text ? text : otherwise);
    return NULL;
}

ty_dl *ty_dl_open(const char *path, char *error, size_t error_size) {
    return ty_dl_open_flags(path, RTLD_NOW | RTLD_LOCAL, error, error_size);
}

ty_dl *ty_dl_open_flags(const char *path, int flags, char *error, size_t error_size) {
    void *lib = dlopen(path, flags);
    return lib ? lib : fail(error, error_size, "cannot open shared object");
}

void *ty_dl_symbol(ty_dl *lib, const char *name, char *error, size_t error_size) {
    (void)dlerror();
    void *symbol = dlsym(lib, name);
    return symbol ? symbol : fail(error, error_size, "symbol not found");
}

bool ty_dl_close(ty_dl *lib, char *error, size_t error_size) {
    if (dlclose(lib) == 0) return true;
    fail(error, error_size, "cannot close shared object");
    return false;
}
