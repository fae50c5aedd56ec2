/* send.c - what to say to the service next. */
#include "client/lib/send.h"

enum { RETRY_AFTER_MAX_MS = 60000 };

static struct mono after(struct mono now, int64_t ms)
{
        return (struct mono){now.us + ms * 1000};
}

/* splitmix64: only to spread attempts in time. */
static uint64_t draw(struct send *send)
{
        uint64_t z = send->chance += UINT64_C(0x9e3779b97f4a7c15);

        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        return z ^ z >> 31;
}

/* The next pause of a row: 0.5 to 1 s, then 1 to 2 s, up to 15 to 30 s. */
static int64_t pause_ms(struct send *send)
{
        int64_t most = SEND_PAUSE_FIRST_MS;

        for (unsigned i = 0; i < send->pauses && most < SEND_PAUSE_LAST_MS; i++)
                most *= 2;
        if (most > SEND_PAUSE_LAST_MS)
                most = SEND_PAUSE_LAST_MS;
        send->pauses++;
        return most / 2 + (int64_t)(draw(send) % (uint64_t)(most / 2 + 1));
}

static void stop(struct send *send, enum send_why why, uint64_t number)
{
        send->state = SEND_STOPPED;
        send->why = why;
        send->stopped_at = number;
}

/* Send no record for a while, then from the first unanswered one on. */
static void hold(struct send *send, int64_t ms, struct mono now)
{
        send->sent = send->answered;
        send->not_before = after(now, ms);
}

void send_init(struct send *send, uint64_t answered, uint64_t chance)
{
        *send = (struct send){.answered = answered, .sent = answered, .chance = chance};
}

void send_lost(struct send *send, struct mono now)
{
        if (send->state == SEND_STOPPED)
                return;
        send->state = SEND_DOWN;
        hold(send, pause_ms(send), now);
}

static struct send_step wait_until(struct mono until)
{
        return (struct send_step){.what = SEND_WAIT, .until = until};
}

static struct send_step ask(struct send *send, enum send_do what, struct mono now)
{
        send->state = SEND_ASKING;
        send->deadline = after(now, SEND_ANSWER_MS);
        return (struct send_step){.what = what};
}

static struct send_step wait_for_answer(struct send *send, struct mono now)
{
        if (now.us < send->deadline.us)
                return wait_until(send->deadline);
        send_lost(send, now);
        return (struct send_step){.what = SEND_CLOSE};
}

static struct send_step next_flowing(struct send *send, struct send_held held, struct mono now)
{
        uint64_t waiting;

        if (send->sent > send->answered)
                return wait_for_answer(send, now);
        if (now.us < send->not_before.us)
                return wait_until(send->not_before);
        waiting = held.put > send->answered ? held.put - send->answered : 0;
        if (waiting > 0)
                return (struct send_step){.what = SEND_RECORDS,
                                          .from = send->answered + 1,
                                          .most = waiting < LIMIT_OUTSTANDING ? (uint32_t)waiting : LIMIT_OUTSTANDING};
        if (now.us < send->quiet_until.us)
                return wait_until(send->quiet_until);
        return ask(send, SEND_ASK, now);
}

struct send_step send_next(struct send *send, struct send_held held, struct mono now)
{
        switch (send->state) {
        case SEND_DOWN:
                return now.us < send->not_before.us ? wait_until(send->not_before) : ask(send, SEND_OPEN, now);
        case SEND_ASKING:
                return wait_for_answer(send, now);
        case SEND_FLOWING:
                return next_flowing(send, held, now);
        case SEND_STOPPED:
                break;
        }
        return (struct send_step){.what = SEND_STOP};
}

void send_did(struct send *send, uint32_t records, struct mono now)
{
        send->sent = send->answered + records;
        send->deadline = after(now, SEND_ANSWER_MS);
}

/* -- hearing -- */

bool send_is_final(const struct refusal *refusal)
{
        const struct code_row *row = code_row(refusal->code);

        return !refusal->retry && (refusal->seq > 0 || (row && row->cost == CODE_CONSUMES));
}

/* The service stands at `mark`, below what it once answered: it was restored from a backup. */
static void rewind_to(struct send *send, uint64_t mark, struct send_held held)
{
        if (mark + 1 < held.oldest) {
                stop(send, SEND_DROPPED, mark + 1);
                return;
        }
        send->answered = mark;
        send->sent = mark;
}

static void hear_gap(struct send *send, uint64_t expected, struct send_held held, struct mono now)
{
        if (expected > held.put + 1)
                stop(send, SEND_FORKED, expected - 1);
        else if (expected > 0 && expected <= send->answered)
                rewind_to(send, expected - 1, held);
        else
                hold(send, pause_ms(send), now);
}

static void hear_retry(struct send *send, uint32_t after_ms, struct mono now)
{
        const int64_t ms = after_ms ? after_ms : pause_ms(send);

        hold(send, ms < RETRY_AFTER_MAX_MS ? ms : RETRY_AFTER_MAX_MS, now);
}

/* False when what comes after it in the reply only follows from it. */
static bool hear_refusal(struct send *send, const struct refusal *refusal, struct send_held held, struct mono now)
{
        if (send_is_final(refusal)) {
                if (refusal->number == send->answered + 1 && refusal->number <= send->sent)
                        send->answered++;
                return true;
        }
        if (refusal->retry)
                hear_retry(send, refusal->retry_after_ms, now);
        else if (refusal->code == CODE_GAP)
                hear_gap(send, refusal->expected, held, now);
        else if (refusal->code == CODE_UNKNOWN_KEY)
                hold(send, SEND_PAUSE_LAST_MS, now); /* it may be entered in the roster any time */
        else
                stop(send, refusal->code == CODE_CONFLICT ? SEND_CONFLICT : SEND_REFUSED, refusal->number);
        return false;
}

static void hear_refusals(struct send *send, const struct reply *reply, struct send_held held, struct mono now)
{
        bool more = true;

        for (size_t i = 0; more && i < reply->refusal.n; i++)
                more = hear_refusal(send, &reply->refusal.at[i], held, now);
}

/* The answer to an empty batch: nothing else is on its way, so this is where the stream stands. */
static void hear_standing(struct send *send, const struct reply *reply, struct send_held held, struct mono now)
{
        const uint64_t mark = reply->receipt ? reply->receipt->number : 0;

        send->state = SEND_FLOWING;
        if (reply->refusal.n > 0) {
                hear_refusals(send, reply, held, now);
                return;
        }
        send->pauses = 0;
        if (mark > held.put)
                stop(send, SEND_FORKED, mark);
        else if (mark < send->answered)
                rewind_to(send, mark, held);
}

/* How far a reply answers the batch: what was sent on this connection, up to a refusal that is not final. */
static uint64_t answered_by(const struct send *send, const struct reply *reply)
{
        uint64_t end = reply->receipt ? reply->receipt->number : 0;

        if (end > send->sent)
                end = send->sent;
        for (size_t i = 0; i < reply->refusal.n; i++) {
                const struct refusal *refusal = &reply->refusal.at[i];

                if (!send_is_final(refusal) && refusal->number > 0 && refusal->number <= end)
                        end = refusal->number - 1;
        }
        return end;
}

static void hear_outcome(struct send *send, const struct reply *reply, struct send_held held, struct mono now)
{
        const uint64_t before = send->answered;
        const uint64_t end = answered_by(send, reply);

        if (reply->receipt && reply->receipt->number > held.put) {
                stop(send, SEND_FORKED, reply->receipt->number);
                return;
        }
        if (end > send->answered)
                send->answered = end;
        hear_refusals(send, reply, held, now);
        if (send->answered > before) {
                send->pauses = 0;
                send->deadline = after(now, SEND_ANSWER_MS);
        }
        if (send->sent < send->answered)
                send->sent = send->answered;
}

void send_heard(struct send *send, const struct reply *reply, struct send_held held, struct mono now)
{
        send->quiet_until = after(now, SEND_PING_MS);
        if (send->state == SEND_ASKING)
                hear_standing(send, reply, held, now);
        else if (send->state == SEND_FLOWING)
                hear_outcome(send, reply, held, now);
}
