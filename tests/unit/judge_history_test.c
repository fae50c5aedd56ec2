/* judge_history_test.c - the rules that take more than one report (R5, R8, R12, R14): a task's year, step by step.
 *
 * A year is written as words, each with a day MMDD of 2023:
 *   0131          that day opens
 *   r0131=5       a report with that data date and figure comes; "-" is none. Letters after it: w a forecast that
 *                 reaches the target, p a pipeline that covers what is left, u one unit under way, c it corrects the newest,
 *                 d done, i in progress, z certified, n by narrative, l nothing at all of the part
 *   a0430         a supervisor accepts the excuse until then
 *   x0201         that day opens, and a supervisor returns the newest report
 *   o0705-0706    we were down
 *   s0801         that day opens while the task is suspended
 *   g3            from now on the grace is three working days
 * The task is one count of 100, monthly unless said (milestones and awards are final), in a plan of the year; of its own
 * date of force see the tables. The words are folded as the notifier does: fold the input, judge, fold the verdict if it says anything new. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/judge.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

struct row {
        const char *name;
        const char *year;
        const char *verdict; /* of the task */

        /* what else there is */
        const char *raw; /* as the verdict unless said */
        const char *why, *excuse;
        uint32_t recheck; /* looked at only where said */
        int late, missing, run; /* totals, and missing in a row */
        int behind, broken, changes; /* of the part */
        enum cadence cadence;
        const char *kind; /* "cumulative" unless said */
        const char *direction;
        uint32_t in_force;
        bool backfill, soft, statistics, zero;
};

static const struct row REPORTING[] = {
        /* R12: late, missing; January is to be reported by 7 February, February by 7 March */
        {"on the last day of grace", "0207 r0131=8", "on_pace"},
        {"the day after", "0208 r0131=8", "on_pace", .late = 1},
        {"the grace is not over", "0207", "unknown", .why = "no_report", .recheck = 20230208},
        {"the morning after it", "0208", "unknown", .why = "no_report", .missing = 1, .run = 1, .recheck = 20230308},
        {"late turns missing into late", "0210 r0131=8", "on_pace", .late = 1},
        {"a second report on a cycle is not late", "0203 r0131=8 0220 r0131=8", "on_pace"},
        {"two missing in a row", "0308", "behind", .why = "no_report", .missing = 2, .run = 2},
        {"the first of them comes after all", "0308 r0131=8", "on_pace", .late = 1, .missing = 1, .run = 1},
        {"the second comes after all", "0308 r0228=16", "on_pace", .late = 1, .missing = 1},
        {"one good report and two missing", "0203 r0131=8 0412", "behind", .why = "no_report", .missing = 2, .run = 2},
        {"it hides nothing worse", "0131 r0131=8 0630 r0630=0 0912", "seriously_behind", .missing = 6, .run = 2,
         .behind = 3},
        {"a report on the running cycle ends the row", "0308 0310 r0310=16", "on_pace", .missing = 2},
        {"in force in March", "0412", "unknown", .why = "no_report", .missing = 1, .run = 1, .in_force = 20230305},
        {"in force on the last of March", "0412", "unknown", .why = "no_report", .in_force = 20230331},
        {"imported history", "1201", "unknown", .why = "no_report", .backfill = true},
        {"on call", "1201", "unknown", .why = "no_report", .cadence = CADENCE_ON_CALL},
        {"half-yearly", "0711", "unknown", .why = "no_report", .missing = 1, .run = 1, .cadence = CADENCE_HALF_YEARLY},
        {"of the statistics office: fifteen working days", "0221", "unknown", .why = "no_report", .statistics = true,
         .recheck = 20230222},
        {"and no more", "0222", "unknown", .why = "no_report", .statistics = true, .missing = 1, .run = 1},
        {"down on the last day", "o0206-0208 0208", "unknown", .why = "no_report", .recheck = 20230211},
        {"the second working day after", "o0206-0208 0210 r0131=8", "on_pace"},
        {"down before it", "o0202-0206 0208", "unknown", .why = "no_report", .missing = 1, .run = 1},
        {"returned in time, its cycle is owed", "0201 r0131=8 x0203", "unknown", .why = "no_report",
         .recheck = 20230208},
        {"and missing once its deadline passes", "0201 r0131=8 x0203 0208", "unknown", .why = "no_report", .missing = 1,
         .run = 1},
        {"returned after it, it is missing at once", "0201 r0131=8 x0210", "unknown", .why = "no_report", .missing = 1,
         .run = 1},
        {"made again it is late", "0201 r0131=8 x0210 r0131=9", "on_pace", .late = 1},
        {"late, returned, made again: late once", "0210 r0131=8 x0211 r0131=9", "on_pace", .late = 1},
        {"suspended owes nothing", "s0301 s0501", "suspended", .raw = "unknown", .why = "no_report"},
        {"but not while nothing is owed", "0203 r0131=8 s0215 x0216", "suspended", .raw = "unknown",
         .why = "no_report"},
        {"it ended no row of missing ones", "0208 r0208=5 x0208", "unknown", .why = "no_report", .missing = 1,
         .run = 1},
        {"a shorter grace", "0206 g3 0207", "unknown", .why = "no_report", .missing = 1, .run = 1},
        {"returned on the day of a shorter grace, it is missing once", "0203 r0131=8 0206 g3 x0206 0207", "unknown",
         .why = "no_report", .missing = 1, .run = 1},
        {"what was not owed does not come late", "s0301 r0131=8", "suspended", .raw = "on_pace"},
};

/* R5: due on 30 April, to be reported by 10 May; final */
static const struct row DONE[] = {
        {"done, and not said again", "0131 r0131=-d 0228 r0228=-", "completed", .kind = "milestone"},
        {"and then left out", "0131 r0131=-d 0228 r0228=-l", "completed", .kind = "milestone"},
        {"nor when its date is past", "0131 r0131=-d 0531 r0531=-l 0602", "completed", .kind = "milestone",
         .missing = 3},
        {"never done", "0131 r0131=-i 0531 r0531=-l", "overdue", .kind = "milestone", .missing = 3, .behind = 2},
        {"a later report says otherwise", "0131 r0131=-d 0228 r0228=-i", "on_pace", .kind = "milestone"},
        {"and the one after that nothing", "0131 r0131=-d 0228 r0228=-i 0331 r0331=-", "unknown", .why = "no_figure",
         .kind = "milestone"},
        {"done again", "0131 r0131=-d 0228 r0228=-i 0315 r0315=-d 0331 r0331=-", "completed", .kind = "milestone"},
        {"corrected, it was not said", "0131 r0131=-d 0201 r0131=-ic 0228 r0228=-", "unknown", .why = "no_figure",
         .kind = "milestone"},
        {"nor when the correction leaves it out", "0131 r0131=-d 0201 r0131=-lc", "unknown", .why = "no_figure",
         .kind = "milestone"},
        {"a correction of the newest brings the earlier word back", "0131 r0131=-d 0228 r0228=-i 0301 r0228=-lc",
         "completed", .kind = "milestone"},
        {"returned, it was not said", "0131 r0131=-d x0201", "unknown", .why = "no_report", .kind = "milestone"},
        {"what was returned takes nothing back", "0131 r0131=-d 0228 r0228=-i x0301", "completed", .kind = "milestone"},
        {"nor does what comes in its place", "0131 r0131=-d 0228 r0228=-i x0301 r0228=-l", "completed",
         .kind = "milestone"},
        {"a report of an older day does not say it", "0228 r0228=-i 0301 r0131=-d 0331 r0331=-", "unknown",
         .why = "no_figure", .kind = "milestone", .late = 1},
        {"nor unsay it", "0228 r0228=-d 0301 r0131=-i 0331 r0331=-", "completed", .kind = "milestone", .late = 1},
        {"done by narrative stays that", "0131 r0131=-dn 0228 r0228=-l", "on_pace", .kind = "milestone"},
        {"also when its date is past", "0131 r0131=-dn 0531 r0531=-l", "on_pace", .kind = "milestone", .missing = 3},
        {"an award that was certified", "0131 r0131=-z 0531 r0531=-l", "completed", .kind = "award", .missing = 3},
        {"an award whose count was reached", "0131 r0131=100 0228 r0228=-", "completed", .kind = "award"},
        {"a lower count says otherwise", "0131 r0131=-z 0228 r0228=60 0331 r0331=-l", "unknown", .why = "no_figure",
         .kind = "award"},
        {"a duty is never done", "0131 r0131=-d 0228 r0228=-l", "unknown", .why = "no_figure", .kind = "duty"},
        {"nor a count", "0131 r0131=-d 0228 r0228=-l", "unknown", .why = "no_figure"},
};

static const struct row BEGINNING[] = {
        /* R12: not started */
        {"three months and nothing", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "seriously_behind",
         .why = "no_figure", .behind = 0},
        {"not quite three months", "0131 r0131=- 0228 r0228=- 0331 r0331=-", "unknown", .why = "no_figure",
         .recheck = 20230401},
        {"a single cycle may pass", "0630 r0630=-", "behind", .why = "no_figure", .cadence = CADENCE_HALF_YEARLY},
        {"a figure of 0 is a figure", "0131 r0131=0 0228 r0228=- 0331 r0331=- 0401", "unknown", .why = "no_figure"},
        {"a unit under way is a beginning", "0131 r0131=-u 0228 r0228=- 0331 r0331=- 0401", "unknown",
         .why = "no_figure"},
        {"nobody ever reports", "0401 0402", "seriously_behind", .why = "no_report", .missing = 2, .run = 2,
         .behind = 1},
        {"a level does not begin", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "unknown", .why = "no_figure",
         .kind = "level"},
        {"a ceiling does not begin", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "unknown", .why = "no_figure",
         .direction = "at_most"},
        {"a zero to be held does not", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "unknown", .why = "no_figure",
         .zero = true},
        {"a stock that is to be held at zero", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "unknown",
         .why = "no_figure", .kind = "stock", .zero = true},
        {"a wish need not begin", "0131 r0131=- 0228 r0228=- 0331 r0331=- 0401", "unknown", .why = "no_target",
         .soft = true},
};

static const struct row EXCUSED[] = {
        /* R8; the plan came into force in March */
        {"claimed for the first time", "0331 r0331=5w", "on_pace", .raw = "behind", .excuse = "forecast"},
        {"twice in the same cycle", "0325 r0325=5w 0331 r0331=5w", "on_pace", .raw = "behind", .excuse = "forecast"},
        {"in the second cycle it does not hold", "0331 r0331=5w 0430 r0430=7w", "behind", .behind = 1, .broken = 1},
        {"nor another claim", "0331 r0331=5w 0430 r0430=7p", "behind", .behind = 1, .broken = 1},
        {"nor in the third", "0331 r0331=5w 0430 r0430=7w 0531 r0531=8w", "seriously_behind", .behind = 2, .broken = 1},
        {"accepted it does", "0331 r0331=5w 0401 a0731 0430 r0430=7w", "on_pace", .raw = "behind", .excuse = "forecast",
         .recheck = 20230510},
        {"accepted, it need not be said again", "0331 r0331=5w 0401 a0731 0430 r0430=7", "on_pace", .raw = "behind",
         .excuse = "forecast"},
        {"on the last day", "0331 r0331=5w 0401 a0430 0430 r0430=7w", "on_pace", .raw = "behind", .excuse = "forecast",
         .recheck = 20230501},
        {"after it the promise is broken", "0331 r0331=5w 0401 a0430 0430 r0430=7w 0501", "behind", .behind = 1,
         .broken = 1},
        {"accepted after it lapsed", "0331 r0331=5w 0430 r0430=7w 0502 a0731 0503 r0430=7w", "on_pace", .raw = "behind",
         .excuse = "forecast", .broken = 1},
        {"accepted before there was anything to accept", "0331 r0331=25 0401 a0731 0430 r0430=7w 0531 r0531=8w",
         "seriously_behind", .behind = 1, .broken = 1},
        {"a report that comes when a later cycle is missing claims too late", "0512 r0331=5w", "behind", .late = 1,
         .missing = 1, .run = 1, .behind = 1},
        {"silence does not prolong it", "0331 r0331=5w 0512", "behind", .missing = 1, .run = 1, .behind = 1,
         .broken = 1},
        {"well again, it may be claimed again", "0331 r0331=5w 0430 r0430=30 0531 r0531=30w 0630 r0630=30w", "behind",
         .behind = 1, .broken = 1},
        {"and holds once", "0331 r0331=5w 0430 r0430=30 0531 r0531=30w", "on_pace", .raw = "behind",
         .excuse = "forecast"},
};

static const struct row COUNTED[] = {
        /* R14, and what severities count; the plan came into force in March */
        {"behind once", "0331 r0331=5", "behind", .behind = 1},
        {"twice in one cycle is once", "0325 r0325=5 0331 r0331=5", "behind", .behind = 1},
        {"twice running", "0331 r0331=5 0430 r0430=7", "behind", .behind = 2},
        {"a correction to the good", "0331 r0331=5 0401 r0331=25c", "on_pace"},
        {"a correction to the bad", "0331 r0331=25 0401 r0331=5c", "behind", .behind = 1},
        {"silent cycles count on", "0331 r0331=5 0512", "behind", .missing = 1, .run = 1, .behind = 2},
        {"back and forth", "0131 r0131=8 0228 r0228=1 0331 r0331=25 0430 r0430=5", "behind", .behind = 1, .changes = 3},
        {"a fourth report of the kind changes nothing", "0131 r0131=8 0228 r0228=1 0331 r0331=25 0430 r0430=35",
         "on_pace", .changes = 2},
        {"seven reports later the first is forgotten",
         "0131 r0131=8 0228 r0228=1 0331 r0331=25 0430 r0430=5 0531 r0531=5 0630 r0630=5 0731 r0731=5 0831 r0831=5",
         "seriously_behind", .behind = 5, .changes = 2},
};

enum { HISTORY_PARTS = 1 };

struct year {
        struct arena *arena;
        struct plan plan;
        struct part part;
        struct task task;
        struct pipeline pipeline;
        struct line line;
        struct report report;
        struct history_part parts[HISTORY_PARTS];
        struct history history;
        struct outage outage;
        struct outages outages;
        struct policy policy;
        struct duty duty;
        struct day today;
        struct verdict verdict;
        struct day recheck;
        bool reported;
        bool suspended;
};

static struct day on(uint32_t yyyymmdd)
{
        struct day d = {0};

        assert_int_equal(day_from_number(yyyymmdd, &d), 0);
        return d;
}

static struct day day_in(const char *text)
{
        return on(20230000u + (uint32_t)strtoul(text, NULL, 10));
}

static void judge_again(struct year *year)
{
        const struct facts facts = {
                .plan = &year->plan,
                .task = &year->task,
                .policy = &year->policy,
                .report = year->reported ? &year->report : NULL,
                .report_seq = 9,
                .today = year->today,
                .suspended = year->suspended,
                .history = &year->history,
                .outages = &year->outages,
        };

        assert_int_equal(judge(&facts, year->arena, &year->verdict, &year->recheck), 0);
        if (!history_holds(&year->history, &year->verdict))
                history_note_verdict(&year->history, &year->duty, &year->verdict);
        assert_true(history_holds(&year->history, &year->verdict));
}

/* As a service that looks every morning: each day opens for itself. */
static void open_days(struct year *year, struct day to)
{
        while (day_before(year->today, to)) {
                year->today = day_plus(year->today, 1);
                history_note_tick(&year->history, &year->duty, year->suspended, year->today);
                judge_again(year);
        }
}

/* A report of an older day is not the one that is judged by. */
static void fill_cycle(struct year *year, const char *word)
{
        struct line line = {.part = 1, .state = strchr(word, 'd') ? STATE_DONE : STATE_IN_PROGRESS};
        const struct report older = {.data_date = day_in(word + 1), .line = {&line, 1}};

        history_note_report(&year->history, &year->duty, &year->task, &older, false, year->suspended);
        judge_again(year);
}

static void hear(struct year *year, const char *word)
{
        const char *figure = strchr(word, '=') + 1;
        const size_t digits = strspn(figure, "0123456789.-");
        const struct bytes text = bytes_of(figure, figure[0] == '-' ? 0 : digits);

        year->line = (struct line){.part = 1};
        assert_int_equal(number_from_text(text, &year->line.value), 0);
        if (strchr(word, 'd') || strchr(word, 'i'))
                year->line.state = strchr(word, 'd') ? STATE_DONE : STATE_IN_PROGRESS;
        if (strchr(word, 'z'))
                year->line.stage = STAGE_CERTIFIED;
        if (strchr(word, 'n'))
                year->line.evidence = EVIDENCE_NARRATIVE;
        if (strchr(word, 'w'))
                year->line.forecast = (struct number){100, 0, true};
        if (strchr(word, 'p') || strchr(word, 'u')) {
                year->pipeline = (struct pipeline){STAGE_CONSTRUCTION, strchr(word, 'p') ? 100 : 1};
                year->line.pipeline.at = &year->pipeline;
                year->line.pipeline.n = 1;
        }
        year->report = (struct report){.data_date = day_in(word + 1), .line = {&year->line, strchr(word, 'l') ? 0 : 1}};
        year->reported = true;
        history_note_report(&year->history, &year->duty, &year->task, &year->report, strchr(word, 'c') != NULL,
                            year->suspended);
        judge_again(year);
}

static void live(struct year *year, const char *word)
{
        switch (word[0]) {
        case 'r':
                if (year->reported && !strchr(word, 'c') && day_before(day_in(word + 1), year->report.data_date))
                        fill_cycle(year, word);
                else
                        hear(year, word);
                return;
        case 'a':
                history_note_accept(&year->history, 1, day_in(word + 1));
                judge_again(year);
                return;
        case 'o':
                year->outage = (struct outage){day_in(word + 1), day_in(strchr(word, '-') + 1)};
                year->outages.outage.at = &year->outage;
                year->outages.outage.n = 1;
                history_refresh(&year->history, &year->duty);
                return;
        case 'x':
                open_days(year, day_in(word + 1));
                history_note_return(&year->history, &year->duty, year->suspended);
                year->reported = false;
                judge_again(year);
                return;
        case 'g':
                year->policy.grace_days = (uint32_t)strtoul(word + 1, NULL, 10);
                history_refresh(&year->history, &year->duty);
                judge_again(year);
                return;
        case 's':
                year->suspended = true;
                open_days(year, day_in(word + 1));
                return;
        default:
                open_days(year, day_in(word));
        }
}

static void begin(struct year *year, const struct row *row, uint32_t in_force_unless_said)
{
        const struct day in_force = on(row->in_force ? row->in_force : in_force_unless_said);

        year->plan = (struct plan){.start = on(20230101),
                                   .end = on(20231231),
                                   .cadence = row->cadence ? row->cadence : CADENCE_MONTHLY,
                                   .backfill = row->backfill};
        year->part = (struct part){
                .no = 1,
                .kind = (enum part_kind)word_find(&WORDS_PART_KIND, bytes_str(row->kind ? row->kind : "cumulative")),
                .direction =
                        (enum direction)(row->direction ? word_find(&WORDS_DIRECTION, bytes_str(row->direction)) : 0),
                .target = {row->zero ? 0 : 100, 0, true},
                .soft = row->soft,
                .statistics = row->statistics};
        if (year->part.kind == PART_MILESTONE || year->part.kind == PART_AWARD) {
                year->part.due = on(20230430);
                year->part.final = true;
        }
        year->task = (struct task){.no = 1, .part = {&year->part, 1}};
        year->policy = *policy_default();
        year->duty = cycle_duty(&year->task, &year->plan, &year->policy, &year->outages);
        year->today = in_force;
        history_adopt(&year->history, &year->task, year->parts);
        history_begin(&year->history, &year->duty, in_force);
        judge_again(year);
}

static void assert_row(const struct row *row, uint32_t in_force)
{
        ARENA struct arena *arena = arena_new(0);
        struct year year = {.arena = arena};
        char words[256];
        char *save;

        print_message("%s\n", row->name);
        begin(&year, row, in_force);
        snprintf(words, sizeof words, "%s", row->year);
        for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
                live(&year, word);

        const struct history_part *part = history_part(&year.history, 1);

        assert_string_equal(word_of(&WORDS_VERDICT, (int)year.verdict.verdict)->id, row->verdict);
        assert_string_equal(word_of(&WORDS_VERDICT, (int)year.verdict.raw_verdict)->id,
                            row->raw ? row->raw : row->verdict);
        assert_string_equal(word_of(&WORDS_WHY, (int)year.verdict.why)->id, row->why ? row->why : "");
        assert_string_equal(word_of(&WORDS_EXCUSE, (int)year.verdict.part.at[0].excuse)->id,
                            row->excuse ? row->excuse : "");
        assert_int_equal(year.history.late_total, row->late);
        assert_int_equal(year.history.missing_total, row->missing);
        assert_int_equal(history_missing_run(&year.history), row->run);
        assert_int_equal(history_run_length(part->behind), row->behind);
        assert_int_equal(part->broken, row->broken);
        if (row->changes)
                assert_int_equal(__builtin_popcount(part->changes & 0x3fu), row->changes);
        assert_int_equal(history_is_unstable(part), row->changes >= 3);
        if (row->recheck)
                assert_int_equal(day_to_number(year.recheck), row->recheck);
}

#define ASSERT_ROWS(rows, in_force)                                                                                    \
        for (size_t i = 0; i < COUNT_OF(rows); i++)                                                                    \
        assert_row(&(rows)[i], in_force)

static void r12_reporting(void **state UNUSED)
{
        ASSERT_ROWS(REPORTING, 20221231);
}

static void r5_done(void **state UNUSED)
{
        ASSERT_ROWS(DONE, 20221231);
}

static void r12_beginning(void **state UNUSED)
{
        ASSERT_ROWS(BEGINNING, 20221231);
}

static void r8_excuses(void **state UNUSED)
{
        ASSERT_ROWS(EXCUSED, 20230301);
}

static void r14_counting(void **state UNUSED)
{
        ASSERT_ROWS(COUNTED, 20230301);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(r12_reporting), cmocka_unit_test(r5_done),      cmocka_unit_test(r12_beginning),
                cmocka_unit_test(r8_excuses),    cmocka_unit_test(r14_counting),
        };

        return cmocka_run_group_tests_name("judge_history", tests, NULL, NULL);
}
