/* rejudge_json.c - a rehearsal as one JSON object, written as it goes: a line a difference, never held in memory. */
#include <inttypes.h>

#include "broker/rejudge_report.h"

/* The text is valid UTF-8: the decoders have seen to that. */
static void print_text(FILE *out, struct bytes text)
{
        fputc('"', out);
        for (size_t i = 0; i < text.len; i++) {
                if (text.at[i] < ' ')
                        fprintf(out, "\\u%04x", text.at[i]);
                else if (text.at[i] == '"' || text.at[i] == '\\')
                        fprintf(out, "\\%c", text.at[i]);
                else
                        fputc(text.at[i], out);
        }
        fputc('"', out);
}

static void print_day(FILE *out, struct day day)
{
        char text[DAY_TEXT_SIZE];

        if (day_is_set(day))
                fprintf(out, "\"%s\"", day_text(day, text));
        else
                fputs("null", out);
}

static void begin(struct rejudge_report *report)
{
        fprintf(report->out, "{\"policy\": %" PRIu32 ", \"title\": ", report->policy->version);
        print_text(report->out, report->policy->title);
        fputs(", \"from\": ", report->out);
        print_day(report->out, report->from);
        fputs(", \"differences\": [", report->out);
}

static void begin_difference(struct rejudge_report *report, struct day day, enum rehearse_change change)
{
        static const char *const CHANGES[] = {
                [REHEARSE_BEGINS] = "begins", [REHEARSE_CHANGES] = "changes", [REHEARSE_ENDS] = "ends"};

        fputs(report->told++ ? ",\n {\"day\": " : "\n {\"day\": ", report->out);
        print_day(report->out, day);
        fprintf(report->out, ", \"change\": \"%s\"", CHANGES[change]);
}

static void print_place(struct rejudge_report *report, struct bytes plan, uint32_t task)
{
        fputs(", \"plan\": ", report->out);
        print_text(report->out, plan);
        fprintf(report->out, ", \"task\": %" PRIu32, task);
}

static void print_department(struct rejudge_report *report, struct bytes department)
{
        fputs(", \"department\": ", report->out);
        print_text(report->out, department);
}

static void print_words(FILE *out, const char *side, const struct rehearse_words *words)
{
        fprintf(out,
                ", \"%s\": {\"verdict\": \"%s\", \"raw_verdict\": \"%s\", \"why\": \"%s\", \"governing\": %" PRIu32 "}",
                side, word_of(&WORDS_VERDICT, (int)words->verdict)->id,
                word_of(&WORDS_VERDICT, (int)words->raw_verdict)->id, word_of(&WORDS_WHY, (int)words->why)->id,
                words->governing);
}

static void verdict(struct rejudge_report *report, const struct rehearse_verdict *told)
{
        begin_difference(report, told->day, told->change);
        print_place(report, told->plan, told->task);
        fputs(", \"what\": \"verdict\"", report->out);
        print_words(report->out, "recorded", &told->recorded);
        print_words(report->out, "rehearsed", &told->rehearsed);
        fputc('}', report->out);
}

static void alert(struct rejudge_report *report, const struct rehearse_alert *told)
{
        begin_difference(report, told->day, told->change);
        if (told->department.len)
                print_department(report, told->department);
        else
                print_place(report, told->plan, told->task);
        fprintf(report->out,
                ", \"what\": \"alert\", \"sign\": \"%s\", \"part\": %" PRIu32
                ", \"kind\": \"%s\", \"severity\": \"%s\"}",
                told->sign == REHEARSE_MORE ? "more" : "fewer", told->part,
                word_of(&WORDS_ALERT_KIND, (int)told->kind)->id, word_of(&WORDS_SEVERITY, (int)told->severity)->id);
}

static void print_verdict_totals(FILE *out, const struct rehearse_totals *totals)
{
        const char *separator = "";

        fprintf(out, ", \"tasks\": %" PRIu64 ", \"task_days\": %" PRIu64 ", \"verdicts\": [", totals->tasks.n,
                totals->tasks.days);
        for (int from = 0; from < VERDICT_COUNT; from++)
                for (int to = 0; to < VERDICT_COUNT; to++) {
                        const struct rehearse_count *count = &totals->verdicts[from][to];

                        if (count->days == 0)
                                continue;
                        fprintf(out,
                                "%s{\"recorded\": \"%s\", \"rehearsed\": \"%s\", \"tasks\": %" PRIu64
                                ", \"days\": %" PRIu64 "}",
                                separator, word_of(&WORDS_VERDICT, from)->id, word_of(&WORDS_VERDICT, to)->id, count->n,
                                count->days);
                        separator = ", ";
                }
        fputc(']', out);
}

static void print_alert_totals(FILE *out, const char *sign, const struct rehearse_count counts[SEVERITY_COUNT])
{
        fprintf(out, ", \"alerts_%s\": {", sign);
        for (int i = SEVERITY_YELLOW; i < SEVERITY_COUNT; i++)
                fprintf(out, "%s\"%s\": {\"alerts\": %" PRIu64 ", \"days\": %" PRIu64 "}",
                        i == SEVERITY_YELLOW ? "" : ", ", word_of(&WORDS_SEVERITY, i)->id, counts[i].n, counts[i].days);
        fputc('}', out);
}

static void end(struct rejudge_report *report, const struct rehearse_totals *totals)
{
        fprintf(report->out, "],\n \"totals\": {\"days\": %" PRIu64 ", \"last\": ", totals->days);
        print_day(report->out, totals->last);
        fputs(", \"in_force\": ", report->out);
        print_day(report->out, totals->in_force);
        fprintf(report->out, ", \"policies_left_out\": %" PRIu64, totals->left_out);
        print_verdict_totals(report->out, totals);
        print_alert_totals(report->out, "more", totals->alerts[REHEARSE_MORE]);
        print_alert_totals(report->out, "fewer", totals->alerts[REHEARSE_FEWER]);
        fputs("}}\n", report->out);
}

const struct rejudge_form rejudge_json = {"json", begin, verdict, alert, end};
