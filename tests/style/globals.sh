#!/bin/sh
# SPDX-License-Identifier: MIT
# No writable data at file scope outside src/interp/runtime.c: what the compiled objects really have, from their symbol
# tables. Constant tables that hold addresses (.data.rel.ro) are constant.
. "${srcdir:-.}/tests/style/lib.sh"

command -v objdump > /dev/null || skip_all "no objdump"
grep -qE '^#define TY_WITH_SANITIZERS' "$builddir/config.h" && skip_all "sanitizers add data of their own"
find "$builddir/src" "$builddir/serializers" -name '*.o' ! -path '*/.libs/*' > "$work/objects"
[ -s "$work/objects" ] || find "$builddir/src" "$builddir/serializers" -name '*.o' > "$work/objects"
[ -s "$work/objects" ] || skip_all "no objects"
objdump -f "$(head -n 1 "$work/objects")" | grep -q elf || skip_all "not ELF"
grep -q "^COVERAGE_CFLAGS = *[^ ]" "$builddir/Makefile" && skip_all "coverage adds data of its own"

grep -vE '^(#|$)' "$srcdir/tests/style/globals.allow" > "$work/allow" || :
xargs objdump -t < "$work/objects" | ${AWK:-awk} -v top="$builddir/" '
    /file format/ { file = $1; sub(/:$/, "", file); sub(top, "", file); sub(/\.libs\//, "", file) }
    # value, flags, section, size, name; the flags are a column of fixed width.
    /^[0-9a-f]+ / && match($0, /\.(data|bss|tdata|tbss)[^ \t]*[ \t]+[0-9a-f]+ /) {
        section = substr($0, RSTART)
        sub(/[ \t].*/, "", section)
        if (section ~ /^\.data\.rel\.ro/ || section == $NF) next
        name = $NF
        # What the compiler adds to a local name.
        print file, name, section
    }
    /\*COM\*/ { print file, $NF, "*COM*" }' |
    grep -v '^src/interp/runtime\.o ' | sort > "$work/found"
while read -r file name section; do
    allowed=no
    while read -r where what why; do
        case "$file $name" in
            $where\ $what) allowed=yes ;;
        esac
    done < "$work/allow"
    [ "$allowed" = yes ] || echo "$file: $name ($section)"
done < "$work/found" > "$work/bad"
check "no writable data outside src/interp/runtime.c" "$work/bad"
finish
