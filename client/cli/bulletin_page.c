/* bulletin_page.c - the bulletin's text: document data, title, preamble, overall assessment, demands, signature. */
#include <inttypes.h>

#include "client/cli/bulletin.h"

/* -- words -- */

const char *bulletin_period(struct page *page, struct day day)
{
        static const struct {
                int month;
                const char *zh;
                const char *en;
        } PERIODS[] = {
                {3, "第一季度", "first quarter"},
                {6, "上半年", "first half of the year"},
                {9, "前三季度", "first three quarters"},
                {12, "全年", "whole year"},
        };
        const int month = day_date(day).month;

        if (!day_is_set(day))
                return "";
        if (!day_is_month_end(day))
                return page_text(page, page_say(page, "截至%s", "up to %s"), page_date(page, day));
        for (size_t i = 0; i < COUNT_OF(PERIODS); i++) {
                if (PERIODS[i].month == month)
                        return page_say(page, PERIODS[i].zh, PERIODS[i].en);
        }
        return page_text(page, page_say(page, "前%d个月", "first %d months"), month);
}

static const char *edition_mark(const struct page *page, const struct bulletin *bulletin)
{
        return bulletin->internal ? page_say(page, "（内部版）", " (internal)") : "";
}

const char *bulletin_title(struct page *page, const struct bulletin *bulletin, const char *feed)
{
        const char *period = bulletin_period(page, bulletin->data_date);

        if (bulletin->title.len)
                return page_text(page, "%.*s%s", BYTES_ARG(bulletin->title), edition_mark(page, bulletin));
        if (page->language == LANGUAGE_EN)
                return page_text(page, "Bulletin on %.*s: %s%s", BYTES_ARG(bulletin->plan->header->title), period,
                                 edition_mark(page, bulletin));
        return page_text(page, "关于%.*s%s%s进展情况的通报%s", BYTES_ARG(bulletin->plan->header->title), feed, period,
                         edition_mark(page, bulletin));
}

static struct bytes inspector_of(const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan->header;

        return plan->inspector.len ? plan->inspector : plan->issuer;
}

/* A sentence needs a subject, even where the plan names nobody. */
static struct bytes speaker_of(const struct page *page, const struct bulletin *bulletin)
{
        const struct bytes inspector = inspector_of(bulletin);

        return inspector.len ? inspector : bytes_str(page_say(page, "督查机构", "The supervision office"));
}

/* -- document data -- */

/* For people as a document writes it: 2023年6月30日. */
static struct cell date_cell(struct page *page, struct day day)
{
        struct cell cell = cell_day(page, day);

        if (day_is_set(day))
                cell.text = page_date(page, day);
        return cell;
}

static void add_document(struct page *page, const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan->header;

        page_fact(page, "index_no", "索引号", "Index", cell_bytes(page, bulletin->index_no));
        page_fact(page, "number", "文号", "Number", cell_bytes(page, bulletin->number));
        page_fact(page, "issuer", "发布机构", "Issuer", cell_bytes(page, plan->issuer));
        page_fact(page, "inspector", "督查单位", "Inspected by", cell_bytes(page, inspector_of(bulletin)));
        page_fact(page, "data_date", "数据截止", "Data up to", date_cell(page, bulletin->data_date));
        page_fact(page, "issued", "印发日期", "Issued", date_cell(page, bulletin->issued));
        page_fact(page, "edition", "", "", cell_string(page, bulletin->internal ? "internal" : "public"));
        page_fact(page, "title", "", "", cell_string(page, bulletin_title(page, bulletin, "")));
        page_fact(page, "plan_title", "", "", cell_bytes(page, plan->title));
        page_fact(page, "document_no", "", "", cell_bytes(page, plan->document_no));
}

static void add_preamble(struct page *page, const struct bulletin *bulletin)
{
        const struct plan *plan = bulletin->plan->header;
        const struct bytes inspector = speaker_of(page, bulletin);
        const char *number = plan->document_no.len ? page_text(page, page_say(page, "（%.*s）", " (%.*s)"),
                                                               BYTES_ARG(plan->document_no))
                                                   : "";
        const char *text;

        if (page->language == LANGUAGE_EN)
                text = page_text(page,
                                 "\"%.*s\"%s names what is to be reached. %.*s has gone through what the departments "
                                 "reported up to %s; this is the result, the appendix has every task.",
                                 BYTES_ARG(plan->title), number, BYTES_ARG(inspector),
                                 page_date(page, bulletin->data_date));
        else
                text = page_text(page,
                                 "为掌握《%.*s》%s的落实情况，%.*s汇总核对了各单位截至%s的填报，结果通报如下，"
                                 "各项任务的进展见附件。",
                                 BYTES_ARG(plan->title), number, BYTES_ARG(inspector),
                                 page_date(page, bulletin->data_date));
        page_line(page, page_say(page, "各牵头单位、责任单位：", "To all lead and responsible departments:"),
                  PLACE_FLUSH);
        page_paragraph(page, text);
        page_fact(page, "preamble", "", "", cell_string(page, text));
}

/* -- overall assessment -- */

/* "有序推进88项,占80.0%;推进缓慢9项,占8.2%", in the order of the words. */
static const char *tally(struct page *page, const struct word_list *words, const size_t *count, size_t total)
{
        const char *text = "";

        for (int i = 1; i < words->n; i++) {
                char share[NUMBER_TEXT_SIZE];

                if (count[i] == 0)
                        continue;
                ratio_percent_text(ratio_make((__int128)count[i], (__int128)total), share);
                text = page_text(page, page_say(page, "%s%s%s%zu项，占%s%%", "%s%s%s %zu (%s%%)"), text,
                                 *text ? page_say(page, "；", ", ") : "", word_in(&words->at[i], page->language),
                                 count[i], share);
        }
        return *text ? text : page_say(page, "尚无", "none yet");
}

static json_t *tally_json(const struct word_list *words, const size_t *count)
{
        json_t *object = json_object();

        for (int i = 1; i < words->n; i++)
                json_object_set_new(object, words->at[i].id, json_integer((json_int_t)count[i]));
        return object;
}

/* "9、29、31" */
static const char *slow_tasks(struct page *page, const struct bulletin *bulletin)
{
        const char *text = "";

        for (size_t i = 0; i < bulletin->n_tasks; i++) {
                if (bulletin->task[i].remark == REMARK_SLOW)
                        text = page_text(page, "%s%s%" PRIu32, text, *text ? page_say(page, "、", ", ") : "",
                                         bulletin->task[i].task.no);
        }
        return text;
}

/* Figures of an older cycle stand in the appendix as well: that nothing newer came has to be said. */
static const char *owing_text(struct page *page, const struct bulletin *bulletin)
{
        return bulletin->owing ? page_text(page,
                                           page_say(page, "，%zu项最近一期尚未填报",
                                                    ", %zu without the one owed on the newest cycle"),
                                           bulletin->owing)
                               : "";
}

static const char *remarks_text(struct page *page, const struct bulletin *bulletin)
{
        const char *text =
                page_text(page,
                          page_say(page, "计划共列任务%zu项，由%zu个单位牵头，其中%zu项已有填报%s。经评定，%s。",
                                   "The plan has %zu tasks under %zu leads, %zu of them with a report%s. Remarks: %s."),
                          bulletin->n_tasks, bulletin->leads, bulletin->reported, owing_text(page, bulletin),
                          tally(page, &WORDS_REMARK, bulletin->remarks, bulletin->n_tasks));

        if (bulletin->remarks[REMARK_UNSPECIFIED])
                text = page_text(page, page_say(page, "%s另有%zu项尚未评定。", "%s %zu have no remark yet."), text,
                                 bulletin->remarks[REMARK_UNSPECIFIED]);
        return text;
}

static const char *verdicts_text(struct page *page, const struct bulletin *bulletin)
{
        return page_text(page,
                         page_say(page,
                                  "系统判定：%s。其中%zu项有说明待认可；无法判定的任务中，无量化指标的%zu项，"
                                  "未报数或口径不符的%zu项，未填报的%zu项。",
                                  "Verdicts: %s. %zu rest on a claimed excuse; of those that cannot be judged %zu have "
                                  "no measurable target, %zu no comparable figure, %zu no report."),
                         tally(page, &WORDS_VERDICT, bulletin->verdicts, bulletin->n_tasks), bulletin->excused,
                         bulletin->whys[WHY_NO_TARGET], bulletin->whys[WHY_NO_FIGURE], bulletin->whys[WHY_NO_REPORT]);
}

static void add_assessment(struct page *page, const struct bulletin *bulletin)
{
        json_t *texts = json_array();
        const char *text = remarks_text(page, bulletin);

        page_heading(page, page_say(page, "一、总体情况", "1. Overall"));
        page_paragraph(page, text);
        json_array_append_new(texts, json_string(text));
        if (bulletin->remarks[REMARK_SLOW]) {
                text = page_text(page,
                                 page_say(page, "评定为推进缓慢的是第%s项，进度未达预期，须抓紧补上。",
                                          "Slow are tasks %s: short of what was expected, to be caught up."),
                                 slow_tasks(page, bulletin));
                page_paragraph(page, text);
                json_array_append_new(texts, json_string(text));
        }
        if (bulletin->internal) {
                text = verdicts_text(page, bulletin);
                page_paragraph(page, text);
                json_array_append_new(texts, json_string(text));
                page_fact(page, "verdicts", "", "", cell_pair("", tally_json(&WORDS_VERDICT, bulletin->verdicts)));
        }
        page_fact(page, "tasks_total", "", "", cell_count(page, bulletin->n_tasks));
        page_fact(page, "remarks", "", "", cell_pair("", tally_json(&WORDS_REMARK, bulletin->remarks)));
        page_fact(page, "assessment", "", "", cell_pair("", texts));
}

/* -- what is demanded next, and by whom it is signed -- */

static const struct {
        const char *lead_zh;
        const char *zh;
        const char *lead_en;
        const char *en;
} DEMANDS[] = {
        {"（一）限期整改。", "推进缓慢的任务，牵头单位须写明差在哪里、如何补、何时补齐，自印发之日起五个工作日内反馈。",
         "(1) Close the gaps.",
         "Leads of slow tasks say what is short, how and by when it is made up, within five working days of issue."},
        {"（二）稳住节奏。", "进展正常的任务，对照全年目标排定后续各月的工作量，不因前期较快而放松。",
         "(2) Keep the pace.",
         "Whoever is in order plans the months ahead against the year's target and does not slacken."},
        {"（三）如实报数。", "各单位按期填报，数字与目标同一口径；暂时做不到的，说明缘由并尽快补报。",
         "(3) Report truthfully.",
         "On time, in the terms of the target; who cannot yet says why and supplies the figure."},
        {"（四）主动衔接。", "牵头单位抓总，责任单位各负其责；需要上级协调的事项，随填报一并提出。",
         "(4) Work together.",
         "The lead answers for the whole, the others for their share; what needs a decision from above is named in "
         "the report."},
};

static void add_demands(struct page *page, const struct bulletin *bulletin)
{
        json_t *texts = json_array();
        const struct bytes inspector = speaker_of(page, bulletin);

        page_heading(page, page_say(page, "二、下一步要求", "2. Next steps"));
        for (size_t i = 0; i < COUNT_OF(DEMANDS); i++) {
                page_item(page, page_say(page, DEMANDS[i].lead_zh, DEMANDS[i].lead_en),
                          page_say(page, DEMANDS[i].zh, DEMANDS[i].en));
                json_array_append_new(texts, json_string(page->failed ? "" : page->last->text));
        }
        page_paragraph(
                page,
                page_text(page,
                          page_say(page, "%.*s将持续跟踪，对连续滞后的任务逐级提示、督办，整改结果列入下一期通报。",
                                   "%.*s goes on watching, reminds and supervises step by step what stays "
                                   "behind, and says in the next bulletin what came of it."),
                          BYTES_ARG(inspector)));
        page_fact(page, "demands", "", "", cell_pair("", texts));
}

static void add_signature(struct page *page, const struct bulletin *bulletin)
{
        if (bulletin->internal) {
                page_line(page, page_say(page, "附件：1.重点任务进展情况表", "Appendices: 1. Progress of the tasks"),
                          PLACE_APART);
                page_paragraph(page, page_say(page, "　　　2.督办情况（内部）", "2. Supervision (internal)"));
        } else {
                page_line(page, page_say(page, "附件：重点任务进展情况表", "Appendix: progress of the tasks"),
                          PLACE_APART);
        }
        page_line(page, page_text(page, "%.*s", BYTES_ARG(bulletin->plan->header->issuer)), PLACE_RIGHT);
        page_line(page, page_date(page, bulletin->issued), PLACE_RIGHT);
}

void bulletin_page(struct page *page, const struct bulletin *bulletin)
{
        page->sheet = true;
        page->dated = bulletin->issued;
        page_heading(page, bulletin_title(page, bulletin, "\n"));
        add_document(page, bulletin);
        add_preamble(page, bulletin);
        add_assessment(page, bulletin);
        add_demands(page, bulletin);
        add_signature(page, bulletin);
        bulletin_tables(page, bulletin);
}
