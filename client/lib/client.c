/* client.c - libduban: home and sending. */
#include "client/lib/client.h"

#include <inttypes.h>

#include "client/lib/sender.h"
#include "lib/base/log.h"
#include "proto/ids.h"
#include "proto/wire.h"

enum { TIMEOUT_MS = 10000, KNOCK_MS = 500, ANSWER_ARENA = 16 * 1024 * 1024 };

/* Say what is wrong with the home; the caller only sees `code`. */
static int bad_home(const struct home_flaw *flaw, int code)
{
        log_error("home", "%s", flaw->text);
        return code;
}

static int load(struct duban_client *client, const struct duban_options *options, struct home_flaw *flaw)
{
        int r;

        r = home_path(options->home, client->home, flaw);
        if (r == 0)
                r = home_check(client->home, flaw);
        if (r == 0)
                r = home_load_key(client->home, &client->keys, flaw);
        if (r == 0)
                r = home_load_card(client->home, options->service, &client->card, flaw);
        return r;
}

int duban_open(const struct duban_options *options, struct duban_client **ret_client)
{
        struct duban_client *client = calloc(1, sizeof *client);
        struct home_flaw flaw;
        int r;

        if (!client)
                return err_fail("out of memory");
        client->timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : TIMEOUT_MS;
        r = ids_start();
        if (r == 0)
                r = load(client, options, &flaw);
        if (r == 0) {
                client->bus = bus_new();
                client->arena = arena_new(ANSWER_ARENA);
                ids_random((uint8_t *)&client->last_id, sizeof client->last_id);
                r = client->bus && client->arena ? 0 : err_fail("the client cannot start");
        }
        if (r) {
                duban_close(client);
                return r < 0 ? err_trace(r) : bad_home(&flaw, DUBAN_ENOHOME);
        }
        *ret_client = client;
        return 0;
}

struct duban_client *duban_close(struct duban_client *client)
{
        if (!client)
                return NULL;
        bus_close(client->queries);
        bus_close(client->bell);
        bus_free(client->bus);
        spool_close(client->spool);
        arena_free(client->arena);
        explicit_bzero(&client->keys, sizeof client->keys);
        free(client);
        return NULL;
}

int duban_home_new(const char *home, const char *service)
{
        struct home_flaw flaw;
        char path[HOME_PATH];
        int r;

        r = home_path(home, path, &flaw);
        if (r == 0)
                r = home_make(path, &flaw);
        if (r == 0 && service)
                r = home_keep_card(path, service, &flaw);
        if (r)
                return r < 0 ? err_trace(r) : bad_home(&flaw, DUBAN_EBAD);
        return 0;
}

int duban_public_key(const char *home, char out[41])
{
        struct bus_keypair keys;
        struct home_flaw flaw;
        char path[HOME_PATH];
        int r;

        r = home_path(home, path, &flaw);
        if (r == 0)
                r = home_check(path, &flaw);
        if (r == 0)
                r = home_load_key(path, &keys, &flaw);
        if (r)
                return r < 0 ? err_trace(r) : bad_home(&flaw, DUBAN_ENOHOME);
        bus_z85(keys.public_key, out);
        explicit_bzero(&keys, sizeof keys);
        return 0;
}

void client_explain_silence(struct duban_client *client, const char *endpoint)
{
        char key[BUS_Z85_SIZE];

        if (bus_knock(client->bus, endpoint, &client->keys, client->card.server_key, KNOCK_MS) != BUS_REFUSED)
                return;
        bus_z85(client->keys.public_key, key);
        log_error("unknown", "key=%s do=\"ask the operator to enter this key in the roster\"", key);
}

/* -- the spool -- */

static int need_spool(struct duban_client *client)
{
        int r;

        if (client->spool)
                return 0;
        r = spool_open(client->home, NULL, &client->spool);
        return r < 0 ? err_trace(r) : 0;
}

int duban_put(struct duban_client *client, const void *event, size_t len, uint64_t *ret_number)
{
        const struct bytes record = bytes_of(event, len);
        int r;

        if (len == 0 || len > LIMIT_RECORD_BYTES || wire_event_kind(record) == EVENT_NONE) {
                log_error("put", "bytes=%zu why=\"no event of 1 to %d bytes\"", len, LIMIT_RECORD_BYTES);
                return DUBAN_EBAD;
        }
        r = need_spool(client);
        if (r == 0)
                r = spool_put(client->spool, record, ret_number);
        if (r < 0)
                return err_trace(r);
        return r == SPOOL_FULL ? DUBAN_EFULL : 0;
}

static int look(struct duban_client *client, struct spool_marks *ret_marks)
{
        const int r = need_spool(client);

        return r ? r : spool_look(client->spool, ret_marks);
}

int duban_waiting(struct duban_client *client, uint64_t *ret_answered, uint64_t *ret_put)
{
        struct spool_marks marks;
        const int r = look(client, &marks);

        if (r < 0)
                return err_trace(r);
        *ret_answered = marks.answered;
        *ret_put = marks.put;
        return 0;
}

int duban_answered_seq(struct duban_client *client, uint64_t *ret_seq)
{
        struct spool_marks marks;
        const int r = look(client, &marks);

        if (r < 0)
                return err_trace(r);
        *ret_seq = marks.seq;
        return 0;
}

static int rewind_claimed(struct duban_client *client, uint64_t from_number)
{
        struct spool_marks marks;
        struct receipts_row row;
        int r;

        r = spool_look(client->spool, &marks);
        if (r < 0)
                return err_trace(r);
        if (from_number < marks.oldest || from_number > marks.answered) {
                log_error("resend", "from=%" PRIu64 " why=\"answered and still kept are %" PRIu64 " to %" PRIu64 "\"",
                          from_number, marks.oldest, marks.answered);
                return DUBAN_EBAD;
        }
        row = (struct receipts_row){
                .kind = RECEIPTS_REWIND, .number = marks.answered, .mark = from_number - 1, .at = clock_now()};
        r = spool_note(client->spool, &row, 1);
        return r < 0 ? err_trace(r) : 0;
}

int duban_resend(struct duban_client *client, uint64_t from_number)
{
        int r;

        r = need_spool(client);
        if (r == 0)
                r = spool_claim(client->spool);
        if (r)
                return r < 0 ? err_trace(r) : DUBAN_EBUSY;
        r = rewind_claimed(client, from_number);
        spool_release(client->spool);
        return r < 0 ? err_trace(r) : r;
}

/* -- flushing -- */

struct flush {
        duban_on_outcome *on_outcome;
        void *context;
        bool heard; /* somebody is there */
        bool refused;
        bool hopeless; /* there is no point in waiting for the rest */
};

/* Terminated, cut between characters. */
static void copy_text(char *out, size_t size, struct bytes text)
{
        size_t len = text.len < size ? text.len : size - 1;

        while (len > 0 && len < text.len && (text.at[len] & 0xc0) == 0x80)
                len--;
        if (len > 0)
                memcpy(out, text.at, len);
        out[len] = '\0';
}

static void fill_refusal(struct duban_outcome *outcome, const struct refusal *refusal)
{
        outcome->code = refusal->code;
        outcome->retry = refusal->retry;
        copy_text(outcome->field, sizeof outcome->field, refusal->field);
        copy_text(outcome->sentence_zh, sizeof outcome->sentence_zh, refusal->sentence_zh);
        copy_text(outcome->sentence_en, sizeof outcome->sentence_en, refusal->sentence_en);
}

/* Our own finding, in the words of the service's nearest code. */
static void fill_halt(struct duban_outcome *outcome, const struct sender_news *news)
{
        outcome->code = news->refusal ? news->refusal->code : news->why == SEND_DROPPED ? CODE_GAP : CODE_CONFLICT;
        copy_text(outcome->sentence_zh, sizeof outcome->sentence_zh, bytes_str(sender_advice(news->why, true)));
        copy_text(outcome->sentence_en, sizeof outcome->sentence_en, bytes_str(sender_advice(news->why, false)));
}

static void on_news(void *context, const struct sender_news *news)
{
        struct duban_outcome outcome = {.number = news->number, .seq = news->seq};
        struct flush *flush = context;

        flush->heard |= news->what != SENDER_TRYING && news->what != SENDER_LOST;
        switch (news->what) {
        case SENDER_TRYING:
        case SENDER_STANDS:
        case SENDER_LOST:
        case SENDER_REWOUND:
                return;
        case SENDER_ANSWERED:
                break;
        case SENDER_REFUSED:
                fill_refusal(&outcome, news->refusal);
                flush->refused |= send_is_final(news->refusal);
                flush->hopeless |= outcome.code == CODE_UNKNOWN_KEY;
                break;
        case SENDER_HALTED:
                fill_halt(&outcome, news);
                flush->hopeless = true;
                break;
        }
        if (flush->on_outcome)
                flush->on_outcome(flush->context, &outcome);
}

static int run_flush(struct sender *sender, const struct flush *flush, int timeout_ms)
{
        const int64_t end = clock_mono().us + (int64_t)timeout_ms * 1000;
        int r = 0;

        while (r == 0 && !flush->hopeless && !sender_is_done(sender)) {
                const int64_t left = end - clock_mono().us;

                if (left <= 0)
                        return DUBAN_ENOANSWER;
                r = sender_turn(sender, -1, (int)(left / 1000 + 1));
        }
        if (r < 0)
                return err_trace(r);
        if (r == SENDER_BAD_ADDRESS) {
                log_error("home", "the address card's reports is no address; get the card again from the service");
                return DUBAN_ENOHOME;
        }
        if (r == SENDER_ENDED)
                return DUBAN_ENOANSWER;
        return flush->hopeless || flush->refused ? DUBAN_EREFUSED : 0;
}

int duban_flush(struct duban_client *client, int timeout_ms, duban_on_outcome *on_outcome, void *context)
{
        struct flush flush = {.on_outcome = on_outcome, .context = context};
        struct sender_options options = {
                .bus = client->bus, .card = &client->card, .keys = &client->keys, .tell = on_news, .context = &flush};
        struct sender *sender;
        int r;

        r = need_spool(client);
        if (r < 0)
                return err_trace(r);
        options.spool = client->spool;
        r = sender_open(&options, &sender);
        if (r)
                return r < 0 ? err_trace(r) : DUBAN_EBUSY;
        r = run_flush(sender, &flush, timeout_ms);
        sender_close(sender);
        if (r == DUBAN_ENOANSWER && !flush.heard)
                client_explain_silence(client, client->card.reports);
        return r < 0 ? err_trace(r) : r;
}
