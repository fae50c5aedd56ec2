/* sender.c - carries what the spool holds to the service. */
#include "client/lib/sender.h"

#include <inttypes.h>

#include "lib/base/arena.h"
#include "proto/codec.h"
#include "proto/ids.h"

enum { BATCH_BYTES = 100 * 1024, ROWS_MAX = RECEIPTS_APPEND_MAX };

struct sender {
        struct sender_options with;
        struct arena *arena; /* one message */
        struct bus_socket *socket; /* NULL: not connected */
        struct send send;
        struct spool_marks marks;
};

static const struct {
        const char *zh;
        const char *en;
} ADVICE[] = {
        [SEND_GOING_ON] = {"", ""},
        [SEND_CONFLICT] =
                {"服务端该编号的内容与本机不同:可能有两台机器共用同一发送目录,或目录由旧备份恢复。请保留spool目录,"
                 "另建新的spool后重新填报未入库的内容",
                 "the service holds other bytes under this number: two machines share this spool, or it came "
                 "from an old copy. Keep the spool directory aside, let a new one begin and put again what "
                 "is not in the journal"},
        [SEND_FORKED] = {"服务端已有本机从未用过的编号:发送目录由旧备份恢复,或另一台机器也在使用。请保留spool目录,"
                         "另建新的spool",
                         "the service has numbers this spool never gave: it came from an old copy, or another machine "
                         "uses the same one. Keep the spool directory aside and let a new one begin"},
        [SEND_DROPPED] = {"服务端缺少的记录本机已不再保存:请与系统管理员核对,保留spool目录,另建新的spool",
                          "the service lacks records that are not kept here any more: settle with its operator what is "
                          "missing, keep the spool directory aside and let a new one begin"},
        [SEND_REFUSED] = {"服务端不接受本客户端的报文:请核对版本和地址卡",
                          "the service does not take what this client says: check versions and the address card"},
};

const char *sender_advice(enum send_why why, bool zh)
{
        return zh ? ADVICE[why].zh : ADVICE[why].en;
}

static void tell(const struct sender *sender, const struct sender_news *news)
{
        if (sender->with.tell)
                sender->with.tell(sender->with.context, news);
}

static struct send_held held_by(const struct sender *sender)
{
        return (struct send_held){.oldest = sender->marks.oldest, .put = sender->marks.put};
}

int sender_open(const struct sender_options *options, struct sender **ret_sender)
{
        struct sender *sender = calloc(1, sizeof *sender);
        uint8_t chance[8];
        int r;

        if (!sender)
                return err_fail("out of memory");
        sender->with = *options;
        sender->arena = arena_new(LIMIT_ARENA_BYTES);
        r = sender->arena ? spool_claim(options->spool) : err_fail("out of memory");
        if (r == 0)
                r = spool_look(options->spool, &sender->marks);
        if (r) {
                sender_close(sender);
                return r < 0 ? err_trace(r) : SENDER_BUSY;
        }
        ids_random(chance, sizeof chance);
        send_init(&sender->send, sender->marks.answered, be64_get(chance));
        *ret_sender = sender;
        return 0;
}

struct sender *sender_close(struct sender *sender)
{
        if (!sender)
                return NULL;
        bus_close(sender->socket);
        spool_release(sender->with.spool);
        arena_free(sender->arena);
        free(sender);
        return NULL;
}

bool sender_is_done(const struct sender *sender)
{
        return sender->send.answered >= sender->marks.put;
}

/* -- saying -- */

static void hang_up(struct sender *sender)
{
        sender->socket = bus_close(sender->socket);
        tell(sender, &(struct sender_news){.what = SENDER_LOST, .number = sender->send.answered});
}

static int say(struct sender *sender, const struct batch *batch)
{
        struct bytes message;
        int r;

        r = codec_put_batch(batch, sender->arena, &message);
        if (r == 0)
                r = bus_send(sender->socket, NULL, message);
        if (r == BUS_ENDED)
                return SENDER_ENDED;
        if (r > 0) {
                send_lost(&sender->send, clock_mono());
                hang_up(sender);
        }
        return r < 0 ? err_trace(r) : 0;
}

static int say_nothing(struct sender *sender)
{
        const struct batch batch = {.stream = bytes_of(spool_stream(sender->with.spool), STREAM_SIZE),
                                    .keeps_link = sender->with.keeps_link};

        arena_reset(sender->arena);
        return say(sender, &batch);
}

static int dial(struct sender *sender)
{
        const struct bus_options options = {
                .kind = BUS_DEALER,
                .endpoint = sender->with.card->reports,
                .keys = sender->with.keys,
                .server_key = sender->with.card->server_key,
        };
        int r;

        sender->socket = bus_close(sender->socket);
        r = bus_open(sender->with.bus, &options, &sender->socket);
        if (r)
                return r < 0 ? err_trace(r) : SENDER_BAD_ADDRESS;
        tell(sender, &(struct sender_news){.what = SENDER_TRYING});
        return say_nothing(sender);
}

/* The records from `from` on that fit one message; one always does. */
static int gather(struct sender *sender, uint64_t from, uint32_t most, struct bytes *record, size_t *ret_n)
{
        size_t bytes = 0, n = 0;
        int r;

        while (n < most) {
                r = spool_read(sender->with.spool, from + n, &record[n]);
                if (r == SPOOL_ABSENT)
                        return err_fail("spool: record %" PRIu64 " is missing; see docs/SPOOL.md \"Damage\"", from + n);
                if (r < 0)
                        return err_trace(r);
                bytes += record[n].len;
                if (n > 0 && bytes > BATCH_BYTES)
                        break;
                record[n] = arena_copy(sender->arena, record[n]);
                if (!record[n].at)
                        return err_fail("a batch is larger than its arena");
                n++;
        }
        *ret_n = n;
        return 0;
}

static int say_records(struct sender *sender, uint64_t from, uint32_t most)
{
        struct bytes record[LIMIT_OUTSTANDING];
        struct batch batch = {
                .stream = bytes_of(spool_stream(sender->with.spool), STREAM_SIZE),
                .first_number = from,
                .record = {.at = record},
                .keeps_link = sender->with.keeps_link,
        };
        int r;

        invariant(most <= LIMIT_OUTSTANDING);
        arena_reset(sender->arena);
        r = gather(sender, from, most, record, &batch.record.n);
        if (r < 0)
                return err_trace(r);
        send_did(&sender->send, (uint32_t)batch.record.n, clock_mono());
        return say(sender, &batch);
}

/* Do what is due; 0 with `ret_until` when there is nothing but waiting. */
static int act(struct sender *sender, struct mono *ret_until)
{
        int r = 0;

        while (r == 0) {
                const struct send_step step = send_next(&sender->send, held_by(sender), clock_mono());

                switch (step.what) {
                case SEND_WAIT:
                        *ret_until = step.until;
                        return 0;
                case SEND_OPEN:
                        r = dial(sender);
                        break;
                case SEND_ASK:
                        r = say_nothing(sender);
                        break;
                case SEND_RECORDS:
                        r = say_records(sender, step.from, step.most);
                        break;
                case SEND_CLOSE:
                        hang_up(sender);
                        break;
                case SEND_STOP:
                        return SENDER_STOPPED;
                }
        }
        return r;
}

/* -- hearing -- */

static bool is_news(const struct refusal *refusal, uint64_t before, uint64_t answered)
{
        return send_is_final(refusal) && refusal->number > before && refusal->number <= answered;
}

static struct receipts_row row_of_receipt(const struct receipt *receipt, uint64_t mark, struct instant now)
{
        struct receipts_row row = {
                .kind = RECEIPTS_RECEIPT,
                .epoch = receipt->epoch,
                .number = receipt->number,
                .seq = receipt->seq,
                .mark = mark,
                .at = now,
        };

        if (receipt->chain.len == HASH_SIZE)
                memcpy(row.chain, receipt->chain.at, HASH_SIZE);
        return row;
}

/* Rows for what a reply answered, in an order that is right up to any row a crash may leave. */
static size_t rows_of(const struct reply *reply, uint64_t before, uint64_t answered, struct receipts_row *row)
{
        const struct instant now = clock_now();
        size_t n = 0;

        for (size_t i = 0; i < reply->refusal.n && n < ROWS_MAX - 1; i++) {
                const struct refusal *refusal = &reply->refusal.at[i];

                if (is_news(refusal, before, answered))
                        row[n++] = (struct receipts_row){.kind = RECEIPTS_REFUSAL,
                                                         .code = refusal->code,
                                                         .number = refusal->number,
                                                         .seq = refusal->seq,
                                                         .mark = refusal->number,
                                                         .at = now};
        }
        if (reply->receipt && reply->receipt->number > before)
                row[n++] = row_of_receipt(reply->receipt, answered, now);
        invariant(n > 0);
        row[n - 1].mark = answered;
        return n;
}

static int note(struct sender *sender, const struct reply *reply, uint64_t before)
{
        const uint64_t answered = sender->send.answered;
        struct receipts_row row[ROWS_MAX];
        size_t n = 1;
        int r;

        if (answered == before)
                return 0;
        if (answered < before)
                row[0] = (struct receipts_row){
                        .kind = RECEIPTS_REWIND, .number = before, .mark = answered, .at = clock_now()};
        else
                n = rows_of(reply, before, answered, row);
        r = spool_note(sender->with.spool, row, n);
        return r < 0 ? err_trace(r) : 0;
}

/* The first refusal that is not final; those behind it only follow from it. */
static const struct refusal *find_open_refusal(const struct reply *reply)
{
        for (size_t i = 0; i < reply->refusal.n; i++)
                if (!send_is_final(&reply->refusal.at[i]))
                        return &reply->refusal.at[i];
        return NULL;
}

static void tell_reply(const struct sender *sender, const struct reply *reply, uint64_t before, bool asked)
{
        const struct refusal *open = find_open_refusal(reply);
        const struct send *send = &sender->send;

        for (size_t i = 0; i < reply->refusal.n; i++)
                if (is_news(&reply->refusal.at[i], before, send->answered))
                        tell(sender, &(struct sender_news){.what = SENDER_REFUSED,
                                                           .number = reply->refusal.at[i].number,
                                                           .seq = reply->refusal.at[i].seq,
                                                           .refusal = &reply->refusal.at[i]});
        if (send->state == SEND_STOPPED)
                tell(sender,
                     &(struct sender_news){
                             .what = SENDER_HALTED, .number = send->stopped_at, .why = send->why, .refusal = open});
        else if (send->answered < before)
                tell(sender, &(struct sender_news){.what = SENDER_REWOUND, .number = send->answered});
        else if (open)
                tell(sender, &(struct sender_news){.what = SENDER_REFUSED, .number = open->number, .refusal = open});
        else if (asked)
                tell(sender, &(struct sender_news){.what = SENDER_STANDS,
                                                   .number = reply->receipt ? reply->receipt->number : 0});
        if (send->answered > before)
                tell(sender, &(struct sender_news){.what = SENDER_ANSWERED,
                                                   .number = send->answered,
                                                   .seq = reply->receipt ? reply->receipt->seq : 0});
}

static bool is_about_us(const struct sender *sender, const struct reply *reply)
{
        const struct bytes ours = bytes_of(spool_stream(sender->with.spool), STREAM_SIZE);

        return !reply->receipt || bytes_equal(reply->receipt->stream, ours);
}

static int hear(struct sender *sender, struct bytes message)
{
        const bool asked = sender->send.state == SEND_ASKING;
        const uint64_t before = sender->send.answered;
        struct reply reply;
        struct flaw flaw;
        int r;

        arena_reset(sender->arena);
        r = codec_reply(message, sender->arena, &reply, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r == CODEC_BAD || !is_about_us(sender, &reply)) {
                send_lost(&sender->send, clock_mono());
                hang_up(sender);
                return 0;
        }
        send_heard(&sender->send, &reply, held_by(sender), clock_mono());
        r = note(sender, &reply, before);
        if (r < 0)
                return err_trace(r);
        tell_reply(sender, &reply, before, asked);
        return 0;
}

static int hear_all(struct sender *sender)
{
        struct bus_message message;
        int r = 0;

        while (r == 0 && sender->socket && sender->send.state != SEND_STOPPED) {
                r = bus_receive(sender->socket, &message);
                if (r == BUS_AGAIN)
                        return 0;
                if (r == BUS_ENDED)
                        return SENDER_ENDED;
                if (r == 0)
                        r = hear(sender, message.body);
                else if (r == BUS_BAD)
                        r = 0;
        }
        return r < 0 ? err_trace(r) : r;
}

static int rest(struct sender *sender, int wake_fd, int patience_ms, struct mono until)
{
        int64_t ms = (until.us - clock_mono().us + 999) / 1000;
        bool ready;
        int r;

        if (ms < 0)
                ms = 0;
        if (patience_ms >= 0 && ms > patience_ms)
                ms = patience_ms;
        r = bus_poll(&sender->socket, sender->socket ? 1 : 0, wake_fd, (int)ms, &ready);
        if (r == BUS_ENDED)
                return SENDER_ENDED;
        return r < 0 ? err_trace(r) : 0;
}

int sender_turn(struct sender *sender, int wake_fd, int patience_ms)
{
        struct mono until;
        int r;

        r = spool_look(sender->with.spool, &sender->marks);
        if (r == 0)
                r = act(sender, &until);
        if (r == 0)
                r = rest(sender, wake_fd, patience_ms, until);
        if (r == 0)
                r = hear_all(sender);
        return r < 0 ? err_trace(r) : r;
}
