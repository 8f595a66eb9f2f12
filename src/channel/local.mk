# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-channel.la
TYPHON_LIBS += libty-channel.la
FLOOR_CHANNEL = libty-channel.la $(FLOOR_GC)
libty_channel_la_SOURCES = \
	$(NOTHING)
