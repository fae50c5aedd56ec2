/* verb_policy.c - `duban policy show`: the thresholds in force, in the units people use. */
#include <inttypes.h>
#include <stddef.h>

#include "client/cli/ask.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

enum unit { TENTHS, TENTHS_BELOW, BASIS_POINTS, PLAIN };

static const struct {
        const char *id;
        const char *zh;
        const char *en;
        enum unit unit;
        size_t offset;
} ROWS[] = {
#define ROW(member, zh, en, unit)                                                                                      \
        {                                                                                                              \
#member, zh, en, unit, offsetof(struct policy, member)                                                 \
        }
        ROW(ahead_above_tenths, "高于此进度差为超序时(点)", "ahead above (points)", TENTHS),
        ROW(behind_below_tenths, "低于此进度差为滞后(点)", "behind below (points)", TENTHS_BELOW),
        ROW(serious_below_tenths, "低于此进度差为严重滞后(点)", "seriously behind below (points)", TENTHS_BELOW),
        ROW(clear_from_tenths, "预警解除的进度差(点)", "alerts clear from (points)", TENTHS_BELOW),
        ROW(level_cap_bp, "水平指标容差上限(%)", "level tolerance at most (%)", BASIS_POINTS),
        ROW(level_slope_bp, "水平指标容差系数(%)", "level tolerance slope (%)", BASIS_POINTS),
        ROW(level_serious_bp, "水平指标严重滞后(%)", "level seriously behind beyond (%)", BASIS_POINTS),
        ROW(grace_days, "填报宽限(工作日)", "reporting grace (working days)", PLAIN),
        ROW(grace_statistics_days, "统计数据宽限(工作日)", "grace for statistics (working days)", PLAIN),
        ROW(not_started_months, "未启动月数", "not started after (months)", PLAIN),
        ROW(orange_overdue_days, "逾期转红(工作日)", "overdue turns red after (working days)", PLAIN),
        ROW(approvals_needed, "变更所需批准数", "approvals a change needs", PLAIN),
        ROW(excuse_free_cycles, "说明免认可周期数", "cycles an excuse holds unaccepted", PLAIN),
        ROW(letter_days, "拟提示函(工作日)", "reminder letter after (working days)", PLAIN),
        ROW(letter_cycles, "拟提示函(周期)", "reminder letter at (bad cycles)", PLAIN),
        ROW(supervision_days, "拟督办函(工作日)", "supervision letter after (working days)", PLAIN),
        ROW(supervision_cycles, "拟督办函(周期)", "supervision letter at (bad cycles)", PLAIN),
        ROW(half_year_month, "双过半截止月份", "over half is asked in month", PLAIN),
#undef ROW
};

static const struct column COLUMNS[] = {
        {"name", "参数", "Name", COLUMN_DATA},
        {"meaning", "含义", "Meaning", COLUMN_PEOPLE | COLUMN_WRAP},
        {"value", "值", "Value", COLUMN_RIGHT | COLUMN_PEOPLE},
        {"stored", "存储值", "Stored", COLUMN_DATA},
};

static const char *value_text(struct page *page, enum unit unit, uint32_t stored)
{
        switch (unit) {
        case TENTHS:
        case TENTHS_BELOW:
                return page_text(page, "%s%" PRIu32 ".%" PRIu32, unit == TENTHS_BELOW && stored ? "-" : "", stored / 10,
                                 stored % 10);
        case BASIS_POINTS:
                return page_text(page, "%" PRIu32 ".%02" PRIu32, stored / 100, stored % 100);
        default:
                return page_text(page, "%" PRIu32, stored);
        }
}

static void add(struct page *page, const struct policy *policy, size_t i)
{
        uint32_t stored;

        memcpy(&stored, (const char *)policy + ROWS[i].offset, sizeof stored);

        const struct cell cells[] = {
                cell_string(page, ROWS[i].id),
                cell_string(page, page_say(page, ROWS[i].zh, ROWS[i].en)),
                cell_string(page, value_text(page, ROWS[i].unit, stored)),
                cell_count(page, stored),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(COLUMNS), "a cell for each column");
        page_row(page, cells);
}

static int run(struct session *session, const struct args *args UNUSED)
{
        const struct query query = {.ask = ASK_POLICY};
        struct answer answer;
        struct page page;
        int r = ask_once(session, &query, &answer);

        if (r)
                return r;
        if (!answer.policy)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有规则", "the answer holds no policy");
        page_open(&page, session->arena, session->language);
        page_fact(&page, "version", "版本", "Version", cell_count(&page, answer.policy->version));
        page_fact(&page, "title", "名称", "Title", cell_bytes(&page, answer.policy->title));
        page_fact(&page, "holidays", "节假日(天)", "Holidays", cell_count(&page, answer.policy->calendar.holiday.n));
        page_fact(&page, "makeup_days", "调休上班(天)", "Make-up days",
                  cell_count(&page, answer.policy->calendar.makeup.n));
        page_table(&page, "thresholds", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                add(&page, answer.policy, i);
        task_rows_through(&page, &answer);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_policy_show = {
        .name = "policy show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "判定规则的阈值",
        .en = "the thresholds that verdicts rest on",
        .example = "duban policy show",
        .run = run,
};
