/* words.c - the names of things: one table an enum, in the order of the enum. */
#include "lib/model/words.h"

#define NONE                                                                                                           \
        {                                                                                                              \
                "", "", ""                                                                                             \
        }

static const struct word VERDICTS[VERDICT_COUNT] = {
        [VERDICT_UNSPECIFIED] = NONE,
        [VERDICT_SUSPENDED] = {"suspended", "中止", "suspended"},
        [VERDICT_OVERDUE] = {"overdue", "逾期", "overdue"},
        [VERDICT_SERIOUSLY_BEHIND] = {"seriously_behind", "严重滞后", "seriously behind"},
        [VERDICT_BEHIND] = {"behind", "滞后", "behind"},
        [VERDICT_UNKNOWN] = {"unknown", "无法判定", "unknown"},
        [VERDICT_ON_PACE] = {"on_pace", "达序时", "on pace"},
        [VERDICT_AHEAD] = {"ahead", "超序时", "ahead"},
        [VERDICT_OVER_HALF] = {"over_half", "双过半", "over half"},
        [VERDICT_COMPLETED] = {"completed", "已完成", "completed"},
};

static const struct word WHYS[WHY_COUNT] = {
        [WHY_UNSPECIFIED] = NONE,
        [WHY_NO_TARGET] = {"no_target", "无量化指标,待人工评定", "no measurable target, for a person to assess"},
        [WHY_NO_FIGURE] = {"no_figure", "未报数/口径不符", "no comparable figure"},
        [WHY_NO_REPORT] = {"no_report", "未填报", "no report"},
};

static const struct word REMARKS[REMARK_COUNT] = {
        [REMARK_UNSPECIFIED] = NONE,
        [REMARK_ORDERLY] = {"orderly", "有序推进", "proceeding in order"},
        [REMARK_OVER_HALF] = {"over_half", "已达“双过半”", "over half"},
        [REMARK_SLOW] = {"slow", "推进缓慢", "slow"},
        [REMARK_COMPLETED] = {"completed", "已完成", "completed"},
};

static const struct word EXCUSES[] = {
        [EXCUSE_UNSPECIFIED] = NONE,
        [EXCUSE_FORECAST] = {"forecast", "预计可达标", "own forecast reaches the target"},
        [EXCUSE_PLAN] = {"plan", "有时限计划", "own dated plan"},
        [EXCUSE_PIPELINE] = {"pipeline", "余量均在办", "every remaining unit is under way"},
};

static const struct word ROLES[ROLE_COUNT] = {
        [ROLE_UNSPECIFIED] = NONE,
        [ROLE_AGENT] = {"agent", "填报单位", "reporting department"},
        [ROLE_SUPERVISOR] = {"supervisor", "督查员", "supervisor"},
        [ROLE_OPERATOR] = {"operator", "系统管理员", "operator"},
        [ROLE_SECURITY] = {"security", "安全管理员", "security officer"},
        [ROLE_AUDITOR] = {"auditor", "审计员", "auditor"},
        [ROLE_OBSERVER] = {"observer", "查阅", "observer"},
};

static const struct word PART_KINDS[PART_KIND_COUNT] = {
        [PART_UNSPECIFIED] = NONE,
        [PART_CUMULATIVE] = {"cumulative", "累计数", "cumulative count"},
        [PART_STOCK] = {"stock", "存量数", "stock"},
        [PART_LEVEL] = {"level", "水平值", "level"},
        [PART_GROWTH] = {"growth", "增长率", "growth rate"},
        [PART_STAGE] = {"stage", "形象进度", "stage of works"},
        [PART_AWARD] = {"award", "上级认定", "award"},
        [PART_MILESTONE] = {"milestone", "节点", "milestone"},
        [PART_HOLD_ZERO] = {"hold_zero", "零发生", "hold zero"},
        [PART_DUTY] = {"duty", "常态工作", "continuing duty"},
        [PART_STATEMENT] = {"statement", "文字说明", "statement"},
};

static const struct word CADENCES[] = {
        [CADENCE_UNSPECIFIED] = NONE,
        [CADENCE_WEEKLY] = {"weekly", "每周", "weekly"},
        [CADENCE_MONTHLY] = {"monthly", "每月", "monthly"},
        [CADENCE_QUARTERLY] = {"quarterly", "每季度", "quarterly"},
        [CADENCE_HALF_YEARLY] = {"half_yearly", "每半年", "half-yearly"},
        [CADENCE_ON_CALL] = {"on_call", "随时调度", "on call"},
};

static const struct word ALERT_KINDS[ALERT_KIND_COUNT] = {
        [ALERT_UNSPECIFIED] = NONE,
        [ALERT_BEHIND] = {"behind", "进度滞后", "behind"},
        [ALERT_OVERDUE] = {"overdue", "节点逾期", "overdue"},
        [ALERT_NO_FIGURE] = {"no_figure", "未报数/口径不符", "no comparable figure"},
        [ALERT_HOLD_ZERO] = {"hold_zero", "零发生被突破", "hold-zero broken"},
        [ALERT_NO_REPORT] = {"no_report", "漏报", "missing report"},
        [ALERT_FORECAST] = {"forecast", "预计不达标", "forecast below target"},
        [ALERT_UNSTABLE] = {"unstable", "判定反复", "unstable"},
        [ALERT_LINK_DOWN] = {"link_down", "单位失联", "department link down"},
        [ALERT_CLOCK] = {"clock", "时钟异常", "clock in doubt"},
};

static const struct word SEVERITIES[SEVERITY_COUNT] = {
        [SEVERITY_UNSPECIFIED] = NONE,
        [SEVERITY_YELLOW] = {"yellow", "黄", "yellow"},
        [SEVERITY_ORANGE] = {"orange", "橙", "orange"},
        [SEVERITY_RED] = {"red", "红", "red"},
};

static const struct word ALERT_CHANGES[ALERT_CHANGE_COUNT] = {
        [ALERT_CHANGE_UNSPECIFIED] = NONE,
        [ALERT_RAISED] = {"raised", "触发", "raised"},
        [ALERT_WORSENED] = {"worsened", "加重", "worsened"},
        [ALERT_ESCALATED] = {"escalated", "升级", "escalated"},
        [ALERT_CLEARED] = {"cleared", "解除", "cleared"},
        [ALERT_WITHDRAWN] = {"withdrawn", "撤销", "withdrawn"},
        [ALERT_LAPSED] = {"lapsed", "反馈到期", "answer lapsed"},
};

static const struct word STATES[] = {
        [STATE_UNSPECIFIED] = NONE,
        [STATE_NOT_STARTED] = {"not_started", "未启动", "not started"},
        [STATE_PLANNED] = {"planned", "已计划", "planned"},
        [STATE_IN_PROGRESS] = {"in_progress", "推进中", "in progress"},
        [STATE_DONE] = {"done", "已办结", "done"},
        [STATE_BLOCKED] = {"blocked", "受阻", "blocked"},
};

static const struct word STAGES[] = {
        [STAGE_UNSPECIFIED] = NONE,
        [STAGE_SURVEYED] = {"surveyed", "摸底", "surveyed"},
        [STAGE_PREPARED] = {"prepared", "筹备", "prepared"},
        [STAGE_SETTLED] = {"settled", "入驻", "settled"},
        [STAGE_ELIGIBLE] = {"eligible", "符合条件", "eligible"},
        [STAGE_APPLIED] = {"applied", "已申报", "applied"},
        [STAGE_RECOMMENDED] = {"recommended", "已推荐", "recommended"},
        [STAGE_CONSTRUCTION] = {"construction", "在建", "in construction"},
        [STAGE_CERTIFIED] = {"certified", "已认定", "certified"},
};

static const struct word EVIDENCES[] = {
        [EVIDENCE_UNSPECIFIED] = NONE,
        [EVIDENCE_MEASURED] = {"measured", "实测", "measured"},
        [EVIDENCE_PROXY] = {"proxy", "替代口径", "proxy"},
        [EVIDENCE_INFERRED] = {"inferred", "推定", "inferred"},
        [EVIDENCE_PROMISED] = {"promised", "承诺", "promised"},
        [EVIDENCE_NARRATIVE] = {"narrative", "文字表述", "narrative"},
        [EVIDENCE_DERIVED] = {"derived", "加总得出", "derived"},
};

static const struct word DIRECTIONS[] = {
        [DIRECTION_UNSPECIFIED] = NONE,
        [DIRECTION_AT_LEAST] = {"at_least", "不低于", "at least"},
        [DIRECTION_AT_MOST] = {"at_most", "不高于", "at most"},
        [DIRECTION_HOLD] = {"hold", "保持", "hold"},
};

static const struct word APPROXIMATIONS[] = {
        [APPROXIMATION_UNSPECIFIED] = NONE,
        [APPROXIMATION_MORE_THAN] = {"more_than", "余", "more than"},
        [APPROXIMATION_ABOUT] = {"about", "约", "about"},
        [APPROXIMATION_NEARLY] = {"nearly", "近", "nearly"},
};

static const struct word RUNGS[RUNG_COUNT] = {
        [RUNG_NONE] = NONE,
        [RUNG_REMINDER] = {"reminder", "提醒", "reminder"},
        [RUNG_LETTER] = {"letter", "提示函", "reminder letter"},
        [RUNG_SUPERVISION] = {"supervision", "督办函", "supervision letter"},
        [RUNG_NOTICE] = {"notice", "通报", "public notice"},
        [RUNG_TALK] = {"talk", "约谈", "talk"},
};

static const struct word INTAKE_FLAGS[INTAKE_FLAG_COUNT] = {
        [INTAKE_UNSPECIFIED] = NONE,
        [INTAKE_FELL] = {"fell", "累计数下降", "a cumulative count fell"},
        [INTAKE_JUMPED] = {"jumped", "数字突变", "a step far beyond the usual"},
        [INTAKE_OTHER_UNIT] = {"other_unit", "单位不符", "not in the registered unit"},
        [INTAKE_LOWER_TARGET] = {"lower_target", "目标低于登记值", "a lower target than the registered one"},
        [INTAKE_TOO_FEW_LEFT] = {"too_few_left", "已完成与剩余之和低于目标",
                                 "done and left together fall short of the target"},
        [INTAKE_TWO_VALUES] = {"two_values", "同一指标两个数", "two values of one fact"},
        [INTAKE_WRONG_SHARE] = {"wrong_share", "占比与数字不符", "a printed share that its figures do not give"},
};

static const struct word CURVES[] = {
        [CURVE_UNSPECIFIED] = NONE,
        [CURVE_LINEAR] = {"linear", "均衡", "linear"},
        [CURVE_TABLE] = {"table", "分段", "table"},
        [CURVE_STEP] = {"step", "阶梯", "step"},
        [CURVE_SEASONAL] = {"seasonal", "季节性", "seasonal"},
};

static const struct word LINK_STATES[LINK_STATE_COUNT] = {
        [LINK_UNSPECIFIED] = NONE,
        [LINK_UP] = {"up", "在线", "up"},
        [LINK_DOWN] = {"down", "失联", "down"},
        [LINK_GONE] = {"gone", "终止", "gone"},
};

#define LIST_OF(table)                                                                                                 \
        {                                                                                                              \
                (table), (int)COUNT_OF(table)                                                                          \
        }

const struct word_list WORDS_VERDICT = LIST_OF(VERDICTS);
const struct word_list WORDS_WHY = LIST_OF(WHYS);
const struct word_list WORDS_REMARK = LIST_OF(REMARKS);
const struct word_list WORDS_EXCUSE = LIST_OF(EXCUSES);
const struct word_list WORDS_ROLE = LIST_OF(ROLES);
const struct word_list WORDS_PART_KIND = LIST_OF(PART_KINDS);
const struct word_list WORDS_CADENCE = LIST_OF(CADENCES);
const struct word_list WORDS_ALERT_KIND = LIST_OF(ALERT_KINDS);
const struct word_list WORDS_SEVERITY = LIST_OF(SEVERITIES);
const struct word_list WORDS_ALERT_CHANGE = LIST_OF(ALERT_CHANGES);
const struct word_list WORDS_STATE = LIST_OF(STATES);
const struct word_list WORDS_STAGE = LIST_OF(STAGES);
const struct word_list WORDS_EVIDENCE = LIST_OF(EVIDENCES);
const struct word_list WORDS_DIRECTION = LIST_OF(DIRECTIONS);
const struct word_list WORDS_APPROXIMATION = LIST_OF(APPROXIMATIONS);
const struct word_list WORDS_RUNG = LIST_OF(RUNGS);
const struct word_list WORDS_INTAKE = LIST_OF(INTAKE_FLAGS);
const struct word_list WORDS_CURVE = LIST_OF(CURVES);
const struct word_list WORDS_LINK_STATE = LIST_OF(LINK_STATES);

const struct word *word_of(const struct word_list *list, int value)
{
        return &list->at[value >= 0 && value < list->n ? value : 0];
}

int word_find(const struct word_list *list, struct bytes text)
{
        for (int i = 1; i < list->n; i++) {
                const struct word *word = &list->at[i];

                if (bytes_is(text, word->id) || bytes_is(text, word->zh) || bytes_is(text, word->en))
                        return i;
        }
        return -1;
}

const char *word_in(const struct word *word, enum language language)
{
        return language == LANGUAGE_ZH ? word->zh : word->en;
}
