/* SPDX-License-Identifier: MIT */
/* The type int: construction, slots, methods. The arithmetic is in int_*.c. */
#include <config.h>

#include "object/bytes.h"
#include "object/buffer.h"
#include "object/call.h"
#include "object/float.h"
#include "object/format_spec.h"
#include "object/int_impl.h"
#include "object/native.h"
#include "object/number_text.h"
#include "object/ops.h"
#include "object/tuple.h"

/* --- layout -------------------------------------------------------------------------------------------------------- */

/* A big int is a leaf; an instance of a subclass has one slot, then those that its class adds. */
static size_t int_size(const ty_object *o)
{
    if (ty_head_shape(o) != &ty_int_shape)
        return sizeof(ty_int_instance);
    intptr_t n = ((const ty_bigint *)o)->size;
    return sizeof(ty_bigint) + (size_t)(n < 0 ? -n : n) * sizeof(mp_limb_t);
}

static void int_trace(ty_object *o, ty_tracer *t)
{
    if (ty_head_shape(o) != &ty_int_shape)
        ty_trace_slot(t, &((ty_int_instance *)o)->value);
}

static const ty_layout ty_int_layout = {.size = int_size, .trace = int_trace};

/* --- construction ---------------------------------------------------------------------------------------------------- */

/* The exact int that a conversion method answered. */
static ty_value converted(ty_ctx *ctx, ty_value v, const char *method)
{
    if (!v || ty_is_exact_int(v))
        return v;
    if (!ty_is_int(v))
        return ty_error_set(ctx, &ty_TypeError_type, "%s returned non-int (type %T)", method, v);
    if (ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                      "%s returned non-int (type %T).  The ability to return an instance of a strict subclass of int is "
                      "deprecated, and may be removed in a future version of Python.",
                      method, v) < 0)
        return TY_NULL;
    return ty_int_exact(v);
}

/* int(v, base) of a str, or of bytes. */
static ty_value from_text(ty_ctx *ctx, ty_value v, int base)
{
    size_t n;
    if (ty_is_str(v)) {
        char buf[64];
        ty_value hold = TY_NULL;
        const char *p = ty_number_text(ctx, v, &n, buf, sizeof buf, &hold);
        ty_value r = p ? ty_int_parse(ctx, p, n, base, v) : TY_NULL;
        TY_KEEP(hold);
        TY_KEEP(v);
        return r;
    }
    ty_buffer view;
    if (ty_buffer_get(ctx, v, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    ty_value shown = v;
    if (!ty_has_shape(v, &ty_bytes_shape))
        shown = ty_bytes_new(ctx, view.data, view.length);
    ty_value r = shown ? ty_int_parse(ctx, view.data, view.length, base, shown) : TY_NULL;
    ty_buffer_release(ctx, &view);
    return r;
}

ty_value ty_int_from_value(ty_ctx *ctx, ty_value v)
{
    if (ty_is_exact_int(v))
        return v;
    if (ty_is_exact_float(v))
        return ty_int_from_double(ctx, ty_float_value(v));
    if (ty_is_exact_str(v))
        return from_text(ctx, v, 10);
    const ty_type *t = ty_type_of(v);
    if (t->slots.int_)
        return converted(ctx, t->slots.int_(ctx, v), "__int__");
    if (t->slots.index)
        return converted(ctx, t->slots.index(ctx, v), "__index__");
    bool found;
    ty_value r = ty_call_special(ctx, TY_SYM(__trunc__), &v, 1, &found);
    if (!r && ty_error_pending(ctx))
        return TY_NULL;
    if (found) {
        if (ty_error_warn(ctx, &ty_DeprecationWarning_type, 1, "The delegation of int() to __trunc__ is deprecated.") < 0)
            return TY_NULL;
        if (ty_is_int(r))
            return ty_int_exact(r);
        const ty_type *rt = ty_type_of(r);
        if (rt->slots.index)
            return converted(ctx, rt->slots.index(ctx, r), "__index__");
        return ty_error_set(ctx, &ty_TypeError_type, "__trunc__ returned non-Integral (type %T)", r);
    }
    if (ty_is_str(v) || ty_is_bytes(v) || ty_buffer_supported(v))
        return from_text(ctx, v, 10);
    return ty_error_set(ctx, &ty_TypeError_type,
                        "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

/* The instance of `type` with the exact value v. */
static ty_value wrap(ty_ctx *ctx, const ty_type *type, ty_value v)
{
    if (!v || type == &ty_int_type)
        return v;
    ty_value o = ty_instance_new(ctx, type);
    if (o)
        ty_heap_store(ctx->heap, ty_object_of(o), &((ty_int_instance *)o)->value, v);
    return o;
}

static ty_value int_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value bound[2] = {TY_NULL, TY_NULL};
    if (TY_LIKELY(!kwnames && nargs == 1)) {
        bound[0] = args[0];
    } else {
        if (ty_native_check_count(ctx, "int", nargs, 0, 2) < 0 ||
            ty_native_bind(ctx, "int", "x=0, /, base=10", 0, 2, args, nargs, kwnames, bound) < 0)
            return TY_NULL;
    }
    if (!bound[0]) {
        if (bound[1])
            return ty_error_set(ctx, &ty_TypeError_type, "int() missing string argument");
        return wrap(ctx, type, ty_small(0));
    }
    if (!bound[1])
        return wrap(ctx, type, ty_int_from_value(ctx, bound[0]));
    intptr_t base;
    if (ty_op_index_size(ctx, bound[1], NULL, &base) < 0)
        return TY_NULL;
    if ((base != 0 && base < 2) || base > 36)
        return ty_error_set(ctx, &ty_ValueError_type, "int() base must be >= 2 and <= 36, or 0");
    if (!ty_is_str(bound[0]) && !ty_is_bytes(bound[0]) && !ty_is_instance(bound[0], &ty_bytearray_type))
        return ty_error_set(ctx, &ty_TypeError_type, "int() can't convert non-string with explicit base");
    return wrap(ctx, type, from_text(ctx, bound[0], (int)base));
}

/* --- slots ----------------------------------------------------------------------------------------------------------- */

ty_value ty_int_slot_repr(ty_ctx *ctx, ty_value v) { return ty_int_to_str(ctx, v, 10); }

intptr_t ty_int_slot_hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_int_hash(v);
}

ty_value ty_int_slot_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    if (!ty_is_int(a) || !ty_is_int(b))
        return TY_NOT_IMPLEMENTED;
    if (op == TY_EQ)
        return ty_bool(ty_int_equal(a, b));
    if (op == TY_NE)
        return ty_bool(!ty_int_equal(a, b));
    int c = ty_int_compare(a, b);
    return ty_bool(op == TY_LT ? c < 0 : op == TY_LE ? c <= 0 : op == TY_GT ? c > 0 : c >= 0);
}

int ty_int_slot_bool(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_int_exact(v) != ty_small(0);
}

ty_value ty_int_slot_exact(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_int_exact(v);
}

ty_value ty_int_slot_float(ty_ctx *ctx, ty_value v)
{
    double d;
    return ty_int_to_double(ctx, v, &d) < 0 ? TY_NULL : ty_float_new(ctx, d);
}

static ty_value divmod_pair(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value mod, q = ty_int_divmod(ctx, a, b, &mod);
    return q ? ty_tuple_pack(ctx, 2, q, mod) : TY_NULL;
}

#define INT_SLOT(op, fn)                                                                                                \
    ty_value ty_int_slot_##op(ty_ctx *ctx, ty_value a, ty_value b)                                                       \
    {                                                                                                                   \
        return ty_is_int(a) && ty_is_int(b) ? fn(ctx, a, b) : TY_NOT_IMPLEMENTED;                                        \
    }
INT_SLOT(add, ty_int_add)
INT_SLOT(sub, ty_int_sub)
INT_SLOT(mul, ty_int_mul)
INT_SLOT(truediv, ty_int_truediv)
INT_SLOT(floordiv, ty_int_floordiv)
INT_SLOT(mod, ty_int_mod)
INT_SLOT(divmod, divmod_pair)
INT_SLOT(lshift, ty_int_lshift)
INT_SLOT(rshift, ty_int_rshift)
INT_SLOT(and, ty_int_and)
INT_SLOT(or, ty_int_or)
INT_SLOT(xor, ty_int_xor)

ty_value ty_int_slot_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    if (!ty_is_int(a) || !ty_is_int(b) || (mod != TY_NONE && !ty_is_int(mod)))
        return TY_NOT_IMPLEMENTED;
    return ty_int_pow(ctx, a, b, mod);
}

/* --- methods --------------------------------------------------------------------------------------------------------- */

static ty_value get_self(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_int_exact(args[0]);
}

static ty_value int_bit_length(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_small((intptr_t)ty_int_bit_length(args[0]));
}

static ty_value int_bit_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    int_view a;
    int_see(args[0], &a);
    return ty_small(a.n ? (intptr_t)mpn_popcount(a.limbs, (mp_size_t)a.n) : 0);
}

static ty_value int_as_integer_ratio(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_tuple_pack(ctx, 2, ty_int_exact(args[0]), ty_small(1));
}

static ty_value int_is_integer(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return TY_TRUE;
}

static ty_value int_getnewargs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_tuple_pack(ctx, 1, ty_int_exact(args[0]));
}

static ty_value int_sizeof(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    int_view a;
    int_see(args[0], &a);
    return ty_small((intptr_t)(sizeof(ty_bigint) + a.n * sizeof(mp_limb_t)));
}

static ty_value int_round(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value v = ty_int_exact(args[0]), digits = TY_ARG(1);
    if (!digits || digits == TY_NONE)
        return v;
    intptr_t n;
    if (ty_op_index_size(ctx, digits, NULL, &n) < 0)
        return TY_NULL;
    if (n >= 0)
        return v;
    /* 10**-n is more than twice the number */
    if ((size_t)-n > ty_int_bit_length(v) / 3 + 2)
        return ty_small(0);
    ty_value m = ty_int_pow(ctx, ty_small(10), ty_small(-n), TY_NONE);
    ty_value step = m ? ty_int_round_to(ctx, v, m) : TY_NULL;
    return step ? ty_int_add(ctx, v, step) : TY_NULL;
}

static ty_value int_format(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__() argument must be str, not %T", args[1]);
    return ty_format_int(ctx, args[0], args[1]);
}

/* "little" or "big"; -1: error */
static int byte_order(ty_ctx *ctx, ty_value v, const char *fname)
{
    if (!v)
        return 0;
    if (!ty_is_str(v)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "%s() argument 'byteorder' must be str, not %T", fname, v);
        return -1;
    }
    if (ty_str_equal_ascii(v, "little"))
        return 1;
    if (ty_str_equal_ascii(v, "big"))
        return 0;
    (void)ty_error_set(ctx, &ty_ValueError_type, "byteorder must be either 'little' or 'big'");
    return -1;
}

static ty_value int_to_bytes(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value vlength = TY_ARG(1), vorder = TY_ARG(2), vsigned = TY_ARG(3);
    intptr_t n = 1;
    if (vlength && ty_op_index_size(ctx, vlength, &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    int little = byte_order(ctx, vorder, "to_bytes"), is_signed = 0;
    if (little < 0 || (vsigned && (is_signed = ty_op_truth(ctx, vsigned)) < 0))
        return TY_NULL;
    if (n < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "length argument must be non-negative");
    ty_value b = ty_bytes_new(ctx, NULL, (size_t)n);
    if (!b || ty_int_to_bytes(ctx, args[0], ty_bytes_fill(b), (size_t)n, little, is_signed) < 0)
        return TY_NULL;
    return b;
}

static ty_value int_from_bytes(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value vorder = TY_ARG(2), vsigned = TY_ARG(3);
    int little = byte_order(ctx, vorder, "from_bytes"), is_signed = 0;
    if (little < 0 || (vsigned && (is_signed = ty_op_truth(ctx, vsigned)) < 0))
        return TY_NULL;
    ty_value b = ty_bytes_convert(ctx, args[1]);
    if (!b)
        return TY_NULL;
    ty_value v = ty_int_from_bytes(ctx, ty_bytes_data(b), ty_bytes_length(b), little, is_signed);
    TY_KEEP(b);
    if (!v || args[0] == TY_VALUE(&ty_int_type))
        return v;
    return ty_call1(ctx, args[0], v);
}

#define OWNER &ty_int_type
static const ty_native int_methods[] = {
    TY_METHOD(conjugate, get_self, 0, 0, "", "Returns self, the complex conjugate of any int."),
    TY_METHOD(bit_length, int_bit_length, 0, 0, "", "Number of bits necessary to represent self in binary."),
    TY_METHOD(bit_count, int_bit_count, 0, 0, "", "Number of ones in the binary representation of the absolute value."),
    TY_METHOD(to_bytes, int_to_bytes, 0, 2, "length=1, byteorder='big', *, signed=False",
              "Return an array of bytes representing an integer."),
    TY_CLASS_METHOD(from_bytes, int_from_bytes, 1, 2, "bytes, byteorder='big', *, signed=False",
                    "Return the integer represented by the given array of bytes."),
    TY_METHOD(as_integer_ratio, int_as_integer_ratio, 0, 0, "", "Return a pair of integers whose ratio is the number."),
    TY_METHOD(is_integer, int_is_integer, 0, 0, "", "Returns True."),
    TY_METHOD(__trunc__, get_self, 0, 0, "", "Truncating an int returns itself."),
    TY_METHOD(__floor__, get_self, 0, 0, "", "Flooring an int returns itself."),
    TY_METHOD(__ceil__, get_self, 0, 0, "", "Ceiling of an int returns itself."),
    TY_METHOD(__round__, int_round, 0, 1, "ndigits=None, /", "Round to a multiple of a power of ten, half to even."),
    TY_METHOD(__getnewargs__, int_getnewargs, 0, 0, "", NULL),
    TY_METHOD(__format__, int_format, 1, 1, "format_spec, /", "Convert to a string according to format_spec."),
    TY_METHOD(__sizeof__, int_sizeof, 0, 0, "", "Returns size in memory, in bytes."),
    TY_NATIVE_END,
};

static ty_value get_real(ty_ctx *ctx, ty_value v) { return ty_int_slot_exact(ctx, v); }
static ty_value get_zero(ty_ctx *ctx, ty_value v)
{
    (void)ctx, (void)v;
    return ty_small(0);
}
static ty_value get_one(ty_ctx *ctx, ty_value v)
{
    (void)ctx, (void)v;
    return ty_small(1);
}

static const ty_getset int_getsets[] = {
    TY_GETSET(real, get_real, NULL, "the real part of a complex number"),
    TY_GETSET(imag, get_zero, NULL, "the imaginary part of a complex number"),
    TY_GETSET(numerator, get_real, NULL, "the numerator of a rational number in lowest terms"),
    TY_GETSET(denominator, get_one, NULL, "the denominator of a rational number in lowest terms"),
    TY_GETSET_END,
};
#undef OWNER

TY_BUILTIN_TYPE(int, .name = "int", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_INT | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_int_instance),
                .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
                       "A whole number of any size, from a number or from text in the given base.",
                .methods = int_methods, .getsets = int_getsets,
                .slots = {INT_SLOTS, .repr = ty_int_slot_repr, .new_ = int_new, .invert = ty_int_invert,
                          .and_ = ty_int_slot_and, .or_ = ty_int_slot_or, .xor = ty_int_slot_xor});
