/* verb_setup.c - a roster of 64 agents and a plan of so many tasks. */
#include <sodium.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/bench/service.h"

enum { CHUNK_BYTES = 48 * 1024, CHUNK_TASKS = 512 };

struct setup {
        const struct run *run;
        struct peer peer;
        struct arena *arena;
        uint8_t stream[STREAM_SIZE];
        uint64_t number;
        uint8_t import_id[STREAM_SIZE];
        crypto_generichash_state hash;
        uint32_t chunks;
        uint8_t message[BUS_BODY_MAX];
};

static int tell(struct setup *s, const struct event *event)
{
        struct bytes record;
        struct reply reply;
        struct flaw flaw;
        zmq_msg_t message;
        int r = codec_put_event(event, s->arena, &record);

        zmq_msg_init(&message);
        if (r == 0)
                r = peer_exchange(&s->peer, service_batch(s->stream, ++s->number, record, s->message), &message);
        if (r == 0 && codec_reply(peer_body(&message), s->arena, &reply, &flaw))
                r = err_fail("a reply cannot be read");
        if (r == 0 && reply.refusal.n)
                r = err_fail("refused: %.*s %.*s", BYTES_ARG(reply.refusal.at[0].name),
                             BYTES_ARG(reply.refusal.at[0].field));
        zmq_msg_close(&message);
        return r ? err_trace(r) : 0;
}

static int tell_roster(struct setup *s)
{
        struct bus_keypair keys[CITY_AGENTS];
        struct member members[CITY_AGENTS] = {0};
        struct key public_keys[CITY_AGENTS] = {0};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        for (int i = 0; i < CITY_AGENTS; i++) {
                const struct bytes name = bytes_str(city_name(s->arena, i));

                city_keys(i, &keys[i]);
                members[i] = (struct member){.name = name, .department = name, .role = ROLE_AGENT};
                public_keys[i] = (struct key){.public_key = bytes_of(keys[i].public_key, KEY_SIZE), .member = name};
        }
        event.roster_change.member.at = members;
        event.roster_change.member.n = CITY_AGENTS;
        event.roster_change.key.at = public_keys;
        event.roster_change.key.n = CITY_AGENTS;
        return tell(s, &event);
}

/* As many tasks from `first` on as one chunk takes. */
static int tell_chunk(struct setup *s, uint32_t first, uint32_t *ret_next)
{
        struct bytes tasks[CHUNK_TASKS];
        struct event event = {.kind = EVENT_PLAN_CHUNK};
        struct plan_chunk *chunk = &event.plan_chunk;
        size_t bytes = 0;
        int r = 0;

        arena_reset(s->arena);
        *chunk = (struct plan_chunk){
                .plan = bytes_str(CITY_PLAN),
                .import_id = bytes_of(s->import_id, sizeof s->import_id),
                .index = s->chunks,
        };
        chunk->task.at = tasks;
        while (r == 0 && chunk->task.n < CHUNK_TASKS && first < s->run->tasks && bytes < CHUNK_BYTES - 1024) {
                r = city_put_task(first++, s->arena, &tasks[chunk->task.n]);
                if (r)
                        return err_trace(r);
                crypto_generichash_update(&s->hash, tasks[chunk->task.n].at, tasks[chunk->task.n].len);
                bytes += tasks[chunk->task.n++].len;
        }
        s->chunks++;
        *ret_next = first;
        return tell(s, &event);
}

static int tell_plan(struct setup *s)
{
        uint8_t hash[HASH_SIZE];
        struct event event = {.kind = EVENT_PLAN_IN_FORCE};
        uint32_t next = 0;
        int r = 0;

        ids_random(s->import_id, sizeof s->import_id);
        crypto_generichash_init(&s->hash, NULL, 0, HASH_SIZE);
        while (r == 0 && next < s->run->tasks)
                r = tell_chunk(s, next, &next);
        if (r)
                return err_trace(r);
        crypto_generichash_final(&s->hash, hash, HASH_SIZE);
        event.plan_in_force = (struct plan){
                .id = bytes_str(CITY_PLAN),
                .import_id = bytes_of(s->import_id, sizeof s->import_id),
                .chunks = s->chunks,
                .tasks = s->run->tasks,
                .hash = bytes_of(hash, HASH_SIZE),
                .title = bytes_str("2023年重点工作任务"),
                .start = day_of(2023, 1, 1),
                .end = day_of(2023, 12, 31),
                .cadence = CADENCE_HALF_YEARLY,
        };
        return tell(s, &event);
}

int bench_setup(const struct run *run)
{
        struct setup s = {.run = run, .arena = arena_new(0)};
        struct service_sizes sizes;
        struct place place;
        void *context = zmq_ctx_new();
        int r = s.arena ? place_read(run, &place) : err_fail("out of memory");

        ids_random(s.stream, sizeof s.stream);
        if (r == 0)
                r = peer_open(context, ZMQ_DEALER, place.reports, &place.operator_keys,
                              place.plain ? NULL : place.server_key, &s.peer);
        if (r == 0)
                r = tell_roster(&s);
        if (r == 0)
                r = tell_plan(&s);
        peer_close(&s.peer);
        if (r == 0)
                r = service_settle(&place, context, &sizes);
        zmq_ctx_term(context);
        arena_free(s.arena);
        return r ? err_trace(r) : 0;
}
