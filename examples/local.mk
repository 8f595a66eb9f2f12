# SPDX-License-Identifier: MIT
EXAMPLE_FILES = \
	%D%/article_marshal.py \
	%D%/wordcount.py \
	$(NOTHING)
EXTRA_DIST += $(EXAMPLE_FILES)
