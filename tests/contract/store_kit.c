/* store_kit.c - directories and journals for the tests of the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>

#include "proto/ids.h"
#include "tests/contract/store_kit.h"

int kit_setup(void **state)
{
        const char *base = getenv("TMPDIR");
        struct kit *kit = calloc(1, sizeof *kit);

        assert_non_null(kit);
        assert_int_equal(ids_start(), 0);
        snprintf(kit->dir, sizeof kit->dir, "%s/duban-store-XXXXXX", base ? base : "/tmp");
        assert_non_null(mkdtemp(kit->dir));
        snprintf(kit->journal_dir, sizeof kit->journal_dir, "%s/journal", kit->dir);
        snprintf(kit->state_dir, sizeof kit->state_dir, "%s/state", kit->dir);
        snprintf(kit->data, sizeof kit->data, "%s/data.mdb", kit->journal_dir);
        *state = kit;
        return 0;
}

static int remove_one(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *at UNUSED)
{
        return remove(path);
}

int kit_teardown(void **state)
{
        struct kit *kit = *state;

        nftw(kit->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        free(kit);
        return 0;
}

struct journal *kit_open(const struct kit *kit, enum journal_mode mode)
{
        const struct journal_options options = {kit->journal_dir, mode, mode == JOURNAL_WRITE, KIT_MAP_SIZE};
        struct journal *journal = NULL;

        assert_int_equal(journal_open(&options, &journal), 0);
        return journal;
}

void kit_append(struct journal *journal, unsigned count, size_t size)
{
        uint8_t payload[JOURNAL_PAYLOAD_MAX];

        for (unsigned i = 0; i < count; i++) {
                struct record record = {.kind = EVENT_REPORT, .epoch = 1, .payload = {payload, size}};

                ids_random(payload, size);
                assert_int_equal(journal_add(journal, &record), 0);
        }
        assert_int_equal(journal_commit(journal), 0);
}

uint64_t kit_head(struct journal *journal)
{
        struct journal_head head;

        assert_int_equal(journal_head(journal, &head), 0);
        return head.seq;
}

uint64_t kit_random(uint64_t *seed)
{
        *seed += 0x9E3779B97F4A7C15u;
        uint64_t z = *seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
}
