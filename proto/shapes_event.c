/* shapes_event.c - proto/event.proto: Event itself and what people and the service say in it. */
#include "event.pb-c.h"
#include "lib/model/event.h"
#include "proto/rows.h"

static const struct row GENESIS[] = {
        {U32(genesis, format), NEEDED},
        {EXACT(genesis, log_id, LOG_ID_SIZE), NEEDED},
        {U32(genesis, epoch)},
        {NAME(genesis, hash)},
        {NAME(genesis, zone)},
        {I32(genesis, utc_offset_minutes)},
        {U32(genesis, tick_days)},
        {BOOL(genesis, virtual_clock)},
        {DAY(genesis, first_day)},
        {POINTER(genesis, operator_member, member)},
        {POINTER(genesis, operator_key, key)},
        {NAME(genesis, software)},
};
const struct shape shape_genesis = {SHAPE(genesis, genesis, GENESIS)};

static const struct row TICK[] = {
        {DAY(tick, day), NEEDED},
};
const struct shape shape_tick = {SHAPE(tick, tick, TICK)};

static const struct row RESUMED[] = {
        {U64(resumed, down_from)},
        {U64(resumed, down_to)},
        {DAY(resumed, down_from_day)},
        {DAY(resumed, down_to_day)},
};
const struct shape shape_resumed = {SHAPE(resumed, resumed, RESUMED)};

static const struct row CLOCK_ADVANCE[] = {
        {DAY(clock_advance, to), NEEDED},
};
const struct shape shape_clock_advance = {SHAPE(clock_advance, clock_advance, CLOCK_ADVANCE)};

static const struct row CLOCK_CONFIRM[] = {
        {TEXT(clock_confirm, reason)},
};
const struct shape shape_clock_confirm = {SHAPE(clock_confirm, clock_confirm, CLOCK_CONFIRM)};

static const struct row RETURN[] = {
        {U64(return_report, report_seq), NEEDED},
        {TEXT(return_report, reason)},
        {INSIDE(return_report, task, task_ref)},
};
const struct shape shape_return_report = {SHAPE(return_report, return, RETURN)};

static const struct row ACCEPT[] = {
        {INSIDE(accept, task, task_ref), NEEDED},
        {U32(accept, part)},
        {U64(accept, report_seq)},
        {DAY(accept, until), NEEDED},
        {TEXT(accept, reason)},
};
const struct shape shape_accept = {SHAPE(accept, accept, ACCEPT)};

static const struct row REMARK[] = {
        {INSIDE(remark, task, task_ref), NEEDED},
        {ENUM(remark, word), NEEDED},
        {TEXT(remark, reason)},
        {DAY(remark, data_date)},
};
const struct shape shape_remark = {SHAPE(remark, remark, REMARK)};

/* No task: the alert is about a department's link or the clock. */
static const struct row ALERT_REF[] = {
        {U64(alert_ref, cause), NEEDED}, {INSIDE(alert_ref, task, task_ref)}, {U32(alert_ref, part)},
        {ENUM(alert_ref, kind), NEEDED}, {NAME(alert_ref, department)},
};
const struct shape shape_alert_ref = {SHAPE(alert_ref, alert_ref, ALERT_REF)};

static const struct row SIGNING[] = {
        {INSIDE(signing, alert, alert_ref), NEEDED},
};
const struct shape shape_signing = {SHAPE(signing, signing, SIGNING)};

static const struct row ALERT_ANSWER[] = {
        {INSIDE(alert_answer, alert, alert_ref), NEEDED},
        {TEXT(alert_answer, plan), NEEDED},
        {DAY(alert_answer, date)},
        {BOOL(alert_answer, objection)},
};
const struct shape shape_alert_answer = {SHAPE(alert_answer, alert_answer, ALERT_ANSWER)};

static const struct row EXTENSION[] = {
        {INSIDE(extension, task, task_ref), NEEDED},
        {U32(extension, part)},
        {DAY(extension, new_due), NEEDED},
        {TEXT(extension, reason), NEEDED},
};
const struct shape shape_extension = {SHAPE(extension, extension, EXTENSION)};

static const struct row SUSPENSION[] = {
        {INSIDE(suspension, task, task_ref), NEEDED},
        {DAY(suspension, until)},
        {TEXT(suspension, reason), NEEDED},
        {BOOL(suspension, lifted)},
};
const struct shape shape_suspension = {SHAPE(suspension, suspension, SUSPENSION)};

static const struct row CLOSE[] = {
        {INSIDE(close, task, task_ref), NEEDED},
        {TEXT(close, reason)},
        {MANY(close, evidence, attachment)},
        {BOOL(close, reopened)},
};
const struct shape shape_close = {SHAPE(close, close, CLOSE)};

static const struct row CURSOR[] = {
        {NAME(cursor, name), NEEDED},
        {U32(cursor, epoch)},
        {U64(cursor, seq)},
};
const struct shape shape_cursor = {SHAPE(cursor, cursor, CURSOR)};

static const struct row QUARANTINE[] = {
        {U64(quarantine, seq), NEEDED},
        {TEXT(quarantine, reason)},
};
const struct shape shape_quarantine = {SHAPE(quarantine, quarantine, QUARANTINE)};

static const struct row RESTORED[] = {
        {U32(restored, epoch), NEEDED},
        {U64(restored, old_head)},
        {TEXT(restored, reason)},
};
const struct shape shape_restored = {SHAPE(restored, restored, RESTORED)};

static const struct row REFUSED[] = {
        {U32(refused, code), NEEDED},
        {NAME(refused, field)},
        {EXACT(refused, hash, HASH_SIZE)},
        {U32(refused, length)},
};
const struct shape shape_refused = {SHAPE(refused, refused, REFUSED)};

static const struct row REFUSED_SUM[] = {
        {U64(refused_sum, key_id)},
        {U32(refused_sum, code), NEEDED},
        {U32(refused_sum, count)},
        {U64(refused_sum, first_at)},
};
const struct shape shape_refused_sum = {SHAPE(refused_sum, refused_sum, REFUSED_SUM)};

static const struct row JUDGE_VERSION[] = {
        {U32(judge_version, version), NEEDED},
};
const struct shape shape_judge_version = {SHAPE(judge_version, judge_version, JUDGE_VERSION)};

static const struct row PLAN_TEXT[] = {
        {INSIDE(plan_text, task, task_ref), NEEDED},
        {TEXTS(plan_text, progress)},
        {DAY(plan_text, data_date)},
};
const struct shape shape_plan_text = {SHAPE(plan_text, plan_text, PLAN_TEXT)};

static const struct row LETTER_SIGNED[] = {
        {INSIDE(letter_signed, alert, alert_ref), NEEDED},
        {U32(letter_signed, rung)},
        {NAME(letter_signed, number)},
};
const struct shape shape_letter_signed = {SHAPE(letter_signed, letter_signed, LETTER_SIGNED)};

static const struct row BULLETIN_CLOSED[] = {
        {NAME(bulletin_closed, plan), NEEDED}, {DAY(bulletin_closed, data_date), NEEDED},
        {U64(bulletin_closed, through_seq)},   {EXACT(bulletin_closed, hash, HASH_SIZE)},
        {DAY(bulletin_closed, issued)},        {NAME(bulletin_closed, index_no)},
        {NAME(bulletin_closed, number)},       {TEXT(bulletin_closed, title)},
};
const struct shape shape_bulletin_closed = {SHAPE(bulletin_closed, bulletin_closed, BULLETIN_CLOSED)};

static const struct row WITHDRAWAL[] = {
        {INSIDE(withdrawal, alert, alert_ref), NEEDED},
        {TEXT(withdrawal, reason), NEEDED},
};
const struct shape shape_withdrawal = {SHAPE(withdrawal, withdrawal, WITHDRAWAL)};

static const struct row LINK[] = {
        {NAME(link, member), NEEDED},
        {NAME(link, department), NEEDED},
        {ENUM(link, state), NEEDED},
        {DAY(link, since), NEEDED},
};
const struct shape shape_link = {SHAPE(link, link, LINK)};

static const struct row COUNTERSIGN[] = {
        {INSIDE(countersign, task, task_ref), NEEDED},
        {U64(countersign, report_seq), NEEDED},
        {BOOL(countersign, objection)},
        {TEXT(countersign, text)},
};
const struct shape shape_countersign = {SHAPE(countersign, countersign, COUNTERSIGN)};

/* The plain members share one union: proto/codec.c encodes and decodes the one row of the event's kind. */
static const struct row EVENT[] = {
        {INSIDE(event, genesis, genesis)},
        {INSIDE(event, tick, tick)},
        {INSIDE(event, resumed, resumed)},
        {INSIDE(event, clock_advance, clock_advance)},
        {INSIDE(event, clock_confirm, clock_confirm)},
        {INSIDE(event, roster_change, roster_change)},
        {INSIDE(event, policy, policy)},
        {INSIDE(event, plan_chunk, plan_chunk)},
        {INSIDE(event, plan_in_force, plan)},
        {INSIDE(event, proposal, proposal)},
        {INSIDE(event, approval, approval)},
        {INSIDE(event, report, report)},
        {INSIDE(event, correction, correction)},
        {INSIDE(event, return_report, return_report)},
        {INSIDE(event, accept, accept)},
        {INSIDE(event, remark, remark)},
        {INSIDE(event, signing, signing)},
        {INSIDE(event, alert_answer, alert_answer)},
        {INSIDE(event, extension, extension)},
        {INSIDE(event, suspension, suspension)},
        {INSIDE(event, close, close)},
        {INSIDE(event, cursor, cursor)},
        {INSIDE(event, quarantine, quarantine)},
        {INSIDE(event, restored, restored)},
        {INSIDE(event, refused, refused)},
        {INSIDE(event, refused_sum, refused_sum)},
        {INSIDE(event, judge_version, judge_version)},
        {INSIDE(event, plan_text, plan_text)},
        {INSIDE(event, letter_signed, letter_signed)},
        {INSIDE(event, bulletin_closed, bulletin_closed)},
        {INSIDE(event, amendment, amendment)},
        {INSIDE(event, withdrawal, withdrawal)},
        {INSIDE(event, link, link)},
        {INSIDE(event, countersign, countersign)},
        {INSIDE(event, verdict, verdict)},
        {INSIDE(event, alert, alert)},
        {INSIDE(event, intake, intake)},
};
const struct shape shape_event = {SHAPE(event, event, EVENT)};
