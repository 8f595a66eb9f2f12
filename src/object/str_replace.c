/* SPDX-License-Identifier: MIT */
/* replace and translate. */
#include <config.h>

#include "object/dict.h"
#include "object/fastsearch.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str_impl.h"

/* --- replace ------------------------------------------------------------------------------------------------------ */

/* `to` between all characters, at both ends too; at most `max` times. */
static ty_value interleave(ty_ctx *ctx, ty_value v, ty_value to, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    size_t times = max < s->length + 1 ? max : s->length + 1;
    for (size_t i = 0; i < times; i++) {
        ty_strbuf_str(&b, to);
        if (i < s->length)
            ty_strbuf_char(&b, ty_str_at(s, i));
    }
    ty_strbuf_part(&b, v, times, s->length);
    return ty_strbuf_finish(&b);
}

/* One character for one, in the same kind: copy and overwrite. */
static ty_value replace_char(ty_ctx *ctx, const ty_str *s, uint32_t from, uint32_t to, size_t max)
{
    ty_str *r = ty_str_new(ctx, s->length, ty_str_bound(s));
    if (!r)
        return TY_NULL;
    if (s->kind == 1 && max >= s->length) {
        const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f, wanted = ones * from, change = ones * (from ^ to);
        size_t i = 0;
        for (; i + 8 <= s->length; i += 8) {
            uint64_t w = ty_load64(s->data + i), x = w ^ wanted;
            uint64_t hit = ~(((x & low) + low) | x | low); /* bit 7 of the bytes that are equal */
            ty_store64(r->data + i, w ^ ((hit >> 7) * 255 & change));
        }
        for (; i < s->length; i++)
            r->data[i] = s->data[i] == from ? (unsigned char)to : s->data[i];
        return TY_VALUE(r);
    }
    memcpy(r->data, s->data, s->length * s->kind);
    for (size_t at = 0; max; max--) {
        intptr_t found = ty_search_char(s->data + at * s->kind, s->length - at, s->kind, from);
        if (found < 0)
            break;
        at += (size_t)found;
        ty_str_put(r, at++, to);
    }
    return TY_VALUE(r);
}

/* The general case; wide enough for both, of the exact final length. */
static ty_value replace_all(ty_ctx *ctx, const ty_str *s, const ty_str *from, const ty_str *to, size_t count)
{
    uint32_t bs = ty_str_bound(s), bt = ty_str_bound(to);
    size_t removed = count * from->length, added;
    if (ty_mul_overflow(count, to->length, &added) || added > (size_t)PTRDIFF_MAX - s->length)
        return ty_error_set(ctx, &ty_OverflowError_type, "replace string is too long");
    size_t length = s->length - removed + added;
    if (length == 0)
        return ty_str_empty;
    ty_str *r = ty_str_new(ctx, length, bs > bt ? bs : bt);
    if (!r)
        return TY_NULL;
    size_t in = 0, k = r->kind, sk = s->kind;
    unsigned char *out = r->data;
    if (k == 1 && from->length == 1 && to->length < 8 && count > s->length / 16) { /* dense: byte by byte */
        for (; count; in++) {
            if (s->data[in] != from->data[0]) {
                *out++ = s->data[in];
                continue;
            }
            for (size_t j = 0; j < to->length; j++)
                *out++ = to->data[j];
            count--;
        }
        memcpy(out, s->data + in, s->length - in);
        return TY_VALUE(r);
    }
    for (; count; count--) {
        size_t gap = (size_t)(from->length == 1
                                  ? ty_search_char(s->data + in * sk, s->length - in, (int)sk, ty_str_at(from, 0))
                                  : ty_search_find(s->data + in * sk, s->length - in, (int)sk, from->data, from->length, from->kind));
        ty_str_copy_chars((int)k, out, (int)sk, s->data + in * sk, gap);
        out += gap * k;
        ty_str_copy_chars((int)k, out, to->kind, to->data, to->length);
        out += to->length * k;
        in += gap + from->length;
    }
    ty_str_copy_chars((int)k, out, (int)sk, s->data + in * sk, s->length - in);
    return TY_VALUE(r);
}

ty_value ty_str_replace(ty_ctx *ctx, ty_value v, ty_value vfrom, ty_value vto, intptr_t max)
{
    const ty_str *s = ty_str_ptr(v), *from = ty_str_ptr(vfrom), *to = ty_str_ptr(vto);
    size_t limit = max < 0 ? SIZE_MAX : (size_t)max;
    if (limit == 0 || from->length > s->length || from->kind > s->kind || (s->ascii && !from->ascii))
        return ty_str_exact(ctx, v);
    if (from->length == 0)
        return interleave(ctx, v, vto, limit);
    if (from->length == 1 && to->length == 1 && ty_str_bound(to) <= ty_str_bound(s) && ty_str_at(from, 0) < 128) {
        if (ty_search_char(s->data, s->length, s->kind, ty_str_at(from, 0)) < 0)
            return ty_str_exact(ctx, v);
        return replace_char(ctx, s, ty_str_at(from, 0), ty_str_at(to, 0), limit);
    }
    size_t count = from->length == 1 ? ty_search_count_char(s->data, s->length, s->kind, ty_str_at(from, 0))
                                     : ty_search_count(s->data, s->length, s->kind, from->data, from->length, from->kind, limit);
    if (count > limit)
        count = limit;
    if (count == 0)
        return ty_str_exact(ctx, v);
    ty_value r = replace_all(ctx, s, from, to, count);
    /* The characters taken out may have been the only wide ones. */
    if (r && !from->ascii && ty_str_max_char(ty_str_ptr(r)->kind, ty_str_ptr(r)->data, ty_str_length(r)) < ty_str_bound(ty_str_ptr(r)))
        r = ty_str_from_ucs(ctx, ty_str_ptr(r)->kind, ty_str_ptr(r)->data, ty_str_length(r));
    return r;
}

TY_STR_METHOD(replace)
{
    (void)kwnames;
    for (int i = 1; i < 3; i++)
        if (!ty_is_str(args[i]))
            return ty_error_set(ctx, &ty_TypeError_type, "replace() argument %d must be str, not %T", i, args[i]);
    intptr_t max = -1;
    if (TY_ARG(3) && ty_op_index_size(ctx, args[3], &ty_OverflowError_type, &max) < 0)
        return TY_NULL;
    return ty_str_replace(ctx, args[0], args[1], args[2], max);
}

/* --- translate ---------------------------------------------------------------------------------------------------- */

enum { AS_IS = -1, DELETED = -2, TEXT = -3, ERROR = -4 };

/* What the table says of c: a character, or one of the above (TEXT: in *text). */
static int32_t look_up(ty_ctx *ctx, ty_value table, uint32_t c, ty_value *text)
{
    ty_value v, key = ty_small((intptr_t)c);
    if (ty_is_exact_dict(table)) {
        int got = ty_dict_get(ctx, table, key, &v);
        if (got <= 0)
            return got < 0 ? ERROR : AS_IS;
    } else {
        v = ty_op_getitem(ctx, table, key);
        if (!v)
            return ty_error_swallow(ctx, &ty_LookupError_type) ? AS_IS : ERROR;
    }
    if (ty_is_none(v))
        return DELETED;
    if (ty_is_str(v)) {
        if (ty_str_length(v) == 1)
            return (int32_t)ty_str_at(ty_str_ptr(v), 0);
        *text = v;
        return TEXT;
    }
    int64_t i;
    if (!ty_is_int(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "character mapping must return integer, None or str");
        return ERROR;
    }
    if (!ty_int_fits_int64(v, &i) || i < 0 || i > 0x10ffff) {
        ty_error_set(ctx, &ty_ValueError_type, "character mapping must be in range(0x110000)");
        return ERROR;
    }
    return (int32_t)i;
}

TY_STR_METHOD(translate)
{
    (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    /* Answers for ASCII are remembered, as a table is asked once for each character. 0: not asked yet, else 1 + c. */
    uint8_t known[128] = {0};
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c < 128 && known[c]) {
            ty_strbuf_char(&b, known[c] - 1u);
            continue;
        }
        ty_value text = ty_str_empty;
        int32_t to = look_up(ctx, args[1], c, &text);
        if (to == ERROR)
            return TY_NULL;
        if (to == TEXT)
            ty_strbuf_str(&b, text);
        else if (to != DELETED)
            ty_strbuf_char(&b, to == AS_IS ? c : (uint32_t)to);
        if (c < 128 && (to == AS_IS || (to >= 0 && to < 128)))
            known[c] = (uint8_t)(1 + (to == AS_IS ? c : (uint32_t)to));
    }
    return ty_strbuf_finish(&b);
}

static int map_pairs(ty_ctx *ctx, ty_value from, ty_value table)
{
    size_t at = 0;
    ty_value key, value;
    while (ty_dict_next(from, &at, &key, &value)) {
        if (ty_is_str(key)) {
            if (ty_str_length(key) != 1) {
                ty_error_set(ctx, &ty_ValueError_type, "string keys in translate table must be of length 1");
                return -1;
            }
            key = ty_small((intptr_t)ty_str_at(ty_str_ptr(key), 0));
        } else if (!ty_is_int(key)) {
            ty_error_set(ctx, &ty_TypeError_type, "keys in translate table must be strings or integers");
            return -1;
        }
        if (ty_dict_set(ctx, table, key, value) < 0)
            return -1;
    }
    return 0;
}

TY_STR_METHOD(maketrans)
{
    (void)kwnames;
    ty_value x = args[0], y = TY_ARG(1), z = TY_ARG(2), table = ty_dict_new(ctx, 0);
    if (!table)
        return TY_NULL;
    if (!y) {
        if (!ty_is_exact_dict(x))
            return ty_error_set(ctx, &ty_TypeError_type, "if you give only one argument to maketrans it must be a dict");
        return map_pairs(ctx, x, table) < 0 ? TY_NULL : table;
    }
    if (!ty_is_str(y) || (z && !ty_is_str(z)))
        return ty_error_set(ctx, &ty_TypeError_type, "maketrans() argument %d must be str, not %T", ty_is_str(y) ? 3 : 2,
                            ty_is_str(y) ? z : y);
    if (!ty_is_str(x))
        return ty_error_set(ctx, &ty_TypeError_type, "first maketrans argument must be a string if there is a second argument");
    if (ty_str_length(x) != ty_str_length(y))
        return ty_error_set(ctx, &ty_ValueError_type, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < ty_str_length(x); i++)
        if (ty_dict_set(ctx, table, ty_small((intptr_t)ty_str_at(ty_str_ptr(x), i)),
                        ty_small((intptr_t)ty_str_at(ty_str_ptr(y), i))) < 0)
            return TY_NULL;
    for (size_t i = 0; z && i < ty_str_length(z); i++)
        if (ty_dict_set(ctx, table, ty_small((intptr_t)ty_str_at(ty_str_ptr(z), i)), TY_NONE) < 0)
            return TY_NULL;
    return table;
}
