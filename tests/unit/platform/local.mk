# SPDX-License-Identifier: MIT
# A unit test of src/platform/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_platform_NAME_t_LDADD = libtap.la $(FLOOR_PLATFORM)
check_PROGRAMS += %D%/bits-t
tests_unit_platform_bits_t_LDADD = libtap.la $(FLOOR_PLATFORM)
check_PROGRAMS += %D%/park-t
tests_unit_platform_park_t_LDADD = libtap.la $(FLOOR_PLATFORM)
check_PROGRAMS += %D%/park_portable-t
tests_unit_platform_park_portable_t_LDADD = libtap.la $(FLOOR_PLATFORM)
check_PROGRAMS += %D%/system-t
tests_unit_platform_system_t_LDADD = libtap.la $(FLOOR_PLATFORM)
check_PROGRAMS += %D%/thread-t
tests_unit_platform_thread_t_LDADD = libtap.la $(FLOOR_PLATFORM)
