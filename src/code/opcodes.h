/* SPDX-License-Identifier: MIT */
/* The rows of opcodes.def.h as a table, for the verifier, the disassembler and the assembler. */
#ifndef TY_CODE_OPCODES_H
#define TY_CODE_OPCODES_H

#include <stdint.h>

#include "code/opcodes.def.h"

enum ty_operand { /* the operand kinds of the rows */
    TY_OPERAND__, TY_OPERAND_R, TY_OPERAND_D, TY_OPERAND_M, TY_OPERAND_I, TY_OPERAND_S, TY_OPERAND_N, TY_OPERAND_K,
    TY_OPERAND_Bx, TY_OPERAND_Sx, TY_OPERAND_J24, TY_OPERAND_J, TY_OPERAND_NI, TY_OPERAND_K32, TY_OPERAND_CI, TY_OPERAND_X,
    TY_OPERAND_ROW = TY_OPERAND_X, /* the rows' own parameter is called X: the macro that is passed must be called ROW */
};

typedef struct ty_opcode_info {
    const char *name;
    uint8_t words, a, b, c, w; /* enum ty_operand */
} ty_opcode_info;

extern const ty_opcode_info ty_opcodes[TY_BC_COUNT];
extern const char *const ty_opcode_intrinsics[TY_IN_COUNT];
extern const uint8_t ty_opcode_intrinsic_args[TY_IN_COUNT];

#endif
