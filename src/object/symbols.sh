#!/bin/sh
# SPDX-License-Identifier: MIT
# symbols.sh SRCDIR OUTDIR: writes OUTDIR/symbols.gen.h and symbols.gen.c, the interned strings that live in the image.
#
# Rows come from: the empty string (TY_SYM(empty)); the 256 Latin-1 characters in order (TY_SYM(c) for letters, digits and
# the underscore, TY_SYM(chr_XX) in hex for others); every TY_SYM(ident) and every first argument of a row macro of
# object/native.h (TY_METHOD(ident, ...) and so on) in src and serializers; every word after "TY_SYMS:" on one line of a
# comment, for names that only other macros form; and the rows of symbols.extra.
# So row 0 is the empty string, row 1 + c is character c, and the rest is sorted by identifier.
#
# symbols.gen.h   #define TY_SYMBOL_COUNT n
#                 #define TY_SYMBOLS(ty_row_) ty_row_(ident, "text", length, hash) ...
#                 #define TY_SYMBOL_INDEX_SIZE n      power of two, at most half full
# symbols.gen.c   #define TY_SYMBOL_INDEX_ROWS r, ... open addressing, start at hash & (size - 1), step 1, -1 is free
#
# hash is h = h * 31 + byte, mod 2^32, from 0, over the text's Latin-1 bytes: every partial result stays below 2^53, so
# that awk's doubles are exact. A file is replaced only when its content changes.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$1
outdir=$2
new_h=$outdir/symbols.gen.h.$$
new_c=$outdir/symbols.gen.c.$$
trap 'rm -f "$new_h" "$new_c"' EXIT

find "$srcdir/src" "$srcdir/serializers" \( -name '*.[ch]' -o -name '*.def' \) ! -name '*.gen.[ch]' -type f |
    sort |
    xargs grep -hE 'TY_(SYM|METHOD|CLASS_METHOD|STATIC_METHOD|FUNCTION|GETSET)' |
    ${AWK-awk} -v extra="$srcdir/src/object/symbols.extra" -v out_h="$new_h" -v out_c="$new_c" '
function fail(what) {
    print "symbols.sh: " what > "/dev/stderr"
    failed = 1
    exit 1
}
function add(ident, s) {
    if (ident in text) {
        if (text[ident] != s) fail("two texts for " ident)
        return
    }
    if (s in ident_of) fail("one text for " ident " and " ident_of[s])
    text[ident] = s
    ident_of[s] = ident
    names[named++] = ident
}
# A name met in a source: one of the fixed rows, or its own text.
function meet(ident) {
    if (length(ident) == 1 || ident ~ /^chr_[0-9a-f][0-9a-f]$/ || ident == "empty") return
    if (!(ident in text)) add(ident, ident)
}
function row(ident, literal, len, h) {
    printf " \\\n    ty_row_(%s, \"%s\", %d, %.0fu)", ident, literal, len, h > out_h
    hashes[count++] = h
}
function hash(s,    h, i) {
    h = 0
    for (i = 1; i <= length(s); i++) {
        h = h * 31 + code[substr(s, i, 1)]
        h -= int(h / 4294967296) * 4294967296
    }
    return h
}
# Shell sort: no awk sorts by itself in a portable way.
function sort_names(    gap, i, j, t) {
    for (gap = int(named / 2); gap > 0; gap = int(gap / 2))
        for (i = gap; i < named; i++) {
            t = names[i]
            for (j = i; j >= gap && names[j - gap] > t; j -= gap) names[j] = names[j - gap]
            names[j] = t
        }
}
BEGIN {
    for (i = 32; i < 127; i++) code[sprintf("%c", i)] = i
    while ((got = (getline line < extra)) > 0) {
        if (line ~ /^#/ || line == "") continue
        blank = index(line, " ")
        ident = substr(line, 1, blank - 1)
        s = substr(line, blank + 1)
        if (blank < 2 || ident !~ /^[A-Za-z_][A-Za-z0-9_]+$/ || length(s) < 2) fail("bad row in symbols.extra: " line)
        if (s ~ /[^ -~]/) fail("not ASCII in symbols.extra: " line)
        add(ident, s)
    }
    if (got < 0) fail("cannot read " extra)
}
/#[ \t]*define[ \t]+TY_/ && !/TY_SYMS:/ { next }
{
    rest = $0
    while (match(rest, /TY_SYM\([A-Za-z_0-9]+\)/)) {
        meet(substr(rest, RSTART + 7, RLENGTH - 8))
        rest = substr(rest, RSTART + RLENGTH)
    }
    rest = $0
    while (match(rest, /TY_(METHOD|METHOD_RAW|CLASS_METHOD|STATIC_METHOD|FUNCTION|FUNCTION_RAW|GETSET)\([A-Za-z_0-9]+,/)) {
        ident = substr(rest, RSTART, RLENGTH - 1)
        sub(/.*\(/, "", ident)
        meet(ident)
        rest = substr(rest, RSTART + RLENGTH)
    }
    if (match($0, /TY_SYMS:/)) {
        rest = substr($0, RSTART + RLENGTH)
        sub(/\*\/.*/, "", rest)
        words = split(rest, word, /[ \t,]+/)
        for (i = 1; i <= words; i++)
            if (word[i] ~ /^[A-Za-z_][A-Za-z0-9_]*$/) meet(word[i])
            else if (word[i] != "") fail("no identifier after TY_SYMS: " word[i])
    }
}
END {
    if (failed) exit 1
    sort_names()
    print "/* Made by src/object/symbols.sh; do not edit. */\n" > out_h
    printf "#define TY_SYMBOL_COUNT %d\n\n#define TY_SYMBOLS(ty_row_)", named + 257 > out_h
    row("empty", "", 0, 0)
    for (i = 0; i < 256; i++) {
        c = i >= 32 && i < 127 ? sprintf("%c", i) : ""
        row(c ~ /[A-Za-z0-9_]/ ? c : sprintf("chr_%02x", i), sprintf("\\%03o", i), 1, i)
    }
    for (i = 0; i < named; i++) {
        s = literal = text[names[i]]
        gsub(/\\/, "&&", literal)
        gsub(/"/, "\\\"", literal)
        gsub(/\?/, "\\?", literal)
        row(names[i], literal, length(s), hash(s))
    }
    for (size = 512; size < 2 * count; size *= 2) {}
    printf "\n\n#define TY_SYMBOL_INDEX_SIZE %d\n", size > out_h

    for (i = 0; i < count; i++) {
        for (at = hashes[i] % size; at in slot; at = (at + 1) % size) {}
        slot[at] = i
    }
    print "/* Made by src/object/symbols.sh; do not edit. The includer gives the array its type. */\n" > out_c
    printf "#define TY_SYMBOL_INDEX_ROWS" > out_c
    for (i = 0; i < size; i++) {
        if (i % 16 == 0) printf " \\\n   " > out_c
        printf " %d,", (i in slot) ? slot[i] : -1 > out_c
    }
    print "" > out_c
}'

install_changed() {
    if cmp -s "$1" "$2"; then rm -f "$1"; else mv -f "$1" "$2"; fi
}
install_changed "$new_h" "$outdir/symbols.gen.h"
install_changed "$new_c" "$outdir/symbols.gen.c"
