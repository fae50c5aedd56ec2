/* verb_key.c - `duban key new|show`, `duban whoami`: who am I, here and to the service. */
#include "client/cli/ask.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static int print_key(struct session *session, const char *home)
{
        struct page page;
        char key[41];
        int r = duban_public_key(home, key);

        if (r < 0)
                return err_trace(r);
        if (r)
                return CLI_USAGE; /* libduban has said what and where */
        page_open(&page, session->arena, session->language);
        page_fact(&page, "home", "目录", "Home", cell_string(&page, home));
        page_fact(&page, "public_key", "公钥", "Public key", cell_string(&page, page_text(&page, "%s", key)));
        return session_print(session, &page, CLI_FINE);
}

static const struct args_option NEW_OPTIONS[] = {
        {"name", "NAME", "成员名称:按 roster import 的格式打印一行", "member: prints the row for `roster import`",
         false},
        {"department", "NAME", "单位", "department", false},
        {"role", "ROLE", "角色(默认 agent):" VERB_ROLES, "role (default agent): " VERB_ROLES, false},
        {NULL, NULL, NULL, NULL, false},
};

/* name,department,role,public_key: what the operator adds to the roster's file. */
static int print_roster_row(struct session *session, const struct args *args, const char *home, int role)
{
        const char *department = args_get(args, "department");
        char key[41];
        int r = duban_public_key(home, key);
        const char *const cells[] = {args_get(args, "name"), department ? department : "",
                                     word_of(&WORDS_ROLE, role)->id, key};

        if (r)
                return r < 0 ? err_trace(r) : CLI_USAGE;
        r = output_csv_line(session->out, cells, COUNT_OF(cells));
        return r ? err_trace(r) : CLI_FINE;
}

static int run_new(struct session *session, const struct args *args)
{
        const char *home = session_home(session);
        int role = ROLE_AGENT;
        int r;

        if (!home)
                return session_complain(session, CLI_USAGE, "须给出 --home", "give --home");
        r = session_word(session, "--role", args_get(args, "role"), &WORDS_ROLE, &role);
        if (r)
                return r;
        r = duban_home_new(home, session->service);
        if (r)
                return r < 0 ? err_trace(r) : CLI_USAGE;
        return args_has(args, "name") ? print_roster_row(session, args, home, role) : print_key(session, home);
}

static int run_show(struct session *session, const struct args *args UNUSED)
{
        const char *home = session_home(session);

        if (!home)
                return session_complain(session, CLI_USAGE, "须给出 --home", "give --home");
        return print_key(session, home);
}

static const struct column MARKS[] = {
        {"stream", "流", "Stream", 0},
        {"number", "编号至", "Up to number", COLUMN_RIGHT},
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
        {"epoch", "纪元", "Epoch", COLUMN_RIGHT},
};

static void add_mark(struct page *page, const struct receipt *mark)
{
        const struct cell cells[] = {
                cell_hex(page, mark->stream),
                cell_count(page, mark->number),
                cell_count(page, mark->seq),
                cell_count(page, mark->epoch),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(MARKS), "a cell for each column");
        page_row(page, cells);
}

static int run_whoami(struct session *session, const struct args *args UNUSED)
{
        const struct query query = {.ask = ASK_WHOAMI};
        const struct whoami *who;
        struct answer answer;
        struct page page;
        int r = ask_once(session, &query, &answer);

        if (r)
                return r;
        who = answer.whoami;
        if (!who)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有身份", "the answer holds no identity");
        page_open(&page, session->arena, session->language);
        page_fact(&page, "member", "成员", "Member", cell_bytes(&page, who->member));
        page_fact(&page, "department", "单位", "Department", cell_bytes(&page, who->department));
        page_fact(&page, "role", "角色", "Role", cell_word(&page, &WORDS_ROLE, (int)who->role));
        page_fact(&page, "may", "可报送", "May send", cell_names(&page, who->may.at, who->may.n));
        page_table(&page, "streams", MARKS, COUNT_OF(MARKS));
        for (size_t i = 0; i < who->mark.n; i++)
                add_mark(&page, &who->mark.at[i]);
        task_rows_through(&page, &answer);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_key_new = {
        .name = "key new",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "在本机生成密钥;私钥不离开本机",
        .en = "make a key; its secret half never leaves this machine",
        .example = "duban key new --service service --name 市教育局 --department 市教育局 --role agent",
        .options = NEW_OPTIONS,
        .run = run_new,
};

const struct verb verb_key_show = {
        .name = "key show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "显示公钥,交管理员登记",
        .en = "the public key, for the operator's roster",
        .example = "duban key show",
        .run = run_show,
};

const struct verb verb_whoami = {
        .name = "whoami",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "服务认得我是谁,可以做什么",
        .en = "who the service takes me for, and what I may do",
        .example = "duban whoami",
        .run = run_whoami,
};
