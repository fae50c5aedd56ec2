/* cli_promises_test.c - records folded into what was promised, kept and broken. */
#include "client/cli/promises.h"

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }
#define TASK                                                                                                           \
        {                                                                                                              \
                TEXT("p"), 1                                                                                           \
        }
enum { PART_COUNT = 3 };

/* Days are small numbers here: 100 is the first day. */
static struct part PARTS[PART_COUNT] = {
        {.no = 1, .kind = PART_CUMULATIVE, .target = {10, 0, true}},
        {.no = 2, .kind = PART_MILESTONE},
        {.no = 3, .kind = PART_CUMULATIVE, .target = {5, 0, true}, .direction = DIRECTION_AT_MOST},
};
static struct task TASKS[] = {{.no = 1, .title = TEXT("任务"), .part = {PARTS, PART_COUNT}}};
static const struct plan HEADER = {.id = TEXT("p")};
static const struct plan_view PLAN = {.header = &HEADER, .task = {TASKS, 1}};

enum what { NOTHING, DAY, REPORT, MENTION, CORRECT, RETURN, WORD, AMEND, ANSWER, ALERT, CLOSE, OTHER_PLAN };

/* One record of a story: of a report the data date, the part, and what is said of it. */
struct step {
        enum what what;
        int day; /* data date; the day of a verdict, an alert, a tick */
        uint32_t part;
        int promise; /* the day promised; 0 = none */
        int value;
        bool done;
        enum evidence evidence;
        enum approximation approximate;
        enum verdict_word word;
        uint32_t broken;
        enum alert_change change;
        bool unfounded;
        uint64_t cause; /* the record named, counted from 1 */
};

struct story {
        const char *name;
        const char *states; /* of the promises, in order; '-' = it is gone */
        uint64_t evidence; /* of the first */
        struct step step[8];
};

static const struct story STORIES[] = {
        {"the day is to come", "o", 0, {{REPORT, 110, 1, .promise = 130}, {DAY, .day = 120}}},
        {"on the day itself", "o", 0, {{REPORT, 110, 1, .promise = 130}, {DAY, .day = 130}}},
        {"the day passed in silence", "?", 0, {{REPORT, 110, 1, .promise = 130}, {DAY, .day = 131}}},
        {"reached in time",
         "k",
         2,
         {{REPORT, 110, 1, .promise = 130}, {REPORT, 130, 1, .value = 10}, {DAY, .day = 140}}},
        {"reached too late",
         "?",
         0,
         {{REPORT, 110, 1, .promise = 130}, {REPORT, 131, 1, .value = 10}, {DAY, .day = 140}}},
        {"not quite reached",
         "o",
         0,
         {{REPORT, 110, 1, .promise = 130}, {REPORT, 120, 1, .value = 9}, {DAY, .day = 125}}},
        {"nearly",
         "o",
         0,
         {{REPORT, 110, 1, .promise = 130},
          {REPORT, 120, 1, .value = 10, .approximate = APPROXIMATION_NEARLY},
          {DAY, .day = 125}}},
        {"by proxy",
         "o",
         0,
         {{REPORT, 110, 1, .promise = 130},
          {REPORT, 120, 1, .value = 10, .evidence = EVIDENCE_PROXY},
          {DAY, .day = 125}}},
        {"the target of now",
         "k",
         3,
         {{REPORT, 110, 1, .promise = 130}, {AMEND, .value = 8}, {REPORT, 120, 1, .value = 8}}},
        {"the milestone",
         "k",
         2,
         {{REPORT, 110, 2, .promise = 130}, {REPORT, 120, 2, .done = true}, {DAY, .day = 140}}},
        {"another part", "o", 0, {{REPORT, 110, 1, .promise = 130}, {REPORT, 120, 2, .done = true}}},
        {"a ceiling is never there", "o", 0, {{REPORT, 110, 3, .promise = 130}, {REPORT, 120, 3, .value = 4}}},
        {"the day passed behind",
         "b",
         2,
         {{REPORT, 110, 1, .promise = 130}, {WORD, 115, 1, .word = VERDICT_BEHIND}, {DAY, .day = 131}}},
        {"behind, but not for long",
         "?",
         0,
         {{REPORT, 110, 1, .promise = 130},
          {WORD, 115, 1, .word = VERDICT_BEHIND},
          {WORD, 120, 1, .word = VERDICT_ON_PACE},
          {DAY, .day = 131}}},
        {"behind on the day, well later",
         "b",
         2,
         {{REPORT, 110, 1, .promise = 130},
          {WORD, 115, 1, .word = VERDICT_BEHIND},
          {WORD, 140, 1, .word = VERDICT_ON_PACE},
          {DAY, .day = 141}}},
        {"counted by the judge",
         "b",
         2,
         {{REPORT, 110, 1, .promise = 130}, {WORD, 131, 1, .word = VERDICT_ON_PACE, .broken = 1}, {DAY, .day = 132}}},
        {"counted before", "o", 0, {{REPORT, 110, 1, .promise = 130}, {WORD, 129, 1, .broken = 1}, {DAY, .day = 130}}},
        {"broken, until the late report comes",
         "k",
         4,
         {{REPORT, 110, 1, .promise = 130},
          {WORD, 115, 1, .word = VERDICT_BEHIND},
          {WORD, 131, 1, .word = VERDICT_SERIOUSLY_BEHIND},
          {REPORT, 130, 1, .value = 11},
          {DAY, .day = 140}}},
        {"corrected away", "", 0, {{REPORT, 110, 1, .promise = 130}, {CORRECT, 111, 1, .cause = 1}}},
        {"a correction's own",
         "kk",
         3,
         {{CORRECT, 111, 1, .promise = 130, .cause = 9},
          {REPORT, 120, 1, .promise = 150},
          {REPORT, 125, 1, .value = 10}}},
        {"sent back", "", 0, {{REPORT, 110, 1, .promise = 130}, {RETURN, .cause = 1}}},
        {"what a report sent back shows",
         "o",
         0,
         {{REPORT, 110, 1, .promise = 130}, {REPORT, 120, 1, .value = 10}, {RETURN, .cause = 2}}},
        {"the same data date", "-o", 0, {{REPORT, 110, 1, .promise = 130}, {REPORT, 110, 1, .promise = 140}}},
        {"said again", "o", 0, {{REPORT, 110, 1, .promise = 130}, {REPORT, 115, 1, .promise = 130}}},
        {"put off", "?o", 0, {{REPORT, 110, 1, .promise = 130}, {REPORT, 115, 1, .promise = 150}, {DAY, .day = 140}}},
        {"a mention", "k", 2, {{MENTION, 110, .promise = 130}, {MENTION, 120, .done = true}, {DAY, .day = 140}}},
        {"a mention, nothing more", "?", 0, {{MENTION, 110, .promise = 130}, {DAY, .day = 140}}},
        {"an answer", "o", 0, {{ANSWER, .promise = 130}, {DAY, .day = 130}}},
        {"the alert stays open", "b", 0, {{ANSWER, .promise = 130}, {DAY, .day = 131}}},
        {"the answer lapsed", "b", 2, {{ANSWER, .promise = 130}, {ALERT, 131, .change = ALERT_LAPSED}}},
        {"cleared by the day",
         "k",
         2,
         {{ANSWER, .promise = 130}, {ALERT, 130, .change = ALERT_CLEARED}, {DAY, .day = 140}}},
        {"cleared after it",
         "b",
         2,
         {{ANSWER, .promise = 130}, {ALERT, 131, .change = ALERT_CLEARED}, {DAY, .day = 140}}},
        {"cleared by closing the task",
         "?",
         3,
         {{ANSWER, .promise = 130},
          {.what = CLOSE},
          {ALERT, 120, .change = ALERT_CLEARED, .cause = 2},
          {DAY, .day = 140}}},
        {"cleared by a correction, then withdrawn",
         "?",
         2,
         {{ANSWER, .promise = 130},
          {ALERT, 120, .change = ALERT_CLEARED, .unfounded = true},
          {ALERT, 135, .change = ALERT_WITHDRAWN},
          {DAY, .day = 140}}},
        {"of another plan", "", 0, {{OTHER_PLAN, 110, 1, .promise = 130}}},
};

/* -- a step as an event -- */

struct made {
        struct promise promise;
        struct line line;
        struct mention mention;
        struct report report;
        struct part_verdict judged;
        struct part_change change;
        struct event event;
};

static void make_report(const struct step *step, struct made *made)
{
        made->promise = (struct promise){.what = TEXT("办到"), .date = {step->promise}};
        made->line = (struct line){.part = step->part,
                                   .value = {step->value, 0, step->value != 0},
                                   .evidence = step->evidence,
                                   .approximate = step->approximate,
                                   .state = step->done ? STATE_DONE : STATE_UNSPECIFIED,
                                   .promise = step->promise ? &made->promise : NULL};
        made->mention =
                (struct mention){.name = TEXT("闸口"), .state = made->line.state, .promise = made->line.promise};
        made->report = (struct report){.task = TASK, .data_date = {step->day}};
        made->report.line.at = &made->line;
        made->report.line.n = step->what != MENTION;
        made->report.mention.at = &made->mention;
        made->report.mention.n = step->what == MENTION;
}

static void make(const struct step *step, struct made *made)
{
        static const struct alert_ref REF = {.cause = 7, .task = TASK, .part = 1, .kind = ALERT_BEHIND};
        struct event *event = &made->event;

        memset(made, 0, sizeof *made);
        make_report(step, made);
        made->judged = (struct part_verdict){.part = step->part, .verdict = step->word, .broken = step->broken};
        made->change = (struct part_change){.part = 1, .target = {step->value, 0, true}};
        switch (step->what) {
        case DAY:
                *event = (struct event){.kind = EVENT_TICK, .tick = {{step->day}}};
                break;
        case CORRECT:
                *event = (struct event){.kind = EVENT_CORRECTION,
                                        .correction = {step->cause, TEXT("误"), &made->report}};
                break;
        case RETURN:
                *event = (struct event){.kind = EVENT_RETURN,
                                        .return_report = {.report_seq = step->cause, .task = TASK}};
                break;
        case WORD:
                *event = (struct event){.kind = EVENT_VERDICT,
                                        .verdict = {.task = TASK, .day = {step->day}, .part = {&made->judged, 1}}};
                break;
        case AMEND:
                *event = (struct event){.kind = EVENT_AMENDMENT,
                                        .amendment = {.task = TASK, .change = {&made->change, 1}}};
                break;
        case ANSWER:
                *event = (struct event){.kind = EVENT_ALERT_ANSWER,
                                        .alert_answer = {.alert = REF, .plan = TEXT("补"), .date = {step->promise}}};
                break;
        case ALERT:
                *event = (struct event){.kind = EVENT_ALERT,
                                        .alert = {.alert = REF,
                                                  .change = step->change,
                                                  .day = {step->day},
                                                  .cause = step->cause,
                                                  .unfounded = step->unfounded}};
                break;
        case CLOSE:
                *event = (struct event){.kind = EVENT_CLOSE, .close = {.task = TASK}};
                break;
        default:
                *event = (struct event){.kind = EVENT_REPORT, .report = made->report};
        }
}

static void fold(struct fixture *fixture, const struct story *story, struct promises *promises)
{
        assert_int_equal(promises_open(promises, fixture->session.arena, &PLAN), 0);
        for (int pass = 0; pass < 2; pass++) {
                for (size_t i = 0; i < COUNT_OF(story->step) && story->step[i].what != NOTHING; i++) {
                        const struct record_view record = {.seq = i + 1, .department = TEXT("甲局")};
                        const struct bytes plan = bytes_str(story->step[i].what == OTHER_PLAN ? "another" : "p");
                        const uint64_t kinds = pass ? PROMISES_KINDS : PROMISES_VOID_KINDS;
                        struct made made;

                        make(&story->step[i], &made);
                        if (!(kinds & RECORDS_KIND(made.event.kind)))
                                continue;
                        assert_int_equal(pass ? promises_add(promises, &record, &made.event, plan)
                                              : promises_void(promises, &made.event, plan),
                                         0);
                }
                promises_sort(promises);
        }
        promises_end(promises);
}

static void test_stories(void **state)
{
        static const char MARKS[PROMISE_COUNT] = "?okb?";
        bool wrong = false;

        for (size_t i = 0; i < COUNT_OF(STORIES); i++) {
                const struct story *story = &STORIES[i];
                struct promises promises;
                char states[9] = "";

                fold(*state, story, &promises);
                for (size_t j = 0; j < promises.entry.n && j < 8; j++)
                        states[j] = promises.entry.at[j]->gone ? '-' : MARKS[promises.entry.at[j]->state];
                if (strcmp(states, story->states) == 0 &&
                    (promises.entry.n == 0 || promises.entry.at[0]->evidence == story->evidence))
                        continue;
                print_message("%s: %s, not %s; by %llu\n", story->name, states, story->states,
                              promises.entry.n ? (unsigned long long)promises.entry.at[0]->evidence : 0);
                wrong = true;
        }
        assert_false(wrong);
}

/* What the asker may not read is counted, and is nothing else. */
static void test_withheld(void **state)
{
        const struct record_view record = {.seq = 1};
        struct fixture *fixture = *state;
        struct promises promises;

        assert_int_equal(promises_open(&promises, fixture->session.arena, &PLAN), 0);
        assert_int_equal(promises_add(&promises, &record, NULL, (struct bytes)TEXT("p")), 0);
        assert_int_equal(promises.withheld, 1);
        assert_int_equal(promises.entry.n, 0);
}

static const struct story PRINTED = {
        "",
        "",
        0,
        {{REPORT, 110, 1, .promise = 130},
         {REPORT, 120, 1, .value = 10},
         {ANSWER, .promise = 160},
         {MENTION, 125, .promise = 140},
         {DAY, .day = 150}},
};

static size_t print(struct fixture *fixture, const struct promises_filter *filter)
{
        struct promises promises;
        struct page page;
        size_t broken;

        fold(fixture, &PRINTED, &promises);
        fixture->session.output = &output_csv;
        fixture_page(fixture, &page);
        broken = promises_page(&page, &promises, filter);
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        return broken;
}

static void test_page(void **state)
{
        assert_int_equal(print(*state, &(struct promises_filter){.days = 0}), 0);
        assert_string_equal(fixture_printed(*state),
                            "seq,no,title,part,name,department,what,date,source,state,evidence_seq\r\n"
                            "1,1,任务,1,,甲局,办到,1970-05-11,report,kept,2\r\n"
                            "3,1,任务,1,,甲局,补,1970-06-10,answer,open,\r\n"
                            "4,1,任务,,闸口,甲局,办到,1970-05-21,mention,unknown,\r\n"
                            "\r\n"
                            "department,open,kept,broken,unknown\r\n"
                            "甲局,1,1,0,1\r\n");
}

static void test_due_within(void **state)
{
        print(*state, &(struct promises_filter){.due_within = true, .days = 9});
        assert_null(strstr(fixture_printed(*state), ",open,\r\n"));
        print(*state, &(struct promises_filter){.due_within = true, .days = 10});
        assert_non_null(strstr(fixture_printed(*state), ",open,\r\n"));
        assert_null(strstr(fixture_printed(*state), "kept,2"));
}

static void test_department(void **state)
{
        print(*state, &(struct promises_filter){.department = TEXT("乙局")});
        assert_null(strstr(fixture_printed(*state), "甲局"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_stories, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_withheld, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_page, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_due_within, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_department, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
