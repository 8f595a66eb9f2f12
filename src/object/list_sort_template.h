/* SPDX-License-Identifier: MIT */
/*
 * The sorting code for one kind of key. Included by list_sort.c with NAME(x), LESS(s, a, b) and CANNOT_FAIL, which are
 * undefined at the end. Functions return 0 or -1, the searches a place or -1. After a failure the arrays still hold all
 * items, in some order.
 */
/* No include guard: included several times. */

#if CANNOT_FAIL
#define CHECK(r) ((void)s)
#else
#define CHECK(r)                                                                                                        \
    do {                                                                                                                \
        if (TY_UNLIKELY((r) < 0))                                                                                       \
            goto fail;                                                                                                  \
    } while (0)
#endif

/* Sorts [low, high), of which [low, start) is sorted, by binary insertion. */
static int NAME(insert_runs)(struct sorter *s, size_t low, size_t high, size_t start)
{
    ty_value *k = s->keys, *v = s->values;
    for (; start < high; start++) {
        ty_value pivot = k[start];
        size_t l = low, r = start;
        while (l < r) {
            size_t m = l + (r - l) / 2;
            int less = LESS(s, pivot, k[m]);
            CHECK(less);
            if (less)
                r = m;
            else
                l = m + 1;
        }
        memmove(k + l + 1, k + l, (start - l) * sizeof *k);
        k[l] = pivot;
        if (v) {
            ty_value moved = v[start];
            memmove(v + l + 1, v + l, (start - l) * sizeof *v);
            v[l] = moved;
        }
    }
    return 0;
#if !CANNOT_FAIL
fail:
    return -1;
#endif
}

/* The length of the run that starts at `low`; a strictly descending one is reversed. 0: failed. */
static size_t NAME(next_run)(struct sorter *s, size_t low, size_t high)
{
    ty_value *k = s->keys;
    size_t i = low + 1;
    int less;
    if (i == high)
        return 1;
    less = LESS(s, k[i], k[low]);
    CHECK(less);
    i++;
    if (less) {
        for (; i < high; i++) {
            less = LESS(s, k[i], k[i - 1]);
            CHECK(less);
            if (!less)
                break;
        }
        reverse_part(k + low, i - low);
        if (s->values)
            reverse_part(s->values + low, i - low);
    } else {
        for (; i < high; i++) {
            less = LESS(s, k[i], k[i - 1]);
            CHECK(less);
            if (less)
                break;
        }
    }
    return i - low;
#if !CANNOT_FAIL
fail:
    return 0;
#endif
}

/* How many of the n sorted items of `a` are < key (left) or <= key (right), searched in growing steps from `hint`. */
static ptrdiff_t NAME(gallop_left)(struct sorter *s, ty_value key, const ty_value *a, ptrdiff_t n, ptrdiff_t hint)
{
    ptrdiff_t last = 0, step = 1, low, high;
    int less = LESS(s, a[hint], key);
    CHECK(less);
    if (less) {
        ptrdiff_t max = n - hint;
        while (step < max) {
            less = LESS(s, a[hint + step], key);
            CHECK(less);
            if (!less)
                break;
            last = step;
            step = 2 * step + 1;
        }
        if (step > max)
            step = max;
        low = hint + last + 1;
        high = hint + step;
    } else {
        ptrdiff_t max = hint + 1;
        while (step < max) {
            less = LESS(s, a[hint - step], key);
            CHECK(less);
            if (less)
                break;
            last = step;
            step = 2 * step + 1;
        }
        if (step > max)
            step = max;
        low = hint - step + 1;
        high = hint - last;
    }
    while (low < high) {
        ptrdiff_t m = low + (high - low) / 2;
        less = LESS(s, a[m], key);
        CHECK(less);
        if (less)
            low = m + 1;
        else
            high = m;
    }
    return low;
#if !CANNOT_FAIL
fail:
    return -1;
#endif
}

static ptrdiff_t NAME(gallop_right)(struct sorter *s, ty_value key, const ty_value *a, ptrdiff_t n, ptrdiff_t hint)
{
    ptrdiff_t last = 0, step = 1, low, high;
    int less = LESS(s, key, a[hint]);
    CHECK(less);
    if (less) {
        ptrdiff_t max = hint + 1;
        while (step < max) {
            less = LESS(s, key, a[hint - step]);
            CHECK(less);
            if (!less)
                break;
            last = step;
            step = 2 * step + 1;
        }
        if (step > max)
            step = max;
        low = hint - step + 1;
        high = hint - last;
    } else {
        ptrdiff_t max = n - hint;
        while (step < max) {
            less = LESS(s, key, a[hint + step]);
            CHECK(less);
            if (less)
                break;
            last = step;
            step = 2 * step + 1;
        }
        if (step > max)
            step = max;
        low = hint + last + 1;
        high = hint + step;
    }
    while (low < high) {
        ptrdiff_t m = low + (high - low) / 2;
        less = LESS(s, key, a[m]);
        CHECK(less);
        if (less)
            high = m;
        else
            low = m + 1;
    }
    return low;
#if !CANNOT_FAIL
fail:
    return -1;
#endif
}

/* Merges [at, at + na) with the nb items behind, na <= nb: the left ones go to the buffer, the merge runs upwards. */
static int NAME(merge_low)(struct sorter *s, size_t at, size_t na, size_t nb)
{
    if (reserve(s, na))
        return -1;
    ty_value *to = s->keys + at, *tov = s->values ? s->values + at : NULL;
    ty_value *a = s->spare_keys->items, *av = tov ? s->spare_values->items : NULL;
    ty_value *b = to + na, *bv = tov ? tov + na : NULL;
    size_t gallop = s->gallop;
    int result = 0;
    memcpy(a, to, na * sizeof *a);
    if (tov)
        memcpy(av, tov, na * sizeof *av);
    /* The first of the right part is the smallest, the last of the left part the largest: merge_at has seen to it. */
#define TAKE_A() (*to++ = *a++, tov ? (void)(*tov++ = *av++) : (void)0)
#define TAKE_B() (*to++ = *b++, tov ? (void)(*tov++ = *bv++) : (void)0)
    TAKE_B();
    if (--nb == 0)
        goto done;
    if (na == 1)
        goto last_a;
    for (;;) {
        size_t wins_a = 0, wins_b = 0;
        for (;;) { /* one by one */
            int less = LESS(s, *b, *a);
            CHECK(less);
            if (less) {
                TAKE_B();
                wins_b++;
                wins_a = 0;
                if (--nb == 0)
                    goto done;
                if (wins_b >= gallop)
                    break;
            } else {
                TAKE_A();
                wins_a++;
                wins_b = 0;
                if (--na == 1)
                    goto last_a;
                if (wins_a >= gallop)
                    break;
            }
        }
        gallop++;
        do { /* by runs of winners */
            gallop -= gallop > 1;
            ptrdiff_t k = NAME(gallop_right)(s, *b, a, (ptrdiff_t)na, 0);
            CHECK(k);
            wins_a = (size_t)k;
            if (k) {
                memcpy(to, a, wins_a * sizeof *to);
                to += k, a += k;
                if (tov) {
                    memcpy(tov, av, wins_a * sizeof *tov);
                    tov += k, av += k;
                }
                na -= wins_a;
                if (na == 1)
                    goto last_a;
                if (na == 0) /* only when the order is inconsistent */
                    goto done;
            }
            TAKE_B();
            if (--nb == 0)
                goto done;
            k = NAME(gallop_left)(s, *a, b, (ptrdiff_t)nb, 0);
            CHECK(k);
            wins_b = (size_t)k;
            if (k) {
                memmove(to, b, wins_b * sizeof *to);
                to += k, b += k;
                if (tov) {
                    memmove(tov, bv, wins_b * sizeof *tov);
                    tov += k, bv += k;
                }
                nb -= wins_b;
                if (nb == 0)
                    goto done;
            }
            TAKE_A();
            if (--na == 1)
                goto last_a;
        } while (wins_a >= GALLOP_MIN || wins_b >= GALLOP_MIN);
        gallop++; /* leaving it costs */
    }
#if !CANNOT_FAIL
fail:
    result = -1;
#endif
done:
    s->gallop = gallop;
    memcpy(to, a, na * sizeof *to);
    if (tov)
        memcpy(tov, av, na * sizeof *tov);
    return result;
last_a: /* the last of the left part belongs behind all that is left */
    s->gallop = gallop;
    memmove(to, b, nb * sizeof *to);
    to[nb] = *a;
    if (tov) {
        memmove(tov, bv, nb * sizeof *tov);
        tov[nb] = *av;
    }
    return 0;
#undef TAKE_A
#undef TAKE_B
}

/* The same for na > nb: the right ones go to the buffer, the merge runs downwards. Pointers stand behind what is left. */
static int NAME(merge_high)(struct sorter *s, size_t at, size_t na, size_t nb)
{
    if (reserve(s, nb))
        return -1;
    ty_value *base = s->keys + at, *basev = s->values ? s->values + at : NULL;
    ty_value *first_b = s->spare_keys->items, *first_bv = basev ? s->spare_values->items : NULL;
    ty_value *to = base + na + nb, *tov = basev ? basev + na + nb : NULL;
    ty_value *a = base + na, *av = basev ? basev + na : NULL;
    ty_value *b = first_b + nb, *bv = basev ? first_bv + nb : NULL;
    size_t gallop = s->gallop;
    int result = 0;
    memcpy(first_b, a, nb * sizeof *a);
    if (basev)
        memcpy(first_bv, av, nb * sizeof *av);
#define TAKE_A() (*--to = *--a, tov ? (void)(*--tov = *--av) : (void)0)
#define TAKE_B() (*--to = *--b, tov ? (void)(*--tov = *--bv) : (void)0)
    TAKE_A();
    if (--na == 0)
        goto done;
    if (nb == 1)
        goto last_b;
    for (;;) {
        size_t wins_a = 0, wins_b = 0;
        for (;;) {
            int less = LESS(s, b[-1], a[-1]);
            CHECK(less);
            if (less) {
                TAKE_A();
                wins_a++;
                wins_b = 0;
                if (--na == 0)
                    goto done;
                if (wins_a >= gallop)
                    break;
            } else {
                TAKE_B();
                wins_b++;
                wins_a = 0;
                if (--nb == 1)
                    goto last_b;
                if (wins_b >= gallop)
                    break;
            }
        }
        gallop++;
        do {
            gallop -= gallop > 1;
            ptrdiff_t k = NAME(gallop_right)(s, b[-1], base, (ptrdiff_t)na, (ptrdiff_t)na - 1);
            CHECK(k);
            wins_a = na - (size_t)k;
            if (wins_a) {
                to -= wins_a, a -= wins_a;
                memmove(to, a, wins_a * sizeof *to);
                if (tov) {
                    tov -= wins_a, av -= wins_a;
                    memmove(tov, av, wins_a * sizeof *tov);
                }
                na -= wins_a;
                if (na == 0)
                    goto done;
            }
            TAKE_B();
            if (--nb == 1)
                goto last_b;
            k = NAME(gallop_left)(s, a[-1], first_b, (ptrdiff_t)nb, (ptrdiff_t)nb - 1);
            CHECK(k);
            wins_b = nb - (size_t)k;
            if (wins_b) {
                to -= wins_b, b -= wins_b;
                memcpy(to, b, wins_b * sizeof *to);
                if (tov) {
                    tov -= wins_b, bv -= wins_b;
                    memcpy(tov, bv, wins_b * sizeof *tov);
                }
                nb -= wins_b;
                if (nb == 1)
                    goto last_b;
                if (nb == 0) /* only when the order is inconsistent */
                    goto done;
            }
            TAKE_A();
            if (--na == 0)
                goto done;
        } while (wins_a >= GALLOP_MIN || wins_b >= GALLOP_MIN);
        gallop++;
    }
#if !CANNOT_FAIL
fail:
    result = -1;
#endif
done:
    s->gallop = gallop;
    memcpy(to - nb, first_b, nb * sizeof *to);
    if (tov)
        memcpy(tov - nb, first_bv, nb * sizeof *tov);
    return result;
last_b: /* the first of the right part belongs before all that is left */
    s->gallop = gallop;
    memmove(to - na, base, na * sizeof *to);
    to[-(ptrdiff_t)na - 1] = *first_b;
    if (tov) {
        memmove(tov - na, basev, na * sizeof *tov);
        tov[-(ptrdiff_t)na - 1] = *first_bv;
    }
    return 0;
#undef TAKE_A
#undef TAKE_B
}

/* Merges the runs i and i + 1, which are the last but one and the last, or the two before the last. */
static int NAME(merge_at)(struct sorter *s, size_t i)
{
    size_t at = s->runs[i].base, na = s->runs[i].length, nb = s->runs[i + 1].length, behind = at + na;
    if (ty_context_poll(s->ctx))
        return -1;
    s->runs[i].length = na + nb;
    for (size_t j = i + 1; j + 1 < s->runs_count; j++)
        s->runs[j] = s->runs[j + 1];
    s->runs_count--;
    /* What is in its place already need not be merged. */
    ptrdiff_t k = NAME(gallop_right)(s, s->keys[behind], s->keys + at, (ptrdiff_t)na, 0);
    if (k < 0)
        return -1;
    at += (size_t)k;
    na -= (size_t)k;
    if (na == 0)
        return 0;
    k = NAME(gallop_left)(s, s->keys[behind - 1], s->keys + behind, (ptrdiff_t)nb, (ptrdiff_t)nb - 1);
    if (k <= 0)
        return (int)k;
    nb = (size_t)k;
    return na <= nb ? NAME(merge_low)(s, at, na, nb) : NAME(merge_high)(s, at, na, nb);
}

static int NAME(sort)(struct sorter *s)
{
    size_t least = minimal_run(s->n);
    for (size_t low = 0; low < s->n;) {
        size_t found = NAME(next_run)(s, low, s->n);
        if (!CANNOT_FAIL && found == 0)
            return -1;
        if (found < least) {
            size_t wanted = s->n - low < least ? s->n - low : least;
            if (NAME(insert_runs)(s, low, low + wanted, low + found))
                return -1;
            found = wanted;
        }
        if (s->runs_count) {
            struct run *top = &s->runs[s->runs_count - 1];
            int power = boundary_power(top->base, top->length, found, s->n);
            while (s->runs_count > 1 && s->runs[s->runs_count - 2].power > power)
                if (NAME(merge_at)(s, s->runs_count - 2))
                    return -1;
            s->runs[s->runs_count - 1].power = power;
        }
        s->runs[s->runs_count++] = (struct run){low, found, 0};
        low += found;
    }
    while (s->runs_count > 1)
        if (NAME(merge_at)(s, s->runs_count - 2))
            return -1;
    return 0;
}

#undef NAME
#undef LESS
#undef CHECK
#undef CANNOT_FAIL
