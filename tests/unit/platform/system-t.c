/* SPDX-License-Identifier: MIT */
/* Clocks, random bytes, pages, files, dynamic loading, trace lists. */
#include <config.h>

#include "platform/assert.h"
#include "platform/clock.h"
#include "platform/dl.h"
#include "platform/file.h"
#include "platform/page.h"
#include "platform/random.h"
#include "platform/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/tap/tap.h"

static void test_clocks(void) {
    int64_t a = ty_clock_monotonic();
    ok(ty_clock_sleep_until(a + 5000000));
    ok(ty_clock_monotonic() - a >= 5000000, "sleeps no shorter");
    ok(ty_clock_sleep_until(0), "a deadline long past");
    ok(ty_clock_realtime() > INT64_C(1500000000) * TY_CLOCK_SECOND);
    int64_t cpu = ty_clock_thread_cpu();
    for (volatile int i = 0; i < 100000; i++) {
    }
    ok(ty_clock_thread_cpu() > cpu);
    ok(ty_clock_process_cpu() > 0);
    ok(ty_clock_resolution(TY_CLOCK_MONOTONIC) > 0);
    is_int(ty_clock_deadline(-1), TY_CLOCK_NEVER);
    is_int(ty_clock_deadline(INT64_MAX), TY_CLOCK_NEVER, "too far away is never");
    ok(ty_clock_deadline(0) >= a);
}

static void test_pages(void) {
    size_t page = ty_page_size();
    ok(ty_is_pow2(page));
    size_t align = 4 << 20, size = 2 << 20;
    char *p = ty_page_map(size, align);
    ok(p && ((uintptr_t)p & (align - 1)) == 0, "aligned");
    is_int(p[0] | p[size - 1], 0, "zeroed");
    p[0] = p[size - 1] = 1;
    if (ty_page_discard(p, size)) is_int(p[0] | p[size - 1], 0, "discarded memory reads as zeros");
    ty_page_huge(p, size, true);
    ty_page_populate(p, page);
    p[0] = 2;
    ok(ty_page_protect(p, page, TY_PAGE_READ));
    is_int(p[0], 2);
    ok(ty_page_protect(p, page, TY_PAGE_READ_WRITE));
    p[0] = 3;
    ty_page_unmap(p, size);
    ok(!ty_page_map(0, 0));
    ok(!ty_page_map(SIZE_MAX - 1, align), "an absurd size is refused");
}

static void test_files(void) {
    char path[] = "/tmp/ty-system-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0) bail("mkstemp");
    static char big[100000];
    for (size_t i = 0; i < sizeof big; i++) big[i] = (char)i;
    is_int(ty_file_write_all(fd, big, sizeof big), 0);
    ty_file_info info;
    is_int(ty_file_info_fd(fd, &info), 0);
    is_int(info.size, sizeof big);
    ok(info.kind == TY_FILE_REGULAR && info.mtime > 0);
    ok(!ty_file_isatty(fd));
    ty_file_close(fd);

    char *data;
    size_t size;
    is_int(ty_file_read_whole(path, 0, &data, &size), 0);
    is_int(size, sizeof big);
    is_mem(data, big, sizeof big);
    is_int(data[size], 0, "a zero byte follows");
    free(data);
    is_int(ty_file_read_whole(path, sizeof big, &data, &size), 0, "exactly the limit");
    free(data);
    is_int(ty_file_read_whole(path, sizeof big - 1, &data, &size), EFBIG);
    fd = ty_file_open(path, O_RDONLY, 0);
    char some[10];
    is_int(ty_file_read(fd, some, sizeof some), 10);
    ok(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    is_int(ty_file_write(fd, some, 1), -EBADF);
    ty_file_close(fd);
    unlink(path);
    is_int(ty_file_read_whole(path, 0, &data, &size), ENOENT);
    is_int(ty_file_read_whole("/", 0, &data, &size), EISDIR);
    is_int(ty_file_info_path("/", &info), 0);
    ok(info.kind == TY_FILE_DIRECTORY);
    ok(ty_file_cpu_usable() >= 1 && ty_file_cpu_usable() <= ty_file_cpu_count());
    char self[4096];
    int err = ty_file_self_path(self, sizeof self);
    if (err == 0)
        ok(strstr(self, "system-t") != NULL, "%s", self);
    else
        skip("the system does not tell: %d", err);
}

static void test_dl(void) {
    char error[200] = "";
    ok(!ty_dl_open("/nonexistent/library.so", error, sizeof error));
    ok(strstr(error, "nonexistent") != NULL, "%s", error);
    ty_dl *self = ty_dl_open(NULL, error, sizeof error);
    if (!self) {
        skip("no dynamic loading: %s", error);
        return;
    }
    ok(!ty_dl_symbol(self, "no_such_symbol_anywhere", error, sizeof error));
    ok(strstr(error, "no_such_symbol") != NULL, "%s", error);
    void *symbol = ty_dl_symbol(self, "malloc", error, sizeof error);
    if (symbol) ok(ty_dl_as_function(symbol) != NULL);
    ok(ty_dl_close(self, error, sizeof error));
}

int main(void) {
    test_clocks();
    test_pages();
    test_files();
    test_dl();

    unsigned char a[64] = {0}, b[64] = {0};
    ok(ty_random_bytes(a, sizeof a));
    ok(ty_random_bytes(b, sizeof b));
    ok(memcmp(a, b, sizeof a) != 0);

    is_hex(ty_trace_parse(NULL), 0);
    is_hex(ty_trace_parse("gc,chan"), TY_TRACE_GC | TY_TRACE_CHAN);
    is_hex(ty_trace_parse("gcc, serial,,nothing"), TY_TRACE_SERIAL);
    is_hex(ty_trace_parse("all") & TY_TRACE_EVAL, TY_TRACE_EVAL);
    TY_CHECK(true);
    TY_ASSERT(true);
    return done_testing();
}
