/* SPDX-License-Identifier: MIT */
/* See runtime.h. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "interp/runtime.h"
#include "mem/hash.h"
#include "mem/pool.h"
#include "object/str.h"
#include "platform/file.h"

static ty_runtime runtime;
static bool started;
static ty_mutex start_mutex = {PTHREAD_MUTEX_INITIALIZER};
static _Thread_local ty_runtime_thread this_thread;

/* PYTHONHASHSEED, unless the environment is ignored. */
static void seed_hash(const ty_settings *s)
{
    const char *text = s && !s->ignore_environment ? getenv("PYTHONHASHSEED") : NULL;
    char *end;
    unsigned long seed = text && *text ? strtoul(text, &end, 10) : 0;
    if (text && *text && *end == 0)
        ty_hash_key_seed(&ty_symbols_hash_key, seed);
    else
        ty_hash_key_random(&ty_symbols_hash_key);
}

ty_runtime_thread *ty_runtime_this_thread(void)
{
    return &this_thread;
}

ty_runtime *ty_runtime_get(void)
{
    return started ? &runtime : NULL;
}

ty_runtime *ty_runtime_start(const ty_module_def *const *modules, const ty_frozen_module *frozen, const ty_settings *settings)
{
    ty_mutex_lock(&start_mutex);
    if (!started) {
        static char *no_arguments[] = {"", NULL};
        runtime.pool = ty_pool_new(NULL);
        if (runtime.pool && ty_mutex_init(&runtime.mutex) == 0 && ty_serial_registry_init(&runtime.serializers) == 0) {
            runtime.processors = ty_file_cpu_usable();
            runtime.modules = modules;
            runtime.frozen = frozen;
            if (settings)
                runtime.settings = *settings;
            if (!runtime.settings.argv)
                runtime.settings.argv = no_arguments;
            if (!runtime.settings.program)
                runtime.settings.program = "typhon";
            if (!runtime.settings.executable)
                runtime.settings.executable = "";
            if (!runtime.settings.stdlib_minor)
                runtime.settings.stdlib_minor = 13;
            if (!settings)
                runtime.settings.int_max_str_digits = -1;
            seed_hash(settings);
            started = true;
        }
    }
    ty_mutex_unlock(&start_mutex);
    return started ? &runtime : NULL;
}
