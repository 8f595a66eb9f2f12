/* SPDX-License-Identifier: MIT */
/* Which Typhon this is. */
#include <config.h>

#include <typhon.h>

const char *ty_version(void) {
    return PACKAGE_VERSION;
}

const char *ty_serializers(void)
{
    static const char list[] = ""
#ifdef TY_WITH_MARSHAL
                               ", marshal"
#endif
#ifdef TY_WITH_PICKLE
                               ", pickle"
#endif
#ifdef TY_WITH_MSGPACK
                               ", msgpack"
#endif
        ;
    return sizeof list > 1 ? list + 2 : "none";
}
