# SPDX-License-Identifier: MIT
EXTRA_DIST += %D%/installed.sh
installcheck-local:
	CC='$(CC) $(CFLAGS) $(SANITIZER_CFLAGS)' includedir='$(DESTDIR)$(includedir)' libdir='$(DESTDIR)$(libdir)' version='$(VERSION)' \
	  private='$(PTHREAD_LIBS) $(UTF8PROC_LIBS) $(ZLIB_LIBS) $(GMP_LIBS) $(LIBM) $(LIBS)' \
	  $(SHELL) $(srcdir)/tests/plugin/installed.sh
