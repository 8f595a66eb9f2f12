/* SPDX-License-Identifier: MIT */
/*
 * _abc: the part of abstract base classes that must be fast. Each has a data object (the attribute _abc_impl) with the
 * classes that were registered and two caches of answers.
 *
 * The three are dicts from a class's address to the class: a builtin type itself, or a weak reference to it, so that the
 * tables keep no class alive; an entry counts only while the reference still names the class that is asked for.
 * Registering anything makes all negative answers void: they carry the number of registrations, kept in the module's state.
 */
#include <config.h>

#include "modules/modules.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/weakref.h"

typedef struct abc_data {
    ty_object ob;
    ty_value registry, cache, negative; /* dicts */
    size_t negative_version;
} abc_data;
TY_DECLARE_TYPE(abc_data);

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)
#define COLLECTION_FLAGS (TY_TYPE_SEQUENCE | TY_TYPE_MAPPING)

static const ty_layout ty_abc_data_layout = {
    .fixed_size = TY_FIXED_SIZE(abc_data), .slots_offset = offsetof(abc_data, registry), .slots_count = 3};
TY_BUILTIN_TYPE(abc_data, .name = "_abc._abc_data", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(abc_data), .slots = {TY_OBJECT_SLOTS});

/* --- the number of registrations ----------------------------------------------------------------------------------------- */

/* The module's state is a list of one int. */
static size_t version(ty_ctx *ctx)
{
    ty_value state = ty_module_state(ctx, &ty_module__abc);
    return state ? (size_t)ty_small_value(ty_list_at(state, 0)) : 0;
}

static void next_version(ty_ctx *ctx)
{
    ty_value state = ty_module_state(ctx, &ty_module__abc);
    if (state)
        ty_list_put(ctx, state, 0, ty_small(ty_small_value(ty_list_at(state, 0)) + 1));
}

/* --- tables of classes ------------------------------------------------------------------------------------------------------ */

static ty_value address(ty_value cls)
{
    return ty_small((intptr_t)((uintptr_t)cls >> 4));
}

/* The class an entry names, TY_NULL: it is gone. */
static ty_value named(ty_value entry)
{
    return ty_is_type(entry) ? entry : ty_weakref_get(entry);
}

static bool table_has(ty_ctx *ctx, ty_value table, ty_value cls)
{
    ty_value entry;
    return ty_dict_length(table) && ty_dict_get(ctx, table, address(cls), &entry) > 0 && named(entry) == cls;
}

static int table_add(ty_ctx *ctx, ty_value table, ty_value cls)
{
    ty_value entry = cls;
    if ((ty_type_ptr(cls)->flags & TY_TYPE_HEAP) && !(entry = ty_weakref_new(ctx, cls, TY_NULL)))
        return -1;
    return ty_dict_set(ctx, table, address(cls), entry);
}

static abc_data *data_of(ty_ctx *ctx, ty_value cls)
{
    ty_value v = ty_attr_get(ctx, cls, TY_SYM(_abc_impl));
    if (v && !ty_has_shape(v, &ty_abc_data_shape)) {
        ty_error_set(ctx, &ty_TypeError_type, "_abc_impl is set to a wrong type");
        return NULL;
    }
    return (abc_data *)v;
}

static void forget_negative(ty_ctx *ctx, abc_data *d)
{
    size_t now = version(ctx);
    if (d->negative_version < now) {
        ty_dict_clear(ctx, d->negative);
        d->negative_version = now;
    }
}

/* --- making a class ------------------------------------------------------------------------------------------------------------ */

static int is_abstract(ty_ctx *ctx, ty_value v)
{
    ty_value flag;
    int found = ty_attr_lookup(ctx, v, TY_SYM(__isabstractmethod__), &flag);
    return found > 0 ? ty_op_truth(ctx, flag) : found;
}

static ty_value abstract_names(ty_ctx *ctx, ty_value cls)
{
    ty_value names = ty_set_new(ctx, 0), own = ty_type_dict(ctx, ty_type_ptr(cls)), items, bases;
    if (!names || !own || !(items = ty_list_new(ctx, 0)))
        return TY_NULL;
    ty_value key, v;
    for (size_t pos = 0; ty_dict_next(own, &pos, &key, &v);)
        if (ty_list_append(ctx, items, key) || ty_list_append(ctx, items, v))
            return TY_NULL;
    for (size_t i = 0; i + 1 < ty_list_length(items); i += 2) {
        int r = is_abstract(ctx, ty_list_at(items, i + 1));
        if (r < 0 || (r && ty_set_add(ctx, names, ty_list_at(items, i))))
            return TY_NULL;
    }
    if (!(bases = ty_attr_get(ctx, cls, TY_SYM(__bases__))))
        return TY_NULL;
    for (size_t i = 0; ty_is_tuple(bases) && i < ty_tuple_length(bases); i++) {
        ty_value inherited, it;
        int found = ty_attr_lookup(ctx, ty_tuple_at(bases, i), TY_SYM(__abstractmethods__), &inherited);
        if (found < 0)
            return TY_NULL;
        if (!found)
            continue;
        if (!(it = ty_op_iter(ctx, inherited)))
            return TY_NULL;
        while ((key = ty_op_next(ctx, it)) != TY_NULL) {
            if ((found = ty_attr_lookup(ctx, cls, key, &v)) > 0)
                found = is_abstract(ctx, v);
            if (found < 0 || (found && ty_set_add(ctx, names, key)))
                return TY_NULL;
        }
        if (ty_error_pending(ctx))
            return TY_NULL;
    }
    return ty_frozenset_new(ctx, names);
}

FUNCTION(abc_init)
{
    ty_value cls = args[0], names = abstract_names(ctx, cls), flags;
    if (!names || ty_attr_set(ctx, cls, TY_SYM(__abstractmethods__), names))
        return TY_NULL;
    abc_data *d = ty_alloc(ctx, &ty_abc_data_shape, sizeof *d);
    if (!d)
        return TY_NULL;
    d->registry = d->cache = d->negative = TY_NULL;
    d->negative_version = version(ctx);
    ty_value *const tables[] = {&d->registry, &d->cache, &d->negative};
    for (size_t i = 0; i < 3; i++) {
        ty_value table = ty_dict_new(ctx, 0);
        if (!table)
            return TY_NULL;
        ty_heap_store(ctx->heap, &d->ob, tables[i], table);
    }
    if (ty_attr_set(ctx, cls, TY_SYM(_abc_impl), TY_VALUE(d)))
        return TY_NULL;
    /* Which patterns the instances match; the attribute goes away. */
    int found = ty_dict_get(ctx, ty_type_dict(ctx, ty_type_ptr(cls)), TY_SYM(__abc_tpflags__), &flags);
    if (found < 0)
        return TY_NULL;
    if (found && ty_is_small(flags)) {
        intptr_t bits = ty_small_value(flags) & (1 << 5 | 1 << 6);
        if (bits == (1 << 5 | 1 << 6))
            return ty_error_set(ctx, &ty_TypeError_type, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
        if (bits)
            ty_type_ptr(cls)->flags |= bits == 1 << 5 ? TY_TYPE_SEQUENCE : TY_TYPE_MAPPING;
        if (ty_attr_set(ctx, cls, TY_SYM(__abc_tpflags__), TY_NULL))
            return TY_NULL;
    }
    return TY_NONE;
}

/* The class and those derived from it match the patterns of what it was registered with. */
static int take_flags(ty_ctx *ctx, ty_value cls, uint32_t flags)
{
    ty_type *t = ty_type_ptr(cls);
    if (!(t->flags & TY_TYPE_HEAP) || (t->flags & COLLECTION_FLAGS) == flags)
        return 0;
    t->flags = (t->flags & ~(uint32_t)COLLECTION_FLAGS) | flags;
    ty_value list = ty_call1(ctx, ty_type_lookup(ctx, &ty_type_type, TY_SYM(__subclasses__)), cls);
    if (!list)
        return -1;
    for (size_t i = 0; i < ty_list_length(list); i++)
        if (take_flags(ctx, ty_list_at(list, i), flags))
            return -1;
    return 0;
}

FUNCTION(abc_register)
{
    ty_value cls = args[0], sub = args[1];
    if (!ty_is_type(sub))
        return ty_error_set(ctx, &ty_TypeError_type, "Can only register classes");
    int is = ty_op_issubclass(ctx, sub, cls);
    if (is)
        return is < 0 ? TY_NULL : sub;
    /* The other way round the class would be its own subclass. */
    is = ty_op_issubclass(ctx, cls, sub);
    if (is)
        return is < 0 ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "Refusing to create an inheritance cycle");
    abc_data *d = data_of(ctx, cls);
    if (!d || table_add(ctx, d->registry, sub))
        return TY_NULL;
    next_version(ctx);
    uint32_t flags = ty_type_ptr(cls)->flags & COLLECTION_FLAGS;
    return flags && take_flags(ctx, sub, flags) ? TY_NULL : sub;
}

/* --- asking ----------------------------------------------------------------------------------------------------------------------- */

static ty_value ask(ty_ctx *ctx, ty_value cls, ty_value sub)
{
    return ty_call_method1(ctx, cls, TY_SYM(__subclasscheck__), sub);
}

FUNCTION(abc_instancecheck)
{
    ty_value cls = args[0], instance = args[1], sub;
    abc_data *d = data_of(ctx, cls);
    if (!d || !(sub = ty_attr_get(ctx, instance, TY_SYM(__class__))))
        return TY_NULL;
    if (table_has(ctx, d->cache, sub))
        return TY_TRUE;
    ty_value type = TY_VALUE(ty_type_of(instance));
    if (type == sub) {
        if (d->negative_version == version(ctx) && table_has(ctx, d->negative, sub))
            return TY_FALSE;
        return ask(ctx, cls, sub);
    }
    ty_value answer = ask(ctx, cls, sub);
    int yes = answer ? ty_op_truth(ctx, answer) : -1;
    return yes < 0 ? TY_NULL : yes ? answer : ask(ctx, cls, type);
}

/* The answer without caches: 1, 0, -1. */
static int decide(ty_ctx *ctx, ty_value cls, abc_data *d, ty_value sub)
{
    ty_value answer = ty_call_method1(ctx, cls, TY_SYM(__subclasshook__), sub), key, entry, list;
    if (!answer || answer == TY_TRUE || answer == TY_FALSE)
        return answer ? answer == TY_TRUE : -1;
    if (answer != TY_NOT_IMPLEMENTED) {
        ty_error_set(ctx, &ty_AssertionError_type, "__subclasshook__ must return either False, True, or NotImplemented");
        return -1;
    }
    if (ty_type_is_subtype(ty_type_ptr(sub), ty_type_ptr(cls)))
        return 1;
    /* Copies: asking may register more. */
    if (!(list = ty_list_new(ctx, 0)))
        return -1;
    for (size_t pos = 0; ty_dict_next(d->registry, &pos, &key, &entry);) {
        ty_value known = named(entry);
        if (known == sub)
            return 1;
        if (known && ty_list_append(ctx, list, known))
            return -1;
    }
    for (size_t i = 0; i < ty_list_length(list); i++) {
        int is = ty_op_issubclass(ctx, sub, ty_list_at(list, i));
        if (is)
            return is;
    }
    if (!(list = ty_call_method0(ctx, cls, TY_SYM(__subclasses__))))
        return -1;
    if (!ty_is_list(list)) {
        ty_error_set(ctx, &ty_TypeError_type, "__subclasses__() must return a list");
        return -1;
    }
    for (size_t i = 0; i < ty_list_length(list); i++) {
        int is = ty_op_issubclass(ctx, sub, ty_list_at(list, i));
        if (is)
            return is;
    }
    return 0;
}

FUNCTION(abc_subclasscheck)
{
    ty_value cls = args[0], sub = args[1];
    if (!ty_is_type(sub))
        return ty_error_set(ctx, &ty_TypeError_type, "issubclass() arg 1 must be a class");
    abc_data *d = data_of(ctx, cls);
    if (!d)
        return TY_NULL;
    if (table_has(ctx, d->cache, sub))
        return TY_TRUE;
    forget_negative(ctx, d);
    if (table_has(ctx, d->negative, sub))
        return TY_FALSE;
    int is = decide(ctx, cls, d, sub);
    if (is < 0 || table_add(ctx, is ? d->cache : d->negative, sub))
        return TY_NULL;
    return ty_bool(is);
}

/* --- the rest ----------------------------------------------------------------------------------------------------------------------- */

FUNCTION(abc_get_cache_token)
{
    (void)args;
    return ty_small((intptr_t)version(ctx));
}

FUNCTION(abc_reset_registry)
{
    abc_data *d = data_of(ctx, args[0]);
    if (!d)
        return TY_NULL;
    ty_dict_clear(ctx, d->registry);
    return TY_NONE;
}

FUNCTION(abc_reset_caches)
{
    abc_data *d = data_of(ctx, args[0]);
    if (!d)
        return TY_NULL;
    ty_dict_clear(ctx, d->cache);
    ty_dict_clear(ctx, d->negative);
    return TY_NONE;
}

static ty_value references(ty_ctx *ctx, ty_value table)
{
    ty_value s = ty_set_new(ctx, 0), key, entry;
    for (size_t pos = 0; s && ty_dict_next(table, &pos, &key, &entry);) {
        ty_value cls = named(entry), ref = cls ? ty_weakref_new(ctx, cls, TY_NULL) : TY_NULL;
        if (cls && (!ref || ty_set_add(ctx, s, ref)))
            return TY_NULL;
    }
    return s;
}

FUNCTION(abc_get_dump)
{
    abc_data *d = data_of(ctx, args[0]);
    ty_value a, b, c;
    if (!d || !(a = references(ctx, d->registry)) || !(b = references(ctx, d->cache)) || !(c = references(ctx, d->negative)))
        return TY_NULL;
    return ty_tuple_pack(ctx, 4, a, b, c, ty_small((intptr_t)d->negative_version));
}

static int init(ty_ctx *ctx, ty_value module)
{
    ty_value zero = ty_small(0), state = ty_list_from(ctx, &zero, 1);
    if (!state)
        return -1;
    ty_heap_store(ctx->heap, ty_object_of(module), &((ty_module *)module)->state, state);
    return 0;
}

#define MODULE "_abc"
static const ty_native functions[] = {
    TY_FUNCTION(_abc_init, abc_init, 1, 1, "object, /", "Prepare a class for the other functions."),
    TY_FUNCTION(_abc_register, abc_register, 2, 2, "self, subclass, /", "Let the class count as a subclass."),
    TY_FUNCTION(_abc_instancecheck, abc_instancecheck, 2, 2, "self, instance, /", "isinstance(instance, self)"),
    TY_FUNCTION(_abc_subclasscheck, abc_subclasscheck, 2, 2, "self, subclass, /", "issubclass(subclass, self)"),
    TY_FUNCTION(get_cache_token, abc_get_cache_token, 0, 0, "", "Return a number that grows with each registration."),
    TY_FUNCTION(_reset_registry, abc_reset_registry, 1, 1, "self, /", "Forget what was registered; for tests."),
    TY_FUNCTION(_reset_caches, abc_reset_caches, 1, 1, "self, /", "Forget the answers; for tests."),
    TY_FUNCTION(_get_dump, abc_get_dump, 1, 1, "self, /", "Return the tables; for tests."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__abc = {
    .name = "_abc", .doc = "What abc needs to be fast.", .functions = functions, .init = init};
