# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-mem.la
TYPHON_LIBS += libty-mem.la
FLOOR_MEM = libty-mem.la $(FLOOR_PLATFORM)
libty_mem_la_SOURCES = \
	$(NOTHING)
