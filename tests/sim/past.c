/* past.c - one hash a row. */
#include "tests/sim/past.h"

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"

static uint64_t hash_of(const struct answer *row, struct arena *arena)
{
        uint8_t hash[HASH_SIZE];
        struct bytes encoded;

        MUST(codec_put_answer(row, arena, &encoded));
        ids_hash(encoded, hash);
        return be64_get(hash);
}

/* All rows, page by page; `as_of` 0 = now. */
static void ask_tasks(struct office *office, uint64_t key_id, uint64_t as_of, struct past_note *note)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_STATUS, .as_of = as_of, .with_texts = true};
        struct answer answer;

        do {
                arena_reset(arena);
                office_ask(office, key_id, &query, arena, &answer);
                note->seq = answer.through_seq;
                for (size_t i = 0; i < answer.task.n; i++) {
                        struct answer row = {.task = {&answer.task.at[i], 1}};

                        note->task[answer.task.at[i].task.no] = hash_of(&row, arena);
                }
                query.from_no = answer.next_no;
        } while (answer.next_no);
}

static void ask_alerts(struct office *office, uint64_t key_id, uint64_t as_of, struct past_note *note)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_ALERTS, .as_of = as_of, .open_only = true};
        struct answer answer;

        do {
                arena_reset(arena);
                office_ask(office, key_id, &query, arena, &answer);
                for (size_t i = 0; i < answer.alert.n; i++) {
                        struct answer row = {.alert = {&answer.alert.at[i], 1}};

                        note->alerts = note->alerts * 31 + hash_of(&row, arena);
                }
                query.from_seq = answer.next_seq;
                query.from_no = answer.next_no;
        } while (answer.next_seq);
}

void past_take(struct past_notes *notes, struct office *office, uint64_t key_id)
{
        struct past_note *note = &notes->note[notes->n];

        if (notes->n == PAST_NOTES)
                return;
        *note = (struct past_note){0};
        ask_tasks(office, key_id, 0, note);
        ask_alerts(office, key_id, 0, note);
        notes->n++;
}

void past_compare(const struct past_notes *notes, size_t i, struct office *office, uint64_t key_id)
{
        const struct past_note *then = &notes->note[i];
        struct past_note now = {0};

        ask_tasks(office, key_id, then->seq, &now);
        ask_alerts(office, key_id, then->seq, &now);
        EXPECT(now.seq == then->seq, "as of %llu the answer is through %llu", (unsigned long long)then->seq,
               (unsigned long long)now.seq);
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                EXPECT(now.task[no] == then->task[no], "task %u is not told as of %llu as it was told at %llu", no,
                       (unsigned long long)then->seq, (unsigned long long)then->seq);
        EXPECT(now.alerts == then->alerts, "the open alerts are not told as of %llu as they were told at it",
               (unsigned long long)then->seq);
}
