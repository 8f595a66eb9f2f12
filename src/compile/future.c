/* SPDX-License-Identifier: MIT */
/* Future statements: allowed after the docstring and before all else. */
#include <config.h>

#include "compile/future.h"

#include <string.h>

static bool is_future(const ty_stmt *s) {
    return s->kind == TY_STMT_ImportFrom && s->ImportFrom.level == 0 && s->ImportFrom.module &&
           strcmp(s->ImportFrom.module->text, "__future__") == 0;
}

static bool feature_bits(const char *name, uint32_t *bits) {
    static const struct {
        const char *name;
        uint32_t bit;
    } features[] = {
        {"nested_scopes", 0},
        {"generators", 0},
        {"division", TY_FUTURE_DIVISION},
        {"absolute_import", TY_FUTURE_ABSOLUTE_IMPORT},
        {"with_statement", TY_FUTURE_WITH_STATEMENT},
        {"print_function", TY_FUTURE_PRINT_FUNCTION},
        {"unicode_literals", TY_FUTURE_UNICODE_LITERALS},
        {"barry_as_FLUFL", TY_FUTURE_BARRY_AS_BDFL},
        {"generator_stop", TY_FUTURE_GENERATOR_STOP},
        {"annotations", TY_FUTURE_ANNOTATIONS},
    };
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (strcmp(features[i].name, name) == 0) {
            *bits |= features[i].bit;
            return true;
        }
    return false;
}

ty_future_result ty_future_scan(const ty_mod *mod, uint32_t *bits, const ty_ast_alias **where,
                                const ty_stmt **stmt) {
    *bits = 0;
    if (mod->kind == TY_MOD_Expression) return TY_FUTURE_NONE;
    ty_stmt_seq body = mod->kind == TY_MOD_Module ? mod->Module.body : mod->Interactive.body;
    bool late = false, docstring = true;
    ty_future_result result = TY_FUTURE_NONE;
    for (uint32_t i = 0; i < body.len; i++) {
        const ty_stmt *s = body.at[i];
        if (is_future(s)) {
            *stmt = s;
            if (late) return TY_FUTURE_LATE;
            for (uint32_t k = 0; k < s->ImportFrom.names.len; k++)
                if (!feature_bits(s->ImportFrom.names.at[k]->name->text, bits)) {
                    *where = s->ImportFrom.names.at[k];
                    return TY_FUTURE_UNKNOWN;
                }
            result = TY_FUTURE_FOUND;
        } else if (docstring && s->kind == TY_STMT_Expr && s->Expr.value->kind == TY_EXPR_Constant &&
                   s->Expr.value->Constant.value.kind == TY_CONST_Str) {
            docstring = false;
            continue;
        } else {
            late = true;
        }
        docstring = false;
    }
    return result;
}
