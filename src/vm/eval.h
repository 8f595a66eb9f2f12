/* SPDX-License-Identifier: MIT */
/* The loop and its slow paths: shared by the files of vm/ only. Conventions as in eval.c: R is vm->R, vm->pc is saved. */
#ifndef TY_VM_EVAL_H
#define TY_VM_EVAL_H

#include "object/ops.h"
#include "vm/vm.h"

struct ty_generator;

/* Runs the frame vm->R from vm->pc on until the innermost TY_CONT_ENTRY frame returns, yields or raises (TY_NULL). With
 * ctx->exc set the exception is raised at that point first. */
ty_value ty_eval_run(ty_ctx *ctx);

/* --- frames (eval_call.c) -------------------------------------------------------------------------------------------- */
enum ty_call_outcome {
    TY_CALL_RESULT, /* done; the result is where the function says */
    TY_CALL_PUSHED, /* a frame has been pushed: vm->R, vm->pc are its */
    TY_CALL_ERROR,
};
/* Binds arguments of a Python function and pushes its frame with header at `at` (or behind the current frame when NULL),
 * or makes the generator: then TY_CALL_RESULT and *result. `args` may lie in the window itself. `info`: continuation and
 * destination bits. */
enum ty_call_outcome ty_eval_enter(ty_ctx *ctx, ty_function *f, ty_value *at, const ty_value *args, size_t nargs,
                                   ty_value kwnames, uintptr_t info, ty_value *result);
/* The window W: callee and arguments as for CALL; the result goes to W[0]. */
enum ty_call_outcome ty_eval_call(ty_ctx *ctx, ty_value *W, size_t nargs, ty_value kwnames);
/* Window of LDMETH in its unbound form: callable W[1], arguments from W[5]. */
enum ty_call_outcome ty_eval_call_shifted(ty_ctx *ctx, ty_value *W, size_t nargs, ty_value kwnames);
enum ty_call_outcome ty_eval_call_ex(ty_ctx *ctx, ty_value *W, bool keywords);
/* Pushes the frame of a created or suspended generator behind the current one; `sent` goes to its waiting register. */
int ty_eval_push_generator(ty_ctx *ctx, struct ty_generator *g, ty_value sent, int cont, unsigned dest) TY_RAISES;
/* Saves the running generator frame R: it goes on at `pc`, where `dest` receives what is sent; `live` registers. */
void ty_eval_suspend(ty_ctx *ctx, ty_value *R, const uint32_t *pc, unsigned dest, unsigned live);
/* What a frame leaves behind: frame object, generator, segment, as the bits of info say. */
void ty_eval_leave_frame(ty_ctx *ctx, ty_value *R, uintptr_t info);
void ty_vm_leave_segment(ty_vm *vm);
/* Makes room for a window of `words` with header behind the current frame; returns R of it. NULL: RecursionError or
 * MemoryError. Sets *info's TY_INFO_SEGMENT when a segment was opened. */
ty_value *ty_vm_reserve(ty_ctx *ctx, size_t words, uintptr_t *info);

/* --- binding (bind.c) --------------------------------------------------------------------------------------------------- */
/* Fills window[0 .. nparams) from the arguments, in CPython's way and words. `args` may overlap the window. */
int ty_bind(ty_ctx *ctx, ty_function *f, ty_value *window, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;

/* --- names (eval_name.c) ------------------------------------------------------------------------------------------------ */
void ty_eval_unbound_local(ty_ctx *ctx, ty_value *R, unsigned local);
void ty_eval_unbound_free(ty_ctx *ctx, ty_value *R, unsigned index);
ty_value ty_eval_global(ty_ctx *ctx, const ty_function *f, ty_value name, ty_cache *cache) TY_RAISES;
ty_value ty_eval_name(ty_ctx *ctx, ty_value *R, ty_value name) TY_RAISES;
ty_value ty_eval_class_free(ty_ctx *ctx, ty_value *R, ty_value name, unsigned index) TY_RAISES;
ty_value ty_eval_class_global(ty_ctx *ctx, ty_value *R, ty_value mapping, ty_value name) TY_RAISES;
int ty_eval_store_global(ty_ctx *ctx, ty_value globals, ty_value name, ty_value v, ty_cache *cache) TY_RAISES;
int ty_eval_delete_name(ty_ctx *ctx, ty_value mapping, ty_value name) TY_RAISES;
ty_value ty_eval_build_class(ty_ctx *ctx, ty_value *R) TY_RAISES;
int ty_eval_setup_annotations(ty_ctx *ctx, ty_value mapping) TY_RAISES;

/* --- attributes (eval_attr.c) --------------------------------------------------------------------------------------------- */
ty_value ty_eval_getattr(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache) TY_RAISES;
int ty_eval_setattr(ty_ctx *ctx, ty_value o, ty_value name, ty_value v, ty_cache *cache) TY_RAISES;
int ty_eval_delattr(ty_ctx *ctx, ty_value o, ty_value name) TY_RAISES;
int ty_eval_ldmeth(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache, ty_value *W) TY_RAISES;
ty_value ty_eval_super(ty_ctx *ctx, const ty_value *triple, ty_value name) TY_RAISES;
int ty_eval_super_method(ty_ctx *ctx, const ty_value *triple, ty_value name, ty_value *W) TY_RAISES;

/* --- operators (eval_ops.c) ------------------------------------------------------------------------------------------------ */
enum ty_call_outcome ty_eval_binary(ty_ctx *ctx, ty_value *R, enum ty_binary op, ty_value a, ty_value b, unsigned dest,
                                    ty_value *result);
enum ty_call_outcome ty_eval_compare(ty_ctx *ctx, ty_value *R, int op, ty_value a, ty_value b, int cont, unsigned dest,
                                     ty_value *result);
enum ty_call_outcome ty_eval_getitem(ty_ctx *ctx, ty_value *R, ty_value o, ty_value k, unsigned dest, ty_value *result);
/* The rest of TY_CONT_BINARY, COMPARE, BRANCH, TRUTH once the pushed frame has returned `v` into frame R: 1 take the jump
 * of the instruction before pc, 0 go on, -1 error. */
int ty_eval_continue(ty_ctx *ctx, ty_value *R, const ty_value *K, const uint32_t *pc, uintptr_t info, ty_value v) TY_RAISES;
ty_value ty_eval_inplace(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b) TY_RAISES;
int ty_eval_truth(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_eval_getslice(ty_ctx *ctx, ty_value o, ty_value start, ty_value stop) TY_RAISES;
int ty_eval_setslice(ty_ctx *ctx, ty_value o, ty_value start, ty_value stop, ty_value v) TY_RAISES;

/* --- making things (eval_make.c) --------------------------------------------------------------------------------------------- */
ty_value ty_eval_set(ty_ctx *ctx, const ty_value *items, size_t n) TY_RAISES;
ty_value ty_eval_set_of(ty_ctx *ctx, ty_value constant) TY_RAISES;
ty_value ty_eval_dict(ty_ctx *ctx, const ty_value *pairs, size_t n) TY_RAISES;
ty_value ty_eval_dict_keys(ty_ctx *ctx, ty_value keys, const ty_value *values, size_t n) TY_RAISES;
int ty_eval_list_extend(ty_ctx *ctx, ty_value list, ty_value iterable) TY_RAISES;
int ty_eval_dict_update(ty_ctx *ctx, ty_value dict, ty_value mapping) TY_RAISES;
/* What messages call the callee: "module.f()", without the module for builtins, or the object's str. */
ty_value ty_eval_callee_name(ty_ctx *ctx, ty_value callee) TY_RAISES;
int ty_eval_dict_merge(ty_ctx *ctx, ty_value dict, ty_value mapping, ty_value callee) TY_RAISES;
ty_value ty_eval_format(ty_ctx *ctx, const ty_value *operands, unsigned how) TY_RAISES;
ty_value ty_eval_function(ty_ctx *ctx, ty_value *R, ty_code *code, ty_cache *cache, const ty_value *attributes, unsigned which) TY_RAISES;
int ty_eval_unpack(ty_ctx *ctx, ty_value v, ty_value *out, size_t n) TY_RAISES;
int ty_eval_unpack_star(ty_ctx *ctx, ty_value v, ty_value *out, size_t before, size_t after) TY_RAISES;
ty_value ty_eval_intrinsic(ty_ctx *ctx, unsigned which, const ty_value *operands) TY_RAISES;
int ty_eval_display(ty_ctx *ctx, ty_value v) TY_RAISES;

/* --- match (eval_match.c) ------------------------------------------------------------------------------------------------------ */
ty_value ty_eval_match_keys(ty_ctx *ctx, ty_value subject, ty_value keys) TY_RAISES;
ty_value ty_eval_match_class(ty_ctx *ctx, ty_value subject, ty_value cls, ty_value names, uint32_t positional) TY_RAISES;
ty_value ty_eval_match_rest(ty_ctx *ctx, ty_value subject, ty_value keys) TY_RAISES;

/* --- exceptions (unwind.c) ------------------------------------------------------------------------------------------------------ */
/* Finds the handler of ctx->exc from frame vm->R on outwards, popping frames. Returns the pc to go on at in vm->R, with
 * the exception in its register; NULL when the frame entered from C has been popped. */
const uint32_t *ty_eval_unwind(ty_ctx *ctx);
/* True: a re-raise, whose traceback is not to be extended here. The exception is set in any case. */
bool ty_eval_raise(ty_ctx *ctx, unsigned count, ty_value exc, ty_value cause);
int ty_eval_except_match(ty_ctx *ctx, ty_value exc, ty_value type) TY_RAISES;
int ty_eval_group_match(ty_ctx *ctx, ty_value group, ty_value type, ty_value out[2]) TY_RAISES;
ty_value ty_eval_group_raise(ty_ctx *ctx, ty_value original, ty_value raised) TY_RAISES;
/* ctx->handled as a handler saves it: TY_UNBOUND in a generator that has none of its own. */
ty_value ty_eval_outer_handled(ty_ctx *ctx, ty_value *R);
ty_value ty_eval_restore_handled(ty_ctx *ctx, ty_value *R, ty_value saved);

/* --- with, async, import (eval_protocol.c) ----------------------------------------------------------------------------------------- */
int ty_eval_with(ty_ctx *ctx, ty_value manager, ty_value out[2]) TY_RAISES;
ty_value ty_eval_with_exit(ty_ctx *ctx, ty_value exit, ty_value exc) TY_RAISES;
int ty_eval_async_with(ty_ctx *ctx, ty_value manager, ty_value out[2]) TY_RAISES;
ty_value ty_eval_yield_from_iter(ty_ctx *ctx, ty_value v, ty_value *R) TY_RAISES;
ty_value ty_eval_aiter(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_eval_anext(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_eval_import(ty_ctx *ctx, ty_value *R, ty_value name, ty_value fromlist, ty_value level) TY_RAISES;
ty_value ty_eval_import_from(ty_ctx *ctx, ty_value module, ty_value name) TY_RAISES;
int ty_eval_import_star(ty_ctx *ctx, ty_value module, ty_value ns) TY_RAISES;

#endif
