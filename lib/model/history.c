/* history.c - the fold of a task's past. */
#include "lib/model/history.h"

#include "lib/model/judge.h"

enum { UNSTABLE_CHANGES = 3, UNSTABLE_REPORTS = 6 };

/* -- counting -- */

static uint8_t one_more(uint8_t n)
{
        return n < UINT8_MAX ? (uint8_t)(n + 1) : n;
}

static void count(uint16_t *n)
{
        if (*n < UINT16_MAX)
                (*n)++;
}

unsigned history_run_length(struct history_run run)
{
        return run.now ? run.before + 1u : 0;
}

/* Another cycle: until it is judged otherwise it goes on as the last one did. */
static void run_on(struct history_run *run)
{
        run->before = run->now ? one_more(run->before) : 0;
}

/* The newest cycle is neither reported nor missing while its report is returned and not overdue yet. */
unsigned history_missing_run(const struct history *history)
{
        const uint32_t known = history->reported | history->missing;
        const uint32_t others = known ? ~(history->missing >> __builtin_ctz(known)) : 1;

        return others ? (unsigned)__builtin_ctz(others) : HISTORY_CYCLES;
}

bool history_is_unstable(const struct history_part *part)
{
        int changes = 0;

        for (int i = 0; i < UNSTABLE_REPORTS; i++)
                changes += part->changes >> i & 1;
        return changes >= UNSTABLE_CHANGES;
}

/* Bad here is what calls for an alert. */
static bool is_bad(const struct history_part *part)
{
        return verdict_is_bad((enum verdict_word)part->word) || part->why == WHY_NO_FIGURE;
}

/* -- parts -- */

static struct history_part *find_part(struct history_part *parts, size_t n, uint32_t no)
{
        for (size_t i = 0; i < n; i++)
                if (parts[i].no == no)
                        return &parts[i];
        return NULL;
}

const struct history_part *history_part(const struct history *history, uint32_t no)
{
        return find_part(history->part, history->n_parts, no);
}

/* What the judge says of a part before anything was reported. */
static struct history_part new_part(const struct part *part)
{
        return (struct history_part){
                .no = part->no,
                .word = VERDICT_UNKNOWN,
                .raw_word = VERDICT_UNKNOWN,
                .why = judge_is_registered(part) ? WHY_NO_REPORT : WHY_NO_TARGET,
                .rule = judge_is_registered(part) ? 7 : 2,
        };
}

void history_adopt(struct history *history, const struct task *task, struct history_part *parts)
{
        for (size_t i = 0; i < task->part.n; i++) {
                const struct history_part *old = history_part(history, task->part.at[i].no);

                parts[i] = old ? *old : new_part(&task->part.at[i]);
        }
        history->part = parts;
        history->n_parts = (uint32_t)task->part.n;
}

/* -- cycles -- */

/* Another cadence makes nothing older or newer: what was some cycles after the newest report, or before it, still is.
 * What was reported in the running cycle stays reported. */
static void count_anew(struct history *history, const struct duty *duty)
{
        const int32_t cycle = cycle_number(duty->cadence, history->report_day);
        const int32_t shift = cycle - cycle_number(history->cadence, history->report_day);
        const bool counts = day_is_set(history->report_day) && !history->returned;

        history->cadence = duty->cadence;
        history->cycle += shift;
        history->reported = counts && history->cycle == cycle;
        history->missing = 0;
        history->late = 0;
        history->begun = (struct day){0};
        history->open = (struct day){0};
        for (size_t i = 0; i < history->n_parts; i++)
                history->part[i].claimed_cycle += shift;
}

void history_begin(struct history *history, const struct duty *duty, struct day in_force)
{
        if (history->cadence != duty->cadence)
                count_anew(history, duty);
        if (!day_is_set(history->begun))
                history->begun = cycle_first_after(duty, in_force);
        if (!day_is_set(history->open))
                history->open = cycle_first_after(duty, in_force);
        history_refresh(history, duty);
}

void history_refresh(struct history *history, const struct duty *duty)
{
        history->deadline = day_is_set(history->open) ? cycle_deadline(duty, history->open, NULL) : (struct day){0};
}

struct day history_next_day(const struct history *history)
{
        return day_is_set(history->deadline) ? day_plus(history->deadline, 1) : (struct day){0};
}

/* The bit of that cycle, which is made the newest when it is newer; 0 when it is too long ago. */
static uint32_t cycle_bit(struct history *history, int32_t cycle)
{
        const bool none = (history->reported | history->missing) == 0 && !history->returned;
        const int64_t newer = none ? 0 : (int64_t)cycle - history->cycle;

        if (none || newer > 0) {
                history->reported = newer < HISTORY_CYCLES ? history->reported << newer : 0;
                history->missing = newer < HISTORY_CYCLES ? history->missing << newer : 0;
                history->late = newer < HISTORY_CYCLES ? history->late << newer : 0;
                history->cycle = cycle;
                count(&history->cycles);
                for (size_t i = 0; !none && i < history->n_parts; i++) {
                        run_on(&history->part[i].behind);
                        run_on(&history->part[i].silent);
                }
                return 1;
        }
        return newer > -HISTORY_CYCLES ? 1u << -newer : 0;
}

static bool is_excused(const struct history *history, struct day end)
{
        return day_is_set(history->excused_from) && !day_before(end, history->excused_from) &&
               !day_before(history->excused_to, end);
}

static bool is_owed(const struct history *history, const struct duty *duty, struct day end)
{
        return day_is_set(history->begun) && !duty->none && !day_before(end, history->begun) &&
               !day_before(duty->end, end) && !is_excused(history, end);
}

/* Its deadline has passed, and there was one. None passes before that of the cycle before, which an outage may move. */
static bool is_past(const struct history *history, const struct duty *duty, struct day end)
{
        return is_owed(history, duty, end) && (!day_is_set(history->open) || day_before(end, history->open));
}

static void note_reported(struct history *history, const struct duty *duty, struct day data_date, bool excused)
{
        const struct day end = cycle_end(duty, data_date);
        const uint32_t bit = cycle_bit(history, cycle_number(duty->cadence, data_date));
        uint32_t late = bit;

        if (history->missing & bit)
                history->missing_total--;
        else if (!bit || history->reported & bit || excused || !is_past(history, duty, end))
                late = 0;
        if (late) {
                count(&history->late_total);
                history->late |= late;
        }
        history->missing &= ~bit;
        history->reported |= bit;
}

static void note_missing(struct history *history, const struct duty *duty)
{
        const uint32_t bit = cycle_bit(history, cycle_number(duty->cadence, history->open));

        if (bit & ~(history->reported | history->missing)) {
                history->missing |= bit;
                count(&history->missing_total);
        }
}

static void note_excused(struct history *history, const struct duty *duty)
{
        const bool goes_on =
                day_is_set(history->excused_to) && cycle_first_after(duty, history->excused_to).n == history->open.n;

        if (!goes_on)
                history->excused_from = history->open;
        history->excused_to = history->open;
}

void history_note_tick(struct history *history, const struct duty *duty, bool excused, struct day today)
{
        while (day_is_set(history->deadline) && day_before(history->deadline, today)) {
                if (excused)
                        note_excused(history, duty);
                else
                        note_missing(history, duty);
                history->open = cycle_first_after(duty, history->open);
                history_refresh(history, duty);
        }
}

/* -- reports -- */

static void put_figure(struct history_part *part, struct number figure)
{
        if (figure.known && !part->fresh) {
                part->figure_before = part->figure;
                count(&part->figures);
        } else if (!figure.known && part->fresh) { /* a correction took it back */
                part->figure = part->figure_before;
                part->figures--;
        }
        if (figure.known)
                part->figure = figure;
        part->fresh = figure.known;
}

/* R8: a part that was well in a report may be claimed afresh in the next one, not in a correction of it. */
static void forget_claim(struct history_part *part)
{
        part->claimed = false;
        part->accepted_until = (struct day){0};
}

/* What the newest report was is from now on what the one before it was. */
static void step_back(struct history_part *part, bool has_before)
{
        if (verdict_rank((enum verdict_word)part->raw_word) >= verdict_rank(VERDICT_ON_PACE))
                forget_claim(part);
        part->fresh = false;
        part->started |= part->starts;
        part->done_earlier = part->done;
        part->has_before = has_before;
        part->was_bad = is_bad(part);
        part->changes = (uint8_t)(part->changes << 1);
}

/* The newest report does not count any more: its cycle is owed again, unless nothing is owed now. */
static void take_back(struct history *history, const struct duty *duty, bool excused)
{
        const struct day end = cycle_end(duty, history->report_day);
        const uint32_t bit = cycle_bit(history, cycle_number(duty->cadence, history->report_day));

        if (history->late & bit)
                history->late_total--;
        history->late &= ~bit;
        if (!excused && history->reported & bit && is_past(history, duty, end)) {
                history->missing |= bit;
                count(&history->missing_total);
        }
        history->reported &= ~bit;
}

static bool is_of_other_cycle(const struct history *history, const struct duty *duty, const struct report *report)
{
        return cycle_number(duty->cadence, report->data_date) != cycle_number(duty->cadence, history->report_day);
}

void history_note_report(struct history *history, const struct duty *duty, const struct task *task,
                         const struct report *report, bool replaces, bool excused)
{
        const bool same = replaces || history->returned || report->data_date.n == history->report_day.n;
        const bool has_before = day_is_set(history->report_day);

        if (replaces && !history->returned && is_of_other_cycle(history, duty, report))
                take_back(history, duty, excused);
        note_reported(history, duty, report->data_date, excused);
        if (!same && day_before(report->data_date, history->report_day))
                return;
        history->report_day = report->data_date;
        history->returned = false;
        for (size_t i = 0; i < task->part.n; i++) {
                const struct part *planned = &task->part.at[i];
                const struct line *line = report_line(report, planned->no);
                struct history_part *part = find_part(history->part, history->n_parts, planned->no);

                if (!part)
                        continue;
                if (!same)
                        step_back(part, has_before);
                put_figure(part, report_figure(line, planned));
                part->starts = report_begins(line, planned);
                part->done = (uint8_t)judge_done(planned, line, (enum history_done)part->done_earlier);
        }
}

void history_note_return(struct history *history, const struct duty *duty, bool excused)
{
        take_back(history, duty, excused);
        history->returned = true;
        for (size_t i = 0; i < history->n_parts; i++) {
                put_figure(&history->part[i], (struct number){0});
                history->part[i].starts = false;
                history->part[i].done = history->part[i].done_earlier;
        }
}

/* -- what the judge said -- */

uint8_t history_broken_by(const struct history_part *part, const struct part_verdict *verdict)
{
        const bool ended = part->excuse != EXCUSE_UNSPECIFIED && verdict->excuse == EXCUSE_UNSPECIFIED;

        return ended && verdict_is_bad(verdict->raw_verdict) ? one_more(part->broken) : part->broken;
}

static void note_excuse(struct history_part *part, const struct part_verdict *verdict, int32_t cycle)
{
        part->broken = history_broken_by(part, verdict);
        if (verdict->excuse != EXCUSE_UNSPECIFIED) {
                if (!part->claimed)
                        part->claimed_cycle = cycle;
                part->claimed = true;
                part->claimed_kind = (uint8_t)verdict->excuse;
        }
}

/* Bit 0 of the changes: only a report that counts is compared with one that did. */
static void note_change(struct history_part *part, bool returned)
{
        const bool changed = part->has_before && !returned && is_bad(part) != part->was_bad;

        part->changes = (uint8_t)((part->changes & ~1u) | changed);
}

static void note_part(struct history_part *part, const struct part_verdict *verdict, int32_t cycle)
{
        note_excuse(part, verdict, cycle);
        part->word = (uint8_t)verdict->verdict;
        part->raw_word = (uint8_t)verdict->raw_verdict;
        part->why = (uint8_t)verdict->why;
        part->excuse = (uint8_t)verdict->excuse;
        part->rule = (uint8_t)verdict->rule;
        part->paced = verdict->paced;
        part->done_before = verdict->done_before;
        part->told_until = verdict->accepted_until;
        part->behind.now = verdict_is_bad(verdict->verdict) && verdict->why != WHY_NO_FIGURE;
        part->silent.now = verdict->why == WHY_NO_FIGURE;
}

void history_note_verdict(struct history *history, const struct duty *duty, const struct verdict *verdict)
{
        const int32_t cycle = cycle_number(duty->cadence, history->report_day);

        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *of = &verdict->part.at[i];
                struct history_part *part = find_part(history->part, history->n_parts, of->part);

                if (!part)
                        continue;
                note_part(part, of, cycle);
                note_change(part, history->returned);
        }
        history->late_told = (uint16_t)verdict->late;
        history->missing_told = (uint16_t)verdict->missing;
}

void history_note_accept(struct history *history, uint32_t no, struct day until)
{
        for (size_t i = 0; i < history->n_parts; i++)
                if ((no == 0 || history->part[i].no == no) &&
                    verdict_is_bad((enum verdict_word)history->part[i].raw_word))
                        history->part[i].accepted_until = until;
}

static bool holds_part(const struct history_part *part, const struct part_verdict *verdict)
{
        return part && part->word == verdict->verdict && part->raw_word == verdict->raw_verdict &&
               part->why == verdict->why && part->excuse == verdict->excuse && part->rule == verdict->rule &&
               part->paced == verdict->paced && part->done_before == verdict->done_before &&
               part->broken == verdict->broken && part->told_until.n == verdict->accepted_until.n;
}

bool history_holds(const struct history *history, const struct verdict *verdict)
{
        for (size_t i = 0; i < verdict->part.n; i++)
                if (!holds_part(history_part(history, verdict->part.at[i].part), &verdict->part.at[i]))
                        return false;
        return history->late_told == verdict->late && history->missing_told == verdict->missing;
}
