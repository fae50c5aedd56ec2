/* collector_change_test.c - targets and dates of a plan in force: proposed, approved, amended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/ids.h"
#include "tests/contract/collector_kit.h"

static const struct number NONE = {0};

static struct number whole(int64_t value)
{
        return (struct number){value, 0, true};
}

static enum code try(struct collector_kit *k, enum teller teller, struct event event)
{
        return ck_try(k, teller, &event);
}

static void set_approvals(struct collector_kit *k, uint32_t version, uint32_t needed)
{
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = version;
        event.policy.approvals_needed = needed;
        ck_must(k, OPERATOR, event);
}

static void set_day(struct collector_kit *k, struct day day)
{
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};

        event.clock_advance.to = day;
        ck_must(k, OPERATOR, event);
}

/* The newest record, which is an amendment by the service itself behind its approval. */
static struct amendment newest_amendment(struct collector_kit *k)
{
        const struct record record = ck_record(k, ck_head(k));
        struct event event;
        struct flaw flaw;

        assert_int_equal(record.kind, EVENT_AMENDMENT);
        assert_int_equal(record.author, ID_COLLECTOR);
        assert_int_equal(record.agent, ID_COLLECTOR);
        assert_int_equal(record.prev_of_task, record.seq - 1);
        assert_int_equal(ck_record(k, record.seq - 1).kind, EVENT_APPROVAL);
        assert_int_equal(codec_event(record.payload, k->arena, &event, &flaw), 0);
        assert_true(record.task == ids_task(event.amendment.task));
        return event.amendment;
}

static void assert_change(const struct amendment *amendment, uint32_t part, struct number target, struct day due)
{
        const struct part_change *change = amendment_of(amendment, part);

        assert_non_null(change);
        assert_int_equal(change->target.known, target.known);
        assert_int_equal(change->target.unscaled, target.unscaled);
        assert_int_equal(change->due.n, due.n);
        assert_int_equal(change->was_target.unscaled, part == 1 ? 100 : 0);
        assert_int_equal(change->was_due.n, (part == 1 ? day_of(2023, 12, 31) : day_of(2023, 9, 30)).n);
}

/* -- asking -- */

static void what_a_proposal_needs(void **state)
{
        static const struct {
                uint32_t task, part;
                struct number target;
                uint32_t due; /* YYYYMMDD */
                enum code code;
                const char *field;
        } TABLE[] = {
                {1, 1, {120, 0, true}, 0, 0, ""},
                {1, 1, {0}, 20231130, 0, ""},
                {1, 1, {1205, 1, true}, 20240131, 0, ""},
                {4, 1, {120, 0, true}, 0, CODE_UNKNOWN_TASK, "task"},
                {1, 3, {120, 0, true}, 0, CODE_UNKNOWN_PART, "proposal.part"},
                {1, 0, {120, 0, true}, 0, CODE_UNKNOWN_PART, "proposal.part"},
                {1, UINT32_MAX, {120, 0, true}, 0, CODE_UNKNOWN_PART, "proposal.part"},
                {1, 1, {0}, 0, CODE_MISSING_FIELD, "proposal.target"},
                {1, 2, {1, 0, true}, 0, CODE_WRONG_SHAPE, "proposal.target"}, /* a milestone has no figure */
                {1, 1, {100, 0, true}, 0, CODE_ALREADY_DONE, "proposal.target"},
                {1, 1, {1000, 1, true}, 0, CODE_ALREADY_DONE, "proposal.target"}, /* 100.0 is 100 */
                {1, 1, {0}, 20231231, CODE_ALREADY_DONE, "proposal.due"}, /* the plan's end */
                {1, 2, {0}, 20230930, CODE_ALREADY_DONE, "proposal.due"},
                {1, 2, {0}, 20230101, CODE_BAD_VALUE, "proposal.due"}, /* not after its start */
                {1, 2, {0}, 20221231, CODE_BAD_VALUE, "proposal.due"},
        };
        struct collector_kit *k = *state;
        struct event event;

        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                struct day due;

                assert_int_equal(day_from_number(TABLE[i].due, &due), 0);
                event = ck_proposal(TABLE[i].task, TABLE[i].part, TABLE[i].target, due);
                assert_int_equal(ck_try(k, i % 2 ? OPERATOR : SUPERVISOR, &event), TABLE[i].code);
                assert_string_equal(ck_field(k), TABLE[i].field);
        }
        event.proposal.due = day_of(2024, 1, 1);
        event.proposal.reason = bytes_str("");
        assert_int_equal(ck_try(k, SUPERVISOR, &event), CODE_MISSING_FIELD);
        assert_string_equal(ck_field(k), "proposal.reason");
}

static void what_an_extension_needs(void **state)
{
        static const struct {
                uint32_t today;
                enum teller teller;
                uint32_t task, part;
                uint32_t new_due;
                enum code code;
                const char *field;
        } TABLE[] = {
                {20230930, AGENT_A, 1, 2, 20231001, 0, ""}, /* on the day itself */
                {20230930, AGENT_A, 1, 2, 20230930, CODE_NOT_LATER, "extension.part[2].due"},
                {20230930, AGENT_A, 1, 1, 20231231, CODE_NOT_LATER, "extension.part[1].due"},
                {20230930, AGENT_A, 1, 0, 20231231, CODE_NOT_LATER, "extension.part[1].due"},
                {20230930, AGENT_A, 1, 0, 20240101, 0, ""},
                {20230930, AGENT_A, 1, 3, 20240101, CODE_UNKNOWN_PART, "extension.part"},
                {20230930, AGENT_B, 1, 1, 20240101, CODE_FOREIGN_TASK, "task"},
                {20230930, AGENT_B, 3, 1, 20240101, 0, ""},
                {20230930, SUPERVISOR, 1, 1, 20240101, CODE_NOT_ALLOWED, "extension"},
                {20231001, AGENT_A, 1, 2, 20231130, CODE_TOO_LATE, "extension.part[2].due"},
                {20231001, AGENT_A, 1, 0, 20240101, CODE_TOO_LATE, "extension.part[2].due"},
                {20231001, AGENT_A, 1, 1, 20240101, 0, ""},
        };
        struct collector_kit *k = *state;
        struct day today = {0};

        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                struct day day;
                struct day due;

                assert_int_equal(day_from_number(TABLE[i].today, &day), 0);
                assert_int_equal(day_from_number(TABLE[i].new_due, &due), 0);
                if (day.n != today.n)
                        set_day(k, today = day);
                assert_int_equal(try(k, TABLE[i].teller, ck_extension(TABLE[i].task, TABLE[i].part, due)),
                                 TABLE[i].code);
                assert_string_equal(ck_field(k), TABLE[i].field);
        }
}

/* -- saying yes -- */

/* Each amendment lists all that differs from the import, and what differs no longer leaves the list. */
static void an_approval_puts_it_in_force(void **state)
{
        struct collector_kit *k = *state;
        const struct day later = day_of(2024, 2, 28);
        struct amendment amendment;
        uint64_t first;
        uint64_t second;

        first = ck_must(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0}));
        ck_must(k, DEPUTY, ck_approval(1, first, true));
        amendment = newest_amendment(k);
        assert_int_equal(amendment.proposal_seq, first);
        assert_true(bytes_is(amendment.task.plan, "p"));
        assert_int_equal(amendment.change.n, 1);
        assert_change(&amendment, 1, whole(120), (struct day){0});
        assert_int_equal(try(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0})), CODE_ALREADY_DONE);

        second = ck_must(k, AGENT_A, ck_extension(1, 2, later));
        ck_must(k, SUPERVISOR, ck_approval(1, second, true));
        amendment = newest_amendment(k);
        assert_int_equal(amendment.change.n, 2);
        assert_change(&amendment, 1, whole(120), (struct day){0});
        assert_change(&amendment, 2, NONE, later);
        assert_int_equal(amendment_of(&amendment, 1)->proposal_seq, first);
        assert_int_equal(amendment_of(&amendment, 2)->proposal_seq, second);
        assert_int_equal(try(k, AGENT_A, ck_extension(1, 2, later)), CODE_NOT_LATER);

        ck_must(k, DEPUTY,
                ck_approval(1, ck_must(k, SUPERVISOR, ck_proposal(1, 1, whole(100), (struct day){0})), true));
        amendment = newest_amendment(k);
        assert_int_equal(amendment.change.n, 1);
        assert_change(&amendment, 2, NONE, later);
        ck_must(k, DEPUTY, ck_approval(1, ck_must(k, SUPERVISOR, ck_proposal(1, 2, NONE, day_of(2023, 9, 30))), true));
        assert_int_equal(newest_amendment(k).change.n, 0);
}

/* An extension of a whole task moves every part, and none to an earlier day. */
static void every_part(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t all = ck_must(k, AGENT_A, ck_extension(1, 0, day_of(2024, 1, 31)));
        const uint64_t one = ck_must(k, AGENT_A, ck_extension(1, 2, day_of(2024, 6, 30)));
        struct amendment amendment;

        ck_must(k, SUPERVISOR, ck_approval(1, one, true));
        ck_must(k, SUPERVISOR, ck_approval(1, all, true));
        amendment = newest_amendment(k);
        assert_change(&amendment, 1, NONE, day_of(2024, 1, 31));
        assert_change(&amendment, 2, NONE, day_of(2024, 6, 30));
}

static void whose_approval(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t asked = ck_must(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0}));
        const uint64_t report = ck_must(k, AGENT_A, ck_report(k, 1, 1));
        const struct {
                enum teller teller;
                uint32_t task;
                uint64_t seq;
                enum code code;
                const char *field;
        } table[] = {
                {SUPERVISOR, 1, asked, CODE_NOT_ALLOWED, "approval.proposal_seq"}, /* the key that asked */
                {OPERATOR, 1, asked, CODE_NOT_ALLOWED, "approval"},
                {DEPUTY, 0, asked, CODE_MISSING_FIELD, "approval.task"},
                {DEPUTY, 2, asked, CODE_UNKNOWN_REFERENCE, "approval.proposal_seq"},
                {DEPUTY, 9, asked, CODE_UNKNOWN_TASK, "task"},
                {DEPUTY, 1, report, CODE_UNKNOWN_REFERENCE, "approval.proposal_seq"},
                {DEPUTY, 1, 1, CODE_UNKNOWN_REFERENCE, "approval.proposal_seq"},
                {DEPUTY, 1, 999999, CODE_UNKNOWN_REFERENCE, "approval.proposal_seq"},
                {DEPUTY, 1, UINT64_MAX, CODE_UNKNOWN_REFERENCE, "approval.proposal_seq"},
                {DEPUTY, 1, asked, 0, ""},
                {DEPUTY, 1, asked, CODE_ALREADY_DONE, "approval.proposal_seq"},
        };

        for (size_t i = 0; i < COUNT_OF(table); i++) {
                assert_int_equal(try(k, table[i].teller, ck_approval(table[i].task, table[i].seq, true)),
                                 table[i].code);
                assert_string_equal(ck_field(k), table[i].field);
        }
}

/* By distinct keys; whatever is restarted in between, with the state up to date or left behind. */
static void several_approvals(void **state)
{
        struct collector_kit *k = *state;
        struct amendment amendment;
        uint64_t asked;

        for (uint32_t applied = 0; applied < 2; applied++) {
                set_approvals(k, 2 + applied, 2);
                asked = ck_must(k, OPERATOR, ck_proposal(1, 1, whole(120 + applied), (struct day){0}));
                ck_must(k, SUPERVISOR, ck_approval(1, asked, true));
                assert_int_equal(ck_record(k, ck_head(k)).kind, EVENT_APPROVAL);
                ck_restart(k, applied);
                assert_int_equal(try(k, SUPERVISOR, ck_approval(1, asked, true)), CODE_ALREADY_DONE);
                ck_must(k, DEPUTY, ck_approval(1, asked, true));
                amendment = newest_amendment(k);
                assert_change(&amendment, 1, whole(120 + applied), (struct day){0});
        }
        set_approvals(k, 9, 0); /* none is one: nobody approves for himself */
        asked = ck_must(k, OPERATOR, ck_proposal(1, 1, whole(200), (struct day){0}));
        ck_must(k, SUPERVISOR, ck_approval(1, asked, true));
        assert_int_equal(newest_amendment(k).proposal_seq, asked);
}

static void one_no_decides(void **state)
{
        struct collector_kit *k = *state;
        uint64_t asked = ck_must(k, AGENT_A, ck_extension(1, 1, day_of(2024, 1, 31)));
        struct event no = ck_approval(1, asked, false);

        no.approval.reason = bytes_str("");
        assert_int_equal(ck_try(k, SUPERVISOR, &no), CODE_MISSING_FIELD);
        assert_string_equal(ck_field(k), "approval.reason");
        ck_must(k, SUPERVISOR, ck_approval(1, asked, false));
        assert_int_equal(ck_record(k, ck_head(k)).kind, EVENT_APPROVAL);
        assert_int_equal(try(k, DEPUTY, ck_approval(1, asked, true)), CODE_ALREADY_DONE);
        assert_int_equal(try(k, DEPUTY, ck_approval(1, asked, false)), CODE_ALREADY_DONE);
        asked = ck_must(k, AGENT_A, ck_extension(1, 1, day_of(2024, 1, 31))); /* it may be asked again */
        ck_must(k, SUPERVISOR, ck_approval(1, asked, true));
        assert_int_equal(try(k, DEPUTY, ck_approval(1, asked, false)), CODE_ALREADY_DONE); /* it is in force */
}

/* What was asked may be out of date when it is approved. */
static void an_approval_that_changes_nothing(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t first = ck_must(k, SUPERVISOR, ck_proposal(1, 2, NONE, day_of(2023, 10, 31)));
        const uint64_t second = ck_must(k, AGENT_A, ck_extension(1, 2, day_of(2023, 10, 31)));
        const uint64_t third = ck_must(k, SUPERVISOR, ck_proposal(1, 2, NONE, day_of(2023, 11, 30)));
        struct task task = ck_task(k, 1);
        struct event plan;

        ck_must(k, DEPUTY, ck_approval(1, first, true));
        assert_int_equal(try(k, DEPUTY, ck_approval(1, second, true)), CODE_ALREADY_DONE);
        task.part.n = 1;
        plan = ck_import_tasks(k, "p", "without part two", &task, 1);
        ck_must(k, OPERATOR, plan);
        assert_int_equal(try(k, DEPUTY, ck_approval(1, third, true)), CODE_UNKNOWN_REFERENCE);
        ck_must(k, DEPUTY, ck_approval(1, third, false));
}

/* -- all or nothing -- */

enum { PARTS = 180 };

static struct task task_of_many_parts(struct collector_kit *k)
{
        struct task task = ck_task(k, 1);

        task.part.at = arena_array(k->arena, PARTS, sizeof *task.part.at);
        task.part.n = PARTS;
        for (uint32_t i = 0; i < PARTS; i++)
                task.part.at[i] = (struct part){.no = i + 1, .name = bytes_str("x"), .kind = PART_CUMULATIVE};
        return task;
}

static unsigned count_of(struct collector_kit *k, enum event_kind kind)
{
        unsigned n = 0;

        for (uint64_t seq = 1; seq <= ck_head(k); seq++)
                n += ck_record(k, seq).kind == kind;
        return n;
}

/* Approvals until the disk is full, each with an amendment many times its size: the last one has left neither, its
 * number is free, and when there is room the same bytes have their whole effect. */
static void approval_and_amendment_or_neither(void **state)
{
        struct collector_kit *k = *state;
        struct task task = task_of_many_parts(k);
        struct event yes;
        unsigned approved = 1;
        uint64_t head;

        ck_must(k, OPERATOR, ck_import_tasks(k, "q", "many parts.......", &task, 1));
        yes = ck_extension(1, 0, day_of(2024, 1, 31));
        yes.extension.task.plan = bytes_str("q");
        yes = ck_approval(1, ck_must(k, AGENT_A, yes), true);
        yes.approval.task.plan = bytes_str("q");
        ck_must(k, SUPERVISOR, yes);
        for (;;) {
                struct event event = ck_proposal(1, approved % PARTS + 1, whole(approved), (struct day){0});

                event.proposal.task.plan = bytes_str("q");
                if (ck_try(k, OPERATOR, &event))
                        break;
                yes.approval.proposal_seq = head = ck_head(k);
                if (ck_try(k, SUPERVISOR, &yes))
                        break;
                approved++;
        }
        assert_int_equal(k->replies[0].refusal.at[0].code, CODE_DISK_FULL);
        assert_true(approved > 10);
        assert_int_equal(ck_head(k), head);
        assert_int_equal(count_of(k, EVENT_APPROVAL), approved);
        assert_int_equal(count_of(k, EVENT_AMENDMENT), approved);
        k->map_size *= 2;
        ck_restart(k, true);
        assert_int_equal(count_of(k, EVENT_AMENDMENT), approved);
        ck_must(k, SUPERVISOR, yes);
        assert_int_equal(newest_amendment(k).proposal_seq, yes.approval.proposal_seq);
        assert_int_equal(newest_amendment(k).change.n, PARTS);
}

/* A crash while the approval waits for its round: by then both are on the disk. */
static void durable_before_the_answer(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t asked = ck_must(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0}));
        const struct event yes = ck_approval(1, asked, true);
        const struct bytes record = ck_bytes(k, &yes);

        ck_send(k, DEPUTY, 1, 1, &record, 1);
        assert_int_equal(ck_head(k), asked + 2);
        ck_stop(k);
        ck_start(k);
        assert_int_equal(ck_record(k, asked + 2).kind, EVENT_AMENDMENT);
        assert_int_equal(ck_say(k, DEPUTY, 1, 1, &yes)->refusal.n, 0); /* sent again: the receipt, and no second one */
        assert_int_equal(k->replies[0].receipt->seq, asked + 1);
        assert_int_equal(count_of(k, EVENT_AMENDMENT), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ck_setup, ck_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(what_a_proposal_needs),
                TEST(what_an_extension_needs),
                TEST(an_approval_puts_it_in_force),
                TEST(every_part),
                TEST(whose_approval),
                TEST(several_approvals),
                TEST(one_no_decides),
                TEST(an_approval_that_changes_nothing),
                cmocka_unit_test_setup_teardown(approval_and_amendment_or_neither, ck_setup_small, ck_teardown),
                TEST(durable_before_the_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
