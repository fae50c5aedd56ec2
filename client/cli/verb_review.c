/* verb_review.c - `duban review`: where the machine and the office differ, what is excused, what cannot be
 * judged. Exit 1 when there is anything to look at. */
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct column DISAGREEMENTS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"governing", "短板指标", "Governing part", 0},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"proposed", "建议备注", "Proposed", 0},
        {"remark", "备注", "Remark", 0},
};

static const struct column EXCUSES[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},       {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},           {"raw_verdict", "原判定", "Raw verdict", 0},
        {"excuse", "说明", "Excuse", COLUMN_WRAP}, {"remark", "备注", "Remark", 0},
};

static const struct column NOT_JUDGED[] = {
        {"no", "序号", "No.", COLUMN_RIGHT}, {"title", "任务", "Task", COLUMN_WRAP}, {"lead", "牵头单位", "Lead", 0},
        {"why", "原因", "Why", 0},           {"remark", "备注", "Remark", 0},
};

static bool disagrees(const struct task_view *view)
{
        return view->verdict && view->proposed != REMARK_UNSPECIFIED && view->remark != REMARK_UNSPECIFIED &&
               view->proposed != view->remark;
}

static bool claims(const struct task_view *view)
{
        return view->excuse && !view->excuse->accepted;
}

static bool is_not_judged(const struct task_view *view)
{
        return !view->verdict || view->verdict->verdict == VERDICT_UNKNOWN;
}

static void add_disagreement(struct page *page, const struct task_view *view, const struct plan_view *plan)
{
        const struct part_verdict *governing = task_rows_governing(view);
        const struct ratio none = {0, 0};
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                task_rows_verdict(page, view),
                task_rows_part_name(page, ask_find_task(plan, view->task.no), view->verdict->governing),
                cell_percent(page, governing ? governing->gap : none),
                cell_percent(page, governing ? governing->distance : none),
                cell_word(page, &WORDS_REMARK, (int)view->proposed),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(DISAGREEMENTS), "a cell for each column");
        page_row(page, cells);
}

static void add_excuse(struct page *page, const struct task_view *view, const struct plan_view *plan UNUSED)
{
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_VERDICT, view->verdict ? (int)view->verdict->raw_verdict : 0),
                task_rows_excuse(page, view->excuse),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(EXCUSES), "a cell for each column");
        page_row(page, cells);
}

static void add_not_judged(struct page *page, const struct task_view *view, const struct plan_view *plan UNUSED)
{
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_WHY, view->verdict ? (int)view->verdict->why : 0),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(NOT_JUDGED), "a cell for each column");
        page_row(page, cells);
}

static const struct {
        const char *id;
        const char *zh;
        const char *en;
        const struct column *columns;
        size_t n_columns;
        bool (*belongs)(const struct task_view *);
        void (*add)(struct page *, const struct task_view *, const struct plan_view *);
} LISTS[] = {
        {"disagreements", "系统判定与备注不一致", "Verdict and remark differ", DISAGREEMENTS, COUNT_OF(DISAGREEMENTS),
         disagrees, add_disagreement},
        {"claimed_excuses", "有说明待认可", "Claimed excuses", EXCUSES, COUNT_OF(EXCUSES), claims, add_excuse},
        {"not_judged", "无法判定", "What cannot be judged", NOT_JUDGED, COUNT_OF(NOT_JUDGED), is_not_judged,
         add_not_judged},
};

/* Returns how many rows stand in the list. */
static size_t add_list(struct page *page, size_t list, const struct answer *answer, const struct plan_view *plan)
{
        size_t n = 0;

        for (size_t i = 0; i < answer->task.n; i++)
                n += LISTS[list].belongs(&answer->task.at[i]);
        page_heading(page, page_text(page, page_say(page, "%s(%zu 项)", "%s (%zu)"),
                                     page_say(page, LISTS[list].zh, LISTS[list].en), n));
        page_table(page, LISTS[list].id, LISTS[list].columns, LISTS[list].n_columns);
        for (size_t i = 0; i < answer->task.n; i++) {
                if (LISTS[list].belongs(&answer->task.at[i]))
                        LISTS[list].add(page, &answer->task.at[i], plan);
        }
        return n;
}

/* How many there are for each reason: they are never merged. */
static json_t *count_reasons(const struct answer *answer, size_t *reasons)
{
        json_t *object = json_object();

        for (size_t i = 0; i < answer->task.n; i++) {
                const struct task_view *view = &answer->task.at[i];

                if (is_not_judged(view))
                        reasons[view->verdict ? view->verdict->why : WHY_UNSPECIFIED]++;
        }
        for (int why = 1; why < WHY_COUNT; why++)
                json_object_set_new(object, word_of(&WORDS_WHY, why)->id, json_integer((json_int_t)reasons[why]));
        return object;
}

static void add_reasons(struct page *page, const struct answer *answer)
{
        size_t reasons[WHY_COUNT] = {0};
        json_t *object = count_reasons(answer, reasons);
        const char *text = "";

        for (int why = 1; why < WHY_COUNT; why++) {
                if (reasons[why])
                        text = page_text(page, "%s%s%s %zu", text, *text ? "; " : "",
                                         word_in(word_of(&WORDS_WHY, why), page->language), reasons[why]);
        }
        page_fact(page, "reasons", *text ? "无法判定的原因" : "", *text ? "Not judged because" : "",
                  cell_pair(text, object));
}

static int run(struct session *session, const struct args *args UNUSED)
{
        const struct query query = {.ask = ASK_STATUS};
        struct answer answer;
        struct answer plan;
        struct page page;
        json_t *counts;
        size_t total = 0;
        int r;

        r = ask_all(session, &query, &answer);
        if (r == 0)
                r = ask_plan(session, &plan);
        if (r)
                return r;
        counts = json_object();
        page_open(&page, session->arena, session->language);
        for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
                const size_t n = add_list(&page, i, &answer, plan.plan);

                json_object_set_new(counts, LISTS[i].id, json_integer((json_int_t)n));
                total += n;
        }
        page_fact(&page, "counts", "", "", cell_pair("", counts));
        add_reasons(&page, &answer);
        task_rows_through(&page, &answer);
        return session_print(session, &page, total ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_review = {
        .name = "review",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD | OUTPUT_HTML,
        .zh = "核对清单:判定与备注不一致的、待认可的、无法判定的",
        .en = "where verdict and remark differ, what is excused, what cannot be judged",
        .example = "duban review --format md",
        .past = PAST_BOTH,
        .run = run,
};
