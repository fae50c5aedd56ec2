/* formats_test.c - every message sample of a released version decodes for ever, and says the same.
 *
 * With an argument it writes the samples of today's schema to that directory instead; a release adds a
 * directory beside tests/data/formats/v1 and never touches an old one. tests/contract/samples.sh compares
 * the samples with the text that protoc reads from them. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "tests/unit/fill.h"

enum { SAMPLE_MAX = 1 << 17 };

/* -- one row a sample that is no event -- */

#define READER(T)                                                                                                      \
        static bool comes_back_##T(struct bytes sample, struct arena *arena)                                           \
        {                                                                                                              \
                struct T value;                                                                                        \
                struct flaw flaw;                                                                                      \
                struct bytes again;                                                                                    \
                                                                                                                       \
                return codec_##T(sample, arena, &value, &flaw) == 0 && codec_put_##T(&value, arena, &again) == 0 &&    \
                       bytes_equal(again, sample);                                                                     \
        }
#define MESSAGES(X) X(task) X(plan) X(member) X(key) X(reply) X(query) X(answer) X(bell)
#define X(T) READER(T)
MESSAGES(X)
X(event)
#undef X

static bool comes_back_batch(struct bytes sample, struct arena *arena)
{
        struct batch_walk walk;
        struct bytes record;
        enum code code;
        const char *field;
        size_t records = 0;

        if (wire_batch_open(sample, &walk, &code, &field) != 0)
                return false;
        for (; wire_batch_next(&walk, &record) == 0; records++)
                if (!comes_back_event(record, arena))
                        return false;
        return records > 0;
}

static const struct sample_row {
        const char *name;
        bool (*comes_back)(struct bytes sample, struct arena *);
} SAMPLES[] = {
#define X(T) {#T, comes_back_##T},
        MESSAGES(X)
#undef X
                {"batch", comes_back_batch},
};

/* -- reading -- */

static struct bytes read_sample(struct arena *arena, const char *name)
{
        const char *path =
                arena_print(arena, "%s/tests/data/formats/v1/%s.bin", getenv("SOURCE") ? getenv("SOURCE") : ".", name);
        uint8_t *at = arena_take(arena, SAMPLE_MAX);
        FILE *file = fopen(path, "rb");
        size_t len;

        if (!file)
                fail_msg("no sample %s", path);
        len = fread(at, 1, SAMPLE_MAX, file);
        fclose(file);
        return bytes_of(at, len);
}

static void every_kind_of_event_decodes(void **state)
{
        (void)state;
        for (size_t i = 0; i < shape_event.n; i++) {
                ARENA struct arena *arena = arena_new(0);
                const enum event_kind kind = (enum event_kind)shape_event.message->fields[i].id;
                const char *name = arena_print(arena, "event_%s", event_row(kind)->name);
                const struct bytes sample = read_sample(arena, name);

                assert_int_equal(wire_event_kind(sample), kind);
                if (!comes_back_event(sample, arena))
                        fail_msg("%s does not come back", name);
        }
}

static void every_other_message_decodes(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(SAMPLES); i++) {
                ARENA struct arena *arena = arena_new(0);

                if (!SAMPLES[i].comes_back(read_sample(arena, SAMPLES[i].name), arena))
                        fail_msg("%s does not come back", SAMPLES[i].name);
        }
}

/* -- writing, for a new release -- */

static void write_sample(const char *dir, const char *name, struct bytes sample)
{
        ARENA struct arena *arena = arena_new(0);
        FILE *file = fopen(arena_print(arena, "%s/%s.bin", dir, name), "wb");

        if (!file || fwrite(sample.at, 1, sample.len, file) != sample.len || fclose(file) != 0) {
                perror(name);
                exit(1);
        }
}

static struct bytes made_event(struct arena *arena, size_t row, unsigned *seed)
{
        struct event event;
        struct bytes encoded;

        fill_event(row, arena, seed, &event);
        if (codec_put_event(&event, arena, &encoded) != 0)
                exit(1);
        return encoded;
}

static void write_events(const char *dir, struct arena *arena, unsigned *seed)
{
        struct batch batch = {.stream = bytes_str("0123456789abcdef"), .first_number = 41};
        struct bytes encoded;

        batch.record.at = arena_array(arena, shape_event.n, sizeof encoded);
        batch.record.n = shape_event.n;
        for (size_t i = 0; i < shape_event.n; i++) {
                const enum event_kind kind = (enum event_kind)shape_event.message->fields[i].id;

                batch.record.at[i] = made_event(arena, i, seed);
                write_sample(dir, arena_print(arena, "event_%s", event_row(kind)->name), batch.record.at[i]);
        }
        if (codec_put_batch(&batch, arena, &encoded) != 0)
                exit(1);
        write_sample(dir, "batch", encoded);
}

static void write_shape(const char *dir, const char *name, const struct shape *shape, struct arena *arena,
                        unsigned *seed)
{
        void *plain = arena_take(arena, shape->size);
        struct bytes encoded;

        fill_shape(shape, arena, seed, plain);
        if (shape_encode(shape, plain, SHAPE_ALL_ROWS, arena, &encoded) != 0)
                exit(1);
        write_sample(dir, name, encoded);
}

static int write_all(const char *dir)
{
        ARENA struct arena *arena = arena_new(0);
        unsigned seed = 0;

        write_events(dir, arena, &seed);
#define X(T) write_shape(dir, #T, &shape_##T, arena, &seed);
        MESSAGES(X)
#undef X
        return 0;
}

int main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_kind_of_event_decodes),
                cmocka_unit_test(every_other_message_decodes),
        };

        return argc > 1 ? write_all(argv[1]) : cmocka_run_group_tests(tests, NULL, NULL);
}
