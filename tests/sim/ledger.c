/* ledger.c - one record at a time. */
#include "tests/sim/ledger.h"

#include <stdlib.h>

#include "lib/model/words.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"

#define SEQ(record) ((unsigned long long)(record)->seq)

/* -- who wrote it, and is it the next of its stream -- */

static struct sender *sender_of(const struct ledger *ledger, const struct record *record)
{
        for (uint32_t i = 0; i < ledger->n_senders; i++)
                if (ledger->senders[i].agent == record->agent &&
                    memcmp(ledger->senders[i].stream, record->stream, STREAM_SIZE) == 0)
                        return &ledger->senders[i];
        fail("record %llu is of a stream that nobody has", SEQ(record));
}

static bool is_key_of(const struct sender *sender, uint64_t key_id)
{
        for (uint32_t i = 0; i < sender->keys; i++)
                if (sender->key[i].id == key_id)
                        return true;
        return false;
}

static bool is_known_key(const struct ledger *ledger, uint64_t key_id)
{
        for (uint32_t i = 0; i < ledger->n_senders; i++)
                if (is_key_of(&ledger->senders[i], key_id))
                        return true;
        return false;
}

static void check_refused(const struct letter *letter, const struct record *record, const struct event *event)
{
        uint8_t hash[HASH_SIZE];

        EXPECT(letter->fate != CODE_NONE, "record %llu refuses what is right: code %u, %.*s", SEQ(record),
               event->refused.code, BYTES_ARG(event->refused.field));
        EXPECT(event->refused.code == (uint32_t)letter->fate, "record %llu refuses by code %u, not by %u", SEQ(record),
               event->refused.code, (unsigned)letter->fate);
        ids_hash(bytes_of(letter->at, letter->len), hash);
        EXPECT(bytes_equal(event->refused.hash, bytes_of(hash, HASH_SIZE)), "record %llu refuses other bytes",
               SEQ(record));
}

/* Exactly what was sent, once, in its sender's order. */
static void check_sent(struct ledger *ledger, const struct record *record, const struct event *event)
{
        struct sender *sender = sender_of(ledger, record);
        struct letter *letter;

        EXPECT(record->number == sender->seen + 1, "record %llu is number %llu of %s after %llu", SEQ(record),
               (unsigned long long)record->number, sender->name, (unsigned long long)sender->seen);
        EXPECT(record->number <= sender->mark, "record %llu was never sent", SEQ(record));
        EXPECT(record->prev_of_stream == (sender->seen ? sender_letter(sender, sender->seen)->seq : 0),
               "record %llu does not lead back to the one before it in its stream", SEQ(record));
        EXPECT(is_key_of(sender, record->author), "record %llu has a foreign key", SEQ(record));
        letter = sender_letter(sender, record->number);
        letter->seq = record->seq;
        sender->seen = record->number;
        if (record->kind == EVENT_REFUSED) {
                check_refused(letter, record, event);
                ledger->count.refusals++;
                return;
        }
        EXPECT(letter->fate == CODE_NONE, "record %llu (kind %d) should have been refused with %u", SEQ(record),
               (int)record->kind, (unsigned)letter->fate);
        EXPECT(bytes_equal(record->payload, bytes_of(letter->at, letter->len)), "record %llu has other bytes than sent",
               SEQ(record));
}

/* -- derived -- */

static void check_order(struct ledger *ledger, const struct record *record, uint64_t cause, uint32_t ordinal)
{
        EXPECT(record->number == cause && record->ordinal == ordinal, "record %llu: header and payload disagree",
               SEQ(record));
        EXPECT(cause < record->seq, "record %llu comes before its cause", SEQ(record));
        EXPECT(cause > ledger->derived_cause || (cause == ledger->derived_cause && ordinal > ledger->derived_ordinal),
               "record %llu: (%llu, %u) does not follow (%llu, %u)", SEQ(record), (unsigned long long)cause, ordinal,
               (unsigned long long)ledger->derived_cause, ledger->derived_ordinal);
        ledger->derived_cause = cause;
        ledger->derived_ordinal = ordinal;
        clerk_read(&ledger->clerk, ledger->reader, cause);
}

static struct ledger_words words_of(const struct verdict *verdict)
{
        struct ledger_words words = {
                .verdict = verdict->verdict,
                .raw = verdict->raw_verdict,
                .why = verdict->why,
                .governing = verdict->governing,
                .late = verdict->late,
                .missing = verdict->missing,
        };

        for (size_t i = 0; i < verdict->part.n; i++)
                words.part[verdict->part.at[i].part - 1] = verdict->part.at[i];
        return words;
}

static void read_verdict(struct ledger *ledger, const struct record *record, const struct verdict *verdict)
{
        struct ledger_task *task = &ledger->task[verdict->task.no];

        check_order(ledger, record, verdict->cause, verdict->ordinal);
        EXPECT(task->verdict_seq == 0 || verdict->was == task->words.verdict, "verdict %llu was not what it says",
               SEQ(record));
        clerk_verdict(&ledger->clerk, verdict);
        task->verdict_seq = record->seq;
        task->words = words_of(verdict);
        ledger->count.verdicts++;
}

static uint64_t department_of(const struct alert_ref *ref)
{
        return ref->department.len ? ids_of_name(ref->department) : 0;
}

const struct ledger_alert *ledger_alert_of(const struct ledger *ledger, const struct alert_ref *ref)
{
        const uint64_t department = department_of(ref);

        for (size_t i = 0; i < ledger->open.n; i++) {
                const struct ledger_alert *open = &ledger->open.at[i];

                if (open->task == ref->task.no && open->part == ref->part && open->kind == ref->kind &&
                    open->department == department)
                        return open;
        }
        return NULL;
}

const struct ledger_alert *ledger_alert(const struct ledger *ledger, uint32_t task, uint32_t part, enum alert_kind kind)
{
        return ledger_alert_of(ledger, &(struct alert_ref){.task = {.no = task}, .part = part, .kind = kind});
}

static void raise_alert(struct ledger *ledger, const struct record *record, const struct alert *alert)
{
        const size_t n = ledger->open.n;

        EXPECT(alert->alert.cause == alert->cause || record->author != ID_NOTIFIER,
               "alert %llu is raised under another cause's name", SEQ(record));
        if ((n & (n - 1)) == 0)
                ledger->open.at = reallocarray(ledger->open.at, n ? n * 2 : 1, sizeof *ledger->open.at);
        EXPECT(ledger->open.at, "out of memory");
        ledger->open.at[ledger->open.n++] = (struct ledger_alert){.cause = alert->alert.cause,
                                                                  .task = alert->alert.task.no,
                                                                  .department = department_of(&alert->alert),
                                                                  .part = alert->alert.part,
                                                                  .kind = alert->alert.kind,
                                                                  .severity = alert->severity,
                                                                  .rung = alert->rung};
        ledger->count.raised++;
}

/* raised → worsened, escalated, lapsed … → cleared, one of a kind open for each part. */
static void live_alert(struct ledger *ledger, const struct record *record, const struct alert *alert)
{
        const struct ledger_alert *found = ledger_alert_of(ledger, &alert->alert);
        struct ledger_alert *open = found ? &ledger->open.at[found - ledger->open.at] : NULL;

        EXPECT((alert->change == ALERT_RAISED) == !open, "alert %llu (task %u, part %u, %s) is %s", SEQ(record),
               alert->alert.task.no, alert->alert.part, word_of(&WORDS_ALERT_KIND, (int)alert->alert.kind)->id,
               open ? "raised again" : "not open");
        if (!open) {
                raise_alert(ledger, record, alert);
                return;
        }
        EXPECT(open->cause == alert->alert.cause, "alert %llu goes by another cause than when it was raised",
               SEQ(record));
        EXPECT(alert->was == open->severity || record->author != ID_NOTIFIER, "alert %llu was not what it says",
               SEQ(record));
        EXPECT(alert->severity >= open->severity && alert->rung >= open->rung, "alert %llu has become milder",
               SEQ(record));
        open->rung = alert->rung;
        if (alert->change == ALERT_CLEARED)
                *open = ledger->open.at[--ledger->open.n];
        else
                open->severity = alert->severity;
}

static void count_message(struct ledger *ledger, const struct alert *alert)
{
        const struct city_task *task = city_task(ledger->city, alert->alert.task.no);
        struct ledger_count *count = &ledger->count;

        count->messages++;
        count->told[alert->alert.kind][alert->change]++;
        count->day = ++count->today > count->day ? count->today : count->day;
        if (task)
                count->department[task->lead_department]++;
}

static void note_alert(struct ledger *ledger, const struct record *record)
{
        const size_t n = ledger->alerts.n;

        if ((n & (n - 1)) == 0)
                ledger->alerts.at = reallocarray(ledger->alerts.at, n ? n * 2 : 1, sizeof *ledger->alerts.at);
        EXPECT(ledger->alerts.at, "out of memory");
        ledger->alerts.at[ledger->alerts.n++] = record->seq;
}

static void read_alert(struct ledger *ledger, const struct record *record, const struct alert *alert)
{
        if (record->author == ID_NOTIFIER) {
                check_order(ledger, record, alert->cause, alert->ordinal);
                clerk_alert(&ledger->clerk, alert);
        }
        if (alert->change != ALERT_WITHDRAWN) /* it was cleared before */
                live_alert(ledger, record, alert);
        note_alert(ledger, record);
        count_message(ledger, alert);
}

/* -- changes of the plan -- */

/* The approval that completes a motion is followed by its amendment, and nothing else is. */
static void read_approval(struct ledger *ledger, const struct record *record, const struct approval *approval)
{
        const struct docket_motion *motion = docket_motion(&ledger->docket, approval->proposal_seq);

        EXPECT(motion && !motion->decided && motion->author != record->author, "approval %llu is none", SEQ(record));
        if (!approval->approved || !docket_completes(&ledger->docket, motion))
                return;
        ledger->due_motion = motion->seq;
        ledger->due_n = docket_amendment(&ledger->docket, motion, ledger->due);
        ledger->count.amendments++;
}

static void read_amendment(struct ledger *ledger, const struct record *record, const struct amendment *amendment)
{
        EXPECT(record->author == ID_COLLECTOR && amendment->proposal_seq == ledger->due_motion,
               "amendment %llu was not approved", SEQ(record));
        EXPECT(amendment->change.n == ledger->due_n, "amendment %llu lists %zu changes, there are %zu", SEQ(record),
               amendment->change.n, ledger->due_n);
        for (size_t i = 0; i < ledger->due_n; i++) {
                const struct part_change *is = &amendment->change.at[i];
                const struct part_change *should = &ledger->due[i];

                EXPECT(is->part == should->part && docket_same(is->target, should->target) &&
                               is->due.n == should->due.n && docket_same(is->was_target, should->was_target) &&
                               is->was_due.n == should->was_due.n && is->proposal_seq == should->proposal_seq,
                       "amendment %llu of task %u is wrong about part %u", SEQ(record), amendment->task.no,
                       should->part);
        }
}

static void check_amended(struct ledger *ledger, const struct record *record, const struct event *event)
{
        EXPECT((record->kind == EVENT_AMENDMENT) == (ledger->due_motion != 0),
               "record %llu: what was approved is followed by its amendment, and nothing else is", SEQ(record));
        if (record->kind == EVENT_AMENDMENT)
                read_amendment(ledger, record, &event->amendment);
        ledger->due_motion = 0;
}

/* -- reports -- */

/* The docket says whether it is the current one. */
static void read_figures(struct ledger *ledger, const struct record *record, const struct report *report)
{
        struct ledger_task *task = &ledger->task[report->task.no];

        ledger->count.reports++;
        if (ledger->docket.task[report->task.no].report != record->seq)
                return;
        memset(task->value, 0, sizeof task->value);
        for (size_t i = 0; i < report->line.n; i++) {
                const struct line *line = &report->line.at[i];
                const bool comparable =
                        line->evidence != EVIDENCE_PROMISED && (line->unit.len == 0 || bytes_is(line->unit, "个"));

                if (comparable)
                        task->value[line->part] = line->value;
        }
}

/* -- the service's own -- */

static void check_tick(struct ledger *ledger, const struct record *record, struct day day)
{
        EXPECT(!day_is_set(ledger->today) || day.n == ledger->today.n + 1, "record %llu does not open the next day",
               SEQ(record));
        ledger->today = day;
        ledger->count.today = 0;
}

static void check_own(struct ledger *ledger, const struct record *record, const struct event *event)
{
        EXPECT(record->number == ledger->own_number + 1, "record %llu is number %llu of the collector after %llu",
               SEQ(record), (unsigned long long)record->number, (unsigned long long)ledger->own_number);
        ledger->own_number = record->number;
        if (record->kind == EVENT_GENESIS)
                ledger->today = event->genesis.first_day;
        if (record->kind == EVENT_TICK)
                check_tick(ledger, record, event->tick.day);
        if (record->kind == EVENT_RESUMED) {
                EXPECT(event->resumed.down_from <= event->resumed.down_to, "record %llu: down to before down from",
                       SEQ(record));
                ledger->count.restarts++;
        }
        if (record->kind == EVENT_REFUSED_SUM) {
                EXPECT(is_known_key(ledger, event->refused_sum.key_id), "record %llu sums up what no key has sent",
                       SEQ(record));
                ledger->count.refused_sums += event->refused_sum.count;
        }
}

static void read_event(struct ledger *ledger, const struct record *record, const struct event *event)
{
        if (record->kind == EVENT_VERDICT)
                read_verdict(ledger, record, &event->verdict);
        else if (record->kind == EVENT_ALERT)
                read_alert(ledger, record, &event->alert);
        else if (record->kind == EVENT_INTAKE)
                check_order(ledger, record, event->intake.cause, event->intake.ordinal);
        else if (record->kind == EVENT_APPROVAL)
                read_approval(ledger, record, &event->approval);
}

static void read_record(struct ledger *ledger, struct journal_reader *reader, uint64_t seq, struct arena *arena)
{
        struct record record;
        struct event event;
        struct flaw flaw;

        EXPECT(journal_read(reader, seq, &record) == 0, "record %llu is not readable", (unsigned long long)seq);
        arena_reset(arena);
        EXPECT(codec_event(record.payload, arena, &event, &flaw) == 0, "record %llu is no event: %s", SEQ(&record),
               flaw.field);
        EXPECT(event.kind == record.kind, "record %llu is of another kind than its header says", SEQ(&record));
        if (record.author == ID_COLLECTOR)
                check_own(ledger, &record, &event);
        else if (record.author != ID_NOTIFIER)
                check_sent(ledger, &record, &event);
        links_read(&ledger->links, ledger->senders, ledger->n_senders, &record, &event);
        ledger->count.sent[record.kind]++;
        check_amended(ledger, &record, &event);
        read_event(ledger, &record, &event);
        docket_fold(&ledger->docket, record.seq, record.author, &event);
        if (record.kind == EVENT_REPORT)
                read_figures(ledger, &record, &event.report);
        else if (record.kind == EVENT_CORRECTION)
                read_figures(ledger, &record, event.correction.report);
        ledger->head = seq;
}

void ledger_follow(struct ledger *ledger, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        uint64_t head;

        MUST(journal_read_begin(reader));
        head = journal_read_head(reader);
        ledger->reader = reader;
        for (uint64_t seq = ledger->head + 1; seq <= head; seq++)
                read_record(ledger, reader, seq, arena);
        journal_read_end(reader);
}

void ledger_settled(struct ledger *ledger, struct journal_reader *reader)
{
        MUST(journal_read_begin(reader));
        clerk_read(&ledger->clerk, reader, ledger->head);
        journal_read_end(reader);
        clerk_check(&ledger->clerk);
}

void ledger_begin(struct ledger *ledger, const struct city *city, struct sender *senders, uint32_t n)
{
        *ledger = (struct ledger){
                .city = city,
                .senders = senders,
                .n_senders = n,
        };
        ledger->docket = (struct docket){.city = city, .senders = senders, .n_senders = n};
        clerk_begin(&ledger->clerk, &ledger->docket);
}

void ledger_done(struct ledger *ledger)
{
        docket_done(&ledger->docket);
        clerk_done(&ledger->clerk);
        free(ledger->open.at);
        free(ledger->alerts.at);
}
