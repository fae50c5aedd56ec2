/* policy_fields.h - the thresholds of a policy: what each is called, what it means, what it may be. */
#ifndef DUBAN_CLI_POLICY_FIELDS_H
#define DUBAN_CLI_POLICY_FIELDS_H

#include "client/cli/page.h"
#include "lib/model/policy.h"

enum policy_unit { POLICY_TENTHS, POLICY_TENTHS_BELOW, POLICY_BASIS_POINTS, POLICY_PLAIN };

struct policy_field {
        const char *id;
        const char *zh;
        const char *en;
        enum policy_unit unit;
        uint32_t least;
        uint32_t most;
        size_t offset;
};

enum { POLICY_FIELDS = 18 };

extern const struct policy_field policy_fields[POLICY_FIELDS];

/* As stored: 100 tenths of a point are 10.0 points. */
uint32_t policy_fields_value(const struct policy_field *, const struct policy *);
void policy_fields_set(const struct policy_field *, struct policy *, uint32_t value);
/* In the unit that people use. */
const char *policy_fields_text(struct page *, const struct policy_field *, uint32_t value);
/* NULL when there is no such threshold. */
const struct policy_field *policy_fields_find(struct bytes id);

#endif
