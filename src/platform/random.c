/* SPDX-License-Identifier: MIT */
/* Random bytes: getrandom, else /dev/urandom, else a mix of clocks and addresses. */
#include <config.h>

#include "platform/random.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#if defined(__linux__)
# include <sys/syscall.h>
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__)
# include <stdlib.h>
# define HAVE_ARC4RANDOM_BUF_HERE 1
#endif

#include "platform/clock.h"

static size_t from_system(unsigned char *p, size_t size) {
    size_t done = 0;
#if defined(__linux__) && defined(SYS_getrandom)
    while (done < size) {
        long n = syscall(SYS_getrandom, p + done, size - done, 0);
        if (n < 0) {
            if (errno == EINTR) continue;
            break;
        }
        done += (size_t)n;
    }
#elif defined(HAVE_ARC4RANDOM_BUF_HERE)
    arc4random_buf(p, size);
    done = size;
#else
    (void)p;
    (void)size;
#endif
    return done;
}

static size_t from_device(unsigned char *p, size_t size) {
    int fd;
    do fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return 0;
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(fd, p + done, size - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        done += (size_t)n;
    }
    close(fd);
    return done;
}

bool ty_random_bytes(void *buffer, size_t size) {
    unsigned char *p = buffer;
    size_t done = from_system(p, size);
    if (done < size) done += from_device(p + done, size - done);
    if (done == size) return true;

    uint64_t state = (uint64_t)ty_clock_monotonic();
    state ^= ty_rotl64((uint64_t)ty_clock_realtime(), 32);
    state ^= (uint64_t)(uintptr_t)&state ^ ((uint64_t)getpid() << 40);
    for (; done < size; done++) {
        state += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t x = (state ^ (state >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
        p[done] = (unsigned char)(x >> 56);
    }
    return false;
}
