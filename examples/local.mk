# SPDX-License-Identifier: MIT
EXAMPLE_FILES = \
	%D%/wordcount.py \
	$(NOTHING)
EXTRA_DIST += $(EXAMPLE_FILES)
