/* recorded_test.c - the words of the newest verdict event over a judgement without history are those with it.
 *
 * Random stories of a task of some parts: reports good and bad, claims, promises, silence, corrections, returns,
 * acceptances, suspensions, outages. After every step the task is judged with its history; what changed is "written"
 * as the notifier writes it, and then whoever has the report and the newest event alone must come to the same words.
 * And what the event does not know yet stays as the report says it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/recorded.h"
#include "lib/model/words.h"

enum { STORIES = 400, STEPS = 60, PARTS = 4, OUTAGES = 8 };

struct story {
        uint64_t seed;
        struct arena *arena;
        struct plan plan;
        struct policy policy;
        struct part part[PARTS];
        struct task task;
        struct history_part past[PARTS];
        struct history history;
        struct outage outage[OUTAGES];
        struct outages outages;
        struct duty duty;
        struct day today;
        struct report report;
        struct line line[PARTS];
        struct promise promise[PARTS];
        struct pipeline pipeline[PARTS];
        bool reported; /* and not returned */
        uint64_t report_seq;
        uint64_t seq;
        bool suspended;
        struct verdict recorded; /* the newest event */
        struct part_verdict recorded_parts[PARTS];
        bool is_recorded;
};

static uint32_t below(struct story *story, uint32_t n)
{
        story->seed = story->seed * 6364136223846793005u + 1442695040888963407u;
        return (uint32_t)(story->seed >> 33) % n;
}

/* -- a task -- */

static void make_part(struct story *story, uint32_t no, struct part *ret_part)
{
        static const enum part_kind KINDS[] = {
                PART_CUMULATIVE, PART_CUMULATIVE, PART_STOCK,     PART_LEVEL, PART_STAGE,
                PART_AWARD,      PART_MILESTONE,  PART_MILESTONE, PART_DUTY,  PART_HOLD_ZERO,
        };
        const enum part_kind kind = KINDS[below(story, COUNT_OF(KINDS))];

        *ret_part = (struct part){
                .no = no,
                .kind = kind,
                .soft = below(story, 5) == 0,
                .final = below(story, 4) == 0,
                .target = {100, 0, below(story, 10) > 0},
                .baseline = {10, 0, kind == PART_STOCK || kind == PART_STAGE},
                .due = below(story, 2) ? day_of(2023, 4 + (int)below(story, 8), 15) : (struct day){0},
                .statistics = below(story, 10) == 0,
        };
}

static void begin(struct story *story, uint64_t seed)
{
        static const enum cadence CADENCES[] = {CADENCE_MONTHLY, CADENCE_WEEKLY, CADENCE_QUARTERLY, CADENCE_ON_CALL};

        *story = (struct story){.seed = seed, .arena = story->arena, .policy = *policy_default()};
        story->plan = (struct plan){.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31)};
        story->plan.cadence = CADENCES[below(story, COUNT_OF(CADENCES))];
        story->policy.excuse_free_cycles = 1 + below(story, 2);
        story->task = (struct task){.no = 1, .part = {story->part, 1 + below(story, PARTS)}};
        for (uint32_t i = 0; i < story->task.part.n; i++)
                make_part(story, i + 1, &story->part[i]);
        story->outages.outage.at = story->outage;
        story->duty = cycle_duty(&story->task, &story->plan, &story->policy, &story->outages);
        story->today = day_of(2023, 1, 2);
        history_adopt(&story->history, &story->task, story->past);
        history_begin(&story->history, &story->duty, story->today);
}

/* -- judging, writing, reading -- */

static void judge_by(struct story *story, const struct history *history, struct facts *ret_facts,
                     struct verdict *ret_verdict)
{
        struct day recheck;

        *ret_facts = (struct facts){
                .plan = &story->plan,
                .task = &story->task,
                .policy = &story->policy,
                .report = story->reported ? &story->report : NULL,
                .report_seq = story->report_seq,
                .today = story->today,
                .suspended = story->suspended,
                .history = history,
                .outages = history ? &story->outages : NULL,
        };
        assert_int_equal(judge(ret_facts, story->arena, ret_verdict, &recheck), 0);
}

static bool has_changed(const struct story *story, const struct verdict *verdict)
{
        const struct verdict *recorded = &story->recorded;

        return !story->is_recorded || verdict->verdict != recorded->verdict ||
               verdict->raw_verdict != recorded->raw_verdict || verdict->why != recorded->why ||
               verdict->governing != recorded->governing || !history_holds(&story->history, verdict) ||
               (recorded_is_silent(verdict) && verdict->report_seq != recorded->report_seq);
}

/* As the notifier: an event when it says anything new; the history is told. */
static void write_down(struct story *story, const struct verdict *verdict)
{
        if (!has_changed(story, verdict))
                return;
        memcpy(story->recorded_parts, verdict->part.at, verdict->part.n * sizeof *verdict->part.at);
        story->recorded = *verdict;
        story->recorded.part.at = story->recorded_parts;
        story->is_recorded = true;
        history_note_verdict(&story->history, &story->duty, verdict);
}

static void assert_part(const struct part_verdict *is, const struct part_verdict *should)
{
        assert_int_equal(is->verdict, should->verdict);
        assert_int_equal(is->raw_verdict, should->raw_verdict);
        assert_int_equal(is->why, should->why);
        assert_int_equal(is->rule, should->rule);
        assert_int_equal(is->excuse, should->excuse);
        assert_int_equal(is->accepted_until.n, should->accepted_until.n);
        assert_int_equal(is->broken, should->broken);
        assert_int_equal(is->paced, should->paced);
        assert_int_equal(is->done_before, should->done_before);
        assert_int_equal(is->proxy, should->proxy);
        assert_int_equal(is->blocked, should->blocked);
        assert_int_equal(ratio_is_set(is->gap), ratio_is_set(should->gap));
        assert_int_equal(ratio_is_set(is->gap) && ratio_compare(is->gap, should->gap) != 0, 0);
}

static void assert_read_back(struct story *story)
{
        struct facts facts;
        struct verdict with;
        struct verdict without;

        judge_by(story, &story->history, &facts, &with);
        write_down(story, &with);
        judge_by(story, &story->history, &facts, &with); /* nothing more to say: it stands */
        assert_false(has_changed(story, &with));

        judge_by(story, NULL, &facts, &without);
        assert_int_equal(recorded_overlay(&story->recorded, &facts, story->arena, &without), 0);
        assert_int_equal(without.verdict, with.verdict);
        assert_int_equal(without.raw_verdict, with.raw_verdict);
        assert_int_equal(without.why, with.why);
        assert_int_equal(without.governing, with.governing);
        assert_int_equal(without.late, with.late);
        assert_int_equal(without.missing, with.missing);
        for (size_t i = 0; i < with.part.n; i++)
                assert_part(&without.part.at[i], &with.part.at[i]);
}

/* -- what happens -- */

static void say_line(struct story *story, uint32_t i, int32_t share)
{
        static const enum milestone_state STATES[] = {STATE_NOT_STARTED, STATE_PLANNED, STATE_IN_PROGRESS,
                                                      STATE_DONE,        STATE_BLOCKED, STATE_NOT_STARTED};
        struct line *line = &story->line[story->report.line.n++];

        *line = (struct line){.part = i + 1};
        if (story->part[i].kind == PART_MILESTONE || story->part[i].kind == PART_DUTY)
                line->state = STATES[below(story, COUNT_OF(STATES))];
        else if (below(story, 6) > 0)
                line->value = (struct number){share * (int32_t)(70 + below(story, 50)) / 100, 0, true};
        if (story->part[i].kind == PART_HOLD_ZERO)
                line->value = (struct number){below(story, 12) == 0, 0, true};
        if (below(story, 4) == 0)
                line->forecast = (struct number){100, 0, true};
        if (below(story, 5) == 0) {
                story->promise[i] = (struct promise){.date = day_plus(story->today, (int)below(story, 60))};
                line->promise = &story->promise[i];
        }
        if (below(story, 6) == 0) {
                story->pipeline[i] = (struct pipeline){STAGE_APPLIED, 50 + below(story, 60)};
                line->pipeline.at = &story->pipeline[i];
                line->pipeline.n = 1;
        }
        if (below(story, 8) == 0)
                line->evidence = EVIDENCE_PROXY;
}

static void hear(struct story *story, struct day data_date, bool replaces)
{
        const int32_t share = 110 * (data_date.n - story->plan.start.n + 1) / 365;

        if (day_before(data_date, story->report.data_date) && !replaces)
                return;
        story->report = (struct report){.data_date = data_date, .line.at = story->line};
        for (uint32_t i = 0; i < story->task.part.n; i++)
                if (below(story, 6) > 0)
                        say_line(story, i, share);
        story->reported = true;
        story->report_seq = ++story->seq;
        history_note_report(&story->history, &story->duty, &story->task, &story->report, replaces, story->suspended);
}

static void open_days(struct story *story, uint32_t days)
{
        for (; days > 0; days--) {
                story->today = day_plus(story->today, 1);
                history_note_tick(&story->history, &story->duty, story->suspended, story->today);
                assert_read_back(story);
        }
}

static void go_down(struct story *story)
{
        if (story->outages.outage.n == OUTAGES)
                return;
        story->outage[story->outages.outage.n++] =
                (struct outage){day_plus(story->today, -1), day_plus(story->today, (int)below(story, 6))};
        history_refresh(&story->history, &story->duty);
}

static void happen(struct story *story)
{
        switch (below(story, 14)) {
        case 0:
                if (story->report_seq)
                        hear(story, day_plus(story->report.data_date, (int)below(story, 3) - 1), true);
                break;
        case 1:
                if (story->reported)
                        history_note_return(&story->history, &story->duty, story->suspended);
                story->reported = false;
                break;
        case 2:
        case 3:
                history_note_accept(&story->history, below(story, PARTS + 1),
                                    day_plus(story->today, (int)below(story, 60)));
                break;
        case 4:
                story->suspended = below(story, 2) > 0 && !story->suspended;
                break;
        case 5:
                go_down(story);
                break;
        case 6:
        case 7:
                open_days(story, below(story, 30));
                break;
        default:
                hear(story, day_plus(story->today, -(int)below(story, 8)), false);
        }
        assert_read_back(story);
        open_days(story, below(story, 9));
}

static void reading_is_judging(void **state UNUSED)
{
        for (uint64_t i = 0; i < STORIES; i++) {
                ARENA struct arena *arena = arena_new(0);
                struct story story = {.arena = arena};

                begin(&story, i * 7919 + 1);
                assert_read_back(&story);
                for (int k = 0; k < STEPS; k++) {
                        happen(&story);
                        arena_reset(arena);
                }
        }
}

/* -- what is not judged yet -- */

static const struct row {
        const char *name;
        struct part_verdict recorded;
        int figure; /* -1 = none */
        enum milestone_state state;
        enum part_kind kind;
        const char *verdict; /* "word raw", as the overlay leaves it */
} ROWS[] = {
        {"the same state: the excuse has ended",
         {.part = 1, .verdict = VERDICT_BEHIND, .raw_verdict = VERDICT_BEHIND, .rule = 3},
         30,
         STATE_UNSPECIFIED,
         PART_CUMULATIVE,
         "behind behind"},
        {"a better figure than was judged",
         {.part = 1, .verdict = VERDICT_BEHIND, .raw_verdict = VERDICT_BEHIND, .rule = 3},
         50,
         STATE_UNSPECIFIED,
         PART_CUMULATIVE,
         "on_pace on_pace"},
        {"not started, and still no figure",
         {.part = 1,
          .verdict = VERDICT_SERIOUSLY_BEHIND,
          .raw_verdict = VERDICT_SERIOUSLY_BEHIND,
          .why = WHY_NO_FIGURE,
          .rule = 12},
         -1,
         STATE_UNSPECIFIED,
         PART_CUMULATIVE,
         "seriously_behind seriously_behind"},
        {"not started, and here is one",
         {.part = 1,
          .verdict = VERDICT_SERIOUSLY_BEHIND,
          .raw_verdict = VERDICT_SERIOUSLY_BEHIND,
          .why = WHY_NO_FIGURE,
          .rule = 12},
         50,
         STATE_UNSPECIFIED,
         PART_CUMULATIVE,
         "on_pace on_pace"},
        {"not started, and now it is under way",
         {.part = 1, .verdict = VERDICT_SERIOUSLY_BEHIND, .raw_verdict = VERDICT_SERIOUSLY_BEHIND, .rule = 12},
         -1,
         STATE_IN_PROGRESS,
         PART_MILESTONE,
         "on_pace on_pace"},
        {"done before, and still left without a word",
         {.part = 1, .verdict = VERDICT_COMPLETED, .raw_verdict = VERDICT_COMPLETED, .rule = 5, .done_before = true},
         -1,
         STATE_UNSPECIFIED,
         PART_MILESTONE,
         "completed completed"},
        {"done before, and now it is not",
         {.part = 1, .verdict = VERDICT_COMPLETED, .raw_verdict = VERDICT_COMPLETED, .rule = 5, .done_before = true},
         -1,
         STATE_IN_PROGRESS,
         PART_MILESTONE,
         "on_pace on_pace"},
        {"done by the report before, and whether this one is a correction of it nobody has looked",
         {.part = 1, .verdict = VERDICT_COMPLETED, .raw_verdict = VERDICT_COMPLETED, .rule = 5},
         -1,
         STATE_UNSPECIFIED,
         PART_MILESTONE,
         "unknown unknown"},
        {"of another part nothing is known",
         {.part = 2, .verdict = VERDICT_BEHIND, .raw_verdict = VERDICT_BEHIND, .rule = 3},
         30,
         STATE_UNSPECIFIED,
         PART_CUMULATIVE,
         "on_pace behind"},
};

static void what_is_not_judged_yet(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                ARENA struct arena *arena = arena_new(0);
                struct plan plan = {.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31)};
                struct part part = {.no = 1, .kind = row->kind, .target = {100, 0, true}};
                struct task task = {.no = 1, .part = {&part, 1}};
                struct line line = {.part = 1,
                                    .value = {row->figure, 0, row->figure >= 0},
                                    .state = row->state,
                                    .forecast = {100, 0, true}};
                struct report report = {.data_date = day_of(2023, 6, 15), .line = {&line, 1}};
                struct part_verdict recorded_part = row->recorded;
                const struct verdict recorded = {.part = {&recorded_part, 1}, .late = 2};
                const struct facts facts = {.plan = &plan,
                                            .task = &task,
                                            .policy = policy_default(),
                                            .report = &report,
                                            .report_seq = 9,
                                            .today = day_of(2023, 6, 16)};
                struct verdict fresh;
                struct day recheck;
                char text[64];

                print_message("%s\n", row->name);
                assert_int_equal(judge(&facts, arena, &fresh, &recheck), 0);
                assert_int_equal(recorded_overlay(&recorded, &facts, arena, &fresh), 0);
                snprintf(text, sizeof text, "%s %s", word_of(&WORDS_VERDICT, (int)fresh.part.at[0].verdict)->id,
                         word_of(&WORDS_VERDICT, (int)fresh.part.at[0].raw_verdict)->id);
                assert_string_equal(text, row->verdict);
                assert_int_equal(fresh.verdict,
                                 fresh.part.at[0].done_before ? VERDICT_ON_PACE : fresh.part.at[0].verdict);
                assert_int_equal(fresh.late, 2);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reading_is_judging),
                cmocka_unit_test(what_is_not_judged_yet),
        };

        return cmocka_run_group_tests_name("recorded", tests, NULL, NULL);
}
