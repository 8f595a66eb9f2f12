# SPDX-License-Identifier: MIT
from tap import done, is_, raises

# --- str.format
is_("{} {1}".replace("1", "").format("a", "b"), "a b", "automatic numbers")
is_("{1} {0} {x}".format("a", "b", x="c"), "b a c", "numbers and names")
is_("{0[0]} {0[k]} {1.real}".format({0: "z", "k": "v"}, 5), "z v 5", "items and attributes")
is_("{!r:>5}|{:<4}|{:^5}|".format("a", "b", "c"), "  'a'|b   |  c  |", "conversion and alignment")
is_("{:{w}.{p}f}".format(3.14159, w=8, p=2), "    3.14", "fields in the spec")
is_("{{}}{{{}}}".format(1), "{}{1}", "braces")
is_("{:,} {:_x} {:+d} {:e} {:.1%}".format(1234567, 65536, 5, 12345.678, 0.25), "1,234,567 1_0000 +5 1.234568e+04 25.0%", "numbers")
is_("{x[a]}".format_map({"x": {"a": 5}}), "5", "format_map")
raises(IndexError, lambda: "{}".format(), "too few", text="Replacement index 0 out of range for positional args tuple")
raises(KeyError, lambda: "{a}".format(), "no such name")
raises(ValueError, lambda: "{".format(), "open brace", text="Single '{' encountered in format string")
raises(ValueError, lambda: "}".format(), "closing brace", text="Single '}' encountered in format string")
raises(ValueError, lambda: "{0}{}".format(1), "both ways of numbering",
       text="cannot switch from manual field specification to automatic field numbering")
raises(ValueError, lambda: "{!x}".format(1), "conversion", text="Unknown conversion specifier x")
raises(ValueError, lambda: "{:d}".format("a"), "spec", text="Unknown format code 'd' for object of type 'str'")


class Own:
    def __format__(self, spec):
        return "<" + spec + ">"


is_("{:abc} {}".format(Own(), Own()), "<abc> <>", "own __format__")

# --- %
is_("%s %r %a" % ("é", "é", "é"), "é 'é' '\\xe9'", "text")
is_("%d|%5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6), "1|    2|3    |00004|+5| 6", "ints")
is_("%x %X %#x %o %#o" % (255, 255, 255, 8, 8), "ff FF 0xff 10 0o10", "bases")
is_("%.3d|%8.3x|%-8.3d|" % (5, 255, -5), "005|     0ff|-005    |", "precision")
is_("%f %.2f %8.1f %e %g" % (1.5, 2.345, 3.14, 12345.678, 0.0001), "1.500000 2.35      3.1 1.234568e+04 0.0001", "floats")
is_("%(a)s %(b)d" % {"a": 1, "b": 2}, "1 2", "mapping")
is_("%*d|%-*d|%.*f" % (5, 1, 5, 2, 1, 2.55), "    1|2    |2.5", "stars")
is_("%c%c" % ("é", 8364), "é€", "characters")
is_("%.2s|%5.1s" % ("abc", "abc"), "ab|    a", "cut text")
is_("100%%" % (), "100%", "percent")
raises(TypeError, lambda: "%d" % "a", "no number", text="%d format: a real number is required, not str")
raises(TypeError, lambda: "%x" % 1.5, "no int", text="%x format: an integer is required, not float")
raises(TypeError, lambda: "%s %s" % 1, "too few", text="not enough arguments for format string")
raises(TypeError, lambda: "%s" % (1, 2), "too many", text="not all arguments converted during string formatting")
raises(ValueError, lambda: "%q" % 1, "unknown", text="unsupported format character 'q' (0x71) at index 1")
raises(ValueError, lambda: "%" % (), "incomplete", text="incomplete format")
raises(TypeError, lambda: "%(a)s" % 1, "no mapping", text="format requires a mapping")

# --- f-strings
a, w = 3.14159, 10
is_(f"{a:.2f}|{a:>{w}.3f}|{'x'!r}|{a=:.1f}|{{}}", "3.14|     3.142|'x'|a=3.1|{}", "f-strings")
done()
