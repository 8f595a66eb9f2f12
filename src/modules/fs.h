/* SPDX-License-Identifier: MIT */
/*
 * File names: str or bytes or os.PathLike in Python, NUL-ended bytes for the system. The encoding is UTF-8; bytes that are
 * none are kept as lone surrogates (surrogateescape).
 */
#ifndef TY_MODULES_FS_H
#define TY_MODULES_FS_H

#include "object/bytes.h"
#include "object/error.h"

/* os.fspath(v): str or bytes. TypeError "expected str, bytes or os.PathLike object, not x" */
ty_value ty_fs_path(ty_ctx *ctx, ty_value v) TY_RAISES;
/* str -> bytes, bytes as they are; no check for NUL. */
ty_value ty_fs_encode(ty_ctx *ctx, ty_value path) TY_RAISES;
ty_value ty_fs_decode(ty_ctx *ctx, const char *p, size_t n) TY_RAISES;
ty_value ty_fs_decode_cstr(ty_ctx *ctx, const char *p) TY_RAISES;
/* os.fsdecode(v): str */
ty_value ty_fs_decode_path(ty_ctx *ctx, ty_value v) TY_RAISES;

/* A path argument of a system call. */
enum { TY_FS_FD = 1 /* an open file descriptor will do */, TY_FS_NONE = 2 /* None: "." */ };
typedef struct ty_fs_name {
    ty_value given;    /* for errors: what the caller passed (after fspath) */
    ty_value bytes;    /* keeps `text` alive */
    const char *text;  /* NULL: use fd */
    int fd;            /* -1: use text */
    bool is_bytes;     /* results are bytes, too */
} ty_fs_name;
/* "fname: argname should be string, bytes or os.PathLike, not x"; ValueError "embedded null byte". */
int ty_fs_name_get(ty_ctx *ctx, ty_fs_name *out, const char *fname, const char *argname, ty_value v, int flags) TY_RAISES;
/* OSError of errno with the name. */
TY_COLD ty_value ty_fs_error(ty_ctx *ctx, const ty_fs_name *name);
/* A result that is a name: str, or bytes when the argument was bytes. */
ty_value ty_fs_result(ty_ctx *ctx, bool is_bytes, const char *p, size_t n) TY_RAISES;

#endif
