/* SPDX-License-Identifier: MIT */
/*
 * The instruction set: one row an opcode, X(NAME, words, A, B, C, W).
 *
 * An instruction is one or two 32-bit words: op:8 | A:8 | B:8 | C:8, and for two-word rows W. Operand kinds:
 *   _   unused                    R  register read            D  register written
 *   M   register read and written I  unsigned immediate       S  signed 8-bit immediate
 *   N   a count                   K  constant number in 8 bits
 *   Bx (in column B; C is _)  16-bit constant number BC = B | C << 8;   Sx  signed 16-bit immediate
 *   J24 (in column A)         signed 24-bit jump distance A | B << 8 | C << 16, from the next instruction
 * and of W: J signed 32-bit jump distance from the next instruction; NI name constant << 16 | cache number;
 *   K32 constant number; CI cache number (low 16), anything (high 16); X as the note says.
 * Ranges of registers are named in the notes: [B, n) means R[B] .. R[B+n-1].
 *
 * A *call window* at register A is: R[A] callee (later the result), R[A+1..A+3] frame header (scratch), R[A+4...]
 * arguments. Registers at A and above are dead after the call, but for the result. LDMETH and SUPERMETH prepare the
 * window for CALLM: either R[A] = function and R[A+4] = self, or R[A] = TY_UNBOUND and R[A+1] = any callable, called
 * with the arguments from R[A+5] on; the caller puts explicit arguments at R[A+5...] in both cases.
 *
 * Registers 0 .. nlocals-1 are local variables (parameters first), the rest temporaries in stack discipline: the code
 * generator passes, where `live` is asked for, the number of registers that are in use.
 */
#ifndef TY_CODE_OPCODES_DEF_H
#define TY_CODE_OPCODES_DEF_H

#define TY_OPCODE_ROWS(X)                                                                                               \
    /* --- moves ---------------------------------------------------------------------------------------------------- */ \
    X(NOP, 1, _, _, _, _)                                                                                                \
    X(MOVE, 1, D, R, _, _)                                                                                               \
    X(LOADK, 1, D, Bx, _, _)                                                                                             \
    X(LOADKX, 2, D, _, _, K32)                                                                                           \
    X(LOADI, 1, D, Sx, _, _)            /* small int */                                                                  \
    X(LOADIMM, 1, D, I, _, _)           /* immediate number B: TY_IMMEDIATE(B) */                                        \
    X(LOADFAR, 1, D, Bx, _, _)          /* local variable BC >= 192 */                                                   \
    X(STOREFAR, 1, R, Bx, _, _)                                                                                          \
    X(CHECK, 1, R, _, _, _)             /* UnboundLocalError naming local A if unbound */                                \
    X(DELLOCAL, 1, M, _, _, _)          /* check, then unbind */                                                         \
    X(UNBIND, 1, D, _, _, _)            /* set to TY_UNBOUND without a check */                                          \
    X(MAKECELL, 1, M, _, _, _)          /* wrap what is in A (also unbound) into a new cell */                           \
    X(LOADCELL, 1, D, R, _, _)          /* value of the cell in local B; NameError naming it */                          \
    X(STORECELL, 1, R, R, _, _)         /* cell A := R[B] */                                                             \
    X(DELCELL, 1, R, _, _, _)                                                                                            \
    X(LOADFREE, 1, D, Bx, _, _)         /* value of free variable BC of the function */                                  \
    X(STOREFREE, 1, R, Bx, _, _)                                                                                         \
    X(DELFREE, 1, _, Bx, _, _)                                                                                           \
    X(FREECELL, 1, D, Bx, _, _)         /* the cell itself, to build a closure tuple */                                  \
    X(LOADCLASSFREE, 2, D, Bx, _, NI)   /* class body: name W in the namespace R[0], else free variable BC */            \
    X(LOADCLASSGLOBAL, 2, D, R, _, NI)  /* type scopes in classes: name in mapping R[B], else global */                  \
    X(LOADGLOBAL, 2, D, _, _, NI)                                                                                        \
    X(STOREGLOBAL, 2, R, _, _, NI)                                                                                       \
    X(DELGLOBAL, 2, _, _, _, NI)                                                                                         \
    X(LOADNAME, 2, D, _, _, NI)         /* namespace R[0] (module, class, exec), globals, builtins */                    \
    X(STORENAME, 2, R, _, _, NI)                                                                                         \
    X(DELNAME, 2, _, _, _, NI)                                                                                           \
    /* --- attributes and items ------------------------------------------------------------------------------------- */ \
    X(GETATTR, 2, D, R, _, NI)                                                                                           \
    X(SETATTR, 2, R, R, _, NI)          /* R[A].name = R[B] */                                                           \
    X(DELATTR, 2, R, _, _, NI)                                                                                           \
    X(LDMETH, 2, D, R, _, NI)           /* window at A for CALLM; writes [A, 5) */                                       \
    X(SUPERATTR, 2, D, R, _, NI)        /* R[B](R[B+1], R[B+2]).name: R[B] is what `super` meant, class cell value, self */ \
    X(SUPERMETH, 2, D, R, _, NI)        /* the same into a window at A for CALLM */                                      \
    X(GETITEM, 1, D, R, R, _)                                                                                            \
    X(GETITEMI, 1, D, R, S, _)          /* index is the immediate C */                                                   \
    X(SETITEM, 1, R, R, R, _)           /* R[A][R[B]] = R[C] */                                                          \
    X(DELITEM, 1, R, R, _, _)                                                                                            \
    X(GETSLICE, 1, D, R, R, _)          /* R[B][R[C]:R[C+1]]; None where absent */                                       \
    X(SETSLICE, 1, R, R, R, _)          /* R[A][R[B]:R[B+1]] = R[C] */                                                   \
    X(SLICE, 1, D, R, _, _)             /* slice(R[B], R[B+1], R[B+2]) */                                                \
    /* --- operators: order of each group as in object/ops.h ---------------------------------------------------------- */ \
    X(ADD, 1, D, R, R, _) X(SUB, 1, D, R, R, _) X(MUL, 1, D, R, R, _) X(MATMUL, 1, D, R, R, _)                               \
    X(TRUEDIV, 1, D, R, R, _) X(FLOORDIV, 1, D, R, R, _) X(MOD, 1, D, R, R, _) X(LSHIFT, 1, D, R, R, _)                      \
    X(RSHIFT, 1, D, R, R, _) X(AND, 1, D, R, R, _) X(OR, 1, D, R, R, _) X(XOR, 1, D, R, R, _) X(POW, 1, D, R, R, _)          \
    X(ADDK, 1, D, R, K, _) X(SUBK, 1, D, R, K, _) X(MULK, 1, D, R, K, _) X(TRUEDIVK, 1, D, R, K, _)                          \
    X(FLOORDIVK, 1, D, R, K, _) X(MODK, 1, D, R, K, _) X(LSHIFTK, 1, D, R, K, _) X(RSHIFTK, 1, D, R, K, _)                   \
    X(ANDK, 1, D, R, K, _) X(ORK, 1, D, R, K, _) X(XORK, 1, D, R, K, _) X(POWK, 1, D, R, K, _)                               \
    X(ADDI, 1, D, R, S, _)              /* + immediate int */                                                            \
    X(SUBI, 1, D, R, S, _)                                                                                               \
    X(IADD, 1, D, R, R, _) X(ISUB, 1, D, R, R, _) X(IMUL, 1, D, R, R, _) /* augmented assignment */                         \
    X(IADDI, 1, D, R, S, _) X(ISUBI, 1, D, R, S, _)                                                                         \
    X(INPLACE, 2, D, R, R, X)           /* any augmented operator, W = enum ty_binary */                                 \
    X(NEG, 1, D, R, _, _) X(POS, 1, D, R, _, _) X(INVERT, 1, D, R, _, _) X(NOT, 1, D, R, _, _)                               \
    X(LT, 1, D, R, R, _) X(LE, 1, D, R, R, _) X(EQ, 1, D, R, R, _) X(NE, 1, D, R, R, _) X(GT, 1, D, R, R, _)                  \
    X(GE, 1, D, R, R, _) X(IS, 1, D, R, R, _) X(ISNOT, 1, D, R, R, _) X(IN, 1, D, R, R, _) X(NOTIN, 1, D, R, R, _)            \
    /* --- jumps ------------------------------------------------------------------------------------------------------ */ \
    X(JMP, 1, J24, _, _, _)             /* forward */                                                                    \
    X(LOOP, 1, J24, _, _, _)            /* backward: a safepoint */                                                      \
    X(JT, 2, R, _, _, J) X(JF, 2, R, _, _, J)                                                                             \
    X(JLT, 2, R, R, I, J)               /* jump if (R[A] < R[B]) is C (0 or 1) */                                         \
    X(JLE, 2, R, R, I, J) X(JEQ, 2, R, R, I, J) X(JNE, 2, R, R, I, J) X(JGT, 2, R, R, I, J) X(JGE, 2, R, R, I, J)             \
    X(JIS, 2, R, R, I, J) X(JIN, 2, R, R, I, J)                                                                            \
    X(JLTI, 2, R, S, I, J)              /* the same with an immediate int B */                                            \
    X(JLEI, 2, R, S, I, J) X(JEQI, 2, R, S, I, J) X(JNEI, 2, R, S, I, J) X(JGTI, 2, R, S, I, J) X(JGEI, 2, R, S, I, J)         \
    X(JEQK, 2, R, K, I, J) X(JNEK, 2, R, K, I, J) /* with constant B */                                                   \
    X(JISIMM, 2, R, I, I, J)            /* R[A] is TY_IMMEDIATE(B): None, True, False, Ellipsis, unbound */              \
    /* --- calls -------------------------------------------------------------------------------------------------------- */ \
    X(CALL, 1, M, N, _, _)              /* window A, B arguments */                                                       \
    X(CALLM, 1, M, N, _, _)             /* window of LDMETH at A, B explicit arguments at R[A+5...] */                    \
    X(CALLKW, 2, M, N, I, K32)          /* B arguments in all, the last len(K[W]) by keyword; C: 1 window of LDMETH */    \
    X(CALLEX, 1, M, I, _, _)            /* args: tuple or any iterable R[A+4]; B: 1 with keywords mapping R[A+5] */       \
    X(RET, 1, R, _, _, _)                                                                                                 \
    /* --- making things ------------------------------------------------------------------------------------------------- */ \
    X(LIST, 1, D, R, N, _)              /* [B, C) */                                                                      \
    X(TUPLE, 1, D, R, N, _) X(SET, 1, D, R, N, _)                                                                          \
    X(DICT, 1, D, R, N, _)              /* C pairs from B on: key, value, key ... */                                      \
    X(LISTK, 1, D, Bx, _, _)            /* new list of the constant tuple BC */                                           \
    X(SETK, 1, D, Bx, _, _)             /* new set of the constant frozenset or tuple BC */                               \
    X(DICTKEYS, 2, D, R, N, K32)        /* C values [B, C) under the keys in constant tuple W */                          \
    X(LISTAPPEND, 1, R, R, _, _) X(LISTEXTEND, 1, R, R, _, _) X(SETADD, 1, R, R, _, _) X(SETUPDATE, 1, R, R, _, _)            \
    X(DICTSET, 1, R, R, R, _)           /* dict A[B] = C */                                                               \
    X(DICTUPDATE, 1, R, R, _, _)        /* {**B}: TypeError "'x' object is not a mapping" */                              \
    X(DICTMERGE, 1, R, R, R, _)         /* call f(**B): keys must be new in A and str; C: callee, for messages */         \
    X(LISTTUPLE, 1, D, R, _, _)         /* tuple of the list B */                                                         \
    X(STR, 1, D, R, N, _)               /* join the str [B, C) */                                                         \
    X(FORMAT, 1, D, R, I, _)            /* C: conversion 0 none 1 str 2 repr 3 ascii; +4: spec in R[B+1] */               \
    X(FUNCTION, 2, D, R, I, X)          /* W: code constant << 16 | cache. C: which attributes lie in R[B...], in order: */ \
                                        /* 1 defaults tuple 2 kwdefaults dict 4 annotations tuple (name, value, ...) or   \
                                           dict 8 closure tuple 16 type params tuple */                                   \
    X(BUILDCLASS, 1, D, _, _, _)        /* builtins.__build_class__ */                                                    \
    /* --- iteration ------------------------------------------------------------------------------------------------------ */ \
    X(ITER, 1, D, R, _, _)                                                                                                \
    X(NEXT, 2, D, R, _, J)              /* R[A] = next(R[B]), or jump at the end */                                       \
    X(UNPACK, 1, D, R, N, _)            /* writes [A, C) */                                                               \
    X(UNPACKEX, 2, D, R, _, X)          /* W: before << 16 | after; writes before + 1 + after from A on, a list between */ \
    /* --- generators and coroutines ----------------------------------------------------------------------------------------- */ \
    X(YIELD, 1, D, R, N, _)             /* yield R[B]; R[A] = what is sent; C registers are live (255: all) */            \
    X(YIELDFROMITER, 1, D, R, _, _)     /* iterator for `yield from` */                                                   \
    X(AWAITABLE, 1, D, R, I, _)         /* iterator for `await`; C: 0 plain, 1 from __aenter__, 2 from __aexit__ */       \
    X(SEND, 2, M, R, N, J)              /* send R[A] to iterator R[B]. It yields: yield that, and run this again with what   \
                                           is sent (throw() goes to R[B]). It ends: R[A] = its value, jump. C live */     \
    X(AITER, 1, D, R, _, _) X(ANEXT, 1, D, R, _, _)                                                                         \
    X(ENDASYNCFOR, 2, R, _, _, J)       /* exception A: StopAsyncIteration: handled, jump; else re-raise */               \
    /* --- exceptions and with ------------------------------------------------------------------------------------------------ */ \
    X(RAISE, 1, R, R, N, _)             /* C: 0 re-raise the handled one, 1 raise A, 2 raise A from B */                  \
    X(PUSHEXC, 1, M, _, _, _)           /* handler entry: R[A] is the exception; R[A+1] = handled; handled = R[A] */      \
    X(POPEXC, 1, R, _, _, _)            /* handled = R[A+1] */                                                            \
    X(RERAISE, 1, R, _, _, _)           /* raise R[A] again with its traceback as it is */                                \
    X(JNOMATCH, 2, R, R, _, J)          /* except R[B]: jump unless R[A] matches */                                       \
    X(GROUPMATCH, 1, D, R, R, _)        /* except* R[C]: R[A] matching group or None, R[A+1] rest or None of group R[B] */ \
    X(GROUPRAISE, 1, D, R, R, _)        /* end of except*: R[A] = what to raise or None, from original R[B], list R[C] */ \
    X(WITH, 1, D, R, _, _)              /* R[A] = bound __exit__, R[A+1] = __enter__() of R[B] */                         \
    X(WITHEXIT, 1, D, R, R, _)          /* R[A] = R[B](type, value, traceback) of exception R[C]; R[C] None: all None */  \
    X(ASYNCWITH, 1, D, R, _, _)         /* R[A] = bound __aexit__, R[A+1] = __aenter__(), both not awaited */             \
    /* --- import ------------------------------------------------------------------------------------------------------------- */ \
    X(IMPORT, 2, D, R, _, K32)          /* __import__(K[W], globals, locals, R[B+1], R[B] level) */                       \
    X(IMPORTFROM, 2, D, R, _, NI)                                                                                          \
    X(IMPORTSTAR, 1, R, _, _, _)        /* into R[0] */                                                                   \
    /* --- match ---------------------------------------------------------------------------------------------------------------- */ \
    X(MATCHSEQ, 1, D, R, _, _) X(MATCHMAP, 1, D, R, _, _) /* bool */                                                        \
    X(MATCHKEYS, 1, D, R, R, _)         /* R[A] = tuple of values of mapping B for the tuple of keys C, or None */        \
    X(MATCHCLASS, 2, D, R, R, X)        /* R[A] = tuple of attributes or None; subject B, class C, names tuple R[C+1]; W positional */ \
    X(MATCHREST, 1, D, R, R, _)         /* R[A] = dict(B) without the keys in tuple C */                                  \
    X(LEN, 1, D, R, _, _)                                                                                                 \
    /* --- the rest ------------------------------------------------------------------------------------------------------------- */ \
    X(LOCALS, 1, D, _, _, _)            /* namespace R[0] */                                                              \
    X(ASSERTERROR, 1, D, _, _, _)       /* AssertionError */                                                              \
    X(SETUPANNOT, 1, _, _, _, _)        /* make sure __annotations__ is in R[0] */                                        \
    X(PRINT, 1, R, _, _, _)             /* sys.displayhook */                                                             \
    X(INTRINSIC, 1, D, R, I, _)         /* R[A] = intrinsic C of R[B]: rows below */                                      \
    X(ENTER, 1, _, _, _, _)             /* tracing build: never emitted */

/* Rare operations: X(NAME, arguments); they lie in [B, arguments). */
#define TY_INTRINSIC_ROWS(X)                                                                                            \
    X(TYPEVAR, 1)          /* name */                                                                                    \
    X(TYPEVAR_BOUND, 2)    /* name, function that evaluates the bound */                                                 \
    X(TYPEVAR_CONSTRAINTS, 2)                                                                                            \
    X(PARAMSPEC, 1) X(TYPEVARTUPLE, 1)                                                                                    \
    X(TYPEPARAM_DEFAULT, 2) /* type parameter, function; result: the parameter */                                        \
    X(TYPEALIAS, 3)        /* name, type params or None, function */                                                     \
    X(GENERIC_BASE, 1)     /* type params tuple -> Generic[...] */                                                       \
    X(SET_TYPE_PARAMS, 2)  /* function or class, tuple; result: it */                                                    \
    X(ASYNCGEN_WRAP, 1)    /* value yielded by an async generator */

enum ty_opcode {
#define TY_OPCODE_ENUM(NAME, words, A, B, C, W) TY_BC_##NAME,
    TY_OPCODE_ROWS(TY_OPCODE_ENUM)
#undef TY_OPCODE_ENUM
    TY_BC_COUNT
};
enum ty_intrinsic {
#define TY_INTRINSIC_ENUM(NAME, n) TY_IN_##NAME,
    TY_INTRINSIC_ROWS(TY_INTRINSIC_ENUM)
#undef TY_INTRINSIC_ENUM
    TY_IN_COUNT
};

#endif
