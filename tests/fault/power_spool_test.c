/* power_spool_test.c - the power goes at any moment of a spool's life: what a put returned for is there under its
 * number, what was sent keeps its number, what was answered stays answered, and the spool goes on.
 *
 * The same after a kill -9 that came first: what a killed process left in the page cache looks whole, but is not
 * safe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/wait.h>

#include "client/lib/spool.h"
#include "proto/ids.h"
#include "tests/contract/store_kit.h"
#include "tests/fault/power.h"

enum { ROUNDS = 5, PUTS = 9, BATCH = 40, KILL_STEP = 7 };

static const struct spool_limits LIMITS = {.segment_bytes = 9000, .bound_bytes = 60000, .keep_ms = 1000};
static const size_t SIZES[] = {1, 300, 40, 5000, 700, 2600, 511, 90, 4096};

enum known { KNOWN_PUT, KNOWN_SENT, KNOWN_ANSWERED, KNOWN_OLD };

struct known_number {
        enum known what;
        uint64_t number; /* of KNOWN_ANSWERED: the mark; of KNOWN_OLD: up to here records may be dropped */
        uint8_t hash[HASH_SIZE];
};

/* -- the workload -- */

static void say(enum known what, uint64_t number, struct bytes record)
{
        struct known_number known;

        memset(&known, 0, sizeof known);
        known.what = what;
        known.number = number;
        ids_hash(record, known.hash);
        tape_say(&known, sizeof known);
}

static void put(struct spool *spool, size_t size)
{
        uint8_t content[8192];
        uint64_t number;

        ids_random(content, size);
        POWER_MUST(spool_put(spool, bytes_of(content, size), &number) == 0);
        say(KNOWN_PUT, number, bytes_of(content, size));
}

/* A sender's round: everything that has no answer, then the answers, all in one append. */
static void send_all(struct spool *spool)
{
        struct receipts_row row[BATCH] = {{.kind = RECEIPTS_RECEIPT}};
        struct spool_marks marks;
        struct bytes record;
        size_t n = 0;

        POWER_MUST(spool_claim(spool) == 0 && spool_look(spool, &marks) == 0);
        for (uint64_t number = marks.answered + 1; number <= marks.put && n < BATCH; number++) {
                POWER_MUST(spool_read(spool, number, &record) == 0);
                say(KNOWN_SENT, number, record);
                row[n++] = (struct receipts_row){
                        .kind = RECEIPTS_REFUSAL, .number = number, .seq = number, .mark = number, .at = {1}};
        }
        if (n > 0) {
                POWER_MUST(spool_note(spool, row, n) == 0);
                say(KNOWN_ANSWERED, row[n - 1].mark, bytes_of(NULL, 0));
        }
        spool_release(spool);
}

static void evict(struct spool *spool)
{
        struct spool_marks marks;

        POWER_MUST(spool_look(spool, &marks) == 0);
        say(KNOWN_OLD, marks.answered, bytes_of(NULL, 0));
        POWER_MUST(spool_evict(spool, (struct instant){1000000}) == 0);
}

/* After a crash only a little more. */
static void work(const char *directory)
{
        struct spool_marks marks;
        struct spool *spool;
        int rounds;

        POWER_MUST(spool_open(directory, &LIMITS, &spool) == 0 && spool_look(spool, &marks) == 0);
        rounds = marks.put == 0 ? ROUNDS : 1;
        for (int i = 0; i < rounds; i++) {
                for (unsigned k = 0; k < (rounds > 1 ? PUTS : 2); k++)
                        put(spool, SIZES[k % COUNT_OF(SIZES)]);
                send_all(spool);
                if (i % 2 == 1)
                        evict(spool);
        }
        spool_close(spool);
}

/* -- the looks -- */

static struct known_number known_at(const struct tape_entry *entry)
{
        struct known_number known;

        POWER_MUST(entry->len == sizeof known);
        memcpy(&known, entry->data, sizeof known);
        return known;
}

static void expect_record(struct spool *spool, const struct known_number *known, uint64_t old)
{
        uint8_t hash[HASH_SIZE];
        struct bytes record;
        const int r = spool_read(spool, known->number, &record);

        if (r == SPOOL_ABSENT && known->number <= old)
                return;
        POWER_MUST(r == 0);
        ids_hash(record, hash);
        POWER_MUST(memcmp(hash, known->hash, HASH_SIZE) == 0);
}

/* Only what was answered may be dropped. */
static uint64_t old_at(const struct tape *tape, size_t cut)
{
        uint64_t old = 0;

        for (size_t i = 0; i < cut; i++)
                if (tape->entry[i].kind == TAPE_SAY && known_at(&tape->entry[i]).what == KNOWN_OLD)
                        old = known_at(&tape->entry[i]).number;
        return old;
}

static void expect_known(struct spool *spool, const struct tape *tape, size_t cut)
{
        const uint64_t old = old_at(tape, cut);
        struct spool_marks marks;

        POWER_MUST(spool_look(spool, &marks) == 0);
        for (size_t i = 0; i < cut; i++) {
                struct known_number known;

                if (tape->entry[i].kind != TAPE_SAY)
                        continue;
                known = known_at(&tape->entry[i]);
                POWER_MUST(known.number <= marks.put);
                if (known.what == KNOWN_ANSWERED)
                        POWER_MUST(known.number <= marks.answered);
                else if (known.what != KNOWN_OLD)
                        expect_record(spool, &known, old);
        }
}

static int see_nothing(void *context UNUSED, const struct receipts_row *row UNUSED)
{
        return 0;
}

static void expect_goes_on(struct spool *spool)
{
        struct spool_marks before, after;
        uint64_t number;

        POWER_MUST(spool_look(spool, &before) == 0);
        POWER_MUST(spool_put(spool, bytes_str("one more"), &number) == 0);
        POWER_MUST(number == before.put + 1);
        POWER_MUST(spool_claim(spool) == 0);
        POWER_MUST(spool_look(spool, &after) == 0 && after.put == number);
        POWER_MUST(receipts_walk(spool_directory(spool), spool_stream(spool), see_nothing, NULL) == 0);
        POWER_MUST(spool_evict(spool, (struct instant){0}) == 0);
        spool_release(spool);
}

static void look(const char *image, const struct tape *tape, size_t cut)
{
        struct spool *spool;

        POWER_MUST(spool_open(image, &LIMITS, &spool) == 0);
        expect_known(spool, tape, cut);
        expect_goes_on(spool);
        expect_known(spool, tape, cut);
        spool_close(spool);
}

/* -- the tests -- */

static struct power_found images_of(const struct power *power, enum medium_lie lie, size_t from)
{
        struct tape *tape = power_tape(power);
        const struct power_check check = {tape, lie, from, 0, look};
        const struct power_found found = power_images(power, &check);

        tape_free(tape);
        return found;
}

static void stored_survives_power_loss(void **state)
{
        struct power_found found;

        power_begin(*state);
        assert_int_equal(power_run(*state, NULL), 0);
        assert_int_equal(power_run(*state, NULL), 0);
        found = images_of(*state, MEDIUM_HONEST, 0);
        print_message("%u images, %u bad\n", found.images, found.bad);
        assert_true(found.images > 50);
        assert_int_equal(found.bad, 0);
}

static size_t length_of_tape(const struct power *power)
{
        struct tape *tape = tape_load(power->tape);
        const size_t n = tape->n;

        tape_free(tape);
        return n;
}

static void stored_survives_kill_and_power_loss(void **state)
{
        struct power_found all = {0, 0};
        char fault[32];
        int status = 0;

        for (int call = 1; all.bad == 0; call += KILL_STEP) {
                struct power_found found;
                size_t killed;

                snprintf(fault, sizeof fault, "%d:-1", call);
                power_begin(*state);
                status = power_run(*state, fault);
                if (status == 0)
                        break; /* it has no more calls */
                assert_true(WIFSIGNALED(status));
                killed = length_of_tape(*state);
                assert_int_equal(power_run(*state, NULL), 0);
                found = images_of(*state, MEDIUM_HONEST, killed);
                all.images += found.images;
                all.bad += found.bad;
        }
        print_message("%u images, %u bad\n", all.images, all.bad);
        assert_true(all.images > 50);
        assert_int_equal(all.bad, 0);
}

static void liars_are_found(void **state)
{
        power_begin(*state);
        assert_int_equal(power_run(*state, NULL), 0);
        assert_true(images_of(*state, MEDIUM_NO_SYNC, 0).bad > 0);
        assert_true(images_of(*state, MEDIUM_NO_NAMES, 0).bad > 0);
}

static int tests(void)
{
        const struct CMUnitTest all[] = {
                cmocka_unit_test_setup_teardown(stored_survives_power_loss, power_setup, power_teardown),
                cmocka_unit_test_setup_teardown(stored_survives_kill_and_power_loss, power_setup, power_teardown),
                cmocka_unit_test_setup_teardown(liars_are_found, power_setup, power_teardown),
        };

        return cmocka_run_group_tests(all, NULL, NULL);
}

int main(int argc, char **argv)
{
        return power_main(argc, argv, work, tests);
}
