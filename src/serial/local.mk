# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-serial.la
TYPHON_LIBS += libty-serial.la
FLOOR_SERIAL = libty-serial.la $(FLOOR_VM) $(ZLIB_LIBS)
libty_serial_la_SOURCES = \
	%D%/host.c \
	%D%/registry.c \
	%D%/registry.h \
	$(NOTHING)
