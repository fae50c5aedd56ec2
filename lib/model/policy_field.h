/* policy_field.h - the thresholds of a policy as a table: name, words, unit, and which values make sense.
 * One table for printing, reading and checking. Pure; static text; any thread. */
#ifndef DUBAN_MODEL_POLICY_FIELD_H
#define DUBAN_MODEL_POLICY_FIELD_H

#include "lib/model/policy.h"

enum policy_unit {
        POLICY_TENTHS, /* of a point */
        POLICY_TENTHS_BELOW, /* of a point, meant as a distance below: people read it with a minus */
        POLICY_BASIS_POINTS, /* 1/10000 */
        POLICY_COUNT,
};

struct policy_field {
        const char *id; /* the member's name in struct policy and in policy.proto */
        const char *zh;
        const char *en;
        enum policy_unit unit;
        size_t offset;
        uint32_t min;
        uint32_t max;
        const char *not_below; /* id of another field that this one may not be less than, or NULL */
};

/* In the order they are shown; NULL past the last. */
const struct policy_field *policy_field_at(size_t index);
/* The field of that id, or NULL. */
const struct policy_field *policy_field_find(struct bytes id);
uint32_t policy_field_value(const struct policy_field *, const struct policy *);
void policy_field_put(const struct policy_field *, uint32_t value, struct policy *);
/* Is this value of the policy within its range? */
bool policy_field_in_range(const struct policy_field *, const struct policy *);
/* Does it keep its order to the other one? */
bool policy_field_in_order(const struct policy_field *, const struct policy *);

#endif
