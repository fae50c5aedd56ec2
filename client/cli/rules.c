/* rules.c - sentences for people; the law itself is docs/RULES.md and lib/model/judge.c. Thresholds are named
 * where they are the default policy's; `duban policy show` prints those in force. */
#include "client/cli/rules.h"

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
        [3] = {"累计数:完成率=实际值÷目标值;存量:(实际值-期初数)÷(目标值-期初数)。进度差=完成率-序时进度:"
               "不低于-10点为达序时,低于-10点为滞后,低于-30点为严重滞后,高于10点为超序时。",
               "Attainment = actual / target (stock: (actual - baseline) / (target - baseline)). gap = attainment - "
               "planned: from -10 points on pace, below -10 behind, below -30 seriously behind, above +10 ahead."},
        [4] = {"水平指标:达到目标为达序时;相差不超过容差,即10%与20%×(1-序时进度)中较小者,仍为达序时;"
               "更远为滞后,超过25%为严重滞后;目标为零的,发生任何一起即为严重滞后。",
               "Level: met is on pace; off by at most the tolerance, the smaller of 10 % and 20 % x (1 - planned), is "
               "on pace; farther is behind, beyond 25 % seriously behind. With target 0 any event is seriously "
               "behind."},
        [5] = {"节点:已完成;未完成且到期日所在周期的报送截止日已过为逾期;受阻,或时间过半仍未启动为滞后;"
               "填报提及为达序时,否则无法判定。",
               "Milestone: done; not done when the deadline of the cycle that contains its date has passed is overdue; "
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
        [8] = {"有说明待认可:本单位预计达标、有日期的计划、剩余部分均已申报或在建,使该项在一个周期内按达序时对待,"
               "此后须督查员认可。",
               "A claimed excuse (own forecast, own dated plan, all remaining units under way) holds the part on pace "
               "for one cycle; after that a supervisor must accept it."},
        [9] = {"双过半:半年截止日,各累计类硬指标均达到50%,至少一项,且无一靠说明达序时。",
               "Over half: at the half-year cut-off every hard cumulative part is at 50 % or more, at least one, none "
               "of them on pace by an excuse."},
        [10] = {"已完成:全部登记事项(含力争目标)达到,且至少一项为办结节点;由人确认。",
                "Completed: every registered part reached, soft ones included, at least one of them final; a person "
                "confirms it."},
        [11] = {"系统判定对应的备注建议,由人决定。", "The remark that the verdict proposes; a person decides."},
        [12] = {"报送:到期加宽限工作日仍无填报为漏报;连续两期漏报为滞后;三个月应有进展而全无为严重滞后。",
                "Reporting: nothing by the end of the cycle and its grace is missing; two in a row are behind; nothing "
                "for three months that should have seen progress is seriously behind."},
        [13] = {"预测:按序时计划推算完成日期和年末值;预计不达标时提示,判定不变。",
                "Forecast: by earned schedule; below the target it is marked, the verdict stays."},
        [14] = {"预警解除:进度差回到-5点以内,水平指标回到半个容差以内,节点完成。",
                "An alert clears from a gap of -5 points, inside half the tolerance, or when the node is done."},
        [15] = {"更正须指明被替换的填报并说明理由;更正后的数字本不会触发的预警即行解除,经督查员确认后撤销。",
                "A correction names what it replaces, with a reason; an alert that its figures would not have raised "
                "is cleared, and withdrawn with a supervisor's word."},
        [16] = {"入库核对只标记,不拦截。", "Checks at intake flag and never block."},
};

const char *rules_sentence(uint32_t rule, enum language language)
{
        const char *sentence = NULL;

        if (rule < sizeof RULES / sizeof *RULES)
                sentence = language == LANGUAGE_ZH ? RULES[rule].zh : RULES[rule].en;
        return sentence ? sentence : "";
}
