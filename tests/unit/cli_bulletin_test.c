/* cli_bulletin_test.c - a small bulletin, made by hand, against tests/data/bulletin/EDITION.FORMAT.
 *
 * WRITE=1 writes these files anew: look at what changed before it is committed. */
#include "client/cli/bulletin.h"

#include <stdlib.h>

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }
#define NAMES(...) .at = (struct bytes[]){__VA_ARGS__}, .n = COUNT_OF(((struct bytes[]){__VA_ARGS__}))

/* -- a plan of four tasks, as it was answered -- */

static struct part ROADS[] = {{.no = 1, .name = TEXT("新建公路"), .unit = TEXT("公里")}};
static struct part AIR[] = {{.no = 1, .name = TEXT("PM2.5均值"), .unit = TEXT("μg/m³")}};
static struct task TASKS[] = {
        {.no = 1, .part = {ROADS, 1}},
        {.no = 2, .part = {AIR, 1}},
        {.no = 3, .part = {ROADS, 1}},
        {.no = 4},
};
static const struct plan HEADER = {
        .id = TEXT("p"),
        .title = TEXT("甲市重点任务"),
        .issuer = TEXT("甲市办公室"),
        .inspector = TEXT("甲市督查室"),
        .document_no = TEXT("甲办〔2023〕1号"),
};
static const struct plan_view PLAN = {.header = &HEADER, .seq = 4, .task = {TASKS, 4}};

static struct part_verdict SLOW_ROADS[] = {{.part = 1,
                                            .verdict = VERDICT_BEHIND,
                                            .actual = {3, 0, true},
                                            .target = {12, 0, true},
                                            .attainment = {1, 4},
                                            .planned = {1, 2},
                                            .gap = {-1, 4}}};
static struct part_verdict BAD_AIR[] = {{.part = 1,
                                         .verdict = VERDICT_SERIOUSLY_BEHIND,
                                         .actual = {416, 1, true},
                                         .target = {347, 1, true},
                                         .distance = {-69, 347}}};
static const struct verdict VERDICTS[] = {
        {.verdict = VERDICT_BEHIND, .governing = 1, .part = {SLOW_ROADS, 1}},
        {.verdict = VERDICT_SERIOUSLY_BEHIND, .governing = 1, .part = {BAD_AIR, 1}},
        {.verdict = VERDICT_ON_PACE, .raw_verdict = VERDICT_BEHIND, .governing = 1, .part = {SLOW_ROADS, 1}},
        {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_TARGET},
};
static const struct excuse_view EXCUSE = {.kind = EXCUSE_FORECAST, .part = 1, .text = TEXT("13公里")};

static struct countersign_view OBJECTION[] = {{.department = TEXT("市发改委"),
                                               .seq = 26,
                                               .at = UINT64_C(1688700000000),
                                               .objection = true,
                                               .text = TEXT("未含<b>我委</b>项目")}};

static struct task_view VIEWS[] = {
        {.task = {.no = 1},
         .title = TEXT("公路"),
         .lead = {NAMES(TEXT("市交通局"), TEXT("市发改委"))},
         .verdict = &VERDICTS[0],
         .remark = REMARK_SLOW,
         .report_seq = 20,
         .progress = {NAMES(TEXT("累计3公里,目标12公里。"), TEXT("征地中。"))},
         .adopted = {NAMES(TEXT("已建成3公里,其余正在征地。"))},
         .adopted_seq = 25,
         .countersign = {OBJECTION, 1}},
        {.task = {.no = 2},
         .title = TEXT("空气<b>&\"质量\"</b>"),
         .lead = {NAMES(TEXT("市生态环境局"))},
         .responsible = {NAMES(TEXT("市公安局"))},
         .verdict = &VERDICTS[1],
         .remark = REMARK_ORDERLY,
         .report_seq = 21,
         .progress = {NAMES(TEXT("<script>alert(1)</script> | =1+1"))}},
        {.task = {.no = 3},
         .title = TEXT("桥梁"),
         .lead = {NAMES(TEXT("市交通局"))},
         .verdict = &VERDICTS[2],
         .excuse = &EXCUSE,
         .remark = REMARK_ORDERLY,
         .report_seq = 22,
         .owes_report = true,
         .progress = {NAMES(TEXT("=HYPERLINK(\"http://x\")"))}},
        {.task = {.no = 4}, .title = TEXT("其他"), .verdict = &VERDICTS[3], .owes_report = true},
};

/* -- what the journal holds -- */

static const struct report REPORT = {.task = {TEXT("p"), 1}};
static struct part_change LATER[] = {
        {.part = 1, .due = {19662}, .was_due = {19631}, .proposal_seq = 47},
};
static struct part_change LESS[] = {
        {.part = 1, .target = {10, 0, true}, .was_target = {12, 0, true}, .proposal_seq = 54},
        {.part = 2, .target = {5, 0, true}, .was_target = {6, 0, true}, .proposal_seq = 3}, /* in force before */
};
static const struct {
        uint64_t seq;
        struct event event;
} RECORDS[] = {
        {30, {.kind = EVENT_VERDICT, .verdict = {.task = {TEXT("p"), 1}, .cause = 29, .was = VERDICT_UNKNOWN}}},
        {31,
         {.kind = EVENT_CORRECTION, .correction = {.replaces_seq = 20, .reason = TEXT("before"), .report = &REPORT}}},
        {40,
         {.kind = EVENT_BULLETIN_CLOSED,
          .bulletin_closed = {.plan = TEXT("p"), .through_seq = 39, .hash = TEXT("0123456789abcdef")}}},
        {41,
         {.kind = EVENT_BULLETIN_CLOSED,
          .bulletin_closed = {.plan = TEXT("other"), .through_seq = 40, .hash = TEXT("0123456789abcdef")}}},
        {42, {.kind = EVENT_VERDICT, .verdict = {.task = {TEXT("p"), 1}, .cause = 41, .was = VERDICT_ON_PACE}}},
        {43, {.kind = EVENT_VERDICT, .verdict = {.task = {TEXT("p"), 1}, .cause = 42, .was = VERDICT_AHEAD}}},
        {44, {.kind = EVENT_VERDICT, .verdict = {.task = {TEXT("p"), 3}, .cause = 43, .was = VERDICT_ON_PACE}}},
        {45, {.kind = EVENT_VERDICT, .verdict = {.task = {TEXT("other"), 2}, .cause = 44, .was = VERDICT_AHEAD}}},
        {46,
         {.kind = EVENT_CORRECTION, .correction = {.replaces_seq = 20, .reason = TEXT("多报一位"), .report = &REPORT}}},
        {47,
         {.kind = EVENT_EXTENSION,
          .extension = {.task = {TEXT("p"), 2}, .part = 1, .new_due = {19662}, .reason = TEXT("汛情")}}},
        {48, {.kind = EVENT_SUSPENSION, .suspension = {.task = {TEXT("p"), 2}, .lifted = true}}},
        {49, {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 47, .approved = true}}},
        {50,
         {.kind = EVENT_AMENDMENT,
          .amendment = {.task = {TEXT("p"), 2}, .proposal_seq = 47, .change = {LATER, COUNT_OF(LATER)}}}},
        {51, {.kind = EVENT_EXTENSION, .extension = {.task = {TEXT("p"), 3}, .reason = TEXT("not approved")}}},
        {52, {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 51, .approved = true}}},
        {53, {.kind = EVENT_ACCEPT, .accept = {.task = {TEXT("p"), 3}, .part = 1, .until = {19662}}}},
        {54, {.kind = EVENT_PROPOSAL, .proposal = {.task = {TEXT("p"), 1}, .part = 1, .reason = TEXT("规划调整")}}},
        {55,
         {.kind = EVENT_AMENDMENT,
          .amendment = {.task = {TEXT("p"), 1}, .proposal_seq = 54, .change = {LESS, COUNT_OF(LESS)}}}},
};

static struct bulletin make(struct fixture *fixture, bool internal)
{
        struct bulletin bulletin = {
                .internal = internal,
                .index_no = TEXT("A-1"),
                .issued = day_of(2023, 7, 20),
                .plan = &PLAN,
                .task = VIEWS,
                .n_tasks = COUNT_OF(VIEWS),
                .through_seq = 50,
                .judged_through = 49,
                .hash = TEXT("\x01\x02\xfe\xff"),
        };

        bulletin_journal_open(&bulletin.journal, fixture->session.arena, (struct bytes)TEXT("p"));
        VIEWS[0].data_date = day_of(2023, 6, 30);
        VIEWS[1].data_date = day_of(2023, 5, 31);
        for (size_t i = 0; internal && i < COUNT_OF(RECORDS); i++) {
                const struct record_view record = {.seq = RECORDS[i].seq, .department = TEXT("市交通局")};

                const struct task_ref *task = event_task(&RECORDS[i].event);

                assert_int_equal(bulletin_journal_add(&bulletin.journal, &record, &RECORDS[i].event,
                                                      task ? task->plan : (struct bytes)TEXT("p")),
                                 0);
        }
        bulletin.journal.last.data_date = day_of(2023, 3, 31);
        assert_int_equal(bulletin_count(&bulletin, fixture->session.arena), 0);
        return bulletin;
}

/* The text printed now; the caller frees it. */
static char *print(struct fixture *fixture, const struct output *output, bool internal)
{
        struct bulletin bulletin = make(fixture, internal);
        struct page page;
        char *text = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&text, &len);

        assert_non_null(file);
        page_open(&page, fixture->session.arena, LANGUAGE_ZH);
        bulletin_page(&page, &bulletin);
        assert_int_equal(output_page(output, file, &page), 0);
        page_close(&page);
        assert_int_equal(fclose(file), 0);
        return text;
}

/* -- golden files -- */

static FILE *open_golden(struct fixture *fixture, const char *edition, const char *format, const char *mode)
{
        const char *source = getenv("SOURCE");
        FILE *file = fopen(arena_print(fixture->session.arena, "%s/tests/data/bulletin/%s.%s", source ? source : ".",
                                       edition, format),
                           mode);

        assert_non_null(file);
        return file;
}

static void compare(struct fixture *fixture, const char *edition, const char *format, const char *text)
{
        const size_t len = strlen(text);
        char *golden = arena_take(fixture->session.arena, len + 2);
        FILE *file;

        if (getenv("WRITE")) {
                file = open_golden(fixture, edition, format, "w");
                assert_true(fputs(text, file) >= 0);
                assert_int_equal(fclose(file), 0);
        }
        file = open_golden(fixture, edition, format, "r");
        assert_true(fread(golden, 1, len + 1, file) <= len);
        fclose(file);
        assert_string_equal(text, golden);
}

static void test_golden(void **state)
{
        static const struct output *const OUTPUTS[] = {&output_text, &output_md, &output_html, &output_csv,
                                                       &output_json};

        for (size_t i = 0; i < COUNT_OF(OUTPUTS); i++) {
                for (int internal = 0; internal < 2; internal++) {
                        char *text = print(*state, OUTPUTS[i], internal);
                        char *again = print(*state, OUTPUTS[i], internal);

                        compare(*state, internal ? "internal" : "public", OUTPUTS[i]->name, text);
                        assert_string_equal(text, again);
                        free(text);
                        free(again);
                }
        }
}

/* -- what is counted -- */

static void test_counts(void **state)
{
        const struct bulletin bulletin = make(*state, true);

        assert_int_equal(bulletin.remarks[REMARK_ORDERLY], 2);
        assert_int_equal(bulletin.remarks[REMARK_SLOW], 1);
        assert_int_equal(bulletin.remarks[REMARK_UNSPECIFIED], 1);
        assert_int_equal(bulletin.verdicts[VERDICT_UNKNOWN], 1);
        assert_int_equal(bulletin.whys[WHY_NO_TARGET], 1);
        assert_int_equal(bulletin.reported, 3);
        assert_int_equal(bulletin.leads, 3);
        assert_int_equal(bulletin.excused, 1);
        assert_int_equal(day_to_number(bulletin.data_date), 20230630);
        assert_int_equal(bulletin.behind.n, 2);
        assert_int_equal(bulletin.behind.at[0]->task.no, 2);
        assert_int_equal(bulletin.behind.at[1]->task.no, 1);
}

/* The verdict before the first change since; what happened before, or to another plan, does not count. */
static void test_since(void **state)
{
        const struct bulletin bulletin = make(*state, true);

        assert_int_equal(bulletin.journal.last.through_seq, 39);
        assert_int_equal(bulletin_journal_was(&bulletin.journal, 1), VERDICT_ON_PACE);
        assert_int_equal(bulletin_journal_was(&bulletin.journal, 2), VERDICT_UNSPECIFIED);
        assert_int_equal(bulletin_journal_was(&bulletin.journal, 3), VERDICT_ON_PACE);
}

/* What was asked for shows once the service says that it is in force, and each change once. */
static void test_notes(void **state)
{
        static const struct {
                uint64_t seq;
                enum event_kind kind;
                uint32_t task;
                const char *reason;
        } WANTED[] = {
                {31, EVENT_CORRECTION, 1, "before"}, {46, EVENT_CORRECTION, 1, "多报一位"},
                {50, EVENT_EXTENSION, 2, "汛情"},    {53, EVENT_ACCEPT, 3, ""},
                {55, EVENT_PROPOSAL, 1, "规划调整"},
        };
        const struct bulletin bulletin = make(*state, true);

        assert_int_equal(bulletin.journal.note.n, COUNT_OF(WANTED));
        for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
                const struct bulletin_note *note = &bulletin.journal.note.at[i];

                assert_int_equal(note->seq, WANTED[i].seq);
                assert_int_equal(note->kind, WANTED[i].kind);
                assert_int_equal(note->task, WANTED[i].task);
                assert_true(bytes_is(note->reason, WANTED[i].reason));
        }
        assert_int_equal(bulletin.journal.note.at[4].target.unscaled, 10);
        assert_int_equal(bulletin.journal.note.at[4].was_target.unscaled, 12);
}

static void test_periods(void **state)
{
        static const struct {
                int month;
                int day;
                const char *zh;
        } PERIODS[] = {
                {3, 31, "第一季度"}, {6, 30, "上半年"},  {9, 30, "前三季度"},          {12, 31, "全年"},
                {1, 31, "前1个月"},  {5, 31, "前5个月"}, {6, 29, "截至2023年6月29日"},
        };
        struct fixture *fixture = *state;
        struct page page;

        page_open(&page, fixture->session.arena, LANGUAGE_ZH);
        for (size_t i = 0; i < COUNT_OF(PERIODS); i++)
                assert_string_equal(bulletin_period(&page, day_of(2023, PERIODS[i].month, PERIODS[i].day)),
                                    PERIODS[i].zh);
        assert_string_equal(bulletin_period(&page, (struct day){0}), "");
        page_close(&page);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_golden, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_counts, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_since, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_notes, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_periods, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
