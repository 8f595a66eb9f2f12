/* SPDX-License-Identifier: MIT */
/* Node allocation and names of node kinds. */
#include <config.h>

#include "compile/ast.h"
#include "mem/arena.h"

#include <string.h>

#define END_OF(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))

#define TY_AST_MOD(kind, fields) [TY_MOD_##kind] = END_OF(ty_mod, kind),
static const uint16_t mod_sizes[] = {
#include "compile/ast_nodes.def"
};

#define TY_AST_STMT(kind, fields) [TY_STMT_##kind] = END_OF(ty_stmt, kind),
#define TY_AST_STMT0(kind)        [TY_STMT_##kind] = END_OF(ty_stmt, loc),
static const uint16_t stmt_sizes[] = {
#include "compile/ast_nodes.def"
};

#define TY_AST_EXPR(kind, fields) [TY_EXPR_##kind] = END_OF(ty_expr, kind),
static const uint16_t expr_sizes[] = {
#include "compile/ast_nodes.def"
};

#define TY_AST_PATTERN(kind, fields) [TY_PATTERN_##kind] = END_OF(ty_pattern, kind),
static const uint16_t pattern_sizes[] = {
#include "compile/ast_nodes.def"
};

#define TY_AST_TYPE_PARAM(kind, fields) [TY_TYPE_PARAM_##kind] = END_OF(ty_type_param, kind),
static const uint16_t type_param_sizes[] = {
#include "compile/ast_nodes.def"
};

ty_mod *ty_ast_mod_new(ty_arena *arena, ty_mod_kind kind) {
    ty_mod *node = ty_arena_alloc(arena, mod_sizes[kind]);
    if (node) {
        memset(node, 0, mod_sizes[kind]);
        node->kind = (uint8_t)kind;
    }
    return node;
}

#define DEFINE_NEW(name, type, sizes)                                           \
 type *ty_ast_##name##_new(ty_arena *arena, type##_kind kind, ty_ast_loc loc) { \
  type *node = ty_arena_alloc(arena, sizes[kind]);                              \
  if (node) {                                                                   \
   memset(node, 0, sizes[kind]);                                                \
   node->kind = (uint8_t)kind;                                                  \
   node->loc = loc;                                                             \
  }                                                                             \
  return node;                                                                  \
 }

DEFINE_NEW(stmt, ty_stmt, stmt_sizes)
DEFINE_NEW(expr, ty_expr, expr_sizes)
DEFINE_NEW(pattern, ty_pattern, pattern_sizes)
DEFINE_NEW(type_param, ty_type_param, type_param_sizes)

size_t ty_ast_expr_size(ty_expr_kind kind) {
    return expr_sizes[kind];
}

const char *ty_ast_expr_kind_name(ty_expr_kind kind) {
    static const char *const names[] = {
#define TY_AST_EXPR(kind, fields) #kind,
#include "compile/ast_nodes.def"
    };
    return names[kind];
}

const char *ty_ast_stmt_kind_name(ty_stmt_kind kind) {
    static const char *const names[] = {
#define TY_AST_STMT(kind, fields) #kind,
#define TY_AST_STMT0(kind)        #kind,
#include "compile/ast_nodes.def"
    };
    return names[kind];
}

const char *ty_ast_operator_text(ty_operator op) {
    static const char *const texts[] = {
#define TY_AST_OPERATOR(kind, text) text,
#include "compile/ast_nodes.def"
    };
    return texts[op];
}
