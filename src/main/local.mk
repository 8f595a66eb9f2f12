# SPDX-License-Identifier: MIT
bin_PROGRAMS += typhon
typhon_SOURCES = \
	%D%/main.c \
	$(NOTHING)
typhon_LDADD = $(FLOOR_API)
