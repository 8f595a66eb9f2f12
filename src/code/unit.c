/* SPDX-License-Identifier: MIT */
/*
 * Units: bump allocation in malloc'd chunks, and the table of constants while a unit is being built.
 *
 * The table is keyed by type and contents. Tuples and frozensets are compared by the words of their items: these are
 * constants of the same unit, so equal ones are one word. A builder belongs to its maker alone and dies with the seal.
 */
#include <config.h>

#include <stdlib.h>

#include "code/code.h"
#include "mem/hash.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/utf8.h"

typedef struct ty_unit_chunk {
    struct ty_unit_chunk *next;
    char *cursor, *end;
} ty_unit_chunk;

typedef struct slot {
    uint64_t hash;
    ty_value value; /* TY_NULL: free */
} slot;

struct ty_unit_builder {
    slot *slots;
    size_t mask, count;
};

/* The table's entry for a frozenset: its items as they were written. Tells itself by an empty header. */
typedef struct ty_unit_set {
    ty_object ob;
    ty_value set_value;
    size_t n;
    ty_value items[];
} ty_unit_set;
TY_DECLARE_TYPE(set_table);

enum { FIRST_CHUNK = 4096 - 64, LARGEST_CHUNK = 1 << 18 };

/* --- life ---------------------------------------------------------------------------------------------------------- */

ty_unit *ty_unit_new(ty_ctx *ctx)
{
    ty_unit *u = calloc(1, sizeof *u);
    struct ty_unit_builder *b = calloc(1, sizeof *b);
    if (!u || !b) {
        free(u);
        free(b);
        ty_error_memory(ctx);
        return NULL;
    }
    atomic_init(&u->references, 1);
    u->bytes = sizeof *u;
    u->builder = b;
    return u;
}

void ty_unit_seal(ty_unit *u)
{
    if (u->builder) {
        free(u->builder->slots);
        free(u->builder);
        u->builder = NULL;
    }
}

ty_unit *ty_unit_retain(ty_unit *u)
{
    atomic_fetch_add_explicit(&u->references, 1, memory_order_relaxed);
    return u;
}

void ty_unit_release(ty_unit *u)
{
    if (!u || atomic_fetch_sub_explicit(&u->references, 1, memory_order_acq_rel) != 1)
        return;
    ty_unit_seal(u);
    for (ty_unit_chunk *c = u->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(u);
}

static int adopt(ty_ctx *ctx, ty_unit *u)
{
    if (ty_heap_has_unit(ctx->heap, u))
        return 0;
    if (ty_heap_adopt_unit(ctx->heap, u) < 0) {
        ty_error_memory(ctx);
        return -1;
    }
    ty_unit_retain(u);
    return 0;
}

static int tell_ranges(ty_ctx *ctx, ty_unit *u)
{
    for (ty_unit_chunk *c = u->chunks; c; c = c->next)
        if (ty_heap_adopt_unit_range(ctx->heap, u, c, c->end) < 0) {
            ty_error_memory(ctx);
            return -1;
        }
    return 0;
}

int ty_unit_adopt(ty_ctx *ctx, ty_unit *u)
{
    if (ty_heap_has_unit(ctx->heap, u))
        return 0;
    return adopt(ctx, u) < 0 ? -1 : tell_ranges(ctx, u);
}

int ty_unit_finish(ty_ctx *ctx, ty_unit *u)
{
    ty_unit_seal(u);
    return adopt(ctx, u) < 0 ? -1 : tell_ranges(ctx, u);
}

/* --- memory -------------------------------------------------------------------------------------------------------- */

static void *no_memory(ty_ctx *ctx)
{
    ty_error_memory(ctx);
    return NULL;
}

void *ty_unit_alloc(ty_ctx *ctx, ty_unit *u, size_t bytes)
{
    if (bytes > PTRDIFF_MAX / 2)
        return no_memory(ctx);
    bytes = (bytes + 15) & ~(size_t)15;
    ty_unit_chunk *c = u->chunks;
    if (!c || (size_t)(c->end - c->cursor) < bytes) {
        size_t header = (sizeof *c + 15) & ~(size_t)15, room = u->bytes < FIRST_CHUNK ? FIRST_CHUNK : u->bytes;
        if (room > LARGEST_CHUNK)
            room = LARGEST_CHUNK;
        bool own = bytes > room / 2 && c; /* a large block goes into a chunk of its own behind the current one */
        if (own || bytes > room)
            room = bytes;
        ty_unit_chunk *fresh = malloc(header + room);
        if (!fresh)
            return no_memory(ctx);
        fresh->cursor = (char *)fresh + header;
        fresh->end = fresh->cursor + room;
        if (own) {
            fresh->next = c->next;
            c->next = fresh;
        } else {
            fresh->next = c;
            u->chunks = fresh;
        }
        u->bytes += header + room;
        c = fresh;
    }
    void *p = c->cursor;
    c->cursor += bytes;
    return p;
}

ty_object *ty_unit_object(ty_ctx *ctx, ty_unit *u, const ty_shape *shape, size_t bytes)
{
    char *p = bytes <= PTRDIFF_MAX / 2 ? ty_unit_alloc(ctx, u, bytes + 16) : no_memory(ctx);
    if (!p)
        return NULL;
    ((ty_unit **)(void *)(p + 16))[-1] = u;
    ty_object *o = (ty_object *)(void *)(p + 16);
    o->head = (uintptr_t)shape | TY_HEAD_SHARED | TY_HEAD_UNIT;
    return o;
}

/* --- the table of constants ------------------------------------------------------------------------------------------ */

static uint64_t hash_of(int kind, const void *p, size_t n)
{
    static const ty_hash_key key = {{0x5eed}};
    return ty_hash_bytes(&key, p, n) ^ (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15);
}

/* The contents of a constant, as hashed and compared. */
static const void *contents(ty_value v, size_t *n)
{
    const ty_shape *shape = ty_shape_of(ty_object_of(v));
    if (!shape) {
        *n = ((ty_unit_set *)v)->n * sizeof(ty_value);
        return ((ty_unit_set *)v)->items;
    }
    if (shape == &ty_str_shape) {
        *n = ty_str_ptr(v)->length * ty_str_ptr(v)->kind;
        return ty_str_ptr(v)->data;
    }
    if (shape == &ty_bytes_shape) {
        *n = ty_bytes_length(v);
        return ty_bytes_data(v);
    }
    if (shape == &ty_tuple_shape) {
        *n = ty_tuple_length(v) * sizeof(ty_value);
        return ty_tuple_items(v);
    }
    if (shape == &ty_float_shape) {
        *n = sizeof(double);
        return &((ty_float_object *)v)->value;
    }
    if (shape == &ty_complex_shape) {
        *n = 2 * sizeof(double);
        return &((ty_complex *)v)->real;
    }
    if (shape == &ty_int_shape) {
        const ty_bigint *b = (const ty_bigint *)v;
        *n = (size_t)(b->size < 0 ? -b->size : b->size) * sizeof(mp_limb_t);
        return b->limbs;
    }
    *n = 0;
    return NULL;
}

/* What is not in the contents but tells constants apart. */
static int kind_of(ty_value v)
{
    const ty_shape *shape = ty_shape_of(ty_object_of(v));
    if (!shape)
        return 11;
    if (shape == &ty_str_shape)
        return ty_str_ptr(v)->kind;
    if (shape == &ty_bytes_shape)
        return 5;
    if (shape == &ty_tuple_shape)
        return 6;
    if (shape == &ty_float_shape)
        return 7;
    if (shape == &ty_complex_shape)
        return 8;
    return ((const ty_bigint *)v)->size < 0 ? 9 : 10;
}

/* The place of the constant, or the free one where it belongs. */
static slot *probe(const struct ty_unit_builder *b, uint64_t hash, int kind, const void *p, size_t n)
{
    for (size_t i = (size_t)hash & b->mask;; i = (i + 1) & b->mask) {
        slot *s = &b->slots[i];
        if (!s->value)
            return s;
        if (s->hash != hash || kind_of(s->value) != kind)
            continue;
        size_t m;
        const void *q = contents(s->value, &m);
        if (m == n && (n == 0 || memcmp(p, q, n) == 0))
            return s;
    }
}

static bool make_room(struct ty_unit_builder *b)
{
    if (b->slots && b->count * 2 <= b->mask)
        return true;
    size_t places = b->slots ? (b->mask + 1) * 2 : 64;
    slot *slots = calloc(places, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; b->slots && i <= b->mask; i++) {
        if (!b->slots[i].value)
            continue;
        size_t at = (size_t)b->slots[i].hash & (places - 1);
        while (slots[at].value)
            at = (at + 1) & (places - 1);
        slots[at] = b->slots[i];
    }
    free(b->slots);
    b->slots = slots;
    b->mask = places - 1;
    return true;
}

/* The known constant with these contents; else TY_NULL with *place where to keep a new one (NULL: no memory). */
static ty_value find(ty_ctx *ctx, ty_unit *u, int kind, const void *p, size_t n, slot **place, uint64_t *hash)
{
    if (!make_room(u->builder)) {
        *place = no_memory(ctx);
        return TY_NULL;
    }
    *hash = hash_of(kind, p, n);
    *place = probe(u->builder, *hash, kind, p, n);
    return (*place)->value;
}

static ty_value keep(ty_unit *u, slot *place, uint64_t hash, ty_object *o)
{
    place->hash = hash;
    place->value = TY_VALUE(o);
    u->builder->count++;
    return place->value;
}

/* --- constants ------------------------------------------------------------------------------------------------------- */

ty_value ty_unit_str(ty_ctx *ctx, ty_unit *u, const char *wtf8, size_t n)
{
    const unsigned char *p = (const unsigned char *)wtf8;
    ty_utf8_extent extent;
    if (!ty_utf8_measure(p, n, true, &extent))
        return ty_error_set(ctx, &ty_SystemError_type, "ill-formed text in a constant");
    bool ascii = extent.max < 128;
    int kind = extent.max < 256 ? 1 : extent.max < 0x10000 ? 2 : 4;
    unsigned char small[512], *decoded = NULL;
    const unsigned char *data = p;
    size_t bytes = extent.chars * (size_t)kind;
    if (!ascii) {
        decoded = bytes <= sizeof small ? small : malloc(bytes);
        if (!decoded)
            return ty_error_memory(ctx);
        ty_utf8_decode(p, n, kind, decoded);
        data = decoded;
    }
    ty_value v = ascii || (kind == 1 && extent.chars == 1) ? ty_symbols_find_ascii(data, extent.chars) : TY_NULL;
    slot *place;
    uint64_t hash;
    if (!v && !(v = find(ctx, u, kind, data, bytes, &place, &hash)) && place) {
        size_t text = bytes + (size_t)kind;
        ty_str *s = (ty_str *)ty_unit_object(ctx, u, &ty_str_shape, offsetof(ty_str, inline_data) + (text < 16 ? 16 : text));
        if (s) {
            s->hash = 0;
            s->kind = (uint8_t)kind;
            s->ascii = ascii;
            s->interned = s->chain = 0;
            s->length = extent.chars;
            s->data = s->inline_data;
            memcpy(s->data, data, bytes);
            memset(s->data + bytes, 0, (size_t)kind);
            v = keep(u, place, hash, &s->ob);
        }
    }
    if (decoded != small)
        free(decoded);
    return v;
}

ty_value ty_unit_bytes(ty_ctx *ctx, ty_unit *u, const void *p, size_t n)
{
    slot *place;
    uint64_t hash;
    ty_value v = find(ctx, u, 5, p, n, &place, &hash);
    if (v || !place)
        return v;
    ty_bytes *b = (ty_bytes *)ty_unit_object(ctx, u, &ty_bytes_shape, sizeof *b + n + 1);
    if (!b)
        return TY_NULL;
    b->hash = ty_bytes_hash_run(p, n); /* shared objects are not written later */
    b->length = n;
    b->data = b->inline_data;
    b->ext = NULL;
    if (n)
        memcpy(b->inline_data, p, n);
    b->inline_data[n] = 0;
    return keep(u, place, hash, &b->ob);
}

static ty_value limbs(ty_ctx *ctx, ty_unit *u, const mp_limb_t *p, intptr_t size)
{
    size_t n = (size_t)(size < 0 ? -size : size);
    slot *place;
    uint64_t hash;
    ty_value v = find(ctx, u, size < 0 ? 9 : 10, p, n * sizeof *p, &place, &hash);
    if (v || !place)
        return v;
    ty_bigint *b = (ty_bigint *)ty_unit_object(ctx, u, &ty_int_shape, sizeof *b + n * sizeof *p);
    if (!b)
        return TY_NULL;
    b->size = size;
    memcpy(b->limbs, p, n * sizeof *p);
    return keep(u, place, hash, &b->ob);
}

static ty_value exact_int(ty_ctx *ctx, ty_unit *u, ty_value v)
{
    if (!v || ty_is_small(v))
        return v;
    return limbs(ctx, u, ((ty_bigint *)v)->limbs, ((ty_bigint *)v)->size);
}

ty_value ty_unit_int64(ty_ctx *ctx, ty_unit *u, int64_t i)
{
    return ty_fits_small(i) ? ty_small((intptr_t)i) : exact_int(ctx, u, ty_int_from_int64(ctx, i));
}

ty_value ty_unit_bigint(ty_ctx *ctx, ty_unit *u, const char *digits, size_t n, int base, bool negative)
{
    return exact_int(ctx, u, ty_int_from_digits(ctx, digits, n, base, negative));
}

ty_value ty_unit_float(ty_ctx *ctx, ty_unit *u, double d)
{
    ty_value v = ty_flonum_try(d);
    if (ty_is_flonum(v))
        return v;
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    if (bits << 1 == 0)
        return bits ? TY_VALUE(&ty_float_minus_zero) : TY_VALUE(&ty_float_zero);
    slot *place;
    uint64_t hash;
    v = find(ctx, u, 7, &d, sizeof d, &place, &hash);
    if (v || !place)
        return v;
    ty_float_object *f = (ty_float_object *)ty_unit_object(ctx, u, &ty_float_shape, sizeof *f);
    if (!f)
        return TY_NULL;
    f->value = d;
    return keep(u, place, hash, &f->ob);
}

ty_value ty_unit_complex(ty_ctx *ctx, ty_unit *u, double real, double imag)
{
    double pair[2] = {real, imag};
    slot *place;
    uint64_t hash;
    ty_value v = find(ctx, u, 8, pair, sizeof pair, &place, &hash);
    if (v || !place)
        return v;
    ty_complex *c = (ty_complex *)ty_unit_object(ctx, u, &ty_complex_shape, sizeof *c);
    if (!c)
        return TY_NULL;
    c->real = real;
    c->imag = imag;
    return keep(u, place, hash, &c->ob);
}

ty_value ty_unit_tuple(ty_ctx *ctx, ty_unit *u, const ty_value *items, size_t n)
{
    if (n == 0)
        return ty_tuple_empty;
    slot *place;
    uint64_t hash;
    ty_value v = find(ctx, u, 6, items, n * sizeof *items, &place, &hash);
    if (v || !place)
        return v;
    ty_tuple *t = (ty_tuple *)ty_unit_object(ctx, u, &ty_tuple_shape, sizeof *t + n * sizeof *items);
    if (!t)
        return TY_NULL;
    t->length = n;
    t->hash = -1;
    memcpy(t->items, items, n * sizeof *items);
    return keep(u, place, hash, &t->ob);
}

/* A set of the heap is filled, then copied with its table. The heap must know the unit while its set refers to it. */
ty_value ty_unit_frozenset(ty_ctx *ctx, ty_unit *u, const ty_value *items, size_t n)
{
    slot *place;
    uint64_t hash;
    ty_value v = find(ctx, u, 11, items, n * sizeof *items, &place, &hash);
    if (v || !place || adopt(ctx, u) < 0)
        return v ? ((ty_unit_set *)v)->set_value : TY_NULL;
    ty_value made = ty_set_new(ctx, n);
    for (size_t i = 0; made && i < n; i++)
        if (ty_set_add(ctx, made, items[i]) < 0)
            return TY_NULL;
    if (!made)
        return TY_NULL;
    const ty_set *from = (const ty_set *)made;
    ty_set_table *table = NULL;
    if (from->table) {
        size_t bytes = sizeof *table + (from->table->mask + 1) * sizeof(ty_set_entry);
        table = (ty_set_table *)ty_unit_object(ctx, u, &ty_set_table_shape, bytes);
        if (!table)
            return TY_NULL;
        memcpy(&table->mask, &from->table->mask, bytes - offsetof(ty_set_table, mask));
    }
    ty_set *s = (ty_set *)ty_unit_object(ctx, u, &ty_frozenset_shape, sizeof *s);
    ty_unit_set *key = s ? ty_unit_alloc(ctx, u, sizeof *key + n * sizeof *items) : NULL;
    if (!key)
        return TY_NULL;
    *s = (ty_set){.ob = s->ob, .length = from->length, .fill = from->fill, .table = table, .hash = -1};
    key->ob = (ty_object){0};
    key->set_value = TY_VALUE(s);
    key->n = n;
    memcpy(key->items, items, n * sizeof *items);
    keep(u, place, hash, &key->ob);
    return TY_VALUE(s);
}

/* Copies a value made by folding into the unit. TY_NULL without exception: not a kind that can be a constant. */
ty_value ty_unit_import(ty_ctx *ctx, ty_unit *u, ty_value v)
{
    if (!ty_is_object(v))
        return v;
    const ty_shape *shape = ty_shape_of(ty_object_of(v));
    if (shape == &ty_int_shape)
        return exact_int(ctx, u, v);
    if (shape == &ty_float_shape)
        return ty_unit_float(ctx, u, ty_float_value(v));
    if (shape == &ty_complex_shape)
        return ty_unit_complex(ctx, u, ((ty_complex *)v)->real, ((ty_complex *)v)->imag);
    if (shape == &ty_bytes_shape)
        return ty_unit_bytes(ctx, u, ty_bytes_data(v), ty_bytes_length(v));
    if (shape == &ty_str_shape) {
        const ty_str *s = ty_str_ptr(v);
        if (s->ascii)
            return ty_unit_str(ctx, u, (const char *)s->data, s->length);
        size_t n = ty_utf8_size(s->kind, s->data, s->length);
        unsigned char *p = malloc(n + 1);
        if (!p)
            return ty_error_memory(ctx);
        ty_utf8_encode(s->kind, s->data, s->length, p);
        ty_value r = ty_unit_str(ctx, u, (char *)p, n);
        free(p);
        return r;
    }
    if (shape == &ty_tuple_shape) {
        size_t n = ty_tuple_length(v);
        ty_value small[16], *items = n <= 16 ? small : malloc(n * sizeof *items), r = TY_NULL;
        if (!items)
            return ty_error_memory(ctx);
        size_t i = 0;
        if (!ty_context_deep(ctx, ""))
            while (i < n && (items[i] = ty_unit_import(ctx, u, ty_tuple_at(v, i))))
                i++;
        if (i == n)
            r = ty_unit_tuple(ctx, u, items, n);
        if (items != small)
            free(items);
        return r;
    }
    return TY_NULL;
}
