/* story.c - the journal in a directory of its own, and the notifier that reads it. */
#include "tests/scenario/story.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/scenario/derived.h"

static const struct place HERE = {__FILE__, 0};

void story_die(struct place place, const char *what)
{
        fprintf(stderr, "%s:%d: %s\n", place.file, place.line, what);
        exit(2);
}

/* -- open and close -- */

static int remove_entry(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *ftw UNUSED)
{
        return remove(path);
}

void story_open(struct story *story)
{
        const struct journal_options options = {
                .dir = story->dir, .mode = JOURNAL_WRITE, .create = true, .map_size = 64u << 20};
        static const char TEMPLATE[] = "/tmp/duban-scenario-XXXXXX";

        memcpy(story->dir, TEMPLATE, sizeof TEMPLATE);
        if (!mkdtemp(story->dir))
                story_die(HERE, "no temporary directory");
        MUST(journal_open(&options, &story->journal));
        MUST(journal_reader_new(story->journal, &story->reader));
        MUST(world_new(&story->world));
        story->arena = arena_new(0);
        story->scratch = arena_new(0);
}

void story_close(struct story *story)
{
        journal_reader_free(story->reader);
        journal_close(story->journal);
        world_free(story->world);
        arena_free(story->arena);
        arena_free(story->scratch);
        nftw(story->dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* -- what is derived -- */

static void remember_alert(struct story *story, const struct alert *alert)
{
        if (alert->change != ALERT_RAISED)
                return;
        if (story->n_alerts == ALERTS_MAX)
                story_die(HERE, "too many alerts for one story");
        story->alerts[story->n_alerts] = alert->alert;
        story->alerts[story->n_alerts++].task.plan = bytes_str("story");
}

struct alert_ref story_alert(const struct story *story, uint32_t task, uint32_t part, enum alert_kind kind,
                             struct place place)
{
        for (size_t i = story->n_alerts; i > 0; i--) {
                const struct alert_ref *ref = &story->alerts[i - 1];

                if (ref->task.no == task && ref->part == part && ref->kind == kind)
                        return *ref;
        }
        story_die(place, "no such alert was raised");
}

static int on_derived(void *context, const struct event *event)
{
        struct story *story = context;

        if (story->n_derived == DERIVED_MAX)
                story_die(HERE, "too many derived events for one line of a story");
        derived_line(event, story->derived[story->n_derived++], LINE_MAX_BYTES);
        if (event->kind == EVENT_ALERT)
                remember_alert(story, &event->alert);
        return 0;
}

static int on_task_done(void *context UNUSED)
{
        return 0;
}

/* -- telling -- */

void story_tell(struct story *story, const struct event *event)
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
