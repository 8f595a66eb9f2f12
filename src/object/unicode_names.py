# SPDX-License-Identifier: MIT
"""Writes unicode_names.inc, the names of characters in compact form, from the CPython (3.13: Unicode 15.1) that runs it.

Run by hand when Unicode changes:  python3.13 src/object/unicode_names.py > src/object/unicode_names.inc

Every word of the names has a code of one to three printable characters, the frequent ones the short ones. The stream has
the codes of each name behind a '!', in the order of characters; names that a rule makes are left out.
"""
import collections
import unicodedata

ALIASES = """0 NULL|1 START OF HEADING|2 START OF TEXT|3 END OF TEXT|4 END OF TRANSMISSION|5 ENQUIRY|6 ACKNOWLEDGE|7 ALERT|7 BEL
8 BACKSPACE|9 CHARACTER TABULATION|9 HORIZONTAL TABULATION|9 TAB|A LINE FEED|A NEW LINE|A END OF LINE|A LF|B LINE TABULATION
B VERTICAL TABULATION|B VT|C FORM FEED|C FF|D CARRIAGE RETURN|D CR|E SHIFT OUT|F SHIFT IN|10 DATA LINK ESCAPE
11 DEVICE CONTROL ONE|12 DEVICE CONTROL TWO|13 DEVICE CONTROL THREE|14 DEVICE CONTROL FOUR|15 NEGATIVE ACKNOWLEDGE
16 SYNCHRONOUS IDLE|17 END OF TRANSMISSION BLOCK|18 CANCEL|19 END OF MEDIUM|1A SUBSTITUTE|1B ESCAPE|1B ESC
1C INFORMATION SEPARATOR FOUR|1C FILE SEPARATOR|1D INFORMATION SEPARATOR THREE|1D GROUP SEPARATOR
1E INFORMATION SEPARATOR TWO|1E RECORD SEPARATOR|1F INFORMATION SEPARATOR ONE|1F UNIT SEPARATOR|20 SP|7F DELETE|7F DEL
85 NEXT LINE|85 NEL|A0 NBSP|AD SHY|1A2 LATIN CAPITAL LETTER GHA|1A3 LATIN SMALL LETTER GHA|34F CGJ|61C ALM
180E MVS|200B ZWSP|200C ZWNJ|200D ZWJ|200E LRM|200F RLM|202A LRE|202B RLE|202C PDF|202D LRO|202E RLO|202F NNBSP
205F MMSP|2060 WJ|2118 WEIERSTRASS ELLIPTIC FUNCTION|FEFF BYTE ORDER MARK|FEFF BOM|FEFF ZWNBSP|1B001 HENTAIGANA LETTER E-1"""

names = []
for c in range(0x110000):
    name = unicodedata.name(chr(c), None)
    if name and not name.endswith("-%X" % c) and not name.startswith("HANGUL SYLLABLE "):
        names.append((c, name.split(" ")))
count = collections.Counter(word for _, words in names for word in words)
words = [w for w, _ in sorted(count.items(), key=lambda kv: (-kv[1], kv[0]))]

SYMBOLS = [chr(i) for i in range(35, 127) if chr(i) not in '\\?']
ONE, TWO = 46, 38  # first characters of codes of one, two; the others begin codes of three
first3 = SYMBOLS[ONE + TWO:]
n = len(SYMBOLS)


def code(i):
    if i < ONE:
        return SYMBOLS[i]
    i -= ONE
    if i < TWO * n:
        return SYMBOLS[ONE + i // n] + SYMBOLS[i % n]
    i -= TWO * n
    return first3[i // (n * n)] + SYMBOLS[i // n % n] + SYMBOLS[i % n]


assert len(words) <= ONE + TWO * n + len(first3) * n * n
codes = {w: code(i) for i, w in enumerate(words)}
stream, starts = "", []
runs = []
parts, length = [], 0
for i, (c, ws) in enumerate(names):
    if i % 64 == 0:
        starts.append(length)
    if not runs or runs[-1][0] + (i - runs[-1][1]) != c:
        runs.append((c, i))
    parts.append("!" + "".join(codes[w] for w in ws))
    length += len(parts[-1])
stream = "".join(parts) + "!"
lexicon, word_starts, at = "", [], 0
for i, w in enumerate(words):
    if i % 64 == 0:
        word_starts.append(at)
    at += len(w) + 1
lexicon = "".join(" " + w for w in words) + " "


def literal(name, text):
    print("static const char %s[] =" % name)
    for i in range(0, len(text), 150):
        print('    "%s"' % text[i:i + 150].replace('"', '\\"'), end="\n" if i + 150 < len(text) else ";\n")


def numbers(name, values, kind="uint32_t"):
    print("static const %s %s[] = {" % (kind, name))
    line = "   "
    for v in values:
        if len(line) > 145:
            print(line)
            line = "   "
        line += " %s," % v
    print(line + "\n};")


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by unicode_names.py from the facts of Unicode %s; do not edit. */" % unicodedata.unidata_version)
print("enum { SYMBOL_COUNT = %d, ONE = %d, TWO = %d, NAME_COUNT = %d, WORD_COUNT = %d };" % (n, ONE, TWO, len(names), len(words)))
literal("symbols", "".join(SYMBOLS))
literal("lexicon", lexicon)
literal("stream", stream)
numbers("word_starts", word_starts)
numbers("name_starts", starts)
numbers("runs", ("{0x%x, %d}" % r for r in runs), "run")
print("static const alias aliases[] = {")
for row in ALIASES.replace("\n", "|").split("|"):
    c, name = row.split(" ", 1)
    assert unicodedata.lookup(name) == chr(int(c, 16)), row
    print('    {0x%s, "%s"},' % (c, name))
print("};")
