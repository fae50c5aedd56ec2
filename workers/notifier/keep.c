/* keep.c - deep copies without texts. */
#include "workers/notifier/keep.h"

static int keep_curve(const struct curve *from, struct arena *arena, const struct curve **ret_curve)
{
        struct curve *curve = arena_take(arena, sizeof *curve);
        struct curve_point *points = arena_array(arena, from->point.n, sizeof *points);

        if (!curve || !points)
                return err_fail("out of memory");
        memcpy(points, from->point.at, from->point.n * sizeof *points);
        *curve = *from;
        curve->point.at = points;
        *ret_curve = curve;
        return 0;
}

static int keep_same_as(const struct same_as *from, struct arena *arena, const struct same_as **ret_same)
{
        struct same_as *same = arena_take(arena, sizeof *same);

        if (!same)
                return err_fail("out of memory");
        *same = *from;
        *ret_same = same;
        return 0;
}

static int keep_part(const struct part *from, struct arena *arena, struct part *ret_part)
{
        struct part part = *from;
        const struct bytes none = {NULL, 0};

        part.name = part.name_en = part.owner = part.goal = none;
        part.addend.at = NULL;
        part.addend.n = 0;
        part.unit = arena_copy(arena, from->unit);
        if (!part.unit.at)
                return err_fail("out of memory");
        if (from->curve && keep_curve(from->curve, arena, &part.curve))
                return -1;
        if (from->same_as && keep_same_as(from->same_as, arena, &part.same_as))
                return -1;
        *ret_part = part;
        return 0;
}

int keep_task(const struct task *from, struct arena *arena, const struct task **ret_task)
{
        struct task *task = arena_take(arena, sizeof *task);
        struct part *parts = arena_array(arena, from->part.n, sizeof *parts);
        int r = task && parts ? 0 : err_fail("out of memory");

        if (r)
                return r;
        *task = (struct task){.no = from->no, .cadence = from->cadence};
        for (size_t i = 0; i < from->part.n && r == 0; i++)
                r = keep_part(&from->part.at[i], arena, &parts[i]);
        task->part.at = parts;
        task->part.n = from->part.n;
        *ret_task = task;
        return r ? err_trace(r) : 0;
}

int keep_plan(const struct plan *from, struct arena *arena, struct plan *ret_plan)
{
        struct plan plan = {
                .id = arena_copy(arena, from->id),
                .import_id = arena_copy(arena, from->import_id),
                .chunks = from->chunks,
                .tasks = from->tasks,
                .start = from->start,
                .end = from->end,
                .cadence = from->cadence,
                .backfill = from->backfill,
        };

        if (!plan.id.at || !plan.import_id.at)
                return err_fail("out of memory");
        *ret_plan = plan;
        return 0;
}

static int keep_days(struct arena *arena, const struct day *from, size_t n, struct day **ret_days)
{
        struct day *days = arena_array(arena, n, sizeof *days);

        if (!days)
                return err_fail("out of memory");
        if (n)
                memcpy(days, from, n * sizeof *days);
        *ret_days = days;
        return 0;
}

int keep_policy(const struct policy *from, struct arena *arena, const struct policy **ret_policy)
{
        struct policy *policy = arena_take(arena, sizeof *policy);
        int r = policy ? 0 : err_fail("out of memory");

        if (r)
                return r;
        *policy = *from;
        policy->title = (struct bytes){NULL, 0};
        r = keep_days(arena, from->calendar.holiday.at, from->calendar.holiday.n, &policy->calendar.holiday.at);
        if (r == 0)
                r = keep_days(arena, from->calendar.makeup.at, from->calendar.makeup.n, &policy->calendar.makeup.at);
        *ret_policy = policy;
        return r ? err_trace(r) : 0;
}
