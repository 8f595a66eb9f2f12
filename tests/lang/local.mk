# SPDX-License-Identifier: MIT
# Programs in Python, run by the built typhon; they print TAP through tap.py. NNN_topic.py: NNN gives the order in which
# one would teach. One file a line.
LANG_TESTS = \
	%D%/010_basics.py \
	%D%/020_functions.py \
	%D%/030_classes.py \
	%D%/040_generators.py \
	%D%/050_exceptions.py \
	%D%/060_interpreters.py \
	%D%/200_str.py \
	%D%/210_format.py \
	%D%/220_codecs.py \
	%D%/230_re.py \
	$(NOTHING)
# Not tests themselves: modules that tests import, expected outputs, data.
LANG_FILES = \
	%D%/tap.py \
	$(NOTHING)
# Programs whose output is compared with a file: add NAME.py and NAME.out to golden, and nothing here.
GOLDEN_TESTS = %D%/golden.sh
EXTRA_DIST += $(LANG_TESTS) $(LANG_FILES) $(GOLDEN_TESTS) %D%/golden
%D%/golden.log: typhon$(EXEEXT)
