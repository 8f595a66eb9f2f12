/* SPDX-License-Identifier: MIT */
/* Line tables: what goes in comes out, for every word, by walking and by lookup; damaged tables are survived. */
#include <config.h>

#include <stdlib.h>

#include "code/lines.h"
#include "tests/tap/tap.h"

enum { COUNT = 3000 };

static uint32_t state = 12345;

static uint32_t any(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static ty_code_position random_position(void)
{
    ty_code_position p = {(int32_t)any(100000), 0, (int32_t)any(200), 0};
    p.end_line = p.line + (any(4) ? 0 : (int32_t)any(50));
    p.end_column = p.end_line == p.line ? p.column + (int32_t)any(100) : (int32_t)any(300);
    if (any(10) == 0)
        return (ty_code_position){-1, -1, -1, -1};
    if (any(10) == 0)
        p.column = p.end_column = -1;
    return p;
}

static bool same(ty_code_position a, ty_code_position b)
{
    return a.line == b.line && a.end_line == b.end_line && a.column == b.column && a.end_column == b.end_column;
}

int main(void)
{
    static ty_code_position wanted[COUNT * 40];
    static bool starts[COUNT * 40];
    uint32_t words = 0;
    ty_lines_builder b;
    ty_lines_start(&b);
    ty_code_position p = random_position();
    for (int i = 0; i < COUNT; i++) {
        uint32_t n = any(20) ? 1 + any(2) : 1 + any(39);
        bool statement = any(5) == 0;
        if (any(3))
            p = random_position();
        ty_lines_add(&b, p, statement, n);
        starts[words] = statement;
        for (uint32_t j = 0; j < n; j++)
            wanted[words++] = p;
    }
    ok(ty_lines_finish(&b), "the table is built");
    ty_code c = {.lines = (const uint8_t *)b.checkpoints.data, .lines_size = (uint32_t)b.checkpoints.size, .ninsns = words};
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < words; i++)
        wrong += !same(ty_code_position_at(&c, i), wanted[i]);
    is_int(wrong, 0, "every word has its position");
    ok(ty_code_position_at(&c, words).line == -1, "none behind the end");

    ty_lines_walk w;
    ty_lines_begin(&w, c.lines, c.lines_size);
    uint32_t at = 0;
    wrong = 0;
    while (ty_lines_next(&w)) {
        wrong += w.start != at || w.stop <= w.start || w.statement != starts[at];
        for (; at < w.stop; at++)
            wrong += !same(w.position, wanted[at]) || (at > w.start && starts[at]);
    }
    is_int(wrong, 0, "walking tells the same");
    is_int(at, words, "to the end");

    uint8_t *copy = malloc(c.lines_size);
    if (!copy)
        bail("no memory");
    for (int round = 0; round < 300; round++) {
        memcpy(copy, c.lines, c.lines_size);
        for (int i = 0; i < 20; i++)
            copy[any(round < 100 ? 64 : c.lines_size)] = (uint8_t)any(256);
        ty_code d = {.lines = copy, .lines_size = any(2) ? c.lines_size : any(c.lines_size), .ninsns = words};
        for (int i = 0; i < 50; i++)
            (void)ty_code_position_at(&d, any(words));
    }
    ok(true, "damaged tables are survived");
    ok(ty_code_position_at(&(ty_code){.lines = NULL}, 0).line == -1, "so is none");
    free(copy);
    ty_lines_free(&b);
    return done_testing();
}
