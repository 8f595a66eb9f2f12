# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-interp.la
TYPHON_LIBS += libty-interp.la
FLOOR_INTERP = libty-interp.la $(FLOOR_SERIAL)
libty_interp_la_SOURCES = \
	$(NOTHING)
