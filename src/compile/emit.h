/* SPDX-License-Identifier: MIT */
/*
 * The code generator: what its files share. Nobody else includes it.
 *
 * One pass over the tree emits instructions of an intermediate form: registers are still "local n" or "temporary n", jumps
 * name labels, constants and names have numbers of their own. assemble.c turns that into words once a function is complete,
 * so locals may be added (comprehensions) until its end.
 *
 * Registers. Temporaries are a stack: `top` is the first free one. emit_expr(e, dest) leaves the value in `dest`, or with
 * dest ANY in a register of its choice: the local variable itself, or the temporary that was `top` (which is then in use;
 * everything above is free again). An instruction writes its destination only when nothing can fail any more, so a local
 * variable may be the destination of its own new value.
 *
 * Errors: `failed` is sticky; emission goes on harmlessly, loops over statements stop.
 * Unreachable code: `dead` drops instructions until a label with references is bound.
 */
#ifndef TY_COMPILE_EMIT_H
#define TY_COMPILE_EMIT_H

#include "compile/ast.h"
#include "compile/compile.h"
#include "compile/future.h"
#include "compile/source.h"
#include "compile/symtable.h"
#include "mem/arena.h"

typedef uint32_t reg;
enum {
    TEMP = 0x10000, /* temporary number in the low bits */
    ANY = 0x20000,
    NO_LABEL = -1,
};
static inline bool is_temp(reg r) { return (r & TEMP) != 0; }
static inline bool is_local(reg r) { return r < TEMP; }

typedef int label;

typedef struct insn {
    uint8_t op;
    uint8_t statement; /* a statement starts here */
    uint8_t cold;      /* run once: module or class body outside loops */
    reg a, b, c;       /* as the opcode's row says: register, constant number, immediate */
    uint32_t w;        /* jump: label; NI: name number; K32, FUNCTION: constant number; else as it is */
    ty_ast_loc loc;    /* lineno 0: none */
} insn;

typedef struct bound_set { /* locals that certainly have a value */
    uint64_t bits[4];
} bound_set;

typedef struct label_info {
    int32_t at;        /* instruction number, -1: not bound yet */
    uint32_t refs;
    bool known;        /* `bound` is set: what all jumps so far agree on */
    bound_set bound;
} label_info;

typedef struct region { /* protected instructions [start, end) */
    uint32_t start, end;
    label target;
    reg reg;
    uint32_t level;    /* nesting: larger is further in */
} region;

typedef struct local_info {
    const ty_ident *name;
    uint8_t flags;     /* TY_LOCAL_* */
} local_info;

typedef struct number_map { /* value word -> number */
    ty_value *items;
    uint32_t count, capacity;
    uint32_t *slots;   /* number + 1; 0: free */
    uint32_t mask;
} number_map;

enum block_kind {
    BLOCK_LOOP,         /* nothing to undo */
    BLOCK_TRY,          /* a protected range only */
    BLOCK_FINALLY,      /* protected range; leaving runs `final` */
    BLOCK_WITH,         /* protected range; leaving calls __exit__ in r */
    BLOCK_ASYNC_WITH,
    BLOCK_HANDLER,      /* body of an except clause: leaving restores the handled exception in r and unbinds the name */
    BLOCK_FINALLY_END,  /* exceptional copy of a finally body: leaving restores the handled exception in r */
};

typedef struct block {
    struct block *outer;
    uint8_t kind;
    bool star;          /* of an except* clause */
    bool open;          /* the range is open: starts at `start` */
    bool reopen;        /* closed by emit_unwind */
    uint32_t start, level;
    label handler;
    reg handler_reg;
    label brk, cont;    /* BLOCK_LOOP */
    reg r;
    const ty_stmt_seq *final;
    struct ty_symbol *symbol; /* BLOCK_HANDLER: variable to unbind, or NULL */
    ty_ast_loc loc;
} block;

typedef struct fn { /* a code object being made */
    struct fn *outer;
    struct ty_scope *scope;
    ty_value name, qualname; /* of the unit */
    ty_value doc;
    uint32_t flags;
    uint32_t first_line;
    uint16_t argcount, posonly, kwonly, nparams;
    uint16_t suspends;       /* TY_CODE_SUSPENDS bit, or 0 */
    bool is_async;           /* async def: await allowed */
    bool dead;
    bool statement;          /* the next instruction starts a statement */
    bool nop, nop_statement; /* a line without instruction so far: */
    ty_ast_loc nop_loc;
    uint32_t top, max_top;
    bound_set bound, vague;  /* vague: variables that are deleted somewhere: never certain */
    block *block;
    uint32_t level;
    uint32_t loops;          /* loops around, comprehensions included */
    const ty_ident *gap[64]; /* names of parameters 192 to 255, which are moved out of the temporaries' way */
    insn *insns;
    uint32_t ninsns, insns_room;
    label_info *labels;
    uint32_t nlabels, labels_room;
    region *regions;
    uint32_t nregions, regions_room;
    local_info *locals;
    uint32_t nlocals, locals_room;
    number_map consts, names, frees; /* frees: names as words */
    uint32_t self_attrs;             /* class body: attributes assigned to self in its methods */
    uint32_t last_label;             /* instruction number behind which nothing may be merged: a label is bound there */
} fn;

typedef struct emitter {
    ty_ctx *ctx;
    ty_arena *arena;
    ty_unit *unit;
    const ty_compile_options *options;
    ty_value filename;  /* of the unit */
    const ty_source *source;
    ty_mod *mod;
    uint32_t future;
    fn *fn;
    bool failed;
    bool walrus;      /* the source has := somewhere */
    bool interactive;
} emitter;

#define LOC(node) ((node)->loc)
extern const ty_ast_loc emit_nowhere;

/* --- regs.c: instructions, labels, registers, constants -------------------------------------------------------------- */
void emit_fail(emitter *E);                  /* the exception is set */
void emit_no_memory(emitter *E);
void emit_syntax_error(emitter *E, ty_ast_loc loc, const char *fmt, ...); /* language of object/error.h */
void emit(emitter *E, int op, reg a, reg b, reg c, ty_ast_loc loc);
void emit_w(emitter *E, int op, reg a, reg b, reg c, uint32_t w, ty_ast_loc loc);
void emit_named(emitter *E, int op, reg a, reg b, const ty_ident *name, ty_ast_loc loc); /* NI */
void emit_move(emitter *E, reg to, reg from, ty_ast_loc loc);
void emit_flush(emitter *E);                 /* a NOP that is due comes now */
void emit_nop(emitter *E, ty_ast_loc loc);   /* a trace shall see this line */
label emit_label(emitter *E);
void emit_bind(emitter *E, label l);
void emit_jump_to(emitter *E, label l, ty_ast_loc loc);       /* JMP */
void emit_loop_to(emitter *E, label l, ty_ast_loc loc);       /* LOOP */
void emit_branch(emitter *E, int op, reg a, reg b, reg c, label l, ty_ast_loc loc); /* two-word jump, or NEXT, SEND ... */
void emit_handler(emitter *E, label l, const bound_set *bound); /* binds the entry of an exception handler */

reg emit_push(emitter *E);
reg emit_push_n(emitter *E, uint32_t n);     /* the first of n consecutive ones */
void emit_need(emitter *E, uint32_t n);      /* temporaries up to number n - 1 exist */
static inline reg emit_top(const emitter *E) { return TEMP | E->fn->top; }
static inline reg emit_live(const emitter *E) { return TEMP | E->fn->top; } /* the `live` operand */
reg emit_dest(emitter *E, reg dest);         /* dest, or a pushed register when ANY */
/* A temporary to build a result in that is to end in `dest`: dest itself when it is a temporary. */
reg emit_scratch(emitter *E, reg dest);
/* Ends such a construction: moves into dest if need be, frees what is above. `save`: top before emit_scratch. */
reg emit_finish(emitter *E, reg r, reg dest, uint32_t save, ty_ast_loc loc);

static inline bool emit_is_bound(const fn *f, reg local)
{
    return local < 256 && (f->bound.bits[local >> 6] >> (local & 63) & 1);
}
void emit_set_bound(emitter *E, reg local);
void emit_set_unbound(emitter *E, reg local);

uint32_t emit_const(emitter *E, ty_value v);
uint32_t emit_name(emitter *E, const ty_ident *name);
uint32_t emit_free_number(emitter *E, number_map *m, ty_value v);
ty_value emit_str(emitter *E, const ty_ident *name);
ty_value emit_text(emitter *E, const char *text);
reg emit_load(emitter *E, ty_value v, reg dest, ty_ast_loc loc);
bool emit_grow(emitter *E, void *items, uint32_t *room, uint32_t count, size_t size);

/* --- regions and blocks (emit_block.c), try and with ------------------------------------------------------------------------------------- */
void emit_block_push(emitter *E, block *b, int kind, ty_ast_loc loc);
void emit_block_pop(emitter *E, block *b);
void emit_region_open(emitter *E, block *b, label handler, reg r);
void emit_region_close(emitter *E, block *b);
/* Code that leaves the blocks inside `until` (NULL: all). emit_rewind afterwards opens their ranges again. */
void emit_unwind(emitter *E, block *until, ty_ast_loc loc);
void emit_rewind(emitter *E, block *inner, block *until);
bool emit_must_keep(emitter *E);             /* leaving all blocks runs code that may change variables */
void emit_try(emitter *E, ty_stmt *s);
void emit_try_star(emitter *E, ty_stmt *s);
void emit_with(emitter *E, ty_stmt *s);

/* --- assemble.c ---------------------------------------------------------------------------------------------------------- */
/* A code object begins; `given`: nameless parameters before the scope's own. */
fn *emit_fn_push(emitter *E, struct ty_scope *scope, const ty_ident *name, uint32_t first_line, uint32_t given);
ty_code *emit_fn_pop(emitter *E);            /* NULL: failed */
ty_code *emit_assemble(emitter *E, fn *f);

/* --- scope.c: names ------------------------------------------------------------------------------------------------------ */
enum name_kind { NAME_LOCAL, NAME_CELL, NAME_FREE, NAME_GLOBAL, NAME_NAMESPACE, NAME_CLASS_FREE, NAME_CLASS_GLOBAL };
typedef struct name_ref {
    uint8_t kind;
    uint32_t index;          /* local or free variable number */
    const ty_ident *name;    /* mangled */
} name_ref;
name_ref emit_resolve(emitter *E, struct ty_symbol *symbol);
const ty_ident *emit_ident(emitter *E, const char *text);
const ty_ident *emit_mangle(emitter *E, const ty_ident *name);
uint32_t emit_add_local(emitter *E, const ty_ident *name, uint8_t flags);
void emit_scope_begin(emitter *E, uint32_t given);         /* registers for the variables of the scope of E->fn; makes cells */
void emit_fresh_cell(emitter *E, reg local, ty_ast_loc loc);
bool emit_in_function(const fn *f);
reg emit_load_symbol(emitter *E, struct ty_symbol *symbol, reg dest, ty_ast_loc loc);
void emit_store_symbol(emitter *E, struct ty_symbol *symbol, reg value, ty_ast_loc loc);
void emit_unbind_symbol(emitter *E, struct ty_symbol *symbol, ty_ast_loc loc); /* end of an except clause */
void emit_make_vague(emitter *E, struct ty_symbol *symbol);
void emit_delete_symbol(emitter *E, struct ty_symbol *symbol, ty_ast_loc loc);
reg emit_symbol_local(emitter *E, struct ty_symbol *symbol); /* its register when it is a plain local, else ANY */
bool emit_super_is_global(emitter *E, ty_expr *name);  /* the name `super` means the builtin, as far as one can see */
bool emit_class_cell(emitter *E, uint32_t *index);     /* the free variable __class__ of this function */
void emit_load_first_local(emitter *E, reg dest, ty_ast_loc loc);
/* The closure tuple of an inner scope into a pushed register; false: it has no free variables. */
bool emit_closure(emitter *E, struct ty_scope *inner, ty_ast_loc loc);

/* --- fold.c ---------------------------------------------------------------------------------------------------------------- */
bool emit_const_value(emitter *E, const ty_expr *e, ty_value *out);
ty_value emit_from_const(emitter *E, const ty_const *c);
int emit_const_truth(emitter *E, const ty_expr *e); /* 1, 0, -1: not constant */
bool emit_has_walrus(emitter *E, const ty_expr *e);

/* --- emit_expr.c, emit_call.c, emit_jump.c, emit_comp.c ----------------------------------------------------------------------- */
reg emit_expr(emitter *E, ty_expr *e, reg dest);
/* An operand that stays in use while `later` is evaluated. */
reg emit_operand(emitter *E, ty_expr *e, const ty_expr *later);
void emit_discard(emitter *E, ty_expr *e);
reg emit_container(emitter *E, ty_expr *e);  /* right operand of `in`: displays of constants become constants */
void emit_args_to_list(emitter *E, ty_expr_seq elts, reg list, uint32_t from, ty_ast_loc loc);
reg emit_call(emitter *E, ty_expr *e, reg dest);
reg emit_super_attr(emitter *E, ty_expr *e, reg dest); /* ANY + 1: not a super() attribute */
/* Emits the call of the window at A whose callee (and `given` leading arguments) are in place. */
reg emit_call_rest(emitter *E, reg window, uint32_t given, bool method, ty_expr_seq args, ty_keyword_seq keywords, reg dest,
                   ty_ast_loc loc);
bool emit_is_plain_call(ty_expr_seq args, ty_keyword_seq keywords);
void emit_jump_if(emitter *E, ty_expr *e, label target, bool sense);
ty_ast_loc emit_attr_loc(ty_ast_loc loc, const ty_expr *attribute);
int emit_compare_op(int cmpop);
int emit_binary_op(int op);
reg emit_comprehension(emitter *E, ty_expr *e, reg dest);
void emit_await(emitter *E, reg r, int where, ty_ast_loc loc); /* R[r] = await R[r]; r is the topmost register in use */
void emit_yield(emitter *E, reg dest, reg value, ty_ast_loc loc);

/* --- emit_assign.c ---------------------------------------------------------------------------------------------------------------- */
void emit_store(emitter *E, ty_expr *target, reg value);
void emit_assign(emitter *E, ty_stmt *s);
void emit_aug_assign(emitter *E, ty_stmt *s);
void emit_ann_assign(emitter *E, ty_stmt *s);
void emit_unpack_many(emitter *E, ty_expr_seq elts, uint32_t star, reg value, reg list, ty_ast_loc loc);
reg emit_annotation(emitter *E, ty_expr *e, reg dest);
void emit_delete(emitter *E, ty_expr *target);
/* True when the value can be computed straight into the target. */
reg emit_direct(emitter *E, const ty_expr *target);

/* --- emit_stmt.c, emit_loop.c, emit_def.c, emit_type.c, emit_match.c ---------------------------------------------------------------- */
void emit_body(emitter *E, ty_stmt_seq body);
void emit_stmt(emitter *E, ty_stmt *s);
void emit_for(emitter *E, ty_stmt *s);
void emit_async_for(emitter *E, ty_stmt *s);
void emit_while(emitter *E, ty_stmt *s);
void emit_function(emitter *E, ty_stmt *s);
void emit_class(emitter *E, ty_stmt *s);
reg emit_lambda(emitter *E, ty_expr *e, reg dest);
/* FUNCTION of `code`; attribute registers start at `base` in order of the bits in `which`. */
void emit_make_function(emitter *E, ty_code *code, reg dest, reg base, uint32_t which, ty_ast_loc loc);
void emit_type_alias(emitter *E, ty_stmt *s);
void emit_type_params(emitter *E, ty_type_param_seq params); /* leaves the tuple in a pushed register, stores the names */
void emit_match(emitter *E, ty_stmt *s);
ty_value emit_unparse(emitter *E, const ty_expr *e); /* source text as a constant */
ty_value emit_docstring(emitter *E, ty_stmt_seq body, ty_stmt_seq *rest);

ty_code *emit_module(emitter *E);

#endif
