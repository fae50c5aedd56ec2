/* verb_watch.c - `duban watch`: hears every alert once, in order, however long it was away.
 *
 * The journal is the truth, the bell only a hint: whoever stands where the bell's previous head is takes the
 * alerts it carries; in any other case, and every RECHECK_MS, the records after the cursor are asked for. The
 * cursor moves only past what was printed and flushed, and with --exec only past what the program has taken: when it
 * fails, everything behind waits until it takes that alert. SIGINT and SIGTERM end it with exit 0. */
#include "client/cli/watch.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <unistd.h>

#include "client/cli/ask.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/clock.h"
#include "lib/base/signals.h"
#include "proto/codec.h"

enum { HEAR_MS = 250, RECHECK_MS = 30000, STORE_MS = 30000, JOIN_MS = 1000 };

static const struct args_option OPTIONS[] = {
        {"from", "SEQ", "从该日志序号起(含)", "from this sequence on, inclusive", false},
        {"name", "NAME", "命名的收讯位置:从上次停下处继续,并存入日志",
         "a named cursor: go on where it stopped; kept in "
         "the journal",
         false},
        {"count", "N", "收到 N 条后结束", "end after N alerts", false},
        {"exec", "PROGRAM", "每条预警交给该程序(如短信、办公平台),其余参数原样传给它",
         "hand each alert to this program; the other arguments go to it as they are", false},
        {NULL, NULL, NULL, NULL, false},
};

static bool is_over(const struct watch *watch)
{
        return watch->stopped || (watch->count && watch->printed >= watch->count);
}

static bool is_due(struct mono since, int64_t after_ms)
{
        return mono_since_us(since) >= after_ms * 1000;
}

/* One record on: tells it when it is an alert that was not heard yet. → WATCH_LATER */
static int hear_record(struct watch *watch, struct watch_names *names, uint64_t seq, struct bytes bytes)
{
        struct event event;
        struct flaw flaw;
        int r;

        if (seq <= watch->cursor)
                return 0;
        r = codec_event(bytes, watch->session->arena, &event, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r)
                session_complain(watch->session, 0, "日志序号 %" PRIu64 " 的预警无法识别(%s);请升级 duban",
                                 "the alert at sequence %" PRIu64 " makes no sense (%s); this duban may be too old",
                                 seq, flaw.field);
        r = r == 0 && event.kind == EVENT_ALERT ? watch_tell_alert(watch, names, seq, &event.alert) : 0;
        if (r == 0)
                watch->cursor = seq;
        return r;
}

/* After a restore from a backup the head may be older than our cursor: go on from there. */
static void follow_epoch(struct watch *watch, uint32_t epoch, uint64_t head)
{
        if (epoch <= watch->epoch)
                return;
        if (watch->epoch)
                session_complain(watch->session, 0, "服务已从备份恢复(第 %" PRIu32 " 纪元),从序号 %" PRIu64 " 继续",
                                 "the service was restored from a backup (epoch %" PRIu32
                                 "); going on from sequence %" PRIu64,
                                 epoch, watch->cursor < head ? watch->cursor : head);
        watch->epoch = epoch;
        if (watch->cursor > head)
                watch->cursor = head;
}

/* Read on from the cursor until there is nothing more. */
static int catch_up(struct watch *watch)
{
        struct query query = {.ask = ASK_RECORDS, .alerts_only = true};

        watch->asked_at = clock_mono();
        do {
                struct answer answer;
                struct watch_names names = {.n = 0};
                int r;

                arena_reset(watch->session->arena);
                query.from_seq = query.from_seq > watch->cursor ? query.from_seq : watch->cursor + 1;
                r = ask_once(watch->session, &query, &answer);
                if (r)
                        return r;
                follow_epoch(watch, answer.epoch, answer.through_seq);
                r = watch_tell_names(watch, answer.record.n, &names);
                if (r)
                        return err_trace(r);
                for (size_t i = 0; i < answer.record.n && r == 0 && !is_over(watch); i++)
                        r = hear_record(watch, &names, answer.record.at[i].seq, answer.record.at[i].event);
                if (r)
                        return r;
                if (is_over(watch))
                        return 0;
                if (answer.next_seq == 0 && answer.through_seq > watch->cursor)
                        watch->cursor = answer.through_seq;
                query.from_seq = answer.next_seq;
        } while (query.from_seq);
        return 0;
}

/* A bell that continues where we stand is taken as it is; any other only says that there is something. */
static int on_bell(struct watch *watch, struct bytes bytes)
{
        struct watch_names names = {.n = 0};
        struct bell bell;
        struct flaw flaw;
        int r;

        arena_reset(watch->session->arena);
        r = codec_bell(bytes, watch->session->arena, &bell, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r || bell.epoch != watch->epoch || !bell.complete || bell.previous_head > watch->cursor)
                return catch_up(watch);
        r = watch_tell_names(watch, bell.record.n, &names);
        if (r)
                return err_trace(r);
        for (size_t i = 0; i < bell.record.n && r == 0 && !is_over(watch); i++)
                r = hear_record(watch, &names, bell.record.at[i].seq, bell.record.at[i].event);
        if (r == 0 && !is_over(watch) && bell.head > watch->cursor)
                watch->cursor = bell.head;
        return r;
}

/* Only when something was heard since: a stored cursor is a record too, and must not call for the next one. */
static int store_cursor(struct watch *watch)
{
        const struct event event = {
                .kind = EVENT_CURSOR,
                .cursor = {.name = watch->name, .epoch = watch->epoch, .seq = watch->cursor},
        };
        struct session quiet = *watch->session; /* the receipt is nobody's business on the alert stream */
        int r;

        if (watch->name.len == 0 || watch->printed == watch->stored)
                return 0;
        quiet.out = stderr;
        r = submit_put(&quiet, &event);
        if (r == 0)
                r = submit_flush(&quiet);
        if (r == 0)
                watch->stored = watch->printed;
        watch->stored_at = clock_mono();
        return r;
}

static bool is_stopped(struct watch *watch)
{
        enum signals_wish wish;

        if (signals_next(watch->signals, &wish) == 0 && wish == SIGNALS_STOP)
                watch->stopped = true;
        return watch->stopped;
}

static int listen_once(struct watch *watch)
{
        struct duban_client *client;
        const void *at;
        size_t len;
        int r;

        r = session_client(watch->session, &client);
        if (r)
                return r;
        r = duban_hear(client, HEAR_MS, &at, &len);
        if (r < 0)
                return err_trace(r);
        if (r == 0)
                r = on_bell(watch, bytes_of(at, len));
        else if (is_due(watch->asked_at, RECHECK_MS))
                r = catch_up(watch);
        else
                r = 0;
        return r;
}

/* After the pause, or earlier when there is a signal, whatever was not taken is read again. */
static int try_again(struct watch *watch)
{
        struct pollfd signals = {.fd = watch->signals, .events = POLLIN};

        if (poll(&signals, 1, watch->pause_ms) < 0 && errno != EINTR)
                return err_fail("poll: %s", strerror(errno));
        return is_stopped(watch) ? 0 : catch_up(watch);
}

/* The service may be away for a while, or the program: a watcher waits, it does not give up. */
static int watch_on(struct watch *watch)
{
        int r = 0;

        while (!is_over(watch) && !is_stopped(watch)) {
                r = watch->pause_ms ? try_again(watch) : listen_once(watch);
                if (r && r != CLI_NO_ANSWER && r != WATCH_LATER)
                        return r;
                if (is_due(watch->stored_at, STORE_MS)) {
                        r = store_cursor(watch);
                        if (r && r != CLI_NO_ANSWER)
                                return r;
                }
        }
        return store_cursor(watch);
}

/* Where to begin: --from, the named cursor, or now. */
static int find_start(struct watch *watch, const struct args *args)
{
        const bool named = args_has(args, "name");
        const struct query query = {.ask = named ? ASK_CURSOR : ASK_CLOCK, .name = watch->name};
        struct answer answer;
        uint64_t from = 0;
        int r;

        r = session_count(watch->session, "--from", args_get(args, "from"), INT64_MAX, &from);
        if (r == 0)
                r = session_count(watch->session, "--count", args_get(args, "count"), INT64_MAX, &watch->count);
        if (r)
                return r;
        r = ask_once(watch->session, &query, &answer);
        if (r)
                return r;
        if (named && answer.cursor) {
                watch->cursor = answer.cursor->seq;
                watch->epoch = answer.cursor->epoch;
        } else {
                watch->cursor = named ? 0 : answer.through_seq;
                watch->epoch = answer.epoch;
        }
        if (args_has(args, "from")) {
                watch->cursor = from ? from - 1 : 0;
                watch->epoch = answer.epoch;
        }
        return 0;
}

static int watch_from(struct watch *watch, const struct args *args)
{
        int r;

        r = find_start(watch, args);
        if (r == 0)
                r = listen_once(watch);
        if (r == 0)
                r = catch_up(watch);
        if (r && r != CLI_NO_ANSWER && r != WATCH_LATER)
                return r;
        /* The subscription may have taken hold only after this; so look once more soon. */
        watch->asked_at.us -= (RECHECK_MS - JOIN_MS) * INT64_C(1000);
        return watch_on(watch);
}

/* The session's arena is emptied with each round, the program's arguments stay. */
static int find_program(struct watch *watch, const struct args *args, struct arena *kept)
{
        const char *program = args_get(args, "exec");

        watch->handover.signals = watch->signals;
        if (program)
                return handover_open(watch->session, program, args, kept, &watch->handover);
        if (args->words)
                return session_complain(watch->session, CLI_USAGE, "参数 %s 是给 --exec 的程序的",
                                        "the argument %s is for a program named with --exec", args->word[0]);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct watch watch = {.session = session, .stored_at = clock_mono(), .asked_at = clock_mono()};
        ARENA struct arena *kept = arena_new(0);
        int r;

        if (!kept)
                return err_fail("out of memory");
        r = signals_open(&watch.signals); /* before the first socket makes threads */
        if (r)
                return err_trace(r);
        watch.name = bytes_str(args_get(args, "name"));
        session->plan = (struct bytes){NULL, 0};
        r = find_program(&watch, args, kept);
        if (r == 0)
                r = watch_from(&watch, args);
        close(watch.signals);
        return r;
}

const struct verb verb_watch = {
        .name = "watch",
        .group = GROUP_SUPERVISOR,
        .arguments = "[ARGUMENT]...",
        .words_max = ARGS_WORDS_MAX,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "收听预警,一条不漏;JSON 格式每行一条",
        .en = "hear every alert; with --format json one object a line",
        .example = "duban watch --name 值班室 --format json",
        .more_zh = "不给 --from 和 --name 时从现在起;新的 --name 从头开始。--from 优先于 --name 的位置。\n"
                   "--exec 不经 shell:每条预警启动一次程序,标准输入是一个 JSON 对象,各值另在环境变量中,如 "
                   "DUBAN_ALERT_SEQ、DUBAN_ALERT_SEVERITY、\nDUBAN_ALERT_KIND、DUBAN_ALERT_TASK、DUBAN_ALERT_TITLE、"
                   "DUBAN_ALERT_PART_NAME、DUBAN_ALERT_GAP_POINTS、DUBAN_ALERT_WHY_NOW、DUBAN_ALERT_TEXT(一行文字)。\n"
                   "退出码为 0 才算办妥;否则稍后重办,其后的预警等待,收讯位置不前移。",
        .more_en =
                "Without --from and --name it begins now; a new --name begins at the start of the journal. "
                "--from goes before the place of --name.\n"
                "--exec uses no shell. The program is started once an alert, with one JSON object on its standard "
                "input and each value in its\nenvironment, such as DUBAN_ALERT_SEQ, _SEVERITY, _KIND, _TASK, _TITLE, "
                "_PART_NAME, _GAP_POINTS, _WHY_NOW and _TEXT (one line).\nOnly exit 0 takes the alert; else it is "
                "tried again after a pause, those behind it wait, and the cursor does not move.",
        .options = OPTIONS,
        .run = run,
};
