/* verb_bulletin.c - `duban bulletin`: the notice (通报), new or closed before.
 *
 * The document is an official Chinese one, so it is Chinese unless --lang was given. */
#include <inttypes.h>

#include "client/cli/bulletin_read.h"
#include "client/cli/decision.h"
#include "client/cli/page_file.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"edition", "EDITION", "public 公开版(默认)或 internal 内部版", "public (default) or internal", false},
        {"output", "FILE", "写入该文件(整份写好才换名),默认标准输出",
         "write this file, whole or not at all (default: standard output)", false},
        {"closed", NULL, "重印已定稿的通报(默认最近一期),核对校验值",
         "print a closed bulletin again (default: the newest) and compare its hash", false},
        BULLETIN_PRINTED_OPTIONS,
        {NULL, NULL, NULL, NULL, false},
};

static int read_edition(struct session *session, const struct args *args, struct bulletin *bulletin)
{
        const char *edition = args_get(args, "edition");

        bulletin->internal = edition && strcmp(edition, "internal") == 0;
        if (edition && !bulletin->internal && strcmp(edition, "public") != 0)
                return session_complain(session, CLI_USAGE, "--edition 只能是 public 或 internal,不能是 %s",
                                        "--edition is public or internal, not %s", edition);
        return 0;
}

static int print(struct session *session, const struct args *args, const struct bulletin *bulletin, int outcome)
{
        struct page page;

        page_open(&page, session->arena, args_has(args, "lang") ? session->language : LANGUAGE_ZH);
        bulletin_page(&page, bulletin);
        return page_file_print(session, &page, args_get(args, "output"), outcome);
}

/* -- closed before -- */

struct closed {
        struct arena *arena;
        uint64_t wanted; /* which, from 1; 0 = the newest */
        uint64_t n; /* how many so far */
        struct bulletin_closed found;
};

/* Every text of it copied. */
static int keep(struct closed *closed, const struct bulletin_closed *found)
{
        struct bytes *const texts[] = {&closed->found.plan, &closed->found.hash, &closed->found.index_no,
                                       &closed->found.number, &closed->found.title};

        closed->found = *found;
        for (size_t i = 0; i < COUNT_OF(texts); i++) {
                *texts[i] = arena_copy(closed->arena, *texts[i]);
                if (!texts[i]->at)
                        return err_fail("out of memory");
        }
        return 0;
}

static int take(void *context, const struct record_view *record UNUSED, const struct event *event,
                struct bytes plan UNUSED)
{
        struct closed *closed = context;

        if (!event)
                return 0;
        closed->n++;
        return closed->wanted == 0 || closed->wanted == closed->n ? keep(closed, &event->bulletin_closed) : 0;
}

static int find_closed(struct session *session, const struct args *args, struct bulletin_closed *ret_closed)
{
        struct closed closed = {.arena = session->arena};
        int r = session_count(session, "N", args->words ? args->word[0] : NULL, UINT32_MAX, &closed.wanted);

        if (r == 0)
                r = records_walk(session, RECORDS_KIND(EVENT_BULLETIN_CLOSED), UINT64_MAX, take, &closed);
        if (r)
                return r;
        if (closed.found.through_seq == 0)
                return session_complain(session, CLI_REFUSED, "没有这一期;已定稿的通报有 %" PRIu64 " 期",
                                        "there is no such one; bulletins closed so far: %" PRIu64, closed.n);
        *ret_closed = closed.found;
        return 0;
}

/* Prints it as of its sequence and with what was printed on it, and says whether it is byte for byte the same. */
static int run_closed(struct session *session, const struct args *args, struct bulletin *bulletin)
{
        struct bulletin_closed closed = {.through_seq = 0};
        uint8_t hash[HASH_SIZE];
        char hex[2 * HASH_SIZE + 1];
        bool same;
        int r = find_closed(session, args, &closed);

        if (r)
                return r;
        session->as_of = closed.through_seq;
        session->plan = closed.plan;
        bulletin->issued = closed.issued;
        bulletin->index_no = closed.index_no;
        bulletin->number = closed.number;
        bulletin->title = closed.title;
        r = bulletin_read(session, bulletin);
        if (r == 0)
                r = bulletin_read_seal(session, bulletin, hash);
        if (r)
                return r;
        hex_put(hex, hash, sizeof hash);
        same = bytes_equal(closed.hash, bytes_of(hash, sizeof hash));
        r = print(session, args, bulletin, same ? CLI_FINE : CLI_FOUND);
        if (r < 0)
                return err_trace(r);
        return same ? session_complain(session, r, "与定稿一致,校验值 %s", "the same as when it was closed, hash %s",
                                       hex)
                    : session_complain(session, r, "与定稿不一致:重印的校验值是 %s",
                                       "not the same as when it was closed: the hash is now %s", hex);
}

/* -- the verb -- */

static bool is_printed_given(const struct args *args)
{
        return args_has(args, "issued") || args_has(args, "index") || args_has(args, "number") ||
               args_has(args, "title") || args_has(args, "as-of") || args_has(args, "for-date");
}

static int run(struct session *session, const struct args *args)
{
        const bool closed = args_has(args, "closed");
        struct bulletin bulletin = {.internal = false};
        int r = read_edition(session, args, &bulletin);

        if (r == 0)
                r = bulletin_read_printed(session, args, &bulletin);
        if (r)
                return r;
        if (closed ? is_printed_given(args) : args->words > 0)
                return session_complain(session, CLI_USAGE,
                                        "--closed [N] 按定稿时的日期、文号和标题重印,不与其他时间或标题选项同用",
                                        "--closed [N] prints date, numbers and title of then, and goes with none of "
                                        "these options");
        if (closed)
                return run_closed(session, args, &bulletin);
        r = bulletin_read(session, &bulletin);
        return r ? r : print(session, args, &bulletin, CLI_FINE);
}

const struct verb verb_bulletin = {
        .name = "bulletin",
        .group = GROUP_LEADER,
        .arguments = "[--closed [N]]",
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD | OUTPUT_HTML | OUTPUT_XLSX,
        .zh = "通报:总体情况、下一步要求、附件",
        .en = "the bulletin: overall, next steps, appendices",
        .example = "duban bulletin --format html --issued 2023-07-20 > bulletin.html",
        .more_zh = "同一日志序号、同一印发日期,印出的内容逐字节相同。html 按公文版式,可用浏览器或办公软件打开打印;"
                   "csv 为附件表,xlsx 为工作簿(正文一张表,附件各一张表),可直接用电子表格打开。内容为中文,--lang en "
                   "才用英文。\n"
                   "--closed N 重印第 N 次定稿的通报,与定稿时的校验值不一致则退出码为 1。",
        .more_en = "The same journal sequence and day of issue print the same bytes. html is laid out as an official "
                   "document, for a browser or an office suite; csv is the appendix, xlsx a workbook of text and "
                   "appendices. Chinese "
                   "unless --lang en is given.\n--closed N prints the Nth bulletin that was closed; exit code 1 when "
                   "its hash is not the one of then.",
        .options = OPTIONS,
        .past = PAST_BOTH,
        .run = run,
};
