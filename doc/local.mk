# SPDX-License-Identifier: MIT
DOC_FILES = \
	doc/channels.md \
	doc/gc.md \
	%D%/channel-recv.md \
	%D%/dependencies.md \
	doc/containers.md \
	doc/strings.md \
	$(NOTHING)
dist_doc_DATA = README.md NEWS COPYING
EXTRA_DIST += $(DOC_FILES)
