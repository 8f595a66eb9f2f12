# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-compile.la
TYPHON_LIBS += libty-compile.la
FLOOR_COMPILE = libty-compile.la $(FLOOR_CODE)
libty_compile_la_SOURCES = \
	%D%/ast.c \
	%D%/ast.h \
	%D%/ast_dump.c \
	%D%/ast_nodes.def \
	%D%/compile.h \
	%D%/ident.c \
	%D%/lexer.c \
	%D%/lexer.h \
	%D%/lexer_chars.c \
	%D%/lexer_chars.h \
	%D%/lexer_fstring.c \
	%D%/lexer_string.c \
	%D%/lexer_word.c \
	%D%/literal_number.c \
	%D%/literal_string.c \
	%D%/number.c \
	%D%/number.h \
	%D%/parser.c \
	%D%/parser.h \
	%D%/parser_atom.c \
	%D%/parser_call.c \
	%D%/parser_compound.c \
	%D%/parser_error.c \
	%D%/parser_expr.c \
	%D%/parser_impl.h \
	%D%/parser_match.c \
	%D%/parser_params.c \
	%D%/parser_simple.c \
	%D%/parser_stmt.c \
	%D%/parser_string.c \
	%D%/parser_target.c \
	%D%/source.c \
	%D%/source.h \
	%D%/syntax_error.c \
	%D%/syntax_error.h \
	%D%/tokens.def \
	%D%/future.h \
	%D%/symtable.h \
	%D%/future.c \
	%D%/symtable.c \
	%D%/symtable_check.c \
	%D%/symtable_impl.h \
	%D%/symtable_resolve.c \
	%D%/symtable_walk.c \
	$(NOTHING)
