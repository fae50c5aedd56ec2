/* submit.c - one place where records leave. */
#include "client/cli/submit.h"

#include <inttypes.h>

#include "proto/codec.h"
#include "proto/limits.h"

enum { FLUSH_MS = 60000 };

int submit_put(struct session *session, const struct event *event)
{
        struct duban_client *client;
        struct bytes encoded;
        uint64_t number;
        int r;

        r = session_client(session, &client);
        if (r)
                return r;
        r = codec_put_event(event, session->arena, &encoded);
        if (r)
                return err_trace(r);
        if (encoded.len > LIMIT_RECORD_BYTES)
                return session_complain(session, CLI_USAGE, "内容过长:%zu 字节,上限 %d",
                                        "too long: %zu bytes, the limit is %d", encoded.len, LIMIT_RECORD_BYTES);
        r = duban_put(client, encoded.at, encoded.len, &number);
        if (r < 0)
                return err_trace(r);
        if (r == DUBAN_EFULL)
                return session_complain(session, CLI_NO_ANSWER, "待发区已满;请先恢复与服务的连接",
                                        "the spool is full; get the connection to the service back first");
        if (r)
                return session_complain(session, CLI_USAGE, "待发区不接受此记录",
                                        "the spool does not take this record");
        return 0;
}

struct flushing {
        const struct session *session;
        uint64_t put; /* the newest number in the spool */
};

/* Where the field says more than where. */
static const char *advice(const struct session *session, const struct duban_outcome *outcome)
{
        static const char CORRECTED[] = "correction.replaces_seq[";

        if (outcome->code != CODE_ALREADY_DONE || strncmp(outcome->field, CORRECTED, sizeof CORRECTED - 1) != 0)
                return "";
        return session_say(session, ";该填报已被更正过,请改为更正方括号内的那一份(--replaces)",
                           "; it was corrected before: correct the one in brackets (--replaces)");
}

static void print_refusal(const struct session *session, const struct duban_outcome *outcome)
{
        const struct code_row *row = code_row(outcome->code);
        const char *sentence = session_say(session, outcome->sentence_zh, outcome->sentence_en);

        session_complain(session, 0, "编号 %" PRIu64 " 被拒收:%s(%s%s%s)%s%s",
                         "number %" PRIu64 " was refused: %s (%s%s%s)%s%s", outcome->number, sentence,
                         row ? row->name : "?", *outcome->field ? " " : "", outcome->field,
                         outcome->retry ? session_say(session, ",将自动重发", ", will be sent again") : "",
                         advice(session, outcome));
}

/* A receipt covers what came before it, refused or not: it accepts no single number. */
static void print_json(const struct session *session, const struct duban_outcome *outcome)
{
        const bool receipt = outcome->code == 0;
        const struct code_row *row = code_row(outcome->code);
        const char *sentence = session_say(session, outcome->sentence_zh, outcome->sentence_en);
        json_t *value = receipt ? json_pack("{s:I,s:I}", "answered", (json_int_t)outcome->number, "seq",
                                            (json_int_t)outcome->seq)
                                : json_pack("{s:I,s:b,s:s,s:s,s:s,s:b}", "number", (json_int_t)outcome->number,
                                            "accepted", 0, "code", row ? row->name : "?", "field", outcome->field,
                                            "sentence", sentence, "retry", outcome->retry);

        if (output_value(session->out, value, false) != 0)
                session_complain(session, 0, "无法输出编号 %" PRIu64 " 的答复",
                                 "cannot print the answer to number %" PRIu64, outcome->number);
        json_decref(value);
        fflush(session->out); /* whoever reads along counts what is acknowledged */
}

static void on_outcome(void *context, const struct duban_outcome *outcome)
{
        const struct flushing *flushing = context;
        const struct session *session = flushing->session;

        if (session->output->format == OUTPUT_JSON) {
                print_json(session, outcome);
                return;
        }
        if (outcome->code) {
                print_refusal(session, outcome);
                return;
        }
        session_progress(session, "已确认", "acknowledged", outcome->number, flushing->put);
        if (outcome->number == flushing->put)
                fprintf(session->out,
                        session_say(session, "编号至 %" PRIu64 " 均已答复,日志序号 %" PRIu64 "\n",
                                    "answered up to number %" PRIu64 ", journal sequence %" PRIu64 "\n"),
                        outcome->number, outcome->seq);
}

static int explain_flush(const struct session *session, int result, uint64_t waiting)
{
        switch (result) {
        case 0:
                return CLI_FINE;
        case DUBAN_EREFUSED:
                return CLI_REFUSED;
        case DUBAN_EBUSY:
                return session_complain(session, CLI_FINE, "已存入待发区,由正在运行的 duban-agent 发送",
                                        "kept in the spool; the running duban-agent sends it");
        default:
                return session_complain(
                        session, CLI_NO_ANSWER,
                        "服务没有应答;%" PRIu64 " 条已存入待发区,duban-agent 或下一次 duban push 会重发",
                        "no answer; %" PRIu64
                        " records stay in the spool and are sent by duban-agent or the next `duban push`",
                        waiting);
        }
}

int submit_flush(struct session *session)
{
        struct flushing flushing = {.session = session};
        struct duban_client *client;
        uint64_t answered = 0;
        int result;
        int r;

        r = session_client(session, &client);
        if (r)
                return r;
        r = duban_waiting(client, &answered, &flushing.put);
        if (r < 0)
                return err_trace(r);
        result = duban_flush(client, FLUSH_MS, on_outcome, &flushing);
        if (result < 0)
                return err_trace(result);
        r = duban_waiting(client, &answered, &flushing.put);
        if (r < 0)
                return err_trace(r);
        if (result == 0 && session->done)
                fprintf(session->out, "%s\n", session->done);
        return explain_flush(session, result, flushing.put - answered);
}

int submit_event(struct session *session, const struct event *event)
{
        int r = submit_put(session, event);

        return r ? r : submit_flush(session);
}
