/* client_test.c - libduban and duban-agent against a service over tcp and CURVE. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/duban.h"
#include "client/lib/spool.h"
#include "proto/codec.h"
#include "proto/limits.h"
#include "tests/contract/fake_service.h"

enum { LONG_MS = 10000, SHORT_MS = 300 };

struct room {
        char path[64];
        char home[80];
        char card[80];
        struct fake_service *fake;
        struct duban_client *client;
        struct arena *arena;
};

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);
        uint8_t key[BUS_KEY_SIZE];
        char text[BUS_Z85_SIZE];

        snprintf(room->path, sizeof room->path, "/tmp/duban-client-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        snprintf(room->home, sizeof room->home, "%s/home", room->path);
        snprintf(room->card, sizeof room->card, "%s/card", room->path);
        assert_int_equal(0, duban_home_new(room->home, NULL));
        assert_int_equal(0, duban_public_key(room->home, text));
        assert_int_equal(0, bus_from_z85(bytes_str(text), key));
        room->fake = fake_service_start(key);
        fake_service_write_card(room->fake, room->card);
        room->arena = arena_new(0);
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

        duban_close(room->client);
        fake_service_stop(room->fake);
        snprintf(spool, sizeof spool, "%s/spool", room->home);
        empty(spool);
        empty(room->home);
        empty(room->path);
        arena_free(room->arena);
        free(room);
        return 0;
}

static struct duban_client *open_client(struct room *room, int timeout_ms)
{
        const struct duban_options options = {.home = room->home, .service = room->card, .timeout_ms = timeout_ms};

        if (!room->client)
                assert_int_equal(0, duban_open(&options, &room->client));
        return room->client;
}

/* An event whose bytes depend on `i`. */
static struct bytes event_of(struct room *room, unsigned i)
{
        const struct event event = {.kind = EVENT_CLOCK_CONFIRM,
                                    .clock_confirm = {bytes_str(arena_print(room->arena, "record %u", i))}};
        struct bytes encoded;

        assert_int_equal(0, codec_put_event(&event, room->arena, &encoded));
        return encoded;
}

static void put(struct room *room, unsigned from, unsigned to)
{
        for (unsigned i = from; i <= to; i++) {
                const struct bytes event = event_of(room, i);
                uint64_t number;

                assert_int_equal(0, duban_put(open_client(room, 0), event.at, event.len, &number));
                assert_int_equal(i, number);
        }
}

static void expect_held(struct room *room, unsigned n)
{
        assert_int_equal(n, atomic_load(&room->fake->mark));
        for (unsigned i = 1; i <= n; i++)
                assert_true(
                        bytes_equal(event_of(room, i), bytes_of(room->fake->record[i].at, room->fake->record[i].len)));
}

static void expect_answered(struct room *room, uint64_t answered)
{
        uint64_t here, all;

        assert_int_equal(0, duban_waiting(open_client(room, 0), &here, &all));
        assert_int_equal(answered, here);
}

struct outcomes {
        unsigned receipts, refusals;
        struct duban_outcome last, refusal;
};

static void on_outcome(void *context, const struct duban_outcome *outcome)
{
        struct outcomes *outcomes = context;

        if (outcome->code) {
                outcomes->refusals++;
                outcomes->refusal = *outcome;
                return;
        }
        outcomes->receipts++;
        outcomes->last = *outcome;
}

static int flush(struct room *room, int timeout_ms, struct outcomes *outcomes)
{
        *outcomes = (struct outcomes){0};
        return duban_flush(open_client(room, 0), timeout_ms, on_outcome, outcomes);
}

/* -- sending -- */

static void sends_everything_once(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        assert_int_equal(0, flush(room, LONG_MS, &outcomes)); /* nothing there */
        put(room, 1, 150);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        expect_held(room, 150);
        expect_answered(room, 150);
        assert_int_equal(150, outcomes.last.number);
        assert_int_equal(1150, outcomes.last.seq);
        assert_int_equal(3, outcomes.receipts);
        assert_int_equal(4, atomic_load(&room->fake->batches)); /* where do we stand, and three full ones */
        room->client = duban_close(room->client);
        expect_answered(room, 150);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        assert_int_equal(4, atomic_load(&room->fake->batches));
}

static void tells_a_refusal(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        atomic_store(&room->fake->refuse, 3);
        put(room, 1, 5);
        assert_int_equal(DUBAN_EREFUSED, flush(room, LONG_MS, &outcomes));
        expect_held(room, 5);
        expect_answered(room, 5);
        assert_int_equal(1, outcomes.refusals);
        assert_int_equal(3, outcomes.refusal.number);
        assert_int_equal(CODE_BAD_VALUE, outcomes.refusal.code);
        assert_int_equal(1003, outcomes.refusal.seq);
        assert_string_equal("report.line[2].unit", outcomes.refusal.field);
        assert_string_equal("取值超出范围", outcomes.refusal.sentence_zh);
        assert_string_equal("Value out of range", outcomes.refusal.sentence_en);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes)); /* told once */
}

static void tries_again_when_told_so(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        atomic_store(&room->fake->retry, 4);
        put(room, 1, 9);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        expect_held(room, 9);
        assert_int_equal(1, outcomes.refusals);
        assert_true(outcomes.refusal.retry);
}

/* The reply is lost, the connection is made again, and the refusal in it is still told. */
static void misses_no_refusal_with_a_lost_reply(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        put(room, 1, 1);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        put(room, 2, 4);
        atomic_store(&room->fake->refuse, 3);
        atomic_store(&room->fake->garbage, 2); /* to "where do we stand", then to the records */
        assert_int_equal(DUBAN_EREFUSED, flush(room, LONG_MS, &outcomes));
        assert_int_equal(0, atomic_load(&room->fake->garbage));
        assert_int_equal(3, outcomes.refusal.number);
        expect_held(room, 4);
}

static void sends_again_after_a_restore(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        put(room, 1, 10);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        atomic_store(&room->fake->mark, 4);
        memset(&room->fake->record[5], 0, 6 * sizeof room->fake->record[0]);
        put(room, 11, 11);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        expect_held(room, 11);
        expect_answered(room, 11);
}

static void sends_again_on_request(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        put(room, 1, 10);
        assert_int_equal(DUBAN_EBAD, duban_resend(room->client, 1)); /* not answered yet */
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        assert_int_equal(DUBAN_EBAD, duban_resend(room->client, 0));
        assert_int_equal(DUBAN_EBAD, duban_resend(room->client, 11));
        assert_int_equal(0, duban_resend(room->client, 3));
        expect_answered(room, 2);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        expect_answered(room, 10);
        expect_held(room, 10);
}

static void stops_at_a_conflict(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        put(room, 1, 10);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
        room->fake->record[5].at[0] ^= 1;
        assert_int_equal(0, duban_resend(room->client, 3));
        assert_int_equal(DUBAN_EREFUSED, flush(room, LONG_MS, &outcomes));
        assert_int_equal(CODE_CONFLICT, outcomes.refusal.code);
        assert_int_equal(5, outcomes.refusal.number);
        assert_non_null(strstr(outcomes.refusal.sentence_en, "Keep the spool directory aside"));
        assert_non_null(strstr(outcomes.refusal.sentence_zh, "请保留spool目录"));
        expect_answered(room, 4);
}

static void keeps_what_nobody_takes(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;

        memset(room->fake->admitted, 0, BUS_KEY_SIZE); /* the guard does not know us */
        put(room, 1, 2);
        assert_int_equal(DUBAN_ENOANSWER, flush(room, SHORT_MS, &outcomes));
        room->fake = fake_service_stop(room->fake);
        assert_int_equal(DUBAN_ENOANSWER, flush(room, SHORT_MS, &outcomes));
        expect_answered(room, 0);
}

static void leaves_sending_to_the_one_at_it(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;
        struct spool *spool;

        put(room, 1, 2);
        assert_int_equal(0, spool_open(room->home, NULL, &spool));
        assert_int_equal(0, spool_claim(spool));
        assert_int_equal(DUBAN_EBUSY, flush(room, LONG_MS, &outcomes));
        assert_int_equal(DUBAN_EBUSY, duban_resend(room->client, 1));
        spool_close(spool);
        assert_int_equal(0, flush(room, LONG_MS, &outcomes));
}

static void takes_events_only(void **state)
{
        struct room *room = *state;
        struct duban_client *client = open_client(room, 0);
        uint8_t *big = calloc(1, LIMIT_RECORD_BYTES + 1);
        uint64_t number = 77;

        assert_int_equal(DUBAN_EBAD, duban_put(client, "", 0, &number));
        assert_int_equal(DUBAN_EBAD, duban_put(client, "no event", 8, &number));
        assert_int_equal(DUBAN_EBAD, duban_put(client, big, LIMIT_RECORD_BYTES + 1, &number));
        assert_int_equal(77, number);
        free(big);
}

/* -- asking and hearing -- */

static int ask(struct room *room, struct answer *answer)
{
        const struct query query = {.ask = ASK_HEALTH, .id = 5};
        struct bytes encoded;
        struct flaw flaw;
        const void *at;
        size_t len;
        int r;

        assert_int_equal(0, codec_put_query(&query, room->arena, &encoded));
        r = duban_ask(open_client(room, 2 * SHORT_MS), encoded.at, encoded.len, &at, &len);
        if (r == 0)
                assert_int_equal(0, codec_answer(bytes_of(at, len), room->arena, answer, &flaw));
        return r;
}

static void asks_and_matches(void **state)
{
        struct room *room = *state;
        struct answer one, two;

        assert_int_equal(0, ask(room, &one));
        assert_int_equal(7, one.epoch);
        assert_int_equal(ASK_HEALTH, one.judged_through);
        atomic_store(&room->fake->foreign, true);
        assert_int_equal(0, ask(room, &two));
        assert_int_equal(one.id + 1, two.id);
        assert_int_equal(ASK_HEALTH, two.judged_through);
}

static void asks_twice_at_most(void **state)
{
        struct room *room = *state;
        struct answer answer;

        atomic_store(&room->fake->deaf, 1);
        assert_int_equal(0, ask(room, &answer));
        atomic_store(&room->fake->deaf, 2);
        assert_int_equal(DUBAN_ENOANSWER, ask(room, &answer));
        assert_int_equal(0, ask(room, &answer));
        atomic_store(&room->fake->garbage, 1);
        assert_int_equal(DUBAN_EBAD, ask(room, &answer));
        assert_int_equal(0, ask(room, &answer));
}

static void hears_the_bell(void **state)
{
        struct room *room = *state;
        struct bell bell;
        struct flaw flaw;
        const void *at;
        size_t len;

        assert_int_equal(DUBAN_ENOANSWER, duban_hear(open_client(room, 0), 10, &at, &len));
        atomic_store(&room->fake->ringing, true);
        assert_int_equal(0, duban_hear(room->client, LONG_MS, &at, &len));
        assert_int_equal(0, codec_bell(bytes_of(at, len), room->arena, &bell, &flaw));
        assert_int_equal(5, bell.head);
}

/* -- homes -- */

static void says_when_there_is_no_home(void **state)
{
        struct room *room = *state;
        const struct duban_options nowhere = {.home = "/nonexistent/home"};
        const struct duban_options no_card = {.home = room->home, .service = "/nonexistent/card"};
        struct duban_client *client = NULL;

        assert_int_equal(DUBAN_ENOHOME, duban_open(&nowhere, &client));
        assert_int_equal(DUBAN_ENOHOME, duban_open(&no_card, &client));
        assert_null(client);
        assert_int_equal(DUBAN_EBAD, duban_home_new(room->home, NULL));
}

/* -- the agent -- */

static pid_t start_agent(const struct room *room, bool once)
{
        const char *build = getenv("BUILD");
        char program[512];
        pid_t child;

        if (!build)
                return -1;
        snprintf(program, sizeof program, "%s/bin/duban-agent", build);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no agent behind */
                execl(program, program, "--home", room->home, "--service", room->card, once ? "--once" : NULL, NULL);
                _exit(127);
        }
        return child;
}

static int wait_for_exit(pid_t child)
{
        int status;

        assert_int_equal(child, waitpid(child, &status, 0));
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void wait_for_mark(const struct room *room, uint64_t mark)
{
        assert_true(fake_service_await(room->fake, mark));
        assert_int_equal(mark, atomic_load(&room->fake->mark));
}

static void the_agent_sends_once(void **state)
{
        struct room *room = *state;
        pid_t child;

        put(room, 1, 70);
        child = start_agent(room, true);
        if (child < 0)
                skip();
        assert_int_equal(0, wait_for_exit(child));
        expect_held(room, 70);
        expect_answered(room, 70);
        atomic_store(&room->fake->refuse, 71);
        put(room, 71, 71);
        assert_int_equal(1, wait_for_exit(start_agent(room, true)));
        assert_int_equal(0, atomic_load(&room->fake->links)); /* nobody will hear of it again */
}

static void the_agent_notices_new_records(void **state)
{
        struct room *room = *state;
        struct outcomes outcomes;
        unsigned batches;
        pid_t child;

        put(room, 1, 1);
        child = start_agent(room, false);
        if (child < 0)
                skip();
        wait_for_mark(room, 1);
        put(room, 2, 2);
        wait_for_mark(room, 2);
        batches = atomic_load(&room->fake->batches);
        assert_true(atomic_load(&room->fake->links) >= batches); /* each says that it runs on */
        assert_int_equal(DUBAN_EBUSY, flush(room, LONG_MS, &outcomes));
        kill(child, SIGHUP);
        put(room, 3, 3);
        wait_for_mark(room, 3);
        kill(child, SIGTERM);
        assert_int_equal(0, wait_for_exit(child));
        expect_held(room, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(sends_everything_once),
                TEST(tells_a_refusal),
                TEST(tries_again_when_told_so),
                TEST(misses_no_refusal_with_a_lost_reply),
                TEST(sends_again_after_a_restore),
                TEST(sends_again_on_request),
                TEST(stops_at_a_conflict),
                TEST(keeps_what_nobody_takes),
                TEST(leaves_sending_to_the_one_at_it),
                TEST(takes_events_only),
                TEST(asks_and_matches),
                TEST(asks_twice_at_most),
                TEST(hears_the_bell),
                TEST(says_when_there_is_no_home),
                TEST(the_agent_sends_once),
                TEST(the_agent_notices_new_records),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
