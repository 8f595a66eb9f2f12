#!/bin/sh
# SPDX-License-Identifier: MIT
# Files stay small: over 1,500 lines only the loop, the code generator and str; at most one in ten reaches 1,000.
. "${srcdir:-.}/tests/style/lib.sh"

sources \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | while read -r file; do
    printf '%s %s\n' "$(wc -l < "$srcdir/$file" | tr -d ' ')" "$file"
done > "$work/lines"
${AWK:-awk} '$1 > 1500 && $2 !~ /^src\/(vm\/eval|compile\/compile|object\/str)\.c$/' "$work/lines" > "$work/large"
check "no file over 1,500 lines" "$work/large"
${AWK:-awk} '$1 >= 1000 { large[n++] = $0 } END { if (n * 10 > NR) for (i = 0; i < n; i++) print large[i] }' \
    "$work/lines" > "$work/large"
check "nine of ten files under 1,000 lines" "$work/large"
${AWK:-awk} 'length($0) > 160 { print FILENAME ":" FNR }' $(sources \( -name '*.c' -o -name '*.h' \) |
    sed "s,^,$srcdir/,") | sed "s,^$srcdir/,," > "$work/long"
check "no line over 160 columns" "$work/long"
finish
