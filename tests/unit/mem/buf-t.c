/* SPDX-License-Identifier: MIT */
/* Growable and external buffers. */
#include <config.h>

#include "mem/buf.h"
#include "mem/extbuf.h"
#include "platform/thread.h"
#include "tests/tap/tap.h"

static void test_buf(void) {
    ty_alloc a;
    ty_alloc_init(&a, TY_ALLOC_NO_LIMIT, NULL);
    ty_buf b;
    ty_buf_init(&b, &a, 0);
    is_str(ty_buf_cstr(&b), "", "an empty one is an empty string");
    ty_buf_u8(&b, 'a');
    ty_buf_bytes(&b, "bcd", 3);
    ty_buf_str(&b, "ef");
    ty_buf_u16be(&b, 0x3132);
    ty_buf_u32le(&b, 0x36353433);
    ty_buf_u64be(&b, UINT64_C(0x4142434445464748));
    ty_buf_fill(&b, '!', 3);
    ty_buf_printf(&b, "<%d>", 12345);
    is_str(ty_buf_cstr(&b), "abcdef123456ABCDEFGH!!!<12345>");
    ty_buf_truncate(&b, 6);
    is_str(ty_buf_cstr(&b), "abcdef");
    ty_buf_clear(&b);
    for (int i = 0; i < 100000; i++) ty_buf_u8(&b, (unsigned)i);
    is_int(b.size, 100000);
    bool same = true;
    for (int i = 0; i < 100000; i++)
        if ((unsigned char)b.data[i] != (i & 255)) same = false;
    ok(same);
    ty_buf_clear(&b);
    ty_buf_printf(&b, "%0500d", 7);
    is_int(b.size, 500, "a long format");
    size_t size;
    char *data = ty_buf_steal(&b, &size);
    is_int(size, 500);
    is_int(a.used, 500, "shrunk to fit, still charged");
    ty_mem_free(&a, data, size);
    ty_buf_bytes(&b, "again", 5);
    is_int(b.size, 5, "usable after a steal");
    ty_buf_free(&b);
    is_int(a.used, 0);
    data = ty_buf_steal(&b, &size);
    ok(data && size == 0, "an empty steal has an address");
    ty_mem_free(&a, data, 0);

    ty_buf_init(&b, NULL, 10);
    ty_buf_bytes(&b, "0123456789", 10);
    ok(!b.failed);
    ty_buf_u8(&b, 'x');
    ok(b.failed, "the limit");
    is_int(b.size, 10);
    ok(!ty_buf_extend(&b, SIZE_MAX));
    ok(!ty_buf_steal(&b, &size), "a failed one gives nothing");
    ok(ty_buf_reserve_exact(&b, 7));
    is_int(b.room, 7);
    ty_buf_free(&b);

    ty_alloc_set_limit(&a, 100);
    ty_buf_init(&b, &a, 0);
    for (int i = 0; i < 200; i++) ty_buf_u8(&b, 'y');
    ok(b.failed && b.size <= 100, "no memory: %zu", b.size);
    ty_buf_free(&b);
    is_int(a.used, 0);

    ty_buf zeroed = {0};
    ty_buf_str(&zeroed, "works");
    is_str(ty_buf_cstr(&zeroed), "works", "zeroed memory is a buffer");
    ty_buf_free(&zeroed);
}

static atomic_int released;
static void on_release(void *owner, void *data, size_t size) {
    (void)data;
    ty_atomic_add(&released, (int)size);
    ty_atomic_add((atomic_int *)owner, 1);
}

static void share(void *arg) {
    for (int i = 0; i < 10000; i++) ty_extbuf_unref(ty_extbuf_ref(arg));
    ty_extbuf_unref(arg);
}

static void test_extbuf(void) {
    ty_extbuf *b = ty_extbuf_new(1000);
    ok(b && (uintptr_t)b->data % 64 == 0 && b->size == 1000 && !b->readonly);
    ok(ty_extbuf_unique(b));
    memset(b->data, 7, 1000);
    b = ty_extbuf_resize(b, 100000);
    ok(b->data[999] == 7 && (uintptr_t)b->data % 64 == 0, "contents move with it");
    b = ty_extbuf_resize(b, 10);
    ok(b->data[9] == 7);
    ty_extbuf *s = ty_extbuf_slice(b, 2, 5);
    ok(!ty_extbuf_unique(b), "a slice keeps the whole");
    ty_extbuf_unref(b);
    is_int(s->data[4], 7);
    ty_extbuf_unref(s);
    b = ty_extbuf_copy("abc", 3, true);
    ok(b->readonly);
    is_mem(b->data, "abc", 3);
    ty_extbuf_unref(b);
    b = ty_extbuf_new_zero(0);
    ok(b && b->size == 0);
    ty_extbuf_unref(b);
    ty_extbuf_unref(NULL);
    ok(!ty_extbuf_new(SIZE_MAX - 10));
    b = ty_extbuf_adopt(malloc(10), 10, false);
    ty_extbuf_unref(b);

    static char bytes[5];
    static atomic_int owner;
    b = ty_extbuf_wrap(bytes, 5, false, on_release, &owner);
    ty_thread t[3];
    for (int i = 0; i < 3; i++) ty_thread_create(&t[i], share, ty_extbuf_ref(b), NULL);
    ty_extbuf_unref(b);
    for (int i = 0; i < 3; i++) ty_thread_join(t[i]);
    is_int(released, 5, "released");
    is_int(owner, 1, "once");
}

int main(void) {
    test_buf();
    test_extbuf();
    return done_testing();
}
