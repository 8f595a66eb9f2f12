#!/bin/sh
# SPDX-License-Identifier: MIT
# freeze.sh SRCDIR FILE...: writes to stdout the C table of the Python sources FILE... (each as src/pylib/x/y.py, looked up
# below SRCDIR). One string literal a line of source: compilers take those much faster than lists of numbers.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$1
shift
for file in "$@"; do
    [ -f "$srcdir/$file" ] || file=${file#"$srcdir"/}
    printf '%s\n' "$file"
done | sed 's,.*src/pylib/,,' | sort -u | ${AWK-awk} -v root="$srcdir/src/pylib" '
function fail(what) {
    print "freeze.sh: " what > "/dev/stderr"
    failed = 1
    exit 1
}
BEGIN {
    count = 0
    print "/* Made by src/pylib/freeze.sh; do not edit. */"
    print "#include <config.h>\n\n#include \"pylib/frozen.h\"\n"
}
{
    path = root "/" $0
    name = $0
    if (!sub(/\.py$/, "", name)) fail($0 " is no .py file")
    package = sub(/\/?__init__$/, "", name) ? "true" : "false"
    gsub(/\//, ".", name)
    if (name !~ /^[A-Za-z_][A-Za-z0-9_.]*$/) fail("no module name: " $0)
    printf "static const unsigned char source_%d[] =\n", count
    while ((got = (getline line < path)) > 0) {
        gsub(/\\/, "&&", line)
        gsub(/"/, "\\\"", line)
        gsub(/\?/, "\\?", line)
        gsub(/\t/, "\\t", line)
        if (line ~ /[\001-\037\177]/) fail("control character in " path)
        print "    \"" line "\\n\""
    }
    if (got < 0) fail("cannot read " path)
    close(path)
    print "    \"\";\n"
    names[count] = name
    packages[count] = package
    count++
}
END {
    if (failed) exit 1
    # Files sort by path, the table by name: "a.b" and "a_b" may stand the other way round.
    for (i = 0; i < count; i++) order[i] = i
    for (i = 1; i < count; i++)
        for (j = i; j > 0 && names[order[j]] < names[order[j - 1]]; j--) {
            t = order[j]; order[j] = order[j - 1]; order[j - 1] = t
        }
    print "const struct ty_frozen_source ty_frozen_sources[] = {"
    for (i = 0; i < count; i++) {
        k = order[i]
        printf "    {\"%s\", source_%d, sizeof source_%d - 1, %s},\n", names[k], k, k, packages[k]
    }
    print "    {NULL, NULL, 0, false},\n};"
}'
