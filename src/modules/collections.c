/* SPDX-License-Identifier: MIT */
/* _collections: defaultdict, the getter of named tuples, counting of elements. deque.c and ordereddict.c have the rest. */
#include <config.h>

#include "modules/collections.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- defaultdict ------------------------------------------------------------------------------------------------------ */

typedef struct defaultdict {
    ty_dict dict;
    ty_value factory; /* None: there is none */
} defaultdict;
#define DEFAULTDICT(v) ((defaultdict *)(v))
#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static ty_value defaultdict_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    defaultdict *d = ty_alloc_instance(ctx, type, &ty_defaultdict_type);
    if (!d)
        return TY_NULL;
    d->dict.length = 0;
    d->dict.table = NULL;
    d->dict.keys_version = d->dict.mutations = 0;
    d->factory = TY_NONE;
    return TY_VALUE(d);
}

static int defaultdict_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value factory = TY_NONE;
    if (nargs) {
        factory = args[0];
        if (factory != TY_NONE && !ty_op_callable(factory)) {
            ty_error_set(ctx, &ty_TypeError_type, "first argument must be callable or None");
            return -1;
        }
        args++, nargs--;
    }
    ty_heap_store(ctx->heap, ty_object_of(self), &DEFAULTDICT(self)->factory, factory);
    return ty_dict_update_args(ctx, "dict", self, args, nargs, kwnames);
}

static ty_value missing(ty_ctx *ctx, ty_value self, ty_value key)
{
    ty_value factory = DEFAULTDICT(self)->factory;
    if (factory == TY_NONE)
        return ty_error_set_value(ctx, &ty_KeyError_type, key);
    ty_value v = ty_call0(ctx, factory);
    if (!v)
        return TY_NULL;
    if (ty_type_of(self) == &ty_defaultdict_type ? ty_dict_set(ctx, self, key, v) : ty_op_setitem(ctx, self, key, v))
        return TY_NULL;
    return v;
}

METHOD(defaultdict_missing)
{
    return missing(ctx, args[0], args[1]);
}

static ty_value defaultdict_getitem(ty_ctx *ctx, ty_value self, ty_value key)
{
    ty_value v;
    if (ty_type_of(self) != &ty_defaultdict_type)
        return ty_dict_slot_getitem(ctx, self, key);
    int found = ty_dict_get(ctx, self, key, &v);
    if (TY_LIKELY(found > 0))
        return v;
    return found < 0 ? TY_NULL : missing(ctx, self, key);
}

static ty_value defaultdict_repr(ty_ctx *ctx, ty_value v)
{
    ty_value items = ty_dict_slot_repr(ctx, v), factory = DEFAULTDICT(v)->factory;
    if (!items)
        return TY_NULL;
    int active = ty_op_repr_enter(ctx, factory);
    if (active)
        return active > 0 ? ty_str_format(ctx, "%T(..., %U)", v, items) : TY_NULL;
    ty_value text = ty_str_format(ctx, "%T(%R, %U)", v, factory, items);
    ty_op_repr_leave(ctx, factory);
    return text;
}

METHOD(defaultdict_copy)
{
    ty_value both[2] = {DEFAULTDICT(args[0])->factory, args[0]};
    return ty_call(ctx, TY_VALUE(ty_type_of(args[0])), both, 2, TY_NULL);
}

METHOD(defaultdict_reduce)
{
    ty_value factory = DEFAULTDICT(args[0])->factory;
    ty_value inner = factory == TY_NONE ? ty_tuple_empty : ty_tuple_pack(ctx, 1, factory), items, it;
    if (!inner || !(items = ty_call_method0(ctx, args[0], TY_SYM(items))) || !(it = ty_op_iter(ctx, items)))
        return TY_NULL;
    return ty_tuple_pack(ctx, 5, TY_VALUE(ty_type_of(args[0])), inner, TY_NONE, TY_NONE, it);
}

static ty_value defaultdict_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_dict(a) || !ty_is_dict(b))
        return TY_NOT_IMPLEMENTED;
    ty_value own = ty_is_instance(a, &ty_defaultdict_type) ? a : b, both[2] = {DEFAULTDICT(own)->factory, a};
    ty_value d = ty_call(ctx, TY_VALUE(ty_type_of(own)), both, 2, TY_NULL);
    return d && ty_dict_update(ctx, d, b) == 0 ? d : TY_NULL;
}

static ty_value get_factory(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return DEFAULTDICT(v)->factory;
}

static int set_factory(ty_ctx *ctx, ty_value v, ty_value factory)
{
    ty_heap_store(ctx->heap, ty_object_of(v), &DEFAULTDICT(v)->factory, factory ? factory : TY_NONE);
    return 0;
}

#define OWNER &ty_defaultdict_type
static const ty_native defaultdict_methods[] = {
    TY_METHOD(__missing__, defaultdict_missing, 1, 1, "key, /", "Insert what the factory makes for the key, and return it."),
    TY_METHOD(copy, defaultdict_copy, 0, 0, "", "Return a copy with the same factory and items."),
    TY_METHOD(__copy__, defaultdict_copy, 0, 0, "", "Return a copy with the same factory and items."),
    TY_METHOD(__reduce__, defaultdict_reduce, 0, 0, "", NULL),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset defaultdict_getsets[] = {
    TY_GETSET(default_factory, get_factory, set_factory, "makes the value of a key that is missing"),
    TY_GETSET_END,
};
#undef OWNER

static void defaultdict_trace(ty_object *o, ty_tracer *t)
{
    ty_trace_slot(t, &((defaultdict *)o)->dict.table);
    ty_trace_slot(t, &((defaultdict *)o)->factory);
}
static const ty_layout ty_defaultdict_layout = {.fixed_size = TY_FIXED_SIZE(defaultdict), .trace = defaultdict_trace};
TY_BUILTIN_TYPE(defaultdict, .name = "collections.defaultdict", .base = &ty_dict_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT_SUB | TY_TYPE_MAPPING | TY_TYPE_WEAKREF | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(defaultdict),
                .doc = "defaultdict(default_factory=None, /, [...])\n\nA dict that makes the values of missing keys by "
                       "calling the factory.",
                .methods = defaultdict_methods, .getsets = defaultdict_getsets,
                .slots = {TY_DICT_SLOTS, .repr = defaultdict_repr, .new_ = defaultdict_new, .init = defaultdict_init,
                          .getitem = defaultdict_getitem, .or_ = defaultdict_or});

/* --- _tuplegetter --------------------------------------------------------------------------------------------------------- */

typedef struct tuplegetter {
    ty_object ob;
    ty_value doc;
    size_t index;
} tuplegetter;
#define GETTER(v) ((tuplegetter *)(v))

static ty_value getter_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    intptr_t i;
    if (ty_native_no_keywords(ctx, "_tuplegetter", kwnames) || ty_native_check_count(ctx, "_tuplegetter", nargs, 2, 2) ||
        ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &i))
        return TY_NULL;
    tuplegetter *g = ty_alloc_instance(ctx, type, &ty_tuplegetter_type);
    if (!g)
        return TY_NULL;
    g->doc = args[1];
    g->index = (size_t)i;
    return TY_VALUE(g);
}

static ty_value getter_get(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value type)
{
    (void)type;
    const tuplegetter *g = GETTER(descr);
    if (!obj || obj == TY_NONE)
        return descr;
    if (!ty_is_tuple(obj))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor for index '%zu' for tuple subclasses doesn't apply to '%T' object",
                            g->index, obj);
    if (g->index >= ty_tuple_length(obj))
        return ty_error_set(ctx, &ty_IndexError_type, "tuple index out of range");
    return ty_tuple_at(obj, g->index);
}

static int getter_set(ty_ctx *ctx, ty_value descr, ty_value obj, ty_value v)
{
    (void)descr, (void)obj;
    ty_error_set(ctx, &ty_AttributeError_type, v ? "can't set attribute" : "can't delete attribute");
    return -1;
}

static ty_value getter_repr(ty_ctx *ctx, ty_value v)
{
    return ty_str_format(ctx, "%N(%zu, %R)", ty_type_of(v), GETTER(v)->index, GETTER(v)->doc);
}

METHOD(getter_reduce)
{
    ty_value inner = ty_tuple_pack(ctx, 2, ty_small((intptr_t)GETTER(args[0])->index), GETTER(args[0])->doc);
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

static ty_value get_doc(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return GETTER(v)->doc;
}

static int set_doc(ty_ctx *ctx, ty_value v, ty_value doc)
{
    ty_heap_store(ctx->heap, ty_object_of(v), &GETTER(v)->doc, doc ? doc : TY_NONE);
    return 0;
}

#define OWNER &ty_tuplegetter_type
static const ty_native getter_methods[] = {TY_METHOD(__reduce__, getter_reduce, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_getset getter_getsets[] = {TY_GETSET(__doc__, get_doc, set_doc, NULL), TY_GETSET_END};
#undef OWNER
static const ty_layout ty_tuplegetter_layout = {
    .fixed_size = TY_FIXED_SIZE(tuplegetter), .slots_offset = offsetof(tuplegetter, doc), .slots_count = 1};
TY_BUILTIN_TYPE(tuplegetter, .name = "_collections._tuplegetter", .base = &ty_object_type,
                .flags = TY_TYPE_DATA_DESCR | TY_TYPE_IMMUTABLE, .basicsize = sizeof(tuplegetter), .methods = getter_methods,
                .getsets = getter_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = getter_repr, .descr_get = getter_get, .descr_set = getter_set,
                          .new_ = getter_new});

/* --- counting ---------------------------------------------------------------------------------------------------------------- */

struct counting {
    ty_value mapping;
    bool plain;
    ty_value get; /* bound mapping.get, when not plain */
};

static int count_one(ty_ctx *ctx, void *arg, ty_value item)
{
    const struct counting *c = arg;
    ty_value old = TY_NULL, sum;
    if (!c->plain) {
        if (!(old = ty_call2(ctx, c->get, item, ty_small(0))) || !(sum = ty_op_binary(ctx, TY_OP_ADD, old, ty_small(1))))
            return -1;
        return ty_op_setitem(ctx, c->mapping, item, sum);
    }
    intptr_t hash = ty_hash_quick(ctx, item);
    int found = hash == -1 ? -1 : ty_dict_get_hashed(ctx, c->mapping, item, hash, &old);
    if (found < 0)
        return -1;
    if (found == 0)
        sum = ty_small(1);
    else if (TY_LIKELY(ty_is_small(old) && old != ty_small(TY_INT_MAX)))
        sum = ty_small(ty_small_value(old) + 1);
    else if (!(sum = ty_op_binary(ctx, TY_OP_ADD, old, ty_small(1))))
        return -1;
    return ty_dict_set_hashed(ctx, c->mapping, item, hash, sum);
}

static ty_value count_elements(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    struct counting c = {args[0], false, TY_NULL};
    const ty_type *t = ty_type_of(args[0]);
    /* A subclass may count by itself if it overrides neither of the two methods. */
    if (ty_is_dict(args[0]))
        c.plain = t == &ty_dict_type ||
                  (ty_type_lookup(ctx, t, TY_SYM(get)) == ty_type_lookup(ctx, &ty_dict_type, TY_SYM(get)) &&
                   ty_type_lookup(ctx, t, TY_SYM(__setitem__)) == ty_type_lookup(ctx, &ty_dict_type, TY_SYM(__setitem__)));
    if (!c.plain) {
        if (ty_error_pending(ctx) || !(c.get = ty_attr_get(ctx, args[0], TY_SYM(get))))
            return TY_NULL;
    }
    return ty_op_each(ctx, args[1], count_one, &c) ? TY_NULL : TY_NONE;
}

/* --- module --------------------------------------------------------------------------------------------------------------------- */

#define MODULE "_collections"
static const ty_native functions[] = {
    TY_FUNCTION(_count_elements, count_elements, 2, 2, "mapping, iterable, /", "Count the elements of the iterable in the mapping."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_deque_type,           &ty_deque_iterator_type, &ty_deque_reverse_iterator_type,
                                       &ty_defaultdict_type,     &ty_OrderedDict_type,    &ty_tuplegetter_type, NULL};
const ty_module_def ty_module__collections = {
    .name = "_collections", .doc = "What collections needs to be fast.", .functions = functions, .types = types};
