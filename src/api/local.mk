# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-api.la
TYPHON_LIBS += libty-api.la
FLOOR_API = libty-api.la $(SERIALIZER_LIBS) $(FLOOR_MODULES)
libty_api_la_SOURCES = \
	%D%/api_prompt.c \
	%D%/api_run.c \
	%D%/api_run.h \
	%D%/api_version.c \
	%D%/image.c \
	%D%/image.h \
	$(NOTHING)
include_HEADERS += \
	src/include/typhon.h \
	$(NOTHING)
typhoninclude_HEADERS += \
	src/include/typhon/export.h \
	src/include/typhon/serializer.h \
	$(NOTHING)

# The library for others. The program does not use it: it links the floors themselves.
lib_LTLIBRARIES += libtyphon.la
libtyphon_la_SOURCES =
libtyphon_la_LIBADD = $(TYPHON_LIBS) $(UTF8PROC_LIBS) $(GMP_LIBS) $(ZLIB_LIBS) $(PTHREAD_LIBS) $(LIBM)
libtyphon_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(TYPHON_LT_VERSION) \
	-export-symbols $(srcdir)/%D%/libtyphon.sym
libtyphon_la_DEPENDENCIES = $(TYPHON_LIBS) $(srcdir)/%D%/libtyphon.sym
EXTRA_DIST += %D%/libtyphon.sym
