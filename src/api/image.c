/* SPDX-License-Identifier: MIT */
/* See image.h. */
#include <config.h>

#include "api/image.h"
#include "pylib/frozen.h"

_Static_assert(sizeof(ty_frozen_module) == sizeof(struct ty_frozen_source) &&
                   offsetof(ty_frozen_module, package) == offsetof(struct ty_frozen_source, package),
               "the generated table is read as the runtime's");

const ty_frozen_module *ty_image_frozen(void)
{
    return (const ty_frozen_module *)(const void *)ty_frozen_sources;
}

/* --- serializers: the only place that names the built-in ones --------------------------------------------------------- */

#ifdef TY_WITH_MARSHAL
extern const ty_serializer *const ty_serializer_builtin_marshal;
#endif

void ty_image_register_serializers(ty_runtime *rt)
{
    const char *why = NULL;
    (void)rt, (void)why;
#ifdef TY_WITH_MARSHAL
    ty_serial_register(&rt->serializers, ty_serializer_builtin_marshal, &why);
#endif
}
