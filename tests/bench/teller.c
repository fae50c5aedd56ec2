/* teller.c - the operator's stream. */
#include "tests/bench/teller.h"

#include <sodium.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/bench/service.h"

enum { CHUNK_BYTES = 48 * 1024, CHUNK_TASKS = 512 };

int teller_open(const struct run *run, const struct place *place, void *context, struct teller *ret_teller)
{
        int r;

        *ret_teller = (struct teller){.run = run, .arena = arena_new(0)};
        if (!ret_teller->arena)
                return err_fail("out of memory");
        ids_random(ret_teller->stream, sizeof ret_teller->stream);
        r = peer_open(context, ZMQ_DEALER, place->reports, &place->operator_keys,
                      place->plain ? NULL : place->server_key, &ret_teller->peer);
        return r ? err_trace(r) : 0;
}

void teller_close(struct teller *teller)
{
        peer_close(&teller->peer);
        teller->arena = arena_free(teller->arena);
}

/* -- one event -- */

static int put(struct teller *t, const struct event *event, struct bytes *ret_batch)
{
        struct bytes record;
        int r = codec_put_event(event, t->arena, &record);

        if (r == 0)
                *ret_batch = service_batch(t->stream, ++t->number, record, t->message);
        return r ? err_trace(r) : 0;
}

int teller_send(struct teller *t, const struct event *event)
{
        struct bytes batch;
        int r = put(t, event, &batch);

        if (r == 0)
                r = peer_send(&t->peer, batch);
        return r ? err_fail("what the operator says could not be sent") : 0;
}

int teller_read(const struct teller *t, struct bytes bytes)
{
        struct reply reply;
        struct flaw flaw;

        if (codec_reply(bytes, t->arena, &reply, &flaw))
                return err_fail("a reply cannot be read");
        if (reply.refusal.n)
                return err_fail("refused: %.*s %.*s", BYTES_ARG(reply.refusal.at[0].name),
                                BYTES_ARG(reply.refusal.at[0].field));
        return 0;
}

int teller_say(struct teller *t, const struct event *event)
{
        struct bytes batch;
        zmq_msg_t message;
        int r = put(t, event, &batch);

        zmq_msg_init(&message);
        if (r == 0)
                r = peer_exchange(&t->peer, batch, &message);
        if (r == 0)
                r = teller_read(t, peer_body(&message));
        zmq_msg_close(&message);
        return r ? err_trace(r) : 0;
}

/* -- a plan -- */

/* As many tasks from `first` on as one chunk takes. */
static int say_chunk(struct teller *t, crypto_generichash_state *hash, uint32_t first, uint32_t *ret_next)
{
        struct bytes tasks[CHUNK_TASKS];
        struct event event = {.kind = EVENT_PLAN_CHUNK};
        struct plan_chunk *chunk = &event.plan_chunk;
        size_t bytes = 0;
        int r = 0;

        arena_reset(t->arena);
        *chunk = (struct plan_chunk){
                .plan = bytes_str(CITY_PLAN),
                .import_id = bytes_of(t->import_id, sizeof t->import_id),
                .index = t->chunks,
        };
        chunk->task.at = tasks;
        while (r == 0 && chunk->task.n < CHUNK_TASKS && first < t->run->tasks && bytes < CHUNK_BYTES - 1024) {
                r = city_put_task(first++, t->arena, &tasks[chunk->task.n]);
                if (r)
                        return err_trace(r);
                crypto_generichash_update(hash, tasks[chunk->task.n].at, tasks[chunk->task.n].len);
                bytes += tasks[chunk->task.n++].len;
        }
        t->chunks++;
        *ret_next = first;
        return teller_say(t, &event);
}

int teller_chunks(struct teller *t, struct event *ret_in_force)
{
        crypto_generichash_state hash;
        uint32_t next = 0;
        int r = 0;

        ids_random(t->import_id, sizeof t->import_id);
        t->chunks = 0;
        crypto_generichash_init(&hash, NULL, 0, HASH_SIZE);
        while (r == 0 && next < t->run->tasks)
                r = say_chunk(t, &hash, next, &next);
        if (r)
                return err_trace(r);
        crypto_generichash_final(&hash, t->hash, HASH_SIZE);
        *ret_in_force = (struct event){.kind = EVENT_PLAN_IN_FORCE};
        ret_in_force->plan_in_force = (struct plan){
                .id = bytes_str(CITY_PLAN),
                .import_id = bytes_of(t->import_id, sizeof t->import_id),
                .chunks = t->chunks,
                .tasks = t->run->tasks,
                .hash = bytes_of(t->hash, HASH_SIZE),
                .title = bytes_str("2023年重点工作任务"),
                .start = day_of(2023, 1, 1),
                .end = day_of(2023, 12, 31),
                .cadence = CADENCE_MONTHLY,
        };
        return 0;
}
