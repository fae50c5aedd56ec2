/* letter.c - collects a department's alerts and lays out the letter. */
#include "client/cli/letter.h"

#include "client/cli/alert_rows.h"
#include "client/cli/task_rows.h"
#include "lib/model/ladder.h"

static const struct {
        const char *id;
        const char *zh;
        const char *en;
        const char *act_zh; /* what it does */
        const char *act_en;
} KINDS[RUNG_COUNT] = {
        [RUNG_LETTER] = {"reminder", "提示函", "Reminder letter", "提示", "a reminder"},
        [RUNG_SUPERVISION] = {"supervision", "督办函", "Supervision letter", "督办", "supervision"},
        [RUNG_NOTICE] = {"notice", "通报", "Public notice", "通报", "a public notice"},
        [RUNG_TALK] = {"talk", "约谈通知", "Summons to a talk", "约谈", "a summons to a talk"},
};

struct bytes letter_addressee(const struct plan_view *plan, const struct alert_view *view)
{
        const struct task *task = ask_find_task(plan, view->alert->alert.task.no);
        const struct part *part = task ? plan_part(task, view->alert->alert.part) : NULL;

        if (part)
                return plan_part_owner(part, task);
        return view->lead.n ? view->lead.at[0] : (struct bytes){0};
}

uint32_t letter_rung(const struct letter *letter)
{
        if (letter->rung < RUNG_LETTER)
                return RUNG_LETTER;
        return letter->rung < RUNG_COUNT ? letter->rung : RUNG_COUNT - 1;
}

bool letter_waits(const struct alert_view *view, struct day today)
{
        const bool answered = day_is_set(view->answer_date) && !day_before(view->answer_date, today);

        return view->open && !view->muted && !answered && view->alert->rung >= RUNG_LETTER &&
               view->letter_rung < view->alert->rung;
}

/* The number under which all of them were signed at the letter's rung; empty when there is no such. */
static struct bytes signed_number(const struct letter *letter)
{
        struct bytes number = {NULL, 0};

        for (size_t i = 0; i < letter->alert.n; i++) {
                const struct alert_view *view = letter->alert.at[i];

                if (view->letter_rung < letter_rung(letter) ||
                    (number.len && !bytes_equal(number, view->letter_number)))
                        return (struct bytes){NULL, 0};
                number = view->letter_number;
        }
        return number;
}

int letter_collect(struct letter *letter, const struct answer *alerts, struct arena *arena)
{
        letter->alert.at = arena_array(arena, alerts->alert.n, sizeof(const struct alert_view *));
        if (!letter->alert.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < alerts->alert.n; i++) {
                const struct alert_view *view = &alerts->alert.at[i];

                if (!view->open || !alert_rows_is_answered(view) ||
                    !bytes_equal(letter_addressee(letter->plan, view), letter->department))
                        continue;
                letter->alert.at[letter->alert.n++] = view;
                if (!view->muted && view->alert->rung > letter->rung)
                        letter->rung = view->alert->rung;
        }
        letter->signed_number = signed_number(letter);
        return 0;
}

/* -- the arithmetic in words -- */

static const char *figure(struct page *page, struct number number, struct bytes unit)
{
        char text[NUMBER_TEXT_SIZE];

        return page_text(page, "%s%.*s", number_text(number, text), BYTES_ARG(unit));
}

/* Without what a stock began with nobody can redo its share. */
static const char *baseline_text(struct page *page, const struct part_verdict *sum, struct bytes unit)
{
        if (!sum->baseline.known || !ratio_is_set(sum->gap))
                return "";
        return page_text(page, page_say(page, "，期初%s", ", from %s"), figure(page, sum->baseline, unit));
}

static const char *share_text(struct page *page, const struct part_verdict *sum)
{
        char attained[NUMBER_TEXT_SIZE];
        char planned[NUMBER_TEXT_SIZE];
        char gap[NUMBER_TEXT_SIZE];

        if (ratio_is_set(sum->gap))
                return page_text(page,
                                 page_say(page, "，完成率%s%%，序时进度%s%%，进度差%s点",
                                          ", attained %s%%, planned %s%%, gap %s points"),
                                 ratio_percent_text(sum->attainment, attained),
                                 ratio_percent_text(sum->planned, planned), ratio_percent_text(sum->gap, gap));
        if (ratio_is_set(sum->distance))
                return page_text(page, page_say(page, "，距目标%s%%", ", off the target by %s%%"),
                                 ratio_percent_text(sum->distance, gap));
        return "";
}

/* The date of the part as it was imported; no day = the plan in force does not say. */
static struct day imported_due(const struct plan_view *plan, const struct alert_ref *alert)
{
        const struct task *task = ask_find_task(plan, alert->task.no);
        const struct part *part = task ? plan_part(task, alert->part) : NULL;

        return part ? plan_part_due(part, plan->header) : (struct day){0};
}

/* Section 4: beside a date that was approved since stands the original one. */
static const char *due_text(struct page *page, const struct part_verdict *sum, struct day was)
{
        char now[DAY_TEXT_SIZE];
        char before[DAY_TEXT_SIZE];

        if (!day_is_set(was) || was.n == sum->due.n)
                return page_text(page, page_say(page, "期限%s", "due %s"), day_text(sum->due, now));
        return page_text(page, page_say(page, "期限%s（原期限%s）", "due %s (originally %s)"), day_text(sum->due, now),
                         day_text(was, before));
}

static const char *figures_text(struct page *page, const struct alert_view *view)
{
        const struct part_verdict *sum = view->alert->arithmetic;

        if (!sum->actual.known)
                return page_text(page, page_say(page, "目标%s，本期没有可比数字", "target %s, no comparable figure"),
                                 figure(page, sum->target, view->unit));
        return page_text(page, page_say(page, "实际%s%s，目标%s%s", "actual %s%s, target %s%s"),
                         figure(page, sum->actual, view->unit), baseline_text(page, sum, view->unit),
                         figure(page, sum->target, view->unit), share_text(page, sum));
}

static const char *arithmetic_text(struct page *page, const struct plan_view *plan, const struct alert_view *view)
{
        const struct part_verdict *sum = view->alert->arithmetic;
        const struct day was = imported_due(plan, &view->alert->alert);

        if (!sum)
                return word_in(word_of(&WORDS_WHY, (int)view->alert->why), page->language);
        if (!sum->target.known)
                return day_is_set(sum->due) ? due_text(page, sum, was) : "";
        if (!day_is_set(sum->due) || !day_is_set(was) || was.n == sum->due.n)
                return figures_text(page, view);
        return page_text(page, page_say(page, "%s，%s", "%s, %s"), figures_text(page, view), due_text(page, sum, was));
}

/* For how long it has been so, and what the department has said. */
static const char *standing_text(struct page *page, const struct alert_view *view)
{
        struct alert_view plain = *view;
        const char *cycles = "";
        const char *marks;

        plain.letter_seq = 0; /* the number stands at the head of the letter */
        marks = alert_rows_marks(page, &plain);
        if (view->alert->cycles > 1)
                cycles = page_text(page, page_say(page, "；连续%u期", "; %u cycles in a row"), view->alert->cycles);
        return *marks ? page_text(page, page_say(page, "%s；%s", "%s; %s"), cycles, marks) : cycles;
}

/* -- the letter -- */

static const struct column ALERTS[] = {
        {"alert", "预警号", "Alert", COLUMN_RIGHT},
        {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"part_name", "指标或节点", "Part", 0},
        {"severity", "级别", "Severity", COLUMN_RIGHT},
        {"verdict", "判定", "Verdict", 0},
        {"arithmetic", "情况", "Arithmetic", COLUMN_WRAP | COLUMN_WIDE},
        {"evidence", "依据（日志序号）", "Evidence", 0},
        {"rung", "督办等级", "Rung", COLUMN_DATA},
        {"cycles", "连续期数", "Cycles", COLUMN_DATA},
        {"muted", "不单独提示", "Muted", COLUMN_DATA},
        {"answer_date", "反馈期限", "Answer holds to", COLUMN_DATA},
};

static void add_alert(struct page *page, const struct plan_view *plan, const struct alert_view *view)
{
        const struct alert *alert = view->alert;
        const struct cell cells[] = {
                cell_count(page, view->raised_seq),
                cell_count(page, alert->alert.task.no),
                task_rows_title(page, view->title, view->title_en),
                task_rows_title(page, view->part_name, view->part_name_en),
                cell_word(page, &WORDS_SEVERITY, (int)alert->severity),
                cell_word(page, &WORDS_VERDICT, (int)alert->verdict),
                cell_string(page,
                            page_text(page, "%s%s", arithmetic_text(page, plan, view), standing_text(page, view))),
                cell_sequences(page, alert->evidence.at, alert->evidence.n),
                cell_word(page, &WORDS_RUNG, (int)alert->rung),
                cell_count(page, alert->cycles),
                cell_yes(page, view->muted),
                cell_day(page, view->answer_date),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(ALERTS), "a cell for each column");
        page_row(page, cells);
}

static bool is_new_copy(const struct letter *letter, size_t alert, size_t lead)
{
        const struct bytes name = letter->alert.at[alert]->lead.at[lead];

        if (bytes_equal(name, letter->department))
                return false;
        for (size_t i = 0; i <= alert; i++) {
                const struct alert_view *view = letter->alert.at[i];

                for (size_t j = 0; j < (i < alert ? view->lead.n : lead); j++) {
                        if (bytes_equal(view->lead.at[j], name))
                                return false;
                }
        }
        return true;
}

/* The other leads of these tasks, each once. */
static const char *copies(struct page *page, const struct letter *letter)
{
        const char *text = "";

        for (size_t i = 0; i < letter->alert.n; i++) {
                for (size_t j = 0; j < letter->alert.at[i]->lead.n; j++) {
                        if (is_new_copy(letter, i, j))
                                text = page_text(page, "%s%s%.*s", text, *text ? page_say(page, "、", ", ") : "",
                                                 BYTES_ARG(letter->alert.at[i]->lead.at[j]));
                }
        }
        return text;
}

static void add_demands(struct page *page, const struct letter *letter)
{
        page_paragraph(page, page_text(page,
                                       page_say(page,
                                                "请于%s前逐项反馈整改措施和完成日期。收到反馈前，督办将按规定逐级上升；"
                                                "反馈所定日期届满而未完成的，反馈自行失效。",
                                                "Please answer each of them by %s with what will be done and by when. "
                                                "Without an answer supervision goes up rung by rung; an answer whose "
                                                "date has passed lapses."),
                                       page_date(page, letter->answer_by)));
        page_paragraph(
                page, page_say(page, "对数据或判定有异议的，可在同一期限内申辩，并附依据；数据有误的，请及时更正填报。",
                               "Whoever disagrees with figures or verdict may object by the same day, with "
                               "grounds; wrong figures are to be corrected by a report."));
}

static void add_signature(struct page *page, const struct letter *letter)
{
        const char *copy = copies(page, letter);

        page_line(page, page_say(page, "签发人：____________", "Signed by: ____________"), PLACE_RIGHT);
        page_line(page, page_text(page, "%.*s", BYTES_ARG(letter->plan->header->issuer)), PLACE_RIGHT);
        page_line(page, page_say(page, "____年__月__日", "Date: ____________"), PLACE_RIGHT);
        if (*copy)
                page_line(page, page_text(page, page_say(page, "抄送：%s", "Copy to: %s"), copy), PLACE_FLUSH);
}

/* A letter that was signed has its number; a draft may be given one to see how it looks. */
static void add_head(struct page *page, const struct letter *letter)
{
        const bool draft = letter->signed_number.len == 0;
        const struct bytes number = draft ? letter->number : letter->signed_number;
        const uint32_t rung = letter_rung(letter);

        page_heading(page, page_say(page, KINDS[rung].zh, KINDS[rung].en));
        if (draft)
                page_line(page, page_say(page, "草稿：未经签发，不得发出", "Draft: not to be sent before it is signed"),
                          PLACE_RIGHT);
        page_fact(page, "number", "编号", "Number",
                  number.len ? cell_bytes(page, number) : cell_pair("____________", json_null()));
        page_fact(page, "kind", "", "", cell_string(page, KINDS[rung].id));
        page_fact(page, "department", "主送", "To", cell_bytes(page, letter->department));
        page_fact(page, "draft", "", "", cell_pair("", json_boolean(draft)));
        page_fact(page, "answer_by", "", "", cell_day(page, letter->answer_by));
}

void letter_page(struct page *page, const struct letter *letter)
{
        const uint32_t rung = letter_rung(letter);

        add_head(page, letter);
        page_line(page, page_text(page, page_say(page, "%.*s：", "%.*s,"), BYTES_ARG(letter->department)), PLACE_FLUSH);
        page_paragraph(
                page,
                page_text(page,
                          page_say(page, "《%.*s》中由你单位负责的事项有下列%zu件预警，截至%s尚未解除，现%s如下。",
                                   "Of what is yours in \"%.*s\" these %zu alerts are open on %s. This is %s."),
                          BYTES_ARG(letter->plan->header->title), letter->alert.n, page_date(page, letter->today),
                          page_say(page, KINDS[rung].act_zh, KINDS[rung].act_en)));
        page_table(page, "alerts", ALERTS, COUNT_OF(ALERTS));
        for (size_t i = 0; i < letter->alert.n; i++)
                add_alert(page, letter->plan, letter->alert.at[i]);
        add_demands(page, letter);
        add_signature(page, letter);
}
