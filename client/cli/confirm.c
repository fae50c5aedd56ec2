/* confirm.c - a question on standard error, a line from standard input. */
#include "client/cli/confirm.h"

#include <unistd.h>

static bool is_yes(const char *line)
{
        static const char *const YES[] = {"y", "Y", "yes", "是"};
        const size_t len = strcspn(line, "\r\n");

        for (size_t i = 0; i < COUNT_OF(YES); i++) {
                if (bytes_equal(bytes_of(line, len), bytes_str(YES[i])))
                        return true;
        }
        return false;
}

int confirm_ask(struct session *session, const struct args *args, const char *zh, const char *en, bool *ret_yes)
{
        char line[16];

        if (args_has(args, "yes")) {
                *ret_yes = true;
                return 0;
        }
        if (!isatty(STDIN_FILENO))
                return session_complain(session, CLI_USAGE, "标准输入不是终端,无法询问;确认无误请加 --yes",
                                        "standard input is no terminal, so nobody can be asked; add --yes if it is "
                                        "right");
        fprintf(stderr, "%s %s ", session_say(session, zh, en), session_say(session, "[是/否]", "[y/N]"));
        fflush(stderr);
        *ret_yes = fgets(line, sizeof line, stdin) && is_yes(line);
        if (!*ret_yes)
                session_complain(session, 0, "什么都没有发送", "nothing was sent");
        return 0;
}
