/* rejudge_text.c - a rehearsal for people: a line when a difference begins, changes and ends; sums at the end. */
#include <inttypes.h>

#include "broker/rejudge_report.h"
#include "lib/base/text.h"

static const char *say(const struct rejudge_report *report, const char *zh, const char *en)
{
        return report->language == LANGUAGE_ZH ? zh : en;
}

static const char *word(const struct rejudge_report *report, const struct word_list *words, int value)
{
        return word_in(word_of(words, value), report->language);
}

static void print_title(const struct rejudge_report *report)
{
        ARENA struct arena *arena = arena_new(0);
        const struct bytes title = arena ? text_escape(arena, report->policy->title) : bytes_str("");

        fputs(say(report, "试用规则", "rehearsing policy"), report->out);
        if (report->policy->version)
                fprintf(report->out, say(report, "第 %" PRIu32 " 版", " %" PRIu32), report->policy->version);
        if (title.len)
                fprintf(report->out, say(report, "(%.*s)", " (%.*s)"), BYTES_ARG(title));
        fputs(say(report, ",", ", "), report->out);
}

static void begin(struct rejudge_report *report)
{
        char day[DAY_TEXT_SIZE];

        print_title(report);
        if (day_is_set(report->from))
                fprintf(report->out, say(report, "自 %s 起;", "from %s on; "), day_text(report->from, day));
        else
                fputs(say(report, "自日志开头起;", "from the start; "), report->out);
        fputs(say(report, "只读不写。原判 -> 试判:\n", "nothing is written. As recorded -> as rehearsed:\n"),
              report->out);
}

static void print_place(struct rejudge_report *report, struct day day, struct bytes plan, bool former, uint32_t task)
{
        char text[DAY_TEXT_SIZE];

        report->told++;
        fprintf(report->out, "%s %s ", day_text(day, text), say(report, "任务", "task"));
        if (former)
                fprintf(report->out, "%.*s/", BYTES_ARG(plan));
        fprintf(report->out, "%" PRIu32 "  ", task);
}

/* The verdict, and of the rest what differs from the other side. */
static void print_words(const struct rejudge_report *report, const struct rehearse_words *words,
                        const struct rehearse_words *other)
{
        const char *separator = say(report, "(", " (");
        bool open = false;

        fputs(word(report, &WORDS_VERDICT, (int)words->verdict), report->out);
        if (words->raw_verdict != other->raw_verdict && words->raw_verdict != words->verdict) {
                fprintf(report->out, say(report, "%s未计说明为%s", "%swithout excuse %s"), separator,
                        word(report, &WORDS_VERDICT, (int)words->raw_verdict));
                separator = say(report, ",", ", ");
                open = true;
        }
        if (words->why != other->why && words->why) {
                fprintf(report->out, "%s%s", separator, word(report, &WORDS_WHY, (int)words->why));
                separator = say(report, ",", ", ");
                open = true;
        }
        if (words->governing != other->governing && words->governing) {
                fprintf(report->out, say(report, "%s短板第 %" PRIu32 " 项", "%spart %" PRIu32), separator,
                        words->governing);
                open = true;
        }
        if (open)
                fputs(say(report, ")", ")"), report->out);
}

static void verdict(struct rejudge_report *report, const struct rehearse_verdict *told)
{
        print_place(report, told->day, told->plan, told->former, told->task);
        if (told->change == REHEARSE_ENDS) {
                fprintf(report->out, say(report, "恢复一致 %s\n", "the same again %s\n"),
                        word(report, &WORDS_VERDICT, (int)told->recorded.verdict));
                return;
        }
        print_words(report, &told->recorded, &told->rehearsed);
        fputs(" -> ", report->out);
        print_words(report, &told->rehearsed, &told->recorded);
        fputc('\n', report->out);
}

static void print_department(struct rejudge_report *report, struct day day, struct bytes department)
{
        char text[DAY_TEXT_SIZE];

        report->told++;
        fprintf(report->out, "%s %.*s  ", day_text(day, text), BYTES_ARG(department));
}

static void alert(struct rejudge_report *report, const struct rehearse_alert *told)
{
        const char sign = told->change == REHEARSE_ENDS ? '=' : told->sign == REHEARSE_MORE ? '+' : '-';

        if (told->department.len)
                print_department(report, told->day, told->department);
        else
                print_place(report, told->day, told->plan, told->former, told->task);
        fprintf(report->out, say(report, "%c 预警 %s %s", "%c alert %s %s"), sign,
                word(report, &WORDS_SEVERITY, (int)told->severity), word(report, &WORDS_ALERT_KIND, (int)told->kind));
        if (told->part)
                fprintf(report->out, say(report, " 第 %" PRIu32 " 项", " part %" PRIu32), told->part);
        fputc('\n', report->out);
}

static void print_verdict_totals(const struct rejudge_report *report, const struct rehearse_totals *totals)
{
        for (int from = 0; from < VERDICT_COUNT; from++)
                for (int to = 0; to < VERDICT_COUNT; to++) {
                        const struct rehearse_count *count = &totals->verdicts[from][to];

                        if (count->days == 0)
                                continue;
                        fprintf(report->out,
                                say(report, "  %s -> %s%s  %" PRIu64 " 个任务,%" PRIu64 " 天\n",
                                    "  %s -> %s%s  tasks: %" PRIu64 ", days: %" PRIu64 "\n"),
                                word(report, &WORDS_VERDICT, from), word(report, &WORDS_VERDICT, to),
                                from == to ? say(report, "(依据不同)", " (on other grounds)") : "", count->n,
                                count->days);
                }
}

static void print_alert_totals(const struct rejudge_report *report, const struct rehearse_count counts[SEVERITY_COUNT],
                               const char *title)
{
        uint64_t all = 0;

        for (int i = SEVERITY_YELLOW; i < SEVERITY_COUNT; i++)
                all += counts[i].n;
        fprintf(report->out, "%s %" PRIu64, title, all);
        for (int i = SEVERITY_YELLOW; i < SEVERITY_COUNT; i++)
                if (counts[i].n)
                        fprintf(report->out,
                                say(report, ",%s %" PRIu64 "(%" PRIu64 " 天)", ", %s %" PRIu64 " (days: %" PRIu64 ")"),
                                word(report, &WORDS_SEVERITY, i), counts[i].n, counts[i].days);
        fputc('\n', report->out);
}

static void print_left_out(const struct rejudge_report *report, const struct rehearse_totals *totals)
{
        if (totals->left_out)
                fprintf(report->out,
                        say(report, "日志中此后生效的 %" PRIu64 " 次规则变更未计入试判。\n",
                            "Policies of the journal that came later and were left out: %" PRIu64 "\n"),
                        totals->left_out);
}

static void end(struct rejudge_report *report, const struct rehearse_totals *totals)
{
        char first[DAY_TEXT_SIZE];
        char last[DAY_TEXT_SIZE];

        if (!day_is_set(totals->in_force)) {
                fputs(say(report, "日志未到该日,没有试判。\n",
                          "The journal ends before that day: nothing was tried.\n"),
                      report->out);
                return;
        }
        if (report->told == 0)
                fputs(say(report, "没有不同。\n", "no difference\n"), report->out);
        fprintf(report->out,
                say(report, "合计:比较 %" PRIu64 " 天,%s 至 %s\n", "days compared: %" PRIu64 ", %s to %s\n"),
                totals->days, day_text(totals->in_force, first), day_text(totals->last, last));
        fprintf(report->out,
                say(report, "判定不同的任务 %" PRIu64 " 个,合计 %" PRIu64 " 天\n",
                    "tasks with another verdict: %" PRIu64 ", days: %" PRIu64 "\n"),
                totals->tasks.n, totals->tasks.days);
        print_verdict_totals(report, totals);
        print_alert_totals(report, totals->alerts[REHEARSE_MORE], say(report, "预警增加", "more alerts:"));
        print_alert_totals(report, totals->alerts[REHEARSE_FEWER], say(report, "预警减少", "fewer alerts:"));
        print_left_out(report, totals);
}

const struct rejudge_form rejudge_text = {"text", begin, verdict, alert, end};
