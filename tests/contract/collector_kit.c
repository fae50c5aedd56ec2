/* collector_kit.c - see the header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sodium.h>

#include "proto/ids.h"
#include "tests/contract/collector_kit.h"

static const char *const NAMES[TELLERS] = {"operator", "supervisor", "observer", "agent a", "agent b", "deputy"};
static const char *const DEPARTMENTS[TELLERS] = {"", "", "", "甲", "乙", ""};
static const enum role ROLES[TELLERS] = {ROLE_OPERATOR, ROLE_SUPERVISOR, ROLE_OBSERVER,
                                         ROLE_AGENT,    ROLE_AGENT,      ROLE_SUPERVISOR};
static const uint8_t KEYS[TELLERS][KEY_SIZE] = {{1}, {2}, {3}, {4}, {5}, {6}};
enum { TRY_STREAM = 9, SMALL_MAP = 1 << 20, ZONE = 480, MORNING_MS = 8 * 3600 * 1000 };

/* -- clock and sink -- */

static struct instant kit_now(void *context)
{
        return ((struct collector_kit *)context)->now;
}

static struct mono kit_mono(void *context)
{
        return ((struct collector_kit *)context)->mono;
}

static int on_reply(void *context, const struct bus_route *route UNUSED, struct bytes body)
{
        struct collector_kit *k = context;
        struct flaw flaw;

        assert_true(k->n_replies < sizeof k->replies / sizeof *k->replies);
        assert_int_equal(codec_reply(body, k->arena, &k->replies[k->n_replies++], &flaw), 0);
        return 0;
}

static int on_bell(void *context, struct bytes frame)
{
        struct collector_kit *k = context;
        struct flaw flaw;

        assert_true(k->n_bells < sizeof k->bells / sizeof *k->bells);
        assert_int_equal(codec_bell(frame, k->arena, &k->bells[k->n_bells++], &flaw), 0);
        return 0;
}

static int on_keys(void *context, struct bytes table)
{
        enum { ROW = KEY_SIZE + 8 + 1 + 4 + 4 };
        struct collector_kit *k = context;

        assert_int_equal(table.len % ROW, 0);
        k->key_rows = table.len / ROW;
        return 0;
}

/* -- start and stop -- */

static void open_store(struct collector_kit *k)
{
        const struct journal_options journal = {k->disk->journal_dir, JOURNAL_WRITE, true, k->map_size};
        const struct state_options state = {k->disk->state_dir, true, KIT_MAP_SIZE};

        assert_int_equal(journal_open(&journal, &k->journal), 0);
        assert_int_equal(state_open(&state, &k->state), 0);
        assert_int_equal(marks_open(k->path, &k->marks), 0);
        assert_int_equal(applier_new(k->journal, k->state, &k->applier), 0);
}

void ck_start(struct collector_kit *k)
{
        const struct collector_clock clock = {kit_now, kit_mono, k};
        struct collector_options options = {.alive_path = k->alive, .clock = &clock};

        if (!k->journal)
                open_store(k);
        options.journal = k->journal;
        options.state = k->state;
        options.marks = k->marks;
        assert_int_equal(collector_new(&options, &k->collector), 0);
        assert_int_equal(collector_resume(k->collector), 0);
        k->service = collector_service(k->collector);
        ck_turn(k);
}

void ck_stop(struct collector_kit *k)
{
        k->collector = collector_free(k->collector);
        k->applier = applier_free(k->applier);
        k->marks = marks_close(k->marks);
        k->state = state_close(k->state);
        k->journal = journal_close(k->journal);
}

void ck_apply(struct collector_kit *k)
{
        uint64_t applied;

        assert_int_equal(applier_step(k->applier, 0, &applied), 0);
}

void ck_restart(struct collector_kit *k, bool applied)
{
        if (applied)
                ck_apply(k);
        ck_stop(k);
        ck_start(k);
}

static void append_genesis(struct collector_kit *k, bool virtual_clock)
{
        static const uint8_t LOG_ID[LOG_ID_SIZE] = "a log";
        const struct member member = {.name = ck_name(OPERATOR), .role = ROLE_OPERATOR};
        const struct key key = {.public_key = ck_public_key(OPERATOR), .member = ck_name(OPERATOR)};
        struct event event = {.kind = EVENT_GENESIS};
        struct record record = {.kind = EVENT_GENESIS,
                                .epoch = 1,
                                .author = ID_COLLECTOR,
                                .agent = ID_COLLECTOR,
                                .number = 1,
                                .at = k->now};

        event.genesis = (struct genesis){
                .format = JOURNAL_FORMAT,
                .log_id = bytes_of(LOG_ID, LOG_ID_SIZE),
                .epoch = 1,
                .utc_offset_minutes = ZONE,
                .virtual_clock = virtual_clock,
                .first_day = virtual_clock ? day_of(2023, 1, 1) : day_plus(day_of_instant(k->now.ms, ZONE), -2),
                .operator_member = &member,
                .operator_key = &key,
        };
        record.payload = ck_bytes(k, &event);
        assert_int_equal(journal_add(k->journal, &record), 0);
        assert_int_equal(journal_commit(k->journal), 0);
}

static struct collector_kit *new_kit(void **state, bool virtual_clock, uint64_t map_size)
{
        struct collector_kit *k = calloc(1, sizeof *k);
        void *disk;

        assert_non_null(k);
        kit_setup(&disk);
        k->disk = disk;
        k->map_size = map_size;
        k->arena = arena_new(0);
        k->sink = (struct link_sink){k, on_reply, on_bell, on_keys};
        k->now = clock_now(); /* tomorrow morning: record times are never before the machine's */
        k->now.ms = day_first_instant(day_plus(day_of_instant(k->now.ms, ZONE), 1), ZONE) + MORNING_MS;
        snprintf(k->path, sizeof k->path, "%s/marks", k->disk->dir);
        snprintf(k->alive, sizeof k->alive, "%s/alive", k->disk->dir);
        open_store(k);
        append_genesis(k, virtual_clock);
        *state = k;
        return k;
}

int ck_setup_empty(void **state)
{
        ck_start(new_kit(state, true, KIT_MAP_SIZE));
        return 0;
}

int ck_setup_real(void **state)
{
        new_kit(state, false, KIT_MAP_SIZE);
        return 0;
}

static void fill_office(struct collector_kit *k)
{
        struct event roster;
        struct event plan;
        struct event advance = {.kind = EVENT_CLOCK_ADVANCE};

        roster = ck_roster(k);
        assert_int_equal(ck_try(k, OPERATOR, &roster), 0);
        plan = ck_import(k, "p", "import of plan p", 3);
        assert_int_equal(ck_try(k, OPERATOR, &plan), 0);
        advance.clock_advance.to = day_of(2023, 6, 30);
        assert_int_equal(ck_try(k, OPERATOR, &advance), 0);
}

int ck_setup(void **state)
{
        ck_setup_empty(state);
        fill_office(*state);
        return 0;
}

int ck_setup_small(void **state)
{
        struct collector_kit *k = new_kit(state, true, SMALL_MAP);

        ck_start(k);
        fill_office(k);
        return 0;
}

int ck_teardown(void **state)
{
        struct collector_kit *k = *state;
        void *disk = k->disk;

        ck_stop(k);
        kit_teardown(&disk);
        arena_free(k->arena);
        free(k);
        return 0;
}

/* -- speaking -- */

struct bytes ck_name(enum teller teller)
{
        return bytes_str(NAMES[teller]);
}

struct bytes ck_public_key(enum teller teller)
{
        return bytes_of(KEYS[teller], KEY_SIZE);
}

uint64_t ck_key(enum teller teller)
{
        return ids_of_key(KEYS[teller]);
}

struct bytes ck_bytes(struct collector_kit *k, const struct event *event)
{
        struct bytes bytes;

        assert_int_equal(codec_put_event(event, k->arena, &bytes), 0);
        return bytes;
}

void ck_send(struct collector_kit *k, enum teller teller, uint8_t stream, uint64_t first, const struct bytes *records,
             size_t n)
{
        const uint8_t id[STREAM_SIZE] = {[0] = (uint8_t)teller, [1] = stream, [15] = 1};
        struct batch batch = {.stream = bytes_of(id, STREAM_SIZE), .first_number = first};
        struct link_request request = {.key_id = ck_key(teller)};

        request.route = (struct bus_route){.at = {(uint8_t)teller, stream}, .len = 2, .delimiter = true};
        batch.record.at = arena_array(k->arena, n, sizeof *batch.record.at);
        batch.record.n = n;
        if (n)
                memcpy(batch.record.at, records, n * sizeof *records);
        assert_int_equal(codec_put_batch(&batch, k->arena, &request.body), 0);
        assert_int_equal(k->service.take(k->service.self, &request, &k->sink), 0);
}

void ck_link(struct collector_kit *k, enum teller teller)
{
        const uint8_t id[STREAM_SIZE] = {[0] = (uint8_t)teller, [1] = 1, [15] = 1};
        const struct batch batch = {.stream = bytes_of(id, STREAM_SIZE), .keeps_link = true};
        struct link_request request = {.key_id = ck_key(teller)};

        request.route = (struct bus_route){.at = {(uint8_t)teller, 1}, .len = 2, .delimiter = true};
        assert_int_equal(codec_put_batch(&batch, k->arena, &request.body), 0);
        assert_int_equal(k->service.take(k->service.self, &request, &k->sink), 0);
        ck_turn(k);
}

void ck_turn(struct collector_kit *k)
{
        k->n_replies = 0;
        k->n_bells = 0;
        assert_int_equal(k->service.turn(k->service.self, &k->sink), 0);
}

const struct reply *ck_say(struct collector_kit *k, enum teller teller, uint8_t stream, uint64_t number,
                           const struct event *event)
{
        const struct bytes record = ck_bytes(k, event);

        ck_send(k, teller, stream, number, &record, 1);
        ck_turn(k);
        assert_int_equal(k->n_replies, 1);
        return &k->replies[0];
}

static uint64_t next_number(struct collector_kit *k, enum teller teller)
{
        ck_send(k, teller, TRY_STREAM, 1, NULL, 0);
        ck_turn(k);
        return k->replies[0].receipt ? k->replies[0].receipt->number + 1 : 1;
}

enum code ck_try(struct collector_kit *k, enum teller teller, const struct event *event)
{
        const struct reply *reply = ck_say(k, teller, TRY_STREAM, next_number(k, teller), event);

        return reply->refusal.n ? (enum code)reply->refusal.at[0].code : CODE_NONE;
}

uint64_t ck_must(struct collector_kit *k, enum teller teller, struct event event)
{
        assert_int_equal(ck_try(k, teller, &event), 0);
        return ck_head(k);
}

const char *ck_field(const struct collector_kit *k)
{
        return k->replies[0].refusal.n ? arena_string(k->arena, k->replies[0].refusal.at[0].field) : "";
}

uint8_t ck_derive(struct collector_kit *k, const struct event *events, size_t n)
{
        struct link_run *run = link_run_new();
        struct bytes message;
        uint8_t answer = 0;

        for (size_t i = 0; i < n; i++) {
                const struct link_request item = {.key_id = ID_NOTIFIER, .body = ck_bytes(k, &events[i])};

                assert_int_equal(link_run_add(run, &item), 0);
        }
        message = link_run_bytes(run);
        assert_int_equal(collector_take_derived(k->collector, bytes_of(message.at + 1, message.len - 1), &answer), 0);
        link_run_free(run);
        return answer;
}

uint64_t ck_head(const struct collector_kit *k)
{
        return kit_head(k->journal);
}

struct record ck_record(struct collector_kit *k, uint64_t seq)
{
        struct journal_reader *reader;
        struct record record;

        assert_int_equal(journal_reader_new(k->journal, &reader), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        assert_int_equal(journal_read(reader, seq, &record), 0);
        record.payload = arena_copy(k->arena, record.payload);
        journal_reader_free(reader);
        return record;
}

/* -- events -- */

struct event ck_report(struct collector_kit *k, uint32_t task, int64_t value)
{
        struct event event = {.kind = EVENT_REPORT};

        event.report = (struct report){.task = {bytes_str("p"), task}, .data_date = day_of(2023, 6, 1)};
        event.report.line.at = arena_take(k->arena, sizeof *event.report.line.at);
        event.report.line.n = 1;
        event.report.line.at[0] = (struct line){.part = 1, .value = {.known = true, .unscaled = value}};
        return event;
}

struct event ck_roster(struct collector_kit *k)
{
        struct event event = {.kind = EVENT_ROSTER_CHANGE};
        struct roster_change *change = &event.roster_change;

        change->member.at = arena_array(k->arena, TELLERS, sizeof *change->member.at);
        change->key.at = arena_array(k->arena, TELLERS, sizeof *change->key.at);
        for (int i = 0; i < TELLERS; i++) {
                change->member.at[change->member.n++] = (struct member){
                        .name = bytes_str(NAMES[i]), .department = bytes_str(DEPARTMENTS[i]), .role = ROLES[i]};
                change->key.at[change->key.n++] =
                        (struct key){.public_key = bytes_of(KEYS[i], KEY_SIZE), .member = bytes_str(NAMES[i])};
        }
        return event;
}

struct task ck_task(struct collector_kit *k, uint32_t no)
{
        const struct part parts[] = {
                {.no = 1, .name = bytes_str("count"), .kind = PART_CUMULATIVE, .target = {100, 0, true}},
                {.no = 2, .name = bytes_str("node"), .kind = PART_MILESTONE, .due = day_of(2023, 9, 30)},
        };
        struct task task = {.no = no, .title = bytes_str("task")};

        task.lead.at = arena_array(k->arena, 2, sizeof *task.lead.at);
        if (no != 2)
                task.lead.at[task.lead.n++] = bytes_str("甲");
        if (no != 1)
                task.lead.at[task.lead.n++] = bytes_str("乙");
        task.part.at = arena_array(k->arena, COUNT_OF(parts) + 1, sizeof *task.part.at);
        task.part.n = COUNT_OF(parts);
        memcpy(task.part.at, parts, sizeof parts);
        return task;
}

struct event ck_import_tasks(struct collector_kit *k, const char *plan, const char *import_id, const struct task *task,
                             uint32_t tasks)
{
        struct event chunk = {.kind = EVENT_PLAN_CHUNK};
        struct event event = {.kind = EVENT_PLAN_IN_FORCE};
        uint8_t *hash = arena_take(k->arena, HASH_SIZE);
        crypto_generichash_state sum;

        chunk.plan_chunk = (struct plan_chunk){.plan = bytes_str(plan)};
        chunk.plan_chunk.import_id = bytes_of((const uint8_t *)import_id, 16);
        chunk.plan_chunk.task.at = arena_array(k->arena, tasks, sizeof(struct bytes));
        crypto_generichash_init(&sum, NULL, 0, HASH_SIZE);
        for (uint32_t i = 0; i < tasks; i++) {
                struct bytes *bytes = &chunk.plan_chunk.task.at[chunk.plan_chunk.task.n++];

                assert_int_equal(codec_put_task(&task[i], k->arena, bytes), 0);
                crypto_generichash_update(&sum, bytes->at, bytes->len);
        }
        crypto_generichash_final(&sum, hash, HASH_SIZE);
        assert_int_equal(ck_try(k, OPERATOR, &chunk), 0);
        event.plan_in_force = (struct plan){
                .id = bytes_str(plan),
                .import_id = chunk.plan_chunk.import_id,
                .chunks = 1,
                .tasks = tasks,
                .hash = bytes_of(hash, HASH_SIZE),
                .start = day_of(2023, 1, 1),
                .end = day_of(2023, 12, 31),
        };
        return event;
}

struct event ck_import(struct collector_kit *k, const char *plan, const char *import_id, uint32_t tasks)
{
        struct task *task = arena_array(k->arena, tasks, sizeof *task);

        for (uint32_t i = 0; i < tasks; i++)
                task[i] = ck_task(k, i + 1);
        return ck_import_tasks(k, plan, import_id, task, tasks);
}

struct event ck_alert(uint64_t cause, uint32_t ordinal, uint32_t task)
{
        struct event event = {.kind = EVENT_ALERT};

        event.alert = (struct alert){
                .alert = {.cause = cause, .task = {bytes_str("p"), task}, .part = 1, .kind = ALERT_BEHIND},
                .change = ALERT_RAISED,
                .severity = SEVERITY_YELLOW,
                .cause = cause,
                .ordinal = ordinal,
        };
        return event;
}

struct event ck_proposal(uint32_t task, uint32_t part, struct number target, struct day due)
{
        struct event event = {.kind = EVENT_PROPOSAL};

        event.proposal = (struct proposal){{bytes_str("p"), task}, part, target, due, bytes_str("the land came late")};
        return event;
}

struct event ck_extension(uint32_t task, uint32_t part, struct day new_due)
{
        struct event event = {.kind = EVENT_EXTENSION};

        event.extension = (struct extension){{bytes_str("p"), task}, part, new_due, bytes_str("the land came late")};
        return event;
}

struct event ck_approval(uint32_t task, uint64_t proposal_seq, bool approved)
{
        struct event event = {.kind = EVENT_APPROVAL};

        event.approval = (struct approval){proposal_seq, approved, bytes_str("as discussed"), {bytes_str("p"), task}};
        return event;
}

struct event ck_remark(uint32_t task)
{
        struct event event = {.kind = EVENT_REMARK};

        event.remark = (struct remark){.task = {bytes_str("p"), task}, .word = REMARK_ORDERLY};
        return event;
}
