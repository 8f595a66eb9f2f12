# SPDX-License-Identifier: MIT
# A unit test of src/gc/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_gc_NAME_t_LDADD = libtap.la $(FLOOR_GC)
EXTRA_DIST += %D%/kit.h
check_PROGRAMS += %D%/trees-t
tests_unit_gc_trees_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/large-t
tests_unit_gc_large_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/weaktab-t
tests_unit_gc_weaktab_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/finalize-t
tests_unit_gc_finalize_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/roots-t
tests_unit_gc_roots_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/units-t
tests_unit_gc_units_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/heap-t
tests_unit_gc_heap_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/validate-t
tests_unit_gc_validate_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/random-t
tests_unit_gc_random_t_LDADD = libtap.la $(FLOOR_GC)
check_PROGRAMS += %D%/parallel-t
tests_unit_gc_parallel_t_LDADD = libtap.la $(FLOOR_GC)
