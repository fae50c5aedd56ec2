/* clerk.c - reading, and verdicts: cycles and excuses. */
#include "tests/sim/clerk.h"

#include <stdlib.h>

#include "lib/model/words.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"

#define LLU(number) ((unsigned long long)(number))

void clerk_begin(struct clerk *clerk, const struct docket *empty)
{
        *clerk = (struct clerk){
                .docket = *empty,
                .letter_days = 10,
                .supervision_days = 20,
                .letter_cycles = 2,
                .supervision_cycles = 3,
                .free_cycles = 1,
                .link_days = 2,
        };
        roll_call_begin(&clerk->roll);
}

void clerk_done(struct clerk *clerk)
{
        docket_done(&clerk->docket);
        free(clerk->open.at);
}

/* -- inputs -- */

static void note_policy(struct clerk *clerk, const struct policy *policy)
{
        clerk->letter_days = policy->letter_days;
        clerk->supervision_days = policy->supervision_days;
        clerk->letter_cycles = policy->letter_cycles;
        clerk->supervision_cycles = policy->supervision_cycles;
        clerk->free_cycles = policy->excuse_free_cycles;
        clerk->link_days = policy->link_down_days;
}

/* Only of a part that is behind there is something to accept. */
static void note_accept(struct clerk *clerk, const struct accept *accept)
{
        for (uint32_t no = 1; no <= CITY_PARTS; no++) {
                struct clerk_part *part = &clerk->task[accept->task.no].part[no - 1];

                if ((accept->part == 0 || accept->part == no) && verdict_is_bad(part->raw))
                        part->accepted_until = accept->until;
        }
}

/* A claim ends with the next report after one in which the part was well; a correction is no next one. */
static void forget_claims(struct clerk *clerk, const struct event *event)
{
        const struct report *report = event->kind == EVENT_REPORT ? &event->report : event->correction.report;
        const uint32_t no = report->task.no;
        const struct docket_task *task = &clerk->docket.task[no];
        const bool corrects = event->kind == EVENT_CORRECTION && event->correction.replaces_seq == task->report;

        if (corrects || task->returned || report->data_date.n <= task->report_day.n)
                return;
        for (uint32_t i = 0; i < CITY_PARTS; i++) {
                struct clerk_part *part = &clerk->task[no].part[i];

                if (verdict_rank(part->raw) >= verdict_rank(VERDICT_ON_PACE)) {
                        part->claimed = false;
                        part->accepted_until = (struct day){0};
                }
        }
}

static struct clerk_input input_of(const struct clerk *clerk, const struct record *record, const struct event *event)
{
        struct clerk_input input = {.seq = record->seq, .kind = record->kind};

        if (record->kind == EVENT_CORRECTION) {
                const struct docket_task *task = &clerk->docket.task[event->correction.report->task.no];

                if (event->correction.replaces_seq == task->report)
                        input.corrects_from = task->origin;
        }
        if (record->kind == EVENT_WITHDRAWAL)
                input.withdraws = event->withdrawal.alert;
        return input;
}

static void note_cycles(struct clerk *clerk)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                for (int i = 0; i < ROLL_CYCLES; i++) {
                        clerk->cycles.missing[no][i] |= clerk->roll.task[no].cell[i] == ROLL_MISSING;
                        clerk->cycles.excused[no][i] |= clerk->roll.task[no].cell[i] == ROLL_EXCUSED;
                }
}

static void read_input(struct clerk *clerk, const struct record *record, struct arena *arena)
{
        struct event event;
        struct flaw flaw;

        arena_reset(arena);
        EXPECT(codec_event(record->payload, arena, &event, &flaw) == 0, "record %llu is no event", LLU(record->seq));
        clerk->input = input_of(clerk, record, &event);
        if (record->kind == EVENT_ALERT) /* the collector's own, about its clock */
                return;
        if (record->kind == EVENT_REPORT || record->kind == EVENT_CORRECTION)
                forget_claims(clerk, &event);
        docket_fold(&clerk->docket, record->seq, record->author, &event);
        roll_call_fold(&clerk->roll, &clerk->docket, &event);
        if (record->kind == EVENT_TICK || record->kind == EVENT_RETURN || record->kind == EVENT_CORRECTION)
                note_cycles(clerk);
        if (record->kind == EVENT_TICK)
                clerk->link_days_of_tick = clerk->link_days;
        if (record->kind == EVENT_LINK)
                clerk_link(clerk, &event.link);
        if (record->kind == EVENT_POLICY)
                note_policy(clerk, &event.policy);
        if (record->kind == EVENT_ACCEPT)
                note_accept(clerk, &event.accept);
        if (record->kind == EVENT_ALERT_ANSWER)
                clerk_answered(clerk, &event.alert_answer);
}

void clerk_read(struct clerk *clerk, struct journal_reader *reader, uint64_t seq)
{
        ARENA struct arena *arena = arena_new(0);

        while (clerk->read < seq) {
                struct record record;

                MUST(journal_read(reader, ++clerk->read, &record));
                if (record.author != ID_NOTIFIER)
                        read_input(clerk, &record, arena);
        }
}

/* -- verdicts -- */

static void check_cycles(const struct clerk *clerk, uint32_t no, uint32_t late, uint32_t missing)
{
        const unsigned by_hand_late = roll_call_count(&clerk->roll, no, ROLL_LATE);
        const unsigned by_hand_missing = roll_call_count(&clerk->roll, no, ROLL_MISSING);
        char line[ROLL_CYCLES + 1];

        EXPECT(late == by_hand_late, "task %u: %u cycles are late, by hand %u: %s", no, late, by_hand_late,
               roll_call_line(&clerk->roll, no, line));
        EXPECT(missing == by_hand_missing, "task %u: %u cycles are missing, by hand %u: %s", no, missing,
               by_hand_missing, roll_call_line(&clerk->roll, no, line));
}

/* Reported on or missing, now: what was returned, or corrected to another day, is neither. */
static int newest_cycle(const struct clerk *clerk, uint32_t no)
{
        const enum roll *cell = clerk->roll.task[no].cell;
        int newest = ROLL_CYCLES - 1;

        if (docket_task(&clerk->docket, no)->task.cadence == CADENCE_ON_CALL)
                return roll_call_cycle(&clerk->docket, no, clerk->docket.task[no].report_day);
        while (newest >= 0 && (cell[newest] == ROLL_OPEN || cell[newest] == ROLL_EXCUSED))
                newest--;
        return newest;
}

/* By itself an excuse holds in the cycle in which it was first claimed. */
static bool is_first_cycle(const struct clerk *clerk, uint32_t no, const struct clerk_part *part)
{
        return (int64_t)newest_cycle(clerk, no) - part->claimed_cycle < (int64_t)clerk->free_cycles;
}

static bool is_accepted(const struct clerk *clerk, const struct clerk_part *part)
{
        return day_is_set(part->accepted_until) && part->accepted_until.n >= clerk->docket.today.n;
}

static void check_excuse(const struct clerk *clerk, uint32_t no, uint32_t part_no)
{
        const struct clerk_part *part = &clerk->task[no].part[part_no - 1];

        if (part->excuse != EXCUSE_UNSPECIFIED)
                EXPECT(is_accepted(clerk, part) || is_first_cycle(clerk, no, part),
                       "task %u part %u is green by an excuse of cycle %d in cycle %d, and nobody accepted it", no,
                       part_no, part->claimed_cycle, newest_cycle(clerk, no));
}

/* Overdue from the morning after the deadline of its report, and not before. By narrative it is neither done nor not. */
static void check_date(const struct clerk *clerk, uint32_t no, uint32_t part_no)
{
        const struct clerk_part *part = &clerk->task[no].part[part_no - 1];
        const enum part_kind kind = docket_task(&clerk->docket, no)->part[part_no - 1].kind;
        const struct day due = docket_due(&clerk->docket, no, part_no);
        const enum docket_done done = (enum docket_done)clerk->docket.task[no].node[part_no - 1].now;

        if (kind != PART_MILESTONE && kind != PART_AWARD)
                return;
        EXPECT(part->proxy || (part->raw == VERDICT_COMPLETED) == (done == DOCKET_DONE),
               "task %u part %u is %s, and by the reports it is %sdone", no, part_no,
               word_of(&WORDS_VERDICT, (int)part->raw)->id, done == DOCKET_DONE ? "" : "not ");
        EXPECT(part->proxy || done != DOCKET_TOLD_DONE, "task %u part %u is done by narrative, and not marked so", no,
               part_no);
        if (part->raw == VERDICT_COMPLETED || part->proxy)
                return;
        EXPECT((part->raw == VERDICT_OVERDUE) == roll_call_is_over(&clerk->roll, &clerk->docket, no, due),
               "task %u part %u is %s on day %d; it was due on day %d", no, part_no,
               word_of(&WORDS_VERDICT, (int)part->raw)->id, clerk->docket.today.n, due.n);
}

static void note_part(struct clerk *clerk, uint32_t no, const struct part_verdict *verdict)
{
        struct clerk_part *part = &clerk->task[no].part[verdict->part - 1];

        if (day_is_set(verdict->accepted_until)) {
                EXPECT(verdict->excuse != EXCUSE_UNSPECIFIED, "task %u part %u: nothing is accepted of no excuse", no,
                       verdict->part);
                EXPECT(is_accepted(clerk, part) && verdict->accepted_until.n == part->accepted_until.n,
                       "task %u part %u: nobody accepted it until then", no, verdict->part);
        }
        if (verdict->excuse != EXCUSE_UNSPECIFIED && !part->claimed) {
                part->claimed = true;
                part->claimed_cycle = roll_call_cycle(&clerk->docket, no, clerk->docket.task[no].report_day);
        }
        part->raw = verdict->raw_verdict;
        part->proxy = verdict->proxy;
        part->excuse = verdict->excuse;
        check_excuse(clerk, no, verdict->part);
        check_date(clerk, no, verdict->part);
}

void clerk_verdict(struct clerk *clerk, const struct verdict *verdict)
{
        const uint32_t no = verdict->task.no;
        struct clerk_task *task = &clerk->task[no];

        EXPECT(verdict->cause == clerk->input.seq, "a verdict on task %u by no input", no);
        EXPECT(docket_task(&clerk->docket, no), "a verdict on task %u, which is in no plan", no);
        EXPECT((verdict->verdict == VERDICT_SUSPENDED) == docket_is_suspended(&clerk->docket, no),
               "task %u is suspended or not", no);
        check_cycles(clerk, no, verdict->late, verdict->missing);
        task->told = true;
        task->late = verdict->late;
        task->missing = verdict->missing;
        for (size_t i = 0; i < verdict->part.n; i++)
                note_part(clerk, no, &verdict->part.at[i]);
}

/* -- an evening on which everything was judged -- */

void clerk_check(const struct clerk *clerk)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                const struct city_task *task = docket_task(&clerk->docket, no);

                if (!task)
                        continue;
                check_cycles(clerk, no, clerk->task[no].late, clerk->task[no].missing);
                for (uint32_t i = 1; i <= task->task.part.n; i++) {
                        check_excuse(clerk, no, i);
                        check_date(clerk, no, i);
                }
        }
        clerk_check_alerts(clerk);
        clerk_check_links(clerk);
}
