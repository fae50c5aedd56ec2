/* explain_inputs.c - plan entry, report and policy as JSON. */
#include "client/cli/explain_inputs.h"

#include "lib/model/policy_field.h"

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
        return json_pack("{s:s,s:o}", "kind", word_of(&WORDS_CURVE, curve->kind ? (int)curve->kind : CURVE_LINEAR)->id,
                         "points", points);
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

/* Rule 5: what an earlier report said of a node of which this one says nothing, and what that rested on. */
static json_t *done_before(const struct verdict *verdict, uint32_t no)
{
        for (size_t i = 0; verdict && i < verdict->part.n; i++)
                if (verdict->part.at[i].part == no && verdict->part.at[i].done_before)
                        return json_string(verdict->part.at[i].proxy ? "unmeasured" : "measured");
        return json_null();
}

static json_t *part_of(struct page *page, const struct task_view *view, const struct part *entry,
                       const struct plan *plan)
{
        const struct part part = amendment_part(view->amendment, entry);
        const struct line *line = view->report ? report_line(view->report, part.no) : NULL;

        return json_pack("{s:I,s:o,s:b,s:b,s:o,s:o,s:b,s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o,s:o}", "part",
                         (json_int_t)part.no, "kind", word_id(page, &WORDS_PART_KIND, (int)part.kind), "soft",
                         part.soft, "final", part.final, "unit", cell_bytes(page, part.unit).json, "direction",
                         word_id(page, &WORDS_DIRECTION, (int)part.direction), "strict", part.strict, "baseline",
                         number_of(page, part.baseline), "target", number_of(page, part.target), "upper",
                         number_of(page, part.upper), "start", day_of_plan(page, plan_part_start(&part, plan)), "due",
                         day_of_plan(page, plan_part_due(&part, plan)), "statistics", part.statistics, "curve",
                         curve_of(page, part.curve), "reported", line_of(page, line), "done_before",
                         done_before(view->verdict, part.no));
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

/* The thresholds by their ids, as `duban policy show` has them. */
static json_t *policy_of(const struct policy *policy)
{
        json_t *object = json_pack("{s:I}", "version", (json_int_t)policy->version);
        const struct policy_field *field;

        for (size_t i = 0; (field = policy_field_at(i)); i++)
                json_object_set_new(object, field->id, json_integer(policy_field_value(field, policy)));
        return object;
}

void explain_inputs(struct page *page, const struct task_view *view, const struct plan *plan,
                    const struct policy *policy)
{
        page_fact(page, "inputs", "", "",
                  cell_pair("", view->plan_entry && plan ? inputs_of(page, view, plan) : json_null()));
        page_fact(page, "policy", "", "", cell_pair("", policy ? policy_of(policy) : json_null()));
}
