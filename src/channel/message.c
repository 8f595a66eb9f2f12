/* SPDX-License-Identifier: MIT */
/* Size and release of messages: see message.h. */
#include <config.h>

#include "channel/message.h"

#include <stdlib.h>

size_t ty_message_charge_buffers(const ty_message *m, size_t total) {
    for (uint32_t i = 0; i < m->buffer_count; i++)
        if (ty_add_overflow(total, m->buffers[i]->size, &total)) return SIZE_MAX;
    return total;
}

void ty_message_drop_malloc(ty_message *m) {
    for (uint32_t i = 0; i < m->buffer_count; i++) ty_extbuf_unref(m->buffers[i]);
    free(m->buffers);
    free(m->bytes);
}
