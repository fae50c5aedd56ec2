/* verb_bulletin_close.c - `duban bulletin close`: sequence and hash of the notice become a record (定稿). */
#include <inttypes.h>

#include "client/cli/bulletin_read.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        BULLETIN_PRINTED_OPTIONS,
        {"yes", NULL, "定稿(否则只列出将定稿什么)", "close it (without it only shows what would be closed)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int check(struct session *session, const struct bulletin *bulletin)
{
        if (bulletin->remarks[REMARK_UNSPECIFIED])
                return session_complain(session, CLI_REFUSED,
                                        "还有 %zu 项任务没有备注,不能定稿;见 duban remark accept-proposed",
                                        "tasks without a remark: %zu; see `duban remark accept-proposed`",
                                        bulletin->remarks[REMARK_UNSPECIFIED]);
        if (!day_is_set(bulletin->data_date))
                return session_complain(session, CLI_REFUSED, "还没有填报,没有可定稿的内容",
                                        "nothing has been reported: there is nothing to close");
        return 0;
}

/* A remark of the last period stands until there is another; nobody may have looked at it again. */
static bool is_old(const struct bulletin *bulletin, const struct task_view *view)
{
        return view->remark_seq <= bulletin->journal.last.through_seq;
}

static const struct column OLD[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"remark", "备注", "Remark", 0},
        {"remark_seq", "备注日志序号", "Remark sequence", COLUMN_RIGHT},
};

static void add_old(struct page *page, const struct task_view *view)
{
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
                cell_count(page, view->remark_seq),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(OLD), "a cell for each column");
        page_row(page, cells);
}

static void list_old(struct page *page, const struct bulletin *bulletin)
{
        size_t n = 0;

        for (size_t i = 0; i < bulletin->n_tasks; i++)
                n += is_old(bulletin, &bulletin->task[i]);
        if (!task_rows_list(page, "old_remarks",
                            page_say(page, "上期定稿前的备注,将照原样印出",
                                     "Remarks of before the last closing, printed as they stand"),
                            n, OLD, COUNT_OF(OLD)))
                return;
        for (size_t i = 0; i < bulletin->n_tasks; i++) {
                if (is_old(bulletin, &bulletin->task[i]))
                        add_old(page, &bulletin->task[i]);
        }
}

static int preview(struct session *session, const struct bulletin *bulletin)
{
        struct page page;

        page_open(&page, session->arena, session->language);
        page_fact(&page, "data_date", "数据截止", "Data up to", cell_day(&page, bulletin->data_date));
        page_fact(&page, "through_seq", "日志序号", "Journal sequence", cell_count(&page, bulletin->through_seq));
        page_fact(&page, "tasks", "任务", "Tasks", cell_count(&page, bulletin->n_tasks));
        page_fact(&page, "last_closed", "上期定稿的日志序号", "Last closed at sequence",
                  cell_nonzero(&page, bulletin->journal.last.through_seq));
        list_old(&page, bulletin);
        return decision_preview(session, &page);
}

/* Sequence, hash and what is printed on it are recorded: enough to print it again and to compare. */
static int put_closed(struct session *session, const struct bulletin *bulletin)
{
        struct event event = {.kind = EVENT_BULLETIN_CLOSED};
        uint8_t hash[HASH_SIZE];
        char hex[2 * HASH_SIZE + 1];
        char date[DAY_TEXT_SIZE];
        int r = bulletin_read_seal(session, bulletin, hash);

        if (r)
                return err_trace(r);
        event.bulletin_closed = (struct bulletin_closed){
                .plan = bulletin->plan->header->id,
                .data_date = bulletin->data_date,
                .through_seq = bulletin->through_seq,
                .hash = bytes_of(hash, sizeof hash),
                .issued = bulletin->issued,
                .index_no = bulletin->index_no,
                .number = bulletin->number,
                .title = bulletin->title,
        };
        hex_put(hex, hash, sizeof hash);
        decision_say(session, "通报定稿:数据截止 %s,日志序号 %" PRIu64 ",校验值 %s",
                     "closed the bulletin: data date %s, sequence %" PRIu64 ", hash %s",
                     day_text(bulletin->data_date, date), bulletin->through_seq, hex);
        return submit_event(session, &event);
}

static int run(struct session *session, const struct args *args)
{
        struct bulletin bulletin = {.internal = true}; /* for the last closing; what is sealed is the public edition */
        int r = bulletin_read_printed(session, args, &bulletin);

        if (r == 0)
                r = bulletin_read(session, &bulletin);
        if (r == 0)
                r = check(session, &bulletin);
        if (r)
                return r;
        return args_has(args, "yes") ? put_closed(session, &bulletin) : preview(session, &bulletin);
}

const struct verb verb_bulletin_close = {
        .name = "bulletin close",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "通报定稿:记下日志序号和内容的校验值",
        .en = "freeze the bulletin: its sequence and hash are recorded",
        .example = "duban bulletin close --issued 2023-07-20 --number 天政督〔2023〕5号 --yes",
        .more_zh = "还有任务没有备注时不能定稿;备注若早于上期定稿,会逐项列出。校验值是公开版文本(duban bulletin)的 "
                   "BLAKE2b-256;以后用 duban bulletin --closed 重印核对。",
        .more_en =
                "Not while a task has no remark; those older than the last closing are listed. The hash is BLAKE2b-256 "
                "of the public edition as text, as `duban bulletin` prints it; `duban bulletin --closed` prints it "
                "again and compares.",
        .options = OPTIONS,
        .run = run,
};
