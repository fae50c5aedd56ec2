/* policy_json.h - a policy as `duban policy show --format json` prints it, read back. */
#ifndef DUBAN_CLI_POLICY_JSON_H
#define DUBAN_CLI_POLICY_JSON_H

#include "client/cli/session.h"
#include "lib/model/policy.h"

/* Every threshold must be there, no other key may; every problem is told with its key. A version that the file does
 * not state is 0. Texts and lists live in the session's arena. → CLI_USAGE after complaints */
int policy_json_read(struct session *, const char *path, struct policy *ret_policy) CHECKED;

#endif
