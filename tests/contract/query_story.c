/* query_story.c - a story told by chance. */
#include "tests/contract/query_story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/model/ladder.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/notifier.h"

static uint64_t chance(struct story *story, uint64_t limit)
{
        story->seed += 0x9E3779B97F4A7C15u;
        uint64_t z = story->seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return (z ^ (z >> 31)) % limit;
}

/* -- telling -- */

static void after_record(struct story *story)
{
        if (story->each)
                story->each(story);
}

static int on_derived(void *context, const struct event *event)
{
        struct story *story = context;
        const bool alert = event->kind == EVENT_ALERT;
        struct record record = {
                .author = ID_NOTIFIER,
                .agent = ID_NOTIFIER,
                .number = alert ? event->alert.cause : event->verdict.cause,
                .ordinal = alert ? event->alert.ordinal : event->verdict.ordinal,
        };

        if (alert && event->alert.change == ALERT_RAISED) {
                struct alert_ref *ref = &story->alerts[story->n_alerts++];

                assert_true(story->n_alerts < STORY_FIGURES);
                *ref = event->alert.alert;
                ref->task.plan = arena_copy(story->office->arena, ref->task.plan);
        }
        office_append(story->office, event, &record);
        after_record(story);
        return 0;
}

static int on_task_done(void *context UNUSED)
{
        return 0;
}

static void judge(struct story *story, uint64_t seq)
{
        const struct notifier_sink sink = {story, on_derived, on_task_done};
        const struct notifier_step step = {story->world, story->reader, story->scratch, &sink};
        ARENA struct arena *arena = arena_new(0);
        struct record record;
        struct event event;
        struct flaw flaw;

        office_settle(story->office);
        assert_int_equal(journal_read_begin(story->reader), 0);
        assert_int_equal(journal_read(story->reader, seq, &record), 0);
        assert_int_equal(codec_event(record.payload, arena, &event, &flaw), 0);
        assert_int_equal(notifier_step(&step, &record, &event), 0);
        journal_read_end(story->reader);
}

static uint64_t tell(struct story *story, const struct event *event, enum person who)
{
        const bool own = event_row(event->kind)->roles == 0; /* only the service itself says it */
        const uint64_t seq = own ? office_derive(story->office, event) : office_say(story->office, event, who);

        after_record(story);
        if (story->judged)
                judge(story, seq);
        return seq;
}

static void tell_nothing(struct story *story)
{
        const struct event event = {.kind = EVENT_CURSOR, .cursor = {bytes_str("nobody"), 1, 1}};

        tell(story, &event, OBSERVER);
}

/* -- what there is to tell -- */

static struct number number(uint64_t value)
{
        return (struct number){.unscaled = (int64_t)value, .known = true};
}

/* Half of all is about task 1: its history grows long. */
static struct task_ref some_task(struct story *story)
{
        const uint64_t no = chance(story, 2) ? 1 : 1 + chance(story, story->tasks);

        return (struct task_ref){bytes_str(story->plan), (uint32_t)no};
}

/* A day mostly near today, sometimes long before; never after it. */
static struct day some_day(struct story *story)
{
        const int back = chance(story, 4) ? (int)chance(story, 12) : (int)chance(story, 120);

        return day_plus(story->today, -back);
}

static struct report some_report(struct story *story, struct task_ref task)
{
        struct arena *arena = story->office->arena;
        struct line *line = arena_take(arena, sizeof *line);
        struct bytes *words = arena_take(arena, sizeof *words);
        struct report report = {.task = task, .data_date = some_day(story)};

        *line = (struct line){.part = 1, .value = number(chance(story, 110)), .unit = bytes_str("个")};
        if (chance(story, 5) == 0)
                line->forecast = number(90 + chance(story, 30));
        *words = bytes_str(arena_print(arena, "进展%llu", (unsigned long long)chance(story, 1000)));
        report.line.at = line;
        report.line.n = 1;
        report.progress.at = words;
        report.progress.n = 1;
        return report;
}

static void tell_figure(struct story *story, const struct event *event, struct figure figure)
{
        assert_true(story->n_figures < STORY_FIGURES);
        figure.seq = story->office->head + 1;
        story->figures[story->n_figures++] = figure;
        if (story->leave_out && story->leave_out(story, &story->figures[story->n_figures - 1]))
                tell_nothing(story);
        else
                tell(story, event, AGENT);
}

static void tell_report(struct story *story)
{
        struct event event = {.kind = EVENT_REPORT};

        event.report = some_report(story, some_task(story));
        tell_figure(story, &event,
                    (struct figure){.plan = story->plan, .no = event.report.task.no, .day = event.report.data_date});
}

/* Mostly of one of the last reports or corrections, sometimes of one long ago. */
static void tell_correction(struct story *story)
{
        const size_t back = 1 + (chance(story, 3) ? chance(story, 12) : chance(story, story->n_figures + 1));
        struct event event = {.kind = EVENT_CORRECTION};
        struct figure *old;
        struct report report;

        if (story->n_figures < back)
                return;
        old = &story->figures[story->n_figures - back];
        if (strcmp(old->plan, story->plan) != 0 || old->no > story->tasks)
                return;
        report = some_report(story, (struct task_ref){bytes_str(old->plan), old->no});
        if (chance(story, 2))
                report.data_date = old->day;
        if (!old->replaced)
                old->replaced = story->office->head + 1;
        event.correction = (struct correction){old->seq, bytes_str("笔误"), &report};
        tell_figure(story, &event,
                    (struct figure){.replaces = old->seq, .plan = old->plan, .no = old->no, .day = report.data_date});
}

static void tell_remark(struct story *story)
{
        struct event event = {.kind = EVENT_REMARK};

        event.remark = (struct remark){
                .task = some_task(story),
                .word = (enum remark_word)(1 + chance(story, REMARK_COUNT - 1)),
                .data_date = story->today,
        };
        tell(story, &event, SUPERVISOR);
}

static void tell_suspension(struct story *story)
{
        struct event event = {.kind = EVENT_SUSPENSION};

        event.suspension = (struct suspension){
                .task = some_task(story),
                .until = chance(story, 2) ? day_plus(story->today, (int)chance(story, 10)) : (struct day){0},
                .reason = bytes_str("汛期"),
                .lifted = chance(story, 2),
        };
        tell(story, &event, SUPERVISOR);
}

static void tell_accept(struct story *story)
{
        struct event event = {.kind = EVENT_ACCEPT};

        event.accept = (struct accept){
                .task = some_task(story),
                .until = day_plus(story->today, (int)chance(story, 10)),
                .reason = bytes_str("属实"),
        };
        tell(story, &event, SUPERVISOR);
}

/* The collector takes no return of another. */
static bool is_current(struct story *story, const struct figure *figure)
{
        const struct query query = {.ask = ASK_STATUS, .task.no = figure->no};
        const struct answer *answer;

        if (strcmp(figure->plan, story->plan) != 0 || figure->no > story->tasks)
                return false;
        office_settle(story->office);
        answer = office_hear(story->office, SUPERVISOR, query);
        return answer->task.at->report_seq == figure->seq && answer->task.at->returned_seq == 0;
}

static bool was_told(const struct story *other, uint64_t seq)
{
        for (size_t i = 0; i < other->n_figures; i++)
                if (other->figures[i].returned == seq)
                        return true;
        return false;
}

static void tell_return(struct story *story)
{
        struct event event = {.kind = EVENT_RETURN};
        struct figure *figure;

        if (!story->n_figures)
                return;
        figure = &story->figures[story->n_figures - 1 - chance(story, story->n_figures < 6 ? story->n_figures : 6)];
        if (story->as ? !was_told(story->as, story->office->head + 1) : !is_current(story, figure))
                return;
        figure->returned = story->office->head + 1;
        if (story->leave_out && story->leave_out(story, figure)) {
                tell_nothing(story);
                return;
        }
        event.return_report =
                (struct return_report){figure->seq, bytes_str("口径不符"), {bytes_str(figure->plan), figure->no}};
        tell(story, &event, SUPERVISOR);
}

static void tell_amendment(struct story *story)
{
        struct event event = {.kind = EVENT_AMENDMENT, .amendment = {.task = some_task(story), .proposal_seq = 1}};
        struct part_change change = {.part = 1, .proposal_seq = 1};

        if (chance(story, 2))
                change.target = number(40 + chance(story, 100));
        else
                change.due = day_plus(story->today, 30 + (int)chance(story, 200));
        event.amendment.change.at = &change;
        event.amendment.change.n = 1;
        tell(story, &event, OPERATOR);
}

static void tell_text(struct story *story)
{
        struct event event = {.kind = EVENT_PLAN_TEXT, .plan_text = {.task = some_task(story)}};
        struct bytes words = bytes_str("采用稿");

        event.plan_text.progress.at = &words;
        event.plan_text.progress.n = 1;
        if (chance(story, 3))
                event.plan_text.data_date = some_day(story);
        tell(story, &event, SUPERVISOR);
}

/* Of one of the last reports or corrections, by 乙局: a lead of some tasks, and it made none of them. */
static void tell_countersign(struct story *story)
{
        struct event event = {.kind = EVENT_COUNTERSIGN};
        const struct figure *figure;

        if (!story->n_figures)
                return;
        figure = &story->figures[story->n_figures - 1 - chance(story, story->n_figures < 6 ? story->n_figures : 6)];
        event.countersign = (struct countersign){
                .task = {bytes_str(figure->plan), figure->no},
                .report_seq = figure->seq,
                .objection = chance(story, 2),
                .text = bytes_str("缺我局数据"),
        };
        tell(story, &event, STRANGER);
}

/* We were away until today, for some days or for some minutes. */
static void tell_outage(struct story *story)
{
        const uint64_t ms = chance(story, 3) ? chance(story, 9) * 3600000 : 60000;
        struct event event = {.kind = EVENT_RESUMED};

        event.resumed = (struct resumed){
                .down_from = 1,
                .down_to = 1 + ms,
                .down_to_day = story->today,
                .down_from_day = day_plus(story->today, -(int)chance(story, 4)),
        };
        tell(story, &event, OPERATOR);
}

static void tell_close(struct story *story)
{
        struct event event = {.kind = EVENT_CLOSE};

        event.close =
                (struct close){.task = some_task(story), .reason = bytes_str("办结"), .reopened = chance(story, 2)};
        tell(story, &event, SUPERVISOR);
}

static void tell_alert_word(struct story *story)
{
        static const enum event_kind KINDS[] = {EVENT_SIGNING, EVENT_ALERT_ANSWER, EVENT_LETTER_SIGNED};
        struct event event = {.kind = KINDS[chance(story, COUNT_OF(KINDS))]};
        struct alert_ref ref;

        if (!story->n_alerts)
                return;
        ref = story->alerts[chance(story, story->n_alerts)];
        if (event.kind == EVENT_SIGNING)
                event.signing = (struct signing){ref};
        else if (event.kind == EVENT_LETTER_SIGNED)
                event.letter_signed = (struct letter_signed){ref, RUNG_LETTER, bytes_str("督函1号")};
        else
                event.alert_answer = (struct alert_answer){ref, bytes_str("加快"), day_plus(story->today, 9), false};
        tell(story, &event, event.kind == EVENT_LETTER_SIGNED ? SUPERVISOR : AGENT);
}

static void tell_ticks(struct story *story)
{
        for (uint64_t n = 1 + chance(story, 9); n; n--) {
                struct event tick = {.kind = EVENT_TICK};

                story->today = day_plus(story->today, 1);
                tick.tick.day = story->today;
                if (day_is_set(story->last_day) && day_before(story->last_day, story->today))
                        tick.tick.day = story->last_day;
                tell(story, &tick, OPERATOR);
        }
}

static void tell_policy(struct story *story)
{
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = 2 + (uint32_t)chance(story, 50);
        event.policy.behind_below_tenths = 20 + (uint32_t)chance(story, 200);
        tell(story, &event, OPERATOR);
}

static struct task some_plan_task(struct story *story, uint32_t no)
{
        static const char *const LEADS[] = {"甲局", "乙局", "丙局"};
        struct task task = office_task(story->office, no, LEADS[chance(story, COUNT_OF(LEADS))], NULL);

        task.title = bytes_str(
                arena_print(story->office->arena, "任务%u之%llu", no, (unsigned long long)chance(story, 100)));
        task.part.at->target = number(50 + chance(story, 100));
        return task;
}

/* Mostly all tasks, sometimes without the last; in two chunks; now and then under the import of before, and in one
 * of three cases for another plan. */
static void tell_plan(struct story *story, const char *plan)
{
        uint8_t import_id[16] = {(uint8_t)(story->imports += chance(story, 3) ? 1 : 0)};
        const uint32_t tasks = STORY_TASKS - (uint32_t)(chance(story, 3) == 0);
        const uint8_t hash[HASH_SIZE] = {0};
        struct event event = {.kind = EVENT_PLAN_CHUNK};
        struct bytes encoded[STORY_TASKS];

        for (uint32_t i = 0; i < tasks; i++) {
                const struct task task = some_plan_task(story, tasks - i);

                assert_int_equal(codec_put_task(&task, story->office->arena, &encoded[i]), 0);
        }
        for (uint32_t chunk = 0; chunk < 2; chunk++) {
                event.plan_chunk = (struct plan_chunk){
                        .plan = bytes_str(plan), .import_id = bytes_of(import_id, 16), .index = chunk};
                event.plan_chunk.task.at = chunk ? &encoded[2] : encoded;
                event.plan_chunk.task.n = chunk ? tasks - 2 : 2;
                tell(story, &event, OPERATOR);
        }
        event = (struct event){.kind = EVENT_PLAN_IN_FORCE};
        event.plan_in_force = (struct plan){
                .id = bytes_str(plan),
                .import_id = bytes_of(import_id, 16),
                .chunks = 2,
                .tasks = tasks,
                .hash = bytes_of(hash, sizeof hash),
                .title = bytes_str("重点任务"),
                .start = day_of(2023, 1, 1),
                .end = day_of(2023, 12, 31),
                .cadence = chance(story, 2) ? CADENCE_WEEKLY : CADENCE_MONTHLY,
        };
        tell(story, &event, OPERATOR);
        story->plan = plan;
        story->tasks = tasks;
}

static void tell_some_plan(struct story *story)
{
        tell_plan(story, chance(story, 8) ? PLAN_ID : "2024");
}

/* How often, of a hundred. */
static const struct {
        unsigned share;
        void (*tell)(struct story *);
} EVENTS[] = {
        {36, tell_report}, {11, tell_correction}, {5, tell_remark}, {4, tell_suspension}, {3, tell_accept},
        {3, tell_close},   {8, tell_alert_word},  {10, tell_ticks}, {2, tell_policy},     {2, tell_some_plan},
        {4, tell_return},  {3, tell_amendment},   {2, tell_text},   {3, tell_outage},     {4, tell_countersign},
};

static void tell_some(struct story *story)
{
        uint64_t pick = chance(story, 100);
        size_t i = 0;

        while (pick >= EVENTS[i].share)
                pick -= EVENTS[i++].share;
        EVENTS[i].tell(story);
}

void story_tell(struct story *story, unsigned events)
{
        uint64_t beginning;

        story->office = office_open();
        beginning = story->office->head;
        story->today = day_of(2023, 6, 29);
        story->scratch = arena_new(0);
        assert_int_equal(world_new(&story->world), 0);
        assert_int_equal(journal_reader_new(story->office->journal, &story->reader), 0);
        for (uint64_t seq = 1; story->judged && seq <= beginning; seq++)
                judge(story, seq);
        tell_plan(story, PLAN_ID);
        for (unsigned i = 0; i < events; i++)
                tell_some(story);
        office_settle(story->office);
}

void story_end(struct story *story)
{
        world_free(story->world);
        journal_reader_free(story->reader);
        arena_free(story->scratch);
        office_close(story->office);
}
