/* audit.c - replay, rebuild, verify. */
#include "tests/sim/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/sim/fail.h"
#include "workers/notifier/replay.h"

#define LLU(number) ((unsigned long long)(number))

/* -- replay -- */

static bool go_on(void *context UNUSED, uint64_t seq UNUSED, uint64_t head UNUSED)
{
        return true;
}

void audit_replay(struct office *office)
{
        const struct replay_options options = {.journal = office->journal, .go_on = go_on};
        struct replay_result result;
        const int r = replay_run(&options, &result);
        const struct replay_difference *difference = &result.difference;

        EXPECT(r == 0 || r == REPLAY_DIFFERS, "the replay fails with %d", r);
        EXPECT(r == 0, "record %llu: (%llu, %u) %s, the replay derives (%llu, %u) %s", LLU(difference->seq),
               LLU(difference->recorded.cause), difference->recorded.ordinal,
               difference->recorded.there ? "is there" : "is missing", LLU(difference->judged.cause),
               difference->judged.ordinal, difference->judged.there ? "with other bytes" : "nothing");
        EXPECT(result.pending == 0, "the replay derives %llu events more, the first of record %llu",
               LLU(result.pending), LLU(result.pending_cause));
}

/* -- state -- */

void audit_state(struct office *office)
{
        char path[OFFICE_PATH_SIZE + 16];
        const struct state_options options = {.dir = path, .write = true, .map_size = (uint64_t)256 << 20};
        struct state *fresh;
        struct applier *applier;
        uint64_t applied;
        char where[256] = "";
        int r;

        snprintf(path, sizeof path, "%s/fresh", office->dir);
        MUST(state_open(&options, &fresh));
        MUST(applier_new(office->journal, fresh, &applier));
        MUST(applier_step(applier, 0, &applied));
        r = applier_compare(office->state, fresh, where, sizeof where);
        EXPECT(r == 0, "the rebuilt state differs at record %llu: %s", LLU(applied), where);
        applier_free(applier);
        state_close(fresh);
}

/* -- journal -- */

static void check_sender(const struct sender *sender)
{
        EXPECT(sender->acknowledged <= sender->seen, "%s: acknowledged %llu, in the journal %llu", sender->name,
               LLU(sender->acknowledged), LLU(sender->seen));
        EXPECT(sender->mark == sender->seen, "%s: consumed %llu, in the journal %llu", sender->name, LLU(sender->mark),
               LLU(sender->seen));
}

void audit_journal(struct office *office, const struct ledger *ledger)
{
        struct journal_flaw flaw = {0};
        struct journal_head head;

        MUST(journal_head(office->journal, &head));
        EXPECT(head.seq == ledger->head, "the journal ends at %llu, the ledger at %llu", LLU(head.seq),
               LLU(ledger->head));
        EXPECT(journal_verify(office->journal, 1, 0, NULL, NULL, &flaw) == 0, "verify: record %llu: %s", LLU(flaw.seq),
               flaw.what);
        for (uint32_t i = 0; i < ledger->n_senders; i++)
                check_sender(&ledger->senders[i]);
}
