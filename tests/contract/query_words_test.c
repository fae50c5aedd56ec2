/* query_words_test.c - the words of an answer are those that the notifier wrote down last, as of any sequence.
 *
 * The query role has no histories: it judges the report alone and takes over what the verdict record says. Whatever
 * happened, once the notifier has judged it both must say the same. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "tests/contract/query_story.h"

enum { EVENTS = 300, STORIES = 3 };

static bool same_part(const struct part_verdict *a, const struct part_verdict *b)
{
        return a->part == b->part && a->verdict == b->verdict && a->raw_verdict == b->raw_verdict && a->why == b->why &&
               a->rule == b->rule && a->excuse == b->excuse && a->accepted_until.n == b->accepted_until.n &&
               a->broken == b->broken && a->paced == b->paced && a->done_before == b->done_before;
}

static bool same_words(const struct verdict *a, const struct verdict *b)
{
        if (a->verdict != b->verdict || a->raw_verdict != b->raw_verdict || a->why != b->why ||
            a->governing != b->governing || a->late != b->late || a->missing != b->missing || a->part.n != b->part.n)
                return false;
        for (size_t i = 0; i < a->part.n; i++)
                if (!same_part(&a->part.at[i], &b->part.at[i]))
                        return false;
        return true;
}

static void compare_row(struct story *story, const struct task_view *view, uint64_t as_of)
{
        ARENA struct arena *arena = arena_new(0);
        struct record record;
        struct event event;
        struct flaw flaw;

        assert_int_equal(journal_read(story->reader, view->verdict_seq, &record), 0);
        assert_int_equal(codec_event(record.payload, arena, &event, &flaw), 0);
        if (!same_words(view->verdict, &event.verdict))
                fail_msg("task %u as of %llu: not the words of record %llu", view->task.no, (unsigned long long)as_of,
                         (unsigned long long)view->verdict_seq);
}

/* Has the notifier said all about what stands at that sequence? */
static bool is_judged(struct story *story, uint64_t seq)
{
        struct record next;

        if (seq == story->office->head)
                return true;
        assert_int_equal(journal_read(story->reader, seq + 1, &next), 0);
        return event_row(next.kind)->class != EVENT_DERIVED;
}

static size_t compare_board(struct story *story, uint64_t as_of)
{
        const struct query query = {.ask = ASK_STATUS, .as_of = as_of};
        const struct answer *answer = office_hear(story->office, SUPERVISOR, query);
        size_t compared = 0;

        for (size_t i = 0; i < answer->task.n; i++)
                if (answer->task.at[i].verdict_seq) {
                        compare_row(story, &answer->task.at[i], as_of);
                        compared++;
                }
        return compared;
}

static void words_are_those_of_the_notifier(void **state UNUSED)
{
        for (uint64_t seed = 1; seed <= STORIES; seed++) {
                struct story *story = calloc(1, sizeof *story);
                size_t compared = 0;

                assert_non_null(story);
                *story = (struct story){.seed = seed, .judged = true};
                story_tell(story, EVENTS);
                assert_int_equal(journal_read_begin(story->reader), 0);
                for (uint64_t seq = 1; seq <= story->office->head; seq++)
                        if (is_judged(story, seq))
                                compared += compare_board(story, seq);
                journal_read_end(story->reader);
                assert_true(compared > EVENTS);
                story_end(story);
                free(story);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_those_of_the_notifier)};

        return cmocka_run_group_tests_name("query_words", tests, NULL, NULL);
}
