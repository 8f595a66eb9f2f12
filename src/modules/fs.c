/* SPDX-License-Identifier: MIT */
/* File names between Python and the system. */
#include <config.h>

#include "modules/fs.h"

#include <errno.h>

#include "object/buffer.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/int.h"
#include "object/ops.h"

ty_value ty_fs_path(ty_ctx *ctx, ty_value v)
{
    if (ty_is_str(v) || ty_is_bytes(v))
        return v;
    bool found;
    ty_value path = ty_call_special(ctx, TY_SYM(__fspath__), &v, 1, &found);
    if (!path) {
        if (!found && !ctx->exc)
            ty_error_set(ctx, &ty_TypeError_type, "expected str, bytes or os.PathLike object, not %T", v);
        return TY_NULL;
    }
    if (!ty_is_str(path) && !ty_is_bytes(path))
        return ty_error_set(ctx, &ty_TypeError_type, "expected %T.__fspath__() to return str or bytes, not %T", v, path);
    return path;
}

ty_value ty_fs_encode(ty_ctx *ctx, ty_value path)
{
    if (ty_is_bytes(path))
        return path;
    return ty_codec_encode_as(ctx, TY_CODEC_UTF8, path, TY_SYM(surrogateescape));
}

ty_value ty_fs_decode(ty_ctx *ctx, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] >= 128)
            return ty_codec_decode_as(ctx, TY_CODEC_UTF8, TY_NULL, p, n, TY_SYM(surrogateescape), NULL, NULL);
    return ty_str_from_ascii(ctx, p, n);
}

ty_value ty_fs_decode_cstr(ty_ctx *ctx, const char *p)
{
    return ty_fs_decode(ctx, p, strlen(p));
}

ty_value ty_fs_decode_path(ty_ctx *ctx, ty_value v)
{
    v = ty_fs_path(ctx, v);
    if (!v || ty_is_str(v))
        return v;
    ty_value text = ty_fs_decode(ctx, (const char *)ty_bytes_data(v), ty_bytes_length(v));
    TY_KEEP(v);
    return text;
}

int ty_fs_name_get(ty_ctx *ctx, ty_fs_name *out, const char *fname, const char *argname, ty_value v, int flags)
{
    *out = (ty_fs_name){.given = v, .fd = -1};
    if (!v || v == TY_NONE) {
        if (flags & TY_FS_NONE) {
            out->given = TY_NULL;
            out->text = ".";
            return 0;
        }
    } else if (ty_is_str(v) || ty_is_bytes(v)) {
        goto text;
    } else if ((flags & TY_FS_FD) && ty_type_of(v)->slots.index) {
        intptr_t fd;
        if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &fd) < 0)
            return -1;
        if (fd > INT_MAX || fd < INT_MIN) {
            ty_error_set(ctx, &ty_OverflowError_type, "fd is %s", fd > 0 ? "greater than maximum" : "less than minimum");
            return -1;
        }
        out->fd = (int)fd;
        return 0;
    } else {
        bool found;
        ty_value path = ty_call_special(ctx, TY_SYM(__fspath__), &v, 1, &found);
        if (path && (ty_is_str(path) || ty_is_bytes(path))) {
            v = out->given = path;
            goto text;
        }
        if (path) {
            ty_error_set(ctx, &ty_TypeError_type, "expected %T.__fspath__() to return str or bytes, not %T", v, path);
            return -1;
        }
        if (found || ctx->exc)
            return -1;
    }
    const char *kinds = (flags & TY_FS_FD) && (flags & TY_FS_NONE) ? "string, bytes, os.PathLike, integer or None"
                      : flags & TY_FS_FD                           ? "string, bytes, os.PathLike or integer"
                      : flags & TY_FS_NONE                         ? "string, bytes, os.PathLike or None"
                                                                   : "string, bytes or os.PathLike";
    ty_error_set(ctx, &ty_TypeError_type, "%s%s%s should be %s, not %T", fname ? fname : "", fname ? ": " : "", argname, kinds,
                 v ? v : TY_NONE);
    return -1;
text:
    out->is_bytes = ty_is_bytes(v);
    out->bytes = ty_fs_encode(ctx, v);
    if (!out->bytes)
        return -1;
    out->text = (const char *)ty_bytes_data(out->bytes);
    if (memchr(out->text, 0, ty_bytes_length(out->bytes))) {
        ty_error_set(ctx, &ty_ValueError_type, out->is_bytes ? "%s%sembedded null byte" : "%s%sembedded null character in %s",
                     fname && !out->is_bytes ? fname : "", fname && !out->is_bytes ? ": " : "", argname);
        return -1;
    }
    return 0;
}

ty_value ty_fs_error(ty_ctx *ctx, const ty_fs_name *name)
{
    ty_value shown = name && name->given ? name->given : TY_NULL;
    return ty_error_os(ctx, errno, shown);
}

ty_value ty_fs_result(ty_ctx *ctx, bool is_bytes, const char *p, size_t n)
{
    return is_bytes ? ty_bytes_new(ctx, p, n) : ty_fs_decode(ctx, p, n);
}
