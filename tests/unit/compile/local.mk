# SPDX-License-Identifier: MIT
# A unit test of src/compile/NAME.c is NAME-t.c here, and two lines (it links this floor and those below, nothing else):
#   check_PROGRAMS += %D%/NAME-t
#   tests_unit_compile_NAME_t_LDADD = libtap.la $(FLOOR_COMPILE)
EXTRA_DIST += %D%/front.h
check_PROGRAMS += %D%/lexer-t
tests_unit_compile_lexer_t_LDADD = libtap.la $(FLOOR_COMPILE)
check_PROGRAMS += %D%/parser-t
tests_unit_compile_parser_t_LDADD = libtap.la $(FLOOR_COMPILE)
check_PROGRAMS += %D%/source-t
tests_unit_compile_source_t_LDADD = libtap.la $(FLOOR_COMPILE)
check_PROGRAMS += %D%/symtable-t
tests_unit_compile_symtable_t_LDADD = libtap.la $(FLOOR_COMPILE)
check_PROGRAMS += %D%/emit-t
tests_unit_compile_emit_t_LDADD = libharness.la libtap.la $(FLOOR_COMPILE)
