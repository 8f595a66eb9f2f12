# SPDX-License-Identifier: MIT
# A serializer sees only typhon/serializer.h and the host table lent to it.
include serializers/marshal/local.mk
