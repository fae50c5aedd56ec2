/* journal_test.c - the contract of journal.h: what any filling of it must keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lib/store/state.h"
#include "proto/ids.h"
#include "tests/contract/store_kit.h"

static uint8_t big[JOURNAL_PAYLOAD_MAX];

static int try_open(const struct kit *kit, enum journal_mode mode, bool create)
{
        const struct journal_options options = {kit->journal_dir, mode, create, KIT_MAP_SIZE};
        struct journal *journal = NULL;
        const int r = journal_open(&options, &journal);

        journal_close(journal);
        return r;
}

static struct journal_reader *reader_of(struct journal *journal)
{
        struct journal_reader *reader = NULL;

        assert_int_equal(journal_reader_new(journal, &reader), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        return reader;
}

static void absent_until_created(void **state)
{
        const struct kit *kit = *state;

        assert_int_equal(try_open(kit, JOURNAL_READ, false), JOURNAL_ABSENT);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), JOURNAL_ABSENT);
        assert_int_not_equal(access(kit->journal_dir, F_OK), 0);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, true), 0);
        assert_int_equal(try_open(kit, JOURNAL_READ, false), 0);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), 0);
}

static void empty_journal(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct journal_reader *reader = reader_of(journal);
        struct journal_flaw flaw;
        struct record record;

        assert_int_equal(kit_head(journal), 0);
        assert_int_equal(journal_read_head(reader), 0);
        assert_int_equal(journal_read(reader, 0, &record), JOURNAL_MISSING);
        assert_int_equal(journal_read(reader, 1, &record), JOURNAL_MISSING);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        assert_int_equal(journal_commit(journal), 0);
        journal_reader_free(reader);
        journal_close(journal);
}

static void same_record(const struct record *a, const struct record *b)
{
        assert_int_equal(a->seq, b->seq);
        assert_int_equal(a->epoch, b->epoch);
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->at.ms, b->at.ms);
        assert_int_equal(a->author, b->author);
        assert_int_equal(a->agent, b->agent);
        assert_memory_equal(a->stream, b->stream, STREAM_SIZE);
        assert_int_equal(a->number, b->number);
        assert_int_equal(a->ordinal, b->ordinal);
        assert_int_equal(a->prev_of_stream, b->prev_of_stream);
        assert_int_equal(a->prev_of_task, b->prev_of_task);
        assert_int_equal(a->task, b->task);
        assert_int_equal(a->day.n, b->day.n);
        assert_memory_equal(a->hash, b->hash, HASH_SIZE);
        assert_true(bytes_equal(a->payload, b->payload));
}

/* Every field at its largest, and payloads in a page, in several and empty. */
static void reads_what_was_added(void **state)
{
        static const size_t SIZES[] = {0, 1, 200, 1900, 4096, 65536, JOURNAL_PAYLOAD_MAX};
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct record added[COUNT_OF(SIZES)];
        struct journal_reader *reader;

        for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
                added[i] = (struct record){
                        .epoch = UINT32_MAX,
                        .kind = EVENT_ALERT,
                        .author = UINT64_MAX - 1,
                        .agent = UINT64_MAX - 2,
                        .number = UINT64_MAX - 3,
                        .ordinal = UINT32_MAX - 4,
                        .prev_of_stream = UINT64_MAX - 5,
                        .prev_of_task = UINT64_MAX - 6,
                        .task = UINT64_MAX - 7,
                        .day = {i % 2 ? INT32_MIN : INT32_MAX},
                        .payload = {big, SIZES[i]},
                };
                ids_random(added[i].stream, STREAM_SIZE);
                assert_int_equal(journal_add(journal, &added[i]), 0);
                assert_int_equal(added[i].seq, i + 1);
        }
        assert_int_equal(kit_head(journal), 0);
        assert_int_equal(journal_commit(journal), 0);
        assert_int_equal(kit_head(journal), COUNT_OF(SIZES));
        reader = reader_of(journal);
        for (size_t i = COUNT_OF(SIZES); i > 0; i--) {
                struct record read;

                assert_int_equal(journal_read(reader, i, &read), 0);
                same_record(&read, &added[i - 1]);
                assert_int_equal(journal_peek(reader, i, &read), 0);
                same_record(&read, &added[i - 1]);
        }
        journal_reader_free(reader);
        journal_close(journal);
}

static void discard_leaves_no_trace(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct record record = {.kind = EVENT_REPORT};
        struct journal_flaw flaw;
        struct journal_head before;
        struct journal_head after;

        kit_append(journal, 3, 100);
        assert_int_equal(journal_head(journal, &before), 0);
        assert_int_equal(journal_add(journal, &record), 0);
        assert_int_equal(record.seq, 4);
        journal_discard(journal);
        journal_discard(journal);
        assert_int_equal(journal_head(journal, &after), 0);
        assert_memory_equal(before.hash, after.hash, HASH_SIZE);
        assert_int_equal(after.seq, 3);
        assert_int_equal(journal_add(journal, &record), 0);
        assert_int_equal(record.seq, 4);
        assert_int_equal(journal_commit(journal), 0);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        journal_close(journal);
}

static void goes_on_after_reopening(void **state)
{
        struct record record = {.kind = EVENT_REPORT};
        struct journal_flaw flaw;
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);

        kit_append(journal, 5, 300);
        assert_int_equal(journal_add(journal, &record), 0); /* never committed */
        journal_close(journal);
        for (unsigned i = 0; i < 3; i++) {
                journal = kit_open(*state, JOURNAL_WRITE);
                assert_int_equal(kit_head(journal), 5 + i);
                kit_append(journal, 1, 50);
                journal_close(journal);
        }
        journal = kit_open(*state, JOURNAL_READ);
        assert_int_equal(kit_head(journal), 8);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        journal_close(journal);
}

static void time_never_runs_back(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        const int64_t future = clock_now().ms + 3600 * 1000;
        struct record ahead = {.kind = EVENT_REPORT, .at = {future}};
        struct record next = {.kind = EVENT_REPORT, .at = {1}};
        struct record later = {.kind = EVENT_REPORT};

        assert_int_equal(journal_add(journal, &ahead), 0);
        assert_int_equal(journal_add(journal, &next), 0);
        assert_int_equal(journal_commit(journal), 0);
        journal_close(journal);
        journal = kit_open(*state, JOURNAL_WRITE);
        assert_int_equal(journal_add(journal, &later), 0);
        assert_int_equal(ahead.at.ms, future);
        assert_int_equal(next.at.ms, future);
        assert_int_equal(later.at.ms, future);
        journal_close(journal);
}

static void snapshot_is_stable(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct journal_reader *reader;
        struct record held;
        struct record record;
        uint8_t copy[500];

        kit_append(journal, 10, sizeof copy);
        reader = reader_of(journal);
        assert_int_equal(journal_read(reader, 10, &held), 0);
        memcpy(copy, held.payload.at, sizeof copy);
        for (int i = 0; i < 50; i++)
                kit_append(journal, 10, 500);
        assert_int_equal(journal_read_head(reader), 10);
        assert_int_equal(journal_read(reader, 11, &record), JOURNAL_MISSING);
        assert_memory_equal(copy, held.payload.at, sizeof copy);
        assert_int_equal(journal_read_begin(reader), 0);
        assert_int_equal(journal_read_head(reader), 510);
        assert_int_equal(journal_read(reader, 510, &record), 0);
        journal_read_end(reader);
        journal_reader_free(reader);
        journal_close(journal);
}

static void one_writer(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        int status;
        pid_t child;

        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), JOURNAL_BUSY);
        child = fork();
        assert_true(child >= 0);
        if (child == 0)
                _exit(try_open(kit, JOURNAL_WRITE, true));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), JOURNAL_BUSY);
        kit_append(journal, 1, 10);
        journal_close(journal);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), 0);
}

/* A reader in another process sees each commit, and nothing before it is one. */
static void other_process_follows(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        int to_child[2];
        int from_child[2];
        uint64_t seen;
        pid_t child;

        assert_int_equal(pipe(to_child) | pipe(from_child), 0);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
                struct journal *other = kit_open(kit, JOURNAL_READ);
                char go;

                while (read(to_child[0], &go, 1) == 1 && go == 'g') {
                        seen = kit_head(other);
                        if (write(from_child[1], &seen, sizeof seen) != sizeof seen)
                                _exit(1);
                }
                _exit(0);
        }
        for (uint64_t i = 0; i < 5; i++) {
                struct record pending = {.kind = EVENT_REPORT};

                assert_int_equal(journal_add(journal, &pending), 0);
                assert_int_equal(write(to_child[1], "g", 1), 1);
                assert_int_equal(read(from_child[0], &seen, sizeof seen), sizeof seen);
                assert_int_equal(seen, i);
                assert_int_equal(journal_commit(journal), 0);
        }
        assert_int_equal(write(to_child[1], "q", 1), 1);
        assert_int_equal(waitpid(child, NULL, 0), child);
        journal_close(journal);
}

static void big_batch(void **state)
{
        enum { RECORDS = 20000 };
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct journal_flaw flaw;

        kit_append(journal, RECORDS, 64);
        assert_int_equal(kit_head(journal), RECORDS);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        journal_close(journal);
}

static void note_progress(void *context, uint64_t seq, uint64_t head)
{
        uint64_t *last = context;

        assert_true(seq > *last && seq <= head);
        *last = seq;
}

static void verify_ranges(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct journal_flaw flaw;
        uint64_t last = 0;

        kit_append(journal, 1000, 20);
        assert_int_equal(journal_verify(journal, 0, 0, note_progress, &last, &flaw), 0);
        assert_int_equal(last, 1000);
        assert_int_equal(journal_verify(journal, 500, 700, NULL, NULL, &flaw), 0);
        assert_int_equal(journal_verify(journal, 990, 1001, NULL, NULL, &flaw), JOURNAL_DAMAGED);
        assert_int_equal(flaw.seq, 1001);
        journal_close(journal);
}

/* A batch that does not fit is gone as a whole; the journal goes on, and with more room it grows on. */
static void full_map(void **state)
{
        const struct kit *kit = *state;
        struct journal_options options = {kit->journal_dir, JOURNAL_WRITE, true, 1 << 20};
        struct journal *journal = NULL;
        struct journal_flaw flaw;
        struct record large = {.kind = EVENT_REPORT, .payload = {big, JOURNAL_PAYLOAD_MAX}};
        struct record small = {.kind = EVENT_REPORT, .payload = {big, 10}};
        int r = 0;

        assert_int_equal(journal_open(&options, &journal), 0);
        kit_append(journal, 10, 100);
        for (int i = 0; r == 0 && i < 100; i++)
                r = journal_add(journal, &large);
        assert_int_equal(r, JOURNAL_FULL);
        assert_int_equal(kit_head(journal), 10);
        assert_int_equal(journal_add(journal, &small), 0);
        assert_int_equal(small.seq, 11);
        assert_int_equal(journal_commit(journal), 0);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        journal_close(journal);

        options.map_size = 16 << 20;
        assert_int_equal(journal_open(&options, &journal), 0);
        for (int i = 0; i < 20; i++)
                assert_int_equal(journal_add(journal, &large), 0);
        assert_int_equal(journal_commit(journal), 0);
        assert_int_equal(kit_head(journal), 31);
        journal_close(journal);
}

static void tells_its_size(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        struct journal_size empty;
        struct journal_size filled;

        assert_int_equal(journal_size(journal, &empty), 0);
        kit_append(journal, 100, 1000);
        assert_int_equal(journal_size(journal, &filled), 0);
        assert_true(filled.used_bytes > empty.used_bytes + 100 * 1000);
        assert_int_equal(filled.map_bytes, KIT_MAP_SIZE);
        assert_true(filled.disk_free_bytes > 0);
        journal_close(journal);
}

/* -- what is not opened -- */

static void refuses_wide_permissions(void **state)
{
        const struct kit *kit = *state;

        assert_int_equal(try_open(kit, JOURNAL_WRITE, true), 0);
        assert_int_equal(chmod(kit->journal_dir, 0750), 0);
        assert_int_equal(try_open(kit, JOURNAL_READ, false), JOURNAL_FOREIGN);
        assert_int_equal(chmod(kit->journal_dir, 0700), 0);
        assert_int_equal(chmod(kit->data, 0640), 0);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), JOURNAL_FOREIGN);
        assert_int_equal(chmod(kit->data, 0600), 0);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), 0);
}

static void made_private(void **state)
{
        const struct kit *kit = *state;
        struct stat status;
        const mode_t old = umask(0);

        assert_int_equal(try_open(kit, JOURNAL_WRITE, true), 0);
        umask(old);
        assert_int_equal(stat(kit->journal_dir, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0700);
        assert_int_equal(stat(kit->data, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0600);
}

static void refuses_short_file(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        struct stat status;

        kit_append(journal, 100, 1000);
        journal_close(journal);
        assert_int_equal(stat(kit->data, &status), 0);
        assert_int_equal(truncate(kit->data, status.st_size - 4096), 0);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, false), JOURNAL_FOREIGN);
        assert_int_equal(truncate(kit->data, 4096), 0);
        assert_int_equal(try_open(kit, JOURNAL_READ, false), JOURNAL_FOREIGN);
        assert_int_equal(truncate(kit->data, 0), 0);
        assert_int_equal(try_open(kit, JOURNAL_READ, false), JOURNAL_ABSENT);
}

static void refuses_other_files(void **state)
{
        const struct kit *kit = *state;
        const struct state_options other = {kit->journal_dir, true, KIT_MAP_SIZE};
        struct state *made = NULL;
        int fd;

        assert_int_equal(state_open(&other, &made), 0);
        state_close(made);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, true), JOURNAL_FOREIGN);
        fd = open(kit->data, O_WRONLY | O_TRUNC);
        assert_int_equal(write(fd, big, sizeof big), sizeof big);
        close(fd);
        assert_int_equal(try_open(kit, JOURNAL_WRITE, true), JOURNAL_FOREIGN);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(absent_until_created),
                TEST(empty_journal),
                TEST(reads_what_was_added),
                TEST(discard_leaves_no_trace),
                TEST(goes_on_after_reopening),
                TEST(time_never_runs_back),
                TEST(snapshot_is_stable),
                TEST(one_writer),
                TEST(other_process_follows),
                TEST(big_batch),
                TEST(verify_ranges),
                TEST(full_map),
                TEST(tells_its_size),
                TEST(refuses_wide_permissions),
                TEST(made_private),
                TEST(refuses_short_file),
                TEST(refuses_other_files),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
