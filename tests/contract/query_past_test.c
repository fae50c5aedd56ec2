/* query_past_test.c - the two axes of time: an answer about the past is the answer that was given then. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "tests/contract/query_story.h"

enum { EVENTS = 260, DEEP_EVENTS = 3000, SEQUENCES = 16384 };

/* -- as of a sequence: what was answered when the journal ended there -- */

static const struct {
        const char *what;
        enum person who;
        struct query query;
} ASKS[] = {
        {"status", SUPERVISOR, {.ask = ASK_STATUS, .with_texts = true}},
        {"status, to an agent", AGENT, {.ask = ASK_STATUS, .with_texts = true}},
        {"status of a department", OBSERVER, {.ask = ASK_STATUS, .department = {(const uint8_t *)"甲局", 6}}},
        {"second page", OBSERVER, {.ask = ASK_STATUS, .from_no = 3, .limit = 1}},
        {"task 1", SUPERVISOR, {.ask = ASK_TASK, .task.no = 1}},
        {"task 5", SUPERVISOR, {.ask = ASK_TASK, .task.no = STORY_TASKS}},
        {"due", SUPERVISOR, {.ask = ASK_DUE}},
        {"to countersign by 乙局", AGENT, {.ask = ASK_COUNTERSIGN, .department = {(const uint8_t *)"乙局", 6}}},
        {"alerts", SUPERVISOR, {.ask = ASK_ALERTS}},
        {"open alerts", SUPERVISOR, {.ask = ASK_ALERTS, .open_only = true}},
        {"alerts, paged", SUPERVISOR, {.ask = ASK_ALERTS, .open_only = true, .limit = 2}},
        {"alerts of a task", SUPERVISOR, {.ask = ASK_ALERTS, .task.no = 2}},
        {"plan", OBSERVER, {.ask = ASK_PLAN}},
        {"plan, from task 4", OBSERVER, {.ask = ASK_PLAN, .from_no = 4}},
        {"policy", OBSERVER, {.ask = ASK_POLICY}},
        {"history", SUPERVISOR, {.ask = ASK_HISTORY, .task.no = 3, .limit = 5}},
        {"records", AGENT, {.ask = ASK_RECORDS, .from_seq = 40, .limit = 5}},
        {"clock", OBSERVER, {.ask = ASK_CLOCK}},
};

struct memory { /* the answers given when the journal ended there, by sequence */
        struct arena *arena;
        struct bytes (*answers)[COUNT_OF(ASKS)];
        uint64_t every; /* how many sequences are passed over */
        uint64_t last;
};

/* The whole answer, in the one form its content has. */
static struct bytes said(struct office *office, size_t ask, uint64_t as_of, struct arena *arena)
{
        struct query query = ASKS[ask].query;
        struct answer answer;
        struct bytes bytes;

        query.as_of = as_of;
        answer = *office_hear(office, ASKS[ask].who, query);
        assert_int_equal(codec_put_answer(&answer, arena, &bytes), 0);
        return arena_copy(arena, bytes);
}

static void remember(struct story *story)
{
        struct memory *memory = story->context;
        const uint64_t seq = story->office->head;

        if (seq % memory->every)
                return;
        office_settle(story->office);
        memory->last = seq;
        assert_true(seq < SEQUENCES);
        for (size_t i = 0; i < COUNT_OF(ASKS); i++)
                memory->answers[seq][i] = said(story->office, i, 0, memory->arena);
}

static void compare_all(struct office *office, const struct memory *memory)
{
        ARENA struct arena *arena = arena_new(0);

        for (uint64_t seq = 1; seq <= memory->last; seq++) {
                arena_reset(arena);
                for (size_t i = 0; i < COUNT_OF(ASKS) && memory->answers[seq][i].len; i++)
                        if (!bytes_equal(said(office, i, seq, arena), memory->answers[seq][i]))
                                fail_msg("%s as of %llu is not what was answered then", ASKS[i].what,
                                         (unsigned long long)seq);
        }
}

static void compare_with_memory(uint64_t seed, bool judged, uint64_t every, unsigned events)
{
        struct memory memory = {.arena = arena_new(0), .every = every};
        struct story *story = calloc(1, sizeof *story);
        struct office *rebuilt;

        assert_non_null(story);
        memory.answers = arena_array(memory.arena, SEQUENCES, sizeof *memory.answers);
        *story = (struct story){.seed = seed, .judged = judged, .each = remember, .context = &memory};
        story_tell(story, events);
        assert_true(!judged || story->n_alerts > 10);
        compare_all(story->office, &memory);
        rebuilt = office_rebuilt(story->office);
        compare_all(rebuilt, &memory);
        office_rebuilt_close(rebuilt);
        story_end(story);
        free(story);
        arena_free(memory.arena);
}

static void as_of_is_what_was_answered_then(void **state UNUSED)
{
        compare_with_memory(1, true, 1, EVENTS);
        compare_with_memory(2, true, 3, EVENTS);
}

/* Long enough for rows to be kept, several of each task. */
static void as_of_in_a_long_history(void **state UNUSED)
{
        compare_with_memory(3, false, 97, DEEP_EVENTS);
}

/* -- for a date: what would be answered if later figures had never come -- */

struct cut {
        const struct story *whole;
        uint64_t as_of;
        struct day date;
};

static bool is_replaced(const struct figure *figure, uint64_t as_of)
{
        return figure->replaced && figure->replaced <= as_of;
}

/* Does the figure not count? Those of later days, and those that a correction takes back; but where nothing speaks
 * of a later day, all stays as it is. */
static bool does_not_count(const struct story *story, const struct figure *figure)
{
        const struct cut *cut = story->context;
        const struct figure *told = &cut->whole->figures[figure - story->figures]; /* the same one in the whole story */
        bool later = false;

        for (size_t i = 0; i < cut->whole->n_figures; i++) {
                const struct figure *other = &cut->whole->figures[i];

                later = later || (other->seq <= cut->as_of && other->no == figure->no &&
                                  strcmp(other->plan, figure->plan) == 0 && day_before(cut->date, other->day));
        }
        return later && (is_replaced(told, cut->as_of) || day_before(cut->date, figure->day));
}

static uint32_t reports_until(const struct cut *cut, const struct task_view *view)
{
        uint32_t reports = 0;

        for (size_t i = 0; i < cut->whole->n_figures; i++) {
                const struct figure *figure = &cut->whole->figures[i];

                reports += figure->seq <= cut->as_of && !figure->replaces && figure->no == view->task.no &&
                           bytes_is(view->task.plan, figure->plan) && !day_before(cut->date, figure->day);
        }
        return reports;
}

/* An answer without what differs between two journals that say the same. */
static struct bytes substance(const struct answer *answer, struct arena *arena)
{
        struct answer copy = *answer;
        struct bytes bytes;

        for (size_t i = 0; i < copy.task.n; i++) {
                copy.task.at[i].head_seq = 0;
                copy.task.at[i].reported_at = 0;
                copy.task.at[i].reports = 0;
                for (size_t k = 0; k < copy.task.at[i].countersign.n; k++)
                        copy.task.at[i].countersign.at[k].at = 0;
        }
        assert_int_equal(codec_put_answer(&copy, arena, &bytes), 0);
        return arena_copy(arena, bytes);
}

static void compare_cut(const struct story *cut_story, const struct cut *cut)
{
        static const struct query QUERIES[] = {{.ask = ASK_STATUS, .with_texts = true},
                                               {.ask = ASK_DUE},
                                               {.ask = ASK_COUNTERSIGN},
                                               {.ask = ASK_TASK, .task.no = 1}};
        ARENA struct arena *arena = arena_new(0);

        for (size_t i = 0; i < COUNT_OF(QUERIES); i++) {
                struct query query = QUERIES[i];
                const struct answer *answer;
                struct bytes expected = substance(office_hear(cut_story->office, SUPERVISOR, query), arena);

                query.as_of = cut->as_of;
                query.for_date = cut->date;
                answer = office_hear(cut->whole->office, SUPERVISOR, query);
                assert_int_equal(office_refusal(answer), CODE_NONE);
                for (size_t k = 0; k < answer->task.n; k++)
                        assert_int_equal(answer->task.at[k].reports, reports_until(cut, &answer->task.at[k]));
                if (!bytes_equal(substance(answer, arena), expected)) {
                        char date[DAY_TEXT_SIZE];

                        fail_msg("question %zu as of %llu for %s is not as if later figures had not come", i,
                                 (unsigned long long)cut->as_of, day_text(cut->date, date));
                }
        }
}

static uint64_t end_of_story(unsigned events)
{
        struct story *story = calloc(1, sizeof *story);
        uint64_t end;

        assert_non_null(story);
        *story = (struct story){.seed = 4};
        story_tell(story, events);
        end = story->office->head;
        story_end(story);
        free(story);
        return end;
}

static void tell_cut(const struct story *whole, unsigned events, uint64_t end, struct day date)
{
        struct cut cut = {.whole = whole, .date = date, .as_of = end};
        struct story *story = calloc(1, sizeof *story);

        assert_non_null(story);
        *story = (struct story){.seed = 4, .last_day = date, .leave_out = does_not_count, .context = &cut, .as = whole};
        story_tell(story, events);
        compare_cut(story, &cut);
        story_end(story);
        free(story);
}

static void for_date_is_without_later_figures(void **state UNUSED)
{
        static const unsigned LENGTHS[] = {60, 300, 2200};
        static const int DAYS[] = {-110, -3, 5, 60, 200, 700};
        struct story *whole = calloc(1, sizeof *whole);

        assert_non_null(whole);
        *whole = (struct story){.seed = 4};
        story_tell(whole, LENGTHS[COUNT_OF(LENGTHS) - 1]);
        for (size_t i = 0; i < COUNT_OF(LENGTHS); i++) {
                const uint64_t end = end_of_story(LENGTHS[i]);

                for (size_t k = 0; k < COUNT_OF(DAYS); k++)
                        tell_cut(whole, LENGTHS[i], end, day_plus(day_of(2023, 6, 30), DAYS[k]));
        }
        story_end(whole);
        free(whole);
}

/* A report that was sent back is the newest until another follows. */
static bool was_followed(const struct cut *cut, const struct figure *returned)
{
        if (!returned->returned || returned->returned > cut->as_of)
                return false;
        for (size_t i = 0; i < cut->whole->n_figures; i++) {
                const struct figure *other = &cut->whole->figures[i];

                if (other->seq > returned->returned && other->seq <= cut->as_of && other->no == returned->no &&
                    strcmp(other->plan, returned->plan) == 0 && !day_before(cut->date, other->day) &&
                    !is_replaced(other, cut->as_of))
                        return true;
        }
        return false;
}

/* The newest by (date, sequence) that was not taken back, found by looking at all of them. */
static const struct figure *newest_until(const struct cut *cut, const struct task_view *view, bool *ret_later)
{
        const struct figure *newest = NULL;

        *ret_later = false;
        for (size_t i = 0; i < cut->whole->n_figures; i++) {
                const struct figure *figure = &cut->whole->figures[i];

                if (figure->seq > cut->as_of || figure->no != view->task.no || !bytes_is(view->task.plan, figure->plan))
                        continue;
                if (day_before(cut->date, figure->day))
                        *ret_later = true;
                else if (!is_replaced(figure, cut->as_of) && !was_followed(cut, figure) &&
                         (!newest || !day_before(figure->day, newest->day)))
                        newest = figure;
        }
        return newest;
}

static void look_at_row(const struct cut *cut, const struct task_view *view)
{
        bool later;
        const struct figure *newest = newest_until(cut, view, &later);
        const uint64_t seq = newest ? newest->seq : 0;

        if (view->reports != reports_until(cut, view) || (later && view->report_seq != seq))
                fail_msg("task %u as of %llu, day %d: report %llu of %u, not %llu", view->task.no,
                         (unsigned long long)cut->as_of, cut->date.n, (unsigned long long)view->report_seq,
                         view->reports, (unsigned long long)seq);
}

static void any_sequence_and_any_date(void **state UNUSED)
{
        struct story *whole = calloc(1, sizeof *whole);
        struct query query = {.ask = ASK_STATUS};

        assert_non_null(whole);
        *whole = (struct story){.seed = 5};
        story_tell(whole, DEEP_EVENTS);
        for (unsigned i = 0; i < 1000; i++) {
                const uint64_t as_of = 20 + (i * UINT64_C(7919)) % (whole->office->head - 20);
                const struct cut cut = {whole, as_of, day_plus(day_of(2023, 4, 1), (int)(i * 104729 % 1600))};
                const struct answer *answer;

                query.as_of = cut.as_of;
                query.for_date = cut.date;
                answer = office_hear(whole->office, SUPERVISOR, query);
                assert_int_equal(office_refusal(answer), CODE_NONE);
                for (size_t k = 0; k < answer->task.n; k++)
                        look_at_row(&cut, &answer->task.at[k]);
        }
        story_end(whole);
        free(whole);
}

/* -- told by hand -- */

static uint64_t say_figure(struct office *office, struct day day, uint64_t replaces)
{
        struct line line = {.part = 1, .value = {60, 0, true}, .unit = bytes_str("个")};
        struct report report = {.task = {bytes_str(PLAN_ID), 1}, .data_date = day};
        struct event event = {.kind = replaces ? EVENT_CORRECTION : EVENT_REPORT};

        report.line.at = &line;
        report.line.n = 1;
        if (replaces)
                event.correction = (struct correction){replaces, bytes_str("日期有误"), &report};
        else
                event.report = report;
        return office_say(office, &event, AGENT);
}

static void say_figures(struct office *office, unsigned count, struct day day)
{
        for (unsigned i = 0; i < count; i++)
                say_figure(office, day, 0);
}

static uint64_t report_at(struct office *office, uint64_t as_of, struct day date)
{
        const struct query query = {.ask = ASK_STATUS, .task.no = 1, .as_of = as_of, .for_date = date};
        const struct answer *answer = office_hear(office, OBSERVER, query);

        assert_int_equal(office_refusal(answer), CODE_NONE);
        return answer->task.at->report_seq;
}

/* Far behind, among records that speak of later days only, stands the correction that matters. */
static void a_later_correction_takes_back(void **state)
{
        struct office *office = *state;
        const struct task task = office_task(office, 1, "甲局", NULL);
        const struct day date = day_of(2023, 6, 15);
        uint64_t good, wrong, before;

        office_plan(office, &task, 1);
        good = say_figure(office, day_of(2023, 6, 5), 0);
        wrong = say_figure(office, day_of(2023, 6, 10), 0);
        say_figures(office, 400, day_of(2023, 6, 25));
        before = office->head;
        say_figure(office, day_of(2023, 6, 26), wrong);
        say_figures(office, 700, day_of(2023, 6, 27));
        office_settle(office);
        assert_int_equal(report_at(office, before, date), wrong);
        assert_int_equal(report_at(office, 0, date), good);
        assert_int_equal(report_at(office, 0, day_of(2023, 6, 4)), 0);
        assert_int_equal(report_at(office, 0, day_of(2023, 6, 30)), office->head);
}

/* Where nothing is left out the current report is the state's, whose pointer knows only the end of the series. */
static void a_date_that_leaves_nothing_out(void **state)
{
        struct office *office = *state;
        const struct task task = office_task(office, 1, "甲局", NULL);
        uint64_t between, taken, correction, end;

        office_plan(office, &task, 1);
        between = say_figure(office, day_of(2023, 6, 10), 0);
        taken = say_figure(office, day_of(2023, 6, 20), 0);
        correction = say_figure(office, day_of(2023, 6, 5), taken);
        end = office->head;
        say_figure(office, day_of(2023, 6, 25), 0);
        office_settle(office);
        assert_int_equal(report_at(office, end, (struct day){0}), correction);
        assert_int_equal(report_at(office, end, day_of(2023, 6, 24)), correction);
        assert_int_equal(report_at(office, 0, day_of(2023, 6, 24)), between);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(as_of_is_what_was_answered_then),
                cmocka_unit_test(as_of_in_a_long_history),
                cmocka_unit_test(for_date_is_without_later_figures),
                cmocka_unit_test(any_sequence_and_any_date),
                IN_OFFICE(a_later_correction_takes_back),
                IN_OFFICE(a_date_that_leaves_nothing_out),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
