# SPDX-License-Identifier: MIT
import re

from tap import done, is_, ok, raises


def spans(pattern, text, flags=0):
    m = re.search(pattern, text, flags)
    return m and [m.span(i) for i in range(m.re.groups + 1)]


# --- matching
for pattern, text, want in (
        ("a|ab", "ab", [(0, 1)]), ("(a|ab)(c|bcd)(d*)", "abcd", [(0, 4), (0, 1), (1, 4), (4, 4)]),
        ("a*?b", "aab", [(0, 3)]), ("(a*)*", "b", [(0, 0), (0, 0)]), ("(?:(a)|b)*", "ab", [(0, 2), (0, 1)]),
        ("(a)?b\\1", "aba", [(0, 3), (0, 1)]), ("(a)?b\\1", "ba", None), ("(?P<x>a)(?P=x)", "aa", [(0, 2), (0, 1)]),
        ("a(?=b)", "acab", [(2, 3)]), ("a(?!b)", "abac", [(2, 3)]), ("(?<=a)b", "bab", [(2, 3)]), ("(?<!a)b", "abb", [(2, 3)]),
        ("(?>a*)a", "aaa", None), ("a*+a", "aaa", None), ("a++b", "aab", [(0, 3)]), ("(a)?(?(1)b|c)", "ab", [(0, 2), (0, 1)]),
        ("(a)?(?(1)b|c)", "c", [(0, 1), (-1, -1)]), ("a{2,3}", "aaaa", [(0, 3)]), ("a{2,3}?", "aaaa", [(0, 2)]), ("a{,2}", "aaa", [(0, 2)]),
        ("[]a]+", "a]", [(0, 2)]), ("[^a-c]", "abcd", [(3, 4)]), ("[\\w-]+", "a-é ", [(0, 3)]), ("\\bfoo\\b", "a foo!", [(2, 5)]),
        ("^b", "a\nb", None), ("(?m)^b$", "a\nb\nc", [(2, 3)]), ("a$", "a\n", [(0, 1)]), ("a\\Z", "a\n", None), ("(?s)a.b", "a\nb", [(0, 3)]),
        ("(?x) a  # comment\n b", "ab", [(0, 2)]), ("(?i)straSSe", "STRASSE", [(0, 7)]), ("(?i)k", "\u212a", [(0, 1)]),
        ("(?i:A)b", "ab", [(0, 2)]), ("(?i:A)b", "aB", None), ("\\d+", "x٣4", [(1, 3)]), ("(?a)\\d+", "x٣4", [(2, 3)]),
        ("\\x41\\u0042\\103", "ABC", [(0, 3)]), ("(?:ab){2}", "ababab", [(0, 4)]), ("((a)|b)*", "ab", [(0, 2), (1, 2), (0, 1)]),
        ("日+", "a日日", [(1, 3)]), ("x*", "", [(0, 0)]), ("(?#c)a", "a", [(0, 1)]), ("\\N{BULLET}", "•", [(0, 1)])):
    is_(spans(pattern, text), want, pattern)
is_(re.compile("a.c").fullmatch("abcd"), None, "fullmatch")
is_(re.compile("b").match("ab", 1).span(), (1, 2), "from a position")
is_(re.compile("b$").search("aba", 0, 2).span(), (1, 2), "up to a position")
is_(re.search(b"\xe9+", b"a\xe9\xe9").group(), b"\xe9\xe9", "bytes")

# --- what it gives
m = re.match(r"(?P<first>\w+) (?P<last>\w+)( x)?", "Ada Lovelace")
is_(m.groups(), ("Ada", "Lovelace", None), "groups")
is_(m.groupdict(), {"first": "Ada", "last": "Lovelace"}, "groupdict")
is_((m["last"], m[1], m.group(0, 2)), ("Lovelace", "Ada", ("Ada Lovelace", "Lovelace")), "group")
is_((m.lastindex, m.lastgroup, m.start("last"), m.end(2), m.span(3)), (2, "last", 4, 12, (-1, -1)), "positions")
is_(m.expand(r"\2, \g<first>"), "Lovelace, Ada", "expand")
is_(repr(m), "<re.Match object; span=(0, 12), match='Ada Lovelace'>", "repr")
raises(IndexError, lambda: m.group(4), "no group", text="no such group")
is_(repr(re.compile("a", re.I | re.S)), "re.compile('a', re.IGNORECASE|re.DOTALL)", "repr of a pattern")
ok(re.compile("a") == re.compile("a") and hash(re.compile("a")) == hash(re.compile("a")), "patterns compare")

# --- all matches
is_(re.findall(r"\d+", "1 22 333"), ["1", "22", "333"], "findall")
is_(re.findall(r"(\w)(\d)?", "a1b"), [("a", "1"), ("b", "")], "with groups")
is_([m.span() for m in re.finditer("a*", "baac")], [(0, 0), (1, 3), (3, 3), (4, 4)], "empty matches")
is_(re.split(r"[,;]\s*", "a, b;c"), ["a", "b", "c"], "split")
is_(re.split(r"(-)", "a-b-c", maxsplit=1), ["a", "-", "b-c"], "split with a group")
is_(re.split(r"x*", "axbc"), ["", "a", "", "b", "c", ""], "split at nothing")
is_(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), "world hello", "sub")
is_(re.sub("x*", "-", "abxd"), "-a-b--d-", "sub of nothing")
is_(re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana", count=2), "bA1nA3na", "sub with a function")
is_(re.subn("a", r"\g<0>\n", "ab"), ("a\nb", 1), "subn")
is_(re.escape("a.b*[c] -é"), "a\\.b\\*\\[c\\]\\ \\-é", "escape")
s = re.Scanner([(r"\d+", lambda s, t: int(t)), (r"[a-z]+", lambda s, t: t), (r"\s+", None)])
is_(s.scan("ab 12 c!"), (["ab", 12, "c"], "!"), "Scanner")

# --- errors
for pattern, message, pos in (
        ("(", "missing ), unterminated subpattern", 0), ("a)", "unbalanced parenthesis", 1), ("[a", "unterminated character set", 0),
        ("[b-a]", "bad character range b-a", 1), ("*a", "nothing to repeat", 0), ("a**", "multiple repeat", 2),
        ("a{3,2}", "min repeat greater than max repeat", 2), ("(?z)", "unknown extension ?z", 1), ("(?P<1>a)", "bad character in group name '1'", 4),
        ("(?P<a>x)(?P<a>y)", "redefinition of group name 'a' as group 2; was group 1", 12), ("(?P=x)", "unknown group name 'x'", 4),
        ("\\1", "invalid group reference 1", 1), ("(\\1)", "cannot refer to an open group", 1), ("\\q", "bad escape \\q", 0),
        ("\\", "bad escape (end of pattern)", 0), ("\\x4", "incomplete escape \\x4", 0), ("(?<=a*)b", "look-behind requires fixed-width pattern", None),
        ("a(?i)", "global flags not at the start of the expression", 1), ("(?i-i:a)", "bad inline flags: flag turned on and off", 5)):
    try:
        re.compile(pattern)
        ok(False, pattern)
    except re.error as e:
        is_((e.msg, e.pos), (message, pos), pattern)
try:
    re.compile("a\n(b")
except re.error as e:
    is_((str(e), e.lineno, e.colno), ("missing ), unterminated subpattern at position 2 (line 2, column 1)", 2, 1), "where it is")
raises(TypeError, lambda: re.match("a", b"a"), "str on bytes", text="cannot use a string pattern on a bytes-like object")
raises(TypeError, lambda: re.match(b"a", "a"), "bytes on str", text="cannot use a bytes pattern on a string-like object")
raises(TypeError, lambda: re.match("a", 5), "on an int", text="expected string or bytes-like object, got 'int'")
raises(re.error, lambda: re.sub("a", r"\2", "a"), "group in a replacement", text="invalid group reference 2 at position 1")

# --- long texts need no recursion
text = "ab" * 100000
is_(re.match("(?:(a)(b))*", text).end(), 200000, "a long loop with groups")
is_(re.match("(?:a|b)*?$", text).end(), 200000, "a long lazy loop")
is_(len(re.findall(r"\w", text)), 200000, "many matches")
done()
