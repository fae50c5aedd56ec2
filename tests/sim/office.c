/* office.c - opens in the order of broker/service.c, closes in reverse, and hands requests to the collector. */
#include "tests/sim/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"
#include "tests/sim/inner_wire.h"
#include "tests/sim/notifier_fiber.h"
#include "tests/sim/virtual_clock.h"

#define MAP_SIZE ((uint64_t)256 << 20)

static const char *path_of(struct office *office, const char *name)
{
        snprintf(office->path, sizeof office->path, "%s/%s", office->dir, name);
        return office->path;
}

/* -- making and removing -- */

static void make_directory(struct office *office, const char *base)
{
        snprintf(office->dir, sizeof office->dir, "%s/year", base);
        EXPECT(mkdir(office->dir, 0700) == 0, "%s cannot be made", office->dir);
        snprintf(office->alive_path, sizeof office->alive_path, "%s/alive", office->dir);
}

static void append_first(struct journal *journal, const struct genesis *genesis)
{
        ARENA struct arena *arena = arena_new(0);
        struct event event = {.kind = EVENT_GENESIS};
        struct record record = {
                .epoch = 1,
                .kind = EVENT_GENESIS,
                .author = ID_COLLECTOR,
                .agent = ID_COLLECTOR,
                .number = 1,
                .day = genesis->first_day,
        };

        event.genesis = *genesis;
        MUST(codec_put_event(&event, arena, &record.payload));
        MUST(journal_add(journal, &record));
        MUST(journal_commit(journal));
}

void office_make(struct office *office, const char *base, struct day first_day, bool virtual_clock,
                 const struct member *operator_member, const struct key *operator_key)
{
        static const uint8_t LOG_ID[LOG_ID_SIZE] = "simulated year";
        const struct genesis genesis = {
                .format = JOURNAL_FORMAT,
                .log_id = bytes_of(LOG_ID, LOG_ID_SIZE),
                .epoch = 1,
                .hash = bytes_str("BLAKE2b-256"),
                .zone = bytes_str("Asia/Shanghai"),
                .utc_offset_minutes = VIRTUAL_CLOCK_OFFSET_MINUTES,
                .tick_days = 1,
                .virtual_clock = virtual_clock,
                .first_day = first_day,
                .operator_member = operator_member,
                .operator_key = operator_key,
                .software = bytes_str("duban " DUBAN_VERSION),
        };
        struct journal_options options = {.mode = JOURNAL_WRITE, .create = true, .map_size = MAP_SIZE};
        struct journal *journal;

        make_directory(office, base);
        options.dir = path_of(office, "journal");
        MUST(journal_open(&options, &journal));
        append_first(journal, &genesis);
        journal_close(journal);
}

/* -- up and down -- */

static void open_stores(struct office *office)
{
        struct journal_options journal = {.mode = JOURNAL_WRITE, .map_size = MAP_SIZE};
        struct state_options state = {.write = true, .map_size = MAP_SIZE};

        journal.dir = path_of(office, "journal");
        MUST(journal_open(&journal, &office->journal));
        MUST(journal_reader_new(office->journal, &office->reader));
        state.dir = path_of(office, "state");
        MUST(state_open(&state, &office->state));
        MUST(state_reader_new(office->state, &office->state_reader));
        MUST(applier_new(office->journal, office->state, &office->applier));
        MUST(marks_open("marks", &office->marks));
}

void office_start(struct office *office)
{
        struct collector_options options = {.alive_path = office->alive_path};
        struct query_options query = {0};

        open_stores(office);
        options.journal = query.journal = office->journal;
        options.state = query.state = office->state;
        options.marks = office->marks;
        query.marks = office->marks;
        MUST(collector_new(&options, &office->collector));
        collector_set_inner(office->collector, inner_wire_collector_end());
        office->service = collector_service(office->collector);
        MUST(collector_resume(office->collector));
        MUST(office->service.greet(office->service.self));
        MUST(query_new(&query, &office->query));
        inner_wire_reset();
        notifier_fiber_start(office->journal, office->marks);
        office->up = true;
}

void office_stop(struct office *office)
{
        office->up = false;
        notifier_fiber_stop();
        inner_wire_reset();
        office->query = query_free(office->query);
        office->collector = collector_free(office->collector);
        office->applier = applier_free(office->applier);
        office->state_reader = state_reader_free(office->state_reader);
        office->state = state_close(office->state);
        office->reader = journal_reader_free(office->reader);
        office->journal = journal_close(office->journal);
        office->marks = marks_close(office->marks);
}

/* -- requests -- */

static uint32_t peer_of(const struct bus_route *route)
{
        return be32_get(route->at);
}

static int reply(void *context, const struct bus_route *route, struct bytes body)
{
        struct office *office = context;

        office->ears.reply(office->ears.context, peer_of(route), body);
        return 0;
}

static int publish(void *context, struct bytes frame)
{
        struct office *office = context;

        office->ears.bell(office->ears.context, frame);
        return 0;
}

static int admit(void *context, struct bytes table)
{
        struct office *office = context;

        office->ears.keys(office->ears.context, table);
        return 0;
}

void office_take(struct office *office, uint64_t key_id, uint32_t peer, bool delimiter, struct bytes body)
{
        const struct link_sink sink = {office, reply, publish, admit};
        struct link_request request = {.key_id = key_id, .route = {.len = 4, .delimiter = delimiter}, .body = body};

        be32_put(request.route.at, peer);
        MUST(office->service.take(office->service.self, &request, &sink));
}

void office_turn(struct office *office)
{
        const struct link_sink sink = {office, reply, publish, admit};

        MUST(office->service.turn(office->service.self, &sink));
}

/* -- judging and applying -- */

static void serve_notifier(struct office *office)
{
        const struct link_sink sink = {office, reply, publish, admit};

        MUST(office->service.inner_ready(office->service.self, &sink));
        MUST(office->service.turn(office->service.self, &sink));
}

bool office_judge(struct office *office, uint32_t steps)
{
        bool idle = false;

        for (uint32_t i = 0; i < steps && !idle; i++) {
                idle = notifier_fiber_go();
                if (inner_wire_is_waiting())
                        serve_notifier(office);
        }
        return idle;
}

bool office_cut_notifier(struct office *office, uint32_t keep_per_mille)
{
        bool idle = false;

        while (!idle && !inner_wire_is_waiting())
                idle = notifier_fiber_go();
        if (!inner_wire_is_waiting())
                return false;
        inner_wire_cut(keep_per_mille);
        MUST(office->service.inner_ready(office->service.self, NULL));
        office_stop(office);
        return true;
}

void office_apply(struct office *office, uint32_t records)
{
        uint64_t applied;

        MUST(applier_step(office->applier, records, &applied));
        marks_set(office->marks, MARK_APPLIED, applied);
}

void office_settle(struct office *office)
{
        while (!office_judge(office, 1000))
                continue;
        office_turn(office);
        while (!office_judge(office, 1000))
                continue;
        office_apply(office, 0);
}

/* -- questions -- */

struct asking {
        struct arena *arena;
        struct bytes body;
};

static int keep_answer(void *context, const struct bus_route *route UNUSED, struct bytes body)
{
        struct asking *asking = context;

        asking->body = arena_copy(asking->arena, body);
        return 0;
}

void office_ask(struct office *office, uint64_t key_id, const struct query *query, struct arena *arena,
                struct answer *ret_answer)
{
        struct asking asking = {.arena = arena};
        const struct link_sink sink = {.context = &asking, .reply = keep_answer};
        const struct link_service service = query_service(office->query);
        struct link_request request = {.key_id = key_id};
        struct flaw flaw;

        MUST(codec_put_query(query, arena, &request.body));
        MUST(service.take(service.self, &request, &sink));
        MUST(service.turn(service.self, &sink));
        EXPECT(asking.body.len, "a question was not answered");
        EXPECT(codec_answer(asking.body, arena, ret_answer, &flaw) == 0, "an answer is not readable: %s", flaw.field);
        EXPECT(!ret_answer->refusal, "question %d was refused: %.*s", (int)query->ask,
               BYTES_ARG(ret_answer->refusal->name));
}
