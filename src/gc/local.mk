# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-gc.la
TYPHON_LIBS += libty-gc.la
FLOOR_GC = libty-gc.la $(FLOOR_MEM)
libty_gc_la_SOURCES = \
	%D%/barrier.c \
	%D%/block.c \
	%D%/chunk.c \
	%D%/collect.c \
	%D%/finalize.c \
	%D%/head.h \
	%D%/heap.c \
	%D%/heap.h \
	%D%/impl.h \
	%D%/large.c \
	%D%/mark.c \
	%D%/order.c \
	%D%/own.c \
	%D%/roots.c \
	%D%/scan.c \
	%D%/space.c \
	%D%/space.h \
	%D%/stress.c \
	%D%/units.c \
	%D%/validate.c \
	%D%/weaktab.c \
	$(NOTHING)
