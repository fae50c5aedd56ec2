/* event.c - the table of kinds. */
#include "lib/model/event.h"

#define AGENT (1u << ROLE_AGENT)
#define SUPERVISOR (1u << ROLE_SUPERVISOR)
#define OPERATOR (1u << ROLE_OPERATOR)
#define OBSERVER (1u << ROLE_OBSERVER)
#define EVERYONE (AGENT | SUPERVISOR | OPERATOR | OBSERVER)

/* Who may send what (docs/ARCHITECTURE.md, "Who may do what"); finer rules (own task, own alert) are the
 * collector's. */
static const struct event_row ROWS[EVENT_KIND_END] = {
        [EVENT_GENESIS] = {"genesis", "建账", EVENT_INPUT, 0},
        [EVENT_TICK] = {"tick", "开日", EVENT_INPUT, 0},
        [EVENT_RESUMED] = {"resumed", "恢复运行", EVENT_INPUT, 0},
        [EVENT_CLOCK_ADVANCE] = {"clock_advance", "推进日期", EVENT_INPUT, OPERATOR},
        [EVENT_CLOCK_CONFIRM] = {"clock_confirm", "确认时钟", EVENT_INPUT, OPERATOR},
        [EVENT_ROSTER_CHANGE] = {"roster_change", "名册变更", EVENT_INPUT, OPERATOR},
        [EVENT_POLICY] = {"policy", "规则参数", EVENT_INPUT, OPERATOR},
        [EVENT_PLAN_CHUNK] = {"plan_chunk", "计划分段", EVENT_INPUT, OPERATOR},
        [EVENT_PLAN_IN_FORCE] = {"plan_in_force", "计划生效", EVENT_INPUT, OPERATOR},
        [EVENT_PROPOSAL] = {"proposal", "变更提议", EVENT_INPUT, SUPERVISOR | OPERATOR},
        [EVENT_APPROVAL] = {"approval", "变更批准", EVENT_INPUT, SUPERVISOR},
        [EVENT_REPORT] = {"report", "填报", EVENT_INPUT, AGENT | SUPERVISOR},
        [EVENT_CORRECTION] = {"correction", "更正", EVENT_INPUT, AGENT | SUPERVISOR},
        [EVENT_RETURN] = {"return", "退回", EVENT_INPUT, SUPERVISOR},
        [EVENT_ACCEPT] = {"accept", "认可说明", EVENT_INPUT, SUPERVISOR},
        [EVENT_REMARK] = {"remark", "备注", EVENT_INPUT, SUPERVISOR},
        [EVENT_SIGNING] = {"signing", "签收", EVENT_INPUT, AGENT},
        [EVENT_ALERT_ANSWER] = {"alert_answer", "整改反馈", EVENT_INPUT, AGENT},
        [EVENT_EXTENSION] = {"extension", "延期申请", EVENT_INPUT, AGENT},
        [EVENT_SUSPENSION] = {"suspension", "中止", EVENT_INPUT, SUPERVISOR},
        [EVENT_CLOSE] = {"close", "销号", EVENT_INPUT, SUPERVISOR},
        [EVENT_CURSOR] = {"cursor", "收讯位置", EVENT_INPUT, EVERYONE},
        [EVENT_QUARANTINE] = {"quarantine", "隔离", EVENT_INPUT, 0},
        [EVENT_RESTORED] = {"restored", "备份恢复", EVENT_INPUT, 0},
        [EVENT_REFUSED] = {"refused", "拒收", EVENT_INPUT, 0},
        [EVENT_REFUSED_SUM] = {"refused_sum", "拒收汇总", EVENT_INPUT, 0},
        [EVENT_JUDGE_VERSION] = {"judge_version", "判定程序版本", EVENT_INPUT, 0},
        [EVENT_PLAN_TEXT] = {"plan_text", "采用稿", EVENT_INPUT, SUPERVISOR},
        [EVENT_LETTER_SIGNED] = {"letter_signed", "签发", EVENT_INPUT, SUPERVISOR},
        [EVENT_BULLETIN_CLOSED] = {"bulletin_closed", "通报定稿", EVENT_INPUT, SUPERVISOR},
        [EVENT_AMENDMENT] = {"amendment", "变更生效", EVENT_INPUT, 0},
        [EVENT_WITHDRAWAL] = {"withdrawal", "撤销预警", EVENT_INPUT, SUPERVISOR},
        [EVENT_LINK] = {"link", "通联", EVENT_INPUT, 0},
        [EVENT_COUNTERSIGN] = {"countersign", "会签", EVENT_INPUT, AGENT},
        [EVENT_VERDICT] = {"verdict", "系统判定", EVENT_DERIVED, 0},
        [EVENT_ALERT] = {"alert", "预警", EVENT_DERIVED, 0},
        [EVENT_INTAKE] = {"intake", "存疑", EVENT_DERIVED, 0},
};

const struct event_row *event_row(enum event_kind kind)
{
        return (unsigned)kind < EVENT_KIND_END && ROWS[kind].name ? &ROWS[kind] : NULL;
}

const struct task_ref *event_task(const struct event *event)
{
        switch (event->kind) {
        case EVENT_PROPOSAL:
                return &event->proposal.task;
        case EVENT_APPROVAL:
                return &event->approval.task;
        case EVENT_REPORT:
                return &event->report.task;
        case EVENT_CORRECTION:
                return &event->correction.report->task;
        case EVENT_RETURN:
                return &event->return_report.task;
        case EVENT_ACCEPT:
                return &event->accept.task;
        case EVENT_REMARK:
                return &event->remark.task;
        case EVENT_SIGNING:
                return &event->signing.alert.task;
        case EVENT_ALERT_ANSWER:
                return &event->alert_answer.alert.task;
        case EVENT_EXTENSION:
                return &event->extension.task;
        case EVENT_SUSPENSION:
                return &event->suspension.task;
        case EVENT_CLOSE:
                return &event->close.task;
        case EVENT_PLAN_TEXT:
                return &event->plan_text.task;
        case EVENT_LETTER_SIGNED:
                return &event->letter_signed.alert.task;
        case EVENT_AMENDMENT:
                return &event->amendment.task;
        case EVENT_WITHDRAWAL:
                return &event->withdrawal.alert.task;
        case EVENT_COUNTERSIGN:
                return &event->countersign.task;
        case EVENT_VERDICT:
                return &event->verdict.task;
        case EVENT_ALERT:
                return &event->alert.alert.task;
        case EVENT_INTAKE:
                return &event->intake.task;
        default:
                return NULL;
        }
}

struct day event_day(const struct event *event)
{
        switch (event->kind) {
        case EVENT_TICK:
                return event->tick.day;
        case EVENT_REPORT:
                return event->report.data_date;
        case EVENT_CORRECTION:
                return event->correction.report->data_date;
        default:
                return (struct day){0};
        }
}
