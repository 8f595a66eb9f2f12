/* SPDX-License-Identifier: MIT */
/* The module time. */
#include <config.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "interp/interp.h"
#include "modules/modules.h"
#include "object/attr.h"
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

#define UNUSED (void)nargs, (void)kwnames
#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

/* --- clocks ------------------------------------------------------------------------------------------------------------------------ */

static ty_value seconds(ty_ctx *ctx, int64_t ns)
{
    return ty_float_new(ctx, (double)ns * 1e-9);
}
#define CLOCK(name, id)                                                                                                  \
    FN(time_##name) { UNUSED, (void)args; return seconds(ctx, ty_clock_get(id)); }                                         \
    FN(time_##name##_ns) { UNUSED, (void)args; return ty_int_from_int64(ctx, ty_clock_get(id)); }
CLOCK(monotonic, TY_CLOCK_MONOTONIC)
CLOCK(process_time, TY_CLOCK_PROCESS_CPU)
CLOCK(thread_time, TY_CLOCK_THREAD_CPU)

FN(time_time)
{
    UNUSED, (void)args;
    int64_t ns = ty_clock_realtime();
    return ty_float_new(ctx, (double)(ns / TY_CLOCK_SECOND) + (double)(ns % TY_CLOCK_SECOND) * 1e-9);
}
FN(time_time_ns)
{
    UNUSED, (void)args;
    return ty_int_from_int64(ctx, ty_clock_realtime());
}

static clockid_t clock_argument(ty_ctx *ctx, ty_value v, int *error)
{
    intptr_t id = 0;
    *error = ty_op_index_size(ctx, v, &ty_OverflowError_type, &id);
    return (clockid_t)id;
}
static ty_value clock_value(ty_ctx *ctx, ty_value id, bool ns, bool resolution)
{
    int error;
    struct timespec t;
    clockid_t c = clock_argument(ctx, id, &error);
    if (error)
        return TY_NULL;
    if ((resolution ? clock_getres(c, &t) : clock_gettime(c, &t)) < 0)
        return ty_error_os(ctx, errno, TY_NULL);
    return ns ? ty_int_from_int64(ctx, (int64_t)t.tv_sec * TY_CLOCK_SECOND + t.tv_nsec) : ty_float_new(ctx, (double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}
FN(time_clock_gettime) { UNUSED; return clock_value(ctx, args[0], false, false); }
FN(time_clock_gettime_ns) { UNUSED; return clock_value(ctx, args[0], true, false); }
FN(time_clock_getres) { UNUSED; return clock_value(ctx, args[0], false, true); }

/* A number of seconds as nanoseconds. */
static int get_timeout(ty_ctx *ctx, ty_value v, int64_t *ns)
{
    if (ty_is_int(v)) {
        int64_t s;
        if (!ty_int_fits_int64(v, &s) || s > INT64_MAX / TY_CLOCK_SECOND || s < INT64_MIN / TY_CLOCK_SECOND) {
            ty_error_set(ctx, &ty_OverflowError_type, "timestamp too large to convert to C PyTime_t");
            return -1;
        }
        *ns = s * TY_CLOCK_SECOND;
        return 0;
    }
    if (!ty_is_float(v) && ty_type_of(v)->slots.index) {
        ty_value i = ty_op_index(ctx, v);
        return i ? get_timeout(ctx, i, ns) : -1;
    }
    double d;
    if (ty_op_double(ctx, v, &d) < 0) {
        if (ty_error_swallow(ctx, &ty_TypeError_type))
            ty_error_set(ctx, &ty_TypeError_type, "'%T' object cannot be interpreted as an integer", v);
        return -1;
    }
    if (isnan(d)) {
        ty_error_set(ctx, &ty_ValueError_type, "Invalid value NaN (not a number)");
        return -1;
    }
    d = ceil(d * 1e9);
    if (!(d > -9.2e18 && d < 9.2e18)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timestamp out of range for platform time_t");
        return -1;
    }
    *ns = (int64_t)d;
    return 0;
}

FN(time_sleep)
{
    UNUSED;
    int64_t ns;
    if (get_timeout(ctx, args[0], &ns) < 0)
        return TY_NULL;
    if (ns < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "sleep length must be non-negative");
    int64_t deadline = ty_clock_deadline(ns);
    for (;;) {
        ty_context_unlock(ctx);
        bool done = ty_clock_sleep_until(deadline);
        ty_context_lock(ctx);
        if (ty_context_poll(ctx) < 0)
            return TY_NULL;
        if (done || (deadline != TY_CLOCK_NEVER && ty_clock_monotonic() >= deadline))
            return TY_NONE;
    }
}

FN(time_get_clock_info)
{
    UNUSED;
    static const struct { const char *name, *implementation; ty_clock_id id; bool monotonic, adjustable; } rows[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", TY_CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", TY_CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", TY_CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", TY_CLOCK_PROCESS_CPU, true, false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", TY_CLOCK_THREAD_CPU, true, false},
    };
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "get_clock_info() argument 1 must be str, not %T", args[0]);
    for (size_t i = 0; i < TY_COUNTOF(rows); i++)
        if (ty_str_equal_ascii(args[0], rows[i].name)) {
            ty_value d = ty_dict_new(ctx, 4), text = ty_str_from_cstr(ctx, rows[i].implementation),
                     r = ty_float_new(ctx, (double)ty_clock_resolution(rows[i].id) * 1e-9);
            if (!d || !text || !r || ty_dict_set_cstr(ctx, d, "implementation", text) < 0 ||
                ty_dict_set_cstr(ctx, d, "monotonic", ty_bool(rows[i].monotonic)) < 0 ||
                ty_dict_set_cstr(ctx, d, "adjustable", ty_bool(rows[i].adjustable)) < 0 ||
                ty_dict_set_cstr(ctx, d, "resolution", r) < 0)
                return TY_NULL;
            return ty_simplenamespace_new(ctx, d);
        }
    return ty_error_set(ctx, &ty_ValueError_type, "unknown clock");
}

/* --- calendar ---------------------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field time_fields[] = {
    {"tm_year", "year, for example, 1993"}, {"tm_mon", "month of year, range [1, 12]"}, {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"}, {"tm_min", "minutes, range [0, 59]"}, {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"}, {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"}, {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"}, {NULL, NULL}};
TY_STRUCTSEQ(struct_time, "time.struct_time", "A time taken apart, as gmtime() and localtime() give it.", time_fields, 9, 11, 0);

static ty_value from_tm(ty_ctx *ctx, const struct tm *t)
{
    const intptr_t v[9] = {
        (intptr_t)t->tm_year + 1900, t->tm_mon + 1,  t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec,
        (t->tm_wday + 6) % 7,        t->tm_yday + 1, t->tm_isdst};
    ty_value zone = ty_str_from_cstr(ctx, t->tm_zone ? t->tm_zone : ""), s = zone ? ty_structseq_new(ctx, &ty_struct_time_type) : TY_NULL;
    for (size_t i = 0; s && i < 9; i++)
        ty_structseq_put(ctx, s, i, ty_small(v[i]));
    if (s) {
        ty_structseq_put(ctx, s, 9, zone);
        ty_structseq_put(ctx, s, 10, ty_small((intptr_t)t->tm_gmtoff));
    }
    return s;
}

/* The argument of localtime and its kin: seconds, None: now. */
static int get_seconds(ty_ctx *ctx, ty_value v, time_t *out)
{
    if (!v || v == TY_NONE) {
        *out = time(NULL);
        return 0;
    }
    if (ty_is_float(v)) {
        double d = floor(ty_float_value(v));
        if (isnan(d)) {
            ty_error_set(ctx, &ty_ValueError_type, "Invalid value NaN (not a number)");
            return -1;
        }
        if (!(d > -9.2e18 && d < 9.2e18)) {
            ty_error_set(ctx, &ty_OverflowError_type, "timestamp out of range for platform time_t");
            return -1;
        }
        *out = (time_t)d;
        return 0;
    }
    int64_t n;
    ty_value i = ty_op_index(ctx, v);
    if (!i)
        return -1;
    if (!ty_int_fits_int64(i, &n)) {
        ty_error_set(ctx, &ty_OverflowError_type, "timestamp out of range for platform time_t");
        return -1;
    }
    *out = (time_t)n;
    return 0;
}

static ty_value apart(ty_ctx *ctx, ty_value v, bool local)
{
    time_t t;
    struct tm tm;
    if (get_seconds(ctx, v, &t) < 0)
        return TY_NULL;
    errno = 0;
    if (!(local ? localtime_r(&t, &tm) : gmtime_r(&t, &tm)))
        return ty_error_os(ctx, errno ? errno : EINVAL, TY_NULL);
    if (!local)
        tm.tm_zone = "UTC";
    return from_tm(ctx, &tm);
}
FN(time_gmtime) { (void)kwnames; return apart(ctx, TY_ARG(0), false); }
FN(time_localtime) { (void)kwnames; return apart(ctx, TY_ARG(0), true); }

static int to_tm(ty_ctx *ctx, ty_value v, struct tm *t)
{
    int f[9];
    if (!ty_is_tuple(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "Tuple or struct_time argument required");
        return -1;
    }
    if (ty_tuple_length(v) != 9) {
        ty_error_set(ctx, &ty_TypeError_type, "function takes exactly 9 arguments (%zu given)", ty_tuple_length(v));
        return -1;
    }
    for (size_t i = 0; i < 9; i++) {
        intptr_t n;
        if (ty_op_index_size(ctx, ty_tuple_at(v, i), &ty_OverflowError_type, &n) < 0)
            return -1;
        if (n > INT_MAX || n < INT_MIN + 1900) {
            ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C int");
            return -1;
        }
        f[i] = (int)n;
    }
    memset(t, 0, sizeof *t);
    t->tm_year = f[0] - 1900;
    t->tm_mon = f[1] - 1;
    t->tm_mday = f[2];
    t->tm_hour = f[3];
    t->tm_min = f[4];
    t->tm_sec = f[5];
    t->tm_wday = (f[6] + 1) % 7;
    t->tm_yday = f[7] - 1;
    t->tm_isdst = f[8];
    if (ty_has_shape(v, &ty_struct_time_shape)) {
        ty_value off = ty_tuple_items(v)[10], zone = ty_tuple_items(v)[9];
        if (ty_is_small(off))
            t->tm_gmtoff = (long)ty_small_value(off);
        if (zone != TY_NONE && ty_is_str(zone) && ty_str_ptr(zone)->ascii)
            t->tm_zone = (const char *)ty_str_ptr(zone)->data;
    }
    return 0;
}

/* What strftime cannot do without: ranges, with 0 standing for the first. */
static int check_tm(ty_ctx *ctx, struct tm *t)
{
    const char *wrong = NULL;
    if (t->tm_mon == -1)
        t->tm_mon = 0;
    if (t->tm_mday == 0)
        t->tm_mday = 1;
    if (t->tm_yday == -1)
        t->tm_yday = 0;
    if (t->tm_mon < 0 || t->tm_mon > 11)
        wrong = "month out of range";
    else if (t->tm_mday < 0 || t->tm_mday > 31)
        wrong = "day of month out of range";
    else if (t->tm_hour < 0 || t->tm_hour > 23)
        wrong = "hour out of range";
    else if (t->tm_min < 0 || t->tm_min > 59)
        wrong = "minute out of range";
    else if (t->tm_sec < 0 || t->tm_sec > 61)
        wrong = "seconds out of range";
    else if (t->tm_wday < 0)
        wrong = "day of week out of range";
    else if (t->tm_yday < 0 || t->tm_yday > 365)
        wrong = "day of year out of range";
    if (wrong)
        ty_error_set(ctx, &ty_ValueError_type, "%s", wrong);
    return wrong ? -1 : 0;
}

static int tm_argument(ty_ctx *ctx, ty_value v, struct tm *t)
{
    if (v)
        return to_tm(ctx, v, t) < 0 ? -1 : check_tm(ctx, t);
    time_t now = time(NULL);
    return localtime_r(&now, t) ? 0 : (ty_error_os(ctx, errno, TY_NULL), -1);
}

FN(time_mktime)
{
    UNUSED;
    struct tm t;
    if (to_tm(ctx, args[0], &t) < 0)
        return TY_NULL;
    t.tm_wday = -1; /* stays -1 when the time does not exist */
    time_t r = mktime(&t);
    if (r == (time_t)-1 && t.tm_wday == -1)
        return ty_error_set(ctx, &ty_OverflowError_type, "mktime argument out of range");
    return ty_float_new(ctx, (double)r);
}

static ty_value as_text(ty_ctx *ctx, const struct tm *t)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return ty_str_format(ctx, "%s %s%3d %02d:%02d:%02d %d", days[t->tm_wday % 7], months[t->tm_mon],
                         t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec, t->tm_year + 1900);
}
FN(time_asctime)
{
    (void)kwnames;
    struct tm t;
    return tm_argument(ctx, TY_ARG(0), &t) < 0 ? TY_NULL : as_text(ctx, &t);
}
FN(time_ctime)
{
    (void)kwnames;
    time_t s;
    struct tm t;
    if (get_seconds(ctx, TY_ARG(0), &s) < 0)
        return TY_NULL;
    return localtime_r(&s, &t) ? as_text(ctx, &t) : ty_error_os(ctx, errno, TY_NULL);
}

FN(time_strftime)
{
    (void)kwnames;
    struct tm t;
    size_t n;
    ty_value hold;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "strftime() argument 1 must be str, not %T", args[0]);
    if (tm_argument(ctx, TY_ARG(1), &t) < 0)
        return TY_NULL;
    const char *format = ty_str_utf8(ctx, args[0], &n, &hold);
    if (!format)
        return TY_NULL;
    if (strlen(format) != n)
        return ty_error_set(ctx, &ty_ValueError_type, "embedded null character");
    if (n == 0)
        return ty_str_empty;
    for (size_t room = 256 + n; room <= 256 * (n + 64) * 4; room *= 4) {
        char *p = malloc(room);
        if (!p)
            return ty_error_memory(ctx);
        size_t k = strftime(p, room, format, &t);
        if (k || room > 256 * n + 256) {
            ty_value r = ty_str_from_utf8(ctx, p, k);
            free(p);
            TY_KEEP(hold);
            return r;
        }
        free(p);
    }
    return ty_str_empty;
}

FN(time_strptime)
{
    (void)kwnames;
    ty_value module = ty_import_cstr(ctx, "_strptime"), f = module ? ty_attr_get(ctx, module, TY_SYM(_strptime_time)) : TY_NULL;
    return f ? ty_call(ctx, f, args, nargs, TY_NULL) : TY_NULL;
}

static int set_zone(ty_ctx *ctx, ty_value module)
{
    /* As January and July of this year have it. */
    time_t now = time(NULL);
    struct tm t, january, july;
    gmtime_r(&now, &t);
    const time_t year = 365 * 24 * 3600;
    time_t first = now - (time_t)t.tm_yday * 24 * 3600, middle = first + year / 2;
    localtime_r(&first, &january);
    localtime_r(&middle, &july);
    const struct tm *standard = january.tm_gmtoff <= july.tm_gmtoff ? &january : &july, *summer = standard == &january ? &july : &january;
    ty_value a = ty_str_from_cstr(ctx, standard->tm_zone), b = ty_str_from_cstr(ctx, summer->tm_zone), names = a && b ? ty_tuple_pack(ctx, 2, a, b) : TY_NULL;
    return !names || ty_module_add(ctx, module, "timezone", ty_small(-(intptr_t)standard->tm_gmtoff)) < 0 ||
                   ty_module_add(ctx, module, "altzone", ty_small(-(intptr_t)summer->tm_gmtoff)) < 0 ||
                   ty_module_add(ctx, module, "daylight", ty_small(standard->tm_gmtoff != summer->tm_gmtoff)) < 0 ||
                   ty_module_add(ctx, module, "tzname", names) < 0
               ? -1
               : 0;
}
FN(time_tzset)
{
    UNUSED, (void)args;
    ty_value m = ty_import_cstr(ctx, "time");
    tzset();
    return m && set_zone(ctx, m) == 0 ? TY_NONE : TY_NULL;
}

#define MODULE "time"
static const ty_native functions[] = {
    TY_FUNCTION(time, time_time, 0, 0, "", "Seconds since 1970."),
    TY_FUNCTION(time_ns, time_time_ns, 0, 0, "", "Nanoseconds since 1970."),
    TY_FUNCTION(monotonic, time_monotonic, 0, 0, "", "A clock that never goes back, in seconds."),
    TY_FUNCTION(monotonic_ns, time_monotonic_ns, 0, 0, "", "A clock that never goes back, in nanoseconds."),
    TY_FUNCTION(perf_counter, time_monotonic, 0, 0, "", "The best clock for measurements, in seconds."),
    TY_FUNCTION(perf_counter_ns, time_monotonic_ns, 0, 0, "", "The best clock for measurements, in nanoseconds."),
    TY_FUNCTION(process_time, time_process_time, 0, 0, "", "Processor time of this process."),
    TY_FUNCTION(process_time_ns, time_process_time_ns, 0, 0, "", "Processor time of this process in nanoseconds."),
    TY_FUNCTION(thread_time, time_thread_time, 0, 0, "", "Processor time of this thread."),
    TY_FUNCTION(thread_time_ns, time_thread_time_ns, 0, 0, "", "Processor time of this thread in nanoseconds."),
    TY_FUNCTION(clock_gettime, time_clock_gettime, 1, 1, "clk_id, /", "A clock of the system."),
    TY_FUNCTION(clock_gettime_ns, time_clock_gettime_ns, 1, 1, "clk_id, /", "A clock of the system in nanoseconds."),
    TY_FUNCTION(clock_getres, time_clock_getres, 1, 1, "clk_id, /", "The resolution of a clock of the system."),
    TY_FUNCTION(get_clock_info, time_get_clock_info, 1, 1, "name, /", "What is known about a clock."),
    TY_FUNCTION(sleep, time_sleep, 1, 1, "seconds, /", "Wait."),
    TY_FUNCTION(gmtime, time_gmtime, 0, 1, "seconds=None, /", "A time taken apart, in UTC."),
    TY_FUNCTION(localtime, time_localtime, 0, 1, "seconds=None, /", "A time taken apart, in local time."),
    TY_FUNCTION(mktime, time_mktime, 1, 1, "tuple, /", "Seconds since 1970 of a local time."),
    TY_FUNCTION(asctime, time_asctime, 0, 1, "tuple=None, /", "A time as text: 'Sat Jun 06 16:26:11 1998'."),
    TY_FUNCTION(ctime, time_ctime, 0, 1, "seconds=None, /", "asctime(localtime(seconds))"),
    TY_FUNCTION(strftime, time_strftime, 1, 2, "format, tuple=None, /", "A time as text of this format."),
    TY_FUNCTION(strptime, time_strptime, 1, 2, "string, format='%a %b %d %H:%M:%S %Y', /", "A time from text of this format."),
    TY_FUNCTION(tzset, time_tzset, 0, 0, "", "Read the time zone from the environment again."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_struct_time_type, NULL};

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; clockid_t id; } clocks[] = {
        {"CLOCK_REALTIME", CLOCK_REALTIME}, {"CLOCK_MONOTONIC", CLOCK_MONOTONIC}, {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
        {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
#ifdef CLOCK_MONOTONIC_RAW
        {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
#endif
#ifdef CLOCK_BOOTTIME
        {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
#endif
    };
    for (size_t i = 0; i < TY_COUNTOF(clocks); i++)
        if (ty_module_add(ctx, module, clocks[i].name, ty_small(clocks[i].id)) < 0)
            return -1;
    tzset();
    return ty_module_add(ctx, module, "_STRUCT_TM_ITEMS", ty_small(11)) < 0 ? -1 : set_zone(ctx, module);
}

const ty_module_def ty_module_time = {.name = "time", .doc = "Clocks, waiting, and times taken apart.", .functions = functions, .types = types, .init = init};
