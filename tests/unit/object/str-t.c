/* SPDX-License-Identifier: MIT */
/* str: making, joining, searching, the methods, both ways of formatting. */
#include <config.h>

#include "object/str.h"

#include "object/bytes.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/ops.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

static ty_ctx *ctx;

static ty_value s(const char *text) { return ty_str_from_cstr(ctx, text); }
static ty_value call(const char *self, const char *name, size_t n, ty_value a, ty_value b)
{
    ty_value args[3] = {s(self), a, b};
    return ty_call_method(ctx, ty_str_intern_utf8(ctx, name, strlen(name)), args, n + 1);
}
#define m0(self, name) call(self, name, 0, TY_NULL, TY_NULL)
#define m1(self, name, a) call(self, name, 1, a, TY_NULL)
#define m2(self, name, a, b) call(self, name, 2, a, b)

static void test_symbols(void)
{
    ok(ty_str_intern_utf8(ctx, "__init__", 8) == ty_str_intern(ctx, s("__init__")), "a symbol is found by its text");
    ty_value a = ty_str_intern(ctx, s("no symbol has this text")), b = ty_str_intern(ctx, s("no symbol has this text"));
    ok(a == b, "interned strings are the same object");
    is_int(ty_str_hash(a), ty_str_hash(s("no symbol has this text")), "equal strings have equal hashes");
    ok(ty_str_from_cstr(ctx, "x") == ty_str_char(ctx, 'x'), "one character is a symbol");
    ok(ty_str_from_cstr(ctx, "\xc3\xa9") == ty_str_char(ctx, 0xe9), "one Latin-1 character is a symbol");
    for (size_t i = 0; ty_symbols_at(i); i++)
        if (ty_symbols_find(ty_str_ptr(ty_symbols_at(i))) != ty_symbols_at(i))
            ok(false, "symbol %zu is found", i);
}

static void test_make(void)
{
    is_int(ty_str_ptr(s("h\xc3\xa9"))->kind, 1, "Latin-1 takes one byte");
    is_int(ty_str_ptr(s("\xe2\x82\xac!"))->kind, 2, "the BMP two");
    is_int(ty_str_ptr(s("\xf0\x9f\x98\x80!"))->kind, 4, "the rest four");
    is_repr(ctx, ty_str_substring(ctx, s("\xe2\x82\xac" "abc"), 1, 3), "'ab'");
    is_int(ty_str_ptr(ty_str_substring(ctx, s("\xe2\x82\xac" "abc"), 1, 3))->kind, 1, "a part is narrowed");
    ok(!ty_str_from_utf8(ctx, "a\xff", 2), "bad UTF-8");
    raises(ctx, &ty_UnicodeDecodeError_type, "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
    is_repr(ctx, s("it's"), "\"it's\"");
    is_repr(ctx, s("'\"\n\t\\\x01\x7f\xc2\x85\xe2\x80\xa8"), "'\\'\"\\n\\t\\\\\\x01\\x7f\\x85\\u2028'");
    is_str(harness_text(ctx, ty_str_ascii(ctx, s("\xc3\xa9\xf0\x9f\x98\x80"))), "'\\xe9\\U0001f600'", "ascii");
    is_str(harness_text(ctx, ty_str_format(ctx, "%s|%.2s|%5d|%04x|%R|%T|%N|%zd|%%", "a", "bcd", 42, 255u, s("q"), TY_NONE,
                                           &ty_str_type, (intptr_t)-7)),
           "a|bc|   42|00ff|'q'|NoneType|str|-7|%", "messages");
}

static void test_chain(void)
{
    /* Each step must keep all earlier strings as they were. */
    ty_value t = ty_str_empty, old = TY_NULL;
    for (int i = 0; i < 20000; i++) {
        t = ty_str_concat(ctx, t, s(i % 7 ? "ab" : "xyz"));
        if (i == 5000)
            old = t;
    }
    ty_value other = ty_str_concat(ctx, old, s("!"));
    ty_str *p = ty_str_ptr(t), *q = ty_str_ptr(old);
    is_int(p->length, 20000 * 2 + 2858, "the length of the whole");
    ok(memcmp(p->data, q->data, q->length) == 0, "an earlier string is a prefix");
    is_int(ty_str_at(ty_str_ptr(other), q->length), '!', "and can be extended on its own");
    ok(ty_str_at(p, q->length) != '!', "without harm to the other");
    t = ty_str_concat(ctx, t, s("\xe2\x82\xac"));
    is_int(ty_str_ptr(t)->kind, 2, "it widens");
    is_int(ty_str_at(ty_str_ptr(t), ty_str_length(t) - 1), 0x20ac, "and goes on");
}

static void test_methods(void)
{
    is_repr(ctx, m0("Hello, World and more", "upper"), "'HELLO, WORLD AND MORE'");
    is_repr(ctx, m0("Hello, World and [@`{] more", "swapcase"), "'hELLO, wORLD AND [@`{] MORE'");
    is_repr(ctx, m0("[@Z`{", "lower"), "'[@z`{'");
    is_repr(ctx, m0("stra\xc3\x9f" "e", "upper"), "'STRASSE'");
    is_repr(ctx, m0("\xce\x9f\xce\x94\xce\xa5\xce\xa3\xce\xa3\xce\x95\xce\xa5\xce\xa3.", "lower"),
            "'\xce\xbf\xce\xb4\xcf\x85\xcf\x83\xcf\x83\xce\xb5\xcf\x85\xcf\x82.'");
    is_repr(ctx, m0("they're bill's", "title"), "\"They'Re Bill'S\"");
    is_repr(ctx, m0("  a b\tc\n d ", "split"), "['a', 'b', 'c', 'd']");
    is_repr(ctx, m2("a,b,,c", "split", s(","), ty_small(2)), "['a', 'b', ',c']");
    is_repr(ctx, m2("a,b,,c", "rsplit", s(","), ty_small(2)), "['a,b', '', 'c']");
    is_repr(ctx, m2(" a b c ", "rsplit", TY_NONE, ty_small(1)), "[' a b', 'c']");
    is_repr(ctx, m1("a\r\nb\nc", "splitlines", TY_TRUE), "['a\\r\\n', 'b\\n', 'c']");
    is_repr(ctx, m1("key=value=x", "partition", s("=")), "('key', '=', 'value=x')");
    is_repr(ctx, m1("key=value=x", "rpartition", s("=")), "('key=value', '=', 'x')");
    is_repr(ctx, m2("aXbXc", "replace", s("X"), s("--")), "'a--b--c'");
    is_repr(ctx, m2("abc", "replace", s(""), s("-")), "'-a-b-c-'");
    is_repr(ctx, m2("a\xe2\x82\xac" "b", "replace", s("\xe2\x82\xac"), s("e")), "'aeb'");
    is_int(ty_str_ptr(m2("a\xe2\x82\xac" "b", "replace", s("\xe2\x82\xac"), s("ee")))->kind, 1, "replace narrows");
    is_repr(ctx, m1("xxabxx", "strip", s("x")), "'ab'");
    is_repr(ctx, m0("\xe3\x80\x80 x \t", "strip"), "'x'");
    is_repr(ctx, m2("ab", "center", ty_small(5), s("*")), "'**ab*'");
    is_repr(ctx, m1("-42", "zfill", ty_small(6)), "'-00042'");
    is_repr(ctx, m1("a\tbc\td", "expandtabs", ty_small(4)), "'a   bc  d'");
    is_repr(ctx, m1("abcabc", "find", s("ca")), "2");
    is_repr(ctx, m1("abcabc", "count", s("bc")), "2");
    is_repr(ctx, m2("abcabc", "index", s("a"), ty_small(1)), "3");
    is_repr(ctx, m1("abc", "startswith", ty_tuple_pack(ctx, 2, s("x"), s("ab"))), "True");
    is_repr(ctx, m1("abc", "removesuffix", s("bc")), "'a'");
    is_repr(ctx, m1("-", "join", ty_tuple_pack(ctx, 3, s("a"), s("b"), s("\xe2\x82\xac"))), "'a-b-\xe2\x82\xac'");
    is_repr(ctx, m0("\xd9\xa3", "isdecimal"), "True");
    is_repr(ctx, m0("\xc2\xbd", "isnumeric"), "True");
    is_repr(ctx, m0("n1_", "isidentifier"), "True");
    is_repr(ctx, ty_op_getitem(ctx, s("hello"), ty_small(-1)), "'o'");
    is_repr(ctx, ty_op_binary(ctx, TY_OP_MUL, s("ab"), ty_small(3)), "'ababab'");
    ok(!m1("a", "index", s("b")), "absent");
    raises(ctx, &ty_ValueError_type, "substring not found");
    ok(!m1("a", "join", ty_tuple_pack(ctx, 1, ty_small(1))), "no string");
    raises(ctx, &ty_TypeError_type, "sequence item 0: expected str instance, int found");
    ok(!m0("a", "find"), "too few arguments");
    raises(ctx, &ty_TypeError_type, "find expected at least 1 argument, got 0");
}

static void test_format(void)
{
    ty_value args = ty_tuple_pack(ctx, 3, s("x"), ty_small(255), ty_float_new(ctx, 1.5));
    is_repr(ctx, ty_str_percent(ctx, s("%s|%#x|%6.2f"), args), "'x|0xff|  1.50'");
    is_repr(ctx, ty_str_percent(ctx, s("%-5s|%05d|%+d|%%"), ty_tuple_pack(ctx, 3, s("ab"), ty_small(-42), ty_small(7))),
            "'ab   |-0042|+7|%'");
    ok(!ty_str_percent(ctx, s("%d"), s("x")), "no number");
    raises(ctx, &ty_TypeError_type, "%d format: a real number is required, not str");
    ok(!ty_str_percent(ctx, s("%s %s"), ty_small(1)), "too few");
    raises(ctx, &ty_TypeError_type, "not enough arguments for format string");
    ty_value f[4] = {s("{0}-{1:>5}-{2!r}-{{}}"), s("a"), ty_small(42), s("q")};
    is_repr(ctx, ty_call_method(ctx, TY_SYM(format), f, 4), "\"a-   42-'q'-{}\"");
    f[0] = s("{:{}}|{}");
    is_repr(ctx, ty_call_method(ctx, TY_SYM(format), f, 4), "'a                                         |q'");
    f[0] = s("{0}{}");
    ok(!ty_call_method(ctx, TY_SYM(format), f, 2), "both numberings");
    raises(ctx, &ty_ValueError_type, "cannot switch from manual field specification to automatic field numbering");
}

static void test_codecs(void)
{
    ty_value euro = s("a\xe2\x82\xac");
    is_repr(ctx, ty_codec_encode(ctx, euro, TY_NULL, TY_NULL), "b'a\\xe2\\x82\\xac'");
    is_repr(ctx, ty_codec_encode(ctx, euro, s("UTF-16-LE"), TY_NULL), "b'a\\x00\\xac '");
    is_repr(ctx, ty_codec_encode(ctx, euro, s("ascii"), s("backslashreplace")), "b'a\\\\u20ac'");
    is_repr(ctx, ty_codec_encode(ctx, euro, s("ascii"), s("xmlcharrefreplace")), "b'a&#8364;'");
    ok(!ty_codec_encode(ctx, euro, s("latin-1"), TY_NULL), "too wide");
    raises(ctx, &ty_UnicodeEncodeError_type, "'latin-1' codec can't encode character '\\u20ac' in position 1: ordinal not in range(256)");
    is_repr(ctx, ty_codec_decode(ctx, TY_NULL, "a\xff\xe2\x82", 4, TY_NULL, s("replace")), "'a\xef\xbf\xbd\xef\xbf\xbd'");
    is_repr(ctx, ty_codec_decode(ctx, TY_NULL, "a\xff", 2, s("utf8"), s("surrogateescape")), "'a\\udcff'");
    is_repr(ctx, ty_codec_decode(ctx, TY_NULL, "\xff\xfe" "a\0=\xd8\0\xde", 8, s("utf-16"), TY_NULL), "'a\xf0\x9f\x98\x80'");
    is_repr(ctx, ty_codec_decode(ctx, TY_NULL, "\\n\\x41\\u20ac\\101", 16, s("unicode_escape"), TY_NULL), "'\\nA\xe2\x82\xac" "A'");
    ok(!ty_codec_decode(ctx, TY_NULL, "a", 1, s("no-such-thing"), TY_NULL), "unknown");
    raises(ctx, &ty_LookupError_type, "unknown encoding: no-such-thing");
    size_t taken;
    is_repr(ctx, ty_codec_decode_as(ctx, TY_CODEC_UTF8, TY_NULL, "ab\xe2\x82", 4, TY_NULL, &taken, NULL), "'ab'");
    is_int(taken, 2, "an incomplete end is left");
}

int main(void)
{
    ctx = harness_begin();
    test_symbols();
    test_make();
    test_chain();
    test_methods();
    test_format();
    test_codecs();
    harness_end();
    return done_testing();
}
