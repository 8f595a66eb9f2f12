# SPDX-License-Identifier: MIT
MARSHAL_FILES = \
	%D%/marshal.c \
	$(NOTHING)
if WITH_MARSHAL
noinst_LTLIBRARIES += libty-marshal.la
SERIALIZER_LIBS += libty-marshal.la
TYPHON_LIBS += libty-marshal.la
libty_marshal_la_SOURCES = $(MARSHAL_FILES)
libty_marshal_la_CPPFLAGS = $(AM_CPPFLAGS) -DTY_SERIALIZER_BUILTIN
if SERIALIZER_MODULES
serializers_LTLIBRARIES += marshal.la
marshal_la_SOURCES = $(MARSHAL_FILES)
marshal_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -no-undefined
endif
endif
