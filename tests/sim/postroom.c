/* postroom.c - the protocol of numbers, receipts and refusals, seen from the sender's side (docs/PROTOCOL.md). */
#include "tests/sim/postroom.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"

#define LLU(number) ((unsigned long long)(number))

void postroom_make(struct postroom *postroom, struct office *office, struct law *law, struct ledger *ledger)
{
        *postroom = (struct postroom){.office = office, .law = law, .ledger = ledger, .arena = arena_new(0)};
        EXPECT(postroom->arena, "out of memory");
}

void postroom_done(struct postroom *postroom)
{
        arena_free(postroom->arena);
        free(postroom->receipts.at);
}

/* -- what must come back -- */

static void expect_refusal(struct postroom *postroom, struct expected_reply *reply, uint64_t number, enum code code,
                           uint64_t expected)
{
        invariant(reply->n < POSTROOM_BATCH);
        reply->refusal[reply->n++] = (struct expected_refusal){number, code, expected};
        postroom->unrecorded += code_row(code)->cost == CODE_NOTHING && code != CODE_UNKNOWN_KEY;
}

/* True when the service goes on to the next record of the batch. */
static bool expect_record(struct postroom *postroom, struct expected_reply *reply, const struct parcel *parcel,
                          uint64_t number)
{
        struct sender *sender = parcel->sender;
        struct letter *letter = sender_letter(sender, number);

        if (number > sender->mark + 1) {
                expect_refusal(postroom, reply, number, CODE_GAP, sender->mark + 1);
                return false;
        }
        if (number == parcel->altered) {
                expect_refusal(postroom, reply, number, CODE_CONFLICT, 0);
                return false;
        }
        if (number == sender->mark + 1) {
                const enum code fate = law_fate(postroom->law, sender, parcel->key->id, letter);

                if (fate != CODE_NONE && code_row(fate)->cost == CODE_RETRY) {
                        expect_refusal(postroom, reply, number, fate, 0);
                        return false;
                }
                letter->fate = fate;
                letter->consumed = true;
                sender->mark = number;
                if (letter->fate == CODE_NONE)
                        law_apply(postroom->law, parcel->key->id, letter);
        }
        if (letter->fate != CODE_NONE)
                expect_refusal(postroom, reply, number, letter->fate, 0);
        return true;
}

static struct expected_reply *expect_reply(struct postroom *postroom, struct sender *sender)
{
        struct expected_reply *reply = &postroom->expected[postroom->n_expected++];

        invariant(postroom->n_expected <= POSTROOM_ROUND);
        *reply = (struct expected_reply){.sender = sender};
        return reply;
}

static struct bytes batch_of(struct postroom *postroom, const struct parcel *parcel)
{
        static const uint8_t OTHER[] = "other bytes";
        struct bytes records[POSTROOM_BATCH];
        struct batch batch = {
                .stream = bytes_of(parcel->sender->stream, STREAM_SIZE),
                .first_number = parcel->first,
                .record = {records, parcel->n},
                .keeps_link = parcel->keeps_link,
        };
        struct bytes bytes;

        for (uint32_t i = 0; i < parcel->n; i++) {
                const struct letter *letter = sender_letter(parcel->sender, parcel->first + i);

                records[i] = parcel->first + i == parcel->altered ? bytes_of(OTHER, sizeof OTHER)
                                                                  : bytes_of(letter->at, letter->len);
        }
        MUST(codec_put_batch(&batch, postroom->arena, &bytes));
        return bytes;
}

void postroom_send(struct postroom *postroom, const struct parcel *parcel)
{
        struct expected_reply *reply = expect_reply(postroom, parcel->sender);
        bool going = true;

        invariant(parcel->n <= POSTROOM_BATCH - 1);
        reply->delimiter = parcel->delimiter;
        reply->lost = parcel->lost;
        reply->known = parcel->key->in_roster && !parcel->key->revoked;
        if (!reply->known)
                expect_refusal(postroom, reply, 0, CODE_UNKNOWN_KEY, 0);
        else if (parcel->keeps_link)
                links_heard(&postroom->ledger->links, parcel->sender, postroom->law->today);
        for (uint32_t i = 0; i < parcel->n && reply->known && going; i++)
                going = expect_record(postroom, reply, parcel, parcel->first + i);
        office_take(postroom->office, parcel->key->id, parcel->sender->index, parcel->delimiter,
                    batch_of(postroom, parcel));
}

void postroom_send_rubbish(struct postroom *postroom, struct sender *sender, struct bytes bytes, enum code code)
{
        struct expected_reply *reply = expect_reply(postroom, sender);
        const struct sender_key *key = sender_key(sender);

        expect_refusal(postroom, reply, 0, key->in_roster && !key->revoked ? code : CODE_UNKNOWN_KEY, 0);
        office_take(postroom->office, key->id, sender->index, false, bytes);
}

void postroom_follow(struct postroom *postroom)
{
        postroom->law->today = postroom->ledger->today;
        postroom->law->clock_held = ledger_alert(postroom->ledger, 0, 0, ALERT_CLOCK) != NULL;
        law_follow(postroom->law, &postroom->ledger->docket);
}

/* -- what came back -- */

void postroom_hear(struct postroom *postroom, uint32_t peer, struct bytes body)
{
        invariant(postroom->n_replies < POSTROOM_ROUND);
        postroom->reply[postroom->n_replies++] = (struct postroom_reply){peer, arena_copy(postroom->arena, body)};
}

/* A receipt is cumulative, so of several plain answers of a round only the last one is sent. */
static bool is_covered(const struct postroom *postroom, size_t i)
{
        const struct expected_reply *reply = &postroom->expected[i];

        return i + 1 < postroom->n_expected && reply[1].sender == reply->sender && reply[1].known && reply->known &&
               !reply->delimiter && !reply[1].delimiter && reply->n == 0;
}

static void keep_receipt(struct postroom *postroom, const struct receipt *receipt)
{
        const size_t n = postroom->receipts.n;
        struct postroom_receipt *entry;

        if ((n & (n - 1)) == 0)
                postroom->receipts.at = reallocarray(postroom->receipts.at, n ? n * 2 : 1, sizeof *entry);
        EXPECT(postroom->receipts.at, "out of memory");
        entry = &postroom->receipts.at[postroom->receipts.n++];
        entry->seq = receipt->seq;
        memcpy(entry->hash, receipt->chain.at, HASH_SIZE);
}

static void check_receipt(struct postroom *postroom, struct expected_reply *expected, const struct receipt *receipt)
{
        struct sender *sender = expected->sender;

        EXPECT(receipt, "%s got no receipt", sender->name);
        EXPECT(bytes_equal(receipt->stream, bytes_of(sender->stream, STREAM_SIZE)), "a receipt of a foreign stream");
        EXPECT(receipt->number == sender->mark, "%s: the receipt says %llu, it should be %llu", sender->name,
               LLU(receipt->number), LLU(sender->mark));
        EXPECT(sender->seen == sender->mark, "%s: acknowledged %llu, in the journal %llu", sender->name,
               LLU(sender->mark), LLU(sender->seen));
        if (sender->mark) {
                EXPECT(receipt->seq == sender_letter(sender, sender->mark)->seq, "%s: the receipt names record %llu",
                       sender->name, LLU(receipt->seq));
                EXPECT(receipt->chain.len == HASH_SIZE, "a receipt without a hash");
                keep_receipt(postroom, receipt);
        }
        if (!expected->lost)
                sender->acknowledged = receipt->number;
}

static void check_refusals(const struct expected_reply *expected, const struct reply *reply)
{
        const char *name = expected->sender->name;

        for (size_t i = 0; i < reply->refusal.n && i < expected->n; i++) {
                const struct refusal *is = &reply->refusal.at[i];
                const struct expected_refusal *should = &expected->refusal[i];
                const bool recorded = code_row(should->code)->cost == CODE_CONSUMES || should->code == CODE_CONFLICT;

                EXPECT(is->number == should->number && is->code == (uint32_t)should->code,
                       "%s: number %llu was refused with %u (%.*s), expected was number %llu with %u", name,
                       LLU(is->number), is->code, BYTES_ARG(is->field), LLU(should->number), (unsigned)should->code);
                EXPECT(is->expected == should->expected || /* or as it stands at the end of the round */
                               (should->code == CODE_GAP && is->expected == expected->sender->mark + 1),
                       "%s: a gap from %llu", name, LLU(is->expected));
                EXPECT(is->retry == (code_row(should->code)->cost == CODE_RETRY), "%s: try again or not", name);
                if (recorded && should->number)
                        EXPECT(is->seq == sender_letter(expected->sender, should->number)->seq,
                               "%s: the refusal of %llu names record %llu", name, LLU(is->number), LLU(is->seq));
        }
        EXPECT(reply->refusal.n == expected->n, "%s got %zu refusals instead of %zu, first code %u", name,
               reply->refusal.n, expected->n, reply->refusal.n ? reply->refusal.at[0].code : 0);
}

static void check_reply(struct postroom *postroom, struct expected_reply *expected, const struct postroom_reply *came)
{
        ARENA struct arena *arena = arena_new(0);
        struct reply reply;
        struct flaw flaw;

        EXPECT(came->peer == expected->sender->index, "a reply for %s went to peer %u", expected->sender->name,
               came->peer);
        EXPECT(codec_reply(came->body, arena, &reply, &flaw) == 0, "a reply is not readable: %s", flaw.field);
        check_refusals(expected, &reply);
        if (expected->known)
                check_receipt(postroom, expected, reply.receipt);
        else
                EXPECT(!reply.receipt, "%s got a receipt", expected->sender->name);
}

static void end_round(struct postroom *postroom)
{
        postroom->n_expected = postroom->n_replies = 0;
        arena_reset(postroom->arena);
}

void postroom_check(struct postroom *postroom)
{
        size_t came = 0;

        for (size_t i = 0; i < postroom->n_expected; i++) {
                if (is_covered(postroom, i))
                        continue;
                EXPECT(came < postroom->n_replies, "%s got no reply", postroom->expected[i].sender->name);
                check_reply(postroom, &postroom->expected[i], &postroom->reply[came++]);
        }
        links_check(&postroom->ledger->links, postroom->ledger->senders, postroom->ledger->n_senders);
        EXPECT(came == postroom->n_replies, "%zu replies too many", postroom->n_replies - came);
        EXPECT(postroom->ledger->count.refused_sums <= postroom->unrecorded, "more refusals summed up than there were");
        postroom_follow(postroom);
        end_round(postroom);
}

void postroom_forget(struct postroom *postroom, struct sender *senders, uint32_t n)
{
        for (uint32_t i = 0; i < n; i++) {
                struct sender *sender = &senders[i];

                EXPECT(sender->seen >= sender->acknowledged, "%s: acknowledged %llu, in the journal %llu", sender->name,
                       LLU(sender->acknowledged), LLU(sender->seen));
                for (uint64_t number = sender->seen + 1; number <= sender->mark; number++)
                        sender_letter(sender, number)->consumed = false;
                sender->mark = sender->seen;
        }
        links_forget(&postroom->ledger->links);
        postroom_follow(postroom);
        end_round(postroom);
}

void postroom_check_receipts(const struct postroom *postroom, struct journal_reader *reader)
{
        MUST(journal_read_begin(reader));
        for (size_t i = 0; i < postroom->receipts.n; i++) {
                const struct postroom_receipt *receipt = &postroom->receipts.at[i];
                struct record record;

                MUST(journal_read(reader, receipt->seq, &record));
                EXPECT(memcmp(record.hash, receipt->hash, HASH_SIZE) == 0, "the receipt for record %llu is not true",
                       LLU(receipt->seq));
        }
        journal_read_end(reader);
}
