# SPDX-License-Identifier: MIT
# A fuzz target NAME is NAME.c with LLVMFuzzerTestOneInput, a folder corpus/NAME of inputs, and
#   FUZZERS += %D%/NAME
#   tests_fuzz_NAME_SOURCES = %D%/NAME.c $(FUZZ_MAIN)
#   tests_fuzz_NAME_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
#   tests_fuzz_NAME_LDADD = $(FLOOR_X)
# Without --enable-fuzzers it replays the files it is given; make check does so with the corpus of each.
FUZZERS =
if WITH_FUZZERS
FUZZ_MAIN =
FUZZ_ENGINE = -fsanitize=fuzzer
else
FUZZ_MAIN = tests/fuzz/replay.c
FUZZ_ENGINE =
endif
FUZZERS += %D%/parser
tests_fuzz_parser_SOURCES = %D%/parser.c $(FUZZ_MAIN)
tests_fuzz_parser_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_parser_LDADD = $(FLOOR_COMPILE)
EXTRA_DIST += %D%/corpus %D%/corpus.sh %D%/replay.c
EXTRA_PROGRAMS += $(FUZZERS)
FUZZ_TESTS = %D%/corpus.sh
%D%/corpus.log: $(FUZZERS)
FUZZ_SECONDS = 60
# Replays the corpus; with libFuzzer, looks for new inputs as well.
check-fuzz: $(FUZZERS)
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(FUZZ_TESTS)'
if WITH_FUZZERS
	for target in $(FUZZERS); do \
	  name=`basename $$target`; mkdir -p found/$$name; \
	  $$target -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=2048 found/$$name \
	    $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
endif
.PHONY: check-fuzz
