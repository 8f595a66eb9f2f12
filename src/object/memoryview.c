/* SPDX-License-Identifier: MIT */
/*
 * memoryview: an array of any shape over somebody's memory.
 *
 * One managed view is got from the exporter and shared by all memoryviews made from one another. It is given back when
 * the last of them was released, or, as far as the exporter counts views (object/buffer.h), when it is collected.
 */
#include <config.h>

#include "object/alloc.h"
#include "object/bytes_impl.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/memoryview_impl.h"
#include "object/ops.h"
#include "object/packing.h"
#include "object/range.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- layouts ---------------------------------------------------------------------------------------------------------- */

static void managed_trace(ty_object *o, ty_tracer *t) { ty_trace_slot(t, &((ty_managed_view *)o)->view.owner); }

static void managed_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_managed_view *m = (ty_managed_view *)o;
    if (m->view.exports)
        ty_exports_drop_view(m->view.exports);
}

static const ty_layout ty_managed_view_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_managed_view), .trace = managed_trace, .finalize = managed_finalize};
TY_BUILTIN_TYPE(managed_view, .name = "managedbuffer", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_managed_view), .slots = {TY_OBJECT_SLOTS});

static size_t memoryview_size(const ty_object *o)
{
    return sizeof(ty_memoryview) + 2 * (size_t)((const ty_memoryview *)o)->ndim * sizeof(intptr_t);
}
static void memoryview_trace(ty_object *o, ty_tracer *t) { ty_trace_slot(t, &((ty_memoryview *)o)->managed); }
static void memoryview_finalize(void *client, ty_object *o)
{
    (void)client;
    ty_exports_drop_holder(((ty_memoryview *)o)->exports);
}
static const ty_layout ty_memoryview_layout = {
    .size = memoryview_size, .trace = memoryview_trace, .finalize = memoryview_finalize};

/* --- making ------------------------------------------------------------------------------------------------------------ */

/* The strides of dense rows. */
static void set_dense(ty_memoryview *m)
{
    intptr_t step = m->itemsize;
    for (int i = m->ndim; i-- > 0;) {
        ty_memoryview_strides(m)[i] = step;
        step *= m->dims[i];
    }
}

/* A view with uninitialised dimensions of what `from` shows, sharing its managed view. */
static ty_memoryview *alloc_view(ty_ctx *ctx, ty_value managed, int ndim)
{
    ty_memoryview *m = ty_alloc(ctx, &ty_memoryview_shape, sizeof *m + 2 * (size_t)ndim * sizeof(intptr_t));
    if (!m)
        return NULL;
    m->managed = managed;
    m->exports = NULL;
    m->ndim = ndim;
    m->released = false;
    ((ty_managed_view *)managed)->users++;
    return m;
}

ty_memoryview *ty_memoryview_derive(ty_ctx *ctx, const ty_memoryview *from, int ndim)
{
    ty_memoryview *m = alloc_view(ctx, from->managed, ndim);
    if (!m)
        return NULL;
    m->data = from->data;
    m->length = from->length;
    m->itemsize = from->itemsize;
    m->format = from->format;
    m->readonly = from->readonly;
    if (ndim == from->ndim)
        memcpy(m->dims, from->dims, 2 * (size_t)ndim * sizeof(intptr_t));
    return m;
}

static ty_value from_managed(ty_ctx *ctx, ty_managed_view *managed)
{
    const ty_buffer *b = &managed->view;
    int ndim = b->shape ? b->ndim : 1;
    ty_memoryview *m = alloc_view(ctx, TY_VALUE(managed), ndim);
    if (!m)
        return TY_NULL;
    m->data = b->data;
    m->length = b->length;
    m->itemsize = b->itemsize ? b->itemsize : 1;
    m->format = b->format ? b->format : "B";
    m->readonly = b->readonly;
    if (b->shape)
        memcpy(m->dims, b->shape, (size_t)ndim * sizeof(intptr_t));
    else
        m->dims[0] = (intptr_t)(b->length / (size_t)m->itemsize);
    if (b->strides)
        memcpy(ty_memoryview_strides(m), b->strides, (size_t)ndim * sizeof(intptr_t));
    else
        set_dense(m);
    return TY_VALUE(m);
}

static ty_managed_view *new_managed(ty_ctx *ctx)
{
    ty_managed_view *managed = ty_alloc(ctx, &ty_managed_view_shape, sizeof *managed);
    if (managed) {
        managed->view = (ty_buffer){.owner = TY_NULL};
        managed->users = 0;
        if (ty_heap_register_external(ctx->heap, &managed->ob) < 0) {
            (void)ty_error_memory(ctx);
            return NULL;
        }
    }
    return managed;
}

ty_value ty_memoryview_from_view(ty_ctx *ctx, ty_buffer *view)
{
    ty_managed_view *managed = new_managed(ctx);
    if (!managed) {
        ty_buffer_release(ctx, view);
        return TY_NULL;
    }
    managed->view = *view;
    ty_heap_wrote(ctx->heap, &managed->ob, &managed->view.owner);
    return from_managed(ctx, managed);
}

ty_value ty_memoryview_new(ty_ctx *ctx, ty_value o)
{
    if (ty_has_shape(o, &ty_memoryview_shape)) {
        const ty_memoryview *from = (ty_memoryview *)o;
        if (ty_memoryview_released(ctx, from))
            return TY_NULL;
        return TY_VALUE(ty_memoryview_derive(ctx, from, from->ndim));
    }
    if (!ty_buffer_supported(o))
        return ty_error_set(ctx, &ty_TypeError_type, "memoryview: a bytes-like object is required, not '%T'", o);
    ty_buffer view;
    if (ty_buffer_get(ctx, o, &view, TY_BUFFER_FORMAT | TY_BUFFER_STRIDES) < 0)
        return TY_NULL;
    return ty_memoryview_from_view(ctx, &view);
}

ty_value ty_memoryview_from_memory(ty_ctx *ctx, ty_value owner, void *data, size_t length, bool readonly)
{
    ty_managed_view *managed = new_managed(ctx);
    if (!managed || ty_buffer_fill(ctx, &managed->view, owner, data, length, readonly, 0) < 0)
        return TY_NULL;
    return from_managed(ctx, managed);
}

static ty_value memoryview_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    ty_value o = TY_NULL;
    if (ty_native_bind(ctx, "memoryview", "object", 1, 1, args, nargs, kwnames, &o) < 0)
        return TY_NULL;
    return ty_memoryview_new(ctx, o);
}

bool ty_memoryview_released(ty_ctx *ctx, const ty_memoryview *m)
{
    if (TY_LIKELY(!m->released))
        return false;
    (void)ty_error_set(ctx, &ty_ValueError_type, "operation forbidden on released memoryview object");
    return true;
}

bool ty_memoryview_is_dense(const ty_memoryview *m)
{
    intptr_t step = m->itemsize;
    for (int i = m->ndim; i-- > 0;) {
        if (m->dims[i] > 1 && ty_memoryview_strides(m)[i] != step)
            return false;
        step *= m->dims[i];
    }
    return true;
}

/* --- releasing ---------------------------------------------------------------------------------------------------------- */

static int release(ty_ctx *ctx, ty_memoryview *m)
{
    if (m->released)
        return 0;
    if (m->exports && m->exports->views) {
        ty_heap_collect(ctx->heap, true); /* drops the views that nobody has any more */
        if (m->exports->views) {
            (void)ty_error_set(ctx, &ty_BufferError_type, "memoryview has %zu exported buffer%s", m->exports->views,
                               m->exports->views == 1 ? "" : "s");
            return -1;
        }
    }
    m->released = true;
    ty_managed_view *managed = (ty_managed_view *)m->managed;
    if (--managed->users == 0)
        ty_buffer_release(ctx, &managed->view);
    return 0;
}

int ty_memoryview_release(ty_ctx *ctx, ty_value v) { return release(ctx, (ty_memoryview *)v); }

static ty_value memoryview_release(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return release(ctx, (ty_memoryview *)args[0]) < 0 ? TY_NULL : TY_NONE;
}

static ty_value memoryview_enter(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_memoryview_released(ctx, (ty_memoryview *)args[0]) ? TY_NULL : args[0];
}

static int memoryview_buffer(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return -1;
    if (m->readonly && (flags & TY_BUFFER_WRITABLE)) {
        (void)ty_error_set(ctx, &ty_BufferError_type, "memoryview: underlying buffer is not writable");
        return -1;
    }
    if (!(flags & TY_BUFFER_STRIDES) && !ty_memoryview_is_dense(m)) {
        (void)ty_error_set(ctx, &ty_BufferError_type, "memoryview: underlying buffer is not C-contiguous");
        return -1;
    }
    *view = (ty_buffer){.data = m->data, .length = m->length, .itemsize = m->itemsize, .format = m->format, .ndim = m->ndim,
                        .shape = m->dims, .strides = ty_memoryview_strides(m), .readonly = m->readonly, .owner = o};
    if (!m->exports && ty_heap_register_external(ctx->heap, &m->ob) < 0) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    return ty_exports_count(ctx, &m->exports, view);
}

/* --- items ---------------------------------------------------------------------------------------------------------------- */

/* The struct letter of the items; 0: a format that cannot be read. */
char ty_memoryview_letter(const ty_memoryview *m)
{
    const char *f = m->format;
    if (*f == '@')
        f++;
    return f[0] && !f[1] && ty_packing_size(f[0]) == (size_t)m->itemsize ? f[0] : 0;
}

static ty_value unpack(ty_ctx *ctx, const ty_memoryview *m, const char *p)
{
    char letter = ty_memoryview_letter(m);
    if (TY_LIKELY(letter))
        return ty_packing_get(ctx, letter, p);
    return ty_error_set(ctx, &ty_NotImplementedError_type, "memoryview: format %s not supported", m->format);
}

static int pack(ty_ctx *ctx, const ty_memoryview *m, char *p, ty_value v)
{
    char letter = ty_memoryview_letter(m), item[16];
    if (!letter) {
        (void)ty_error_set(ctx, &ty_NotImplementedError_type, "memoryview: format %s not supported", m->format);
        return -1;
    }
    int r = ty_packing_put(ctx, letter, item, v);
    if (r == 1 || (r < 0 && ty_error_matches(ctx, &ty_TypeError_type))) {
        if (r < 0)
            ty_error_clear(ctx);
        (void)ty_error_set(ctx, &ty_TypeError_type, "memoryview: invalid type for format '%s'", m->format);
        return -1;
    }
    if (r == 2)
        (void)ty_error_set(ctx, &ty_ValueError_type, "memoryview: invalid value for format '%s'", m->format);
    if (r || ty_memoryview_released(ctx, m)) /* converting v may have run anything */
        return -1;
    memcpy(p, item, (size_t)m->itemsize);
    return 0;
}

/* Moves *p to item `i` of dimension `dim`. */
static bool step_into(ty_ctx *ctx, const ty_memoryview *m, int dim, ty_value vi, char **p)
{
    intptr_t i, n = m->dims[dim];
    if (ty_op_index_size(ctx, vi, &ty_IndexError_type, &i) < 0)
        return false;
    if (i < 0)
        i += n;
    if (i < 0 || i >= n) {
        (void)ty_error_set(ctx, &ty_IndexError_type, "index out of bounds on dimension %d", dim + 1);
        return false;
    }
    *p += i * ty_memoryview_strides(m)[dim];
    return true;
}

/* The item that a subscript names: an int, or a tuple of ints. NULL: error. */
static char *locate(ty_ctx *ctx, const ty_memoryview *m, ty_value k, bool set)
{
    char *p = m->data;
    if (ty_is_tuple(k)) {
        size_t n = ty_tuple_length(k);
        bool slices = false;
        for (size_t i = 0; i < n; i++) {
            slices |= ty_has_shape(ty_tuple_at(k, i), &ty_slice_shape);
            if (!ty_type_of(ty_tuple_at(k, i))->slots.index && !ty_has_shape(ty_tuple_at(k, i), &ty_slice_shape)) {
                (void)ty_error_set(ctx, &ty_TypeError_type, "memoryview: invalid slice key");
                return NULL;
            }
        }
        if (slices) {
            (void)ty_error_set(ctx, &ty_NotImplementedError_type,
                               set ? "memoryview slice assignments are currently restricted to ndim = 1"
                                   : "multi-dimensional slicing is not implemented");
            return NULL;
        }
        if (n < (size_t)m->ndim) {
            (void)ty_error_set(ctx, &ty_NotImplementedError_type, "sub-views are not implemented");
            return NULL;
        }
        if (n > (size_t)m->ndim) {
            (void)ty_error_set(ctx, &ty_TypeError_type, "cannot index %d-dimension view with %zu-element tuple", m->ndim, n);
            return NULL;
        }
        for (int i = 0; i < m->ndim; i++)
            if (!step_into(ctx, m, i, ty_tuple_at(k, (size_t)i), &p))
                return NULL;
        return p;
    }
    if (m->ndim == 0) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "invalid indexing of 0-dim memory");
        return NULL;
    }
    if (!ty_type_of(k)->slots.index) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "memoryview: invalid slice key");
        return NULL;
    }
    if (m->ndim > 1) {
        (void)ty_error_set(ctx, &ty_NotImplementedError_type,
                           set ? "sub-views are not implemented" : "multi-dimensional sub-views are not implemented");
        return NULL;
    }
    return step_into(ctx, m, 0, k, &p) ? p : NULL;
}

/* A view of a slice of the first dimension. */
static ty_memoryview *slice_view(ty_ctx *ctx, const ty_memoryview *m, ty_value slice)
{
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, slice, (size_t)m->dims[0], &start, &stop, &step, &count) < 0)
        return NULL;
    ty_memoryview *r = ty_memoryview_derive(ctx, m, m->ndim);
    if (!r)
        return NULL;
    if (count)
        r->data += start * ty_memoryview_strides(m)[0];
    r->dims[0] = (intptr_t)count;
    ty_memoryview_strides(r)[0] *= step;
    r->length = (size_t)r->itemsize;
    for (int i = 0; i < r->ndim; i++)
        r->length *= (size_t)r->dims[i];
    return r;
}

static ty_value memoryview_getitem(ty_ctx *ctx, ty_value o, ty_value k)
{
    const ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    if (ty_is_small(k) && m->ndim == 1 && m->format[0] == 'B' && !m->format[1]) { /* bytes, the usual case */
        intptr_t i = ty_small_value(k);
        if (i < 0)
            i += m->dims[0];
        if (i >= 0 && i < m->dims[0])
            return ty_small(*(unsigned char *)(m->data + i * ty_memoryview_strides(m)[0]));
    }
    if (ty_has_shape(k, &ty_slice_shape)) {
        if (m->ndim == 0)
            return ty_error_set(ctx, &ty_TypeError_type, "invalid indexing of 0-dim memory");
        return TY_VALUE(slice_view(ctx, m, k));
    }
    if (k == TY_ELLIPSIS && m->ndim == 0)
        return o;
    char *p = locate(ctx, m, k, false);
    return p ? unpack(ctx, m, p) : TY_NULL;
}

static int set_slice(ty_ctx *ctx, ty_memoryview *m, ty_value k, ty_value v)
{
    if (m->ndim != 1) {
        (void)ty_error_set(ctx, &ty_NotImplementedError_type,
                           "memoryview slice assignments are currently restricted to ndim = 1");
        return -1;
    }
    if (!ty_buffer_supported(v)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "a bytes-like object is required, not '%T'", v);
        return -1;
    }
    ty_memoryview *to = slice_view(ctx, m, k), *from = to ? (ty_memoryview *)ty_memoryview_new(ctx, v) : NULL;
    int r = -1;
    if (from) {
        char a = ty_memoryview_letter(to), b = ty_memoryview_letter(from);
        if (from->ndim != 1 || from->dims[0] != to->dims[0] || a != b || from->itemsize != to->itemsize ||
            (!a && strcmp(to->format, from->format) != 0)) {
            (void)ty_error_set(ctx, &ty_ValueError_type,
                               "memoryview assignment: lvalue and rvalue have different structures");
        } else {
            /* through a copy: they may overlap */
            ty_value copy = ty_memoryview_bytes(ctx, from, false);
            if (copy) {
                const unsigned char *p = ty_bytes_data(copy);
                char *q = to->data;
                for (intptr_t i = 0; i < to->dims[0]; i++, p += to->itemsize, q += ty_memoryview_strides(to)[0])
                    memcpy(q, p, (size_t)to->itemsize);
                TY_KEEP(copy);
                r = 0;
            }
        }
        if (release(ctx, from) < 0)
            r = -1;
    }
    if (to && release(ctx, to) < 0)
        r = -1;
    return r;
}

static int memoryview_setitem(ty_ctx *ctx, ty_value o, ty_value k, ty_value v)
{
    ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return -1;
    if (m->readonly) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "cannot modify read-only memory");
        return -1;
    }
    if (!v) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "cannot delete memory");
        return -1;
    }
    if (ty_has_shape(k, &ty_slice_shape) && m->ndim)
        return set_slice(ctx, m, k, v);
    char *p = k == TY_ELLIPSIS && m->ndim == 0 ? m->data : locate(ctx, m, k, true);
    return p ? pack(ctx, m, p, v) : -1;
}

static intptr_t memoryview_len(ty_ctx *ctx, ty_value o)
{
    const ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return -1;
    if (m->ndim == 0) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "0-dim memory has no length");
        return -1;
    }
    return m->dims[0];
}

/* --- whole contents --------------------------------------------------------------------------------------------------------- */

static unsigned char *copy_dense(const ty_memoryview *m, int dim, const char *p, unsigned char *out)
{
    if (dim == m->ndim) {
        memcpy(out, p, (size_t)m->itemsize);
        return out + m->itemsize;
    }
    for (intptr_t i = 0; i < m->dims[dim]; i++, p += ty_memoryview_strides(m)[dim])
        out = copy_dense(m, dim + 1, p, out);
    return out;
}

/* The first index runs fastest. */
static unsigned char *copy_columns(const ty_memoryview *m, int dim, const char *p, unsigned char *out)
{
    if (dim < 0) {
        memcpy(out, p, (size_t)m->itemsize);
        return out + m->itemsize;
    }
    for (intptr_t i = 0; i < m->dims[dim]; i++, p += ty_memoryview_strides(m)[dim])
        out = copy_columns(m, dim - 1, p, out);
    return out;
}

ty_value ty_memoryview_bytes(ty_ctx *ctx, const ty_memoryview *m, bool columns)
{
    if (!columns && ty_memoryview_is_dense(m))
        return ty_bytes_new(ctx, m->data, m->length);
    ty_value v = ty_bytes_new(ctx, NULL, m->length);
    if (v && m->length) {
        if (columns)
            copy_columns(m, m->ndim - 1, m->data, ty_bytes_fill(v));
        else
            copy_dense(m, 0, m->data, ty_bytes_fill(v));
    }
    return v;
}

static ty_value to_list(ty_ctx *ctx, const ty_memoryview *m, int dim, const char *p)
{
    if (dim == m->ndim)
        return unpack(ctx, m, p);
    ty_value list = ty_list_new(ctx, (size_t)m->dims[dim]);
    for (intptr_t i = 0; list && i < m->dims[dim]; i++, p += ty_memoryview_strides(m)[dim]) {
        ty_value item = to_list(ctx, m, dim + 1, p);
        if (!item || ty_list_append(ctx, list, item) < 0)
            return TY_NULL;
    }
    return list;
}

ty_value ty_memoryview_list(ty_ctx *ctx, const ty_memoryview *m) { return to_list(ctx, m, 0, m->data); }

/* --- comparison, hash, text ---------------------------------------------------------------------------------------------------- */

static int equal_items(ty_ctx *ctx, const ty_memoryview *a, const char *p, const ty_memoryview *b, const char *q, int dim)
{
    if (dim == a->ndim) {
        ty_value x = unpack(ctx, a, p), y = x ? unpack(ctx, b, q) : TY_NULL;
        return y ? ty_op_compare_bool(ctx, x, y, TY_EQ) : -1;
    }
    for (intptr_t i = 0; i < a->dims[dim]; i++) {
        int r = equal_items(ctx, a, p, b, q, dim + 1);
        if (r <= 0)
            return r;
        p += ty_memoryview_strides(a)[dim];
        q += ty_memoryview_strides(b)[dim];
    }
    return 1;
}

static int equal(ty_ctx *ctx, const ty_memoryview *a, const ty_memoryview *b)
{
    if (a->ndim != b->ndim)
        return 0;
    for (int i = 0; i < a->ndim; i++)
        if (a->dims[i] != b->dims[i])
            return 0;
    char x = ty_memoryview_letter(a), y = ty_memoryview_letter(b);
    if (!x || !y)
        return 0;
    if (x == y && !ty_packing_is_float(x) && x != '?' && ty_memoryview_is_dense(a) && ty_memoryview_is_dense(b))
        return memcmp(a->data, b->data, a->length) == 0;
    return equal_items(ctx, a, a->data, b, b->data, 0);
}

static ty_value memoryview_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_has_shape(a, &ty_memoryview_shape))
        return TY_NOT_IMPLEMENTED;
    const ty_memoryview *x = (ty_memoryview *)a;
    int same;
    if (x->released) {
        same = a == b;
    } else if (ty_has_shape(b, &ty_memoryview_shape)) {
        same = ((ty_memoryview *)b)->released ? 0 : equal(ctx, x, (ty_memoryview *)b);
    } else {
        if (!ty_buffer_supported(b))
            return TY_NOT_IMPLEMENTED;
        ty_memoryview *y = (ty_memoryview *)ty_memoryview_new(ctx, b);
        if (!y) {
            if (!ty_error_swallow(ctx, &ty_Exception_type))
                return TY_NULL;
            return TY_NOT_IMPLEMENTED;
        }
        same = equal(ctx, x, y);
        if (same >= 0 && release(ctx, y) < 0)
            return TY_NULL;
    }
    return same < 0 ? TY_NULL : ty_bool(same == (op == TY_EQ));
}

static intptr_t memoryview_hash(ty_ctx *ctx, ty_value o)
{
    const ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return -1;
    char letter = ty_memoryview_letter(m);
    if (!m->readonly) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "cannot hash writable memoryview object");
        return -1;
    }
    if (letter != 'B' && letter != 'b' && letter != 'c') {
        (void)ty_error_set(ctx, &ty_ValueError_type, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        return -1;
    }
    ty_value b = ty_memoryview_bytes(ctx, m, false);
    return b ? ty_op_hash(ctx, b) : -1;
}

static ty_value memoryview_repr(ty_ctx *ctx, ty_value o)
{
    return ty_str_format(ctx, ((ty_memoryview *)o)->released ? "<released memory at %p>" : "<memory at %p>", (void *)o);
}

static ty_value memoryview_iter(ty_ctx *ctx, ty_value o)
{
    const ty_memoryview *m = (ty_memoryview *)o;
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    if (m->ndim == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "invalid indexing of 0-dim memory");
    if (m->ndim != 1)
        return ty_error_set(ctx, &ty_NotImplementedError_type, "multi-dimensional sub-views are not implemented");
    return ty_iter_new_seq(ctx, &ty_memory_iterator_shape, o, 0);
}

static ty_value memory_iterator_next(ty_ctx *ctx, ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (!it->seq)
        return TY_NULL;
    const ty_memoryview *m = (ty_memoryview *)it->seq;
    if (ty_memoryview_released(ctx, m))
        return TY_NULL;
    if (it->index < (size_t)m->dims[0])
        return unpack(ctx, m, m->data + (intptr_t)it->index++ * ty_memoryview_strides(m)[0]);
    it->seq = TY_NULL;
    return TY_NULL;
}

#define ty_memory_iterator_layout ty_seq_iterator_layout
TY_BUILTIN_TYPE(memory_iterator, .name = "memory_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_seq_iterator),
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = memory_iterator_next});

#define OWNER &ty_memoryview_type
static const ty_native memoryview_methods[] = {
    TY_METHOD(release, memoryview_release, 0, 0, "", "Give the memory back to its exporter."),
    TY_METHOD(__enter__, memoryview_enter, 0, 0, "", NULL),
    TY_METHOD(__exit__, memoryview_release, 0, 3, "exc_type=None, exc=None, tb=None, /", NULL),
    TY_METHOD(tobytes, ty_memoryview_m_tobytes, 0, 1, "order='C'", "The contents as bytes; order is C, F or A."),
    TY_METHOD(tolist, ty_memoryview_m_tolist, 0, 0, "", "The items, in nested lists."),
    TY_METHOD(hex, ty_memoryview_m_hex, 0, 2, "sep=None, bytes_per_sep=1", "The contents as hexadecimal text."),
    TY_METHOD(cast, ty_memoryview_m_cast, 1, 2, "format, shape=None", "The same memory in another format or shape."),
    TY_METHOD(toreadonly, ty_memoryview_m_toreadonly, 0, 0, "", "A read-only view of the same memory."),
    TY_NATIVE_END,
};
#undef OWNER

TY_BUILTIN_TYPE(memoryview, .name = "memoryview", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_SEQUENCE | TY_TYPE_WEAKREF, .basicsize = sizeof(ty_memoryview),
                .doc = "memoryview(object)\n--\n\nThe memory of an object that supports the buffer protocol.",
                .methods = memoryview_methods, .getsets = ty_memoryview_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = memoryview_repr, .hash = memoryview_hash, .init = ty_object_init,
                          .new_ = memoryview_new, .compare = memoryview_compare, .len = memoryview_len,
                          .getitem = memoryview_getitem, .setitem = memoryview_setitem, .iter = memoryview_iter,
                          .buffer_get = memoryview_buffer});
