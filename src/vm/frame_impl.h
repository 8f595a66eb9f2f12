/* SPDX-License-Identifier: MIT */
/* Inside of frame objects, for frame.c, locals.c and traceback.c. */
#ifndef TY_VM_FRAME_IMPL_H
#define TY_VM_FRAME_IMPL_H

#include "object/ops.h"
#include "vm/frame.h"

uint32_t ty_frame_pc(ty_ctx *ctx, const ty_frame *f);      /* word of the current instruction */
ty_value *ty_frame_register(ty_frame *f, size_t i);        /* where variable i is now */
int32_t ty_traceback_line(const ty_traceback *t);

#endif
