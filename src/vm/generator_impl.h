/* SPDX-License-Identifier: MIT */
/* What the generator, coroutine and asynchronous generator types share. For files of vm/ only. */
#ifndef TY_VM_GENERATOR_IMPL_H
#define TY_VM_GENERATOR_IMPL_H

#include "vm/generator.h"

extern const ty_layout ty_generator_layout;
size_t ty_generator_size(const ty_object *o);
void ty_generator_trace(ty_object *o, ty_tracer *t);

ty_value ty_generator_next(ty_ctx *ctx, ty_value self);
ty_value ty_generator_send_method(ty_ctx *ctx, ty_generator *g, ty_value sent) TY_RAISES;
/* Raises ctx->exc inside `g` where it waits, first in what it delegates to. */
enum ty_resume ty_generator_throw_into(ty_ctx *ctx, ty_generator *g, ty_value *out);
ty_value ty_generator_throw(ty_ctx *ctx, ty_generator *g) TY_RAISES; /* ctx->exc is what to throw */
int ty_generator_throw_arguments(ty_ctx *ctx, const ty_value *args, size_t nargs) TY_RAISES;
int ty_generator_close(ty_ctx *ctx, ty_generator *g, ty_value *returned) TY_RAISES;
int ty_generator_close_iterator(ty_ctx *ctx, ty_value iterator) TY_RAISES;
ty_value ty_generator_finalize(ty_ctx *ctx, ty_value self);
/* Outcome of a resume as a method's result: StopIteration for a return. */
ty_value ty_generator_finish(ty_ctx *ctx, enum ty_resume r, ty_value v) TY_RAISES;
enum ty_resume ty_generator_stop_value(ty_ctx *ctx, ty_value *out);
ty_value ty_frame_of_generator(ty_ctx *ctx, ty_generator *g) TY_RAISES;

ty_value ty_generator_repr(ty_ctx *ctx, ty_value self) TY_RAISES;
ty_value ty_generator_get_name(ty_ctx *ctx, ty_value self);
ty_value ty_generator_get_qualname(ty_ctx *ctx, ty_value self);
int ty_generator_set_name(ty_ctx *ctx, ty_value self, ty_value v) TY_RAISES;
int ty_generator_set_qualname(ty_ctx *ctx, ty_value self, ty_value v) TY_RAISES;
ty_value ty_generator_get_running(ty_ctx *ctx, ty_value self);
ty_value ty_generator_get_suspended(ty_ctx *ctx, ty_value self);
ty_value ty_generator_get_code(ty_ctx *ctx, ty_value self);
ty_value ty_generator_get_delegate(ty_ctx *ctx, ty_value self);
ty_value ty_generator_get_frame(ty_ctx *ctx, ty_value self) TY_RAISES;

#endif
