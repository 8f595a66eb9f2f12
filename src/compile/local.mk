# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-compile.la
TYPHON_LIBS += libty-compile.la
FLOOR_COMPILE = libty-compile.la $(FLOOR_CODE)
libty_compile_la_SOURCES = \
	%D%/assemble.c \
	%D%/compile.c \
	%D%/emit.h \
	%D%/emit_assign.c \
	%D%/emit_block.c \
	%D%/emit_call.c \
	%D%/emit_comp.c \
	%D%/emit_def.c \
	%D%/emit_expr.c \
	%D%/emit_jump.c \
	%D%/emit_loop.c \
	%D%/emit_match.c \
	%D%/emit_stmt.c \
	%D%/emit_try.c \
	%D%/emit_type.c \
	%D%/fold.c \
	%D%/regs.c \
	%D%/scope.c \
	%D%/unparse.c \
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
	%D%/symtable_expr.c \
	%D%/symtable_impl.h \
	%D%/symtable_resolve.c \
	%D%/symtable_walk.c \
	$(NOTHING)
