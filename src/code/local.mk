# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-code.la
TYPHON_LIBS += libty-code.la
FLOOR_CODE = libty-code.la $(FLOOR_OBJECT)
libty_code_la_SOURCES = \
	%D%/code.c \
	%D%/code.h \
	%D%/replace.c \
	%D%/disassemble.c \
	%D%/handlers.c \
	%D%/lines.c \
	%D%/lines.h \
	%D%/opcodes.c \
	%D%/opcodes.h \
	%D%/unit.c \
	%D%/verify.c \
	%D%/opcodes.def.h \
	%D%/unit.h \
	$(NOTHING)
