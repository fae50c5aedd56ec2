/* codes.h - every way the service says no, in one table: code, name, what it costs, sentences.
 *
 * Codes never change meaning and are never reused; docs/PROTOCOL.md prints this table. */
#ifndef DUBAN_PROTO_CODES_H
#define DUBAN_PROTO_CODES_H

#include <stdbool.h>

/* What a refusal does to the number of the record:
 *   CONSUMES  final: the number is used up and the refusal is recorded;
 *   NOTHING   final for these bytes, but no number was at stake;
 *   RETRY     nothing happened: send the same again later. */
enum code_cost { CODE_CONSUMES, CODE_NOTHING, CODE_RETRY };

#define CODES(X)                                                                                                       \
        X(1, MALFORMED, CODE_CONSUMES, "报文格式无法识别", "The bytes are not a message of this schema")               \
        X(2, TOO_LARGE, CODE_CONSUMES, "内容超过长度限制", "Longer than the limit")                                    \
        X(3, BAD_TEXT, CODE_CONSUMES, "文字不是有效的UTF-8或含控制字符",                                               \
          "Text is not UTF-8 or has control characters")                                                               \
        X(4, BAD_VALUE, CODE_CONSUMES, "取值超出范围", "Value out of range")                                           \
        X(5, BAD_DATE, CODE_CONSUMES, "日期无效", "Not a date")                                                        \
        X(6, MISSING_FIELD, CODE_CONSUMES, "缺少必填项", "A needed field is missing")                                  \
        X(7, NOT_ALLOWED, CODE_CONSUMES, "无权进行此项操作:角色不允许,或须由他人办理",                                 \
          "Not for you to do: your role may not, or it takes somebody else")                                           \
        X(8, FOREIGN_TASK, CODE_CONSUMES, "该任务不由贵单位牵头或负责", "Your department has no part in this task")    \
        X(9, UNKNOWN_TASK, CODE_CONSUMES, "计划中没有该任务", "No such task in the plan in force")                     \
        X(10, UNKNOWN_PART, CODE_CONSUMES, "该任务没有这一分解事项", "The task has no such part")                      \
        X(11, FUTURE_DATE, CODE_CONSUMES, "数据日期晚于当前日期", "The data date is after today")                      \
        X(12, WRONG_SHAPE, CODE_CONSUMES, "填报内容与指标类型不符", "This part takes no such statement")               \
        X(13, WRONG_UNIT, CODE_CONSUMES, "计量单位与计划不一致", "Unit differs from the plan's")                       \
        X(14, UNKNOWN_REFERENCE, CODE_CONSUMES, "引用的记录不存在或不相符",                                            \
          "The record referred to does not exist or does not fit")                                                     \
        X(15, UNKNOWN_MEMBER, CODE_CONSUMES, "名册中没有该成员", "No such member in the roster")                       \
        X(16, COLLISION, CODE_CONSUMES, "标识冲突,请更换名称或密钥",                                                   \
          "The id collides with another; choose another name or key")                                                  \
        X(17, INCOMPLETE_IMPORT, CODE_CONSUMES, "计划导入不完整", "The import's chunks are not complete")              \
        X(18, REAL_CLOCK, CODE_CONSUMES, "实时时钟的日志不能手动推进日期",                                             \
          "A journal on the real clock cannot be advanced")                                                            \
        X(19, NOT_LATER, CODE_CONSUMES, "日期必须晚于当前日期或现行期限",                                              \
          "The day must be later than today, or than the date in force")                                               \
        X(20, LAST_OPERATOR, CODE_CONSUMES, "不能停用最后一把管理员密钥", "The last operator key cannot be retired")   \
        X(21, NOT_SUPPORTED, CODE_CONSUMES, "本版本尚不接受此类事项", "This version does not take this kind yet")      \
        X(22, NEEDS_APPROVAL, CODE_CONSUMES, "计划已生效,目标值和期限须先提议变更并经批准",                            \
          "In force already: propose the change and have it approved")                                                 \
        X(23, ALREADY_DONE, CODE_CONSUMES, "此事已办结或已如此,无须再办",                                              \
          "Done, decided or so already; nothing is left to do")                                                        \
        X(24, TOO_LATE, CODE_CONSUMES, "期限已过,延期须在到期日之前申请",                                              \
          "The due date has passed; an extension is asked for before it")                                              \
        X(40, GAP, CODE_NOTHING, "编号不连续,请从期望编号起重发",                                                      \
          "Number ahead of the stream; resend from the expected one")                                                  \
        X(41, CONFLICT, CODE_NOTHING, "同一编号曾以不同内容提交", "This number was sent before with other bytes")      \
        X(42, BAD_STREAM, CODE_NOTHING, "流标识必须为16字节", "A stream is 16 bytes")                                  \
        X(43, BAD_BATCH, CODE_NOTHING, "批次格式无法识别", "The bytes are not a batch")                                \
        X(44, BAD_QUERY, CODE_NOTHING, "查询无法识别", "The bytes are not a query")                                    \
        X(45, UNKNOWN_KEY, CODE_NOTHING, "密钥不在名册中或已停用", "The key is not in the roster or was revoked")      \
        X(46, HIDDEN, CODE_NOTHING, "无权查看此项内容", "You may not read this")                                       \
        X(47, NOT_FOUND, CODE_NOTHING, "没有所查内容", "Nothing like that here")                                       \
        X(48, TIMED_OUT, CODE_NOTHING, "等待超时,所求序号尚未处理",                                                    \
          "Waited in vain: that sequence is not applied and judged yet")                                               \
        X(49, DAMAGED, CODE_NOTHING, "记录已损坏,请管理员核验日志",                                                    \
          "A record is damaged; the operator must verify the journal")                                                 \
        X(60, BUSY, CODE_RETRY, "服务繁忙,请稍后重试", "Busy; try again")                                              \
        X(61, TOO_FAST, CODE_RETRY, "发送过快,请稍后重试", "Over your quota; try again later")                         \
        X(62, DISK_FULL, CODE_RETRY, "存储空间已满,请稍后重试", "The disk is full; try again later")                   \
        X(63, STOPPED_RUN, CODE_RETRY, "前一条待重试,本条未处理",                                                      \
          "An earlier record of this run must be retried first")                                                       \
        X(64, CLOCK_HELD, CODE_RETRY, "时钟待确认,请稍后重试",                                                         \
          "The service's clock waits to be confirmed; try again later")

enum code {
        CODE_NONE = 0,
#define X(number, name, cost, zh, en) CODE_##name = number,
        CODES(X)
#undef X
};

struct code_row {
        enum code code;
        const char *name; /* "GAP" */
        enum code_cost cost;
        const char *zh;
        const char *en;
};

/* NULL for a number that is no code. */
const struct code_row *code_row(unsigned code);
/* The i-th row of the table, or NULL past its end. */
const struct code_row *code_at(unsigned i);

#endif
