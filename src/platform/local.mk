# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-platform.la
TYPHON_LIBS += libty-platform.la
FLOOR_PLATFORM = libty-platform.la $(PTHREAD_LIBS) $(LIBM)
libty_platform_la_SOURCES = \
	%D%/assert.c \
	%D%/assert.h \
	%D%/atomic.h \
	%D%/attr.h \
	%D%/bits.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/dl.c \
	%D%/dl.h \
	%D%/file.c \
	%D%/file.h \
	%D%/lock.c \
	%D%/lock.h \
	%D%/page.c \
	%D%/page.h \
	%D%/park.c \
	%D%/park.h \
	%D%/random.c \
	%D%/random.h \
	%D%/sanitize.h \
	%D%/stack.c \
	%D%/stack.h \
	%D%/thread.c \
	%D%/thread.h \
	%D%/trace.c \
	%D%/trace.h \
	$(NOTHING)
