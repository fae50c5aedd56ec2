/* verb_plan_change.c - `duban plan propose|proposals|approve`: how a target or a date of a plan in force changes. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/docket.h"
#include "client/cli/plan_diff.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

/* -- propose -- */

static const struct args_option PROPOSE_OPTIONS[] = {
        {"target", "N", "新目标值", "the new target", false},
        {"due", "DATE", "新期限", "the new due date", false},
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {"from", "FILE", "计划文件:其中与生效计划不同的目标和期限各提议一次",
         "a plan file: a proposal for each target and date that differs from the plan in force", false},
        {NULL, NULL, NULL, NULL, false},
};

static int read_target(const struct session *session, const char *text, struct number *ret_target)
{
        if (text && (number_from_text(bytes_str(text), ret_target) != 0 || !ret_target->known))
                return session_complain(session, CLI_USAGE, "--target 应为数字,不是 %s", "--target is a number, not %s",
                                        text);
        return 0;
}

static int propose_one(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_PROPOSAL};
        struct proposal *proposal = &event.proposal;
        int r = decision_target(session, args->word[0], &proposal->task, &proposal->part);

        if (r == 0 && proposal->part == 0)
                r = session_complain(session, CLI_USAGE, "应为 任务.分项,如 72.1,不是 %s",
                                     "TASK.PART is such as 72.1, not %s", args->word[0]);
        if (r == 0)
                r = decision_reason(session, args, &proposal->reason);
        if (r == 0)
                r = read_target(session, args_get(args, "target"), &proposal->target);
        if (r == 0)
                r = session_day(session, "--due", args_get(args, "due"), &proposal->due);
        if (r)
                return r;
        if (!proposal->target.known && !day_is_set(proposal->due))
                return session_complain(session, CLI_USAGE, "须给出 --target 或 --due", "give --target or --due");
        return submit_event(session, &event);
}

static int propose_all(struct session *session, const struct args *args)
{
        struct plan_in_force plan;
        struct plan_csv file;
        struct plan_diff diff;
        struct bytes reason;
        int r = decision_reason(session, args, &reason);

        if (r == 0)
                r = plan_csv_read(session, args_get(args, "from"), &file);
        if (r == 0)
                r = plan_read(session, &plan);
        if (r == 0)
                r = plan_diff(session->arena, &plan, NULL, &file, &diff);
        if (r)
                return r;
        if (diff.proposal.n == 0)
                return session_complain(session, CLI_FINE, "目标和期限与生效的计划一致,无须提议",
                                        "targets and dates are those of the plan in force: nothing to propose");
        for (size_t i = 0; i < diff.proposal.n && r == 0; i++) {
                struct event event = {.kind = EVENT_PROPOSAL, .proposal = diff.proposal.at[i]};

                event.proposal.reason = reason;
                r = submit_put(session, &event);
        }
        return r ? r : submit_flush(session);
}

static int run_propose(struct session *session, const struct args *args)
{
        const bool from = args_has(args, "from");

        if (from == (args->words == 1) || (from && (args_has(args, "target") || args_has(args, "due"))))
                return session_complain(session, CLI_USAGE, "给出 任务.分项,或者 --from 文件",
                                        "give either TASK.PART or --from FILE");
        return from ? propose_all(session, args) : propose_one(session, args);
}

/* -- proposals -- */

static const struct column COLUMNS[] = {
        {"seq", "序号", "Sequence", COLUMN_RIGHT},
        {"kind", "类别", "Kind", 0},
        {"no", "任务", "Task", COLUMN_RIGHT},
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "名称", "Name", COLUMN_WRAP},
        {"asked", "请求", "Asked", COLUMN_PEOPLE | COLUMN_WRAP},
        {"was_target", "现目标", "Target now", COLUMN_DATA},
        {"target", "新目标", "Target asked", COLUMN_DATA},
        {"was_due", "现期限", "Due now", COLUMN_DATA},
        {"due", "新期限", "Due asked", COLUMN_DATA},
        {"author", "提出人", "By", 0},
        {"department", "单位", "Department", 0},
        {"at", "时间", "At", 0},
        {"reason", "理由", "Reason", COLUMN_WRAP},
        {"approvals", "已批准", "Approved", COLUMN_PEOPLE},
        {"approved_by", "批准人", "Approved by", COLUMN_DATA},
};

/* "目标 26 → 20,期限 2023-12-31 → 2024-03-31" */
static const char *asked_text(struct page *page, const struct docket_entry *request, struct number target,
                              struct day due)
{
        char was[NUMBER_TEXT_SIZE];
        char now[NUMBER_TEXT_SIZE];
        const char *text = "";

        if (request->target.known)
                text = page_text(page, page_say(page, "目标 %s → %s", "target %s → %s"),
                                 target.known ? number_text(target, was) : "–", number_text(request->target, now));
        if (day_is_set(request->until))
                text = page_text(page, page_say(page, "%s%s期限 %s → %s", "%s%sdue %s → %s"), text,
                                 *text ? page_say(page, ",", ", ") : "", day_is_set(due) ? day_text(due, was) : "–",
                                 day_text(request->until, now));
        return text;
}

static void add_row(struct page *page, const struct docket_entry *request, const struct plan_in_force *plan,
                    uint32_t approvals_needed)
{
        const struct plan_row *row = plan_read_find(plan, request->task);
        const struct part *part = row ? plan_part(&row->now, request->part) : NULL;
        const struct number target = part ? part->target : (struct number){.known = false};
        const struct day due = part ? plan_part_due(part, plan->header) : (struct day){0};
        const struct bytes name = part ? part->name : row ? row->now.title : (struct bytes){NULL, 0};
        const struct cell cells[] = {
                cell_count(page, request->seq),
                cell_pair(request->kind == EVENT_EXTENSION ? page_say(page, "延期", "extension")
                                                           : page_say(page, "变更", "change"),
                          json_string(event_row(request->kind)->name)),
                cell_count(page, request->task),
                cell_nonzero(page, request->part),
                cell_bytes(page, name),
                cell_string(page, asked_text(page, request, target, due)),
                request->target.known ? cell_number(page, target) : cell_none(),
                cell_number(page, request->target),
                day_is_set(request->until) ? cell_day(page, due) : cell_none(),
                cell_day(page, request->until),
                cell_bytes(page, request->author),
                cell_bytes(page, request->department),
                cell_instant(page, request->at),
                cell_bytes(page, request->reason),
                cell_string(page, page_text(page, "%zu/%" PRIu32, request->approver.n, approvals_needed)),
                cell_names(page, request->approver.at, request->approver.n),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(COLUMNS), "a cell for each column");
        page_row(page, cells);
}

static int print_open(struct session *session, const struct docket *docket, const struct plan_in_force *plan,
                      const struct answer *policy)
{
        const uint32_t needed = policy->policy->approvals_needed;
        struct page page;

        page_open(&page, session->arena, session->language);
        page_table(&page, "proposals", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < docket->entry.n; i++) {
                if (docket->entry.at[i].state == DOCKET_OPEN)
                        add_row(&page, &docket->entry.at[i], plan, needed);
        }
        page_fact(&page, "approvals_needed", "所需批准数", "Approvals needed", cell_count(&page, needed));
        task_rows_through(&page, policy);
        return session_print(session, &page, CLI_FINE);
}

static int run_proposals(struct session *session, const struct args *args UNUSED)
{
        struct plan_in_force plan;
        struct docket docket;
        struct answer policy;
        int r = plan_read(session, &plan);

        if (r == 0)
                r = ask_policy(session, &policy);
        if (r == 0)
                r = docket_read(session, plan.header->id, DOCKET_REQUESTS, policy.through_seq, &docket);
        return r ? r : print_open(session, &docket, &plan, &policy);
}

/* -- approve -- */

static const struct args_option APPROVE_OPTIONS[] = {
        {"reject", NULL, "不批准", "say no", false},
        {"reason", "TEXT", "理由(不批准时必填)", "why (needed for a no)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_approve(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_APPROVAL};
        struct record_view record;
        struct event asked;
        uint64_t seq = 0;
        int r = session_count(session, "SEQ", args->word[0], INT64_MAX, &seq);

        if (args_has(args, "reject") && !args_has(args, "reason"))
                return session_complain(session, CLI_USAGE, "不批准须给出 --reason", "a no needs --reason");
        if (r == 0)
                r = records_one(session, seq, &record, &asked);
        if (r)
                return r;
        if (asked.kind != EVENT_PROPOSAL && asked.kind != EVENT_EXTENSION)
                return session_complain(session, CLI_USAGE, "日志 %" PRIu64 " 不是变更提议或延期申请",
                                        "record %" PRIu64 " is neither a proposal nor a request for extension", seq);
        event.approval = (struct approval){.proposal_seq = seq,
                                           .approved = !args_has(args, "reject"),
                                           .reason = bytes_str(args_get(args, "reason")),
                                           .task = *event_task(&asked)};
        return submit_event(session, &event);
}

const struct verb verb_plan_propose = {
        .name = "plan propose",
        .group = GROUP_SUPERVISOR,
        .arguments = "[TASK.PART]",
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "提议变更一个分项的目标或期限",
        .en = "propose another target or due date",
        .example = "duban plan propose 72.1 --target 20 --due 2024-03-31 --reason 经市政府常务会议研究",
        .more_zh = "批准之后生效,原值始终保留并显示。--from 文件 对文件中与生效计划不同的目标和期限各提议一次。",
        .more_en =
                "In force once approved; what was imported stays and is shown. --from FILE proposes every target and "
                "date in the file that differs from the plan in force.",
        .options = PROPOSE_OPTIONS,
        .run = run_propose,
};

const struct verb verb_plan_proposals = {
        .name = "plan proposals",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "待批的变更提议和延期申请",
        .en = "proposals and extensions not decided yet",
        .example = "duban plan proposals",
        .run = run_proposals,
};

const struct verb verb_plan_approve = {
        .name = "plan approve",
        .group = GROUP_SUPERVISOR,
        .arguments = "SEQ",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "批准(或不批准)变更提议、延期申请",
        .en = "say yes (or no) to a proposal or extension",
        .example = "duban plan approve 1204 --reason 同意",
        .more_zh = "本人提出的不能由本人批准;所需批准数由规则规定,一人不批准即为不批准。",
        .more_en = "Nobody approves what they asked for themselves. The policy says how many approvals are needed; one "
                   "no is enough to reject.",
        .options = APPROVE_OPTIONS,
        .run = run_approve,
};
