/* SPDX-License-Identifier: MIT */
/* Memory straight from the system, by pages. */
#ifndef TY_PLATFORM_PAGE_H
#define TY_PLATFORM_PAGE_H

#include "platform/attr.h"

size_t ty_page_size(void);

/* Maps `size` bytes of zeroed private memory whose address is a multiple of
 * `align` (a power of two; 0: any page).  Both are rounded up to pages.  NULL
 * when there is none. */
void *ty_page_map(size_t size, size_t align);
void ty_page_unmap(void *p, size_t size);

/* Gives the memory behind a page-aligned range back and keeps the addresses.
 * True: the range now reads as zeros; false: its contents are unspecified. */
bool ty_page_discard(void *p, size_t size);
/* Makes the pages of the range present with one system call instead of one
 * fault each.  Only a hint. */
void ty_page_populate(void *p, size_t size);
/* Says whether the system should back the range with huge pages: they cost
 * memory where little of the range is used. Only a hint. */
void ty_page_huge(void *p, size_t size, bool wanted);

typedef enum ty_page_access {
    TY_PAGE_NONE,
    TY_PAGE_READ,
    TY_PAGE_READ_WRITE,
} ty_page_access;
bool ty_page_protect(void *p, size_t size, ty_page_access access);

#endif
