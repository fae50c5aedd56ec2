/* main.c - `duban`, the command line client: reads the options of the verb that is named and runs it.
 *
 * Exit codes are enum outcome of session.h. Verbs of the stopped service (verify, rebuild ...) are handed to
 * `duband`, which stands beside this program or in the PATH. */
#include <errno.h>
#include <stdlib.h>

#include "client/cli/help.h"
#include "client/cli/verb.h"

static const char *const SERVICE_VERBS[] = {"verify", "rebuild", "rejudge", "backup", "restore", "config"};

/* Only returns when duband cannot be run. */
static int hand_over(const struct session *session, char **argv)
{
        const char *slash = strrchr(argv[0], '/');
        char path[4096] = "duband";
        char program[] = "duband";
        const char *self = argv[0];

        if (slash && snprintf(path, sizeof path, "%.*s/duband", (int)(slash - self), self) < (int)sizeof path) {
                argv[0] = program;
                execv(path, argv);
        }
        argv[0] = program;
        execvp("duband", argv);
        return session_complain(session, CLI_NO_ANSWER, "无法运行 duband(%s);请在服务所在的主机上执行",
                                "cannot run duband (%s); do this on the service's own machine", strerror(errno));
}

static bool is_service_verb(const char *name)
{
        for (size_t i = 0; i < COUNT_OF(SERVICE_VERBS); i++) {
                if (strcmp(name, SERVICE_VERBS[i]) == 0)
                        return true;
        }
        return false;
}

static int complain_option(const struct session *session, int r, const char *culprit)
{
        switch (r) {
        case ARGS_UNKNOWN:
                return session_complain(session, CLI_USAGE, "没有选项 %s;见 --help",
                                        "there is no option %s; see --help", culprit);
        case ARGS_NO_VALUE:
                return session_complain(session, CLI_USAGE, "选项 %s 缺少取值", "option %s lacks its value", culprit);
        case ARGS_VALUE_ON_SWITCH:
                return session_complain(session, CLI_USAGE, "选项 %s 不带取值", "option %s takes no value", culprit);
        case ARGS_TWICE:
                return session_complain(session, CLI_USAGE, "选项 %s 只能给一次", "option %s is given twice", culprit);
        default:
                return session_complain(session, CLI_USAGE, "参数过多:%s", "too many arguments: %s", culprit);
        }
}

static int run_verb(struct session *session, const struct verb *verb, int argc, char **argv)
{
        const struct args_option *tables[VERB_OPTIONS];
        const char *culprit = "";
        struct args args;
        int r;

        verb_options(verb, tables);
        r = args_parse(argc, argv, tables, VERB_OPTIONS, &args, &culprit);
        if (r)
                return complain_option(session, r, culprit);
        r = session_start(session, &args);
        if (r)
                return r;
        if (args_has(&args, "help"))
                return help_verb(session, verb);
        if (args.words < verb->words_min || args.words > verb->words_max)
                return session_complain(session, CLI_USAGE, "用法:duban %s%s%s [选项];见 duban %s --help",
                                        "usage: duban %s%s%s [OPTIONS]; see duban %s --help", verb->name,
                                        *verb->arguments ? " " : "", verb->arguments, verb->name);
        if (args_has(&args, "format") && !(verb->formats & session->output->format))
                return session_complain(session, CLI_USAGE, "duban %s 没有 %s 格式", "duban %s does not print %s",
                                        verb->name, session->output->name);
        return verb->run(session, &args);
}

/* What is left when no verb was named: --help, --version, or a word that is none. */
static int run_none(struct session *session, int argc, char **argv)
{
        const struct args_option *tables[VERB_OPTIONS];
        const char *culprit = "";
        struct args args;
        int r;

        verb_options(NULL, tables);
        if (argc > 0 && strcmp(argv[0], "--version") == 0) {
                fprintf(session->out, "duban %s\n", DUBAN_VERSION);
                return CLI_FINE;
        }
        r = args_parse(argc, argv, tables, VERB_OPTIONS, &args, &culprit);
        if (r)
                return complain_option(session, r, culprit);
        r = session_start(session, &args);
        if (r)
                return r;
        if (args.words == 0)
                return help_all(session, args_has(&args, "help"));
        return help_family(session, args.word[0], args_has(&args, "help"));
}

/* Also of a line that is wrong elsewhere: what is wrong with it is said in the language that it asks for. */
static enum language language_of(int argc, char **argv)
{
        for (int i = 1; i < argc; i++) {
                const char *value = strncmp(argv[i], "--lang=", 7) == 0              ? argv[i] + 7
                                    : strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                                                                                     : "";

                if (strcmp(value, "zh") == 0)
                        return LANGUAGE_ZH;
                if (strcmp(value, "en") == 0)
                        return LANGUAGE_EN;
        }
        return session_language();
}

static int run(struct session *session, int argc, char **argv)
{
        const struct verb *verb;
        int words = 0;

        if (argc > 1 && is_service_verb(argv[1]))
                return hand_over(session, argv);
        verb = argc > 1 ? verb_find(argc - 1, argv + 1, &words) : NULL;
        if (!verb)
                return run_none(session, argc - 1, argv + 1);
        return run_verb(session, verb, argc - 1 - words, argv + 1 + words);
}

int main(int argc, char **argv)
{
        struct session session = {
                .out = stdout, .output = &output_text, .arena = arena_new(0), .language = language_of(argc, argv)};
        int r;

        if (!session.arena)
                return CLI_NO_ANSWER;
        r = run(&session, argc, argv);
        session_end(&session);
        return r < 0 ? CLI_NO_ANSWER : r;
}
