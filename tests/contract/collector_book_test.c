/* collector_book_test.c - the collector's book is the same however it came about: grown with the journal, loaded from
 * the state as it stood at any record and folded on from there, or folded from the journal alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/ids.h"
#include "tests/contract/collector_kit.h"
#include "workers/collector/collector_internal.h"

/* A history in which everything has changed once. */
static void tell_all(struct collector_kit *k)
{
        struct event policy = {.kind = EVENT_POLICY, .policy = *policy_default()};
        struct event advance = {.kind = EVENT_CLOCK_ADVANCE};
        struct event intake = {.kind = EVENT_INTAKE};
        struct intake_finding finding = {.flag = INTAKE_FELL, .part = 1};
        struct event alert;
        uint64_t cause;

        policy.policy.version = 5;
        policy.policy.approvals_needed = 2;
        cause = ck_must(k, AGENT_A, ck_report(k, 1, 10));
        ck_link(k, AGENT_A);
        ck_link(k, AGENT_B);
        ck_must(k, SUPERVISOR, ck_remark(3));
        ck_must(k, OPERATOR, policy);
        cause = ck_must(k, OPERATOR, ck_proposal(1, 1, (struct number){120, 0, true}, (struct day){0}));
        ck_must(k, SUPERVISOR, ck_approval(1, cause, true));
        ck_must(k, DEPUTY, ck_approval(1, cause, true));
        alert = ck_alert(cause, 7, 1);
        intake.intake = (struct intake){.task = {bytes_str("p"), 1}, .cause = cause, .ordinal = 9};
        intake.intake.finding.at = &finding;
        intake.intake.finding.n = 1;
        assert_int_equal(ck_derive(k, &alert, 1), 'd');
        assert_int_equal(ck_derive(k, &intake, 1), 'd');
        ck_must(k, OPERATOR, ck_import(k, "q", "another plan....", 2));
        ck_must(k, OPERATOR, ck_import(k, "p", "two tasks of it.", 2));
        ck_must(k, SUPERVISOR, ck_remark(2));
        cause = ck_must(k, OPERATOR, ck_proposal(1, 2, (struct number){0}, day_of(2024, 2, 29)));
        ck_must(k, DEPUTY, ck_approval(1, cause, true));
        ck_must(k, SUPERVISOR, ck_approval(1, cause, true));
        ck_must(k, AGENT_B, ck_report(k, 2, 10));
        advance.clock_advance.to = day_of(2023, 7, 1);
        ck_must(k, OPERATOR, advance);
        ck_link(k, AGENT_B);
        advance.clock_advance.to = day_of(2023, 7, 2);
        ck_must(k, OPERATOR, advance);
}

/* -- the same -- */

static void same_links(const struct book *a, const struct book *b)
{
        for (size_t i = 0; i < a->members.n; i++) {
                const struct book_member *of_a = &a->members.at[i];
                const struct book_member *of_b = book_member(b, of_a->id);

                assert_non_null(of_b);
                assert_true(bytes_equal(of_a->name, of_b->name));
                assert_true(bytes_equal(of_a->department_name, of_b->department_name));
                assert_int_equal(of_a->link.state, of_b->link.state);
                assert_true(bytes_equal(of_a->link.department, of_b->link.department));
        }
}

static void same_part(const struct book *a, const struct book_task *task_a, const struct book *b,
                      const struct book_task *task_b, size_t i)
{
        const struct book_part *part_a = &task_a->parts[i];
        const struct book_part *part_b = &task_b->parts[i];

        assert_int_equal(part_a->no, part_b->no);
        assert_int_equal(part_a->kind, part_b->kind);
        assert_int_equal(part_a->start.n, part_b->start.n);
        assert_int_equal(part_a->due.n, part_b->due.n);
        assert_true(book_same_number(part_a->target, part_b->target));
        assert_true(book_same_number(part_a->upper, part_b->upper));
        assert_int_equal(book_due(a, task_a, part_a).n, book_due(b, task_b, part_b).n);
        assert_true(book_same_number(book_target(task_a, part_a), book_target(task_b, part_b)));
}

static void same_task(struct book *a, struct book *b, uint64_t id)
{
        struct book_task *task_a;
        struct book_task *task_b;

        assert_int_equal(book_task_need(a, id, &task_a), 0);
        assert_int_equal(book_task_need(b, id, &task_b), 0);
        assert_int_equal(task_a->head, task_b->head);
        assert_int_equal(task_a->amendment_seq, task_b->amendment_seq);
        assert_int_equal(task_a->has_remark, task_b->has_remark);
        assert_int_equal(task_a->n_departments, task_b->n_departments);
        assert_int_equal(task_a->n_parts, task_b->n_parts);
        for (size_t i = 0; i < task_a->n_departments; i++)
                assert_int_equal(task_a->departments[i], task_b->departments[i]);
        for (size_t i = 0; i < task_a->n_parts; i++)
                same_part(a, task_a, b, task_b, i);
}

static void same_stream(const struct book *a, const struct book *b)
{
        assert_int_equal(a->streams.n, b->streams.n);
        for (size_t i = 0; i < a->streams.n; i++) {
                const struct book_stream *of_a = &a->streams.at[i];
                const struct book_stream *of_b = book_stream(b, of_a->agent, of_a->stream);

                assert_non_null(of_b);
                assert_int_equal(of_a->number, of_b->number);
                assert_int_equal(of_a->head, of_b->head);
                assert_memory_equal(of_a->hash, of_b->hash, HASH_SIZE);
        }
}

static void same_book(struct book *a, struct book *b)
{
        static const char *const PLANS[] = {"p", "q"};

        assert_int_equal(a->today.n, b->today.n);
        assert_int_equal(a->epoch, b->epoch);
        assert_int_equal(a->policy_version, b->policy_version);
        assert_int_equal(a->approvals_needed, b->approvals_needed);
        assert_int_equal(a->derived_cause, b->derived_cause);
        assert_int_equal(a->derived_ordinal, b->derived_ordinal);
        assert_int_equal(a->plan_tag, b->plan_tag);
        assert_true(bytes_equal(a->plan_id, b->plan_id));
        assert_int_equal(a->plan_start.n, b->plan_start.n);
        assert_int_equal(a->plan_end.n, b->plan_end.n);
        assert_int_equal(a->members.n, b->members.n);
        assert_int_equal(a->keys.n, b->keys.n);
        assert_int_equal(map_count(a->chunks), map_count(b->chunks));
        same_stream(a, b);
        same_links(a, b);
        for (size_t plan = 0; plan < COUNT_OF(PLANS); plan++)
                for (uint32_t no = 1; no <= 3; no++)
                        same_task(a, b, ids_task((struct task_ref){bytes_str(PLANS[plan]), no}));
}

/* A state of its own, that has come so far as it says. */
struct shelf {
        struct kit kit;
        struct state *state;
        struct applier *applier;
        struct state_reader *reader;
        struct journal_reader *journal;
};

static void shelf_open(struct shelf *shelf, struct collector_kit *k)
{
        struct state_options options = {shelf->kit.state_dir, true, KIT_MAP_SIZE};

        snprintf(shelf->kit.state_dir, sizeof shelf->kit.state_dir, "%s/other", k->disk->dir);
        assert_int_equal(state_open(&options, &shelf->state), 0);
        assert_int_equal(applier_new(k->journal, shelf->state, &shelf->applier), 0);
        assert_int_equal(state_reader_new(shelf->state, &shelf->reader), 0);
        assert_int_equal(journal_reader_new(k->journal, &shelf->journal), 0);
}

static void shelf_close(struct shelf *shelf)
{
        journal_reader_free(shelf->journal);
        state_reader_free(shelf->reader);
        applier_free(shelf->applier);
        state_close(shelf->state);
}

/* With a state that comes `step` records farther each time. */
static void compare_books(struct collector_kit *k, uint32_t step)
{
        struct shelf shelf = {0};
        uint64_t applied = 0;

        shelf_open(&shelf, k);
        for (;;) {
                struct book *loaded;

                assert_int_equal(book_new(&loaded), 0);
                assert_int_equal(book_load(loaded, shelf.journal, shelf.reader), 0);
                same_book(k->collector->book, loaded);
                book_free(loaded);
                if (applied == ck_head(k))
                        break;
                assert_int_equal(applier_step(shelf.applier, step, &applied), 0);
        }
        shelf_close(&shelf);
}

static void however_it_came_about(void **state)
{
        tell_all(*state);
        compare_books(*state, 1);
}

/* -- hostile values -- */

/* A number near what was accepted last, or one that is none of anybody's. */
static uint64_t any(uint64_t *seed, uint64_t head)
{
        const uint64_t wild[] = {0, 7, head - 1, head + 1, UINT32_MAX, UINT64_MAX};

        if (kit_below(seed, 4) == 0)
                return wild[kit_below(seed, COUNT_OF(wild))];
        return kit_below(seed, 2) ? head : 1 + kit_below(seed, head);
}

static struct day any_day(uint64_t *seed)
{
        const struct day wild[] = {{0}, day_of(1900, 1, 1), day_of(2023, 6, 29), day_of(2999, 12, 31)};

        if (kit_below(seed, 4) == 0)
                return wild[kit_below(seed, COUNT_OF(wild))];
        return day_plus(day_of(2023, 6, 30), (int)kit_below(seed, 400));
}

static struct number any_number(uint64_t *seed)
{
        const struct number numbers[] = {
                {0}, {0, 0, true}, {100, 0, true}, {INT64_MIN, 9, true}, {INT64_MAX, 0, true}, {1, 9, true}};

        return numbers[kit_below(seed, COUNT_OF(numbers))];
}

static struct event any_event(uint64_t *seed, uint64_t head)
{
        static const enum event_kind KINDS[] = {
                EVENT_PROPOSAL,        EVENT_EXTENSION, EVENT_APPROVAL,      EVENT_RETURN,     EVENT_ACCEPT,
                EVENT_BULLETIN_CLOSED, EVENT_SIGNING,   EVENT_LETTER_SIGNED, EVENT_WITHDRAWAL, EVENT_COUNTERSIGN};
        static const uint8_t HASH[HASH_SIZE] = {1};
        const struct task_ref task = {bytes_str(kit_below(seed, 4) ? "p" : ""), (uint32_t)any(seed, 1)};
        const struct bytes reason = bytes_str(kit_below(seed, 4) ? "so" : "");
        const uint32_t part = (uint32_t)any(seed, 2);
        const struct alert_ref alert = {.cause = any(seed, head),
                                        .task = task,
                                        .part = part,
                                        .kind = (enum alert_kind)kit_below(seed, ALERT_KIND_COUNT)};
        struct event event = {.kind = KINDS[kit_below(seed, COUNT_OF(KINDS))]};

        switch (event.kind) {
        case EVENT_PROPOSAL:
                event.proposal = (struct proposal){task, part, any_number(seed), any_day(seed), reason};
                break;
        case EVENT_EXTENSION:
                event.extension = (struct extension){task, part, any_day(seed), reason};
                break;
        case EVENT_APPROVAL:
                event.approval = (struct approval){any(seed, head), kit_below(seed, 3) > 0, reason, task};
                break;
        case EVENT_RETURN:
                event.return_report = (struct return_report){any(seed, head), reason, task};
                break;
        case EVENT_ACCEPT:
                event.accept = (struct accept){task, part, any(seed, head), any_day(seed), reason};
                break;
        case EVENT_BULLETIN_CLOSED:
                event.bulletin_closed = (struct bulletin_closed){
                        .plan = task.plan,
                        .data_date = any_day(seed),
                        .through_seq = any(seed, head),
                        .hash = bytes_of(HASH, HASH_SIZE),
                };
                break;
        case EVENT_SIGNING:
                event.signing.alert = alert;
                break;
        case EVENT_LETTER_SIGNED:
                event.letter_signed = (struct letter_signed){alert, (uint32_t)any(seed, head), reason};
                break;
        case EVENT_COUNTERSIGN:
                event.countersign = (struct countersign){task, any(seed, head), kit_below(seed, 2) > 0, reason};
                break;
        default:
                event.withdrawal = (struct withdrawal){alert, reason};
                break;
        }
        return event;
}

static enum teller any_teller(uint64_t *seed, enum event_kind kind)
{
        if (kit_below(seed, 4) == 0)
                return (enum teller)kit_below(seed, TELLERS);
        if (kind == EVENT_SIGNING || kind == EVENT_EXTENSION || kind == EVENT_COUNTERSIGN)
                return AGENT_A;
        return kind == EVENT_PROPOSAL ? OPERATOR : kit_below(seed, 2) ? SUPERVISOR : DEPUTY;
}

/* Whatever is said by whomever, it is recorded or refused, and a start finds the book as it was. */
static void anything_may_be_said(void **state)
{
        struct collector_kit *k = *state;
        struct book_task *task;
        uint64_t accepted = ck_head(k);
        uint64_t seed = 7;
        unsigned taken = 0;

        for (int i = 0; i < 800; i++) {
                const struct event event = any_event(&seed, accepted);

                if (ck_try(k, any_teller(&seed, event.kind), &event) == CODE_NONE) {
                        accepted = ck_head(k);
                        taken++;
                }
                if (i % 500 == 250)
                        ck_restart(k, i % 1000 == 250);
        }
        assert_true(taken > 15);
        ck_must(k, AGENT_A, ck_report(k, 1, 1));
        assert_int_equal(book_task_need(k->collector->book, ids_task((struct task_ref){bytes_str("p"), 1}), &task), 0);
        assert_true(task->amendment_seq && task->head > task->amendment_seq);
        compare_books(k, 500);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(however_it_came_about, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(anything_may_be_said, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
