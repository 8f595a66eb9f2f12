# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-interp.la
TYPHON_LIBS += libty-interp.la
FLOOR_INTERP = libty-interp.la $(FLOOR_SERIAL)
libty_interp_la_SOURCES = \
	%D%/channel_id.c \
	%D%/channel_id.h \
	%D%/ends.c \
	%D%/ends.h \
	%D%/hub.c \
	%D%/hub.h \
	%D%/import.c \
	%D%/import_spec.c \
	%D%/import_spec.h \
	%D%/interp.c \
	%D%/interp.h \
	%D%/lock.c \
	%D%/lock.h \
	%D%/run.c \
	%D%/runtime.c \
	%D%/runtime.h \
	%D%/share.c \
	%D%/share.h \
	%D%/signal.c \
	%D%/signal.h \
	%D%/thread.c \
	$(NOTHING)
