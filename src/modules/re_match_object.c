/* SPDX-License-Identifier: MIT */
/* Matches (re.Match). */
#include <config.h>

#include "modules/re_impl.h"
#include "object/alloc.h"
#include "object/dict.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/tuple.h"

static size_t match_size(const ty_object *o)
{
    const ty_re_match_object *m = (const ty_re_match_object *)o;
    return ty_heap_round(sizeof *m + 2 * m->groups * sizeof m->spans[0]);
}

static const ty_layout ty_re_match_layout = {
    .size = match_size, .slots_offset = offsetof(ty_re_match_object, pattern), .slots_count = 2};

ty_value ty_re_match_new(ty_ctx *ctx, ty_value pattern, ty_value string, const ty_re_state *s, intptr_t pos, intptr_t endpos)
{
    uint32_t groups = s->program->groups;
    ty_re_match_object *m = ty_alloc(ctx, &ty_re_match_shape, sizeof *m + 2 * groups * sizeof m->spans[0]);
    if (!m)
        return TY_NULL;
    m->pattern = pattern;
    m->string = string;
    m->pos = pos;
    m->endpos = endpos;
    m->last_group = s->last_group;
    m->groups = groups;
    m->spans[0] = s->start;
    m->spans[1] = s->position;
    for (uint32_t g = 0; g + 1 < groups; g++) {
        bool whole = s->marks[2 * g] >= 0 && s->marks[2 * g + 1] >= s->marks[2 * g];
        m->spans[2 + 2 * g] = whole ? s->marks[2 * g] : -1;
        m->spans[3 + 2 * g] = whole ? s->marks[2 * g + 1] : -1;
    }
    return TY_VALUE(m);
}

static inline ty_re_match_object *self_of(const ty_value *args) { return (ty_re_match_object *)args[0]; }

/* The group that an int or a name means; -1: IndexError. */
static intptr_t group_number(ty_ctx *ctx, const ty_re_match_object *m, ty_value v)
{
    intptr_t i = -1;
    ty_value found;
    if (!v)
        return 0;
    if (ty_is_small(v)) {
        i = ty_small_value(v);
    } else if (ty_type_of(v)->slots.index) {
        if (ty_op_index_size(ctx, v, NULL, &i) < 0)
            return -1;
    } else {
        int got = ty_dict_get(ctx, ((ty_re_pattern *)m->pattern)->names, v, &found);
        if (got < 0) {
            if (!ty_error_swallow(ctx, &ty_TypeError_type))
                return -1;
        } else if (got > 0) {
            i = ty_small_value(found);
        }
    }
    if (i < 0 || i >= (intptr_t)m->groups) {
        ty_error_set(ctx, &ty_IndexError_type, "no such group");
        return -1;
    }
    return i;
}

ty_value ty_re_match_group(ty_ctx *ctx, const ty_re_match_object *m, size_t i, ty_value otherwise)
{
    intptr_t from = m->spans[2 * i];
    return from < 0 ? otherwise : ty_re_subject_part(ctx, m->string, from, m->spans[2 * i + 1]);
}

static ty_value one_group(ty_ctx *ctx, const ty_re_match_object *m, ty_value which)
{
    intptr_t i = group_number(ctx, m, which);
    return i < 0 ? TY_NULL : ty_re_match_group(ctx, m, (size_t)i, TY_NONE);
}

static ty_value m_group(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "group", kwnames) < 0)
        return TY_NULL;
    if (nargs <= 2)
        return one_group(ctx, self_of(args), TY_ARG(1));
    ty_value t = ty_tuple_new(ctx, NULL, nargs - 1);
    for (size_t i = 1; i < nargs && t; i++) {
        ty_value g = one_group(ctx, self_of(args), args[i]);
        if (!g)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i - 1], g);
    }
    return t;
}

static ty_value match_getitem(ty_ctx *ctx, ty_value v, ty_value key) { return one_group(ctx, (ty_re_match_object *)v, key); }

static ty_value m_groups(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    const ty_re_match_object *m = self_of(args);
    ty_value otherwise = TY_ARG(1) ? args[1] : TY_NONE, t = ty_tuple_new(ctx, NULL, m->groups - 1);
    for (uint32_t g = 1; g < m->groups && t; g++) {
        ty_value part = ty_re_match_group(ctx, m, g, otherwise);
        if (!part)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[g - 1], part);
    }
    return t;
}

static ty_value m_groupdict(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    const ty_re_match_object *m = self_of(args);
    ty_value otherwise = TY_ARG(1) ? args[1] : TY_NONE, d = ty_dict_new(ctx, 0), name, number;
    size_t at = 0;
    while (d && ty_dict_next(((ty_re_pattern *)m->pattern)->names, &at, &name, &number)) {
        ty_value part = ty_re_match_group(ctx, m, (size_t)ty_small_value(number), otherwise);
        if (!part || ty_dict_set(ctx, d, name, part) < 0)
            return TY_NULL;
    }
    return d;
}

static ty_value m_start(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t i = group_number(ctx, self_of(args), TY_ARG(1));
    return i < 0 ? TY_NULL : ty_small(self_of(args)->spans[2 * i]);
}
static ty_value m_end(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t i = group_number(ctx, self_of(args), TY_ARG(1));
    return i < 0 ? TY_NULL : ty_small(self_of(args)->spans[2 * i + 1]);
}
static ty_value pair(ty_ctx *ctx, const ty_re_match_object *m, intptr_t i)
{
    return ty_tuple_pack(ctx, 2, ty_small(m->spans[2 * i]), ty_small(m->spans[2 * i + 1]));
}
static ty_value m_span(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t i = group_number(ctx, self_of(args), TY_ARG(1));
    return i < 0 ? TY_NULL : pair(ctx, self_of(args), i);
}

static ty_value m_expand(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value parts = ty_re_template(ctx, (ty_re_pattern *)self_of(args)->pattern, args[1]);
    return parts ? ty_re_template_expand(ctx, parts, self_of(args)) : TY_NULL;
}

static ty_value m_copy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return args[0];
}

/* --- attributes ----------------------------------------------------------------------------------------------------------- */

#define GETTER(name, expression)                                                                                        \
    static ty_value name(ty_ctx *ctx, ty_value self)                                                                    \
    {                                                                                                                   \
        const ty_re_match_object *m = (const ty_re_match_object *)self;                                                 \
        (void)ctx;                                                                                                      \
        return expression;                                                                                              \
    }
GETTER(get_string, m->string)
GETTER(get_re, m->pattern)
GETTER(get_pos, ty_small(m->pos))
GETTER(get_endpos, ty_small(m->endpos))
GETTER(get_lastindex, m->last_group ? ty_small((intptr_t)m->last_group) : TY_NONE)

static ty_value get_lastgroup(ty_ctx *ctx, ty_value self)
{
    const ty_re_match_object *m = (const ty_re_match_object *)self;
    ty_value name, number;
    size_t at = 0;
    (void)ctx;
    while (m->last_group && ty_dict_next(((ty_re_pattern *)m->pattern)->names, &at, &name, &number))
        if (ty_small_value(number) == (intptr_t)m->last_group)
            return name;
    return TY_NONE;
}

static ty_value get_regs(ty_ctx *ctx, ty_value self)
{
    const ty_re_match_object *m = (const ty_re_match_object *)self;
    ty_value t = ty_tuple_new(ctx, NULL, m->groups);
    for (uint32_t g = 0; g < m->groups && t; g++) {
        ty_value span = pair(ctx, m, g);
        if (!span)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[g], span);
    }
    return t;
}

static ty_value match_repr(ty_ctx *ctx, ty_value v)
{
    const ty_re_match_object *m = (const ty_re_match_object *)v;
    ty_value text = ty_re_match_group(ctx, m, 0, TY_NONE);
    return text ? ty_str_format(ctx, "<re.Match object; span=(%zd, %zd), match=%.50R>", m->spans[0], m->spans[1], text) : TY_NULL;
}

#define OWNER &ty_re_match_type
static const ty_native methods[] = {
    TY_METHOD_RAW(group, m_group, "[group1, ...]", "The text of one group or several."),
    TY_METHOD(start, m_start, 0, 1, "group=0, /", "Where a group begins."),
    TY_METHOD(end, m_end, 0, 1, "group=0, /", "Where a group ends."),
    TY_METHOD(span, m_span, 0, 1, "group=0, /", "Where a group begins and ends."),
    TY_METHOD(groups, m_groups, 0, 1, "default=None", "The texts of all groups."),
    TY_METHOD(groupdict, m_groupdict, 0, 1, "default=None", "The texts of the named groups."),
    TY_METHOD(expand, m_expand, 1, 1, "template", "The template with groups filled in."),
    TY_METHOD(__copy__, m_copy, 0, 0, "", "Itself."),
    TY_METHOD(__deepcopy__, m_copy, 1, 1, "memo, /", "Itself."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(string, get_string, NULL, "The string that was searched."),
    TY_GETSET(re, get_re, NULL, "The pattern."),
    TY_GETSET(pos, get_pos, NULL, "Where the search began."),
    TY_GETSET(endpos, get_endpos, NULL, "Where it had to end."),
    TY_GETSET(lastindex, get_lastindex, NULL, "The number of the group that was closed last."),
    TY_GETSET(lastgroup, get_lastgroup, NULL, "Its name."),
    TY_GETSET(regs, get_regs, NULL, "All spans."),
    TY_GETSET_END,
};
TY_BUILTIN_TYPE(re_match, .name = "re.Match", .base = &ty_object_type, .basicsize = sizeof(ty_re_match_object),
                .doc = "What a search found.", .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = match_repr, .getitem = match_getitem});
