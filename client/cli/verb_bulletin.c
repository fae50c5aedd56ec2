/* verb_bulletin.c - `duban bulletin`: the half-year notice (通报) in plan order.
 *
 * The public edition shows only what the office itself says: progress and its own remark. The internal one
 * adds the machine's verdict, its gap and excuse, and the journal's head. */
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"edition", "EDITION", "public 公开版(默认)或 internal 内部版", "public (default) or internal", false},
        {NULL, NULL, NULL, NULL, false},
};

struct bulletin { /* all that it is made of */
        struct answer status;
        struct answer plan;
        struct answer health;
        struct day data_date; /* the newest the figures speak of */
        bool internal;
};

static const struct column PUBLIC[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务内容", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"responsible", "责任单位", "Responsible", 0},
        {"progress", "进展情况", "Progress", COLUMN_WRAP},
        {"remark", "备注", "Remark", 0},
};

static const struct column INTERNAL[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务内容", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"responsible", "责任单位", "Responsible", 0},
        {"progress", "进展情况", "Progress", COLUMN_WRAP},
        {"remark", "备注", "Remark", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"governing", "短板指标", "Governing part", 0},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"excuse", "说明", "Excuse", COLUMN_WRAP},
};

static void add_row(struct page *page, const struct bulletin *bulletin, const struct task_view *view)
{
        const struct part_verdict *governing = task_rows_governing(view);
        const struct task *entry = ask_find_task(bulletin->plan.plan, view->task.no);
        const struct ratio none = {0, 0};
        struct cell cells[COUNT_OF(INTERNAL)] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_names(page, view->responsible.at, view->responsible.n),
                cell_paragraphs(page, view->progress.at, view->progress.n),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        if (bulletin->internal) {
                size_t at = COUNT_OF(PUBLIC);

                cells[at++] = task_rows_verdict(page, view);
                cells[at++] = task_rows_part_name(page, entry, view->verdict ? view->verdict->governing : 0);
                cells[at++] = cell_percent(page, governing ? governing->gap : none);
                cells[at++] = cell_percent(page, governing ? governing->distance : none);
                cells[at++] = task_rows_excuse(page, view->excuse);
        }
        page_row(page, cells);
}

/* "有序推进 88 项、推进缓慢 9 项", in the order of the words. */
static const char *tally(struct page *page, const struct word_list *words, const size_t *count)
{
        const char *text = "";

        for (int i = 1; i < words->n; i++) {
                if (count[i])
                        text = page_text(page, page_say(page, "%s%s%s %zu 项", "%s%s%s %zu"), text,
                                         *text ? page_say(page, "、", ", ") : "",
                                         word_in(&words->at[i], page->language), count[i]);
        }
        return *text ? text : page_say(page, "尚无", "none yet");
}

static void count_words(const struct bulletin *bulletin, size_t *remarks, size_t *verdicts)
{
        for (size_t i = 0; i < bulletin->status.task.n; i++) {
                const struct task_view *view = &bulletin->status.task.at[i];

                remarks[view->remark]++;
                verdicts[view->verdict ? view->verdict->verdict : VERDICT_UNSPECIFIED]++;
        }
}

static json_t *tally_json(const struct word_list *words, const size_t *count)
{
        json_t *object = json_object();

        for (int i = 1; i < words->n; i++)
                json_object_set_new(object, words->at[i].id, json_integer((json_int_t)count[i]));
        return object;
}

static void add_document(struct page *page, const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan.plan->header;
        const struct health *health = bulletin->health.health;
        const struct bytes issuer = plan->issuer;

        page_fact(page, "document_no", "文号", "Document", cell_bytes(page, plan->document_no));
        page_fact(page, "issuer", "印发机关", "Issuer", cell_bytes(page, issuer));
        page_fact(page, "inspector", "督查单位", "Inspected by",
                  cell_bytes(page, plan->inspector.len ? plan->inspector : issuer));
        page_fact(page, "data_date", "数据截止", "Data up to", cell_day(page, bulletin->data_date));
        page_fact(page, "issued", "印发日期", "Issued", cell_day(page, health->today));
        if (!bulletin->internal)
                return;
        page_fact(page, "through_seq", "截至日志序号", "Through sequence",
                  cell_count(page, bulletin->status.through_seq));
        page_fact(page, "judged_through", "判定至", "Judged through",
                  cell_count(page, bulletin->status.judged_through));
        page_fact(page, "head", "日志末号", "Head", cell_count(page, health->head));
        page_fact(page, "head_hash", "末号链值", "Head hash", cell_hex(page, health->head_hash));
}

static void add_preamble(struct page *page, const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan.plan->header;
        char date[DAY_TEXT_SIZE];

        day_text(bulletin->data_date, date);
        page_paragraph(page, page_text(page,
                                       page_say(page,
                                                "根据《%.*s》及各单位填报,现将截至 %s 的推进情况通报如下,"
                                                "各项任务的进展列于附表。",
                                                "On \"%.*s\" and what the departments reported, this is where the "
                                                "tasks stood on %s; the appendix lists each of them."),
                                       BYTES_ARG(plan->title), date));
}

static void add_assessment(struct page *page, const struct bulletin *bulletin)
{
        size_t remarks[REMARK_COUNT] = {0};
        size_t verdicts[VERDICT_COUNT] = {0};

        count_words(bulletin, remarks, verdicts);
        page_heading(page, page_say(page, "一、总体情况", "1. Overall"));
        page_paragraph(page, page_text(page, page_say(page, "共 %zu 项任务。评定:%s。", "%zu tasks. Remarks: %s."),
                                       bulletin->status.task.n, tally(page, &WORDS_REMARK, remarks)));
        if (remarks[REMARK_UNSPECIFIED])
                page_paragraph(page, page_text(page, page_say(page, "%zu 项尚未评定。", "%zu have no remark yet."),
                                               remarks[REMARK_UNSPECIFIED]));
        if (bulletin->internal)
                page_paragraph(page, page_text(page, page_say(page, "系统判定:%s。", "Verdicts: %s."),
                                               tally(page, &WORDS_VERDICT, verdicts)));
        page_fact(page, "tasks_total", "", "", cell_count(page, bulletin->status.task.n));
        page_fact(page, "remarks", "", "", cell_pair("", tally_json(&WORDS_REMARK, remarks)));
        if (bulletin->internal)
                page_fact(page, "verdicts", "", "", cell_pair("", tally_json(&WORDS_VERDICT, verdicts)));
}

static void add_demands(struct page *page)
{
        static const struct {
                const char *zh;
                const char *en;
        } DEMANDS[] = {
                {"推进缓慢的任务,由牵头单位逐项列出短板、措施和完成日期,在五个工作日内反馈。",
                 "Leads of slow tasks name what is short, what will be done and by when, within five working days."},
                {"按序推进的任务,对照年度目标安排后续各月工作,不因过半而放缓。",
                 "Tasks in order plan the months ahead against the year's target and do not slow down at half way."},
                {"各单位按期如实填报,数字与目标口径一致;口径不符的,说明缘由并补报。",
                 "Everybody reports on time and truthfully, in the terms of the target; who cannot says why and "
                 "supplies the figure."},
        };

        page_heading(page, page_say(page, "二、下一步要求", "2. Next steps"));
        for (size_t i = 0; i < COUNT_OF(DEMANDS); i++)
                page_paragraph(page, page_say(page, DEMANDS[i].zh, DEMANDS[i].en));
}

static void fill(struct page *page, const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan.plan->header;

        page_heading(page,
                     page_text(page, page_say(page, "关于%.*s推进情况的通报%s", "Bulletin on the progress of %.*s%s"),
                               BYTES_ARG(plan->title),
                               bulletin->internal ? page_say(page, "(内部版)", " (internal)") : ""));
        page_fact(page, "edition", "", "", cell_string(page, bulletin->internal ? "internal" : "public"));
        page_fact(page, "title", "", "", cell_bytes(page, plan->title));
        add_document(page, bulletin);
        add_preamble(page, bulletin);
        add_assessment(page, bulletin);
        add_demands(page);
        page_heading(page, page_say(page, "附表:重点任务推进情况", "Appendix: progress of the tasks"));
        page_table(page, "tasks", bulletin->internal ? INTERNAL : PUBLIC,
                   bulletin->internal ? COUNT_OF(INTERNAL) : COUNT_OF(PUBLIC));
        for (size_t i = 0; i < bulletin->status.task.n; i++)
                add_row(page, bulletin, &bulletin->status.task.at[i]);
}

static int ask(struct session *session, struct bulletin *bulletin)
{
        const struct query status = {.ask = ASK_STATUS, .with_texts = true};
        const struct query clock = {.ask = ASK_CLOCK};
        int r;

        r = ask_all(session, &status, &bulletin->status);
        if (r == 0)
                r = ask_plan(session, &bulletin->plan);
        if (r == 0)
                r = ask_once(session, &clock, &bulletin->health);
        if (r)
                return r;
        if (!bulletin->health.health)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有当前日期", "the answer holds no day");
        for (size_t i = 0; i < bulletin->status.task.n; i++) {
                const struct day date = bulletin->status.task.at[i].data_date;

                if (day_before(bulletin->data_date, date))
                        bulletin->data_date = date;
        }
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        const char *edition = args_get(args, "edition");
        struct bulletin bulletin = {.internal = edition && strcmp(edition, "internal") == 0};
        struct page page;
        int r;

        if (edition && !bulletin.internal && strcmp(edition, "public") != 0)
                return session_complain(session, CLI_USAGE, "--edition 只能是 public 或 internal,不能是 %s",
                                        "--edition is public or internal, not %s", edition);
        r = ask(session, &bulletin);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        fill(&page, &bulletin);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_bulletin = {
        .name = "bulletin",
        .group = GROUP_LEADER,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "通报:总体情况、下一步要求、附表",
        .en = "the bulletin: overall, next steps, appendix",
        .example = "duban bulletin --edition internal --format md",
        .options = OPTIONS,
        .run = run,
};
