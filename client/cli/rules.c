/* rules.c - sentences for people; the law itself is docs/RULES.md and lib/model/judge.c. A threshold stands in braces,
 * by its id in policy_field.c: it is printed as the policy has it. */
#include "client/cli/rules.h"

#include <inttypes.h>

#include "lib/model/policy_field.h"

static const struct {
        const char *zh;
        const char *en;
} RULES[] = {
        [1] = {"序时进度=(起始以来整月数+当月天数占比)÷起止月数,按数据日期计算;月末日算满一个月。",
               "planned = (whole months since the start + days into the month / days in it) / months from start to "
               "due, "
               "at the data date; a month's last day closes it."},
        [2] = {"只判定计划中登记的指标,填报中提到的其他数字只展示。",
               "Only targets registered in the plan are judged; other figures are shown."},
        [3] = {"累计数:完成率=实际值÷目标值;存量:(实际值-期初数)÷(目标值-期初数)。进度差=完成率-序时进度("
               "上限类反过来减):"
               "不低于{behind_below_tenths}点为达序时,低于{behind_below_tenths}点为滞后,低于{serious_below_tenths}"
               "点为严重滞后,"
               "高于{ahead_above_tenths}点为超序时。",
               "Attainment = actual / target (stock: (actual - baseline) / (target - baseline)). gap = attainment - "
               "planned (of a ceiling planned - attainment): from {behind_below_tenths} points on pace, below "
               "{behind_below_tenths} behind, below "
               "{serious_below_tenths} seriously behind, above +{ahead_above_tenths} ahead."},
        [4] = {"水平指标:达到目标为达序时;相差不超过容差,即{level_cap_bp}%与{level_slope_bp}%×(1-序时进度)中较小者,"
               "仍为达序时;"
               "更远为滞后,超过{level_serious_bp}%为严重滞后;目标为零的,发生任何一起即为严重滞后。",
               "Level: met is on pace; off by at most the tolerance, the smaller of {level_cap_bp} % and "
               "{level_slope_bp} % x "
               "(1 - planned), is on pace; farther is behind, beyond {level_serious_bp} % seriously behind. With "
               "target 0 any event is seriously "
               "behind."},
        [5] = {"节点:已完成,此后填报未提及仍为已完成;未完成且到期日所在周期的报送截止日已过为逾期;受阻,"
               "或时间过半仍未启动为滞后;"
               "填报提及为达序时,否则无法判定。",
               "Milestone: done, also where later reports leave it out; not done when the deadline of the cycle that "
               "contains its date has passed is overdue; "
               "blocked, or not started after half of its time, is behind; else on pace if the report speaks of it, "
               "otherwise unknown."},
        [6] = {"任务取最差的硬指标为判定;并列时取进度差相对黄色阈值较大者,再按计划次序。",
               "A task takes its worst hard part; ties go to the larger gap relative to the yellow threshold, then to "
               "plan order."},
        [7] = {"没有数据不算达序时:累计类硬指标无可比数字,过半年起判滞后,此前及其他类别为无法判定;"
               "无登记硬指标为无量化指标;没有填报为未填报。",
               "No data is never green: a hard cumulative part without a comparable figure is behind from half time "
               "on, "
               "before that and for other kinds unknown; no registered hard part is no_target, no report no_report."},
        [8] = {"有说明待认可:本单位预计达标、有日期的计划、剩余部分均已申报或在建,使该项在{excuse_free_cycles}"
               "个周期内按达序时对待,"
               "此后须督查员认可。",
               "A claimed excuse (own forecast, own dated plan, all remaining units under way) holds the part on pace "
               "for {excuse_free_cycles} cycle(s); after that a supervisor must accept it."},
        [9] = {"双过半:半年截止日,各累计类硬指标均达到50%,至少一项,且无一靠说明达序时。",
               "Over half: at the half-year cut-off every hard cumulative part is at 50 % or more, at least one, none "
               "of them on pace by an excuse."},
        [10] = {"已完成:全部登记事项(含力争目标)达到,且至少一项为办结节点;由人确认。",
                "Completed: every registered part reached, soft ones included, at least one of them final; a person "
                "confirms it."},
        [11] = {"系统判定对应的备注建议,由人决定。", "The remark that the verdict proposes; a person decides."},
        [12] = {"报送:到期加宽限工作日仍无填报为漏报;连续两期漏报为滞后;{not_started_months}"
                "个月应有进展而全无为严重滞后。",
                "Reporting: nothing by the end of the cycle and its grace is missing; two in a row are behind; nothing "
                "for {not_started_months} months that should have seen progress is seriously behind."},
        [13] = {"预测:按序时计划推算完成日期和年末值;预计不达标时提示,判定不变。",
                "Forecast: by earned schedule; below the target it is marked, the verdict stays."},
        [14] = {"预警解除:进度差回到{clear_from_tenths}点以内,水平指标回到半个容差以内,节点完成。",
                "An alert clears from a gap of {clear_from_tenths} points, inside half the tolerance, or when the node "
                "is done."},
        [15] = {"更正须指明被替换的填报并说明理由;更正后的数字本不会触发的预警即行解除,经督查员确认后撤销。",
                "A correction names what it replaces, with a reason; an alert that its figures would not have raised "
                "is cleared, and withdrawn with a supervisor's word."},
        [16] = {"入库核对只标记,不拦截。", "Checks at intake flag and never block."},
};

/* As people read it: 100 tenths of a point are 10.0 points; meant as a distance below, -10.0. */
const char *rules_threshold(struct page *page, const struct policy_field *field, uint32_t stored)
{
        if (field->unit == POLICY_COUNT)
                return page_text(page, "%" PRIu32, stored);
        if (field->unit == POLICY_BASIS_POINTS)
                return page_text(page, "%" PRIu32 ".%02" PRIu32, stored / 100, stored % 100);
        return page_text(page, "%s%" PRIu32 ".%" PRIu32, field->unit == POLICY_TENTHS_BELOW && stored ? "-" : "",
                         stored / 10, stored % 10);
}

static const char *with_thresholds(struct page *page, const char *sentence, const struct policy *policy)
{
        const char *text = "";
        const char *brace;

        while ((brace = strchr(sentence, '{'))) {
                const size_t id = strcspn(brace + 1, "}");
                const struct policy_field *field = policy_field_find(bytes_of(brace + 1, id));

                text = page_text(page, "%s%.*s%s", text, (int)(brace - sentence), sentence,
                                 field ? rules_threshold(page, field, policy_field_value(field, policy)) : "?");
                sentence = brace + 1 + id + strlen("}");
        }
        return page_text(page, "%s%s", text, sentence);
}

const char *rules_sentence(struct page *page, uint32_t rule, const struct policy *policy)
{
        const char *sentence = NULL;

        if (rule < sizeof RULES / sizeof *RULES)
                sentence = page_say(page, RULES[rule].zh, RULES[rule].en);
        return sentence ? with_thresholds(page, sentence, policy) : "";
}

/* "26 / 40"; of what began before, "(3200 - 3000) / (5000 - 3000)". */
static const char *division(struct page *page, enum part_kind kind, const struct part_verdict *judged)
{
        char actual[NUMBER_TEXT_SIZE];
        char target[NUMBER_TEXT_SIZE];
        char baseline[NUMBER_TEXT_SIZE];

        number_text(judged->actual, actual);
        number_text(judged->target, target);
        if (!judged->baseline.known || (kind != PART_STOCK && kind != PART_STAGE))
                return page_text(page, page_say(page, "%s ÷ %s", "%s / %s"), actual, target);
        number_text(judged->baseline, baseline);
        return page_text(page, page_say(page, "(%s − %s) ÷ (%s − %s)", "(%s - %s) / (%s - %s)"), actual, baseline,
                         target, baseline);
}

const char *rules_sum(struct page *page, enum part_kind kind, const struct part_verdict *judged)
{
        char attained[NUMBER_TEXT_SIZE];
        char planned[NUMBER_TEXT_SIZE];
        char gap[NUMBER_TEXT_SIZE];
        bool ceiling;

        if (!ratio_is_set(judged->gap))
                return "";
        ceiling = ratio_compare(ratio_minus(judged->attainment, judged->planned), judged->gap) != 0;
        ratio_percent_text(judged->attainment, attained);
        ratio_percent_text(judged->planned, planned);
        return page_text(
                page,
                page_say(page, "算式:%s = %s%%;%s%% − %s%% = %s 点", "Sum: %s = %s %%; %s %% - %s %% = %s points"),
                division(page, kind, judged), attained, ceiling ? planned : attained, ceiling ? attained : planned,
                ratio_percent_text(judged->gap, gap));
}
