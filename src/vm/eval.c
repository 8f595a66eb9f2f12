/* SPDX-License-Identifier: MIT */
/*
 * The loop: runs the frame on top of the VM stack until the frame that C entered returns. Alone in its file; everything
 * that is not hot lies in eval_slow.c, and the generic meaning of operators in object/ops.
 *
 * Fixed variables of the loop: ctx, vm, R (registers), pc (next word), K (constants), ic (inline caches), w (the
 * instruction). None lives across NEXT but these, so that another kind of dispatch is a change of macros.
 *
 * Rule: before anything that may raise, collect, call or look at frames, SAVE() stores pc; vm->R always is R. After such
 * a call R is still valid (frames do not move), values in C locals are kept by the conservative scan.
 */
#include <config.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/assert.h"
#include "platform/bits.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator.h"

#if defined(__GNUC__) && !defined(TY_NO_COMPUTED_GOTO)
#define TY_COMPUTED_GOTO 1
#else
#define TY_COMPUTED_GOTO 0
#endif

/* --- operands ---------------------------------------------------------------------------------------------------- */
#define A TY_BC_A(w)
#define B TY_BC_B(w)
#define C TY_BC_C(w)
#define SB TY_BC_SB(w)
#define SC TY_BC_SC(w)
#define BX TY_BC_BX(w)
#define SX TY_BC_SX(w)

#define SAVE() (vm->pc = pc)
#define NAME_OF(word) K[(word) >> 16]
#define CACHE_OF(word) (&ic[(word) & 0xffff])
#define JUMP_IF(condition)                                                                                              \
    do {                                                                                                                \
        int32_t distance = (int32_t)*pc++;                                                                              \
        if (condition)                                                                                                  \
            pc += distance;                                                                                             \
        NEXT();                                                                                                         \
    } while (0)
/* Stores `expression` into R[A], or unwinds when it is TY_NULL. */
#define RESULT(expression)                                                                                              \
    do {                                                                                                                \
        SAVE();                                                                                                         \
        ty_value result_ = (expression);                                                                                \
        if (TY_UNLIKELY(!result_))                                                                                      \
            goto error;                                                                                                 \
        R[A] = result_;                                                                                                 \
        NEXT();                                                                                                         \
    } while (0)
#define CHECKED(expression)                                                                                             \
    do {                                                                                                                \
        SAVE();                                                                                                         \
        if (TY_UNLIKELY((expression) < 0))                                                                              \
            goto error;                                                                                                 \
        NEXT();                                                                                                         \
    } while (0)
#define LOAD_FRAME()                                                                                                    \
    do {                                                                                                                \
        ty_function *function_ = (ty_function *)R[-4];                                                                  \
        K = function_->code->consts;                                                                                    \
        ic = function_->caches->table->entries;                                                                         \
    } while (0)
#define SHAPE(v) ty_head_shape(ty_object_of(v))

/* A float result into R[A]; boxing may collect. */
#define FLOAT_RESULT(d)                                                                                                 \
    do {                                                                                                                \
        ty_value float_ = ty_flonum_try(d);                                                                             \
        if (TY_LIKELY(ty_is_flonum(float_))) {                                                                          \
            R[A] = float_;                                                                                              \
            NEXT();                                                                                                     \
        }                                                                                                               \
        RESULT(ty_float_box(ctx, d));                                                                                   \
    } while (0)

/* Arithmetic: `x`, `y` are the operand words; on success control leaves through NEXT. */
#define TRY_ADD(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        intptr_t sum_;                                                                                                  \
        if (TY_LIKELY(!__builtin_add_overflow((intptr_t)(x), (intptr_t)(y) - 1, &sum_))) {                              \
            R[A] = (ty_value)sum_;                                                                                      \
            NEXT();                                                                                                     \
        }                                                                                                               \
    } else if (ty_is_flonum(x) && ty_is_flonum(y))                                                                      \
        FLOAT_RESULT(ty_flonum_value(x) + ty_flonum_value(y));
#define TRY_SUB(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        intptr_t sum_;                                                                                                  \
        if (TY_LIKELY(!__builtin_sub_overflow((intptr_t)(x), (intptr_t)(y) - 1, &sum_))) {                              \
            R[A] = (ty_value)sum_;                                                                                      \
            NEXT();                                                                                                     \
        }                                                                                                               \
    } else if (ty_is_flonum(x) && ty_is_flonum(y))                                                                      \
        FLOAT_RESULT(ty_flonum_value(x) - ty_flonum_value(y));
#define TRY_MUL(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        intptr_t product_;                                                                                              \
        if (TY_LIKELY(!__builtin_mul_overflow((intptr_t)(x) - 1, ty_small_value(y), &product_))) {                      \
            R[A] = (ty_value)(product_ + 1);                                                                            \
            NEXT();                                                                                                     \
        }                                                                                                               \
    } else if (ty_is_flonum(x) && ty_is_flonum(y))                                                                      \
        FLOAT_RESULT(ty_flonum_value(x) * ty_flonum_value(y));
#define TRY_TRUEDIV(x, y)                                                                                               \
    if (ty_is_flonum(x) && ty_is_flonum(y)) /* a flonum is never zero */                                                \
        FLOAT_RESULT(ty_flonum_value(x) / ty_flonum_value(y));
#define TRY_FLOORDIV(x, y)                                                                                              \
    if (TY_LIKELY(ty_both_small(x, y)) && TY_LIKELY((intptr_t)(y) > 1)) {                                               \
        intptr_t a_ = ty_small_value(x), b_ = ty_small_value(y), q_ = a_ / b_;                                          \
        R[A] = ty_small(q_ - (q_ * b_ > a_));                                                                           \
        NEXT();                                                                                                         \
    }
#define TRY_MOD(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y)) && TY_LIKELY((intptr_t)(y) > 1)) {                                               \
        intptr_t b_ = ty_small_value(y), r_ = ty_small_value(x) % b_;                                                   \
        R[A] = ty_small(r_ + (r_ < 0 ? b_ : 0));                                                                        \
        NEXT();                                                                                                         \
    }
#define TRY_AND(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        R[A] = (ty_value)((uintptr_t)(x) & (uintptr_t)(y));                                                             \
        NEXT();                                                                                                         \
    }
#define TRY_OR(x, y)                                                                                                    \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        R[A] = (ty_value)((uintptr_t)(x) | (uintptr_t)(y));                                                             \
        NEXT();                                                                                                         \
    }
#define TRY_XOR(x, y)                                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        R[A] = (ty_value)(((uintptr_t)(x) ^ (uintptr_t)(y)) | 1);                                                       \
        NEXT();                                                                                                         \
    }
#define TRY_LSHIFT(x, y)                                                                                                \
    if (TY_LIKELY(ty_both_small(x, y)) && (uintptr_t)ty_small_value(y) < TY_WORD_BITS - 2) {                            \
        intptr_t a_ = ty_small_value(x), r_ = (intptr_t)((uintptr_t)a_ << ty_small_value(y));                           \
        if (TY_LIKELY(r_ >> ty_small_value(y) == a_ && r_ >= TY_INT_MIN && r_ <= TY_INT_MAX)) {                         \
            R[A] = ty_small(r_);                                                                                        \
            NEXT();                                                                                                     \
        }                                                                                                               \
    }
#define TRY_RSHIFT(x, y)                                                                                                \
    if (TY_LIKELY(ty_both_small(x, y)) && (intptr_t)(y) > 0) {                                                          \
        intptr_t s_ = ty_small_value(y);                                                                                \
        R[A] = ty_small(ty_small_value(x) >> (s_ > TY_WORD_BITS - 1 ? TY_WORD_BITS - 1 : s_));                          \
        NEXT();                                                                                                         \
    }
#define TRY_MATMUL(x, y)
#define TRY_POW(x, y)

/* One operator in its register and constant forms; the slow path may push a frame for a Python __dunder__. */
#define BINARY(NAME)                                                                                                    \
    OP(NAME) :                                                                                                          \
    {                                                                                                                   \
        ty_value x = R[B], y = R[C];                                                                                    \
        TRY_##NAME(x, y);                                                                                               \
        left = x, right = y, number = TY_OP_##NAME;                                                                     \
        goto binary_slow;                                                                                               \
    }
#define BINARY_K(NAME)                                                                                                  \
    OP(NAME##K) :                                                                                                       \
    {                                                                                                                   \
        ty_value x = R[B], y = K[C];                                                                                    \
        TRY_##NAME(x, y);                                                                                               \
        left = x, right = y, number = TY_OP_##NAME;                                                                     \
        goto binary_slow;                                                                                               \
    }
#define AUGMENTED(NAME, PLAIN)                                                                                          \
    OP(NAME) :                                                                                                          \
    {                                                                                                                   \
        ty_value x = R[B], y = R[C];                                                                                    \
        TRY_##PLAIN(x, y);                                                                                              \
        RESULT(ty_eval_inplace(ctx, TY_OP_##PLAIN, x, y));                                                              \
    }

/* Comparisons: the outcome of the fast cases as a C int in `answer`, else falls through. */
#define TRY_COMPARE(x, y, sign, then)                                                                                   \
    if (TY_LIKELY(ty_both_small(x, y))) {                                                                               \
        bool answer = (intptr_t)(x)sign(intptr_t)(y);                                                                   \
        then;                                                                                                           \
    } else if (ty_is_flonum(x) && ty_is_flonum(y)) {                                                                    \
        bool answer = ty_flonum_value(x) sign ty_flonum_value(y);                                                       \
        then;                                                                                                           \
    }
#define COMPARE(NAME, sign)                                                                                             \
    OP(NAME) :                                                                                                          \
    {                                                                                                                   \
        ty_value x = R[B], y = R[C];                                                                                    \
        TRY_COMPARE(x, y, sign, {                                                                                       \
            R[A] = ty_bool(answer);                                                                                     \
            NEXT();                                                                                                     \
        });                                                                                                             \
        left = x, right = y, number = TY_##NAME;                                                                        \
        goto compare_slow;                                                                                              \
    }
#define BRANCH(NAME, CMP, sign, second)                                                                                 \
    OP(NAME) :                                                                                                          \
    {                                                                                                                   \
        ty_value x = R[A], y = (second);                                                                                \
        TRY_COMPARE(x, y, sign, JUMP_IF(answer == C));                                                                  \
        left = x, right = y, number = TY_##CMP;                                                                         \
        goto branch_slow;                                                                                               \
    }

ty_value ty_eval_run(ty_ctx *ctx)
{
    ty_vm *const vm = ctx->vm;
    ty_value *R = vm->R;
    const uint32_t *pc = vm->pc;
    const ty_value *K;
    ty_cache *ic;
    uint32_t w;
    /* operands handed to the shared slow paths below the opcodes */
    ty_value left, right;
    int number;

#if TY_COMPUTED_GOTO
    static const void *const labels[256] = {
        [0 ... 255] = &&bad_opcode,
#define TY_LABEL(NAME, words, a, b, c, x) [TY_BC_##NAME] = &&op_##NAME,
        TY_OPCODE_ROWS(TY_LABEL)
#undef TY_LABEL
    };
#define OP(NAME) op_##NAME
#define NEXT()                                                                                                          \
    do {                                                                                                                \
        w = *pc++;                                                                                                      \
        goto *labels[TY_BC_OP(w)];                                                                                      \
    } while (0)
#else
#define OP(NAME) case TY_BC_##NAME
#define NEXT() goto dispatch
#endif

    if (TY_UNLIKELY(ctx->exc))
        goto error; /* thrown into a generator */
    LOAD_FRAME();
#if TY_COMPUTED_GOTO
    NEXT();
#else
dispatch:
    w = *pc++;
    switch (TY_BC_OP(w)) {
#endif

    /* --- moves ------------------------------------------------------------------------------------------------------ */
    OP(NOP) : NEXT();
    OP(MOVE) : R[A] = R[B];
    NEXT();
    OP(LOADK) : R[A] = K[BX];
    NEXT();
    OP(LOADKX) : R[A] = K[*pc++];
    NEXT();
    OP(LOADI) : R[A] = ty_small(SX);
    NEXT();
    OP(LOADIMM) : R[A] = TY_IMMEDIATE(B);
    NEXT();
    OP(LOADFAR) : R[A] = R[BX];
    NEXT();
    OP(STOREFAR) : R[BX] = R[A];
    NEXT();
    OP(CHECK) : if (TY_LIKELY(R[A] != TY_UNBOUND)) NEXT();
    SAVE();
    ty_eval_unbound_local(ctx, R, A);
    goto error;
    OP(DELLOCAL) : if (TY_UNLIKELY(R[A] == TY_UNBOUND))
    {
        SAVE();
        ty_eval_unbound_local(ctx, R, A);
        goto error;
    }
    R[A] = TY_UNBOUND;
    NEXT();
    OP(UNBIND) : R[A] = TY_UNBOUND;
    NEXT();
    OP(MAKECELL) : RESULT(ty_cell_new(ctx, R[A]));
    OP(LOADCELL) :
    {
        ty_value v = ((ty_cell *)R[B])->value;
        if (TY_UNLIKELY(v == TY_UNBOUND)) {
            SAVE();
            ty_eval_unbound_local(ctx, R, B);
            goto error;
        }
        R[A] = v;
        NEXT();
    }
    OP(STORECELL) :
    {
        ty_cell *cell = (ty_cell *)R[A];
        ty_heap_store(ctx->heap, &cell->ob, &cell->value, R[B]);
        NEXT();
    }
    OP(DELCELL) :
    {
        ty_cell *cell = (ty_cell *)R[A];
        if (TY_UNLIKELY(cell->value == TY_UNBOUND)) {
            SAVE();
            ty_eval_unbound_local(ctx, R, A);
            goto error;
        }
        cell->value = TY_UNBOUND;
        NEXT();
    }
#define FREE_CELL(i) ((ty_cell *)ty_tuple_at(((ty_function *)R[-4])->closure, i))
    OP(LOADFREE) :
    {
        ty_value v = FREE_CELL(BX)->value;
        if (TY_UNLIKELY(v == TY_UNBOUND)) {
            SAVE();
            ty_eval_unbound_free(ctx, R, BX);
            goto error;
        }
        R[A] = v;
        NEXT();
    }
    OP(STOREFREE) :
    {
        ty_cell *cell = FREE_CELL(BX);
        ty_heap_store(ctx->heap, &cell->ob, &cell->value, R[A]);
        NEXT();
    }
    OP(DELFREE) :
    {
        ty_cell *cell = FREE_CELL(BX);
        if (TY_UNLIKELY(cell->value == TY_UNBOUND)) {
            SAVE();
            ty_eval_unbound_free(ctx, R, BX);
            goto error;
        }
        cell->value = TY_UNBOUND;
        NEXT();
    }
    OP(FREECELL) : R[A] = TY_VALUE(FREE_CELL(BX));
    NEXT();

    /* --- names ------------------------------------------------------------------------------------------------------- */
    OP(LOADCLASSFREE) :
    {
        uint32_t x = *pc++;
        RESULT(ty_eval_class_free(ctx, R, NAME_OF(x), BX));
    }
    OP(LOADCLASSGLOBAL) :
    {
        uint32_t x = *pc++;
        RESULT(ty_eval_class_global(ctx, R, R[B], NAME_OF(x)));
    }
    OP(LOADGLOBAL) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        const ty_function *f = (ty_function *)R[-4];
        const ty_dict *globals = ty_dict_ptr(f->globals);
        if (TY_LIKELY(cache->version == globals->keys_version)) {
            if (cache->kind == TY_CACHE_GLOBAL) {
                R[A] = globals->table->entries[cache->offset].value;
                NEXT();
            }
            const ty_dict *builtins = ty_dict_ptr(f->builtins);
            if (cache->kind == TY_CACHE_BUILTIN && TY_LIKELY(cache->version2 == builtins->keys_version)) {
                R[A] = builtins->table->entries[cache->offset].value;
                NEXT();
            }
        }
        RESULT(ty_eval_global(ctx, f, NAME_OF(x), cache));
    }
    OP(STOREGLOBAL) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        ty_dict *globals = ty_dict_ptr(((ty_function *)R[-4])->globals);
        if (TY_LIKELY(cache->version == globals->keys_version && cache->kind == TY_CACHE_GLOBAL)) {
            ty_heap_store(ctx->heap, &globals->table->ob, &globals->table->entries[cache->offset].value, R[A]);
            NEXT();
        }
        CHECKED(ty_eval_store_global(ctx, TY_VALUE(globals), NAME_OF(x), R[A], cache));
    }
    OP(DELGLOBAL) :
    {
        uint32_t x = *pc++;
        CHECKED(ty_eval_delete_name(ctx, ((ty_function *)R[-4])->globals, NAME_OF(x)));
    }
    OP(LOADNAME) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        const ty_function *f = (ty_function *)R[-4];
        if (TY_LIKELY(R[0] == f->globals)) {
            const ty_dict *globals = ty_dict_ptr(f->globals);
            if (TY_LIKELY(cache->version == globals->keys_version)) {
                if (cache->kind == TY_CACHE_GLOBAL) {
                    R[A] = globals->table->entries[cache->offset].value;
                    NEXT();
                }
                const ty_dict *builtins = ty_dict_ptr(f->builtins);
                if (cache->kind == TY_CACHE_BUILTIN && TY_LIKELY(cache->version2 == builtins->keys_version)) {
                    R[A] = builtins->table->entries[cache->offset].value;
                    NEXT();
                }
            }
            RESULT(ty_eval_global(ctx, f, NAME_OF(x), cache));
        }
        RESULT(ty_eval_name(ctx, R, NAME_OF(x)));
    }
    OP(STORENAME) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        ty_function *f = (ty_function *)R[-4];
        if (TY_LIKELY(R[0] == f->globals)) {
            ty_dict *globals = ty_dict_ptr(f->globals);
            if (TY_LIKELY(cache->version == globals->keys_version && cache->kind == TY_CACHE_GLOBAL)) {
                ty_heap_store(ctx->heap, &globals->table->ob, &globals->table->entries[cache->offset].value, R[A]);
                NEXT();
            }
            CHECKED(ty_eval_store_global(ctx, R[0], NAME_OF(x), R[A], cache));
        }
        CHECKED(ty_op_setitem(ctx, R[0], NAME_OF(x), R[A]));
    }
    OP(DELNAME) :
    {
        uint32_t x = *pc++;
        CHECKED(ty_eval_delete_name(ctx, R[0], NAME_OF(x)));
    }

    /* --- attributes -------------------------------------------------------------------------------------------------- */
    OP(GETATTR) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        ty_value o = R[B];
        if (TY_LIKELY(ty_is_object(o))) {
            const ty_shape *shape = SHAPE(o);
            if (TY_LIKELY(shape == cache->guard)) {
                if (TY_LIKELY(cache->kind == TY_CACHE_SLOT)) {
                    R[A] = *(ty_value *)((char *)o + cache->offset);
                    NEXT();
                }
                if (cache->kind == TY_CACHE_PROPERTY && TY_LIKELY(cache->version == shape->version)) {
                    ty_function *getter = (ty_function *)cache->value;
                    ty_value *N = R + ((ty_function *)R[-4])->code->nregs + TY_FRAME_HEADER;
                    const ty_code *code = getter->code;
                    uintptr_t info = ((uintptr_t)R[-1] & ~TY_INFO_PLAIN & ~(uintptr_t)0xff00) + TY_INFO_DEPTH_ONE;
                    if (TY_LIKELY(code->fast_nargs == 1 && N + code->nregs <= vm->limit &&
                                  info < atomic_load_explicit(&ctx->call_limit, memory_order_relaxed) &&
                                  getter->caches->table)) {
                        N[-4] = cache->value;
                        N[-3] = (ty_value)R;
                        N[-2] = (ty_value)(uintptr_t)pc;
                        N[-1] = (ty_value)(info | TY_CONT_STORE | A << 8);
                        N[0] = o;
                        R = N;
                        goto entered;
                    }
                }
                if (cache->kind == TY_CACHE_VALUE && TY_LIKELY(cache->version == shape->version)) {
                    R[A] = cache->value;
                    NEXT();
                }
            }
        }
        RESULT(ty_eval_getattr(ctx, o, NAME_OF(x), cache));
    }
    OP(SETATTR) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        ty_value o = R[A];
        if (TY_LIKELY(ty_is_object(o))) {
            ty_object *ob = ty_object_of(o);
            const ty_shape *shape = ty_head_shape(ob);
            if (TY_LIKELY(shape == cache->guard)) {
                if (TY_LIKELY(cache->kind == TY_CACHE_SLOT)) {
                    ty_value *slot = (ty_value *)((char *)o + cache->offset);
                    ty_heap_store(ctx->heap, ob, slot, R[B]);
                    NEXT();
                }
                if (cache->kind == TY_CACHE_ADD && TY_LIKELY(cache->version == shape->version)) {
                    ty_value *slot = (ty_value *)((char *)o + cache->offset);
                    ty_heap_store(ctx->heap, ob, slot, R[B]);
                    ob->head = (uintptr_t)cache->value | (ob->head & TY_HEAD_FLAGS);
                    NEXT();
                }
            }
        }
        CHECKED(ty_eval_setattr(ctx, o, NAME_OF(x), R[B], cache));
    }
    OP(DELATTR) :
    {
        uint32_t x = *pc++;
        CHECKED(ty_eval_delattr(ctx, R[A], NAME_OF(x)));
    }
    OP(LDMETH) :
    {
        uint32_t x = *pc++;
        ty_cache *cache = CACHE_OF(x);
        ty_value o = R[B];
        if (TY_LIKELY(ty_is_object(o))) {
            const ty_shape *shape = SHAPE(o);
            if (TY_LIKELY(shape == cache->guard && cache->kind == TY_CACHE_METHOD && cache->version == shape->version)) {
                R[A] = cache->value;
                R[A + 4] = o;
                NEXT();
            }
        }
        CHECKED(ty_eval_ldmeth(ctx, o, NAME_OF(x), cache, &R[A]));
    }
    OP(SUPERATTR) :
    {
        uint32_t x = *pc++;
        RESULT(ty_eval_super(ctx, &R[B], NAME_OF(x)));
    }
    OP(SUPERMETH) :
    {
        uint32_t x = *pc++;
        CHECKED(ty_eval_super_method(ctx, &R[B], NAME_OF(x), &R[A]));
    }

    /* --- items ------------------------------------------------------------------------------------------------------- */
    OP(GETITEM) :
    {
        ty_value o = R[B], k = R[C];
        if (TY_LIKELY(ty_is_object(o))) {
            const ty_shape *shape = SHAPE(o);
            if (shape == &ty_list_shape && ty_is_small(k)) {
                const ty_list *l = ty_list_ptr(o);
                size_t i = (size_t)ty_small_value(k);
                if ((intptr_t)i < 0)
                    i += l->length;
                if (TY_LIKELY(i < l->length)) {
                    R[A] = l->array->items[i];
                    NEXT();
                }
            } else if (shape == &ty_dict_shape) {
                ty_value v;
                SAVE();
                int found = ty_dict_get(ctx, o, k, &v);
                if (TY_LIKELY(found > 0)) {
                    R[A] = v;
                    NEXT();
                }
                if (found == 0)
                    ty_error_set_value(ctx, &ty_KeyError_type, k);
                goto error;
            } else if (shape == &ty_tuple_shape && ty_is_small(k)) {
                const ty_tuple *t = ty_tuple_ptr(o);
                size_t i = (size_t)ty_small_value(k);
                if ((intptr_t)i < 0)
                    i += t->length;
                if (TY_LIKELY(i < t->length)) {
                    R[A] = t->items[i];
                    NEXT();
                }
            }
        }
        left = o, right = k;
        goto getitem_slow;
    }
    OP(GETITEMI) :
    {
        ty_value o = R[B];
        intptr_t k = SC;
        if (TY_LIKELY(ty_is_object(o))) {
            const ty_shape *shape = SHAPE(o);
            if (shape == &ty_list_shape) {
                const ty_list *l = ty_list_ptr(o);
                size_t i = (size_t)(k < 0 ? k + (intptr_t)l->length : k);
                if (TY_LIKELY(i < l->length)) {
                    R[A] = l->array->items[i];
                    NEXT();
                }
            } else if (shape == &ty_tuple_shape) {
                const ty_tuple *t = ty_tuple_ptr(o);
                size_t i = (size_t)(k < 0 ? k + (intptr_t)t->length : k);
                if (TY_LIKELY(i < t->length)) {
                    R[A] = t->items[i];
                    NEXT();
                }
            }
        }
        left = o, right = ty_small(k);
        goto getitem_slow;
    }
    OP(SETITEM) :
    {
        ty_value o = R[A], k = R[B];
        if (TY_LIKELY(ty_is_object(o))) {
            const ty_shape *shape = SHAPE(o);
            if (shape == &ty_list_shape && ty_is_small(k)) {
                const ty_list *l = ty_list_ptr(o);
                size_t i = (size_t)ty_small_value(k);
                if ((intptr_t)i < 0)
                    i += l->length;
                if (TY_LIKELY(i < l->length)) {
                    ty_heap_store(ctx->heap, &l->array->ob, &l->array->items[i], R[C]);
                    NEXT();
                }
            } else if (shape == &ty_dict_shape)
                CHECKED(ty_dict_set(ctx, o, k, R[C]));
        }
        CHECKED(ty_op_setitem(ctx, o, k, R[C]));
    }
    OP(DELITEM) : CHECKED(ty_op_delitem(ctx, R[A], R[B]));
    OP(GETSLICE) : RESULT(ty_eval_getslice(ctx, R[B], R[C], R[C + 1]));
    OP(SETSLICE) : CHECKED(ty_eval_setslice(ctx, R[A], R[B], R[B + 1], R[C]));
    OP(SLICE) : RESULT(ty_slice_new(ctx, R[B], R[B + 1], R[B + 2]));

    /* --- operators --------------------------------------------------------------------------------------------------- */
    BINARY(ADD)
    BINARY(SUB)
    BINARY(MUL)
    BINARY(MATMUL)
    BINARY(TRUEDIV)
    BINARY(FLOORDIV)
    BINARY(MOD)
    BINARY(LSHIFT)
    BINARY(RSHIFT)
    BINARY(AND)
    BINARY(OR)
    BINARY(XOR)
    BINARY(POW)
    BINARY_K(ADD)
    BINARY_K(SUB)
    BINARY_K(MUL)
    BINARY_K(TRUEDIV)
    BINARY_K(FLOORDIV)
    BINARY_K(MOD)
    BINARY_K(LSHIFT)
    BINARY_K(RSHIFT)
    BINARY_K(AND)
    BINARY_K(OR)
    BINARY_K(XOR)
    BINARY_K(POW)
    OP(ADDI) :
    {
        ty_value x = R[B], y = ty_small(SC);
        TRY_ADD(x, y);
        left = x, right = y, number = TY_OP_ADD;
        goto binary_slow;
    }
    OP(SUBI) :
    {
        ty_value x = R[B], y = ty_small(SC);
        TRY_SUB(x, y);
        left = x, right = y, number = TY_OP_SUB;
        goto binary_slow;
    }
    AUGMENTED(IADD, ADD)
    AUGMENTED(ISUB, SUB)
    AUGMENTED(IMUL, MUL)
    OP(IADDI) :
    {
        ty_value x = R[B], y = ty_small(SC);
        TRY_ADD(x, y);
        RESULT(ty_eval_inplace(ctx, TY_OP_ADD, x, y));
    }
    OP(ISUBI) :
    {
        ty_value x = R[B], y = ty_small(SC);
        TRY_SUB(x, y);
        RESULT(ty_eval_inplace(ctx, TY_OP_SUB, x, y));
    }
    OP(INPLACE) :
    {
        uint32_t op = *pc++;
        RESULT(ty_eval_inplace(ctx, (enum ty_binary)op, R[B], R[C]));
    }
    OP(NEG) :
    {
        ty_value x = R[B];
        if (TY_LIKELY(ty_is_small(x)) && TY_LIKELY(ty_small_value(x) != TY_INT_MIN)) {
            R[A] = ty_small(-ty_small_value(x));
            NEXT();
        }
        if (ty_is_flonum(x)) {
            R[A] = ty_flonum_try(-ty_flonum_value(x));
            NEXT();
        }
        RESULT(ty_op_neg(ctx, x));
    }
    OP(POS) : RESULT(ty_op_pos(ctx, R[B]));
    OP(INVERT) : if (TY_LIKELY(ty_is_small(R[B])))
    {
        R[A] = ty_small(~ty_small_value(R[B]));
        NEXT();
    }
    RESULT(ty_op_invert(ctx, R[B]));
    OP(NOT) :
    {
        ty_value v = R[B];
        if (TY_LIKELY(ty_is_bool(v))) {
            R[A] = ty_bool(v == TY_FALSE);
            NEXT();
        }
        SAVE();
        int truth = ty_eval_truth(ctx, v);
        if (TY_UNLIKELY(truth < 0))
            goto error;
        R[A] = ty_bool(!truth);
        NEXT();
    }
    COMPARE(LT, <)
    COMPARE(LE, <=)
    COMPARE(EQ, ==)
    COMPARE(NE, !=)
    COMPARE(GT, >)
    COMPARE(GE, >=)
    OP(IS) : R[A] = ty_bool(R[B] == R[C]);
    NEXT();
    OP(ISNOT) : R[A] = ty_bool(R[B] != R[C]);
    NEXT();
    OP(IN) :
    {
        SAVE();
        int found = ty_op_contains(ctx, R[C], R[B]);
        if (TY_UNLIKELY(found < 0))
            goto error;
        R[A] = ty_bool(found);
        NEXT();
    }
    OP(NOTIN) :
    {
        SAVE();
        int found = ty_op_contains(ctx, R[C], R[B]);
        if (TY_UNLIKELY(found < 0))
            goto error;
        R[A] = ty_bool(!found);
        NEXT();
    }

    /* --- jumps ------------------------------------------------------------------------------------------------------- */
    OP(JMP) : pc += TY_BC_J24(w);
    NEXT();
    OP(LOOP) : if (TY_UNLIKELY(atomic_load_explicit(&ctx->breaker, memory_order_relaxed)))
    {
        SAVE();
        if (ty_context_break(ctx) < 0)
            goto error;
    }
    pc += TY_BC_J24(w);
    NEXT();
    OP(JT) :
    {
        ty_value v = R[A];
        if (TY_LIKELY(ty_is_bool(v)))
            JUMP_IF(v == TY_TRUE);
        SAVE();
        int truth = ty_eval_truth(ctx, v);
        if (TY_UNLIKELY(truth < 0)) {
            vm->pc = pc + 1;
            goto error;
        }
        JUMP_IF(truth);
    }
    OP(JF) :
    {
        ty_value v = R[A];
        if (TY_LIKELY(ty_is_bool(v)))
            JUMP_IF(v == TY_FALSE);
        SAVE();
        int truth = ty_eval_truth(ctx, v);
        if (TY_UNLIKELY(truth < 0)) {
            vm->pc = pc + 1;
            goto error;
        }
        JUMP_IF(!truth);
    }
    BRANCH(JLT, LT, <, R[B])
    BRANCH(JLE, LE, <=, R[B])
    BRANCH(JEQ, EQ, ==, R[B])
    BRANCH(JNE, NE, !=, R[B])
    BRANCH(JGT, GT, >, R[B])
    BRANCH(JGE, GE, >=, R[B])
    BRANCH(JLTI, LT, <, ty_small(SB))
    BRANCH(JLEI, LE, <=, ty_small(SB))
    BRANCH(JEQI, EQ, ==, ty_small(SB))
    BRANCH(JNEI, NE, !=, ty_small(SB))
    BRANCH(JGTI, GT, >, ty_small(SB))
    BRANCH(JGEI, GE, >=, ty_small(SB))
    BRANCH(JEQK, EQ, ==, K[B])
    BRANCH(JNEK, NE, !=, K[B])
    OP(JIS) : JUMP_IF((R[A] == R[B]) == C);
    OP(JISIMM) : JUMP_IF((R[A] == TY_IMMEDIATE(B)) == C);
    OP(JIN) :
    {
        vm->pc = pc + 1;
        int found = ty_op_contains(ctx, R[B], R[A]);
        if (TY_UNLIKELY(found < 0))
            goto error;
        JUMP_IF((uint32_t)found == C);
    }

    /* --- calls ------------------------------------------------------------------------------------------------------- */
    OP(CALL) :
    {
        ty_value *W = R + A;
        size_t n = B;
        ty_value f = W[0];
        if (TY_LIKELY(ty_is_object(f))) {
            const ty_shape *shape = SHAPE(f);
            if (TY_LIKELY(shape == &ty_function_shape)) {
                ty_function *fn = (ty_function *)f;
                const ty_code *code = fn->code;
                ty_value *N = W + TY_FRAME_HEADER;
                uintptr_t info = ((uintptr_t)R[-1] & ~(uintptr_t)0xffff) + TY_INFO_DEPTH_ONE;
                if (TY_LIKELY(code->fast_nargs == n && N + code->nregs <= vm->limit &&
                              info < atomic_load_explicit(&ctx->call_limit, memory_order_relaxed) && fn->caches->table)) {
                    N[-3] = (ty_value)R;
                    N[-2] = (ty_value)(uintptr_t)pc;
                    N[-1] = (ty_value)info;
                    R = N;
                    goto entered;
                }
            } else if (shape == &ty_builtin_function_shape) {
                const ty_native *native = (const ty_native *)f;
                if (TY_LIKELY(!(native->flags & TY_RAW) && n >= (size_t)native->min && n <= (size_t)native->max)) {
                    SAVE();
                    ty_value v = native->fn(ctx, W + TY_FRAME_HEADER, n, TY_NULL);
                    if (TY_UNLIKELY(!v))
                        goto error;
                    W[0] = v;
                    NEXT();
                }
            }
        }
        SAVE();
        switch (ty_eval_call(ctx, W, n, TY_NULL)) {
        case TY_CALL_RESULT: NEXT();
        case TY_CALL_PUSHED: goto pushed;
        case TY_CALL_ERROR: goto error;
        }
        TY_UNREACHABLE();
    }
    OP(CALLM) :
    {
        ty_value *W = R + A;
        size_t n = B;
        ty_value f = W[0];
        if (TY_LIKELY(f != TY_UNBOUND)) {
            const ty_shape *shape = SHAPE(f);
            n++;
            if (TY_LIKELY(shape == &ty_function_shape)) {
                ty_function *fn = (ty_function *)f;
                const ty_code *code = fn->code;
                ty_value *N = W + TY_FRAME_HEADER;
                uintptr_t info = ((uintptr_t)R[-1] & ~(uintptr_t)0xffff) + TY_INFO_DEPTH_ONE;
                if (TY_LIKELY(code->fast_nargs == n && N + code->nregs <= vm->limit &&
                              info < atomic_load_explicit(&ctx->call_limit, memory_order_relaxed) && fn->caches->table)) {
                    N[-3] = (ty_value)R;
                    N[-2] = (ty_value)(uintptr_t)pc;
                    N[-1] = (ty_value)info;
                    R = N;
                    goto entered;
                }
            } else if (TY_LIKELY(shape == &ty_method_descriptor_shape)) {
                const ty_native *native = (const ty_native *)f;
                /* self is of the owner's type: LDMETH found the method on it */
                if (TY_LIKELY(!(native->flags & TY_RAW) && n - 1 >= (size_t)native->min && n - 1 <= (size_t)native->max)) {
                    SAVE();
                    ty_value v = native->fn(ctx, W + TY_FRAME_HEADER, n, TY_NULL);
                    if (TY_UNLIKELY(!v))
                        goto error;
                    W[0] = v;
                    NEXT();
                }
            }
            SAVE();
            switch (ty_eval_call(ctx, W, n, TY_NULL)) {
            case TY_CALL_RESULT: NEXT();
            case TY_CALL_PUSHED: goto pushed;
            case TY_CALL_ERROR: goto error;
            }
            TY_UNREACHABLE();
        }
        SAVE();
        switch (ty_eval_call_shifted(ctx, W, n, TY_NULL)) {
        case TY_CALL_RESULT: NEXT();
        case TY_CALL_PUSHED: goto pushed;
        case TY_CALL_ERROR: goto error;
        }
        TY_UNREACHABLE();
    }
    OP(CALLKW) :
    {
        ty_value names = K[*pc++];
        ty_value *W = R + A;
        SAVE();
        enum ty_call_outcome outcome;
        size_t positional = B - ty_tuple_length(names);
        if (!C)
            outcome = ty_eval_call(ctx, W, positional, names);
        else if (W[0] != TY_UNBOUND)
            outcome = ty_eval_call(ctx, W, positional + 1, names);
        else
            outcome = ty_eval_call_shifted(ctx, W, positional, names);
        switch (outcome) {
        case TY_CALL_RESULT: NEXT();
        case TY_CALL_PUSHED: goto pushed;
        case TY_CALL_ERROR: goto error;
        }
        TY_UNREACHABLE();
    }
    OP(CALLEX) :
    {
        SAVE();
        switch (ty_eval_call_ex(ctx, R + A, B)) {
        case TY_CALL_RESULT: NEXT();
        case TY_CALL_PUSHED: goto pushed;
        case TY_CALL_ERROR: goto error;
        }
        TY_UNREACHABLE();
    }
entered: /* R is a bound window whose header is complete */
{
    ty_function *fn = (ty_function *)R[-4];
    const ty_code *code = fn->code;
    vm->R = R;
    pc = code->insns;
    K = code->consts;
    ic = fn->caches->table->entries;
    for (size_t i = code->nparams, end = code->nlocals; i < end; i++)
        R[i] = TY_UNBOUND;
    NEXT();
}
pushed: /* a slow path has pushed a frame and set vm->R, vm->pc */
    R = vm->R;
    pc = vm->pc;
    LOAD_FRAME();
    NEXT();

    OP(RET) :
    {
        left = R[A];
        uintptr_t info = (uintptr_t)R[-1];
        if (TY_LIKELY(!(info & TY_INFO_PLAIN))) {
            R[-4] = left;
            pc = (const uint32_t *)R[-2];
            R = (ty_value *)R[-3];
            vm->R = R;
            LOAD_FRAME();
            NEXT();
        }
        goto return_slow;
    }

    /* --- making things ------------------------------------------------------------------------------------------------- */
    OP(LIST) : RESULT(ty_list_from(ctx, &R[B], C));
    OP(TUPLE) : RESULT(ty_tuple_new(ctx, &R[B], C));
    OP(SET) : RESULT(ty_eval_set(ctx, &R[B], C));
    OP(DICT) : RESULT(ty_eval_dict(ctx, &R[B], C));
    OP(LISTK) : RESULT(ty_list_from(ctx, ty_tuple_items(K[BX]), ty_tuple_length(K[BX])));
    OP(SETK) : RESULT(ty_eval_set_of(ctx, K[BX]));
    OP(DICTKEYS) :
    {
        ty_value keys = K[*pc++];
        RESULT(ty_eval_dict_keys(ctx, keys, &R[B], C));
    }
    OP(LISTAPPEND) : CHECKED(ty_list_append(ctx, R[A], R[B]));
    OP(LISTEXTEND) : CHECKED(ty_eval_list_extend(ctx, R[A], R[B]));
    OP(SETADD) : CHECKED(ty_set_add(ctx, R[A], R[B]));
    OP(SETUPDATE) : CHECKED(ty_set_update(ctx, R[A], R[B]));
    OP(DICTSET) : CHECKED(ty_dict_set(ctx, R[A], R[B], R[C]));
    OP(DICTUPDATE) : CHECKED(ty_eval_dict_update(ctx, R[A], R[B]));
    OP(DICTMERGE) : CHECKED(ty_eval_dict_merge(ctx, R[A], R[B], R[C]));
    OP(LISTTUPLE) : RESULT(ty_list_to_tuple(ctx, R[B]));
    OP(STR) : RESULT(ty_str_join(ctx, ty_str_empty, &R[B], C));
    OP(FORMAT) : RESULT(ty_eval_format(ctx, &R[B], C));
    OP(FUNCTION) :
    {
        uint32_t x = *pc++;
        RESULT(ty_eval_function(ctx, R, (ty_code *)K[x >> 16], CACHE_OF(x), &R[B], C));
    }
    OP(BUILDCLASS) : RESULT(ty_eval_build_class(ctx, R));

    /* --- iteration ------------------------------------------------------------------------------------------------------ */
    OP(ITER) :
    {
        ty_value v = R[B];
        if (ty_is_generator_like(v) && ty_has_shape(v, &ty_generator_shape)) {
            R[A] = v;
            NEXT();
        }
        RESULT(ty_op_iter(ctx, v));
    }
    OP(NEXT) :
    {
        ty_value it = R[B];
        const ty_shape *shape = SHAPE(it); /* an iterator is always an object */
        if (shape == &ty_range_iterator_shape) {
            ty_range_iterator *r = (ty_range_iterator *)it;
            if (TY_UNLIKELY(r->left == 0))
                JUMP_IF(true);
            r->left--;
            R[A] = ty_small(r->next);
            r->next += r->step;
            pc++;
            NEXT();
        }
        if (shape == &ty_list_iterator_shape) {
            ty_seq_iterator *s = (ty_seq_iterator *)it;
            if (TY_LIKELY(s->seq != TY_NULL)) {
                const ty_list *l = ty_list_ptr(s->seq);
                if (TY_LIKELY(s->index < l->length)) {
                    R[A] = l->array->items[s->index++];
                    pc++;
                    NEXT();
                }
                s->seq = TY_NULL;
            }
            JUMP_IF(true);
        }
        if (shape == &ty_generator_shape) {
            vm->pc = pc + 1;
            ty_generator *g = (ty_generator *)it;
            if (TY_UNLIKELY(g->state == TY_GEN_DONE))
                JUMP_IF(true);
            pc++;
            SAVE();
            if (TY_UNLIKELY(ty_eval_push_generator(ctx, g, TY_NONE, TY_CONT_FOR, A) < 0))
                goto error;
            goto pushed;
        }
        if (shape == &ty_tuple_iterator_shape) {
            ty_seq_iterator *s = (ty_seq_iterator *)it;
            if (TY_LIKELY(s->seq != TY_NULL)) {
                const ty_tuple *t = ty_tuple_ptr(s->seq);
                if (TY_LIKELY(s->index < t->length)) {
                    R[A] = t->items[s->index++];
                    pc++;
                    NEXT();
                }
                s->seq = TY_NULL;
            }
            JUMP_IF(true);
        }
        vm->pc = pc + 1;
        if (TY_UNLIKELY(!shape->type->slots.next)) { /* its class has lost __next__ */
            ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not iterable", it);
            goto error;
        }
        ty_value v = shape->type->slots.next(ctx, it);
        if (TY_LIKELY(v != TY_NULL)) {
            R[A] = v;
            pc++;
            NEXT();
        }
        if (TY_UNLIKELY(ctx->exc) && !ty_error_swallow(ctx, &ty_StopIteration_type))
            goto error;
        JUMP_IF(true);
    }
    OP(UNPACK) :
    {
        ty_value v = R[B];
        if (TY_LIKELY(ty_has_shape(v, &ty_tuple_shape)) && TY_LIKELY(ty_tuple_length(v) == C)) {
            const ty_value *items = ty_tuple_items(v);
            for (size_t i = 0, n = C; i < n; i++)
                R[A + i] = items[i];
            NEXT();
        }
        CHECKED(ty_eval_unpack(ctx, v, &R[A], C));
    }
    OP(UNPACKEX) :
    {
        uint32_t x = *pc++;
        CHECKED(ty_eval_unpack_star(ctx, R[B], &R[A], x >> 16, x & 0xffff));
    }

    /* --- generators ------------------------------------------------------------------------------------------------------ */
    OP(YIELD) :
    {
        ty_value v = R[B];
        ty_eval_suspend(ctx, R, pc, A, C);
        left = v;
        goto yielded;
    }
yielded: /* the generator frame R has been saved; hand `left` to whoever resumed it */
{
    uintptr_t info = (uintptr_t)R[-1];
    pc = (const uint32_t *)R[-2];
    R = (ty_value *)R[-3];
    if (TY_UNLIKELY(info & TY_INFO_SEGMENT))
        ty_vm_leave_segment(vm);
    vm->R = R;
    vm->pc = pc;
    switch (info & TY_INFO_CONT) {
    case TY_CONT_FOR:
        R[TY_INFO_DEST(info)] = left;
        LOAD_FRAME();
        NEXT();
    case TY_CONT_SEND: { /* the outer generator yields it on, and comes back to its SEND */
        w = pc[-2];
        ty_eval_suspend(ctx, R, pc - 2, A, C);
        goto yielded;
    }
    default: TY_ASSERT((info & TY_INFO_CONT) == TY_CONT_ENTRY); return left;
    }
}
    OP(YIELDFROMITER) : RESULT(ty_eval_yield_from_iter(ctx, R[B], R));
    OP(AWAITABLE) : RESULT(ty_generator_await(ctx, R[B], C));
    OP(SEND) :
    {
        ty_value it = R[B];
        vm->pc = pc + 1;
        if (TY_LIKELY(ty_has_shape(it, &ty_generator_shape) || ty_has_shape(it, &ty_coroutine_shape)) &&
            TY_LIKELY(((ty_generator *)it)->state <= TY_GEN_SUSPENDED)) {
            pc++;
            if (TY_UNLIKELY(ty_eval_push_generator(ctx, (ty_generator *)it, R[A], TY_CONT_SEND, A) < 0))
                goto error;
            goto pushed;
        }
        ty_value v;
        switch (ty_generator_send(ctx, it, R[A], &v)) {
        case TY_RESUME_RETURN: R[A] = v; JUMP_IF(true);
        case TY_RESUME_ERROR: goto error;
        case TY_RESUME_YIELD:
            ty_eval_suspend(ctx, R, pc - 1, A, C);
            left = v;
            goto yielded;
        }
        TY_UNREACHABLE();
    }
    OP(AITER) : RESULT(ty_eval_aiter(ctx, R[B]));
    OP(ANEXT) : RESULT(ty_eval_anext(ctx, R[B]));
    OP(ENDASYNCFOR) :
    {
        if (ty_is_instance(R[A], &ty_StopAsyncIteration_type))
            JUMP_IF(true);
        pc++;
        SAVE();
        ctx->exc = R[A];
        goto reraise;
    }

    /* --- exceptions -------------------------------------------------------------------------------------------------------- */
    OP(RAISE) : SAVE();
    if (ty_eval_raise(ctx, C, R[A], R[B]))
        goto reraise;
    goto error;
    OP(PUSHEXC) : R[A + 1] = ty_eval_outer_handled(ctx, R);
    ctx->handled = R[A];
    NEXT();
    OP(POPEXC) : ctx->handled = ty_eval_restore_handled(ctx, R, R[A + 1]);
    NEXT();
    OP(RERAISE) : SAVE();
    ctx->exc = R[A];
    goto reraise;
    OP(JNOMATCH) :
    {
        vm->pc = pc + 1;
        int match = ty_eval_except_match(ctx, R[A], R[B]);
        if (TY_UNLIKELY(match < 0))
            goto error;
        JUMP_IF(!match);
    }
    OP(GROUPMATCH) : CHECKED(ty_eval_group_match(ctx, R[B], R[C], &R[A]));
    OP(GROUPRAISE) : RESULT(ty_eval_group_raise(ctx, R[B], R[C]));
    OP(WITH) : CHECKED(ty_eval_with(ctx, R[B], &R[A]));
    OP(WITHEXIT) : RESULT(ty_eval_with_exit(ctx, R[B], R[C]));
    OP(ASYNCWITH) : CHECKED(ty_eval_async_with(ctx, R[B], &R[A]));

    /* --- import --------------------------------------------------------------------------------------------------------------- */
    OP(IMPORT) :
    {
        ty_value name = K[*pc++];
        RESULT(ty_eval_import(ctx, R, name, R[B + 1], R[B]));
    }
    OP(IMPORTFROM) :
    {
        uint32_t x = *pc++;
        RESULT(ty_eval_import_from(ctx, R[B], NAME_OF(x)));
    }
    OP(IMPORTSTAR) : CHECKED(ty_eval_import_star(ctx, R[A], R[0]));

    /* --- match ------------------------------------------------------------------------------------------------------------------ */
    OP(MATCHSEQ) : R[A] = ty_bool(ty_has_flag(R[B], TY_TYPE_SEQUENCE));
    NEXT();
    OP(MATCHMAP) : R[A] = ty_bool(ty_has_flag(R[B], TY_TYPE_MAPPING));
    NEXT();
    OP(MATCHKEYS) : RESULT(ty_eval_match_keys(ctx, R[B], R[C]));
    OP(MATCHCLASS) :
    {
        uint32_t positional = *pc++;
        RESULT(ty_eval_match_class(ctx, R[B], R[C], R[C + 1], positional));
    }
    OP(MATCHREST) : RESULT(ty_eval_match_rest(ctx, R[B], R[C]));
    OP(LEN) :
    {
        SAVE();
        intptr_t n = ty_op_len(ctx, R[B]);
        if (TY_UNLIKELY(n < 0))
            goto error;
        R[A] = ty_small(n);
        NEXT();
    }

    /* --- the rest ---------------------------------------------------------------------------------------------------------------- */
    OP(LOCALS) : R[A] = R[0];
    NEXT();
    OP(ASSERTERROR) : R[A] = TY_VALUE(&ty_AssertionError_type);
    NEXT();
    OP(SETUPANNOT) : CHECKED(ty_eval_setup_annotations(ctx, R[0]));
    OP(PRINT) : CHECKED(ty_eval_display(ctx, R[A]));
    OP(INTRINSIC) : RESULT(ty_eval_intrinsic(ctx, C, &R[B]));
    OP(ENTER) : goto bad_opcode;

#if !TY_COMPUTED_GOTO
default:
    goto bad_opcode;
    }
#endif
bad_opcode:
    SAVE();
    ty_error_set(ctx, &ty_SystemError_type, "unknown opcode");
    goto error;

    /* --- shared slow paths --------------------------------------------------------------------------------------------------------- */
binary_slow:
{
    SAVE();
    ty_value v;
    switch (ty_eval_binary(ctx, R, (enum ty_binary)number, left, right, A, &v)) {
    case TY_CALL_RESULT: R[A] = v; NEXT();
    case TY_CALL_PUSHED: goto pushed;
    case TY_CALL_ERROR: goto error;
    }
    TY_UNREACHABLE();
}
compare_slow:
{
    SAVE();
    ty_value v;
    switch (ty_eval_compare(ctx, R, number, left, right, TY_CONT_COMPARE, A, &v)) {
    case TY_CALL_RESULT: R[A] = v; NEXT();
    case TY_CALL_PUSHED: goto pushed;
    case TY_CALL_ERROR: goto error;
    }
    TY_UNREACHABLE();
}
branch_slow:
{
    pc++; /* the pushed frame comes back behind the instruction */
    SAVE();
    ty_value v;
    switch (ty_eval_compare(ctx, R, number, left, right, TY_CONT_BRANCH, 0, &v)) {
    case TY_CALL_RESULT: {
        int truth = ty_is_bool(v) ? v == TY_TRUE : ty_eval_truth(ctx, v);
        if (TY_UNLIKELY(truth < 0))
            goto error;
        if ((uint32_t)truth == C)
            pc += (int32_t)pc[-1];
        NEXT();
    }
    case TY_CALL_PUSHED: goto pushed;
    case TY_CALL_ERROR: goto error;
    }
    TY_UNREACHABLE();
}
getitem_slow:
{
    SAVE();
    ty_value v;
    switch (ty_eval_getitem(ctx, R, left, right, A, &v)) {
    case TY_CALL_RESULT: R[A] = v; NEXT();
    case TY_CALL_PUSHED: goto pushed;
    case TY_CALL_ERROR: goto error;
    }
    TY_UNREACHABLE();
}
return_slow: /* `left` is returned by a frame with flags or a continuation */
{
    uintptr_t info = (uintptr_t)R[-1];
    ty_value *callee = R;
    pc = (const uint32_t *)R[-2];
    R = (ty_value *)R[-3];
    ty_eval_leave_frame(ctx, callee, info); /* a callee in a segment of its own never has TY_CONT_CALL */
    vm->R = R;
    vm->pc = pc;
    switch (info & TY_INFO_CONT) {
    case TY_CONT_ENTRY: return left;
    case TY_CONT_CALL: callee[-4] = left; break;
    case TY_CONT_NEXT:
    case TY_CONT_STORE: R[TY_INFO_DEST(info)] = left; break;
    case TY_CONT_DISCARD: break;
    case TY_CONT_INIT:
        if (TY_UNLIKELY(left != TY_NONE)) {
            ty_error_set(ctx, &ty_TypeError_type, "__init__() should return None, not '%T'", left);
            goto error;
        }
        break;
    case TY_CONT_FOR: pc += (int32_t)pc[-1]; break;
    case TY_CONT_SEND:
        R[TY_INFO_DEST(info)] = left;
        pc += (int32_t)pc[-1];
        break;
    default: {
        LOAD_FRAME();
        int jump = ty_eval_continue(ctx, R, K, pc, info, left);
        if (TY_UNLIKELY(jump < 0))
            goto error;
        if (jump)
            pc += (int32_t)pc[-1];
        NEXT();
    }
    }
    LOAD_FRAME();
    NEXT();
}

    /* --- unwinding -------------------------------------------------------------------------------------------------------------------- */
error: /* ctx->exc is set, vm->pc lies behind the instruction of frame R */
    ty_traceback_here(ctx, R, vm->pc);
reraise: /* the same, and the traceback has this frame already */
{
    pc = ty_eval_unwind(ctx);
    if (!pc)
        return TY_NULL;
    R = vm->R;
    LOAD_FRAME();
    NEXT();
}
}
