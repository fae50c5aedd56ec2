/* keyfile_test.c - the server's key file: written once, private, and read exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "broker/keyfile.h"

static char dir[64];
static char path[80];

static int setup(void **state)
{
        (void)state;
        snprintf(dir, sizeof dir, "/tmp/duban-keyfile-XXXXXX");
        assert_non_null(mkdtemp(dir));
        snprintf(path, sizeof path, "%s/server.key", dir);
        return 0;
}

static int teardown(void **state)
{
        (void)state;
        unlink(path);
        return rmdir(dir);
}

static void put(const char *content)
{
        const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        assert_true(fd >= 0);
        assert_int_equal(write(fd, content, strlen(content)), strlen(content));
        close(fd);
}

static void there_and_back(void **state)
{
        struct bus_keypair pair;
        struct bus_keypair read;
        struct stat status;

        (void)state;
        assert_int_equal(bus_keypair_new(&pair), 0);
        assert_int_equal(keyfile_write(path, &pair), 0);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
        assert_int_equal(keyfile_read(path, &read), 0);
        assert_memory_equal(&pair, &read, sizeof pair);
        assert_int_equal(keyfile_write(path, &pair), KEYFILE_BAD); /* never over another one */
        assert_int_equal(chmod(path, 0644), 0);
        assert_int_equal(keyfile_read(path, &read), KEYFILE_BAD); /* others could have read it */
}

static void not_a_key_file(void **state)
{
        static const char *const CONTENTS[] = {
                "",
                "public = \n",
                "public = 0123456789012345678901234567890123456789\n",
                "secret = 0123456789012345678901234567890123456789\npublic = "
                "0123456789012345678901234567890123456789\n",
                "public = 0123456789012345678901234567890123456789\nsecret = 01234567890123456789012345678901234567 "
                "9\n",
                "public = 0123456789012345678901234567890123456789\nsecret = 0123456789012345678901234567890123456789",
        };
        struct bus_keypair pair;

        (void)state;
        assert_int_equal(keyfile_read(path, &pair), KEYFILE_BAD);
        for (size_t i = 0; i < sizeof CONTENTS / sizeof *CONTENTS; i++) {
                put(CONTENTS[i]);
                assert_int_equal(keyfile_read(path, &pair), KEYFILE_BAD);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(there_and_back, setup, teardown),
                cmocka_unit_test_setup_teardown(not_a_key_file, setup, teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
