/* SPDX-License-Identifier: MIT */
/*
 * Slot wrappers: the dunders of builtin types as Python objects. int.__add__ is a wrapper_descriptor, (1).__add__ a
 * method-wrapper; both end in a wrap function that calls the slot of the type that owns the wrapper.
 */
#include <config.h>

#include "object/attr.h"
#include "object/buffer.h"
#include "object/error.h"
#include "object/int.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

typedef void (*any_fn)(void);

/* --- how a dunder calls its slot --------------------------------------------------------------------------------------- */

#define WRAP(name)                                                                                                      \
    static ty_value name(ty_ctx *ctx, const ty_slot_row *row TY_UNUSED, any_fn fn, const ty_value *args,                  \
                         size_t nargs TY_UNUSED, ty_value kwnames TY_UNUSED)

WRAP(wrap_unary) { return ((ty_unary_fn)fn)(ctx, args[0]); }
WRAP(wrap_left) { return ((ty_binary_fn)fn)(ctx, args[0], args[1]); }
WRAP(wrap_right) { return ((ty_binary_fn)fn)(ctx, args[1], args[0]); }
WRAP(wrap_pow) { return ((ty_ternary_fn)fn)(ctx, args[0], args[1], nargs > 2 ? args[2] : TY_NONE); }
WRAP(wrap_rpow) { return ((ty_ternary_fn)fn)(ctx, args[1], args[0], nargs > 2 ? args[2] : TY_NONE); }
WRAP(wrap_compare) { return ((ty_compare_fn)fn)(ctx, args[0], args[1], row->op); }
WRAP(wrap_call) { return ((ty_call_fn)fn)(ctx, args[0], args + 1, nargs - 1, kwnames); }
WRAP(wrap_setitem) { return ((ty_setitem_fn)fn)(ctx, args[0], args[1], args[2]) < 0 ? TY_NULL : TY_NONE; }
WRAP(wrap_delitem) { return ((ty_setitem_fn)fn)(ctx, args[0], args[1], TY_NULL) < 0 ? TY_NULL : TY_NONE; }

WRAP(wrap_init)
{
    return ((ty_init_fn)fn)(ctx, args[0], args + 1, nargs - 1, kwnames) < 0 ? TY_NULL : TY_NONE;
}

WRAP(wrap_hash)
{
    intptr_t h = ((ty_hash_fn)fn)(ctx, args[0]);
    return h == -1 ? TY_NULL : ty_int_from_size(ctx, h);
}

WRAP(wrap_len)
{
    intptr_t n = ((ty_length_fn)fn)(ctx, args[0]);
    return n < 0 ? TY_NULL : ty_int_from_size(ctx, n);
}

WRAP(wrap_bool)
{
    int r = ((ty_inquiry_fn)fn)(ctx, args[0]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

WRAP(wrap_contains)
{
    int r = ((ty_contains_fn)fn)(ctx, args[0], args[1]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

WRAP(wrap_buffer) { return ty_buffer_dunder_get(ctx, (ty_buffer_get_fn)fn, args[0], args[1]); }
WRAP(wrap_release_buffer)
{
    (void)fn;
    return ty_buffer_dunder_release(ctx, args[1]);
}

WRAP(wrap_next)
{
    ty_value v = ((ty_next_fn)fn)(ctx, args[0]);
    return v || ty_error_pending(ctx) ? v : ty_error_stop_iteration(ctx, TY_NONE);
}

/* object.__setattr__(cls, ...) would get round what the metaclass forbids. */
static bool bypasses(ty_ctx *ctx, const ty_value *args, any_fn fn, const char *what)
{
    ty_setitem_fn own = ty_type_builtin_base(ty_type_of(args[0]))->slots.setattr;
    if (own == (ty_setitem_fn)fn || own == NULL || !ty_is_type(args[0]))
        return false;
    ty_error_set(ctx, &ty_TypeError_type, "can't apply this %s to %T object", what, args[0]);
    return true;
}

WRAP(wrap_setattr)
{
    if (bypasses(ctx, args, fn, "__setattr__"))
        return TY_NULL;
    return wrap_setitem(ctx, row, fn, args, nargs, kwnames);
}

WRAP(wrap_delattr)
{
    if (bypasses(ctx, args, fn, "__delattr__"))
        return TY_NULL;
    return wrap_delitem(ctx, row, fn, args, nargs, kwnames);
}

WRAP(wrap_descr_get)
{
    ty_value obj = args[1], type = nargs > 2 ? args[2] : TY_NONE;
    if (ty_is_none(obj) && ty_is_none(type))
        return ty_error_set(ctx, &ty_TypeError_type, "__get__(None, None) is invalid");
    return ((ty_descr_get_fn)fn)(ctx, args[0], ty_is_none(obj) ? TY_NULL : obj, ty_is_none(type) ? TY_NULL : type);
}

#define WRAP_OF(slot, dunder, generic, wrap, op, min, max, params, doc) wrap,
static const ty_slot_wrap_fn wraps[] = {TY_SLOT_ROWS(WRAP_OF)};

/* --- wrapper_descriptor ------------------------------------------------------------------------------------------------ */

ty_value ty_slot_wrapper_new(ty_ctx *ctx, const ty_slot_row *row, const ty_type *owner)
{
    ty_slot_wrapper *w = (ty_slot_wrapper *)ty_instance_new(ctx, &ty_wrapper_descriptor_type);
    if (!w)
        return TY_NULL;
    w->row = row;
    w->owner = TY_VALUE(owner);
    return TY_VALUE(w);
}

static any_fn slot_of(const ty_slot_wrapper *w)
{
    any_fn fn;
    memcpy(&fn, (const char *)&ty_type_ptr(w->owner)->slots + w->row->offset, sizeof fn);
    return fn;
}

static const char *row_name(const ty_slot_row *row)
{
    return (const char *)ty_str_ptr(row->name)->data;
}

/* self is of the right type. */
static ty_value call_checked(ty_ctx *ctx, const ty_slot_wrapper *w, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_slot_row *row = w->row;
    if (row->max >= 0) {
        size_t given = nargs - 1;
        if (kwnames && ty_tuple_length(kwnames))
            return ty_error_set(ctx, &ty_TypeError_type, "wrapper %s() takes no keyword arguments", row_name(row));
        if (given < (size_t)row->min || given > (size_t)row->max) {
            int n = given < (size_t)row->min ? row->min : row->max;
            return ty_error_set(ctx, &ty_TypeError_type, "expected %s%d argument%s, got %zu",
                                row->min == row->max ? "" : given < (size_t)row->min ? "at least " : "at most ", n,
                                n == 1 ? "" : "s", given);
        }
    }
    return wraps[row - ty_slot_rows](ctx, row, slot_of(w), args, nargs, kwnames);
}

ty_value ty_slot_wrapper_call(ty_ctx *ctx, const ty_slot_wrapper *w, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_type *owner = ty_type_ptr(w->owner);
    if (nargs == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' of '%N' object needs an argument", row_name(w->row), owner);
    if (!ty_is_instance(args[0], owner))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' requires a '%N' object but received a '%T'",
                            row_name(w->row), owner, args[0]);
    return call_checked(ctx, w, args, nargs, kwnames);
}

static ty_value wrapper_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_slot_wrapper_call(ctx, (ty_slot_wrapper *)callee, args, nargs, kwnames);
}

static ty_value wrapper_repr(ty_ctx *ctx, ty_value self)
{
    ty_slot_wrapper *w = (ty_slot_wrapper *)self;
    return ty_str_format(ctx, "<slot wrapper '%U' of '%N' objects>", w->row->name, ty_type_ptr(w->owner));
}

typedef struct method_wrapper {
    ty_object ob;
    ty_value wrapper, self;
} method_wrapper;

static ty_value wrapper_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    if (!obj)
        return descr;
    ty_slot_wrapper *w = (ty_slot_wrapper *)descr;
    if (!ty_is_instance(obj, ty_type_ptr(w->owner)))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object",
                            w->row->name, ty_type_ptr(w->owner), obj);
    method_wrapper *m = (method_wrapper *)ty_instance_new(ctx, &ty_method_wrapper_type);
    if (!m)
        return TY_NULL;
    m->wrapper = descr;
    m->self = obj;
    return TY_VALUE(m);
}

static ty_value signature_text(ty_ctx *ctx, const ty_slot_row *row)
{
    if (row->max < 0)
        return ty_str_format(ctx, "($self, /, %s)", row->params);
    return row->params[0] ? ty_str_format(ctx, "($self, %s)", row->params) : ty_str_from_cstr(ctx, "($self, /)");
}

static ty_value qualified(ty_ctx *ctx, const ty_slot_wrapper *w)
{
    return ty_str_format(ctx, "%N.%U", ty_type_ptr(w->owner), w->row->name);
}

static ty_value reduce(ty_ctx *ctx, ty_value object, ty_value name)
{
    ty_value builtins = ctx->objects->builtins, getattr;
    if (!builtins)
        return ty_error_set(ctx, &ty_RuntimeError_type, "no builtins");
    int r = ty_attr_builtin(ctx, TY_SYM(getattr), &getattr);
    if (r <= 0)
        return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "getattr");
    ty_value pair = ty_tuple_pack(ctx, 2, object, name);
    return pair ? ty_tuple_pack(ctx, 2, getattr, pair) : TY_NULL;
}

#define OWNER &ty_wrapper_descriptor_type
static ty_value wrapper_name(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_slot_wrapper *)self)->row->name; }
static ty_value wrapper_owner(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_slot_wrapper *)self)->owner; }
static ty_value wrapper_qualname(ty_ctx *ctx, ty_value self) { return qualified(ctx, (ty_slot_wrapper *)self); }
static ty_value wrapper_doc(ty_ctx *ctx, ty_value self) { return ty_str_from_cstr(ctx, ((ty_slot_wrapper *)self)->row->doc); }
static ty_value wrapper_sig(ty_ctx *ctx, ty_value self) { return signature_text(ctx, ((ty_slot_wrapper *)self)->row); }
static ty_value wrapper_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_slot_wrapper *w = (ty_slot_wrapper *)args[0];
    return reduce(ctx, w->owner, w->row->name);
}

static const ty_getset wrapper_getsets[] = {
    TY_GETSET(__name__, wrapper_name, NULL, NULL), TY_GETSET(__qualname__, wrapper_qualname, NULL, NULL),
    TY_GETSET(__objclass__, wrapper_owner, NULL, NULL), TY_GETSET(__doc__, wrapper_doc, NULL, NULL),
    TY_GETSET(__text_signature__, wrapper_sig, NULL, NULL), TY_GETSET_END,
};
static const ty_native wrapper_methods[] = {TY_METHOD(__reduce__, wrapper_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_layout ty_wrapper_descriptor_layout = {.fixed_size = sizeof(ty_slot_wrapper),
                                                       .slots_offset = offsetof(ty_slot_wrapper, owner), .slots_count = 1};
TY_BUILTIN_TYPE(wrapper_descriptor, .name = "wrapper_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_METHOD | TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_slot_wrapper),
                .getsets = wrapper_getsets, .methods = wrapper_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get});
#undef OWNER

/* --- method-wrapper ---------------------------------------------------------------------------------------------------- */

static ty_slot_wrapper *wrapper_of(ty_value self)
{
    return (ty_slot_wrapper *)((method_wrapper *)self)->wrapper;
}

static ty_value bound_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    size_t all = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
    ty_value few[6], *array = few;
    if (all + 1 > TY_COUNTOF(few)) {
        ty_value t = ty_tuple_new(ctx, NULL, all + 1);
        if (!t)
            return TY_NULL;
        array = ty_tuple_items(t);
        ty_heap_wrote_range(ctx->heap, ty_object_of(t), array, all + 1);
    }
    array[0] = ((method_wrapper *)callee)->self;
    if (all)
        memcpy(array + 1, args, all * sizeof *args);
    return call_checked(ctx, wrapper_of(callee), array, nargs + 1, kwnames);
}

static ty_value bound_repr(ty_ctx *ctx, ty_value self)
{
    ty_value obj = ((method_wrapper *)self)->self;
    return ty_str_format(ctx, "<method-wrapper '%U' of %T object at %p>", wrapper_of(self)->row->name, obj, (void *)obj);
}

static ty_value bound_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    if (ty_type_of(b) != &ty_method_wrapper_type || (op != TY_EQ && op != TY_NE))
        return TY_NOT_IMPLEMENTED;
    method_wrapper *x = (method_wrapper *)a, *y = (method_wrapper *)b;
    return ty_bool((x->self == y->self && x->wrapper == y->wrapper) == (op == TY_EQ));
}

static intptr_t bound_hash(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    method_wrapper *m = (method_wrapper *)self;
    intptr_t h = (intptr_t)(((uintptr_t)m->self >> 4) ^ ((uintptr_t)m->wrapper >> 3));
    return h == -1 ? -2 : h;
}

#define OWNER &ty_method_wrapper_type
static ty_value bound_name(ty_ctx *ctx, ty_value self) { (void)ctx; return wrapper_of(self)->row->name; }
static ty_value bound_owner(ty_ctx *ctx, ty_value self) { (void)ctx; return wrapper_of(self)->owner; }
static ty_value bound_self(ty_ctx *ctx, ty_value self) { (void)ctx; return ((method_wrapper *)self)->self; }
static ty_value bound_qualname(ty_ctx *ctx, ty_value self) { return qualified(ctx, wrapper_of(self)); }
static ty_value bound_doc(ty_ctx *ctx, ty_value self) { return ty_str_from_cstr(ctx, wrapper_of(self)->row->doc); }
static ty_value bound_sig(ty_ctx *ctx, ty_value self) { return signature_text(ctx, wrapper_of(self)->row); }
static ty_value bound_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return reduce(ctx, ((method_wrapper *)args[0])->self, wrapper_of(args[0])->row->name);
}

static const ty_getset bound_getsets[] = {
    TY_GETSET(__name__, bound_name, NULL, NULL), TY_GETSET(__qualname__, bound_qualname, NULL, NULL),
    TY_GETSET(__objclass__, bound_owner, NULL, NULL), TY_GETSET(__self__, bound_self, NULL, NULL),
    TY_GETSET(__doc__, bound_doc, NULL, NULL), TY_GETSET(__text_signature__, bound_sig, NULL, NULL), TY_GETSET_END,
};
static const ty_native bound_methods[] = {TY_METHOD(__reduce__, bound_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_layout ty_method_wrapper_layout = {.fixed_size = sizeof(method_wrapper),
                                                   .slots_offset = offsetof(method_wrapper, wrapper), .slots_count = 2};
TY_BUILTIN_TYPE(method_wrapper, .name = "method-wrapper", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(method_wrapper), .getsets = bound_getsets,
                .methods = bound_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = bound_repr, .call = bound_call, .compare = bound_compare, .hash = bound_hash});
#undef OWNER

/* --- __new__ of builtin types ------------------------------------------------------------------------------------------- */

ty_value ty_new_wrapper_new(ty_ctx *ctx, const ty_type *owner)
{
    ty_new_wrapper *w = (ty_new_wrapper *)ty_instance_new(ctx, &ty_new_wrapper_type);
    if (!w)
        return TY_NULL;
    w->owner = TY_VALUE(owner);
    return TY_VALUE(w);
}

static ty_value new_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_type *owner = ty_type_ptr(((ty_new_wrapper *)callee)->owner);
    if (nargs == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__new__(): not enough arguments", owner);
    if (!ty_is_type(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__new__(X): X is not a type object (%T)", owner, args[0]);
    const ty_type *t = ty_type_ptr(args[0]);
    if (!ty_type_is_subtype(t, owner))
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__new__(%N): %N is not a subtype of %N", owner, t, t, owner);
    const ty_type *base = ty_type_builtin_base(t);
    if (base->slots.new_ != owner->slots.new_)
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__new__(%N) is not safe, use %N.__new__()", owner, t, base);
    return owner->slots.new_(ctx, t, args + 1, nargs - 1, kwnames);
}

static ty_value new_repr(ty_ctx *ctx, ty_value self)
{
    const ty_type *owner = ty_type_ptr(((ty_new_wrapper *)self)->owner);
    return ty_str_format(ctx, "<built-in method __new__ of type object at %p>", (const void *)owner);
}

#define OWNER &ty_new_wrapper_type
static ty_value new_name(ty_ctx *ctx, ty_value self) { (void)ctx, (void)self; return TY_SYM(__new__); }
static ty_value new_self(ty_ctx *ctx, ty_value self) { (void)ctx; return ((ty_new_wrapper *)self)->owner; }
static ty_value new_qualname(ty_ctx *ctx, ty_value self)
{
    return ty_str_format(ctx, "%N.__new__", ty_type_ptr(((ty_new_wrapper *)self)->owner));
}
static ty_value new_doc(ty_ctx *ctx, ty_value self)
{
    (void)self;
    return ty_str_from_cstr(ctx, "Create and return a new object.  See help(type) for accurate signature.");
}
static ty_value new_sig(ty_ctx *ctx, ty_value self)
{
    (void)self;
    return ty_str_from_cstr(ctx, "($type, *args, **kwargs)");
}
static ty_value new_module(ty_ctx *ctx, ty_value self) { (void)ctx, (void)self; return TY_NONE; }
static ty_value new_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return reduce(ctx, ((ty_new_wrapper *)args[0])->owner, TY_SYM(__new__));
}

static const ty_getset new_getsets[] = {
    TY_GETSET(__name__, new_name, NULL, NULL), TY_GETSET(__qualname__, new_qualname, NULL, NULL),
    TY_GETSET(__self__, new_self, NULL, NULL), TY_GETSET(__doc__, new_doc, NULL, NULL),
    TY_GETSET(__text_signature__, new_sig, NULL, NULL), TY_GETSET(__module__, new_module, NULL, NULL), TY_GETSET_END,
};
static const ty_native new_methods[] = {TY_METHOD(__reduce__, new_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_layout ty_new_wrapper_layout = {.fixed_size = sizeof(ty_new_wrapper),
                                                .slots_offset = offsetof(ty_new_wrapper, owner), .slots_count = 1};
TY_BUILTIN_TYPE(new_wrapper, .name = "builtin_function_or_method", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_new_wrapper), .getsets = new_getsets,
                .methods = new_methods, .slots = {TY_OBJECT_SLOTS, .repr = new_repr, .call = new_call});
