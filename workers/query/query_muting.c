/* query_muting.c - which of the alerts told another open one speaks for: one of the same part, or the department's.
 *
 * The louder one may stand on any page: the open ones of each task that is told are looked at, and of its first lead. */
#include "workers/query/query_muting.h"

#include <stdlib.h>

#include "lib/model/alert.h"
#include "proto/ids.h"

struct quiet { /* an alert that may be muted */
        uint64_t task;
        uint32_t part;
        uint64_t lead; /* fingerprint of the first lead's name; 0 = its task is of an earlier plan */
        struct alert_view *view;
};

struct muting {
        struct quiet *quiet; /* by task and part */
        size_t n;
};

static int by_part(const void *a, const void *b)
{
        const struct quiet *x = a;
        const struct quiet *y = b;

        if (x->task != y->task)
                return x->task < y->task ? -1 : 1;
        return (x->part > y->part) - (x->part < y->part);
}

static bool may_be_muted(const struct alert_view *view)
{
        for (int loud = 0; view->open && loud < ALERT_KIND_COUNT; loud++)
                if (alert_mutes((enum alert_kind)loud, view->alert->alert.kind, view->alert->severity))
                        return true;
        return false;
}

/* Who cannot reach us is not held to it that nothing came. */
static void mute_department(const struct muting *muting, const struct alert_state *loud)
{
        for (size_t i = 0; i < muting->n; i++) {
                const struct quiet *at = &muting->quiet[i];

                if (at->lead == loud->task &&
                    alert_mutes(loud->kind, at->view->alert->alert.kind, at->view->alert->severity))
                        at->view->muted = true;
        }
}

static void mute_part(const struct muting *muting, const struct alert_state *loud)
{
        const struct quiet key = {.task = loud->task, .part = loud->part};
        const struct quiet *end = muting->quiet + muting->n;
        const struct quiet *at = bsearch(&key, muting->quiet, muting->n, sizeof key, by_part);

        while (at && at > muting->quiet && by_part(at - 1, &key) == 0)
                at--;
        for (; at && at < end && by_part(at, &key) == 0; at++)
                if (alert_mutes(loud->kind, at->view->alert->alert.kind, at->view->alert->severity))
                        at->view->muted = true;
}

static int mute(void *context, const struct alert_state *loud)
{
        const struct muting *muting = context;

        if (loud->kind == ALERT_LINK_DOWN)
                mute_department(muting, loud);
        else
                mute_part(muting, loud);
        return 0;
}

static int look_at_open(struct inquiry *inquiry, struct muting *muting, uint64_t about)
{
        const struct alert_range range = {.open_only = true, .of_task = true, .task = about};

        return query_archive_alerts(inquiry->archive, range, mute, muting);
}

/* The open ones of its task, and of the department that leads it, unless just looked at. */
static int look_for_louder(struct inquiry *inquiry, struct muting *muting, size_t i)
{
        const struct quiet *quiet = &muting->quiet[i];
        const struct quiet *before = i ? quiet - 1 : NULL;
        int r = 0;

        if (!before || quiet->task != before->task)
                r = look_at_open(inquiry, muting, quiet->task);
        if (r == 0 && quiet->lead && (!before || quiet->lead != before->lead))
                r = look_at_open(inquiry, muting, quiet->lead);
        return r;
}

int query_muting(struct inquiry *inquiry, struct alert_view *views, size_t n)
{
        struct muting muting = {0};
        int r = query_inquiry_take(inquiry, n, sizeof *muting.quiet, &muting.quiet);

        if (r)
                return err_trace(r);
        for (size_t i = 0; i < n; i++) {
                const struct task_ref ref = views[i].alert->alert.task;

                views[i].muted = false;
                if (may_be_muted(&views[i]))
                        muting.quiet[muting.n++] = (struct quiet){
                                .task = ref.no ? ids_task(ref) : 0,
                                .part = views[i].alert->alert.part,
                                .lead = views[i].lead.n ? ids_of_name(views[i].lead.at[0]) : 0,
                                .view = &views[i],
                        };
        }
        if (muting.n == 0)
                return 0;
        qsort(muting.quiet, muting.n, sizeof *muting.quiet, by_part);
        for (size_t i = 0; i < muting.n && r == 0; i++)
                r = look_for_louder(inquiry, &muting, i);
        return r ? err_trace(r) : 0;
}
