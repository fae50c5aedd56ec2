/* shapes_plan.c - proto/plan.proto. */
#include "lib/model/amendment.h"
#include "lib/model/roster.h"
#include "plan.pb-c.h"
#include "proto/rows.h"

enum { IMPORT_ID_SIZE = 16 };

static const struct row CURVE_POINT[] = {
        {DAY(curve_point, day), NEEDED},
        {U32(curve_point, share_bp)},
};
const struct shape shape_curve_point = {SHAPE(curve_point, curve_point, CURVE_POINT)};

static const struct row CURVE[] = {
        {ENUM(curve, kind)},
        {MANY(curve, point, curve_point)},
};
const struct shape shape_curve = {SHAPE(curve, curve, CURVE)};

static const struct row SAME_AS[] = {
        {U32(same_as, task_no), NEEDED},
        {U32(same_as, part), NEEDED},
};
const struct shape shape_same_as = {SHAPE(same_as, same_as, SAME_AS)};

static const struct row PART[] = {
        {U32(part, no), NEEDED},
        {NAME(part, name), NEEDED},
        {NAME(part, name_en)},
        {ENUM(part, kind)},
        {BOOL(part, soft)},
        {BOOL(part, final)},
        {NAME(part, unit)},
        {ENUM(part, direction)},
        {BOOL(part, strict)},
        {INSIDE(part, baseline, number)},
        {INSIDE(part, target, number)},
        {INSIDE(part, upper, number)},
        {DAY(part, start)},
        {DAY(part, due)},
        {POINTER(part, curve, curve)},
        {NAME(part, owner)},
        {POINTER(part, same_as, same_as)},
        {TEXT(part, goal)},
        {BOOL(part, statistics)},
        {TEXTS(part, addend)},
};
const struct shape shape_part = {SHAPE(part, part, PART)};

static const struct row TASK[] = {
        {U32(task, no), NEEDED},
        {TEXT(task, title)},
        {TEXT(task, title_en)},
        {TEXT(task, content)},
        {NAMES(task, lead)},
        {NAMES(task, responsible)},
        {TEXT(task, sponsor)},
        {TEXT(task, person)},
        {TEXT(task, contact)},
        {ENUM(task, cadence)},
        {MANY_UP_TO(LIMIT_PARTS, task, part, part)},
};
const struct shape shape_task = {SHAPE(task, task, TASK)};

static const struct row PLAN_CHUNK[] = {
        {NAME(plan_chunk, plan), NEEDED},
        {EXACT(plan_chunk, import_id, IMPORT_ID_SIZE), NEEDED},
        {U32(plan_chunk, index)},
        {RAWS(plan_chunk, task, LIMIT_RECORD_BYTES)},
};
const struct shape shape_plan_chunk = {SHAPE(plan_chunk, plan_chunk, PLAN_CHUNK)};

static const struct row PLAN[] = {
        {NAME_AS("plan", plan, id), NEEDED},
        {EXACT(plan, import_id, IMPORT_ID_SIZE), NEEDED},
        {U32(plan, chunks), NEEDED},
        {U32(plan, tasks), NEEDED},
        {EXACT(plan, hash, HASH_SIZE)},
        {TEXT(plan, title)},
        {DAY(plan, start), NEEDED},
        {DAY(plan, end), NEEDED},
        {ENUM(plan, cadence)},
        {TEXT(plan, issuer)},
        {TEXT(plan, inspector)},
        {TEXT(plan, document_no)},
        {BOOL(plan, backfill)},
};
const struct shape shape_plan = {SHAPE(plan, plan_in_force, PLAN)};

static const struct row PROPOSAL[] = {
        {INSIDE(proposal, task, task_ref), NEEDED},
        {U32(proposal, part)},
        {INSIDE(proposal, target, number)},
        {DAY(proposal, due)},
        {TEXT(proposal, reason)},
};
const struct shape shape_proposal = {SHAPE(proposal, proposal, PROPOSAL)};

static const struct row APPROVAL[] = {
        {U64(approval, proposal_seq), NEEDED},
        {BOOL(approval, approved)},
        {TEXT(approval, reason)},
        {INSIDE(approval, task, task_ref)},
};
const struct shape shape_approval = {SHAPE(approval, approval, APPROVAL)};

static const struct row PART_CHANGE[] = {
        {U32(part_change, part), NEEDED}, {INSIDE(part_change, target, number)},
        {DAY(part_change, due)},          {INSIDE(part_change, was_target, number)},
        {DAY(part_change, was_due)},      {U64(part_change, proposal_seq)},
};
const struct shape shape_part_change = {SHAPE(part_change, part_change, PART_CHANGE)};

static const struct row AMENDMENT[] = {
        {INSIDE(amendment, task, task_ref), NEEDED},
        {U64(amendment, proposal_seq), NEEDED},
        {MANY_UP_TO(LIMIT_PARTS, amendment, change, part_change)},
};
const struct shape shape_amendment = {SHAPE(amendment, amendment, AMENDMENT)};
