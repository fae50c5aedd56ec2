/* rehearse.c - two worlds, and at the end of each day what differs between them. */
#include "workers/notifier/rehearse.h"

#include <stdlib.h>

#include "proto/ids.h"
#include "workers/notifier/notifier.h"

struct gap { /* an alert that is open in one of the worlds */
        enum rehearse_sign sign;
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
};

struct gaps {
        struct gap *at;
        size_t n;
};

struct view { /* of a task: what was told last */
        bool differs;
        struct rehearse_words recorded;
        struct rehearse_words rehearsed;
        uint64_t met[(VERDICT_COUNT * VERDICT_COUNT + 63) / 64]; /* pairs of verdicts that were counted; 0 = none yet */
        struct gaps open;
};

struct reach { /* of a department: whether its `link_down` is open in one of the worlds only */
        bool differs;
        enum rehearse_sign sign;
};

struct rehearsal {
        const struct rehearse_options *options;
        struct replay_walk walk;
        struct world *recorded;
        struct world *rehearsed;
        struct notifier_step judge_recorded; /* once the record has ended */
        bool record_ended; /* nothing derived stands there any more */
        struct notifier_step judge_rehearsed;
        LIST(struct view) views; /* by the task's place in both worlds */
        LIST(struct reach) reaches; /* by the department's */
        struct rehearse_totals totals;
};

/* -- telling -- */

static bool words_equal(const struct rehearse_words *a, const struct rehearse_words *b)
{
        return a->verdict == b->verdict && a->raw_verdict == b->raw_verdict && a->why == b->why &&
               a->governing == b->governing;
}

/* A task that left the plan is judged no more: nobody's word counts. */
static struct rehearse_words words_of(const struct world_task *task)
{
        if (task->retired)
                return (struct rehearse_words){0};
        return (struct rehearse_words){task->verdict, task->raw_verdict, task->why, task->governing};
}

static void tell_verdict(const struct rehearsal *r, const struct world_task *task, enum rehearse_change change,
                         const struct view *view)
{
        const struct rehearse_verdict verdict = {.day = r->recorded->today,
                                                 .plan = task->plan,
                                                 .former = !bytes_equal(task->plan, r->recorded->plan.id),
                                                 .task = ids_task_no(task->id),
                                                 .change = change,
                                                 .recorded = view->recorded,
                                                 .rehearsed = view->rehearsed};

        r->options->verdict(r->options->replay.context, &verdict);
}

static void tell_alert(struct rehearsal *r, const struct world_task *task, enum rehearse_change change,
                       const struct gap *gap)
{
        const struct rehearse_alert alert = {.day = r->recorded->today,
                                             .plan = task->plan,
                                             .former = !bytes_equal(task->plan, r->recorded->plan.id),
                                             .task = ids_task_no(task->id),
                                             .change = change,
                                             .sign = gap->sign,
                                             .part = gap->part,
                                             .kind = gap->kind,
                                             .severity = gap->severity};

        r->totals.alerts[gap->sign][gap->severity].n += change == REHEARSE_BEGINS;
        r->options->alert(r->options->replay.context, &alert);
}

/* -- comparing the words of a task -- */

static void count_words(struct rehearsal *r, struct view *view)
{
        const size_t pair = (size_t)view->recorded.verdict * VERDICT_COUNT + (size_t)view->rehearsed.verdict;
        struct rehearse_count *count = &r->totals.verdicts[view->recorded.verdict][view->rehearsed.verdict];
        bool first = true;

        for (size_t i = 0; i < COUNT_OF(view->met); i++)
                first = first && view->met[i] == 0;
        r->totals.tasks.n += first;
        r->totals.tasks.days++;
        count->n += !(view->met[pair / 64] & (uint64_t)1 << pair % 64);
        count->days++;
        view->met[pair / 64] |= (uint64_t)1 << pair % 64;
}

static void compare_words(struct rehearsal *r, const struct world_task *recorded, const struct world_task *rehearsed,
                          struct view *view)
{
        const struct rehearse_words left = words_of(recorded);
        const struct rehearse_words right = words_of(rehearsed);
        const bool differs = !words_equal(&left, &right);
        const bool as_told = words_equal(&left, &view->recorded) && words_equal(&right, &view->rehearsed);
        const enum rehearse_change change = !differs        ? REHEARSE_ENDS
                                            : view->differs ? REHEARSE_CHANGES
                                                            : REHEARSE_BEGINS;

        if (differs || view->differs) {
                const bool news = differs != view->differs || !as_told;

                view->differs = differs;
                view->recorded = left;
                view->rehearsed = right;
                if (news)
                        tell_verdict(r, recorded, change, view);
        }
        if (differs)
                count_words(r, view);
}

/* -- comparing its open alerts -- */

static bool gap_equal(const struct gap *a, const struct gap *b)
{
        return a->sign == b->sign && a->part == b->part && a->kind == b->kind && a->severity == b->severity;
}

static bool has_gap(const struct gaps *gaps, const struct gap *gap)
{
        for (size_t i = 0; i < gaps->n; i++)
                if (gap_equal(&gaps->at[i], gap))
                        return true;
        return false;
}

static bool is_open(const struct world_task *task, const struct world_alert *alert)
{
        for (size_t i = 0; i < task->n_alerts; i++)
                if (task->alerts[i].part == alert->part && task->alerts[i].kind == alert->kind &&
                    task->alerts[i].severity == alert->severity)
                        return true;
        return false;
}

/* What is open here and not, or not so severely, there. */
static void find_gaps(const struct world_task *here, const struct world_task *there, enum rehearse_sign sign,
                      struct gaps *gaps)
{
        for (size_t i = 0; i < here->n_alerts; i++) {
                const struct world_alert *open = &here->alerts[i];

                if (!is_open(there, open))
                        gaps->at[gaps->n++] = (struct gap){sign, open->part, open->kind, open->severity};
        }
}

static int compare_alerts(struct rehearsal *r, const struct world_task *recorded, const struct world_task *rehearsed,
                          struct view *view)
{
        const size_t most = (size_t)recorded->n_alerts + rehearsed->n_alerts;
        const struct gaps before = view->open;
        struct gaps now = {NULL, 0};

        if (most == 0 && before.n == 0)
                return 0;
        now.at = calloc(most ? most : 1, sizeof *now.at);
        if (!now.at)
                return err_fail("out of memory");
        find_gaps(recorded, rehearsed, REHEARSE_FEWER, &now);
        find_gaps(rehearsed, recorded, REHEARSE_MORE, &now);
        for (size_t i = 0; i < before.n; i++)
                if (!has_gap(&now, &before.at[i]))
                        tell_alert(r, recorded, REHEARSE_ENDS, &before.at[i]);
        for (size_t i = 0; i < now.n; i++) {
                r->totals.alerts[now.at[i].sign][now.at[i].severity].days++;
                if (!has_gap(&before, &now.at[i]))
                        tell_alert(r, recorded, REHEARSE_BEGINS, &now.at[i]);
        }
        free(before.at);
        view->open = now;
        return 0;
}

/* -- comparing which departments are out of reach -- */

static void tell_reach(struct rehearsal *r, struct bytes department, enum rehearse_change change,
                       enum rehearse_sign sign)
{
        const struct rehearse_alert alert = {.day = r->recorded->today,
                                             .department = department,
                                             .change = change,
                                             .sign = sign,
                                             .kind = ALERT_LINK_DOWN,
                                             .severity = SEVERITY_YELLOW};

        r->totals.alerts[sign][SEVERITY_YELLOW].n += change == REHEARSE_BEGINS;
        r->options->alert(r->options->replay.context, &alert);
}

static void compare_reach(struct rehearsal *r, size_t i)
{
        const struct world_department *recorded = &r->recorded->departments.at[i];
        const bool is_told = recorded->alert != 0;
        const struct reach before = r->reaches.at[i];
        const struct reach now = {.differs = is_told != (r->rehearsed->departments.at[i].alert != 0),
                                  .sign = is_told ? REHEARSE_FEWER : REHEARSE_MORE};
        const bool as_before = before.differs == now.differs && (!now.differs || before.sign == now.sign);

        if (before.differs && !as_before)
                tell_reach(r, recorded->name, REHEARSE_ENDS, before.sign);
        if (now.differs && !as_before)
                tell_reach(r, recorded->name, REHEARSE_BEGINS, now.sign);
        if (now.differs)
                r->totals.alerts[now.sign][SEVERITY_YELLOW].days++;
        r->reaches.at[i] = now;
}

static int compare_reaches(struct rehearsal *r)
{
        const size_t n = r->recorded->departments.n;

        invariant(r->rehearsed->departments.n == n);
        if (n > r->reaches.n) {
                struct reach *at = reallocarray(r->reaches.at, n, sizeof *at);

                if (!at)
                        return err_fail("out of memory: %zu departments", n);
                memset(at + r->reaches.n, 0, (n - r->reaches.n) * sizeof *at);
                r->reaches.at = at;
                r->reaches.n = n;
        }
        for (size_t i = 0; i < n; i++)
                compare_reach(r, i);
        return 0;
}

/* -- the end of a day -- */

static bool is_in_force(const struct rehearsal *r)
{
        return day_is_set(r->totals.in_force);
}

static int make_views(struct rehearsal *r, size_t n)
{
        struct view *at;

        if (n <= r->views.n)
                return 0;
        at = reallocarray(r->views.at, n, sizeof *at);
        if (!at)
                return err_fail("out of memory: %zu tasks", n);
        memset(at + r->views.n, 0, (n - r->views.n) * sizeof *at);
        r->views.at = at;
        r->views.n = n;
        return 0;
}

static int compare_day(struct rehearsal *r)
{
        const size_t n = r->recorded->tasks.n;
        int result;

        if (!is_in_force(r))
                return 0; /* nobody asked about the days before */
        invariant(r->rehearsed->tasks.n == n);
        result = make_views(r, n);
        for (size_t i = 0; i < n && result == 0; i++) {
                const struct world_task *recorded = &r->recorded->tasks.at[i];
                const struct world_task *rehearsed = &r->rehearsed->tasks.at[i];

                compare_words(r, recorded, rehearsed, &r->views.at[i]);
                result = compare_alerts(r, recorded, rehearsed, &r->views.at[i]);
        }
        if (result == 0)
                result = compare_reaches(r);
        r->totals.days++;
        r->totals.last = r->recorded->today;
        return result;
}

/* -- the two worlds -- */

static int emit(void *context UNUSED, const struct event *event UNUSED)
{
        return 0;
}

static int task_done(void *context UNUSED)
{
        return 0;
}

/* Where the record ends, judge on, as a notifier does that was started again. What was derived for one task of a
 * cause was written together; a cause that is about all of them may be half written, and is judged again. */
static int follow_record(struct rehearsal *r, const struct record *record, const struct event *event)
{
        const bool about_all = record->task == 0;
        int result;

        if (r->record_ended) {
                result = notifier_step(&r->judge_recorded, record, event);
                return result ? err_trace(result) : 0;
        }
        result = world_fold(r->recorded, record, event, r->walk.reader);
        if (result == 0)
                result = replay_walk_fold(&r->walk, record->seq, r->recorded);
        if (result == REPLAY_NO_MORE) {
                r->record_ended = true;
                result = about_all ? notifier_step(&r->judge_recorded, record, event) : 0;
        }
        return result ? err_trace(result) : 0;
}

/* The policy has no sequence of its own: it is applied at the record that it comes with, as what is derived is. */
static struct record policy_record(const struct record *at)
{
        return (struct record){
                .kind = EVENT_POLICY, .author = ID_NOTIFIER, .seq = at->seq, .number = at->seq, .day = at->day};
}

/* The day's tick is the first to be judged under the policy; after it every task is looked at once. */
static int begin_policy(struct rehearsal *r, const struct record *tick, const struct event *event)
{
        const struct record record = policy_record(tick);
        struct event policy = {.kind = EVENT_POLICY};
        int result;

        policy.policy = *r->options->policy;
        result = world_fold(r->rehearsed, &record, &policy, r->walk.reader);
        if (result == 0)
                result = notifier_step(&r->judge_rehearsed, tick, event);
        if (result == 0)
                result = notifier_step(&r->judge_rehearsed, &record, &policy);
        r->totals.in_force = r->rehearsed->today;
        return result ? err_trace(result) : 0;
}

/* The journal's first day is no tick: genesis opens it. */
static int follow_policy(struct rehearsal *r, const struct record *record, const struct event *event)
{
        const bool opens_day = record->kind == EVENT_TICK || record->kind == EVENT_GENESIS;
        const struct day day = record->kind == EVENT_GENESIS ? event->genesis.first_day : record->day;

        if (is_in_force(r) && record->kind == EVENT_POLICY) {
                r->totals.left_out++;
                return 0;
        }
        if (!is_in_force(r) && opens_day && !day_before(day, r->options->from))
                return begin_policy(r, record, event);
        return notifier_step(&r->judge_rehearsed, record, event);
}

static int on_input(void *context, const struct record *record, const struct event *event)
{
        struct rehearsal *r = context;
        int result = record->kind == EVENT_TICK ? compare_day(r) : 0;

        if (result == 0)
                result = follow_record(r, record, event);
        if (result == 0)
                result = follow_policy(r, record, event);
        return result ? err_trace(result) : 0;
}

/* -- the whole -- */

static int rehearse(struct rehearsal *r)
{
        const struct notifier_sink sink = {NULL, emit, task_done};
        int result = world_new(&r->recorded);

        if (result == 0)
                result = world_new(&r->rehearsed);
        if (result)
                return err_trace(result);
        r->judge_recorded = (struct notifier_step){r->recorded, r->walk.reader, r->walk.scratch, &sink};
        r->judge_rehearsed = (struct notifier_step){r->rehearsed, r->walk.reader, r->walk.scratch, &sink};
        result = replay_walk_run(&r->walk, r->walk.head, on_input, r);
        if (result == 0)
                result = compare_day(r);
        return result < 0 ? err_trace(result) : result;
}

int rehearse_run(const struct rehearse_options *options, struct rehearse_totals *ret_totals)
{
        struct rehearsal r = {.options = options};
        int result = replay_walk_open(&options->replay, &r.walk);

        if (result)
                return err_trace(result);
        result = rehearse(&r);
        for (size_t i = 0; i < r.views.n; i++)
                free(r.views.at[i].open.at);
        free(r.views.at);
        free(r.reaches.at);
        world_free(r.recorded);
        world_free(r.rehearsed);
        replay_walk_close(&r.walk);
        if (result == 0)
                *ret_totals = r.totals;
        return result < 0 ? err_trace(result) : result;
}
