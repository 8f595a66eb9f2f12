/* SPDX-License-Identifier: MIT */
/* Stand-ins for parts of the library that are about to land; this file goes with them. */
#include <config.h>
#include <stdio.h>
#include "interp/interp.h"
#include "interp/signal.h"
#include "object/list.h"
#include "object/attr.h"
#include "object/str.h"
#include "object/error.h"
#include "object/set.h"
#include "object/dict.h"
#include "object/simplenamespace.h"
#include "object/native.h"
#include "code/unit.h"
#include "modules/io.h"
static const ty_layout ty_TextIOWrapper_layout = {.fixed_size=32,.slots_offset=8,.slots_count=1};
TY_BUILTIN_TYPE(TextIOWrapper, .name="TextIOWrapper", .base=&ty_object_type, .basicsize=32,.flags=TY_TYPE_DICT,.dict_offset=8, .slots={TY_OBJECT_SLOTS});
int ty_io_text_write(ty_ctx *ctx, ty_value file, ty_value text){ (void)file; size_t n; ty_value h; const char *p=ty_str_utf8(ctx,text,&n,&h); if(!p) return -1; fwrite(p,1,n,stdout); return 0;}
static const ty_native dummy={.ob=TY_IMAGE_HEAD(&ty_builtin_function_shape),.name=TY_SYM(open)}; const ty_native *const ty_io_open_function = &dummy;
int ty_signal_run_handlers(ty_ctx *ctx){(void)ctx;return 0;}
void ty_signal_install_interrupt(ty_ctx *ctx){(void)ctx;}
#include "modules/io.h"
ty_value ty_io_text_new(ty_ctx *ctx, ty_value b, ty_value e, ty_value er, const char *nl, bool lb, bool wt){(void)b;(void)e;(void)er;(void)nl;(void)lb;(void)wt; ty_value o = ty_heap_alloc(ctx->heap, 32); ((ty_object*)o)->head=(uintptr_t)&ty_TextIOWrapper_shape; ((ty_value*)o)[1]=TY_NULL; return o;}
ty_value ty_io_open(ty_ctx *ctx, ty_value file, const char *mode, intptr_t buffering, ty_value encoding, ty_value errors,
                    ty_value newline, bool closefd, ty_value opener){(void)ctx;(void)file;(void)mode;(void)buffering;(void)encoding;(void)errors;(void)newline;(void)closefd;(void)opener; ty_value d=ty_dict_new(ctx,1); if(ty_dict_set_cstr(ctx,d,"raw",ty_simplenamespace_new(ctx,ty_dict_new(ctx,1)))<0||ty_dict_set_cstr(ctx,d,"name",TY_NONE)<0) return TY_NULL; return ty_simplenamespace_new(ctx,d);}
