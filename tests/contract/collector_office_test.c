/* collector_office_test.c - what the office says: returns, accepted excuses, closing, texts, letters, withdrawals, the
 * bulletin. Each is refused for what it lacks, by code and field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/model/ladder.h"
#include "tests/contract/collector_kit.h"

static struct task_ref task_of(uint32_t no)
{
        return (struct task_ref){bytes_str("p"), no};
}

static void refused(struct collector_kit *k, struct event event, enum code code, const char *field)
{
        assert_int_equal(ck_try(k, SUPERVISOR, &event), code);
        assert_string_equal(ck_field(k), field);
}

/* -- returns -- */

static uint64_t report(struct collector_kit *k, uint32_t task, int day)
{
        struct event event = ck_report(k, task, 1);

        event.report.data_date = day_of(2023, 6, day);
        return ck_must(k, task == 2 ? AGENT_B : AGENT_A, event);
}

static struct event correction(struct collector_kit *k, uint64_t replaces, int day)
{
        struct report *corrected = arena_take(k->arena, sizeof *corrected);
        struct event event = {.kind = EVENT_CORRECTION};

        *corrected = ck_report(k, 1, 2).report;
        corrected->data_date = day_of(2023, 6, day);
        event.correction = (struct correction){replaces, bytes_str("a slip"), corrected};
        return event;
}

static uint64_t correct(struct collector_kit *k, uint64_t replaces, int day)
{
        return ck_must(k, AGENT_A, correction(k, replaces, day));
}

static struct event give_back(uint64_t seq)
{
        struct event event = {.kind = EVENT_RETURN};

        event.return_report = (struct return_report){seq, bytes_str("no figures"), task_of(1)};
        return event;
}

static const char SEQ_FIELD[] = "return_report.report_seq";

/* The one with the newest data date, or what corrects it; whether the state knows it already or not. */
static void only_the_report_that_counts(void **state)
{
        struct collector_kit *k = *state;

        for (int applied = 0; applied < 2; applied++) {
                const int day = 10 + 2 * applied;
                const uint64_t newest = report(k, 1, day);
                const uint64_t older = report(k, 1, 1);
                const uint64_t foreign = report(k, 2, 29);
                uint64_t corrected;

                if (applied)
                        ck_apply(k);
                refused(k, give_back(older), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
                refused(k, give_back(foreign), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
                ck_must(k, SUPERVISOR, give_back(newest));
                refused(k, give_back(newest), CODE_ALREADY_DONE, SEQ_FIELD);
                corrected = correct(k, newest, 2); /* to an older date, and it counts all the same */
                if (applied)
                        ck_apply(k);
                refused(k, give_back(newest), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
                ck_must(k, SUPERVISOR, give_back(corrected));
                refused(k, give_back(corrected), CODE_ALREADY_DONE, SEQ_FIELD);
        }
}

/* -- corrections -- */

static void may_not_correct(struct collector_kit *k, uint64_t replaces, uint64_t stands)
{
        const struct event event = correction(k, replaces, 4);
        char field[64];

        snprintf(field, sizeof field, "correction.replaces_seq[%llu]", (unsigned long long)stands);
        assert_int_equal(ck_try(k, AGENT_A, &event), CODE_ALREADY_DONE);
        assert_string_equal(ck_field(k), field);
}

/* What was replaced is replaced by its correction; an older report that was not may be corrected, once as well. */
static void only_what_was_not_corrected(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t older = report(k, 1, 2);
        const uint64_t newest = report(k, 1, 10);
        const uint64_t first = correct(k, newest, 10);
        uint64_t first_of_older;
        uint64_t second;

        may_not_correct(k, newest, first);
        ck_must(k, SUPERVISOR, give_back(first));
        may_not_correct(k, newest, first);
        second = correct(k, first, 9);
        ck_restart(k, true);
        may_not_correct(k, newest, second);
        may_not_correct(k, first, second);
        first_of_older = correct(k, older, 3);
        may_not_correct(k, older, first_of_older);
        report(k, 1, 20);
        correct(k, second, 9);
}

static void what_a_return_needs(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t seq = report(k, 1, 10);
        struct event event = give_back(seq);

        event.return_report.task = (struct task_ref){0};
        refused(k, event, CODE_MISSING_FIELD, "return_report.task");
        event = give_back(seq);
        event.return_report.reason = bytes_str("");
        refused(k, event, CODE_MISSING_FIELD, "return_report.reason");
        event = give_back(seq);
        event.return_report.task.no = 9;
        refused(k, event, CODE_UNKNOWN_TASK, "task");
        event.return_report.task.no = 3;
        refused(k, event, CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        refused(k, give_back(1), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        refused(k, give_back(UINT64_MAX), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
}

/* -- accepted excuses -- */

static void what_an_acceptance_needs(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t mine = report(k, 1, 10);
        const uint64_t foreign = report(k, 2, 10);
        const struct {
                uint32_t task, part;
                uint64_t report_seq;
                struct day until;
                enum code code;
                const char *field;
        } table[] = {
                {1, 1, mine, day_of(2023, 9, 1), 0, ""},
                {1, 0, 0, day_of(2023, 6, 30), 0, ""}, /* all parts, for today alone */
                {1, 0, 0, day_of(2023, 6, 29), CODE_NOT_LATER, "accept.until"},
                {9, 0, 0, day_of(2023, 9, 1), CODE_UNKNOWN_TASK, "task"},
                {1, 3, 0, day_of(2023, 9, 1), CODE_UNKNOWN_PART, "accept.part"},
                {1, 1, foreign, day_of(2023, 9, 1), CODE_UNKNOWN_REFERENCE, "accept.report_seq"},
                {1, 1, 1, day_of(2023, 9, 1), CODE_UNKNOWN_REFERENCE, "accept.report_seq"},
                {1, 1, UINT64_MAX, day_of(2023, 9, 1), CODE_UNKNOWN_REFERENCE, "accept.report_seq"},
        };

        for (size_t i = 0; i < COUNT_OF(table); i++) {
                struct event event = {.kind = EVENT_ACCEPT};

                event.accept = (struct accept){.task = task_of(table[i].task),
                                               .part = table[i].part,
                                               .report_seq = table[i].report_seq,
                                               .until = table[i].until};
                refused(k, event, table[i].code, table[i].field);
        }
}

/* -- suspensions -- */

/* One that is over when it is asked for would suspend nothing, and be counted as an exception all the same. */
static void a_suspension_is_not_over_yet(void **state)
{
        struct event event = {.kind = EVENT_SUSPENSION};
        struct collector_kit *k = *state;

        event.suspension =
                (struct suspension){.task = task_of(1), .until = day_of(2023, 6, 29), .reason = bytes_str("汛期")};
        refused(k, event, CODE_NOT_LATER, "suspension.until");
        event.suspension.until = day_of(2023, 6, 30);
        ck_must(k, SUPERVISOR, event);
        event.suspension.until = (struct day){0};
        ck_must(k, SUPERVISOR, event);
        event.suspension.until = day_of(2023, 6, 29);
        event.suspension.lifted = true; /* then the day says nothing */
        ck_must(k, SUPERVISOR, event);
}

/* -- closing and texts -- */

static void what_closing_needs(void **state)
{
        static const uint8_t HASH[HASH_SIZE] = {1};
        const struct attachment whole = {bytes_str("minutes.pdf"), bytes_of(HASH, HASH_SIZE)};
        struct attachment evidence[2] = {whole, whole};
        struct event event = {.kind = EVENT_CLOSE, .close = {.task = task_of(1)}};
        struct collector_kit *k = *state;

        refused(k, event, CODE_MISSING_FIELD, "close.evidence");
        event.close.evidence.at = evidence;
        event.close.evidence.n = 2;
        ck_must(k, SUPERVISOR, event);
        evidence[1].hash = bytes_of(NULL, 0);
        refused(k, event, CODE_MISSING_FIELD, "close.evidence[1].hash");
        evidence[0].name = bytes_str("");
        refused(k, event, CODE_MISSING_FIELD, "close.evidence[0].name");
        evidence[0] = evidence[1] = whole;
        event.close.reopened = true;
        refused(k, event, CODE_MISSING_FIELD, "close.reason");
        event.close.reason = bytes_str("it broke again");
        ck_must(k, SUPERVISOR, event);
        event.close.evidence.n = 0;
        event.close.reopened = false;
        ck_must(k, SUPERVISOR, event);
        event.close.task.no = 9;
        refused(k, event, CODE_UNKNOWN_TASK, "task");
}

static void what_a_text_needs(void **state)
{
        struct bytes progress[2] = {bytes_str(""), bytes_str("")};
        struct event event = {.kind = EVENT_PLAN_TEXT, .plan_text = {.task = task_of(1)}};
        struct collector_kit *k = *state;

        refused(k, event, CODE_MISSING_FIELD, "plan_text.progress");
        event.plan_text.progress.at = progress;
        event.plan_text.progress.n = 2;
        refused(k, event, CODE_MISSING_FIELD, "plan_text.progress");
        progress[1] = bytes_str("going well");
        ck_must(k, SUPERVISOR, event);
        event.plan_text.task.no = 9;
        refused(k, event, CODE_UNKNOWN_TASK, "task");
}

/* -- alerts -- */

static struct event change_of(const struct event *raised, uint64_t cause, enum alert_change change)
{
        struct event event = *raised;

        event.alert.change = change;
        event.alert.cause = cause;
        return event;
}

static void what_a_letter_needs(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t cause = report(k, 1, 10);
        const struct event alert = ck_alert(cause, 0, 1);
        struct event event = {.kind = EVENT_LETTER_SIGNED};

        assert_int_equal(ck_derive(k, &alert, 1), 'd');
        for (uint32_t rung = 0; rung < 8; rung++) {
                const bool is_letter = rung >= RUNG_LETTER && rung <= RUNG_TALK;

                event.letter_signed = (struct letter_signed){alert.alert.alert, rung, bytes_str("2023-1")};
                refused(k, event, is_letter ? 0 : CODE_BAD_VALUE, is_letter ? "" : "letter_signed.rung");
        }
        event.letter_signed.rung = RUNG_LETTER;
        event.letter_signed.number = bytes_str("");
        refused(k, event, CODE_MISSING_FIELD, "letter_signed.number");
        event.letter_signed.number = bytes_str("2023-2");
        event.letter_signed.alert.part = 2;
        refused(k, event, CODE_UNKNOWN_REFERENCE, "alert");
}

/* 整改反馈 has a date and holds until then; 申辩 promises nothing, and has none. */
static void what_an_answer_needs(void **state)
{
        struct collector_kit *k = *state;
        const struct event alert = ck_alert(report(k, 1, 10), 0, 1);
        struct event event = {.kind = EVENT_ALERT_ANSWER};
        const struct {
                const char *plan;
                int day; /* MMDD of 2023; today is 30 June */
                bool objection;
                enum code code;
                const char *field;
        } rows[] = {
                {"more hands", 930, false, 0, ""},
                {"more hands", 0, false, CODE_MISSING_FIELD, "alert_answer.date"},
                {"", 930, false, CODE_MISSING_FIELD, "alert_answer.plan"},
                {"the figure is right", 0, true, 0, ""},
                {"the figure is right", 930, true, CODE_WRONG_SHAPE, "alert_answer.date"},
                {"", 0, true, CODE_MISSING_FIELD, "alert_answer.plan"},
                {"more hands", 630, false, 0, ""},
                {"more hands", 629, false, CODE_NOT_LATER, "alert_answer.date"},
        };

        assert_int_equal(ck_derive(k, &alert, 1), 'd');
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                const int day = rows[i].day;
                const struct day date = day ? day_of(2023, day / 100, day % 100) : (struct day){0};

                event.alert_answer =
                        (struct alert_answer){alert.alert.alert, bytes_str(rows[i].plan), date, rows[i].objection};
                assert_int_equal(ck_try(k, AGENT_A, &event), rows[i].code);
                assert_string_equal(ck_field(k), rows[i].field);
        }
}

static struct event withdraw(const struct event *alert)
{
        struct event event = {.kind = EVENT_WITHDRAWAL};

        event.withdrawal = (struct withdrawal){alert->alert.alert, bytes_str("the figure was a slip")};
        return event;
}

/* Only what corrected figures have cleared, once, and only while nothing else happened to it. */
static void what_may_be_withdrawn(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t cause = report(k, 1, 10);
        const struct event raised = ck_alert(cause, 0, 1);
        struct event other = ck_alert(cause, 1, 1);
        struct event cleared = change_of(&raised, cause + 1, ALERT_CLEARED);
        struct event withdrawn = change_of(&raised, cause + 6, ALERT_WITHDRAWN);
        uint64_t asked;

        refused(k, withdraw(&raised), CODE_UNKNOWN_REFERENCE, "alert");
        other.alert.alert.part = 2;
        assert_int_equal(ck_derive(k, (struct event[]){raised, other}, 2), 'd');
        refused(k, withdraw(&raised), CODE_UNKNOWN_REFERENCE, "alert"); /* it stands */
        assert_int_equal(ck_derive(k, &cleared, 1), 'd');
        refused(k, withdraw(&raised), CODE_UNKNOWN_REFERENCE, "alert"); /* it was right */
        cleared.alert.ordinal = 1;
        cleared.alert.unfounded = true;
        assert_int_equal(ck_derive(k, &cleared, 1), 'd');
        refused(k, withdraw(&other), CODE_UNKNOWN_REFERENCE, "alert");
        cleared.alert.ordinal = 2;
        cleared.alert.alert.part = 2;
        assert_int_equal(ck_derive(k, &cleared, 1), 'd');
        asked = ck_must(k, SUPERVISOR, ck_proposal(1, 1, (struct number){0}, day_of(2024, 3, 31)));
        ck_must(k, DEPUTY, ck_approval(1, asked, true)); /* that is nothing to the alert */
        ck_restart(k, true);
        ck_must(k, SUPERVISOR, withdraw(&other));
        ck_must(k, SUPERVISOR, withdraw(&raised)); /* one says nothing about the other */
        refused(k, withdraw(&raised), CODE_ALREADY_DONE, "alert");
        assert_int_equal(ck_derive(k, &withdrawn, 1), 'd');
        refused(k, withdraw(&raised), CODE_ALREADY_DONE, "alert");
}

/* -- the bulletin -- */

static struct event bulletin(uint64_t through_seq)
{
        static const uint8_t HASH[HASH_SIZE] = {1};
        struct event event = {.kind = EVENT_BULLETIN_CLOSED};

        event.bulletin_closed = (struct bulletin_closed){
                .plan = bytes_str("p"),
                .data_date = day_of(2023, 6, 30),
                .through_seq = through_seq,
                .hash = bytes_of(HASH, HASH_SIZE),
        };
        return event;
}

static void what_a_bulletin_needs(void **state)
{
        struct collector_kit *k = *state;
        struct event event;

        for (uint32_t no = 1; no <= 3; no++)
                ck_must(k, SUPERVISOR, ck_remark(no));
        ck_must(k, SUPERVISOR, bulletin(ck_head(k)));
        refused(k, bulletin(0), CODE_MISSING_FIELD, "bulletin_closed.through_seq");
        refused(k, bulletin(ck_head(k) + 1), CODE_UNKNOWN_REFERENCE, "bulletin_closed.through_seq");
        refused(k, bulletin(UINT64_MAX), CODE_UNKNOWN_REFERENCE, "bulletin_closed.through_seq");
        event = bulletin(1);
        event.bulletin_closed.plan = bytes_str("q");
        refused(k, event, CODE_UNKNOWN_REFERENCE, "bulletin_closed.plan");
        event = bulletin(1);
        event.bulletin_closed.hash = bytes_of(NULL, 0);
        refused(k, event, CODE_MISSING_FIELD, "bulletin_closed.hash");
        event = bulletin(1);
        event.bulletin_closed.data_date = day_of(2023, 7, 1);
        refused(k, event, CODE_FUTURE_DATE, "bulletin_closed.data_date");
}

/* The first empty one is named; remarks count whether the state has them or not, and as long as their task is there. */
static void every_task_wants_a_remark(void **state)
{
        struct collector_kit *k = *state;

        ck_must(k, SUPERVISOR, ck_remark(3));
        refused(k, bulletin(1), CODE_MISSING_FIELD, "bulletin_closed.task[1].remark");
        ck_must(k, SUPERVISOR, ck_remark(1));
        for (int applied = 0; applied < 2; applied++) {
                ck_restart(k, applied);
                refused(k, bulletin(1), CODE_MISSING_FIELD, "bulletin_closed.task[2].remark");
        }
        ck_must(k, OPERATOR, ck_import(k, "p", "task 1 alone....", 1));
        ck_must(k, SUPERVISOR, bulletin(1));
        ck_restart(k, true);
        ck_must(k, OPERATOR, ck_import(k, "p", "all of them.....", 3));
        refused(k, bulletin(1), CODE_MISSING_FIELD, "bulletin_closed.task[2].remark");
        ck_must(k, SUPERVISOR, ck_remark(2));
        ck_must(k, SUPERVISOR, bulletin(ck_head(k)));
}

/* -- derived -- */

/* A finding about a report is a derived event like any other: numbered by its cause, stored once. */
static void findings_are_stored_once(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t cause = report(k, 1, 10);
        struct intake_finding finding = {.flag = INTAKE_JUMPED, .part = 1};
        struct event event = {.kind = EVENT_INTAKE};
        const struct event early = ck_alert(cause, 1, 1);

        event.intake = (struct intake){.task = task_of(1), .cause = cause, .ordinal = 2, .finding = {&finding, 1}};
        assert_int_equal(ck_derive(k, &event, 1), 'd');
        assert_int_equal(ck_record(k, ck_head(k)).kind, EVENT_INTAKE);
        assert_int_equal(ck_record(k, ck_head(k)).number, cause);
        for (int applied = 0; applied < 2; applied++) {
                uint64_t head;

                ck_restart(k, applied);
                head = ck_head(k);
                assert_int_equal(ck_derive(k, &event, 1), 'd');
                assert_int_equal(ck_derive(k, &early, 1), 'd');
                assert_int_equal(ck_head(k), head);
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ck_setup, ck_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(only_the_report_that_counts),  TEST(what_a_return_needs),         TEST(what_an_acceptance_needs),
                TEST(what_closing_needs),           TEST(what_a_text_needs),           TEST(what_a_letter_needs),
                TEST(what_may_be_withdrawn),        TEST(what_a_bulletin_needs),       TEST(every_task_wants_a_remark),
                TEST(findings_are_stored_once),     TEST(only_what_was_not_corrected), TEST(what_an_answer_needs),
                TEST(a_suspension_is_not_over_yet),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
