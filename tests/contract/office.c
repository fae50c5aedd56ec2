/* office.c - a plan of a few tasks, three agents, and everything that can be said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/contract/office.h"

#define TEXT(literal)                                                                                                  \
        {                                                                                                              \
                (const uint8_t *)(literal), sizeof(literal) - 1                                                        \
        }

const uint8_t OFFICE_IMPORT_A[16] = "import A of 2023";
const uint8_t OFFICE_IMPORT_B[16] = "import B of 2023";

static const struct bytes PLAN = TEXT("2023");
static const struct bytes REASON = TEXT("因为");
static const struct bytes NAMES[OFFICE_AGENTS] = {TEXT("市发改委"), TEXT("市商务局"), TEXT("督查室")};

struct office office_open(const struct kit *kit)
{
        struct office office = {.journal = kit_open(kit, JOURNAL_WRITE), .arena = arena_new(0), .seed = 7};

        assert_non_null(office.arena);
        return office;
}

void office_close(struct office *office)
{
        journal_close(office->journal);
        arena_free(office->arena);
}

uint64_t office_agent(unsigned i)
{
        return ids_of_name(NAMES[i]);
}

void office_stream(unsigned i, uint8_t ret_stream[STREAM_SIZE])
{
        memset(ret_stream, (int)i, STREAM_SIZE);
}

struct task_ref office_ref(uint32_t no)
{
        return (struct task_ref){PLAN, no};
}

uint64_t office_task(uint32_t no)
{
        return ids_task(office_ref(no));
}

static void sign(struct office *office, int agent, struct record *record)
{
        if (agent < 0) {
                record->author = record->agent = ID_COLLECTOR;
                return;
        }
        record->author = 1000000 + (uint64_t)agent;
        record->agent = office_agent((unsigned)agent);
        record->number = ++office->number[agent];
        office_stream((unsigned)agent, record->stream);
}

uint64_t office_say(struct office *office, int agent, const struct event *event)
{
        const struct task_ref *task = event_task(event);
        struct record record = {.epoch = 1, .kind = event->kind, .day = event_day(event)};

        arena_reset(office->arena);
        assert_int_equal(codec_put_event(event, office->arena, &record.payload), 0);
        sign(office, agent, &record);
        if (task && task->no) {
                assert_true(task->no < OFFICE_TASKS);
                record.task = ids_task(*task);
                record.prev_of_task = office->head_of_task[task->no];
        }
        if (event->kind == EVENT_VERDICT || event->kind == EVENT_ALERT) {
                record.author = record.agent = ID_NOTIFIER;
                record.number = event->kind == EVENT_VERDICT ? event->verdict.cause : event->alert.cause;
                record.ordinal = event->kind == EVENT_VERDICT ? event->verdict.ordinal : event->alert.ordinal;
        }
        assert_int_equal(journal_add(office->journal, &record), 0);
        assert_int_equal(journal_commit(office->journal), 0);
        if (record.task)
                office->head_of_task[task->no] = record.seq;
        return record.seq;
}

uint64_t office_genesis(struct office *office)
{
        static const uint8_t LOG_ID[LOG_ID_SIZE] = "a log";
        static const uint8_t PUBLIC[KEY_SIZE] = "the operator's public key";
        const struct member operator_member = {.name = NAMES[2], .role = ROLE_OPERATOR};
        const struct key operator_key = {.public_key = {PUBLIC, KEY_SIZE}, .member = NAMES[2]};
        const struct event event = {
                .kind = EVENT_GENESIS,
                .genesis = {.format = JOURNAL_FORMAT,
                            .log_id = {LOG_ID, LOG_ID_SIZE},
                            .epoch = 1,
                            .first_day = day_of(2023, 1, 1),
                            .operator_member = &operator_member,
                            .operator_key = &operator_key},
        };

        return office_say(office, -1, &event);
}

static void say_chunk(struct office *office, const uint8_t id[16], uint32_t index, const uint32_t *no, size_t n)
{
        ARENA struct arena *own = arena_new(0);
        struct bytes encoded[8];
        struct event event = {.kind = EVENT_PLAN_CHUNK};

        for (size_t i = 0; i < n; i++) {
                const struct task task = {
                        .no = no[i], .title = bytes_str(arena_print(own, "task %u of %.8s", no[i], (const char *)id))};

                assert_int_equal(codec_put_task(&task, own, &encoded[i]), 0);
        }
        event.plan_chunk.plan = PLAN;
        event.plan_chunk.import_id = bytes_of(id, 16);
        event.plan_chunk.index = index;
        event.plan_chunk.task.at = encoded;
        event.plan_chunk.task.n = n;
        office_say(office, 2, &event);
}

void office_import(struct office *office, const uint8_t id[16])
{
        static const uint32_t NUMBERS[] = {1, 2, 3, 4, 5, 6};
        static const uint32_t REVISED[] = {1, 2, 3, 7};
        const bool first = id == OFFICE_IMPORT_A;
        const struct event event = {
                .kind = EVENT_PLAN_IN_FORCE,
                .plan_in_force = {.id = PLAN,
                                  .import_id = {id, 16},
                                  .chunks = first ? 2 : 1,
                                  .tasks = first ? 6 : 4,
                                  .start = day_of(2023, 1, 1),
                                  .end = day_of(2023, 12, 31)},
        };

        if (first) {
                say_chunk(office, id, 0, NUMBERS, 4);
                say_chunk(office, id, 1, NUMBERS + 4, 2);
        } else {
                say_chunk(office, id, 0, REVISED, 4);
        }
        office_say(office, 2, &event);
}

uint64_t office_report(struct office *office, int agent, uint32_t no, struct day day)
{
        const struct event event = {.kind = EVENT_REPORT, .report = {.task = office_ref(no), .data_date = day}};

        return office_say(office, agent, &event);
}

uint64_t office_correct(struct office *office, int agent, uint32_t no, struct day day, uint64_t replaces)
{
        const struct report report = {.task = office_ref(no), .data_date = day};
        const struct event event = {
                .kind = EVENT_CORRECTION,
                .correction = {.replaces_seq = replaces, .reason = REASON, .report = &report},
        };

        return office_say(office, agent, &event);
}

static struct alert_ref alert_ref(uint64_t cause, uint32_t no)
{
        return (struct alert_ref){.cause = cause, .task = office_ref(no), .part = 2, .kind = ALERT_BEHIND};
}

uint64_t office_alert(struct office *office, uint64_t cause, uint32_t no, enum alert_change change,
                      enum severity severity)
{
        const struct event event = {
                .kind = EVENT_ALERT,
                .alert = {.alert = alert_ref(cause, no),
                          .change = change,
                          .severity = severity,
                          .cause = cause,
                          .ordinal = 1,
                          .judge_version = 1,
                          .policy_version = 1,
                          .day = day_of(2023, 6, 30),
                          .verdict = VERDICT_BEHIND},
        };

        return office_say(office, -1, &event);
}

static void say_about_alert(struct office *office, uint64_t cause, uint32_t no)
{
        const struct event signing = {.kind = EVENT_SIGNING, .signing = {alert_ref(cause, no)}};
        const struct event answer = {
                .kind = EVENT_ALERT_ANSWER,
                .alert_answer = {.alert = alert_ref(cause, no), .plan = REASON, .date = day_of(2023, 9, 1)},
        };

        office_say(office, 0, &signing);
        office_say(office, 0, &answer);
}

static void say_by_chance(struct office *office)
{
        const uint32_t no = 1 + (uint32_t)kit_below(&office->seed, 6);
        const int agent = (int)kit_below(&office->seed, OFFICE_AGENTS);
        const struct day day = day_plus(day_of(2023, 1, 31), (int)kit_below(&office->seed, 300));
        const uint64_t cause = 1 + kit_below(&office->seed, 20);
        const struct task_ref ref = office_ref(no);
        const struct event others[] = {
                {.kind = EVENT_TICK, .tick = {day}},
                {.kind = EVENT_REMARK, .remark = {.task = ref, .word = REMARK_SLOW}},
                {.kind = EVENT_ACCEPT, .accept = {.task = ref, .until = day}},
                {.kind = EVENT_SUSPENSION, .suspension = {.task = ref, .reason = REASON}},
                {.kind = EVENT_CLOSE, .close = {.task = ref}},
                {.kind = EVENT_PLAN_TEXT, .plan_text = {.task = ref}},
                {.kind = EVENT_CURSOR, .cursor = {.name = NAMES[agent], .epoch = 1, .seq = cause}},
                {.kind = EVENT_POLICY, .policy = {.version = 2}},
                {.kind = EVENT_REFUSED, .refused = {.code = 1}},
                {.kind = EVENT_VERDICT,
                 .verdict = {.task = ref,
                             .cause = cause,
                             .ordinal = 2,
                             .judge_version = 1,
                             .policy_version = 1,
                             .day = day,
                             .verdict = VERDICT_BEHIND,
                             .raw_verdict = VERDICT_BEHIND}},
        };

        switch (kit_below(&office->seed, 6)) {
        case 0:
                office_correct(office, agent, no, day, 1 + kit_below(&office->seed, 40));
                break;
        case 1:
                office_alert(office, cause, no, (enum alert_change)(ALERT_RAISED + kit_below(&office->seed, 5)),
                             SEVERITY_ORANGE);
                break;
        case 2:
                say_about_alert(office, cause, no);
                break;
        case 3:
                office_say(office, agent, &others[kit_below(&office->seed, COUNT_OF(others))]);
                break;
        default:
                office_report(office, agent, no, day);
        }
}

void office_fill(struct office *office, unsigned reports)
{
        const struct member members[] = {{.name = NAMES[0], .role = ROLE_AGENT},
                                         {.name = NAMES[1], .role = ROLE_AGENT}};
        struct event roster = {.kind = EVENT_ROSTER_CHANGE};
        struct member copies[COUNT_OF(members)];

        memcpy(copies, members, sizeof members);
        roster.roster_change.member.at = copies;
        roster.roster_change.member.n = COUNT_OF(copies);
        office_genesis(office);
        office_say(office, 2, &roster);
        office_import(office, OFFICE_IMPORT_A);
        for (unsigned i = 0; i < reports / 2; i++)
                say_by_chance(office);
        office_import(office, OFFICE_IMPORT_B);
        for (unsigned i = reports / 2; i < reports; i++)
                say_by_chance(office);
}
