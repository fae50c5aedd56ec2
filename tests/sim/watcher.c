/* watcher.c - what client/lib/hear.c and duban watch do, against the real bell and the real query worker. */
#include "tests/sim/watcher.h"

#include <stdlib.h>

#include "tests/sim/fail.h"

static void hear(struct watcher *watcher, uint64_t seq)
{
        EXPECT(seq > watcher->cursor, "a watcher at %llu hears alert %llu again", (unsigned long long)watcher->cursor,
               (unsigned long long)seq);
        watcher->cursor = seq;
        watcher->heard++;
}

void watcher_catch_up(struct watcher *watcher, struct office *office)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_RECORDS, .alerts_only = true, .from_seq = watcher->cursor + 1};
        struct answer answer;

        do {
                arena_reset(arena);
                office_ask(office, watcher->key_id, &query, arena, &answer);
                for (size_t i = 0; i < answer.record.n; i++)
                        hear(watcher, answer.record.at[i].seq);
                query.from_seq = answer.next_seq;
        } while (answer.next_seq);
        watcher->cursor = answer.through_seq;
}

void watcher_hear(struct watcher *watcher, struct office *office, const struct bell *bell)
{
        if (watcher->away || bell->head <= watcher->cursor)
                return;
        if (!bell->complete || bell->previous_head != watcher->cursor) {
                watcher_catch_up(watcher, office);
                return;
        }
        for (size_t i = 0; i < bell->record.n; i++)
                hear(watcher, bell->record.at[i].seq);
        watcher->from_bells += bell->record.n;
        watcher->cursor = bell->head;
}

void watcher_compare(const struct watcher *watcher, const struct ledger *ledger)
{
        size_t should = 0;

        while (should < ledger->alerts.n && ledger->alerts.at[should] <= watcher->cursor)
                should++;
        EXPECT(watcher->heard == should, "a watcher at %llu has heard %zu alerts of %zu",
               (unsigned long long)watcher->cursor, watcher->heard, should);
}
