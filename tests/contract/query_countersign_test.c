/* query_countersign_test.c - who has countersigned a report, who has not, who is not waited for; as of any sequence.
 *
 * Task 1 is led by 甲局 (AGENT), 乙局 (STRANGER) and 丙局, which has no key; task 2 by 甲局 and 丙局; task 3 by 甲局 with
 * 乙局 responsible. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

static struct task_ref ref(uint32_t no)
{
        return (struct task_ref){bytes_str(PLAN_ID), no};
}

static struct task led_by(struct office *office, uint32_t no, const char *a, const char *b, const char *c)
{
        struct task task = office_task(office, no, a, NULL);

        task.lead.at = arena_array(office->arena, 3, sizeof *task.lead.at);
        task.lead.at[0] = bytes_str(a);
        task.lead.at[1] = bytes_str(b);
        task.lead.at[2] = bytes_str(c ? c : "");
        task.lead.n = c ? 3 : 2;
        return task;
}

static void import(struct office *office, struct plan header)
{
        const struct task tasks[] = {
                led_by(office, 1, "甲局", "乙局", "丙局"),
                led_by(office, 2, "甲局", "丙局", NULL),
                office_task(office, 3, "甲局", "乙局"),
        };

        office_import(office, header, tasks, COUNT_OF(tasks));
        office_tick(office, day_of(2023, 6, 30));
}

static uint64_t say(struct office *office, enum person who, struct event event)
{
        const uint64_t seq = office_say(office, &event, who);

        office_settle(office);
        return seq;
}

static uint64_t report(struct office *office, enum person who, uint32_t no, struct day date, const char *for_whom)
{
        struct event event = {.kind = EVENT_REPORT, .report = {.task = ref(no), .data_date = date}};

        event.report.on_behalf_of = bytes_str(for_whom);
        return say(office, who, event);
}

static uint64_t sign(struct office *office, enum person who, uint32_t no, uint64_t seq, const char *objection)
{
        struct event event = {.kind = EVENT_COUNTERSIGN};

        event.countersign =
                (struct countersign){ref(no), seq, objection != NULL, bytes_str(objection ? objection : "")};
        return say(office, who, event);
}

static const struct task_view *view_of(struct office *office, enum person asker, struct query query)
{
        const struct answer *answer;

        query.ask = ASK_STATUS;
        answer = office_hear(office, asker, query);
        assert_int_equal(office_refusal(answer), CODE_NONE);
        assert_int_equal(answer->task.n, 1);
        return answer->task.at;
}

static const struct task_view *view(struct office *office, uint32_t no)
{
        return view_of(office, SUPERVISOR, (struct query){.task.no = no});
}

/* The row of a lead; NULL = it has none. */
static const struct countersign_view *row_of(const struct task_view *of, const char *department)
{
        for (size_t i = 0; i < of->countersign.n; i++)
                if (bytes_is(of->countersign.at[i].department, department))
                        return &of->countersign.at[i];
        return NULL;
}

static bool waits(struct office *office, const char *department, uint32_t no)
{
        const struct query query = {.ask = ASK_COUNTERSIGN, .department = bytes_str(department)};
        const struct answer *answer = office_hear(office, OBSERVER, query);

        assert_int_equal(office_refusal(answer), CODE_NONE);
        for (size_t i = 0; i < answer->task.n; i++)
                if (answer->task.at[i].task.no == no)
                        return true;
        return false;
}

static const struct day JUNE = {19538}; /* 2023-06-30 */

static void who_has_said_what(void **state)
{
        struct office *office = *state;
        const struct countersign_view *row;
        uint64_t seq, word;

        import(office, office_header());
        assert_int_equal(view(office, 1)->countersign.n, 0); /* nothing to sign */
        seq = report(office, AGENT, 1, JUNE, "");
        assert_int_equal(view(office, 1)->countersign.n, 2);
        row = row_of(view(office, 1), "乙局");
        assert_false(row->seq || row->keyless);
        row = row_of(view(office, 1), "丙局");
        assert_int_equal(row->seq, 0);
        assert_true(row->keyless);
        word = sign(office, STRANGER, 1, seq, NULL);
        row = row_of(view(office, 1), "乙局");
        assert_int_equal(row->seq, word);
        assert_true(row->at > 0 && bytes_is(row->by, office_name(STRANGER)));
        assert_false(row->objection);
        word = sign(office, STRANGER, 1, seq, "缺我局数据");
        office_remark(office, 1, REMARK_SLOW);
        office_settle(office);
        row = row_of(view(office, 1), "乙局");
        assert_int_equal(row->seq, word);
        assert_true(row->objection && bytes_is(row->text, "缺我局数据"));
        assert_int_equal(view(office, 3)->countersign.n, 0);
}

/* That it was said is for all, what was said for those who may read the report. */
static void texts_are_for_readers(void **state)
{
        struct office *office = *state;
        const struct countersign_view *row;

        import(office, office_header());
        sign(office, AGENT, 2, report(office, SUPERVISOR, 2, JUNE, "丙局"), "缺我局数据");
        row = row_of(view_of(office, AGENT, (struct query){.task.no = 2}), "甲局");
        assert_true(row->objection && row->text.len > 0);
        row = row_of(view_of(office, STRANGER, (struct query){.task.no = 2}), "甲局");
        assert_true(row->objection && row->seq);
        assert_int_equal(row->text.len, 0);
        for (enum person who = AGENT; who <= STRANGER; who++) { /* its record likewise */
                const struct query history = {.ask = ASK_HISTORY, .task.no = 2, .limit = 1};
                const struct answer *answer = office_hear(office, who, history);

                assert_int_equal(answer->record.at[0].kind, EVENT_COUNTERSIGN);
                assert_int_equal(answer->record.at[0].event.len > 0, who == AGENT);
        }
}

/* A report of the responsible unit is countersigned by the lead; one on behalf is that department's. */
static void whose_report_it_is(void **state)
{
        struct office *office = *state;

        import(office, office_header());
        report(office, STRANGER, 3, JUNE, "");
        assert_non_null(row_of(view(office, 3), "甲局"));
        report(office, SUPERVISOR, 1, JUNE, "乙局");
        assert_null(row_of(view(office, 1), "乙局"));
        assert_non_null(row_of(view(office, 1), "甲局"));
}

static void anew_with_each_report(void **state)
{
        struct office *office = *state;
        struct report corrected = {.task = ref(1), .data_date = JUNE};
        struct event correction = {.kind = EVENT_CORRECTION};
        struct event back = {.kind = EVENT_RETURN};
        uint64_t first, word, second, before;

        import(office, office_header());
        first = report(office, AGENT, 1, day_of(2023, 5, 31), "");
        word = sign(office, STRANGER, 1, first, "不实");
        before = office->head;
        second = report(office, AGENT, 1, JUNE, "");
        assert_int_equal(row_of(view(office, 1), "乙局")->seq, 0);
        sign(office, STRANGER, 1, second, NULL);
        correction.correction = (struct correction){second, bytes_str("笔误"), &corrected};
        second = say(office, AGENT, correction);
        assert_int_equal(row_of(view(office, 1), "乙局")->seq, 0);
        sign(office, STRANGER, 1, second, NULL);
        back.return_report = (struct return_report){second, bytes_str("不实"), ref(1)};
        say(office, SUPERVISOR, back);
        assert_int_equal(view(office, 1)->countersign.n, 0);
        /* then, and up to the day of the first report */
        assert_int_equal(
                row_of(view_of(office, SUPERVISOR, (struct query){.task.no = 1, .as_of = before}), "乙局")->seq, word);
        assert_int_equal(
                row_of(view_of(office, SUPERVISOR, (struct query){.task.no = 1, .as_of = word - 1}), "乙局")->seq, 0);
        assert_int_equal(
                row_of(view_of(office, SUPERVISOR, (struct query){.task.no = 1, .for_date = day_of(2023, 6, 1)}),
                       "乙局")
                        ->seq,
                word);
}

/* What waits is a list of its own; an objection is a word too. */
static void what_waits_for_whom(void **state)
{
        struct office *office = *state;
        struct event event = {.kind = EVENT_SUSPENSION, .suspension = {.task = ref(1), .reason = bytes_str("汛期")}};
        uint64_t seq;

        import(office, office_header());
        assert_false(waits(office, "", 1));
        seq = report(office, AGENT, 1, JUNE, "");
        report(office, AGENT, 2, JUNE, "");
        assert_true(waits(office, "乙局", 1) && waits(office, "", 1));
        assert_false(waits(office, "甲局", 1) || waits(office, "丙局", 1) || waits(office, "", 2));
        say(office, SUPERVISOR, event);
        assert_false(waits(office, "", 1));
        event.suspension.lifted = true;
        say(office, SUPERVISOR, event);
        assert_true(waits(office, "", 1));
        sign(office, STRANGER, 1, seq, "不实");
        assert_false(waits(office, "", 1));
        seq = report(office, AGENT, 1, JUNE, "");
        event = (struct event){.kind = EVENT_CLOSE, .close = {.task = ref(1), .reason = bytes_str("办结")}};
        assert_true(waits(office, "", 1));
        say(office, SUPERVISOR, event);
        assert_false(waits(office, "", 1));
}

static void history_waits_for_nobody(void **state)
{
        struct office *office = *state;
        struct plan header = office_header();
        uint64_t seq;

        header.backfill = true;
        import(office, header);
        seq = report(office, AGENT, 1, JUNE, "");
        assert_int_equal(view(office, 1)->countersign.n, 0);
        assert_false(waits(office, "", 1));
        sign(office, STRANGER, 1, seq, NULL);
        assert_int_equal(view(office, 1)->countersign.n, 1);
}

/* An objection longer than a row shows is cut between two characters. */
static void long_words_are_cut(void **state)
{
        struct office *office = *state;
        char words[3001] = "";
        const struct countersign_view *row;

        for (size_t i = 0; i < 3000; i += 3)
                memcpy(words + i, "缺", 3);
        import(office, office_header());
        sign(office, STRANGER, 1, report(office, AGENT, 1, JUNE, ""), words);
        row = row_of(view(office, 1), "乙局");
        assert_int_equal(row->text.len, 1023 + strlen("…"));
        assert_memory_equal(row->text.at + 1020, "缺…", 6);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(who_has_said_what),     IN_OFFICE(texts_are_for_readers), IN_OFFICE(whose_report_it_is),
                IN_OFFICE(anew_with_each_report), IN_OFFICE(what_waits_for_whom),   IN_OFFICE(history_waits_for_nobody),
                IN_OFFICE(long_words_are_cut),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
