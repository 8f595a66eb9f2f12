# SPDX-License-Identifier: MIT
# What the style tests share; sourced. check NAME FILE: FILE lists the offences, one a line; none is well.
set -eu
LC_ALL=C
export LC_ALL
: "${srcdir:=.}" "${builddir:=.}"
made=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() {
    made=$((made + 1))
    if [ -s "$2" ]; then
        failed=$((failed + 1))
        echo "not ok $made - $1"
        sed 's/^/# /' "$2"
    else
        echo "ok $made - $1"
    fi
}

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

finish() {
    echo "1..$made"
    [ "$failed" = 0 ] || exit 1
    exit 0
}

# Our own text files, relative to the source tree: not what the build, autoreconf or git made.
sources() {
    (cd "$srcdir" && find . \
        \( -name .git -o -name 'build*' -o -name autom4te.cache -o -name inst -o -name '_*' -o -name __pycache__ \) -prune -o \
        -type f ! -name '*.gen.[ch]' "$@" -print | sed 's,^\./,,' | sort)
}
