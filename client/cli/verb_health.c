/* verb_health.c - `duban health`, `duban clock show|advance|confirm`. */
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct column SEEN[] = {
        {"member", "成员", "Member", 0},
        {"at", "最近来讯", "Last seen", 0},
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
        {"link", "通联", "Link", 0},
        {"link_since", "状态日期", "Link date", 0},
};

static void add_seen(struct page *page, const struct last_seen *seen)
{
        const struct cell cells[] = {
                cell_bytes(page, seen->member),   cell_instant(page, seen->at),
                cell_nonzero(page, seen->seq),    cell_word(page, &WORDS_LINK_STATE, (int)seen->link),
                cell_day(page, seen->link_since),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(SEEN), "a cell for each column");
        page_row(page, cells);
}

static void add_clock(struct page *page, const struct health *health)
{
        page_fact(page, "today", "当前日期", "Today", cell_day(page, health->today));
        page_fact(page, "virtual_clock", "虚拟时钟", "Virtual clock", cell_yes(page, health->virtual_clock));
        page_fact(page, "clock_held", "时钟待确认", "Clock held", cell_yes(page, health->clock_held));
}

static int run_health(struct session *session, const struct args *args UNUSED)
{
        const struct query query = {.ask = ASK_HEALTH};
        const struct health *health;
        struct answer answer;
        struct page page;
        int r = ask_once(session, &query, &answer);

        if (r)
                return r;
        health = answer.health;
        if (!health)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有运行状况", "the answer holds no health");
        page_open(&page, session->arena, session->language);
        page_fact(&page, "head", "日志末号", "Head", cell_count(&page, health->head));
        page_fact(&page, "head_hash", "末号链值", "Head hash", cell_hex(&page, health->head_hash));
        page_fact(&page, "applied", "已入账", "Applied", cell_count(&page, health->applied));
        page_fact(&page, "judged", "已判定", "Judged", cell_count(&page, health->judged));
        page_fact(&page, "epoch", "纪元", "Epoch", cell_count(&page, health->epoch));
        page_fact(&page, "journal_bytes", "日志字节", "Journal bytes", cell_count(&page, health->journal_bytes));
        page_fact(&page, "state_bytes", "状态字节", "State bytes", cell_count(&page, health->state_bytes));
        page_fact(&page, "disk_free_bytes", "磁盘剩余", "Disk free", cell_count(&page, health->disk_free_bytes));
        page_fact(&page, "map_bytes", "映射上限", "Map bytes", cell_count(&page, health->map_bytes));
        add_clock(&page, health);
        page_fact(&page, "software", "程序版本", "Software", cell_bytes(&page, health->software));
        page_table(&page, "last_seen", SEEN, COUNT_OF(SEEN));
        for (size_t i = 0; i < health->last_seen.n; i++)
                add_seen(&page, &health->last_seen.at[i]);
        return session_print(session, &page, health->clock_held ? CLI_FOUND : CLI_FINE);
}

static int run_clock_show(struct session *session, const struct args *args UNUSED)
{
        struct answer answer;
        struct page page;
        int r = ask_clock(session, &answer);

        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        add_clock(&page, answer.health);
        task_rows_through(&page, &answer);
        return session_print(session, &page, answer.health->clock_held ? CLI_FOUND : CLI_FINE);
}

static const struct args_option ADVANCE_OPTIONS[] = {
        {"to", "DATE", "推进到的日期(必填)", "the day to advance to (needed)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_clock_advance(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};
        int r = decision_day(session, args, "--to", &event.clock_advance.to);

        return r ? r : submit_event(session, &event);
}

static const struct args_option CONFIRM_OPTIONS[] = {
        {"reason", "TEXT", "说明(必填)", "why (needed)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_clock_confirm(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_CLOCK_CONFIRM};
        int r = decision_reason(session, args, &event.clock_confirm.reason);

        return r ? r : submit_event(session, &event);
}

const struct verb verb_health = {
        .name = "health",
        .group = GROUP_OPERATOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .zh = "运行状况:末号、判定进度、磁盘、时钟、各成员最近来讯和通联",
        .en = "head, judged, disk, clock, last seen and link per member",
        .example = "duban health",
        .run = run_health,
};

const struct verb verb_clock_show = {
        .name = "clock show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .past = PAST_BOTH,
        .zh = "服务的当前日期",
        .en = "the service's day",
        .example = "duban clock show",
        .run = run_clock_show,
};

const struct verb verb_clock_advance = {
        .name = "clock advance",
        .group = GROUP_OPERATOR,
        .arguments = "--to DATE",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "推进日期(仅限虚拟时钟)",
        .en = "open the days up to a date (virtual clock only)",
        .example = "duban clock advance --to 2023-06-30",
        .options = ADVANCE_OPTIONS,
        .run = run_clock_advance,
};

const struct verb verb_clock_confirm = {
        .name = "clock confirm",
        .group = GROUP_OPERATOR,
        .arguments = "--reason TEXT",
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "时钟异常经核实无误,继续计时",
        .en = "the clock was looked at and is right: go on",
        .example = "duban clock confirm --reason 校时后已核对",
        .options = CONFIRM_OPTIONS,
        .run = run_clock_confirm,
};
