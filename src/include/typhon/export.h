/* SPDX-License-Identifier: MIT */
/*
 * TY_API marks a function as part of libtyphon's binary interface;
 * TY_PLUGIN_API marks the one entry symbol of a plug-in.
 *
 * The library is compiled with hidden visibility and linked with a list of
 * exported symbols, so an exported name needs both this mark and a line in
 * that list.  Usable from C99 and C++.
 */
#ifndef TYPHON_EXPORT_H
#define TYPHON_EXPORT_H

#if defined(_WIN32) || defined(__CYGWIN__)
# ifdef TYPHON_BUILD
#  define TY_API __declspec(dllexport)
# else
#  define TY_API __declspec(dllimport)
# endif
# define TY_PLUGIN_API __declspec(dllexport)
#elif defined(__GNUC__) || defined(__clang__)
# define TY_API        __attribute__((visibility("default")))
# define TY_PLUGIN_API __attribute__((visibility("default")))
#else
# define TY_API
# define TY_PLUGIN_API
#endif

#ifdef __cplusplus
# define TY_BEGIN_DECLS extern "C" {
# define TY_END_DECLS   }
#else
# define TY_BEGIN_DECLS
# define TY_END_DECLS
#endif

#endif
