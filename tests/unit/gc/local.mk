# SPDX-License-Identifier: MIT
# A unit test of src/gc/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_gc_NAME_t_LDADD = libtap.la $(FLOOR_GC)
EXTRA_DIST += %D%/kit.h
check_PROGRAMS += %D%/trees-t
tests_unit_gc_trees_t_LDADD = libtap.la $(FLOOR_GC)
