/* verb_watch.c - `duban watch`: hears every alert once, in order, however long it was away.
 *
 * The journal is the truth, the bell only a hint: whoever stands where the bell's previous head is takes the
 * alerts it carries; in any other case, and every RECHECK_MS, the records after the cursor are asked for. The
 * cursor moves only past what was printed and flushed. SIGINT and SIGTERM end it with exit 0. */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "client/cli/alert_rows.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/clock.h"
#include "lib/base/signals.h"
#include "lib/base/text.h"
#include "proto/codec.h"

enum { HEAR_MS = 250, RECHECK_MS = 30000, STORE_MS = 30000, JOIN_MS = 1000 };

static const struct args_option OPTIONS[] = {
        {"from", "SEQ", "从该日志序号起(含)", "from this sequence on, inclusive", false},
        {"name", "NAME", "命名的收讯位置:从上次停下处继续,并存入日志",
         "a named cursor: go on where it stopped; kept in "
         "the journal",
         false},
        {"count", "N", "收到 N 条后结束", "end after N alerts", false},
        {NULL, NULL, NULL, NULL, false},
};

struct watch {
        struct session *session;
        struct bytes name; /* empty = the cursor is not kept */
        uint64_t cursor; /* everything up to here was printed */
        uint32_t epoch;
        uint64_t printed;
        uint64_t stored; /* how many were printed when the service last got the cursor */
        uint64_t count; /* 0 = without end */
        struct mono asked_at;
        struct mono stored_at;
};

static bool is_enough(const struct watch *watch)
{
        return watch->count && watch->printed >= watch->count;
}

static bool is_due(struct mono since, int64_t after_ms)
{
        return mono_since_us(since) >= after_ms * 1000;
}

/* The task's plan entry gives titles and names; kept for one round only, so a new plan is seen. */
struct names {
        const struct task_view **views;
        size_t n;
};

static int find_names(struct watch *watch, struct names *names, struct task_ref task, const struct task_view **ret_view)
{
        struct answer *answer;
        int r;

        for (size_t i = 0; i < names->n; i++) {
                if (names->views[i]->task.no == task.no && bytes_equal(names->views[i]->task.plan, task.plan)) {
                        *ret_view = names->views[i];
                        return 0;
                }
        }
        answer = arena_take(watch->session->arena, sizeof *answer);
        if (!answer)
                return err_fail("out of memory");
        r = ask_task(watch->session, task, answer, ret_view);
        if (r == 0)
                names->views[names->n++] = *ret_view;
        return r;
}

static void fill_row(struct alert_row *row, const struct task_view *view)
{
        const struct part *part = view->plan_entry ? plan_part(view->plan_entry, row->alert->alert.part) : NULL;

        row->title = view->title;
        row->title_en = view->title_en;
        row->lead = view->lead.at;
        row->n_lead = view->lead.n;
        if (!part)
                return;
        row->part_name = part->name;
        row->part_name_en = part->name_en;
        row->unit = part->unit;
}

static int print_row(struct session *session, const struct alert_row *row)
{
        struct page page;
        int r = 0;

        page_open(&page, session->arena, session->language);
        alert_rows_table(&page);
        alert_rows_add(&page, row);
        if (page.failed) {
                r = err_fail("out of memory");
        } else if (session->output->format == OUTPUT_JSON) {
                json_t *value = output_row(page.last, 0);

                r = output_value(session->out, value, false);
                json_decref(value);
        } else {
                const struct bytes line = bytes_str(alert_rows_line(&page, row));

                fprintf(session->out, "%.*s\n", BYTES_ARG(text_escape(session->arena, line)));
        }
        page_close(&page);
        if (r == 0 && (fflush(session->out) != 0 || ferror(session->out)))
                r = err_fail("cannot write the output: %s", strerror(errno));
        return r;
}

/* One record on: prints it when it is an alert that was not heard yet. */
static int hear_record(struct watch *watch, struct names *names, uint64_t seq, struct bytes bytes)
{
        const struct task_view *view;
        struct event event;
        struct flaw flaw;
        int r;

        if (seq <= watch->cursor)
                return 0;
        r = codec_event(bytes, watch->session->arena, &event, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && event.kind == EVENT_ALERT) {
                struct alert_row row = {.seq = seq, .alert = &event.alert};
                const enum alert_change change = event.alert.change;

                row.open = change != ALERT_CLEARED && change != ALERT_WITHDRAWN;
                r = find_names(watch, names, event.alert.alert.task, &view);
                if (r < 0 || r == CLI_NO_ANSWER)
                        return r;
                if (r == 0)
                        fill_row(&row, view);
                r = print_row(watch->session, &row);
                if (r)
                        return err_trace(r);
                watch->printed++;
        } else if (r) {
                session_complain(watch->session, 0, "日志序号 %" PRIu64 " 的预警无法识别(%s);请升级 duban",
                                 "the alert at sequence %" PRIu64 " makes no sense (%s); this duban may be too old",
                                 seq, flaw.field);
        }
        watch->cursor = seq;
        return 0;
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
                struct names names = {.n = 0};
                int r;

                arena_reset(watch->session->arena);
                query.from_seq = query.from_seq > watch->cursor ? query.from_seq : watch->cursor + 1;
                r = ask_once(watch->session, &query, &answer);
                if (r)
                        return r;
                follow_epoch(watch, answer.epoch, answer.through_seq);
                names.views = arena_array(watch->session->arena, answer.record.n, sizeof *names.views);
                if (!names.views)
                        return err_fail("out of memory");
                for (size_t i = 0; i < answer.record.n && r == 0 && !is_enough(watch); i++)
                        r = hear_record(watch, &names, answer.record.at[i].seq, answer.record.at[i].event);
                if (r)
                        return r;
                if (is_enough(watch))
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
        struct names names = {.n = 0};
        struct bell bell;
        struct flaw flaw;
        int r;

        arena_reset(watch->session->arena);
        r = codec_bell(bytes, watch->session->arena, &bell, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r || bell.epoch != watch->epoch || !bell.complete || bell.previous_head > watch->cursor)
                return catch_up(watch);
        names.views = arena_array(watch->session->arena, bell.record.n, sizeof *names.views);
        if (!names.views)
                return err_fail("out of memory");
        for (size_t i = 0; i < bell.record.n && r == 0 && !is_enough(watch); i++)
                r = hear_record(watch, &names, bell.record.at[i].seq, bell.record.at[i].event);
        if (r == 0 && !is_enough(watch) && bell.head > watch->cursor)
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
        uint64_t number;
        int r;

        if (watch->name.len == 0 || watch->printed == watch->stored)
                return 0;
        quiet.out = stderr;
        r = submit_put(&quiet, &event, &number);
        if (r == 0)
                r = submit_flush(&quiet);
        if (r == 0)
                watch->stored = watch->printed;
        watch->stored_at = clock_mono();
        return r;
}

static bool is_stopped(int signals)
{
        enum signals_wish wish;

        return signals_next(signals, &wish) == 0 && wish == SIGNALS_STOP;
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

/* The service may be away for a while: a watcher waits, it does not give up. */
static int watch_on(struct watch *watch, int signals)
{
        int r = 0;

        while (!is_enough(watch) && !is_stopped(signals)) {
                r = listen_once(watch);
                if (r && r != CLI_NO_ANSWER)
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

static int watch_from(struct watch *watch, const struct args *args, int signals)
{
        int r;

        r = find_start(watch, args);
        if (r == 0)
                r = listen_once(watch);
        if (r == 0)
                r = catch_up(watch);
        if (r && r != CLI_NO_ANSWER)
                return r;
        /* The subscription may have taken hold only after this; so look once more soon. */
        watch->asked_at.us -= (RECHECK_MS - JOIN_MS) * INT64_C(1000);
        return watch_on(watch, signals);
}

static int run(struct session *session, const struct args *args)
{
        struct watch watch = {.session = session, .stored_at = clock_mono(), .asked_at = clock_mono()};
        int signals;
        int r;

        r = signals_open(&signals); /* before the first socket makes threads */
        if (r)
                return err_trace(r);
        watch.name = bytes_str(args_get(args, "name"));
        session->plan = (struct bytes){NULL, 0};
        r = watch_from(&watch, args, signals);
        close(signals);
        return r;
}

const struct verb verb_watch = {
        .name = "watch",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "收听预警,一条不漏;JSON 格式每行一条",
        .en = "hear every alert; with --format json one object a line",
        .example = "duban watch --name 值班室 --format json",
        .more_zh = "不给 --from 和 --name 时从现在起;新的 --name 从头开始。--from 优先于 --name 的位置。",
        .more_en = "Without --from and --name it begins now; a new --name begins at the start of the journal. "
                   "--from goes before the place of --name.",
        .options = OPTIONS,
        .run = run,
};
