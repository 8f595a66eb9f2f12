/* SPDX-License-Identifier: MIT */
/* See api_run.h. */
#include <config.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/api_run.h"
#include "api/image.h"
#include "interp/signal.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "platform/file.h"

#define PROGRAM_LIMIT ((size_t)1 << 30)

/* sys.path[0]: where the program is. */
static int prepend_path(ty_ctx *ctx, ty_value folder)
{
    ty_value path;
    if (ty_dict_get_str(ctx, ((ty_module *)ctx->interp->sys_module)->dict, TY_SYM(path), &path) <= 0 || !ty_is_list(path))
        return ctx->exc ? -1 : 0;
    return ty_list_insert(ctx, path, 0, folder);
}

static int run_command(ty_ctx *ctx, const char *text)
{
    if (!ctx->interp->runtime->settings.safe_path && prepend_path(ctx, ty_str_empty) < 0)
        return -1;
    return ty_run_text(ctx, text, strlen(text), TY_SYM(lt_string_gt), 0);
}

static int run_bytes(ty_ctx *ctx, const char *text, size_t n, ty_value filename)
{
    ty_value main_dict = ((ty_module *)ctx->interp->main_module)->dict;
    if (ty_dict_set(ctx, main_dict, TY_SYM(__file__), filename) < 0 || ty_dict_set(ctx, main_dict, TY_SYM(__cached__), TY_NONE) < 0)
        return -1;
    return ty_run_text(ctx, text, n, filename, 0);
}

static int run_module(ty_ctx *ctx, const char *name, ty_value alter_argv)
{
    ty_value runpy = ty_import_cstr(ctx, "runpy");
    ty_value run = runpy ? ty_attr_get(ctx, runpy, TY_SYM(_run_module_as_main)) : TY_NULL;
    ty_value module = run ? ty_str_from_cstr(ctx, name) : TY_NULL;
    return module && ty_call2(ctx, run, module, alter_argv) ? 0 : -1;
}

/* A file, or a folder (or archive) with a __main__.py. Returns the exit status when the file cannot be read. */
static int run_file(ty_ctx *ctx, const char *file, int *status)
{
    ty_file_info info;
    char folder[PATH_MAX];
    ty_value filename = ty_str_from_cstr(ctx, file);
    if (!filename)
        return -1;
    if (ty_file_info_path(file, &info) == 0 && info.kind == TY_FILE_DIRECTORY)
        return prepend_path(ctx, filename) < 0 ? -1 : run_module(ctx, "__main__", TY_FALSE);
    char *text;
    size_t n;
    int error = ty_file_read_whole(file, PROGRAM_LIMIT, &text, &n);
    if (error) {
        fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", ctx->interp->runtime->settings.program, file, error, strerror(error));
        *status = 2;
        return 0;
    }
    int r = 0;
    if (!ctx->interp->runtime->settings.safe_path) {
        if (!realpath(file, folder))
            snprintf(folder, sizeof folder, "%s", file);
        char *slash = strrchr(folder, '/');
        *(slash ? slash : folder) = 0;
        ty_value dir = ty_str_from_cstr(ctx, folder);
        r = dir ? prepend_path(ctx, dir) : -1;
    }
    if (r == 0)
        r = run_bytes(ctx, text, n, filename);
    free(text);
    return r;
}

static int run_stdin(ty_ctx *ctx)
{
    char *text;
    size_t n;
    int error = ty_file_read_rest(0, PROGRAM_LIMIT, &text, &n);
    if (error) {
        ty_error_os(ctx, error, TY_NULL);
        return -1;
    }
    int r = ctx->interp->runtime->settings.safe_path ? 0 : prepend_path(ctx, ty_str_empty);
    if (r == 0)
        r = ty_run_text(ctx, text, n, TY_SYM(lt_stdin_gt), 0);
    free(text);
    return r;
}

int ty_api_main(const ty_settings *settings, int kind, const char *what)
{
    char executable[PATH_MAX];
    ty_settings s = *settings;
    if (ty_file_self_path(executable, sizeof executable) == 0)
        s.executable = strdup(executable); /* out of memory: NULL, which stands for "" */
    ty_runtime *rt = ty_runtime_start(ty_image_modules, ty_image_frozen(), &s);
    if (rt)
        ty_image_register_serializers(rt);
    ty_interp *i = rt ? ty_interp_new(rt, 0) : NULL;
    ty_ctx *ctx = i ? ty_interp_enter(i) : NULL;
    if (!ctx) {
        fprintf(stderr, "%s: not enough memory to start\n", s.program);
        return 1;
    }
    atomic_store(&i->running, 1); /* the program is what runs in its __main__ */
    int status = 0, r = ty_interp_prepare(ctx);
    if (r == 0) {
        ty_signal_install_interrupt(ctx);
        switch (kind) {
        case TY_RUN_COMMAND: r = run_command(ctx, what); break;
        case TY_RUN_FILE: r = run_file(ctx, what, &status); break;
        case TY_RUN_MODULE: r = run_module(ctx, what, TY_TRUE); break;
        case TY_RUN_STDIN: r = run_stdin(ctx); break;
        default: r = ty_file_isatty(0) || s.interactive ? ty_api_prompt(ctx) : run_stdin(ctx); break;
        }
    }
    if (r < 0)
        status = ty_run_report(ctx);
    if (s.inspect && kind != TY_RUN_PROMPT && ty_api_prompt(ctx) < 0)
        status = ty_run_report(ctx);
    ty_interp_finish(ctx);
    ty_interp_leave(ctx);
    /* Daemon threads may be inside still: the process ends under them. */
    if (!ty_interp_inhabited(i))
        ty_interp_free(i);
    return status;
}
