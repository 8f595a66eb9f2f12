/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "compile/emit.h"

ty_value emit_unparse(emitter *E, const ty_expr *e)
{
    (void)e;
    return emit_text(E, "?");
}
