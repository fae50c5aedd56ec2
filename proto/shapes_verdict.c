/* shapes_verdict.c - proto/event.proto: what the notifier concludes. */
#include "event.pb-c.h"
#include "lib/model/intake.h"
#include "proto/rows.h"

static bool ratio_is_valid(const void *plain)
{
        const struct ratio *ratio = plain;

        return ratio->den >= 0 && ratio->num != INT64_MIN;
}

static const struct row RATIO[] = {
        {I64(ratio, num)},
        {I64(ratio, den)},
};
const struct shape shape_ratio = {SHAPE(ratio, ratio, RATIO), .is_valid = ratio_is_valid};

/* Part 0 is the task as a whole. */
static const struct row PART_VERDICT[] = {
        {U32(part_verdict, part)},
        {ENUM(part_verdict, verdict)},
        {ENUM(part_verdict, raw_verdict)},
        {ENUM(part_verdict, why)},
        {U32(part_verdict, rule)},
        {INSIDE(part_verdict, actual, number)},
        {INSIDE(part_verdict, target, number)},
        {INSIDE(part_verdict, baseline, number)},
        {INSIDE(part_verdict, attainment, ratio)},
        {INSIDE(part_verdict, planned, ratio)},
        {INSIDE(part_verdict, gap, ratio)},
        {INSIDE(part_verdict, distance, ratio)},
        {ENUM(part_verdict, excuse)},
        {BOOL(part_verdict, proxy)},
        {BOOL(part_verdict, blocked)},
        {BOOL(part_verdict, soft)},
        {DAY(part_verdict, due)},
        {INSIDE(part_verdict, tolerance, ratio)},
        {DAY(part_verdict, accepted_until)},
        {U32(part_verdict, broken)},
        {BOOL(part_verdict, paced)},
        {BOOL(part_verdict, done_before)},
};
const struct shape shape_part_verdict = {SHAPE(part_verdict, part_verdict, PART_VERDICT)};

static const struct row VERDICT[] = {
        {INSIDE(verdict, task, task_ref), NEEDED},
        {U64(verdict, cause)},
        {U32(verdict, ordinal)},
        {U32(verdict, judge_version)},
        {U32(verdict, policy_version)},
        {DAY(verdict, day)},
        {ENUM(verdict, verdict), NEEDED},
        {ENUM(verdict, raw_verdict)},
        {ENUM(verdict, why)},
        {ENUM(verdict, was)},
        {U32(verdict, governing)},
        {U64(verdict, report_seq)},
        {MANY_UP_TO(LIMIT_PARTS, verdict, part, part_verdict)},
        {U64S(verdict, evidence)},
        {U32(verdict, late)},
        {U32(verdict, missing)},
};
const struct shape shape_verdict = {SHAPE(verdict, verdict, VERDICT)};

static const struct row ALERT[] = {
        {INSIDE(alert, alert, alert_ref), NEEDED},
        {ENUM(alert, change), NEEDED},
        {ENUM(alert, severity)},
        {ENUM(alert, was)},
        {U64(alert, cause), NEEDED},
        {U32(alert, ordinal)},
        {U32(alert, judge_version)},
        {U32(alert, policy_version)},
        {DAY(alert, day)},
        {U32(alert, rung)},
        {POINTER(alert, arithmetic, part_verdict)},
        {U64S(alert, evidence)},
        {ENUM(alert, verdict)},
        {ENUM(alert, why)},
        {U32(alert, cycles)},
        {BOOL(alert, unfounded)},
};
const struct shape shape_alert = {SHAPE(alert, alert, ALERT)};

static const struct row INTAKE_FINDING[] = {
        {ENUM(intake_finding, flag), NEEDED},       {U32(intake_finding, part)},
        {INSIDE(intake_finding, reported, number)}, {INSIDE(intake_finding, other, number)},
        {U32(intake_finding, twin_task)},           {U32(intake_finding, twin_part)},
};
const struct shape shape_intake_finding = {SHAPE(intake_finding, intake_finding, INTAKE_FINDING)};

static const struct row INTAKE[] = {
        {INSIDE(intake, task, task_ref), NEEDED},
        {U64(intake, cause), NEEDED},
        {U32(intake, ordinal)},
        {U32(intake, judge_version)},
        {MANY(intake, finding, intake_finding)},
};
const struct shape shape_intake = {SHAPE(intake, intake, INTAKE)};
