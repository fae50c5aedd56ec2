/* query_test.c - questions to the query role, and what it answers to whom. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

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
        {"what waits for a lead", OPERATOR, {.ask = ASK_COUNTERSIGN}, 0, 0, 0, 0},
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
        {"all records", SECURITY, {.ask = ASK_RECORDS}, 0, 0, 12, 0},
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
        {"no cursor yet", OBSERVER, {.ask = ASK_CURSOR, .name = {(const uint8_t *)"x", 1}}, 0, 0, 0, 0},
        {"a cursor without a name", OBSERVER, {.ask = ASK_CURSOR}, CODE_BAD_QUERY, 0, 0, 0},
        {"a member", OBSERVER, {.ask = ASK_ROSTER, .name = {(const uint8_t *)"agent", 5}}, 0, 0, 0, 0},
        {"no member", OBSERVER, {.ask = ASK_ROSTER, .name = {(const uint8_t *)"nobody", 6}}, CODE_NOT_FOUND, 0, 0, 0},
        {"as of the plan's first day", OBSERVER, {.ask = ASK_STATUS, .as_of = 5}, 0, 3, 0, 0},
        {"as of a day without a plan", OBSERVER, {.ask = ASK_STATUS, .as_of = 3}, CODE_NOT_FOUND, 0, 0, 0},
        {"as of the future", OBSERVER, {.ask = ASK_STATUS, .as_of = 999}, CODE_NOT_FOUND, 0, 0, 0},
        {"who I was", OBSERVER, {.ask = ASK_WHOAMI, .as_of = 5}, CODE_BAD_QUERY, 0, 0, 0},
        {"health of the past", OBSERVER, {.ask = ASK_HEALTH, .as_of = 5}, CODE_BAD_QUERY, 0, 0, 0},
        {"for a date", OBSERVER, {.ask = ASK_STATUS, .for_date = {19500}}, 0, 3, 0, 0},
        {"who owed a report then", OBSERVER, {.ask = ASK_DUE, .for_date = {19500}}, 0, 0, 0, 0},
        {"alerts for a date", OBSERVER, {.ask = ASK_ALERTS, .for_date = {19500}}, CODE_BAD_QUERY, 0, 0, 0},
        {"history as of before", AUDITOR, {.ask = ASK_HISTORY, .task.no = 1, .as_of = 7}, 0, 0, 1, 0},
        {"by nobody", NOBODY, {.ask = ASK_STATUS}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by a retired member", RETIRED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by a revoked key", REVOKED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
        {"by an expired key", EXPIRED, {.ask = ASK_WHOAMI}, CODE_UNKNOWN_KEY, 0, 0, 0},
};

static void each_question_has_its_answer(void **state)
{
        struct office *office = *state;

        office_fill(office);
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                const struct answer *answer;
                struct query query = row->query;

                query.id = i + 1;
                answer = office_hear(office, row->asker, query);
                if (office_refusal(answer) != row->code || answer->task.n != row->tasks ||
                    answer->record.n != row->records || answer->alert.n != row->alerts)
                        fail_msg("%s: code %d, %zu tasks, %zu records, %zu alerts", row->what,
                                 (int)office_refusal(answer), answer->task.n, answer->record.n, answer->alert.n);
                assert_int_equal(answer->id, i + 1);
                if (!answer->refusal) {
                        const uint64_t through = query.as_of ? query.as_of : office->head;

                        assert_int_equal(answer->through_seq, through);
                        assert_int_equal(answer->judged_through, through);
                        assert_int_equal(answer->epoch, 1);
                } else {
                        assert_true(answer->refusal->sentence_zh.len && answer->refusal->sentence_en.len);
                        assert_true(answer->refusal->field.len);
                }
        }
}

/* -- rights -- */

static void texts_are_hidden_from_strangers(void **state)
{
        static const struct {
                enum person asker;
                bool reads;
        } rows[] = {{AGENT, true},    {STRANGER, false}, {SUPERVISOR, true}, {OPERATOR, true},
                    {OBSERVER, true}, {AUDITOR, false},  {SECURITY, false}};
        struct office *office = *state;

        office_fill(office);
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                enum person asker = rows[i].asker;
                size_t texts = rows[i].reads ? 1 : 0;
                const struct answer *answer;

                assert_int_equal(office_status(office, asker, 1)->progress.n, texts);
                answer = office_hear(office, asker, (struct query){.ask = ASK_TASK, .task.no = 1});
                assert_int_equal(answer->task.at[0].progress.n, texts);
                assert_int_equal(answer->task.at[0].report != NULL, rows[i].reads);
                assert_non_null(answer->task.at[0].plan_entry);
                answer = office_hear(office, asker, (struct query){.ask = ASK_HISTORY, .task.no = 1});
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
                const struct answer *answer = office_hear(office, rows[i].asker, (struct query){.ask = ASK_ROSTER});

                assert_int_equal(answer->roster->member.n, NOBODY);
                assert_int_equal(answer->roster->key.n, rows[i].reads ? NOBODY : 0);
                assert_int_equal(answer->roster->member.at[0].contact.len > 0, rows[i].reads);
                answer = office_hear(office, rows[i].asker, (struct query){.ask = ASK_RECORDS, .limit = 3});
                assert_int_equal(answer->record.at[0].kind, EVENT_GENESIS);
                assert_int_equal(answer->record.at[0].event.len > 0, rows[i].reads);
                assert_int_equal(answer->record.at[1].kind, EVENT_ROSTER_CHANGE);
                assert_int_equal(answer->record.at[1].event.len > 0, rows[i].reads);
        }
}

static void rights_follow_the_roster(void **state)
{
        struct office *office = *state;
        uint8_t public[KEY_SIZE];
        struct key key = {.public_key = bytes_of(public, KEY_SIZE), .member = bytes_str("agent"), .revoked = true};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        memset(public, 'a' + AGENT, KEY_SIZE);
        assert_int_equal(office_refusal(office_hear(office, AGENT, (struct query){.ask = ASK_WHOAMI})), CODE_NONE);
        event.roster_change.key.at = &key;
        event.roster_change.key.n = 1;
        office_say(office, &event, OPERATOR);
        office_settle(office);
        assert_int_equal(office_refusal(office_hear(office, AGENT, (struct query){.ask = ASK_WHOAMI})),
                         CODE_UNKNOWN_KEY);
        assert_int_equal(office_refusal(office_hear(office, STRANGER, (struct query){.ask = ASK_WHOAMI})), CODE_NONE);
}

/* -- about the service -- */

static void whoami_names_rights_and_marks(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        uint8_t stream[STREAM_SIZE];
        const struct answer *answer = office_hear(office, AGENT, (struct query){.ask = ASK_WHOAMI});
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
        whoami =
                office_hear(office, AGENT, (struct query){.ask = ASK_WHOAMI, .stream = bytes_of(stream, sizeof stream)})
                        ->whoami;
        assert_int_equal(whoami->mark.n, 1);
        assert_int_equal(whoami->mark.at[0].number, 0); /* new here */
}

static void health_and_clock_tell_how_far(void **state)
{
        struct office *office = *state;
        const struct health *health;

        office_fill(office);
        health = office_hear(office, OPERATOR, (struct query){.ask = ASK_HEALTH})->health;
        assert_int_equal(health->head, office->head);
        assert_int_equal(health->applied, office->head);
        assert_int_equal(health->judged, office->head);
        assert_int_equal(health->today.n, day_of(2023, 6, 30).n);
        assert_true(health->virtual_clock && health->journal_bytes && health->state_bytes && health->map_bytes);
        assert_int_equal(health->head_hash.len, HASH_SIZE);
        assert_true(health->last_seen.n >= 2);
        health = office_hear(office, AGENT, (struct query){.ask = ASK_CLOCK})->health;
        assert_int_equal(health->today.n, day_of(2023, 6, 30).n);
        assert_int_equal(health->last_seen.n, 0);
}

static void policy_and_cursor_come_from_the_journal(void **state)
{
        struct office *office = *state;
        struct event policy = {.kind = EVENT_POLICY, .policy = *policy_default()};
        struct event cursor = {.kind = EVENT_CURSOR, .cursor = {bytes_str("wall"), 1, 2}};
        const struct answer *answer;

        assert_int_equal(office_hear(office, AGENT, (struct query){.ask = ASK_POLICY})->policy->version, 1);
        policy.policy.version = 7;
        office_say(office, &policy, OPERATOR);
        office_say(office, &cursor, OBSERVER);
        office_settle(office);
        assert_int_equal(office_hear(office, AGENT, (struct query){.ask = ASK_POLICY})->policy->version, 7);
        answer = office_hear(office, OBSERVER, (struct query){.ask = ASK_CURSOR, .name = bytes_str("wall")});
        assert_int_equal(answer->cursor->seq, 2);
        answer = office_hear(office, SUPERVISOR, (struct query){.ask = ASK_CURSOR, .name = bytes_str("wall")});
        assert_null(answer->cursor); /* a cursor is its member's own */
}

/* -- alerts and records -- */

static void alerts_carry_names_and_their_latest_change(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const struct answer *answer = office_hear(office, AGENT, (struct query){.ask = ASK_ALERTS, .task.no = 2});
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

/* -- damage -- */

/* Flips one bit of the words where they stand in the journal's file. */
static void spoil(struct office *office, const char *words)
{
        char path[96];
        uint8_t *content, *at;
        FILE *file;
        size_t size;

        snprintf(path, sizeof path, "%s/data.mdb", office->journal_dir);
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
        struct sequences at = office_fill(office);
        char field[32];

        spoil(office, "甲局的话");
        snprintf(field, sizeof field, "record %d", (int)at.report);
        for (enum ask what = ASK_TASK; what <= ASK_HISTORY; what++) {
                const struct answer *answer = office_hear(office, AGENT, (struct query){.ask = what, .task.no = 1});

                assert_int_equal(office_refusal(answer), CODE_DAMAGED);
                assert_true(bytes_is(answer->refusal->field, field));
                assert_int_equal(answer->task.n + answer->record.n, 0);
        }
        assert_int_equal(
                office_refusal(office_hear(office, OBSERVER, (struct query){.ask = ASK_RECORDS, .alerts_only = true})),
                CODE_DAMAGED);
        assert_non_null(office_status(office, AGENT, 2)->verdict); /* what is whole is answered */
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(each_question_has_its_answer),
                IN_OFFICE(texts_are_hidden_from_strangers),
                IN_OFFICE(public_keys_are_for_few),
                IN_OFFICE(rights_follow_the_roster),
                IN_OFFICE(whoami_names_rights_and_marks),
                IN_OFFICE(health_and_clock_tell_how_far),
                IN_OFFICE(policy_and_cursor_come_from_the_journal),
                IN_OFFICE(alerts_carry_names_and_their_latest_change),
                IN_OFFICE(damage_is_said_aloud),
        };

        return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
