/* collector_authority_test.c - who may say what: role by kind, own and foreign tasks, and what changes in the
 * middle of a batch. What no row allows is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/model/ladder.h"
#include "proto/ids.h"
#include "tests/contract/collector_kit.h"

enum { NONE = -9999, COLUMNS = AGENT_B + 1 /* operator, supervisor, observer, agent a, agent b */ };

/* -- role by kind -- */

/* Every kind, about task 1 (甲's) where it is about one: the code each teller gets. */
static const struct row {
        enum event_kind kind;
        enum code by[COLUMNS];
} ROWS[] = {
#define NOBODY                                                                                                         \
        {                                                                                                              \
                CODE_NOT_ALLOWED, CODE_NOT_ALLOWED, CODE_NOT_ALLOWED, CODE_NOT_ALLOWED, CODE_NOT_ALLOWED               \
        }
#define NO CODE_NOT_ALLOWED
        {EVENT_GENESIS, NOBODY},
        {EVENT_TICK, NOBODY},
        {EVENT_RESUMED, NOBODY},
        {EVENT_CLOCK_ADVANCE, {0, NO, NO, NO, NO}},
        {EVENT_CLOCK_CONFIRM, {0, NO, NO, NO, NO}},
        {EVENT_ROSTER_CHANGE, {0, NO, NO, NO, NO}},
        {EVENT_POLICY, {CODE_MISSING_FIELD, NO, NO, NO, NO}}, /* no version */
        {EVENT_PLAN_CHUNK, {0, NO, NO, NO, NO}},
        {EVENT_PLAN_IN_FORCE, {CODE_INCOMPLETE_IMPORT, NO, NO, NO, NO}},
        {EVENT_PROPOSAL, {0, 0, NO, NO, NO}},
        {EVENT_APPROVAL, {NO, CODE_UNKNOWN_REFERENCE, NO, NO, NO}},
        {EVENT_REPORT, {NO, CODE_MISSING_FIELD, NO, 0, CODE_FOREIGN_TASK}},
        {EVENT_CORRECTION, {NO, CODE_MISSING_FIELD, NO, CODE_UNKNOWN_REFERENCE, CODE_FOREIGN_TASK}},
        {EVENT_RETURN, {NO, CODE_UNKNOWN_REFERENCE, NO, NO, NO}},
        {EVENT_ACCEPT, {NO, 0, NO, NO, NO}},
        {EVENT_REMARK, {NO, 0, NO, NO, NO}},
        {EVENT_SIGNING, {NO, NO, NO, CODE_UNKNOWN_REFERENCE, CODE_FOREIGN_TASK}},
        {EVENT_ALERT_ANSWER, {NO, NO, NO, CODE_UNKNOWN_REFERENCE, CODE_FOREIGN_TASK}},
        {EVENT_EXTENSION, {NO, NO, NO, 0, CODE_FOREIGN_TASK}},
        {EVENT_SUSPENSION, {NO, 0, NO, NO, NO}},
        {EVENT_CLOSE, {NO, 0, NO, NO, NO}},
        {EVENT_CURSOR, {0, 0, 0, 0, 0}},
        {EVENT_QUARANTINE, NOBODY},
        {EVENT_RESTORED, NOBODY},
        {EVENT_REFUSED, NOBODY},
        {EVENT_REFUSED_SUM, NOBODY},
        {EVENT_JUDGE_VERSION, NOBODY},
        {EVENT_PLAN_TEXT, {NO, 0, NO, NO, NO}},
        {EVENT_LETTER_SIGNED, {NO, CODE_UNKNOWN_REFERENCE, NO, NO, NO}},
        {EVENT_BULLETIN_CLOSED, {NO, CODE_MISSING_FIELD, NO, NO, NO}},
        {EVENT_AMENDMENT, NOBODY},
        {EVENT_WITHDRAWAL, {NO, CODE_UNKNOWN_REFERENCE, NO, NO, NO}},
        {EVENT_COUNTERSIGN, {NO, NO, NO, CODE_UNKNOWN_REFERENCE, CODE_FOREIGN_TASK}},
        {EVENT_VERDICT, NOBODY},
        {EVENT_ALERT, NOBODY},
        {EVENT_INTAKE, NOBODY},
        {EVENT_LINK, NOBODY},
};

/* What the office says. The others are refused by their kind before anybody looks at them. */
static struct event event_of_office(enum event_kind kind)
{
        static const uint8_t HASH[HASH_SIZE];
        static struct bytes text = {(const uint8_t *)"going well", 10};
        const struct task_ref task = {bytes_str("p"), 1};
        const struct alert_ref alert = {.cause = 1, .task = task, .part = 1, .kind = ALERT_BEHIND};
        const struct bytes reason = bytes_str("agreed");
        struct event event = {.kind = kind};

        switch (kind) {
        case EVENT_PROPOSAL:
                event.proposal = (struct proposal){.task = task, .part = 1, .target = {120, 0, true}, .reason = reason};
                break;
        case EVENT_APPROVAL:
                event.approval = (struct approval){1, true, reason, task};
                break;
        case EVENT_RETURN:
                event.return_report = (struct return_report){1, reason, task};
                break;
        case EVENT_ACCEPT:
                event.accept = (struct accept){.task = task, .part = 1, .until = day_of(2023, 9, 1)};
                break;
        case EVENT_EXTENSION:
                event.extension = (struct extension){task, 1, day_of(2024, 3, 31), reason};
                break;
        case EVENT_CLOSE:
                event.close = (struct close){.task = task, .reason = reason};
                break;
        case EVENT_PLAN_TEXT:
                event.plan_text = (struct plan_text){.task = task, .progress = {&text, 1}};
                break;
        case EVENT_LETTER_SIGNED:
                event.letter_signed = (struct letter_signed){alert, RUNG_LETTER, bytes_str("2023-1")};
                break;
        case EVENT_BULLETIN_CLOSED: /* no word about tasks 2 and 3 */
                event.bulletin_closed = (struct bulletin_closed){
                        .plan = task.plan,
                        .data_date = day_of(2023, 6, 30),
                        .through_seq = 1,
                        .hash = bytes_of(HASH, 32),
                };
                break;
        case EVENT_WITHDRAWAL:
                event.withdrawal = (struct withdrawal){alert, reason};
                break;
        case EVENT_COUNTERSIGN:
                event.countersign = (struct countersign){.task = task, .report_seq = 1};
                break;
        default:
                break;
        }
        return event;
}

static struct event event_of(struct collector_kit *k, enum event_kind kind)
{
        static const uint8_t ID[16] = "another import..";
        static const uint8_t HASH[HASH_SIZE];
        const struct task_ref task = {bytes_str("p"), 1};
        const struct alert_ref alert = {.cause = 1, .task = task, .part = 1, .kind = ALERT_BEHIND};
        struct event event = {.kind = kind};

        switch (kind) {
        case EVENT_CLOCK_ADVANCE:
                event.clock_advance.to = day_of(2023, 7, 1);
                break;
        case EVENT_PLAN_CHUNK:
                event.plan_chunk = (struct plan_chunk){.plan = task.plan, .import_id = bytes_of(ID, 16)};
                break;
        case EVENT_PLAN_IN_FORCE:
                event.plan_in_force = (struct plan){.id = task.plan,
                                                    .import_id = bytes_of(ID, 16),
                                                    .chunks = 2,
                                                    .tasks = 1,
                                                    .hash = bytes_of(HASH, HASH_SIZE),
                                                    .start = day_of(2023, 1, 1),
                                                    .end = day_of(2023, 12, 31)};
                break;
        case EVENT_REPORT:
                event = ck_report(k, 1, 5);
                break;
        case EVENT_CORRECTION: {
                struct report *report = arena_take(k->arena, sizeof *report);

                *report = ck_report(k, 1, 5).report;
                event.correction = (struct correction){.report = report, .replaces_seq = 999999};
                event.correction.reason = bytes_str("a slip");
                break;
        }
        case EVENT_REMARK:
                event.remark = (struct remark){.task = task, .word = REMARK_SLOW};
                break;
        case EVENT_SIGNING:
                event.signing.alert = alert;
                break;
        case EVENT_ALERT_ANSWER:
                event.alert_answer = (struct alert_answer){alert, bytes_str("more work"), day_of(2023, 9, 1), false};
                break;
        case EVENT_SUSPENSION:
                event.suspension = (struct suspension){.task = task, .reason = bytes_str("no land")};
                break;
        case EVENT_CURSOR:
                event.cursor = (struct cursor){bytes_str("desk"), 1, 1};
                break;
        default:
                return event_of_office(kind);
        }
        return event;
}

static void role_by_kind(void **state)
{
        struct collector_kit *k = *state;
        size_t kinds = 0;

        for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
                for (int teller = 0; teller < COLUMNS; teller++) {
                        const struct event event = event_of(k, ROWS[i].kind);
                        const enum code code = ck_try(k, (enum teller)teller, &event);

                        if (code != ROWS[i].by[teller])
                                fail_msg("%s by %d: %d, not %d", event_row(ROWS[i].kind)->name, teller, (int)code,
                                         (int)ROWS[i].by[teller]);
                }
        for (int kind = 0; kind < EVENT_KIND_END; kind++)
                kinds += event_row((enum event_kind)kind) != NULL;
        assert_int_equal(kinds, sizeof ROWS / sizeof *ROWS); /* a new kind wants a row here */
}

/* -- reports -- */

static void whose_task(void **state)
{
        static const struct {
                enum teller teller;
                uint32_t task;
                const char *for_whom;
                enum code code;
        } TABLE[] = {
                {AGENT_A, 1, "", 0},
                {AGENT_A, 2, "", CODE_FOREIGN_TASK},
                {AGENT_A, 3, "", 0},
                {AGENT_B, 3, "", 0},
                {AGENT_A, 4, "", CODE_UNKNOWN_TASK},
                {AGENT_A, 1, "甲", CODE_NOT_ALLOWED}, /* an agent speaks for itself alone */
                {SUPERVISOR, 1, "甲", 0},
                {SUPERVISOR, 1, "乙", CODE_FOREIGN_TASK},
                {SUPERVISOR, 3, "乙", 0},
                {SUPERVISOR, 1, "丙", CODE_FOREIGN_TASK},
        };
        struct collector_kit *k = *state;

        for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
                struct event report = ck_report(k, TABLE[i].task, 1);

                report.report.on_behalf_of = bytes_str(TABLE[i].for_whom);
                assert_int_equal(ck_try(k, TABLE[i].teller, &report), TABLE[i].code);
        }
}

static void what_a_report_says(void **state)
{
        struct collector_kit *k = *state;
        struct event report = ck_report(k, 1, 1);

        report.report.data_date = day_of(2023, 7, 1);
        assert_int_equal(ck_try(k, AGENT_A, &report), CODE_FUTURE_DATE);
        report.report.data_date = day_of(2023, 6, 30);
        assert_int_equal(ck_try(k, AGENT_A, &report), 0);
        report.report.line.at[0].part = 3;
        assert_int_equal(ck_try(k, AGENT_A, &report), CODE_UNKNOWN_PART);
        report.report.line.at[0].part = 2; /* a milestone takes no value */
        assert_int_equal(ck_try(k, AGENT_A, &report), CODE_WRONG_SHAPE);
        report = ck_report(k, 1, 1);
        report.report.task.plan = bytes_str("q");
        assert_int_equal(ck_try(k, AGENT_A, &report), CODE_UNKNOWN_TASK);
        report.report.task.plan = bytes_str(""); /* the plan in force */
        assert_int_equal(ck_try(k, AGENT_A, &report), 0);
        assert_int_equal(ck_record(k, ck_head(k)).task, ids_task((struct task_ref){bytes_str("p"), 1}));
}

static uint64_t say_report(struct collector_kit *k, enum teller teller, uint32_t task, const char *for_whom)
{
        struct event report = ck_report(k, task, 1);

        report.report.on_behalf_of = bytes_str(for_whom);
        assert_int_equal(ck_try(k, teller, &report), 0);
        return ck_head(k);
}

/* Task 3 is both departments'; a correction is its author's department's, or a supervisor's. */
static void whose_correction(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t by_a = say_report(k, AGENT_A, 3, "");
        const uint64_t by_a_too = say_report(k, AGENT_A, 3, "");
        const uint64_t for_b = say_report(k, SUPERVISOR, 3, "乙");
        const uint64_t other_task = say_report(k, AGENT_A, 1, "");
        const struct {
                enum teller teller;
                uint64_t replaces;
                const char *for_whom;
                enum code code;
        } table[] = {
                {AGENT_A, by_a, "", 0},
                {AGENT_B, by_a, "", CODE_NOT_ALLOWED},
                {AGENT_B, for_b, "", 0},
                {AGENT_A, for_b, "", CODE_NOT_ALLOWED},
                {SUPERVISOR, by_a, "甲", CODE_ALREADY_DONE},
                {SUPERVISOR, by_a_too, "甲", 0},
                {AGENT_A, other_task, "", CODE_UNKNOWN_REFERENCE},
                {AGENT_A, 1, "", CODE_UNKNOWN_REFERENCE},
        };

        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
                struct report report = ck_report(k, 3, 2).report;
                struct event event = {.kind = EVENT_CORRECTION};

                report.on_behalf_of = bytes_str(table[i].for_whom);
                event.correction = (struct correction){
                        .report = &report, .replaces_seq = table[i].replaces, .reason = bytes_str("a slip")};
                assert_int_equal(ck_try(k, table[i].teller, &event), table[i].code);
        }
}

static void only_alerts_that_were_raised(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t cause = say_report(k, AGENT_A, 1, "");
        const struct event alert = ck_alert(cause, 0, 1);
        struct event signing = {.kind = EVENT_SIGNING};

        assert_int_equal(ck_derive(k, &alert, 1), 'd');
        say_report(k, AGENT_A, 1, "");
        signing.signing.alert = alert.alert.alert;
        assert_int_equal(ck_try(k, AGENT_A, &signing), 0);
        signing.signing.alert.part = 2;
        assert_int_equal(ck_try(k, AGENT_A, &signing), CODE_UNKNOWN_REFERENCE);
        signing.signing.alert = alert.alert.alert;
        signing.signing.alert.cause--;
        assert_int_equal(ck_try(k, AGENT_A, &signing), CODE_UNKNOWN_REFERENCE);
        ck_restart(k, true);
        signing.signing.alert = alert.alert.alert;
        assert_int_equal(ck_try(k, AGENT_A, &signing), 0);
}

/* -- roster -- */

static struct event change_key(struct collector_kit *k, enum teller teller, struct key key)
{
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        event.roster_change.key.at = arena_take(k->arena, sizeof key);
        event.roster_change.key.n = 1;
        key.public_key = ck_public_key(teller);
        key.member = ck_name(teller);
        event.roster_change.key.at[0] = key;
        return event;
}

static void key_dates(void **state)
{
        static const struct {
                int from, to; /* days from today; NONE = no such date */
                bool revoked;
                enum code code;
        } TABLE[] = {
                {NONE, NONE, true, CODE_UNKNOWN_KEY}, {NONE, NONE, false, 0},
                {1, NONE, false, CODE_UNKNOWN_KEY},   {0, 0, false, 0},
                {NONE, -1, false, CODE_UNKNOWN_KEY},
        };
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 1);

        for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
                struct key key = {.revoked = TABLE[i].revoked};
                struct event change;
                const struct reply *reply;

                if (TABLE[i].from != NONE)
                        key.not_before = day_plus(day_of(2023, 6, 30), TABLE[i].from);
                if (TABLE[i].to != NONE)
                        key.not_after = day_plus(day_of(2023, 6, 30), TABLE[i].to);
                change = change_key(k, AGENT_A, key);
                assert_int_equal(ck_try(k, OPERATOR, &change), 0);
                assert_int_equal(k->key_rows, TABLE[i].code ? TELLERS - 1 : TELLERS);
                reply = ck_say(k, AGENT_A, (uint8_t)(20 + i), 1, &report);
                assert_int_equal(reply->refusal.n ? reply->refusal.at[0].code : 0, TABLE[i].code);
        }
}

static void a_retired_member_is_out(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 1);
        struct event change = {.kind = EVENT_ROSTER_CHANGE};
        struct member member = {.name = ck_name(AGENT_A), .department = bytes_str("甲"), .role = ROLE_AGENT};

        member.retired = true;
        change.roster_change.member.at = &member;
        change.roster_change.member.n = 1;
        assert_int_equal(ck_try(k, OPERATOR, &change), 0);
        assert_int_equal(ck_say(k, AGENT_A, 1, 1, &report)->refusal.at[0].code, CODE_UNKNOWN_KEY);
}

/* A batch may end the right of its own author; what stands behind that is not taken. */
static void revoked_in_the_middle(void **state)
{
        static const uint8_t SPARE[KEY_SIZE] = {77};
        struct collector_kit *k = *state;
        const struct event revoke = change_key(k, OPERATOR, (struct key){.revoked = true});
        struct event spare = change_key(k, OPERATOR, (struct key){0});
        struct event cursor = event_of(k, EVENT_CURSOR);
        const struct bytes records[3] = {ck_bytes(k, &revoke), ck_bytes(k, &cursor), ck_bytes(k, &cursor)};
        uint64_t head;

        spare.roster_change.key.at[0].public_key = bytes_of(SPARE, KEY_SIZE);
        assert_int_equal(ck_try(k, OPERATOR, &spare), 0);
        head = ck_head(k);
        ck_send(k, OPERATOR, 1, 1, records, 3);
        ck_turn(k);
        assert_int_equal(ck_head(k), head + 1);
        assert_int_equal(k->replies[0].receipt->number, 1);
        assert_int_equal(k->replies[0].refusal.n, 1);
        assert_int_equal(k->replies[0].refusal.at[0].number, 2);
        assert_int_equal(k->replies[0].refusal.at[0].code, CODE_UNKNOWN_KEY);
}

static void the_last_operator_stays(void **state)
{
        static const uint8_t SPARE[KEY_SIZE] = {77};
        struct collector_kit *k = *state;
        struct event event = change_key(k, OPERATOR, (struct key){.revoked = true});
        struct member member = {.name = ck_name(OPERATOR), .role = ROLE_OPERATOR, .retired = true};
        struct key keys[2] = {{.public_key = bytes_of(SPARE, KEY_SIZE), .member = ck_name(OPERATOR)}};

        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);
        event = change_key(k, OPERATOR, (struct key){.not_after = day_of(2023, 6, 29)});
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);
        event = change_key(k, OPERATOR, (struct key){.not_before = day_of(2023, 7, 1)});
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);
        event = (struct event){.kind = EVENT_ROSTER_CHANGE};
        event.roster_change.member.at = &member;
        event.roster_change.member.n = 1;
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);
        member = (struct member){.name = ck_name(OPERATOR), .role = ROLE_OBSERVER};
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);

        event = (struct event){.kind = EVENT_ROSTER_CHANGE}; /* a key that the same change revokes is none */
        keys[1] = keys[0];
        keys[1].revoked = true;
        event.roster_change.key.at = keys;
        event.roster_change.key.n = 2;
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
        event = change_key(k, OPERATOR, (struct key){.revoked = true});
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_LAST_OPERATOR);
        keys[1].revoked = false; /* a spare key: now the first one may go, in the same change even */
        keys[0].public_key = ck_public_key(OPERATOR);
        keys[0].revoked = true;
        event.roster_change.key.at = keys;
        event.roster_change.key.n = 2;
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
}

static void keys_of_nobody(void **state)
{
        struct collector_kit *k = *state;
        struct event event = change_key(k, AGENT_A, (struct key){0});
        struct member member = {.name = bytes_str("agent c"), .role = ROLE_AGENT};

        event.roster_change.key.at[0].member = bytes_str("nobody");
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_UNKNOWN_MEMBER);
        event.roster_change.key.at[0].member = ck_name(AGENT_B); /* a key does not change hands */
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_COLLISION);
        event = (struct event){.kind = EVENT_ROSTER_CHANGE};
        event.roster_change.member.at = &member;
        event.roster_change.member.n = 1;
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_MISSING_FIELD); /* an agent of no department */
}

/* -- plans -- */

static void plan_and_report_in_one_batch(void **state)
{
        struct collector_kit *k = *state;
        const struct event in_force = ck_import(k, "q", "import of plan q", 1);
        struct event report = ck_report(k, 1, 1);
        struct bytes plan;
        struct bytes mine;

        report.report.task.plan = bytes_str("q");
        plan = ck_bytes(k, &in_force);
        mine = ck_bytes(k, &report);
        ck_send(k, OPERATOR, 1, 1, &plan, 1);
        ck_send(k, AGENT_A, 1, 1, &mine, 1);
        ck_turn(k);
        assert_int_equal(k->replies[0].refusal.n, 0);
        assert_int_equal(k->replies[1].refusal.n, 0);
        report.report.task.plan = bytes_str("p"); /* the old plan takes no more */
        assert_int_equal(ck_try(k, AGENT_A, &report), CODE_UNKNOWN_TASK);
}

static void unsound_imports(void **state)
{
        struct collector_kit *k = *state;
        struct event in_force = ck_import(k, "q", "import of plan q", 2);
        uint8_t hash[HASH_SIZE];
        struct event chunk = {.kind = EVENT_PLAN_CHUNK};
        struct task task = {.no = 7};
        struct bytes leads[1] = {bytes_str("甲")};
        struct bytes encoded[2];

        in_force.plan_in_force.tasks = 3;
        assert_int_equal(ck_try(k, OPERATOR, &in_force), CODE_INCOMPLETE_IMPORT);
        in_force.plan_in_force.tasks = 2;
        in_force.plan_in_force.chunks = 2;
        assert_int_equal(ck_try(k, OPERATOR, &in_force), CODE_INCOMPLETE_IMPORT);
        in_force.plan_in_force.chunks = 1;
        in_force.plan_in_force.id = bytes_str("r");
        assert_int_equal(ck_try(k, OPERATOR, &in_force), CODE_INCOMPLETE_IMPORT);
        in_force.plan_in_force.id = bytes_str("q");
        memcpy(hash, in_force.plan_in_force.hash.at, HASH_SIZE);
        hash[0] ^= 1;
        in_force.plan_in_force.hash = bytes_of(hash, HASH_SIZE);
        assert_int_equal(ck_try(k, OPERATOR, &in_force), CODE_INCOMPLETE_IMPORT);

        chunk.plan_chunk.plan = bytes_str("q");
        chunk.plan_chunk.import_id = bytes_of((const uint8_t *)"another import q", 16);
        chunk.plan_chunk.task.at = encoded;
        chunk.plan_chunk.task.n = 1;
        assert_int_equal(codec_put_task(&task, k->arena, &encoded[0]), 0);
        assert_int_equal(ck_try(k, OPERATOR, &chunk), CODE_MISSING_FIELD); /* nobody leads it */
        task.lead.at = leads;
        task.lead.n = 1;
        assert_int_equal(codec_put_task(&task, k->arena, &encoded[0]), 0);
        encoded[1] = encoded[0];
        chunk.plan_chunk.task.n = 2;
        assert_int_equal(ck_try(k, OPERATOR, &chunk), 0);
        in_force.plan_in_force.import_id = chunk.plan_chunk.import_id;
        assert_int_equal(ck_try(k, OPERATOR, &in_force), CODE_BAD_VALUE); /* two tasks of one number */
}

/* A task that leaves the plan and comes back keeps its history, whatever was restarted in between. */
static void history_of_a_task_that_came_back(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t first = say_report(k, AGENT_A, 3, "");
        struct event plan = ck_import(k, "p", "only task 1 now.", 1);
        uint64_t second;

        assert_int_equal(ck_try(k, OPERATOR, &plan), 0);
        ck_restart(k, true);
        plan = ck_import(k, "p", "all tasks again.", 3);
        assert_int_equal(ck_try(k, OPERATOR, &plan), 0);
        second = say_report(k, AGENT_A, 3, "");
        assert_int_equal(ck_record(k, second).prev_of_task, first);
        ck_restart(k, false);
        assert_int_equal(ck_record(k, say_report(k, AGENT_B, 3, "")).prev_of_task, second);
}

static void policies_count_up(void **state)
{
        struct collector_kit *k = *state;
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = 3;
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_BAD_VALUE);
        ck_restart(k, true);
        event.policy.version = 2;
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_BAD_VALUE);
        event.policy.version = 4;
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
}

/* -- derived events -- */

static void derived_once(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t cause = ck_head(k);
        const struct event events[3] = {ck_alert(cause, 0, 1), ck_alert(cause, 1024, 2), ck_alert(cause + 1, 0, 1)};
        uint64_t head;

        assert_int_equal(ck_derive(k, events, 2), 'd');
        head = ck_head(k);
        assert_int_equal(ck_derive(k, events, 3), 'd');
        assert_int_equal(ck_head(k), head + 1);
        assert_int_equal(ck_record(k, head + 1).number, cause + 1);
        for (int applied = 0; applied < 2; applied++) {
                ck_restart(k, applied);
                head = ck_head(k);
                assert_int_equal(ck_derive(k, events, 3), 'd');
                assert_int_equal(ck_head(k), head);
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ck_setup, ck_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(role_by_kind),
                TEST(whose_task),
                TEST(what_a_report_says),
                TEST(whose_correction),
                TEST(only_alerts_that_were_raised),
                TEST(key_dates),
                TEST(a_retired_member_is_out),
                TEST(revoked_in_the_middle),
                TEST(the_last_operator_stays),
                TEST(keys_of_nobody),
                TEST(plan_and_report_in_one_batch),
                TEST(unsound_imports),
                TEST(history_of_a_task_that_came_back),
                TEST(policies_count_up),
                TEST(derived_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
