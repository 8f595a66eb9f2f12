/* SPDX-License-Identifier: MIT */
/* Text of floats: shortest and round, against the C library's conversions, which are exact where this test runs. */
#include <config.h>

#include "object/float.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem/buf.h"
#include "object/float_digits.h"
#include "tests/tap/tap.h"

static uint64_t seed = 88172645463325252u;
static uint64_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static double number(void)
{
    switch (rnd() % 5) {
    case 0: return ty_bits_double(rnd() >> 1);
    case 1: return (double)(rnd() % 1000000) / 1000;
    case 2: return ldexp(1, (int)(rnd() % 2098) - 1074);
    case 3: return (double)rnd();
    default: return ldexp((double)(rnd() >> 11), (int)(rnd() % 200) - 150);
    }
}

static void shortest(void)
{
    int back = 0, longer = 0;
    for (int i = 0; i < 50000; i++) {
        double d = number();
        if (!isfinite(d))
            continue;
        char text[40];
        size_t n = ty_float_repr(d, text), end;
        text[n] = 0;
        back += ty_float_scan(text, n, &end) != d || end != n || strtod(text, NULL) != d;
        ty_float_digits v;
        ty_float_digits_shortest(d, &v);
        if (v.n > 1) { /* one digit less does not read back */
            char shorter[40];
            snprintf(shorter, sizeof shorter, "%.*e", v.n - 2, d);
            longer += strtod(shorter, NULL) == d;
        }
    }
    is_int(back, 0, "repr reads back");
    is_int(longer, 0, "and no shorter text does");
}

static void formats(void)
{
    int bad = 0;
    ty_buf b;
    ty_buf_init(&b, NULL, 0);
    for (int i = 0; i < 20000; i++) {
        double d = number();
        if (!isfinite(d))
            continue;
        int precision = rnd() % 8 ? (int)(rnd() % 20) : (int)(rnd() % 1100);
        char type = "eEfFgG"[rnd() % 6], format[8] = "%.*", want[1600];
        bool alternate = rnd() % 2;
        snprintf(format, sizeof format, "%%%s.*%c", alternate ? "#" : "", type);
        snprintf(want, sizeof want, format, precision, d);
        ty_buf_clear(&b);
        if (ty_float_format(&b, d, type, precision, alternate) < 0 || strcmp(ty_buf_cstr(&b), want) != 0)
            if (bad++ == 0)
                diag("%s of %a with %d: got %s", format, d, precision, ty_buf_cstr(&b));
    }
    ty_buf_free(&b);
    is_int(bad, 0, "conversions");
}

static void reading(void)
{
    static const char *const hard[] = {
        "9007199254740993", "9007199254740992.9999999999999999999999", "2.4703282292062327208e-324",
        "2.4703282292062328e-324", "1.7976931348623158e308", "1.7976931348623159e308", "0.1e-400", "1e400", "1e-99999999999999999999",
        "100000000000000016777215", "100000000000000016777216", "6.9294956446009195e15", "3.518437208883201171875e13", "0.e5", ".5",
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910"
        "946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834"
        "936475292719074168444365510704342711559699508093042880"};
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        size_t end;
        double d = ty_float_scan(hard[i], strlen(hard[i]), &end);
        is_double(d, strtod(hard[i], NULL), "%.40s", hard[i]);
        is_int(end, strlen(hard[i]), "all of it");
    }
    int bad = 0;
    for (int i = 0; i < 50000; i++) {
        char text[64];
        size_t n = 0, digits = 1 + rnd() % 30, point = rnd() % 31, end;
        for (size_t k = 0; k < digits; k++) {
            if (k == point)
                text[n++] = '.';
            text[n++] = (char)('0' + rnd() % 10);
        }
        n += (size_t)snprintf(text + n, sizeof text - n, "e%d", (int)(rnd() % 700) - 350);
        bad += ty_float_scan(text, n, &end) != strtod(text, NULL) || end != n;
    }
    is_int(bad, 0, "random decimals");
    size_t end;
    (void)ty_float_scan("1e+x", 4, &end);
    is_int(end, 1, "an exponent without digits is not taken");
    (void)ty_float_scan(".", 1, &end);
    is_int(end, 0, "a point alone is nothing");
}

int main(void)
{
    shortest();
    formats();
    reading();
    is_double(ty_float_round(2.675, 2), 2.67, "the exact value is rounded");
    is_double(ty_float_round(-0.4, 0), -0.0, "the sign stays");
    return done_testing();
}
