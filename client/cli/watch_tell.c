/* watch_tell.c - one alert: its names and how it stands, then to the program and onto standard output. */
#include "client/cli/watch.h"

#include <errno.h>
#include <inttypes.h>

#include "client/cli/alert_rows.h"
#include "lib/base/text.h"

enum { PAUSE_FIRST_MS = 250, PAUSE_LAST_MS = 60000 }; /* before a program that failed is tried again */

int watch_tell_names(const struct watch *watch, size_t records, struct watch_names *ret_names)
{
        struct watch_known *known = arena_array(watch->session->arena, records + 1, sizeof *known);

        if (!known)
                return err_fail("out of memory");
        *ret_names = (struct watch_names){known, 0};
        return 0;
}

/* `ret_known` NULL: the service knows no such task, or the alert is about none. */
static int find_names(struct watch *watch, struct watch_names *names, struct task_ref task,
                      const struct watch_known **ret_known)
{
        const struct query alerts = {.ask = ASK_ALERTS, .task = task};
        struct watch_known *known = &names->known[names->n];
        struct answer *answer;
        int r;

        *ret_known = NULL;
        for (size_t i = 0; i < names->n; i++) {
                if (names->known[i].task->task.no == task.no &&
                    bytes_equal(names->known[i].task->task.plan, task.plan)) {
                        *ret_known = &names->known[i];
                        return 0;
                }
        }
        if (task.no == 0)
                return 0;
        answer = arena_take(watch->session->arena, sizeof *answer);
        if (!answer)
                return err_fail("out of memory");
        r = ask_task(watch->session, task, answer, &known->task);
        if (r == 0)
                r = ask_all(watch->session, &alerts, &known->alerts);
        if (r < 0 || r == CLI_NO_ANSWER)
                return r;
        if (r == 0) {
                *ret_known = known;
                names->n++;
        }
        return 0;
}

static bool is_same(const struct alert_ref *a, const struct alert_ref *b)
{
        return a->cause == b->cause && a->part == b->part && a->kind == b->kind && a->task.no == b->task.no;
}

/* Names, and how the alert stands by now: the event itself says only what changed. */
static void fill_view(struct alert_view *view, const struct watch_known *known)
{
        const struct alert_ref *ref = &view->alert->alert;
        const struct task_view *task = known->task;
        const struct part *part = task->plan_entry ? plan_part(task->plan_entry, ref->part) : NULL;

        for (size_t i = 0; i < known->alerts.alert.n; i++) {
                const struct alert_view *now = &known->alerts.alert.at[i];

                if (is_same(&now->alert->alert, ref)) {
                        const struct alert_view heard = *view;

                        *view = *now;
                        view->alert = heard.alert;
                        view->last_seq = heard.last_seq;
                        view->open = heard.open;
                }
        }
        view->title = task->title;
        view->title_en = task->title_en;
        view->lead.at = task->lead.at;
        view->lead.n = task->lead.n;
        if (!part)
                return;
        view->part_name = part->name;
        view->part_name_en = part->name_en;
        view->unit = part->unit;
}

/* A failure of the program is told with how long it waits, twice as long each time. */
static int put_off(struct watch *watch, uint64_t seq, const char *why)
{
        if (watch->stopped)
                return session_complain(watch->session, WATCH_LATER, "程序未办完预警 #%" PRIu64 "(%s),下次启动时重办",
                                        "the program did not take alert #%" PRIu64 " (%s); it is handed over again at "
                                        "the next start",
                                        seq, why);
        watch->pause_ms = watch->pause_ms ? 2 * watch->pause_ms : PAUSE_FIRST_MS;
        if (watch->pause_ms > PAUSE_LAST_MS)
                watch->pause_ms = PAUSE_LAST_MS;
        return session_complain(watch->session, WATCH_LATER, "程序未办妥预警 #%" PRIu64 "(%s),%d 毫秒后重办,其后的等待",
                                "the program did not take alert #%" PRIu64 " (%s); again in %d ms, all others wait",
                                seq, why, watch->pause_ms);
}

static int hand_over(struct watch *watch, uint64_t seq, json_t *value, const char *line)
{
        const char *why = "";
        int r;

        if (!watch->handover.argv)
                return 0;
        r = handover_run(&watch->handover, watch->session->arena, value, line, &why, &watch->stopped);
        if (r < 0)
                return err_trace(r);
        if (r == HANDOVER_FAILED)
                return put_off(watch, seq, why);
        watch->pause_ms = 0;
        return 0;
}

static int print(struct session *session, const json_t *value, struct bytes line)
{
        if (session->output->format == OUTPUT_JSON)
                return output_value(session->out, value, false);
        fprintf(session->out, "%.*s\n", BYTES_ARG(line));
        return 0;
}

/* → WATCH_LATER */
static int tell_view(struct watch *watch, const struct alert_view *view)
{
        struct session *session = watch->session;
        struct bytes line;
        struct page page;
        json_t *value = NULL;
        int r;

        page_open(&page, session->arena, session->language);
        alert_rows_table(&page);
        alert_rows_add(&page, view);
        line = text_escape(session->arena, bytes_str(alert_rows_line(&page, view)));
        if (!page.failed && line.at)
                value = output_row(page.last, 0);
        r = value ? hand_over(watch, view->last_seq, value, arena_string(session->arena, line))
                  : err_fail("out of memory");
        if (r == 0)
                r = print(session, value, line);
        json_decref(value);
        page_close(&page);
        if (r == 0 && (fflush(session->out) != 0 || ferror(session->out)))
                r = err_fail("cannot write the output: %s", strerror(errno));
        return r;
}

int watch_tell_alert(struct watch *watch, struct watch_names *names, uint64_t seq, const struct alert *alert)
{
        struct bytes department = alert->alert.department;
        struct alert_view view = {.alert = alert, .last_seq = seq};
        const struct watch_known *known;
        int r;

        view.open = alert->change != ALERT_CLEARED && alert->change != ALERT_WITHDRAWN;
        r = find_names(watch, names, alert->alert.task, &known);
        if (r)
                return r;
        if (known)
                fill_view(&view, known);
        if (department.len) {
                view.lead.at = &department;
                view.lead.n = 1;
        }
        r = tell_view(watch, &view);
        if (r == 0)
                watch->printed++;
        return r;
}
