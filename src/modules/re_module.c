/* SPDX-License-Identifier: MIT */
/* The module _re: what pylib/re.py is made over. Its state is a list: the class of the errors it raises. */
#include <config.h>

#include "modules/re_impl.h"
#include "object/call.h"
#include "object/list.h"
#include "object/ops.h"

ty_value ty_re_error(ty_ctx *ctx, ty_value message, ty_value pattern, intptr_t position)
{
    ty_value state = ty_module_state(ctx, &ty_module__re);
    if (!state || ty_list_length(state) == 0)
        return ty_error_set_value(ctx, &ty_ValueError_type, message);
    ty_value args[3] = {message, pattern ? pattern : TY_NONE, position < 0 ? TY_NONE : ty_small(position)};
    ty_value exc = ty_call(ctx, ty_list_at(state, 0), args, position < 0 && !pattern ? 1 : 3, TY_NULL);
    return exc ? ty_error_set_object(ctx, exc) : TY_NULL;
}

static ty_value m_compile(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t flags = 0;
    if (!ty_is_str(args[0]) && !ty_is_bytes(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "first argument must be string or compiled pattern");
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &flags) < 0)
        return TY_NULL;
    return ty_re_pattern_new(ctx, args[0], (uint32_t)flags);
}

static ty_value m_set_error(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value state = ty_module_state(ctx, &ty_module__re);
    if (!state)
        return ty_error_set(ctx, &ty_RuntimeError_type, "_re is not imported");
    if (ty_list_length(state))
        ty_list_put(ctx, state, 0, args[0]);
    else if (ty_list_append(ctx, state, args[0]) < 0)
        return TY_NULL;
    return TY_NONE;
}

/* The characters that re.escape puts a backslash before. */
static ty_value m_escape(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    static const char special[] = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    (void)nargs, (void)kwnames;
    ty_re_subject s;
    if (ty_re_subject_open(ctx, &s, args[0], !ty_is_str(args[0])) < 0)
        return TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < s.length; i++) {
        uint32_t c = s.kind == 1 ? ((const uint8_t *)s.data)[i] : s.kind == 2 ? ((const uint16_t *)s.data)[i]
                                                                              : ((const uint32_t *)s.data)[i];
        if (c && c < 128 && strchr(special, (int)c))
            ty_strbuf_char(&b, '\\');
        ty_strbuf_char(&b, c);
    }
    ty_re_subject_close(ctx, &s);
    return b.failed ? TY_NULL : s.is_bytes ? ty_bytes_new(ctx, b.data, b.length) : ty_strbuf_finish(&b);
}

#define MODULE "_re"
static const ty_native functions[] = {
    TY_FUNCTION(compile, m_compile, 1, 2, "pattern, flags=0, /", "A compiled pattern."),
    TY_FUNCTION(escape, m_escape, 1, 1, "pattern, /", "The text with all that is special escaped."),
    TY_FUNCTION(set_error, m_set_error, 1, 1, "cls, /", "Names the class of errors in patterns."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_re_pattern_type, &ty_re_match_type, NULL};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value state = ty_list_new(ctx, 1);
    if (!state)
        return -1;
    ty_module *m = (ty_module *)module;
    ty_heap_store(ctx->heap, &m->ob, &m->state, state);
    return 0;
}

const ty_module_def ty_module__re = {.name = "_re", .doc = "The engine of regular expressions.", .functions = functions,
                                    .types = types, .init = init};
