/* help.c - tables, printed for people. */
#include "client/cli/help.h"

#include "lib/base/text.h"

enum { NAME_WIDTH = 34 };

static const struct {
        const char *zh;
        const char *en;
} GROUPS[GROUP_COUNT] = {
        [GROUP_DEPARTMENT] = {"填报单位", "Departments"},
        [GROUP_SUPERVISOR] = {"督查员", "Supervisors"},
        [GROUP_LEADER] = {"领导", "Leaders"},
        [GROUP_OPERATOR] = {"管理员", "Operators"},
        [GROUP_EVERYONE] = {"所有人", "Everyone"},
};

static void print_padded(FILE *file, const char *text, size_t width)
{
        const size_t wide = text_width(bytes_str(text));

        fprintf(file, "  %s%*s  ", text, wide < width ? (int)(width - wide) : 0, "");
}

static void print_row(const struct session *session, FILE *file, const struct verb *verb)
{
        char name[96];

        snprintf(name, sizeof name, "%s %s", verb->name, verb->arguments);
        print_padded(file, name, NAME_WIDTH);
        fprintf(file, "%s\n", session_say(session, verb->zh, verb->en));
}

int help_all(const struct session *session, bool asked)
{
        FILE *file = asked ? session->out : stderr;

        fprintf(file, "%s\n",
                session_say(session, "用法:duban 动词 [参数] [选项]", "usage: duban VERB [ARGUMENTS] [OPTIONS]"));
        for (enum verb_group group = 0; group < GROUP_COUNT; group++) {
                fprintf(file, "\n%s\n", session_say(session, GROUPS[group].zh, GROUPS[group].en));
                for (size_t i = 0; verb_table[i]; i++) {
                        if (verb_table[i]->group == group)
                                print_row(session, file, verb_table[i]);
                }
        }
        fprintf(file, "\n%s\n",
                session_say(session,
                            "duban 动词 --help 说明参数、选项和例子。"
                            "verify rebuild rejudge backup restore config 交由 duband 执行。\n"
                            "退出码:0 正常,1 有滞后或问题,2 用法或文件有误,3 无应答,4 被拒绝。",
                            "duban VERB --help shows arguments, options and an example. verify, rebuild, rejudge, "
                            "backup, restore and config are handed to duband.\nExit codes: 0 fine, 1 something is "
                            "behind or "
                            "wrong, 2 usage or a bad file, 3 no answer, 4 refused."));
        return asked ? CLI_FINE : CLI_USAGE;
}

int help_family(const struct session *session, const char *word, bool asked)
{
        const size_t len = strlen(word);
        bool any = false;

        for (size_t i = 0; verb_table[i]; i++) {
                if (strncmp(verb_table[i]->name, word, len) == 0 && verb_table[i]->name[len] == ' ') {
                        print_row(session, asked ? session->out : stderr, verb_table[i]);
                        any = true;
                }
        }
        if (any)
                return asked ? CLI_FINE : CLI_USAGE;
        return session_complain(session, CLI_USAGE, "没有动词 %s;见 duban --help",
                                "there is no verb %s; see duban --help", word);
}

/* Of the formats only those that the verb prints. */
static void print_formats(const struct session *session, const struct verb *verb)
{
        const char *between = session_say(session, ":", ": ");

        for (unsigned bit = OUTPUT_TEXT; bit <= OUTPUT_XLSX; bit <<= 1) {
                if (!(verb->formats & bit))
                        continue;
                fprintf(session->out, "%s%s", between, output_of((enum output_format)bit)->name);
                between = session_say(session, " ", ", ");
        }
}

static void print_options(const struct session *session, const struct args_option *table, const struct verb *verb)
{
        for (const struct args_option *row = table; row && row->name; row++) {
                char name[96];

                snprintf(name, sizeof name, "--%s%s%s", row->name, row->value ? " " : "", row->value ? row->value : "");
                print_padded(session->out, name, NAME_WIDTH);
                fputs(session_say(session, row->zh, row->en), session->out);
                if (strcmp(row->name, "format") == 0)
                        print_formats(session, verb);
                fputc('\n', session->out);
        }
}

int help_verb(const struct session *session, const struct verb *verb)
{
        const char *more = session_say(session, verb->more_zh, verb->more_en);
        const struct args_option *tables[VERB_OPTIONS];

        verb_options(verb, tables);
        fprintf(session->out, "%sduban %s%s%s %s\n%s\n", session_say(session, "用法:", "usage: "), verb->name,
                *verb->arguments ? " " : "", verb->arguments, session_say(session, "[选项]", "[OPTIONS]"),
                session_say(session, verb->zh, verb->en));
        if (more)
                fprintf(session->out, "\n%s\n", more);
        fprintf(session->out, "\n%s\n", session_say(session, "选项", "Options"));
        for (size_t i = 0; i < VERB_OPTIONS; i++)
                print_options(session, tables[i], verb);
        fprintf(session->out, "\n%s\n  %s\n", session_say(session, "例子", "Example"), verb->example);
        return CLI_FINE;
}
