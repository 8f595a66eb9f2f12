/* SPDX-License-Identifier: MIT */
/* The identifiers of one parse: open addressing by hash, never more than half full. Old slot arrays stay in
 * the arena. */
#include <config.h>

#include "compile/ast.h"
#include "mem/arena.h"

#include <string.h>

typedef struct slot {
    uint32_t hash;
    uint32_t index; /* plus one; 0: free */
} slot;

struct ty_ident_table {
    ty_arena *arena;
    slot *slots;
    const ty_ident **items;
    uint32_t count, item_cap, mask;
};

enum { FIRST_SLOTS = 256, FIRST_ITEMS = 128 };

ty_ident_table *ty_ident_table_new(ty_arena *arena) {
    ty_ident_table *table = ty_arena_alloc(arena, sizeof *table);
    if (!table) return NULL;
    table->arena = arena;
    table->count = 0;
    table->item_cap = FIRST_ITEMS;
    table->mask = FIRST_SLOTS - 1;
    table->slots = ty_arena_alloc(arena, FIRST_SLOTS * sizeof *table->slots);
    table->items = ty_arena_alloc(arena, FIRST_ITEMS * sizeof *table->items);
    if (!table->slots || !table->items) return NULL;
    memset(table->slots, 0, FIRST_SLOTS * sizeof *table->slots);
    return table;
}

static bool grow(ty_ident_table *table) {
    uint32_t n = (table->mask + 1) * 2;
    slot *slots = ty_arena_alloc(table->arena, n * sizeof *slots);
    const ty_ident **items = ty_arena_alloc(table->arena, (n / 2) * sizeof *items);
    if (!slots || !items) return false;
    memset(slots, 0, n * sizeof *slots);
    for (uint32_t i = 0; i <= table->mask; i++) {
        if (!table->slots[i].index) continue;
        uint32_t at = table->slots[i].hash & (n - 1);
        while (slots[at].index) at = (at + 1) & (n - 1);
        slots[at] = table->slots[i];
    }
    memcpy(items, table->items, table->count * sizeof *items);
    table->slots = slots;
    table->items = items;
    table->item_cap = n / 2;
    table->mask = n - 1;
    return true;
}

static inline uint32_t hash_text(const char *text, size_t len) {
    uint64_t h = len * UINT64_C(0x9E3779B97F4A7C15), w;
    while (len >= 8) {
        memcpy(&w, text, 8);
        h = (h ^ w) * UINT64_C(0xBF58476D1CE4E5B9);
        h ^= h >> 29;
        text += 8;
        len -= 8;
    }
    w = 0;
    for (size_t i = 0; i < len; i++) w |= (uint64_t)(unsigned char)text[i] << (8 * i);
    h = (h ^ w) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(h >> 32);
}

const ty_ident *ty_ident_intern(ty_ident_table *table, const char *text, size_t len) {
    uint32_t hash = hash_text(text, len);
    uint32_t at = hash & table->mask;
    for (; table->slots[at].index; at = (at + 1) & table->mask) {
        if (table->slots[at].hash != hash) continue;
        const ty_ident *known = table->items[table->slots[at].index - 1];
        if (known->len == len && memcmp(known->text, text, len) == 0) return known;
    }
    if (len > UINT32_MAX - sizeof(ty_ident) - 1) return NULL;
    if (table->count == table->item_cap) {
        if (!grow(table)) return NULL;
        at = hash & table->mask;
        while (table->slots[at].index) at = (at + 1) & table->mask;
    }
    ty_ident *ident = ty_arena_alloc(table->arena, sizeof *ident + len + 1);
    if (!ident) return NULL;
    ident->len = (uint32_t)len;
    ident->hash = hash;
    ident->index = table->count;
    memcpy(ident->text, text, len);
    ident->text[len] = '\0';
    table->items[table->count++] = ident;
    table->slots[at] = (slot){hash, table->count};
    return ident;
}

const ty_ident *ty_ident_intern_pair(ty_ident_table *table, const char *prefix, const char *a, size_t a_len,
                                     const char *b, size_t b_len) {
    size_t p_len = strlen(prefix);
    char *text = ty_arena_alloc(table->arena, p_len + a_len + b_len);
    if (!text) return NULL;
    memcpy(text, prefix, p_len);
    memcpy(text + p_len, a, a_len);
    memcpy(text + p_len + a_len, b, b_len);
    return ty_ident_intern(table, text, p_len + a_len + b_len);
}

uint32_t ty_ident_count(const ty_ident_table *table) {
    return table->count;
}

const ty_ident *ty_ident_at(const ty_ident_table *table, uint32_t index) {
    return table->items[index];
}
