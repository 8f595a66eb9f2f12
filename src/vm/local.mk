# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-vm.la
TYPHON_LIBS += libty-vm.la
FLOOR_VM = libty-vm.la $(FLOOR_COMPILE)
libty_vm_la_SOURCES = \
	%D%/function_hooks.c \
	%D%/async_generator.c \
	%D%/bind.c \
	%D%/cache.c \
	%D%/cache.h \
	%D%/coroutine.c \
	%D%/eval.c \
	%D%/eval.h \
	%D%/eval_attr.c \
	%D%/eval_call.c \
	%D%/eval_intrinsic.c \
	%D%/eval_make.c \
	%D%/eval_match.c \
	%D%/eval_name.c \
	%D%/eval_ops.c \
	%D%/eval_protocol.c \
	%D%/frame.c \
	%D%/frame.h \
	%D%/frame_impl.h \
	%D%/generator.c \
	%D%/generator.h \
	%D%/generator_impl.h \
	%D%/locals.c \
	%D%/traceback_format.c \
	%D%/traceback_source.c \
	%D%/traceback_source.h \
	%D%/unwind.c \
	%D%/vm.c \
	%D%/vm.h \
	$(NOTHING)
