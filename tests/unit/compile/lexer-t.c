/* SPDX-License-Identifier: MIT */
/* Tokens, as a line of their spellings. */
#include <config.h>

#include "compile/lexer.h"
#include "tests/unit/compile/front.h"

static char *spell(const char *text, ty_syntax_error *error) {
    static char out[65536];
    ty_arena arena;
    ty_source source;
    ty_lexer lexer;
    const ty_source_options from = {.origin = TY_SOURCE_TEXT};
    out[0] = '\0';
    ty_arena_init(&arena, NULL, 0);
    ty_ident_table *idents = ty_ident_table_new(&arena);
    if (!idents || !ty_lexer_intern_keywords(idents) ||
        !ty_source_init(&source, &arena, text, strlen(text), &from, error))
        bail("no source");
    ty_lexer_run(&lexer, &arena, &source, idents, error, NULL, NULL);
    size_t used = 0;
    for (uint32_t i = 0; i < lexer.count && used < sizeof out - 200; i++) {
        const ty_token *t = &lexer.tokens[i];
        const char *name = t->kind == TY_TOK_NEWLINE  ? "NL"
                           : t->kind == TY_TOK_INDENT ? ">"
                           : t->kind == TY_TOK_DEDENT ? "<"
                                                      : NULL;
        if (t->kind == TY_TOK_ENDMARKER) break;
        if (name || t->kind == TY_TOK_ERROR)
            used +=
                (size_t)snprintf(out + used, sizeof out - used, "%s%s", i ? " " : "", name ? name : "ERROR");
        else
            used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s", i ? " " : "",
                                     (int)(t->end - t->start), source.text + t->start);
    }
    /* Bracket pairs know each other. */
    for (uint32_t i = 0; i < lexer.count; i++)
        if (lexer.tokens[i].kind == TY_TOK_LPAR && lexer.tokens[i].match &&
            lexer.tokens[lexer.tokens[i].match].kind != TY_TOK_RPAR)
            snprintf(out, sizeof out, "bad match");
    ty_arena_free(&arena);
    return out;
}

static void is_tokens(const char *text, const char *want) {
    ty_syntax_error error = {.kind = TY_SYNTAX_OK};
    is_str(spell(text, &error), want, "%s", error.message);
}

int main(void) {
    is_tokens("", "");
    is_tokens("\n\n  # only a comment\n\n", "");
    is_tokens("x", "x NL");
    is_tokens("x=1;y", "x = 1 ; y NL");
    is_tokens("a<=b>=c==d!=e<f>g", "a <= b >= c == d != e < f > g NL");
    is_tokens("a**b**=c//d//=e>>f>>=g<<h<<=i", "a ** b **= c // d //= e >> f >>= g << h <<= i NL");
    is_tokens("a+=b-=c*=d/=e%=f@=g|=h^=i&=j", "a += b -= c *= d /= e %= f @= g |= h ^= i &= j NL");
    is_tokens("a->b:=c...d.e~f", "a -> b := c ... d . e ~ f NL");
    is_tokens("1 0 00 1_0 0x_fF 0o17 0b1_0 1. .5 1.5e-3 1E5 1j 1.5J 0_0 09.5 1_0.0_1e1_0",
              "1 0 00 1_0 0x_fF 0o17 0b1_0 1. .5 1.5e-3 1E5 1j 1.5J 0_0 09.5 1_0.0_1e1_0 NL");
    is_tokens("1 .real 1..real", "1 . real 1. . real NL");
    is_tokens("'a' \"b\" r'\\\\' b'x' Rb\"\" u'x' bR''", "'a' \"b\" r'\\\\' b'x' Rb\"\" u'x' bR'' NL");
    is_tokens("'''a\n'b'\n''' x", "'''a\n'b'\n''' x NL");
    is_tokens("'a\\\nb' x", "'a\\\nb' x NL");
    is_tokens("ur 'x' bf'x'", "ur 'x' bf 'x' NL");
    is_tokens("if x:\n  y\n  z\nw", "if x : NL > y NL z NL < w NL");
    is_tokens("if x:\n  if y:\n   z\n", "if x : NL > if y : NL > z NL < <");
    is_tokens("(a,\n\n# c\n  b)\nc", "( a , b ) NL c NL");
    is_tokens("a \\\n  b\n", "a b NL");
    is_tokens("x # comment", "x NL");
    is_tokens("if x:\n\n  # c\n  y\n# c\n\n  z", "if x : NL > y NL z NL <");
    is_tokens("\f  \fx", "x NL");
    is_tokens("f'a{b}c'", "f' a { b } c ' NL");
    is_tokens("f'{{a}}'", "f' { a} ' NL");
    is_tokens("f'{a!r:>{w}.3}'", "f' { a ! r : > { w } .3 } ' NL");
    is_tokens("f'{a:{{b}}}'", "f' { a : { { b } } } ' NL");
    is_tokens("f'{f\"{'x'}\"}'", "f' { f\" { 'x' } \" } ' NL");
    is_tokens("f'{x[1:2]}' f'{(lambda: 1)}' f'{a:=5}'",
              "f' { x [ 1 : 2 ] } ' f' { ( lambda : 1 ) } ' f' { a : =5 } ' NL");
    is_tokens("rf'\\{a}' f'\\N{BULLET}{b}'", "rf' \\ { a } ' f' \\N{BULLET} { b } ' NL");
    is_tokens("f'''\n{\na\n}\n'''", "f''' \n { a } \n ''' NL");
    is_tokens("\xC3\xA9t\xC3\xA9 = \xE5\x90\x8D", "\xC3\xA9t\xC3\xA9 = \xE5\x90\x8D NL");
    is_tokens("1if x else y", "1 if x else y NL");

    ty_syntax_error error = {.kind = TY_SYNTAX_OK};
    static char deep[1000];
    memset(deep, '(', 300);
    spell(deep, &error);
    is_str(error.message, "too many nested parentheses");
    char indented[20000];
    size_t n = 0;
    for (int i = 0; i < 110; i++) {
        memset(indented + n, ' ', (size_t)i);
        n += (size_t)i;
        memcpy(indented + n, "if x:\n", 6);
        n += 6;
    }
    indented[n] = '\0';
    error.kind = TY_SYNTAX_OK;
    spell(indented, &error);
    is_str(error.message, "too many levels of indentation");
    is_int(error.kind, TY_SYNTAX_INDENTATION);
    return done_testing();
}
