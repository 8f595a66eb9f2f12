# SPDX-License-Identifier: MIT
"""Writes unicode_tables.inc, the facts about characters, from those of the CPython (3.13: Unicode 15.1) that runs it.

Run by hand when Unicode changes:  python3.13 src/object/unicode_tables.py > src/object/unicode_tables.inc
The simple (one to one) case mappings of the few characters that have a longer full one come from libutf8proc.
"""
import ctypes
import sys
import unicodedata as u
from _sre import unicode_tolower

proc = ctypes.CDLL("libutf8proc.so.2")
END = 0x110000
FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "UPPER", "LOWER", "TITLE", "CASED", "IGNORABLE", "PRINTABLE",
         "ID_START", "ID_CONTINUE", "SPECIAL", "MIRRORED"]
CATEGORIES = "Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co".split()
BIDI = ["", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS",
        "ON", "LRI", "RLI", "FSI", "PDI"]
WIDTHS = ["N", "A", "H", "F", "Na", "W"]


def simple(fn, c, full):
    return ord(full) if len(full) == 1 else fn(c)


records, index_of = [], {}
index, special, numeric = [], [], []
for c in range(END):
    s = chr(c)
    surrogate = 0xD800 <= c < 0xE000
    upper, lower, title, fold = s.upper(), s.lower(), s.title(), s.casefold()
    simple_upper = simple(proc.utf8proc_toupper, c, upper)
    simple_lower = unicode_tolower(c)
    simple_title = simple(proc.utf8proc_totitle, c, title)
    is_special = len(upper) > 1 or len(lower) > 1 or len(title) > 1 or fold != chr(simple_lower)
    if is_special:
        special.append((c, upper, lower, title, fold))
    before = (s + "\u03a3").lower()[-1] == "\u03c2"
    past = ("A" + s + "\u03a3").lower()[-1] == "\u03c2"
    flags = [s.isalpha(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isspace(), s.isupper(), s.islower(),
             u.category(s) == "Lt", before, past and not before, s.isprintable(), s.isidentifier(),
             ("a" + s).isidentifier(), is_special, u.mirrored(s) == 1]
    value = u.numeric(s, None)
    if value is not None:
        numeric.append((c, value))
    record = (sum(1 << i for i, f in enumerate(flags) if f), CATEGORIES.index(u.category(s)), BIDI.index(u.bidirectional(s)),
              u.combining(s), WIDTHS.index(u.east_asian_width(s)), u.digit(s, -1), simple_upper - c, simple_lower - c,
              simple_title - c)
    if record not in index_of:
        index_of[record] = len(records)
        records.append(record)
    index.append(index_of[record])

SHIFT = 7
pages, page_of, first = [], {}, []
for at in range(0, END, 1 << SHIFT):
    page = tuple(index[at:at + (1 << SHIFT)])
    if page not in page_of:
        page_of[page] = len(pages)
        pages.append(page)
    first.append(page_of[page])


def fraction(x):
    for d in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 40, 64, 80, 160, 320):
        if abs(x * d - round(x * d)) < 1e-9:
            return round(x * d), d
    raise ValueError(x)


# Runs of consecutive characters whose numerators rise by a constant step over one denominator.
runs = []
for c, value in numeric:
    n, d = fraction(value)
    if runs:
        start, count, n0, step, d0 = runs[-1]
        if start + count == c and d0 == d:
            if count == 1:
                runs[-1] = (start, 2, n0, n - n0, d)
                continue
            if n0 + step * count == n:
                runs[-1] = (start, count + 1, n0, step, d)
                continue
    runs.append((c, 1, n, 0, d))


def rows(numbers, width=156):
    line, out = "   ", []
    for n in numbers:
        piece = f" {n},"
        if len(line) + len(piece) > width:
            out.append(line)
            line = "   "
        line += piece
    out.append(line)
    return "\n".join(out)


print(f"""/* SPDX-License-Identifier: MIT */
/* Made by unicode_tables.py from the facts of Unicode {u.unidata_version}; do not edit. */

const char ty_unicode_version[] = "{u.unidata_version}";
""")
print("static const ty_unicode_record records[] = {")
for r in records:
    print("    {0x%04x, %d, %d, %d, %d, %d, %d, %d, %d}," % r)
print("};\n")
print(f"static const uint16_t pages[] = {{\n{rows(first)}\n}};\n")
print(f"static const uint16_t record_of[] = {{\n{rows(i for p in pages for i in p)}\n}};\n")
print("static const special_row specials[] = {")
for c, *maps in special:
    cells = ", ".join("{%s}" % ", ".join("0x%x" % ord(x) for x in m) for m in maps)
    print("    {0x%x, %s}," % (c, cells))
print(f"}};\n")
print("static const numeric_run runs[] = {")
for r in runs:
    print("    {0x%x, %d, %d, %d, %d}," % r)
print("};\n")
print("const char ty_unicode_categories[][3] = {%s};" % ", ".join(f'"{c}"' for c in CATEGORIES))
print("const char ty_unicode_bidi[][4] = {%s};" % ", ".join(f'"{c}"' for c in BIDI))
print("const char ty_unicode_widths[][3] = {%s};" % ", ".join(f'"{c}"' for c in WIDTHS))
print(len(records), "records", len(pages), "pages", len(special), "special", len(runs), "runs", file=sys.stderr)
