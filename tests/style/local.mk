# SPDX-License-Identifier: MIT
# The rules of the house that a machine can check.
STYLE_TESTS = \
	%D%/exports.sh \
	%D%/globals.sh \
	%D%/layers.sh \
	%D%/paths.sh \
	%D%/sizes.sh \
	%D%/spdx.sh \
	$(NOTHING)
EXTRA_DIST += $(STYLE_TESTS) %D%/globals.allow %D%/lib.sh
