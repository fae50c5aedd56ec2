/* collector_countersign_test.c - 会签: who may say it, to which report, and how often. Task 3 is led by 甲 and 乙. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/contract/collector_kit.h"

static const char SEQ_FIELD[] = "countersign.report_seq";

static struct task_ref task_of(uint32_t no)
{
        return (struct task_ref){bytes_str("p"), no};
}

static struct event countersign(uint32_t task, uint64_t report, const char *objection)
{
        struct event event = {.kind = EVENT_COUNTERSIGN};

        event.countersign =
                (struct countersign){.task = task_of(task), .report_seq = report, .objection = objection != NULL};
        event.countersign.text = bytes_str(objection ? objection : "");
        return event;
}

static void refused(struct collector_kit *k, enum teller teller, struct event event, enum code code, const char *field)
{
        assert_int_equal(ck_try(k, teller, &event), code);
        assert_string_equal(ck_field(k), field);
}

static uint64_t report(struct collector_kit *k, enum teller teller, int day, const char *for_whom)
{
        struct event event = ck_report(k, 3, 1);

        event.report.data_date = day_of(2023, 6, day);
        event.report.on_behalf_of = bytes_str(for_whom);
        return ck_must(k, teller, event);
}

static uint64_t correct(struct collector_kit *k, enum teller teller, uint64_t replaces, const char *for_whom)
{
        struct report corrected = ck_report(k, 3, 2).report;
        struct event event = {.kind = EVENT_CORRECTION};

        corrected.data_date = day_of(2023, 6, 10);
        corrected.on_behalf_of = bytes_str(for_whom);
        event.correction = (struct correction){replaces, bytes_str("a slip"), &corrected};
        return ck_must(k, teller, event);
}

/* The report is that of its agent's department, or of the one a supervisor made it for: the other lead countersigns. */
static void another_lead_than_the_reporter(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t by_a = report(k, AGENT_A, 10, "");
        uint64_t for_b;
        uint64_t corrected;

        refused(k, AGENT_A, countersign(3, by_a, NULL), CODE_NOT_ALLOWED, SEQ_FIELD);
        refused(k, SUPERVISOR, countersign(3, by_a, NULL), CODE_NOT_ALLOWED, "countersign");
        ck_must(k, AGENT_B, countersign(3, by_a, NULL));
        for_b = report(k, SUPERVISOR, 10, "乙");
        refused(k, AGENT_B, countersign(3, for_b, NULL), CODE_NOT_ALLOWED, SEQ_FIELD);
        ck_must(k, AGENT_A, countersign(3, for_b, NULL));
        corrected = correct(k, SUPERVISOR, for_b, "甲");
        refused(k, AGENT_A, countersign(3, corrected, NULL), CODE_NOT_ALLOWED, SEQ_FIELD);
        ck_must(k, AGENT_B, countersign(3, corrected, NULL));
}

/* 甲 leads, 乙 is only responsible for it: 乙 says nothing to a report, and 甲 may to one of 乙. */
static void leads_alone(void **state)
{
        struct collector_kit *k = *state;
        struct task tasks[3] = {ck_task(k, 1), ck_task(k, 2), ck_task(k, 3)};
        uint64_t seq;

        tasks[2].responsible.at = tasks[2].lead.at + 1;
        tasks[2].responsible.n = tasks[2].lead.n = 1;
        ck_must(k, OPERATOR, ck_import_tasks(k, "p", "another import..", tasks, 3));
        for (int applied = 0; applied < 2; applied++) {
                ck_restart(k, applied);
                seq = report(k, AGENT_A, 10, "");
                refused(k, AGENT_B, countersign(3, seq, NULL), CODE_NOT_ALLOWED, "countersign.task");
                ck_must(k, AGENT_A, countersign(3, report(k, AGENT_B, 10, ""), NULL));
        }
}

/* Consent after an objection and the other way round; never the same again. Whether the state knows it or not. */
static void once_until_the_mind_changes(void **state)
{
        struct collector_kit *k = *state;

        for (int applied = 0; applied < 2; applied++) {
                const uint64_t seq = report(k, AGENT_A, 10, "");

                ck_must(k, AGENT_B, countersign(3, seq, NULL));
                ck_restart(k, applied);
                refused(k, AGENT_B, countersign(3, seq, NULL), CODE_ALREADY_DONE, SEQ_FIELD);
                ck_must(k, AGENT_B, countersign(3, seq, "ours are missing"));
                ck_must(k, SUPERVISOR, ck_remark(3));
                refused(k, AGENT_B, countersign(3, seq, "and more"), CODE_ALREADY_DONE, SEQ_FIELD);
                ck_must(k, AGENT_B, countersign(3, seq, NULL));
                refused(k, AGENT_B, countersign(3, seq, NULL), CODE_ALREADY_DONE, SEQ_FIELD);
        }
}

/* Another report or a correction is countersigned anew; what does not count any more cannot be. */
static void only_the_report_that_counts(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t first = report(k, AGENT_A, 10, "");
        const uint64_t older = report(k, AGENT_A, 1, "");
        struct event event = {.kind = EVENT_RETURN};
        uint64_t corrected;

        refused(k, AGENT_B, countersign(3, older, NULL), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        ck_must(k, AGENT_B, countersign(3, first, NULL));
        corrected = correct(k, AGENT_A, first, "");
        refused(k, AGENT_B, countersign(3, first, "no"), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        ck_must(k, AGENT_B, countersign(3, corrected, NULL));
        event.return_report = (struct return_report){corrected, bytes_str("no figures"), task_of(3)};
        ck_must(k, SUPERVISOR, event);
        refused(k, AGENT_B, countersign(3, corrected, "no"), CODE_ALREADY_DONE, SEQ_FIELD);
        ck_must(k, AGENT_B, countersign(3, report(k, AGENT_A, 1, ""), NULL));
}

static void what_it_needs(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t seq = report(k, AGENT_A, 10, "");

        refused(k, AGENT_B, countersign(3, seq, ""), CODE_MISSING_FIELD, "countersign.text");
        refused(k, AGENT_B, countersign(3, 0, NULL), CODE_MISSING_FIELD, SEQ_FIELD);
        refused(k, AGENT_B, countersign(9, seq, NULL), CODE_UNKNOWN_TASK, "task");
        refused(k, AGENT_B, countersign(1, seq, NULL), CODE_FOREIGN_TASK, "task");
        refused(k, AGENT_B, countersign(2, seq, NULL), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        refused(k, AGENT_B, countersign(3, 1, NULL), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        refused(k, AGENT_B, countersign(3, UINT64_MAX, NULL), CODE_UNKNOWN_REFERENCE, SEQ_FIELD);
        ck_must(k, AGENT_B, countersign(3, seq, "ours are missing"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(another_lead_than_the_reporter, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(leads_alone, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(once_until_the_mind_changes, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(only_the_report_that_counts, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(what_it_needs, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
