/* SPDX-License-Identifier: MIT */
/*
 * Sorting by words: ints, floats and the beginnings of texts have images in 64-bit words of the same order, which a radix
 * sort (least significant digit first, so stable) arranges without comparing anything.
 *
 * Only the upper digits in which the words differ are sorted by, as many as n items need to be told apart mostly; the
 * few runs that still agree in them are finished by insertion or by the next digits.
 *
 * The arrays of the caller hold all values until the end, when they are written back in their order: so the polls between
 * two passes, where a collection may happen, see nothing out of place.
 */
#include <config.h>

#include "object/list_sort.h"

#include "object/float.h"
#include "object/str.h"
#include "object/tuple.h"

#include <stdlib.h>

#if TY_WORD_BITS == 64

#define INSERTION_MAX 24

typedef struct pair {
    uint64_t word;
    size_t payload; /* a value, or the place of one */
} pair;

/* The two element types: a word alone, and a pair. */
#define RADIX(name, elem, WORD)                                                                                         \
    static void name##_insertion(elem *a, size_t n)                                                                     \
    {                                                                                                                   \
        for (size_t i = 1; i < n; i++) {                                                                                \
            elem e = a[i];                                                                                              \
            size_t j = i;                                                                                               \
            for (; j > 0 && WORD(a[j - 1]) > WORD(e); j--)                                                              \
                a[j] = a[j - 1];                                                                                        \
            a[j] = e;                                                                                                   \
        }                                                                                                               \
    }                                                                                                                   \
    /* Sorts a[0..n), b is room for as many. -1: interrupted. */                                                        \
    static int name(ty_ctx *ctx, elem *a, elem *b, size_t n)                                                            \
    {                                                                                                                   \
        uint64_t differ = 0, first = WORD(a[0]);                                                                        \
        elem *from = a, *to = b;                                                                                        \
        if (n <= INSERTION_MAX) {                                                                                       \
            name##_insertion(a, n);                                                                                     \
            return 0;                                                                                                   \
        }                                                                                                               \
        for (size_t i = 1; i < n; i++)                                                                                  \
            differ |= WORD(a[i]) ^ first;                                                                               \
        if (!differ)                                                                                                    \
            return 0;                                                                                                   \
        unsigned top = (unsigned)ty_bit_width64(differ), low = (unsigned)ty_ctz64(differ);                              \
        unsigned wanted = ((unsigned)ty_bit_width64(n) + 4 + 7) & ~7u;                                                  \
        if (top - low > wanted)                                                                                         \
            low = top - wanted;                                                                                         \
        for (unsigned shift = low; shift < top; shift += 8) {                                                           \
            size_t count[256] = {0};                                                                                    \
            for (size_t i = 0; i < n; i++)                                                                              \
                count[(WORD(from[i]) >> shift) & 255]++;                                                                \
            size_t at = 0;                                                                                              \
            for (unsigned d = 0; d < 256; d++) {                                                                        \
                size_t c = count[d];                                                                                    \
                count[d] = at;                                                                                          \
                at += c;                                                                                                \
            }                                                                                                           \
            for (size_t i = 0; i < n; i++)                                                                              \
                to[count[(WORD(from[i]) >> shift) & 255]++] = from[i];                                                  \
            elem *t = from;                                                                                             \
            from = to;                                                                                                  \
            to = t;                                                                                                     \
            if (ty_context_poll(ctx))                                                                                   \
                return -1;                                                                                              \
        }                                                                                                               \
        if (from != a)                                                                                                  \
            memcpy(a, b, n * sizeof *a);                                                                                \
        if (low > (unsigned)ty_ctz64(differ))                                                                           \
            for (size_t i = 0; i < n;) {                                                                                \
                size_t j = i + 1;                                                                                       \
                while (j < n && (WORD(a[j]) ^ WORD(a[i])) >> low == 0)                                                  \
                    j++;                                                                                                \
                if (j - i > 1 && name(ctx, a + i, b, j - i))                                                            \
                    return -1;                                                                                          \
                i = j;                                                                                                  \
            }                                                                                                           \
        return 0;                                                                                                       \
    }
#define WORD_ITSELF(e) (e)
#define WORD_OF_PAIR(e) ((e).word)
RADIX(sort_words, uint64_t, WORD_ITSELF)
RADIX(sort_pairs, pair, WORD_OF_PAIR)

#define SIGN ((uint64_t)1 << 63)

/* --- images ------------------------------------------------------------------------------------------------------------- */

static inline uint64_t int_image(ty_value v)
{
    return (uint64_t)(uintptr_t)v ^ SIGN;
}

/* Both zeros are equal; the caller has seen to it that d is no NaN. */
static inline uint64_t float_image(double d)
{
    uint64_t bits = d == 0 ? 0 : ty_double_bits(d);
    return bits ^ ((uint64_t)((int64_t)bits >> 63) | SIGN);
}

static inline double float_of_image(uint64_t image)
{
    return ty_bits_double(image & SIGN ? image ^ SIGN : ~image);
}

static inline ty_value key_at(const ty_value *keys, size_t i, bool tuples)
{
    return tuples ? ty_tuple_at(keys[i], 0) : keys[i];
}

/* Eight characters behind the first `skip`, zeros where there are fewer. */
static inline uint64_t str_image(ty_value v, size_t skip)
{
    const ty_str *s = ty_str_ptr(v);
    size_t left = s->length > skip ? s->length - skip : 0;
    if (left >= 8)
        return ty_load64be(s->data + skip);
    uint64_t word = 0;
    for (size_t i = 0; i < left; i++)
        word |= (uint64_t)s->data[skip + i] << (56 - 8 * i);
    return word;
}

/* How many characters all texts begin with in common; SIZE_MAX: some are not one byte a character. */
static size_t common_beginning(const ty_value *keys, size_t n, bool tuples)
{
    const ty_str *first = ty_str_ptr(key_at(keys, 0, tuples));
    size_t common = first->length;
    for (size_t i = 0; i < n; i++) {
        const ty_str *s = ty_str_ptr(key_at(keys, i, tuples));
        size_t k = 0, most = s->length < common ? s->length : common;
        if (s->kind != 1)
            return SIZE_MAX;
        while (k < most && s->data[k] == first->data[k])
            k++;
        common = k;
    }
    return common;
}

static bool fill_pairs(pair *p, const ty_value *keys, size_t n, enum ty_sort_kind kind, bool tuples, bool places)
{
    size_t skip = 0;
    if (kind == TY_SORT_STR && (skip = common_beginning(keys, n, tuples)) == SIZE_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        ty_value k = key_at(keys, i, tuples);
        if (kind == TY_SORT_INT) {
            p[i].word = int_image(k);
        } else if (kind == TY_SORT_STR) {
            p[i].word = str_image(k, skip);
        } else {
            double d = ty_float_value(k);
            if (d != d)
                return false;
            p[i].word = float_image(d);
        }
        p[i].payload = places ? i : (size_t)(uintptr_t)keys[i];
    }
    return true;
}

/* Natural runs are merged faster than anything is distributed. */
static bool is_shuffled(const uint64_t *words, size_t stride, size_t n)
{
    size_t falls = 0;
    for (size_t i = 1; i < n; i++)
        falls += words[i * stride] < words[(i - 1) * stride];
    return falls > n / 8 && falls < n - n / 8;
}

/* --- sorting ------------------------------------------------------------------------------------------------------------- */

/* Ints and floats that are immediates are their images: nothing else needs to be carried. 1 done, 0 no, -1 error. */
static int sort_immediates(ty_ctx *ctx, ty_value *keys, size_t n, enum ty_sort_kind kind, uint64_t *words)
{
    if (kind == TY_SORT_INT) {
        for (size_t i = 0; i < n; i++)
            words[i] = int_image(keys[i]);
    } else {
        for (size_t i = 0; i < n; i++) {
            if (!ty_is_flonum(keys[i]))
                return 2;
            words[i] = float_image(ty_flonum_value(keys[i]));
        }
    }
    if (!is_shuffled(words, 1, n))
        return 0;
    if (sort_words(ctx, words, words + n, n))
        return -1;
    if (kind == TY_SORT_INT)
        for (size_t i = 0; i < n; i++)
            keys[i] = (ty_value)(uintptr_t)(words[i] ^ SIGN);
    else
        for (size_t i = 0; i < n; i++)
            keys[i] = ty_flonum_try(float_of_image(words[i]));
    return 1;
}

/* v[i] = v[p[i].payload] */
static void arrange(ty_value *v, const pair *p, ty_value *room, size_t n)
{
    memcpy(room, v, n * sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = room[p[i].payload];
}

int ty_list_sort_words(ty_ctx *ctx, ty_value *keys, ty_value *values, size_t n, enum ty_sort_kind kind, bool tuples,
                       struct ty_sort_ties *ties)
{
    size_t bytes = 2 * n * sizeof(pair);
    ties->each = NULL;
    if (n > SIZE_MAX / 64 || ty_heap_charge(ctx->heap, bytes))
        return 0;
    pair *p = malloc(bytes);
    int done = 0;
    if (p && !values && !tuples && kind != TY_SORT_STR) {
        done = sort_immediates(ctx, keys, n, kind, (uint64_t *)p);
        if (done != 2)
            goto end;
        done = 0;
    }
    bool places = values != NULL;
    if (!p || !fill_pairs(p, keys, n, kind, tuples, places) || !is_shuffled(&p->word, sizeof *p / sizeof p->word, n))
        goto end;
    done = sort_pairs(ctx, p, p + n, n) ? -1 : 1;
    if (done < 0)
        goto end;
    if (places) {
        arrange(keys, p, (ty_value *)(void *)(p + n), n);
        arrange(values, p, (ty_value *)(void *)(p + n), n);
    } else {
        for (size_t i = 0; i < n; i++)
            keys[i] = (ty_value)(uintptr_t)p[i].payload;
    }
    if (kind == TY_SORT_STR || tuples) {
        /* Where runs with the same image begin: the caller sorts them by what is behind it. */
        unsigned char *same = (unsigned char *)(p + n);
        for (size_t i = 0; i < n; i++)
            same[i] = i + 1 < n && p[i].word == p[i + 1].word;
        ties->each = same;
        ties->memory = p;
        ties->bytes = bytes;
        return 1;
    }
end:
    free(p);
    ty_heap_discharge(ctx->heap, bytes);
    return done;
}

void ty_list_sort_ties_free(ty_ctx *ctx, struct ty_sort_ties *ties)
{
    if (ties->each) {
        free(ties->memory);
        ty_heap_discharge(ctx->heap, ties->bytes);
    }
}

#else

int ty_list_sort_words(ty_ctx *ctx, ty_value *keys, ty_value *values, size_t n, enum ty_sort_kind kind, bool tuples,
                       struct ty_sort_ties *ties)
{
    (void)ctx, (void)keys, (void)values, (void)n, (void)kind, (void)tuples;
    ties->each = NULL;
    return 0;
}

void ty_list_sort_ties_free(ty_ctx *ctx, struct ty_sort_ties *ties)
{
    (void)ctx, (void)ties;
}

#endif
