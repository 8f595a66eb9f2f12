# SPDX-License-Identifier: MIT
# A unit test of src/object/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_object_NAME_t_LDADD = $(OBJECT_HARNESS)
# It begins with harness_begin(), see harness.h.
check_LTLIBRARIES += libharness.la
libharness_la_SOURCES = %D%/harness.c %D%/harness.h
OBJECT_HARNESS = libharness.la libtap.la $(FLOOR_OBJECT)
check_PROGRAMS += %D%/fastsearch-t
tests_unit_object_fastsearch_t_LDADD = libtap.la $(FLOOR_OBJECT)
check_PROGRAMS += %D%/str-t
tests_unit_object_str_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/dict-t %D%/list-t %D%/set-t
tests_unit_object_dict_t_LDADD = $(OBJECT_HARNESS)
tests_unit_object_list_t_LDADD = $(OBJECT_HARNESS)
tests_unit_object_set_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/type-t
tests_unit_object_type_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/exceptions-t
tests_unit_object_exceptions_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/native-t
tests_unit_object_native_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/weakref-t
tests_unit_object_weakref_t_LDADD = $(OBJECT_HARNESS)
check_PROGRAMS += %D%/int-t %D%/float-t
tests_unit_object_int_t_LDADD = $(OBJECT_HARNESS)
tests_unit_object_float_t_LDADD = $(OBJECT_HARNESS)
