/* SPDX-License-Identifier: MIT */
/* See registry.h. */
#include <config.h>

#include <string.h>

#include "serial/registry.h"

int ty_serial_registry_init(ty_serial_registry *r)
{
    memset(r, 0, sizeof *r);
    return ty_mutex_init(&r->mutex);
}

static bool good_name(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    if (n == 0 || n > 31)
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

int ty_serial_register(ty_serial_registry *r, const ty_serializer *s, const char **why)
{
    /* Nothing but abi and size may be read before they are known to fit. */
    if (s->abi != TY_SERIALIZER_ABI) {
        *why = "it was built for another version of the plug-in interface; rebuild it against the installed headers";
        return -1;
    }
    if (s->size < offsetof(ty_serializer, probe)) {
        *why = "its table is too small; rebuild it against the installed headers";
        return -1;
    }
    if (!good_name(s->name)) {
        *why = "its name must be 1 to 31 characters of a-z, 0-9, '-', '_'";
        return -1;
    }
    if (!s->dump || !s->load || s->version_min > s->version_max || s->version_default < s->version_min ||
        s->version_default > s->version_max) {
        *why = "its table is incomplete: dump, load and a range of versions are required";
        return -1;
    }
    int number = -1;
    ty_mutex_lock(&r->mutex);
    size_t n = atomic_load_explicit(&r->count, memory_order_relaxed);
    if (ty_serial_find(r, s->name) >= 0)
        *why = "a serializer of this name is there already";
    else if (n == TY_SERIAL_MAX)
        *why = "there are too many serializers";
    else {
        atomic_store_explicit(&r->entries[n], s, memory_order_release);
        atomic_store_explicit(&r->count, n + 1, memory_order_release);
        number = (int)n;
    }
    ty_mutex_unlock(&r->mutex);
    return number;
}

int ty_serial_find(ty_serial_registry *r, const char *name)
{
    size_t n = atomic_load_explicit(&r->count, memory_order_acquire);
    for (size_t i = 0; i < n; i++)
        if (strcmp(atomic_load_explicit(&r->entries[i], memory_order_relaxed)->name, name) == 0)
            return (int)i;
    return -1;
}

const ty_serializer *ty_serial_at(ty_serial_registry *r, size_t number)
{
    return number < atomic_load_explicit(&r->count, memory_order_acquire) ? atomic_load_explicit(&r->entries[number], memory_order_relaxed)
                                                                          : NULL;
}
