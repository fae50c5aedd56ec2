/* admin_init.c - `duband init DIR`: the first record, the server's key, the operator's home, a commented
 * configuration. Nothing that exists is ever replaced. */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "broker/admin.h"
#include "broker/keyfile.h"
#include "broker/options.h"
#include "broker/settings.h"
#include "lib/base/file.h"
#include "lib/store/applier.h"
#include "proto/codec.h"
#include "proto/ids.h"

enum { PATH_SIZE = 4096, CHINA_OFFSET_MINUTES = 8 * 60, CONFIG_FILE_SIZE = 16384 };

struct init {
        const char *dir;
        const char *virtual_clock;
        const char *operator_name;
        const char *department;
        const char *operator_home;
        const char *listen;
        const char *port;
        struct day first_day;
        struct bus_keypair operator_keys;
        struct journal *journal;
        struct state *state;
};

static int in_dir(const struct init *init, const char *name, char path[PATH_SIZE])
{
        return snprintf(path, PATH_SIZE, "%s/%s", init->dir, name) < PATH_SIZE ? 0 : err_fail("path too long");
}

static int make_directory(const char *path)
{
        const int r = file_make_private_directory(path);

        if (r > 0)
                fprintf(stderr, "duband init: %s: %s\n", path, file_reason(r));
        return r;
}

/* -- configuration -- */

static int write_config(const struct init *init)
{
        char path[PATH_SIZE];
        char *text = calloc(1, CONFIG_FILE_SIZE);
        FILE *out = text ? fmemopen(text, CONFIG_FILE_SIZE, "w") : NULL;
        uint64_t port = 0;
        int r = out ? in_dir(init, "duban.conf", path) : err_fail("out of memory");

        if (r == 0 && init->port && options_number("--port", init->port, &port))
                r = 2;
        if (r == 0) {
                fprintf(out, "# Duban's configuration: `duband config --print` shows what is in force.\n\n");
                config_print_presets(SETTINGS, SETTINGS_COUNT, out);
                if (init->listen)
                        fprintf(out, "\nlisten = %s\n", init->listen);
                if (init->port)
                        fprintf(out, "\nreports_port = %llu\nqueries_port = %llu\nbell_port = %llu\n",
                                (unsigned long long)port, (unsigned long long)(port ? port + 1 : 0),
                                (unsigned long long)(port ? port + 2 : 0));
        }
        if (out)
                fclose(out);
        if (r == 0)
                r = file_write(path, bytes_str(text), 0600, FILE_KEEP);
        if (r == FILE_EXISTS)
                r = 0; /* somebody wrote it beforehand: theirs counts */
        free(text);
        return r;
}

/* -- the first record -- */

static int first_record(const struct init *init, struct arena *arena, struct bytes *ret_payload)
{
        const struct member member = {
                .name = bytes_str(init->operator_name),
                .department = bytes_str(init->department),
                .role = ROLE_OPERATOR,
        };
        const struct key key = {
                .public_key = bytes_of(init->operator_keys.public_key, KEY_SIZE),
                .member = member.name,
        };
        uint8_t log_id[LOG_ID_SIZE];
        struct event event = {.kind = EVENT_GENESIS};

        ids_random(log_id, sizeof log_id);
        event.genesis = (struct genesis){
                .format = JOURNAL_FORMAT,
                .log_id = bytes_of(log_id, sizeof log_id),
                .epoch = 1,
                .hash = bytes_str("BLAKE2b-256"),
                .zone = bytes_str("Asia/Shanghai"),
                .utc_offset_minutes = CHINA_OFFSET_MINUTES,
                .tick_days = 1,
                .virtual_clock = init->virtual_clock != NULL,
                .first_day = init->first_day,
                .operator_member = &member,
                .operator_key = &key,
                .software = bytes_str("duban " DUBAN_VERSION),
        };
        return codec_put_event(&event, arena, ret_payload);
}

static int append_first(struct init *init)
{
        ARENA struct arena *arena = arena_new(0);
        struct record record = {
                .epoch = 1,
                .kind = EVENT_GENESIS,
                .at = clock_now(),
                .author = ID_COLLECTOR,
                .agent = ID_COLLECTOR,
                .number = 1,
                .day = init->first_day,
        };
        int r = arena ? first_record(init, arena, &record.payload) : err_fail("out of memory");

        if (r == 0)
                r = journal_add(init->journal, &record);
        if (r == 0)
                r = journal_commit(init->journal);
        return r > 0 ? err_fail("the disk is full") : r;
}

static int apply_first(struct init *init)
{
        struct applier *applier = NULL;
        uint64_t applied;
        int r = applier_new(init->journal, init->state, &applier);

        if (r == 0)
                r = applier_step(applier, 0, &applied);
        applier_free(applier);
        return r;
}

static int make_stores(struct init *init)
{
        char path[PATH_SIZE];
        const struct journal_options journal = {.dir = path, .mode = JOURNAL_WRITE, .create = true};
        const struct state_options state = {.dir = path, .write = true};
        struct journal_head head = {0};
        int r = in_dir(init, "journal", path);

        if (r == 0)
                r = journal_open(&journal, &init->journal);
        if (r == 0)
                r = journal_head(init->journal, &head);
        if (r == 0 && head.seq > 0) {
                fprintf(stderr, "duband init: %s: there is a journal already\n", path);
                return EX_CANTCREAT;
        }
        if (r == 0)
                r = in_dir(init, "state", path);
        if (r == 0)
                r = state_open(&state, &init->state);
        if (r == 0)
                r = append_first(init);
        return r == 0 ? apply_first(init) : r;
}

/* -- keys -- */

static int make_keys(struct init *init)
{
        struct bus_keypair server;
        char path[PATH_SIZE];
        int r = bus_keypair_new(&server);

        if (r == 0)
                r = in_dir(init, "server.key", path);
        if (r == 0)
                r = keyfile_write(path, &server);
        if (r == 0)
                r = make_directory(init->operator_home);
        if (r == 0)
                r = bus_keypair_new(&init->operator_keys);
        if (r == 0) {
                snprintf(path, sizeof path, "%s/key", init->operator_home);
                r = keyfile_write(path, &init->operator_keys);
        }
        return r;
}

static int check_clock(struct init *init)
{
        if (!init->virtual_clock) {
                init->first_day = day_of_instant(clock_now().ms, CHINA_OFFSET_MINUTES);
                return 0;
        }
        if (day_from_text(bytes_str(init->virtual_clock), &init->first_day) == 0)
                return 0;
        fprintf(stderr, "duband init: --virtual-clock takes a date such as 2023-01-01, not `%s`\n",
                init->virtual_clock);
        return 2;
}

static int make_all(struct init *init)
{
        char path[PATH_SIZE];
        int r = make_directory(init->dir);

        if (r == 0)
                r = in_dir(init, "run", path);
        if (r == 0)
                r = make_directory(path);
        if (r == 0)
                r = write_config(init);
        if (r == 0)
                r = make_keys(init);
        if (r == 0)
                r = make_stores(init);
        state_close(init->state);
        journal_close(init->journal);
        return r;
}

int admin_init(const struct admin_verb *verb, int argc, char **argv)
{
        struct init init = {0};
        char home[PATH_SIZE];
        const struct option_row rows[] = {
                {NULL, &init.dir, NULL},
                {"--virtual-clock", &init.virtual_clock, NULL},
                {"--operator", &init.operator_name, NULL},
                {"--department", &init.department, NULL},
                {"--operator-home", &init.operator_home, NULL},
                {"--listen", &init.listen, NULL},
                {"--port", &init.port, NULL},
        };
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !init.dir)
                return admin_usage(verb, 2);
        init.operator_name = init.operator_name ? init.operator_name : "系统管理员";
        init.department = init.department ? init.department : "市政府政务督查室";
        if (!init.operator_home) {
                snprintf(home, sizeof home, "%s/operator", init.dir);
                init.operator_home = home;
        }
        status = check_clock(&init);
        if (status == 0 && ids_start())
                status = EX_OSERR;
        if (status == 0)
                status = make_all(&init);
        if (status)
                return status == 2 ? 2 : EX_CANTCREAT;
        printf("made %s\nthe operator's home is %s\nnext: duband run --dir %s\n", init.dir, init.operator_home,
               init.dir);
        return 0;
}
