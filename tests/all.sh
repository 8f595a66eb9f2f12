#!/bin/sh
# SPDX-License-Identifier: MIT
# all.sh DIR [NAME...]: make check-all. Builds and tests every variant below DIR, or those named. A variant whose compiler
# or libraries this machine lacks is told and left out.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
shift
only=$*
variant=$top/tests/variant.sh
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
rm -f "$dir/totals"
left_out=

wanted() {
    [ -z "$only" ] || case " $only " in *" $1 "*) ;; *) return 1 ;; esac
}
leave_out() {
    left_out="$left_out
    $1: $2"
}
run() {
    ! wanted "$1" || "$variant" "$dir" "$@"
}
# Can CC (with its flags) build a program with our libraries?
can_build() {
    printf '#include <gmp.h>\n#include <utf8proc.h>\nint main(void) { return utf8proc_codepoint_valid(65) && gmp_version ? 0 : 1; }\n' > "$dir/try.c"
    "$@" "$dir/try.c" -o "$dir/try" -lutf8proc -lgmp 2> /dev/null
}

run gcc --enable-werror --enable-debug CC=gcc
if command -v clang > /dev/null; then run clang --enable-werror CC=clang; else leave_out clang "no clang"; fi
run address --disable-shared --enable-debug --enable-sanitizers=address,undefined CFLAGS='-O1 -g'
run thread --disable-shared --enable-debug --enable-sanitizers=thread CFLAGS='-O1 -g'
run switch --disable-shared --disable-computed-goto
run no-stdlib --disable-shared --with-python-stdlib=no
run no-zlib --disable-shared --without-zlib
for file in "$top"/serializers/*/*.c; do
    name=$(basename "$(dirname "$file")")
    [ "$file" = "$top/serializers/$name/$name.c" ] && run "only-$name" --disable-shared --with-serializers="$name"
done
run no-serializer --disable-shared --with-serializers=none
run modules --enable-serializer-modules
if wanted stress; then
    TYPHON_GC_STRESS=1 CHECK_ARGS="TEST_TIMEOUT=3000 TESTS='\$(check_PROGRAMS) \$(LANG_TESTS)'" \
        "$variant" "$dir" stress --disable-shared --enable-debug=stress
fi
if wanted valgrind; then
    if command -v valgrind > /dev/null; then
        CHECK_TARGET=check-valgrind "$variant" "$dir" valgrind --disable-shared --enable-debug CFLAGS='-O1 -g'
    else leave_out valgrind "no valgrind"; fi
fi
# A 32-bit host, and a big-endian one in an emulator: the unit tests, which need neither the program nor its library.
cross() {
    name=$1 triplet=$2 multiarch=$3 emulator=$4
    wanted "$name" || return 0
    if [ -n "$emulator" ] && ! command -v "$emulator" > /dev/null; then
        leave_out "$name" "no $emulator (tools/prepare-cross installs it)"
    elif ! can_build "$triplet-gcc"; then
        leave_out "$name" "$triplet-gcc, or gmp and utf8proc for it (tools/prepare-cross installs them)"
    else
        PKG_CONFIG_LIBDIR=/usr/lib/$multiarch/pkgconfig:/usr/share/pkgconfig \
            CHECK_ARGS="TEST_WRAPPER=$emulator TESTS='\$(check_PROGRAMS)'" \
            "$variant" "$dir" "$name" --disable-shared --enable-debug --with-serializers=marshal --host="$triplet"
    fi
}
cross m32 i686-linux-gnu i386-linux-gnu ""
cross s390x s390x-linux-gnu s390x-linux-gnu qemu-s390x
if wanted distcheck; then CHECK_TARGET=distcheck "$variant" "$dir" distcheck; fi

[ -z "$left_out" ] || printf 'Left out, for want of tools:%s\n' "$left_out"
[ -f "$dir/totals" ] || exit 1
awk '{ printf "%-14s %6d passed %5d failed %5d skipped\n", $1, $2, $3, $4; passed += $2; failed += $3 }
    END { print passed + 0 " passed, " failed + 0 " failed"; exit failed || !passed }' "$dir/totals"
