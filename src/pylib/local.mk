# SPDX-License-Identifier: MIT
# Modules written in Python, embedded as source text. A package is FOLDER/__init__.py.
PYLIB_FILES = \
	%D%/_ast.py \
	%D%/_contextvars.py \
	%D%/_xxsubinterpreters.py \
	%D%/typhon/__init__.py \
	%D%/typhon/interpreters.py \
	%D%/typhon/serializers.py \
	%D%/re.py \
	%D%/_typhon_typing.py \
	%D%/_collections_abc.py \
	%D%/abc.py \
	%D%/bisect.py \
	%D%/collections/__init__.py \
	%D%/collections/abc.py \
	%D%/functools.py \
	%D%/heapq.py \
	%D%/keyword.py \
	%D%/operator.py \
	%D%/reprlib.py \
	%D%/struct.py \
	%D%/genericpath.py \
	%D%/io.py \
	%D%/os.py \
	%D%/posixpath.py \
	%D%/queue.py \
	%D%/signal.py \
	%D%/stat.py \
	%D%/threading.py \
	%D%/warnings.py \
	%D%/_weakrefset.py \
	%D%/copyreg.py \
	%D%/faulthandler.py \
	%D%/textwrap.py \
	%D%/types.py \
	%D%/weakref.py \
	%D%/random.py \
	$(NOTHING)
noinst_LTLIBRARIES += libty-pylib.la
TYPHON_LIBS += libty-pylib.la
libty_pylib_la_SOURCES = %D%/frozen.h
nodist_libty_pylib_la_SOURCES = %D%/frozen.gen.c
EXTRA_DIST += $(PYLIB_FILES) %D%/freeze.sh
CLEANFILES += src/pylib/frozen.gen.c
src/pylib/frozen.gen.c: $(PYLIB_FILES) %D%/freeze.sh src/pylib/local.mk
	@$(MKDIR_P) src/pylib
	$(AM_V_GEN)AWK='$(AWK)' $(SHELL) $(srcdir)/src/pylib/freeze.sh $(srcdir) $(PYLIB_FILES) > $@.new && mv -f $@.new $@
