/* power_service.c - the power goes at any moment of a recorded service: whatever it had answered by then is there.
 *
 *   power_service TAPE DIR          of duband below DIR, recorded by power_service.sh
 *   power_service TAPE DIR IMAGE N  writes below IMAGE what is left when N hundredths of it are done
 *
 * Here an acknowledgement is what the service handed to libzmq: a receipt in a reply. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/limits.h"
#include "tests/fault/power.h"
#include "tests/fault/power_store.h"

enum { STRIDE = 29, RECEIPTS_MIN = 50, PARTS = 100 };

/* Is what was said a reply with a receipt for something? */
static bool is_receipt(const struct tape_entry *entry, struct arena *arena, struct receipt *ret_receipt)
{
        struct reply reply;
        struct flaw flaw;

        if (entry->kind != TAPE_SAY || entry->len == 0)
                return false;
        arena_reset(arena);
        if (codec_reply(bytes_of(entry->data, entry->len), arena, &reply, &flaw) != 0 || !reply.receipt ||
            reply.receipt->stream.len != STREAM_SIZE || reply.receipt->chain.len != HASH_SIZE ||
            reply.receipt->number == 0)
                return false;
        *ret_receipt = *reply.receipt;
        return true;
}

static void expect_record(struct journal_reader *reader, const struct receipt *receipt)
{
        struct record record;

        POWER_MUST(journal_read(reader, receipt->seq, &record) == 0);
        POWER_MUST(bytes_equal(receipt->chain, bytes_of(record.hash, HASH_SIZE)));
        POWER_MUST(bytes_equal(receipt->stream, bytes_of(record.stream, STREAM_SIZE)));
        POWER_MUST(record.number == receipt->number);
}

/* How many receipts were out; the journal, if given, has them all. */
static unsigned expect_receipts(const struct tape *tape, size_t cut, struct journal *journal)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct journal_reader *reader = NULL;
        struct receipt receipt;
        unsigned receipts = 0;

        if (journal)
                POWER_MUST(journal_reader_new(journal, &reader) == 0 && journal_read_begin(reader) == 0);
        for (size_t i = 0; i < cut; i++) {
                if (!is_receipt(&tape->entry[i], arena, &receipt))
                        continue;
                receipts++;
                if (journal)
                        expect_record(reader, &receipt);
        }
        journal_reader_free(reader);
        return receipts;
}

static void look(const char *image, const struct tape *tape, size_t cut)
{
        const bool known = power_last_said(tape, cut) != NULL;
        struct journal *journal = power_store_journal(image, JOURNAL_READ, known);

        if (!journal)
                return;
        expect_receipts(tape, cut, journal);
        power_store_state(journal, image, known);
        journal_close(journal);
}

static char **arguments;

static void answered_survives_power_loss(void **state)
{
        struct power *power = *state;
        struct power_check check = {.look = look, .stride = STRIDE};
        struct power_found found;
        struct tape *tape;
        unsigned receipts;

        snprintf(power->tape, sizeof power->tape, "%s", arguments[1]);
        snprintf(power->recorded, sizeof power->recorded, "%s", arguments[2]);
        check.tape = tape = power_tape(power);
        receipts = expect_receipts(tape, tape->n, NULL);
        found = power_images(power, &check);
        print_message("%zu calls, %u receipts, %u images, %u bad\n", tape->n, receipts, found.images, found.bad);
        tape_free(tape);
        assert_true(receipts >= RECEIPTS_MIN);
        assert_true(found.images > 50);
        assert_int_equal(found.bad, 0);
}

static int write_image(void)
{
        struct tape *tape = tape_load(arguments[1]);
        struct medium *medium = medium_new(MEDIUM_HONEST);
        const size_t cut = tape->n * strtoul(arguments[4], NULL, 10) / PARTS;

        for (size_t i = 0; i < cut; i++)
                medium_play(medium, &tape->entry[i]);
        medium_image(medium, MEDIUM_SECTORS, cut, arguments[3]);
        medium_free(medium);
        tape_free(tape);
        return 0;
}

int main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(answered_survives_power_loss, power_setup, power_teardown),
        };

        arguments = argv;
        if (argc == 5)
                return write_image();
        return argc == 3 ? cmocka_run_group_tests(tests, NULL, NULL) : 2;
}
