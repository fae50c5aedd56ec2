/* rehearse_test.c - a journal judged again: the same if it is honest, found out if it is not; and what another
 * policy would have said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <time.h>

#include "lib/model/words.h"
#include "tests/contract/judged_year.h"
#include "workers/notifier/rehearse.h"
#include "workers/notifier/replay.h"

enum { LOG_SIZE = 8192 };

struct hearing { /* what was told, a line each */
        char log[LOG_SIZE];
        uint64_t stop_at; /* 0 = never */
};

static bool go_on(void *context, uint64_t seq, uint64_t head)
{
        const struct hearing *hearing = context;

        assert_true(seq >= 1 && seq <= head);
        return !hearing->stop_at || seq < hearing->stop_at;
}

static bool always(void *context UNUSED, uint64_t seq UNUSED, uint64_t head UNUSED)
{
        return true;
}

/* In a directory of its own, so that one test can have many journals. */
static int replay_of(const struct judged_year *year, struct replay_result *ret_result, size_t *ret_derived)
{
        void *state;
        struct kit *kit;
        struct replay_options options = {.go_on = always};
        int r;

        assert_int_equal(kit_setup(&state), 0);
        kit = state;
        *ret_derived = judged_year_make(kit, year);
        options.journal = kit_open(kit, JOURNAL_READ);
        r = replay_run(&options, ret_result);
        journal_close(options.journal);
        assert_int_equal(kit_teardown(&state), 0);
        return r;
}

/* -- the proof -- */

static void an_honest_journal(void **state UNUSED)
{
        static const size_t LAGS[] = {0, 1, 7, 1000};
        struct replay_result result;
        size_t derived;

        for (size_t i = 0; i < COUNT_OF(LAGS); i++) {
                const struct judged_year year = {.lag = LAGS[i]};

                assert_int_equal(replay_of(&year, &result, &derived), 0);
                assert_true(result.verdicts >= 4 && result.alerts >= 3);
                assert_int_equal(result.verdicts + result.alerts + result.intakes, derived);
                assert_int_equal(result.pending, 0);
        }
}

static void the_hash_is_the_same_everywhere(void **state UNUSED)
{
        static const char *const ZONES[] = {"UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"};
        const struct judged_year year = {0};
        struct replay_result first;
        struct replay_result again;
        size_t derived;

        assert_int_equal(replay_of(&year, &first, &derived), 0);
        for (size_t i = 0; i < COUNT_OF(ZONES); i++) {
                setenv("TZ", ZONES[i], 1);
                tzset();
                assert_int_equal(replay_of(&year, &again, &derived), 0);
                assert_memory_equal(first.hash, again.hash, HASH_SIZE);
        }
        unsetenv("TZ");
}

static void a_judge_of_another_mind(void **state UNUSED)
{
        struct policy strict = *policy_default();
        const struct judged_year year = {.judge = &strict};
        struct replay_result result;
        size_t derived;

        assert_int_equal(replay_of(&year, &result, &derived), 0);
        strict.serious_below_tenths = 120;
        assert_int_equal(replay_of(&year, &result, &derived), REPLAY_DIFFERS);
        assert_true(result.difference.recorded.there && result.difference.judged.there);
        assert_int_equal(result.difference.recorded.kind, EVENT_VERDICT);
        assert_int_equal(result.difference.recorded.verdict, VERDICT_SERIOUSLY_BEHIND);
        assert_int_equal(result.difference.judged.verdict, VERDICT_BEHIND);
        assert_int_equal((uint32_t)result.difference.recorded.task, 1);
}

/* Whichever derived event is gone: the next one shows it. Only the end of the record cannot be missed: there the
 * notifier may not have come yet. */
static void an_event_is_missing(void **state UNUSED)
{
        struct judged_year year = {0};
        struct replay_result result;
        size_t derived;
        size_t n = 1;

        for (year.lost = 1; year.lost <= n; year.lost++) {
                const int r = replay_of(&year, &result, &derived);

                n = derived;
                if (year.lost == derived) {
                        assert_int_equal(r, 0);
                        assert_int_equal(result.pending, 1);
                        continue;
                }
                assert_int_equal(r, REPLAY_DIFFERS);
                assert_int_equal(result.verdicts + result.alerts + result.intakes, year.lost - 1);
                assert_true(result.difference.judged.there);
                assert_false(result.difference.recorded.there);
        }
}

static void an_event_is_forged(void **state UNUSED)
{
        struct judged_year year = {0};
        struct replay_result result;
        size_t derived;
        size_t n = 1;

        for (year.forged = 1; year.forged <= n; year.forged++) {
                assert_int_equal(replay_of(&year, &result, &derived), REPLAY_DIFFERS);
                n = derived;
                assert_int_equal(result.verdicts + result.alerts + result.intakes, year.forged - 1);
                assert_true(result.difference.judged.there && result.difference.recorded.there);
                assert_int_equal(result.difference.judged.ordinal, result.difference.recorded.ordinal);
        }
}

static void a_header_is_forged(void **state UNUSED)
{
        struct judged_year year = {0};
        struct replay_result result;
        size_t derived;
        size_t n = 1;

        for (year.renumbered = 1; year.renumbered <= n; year.renumbered++) {
                assert_int_equal(replay_of(&year, &result, &derived), REPLAY_DIFFERS);
                n = derived;
                assert_int_equal(result.verdicts + result.alerts + result.intakes, year.renumbered - 1);
        }
}

static void an_event_of_no_cause(void **state UNUSED)
{
        const struct judged_year year = {.stray = true};
        struct replay_result result;
        size_t derived;

        assert_int_equal(replay_of(&year, &result, &derived), REPLAY_DIFFERS);
        assert_int_equal(result.verdicts + result.alerts + result.intakes, derived);
        assert_int_equal(result.difference.recorded.severity, SEVERITY_RED);
        assert_false(result.difference.judged.there);
}

static void an_event_too_many(void **state UNUSED)
{
        struct judged_year year = {0};
        struct replay_result result;
        size_t derived;
        size_t n = 1;

        for (year.repeated = 1; year.repeated <= n; year.repeated++) {
                assert_int_equal(replay_of(&year, &result, &derived), REPLAY_DIFFERS);
                n = derived;
                assert_true(result.difference.recorded.there);
        }
}

static void the_notifier_has_not_come_so_far(void **state UNUSED)
{
        struct judged_year year = {.most = 1};
        struct replay_result result;
        size_t derived = 2;

        for (; year.most < derived; year.most++) {
                assert_int_equal(replay_of(&year, &result, &derived), 0);
                assert_true(result.verdicts + result.alerts + result.intakes >= year.most);
                assert_int_equal(result.verdicts + result.alerts + result.intakes + result.pending, derived);
                assert_int_equal(result.pending > 0, result.pending_cause > 0);
        }
}

/* -- the rehearsal -- */

static void write_line(struct hearing *hearing, const char *format, ...)
{
        const size_t used = strlen(hearing->log);
        va_list args;

        va_start(args, format);
        vsnprintf(hearing->log + used, LOG_SIZE - used, format, args);
        va_end(args);
        assert_true(strlen(hearing->log) < LOG_SIZE - 1);
}

static const char *const CHANGES[] = {
        [REHEARSE_BEGINS] = "begins", [REHEARSE_CHANGES] = "changes", [REHEARSE_ENDS] = "ends"};

static void on_verdict(void *context, const struct rehearse_verdict *told)
{
        char day[DAY_TEXT_SIZE];

        write_line(context, "%s %u %s %s %s\n", day_text(told->day, day), told->task, CHANGES[told->change],
                   word_of(&WORDS_VERDICT, (int)told->recorded.verdict)->id,
                   word_of(&WORDS_VERDICT, (int)told->rehearsed.verdict)->id);
}

/* Alerts of other kinds (a forecast, say) come and go by their own rules. */
static void on_alert(void *context, const struct rehearse_alert *told)
{
        char day[DAY_TEXT_SIZE];

        if (told->kind != ALERT_BEHIND)
                return;
        write_line(context, "%s %u %s %c %s %s\n", day_text(told->day, day), told->task, CHANGES[told->change],
                   told->sign == REHEARSE_MORE ? '+' : '-', word_of(&WORDS_SEVERITY, (int)told->severity)->id,
                   word_of(&WORDS_ALERT_KIND, (int)told->kind)->id);
}

static int rehearse_on(const struct kit *kit, const struct policy *policy, struct day from, struct hearing *hearing,
                       struct rehearse_totals *ret_totals)
{
        struct rehearse_options options = {.policy = policy, .from = from, .verdict = on_verdict, .alert = on_alert};
        int r;

        hearing->log[0] = '\0';
        options.replay = (struct replay_options){kit_open(kit, JOURNAL_READ), hearing, go_on};
        r = rehearse_run(&options, ret_totals);
        journal_close(options.replay.journal);
        return r;
}

static const struct day FROM_THE_START = {0};

static void the_policy_in_force(void **state)
{
        const struct judged_year year = {.lag = 3};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, policy_default(), FROM_THE_START, &hearing, &totals), 0);
        assert_string_equal(hearing.log, "");
        assert_int_equal(totals.tasks.n, 0);
        assert_int_equal(totals.days, 18);
        assert_int_equal(totals.in_force.n, day_of(2023, 1, 1).n);
        assert_int_equal(totals.last.n, day_of(2023, 6, 30).n);
}

/* In March 13 points are missing, in May 35: a mild policy forgives the first and calls the second behind. */
static struct policy mild_policy(void)
{
        struct policy mild = *policy_default();

        mild.version = 2;
        mild.behind_below_tenths = 150;
        mild.serious_below_tenths = 500;
        return mild;
}

#define MARCH                                                                                                          \
        "2023-03-31 1 begins behind on_pace\n"                                                                         \
        "2023-03-31 1 begins - yellow behind\n"
#define APRIL                                                                                                          \
        "2023-04-30 1 ends on_pace on_pace\n"                                                                          \
        "2023-04-30 1 ends - yellow behind\n"
#define MAY                                                                                                            \
        "2023-05-31 2 begins seriously_behind behind\n"                                                                \
        "2023-05-31 2 begins - red behind\n"                                                                           \
        "2023-05-31 2 begins + yellow behind\n"

static void a_mild_policy(void **state)
{
        const struct policy mild = mild_policy();
        const struct judged_year year = {0};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, &mild, FROM_THE_START, &hearing, &totals), 0);
        assert_memory_equal(hearing.log, MARCH APRIL MAY, strlen(MARCH APRIL MAY));
        assert_int_equal(totals.tasks.n, 2);
        assert_int_equal(totals.tasks.days, 3 + 4); /* 31 March, 1 and 15 April; 31 May and June */
        assert_int_equal(totals.verdicts[VERDICT_BEHIND][VERDICT_ON_PACE].n, 1);
        assert_int_equal(totals.verdicts[VERDICT_BEHIND][VERDICT_ON_PACE].days, 3);
        assert_int_equal(totals.verdicts[VERDICT_SERIOUSLY_BEHIND][VERDICT_BEHIND].n, 1);
        assert_int_equal(totals.verdicts[VERDICT_SERIOUSLY_BEHIND][VERDICT_BEHIND].days, 4);
        assert_int_equal(totals.alerts[REHEARSE_FEWER][SEVERITY_YELLOW].n, 1);
        assert_int_equal(totals.alerts[REHEARSE_FEWER][SEVERITY_YELLOW].days, 3);
        assert_int_equal(totals.alerts[REHEARSE_FEWER][SEVERITY_RED].n, 1);
        assert_int_equal(totals.alerts[REHEARSE_FEWER][SEVERITY_RED].days, 4);
        assert_true(totals.alerts[REHEARSE_MORE][SEVERITY_YELLOW].n >= 1);
}

/* From 10 April on: its first tick is that of the 15th, when task 1 is looked at again. Its alert stays, because
 * only a gap of 5 points clears it. */
static void from_a_day_on(void **state)
{
        const struct policy mild = mild_policy();
        const struct judged_year year = {0};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, &mild, day_of(2023, 4, 10), &hearing, &totals), 0);
        assert_int_equal(totals.in_force.n, day_of(2023, 4, 15).n);
        assert_int_equal(totals.days, 8); /* of the 18: what came before is not asked for */
        assert_int_equal(totals.last.n, day_of(2023, 6, 30).n);
        assert_memory_equal(hearing.log,
                            "2023-04-15 1 begins behind on_pace\n"
                            "2023-04-30 1 ends on_pace on_pace\n" MAY,
                            strlen("2023-04-15 1 begins behind on_pace\n"
                                   "2023-04-30 1 ends on_pace on_pace\n" MAY));
        assert_int_equal(rehearse_on(*state, &mild, day_of(2023, 7, 1), &hearing, &totals), 0);
        assert_false(day_is_set(totals.in_force));
        assert_int_equal(totals.days, 0);
        assert_false(day_is_set(totals.last));
        assert_string_equal(hearing.log, "");
}

/* Who judged the days before by other rules is found by the proof; nobody asked for them here. */
static void what_differed_before_is_not_told(void **state)
{
        struct policy strict = *policy_default();
        const struct judged_year year = {.judge = &strict};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        strict.serious_below_tenths = 120;
        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, policy_default(), day_of(2023, 4, 15), &hearing, &totals), 0);
        assert_null(strstr(hearing.log, "2023-03"));
        assert_memory_equal(hearing.log, "2023-04-15 1 begins seriously_behind behind\n",
                            strlen("2023-04-15 1 begins seriously_behind behind\n"));
        assert_int_equal(totals.verdicts[VERDICT_SERIOUSLY_BEHIND][VERDICT_BEHIND].days, 1);
}

/* The journal itself turns mild on 15 April: the default, rehearsed, differs from there on the other way round. */
static void later_policies_are_left_out(void **state)
{
        const struct policy mild = mild_policy();
        const struct judged_year year = {.later = &mild};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, policy_default(), FROM_THE_START, &hearing, &totals), 0);
        assert_int_equal(totals.left_out, 1);
        assert_non_null(strstr(hearing.log, "2023-04-15 1 begins on_pace behind\n"));
        assert_non_null(strstr(hearing.log, "2023-05-31 2 begins behind seriously_behind\n"));
        assert_non_null(strstr(hearing.log, "2023-05-31 2 begins + red behind\n"));
        assert_int_equal(rehearse_on(*state, &mild, day_of(2023, 4, 15), &hearing, &totals), 0);
        assert_int_equal(totals.left_out, 1);
        assert_string_equal(hearing.log, "");
        assert_int_equal(rehearse_on(*state, policy_default(), day_of(2023, 6, 1), &hearing, &totals), 0);
        assert_int_equal(totals.left_out, 0);
}

static void a_task_that_leaves_the_plan(void **state)
{
        const struct policy mild = mild_policy();
        const struct judged_year year = {.leaves = true};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, &mild, FROM_THE_START, &hearing, &totals), 0);
        assert_memory_equal(hearing.log,
                            MARCH "2023-04-01 1 ends  \n"
                                  "2023-04-01 1 ends - yellow behind\n" MAY,
                            strlen(MARCH "2023-04-01 1 ends  \n"
                                         "2023-04-01 1 ends - yellow behind\n" MAY));
}

/* The first world judges on where the record ends, wherever that is: also between two tasks of one cause, as the
 * policy of April is, under which both are behind. */
static void a_record_that_is_not_complete(void **state UNUSED)
{
        struct policy harsh = *policy_default();
        struct judged_year year = {.later = &harsh, .lag = 2, .most = 1};
        struct hearing hearing = {.stop_at = 0};
        struct rehearse_totals totals;
        size_t derived = 2;

        harsh.version = 2;
        harsh.behind_below_tenths = 5;
        harsh.serious_below_tenths = 120;
        harsh.clear_from_tenths = 0;
        for (; year.most < derived; year.most++) {
                void *kit;

                assert_int_equal(kit_setup(&kit), 0);
                derived = judged_year_make(kit, &year);
                assert_int_equal(rehearse_on(kit, &harsh, day_of(2023, 4, 15), &hearing, &totals), 0);
                assert_string_equal(hearing.log, "");
                assert_int_equal(kit_teardown(&kit), 0);
        }
}

static void it_stops_when_told(void **state)
{
        const struct judged_year year = {0};
        struct hearing hearing = {.stop_at = 1};
        struct rehearse_totals totals;

        judged_year_make(*state, &year);
        assert_int_equal(rehearse_on(*state, policy_default(), FROM_THE_START, &hearing, &totals), REPLAY_STOPPED);
}

#define IN_A_KIT(test) cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_honest_journal),
                cmocka_unit_test(the_hash_is_the_same_everywhere),
                cmocka_unit_test(a_judge_of_another_mind),
                cmocka_unit_test(an_event_is_missing),
                cmocka_unit_test(an_event_is_forged),
                cmocka_unit_test(a_header_is_forged),
                cmocka_unit_test(an_event_of_no_cause),
                cmocka_unit_test(an_event_too_many),
                cmocka_unit_test(the_notifier_has_not_come_so_far),
                IN_A_KIT(the_policy_in_force),
                IN_A_KIT(a_mild_policy),
                IN_A_KIT(from_a_day_on),
                IN_A_KIT(what_differed_before_is_not_told),
                IN_A_KIT(later_policies_are_left_out),
                IN_A_KIT(a_task_that_leaves_the_plan),
                cmocka_unit_test(a_record_that_is_not_complete),
                IN_A_KIT(it_stops_when_told),
        };

        return cmocka_run_group_tests_name("rehearse", tests, NULL, NULL);
}
