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
        struct event intake = {.kind = EVENT_INTAKE};
        struct intake_finding finding = {.flag = INTAKE_FELL, .part = 1};
        struct event alert;
        uint64_t cause;

        policy.policy.version = 5;
        policy.policy.approvals_needed = 2;
        cause = ck_must(k, AGENT_A, ck_report(k, 1, 10));
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
}

/* -- the same -- */

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

static void however_it_came_about(void **state)
{
        struct collector_kit *k = *state;
        struct shelf shelf = {0};
        uint64_t applied = 0;

        tell_all(k);
        shelf_open(&shelf, k);
        for (;;) {
                struct book *loaded;

                assert_int_equal(book_new(&loaded), 0);
                assert_int_equal(book_load(loaded, shelf.journal, shelf.reader), 0);
                same_book(k->collector->book, loaded);
                book_free(loaded);
                if (applied == ck_head(k))
                        break;
                assert_int_equal(applier_step(shelf.applier, 1, &applied), 0);
        }
        shelf_close(&shelf);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(however_it_came_about, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
