# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-mem.la
TYPHON_LIBS += libty-mem.la
FLOOR_MEM = libty-mem.la $(FLOOR_PLATFORM)
libty_mem_la_SOURCES = \
	%D%/alloc.c \
	%D%/alloc.h \
	%D%/arena.c \
	%D%/arena.h \
	%D%/buf.c \
	%D%/buf.h \
	%D%/extbuf.c \
	%D%/extbuf.h \
	%D%/hash.c \
	%D%/hash.h \
	%D%/pool.c \
	%D%/pool.h \
	%D%/recycle.c \
	%D%/recycle.h \
	$(NOTHING)
