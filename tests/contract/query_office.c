/* query_office.c - a small office for the tests of the query role. */
#include "tests/contract/query_office.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/ids.h"

const char *const PLAN_ID = "2023";

enum { MAP_SIZE = 1 << 28 };

struct person_row {
        const char *name;
        const char *department;
        enum role role;
};

static const struct person_row PEOPLE[PERSON_COUNT] = {
        [AGENT] = {"agent", "甲局", ROLE_AGENT},
        [STRANGER] = {"stranger", "乙局", ROLE_AGENT},
        [SUPERVISOR] = {"supervisor", "督查室", ROLE_SUPERVISOR},
        [OPERATOR] = {"operator", "督查室", ROLE_OPERATOR},
        [SECURITY] = {"security", "督查室", ROLE_SECURITY},
        [AUDITOR] = {"auditor", "督查室", ROLE_AUDITOR},
        [OBSERVER] = {"observer", "市政府", ROLE_OBSERVER},
        [RETIRED] = {"retired", "甲局", ROLE_AGENT},
        [REVOKED] = {"revoked", "甲局", ROLE_AGENT},
        [EXPIRED] = {"expired", "甲局", ROLE_AGENT},
        [NOBODY] = {"nobody", "", ROLE_AGENT},
};

static void public_key(enum person person, uint8_t out[KEY_SIZE])
{
        memset(out, 'a' + (int)person, KEY_SIZE);
}

uint64_t office_key(enum person person)
{
        uint8_t key[KEY_SIZE];

        public_key(person, key);
        return ids_of_key(key);
}

const char *office_name(enum person person)
{
        return PEOPLE[person].name;
}

/* -- the journal -- */

uint64_t office_append(struct office *office, const struct event *event, struct record *record)
{
        const struct task_ref *ref = event_task(event);

        record->epoch = 1;
        record->kind = event->kind;
        record->day = event_day(event);
        if (ref && ref->no) {
                const uint64_t task = ids_task(*ref);
                const uint64_t *head = map_get(office->head_of_task, &task);

                record->task = task;
                record->prev_of_task = head ? *head : 0;
        }
        assert_int_equal(codec_put_event(event, office->arena, &record->payload), 0);
        assert_int_equal(journal_add(office->journal, record), 0);
        if (record->task)
                assert_int_equal(map_put(office->head_of_task, &record->task, record->seq), 0);
        office->head = record->seq;
        return record->seq;
}

uint64_t office_say(struct office *office, const struct event *event, enum person author)
{
        struct record record = {
                .author = office_key(author),
                .agent = ids_of_name(bytes_str(PEOPLE[author].name)),
                .number = ++office->numbers[author],
        };

        memset(record.stream, (int)author + 1, STREAM_SIZE);
        return office_append(office, event, &record);
}

uint64_t office_derive(struct office *office, const struct event *event)
{
        bool derived = event_row(event->kind)->class == EVENT_DERIVED;
        struct record record = {.author = derived ? ID_NOTIFIER : ID_COLLECTOR};

        record.agent = record.author;
        if (derived)
                record.number = office->head;
        return office_append(office, event, &record);
}

void office_settle(struct office *office)
{
        uint64_t applied;

        assert_int_equal(journal_commit(office->journal), 0);
        assert_int_equal(applier_step(office->applier, 0, &applied), 0);
        assert_int_equal(applied, office->head);
        marks_set(office->marks, MARK_HEAD, applied);
        marks_set(office->marks, MARK_APPLIED, applied);
        marks_set(office->marks, MARK_JUDGED, applied);
}

/* -- what an office starts with -- */

static struct member member_of(enum person person)
{
        return (struct member){
                .name = bytes_str(PEOPLE[person].name),
                .department = bytes_str(PEOPLE[person].department),
                .role = PEOPLE[person].role,
                .retired = person == RETIRED,
                .contact = bytes_str("2801"),
        };
}

static struct key key_of(enum person person, uint8_t *public)
{
        public_key(person, public);
        return (struct key){
                .public_key = bytes_of(public, KEY_SIZE),
                .member = bytes_str(PEOPLE[person].name),
                .revoked = person == REVOKED,
                .not_after = person == EXPIRED ? day_of(2023, 6, 29) : (struct day){0},
        };
}

static void say_genesis(struct office *office)
{
        static const uint8_t log_id[LOG_ID_SIZE] = {1};
        uint8_t public[KEY_SIZE];
        struct member member = member_of(OPERATOR);
        struct key key = key_of(OPERATOR, public);
        struct event event = {
                .kind = EVENT_GENESIS,
                .genesis =
                        {
                                .format = JOURNAL_FORMAT,
                                .log_id = bytes_of(log_id, sizeof log_id),
                                .epoch = 1,
                                .hash = bytes_str("BLAKE2b-256"),
                                .zone = bytes_str("Asia/Shanghai"),
                                .utc_offset_minutes = 480,
                                .tick_days = 1,
                                .virtual_clock = true,
                                .first_day = day_of(2023, 6, 29),
                                .operator_member = &member,
                                .operator_key = &key,
                                .software = bytes_str("test"),
                        },
        };

        office_derive(office, &event);
}

static void say_roster(struct office *office)
{
        static uint8_t publics[NOBODY][KEY_SIZE];
        struct member members[NOBODY];
        struct key keys[NOBODY];
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        for (enum person p = 0; p < NOBODY; p++) {
                members[p] = member_of(p);
                keys[p] = key_of(p, publics[p]);
        }
        event.roster_change.member.at = members;
        event.roster_change.member.n = NOBODY;
        event.roster_change.key.at = keys;
        event.roster_change.key.n = NOBODY;
        office_say(office, &event, OPERATOR);
}

static const uint8_t IMPORT_ID[16] = {7};

struct plan office_header(void)
{
        static const uint8_t hash[HASH_SIZE] = {0};

        return (struct plan){
                .id = bytes_str(PLAN_ID),
                .import_id = bytes_of(IMPORT_ID, sizeof IMPORT_ID),
                .hash = bytes_of(hash, sizeof hash),
                .title = bytes_str("重点任务"),
                .start = day_of(2023, 1, 1),
                .end = day_of(2023, 12, 31),
                .cadence = CADENCE_MONTHLY,
        };
}

void office_import(struct office *office, struct plan header, const struct task *tasks, size_t count)
{
        enum { IN_CHUNK = 100 };
        struct event event = {.kind = EVENT_PLAN_CHUNK};

        header.tasks = (uint32_t)count;
        for (size_t i = 0; i < count; i += IN_CHUNK, header.chunks++) {
                struct bytes encoded[IN_CHUNK];
                size_t n = count - i < IN_CHUNK ? count - i : IN_CHUNK;

                for (size_t k = 0; k < n; k++)
                        assert_int_equal(codec_put_task(&tasks[i + k], office->arena, &encoded[k]), 0);
                event.plan_chunk.plan = header.id;
                event.plan_chunk.import_id = header.import_id;
                event.plan_chunk.index = header.chunks;
                event.plan_chunk.task.at = encoded;
                event.plan_chunk.task.n = n;
                office_say(office, &event, OPERATOR);
        }
        event = (struct event){.kind = EVENT_PLAN_IN_FORCE, .plan_in_force = header};
        office_say(office, &event, OPERATOR);
        office_settle(office);
}

void office_plan(struct office *office, const struct task *tasks, size_t count)
{
        office_import(office, office_header(), tasks, count);
}

void office_tick(struct office *office, struct day day)
{
        struct event tick = {.kind = EVENT_TICK, .tick = {day}};

        office_derive(office, &tick);
        office_settle(office);
}

/* A state in a directory of its own, its applier and its query service. */
static void open_state(struct office *office)
{
        struct query_options options;
        char state[96], marks[96];

        snprintf(office->dir, sizeof office->dir, "/tmp/duban-query-XXXXXX");
        assert_non_null(mkdtemp(office->dir));
        snprintf(state, sizeof state, "%s/state", office->dir);
        snprintf(marks, sizeof marks, "%s/marks", office->dir);
        assert_int_equal(
                state_open(&(struct state_options){.dir = state, .write = true, .map_size = MAP_SIZE}, &office->state),
                0);
        assert_int_equal(marks_open(marks, &office->marks), 0);
        assert_int_equal(applier_new(office->journal, office->state, &office->applier), 0);
        office->answers = arena_new(0);
        options = (struct query_options){.journal = office->journal, .state = office->state, .marks = office->marks};
        assert_int_equal(query_new(&options, &office->worker), 0);
        office->service = query_service(office->worker);
}

static void open_journal(struct office *office)
{
        char dir[] = "/tmp/duban-query-XXXXXX";

        assert_non_null(mkdtemp(dir));
        snprintf(office->journal_dir, sizeof office->journal_dir, "%s", dir);
        assert_int_equal(journal_open(
                                 &(struct journal_options){
                                         .dir = dir, .mode = JOURNAL_WRITE, .map_size = MAP_SIZE, .create = true},
                                 &office->journal),
                         0);
}

struct office *office_open(void)
{
        struct office *office = calloc(1, sizeof *office);

        assert_non_null(office);
        assert_int_equal(ids_start(), 0);
        office->arena = arena_new(0);
        office->head_of_task = map_new(sizeof(uint64_t));
        assert_non_null(office->head_of_task);
        open_journal(office);
        open_state(office);
        say_genesis(office);
        say_roster(office);
        office_tick(office, day_of(2023, 6, 29));
        return office;
}

struct office *office_rebuilt(struct office *original)
{
        struct office *office = calloc(1, sizeof *office);

        assert_non_null(office);
        office->journal = original->journal;
        office->head = original->head;
        open_state(office);
        office_settle(office);
        return office;
}

static void remove_files(const char *dir, const char *const *names, size_t count)
{
        char path[160];

        for (size_t i = 0; i < count; i++) {
                snprintf(path, sizeof path, "%s/%s", dir, names[i]);
                remove(path);
        }
        remove(dir);
}

void office_rebuilt_close(struct office *office)
{
        static const char *const inside[] = {"state/data.mdb", "state/lock.mdb", "state/writer.lock", "state", "marks"};

        query_free(office->worker);
        applier_free(office->applier);
        marks_close(office->marks);
        state_close(office->state);
        arena_free(office->answers);
        remove_files(office->dir, inside, COUNT_OF(inside));
        free(office);
}

void office_close(struct office *office)
{
        static const char *const inside[] = {"data.mdb", "lock.mdb", "writer.lock"};
        struct journal *journal = office->journal;
        char dir[sizeof office->journal_dir];

        memcpy(dir, office->journal_dir, sizeof dir);
        map_free(office->head_of_task);
        arena_free(office->arena);
        office_rebuilt_close(office);
        journal_close(journal);
        remove_files(dir, inside, COUNT_OF(inside));
}

/* -- asking -- */

static int keep_answer(void *context, const struct bus_route *route, struct bytes body)
{
        struct office *office = context;
        struct flaw flaw = {0};

        (void)route;
        arena_reset(office->answers);
        assert_true(body.len <= 131072);
        assert_int_equal(codec_answer(body, office->answers, &office->answer, &flaw), 0);
        office->sent++;
        return 0;
}

bool office_ask_bytes(struct office *office, enum person person, struct bytes question)
{
        struct link_sink sink = {.context = office, .reply = keep_answer};
        struct link_request request = {.key_id = office_key(person), .body = question};
        size_t before = office->sent;

        assert_int_equal(office->service.take(office->service.self, &request, &sink), 0);
        return office->sent > before;
}

bool office_ask(struct office *office, enum person person, const struct query *query)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes question;

        assert_int_equal(codec_put_query(query, arena, &question), 0);
        return office_ask_bytes(office, person, question);
}

size_t office_turn(struct office *office)
{
        struct link_sink sink = {.context = office, .reply = keep_answer};
        size_t before = office->sent;

        assert_int_equal(office->service.turn(office->service.self, &sink), 0);
        return office->sent - before;
}

int office_setup(void **state)
{
        *state = office_open();
        return 0;
}

int office_teardown(void **state)
{
        office_close(*state);
        return 0;
}
