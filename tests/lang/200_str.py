# SPDX-License-Identifier: MIT
from tap import done, is_, ok, raises

# --- making and looking at
is_(str(), "", "no argument")
is_(str(5), "5", "of an int")
is_(str(b"abc", "ascii"), "abc", "decoded")
is_(str(b"a\xff", errors="replace"), "a\ufffd", "decoded with an error handler")
raises(TypeError, lambda: str("a", "ascii"), "no decoding of text", text="decoding str is not supported")
is_("héllo"[1], "é", "item")
is_("hello"[-1], "o", "item from the end")
is_("hello"[1:4], "ell", "slice")
is_("hello"[::-1], "olleh", "reversed")
is_("日本語"[::2], "日語", "wide slice")
raises(IndexError, lambda: "abc"[3], "beyond", text="string index out of range")
key = "a"
raises(TypeError, lambda: "abc"[key], "no index", text="string indices must be integers, not 'str'")
is_(len("a\U0001f600b"), 3, "length counts characters")
is_(list("aé日"), ["a", "é", "日"], "iteration")
ok("ell" in "hello" and "x" not in "hello", "contains")
ok("abc" < "abd" and "Z" < "a" and "é" > "z" and "a" < "aa", "order is by code points")
ok(hash("abc") == hash("ab" + "c"), "equal texts hash alike")

# --- concatenation in a loop is linear, and leaves every string as it was
parts, s = [], ""
for i in range(20000):
    s += "xy"
    if i % 5000 == 0:
        parts.append(s)
is_(len(s), 40000, "length of a chain")
ok(all(s.startswith(p) for p in parts) and [len(p) for p in parts] == [2, 10002, 20002, 30002], "its parts")
t = parts[1] + "!"
ok(s[10002] == "x" and t[10002] == "!", "two continuations of one string")


class Holder:
    text = ""


h = Holder()
for i in range(5000):
    h.text += "é"
is_(h.text, "é" * 5000, "chain in an attribute")

# --- methods
is_("Straße".upper(), "STRASSE", "upper")
is_("ΟΔΥΣΣΕΥΣ".lower(), "οδυσσευς", "lower with a final sigma")
is_("ǆ".title(), "ǅ", "title")
is_("Straße".casefold(), "strasse", "casefold")
is_("they're".title(), "They'Re", "title of words")
is_("a b  c ".split(), ["a", "b", "c"], "split at blanks")
is_("a b  c".split(" "), ["a", "b", "", "c"], "split at a separator")
is_("a b c".rsplit(None, 1), ["a b", "c"], "rsplit")
is_("a\nb\r\nc\x0bd\u2028e".splitlines(), ["a", "b", "c", "d", "e"], "splitlines")
is_("a=b=c".partition("="), ("a", "=", "b=c"), "partition")
is_("abcabc".replace("b", "--", 1), "a--cabc", "replace")
is_("aé".replace("é", "e"), "ae", "replace of the only wide character")
is_("xxaxx".strip("x"), "a", "strip")
is_("7".zfill(3) + "|" + "-7".zfill(4), "007|-007", "zfill")
is_("a\tb".expandtabs(4), "a   b", "expandtabs")
is_("abc".translate({97: "x", 98: None, ord("c"): 0x20ac}), "x€", "translate")
is_(str.maketrans("ab", "cd", "e"), {97: 99, 98: 100, 101: None}, "maketrans")
is_("-".join(["a", "b"]), "a-b", "join")
raises(TypeError, lambda: "".join(["a", 1]), "join of another type", text="sequence item 1: expected str instance, int found")
ok("٣".isdecimal() and "²".isdigit() and not "²".isdecimal() and "½".isnumeric(), "numbers of other scripts")
is_(int("٣"), 3, "int of them")
ok("name_1".isidentifier() and not "1a".isidentifier() and "été".isidentifier(), "isidentifier")
is_("abc".removeprefix("a").removesuffix("c"), "b", "removeprefix, removesuffix")
is_("aXbX".count("X"), 2, "count")
is_("abc".find("c", -1), 2, "find from the end")
raises(ValueError, lambda: "abc".index("x"), "index", text="substring not found")
ok("abc".startswith(("x", "a")) and "abc".endswith("c", 0, 3), "startswith, endswith")
is_("ab".center(5, "*"), "**ab*", "center")

# --- repr
is_(repr("it's"), '"it\'s"', "quotes")
is_(repr("'\"\n\\\x00\x7f\xad\u2028é"), "'\\'\"\\n\\\\\\x00\\x7f\\xad\\u2028é'", "escapes")
is_(ascii("é€\U0001f600"), "'\\xe9\\u20ac\\U0001f600'", "ascii")
is_("\N{BULLET}\N{latin small letter e with acute}", "\u2022é", "names of characters")


# --- subclasses
class S(str):
    def __new__(cls, text, note=None):
        self = super().__new__(cls, text)
        self.note = note
        return self


x = S("hello", note=5)
ok(x == "hello" and x.note == 5 and type(x) is S and isinstance(x, str), "an instance of a subclass")
ok(type(x + "!") is str and type(x[1:]) is str and type(x.upper()) is str and type(str(x)) is str, "results are plain strings")
is_({x: 1}["hello"], 1, "as a key")
is_(x * 2, "hellohello", "repeated")
done()
