/* report_args.c - figures and paragraphs from a command line, laid over what there was. */
#include "client/cli/report_args.h"

#include <stdlib.h>

/* A figure with its unit, or how far it is in a word, in either language. */
static bool read_said(const char *said, struct line *line)
{
        const size_t value = strspn(said, "0123456789.-");
        const int state = word_find(&WORDS_STATE, bytes_str(said));

        if (value == 0 && state > 0) {
                line->state = (enum milestone_state)state;
                return true;
        }
        line->unit = bytes_str(said + value);
        return value > 0 && number_from_text(bytes_of(said, value), &line->value) == 0;
}

/* "1=8场", "2=34.7%", "3=done": part, then value and unit, or state. */
static int read_line(struct session *session, const char *text, struct line *line)
{
        const char *equals = strchr(text, '=');
        const size_t digits = equals ? strspn(text, "0123456789") : 0;
        uint64_t part = 0;
        char *number;
        int r;

        if (digits == 0 || text + digits != equals || !read_said(equals + 1, line))
                return session_complain(session, CLI_USAGE, "--line 须如 1=8场,或 2=done(%2$s),不能是 %1$s",
                                        "--line is such as 1=8场, or 2=done (%2$s), not %1$s", text,
                                        session_words(session, &WORDS_STATE));
        number = arena_string(session->arena, bytes_of(text, digits));
        if (!number)
                return err_fail("out of memory");
        r = session_count(session, "--line", number, UINT32_MAX, &part);
        if (r)
                return r;
        line->part = (uint32_t)part;
        return 0;
}

static size_t count_of(const struct args *args, const char *name)
{
        size_t position = 0;
        size_t n = 0;

        while (args_next(args, name, &position))
                n++;
        return n;
}

/* In the place of the line that the base has about that part, else behind them. Two in one command stay two: the
 * service refuses them. */
static void put_line(struct report *report, size_t n_base, struct line line)
{
        for (size_t i = 0; i < n_base; i++) {
                if (report->line.at[i].part == line.part) {
                        report->line.at[i] = line;
                        return;
                }
        }
        report->line.at[report->line.n++] = line;
}

static int read_lines(struct session *session, const struct args *args, const struct report *base,
                      struct report *report)
{
        const size_t n_base = base->line.n;
        size_t position = 0;
        const char *text;

        report->line.at = arena_array(session->arena, n_base + count_of(args, "line"), sizeof *report->line.at);
        if (!report->line.at)
                return err_fail("out of memory");
        if (n_base)
                memcpy(report->line.at, base->line.at, n_base * sizeof *report->line.at);
        while ((text = args_next(args, "line", &position))) {
                struct line line = {.part = 0};
                int r = read_line(session, text, &line);

                if (r)
                        return r;
                put_line(report, n_base, line);
        }
        return 0;
}

static int read_progress(struct session *session, const struct args *args, struct report *report)
{
        const size_t n = count_of(args, "progress");
        size_t position = 0;

        if (n == 0)
                return 0;
        report->progress.at = arena_array(session->arena, n, sizeof *report->progress.at);
        if (!report->progress.at)
                return err_fail("out of memory");
        for (report->progress.n = 0; report->progress.n < n; report->progress.n++)
                report->progress.at[report->progress.n] = bytes_str(args_next(args, "progress", &position));
        return 0;
}

bool report_args_names(const struct args *args, uint32_t part)
{
        size_t position = 0;
        const char *text;

        while ((text = args_next(args, "line", &position)))
                if (strtoul(text, NULL, 10) == part)
                        return true;
        return false;
}

int report_args_read(struct session *session, const struct args *args, const struct report *base,
                     struct report *ret_report)
{
        struct report report = *base;
        int r = session_day(session, "--date", args_get(args, "date"), &report.data_date);

        if (r)
                return r;
        if (!day_is_set(report.data_date))
                return session_complain(session, CLI_USAGE, "须给出 --date", "give --date");
        if (args_has(args, "on-behalf-of"))
                report.on_behalf_of = bytes_str(args_get(args, "on-behalf-of"));
        r = read_lines(session, args, base, &report);
        if (r == 0)
                r = read_progress(session, args, &report);
        if (r == 0)
                *ret_report = report;
        return r;
}
