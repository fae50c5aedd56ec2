/* receipts_test.c - the rows that say how far a stream is answered. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/receipts.h"
#include "proto/ids.h"

static const uint8_t STREAM[STREAM_SIZE] = {1, 2, 3};
static const uint8_t OTHER[STREAM_SIZE] = {3, 2, 1};

struct room {
        char path[64];
        char file[80];
};

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);

        assert_int_equal(0, ids_start());
        snprintf(room->path, sizeof room->path, "/tmp/duban-receipts-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        snprintf(room->file, sizeof room->file, "%s/receipts", room->path);
        assert_int_equal(0, receipts_repair(room->path, STREAM));
        *state = room;
        return 0;
}

static int tear_down(void **state)
{
        struct room *room = *state;

        unlink(room->file);
        rmdir(room->path);
        free(room);
        return 0;
}

static struct receipts_row row_of(uint64_t mark)
{
        return (struct receipts_row){.kind = RECEIPTS_RECEIPT,
                                     .epoch = 2,
                                     .number = mark,
                                     .seq = mark + 100,
                                     .mark = mark,
                                     .at = {1688000000000},
                                     .chain = {7}};
}

static void append(const struct room *room, uint64_t from, uint64_t to)
{
        for (uint64_t mark = from; mark <= to; mark++) {
                const struct receipts_row row = row_of(mark);

                assert_int_equal(0, receipts_append(room->path, STREAM, &row, 1));
        }
}

static uint64_t mark_of(const struct room *room)
{
        struct receipts_row last;

        assert_int_equal(0, receipts_last(room->path, STREAM, &last));
        assert_int_equal(last.mark ? last.mark + 100 : 0, last.seq);
        return last.mark;
}

static off_t size_of(const struct room *room)
{
        struct stat about;

        return stat(room->file, &about) < 0 ? -1 : about.st_size;
}

static void flip(const struct room *room, off_t at)
{
        const int fd = open(room->file, O_RDWR | O_CLOEXEC);
        uint8_t byte;

        assert_int_equal(1, pread(fd, &byte, 1, at));
        byte ^= 0x04;
        assert_int_equal(1, pwrite(fd, &byte, 1, at));
        close(fd);
}

static int expect_next(void *context, const struct receipts_row *row)
{
        uint64_t *mark = context;
        const struct receipts_row wanted = row_of(++*mark);

        assert_int_equal(wanted.kind, row->kind);
        assert_int_equal(wanted.epoch, row->epoch);
        assert_int_equal(wanted.number, row->number);
        assert_int_equal(wanted.seq, row->seq);
        assert_int_equal(wanted.mark, row->mark);
        assert_int_equal(wanted.at.ms, row->at.ms);
        assert_memory_equal(wanted.chain, row->chain, HASH_SIZE);
        return 0;
}

static void keeps_rows(void **state)
{
        const struct room *room = *state;
        uint64_t mark = 0;

        assert_int_equal(0, mark_of(room));
        append(room, 1, 600);
        assert_int_equal(600, mark_of(room));
        assert_int_equal(0, receipts_walk(room->path, STREAM, expect_next, &mark));
        assert_int_equal(600, mark);
}

static void an_unfinished_row_is_no_row(void **state)
{
        const struct room *room = *state;

        append(room, 1, 3);
        for (off_t size = 3 * RECEIPTS_ROW - 1; size >= 2 * RECEIPTS_ROW; size--) {
                assert_int_equal(0, truncate(room->file, size));
                assert_int_equal(2, mark_of(room));
                append(room, 3, 3);
                assert_int_equal(3 * RECEIPTS_ROW, size_of(room));
                assert_int_equal(3, mark_of(room));
        }
}

static void expect_rows(const struct room *room, uint64_t rows)
{
        uint64_t mark = 0;

        assert_int_equal(rows, mark_of(room));
        assert_int_equal(0, receipts_walk(room->path, STREAM, expect_next, &mark));
        assert_int_equal(rows, mark);
}

/* Each bit of a row counts. In what may be the last append it ends the rows, before that it is damage. */
static void sees_a_flipped_bit(void **state)
{
        const struct room *room = *state;
        uint64_t mark = 0;

        append(room, 1, RECEIPTS_APPEND_MAX + 2);
        for (off_t at = 0; at < RECEIPTS_ROW; at++) {
                flip(room, 2 * RECEIPTS_ROW + at);
                expect_rows(room, 2);
                flip(room, 2 * RECEIPTS_ROW + at);
                flip(room, at);
                assert_true(receipts_walk(room->path, STREAM, expect_next, &mark) < 0);
                flip(room, at);
        }
        expect_rows(room, RECEIPTS_APPEND_MAX + 2);
}

/* Half an append: its last rows came to the disk, its first did not. */
static void a_row_missing_in_the_last_append(void **state)
{
        static const uint8_t NOTHING[2 * RECEIPTS_ROW];
        const struct room *room = *state;
        int fd;

        append(room, 1, 9);
        fd = open(room->file, O_WRONLY | O_CLOEXEC);
        assert_int_equal(pwrite(fd, NOTHING, sizeof NOTHING, 4 * RECEIPTS_ROW), sizeof NOTHING);
        close(fd);
        expect_rows(room, 4);
        assert_int_equal(0, receipts_repair(room->path, STREAM));
        append(room, 5, 7);
        expect_rows(room, 7);
}

static void is_of_one_stream(void **state)
{
        const struct room *room = *state;
        struct receipts_row last;

        append(room, 1, RECEIPTS_APPEND_MAX + 1);
        assert_true(receipts_last(room->path, OTHER, &last) < 0);
}

static void repair_cuts_the_last_append(void **state)
{
        const struct room *room = *state;

        append(room, 1, 3);
        assert_int_equal(0, truncate(room->file, 3 * RECEIPTS_ROW + 2 * RECEIPTS_ROW + 5)); /* a hole */
        assert_int_equal(3, mark_of(room));
        assert_int_equal(0, receipts_repair(room->path, STREAM));
        assert_int_equal(3 * RECEIPTS_ROW, size_of(room));
}

static void forgets_the_older_half(void **state)
{
        const struct room *room = *state;
        struct receipts_row rows[RECEIPTS_APPEND_MAX];
        uint64_t mark = 0;

        while (mark <= RECEIPTS_ROWS_MAX) {
                for (size_t i = 0; i < COUNT_OF(rows); i++)
                        rows[i] = row_of(++mark);
                assert_int_equal(0, receipts_append(room->path, STREAM, rows, COUNT_OF(rows)));
        }
        assert_int_equal(0, receipts_repair(room->path, STREAM));
        assert_int_equal(mark / 2 * RECEIPTS_ROW, size_of(room));
        assert_int_equal(mark, mark_of(room));
        mark -= mark / 2;
        assert_int_equal(0, receipts_walk(room->path, STREAM, expect_next, &mark));
        assert_int_equal(mark_of(room), mark);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(keeps_rows),
                TEST(an_unfinished_row_is_no_row),
                TEST(sees_a_flipped_bit),
                TEST(a_row_missing_in_the_last_append),
                TEST(is_of_one_stream),
                TEST(repair_cuts_the_last_append),
                TEST(forgets_the_older_half),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
