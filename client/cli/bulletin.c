/* bulletin.c - counts and sorts what a bulletin is made of. */
#include "client/cli/bulletin.h"

#include <stdlib.h>

#include "client/cli/task_rows.h"

static bool names(const struct bytes *names, size_t n, struct bytes name)
{
        for (size_t i = 0; i < n; i++) {
                if (bytes_equal(names[i], name))
                        return true;
        }
        return false;
}

/* The leads of a task that no task before it has. */
static size_t new_leads(const struct bulletin *bulletin, size_t at)
{
        const struct task_view *view = &bulletin->task[at];
        size_t n = 0;

        for (size_t j = 0; j < view->lead.n; j++) {
                bool known = names(view->lead.at, j, view->lead.at[j]);

                for (size_t i = 0; i < at && !known; i++)
                        known = names(bulletin->task[i].lead.at, bulletin->task[i].lead.n, view->lead.at[j]);
                n += !known;
        }
        return n;
}

static void count_task(struct bulletin *bulletin, size_t at)
{
        const struct task_view *view = &bulletin->task[at];
        const enum verdict_word word = view->verdict ? view->verdict->verdict : VERDICT_UNSPECIFIED;

        bulletin->remarks[view->remark]++;
        bulletin->verdicts[word]++;
        if (word == VERDICT_UNKNOWN)
                bulletin->whys[view->verdict->why]++;
        bulletin->reported += view->report_seq != 0 && view->returned_seq == 0;
        bulletin->owing += view->owes_report;
        bulletin->excused += view->excuse && !view->excuse->accepted;
        bulletin->leads += new_leads(bulletin, at);
        if (day_before(bulletin->data_date, view->data_date))
                bulletin->data_date = view->data_date;
}

/* How far behind, as a negative fraction: in points, or of the target. */
static struct ratio shortfall(const struct task_view *view)
{
        const struct part_verdict *governing = task_rows_governing(view);
        const struct ratio none = {0, 1};

        if (!governing)
                return none;
        if (ratio_is_set(governing->gap))
                return governing->gap;
        return ratio_is_set(governing->distance) ? governing->distance : none;
}

/* Worst verdict first, then the larger shortfall, then plan order. */
static int worse_first(const void *a, const void *b)
{
        const struct task_view *const *left = a;
        const struct task_view *const *right = b;
        const int rank = verdict_rank((*left)->verdict->verdict) - verdict_rank((*right)->verdict->verdict);
        const int gap = ratio_compare(shortfall(*left), shortfall(*right));

        if (rank || gap)
                return rank ? rank : gap;
        return ((*left)->task.no > (*right)->task.no) - ((*left)->task.no < (*right)->task.no);
}

int bulletin_count(struct bulletin *bulletin, struct arena *arena)
{
        bulletin->behind.at = arena_array(arena, bulletin->n_tasks, sizeof(const struct task_view *));
        if (!bulletin->behind.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < bulletin->n_tasks; i++) {
                const struct task_view *view = &bulletin->task[i];

                count_task(bulletin, i);
                if (view->verdict && verdict_is_bad(view->verdict->verdict))
                        bulletin->behind.at[bulletin->behind.n++] = view;
        }
        if (bulletin->behind.n)
                qsort(bulletin->behind.at, bulletin->behind.n, sizeof(const struct task_view *), worse_first);
        return 0;
}
