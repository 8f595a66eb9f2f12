/* SPDX-License-Identifier: MIT */
/* The tables of opcodes.h. */
#include <config.h>

#include "code/opcodes.h"

const ty_opcode_info ty_opcodes[TY_BC_COUNT] = {
#define ROW(NAME, words, A, B, C, W)                                                                                    \
    {#NAME, words, TY_OPERAND_##A, TY_OPERAND_##B, TY_OPERAND_##C, TY_OPERAND_##W},
    TY_OPCODE_ROWS(ROW)
#undef ROW
};

const char *const ty_opcode_intrinsics[TY_IN_COUNT] = {
#define ROW(NAME, n) #NAME,
    TY_INTRINSIC_ROWS(ROW)
#undef ROW
};

const uint8_t ty_opcode_intrinsic_args[TY_IN_COUNT] = {
#define ROW(NAME, n) n,
    TY_INTRINSIC_ROWS(ROW)
#undef ROW
};
