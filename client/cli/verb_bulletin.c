/* verb_bulletin.c - `duban bulletin`, `duban bulletin close`: the notice (通报), and freezing it.
 *
 * It is one state of the journal: when records are added while it is read, it is read again. The document is an
 * official Chinese one, so it is Chinese unless --lang was given. */
#include <inttypes.h>
#include <stdlib.h>

#include "client/cli/ask.h"
#include "client/cli/bulletin.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "proto/codec.h"
#include "proto/ids.h"

enum { READ_AGAIN_MAX = 5 };

static const struct args_option OPTIONS[] = {
        {"edition", "EDITION", "public 公开版(默认)或 internal 内部版", "public (default) or internal", false},
        {"issued", "DATE", "印发日期(默认日志的当日)", "day of issue (default: the journal's today)", false},
        {"index", "TEXT", "索引号(默认留空)", "index number (default: left blank)", false},
        {"number", "TEXT", "文号(默认留空)", "document number (default: left blank)", false},
        {"title", "TEXT", "标题(默认由计划名称和数据期间组成)", "title (default: made of plan and period)", false},
        {NULL, NULL, NULL, NULL, false},
};

/* -- reading one state -- */

struct reading {
        struct answer clock;
        struct answer status;
        struct answer plan;
};

static int read_once(struct session *session, struct reading *reading)
{
        const struct query clock = {.ask = ASK_CLOCK};
        const struct query status = {.ask = ASK_STATUS, .with_texts = true};
        int r;

        r = ask_once(session, &clock, &reading->clock);
        if (r == 0)
                r = ask_all(session, &status, &reading->status);
        if (r == 0)
                r = ask_plan(session, &reading->plan);
        if (r)
                return r;
        if (!reading->clock.health)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有当前日期", "the answer holds no day");
        return 0;
}

/* All three answers speak of the same sequence. */
static bool is_one_state(const struct reading *reading)
{
        return reading->clock.through_seq == reading->status.through_seq &&
               reading->status.through_seq == reading->plan.through_seq;
}

static int read_state(struct session *session, struct reading *reading)
{
        for (int i = 0; i < READ_AGAIN_MAX; i++) {
                int r = read_once(session, reading);

                if (r || is_one_state(reading))
                        return r;
        }
        return session_complain(session, CLI_NO_ANSWER, "读取期间日志一直在增长;请稍后再试",
                                "records kept coming in while it was read; try again later");
}

/* The chain's hash at the sequence that the bulletin speaks of. */
static int read_hash(struct session *session, struct bulletin *bulletin)
{
        const struct query query = {.ask = ASK_RECORDS, .from_seq = bulletin->through_seq, .limit = 1};
        struct answer answer;
        int r = ask_now(session, &query, &answer);

        if (r)
                return r;
        if (answer.record.n == 0 || answer.record.at[0].seq != bulletin->through_seq)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有日志 %" PRIu64,
                                        "the answer lacks record %" PRIu64, bulletin->through_seq);
        bulletin->hash = answer.record.at[0].hash;
        return 0;
}

/* -- the records since the plan came into force -- */

static int add_records(struct session *session, const struct answer *page, struct arena *keep,
                       struct bulletin *bulletin)
{
        for (size_t i = 0; i < page->record.n; i++) {
                const struct record_view *record = &page->record.at[i];
                struct event event;
                struct flaw flaw;
                int r;

                if (record->seq > bulletin->through_seq || record->event.len == 0)
                        continue; /* of those only the ones that say keys are not for this reader */
                r = codec_event(record->event, session->arena, &event, &flaw);
                if (r == 0)
                        r = bulletin_journal_add(&bulletin->journal, keep, record, &event);
                if (r < 0)
                        return err_trace(r);
                if (r > 0)
                        return session_complain(session, CLI_NO_ANSWER, "日志 %" PRIu64 " 无法识别(%s)",
                                                "record %" PRIu64 " makes no sense (%s)", record->seq, flaw.field);
        }
        return 0;
}

/* Page by page in an arena of its own: there may be millions. */
static int scan_journal(struct session *session, struct bulletin *bulletin)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_RECORDS, .from_seq = bulletin->plan->seq};
        struct session scan = *session;
        int r = 0;

        if (!arena)
                return err_fail("out of memory");
        scan.arena = arena;
        while (r == 0 && query.from_seq && query.from_seq <= bulletin->through_seq) {
                struct answer page;

                arena_reset(arena);
                r = ask_now(&scan, &query, &page);
                if (r == 0)
                        r = add_records(&scan, &page, session->arena, bulletin);
                if (r == 0)
                        query.from_seq = page.next_seq;
                session_progress(session, "已读取", "read", query.from_seq, bulletin->through_seq);
        }
        session_progress(session, "已读取", "read", bulletin->through_seq, bulletin->through_seq);
        return r;
}

static int read_journal(struct session *session, struct bulletin *bulletin)
{
        const struct query query = {.ask = ASK_POLICY};
        struct answer answer;
        int r = ask_once(session, &query, &answer);

        if (r)
                return r;
        if (!answer.policy)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有规则", "the answer holds no policy");
        bulletin->journal.approvals_needed = answer.policy->approvals_needed;
        return scan_journal(session, bulletin);
}

/* -- the two verbs -- */

static int read_options(struct session *session, const struct args *args, struct bulletin *bulletin)
{
        const char *edition = args_get(args, "edition");

        bulletin->internal = edition && strcmp(edition, "internal") == 0;
        if (edition && !bulletin->internal && strcmp(edition, "public") != 0)
                return session_complain(session, CLI_USAGE, "--edition 只能是 public 或 internal,不能是 %s",
                                        "--edition is public or internal, not %s", edition);
        bulletin->index_no = bytes_str(args_get(args, "index"));
        bulletin->number = bytes_str(args_get(args, "number"));
        bulletin->title = bytes_str(args_get(args, "title"));
        return session_day(session, "--issued", args_get(args, "issued"), &bulletin->issued);
}

/* A key that may not read every department's texts would print a bulletin with holes. */
static int check_reader(struct session *session)
{
        const struct query query = {.ask = ASK_WHOAMI};
        struct answer answer;
        int r = ask_now(session, &query, &answer);

        if (r)
                return r;
        if (!answer.whoami || !roster_reads_texts(answer.whoami->role))
                return session_complain(session, CLI_REFUSED, "此密钥不能查看各单位的填报文字,印不出完整的通报",
                                        "this key may not read what all departments wrote: the bulletin would have "
                                        "holes");
        return 0;
}

static int make(struct session *session, const struct args *args, struct bulletin *ret_bulletin)
{
        struct bulletin bulletin = {.internal = false};
        struct reading reading;
        int r;

        r = read_options(session, args, &bulletin);
        if (r == 0)
                r = check_reader(session);
        if (r == 0)
                r = read_state(session, &reading);
        if (r)
                return r;
        if (!day_is_set(bulletin.issued))
                bulletin.issued = reading.clock.health->today;
        bulletin.plan = reading.plan.plan;
        bulletin.task = reading.status.task.at;
        bulletin.n_tasks = reading.status.task.n;
        bulletin.through_seq = reading.status.through_seq;
        bulletin.judged_through = reading.status.judged_through;
        bulletin.journal.plan = bulletin.plan->header->id;
        if (bulletin.internal)
                r = read_hash(session, &bulletin);
        if (r == 0 && bulletin.internal)
                r = read_journal(session, &bulletin);
        if (r == 0)
                r = bulletin_count(&bulletin, session->arena);
        if (r == 0)
                *ret_bulletin = bulletin;
        return r;
}

static int run(struct session *session, const struct args *args)
{
        struct bulletin bulletin;
        struct page page;
        int r = make(session, args, &bulletin);

        if (r)
                return r;
        page_open(&page, session->arena, args_has(args, "lang") ? session->language : LANGUAGE_ZH);
        bulletin_page(&page, &bulletin);
        return session_print(session, &page, CLI_FINE);
}

/* The hash over the bulletin as `--format json` prints it, in Chinese. */
static int hash_text(struct session *session, const struct bulletin *bulletin, uint8_t *ret_hash)
{
        struct page page;
        char *text = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&text, &len);
        int r;

        if (!file)
                return err_fail("out of memory");
        page_open(&page, session->arena, LANGUAGE_ZH);
        bulletin_page(&page, bulletin);
        r = output_page(&output_json, file, &page);
        page_close(&page);
        if (fclose(file) != 0 && r == 0)
                r = err_fail("out of memory");
        if (r == 0)
                ids_hash(bytes_of(text, len), ret_hash);
        free(text);
        return r;
}

static int run_close(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_BULLETIN_CLOSED};
        struct bulletin bulletin;
        uint8_t hash[HASH_SIZE];
        int r = make(session, args, &bulletin);

        if (r)
                return r;
        if (bulletin.remarks[REMARK_UNSPECIFIED])
                return session_complain(session, CLI_REFUSED,
                                        "还有 %zu 项任务没有备注,不能定稿;见 duban remark accept-proposed",
                                        "%zu tasks have no remark yet; see `duban remark accept-proposed`",
                                        bulletin.remarks[REMARK_UNSPECIFIED]);
        r = hash_text(session, &bulletin, hash);
        if (r)
                return err_trace(r);
        event.bulletin_closed = (struct bulletin_closed){
                .plan = bulletin.plan->header->id,
                .data_date = bulletin.data_date,
                .through_seq = bulletin.through_seq,
                .hash = bytes_of(hash, sizeof hash),
        };
        return submit_event(session, &event);
}

const struct verb verb_bulletin = {
        .name = "bulletin",
        .group = GROUP_LEADER,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD | OUTPUT_HTML,
        .zh = "通报:总体情况、下一步要求、附件",
        .en = "the bulletin: overall, next steps, appendices",
        .example = "duban bulletin --format html --issued 2023-07-20 > bulletin.html",
        .more_zh = "同一日志序号、同一印发日期,印出的内容逐字节相同。html 按公文版式,可用浏览器或办公软件打开打印;"
                   "csv 为附件表,可直接用电子表格打开。内容为中文,--lang en 才用英文。",
        .more_en = "The same journal sequence and day of issue print the same bytes. html is laid out as an official "
                   "document, for a browser or an office suite; csv is the appendix, for a spreadsheet. Chinese "
                   "unless --lang en is given.",
        .options = OPTIONS,
        .past = PAST_BOTH,
        .run = run,
};

const struct verb verb_bulletin_close = {
        .name = "bulletin close",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "通报定稿:记下日志序号和内容的校验值",
        .en = "freeze the bulletin: its sequence and hash are recorded",
        .example = "duban bulletin close --issued 2023-07-20",
        .more_zh = "还有任务没有备注时不能定稿。校验值是 duban bulletin --format json 以同样选项印出的内容的 "
                   "BLAKE2b-256。",
        .more_en = "Not while a task has no remark. The hash is BLAKE2b-256 over what `duban bulletin --format json` "
                   "prints with the same options.",
        .options = OPTIONS,
        .run = run_close,
};
