/* SPDX-License-Identifier: MIT */
/* Looking up exception handlers. Rows are disjoint and sorted: the code generator has cut outer ranges where inner ones lie. */
#include <config.h>

#include "code/code.h"

const ty_code_handler *ty_code_handler_at(const ty_code *c, uint32_t pc)
{
    uint32_t low = 0, high = c->nhandlers;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->handlers[middle].start <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    return low && pc < c->handlers[low - 1].end ? &c->handlers[low - 1] : NULL;
}
