/* plan_diff_page.c - the differences of two plans, sorted by what they are about. */
#include <inttypes.h>

#include "client/cli/plan_diff.h"

enum group { OF_PLAN, OF_TASKS, OF_PARTS, OF_OWNERS, OF_PROMISES, OF_OTHERS, GROUPS };

static const struct {
        const char *id;
        const char *zh;
        const char *en;
} HEADINGS[GROUPS] = {
        [OF_PLAN] = {"plan", "计划本身", "The plan itself"},
        [OF_TASKS] = {"tasks", "任务:新增、删除、改名", "Tasks: added, removed, renamed"},
        [OF_PARTS] = {"parts", "分项:新增、删除、改名", "Parts: added, removed, renamed"},
        [OF_OWNERS] = {"owners", "单位和责任人", "Departments and persons"},
        [OF_PROMISES] = {"promised", "目标和期限(导入不变更,须提议并经批准)",
                         "Targets and dates (an import leaves them; they are proposed and approved)"},
        [OF_OTHERS] = {"others", "其他内容", "Other fields"},
};

static const struct column COLUMNS[] = {
        {"no", "任务", "Task", COLUMN_RIGHT},
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "名称", "Name", COLUMN_WRAP},
        {"change", "变化", "Change", 0},
        {"field", "内容", "Field", 0},
        {"was", "现为", "Now", COLUMN_WRAP},
        {"becomes", "改为", "Then", COLUMN_WRAP},
};

static enum group group_of(const struct plan_change *change)
{
        if (change->task == 0)
                return OF_PLAN;
        if (change->kind != PLAN_CHANGED || change->field->topic == PLAN_NAMES)
                return change->part ? OF_PARTS : OF_TASKS;
        if (change->proposed)
                return OF_PROMISES;
        return change->field->topic == PLAN_OWNERS ? OF_OWNERS : OF_OTHERS;
}

static struct cell kind_cell(const struct page *page, const struct plan_change *change)
{
        static const struct {
                const char *id;
                const char *zh;
                const char *en;
        } KINDS[] = {
                [PLAN_ADDED] = {"added", "新增", "added"},
                [PLAN_REMOVED] = {"removed", "删除", "removed"},
                [PLAN_CHANGED] = {"changed", "变更", "changed"},
        };
        const bool renamed = change->kind == PLAN_CHANGED && change->task && change->field->topic == PLAN_NAMES;

        if (renamed)
                return cell_pair(page_say(page, "改名", "renamed"), json_string("renamed"));
        return cell_pair(page_say(page, KINDS[change->kind].zh, KINDS[change->kind].en),
                         json_string(KINDS[change->kind].id));
}

static void add_row(struct page *page, const struct plan_change *change)
{
        const struct plan_field *field = change->field;
        const struct cell cells[] = {
                cell_nonzero(page, change->task),
                cell_nonzero(page, change->part),
                cell_bytes(page, change->name),
                kind_cell(page, change),
                field ? cell_pair(page_say(page, field->zh, field->en), json_string(field->name)) : cell_none(),
                field ? plan_fields_cell(page, field, change->was) : cell_none(),
                field ? plan_fields_cell(page, field, change->now) : cell_none(),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(COLUMNS), "a cell for each column");
        page_row(page, cells);
}

static size_t count(const struct plan_diff *diff, enum group group)
{
        size_t n = 0;

        for (size_t i = 0; i < diff->change.n; i++)
                n += group_of(&diff->change.at[i]) == group;
        return n;
}

/* People see no empty table, machines do. */
static void add_group(struct page *page, const struct plan_diff *diff, enum group group)
{
        const size_t n = count(diff, group);

        if (n == 0) {
                page_fact(page, HEADINGS[group].id, "", "", cell_pair("", json_array()));
                return;
        }
        page_heading(page, page_text(page, "%s (%zu)", page_say(page, HEADINGS[group].zh, HEADINGS[group].en), n));
        page_table(page, HEADINGS[group].id, COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < diff->change.n; i++) {
                if (group_of(&diff->change.at[i]) == group)
                        add_row(page, &diff->change.at[i]);
        }
}

/* What to type instead. */
static const char *command_of(struct page *page, const struct proposal *proposal)
{
        char target[NUMBER_TEXT_SIZE];
        char due[DAY_TEXT_SIZE];

        return page_text(page, "duban plan propose %" PRIu32 ".%" PRIu32 "%s%s%s%s --reason %s", proposal->task.no,
                         proposal->part, proposal->target.known ? " --target " : "",
                         number_text(proposal->target, target), day_is_set(proposal->due) ? " --due " : "",
                         day_text(proposal->due, due), page_say(page, "理由", "TEXT"));
}

/* A proposal speaks of target and date only. */
static bool moves_bound(const struct plan_diff *diff)
{
        for (size_t i = 0; i < diff->change.n; i++) {
                if (diff->change.at[i].proposed && strcmp(diff->change.at[i].field->name, "upper") == 0)
                        return true;
        }
        return false;
}

static void add_proposals(struct page *page, const struct plan_diff *diff)
{
        json_t *list = json_array();
        const char *commands = "";

        for (size_t i = 0; i < diff->proposal.n; i++) {
                const struct proposal *proposal = &diff->proposal.at[i];
                const char *command = command_of(page, proposal);
                struct cell target = cell_number(page, proposal->target);
                struct cell due = cell_day(page, proposal->due);

                commands = page_text(page, "%s%s%s", commands, i ? "\n" : "", command);
                json_array_append_new(list,
                                      json_pack("{s:I,s:I,s:o,s:o}", "no", (json_int_t)proposal->task.no, "part",
                                                (json_int_t)proposal->part, "target", target.json, "due", due.json));
        }
        page_fact(page, "proposals", "", "", cell_pair("", list));
        if (moves_bound(diff))
                page_paragraph(page, page_say(page, "上限不能变更;确需变更的,另立分项。",
                                              "An upper bound stays; if it must change, make it another part."));
        if (diff->proposal.n == 0)
                return;
        page_line(page, commands, PLACE_FLUSH);
        page_paragraph(page, page_say(page, "或:duban plan propose --from 文件 --reason 理由",
                                      "or: duban plan propose --from FILE --reason TEXT"));
}

void plan_diff_page(struct page *page, const struct plan_diff *diff)
{
        for (int group = 0; group < GROUPS; group++) {
                add_group(page, diff, (enum group)group);
                if (group == OF_PROMISES)
                        add_proposals(page, diff);
        }
        if (diff->change.n == 0)
                page_paragraph(page, page_say(page, "与生效的计划没有差异。", "No difference from the plan in force."));
}
