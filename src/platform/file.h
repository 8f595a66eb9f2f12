/* SPDX-License-Identifier: MIT */
/*
 * The few file operations the runtime itself needs.  They retry when a signal
 * interrupts them, make descriptors that are closed on exec, and report
 * errors as errno values.  (Python's file objects live higher up and have
 * their own rules about signals.)
 */
#ifndef TY_PLATFORM_FILE_H
#define TY_PLATFORM_FILE_H

#include <sys/types.h>

#include "platform/attr.h"

typedef enum ty_file_kind {
    TY_FILE_REGULAR,
    TY_FILE_DIRECTORY,
    TY_FILE_OTHER,
} ty_file_kind;

typedef struct ty_file_info {
    ty_file_kind kind;
    uint64_t size;
    int64_t mtime; /* ns since 1970 */
    uint64_t device;
    uint64_t inode;
    unsigned mode; /* as in st_mode */
} ty_file_info;

/* Returns a descriptor, or minus an errno value. `flags` are those of open(2). */
int ty_file_open(const char *path, int flags, unsigned mode);
void ty_file_close(int fd);
/* One read or write, retried on EINTR; bytes moved, or minus an errno value. */
ssize_t ty_file_read(int fd, void *buffer, size_t size);
ssize_t ty_file_write(int fd, const void *data, size_t size);
/* Writes everything; 0 or an errno value. */
int ty_file_write_all(int fd, const void *data, size_t size);
/* Reads all that is left of `fd`.  *data comes from malloc, has a zero byte
 * after its *size bytes, and is the caller's to free.  0 or an errno value;
 * EFBIG when there is more than `limit` (0: no limit). */
int ty_file_read_rest(int fd, size_t limit, char **data, size_t *size);
/* The same for a path; EISDIR for a directory. */
int ty_file_read_whole(const char *path, size_t limit, char **data, size_t *size);
int ty_file_info_path(const char *path, ty_file_info *info);
int ty_file_info_fd(int fd, ty_file_info *info);
bool ty_file_isatty(int fd);

/* Path of the running executable; 0 or an errno value. */
int ty_file_self_path(char *buffer, size_t size);
/* Processors this thread may run on; at least 1. */
int ty_file_cpu_usable(void);
/* Processors of the machine; at least 1. */
int ty_file_cpu_count(void);

#endif
