# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-gc.la
TYPHON_LIBS += libty-gc.la
FLOOR_GC = libty-gc.la $(FLOOR_MEM)
libty_gc_la_SOURCES = \
	%D%/head.h \
	%D%/heap.h \
	$(NOTHING)
