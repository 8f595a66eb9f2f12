# SPDX-License-Identifier: MIT
bin_PROGRAMS += typhon
typhon_SOURCES = \
	%D%/main.c \
	%D%/options.c \
	%D%/options.h \
	%D%/sanitizer.c \
	%D%/sanitizer.h \
	$(NOTHING)
typhon_LDADD = $(FLOOR_API)
