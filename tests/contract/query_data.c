/* query_data.c - what most tests find in the journal: tasks, reports, a remark, alerts. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

enum { TASKS = 3 };

static struct number number(int64_t value)
{
        return (struct number){.unscaled = value, .known = true};
}

struct task office_task(struct office *office, uint32_t no, const char *lead, const char *responsible)
{
        struct part *part = arena_take(office->arena, sizeof *part);
        struct bytes *units = arena_array(office->arena, 2, sizeof *units);
        struct task task = {
                .no = no,
                .title = bytes_str(arena_print(office->arena, "任务%u", no)),
                .content = bytes_str("全年完成100个"),
        };

        *part = (struct part){
                .no = 1,
                .name = bytes_str("项目"),
                .kind = PART_CUMULATIVE,
                .unit = bytes_str("个"),
                .target = number(100),
        };
        units[0] = bytes_str(lead);
        units[1] = bytes_str(responsible);
        task.part.at = part;
        task.part.n = 1;
        task.lead.at = &units[0];
        task.lead.n = 1;
        task.responsible.at = &units[1];
        task.responsible.n = responsible ? 1 : 0;
        return task;
}

uint64_t office_line(struct office *office, enum person who, uint32_t no, const struct line *line, const char *words)
{
        struct bytes progress = bytes_str(words);
        struct line copy = *line;
        struct event event = {
                .kind = EVENT_REPORT,
                .report = {.task = {bytes_str(PLAN_ID), no}, .data_date = day_of(2023, 6, 30)},
        };

        event.report.line.at = &copy;
        event.report.line.n = 1;
        event.report.progress.at = &progress;
        event.report.progress.n = 1;
        return office_say(office, &event, who);
}

uint64_t office_report(struct office *office, enum person who, uint32_t no, int64_t value, int64_t forecast,
                       const char *words)
{
        struct line line = {.part = 1, .value = number(value), .unit = bytes_str("个")};

        if (forecast)
                line.forecast = number(forecast);
        return office_line(office, who, no, &line, words);
}

uint64_t office_alert(struct office *office, uint64_t cause, uint32_t no, enum alert_kind kind,
                      enum alert_change change)
{
        struct event event = {
                .kind = EVENT_ALERT,
                .alert =
                        {
                                .alert = {cause, {bytes_str(PLAN_ID), no}, 1, kind},
                                .change = change,
                                .severity = SEVERITY_YELLOW,
                                .cause = cause,
                                .judge_version = 1,
                                .policy_version = 1,
                                .day = day_of(2023, 6, 30),
                                .verdict = VERDICT_BEHIND,
                        },
        };

        return office_derive(office, &event);
}

uint64_t office_remark(struct office *office, uint32_t no, enum remark_word word)
{
        struct event event = {
                .kind = EVENT_REMARK,
                .remark = {.task = {bytes_str(PLAN_ID), no}, .word = word, .data_date = day_of(2023, 6, 30)},
        };

        return office_say(office, &event, SUPERVISOR);
}

struct sequences office_fill(struct office *office)
{
        struct task tasks[TASKS];
        struct sequences at;

        tasks[0] = office_task(office, 1, "甲局", NULL);
        tasks[1] = office_task(office, 2, "乙局", NULL);
        tasks[2] = office_task(office, 3, "丙局", "乙局");
        office_plan(office, tasks, TASKS);
        office_tick(office, day_of(2023, 6, 30));
        at.report = office_report(office, AGENT, 1, 60, 0, "甲局的话");
        at.promise = office_report(office, STRANGER, 2, 30, 110, "乙局的话");
        at.remark = office_remark(office, 1, REMARK_SLOW);
        at.raised = office_alert(office, at.promise, 2, ALERT_BEHIND, ALERT_RAISED);
        at.missing = office_alert(office, at.promise, 3, ALERT_NO_FIGURE, ALERT_RAISED);
        at.cleared = office_alert(office, at.promise, 2, ALERT_BEHIND, ALERT_CLEARED);
        office_settle(office);
        return at;
}

const struct answer *office_hear(struct office *office, enum person person, struct query query)
{
        assert_true(office_ask(office, person, &query));
        return &office->answer;
}

enum code office_refusal(const struct answer *answer)
{
        return answer->refusal ? (enum code)answer->refusal->code : CODE_NONE;
}

const struct task_view *office_status(struct office *office, enum person person, uint32_t no)
{
        const struct answer *answer =
                office_hear(office, person, (struct query){.ask = ASK_STATUS, .task.no = no, .with_texts = true});

        assert_int_equal(office_refusal(answer), CODE_NONE);
        assert_int_equal(answer->task.n, 1);
        return answer->task.at;
}
