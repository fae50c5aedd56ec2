/* power_journal_test.c - the power goes at any moment: every record that was acknowledged is there, the chain holds, the
 * state can be made again, and the journal goes on.
 *
 * Acknowledged is what journal_commit returned for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/wait.h>

#include "tests/contract/office.h"
#include "tests/fault/power.h"
#include "tests/fault/power_store.h"

enum { REPORTS = 10, BATCHES = 8, STARTS = 2 };

/* -- the workload -- */

static void say_head(struct journal *journal)
{
        struct journal_head head;

        POWER_MUST(journal_head(journal, &head) == 0);
        tape_say(&head, sizeof head);
}

/* A year's beginning: one commit a record, the state a little behind. */
static void tell_a_year(struct office *office, struct state *state)
{
        office_genesis(office);
        say_head(office->journal);
        office_import(office, OFFICE_IMPORT_A);
        say_head(office->journal);
        for (int i = 0; i < REPORTS; i++) {
                office_report(office, i % OFFICE_AGENTS, 1 + (uint32_t)i % 6, day_of(2023, 1, 1 + i));
                say_head(office->journal);
                if (i % 5 == 4)
                        power_store_step(office->journal, state, 4);
        }
        office_import(office, OFFICE_IMPORT_B);
        say_head(office->journal);
}

/* Batches of every size: less than a page, many pages, pages behind pages. */
static void append_batches(struct journal *journal, struct state *state)
{
        static const size_t SIZES[] = {0, 200, 1900, 2100, 30000, 700};

        for (unsigned i = 0; i < BATCHES; i++) {
                kit_append(journal, 1 + i * 5 % 13, SIZES[i % COUNT_OF(SIZES)]);
                say_head(journal);
                if (i % 4 == 3)
                        power_store_step(journal, state, 0);
        }
}

static void work(const char *directory)
{
        struct kit kit;
        struct office office;
        struct state *state;

        snprintf(kit.journal_dir, sizeof kit.journal_dir, "%s/journal", directory);
        snprintf(kit.state_dir, sizeof kit.state_dir, "%s/state", directory);
        office = office_open(&kit);
        state = power_store_open_state(kit.state_dir);
        if (kit_head(office.journal) == 0)
                tell_a_year(&office, state);
        append_batches(office.journal, state);
        state_close(state);
        office_close(&office);
}

/* -- the looks -- */

static void expect_said(struct journal *journal, const struct tape *tape, size_t cut)
{
        struct journal_reader *reader = NULL;
        struct journal_head head;
        struct record record;

        POWER_MUST(journal_reader_new(journal, &reader) == 0 && journal_read_begin(reader) == 0);
        for (size_t i = 0; i < cut; i++) {
                if (tape->entry[i].kind != TAPE_SAY)
                        continue;
                memcpy(&head, tape->entry[i].data, sizeof head);
                POWER_MUST(journal_read(reader, head.seq, &record) == 0);
                POWER_MUST(memcmp(record.hash, head.hash, HASH_SIZE) == 0);
        }
        journal_reader_free(reader);
}

static void look(const char *image, const struct tape *tape, size_t cut)
{
        const bool known = power_last_said(tape, cut) != NULL;
        struct journal *journal = power_store_journal(image, JOURNAL_READ, known);

        if (!journal)
                return;
        expect_said(journal, tape, cut);
        journal_close(journal);
        journal = power_store_journal(image, JOURNAL_WRITE, true);
        power_store_state(journal, image, known);
        kit_append(journal, 3, 500);
        kit_append(journal, 1, 9000);
        journal_close(journal);
        journal = power_store_journal(image, JOURNAL_READ, true);
        expect_said(journal, tape, cut);
        journal_close(journal);
}

/* -- the tests -- */

static size_t first_said(const struct tape *tape)
{
        size_t cut = 0;

        while (!power_last_said(tape, cut))
                cut++;
        return cut;
}

static struct power_found images_of(const struct power *power, enum medium_lie lie)
{
        struct tape *tape = power_tape(power);
        /* while nothing is acknowledged there is nothing to lose by a lie */
        const size_t from = lie == MEDIUM_HONEST ? 0 : first_said(tape);
        const struct power_check check = {tape, lie, from, 0, look};
        const struct power_found found = power_images(power, &check);

        tape_free(tape);
        print_message("%u images, %u bad\n", found.images, found.bad);
        return found;
}

static void record(const struct power *power)
{
        power_begin(power);
        for (int i = 0; i < STARTS; i++)
                assert_int_equal(power_run(power, NULL), 0);
}

static void acknowledged_survives_power_loss(void **state)
{
        struct power_found found;

        record(*state);
        found = images_of(*state, MEDIUM_HONEST);
        assert_true(found.images > 50);
        assert_int_equal(found.bad, 0);
}

/* What the service relies on (docs/STORAGE.md, "Durability"), and that this test would see a commit without it. */
static void liars_are_found(void **state)
{
        static const enum medium_lie LIES[] = {MEDIUM_NO_SYNC, MEDIUM_NO_DSYNC, MEDIUM_NO_NAMES, MEDIUM_TORN_SECTORS};

        record(*state);
        for (size_t i = 0; i < COUNT_OF(LIES); i++)
                assert_true(images_of(*state, LIES[i]).bad > 0);
}

static int tests(void)
{
        const struct CMUnitTest all[] = {
                cmocka_unit_test_setup_teardown(acknowledged_survives_power_loss, power_setup, power_teardown),
                cmocka_unit_test_setup_teardown(liars_are_found, power_setup, power_teardown),
        };

        return cmocka_run_group_tests(all, NULL, NULL);
}

int main(int argc, char **argv)
{
        return power_main(argc, argv, work, tests);
}
