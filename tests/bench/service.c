/* service.c - batches out, receipts in. */
#include "tests/bench/service.h"

#include "proto/codec.h"
#include "proto/field.h"
#include "proto/ids.h"
#include "proto/limits.h"

enum { PATIENCE_MS = 30000, REPLY_RECEIPT = 1, REPLY_REFUSAL = 2, RECEIPT_NUMBER = 2 };

/* -- batches -- */

static uint8_t *put_varint(uint8_t *at, uint64_t value)
{
        for (; value > 0x7f; value >>= 7)
                *at++ = (uint8_t)(value | 0x80);
        *at++ = (uint8_t)value;
        return at;
}

static uint8_t *put_bytes(uint8_t *at, int field, struct bytes bytes)
{
        *at++ = (uint8_t)(field << 3 | FIELD_BYTES);
        at = put_varint(at, bytes.len);
        memcpy(at, bytes.at, bytes.len);
        return at + bytes.len;
}

static uint8_t *open_batch(uint8_t *at, const uint8_t stream[STREAM_SIZE], uint64_t number)
{
        at = put_bytes(at, 1, bytes_of(stream, STREAM_SIZE));
        *at++ = 2 << 3 | FIELD_VARINT;
        return put_varint(at, number);
}

struct bytes service_batch(const uint8_t stream[STREAM_SIZE], uint64_t number, struct bytes record, uint8_t *message)
{
        const uint8_t *end = put_bytes(open_batch(message, stream, number), 3, record);

        return bytes_of(message, (size_t)(end - message));
}

static struct bytes next_message(void *self, int agent, uint64_t index)
{
        struct stream *s = self;
        const uint64_t first = index * (uint64_t)s->batch;
        uint8_t *at = open_batch(s->message, s->id[agent], first + 1);

        for (uint64_t k = first; k < first + (uint64_t)s->batch; k++) {
                city_report_set(&s->report, city_task_of(s->run->tasks, agent, k), city_value(agent, k));
                at = put_bytes(at, 3, bytes_of(s->report.at, s->report.len));
        }
        return bytes_of(s->message, (size_t)(at - s->message));
}

/* -- replies -- */

/* A refusal that asks to try again rewinds, if it is about the first message that waits; what follows in its wake
 * (gaps, a stopped run) is dropped. Any other refusal ends the benchmark. */
static int read_refusals(const struct stream *s, struct bytes body, struct load_answer *answer)
{
        ARENA struct arena *arena = arena_new(0);
        struct reply reply;
        struct flaw flaw;

        if (!arena || codec_reply(body, arena, &reply, &flaw))
                return err_fail("a reply cannot be read");
        for (size_t i = 0; i < reply.refusal.n; i++) {
                const struct refusal *refusal = &reply.refusal.at[i];

                if (!refusal->retry && refusal->code != CODE_GAP)
                        return err_fail("refused: %.*s %.*s", BYTES_ARG(refusal->name), BYTES_ARG(refusal->field));
                if (refusal->retry && refusal->code != CODE_STOPPED_RUN && refusal->number > 0 &&
                    (refusal->number - 1) / (uint64_t)s->batch == answer->done)
                        answer->rewind = true;
        }
        return 0;
}

/* The number up to which a receipt covers. */
static uint64_t covered(struct bytes receipt)
{
        struct field field;

        while (field_next(&receipt, &field) == 0)
                if (field.number == RECEIPT_NUMBER)
                        return field.value;
        return 0;
}

/* Not through the codec: the load generator shares the machine with what it measures. */
static int answered(void *self, UNUSED int agent, struct bytes body, struct load_answer *answer)
{
        struct stream *s = self;
        struct bytes rest = body;
        bool refused = false;
        struct field field;

        while (field_next(&rest, &field) == 0) {
                const uint64_t done = field.number == REPLY_RECEIPT ? covered(field.bytes) / (uint64_t)s->batch : 0;

                if (done > answer->done)
                        answer->done = done;
                refused |= field.number == REPLY_REFUSAL;
        }
        return refused ? read_refusals(s, body, answer) : 0;
}

/* How many records one commit made durable: what the bell steps over. */
static int heard(void *self, struct bytes body)
{
        ARENA struct arena *arena = arena_new(0);
        struct stream *s = self;
        struct bell bell;
        struct flaw flaw;

        if (!arena || codec_bell(body, arena, &bell, &flaw))
                return err_fail("a bell cannot be read");
        s->bells++;
        s->bell_records += bell.head - bell.previous_head;
        return 0;
}

struct load_driver stream_driver(struct stream *s)
{
        return (struct load_driver){s, next_message, answered, heard};
}

int stream_new(const struct run *run, int batch, struct stream *ret_stream)
{
        *ret_stream = (struct stream){.run = run, .batch = batch};
        ids_random(ret_stream->id[0], sizeof ret_stream->id);
        return city_report_new(&ret_stream->report);
}

/* -- caught up -- */

/* The health of the service once record `at_least` is applied and judged. */
static int ask_health(struct peer *peer, uint64_t at_least, struct arena *arena, const struct health **ret_health)
{
        const struct query query = {.id = 1, .ask = ASK_HEALTH, .at_least = at_least, .timeout_ms = PATIENCE_MS};
        struct answer answer;
        struct bytes question;
        struct flaw flaw;
        zmq_msg_t message;
        int r = codec_put_query(&query, arena, &question);

        zmq_msg_init(&message);
        if (r == 0)
                r = peer_exchange(peer, question, &message);
        if (r == 0 && codec_answer(peer_body(&message), arena, &answer, &flaw))
                r = err_fail("the service does not tell its health");
        zmq_msg_close(&message);
        if (r == 0)
                *ret_health = answer.health; /* NULL: it takes longer still */
        return r;
}

static int settle(struct peer *peer, struct service_sizes *ret_sizes)
{
        ARENA struct arena *arena = arena_new(0);
        const struct health *health;
        uint64_t head = 0;
        int r = arena ? 0 : err_fail("out of memory");

        while (r == 0) {
                arena_reset(arena);
                r = ask_health(peer, head, arena, &health);
                if (r || !health)
                        continue;
                head = health->head;
                if (health->applied == head && health->judged == head) {
                        *ret_sizes = (struct service_sizes){head, health->journal_bytes, health->state_bytes};
                        return 0;
                }
        }
        return r;
}

int service_settle(const struct place *place, void *context, struct service_sizes *ret_sizes)
{
        void *own = context ? NULL : zmq_ctx_new();
        struct peer peer = {.socket = NULL};
        int r = peer_open(context ? context : own, ZMQ_DEALER, place->queries, &place->operator_keys,
                          place->plain ? NULL : place->server_key, &peer);

        if (r == 0)
                r = settle(&peer, ret_sizes);
        peer_close(&peer);
        if (own)
                zmq_ctx_term(own);
        return r ? err_trace(r) : 0;
}
