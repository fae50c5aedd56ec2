/* verb_roster.c - `duban roster import|show|revoke`: who has a key, and in which role. */
#include "client/cli/ask.h"
#include "client/cli/csv.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/bus/bus.h"

enum { ROWS_PER_CHANGE = 100 };

static const char *const HEADERS[] = {"name", "department", "role", "public_key", "contact"};
enum { HEADERS_NEEDED = 3 };

static int read_key(struct csv *csv, const struct csv_row *row, struct bytes text, struct key *key)
{
        uint8_t *public_key = arena_take(csv->session->arena, KEY_SIZE);

        if (!public_key)
                return err_fail("out of memory");
        if (bus_from_z85(text, public_key) != 0)
                csv_problem(csv, row->line, "public_key", "不是 40 个字符的公钥(duban key show 所示)",
                            "not a public key of 40 characters, as `duban key show` prints it");
        key->public_key = bytes_of(public_key, KEY_SIZE);
        key->member = csv_cell(row, csv_column(csv, "name"));
        return 0;
}

static int read_row(struct csv *csv, const struct csv_row *row, struct roster_change *change)
{
        const struct bytes role = csv_cell(row, csv_column(csv, "role"));
        const struct bytes key = csv_cell(row, csv_column(csv, "public_key"));
        const int value = word_find(&WORDS_ROLE, role);
        struct member *member = &change->member.at[change->member.n++];

        member->name = csv_cell(row, csv_column(csv, "name"));
        member->department = csv_cell(row, csv_column(csv, "department"));
        member->contact = csv_cell(row, csv_column(csv, "contact"));
        if (member->name.len == 0)
                csv_problem(csv, row->line, "name", "缺少名称", "the name is missing");
        if (value <= 0)
                csv_problem(csv, row->line, "role", "没有“%.*s”这种角色(" VERB_ROLES ")",
                            "there is no role \"%.*s\" (" VERB_ROLES ")", BYTES_ARG(role));
        else
                member->role = (enum role)value;
        return key.len ? read_key(csv, row, key, &change->key.at[change->key.n++]) : 0;
}

static int read_all(struct csv *csv, struct roster_change *ret_change)
{
        struct roster_change change = {.member.n = 0};
        int r = 0;

        change.member.at = arena_array(csv->session->arena, csv->row.n, sizeof *change.member.at);
        change.key.at = arena_array(csv->session->arena, csv->row.n, sizeof *change.key.at);
        if (!change.member.at || !change.key.at)
                return err_fail("out of memory");
        csv_check_header(csv, HEADERS, COUNT_OF(HEADERS), HEADERS_NEEDED);
        for (size_t i = 0; i < csv->row.n && r == 0; i++)
                r = read_row(csv, &csv->row.at[i], &change);
        *ret_change = change;
        return r;
}

/* A slice of members with their keys (which follow the order of members). */
static int put_slice(struct session *session, const struct roster_change *all, size_t from, size_t *key_at)
{
        struct event event = {.kind = EVENT_ROSTER_CHANGE};
        struct roster_change *slice = &event.roster_change;
        const size_t left = all->member.n - from;

        slice->member.at = all->member.at + from;
        slice->member.n = left < ROWS_PER_CHANGE ? left : ROWS_PER_CHANGE;
        slice->key.at = all->key.at + *key_at;
        for (size_t i = 0; i < slice->member.n && *key_at < all->key.n; i++) {
                if (bytes_equal(slice->member.at[i].name, all->key.at[*key_at].member)) {
                        slice->key.n++;
                        (*key_at)++;
                }
        }
        return submit_put(session, &event);
}

static int run_import(struct session *session, const struct args *args)
{
        struct roster_change all = {.member.n = 0};
        struct csv csv;
        size_t key_at = 0;
        int r;

        r = csv_read(session, args->word[0], &csv);
        if (r)
                return r;
        r = read_all(&csv, &all);
        if (r)
                return err_trace(r);
        r = csv_finish(&csv);
        for (size_t i = 0; i < all.member.n && r == 0; i += ROWS_PER_CHANGE)
                r = put_slice(session, &all, i, &key_at);
        return r ? r : submit_flush(session);
}

static const struct column MEMBERS[] = {
        {"name", "名称", "Name", 0},       {"department", "单位", "Department", 0},
        {"role", "角色", "Role", 0},       {"contact", "联系方式", "Contact", 0},
        {"retired", "停用", "Retired", 0}, {"public_keys", "公钥", "Public keys", COLUMN_WRAP},
};

static struct cell keys_of(struct page *page, const struct roster_view *roster, struct bytes member)
{
        const char *text = "";
        json_t *json = json_array();

        for (size_t i = 0; i < roster->key.n; i++) {
                const struct key *key = &roster->key.at[i];
                char z85[BUS_Z85_SIZE];

                if (!bytes_equal(key->member, member) || key->public_key.len != KEY_SIZE)
                        continue;
                bus_z85(key->public_key.at, z85);
                text = page_text(page, "%s%s%s%s", text, *text ? " " : "", z85,
                                 key->revoked ? page_say(page, "(已停用)", "(revoked)") : "");
                json_array_append_new(json, json_pack("{s:s,s:b}", "public_key", z85, "revoked", key->revoked));
        }
        return cell_pair(text, json);
}

static int run_show(struct session *session, const struct args *args UNUSED)
{
        const struct query query = {.ask = ASK_ROSTER};
        struct answer answer;
        struct page page;
        int r = ask_all(session, &query, &answer);

        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        page_table(&page, "members", MEMBERS, COUNT_OF(MEMBERS));
        for (size_t i = 0; answer.roster && i < answer.roster->member.n; i++) {
                const struct member *member = &answer.roster->member.at[i];
                const struct cell cells[] = {
                        cell_bytes(&page, member->name),
                        cell_bytes(&page, member->department),
                        cell_word(&page, &WORDS_ROLE, (int)member->role),
                        cell_bytes(&page, member->contact),
                        cell_yes(&page, member->retired),
                        keys_of(&page, answer.roster, member->name),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(MEMBERS), "a cell for each column");
                page_row(&page, cells);
        }
        return session_print(session, &page, CLI_FINE);
}

static const struct args_option REVOKE_OPTIONS[] = {
        {"reason", "TEXT", "原因(必填)", "why (needed)", false},
        {NULL, NULL, NULL, NULL, false},
};

/* The roster's own row for that key, marked as revoked. */
static int run_revoke(struct session *session, const struct args *args)
{
        const struct query query = {.ask = ASK_ROSTER};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};
        uint8_t public_key[KEY_SIZE];
        struct key revoked;
        struct answer answer;
        struct bytes reason;
        int r = decision_reason(session, args, &reason);

        if (r)
                return r;
        if (bus_from_z85(bytes_str(args->word[0]), public_key) != 0)
                return session_complain(session, CLI_USAGE, "%s 不是公钥", "%s is not a public key", args->word[0]);
        r = ask_all(session, &query, &answer);
        if (r)
                return r;
        for (size_t i = 0; answer.roster && i < answer.roster->key.n; i++) {
                if (!bytes_equal(answer.roster->key.at[i].public_key, bytes_of(public_key, KEY_SIZE)))
                        continue;
                revoked = answer.roster->key.at[i];
                revoked.revoked = true;
                revoked.reason = reason;
                event.roster_change.key.at = &revoked;
                event.roster_change.key.n = 1;
                event.roster_change.reason = reason;
                return submit_event(session, &event);
        }
        return session_complain(session, CLI_REFUSED, "名册中没有这把公钥", "the roster has no such key");
}

const struct verb verb_roster_import = {
        .name = "roster import",
        .group = GROUP_OPERATOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "登记成员和公钥",
        .en = "enter members and their public keys",
        .example = "duban roster import roster.csv",
        .more_zh = "表头:name department role(以上必填)public_key contact。角色:" VERB_ROLES "。",
        .more_en = "Columns: name department role (needed) public_key contact. Roles: " VERB_ROLES ".",
        .run = run_import,
};

const struct verb verb_roster_show = {
        .name = "roster show",
        .group = GROUP_OPERATOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .zh = "名册",
        .en = "the roster",
        .example = "duban roster show",
        .run = run_show,
};

const struct verb verb_roster_revoke = {
        .name = "roster revoke",
        .group = GROUP_OPERATOR,
        .arguments = "PUBLIC_KEY",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "停用一把公钥",
        .en = "revoke a public key",
        .example = "duban roster revoke 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7' --reason 人员离岗",
        .options = REVOKE_OPTIONS,
        .run = run_revoke,
};
