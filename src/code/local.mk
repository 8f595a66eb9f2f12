# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-code.la
TYPHON_LIBS += libty-code.la
FLOOR_CODE = libty-code.la $(FLOOR_OBJECT)
libty_code_la_SOURCES = \
	%D%/code.h \
	%D%/opcodes.def.h \
	%D%/unit.h \
	$(NOTHING)
