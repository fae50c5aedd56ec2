/* query_test.c - questions to the query role, and what it answers to whom. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "tests/contract/query_office.h"

enum { TASKS = 3, MANY = 300 };

static struct number number(int64_t value)
{
        return (struct number){.unscaled = value, .known = true};
}

/* -- the office of most tests: three tasks, two reports, one remark, two alerts -- */

struct sequences { /* what was said where */
        uint64_t report; /* of task 1 */
        uint64_t promise; /* report of task 2 */
        uint64_t remark;
        uint64_t raised; /* alert of task 2, cleared */
        uint64_t cleared;
        uint64_t missing; /* alert of task 3, open */
};

static struct task make_task(struct office *office, uint32_t no, const char *lead, const char *responsible)
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

static uint64_t say_report(struct office *office, enum person who, uint32_t no, int64_t value, int64_t forecast,
                           const char *words)
{
        struct bytes progress = bytes_str(words);
        struct line line = {.part = 1, .value = number(value), .unit = bytes_str("个")};
        struct event event = {
                .kind = EVENT_REPORT,
                .report = {.task = {bytes_str(PLAN_ID), no}, .data_date = day_of(2023, 6, 30)},
        };

        if (forecast)
                line.forecast = number(forecast);
        event.report.line.at = &line;
        event.report.line.n = 1;
        event.report.progress.at = &progress;
        event.report.progress.n = 1;
        return office_say(office, &event, who);
}

static uint64_t say_alert(struct office *office, uint64_t cause, uint32_t no, enum alert_kind kind,
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

static uint64_t say_remark(struct office *office, uint32_t no, enum remark_word word)
{
        struct event event = {
                .kind = EVENT_REMARK,
                .remark = {.task = {bytes_str(PLAN_ID), no}, .word = word, .data_date = day_of(2023, 6, 30)},
        };

        return office_say(office, &event, SUPERVISOR);
}

static struct sequences furnish(struct office *office)
{
        struct task tasks[TASKS];
        struct sequences at;

        tasks[0] = make_task(office, 1, "甲局", NULL);
        tasks[1] = make_task(office, 2, "乙局", NULL);
        tasks[2] = make_task(office, 3, "丙局", "乙局");
        office_plan(office, tasks, TASKS);
        at.report = say_report(office, AGENT, 1, 60, 0, "甲局的话");
        at.promise = say_report(office, STRANGER, 2, 30, 110, "乙局的话");
        at.remark = say_remark(office, 1, REMARK_SLOW);
        at.raised = say_alert(office, at.promise, 2, ALERT_BEHIND, ALERT_RAISED);
        at.missing = say_alert(office, at.promise, 3, ALERT_NO_FIGURE, ALERT_RAISED);
        at.cleared = say_alert(office, at.promise, 2, ALERT_BEHIND, ALERT_CLEARED);
        office_settle(office);
        return at;
}

static const struct answer *ask(struct office *office, enum person person, struct query query)
{
        assert_true(office_ask(office, person, &query));
        return &office->answer;
}

static enum code refusal(const struct answer *answer)
{
        return answer->refusal ? (enum code)answer->refusal->code : CODE_NONE;
}

static const struct task_view *status(struct office *office, enum person person, uint32_t no)
{
        const struct answer *answer =
                ask(office, person, (struct query){.ask = ASK_STATUS, .task.no = no, .with_texts = true});

        assert_int_equal(refusal(answer), CODE_NONE);
        assert_int_equal(answer->task.n, 1);
        return answer->task.at;
}

/* -- questions by askers -- */

struct row {
        const char *what;
        enum person asker;
        struct query query;
        enum code code;
        size_t tasks, records, alerts;
};

static const struct row ROWS[] = {
        {"status of all", AGENT, {.ask = ASK_STATUS}, 0, 3, 0, 0},
        {"status of one", OBSERVER, {.ask = ASK_STATUS, .task.no = 2}, 0, 1, 0, 0},
        {"status of a department",
         SUPERVISOR,
         {.ask = ASK_STATUS, .department = {(const uint8_t *)"乙局", 6}},
         0,
         2,
         0,
         0},
        {"status of no department",
         SUPERVISOR,
         {.ask = ASK_STATUS, .department = {(const uint8_t *)"丁局", 6}},
         0,
         0,
         0,
         0},
        {"status, two rows", SUPERVISOR, {.ask = ASK_STATUS, .limit = 2}, 0, 2, 0, 0},
        {"status of another plan",
         SUPERVISOR,
         {.ask = ASK_STATUS, .task.plan = {(const uint8_t *)"2022", 4}},
         CODE_NOT_FOUND,
         0,
         0,
         0},
        {"status of no task", SUPERVISOR, {.ask = ASK_STATUS, .task.no = 4}, CODE_NOT_FOUND, 0, 0, 0},
        {"one task", STRANGER, {.ask = ASK_TASK, .task.no = 1}, 0, 1, 0, 0},
        {"no task", STRANGER, {.ask = ASK_TASK, .task.no = 99}, CODE_NOT_FOUND, 0, 0, 0},
        {"a task without its number", STRANGER, {.ask = ASK_TASK}, CODE_BAD_QUERY, 0, 0, 0},
        {"who owes a report", OPERATOR, {.ask = ASK_DUE}, 0, 1, 0, 0},
        {"history", AUDITOR, {.ask = ASK_HISTORY, .task.no = 1}, 0, 0, 2, 0},
        {"history, one row", AUDITOR, {.ask = ASK_HISTORY, .task.no = 1, .limit = 1}, 0, 0, 1, 0},
        {"history of no task", AUDITOR, {.ask = ASK_HISTORY, .task.no = 9}, CODE_NOT_FOUND, 0, 0, 0},
        {"history from elsewhere", AUDITOR, {.ask = ASK_HISTORY, .task.no = 1, .from_seq = 1}, CODE_NOT_FOUND, 0, 0, 0},
        {"history from the future",
         AUDITOR,
         {.ask = ASK_HISTORY, .task.no = 1, .from_seq = 999},
         CODE_NOT_FOUND,
         0,
         0,
         0},
        {"history of anything", AUDITOR, {.ask = ASK_HISTORY}, CODE_BAD_QUERY, 0, 0, 0},
        {"all records", SECURITY, {.ask = ASK_RECORDS}, 0, 0, 11, 0},
        {"records past the end", SECURITY, {.ask = ASK_RECORDS, .from_seq = 999}, 0, 0, 0, 0},
        {"alert records", OBSERVER, {.ask = ASK_RECORDS, .alerts_only = true}, 0, 0, 3, 0},
        {"alerts", AGENT, {.ask = ASK_ALERTS}, 0, 0, 0, 2},
        {"open alerts", AGENT, {.ask = ASK_ALERTS, .open_only = true}, 0, 0, 0, 1},
        {"alerts of a task", AGENT, {.ask = ASK_ALERTS, .task.no = 2}, 0, 0, 0, 1},
        {"alerts of a department", AGENT, {.ask = ASK_ALERTS, .department = {(const uint8_t *)"甲局", 6}}, 0, 0, 0, 0},
        {"the plan", AGENT, {.ask = ASK_PLAN}, 0, 0, 0, 0},
        {"the policy", AGENT, {.ask = ASK_POLICY}, 0, 0, 0, 0},
        {"health", OBSERVER, {.ask = ASK_HEALTH}, 0, 0, 0, 0},
        {"health, by an agent", AGENT, {.ask = ASK_HEALTH}, CODE_HIDDEN, 0, 0, 0},
        {"the clock", AGENT, {.ask = ASK_CLOCK}, 0, 0, 0, 0},
        {"no cursor", OBSERVER, {.ask = ASK_CURSOR, .name = {(const uint8_t *)"x", 1}}, CODE_NOT_FOUND, 0, 0, 0},
        {"a cursor without a name", OBSERVER, {.ask = ASK_CURSOR}, CODE_BAD_QUERY, 0, 0, 0},
        {"a member", OBSERVER, {.ask = ASK_ROSTER, .name = {(const uint8_t *)"agent", 5}}, 0, 0, 0, 0},
        {"no member", OBSERVER, {.ask = ASK_ROSTER, .name = {(const uint8_t *)"nobody", 6}}, CODE_NOT_FOUND, 0, 0, 0},
        {"a short stream", AGENT, {.ask = ASK_WHOAMI, .stream = {(const uint8_t *)"123", 3}}, CODE_BAD_STREAM, 0, 0, 0},
        {"as of the past", OBSERVER, {.ask = ASK_STATUS, .as_of = 5}, CODE_BAD_QUERY, 0, 0, 0},
        {"for a date", OBSERVER, {.ask = ASK_STATUS, .for_date = {19500}}, CODE_BAD_QUERY, 0, 0, 0},
        {"nothing", OBSERVER, {.ask = ASK_UNSPECIFIED}, CODE_BAD_QUERY, 0, 0, 0},
        {"by nobody", NOBODY, {.ask = ASK_STATUS}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by a retired member", RETIRED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by a revoked key", REVOKED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by an expired key", EXPIRED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
};

static void each_question_has_its_answer(void **state)
{
        struct office *office = *state;

        furnish(office);
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                const struct answer *answer;
                struct query query = row->query;

                query.id = i + 1;
                answer = ask(office, row->asker, query);
                if (refusal(answer) != row->code || answer->task.n != row->tasks || answer->record.n != row->records ||
                    answer->alert.n != row->alerts)
                        fail_msg("%s: code %d, %zu tasks, %zu records, %zu alerts", row->what, (int)refusal(answer),
                                 answer->task.n, answer->record.n, answer->alert.n);
                assert_int_equal(answer->id, i + 1);
                if (!answer->refusal) {
                        assert_int_equal(answer->through_seq, office->head);
                        assert_int_equal(answer->judged_through, office->head);
                        assert_int_equal(answer->epoch, 1);
                } else {
                        assert_true(answer->refusal->sentence_zh.len && answer->refusal->sentence_en.len);
                        assert_true(answer->refusal->field.len);
                }
        }
}

/* -- task views -- */

static void a_view_shows_its_arithmetic(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        const struct task_view *view = status(office, SUPERVISOR, 1);

        assert_true(bytes_is(view->title, "任务1"));
        assert_true(bytes_is(view->task.plan, PLAN_ID));
        assert_true(bytes_is(view->lead.at[0], "甲局"));
        assert_int_equal(view->verdict->governing, 1);
        assert_int_equal(view->verdict->part.n, 1);
        assert_int_equal(view->verdict->part.at[0].actual.unscaled, 60);
        assert_int_equal(ratio_tenths_of_percent(view->verdict->part.at[0].attainment), 600);
        assert_int_equal(ratio_tenths_of_percent(view->verdict->part.at[0].planned), 500);
        assert_int_equal(view->verdict->report_seq, at.report);
        assert_int_equal(view->report_seq, at.report);
        assert_int_equal(view->data_date.n, day_of(2023, 6, 30).n);
        assert_true(bytes_is(view->reported_by, "agent"));
        assert_true(view->reported_at > 0);
        assert_int_equal(view->remark, REMARK_SLOW);
        assert_int_equal(view->remark_seq, at.remark);
        assert_int_equal(view->head_seq, at.remark);
        assert_int_equal(view->reports, 1);
        assert_false(view->owes_report);
        assert_null(view->excuse);
        assert_null(view->plan_entry);
        assert_null(view->report);
        assert_true(bytes_is(view->progress.at[0], "甲局的话"));
        view = status(office, SUPERVISOR, 3);
        assert_int_equal(view->report_seq, 0);
        assert_true(view->owes_report);
        assert_int_equal(view->head_seq, at.missing);
}

static void an_excuse_is_shown_in_its_words(void **state)
{
        struct office *office = *state;
        const struct task_view *view;

        furnish(office);
        view = status(office, SUPERVISOR, 2);
        assert_non_null(view->excuse);
        assert_int_equal(view->excuse->kind, EXCUSE_FORECAST);
        assert_int_equal(view->excuse->part, 1);
        assert_true(bytes_is(view->excuse->text, "110个"));
        assert_false(view->excuse->accepted);
        view = status(office, AGENT, 2);
        assert_int_equal(view->excuse->kind, EXCUSE_FORECAST);
        assert_int_equal(view->excuse->text.len, 0);
}

static void texts_are_hidden_from_strangers(void **state)
{
        static const struct {
                enum person asker;
                bool reads;
        } rows[] = {{AGENT, true},    {STRANGER, false}, {SUPERVISOR, true}, {OPERATOR, true},
                    {OBSERVER, true}, {AUDITOR, true},   {SECURITY, true}};
        struct office *office = *state;

        furnish(office);
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                enum person asker = rows[i].asker;
                size_t texts = rows[i].reads ? 1 : 0;
                const struct answer *answer;

                assert_int_equal(status(office, asker, 1)->progress.n, texts);
                answer = ask(office, asker, (struct query){.ask = ASK_TASK, .task.no = 1});
                assert_int_equal(answer->task.at[0].progress.n, texts);
                assert_int_equal(answer->task.at[0].report != NULL, rows[i].reads);
                assert_non_null(answer->task.at[0].plan_entry);
                answer = ask(office, asker, (struct query){.ask = ASK_HISTORY, .task.no = 1});
                assert_int_equal(answer->record.at[1].kind, EVENT_REPORT);
                assert_int_equal(answer->record.at[1].event.len > 0, rows[i].reads);
                assert_true(answer->record.at[0].event.len > 0); /* the remark is for all */
                assert_true(bytes_is(answer->record.at[1].author, "agent"));
        }
}

static void public_keys_are_for_few(void **state)
{
        static const struct {
                enum person asker;
                bool reads;
        } rows[] = {{AGENT, false},    {SUPERVISOR, false}, {OPERATOR, true},
                    {OBSERVER, false}, {AUDITOR, true},     {SECURITY, true}};
        struct office *office = *state;

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                const struct answer *answer = ask(office, rows[i].asker, (struct query){.ask = ASK_ROSTER});

                assert_int_equal(answer->roster->member.n, NOBODY);
                assert_int_equal(answer->roster->key.n, rows[i].reads ? NOBODY : 0);
                assert_int_equal(answer->roster->member.at[0].contact.len > 0, rows[i].reads);
                answer = ask(office, rows[i].asker, (struct query){.ask = ASK_RECORDS, .limit = 3});
                assert_int_equal(answer->record.at[0].kind, EVENT_GENESIS);
                assert_int_equal(answer->record.at[0].event.len > 0, rows[i].reads);
                assert_int_equal(answer->record.at[2].kind, EVENT_ROSTER_CHANGE);
                assert_int_equal(answer->record.at[2].event.len > 0, rows[i].reads);
        }
}

static void rights_follow_the_roster(void **state)
{
        struct office *office = *state;
        uint8_t public[KEY_SIZE];
        struct key key = {.public_key = bytes_of(public, KEY_SIZE), .member = bytes_str("agent"), .revoked = true};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        memset(public, 'a' + AGENT, KEY_SIZE);
        assert_int_equal(refusal(ask(office, AGENT, (struct query){.ask = ASK_WHOAMI})), CODE_NONE);
        event.roster_change.key.at = &key;
        event.roster_change.key.n = 1;
        office_say(office, &event, OPERATOR);
        office_settle(office);
        assert_int_equal(refusal(ask(office, AGENT, (struct query){.ask = ASK_WHOAMI})), CODE_UNKNOWN_KEY);
        assert_int_equal(refusal(ask(office, STRANGER, (struct query){.ask = ASK_WHOAMI})), CODE_NONE);
}

/* -- about the service -- */

static void whoami_names_rights_and_marks(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        uint8_t stream[STREAM_SIZE];
        const struct answer *answer = ask(office, AGENT, (struct query){.ask = ASK_WHOAMI});
        const struct whoami *whoami = answer->whoami;

        assert_true(bytes_is(whoami->member, "agent"));
        assert_true(bytes_is(whoami->department, "甲局"));
        assert_int_equal(whoami->role, ROLE_AGENT);
        assert_int_equal(whoami->key_id, office_key(AGENT));
        assert_int_equal(whoami->mark.n, 1);
        assert_int_equal(whoami->mark.at[0].number, 1);
        assert_int_equal(whoami->mark.at[0].seq, at.report);
        assert_int_equal(whoami->mark.at[0].chain.len, HASH_SIZE);
        assert_int_equal(whoami->mark.at[0].epoch, 1);
        assert_true(bytes_is(whoami->may.at[0], "report"));
        memset(stream, 200, sizeof stream);
        whoami = ask(office, AGENT, (struct query){.ask = ASK_WHOAMI, .stream = bytes_of(stream, sizeof stream)})
                         ->whoami;
        assert_int_equal(whoami->mark.n, 1);
        assert_int_equal(whoami->mark.at[0].number, 0); /* new here */
}

static void health_and_clock_tell_how_far(void **state)
{
        struct office *office = *state;
        const struct health *health;

        furnish(office);
        health = ask(office, OPERATOR, (struct query){.ask = ASK_HEALTH})->health;
        assert_int_equal(health->head, office->head);
        assert_int_equal(health->applied, office->head);
        assert_int_equal(health->judged, office->head);
        assert_int_equal(health->today.n, day_of(2023, 6, 30).n);
        assert_true(health->virtual_clock && health->journal_bytes && health->state_bytes && health->map_bytes);
        assert_int_equal(health->head_hash.len, HASH_SIZE);
        assert_true(health->last_seen.n >= 2);
        health = ask(office, AGENT, (struct query){.ask = ASK_CLOCK})->health;
        assert_int_equal(health->today.n, day_of(2023, 6, 30).n);
        assert_int_equal(health->last_seen.n, 0);
}

static void policy_and_cursor_come_from_the_journal(void **state)
{
        struct office *office = *state;
        struct event policy = {.kind = EVENT_POLICY, .policy = *policy_default()};
        struct event cursor = {.kind = EVENT_CURSOR, .cursor = {bytes_str("wall"), 1, 2}};
        const struct answer *answer;

        assert_int_equal(ask(office, AGENT, (struct query){.ask = ASK_POLICY})->policy->version, 1);
        policy.policy.version = 7;
        office_say(office, &policy, OPERATOR);
        office_say(office, &cursor, OBSERVER);
        office_settle(office);
        assert_int_equal(ask(office, AGENT, (struct query){.ask = ASK_POLICY})->policy->version, 7);
        answer = ask(office, OBSERVER, (struct query){.ask = ASK_CURSOR, .name = bytes_str("wall")});
        assert_int_equal(answer->cursor->seq, 2);
}

/* -- alerts and records -- */

static void alerts_carry_names_and_their_latest_change(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        const struct answer *answer = ask(office, AGENT, (struct query){.ask = ASK_ALERTS, .task.no = 2});
        const struct alert_view *view = answer->alert.at;

        assert_int_equal(view->raised_seq, at.raised);
        assert_int_equal(view->last_seq, at.cleared);
        assert_false(view->open);
        assert_int_equal(view->alert->change, ALERT_CLEARED);
        assert_true(bytes_is(view->title, "任务2"));
        assert_true(bytes_is(view->lead.at[0], "乙局"));
        assert_true(bytes_is(view->part_name, "项目"));
        assert_true(bytes_is(view->unit, "个"));
}

static void a_watcher_catches_up(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        struct query query = {.ask = ASK_RECORDS, .alerts_only = true, .limit = 1, .from_seq = 1};
        const uint64_t expected[] = {at.raised, at.missing, at.cleared};

        for (size_t i = 0; i < COUNT_OF(expected); i++) {
                const struct answer *answer = ask(office, OBSERVER, query);

                assert_int_equal(answer->record.n, 1);
                assert_int_equal(answer->record.at[0].seq, expected[i]);
                assert_int_equal(answer->record.at[0].hash.len, HASH_SIZE);
                query.from_seq = answer->next_seq;
        }
        assert_int_equal(query.from_seq, 0); /* all told */
        assert_int_equal(office->answer.through_seq, office->head);
}

static void history_pages_back(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        struct query query = {.ask = ASK_HISTORY, .task.no = 2, .limit = 2};
        const struct answer *answer = ask(office, SUPERVISOR, query);

        assert_int_equal(answer->record.at[0].seq, at.cleared);
        assert_int_equal(answer->record.at[1].seq, at.raised);
        assert_int_equal(answer->next_seq, at.promise);
        query.from_seq = answer->next_seq;
        answer = ask(office, SUPERVISOR, query);
        assert_int_equal(answer->record.n, 1);
        assert_int_equal(answer->record.at[0].seq, at.promise);
        assert_int_equal(answer->next_seq, 0);
}

/* -- pages -- */

static void furnish_many(struct office *office)
{
        struct task *tasks = arena_array(office->arena, MANY, sizeof *tasks);

        for (uint32_t i = 0; i < MANY; i++)
                tasks[i] = make_task(office, i + 1, i % 2 ? "乙局" : "甲局", NULL);
        office_plan(office, tasks, MANY);
}

/* Asks on until all is told; every task must come once, in order. */
static size_t page_tasks(struct office *office, struct query query, size_t step, size_t *ret_pages)
{
        size_t told = 0;

        *ret_pages = 0;
        do {
                const struct answer *answer = ask(office, SUPERVISOR, query);
                size_t n = query.ask == ASK_PLAN ? answer->plan->task.n : answer->task.n;

                assert_int_equal(refusal(answer), CODE_NONE);
                for (size_t i = 0; i < n; i++, told++) {
                        uint32_t no = query.ask == ASK_PLAN ? answer->plan->task.at[i].no : answer->task.at[i].task.no;

                        assert_int_equal(no, told * step + 1);
                }
                query.from_no = answer->next_no;
                ++*ret_pages;
                assert_in_range(*ret_pages, 1, MANY);
        } while (query.from_no);
        return told;
}

static void pages_tell_everything_once(void **state)
{
        struct office *office = *state;
        size_t pages;

        furnish_many(office);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS}, 1, &pages), MANY);
        assert_int_equal(pages, 2);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS, .limit = 7}, 1, &pages), MANY);
        assert_int_equal(pages, 43);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_PLAN}, 1, &pages), MANY);
        assert_int_equal(pages, 2);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_DUE, .limit = 100}, 1, &pages), MANY);
        assert_int_equal(pages, 3);
        assert_int_equal(page_tasks(office,
                                    (struct query){.ask = ASK_STATUS, .department = bytes_str("甲局"), .limit = 50}, 2,
                                    &pages),
                         MANY / 2);
}

static void long_texts_end_a_page(void **state)
{
        struct office *office = *state;
        char *words = arena_take(office->arena, 15001);
        size_t pages;

        memset(words, 'x', 15000);
        furnish_many(office);
        for (uint32_t no = 1; no <= 20; no++)
                say_report(office, SUPERVISOR, no, 50, 0, words);
        office_settle(office);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS, .with_texts = true}, 1, &pages), MANY);
        assert_in_range(pages, 4, 6); /* 300 KB of text, 96 KB an answer */
}

static void alerts_of_one_cause_are_paged(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_ALERTS, .open_only = true, .limit = 90};
        uint64_t last = 0;
        size_t told = 0;

        furnish_many(office);
        for (uint32_t no = 1; no <= MANY; no++)
                say_alert(office, 2, no, ALERT_NO_REPORT, ALERT_RAISED);
        office_settle(office);
        do {
                const struct answer *answer = ask(office, OBSERVER, query);

                for (size_t i = 0; i < answer->alert.n; i++, told++) {
                        assert_true(answer->alert.at[i].raised_seq > last);
                        last = answer->alert.at[i].raised_seq;
                }
                query.from_seq = answer->next_seq;
                query.from_no = answer->next_no;
        } while (query.from_seq);
        assert_int_equal(told, MANY);
}

/* -- waiting -- */

static void at_least_waits_for_applied_and_judged(void **state)
{
        struct office *office = *state;
        struct query query = {.id = 5, .ask = ASK_CLOCK, .at_least = office->head + 1};
        struct event tick = {.kind = EVENT_TICK, .tick = {day_of(2023, 7, 1)}};

        assert_int_equal(office->service.patience(office->service.self), -1);
        assert_false(office_ask(office, AGENT, &query));
        assert_int_equal(office->service.patience(office->service.self), QUERY_PATIENCE_MS);
        assert_int_equal(office_turn(office), 0);
        office_derive(office, &tick);
        office_settle(office);
        marks_set(office->marks, MARK_JUDGED, office->head - 1);
        assert_int_equal(office_turn(office), 0); /* applied, not judged */
        marks_set(office->marks, MARK_JUDGED, office->head);
        assert_int_equal(office_turn(office), 1);
        assert_int_equal(office->answer.id, 5);
        assert_int_equal(office->answer.through_seq, office->head);
        assert_int_equal(office->answer.health->today.n, day_of(2023, 7, 1).n);
        assert_int_equal(office->service.patience(office->service.self), -1);
        assert_true(office_ask(office, AGENT, &query)); /* reached: at once */
}

static void marks_alone_do_not_answer(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_CLOCK, .at_least = office->head + 1};

        marks_set(office->marks, MARK_APPLIED, office->head + 1);
        marks_set(office->marks, MARK_JUDGED, office->head + 1);
        assert_false(office_ask(office, AGENT, &query));
        assert_int_equal(office_turn(office), 0);
}

static void waiting_ends_with_its_time(void **state)
{
        struct office *office = *state;
        struct query query = {.id = 6, .ask = ASK_CLOCK, .at_least = office->head + 1, .timeout_ms = 1};
        size_t sent = 0;

        assert_false(office_ask(office, AGENT, &query));
        while (!sent) /* a millisecond */
                sent = office_turn(office);
        assert_int_equal(refusal(&office->answer), CODE_TIMED_OUT);
        assert_int_equal(office->answer.id, 6);
        assert_int_equal(office->answer.through_seq, office->head);
}

static void parking_is_limited(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_CLOCK, .at_least = office->head + 1};

        for (int i = 0; i < QUERY_PARKED_PER_KEY; i++)
                assert_false(office_ask(office, AGENT, &query));
        assert_true(office_ask(office, AGENT, &query));
        assert_int_equal(refusal(&office->answer), CODE_BUSY);
        assert_true(office->answer.refusal->retry);
        assert_false(office_ask(office, STRANGER, &query)); /* others may still wait */
        assert_true(office_ask(office, NOBODY, &query)); /* strangers to the house never do */
        assert_int_equal(refusal(&office->answer), CODE_UNKNOWN_KEY);
}

/* -- hostile questions -- */

static void bad_bytes_are_refused(void **state)
{
        static uint8_t large[QUERY_BYTES_MAX + 1];
        struct office *office = *state;
        uint8_t noise[64];

        assert_true(office_ask_bytes(office, AGENT, bytes_of(large, sizeof large)));
        assert_int_equal(refusal(&office->answer), CODE_TOO_LARGE);
        assert_true(office_ask_bytes(office, AGENT, (struct bytes){0}));
        assert_int_equal(refusal(&office->answer), CODE_BAD_QUERY);
        for (int i = 0; i < 500; i++) {
                for (size_t k = 0; k < sizeof noise; k++)
                        noise[k] = (uint8_t)((unsigned)i * 131u + k * (unsigned)(i + 7));
                assert_true(office_ask_bytes(office, AGENT, bytes_of(noise, (size_t)i % sizeof noise)));
        }
        assert_int_equal(refusal(ask(office, AGENT, (struct query){.ask = ASK_COUNT})), CODE_BAD_QUERY);
}

/* -- damage -- */

/* Flips one bit of the words where they stand in the journal's file. */
static void spoil(struct office *office, const char *words)
{
        char path[96];
        uint8_t *content, *at;
        FILE *file;
        size_t size;

        snprintf(path, sizeof path, "%s/journal/data.mdb", office->dir);
        file = fopen(path, "r+");
        assert_non_null(file);
        content = malloc(1 << 22);
        assert_non_null(content);
        size = fread(content, 1, 1 << 22, file);
        at = memmem(content, size, words, strlen(words));
        assert_non_null(at);
        fseek(file, at - content, SEEK_SET);
        fputc(*at ^ 1, file);
        fclose(file);
        free(content);
}

static void damage_is_said_aloud(void **state)
{
        struct office *office = *state;
        struct sequences at = furnish(office);
        char field[32];

        spoil(office, "甲局的话");
        snprintf(field, sizeof field, "record %d", (int)at.report);
        for (enum ask what = ASK_TASK; what <= ASK_HISTORY; what++) {
                const struct answer *answer = ask(office, AGENT, (struct query){.ask = what, .task.no = 1});

                assert_int_equal(refusal(answer), CODE_DAMAGED);
                assert_true(bytes_is(answer->refusal->field, field));
                assert_int_equal(answer->task.n + answer->record.n, 0);
        }
        assert_int_equal(refusal(ask(office, OBSERVER, (struct query){.ask = ASK_RECORDS, .alerts_only = true})),
                         CODE_DAMAGED);
        assert_non_null(status(office, AGENT, 2)->verdict); /* what is whole is answered */
}

static int open_office(void **state)
{
        *state = office_open();
        return 0;
}

static int close_office(void **state)
{
        office_close(*state);
        return 0;
}

#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, open_office, close_office)

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(each_question_has_its_answer),
                IN_OFFICE(a_view_shows_its_arithmetic),
                IN_OFFICE(an_excuse_is_shown_in_its_words),
                IN_OFFICE(texts_are_hidden_from_strangers),
                IN_OFFICE(public_keys_are_for_few),
                IN_OFFICE(rights_follow_the_roster),
                IN_OFFICE(whoami_names_rights_and_marks),
                IN_OFFICE(health_and_clock_tell_how_far),
                IN_OFFICE(policy_and_cursor_come_from_the_journal),
                IN_OFFICE(alerts_carry_names_and_their_latest_change),
                IN_OFFICE(a_watcher_catches_up),
                IN_OFFICE(history_pages_back),
                IN_OFFICE(pages_tell_everything_once),
                IN_OFFICE(long_texts_end_a_page),
                IN_OFFICE(alerts_of_one_cause_are_paged),
                IN_OFFICE(at_least_waits_for_applied_and_judged),
                IN_OFFICE(marks_alone_do_not_answer),
                IN_OFFICE(waiting_ends_with_its_time),
                IN_OFFICE(parking_is_limited),
                IN_OFFICE(bad_bytes_are_refused),
                IN_OFFICE(damage_is_said_aloud),
        };

        return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
