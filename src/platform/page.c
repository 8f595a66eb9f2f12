/* SPDX-License-Identifier: MIT */
/* Page mapping over mmap: see page.h. */
#include <config.h>

#include "platform/page.h"

#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_ANONYMOUS
# define MAP_ANONYMOUS MAP_ANON
#endif

/* Linux 5.14; older kernels answer EINVAL, which is as good as not asking. */
#if defined(__linux__) && !defined(MADV_POPULATE_WRITE)
# define MADV_POPULATE_WRITE 23
#endif

size_t ty_page_size(void) {
    long n = sysconf(_SC_PAGESIZE);
    return n > 0 ? (size_t)n : 4096;
}

static void *map(size_t size) {
    /* Without MAP_NORESERVE: the system shall refuse what it can never give, so that it is a MemoryError in time. */
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

void *ty_page_map(size_t size, size_t align) {
    size_t page = ty_page_size();
    if (size == 0 || size > SIZE_MAX - page) return NULL;
    size = TY_ALIGN_UP(size, page);
    if (align <= page) return map(size);
    if (size > SIZE_MAX - align) return NULL;
    /* Often the system happens to place it well; else cut it out of more. */
    char *p = map(size);
    if (!p || ((uintptr_t)p & (align - 1)) == 0) return p;
    munmap(p, size);
    p = map(size + align);
    if (!p) return NULL;
    char *start = (char *)TY_ALIGN_UP((uintptr_t)p, (uintptr_t)align);
    size_t before = (size_t)(start - p), after = align - before;
    if (before) munmap(p, before);
    if (after) munmap(start + size, after);
    return start;
}

void ty_page_unmap(void *p, size_t size) {
    if (p) munmap(p, TY_ALIGN_UP(size, ty_page_size()));
}

bool ty_page_discard(void *p, size_t size) {
#if defined(__linux__)
    return madvise(p, size, MADV_DONTNEED) == 0;
#elif defined(MADV_FREE)
    (void)madvise(p, size, MADV_FREE);
    return false;
#else
    (void)p;
    (void)size;
    return false;
#endif
}

void ty_page_populate(void *p, size_t size) {
#if defined(__linux__)
    (void)madvise(p, size, MADV_POPULATE_WRITE);
#else
    (void)p;
    (void)size;
#endif
}

void ty_page_huge(void *p, size_t size, bool wanted) {
#if defined(MADV_HUGEPAGE) && defined(MADV_NOHUGEPAGE)
    (void)madvise(p, size, wanted ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#else
    (void)p;
    (void)size;
    (void)wanted;
#endif
}

bool ty_page_protect(void *p, size_t size, ty_page_access access) {
    int prot = access == TY_PAGE_NONE   ? PROT_NONE
               : access == TY_PAGE_READ ? PROT_READ
                                        : PROT_READ | PROT_WRITE;
    return mprotect(p, size, prot) == 0;
}
