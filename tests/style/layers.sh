#!/bin/sh
# SPDX-License-Identifier: MIT
# A file includes headers of its own floor and of lower ones, by their path from src; serializers see only the public
# headers. (That a unit test of a floor links without the floors above proves the same for the functions.)
. "${srcdir:-.}/tests/style/lib.sh"

cd "$srcdir"
find src serializers \( -name '*.c' -o -name '*.h' -o -name '*.def' \) ! -name '*.gen.[ch]' -type f | sort |
    xargs grep -nE '^[ \t]*#[ \t]*include' /dev/null | ${AWK:-awk} -v work="$work" '
BEGIN {
    n = split("platform mem gc channel object code compile vm serial interp modules api main", names)
    for (i = 1; i <= n; i++) floor[names[i]] = i
    floor["pylib"] = floor["modules"]
    printf "" > (work "/up")
    printf "" > (work "/bare")
    printf "" > (work "/plugin")
    printf "" > (work "/public")
}
{
    split($0, at, ":")
    split(at[1], path, "/")
    quoted = $0 ~ /include[ \t]*"/
    what = $0
    sub(/.*include[ \t]*["<]/, "", what)
    sub(/[">].*/, "", what)
    folder = what
    slash = index(what, "/")
    folder = slash ? substr(what, 1, slash - 1) : ""
    where = at[1] ":" at[2] ": " what
    if (path[1] == "serializers") {
        # config.h only tells how it is built.
        if ((quoted && folder != path[2] && folder != "") || what == "typhon.h" || (folder in floor))
            print where > (work "/plugin")
    } else if (path[2] == "include") {
        if (quoted || (folder in floor)) print where > (work "/public")
    } else {
        if (quoted && !slash) print where > (work "/bare")
        if ((folder in floor) && floor[folder] > floor[path[2]]) print where > (work "/up")
        if (what == "typhon/serializer.h" && floor[path[2]] < floor["serial"]) print where > (work "/up")
        if (what == "typhon.h" && floor[path[2]] < floor["interp"]) print where > (work "/up")
    }
}'
check "no include of a higher floor" "$work/up"
check "includes name the folder" "$work/bare"
check "serializers see only typhon/serializer.h" "$work/plugin"
check "public headers include only public ones" "$work/public"

grep -L '#include <config.h>' $(find src serializers -name '*.c' ! -name '*.gen.c' -type f) > "$work/without" || :
check "C files include config.h" "$work/without"
grep -lE '#[ \t]*include[ \t]*[<"]config.h' $(find src serializers -name '*.h' ! -name '*.gen.h' -type f) > "$work/with" || :
check "headers do not include config.h" "$work/with"

find src serializers \( -name '*.c' -o -name '*.h' -o -name '*.def' -o -name '*.py' \) ! -name '*.gen.[ch]' -type f |
    while read -r file; do
        folder=${file%/*}
        grep -qF -e "%D%/${file##*/}" -e "$file" "$folder/local.mk" 2>/dev/null ||
            grep -rqF -e "${file#src/pylib/}" -e "$file" src/pylib/local.mk src/api/local.mk src/object/local.mk ||
            echo "$file"
    done > "$work/unlisted"
check "every source is listed in a local.mk" "$work/unlisted"
finish
