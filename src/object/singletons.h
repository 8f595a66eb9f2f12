/* SPDX-License-Identifier: MIT */
/* The types of the immediates that are no numbers: None, Ellipsis, NotImplemented, and the internal markers. */
#ifndef TY_OBJECT_SINGLETONS_H
#define TY_OBJECT_SINGLETONS_H

#include "object/type.h"

TY_DECLARE_TYPE(NoneType);
TY_DECLARE_TYPE(ellipsis);
TY_DECLARE_TYPE(NotImplementedType);
TY_DECLARE_TYPE(unbound); /* internal: of TY_UNBOUND, TY_STOP and words that are nothing */
TY_DECLARE_TYPE(bool);

#endif
