/* ask.c - libduban: questions and answers. */
#include "client/lib/client.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "proto/codec.h"
#include "proto/limits.h"

enum { ID_FIELD = 1 << 3, ID_BYTES_MAX = 11, ATTEMPTS = 2 };

/* The query with our id behind it: of a field that comes twice the last one counts. */
static size_t add_id(const void *query, size_t len, uint64_t id, uint8_t *out)
{
        memcpy(out, query, len);
        out[len++] = ID_FIELD;
        for (; id >= 0x80; id >>= 7)
                out[len++] = (uint8_t)(id | 0x80);
        out[len++] = (uint8_t)id;
        return len;
}

static int dial(struct duban_client *client)
{
        const struct bus_options options = {
                .kind = BUS_DEALER,
                .endpoint = client->card.queries,
                .keys = &client->keys,
                .server_key = client->card.server_key,
        };
        int r;

        r = bus_open(client->bus, &options, &client->queries);
        if (r > 0) {
                log_error("home", "the address card's queries is no address; get the card again from the service");
                return DUBAN_ENOHOME;
        }
        return r < 0 ? err_trace(r) : 0;
}

/* DUBAN_ENOANSWER: nothing is waiting, or it answers another question. */
static int take_answer(struct duban_client *client, uint64_t id, struct bytes *ret_answer)
{
        struct bus_message message;
        struct answer answer;
        struct flaw flaw;
        int r;

        r = bus_receive(client->queries, &message);
        if (r)
                return r < 0 ? err_trace(r) : DUBAN_ENOANSWER;
        arena_reset(client->arena);
        r = codec_answer(message.body, client->arena, &answer, &flaw);
        if (r == CODEC_BAD) {
                log_error("answer", "code=%d field=%s why=\"no answer of this version\"", (int)flaw.code, flaw.field);
                return DUBAN_EBAD;
        }
        if (r < 0)
                return err_trace(r);
        if (answer.id != id)
                return DUBAN_ENOANSWER;
        *ret_answer = message.body;
        return 0;
}

static int wait_for_answer(struct duban_client *client, uint64_t id, int timeout_ms, struct bytes *ret_answer)
{
        const int64_t end = clock_mono().us + (int64_t)timeout_ms * 1000;
        int r = DUBAN_ENOANSWER;

        while (r == DUBAN_ENOANSWER) {
                const int64_t left = end - clock_mono().us;
                bool ready;

                if (left <= 0)
                        return DUBAN_ENOANSWER;
                r = bus_poll(&client->queries, 1, -1, (int)(left / 1000 + 1), &ready);
                if (r)
                        return r < 0 ? err_trace(r) : DUBAN_ENOANSWER;
                r = ready ? take_answer(client, id, ret_answer) : DUBAN_ENOANSWER;
        }
        return r < 0 ? err_trace(r) : r;
}

static int ask_once(struct duban_client *client, struct bytes message, struct bytes *ret_answer)
{
        int r = 0;

        if (!client->queries)
                r = dial(client);
        if (r == 0 && bus_send(client->queries, NULL, message) != 0)
                r = DUBAN_ENOANSWER;
        if (r == 0)
                r = wait_for_answer(client, client->last_id, client->timeout_ms / ATTEMPTS, ret_answer);
        if (r)
                client->queries = bus_close(client->queries);
        return r < 0 ? err_trace(r) : r;
}

int duban_ask(struct duban_client *client, const void *query, size_t len, const void **ret_answer, size_t *ret_len)
{
        uint8_t message[LIMIT_FRAME_BYTES];
        struct bytes answer = {0};
        int r = DUBAN_ENOANSWER;

        if (len > sizeof message - ID_BYTES_MAX) {
                log_error("ask", "bytes=%zu why=\"too long for a query\"", len);
                return DUBAN_EBAD;
        }
        client->last_id++;
        len = add_id(query, len, client->last_id, message);
        for (int i = 0; i < ATTEMPTS && r == DUBAN_ENOANSWER; i++)
                r = ask_once(client, bytes_of(message, len), &answer);
        if (r == DUBAN_ENOANSWER)
                client_explain_silence(client, client->card.queries);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret_answer = answer.at;
        *ret_len = answer.len;
        return 0;
}
