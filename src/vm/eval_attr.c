/* SPDX-License-Identifier: MIT */
/*
 * Attribute instructions off the fast path: the second-chance cache kinds, the generic lookup, and what of its outcome
 * a cache may keep (see vm/cache.h). A lookup is cached only where its guards prove that it would come out the same:
 * not for types with a __getattribute__ of their own, nor for instances whose attributes are in a dict.
 */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/module.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "vm/eval.h"

enum { MISSES_MAX = 60000 };

static void fill(ty_ctx *ctx, ty_cache *cache, int kind, const void *guard, ty_value value, size_t offset, uint32_t version)
{
    /* The table is an old object more often than not. */
    const ty_function *f = (ty_function *)ctx->vm->R[-4];
    ty_heap_wrote(ctx->heap, &f->caches->table->ob, &cache->value);
    cache->guard = guard;
    cache->value = value;
    cache->offset = (uint32_t)offset;
    cache->version = version;
    cache->kind = (uint16_t)kind;
}

/* Whether the shape of `o` decides which attributes the instance itself has. */
static inline bool shape_decides(const ty_type *t, const ty_shape *s)
{
    return !(t->flags & TY_TYPE_DICT) || (ty_instance_has_shape(t) && !s->dict_mode);
}

/* The instance's own slot of that name, -1: none. Only where the shape decides. */
static inline int own_slot(const ty_type *t, const ty_shape *s, ty_value name)
{
    return ty_instance_has_shape(t) ? ty_shape_find(s, name) : -1;
}

/* An attribute of a class object that class and metaclass versions decide; TY_NULL: look generically. */
static ty_value class_attribute(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache)
{
    const ty_type *t = ty_type_ptr(o), *meta = ty_type_of(o);
    if (meta->slots.getattr != ty_type_type.slots.getattr)
        return TY_NULL;
    ty_value of_meta = ty_type_lookup(ctx, meta, name);
    if (of_meta && ty_type_of(of_meta)->slots.descr_set)
        return TY_NULL;
    ty_value v = ty_type_lookup(ctx, t, name);
    if (!v)
        return TY_NULL;
    if (ty_has_shape(v, &ty_staticmethod_shape))
        v = ((ty_wrapper_descriptor *)v)->callable;
    else if (ty_type_of(v)->slots.descr_get && !ty_is_function(v) && !ty_has_shape(v, &ty_method_descriptor_shape) &&
             !ty_has_shape(v, &ty_builtin_function_shape))
        return TY_NULL;
    fill(ctx, cache, TY_CACHE_TYPE, (const void *)o, v, 0, t->version);
    cache->version2 = meta->version;
    return v;
}

static inline bool class_hit(ty_value o, const ty_cache *cache)
{
    return cache->kind == TY_CACHE_TYPE && cache->guard == (const void *)o && cache->version == ty_type_ptr(o)->version &&
           cache->version2 == ty_type_of(o)->version;
}

/* An attribute of a module object that its dict holds; TY_NULL: look generically. */
static ty_value module_attribute(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache)
{
    ty_value d = ((ty_module *)o)->dict;
    if (cache->kind == TY_CACHE_MODULE && cache->guard == (const void *)o && cache->version == ty_dict_ptr(d)->keys_version)
        return ty_dict_ptr(d)->table->entries[cache->offset].value;
    intptr_t i = ty_dict_entry_of(d, name);
    /* what `object` and the module type define as data descriptors goes first: their names are all dunders */
    if (i < 0 || (ty_str_length(name) > 2 && ty_str_at(ty_str_ptr(name), 0) == '_' && ty_str_at(ty_str_ptr(name), 1) == '_'))
        return TY_NULL;
    fill(ctx, cache, TY_CACHE_MODULE, (const void *)o, TY_NULL, (size_t)i, ty_dict_version(ctx, d));
    return ty_dict_ptr(d)->table->entries[i].value;
}

ty_value ty_eval_getattr(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache)
{
    if (!ty_is_object(o))
        return ty_attr_get(ctx, o, name);
    const ty_shape *s = ty_head_shape(ty_object_of(o));
    const ty_type *t = s->type;

    if (cache->guard == s) { /* kinds that eval.c does not handle inline */
        switch (cache->kind) {
        case TY_CACHE_OVERFLOW: return ((ty_array *)*ty_instance_extra(ty_object_of(o), s))->items[cache->offset];
        case TY_CACHE_MEMBER: {
            ty_value v = *(ty_value *)((char *)o + cache->offset);
            if (TY_LIKELY(cache->version == s->version && v != TY_UNBOUND))
                return v;
            break;
        }
        case TY_CACHE_GETSET:
            if (TY_LIKELY(cache->version == s->version))
                return ((const ty_getset *)cache->value)->get(ctx, o);
            break;
        case TY_CACHE_METHOD: /* filled by fill_method below: makes the bound method */
            if (TY_LIKELY(cache->version == s->version))
                return ty_method_new(ctx, cache->value, o);
            break;
        default: break;
        }
    }
    if (cache->misses >= MISSES_MAX)
        return ty_attr_get(ctx, o, name);
    cache->misses++;
    if (s == &ty_module_shape) {
        ty_value v = module_attribute(ctx, o, name, cache);
        return v ? v : ty_attr_get(ctx, o, name);
    }
    if (t->flags & TY_TYPE_TYPE) {
        if (class_hit(o, cache))
            return cache->value;
        ty_value v = class_attribute(ctx, o, name, cache);
        return v || ctx->exc ? v : ty_attr_get(ctx, o, name);
    }
    if ((t->flags & TY_TYPE_GETATTR) || !shape_decides(t, s))
        return ty_attr_get(ctx, o, name);

    ty_value found = ty_type_lookup(ctx, t, name);
    if (TY_UNLIKELY(!found && ctx->exc))
        return TY_NULL;
    const ty_type *ft = found ? ty_type_of(found) : NULL;
    if (ft && ft->slots.descr_set) {
        if (ft == &ty_property_type && ty_is_function(((ty_property *)found)->get) && !((ty_function *)((ty_property *)found)->get)->code->kind)
            fill(ctx, cache, TY_CACHE_PROPERTY, s, ((ty_property *)found)->get, 0, s->version);
        else if (ft == &ty_member_descriptor_type && !(t->flags & TY_TYPE_VAR))
            fill(ctx, cache, TY_CACHE_MEMBER, s, TY_NULL, ((ty_member *)found)->offset, s->version);
        else if (ft == &ty_getset_descriptor_type)
            fill(ctx, cache, TY_CACHE_GETSET, s, found, 0, s->version);
        return ty_attr_get(ctx, o, name);
    }
    int slot = own_slot(t, s, name);
    if (slot >= 0) {
        if (!s->extra) /* behind inline items: no fixed place */
            return ty_instance_slot_get(ty_object_of(o), s, slot);
        if (ty_instance_slot_inside(s, slot))
            fill(ctx, cache, TY_CACHE_SLOT, s, TY_NULL, ty_instance_slot_offset(s, slot), s->version);
        else
            fill(ctx, cache, TY_CACHE_OVERFLOW, s, TY_NULL, (size_t)(slot - s->inobject), s->version);
        return ty_instance_slot_get(ty_object_of(o), s, slot);
    }
    if (found && !ft->slots.descr_get) {
        fill(ctx, cache, TY_CACHE_VALUE, s, found, 0, s->version);
        return found;
    }
    if (found && ty_is_function(found)) {
        fill(ctx, cache, TY_CACHE_METHOD, s, found, 0, s->version);
        return ty_method_new(ctx, found, o);
    }
    return ty_attr_get(ctx, o, name);
}

int ty_eval_setattr(ty_ctx *ctx, ty_value o, ty_value name, ty_value v, ty_cache *cache)
{
    if (!ty_is_object(o))
        return ty_attr_set(ctx, o, name, v);
    ty_object *ob = ty_object_of(o);
    const ty_shape *s = ty_head_shape(ob);
    const ty_type *t = s->type;
    if (cache->guard == s) {
        if (cache->kind == TY_CACHE_MEMBER && cache->version == s->version) {
            ty_heap_store(ctx->heap, ob, (ty_value *)((char *)o + cache->offset), v);
            return 0;
        }
        if (cache->kind == TY_CACHE_OVERFLOW) {
            ty_array *a = (ty_array *)*ty_instance_extra(ob, s);
            ty_heap_store(ctx->heap, &a->ob, &a->items[cache->offset], v);
            return 0;
        }
    }
    if (cache->misses >= MISSES_MAX || !ty_instance_has_shape(t) || s->dict_mode || t->slots.setattr != ty_attr_generic_set)
        return ty_attr_set(ctx, o, name, v);
    cache->misses++;
    ty_value found = ty_type_lookup(ctx, t, name);
    if (found && ty_type_of(found)->slots.descr_set) {
        if (ty_type_of(found) == &ty_member_descriptor_type && !(t->flags & TY_TYPE_VAR))
            fill(ctx, cache, TY_CACHE_MEMBER, s, TY_NULL, ((ty_member *)found)->offset, s->version);
        return ty_attr_set(ctx, o, name, v);
    }
    if (TY_UNLIKELY(ctx->exc))
        return -1;
    int slot = ty_shape_find(s, name);
    if (slot >= 0) {
        if (s->extra && ty_instance_slot_inside(s, slot))
            fill(ctx, cache, TY_CACHE_SLOT, s, TY_NULL, ty_instance_slot_offset(s, slot), s->version);
        else if (s->extra)
            fill(ctx, cache, TY_CACHE_OVERFLOW, s, TY_NULL, (size_t)(slot - s->inobject), s->version);
        return ty_attr_set(ctx, o, name, v);
    }
    if (ty_attr_set(ctx, o, name, v) < 0)
        return -1;
    const ty_shape *after = ty_head_shape(ob);
    if (after->parent == TY_VALUE(s) && after->extra && !after->dict_mode) {
        slot = ty_shape_find(after, name);
        if (slot >= 0 && ty_instance_slot_inside(after, slot))
            fill(ctx, cache, TY_CACHE_ADD, s, TY_VALUE(after), ty_instance_slot_offset(after, slot), s->version);
    }
    return 0;
}

int ty_eval_delattr(ty_ctx *ctx, ty_value o, ty_value name)
{
    return ty_attr_set(ctx, o, name, TY_NULL);
}

static int unbound(ty_value *W, ty_value callable)
{
    if (TY_UNLIKELY(!callable))
        return -1;
    W[0] = TY_UNBOUND;
    W[1] = callable;
    return 0;
}

static int bound(ty_value *W, ty_value function, ty_value self)
{
    W[0] = function;
    W[4] = self;
    return 0;
}

int ty_eval_ldmeth(ty_ctx *ctx, ty_value o, ty_value name, ty_cache *cache, ty_value *W)
{
    const ty_type *t = ty_type_of(o);
    if (ty_is_object(o)) {
        const ty_shape *s = ty_head_shape(ty_object_of(o));
        if (s == &ty_module_shape) {
            ty_value v = module_attribute(ctx, o, name, cache);
            return unbound(W, v ? v : ty_attr_get(ctx, o, name));
        }
        if (t->flags & TY_TYPE_TYPE) {
            if (class_hit(o, cache))
                return unbound(W, cache->value);
            ty_value v = class_attribute(ctx, o, name, cache);
            if (!v && ctx->exc)
                return -1;
            return unbound(W, v ? v : ty_attr_get(ctx, o, name));
        }
        if (!(t->flags & TY_TYPE_GETATTR)) {
            ty_value found = ty_type_lookup(ctx, t, name);
            if (TY_UNLIKELY(!found && ctx->exc))
                return -1;
            if (found && (ty_is_function(found) || ty_has_shape(found, &ty_method_descriptor_shape))) {
                if (shape_decides(t, s)) {
                    int slot = own_slot(t, s, name);
                    if (slot >= 0)
                        return unbound(W, ty_instance_slot_get(ty_object_of(o), s, slot));
                    fill(ctx, cache, TY_CACHE_METHOD, s, found, 0, s->version);
                    return bound(W, found, o);
                }
                ty_value own;
                int has = ty_instance_get(ctx, o, name, &own);
                if (has < 0)
                    return -1;
                return has ? unbound(W, own) : bound(W, found, o);
            }
        }
    } else {
        ty_value found = ty_type_lookup(ctx, t, name);
        if (found && ty_has_shape(found, &ty_method_descriptor_shape))
            return bound(W, found, o);
    }
    return unbound(W, ty_attr_get(ctx, o, name));
}

/* --- super ------------------------------------------------------------------------------------------------------------ */

/* super(cls, self).name without the super object, where `super` is the builtin: the attribute found behind cls in the MRO
 * of self's type (or of self, a class). TY_NULL without exception: leave it to the generic way. */
static ty_value behind(ty_ctx *ctx, const ty_value *triple, ty_value name, bool *self_is_class)
{
    ty_value cls = triple[1], self = triple[2];
    if (triple[0] != TY_VALUE(&ty_super_type) || !ty_is_type(cls) || self == TY_UNBOUND || name == TY_SYM(__class__))
        return TY_NULL;
    const ty_type *start;
    if (ty_is_instance(self, ty_type_ptr(cls))) {
        start = ty_type_of(self);
        *self_is_class = false;
    } else if (ty_is_type(self) && ty_type_is_subtype(ty_type_ptr(self), ty_type_ptr(cls))) {
        start = ty_type_ptr(self);
        *self_is_class = true;
    } else
        return TY_NULL;
    return ty_type_lookup_after(ctx, start, ty_type_ptr(cls), name);
}

ty_value ty_eval_super(ty_ctx *ctx, const ty_value *triple, ty_value name)
{
    bool self_is_class;
    ty_value found = behind(ctx, triple, name, &self_is_class);
    if (found) {
        ty_descr_get_fn get = ty_type_of(found)->slots.descr_get;
        if (!get)
            return found;
        return self_is_class ? get(ctx, found, TY_NULL, triple[2]) : get(ctx, found, triple[2], TY_VALUE(ty_type_of(triple[2])));
    }
    if (ctx->exc)
        return TY_NULL;
    ty_value s = ty_call2(ctx, triple[0], triple[1], triple[2]);
    return s ? ty_attr_get(ctx, s, name) : TY_NULL;
}

int ty_eval_super_method(ty_ctx *ctx, const ty_value *triple, ty_value name, ty_value *W)
{
    bool self_is_class;
    ty_value self = triple[2], found = behind(ctx, triple, name, &self_is_class);
    if (found && !self_is_class && (ty_is_function(found) || ty_has_shape(found, &ty_method_descriptor_shape)))
        return bound(W, found, self);
    if (ctx->exc)
        return -1;
    return unbound(W, ty_eval_super(ctx, triple, name));
}
