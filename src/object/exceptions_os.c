/* SPDX-License-Identifier: MIT */
/*
 * OSError: errno, text, file names; OSError(errno, ...) makes the subclass that belongs to the errno.
 *
 * As in the reference, the fields are set by __new__ unless a subclass overrides __init__ but not __new__; then by
 * __init__, which sees the arguments that the subclass passes on.
 */
/* TY_SYMS: errno strerror filename filename2 */
#include <config.h>

#include <errno.h>
#include <limits.h>

#include "object/exceptions.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

const ty_type *ty_exc_os_type(int errnum)
{
    switch (errnum) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
        return &ty_BlockingIOError_type;
    case EPIPE:
#ifdef ESHUTDOWN
    case ESHUTDOWN:
#endif
        return &ty_BrokenPipeError_type;
    case ECHILD: return &ty_ChildProcessError_type;
    case ECONNABORTED: return &ty_ConnectionAbortedError_type;
    case ECONNREFUSED: return &ty_ConnectionRefusedError_type;
    case ECONNRESET: return &ty_ConnectionResetError_type;
    case EEXIST: return &ty_FileExistsError_type;
    case ENOENT: return &ty_FileNotFoundError_type;
    case EISDIR: return &ty_IsADirectoryError_type;
    case ENOTDIR: return &ty_NotADirectoryError_type;
    case EINTR: return &ty_InterruptedError_type;
    case EACCES:
    case EPERM:
#ifdef ENOTCAPABLE
    case ENOTCAPABLE:
#endif
        return &ty_PermissionError_type;
    case ESRCH: return &ty_ProcessLookupError_type;
    case ETIMEDOUT: return &ty_TimeoutError_type;
    default: return &ty_OSError_type;
    }
}

/* Whether __init__ fills the fields: it was overridden, and __new__ was not. */
static bool late(const ty_type *t)
{
    return t->slots.init != ty_exc_os_init && t->slots.new_ == ty_exc_os_new;
}

static int fill(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs)
{
    size_t shown = nargs;
    if (nargs >= 2 && nargs <= 5) {
        ty_exception_set_field(ctx, self, TY_EXC_OS_ERRNO, args[0]);
        ty_exception_set_field(ctx, self, TY_EXC_OS_STRERROR, args[1]);
        if (nargs >= 3 && !ty_is_none(args[2])) {
            /* BlockingIOError(errno, text, number of characters written) */
            if (ty_type_of(self) == &ty_BlockingIOError_type && (ty_is_int(args[2]) || ty_type_of(args[2])->slots.index)) {
                ty_value n = ty_op_index(ctx, args[2]);
                if (!n)
                    return -1;
                ty_exception_set_field(ctx, self, TY_EXC_OS_WRITTEN, n);
            } else {
                ty_exception_set_field(ctx, self, TY_EXC_OS_FILENAME, args[2]);
                if (nargs == 5 && !ty_is_none(args[4]))
                    ty_exception_set_field(ctx, self, TY_EXC_OS_FILENAME2, args[4]);
                shown = 2;
            }
        }
    }
    return ty_exception_set_args(ctx, self, args, shown);
}

ty_value ty_exc_os_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    bool is_late = late(type);
    if (!is_late && ty_native_no_keywords(ctx, ty_type_name(type), kwnames) < 0)
        return TY_NULL;
    int64_t errnum;
    if (type == &ty_OSError_type && nargs >= 2 && nargs <= 5 && ty_is_int(args[0]) && ty_int_fits_int64(args[0], &errnum) &&
        errnum >= INT_MIN && errnum <= INT_MAX)
        type = ty_exc_os_type((int)errnum);
    ty_value self = ty_exception_slot_new(ctx, type, args, is_late ? 0 : nargs, TY_NULL);
    if (!self || (!is_late && fill(ctx, self, args, nargs) < 0))
        return TY_NULL;
    return self;
}

int ty_exc_os_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (!late(ty_type_of(self)))
        return 0;
    if (ty_native_no_keywords(ctx, ty_type_name(ty_type_of(self)), kwnames) < 0)
        return -1;
    return fill(ctx, self, args, nargs);
}

ty_value ty_exc_os_str(ty_ctx *ctx, ty_value self)
{
    ty_value num = ty_exception_field(self, TY_EXC_OS_ERRNO), text = ty_exception_field(self, TY_EXC_OS_STRERROR),
             file = ty_exception_field(self, TY_EXC_OS_FILENAME), file2 = ty_exception_field(self, TY_EXC_OS_FILENAME2);
    if (!ty_is_none(file) && !ty_is_none(file2))
        return ty_str_format(ctx, "[Errno %S] %S: %R -> %R", num, text, file, file2);
    if (!ty_is_none(file))
        return ty_str_format(ctx, "[Errno %S] %S: %R", num, text, file);
    if (!ty_is_none(num) && !ty_is_none(text))
        return ty_str_format(ctx, "[Errno %S] %S", num, text);
    return ty_exception_slot_str(ctx, self);
}

#undef errno /* a macro of <errno.h>; here the name of an attribute */
TY_EXC_FIELD(os, errno, TY_EXC_OS_ERRNO)
TY_EXC_FIELD(os, strerror, TY_EXC_OS_STRERROR)
TY_EXC_FIELD(os, filename, TY_EXC_OS_FILENAME)
TY_EXC_FIELD(os, filename2, TY_EXC_OS_FILENAME2)

static ty_value get_written(ty_ctx *ctx, ty_value self)
{
    ty_value v = ty_exception_ptr(self)->fields[TY_EXC_OS_WRITTEN];
    return v ? v : ty_error_set(ctx, &ty_AttributeError_type, "characters_written");
}

static int set_written(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        if (!get_written(ctx, self))
            return -1;
        ty_exception_ptr(self)->fields[TY_EXC_OS_WRITTEN] = TY_NULL;
        return 0;
    }
    intptr_t n;
    if (ty_op_index_size(ctx, v, &ty_ValueError_type, &n) < 0)
        return -1;
    v = ty_int_from_size(ctx, n);
    ty_exception_set_field(ctx, self, TY_EXC_OS_WRITTEN, v);
    return 0;
}

static ty_value os_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_exception *e = ty_exception_ptr(args[0]);
    ty_value rest = e->args, file = ty_exception_field(args[0], TY_EXC_OS_FILENAME);
    if (ty_tuple_length(rest) == 2 && !ty_is_none(file)) {
        ty_value file2 = ty_exception_field(args[0], TY_EXC_OS_FILENAME2);
        rest = ty_is_none(file2) ? ty_tuple_pack(ctx, 3, ty_tuple_at(rest, 0), ty_tuple_at(rest, 1), file)
                                 : ty_tuple_pack(ctx, 5, ty_tuple_at(rest, 0), ty_tuple_at(rest, 1), file, TY_NONE, file2);
        if (!rest)
            return TY_NULL;
    }
    ty_value type = TY_VALUE(ty_type_of(args[0]));
    return e->dict ? ty_tuple_pack(ctx, 3, type, rest, e->dict) : ty_tuple_pack(ctx, 2, type, rest);
}

#define OWNER &ty_OSError_type
const ty_native ty_exc_os_methods[] = {TY_METHOD(__reduce__, os_reduce, 0, 0, "", NULL), TY_NATIVE_END};
const ty_getset ty_exc_os_getsets[] = {
    TY_EXC_FIELD_ROW(os, errno, "POSIX exception code"),
    TY_EXC_FIELD_ROW(os, strerror, "exception strerror"),
    TY_EXC_FIELD_ROW(os, filename, "exception filename"),
    TY_EXC_FIELD_ROW(os, filename2, "second exception filename"),
    TY_GETSET(characters_written, get_written, set_written, NULL),
    TY_GETSET_END,
};
