/* SPDX-License-Identifier: MIT */
/* Any bytes as source text, in one of the modes (first byte): parsed, dumped, scopes resolved. An error must
 * have a kind and lie in the text. */
#include <config.h>

#include "compile/parser.h"
#include "compile/symtable.h"
#include "mem/arena.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void swallow(void *arg, const char *text, size_t len) {
    (void)text;
    *(size_t *)arg += len;
}

static bool warn(void *arg, const ty_syntax_warning *warning) {
    (void)arg;
    return warning->message[0] != '\0';
}

static void check_error(const ty_source *source, const ty_syntax_error *error) {
    if (error->kind == TY_SYNTAX_OK) abort();
    if (!error->text || !source->text) return;
    if (error->text < source->text || error->text + error->text_len > source->text + source->len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    ty_arena arena;
    ty_source source = {.text = NULL};
    ty_syntax_error error;
    ty_mod *mod = NULL;
    const ty_source_options from = {.origin = (ty_source_origin)(data[0] / 4 % 3), .filename = "fuzz.py"};
    const ty_parse_options how = {
        .mode = (ty_parse_mode)(data[0] % 4 % 3), .allow_incomplete = data[0] & 16, .warn = warn};
    const ty_symtable_options scopes = {.source = &source, .warn = warn, .top_level_await = data[0] & 32};
    /* A small limit now and then, so that lack of memory is met everywhere. */
    ty_arena_init(&arena, NULL, data[0] & 64 ? 16384 + size * 16 : (size_t)256 << 20);
    if (ty_source_init(&source, &arena, (const char *)data + 1, size - 1, &from, &error))
        mod = ty_parser_parse(&arena, &source, &how, &error);
    if (!mod) {
        check_error(&source, &error);
    } else {
        size_t written = 0;
        ty_ast_dump(mod, 1, swallow, &written);
        if (!ty_symtable_build(&arena, mod, &scopes, &error))
            check_error(&source, &error);
        else
            ty_symtable_dump(mod->scope, swallow, &written);
    }
    ty_arena_free(&arena);
    return 0;
}
