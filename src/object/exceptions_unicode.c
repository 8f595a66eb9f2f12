/* SPDX-License-Identifier: MIT */
/* UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: what could not be converted, where, and why. */
/* TY_SYMS: encoding object start end reason */
#include <config.h>

#include "object/buffer.h"
#include "object/bytes.h"
#include "object/exceptions.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* Translating has no encoding: its arguments begin with the object. */
static int first_field(ty_value self)
{
    return ty_is_instance(self, &ty_UnicodeTranslateError_type) ? TY_EXC_UNICODE_OBJECT : TY_EXC_UNICODE_ENCODING;
}

int ty_exc_unicode_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    int first = first_field(self);
    size_t count = (size_t)(TY_EXC_UNICODE_FIELDS - first);
    if (ty_exception_slot_init(ctx, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs != count) {
        ty_error_set(ctx, &ty_TypeError_type, "function takes exactly %zu arguments (%zu given)", count, nargs);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        int field = first + (int)i;
        ty_value v = args[i];
        bool decode = ty_is_instance(self, &ty_UnicodeDecodeError_type);
        if (field == TY_EXC_UNICODE_START || field == TY_EXC_UNICODE_END) {
            intptr_t n;
            if (ty_op_index_size(ctx, v, &ty_OverflowError_type, &n) < 0)
                return -1;
            v = ty_int_from_size(ctx, n);
        } else if (field == TY_EXC_UNICODE_OBJECT && decode) {
            if (!ty_is_bytes(v) && !(v = ty_op_bytes(ctx, v)))
                return -1;
        } else if (!ty_is_str(v)) {
            ty_error_set(ctx, &ty_TypeError_type, "argument %zu must be str, not %T", i + 1, v);
            return -1;
        }
        ty_exception_set_field(ctx, self, field, v);
    }
    return 0;
}

ty_value ty_exc_unicode_str(ty_ctx *ctx, ty_value self)
{
    ty_value object = ty_exception_field(self, TY_EXC_UNICODE_OBJECT), reason = ty_exception_field(self, TY_EXC_UNICODE_REASON),
             encoding = ty_exception_field(self, TY_EXC_UNICODE_ENCODING);
    if (ty_is_none(object))
        return ty_str_empty;
    int64_t start = 0, end = 0;
    ty_int_fits_int64(ty_exception_field(self, TY_EXC_UNICODE_START), &start);
    ty_int_fits_int64(ty_exception_field(self, TY_EXC_UNICODE_END), &end);
    reason = ty_op_str(ctx, reason);
    encoding = reason ? ty_op_str(ctx, encoding) : TY_NULL;
    if (!encoding)
        return TY_NULL;
    if (ty_is_instance(self, &ty_UnicodeDecodeError_type) && ty_is_bytes(object)) {
        if (start >= 0 && (uint64_t)start < ((ty_bytes *)object)->length && end == start + 1) {
            char byte[8];
            static const char digits[] = "0123456789abcdef";
            unsigned b = ty_bytes_data(object)[start];
            byte[0] = '0', byte[1] = 'x', byte[2] = digits[b >> 4], byte[3] = digits[b & 15], byte[4] = 0;
            return ty_str_format(ctx, "'%U' codec can't decode byte %s in position %lld: %U", encoding, byte, (long long)start,
                                 reason);
        }
        return ty_str_format(ctx, "'%U' codec can't decode bytes in position %lld-%lld: %U", encoding, (long long)start,
                             (long long)end - 1, reason);
    }
    bool translate = ty_is_instance(self, &ty_UnicodeTranslateError_type);
    if (ty_is_str(object) && start >= 0 && (uint64_t)start < ty_str_length(object) && end == start + 1) {
        static const char digits[] = "0123456789abcdef";
        uint32_t ch = ty_str_at(ty_str_ptr(object), (size_t)start);
        char shown[16];
        int n = 0, width = ch > 0xffff ? 8 : ch > 0xff ? 4 : 2;
        shown[n++] = '\\';
        shown[n++] = width == 8 ? 'U' : width == 4 ? 'u' : 'x';
        while (width--)
            shown[n++] = digits[(ch >> (4 * width)) & 15];
        shown[n] = 0;
        if (translate)
            return ty_str_format(ctx, "can't translate character '%s' in position %lld: %U", shown, (long long)start, reason);
        return ty_str_format(ctx, "'%U' codec can't encode character '%s' in position %lld: %U", encoding, shown,
                             (long long)start, reason);
    }
    if (translate)
        return ty_str_format(ctx, "can't translate characters in position %lld-%lld: %U", (long long)start, (long long)end - 1,
                             reason);
    return ty_str_format(ctx, "'%U' codec can't encode characters in position %lld-%lld: %U", encoding, (long long)start,
                         (long long)end - 1, reason);
}

TY_EXC_FIELD(unicode, encoding, TY_EXC_UNICODE_ENCODING)
TY_EXC_FIELD(unicode, object, TY_EXC_UNICODE_OBJECT)
TY_EXC_FIELD(unicode, start, TY_EXC_UNICODE_START)
TY_EXC_FIELD(unicode, end, TY_EXC_UNICODE_END)
TY_EXC_FIELD(unicode, reason, TY_EXC_UNICODE_REASON)

/* The three types are siblings, so each has its own rows. */
#define ROWS                                                                                                            \
    TY_EXC_FIELD_ROW(unicode, object, "exception object"), TY_EXC_FIELD_ROW(unicode, start, "exception start"),           \
        TY_EXC_FIELD_ROW(unicode, end, "exception end"), TY_EXC_FIELD_ROW(unicode, reason, "exception reason")
const ty_native ty_exc_unicode_methods[] = {TY_NATIVE_END};
const ty_getset ty_exc_unicode_getsets[] = {
#define OWNER &ty_UnicodeDecodeError_type
    TY_EXC_FIELD_ROW(unicode, encoding, "exception encoding"), ROWS,
#undef OWNER
#define OWNER &ty_UnicodeEncodeError_type
    TY_EXC_FIELD_ROW(unicode, encoding, "exception encoding"), ROWS,
#undef OWNER
#define OWNER &ty_UnicodeTranslateError_type
    ROWS,
    TY_GETSET_END,
};
