# SPDX-License-Identifier: MIT
# make bench runs every script of BENCHES with TYPHON set; each prints a table.
BENCHES = \
	$(NOTHING)
BENCH_FILES = \
	$(NOTHING)
EXTRA_DIST += $(BENCHES) $(BENCH_FILES)
# Programs that measure one floor; make bench runs them first.
EXTRA_PROGRAMS += %D%/channel-bench
bench_channel_bench_LDADD = $(FLOOR_CHANNEL)
EXTRA_PROGRAMS += %D%/gc-bench
bench_gc_bench_LDADD = libtap.la $(FLOOR_GC)
EXTRA_PROGRAMS += %D%/object-bench
bench_object_bench_LDADD = $(OBJECT_HARNESS)
BENCH_FILES += bench/object-bench.py
MEASURES = \
	bench/channel-bench$(EXEEXT) \
	bench/gc-bench$(EXEEXT) \
	bench/object-bench$(EXEEXT) \
	$(NOTHING)
bench: all $(MEASURES)
	@for program in $(MEASURES); do \
	  echo "== $$program"; \
	  ./$$program || exit 1; \
	done
	@for script in $(BENCHES); do \
	  echo "== $$script"; \
	  srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' TYPHON='$(abs_top_builddir)/typhon$(EXEEXT)' \
	    $(SHELL) $(srcdir)/$$script || exit 1; \
	done
.PHONY: bench
