/* spool_test.c - what was put stays, whatever a crash, a flipped bit or a full disk does. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/segment.h"
#include "client/lib/spool.h"
#include "proto/ids.h"

static const int64_t DAY = INT64_C(86400000);
static const char FIRST_SEGMENT[] = "spool/segment-00000000000000000001";

struct room { /* a home of one test */
        char path[64];
        int home;
};

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);

        assert_int_equal(0, ids_start());
        snprintf(room->path, sizeof room->path, "/tmp/duban-spool-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        room->home = open(room->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        *state = room;
        return 0;
}

static void empty(int parent, const char *name)
{
        const int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *listing = fdopendir(fd);
        const struct dirent *entry;

        while ((entry = readdir(listing)))
                if (entry->d_type == DT_REG)
                        unlinkat(fd, entry->d_name, 0);
        closedir(listing);
}

static int tear_down(void **state)
{
        struct room *room = *state;

        empty(room->home, "spool");
        unlinkat(room->home, "spool", AT_REMOVEDIR);
        empty(room->home, ".");
        close(room->home);
        rmdir(room->path);
        free(room);
        return 0;
}

static struct spool *open_spool(const struct room *room, const struct spool_limits *limits)
{
        struct spool *spool;

        assert_int_equal(0, spool_open(room->path, limits, &spool));
        return spool;
}

static uint64_t put(struct spool *spool, const char *text)
{
        uint64_t number;

        assert_int_equal(0, spool_put(spool, bytes_str(text), &number));
        return number;
}

static struct spool_marks look(struct spool *spool)
{
        struct spool_marks marks;

        assert_int_equal(0, spool_look(spool, &marks));
        return marks;
}

static void expect_record(struct spool *spool, uint64_t number, const char *text)
{
        struct bytes record;

        assert_int_equal(0, spool_read(spool, number, &record));
        assert_true(bytes_is(record, text));
}

static void answer(struct spool *spool, uint64_t mark, int64_t day)
{
        const struct receipts_row row = {
                .kind = RECEIPTS_RECEIPT, .number = mark, .seq = mark + 100, .mark = mark, .at = {day * DAY}};

        assert_int_equal(0, spool_claim(spool));
        assert_int_equal(0, spool_note(spool, &row, 1));
        spool_release(spool);
}

static off_t size_of(const struct room *room, const char *name)
{
        struct stat about;

        return fstatat(room->home, name, &about, 0) < 0 ? -1 : about.st_size;
}

static void flip(const struct room *room, const char *name, off_t at)
{
        const int fd = openat(room->home, name, O_RDWR | O_CLOEXEC);
        uint8_t byte;

        assert_int_equal(1, pread(fd, &byte, 1, at));
        byte ^= 0x10;
        assert_int_equal(1, pwrite(fd, &byte, 1, at));
        close(fd);
}

static void cut(const struct room *room, const char *name, off_t size)
{
        const int fd = openat(room->home, name, O_RDWR | O_CLOEXEC);

        assert_int_equal(0, ftruncate(fd, size));
        close(fd);
}

static size_t count_files(const struct room *room, const char *prefix)
{
        const int fd = openat(room->home, "spool", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *listing = fdopendir(fd);
        const struct dirent *entry;
        size_t n = 0;

        while ((entry = readdir(listing)))
                n += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
        closedir(listing);
        return n;
}

/* -- what goes to standard error meanwhile -- */

struct overheard {
        int kept;
        char text[4096];
};

static void overhear(const struct room *room, struct overheard *heard)
{
        const int fd = openat(room->home, "stderr", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        fflush(stderr);
        heard->kept = dup(STDERR_FILENO);
        dup2(fd, STDERR_FILENO);
        close(fd);
}

static void stop_overhearing(struct overheard *heard)
{
        ssize_t n;

        fflush(stderr);
        n = pread(STDERR_FILENO, heard->text, sizeof heard->text - 1, 0);
        heard->text[n < 0 ? 0 : n] = '\0';
        dup2(heard->kept, STDERR_FILENO);
        close(heard->kept);
}

/* -- tests -- */

static void keeps_numbers_and_bytes(void **state)
{
        struct spool *spool = open_spool(*state, NULL);
        uint8_t stream[STREAM_SIZE];

        memcpy(stream, spool_stream(spool), STREAM_SIZE);
        assert_int_equal(1, put(spool, "one"));
        assert_int_equal(2, put(spool, "two"));
        spool_close(spool);

        spool = open_spool(*state, NULL);
        assert_memory_equal(stream, spool_stream(spool), STREAM_SIZE);
        assert_int_equal(3, put(spool, "three"));
        expect_record(spool, 3, "three");
        expect_record(spool, 1, "one");
        expect_record(spool, 2, "two");
        assert_int_equal(0, look(spool).answered);
        answer(spool, 2, 1);
        spool_close(spool);

        spool = open_spool(*state, NULL);
        assert_int_equal(2, look(spool).answered);
        assert_int_equal(3, look(spool).put);
        assert_int_equal(1, look(spool).oldest);
        expect_record(spool, 1, "one");
        spool_close(spool);
}

static void takes_the_longest_record(void **state)
{
        struct spool *spool = open_spool(*state, NULL);
        uint8_t *big = malloc(LIMIT_RECORD_BYTES);
        struct bytes record;
        uint64_t number;

        memset(big, 'x', LIMIT_RECORD_BYTES);
        assert_int_equal(0, spool_put(spool, bytes_of(big, LIMIT_RECORD_BYTES), &number));
        assert_int_equal(0, look(spool).answered);
        assert_int_equal(0, spool_read(spool, number, &record));
        assert_true(bytes_equal(record, bytes_of(big, LIMIT_RECORD_BYTES)));
        free(big);
        spool_close(spool);
}

/* A crash in the middle of the third append, at every byte. */
static void cuts_an_unfinished_append(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct overheard heard;
        off_t two, three;

        put(spool, "one");
        put(spool, "two");
        two = size_of(room, FIRST_SEGMENT);
        put(spool, "three");
        three = size_of(room, FIRST_SEGMENT);
        spool_close(spool);
        assert_true(three > two);
        overhear(room, &heard);
        for (off_t size = three - 1; size >= two; size--) {
                cut(room, FIRST_SEGMENT, size);
                spool = open_spool(room, NULL);
                assert_int_equal(2, look(spool).put);
                expect_record(spool, 2, "two");
                assert_int_equal(3, put(spool, "three"));
                expect_record(spool, 3, "three");
                assert_int_equal(3, look(spool).put);
                assert_int_equal(three, size_of(room, FIRST_SEGMENT));
                spool_close(spool);
        }
        stop_overhearing(&heard);
        assert_non_null(strstr(heard.text, "spool_cut number=3"));
        assert_true(count_files(room, "torn-00000000000000000003") > 0);
}

/* A power cut can leave the file's new length without its bytes. */
static void cuts_a_hole_at_the_end(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct overheard heard;
        off_t one;

        put(spool, "one");
        one = size_of(room, FIRST_SEGMENT);
        cut(room, FIRST_SEGMENT, one + 500);
        overhear(room, &heard);
        assert_int_equal(2, put(spool, "two"));
        stop_overhearing(&heard);
        expect_record(spool, 1, "one");
        expect_record(spool, 2, "two");
        spool_close(spool);
        assert_int_equal(1, count_files(room, "torn-"));
}

static void names_a_flipped_bit(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct spool_marks marks;
        struct overheard heard;
        char place[96];
        uint64_t number;
        off_t one, two;

        put(spool, "one");
        one = size_of(room, FIRST_SEGMENT);
        put(spool, "two");
        two = size_of(room, FIRST_SEGMENT);
        put(spool, "three");
        spool_close(spool);
        snprintf(place, sizeof place, "is damaged at byte %jd, record 2;", (intmax_t)one);
        for (off_t at = one; at < two; at++) {
                flip(room, FIRST_SEGMENT, at);
                spool = open_spool(room, NULL);
                overhear(room, &heard);
                assert_true(spool_look(spool, &marks) < 0);
                assert_true(spool_put(spool, bytes_str("four"), &number) < 0);
                stop_overhearing(&heard);
                assert_non_null(strstr(heard.text, place));
                assert_non_null(strstr(heard.text, "segment-00000000000000000001"));
                spool_close(spool);
                flip(room, FIRST_SEGMENT, at);
        }
        spool = open_spool(room, NULL);
        assert_int_equal(3, look(spool).put);
        spool_close(spool);
}

static void names_a_flipped_bit_in_the_head(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct spool_marks marks;
        struct overheard heard;

        put(spool, "one");
        spool_close(spool);
        for (off_t at = 0; at < SEGMENT_HEAD; at++) {
                flip(room, FIRST_SEGMENT, at);
                spool = open_spool(room, NULL);
                overhear(room, &heard);
                assert_true(spool_look(spool, &marks) < 0);
                stop_overhearing(&heard);
                assert_non_null(strstr(heard.text, "is damaged at byte 0"));
                spool_close(spool);
                flip(room, FIRST_SEGMENT, at);
        }
}

/* In a full segment that is not the last: found when it is read. */
static void names_damage_in_an_older_segment(void **state)
{
        static const struct spool_limits SMALL = {.segment_bytes = 60, .bound_bytes = 1 << 20, .keep_ms = 1};
        struct room *room = *state;
        struct spool *spool = open_spool(room, &SMALL);
        struct overheard heard;
        struct bytes record;

        put(spool, "one");
        put(spool, "two");
        assert_int_equal(2, count_files(room, "segment-"));
        flip(room, FIRST_SEGMENT, SEGMENT_HEAD + SEGMENT_RECORD_HEAD);
        overhear(room, &heard);
        look(spool);
        assert_true(spool_read(spool, 1, &record) < 0);
        stop_overhearing(&heard);
        assert_non_null(strstr(heard.text, "segment-00000000000000000001 is damaged at byte 48, record 1;"));
        expect_record(spool, 2, "two");
        spool_close(spool);
}

/* The last record looks torn, but it was answered: so it was whole. */
static void never_cuts_what_was_sent(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct spool_marks marks;
        struct overheard heard;

        put(spool, "one");
        put(spool, "two");
        answer(spool, 2, 1);
        spool_close(spool);
        flip(room, FIRST_SEGMENT, size_of(room, FIRST_SEGMENT) - 1);
        spool = open_spool(room, NULL);
        overhear(room, &heard);
        assert_true(spool_look(spool, &marks) < 0);
        stop_overhearing(&heard);
        assert_non_null(strstr(heard.text, "record 2;"));
        spool_close(spool);
}

static void never_makes_a_second_stream(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct overheard heard;

        put(spool, "one");
        spool_close(spool);
        overhear(room, &heard);
        cut(room, "spool/stream", 20);
        assert_true(spool_open(room->path, NULL, &spool) < 0);
        unlinkat(room->home, "spool/stream", 0);
        assert_true(spool_open(room->path, NULL, &spool) < 0);
        stop_overhearing(&heard);
        assert_non_null(strstr(heard.text, "/spool/stream is damaged"));
        assert_non_null(strstr(heard.text, "/spool/stream is missing"));
}

static void forgets_by_age(void **state)
{
        static const struct spool_limits SMALL = {
                .segment_bytes = 60, .bound_bytes = 1 << 20, .keep_ms = 7 * INT64_C(86400000)};
        struct spool *spool = open_spool(*state, &SMALL);

        for (int i = 0; i < 6; i++)
                put(spool, "record");
        answer(spool, 2, 10);
        answer(spool, 4, 12);
        assert_int_equal(0, spool_evict(spool, (struct instant){17 * DAY - 1}));
        assert_int_equal(1, look(spool).oldest);
        assert_int_equal(0, spool_evict(spool, (struct instant){17 * DAY}));
        assert_int_equal(3, look(spool).oldest);
        assert_int_equal(0, spool_evict(spool, (struct instant){400 * DAY}));
        assert_int_equal(5, look(spool).oldest); /* unanswered stay for ever */
        answer(spool, 6, 400);
        assert_int_equal(0, spool_evict(spool, (struct instant){800 * DAY}));
        assert_int_equal(6, look(spool).oldest); /* the last segment stays too */
        spool_close(spool);
}

/* What was taken back counts from its second answer on. */
static void a_rewind_starts_the_age_again(void **state)
{
        static const struct spool_limits SMALL = {
                .segment_bytes = 60, .bound_bytes = 1 << 20, .keep_ms = 7 * INT64_C(86400000)};
        struct spool *spool = open_spool(*state, &SMALL);

        for (int i = 0; i < 6; i++)
                put(spool, "record");
        answer(spool, 5, 10);
        answer(spool, 1, 16); /* back to 1 */
        answer(spool, 5, 17);
        assert_int_equal(0, spool_evict(spool, (struct instant){20 * DAY}));
        assert_int_equal(2, look(spool).oldest);
        assert_int_equal(5, look(spool).answered);
        spool_close(spool);
}

static void is_bounded(void **state)
{
        enum { RECORD = SEGMENT_HEAD + SEGMENT_RECORD_HEAD + 6 };
        static const struct spool_limits SMALL = {.segment_bytes = 60, .bound_bytes = 4 * RECORD + 10, .keep_ms = 1000};
        struct spool *spool = open_spool(*state, &SMALL);
        uint64_t number;

        for (int i = 0; i < 4; i++)
                put(spool, "record");
        for (int i = 0; i < 3; i++)
                assert_int_equal(SPOOL_FULL, spool_put(spool, bytes_str("record"), &number));
        assert_int_equal(1, look(spool).oldest);
        assert_int_equal(4, look(spool).put);
        answer(spool, 2, 1);
        assert_int_equal(5, put(spool, "record"));
        assert_int_equal(2, look(spool).oldest); /* no more than needed is dropped */
        assert_int_equal(6, put(spool, "record"));
        assert_int_equal(3, look(spool).oldest);
        assert_int_equal(SPOOL_FULL, spool_put(spool, bytes_str("record"), &number));
        expect_record(spool, 3, "record");
        assert_int_equal(2, look(spool).answered);
        spool_close(spool);
}

static void one_sends_at_a_time(void **state)
{
        struct spool *one = open_spool(*state, NULL);
        struct spool *two = open_spool(*state, NULL);

        assert_int_equal(0, spool_claim(one));
        assert_int_equal(SPOOL_BUSY, spool_claim(two));
        assert_int_equal(1, put(two, "still puts"));
        assert_int_equal(1, look(one).put);
        spool_release(one);
        assert_int_equal(0, spool_claim(two));
        spool_close(two);
        assert_int_equal(0, spool_claim(one));
        spool_close(one);
}

enum { PUTS = 40 };

static _Noreturn void put_as_child(const struct room *room, char who)
{
        char text[16];
        struct spool *spool;
        uint64_t number, last = 0;

        if (spool_open(room->path, NULL, &spool) != 0)
                _exit(1);
        for (int i = 0; i < PUTS; i++) {
                snprintf(text, sizeof text, "%c %d", who, i);
                if (spool_put(spool, bytes_str(text), &number) != 0 || number <= last)
                        _exit(1);
                last = number;
        }
        _exit(0);
}

static void two_processes_put_at_once(void **state)
{
        const char who[] = {'a', 'b'};
        int next[] = {0, 0};
        struct spool *spool;
        pid_t child[2];
        int status;

        for (int i = 0; i < 2; i++) {
                child[i] = fork();
                assert_true(child[i] >= 0);
                if (child[i] == 0)
                        put_as_child(*state, who[i]);
        }
        for (int i = 0; i < 2; i++) {
                assert_int_equal(child[i], waitpid(child[i], &status, 0));
                assert_int_equal(0, status);
        }
        spool = open_spool(*state, NULL);
        assert_int_equal(2 * PUTS, look(spool).put);
        for (uint64_t number = 1; number <= 2 * PUTS; number++) {
                struct bytes record;
                char text[16];
                int i;

                assert_int_equal(0, spool_read(spool, number, &record));
                i = record.at[0] == 'b';
                snprintf(text, sizeof text, "%c %d", who[i], next[i]++);
                assert_true(bytes_is(record, text));
        }
        spool_close(spool);
}

static void lost_receipts_never_reuse_a_number(void **state)
{
        static const struct spool_limits SMALL = {.segment_bytes = 60, .bound_bytes = 1 << 20, .keep_ms = 0};
        struct room *room = *state;
        struct spool *spool = open_spool(room, &SMALL);

        for (int i = 0; i < 3; i++)
                put(spool, "record");
        answer(spool, 3, 1);
        assert_int_equal(0, spool_evict(spool, (struct instant){DAY}));
        assert_int_equal(3, look(spool).oldest);
        unlinkat(room->home, "spool/receipts", 0);
        assert_int_equal(2, look(spool).answered);
        assert_int_equal(4, put(spool, "record"));
        answer(spool, 4, 1);
        spool_close(spool);
}

static void lost_segments_never_reuse_a_number(void **state)
{
        struct room *room = *state;
        struct spool *spool = open_spool(room, NULL);
        struct bytes record;

        for (int i = 0; i < 3; i++)
                put(spool, "record");
        answer(spool, 3, 1);
        spool_close(spool);
        unlinkat(room->home, FIRST_SEGMENT, 0);
        spool = open_spool(room, NULL);
        assert_int_equal(3, look(spool).put);
        assert_int_equal(4, look(spool).oldest);
        assert_int_equal(SPOOL_ABSENT, spool_read(spool, 3, &record));
        assert_int_equal(4, put(spool, "record"));
        look(spool);
        expect_record(spool, 4, "record");
        spool_close(spool);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(keeps_numbers_and_bytes),
                TEST(takes_the_longest_record),
                TEST(cuts_an_unfinished_append),
                TEST(cuts_a_hole_at_the_end),
                TEST(names_a_flipped_bit),
                TEST(names_a_flipped_bit_in_the_head),
                TEST(names_damage_in_an_older_segment),
                TEST(never_cuts_what_was_sent),
                TEST(never_makes_a_second_stream),
                TEST(forgets_by_age),
                TEST(a_rewind_starts_the_age_again),
                TEST(is_bounded),
                TEST(one_sends_at_a_time),
                TEST(two_processes_put_at_once),
                TEST(lost_receipts_never_reuse_a_number),
                TEST(lost_segments_never_reuse_a_number),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
