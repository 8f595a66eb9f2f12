# SPDX-License-Identifier: MIT
# Everything speaks TAP. Programs run as they are, .py files by the built typhon, .sh files by the shell.
TEST_EXTENSIONS = .py .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
PY_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
# TEST_TIMEOUT=SECONDS ends a test that hangs; TEST_WRAPPER is put before the program (valgrind, for instance).
TEST_TIMEOUT = 300
TEST_WRAPPER =
LOG_COMPILER = $(TIMEOUT) $(TEST_WRAPPER)
PY_LOG_COMPILER = $(TIMEOUT) $(TEST_WRAPPER) $(abs_top_builddir)/typhon$(EXEEXT)
SH_LOG_COMPILER = $(TIMEOUT) $(SHELL)
AM_TESTS_ENVIRONMENT = \
	srcdir='$(abs_srcdir)'; export srcdir; \
	builddir='$(abs_builddir)'; export builddir; \
	TYPHON='$(abs_top_builddir)/typhon$(EXEEXT)'; export TYPHON; \
	PYTHONPATH='$(abs_srcdir)/tests/lang'; export PYTHONPATH; \
	PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE; \
	FUZZERS='$(FUZZERS)'; export FUZZERS; \
	AWK='$(AWK)'; export AWK;

check_LTLIBRARIES += libtap.la
libtap_la_SOURCES = %D%/tap/tap.c %D%/tap/tap.h
libtap_la_LIBADD = $(PTHREAD_LIBS) $(LIBM)

include tests/unit/platform/local.mk
include tests/unit/mem/local.mk
include tests/unit/gc/local.mk
include tests/unit/channel/local.mk
include tests/unit/object/local.mk
include tests/unit/code/local.mk
include tests/unit/compile/local.mk
include tests/unit/vm/local.mk
include tests/unit/serial/local.mk
include tests/unit/interp/local.mk
include tests/unit/modules/local.mk
include tests/api/local.mk
include tests/lang/local.mk
include tests/serial/local.mk
include tests/plugin/local.mk
include tests/stress/local.mk
include tests/fuzz/local.mk
include tests/style/local.mk

TESTS += $(check_PROGRAMS) $(LANG_TESTS) $(GOLDEN_TESTS) $(FUZZ_TESTS) $(STYLE_TESTS)
# The .py and .sh tests need what they run.
$(LANG_TESTS:.py=.log): typhon$(EXEEXT)
EXTRA_DIST += %D%/run %D%/all.sh %D%/variant.sh %D%/valgrind.supp

# For people. The parts of check under valgrind; style alone; and whole builds of other kinds, below variants/.
check-valgrind:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(check_PROGRAMS) $(LANG_TESTS)' TEST_TIMEOUT=3000 \
	  TEST_WRAPPER='$(LIBTOOL) --mode=execute $(VALGRIND) -q --leak-check=full --error-exitcode=99 \
	    --suppressions=$(abs_srcdir)/tests/valgrind.supp'
check-style:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(STYLE_TESTS)'
check-sanitizers:
	$(SHELL) $(srcdir)/tests/all.sh variants address thread
check-stress:
	$(SHELL) $(srcdir)/tests/all.sh variants stress
check-all:
	$(SHELL) $(srcdir)/tests/all.sh variants
.PHONY: check-valgrind check-style check-sanitizers check-stress check-all
