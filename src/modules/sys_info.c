/* SPDX-License-Identifier: MIT */
/* What sys tells about the program, the build and the machine. */
#include <config.h>

#include <float.h>
#include <stdlib.h>
#include <unistd.h>

#include "interp/interp.h"
#include "mem/hash.h"
#include "modules/fs.h"
#include "modules/modules.h"
#include "modules/sys.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/set.h"
#include "object/simplenamespace.h"
#include "object/str.h"
#include "object/structseq.h"

#define END {NULL, NULL}

/* --- struct sequences ------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field version_fields[] = {
    {"major", "Major release number"}, {"minor", "Minor release number"}, {"micro", "Patch release number"},
    {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'"}, {"serial", "Serial release number"}, END};
TY_STRUCTSEQ(sys_version_info, "sys.version_info", "The version of the language as a named tuple.", version_fields, 5, 5, TY_TYPE_NO_NEW);

static const ty_structseq_field flags_fields[] = {
    {"debug", "-d"}, {"inspect", "-i"}, {"interactive", "-i"}, {"optimize", "-O or -OO"}, {"dont_write_bytecode", "-B"},
    {"no_user_site", "-s"}, {"no_site", "-S"}, {"ignore_environment", "-E"}, {"verbose", "-v"}, {"bytes_warning", "-b"},
    {"quiet", "-q"}, {"hash_randomization", "-R"}, {"isolated", "-I"}, {"dev_mode", "-X dev"}, {"utf8_mode", "-X utf8"},
    {"warn_default_encoding", "-X warn_default_encoding"}, {"safe_path", "-P"}, {"int_max_str_digits", "-X int_max_str_digits"},
    {"gil", "always 0: there is no global lock"}, END};
TY_STRUCTSEQ(sys_flags, "sys.flags", "Flags of the command line and the environment.", flags_fields, 18, 19, TY_TYPE_NO_NEW);

static const ty_structseq_field float_fields[] = {
    {"max", NULL}, {"max_exp", NULL}, {"max_10_exp", NULL}, {"min", NULL}, {"min_exp", NULL}, {"min_10_exp", NULL}, {"dig", NULL},
    {"mant_dig", NULL}, {"epsilon", NULL}, {"radix", NULL}, {"rounds", NULL}, END};
TY_STRUCTSEQ(sys_float_info, "sys.float_info", "Limits and precision of the float type.", float_fields, 11, 11, 0);

static const ty_structseq_field int_fields[] = {
    {"bits_per_digit", NULL}, {"sizeof_digit", NULL}, {"default_max_str_digits", NULL}, {"str_digits_check_threshold", NULL}, END};
TY_STRUCTSEQ(sys_int_info, "sys.int_info", "How ints are held.", int_fields, 4, 4, 0);

static const ty_structseq_field hash_fields[] = {
    {"width", NULL}, {"modulus", NULL}, {"inf", NULL}, {"nan", NULL}, {"imag", NULL}, {"algorithm", NULL}, {"hash_bits", NULL},
    {"seed_bits", NULL}, {"cutoff", NULL}, END};
TY_STRUCTSEQ(sys_hash_info, "sys.hash_info", "Parameters of hashing.", hash_fields, 9, 9, 0);

static const ty_structseq_field thread_fields[] = {{"name", NULL}, {"lock", NULL}, {"version", NULL}, END};
TY_STRUCTSEQ(sys_thread_info, "sys.thread_info", "How threads are made.", thread_fields, 3, 3, 0);

/* Fills a fresh struct sequence. TY_NULL values: an exception is set. */
static ty_value filled(ty_ctx *ctx, const ty_type *type, const ty_value *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!values[i])
            return TY_NULL;
    ty_value s = ty_structseq_new(ctx, type);
    for (size_t i = 0; s && i < n; i++)
        ty_structseq_put(ctx, s, i, values[i]);
    return s;
}
#define FILLED(ctx, type, values) filled(ctx, type, values, TY_COUNTOF(values))

static ty_value version_info(ty_ctx *ctx, int minor)
{
    ty_value v[] = {ty_small(3), ty_small(minor), ty_small(0), TY_SYM(final), ty_small(0)};
    return FILLED(ctx, &ty_sys_version_info_type, v);
}

static ty_value flags(ty_ctx *ctx, const ty_settings *s)
{
    ty_value v[] = {
        ty_small(0), ty_small(s->inspect || s->interactive), ty_small(s->interactive), ty_small(s->optimize),
        ty_small(s->dont_write_bytecode != 0), ty_small(s->no_user_site), ty_small(s->no_site), ty_small(s->ignore_environment),
        ty_small(s->verbose), ty_small(s->bytes_warning), ty_small(s->quiet), ty_small(1), ty_small(s->isolated),
        ty_bool(s->dev_mode != 0), ty_small(s->utf8_mode), ty_small(0), ty_bool(s->safe_path),
        ty_small(s->int_max_str_digits < 0 ? 4300 : s->int_max_str_digits), ty_small(0)};
    return FILLED(ctx, &ty_sys_flags_type, v);
}

static ty_value float_info(ty_ctx *ctx)
{
    ty_value v[] = {ty_float_new(ctx, DBL_MAX), ty_small(DBL_MAX_EXP), ty_small(DBL_MAX_10_EXP), ty_float_new(ctx, DBL_MIN),
                    ty_small(DBL_MIN_EXP), ty_small(DBL_MIN_10_EXP), ty_small(DBL_DIG), ty_small(DBL_MANT_DIG),
                    ty_float_new(ctx, DBL_EPSILON), ty_small(FLT_RADIX), ty_small(1)};
    return FILLED(ctx, &ty_sys_float_info_type, v);
}

static ty_value int_info(ty_ctx *ctx)
{
    ty_value v[] = {ty_small(GMP_NUMB_BITS), ty_small(sizeof(mp_limb_t)), ty_small(4300), ty_small(640)};
    return FILLED(ctx, &ty_sys_int_info_type, v);
}

static ty_value hash_info(ty_ctx *ctx)
{
    ty_value v[] = {ty_small(TY_WORD_BITS), ty_int_from_uint64(ctx, TY_HASH_MODULUS), ty_small(314159), ty_small(0),
                    ty_small(1000003), ty_str_from_cstr(ctx, "siphash13"), ty_small(32), ty_small(128), ty_small(0)};
    return FILLED(ctx, &ty_sys_hash_info_type, v);
}

static ty_value thread_info(ty_ctx *ctx)
{
    ty_value version = TY_NONE;
#ifdef _CS_GNU_LIBPTHREAD_VERSION
    char text[64];
    size_t n = confstr(_CS_GNU_LIBPTHREAD_VERSION, text, sizeof text);
    if (n && n <= sizeof text)
        version = ty_str_from_cstr(ctx, text);
#endif
    ty_value v[] = {ty_str_from_cstr(ctx, "pthread"), ty_str_from_cstr(ctx, "mutex+cond"), version};
    return FILLED(ctx, &ty_sys_thread_info_type, v);
}

/* --- names of the build -------------------------------------------------------------------------------------------------------- */

#if defined(__clang__)
#define COMPILER "Clang " TY_STRINGIFY(__clang_major__) "." TY_STRINGIFY(__clang_minor__) "." TY_STRINGIFY(__clang_patchlevel__)
#else
#define COMPILER "GCC " TY_STRINGIFY(__GNUC__) "." TY_STRINGIFY(__GNUC_MINOR__) "." TY_STRINGIFY(__GNUC_PATCHLEVEL__)
#endif
#if defined(__x86_64__)
#define MULTIARCH "x86_64-linux-gnu"
#elif defined(__aarch64__)
#define MULTIARCH "aarch64-linux-gnu"
#elif defined(__i386__)
#define MULTIARCH "i386-linux-gnu"
#else
#define MULTIARCH ""
#endif
#if defined(__linux__)
#define PLATFORM "linux"
#elif defined(__APPLE__)
#define PLATFORM "darwin"
#elif defined(__FreeBSD__)
#define PLATFORM "freebsd"
#else
#define PLATFORM "unknown"
#endif

static ty_value implementation(ty_ctx *ctx, ty_value version, ty_value hexversion, int minor)
{
    ty_value d = ty_dict_new(ctx, 8), tag = ty_str_format(ctx, "typhon-3%d", minor);
    if (!d || !tag || ty_dict_set_cstr(ctx, d, "name", ty_str_from_cstr(ctx, "typhon")) < 0 || ty_dict_set_cstr(ctx, d, "cache_tag", tag) < 0 ||
        ty_dict_set_cstr(ctx, d, "version", version) < 0 || ty_dict_set_cstr(ctx, d, "hexversion", hexversion) < 0 ||
        ty_dict_set_cstr(ctx, d, "_multiarch", ty_str_from_cstr(ctx, MULTIARCH)) < 0)
        return TY_NULL;
    return ty_simplenamespace_new(ctx, d);
}

/* --- lists ------------------------------------------------------------------------------------------------------------------------ */

static ty_value text_list(ty_ctx *ctx, char **items)
{
    ty_value list = ty_list_new(ctx, 4);
    for (size_t i = 0; list && items && items[i]; i++) {
        ty_value s = ty_fs_decode_cstr(ctx, items[i]);
        if (!s || ty_list_append(ctx, list, s) < 0)
            return TY_NULL;
    }
    return list;
}

static ty_value x_options(ty_ctx *ctx, char **items)
{
    ty_value d = ty_dict_new(ctx, 0);
    for (size_t i = 0; d && items && items[i]; i++) {
        const char *equals = strchr(items[i], '=');
        size_t n = equals ? (size_t)(equals - items[i]) : strlen(items[i]);
        ty_value key = ty_fs_decode(ctx, items[i], n), value = equals ? ty_fs_decode_cstr(ctx, equals + 1) : TY_TRUE;
        if (!key || !value || ty_dict_set(ctx, d, key, value) < 0)
            return TY_NULL;
    }
    return d;
}

/* PYTHONPATH, then the standard library. */
static ty_value search_path(ty_ctx *ctx, const ty_settings *s)
{
    ty_value list = ty_list_new(ctx, 4), item;
    const char *p = s->ignore_environment || s->isolated ? NULL : getenv("PYTHONPATH");
    while (list && p && *p) {
        const char *end = strchr(p, ':');
        size_t n = end ? (size_t)(end - p) : strlen(p);
        if (n && (!(item = ty_fs_decode(ctx, p, n)) || ty_list_append(ctx, list, item) < 0))
            return TY_NULL;
        p += n + (end != NULL);
    }
    if (list && s->stdlib && (!(item = ty_fs_decode_cstr(ctx, s->stdlib)) || ty_list_append(ctx, list, item) < 0))
        return TY_NULL;
    return list;
}

/* The folder n levels above `path`; "" when there is none. */
static ty_value folder(ty_ctx *ctx, const char *path, int levels)
{
    size_t n = strlen(path);
    while (levels-- > 0) {
        while (n && path[n - 1] != '/')
            n--;
        while (n > 1 && path[n - 1] == '/')
            n--;
    }
    return ty_fs_decode(ctx, path, n);
}

static ty_value builtin_names(ty_ctx *ctx)
{
    ty_value list = ty_list_new(ctx, 64);
    for (size_t i = 0; list && ty_modules[i]; i++) {
        ty_value name = ty_str_intern_utf8(ctx, ty_modules[i]->name, strlen(ty_modules[i]->name));
        if (!name || ty_list_append(ctx, list, name) < 0)
            return TY_NULL;
    }
    return list && ty_list_sort(ctx, list, TY_NULL, false) == 0 ? ty_list_to_tuple(ctx, list) : TY_NULL;
}

int ty_sys_add_info(ty_ctx *ctx, ty_value module)
{
    const ty_settings *s = &ctx->interp->runtime->settings;
    int minor = s->stdlib_minor;
    ty_value version = version_info(ctx, minor), hex = ty_small(0x030000f0 | minor << 16);
    ty_value executable = ty_fs_decode_cstr(ctx, s->executable);
    ty_value prefix = s->stdlib ? folder(ctx, s->stdlib, 2) : folder(ctx, s->executable, 2);
    ty_value argv = text_list(ctx, s->argv);
    if (!version || !executable || !prefix || !argv)
        return -1;
    if (s->int_max_str_digits >= 0)
        ctx->objects->int_digits_limit = (uint32_t)s->int_max_str_digits;
    const struct { const char *name; ty_value value; } rows[] = {
        {"modules", ctx->objects->modules},
        {"path", search_path(ctx, s)},
        {"argv", argv},
        {"orig_argv", text_list(ctx, s->argv)},
        {"warnoptions", text_list(ctx, s->warn_options)},
        {"_xoptions", x_options(ctx, s->x_options)},
        {"meta_path", ty_list_new(ctx, 0)},
        {"path_hooks", ty_list_new(ctx, 0)},
        {"path_importer_cache", ty_dict_new(ctx, 0)},
        {"version", ty_str_format(ctx, "3.%d.0 (typhon-" PACKAGE_VERSION ", main) [Typhon " PACKAGE_VERSION ", " COMPILER "]", minor)},
        {"version_info", version},
        {"hexversion", hex},
        {"api_version", ty_small(1013)},
        {"implementation", implementation(ctx, version, hex, minor)},
        {"copyright", ty_str_from_cstr(ctx, "Copyright (c) the Typhon authors. MIT licence.")},
        {"platform", ty_str_from_cstr(ctx, PLATFORM)},
        {"byteorder", ty_str_from_cstr(ctx, TY_BIG_ENDIAN ? "big" : "little")},
        {"maxsize", ty_int_from_int64(ctx, INTPTR_MAX)},
        {"maxunicode", ty_small(0x10ffff)},
        {"flags", flags(ctx, s)},
        {"float_info", float_info(ctx)},
        {"float_repr_style", ty_str_from_cstr(ctx, "short")},
        {"int_info", int_info(ctx)},
        {"hash_info", hash_info(ctx)},
        {"thread_info", thread_info(ctx)},
        {"executable", executable},
        {"_base_executable", executable},
        {"prefix", prefix},
        {"base_prefix", prefix},
        {"exec_prefix", prefix},
        {"base_exec_prefix", prefix},
        {"platlibdir", ty_str_from_cstr(ctx, "lib")},
        {"_stdlib_dir", s->stdlib ? ty_fs_decode_cstr(ctx, s->stdlib) : TY_NONE},
        {"_home", TY_NONE},
        {"_framework", ty_str_empty},
        {"abiflags", ty_str_empty},
        {"_git", ty_tuple_pack(ctx, 3, ty_str_from_cstr(ctx, "Typhon"), ty_str_empty, ty_str_empty)},
        {"builtin_module_names", builtin_names(ctx)},
        {"dont_write_bytecode", ty_bool(s->dont_write_bytecode != 0)},
        {"pycache_prefix", TY_NONE},
    };
    for (size_t i = 0; i < TY_COUNTOF(rows); i++)
        if (!rows[i].value || ty_module_add(ctx, module, rows[i].name, rows[i].value) < 0)
            return -1;
    return 0;
}
