/* cli_handover_test.c - a program gets the alert as data only, its end is waited for, and its failure is told. */
#include "client/cli/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/signals.h"
#include "tests/unit/cli_fixture.h"

struct room {
        struct fixture *fixture;
        char path[64];
        struct handover handover;
        bool stopped;
        const char *why;
};

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);
        void *fixture;

        assert_non_null(room);
        assert_int_equal(fixture_start(&fixture), 0);
        room->fixture = fixture;
        room->why = "";
        snprintf(room->path, sizeof room->path, "/tmp/duban-handover-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        assert_int_equal(signals_open(&room->handover.signals), 0);
        *state = room;
        return 0;
}

static const char *in_room(struct room *room, const char *name)
{
        return arena_print(room->fixture->session.arena, "%s/%s", room->path, name);
}

static int tear_down(void **state)
{
        static const char *const NAMES[] = {"program", "input", "facts"};
        struct room *room = *state;
        void *fixture = room->fixture;

        for (size_t i = 0; i < COUNT_OF(NAMES); i++)
                unlink(in_room(room, NAMES[i]));
        assert_int_equal(rmdir(room->path), 0);
        close(room->handover.signals);
        fixture_end(&fixture);
        free(room);
        return 0;
}

static void write_program(struct room *room, const char *body)
{
        const char *text = arena_print(room->fixture->session.arena, "#!/bin/sh\ncd '%s'\n%s\n", room->path, body);

        assert_int_equal(file_write(in_room(room, "program"), bytes_str(text), 0700, FILE_REPLACE), 0);
}

static const char *read_file(struct room *room, const char *name)
{
        struct bytes content;

        assert_int_equal(file_read(in_room(room, name), 4096, room->fixture->session.arena, &content), 0);
        return arena_string(room->fixture->session.arena, content);
}

static int run(struct room *room, json_t *alert, const struct args *args)
{
        struct arena *arena = room->fixture->session.arena;
        int r = handover_open(&room->fixture->session, in_room(room, "program"), args, arena, &room->handover);

        assert_int_equal(r, 0);
        r = handover_run(&room->handover, arena, alert, "one line", &room->why, &room->stopped);
        json_decref(alert);
        return r;
}

/* Whatever a department writes into a title, it stays a title. */
static void test_data_only(void **state)
{
        static const char *const TITLE = "$(touch pwned); `touch pwned` '\"; touch pwned #";
        const struct args args = {.word = {"--to", "a b; touch pwned"}, .words = 2};
        struct room *room = *state;
        json_t *read;

        setenv("DUBAN_ALERT_STALE", "of another alert", 1);
        write_program(room,
                      "cat >input\n"
                      "printf '%s|%s|%s|%s|%s|%s|%s' \"$1\" \"$2\" \"$DUBAN_ALERT_TITLE\" \"$DUBAN_ALERT_RAISED_SEQ\" "
                      "\"$DUBAN_ALERT_GAP_POINTS\" \"$DUBAN_ALERT_TEXT\" "
                      "\"${DUBAN_ALERT_WHY-unset}${DUBAN_ALERT_STALE-unset}\" >facts");
        assert_int_equal(run(room,
                             json_pack("{s:s,s:I,s:f,s:n,s:b}", "title", TITLE, "raised_seq", (json_int_t)431,
                                       "gap_points", -19.2, "why", "open", 1),
                             &args),
                         0);
        assert_string_equal(read_file(room, "facts"),
                            "--to|a b; touch pwned|$(touch pwned); `touch pwned` '\"; touch pwned #|431|-19.2|one line|"
                            "unsetunset");
        read = json_loads(read_file(room, "input"), 0, NULL);
        assert_string_equal(json_string_value(json_object_get(read, "title")), TITLE);
        assert_int_equal(access(in_room(room, "pwned"), F_OK), -1);
        assert_false(room->stopped);
        json_decref(read);
        unsetenv("DUBAN_ALERT_STALE");
}

static void test_failures(void **state)
{
        static const struct {
                const char *body;
                const char *why;
        } CASES[] = {{"exit 3", "exit 3"}, {"kill -9 $$", "Killed"}, {"exit 0", ""}};
        const struct args args = {.words = 0};
        struct room *room = *state;

        for (size_t i = 0; i < COUNT_OF(CASES); i++) {
                room->why = "";
                write_program(room, CASES[i].body);
                assert_int_equal(run(room, json_object(), &args), *CASES[i].why ? HANDOVER_FAILED : 0);
                assert_string_equal(room->why, CASES[i].why);
        }
}

/* More than a pipe holds, and nobody reads it. */
static void test_unread_input(void **state)
{
        const struct args args = {.words = 0};
        struct room *room = *state;
        char *text = calloc(1, 100000);

        memset(text, 'x', 99999);
        write_program(room, "exec 0<&-; exit 0");
        assert_int_equal(run(room, json_pack("{s:s}", "title", text), &args), 0);
        free(text);
}

/* A file without a line that says what runs it is not given to a shell. */
static void test_no_shell(void **state)
{
        const struct args args = {.words = 0};
        struct room *room = *state;

        assert_int_equal(file_write(in_room(room, "program"), bytes_str("true\n"), 0700, FILE_REPLACE), 0);
        assert_int_equal(run(room, json_object(), &args), HANDOVER_FAILED);
        assert_string_equal(room->why, strerror(ENOEXEC));
}

static void test_no_program(void **state)
{
        const struct args args = {.words = 0};
        struct room *room = *state;
        struct session *session = &room->fixture->session;

        assert_int_equal(handover_open(session, in_room(room, "absent"), &args, session->arena, &room->handover),
                         CLI_USAGE);
        assert_int_equal(handover_open(session, "duban-no-such-program", &args, session->arena, &room->handover),
                         CLI_USAGE);
        assert_int_equal(handover_open(session, room->path, &args, session->arena, &room->handover), CLI_USAGE);
        assert_int_equal(handover_open(session, "true", &args, session->arena, &room->handover), 0);
        assert_non_null(strstr(fixture_said(room->fixture), "there is no program duban-no-such-program"));
}

/* Ctrl-C while it runs: it goes on to its end, and that counts. */
static void test_stopped(void **state)
{
        const struct args args = {.words = 0};
        struct room *room = *state;

        write_program(room, arena_print(room->fixture->session.arena, "kill -INT %d; exit 0", getpid()));
        assert_int_equal(run(room, json_object(), &args), 0);
        assert_true(room->stopped);
}

/* A second one ends a program that does not come to its end. */
static void test_stopped_twice(void **state)
{
        const struct args args = {.words = 0};
        struct room *room = *state;

        write_program(room, arena_print(room->fixture->session.arena, "while kill -INT %d; do :; done", getpid()));
        assert_int_equal(run(room, json_object(), &args), HANDOVER_FAILED);
        assert_true(room->stopped);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_data_only, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_failures, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_unread_input, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_no_shell, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_no_program, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_stopped, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_stopped_twice, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
