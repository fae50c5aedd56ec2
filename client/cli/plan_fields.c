/* plan_fields.c - the table of columns, and two things to do with any of them. */
#include "client/cli/plan_fields.h"

#include <stddef.h>

#include "client/cli/plan_curve.h"

#define HEADER(name, zh, en, shape, topic, member)                                                                     \
        {                                                                                                              \
                name, zh, en, PLAN_HEADER, shape, topic, offsetof(struct plan, member), NULL                           \
        }
#define TASK(name, zh, en, shape, topic, member)                                                                       \
        {                                                                                                              \
                name, zh, en, PLAN_TASK, shape, topic, offsetof(struct task, member), NULL                             \
        }
#define PART(name, zh, en, shape, topic, member)                                                                       \
        {                                                                                                              \
                name, zh, en, PLAN_PART, shape, topic, offsetof(struct part, member), NULL                             \
        }
#define WORDY(name, zh, en, place, type, member, words)                                                                \
        {                                                                                                              \
                name, zh, en, place, PLAN_WORD, PLAN_OTHER, offsetof(struct type, member), &words                      \
        }

const struct plan_field plan_fields[PLAN_FIELDS] = {
        TASK("task_no", "序号", "No.", PLAN_COUNT, PLAN_IDENTITY, no),
        TASK("title", "任务名称", "Title", PLAN_TEXT, PLAN_NAMES, title),
        TASK("lead", "牵头单位", "Lead", PLAN_TEXTS, PLAN_OWNERS, lead),
        TASK("title_en", "英文名称", "English title", PLAN_TEXT, PLAN_NAMES, title_en),
        TASK("content", "任务内容", "Content", PLAN_TEXT, PLAN_OTHER, content),
        TASK("responsible", "责任单位", "Responsible", PLAN_TEXTS, PLAN_OWNERS, responsible),
        TASK("sponsor", "分管市领导", "Sponsor", PLAN_TEXT, PLAN_OWNERS, sponsor),
        TASK("person", "责任人", "Person", PLAN_TEXT, PLAN_OWNERS, person),
        TASK("contact", "联系方式", "Contact", PLAN_TEXT, PLAN_OWNERS, contact),
        WORDY("cadence", "报送频次", "Cadence", PLAN_TASK, task, cadence, WORDS_CADENCE),
        PART("part_no", "分项", "Part", PLAN_COUNT, PLAN_IDENTITY, no),
        PART("name", "分项名称", "Name", PLAN_TEXT, PLAN_NAMES, name),
        PART("name_en", "英文名称", "English name", PLAN_TEXT, PLAN_NAMES, name_en),
        WORDY("kind", "类别", "Kind", PLAN_PART, part, kind, WORDS_PART_KIND),
        PART("soft", "力争", "Soft", PLAN_YES, PLAN_OTHER, soft),
        PART("final", "办结节点", "Final", PLAN_YES, PLAN_OTHER, final),
        PART("unit", "单位", "Unit", PLAN_TEXT, PLAN_OTHER, unit),
        WORDY("direction", "方向", "Direction", PLAN_PART, part, direction, WORDS_DIRECTION),
        PART("strict", "严格界限", "Strict", PLAN_YES, PLAN_OTHER, strict),
        PART("baseline", "期初数", "Baseline", PLAN_NUMBER, PLAN_OTHER, baseline),
        PART("target", "目标值", "Target", PLAN_NUMBER, PLAN_PROMISED, target),
        PART("upper", "上限", "Upper bound", PLAN_NUMBER, PLAN_PROMISED, upper),
        PART("start", "起始日", "Start", PLAN_DAY, PLAN_OTHER, start),
        PART("due", "期限", "Due", PLAN_DAY, PLAN_PROMISED, due),
        PART("owner", "责任单位", "Owner", PLAN_TEXT, PLAN_OWNERS, owner),
        PART("goal", "节点内容", "Goal", PLAN_TEXT, PLAN_OTHER, goal),
        PART("statistics", "统计部门数据", "Statistics", PLAN_YES, PLAN_OTHER, statistics),
        PART("same_as", "同一事实", "Same as", PLAN_SAME_AS, PLAN_OTHER, same_as),
        PART("addends", "加项", "Addends", PLAN_TEXTS, PLAN_OTHER, addend),
        PART("curve", "序时计划", "Plan curve", PLAN_CURVE, PLAN_OTHER, curve),
};

const struct plan_field plan_fields_header[PLAN_HEADER_FIELDS] = {
        HEADER("title", "计划名称", "Plan title", PLAN_TEXT, PLAN_OTHER, title),
        HEADER("issuer", "印发机关", "Issuer", PLAN_TEXT, PLAN_OTHER, issuer),
        HEADER("inspector", "督查单位", "Inspected by", PLAN_TEXT, PLAN_OTHER, inspector),
        HEADER("document_no", "文号", "Document", PLAN_TEXT, PLAN_OTHER, document_no),
        WORDY("cadence", "报送频次", "Cadence", PLAN_HEADER, plan, cadence, WORDS_CADENCE),
        HEADER("backfill", "补录历史", "Backfill", PLAN_YES, PLAN_OTHER, backfill),
        HEADER("start", "起始日", "From", PLAN_DAY, PLAN_PROMISED, start),
        HEADER("end", "截止日", "To", PLAN_DAY, PLAN_PROMISED, end),
};

union value { /* what may stand at an offset */
        struct bytes text;
        LIST(struct bytes) texts;
        struct number number;
        struct day day;
        bool yes;
        uint32_t count;
        int word;
        const struct same_as *same_as;
        const struct curve *curve;
};

static union value value_of(const struct plan_field *field, const void *entry)
{
        static const size_t SIZES[] = {
                [PLAN_TEXT] = sizeof(struct bytes),
                [PLAN_TEXTS] = sizeof(LIST(struct bytes)),
                [PLAN_NUMBER] = sizeof(struct number),
                [PLAN_DAY] = sizeof(struct day),
                [PLAN_YES] = sizeof(bool),
                [PLAN_COUNT] = sizeof(uint32_t),
                [PLAN_WORD] = sizeof(int),
                [PLAN_SAME_AS] = sizeof(struct same_as *),
                [PLAN_CURVE] = sizeof(struct curve *),
        };
        union value value = {.count = 0};

        memcpy(&value, (const char *)entry + field->offset, SIZES[field->shape]);
        return value;
}

struct cell plan_fields_cell(struct page *page, const struct plan_field *field, const void *entry)
{
        const union value value = value_of(field, entry);

        switch (field->shape) {
        case PLAN_TEXT:
                return cell_bytes(page, value.text);
        case PLAN_TEXTS:
                return cell_names(page, value.texts.at, value.texts.n);
        case PLAN_NUMBER:
                return cell_number(page, value.number);
        case PLAN_DAY:
                return cell_day(page, value.day);
        case PLAN_YES:
                return cell_yes(page, value.yes);
        case PLAN_COUNT:
                return cell_count(page, value.count);
        case PLAN_WORD:
                return cell_word(page, field->words, value.word);
        case PLAN_SAME_AS:
                return value.same_as ? cell_place(page, value.same_as->task_no, value.same_as->part) : cell_none();
        case PLAN_CURVE:
                return plan_curve_cell(page, value.curve);
        }
        return cell_none();
}

static bool same_texts(const union value *one, const union value *other)
{
        bool same = one->texts.n == other->texts.n;

        for (size_t i = 0; same && i < one->texts.n; i++)
                same = bytes_equal(one->texts.at[i], other->texts.at[i]);
        return same;
}

static bool same_same_as(const struct same_as *one, const struct same_as *other)
{
        if (!one || !other)
                return one == other;
        return one->task_no == other->task_no && one->part == other->part;
}

bool plan_fields_same(const struct plan_field *field, const void *one, const void *other)
{
        const union value a = value_of(field, one);
        const union value b = value_of(field, other);

        switch (field->shape) {
        case PLAN_TEXT:
                return bytes_equal(a.text, b.text);
        case PLAN_TEXTS:
                return same_texts(&a, &b);
        case PLAN_NUMBER:
                return a.number.known == b.number.known && (!a.number.known || number_compare(a.number, b.number) == 0);
        case PLAN_DAY:
                return a.day.n == b.day.n;
        case PLAN_YES:
                return a.yes == b.yes;
        case PLAN_COUNT:
                return a.count == b.count;
        case PLAN_WORD:
                return a.word == b.word;
        case PLAN_SAME_AS:
                return same_same_as(a.same_as, b.same_as);
        case PLAN_CURVE:
                return plan_curve_same(a.curve, b.curve);
        }
        return false;
}
