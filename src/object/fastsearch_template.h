/* SPDX-License-Identifier: MIT */
/*
 * The search for one pair of character types; included by fastsearch.c with HAY, NEEDLE (types) and NAME(x) defined.
 *
 * Forward: look at the character under the needle's end and at the one behind; what is not in the needle (a 64-bit Bloom
 * filter tells) lets it jump by its length (Sunday 1990). When that makes too little way, the rest is searched by the
 * two-way algorithm (Crochemore and Perrin 1991), which is linear and needs no tables.
 */

/* Start of the greatest suffix of p[0..m) in the order of characters, or its reverse, and its period. */
static size_t NAME(suffix)(const NEEDLE *p, size_t m, size_t *period, bool reverse)
{
    size_t start = 0, at = 1, k = 0, per = 1; /* p[start..) against p[at..) */
    while (at + k < m) {
        NEEDLE a = p[at + k], b = p[start + k];
        if (a == b) {
            if (++k == per) {
                at += per;
                k = 0;
            }
        } else if ((a < b) != reverse) {
            at += k + 1;
            k = 0;
            per = at - start;
        } else {
            start = at++;
            k = 0;
            per = 1;
        }
    }
    *period = per;
    return start;
}

static intptr_t NAME(two_way)(const HAY *s, size_t n, const NEEDLE *p, size_t m)
{
    size_t period, other_period, cut = NAME(suffix)(p, m, &period, false);
    size_t other = NAME(suffix)(p, m, &other_period, true);
    if (other > cut) {
        cut = other;
        period = other_period;
    }
    bool periodic = cut + period <= m && memcmp(p, p + period, cut * sizeof *p) == 0;
    if (!periodic)
        period = (cut > m - cut ? cut : m - cut) + 1;
    size_t known = 0; /* this prefix matches from the last shift */
    for (size_t i = 0; i + m <= n;) {
        size_t k = known > cut ? known : cut;
        while (k < m && p[k] == s[i + k])
            k++;
        if (k < m) {
            i += k - cut + 1;
            known = 0;
            continue;
        }
        k = cut;
        while (k > known && p[k - 1] == s[i + k - 1])
            k--;
        if (k <= known)
            return (intptr_t)i;
        i += period;
        known = periodic ? m - period : 0;
    }
    return -1;
}

static intptr_t NAME(find)(const HAY *s, size_t n, const NEEDLE *p, size_t m)
{
    size_t last = m - 1, gap = m, end = n - m; /* m >= 2, n >= m */
    uint64_t bloom = 0;
    for (size_t i = 0; i < m; i++) {
        bloom |= (uint64_t)1 << (p[i] & 63);
        if (i < last && p[i] == p[last])
            gap = last - i;
    }
    size_t wasted = 0;
    NEEDLE tail = p[last];
    for (size_t i = 0; i <= end;) {
        if (s[i + last] == tail) {
            size_t k = 0;
            while (k < last && s[i + k] == p[k])
                k++;
            if (k == last)
                return (intptr_t)i;
            wasted += k + 1;
            if (TY_UNLIKELY(wasted > 200 && wasted > (i + m) / 2 + 100)) {
                i++;
                intptr_t r = NAME(two_way)(s + i, n - i, p, m);
                return r < 0 ? -1 : r + (intptr_t)i;
            }
            if (i < end && !(bloom >> (s[i + m] & 63) & 1))
                i += m + 1;
            else
                i += gap;
        } else if (i < end && !(bloom >> (s[i + m] & 63) & 1)) {
            i += m + 1;
        } else {
            i++;
        }
    }
    return -1;
}

static intptr_t NAME(rfind)(const HAY *s, size_t n, const NEEDLE *p, size_t m)
{
    size_t gap = m; /* from the first character to its next occurrence */
    uint64_t bloom = 0;
    for (size_t i = m; i-- > 0;) {
        bloom |= (uint64_t)1 << (p[i] & 63);
        if (i > 0 && p[i] == p[0])
            gap = i;
    }
    for (size_t i = n - m;;) {
        size_t step = 1;
        if (s[i] == p[0]) {
            size_t k = m - 1;
            while (k > 0 && s[i + k] == p[k])
                k--;
            if (k == 0)
                return (intptr_t)i;
            step = gap;
        }
        if (i > 0 && !(bloom >> (s[i - 1] & 63) & 1))
            step = m + 1;
        if (i < step)
            return -1;
        i -= step;
    }
}

#undef HAY
#undef NEEDLE
#undef NAME
