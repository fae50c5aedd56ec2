/* shapes_common.c - proto/common.proto. */
#include "common.pb-c.h"
#include "lib/model/plan.h"
#include "proto/rows.h"

static const struct row TASK_REF[] = {
        {NAME(task_ref, plan)},
        {U32(task_ref, no)},
};
const struct shape shape_task_ref = {SHAPE(task_ref, task_ref, TASK_REF)};

/* The smallest integer has no opposite: refused, so that whoever negates a figure need not think of it. */
static bool number_is_valid(const void *plain)
{
        const struct number *number = plain;

        return number->scale <= NUMBER_SCALE_MAX && number->unscaled != INT64_MIN;
}

static const struct row NUMBER[] = {
        {I64(number, unscaled)},
        {U32(number, scale)},
};
const struct shape shape_number = {
        SHAPE(number, number, NUMBER),
        .known = offsetof(struct number, known),
        .is_valid = number_is_valid,
};
