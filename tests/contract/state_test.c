/* state_test.c - what each event leaves in the state, read back through state.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/store/applier.h"
#include "lib/store/state_walk.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/contract/office.h"

struct desk { /* an office, its state, and a reader of it */
        struct office office;
        struct state *state;
        struct applier *applier;
        struct state_reader *reader;
};

static struct desk desk_open(const struct kit *kit)
{
        const struct state_options options = {kit->state_dir, true, KIT_MAP_SIZE};
        struct desk desk = {.office = office_open(kit)};

        assert_int_equal(state_open(&options, &desk.state), 0);
        assert_int_equal(applier_new(desk.office.journal, desk.state, &desk.applier), 0);
        assert_int_equal(state_reader_new(desk.state, &desk.reader), 0);
        return desk;
}

static void desk_close(struct desk *desk)
{
        state_reader_free(desk->reader);
        applier_free(desk->applier);
        state_close(desk->state);
        office_close(&desk->office);
}

/* Apply what was said and look at it. */
static void desk_look(struct desk *desk)
{
        uint64_t applied;

        assert_int_equal(applier_step(desk->applier, 0, &applied), 0);
        assert_int_equal(applied, kit_head(desk->office.journal));
        assert_int_equal(state_read_begin(desk->reader), 0);
}

static struct task_state task_of(struct desk *desk, uint32_t no)
{
        struct task_state task;

        assert_int_equal(state_task(desk->reader, office_task(no), &task), 0);
        return task;
}

static void nothing_applied(void **state)
{
        struct desk desk = desk_open(*state);
        static const struct state_meta NONE = {0};
        struct state_meta meta;
        struct task_state task;
        struct bytes bytes;
        uint64_t seq;

        assert_int_equal(state_read_begin(desk.reader), 0);
        assert_int_equal(state_meta(desk.reader, &meta), 0);
        assert_memory_equal(&meta, &NONE, sizeof meta);
        assert_int_equal(state_task(desk.reader, office_task(1), &task), STATE_MISSING);
        assert_int_equal(state_plan(desk.reader, &bytes, &seq), STATE_MISSING);
        assert_int_equal(state_plan_entries(desk.reader, 0, NULL, NULL), 0);
        desk_close(&desk);
}

static void meta_follows(void **state)
{
        struct desk desk = desk_open(*state);
        const struct event tick = {.kind = EVENT_TICK, .tick = {day_of(2023, 6, 30)}};
        const struct event policy = {.kind = EVENT_POLICY, .policy = {.version = 2}};
        struct journal_head head;
        struct state_meta meta;
        uint64_t policy_seq;
        uint64_t alert_seq;

        office_genesis(&desk.office);
        office_say(&desk.office, -1, &tick);
        policy_seq = office_say(&desk.office, 2, &policy);
        alert_seq = office_alert(&desk.office, 2, 1, ALERT_RAISED, SEVERITY_RED);
        desk_look(&desk);
        assert_int_equal(journal_head(desk.office.journal, &head), 0);
        assert_int_equal(state_meta(desk.reader, &meta), 0);
        assert_int_equal(meta.applied, head.seq);
        assert_memory_equal(meta.hash, head.hash, HASH_SIZE);
        assert_int_equal(meta.epoch, 1);
        assert_int_equal(meta.today.n, day_of(2023, 6, 30).n);
        assert_int_equal(meta.policy_seq, policy_seq);
        assert_int_equal(meta.derived_cause, 2);
        assert_int_equal(meta.derived_ordinal, 1);
        assert_int_equal(meta.derived_seq, alert_seq);
        desk_close(&desk);
}

static int count_agents(void *context, const struct agent_state *agent)
{
        unsigned *count = context;

        assert_true(agent->seq > 0 && agent->at_ms > 0);
        (*count)++;
        return 0;
}

/* The collector numbers its own records too, and goes on from there after a start; its alert about the clock has a
 * number of that stream, and says nothing about how far the notifier has come. */
static void the_services_own(void **state)
{
        static const uint8_t OWN[STREAM_SIZE] = {0};
        struct desk desk = desk_open(*state);
        struct record record = {
                .epoch = 1, .kind = EVENT_ALERT, .author = ID_COLLECTOR, .agent = ID_COLLECTOR, .number = 7};
        struct event event = {.kind = EVENT_ALERT};
        struct stream_state row;
        struct state_meta meta;
        unsigned agents = 0;

        event.alert = (struct alert){.alert = {.cause = 1, .kind = ALERT_CLOCK},
                                     .change = ALERT_RAISED,
                                     .severity = SEVERITY_RED,
                                     .cause = 2};
        office_genesis(&desk.office);
        office_alert(&desk.office, 2, 1, ALERT_RAISED, SEVERITY_RED);
        arena_reset(desk.office.arena);
        assert_int_equal(codec_put_event(&event, desk.office.arena, &record.payload), 0);
        assert_int_equal(journal_add(desk.office.journal, &record), 0);
        assert_int_equal(journal_commit(desk.office.journal), 0);
        desk_look(&desk);
        assert_int_equal(state_stream(desk.reader, ID_COLLECTOR, OWN, &row), 0);
        assert_int_equal(row.number, 7);
        assert_int_equal(row.head, record.seq);
        assert_memory_equal(row.hash, record.hash, HASH_SIZE);
        assert_int_equal(state_stream(desk.reader, ID_NOTIFIER, OWN, &row), STATE_MISSING);
        assert_int_equal(state_agents(desk.reader, count_agents, &agents), 0);
        assert_int_equal(agents, 0);
        assert_int_equal(state_meta(desk.reader, &meta), 0);
        assert_int_equal(meta.derived_cause, 2);
        assert_int_equal(meta.derived_ordinal, 1);
        desk_close(&desk);
}

/* The current report: newest by (data date, sequence). */
static void current_report(void **state)
{
        struct desk desk = desk_open(*state);
        const struct day june = day_of(2023, 6, 30);
        const struct day may = day_of(2023, 5, 31);
        uint64_t first = office_report(&desk.office, 0, 1, june);
        uint64_t late = office_report(&desk.office, 0, 1, may);
        uint64_t again;

        desk_look(&desk);
        assert_int_equal(task_of(&desk, 1).report, first);
        assert_int_equal(task_of(&desk, 1).head, late);
        again = office_report(&desk.office, 1, 1, june);
        desk_look(&desk);
        assert_int_equal(task_of(&desk, 1).report, again);
        assert_int_equal(task_of(&desk, 1).report_day.n, june.n);
        assert_int_equal(task_of(&desk, 1).reports, 3);
        desk_close(&desk);
}

static void corrections(void **state)
{
        static const struct {
                int month; /* of the correction; the report speaks of June */
                bool of_current;
                bool becomes_current;
        } CASES[] = {{6, true, true}, {7, true, true}, {6, false, true}, {5, true, true}, {5, false, false}};
        struct desk desk = desk_open(*state);

        for (uint32_t i = 0; i < COUNT_OF(CASES); i++) {
                const uint64_t old = office_report(&desk.office, 0, i + 1, day_of(2023, 4, 30));
                const uint64_t report = office_report(&desk.office, 0, i + 1, day_of(2023, 6, 30));
                const struct day day = day_of(2023, CASES[i].month, 30);
                const uint64_t correction =
                        office_correct(&desk.office, 0, i + 1, day, CASES[i].of_current ? report : old);
                struct task_state task;

                desk_look(&desk);
                task = task_of(&desk, i + 1);
                assert_int_equal(task.report, CASES[i].becomes_current ? correction : report);
                assert_int_equal(task.report_day.n, CASES[i].becomes_current ? day.n : day_of(2023, 6, 30).n);
                assert_int_equal(task.reports, 2);
                assert_int_equal(task.head, correction);
        }
        desk_close(&desk);
}

static void task_pointers(void **state)
{
        struct desk desk = desk_open(*state);
        const struct task_ref ref = office_ref(4);
        const struct bytes reason = bytes_str("reason");
        const struct event events[] = {
                {.kind = EVENT_VERDICT,
                 .verdict = {.task = ref,
                             .cause = 1,
                             .judge_version = 1,
                             .policy_version = 1,
                             .day = day_of(2023, 6, 30),
                             .verdict = VERDICT_BEHIND,
                             .raw_verdict = VERDICT_BEHIND}},
                {.kind = EVENT_REMARK, .remark = {.task = ref, .word = REMARK_SLOW}},
                {.kind = EVENT_ACCEPT, .accept = {.task = ref, .until = day_of(2023, 8, 1)}},
                {.kind = EVENT_SUSPENSION, .suspension = {.task = ref, .reason = reason}},
                {.kind = EVENT_CLOSE, .close = {.task = ref}},
                {.kind = EVENT_PLAN_TEXT, .plan_text = {.task = ref}},
        };
        uint64_t seq[COUNT_OF(events)];
        struct task_state task;

        for (size_t i = 0; i < COUNT_OF(events); i++)
                seq[i] = office_say(&desk.office, 2, &events[i]);
        desk_look(&desk);
        task = task_of(&desk, 4);
        assert_int_equal(task.verdict, seq[0]);
        assert_int_equal(task.remark, seq[1]);
        assert_int_equal(task.accept, seq[2]);
        assert_int_equal(task.suspension, seq[3]);
        assert_int_equal(task.close, seq[4]);
        assert_int_equal(task.plan_text, seq[5]);
        assert_int_equal(task.head, seq[5]);
        assert_int_equal(task.report, 0);
        desk_close(&desk);
}

static int count_streams(void *context, const struct stream_state *stream)
{
        unsigned *count = context;

        assert_true(stream->number > 0 && stream->head > 0);
        (*count)++;
        return 0;
}

static void streams_and_signposts(void **state)
{
        struct desk desk = desk_open(*state);
        struct stream_state row;
        uint8_t stream[STREAM_SIZE];
        uint64_t seq[600];
        uint64_t found;
        unsigned streams = 0;
        unsigned mine = 0;
        unsigned agents = 0;

        for (size_t i = 0; i < COUNT_OF(seq); i++)
                seq[i] = office_report(&desk.office, 0, 1, day_of(2023, 6, 30));
        office_report(&desk.office, 1, 1, day_of(2023, 6, 30));
        desk_look(&desk);
        office_stream(0, stream);
        assert_int_equal(state_stream(desk.reader, office_agent(0), stream, &row), 0);
        assert_int_equal(row.number, 600);
        assert_int_equal(row.head, seq[599]);
        assert_int_equal(state_signpost(desk.reader, office_agent(0), stream, 1, &found), 0);
        assert_int_equal(found, seq[255]);
        assert_int_equal(state_signpost(desk.reader, office_agent(0), stream, 256, &found), 0);
        assert_int_equal(found, seq[255]);
        assert_int_equal(state_signpost(desk.reader, office_agent(0), stream, 257, &found), 0);
        assert_int_equal(found, seq[511]);
        assert_int_equal(state_signpost(desk.reader, office_agent(0), stream, 513, &found), STATE_MISSING);
        assert_int_equal(state_signpost(desk.reader, office_agent(1), stream, 1, &found), STATE_MISSING);
        assert_int_equal(state_stream(desk.reader, office_agent(1), stream, &row), STATE_MISSING);
        assert_int_equal(state_streams(desk.reader, 0, count_streams, &streams), 0);
        assert_int_equal(state_streams(desk.reader, office_agent(1), count_streams, &mine), 0);
        assert_int_equal(state_agents(desk.reader, count_agents, &agents), 0);
        assert_int_equal(streams, 2);
        assert_int_equal(mine, 1);
        assert_int_equal(agents, 2);
        desk_close(&desk);
}

static int keep_alert(void *context, const struct alert_state *alert)
{
        struct alert_state *kept = context;

        *kept = *alert;
        return 0;
}

static int count_alerts(void *context, const struct alert_state *alert UNUSED)
{
        unsigned *count = context;

        (*count)++;
        return 0;
}

static const struct alert_range ALL = {0};
static const struct alert_range OPEN = {.open_only = true};

static void expect_alerts(struct desk *desk, unsigned open, unsigned all)
{
        unsigned counted_open = 0;
        unsigned counted_all = 0;

        assert_int_equal(state_alerts(desk->reader, &OPEN, count_alerts, &counted_open), 0);
        assert_int_equal(state_alerts(desk->reader, &ALL, count_alerts, &counted_all), 0);
        assert_int_equal(counted_open, open);
        assert_int_equal(counted_all, all);
}

static void life_of_an_alert(void **state)
{
        struct desk desk = desk_open(*state);
        const struct alert_ref ref = {.cause = 1, .task = office_ref(3), .part = 2, .kind = ALERT_BEHIND};
        const struct event signing = {.kind = EVENT_SIGNING, .signing = {ref}};
        const struct event answer = {.kind = EVENT_ALERT_ANSWER,
                                     .alert_answer = {.alert = ref, .plan = bytes_str("a plan")}};
        const struct event objection = {
                .kind = EVENT_ALERT_ANSWER,
                .alert_answer = {.alert = ref, .plan = bytes_str("it is right"), .objection = true}};
        struct alert_state alert = {0};
        uint64_t before = office_say(&desk.office, 0, &signing); /* of an alert that is not there */
        uint64_t raised = office_alert(&desk.office, 1, 3, ALERT_RAISED, SEVERITY_YELLOW);
        uint64_t signed_seq = office_say(&desk.office, 0, &signing);
        uint64_t objected;
        uint64_t worse;
        uint64_t answered;

        desk_look(&desk);
        expect_alerts(&desk, 1, 1);
        assert_int_equal(state_alerts(desk.reader, &OPEN, keep_alert, &alert), 0);
        assert_int_equal(alert.cause, 1);
        assert_int_equal(alert.task, office_task(3));
        assert_int_equal(alert.part, 2);
        assert_int_equal(alert.kind, ALERT_BEHIND);
        assert_int_equal(alert.severity, SEVERITY_YELLOW);
        assert_int_equal(alert.raised_seq, raised);
        assert_int_equal(alert.signed_seq, signed_seq);
        assert_int_not_equal(alert.signed_seq, before);
        objected = office_say(&desk.office, 0, &objection);
        desk_look(&desk);
        assert_int_equal(state_alerts(desk.reader, &OPEN, keep_alert, &alert), 0);
        assert_int_equal(alert.objected_seq, objected);
        assert_int_equal(alert.answered_seq, 0);
        worse = office_alert(&desk.office, 1, 3, ALERT_WORSENED, SEVERITY_RED);
        answered = office_say(&desk.office, 0, &answer);
        objected = office_say(&desk.office, 0, &objection); /* that takes no answer back */
        office_alert(&desk.office, 2, 3, ALERT_RAISED, SEVERITY_YELLOW);
        office_alert(&desk.office, 2, 3, ALERT_CLEARED, SEVERITY_YELLOW);
        desk_look(&desk);
        expect_alerts(&desk, 1, 2);
        assert_int_equal(state_alerts(desk.reader, &OPEN, keep_alert, &alert), 0);
        assert_true(alert.open);
        assert_int_equal(alert.severity, SEVERITY_RED);
        assert_int_equal(alert.raised_seq, raised);
        assert_int_equal(alert.last_seq, worse);
        assert_int_equal(alert.answered_seq, answered);
        assert_int_equal(alert.objected_seq, objected);
        office_alert(&desk.office, 1, 3, ALERT_WITHDRAWN, SEVERITY_RED);
        desk_look(&desk);
        expect_alerts(&desk, 0, 2);
        desk_close(&desk);
}

struct listed {
        unsigned n;
        uint64_t id[16];
        struct bytes bytes;
};

static int list_bytes(void *context, uint64_t id, struct bytes encoded)
{
        struct listed *list = context;

        list->id[list->n++] = id;
        list->bytes = encoded;
        return 0;
}

static void roster(void **state)
{
        static const uint8_t PUBLIC[KEY_SIZE] = "another key";
        struct desk desk = desk_open(*state);
        ARENA struct arena *arena = arena_new(0);
        struct member renamed = {.name = bytes_str("督查室"), .role = ROLE_OPERATOR, .retired = true};
        struct key key = {.public_key = {PUBLIC, KEY_SIZE}, .member = bytes_str("督查室")};
        struct event change = {.kind = EVENT_ROSTER_CHANGE};
        struct listed members = {0};
        struct listed keys = {0};
        struct member decoded;
        struct flaw flaw;

        change.roster_change.member.at = &renamed;
        change.roster_change.member.n = 1;
        change.roster_change.key.at = &key;
        change.roster_change.key.n = 1;
        office_genesis(&desk.office);
        office_say(&desk.office, 2, &change);
        desk_look(&desk);
        assert_int_equal(state_members(desk.reader, list_bytes, &members), 0);
        assert_int_equal(state_keys(desk.reader, list_bytes, &keys), 0);
        assert_int_equal(members.n, 1); /* replaced whole, by name */
        assert_int_equal(keys.n, 2);
        assert_int_equal(members.id[0], office_agent(2));
        assert_int_equal(codec_member(members.bytes, arena, &decoded, &flaw), 0);
        assert_true(decoded.retired);
        assert_true(bytes_is(decoded.name, "督查室"));
        desk_close(&desk);
}

static void plan_comes_into_force(void **state)
{
        static const uint32_t REVISED[] = {1, 2, 3, 7};
        struct desk desk = desk_open(*state);
        ARENA struct arena *arena = arena_new(0);
        struct listed all = {0};
        struct listed rest = {0};
        struct listed revised = {0};
        struct state_meta meta;
        struct task task;
        struct plan plan;
        struct bytes bytes;
        struct flaw flaw;
        uint64_t seq;

        office_import(&desk.office, OFFICE_IMPORT_A);
        desk_look(&desk);
        assert_int_equal(state_chunk(desk.reader, OFFICE_IMPORT_A, 1, &seq), 0);
        assert_int_equal(seq, 2);
        assert_int_equal(state_chunk(desk.reader, OFFICE_IMPORT_A, 2, &seq), STATE_MISSING);
        assert_int_equal(state_plan_entries(desk.reader, 0, list_bytes, &all), 0);
        assert_int_equal(state_plan_entries(desk.reader, 5, list_bytes, &rest), 0);
        assert_int_equal(all.n, 6);
        assert_int_equal(rest.n, 2);
        assert_int_equal(rest.id[0], office_task(5));
        office_import(&desk.office, OFFICE_IMPORT_B);
        desk_look(&desk);
        assert_int_equal(state_plan_entries(desk.reader, 0, list_bytes, &revised), 0);
        assert_int_equal(revised.n, COUNT_OF(REVISED));
        for (size_t i = 0; i < COUNT_OF(REVISED); i++)
                assert_int_equal(revised.id[i], office_task(REVISED[i]));
        assert_int_equal(state_plan_entry(desk.reader, office_task(4), &bytes), STATE_MISSING);
        assert_int_equal(state_plan_entry(desk.reader, office_task(7), &bytes), 0);
        assert_int_equal(codec_task(bytes, arena, &task, &flaw), 0);
        assert_int_equal(task.no, 7);
        assert_int_equal(state_plan(desk.reader, &bytes, &seq), 0);
        assert_int_equal(codec_plan(bytes, arena, &plan, &flaw), 0);
        assert_true(bytes_is(plan.id, "2023"));
        assert_int_equal(plan.tasks, 4);
        assert_int_equal(state_meta(desk.reader, &meta), 0);
        assert_int_equal(seq, meta.plan_seq);
        assert_int_equal(seq, kit_head(desk.office.journal));
        desk_close(&desk);
}

/* A cursor belongs to who said it: another member's of the same name is another one. */
static void cursors(void **state)
{
        struct desk desk = desk_open(*state);
        const struct bytes name = bytes_str("值班室");
        const struct event first = {.kind = EVENT_CURSOR, .cursor = {.name = name, .epoch = 1, .seq = 10}};
        const struct event second = {.kind = EVENT_CURSOR, .cursor = {.name = name, .epoch = 2, .seq = 20}};
        static const uint8_t LONG_NAME[400] = {'x'};
        struct cursor cursor;

        office_say(&desk.office, 0, &first);
        office_say(&desk.office, 0, &second);
        office_say(&desk.office, 1, &first);
        desk_look(&desk);
        assert_int_equal(state_cursor(desk.reader, office_agent(1), name, &cursor), 0);
        assert_int_equal(cursor.seq, 10);
        assert_int_equal(state_cursor(desk.reader, office_agent(2), name, &cursor), STATE_MISSING);
        assert_int_equal(state_cursor(desk.reader, office_agent(0), name, &cursor), 0);
        assert_int_equal(cursor.epoch, 2);
        assert_int_equal(cursor.seq, 20);
        assert_true(bytes_equal(cursor.name, name));
        assert_int_equal(state_cursor(desk.reader, office_agent(0), bytes_str("值班"), &cursor), STATE_MISSING);
        assert_int_equal(state_cursor(desk.reader, office_agent(0), bytes_of(LONG_NAME, 400), &cursor), STATE_MISSING);
        desk_close(&desk);
}

/* Bytes that no codec takes are in no journal of ours; if one comes, the state must not stop at it. */
static void unreadable_event_is_passed(void **state)
{
        static const enum event_kind KINDS[] = {EVENT_ALERT, EVENT_ROSTER_CHANGE, EVENT_PLAN_IN_FORCE, EVENT_CURSOR,
                                                (enum event_kind)999};
        static const uint8_t NOISE[] = {0xff, 0xff, 0xff};
        struct desk desk = desk_open(*state);
        struct state_meta meta;

        for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
                struct record record = {.kind = KINDS[i], .payload = {NOISE, sizeof NOISE}};

                assert_int_equal(journal_add(desk.office.journal, &record), 0);
        }
        assert_int_equal(journal_commit(desk.office.journal), 0);
        desk_look(&desk);
        assert_int_equal(state_meta(desk.reader, &meta), 0);
        assert_int_equal(meta.applied, COUNT_OF(KINDS));
        desk_close(&desk);
}

/* A walk's callback may read single rows with the same reader. */
static int read_inside(void *context, uint64_t id, struct bytes encoded UNUSED)
{
        struct desk *desk = context;
        struct task_state task;
        struct bytes entry;

        assert_int_equal(state_plan_entry(desk->reader, id, &entry), 0);
        assert_int_equal(state_task(desk->reader, office_task(1), &task), 0);
        desk->office.seed++;
        return 0;
}

static void reads_inside_a_walk(void **state)
{
        struct desk desk = desk_open(*state);

        office_import(&desk.office, OFFICE_IMPORT_A);
        office_report(&desk.office, 0, 1, day_of(2023, 6, 30));
        desk_look(&desk);
        desk.office.seed = 0;
        assert_int_equal(state_plan_entries(desk.reader, 0, read_inside, &desk), 0);
        assert_int_equal(desk.office.seed, 6);
        desk_close(&desk);
}

static void one_writer_and_absence(void **state)
{
        const struct kit *kit = *state;
        const struct state_options read = {kit->state_dir, false, KIT_MAP_SIZE};
        const struct state_options write = {kit->state_dir, true, KIT_MAP_SIZE};
        struct state *first = NULL;
        struct state *second = NULL;

        assert_int_equal(state_open(&read, &second), STATE_ABSENT);
        assert_int_equal(state_open(&write, &first), 0);
        assert_int_equal(state_open(&write, &second), STATE_BUSY);
        assert_true(state_used_bytes(first) > 0);
        state_close(first);
        assert_int_equal(state_open(&read, &second), 0);
        state_close(second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(nothing_applied),
                TEST(meta_follows),
                TEST(current_report),
                TEST(corrections),
                TEST(task_pointers),
                TEST(streams_and_signposts),
                TEST(the_services_own),
                TEST(life_of_an_alert),
                TEST(roster),
                TEST(plan_comes_into_force),
                TEST(cursors),
                TEST(unreadable_event_is_passed),
                TEST(reads_inside_a_walk),
                TEST(one_writer_and_absence),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
