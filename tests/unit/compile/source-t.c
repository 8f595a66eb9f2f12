/* SPDX-License-Identifier: MIT */
/* Source decoding: marks, cookies, newlines, bad bytes. */
#include <config.h>

#include "tests/unit/compile/front.h"

static void decodes(const char *bytes, size_t len, ty_source_origin origin, const char *want,
                    const char *encoding) {
    front f = {.mod = NULL};
    const ty_source_options from = {.origin = origin, .filename = "f.py"};
    ty_arena_init(&f.arena, NULL, 0);
    bool good = ty_source_init(&f.source, &f.arena, bytes, len, &from, &f.error);
    ok(good, "%s", f.error.message);
    if (good) {
        is_str(f.source.text, want);
        is_int(f.source.len, strlen(want));
        is_str(f.source.encoding, encoding);
    }
    front_end(&f);
}

static void fails(const char *bytes, size_t len, ty_source_origin origin, const char *message, int line) {
    front f = {.mod = NULL};
    const ty_source_options from = {.origin = origin, .filename = "f.py"};
    ty_arena_init(&f.arena, NULL, 0);
    ok(!ty_source_init(&f.source, &f.arena, bytes, len, &from, &f.error), "%s", message);
    is_str(f.error.message, message);
    is_int(f.error.lineno, line);
    front_end(&f);
}

#define DECODES(bytes, origin, want, encoding) decodes(bytes, sizeof(bytes) - 1, origin, want, encoding)
#define FAILS(bytes, origin, message, line)    fails(bytes, sizeof(bytes) - 1, origin, message, line)

static const char *rot1(void *arg, ty_arena *arena, const char *encoding, const char *bytes, size_t len,
                        size_t *out_len, bool *known, ty_syntax_error *error) {
    (void)arg;
    (void)error;
    *known = strcmp(encoding, "rot1") == 0;
    if (!*known) return NULL;
    char *out = ty_arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) out[i] = bytes[i] == 'b' ? 'a' : bytes[i];
    *out_len = len;
    return out;
}

int main(void) {
    DECODES("", TY_SOURCE_BYTES, "\n", NULL);
    DECODES("x", TY_SOURCE_BYTES, "x\n", NULL);
    DECODES("x\ny\n", TY_SOURCE_FILE, "x\ny\n", NULL);
    DECODES("x\r\ny\rz\r\n\r\n", TY_SOURCE_FILE, "x\ny\nz\n\n", NULL);
    DECODES("\xEF\xBB\xBFx\n", TY_SOURCE_FILE, "x\n", "utf-8");
    DECODES("\xEF\xBB\xBF# coding: UTF_8\n", TY_SOURCE_FILE, "# coding: UTF_8\n", "utf-8");
    DECODES("# -*- coding: latin-1 -*-\n'\xE9'\n", TY_SOURCE_FILE, "# -*- coding: latin-1 -*-\n'\xC3\xA9'\n",
            "iso-8859-1");
    DECODES("#!/bin/python\n# vim: fileencoding=Latin1\n'\xE9'", TY_SOURCE_FILE,
            "#!/bin/python\n# vim: fileencoding=Latin1\n'\xC3\xA9'\n", "Latin1");
    DECODES("x = 1\n# coding: nonsense\n", TY_SOURCE_FILE, "x = 1\n# coding: nonsense\n", NULL);
    DECODES("\n\n# coding: nonsense\n", TY_SOURCE_FILE, "\n\n# coding: nonsense\n", NULL);
    DECODES("# coding: nonsense\n", TY_SOURCE_TEXT, "# coding: nonsense\n", NULL);
    DECODES("'\xF0\x9F\x90\x8D'", TY_SOURCE_BYTES, "'\xF0\x9F\x90\x8D'\n", NULL);

    FAILS("# coding: nonsense\n", TY_SOURCE_BYTES, "unknown encoding: nonsense", 0);
    FAILS("# coding: nonsense\n", TY_SOURCE_FILE, "encoding problem: nonsense", 0);
    FAILS("\xEF\xBB\xBF# coding: latin-1\n", TY_SOURCE_BYTES, "encoding problem: iso-8859-1 with BOM", 0);
    FAILS("# coding: ascii\n\xE9", TY_SOURCE_BYTES,
          "'ascii' codec can't decode byte 0xe9 in position 16: ordinal not in range(128)", 0);
    FAILS("x\ny = '\xFF'\n", TY_SOURCE_FILE,
          "Non-UTF-8 code starting with '\\xff' in file f.py on line 2, but no encoding declared; see "
          "https://peps.python.org/pep-0263/ for details",
          0);
    FAILS("\xFF", TY_SOURCE_BYTES,
          "(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte", 1);
    FAILS("ab\n\xE2\x82", TY_SOURCE_BYTES,
          "(unicode error) 'utf-8' codec can't decode bytes in position 3-4: unexpected end of data", 2);
    FAILS("\xE2\x82x", TY_SOURCE_BYTES,
          "(unicode error) 'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte", 1);
    FAILS("\xC0\x80", TY_SOURCE_BYTES,
          "(unicode error) 'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte", 1);
    FAILS("\xED\xA0\x80", TY_SOURCE_BYTES,
          "(unicode error) 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte", 1);
    FAILS("x\n\0y", TY_SOURCE_FILE, "source code cannot contain null bytes", 2);
    FAILS("x\0y", TY_SOURCE_BYTES, "source code string cannot contain null bytes", 0);

    front f = {.mod = NULL};
    const ty_source_options hooked = {.origin = TY_SOURCE_FILE, .filename = "f.py", .decode = rot1};
    ty_arena_init(&f.arena, NULL, 0);
    const char text[] = "# coding: rot1\nb = 1\n";
    ok(ty_source_init(&f.source, &f.arena, text, sizeof text - 1, &hooked, &f.error),
       "a codec of the caller");
    is_str(f.source.text, "# coding: rot1\na = 1\n");
    front_end(&f);

    ty_arena_init(&f.arena, NULL, 4096);
    static char big[100000];
    memset(big, 'x', sizeof big);
    const ty_source_options plain = {.origin = TY_SOURCE_FILE, .filename = "f.py"};
    f.out = NULL;
    ok(!ty_source_init(&f.source, &f.arena, big, sizeof big, &plain, &f.error), "beyond the arena's limit");
    is_int(f.error.kind, TY_SYNTAX_MEMORY);
    front_end(&f);
    return done_testing();
}
