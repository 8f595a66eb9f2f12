/* SPDX-License-Identifier: MIT */
/* The interactive prompt: reads a statement, also over several lines, runs it, shows the value of an expression. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <typhon.h>

#include "api/image.h"
#include "compile/compile.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "vm/vm.h"

/* Whether the text needs more lines: the compiler says "incomplete input". */
static ty_value compile_input(ty_ctx *ctx, const char *text, size_t n, bool *more)
{
    ty_compile_options options = {.mode = TY_COMPILE_SINGLE, .flags = TY_COMPILE_DONT_IMPLY_DEDENT | TY_COMPILE_ALLOW_INCOMPLETE,
                                  .filename = TY_SYM(lt_stdin_gt), .first_line = 1, .is_utf8 = true};
    ty_value code = ty_compile(ctx, text, n, &options);
    *more = !code && ctx->exc && strcmp(ty_type_name(ty_type_of(ctx->exc)), "_IncompleteInputError") == 0;
    return code;
}

int ty_api_prompt(ty_ctx *ctx)
{
    ty_value ns = ((ty_module *)ctx->interp->main_module)->dict;
    if (!ctx->interp->runtime->settings.quiet)
        printf("Typhon %s (Python 3.%d)\n", ty_version(), ctx->interp->runtime->settings.stdlib_minor);
    char *line = NULL, *text = NULL;
    size_t capacity = 0, n = 0;
    for (;;) {
        fputs(n ? "... " : ">>> ", stdout);
        fflush(stdout);
        ty_context_unlock(ctx);
        ssize_t got = getline(&line, &capacity, stdin);
        ty_context_lock(ctx);
        if (got < 0)
            break;
        char *grown = realloc(text, n + (size_t)got + 1);
        if (!grown)
            break;
        text = grown;
        memcpy(text + n, line, (size_t)got + 1);
        n += (size_t)got;
        /* The last newline is the key that was pressed; only an empty line counts as one. */
        size_t typed = n && text[n - 1] == '\n' ? n - 1 : n;
        if (typed == 0 || strspn(text, " \t\n") >= typed) {
            n = 0;
            continue;
        }
        bool more;
        ty_value code = compile_input(ctx, text, typed, &more);
        if (more) {
            ty_error_clear(ctx);
            continue;
        }
        n = 0;
        if (!code || !ty_vm_exec(ctx, (ty_code *)code, ns, ns, TY_NULL)) {
            if (ty_error_matches(ctx, &ty_SystemExit_type)) {
                free(line);
                free(text);
                return -1;
            }
            ty_run_report(ctx);
        }
        ty_run_flush(ctx);
    }
    putchar('\n');
    free(line);
    free(text);
    return 0;
}
