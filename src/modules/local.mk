# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-modules.la
TYPHON_LIBS += libty-modules.la
FLOOR_MODULES = libty-modules.la libty-pylib.la $(FLOOR_INTERP)
libty_modules_la_SOURCES = \
	%D%/marshal.c \
	%D%/typhon_core.c \
	%D%/cmath.c \
	%D%/math.c \
	%D%/math_impl.h \
	%D%/math_int.c \
	%D%/math_sums.c \
	%D%/codecs.c \
	%D%/codecs.h \
	%D%/codecs_charmap.c \
	%D%/codecs_escape.c \
	%D%/string.c \
	%D%/unicodedata.c \
	%D%/builtins.c \
	%D%/builtins.h \
	%D%/builtins_iter.c \
	%D%/builtins_run.c \
	%D%/builtins_text.c \
	%D%/fs.c \
	%D%/fs.h \
	%D%/io.h \
	%D%/modules.c \
	%D%/modules.def.h \
	%D%/modules.h \
	%D%/re_chars.c \
	%D%/re_compile.c \
	%D%/re_impl.h \
	%D%/re_match.c \
	%D%/re_match_object.c \
	%D%/re_match_template.h \
	%D%/re_module.c \
	%D%/re_parse.c \
	%D%/re_pattern.c \
	%D%/re_template.c \
	%D%/re_tree.h \
	%D%/sys.c \
	%D%/sys.h \
	%D%/sys_hooks.c \
	%D%/sys_info.c \
	%D%/sys_names.c \
	%D%/sys_streams.c \
	%D%/sys_thread.c \
	%D%/itertools.c \
	%D%/itertools.h \
	%D%/itertools_combine.c \
	%D%/itertools_endless.c \
	%D%/itertools_share.c \
	%D%/collections.c \
	%D%/collections.h \
	%D%/deque.c \
	%D%/ordereddict.c \
	%D%/functools.c \
	%D%/functools.h \
	%D%/functools_lru.c \
	%D%/heapq.c \
	%D%/bisect.c \
	%D%/operator.c \
	%D%/operator.h \
	%D%/operator_getters.c \
	%D%/abc.c \
	%D%/own_dict.h \
	$(NOTHING)
