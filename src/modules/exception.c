/* SPDX-License-Identifier: MIT */
/* Makes exception classes for native modules. */
#include <config.h>

#include "modules/exception.h"

#include "object/dict.h"
#include "object/str.h"
#include "object/tuple.h"

ty_value ty_exception_class(ty_ctx *ctx, ty_value module, const char *shown, const char *name, const ty_type *base)
{
    ty_value vname = ty_str_intern_utf8(ctx, name, strlen(name)), ns = vname ? ty_dict_new(ctx, 4) : TY_NULL;
    ty_value vmodule = ns ? ty_str_intern_utf8(ctx, shown, strlen(shown)) : TY_NULL;
    if (!vmodule || ty_dict_set(ctx, ns, TY_SYM(__module__), vmodule) < 0)
        return TY_NULL;
    ty_value bases = ty_tuple_pack(ctx, 1, TY_VALUE(base));
    ty_value cls = bases ? ty_type_new(ctx, &ty_type_type, vname, bases, ns, NULL, TY_NULL) : TY_NULL;
    return cls && ty_module_add(ctx, module, name, cls) == 0 ? cls : TY_NULL;
}
