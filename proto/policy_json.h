/* policy_json.h - a policy as people keep it: the JSON that `duban policy show --format json` prints.
 *
 *   {"version": 2, "title": "…", "thresholds": [{"name": "behind_below_tenths", "stored": 100}, …],
 *    "holidays": ["2023-01-02", …], "makeup_days": ["2023-01-28", …]}
 *
 * The one reader, of `duban policy set` and of `duband rejudge --policy`. Strict: every threshold stated once and in
 * its range, days that change something, nothing unknown. A version that is not stated is 0; `through_seq` and
 * `judged_through` (where the text was printed) are passed over. All that is wrong is told at once. A library of its
 * own (policy_json), so that who only speaks protobuf needs no JSON. Pure; the policy and the flaws live in the
 * arena. */
#ifndef DUBAN_PROTO_POLICY_JSON_H
#define DUBAN_PROTO_POLICY_JSON_H

#include "lib/base/arena.h"
#include "lib/model/policy.h"

enum { POLICY_JSON_BYTES_MAX = 262144 };

enum { POLICY_JSON_BAD = 1 };

struct policy_json_flaw {
        const char *path; /* "thresholds.grace_days" */
        const char *zh;
        const char *en;
};

struct policy_json_flaws {
        LIST(struct policy_json_flaw) flaw;
};

/* 0 and the policy; POLICY_JSON_BAD and at least one flaw; negative when out of memory. */
int policy_json_read(struct bytes text, struct arena *, struct policy *ret_policy,
                     struct policy_json_flaws *ret_flaws) CHECKED;

#endif
