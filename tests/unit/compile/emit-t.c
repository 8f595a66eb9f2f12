/* SPDX-License-Identifier: MIT */
/* The code generator: listings of the shapes that matter for speed or meaning, and damage that the verifier must see. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "compile/compile.h"
#include "object/error.h"
#include "object/ops.h"
#include "object/str.h"
#include "tests/unit/object/harness.h"

static ty_ctx *ctx;

static ty_code *compile(const char *source)
{
    ty_compile_options o = {.mode = TY_COMPILE_EXEC, .is_utf8 = true, .filename = ty_str_from_cstr(ctx, "t.py"), .first_line = 1};
    return (ty_code *)ty_compile(ctx, source, strlen(source), &o);
}

/* The n-th code constant, depth first. */
static const ty_code *inner(const ty_code *c, int *n)
{
    for (uint32_t i = 0; i < c->nconsts; i++)
        if (ty_is_code(c->consts[i])) {
            const ty_code *k = (const ty_code *)c->consts[i];
            if ((*n)-- == 0)
                return k;
            if ((k = inner(k, n)))
                return k;
        }
    return NULL;
}

static bool sound(const ty_code *c, const char *source)
{
    const char *bad = ty_code_verify(c);
    if (bad)
        diag("%s: %s", source, bad);
    for (uint32_t i = 0; i < c->nconsts && !bad; i++)
        if (ty_is_code(c->consts[i]) && !sound((const ty_code *)c->consts[i], source))
            return false;
    return !bad;
}

/* The listing of the first function in `source`, without its head, line and word numbers, instructions joined by "; ". */
static void is_code(const char *source, const char *wanted)
{
    ty_code *module = compile(source);
    int n = 0;
    const ty_code *c = module ? inner(module, &n) : NULL;
    if (!c) {
        ok(false, "compiles: %s", source);
        harness_no_error(ctx, __FILE__, __LINE__, source);
        return;
    }
    ok(sound(module, source), "verified: %s", source);
    ty_value text = ty_code_disassemble(ctx, c), hold = TY_NULL;
    size_t length;
    const char *p = text ? ty_str_utf8(ctx, text, &length, &hold) : NULL;
    if (!p)
        bail("no listing");
    static char got[4096];
    size_t used = 0;
    for (p = strchr(p, '\n') + 1; *p && *p != '\n'; p = strchr(p, '\n') + 1) {
        size_t width = strcspn(p, "\n"), skip = strstr(p, " -> ") && strncmp(p + 6, "     ", 5) && strchr("0123456789", p[6]) ? 6 : 13;
        if (used)
            used += (size_t)snprintf(got + used, sizeof got - used, "; ");
        used += (size_t)snprintf(got + used, sizeof got - used, "%.*s", (int)(width - skip), p + skip);
        if (used > sizeof got - 200)
            bail("too long");
    }
    is_str(got, wanted, "%s", source);
}

static void is_error(const char *source, const ty_type *type, const char *message)
{
    ok(compile(source) == NULL, "refused: %s", source);
    raises(ctx, type, message);
}

/* Each single damaged word must be refused or harmless to look at. */
static void damage(const char *source)
{
    ty_code *module = compile(source);
    int n = 0;
    const ty_code *c = module ? inner(module, &n) : NULL;
    if (!c)
        bail("does not compile");
    uint32_t *words = malloc(c->ninsns * sizeof *words);
    if (!words)
        bail("no memory");
    uint32_t refused = 0, all = 0;
    for (uint32_t i = 0; i < c->ninsns; i++)
        for (int bit = 0; bit < 32; bit++) {
            memcpy(words, c->insns, c->ninsns * sizeof *words);
            words[i] ^= (uint32_t)1 << bit;
            ty_code d = *c;
            d.insns = words;
            refused += ty_code_verify(&d) != NULL;
            all++;
        }
    ok(refused > all / 3 && refused < all, "%u of %u damaged forms of %s are refused", refused, all, source);
    memcpy(words, c->insns, c->ninsns * sizeof *words);
    ty_code d = *c;
    d.insns = words;
    d.ninsns--;
    ok(ty_code_verify(&d), "the end is missing");
    d = *c;
    d.nregs--;
    d.nregs = (uint16_t)(d.nregs - 2);
    ok(ty_code_verify(&d), "registers are missing");
    free(words);
}

int main(void)
{
    ctx = harness_begin();
    harness_units(ty_unit_release);
    is_code("def f(a, b): return a + b", "ADD r2 a b; RET r2");
    is_code("def f(a): x = a + 1; return x", "ADDI x a #1; RET x");
    is_code("def f(a): return a * 2.5 - 1", "MULK r1 a 2.5; SUBI r1 r1 #1; RET r1");
    is_code("def f(n):\n s = 0\n while n > 0: s += n; n -= 1\n return s",
            "LOADI s #0; JGTI n #0 0 -> 6; IADD s s n; ISUBI n n #1; LOOP -> 1; RET s");
    is_code("def f(l):\n for x in l: g(x)", "ITER r2 l; NEXT x r2 -> 8; LOADGLOBAL r3 g @0; MOVE r7 x; CALL r3 1; LOOP -> 1; LOADIMM r2 1; RET r2");
    is_code("def f(l):\n for k, v in l: pass", "ITER r3 l; NEXT r4 r3 -> 5; UNPACK k r4 2; LOOP -> 1; LOADIMM r3 1; RET r3");
    is_code("def f(a, b): a, b = b, a + b; return a", "MOVE r2 b; ADD b a b; MOVE a r2; RET a");
    is_code("def f(o): return o.m(1, k=2).x", "LDMETH r1 o m @0; LOADI r6 #1; LOADI r7 #2; CALLKW r1 2 1 ('k',); GETATTR r1 r1 x @1; RET r1");
    is_code("def f(x):\n if x is None or not x: return 1", "JISIMM x 1 1 -> 4; JT x -> 6; LOADI r1 #1; RET r1; LOADIMM r1 1; RET r1");
    is_code("def f(a, b, c): return a < b < c", "LT r3 a b; JF r3 -> 4; LT r3 b c; RET r3");
    is_code("def f(l): return l[0], l[-1], l[1:], l[i]",
            "GETITEMI r1 l #0; GETITEMI r2 l #-1; LOADI r4 #1; LOADIMM r5 1; GETSLICE r3 l r4; LOADGLOBAL r5 i @0; GETITEM r4 l r5; TUPLE r1 r1 4; RET r1");
    is_code("def f(): return [1, 2, 'a'], {'a': g}, (1, (2,)), 2 ** 10, 'x' * 3, -1, not 0",
            "LISTK r0 (1, 2, 'a'); LOADGLOBAL r2 g @0; DICTKEYS r1 r2 1 ('a',); LOADK r2 (1, (2,)); LOADI r3 #1024; LOADK r4 'xxx'; LOADI r5 #-1; "
            "LOADIMM r6 3; TUPLE r0 r0 7; RET r0");
    is_code("def f(x): return x in [1, 2], x in {3}", "LOADK r2 (1, 2); IN r1 x r2; LOADK r3 frozenset({3}); IN r2 x r3; TUPLE r1 r1 2; RET r1");
    is_code("def f(s): return [x for x in s if x]", "ITER r3 s; LIST r2 r2 0; NEXT x' r3 -> 8; JF x' -> 7; LISTAPPEND r2 x'; LOOP -> 2; RET r2");
    is_code("def f(c):\n if c: x = 1\n return x", "JF c -> 3; LOADI x #1; CHECK x; RET x");
    is_code("def f(x): return x + (x := 2)", "MOVE r1 x; LOADI r2 #2; MOVE x r2; ADD r1 r1 r2; RET r1");
    is_code("def f(x):\n try: return x\n finally: x = 2", "NOP; MOVE r1 x; LOADI x #2; RET r1; PUSHEXC r1; LOADI x #2; POPEXC r1; RERAISE r1; "
            "POPEXC r1; RERAISE r3; 1 to 2 -> 4 [r1]; 5 to 6 -> 8 [r3]");
    is_code(
        "def f(m):\n with m as x: g",
        "WITH r2 m; MOVE x r3; LOADGLOBAL r3 g @0; LOADIMM r3 1; WITHEXIT r3 r2 r3; JMP -> 17; PUSHEXC r3; "
        "WITHEXIT r5 r2 r3; JT r5 -> 13; POPEXC r3; RERAISE r3; POPEXC r3; JMP -> 17; POPEXC r3; RERAISE r5; "
        "LOADIMM r2 1; RET r2; 1 to 4 -> 7 [r3]; 8 to 11 -> 15 [r5]");
    is_code("def f():\n while True: pass", "NOP; LOOP -> 1");
    is_code("def f(): yield 1", "LOADI r0 #1; YIELD r0 r0 0; LOADIMM r0 1; RET r0");
    is_code("async def f(x): return await x", "MOVE r1 x; AWAITABLE r2 r1 0; LOADIMM r1 1; SEND r1 r2 3 -> 5; RET r1");
    is_code("def f():\n n = 0\n def g():\n  nonlocal n\n  n += 1\n return g",
            "MAKECELL n; LOADI r2 #0; STORECELL n r2; MOVE r3 n; TUPLE r3 r3 1; FUNCTION g r3 8 <code f.<locals>.g> @0; RET g");

    is_error("x = (", &ty_SyntaxError_type, "'(' was never closed (t.py, line 1)");
    is_error("return 1", &ty_SyntaxError_type, "'return' outside function (t.py, line 1)");
    is_error("f(a=1, a=2)", &ty_SyntaxError_type, "keyword argument repeated: a (t.py, line 1)");
    is_error("def f():\n  nonlocal q", &ty_SyntaxError_type, "no binding for nonlocal 'q' found (t.py, line 2)");

    damage("def f(a, *b, c=1):\n for i in a:\n  try: g(i, *b).x = [c, i]\n  except E as e: return lambda: (yield c)");
    damage("def f(m):\n match m:\n  case [1, *x, {'k': y, **z}]: return C(x, y=y), f'{z!r:>{m}}'");
    no_error(ctx);
    harness_end();
    return done_testing();
}
