/* SPDX-License-Identifier: MIT */
/* Methods and attributes of memoryview that do not reach for single items. */
#include <config.h>

#include "object/bytes_impl.h"
#include "object/int.h"
#include "object/list.h"
#include "object/memoryview_impl.h"
#include "object/ops.h"
#include "object/packing.h"
#include "object/str.h"
#include "object/tuple.h"

/* Fortran order: the first index runs fastest. */
static bool is_columns(const ty_memoryview *m)
{
    intptr_t step = m->itemsize;
    for (int i = 0; i < m->ndim; i++) {
        if (m->dims[i] > 1 && ty_memoryview_strides(m)[i] != step)
            return false;
        step *= m->dims[i];
    }
    return true;
}

ty_value ty_memoryview_m_tobytes(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    const ty_memoryview *m = (ty_memoryview *)args[0];
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    ty_value order = TY_ARG(1);
    bool columns = false;
    if (order && order != TY_NONE) {
        if (!ty_is_str(order))
            return ty_error_set(ctx, &ty_TypeError_type, "tobytes() argument 'order' must be str or None, not %T", order);
        if (ty_str_equal_ascii(order, "F"))
            columns = true;
        else if (ty_str_equal_ascii(order, "A"))
            columns = is_columns(m) && !ty_memoryview_is_dense(m);
        else if (!ty_str_equal_ascii(order, "C"))
            return ty_error_set(ctx, &ty_ValueError_type, "order must be 'C', 'F' or 'A'");
    }
    return ty_memoryview_bytes(ctx, m, columns);
}

ty_value ty_memoryview_m_tolist(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    const ty_memoryview *m = (ty_memoryview *)args[0];
    return ty_memoryview_released(ctx, m) ? TY_NULL : ty_memoryview_list(ctx, m);
}

ty_value ty_memoryview_m_hex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    const ty_memoryview *m = (ty_memoryview *)args[0];
    ty_value b = ty_memoryview_released(ctx, m) ? TY_NULL : ty_memoryview_bytes(ctx, m, false);
    ty_value v = b ? ty_bytes_hex(ctx, ty_bytes_data(b), ty_bytes_length(b), TY_ARG(1), TY_ARG(2)) : TY_NULL;
    TY_KEEP(b);
    return v;
}

ty_value ty_memoryview_m_toreadonly(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    const ty_memoryview *m = (ty_memoryview *)args[0];
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    ty_memoryview *r = ty_memoryview_derive(ctx, m, m->ndim);
    if (r)
        r->readonly = true;
    return TY_VALUE(r);
}

/* --- cast ------------------------------------------------------------------------------------------------------------------- */

/* A lasting string for the format "X" or "@X"; NULL: no native format. */
static const char *format_text(ty_value v)
{
    static const char letters[] = "cbB?hHiIlLqQnNefdP";
    static const char plain[][2] = {"c", "b", "B", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "e", "f", "d", "P"};
    static const char marked[][3] = {"@c", "@b", "@B", "@?", "@h", "@H", "@i", "@I", "@l",
                                     "@L", "@q", "@Q", "@n", "@N", "@e", "@f", "@d", "@P"};
    const ty_str *s = ty_str_ptr(v);
    bool at = s->length == 2 && ty_str_at(s, 0) == '@';
    if (s->length != 1u + at || !s->ascii)
        return NULL;
    const char *hit = strchr(letters, (int)ty_str_at(s, at));
    if (!hit || !*hit)
        return NULL;
    return at ? marked[hit - letters] : plain[hit - letters];
}

static bool is_byte_format(const char *f)
{
    f += *f == '@';
    return (*f == 'B' || *f == 'b' || *f == 'c') && !f[1];
}

ty_value ty_memoryview_m_cast(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    const ty_memoryview *m = (ty_memoryview *)args[0];
    ty_value shape = TY_ARG(2);
    if (shape == TY_NONE)
        shape = TY_NULL;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "cast() argument 'format' must be str, not %T", args[1]);
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    if (!ty_memoryview_is_dense(m))
        return ty_error_set(ctx, &ty_TypeError_type, "memoryview: casts are restricted to C-contiguous views");
    intptr_t dims[TY_BUFFER_MAX_DIM];
    size_t ndim = 1;
    if (shape) {
        if (!ty_is_list(shape) && !ty_is_tuple(shape))
            return ty_error_set(ctx, &ty_TypeError_type, "shape must be a list or a tuple");
        ndim = ty_is_list(shape) ? ty_list_length(shape) : ty_tuple_length(shape);
        if (ndim > TY_BUFFER_MAX_DIM)
            return ty_error_set(ctx, &ty_ValueError_type, "memoryview: number of dimensions must not exceed %d",
                                TY_BUFFER_MAX_DIM);
        if (m->ndim > 1 && ndim > 1)
            return ty_error_set(ctx, &ty_TypeError_type, "memoryview: cast must be 1D -> ND or ND -> 1D");
    }
    const char *format = format_text(args[1]);
    if (!format)
        return ty_error_set(ctx, &ty_ValueError_type,
                            "memoryview: destination format must be a native single character format prefixed with an "
                            "optional '@'");
    if (!is_byte_format(format) && !is_byte_format(m->format))
        return ty_error_set(ctx, &ty_TypeError_type, "memoryview: cannot cast between two non-byte formats");
    size_t itemsize = ty_packing_size(format[*format == '@']), total = itemsize;
    if (m->length % itemsize)
        return ty_error_set(ctx, &ty_TypeError_type, "memoryview: length is not a multiple of itemsize");
    if (!shape)
        dims[0] = (intptr_t)(m->length / itemsize);
    for (size_t i = 0; shape && i < ndim; i++) {
        ty_value v = ty_is_list(shape) ? ty_list_at(shape, i) : ty_tuple_at(shape, i);
        int64_t n;
        if (!ty_is_int(v))
            return ty_error_set(ctx, &ty_TypeError_type, "memoryview.cast(): elements of shape must be integers");
        if (!ty_int_fits_int64(v, &n) || n <= 0 || n > INTPTR_MAX)
            return ty_error_set(ctx, &ty_ValueError_type, "memoryview.cast(): elements of shape must be integers > 0");
        dims[i] = (intptr_t)n;
        if (ty_mul_overflow(total, (size_t)n, &total) || total > (size_t)INTPTR_MAX)
            return ty_error_set(ctx, &ty_ValueError_type, "memoryview.cast(): product(shape) > SSIZE_MAX");
    }
    if (shape && total != m->length)
        return ty_error_set(ctx, &ty_TypeError_type, "memoryview: product(shape) * itemsize != buffer size");
    ty_memoryview *r = ty_memoryview_derive(ctx, m, (int)ndim);
    if (!r)
        return TY_NULL;
    r->format = format;
    r->itemsize = (intptr_t)itemsize;
    intptr_t step = r->itemsize;
    for (size_t i = ndim; i-- > 0;) {
        r->dims[i] = dims[i];
        ty_memoryview_strides(r)[i] = step;
        step *= dims[i];
    }
    return TY_VALUE(r);
}

/* --- attributes --------------------------------------------------------------------------------------------------------------- */

#define ATTRIBUTE(name, expression)                                                                                     \
    static ty_value get_##name(ty_ctx *ctx, ty_value o)                                                                  \
    {                                                                                                                   \
        const ty_memoryview *m = (ty_memoryview *)o;                                                                     \
        return ty_memoryview_released(ctx, m) ? TY_NULL : (expression);                                                  \
    }

static ty_value size_tuple(ty_ctx *ctx, const intptr_t *p, int n)
{
    ty_value items[TY_BUFFER_MAX_DIM];
    for (int i = 0; i < n; i++)
        if (!(items[i] = ty_int_from_size(ctx, p[i])))
            return TY_NULL;
    return ty_tuple_new(ctx, items, (size_t)n);
}

static ty_value owner_of(const ty_memoryview *m)
{
    ty_value o = ty_buffer_owner(((ty_managed_view *)m->managed)->view.owner);
    return o ? o : TY_NONE;
}

ATTRIBUTE(obj, owner_of(m))
ATTRIBUTE(nbytes, ty_small((intptr_t)m->length))
ATTRIBUTE(readonly, ty_bool(m->readonly))
ATTRIBUTE(itemsize, ty_small(m->itemsize))
ATTRIBUTE(format, ty_str_from_cstr(ctx, m->format))
ATTRIBUTE(ndim, ty_small(m->ndim))
ATTRIBUTE(shape, size_tuple(ctx, m->dims, m->ndim))
ATTRIBUTE(strides, size_tuple(ctx, ty_memoryview_strides(m), m->ndim))
ATTRIBUTE(suboffsets, ty_tuple_empty)
ATTRIBUTE(c_contiguous, ty_bool(ty_memoryview_is_dense(m)))
ATTRIBUTE(f_contiguous, ty_bool(is_columns(m)))
ATTRIBUTE(contiguous, ty_bool(ty_memoryview_is_dense(m) || is_columns(m)))

#define OWNER &ty_memoryview_type
const ty_getset ty_memoryview_getsets[] = {
    TY_GETSET(obj, get_obj, NULL, "The underlying object of the memoryview."),
    TY_GETSET(nbytes, get_nbytes, NULL, "The amount of space in bytes that the array would use in a contiguous form."),
    TY_GETSET(readonly, get_readonly, NULL, "Whether the memory is read only."),
    TY_GETSET(itemsize, get_itemsize, NULL, "The size in bytes of each element."),
    TY_GETSET(format, get_format, NULL, "The format of each element, as in the struct module."),
    TY_GETSET(ndim, get_ndim, NULL, "The number of dimensions."),
    TY_GETSET(shape, get_shape, NULL, "The size of each dimension."),
    TY_GETSET(strides, get_strides, NULL, "The bytes from one element to the next in each dimension."),
    TY_GETSET(suboffsets, get_suboffsets, NULL, "Always empty."),
    TY_GETSET(c_contiguous, get_c_contiguous, NULL, "Whether the memory is C contiguous."),
    TY_GETSET(f_contiguous, get_f_contiguous, NULL, "Whether the memory is Fortran contiguous."),
    TY_GETSET(contiguous, get_contiguous, NULL, "Whether the memory is contiguous."),
    TY_GETSET_END,
};
