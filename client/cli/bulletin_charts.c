/* bulletin_charts.c - the internal edition's drawings: planned against actual, task by task and lead by lead.
 *
 * A lead's tasks are dots and never a mean: a mean would hide the one that is behind. */
#include <inttypes.h>
#include <stdlib.h>

#include "client/cli/bulletin.h"
#include "client/cli/task_rows.h"

enum {
        ROWS_A_PAGE = 26, /* a drawing is not broken across pages */
        SHARE_TO = 1200, /* tenths of a percent; what is beyond ends there, its figure stands beside it */
        GAP_TO = 1000,
};

/* -- rows are collected first, then drawn a page at a time -- */

static struct chart_row *new_rows(struct page *page, size_t n)
{
        struct chart_row *rows = arena_array(page->arena, n, sizeof *rows);

        page->failed = page->failed || !rows;
        return rows;
}

static void put_pages(struct page *page, const struct chart *whole)
{
        for (size_t at = 0; at < whole->row.n; at += ROWS_A_PAGE) {
                struct chart *chart = arena_take(page->arena, sizeof *chart);
                const size_t left = whole->row.n - at;

                if (!chart) {
                        page->failed = true;
                        return;
                }
                *chart = *whole;
                chart->row.at = whole->row.at + at;
                chart->row.n = left < ROWS_A_PAGE ? left : ROWS_A_PAGE;
                if (at)
                        chart->caption = page_text(page, page_say(page, "%s（续）", "%s (continued)"), whole->caption);
                page_chart(page, chart);
        }
}

/* -- task by task -- */

static bool has_share(const struct part_verdict *sum)
{
        return sum && ratio_is_set(sum->attainment) && ratio_is_set(sum->planned);
}

static void add_tasks(struct page *page, const struct bulletin *bulletin)
{
        struct chart chart = {.from = 0, .to = SHARE_TO, .step = 200};

        chart.caption = page_say(page, "各任务短板指标的完成率和序时进度（灰条为完成率%，竖线为序时进度%）",
                                 "Governing part of each task: attained % (bar) and planned % (line)");
        chart.row.at = new_rows(page, bulletin->n_tasks);
        for (size_t i = 0; chart.row.at && i < bulletin->n_tasks; i++) {
                const struct task_view *view = &bulletin->task[i];
                const struct part_verdict *sum = task_rows_governing(view);
                char attained[NUMBER_TEXT_SIZE];
                char planned[NUMBER_TEXT_SIZE];
                struct chart_row *row = &chart.row.at[chart.row.n];

                if (!has_share(sum))
                        continue;
                row->label = page_text(page, "%" PRIu32 " %.*s", view->task.no, BYTES_ARG(view->title));
                row->text = page_text(page, "%s / %s", ratio_percent_text(sum->attainment, attained),
                                      ratio_percent_text(sum->planned, planned));
                row->has_bar = true;
                row->bar = ratio_tenths_of_percent(sum->attainment);
                row->tick = ratio_tenths_of_percent(sum->planned);
                chart.row.n++;
        }
        put_pages(page, &chart);
}

/* -- lead by lead -- */

struct gap { /* of a task, under its first lead */
        struct bytes lead;
        uint32_t task;
        int32_t tenths;
};

static int by_lead(const void *a, const void *b)
{
        const struct gap *left = a;
        const struct gap *right = b;
        const int lead = bytes_compare(left->lead, right->lead);

        if (lead)
                return lead;
        if (left->tenths != right->tenths)
                return left->tenths < right->tenths ? -1 : 1;
        return (left->task > right->task) - (left->task < right->task);
}

static size_t collect_gaps(const struct bulletin *bulletin, struct gap *gaps)
{
        size_t n = 0;

        for (size_t i = 0; i < bulletin->n_tasks; i++) {
                const struct task_view *view = &bulletin->task[i];
                const struct part_verdict *sum = task_rows_governing(view);

                if (sum && ratio_is_set(sum->gap) && view->lead.n)
                        gaps[n++] = (struct gap){view->lead.at[0], view->task.no, ratio_tenths_of_percent(sum->gap)};
        }
        if (n)
                qsort(gaps, n, sizeof *gaps, by_lead);
        return n;
}

/* A row of the gaps of one lead, the worst first. */
static void put_lead(struct page *page, const struct gap *gaps, size_t n, struct chart_row *row)
{
        const int32_t worst = gaps[0].tenths;

        row->dot.at = arena_array(page->arena, n, sizeof *row->dot.at);
        if (!row->dot.at) {
                page->failed = true;
                return;
        }
        for (size_t i = 0; i < n; i++)
                row->dot.at[row->dot.n++] = gaps[i].tenths;
        row->label = page_text(page, "%.*s", BYTES_ARG(gaps[0].lead));
        row->text = page_text(
                page, page_say(page, "%zu项，最低%s%d.%d（第%" PRIu32 "项）", "%zu, lowest %s%d.%d (task %" PRIu32 ")"),
                n, worst < 0 ? "-" : "", abs(worst) / 10, abs(worst) % 10, gaps[0].task);
}

static int by_worst(const void *a, const void *b)
{
        const struct chart_row *left = a;
        const struct chart_row *right = b;

        if (left->dot.at[0] != right->dot.at[0])
                return left->dot.at[0] < right->dot.at[0] ? -1 : 1;
        return strcmp(left->label, right->label);
}

static void add_leads(struct page *page, const struct bulletin *bulletin)
{
        struct chart chart = {.from = -GAP_TO, .to = GAP_TO, .step = 250};
        struct gap *gaps = arena_array(page->arena, bulletin->n_tasks, sizeof *gaps);
        const size_t n = gaps ? collect_gaps(bulletin, gaps) : 0;

        chart.caption = page_say(page, "各牵头单位任务的进度差（点；每圆点一项任务，差最大者在前）",
                                 "Gap of each lead's tasks in points (a dot each, worst first)");
        chart.row.at = new_rows(page, n);
        page->failed = page->failed || !gaps;
        for (size_t i = 0, end; i < n && !page->failed; i = end) {
                for (end = i + 1; end < n && bytes_equal(gaps[end].lead, gaps[i].lead); end++)
                        ;
                put_lead(page, gaps + i, end - i, &chart.row.at[chart.row.n++]);
        }
        if (page->failed)
                return;
        if (chart.row.n)
                qsort(chart.row.at, chart.row.n, sizeof *chart.row.at, by_worst);
        put_pages(page, &chart);
}

void bulletin_charts(struct page *page, const struct bulletin *bulletin)
{
        add_tasks(page, bulletin);
        add_leads(page, bulletin);
}
