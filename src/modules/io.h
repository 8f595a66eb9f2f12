/* SPDX-License-Identifier: MIT */
/*
 * The module _io: what its files share, and what builtins, sys and posix need of it.
 *
 * Every class is a C struct that starts with ty_io_base, so that each is the builtin base of the next. Raw files hold a
 * descriptor; buffered ones a malloc'd buffer that layout->finalize frees; text files their text.
 *
 * A buffered writer with unwritten bytes is *dirty* and stands in the list of its interpreter's _io state, with device and
 * inode of its file: there are no reference counts, so open(p, 'w').write(s); open(p).read() finds the text only because
 * opening, stat and their kin write it out first (ty_io_flush_dirty).
 */
#ifndef TY_MODULES_IO_H
#define TY_MODULES_IO_H

#include "object/native.h"
#include "object/str.h"

typedef struct ty_io_base {
    ty_object ob;
    ty_value dict; /* instance attributes, TY_NULL: none */
    bool closed;   /* of _IOBase's own close() */
    bool finalizing;
} ty_io_base;

TY_DECLARE_TYPE(IOBase);
TY_DECLARE_TYPE(RawIOBase);
TY_DECLARE_TYPE(BufferedIOBase);
TY_DECLARE_TYPE(TextIOBase);
TY_DECLARE_TYPE(FileIO);
TY_DECLARE_TYPE(BytesIO);
TY_DECLARE_TYPE(StringIO);
TY_DECLARE_TYPE(BufferedReader);
TY_DECLARE_TYPE(BufferedWriter);
TY_DECLARE_TYPE(BufferedRandom);
TY_DECLARE_TYPE(BufferedRWPair);
TY_DECLARE_TYPE(TextIOWrapper);
TY_DECLARE_TYPE(IncrementalNewlineDecoder);

/* The function open, which builtins and io show. */
extern const ty_native *const ty_io_open_function;
ty_value ty_io_open(ty_ctx *ctx, ty_value file, const char *mode, intptr_t buffering, ty_value encoding, ty_value errors,
                    ty_value newline, bool closefd, ty_value opener) TY_RAISES;

/* Exactly a TextIOWrapper that no Python class overrides. */
static inline bool ty_io_is_text(ty_value v) { return ty_has_shape(v, &ty_TextIOWrapper_shape); }
/* newline NULL: universal. */
ty_value ty_io_text_new(ty_ctx *ctx, ty_value buffer, ty_value encoding, ty_value errors, const char *newline, bool line_buffering,
                        bool write_through) TY_RAISES;
ty_value ty_io_text_buffer(ty_value file); /* of any TextIOWrapper; TY_NULL: detached */
int ty_io_text_write(ty_ctx *ctx, ty_value file, ty_value text) TY_RAISES;
int ty_io_text_flush(ty_ctx *ctx, ty_value file) TY_RAISES;

/* Writes out dirty writers of this device and inode; of all files when both are 0. Errors are left to the writers. */
void ty_io_flush_dirty(ty_ctx *ctx, uint64_t device, uint64_t inode);
/* The same for what a path or descriptor leads to; nothing when no writer is dirty. */
void ty_io_flush_path(ty_ctx *ctx, const char *path);
void ty_io_flush_fd(ty_ctx *ctx, int fd);

#endif
