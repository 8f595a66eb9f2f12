# SPDX-License-Identifier: MIT
# A unit test of src/code/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_code_NAME_t_LDADD = libtap.la $(FLOOR_CODE)
check_PROGRAMS += %D%/lines-t %D%/unit-t
tests_unit_code_lines_t_LDADD = libtap.la $(FLOOR_CODE)
tests_unit_code_unit_t_LDADD = libharness.la libtap.la $(FLOOR_CODE)
