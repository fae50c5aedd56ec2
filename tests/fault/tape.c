/* tape.c - reads a tape as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dlfcn.h>

#include "lib/base/arena.h"
#include "lib/base/file.h"
#include "tests/fault/tape.h"

struct reel { /* a tape and what it stands in */
        struct tape tape;
        struct arena *arena;
};

static const char *text(struct arena *arena, const uint8_t *at, size_t len)
{
        const char *copy = arena_string(arena, bytes_of(at, len));

        assert_non_null(copy);
        return copy;
}

static size_t read_entry(struct arena *arena, struct bytes rest, struct tape_entry *ret_entry)
{
        struct tape_head head;

        assert_true(rest.len >= sizeof head);
        memcpy(&head, rest.at, sizeof head);
        assert_true(rest.len >= sizeof head + head.name_len + head.data_len);
        *ret_entry = (struct tape_entry){
                .kind = (enum tape_kind)head.kind,
                .name = text(arena, rest.at + sizeof head, head.name_len),
                .inode = head.inode,
                .offset = head.offset,
                .data = (const uint8_t *)text(arena, rest.at + sizeof head + head.name_len, (size_t)head.data_len),
                .len = (size_t)head.data_len,
        };
        return sizeof head + head.name_len + (size_t)head.data_len;
}

static size_t count_entries(struct bytes file)
{
        size_t n = 0;

        for (size_t at = 0; at < file.len; n++) {
                struct tape_head head;

                assert_true(file.len - at >= sizeof head);
                memcpy(&head, file.at + at, sizeof head);
                at += sizeof head + head.name_len + (size_t)head.data_len;
        }
        return n;
}

struct tape *tape_load(const char *path)
{
        struct arena *arena = arena_new(0);
        struct reel *reel = arena_take(arena, sizeof *reel);
        struct bytes file;
        size_t n;

        assert_int_equal(file_read(path, SIZE_MAX, arena, &file), 0);
        n = count_entries(file);
        *reel = (struct reel){{arena_array(arena, n, sizeof *reel->tape.entry), n}, arena};
        for (size_t i = 0, at = 0; i < n; i++)
                at += read_entry(arena, bytes_of(file.at + at, file.len - at), &reel->tape.entry[i]);
        return &reel->tape;
}

struct tape *tape_free(struct tape *tape)
{
        if (tape)
                arena_free(((struct reel *)tape)->arena);
        return NULL;
}

void tape_say(const void *data, size_t len)
{
        void (*say)(const void *, size_t) =
                (void (*)(const void *, size_t))(uintptr_t)dlsym(RTLD_DEFAULT, "recorder_say");

        assert_non_null(say);
        say(data, len);
}
