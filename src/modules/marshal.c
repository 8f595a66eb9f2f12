/* SPDX-License-Identifier: MIT */
/* marshal: the module over the serializer of that name. */
#include <config.h>

#include "interp/interp.h"
#include "mem/buf.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/int.h"
#include "object/ops.h"
#include "serial/registry.h"

#define MODULE "marshal"

enum { FORMAT_VERSION = 4 };

static const ty_serializer *plugin(ty_ctx *ctx)
{
    ty_serial_registry *r = &ctx->interp->runtime->serializers;
    int number = ty_serial_find(r, "marshal");
    if (number >= 0)
        return ty_serial_at(r, (size_t)number);
    ty_error_set(ctx, &ty_ImportError_type, "this Typhon was built without marshal (configure --with-serializers=marshal,...)");
    return NULL;
}

/* allow_code: 1 unless given and false; -1 */
static int allowed(ty_ctx *ctx, ty_value v)
{
    return v ? ty_op_truth(ctx, v) : 1;
}

static int dump_to(ty_ctx *ctx, ty_value v, ty_value version, ty_value allow_code, ty_buf *out)
{
    const ty_serializer *s = plugin(ctx);
    intptr_t number = FORMAT_VERSION;
    int allow = allowed(ctx, allow_code);
    if (!s || allow < 0 || (version && ty_op_index_size(ctx, version, &ty_OverflowError_type, &number) < 0))
        return -1;
    ty_serial_options o = {.version = number < 0 ? 0 : number > FORMAT_VERSION ? FORMAT_VERSION : (int)number,
                           .flags = allow ? TY_SER_FLAG_ALLOW_CODE : 0, .limits = ty_serial_default_limits};
    return ty_serial_dump(ctx, s, v, &o, out);
}

static ty_value marshal_dumps(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_buf out;
    ty_buf_init(&out, NULL, SIZE_MAX / 2);
    int r = dump_to(ctx, args[0], TY_ARG(1), TY_ARG(2), &out);
    ty_value v = r < 0 ? TY_NULL : ty_bytes_new(ctx, out.data, out.size);
    ty_buf_free(&out);
    return v;
}

static ty_value marshal_dump(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_buf out;
    ty_buf_init(&out, NULL, SIZE_MAX / 2);
    int r = dump_to(ctx, args[0], TY_ARG(2), TY_ARG(3), &out);
    ty_value v = r < 0 ? TY_NULL : ty_bytes_new(ctx, out.data, out.size);
    ty_buf_free(&out);
    return v ? ty_call_method1(ctx, args[1], TY_SYM(write), v) : TY_NULL;
}

static ty_value load_from(ty_ctx *ctx, const void *p, size_t n, ty_value allow_code, size_t *used)
{
    const ty_serializer *s = plugin(ctx);
    int allow = allowed(ctx, allow_code);
    if (!s || allow < 0)
        return TY_NULL;
    ty_serial_options o = {.version = -1, .flags = allow ? TY_SER_FLAG_ALLOW_CODE : 0, .limits = ty_serial_default_limits};
    return ty_serial_load(ctx, s, p, n, &o, used);
}

static ty_value marshal_loads(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_buffer view;
    if (ty_buffer_get(ctx, args[0], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    ty_value v = load_from(ctx, view.data, view.length, TY_ARG(1), NULL);
    ty_buffer_release(ctx, &view);
    return v;
}

/* From a file: reads what is left, and seeks back behind what was used. */
static ty_value marshal_load(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value data = ty_call_method0(ctx, args[0], TY_SYM(read));
    if (!data)
        return TY_NULL;
    if (!ty_is_bytes(data))
        return ty_error_set(ctx, &ty_TypeError_type, "file.read() returned not bytes but %T", data);
    size_t used = 0, n = ty_bytes_length(data);
    ty_value v = load_from(ctx, ty_bytes_data(data), n, TY_ARG(1), &used);
    TY_KEEP(data);
    if (v && used < n) {
        ty_value seek[3] = {args[0], ty_small((intptr_t)used - (intptr_t)n), ty_small(1)};
        if (!ty_call_method(ctx, TY_SYM(seek), seek, 3))
            return TY_NULL;
    }
    return v;
}

static const ty_native functions[] = {
    TY_FUNCTION(dumps, marshal_dumps, 1, 2, "value, version=4, /, *, allow_code=True", "The value as bytes."),
    TY_FUNCTION(dump, marshal_dump, 2, 3, "value, file, version=4, /, *, allow_code=True", "Write the value to a binary file."),
    TY_FUNCTION(loads, marshal_loads, 1, 1, "bytes, /, *, allow_code=True", "The value at the start of the bytes."),
    TY_FUNCTION(load, marshal_load, 1, 1, "file, /, *, allow_code=True", "Read one value from a binary file."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    return plugin(ctx) ? ty_module_add(ctx, module, "version", ty_small(FORMAT_VERSION)) : -1;
}

const ty_module_def ty_module_marshal = {
    .name = "marshal", .doc = "Values as bytes in CPython's own format.", .functions = functions, .init = init};
