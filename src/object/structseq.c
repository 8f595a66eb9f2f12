/* SPDX-License-Identifier: MIT */
/* Struct sequences: fields, construction, repr, pickling. Everything else is a tuple's. */
#include <config.h>

#include "object/structseq.h"

#include "object/alloc.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"

/* The row that ends a type's getsets carries its description. */
static const ty_structseq_desc *desc_of(const ty_type *t)
{
    return (const ty_structseq_desc *)t->getsets[0].closure;
}

/* --- fields ----------------------------------------------------------------------------------------------------------------- */

typedef struct field {
    ty_object ob;
    ty_value name, doc;
    const ty_type *owner; /* image data, no slot */
    size_t index;
} field;

static ty_value field_get(ty_ctx *ctx, ty_value self, ty_value obj, ty_value type)
{
    (void)type;
    const field *f = (const field *)self;
    if (!obj)
        return self;
    if (TY_UNLIKELY(ty_type_of(obj) != f->owner))
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", f->name, f->owner, obj);
    return ty_tuple_items(obj)[f->index];
}

static int field_set(ty_ctx *ctx, ty_value self, ty_value obj, ty_value v)
{
    (void)self, (void)obj, (void)v;
    ty_error_set(ctx, &ty_AttributeError_type, "readonly attribute");
    return -1;
}

static ty_value field_repr(ty_ctx *ctx, ty_value self)
{
    const field *f = (const field *)self;
    return ty_str_format(ctx, "<member '%U' of '%s' objects>", f->name, f->owner->name);
}
static ty_value field_name(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ((field *)self)->name;
}
static ty_value field_doc(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ((field *)self)->doc;
}
static ty_value field_owner(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return TY_VALUE(((field *)self)->owner);
}

TY_DECLARE_TYPE(structseq_field);
static const ty_layout ty_structseq_field_layout = {.fixed_size = TY_FIXED_SIZE(field), .slots_offset = offsetof(field, name), .slots_count = 2};
#define OWNER &ty_structseq_field_type
static const ty_getset field_getsets[] = {
    TY_GETSET(__name__, field_name, NULL, NULL),
    TY_GETSET(__doc__, field_doc, NULL, NULL),
    TY_GETSET(__objclass__, field_owner, NULL, NULL),
    TY_GETSET_END,
};
#undef OWNER
TY_BUILTIN_TYPE(structseq_field, .name = "member_descriptor", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE | TY_TYPE_DATA_DESCR, .basicsize = sizeof(field), .getsets = field_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = field_repr, .descr_get = field_get, .descr_set = field_set});

/* For methods, whose self is known to be a tuple only. */
static const ty_structseq_desc *desc_checked(ty_ctx *ctx, ty_value self)
{
    if (ty_type_of(self)->ready == ty_structseq_ready)
        return desc_of(ty_type_of(self));
    ty_error_set(ctx, &ty_TypeError_type, "a struct sequence is required, not '%T'", self);
    return NULL;
}

static ty_value reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_structseq_desc *d = desc_checked(ctx, args[0]);
    if (!d)
        return TY_NULL;
    ty_value items = ty_tuple_new(ctx, ty_tuple_items(args[0]), d->visible), hidden = items ? ty_dict_new(ctx, 0) : TY_NULL;
    for (size_t i = d->visible; hidden && i < d->total; i++)
        if (ty_dict_set_cstr(ctx, hidden, d->fields[i].name, ty_tuple_items(args[0])[i]) < 0)
            return TY_NULL;
    ty_value inner = hidden ? ty_tuple_pack(ctx, 2, items, hidden) : TY_NULL;
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

static ty_value replace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_structseq_desc *d = desc_checked(ctx, args[0]);
    if (!d)
        return TY_NULL;
    if (nargs > 1)
        return ty_error_set(ctx, &ty_TypeError_type, "__replace__() takes no positional arguments (%zu given)", nargs - 1);
    for (size_t i = 0; i < d->total; i++)
        if (!d->fields[i].name[0])
            return ty_error_set(ctx, &ty_TypeError_type, "__replace__() is not supported for %s because it has unnamed field(s)", ty_type_of(args[0])->name);
    ty_value s = ty_structseq_new(ctx, ty_type_of(args[0]));
    if (!s)
        return TY_NULL;
    for (size_t i = 0; i < d->total; i++)
        ty_structseq_put(ctx, s, i, ty_tuple_items(args[0])[i]);
    for (size_t k = 0; kwnames && k < ty_tuple_length(kwnames); k++) {
        size_t i = 0;
        while (i < d->total && !ty_str_equal_ascii(ty_tuple_at(kwnames, k), d->fields[i].name))
            i++;
        if (i == d->total)
            return ty_error_set(ctx, &ty_TypeError_type, "Got unexpected field name(s): ['%U']", ty_tuple_at(kwnames, k));
        ty_structseq_put(ctx, s, i, args[nargs + k]);
    }
    return s;
}

#define OWNER &ty_tuple_type
static const ty_native reduce_row = TY_METHOD(__reduce__, reduce, 0, 0, "", NULL);
static const ty_native replace_row = TY_METHOD_RAW(__replace__, replace, "**changes", "A copy with some fields changed.");
#undef OWNER

int ty_structseq_ready(ty_ctx *ctx, const ty_type *type, ty_value dict)
{
    const ty_structseq_desc *d = desc_of(type);
    size_t unnamed = 0, named = 0;
    for (size_t i = 0; i < d->total; i++) {
        const ty_structseq_field *row = &d->fields[i];
        if (!row->name[0]) {
            unnamed++;
            continue;
        }
        named += i < d->visible;
        ty_value name = ty_str_intern_utf8(ctx, row->name, strlen(row->name));
        ty_value doc = !name ? TY_NULL : row->doc ? ty_str_from_cstr(ctx, row->doc) : TY_NONE;
        field *f = doc ? ty_alloc(ctx, &ty_structseq_field_shape, sizeof *f) : NULL;
        if (!f)
            return -1;
        f->name = name;
        f->doc = doc;
        f->owner = type;
        f->index = i;
        if (ty_dict_set(ctx, dict, name, TY_VALUE(f)) < 0)
            return -1;
    }
    ty_value match = ty_tuple_new(ctx, NULL, named);
    if (!match)
        return -1;
    for (size_t i = 0, k = 0; i < d->visible; i++) {
        if (!d->fields[i].name[0])
            continue;
        ty_value name = ty_str_intern_utf8(ctx, d->fields[i].name, strlen(d->fields[i].name));
        if (!name)
            return -1;
        ty_heap_store(ctx->heap, ty_object_of(match), &ty_tuple_items(match)[k++], name);
    }
    /* The two rows are of the owner tuple, so that one table serves all types. */
    return ty_dict_set(ctx, dict, TY_SYM(__reduce__), TY_VALUE(&reduce_row)) < 0 ||
                   ty_dict_set(ctx, dict, TY_SYM(__replace__), TY_VALUE(&replace_row)) < 0 ||
                   ty_dict_set(ctx, dict, TY_SYM(__match_args__), match) < 0 ||
                   ty_dict_set(ctx, dict, TY_SYM(n_sequence_fields), ty_small(d->visible)) < 0 ||
                   ty_dict_set(ctx, dict, TY_SYM(n_fields), ty_small(d->total)) < 0 ||
                   ty_dict_set(ctx, dict, TY_SYM(n_unnamed_fields), ty_small((intptr_t)unnamed)) < 0
               ? -1
               : 0;
}

/* --- making -------------------------------------------------------------------------------------------------------------------- */

ty_value ty_structseq_new(ty_ctx *ctx, const ty_type *type)
{
    const ty_structseq_desc *d = desc_of(type);
    ty_tuple *t = ty_alloc(ctx, type->shape, sizeof *t + d->total * sizeof(ty_value));
    if (!t)
        return TY_NULL;
    t->length = d->visible;
    t->hash = -1;
    for (size_t i = 0; i < d->total; i++)
        t->items[i] = TY_NONE;
    return TY_VALUE(t);
}

ty_value ty_structseq_slot_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_structseq_desc *d = desc_of(type);
    ty_value a[2];
    if (ty_native_bind(ctx, ty_type_name(type), "sequence, dict={}", 1, 2, args, nargs, kwnames, a) < 0)
        return TY_NULL;
    if (a[1] && !ty_is_dict(a[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "%s() takes a dict as second arg, if any", type->name);
    if (!ty_type_of(a[0])->slots.iter && !ty_type_of(a[0])->slots.getitem)
        return ty_error_set(ctx, &ty_TypeError_type, "constructor requires a sequence");
    ty_value items = ty_op_tuple(ctx, a[0]);
    if (!items)
        return TY_NULL;
    size_t n = ty_tuple_length(items);
    if (n < d->visible || n > d->total)
        return ty_error_set(ctx, &ty_TypeError_type, "%s() takes %s %u-sequence (%zu-sequence given)", type->name,
                            d->visible == d->total ? "a" : n < d->visible ? "an at least" : "an at most",
                            (unsigned)(n < d->visible ? d->visible : d->total), n);
    ty_value s = ty_structseq_new(ctx, type);
    if (!s)
        return TY_NULL;
    for (size_t i = 0; i < n; i++)
        ty_structseq_put(ctx, s, i, ty_tuple_at(items, i));
    for (size_t i = n; a[1] && i < d->total; i++) {
        ty_value v;
        int found = ty_dict_get_str(ctx, a[1], ty_str_from_cstr(ctx, d->fields[i].name), &v);
        if (found < 0)
            return TY_NULL;
        if (found)
            ty_structseq_put(ctx, s, i, v);
    }
    return s;
}

ty_value ty_structseq_slot_repr(ty_ctx *ctx, ty_value self)
{
    const ty_structseq_desc *d = desc_of(ty_type_of(self));
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_cstr(&b, ty_type_of(self)->name);
    size_t unnamed = 0;
    for (size_t i = 0; i < d->visible; i++) {
        ty_strbuf_cstr(&b, i ? ", " : "(");
        /* Fields without a name are shown by those of the hidden fields in their order. */
        const ty_structseq_field *shown = &d->fields[i];
        if (!shown->name[0])
            shown = &d->fields[d->visible + unnamed++];
        ty_strbuf_cstr(&b, shown->name);
        ty_strbuf_char(&b, '=');
        if (!ty_strbuf_repr(&b, ty_tuple_at(self, i)))
            return TY_NULL;
    }
    ty_strbuf_char(&b, ')');
    return ty_strbuf_finish(&b);
}

/* --- what tuples do ------------------------------------------------------------------------------------------------------------- */

intptr_t ty_structseq_slot_hash(ty_ctx *ctx, ty_value v) { return ty_tuple_type.slots.hash(ctx, v); }
ty_value ty_structseq_slot_iter(ty_ctx *ctx, ty_value v) { return ty_tuple_type.slots.iter(ctx, v); }
ty_value ty_structseq_slot_compare(ty_ctx *ctx, ty_value a, ty_value b, int op) { return ty_tuple_type.slots.compare(ctx, a, b, op); }
intptr_t ty_structseq_slot_len(ty_ctx *ctx, ty_value v) { return ty_tuple_type.slots.len(ctx, v); }
ty_value ty_structseq_slot_getitem(ty_ctx *ctx, ty_value v, ty_value k) { return ty_tuple_type.slots.getitem(ctx, v, k); }
int ty_structseq_slot_contains(ty_ctx *ctx, ty_value v, ty_value k) { return ty_tuple_type.slots.contains(ctx, v, k); }
ty_value ty_structseq_slot_concat(ty_ctx *ctx, ty_value a, ty_value b) { return ty_tuple_type.slots.concat(ctx, a, b); }
ty_value ty_structseq_slot_repeat(ty_ctx *ctx, ty_value v, ty_value n) { return ty_tuple_type.slots.repeat(ctx, v, n); }
