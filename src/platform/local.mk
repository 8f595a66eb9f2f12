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
	%D%/trace.c \
	%D%/trace.h \
	$(NOTHING)
