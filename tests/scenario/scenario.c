/* scenario.c - tells the notifier a story, line by line, and compares what it derives with the story's own
 * lines that start with '>'. The language is for a clerk to read; tests/scenario/README.md lists it.
 *
 * usage: scenario FILE...      every file is a test; the first difference is printed with its line
 *        scenario --print FILE prints the story with what is derived now, to start a new one */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/model/words.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/notifier.h"

enum { WORDS_MAX = 24, LINE_MAX_BYTES = 512, DERIVED_MAX = 64, DIR_SIZE = 64, TASKS_MAX = 32, PARTS_MAX = 8 };

struct story {
        char dir[DIR_SIZE];
        struct journal *journal;
        struct journal_reader *reader;
        struct world *world;
        struct arena *arena; /* of the story's own events */
        struct arena *scratch; /* of the notifier */
        uint64_t seq;
        uint64_t last_report; /* its sequence */
        uint32_t policies;
        uint8_t imports; /* an import's id is its number */
        struct plan plan;
        struct task tasks[TASKS_MAX];
        struct part parts[TASKS_MAX][PARTS_MAX];
        size_t n_tasks;
        char derived[DERIVED_MAX][LINE_MAX_BYTES];
        size_t n_derived;
};

struct words {
        struct bytes at[WORDS_MAX];
        size_t n;
};

static void die(const char *file, int line, const char *what)
{
        fprintf(stderr, "%s:%d: %s\n", file, line, what);
        exit(2);
}

#define MUST(call)                                                                                                     \
        do {                                                                                                           \
                if (call)                                                                                              \
                        die(__FILE__, __LINE__, #call);                                                                \
        } while (0)

/* -- what is derived, as text -- */

static const char *id_of(const struct word_list *list, int value)
{
        return word_of(list, value)->id;
}

static void describe_verdict(const struct verdict *verdict, char *line)
{
        int used = snprintf(line, LINE_MAX_BYTES, "> verdict %u %s", verdict->task.no,
                            id_of(&WORDS_VERDICT, (int)verdict->verdict));

        if (verdict->why)
                used += snprintf(line + used, LINE_MAX_BYTES - (size_t)used, " %s",
                                 id_of(&WORDS_WHY, (int)verdict->why));
        if (verdict->raw_verdict != verdict->verdict)
                used += snprintf(line + used, LINE_MAX_BYTES - (size_t)used, " raw %s",
                                 id_of(&WORDS_VERDICT, (int)verdict->raw_verdict));
        if (verdict->governing)
                snprintf(line + used, LINE_MAX_BYTES - (size_t)used, " by %u", verdict->governing);
}

static void describe_alert(const struct alert *alert, char *line)
{
        char gap[NUMBER_TEXT_SIZE] = "";
        int used =
                snprintf(line, LINE_MAX_BYTES, "> alert %s %s %s %u.%u", id_of(&WORDS_ALERT_CHANGE, (int)alert->change),
                         id_of(&WORDS_SEVERITY, (int)alert->severity), id_of(&WORDS_ALERT_KIND, (int)alert->alert.kind),
                         alert->alert.task.no, alert->alert.part);

        if (alert->arithmetic && ratio_is_set(alert->arithmetic->gap))
                snprintf(line + used, LINE_MAX_BYTES - (size_t)used, " gap %s",
                         ratio_percent_text(alert->arithmetic->gap, gap));
}

static int on_derived(void *context, const struct event *event)
{
        struct story *story = context;

        if (story->n_derived == DERIVED_MAX)
                die(__FILE__, __LINE__, "too many derived events for one line of a story");
        if (event->kind == EVENT_VERDICT)
                describe_verdict(&event->verdict, story->derived[story->n_derived++]);
        else
                describe_alert(&event->alert, story->derived[story->n_derived++]);
        return 0;
}

static int on_task_done(void *context UNUSED)
{
        return 0;
}

/* -- one event: into the journal, then to the notifier -- */

static void tell(struct story *story, const struct event *event)
{
        const struct notifier_sink sink = {story, on_derived, on_task_done};
        const struct notifier_step step = {story->world, story->reader, story->scratch, &sink};
        const struct task_ref *task = event_task(event);
        struct record record = {
                .kind = event->kind,
                .epoch = 1,
                .author = ID_RESERVED_END,
                .agent = ID_RESERVED_END,
                .number = ++story->seq,
                .task = task ? ids_task(*task) : 0,
                .day = event_day(event),
        };

        MUST(codec_put_event(event, story->arena, &record.payload));
        MUST(journal_add(story->journal, &record));
        MUST(journal_commit(story->journal));
        MUST(journal_read_begin(story->reader));
        MUST(journal_read(story->reader, record.seq, &record));
        MUST(notifier_step(&step, &record, event));
        journal_read_end(story->reader);
}

/* -- the lines of a story -- */

static struct day day_word(struct bytes word, const char *file, int line)
{
        struct day day = {0};

        if (day_from_text(word, &day))
                die(file, line, "a date such as 2023-06-30 is wanted");
        return day;
}

static struct number number_word(struct bytes word, const char *file, int line)
{
        struct number number;

        if (number_from_text(word, &number))
                die(file, line, "a number is wanted");
        return number;
}

static uint32_t count_word(struct bytes word)
{
        char text[16] = "";

        memcpy(text, word.at, word.len < sizeof text ? word.len : sizeof text - 1);
        return (uint32_t)strtoul(text, NULL, 10);
}

/* The word after `name`, or an empty view. */
static struct bytes after(const struct words *words, const char *name)
{
        for (size_t i = 0; i + 1 < words->n; i++)
                if (bytes_is(words->at[i], name))
                        return words->at[i + 1];
        return (struct bytes){NULL, 0};
}

static bool has(const struct words *words, const char *name)
{
        for (size_t i = 0; i < words->n; i++)
                if (bytes_is(words->at[i], name))
                        return true;
        return false;
}

/* plan FROM TO [CADENCE] */
static void line_plan(struct story *story, const struct words *w, const char *file, int line)
{
        story->plan = (struct plan){
                .id = bytes_str("story"),
                .start = day_word(w->at[1], file, line),
                .end = day_word(w->at[2], file, line),
                .cadence = w->n > 3 ? (enum cadence)word_find(&WORDS_CADENCE, arena_copy(story->arena, w->at[3]))
                                    : CADENCE_HALF_YEARLY,
                .backfill = has(w, "backfill"),
        };
}

/* part TASK.PART KIND [target N] [baseline N] [due DATE] [soft] [final] [strict] [at_most|hold] */
static void line_part(struct story *story, const struct words *w, const char *file, int line)
{
        const uint32_t no = count_word(w->at[1]);
        const uint8_t *dot = memchr(w->at[1].at, '.', w->at[1].len);
        const uint32_t part = dot ? count_word(bytes_of(dot + 1, w->at[1].len - (size_t)(dot + 1 - w->at[1].at))) : 0;
        struct task *task = NULL;
        const struct bytes target = after(w, "target");
        const struct bytes baseline = after(w, "baseline");
        const struct bytes due = after(w, "due");

        for (size_t i = 0; i < story->n_tasks; i++)
                if (story->tasks[i].no == no)
                        task = &story->tasks[i];
        if (!task) {
                task = &story->tasks[story->n_tasks];
                *task = (struct task){.no = no, .title = bytes_str("task")};
                task->lead.at = arena_take(story->arena, sizeof *task->lead.at);
                task->lead.at[0] = bytes_str("lead");
                task->lead.n = 1;
                task->part.at = story->parts[story->n_tasks++];
        }
        if (part == 0)
                return;
        task->part.at[task->part.n++] = (struct part){
                .no = part,
                .name = bytes_str("part"),
                .kind = (enum part_kind)word_find(&WORDS_PART_KIND, w->at[2]),
                .target = target.len ? number_word(target, file, line) : (struct number){0},
                .baseline = baseline.len ? number_word(baseline, file, line) : (struct number){0},
                .due = due.len ? day_word(due, file, line) : (struct day){0},
                .direction = has(w, "at_most") ? DIRECTION_AT_MOST
                             : has(w, "hold")  ? DIRECTION_HOLD
                                               : DIRECTION_AT_LEAST,
                .soft = has(w, "soft"),
                .final = has(w, "final"),
                .strict = has(w, "strict"),
        };
}

static struct part *part_word(struct story *story, struct bytes word, const char *file, int line)
{
        const uint32_t no = count_word(word);
        const uint8_t *dot = memchr(word.at, '.', word.len);
        const uint32_t part = dot ? count_word(bytes_of(dot + 1, word.len - (size_t)(dot + 1 - word.at))) : 0;

        for (size_t i = 0; i < story->n_tasks; i++)
                for (size_t k = 0; k < story->tasks[i].part.n; k++)
                        if (story->tasks[i].no == no && story->tasks[i].part.at[k].no == part)
                                return &story->tasks[i].part.at[k];
        die(file, line, "there is no such part");
        return NULL;
}

/* retarget TASK.PART N: with the next in_force */
static void line_retarget(struct story *story, const struct words *w, const char *file, int line)
{
        part_word(story, w->at[1], file, line)->target = number_word(w->at[2], file, line);
}

/* drop TASK: the newest one; with the next in_force */
static void line_drop(struct story *story, const struct words *w, const char *file, int line)
{
        if (story->n_tasks == 0 || story->tasks[story->n_tasks - 1].no != count_word(w->at[1]))
                die(file, line, "only the newest task can be dropped");
        story->n_tasks--;
}

/* policy behind TENTHS: the default with one threshold changed */
static void line_policy(struct story *story, const struct words *w, const char *file UNUSED, int line UNUSED)
{
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = ++story->policies + 1;
        event.policy.behind_below_tenths = count_word(w->at[2]);
        tell(story, &event);
}

/* in_force */
static void line_in_force(struct story *story, const struct words *w UNUSED, const char *file UNUSED, int line UNUSED)
{
        struct event chunk = {.kind = EVENT_PLAN_CHUNK};
        struct event in_force = {.kind = EVENT_PLAN_IN_FORCE};
        uint8_t import_id[16] = "scenario import";

        import_id[15] = ++story->imports;
        chunk.plan_chunk = (struct plan_chunk){.plan = story->plan.id, .import_id = bytes_of(import_id, 16)};
        chunk.plan_chunk.task.at = arena_array(story->arena, story->n_tasks, sizeof(struct bytes));
        for (size_t i = 0; i < story->n_tasks; i++)
                MUST(codec_put_task(&story->tasks[i], story->arena,
                                    &chunk.plan_chunk.task.at[chunk.plan_chunk.task.n++]));
        tell(story, &chunk);
        in_force.plan_in_force = story->plan;
        in_force.plan_in_force.import_id = chunk.plan_chunk.import_id;
        in_force.plan_in_force.chunks = 1;
        in_force.plan_in_force.tasks = (uint32_t)story->n_tasks;
        in_force.plan_in_force.hash = bytes_of((const uint8_t[HASH_SIZE]){0}, HASH_SIZE);
        tell(story, &in_force);
}

/* day DATE: opens every day up to it */
static void line_day(struct story *story, const struct words *w, const char *file, int line)
{
        const struct day to = day_word(w->at[1], file, line);
        struct day day = story->world->today;

        if (!day_is_set(day))
                day = day_plus(to, -1);
        while (day_before(day, to)) {
                struct event event = {.kind = EVENT_TICK};

                day = day_plus(day, 1);
                event.tick.day = day;
                tell(story, &event);
        }
}

/* PART=VALUE[~EVIDENCE] | PART:STATE | PART>FORECAST | PART@DATE (promise) | PART+STAGE*COUNT */
static void report_word(struct report *report, struct bytes word, struct arena *arena, const char *file, int line)
{
        const uint32_t no = count_word(word);
        size_t i = 0;
        struct line *entry = NULL;
        struct bytes rest;

        while (i < word.len && word.at[i] >= '0' && word.at[i] <= '9')
                i++;
        if (i == 0 || i + 1 >= word.len)
                die(file, line, "a statement such as 1=26 is wanted");
        rest = bytes_of(word.at + i + 1, word.len - i - 1);
        for (size_t k = 0; k < report->line.n; k++)
                if (report->line.at[k].part == no)
                        entry = &report->line.at[k];
        if (!entry) {
                entry = &report->line.at[report->line.n++];
                entry->part = no;
        }
        if (word.at[i] == '=') {
                const uint8_t *tilde = memchr(rest.at, '~', rest.len);
                const size_t len = tilde ? (size_t)(tilde - rest.at) : rest.len;

                entry->value = number_word(bytes_of(rest.at, len), file, line);
                if (tilde)
                        entry->evidence =
                                (enum evidence)word_find(&WORDS_EVIDENCE, bytes_of(tilde + 1, rest.len - len - 1));
        } else if (word.at[i] == ':') {
                entry->state = (enum milestone_state)word_find(&WORDS_STATE, rest);
        } else if (word.at[i] == '>') {
                entry->forecast = number_word(rest, file, line);
        } else if (word.at[i] == '@') {
                struct promise *promise = arena_take(arena, sizeof *promise);

                *promise = (struct promise){bytes_str("as planned"), day_word(rest, file, line)};
                entry->promise = promise;
        } else if (word.at[i] == '+') {
                const uint8_t *times = memchr(rest.at, '*', rest.len);

                if (!times)
                        die(file, line, "a pipeline such as 1+applied*5 is wanted");
                entry->pipeline.at = arena_take(arena, sizeof(struct pipeline));
                entry->pipeline.n = 1;
                entry->pipeline.at[0] = (struct pipeline){
                        (enum stage)word_find(&WORDS_STAGE, bytes_of(rest.at, (size_t)(times - rest.at))),
                        count_word(bytes_of(times + 1, rest.len - (size_t)(times + 1 - rest.at)))};
        }
}

/* report TASK DATE STATEMENT... */
static void line_report(struct story *story, const struct words *w, const char *file, int line)
{
        struct event event = {.kind = EVENT_REPORT};

        event.report = (struct report){
                .task = {bytes_str("story"), count_word(w->at[1])},
                .data_date = day_word(w->at[2], file, line),
        };
        event.report.line.at = arena_array(story->arena, WORDS_MAX, sizeof(struct line));
        for (size_t i = 3; i < w->n; i++)
                report_word(&event.report, w->at[i], story->arena, file, line);
        tell(story, &event);
        story->last_report = story->seq;
}

/* correct TASK (last|SEQ) DATE STATEMENT... */
static void line_correct(struct story *story, const struct words *w, const char *file, int line)
{
        struct event event = {.kind = EVENT_CORRECTION};
        struct report report = {
                .task = {bytes_str("story"), count_word(w->at[1])},
                .data_date = day_word(w->at[3], file, line),
        };

        report.line.at = arena_array(story->arena, WORDS_MAX, sizeof(struct line));
        for (size_t i = 4; i < w->n; i++)
                report_word(&report, w->at[i], story->arena, file, line);
        event.correction = (struct correction){
                .report = &report,
                .replaces_seq = bytes_is(w->at[2], "last") ? story->last_report : count_word(w->at[2]),
                .reason = bytes_str("a slip"),
        };
        tell(story, &event);
}

/* suspend TASK [UNTIL] | resume TASK */
static void line_suspend(struct story *story, const struct words *w, const char *file, int line)
{
        struct event event = {.kind = EVENT_SUSPENSION};

        event.suspension = (struct suspension){
                .task = {bytes_str("story"), count_word(w->at[1])},
                .until = w->n > 2 ? day_word(w->at[2], file, line) : (struct day){0},
                .lifted = bytes_is(w->at[0], "resume"),
        };
        tell(story, &event);
}

static const struct {
        const char *word;
        size_t least;
        void (*run)(struct story *, const struct words *, const char *file, int line);
} LINES[] = {
        {"plan", 3, line_plan},      {"part", 2, line_part},         {"in_force", 1, line_in_force},
        {"day", 2, line_day},        {"report", 3, line_report},     {"suspend", 2, line_suspend},
        {"resume", 2, line_suspend}, {"retarget", 3, line_retarget}, {"drop", 2, line_drop},
        {"policy", 3, line_policy},  {"correct", 4, line_correct},
};

static void split(const char *line, struct words *words)
{
        words->n = 0;
        while (*line && *line != '#') {
                const size_t len = strcspn(line, " \t\n");

                if (len && words->n < WORDS_MAX)
                        words->at[words->n++] = bytes_of(line, len);
                line += len + (line[len] != '\0');
        }
}

static void run_line(struct story *story, const char *text, const char *file, int line)
{
        struct words words;

        split(text, &words);
        if (words.n == 0)
                return;
        for (size_t i = 0; i < COUNT_OF(LINES); i++)
                if (bytes_is(words.at[0], LINES[i].word)) {
                        if (words.n < LINES[i].least)
                                die(file, line, "more words are wanted");
                        LINES[i].run(story, &words, file, line);
                        return;
                }
        die(file, line, "there is no such line in a story");
}

/* -- a whole file -- */

static int remove_entry(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *ftw UNUSED)
{
        return remove(path);
}

static void open_story(struct story *story)
{
        const struct journal_options options = {
                .dir = story->dir, .mode = JOURNAL_WRITE, .create = true, .map_size = 64u << 20};
        static const char TEMPLATE[] = "/tmp/duban-scenario-XXXXXX";

        memcpy(story->dir, TEMPLATE, sizeof TEMPLATE);
        if (!mkdtemp(story->dir))
                die(__FILE__, __LINE__, "no temporary directory");
        MUST(journal_open(&options, &story->journal));
        MUST(journal_reader_new(story->journal, &story->reader));
        MUST(world_new(&story->world));
        story->arena = arena_new(0);
        story->scratch = arena_new(0);
}

static void close_story(struct story *story)
{
        journal_reader_free(story->reader);
        journal_close(story->journal);
        world_free(story->world);
        arena_free(story->arena);
        arena_free(story->scratch);
        nftw(story->dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* After an input line, the next '>' lines must be what was derived from it, in order. */
static int expect(struct story *story, size_t *next, const char *text, const char *file, int line)
{
        char wanted[LINE_MAX_BYTES];

        snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(text, "\n"), text);
        if (*next < story->n_derived && strcmp(story->derived[*next], wanted) == 0) {
                (*next)++;
                return 0;
        }
        fprintf(stderr, "%s:%d\n  wanted  %s\n  derived %s\n", file, line, wanted,
                *next < story->n_derived ? story->derived[*next] : "nothing");
        return 1;
}

static int nothing_left(const struct story *story, size_t next, const char *file, int line)
{
        if (next >= story->n_derived)
                return 0;
        fprintf(stderr, "%s:%d\n  derived %s\n  but the story does not say so\n", file, line, story->derived[next]);
        return 1;
}

static int run_file(const char *file, bool print)
{
        struct story *story = calloc(1, sizeof *story);
        FILE *in = fopen(file, "r");
        char text[LINE_MAX_BYTES];
        size_t next = 0;
        int line = 0;
        int wrong = 0;

        if (!in || !story)
                die(file, 0, "cannot be read");
        open_story(story);
        while (fgets(text, sizeof text, in) && !wrong) {
                line++;
                if (text[0] == '>') {
                        wrong = print ? 0 : expect(story, &next, text, file, line);
                        continue;
                }
                wrong = print ? 0 : nothing_left(story, next, file, line);
                story->n_derived = 0;
                next = 0;
                run_line(story, text, file, line);
                if (print)
                        fputs(text, stdout);
                for (size_t i = 0; print && i < story->n_derived; i++)
                        puts(story->derived[i]);
        }
        if (!wrong && !print)
                wrong = nothing_left(story, next, file, line);
        fclose(in);
        close_story(story);
        free(story);
        return wrong;
}

int main(int argc, char **argv)
{
        const bool print = argc > 1 && strcmp(argv[1], "--print") == 0;
        int wrong = 0;

        if (ids_start())
                return 2;
        for (int i = print ? 2 : 1; i < argc; i++)
                wrong += run_file(argv[i], print);
        if (!print)
                printf("%d stories, %d wrong\n", argc - 1, wrong);
        return wrong != 0 || argc < 2;
}
