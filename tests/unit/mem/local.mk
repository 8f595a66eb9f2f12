# SPDX-License-Identifier: MIT
# A unit test of src/mem/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_mem_NAME_t_LDADD = libtap.la $(FLOOR_MEM)
