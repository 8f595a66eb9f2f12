# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-compile.la
TYPHON_LIBS += libty-compile.la
FLOOR_COMPILE = libty-compile.la $(FLOOR_CODE)
libty_compile_la_SOURCES = \
	%D%/ast.h \
	%D%/ast_nodes.def \
	%D%/compile.h \
	$(NOTHING)
