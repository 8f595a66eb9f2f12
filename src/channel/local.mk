# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-channel.la
TYPHON_LIBS += libty-channel.la
FLOOR_CHANNEL = libty-channel.la $(FLOOR_GC)
libty_channel_la_SOURCES = \
	%D%/channel.c \
	%D%/channel.h \
	%D%/message.c \
	%D%/message.h \
	%D%/queue.c \
	%D%/queue.h \
	%D%/select.c \
	%D%/select.h \
	%D%/spin.h \
	%D%/wait.c \
	%D%/waiter.c \
	%D%/waiter.h \
	$(NOTHING)
