/* main.c - Welcome. This is duband, the service side of Duban: the composition root.
 *
 * Here nothing is decided. A verb is looked up in a table and run; `duband run` opens what its role needs
 * (service.c) and starts the role's threads (role_*.c). */
/*~ The tour begins here and goes the whole way of a report: who speaks, may they, append and acknowledge, what follows,
 * the law, the answer, and back to where the report came from. Next: broker/front_run.c. */
#include <stdio.h>
#include <string.h>

#include "broker/admin.h"
#include "lib/base/bytes.h"

static const struct admin_verb VERBS[] = {
        {"run", "[ROLE] --dir DIR [--ready-fd N]", "run the service, or one role of it",
         "duband run --dir /var/lib/duban", admin_run},
        {"init",
         "DIR [--virtual-clock DATE] [--operator NAME] [--department NAME] [--operator-home HOME] [--listen HOST]"
         " [--port N]",
         "make a new journal, the server's key and the first operator's home",
         "duband init /var/lib/duban --operator 系统管理员 --operator-home ~/.duban", admin_init},
        {"verify", "--dir DIR [--from SEQ] [--to SEQ]",
         "check every record against the hash chain; also beside a running service", "duband verify --dir DIR",
         admin_verify},
        {"rebuild", "--dir DIR [--check]", "make state/ anew from the journal, or compare it with a rebuilt one",
         "duband rebuild --check --dir DIR", admin_rebuild},
        {"rejudge", "--dir DIR [--policy FILE [--from DATE] [--format text|json] [--lang zh|en]]",
         "judge the journal again and compare; or rehearse another policy on it, without writing anything",
         "duband rejudge --dir DIR --policy policy.json --from 2023-07-01", admin_rejudge},
        {"backup", "--dir DIR --to DIR2", "copy and verify the journal beside a running service",
         "duband backup --dir /var/lib/duban --to /backup/2023-07-01", admin_backup},
        {"restore", "--dir DIR --from DIR2 --reason TEXT [--old-head SEQ]",
         "make a new data directory from a backup; it goes on in a new epoch",
         "duband restore --dir /var/lib/duban --from /backup/2023-07-01 --reason \"disk lost\"", admin_restore},
        {"config", "--dir DIR (--check | --print)", "check or print the configuration",
         "duband config --print --dir DIR", admin_config},
};

static int usage(FILE *out, int status)
{
        fprintf(out, "duband - the service of Duban (督办), which sees reports through\n\nusage: duband VERB "
                     "[arguments]\n\n");
        for (size_t i = 0; i < COUNT_OF(VERBS); i++)
                fprintf(out, "  %-8s %s\n", VERBS[i].name, VERBS[i].help);
        fprintf(out,
                "\n`duband VERB --help` tells more. First steps: `duband init DIR`, then `duband run --dir DIR`.\n");
        return status;
}

int admin_usage(const struct admin_verb *verb, int status)
{
        FILE *out = status ? stderr : stdout;

        fprintf(out, "duband %s - %s\n\nusage: duband %s %s\nexample: %s\n", verb->name, verb->help, verb->name,
                verb->arguments, verb->example);
        return status;
}

int main(int argc, char **argv)
{
        if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
                return usage(stdout, 0);
        if (argc >= 2 && strcmp(argv[1], "--version") == 0)
                return printf("duband %s\n", DUBAN_VERSION) < 0;
        for (size_t i = 0; argc >= 2 && i < COUNT_OF(VERBS); i++)
                if (strcmp(argv[1], VERBS[i].name) == 0)
                        return VERBS[i].run(&VERBS[i], argc - 1, argv + 1);
        if (argc >= 2)
                fprintf(stderr, "duband: there is no verb `%s`\n\n", argv[1]);
        return usage(stderr, 2);
}
