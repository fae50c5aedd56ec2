/* plan_diff.c - two plans, compared field by field with the table of plan_fields.h. */
#include "client/cli/plan_diff.h"

#include "client/cli/grow.h"
#include "lib/base/map.h"

struct comparison {
        struct arena *arena;
        const struct plan_in_force *plan;
        const struct plan_csv *file;
        struct plan_diff diff;
        size_t change_room;
        size_t proposal_room;
};

static int add_change(struct comparison *c, struct plan_change change)
{
        c->diff.change.at = grow(c->arena, c->diff.change.at, c->diff.change.n, 1, &c->change_room, sizeof change);
        if (!c->diff.change.at)
                return err_fail("out of memory");
        c->diff.change.at[c->diff.change.n++] = change;
        return 0;
}

static int add_proposal(struct comparison *c, struct proposal proposal)
{
        c->diff.proposal.at =
                grow(c->arena, c->diff.proposal.at, c->diff.proposal.n, 1, &c->proposal_room, sizeof proposal);
        if (!c->diff.proposal.at)
                return err_fail("out of memory");
        c->diff.proposal.at[c->diff.proposal.n++] = proposal;
        return 0;
}

/* The fields of one place that are nobody's promise. */
static int compare_fields(struct comparison *c, enum plan_place place, struct plan_change change)
{
        const bool header = place == PLAN_HEADER;
        const struct plan_field *fields = header ? plan_fields_header : plan_fields;
        const size_t n = header ? PLAN_HEADER_FIELDS : PLAN_FIELDS;
        int r = 0;

        for (size_t i = 0; i < n && r == 0; i++) {
                change.field = &fields[i];
                if (fields[i].place == place && (header || fields[i].topic != PLAN_PROMISED) &&
                    !plan_fields_same(&fields[i], change.was, change.now))
                        r = add_change(c, change);
        }
        return r;
}

/* -- targets and dates -- */

static bool same_number(struct number one, struct number other)
{
        return one.known == other.known && (!one.known || number_compare(one, other) == 0);
}

/* A target that nobody has promised yet may be imported, and one that is left out of the file stays. */
static bool asks_target(const struct part *imported, const struct part *now, const struct part *file)
{
        return now->target.known && file->target.known && !same_number(file->target, now->target) &&
               !same_number(file->target, imported->target);
}

static bool asks_due(const struct comparison *c, const struct part *imported, const struct part *now,
                     const struct part *file)
{
        const struct plan *header = c->plan->header;
        const struct day due = plan_part_due(file, header);

        return due.n != plan_part_due(now, header).n && due.n != plan_part_due(imported, header).n;
}

static int add_promised(struct comparison *c, struct plan_change change, const char *name, bool proposed)
{
        change.proposed = proposed;
        for (size_t i = 0; i < PLAN_FIELDS; i++) {
                if (strcmp(plan_fields[i].name, name) == 0)
                        change.field = &plan_fields[i];
        }
        return add_change(c, change);
}

/* Both with their dates written out, so that "the plan's end" shows as the day that it is. */
static int compare_promised(struct comparison *c, const struct part *imported, struct plan_change change)
{
        struct part *was = arena_take(c->arena, sizeof *was);
        struct part *now = arena_take(c->arena, sizeof *now);
        struct proposal proposal = {.task = {c->plan->header->id, change.task}, .part = change.part};
        int r = 0;

        if (!was || !now)
                return err_fail("out of memory");
        *was = *(const struct part *)change.was;
        *now = *(const struct part *)change.now;
        if (asks_target(imported, was, now))
                proposal.target = now->target;
        if (asks_due(c, imported, was, now))
                proposal.due = plan_part_due(now, c->plan->header);
        was->due = plan_part_due(was, c->plan->header);
        now->due = plan_part_due(now, c->plan->header);
        change.was = was;
        change.now = now;
        if (proposal.target.known || (!was->target.known && now->target.known))
                r = add_promised(c, change, "target", proposal.target.known);
        if (r == 0 && now->upper.known && !same_number(was->upper, now->upper))
                r = add_promised(c, change, "upper", was->upper.known);
        if (r == 0 && day_is_set(proposal.due))
                r = add_promised(c, change, "due", true);
        if (r == 0 && (proposal.target.known || day_is_set(proposal.due)))
                r = add_proposal(c, proposal);
        return r;
}

/* -- parts and tasks -- */

/* What may be sent: target, bound and date as they were imported; a first target or bound where there is none. */
static void keep_promises(const struct plan_row *row, struct part *sent)
{
        const struct part *imported = plan_part(&row->imported, sent->no);

        if (plan_part(&row->now, sent->no)->target.known)
                sent->target = imported->target;
        if (imported->upper.known)
                sent->upper = imported->upper;
        sent->due = imported->due;
}

static int compare_part(struct comparison *c, const struct plan_row *row, const struct part *file, struct part *sent)
{
        const struct part *now = plan_part(&row->now, file->no);
        struct plan_change change = {
                .kind = PLAN_CHANGED, .task = row->now.no, .part = file->no, .was = now, .now = file};
        int r;

        change.name = now ? now->name : file->name;
        if (!now) {
                change.kind = PLAN_ADDED;
                return add_change(c, change);
        }
        keep_promises(row, sent);
        r = compare_fields(c, PLAN_PART, change);
        return r ? r : compare_promised(c, plan_part(&row->imported, file->no), change);
}

static int compare_parts(struct comparison *c, const struct plan_row *row, const struct task *file, struct task *sent)
{
        struct part *parts = arena_array(c->arena, file->part.n, sizeof *parts);
        int r = parts ? 0 : err_fail("out of memory");

        for (size_t i = 0; i < file->part.n && r == 0; i++) {
                parts[i] = file->part.at[i];
                r = compare_part(c, row, &file->part.at[i], &parts[i]);
        }
        for (size_t i = 0; i < row->now.part.n && r == 0; i++) {
                const struct part *part = &row->now.part.at[i];

                if (!plan_part(file, part->no))
                        r = add_change(c, (struct plan_change){PLAN_REMOVED, row->now.no, part->no, part->name, NULL,
                                                               part, NULL, false});
        }
        sent->part.at = parts;
        return r;
}

static int compare_task(struct comparison *c, const struct task *file, struct task *sent)
{
        const struct plan_row *row = plan_read_find(c->plan, file->no);
        struct plan_change change = {.kind = PLAN_CHANGED, .task = file->no, .now = file};
        int r;

        *sent = *file;
        if (!row) {
                change.kind = PLAN_ADDED;
                change.name = file->title;
                return add_change(c, change);
        }
        change.name = row->now.title;
        change.was = &row->now;
        r = compare_fields(c, PLAN_TASK, change);
        return r ? r : compare_parts(c, row, file, sent);
}

static int add_removed(struct comparison *c)
{
        struct map *numbers = map_new(sizeof(uint32_t));
        int r = numbers ? 0 : err_fail("out of memory");

        for (size_t i = 0; i < c->file->task.n && r == 0; i++)
                r = map_put(numbers, &c->file->task.at[i].no, 1);
        for (size_t i = 0; i < c->plan->row.n && r == 0; i++) {
                const struct task *task = &c->plan->row.at[i].now;

                if (!map_get(numbers, &task->no))
                        r = add_change(c, (struct plan_change){PLAN_REMOVED, task->no, 0, task->title, NULL, task, NULL,
                                                               false});
        }
        map_free(numbers);
        return r;
}

int plan_diff(struct arena *arena, const struct plan_in_force *plan, const struct plan *header,
              const struct plan_csv *file, struct plan_diff *ret_diff)
{
        struct comparison c = {.arena = arena, .plan = plan, .file = file};
        const struct plan_change change = {
                .kind = PLAN_CHANGED, .name = plan->header->title, .was = plan->header, .now = header};
        int r;

        c.diff.task.at = arena_array(arena, file->task.n, sizeof *c.diff.task.at);
        if (!c.diff.task.at)
                return err_fail("out of memory");
        c.diff.task.n = file->task.n;
        r = header ? compare_fields(&c, PLAN_HEADER, change) : 0;
        for (size_t i = 0; i < file->task.n && r == 0; i++)
                r = compare_task(&c, &file->task.at[i], &c.diff.task.at[i]);
        if (r == 0)
                r = add_removed(&c);
        if (r)
                return err_trace(r);
        *ret_diff = c.diff;
        return 0;
}

bool plan_diff_imports(const struct plan_diff *diff)
{
        for (size_t i = 0; i < diff->change.n; i++) {
                if (!diff->change.at[i].proposed)
                        return true;
        }
        return false;
}

bool plan_diff_moves_plan(const struct plan_diff *diff)
{
        for (size_t i = 0; i < diff->change.n; i++) {
                const struct plan_change *change = &diff->change.at[i];

                if (change->task == 0 && change->field->topic == PLAN_PROMISED)
                        return true;
        }
        return false;
}
