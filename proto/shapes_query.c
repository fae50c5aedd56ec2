/* shapes_query.c - proto/query.proto. Lists of an answer are bounded by the frame alone. */
#include "proto/ask.h"
#include "proto/rows.h"
#include "query.pb-c.h"

static const struct row QUERY[] = {
        {U64(query, id)},
        {ENUM(query, ask), NEEDED},
        {INSIDE(query, task, task_ref)},
        {NAME(query, department)},
        {U64(query, from_seq)},
        {U32(query, limit)},
        {U32(query, from_no)},
        {BOOL(query, alerts_only)},
        {BOOL(query, open_only)},
        {U64(query, at_least)},
        {U64(query, as_of)},
        {DAY(query, for_date)},
        {NAME(query, name)},
        {BOOL(query, with_texts)},
        {U32(query, timeout_ms)},
        {EXACT(query, stream, STREAM_SIZE)},
        {U64(query, kinds)},
};
const struct shape shape_query = {SHAPE(query, query, QUERY)};

static const struct row EXCUSE_VIEW[] = {
        {ENUM(excuse_view, kind)},     {U32(excuse_view, part)},  {TEXT(excuse_view, text)},
        {BOOL(excuse_view, accepted)}, {DAY(excuse_view, until)},
};
const struct shape shape_excuse_view = {SHAPE(excuse_view, excuse, EXCUSE_VIEW)};

static const struct row FORECAST_VIEW[] = {
        {U32(forecast_view, part)},
        {DAY(forecast_view, finish)},
        {INSIDE(forecast_view, share, ratio)},
        {INSIDE(forecast_view, value, ratio)},
        {INSIDE(forecast_view, catch_up, ratio)},
        {BOOL(forecast_view, misses)},
};
const struct shape shape_forecast_view = {SHAPE(forecast_view, forecast, FORECAST_VIEW)};

static const struct row COUNTERSIGN_VIEW[] = {
        {NAME(countersign_view, department)}, {U64(countersign_view, seq)},        {U64(countersign_view, at)},
        {NAME(countersign_view, by)},         {BOOL(countersign_view, objection)}, {TEXT(countersign_view, text)},
        {BOOL(countersign_view, keyless)},
};
const struct shape shape_countersign_view = {SHAPE(countersign_view, countersign_view, COUNTERSIGN_VIEW)};

static const struct row TASK_VIEW[] = {
        {INSIDE(task_view, task, task_ref)},
        {TEXT(task_view, title)},
        {TEXT(task_view, title_en)},
        {NAMES(task_view, lead)},
        {NAMES(task_view, responsible)},
        {POINTER(task_view, verdict, verdict)},
        {U64(task_view, verdict_seq)},
        {POINTER(task_view, excuse, excuse_view)},
        {ENUM(task_view, remark)},
        {U64(task_view, remark_seq)},
        {U64(task_view, report_seq)},
        {DAY(task_view, data_date)},
        {U64(task_view, reported_at)},
        {NAME(task_view, reported_by)},
        {TEXTS(task_view, progress)},
        {U64(task_view, head_seq)},
        {POINTER(task_view, plan_entry, task)},
        {POINTER(task_view, report, report)},
        {ENUM(task_view, proposed)},
        {U32(task_view, reports)},
        {BOOL(task_view, owes_report)},
        {U64(task_view, closed_seq)},
        {U64(task_view, returned_seq)},
        {MANY_UP_TO(LIMIT_PARTS, task_view, forecast, forecast_view)},
        {POINTER(task_view, intake, intake)},
        {POINTER(task_view, amendment, amendment)},
        {TEXTS(task_view, adopted)},
        {U64(task_view, adopted_seq)},
        {DAY(task_view, suspended_until)},
        {DAY(task_view, due_by)},
        {BOOL(task_view, due_moved)},
        {MANY(task_view, countersign, countersign_view)},
};
const struct shape shape_task_view = {SHAPE(task_view, task_view, TASK_VIEW)};

static const struct row RECORD_VIEW[] = {
        {U64(record_view, seq)},
        {U64(record_view, at)},
        {U32(record_view, kind)},
        {NAME(record_view, author)},
        {NAME(record_view, department)},
        {EXACT(record_view, hash, HASH_SIZE)},
        {RAW(record_view, event, LIMIT_FRAME_BYTES)},
        {U32(record_view, epoch)},
};
const struct shape shape_record_view = {SHAPE(record_view, record_view, RECORD_VIEW)};

static const struct row ALERT_VIEW[] = {
        {POINTER(alert_view, alert, alert)}, {U64(alert_view, raised_seq)},
        {U64(alert_view, last_seq)},         {BOOL(alert_view, open)},
        {TEXT(alert_view, title)},           {TEXT(alert_view, title_en)},
        {NAMES(alert_view, lead)},           {U64(alert_view, signed_seq)},
        {U64(alert_view, answered_seq)},     {NAME(alert_view, part_name)},
        {NAME(alert_view, part_name_en)},    {NAME(alert_view, unit)},
        {BOOL(alert_view, muted)},           {U64(alert_view, letter_seq)},
        {U32(alert_view, letter_rung)},      {NAME(alert_view, letter_number)},
        {DAY(alert_view, answer_date)},      {BOOL(alert_view, answer_lapsed)},
        {U64(alert_view, objection_seq)},
};
const struct shape shape_alert_view = {SHAPE(alert_view, alert_view, ALERT_VIEW)};

static const struct row WHOAMI[] = {
        {NAME(whoami, member)},
        {NAME(whoami, department)},
        {ENUM(whoami, role)},
        {U64(whoami, key_id)},
        {MANY_UP_TO(0, whoami, mark, receipt)},
        {NAMES(whoami, may)},
};
const struct shape shape_whoami = {SHAPE(whoami, whoami, WHOAMI)};

static const struct row PLAN_VIEW[] = {
        {POINTER(plan_view, header, plan)},
        {U64(plan_view, seq)},
        {MANY_UP_TO(0, plan_view, task, task)},
};
const struct shape shape_plan_view = {SHAPE(plan_view, plan_view, PLAN_VIEW)};

static const struct row ROSTER_VIEW[] = {
        {MANY_UP_TO(0, roster_view, member, member)},
        {MANY_UP_TO(0, roster_view, key, key)},
};
const struct shape shape_roster_view = {SHAPE(roster_view, roster_view, ROSTER_VIEW)};

static const struct row LAST_SEEN[] = {
        {NAME(last_seen, member)}, {U64(last_seen, at)},         {U64(last_seen, seq)},
        {ENUM(last_seen, link)},   {DAY(last_seen, link_since)},
};
const struct shape shape_last_seen = {SHAPE(last_seen, last_seen, LAST_SEEN)};

static const struct row HEALTH[] = {
        {U64(health, head)},
        {U64(health, applied)},
        {U64(health, judged)},
        {U32(health, epoch)},
        {U64(health, journal_bytes)},
        {U64(health, state_bytes)},
        {U64(health, disk_free_bytes)},
        {U64(health, map_bytes)},
        {DAY(health, today)},
        {BOOL(health, virtual_clock)},
        {BOOL(health, clock_held)},
        {MANY_UP_TO(0, health, last_seen, last_seen)},
        {EXACT(health, head_hash, HASH_SIZE)},
        {NAME(health, software)},
};
const struct shape shape_health = {SHAPE(health, health, HEALTH)};

static const struct row ANSWER[] = {
        {U64(answer, id)},
        {U64(answer, through_seq)},
        {U64(answer, judged_through)},
        {U32(answer, epoch)},
        {POINTER(answer, refusal, refusal)},
        {U32(answer, next_no)},
        {U64(answer, next_seq)},
        {MANY_UP_TO(0, answer, task, task_view)},
        {MANY_UP_TO(0, answer, record, record_view)},
        {MANY_UP_TO(0, answer, alert, alert_view)},
        {POINTER(answer, whoami, whoami)},
        {POINTER(answer, plan, plan_view)},
        {POINTER(answer, roster, roster_view)},
        {POINTER(answer, policy, policy)},
        {POINTER(answer, health, health)},
        {POINTER(answer, cursor, cursor)},
};
const struct shape shape_answer = {SHAPE(answer, answer, ANSWER)};
