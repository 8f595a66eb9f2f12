# SPDX-License-Identifier: MIT
# A test of the public face includes only <typhon.h> (and tap.h) and links only the library:
#   check_PROGRAMS += %D%/NAME-t
#   tests_api_NAME_t_LDADD = libtap.la libtyphon.la $(PTHREAD_LIBS)
check_PROGRAMS += %D%/version-t
tests_api_version_t_LDADD = libtap.la libtyphon.la $(PTHREAD_LIBS)
