# SPDX-License-Identifier: MIT
from tap import done, is_, ok, raises

is_("aé€😀".encode(), b"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "utf-8")
is_(b"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80".decode(), "aé€😀", "and back")
is_("é".encode("Latin-1"), b"\xe9", "latin-1")
is_("a😀".encode("utf-16-le"), b"a\x00=\xd8\x00\xde", "utf-16-le")
is_("a😀".encode("utf-32-be"), b"\x00\x00\x00a\x00\x01\xf6\x00", "utf-32-be")
is_(b"\xff\xfea\x00".decode("utf-16"), "a", "a byte order mark")
is_("a".encode("utf-8-sig"), b"\xef\xbb\xbfa", "a signature")
is_(b"\xef\xbb\xbfa".decode("utf-8-sig"), "a", "and without it")
is_(b"\\n\\x41\\u20ac\\N{BULLET}".decode("unicode_escape"), "\nA€\u2022", "unicode_escape")
is_("\n€".encode("unicode_escape"), b"\\n\\u20ac", "and back")

for handler, want in (("ignore", b"ab"), ("replace", b"a?b"), ("backslashreplace", b"a\\u20acb"), ("xmlcharrefreplace", b"a&#8364;b"),
                      ("namereplace", b"a\\N{EURO SIGN}b")):
    is_("a€b".encode("ascii", handler), want, "encoding: " + handler)
for handler, want in (("ignore", "ab"), ("replace", "a\ufffdb"), ("backslashreplace", "a\\xffb"), ("surrogateescape", "a\udcffb")):
    is_(b"a\xffb".decode("utf-8", handler), want, "decoding: " + handler)
is_("a\udcff".encode("utf-8", "surrogateescape"), b"a\xff", "surrogateescape")
is_("\ud800".encode("utf-8", "surrogatepass"), b"\xed\xa0\x80", "surrogatepass")

try:
    "ab€€".encode("latin-1")
except UnicodeEncodeError as e:
    is_((e.encoding, e.object, e.start, e.end, e.reason), ("latin-1", "ab€€", 2, 4, "ordinal not in range(256)"), "its attributes")
    is_(str(e), "'latin-1' codec can't encode characters in position 2-3: ordinal not in range(256)", "its text")
try:
    b"ab\xe2\x82".decode()
except UnicodeDecodeError as e:
    is_((e.encoding, e.object, e.start, e.end, e.reason), ("utf-8", b"ab\xe2\x82", 2, 4, "unexpected end of data"), "of decoding")
    is_(str(e), "'utf-8' codec can't decode bytes in position 2-3: unexpected end of data", "its text")
for data, reason in ((b"\xff", "invalid start byte"), (b"\xc3(", "invalid continuation byte"), (b"\xed\xa0\x80", "invalid continuation byte"),
                     (b"\xf4\x90\x80\x80", "invalid continuation byte"), (b"\xc0\x80", "invalid start byte")):
    try:
        data.decode()
        ok(False, reason)
    except UnicodeDecodeError as e:
        is_(e.reason, reason, repr(data))
raises(UnicodeEncodeError, lambda: "\ud800".encode(), "a lone surrogate",
       text="'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed")
raises(LookupError, lambda: "é".encode("no-such-codec"), "unknown encoding", text="unknown encoding: no-such-codec")
raises(LookupError, lambda: "é".encode("ascii", "no-such-handler"), "unknown handler", text="unknown error handler name 'no-such-handler'")

import _codecs

_codecs.register_error("tests.half", lambda e: ("<%d>" % (e.end - e.start), e.end))
is_("a€€b".encode("ascii", "tests.half"), b"a<2>b", "a handler of one's own")
is_(b"a\xff".decode("utf-8", "tests.half"), "a<1>", "also for decoding")
is_(_codecs.utf_8_decode(b"a\xe2\x82"), ("a", 1), "an incomplete end is left")
raises(UnicodeDecodeError, lambda: _codecs.utf_8_decode(b"a\xe2\x82", "strict", True), "unless it is final")
is_(_codecs.charmap_encode("ab", "strict", {97: 1, 98: b"xy"}), (b"\x01xy", 2), "charmap")
is_(_codecs.charmap_decode(b"\x00\x01", "replace", "a"), ("a\ufffd", 2), "and back")
is_(_codecs.utf_7_encode("a€+")[0], b"a+IKwAKw-", "utf-7")
is_(_codecs.escape_decode(b"\\x41\\n\\101")[0], b"A\nA", "escapes in bytes")
done()
