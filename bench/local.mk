# SPDX-License-Identifier: MIT
# make bench runs every script of BENCHES with TYPHON set; each prints a table.
BENCHES = \
	$(NOTHING)
BENCH_FILES = \
	$(NOTHING)
EXTRA_DIST += $(BENCHES) $(BENCH_FILES)
bench: all
	@for script in $(BENCHES); do \
	  echo "== $$script"; \
	  srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' TYPHON='$(abs_top_builddir)/typhon$(EXEEXT)' \
	    $(SHELL) $(srcdir)/$$script || exit 1; \
	done
.PHONY: bench
