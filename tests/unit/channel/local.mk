# SPDX-License-Identifier: MIT
# A unit test of src/channel/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_channel_NAME_t_LDADD = libtap.la $(FLOOR_CHANNEL)
check_PROGRAMS += %D%/channel-t
tests_unit_channel_channel_t_LDADD = libtap.la $(FLOOR_CHANNEL)
check_PROGRAMS += %D%/queue-t
tests_unit_channel_queue_t_LDADD = libtap.la $(FLOOR_CHANNEL)
check_PROGRAMS += %D%/select-t
tests_unit_channel_select_t_LDADD = libtap.la $(FLOOR_CHANNEL)
check_PROGRAMS += %D%/stress-t
tests_unit_channel_stress_t_LDADD = libtap.la $(FLOOR_CHANNEL)
