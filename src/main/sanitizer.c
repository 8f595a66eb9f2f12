/* SPDX-License-Identifier: MIT */
/* The sanitizers' defaults for the program. */
#include <config.h>

#include "main/sanitizer.h"
