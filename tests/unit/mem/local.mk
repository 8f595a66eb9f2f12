# SPDX-License-Identifier: MIT
# A unit test of src/mem/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_mem_NAME_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/alloc-t
tests_unit_mem_alloc_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/arena-t
tests_unit_mem_arena_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/buf-t
tests_unit_mem_buf_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/hash-t
tests_unit_mem_hash_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/pool-t
tests_unit_mem_pool_t_LDADD = libtap.la $(FLOOR_MEM)
check_PROGRAMS += %D%/recycle-t
tests_unit_mem_recycle_t_LDADD = libtap.la $(FLOOR_MEM)
