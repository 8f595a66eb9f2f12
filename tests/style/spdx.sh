#!/bin/sh
# SPDX-License-Identifier: MIT
# Every source names its licence in one of its first three lines, and every C file says then what it is for.
. "${srcdir:-.}/tests/style/lib.sh"

sources \( -name '*.[ch]' -o -name '*.def' -o -name '*.py' -o -name '*.sh' -o -name '*.mk' -o -name '*.am' -o \
    -name configure.ac -o -name 'typhon*.m4' -o -name bootstrap -o -name .clang-format -o -name .editorconfig \) |
    grep -vE '^(config\.h|.*/data/.*|.*/corpus/.*|.*/golden/.*)$' > "$work/files"
while read -r file; do
    head -n 3 "$srcdir/$file" | grep -q 'SPDX-License-Identifier: MIT' || echo "$file"
done < "$work/files" > "$work/without"
check "the licence is named at the head" "$work/without"

grep '\.[ch]$' "$work/files" | while read -r file; do
    # The head comment begins on the line after the licence, or goes on from it.
    sed -n '1,3p' "$srcdir/$file" | ${AWK:-awk} -v file="$file" '
        NR == 1 && !/\*\// { open = 1 }
        NR > 1 && (/^\/\*/ || (open && /[a-z]/)) { found = 1 }
        END { if (!found) print file }'
done > "$work/without"
check "C files have a head comment" "$work/without"
finish
