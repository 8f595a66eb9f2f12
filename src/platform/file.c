/* SPDX-License-Identifier: MIT */
/* Files over POSIX: see file.h. */
#include <config.h>

#include "platform/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
# include <sched.h>
#elif defined(__APPLE__)
# include <mach-o/dyld.h>
#endif

/* Linux moves at most this many bytes a call; others fail above INT_MAX. */
enum { MOST_AT_ONCE = 0x7ffff000 };

int ty_file_open(const char *path, int flags, unsigned mode) {
    int fd;
    do fd = open(path, flags | O_CLOEXEC, (mode_t)mode);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

void ty_file_close(int fd) {
    /* Not retried: the descriptor is gone even after EINTR. */
    int saved = errno;
    close(fd);
    errno = saved;
}

ssize_t ty_file_read(int fd, void *buffer, size_t size) {
    if (size > MOST_AT_ONCE) size = MOST_AT_ONCE;
    ssize_t n;
    do n = read(fd, buffer, size);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

ssize_t ty_file_write(int fd, const void *data, size_t size) {
    if (size > MOST_AT_ONCE) size = MOST_AT_ONCE;
    ssize_t n;
    do n = write(fd, data, size);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

int ty_file_write_all(int fd, const void *data, size_t size) {
    const char *p = data;
    while (size) {
        ssize_t n = ty_file_write(fd, p, size);
        if (n < 0) return (int)-n;
        p += n;
        size -= (size_t)n;
    }
    return 0;
}

static int fill_info(const struct stat *st, ty_file_info *info) {
    info->kind = S_ISREG(st->st_mode)   ? TY_FILE_REGULAR
                 : S_ISDIR(st->st_mode) ? TY_FILE_DIRECTORY
                                        : TY_FILE_OTHER;
    info->size = (uint64_t)st->st_size;
#if defined(__APPLE__)
    info->mtime = (int64_t)st->st_mtimespec.tv_sec * 1000000000 + st->st_mtimespec.tv_nsec;
#else
    info->mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
#endif
    info->device = (uint64_t)st->st_dev;
    info->inode = (uint64_t)st->st_ino;
    info->mode = (unsigned)st->st_mode;
    return 0;
}

int ty_file_info_path(const char *path, ty_file_info *info) {
    struct stat st;
    return stat(path, &st) == 0 ? fill_info(&st, info) : errno;
}

int ty_file_info_fd(int fd, ty_file_info *info) {
    struct stat st;
    return fstat(fd, &st) == 0 ? fill_info(&st, info) : errno;
}

int ty_file_read_rest(int fd, size_t limit, char **data, size_t *size) {
    size_t room = 4096, used = 0;
    ty_file_info info;
    /* The size is a hint only: files grow, and /proc says 0. */
    if (ty_file_info_fd(fd, &info) == 0 && info.kind == TY_FILE_REGULAR && info.size >= room &&
        info.size < SIZE_MAX / 2)
        room = (size_t)info.size + 1;
    if (limit && room > limit + 2 && limit < SIZE_MAX - 2) room = limit + 2;
    char *p = malloc(room);
    if (!p) return ENOMEM;
    for (;;) {
        if (room - used < 2) {
            char *bigger = room > SIZE_MAX / 2 ? NULL : realloc(p, room * 2);
            if (!bigger) {
                free(p);
                return ENOMEM;
            }
            p = bigger;
            room *= 2;
        }
        ssize_t n = ty_file_read(fd, p + used, room - used - 1);
        if (n < 0) {
            free(p);
            return (int)-n;
        }
        if (n == 0) break;
        used += (size_t)n;
        if (limit && used > limit) {
            free(p);
            return EFBIG;
        }
    }
    p[used] = '\0';
    *data = p;
    *size = used;
    return 0;
}

int ty_file_read_whole(const char *path, size_t limit, char **data, size_t *size) {
    int fd = ty_file_open(path, O_RDONLY, 0);
    if (fd < 0) return -fd;
    int err = ty_file_read_rest(fd, limit, data, size);
    ty_file_close(fd);
    return err;
}

bool ty_file_isatty(int fd) {
    int saved = errno;
    bool yes = isatty(fd) != 0;
    errno = saved;
    return yes;
}

int ty_file_self_path(char *buffer, size_t size) {
    if (size == 0) return ERANGE;
#if defined(__linux__)
    ssize_t n = readlink("/proc/self/exe", buffer, size);
    if (n < 0) return errno;
    if ((size_t)n >= size) return ERANGE;
    buffer[n] = '\0';
    return 0;
#elif defined(__APPLE__)
    uint32_t n = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    return _NSGetExecutablePath(buffer, &n) == 0 ? 0 : ERANGE;
#else
    (void)buffer;
    return ENOSYS;
#endif
}

int ty_file_cpu_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > INT_MAX ? INT_MAX : (int)n;
}

int ty_file_cpu_usable(void) {
#if defined(__linux__) && defined(CPU_COUNT_S)
    /* The kernel refuses a set smaller than its own. */
    for (int cpus = 256; cpus <= 65536; cpus *= 4) {
        cpu_set_t *set = CPU_ALLOC(cpus);
        if (!set) break;
        size_t bytes = CPU_ALLOC_SIZE(cpus);
        int err = sched_getaffinity(0, bytes, set) == 0 ? 0 : errno;
        int n = err ? 0 : CPU_COUNT_S(bytes, set);
        CPU_FREE(set);
        if (n > 0) return n;
        if (err != EINVAL) break;
    }
#endif
    return ty_file_cpu_count();
}
