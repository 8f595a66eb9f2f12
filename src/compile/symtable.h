/* SPDX-License-Identifier: MIT */
/* Scopes: which name means what in each function, class, comprehension and annotation of a tree.
 *
 * ty_symtable_build walks the tree once, resolves all names, and leaves its answers in the hidden fields of
 * the nodes: Name.symbol, FunctionDef.scope and so on. The code generator needs no lookup of its own. It also
 * makes the checks that CPython's compiler makes after parsing (break outside loop, repeated keyword
 * arguments, starred targets, unreachable patterns, …), so that a tree that passed can be compiled without
 * further errors of syntax.
 *
 * Frames. A scope is a *frame* of its own unless `inlined`: list, set and dict comprehensions run in the
 * frame of their host (the nearest scope around that is not inlined), except directly in class bodies and in
 * annotation scopes that see a class. The symbols that such a comprehension binds (its targets) live in its
 * own scope and need registers of their own in the host's frame, cleared when it ends; every other name in it
 * is an ALIAS of the host's symbol. Use ty_symbol_resolve() before looking at a symbol's binding.
 *
 * Closures. A FREE symbol's `outer` is the CELL or FREE symbol of the frame around from which the closure
 * takes its cell; scope->frees lists the FREE symbols in the order of the closure tuple. A CELL symbol may
 * belong to an inlined comprehension: the host makes a fresh cell each time the comprehension starts.
 *
 * Class bodies. `__class__` and `__classdict__` are cells of the class's frame that no name in the body
 * refers to: class_cell and classdict_cell, NULL if nobody needs them. A class may pass a variable through to
 * its methods and bind the same name itself: then the passing symbol is in frees only. */
#ifndef TY_COMPILE_SYMTABLE_H
#define TY_COMPILE_SYMTABLE_H

#include "compile/ast.h"
#include "compile/source.h"

typedef enum ty_scope_kind {
    TY_SCOPE_MODULE,
    TY_SCOPE_CLASS,
    TY_SCOPE_FUNCTION, /* node: a FunctionDef or AsyncFunctionDef */
    TY_SCOPE_LAMBDA,
    TY_SCOPE_LISTCOMP, /* the four have one parameter ".0", the outermost iterator, when not inlined */
    TY_SCOPE_SETCOMP,
    TY_SCOPE_DICTCOMP,
    TY_SCOPE_GENEXP,
    TY_SCOPE_TYPE_PARAMS, /* around a generic function, class or alias */
    TY_SCOPE_TYPE_ALIAS,  /* the value of a type statement: a function without parameters, run on demand */
    TY_SCOPE_TYPE_VAR,    /* a bound, constraint or default of a type parameter: likewise */
    TY_SCOPE_ANNOTATION   /* with `from __future__ import annotations`: never compiled */
} ty_scope_kind;

typedef enum ty_binding {
    TY_BIND_NAME,   /* in the namespace of a module or class body: its mapping, else global, else builtin */
    TY_BIND_LOCAL,  /* a register */
    TY_BIND_CELL,   /* local, and used by a scope within */
    TY_BIND_FREE,   /* a cell of a scope around */
    TY_BIND_GLOBAL, /* declared `global`: module namespace, then builtins; may be assigned */
    TY_BIND_GLOBAL_IMPLICIT, /* bound nowhere around: the same, only read */
    TY_BIND_ALIAS            /* in an inlined comprehension: the symbol `outer` of the scope around */
} ty_binding;

enum { /* ty_symbol.flags */
       TY_SYM_USED = 1,
       TY_SYM_ASSIGNED = 2,
       TY_SYM_PARAM = 4,
       TY_SYM_GLOBAL = 8,    /* declared */
       TY_SYM_NONLOCAL = 16, /* declared */
       TY_SYM_IMPORTED = 32,
       TY_SYM_ANNOTATED = 64,
       TY_SYM_DELETED = 128,
       TY_SYM_COMP_TARGET = 256, /* iteration variable of the comprehension */
       TY_SYM_TYPE_PARAM = 512,
       TY_SYM_WALRUS = 1024, /* assigned by := from a comprehension within */
       TY_SYM_CELL_IN_LOOP = 2048,
       TY_SYM_GLOBAL_WITHIN = 4096, /* of the module: a scope within declares the name global, so it is here too */
       TY_SYM_BOUND = TY_SYM_ASSIGNED | TY_SYM_PARAM | TY_SYM_IMPORTED | TY_SYM_TYPE_PARAM | TY_SYM_DELETED
};

typedef struct ty_symbol {
    const ty_ident *name; /* mangled where class-private */
    struct ty_scope *scope;
    struct ty_symbol *outer; /* FREE: where the cell comes from; ALIAS: what it stands for */
    struct ty_symbol *next;  /* next of its scope, in order of appearance; parameters come first, in the order
                                of co_varnames */
    struct ty_symbol *shadow; /* symbol of the same name in a scope around; for the passes here only */
    uint16_t flags;
    uint8_t binding;     /* ty_binding */
    uint32_t index;      /* number within its scope */
    uint32_t reg;        /* for the code generator: starts as UINT32_MAX */
    uint32_t free_index; /* FREE: position in scope->frees */
} ty_symbol;

typedef struct ty_scope {
    uint8_t kind;   /* ty_scope_kind */
    bool inlined;   /* runs in the frame of its host */
    bool nested;    /* some function is around */
    bool generator; /* has yield (or is a generator expression) */
    bool coroutine; /* async def, or an asynchronous comprehension */
    bool returns_value;
    bool vararg, kwarg;
    bool sees_class; /* annotation scope directly in a class: names are looked up in `__classdict__` first */
    bool is_method;  /* function directly in a class */
    bool uses_namespace; /* calls something named locals, vars, dir, eval or exec: the frame's names may be
                            asked for */
    bool uses_super;     /* refers to the name super, or to __class__ */
    bool star_import;
    bool has_docstring;
    bool has_annotations; /* module or class with an annotated name: needs __annotations__ */
    bool iterates_async;  /* comprehension with `async for` */
    uint16_t depth;
    uint32_t id; /* number in order of appearance */
    uint32_t nsymbols, nparams, nfrees, nchildren;
    const ty_ident *name;          /* "f", "<lambda>", "<listcomp>", … */
    const ty_ident *private_class; /* class around whose name mangles, or NULL */
    struct ty_scope *parent, *host, *first_child, *last_child, *sibling;
    ty_symbol *symbols, *last_symbol;
    ty_symbol **frees;
    ty_symbol *class_cell, *classdict_cell;
    ty_symbol *iterator; /* comprehension: its parameter ".0" */
    /* CLASS: attribute names assigned as `self.x` in its methods, each once (Python's __static_attributes__;
     * a hint for the number of slots of instances). */
    ty_ident_seq self_attributes;
    ty_ast_loc loc;
    ty_ast_loc return_loc; /* the first return with a value */
    uint32_t self_cap, free_cap;
    const ty_ident *param_class; /* in the type parameters of a class: its name */
    bool own_params;             /* TYPE_PARAMS of a class */
    const ty_ident *self_name;   /* FUNCTION in a class: its first parameter */
} ty_scope;

typedef struct ty_symtable_options {
    const ty_source *source; /* for the line text of errors; may be NULL */
    uint32_t future;         /* TY_FUTURE_* inherited from the caller */
    bool top_level_await;
    ty_syntax_warn_fn warn;
    void *warn_arg;
    const void *stack_low; /* as in ty_parse_options */
} ty_symtable_options;

/* Fills mod->scope and the hidden fields of the tree; false: *error tells why. */
bool ty_symtable_build(ty_arena *arena, ty_mod *mod, const ty_symtable_options *options,
                       ty_syntax_error *error);

static inline ty_symbol *ty_symbol_resolve(ty_symbol *symbol) {
    while (symbol->binding == TY_BIND_ALIAS) symbol = symbol->outer;
    return symbol;
}

/* The name as it is spelled within the class `private_class` (NULL: none): "__x" becomes "_C__x". NULL: no
 * memory. */
const ty_ident *ty_symtable_mangle(ty_ident_table *idents, const ty_ident *private_class,
                                   const ty_ident *name);

/* Text form for tests: one line per scope and symbol. */
void ty_symtable_dump(const ty_scope *scope, void (*write)(void *arg, const char *text, size_t len),
                      void *arg);

#endif
