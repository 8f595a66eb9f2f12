# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-vm.la
TYPHON_LIBS += libty-vm.la
FLOOR_VM = libty-vm.la $(FLOOR_COMPILE)
libty_vm_la_SOURCES = \
	%D%/cache.h \
	%D%/frame.h \
	%D%/generator.h \
	%D%/vm.h \
	$(NOTHING)
