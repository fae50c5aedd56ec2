/* explain_inputs.c - plan entry, report and policy as JSON. */
#include "client/cli/explain_inputs.h"

#include <stddef.h>

#include "client/cli/task_facts.h"

static const char *const CURVES[] = {
        [CURVE_UNSPECIFIED] = "linear", [CURVE_LINEAR] = "linear",     [CURVE_TABLE] = "table",
        [CURVE_STEP] = "step",          [CURVE_SEASONAL] = "seasonal",
};

static json_t *day_of_plan(struct page *page, struct day day)
{
        return cell_day(page, day).json;
}

static json_t *number_of(struct page *page, struct number number)
{
        return cell_number(page, number).json;
}

static json_t *word_id(struct page *page, const struct word_list *words, int value)
{
        return cell_word(page, words, value).json;
}

static json_t *curve_of(struct page *page, const struct curve *curve)
{
        json_t *points = curve ? json_array() : NULL;

        if (!curve)
                return json_null();
        for (size_t i = 0; i < curve->point.n; i++)
                json_array_append_new(points, json_pack("{s:o,s:I}", "day", day_of_plan(page, curve->point.at[i].day),
                                                        "share_bp", (json_int_t)curve->point.at[i].share_bp));
        return json_pack("{s:s,s:o}", "kind",
                         CURVES[(unsigned)curve->kind < COUNT_OF(CURVES) ? curve->kind : CURVE_UNSPECIFIED], "points",
                         points);
}

static json_t *pipeline_of(struct page *page, const struct line *line)
{
        json_t *units = json_array();

        for (size_t i = 0; i < line->pipeline.n; i++)
                json_array_append_new(units, json_pack("{s:o,s:I}", "stage",
                                                       word_id(page, &WORDS_STAGE, (int)line->pipeline.at[i].stage),
                                                       "count", (json_int_t)line->pipeline.at[i].count));
        return units;
}

static json_t *line_of(struct page *page, const struct line *line)
{
        if (!line)
                return json_null();
        return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "value", number_of(page, line->value), "unit",
                         cell_bytes(page, line->unit).json, "approximate",
                         word_id(page, &WORDS_APPROXIMATION, (int)line->approximate), "evidence",
                         word_id(page, &WORDS_EVIDENCE, (int)line->evidence), "state",
                         word_id(page, &WORDS_STATE, (int)line->state), "stage",
                         word_id(page, &WORDS_STAGE, (int)line->stage), "pipeline", pipeline_of(page, line), "forecast",
                         number_of(page, line->forecast), "promise_date",
                         day_of_plan(page, line->promise ? line->promise->date : (struct day){0}), "target_understood",
                         number_of(page, line->target_understood));
}

/* As amended, whether or not the entry is so already. */
static struct part in_force(const struct part *part, const struct task_view *view)
{
        const struct part_change *change = task_facts_change(view, part->no);
        struct part now = *part;

        if (change && change->target.known)
                now.target = change->target;
        if (change && day_is_set(change->due))
                now.due = change->due;
        return now;
}

static json_t *part_of(struct page *page, const struct task_view *view, const struct part *entry,
                       const struct plan *plan)
{
        const struct part part = in_force(entry, view);
        const struct line *line = view->report ? report_line(view->report, part.no) : NULL;

        return json_pack("{s:I,s:o,s:b,s:b,s:o,s:o,s:b,s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o}", "part", (json_int_t)part.no,
                         "kind", word_id(page, &WORDS_PART_KIND, (int)part.kind), "soft", part.soft, "final",
                         part.final, "unit", cell_bytes(page, part.unit).json, "direction",
                         word_id(page, &WORDS_DIRECTION, (int)part.direction), "strict", part.strict, "baseline",
                         number_of(page, part.baseline), "target", number_of(page, part.target), "upper",
                         number_of(page, part.upper), "start", day_of_plan(page, plan_part_start(&part, plan)), "due",
                         day_of_plan(page, plan_part_due(&part, plan)), "statistics", part.statistics, "curve",
                         curve_of(page, part.curve), "reported", line_of(page, line));
}

static json_t *inputs_of(struct page *page, const struct task_view *view, const struct plan *plan)
{
        json_t *parts = json_array();

        for (size_t i = 0; i < view->plan_entry->part.n; i++)
                json_array_append_new(parts, part_of(page, view, &view->plan_entry->part.at[i], plan));
        return json_pack("{s:o,s:o,s:o,s:o,s:o}", "plan_start", day_of_plan(page, plan->start), "plan_end",
                         day_of_plan(page, plan->end), "cadence",
                         word_id(page, &WORDS_CADENCE, (int)plan_cadence(view->plan_entry, plan)), "data_date",
                         day_of_plan(page, view->data_date), "parts", parts);
}

#define ROW(member)                                                                                                    \
        {                                                                                                              \
#member, offsetof(struct policy, member)                                                               \
        }
static const struct {
        const char *id; /* as in `duban policy show` */
        size_t at;
} THRESHOLDS[] = {
        ROW(ahead_above_tenths), ROW(behind_below_tenths), ROW(serious_below_tenths), ROW(level_cap_bp),
        ROW(level_slope_bp),     ROW(level_serious_bp),    ROW(grace_days),           ROW(grace_statistics_days),
        ROW(not_started_months), ROW(excuse_free_cycles),  ROW(half_year_month),      ROW(version),
};
#undef ROW

static json_t *policy_of(const struct policy *policy)
{
        json_t *object = json_object();

        for (size_t i = 0; i < COUNT_OF(THRESHOLDS); i++) {
                uint32_t value;

                memcpy(&value, (const char *)policy + THRESHOLDS[i].at, sizeof value);
                json_object_set_new(object, THRESHOLDS[i].id, json_integer(value));
        }
        return object;
}

void explain_inputs(struct page *page, const struct task_view *view, const struct plan *plan,
                    const struct policy *policy)
{
        page_fact(page, "inputs", "", "",
                  cell_pair("", view->plan_entry && plan ? inputs_of(page, view, plan) : json_null()));
        page_fact(page, "policy", "", "", cell_pair("", policy ? policy_of(policy) : json_null()));
}
