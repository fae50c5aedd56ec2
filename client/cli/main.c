/* main.c - `duban`, the command line client: finds the verb, reads the options, runs it.
 *
 * Exit codes are enum outcome of session.h. Verbs of the stopped service (verify, rebuild ...) are handed to
 * `duband`, which stands beside this program or in the PATH. */
#include <errno.h>
#include <stdlib.h>

#include "client/cli/help.h"
#include "client/cli/verb.h"

static const struct verb *const VERBS[] = {
        &verb_push,
        &verb_correct,
        &verb_extend,
        &verb_due,
        &verb_sign,
        &verb_answer,
        &verb_status,
        &verb_task,
        &verb_explain,
        &verb_history,
        &verb_alerts,
        &verb_watch,
        &verb_review,
        &verb_accept,
        &verb_return,
        &verb_suspend,
        &verb_close,
        &verb_withdraw,
        &verb_text,
        &verb_exceptions,
        &verb_promises,
        &verb_remark_set,
        &verb_remark_import,
        &verb_remark_proposed,
        &verb_letter_sign,
        &verb_letter,
        &verb_digest,
        &verb_bulletin_close,
        &verb_bulletin,
        &verb_plan_propose,
        &verb_plan_proposals,
        &verb_plan_approve,
        &verb_plan_import,
        &verb_plan_check,
        &verb_plan_diff,
        &verb_plan_show,
        &verb_roster_import,
        &verb_roster_show,
        &verb_roster_revoke,
        &verb_policy_show,
        &verb_policy_set,
        &verb_clock_show,
        &verb_clock_advance,
        &verb_clock_confirm,
        &verb_health,
        &verb_key_new,
        &verb_key_show,
        &verb_whoami,
        NULL,
};

static const char *const SERVICE_VERBS[] = {"verify", "rebuild", "rejudge", "backup", "restore", "config"};

static const struct args_option COMMON[] = {
        {"home", "DIR", "密钥与待发区所在目录(默认 $DUBAN_HOME 或 ~/.duban)",
         "directory of key and spool (default $DUBAN_HOME or ~/.duban)", false},
        {"service", "FILE", "服务地址文件(默认 HOME/service)", "the service's address card (default HOME/service)",
         false},
        {"format", "FORMAT", "输出格式:text json csv md html xlsx", "text, json, csv, md, html or xlsx", false},
        {"lang", "LANG", "界面语言:zh 或 en(默认按 LANG)", "zh or en (default from LANG)", false},
        {"at-least", "SEQ", "等到服务处理并判定完该日志序号", "wait until this sequence is applied and judged", false},
        {"plan", "ID", "计划标识(默认生效的计划)", "plan id (default: the plan in force)", false},
        {"help", NULL, "本说明", "this text", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct args_option AS_OF[] = {
        {"as-of", "SEQ", "按该日志序号时的情形(计划、规则、判定均为当时)",
         "as it was after this sequence: plan, policy, verdicts of then", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct args_option FOR_DATE[] = {
        {"for-date", "DATE", "只计数据日期不晚于该日的填报", "only figures with a data date up to this day", false},
        {NULL, NULL, NULL, NULL, false},
};

/* Every table of options that the verb takes; those it does not have stay NULL. */
enum { VERB_TABLES = 4 };

static void verb_tables(const struct verb *verb, const struct args_option *tables[VERB_TABLES])
{
        tables[0] = verb->options;
        tables[1] = verb->past & PAST_AS_OF ? AS_OF : NULL;
        tables[2] = verb->past & PAST_FOR_DATE ? FOR_DATE : NULL;
        tables[3] = COMMON;
}

/* The verb that the first one or two arguments name; `ret_words` says how many. */
static const struct verb *find_verb(int argc, char **argv, int *ret_words)
{
        for (size_t i = 0; VERBS[i]; i++) {
                const char *name = VERBS[i]->name;
                const char *space = strchr(name, ' ');
                const size_t first = space ? (size_t)(space - name) : strlen(name);

                if (strlen(argv[0]) != first || memcmp(argv[0], name, first) != 0)
                        continue;
                if (space && (argc < 2 || strcmp(argv[1], space + 1) != 0))
                        continue;
                *ret_words = space ? 2 : 1;
                return VERBS[i];
        }
        return NULL;
}

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
        const struct args_option *tables[VERB_TABLES];
        const char *culprit = "";
        struct args args;
        int r;

        verb_tables(verb, tables);
        r = args_parse(argc, argv, tables, VERB_TABLES, &args, &culprit);
        if (r)
                return complain_option(session, r, culprit);
        r = session_start(session, &args);
        if (r)
                return r;
        if (args_has(&args, "help"))
                return help_verb(session, verb, tables, VERB_TABLES);
        if (args.words < verb->words_min || args.words > verb->words_max)
                return session_complain(session, CLI_USAGE, "用法:duban %s %s;见 duban %s --help",
                                        "usage: duban %s %s; see duban %s --help", verb->name, verb->arguments,
                                        verb->name);
        if (args_has(&args, "format") && !(verb->formats & session->output->format))
                return session_complain(session, CLI_USAGE, "duban %s 没有 %s 格式", "duban %s does not print %s",
                                        verb->name, session->output->name);
        return verb->run(session, &args);
}

/* What is left when no verb was named: --help, --version, or a word that is none. */
static int run_none(struct session *session, int argc, char **argv)
{
        const struct args_option *const tables[] = {COMMON};
        const char *culprit = "";
        struct args args;
        int r;

        if (argc > 0 && strcmp(argv[0], "--version") == 0) {
                fprintf(session->out, "duban %s\n", DUBAN_VERSION);
                return CLI_FINE;
        }
        r = args_parse(argc, argv, tables, COUNT_OF(tables), &args, &culprit);
        if (r)
                return complain_option(session, r, culprit);
        r = session_start(session, &args);
        if (r)
                return r;
        if (args.words == 0)
                return help_all(session, VERBS, args_has(&args, "help"));
        return help_family(session, VERBS, args.word[0], args_has(&args, "help"));
}

static int run(struct session *session, int argc, char **argv)
{
        const struct verb *verb;
        int words = 0;

        if (argc > 1 && is_service_verb(argv[1]))
                return hand_over(session, argv);
        verb = argc > 1 ? find_verb(argc - 1, argv + 1, &words) : NULL;
        if (!verb)
                return run_none(session, argc - 1, argv + 1);
        return run_verb(session, verb, argc - 1 - words, argv + 1 + words);
}

int main(int argc, char **argv)
{
        struct session session = {
                .out = stdout, .output = &output_text, .arena = arena_new(0), .language = session_language()};
        int r;

        if (!session.arena)
                return CLI_NO_ANSWER;
        r = run(&session, argc, argv);
        session_end(&session);
        return r < 0 ? CLI_NO_ANSWER : r;
}
