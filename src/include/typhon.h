/* SPDX-License-Identifier: MIT */
/* Typhon in a C program: the one header an embedder includes. */
#ifndef TYPHON_H
#define TYPHON_H

#include <typhon/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, as "0.1.0". */
TY_API const char *ty_version(void);

/* The serializers that were built in, as "marshal, pickle"; "none". */
TY_API const char *ty_serializers(void);

#ifdef __cplusplus
}
#endif

#endif
