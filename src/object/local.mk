# SPDX-License-Identifier: MIT
noinst_LTLIBRARIES += libty-object.la
TYPHON_LIBS += libty-object.la
FLOOR_OBJECT = libty-object.la $(FLOOR_CHANNEL) $(UTF8PROC_LIBS) $(GMP_LIBS)
libty_object_la_SOURCES = \
	%D%/genericalias.c \
	%D%/typeargs.c \
	%D%/typeargs.h \
	%D%/union.c \
	%D%/function.c \
	%D%/method.c \
	%D%/descr.c \
	%D%/super.c \
	%D%/module.c \
	%D%/simplenamespace.c \
	%D%/simplenamespace.h \
	%D%/weakref.c \
	%D%/weakproxy.c \
	%D%/attr.c \
	%D%/native_descr.c \
	%D%/object.c \
	%D%/object_impl.h \
	%D%/object_reduce.c \
	%D%/singletons.c \
	%D%/slots.def.h \
	%D%/type_attrs.c \
	%D%/type_dict.c \
	%D%/type_members.c \
	%D%/type_mro.c \
	%D%/type_new.c \
	%D%/type_object.c \
	%D%/type_slotfn.c \
	%D%/type_slots.c \
	%D%/type_subclasses.c \
	%D%/type_wrap.c \
	%D%/bool.c \
	%D%/fastsearch.c \
	%D%/fastsearch.h \
	%D%/fastsearch_template.h \
	%D%/float.c \
	%D%/float_arith.c \
	%D%/float_digits.c \
	%D%/float_digits.h \
	%D%/float_impl.h \
	%D%/float_parse.c \
	%D%/float_parse.h \
	%D%/float_powers.h \
	%D%/float_text.c \
	%D%/complex.c \
	%D%/format_number.c \
	%D%/format_spec.c \
	%D%/buffer.c \
	%D%/buffer_class.c \
	%D%/bytearray.c \
	%D%/bytes.c \
	%D%/bytes_find.c \
	%D%/bytes_impl.h \
	%D%/bytes_percent.c \
	%D%/bytes_split.c \
	%D%/bytes_text.c \
	%D%/memoryview.c \
	%D%/memoryview_impl.h \
	%D%/memoryview_methods.c \
	%D%/packing.c \
	%D%/packing.h \
	%D%/format_spec.h \
	%D%/int.c \
	%D%/int_arith.c \
	%D%/int_bits.c \
	%D%/int_convert.c \
	%D%/int_div.c \
	%D%/int_impl.h \
	%D%/int_pow.c \
	%D%/int_text.c \
	%D%/number_text.c \
	%D%/number_text.h \
	%D%/context.c \
	%D%/error.c \
	%D%/exceptions.c \
	%D%/exceptions.h \
	%D%/exceptions_fields.c \
	%D%/exceptions_group.c \
	%D%/exceptions_os.c \
	%D%/exceptions_syntax.c \
	%D%/exceptions_unicode.c \
	%D%/genericalias.h \
	%D%/instance.c \
	%D%/instance.h \
	%D%/native.c \
	%D%/objects.c \
	%D%/shape.c \
	%D%/singletons.h \
	%D%/union.h \
	%D%/type.c \
	%D%/type_cache.c \
	%D%/type_impl.h \
	%D%/weakref.h \
	%D%/codec.c \
	%D%/codec_error.c \
	%D%/codec_escape.c \
	%D%/codec_impl.h \
	%D%/codec_registry.c \
	%D%/codec_utf.c \
	%D%/codec.h \
	%D%/intern.c \
	%D%/str.c \
	%D%/str_build.c \
	%D%/str_case.c \
	%D%/str_class.c \
	%D%/str_find.c \
	%D%/str_format.c \
	%D%/str_format.h \
	%D%/str_format_parse.c \
	%D%/str_impl.h \
	%D%/str_join.c \
	%D%/str_methods.c \
	%D%/str_replace.c \
	%D%/str_split.c \
	%D%/str_utf8.c \
	%D%/str_make.c \
	%D%/str_message.c \
	%D%/str_pad.c \
	%D%/str_percent.c \
	%D%/str_repr.c \
	%D%/symbols.c \
	%D%/unicode_data.c \
	%D%/unicode_data.h \
	%D%/unicode_names.c \
	%D%/unicode_names.h \
	%D%/unicode_names.inc \
	%D%/unicode_tables.inc \
	%D%/utf8.c \
	%D%/utf8.h \
	%D%/array.h \
	%D%/attr.h \
	%D%/buffer.h \
	%D%/bytes.h \
	%D%/call.h \
	%D%/context.h \
	%D%/dict.h \
	%D%/error.h \
	%D%/exceptions.def.h \
	%D%/float.h \
	%D%/function.h \
	%D%/int.h \
	%D%/iter.h \
	%D%/list.h \
	%D%/module.h \
	%D%/native.h \
	%D%/objects.h \
	%D%/ops.h \
	%D%/range.h \
	%D%/set.h \
	%D%/str.h \
	%D%/symbols.h \
	%D%/tuple.h \
	%D%/type.h \
	%D%/value.h \
	%D%/alloc.h \
	%D%/array.c \
	%D%/dict.c \
	%D%/dict_methods.c \
	%D%/dict_update.c \
	%D%/dict_views.c \
	%D%/equal.h \
	%D%/iter.c \
	%D%/list.c \
	%D%/list_methods.c \
	%D%/list_slice.c \
	%D%/mappingproxy.c \
	%D%/seq.c \
	%D%/seq.h \
	%D%/tuple.c \
	%D%/list_sort.c \
	%D%/list_sort_template.h \
	%D%/slice.c \
	%D%/range.c \
	%D%/set.c \
	%D%/set_ops.c \
	%D%/enumerate.c \
	%D%/zip.c \
	%D%/call.c \
	%D%/ops_compare.c \
	%D%/ops_number.c \
	%D%/ops_sequence.c \
	%D%/ops_text.c \
	%D%/structseq.c \
	%D%/structseq.h \
	%D%/list_sort.h \
	%D%/list_sort_words.c \
	$(NOTHING)

# The interned strings of the image: gathered from every TY_SYM(name) in the tree. The stamp stands for "looked"; the
# files themselves change only when their text does, so that a new comment somewhere does not recompile everything.
BUILT_SOURCES += src/object/symbols.gen.h src/object/symbols.gen.c
CLEANFILES += src/object/symbols.gen.h src/object/symbols.gen.c src/object/symbols.stamp
EXTRA_DIST += %D%/symbols.sh %D%/symbols.extra %D%/unicode_tables.py %D%/unicode_names.py
SYMBOL_INPUTS = %D%/symbols.sh %D%/symbols.extra \
	$(libty_platform_la_SOURCES) $(libty_mem_la_SOURCES) $(libty_gc_la_SOURCES) $(libty_channel_la_SOURCES) \
	$(libty_object_la_SOURCES) $(libty_code_la_SOURCES) $(libty_compile_la_SOURCES) $(libty_vm_la_SOURCES) \
	$(libty_serial_la_SOURCES) $(libty_interp_la_SOURCES) $(libty_modules_la_SOURCES) $(libty_api_la_SOURCES) \
	$(typhon_SOURCES)
src/object/symbols.stamp: $(SYMBOL_INPUTS)
	@$(MKDIR_P) src/object
	$(AM_V_GEN)AWK='$(AWK)' $(SHELL) $(srcdir)/src/object/symbols.sh $(srcdir) src/object && touch $@
src/object/symbols.gen.h src/object/symbols.gen.c: src/object/symbols.stamp
	@test -f $@ || { rm -f src/object/symbols.stamp; $(MAKE) $(AM_MAKEFLAGS) src/object/symbols.stamp; }
