/* verb.c - the table of verbs, and the options that several of them take. */
#include "client/cli/verb.h"

#include <string.h>

/* In the order of the help. */
const struct verb *const verb_table[] = {
        /* departments */
        &verb_push,
        &verb_correct,
        &verb_extend,
        &verb_due,
        &verb_sign,
        &verb_answer,
        &verb_countersign,
        /* supervisors */
        &verb_watch,
        &verb_review,
        &verb_accept,
        &verb_return,
        &verb_suspend,
        &verb_close,
        &verb_withdraw,
        &verb_text,
        &verb_exceptions,
        &verb_promises,
        &verb_remark_set,
        &verb_remark_import,
        &verb_remark_proposed,
        &verb_letter,
        &verb_letter_sign,
        &verb_bulletin_close,
        &verb_plan_propose,
        &verb_plan_proposals,
        &verb_plan_approve,
        /* leaders */
        &verb_status,
        &verb_digest,
        &verb_bulletin,
        /* operators */
        &verb_plan_import,
        &verb_plan_check,
        &verb_plan_diff,
        &verb_roster_import,
        &verb_roster_show,
        &verb_roster_revoke,
        &verb_policy_set,
        &verb_clock_advance,
        &verb_clock_confirm,
        &verb_health,
        /* everyone */
        &verb_task,
        &verb_explain,
        &verb_history,
        &verb_alerts,
        &verb_plan_show,
        &verb_policy_show,
        &verb_clock_show,
        &verb_key_new,
        &verb_key_show,
        &verb_whoami,
        NULL,
};

static const struct args_option COMMON[] = {
        {"home", "DIR", "密钥与待发区所在目录(默认 $DUBAN_HOME 或 ~/.duban)",
         "directory of key and spool (default $DUBAN_HOME or ~/.duban)", false},
        {"service", "FILE", "服务地址文件(默认 HOME/service)", "the service's address card (default HOME/service)",
         false},
        {"format", "FORMAT", "输出格式", "one of", false},
        {"lang", "LANG", "界面语言:zh 或 en(默认按 LANG)", "zh or en (default from LANG)", false},
        {"at-least", "SEQ", "等到服务处理并判定完该日志序号", "wait until this sequence is applied and judged", false},
        {"plan", "ID", "计划标识(默认生效的计划)", "plan id (default: the plan in force)", false},
        {"help", NULL, "本说明", "this text", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct args_option AS_OF[] = {
        {"as-of", "SEQ", "按该日志序号时的情形(计划、规则、判定均为当时)",
         "as it was after this sequence: plan, policy, verdicts of then", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct args_option FOR_DATE[] = {
        {"for-date", "DATE", "只计数据日期不晚于该日的填报", "only figures with a data date up to this day", false},
        {NULL, NULL, NULL, NULL, false},
};

void verb_options(const struct verb *verb, const struct args_option *tables[VERB_OPTIONS])
{
        const unsigned past = verb ? verb->past : 0;

        tables[0] = verb ? verb->options : NULL;
        tables[1] = past & PAST_AS_OF ? AS_OF : NULL;
        tables[2] = past & PAST_FOR_DATE ? FOR_DATE : NULL;
        tables[3] = COMMON;
}

static bool is_named(const struct verb *verb, int argc, char **argv)
{
        const char *space = strchr(verb->name, ' ');
        const size_t first = space ? (size_t)(space - verb->name) : strlen(verb->name);

        if (strlen(argv[0]) != first || memcmp(argv[0], verb->name, first) != 0)
                return false;
        if (!space || argc < 2)
                return !space;
        return strcmp(argv[1], space + 1) == 0 || (verb->also && strcmp(argv[1], verb->also) == 0);
}

const struct verb *verb_find(int argc, char **argv, int *ret_words)
{
        const struct verb *found = NULL;
        int words = 0;

        for (size_t i = 0; argc > 0 && verb_table[i]; i++) {
                const struct verb *verb = verb_table[i];
                const int own = strchr(verb->name, ' ') ? 2 : 1;

                if (own > words && is_named(verb, argc, argv)) {
                        found = verb;
                        words = own;
                }
        }
        *ret_words = words;
        return found;
}
