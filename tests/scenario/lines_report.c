/* lines_report.c - reports, corrections, answers. */
#include "tests/scenario/lines_report.h"

struct statement { /* PART, a sign, and the rest */
        const struct words *words;
        struct line *line;
        struct bytes rest;
        struct arena *arena;
};

/* Up to the sign, and behind it; the whole and nothing when it is not there. */
static struct bytes cut(struct bytes *text, char sign)
{
        const uint8_t *at = memchr(text->at, sign, text->len);
        struct bytes behind = {NULL, 0};

        if (at) {
                behind = bytes_of(at + 1, text->len - (size_t)(at + 1 - text->at));
                text->len = (size_t)(at - text->at);
        }
        return behind;
}

/* PART=VALUE[~EVIDENCE][/UNIT] */
static void say_value(const struct statement *s)
{
        struct bytes value = s->rest;
        const struct bytes unit = cut(&value, '/');
        const struct bytes evidence = cut(&value, '~');

        s->line->value = words_number(s->words, value);
        s->line->unit = unit;
        if (evidence.len)
                s->line->evidence = (enum evidence)words_find(s->words, &WORDS_EVIDENCE, evidence);
}

/* PART:STATE[~EVIDENCE] */
static void say_state(const struct statement *s)
{
        struct bytes state = s->rest;
        const struct bytes evidence = cut(&state, '~');

        s->line->state = (enum milestone_state)words_find(s->words, &WORDS_STATE, state);
        if (evidence.len)
                s->line->evidence = (enum evidence)words_find(s->words, &WORDS_EVIDENCE, evidence);
}

static void say_forecast(const struct statement *s)
{
        s->line->forecast = words_number(s->words, s->rest);
}

static void say_target(const struct statement *s)
{
        s->line->target_understood = words_number(s->words, s->rest);
}

static void say_promise(const struct statement *s)
{
        struct promise *promise = arena_take(s->arena, sizeof *promise);

        *promise = (struct promise){bytes_str("as planned"), words_day(s->words, s->rest)};
        s->line->promise = promise;
}

/* PART+STAGE*COUNT */
static void say_pipeline(const struct statement *s)
{
        struct bytes stage = s->rest;
        const struct bytes count = cut(&stage, '*');

        s->line->pipeline.at = arena_take(s->arena, sizeof(struct pipeline));
        s->line->pipeline.n = 1;
        s->line->pipeline.at[0] = (struct pipeline){
                (enum stage)words_find(s->words, &WORDS_STAGE, stage),
                count.len ? words_count(count) : 1,
        };
}

static const struct {
        char sign;
        void (*say)(const struct statement *);
} SIGNS[] = {
        {'=', say_value},  {':', say_state},   {'>', say_forecast},
        {'?', say_target}, {'@', say_promise}, {'+', say_pipeline},
};

static struct line *line_about(struct report *report, uint32_t part)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].part == part)
                        return &report->line.at[i];
        report->line.at[report->line.n] = (struct line){.part = part};
        return &report->line.at[report->line.n++];
}

static void say(struct report *report, const struct words *w, struct bytes word, struct arena *arena)
{
        size_t digits = 0;

        while (digits < word.len && word.at[digits] >= '0' && word.at[digits] <= '9')
                digits++;
        if (digits == 0) { /* a sentence */
                report->progress.at[report->progress.n++] = word;
                return;
        }
        for (size_t i = 0; digits + 1 < word.len && i < COUNT_OF(SIGNS); i++)
                if (word.at[digits] == (uint8_t)SIGNS[i].sign) {
                        SIGNS[i].say(&(struct statement){
                                .words = w,
                                .line = line_about(report, words_count(word)),
                                .rest = bytes_of(word.at + digits + 1, word.len - digits - 1),
                                .arena = arena,
                        });
                        return;
                }
        story_die(w->place, "a statement such as 1=26 is wanted");
}

static void read_report(struct story *story, const struct words *w, size_t day, struct report *ret_report)
{
        struct report report = {
                .task = {bytes_str("story"), words_count(w->at[1])},
                .data_date = words_day(w, w->at[day]),
        };

        report.line.at = arena_array(story->arena, WORDS_MAX, sizeof(struct line));
        report.progress.at = arena_array(story->arena, WORDS_MAX, sizeof(struct bytes));
        for (size_t i = day + 1; i < w->n; i++)
                say(&report, w, w->at[i], story->arena);
        *ret_report = report;
}

/* report TASK DATE STATEMENT... */
void lines_report(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_REPORT};

        read_report(story, w, 2, &event.report);
        story_tell(story, &event);
        story->last_report = story->seq;
}

/* correct TASK (last|SEQ) DATE STATEMENT... */
void lines_report_correct(struct story *story, const struct words *w)
{
        struct event event = {.kind = EVENT_CORRECTION};
        struct report report;

        read_report(story, w, 3, &report);
        event.correction = (struct correction){
                .report = &report,
                .replaces_seq = bytes_is(w->at[2], "last") ? story->last_report : words_count(w->at[2]),
                .reason = bytes_str("a slip"),
        };
        story_tell(story, &event);
        if (bytes_is(w->at[2], "last"))
                story->last_report = story->seq;
}

/* answer TASK.PART KIND DATE */
void lines_report_answer(struct story *story, const struct words *w)
{
        const struct part_place place = words_part(w->at[1]);
        const enum alert_kind kind = (enum alert_kind)words_find(w, &WORDS_ALERT_KIND, w->at[2]);
        struct event event = {.kind = EVENT_ALERT_ANSWER};

        event.alert_answer = (struct alert_answer){
                .alert = story_alert(story, place.task, place.part, kind, w->place),
                .plan = bytes_str("more hands"),
                .date = words_day(w, w->at[3]),
        };
        story_tell(story, &event);
}
