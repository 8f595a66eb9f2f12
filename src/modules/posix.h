/* SPDX-License-Identifier: MIT */
/* What the files posix_<theme>.c share: each has a table of functions that the module joins. */
#ifndef TY_MODULES_POSIX_H
#define TY_MODULES_POSIX_H

#include <errno.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "modules/fs.h"
#include "modules/io.h"
#include "modules/modules.h"
#include "object/alloc.h"
#include "object/attr.h"
#include "object/buffer.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/structseq.h"

#define UNUSED (void)nargs, (void)kwnames
#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

extern const ty_native ty_posix_file_functions[], ty_posix_fd_functions[], ty_posix_process_functions[];
extern const ty_type *const ty_posix_types[];

/* An int argument; `otherwise` when it was not given. -1: error. */
int ty_posix_int(ty_ctx *ctx, ty_value v, int otherwise, int *out) TY_RAISES;
int ty_posix_offset(ty_ctx *ctx, ty_value v, off_t *out) TY_RAISES;
/* The call was interrupted: 1 try again, -1 a signal handler raised. Else 0 and errno is to be raised. */
int ty_posix_again(ty_ctx *ctx, int error);
/* dir_fd: absent or None: AT_FDCWD. */
int ty_posix_dir_fd(ty_ctx *ctx, ty_value v, int *out) TY_RAISES;
ty_value ty_posix_stat_result(ty_ctx *ctx, const struct stat *st) TY_RAISES;
/* posix_scandir.c */
ty_value ty_posix_scandir(ty_ctx *, const ty_value *, size_t, ty_value);
TY_DECLARE_TYPE(DirEntry);
TY_DECLARE_TYPE(stat_result);
TY_DECLARE_TYPE(statvfs_result);
TY_DECLARE_TYPE(terminal_size);
TY_DECLARE_TYPE(uname_result);
TY_DECLARE_TYPE(times_result);

/* Runs `statement` without the interpreter's lock; errno is kept in `error`. */
#define BLOCKING(statement)                                                                                              \
    do {                                                                                                                 \
        ty_context_unlock(ctx);                                                                                          \
        statement;                                                                                                       \
        error = errno;                                                                                                   \
        ty_context_lock(ctx);                                                                                            \
    } while (0)
/* The same again after EINTR; leaves the function when a handler raised. */
#define RETRYING(failed, statement)                                                                                      \
    do {                                                                                                                 \
        BLOCKING(statement);                                                                                             \
        if (!(failed))                                                                                                   \
            break;                                                                                                       \
        int again_ = ty_posix_again(ctx, error);                                                                         \
        if (again_ < 0)                                                                                                  \
            return TY_NULL;                                                                                              \
        if (!again_)                                                                                                     \
            break;                                                                                                       \
    } while (1)

#endif
