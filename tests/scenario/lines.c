/* lines.c - what the office does: plans, days, and everything that a supervisor decides. */
#include "tests/scenario/lines.h"

#include "proto/codec.h"
#include "tests/scenario/lines_report.h"

static struct task_ref task_word(const struct words *w)
{
        return (struct task_ref){bytes_str("story"), words_count(w->at[1])};
}

/* -- the plan -- */

/* plan FROM TO [CADENCE] [backfill] */
static void line_plan(struct story *story, const struct words *w)
{
        story->plan = (struct plan){
                .id = bytes_str("story"),
                .start = words_day(w, w->at[1]),
                .end = words_day(w, w->at[2]),
                .cadence = w->n > 3 ? (enum cadence)words_find(w, &WORDS_CADENCE, w->at[3]) : CADENCE_HALF_YEARLY,
                .backfill = words_has(w, "backfill"),
        };
}

static size_t place_of_task(const struct story *story, uint32_t no)
{
        size_t i = 0;

        while (i < story->n_tasks && story->tasks[i].no != no)
                i++;
        return i;
}

static struct task *task_in_plan(struct story *story, const struct words *w, uint32_t no)
{
        const size_t i = place_of_task(story, no);
        struct task *task = &story->tasks[i];

        if (i < story->n_tasks)
                return task;
        if (i == TASKS_MAX)
                story_die(w->place, "too many tasks");
        *task = (struct task){.no = no, .title = bytes_str("task")};
        task->lead.at = arena_take(story->arena, sizeof *task->lead.at);
        task->lead.at[0] = bytes_str("lead");
        task->lead.n = 1;
        task->part.at = story->parts[story->n_tasks++];
        return task;
}

static const struct same_as *same_word(struct story *story, const struct words *w)
{
        const struct bytes word = words_after(w, "same_as");
        struct same_as *same = arena_take(story->arena, sizeof *same);

        if (!word.len)
                return NULL;
        *same = (struct same_as){words_part(word).task, words_part(word).part};
        return same;
}

/* part TASK.PART KIND [target N] [baseline N] [unit U] [start DATE] [due DATE] [same_as TASK.PART] [soft] [final]
 * [strict] [at_most] [hold] [statistics] */
static void line_part(struct story *story, const struct words *w)
{
        const struct part_place place = words_part(w->at[1]);
        struct task *task = task_in_plan(story, w, place.task);

        if (place.part == 0)
                return;
        if (task->part.n == PARTS_MAX)
                story_die(w->place, "too many parts");
        task->part.at[task->part.n++] = (struct part){
                .no = place.part,
                .name = bytes_str("part"),
                .kind = (enum part_kind)words_find(w, &WORDS_PART_KIND, w->at[2]),
                .target = words_number(w, words_after(w, "target")),
                .baseline = words_number(w, words_after(w, "baseline")),
                .unit = arena_copy(story->arena, words_after(w, "unit")),
                .start = words_day(w, words_after(w, "start")),
                .due = words_day(w, words_after(w, "due")),
                .same_as = same_word(story, w),
                .direction = words_has(w, "at_most") ? DIRECTION_AT_MOST
                             : words_has(w, "hold")  ? DIRECTION_HOLD
                                                     : DIRECTION_AT_LEAST,
                .soft = words_has(w, "soft"),
                .final = words_has(w, "final"),
                .strict = words_has(w, "strict"),
                .statistics = words_has(w, "statistics"),
        };
}

/* retarget TASK.PART N: with the next in_force */
static void line_retarget(struct story *story, const struct words *w)
{
        const struct part_place place = words_part(w->at[1]);
        const size_t i = place_of_task(story, place.task);

        for (size_t k = 0; i < story->n_tasks && k < story->tasks[i].part.n; k++)
                if (story->tasks[i].part.at[k].no == place.part) {
                        story->tasks[i].part.at[k].target = words_number(w, w->at[2]);
                        return;
                }
        story_die(w->place, "there is no such part");
}

/* lead TASK DEPARTMENT: of all tasks it is "lead" otherwise */
static void line_lead(struct story *story, const struct words *w)
{
        task_in_plan(story, w, words_count(w->at[1]))->lead.at[0] = arena_copy(story->arena, w->at[2]);
}

/* drop TASK: the newest one; with the next in_force */
static void line_drop(struct story *story, const struct words *w)
{
        if (story->n_tasks == 0 || story->tasks[story->n_tasks - 1].no != words_count(w->at[1]))
                story_die(w->place, "only the newest task can be dropped");
        story->n_tasks--;
}

/* in_force */
static void line_in_force(struct story *story, const struct words *w UNUSED)
{
        static const uint8_t HASH[HASH_SIZE];
        struct event chunk = {.kind = EVENT_PLAN_CHUNK};
        struct event in_force = {.kind = EVENT_PLAN_IN_FORCE};
        uint8_t import_id[16] = "scenario import";

        import_id[15] = ++story->imports;
        chunk.plan_chunk = (struct plan_chunk){.plan = story->plan.id, .import_id = bytes_of(import_id, 16)};
        chunk.plan_chunk.task.at = arena_array(story->arena, story->n_tasks, sizeof(struct bytes));
        for (size_t i = 0; i < story->n_tasks; i++)
                MUST(codec_put_task(&story->tasks[i], story->arena,
                                    &chunk.plan_chunk.task.at[chunk.plan_chunk.task.n++]));
        story_tell(story, &chunk);
        in_force.plan_in_force = story->plan;
        in_force.plan_in_force.import_id = chunk.plan_chunk.import_id;
        in_force.plan_in_force.chunks = 1;
        in_force.plan_in_force.tasks = (uint32_t)story->n_tasks;
        in_force.plan_in_force.hash = bytes_of(HASH, HASH_SIZE);
        story_tell(story, &in_force);
}

/* amend TASK.PART [target N] [due DATE]: approved, on top of what was amended before */
static void line_amend(struct story *story, const struct words *w)
{
        const struct part_place place = words_part(w->at[1]);
        const size_t i = place_of_task(story, place.task);
        struct amendment *amendment = &story->amendments[i];
        struct event event = {.kind = EVENT_AMENDMENT};
        size_t k = 0;

        if (i == story->n_tasks)
                story_die(w->place, "there is no such task");
        amendment->task = (struct task_ref){bytes_str("story"), place.task};
        amendment->change.at = story->changes[i];
        while (k < amendment->change.n && amendment->change.at[k].part != place.part)
                k++;
        amendment->change.n += k == amendment->change.n;
        amendment->change.at[k].part = place.part;
        if (words_has(w, "target"))
                amendment->change.at[k].target = words_number(w, words_after(w, "target"));
        if (words_has(w, "due"))
                amendment->change.at[k].due = words_day(w, words_after(w, "due"));
        event.amendment = *amendment;
        story_tell(story, &event);
}

/* -- the days -- */

/* policy (behind TENTHS|grace DAYS|link DAYS): the default with one threshold changed */
static void line_policy(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = ++story->policies + 1;
        if (bytes_is(w->at[1], "behind"))
                event.policy.behind_below_tenths = words_count(w->at[2]);
        else if (bytes_is(w->at[1], "grace"))
                event.policy.grace_days = words_count(w->at[2]);
        else if (bytes_is(w->at[1], "link"))
                event.policy.link_down_days = words_count(w->at[2]);
        else
                story_die(w->place, "there is no such threshold in a story");
        story_tell(story, &event);
}

/* day DATE: opens every day up to it */
static void line_day(struct story *story, const struct words *w)
{
        const struct day to = words_day(w, w->at[1]);
        struct day day = story->world->today;

        if (!day_is_set(day))
                day = day_plus(to, -1);
        while (day_before(day, to)) {
                struct event event = {.kind = EVENT_TICK};

                day = day_plus(day, 1);
                event.tick.day = day;
                story_tell(story, &event);
        }
}

/* down FROM TO [MINUTES]: we were, for two hours at least unless said otherwise */
static void line_down(struct story *story, const struct words *w)
{
        const uint64_t minutes = w->n > 3 ? words_count(w->at[3]) : 120;
        struct event event = {.kind = EVENT_RESUMED};

        event.resumed = (struct resumed){
                .down_from = 1,
                .down_to = 1 + minutes * 60000,
                .down_from_day = words_day(w, w->at[1]),
                .down_to_day = words_day(w, w->at[2]),
        };
        story_tell(story, &event);
}

/* link MEMBER DEPARTMENT (up|down|gone) DATE: as the collector says it; down: the last day on which it was heard */
static void line_link(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_LINK};

        event.link = (struct link){
                .member = w->at[1],
                .department = w->at[2],
                .state = (enum link_state)words_find(w, &WORDS_LINK_STATE, w->at[3]),
                .since = words_day(w, w->at[4]),
        };
        story_tell(story, &event);
}

/* -- the supervisor -- */

/* suspend TASK [UNTIL] | resume TASK */
static void line_suspend(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_SUSPENSION};

        event.suspension = (struct suspension){
                .task = task_word(w),
                .until = w->n > 2 ? words_day(w, w->at[2]) : (struct day){0},
                .lifted = bytes_is(w->at[0], "resume"),
        };
        story_tell(story, &event);
}

/* close TASK | reopen TASK */
static void line_close(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_CLOSE};

        event.close = (struct close){.task = task_word(w), .reopened = bytes_is(w->at[0], "reopen")};
        story_tell(story, &event);
}

/* return TASK (last|SEQ) */
static void line_return(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_RETURN};

        event.return_report = (struct return_report){
                .task = task_word(w),
                .report_seq = bytes_is(w->at[2], "last") ? story->last_report : words_count(w->at[2]),
                .reason = bytes_str("unsigned"),
        };
        story_tell(story, &event);
}

/* accept TASK.PART UNTIL */
static void line_accept(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_ACCEPT};

        event.accept = (struct accept){
                .task = task_word(w),
                .part = words_part(w->at[1]).part,
                .report_seq = story->last_report,
                .until = words_day(w, w->at[2]),
        };
        story_tell(story, &event);
}

/* withdraw TASK.PART KIND */
static void line_withdraw(struct story *story, const struct words *w)
{
        const struct part_place place = words_part(w->at[1]);
        const enum alert_kind kind = (enum alert_kind)words_find(w, &WORDS_ALERT_KIND, w->at[2]);
        struct event event = {.kind = EVENT_WITHDRAWAL};

        event.withdrawal = (struct withdrawal){
                .alert = story_alert(story, place.task, place.part, kind, w->place),
                .reason = bytes_str("a slip of theirs"),
        };
        story_tell(story, &event);
}

/* -- the table -- */

static const struct {
        const char *word;
        size_t least;
        void (*run)(struct story *, const struct words *);
} LINES[] = {
        {"plan", 3, line_plan},
        {"part", 2, line_part},
        {"in_force", 1, line_in_force},
        {"retarget", 3, line_retarget},
        {"lead", 3, line_lead},
        {"drop", 2, line_drop},
        {"amend", 3, line_amend},
        {"policy", 3, line_policy},
        {"day", 2, line_day},
        {"down", 3, line_down},
        {"link", 5, line_link},
        {"suspend", 2, line_suspend},
        {"resume", 2, line_suspend},
        {"close", 2, line_close},
        {"reopen", 2, line_close},
        {"return", 3, line_return},
        {"accept", 3, line_accept},
        {"withdraw", 3, line_withdraw},
        {"report", 3, lines_report},
        {"correct", 4, lines_report_correct},
        {"answer", 4, lines_report_answer},
};

void lines_run(struct story *story, const char *text, struct place place)
{
        struct words words;

        words_split(text, place, &words);
        if (words.n == 0)
                return;
        for (size_t i = 0; i < COUNT_OF(LINES); i++)
                if (bytes_is(words.at[0], LINES[i].word)) {
                        if (words.n < LINES[i].least)
                                story_die(place, "more words are wanted");
                        LINES[i].run(story, &words);
                        return;
                }
        story_die(place, "there is no such line in a story");
}
