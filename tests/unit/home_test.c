/* home_test.c - the key, the address card, and what is said about bad ones. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/home.h"

#define Z85 "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define GOOD                                                                                                           \
        "reports = tcp://127.0.0.1:7610\nqueries = tcp://127.0.0.1:7611\nbell = ipc:///run/duban/bell\n"               \
        "server_key = " Z85 "\n"

static void reads_a_card(UNUSED void **state)
{
        static const char TEXT[] = "# Duban, the city's office\r\n\r\n  reports=tcp://10.0.0.1:7610\r\n"
                                   "queries = tcp://10.0.0.1:7611 \nbell\t=\ttcp://10.0.0.1:7612\n"
                                   "server_key = " Z85 "\nlog_id = 000102030405060708090a0b0c0d0e0f\nnew_thing = 7";
        struct home_flaw flaw;
        struct home_card card;
        char key[BUS_Z85_SIZE];

        assert_int_equal(0, home_parse_card(bytes_str(TEXT), "card", &card, &flaw));
        assert_string_equal("tcp://10.0.0.1:7610", card.reports);
        assert_string_equal("tcp://10.0.0.1:7611", card.queries);
        assert_string_equal("tcp://10.0.0.1:7612", card.bell);
        bus_z85(card.server_key, key);
        assert_string_equal(Z85, key);
        assert_int_equal(15, card.log_id[15]);
        assert_int_equal(0, home_parse_card(bytes_str(GOOD), "card", &card, &flaw));
        assert_string_equal("ipc:///run/duban/bell", card.bell);
}

static void says_what_is_wrong(UNUSED void **state)
{
        static const struct {
                const char *text;
                const char *said;
        } rows[] = {
                {"", "card: reports is missing; get the address card again"},
                {"reports = tcp://h:1\nqueries = tcp://h:1\nbell = tcp://h:1\n", "card: server_key is missing;"},
                {"\n# x\nreports\n", "card, line 3: no \"name = value\";"},
                {"reports = 10.0.0.1:7610\n", "card, line 1: reports must begin with tcp:// or ipc://;"},
                {"reports = inproc://x\n", "must begin with tcp:// or ipc://;"},
                {"reports =\n", "line 1: reports must begin with"},
                {"reports = tcp://h:1 or so\n", "line 1: reports has a character that no address has;"},
                {"reports = tcp://h\x01:1\n", "line 1: reports has a character that no address has;"},
                {GOOD "bell = tcp://h:1\n", "line 5: bell is here twice;"},
                {"server_key = short\n", "line 1: server_key is no key of 40 Z85 characters;"},
                {"server_key = " Z85 "x\n", "server_key is no key of 40 Z85 characters;"},
                {GOOD "log_id = 12\n", "line 5: log_id is not 32 hexadecimal digits;"},
        };
        struct home_flaw flaw;
        struct home_card card;

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                assert_int_equal(HOME_BAD, home_parse_card(bytes_str(rows[i].text), "card", &card, &flaw));
                if (!strstr(flaw.text, rows[i].said))
                        fail_msg("row %zu: %s", i, flaw.text);
        }
}

static void takes_any_bytes(UNUSED void **state)
{
        static const uint8_t NUL_INSIDE[] = "reports = tcp://h\0:1\n";
        struct home_flaw flaw;
        struct home_card card;
        char longest[400];

        assert_int_equal(HOME_BAD, home_parse_card(bytes_of(NUL_INSIDE, sizeof NUL_INSIDE), "card", &card, &flaw));
        assert_non_null(strstr(flaw.text, "no address has"));
        memset(longest, 'x', sizeof longest);
        memcpy(longest, "bell = ", 7);
        assert_int_equal(HOME_BAD, home_parse_card(bytes_of(longest, sizeof longest), "card", &card, &flaw));
        assert_non_null(strstr(flaw.text, "bell is too long"));
        for (size_t len = 0; len < sizeof GOOD - 2; len++) /* no beginning of a card is one, but for its last newline */
                assert_int_equal(HOME_BAD, home_parse_card(bytes_of(GOOD, len), "card", &card, &flaw));
}

struct room {
        char path[64];
        char home[80];
        char card[80];
};

static int set_up(void **state)
{
        struct room *room = calloc(1, sizeof *room);
        FILE *card;

        snprintf(room->path, sizeof room->path, "/tmp/duban-home-XXXXXX");
        assert_non_null(mkdtemp(room->path));
        snprintf(room->home, sizeof room->home, "%s/home", room->path);
        snprintf(room->card, sizeof room->card, "%s/card", room->path);
        card = fopen(room->card, "w");
        fputs(GOOD, card);
        fclose(card);
        *state = room;
        return 0;
}

static void remove_in(const char *directory, const char *name)
{
        char path[128];

        snprintf(path, sizeof path, "%s/%s", directory, name);
        unlink(path);
}

static int tear_down(void **state)
{
        struct room *room = *state;

        remove_in(room->home, "key");
        remove_in(room->home, "service");
        rmdir(room->home);
        unlink(room->card);
        rmdir(room->path);
        free(room);
        return 0;
}

static mode_t mode_of(const char *directory, const char *name)
{
        struct stat about;
        char path[128];

        snprintf(path, sizeof path, "%s/%s", directory, name);
        return stat(path, &about) < 0 ? 0 : about.st_mode & 07777;
}

static void set_mode(const char *directory, const char *name, mode_t mode)
{
        char path[128];

        snprintf(path, sizeof path, "%s/%s", directory, name);
        assert_int_equal(0, chmod(path, mode));
}

static void makes_a_home_once(void **state)
{
        const struct room *room = *state;
        struct bus_keypair keys, again;
        struct home_card card;
        struct home_flaw flaw;

        assert_int_equal(HOME_BAD, home_check(room->home, &flaw));
        assert_non_null(strstr(flaw.text, "there is no such home; make one with: duban key new"));
        assert_int_equal(HOME_BAD, home_load_key(room->home, &keys, &flaw));
        assert_non_null(strstr(flaw.text, "/key: there is no key; make one with: duban key new"));
        assert_int_equal(0, home_make(room->home, &flaw));
        assert_int_equal(0700, mode_of(room->home, "."));
        assert_int_equal(0600, mode_of(room->home, "key"));
        assert_int_equal(0, home_check(room->home, &flaw));
        assert_int_equal(0, home_load_key(room->home, &keys, &flaw));
        assert_int_equal(HOME_BAD, home_load_card(room->home, NULL, &card, &flaw));
        assert_non_null(strstr(flaw.text, "/home/service: it does not exist; get the address card"));
        assert_int_equal(0, home_keep_card(room->home, room->card, &flaw));
        assert_int_equal(0, home_load_card(room->home, NULL, &card, &flaw));

        assert_int_equal(HOME_BAD, home_make(room->home, &flaw));
        assert_non_null(strstr(flaw.text, "there is a key already"));
        assert_int_equal(0, home_load_key(room->home, &again, &flaw));
        assert_memory_equal(&keys, &again, sizeof keys);
}

static void keeps_others_out(void **state)
{
        const struct room *room = *state;
        struct bus_keypair keys;
        struct home_flaw flaw;

        assert_int_equal(0, home_make(room->home, &flaw));
        set_mode(room->home, "key", 0640);
        assert_int_equal(HOME_BAD, home_load_key(room->home, &keys, &flaw));
        assert_non_null(strstr(flaw.text, "/key: others can read or write it"));
        set_mode(room->home, ".", 0750);
        assert_int_equal(HOME_BAD, home_check(room->home, &flaw));
        assert_non_null(strstr(flaw.text, "others may enter; chown it and chmod 700"));
}

static void a_bad_card_is_not_kept(void **state)
{
        const struct room *room = *state;
        struct home_flaw flaw;

        assert_int_equal(0, home_make(room->home, &flaw));
        assert_int_equal(0, truncate(room->card, 40));
        assert_int_equal(HOME_BAD, home_keep_card(room->home, room->card, &flaw));
        assert_int_equal(0, mode_of(room->home, "service"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_a_card),
                cmocka_unit_test(says_what_is_wrong),
                cmocka_unit_test(takes_any_bytes),
                TEST(makes_a_home_once),
                TEST(keeps_others_out),
                TEST(a_bad_card_is_not_kept),
        };

        unsetenv("DUBAN_SERVICE");
        return cmocka_run_group_tests(tests, NULL, NULL);
}
