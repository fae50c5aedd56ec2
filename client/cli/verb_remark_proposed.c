/* verb_remark_proposed.c - `duban remark accept-proposed`: the remark that the rules propose, where the office has none.
 *
 * Shows what it would set; only --yes sends it. A remark that a person has set is never touched. */
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"yes", NULL, "照此评定(否则只列出)", "set them (without it they are only listed)", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct column COLUMNS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},   {"title", "任务", "Task", COLUMN_WRAP},  {"lead", "牵头单位", "Lead", 0},
        {"verdict", "系统判定", "Verdict", 0}, {"proposed", "建议备注", "Proposed", 0},
};

static bool is_open(const struct task_view *view)
{
        return view->remark == REMARK_UNSPECIFIED && view->proposed != REMARK_UNSPECIFIED;
}

static int list(struct session *session, const struct answer *answer)
{
        struct page page;

        page_open(&page, session->arena, session->language);
        page_table(&page, "proposed", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < answer->task.n; i++) {
                const struct task_view *view = &answer->task.at[i];

                if (is_open(view))
                        page_row(&page, (struct cell[]){
                                                cell_count(&page, view->task.no),
                                                task_rows_title(&page, view->title, view->title_en),
                                                cell_names(&page, view->lead.at, view->lead.n),
                                                task_rows_verdict(&page, view),
                                                cell_word(&page, &WORDS_REMARK, (int)view->proposed),
                                        });
        }
        page_paragraph(&page, page_say(&page, "以上只是建议,尚未评定;加 --yes 照此评定。",
                                       "Only proposed, nothing is set; --yes sets them."));
        task_rows_through(&page, answer);
        return session_print(session, &page, CLI_FINE);
}

static int put(struct session *session, const struct task_view *view)
{
        const struct event event = {
                .kind = EVENT_REMARK,
                .remark = {.task = view->task,
                           .word = view->proposed,
                           .data_date = view->data_date,
                           .reason = bytes_str(session_say(session, "采用系统建议", "as the rules propose"))},
        };

        return submit_put(session, &event);
}

static int put_all(struct session *session, const struct answer *answer)
{
        size_t n = 0;
        int r = 0;

        for (size_t i = 0; i < answer->task.n && r == 0; i++) {
                if (!is_open(&answer->task.at[i]))
                        continue;
                r = put(session, &answer->task.at[i]);
                n++;
        }
        if (r)
                return r;
        if (n == 0)
                return session_complain(session, CLI_FINE, "没有可采用的建议", "nothing is proposed");
        return submit_flush(session);
}

static int run(struct session *session, const struct args *args)
{
        const struct query query = {.ask = ASK_STATUS};
        struct answer answer;
        int r = ask_all(session, &query, &answer);

        if (r)
                return r;
        return args_has(args, "yes") ? put_all(session, &answer) : list(session, &answer);
}

const struct verb verb_remark_proposed = {
        .name = "remark accept-proposed",
        .also = "--accept-proposed",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .zh = "对尚无备注的任务采用系统建议的备注",
        .en = "take the proposed remark where the office has none",
        .example = "duban remark accept-proposed --yes",
        .more_zh = "也可写作 duban remark --accept-proposed。不加 --yes "
                   "只列出。已有的备注不变;无法判定的任务没有建议,仍由人评定。",
        .more_en = "Also written duban remark --accept-proposed. Without --yes it only lists them. Remarks that are "
                   "there stay; what cannot be judged has no proposal "
                   "and waits for a person.",
        .options = OPTIONS,
        .run = run,
};
