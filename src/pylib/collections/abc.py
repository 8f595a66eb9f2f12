# SPDX-License-Identifier: MIT
from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
