/* verbs_test.c - what the verbs of decision put into the spool and send, byte for byte, to a service that only keeps it. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cli/verb.h"
#include "client/lib/duban.h"
#include "lib/model/ladder.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/contract/fake_service.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

struct room {
        char path[64];
        char home[80];
        char card[80];
        char file[80];
        struct fake_service *fake;
        struct session session;
        FILE *standard_error;
        char *printed, *said;
        size_t printed_len, said_len;
        uint64_t sent; /* records looked at so far */
};

/* -- what the service answers -- */

static struct part PARTS[] = {{.no = 1, .name = TEXT("场次"), .kind = PART_CUMULATIVE},
                              {.no = 2, .name = TEXT("验收"), .kind = PART_MILESTONE, .due = {19600}}};
static struct bytes LEADS[] = {TEXT("甲局")};
static struct task TASK = {.no = 7, .title = TEXT("任务"), .lead = {LEADS, 1}, .part = {PARTS, 2}};
static struct part_verdict JUDGED[] = {
        {.part = 1, .verdict = VERDICT_ON_PACE, .raw_verdict = VERDICT_BEHIND, .excuse = EXCUSE_PLAN},
        {.part = 2, .verdict = VERDICT_ON_PACE},
};
static struct verdict VERDICT = {
        .task = {TEXT("p"), 7}, .cause = 50, .judge_version = 1, .verdict = VERDICT_ON_PACE, .part = {JUDGED, 2}};
static struct line LINES[] = {{.part = 1, .value = {8, 0, true}, .unit = TEXT("场")},
                              {.part = 2, .state = STATE_IN_PROGRESS}};
static struct bytes PROGRESS[] = {TEXT("原文")};
static struct alert ALERTS[] = {
        {.alert = {.cause = 50, .task = {TEXT("p"), 7}, .part = 1, .kind = ALERT_BEHIND},
         .change = ALERT_ESCALATED,
         .severity = SEVERITY_ORANGE,
         .cause = 55,
         .rung = RUNG_SUPERVISION},
        {.alert = {.cause = 51, .task = {TEXT("p"), 7}, .part = 2, .kind = ALERT_OVERDUE},
         .change = ALERT_CLEARED,
         .severity = SEVERITY_ORANGE,
         .cause = 56,
         .unfounded = true},
        {.alert = {.cause = 52, .task = {TEXT("p"), 7}, .kind = ALERT_NO_REPORT},
         .change = ALERT_RAISED,
         .severity = SEVERITY_YELLOW,
         .cause = 52,
         .rung = RUNG_REMINDER},
};
static struct alert_view VIEWS[] = {
        {.alert = &ALERTS[0], .raised_seq = 60, .last_seq = 70, .open = true, .lead = {LEADS, 1}},
        {.alert = &ALERTS[1], .raised_seq = 61, .last_seq = 71, .lead = {LEADS, 1}},
        {.alert = &ALERTS[2], .raised_seq = 62, .last_seq = 62, .open = true, .lead = {LEADS, 1}},
};

static struct task_view view_of_task(void)
{
        return (struct task_view){.task = {TEXT("p"), 7},
                                  .title = TEXT("任务"),
                                  .lead = {LEADS, 1},
                                  .verdict = &VERDICT,
                                  .report_seq = 50,
                                  .data_date = day_of(2023, 6, 30),
                                  .plan_entry = &TASK};
}

static void answer_task(struct room *room, struct task_view view)
{
        const struct answer answer = {.task = {&view, 1}};

        fake_service_set_answer(room->fake, ASK_TASK, &answer);
}

static void answer_alerts(struct room *room)
{
        const struct answer answer = {.alert = {VIEWS, COUNT_OF(VIEWS)}};

        fake_service_set_answer(room->fake, ASK_ALERTS, &answer);
}

/* The report at sequence 50. */
static void answer_record(struct room *room)
{
        const struct event event = {.kind = EVENT_REPORT,
                                    .report = {.task = {.no = 7},
                                               .data_date = day_of(2023, 6, 30),
                                               .line = {LINES, 2},
                                               .progress = {PROGRESS, 1},
                                               .problems = TEXT("无")}};
        struct record_view record = {.seq = 50, .kind = EVENT_REPORT};
        const struct answer answer = {.record = {&record, 1}};

        assert_int_equal(codec_put_event(&event, room->session.arena, &record.event), 0);
        fake_service_set_answer(room->fake, ASK_RECORDS, &answer);
}

static void answer_rest(struct room *room)
{
        const struct health health = {.today = day_of(2023, 7, 3)};
        const struct plan header = {.id = TEXT("p"),
                                    .import_id = TEXT("0123456789abcdef"),
                                    .chunks = 1,
                                    .tasks = 1,
                                    .title = TEXT("计划"),
                                    .start = day_of(2023, 1, 1),
                                    .end = day_of(2023, 12, 31)};
        const struct plan_view plan = {.header = &header, .seq = 3, .task = {&TASK, 1}};

        fake_service_set_answer(room->fake, ASK_CLOCK, &(struct answer){.health = &health});
        fake_service_set_answer(room->fake, ASK_PLAN, &(struct answer){.plan = &plan});
        fake_service_set_answer(room->fake, ASK_POLICY, &(struct answer){.policy = policy_default()});
}

/* -- the room -- */

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);
        uint8_t key[BUS_KEY_SIZE];
        char text[BUS_Z85_SIZE];

        assert_non_null(room);
        snprintf(room->path, sizeof room->path, "/tmp/duban-verbs-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        snprintf(room->home, sizeof room->home, "%s/home", room->path);
        snprintf(room->card, sizeof room->card, "%s/card", room->path);
        snprintf(room->file, sizeof room->file, "%s/file", room->path);
        assert_int_equal(duban_home_new(room->home, NULL), 0);
        assert_int_equal(duban_public_key(room->home, text), 0);
        assert_int_equal(bus_from_z85(bytes_str(text), key), 0);
        room->fake = fake_service_start(key);
        fake_service_write_card(room->fake, room->card);
        room->session = (struct session){.arena = arena_new(0),
                                         .language = LANGUAGE_EN,
                                         .output = &output_text,
                                         .home = room->home,
                                         .service = room->card,
                                         .out = open_memstream(&room->printed, &room->printed_len)};
        room->standard_error = stderr;
        stderr = open_memstream(&room->said, &room->said_len);
        answer_task(room, view_of_task());
        answer_alerts(room);
        answer_record(room);
        answer_rest(room);
        *state = room;
        return 0;
}

static void empty(const char *path)
{
        char name[512];
        DIR *listing = opendir(path);
        const struct dirent *entry;

        while (listing && (entry = readdir(listing))) {
                snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
                if (entry->d_type == DT_REG)
                        unlink(name);
        }
        if (listing)
                closedir(listing);
        rmdir(path);
}

static int tear_down(void **state)
{
        struct room *room = *state;
        char spool[96];

        session_end(&room->session);
        fclose(room->session.out);
        fclose(stderr);
        stderr = room->standard_error;
        fake_service_stop(room->fake);
        snprintf(spool, sizeof spool, "%s/spool", room->home);
        empty(spool);
        empty(room->home);
        empty(room->path);
        free(room->printed);
        free(room->said);
        free(room);
        return 0;
}

/* -- running a verb -- */

enum { WORDS_MAX = 16 };

/* As `duban VERB words...` does behind its name. */
static int run(struct room *room, const struct verb *verb, const char *const *words)
{
        const struct args_option *const tables[] = {verb->options};
        char *argv[WORDS_MAX];
        struct args args;
        const char *culprit;
        int argc = 0;

        for (; words[argc]; argc++)
                argv[argc] = arena_string(room->session.arena, bytes_str(words[argc]));
        assert_int_equal(args_parse(argc, argv, tables, 1, &args, &culprit), 0);
        assert_in_range(args.words, verb->words_min, verb->words_max);
        return verb->run(&room->session, &args);
}

#define RUN(room, verb, ...) run(room, &(verb), (const char *const[]){__VA_ARGS__, NULL})

/* The record that the service took next. */
static struct event next_event(struct room *room)
{
        struct event event;
        struct flaw flaw = {.code = CODE_NONE};
        uint64_t number = ++room->sent;

        assert_int_equal(atomic_load(&room->fake->mark), number);
        if (codec_event(bytes_of(room->fake->record[number].at, room->fake->record[number].len), room->session.arena,
                        &event, &flaw) != 0)
                fail_msg("%s", flaw.field);
        return event;
}

static void assert_nothing_sent(struct room *room)
{
        assert_int_equal(atomic_load(&room->fake->mark), room->sent);
}

static void assert_said(struct room *room, const char *what)
{
        fflush(stderr);
        if (!strstr(room->said, what))
                fail_msg("said \"%s\", not \"%s\"", room->said, what);
}

static void assert_printed(struct room *room, const char *what)
{
        fflush(room->session.out);
        if (!strstr(room->printed, what))
                fail_msg("printed \"%s\", not \"%s\"", room->printed, what);
}

static void test_accept(void **state)
{
        static const char *const NO_TARGETS[] = {"7.", "7.0", "0.1", "x", "7.1.1", ".1", "7,1", ""};
        struct room *room = *state;
        struct event event;

        assert_int_equal(RUN(room, verb_accept, "7", "--until", "2023-09-30", "--reason", "在途"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_ACCEPT);
        assert_true(bytes_is(event.accept.task.plan, "p"));
        assert_int_equal(event.accept.task.no, 7);
        assert_int_equal(event.accept.part, 1); /* the only one that claims */
        assert_int_equal(event.accept.report_seq, 50);
        assert_int_equal(day_to_number(event.accept.until), 20230930);
        assert_true(bytes_is(event.accept.reason, "在途"));
        assert_int_equal(RUN(room, verb_accept, "7.2", "--until", "2023-09-30"), CLI_FINE);
        assert_int_equal(next_event(room).accept.part, 2);
        assert_int_equal(RUN(room, verb_accept, "7.3", "--until", "2023-09-30"), CLI_REFUSED);
        assert_int_equal(RUN(room, verb_accept, "7"), CLI_USAGE);
        for (size_t i = 0; i < COUNT_OF(NO_TARGETS); i++)
                assert_int_equal(RUN(room, verb_accept, NO_TARGETS[i], "--until", "2023-09-30"), CLI_USAGE);
        assert_nothing_sent(room);
}

static void test_return(void **state)
{
        struct room *room = *state;
        struct task_view view = view_of_task();
        struct event event;

        assert_int_equal(RUN(room, verb_return, "7", "--reason", "不符"), CLI_FINE);
        assert_nothing_sent(room);
        assert_printed(room, "Report to return  50");
        assert_int_equal(RUN(room, verb_return, "7", "--reason", "不符", "--report", "49", "--yes"), CLI_REFUSED);
        assert_said(room, "the current report is 50, not 49");
        assert_int_equal(RUN(room, verb_return, "7", "--reason", "不符", "--yes"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_RETURN);
        assert_int_equal(event.return_report.report_seq, 50);
        assert_int_equal(event.return_report.task.no, 7);
        assert_true(bytes_is(event.return_report.reason, "不符"));
        view.returned_seq = 80;
        answer_task(room, view);
        assert_int_equal(RUN(room, verb_return, "7", "--reason", "不符", "--yes"), CLI_REFUSED);
        assert_said(room, "returned already (sequence 80)");
        assert_int_equal(RUN(room, verb_return, "7", "--yes"), CLI_USAGE);
        assert_nothing_sent(room);
}

static void answer_whoami(struct room *room, const char *department)
{
        const struct whoami who = {.member = TEXT("乙"), .department = bytes_str(department), .role = ROLE_AGENT};

        fake_service_set_answer(room->fake, ASK_WHOAMI, &(struct answer){.whoami = &who});
}

static void test_countersign(void **state)
{
        struct room *room = *state;
        struct countersign_view rows[] = {{.department = TEXT("乙局")}};
        const struct report report = {.task = {TEXT("p"), 7}, .data_date = day_of(2023, 6, 30), .line = {LINES, 2}};
        struct task_view view = view_of_task();
        struct event event;

        view.countersign.at = rows;
        view.countersign.n = 1;
        view.report = &report;
        answer_task(room, view);
        answer_whoami(room, "甲局");
        assert_int_equal(RUN(room, verb_countersign, "7", "--yes"), CLI_REFUSED);
        assert_said(room, "does not wait for your department");
        answer_whoami(room, "乙局");
        assert_int_equal(RUN(room, verb_countersign, "7"), CLI_FINE);
        assert_nothing_sent(room);
        assert_printed(room, "Report to countersign  50");
        assert_printed(room, "2023-06-30");
        assert_printed(room, "场次");
        assert_int_equal(RUN(room, verb_countersign, "7", "--object", "--yes"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_countersign, "7", "--report", "49", "--yes"), CLI_REFUSED);
        assert_int_equal(RUN(room, verb_countersign, "7.1", "--yes"), CLI_USAGE);
        assert_nothing_sent(room);
        assert_int_equal(RUN(room, verb_countersign, "7", "--yes"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_COUNTERSIGN);
        assert_int_equal(event.countersign.report_seq, 50);
        assert_int_equal(event.countersign.task.no, 7);
        assert_false(event.countersign.objection);
        rows[0].seq = 51;
        answer_task(room, view);
        assert_int_equal(RUN(room, verb_countersign, "7", "--yes"), CLI_REFUSED);
        assert_said(room, "(consent, sequence 51)");
        assert_int_equal(RUN(room, verb_countersign, "7", "--object", "--reason", "缺数", "--yes"), CLI_FINE);
        event = next_event(room);
        assert_true(event.countersign.objection && bytes_is(event.countersign.text, "缺数"));
        view.returned_seq = 80;
        answer_task(room, view);
        assert_int_equal(RUN(room, verb_countersign, "7", "--yes"), CLI_REFUSED);
        view.report_seq = 0;
        answer_task(room, view);
        assert_int_equal(RUN(room, verb_countersign, "7", "--yes"), CLI_REFUSED);
        assert_said(room, "has no report yet");
        assert_nothing_sent(room);
}

static void test_suspend(void **state)
{
        struct room *room = *state;
        struct event event;

        assert_int_equal(RUN(room, verb_suspend, "7", "--reason", "政策", "--until", "2023-12-31"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_SUSPENSION);
        assert_int_equal(day_to_number(event.suspension.until), 20231231);
        assert_false(event.suspension.lifted);
        assert_int_equal(RUN(room, verb_suspend, "7", "--reason", "恢复", "--lift"), CLI_FINE);
        event = next_event(room);
        assert_true(event.suspension.lifted);
        assert_int_equal(event.suspension.until.n, 0);
        assert_int_equal(RUN(room, verb_suspend, "7", "--reason", "x", "--lift", "--until", "2023-12-31"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_suspend, "7.1", "--reason", "x"), CLI_USAGE);
        assert_nothing_sent(room);
}

/* Part 2 is due on 2023-08-31. */
static void test_extend(void **state)
{
        struct room *room = *state;
        struct event event;

        assert_int_equal(RUN(room, verb_extend, "7.2", "--to", "2023-10-31", "--reason", "流标"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_EXTENSION);
        assert_int_equal(event.extension.part, 2);
        assert_int_equal(day_to_number(event.extension.new_due), 20231031);
        assert_int_equal(RUN(room, verb_extend, "7.2", "--to", "2023-08-31", "--reason", "流标"), CLI_USAGE);
        assert_said(room, "due on 2023-08-31");
        assert_int_equal(RUN(room, verb_extend, "7.2", "--to", "2023-10-31"), CLI_USAGE);
        assert_nothing_sent(room);
}

static void test_close(void **state)
{
        struct room *room = *state;
        struct task_view view = view_of_task();
        uint8_t hash[HASH_SIZE];
        struct event event;
        FILE *file = fopen(room->file, "w");

        assert_non_null(file);
        fputs("验收意见", file);
        fclose(file);
        assert_int_equal(RUN(room, verb_close, "7", "--reason", "已验收", "--evidence", room->file), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_CLOSE);
        assert_int_equal(event.close.evidence.n, 1);
        assert_true(bytes_is(event.close.evidence.at[0].name, "file"));
        ids_hash(bytes_str("验收意见"), hash);
        assert_true(bytes_equal(event.close.evidence.at[0].hash, bytes_of(hash, HASH_SIZE)));
        assert_int_equal(RUN(room, verb_close, "7", "--reason", "x", "--reopen"), CLI_REFUSED);
        view.closed_seq = 90;
        answer_task(room, view);
        assert_int_equal(RUN(room, verb_close, "7", "--reason", "x"), CLI_REFUSED);
        assert_int_equal(RUN(room, verb_close, "7", "--reason", "返工", "--reopen"), CLI_FINE);
        assert_true(next_event(room).close.reopened);
        assert_int_equal(RUN(room, verb_close, "7", "--reason", "x", "--evidence", "/nowhere"), CLI_USAGE);
        assert_nothing_sent(room);
}

/* One figure is corrected; the other line, the text and the rest stay as they were. */
static void test_correct(void **state)
{
        struct room *room = *state;
        const struct report *report;
        struct event event;

        assert_int_equal(RUN(room, verb_correct, "7", "--line", "1=18场", "--reason", "漏计"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_CORRECTION);
        assert_int_equal(event.correction.replaces_seq, 50);
        assert_true(bytes_is(event.correction.reason, "漏计"));
        report = event.correction.report;
        assert_true(bytes_is(report->task.plan, "p"));
        assert_int_equal(day_to_number(report->data_date), 20230630);
        assert_int_equal(report->line.n, 2);
        assert_int_equal(report_line(report, 1)->value.unscaled, 18);
        assert_int_equal(report_line(report, 2)->state, STATE_IN_PROGRESS);
        assert_true(bytes_is(report->progress.at[0], "原文"));
        assert_true(bytes_is(report->problems, "无"));
        assert_true(report->sent_at > 0);
        assert_int_equal(RUN(room, verb_correct, "7", "--line", "1=18场"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_correct, "7", "--reason", "漏计"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_correct, "7", "--line", "1=1", "--replaces", "49", "--reason", "x"),
                         CLI_REFUSED);
        assert_said(room, "there is no record 49 that you may read");
        assert_nothing_sent(room);
}

static void test_withdraw(void **state)
{
        struct room *room = *state;
        struct event event;

        assert_int_equal(RUN(room, verb_withdraw, "60", "--reason", "更正", "--yes"), CLI_REFUSED);
        assert_said(room, "alert 60 is open");
        assert_int_equal(RUN(room, verb_withdraw, "99", "--reason", "更正", "--yes"), CLI_REFUSED);
        assert_int_equal(RUN(room, verb_withdraw, "61", "--reason", "更正"), CLI_FINE);
        assert_nothing_sent(room);
        assert_int_equal(RUN(room, verb_withdraw, "61", "--reason", "更正", "--yes"), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_WITHDRAWAL);
        assert_int_equal(event.withdrawal.alert.cause, 51);
        assert_int_equal(event.withdrawal.alert.kind, ALERT_OVERDUE);
        assert_int_equal(event.withdrawal.alert.part, 2);
}

static void test_text(void **state)
{
        struct room *room = *state;
        struct event event;
        FILE *file = fopen(room->file, "w");

        assert_non_null(file);
        fputs("第一段\r\n\n第二段  \n", file);
        fclose(file);
        assert_int_equal(RUN(room, verb_text, "7", "--file", room->file), CLI_FINE);
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_PLAN_TEXT);
        assert_int_equal(event.plan_text.progress.n, 2);
        assert_true(bytes_is(event.plan_text.progress.at[0], "第一段"));
        assert_true(bytes_is(event.plan_text.progress.at[1], "第二段"));
        assert_int_equal(day_to_number(event.plan_text.data_date), 20230630);
        assert_int_equal(RUN(room, verb_text, "7", "一", "二"), CLI_FINE);
        assert_true(bytes_is(next_event(room).plan_text.progress.at[1], "二"));
        assert_int_equal(RUN(room, verb_text, "7"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_text, "7", "一", "--file", room->file), CLI_USAGE);
        assert_nothing_sent(room);
}

/* Every open alert of the department, one record each; the number and the rung are the letter's. */
static void test_letter_sign(void **state)
{
        static const uint64_t CAUSES[] = {50, 52};
        struct room *room = *state;

        assert_int_equal(RUN(room, verb_letter_sign, "甲局"), CLI_USAGE);
        assert_int_equal(RUN(room, verb_letter_sign, "甲局", "--number", "督1号"), CLI_FINE);
        assert_nothing_sent(room);
        assert_int_equal(RUN(room, verb_letter_sign, "甲局", "--number", "督1号", "--yes"), CLI_FINE);
        room->sent = atomic_load(&room->fake->mark) - COUNT_OF(CAUSES);
        assert_int_equal(room->sent, 0);
        for (size_t i = 0; i < COUNT_OF(CAUSES); i++) {
                struct bytes record = bytes_of(room->fake->record[i + 1].at, room->fake->record[i + 1].len);
                struct event event;
                struct flaw flaw;

                assert_int_equal(codec_event(record, room->session.arena, &event, &flaw), 0);
                assert_int_equal(event.kind, EVENT_LETTER_SIGNED);
                assert_int_equal(event.letter_signed.alert.cause, CAUSES[i]);
                assert_int_equal(event.letter_signed.rung, RUNG_SUPERVISION);
                assert_true(bytes_is(event.letter_signed.number, "督1号"));
        }
}

/* An answer says until when it holds, and is none when that day is over. */
static void test_answer(void **state)
{
        struct room *room = *state;
        struct event event;

        assert_int_equal(RUN(room, verb_answer, "60", "--plan-text", "增派", "--date", "2023-07-02"), CLI_USAGE);
        assert_said(room, "today is 2023-07-03");
        assert_nothing_sent(room);
        assert_int_equal(RUN(room, verb_answer, "60", "--plan-text", "增派", "--date", "2023-07-03"), CLI_FINE);
        assert_printed(room, "the answer holds until 2023-07-03");
        event = next_event(room);
        assert_int_equal(event.kind, EVENT_ALERT_ANSWER);
        assert_int_equal(event.alert_answer.alert.cause, 50);
        assert_int_equal(RUN(room, verb_sign, "62"), CLI_FINE);
        assert_int_equal(next_event(room).signing.alert.kind, ALERT_NO_REPORT);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_accept, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_return, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_countersign, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_suspend, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_extend, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_close, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_correct, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_withdraw, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_text, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_letter_sign, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_answer, set_up, tear_down),
        };

        if (ids_start() != 0)
                return 1;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
