/* SPDX-License-Identifier: MIT */
/* sys.stdin, stdout, stderr: text files over descriptors 0, 1, 2, closed by nobody. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "interp/interp.h"
#include "modules/io.h"
#include "modules/sys.h"
#include "object/attr.h"
#include "object/error.h"
#include "object/str.h"

/* "encoding:errors" of PYTHONIOENCODING; either part may be missing. */
static int environment(ty_ctx *ctx, ty_value *encoding, ty_value *errors)
{
    const ty_settings *s = &ctx->interp->runtime->settings;
    const char *p = s->ignore_environment || s->isolated ? NULL : getenv("PYTHONIOENCODING");
    if (!p || !*p)
        return 0;
    const char *colon = strchr(p, ':');
    size_t n = colon ? (size_t)(colon - p) : strlen(p);
    if (n && !(*encoding = ty_str_from_utf8(ctx, p, n)))
        return -1;
    return colon && colon[1] && !(*errors = ty_str_from_cstr(ctx, colon + 1)) ? -1 : 0;
}

static ty_value stream(ty_ctx *ctx, int fd, const char *name)
{
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
        return TY_NONE; /* started without it */
    bool writes = fd != 0, unbuffered = ctx->interp->runtime->settings.unbuffered && writes;
    ty_value encoding = TY_SYM(utf_8), errors = TY_SYM(strict);
    const char *locale = getenv("LC_ALL");
    if (!locale || !*locale)
        locale = getenv("LC_CTYPE");
    if (!locale || !*locale)
        locale = getenv("LANG");
    if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        errors = TY_SYM(surrogateescape);
    if (environment(ctx, &encoding, &errors) < 0)
        return TY_NULL;
    if (fd == 2)
        errors = TY_SYM(backslashreplace);
    ty_value raw = ty_io_open(ctx, ty_small(fd), writes ? "wb" : "rb", unbuffered ? 0 : -1, TY_NULL, TY_NULL, TY_NULL, false, TY_NULL);
    ty_value shown = raw ? ty_str_from_cstr(ctx, name) : TY_NULL;
    if (!shown)
        return TY_NULL;
    /* The raw file's name is what tracebacks and repr show. */
    ty_value inner = raw;
    if (!unbuffered && !(inner = ty_attr_get(ctx, raw, TY_SYM(raw))))
        return TY_NULL;
    if (ty_attr_set(ctx, inner, TY_SYM(name), shown) < 0)
        return TY_NULL;
    ty_value text = ty_io_text_new(ctx, raw, encoding, errors, writes ? "\n" : NULL, fd == 2 || (writes && isatty(fd)), unbuffered);
    if (!text || ty_attr_set(ctx, text, TY_SYM(mode), ty_str_char(ctx, writes ? 'w' : 'r')) < 0)
        return TY_NULL;
    return text;
}

int ty_sys_add_streams(ty_ctx *ctx, ty_value module)
{
    static const char *const names[3][3] = {
        {"stdin", "__stdin__", "<stdin>"}, {"stdout", "__stdout__", "<stdout>"}, {"stderr", "__stderr__", "<stderr>"}};
    for (int fd = 0; fd < 3; fd++) {
        ty_value s = stream(ctx, fd, names[fd][2]);
        if (!s || ty_module_add(ctx, module, names[fd][0], s) < 0 || ty_module_add(ctx, module, names[fd][1], s) < 0)
            return -1;
    }
    return 0;
}
