/* SPDX-License-Identifier: MIT */
/* time: clocks, sleeping, calendar time. */
#include <config.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "interp/interp.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/simplenamespace.h"
#include "object/str.h"
#include "object/structseq.h"
#include "platform/clock.h"

#define MODULE "time"
#define UNUSED (void)args, (void)nargs, (void)kwnames

/* --- clocks --------------------------------------------------------------------------------------------------------------------- */

#define CLOCK(name, id)                                                                                                 \
    static ty_value time_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                     \
    {                                                                                                                   \
        UNUSED;                                                                                                         \
        return ty_float_new(ctx, (double)ty_clock_get(id) / 1e9);                                                       \
    }                                                                                                                   \
    static ty_value time_##name##_ns(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                \
    {                                                                                                                   \
        UNUSED;                                                                                                         \
        return ty_int_from_int64(ctx, ty_clock_get(id));                                                                \
    }
CLOCK(time, TY_CLOCK_REALTIME)
CLOCK(monotonic, TY_CLOCK_MONOTONIC)
CLOCK(perf_counter, TY_CLOCK_MONOTONIC)
CLOCK(process_time, TY_CLOCK_PROCESS_CPU)
CLOCK(thread_time, TY_CLOCK_THREAD_CPU)

static ty_value clock_info(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    static const struct { const char *name, *implementation; ty_clock_id id; bool monotonic, adjustable; } rows[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", TY_CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", TY_CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", TY_CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", TY_CLOCK_PROCESS_CPU, true, false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", TY_CLOCK_THREAD_CPU, true, false},
    };
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "get_clock_info() argument 1 must be str, not %T", args[0]);
    for (size_t i = 0; i < TY_COUNTOF(rows); i++) {
        if (!ty_str_equal_ascii(args[0], rows[i].name))
            continue;
        ty_value d = ty_dict_new(ctx, 4), text = d ? ty_str_from_cstr(ctx, rows[i].implementation) : TY_NULL;
        ty_value resolution = text ? ty_float_new(ctx, (double)ty_clock_resolution(rows[i].id) / 1e9) : TY_NULL;
        if (!resolution || ty_dict_set_cstr(ctx, d, "implementation", text) < 0 ||
            ty_dict_set_cstr(ctx, d, "monotonic", ty_bool(rows[i].monotonic)) < 0 ||
            ty_dict_set_cstr(ctx, d, "adjustable", ty_bool(rows[i].adjustable)) < 0 || ty_dict_set_cstr(ctx, d, "resolution", resolution) < 0)
            return TY_NULL;
        return ty_simplenamespace_new(ctx, d);
    }
    return ty_error_set(ctx, &ty_ValueError_type, "unknown clock");
}

static ty_value clock_gettime_ns_of(ty_ctx *ctx, ty_value id, struct timespec *t)
{
    intptr_t number;
    if (ty_op_index_size(ctx, id, &ty_OverflowError_type, &number) < 0)
        return TY_NULL;
    return clock_gettime((clockid_t)number, t) < 0 ? ty_error_os(ctx, errno, TY_NULL) : TY_NONE;
}
static ty_value time_clock_gettime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    struct timespec t;
    return clock_gettime_ns_of(ctx, args[0], &t) ? ty_float_new(ctx, (double)t.tv_sec + (double)t.tv_nsec / 1e9) : TY_NULL;
}
static ty_value time_clock_gettime_ns(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    struct timespec t;
    return clock_gettime_ns_of(ctx, args[0], &t) ? ty_int_from_int64(ctx, (int64_t)t.tv_sec * TY_CLOCK_SECOND + t.tv_nsec) : TY_NULL;
}

static ty_value time_sleep(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    double seconds;
    if (ty_op_double(ctx, args[0], &seconds) < 0)
        return TY_NULL;
    if (isnan(seconds))
        return ty_error_set(ctx, &ty_ValueError_type, "Invalid value NaN (not a number)");
    if (seconds < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "sleep length must be non-negative");
    if (seconds > 9e9)
        return ty_error_set(ctx, &ty_OverflowError_type, "timestamp too large to convert to C PyTime_t");
    int64_t deadline = ty_clock_deadline((int64_t)(seconds * 1e9));
    for (;;) {
        ty_context_unlock(ctx);
        bool done = ty_clock_sleep_until(deadline);
        ty_context_lock(ctx);
        if (ty_context_poll(ctx) < 0)
            return TY_NULL;
        if (done)
            return TY_NONE;
    }
}

/* --- calendar ------------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field time_fields[] = {
    {"tm_year", "year, for example, 1993"}, {"tm_mon", "month of year, range [1, 12]"}, {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"}, {"tm_min", "minutes, range [0, 59]"}, {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"}, {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"}, {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"}, {NULL, NULL},
};
TY_STRUCTSEQ(struct_time, "time.struct_time", "The time value as returned by gmtime(), localtime(), and strptime().", time_fields, 9, 11, 0);

static ty_value from_tm(ty_ctx *ctx, const struct tm *t)
{
    ty_value v = ty_structseq_new(ctx, &ty_struct_time_type);
    if (!v)
        return TY_NULL;
    const int fields[] = {t->tm_year + 1900, t->tm_mon + 1, t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec, (t->tm_wday + 6) % 7, t->tm_yday + 1,
                          t->tm_isdst};
    for (size_t i = 0; i < TY_COUNTOF(fields); i++)
        ty_structseq_put(ctx, v, i, ty_small(fields[i]));
    ty_value zone = ty_str_from_cstr(ctx, t->tm_zone ? t->tm_zone : "");
    if (!zone)
        return TY_NULL;
    ty_structseq_put(ctx, v, 9, zone);
    ty_structseq_put(ctx, v, 10, ty_small((intptr_t)t->tm_gmtoff));
    return v;
}

/* Seconds since 1970 from an optional argument. */
static int seconds_of(ty_ctx *ctx, ty_value v, time_t *out)
{
    double d;
    if (!v || v == TY_NONE) {
        *out = (time_t)(ty_clock_realtime() / TY_CLOCK_SECOND);
        return 0;
    }
    if (ty_op_double(ctx, v, &d) < 0)
        return -1;
    if (isnan(d)) {
        ty_error_set(ctx, &ty_ValueError_type, "Invalid value NaN (not a number)");
        return -1;
    }
    if (!(fabs(d) < 9.2e18)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timestamp out of range for platform time_t");
        return -1;
    }
    *out = (time_t)floor(d);
    return 0;
}

static ty_value broken_down(ty_ctx *ctx, ty_value v, struct tm *(*convert)(const time_t *, struct tm *))
{
    time_t t;
    struct tm tm;
    if (seconds_of(ctx, v, &t) < 0)
        return TY_NULL;
    errno = 0;
    if (!convert(&t, &tm))
        return errno == EOVERFLOW ? ty_error_os(ctx, errno, TY_NULL) : ty_error_os(ctx, errno ? errno : EINVAL, TY_NULL);
    return from_tm(ctx, &tm);
}
static ty_value time_gmtime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return broken_down(ctx, TY_ARG(0), gmtime_r);
}
static ty_value time_localtime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return broken_down(ctx, TY_ARG(0), localtime_r);
}

/* A struct_time or 9-tuple; checked, or as mktime wants it. */
static int to_tm(ty_ctx *ctx, ty_value v, struct tm *t, bool check)
{
    intptr_t f[9];
    if (!ty_is_tuple(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "Tuple or struct_time argument required");
        return -1;
    }
    if (ty_tuple_length(v) < 9) {
        ty_error_set(ctx, &ty_TypeError_type, "function takes exactly 9 arguments (%zu given)", ty_tuple_length(v));
        return -1;
    }
    for (int i = 0; i < 9; i++)
        if (ty_op_index_size(ctx, ty_tuple_at(v, (size_t)i), &ty_OverflowError_type, &f[i]) < 0)
            return -1;
    memset(t, 0, sizeof *t);
    if (f[0] < INT32_MIN / 2 || f[0] > INT32_MAX / 2) {
        ty_error_set(ctx, &ty_OverflowError_type, "year out of range");
        return -1;
    }
    t->tm_year = (int)f[0] - 1900, t->tm_mon = (int)f[1] - 1, t->tm_mday = (int)f[2], t->tm_hour = (int)f[3], t->tm_min = (int)f[4];
    t->tm_sec = (int)f[5], t->tm_wday = (int)((f[6] + 1) % 7), t->tm_yday = (int)f[7] - 1, t->tm_isdst = (int)f[8];
    if (!check)
        return 0;
    if (t->tm_mon == -1)
        t->tm_mon = 0;
    if (t->tm_mday == 0)
        t->tm_mday = 1;
    if (t->tm_yday == -1)
        t->tm_yday = 0;
    const struct { bool bad; const char *what; } checks[] = {
        {t->tm_mon < 0 || t->tm_mon > 11, "month"}, {t->tm_mday < 1 || t->tm_mday > 31, "day of month"}, {t->tm_hour < 0 || t->tm_hour > 23, "hour"},
        {t->tm_min < 0 || t->tm_min > 59, "minute"}, {t->tm_sec < 0 || t->tm_sec > 61, "seconds"}, {t->tm_wday < 0, "day of week"},
        {t->tm_yday < 0 || t->tm_yday > 365, "day of year"},
    };
    for (size_t i = 0; i < TY_COUNTOF(checks); i++)
        if (checks[i].bad) {
            ty_error_set(ctx, &ty_ValueError_type, "%s out of range", checks[i].what);
            return -1;
        }
    return 0;
}

static ty_value time_mktime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    struct tm t;
    if (to_tm(ctx, args[0], &t, false) < 0)
        return TY_NULL;
    t.tm_wday = -1;
    time_t s = mktime(&t);
    if (s == (time_t)-1 && t.tm_wday == -1)
        return ty_error_set(ctx, &ty_OverflowError_type, "mktime argument out of range");
    return ty_float_new(ctx, (double)s);
}

static int now_or(ty_ctx *ctx, ty_value v, struct tm *t)
{
    if (v && v != TY_NONE)
        return to_tm(ctx, v, t, true);
    time_t s = (time_t)(ty_clock_realtime() / TY_CLOCK_SECOND);
    localtime_r(&s, t);
    return 0;
}

static ty_value time_strftime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    struct tm t;
    size_t n;
    ty_value hold;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "strftime() argument 1 must be str, not %T", args[0]);
    const char *format = ty_str_utf8(ctx, args[0], &n, &hold);
    if (!format || now_or(ctx, TY_ARG(1), &t) < 0)
        return TY_NULL;
    if (strlen(format) != n)
        return ty_error_set(ctx, &ty_ValueError_type, "embedded null character");
    char out[4096];
    size_t size = strftime(out, sizeof out, format, &t);
    return size || !n ? ty_str_from_utf8(ctx, out, size) : ty_str_empty;
}

static ty_value asctime_of(ty_ctx *ctx, const struct tm *t)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char out[64];
    snprintf(out, sizeof out, "%.3s %.3s%3d %02d:%02d:%02d %d", days + 3 * t->tm_wday, months + 3 * t->tm_mon, t->tm_mday, t->tm_hour, t->tm_min,
             t->tm_sec, 1900 + t->tm_year);
    return ty_str_from_cstr(ctx, out);
}
static ty_value time_asctime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    struct tm t;
    return now_or(ctx, TY_ARG(0), &t) < 0 ? TY_NULL : asctime_of(ctx, &t);
}
static ty_value time_ctime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    time_t s;
    struct tm t;
    if (seconds_of(ctx, TY_ARG(0), &s) < 0)
        return TY_NULL;
    if (!localtime_r(&s, &t))
        return ty_error_os(ctx, EOVERFLOW, TY_NULL);
    return asctime_of(ctx, &t);
}
static ty_value time_strptime(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value module = ty_import_cstr(ctx, "_strptime");
    if (!module)
        return TY_NULL;
    ty_value call[3] = {module, args[0], nargs > 1 ? args[1] : ty_str_from_cstr(ctx, "%a %b %d %H:%M:%S %Y")};
    return call[2] ? ty_call_method(ctx, TY_SYM(_strptime_time), call, 3) : TY_NULL;
}

static int add_zone(ty_ctx *ctx, ty_value module)
{
    tzset();
    ty_value a = ty_str_from_cstr(ctx, tzname[0]), b = a ? ty_str_from_cstr(ctx, tzname[1]) : TY_NULL, pair = b ? ty_tuple_pack(ctx, 2, a, b) : TY_NULL;
    if (!pair || ty_module_add(ctx, module, "tzname", pair) < 0 || ty_module_add(ctx, module, "timezone", ty_small(timezone)) < 0 ||
        ty_module_add(ctx, module, "altzone", ty_small(timezone - (daylight ? 3600 : 0))) < 0)
        return -1;
    return ty_module_add(ctx, module, "daylight", ty_small(daylight != 0));
}
static ty_value time_tzset(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value module = ty_import_cstr(ctx, "time");
    return module && add_zone(ctx, module) == 0 ? TY_NONE : TY_NULL;
}

static const ty_native functions[] = {
    TY_FUNCTION(time, time_time, 0, 0, "", "Seconds since 1970."),
    TY_FUNCTION(time_ns, time_time_ns, 0, 0, "", "Nanoseconds since 1970."),
    TY_FUNCTION(monotonic, time_monotonic, 0, 0, "", "A clock that never goes back."),
    TY_FUNCTION(monotonic_ns, time_monotonic_ns, 0, 0, "", "The same in nanoseconds."),
    TY_FUNCTION(perf_counter, time_perf_counter, 0, 0, "", "The clock for measuring short times."),
    TY_FUNCTION(perf_counter_ns, time_perf_counter_ns, 0, 0, "", "The same in nanoseconds."),
    TY_FUNCTION(process_time, time_process_time, 0, 0, "", "Processor time of the process."),
    TY_FUNCTION(process_time_ns, time_process_time_ns, 0, 0, "", "The same in nanoseconds."),
    TY_FUNCTION(thread_time, time_thread_time, 0, 0, "", "Processor time of the thread."),
    TY_FUNCTION(thread_time_ns, time_thread_time_ns, 0, 0, "", "The same in nanoseconds."),
    TY_FUNCTION(clock_gettime, time_clock_gettime, 1, 1, "clk_id, /", "Time of a clock of the system."),
    TY_FUNCTION(clock_gettime_ns, time_clock_gettime_ns, 1, 1, "clk_id, /", "The same in nanoseconds."),
    TY_FUNCTION(get_clock_info, clock_info, 1, 1, "name, /", "What is known of a clock."),
    TY_FUNCTION(sleep, time_sleep, 1, 1, "seconds, /", "Wait; other threads run meanwhile."),
    TY_FUNCTION(gmtime, time_gmtime, 0, 1, "seconds=None, /", "UTC as a struct_time."),
    TY_FUNCTION(localtime, time_localtime, 0, 1, "seconds=None, /", "Local time as a struct_time."),
    TY_FUNCTION(mktime, time_mktime, 1, 1, "tuple, /", "Seconds since 1970 of a local time."),
    TY_FUNCTION(strftime, time_strftime, 1, 2, "format, tuple=None, /", "Local time as text."),
    TY_FUNCTION(strptime, time_strptime, 1, 2, "string, format='%a %b %d %H:%M:%S %Y', /", "Text as a struct_time."),
    TY_FUNCTION(asctime, time_asctime, 0, 1, "tuple=None, /", "A struct_time as text of a fixed form."),
    TY_FUNCTION(ctime, time_ctime, 0, 1, "seconds=None, /", "Seconds since 1970 as text of a fixed form."),
    TY_FUNCTION(tzset, time_tzset, 0, 0, "", "Take a changed TZ into account."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_struct_time_type, NULL};

static int init(ty_ctx *ctx, ty_value module)
{
    const struct { const char *name; int value; } clocks[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME}, {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
#ifdef CLOCK_PROCESS_CPUTIME_ID
        {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID}, {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
#endif
#ifdef CLOCK_BOOTTIME
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME}, {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
#endif
    };
    for (size_t i = 0; i < TY_COUNTOF(clocks); i++)
        if (ty_module_add(ctx, module, clocks[i].name, ty_small(clocks[i].value)) < 0)
            return -1;
    return add_zone(ctx, module) < 0 ? -1 : ty_module_add(ctx, module, "_STRUCT_TM_ITEMS", ty_small(11));
}

const ty_module_def ty_module_time = {.name = "time", .doc = "Clocks, sleeping and calendar time.", .functions = functions, .types = types, .init = init};
