/* rows.h - the macros that rows are written with, and the list of all shapes (proto/shapes_*.c).
 *
 * Every macro takes the tag and the member of the plain struct, and does not compile when the member has
 * another type than its form wants. It gives what stands between a row's braces: {DAY(report, data_date), NEEDED}.
 * The field of the .proto file has the member's name; the _AS forms are for the few that differ. */
#ifndef DUBAN_PROTO_ROWS_H
#define DUBAN_PROTO_ROWS_H

#include "lib/model/day.h"
#include "proto/limits.h"
#include "proto/shape.h"

#define HAS_TYPE(T, tag, member) __builtin_types_compatible_p(__typeof__(((struct tag *)0)->member), T)
#define OFFSET_IF(ok, tag, member) (offsetof(struct tag, member) + 0 * sizeof(char[(ok) ? 1 : -1]))

#define ROW(field, what, how, ok, tag, member)                                                                         \
        .name = field, .form = what, .holder = how, .at = OFFSET_IF(ok, tag, member)
#define ONE_AS(field, what, T, tag, member) ROW(field, what, HOLDER_ONE, HAS_TYPE(T, tag, member), tag, member)
#define ONE(what, T, tag, member) ONE_AS(#member, what, T, tag, member)
#define LIST_AS(field, what, T, most, tag, member)                                                                     \
        ROW(field, what, HOLDER_LIST, HAS_TYPE(T, tag, member.at[0]), tag, member), .items = most
#define LIST_OF(what, T, most, tag, member) LIST_AS(#member, what, T, most, tag, member)

#define U32(tag, member) ONE(FORM_U32, uint32_t, tag, member)
#define U64(tag, member) ONE(FORM_U64, uint64_t, tag, member)
#define I32(tag, member) ONE(FORM_I32, int32_t, tag, member)
#define I64(tag, member) ONE(FORM_I64, int64_t, tag, member)
#define BOOL(tag, member) ONE(FORM_BOOL, bool, tag, member)
#define ENUM(tag, member) ONE(FORM_ENUM, unsigned, tag, member)
#define DAY(tag, member) ONE(FORM_DAY, struct day, tag, member)
#define NAME_AS(field, tag, member) ONE_AS(field, FORM_NAME, struct bytes, tag, member), .bytes = LIMIT_NAME_BYTES
#define NAME(tag, member) NAME_AS(#member, tag, member)
#define TEXT(tag, member) ONE(FORM_TEXT, struct bytes, tag, member), .bytes = LIMIT_TEXT_BYTES
#define RAW(tag, member, most) ONE(FORM_RAW, struct bytes, tag, member), .bytes = most
#define EXACT(tag, member, length) RAW(tag, member, length), .exact = true
#define INSIDE(tag, member, T) ONE(FORM_MESSAGE, struct T, tag, member), .shape = &shape_##T
#define POINTER(tag, member, T)                                                                                        \
        ROW(#member, FORM_MESSAGE, HOLDER_POINTER, HAS_TYPE(const struct T *, tag, member), tag, member),              \
                .shape = &shape_##T

#define NAMES(tag, member) LIST_OF(FORM_NAME, struct bytes, LIMIT_LIST_ITEMS, tag, member), .bytes = LIMIT_NAME_BYTES
#define TEXTS(tag, member) LIST_OF(FORM_TEXT, struct bytes, LIMIT_LIST_ITEMS, tag, member), .bytes = LIMIT_TEXT_BYTES
#define RAWS(tag, member, most) LIST_OF(FORM_RAW, struct bytes, 0, tag, member), .bytes = most
#define U64S(tag, member) LIST_OF(FORM_U64, uint64_t, LIMIT_LIST_ITEMS, tag, member)
#define DAYS_AS(field, tag, member) LIST_AS(field, FORM_DAY, struct day, LIMIT_LIST_ITEMS, tag, member)
#define MANY_UP_TO(most, tag, member, T) LIST_OF(FORM_MESSAGE, struct T, most, tag, member), .shape = &shape_##T
#define MANY(tag, member, T) MANY_UP_TO(LIMIT_LIST_ITEMS, tag, member, T)

#define NEEDED .needed = true

#define SHAPE(tag, proto_message, table)                                                                               \
        .message = &duban__v1__##proto_message##__descriptor, .size = sizeof(struct tag), .rows = table,               \
        .n = COUNT_OF(table)

/* All shapes, by the file they stand in: proto/shapes_common.c, _plan, _policy, _report, _roster, _event, _verdict,
 * _wire, _query. */
extern const struct shape shape_task_ref, shape_number;
extern const struct shape shape_curve_point, shape_curve, shape_same_as, shape_part, shape_task, shape_plan_chunk,
        shape_plan, shape_proposal, shape_approval, shape_part_change, shape_amendment;
extern const struct shape shape_policy;
extern const struct shape shape_pipeline, shape_promise, shape_line, shape_attachment, shape_mention, shape_report,
        shape_correction;
extern const struct shape shape_quota, shape_member, shape_key, shape_roster_change;
extern const struct shape shape_genesis, shape_tick, shape_resumed, shape_clock_advance, shape_clock_confirm,
        shape_return_report, shape_accept, shape_remark, shape_alert_ref, shape_signing, shape_alert_answer,
        shape_extension, shape_suspension, shape_close, shape_cursor, shape_quarantine, shape_restored, shape_refused,
        shape_refused_sum, shape_judge_version, shape_plan_text, shape_letter_signed, shape_bulletin_closed,
        shape_withdrawal, shape_link, shape_countersign, shape_event;
extern const struct shape shape_ratio, shape_part_verdict, shape_verdict, shape_alert, shape_intake_finding,
        shape_intake;
extern const struct shape shape_batch, shape_receipt, shape_refusal, shape_reply, shape_bell_record, shape_bell;
extern const struct shape shape_query, shape_excuse_view, shape_forecast_view, shape_countersign_view, shape_task_view,
        shape_record_view, shape_alert_view, shape_whoami, shape_plan_view, shape_roster_view, shape_health,
        shape_last_seen, shape_answer;

#endif
