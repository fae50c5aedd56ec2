/* shapes_report.c - proto/report.proto. */
#include "lib/model/report.h"
#include "lib/model/roster.h"
#include "proto/rows.h"
#include "report.pb-c.h"

static const struct row PIPELINE[] = {
        {ENUM(pipeline, stage)},
        {U32(pipeline, count)},
};
const struct shape shape_pipeline = {SHAPE(pipeline, pipeline, PIPELINE)};

static const struct row PROMISE[] = {
        {TEXT(promise, what)},
        {DAY(promise, date)},
};
const struct shape shape_promise = {SHAPE(promise, promise, PROMISE)};

static const struct row LINE[] = {
        {U32(line, part), NEEDED},
        {INSIDE(line, value, number)},
        {NAME(line, unit)},
        {TEXT(line, as_written)},
        {ENUM(line, approximate)},
        {ENUM(line, evidence)},
        {ENUM(line, state)},
        {ENUM(line, stage)},
        {MANY(line, pipeline, pipeline)},
        {INSIDE(line, forecast, number)},
        {POINTER(line, promise, promise)},
        {INSIDE(line, target_understood, number)},
        {TEXT(line, waiting_for)},
};
const struct shape shape_line = {SHAPE(line, line, LINE)};

static const struct row ATTACHMENT[] = {
        {NAME(attachment, name)},
        {EXACT(attachment, hash, HASH_SIZE)},
};
const struct shape shape_attachment = {SHAPE(attachment, attachment, ATTACHMENT)};

static const struct row MENTION[] = {
        {TEXT(mention, name)},        {INSIDE(mention, value, number)}, {NAME(mention, unit)},
        {ENUM(mention, approximate)}, {ENUM(mention, state)},           {POINTER(mention, promise, promise)},
};
const struct shape shape_mention = {SHAPE(mention, mention, MENTION)};

static const struct row REPORT[] = {
        {INSIDE(report, task, task_ref), NEEDED},
        {DAY(report, data_date), NEEDED},
        {U64(report, sent_at)},
        {MANY_UP_TO(LIMIT_PARTS, report, line, line)},
        {TEXTS(report, progress)},
        {TEXT(report, problems)},
        {TEXT(report, next_steps)},
        {TEXT(report, to_coordinate)},
        {TEXT(report, waiting_for)},
        {MANY(report, attachment, attachment)},
        {NAME(report, on_behalf_of)},
        {EXACT(report, source_hash, HASH_SIZE)},
        {MANY(report, mention, mention)},
};
const struct shape shape_report = {SHAPE(report, report, REPORT)};

static const struct row CORRECTION[] = {
        {U64(correction, replaces_seq), NEEDED},
        {TEXT(correction, reason), NEEDED},
        {POINTER(correction, report, report), NEEDED},
};
const struct shape shape_correction = {SHAPE(correction, correction, CORRECTION)};
